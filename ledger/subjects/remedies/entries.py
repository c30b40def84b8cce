"""What is recorded of the remedies a contract gives short of ending it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.contract_terms import MoneyRemedy, Party
from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.entry import Entry, Money, SharedAudience
from ledger.fields import (
    AwardId,
    InvoiceId,
    IssueId,
    Issues,
    Limit,
    Name,
    NoticeId,
    ReliefId,
    StepInId,
    SumId,
    SuspensionId,
)
from ledger.words import Text

Points = Annotated[int, Limit(least=1, most=1000)]


class _Remedy(Entry):
    """What all remedies share: they are between the parties."""

    audience: SharedAudience = "shared"


# --- service failure points -------------------------------------------------------------------------------------------


class PointsAwarded(_Remedy):
    """Service failure points were awarded against the provider."""

    kind: Literal["points-awarded/1"] = "points-awarded/1"
    points: Points
    """How many."""
    standard: Name | None = None
    """The standard, requirement or indicator that was not met, by its id in the specification: its measure."""
    failings: Points = 1
    """How many failings to meet it these points are for."""
    issue: IssueId | None = None
    """The issue they are for."""
    clause: Name | None = None
    """The clause they are awarded under."""
    failed_on: date | None = None
    """The day of the failing."""
    counts_from: date | None = None
    """The day the award says they count from; the contract's clause, where it says, goes before it."""
    notice: NoticeId | None = None
    """The notice that told the provider."""
    reason: Text | None = None
    """Why."""

    gives = "PTS"
    noun = "award"
    line = (
        "{id}: service failure points awarded: {points}[ for {standard}][ ({issue})][ under clause {clause}]"
        "[, told by {notice}][: {reason}]"
    )


class PointsDisputed(_Remedy):
    """The provider disputed service failure points."""

    kind: Literal["points-disputed/1"] = "points-disputed/1"
    award: AwardId
    """The award."""
    grounds: Text | None = None
    """Why."""

    line = "{award} disputed[: {grounds}]"


class PointsUpheld(_Remedy):
    """Service failure points that were disputed were upheld."""

    kind: Literal["points-upheld/1"] = "points-upheld/1"
    award: AwardId
    """The award."""
    reason: Text | None = None
    """Why."""

    line = "{award} upheld[: {reason}]"


class PointsWithdrawn(_Remedy):
    """Service failure points were withdrawn, in whole or in part."""

    kind: Literal["points-withdrawn/1"] = "points-withdrawn/1"
    award: AwardId
    """The award."""
    points: Points | None = None
    """How many of them; left out, all."""
    reason: Text | None = None
    """Why."""

    line = "{award} withdrawn[: {points} of its points][: {reason}]"


class PointsExpired(_Remedy):
    """A party declared, or both agreed, that service failure points count no longer."""

    # Points that lapse by the contract's clause need no entry: that is worked out for the day asked.
    kind: Literal["points-expired/1"] = "points-expired/1"
    award: AwardId
    """The award."""
    reason: Text | None = None
    """Why."""

    line = "{award} declared expired[: {reason}]"


# --- money ------------------------------------------------------------------------------------------------------------


class SumFellDue(_Remedy):
    """A sum fell due from one party to the other: a service credit, deduction, repayment, damages or late interest."""

    kind: Literal["sum-fell-due/1"] = "sum-fell-due/1"
    remedy: MoneyRemedy
    """What it is."""
    owed_by: Party = "provider"
    """The party that owes it."""
    amount: Money | None = None
    """How much; left out where that is still to be worked out."""
    clause: Name | None = None
    """The clause that gives it."""
    standard: Name | None = None
    """The standard not met, by its id in the specification."""
    issues: Issues = ()
    """The issues it is for."""
    invoice: InvoiceId | None = None
    """The invoice it comes off, is repaid of, or is interest on."""
    period: Span | None = None
    """The period of charges it is for."""
    reason: Text | None = None
    """Why."""

    may_precede = ("invoice",)
    gives = "SUM"
    noun = "sum"
    line = (
        "{id}: {remedy}[ of {amount}] due from the {owed_by}[ under clause {clause}][ for {standard}][ ({issues})]"
        "[ on {invoice}][ for {period}][: {reason}]"
    )


