"""What a contract itself says about notices, periods, variation and ending, entered from its clauses as data.

The contract's clause governs, whatever the procedure prefers. Each model here holds one clause; the entries in
ledger/subjects/terms/ are these models with a day and an actor, and their register answers which clause was in force
on a day. The models are stored inside entries and so are a recorded format: see each field.

Nothing here is a default for a contract: what a clause does not say is left empty and shown as not said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, Field

from ledger.dates.calendar import Country, Period, WorkingDay, monday_to_friday
from ledger.dates.working_days import WEEKDAYS, Weekday
from ledger.entry import Frozen, Money
from ledger.fields import Limit, Name, Office, Percent
from ledger.serving.service_clauses import BY, MethodRule, ServiceClause, ServiceMethod
from ledger.words import text_of

Party = Literal["authority", "provider"]
NoticeKind = Literal[
    "default", "improvement", "termination", "breach", "suspension", "dispute", "force-majeure", "variation", "general"
]
"""A kind of notice, in the words of ledger/subjects/notices/."""
OF_DEFAULT: tuple[NoticeKind, ...] = ("default", "improvement", "breach")
"""The notices a right to end the contract is about where its clause does not say which."""
Address = Annotated[str, AfterValidator(text_of), Limit(longest=500, shortest=1)]
"""A postal or e-mail address, a portal or a place, on one line."""

Offices = Annotated[tuple[Office, ...], Limit(longest=20)]
NoticeKinds = Annotated[tuple[NoticeKind, ...], Limit(longest=20)]
Methods = Annotated[tuple[ServiceMethod, ...], Limit(longest=8)]
Count = Annotated[int, Limit(least=1, most=1000)]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class InForce(Generic[T_co]):
    """What a document or clause says, since when it is in force, and the entry that holds it."""

    says: T_co
    since: date
    position: int


class NoticeAddress(Frozen):
    """Where notices to a party go by one way of serving them."""

    method: ServiceMethod
    """The way of serving it is for."""
    address: Address
    """The address, portal or place."""
    addressee: Name | None = None
    """The person or office it is to be marked for."""

    def __str__(self) -> str:
        return f"{self.address} ({BY[self.method]})"


class Clause(Frozen):
    """One clause of the contract."""

    clause: Name
    """Its number in the contract, down to the part that is meant: 43.3, 31.1(b)."""


class NoticeClause(Clause):
    """What a clause says about notices: who signs, to whom, with what content, how served and when they count."""

    notices: NoticeKinds = ()
    """The kinds of notice it is about; none means every kind."""
    given_by: Party | None = None
    """The party whose notices it is about; left out for both."""
    signed_by: Offices = ()
    """Offices of which one must sign; none where the clause does not say."""
    addressed_to: Offices = ()
    """Offices at the other party of which one must be addressed; none where the clause does not say."""
    in_writing: bool = True
    """Whether the notice must be in writing."""
    must_state: Annotated[tuple[Name, ...], Limit(longest=30)] = ()
    """What the notice must state to be good: the clause broken, the remedy, the time allowed."""
    methods: Annotated[tuple[MethodRule, ...], Limit(longest=30)] = ()
    """Each way of serving it provides for, and when a notice so served counts; none where the clause does not say."""

    def is_about(self, kind: str, given_by: str) -> bool:
        """Return whether it governs notices of that kind given by that party."""
        return (not self.notices or kind in self.notices) and self.given_by in (None, given_by)

    @property
    def closeness(self) -> int:
        """How closely it is framed: a clause about one kind of notice or one party goes before one about all."""
        return 2 * bool(self.notices) + (self.given_by is not None)


class NoticeTerms(Frozen):
    """All that the contract says on a day about one kind of notice given by one party, from however many clauses."""

    signed_by: tuple[str, ...] = ()
    addressed_to: tuple[str, ...] = ()
    in_writing: bool = True
    must_state: tuple[str, ...] = ()
    service: ServiceClause | None = None
    """How it is served and when it counts; None where no clause on file says, and then it counts on proved receipt."""
    working_day_defined: bool = True
    """Whether the contract defines a Working Day; where not, Monday to Friday except bank holidays was taken."""
    clauses: tuple[str, ...] = ()
    """Numbers of the clauses this is from."""
    positions: tuple[int, ...] = ()
    """The entries that hold them."""


def notice_terms(
    clauses: Iterable[InForce[NoticeClause]], kind: str, given_by: str, defined: WorkingDay | None, country: Country
) -> NoticeTerms:
    """Return all that the clauses in force say about notices of a kind given by a party.

    On each point the clause framed most closely is followed (by kind of notice, then by party), then the latest. What
    a notice must state is added up; so are ways of serving that are spread over clauses equally close. `defined` is
    the contract's Working Day; where it defines none, Monday to Friday except bank holidays in `country` is taken, and
    the terms say so. Empty where no clause is about them.
    """
    held = [c for c in clauses if c.says.is_about(kind, given_by)]
    held.sort(key=lambda c: (c.says.closeness, c.since, c.position), reverse=True)
    serving = [c.says for c in held if c.says.methods]
    closest = [says for says in serving if says.closeness == serving[0].closeness]
    service = _served_by(closest, defined or monday_to_friday(country)) if closest else None
    return NoticeTerms(
        signed_by=next((c.says.signed_by for c in held if c.says.signed_by), ()),
        addressed_to=next((c.says.addressed_to for c in held if c.says.addressed_to), ()),
        in_writing=held[0].says.in_writing if held else True,
        must_state=tuple(dict.fromkeys(point for c in held for point in c.says.must_state)),
        service=service,
        working_day_defined=service is None or defined is not None,
        clauses=tuple(c.says.clause for c in held),
        positions=tuple(c.position for c in held),
    )


def _served_by(clauses: list[NoticeClause], working_day: WorkingDay) -> ServiceClause:
    """The ways of serving that these clauses provide for, the first of them going before the others."""
    rules: list[MethodRule] = []
    numbers: list[str] = []
    for clause in clauses:
        further = [rule for rule in clause.methods if not any(rule.meets(other) for other in rules)]
        rules += further
        numbers += [clause.clause] if further else []
    return ServiceClause(clause=" and ".join(reversed(numbers)), methods=tuple(rules), working_day=working_day)


class WorkingDayClause(Clause):
    """What the contract means by Working Day."""

    country: Country | None = None
    """Whose bank holidays are not Working Days; left out for those of the contract's own country."""
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] = WEEKDAYS[:5]
    """The days of the week that are Working Days."""
    closed: Annotated[tuple[date, ...], Limit(longest=400)] = ()
    """Further days on which nobody works under the contract, each by date."""

    def working_day(self, table: str, country: Country) -> WorkingDay:
        """Return the definition with the bank holidays of a table, where it names no country those of `country`."""
        return WorkingDay(country=self.country or country, table=table, weekdays=self.weekdays, closed=self.closed)


