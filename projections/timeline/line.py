"""One line of the timeline: an entry in words, with what was later made of it; which lines are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ledger.departures import State
from ledger.entry import Audience, Frozen, Protection
from ledger.fields import Hour
from ledger.opened import OpenedBy
from projections.redated import Redated

LONDON = ZoneInfo("Europe/London")
LATE_AFTER_DAYS = 7
"""An entry recorded more than this many days after the fact is shown as late: a number of ours, no source sets one."""
Party = Literal["authority", "provider", "third-party"]


class ShownExhibit(Frozen):
    """A document cited by an entry; all empty where it is withheld."""

    sha256: str | None = None
    title: str | None = None
    erased: str | None = None
    """When it was erased, by which entry and on what ground, where it was."""


class ShownDeparture(Frozen):
    """A rule of procedure that was not kept, what was said about it, and how that stands now."""

    rule: str
    level: Literal["advise", "explain", "authorise", "absolute"]
    citation: str
    sentence: str
    found: str
    reason: str | None = None
    claimed: str | None = None
    authorisation: str | None = None
    state: State
    why: str
    """Why it stands so, in one sentence."""
    settled_at: int | None = None
    """The entry that authorised, ratified or refused it, or was added to explain it."""
    awaits: tuple[str, ...] = ()
    """Offices that still have to ratify or refuse."""


class Changed(Frozen):
    """A field that a correction changed, in words."""

    field: str
    was: str
    now: str


class AsFirstRecorded(Frozen):
    """What an entry said before it was corrected."""

    sentence: str
    happened_on: date
    changed: tuple[Changed, ...] = ()
    """Each field that differs from how it reads now."""


class Line(Frozen):
    """One entry of the file, in words."""

    position: int
    index: int | None
    """Its place in the log; None until it is sealed."""
    kind: str
    heading: str
    party: Party
    """Whose side did it; where nobody is named, the recorder's."""
    by: str | None
    """Who did it, in what office."""
    recorded_by: str
    recorded_by_party: Literal["authority", "provider"]
    happened_on: date
    happened_at: Hour | None
    about: bool
    until: date | None
    noted_on: date | None
    recorded_at: datetime
    sealed_at: datetime | None
    effective_on: date
    days_late: int
    """Whole days from the fact (its last possible day) to its recording, in London's days."""
    late: bool
    taken_on: bool = False
    """It happened before the file was kept as things happened: earlier history, as taken on from elsewhere."""
    sentence: str
    first: AsFirstRecorded | None = None
    """What it said first, where it was corrected."""
    exhibits: tuple[ShownExhibit, ...] = ()
    given_id: str | None = None
    departures: tuple[ShownDeparture, ...] = ()
    corrected_by: int | None = None
    """The entry that corrected it: see there."""
    struck_by: int | None = None
    """The entry that struck it out, or that a struck correction goes back to."""
    amends: int | None = None
    """The entry this one corrects, strikes out or confirms."""
    waiting: str | None = None
    """Why a correction does not count yet; None once a second person confirmed it."""
    waits_to_change: tuple[int, ...] = ()
    """Corrections and strike-outs of it that do not count until a second person confirms them."""
    supplemented_by: tuple[int, ...] = ()
    cited_by: tuple[int, ...] = ()
    """Later entries in force that name this one, or the id it began: what came of it."""
    audience: Audience
    named: tuple[str, ...] = ()
    protection: Protection
    worked: dict[str, Any] | None = None
    """The dates worked out when it was recorded, with their working."""
    redated: tuple[Redated, ...] = ()
    """Which of them would come out otherwise on the file as it is now."""
    opened_before: tuple[OpenedBy, ...] | None = None
    """Of a reclassification, for Legal Services: who had been given the entry before. Never stored with the line."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines are wanted; nothing set: all."""

    kinds: tuple[str, ...] = ()
    """Kinds without a version: issue-raised."""
    party: Party | None = None
    since: date | None = None
    """First day it happened on."""
    until: date | None = None
    """Last day it happened on."""
    words: str | None = None
    """Words to find, as in a search box: all of them, "a phrase", or, -not."""
    audiences: tuple[Audience, ...] = ()
    """What this reader may see; none named: everything."""
    account: str | None = None
    """The reader's account, for lines that are for named people."""
    struck: bool = True
    """Whether entries that were struck out are wanted."""
    departures: bool = False
    """Whether only entries that did not keep a rule are wanted."""

    def keep(self, line: Line) -> bool:
        """Return whether a line is wanted, words apart: those the database finds, in stored lines and others alike."""
        return (
            (not self.kinds or line.kind in self.kinds)
            and (self.party is None or line.party == self.party)
            and (self.since is None or line.happened_on >= self.since)
            and (self.until is None or line.happened_on <= self.until)
            and (self.struck or line.struck_by is None)
            and (bool(line.departures) or not self.departures)
            and (not self.audiences or line.audience in self.audiences or self._is_named(line))
        )

    def _is_named(self, line: Line) -> bool:
        return line.audience == "named" and self.account is not None and self.account in line.named


EVERY_LINE = Filters()


def chronological(found: Iterable[Line]) -> list[Line]:
    """Return the lines in the order things happened: day, hour where known, order of recording."""
    return sorted(found, key=lambda line: (line.happened_on, line.happened_at or time.min, line.position))
