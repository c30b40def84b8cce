"""The page for the other side: what it says to type is typed here, as it stands there."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ledger.log import proofs
from ledger.log.outside import read_outside
from ledger.timestamping import Timestamper
from ledger.verify import EntryProof
from tests.log.authority import local_authority
from tests.log.conftest import Signed

PAGE = Path(__file__).parents[2] / "docs" / "verifying.md"


@pytest.fixture
def given(signed: Signed, tmp_path: Path) -> Path:
    signed.signer.sign_once()
    folder = tmp_path / "given"
    folder.mkdir()
    file_id = signed.book.file_id("A")
    with signed.database.transaction("app") as connection:
        (folder / "checkpoint").write_bytes(proofs.checkpoint(connection))
        (folder / "entry.tlog-proof").write_bytes(proofs.entry_proof(connection, file_id, 2))
        [(state,)] = connection.execute("SELECT state FROM entries WHERE file_id = %s AND position = 2", (file_id,))
    (folder / "stored").write_bytes(state)
    (folder / "key").write_text(f"{signed.key}\n")
    return folder


def typed(folder: Path, number: int) -> subprocess.CompletedProcess[str]:
    block = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[number]
    return subprocess.run(["sh", "-e", "-c", block], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed, so its commands are not run")
def test_openssl_says_whether_the_checkpoint_is_signed(given: Path) -> None:
    assert typed(given, 0).returncode == 0, typed(given, 0).stderr

    checkpoint = (given / "checkpoint").read_bytes()
    (given / "checkpoint").write_bytes(checkpoint.replace(b"ledger.example", b"ledger.exampla"))

    assert typed(given, 0).returncode != 0


def test_sha256sum_says_whether_the_bytes_are_the_entrys(given: Path) -> None:
    proof = EntryProof.read((given / "entry.tlog-proof").read_bytes())

    assert typed(given, 1).returncode == 0
    assert typed(given, 2).stdout[:64] == hashlib.sha256(b"\0" + proof.header).hexdigest()

    (given / "stored").write_bytes((given / "stored").read_bytes() + b" ")
    assert typed(given, 1).returncode != 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed, so its commands are not run")
def test_openssl_says_when_it_was_stamped_and_whether_it_was_this(signed: Signed, given: Path, tmp_path: Path) -> None:
    with local_authority(tmp_path / "tsa") as authority:
        (tmp_path / "outside.toml").write_text(authority.written())
        outside = read_outside(tmp_path / "outside.toml")
        stamper = Timestamper(signed.book, signed.database, signed.folder, outside)
        recorded = stamper.stamp(outside.authorities[0])
        shutil.copy(authority.folder / "root.pem", given / "root.pem")
    with signed.database.transaction("app") as connection:
        [(state,)] = connection.execute(
            "SELECT state FROM entries WHERE file_id = %s AND position = %s", (recorded.file_id, recorded.position)
        )
    (given / "timestamp").write_bytes(state)

    said = typed(given, 3)

    assert said.returncode == 0, said.stderr
    assert "Verification: OK" in said.stdout + said.stderr
    assert str(recorded.entry.happened_on.year) in said.stdout
    assert (given / "stamped").read_bytes() == (given / "checkpoint").read_bytes()
    (given / "timestamp").write_bytes(bytes(state).replace(b"ledger.example", b"ledger.exampla", 1))
    assert typed(given, 3).returncode != 0


def test_every_check_that_the_page_names_is_one_that_verify_has() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert re.findall(r"verify\.py (\w+)", page) == [
        "checkpoint", "bundle", "proof", "file", "consistency", "timestamp", "copy", "log",
    ]  # fmt: skip
