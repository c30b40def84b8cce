"""Exhibits lie decrypted only as long as somebody is at work on them, even where they are killed at it."""

import signal
import subprocess
import sys
from pathlib import Path

from api.workroom import clear, place_to_work

_AT_WORK = """
import sys, time
from pathlib import Path
from api.workroom import place_to_work
with place_to_work(Path(sys.argv[1])) as place:
    (place / "exhibits").mkdir()
    (place / "exhibits" / "1").write_text("in clear")
    print("there", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_decrypted_is_removed_and_what_another_works_at_is_not(tmp_path: Path) -> None:
    workroom = tmp_path / "data" / "workroom"
    with subprocess.Popen([sys.executable, "-c", _AT_WORK, workroom], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"there\n"
        clear(workroom)
        assert len(list(workroom.rglob("1"))) == 1, "it is at work"
        killed.send_signal(signal.SIGKILL)
    assert workroom.stat().st_mode & 0o777 == 0o700

    with place_to_work(workroom) as place:
        clear(workroom)
        assert list(workroom.iterdir()) == [place]
    assert list(workroom.iterdir()) == []
