"""What the status of a contract says, as dated facts: who answers for it, what is open, what runs, whether it ended.

They know no today: `status.py` makes them of a file, and `standing.py` reads them on a day.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ledger.entry import Frozen, Money
from ledger.transition import Transition
from projections.monitoring.missed_running import MissedRunning
from projections.procedure.kept_facts import KeptFacts
from projections.status.outcome_facts import OutcomeFacts
from projections.status.proposed_ends import ProposedTermination
from projections.status.provider_facts import ProviderFacts
from projections.status.remedy_facts import RemedyFacts
from projections.status.tier_facts import TierFacts
from projections.unvaried import Unvaried
from projections.varied_terms import VariedTerm


class LetBe(Frozen):
    """An office that nobody is asked to be in on this contract, as was agreed for it (TVP-4.0-1)."""

    office: str
    since: date
    until: date | None
    by: str
    """The arrangement."""
    position: int


class InPost(Frozen):
    """One person's term in one office."""

    office: str
    title: str
    person: str
    post: str | None = None
    level: str | None = None
    """Of the provider's people: the level at which they are dealt with, operational, management or escalation
    (TVP-2.0-4)."""
    unit: str | None = None
    """The unit they belong to, where not the contract's: staff may be pooled (IMP-29)."""
    reports_to: str | None = None
    body: str | None = None
    """Of an officer of another body, to whom day-to-day management was delegated: which body that is (TVP-4.0-26),"""
    scope: str | None = None
    """what was delegated to them,"""
    cost_share: str | None = None
    """what part of their cost the authority bears, in percent,"""
    shared_with: tuple[str, ...] = ()
    """and with which further bodies they are shared."""
    since: date
    until: date | None = None
    position: int


class EndDate(Frozen):
    """The last day of the contract, as it stood from a day on."""

    ends_on: date
    since: date
    position: int
    variation: str | None = None
    by_option: str | None = None
    """The option to extend it was worked out by, where the extension says no new end date itself; null where it does,
    or where it was not extended (HCC-10.1-a)."""


class Value(Frozen):
    """A value of the contract, as it stood from a day on."""

    amount: Money
    since: date
    position: int
    variation: str | None = None


class OpenIssue(Frozen):
    """An issue that is not settled."""

    id: str
    position: int
    nature: str
    noticed_on: date | None
    first_told: date | None
    """When the provider was first told in recorded form."""
    tell_by: date | None = None
    """By when it is to be told, or told that it came back; None where it was."""
    significant: bool | None
    plan_due: date | None
    """By when it is to be right: as agreed, else as the provider proposed itself (HCC-7.6-c)."""
    significant_by: tuple[str, ...] = ()
    """Which of the four tests its last assessment shows to be met, and the facts it states; of a test it says nothing
    of, what the last that did showed (TVP-5.0-2 to TVP-5.0-5)."""
    assessed_at: int | None = None
    """The entry of that assessment."""
    reopened: int = 0
    """How often it came back."""
    disputes: tuple[str, ...] = ()
    """Each dispute about it, and where that stands."""
    briefed_on: date | None = None
    """The day senior management was last briefed on it (TVP-5.1-4a)."""
    never_briefed: bool = False
    """Whether senior management, which the procedure has briefed on each issue, was not briefed on this one."""


class NoticeGiven(Frozen):
    """A notice under the contract, of either party."""

    id: str
    position: int
    kind: str
    party: str
    served_on: date
    valid: bool | None
    """Whether it was validly served; None where that cannot be told from the file."""
    defects: tuple[str, ...] = ()
    """Why it was not."""
    counts_on: date | None
    """The day it counts as given; None where it does not, or not yet."""
    remedy_ends: date | None
    """When the time to remedy is over, with what was agreed since."""
    result: str | None
    """What was found afterwards: remedied, partly, not-remedied."""
    withdrawn_on: date | None
    purported: bool
    ends_on: date | None = None
    """The day a termination notice is to end the contract."""
    in_part: str | None = None
    """In words, that it is to end a part of the contract only, and which."""
    assess_by: date | None = None
    """By when it is to be found whether what it complained of was put right; None where it was, or need not be."""
    settled_on: date | None = None
    """The day the dispute that it gave notice of was settled or signed off; None while it goes on."""


