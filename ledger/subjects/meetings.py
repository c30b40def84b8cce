"""Meetings: when the parties met, who was there, what was considered, minuted and to be done; and other contact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from ledger.entry import (
    ActionId,
    Actor,
    Audience,
    ContactId,
    Entry,
    Frozen,
    IssueId,
    Limit,
    MeetingId,
    Name,
    PlanId,
    Position,
    Recorded,
)
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Exhibit, Personal, Text
from ledger.working_days import months_after, months_before, shifted

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

KindOfMeeting = Literal[
    "pre-start", "first", "regular", "ad-hoc", "strategic-half-year", "strategic-annual", "dispute"
]  # fmt: skip
MONITORING = ("first", "regular", "ad-hoc", "strategic-half-year", "strategic-annual")
"""Kinds that count as monitoring the contract once it runs; a longer meeting counts as that quarter's (N-10)."""
UNRECORDED_MEANS = ("call", "video-call", "talk")
"""Means of contact that leave nothing in writing (TVP-5.1-2b)."""
SUPPORT_OFFICER = "contract-support-officer"


class Attendee(Actor):
    """Somebody who was at a meeting; people who receive services by pseudonym only."""

    nominee_of: Name | None = None
    """The office whose nominee they came as: lead-officer."""


class Information(Frozen):
    """Something the provider is to bring to monitoring meetings, and whether it did."""

    what: Name
    """The information, as the specification names it."""
    received: bool = True
    """Whether it was brought."""
    position: Position | None = None
    """The entry that records it: a return, a report, a survey."""


class Confirmation(Frozen):
    """What a meeting found of one issue raised before it: whether it was settled well, and in time."""

    issue: IssueId
    """The issue."""
    satisfactory: bool
    """Whether it was settled well."""
    in_time: bool | None = None
    """Whether it was settled in the time agreed."""


class MeetingScheduled(Entry):
    """A meeting between the authority and the provider was arranged."""

    kind: Literal["meeting-scheduled/1"] = "meeting-scheduled/1"
    meeting_kind: KindOfMeeting = "regular"
    """What sort of meeting."""
    planned_for: date
    """The day it is to be held."""
    planned_at: time | None = None
    """The hour."""
    place: Name | None = None
    """Where."""
    expected: Annotated[tuple[Name, ...], Limit(longest=30)] = ()
    """The offices expected: lead-officer, contract-support-officer, provider-contract-manager."""
    agenda: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """The items on its agenda, by the procedure's ids."""
    contractual: bool = False
    """Whether a matter of a contractual nature is on the agenda (then the support officer is asked to come)."""
    ad_hoc_reason: Text | None = None
    """Why an extra meeting was called."""
    audience: Audience = "shared"

    gives = "MTG"
    noun = "meeting"
    line = "{id}: {meeting_kind} meeting arranged for {planned_for}[ at {place}][: {ad_hoc_reason}]"


class MeetingRescheduled(Entry):
    """A meeting was moved to another day before it was held."""

    kind: Literal["meeting-rescheduled/1"] = "meeting-rescheduled/1"
    meeting: MeetingId
    """The meeting."""
    from_date: date | None = None
    """The day it had been planned for."""
    to_date: date
    """The day it is to be held instead."""
    requested_by: Literal["authority", "provider", "third-party"] | None = None
    """Which party asked for it."""
    reason: Text | None = None
    """Why."""
    audience: Audience = "shared"

    line = "{meeting} moved[ from {from_date}] to {to_date}[ at the request of the {requested_by}][: {reason}]"


class MeetingCancelled(Entry):
    """A meeting was called off and was not held."""

    kind: Literal["meeting-cancelled/1"] = "meeting-cancelled/1"
    meeting: MeetingId
    """The meeting."""
    cancelled_by: Literal["authority", "provider", "third-party"] | None = None
    """Which party called it off."""
    reason: Text | None = None
    """Why."""
    audience: Audience = "shared"

    line = "{meeting} called off[ by the {cancelled_by}][: {reason}]"


class MeetingHeld(Entry):
    """A meeting between the authority and the provider was held."""

    kind: Literal["meeting-held/1"] = "meeting-held/1"
    meeting: MeetingId | None = None
    """The meeting as it was arranged; null where it was held without having been arranged, and is given an id now."""
    meeting_kind: KindOfMeeting | None = None
    """What sort of meeting; null where it was as arranged, else a regular one."""
    chair: Actor | None = None
    """Who chaired it."""
    note_taker: Actor | None = None
    """Who took the notes."""
    attendees: Annotated[tuple[Attendee, ...], Limit(longest=100)] = ()
    """Who was there, in what office and for which party."""
    apologies: Annotated[tuple[Actor, ...], Limit(longest=100)] = ()
    """Who was expected and sent apologies."""
    information_received: Annotated[tuple[Information, ...], Limit(longest=50)] = ()
    """What the provider was to bring, and whether it did."""
    ad_hoc_reason: Text | None = None
    """Why an extra meeting was called."""
    audience: Audience = "shared"

    gives = "MTG"
    noun = "meeting"
    line = (
        "[{id}: ][{meeting}: ][{meeting_kind} ]meeting held[; chaired by {chair}][; present: {attendees}]"
        "[; apologies: {apologies}][; reason: {ad_hoc_reason}]"
    )

    def begins(self) -> str | None:
        """Return MTG where the meeting was not arranged before; one that was keeps the id it was given then."""
        return None if self.meeting else self.gives

    def present(self) -> Iterator[Attendee]:
        """Yield everybody said to have been there, chair and note-taker among them."""
        yield from self.attendees
        for also in (self.chair, self.note_taker):
            if also is not None and all(a.person != also.person for a in self.attendees):
                yield Attendee(person=also.person, office=also.office, party=also.party)


