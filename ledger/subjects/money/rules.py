"""What is asked of a payment basis, a budget position and a test of value for money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import backwards, before_the_contract
from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.money.entries import HEADS, BudgetPositionRecorded, PaymentBasisSet, ValueForMoneyTested
from ledger.subjects.money.register import Position, taken_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _other_currency(file: ContractFile, entry: BudgetPositionRecorded, procedure: Procedure) -> str | None:
    sums = (entry.actual, entry.commitment, entry.forecast)
    others = sorted({money.currency for money in sums if money and money.currency != entry.budget.currency})
    return f"the budget is in {entry.budget.currency}, and this in {', '.join(others)}" if others else None


def _not_begun(file: ContractFile, entry: BudgetPositionRecorded, procedure: Procedure) -> str | None:
    if entry.period.first <= entry.latest_on or not entry.actual.pence:
        return None
    return f"{entry.actual} is said to be spent of a time that begins on {dated(entry.period.first)}"


def _beyond_tolerance(file: ContractFile, entry: BudgetPositionRecorded, procedure: Procedure) -> str | None:
    share = Position(on=entry.happened_on, position=0, says=entry).variance
    tolerance = procedure.setting("budget.tolerance")
    if share is None or abs(share) <= tolerance:
        return NOT_IN_POINT
    if entry.explanation:
        return None
    way = "more" if share > 0 else "less"
    return f"{abs(share):f} percent {way} than the budget, beyond {tolerance} percent, and it is not said why"


def _forecast_spent(file: ContractFile, entry: BudgetPositionRecorded, procedure: Procedure) -> str | None:
    if entry.forecast is None:
        return NOT_IN_POINT
    if entry.forecast.pence >= (taken := taken_of(entry)).pence:
        return None
    already = "spent, owed or promised" if taken != entry.actual else "spent"
    return f"{entry.forecast} is expected to be spent by the end, and {taken} is {already} already"


def _spent_falls(file: ContractFile, entry: BudgetPositionRecorded, procedure: Procedure) -> str | None:
    earlier = [held for held in file.money.positions if held.says.period == entry.period]
    if not earlier or earlier[-1].says.actual.currency != entry.actual.currency:
        return NOT_IN_POINT
    before = earlier[-1]
    if before.says.actual.pence <= entry.actual.pence or entry.explanation:
        return None
    return (
        f"{entry.actual} is spent of {entry.period}, and by {dated(before.on)} {before.says.actual} was "
        f"(entry {before.position}); it is not said why that is less"
    )


def _approved_by_the_provider(file: ContractFile, entry: PaymentBasisSet, procedure: Procedure) -> str | None:
    by = entry.approved_by
    if by is None or entry.basis != "block":
        return NOT_IN_POINT
    return f"it was approved by {procedure.person_in_office(by)}, of the provider" if by.is_of_the_provider else None


def _nothing_follows(file: ContractFile, entry: ValueForMoneyTested, procedure: Procedure) -> str | None:
    if entry.result == "shown":
        return NOT_IN_POINT
    if entry.follow_up:
        return None
    return f"value for money was {entry.result.replace('-', ' ')}, and it is not said what is done about it"


def _against_its_heads(file: ContractFile, entry: ValueForMoneyTested, procedure: Procedure) -> str | None:
    """A result that no balance of the heads gives: shown although one is poor, or any but what they all say."""
    found = {name: head.conclusion for name, head in entry.heads.items()}
    poor = [name for name, conclusion in found.items() if conclusion == "poor"]
    good = [name for name, conclusion in found.items() if conclusion == "good"]
    said = f"it is found {entry.result.replace('-', ' ')}"
    if entry.result != "not-shown" and len(poor) == len(HEADS):
        return f"{said}, and all three heads poor"
    if entry.result == "shown" and poor:
        return f"{said}, and {' and '.join(poor)} poor"
    if entry.result != "shown" and len(good) == len(HEADS):
        return f"{said}, and all three heads good"
    return None if found else NOT_IN_POINT


def _block_of_what_is_delivered(file: ContractFile, entry: PaymentBasisSet, procedure: Procedure) -> str | None:
    if not any((entry.block_reason, entry.achievable_volume, entry.demand, entry.budget_effect)):
        return NOT_IN_POINT
    return (
        None if entry.basis == "block" else "what is paid for is what is delivered, and it says what a block rests on"
    )


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="budget.one-currency", citation="HCC-3.1-g", level="contradiction", of=BudgetPositionRecorded,
        field="actual", sentence="A budget and what is spent of it are in one currency.", found=_other_currency,
    ),
    Rule(
        id="budget.period-not-backwards", citation="HCC-3.1-g", level="contradiction", of=BudgetPositionRecorded,
        field="period", sentence="A period does not end before it begins.", found=backwards,
    ),
    Rule(
        id="budget.spent-once-begun", citation="HCC-3.1-g", level="contradiction", of=BudgetPositionRecorded,
        field="period", sentence="Nothing is spent of a budget before its time begins.", found=_not_begun,
    ),
    Rule(
        id="value-for-money.of-a-contract-there-is", citation="HCC-3.1-f", level="contradiction",
        of=ValueForMoneyTested, field="happened_on", found=before_the_contract,
        sentence="What is tested is a contract that has been made.",
    ),
    Rule(
        id="payment-basis.block-with-reason", citation="HCC-6.3-b", level="explain", of=PaymentBasisSet,
        field="block_reason", sentence="A block is paid for, used or not, only for a reason, and with approval.",
        found=leaves_out(
            {"block_reason": "why", "approved_by": "who approved it"}, where=lambda entry: entry.basis == "block",
            found="it does not say {missing}", between=" nor ",
        ),
    ),
    Rule(
        id="payment-basis.reason-of-a-block", citation="HCC-6.3-b", level="advise", of=PaymentBasisSet,
        field="basis", sentence="Only of a block is it said why all of it is paid for.",
        found=_block_of_what_is_delivered,
    ),
    Rule(
        id="payment-basis.approved-by-the-authority", citation="HCC-6.3-b", level="explain", of=PaymentBasisSet,
        field="approved_by", sentence="It is the authority, which pays, that approves of paying for a block.",
        found=_approved_by_the_provider,
    ),
    Rule(
        id="payment-basis.block-weighed", citation="HCC-6.3-c", level="explain", of=PaymentBasisSet,
        field="achievable_volume",
        found=leaves_out({
            "achievable_volume": "what can normally be reached", "demand": "demand",
            "budget_effect": "good use of the budget",
        }, where=lambda entry: entry.basis == "block", found="it does not say: {missing}"),
        sentence="The size of a block reflects what can normally be reached, demand, and good use of the budget.",
    ),
    Rule(
        id="budget.variance-explained", citation="HCC-12.6", level="advise", of=BudgetPositionRecorded,
        field="explanation", sentence="A budget that is not kept within the tolerance is explained.",
        found=_beyond_tolerance,
    ),
    Rule(
        id="budget.forecast-no-less-than-spent", citation="HCC-12.6", level="explain", of=BudgetPositionRecorded,
        field="forecast", found=_forecast_spent,
        sentence="No less will be spent by the end than is spent or promised already.",
    ),
    Rule(
        id="budget.forecast-given", citation="HCC-3.1-g", level="advise", of=BudgetPositionRecorded, field="forecast",
        sentence="While its time goes on, it is said what of a budget will have been spent by the end.",
        found=lacks(
            "forecast", where=lambda entry: entry.period.first <= entry.happened_on < entry.period.last,
            found="it does not say what will have been spent by the end",
        ),
    ),
    Rule(
        id="budget.spent-does-not-fall", citation="HCC-12.6", level="advise", of=BudgetPositionRecorded,
        field="actual", sentence="What is spent of a budget does not grow less without a word.", found=_spent_falls,
    ),
    Rule(
        id="value-for-money.three-heads", citation="TVP-1.0-3", level="advise", of=ValueForMoneyTested,
        field="economy", sentence="Value for money is economy, efficiency and effectiveness.", found=leaves_out(
            {head: head for head in HEADS}, found="nothing is said of {missing}"
        ),
    ),
    Rule(
        id="value-for-money.follows-its-heads", citation="TVP-1.0-3", level="explain", of=ValueForMoneyTested,
        field="result", sentence="Value for money is shown as far as economy, efficiency and effectiveness are.",
        found=_against_its_heads,
    ),
    Rule(
        id="value-for-money.followed-up", citation="HCC-3.1-f", level="explain", of=ValueForMoneyTested,
        field="follow_up", sentence="Where value for money is not shown, something is done about it.",
        found=_nothing_follows,
    ),
    Rule(
        id="decision.names-who-sets-the-basis", citation="TVP-2.0-7", level="advise", of=PaymentBasisSet,
        field="by", sentence="What is paid for is decided by somebody named.",
        found=lacks("approved_by", "by", found="nobody is named who decided it"),
    ),
)  # fmt: skip