class SumClaimed(_Remedy):
    """A sum that had fallen due was claimed, or its repayment demanded."""

    kind: Literal["sum-claimed/1"] = "sum-claimed/1"
    sum: SumId
    """The sum."""
    amount: Money | None = None
    """How much is claimed; left out, the whole."""
    pay_by: date | None = None
    """The day it is to be paid or credited by."""
    notice: NoticeId | None = None
    """The notice by which it was claimed."""
    means: Name | None = None
    """How, where not by notice."""

    line = "{sum} claimed[: {amount}][, to be paid by {pay_by}][, by {notice}][, by {means}]"


class SumSettled(_Remedy):
    """A sum that had fallen due was settled, in whole or in part."""

    kind: Literal["sum-settled/1"] = "sum-settled/1"
    sum: SumId
    """The sum."""
    how: Literal["credited", "deducted", "set-off", "paid"]
    """Credited on an invoice, deducted from the charges, set off against another sum, or paid."""
    amount: Money | None = None
    """How much; left out, all that was still open."""
    invoice: InvoiceId | None = None
    """The invoice it was credited on, deducted from or set off against."""
    against: SumId | None = None
    """The sum owed the other way that it was set off against."""

    line = "{sum} settled: {how}[, {amount}][, on {invoice}][, against {against}]"


class SumWaived(_Remedy):
    """A party gave up a sum that it was owed, in whole or in part."""

    kind: Literal["sum-waived/1"] = "sum-waived/1"
    sum: SumId
    """The sum."""
    amount: Money | None = None
    """How much; left out, all that was still open."""
    reason: Text | None = None
    """Why."""
    reservation_of_rights: Text | None = None
    """The words by which it reserved its other rights in doing so."""

    line = "{sum} waived[: {amount}][: {reason}][; rights reserved: {reservation_of_rights}]"


# --- suspension and step-in -------------------------------------------------------------------------------------------


class SuspensionBegun(_Remedy):
    """Placements, or new work, under the contract were suspended."""

    kind: Literal["suspension-begun/1"] = "suspension-begun/1"
    of: Literal["placements", "new-work", "service", "payments"] = "placements"
    """What was suspended."""
    suspended_by: Party = "authority"
    """The party that suspended it."""
    part: Name | None = None
    """The part of it, where not all."""
    clause: Name | None = None
    """The clause it rests on."""
    notice: NoticeId | None = None
    """The notice by which the other party was told."""
    issues: Issues = ()
    """The issues it is for."""
    from_date: date | None = None
    """The first day of it, where not the day it was decided."""
    until_date: date | None = None
    """The last day of it, where one was set."""
    review_by: date | None = None
    """The day it is to be looked at again by."""
    reason: Text | None = None
    """Why."""

    gives = "SUS"
    noun = "suspension"
    line = (
        "{id}: {of} suspended by the {suspended_by}[ ({part})][ from {from_date}][ until {until_date}]"
        "[ under clause {clause}][ ({issues})][, to be reviewed by {review_by}][: {reason}]"
    )

    @property
    def effective_on(self) -> date:
        return self.from_date or self.happened_on


class SuspensionReviewed(_Remedy):
    """A suspension was looked at again and goes on."""

    kind: Literal["suspension-reviewed/1"] = "suspension-reviewed/1"
    suspension: SuspensionId
    """The suspension."""
    until_date: date | None = None
    """The last day of it from now on; left out, as it was."""
    review_by: date | None = None
    """The day it is to be looked at again by."""
    reason: Text | None = None
    """Why it goes on."""

    line = "{suspension} reviewed: it goes on[ until {until_date}][, to be reviewed by {review_by}][: {reason}]"


