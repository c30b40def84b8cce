"""What is recorded of a meeting, from its arrangement to its minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Actor, Entry, Frozen, SharedAudience
from ledger.fields import DisputeId, Hour, IssueId, Limit, MeetingId, Name, Position, of_rows
from ledger.words import Exhibit, Personal, Text

KindOfMeeting = Literal[
    "pre-start", "first", "regular", "ad-hoc", "strategic-half-year", "strategic-annual", "dispute"
]  # fmt: skip


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
    """What sort of meeting. A regular one before the contract starts is the meeting that the procedure has for that
    time, where it has one."""
    planned_for: date
    """The day it is to be held."""
    planned_at: Hour | None = None
    """The hour."""
    place: Name | None = None
    """Where."""
    expected: Annotated[tuple[Name, ...], Limit(longest=30)] = ()
    """The offices expected: lead-officer, contract-support-officer, provider-contract-manager."""
    agenda: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """The items on its agenda, by the procedure's ids or titles; matters of its own in words."""
    contractual: bool = False
    """Whether a matter of a contractual nature is on the agenda (then the support officer is asked to come)."""
    ad_hoc_reason: Text | None = None
    """Why an extra meeting was called."""
    audience: SharedAudience = "shared"

    gives = "MTG"
    noun = "meeting"
    line = "{id}: {meeting_kind} meeting arranged for {planned_for}[ at {place}][: {ad_hoc_reason}]"

    @property
    def there_on(self) -> date:
        return min(self.happened_on, self.planned_for)  # that it was arranged is often written down afterwards


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
    audience: SharedAudience = "shared"

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
    audience: SharedAudience = "shared"

    line = "{meeting} called off[ by the {cancelled_by}][: {reason}]"


class MeetingHeld(Entry):
    """A meeting between the authority and the provider was held."""

    kind: Literal["meeting-held/1"] = "meeting-held/1"
    meeting: MeetingId | None = None
    """The meeting as it was arranged; left out where it was not arranged before: the ledger then gives it an id."""
    meeting_kind: KindOfMeeting | None = None
    """What sort of meeting; left out where it was as arranged, else a regular one. A regular one before the contract
    starts is the meeting that the procedure has for that time, where it has one."""
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
    dispute: DisputeId | None = None
    """The dispute a meeting of that sort was about, by the id it was given when it was let begin; left out where a
    notice alone began it."""
    dispute_outcome: Literal["settled", "plan-to-follow", "not-settled"] | None = None
    """What came of a meeting about a dispute."""
    audience: SharedAudience = "shared"

    may_precede = ("meeting", "dispute")
    gives = "MTG"
    noun = "meeting"
    line = (
        "[{id}: ][{meeting}: ][{meeting_kind} ]meeting held[; chaired by {chair}][; present: {attendees}]"
        "[; apologies: {apologies}][; reason: {ad_hoc_reason}][; about {dispute}][: {dispute_outcome}]"
    )

    def begins(self) -> str | None:
        """Return MTG where the meeting was not arranged before; one that was keeps the id it was given then."""
        return None if self.meeting else self.gives

    @property
    def in_offices(self) -> tuple[Actor, ...]:
        """Those too who were there, but for whoever came for another, and those who sent apologies."""
        return (*self.actors, *(there for there in self.present() if there.nominee_of is None), *self.apologies)

    def present(self) -> Iterator[Attendee]:
        """Yield everybody said to have been there, chair and note-taker among them, who may be the same."""
        yield from self.attendees
        there = [a.person for a in self.attendees]
        for also in (self.chair, self.note_taker):
            if also is not None and also.person not in there:
                there.append(also.person)
                yield Attendee(person=also.person, office=also.office, party=also.party)


class AgendaItemConsidered(Entry):
    """A matter on the agenda was considered at a meeting, or passed over."""

    kind: Literal["agenda-item-considered/1"] = "agenda-item-considered/1"
    meeting: MeetingId
    """The meeting."""
    item: Annotated[Name, of_rows("agenda")]
    """The matter, by the id or title it has in the procedure, or as it was put on the meeting's own agenda."""
    covered: bool = True
    """Whether it was considered; no where it was on the agenda and was not reached."""
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
    audience: SharedAudience = "shared"

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
    state: Literal["draft", "agreed", "disputed"] | None = None
    """Whether they are a draft, were agreed by both parties, or are disputed; left out where that is not known."""
    provider_comments: Text | None = None
    """What the provider says of them; where they are disputed, in what."""
    audience: SharedAudience = "shared"

    line = "Minutes of {meeting} written[ by {author}][: {state}][; the provider comments: {provider_comments}]"


class MeetingMinutesCirculated(Entry):
    """The minutes of a meeting were sent to those concerned."""

    kind: Literal["meeting-minutes-circulated/1"] = "meeting-minutes-circulated/1"
    meeting: MeetingId
    """The meeting."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=100, shortest=1)]
    """To whom, in what office and for which party."""
    means: Name | None = None
    """How: e-mail, post, shared folder."""
    audience: SharedAudience = "shared"

    line = "Minutes of {meeting} sent to {recipients}[ by {means}]"


MeetingsEntry: TypeAlias = (
    MeetingScheduled | MeetingRescheduled | MeetingCancelled | MeetingHeld | AgendaItemConsidered
    | MeetingMinutesRecorded | MeetingMinutesCirculated
)  # fmt: skip
