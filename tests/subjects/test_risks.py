"""Stories of the risk log: a risk seen, assessed, managed and closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.entry import Entry
from ledger.plans import Step
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import EntryCorrected
from ledger.subjects.risks import RiskAssessed, RiskClosed, RiskIdentified
from ledger.words import Said
from projections.duties.due import duties
from projections.duties.settled import settled
from projections.monitoring.toolkit import toolkit
from projections.planning.implementation_plan import plans_shown
from tests.story import Story, changed, given
from tests.subjects import test_implementation as implementation
from tests.worked_through import view_of

MARCH, JUNE, AUGUST = date(2025, 3, 3), date(2025, 6, 2), date(2025, 8, 4)
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Victims' service", procedure="thames-valley/1"
)
SEEN = RiskIdentified(happened_on=MARCH, category="people", description=Said("Too few counsellors"))


def assessed(on: date = JUNE, **said: Any) -> RiskAssessed:
    usual: dict[str, Any] = {"risk": "RSK-001", "likelihood": 4, "impact": 4, "owner": "Ann Ashe"}
    return RiskAssessed(happened_on=on, **(usual | said))


def closed(on: date = AUGUST, **said: Any) -> RiskClosed:
    usual: dict[str, Any] = {"risk": "RSK-001", "reason": Said("Posts filled")}
    return RiskClosed(happened_on=on, **(usual | said))


def test_a_risk_is_rated_by_likelihood_times_impact_as_last_assessed() -> None:
    """TVP-4.0-22."""
    file = given(REGISTERED, SEEN, assessed(measures=(Step(what=Said("Recruit")),)), assessed(AUGUST, impact=2)).file

    [risk] = file.risks.open()
    assert [one.says.rating for one in risk.assessed] == [16, 8]
    assert risk.newest is not None
    assert risk.newest.on == AUGUST


SANDBAGS = Step(what=Said("Sandbags"), owner="Pat Poe", due_on=date(2025, 7, 1))


def test_what_is_done_about_a_risk_is_due_by_its_day_until_an_assessment_says_that_it_is_done() -> None:
    """CPC308-K15: or agrees on something else, or the risk is closed; what says nothing of it takes nothing back."""
    measures = (SANDBAGS, Step(what=Said("Weekly checks"), owner="Pat Poe"))
    agreed = given(REGISTERED, SEEN, assessed(measures=measures))

    def asked(*entries: Entry) -> list[tuple[str, str | None, date | None]]:
        found = duties(view_of(given(REGISTERED, SEEN, assessed(measures=measures), *entries).file))
        return [(one.id, one.named, one.due_on) for one in found if one.id.startswith("risk-measure/") and one.is_open]

    assert asked() == [("risk-measure/3/1", "Pat Poe", date(2025, 7, 1))]
    assert asked(assessed(AUGUST)) == asked()
    assert asked(assessed(AUGUST, measures_done=(1,))) == []
    assert asked(assessed(AUGUST, measures=(changed(SANDBAGS, due_on=date(2025, 9, 1)),))) == [
        ("risk-measure/4/1", "Pat Poe", date(2025, 9, 1))
    ]
    assert asked(closed()) == []
    [risk] = toolkit(view_of(agreed.file), AUGUST).risks
    assert [measure.endswith("(overdue)") for measure in risk.measures] == [True, False]
    done = agreed.when(assessed(AUGUST, measures_done=(1,))).recorded()
    [risk] = toolkit(view_of(done.file), date(2025, 8, 5)).risks
    assert risk.measures[0].endswith("(done, 4 August 2025)")


def test_a_measure_that_is_done_was_agreed_before() -> None:
    """CPC308-K15: with an assessment before this one."""
    rule, agreed = "risk.measure-was-agreed", given(REGISTERED, SEEN, assessed(measures=(SANDBAGS,)))

    agreed.when(assessed(AUGUST, measures_done=(1,))).keeps(rule)
    agreed.when(assessed(AUGUST, measures_done=(2,))).refused(
        rule, "RSK-001 has no measure 2 agreed before: it has one"
    )
    given(REGISTERED, SEEN).when(assessed(measures=(SANDBAGS,), measures_done=(1,))).refused(rule, "it has none")


def test_what_is_done_about_a_risk_is_done_where_an_assessment_says_so() -> None:
    """CPC308-K15: what was agreed anew, or went with its risk, nobody did."""
    rota = Step(what=Said("Rota"), owner="Pat Poe", due_on=date(2025, 12, 1))

    def told(*entries: Entry) -> list[tuple[str, date | None, bool]]:
        view = view_of(given(REGISTERED, SEEN, assessed(measures=(SANDBAGS,)), *entries).file)
        those = (one for one in settled(view).duties if one.id == "risk-measure/3/1")
        return [(one.id, one.done_on, one.not_asked is not None) for one in those]

    assert told(assessed(AUGUST, measures_done=(1,))) == [("risk-measure/3/1", AUGUST, False)]
    assert told(assessed(AUGUST, measures_done=(1,), measures=(rota,))) == [("risk-measure/3/1", AUGUST, False)]
    for gone in (assessed(AUGUST, measures=(rota,)), assessed(AUGUST, measures=(SANDBAGS,)), closed()):
        assert told(gone) == [("risk-measure/3/1", None, True)]


def test_the_numbers_of_measures_done_are_of_those_on_file_when_it_was_said() -> None:
    """CPC308-K15, docs/adr/0503: an assessment entered late, or corrected, has no other measure done."""
    rule, rota = "correction.leaves-nothing-hanging", Step(what=Said("Rota"), due_on=date(2025, 12, 1))
    pumps = changed(SANDBAGS, what=Said("Pumps"))
    said = given(REGISTERED, SEEN, assessed(measures=(SANDBAGS, pumps)), assessed(AUGUST, measures_done=(1,)))
    late = said.when(assessed(date(2025, 7, 1), measures=(rota, pumps))).recorded()

    def done(story: Story) -> list[tuple[int, date | None]]:
        return [(one.position, one.done_on) for one in story.file.risks.by_id["RSK-001"].measures_on()]

    def correction(position: int, replacement: Entry) -> EntryCorrected:
        return EntryCorrected(
            happened_on=date(2025, 9, 1), position=position, reason=Said("Slip"), replacement=replacement
        )

    assert done(said) == [(3, AUGUST), (3, None)]
    assert done(late) == [(5, None), (5, None)]
    said.when(correction(3, assessed(measures=(rota, SANDBAGS, pumps)))).refused(
        rule, "entry 4 would no longer stand: it says by their numbers which measures of entry 3 are done"
    )
    advice = "would be of entry 5: say in measures_done which of these are; where their numbers are the same, correct"
    again = assessed(AUGUST, measures_done=(1,), impact=5)
    late.when(correction(4, again)).refused(rule, advice)
    anew = late.when(correction(4, changed(again, measures_done=()))).recorded().when(correction(4, again)).recorded()
    assert done(anew) == [(5, AUGUST), (5, None)]
    reworded = said.when(correction(3, assessed(measures=(changed(SANDBAGS, owner="Al Ash"), pumps)))).recorded()
    assert done(reworded) == [(3, AUGUST), (3, None)]
    right = late.when(correction(4, assessed(AUGUST, measures_done=(2,), impact=5))).recorded()
    assert done(right) == [(5, None), (5, AUGUST)]


def test_of_what_is_done_about_a_risk_it_is_said_by_whom_or_by_when() -> None:
    """CPC308-K15: what goes on has no day, and what has a day is the lead officer's where nobody is named."""
    rule, bare = "risk.measures-by-whom-or-when", Step(what=Said("Sandbags"))

    told = given(REGISTERED, SEEN).when(assessed(measures=(SANDBAGS, bare))).departs_from(rule)
    assert told.last is not None
    assert next(d.found for d in told.last.departures if d.rule == rule) == (
        "of what is done about RSK-001 it is said neither by whom nor by when: measure 2"
    )
    for kept in (changed(bare, owner="Pat Poe"), changed(bare, due_on=AUGUST)):
        given(REGISTERED, SEEN).when(assessed(measures=(kept,))).keeps(rule)


