"""The log as static files: whole whenever somebody looks, added to, never rewritten, and checked to the last byte."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import LogAltered, NotSigned
from ledger.log.exporting import NotThisLog, bundle, export_log
from ledger.log.leaf import leaf_hash
from ledger.log.signer import Signer, make_folder
from ledger.log.signing import SigningKey, sign
from ledger.log.tree import WIDTH
from ledger.store.database import Database
from ledger.verify import ExportedLog, Key, Report, checkpoint_text, main, read_bundle, tile_path, verify_log
from tests.benchmarks.ledgers import ORIGIN as LARGE_ORIGIN
from tests.benchmarks.ledgers import load
from tests.log.conftest import ORIGIN, Signed
from tests.log.test_signer import meddle, note
from tests.log.vectors import read, vectors
from tests.sampling import places

PROVED, CONTRADICTED, NOT_PROVED = 0, 1, 3


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def steps(folder: Path, key: Key | None, *kept: bytes) -> Report:
    report = Report(lambda _: None)
    verify_log(report, folder, key, kept)
    return report


@pytest.fixture
def exported(signed: Signed, tmp_path: Path) -> Path:
    """A small log, exported; the checkpoint before its last entry is beside it."""
    signed.signer.sign_once()
    (tmp_path / "older").write_bytes((signed.folder / "checkpoint").read_bytes())
    note(signed, "one more")
    signed.signer.sign_once()
    export_log(signed.database, tmp_path / "log")
    return tmp_path / "log"


def test_an_exported_log_is_proved_with_the_checkpoints_that_were_kept(signed: Signed, exported: Path) -> None:
    older = (exported.parent / "older").read_bytes()
    size = signed.book.store.log_size()

    report = steps(exported, signed.key, older)

    assert report.exit_code == PROVED, report.steps
    assert ("proved", f"{size} entries of 3 files make these tiles, each after the other") in report.steps
    assert sorted(contents(exported)) == ["checkpoint", f"tile/0/000.p/{size}", f"tile/entries/000.p/{size}"]
    assert steps(exported, None).exit_code == NOT_PROVED
    assert main(["log", str(exported), "--key", str(signed.key), "--checkpoint", str(exported.parent / "older")]) == 0


def test_nothing_of_what_the_entries_say_is_in_it(signed: Signed, exported: Path) -> None:
    everything = b"".join(contents(exported).values())

    for word in (b"Contract", b"Visits", b"note-made", b"issue", b"clerk", str(signed.book.file_id("A")).encode()):
        assert word not in everything


def test_exporting_again_writes_what_is_new_and_leaves_the_rest(signed: Signed, exported: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in exported.rglob("*") if path.is_file()}

    export_log(signed.database, exported)

    assert {path: path.stat().st_mtime_ns for path in before if path.name != "checkpoint"} == {
        path: at for path, at in before.items() if path.name != "checkpoint"
    }
    note(signed, "and another")
    signed.signer.sign_once()
    size = export_log(signed.database, exported).size
    assert sorted(contents(exported)) == ["checkpoint", f"tile/0/000.p/{size}", f"tile/entries/000.p/{size}"]
    assert steps(exported, signed.key).exit_code == PROVED


def test_a_log_that_was_not_signed_is_not_exported(signed: Signed, tmp_path: Path) -> None:
    with pytest.raises(NotSigned):
        export_log(signed.database, tmp_path / "log")
    assert not (tmp_path / "log").exists()


def test_a_folder_with_another_log_or_a_longer_one_is_left_alone(
    signed: Signed, exported: Path, tmp_path: Path
) -> None:
    key, size = SigningKey.read(signed.folder / "key"), signed.book.store.log_size()
    for there in (
        sign(checkpoint_text("ledger.example/other", 2, b"x" * 32), SigningKey.made("ledger.example/other")),
        sign(checkpoint_text(ORIGIN, size + 1, b"x" * 32), key),
        sign(checkpoint_text(ORIGIN, size - 1, b"x" * 32), key),
        b"x",
    ):
        (exported / "checkpoint").write_bytes(there)
        before = contents(exported)
        with pytest.raises(NotThisLog):
            export_log(signed.database, exported)
        assert contents(exported) == before
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("Dear")
    with pytest.raises(NotThisLog):
        export_log(signed.database, tmp_path / "letters")


def test_an_altered_entry_is_not_exported(signed: Signed, exported: Path) -> None:
    note(signed, "later")
    signed.signer.sign_once()
    meddle(signed, "UPDATE entries SET state = state || ' ' WHERE kind = 'issue-raised/1'")

    with pytest.raises(LogAltered, match="is not what was sealed"):
        export_log(signed.database, exported)
    assert steps(exported, signed.key).exit_code == PROVED  # as it was before


# --- what is done to it is named --------------------------------------------------------------------------------------


def test_every_byte_that_is_changed_is_found_and_its_file_named(signed: Signed, exported: Path) -> None:
    older = (exported.parent / "older").read_bytes()
    chance = random.Random(3)
    for path in sorted(path for path in exported.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        name = str(path.relative_to(exported))
        for at in places(len(raw), 13, chance):
            path.write_bytes(raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :])
            report = steps(exported, signed.key, older)
            assert report.exit_code in (CONTRADICTED, NOT_PROVED), (name, at)
            said = [what for state, what in report.steps if state != "proved"]
            if name != "checkpoint":
                assert any(covers(what, name, at) for what in said), (name, at, said)
        path.write_bytes(raw)
    assert steps(exported, signed.key, older).exit_code == PROVED


def covers(what: str, name: str, at: int) -> bool:
    """Whether the bytes that are named hold this one, or it is of the length before them."""
    spans = re.findall(rf"{re.escape(name)}, bytes (\d+) to (\d+)", what)
    return any(int(first) - 2 <= at <= int(last) for first, last in spans)


def cut(folder: Path) -> None:
    [path] = (folder / "tile" / "entries").rglob("*.p/*")
    path.write_bytes(path.read_bytes()[:-30])


def add(folder: Path) -> None:
    [path] = (folder / "tile" / "entries").rglob("*.p/*")
    path.write_bytes(path.read_bytes() + (3).to_bytes(2, "big") + b"abc")


def again(folder: Path, change: Callable[[list[bytes]], None]) -> None:
    """The entries changed, and the tile made to fit: only the signed root knows."""
    [path] = (folder / "tile" / "entries").rglob("*.p/*")
    entries = [header for _, header in read_bundle(path.read_bytes(), int(path.name))]
    change(entries)
    path.write_bytes(b"".join(len(header).to_bytes(2, "big") + header for header in entries))
    (folder / "tile" / "0" / "000.p" / path.name).write_bytes(b"".join(map(leaf_hash, entries)))


def turn_round(entries: list[bytes]) -> None:
    entries.reverse()


def double(entries: list[bytes]) -> None:
    entries[2] = entries[1]


def invent(entries: list[bytes]) -> None:
    entries[-1] = entries[-1].replace(b'"position":', b'"position":1')


def no_header(entries: list[bytes]) -> None:
    entries[3] = b"{}"


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (cut, "is cut short"), (add, "something follows after its"),
        (lambda folder: again(folder, turn_round), "it does not follow entry"),
        (lambda folder: again(folder, double), "it does not follow entry"),
        (lambda folder: again(folder, invent), "it does not follow entry"),
        (lambda folder: again(folder, no_header), "the leaf header is not in the form"),
        (lambda folder: next((folder / "tile" / "0").rglob("*.p/*")).unlink(), "is not there"),
        (lambda folder: next((folder / "tile" / "entries").rglob("*.p/*")).unlink(), "is not there"),
    ],
    ids=["cut", "added to", "turned round", "doubled", "invented", "no header", "no tile", "no entries"],
)  # fmt: skip
def test_what_was_done_to_an_export_is_named(
    signed: Signed, exported: Path, done: Callable[[Path], None], said: str
) -> None:
    done(exported)

    report = steps(exported, signed.key)

    assert report.exit_code in (CONTRADICTED, NOT_PROVED)
    assert [what for state, what in report.steps if state != "proved" and said in what], report.steps


def test_a_log_rewritten_and_signed_anew_contradicts_the_checkpoint_that_was_kept(
    signed: Signed, exported: Path
) -> None:
    older = (exported.parent / "older").read_bytes()
    again(
        exported,
        lambda entries: entries.__setitem__(0, entries[0].replace(b'"state":"', b'"state":"0', 1)[:-3] + b'"}'),
    )
    log = ExportedLog(exported)
    size = signed.book.store.log_size()
    log.read(size, [size], lambda _: None)
    key = SigningKey.read(signed.folder / "key")
    (exported / "checkpoint").write_bytes(sign(checkpoint_text(ORIGIN, size, log.roots[size]), key))

    said = [what for state, what in steps(exported, signed.key, older).steps if state == "contradicted"]

    assert [what for what in said if f"something from place 0 to {size - 2} is not what was signed" in what]


def test_a_wrong_key_or_a_kept_checkpoint_of_more_entries_is_said(signed: Signed, exported: Path) -> None:
    key, size = SigningKey.read(signed.folder / "key"), signed.book.store.log_size()

    assert steps(exported, SigningKey.made(ORIGIN).public).exit_code == NOT_PROVED
    assert steps(exported, SigningKey.made("x.example").public).exit_code == CONTRADICTED
    beyond = sign(checkpoint_text(ORIGIN, size + 1, b"x" * 32), key)
    other = sign(checkpoint_text("x.example", 1, b"x" * 32), SigningKey.made("x.example"))
    assert [what for state, what in steps(exported, signed.key, beyond).steps if "is an older export" in what]
    assert [what for state, what in steps(exported, None, other).steps if "it is a checkpoint of x.example" in what]


# --- a larger one -----------------------------------------------------------------------------------------------------


@pytest.fixture
def large(database: Database, tmp_path: Path) -> tuple[Database, Key]:
    load(database, 1_300)
    key = make_folder(tmp_path / "signer", LARGE_ORIGIN)
    with closing(Signer(database, tmp_path / "signer")) as signer:
        signer.sign_once()
    return database, key


def test_a_log_of_several_tiles_is_exported_and_sampled_bytes_of_it_are_each_found(
    large: tuple[Database, Key], tmp_path: Path
) -> None:
    database, key = large
    export_log(database, tmp_path / "log")
    assert steps(tmp_path / "log", key).exit_code == PROVED
    names = set(contents(tmp_path / "log"))
    assert {"tile/0/004", "tile/0/005.p/20", "tile/1/000.p/5", "tile/entries/005.p/20"} <= names
    chance = random.Random(5)
    for name in sorted(names):
        raw = (tmp_path / "log" / name).read_bytes()
        at = chance.randrange(len(raw))
        (tmp_path / "log" / name).write_bytes(raw[:at] + bytes([raw[at] ^ 4]) + raw[at + 1 :])
        report = steps(tmp_path / "log", key)
        assert report.exit_code in (CONTRADICTED, NOT_PROVED), (name, at)
        (tmp_path / "log" / name).write_bytes(raw)


KILLED = """
import sys, time
from pathlib import Path
from ledger.log import exporting
from ledger.store.database import Database
put = exporting._put
def slowly(path, content):
    put(path, content)
    time.sleep(0.05)