class AgendaItemConsidered(Entry):
    """A matter on the agenda was considered at a meeting, or passed over."""

    kind: Literal["agenda-item-considered/1"] = "agenda-item-considered/1"
    meeting: MeetingId
    """The meeting."""
    item: Name
    """The matter, by the procedure's id: complaints-and-compliments."""
    covered: bool = True
    """False where it was on the agenda and was not reached."""
    concerns: Annotated[tuple[Position, ...], Limit(longest=200)] = ()
    """Entries that were looked at: complaints, surveys, returns, issues."""
    confirmations: Annotated[tuple[Confirmation, ...], Limit(longest=100)] = ()
    """For each issue raised before: whether it was found settled well and in time."""
    discussion: Personal | None = None
    """What was said."""
    outcome: Text | None = None
    """What came of it."""
    not_covered_reason: Text | None = None
    """Why it was not covered."""
    audience: Audience = "shared"

    line = "{meeting}, agenda item {item}[: {discussion}][; outcome: {outcome}][; not covered: {not_covered_reason}]"


class MeetingMinutesRecorded(Entry):
    """The minutes of a meeting were written."""

    kind: Literal["meeting-minutes-recorded/1"] = "meeting-minutes-recorded/1"
    meeting: MeetingId
    """The meeting."""
    document: Exhibit | None = None
    """The minutes themselves."""
    author: Name | None = None
    """Who wrote them."""
    provider_comments: Text | None = None
    """What the provider says of them."""
    audience: Audience = "shared"

    line = "Minutes of {meeting} written[ by {author}][; the provider comments: {provider_comments}]"


class MeetingMinutesCirculated(Entry):
    """The minutes of a meeting were sent to those concerned."""

    kind: Literal["meeting-minutes-circulated/1"] = "meeting-minutes-circulated/1"
    meeting: MeetingId
    """The meeting."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=100, shortest=1)]
    """To whom, in what office and for which party."""
    means: Name | None = None
    """How: e-mail, post, shared folder."""
    audience: Audience = "shared"

    line = "Minutes of {meeting} sent to {recipients}[ by {means}]"


class ActionAssigned(Entry):
    """Somebody was given something to do."""

    kind: Literal["action-assigned/1"] = "action-assigned/1"
    description: Personal
    """What is to be done."""
    owner: Actor | None = None
    """Who is to do it, and for which party."""
    due_on: date | None = None
    """By when."""
    meeting: MeetingId | None = None
    """The meeting it arises from."""
    issue: IssueId | None = None
    """The issue it arises from."""
    plan: PlanId | None = None
    """The plan it is a step of."""
    arises_from: Position | None = None
    """Another entry it arises from: an audit, a complaint."""

    gives = "ACT"
    noun = "action"
    line = "{id}: {description}[, for {owner}][, by {due_on}][ (from {meeting})][ (for {issue})][ (under {plan})]"


class ActionCompleted(Entry):
    """Something that was to be done was done."""

    kind: Literal["action-completed/1"] = "action-completed/1"
    action: ActionId
    """The action."""
    confirmed_by: Actor | None = None
    """Who saw that it was done."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """Entries that show it."""
    words: Text | None = None
    """What was done."""

    line = "{action} completed[, confirmed by {confirmed_by}][: {words}]"


class CorrectiveActionTaken(Entry):
    """Action was taken to put right what monitoring had shown."""

    kind: Literal["corrective-action-taken/1"] = "corrective-action-taken/1"
    description: Text
    """What was done."""
    reason: Literal["capacity", "volume", "quality", "other"] = "other"
    """What it concerned: the use of capacity, volumes contracted for, quality, another matter."""
    action: ActionId | None = None
    """The action it carries out, where one was assigned."""
    meeting: MeetingId | None = None
    """The meeting that showed the need."""
    activity: Annotated[tuple[Position, ...], Limit(longest=50)] = ()
    """The figures it answers to."""

    line = "Corrective action taken[ on {action}][ after {meeting}] ({reason}): {description}"


class ContactLogged(Entry):
    """The parties were in touch outside a meeting."""

    kind: Literal["contact-logged/1"] = "contact-logged/1"
    direction: Literal["to-provider", "from-provider", "within-authority", "other"]
    """Who turned to whom."""
    means: Literal[
        "e-mail", "letter", "call", "video-call", "talk", "message", "portal", "website", "forum", "newsletter", "other"
    ]
    """How. Of a call, a video call or a talk nothing is left in writing."""
    level: Literal["operational", "management", "escalation"] | None = None
    """The level of the two organisations it took place at."""
    formal: bool = False
    """Whether it was formal."""
    participants: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """Who took part, in what office and for which party."""
    summary: Personal
    """What it was about."""
    concern: bool = False
    """Whether a concern about the service came up in it."""
    issue: IssueId | None = None
    """The issue it was about."""

    gives = "CON"
    noun = "contact"
    line = "{id}: contact {direction} by {means}[ with {participants}][ about {issue}]: {summary}"


class ConversationSummarySent(Entry):
    """After a talk of which nothing was written, a summary of it was sent to the provider."""

    kind: Literal["conversation-summary-sent/1"] = "conversation-summary-sent/1"
    contact: ContactId | None = None
    """The conversation, as it was logged."""
    issue: IssueId | None = None
    """The issue it was about, which the provider has now been told of in writing."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """To whom."""
    means: Name = "e-mail"
    """How."""
    words: Text | None = None
    """The summary."""
    document: Exhibit | None = None
    """The message itself."""
    audience: Audience = "shared"

    line = "Summary[ of {contact}][ about {issue}] sent[ to {recipients}] by {means}[: {words}]"


MeetingsEntry: TypeAlias = (
    MeetingScheduled | MeetingRescheduled | MeetingCancelled | MeetingHeld | AgendaItemConsidered
    | MeetingMinutesRecorded | MeetingMinutesCirculated | ActionAssigned | ActionCompleted | CorrectiveActionTaken
    | ContactLogged | ConversationSummarySent
)  # fmt: skip


class Item(Frozen):
    """One matter at one meeting."""

    item: str
    covered: bool
    explained: bool
    """Where it was not covered: whether a reason is on record."""
    position: int


class Minutes(Frozen):
    """One version of a meeting's minutes."""

    position: int
    on: date
    document: bool
    """Whether the document itself is on file."""