def test_a_risk_is_not_assessed_or_closed_before_it_was_seen() -> None:
    given(REGISTERED, SEEN).when(assessed(date(2025, 3, 2))).refused("risk.assessed-once-seen", "was seen on 3 March")
    given(REGISTERED, SEEN).when(closed(date(2025, 3, 2))).refused("risk.assessed-once-seen")
    given(REGISTERED, SEEN).when(assessed(MARCH)).recorded()


def test_a_closed_risk_is_closed() -> None:
    """TVP-4.0-22; an assessment of a day before it was closed may still be put on record."""
    past = given(REGISTERED, SEEN, closed())

    past.when(closed(date(2025, 9, 1))).refused("risk.closed-once", "was closed on 4 August 2025")
    past.when(assessed(date(2025, 9, 1))).refused("risk.closed-once", "enter a new risk")
    past.when(assessed(JUNE, impact=1)).recorded()
    assert not past.file.risks.open()


def test_a_risk_is_assessed_again_later_not_before() -> None:
    given(REGISTERED, SEEN).when(assessed(review_by=JUNE)).refused("risk.assessed-again-later")
    given(REGISTERED, SEEN).when(assessed(review_by=AUGUST)).keeps("risk.assessed-again-later")


def test_a_risk_higher_than_is_taken_is_managed_or_it_is_said_why_not() -> None:
    """TVP-4.0-22: twelve of twenty-five is the most that is taken."""
    rule, done = "risk.high-is-managed", (Step(what=Said("Recruit")),)

    given(REGISTERED, SEEN).when(assessed(), acknowledge_all=False).asked(rule)
    given(REGISTERED, SEEN).when(assessed(measures=done)).keeps(rule)
    given(REGISTERED, SEEN).when(assessed(likelihood=3)).keeps(rule)
    given(REGISTERED, SEEN).when(assessed(within_appetite=True)).keeps(rule)
    given(REGISTERED, SEEN).when(assessed(likelihood=1, within_appetite=False)).departs_from(rule)


