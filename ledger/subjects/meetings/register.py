"""Each meeting as the file has it, and the stretches without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, assert_never

from ledger.agenda_items import CASES, item_called, matters_meant, parts_meant
from ledger.dates.working_days import last_of, months_before, shifted
from ledger.entry import Actor, Frozen, Recorded
from ledger.names import among, same_person
from ledger.registers import ById, Register, looked_up
from ledger.subjects.meetings.entries import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    Information,
    KindOfMeeting,
    MeetingCancelled,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
    MeetingRescheduled,
    MeetingScheduled,
    MeetingsEntry,
)
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

MONITORING = ("pre-start", "first", "regular", "ad-hoc", "strategic-half-year", "strategic-annual")
"""Kinds that count as monitoring the contract: one before it starts is a monitoring meeting, too, whether it was
recorded as that or as a regular one (HCC-7.5-a; docs/adr/0271)."""
LONGER = ("strategic-half-year", "strategic-annual")
"""Those of them that a procedure may want besides the others, or in the place of one (N-10)."""


class Item(Frozen):
    """One matter at one meeting."""

    item: str
    covered: bool
    explained: bool
    """Where it was not covered: whether a reason is on record."""
    reason: Text | None = None
    """Why it was not covered."""
    outcome: bool = False
    """Whether it is on record what came of it."""
    concerns: tuple[int, ...] = ()
    """Positions of the entries that were looked at."""
    position: int


class Minutes(Frozen):
    """One version of a meeting's minutes."""

    position: int
    on: date
    document: bool
    """Whether the document itself is on file."""
    state: Literal["draft", "agreed", "disputed"] | None = None
    """Whether they are a draft, agreed or disputed, where that is known."""
    author: str | None = None
    """Who wrote them, where it is said."""
    by: Actor | None = None
    """Who is on record as having done so."""

    def written_by(self, present: Iterable[Attendee]) -> Actor | None:
        """Return who wrote them and so has them: as one of those who were at the meeting, where it was one of them."""
        if self.author is None:
            return self.by
        known = (*present, *((self.by,) if self.by is not None else ()))
        author = self.author
        unknown = Actor(person=author, party="third-party")  # whose side they are on is not said
        return next((one for one in known if same_person(one.person, author)), unknown)


class Sending(Frozen):
    """Minutes that went to somebody."""

    position: int
    on: date
    to: Actor
    means: str | None
    by: Actor | None = None
    """Who sent them, and so has them."""


