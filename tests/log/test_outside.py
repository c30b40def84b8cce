"""Who vouches for the log, as the settings name them: what is wrong in them is said before anything is served."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.log.outside import Outside, read_outside
from ledger.log.posting import NoAnswer, check_address, post
from ledger.log.signing import SigningKey
from ledger.store.database_settings import SettingsRefused
from tests.log.tokens import Stamper

AUTHORITY = '[[timestamps.authority]]\nname = "A"\nurl = "https://tsa.example"\nroots = "root.pem"\n'
WITNESS = SigningKey.made("witness.example", cosigns=True).public
WATCHING = f'[[witnesses.witness]]\nkey = "{WITNESS}"\nurl = "https://witness.example"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "root.pem").write_bytes(Stamper.made().root.pem)
    return tmp_path


def read(folder: Path, text: str) -> Outside:
    (folder / "outside.toml").write_text(text)
    return read_outside(folder / "outside.toml")


def test_nobody_is_asked_where_there_is_no_file(tmp_path: Path) -> None:
    assert read_outside(tmp_path / "outside.toml") == Outside()


def test_what_is_written_is_read(folder: Path) -> None:
    found = read(folder, f"[timestamps]\nwhen_grown = 60\n{AUTHORITY}\n[witnesses]\nquorum = 1\n{WATCHING}")

    assert (found.timestamps.when_grown, found.timestamps.at_least) == (60, 86400)
    assert [one.name for one in found.authorities] == ["A"]
    assert len(found.roots) == 1
    assert found.keys == [WITNESS]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("timestamps = 3", "timestamps"),
        ("x = [", "cannot be read"),
        ("[witnesses]\nquorums = 1", "quorums"),
        ("[timestamps]\nwhen_grown = 0", "when_grown"),
        (AUTHORITY.replace("root.pem", "nowhere.pem"), "nowhere.pem"),
        (AUTHORITY.replace("root.pem", "outside.toml"), "no certificate"),
        (AUTHORITY.replace("https://tsa.example", "ftp://tsa.example"), "http://"),
        (AUTHORITY.replace("https://tsa.example", "file:///etc/passwd"), "http://"),
        (AUTHORITY + 'policy = "none"', "policy"),
        (AUTHORITY + AUTHORITY, "the same name"),
        (WATCHING.replace(str(WITNESS), "x"), "key"),
        (WATCHING.replace(str(WITNESS), str(SigningKey.made("witness.example").public)), "of a witness's type"),
        (WATCHING + WATCHING, "a key of its own"),
        (f"[witnesses]\nquorum = 2\n{WATCHING}", "larger than the number"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, text: str, why: str) -> None:
    with pytest.raises(SettingsRefused, match=why):
        read(folder, text)


@pytest.mark.parametrize(
    "url", ["ftp://a.example", "file:///etc/passwd", "data:,x", "a.example", "http://", "http://user:secret@a.example"]
)
def test_nothing_but_http_and_https_is_asked(url: str) -> None:
    with pytest.raises(ValueError, match="http"):
        check_address(url)
    with pytest.raises((ValueError, NoAnswer)):
        post(url, b"", "text/plain", seconds=1, most=10)
