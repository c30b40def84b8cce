"""What the trail of evidence is made of: a failing, its ten links in order, and the gaps in them (requirement I.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from ledger.entry import Frozen, Recorded
from ledger.names import clause_once, counted
from ledger.subjects.termination import LinkOfTrail

LONDON = ZoneInfo("Europe/London")
State = Literal["present", "missing", "late", "disputed", "not-applicable"]
"""Late: there, and after the time the procedure gives. Disputed: there, and the provider contests it."""
LinkName = Literal[LinkOfTrail, "recurrence", "gaps"]
TITLES: dict[LinkName, str] = {
    "standard": "Standard that was not met",
    "fact": "What happened, and what shows it",
    "told": "Provider told",
    "answer": "Provider's answer",
    "check": "Looked at when the parties next met",
    "notice": "Formal notice",
    "time": "Time allowed to put it right",
    "result": "Result",
    "recurrence": "Earlier failings of the same standard",
    "gaps": "What is missing",
}
"""The ten links, in order."""
NUMBERS = {name: number for number, name in enumerate(TITLES, 1)}


class Dated(Frozen):
    """A day that matters, and what of."""

    what: str
    on: date


class Gap(Frozen):
    """Something the trail should hold and does not."""

    requirement: str
    """The requirement that asks for it, by id."""
    sentence: str


class Link(Frozen):
    """One link of the chain from a failing to its result."""

    number: int
    """1 to 10."""
    name: LinkName
    title: str
    state: State
    sentence: str
    dates: tuple[Dated, ...] = ()
    days: int | None = None
    """Provider told: days from noticing to telling. Time allowed: calendar days, where one notice gave it."""
    working_days: int | None = None
    """Time allowed: Working Days, by the contract's definition where it has one, where one notice gave it."""
    runs_until: date | None = None
    """Time allowed: the last day of the time that was given since the issue last came back, or had not ended by then;
    of several the latest."""
    entries: tuple[int, ...] = ()
    """Positions of the entries that show it."""
    gaps: tuple[Gap, ...] = ()


class Failing(Frozen):
    """One failing and its links."""

    issue: str
    position: int
    nature: str
    kind: str
    noticed_on: date | None
    raised_on: date | None
    recorded_on: date
    """The day it was entered in the ledger."""
    standards: tuple[str, ...]
    open: bool
    disputes: tuple[str, ...] = ()
    """Each dispute about it, and where that stands."""
    briefed_on: date | None = None
    """The day senior management was last briefed on it (TVP-5.1-4a)."""
    links: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    """What is missing from all its links, in their order."""


class TimeLeft(Frozen):
    """Whether the time to put a failing right is over on a day, as long as it is open."""

    issue: str
    until: date
    """The last day of the time that was allowed: of several the latest."""
    days_over: int
    """How many days that is past; negative while it is to come."""
    sentence: str

    @classmethod
    def of(cls, failing: Failing, on: date) -> TimeLeft | None:
        """Return it as it stands on a day. None of a failing that is settled, of which the result says whether that was
        in time, and of one for which no time is on file, or none since it came back and none that ran when it did."""
        until = next((part.runs_until for part in failing.links if part.name == "time"), None)
        if not failing.open or until is None:
            return None
        over = (on - until).days
        ago = f"{counted(over, 'day')} ago, and {failing.issue} is open" if over > 0 else f"in {counted(-over, 'day')}"
        said = f"{spoken(until)} {'was' if over > 0 else 'is'} {ago if over else 'that day'}"
        return cls(issue=failing.issue, until=until, days_over=over, sentence=said)


class LinkMissing(Frozen):
    """A link that is missing from the trail of a failing."""

    issue: str
    link: LinkOfTrail
    title: str
    """What the link is called."""


class CaseToRecord(Frozen):
    """The case for early termination that would admit what is missing from the trails it rests on (HCC-9.4-b)."""

    goes_on_from: int | None = None
    """Position of the case on file, which is recorded again; none where there is none."""
    gaps: tuple[LinkMissing, ...]
    """What it has to admit by issue and link besides what the case on file so admits."""


def link(
    name: LinkName, state: State, *said: str | None, dates: Mapping[str, date | None] | None = None,
    entries: tuple[int, ...] = (), gaps: tuple[Gap, ...] = (), days: int | None = None, working_days: int | None = None,
    runs_until: date | None = None,
) -> Link:  # fmt: skip
    """Return a link; `said` are its sentences without their full stops, those that are None left out."""
    return Link(
        number=NUMBERS[name], name=name, title=TITLES[name], state=state, sentence=sentences(*said),
        dates=tuple(Dated(what=what, on=on) for what, on in (dates or {}).items() if on is not None),
        entries=tuple(dict.fromkeys(entries)), gaps=gaps, days=days, working_days=working_days,
        runs_until=runs_until,
    )  # fmt: skip


def sentences(*said: str | None) -> str:
    """Return these as sentences, each begun with a capital and ended with a full stop."""
    return clause_once(" ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in said if part))


def recorded_on(recorded: Recorded) -> date:
    """Return the day, in London, an entry was recorded on."""
    at = recorded.recorded_at
    # London is an hour ahead of UTC at most, so only the last hour of a day can be the next day's there.
    return at.date() if at.hour < 23 and not at.utcoffset() else at.astimezone(LONDON).date()


def days_late(recorded: Recorded) -> int:
    """Return how many days after the fact (its last possible day) an entry was recorded."""
    return (recorded_on(recorded) - (recorded.entry.until or recorded.entry.happened_on)).days


@lru_cache(maxsize=10_000)
def spoken(day: date) -> str:
    """Return a day as a sentence has it: 3 March 2025."""
    return f"{day:%-d %B %Y}"


def percent(part: int, whole: int) -> str | None:
    """Return a part of a whole in percent, to one decimal place, half up; None of nothing."""
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP):f}" if whole else None


def each_of(names: Iterable[str]) -> str:
    """Return several as a sentence has them when it says the same of every one: each of ISS-001, ISS-002."""
    found = list(names)
    return f"each of {', '.join(found)}" if len(found) > 1 else "".join(found)
