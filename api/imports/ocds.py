"""Published contracting data taken into the ledger: a file for each award or contract, and what became of it.

Every release goes on the file of its award or contract as the exhibit it was found as, with the entries it makes
(api/imports/plan.py says which). Files and records are taken in the order of publication, whatever order they lie in,
and what is on file already is not recorded again: the releases on a file are known by the source its entries name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from cachetools import LRUCache
from pydantic import ValidationError

from api.imports.changes import off_by
from api.imports.entries import write
from api.imports.exact_json import Unreadable, exact
from api.imports.plan import Plan, plan
from api.imports.registration import registered
from api.imports.releases import Passed, parts_of, release_of
from api.imports.report import ALREADY, Outcome, Progress, Report
from api.imports.said import Release, Statement
from api.imports.shelf import Holding, Shelf, Unplaced, describe
from api.imports.sources import Broken, Found, opened, records_of
from api.imports.values import Unacceptable
from api.imports.written import Desk
from ledger.book import Act, Book
from ledger.contract_file import ContractFile
from ledger.documents import DocumentAltered, Documents
from ledger.entry import Account
from ledger.errors import CommandReused, Conflict, TooLarge, UnknownDocument
from ledger.refusals import NotOnFile, NotRecorded, Quarantined
from ledger.subjects.records import DocumentFiled
from ledger.words import Document, Kept

_ATTEMPTS = 4
_KEPT_IN_MIND = 2_000  # contract files whose releases are not read again from the ledger


@dataclass(frozen=True, slots=True)
class _Record:
    """A release found in one of the files, and where its bytes lie."""

    release: Release
    source: int
    found: Found


@dataclass(slots=True)
class _Known:
    """What is known of one contract file: the releases on it, and what they come to."""

    statements: dict[str, Statement] = field(default_factory=dict)
    """By the id of the release."""
    without: set[str] = field(default_factory=set)
    """Releases on file whose bytes are there no more, or can no longer be read."""
    position: int = 0
    """Where the file stood when this was known: once it has moved on, others may have put releases on it."""


def bring_in(
    paths: Sequence[Path], book: Book, documents: Documents, account: Account, progress: Progress = lambda *_: None
) -> Report:
    """Take files of published contracting data into the ledger and return what came of each record.

    One bad record never stops the rest. Raises OSError for a file that cannot be opened (before anything is recorded),
    DatabaseAway, LedgerNotOpen.
    """
    with ExitStack() as stack:
        files = [stack.enter_context(opened(path)) for path in paths]
        names = [path.name for path in paths]
        names = [str(path) if names.count(path.name) > 1 else path.name for path in paths]
        run = _Run(book, documents, account, names, files)
        run.find(progress)
        run.take(progress)
    return run.report


class _Run:
    def __init__(
        self, book: Book, documents: Documents, account: Account, names: Sequence[str], files: Sequence[BinaryIO]
    ) -> None:
        self._book, self._documents, self._account = book, documents, account
        self._authority = book.genesis.authority
        self._names, self._files = names, files
        self._records: list[_Record] = []
        self._known: LRUCache[str, _Known] = LRUCache(_KEPT_IN_MIND)  # an import is of any length
        self._shelf = Shelf.of(book)
        self.report = Report()

    # --- the first pass: where the releases lie, and when they were published ---------------------------------------

    def find(self, progress: Progress) -> None:
        """Go through the files once and note each release; what is none is reported at once."""
        for number, file in enumerate(self._files):
            for found in records_of(file, self._names[number]):
                at = file.tell()
                self._note(number, found)
                file.seek(at)
                if self.report.records % 500 == 0:
                    progress(f"reading {self._names[number]}", self.report.records, 0)
        self._records.sort(key=lambda one: (one.release.order, one.source, one.found.start))

    def _note(self, number: int, found: Found | Broken) -> None:
        self.report.records += 1
        outcome = Outcome(self._where(number, found.where))
        if isinstance(found, Broken):
            outcome.refused = found.why
        else:
            try:
                _, release = self._read(number, found)
            except (Unreadable, Unacceptable) as error:
                outcome.refused = str(error)
            except Passed as error:
                outcome.skipped = str(error)
            else:
                self._records.append(_Record(release, number, found))
                return
        self.report.outcomes.append(outcome)

    def _read(self, number: int, found: Found) -> tuple[Any, Release]:
        text = self._bytes(number, found)
        record = exact(text)
        return record, release_of(record, hashlib.sha256(text).hexdigest())

    def _bytes(self, number: int, found: Found) -> bytes:
        self._files[number].seek(found.start)
        return self._files[number].read(found.length)

    def _where(self, number: int, where: str) -> str:
        return (
            f"{self._names[number]} {where}" if where.startswith(("line", "/")) else f"{self._names[number]}, {where}"
        )

    # --- the second pass: in the order of publication ---------------------------------------------------------------

    def take(self, progress: Progress) -> None:
        """Take each release noted, in the order of publication."""
        for done, record in enumerate(self._records):
            if done % 100 == 0:
                progress("recording", done, len(self._records))
            self.report.outcomes += self._take(record)
        progress("recording", len(self._records), len(self._records))

    def _take(self, record: _Record) -> Iterator[Outcome]:
        release = record.release
        where = self._where(record.source, record.found.where)
        try:
            content, now = self._read(record.source, record.found)
            if now != release:
                raise Unacceptable("", "was changed while it was being imported; import it again")
            parts = parts_of(content, release)
        except (Unreadable, Unacceptable) as error:
            yield Outcome(where, release.id, release.ocid, refused=str(error))
            return
        except Passed as error:
            yield Outcome(where, release.id, release.ocid, skipped=str(error))
            return
        for unacceptable in parts.unacceptable:
            yield Outcome(where, release.id, release.ocid, refused=str(unacceptable))
        for said in parts.statements:
            outcome = Outcome(where, release.id, release.ocid, flags=list(said.flags))
            self._settle(record, said, outcome)
            yield outcome

    def _settle(self, record: _Record, said: Statement, outcome: Outcome) -> None:
        """Put one statement on its file, and say in the outcome what came of it."""
        try:
            holding = self._shelf.place(said)
        except Unplaced as error:
            outcome.refused = f"{said.path}: {error}"
            return
        outcome.file = holding.reference
        for attempt in range(_ATTEMPTS):
            try:
                self._put_on_file(record, said, holding, outcome)
                break
            except Conflict:  # somebody else wrote to the file: read it again
                self._known.pop(holding.reference, None)
                if attempt + 1 == _ATTEMPTS:
                    outcome.refused = f"file {holding.reference} is being written to by others; import again"
            except (NotRecorded, Quarantined, TooLarge, CommandReused) as error:
                outcome.refused = f"{said.path}: {error}"
                break
            except ValidationError as error:
                why = "; ".join(
                    f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False)
                )
                outcome.refused = f"{said.path}: {why}"
                break
        if not holding.on_file:
            self._shelf.drop(holding)

    def _put_on_file(self, record: _Record, said: Statement, holding: Holding, outcome: Outcome) -> None:
        if holding.on_file and holding.reference not in self._known and self._cited(said, holding):
            outcome.skipped, outcome.flags = ALREADY, []
            return
        file = self._file(holding.reference)
        known = self._known_of(holding, file, said)
        if said.release.id in known.statements or said.release.id in known.without:
            self._again(record, said, known, outcome)
            return
        before = plan(list(known.statements.values()))
        after = plan([*known.statements.values(), said])
        step = next(step for step in after.steps if step.said is said)
        outcome.flags = step.flags
        if step.passed is not None or after.first is None:
            outcome.skipped = step.passed
            return
        words: Mapping[str, str | Document] = {}
        if file is not None:
            words = self._book.vault.words_of(r for r in file.entries if r.position == file.agreement.position)
        doubts = self._twins(holding, after) if file is None else ()
        written = write(Desk(holding.reference, self._authority, file, words, doubts), step, before, after)
        self._documents.file(self._bytes(record.source, record.found), "application/json")
        expected = file.position if file else 0
        acts = [Act(holding.reference, entry, expected=expected) for entry in written.entries]
        key = f"ocds:{holding.reference}:{said.release.id}"
        self._book.record_together(acts, self._account, key=key, acknowledge_all=True)
        known.statements[said.release.id], known.position = said, expected + len(acts)
        self._known[holding.reference] = known
        holding.contract, holding.on_file = holding.contract or after.contract, True
        outcome.taken, outcome.decide, outcome.flags = written.taken, written.decide, step.flags

    def _again(self, record: _Record, said: Statement, known: _Known, outcome: Outcome) -> None:
        """A release that is on file already: the same, or another text under the same id?"""
        held = known.statements.get(said.release.id)
        if held is None or held.release.sha256 == said.release.sha256 or self._same_content(record, held):
            outcome.skipped, outcome.flags = ALREADY, []
            return
        outcome.decide.append(
            f"release {said.release.id} is on file with another text (SHA-256 {held.release.sha256}); "
            "nothing was changed"
        )
        outcome.skipped = "its id is on file with another text"

    def _same_content(self, record: _Record, held: Statement) -> bool:
        """Whether two texts say the same and differ in their spacing only, as a line and a package do."""
        here = exact(self._bytes(record.source, record.found))
        return bool(exact(self._documents.read(held.release.sha256)) == here)

    def _twins(self, holding: Holding, after: Plan) -> tuple[str, ...]:
        """What to ask about other files that look like the same contract, published twice under two ids."""
        describe(holding, registered(after, holding.reference, self._authority))
        found = [
            f"file {other.reference} is of the same buyer and process; one is for an award without a contract, the "
            "other for a contract that names no award: the same contract? Decide which file stands"
            for other in self._shelf.unjoined(holding)
        ]
        alike: dict[int, list[str]] = {}
        for other in self._shelf.twins(holding):
            if holding.value is None or other.value is None:
                continue
            factor = 1 if holding.value == other.value else off_by(holding.value, other.value)
            if factor is not None and (factor > 1 or other.release != holding.release):  # one notice: lots, all alike
                alike.setdefault(factor, []).append(other.reference)
        for factor, others in alike.items():
            off = "the same value" if factor == 1 else f"a value {factor} times as large or small"
            more = f", as {len(others) - 1:,} more have" if len(others) > 1 else ""
            found.append(
                f"file {others[0]} has the same buyer, suppliers and period, and {off}{more}: the same contract "
                "published twice? Decide which file stands"
            )
        return tuple(found)

    # --- what is on file --------------------------------------------------------------------------------------------

    def _file(self, reference: str) -> ContractFile | None:
        try:
            return self._book.file(reference)
        except NotOnFile:
            return None

    def _cited(self, said: Statement, holding: Holding) -> bool:
        """Whether these very bytes are on the file: then there is nothing to read there, and nothing to do."""
        file_id = self._book.file_id(holding.reference)
        return any(cited == file_id for cited, _ in self._documents.cited_by(said.release.sha256))

    def _known_of(self, holding: Holding, file: ContractFile | None, said: Statement) -> _Known:
        """The releases on a file: those of this run, else as its exhibits have them."""
        known = self._known.get(holding.reference)
        if known is None or (file is not None and file.position != known.position):
            known = _Known() if file is None else self._from_exhibits(file, holding, said)
            if file is not None:
                self._known[holding.reference] = known
        return known

    def _from_exhibits(self, file: ContractFile, holding: Holding, said: Statement) -> _Known:
        known = _Known(position=file.position)
        filed = [
            r
            for r in file.of(DocumentFiled)
            if isinstance(r.entry, DocumentFiled) and r.entry.document_kind == "source-notice"
        ]
        words = self._book.vault.words_of(filed)
        for recorded in filed:
            entry = recorded.entry
            assert isinstance(entry, DocumentFiled)
            release_id = (entry.source.whom or "").removeprefix("release ") if entry.source else ""
            document = words.get(entry.document.digest) if isinstance(entry.document, Kept) else None
            found = self._statement(document, holding) if isinstance(document, Document) else None
            if found is None:
                known.without.add(release_id)
            else:
                known.statements[found.release.id] = found
        return known

    def _statement(self, document: Document, holding: Holding) -> Statement | None:
        """What a release on file says of the award or contract the file is kept for."""
        try:
            record = exact(self._documents.read(document.sha256))
            statements = parts_of(record, release_of(record, document.sha256)).statements
        except (UnknownDocument, DocumentAltered, Unreadable, Unacceptable, Passed):
            return None
        found = [
            one for one in statements
            if (holding.award is None or one.award == holding.award)
            and (one.contract is None or holding.contract is None or one.contract == holding.contract)
        ]  # fmt: skip
        return found[0] if found else None