class DefaultClause(Clause):
    """What a clause says about a default: the notice it calls for, and how long the other side has to put it right."""

    notice_kind: NoticeKind = "default"
    """The kind of notice it calls for."""
    cure_period: Period | None = None
    """The time to put it right and how it is counted; left out where the clause gives none."""
    cure_period_is: Literal["fixed", "at-least"] = "fixed"
    """Whether the notice must allow just this time, or may allow longer."""
    runs_from: Literal["notice-counts", "notice-sent", "default"] = "notice-counts"
    """What the time runs from: the day the notice counts as served, the day it was sent, or the day of the default."""
    given_by: Party | None = None
    """The party whose notices it is about; left out, both."""


class TerminationClause(Clause):
    """A right to end the contract, or part of it: what it takes, within what time, and how it is used."""

    trigger: Literal[
        "unremedied-default", "repeated-notices", "points", "fundamental-breach", "insolvency", "change-of-control",
        "regulator-action", "prohibited-act", "force-majeure", "convenience", "other",
    ]  # fmt: skip
    """What gives the right."""
    held_by: Literal["authority", "provider", "either"] = "authority"
    """The party that has the right."""
    first_notice: NoticeKind | None = None
    """The kind of notice that must have been served first."""
    count: Count | None = None
    """How many notices, where it takes several."""
    points: Count | None = None
    """How many points, where points are counted."""
    window: Period | None = None
    """The time within which they must fall."""
    remedied_count_too: bool | None = None
    """Whether a notice remedied in time still counts among them; left out where the clause does not say."""
    cure_period: Period | None = None
    """The time to put it right, where this clause itself gives one."""
    signed_by: Offices = ()
    """Offices of which one must sign the notice of termination, where this clause itself says so."""
    methods: Methods = ()
    """Ways of serving the notice of termination, where this clause itself limits them."""
    notice_length: Period | None = None
    """How long before the end the notice must be given."""
    immediate: bool = False
    """Whether the contract may be ended at once."""
    use_within: Period | None = None
    """The time within which the right must be used or is lost; left out where the clause sets none."""
    extent: Literal["full", "partial", "either"] = "full"
    """Whether it ends the whole contract, a part of it, or either."""

    def is_about(self, kind: str) -> bool:
        """Return whether notices of that kind are the ones it takes."""
        return kind == self.first_notice if self.first_notice else kind in OF_DEFAULT