def test_a_risk_above_the_figure_is_not_taken_without_a_reason() -> None:
    """CPC307-C3-b: in line with organisational guidelines."""
    rule = "risk.taken-up-to-the-figure"

    given(REGISTERED, SEEN).when(assessed(within_appetite=True), acknowledge_all=False).asked(rule)
    given(REGISTERED, SEEN).when(assessed(likelihood=3, within_appetite=True)).keeps(rule)
    given(REGISTERED, SEEN).when(assessed()).keeps(rule)


def test_somebody_watches_a_risk_and_it_is_on_record_why_it_was_closed() -> None:
    given(REGISTERED, SEEN).when(assessed(owner=None)).departs_from("risk.has-owner")
    given(REGISTERED, SEEN).when(assessed()).keeps("risk.has-owner")
    given(REGISTERED, SEEN).when(closed(reason=None)).departs_from("risk.closed-for-a-reason")
    given(REGISTERED, SEEN).when(closed()).keeps("risk.closed-for-a-reason")


@pytest.mark.parametrize(
    ("subject", "activity", "found"),
    [
        ("plan", "IPL-001 A2", None),
        ("service", "a2", None),
        ("plan", "ipl-001", None),
        ("resource", "L1", None),
        ("service", "RPL-001: L1", None),
        ("plan", "IPL-001 A77", "it is of activity A77, which IPL-001 does not have; IPL-001 has A3, A2, A1"),
        ("plan", "A77", "it is of activity A77, which no plan has; IPL-001 has A3, A2, A1"),
        ("plan", "IPL-009 A2", "it is of IPL-009, which is no plan on file; IPL-001 has A3, A2, A1"),
        ("resource", "L9", "it is of line L9, which no plan has; RPL-001 has L1"),
    ],
)
def test_a_risk_to_a_part_of_a_plan_is_of_one_that_there_is(subject: Any, activity: str, found: str | None) -> None:
    """CPC307-C3-a."""
    rule, seen = "risk.of-a-part-of-a-plan", SEEN.model_copy(update={"subject": subject, "activity": activity})

    last = given(*implementation.ON_FILE, implementation.PLAN).when(seen).recorded().last

    assert last is not None
    assert [d.found for d in last.departures if d.rule == rule] == ([found] if found else [])


def of_the_plan(**said: Any) -> RiskIdentified:
    usual: dict[str, Any] = {"category": "people", "description": Said("Strike"), "subject": "plan"}
    return RiskIdentified(happened_on=date(2025, 3, 5), **(usual | said))


PLANNED = implementation.PLAN.model_copy(update={"risks": (implementation.RISK,)})
ON_FILE = (implementation.APPETITE, *implementation.ON_FILE, PLANNED)
"""A plan with one risk, R1 of people, rated 12, where 20 of a kind are taken and 30 in all."""


