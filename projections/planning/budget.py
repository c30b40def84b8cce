"""Budget position: what was to be spent, and what was certified and paid.

Worked out from what is on file: financial lines of resource plans, else the contract's yearly value; payments.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from ledger.activities import FINANCIAL
from ledger.dates.span import Span
from ledger.entry import Frozen, Money
from ledger.names import same_unit
from ledger.subjects.payments import Invoice, Payment
from ledger.subjects.resources import ResourceLine
from projections.planning.unit_costs import PaymentLeftOut, UnitCost, UnitCostUnknown, left_out, rounded, unit_costs
from projections.view import FileView


class BudgetPosition(Frozen):
    """Money over one time, up to a day (HCC-3.1-g)."""

    first: date
    last: date
    source: str
    """What the budget is: RPL-001, or the contract's yearly value."""
    budget: Money
    certified: Money
    paid: Money
    withheld: Money
    committed: Money
    """What of the invoices for that time was neither paid nor withheld."""
    left: Money
    """The budget less what was paid; below nothing where more was."""
    expected: Money
    """What of the budget would be spent by the day if it were spent evenly."""
    over: bool
    """Whether more was paid than that."""
    forecast: Money | None
    """What will have been paid at the end if it goes on as until the day; None before it begins, or while no invoice
    and no payment is on file."""
    kept_here: bool = True
    """Whether any invoice or payment is on file by then: without one, nothing paid says nothing."""


class MoneyShown(Frozen):
    """Budget position and unit cost of one contract on a day."""

    budgets: tuple[BudgetPosition, ...]
    unit_costs: tuple[UnitCost, ...]
    unit_costs_unknown: tuple[UnitCostUnknown, ...]
    """What of is paid, and no unit cost can be worked out."""
    left_out: tuple[PaymentLeftOut, ...]
    """What was paid for a time nobody can tell, and so is in none of them (HCC-3.1-c)."""


def money_shown(view: FileView, on: date) -> MoneyShown:
    """Return budget positions and unit costs up to a day; none where nothing on file gives them. Pure."""
    costs = list(unit_costs(view, on))
    return MoneyShown(
        budgets=tuple(_budgets(view, on)), unit_costs=tuple(one for one in costs if isinstance(one, UnitCost)),
        unit_costs_unknown=tuple(one for one in costs if isinstance(one, UnitCostUnknown)),
        left_out=tuple(left_out(view, on)),
    )  # fmt: skip


def _budgets(view: FileView, on: date) -> list[BudgetPosition]:
    found = []
    for plan in view.file.resources.plans.values():
        lines = [line for line in (plan.says.lines if plan.says else ()) if _money(line)]
        if plan.says is not None and lines and (time := plan.time) is not None:
            share = Decimal(_days(time)) / _days(plan.says.period)  # as use is held against it: docs/adr/0250
            pence = int(sum(Decimal(line.planned) for line in lines) * share * 100)
            found.append(_position(view, time, f"{plan.id}", Money(pence=pence), on))
    if found or view.file.agreement.contract is None:
        return found
    contract, ended = view.file.agreement.contract, view.file.termination.ended_on(on)
    day = min(on, ended.on) if ended else on  # after its end there is no further year to spend anything in
    yearly = view.file.value_of("annual-value", day)  # as varied by then (TVP-3.0-3)
    if (
        yearly is not None and isinstance(yearly.value, Money)
        and contract.start_date is not None and contract.start_date <= day
    ):  # fmt: skip
        years = (day.year - contract.start_date.year) - (
            (day.month, day.day) < (contract.start_date.month, contract.start_date.day)
        )
        first = _years_after(contract.start_date, years)
        last = date.fromordinal(_years_after(contract.start_date, years + 1).toordinal() - 1)
        found.append(_position(view, Span(first=first, last=last), "the contract's yearly value", yearly.value, on))
    return found


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _days(over: Span) -> int:
    return (over.last - over.first).days + 1


def _money(line: ResourceLine) -> bool:
    return line.kind == FINANCIAL and same_unit(line.unit, "pounds")


def _position(view: FileView, over: Span, source: str, budget: Money, on: date) -> BudgetPosition:
    sums = {what: _sum(view, what, over, budget.currency, on) for what in ("certified", "made", "withheld")}
    whole = _days(over)
    gone = min(max((on - over.first).days + 1, 0), whole)
    expected = rounded(Decimal(budget.pence) * gone / whole)
    kept = view.file.payments
    kept_here = any(i.on <= on for i in kept.invoices.values()) or any(p.on <= on for p in kept.payments)
    money = {name: Money(pence=pence, currency=budget.currency) for name, pence in sums.items()}
    return BudgetPosition(
        first=over.first, last=over.last, source=source, budget=budget, certified=money["certified"],
        paid=money["made"], withheld=money["withheld"],
        left=Money(pence=budget.pence - sums["made"], currency=budget.currency),
        expected=Money(pence=expected, currency=budget.currency), over=sums["made"] > expected,
        committed=Money(pence=_committed(view, over, budget.currency, on), currency=budget.currency),
        forecast=Money(pence=rounded(Decimal(sums["made"]) * whole / gone), currency=budget.currency)
        if gone and kept_here else None,
        kept_here=kept_here,
    )  # fmt: skip


def _committed(view: FileView, over: Span, currency: str, on: date) -> int:
    """The pence of invoices for service in a time that were still to be paid at the end of a day."""
    found = [i for i in view.file.payments.invoices.values() if i.on <= on and i.amount.currency == currency]
    left = [view.file.payments.unpaid(i.id, on) for i in found if _time_of(i).lies_in(over)]
    return sum(money.pence for money in left if money is not None)


def _sum(
    view: FileView, what: Literal["certified", "made", "withheld"] | str, over: Span, currency: str, on: date
) -> int:
    """The pence certified, paid or withheld by a day for service in a time."""
    found = [p for p in view.file.payments.payments if p.what == what and p.on <= on and p.amount.currency == currency]
    return sum(p.amount.pence for p in found if _time_of(p).lies_in(over))


def _time_of(one: Payment | Invoice) -> Span:
    """The time of the service that is paid for: its own period, else its day."""
    return one.period or Span(first=one.on, last=one.on)
