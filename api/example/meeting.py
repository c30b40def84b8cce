"""A meeting as the stories tell it: who came, what was said on each matter, the minutes, and to whom they went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from api.example.cast import AUTHORITY_NAME, COLIN
from api.example.paper import minutes
from api.example.telling import Desk, Fact, Story, fact
from ledger.entry import Account, Actor
from ledger.procedures import read
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    Attendee,
    Confirmation,
    Information,
    KindOfMeeting,
    MeetingHeld,
    MeetingMinutesCirculated,
    MeetingMinutesRecorded,
)
from ledger.words import Said

TITLES = {item.id: item.title for name in ("hampshire", "thames-valley") for item in read(name).agenda}


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting, from the door to the minutes."""

    id: str
    on: date
    present: tuple[Actor, ...]
    said: Mapping[str, str]
    """The procedure's id of each matter considered -> what came of it."""
    kind: KindOfMeeting | None = None
    """Where it had not been arranged before."""
    passed_over: Mapping[str, str] = field(default_factory=dict)
    """The id of each matter not reached -> why."""
    brought: Mapping[str, bool] = field(default_factory=dict)
    """What the provider was to bring -> whether it did."""
    confirmed: tuple[Confirmation, ...] = ()
    """What was found of the issues raised before."""
    confirmed_under: str = "issues-raised-before"
    """The id of the matter under which that was found."""
    note_taker: Actor | None = None
    """Who took the notes, where the procedure has one: then the first of those present chairs, and nobody else is sent
    the minutes."""
    looked_at: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The id of a matter -> entries looked at under it."""
    nominee: str | None = None
    """Who came as the lead officer's nominee."""
    why: str | None = None
    """Why an extra meeting was called."""
    because: Mapping[str, str] = field(default_factory=dict)
    """What the meeting did not keep of the procedure, and why."""


def held(desk: Desk, met: Met, at: str, account: Account) -> Story:
    """Tell that a meeting was held and what was said on each matter, as recorded at that moment."""
    present = tuple(
        Attendee(**dict(person), nominee_of="lead-officer" if person.person == met.nominee else None)
        for person in met.present
    )
    meeting = MeetingHeld(
        happened_on=met.on, meeting=None if met.kind else met.id, meeting_kind=met.kind, attendees=present,
        by=met.present[0], ad_hoc_reason=Said(met.why) if met.why else None,
        chair=met.present[0] if met.note_taker else None, note_taker=met.note_taker,
        information_received=tuple(Information(what=what, received=there) for what, there in met.brought.items()),
    )  # fmt: skip
    yield desk.record(at, account, fact(meeting, met.id, because=met.because), *_matters(met))


def _matters(met: Met) -> list[Fact]:
    told = [
        AgendaItemConsidered(
            happened_on=met.on, meeting=met.id, item=item, outcome=Said(words), by=met.present[0],
            concerns=met.looked_at.get(item, ()), confirmations=met.confirmed if item == met.confirmed_under else (),
        )
        for item, words in met.said.items()
    ]  # fmt: skip
    told += [
        AgendaItemConsidered(
            happened_on=met.on, meeting=met.id, item=item, covered=False, not_covered_reason=Said(why),
            by=met.present[0],
        )
        for item, why in met.passed_over.items()
    ]  # fmt: skip
    return [Fact(entry) for entry in told]


def minuted(desk: Desk, met: Met, title: str, on: date, at: str, account: Account) -> Story:
    """Tell that the minutes were written that day, placed on file and sent to all who were there and to Colin Marsh.

    To Colin Marsh only where the procedure knows a support officer.
    """
    present = ", ".join(str(person) for person in met.present)
    paper = minutes(
        on, AUTHORITY_NAME, f"Minutes: {title}, {met.on:%-d %B %Y}", present,
        {TITLES[item]: words for item, words in {**met.said, **met.passed_over}.items()}, account.name,
    )  # fmt: skip
    recipients = met.present if COLIN in met.present or met.note_taker else (*met.present, COLIN)
    yield desk.record(
        at, account,
        fact(
            MeetingMinutesRecorded(happened_on=on, meeting=met.id, author=account.name, document=desk.paper(paper)),
            f"{met.id} minutes",
        ),
        MeetingMinutesCirculated(happened_on=on, meeting=met.id, recipients=recipients, means="e-mail"),
    )  # fmt: skip
