"""What is known of each step towards a contract's end, and of the end itself."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ledger.dates.working_days import dated
from ledger.elsewhere import Elsewhere
from ledger.entry import Actor, Frozen
from ledger.subjects.termination.entries import Extent, Party


class EventOccurred(Frozen):
    """Something that happened to a party and may be a ground for ending the contract."""

    event: str
    party: Literal["authority", "provider"]
    on: date
    known_on: date
    """The day the other party knew of it."""
    clause: str | None
    position: int


class Proposal(Frozen):
    """A proposal to end the contract early."""

    id: str
    on: date
    position: int
    by: Actor | None
    grounds: tuple[str, ...]
    issues: tuple[str, ...]
    notices: tuple[str, ...]


class Step(Frozen):
    """Something done towards ending the contract early, for one proposal or for whichever then stood."""

    on: date
    position: int
    proposal: str | None
    by: Actor | None


class Informed(Step):
    """The provider told of an intention."""

    intention: Literal["revise", "terminate"]
    variation: str | None
    means: str | None


IMPACT_ON = ("user_impact", "alternative_arrangements", "timescales")
"""What must be weighed before the contract is ended (HCC-9.3-a, 9.3-b)."""


class Impact(Step):
    """The consequences weighed; several assessments of one proposal complete one another."""

    weighed: frozenset[str]
    """Fields of the assessment that were filled in."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be weighed and was not."""
        return tuple(name for name in IMPACT_ON if name not in self.weighed)


class Case(Step):
    """The case for ending it, as recorded."""

    clause: str | None
    cited: tuple[int, ...]
    trail_digest: str | None


class Advice(Step):
    """Legal advice received. What it says is privileged: nothing outside Legal Services' own view may show it."""

    recommends: str | None


class Decision(Step):
    """A decision to end the contract early."""

    extent: Extent
    part: str | None = None
    """The part that is to end, where not the whole contract and it is said which."""
    immediate: bool
    against: tuple[str, ...]
    """Absolute rules it did not keep: while there are any it authorises nothing."""
    call_in_ends: date | None = None
    """The last day on which it may be called in."""
    called_in: tuple[date, int] | None = None
    """(day, position) of its call-in."""
    call_in_outcome: tuple[date, str, int] | None = None
    """(day, what became of it, position) of the end of its call-in."""

    @property
    def in_part(self) -> str | None:
        """In words, that it is about a part of the contract, and which; None where it is about the whole."""
        if self.extent == "full":
            return None
        return f"in part: {self.part}" if self.part else "in part"

    @property
    def is_open_to_call_in(self) -> bool:
        """Whether it may be called in or was, by what is on file."""
        return any((self.call_in_ends, self.called_in, self.call_in_outcome))

    def waits(self, day: date) -> str | None:
        """Return why it may not be carried out yet on a day, None where it may."""
        if self.call_in_outcome is not None and self.call_in_outcome[0] <= day:
            _, outcome, position = self.call_in_outcome
            return None if outcome == "stands" else f"its call-in ended with it {outcome} (entry {position})"
        if self.called_in is not None and self.called_in[0] <= day:
            return f"it was called in on {dated(self.called_in[0])}, and what became of that is not on file"
        if self.call_in_ends is not None and day <= self.call_in_ends:
            return f"it may be called in until {dated(self.call_in_ends)}"
        return None


class Ending(Frozen):
    """The end of the contract or of part of it, or what purports to be that."""

    on: date
    """The day it takes effect."""
    act_on: date
    position: int
    how: Literal["terminated", "expired"]
    extent: Extent = "full"
    part: str | None = None
    """The part that ended, where not the whole contract."""
    by_party: Party = "authority"
    notice: str | None = None
    clause: str | None = None
    """The clause it rests on, as the act cites it."""
    carried_out_by: Actor | None = None
    against: tuple[str, ...] = ()
    """Absolute rules the act did not keep: while there are any it is purported only."""

    @property
    def purported(self) -> bool:
        """True where the act has not ended anything: an absolute rule was not kept."""
        return bool(self.against)


class Exclusion(Frozen):
    """A provider kept out of tenders."""

    position: int
    cause: str
    since: date
    until: date | None
    provider: str | None = None
    """Who is kept out, where it is not the contract's own provider."""
    bodies: tuple[str, ...] = ()
    """Whose tenders it is kept out of; where none is named, all the procedure knows."""
    legal_basis: str | None = None
    rests_on: tuple[Elsewhere, ...] = ()
    """Entries on other files that show its ground."""