class MeetingFact(Frozen):
    """A meeting, held or arranged."""

    id: str
    kind: str
    on: date
    position: int | None = None


class VariationFact(Frozen):
    """A variation of the deal."""

    id: str
    proposed_on: date | None
    agreed_on: date | None
    effective_from: date | None
    rejected_on: date | None
    kind: str | None = None
    """What sort of change it is."""
    ground: str = "not-said"
    """The ground given for it: demand, user-need; other where it is given in words alone; not-said (HCC-7.4-c)."""
    reason: str | None = None
    """The ground in words."""
    rejected_why: str | None = None
    form_not_met: str | None
    """Why the contract's form was not met, so that the terms stand as they were; None where it was."""
    waits: bool = False
    """Whether it is open and put off to the next contract (IMP-22-b)."""
    guidance: str | None = None
    """Of one found contentious: whether the County Manager (Contracts) was asked for guidance. That may be asked, and
    need not (HCC-7.4-b)."""
    position: int


class Ended(Frozen):
    """An end of the contract that stands."""

    on: date
    how: Literal["terminated", "expired"]
    by_party: str
    position: int


class EndedPart(Frozen):
    """A termination of part of the contract that stands."""

    on: date
    part: str | None
    by_party: str
    position: int


class PurportedAct(Frozen):
    """An act recorded against a rule nothing lifts: it happened, and has not the effect the procedure would give it."""

    position: int
    heading: str
    on: date
    rules: tuple[str, ...]


class BoundFact(Frozen):
    """A procedure the contract was bound to by another than the office that may take it off the one before (HCC-POL-f):
    that is to be ratified still, or was refused, and then it is not in force."""

    procedure: str
    since: date
    position: int
    says: str
    """In words whose word it waits for, or who refused it when."""
    refused_on: date | None = None
    """The day since when it is refused; null where it waits."""


class HoldFact(Frozen):
    """A legal hold on the file, or on what concerns one person on it."""

    id: str
    position: int
    placed_on: date
    scope: str
    purpose: str
    lifted_on: date | None


class KeptUntil(Frozen):
    """How long the file is kept, as it was last set."""

    position: int
    rule: str
    last_day: date | None
    """The last day; None where it counts from the end of the contract, and none is on file."""


class DisposedOf(Frozen):
    """The file's disposal."""

    on: date
    position: int
    authority: str


class LastEntry(Frozen):
    """The newest entry of the file, in order of recording."""

    position: int
    index: int | None
    heading: str
    happened_on: date
    recorded_at: datetime


class Counts(Frozen):
    """How many entries of what sort the file has."""

    entries: int = 0
    corrections: int = 0
    struck_out: int = 0
    late: int = 0
    """Recorded more than a week after the fact."""
    departures: int = 0
    unauthorised: int = 0
    """Departures that an office still has to ratify or refuse."""


class Buyer(Frozen):
    """Who buys: an authority, a company, a voluntary body, or one person with direct payments (CPC307-D4)."""

    name: str
    """Its name; of one person the pseudonym that the contract has, never a name."""
    individual: bool = False
    """Whether it is one person who buys, and not a body."""
    voluntary: bool | None = None
    """Whether it is a voluntary body; None where not held."""
    identifiers: tuple[str, ...] = ()


