"""Entries handed in as lines: every rule asked of each, a file whole or not at all, and begun anew without doubling."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from api.imports import lines
from api.imports.lines import are_entries, take_lines
from api.imports.report import ALREADY, Report
from api.people import Person
from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.judgement import Act
from ledger.kinds import BY_NAME
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.records import LedgerOpened
from ledger.words import SUBMITTED
from tests.imports.conftest import Ledger
from tests.story import CLERK

IMPORTER = Person("importer", "Ira Importer", frozenset({"operator"}))


def registered(reference: str) -> dict[str, Any]:
    return {
        "file": reference, "kind": "contract-registered", "reference": reference, "title": "Home care",
        "happened_on": "2025-04-01", "start_date": "2025-04-01", "end_date": "2027-03-31",
        "provider": {"name": "Larkfield Home Care Ltd"},
    }  # fmt: skip


def raised(reference: str, day: str, words: str = "Visits were missed.") -> dict[str, Any]:
    return {"file": reference, "kind": "issue-raised/1", "happened_on": day, "nature": words}


def noted(reference: str, day: str, *concerns: int, **more: Any) -> dict[str, Any]:
    return {
        "file": reference, "kind": "note-made", "happened_on": day, "words": "Noted.", "concerns": concerns, **more,
    }  # fmt: skip


def history(reference: str) -> list[dict[str, Any]]:
    return [
        registered(reference), raised(reference, "2025-05-02"), raised(reference, "2025-05-09", "And again — späť."),
        noted(reference, "2025-05-10", 2, 3),
    ]  # fmt: skip


def written(folder: Path, rows: Sequence[dict[str, Any] | str], name: str = "entries.jsonl") -> Path:
    path = folder / name
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


@pytest.fixture
def book(database: Database) -> Book:
    """A ledger with a real clock."""
    genesis = LedgerOpened(happened_on=date(2025, 1, 1), authority="Exshire", origin="l.example/x", clock="real")
    return Book.open_ledger(LedgerStore(database), genesis, CLERK)


@pytest.fixture
def take(book: Book, database: Database) -> Callable[[Path], Report]:
    return lambda path: take_lines(path, book, database, IMPORTER)


def said_of(file: ContractFile) -> list[tuple[Any, ...]]:
    """What is on a file, but for what differs each time: salts and the time of recording."""
    return [
        (r.position, r.entry.kind, r.given_id, r.entry.happened_on, [d.rule for d in r.departures], r.recorded_by)
        for r in file.known
    ]  # fmt: skip


def test_lines_of_several_files_go_each_on_its_own_in_the_order_they_lie_in(
    take: Callable[[Path], Report], book: Book, tmp_path: Path
) -> None:
    one, other = history("C-1"), history("C-2")
    rows = [row for both in zip(one, other, strict=True) for row in both]

    report = take(written(tmp_path, [*rows[:3], "", *rows[3:]]))

    assert [(o.where, o.file, o.taken) for o in report.outcomes] == [
        ("entries.jsonl line 1", "C-1", ["4 entries"]), ("entries.jsonl line 2", "C-2", ["4 entries"]),
    ]  # fmt: skip
    assert (report.records, report.totals()["entries"]) == (8, 8)
    assert [r.given_id for r in book.file("C-1").known] == [None, "ISS-001", "ISS-002", None]
    assert "And again — späť." in book.vault.words_of(book.file("C-2").known).values()


def test_they_are_judged_as_what_is_recorded_by_request(
    take: Callable[[Path], Report], book: Book, tmp_path: Path
) -> None:
    take(written(tmp_path, history("C-1")))
    acts = []
    for row in history("C-2"):
        kind = BY_NAME[row["kind"].partition("/")[0]]
        fields = {name: value for name, value in row.items() if name not in ("file", "kind")}
        acts.append(Act("C-2", kind.model_validate_json(json.dumps(fields), context=SUBMITTED)))
    book.record_together(acts, IMPORTER.as_account(), acknowledge_all=True)

    assert said_of(book.file("C-1")) == said_of(book.file("C-2"))
    assert any(rules for *_, rules, _ in said_of(book.file("C-1"))), "departures are recorded as found"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (noted("C-1", "2025-05-10", 77), "there is no entry 77 on this file"),
        (noted("C-1", "2999-05-10"), "is after today"),
        (noted("C-1", "2025-05-10", until=7), "until: should be a day"),
        ({"file": "C-1", "kind": "note-mde", "happened_on": "2025-05-10"}, "the nearest are note-made"),
        ('{"file": "C-1", "kind": "note-made", "kind": "note-made"}', "stands twice"),
        (noted("C-1", "2025-05-10", exhibits=[{"sha256": "0" * 64}]), "no document with SHA-256 0000"),
        (
            {"file": "C-1", "kind": "entry-struck-out", "happened_on": "2025-05-12", "position": 2, "reason": "Error."},
            "entry 4 would no longer stand",
        ),
        ({"file": "C-1", "kind": "evidence-bundle-issued", "happened_on": "2025-05-10"}, ""),
    ],
)
def test_a_line_that_cannot_be_recorded_is_named_and_its_file_waits_for_it(
    wrong: dict[str, Any] | str, why: str, take: Callable[[Path], Report], book: Book, tmp_path: Path
) -> None:
    sound = history("C-1")
    later = noted("C-1", "2025-05-11", 3)

    report = take(written(tmp_path, [*sound, *history("C-2"), wrong, later]))

    refused, taken = sorted(report.outcomes, key=lambda outcome: outcome.refused is None)
    assert refused.where == "entries.jsonl line 9"
    assert why in (refused.refused or "")
    assert "(6 lines not taken)" in (refused.refused or "")
    assert (taken.file, taken.entries) == ("C-2", 4)
    assert book.store.head(book.file_id("C-1")) == 0, "none of the file was taken"

    again = take(written(tmp_path, [*sound, *history("C-2"), later]))

    assert [(o.file, o.entries, o.skipped) for o in again.outcomes] == [("C-1", 5, None), ("C-2", 0, ALREADY)]


@pytest.mark.parametrize(
    ("line", "why"),
    [("oops", "it is no JSON object"), ("{}", "its file is missing"), ('{"file": 7}', "its file is missing")],
)
def test_where_it_cannot_be_told_which_file_a_line_is_for_nothing_is_taken(
    line: str, why: str, take: Callable[[Path], Report], book: Book, tmp_path: Path
) -> None:
    report = take(written(tmp_path, [*history("C-1"), line]))

    [outcome] = report.outcomes
    assert outcome.where == "entries.jsonl line 5"
    assert why in (outcome.refused or "")
    assert book.store.head(book.file_id("C-1")) == 0


def test_an_import_that_is_killed_and_begun_anew_doubles_nothing_and_loses_nothing(
    take: Callable[[Path], Report], book: Book, database: Database, tmp_path: Path
) -> None:
    path = written(tmp_path, [row for number in range(6) for row in history(f"C-{number}")])
    assert database.keys_place is not None
    killed = f"""
