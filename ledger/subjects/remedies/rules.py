"""What is asked of points, sums, suspensions, step-ins and relief."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger import points
from ledger.calendar import CalendarError, period_end
from ledger.contract_terms import Party
from ledger.entry import Entry, Money
from ledger.remedy_time import working_day
from ledger.rules import AnyRule, Rule, lacks
from ledger.subjects.remedies.entries import (
    PointsAwarded,
    PointsDisputed,
    PointsExpired,
    PointsFollowUp,
    PointsWithdrawn,
    ReliefClaimed,
    ReliefDecided,
    StepInBegun,
    StepInEnded,
    SumClaimed,
    SumFellDue,
    SumFollowUp,
    SumSettled,
    SumWaived,
    SuspensionBegun,
    SuspensionLifted,
    SuspensionReviewed,
)
from ledger.subjects.remedies.register import Award, Begun, Sum
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Measures: TypeAlias = SuspensionBegun | SuspensionReviewed | StepInBegun
Ending: TypeAlias = SuspensionReviewed | SuspensionLifted | StepInEnded
FOLLOWING = (
    *get_args(PointsFollowUp), *get_args(SumFollowUp), SuspensionReviewed, SuspensionLifted, StepInEnded, ReliefDecided,
)  # fmt: skip


def _about(file: ContractFile, entry: Entry) -> Begun | None:
    """What an entry follows on: the award, sum, suspension, step-in or claim it names."""
    held = file.remedies
    for name, there in (
        ("award", held.awards), ("sum", held.sums), ("suspension", held.suspensions), ("step_in", held.step_ins),
        ("relief", held.reliefs),
    ):  # fmt: skip
        if named := getattr(entry, name, None):
            return there.get(named)
    return None


def _too_early(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    began = _about(file, entry)
    if began is None or began.on is None or entry.latest_on >= began.on:
        return None
    return f"{began.id} is of {dated(began.on)} (entry {began.position}), after {dated(entry.latest_on)}"


# --- points -----------------------------------------------------------------------------------------------------------


def _no_measure(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    found = points.measure(file, entry.standard, entry.clause, entry.failed_on or entry.happened_on)
    return f"{found.found}; they do not count" if isinstance(found, points.Unmeasured) else None


def _off_the_tariff(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    found = points.measure(file, entry.standard, entry.clause, entry.failed_on or entry.happened_on)
    if isinstance(found, points.Unmeasured) or entry.points == found.each * entry.failings:
        return None
    gives = f"clause {found.held.says.clause} gives {found.each} for each failing to meet {entry.standard}"
    return f"{entry.points} points for {entry.failings} {'failing' if entry.failings == 1 else 'failings'}; {gives}"


def _day_differs(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    found = points.measure(file, entry.standard, entry.clause, entry.failed_on or entry.happened_on)
    if isinstance(found, points.Unmeasured) or entry.counts_from is None:
        return None
    clause = found.held.says
    award = Award(id="", on=entry.happened_on, failed_on=entry.failed_on, notice=entry.notice)
    governs = points.counts_from(file, award, clause) if clause.counts_from else None
    if governs in (None, entry.counts_from):
        return None
    assert governs is not None, "compared above"
    return f"it says they count from {dated(entry.counts_from)}; by clause {clause.clause} it is {dated(governs)}"


def _not_told(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    if entry.notice is None:
        return "no notice is named that told the provider"
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or notice.served is None:
        return None  # it comes later in the world; the file says so by itself
    if notice.served.served_by_party == "provider":
        return f"{entry.notice} is the provider's own notice (entry {notice.position})"
    return f"{entry.notice} was not validly served (entry {notice.position})" if notice.valid is False else None


def _awarded_twice(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    if entry.issue is None and entry.failed_on is None:
        return None
    key = (entry.issue, entry.standard, entry.failed_on)
    same = [
        a for a in file.remedies.awards.values()
        if (a.issue, a.standard, a.failed_on) == key and a.remaining(entry.happened_on)
    ]  # fmt: skip
    return f"{same[0].id} (entry {same[0].position}) is for the same failing" if same else None


def _more_than_awarded(file: ContractFile, entry: PointsWithdrawn, procedure: Procedure) -> str | None:
    award = file.remedies.awards.get(entry.award)
    if award is None or award.on is None:
        return None
    left = award.remaining(date.max)
    if (entry.points or 1) <= left:
        return None
    gone = ", ".join(f"entry {position}" for _, _, position in award.withdrawn)
    return f"{left} of the {award.points} points of {award.id} are left{f' ({gone})' if gone else ''}"


def _still_counts(file: ContractFile, entry: PointsExpired, procedure: Procedure) -> str | None:
    row = next((r for r in points.points(file, entry.happened_on).awards if r.award == entry.award), None)
    if row is None or not row.counted:
        return None
    until = f"until {dated(row.until)}" if row.until else "without end"
    return f"by clause {row.clause} the points of {entry.award} count {until}"


def _disputed_by_authority(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.by is not None and entry.by.party == "authority":
        return f"it is disputed by {entry.by}, who acts for the authority"
    return None


# --- money ------------------------------------------------------------------------------------------------------------


AT_LAW = ("damages", "late-interest")
"""What is owed without a clause: by the general law, or the Late Payment of Commercial Debts (Interest) Act 1998."""


def _no_clause(file: ContractFile, entry: SumFellDue | SumSettled, procedure: Procedure) -> str | None:
    """Asked of what is taken when it falls due, and again where it is set off; by the clauses of whom it is owed to."""
    wanted: str
    if isinstance(entry, SumFellDue):
        wanted, owed_by, named = entry.remedy, entry.owed_by, entry.clause
    else:
        held = file.remedies.sums.get(entry.sum)
        if entry.how != "set-off" or held is None:
            return None
        wanted, owed_by, named = "set-off", held.owed_by, None
    if wanted in AT_LAW and named is None:
        return None
    party = _owed_to(owed_by)
    allowing = [c for c in file.terms.credit_clauses(entry.happened_on, party) if wanted in c.says.allows]
    if any(named in (None, c.says.clause) for c in allowing):
        return None
    which = f"clause {named}, as on file, does not allow" if named else "no clause on file allows"
    return f"{which} the {party} {wanted.replace('-', ' ')}"


def _owed_to(owed_by: Party) -> Party:
    return "authority" if owed_by == "provider" else "provider"


def _no_amount(file: ContractFile, entry: SumFellDue, procedure: Procedure) -> str | None:
    return None if entry.amount else "it does not say how much"


def _nothing(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    amount: Money | None = getattr(entry, "amount", None)
    return f"the amount is {amount}" if amount is not None and amount.pence <= 0 else None


def _other_currency(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    held, amount = _about(file, entry), getattr(entry, "amount", None)
    if amount is None:
        return None
    due = held.amount(entry.latest_on) if isinstance(held, Sum) else getattr(held, "amount", None)
    if due is None or held is None or due.currency == amount.currency:
        return None
    return f"{held.id} is in {due.currency} (entry {held.position}), and this is in {amount.currency}"


def _more_than_due(file: ContractFile, entry: SumSettled | SumWaived, procedure: Procedure) -> str | None:
    held = file.remedies.sums.get(entry.sum)
    left = held.outstanding(entry.happened_on) if held else None
    if held is None or left is None or (entry.amount.pence if entry.amount else 1) <= left.pence:
        return None
    ended = ", ".join(f"entry {step.position}" for step in (*held.settled, *held.waived))
    return f"{left} of {held.id} was still open{f' ({ended})' if ended else ''}"


def _over_the_cap(file: ContractFile, entry: SumFellDue, procedure: Procedure) -> str | None:
    for clause in file.terms.credit_clauses(entry.happened_on, _owed_to(entry.owed_by)):
        cap = clause.says.cap
        if cap is None or clause.says.clause != entry.clause or entry.period is None or entry.amount is None:
            continue
        others = [s for s in file.remedies.sums.values() if s.clause == entry.clause and s.period == entry.period]
        alike = [s for s in others if s.stated and s.stated.currency == cap.currency]
        total = sum(s.stated.pence for s in alike if s.stated)
        total += entry.amount.pence if entry.amount.currency == cap.currency else 0
        if total > cap.pence:
            with_ = f" with {', '.join(s.id for s in alike)}" if alike else ""
            over = Money(pence=total, currency=cap.currency)
            return f"for {entry.period} it comes{with_} to {over}; clause {entry.clause} caps it at {cap}"
    return None


def _claimed_late(file: ContractFile, entry: SumClaimed, procedure: Procedure) -> str | None:
    held = file.remedies.sums.get(entry.sum)
    if held is None or held.on is None:
        return None
    for clause in file.terms.credit_clauses(held.on, _owed_to(held.owed_by)):
        if clause.says.claim_within is None or clause.says.clause != held.clause:
            continue
        try:
            end = period_end(clause.says.claim_within, held.on, working_day(file, held.on)).end
        except CalendarError as error:
            return f"whether it was claimed in time cannot be counted: {error}"
        if entry.happened_on > end:
            return f"clause {held.clause} gives {clause.says.claim_within} from {dated(held.on)}: to {dated(end)}"
    return None


def _against_nothing(file: ContractFile, entry: SumSettled, procedure: Procedure) -> str | None:
    if entry.how == "paid" or entry.invoice or entry.against:
        return None
    return f"it does not say on which invoice or against which sum it was {entry.how.replace('set-off', 'set off')}"


# --- suspension, step-in, relief --------------------------------------------------------------------------------------


def _ends_before_it_begins(file: ContractFile, entry: Measures, procedure: Procedure) -> str | None:
    held = _about(file, entry)
    began = getattr(held, "since", None) or entry.effective_on
    if entry.until_date is not None and entry.until_date < began:
        return f"it is to end on {dated(entry.until_date)}, before it begins on {dated(began)}"
    return None


def _over_already(file: ContractFile, entry: Ending, procedure: Procedure) -> str | None:
    held = _about(file, entry)
    ended = getattr(held, "ended", None)
    if held is None or ended is None or (isinstance(entry, SuspensionReviewed) and entry.happened_on <= ended[0]):
        return None
    return f"{held.id} ended on {dated(ended[0])} (entry {ended[1]})"


def _decided_already(file: ContractFile, entry: ReliefDecided, procedure: Procedure) -> str | None:
    held = file.remedies.reliefs.get(entry.relief)
    if held is None or not held.decided:
        return None
    on, decision, position = held.decided[-1]
    return f"{held.id} was {decision.replace('-', ' ')} on {dated(on)} (entry {position})"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="remedy.follows-what-it-is-about", citation="HCC-2.1-g", level="contradiction", of=FOLLOWING,
        field="happened_on", sentence="What follows on a remedy does not come before it.", found=_too_early,
    ),
    Rule(
        id="remedy.amount-above-nothing", citation="HCC-3.1-c", level="contradiction",
        of=(SumFellDue, *get_args(SumFollowUp), ReliefClaimed, ReliefDecided), field="amount",
        sentence="An amount is more than nothing.", found=_nothing,
    ),
    Rule(
        id="remedy.one-currency", citation="HCC-3.1-c", level="contradiction",
        of=(*get_args(SumFollowUp), ReliefDecided), field="amount", found=_other_currency,
        sentence="Amounts of different currencies are not added or set against one another.",
    ),
    Rule(
        id="points.under-a-measure", citation="HCC-6.1-b", level="advise", of=PointsAwarded, field="standard",
        sentence="Points are awarded by a measure: a clause on file and the standard not met.", found=_no_measure,
    ),
    Rule(
        id="points.by-the-tariff", citation="HCC-2.1-b", level="explain", of=PointsAwarded, field="points",
        sentence="As many points are awarded as the contract gives for the failing.", found=_off_the_tariff,
    ),
    Rule(
        id="points.from-the-day-of-the-clause", citation="HCC-2.1-b", level="advise", of=PointsAwarded,
        field="counts_from", sentence="Points count from the day the contract says.", found=_day_differs,
    ),
    Rule(
        id="points.provider-told", citation="HCC-7.6-d", level="advise", of=PointsAwarded, field="notice",
        sentence="The provider is told of points by a notice that was validly served.", found=_not_told,
    ),
    Rule(
        id="points.once-for-a-failing", citation="HCC-2.1-b", level="explain", of=PointsAwarded, field="issue",
        sentence="A failing is counted once.", found=_awarded_twice,
    ),
    Rule(
        id="points.states-why-disputed", citation="HCC-2.1-b", level="advise", of=PointsDisputed,
        field="grounds", sentence="A dispute of points says why.",
        found=lacks("grounds", found="it does not say why"),
    ),
    Rule(
        id="points.disputed-by-the-provider", citation="HCC-2.1-b", level="explain", of=PointsDisputed,
        field="by", sentence="Points are disputed by the provider; the authority withdraws them.",
        found=_disputed_by_authority,
    ),
    Rule(
        id="points.withdrawn-once", citation="HCC-2.1-g", level="contradiction", of=PointsWithdrawn, field="points",
        sentence="No more points are withdrawn than are left.", found=_more_than_awarded,
    ),
    Rule(
        id="points.expire-by-the-clause", citation="HCC-2.1-b", level="explain", of=PointsExpired, field="happened_on",
        sentence="Points count as long as the contract says.", found=_still_counts,
    ),
    Rule(
        id="sum.under-a-clause", citation="HCC-3.1-c", level="advise", of=(SumFellDue, SumSettled), field="clause",
        sentence="What is taken from the other party rests on a clause of the contract.", found=_no_clause,
    ),
    Rule(
        id="sum.states-amount", citation="HCC-3.1-c", level="advise", of=SumFellDue, field="amount",
        sentence="It is on record how much is due.", found=_no_amount,
    ),
    Rule(
        id="sum.within-the-cap", citation="HCC-3.1-c", level="explain", of=SumFellDue, field="amount",
        sentence="No more falls due for a period than the contract allows.", found=_over_the_cap,
    ),
    Rule(
        id="sum.claimed-in-time", citation="HCC-2.1-b", level="explain", of=SumClaimed, field="happened_on",
        sentence="A sum is claimed within the time the contract gives.", found=_claimed_late,
    ),
    Rule(
        id="sum.no-more-than-due", citation="HCC-3.1-c", level="explain", of=(SumSettled, SumWaived), field="amount",
        sentence="No more is settled or waived than is open.", found=_more_than_due,
    ),
    Rule(
        id="sum.states-against-what", citation="HCC-3.1-c", level="advise", of=SumSettled, field="invoice",
        sentence="A credit, deduction or set-off names the invoice or sum it was made against.", found=_against_nothing,
    ),
    Rule(
        id="measure.ends-after-it-begins", citation="HCC-2.1-g", level="contradiction",
        of=(SuspensionBegun, SuspensionReviewed, StepInBegun), field="until_date",
        sentence="A suspension or step-in does not end before it begins.", found=_ends_before_it_begins,
    ),
    Rule(
        id="measure.ended-once", citation="HCC-2.1-g", level="contradiction",
        of=(SuspensionReviewed, SuspensionLifted, StepInEnded), field="happened_on",
        sentence="A suspension that was lifted, or a step-in that ended, is over.", found=_over_already,
    ),
    Rule(
        id="measure.rests-on-the-contract", citation="HCC-2.1-b", level="advise", of=(SuspensionBegun, StepInBegun),
        field="clause", sentence="A suspension or step-in names the clause it rests on.",
        found=lacks("clause", found="it names no clause"),
    ),
    Rule(
        id="suspension.has-a-time", citation="HCC-2.1-b", level="advise", of=(SuspensionBegun, SuspensionReviewed),
        field="review_by", sentence="A suspension has an end or a day on which it is looked at again.",
        found=lacks("until_date", "review_by", found="it has neither an end nor a day for its review"),
    ),
    Rule(
        id="relief.states-what-for", citation="HCC-2.1-b", level="advise", of=ReliefClaimed, field="event",
        sentence="A claim for relief says what event it rests on.",
        found=lacks("event", found="it does not say what event it rests on"),
    ),
    Rule(
        id="relief.states-why-refused", citation="HCC-2.1-b", level="advise", of=ReliefDecided, field="reason",
        sentence="A decision on relief gives its reason.", found=lacks("reason", found="it gives no reason"),
    ),
    Rule(
        id="relief.decided-once", citation="HCC-2.1-g", level="explain", of=ReliefDecided, field="decision",
        sentence="Relief is decided once; a decision that was wrong is corrected.", found=_decided_already,
    ),
)
# fmt: on
