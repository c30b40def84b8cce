"""What is asked of every remedy, and what an entry about one follows on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from ledger.dates.span import came_later
from ledger.entry import Entry, Money
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.remedies.entries import (
    PointsFollowUp,
    ReliefClaimed,
    ReliefDecided,
    StepInBegun,
    StepInEnded,
    SumFellDue,
    SumFollowUp,
    SuspensionBegun,
    SuspensionLifted,
    SuspensionReviewed,
)
from ledger.subjects.remedies.register import Begun, Sum

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


FOLLOWING = (
    *get_args(PointsFollowUp), *get_args(SumFollowUp), SuspensionReviewed, SuspensionLifted, StepInEnded, ReliefDecided,
)  # fmt: skip


def about(file: ContractFile, entry: Entry) -> Begun | None:
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
    began = about(file, entry)
    return came_later(f"{began.id} is of", began.on, entry.latest_on, began.position) if began else None


def _before_the_contract(
    file: ContractFile, entry: SumFellDue | SuspensionBegun | StepInBegun, procedure: Procedure
) -> str | None:
    started = file.started_on()
    return came_later("the contract began on", started, entry.effective_on) if started else NOT_IN_POINT


def _nothing(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    amount: Money | None = getattr(entry, "amount", None)
    return f"the amount is {amount}" if amount is not None and amount.pence <= 0 else None


def _other_currency(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    held, amount = about(file, entry), getattr(entry, "amount", None)
    due = held.amount(entry.latest_on) if isinstance(held, Sum) else getattr(held, "amount", None)
    if due is None or held is None:
        return None
    is_in = f"{held.id} is in {due.currency} (entry {held.position})"
    if amount is not None and amount.currency != due.currency:
        return f"{is_in}, and this is in {amount.currency}"
    for named, position, other in _against(file, entry):
        if other is not None and other.currency != due.currency:
            return f"{is_in}, and {named} is in {other.currency} (entry {position})"
    return None


def _against(file: ContractFile, entry: Entry) -> Iterator[tuple[str, int, Money | None]]:
    """What a sum is settled against: its id, entry and amount."""
    invoice = file.payments.invoices.get(getattr(entry, "invoice", None) or "")
    if invoice is not None:
        yield invoice.id, invoice.position, invoice.amount
    other = file.remedies.sums.get(getattr(entry, "against", None) or "")
    if other is not None:
        yield other.id, other.position, other.amount(entry.latest_on)


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="remedy.follows-what-it-is-about", citation="HCC-2.1-g", level="contradiction", of=FOLLOWING,
        field="happened_on", sentence="What follows on a remedy does not come before it.", found=_too_early,
    ),
    Rule(
        id="remedy.under-a-running-contract", citation="HCC-2.1-b", level="explain",
        of=(SumFellDue, SuspensionBegun, StepInBegun), field="happened_on",
        sentence="A remedy is used under a contract that has begun.", found=_before_the_contract,
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
)
# fmt: on
