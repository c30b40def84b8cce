"""How far importing could come: the same lines read and the same rows written, and no rule asked.

    python -m tests.benchmarks.importing [--entries 100000]

As many processes as there are cores, each with its share as the program itself divides the work. Each line is read as
the JSON and the entry it is, with the program's own functions, made into stored bytes, its words hashed and encrypted;
rows go in by COPY, into bare tables with the same columns and indexes. With `folded`, the entries of a file are taken
into its registers besides, once, which every rule needs. What importing takes beyond that is judging, and the guards of
the database.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple
from uuid import uuid4

from api.bodies import parsed
from api.envelope import act_of
from api.imports.lines import WORTH_PROCESSES, FileLines, _find, _shared_out
from api.imports.report import Report
from api.people import Person
from ledger import mapper
from ledger.entry import Recorded
from ledger.folding import fold
from ledger.privacy.encryption import encrypt_as_is, scope_of
from ledger.processes import cores
from ledger.subjects.records import NoteMade
from tests.benchmarks.business import FIRST
from tests.benchmarks.copying_limit import bare_tables, copies, shared
from tests.benchmarks.servers import Address

NOTHING = NoteMade(happened_on=FIRST)
"""Stands where an entry is not known yet."""


class Lines(NamedTuple):
    """What one process takes of what is handed in as lines."""

    at: Address
    path: Path
    files: Sequence[FileLines]
    person: Person
    folded: bool


def lines_by_copy(at: Address, path: Path, person: Person, *, folded: bool) -> float:
    """Return the seconds it takes to have lines in a bare table, with no rule asked."""
    with bare_tables(at):
        began = time.perf_counter()
        files = _find(path, path.name, report := Report(), lambda *_: None)
        each = cores() if report.records >= WORTH_PROCESSES else 1
        shared(take_lines, [Lines(at, path, mine, person, folded) for mine in _shared_out(files, each)])
        return time.perf_counter() - began


def take_lines(task: Lines) -> Iterator[int]:
    """Take one share of the lines."""
    account, at = task.person.as_account(), datetime.now(UTC)
    with task.at.open() as database, copies(database) as (entries, _, openings), task.path.open("rb") as lines:
        tree = database.keys().now()
        for file in task.files:
            file_id = uuid4()
            made = list(_entries(file, lines, task.person, Recorded(NOTHING, file_id, 1, at, account)))
            if task.folded:
                fold(made)
            for one in made:
                new, size = mapper.stored(one), len(made) if one.position == 1 else None
                place = file_id, one.position
                entries.write_row((*place, new.kind, new.state, at, file.numbers[0], one.position, size, None, None))
                for o in new.openings:
                    ciphertext = encrypt_as_is(tree, scope_of(file_id, o.person), o.digest, o.disclosure)
                    openings.write_row((o.digest, ciphertext, o.person, *place))
            yield len(made)


def _entries(file: FileLines, lines: BinaryIO, person: Person, like: Recorded) -> Iterator[Recorded]:
    """The entries on a file's lines, each with an id as the ledger would give it."""
    given = Counter[str]()
    for position, start in enumerate(file.starts, 1):
        lines.seek(start)
        entry = act_of(parsed(lines.readline().strip()), person).entry
        if prefix := entry.begins():
            given[prefix] += 1
        yield replace(
            like, entry=entry, position=position, given_id=f"{prefix}-{given[prefix]:03}" if prefix else None
        )  # fmt: skip


__all__ = ["lines_by_copy"]