def test_a_rating_that_tips_a_plan_out_of_balance_asks_for_a_reason() -> None:
    """CPC307-C3-b: where it rises to that, on its day; of the plan it is of."""
    rule = "risk.keeps-its-plan-in-balance"
    eight, nine = dict[str, Any](likelihood=2), dict[str, Any](likelihood=3, impact=3)
    seen = given(*ON_FILE, of_the_plan())

    seen.when(assessed(**eight)).keeps(rule)
    found = seen.when(assessed(**nine)).departs_from(rule)
    assert found.last is not None
    assert "with it, of IPL-001, those of people come to 21, of 20 of a kind" in [
        d.found for d in found.last.departures
    ]
    assert rule in seen.when(assessed(**nine)).when(assessed(likelihood=5, impact=5)).objections
    assert rule not in seen.when(assessed(likelihood=5, impact=5)).when(assessed(AUGUST, **nine)).objections
    given(*ON_FILE, of_the_plan(category="property")).when(assessed(likelihood=4, impact=4)).keeps(rule)
    given(*ON_FILE, of_the_plan(category="property")).when(assessed(likelihood=4, impact=5)).departs_from(rule)
    for elsewhere in (of_the_plan(subject="service"), of_the_plan(activity="IPL-002")):
        assert rule not in given(*ON_FILE, elsewhere).when(assessed()).objections
    assert rule not in given(*ON_FILE[1:], of_the_plan()).when(assessed()).objections
    closed_by_then = given(*ON_FILE, of_the_plan(), of_the_plan(), closed(JUNE, risk="RSK-002"))
    closed_by_then.when(assessed(**eight)).keeps(rule)


def test_a_risk_that_plan_and_log_both_name_counts_once_as_last_rated() -> None:
    """CPC307-C3-b: by the plan until it is assessed in the log, and no more once it is closed there."""
    rule, watched = "risk.keeps-its-plan-in-balance", of_the_plan(plan_risk="r1")

    def balance(*entries: Any) -> list[tuple[str | None, int]]:
        [plan] = plans_shown(view_of(given(*ON_FILE, watched, *entries).file), date(2025, 9, 1))
        return [(total.category, total.total) for total in plan.balance]

    assert balance() == [("people", 12), (None, 12)]
    assert balance(assessed()) == [("people", 16), (None, 16)]
    assert balance(assessed(), closed()) == []
    assert balance(changed(watched, plan_risk=None), assessed(risk="RSK-002", likelihood=1)) == [
        ("people", 16), (None, 16),
    ]  # fmt: skip
    given(*ON_FILE, watched).when(assessed(likelihood=5)).keeps(rule)


def balances(*entries: Any, on: date = date(2025, 9, 1)) -> dict[str, int]:
    """By plan, what its risks come to in all."""
    shown = plans_shown(view_of(given(*ON_FILE, *entries).file), on)
    return {plan.id: next((total.total for total in plan.balance if total.category is None), 0) for plan in shown}


def test_a_risk_that_several_plans_may_name_counts_for_none_until_it_says_of_which_it_is() -> None:
    """CPC307-C3-a, CPC307-C3-b (docs/adr/0296)."""
    rule, second, r1 = "risk.of-a-part-of-a-plan", PLANNED, of_the_plan(plan_risk="R1")
    of_the_second, low = changed(r1, activity="IPL-002"), assessed(likelihood=1, impact=1)

    told = given(*ON_FILE, second).when(r1).departs_from(rule)
    assert told.last is not None
    assert told.last.departures[-1].found == (
        "IPL-001 and IPL-002 each name a risk R1, and it is not said of which plan it is; it counts for none"
    )
    assert balances(second, r1, low) == {"IPL-001": 12, "IPL-002": 12}
    assert balances(second, r1, assessed(), closed()) == {"IPL-001": 12, "IPL-002": 12}
    assert balances(second, of_the_second, low) == {"IPL-001": 12, "IPL-002": 1}
    given(*ON_FILE, second).when(of_the_second).keeps(rule)