class SuspensionLifted(_Remedy):
    """A suspension was lifted."""

    kind: Literal["suspension-lifted/1"] = "suspension-lifted/1"
    suspension: SuspensionId
    """The suspension."""
    reason: Text | None = None
    """Why."""

    line = "{suspension} lifted[: {reason}]"


class StepInBegun(_Remedy):
    """The authority, or another for it, stepped in to give the service or part of it."""

    kind: Literal["step-in-begun/1"] = "step-in-begun/1"
    part: Name | None = None
    """The part of the service, where not all."""
    stepped_in: Name | None = None
    """Who gives the service instead, where not the authority itself."""
    clause: Name | None = None
    """The clause it rests on."""
    notice: NoticeId | None = None
    """The notice by which the provider was told."""
    issues: Issues = ()
    """The issues it is for."""
    from_date: date | None = None
    """The first day of it, where not the day it was decided."""
    until_date: date | None = None
    """The day it is expected to end."""
    reason: Text | None = None
    """Why."""

    gives = "STP"
    noun = "step-in"
    line = (
        "{id}: step-in begun[ ({part})][ by {stepped_in}][ from {from_date}][ under clause {clause}][ ({issues})]"
        "[, expected to end on {until_date}][: {reason}]"
    )

    @property
    def effective_on(self) -> date:
        return self.from_date or self.happened_on


class StepInEnded(_Remedy):
    """A step-in ended, and the provider gives the service again."""

    kind: Literal["step-in-ended/1"] = "step-in-ended/1"
    step_in: StepInId
    """The step-in."""
    reason: Text | None = None
    """Why."""

    line = "{step_in} ended[: {reason}]"


# --- relief -----------------------------------------------------------------------------------------------------------


class ReliefClaimed(_Remedy):
    """A party claimed relief for an event that kept it from performing: time, money, or not being held in default."""

    kind: Literal["relief-claimed/1"] = "relief-claimed/1"
    claimed_by: Party = "provider"
    """The party that claims it."""
    event: Text | None = None
    """The event: what the other party did or did not do, or what befell."""
    event_on: date | None = None
    """The day of the event."""
    clause: Name | None = None
    """The clause it rests on."""
    issues: Issues = ()
    """The issues it is said to excuse."""
    notices: Annotated[tuple[NoticeId, ...], Limit(longest=50)] = ()
    """The notices it is said to answer."""
    time: Period | None = None
    """The time claimed."""
    amount: Money | None = None
    """The money claimed."""
    answer_by: date | None = None
    """The day it is to be answered by."""

    gives = "REL"
    noun = "relief"
    line = (
        "{id}: relief claimed by the {claimed_by}[ under clause {clause}][: {time}][: {amount}][ for {issues}]"
        "[ in answer to {notices}][: {event}]"
    )


class ReliefDecided(_Remedy):
    """A claim for relief was granted or refused."""

    kind: Literal["relief-decided/1"] = "relief-decided/1"
    relief: ReliefId
    """The claim."""
    decision: Literal["granted", "granted-in-part", "refused"]
    """What was decided."""
    time: Period | None = None
    """The time granted."""
    amount: Money | None = None
    """The money granted."""
    reason: Text | None = None
    """Why."""

    line = "{relief} {decision}[: {time}][: {amount}][: {reason}]"


PointsFollowUp: TypeAlias = PointsDisputed | PointsUpheld | PointsWithdrawn | PointsExpired
SumFollowUp: TypeAlias = SumClaimed | SumSettled | SumWaived
RemediesEntry: TypeAlias = (
    PointsAwarded | PointsFollowUp | SumFellDue | SumFollowUp
    | SuspensionBegun | SuspensionReviewed | SuspensionLifted | StepInBegun | StepInEnded
    | ReliefClaimed | ReliefDecided
)  # fmt: skip