class Sending(Frozen):
    """Minutes that went to somebody."""

    position: int
    on: date
    to: Actor
    means: str | None


class Meeting(Frozen):
    """One meeting, from its arrangement to its minutes."""

    id: str
    kind: KindOfMeeting = "regular"
    planned: tuple[tuple[date, date, int], ...] = ()
    """(day this was arranged, day it was arranged for, position), in order: the last one stands."""
    contractual: bool = False
    ad_hoc_reason: bool = False
    """Whether it is on record why an extra meeting was called."""
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
    items: tuple[Item, ...] = ()
    confirmations: tuple[tuple[Confirmation, int], ...] = ()
    """(what was found of an issue, position)."""
    minutes: tuple[Minutes, ...] = ()
    sent: tuple[Sending, ...] = ()
    corrective: tuple[int, ...] = ()
    """Positions of corrective action taken after it."""

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
    def documented(self) -> bool:
        """Whether minutes are on record and went to somebody; whether they are filed: `ContractFile.minutes_filed`."""
        return bool(self.minutes and self.sent)

    def attended(self, office: str) -> bool:
        """Return whether the holder of an office was there, or somebody came as that holder's nominee."""
        return _came(self.present, office)

    def not_sent(self) -> list[Attendee]:
        """Return those who were there and to whom no minutes have gone."""
        reached = {sending.to.person for sending in self.sent}
        return [a for a in self.present if a.person not in reached]

    def not_covered(self, agenda: Sequence[str]) -> list[str]:
        """Return the items of an agenda neither considered nor passed over for a reason on record."""
        answered = {item.item for item in self.items if item.covered or item.explained}
        return [item for item in agenda if item not in answered]


class Action(Frozen):
    """One thing to be done, and whether it was."""

    id: str
    position: int = 0
    assigned_on: date | None = None
    owner: Actor | None = None
    due_on: date | None = None
    meeting: str | None = None
    issue: str | None = None
    plan: str | None = None
    completed: tuple[date, int] | None = None
    """(day it was first found done, position)."""
    corrective: tuple[int, ...] = ()
    """Positions of corrective action that carried it out."""

    def open_on(self, day: date) -> bool:
        """Return whether it had been assigned and was not done at the end of a day."""
        begun = self.assigned_on is not None and self.assigned_on <= day
        return begun and (self.completed is None or self.completed[0] > day)