class Status(Frozen):
    """Where a contract stands, as dated facts; `projections.status.standing` reads them on a day."""

    file_id: UUID
    reference: str
    position: int
    """How many entries of the file this rests on."""
    title: str = ""
    buyer: Buyer | None = None
    """Who buys, where the contract names another than the authority whose ledger this is."""
    provider: str | None = None
    unit: str | None = None
    locality: str | None = None
    """The locality it serves, as the contract says, else the need it was bought for (HCC-A2-b)."""
    care_group: str | None = None
    """For whom the service is."""
    contract_type: str | None = None
    """The type of contract it is: individual, multiple, block (CPC307-S10)."""
    data_source: str | None = None
    """Where the figures of the service come from: system-feed or returns; null where it is not said (HCC-8.1-a)."""
    is_spot: bool = False
    """Whether it is a spot purchase, for one person (HCC-S-b)."""
    procedure: str = ""
    bound: tuple[BoundFact, ...] = ()
    """Procedures it was bound to by somebody who might not do so, which wait for the word of the office entitled, or
    were refused by it (HCC-POL-f)."""
    outside: str | None = None
    """Why the procedure does not cover the contract, so that no figure of how it is kept counts it; None where it does
    (HCC-S-c)."""
    scope_unknown: str | None = None
    """Why it cannot be told whether the procedure covers the contract; None where that is known (HCC-S-a)."""
    rests_on_returns: str = ""
    """What rests on the figures the provider sends, in words; "" where nothing is said to (HCC-6.2-c)."""
    contemporaneous_since: date | None = None
    """For a file taken on from elsewhere: what is older was not recorded as it happened."""
    start_date: date | None = None
    """First day of the service as agreed."""
    commenced_on: date | None = None
    need_on: date | None = None
    """Where no contract is registered yet: the day the need for one was established."""
    first_end_date: date | None = None
    """Last day as first agreed."""
    end_dates: tuple[EndDate, ...] = ()
    """The last day as it stood, from each day on which that changed."""
    total_values: tuple[Value, ...] = ()
    annual_values: tuple[Value, ...] = ()
    ended: tuple[Ended, ...] = ()
    ended_in_part: tuple[EndedPart, ...] = ()
    people: tuple[InPost, ...] = ()
    to_be_filled: tuple[tuple[str, str], ...] = ()
    """The offices in which the procedure wants somebody on every contract, each with what it is called in words."""
    let_be: tuple[LetBe, ...] = ()
    """Those of them in which nobody need be on this one."""
    issues: tuple[OpenIssue, ...] = ()
    outcomes: OutcomeFacts = OutcomeFacts()
    """What it is for, and which of its outcomes were not reached (HCC-3.1-b)."""
    missed: tuple[MissedRunning, ...] = ()
    """Standards and indicators not met time after time, about which nothing is done (HCC-3.1-d)."""
    disputes: int = 0
    """How many disputes are on file, those that are over among them."""
    relief_sought: int = 0
    """How many times a court was asked for urgent relief, in a dispute or outside any (TVP-5.2-8b)."""
    notices: tuple[NoticeGiven, ...] = ()
    meetings_held: int = 0
    last_meeting: MeetingFact | None = None
    arranged: tuple[MeetingFact, ...] = ()
    """Meetings arranged and neither held nor called off."""
    variations: tuple[VariationFact, ...] = ()
    remedies: RemedyFacts = RemedyFacts()
    tiers: TierFacts = TierFacts()
    """Its tier, and what was reviewed and scored because of it."""
    transition: Transition | None = None
    """The handing over of its service to others, while which its provider stays bound (TVP-6.0-6)."""
    provider_facts: ProviderFacts = ProviderFacts()
    """What shows on its provider's own page."""
    proposals: tuple[ProposedTermination, ...] = ()
    purported: tuple[PurportedAct, ...] = ()
    unvaried: tuple[Unvaried, ...] = ()
    """Terms as they were changed without a variation that was agreed, each time they stand or stood so (TVP-3.0-3)."""
    varied: tuple[VariedTerm, ...] = ()
    """Terms in words as each variation agreed has them, in order of effect (TVP-3.0-3)."""
    holds: tuple[HoldFact, ...] = ()
    kept_until: KeptUntil | None = None
    disposed: DisposedOf | None = None
    last_entry: LastEntry | None = None
    counts: Counts = Counts()
    lacking: tuple[str, ...] = ()
    """Read models that could not be worked out for this file, by a mistake in this program; the log says where."""
    quarantined: str | None = None
    """Why the file is set aside: an entry of it cannot be read. Then nothing else here can be relied on."""


class WholeStatus(Status):
    """Where a contract stands, as dated facts, and how the procedure is kept on it.

    That last no list of contracts shows, and of a long file it is two thirds of what is said.
    """

    kept: KeptFacts = KeptFacts()
    """How the procedure is kept on it, and what its money buys at what risk."""