class Meeting(Frozen):
    """One meeting, from its arrangement to its minutes."""

    id: str
    kind: KindOfMeeting = "regular"
    planned: tuple[tuple[date, date, int], ...] = ()
    """(day this was arranged, day it was arranged for, position), in order: the last one stands."""
    contractual: bool = False
    ad_hoc_reason: bool = False
    """Whether it is on record why an extra meeting was called."""
    expected: tuple[str, ...] = ()
    """Who was said to be expected when it was arranged."""
    agenda: tuple[str, ...] = ()
    """What was put on its agenda when it was arranged."""
    cancelled: tuple[date, str | None, int] | None = None
    """(day, party that called it off, position)."""
    held: int | None = None
    """Position of the entry that records that it was held."""
    held_on: date | None = None
    chair: Actor | None = None
    note_taker: Actor | None = None
    present: tuple[Attendee, ...] = ()
    apologies: tuple[Actor, ...] = ()
    information: tuple[Information, ...] = ()
    dispute: str | None = None
    """The dispute a meeting of that sort was about."""
    dispute_outcome: str | None = None
    """What came of it."""
    items: tuple[Item, ...] = ()
    confirmations: tuple[tuple[Confirmation, int], ...] = ()
    """(what was found of an issue, position)."""
    minutes: tuple[Minutes, ...] = ()
    sent: tuple[Sending, ...] = ()

    @property
    def day(self) -> date | None:
        """The day it was held, else the day it is planned for."""
        return self.held_on or self.planned_for

    @property
    def planned_for(self) -> date | None:
        """The day it is planned for, as last arranged."""
        return self.planned[-1][1] if self.planned else None

    @property
    def counts(self) -> bool:
        """Whether it was held and counts as monitoring the contract."""
        return self.held_on is not None and self.kind in MONITORING

    @property
    def with_minutes(self) -> tuple[Actor, ...]:
        """Those who have its minutes: to whom they went, whoever sent them, and whoever wrote them (HCC-7.2-b)."""
        return tuple(one for one, _ in self.had_minutes(date.max))

    def had_minutes(self, by: date) -> tuple[tuple[Actor, date], ...]:
        """Return those who had its minutes by the end of a day, each with the day."""
        went = [(one, sending.on) for sending in self.sent for one in (sending.to, sending.by)]
        wrote = [(minutes.written_by(self.present), minutes.on) for minutes in self.minutes]
        return tuple((one, on) for one, on in (*went, *wrote) if one is not None and on <= by)

    def not_covered(self, agenda: Sequence[str], procedure: Procedure) -> list[str]:
        """Return the items of an agenda neither considered nor passed over for a reason on record."""
        answered = {item_called(item.item, procedure) for item in self.items if item.covered or item.explained}
        return [item for item in agenda if item not in answered or self.parts_left(item, procedure)]

    def parts_left(self, item: str, procedure: Procedure) -> tuple[str, ...]:
        """Return the parts of an item of which neither what came of them nor why they were passed over is on record, of
        each or of the whole; none of an item without parts (HCC-7.6-j)."""
        parts = parts_meant(item, procedure)
        said = [i for i in self.items if i.explained or (i.outcome and i.covered)] if parts else []
        told = {part for i in said if item_called(i.item, procedure) == item for part in parts_meant(i.item, procedure)}
        return tuple(part for part in parts if part not in told)

    def left_of(self, item: str, procedure: Procedure) -> str:
        """Return the parts left of an item of which others were considered, to stand after its title."""
        left = self.parts_left(item, procedure)
        return f" ({', '.join(left)})" if left != parts_meant(item, procedure) else ""

    def passed_over(self, procedure: Procedure) -> list[Item]:
        """Return what was passed over for a reason on record, and not considered all the same: of an item with parts,
        those of the same part (HCC-7.6-l, HCC-7.6-j)."""
        covered = {one for item in self.items if item.covered for one in matters_meant(item.item, procedure)}
        return [i for i in self.items if i.explained and not covered.issuperset(matters_meant(i.item, procedure))]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a monitoring meeting, from one (or the start asked of) to the next (or the end)."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(slots=True)