class Contact(Frozen):
    """One contact outside a meeting, and the summaries sent of it."""

    id: str
    position: int = 0
    on: date | None = None
    direction: str = "other"
    means: str = "other"
    concern: bool = False
    issue: str | None = None
    summaries: tuple[tuple[date, int], ...] = ()
    """(day, position) of each summary sent to the provider."""

    @property
    def wants_summary(self) -> bool:
        """Whether a concern about the service came up with the provider and nothing of it is in writing yet."""
        between = self.direction in ("to-provider", "from-provider") and self.means in UNRECORDED_MEANS
        return between and (self.concern or self.issue is not None) and not self.summaries


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a monitoring meeting, from one (or the start asked of) to the next (or the end)."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(slots=True)
class Meetings(Register):
    """The meetings, actions and contacts of one contract, by id."""

    by_id: dict[str, Meeting] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    summaries: dict[str, tuple[tuple[date, int], ...]] = field(default_factory=dict)
    """By issue: (day, position) of each summary of a talk that told the provider of it in writing."""

    def apply(self, recorded: Recorded) -> None:
        entry: MeetingsEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        position, day = recorded.position, entry.happened_on
        given = recorded.given_id or f"entry {position}"
        match entry:
            case MeetingScheduled():
                self._change(
                    given, kind=entry.meeting_kind, contractual=entry.contractual, agenda=entry.agenda,
                    ad_hoc_reason=entry.ad_hoc_reason is not None,
                )  # fmt: skip
                self._add(given, "planned", (day, entry.planned_for, position))
            case MeetingRescheduled():
                self._add(entry.meeting, "planned", (day, entry.to_date, position))
            case MeetingCancelled():
                self._change(entry.meeting, cancelled=(day, entry.cancelled_by, position))
            case MeetingHeld():
                # A correction may have taken the meeting's name out: the entry's own number then stands for it.
                self._held(entry.meeting or given, entry, position)
            case AgendaItemConsidered():
                explained = entry.not_covered_reason is not None
                covered = entry.covered and not explained
                item = Item(item=entry.item, covered=covered, explained=explained, position=position)
                self._add(entry.meeting, "items", item)
                for found in entry.confirmations:
                    self._add(entry.meeting, "confirmations", (found, position))
            case MeetingMinutesRecorded():
                document = entry.document is not None or bool(entry.exhibits)
                self._add(entry.meeting, "minutes", Minutes(position=position, on=day, document=document))
            case MeetingMinutesCirculated():
                for to in entry.recipients:
                    self._add(entry.meeting, "sent", Sending(position=position, on=day, to=to, means=entry.means))
            case ActionAssigned():
                self._act(
                    given, position=position, assigned_on=day, owner=entry.owner, due_on=entry.due_on,
                    meeting=entry.meeting, issue=entry.issue, plan=entry.plan,
                )  # fmt: skip
            case ActionCompleted():
                known = self.actions.get(entry.action)
                self._act(entry.action, completed=known.completed if known and known.completed else (day, position))
            case CorrectiveActionTaken():
                if entry.action:
                    known = self.actions.get(entry.action)
                    self._act(entry.action, corrective=(*(known.corrective if known else ()), position))
                if entry.meeting:
                    self._add(entry.meeting, "corrective", position)
            case ContactLogged():
                self._touch(
                    given, position=position, on=day, direction=entry.direction, means=entry.means,
                    concern=entry.concern, issue=entry.issue,
                )  # fmt: skip
            case ConversationSummarySent():
                self._summarised(entry, position)
            case _:
                assert_never(entry)

    # In the world's order a meeting may be minuted before it is entered as held: the record stands either way.

    def _change(self, meeting: str, **parts: object) -> None:
        self.by_id[meeting] = self.by_id.get(meeting, Meeting(id=meeting)).model_copy(update=parts)

    def _add(self, meeting: str, name: str, part: object) -> None:
        known = self.by_id.get(meeting, Meeting(id=meeting))
        self.by_id[meeting] = known.model_copy(update={name: (*getattr(known, name), part)})

    def _act(self, action: str, **parts: object) -> None:
        self.actions[action] = self.actions.get(action, Action(id=action)).model_copy(update=parts)

    def _touch(self, contact: str, **parts: object) -> None:
        self.contacts[contact] = self.contacts.get(contact, Contact(id=contact)).model_copy(update=parts)

    def _held(self, meeting: str, entry: MeetingHeld, position: int) -> None:
        known = self.by_id.get(meeting, Meeting(id=meeting))
        self._change(
            meeting, kind=entry.meeting_kind or known.kind, held=position, held_on=entry.happened_on,
            chair=entry.chair, note_taker=entry.note_taker, present=tuple(entry.present()), apologies=entry.apologies,
            information=entry.information_received,
            ad_hoc_reason=known.ad_hoc_reason or entry.ad_hoc_reason is not None,
        )  # fmt: skip

    def _summarised(self, entry: ConversationSummarySent, position: int) -> None:
        sent = (entry.happened_on, position)
        issue = entry.issue
        if entry.contact:
            known = self.contacts.get(entry.contact, Contact(id=entry.contact))
            self._touch(entry.contact, summaries=(*known.summaries, sent))
            issue = issue or known.issue
        if issue:
            self.summaries[issue] = (*self.summaries.get(issue, ()), sent)

    def held(self) -> list[Meeting]:
        """Return the meetings that were held, of every kind, in order of the day."""
        return sorted((m for m in self.by_id.values() if m.held_on), key=lambda m: (m.held_on, m.held))

    def held_between(self, first: date, last: date) -> list[Meeting]:
        """Return the monitoring meetings held from one day to another, both included, in order of the day."""
        return [m for m in self.held() if m.counts and m.held_on and first <= m.held_on <= last]

    def gaps(self, first: date, last: date) -> list[Gap]:
        """Return the stretches without a monitoring meeting between two days: to the first, between, from the last."""
        days = [m.held_on for m in self.held_between(first, last) if m.held_on]
        return [Gap(*pair) for pair in pairwise([first, *days, last])]

    def longest_gap(self, first: date, last: date) -> Gap | None:
        """Return the longest stretch without a monitoring meeting (the earlier of equals), None for no time at all."""
        return max((gap for gap in self.gaps(first, last) if gap.days > 0), key=lambda gap: gap.days, default=None)

    def per_year(self, start: date, until: date) -> list[tuple[date, date, int]]:
        """Return (first day, last day, monitoring meetings held) for each year of the contract begun by a day.

        The last year may not be over: then its last day lies after `until` and its meetings are those up to `until`.
        """
        years: list[tuple[date, date, int]] = []
        while (first := months_after(start, 12 * len(years))) <= until:
            last = shifted(months_after(start, 12 * (len(years) + 1)), -1)
            years.append((first, last, len(self.held_between(first, min(last, until)))))
        return years

    def last_year(self, day: date) -> list[Meeting]:
        """Return the monitoring meetings of the twelve months that end with a day (HCC-12.4-a)."""
        return self.held_between(shifted(months_before(day, 12), 1), day)

    def to_come(self, day: date) -> list[Meeting]:
        """Return the meetings arranged for after a day, neither held nor called off, the next first."""
        waiting = (m for m in self._waiting() if m.planned_for and m.planned_for > day)
        return sorted(waiting, key=lambda m: (m.planned_for, m.id))

    def not_held(self, day: date) -> list[Meeting]:
        """Return the meetings arranged for a day before this one and neither held, moved nor called off."""
        return [m for m in self._waiting() if m.planned_for and m.planned_for < day]

    def _waiting(self) -> Iterator[Meeting]:
        return (m for m in self.by_id.values() if m.held_on is None and m.cancelled is None)

    def without_minutes(self) -> list[Meeting]:
        """Return the meetings that were held and of which no minutes are on record."""
        return [m for m in self.held() if not m.minutes]

    def without_circulation(self) -> list[Meeting]:
        """Return the meetings that were held and whose minutes have gone to nobody."""
        return [m for m in self.held() if not m.sent]

    def missing_items(self, meeting: str, procedure: Procedure) -> list[str]:
        """Return what the procedure asks a meeting of this kind to cover and this one neither covered nor explained."""
        known = self.by_id.get(meeting)
        return known.not_covered(_agenda(known, procedure)) if known else []

    def confirmations(self, issue: str) -> list[tuple[Meeting, Confirmation, int]]:
        """Return what meetings found of an issue, in order: (meeting, what was found, position)."""
        return [(m, found, at) for m in self.held() for found, at in m.confirmations if found.issue == issue]

    def open_actions(self, day: date) -> list[Action]:
        """Return the actions assigned and not done at the end of a day, the earliest due first, undated ones last."""
        waiting = (action for action in self.actions.values() if action.open_on(day))
        return sorted(waiting, key=lambda action: (action.due_on or date.max, action.id))

    def overdue_actions(self, day: date) -> list[Action]:
        """Return the actions whose time had run out before a day and that were not done by then."""
        return [action for action in self.open_actions(day) if action.due_on and action.due_on < day]

    def unsummarised(self) -> list[Contact]:
        """Return the talks with the provider in which a concern came up and of which nothing was sent in writing."""
        return [contact for contact in self.contacts.values() if contact.wants_summary]