import os, signal
from pathlib import Path
from api.imports.lines import take_lines
from api.people import Person
from ledger.book import Book
from ledger.store.database import Database
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore

def after_two(what, done, there):
    if done >= 8:
        os.kill(os.getpid(), signal.SIGKILL)

keys = KeysPlace(Path({str(database.keys_place.folder)!r}))
with Database({database.schema!r}, {database.conninfo("app")!r}, keys=keys) as database:
    importer = Person("importer", "Ira Importer", frozenset({{"operator"}}))
    take_lines(Path({str(path)!r}), Book(LedgerStore(database)), database, importer, after_two)
"""
    paths = os.pathsep.join(path for path in sys.path if path)
    ended = subprocess.run([sys.executable, "-c", killed], env=os.environ | {"PYTHONPATH": paths}, check=False)
    assert ended.returncode == -signal.SIGKILL

    report = take(path)

    assert [o.entries for o in report.outcomes] == [0, 0, 4, 4, 4, 4]
    assert [len(book.file(f"C-{number}").known) for number in range(6)] == [4] * 6


def test_several_processes_take_them_as_one_does(
    take: Callable[[Path], Report], book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(lines, "BEGINNING", 0)
    monkeypatch.setattr(lines, "cores", lambda: 3)

    report = take(written(tmp_path, [row for number in range(7) for row in history(f"C-{number}")]))

    assert [o.entries for o in report.outcomes] == [4] * 7
    assert len({str(said_of(book.file(f"C-{number}"))) for number in range(7)}) == 1


def test_a_file_with_more_lines_than_one_append_holds_is_taken_in_several(
    take: Callable[[Path], Report], book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "TOGETHER", 3)
    path = written(tmp_path, [*history("C-1"), *(noted("C-1", "2025-06-01", 2) for _ in range(6))])

    assert [o.entries for o in take(path).outcomes] == [10]
    assert [o.entries for o in take(path).outcomes] == [0], "the same lines are known again"
    assert len(book.file("C-1").known) == 10


def test_a_simulated_ledger_takes_them_too(ledger: Ledger, tmp_path: Path) -> None:
    report = take_lines(written(tmp_path, history("C-1")), ledger.book, ledger.database, IMPORTER)

    assert [o.entries for o in report.outcomes] == [4]
    assert ledger.book.file("C-1").known[0].recorded_at > datetime(2026, 9, 1, 9, tzinfo=UTC)


def test_lines_of_entries_are_told_from_published_notices(tmp_path: Path) -> None:
    assert are_entries(written(tmp_path, ["", *history("C-1")]))
    assert not are_entries(written(tmp_path, ['{"ocid": "ocds-abc123-1", "id": "1"}']))
    assert not are_entries(written(tmp_path, ["oops"]))
    assert not are_entries(written(tmp_path, []))
