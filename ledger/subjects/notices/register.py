"""Each notice as the file has it: when it was served and received, its time to remedy, its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import assert_never

from ledger.dates.span import came_later
from ledger.dates.working_days import dated
from ledger.entry import Frozen, Recorded
from ledger.registers import ById, Register, grouped, looked_up
from ledger.rules import NOT_IN_POINT
from ledger.serving.service_clauses import ServiceMethod
from ledger.serving.validity import NoticeWorking
from ledger.subjects.notices.entries import (
    DatesRevised,
    NoticeKind,
    NoticeReceiptConfirmed,
    NoticesEntry,
    NoticeServed,
    NoticeWithdrawn,
    RemedyAssessed,
    RemedyPeriodExtended,
)


class Notice(Frozen):
    """One notice and what became of it, each step by the position of the entry that records it."""

    id: str
    position: int = 0
    served: NoticeServed | None = None
    """The notice as it was recorded."""
    worked: NoticeWorking | None = None
    """Its dates as reckoned last."""
    absolute: tuple[str, ...] = ()
    """The rules nothing lifts that were not kept in giving it: such a notice is only purported."""
    receipts: tuple[tuple[date, time | None, int], ...] = ()
    """(day, hour, position) of each proof of receipt."""
    paper_copy: tuple[date, ServiceMethod | None] | None = None
    extended: tuple[tuple[date, date, int], ...] = ()
    """(agreed on, new end, position) of each extension of the time to remedy."""
    assessed: tuple[tuple[date, str, int], ...] = ()
    """(day, result, position) of each assessment."""
    revised: tuple[date, int] | None = None
    """(day, position) of the last revision of its dates."""
    withdrawn: tuple[date, int] | None = None
    """(day, position) of its withdrawal."""

    @property
    def is_purported(self) -> bool:
        """True where it was given against a rule nothing lifts: on record, without the effect of a notice."""
        return bool(self.absolute)

    @property
    def valid(self) -> bool | None:
        """Whether it was validly served; None where that cannot be told from the file."""
        return self.worked.valid if self.worked else None

    @property
    def counts_on(self) -> date | None:
        """The day it counts as given; None where it does not, or not yet."""
        return self.worked.counts_on if self.worked else None

    @property
    def counts_at(self) -> time | None:
        """The hour on that day, where it is known."""
        return self.worked.counts_at if self.worked else None

    def remedy_ends(self, day: date | None = None) -> date | None:
        """Return when the time to remedy ends, with what was agreed up to that day; None where none runs."""
        if self.worked is None or self.worked.remedy is None:
            return None
        return max([self.worked.remedy.ends_on, *(end for on, end, _ in self.extended if day is None or on <= day)])

    def still_ran(self, on: date, day: date | None = None) -> date | None:
        """Return the end of a time to remedy, as agreed up to `day`, that was not over on that day; None where it was.

        A finding of that day that the failing was not remedied came too soon (HCC-9.4-d).
        """
        ends = self.remedy_ends(day)
        return ends if ends is not None and on <= ends else None

    def assessed_in_time(self, day: date | None = None) -> bool:
        """Return whether it was found remedied, or what became of it was found once its time was over."""
        by_then = [(on, result) for on, result, _ in self.assessed if day is None or on <= day]
        return any(result == "remedied" or not self.still_ran(on, day) for on, result in by_then)

    def result(self, day: date | None = None) -> str | None:
        """Return what the last assessment up to that day found; None where there was none."""
        results = [result for on, result, _ in self.assessed if day is None or on <= day]
        return results[-1] if results else None

    def stands(self, day: date) -> bool:
        """Return whether it had effect on that day: it counted by then, is not bad or purported, was not withdrawn."""
        counted = self.counts_on is not None and self.counts_on <= day and self.valid is not False
        return counted and not self.is_purported and not (self.withdrawn and self.withdrawn[0] <= day)

    def served_after(self, day: date) -> str | None:
        """Return in a sentence that it was served only after a day; None where it was not."""
        return came_later(f"{self.id} was served on", self.served.happened_on, day) if self.served else None

    def withdrawn_before(self, day: date) -> str | None:
        """Return in a sentence that it was withdrawn before a day; not in point where it never was."""
        if self.withdrawn is None:
            return NOT_IN_POINT
        if self.withdrawn[0] >= day:
            return None
        return f"{self.id} was withdrawn on {dated(self.withdrawn[0])} (entry {self.withdrawn[1]})"

    def with_evidence(self, served: NoticeServed, new: NoticeReceiptConfirmed | None = None) -> NoticeServed:
        """Return the notice as served had all proof of receipt been known then: the earliest receipt counts."""
        receipts = [(day, at) for day, at, _ in self.receipts]
        if new is not None and new.shows_receipt:
            receipts.append((new.received_on or new.happened_on, new.received_at))
        # A receipt without an hour is not shown to be earlier than one with an hour on the same day.
        day, at = min(receipts, key=lambda receipt: (receipt[0], receipt[1] or time.max), default=(None, None))
        shown = (new.paper_copy_on, new.paper_copy_method) if new is not None and new.paper_copy_on else None
        copy = shown or self.paper_copy or (None, None)
        return served.model_copy(
            update={"received_on": day, "received_at": at, "paper_copy_on": copy[0], "paper_copy_method": copy[1]}
        )


@dataclass(slots=True)
class Notices(Register[NoticesEntry]):
    """The notices of one contract, by id, of both parties."""

    by_id: ById[Notice] = field(default_factory=lambda: ById(Notice))

    def enter(self, entry: NoticesEntry, recorded: Recorded) -> None:
        position, day = recorded.position, recorded.entry.happened_on
        match entry:
            case NoticeServed():
                given_id = recorded.given_id or ""
                absolute = tuple(d.rule for d in recorded.departures if d.level == "absolute")
                earlier = self.by_id.get(given_id)
                self.by_id.change(
                    given_id, position=position, served=entry, absolute=absolute,
                    worked=earlier.worked if earlier and earlier.worked else entry.worked,
                )  # fmt: skip
                if entry.received_on:
                    self.by_id.add(given_id, receipts=(entry.received_on, entry.received_at, position))
                if entry.paper_copy_on:
                    self.by_id.change(given_id, paper_copy=(entry.paper_copy_on, entry.paper_copy_method))
            case NoticeReceiptConfirmed():
                if entry.shows_receipt:
                    self.by_id.add(entry.notice, receipts=(entry.received_on or day, entry.received_at, position))
                if entry.paper_copy_on:
                    self.by_id.change(entry.notice, paper_copy=(entry.paper_copy_on, entry.paper_copy_method))
                if entry.worked and self._tells_more(entry.notice, entry.worked, position):
                    self.by_id.change(entry.notice, worked=entry.worked)
            case DatesRevised():
                if entry.worked:
                    self.by_id.change(entry.notice, worked=entry.worked, revised=(entry.happened_on, position))
            case RemedyPeriodExtended():
                self.by_id.add(entry.notice, extended=(day, entry.to_date, position))
            case RemedyAssessed():
                self.by_id.add(entry.notice, assessed=(day, entry.result, position))
            case NoticeWithdrawn():
                self.by_id.change(entry.notice, withdrawn=(day, position))
            case _:
                assert_never(entry)

    def _tells_more(self, named: str, new: NoticeWorking, position: int) -> bool:
        """Whether a proof of receipt brings new dates: not where they were revised after it was recorded, nor where
        other evidence shows already that the notice counted earlier. Proof of receipt may come in any order."""
        held = self.by_id.get(named)
        if held is None or held.worked is None:
            return True
        if held.revised is not None and held.revised[1] > position:
            return False
        if held.counts_on is None or new.counts_on is None:
            return True
        return held.valid != new.valid or held.counts_on >= new.counts_on

    def served(self, *kinds: NoticeKind, party: str | None = None) -> Iterator[tuple[Notice, NoticeServed]]:
        """Yield each notice of these kinds (none: of any kind) and party with its entry, in the world's order."""
        given = self._by_kind().get(kinds[0], ()) if len(kinds) == 1 else self._given()
        for notice, entry in given:
            if (len(kinds) < 2 or entry.notice_kind in kinds) and party in (None, entry.served_by_party):
                yield notice, entry

    @looked_up
    def _given(self) -> Sequence[tuple[Notice, NoticeServed]]:
        return tuple((notice, notice.served) for notice in self.by_id.values() if notice.served)

    @looked_up
    def _by_kind(self) -> Mapping[NoticeKind, Sequence[tuple[Notice, NoticeServed]]]:
        return grouped(self._given(), lambda pair: (pair[1].notice_kind,))

    @looked_up
    def by_issue(self) -> Mapping[str, Sequence[tuple[Notice, NoticeServed]]]:
        """Return the notices that name each issue, each with its entry, by the issue's id."""
        return grouped(self._given(), lambda pair: dict.fromkeys(pair[1].issues))

    @looked_up
    def of_disputes(self) -> Mapping[str, Sequence[tuple[Notice, NoticeServed]]]:
        """Return the notices of each dispute that they name, each with its entry, by the dispute's id."""
        return grouped(self._by_kind().get("dispute", ()), lambda pair: (pair[1].dispute,))

    def running(self, day: date) -> list[Notice]:
        """Return the notices whose time to remedy was running on that day and which were not found remedied by then."""
        return [
            notice
            for notice in self.by_id.values()
            if notice.stands(day) and (notice.remedy_ends(day) or date.min) >= day and notice.result(day) != "remedied"
        ]

    def ending(self, day: date) -> list[Notice]:
        """Return the termination notices that had effect on that day. A purported or bad one is never among them."""
        return [notice for notice, _ in self.served("termination") if notice.stands(day)]
