"""Entries handed in as lines, on any number of files, each through every rule: a history kept elsewhere, taken over.

A line is one JSON object, the same that `cleartrail record` and POST /api/v1/entries take:

    {"file": "C-1", "kind": "issue-raised", "happened_on": "2025-03-03", ..., "departures": [{"rule": "..."}]}

What is on the lines of one file is recorded together, in the order they lie in, wherever they lie, and each is judged
with those before it: all of a file or, where one line is refused, none of it, so that no number given to a later entry
comes out otherwise. Departures that nobody acknowledged are recorded as found. The same lines handed in again are known
again and recorded once, so an import that was cut off is simply begun anew. Files share nothing, so that a process for
each core takes as many of them (docs/adr/0131).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from pydantic_core import from_json

from api.access import admitted
from api.bodies import LARGEST_BODY, parsed
from api.envelope import act_of
from api.errors import Malformed, NothingNear
from api.imports.report import ALREADY, Outcome, Progress, Report
from api.imports.sources import opened
from api.people import Person
from ledger.book import Act, Book
from ledger.contents import cited
from ledger.errors import CommandReused, Conflict, KeyDestroyed, TooLarge, UnknownDocument
from ledger.processes import cores, garbage_seldom, started
from ledger.refusals import Fault, Invalid, NotRecorded, Quarantined, Refused
from ledger.store.database import Database
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore

WORTH_PROCESSES = 10_000
"""Lines that are worth more processes than this one."""
BEGINNING = 3_000_000
"""Bytes of lines that this one takes in while another begins: two seconds, for it has every kind of entry to read."""
TOGETHER, TOGETHER_BYTES = 8_000, 32_000_000
"""Lines, and their bytes, that are recorded in one append; a file with more is taken in several, one after another."""


@dataclass(slots=True)
class FileLines:
    """Where the lines of one file lie: their numbers, and where each begins."""

    reference: str
    numbers: array[int] = field(default_factory=lambda: array("q"))
    starts: array[int] = field(default_factory=lambda: array("q"))
    size: int = 0
    """Bytes of them all."""


class Share(NamedTuple):
    """What one process takes in: which files, out of which lines, for whom, into which ledger."""

    path: Path
    name: str
    files: Sequence[FileLines]
    person: Person
    schema: str
    conninfo: str
    keys: KeysPlace | None
    default_procedure: str


def are_entries(path: Path) -> bool:
    """Return whether the first line of a file is an entry handed in. Raises OSError."""
    with opened(path) as file:
        first = b""
        while not first and (line := file.readline(LARGEST_BODY)):
            first = line.strip()
    said = _object(first)
    return said is not None and {"file", "kind"} <= said.keys()


def take_lines(
    path: Path, book: Book, database: Database, person: Person, progress: Progress = lambda *_: None
) -> Report:
    """Take a file of lines into the ledger and return what came of each file's lines.

    Where it cannot be told of a line which file it is for, nothing is taken. Raises OSError, DatabaseAway, NoKeys.
    """
    report = Report()
    with _on_disk(path) as plain:
        files = _find(plain, path.name, report, progress)
        if report.outcomes:
            return report
        several = report.records >= WORTH_PROCESSES and book.clock == "real"  # a simulated clock is one for all
        shares = [
            Share(
                plain, path.name, mine, person, database.schema, database.conninfo("app"), database.keys_place,
                book.default_procedure,
            )
            for mine in _shared_out(files, cores() if several else 1)
        ]  # fmt: skip
        lines_of, done = {file.reference: len(file.numbers) for file in files}, 0
        for outcome in _taken(shares, book):
            report.outcomes.append(outcome)
            done += lines_of[outcome.file or ""]
            progress("recording", done, report.records)
    first = {file.reference: file.numbers[0] for file in files}
    report.outcomes.sort(key=lambda outcome: first[outcome.file or ""])
    return report


@contextmanager
def _on_disk(path: Path) -> Iterator[Path]:
    """The lines in a file that other processes can open: what is packed, or comes through a pipe, is copied first."""
    with opened(path) as file:
        if os.path.samestat(os.fstat(file.fileno()), path.stat()):
            yield path
            return
        with tempfile.NamedTemporaryFile(prefix="cleartrail-lines-") as copied:
            shutil.copyfileobj(file, copied)
            copied.flush()
            yield Path(copied.name)


def _find(path: Path, name: str, report: Report, progress: Progress) -> list[FileLines]:
    """Go through the lines once and note of each which file it is for; what it cannot be told of is refused."""
    files, start = dict[str, FileLines](), 0
    with path.open("rb") as lines:
        for number, line in enumerate(iter(lambda: lines.readline(LARGEST_BODY + 1), b""), 1):
            if line.strip():
                report.records += 1
                said = _object(line) if len(line) <= LARGEST_BODY else None
                reference = said.get("file") if said is not None else None
                if isinstance(reference, str) and reference:
                    file = files.setdefault(reference, FileLines(reference))
                    file.numbers.append(number)
                    file.starts.append(start)
                    file.size += len(line)
                else:
                    report.outcomes.append(Outcome(f"{name} line {number}", refused=_no_entry(line, said)))
                    if len(line) > LARGEST_BODY:
                        break  # what follows is the rest of the same line
            start += len(line)
            if number % 10_000 == 0:
                progress(f"reading {name}", number, 0)
    if not files and not report.outcomes:
        report.outcomes.append(Outcome(name, refused="it is empty"))
    return list(files.values())


def _object(line: bytes) -> Mapping[str, Any] | None:
    try:
        said = from_json(line, allow_inf_nan=False)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _no_entry(line: bytes, said: Mapping[str, Any] | None) -> str:
    if len(line) > LARGEST_BODY:
        why = f"it has more than {LARGEST_BODY:,} bytes"
    elif said is None:
        why = "it is no JSON object in UTF-8"
    else:
        why = "its file is missing: the reference of the file to record on"
    return f"{why}. Since it cannot be told which file it is for, nothing was taken"


def _shared_out(files: Sequence[FileLines], count: int) -> list[list[FileLines]]:
    """The files in so many shares, about as large as one another, each in the order of its first lines."""
    shares: list[list[FileLines]] = [[] for _ in range(count)]
    sizes = [0, *[BEGINNING] * (count - 1)]
    for file in sorted(files, key=lambda one: one.size, reverse=True):
        least = sizes.index(min(sizes))
        shares[least].append(file)
        sizes[least] += file.size
    return [sorted(share, key=lambda one: one.numbers[0]) for share in shares if share]


def _taken(shares: Sequence[Share], book: Book) -> Iterator[Outcome]:
    """The first share is taken here, the others at the same time by a process each, whose answers wait."""
    with started(take_share, shares[1:]) as answers:
        yield from _take(shares[0], book)
        for of_others in answers:
            yield from of_others


def take_share(share: Share) -> Iterator[Outcome]:
    """Take in one share, in a process of its own."""
    with Database(share.schema, share.conninfo, keys=share.keys) as database:
        book = Book(LedgerStore(database), default_procedure=share.default_procedure)
        yield from _take(share, book)


def _take(share: Share, book: Book) -> Iterator[Outcome]:
    with garbage_seldom(), share.path.open("rb") as lines:
        for file in share.files:
            yield _FileTaken(share, file, book).outcome(lines)


class _FileTaken:
    """The lines of one file, as they are taken."""

    def __init__(self, share: Share, file: FileLines, book: Book) -> None:
        self._share, self._file, self._book = share, file, book
        self._digest = hashlib.sha256()

    def outcome(self, lines: BinaryIO) -> Outcome:
        """Record them, and return what came of it."""
        outcome, entries = Outcome(self._where(0), file=self._file.reference), 0
        for first, end in pairwise(self._cuts()):
            try:
                entries += self._record(self._texts(lines, first, end), first)
            except _LineRefused as error:
                left = len(self._file.numbers) - first
                outcome.where, outcome.refused = self._where(error.number), f"{error.why} ({left:,} lines not taken)"
                break
        outcome.entries = entries
        if entries:
            outcome.taken = [f"{entries:,} entries"]
        elif outcome.refused is None:
            outcome.skipped = ALREADY
        return outcome

    def _record(self, texts: Sequence[bytes], first: int) -> int:
        """Record some lines together; returns how many entries that makes, none where they were on file before."""
        said = b"\n".join(texts)
        self._digest.update(said + b"\n")  # and so of all lines of the file up to these
        acts = [self._act(text, first + number) for number, text in enumerate(texts)]
        key = f"lines:{self._digest.hexdigest()}"
        try:
            appended = self._book.take_in(acts, self._share.person.as_account(), key=key, said=said)
        except Refused as error:
            raise _LineRefused(first + error.objections[0].entry, error) from None
        except Invalid as error:
            raise _LineRefused(first + error.faults[0].entry, error) from None
        except UnknownDocument as error:
            cited_by = (n for n, act in enumerate(acts) if error.sha256.hex() in {it for _, it in cited(act.entry)})
            raise _LineRefused(first + next(cited_by, 0), error) from None
        except (NotRecorded, Conflict, Quarantined, TooLarge, CommandReused, KeyDestroyed) as error:
            raise _LineRefused(first, error) from None
        return 0 if appended.repeated else sum(map(len, appended.positions.values()))

    def _act(self, text: bytes, number: int) -> Act:
        try:
            act = act_of(parsed(text), self._share.person)
            if act.file != self._file.reference:
                raise Invalid([Fault("file", "was changed while it was imported; import it again")])
            return admitted(act, self._share.person)
        except (Malformed, NothingNear, NotRecorded) as error:
            raise _LineRefused(number, error) from None

    def _cuts(self) -> list[int]:
        """Where the lines are cut that are recorded together, the same however often they are handed in."""
        cuts, starts = [0], self._file.starts
        for number in range(1, len(starts)):
            if number - cuts[-1] >= TOGETHER or starts[number] - starts[cuts[-1]] >= TOGETHER_BYTES:
                cuts.append(number)
        return [*cuts, len(starts)]

    def _texts(self, lines: BinaryIO, first: int, end: int) -> list[bytes]:
        texts = []
        for start in self._file.starts[first:end]:
            lines.seek(start)
            texts.append(lines.readline(LARGEST_BODY + 1).strip())
        return texts

    def _where(self, number: int) -> str:
        return f"{self._share.name} line {self._file.numbers[number]}"


class _LineRefused(Exception):
    """A line of a file, counted from 0 over the file's own, cannot be recorded."""

    def __init__(self, number: int, why: Exception | str) -> None:
        self.number, self.why = number, str(why)
        super().__init__(self.why)


__all__ = ["FileLines", "Share", "are_entries", "take_lines", "take_share"]
