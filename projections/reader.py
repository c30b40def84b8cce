"""Answers about contracts: from the rows that projections keep, or folded on demand where those are not enough.

Whoever has just recorded something reads it back: where the stored rows have not yet reached the head of a file, the
file is folded and the same pure functions answer. So do reads as at a day in the past, or as known to a smaller log.
Every answer says what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from ledger.book import Book
from ledger.contract_file import ContractFile, fold
from ledger.entry import Recorded
from ledger.refusals import NotOnFile, Quarantined
from ledger.store.database import Connection, Database
from projections import stored, timeline
from projections.answers import (
    EVERY_CONTRACT,
    Answer,
    Basis,
    ContractFilters,
    HistoryLine,
    Listed,
    NotReady,
    Order,
    Page,
)
from projections.catalogue import SEARCHED, made_by, status_row
from projections.files import readable, set_aside
from projections.generation import Generation, current
from projections.standing import standing
from projections.status import Status, status
from projections.timeline import EVERY_LINE, Filters, Line
from projections.view import FileView

MANY = 200
"""Up to so many files that have grown since their rows were written, a list across files folds on demand."""


@dataclass(frozen=True, slots=True)
class _Now:
    """One transaction in which stored rows, heads and pointer agree; no generation where there is none to read."""

    connection: Connection
    generation: Generation | None
    log_size: int


class Reader:
    """Reads one ledger. Safe to share between threads."""

    def __init__(self, book: Book, database: Database) -> None:
        self._book = book
        self._database = database
        self._made_by = made_by(book.default_procedure)

    # --- one file -------------------------------------------------------------------------------------------------

    def status(self, ref: str, as_at: date | None = None, known: int | None = None) -> Answer[Status]:
        """Return where a contract stands, as dated facts; `projections.standing` reads them on a day. Raises NotOnFile.

        Of a file set aside: what it is called and why, also in the answer's basis.
        """
        file_id = self._book.file_id(ref)
        with self._now() as now:
            facts = self._up_to_date(now, file_id) if as_at is None and known is None else None
            if facts is not None:
                return Answer(facts, _stored(now, facts))
        view, basis = self._view(ref, as_at, known, prefix=True)
        if basis.quarantined:
            found = set_aside(file_id, view.file.known, basis.position or 0, basis.quarantined)
            return Answer(found.status, basis)
        return Answer(status(view), basis)

    def timeline(
        self, ref: str, filters: Filters = EVERY_LINE, *, as_at: date | None = None, known: int | None = None,
        order: Order = "happened", newest_first: bool = False, after: str | None = None, limit: int = 100,
    ) -> Page[Line]:  # fmt: skip
        """Return the entries of a file in words, from after a cursor on. Raises NotOnFile, BadCursor.

        Of a file set aside: the lines of the entries before the one that cannot be read, and the basis says so.
        """
        place = stored.place_of(after, *stored.kinds_of(order)) if after is not None else None
        file_id = self._book.file_id(ref)
        with self._now() as now:
            facts = self._up_to_date(now, file_id) if as_at is None and known is None else None
            if facts is not None and facts.quarantined is None and now.generation is not None:
                lines = stored.timeline_lines(
                    now.connection, now.generation, file_id, filters, order, newest_first, place, limit + 1
                )
                return _page(lines, order, limit, _stored(now, facts))
        view, basis = self._view(ref, as_at, known, prefix=True)
        found = self._told(view, filters)
        found.sort(key=lambda line: stored.place_in(line, order), reverse=newest_first)
        if place is not None:
            found = [line for line in found if _comes_after(stored.place_in(line, order), place, newest_first)]
        return _page(found[: limit + 1], order, limit, basis)

    def view(self, ref: str, as_at: date | None = None, known: int | None = None) -> Answer[FileView]:
        """Return the file itself with its words: for registers and single entries. Raises NotOnFile, Quarantined."""
        return Answer(*self._view(ref, as_at, known))

    # --- across files: now only -------------------------------------------------------------------------------------

    def contracts(
        self, filters: ContractFilters = EVERY_CONTRACT, *, after: str | None = None, limit: int = 50
    ) -> Page[Listed]:
        """Return contracts in the order asked for, from after a cursor on. Raises NotReady, BadCursor."""
        today = self._book.today()
        with self._now() as now:
            if now.generation is None:
                raise NotReady("the read models are being built; ask again shortly")
            kind: type = date if filters.sort == "end-date" else str if filters.sort in ("reference", "title") else int
            place = stored.place_of(after, kind, str) if after is not None else None
            grown = stored.behind(now.connection, now.generation, MANY + 1)
            late = [file_id for file_id, _ in grown] if len(grown) <= MANY else []
            found = stored.contracts(now.connection, now.generation, filters, today, late, place, limit + 1)
            basis = Basis(now.log_size)
        for file_id in late:
            facts = self._status_on_demand(file_id)
            if facts is not None and _wanted(facts, filters, today):
                found.append(facts)
        placed = [(stored.sort_place(status_row(facts), filters), facts) for facts in found]
        kept = sorted((pair for pair in placed if place is None or pair[0] > place), key=lambda pair: pair[0])
        listed = tuple(Listed(facts, standing(facts, today).stage) for _, facts in kept[:limit])
        return Page(listed, basis, stored.cursor_of(*kept[limit - 1][0]) if len(kept) > limit else None)

    def history(
        self, filters: Filters = EVERY_LINE, *, after: str | None = None, limit: int = 100
    ) -> Page[HistoryLine]:
        """Return the entries of all files, the newest in the log first, from after a cursor on.

        Entries that the stored rows have not taken in yet come first, on the first page. Raises NotReady, BadCursor.
        """
        before = stored.place_of(after, int)[0] if after is not None else None
        with self._now() as now:
            if now.generation is None:
                raise NotReady("the read models are being built; ask again shortly")
            grown = stored.behind(now.connection, now.generation, MANY + 1) if before is None else []
            lines = stored.history_lines(now.connection, now.generation, filters, before, limit + 1)
            basis = Basis(now.log_size)
        newest = [HistoryLine(*line) for line in lines[:limit]]
        following = stored.cursor_of(lines[limit - 1][2].index) if len(lines) > limit else None
        if len(grown) <= MANY:
            unread = [line for file_id, position in grown for line in self._lines_after(file_id, position, filters)]
            newest = sorted(unread, key=lambda held: held.line.recorded_at, reverse=True) + newest
        return Page(tuple(newest), basis, following)

    # --- how --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _now(self) -> Iterator[_Now]:
        with self._database.transaction("app") as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            held = current(connection)
            ours = held.made_by == self._made_by
            generation = Generation(self._database, held.number) if ours else None
            row = connection.execute("SELECT size FROM sealing").fetchone()
            yield _Now(connection, generation, row[0] if row else 0)

    def _up_to_date(self, now: _Now, file_id: UUID) -> Status | None:
        """The stored status of a file, None where the stored rows have not reached its head."""
        row = now.connection.execute("SELECT head FROM files WHERE file_id = %s", (file_id,)).fetchone()
        facts = stored.facts_of(now.connection, now.generation, file_id) if now.generation and row else None
        return facts if facts is not None and row is not None and facts.position == row[0] else None

    def _view(
        self, ref: str, as_at: date | None, known: int | None, *, prefix: bool = False
    ) -> tuple[FileView, Basis]:
        """A file folded on demand; with `prefix`, of one in quarantine what stands before the entry in question."""
        size, why = self._book.store.log_size(), None
        file_id = self._book.file_id(ref)
        try:
            file = self._book.file(ref, as_at=as_at, known=known)
        except Quarantined:
            entries, why = readable(self._book.store.entries(file_id, known=known))
            if not entries or (why is not None and not prefix):
                raise
            file = fold(entries, as_at)
        file = self._placed(file_id, file)
        basis = Basis(min(known, size) if known is not None else size, file.position, as_at, known, False, why)
        return self._viewed(file_id, file, as_at), basis

    def _viewed(self, file_id: UUID, file: ContractFile, as_at: date | None = None) -> FileView:
        words = self._book.vault.words_of((*file.known, *file.entries))
        return FileView.of(file_id, file, words, as_at=as_at, default_procedure=self._book.default_procedure)

    def _placed(self, file_id: UUID, file: ContractFile) -> ContractFile:
        """The file with the places in the log of entries that were sealed since it was read."""
        unsealed = next((r.position for r in file.known if r.index is None), None)
        if unsealed is None:
            return file
        places = {
            row.position: (row.index, row.sealed_at)
            for row in self._book.store.entries(file_id, after=unsealed - 1, upto=file.position)
        }

        def placed(recorded: Recorded) -> Recorded:
            index, sealed_at = places.get(recorded.position, (recorded.index, recorded.sealed_at))
            return replace(recorded, index=index, sealed_at=sealed_at)

        return replace(file, known=tuple(map(placed, file.known)), entries=tuple(map(placed, file.entries)))

    def _told(self, view: FileView, filters: Filters, after: int = 0) -> list[Line]:
        """The lines of a folded file that are wanted; for words the database is asked, as it is for stored lines."""
        only = [r.position for r in view.file.known if r.position > after]
        told = [(line, text) for line, text in timeline.told(view, only) if filters.keep(line)]
        if not filters.words:
            return [line for line, _ in told]
        with self._database.transaction("app") as connection:
            found = stored.found_by_words(connection, filters.words, [text[:SEARCHED] for _, text in told])
        return [line for (line, _), there in zip(told, found, strict=True) if there]

    def _lines_after(self, file_id: UUID, position: int, filters: Filters) -> list[HistoryLine]:
        try:
            view = self._viewed(file_id, self._placed(file_id, self._book.file_by_id(file_id)))
        except (Quarantined, NotOnFile):
            return []
        title = view.file.agreement.contract.title if view.file.agreement.contract else ""
        return [HistoryLine(view.reference, title, line) for line in self._told(view, filters, position)]

    def _status_on_demand(self, file_id: UUID) -> Status | None:
        try:
            facts = status(self._viewed(file_id, self._placed(file_id, self._book.file_by_id(file_id))))
        except Quarantined as error:
            entries, _ = readable(self._book.store.entries(file_id))
            facts = set_aside(file_id, entries, self._book.store.head(file_id), str(error)).status
        except NotOnFile:
            return None
        return facts if facts.reference != "authority" else None


def _stored(now: _Now, facts: Status) -> Basis:
    return Basis(now.log_size, facts.position, quarantined=facts.quarantined)


def _page(lines: list[Line], order: Order, limit: int, basis: Basis) -> Page[Line]:
    more = len(lines) > limit
    following = stored.cursor_of(*stored.place_in(lines[limit - 1], order)) if more else None
    return Page(tuple(lines[:limit]), basis, following)


def _comes_after(place: tuple[object, ...], other: tuple[object, ...], newest_first: bool) -> bool:
    return place < other if newest_first else place > other


def _wanted(facts: Status, filters: ContractFilters, today: date) -> bool:
    """Whether a contract is wanted: the same as the conditions of `stored.contracts`."""
    row = status_row(facts)
    return (
        (filters.words or "").casefold() in row.words_key
        and (filters.provider or "").casefold() in row.provider_key
        and (filters.lead or "").casefold() in row.lead_key
        and (not filters.unit or row.unit_key == filters.unit.casefold())
        and (filters.stage is None or standing(facts, today).stage == filters.stage)
        and (not filters.with_open_issues or row.issues_key < 0)
        and (filters.quarantined is None or (row.quarantined is not None) == filters.quarantined)
    )