def _agenda(meeting: Meeting, procedure: Procedure) -> tuple[str, ...]:
    kind = procedure.meeting(meeting.kind)
    return kind.agenda if kind else ()


def _came(present: Iterable[Attendee], office: str) -> bool:
    # The authority's representative is the lead officer or the lead officer's nominee (HCC-5.1-b).
    offices = {office, "representative"} if office == "lead-officer" else {office}
    return any(a.office in offices or a.nominee_of == office for a in present)


def _was_there(file: ContractFile, held: MeetingHeld, office: str) -> bool:
    """Whether the office was represented: as stated, or by a person whom the file knows to have held it that day."""
    if _came(held.present(), office):
        return True
    return any(a.office is None and file.people.holds(office, a.person, held.happened_on) for a in held.present())


def _kind_held(file: ContractFile, held: MeetingHeld) -> KindOfMeeting:
    arranged = file.meetings.by_id.get(held.meeting) if held.meeting else None
    return held.meeting_kind or (arranged.kind if arranged else "regular")


def _latest(entry: Entry) -> date:
    return entry.until or entry.happened_on


OfMeetingHeld: TypeAlias = AgendaItemConsidered | MeetingMinutesRecorded | MeetingMinutesCirculated


# --- what contradicts the file ---------------------------------------------------------------------------------


def _planned_in_the_past(
    file: ContractFile, entry: MeetingScheduled | MeetingRescheduled, procedure: Procedure
) -> str | None:
    planned = entry.planned_for if isinstance(entry, MeetingScheduled) else entry.to_date
    if planned < entry.happened_on:
        return f"it was arranged on {entry.happened_on:%-d %B %Y} for {planned:%-d %B %Y}, which was already past"
    return None


