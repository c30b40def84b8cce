"""The commands: import and export, what they print, and how they end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from tests.imports.notices import award, lines, package, release
from tests.ledgers import Ledgers


@dataclass
class Ended:
    code: int
    out: str
    error: str


Run = Callable[..., Ended]


@pytest.fixture
def run(
    database: Database, server: EmbeddedServer | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:  # fmt: skip
    monkeypatch.setenv("CLEARTRAIL_DATABASE_URL", server if isinstance(server, str) else server.url())
    monkeypatch.setenv("CLEARTRAIL_DATA_DIR", str(tmp_path))

    def command(*words: str | Path, schema: str = database.schema) -> Ended:
        monkeypatch.setenv("CLEARTRAIL_SCHEMA", schema)
        monkeypatch.setattr(sys, "argv", ["cleartrail", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return command


@pytest.fixture
def opened(run: Run) -> Run:
    assert run("open-ledger", "Exshire", "ledger.example/exshire").code == 0
    return run


def test_an_import_says_what_came_of_it_and_ends_well(opened: Run, tmp_path: Path) -> None:
    path = package(tmp_path, release(), release(id="2", ocid="ocds-abc123-2", tag=("tender",), awards=()))

    said = opened("import", path)

    assert said.code == 0
    assert "2 records, 1 taken, 1 skipped, 1 files opened" in said.out
    assert "skipped    1 records: it speaks of tender only" in said.out


def test_an_import_that_refuses_some_records_ends_with_four_and_says_which(opened: Run, tmp_path: Path) -> None:
    path = lines(tmp_path, release(), release(ocid="ocds-abc123-2", awards=(award(value="1e999"),)))

    said = opened("import", path)

    assert said.code == 4
    assert "refused    notices.jsonl line 2: release 000100-2025: /awards/0/value/amount is more than" in said.out


def test_the_report_as_json_has_every_record(opened: Run, tmp_path: Path) -> None:
    report: Any = json.loads(opened("import", lines(tmp_path, release(), "oops"), "--json").out)

    assert report["totals"]["records"] == len(report["outcomes"]) == 2
    assert [sorted(one) for one in report["outcomes"]] == [
        ["refused", "where"], ["file", "ocid", "release", "taken", "where"],
    ]  # fmt: skip


def test_a_file_that_is_not_there_and_a_ledger_that_is_not_open_are_said_in_one_line(run: Run, tmp_path: Path) -> None:
    assert run("import", tmp_path / "nothing.json").code == 2
    assert "is a folder" in run("import", tmp_path).error

    said = run("import", lines(tmp_path, release()))
    assert said.code == 1
    assert "open-ledger" in said.error


def test_two_files_of_one_name_are_told_apart_in_the_report(opened: Run, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first, second = lines(tmp_path, "oops"), lines(tmp_path / "other", "oops")

    said = opened("import", first, second)

    assert f"{first} line 1" in said.out
    assert f"{second} line 1" in said.out


def test_a_ledger_is_exported_and_taken_in_entry_for_entry(opened: Run, tmp_path: Path, ledgers: Ledgers) -> None:
    opened("import", lines(tmp_path, release()))
    copy = tmp_path / "ledger.copy"

    exported = opened("export", "--entries", copy)

    assert exported.code == 0
    assert copy.stat().st_mode & 0o077 == 0
    assert "3 entries" in exported.out
    assert "is there already" in opened("export", "--entries", copy).error
    refused = opened("import", copy)
    assert refused.code == 2
    assert "A copy goes into an empty one" in refused.error
    root = exported.out.split()[-1]
    with ledgers.lent(tmp_path / "keys") as other:
        assert opened("import", copy, "--root", "0" * 64, schema=other.schema).code == 1
        assert "SHA-256 is" in opened("import", copy, "--sha256", "0" * 64, schema=other.schema).error
        digest = exported.out.split("last line: ")[1].split()[0]
        taken = opened("import", copy, "--root", root, "--sha256", digest, schema=other.schema)
        assert taken.code == 0
        assert root in taken.out
        assert "copied entries  3" in opened("status", schema=other.schema).out
        again = opened("export", "--entries", tmp_path / "again", "--json", schema=other.schema)
        assert json.loads(again.out)["root"] == root
        assert (tmp_path / "again").read_bytes() == copy.read_bytes()


@pytest.mark.parametrize(("was", "becomes"), [(b'{"header"', b'{"Header"'), (b"{", b"\xef\xbb\xbf{"), (b"{", b" {")])
def test_a_copy_altered_where_it_begins_is_still_known_for_one(
    opened: Run, tmp_path: Path, was: bytes, becomes: bytes
) -> None:
    copy = tmp_path / "ledger.copy"
    opened("export", "--entries", copy)
    sound = copy.read_bytes()
    for altered in (sound.replace(was, becomes, 1), sound.partition(b"\n")[2]):
        copy.write_bytes(altered)

        said = opened("import", copy)

        assert said.code == 1
        assert "the copy is refused, and nothing of it was taken: line 1" in said.error


def test_an_altered_copy_is_refused_whole(opened: Run, tmp_path: Path) -> None:
    copy = tmp_path / "ledger.copy"
    opened("export", "--entries", copy)
    copy.write_bytes(copy.read_bytes().replace(b'"position":1', b'"position":2', 1))

    said = opened("import", copy)

    assert said.code == 1
    assert "the copy is refused, and nothing of it was taken: line 2" in said.error


def test_entries_are_imported_as_lines_by_themselves_and_what_is_refused_is_named(opened: Run, tmp_path: Path) -> None:
    entries = tmp_path / "entries.jsonl"
    rows = [
        {
            "file": "C-1",
            "kind": "contract-registered",
            "happened_on": "2025-04-01",
            "reference": "C-1",
            "title": "Care",
        },
        {"file": "C-1", "kind": "note-made", "happened_on": "2025-04-02", "words": "Noted."},
        {"file": "C-2", "kind": "note-made", "happened_on": "2025-04-02", "words": "Noted."},
    ]
    entries.write_text("\n".join(map(json.dumps, rows)))

    said = opened("import", entries, "--all")

    assert said.code == 4
    assert "taken      entries.jsonl line 1: C-1: 2 entries" in said.out
    assert "refused    entries.jsonl line 3: there is no file 'C-2'; open it first" in said.out
    assert "already on file" in opened("import", entries).out
    assert "import them by themselves" in opened("import", entries, lines(tmp_path, release())).error