def test_a_risk_is_of_the_one_plan_that_named_it_when_it_was_seen() -> None:
    """CPC307-C3-a: not of one agreed later, nor of one that names no such risk."""
    r1, low = of_the_plan(plan_risk="R1"), assessed(likelihood=1, impact=1)
    later, other = changed(PLANNED, happened_on=date(2025, 3, 20)), changed(PLANNED, risks=())
    shown = plans_shown(view_of(given(*ON_FILE, later, r1).file), date(2025, 9, 1))

    assert balances(r1, low, later) == {"IPL-001": 1, "IPL-002": 12}
    assert balances(later, r1, low) == {"IPL-001": 1, "IPL-002": 12}
    assert balances(other, r1, low) == {"IPL-001": 1, "IPL-002": 0}
    assert [[risk.id for risk in plan.risks] for plan in shown] == [["R1"], ["R1", "RSK-001"]]  # the newest plan first
    high = given(*ON_FILE, r1, assessed(likelihood=5, impact=5))
    high.when(later).keeps("plan.balance-of-risk")
    high.when(changed(later, happened_on=r1.happened_on)).keeps("plan.balance-of-risk")  # which of the two is not said


def test_several_risks_of_the_log_that_are_one_of_a_plans_count_as_planned_once() -> None:
    """CPC307-C3-b: and no more once one of them is rated."""
    r1 = of_the_plan(plan_risk="R1")

    assert balances(r1, r1) == {"IPL-001": 12}
    assert balances(r1, r1, assessed(risk="RSK-002", likelihood=1, impact=1)) == {"IPL-001": 1}
    assert balances(r1, r1, closed(JUNE, risk="RSK-001")) == {"IPL-001": 12}
    [plan] = plans_shown(view_of(given(*ON_FILE, r1, r1).file), date(2025, 9, 1))
    assert plan.not_rated == ("RSK-002",)


def test_a_risk_that_a_plan_is_said_to_name_is_one_that_it_names() -> None:
    """CPC307-C3-a."""
    rule, on_file = "risk.of-a-part-of-a-plan", given(*ON_FILE)

    told = on_file.when(of_the_plan(plan_risk="R9")).departs_from(rule)
    assert told.last is not None
    assert told.last.departures[-1].found == "a plan is to call it R9; risks that plans name: R1"
    on_file.when(of_the_plan(plan_risk="R1")).keeps(rule)
    on_file.when(of_the_plan(plan_risk="R1", subject="service")).keeps(rule)
    on_file.when(of_the_plan(plan_risk="R1", activity="IPL-001 A2")).keeps(rule)
    on_file.when(of_the_plan(plan_risk="R1", activity="IPL-001 A9")).departs_from(rule)


def test_a_risk_that_a_plan_names_is_of_the_kind_that_the_plan_says() -> None:
    """CPC307-C3-a: of whichever of several plans it is said to be; of one that may be of several nothing is found."""
    rule, on_file, r1 = "risk.of-the-kind-planned", given(*ON_FILE), of_the_plan(plan_risk="r1")

    told = on_file.when(changed(r1, category="property")).departs_from(rule)
    assert told.last is not None
    assert "IPL-001 has R1 as a risk of people, and this is one of property" in str(told.last.departures)
    on_file.when(r1).keeps(rule)
    two, apart = given(*ON_FILE, PLANNED), changed(r1, category="property")
    two.when(changed(apart, activity="IPL-002")).departs_from(rule)
    two.when(apart).keeps(rule)
    on_file.when(changed(apart, plan_risk=None)).keeps(rule)


def test_a_risk_is_of_a_kind_the_procedure_knows() -> None:
    """CPC307-S3, D-26: the eight of the standard, unless the authority has one of its own."""
    rule = "risk.kind-of-the-procedure"

    given(REGISTERED).when(SEEN).keeps(rule)
    given(REGISTERED).when(SEEN.model_copy(update={"category": "weather"})).departs_from(rule)


def test_a_risk_to_a_plan_is_assessed_also_where_no_log_is_kept() -> None:
    """D-26, CPC308-A6: Hampshire's procedure has no log; of a plan the standard asks it all the same."""
    hampshire = REGISTERED.model_copy(update={"procedure": "hampshire/1"})
    plan = SEEN.model_copy(update={"subject": "plan"})

    def asked(*entries: Entry) -> bool:
        return any(one.id == "risk-assessed/RSK-001" for one in duties(view_of(given(*entries).file)))

    assert [asked(contract, SEEN) for contract in (REGISTERED, hampshire)] == [True, False]
    assert asked(hampshire, plan)
    assert asked(hampshire, SEEN, assessed(review_by=AUGUST))
