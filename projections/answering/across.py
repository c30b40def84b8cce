"""Answers across contracts, now only: the list of contracts, the history of all entries, and what is due.

A file that has grown since its stored rows were written is folded on demand and takes its place among the others, so
that whoever has just recorded something finds it here too. A past state of the whole ledger is not asked for here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.book import Book
from ledger.file_names import sort_of
from ledger.names import name_key
from ledger.store.database import Database
from projections.answering.answers import (
    EVERY_CONTRACT,
    EVERY_DUTY,
    AlarmHere,
    Basis,
    ContractFilters,
    DutyFilters,
    DutyHere,
    HistoryLine,
    Listed,
    Page,
)
from projections.answering.apart import FilesApart
from projections.answering.eyes import Eyes, Left
from projections.answering.now import reading_now
from projections.answering.on_demand import OnDemand
from projections.duties.due import Due, due
from projections.duties.how_late import NOTHING_DUE, DutyCount, counts
from projections.programme.counted import Counted, CountedNow, counted
from projections.read_models.catalogue import made_by
from projections.read_models.status_rows import status_keys
from projections.status.standing import standing
from projections.status.status_facts import Status
from projections.stored import alarms as stored_alarms
from projections.stored import contracts as stored_contracts
from projections.stored import duties as stored_duties
from projections.stored import lines as stored_lines
from projections.stored.cursors import cursor_of, place_of
from projections.timeline.line import EVERY_LINE, Filters


class AcrossFiles:
    """What the reader answers about all files together."""

    def __init__(self, book: Book, database: Database) -> None:
        self._book = book
        self._database = database
        self._made_by = made_by(book.default_procedure)
        self._on_demand = OnDemand(book)
        self._apart = FilesApart(self._on_demand, database)

    def contracts(
        self, filters: ContractFilters = EVERY_CONTRACT, *, after: str | None = None, limit: int = 50,
        eyes: Eyes | None = None, with_duties: bool = False, whole: bool = False, only: Collection[str] | None = None,
    ) -> Page[Listed]:  # fmt: skip
        """Return contracts in the order asked for, from after a cursor on. Raises NotReady, BadCursor.

        With `eyes`, every one as what may be seen of it makes it: it is found, sorted and continued by that alone, and
        so is how much is to be done on it, where that is asked for (`with_duties`), and how the procedure is kept on
        it (`whole`). Of each status there may be no more than some facts (`only`), where it is stored.
        """
        today = self._book.today()
        place = place_of(after, stored_contracts.KEYS[filters.sort], str) if after is not None else None
        with reading_now(self._database, self._made_by) as now:
            apart = now.apart(eyes)
            among = stored_contracts.named(now.connection, now.ready(), filters)
            found: list[stored_contracts.StoredContract] = []
            for of in now.rows(eyes):
                found += stored_contracts.contracts(
                    now.connection,
                    now.ready(),
                    of,
                    filters,
                    today,
                    among,
                    [*apart],
                    place,
                    limit + 1,
                    whole=whole,
                    only=only,
                )
            # By the keys they are stored under: what of all rows is not on the page is never read.
            found = sorted(found, key=lambda held: held.place)[: limit + 1]
            own: dict[str, DutyCount] = {}
            for of in now.rows(eyes) if with_duties else ():
                asked = [held.file_id for held in found if held.of == of]
                own |= stored_duties.duties_counted(now.connection, now.ready(), of, today, asked) if asked else {}
            basis = Basis(now.log_size)
        placed: list[tuple[tuple[Any, str], stored_contracts.StoredContract | Left]] = [
            (held.place, held) for held in found
        ]
        for file_id, head in apart.items():
            left = self._apart.left(file_id, head, eyes)
            if (
                left is not None
                and sort_of(left.reference) == filters.files
                and _is_listed(left.status, filters, today)
            ):
                placed.append((stored_contracts.sort_place(left.status, filters), left))
        kept = sorted((one for one in placed if place is None or one[0] > place), key=lambda one: one[0])
        listed = tuple(_listed(held, own, today) for _, held in kept[:limit])
        return Page(listed, basis, cursor_of(*kept[limit - 1][0]) if len(kept) > limit else None)

    def counted(self, eyes: Eyes | None = None, *, ended: bool = False) -> list[Counted]:
        """Return what is counted of every contract, in the order of references: those that have `ended` only if asked.

        With `eyes`, as what may be seen of each file makes it. Raises NotReady.
        """
        there = self._counted(eyes, None if ended else self._book.today(), with_duties=False)
        return [one.counted for one in there.items]

    def counted_now(self, eyes: Eyes | None = None, unit: str | None = None) -> Page[CountedNow]:
        """Return the same of every contract, or of a unit's, ended or not, and how much is to be done on it.

        All on one page. Raises NotReady.
        """
        return self._counted(eyes, None, unit, with_duties=True)

    def _counted(
        self, eyes: Eyes | None, day: date | None, unit: str | None = None, *, with_duties: bool
    ) -> Page[CountedNow]:  # fmt: skip
        found, own, today = list[CountedNow](), dict[str, DutyCount](), self._book.today()
        with reading_now(self._database, self._made_by) as now:
            apart = now.apart(eyes)
            for of in now.rows(eyes):
                there = stored_contracts.counted(now.connection, now.ready(), of, day, [*apart], unit)
                own = stored_duties.duties_counted(now.connection, now.ready(), of, today) if with_duties else own
                found += (CountedNow(one, own.get(one.reference, NOTHING_DUE)) for one in there)
            basis = Basis(now.log_size)
        left = [self._apart.left(file_id, head, eyes) for file_id, head in apart.items()]
        for of_file in left:
            if of_file is not None and sort_of(of_file.reference) == "contract":
                due = counts(of_file.duties, today) if with_duties else NOTHING_DUE
                there = counted([of_file.status], day)
                found += (CountedNow(one, due) for one in there if not unit or one.is_of(unit))
        return Page(tuple(sorted(found, key=lambda one: one.counted.reference)), basis)

    def history(
        self, filters: Filters = EVERY_LINE, *, after: str | None = None, limit: int = 100, eyes: Eyes | None = None,
        but: UUID | None = None,
    ) -> Page[HistoryLine]:  # fmt: skip
        """Return the entries of all files, `but` those of one, the newest in the log first, from after a cursor on.

        Entries that are not sealed yet come first, on the first page, and are not counted in `limit`. Of a file set
        aside there are none. With `eyes`, as what may be seen of each file makes them. Raises NotReady, BadCursor.
        """
        before = place_of(after, int)[0] if after is not None else None
        with reading_now(self._database, self._made_by) as now:
            grown = now.grown()
            apart = now.apart(eyes, grown)
            without = {*apart, but} if but is not None else {*apart}
            rows = [
                row for of in now.rows(eyes) for row in stored_lines.history_lines(
                    now.connection, now.ready(), of, filters, [*without], before, limit + 1
                )
            ]  # fmt: skip
            rows.sort(key=lambda held: -1 if held.index is None else held.index, reverse=True)
            # Of the files set apart only those with entries among the lines of this page need folding.
            lowest = rows[limit].index if len(rows) > limit else None
            bound = lowest if lowest is not None else -1
            there = stored_lines.within(now.connection, now.ready(), [*apart], bound, before) | set(grown)
            basis = Basis(now.log_size)
        found = rows + self._apart.lines_within((apart.keys() & there) - {but}, bound, before, filters, eyes)
        unsealed = [held for held in found if held.index is None]
        unsealed.sort(key=lambda held: (held.line.recorded_at, held.reference, held.position), reverse=True)
        sealed = sorted(((held.index, held) for held in found if held.index is not None), key=lambda p: -p[0])
        following = cursor_of(sealed[limit - 1][0]) if len(sealed) > limit else None
        return Page((*unsealed, *(held for _, held in sealed[:limit])), basis, following)

    def how_many(self, filters: Filters, eyes: Eyes | None = None) -> int:
        """Return how many entries of all files are wanted, of the kinds that `filters` names, those not sealed yet
        among them. With `eyes`, as what may be seen of each file makes them. Raises NotReady.
        """
        with reading_now(self._database, self._made_by) as now:
            grown = now.grown()
            apart = now.apart(eyes, grown)
            stored_there = sum(
                stored_lines.history_counted(now.connection, now.ready(), of, filters, [*apart])
                for of in now.rows(eyes)
            )
            # What kind an entry is of never changes; whether it is struck may, by what is withheld.
            there = stored_lines.within(now.connection, now.ready(), [*apart], -1, None, filters.kinds) | set(grown)
        return stored_there + len(self._apart.lines_within(apart.keys() & there, -1, None, filters, eyes))

    def due(
        self, filters: DutyFilters = EVERY_DUTY, *, after: str | None = None, limit: int = 100,
        eyes: Eyes | None = None,
    ) -> Page[DutyHere]:  # fmt: skip
        """Return what is to be done on all contracts, by the day it is due, else the day it arose, the earliest first.

        A page may hold fewer than `limit` and not be the last. With `eyes`, as what may be seen of each file makes it.
        Raises NotReady, BadCursor.
        """
        today = self._book.today()
        place = place_of(after, date, str, str) if after is not None else None
        with reading_now(self._database, self._made_by) as now:
            apart = now.apart(eyes)
            found = [
                held for of in now.rows(eyes) for held in stored_duties.duties_due(
                    now.connection, now.ready(), of, filters, today, [*apart], place, limit + 1
                )
            ]  # fmt: skip
            basis = Basis(now.log_size)
        found = sorted(found, key=lambda held: stored_duties.duty_place(held[0], held[2]))[: limit + 1]
        upto = stored_duties.duty_place(found[-1][0], found[-1][2]) if len(found) > limit else None
        for file_id, head in apart.items():
            left = self._apart.left(file_id, head, eyes)
            found += [(left.reference, left.title, duty, left.status.outside) for duty in left.duties] if left else []
        items: list[DutyHere] = []
        last = upto
        for reference, title, duty, outside in sorted(
            found, key=lambda held: stored_duties.duty_place(held[0], held[2])
        ):
            at = stored_duties.duty_place(reference, duty)
            if len(items) < limit and (place is None or at > place) and (upto is None or at <= upto):
                items += [
                    DutyHere(reference, title, held, outside) for held in due([duty], today) if _is_due(held, filters)
                ]
                last = at if len(items) == limit else last
        return Page(tuple(items), basis, cursor_of(*last) if last else None)

    def alarms(self, *, after: str | None = None, limit: int = 100, eyes: Eyes | None = None) -> Page[AlarmHere]:
        """Return what no longer holds in the cases of all contracts, the newest first. With `eyes`, as what may be seen
        of each file makes it. Raises NotReady, BadCursor.
        """
        place = place_of(after, datetime, str, int) if after is not None else None
        with reading_now(self._database, self._made_by) as now:
            apart = now.apart(eyes)
            found = [
                held for of in now.rows(eyes)
                for held in stored_alarms.alarms_raised(now.connection, now.ready(), of, [*apart], place, limit + 1)
            ]  # fmt: skip
            basis = Basis(now.log_size)
        for file_id, head in apart.items():
            found += self._apart.alarms_of(file_id, head, eyes)
        kept = [held for held in found if place is None or stored_alarms.alarm_place(held) < place]
        kept.sort(key=stored_alarms.alarm_place, reverse=True)
        following = cursor_of(*stored_alarms.alarm_place(kept[limit - 1])) if len(kept) > limit else None
        return Page(tuple(kept[:limit]), basis, following)


def _listed(held: stored_contracts.StoredContract | Left, own: Mapping[str, DutyCount], today: date) -> Listed:
    if isinstance(held, Left):
        return Listed(held.status, counts(held.duties, today))
    facts = held.status()
    return Listed(facts, own.get(facts.reference, NOTHING_DUE))


def _is_listed(facts: Status, filters: ContractFilters, today: date) -> bool:
    """Whether a contract is wanted: the same as the conditions of `stored.contracts`."""
    row = status_keys(facts)
    return (
        (filters.words or "").casefold() in row.words_key
        and (filters.provider or "").casefold() in row.provider_key
        and (filters.lead or "").casefold() in row.lead_key
        and (not filters.unit or row.unit_key == name_key(filters.unit))
        and (not filters.locality or row.locality_key == name_key(filters.locality))
        and (not filters.without_locality or not row.locality_key)
        and (filters.references is None or facts.reference in filters.references)
        and (filters.stage is None or standing(facts, today).stage == filters.stage)
        and (not filters.with_open_issues or row.issues_key < 0)
        and (filters.quarantined is None or (row.quarantined is not None) == filters.quarantined)
    )


def _is_due(held: Due, filters: DutyFilters) -> bool:
    """Whether a duty is wanted: the same as the conditions of `stored.duties_due`, and the person's own on the day."""
    return (
        (filters.office is None or held.duty.office == filters.office)
        and (filters.person is None or held.person == filters.person)
        and (not filters.overdue or held.state == "overdue")
        and (filters.sort is None or held.duty.id.startswith(f"{filters.sort}/"))
    )