exporting._put = slowly
with Database(sys.argv[1], sys.argv[2]) as database:
    exporting.export_log(database, Path(sys.argv[3]))
"""


def test_an_export_that_is_killed_is_taken_up_again_and_the_log_is_whole(
    large: tuple[Database, Key], tmp_path: Path
) -> None:
    database, key = large
    folder = tmp_path / "log"
    for wait in (1, 4, 8):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, database.schema, database.conninfo(None), str(folder)],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        for _ in range(1_000):
            if len(list(folder.rglob("*"))) > wait + 3 or process.poll() is not None:
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (folder / "checkpoint").exists()
    (folder / "tile" / "0" / "000.new").write_bytes(b"half")

    export_log(database, folder)

    assert steps(folder, key).exit_code == PROVED
    assert not list(folder.rglob("*.new"))
    export_log(database, tmp_path / "at once")
    assert contents(tmp_path / "at once") == contents(folder)


# --- what others published --------------------------------------------------------------------------------------------


def test_another_logs_tiles_and_entries_are_read_as_that_log_wrote_them() -> None:
    """Tessera's test log: its bundles hold the entries its checkpoints were signed over, and its tiles their hashes."""
    published = read("transcribed/vkeys.json")["tessera testdata/log"]
    folder = vectors("transparency-dev-tessera/testdata/log")
    for size in range(1, 16):
        path = tile_path("entries", 0, size)
        entries = [entry for _, entry in read_bundle((folder / "tile" / path).read_bytes(), size)]
        assert entries == [entry.encode() for entry in published["entries"][:size]]
        tile = (folder / "tile" / tile_path(0, 0, size)).read_bytes()
        assert tile == b"".join(map(leaf_hash, entries))


def test_a_bundle_of_the_ledger_is_read_by_the_same_rule(signed: Signed) -> None:
    size = signed.book.store.log_size()
    with signed.database.transaction("app") as connection:
        headers = [header for _, header in read_bundle(bundle(connection, 0, WIDTH), size)]
        leaves = [leaf for (leaf,) in connection.execute("SELECT leaf_hash FROM log ORDER BY index", binary=True)]
    assert [leaf_hash(header) for header in headers] == leaves