class Meetings(Register[MeetingsEntry]):
    """The meetings of one contract, by id."""

    by_id: ById[Meeting] = field(default_factory=lambda: ById(Meeting))
    looked_at: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By issue: the meetings that found something of it."""
    considered: dict[int, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    """By the position of an entry: (meeting, position of the item) of each time a meeting looked at it."""

    def enter(self, entry: MeetingsEntry, recorded: Recorded) -> None:
        position, day = recorded.position, entry.happened_on
        given = recorded.given_id or f"entry {position}"
        match entry:
            case MeetingScheduled():
                self.by_id.change(
                    given, kind=entry.meeting_kind, contractual=entry.contractual, expected=entry.expected,
                    agenda=entry.agenda,
                    ad_hoc_reason=entry.ad_hoc_reason is not None,
                )  # fmt: skip
                self.by_id.add(given, planned=(day, entry.planned_for, position))
            case MeetingRescheduled():
                self.by_id.add(entry.meeting, planned=(day, entry.to_date, position))
            case MeetingCancelled():
                self.by_id.change(entry.meeting, cancelled=(day, entry.cancelled_by, position))
            case MeetingHeld():
                # A correction may have taken the meeting's name out: the entry's own number then stands for it.
                self._held(entry.meeting or given, entry, position)
            case AgendaItemConsidered():
                explained = entry.not_covered_reason is not None
                covered = entry.covered and not explained
                item = Item(
                    item=entry.item, covered=covered, explained=explained, reason=entry.not_covered_reason,
                    outcome=entry.outcome is not None, concerns=entry.concerns, position=position,
                )  # fmt: skip
                self.by_id.add(entry.meeting, items=item)
                for named in entry.concerns if covered else ():
                    self.considered[named] = (*self.considered.get(named, ()), (entry.meeting, position))
                for found in entry.confirmations:
                    self.looked_at[found.issue] = (*self.looked_at.get(found.issue, ()), entry.meeting)
                    self.by_id.add(entry.meeting, confirmations=(found, position))
            case MeetingMinutesRecorded():
                document = entry.document is not None or bool(entry.exhibits)
                minutes = Minutes(
                    position=position, on=day, document=document, state=entry.state, author=entry.author, by=entry.by
                )  # fmt: skip
                self.by_id.add(entry.meeting, minutes=minutes)
            case MeetingMinutesCirculated():
                for to in entry.recipients:
                    sending = Sending(position=position, on=day, to=to, means=entry.means, by=entry.by)
                    self.by_id.add(entry.meeting, sent=sending)
            case _:
                assert_never(entry)

    def _held(self, meeting: str, entry: MeetingHeld, position: int) -> None:
        known = self.by_id.known(meeting)
        self.by_id.change(
            meeting, kind=entry.meeting_kind or known.kind, held=position, held_on=entry.happened_on,
            chair=entry.chair, note_taker=entry.note_taker, present=tuple(entry.present()), apologies=entry.apologies,
            information=entry.information_received,
            ad_hoc_reason=known.ad_hoc_reason or entry.ad_hoc_reason is not None,
            dispute=entry.dispute, dispute_outcome=entry.dispute_outcome,
        )  # fmt: skip

    @looked_up
    def held(self) -> Sequence[Meeting]:
        """Return the meetings that were held, of every kind, in order of the day."""
        return tuple(_held(self.by_id.values()))

    @looked_up
    def held_on_disputes(self) -> Sequence[Meeting]:
        """Return those held about disputes, in order of the day."""
        return tuple(meeting for meeting in self.held() if meeting.kind == "dispute")

    def held_between(self, first: date, last: date, *, longer: bool = True) -> list[Meeting]:
        """Return the monitoring meetings held from one day to another, both included, in order of the day.

        `longer`: whether a longer meeting counts as one (N-10).
        """
        held = (m for m in self.held() if m.counts and (longer or m.kind not in LONGER))
        return [m for m in held if m.held_on and first <= m.held_on <= last]

    def gaps(self, first: date, last: date, *, longer: bool = True) -> list[Gap]:
        """Return the stretches without a monitoring meeting between two days: to the first, between, from the last."""
        days = [m.held_on for m in self.held_between(first, last, longer=longer) if m.held_on]
        return [Gap(*pair) for pair in pairwise([first, *days, last])]

    def longest_gap(self, first: date, last: date) -> Gap | None:
        """Return the longest stretch without a monitoring meeting (the earlier of equals), None for no time at all."""
        return max((gap for gap in self.gaps(first, last) if gap.days > 0), key=lambda gap: gap.days, default=None)

    def per_year(self, start: date, until: date) -> list[tuple[date, date, int]]:
        """Return (first day, last day, monitoring meetings held) for each year of the contract begun by a day: those
        of one day are one, in several parts or recorded twice.

        The last year may not be over: then its last day lies after `until` and its meetings are those up to `until`.
        """
        years: list[tuple[date, date, int]] = []
        first = start
        while first <= until and (last := last_of(start, 12 * (len(years) + 1))) is not None:
            years.append((first, last, len(self.days_met(self.held_between(first, min(last, until))))))
            first = shifted(last, 1)
        return years

    def last_year(self, day: date) -> list[Meeting]:
        """Return the monitoring meetings of the twelve months that end with a day (HCC-12.4-a)."""
        return self.held_between(shifted(months_before(day, 12), 1), day)

    def to_come(self, day: date) -> list[Meeting]:
        """Return the meetings arranged for after a day, neither held nor called off, the next first."""
        waiting = (m for m in self._waiting() if m.planned_for and m.planned_for > day)
        return sorted(waiting, key=lambda m: (m.planned_for, m.id))

    def awaited_before(self, first: date, day: date, meeting: str | None) -> bool:
        """Return whether a monitoring meeting is arranged from one day on to before another, or on that day and under
        an id before that of the meeting that is meant; neither held nor called off."""
        mine = (day, meeting or "")
        waiting = [m for m in self._waiting() if m.kind in MONITORING and m.planned_for and m.id != meeting]
        return any(first <= m.planned_for and (m.planned_for, m.id) < mine for m in waiting if m.planned_for)

    def _waiting(self) -> Iterator[Meeting]:
        return (m for m in self.by_id.values() if m.held_on is None and m.cancelled is None)

    @staticmethod
    def days_met(meetings: Iterable[Meeting]) -> list[date]:
        """Return the days on which meetings were held, each once: what is asked for so often is for days apart."""
        return sorted({meeting.held_on for meeting in meetings if meeting.held_on})

    def confirmations(self, issue: str) -> list[tuple[Meeting, Confirmation, int]]:
        """Return what meetings found of an issue, in order: (meeting, what was found, position)."""
        met = _held(self.by_id[meeting] for meeting in dict.fromkeys(self.looked_at.get(issue, ())))
        return [(m, found, at) for m in met for found, at in m.confirmations if found.issue == issue]

    def looked(self, entries: Iterable[int]) -> list[tuple[Meeting, int]]:
        """Return the meetings that looked at any of these entries, in order: (meeting, position of the item)."""
        found = dict.fromkeys(one for at in entries for one in self.considered.get(at, ()))
        held = ((self.by_id[meeting], at) for meeting, at in found)
        return sorted(((m, at) for m, at in held if m.held_on), key=lambda one: (one[0].held_on, one[0].held, one[1]))


def _held(meetings: Iterable[Meeting]) -> list[Meeting]:
    return sorted((m for m in meetings if m.held_on), key=lambda m: (m.held_on, m.held))


def kind_on(file: ContractFile, kind: KindOfMeeting, day: date | None, procedure: Procedure) -> KindOfMeeting:
    """Return of which kind a meeting is on a day: a regular one, before the contract starts, is the one that the
    procedure has for that time, where it has one (HCC-7.5-a)."""
    start = file.started_on()
    early = kind == "regular" and start is not None and day is not None and day < start
    return "pre-start" if early and procedure.meeting("pre-start") is not None else kind


def kind_of(file: ContractFile, meeting: Meeting, procedure: Procedure) -> KindOfMeeting:
    """Return of which kind a meeting is, by what was said of it and by its day."""
    return kind_on(file, meeting.kind, meeting.day, procedure)


def agenda_of(file: ContractFile, meeting: Meeting, procedure: Procedure) -> tuple[str, ...]:
    """Return what the procedure asks a meeting of this kind to cover."""
    kind = procedure.meeting(kind_of(file, meeting, procedure))
    return kind.agenda if kind else ()


def missing_items(file: ContractFile, meeting: str, procedure: Procedure) -> list[str]:
    """Return what the procedure asks a meeting of this kind to cover and this one neither covered nor explained."""
    known = file.meetings.by_id.get(meeting)
    missing = known.not_covered(agenda_of(file, known, procedure), procedure) if known else []
    return [item for item in missing if item != CASES or not considered_cases(file, meeting)]


def considered_cases(file: ContractFile, meeting: str) -> bool:
    """Return whether a particular case is on file as considered at a meeting (HCC-7.6-i)."""
    return among(meeting, [case.meeting for case in file.feedback.cases if case.meeting])
