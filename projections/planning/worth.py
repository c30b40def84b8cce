"""What the money of a contract buys, beside its open risks: basis, budget, unit cost, open book, tests of value.

Costs are shown beside risks, since the one is weighed against the other (TVP-1.0-4).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.entry import Frozen, Money
from ledger.subjects.money import HEADS, Tested
from projections.failings.trail import percent
from projections.planning.budget import MoneyShown, money_shown
from projections.planning.value_tested import ValueFact, value_fact
from projections.procedure.kept_facts import BudgetFact, RiskFact, kept_facts
from projections.view import FileView


class BasisShown(Frozen):
    """On what is paid, from a day on (HCC-6.3-b, HCC-6.3-c)."""

    since: date
    position: int
    basis: str
    reason: str | None
    reached: str | None
    demand: str | None
    budget_effect: str | None
    approved_by: str | None


class CostShown(Frozen):
    """One line of a financial report."""

    name: str
    budget: Money | None
    actual: Money
    difference: Money | None
    share: str | None
    """Of all costs, in percent to one decimal place."""


class FinancialShown(Frozen):
    """One financial report (TVP-3.1-3)."""

    first: date
    last: date
    on: date
    position: int
    open_book: bool | None
    income: Money | None
    costs: Money
    left: Money | None
    """What was paid, less what was spent: the provider's surplus, below nothing its loss."""
    lines: tuple[CostShown, ...]


class WorthShown(Frozen):
    """What the money of one contract buys, on a day."""

    basis: tuple[BasisShown, ...]
    """In order of effect, the one in force last."""
    worked_out: MoneyShown
    """Budget position and unit cost as payments and figures make them (HCC-6.3-d)."""
    position: BudgetFact | None
    """The newest budget position put on record."""
    reports: tuple[FinancialShown, ...]
    value: ValueFact | None
    """The newest test of value for money."""
    tests: tuple[ValueFact, ...]
    risks: tuple[RiskFact, ...]
    """Open risks, the highest rated first."""


def worth_shown(view: FileView, on: date) -> WorthShown:
    """Return what the money of a contract buys, beside its open risks. Pure."""
    facts = kept_facts(view)
    return WorthShown(
        basis=tuple(_bases(view, on)), worked_out=money_shown(view, on), position=facts.budget,
        reports=tuple(_reports(view)), value=facts.value, tests=tuple(_tests(view)), risks=facts.risks,
    )  # fmt: skip


def _bases(view: FileView, on: date) -> Iterator[BasisShown]:
    contract = view.file.agreement.contract
    if contract is not None and contract.payment_basis in ("delivered", "block") and contract.effective_on <= on:
        yield BasisShown(
            since=contract.effective_on, position=view.file.agreement.position, basis=contract.payment_basis,
            reason=None, reached=None, demand=None, budget_effect=None, approved_by=None,
        )  # fmt: skip
    for held in view.file.money.bases:
        says = held.says
        if held.since <= on:
            yield BasisShown(
                since=held.since, position=held.position, basis=says.basis, reason=view.say(says.block_reason) or None,
                reached=view.say(says.achievable_volume) or None, demand=view.say(says.demand) or None,
                budget_effect=view.say(says.budget_effect) or None,
                approved_by=view.procedure.person_in_office(says.approved_by) if says.approved_by else None,
            )  # fmt: skip


def _reports(view: FileView) -> Iterator[FinancialShown]:
    for position, report in view.file.performance.financial:
        whole = sum(line.actual.pence for line in report.cost_lines)
        currency = next((line.actual.currency for line in report.cost_lines), "GBP")
        yield FinancialShown(
            first=report.period.first, last=report.period.last, on=report.happened_on, position=position,
            open_book=report.open_book, income=report.income, costs=Money(pence=whole, currency=currency),
            left=Money(pence=report.income.pence - whole, currency=currency) if report.income else None,
            lines=tuple(
                CostShown(
                    name=line.name, budget=line.budget, actual=line.actual, share=percent(line.actual.pence, whole),
                    difference=Money(pence=line.actual.pence - line.budget.pence, currency=currency)
                    if line.budget else None,
                ) for line in report.cost_lines
            ),
        )  # fmt: skip


def _tests(view: FileView) -> Iterator[ValueFact]:
    newest: dict[str, Tested | None] = dict.fromkeys(HEADS)
    for held in view.file.money.tests:
        newest |= dict.fromkeys(held.says.heads, held)
        yield value_fact(view, held, newest)
