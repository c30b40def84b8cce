"""All contracts for those who answer for them: disputes, what is overdue, and the value at risk (TVP-1.0-8).

Those that are live, and those that have ended and whose service is still being handed over (docs/adr/0456). Pure
functions, on a day: of what is counted of every contract, and of the statuses and duties of those on a page. A
contract's yearly value counts as at risk while a dispute, a significant issue or a proposal to end it is open, or a
risk beyond what is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ledger.entry import Frozen, Money
from projections.answering.answers import Listed
from projections.planning.value_tested import ValueFact
from projections.procedure.kept_facts import BudgetFact, JudgedFact
from projections.programme.counted import Counted, CountedNow, why_at_risk
from projections.programme.variations_counted import VariationsCounted, Varied, variations_counted
from projections.status.standing import amount_on, holder, standing
from projections.status.tier_facts import ScorecardFact


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
    in_transition: bool
    """It has ended, and its service is still being handed over to others."""
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
    """All contracts on a day that are live or in transition, some of them with what there is to say of each."""

    contracts: int
    in_transition: int
    """How many of them have ended, and are watched until their service is handed over to others (TVP-6.0-6)."""
    ended_and_open: int
    """Contracts that have ended and are in no transition, with a dispute or an overdue duty: in none of the sums."""
    value: tuple[Money, ...]
    """Their value in a year, one sum for each currency."""
    value_at_risk: tuple[Money, ...]
    value_unknown: int
    """How many have no value in a year on file, and so stand in neither sum."""
    value_at_risk_unknown: int
    """How many of those are at risk."""
    overdue: int
    """Duties past their date, without those of contracts the procedure does not cover (HCC-S-c)."""
    disputes: int
    rows: tuple[PortfolioRow, ...] = ()
    """Those at risk first, then by what is overdue: a page of them."""
    variations: VariationsCounted = VariationsCounted()
    """How often deals were changed, and on what grounds: of every contract, live or ended."""


class Place(NamedTuple):
    """Where a contract stands among the others."""

    safe: int
    """1 where what it is worth is not at risk, else 0."""
    not_overdue: int
    """Less than nothing by as many duties as are past their date."""
    reference: str


def portfolio(there: Iterable[CountedNow], on: date) -> tuple[Portfolio, list[Place]]:
    """Return what all contracts come to on a day, with no row yet, and those of the rows in their order. Pure."""
    there = list(there)
    held = [one for one in there if one.counted.in_transition(on)]
    live = [*(one for one in there if one.counted.is_live(on)), *held]
    over = [
        one
        for one in there
        if one.counted.ended_on and one.counted.ended_on <= on and not one.counted.in_transition(on)
    ]
    unvalued = [one.counted for one in live if amount_on(one.counted.annual_values, on) is None]
    sums = Portfolio(
        contracts=len(live), in_transition=len(held),
        ended_and_open=sum(_left_open(one) for one in over),
        value=_sums([one.counted for one in live], on),
        value_at_risk=_sums([one.counted for one in live if one.counted.at_risk], on),
        value_unknown=len(unvalued), value_at_risk_unknown=sum(one.at_risk for one in unvalued),
        overdue=sum(one.duties.overdue for one in live if one.counted.outside is None),
        disputes=sum(one.counted.disputes for one in live),
        variations=variations_counted(
            Varied(c.reference, c.title, c.care_group, c.variations) for c, _ in there if c.is_contract
        ),
    )  # fmt: skip
    return sums, sorted(Place(int(not c.at_risk), -duties.overdue, c.reference) for c, duties in live)


def portfolio_rows(listed: Iterable[Listed], order: Sequence[Place], on: date) -> tuple[PortfolioRow, ...]:
    """Return the rows of these contracts on a day, in an order that has them all. Pure."""
    rows = {one.status.reference: _row(one, on) for one in listed}
    return tuple(rows[place.reference] for place in order if place.reference in rows)


def _row(one: Listed, on: date) -> PortfolioRow:
    facts, stands = one.whole, standing(one.status, on)
    return PortfolioRow(
        reference=facts.reference, title=facts.title, provider=facts.provider, unit=facts.unit,
        lead=holder(stands, "lead-officer"), deputy=holder(stands, "deputy-lead-officer"),
        annual_value=stands.annual_value, ends_on=stands.end_date, in_transition=stands.in_transition,
        overdue=one.duties.overdue, outside=facts.outside, due=one.duties.due, disputes=facts.kept.disputes,
        issues=len(facts.issues), significant=sum(issue.significant is True for issue in facts.issues),
        risks=len(facts.kept.risks), risks_beyond=sum(risk.beyond for risk in facts.kept.risks),
        budget=facts.kept.budget, value_for_money=_in_brief(facts.kept.value), judged=facts.kept.judged,
        outcomes_not_reached=tuple(one.id for one in facts.outcomes.not_reached if one.on <= on),
        scorecard=facts.tiers.last_scorecard(on), at_risk=why_at_risk(facts),
    )  # fmt: skip


def _left_open(one: CountedNow) -> bool:
    """Whether a dispute of a contract that has ended is open, or a duty overdue, which is asked only of what the
    procedure covers (HCC-S-c)."""
    return bool(one.counted.disputes or (one.duties.overdue and one.counted.outside is None))


def _in_brief(value: ValueFact | None) -> ValueFact | None:
    """A test of value for money without what is done about it: those words stand on the contract's own pages."""
    return value.model_copy(update={"follow_up": None}) if value else None


def _sums(contracts: Iterable[Counted], on: date) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for one in contracts:
        amount = amount_on(one.annual_values, on)
        if amount is not None:
            sums[amount.currency] = sums.get(amount.currency, 0) + amount.pence
    return tuple(Money(pence=pence, currency=currency) for currency, pence in sorted(sums.items()))
