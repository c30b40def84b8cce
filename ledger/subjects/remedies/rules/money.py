"""What is asked of sums owed: their clause, amount, cap and time, and what they were settled against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.contract_terms import Party
from ledger.dates.calendar import CalendarError, period_end
from ledger.dates.working_days import dated
from ledger.entry import Money
from ledger.names import among
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.serving.remedy_time import working_day
from ledger.subjects.remedies.entries import SumClaimed, SumFellDue, SumSettled, SumWaived

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


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
            return NOT_IN_POINT
        wanted, owed_by, named = "set-off", held.owed_by, None
    if wanted in AT_LAW and named is None:
        return NOT_IN_POINT
    party = _owed_to(owed_by)
    allowing = [c for c in file.terms.credit_clauses(entry.happened_on, party) if wanted in c.says.allows]
    if any(named in (None, c.says.clause) for c in allowing):
        return None
    which = f"clause {named}, as on file, does not allow" if named else "no clause on file allows"
    return f"{which} the {party} {wanted.replace('-', ' ')}"


def _owed_to(owed_by: Party) -> Party:
    return "authority" if owed_by == "provider" else "provider"


def _more_than_due(file: ContractFile, entry: SumSettled | SumWaived, procedure: Procedure) -> str | None:
    held = file.remedies.sums.get(entry.sum)
    left = held.outstanding(entry.happened_on) if held else None
    if held is None or left is None:
        return NOT_IN_POINT
    if (entry.amount.pence if entry.amount else 1) <= left.pence:
        return None
    ended = ", ".join(f"entry {step.position}" for step in (*held.settled, *held.waived))
    return f"{left} of {held.id} was still open{f' ({ended})' if ended else ''}"


def _off_the_money_tariff(file: ContractFile, entry: SumFellDue, procedure: Procedure) -> str | None:
    """By sums alone: what a share of the charges comes to is not worked out here."""
    clauses = file.terms.credit_clauses(entry.happened_on, _owed_to(entry.owed_by))
    given = [
        row.amount for clause in clauses if clause.says.clause == entry.clause
        for row in clause.says.tariff if row.amount and among(entry.standard, (row.standard,))
    ]  # fmt: skip
    if not given or entry.amount is None:
        return NOT_IN_POINT
    other = next((amount for amount in given if amount != entry.amount), None)
    if other is None:
        return None
    return f"it is {entry.amount}; clause {entry.clause} gives {other} for failing {entry.standard}"


def _over_the_cap(file: ContractFile, entry: SumFellDue, procedure: Procedure) -> str | None:
    clauses = file.terms.credit_clauses(entry.happened_on, _owed_to(entry.owed_by))
    caps = [clause.says.cap for clause in clauses if clause.says.cap and clause.says.clause == entry.clause]
    if not caps or entry.period is None or entry.amount is None:
        return NOT_IN_POINT
    for cap in caps:
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
        return NOT_IN_POINT
    clauses = file.terms.credit_clauses(held.on, _owed_to(held.owed_by))
    times = [c.says.claim_within for c in clauses if c.says.claim_within and c.says.clause == held.clause]
    for within in times:
        try:
            end = period_end(within, held.on, working_day(file, held.on)).end
        except CalendarError as error:
            return f"whether it was claimed in time cannot be counted: {error}"
        if entry.happened_on > end:
            return f"clause {held.clause} gives {within} from {dated(held.on)}: to {dated(end)}"
    return None if times else NOT_IN_POINT


def _against_nothing(file: ContractFile, entry: SumSettled, procedure: Procedure) -> str | None:
    if entry.how == "paid":
        return NOT_IN_POINT
    if entry.invoice or entry.against:
        return None
    return f"it does not say on which invoice or against which sum it was {entry.how.replace('set-off', 'set off')}"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="sum.under-a-clause", citation="HCC-3.1-c", level="advise", of=(SumFellDue, SumSettled), field="clause",
        sentence="What is taken from the other party rests on a clause of the contract.", found=_no_clause,
    ),
    Rule(
        id="sum.states-amount", citation="HCC-3.1-c", level="advise", of=SumFellDue, field="amount",
        sentence="It is on record how much is due.", found=lacks("amount", found="it does not say how much"),
    ),
    Rule(
        id="sum.by-the-tariff", citation="HCC-2.1-b", level="explain", of=SumFellDue, field="amount",
        sentence="As much falls due as the contract gives for the failing.", found=_off_the_money_tariff,
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
        id="decision.names-who-waives", citation="TVP-2.0-7", level="advise", of=SumWaived,
        field="by", sentence="A sum is given up by somebody named.",
        found=lacks("by", found="nobody is named who decided it"),
    ),
)
# fmt: on
