"""Answers about one contract: from the rows that projections keep, or folded on demand where those are not enough.

Whoever has just recorded something reads it back: where the stored rows have not yet reached the head of a file, the
file is folded and the same pure functions answer. So do reads as at a day in the past, or as known to a smaller log.
Every answer says what it rests on.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.book import Book
from ledger.store.database import Database
from projections.alarms import Alarm, alarms
from projections.answering.across import AcrossFiles
from projections.answering.answers import Answer, Basis, Order, Page
from projections.answering.eyes import Clearance
from projections.answering.heads import Head, Heads, StoredLine
from projections.answering.now import Now, reading_now
from projections.duties.due import Due, Duty, due, duties
from projections.ending.readiness import Readiness, readiness
from projections.failings.failings import failings
from projections.failings.trail import Failing
from projections.read_models.files import set_aside
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.stored import contracts as stored_contracts
from projections.stored import lines as stored_lines
from projections.stored import rows as stored
from projections.stored.cursors import comes_after, cursor_of, place_of
from projections.timeline.line import EVERY_LINE, Filters, Line
from projections.view import FileView


class Reader(AcrossFiles):
    """Reads one ledger. Safe to share between threads. `known` is a size of the log; Book.known_at has a moment's."""

    def __init__(self, book: Book, database: Database) -> None:
        super().__init__(book, database)
        self._heads = Heads(book, database, self._made_by)

    def head(self, ref: str, clearance: Clearance | None) -> Head:
        """Return how a contract's file stands for somebody, so that stored rows may answer where nothing is withheld.

        `clearance` None: for somebody of whom only a fold tells what they may see.
        """
        return self._heads.head(self._book.file_id(ref), clearance)

    def stored_page(
        self, ref: str, head: Head, filters: Filters, *, order: Order, newest_first: bool, after: str | None, limit: int
    ) -> tuple[list[StoredLine], str | None] | None:
        """Return lines of a file as they are stored, and the cursor of what follows; None where it is not at that head.

        For whoever has nothing of it withheld from them. Raises BadCursor.
        """
        place = place_of(after, *stored_lines.kinds_of(order)) if after is not None else None
        found = self._heads.page(self._book.file_id(ref), head, filters, order, newest_first, place, limit + 1)
        if found is None:
            return None
        return found[:limit], cursor_of(*found[limit - 1].place(order)) if len(found) > limit else None

    def status(self, ref: str, as_at: date | None = None, known: int | None = None) -> Answer[WholeStatus]:
        """Return where a contract stands, as dated facts; `standing` reads them on a day. Raises NotOnFile.

        Of a file set aside: what it is called and why, also in the answer's basis.
        """
        file_id = self._book.file_id(ref)
        with reading_now(self._database, self._made_by) as now:
            facts = self._up_to_date(now, file_id) if as_at is None and known is None else None
            if facts is not None:
                return Answer(facts, _stored(now, facts))
        view, basis = self._on_demand.view(ref, as_at, known, prefix=True)
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
        place = place_of(after, *stored_lines.kinds_of(order)) if after is not None else None
        file_id = self._book.file_id(ref)
        with reading_now(self._database, self._made_by) as now:
            state = _state(now, file_id) if as_at is None and known is None else None
            if state is not None and state.quarantined is None and "timeline" not in state.lacking:
                found = stored_lines.timeline_lines(
                    now.connection, now.ready(), file_id, filters, order, newest_first, place, limit + 1
                )
                return _page(found, order, limit, _stored(now, state))
        view, basis = self._on_demand.view(ref, as_at, known, prefix=True)
        found = self._apart.lines_of(view, filters)
        found.sort(key=lambda line: stored_lines.place_in(line, order), reverse=newest_first)
        if place is not None:
            found = [line for line in found if comes_after(stored_lines.place_in(line, order), place, newest_first)]
        return _page(found[: limit + 1], order, limit, basis)

    def failings(self, ref: str, as_at: date | None = None, known: int | None = None) -> Answer[list[Failing]]:
        """Return the trail of every failing of a contract. Raises NotOnFile, Quarantined."""
        held = self._models("failings", ref) if as_at is None and known is None else None
        if held is not None:
            return Answer([Failing.model_validate_json(text) for text in held.value], held.basis)
        view, basis = self._on_demand.view(ref, as_at, known)
        return Answer(failings(view), basis)

    def duties(
        self, ref: str, as_at: date | None = None, known: int | None = None, today: date | None = None
    ) -> Answer[list[Due]]:
        """Return what is still to be done on a contract, as it stands today or on the day as at which it is asked.

        `today`: for whoever has looked at the clock. Raises NotOnFile, Quarantined.
        """
        on = as_at or today or self._book.today()
        held = self._models("duties", ref) if as_at is None and known is None else None
        if held is not None:
            open_now = [Duty.model_validate_json(text) for text in held.value]
            return Answer(due(open_now, on), held.basis)
        view, basis = self._on_demand.view(ref, as_at, known)
        return Answer(due(duties(view), on), basis)

    def alarms_of(self, ref: str) -> Answer[list[Alarm]]:
        """Return every alarm of a contract, in the order of its entries. Raises NotOnFile, Quarantined.

        Those known to a log of some size are those raised by the entries it has: an alarm never changes.
        """
        held = self._models("alarms", ref)
        if held is not None:
            return Answer([Alarm.model_validate_json(text) for text in held.value], held.basis)
        view, basis = self._on_demand.view(ref)
        return Answer(alarms(view), basis)

    def readiness(self, ref: str, as_at: date | None = None, known: int | None = None) -> Answer[Readiness]:
        """Return what the file shows of the conditions before an early termination, today or on the day asked as at.

        For the authority's own side only. Always judged on demand. Raises NotOnFile, Quarantined.
        """
        view, basis = self._on_demand.view(ref, as_at, known)
        return Answer(readiness(view, as_at or self._book.today()), basis)

    def view(self, ref: str, as_at: date | None = None, known: int | None = None) -> Answer[FileView]:
        """Return the file itself with its words: for registers and single entries. Raises NotOnFile, Quarantined."""
        return Answer(*self._on_demand.view(ref, as_at, known))

    # --- how --------------------------------------------------------------------------------------------------------

    def _up_to_date(self, now: Now, file_id: UUID) -> WholeStatus | None:
        """The stored status of a file; None where the stored rows have not reached its head."""
        row = now.connection.execute("SELECT head FROM files WHERE file_id = %s", (file_id,)).fetchone()
        facts = stored_contracts.facts_of(now.connection, now.generation, file_id) if now.generation and row else None
        return facts if facts is not None and row is not None and facts.position == row[0] else None

    def _models(self, projection: str, ref: str) -> Answer[list[str]] | None:
        """The JSON of a file's stored rows; None where they have not reached its head, or it is set aside."""
        file_id = self._book.file_id(ref)
        with reading_now(self._database, self._made_by) as now:
            state = _state(now, file_id)
            if state is None or state.quarantined or projection in state.lacking:
                return None
            return Answer(stored.models(now.connection, now.ready(), projection, file_id), _stored(now, state))


def _state(now: Now, file_id: UUID) -> stored.StoredState | None:
    """How a file's rows are stored; None where they have not reached its head."""
    return stored.state_of(now.connection, now.generation, file_id) if now.generation else None


def _stored(now: Now, facts: WholeStatus | stored.StoredState) -> Basis:
    return Basis(now.log_size, facts.position, quarantined=facts.quarantined)


def _page(lines: list[Line], order: Order, limit: int, basis: Basis) -> Page[Line]:
    more = len(lines) > limit
    following = cursor_of(*stored_lines.place_in(lines[limit - 1], order)) if more else None
    return Page(tuple(lines[:limit]), basis, following)
