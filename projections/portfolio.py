"""All contracts for those who answer for them: disputes, what is overdue, and the value at risk (TVP-1.0-8).

Pure functions of contracts' statuses and duties as they stand on a day. A contract's yearly value counts as at risk
while a dispute, a significant issue or a proposal to end it is open, or a risk beyond what is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.entry import Frozen, Money
from projections.answers import Listed
from projections.kept_facts import BudgetFact, JudgedFact, ValueFact
from projections.standing import holder, stage_on, standing
from projections.tier_facts import ScorecardFact
from projections.variations_counted import OfContract, VariationsCounted, of_contract, variations_counted


class PortfolioRow(Frozen):
    """One contract."""

    reference: str
    title: str
    provider: str | None
    unit: str | None
    lead: str | None
    deputy: str | None
    annual_value: Money | None
    ends_on: date | None
    overdue: int
    """Duties past their date."""
    outside: str | None
    """Why the procedure does not cover the contract, so that no figure of compliance counts it; None where it does."""
    due: int
    disputes: tuple[str, ...]
    """Disputes that are not over, by their ids; what only a notice began, by that of the notice."""
    issues: int
    significant: int
    risks: int
    risks_beyond: int
    """Risks higher than the organisation takes."""
    budget: BudgetFact | None
    value_for_money: ValueFact | None
    judged: JudgedFact | None
    """How it last did against each indicator or standard it was judged by (IMP-30-a)."""
    outcomes_not_reached: tuple[str, ...]
    """Outcomes that their newest judgement finds not reached, or in part only (HCC-3.1-b)."""
    scorecard: ScorecardFact | None
    """The scorecard of its newest period by the day, on the sides a tier has rated: cost, performance, risk, users."""
    at_risk: tuple[str, ...]
    """Why its value is at risk; empty where it is not."""


class Portfolio(Frozen):
    """All live contracts on a day."""

    contracts: int
    value: tuple[Money, ...]
    """Their value in a year, one sum for each currency."""
    value_at_risk: tuple[Money, ...]
    overdue: int
    """Duties past their date, without those of contracts the procedure does not cover (HCC-S-c)."""
    disputes: int
    rows: tuple[PortfolioRow, ...]
    """Those at risk first, then by what is overdue."""
    variations: VariationsCounted = VariationsCounted()
    """How often deals were changed, and on what grounds: of every contract, live or ended."""


def portfolio(listed: Iterable[Listed], on: date) -> Portfolio:
    """Return the live contracts as senior managers look at them on a day. Pure.

    Of each only its row is kept at hand: the statuses and duties of 20,000 contracts take gigabytes.
    """
    rows, varied = list[PortfolioRow](), list[OfContract]()
    for one in listed:
        if one.status.quarantined is None:
            rows += filter(None, [_row(one, on)])
            varied += filter(None, [of_contract(one.status, on)])
    live = sorted(rows, key=lambda row: (not row.at_risk, -row.overdue, row.reference))
    return Portfolio(
        contracts=len(live), value=_sums(live), value_at_risk=_sums([row for row in live if row.at_risk]),
        overdue=sum(row.overdue for row in live if row.outside is None),
        disputes=sum(len(row.disputes) for row in live), rows=tuple(live),
        variations=variations_counted(varied),
    )  # fmt: skip


def _row(one: Listed, on: date) -> PortfolioRow | None:
    if stage_on(one.status, on) != "live":
        return None
    facts, stands = one.whole, standing(one.status, on)
    significant = sum(issue.significant is True for issue in facts.issues)
    beyond = [risk.id for risk in facts.kept.risks if risk.beyond]
    proposed = [proposal.id for proposal in facts.proposals if proposal.on <= on]
    why = (*facts.kept.disputes, *proposed, *beyond)
    if significant:
        why += tuple(issue.id for issue in facts.issues if issue.significant)
    return PortfolioRow(
        reference=facts.reference, title=facts.title, provider=facts.provider, unit=facts.unit,
        lead=holder(stands, "lead-officer"), deputy=holder(stands, "deputy-lead-officer"),
        annual_value=stands.annual_value, ends_on=stands.end_date,
        overdue=one.duties.overdue, outside=facts.outside, due=one.duties.due, disputes=facts.kept.disputes,
        issues=len(facts.issues), significant=significant, risks=len(facts.kept.risks), risks_beyond=len(beyond),
        budget=facts.kept.budget, value_for_money=facts.kept.value, judged=facts.kept.judged,
        outcomes_not_reached=tuple(one.id for one in facts.outcomes.not_reached if one.on <= on),
        scorecard=facts.tiers.last_scorecard(on), at_risk=why,
    )  # fmt: skip


def _sums(rows: Iterable[PortfolioRow]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for row in rows:
        if row.annual_value is not None:
            sums[row.annual_value.currency] = sums.get(row.annual_value.currency, 0) + row.annual_value.pence
    return tuple(Money(pence=pence, currency=currency) for currency, pence in sorted(sums.items()))