def _over_already(file: ContractFile, entry: MeetingRescheduled | MeetingCancelled, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(entry.meeting)
    if meeting is None:
        return None
    if meeting.cancelled and meeting.cancelled[0] <= entry.happened_on:
        return f"{meeting.id} was called off on {meeting.cancelled[0]:%-d %B %Y}; arrange another (meeting-scheduled)"
    if meeting.held_on and (isinstance(entry, MeetingCancelled) or meeting.held_on < entry.happened_on):
        return f"{meeting.id} was held on {meeting.held_on:%-d %B %Y}"
    return None


def _not_to_be_held(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(held.meeting) if held.meeting else None
    if meeting is None:
        return None
    if meeting.held_on:
        return f"{meeting.id} is on file as held on {meeting.held_on:%-d %B %Y}; if this was another, name no meeting"
    if meeting.cancelled:
        day = f"{meeting.cancelled[0]:%-d %B %Y}"
        return f"{meeting.id} was called off on {day}; if it was not, strike that out; if this was another, name none"
    return None


def _of_no_meeting_held(file: ContractFile, entry: OfMeetingHeld, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(entry.meeting)
    if meeting is None:
        return None  # the id itself is not on file, which is said already
    if meeting.held_on is None:
        off = meeting.cancelled
        instead = f"it was called off on {off[0]:%-d %B %Y}" if off else "it is only arranged"
        return f"{meeting.id} is not on file as held: {instead}; record meeting-held first"
    if _latest(entry) < meeting.held_on:
        return f"{meeting.id} was held on {meeting.held_on:%-d %B %Y}, after {_latest(entry):%-d %B %Y}"
    return None


def _due_before_given(file: ContractFile, action: ActionAssigned, procedure: Procedure) -> str | None:
    if action.due_on and action.due_on < action.happened_on:
        return f"it was given on {action.happened_on:%-d %B %Y} and due on {action.due_on:%-d %B %Y}"
    return None


def _done_before_given(
    file: ContractFile, done: ActionCompleted | CorrectiveActionTaken, procedure: Procedure
) -> str | None:
    action = file.meetings.actions.get(done.action) if done.action else None
    if action and action.assigned_on and _latest(done) < action.assigned_on:
        return f"{action.id} was given on {action.assigned_on:%-d %B %Y}, after {_latest(done):%-d %B %Y}"
    return None


def _summary_before_talk(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    contact = file.meetings.contacts.get(sent.contact) if sent.contact else None
    if contact and contact.on and _latest(sent) < contact.on:
        return f"{contact.id} took place on {contact.on:%-d %B %Y}, after {_latest(sent):%-d %B %Y}"
    return None


# --- who was there ---------------------------------------------------------------------------------------------


def _required_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    kind = procedure.meeting(_kind_held(file, held)) or procedure.meeting("regular")
    absent = [office for office in (kind.must_attend if kind else ()) if not _was_there(file, held, office)]
    if not absent:
        return None
    offices = ", ".join(procedure.office_title(office) for office in absent)
    return f"neither the {offices} nor a nominee is among those said to have been there"


def _expected_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    kind = procedure.meeting(_kind_held(file, held))
    # The support officer's part is asked for by day, not by kind of meeting: the four rules below.
    expected = [office for office in (kind.should_attend if kind else ()) if office != SUPPORT_OFFICER]
    if not expected or any(_was_there(file, held, office) for office in expected):
        return None
    return f"nobody came as {' or '.join(procedure.office_title(office) for office in expected)}"


def _named_absent(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    spec = file.terms.specification(held.happened_on)
    # The lead officer is asked for by name of the procedure: meeting.required-attend.
    named = [office for office in spec.says.attendees if office != "lead-officer"] if spec else []
    absent = [procedure.office_title(office) for office in named if not _was_there(file, held, office)]
    return f"the specification names {', '.join(absent)}, and nobody came in that office" if absent else None


def _information_unsaid(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    spec = file.terms.specification(held.happened_on)
    ticked = {information.what for information in held.information_received}
    unsaid = [what for what in spec.says.meeting_information if what not in ticked] if spec else []
    return f"it is not said whether the provider brought: {'; '.join(unsaid)}" if unsaid else None


def _without_support_officer(file: ContractFile, held: MeetingHeld) -> bool:
    return not _was_there(file, held, SUPPORT_OFFICER)


def _before_start_alone(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    start, kind = file.started_on(), _kind_held(file, held)
    early = kind == "pre-start" or (start is not None and held.happened_on < start)
    if not early or not _without_support_officer(file, held):
        return None
    starts = f" (it starts on {start:%-d %B %Y})" if start else ""
    return f"the contract had not started{starts} and the Contract Support Officer was not there"


def _first_alone(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    start, kind = file.started_on(), _kind_held(file, held)
    if kind not in MONITORING or not _without_support_officer(file, held):
        return None
    earlier = start and [m for m in file.meetings.held_between(start, held.happened_on) if m.id != held.meeting]
    if kind == "first" or (start and held.happened_on >= start and not earlier):
        since = f" on {start:%-d %B %Y}" if start else ""
        return f"it was the first meeting after the start{since} and the Contract Support Officer was not there"
    return None


def _contractual_alone(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    if not _without_support_officer(file, held):
        return None
    unsettled = ", ".join(issue.id for issue in file.issues.open() if issue.contractual)
    if unsettled:
        return f"{unsettled}, of a contractual nature, was open and the Contract Support Officer was not there"
    arranged = file.meetings.by_id.get(held.meeting) if held.meeting else None
    if arranged and arranged.contractual:
        return "a contractual matter was on the agenda and the Contract Support Officer was not there"
    return None


def _near_end_alone(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    end = file.end_date(held.happened_on)
    if end is None or not _without_support_officer(file, held):
        return None
    months = procedure.setting("meeting.support-officer-before-end")
    if months_before(end, months) < held.happened_on <= end:
        ending = f"the contract ends on {end:%-d %B %Y}, within {months} months"
        return f"{ending}, and the Contract Support Officer was not there"
    return None


def _chaired_by_another(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    if held.chair is None:
        return "it is not said who chaired it"
    return None if held.chair.office == "lead-officer" else f"{held.chair} chaired it"


def _no_note_taker(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    return None if held.note_taker else "it is not said who took the notes"


def _extra_without_reason(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    arranged = file.meetings.by_id.get(held.meeting) if held.meeting else None
    if _kind_held(file, held) == "ad-hoc" and not held.ad_hoc_reason and not (arranged and arranged.ad_hoc_reason):
        return "it is not said why an extra meeting was called"
    return None


# --- what was done and written ---------------------------------------------------------------------------------


def _moved_from_another_day(file: ContractFile, moved: MeetingRescheduled, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(moved.meeting)
    planned = meeting.planned_for if meeting else None
    if moved.from_date and planned and moved.from_date != planned:
        return f"{moved.meeting} was planned for {planned:%-d %B %Y}, not for {moved.from_date:%-d %B %Y}"
    return None


def _passed_over_without_reason(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    return "it is not said why" if not item.covered and item.not_covered_reason is None else None


def _agenda_not_covered(file: ContractFile, minutes: MeetingMinutesRecorded, procedure: Procedure) -> str | None:
    missing = file.meetings.missing_items(minutes.meeting, procedure)
    titles = [item.title for item in procedure.agenda if item.id in missing]
    return f"not covered at {minutes.meeting}: {'; '.join(titles)}" if missing else None


def _no_next_meeting(file: ContractFile, minutes: MeetingMinutesRecorded, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(minutes.meeting)
    if meeting is None or meeting.held_on is None or meeting.kind == "dispute":
        return None
    end = file.end_date(minutes.happened_on)
    if end and end <= minutes.happened_on:
        return None  # nothing is left to meet about
    later = [m for m in file.meetings.by_id.values() if m.day and m.day > meeting.held_on and not m.cancelled]
    return None if later else f"when the minutes of {minutes.meeting} were written no later meeting had been arranged"


def _minutes_not_on_file(file: ContractFile, minutes: MeetingMinutesRecorded, procedure: Procedure) -> str | None:
    return None if minutes.document or minutes.exhibits else "the minutes themselves are not with the entry"


def _not_to_support_officer(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(sent.meeting)
    reached = [*sent.recipients, *(s.to for s in (meeting.sent if meeting else ()))]
    if any(to.office == SUPPORT_OFFICER for to in reached):
        return None
    return f"the Contract Support Officer is not among those the minutes of {sent.meeting} have gone to"


def _not_to_a_party(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(sent.meeting)
    if meeting is None:
        return None
    reached = {to.party for to in (*sent.recipients, *(s.to for s in meeting.sent))}
    missed = sorted({a.party for a in meeting.present} - reached)
    return f"nobody of the {' and the '.join(missed)} has been sent the minutes of {sent.meeting}" if missed else None


def _circulated_late(file: ContractFile, sent: MeetingMinutesCirculated, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(sent.meeting)
    if meeting is None or meeting.held_on is None or meeting.sent:
        return None
    days, allowed = (sent.happened_on - meeting.held_on).days, procedure.setting("minutes.circulate-within")
    if days <= allowed:
        return None
    held = f"{sent.meeting} was held on {meeting.held_on:%-d %B %Y}"
    return f"{held} and its minutes went out {days} days later; the procedure allows {allowed}"


def _owner_or_date_missing(file: ContractFile, action: ActionAssigned, procedure: Procedure) -> str | None:
    missing = [name for name, value in (("who is to do it", action.owner), ("by when", action.due_on)) if value is None]
    return f"it is not said {' nor '.join(missing)}" if missing else None


def _not_by_lead(file: ContractFile, taken: CorrectiveActionTaken, procedure: Procedure) -> str | None:
    if taken.by is None or taken.by.office is None:
        return "it is not said who took it, in what office"
    return None if taken.by.office == "lead-officer" else f"{taken.by} took it"


def _summary_of_nothing(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    return None if sent.contact or sent.issue else "it names neither the conversation nor the issue it was about"


def _summarised_late(file: ContractFile, sent: ConversationSummarySent, procedure: Procedure) -> str | None:
    contact = file.meetings.contacts.get(sent.contact) if sent.contact else None
    if contact is None or contact.on is None or contact.means not in UNRECORDED_MEANS or contact.summaries:
        return None
    days, allowed = (sent.happened_on - contact.on).days, procedure.setting("contact.summarise-within")
    if days <= allowed:
        return None
    took_place = f"{contact.id} took place on {contact.on:%-d %B %Y}"
    return f"{took_place} and was summarised {days} days later; the procedure allows {allowed}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="meeting.arranged-beforehand", citation="HCC-7.6-k", level="contradiction",
        of=(MeetingScheduled, MeetingRescheduled), found=_planned_in_the_past,
        sentence="A meeting is arranged for a day that is still to come.",
    ),
    Rule(
        id="meeting.still-to-come", citation="HCC-7.1-a", level="contradiction", field="meeting",
        of=(MeetingRescheduled, MeetingCancelled), found=_over_already,
        sentence="Only a meeting neither held nor called off can be moved or called off.",
    ),
    Rule(
        id="meeting.held-once", citation="HCC-7.1-a", level="contradiction", of=MeetingHeld, field="meeting",
        sentence="A meeting is held once, and not after it was called off.", found=_not_to_be_held,
    ),
    Rule(
        id="meeting.was-held", citation="HCC-7.2-a", level="contradiction", field="meeting",
        of=(AgendaItemConsidered, MeetingMinutesRecorded, MeetingMinutesCirculated), found=_of_no_meeting_held,
        sentence="Only a meeting that was held has matters considered and minutes, and not before it was held.",
    ),
    Rule(
        id="action.due-after-given", citation="HCC-7.3-a", level="contradiction", of=ActionAssigned, field="due_on",
        sentence="An action is due no earlier than it is given.", found=_due_before_given,
    ),
    Rule(
        id="action.done-after-given", citation="HCC-7.3-a", level="contradiction", field="happened_on",
        of=(ActionCompleted, CorrectiveActionTaken), found=_done_before_given,
        sentence="An action is done no earlier than it is given.",
    ),
    Rule(
        id="contact.summary-follows", citation="TVP-5.1-2c", level="contradiction", of=ConversationSummarySent,
        field="happened_on", sentence="A summary follows the conversation.", found=_summary_before_talk,
    ),
    Rule(
        id="meeting.required-attend", citation="HCC-6.1-f", level="explain", of=MeetingHeld, field="attendees",
        sentence="The lead officer or the lead officer's nominee, and whoever else the procedure names, is there.",
        found=_required_absent,
    ),
    Rule(
        id="meeting.expected-attend", citation="HCC-7.5-c", level="advise", of=MeetingHeld, field="attendees",
        sentence="The managers who are expected at this kind of meeting attend it.", found=_expected_absent,
    ),
    Rule(
        id="meeting.attended-as-specified", citation="HCC-6.1-f", level="advise", of=MeetingHeld, field="attendees",
        sentence="Whoever the specification names attends monitoring meetings.", found=_named_absent,
    ),
    Rule(
        id="meeting.information-accounted-for", citation="HCC-6.1-d", level="advise", of=MeetingHeld,
        field="information_received", found=_information_unsaid,
        sentence="It is on record whether the provider brought the information the specification lists.",
    ),
    Rule(
        id="meeting.support-officer-before-start", citation="HCC-7.5-a", level="advise", of=MeetingHeld,
        field="attendees", sentence="The Contract Support Officer attends meetings held before the contract starts.",
        found=_before_start_alone,
    ),
    Rule(
        id="meeting.support-officer-at-first", citation="HCC-7.5-b", level="advise", of=MeetingHeld, field="attendees",
        sentence="The Contract Support Officer attends the first meeting after the start.", found=_first_alone,
    ),
    Rule(
        id="meeting.support-officer-on-contractual-matters", citation="HCC-7.5-d", level="advise", of=MeetingHeld,
        field="attendees", sentence="The Contract Support Officer is asked to come to contractual matters.",
        found=_contractual_alone,
    ),
    Rule(
        id="meeting.support-officer-near-end", citation="HCC-7.5-e", level="advise", of=MeetingHeld, field="attendees",
        sentence="The Contract Support Officer is asked to come in the last year of the contract.",
        found=_near_end_alone,
    ),
    Rule(
        id="meeting.lead-officer-chairs", citation="TVP-4.0-9", level="advise", of=MeetingHeld, field="chair",
        sentence="The lead officer chairs the meeting.", found=_chaired_by_another,
    ),
    Rule(
        id="meeting.note-taker-attends", citation="TVP-4.0-11", level="advise", of=MeetingHeld, field="note_taker",
        sentence="A note-taker of the authority attends.", found=_no_note_taker,
    ),
    Rule(
        id="meeting.extra-with-reason", citation="HCC-7.7-a", level="advise", of=MeetingHeld, field="ad_hoc_reason",
        sentence="An extra meeting is called for continuing problems, and the record says which.",
        found=_extra_without_reason,
    ),
    Rule(
        id="meeting.moved-from-its-day", citation="HCC-7.1-a", level="advise", of=MeetingRescheduled, field="from_date",
        sentence="A meeting is moved from the day it was arranged for.", found=_moved_from_another_day,
    ),
    Rule(
        id="agenda.reason-where-passed-over", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered,
        field="not_covered_reason", sentence="Where a matter is not covered the record says why.",
        found=_passed_over_without_reason,
    ),
    Rule(
        id="agenda.covered", citation="HCC-7.6-l", level="advise", of=MeetingMinutesRecorded, field="meeting",
        sentence="A meeting covers at least the matters the procedure lists.", found=_agenda_not_covered,
    ),
    Rule(
        id="meeting.next-arranged", citation="HCC-7.6-k", level="advise", of=MeetingMinutesRecorded, field="meeting",
        sentence="The next meeting is arranged before this one is closed.", found=_no_next_meeting,
    ),
    Rule(
        id="minutes.on-file", citation="HCC-7.2-c", level="advise", of=MeetingMinutesRecorded, field="document",
        sentence="Minutes are placed on the contract file.", found=_minutes_not_on_file,
    ),
    Rule(
        id="minutes.to-support-officer", citation="HCC-7.2-d", level="advise", of=MeetingMinutesCirculated,
        field="recipients", sentence="The Contract Support Officer receives the minutes whether or not attending.",
        found=_not_to_support_officer,
    ),
    Rule(
        id="minutes.to-all-parties", citation="HCC-7.2-b", level="advise", of=MeetingMinutesCirculated,
        field="recipients", sentence="Minutes go to all parties concerned.", found=_not_to_a_party,
    ),
    Rule(
        id="minutes.circulated-in-time", citation="HCC-7.2-b", level="advise", of=MeetingMinutesCirculated,
        field="happened_on", sentence="Minutes go out soon after the meeting.", found=_circulated_late,
    ),
    Rule(
        id="action.has-owner-and-date", citation="TVP-5.1-3b", level="advise", of=ActionAssigned, field="owner",
        sentence="An action has somebody who is to do it and a day by which.", found=_owner_or_date_missing,
    ),
    Rule(
        id="action.corrective-by-lead-officer", citation="HCC-7.3-a", level="advise", of=CorrectiveActionTaken,
        field="by", sentence="The lead officer takes the corrective action a meeting shows to be needed.",
        found=_not_by_lead,
    ),
    Rule(
        id="contact.summary-says-of-what", citation="TVP-5.1-2c", level="advise", of=ConversationSummarySent,
        field="contact", sentence="A summary says which conversation, or which issue, it is about.",
        found=_summary_of_nothing,
    ),
    Rule(
        id="contact.summarised-in-time", citation="TVP-5.1-2c", level="advise", of=ConversationSummarySent,
        field="happened_on", sentence="A talk of which nothing was written is soon summarised to the provider.",
        found=_summarised_late,
    ),
)  # fmt: skip
