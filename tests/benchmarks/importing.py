"""How fast entries come in by the many: through every rule, and as a copy of another ledger, beside a raw COPY.

    python -m tests.benchmarks.importing [--entries 100000] [--rounds 5] [--postgres URL]

Through every rule: as many entries as the ledger has, ninety to a contract, handed in as lines in one file, as
`cleartrail import` takes them, by a process for each core. As a copy: a ledger of a fifth of the size, checked to its
last hash and written whole. Beside each stands a raw COPY, through psycopg in binary, of the same rows: of the import
its entries into a table with the same indexes; of the copy its entries, log and openings, each into such a table. And
how far it could come (importing_limit.py, copying_limit.py): the same lines read and the same rows written, with no
rule asked, and nothing checked.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import psycopg
from psycopg import sql
from pydantic_core import to_json

from api.imports.lines import take_lines
from api.people import Person
from ledger.copying.reading import announced
from ledger.copying.taking import take_in, verify
from ledger.copying.writing import write_copy
from ledger.entry import Entry
from ledger.store.database import Database
from ledger.subjects.agreement import ContractRegistered
from tests.benchmarks.copying_limit import parts_by_copy
from tests.benchmarks.figures import Section
from tests.benchmarks.files import STORY, opened
from tests.benchmarks.importing_limit import lines_by_copy
from tests.benchmarks.lives import submitted
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.servers import address, ledger_on
from tests.benchmarks.turns import seconds_of

EACH = 100  # entries of a contract that is imported
MOST = 100_000
ROUNDS = 3
IMPORTER = Person("importer", "Importer", frozenset({"operator"}))


def contracts(entries: int) -> Iterator[tuple[str, list[Entry]]]:
    """Yield contracts to import: a reference, and its entries in their order."""
    told = submitted(STORY)[:EACH]
    for number in range(max(entries // len(told), 1)):
        first = told[0]
        assert isinstance(first, ContractRegistered)
        reference = f"I-{number}"
        yield reference, [first.model_copy(update={"reference": reference}), *told[1:]]


def write_lines(path: Path, entries: int) -> int:
    """Write that many entries as lines, as they are handed in; returns how many they were."""
    done = 0
    with path.open("wb") as file:
        for reference, told in contracts(entries):
            for entry in told:
                said = entry.model_dump(mode="json", exclude_none=True)
                file.write(to_json({"file": reference, **said}) + b"\n")
            done += len(told)
    return done


def raw_copy(database: Database, tables: Sequence[str]) -> float:
    """Return the seconds a raw COPY takes of all rows of some tables, into tables with the same indexes."""
    schema = sql.Identifier(f"{database.schema}_copied")
    with database.administer(autocommit=True) as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}").format(schema))
        taken = 0.0
        for table in tables:
            names = sql.Identifier(f"{database.schema}_copied", table), sql.Identifier(database.schema, table)
            connection.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING INDEXES)").format(*names))
            with connection.cursor(binary=True) as cursor:
                rows = cursor.execute(sql.SQL("SELECT * FROM {}").format(names[1])).fetchall()
                types = [column.type_code for column in cursor.description or ()]
            taken += seconds_of(lambda rows=rows, types=types, name=names[0]: _copied(connection, name, types, rows))  # type: ignore[misc]  # bound now
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(schema))
    return taken


def _copied(
    connection: psycopg.Connection[tuple[object, ...]], name: sql.Identifier, types: Sequence[int],
    rows: Sequence[tuple[object, ...]],
) -> None:  # fmt: skip
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(name)) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def measure(run: Bench) -> Sequence[Section]:
    """Measure both ways of coming in."""
    return [_imported(run), _taken(run)]


def _imported(run: Bench) -> Section:
    entries = min(max(run.entries, EACH), MOST)
    through, raw, bare, folded = list[float](), list[float](), list[float](), list[float]()
    path = run.folder / "entries.jsonl"
    done = write_lines(path, entries)
    for number in range(ROUNDS):
        run.say(f"importing {done:,} entries through every rule ({number + 1})")
        with ledger_on(run.server, run.folder / "keys") as database:
            book, began = opened(database), time.perf_counter()
            report = take_lines(path, book, database, IMPORTER)
            through.append(done / (time.perf_counter() - began))
            assert report.totals()["entries"] == done, "every entry is taken"
            raw.append(done / raw_copy(database, ["entries"]))
            at = address(database, run.server)
            bare.append(done / lines_by_copy(at, path, IMPORTER, folded=False))
            folded.append(done / lines_by_copy(at, path, IMPORTER, folded=True))
    path.unlink()
    section = Section("import", f"Importing {done:,} entries handed in as lines")
    of_raw = section.add("raw COPY of the entries", raw)
    section.add("read, hashed, encrypted and copied: no rule asked", bare)
    limit = section.add("the same, and folded once", folded)
    took = section.add("through every rule", through)
    section.least(f"import {done:,} entries through all rules: of raw COPY of the same rows", took / of_raw, 0.05)
    section.notes.append(
        f"With no rule asked and every file folded once it would come to {limit / of_raw:.3f} of the raw COPY; import "
        f"comes to {took / limit:.2f} of that. {_left(of_raw, limit, took, 0.05)}"
    )
    return section


def _left(of_raw: float, limit: float, took: float, floor: float) -> str:
    """What is left by the clock for the rest of an entry where a floor is met, and what that takes, in words."""
    left, takes = (1e6 / rate - 1e6 / limit for rate in (floor * of_raw, took))
    spare = f"{left:,.0f} µs an entry by the clock" if left > 0 else "less than nothing"
    return f"To reach {floor} would leave all else {spare}; it takes {takes:,.0f}."


def _taken(run: Bench) -> Section:
    entries = min(max(run.entries // 5, 1_000), MOST)
    run.say(f"copying a ledger of {entries:,} entries")
    section = Section("copy", f"Taking in a copy of a ledger of {entries:,} entries")
    with ExitStack() as stack:
        source, _ = stack.enter_context(run.another(entries))
        copy = run.folder / "copy.jsonl"
        written = seconds_of(lambda: write_copy(source, copy))
        raw, taken, checked, bare = list[float](), list[float](), list[float](), list[float]()
        for _ in range(ROUNDS):
            raw.append(entries / raw_copy(source, ["entries", "log", "openings"]))
            with ledger_on(run.server, run.folder / "keys") as database:
                began = time.perf_counter()
                take_in(database, copy, announced(copy))
                taken.append(entries / (time.perf_counter() - began))
                bare.append(entries / parts_by_copy(address(database, run.server), copy))
            checked.append(entries / seconds_of(lambda: verify(copy)))
        copy.unlink()
    of_raw = section.add("raw COPY of entries, log and openings", raw)
    limit = section.add("read, hashed, encrypted and copied: nothing checked", bare)
    took = section.add("checked and taken in", taken)
    section.add("only checked", checked)
    section.add("written by the source", [entries / written])
    section.least("copy a ledger whose hashes check: of raw COPY of the same rows", took / of_raw, 0.25)
    section.notes.append(
        f"With nothing checked it would come to {limit / of_raw:.2f} of the raw COPY; taking it in comes to "
        f"{took / limit:.2f} of that. {_left(of_raw, limit, took, 0.25)}"
    )
    return section


if __name__ == "__main__":
    alone(measure, __doc__, entries=100_000)