class PointsTariff(Frozen):
    """How many points one failing to meet a standard costs."""

    standard: Name
    """The standard, requirement or indicator, by its id in the specification."""
    points: Count
    """How many points each failing costs."""

    def __str__(self) -> str:
        return f"{self.points} for {self.standard}"


class PointsThreshold(Frozen):
    """A number of points at which something follows."""

    points: Count
    """How many."""
    leads_to: Literal["notice", "rectification-plan", "service-credit", "suspension", "step-in", "termination", "other"]
    """What follows."""
    window: Period | None = None
    """The time within which they must fall; left out, the clause's own window."""


class PointsClause(Clause):
    """What a clause says about service failure points: their tariff, from when and how long they count."""

    tariff: Annotated[tuple[PointsTariff, ...], Limit(longest=200)] = ()
    """What each standard costs."""
    counts_from: Literal["failing", "award", "notice"] | None = None
    """The day points count from: that of the failing, of the award, or on which the notice of it counts as served;
    left out where the clause does not say: then the day the award names, else the day of the award."""
    window: Period | None = None
    """The running time over which points are added up; left out where they are added up over the whole contract."""
    lapse_after: Period | None = None
    """How long after the day they count from points lapse; left out where they do not."""
    disputed_count: bool | None = None
    """Whether points count while they are in dispute; left out where the clause does not say: then they do."""
    thresholds: Annotated[tuple[PointsThreshold, ...], Limit(longest=20)] = ()
    """The numbers at which something follows."""


MoneyRemedy = Literal["service-credit", "deduction", "repayment", "damages", "late-interest"]
"""What one party owes the other for not keeping the contract. Set-off is a way of settling it: see CreditClause."""


class CreditTariff(Frozen):
    """What one failing to meet a standard costs in money, as a sum or as a share of the charges."""

    standard: Name
    """The standard, requirement or indicator, by its id in the specification."""
    amount: Money | None = None
    """The sum."""
    percent: Percent | None = None
    """The share of the charges for the period, in percent, as an exact decimal."""

    def __str__(self) -> str:
        costs = [str(self.amount)] if self.amount else []
        costs += [f"{self.percent} per cent of the charges"] if self.percent else []
        return f"{' and '.join(costs) or 'no sum'} for {self.standard}"


class CreditClause(Clause):
    """What a clause says about service credits, deductions, repayment, interest and set-off."""

    allows: Annotated[tuple[MoneyRemedy | Literal["set-off"], ...], Limit(longest=10, shortest=1)]
    """What it allows."""
    held_by: Literal["authority", "provider", "either"] = "authority"
    """The party it allows it to."""
    tariff: Annotated[tuple[CreditTariff, ...], Limit(longest=200)] = ()
    """What each standard costs."""
    cap: Money | None = None
    """The most that may fall due for one period of charges."""
    claim_within: Period | None = None
    """The time, from the day it fell due, within which it must be claimed; left out where the clause sets none."""


class VariationClause(Clause):
    """The form an agreement to vary the contract must have."""

    in_writing: bool = True
    """Whether it must be in writing."""
    signed: bool = True
    """Whether it must be signed; an exchange of e-mails then does not meet the form."""
    signed_by_authority: Offices = ()
    """Offices of the authority of which one must sign; none where the clause does not say."""
    signed_by_provider: Offices = ()
    """Offices of the provider of which one must sign; none where the clause does not say."""
    methods: Methods = ()
    """Ways it may be made by; none where the clause does not say."""


class PrecedenceClause(Clause):
    """Which document of the contract goes before which, where they differ."""

    documents: Annotated[tuple[Name, ...], Limit(longest=50, shortest=1)]
    """The documents, the first going before all others."""
