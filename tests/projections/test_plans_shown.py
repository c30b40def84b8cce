"""What the read models of plans, resources and money say, where the story over HTTP does not go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.activities import ActivityChange
from ledger.dates.span import Span
from ledger.entry import Entry, Money
from ledger.plans import Step
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design import Way
from ledger.subjects.evaluation import DevelopmentArea, DevelopmentNeedsCounted
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.money import PaymentBasisSet
from ledger.subjects.outcomes import OutcomeImplicationsAssessed
from ledger.subjects.payments import InvoiceReceived, PaymentMade
from ledger.subjects.performance import ActivityRecorded
from ledger.subjects.records import EntryCorrected, EntryStruckOut, EntrySupplemented
from ledger.subjects.resources import ResourceLine, ResourceRecommendationDecided
from ledger.subjects.risks import RiskAssessed, RiskClosed, RiskIdentified
from ledger.subjects.variations import AnnualValueChange, OtherChange, VariationAgreed
from ledger.words import Said
from projections.briefing import briefing
from projections.duties.due import duties
from projections.planning.budget import MoneyShown, money_shown
from projections.planning.evaluations_shown import plainly
from projections.planning.implementation_plan import PlanShown, plans_shown
from projections.planning.outcome_achievement import outcomes_shown
from projections.planning.resources_used import LineShown, resources_shown
from projections.view import FileView
from projections.worded_alike import told_by_words
from tests.story import ANN, changed, given
from tests.subjects import test_design as design
from tests.subjects import test_evaluation as evaluation
from tests.subjects import test_implementation as implementation
from tests.subjects import test_outcomes as outcomes
from tests.subjects import test_resources as resources

MARCH, APRIL = Span(first=date(2025, 3, 1), last=date(2025, 3, 31)), resources.APRIL


def view(*entries: Entry) -> FileView:
    return FileView.of(UUID(int=1), given(*entries).file, {})


def used(amount: str, month: int, **said: Any) -> Entry:
    last = {4: 30, 5: 31, 6: 30}[month]
    period = Span(first=date(2025, month, 1), last=date(2025, month, last))
    told = {"happened_on": period.last, "used": amount, "period": period, "targeted": None}
    return resources.USED.model_copy(update=told | said)


@pytest.mark.parametrize(
    ("amounts", "trend"),
    [(("900",), None), (("900", "1500"), "rising"), (("900", "930", "400"), "falling"), (("900", "930"), "steady")],
)
def test_the_trend_of_use_is_the_last_record_against_those_before_it_by_the_day(
    amounts: tuple[str, ...], trend: str | None
) -> None:
    """CPC308-A2."""
    records = [used(amount, 4 + number) for number, amount in enumerate(amounts)]

    [plan] = resources_shown(view(*resources.BEFORE, resources.PLAN, *records), date(2025, 7, 1)).plans

    assert plan.lines[0].trend == trend
    in_ = plan.lines[0].trend_in
    assert (in_ and in_.last) == (records[-1].happened_on if trend else None)


def test_a_whole_record_takes_the_place_of_one_of_the_same_time_that_was_not() -> None:
    """CPC308-B4: what was used in April is counted once; a record of May, and one of other users, stand beside it."""
    half, whole = (
        used(amount, 4).model_copy(update={"complete": all_}) for amount, all_ in (("900", False), ("1100", True))
    )
    of_others = half.model_copy(update={"accessed_by": ()})

    def counted(*records: Entry) -> str | None:
        return (
            resources_shown(view(*resources.BEFORE, resources.PLAN, *records), date(2025, 7, 1)).plans[0].lines[0].used
        )

    assert counted(half) == "900"
    assert counted(half, whole) == "1100"
    assert counted(of_others, whole) == "1100"
    assert counted(whole, half) == "2000"
    assert counted(half, used("1000", 5)) == "1900"


def test_a_record_sent_twice_counts_once_and_days_on_record_twice_are_planned_for_once() -> None:
    """CPC308-B1, CPC308-B4: what of it overlaps is marked, and is to be put right, or said to be other use."""
    others = {"accessed_by": (resources.USERS.model_copy(update={"name": "Others"}),)}
    quarter = used("3000", 4, period=Span(first=APRIL.first, last=date(2025, 6, 30)), happened_on=date(2025, 7, 1))

    def shown(*records: Entry) -> tuple[LineShown, list[int], list[str]]:
        seen = view(*resources.BEFORE, resources.PLAN, *records)
        line = resources_shown(seen, date(2025, 7, 1)).plans[0].lines[0]
        marked = [use.position for use in line.uses if use.overlaps]
        return line, marked, [one.id for one in duties(seen) if one.id in ("details/6", "details/7")]

    first = len(view(*resources.BEFORE, resources.PLAN).file.known) + 1
    twice, marked, to_do = shown(used("1000", 4), used("1000", 4))
    assert (twice.used, twice.targeted_on_record) == ("1000", "986.3")
    assert ([use.counted for use in twice.uses], marked) == ([True, False], [first, first + 1])
    assert to_do == [f"details/{first + 1}"]
    told = EntrySupplemented(happened_on=date(2025, 7, 1), position=first + 1, words=Said("It is other use"))
    said, _, to_do = shown(used("1000", 4), used("1000.0", 4), told)
    assert (said.used, to_do) == ("1000", [f"details/{first + 1}"])
    named = EntryCorrected(
        happened_on=date(2025, 7, 1),
        position=first + 1,
        replacement=used("1000", 4, **others),
        reason=Said("By others"),
    )
    other, marked, to_do = shown(used("1000", 4), used("1000", 4), named)
    assert (other.used, marked, to_do) == ("2000", [], [])
    _, marked, to_do = shown(quarter, used("1000", 5), told)
    assert (marked, to_do) == ([first, first + 1], [])
    within, marked, _ = shown(quarter, used("1000", 5))
    assert (within.used, within.targeted_on_record, marked) == ("4000", "2991.8", [first, first + 1])
    shared, marked, to_do = shown(used("500", 4), used("500", 4, **others))
    assert (shared.used, shared.targeted_on_record, marked, to_do) == ("1000", "986.3", [], [])
    struck = EntryStruckOut(happened_on=date(2025, 7, 1), position=first, reason=Said("Sent twice"))
    alone, marked, to_do = shown(used("1000", 4), used("1000", 4), struck)
    assert (alone.used, marked, to_do) == ("1000", [], [])


def test_use_outside_the_plans_time_is_marked_and_left_out_of_what_is_compared_with_it() -> None:
    """CPC308-B1: a mistyped year is no use of the plan, and nothing was planned for it."""
    wrong = used("900", 5, period=Span(first=date(2024, 5, 1), last=date(2024, 5, 31)))

    def line(*entries: Entry) -> LineShown:
        found = resources_shown(view(*resources.BEFORE, resources.PLAN, *entries), date(2025, 7, 31)).plans[0]
        return next(one for one in found.lines if one.id == resources.USED.plan_line)

    with_it, alone = line(used("900", 4), wrong), line(used("900", 4))
    assert (with_it.used, with_it.targeted_on_record, with_it.missing) == (
        alone.used, alone.targeted_on_record, alone.missing
    )  # fmt: skip
    assert [(one.outside, one.counted, one.targeted) for one in with_it.uses][:1] == [(True, False, "0")]
    assert not with_it.uses[1].outside


def test_of_use_partly_outside_the_plans_time_only_the_days_within_are_compared_with_it() -> None:
    """CPC308-B1: of the days the plan does not have it planned nothing; the row says how many these are."""
    plan = changed(resources.PLAN, period=Span(first=date(2025, 4, 15), last=date(2026, 3, 31)))
    april = used("900", 4)

    def line(*entries: Entry) -> LineShown:
        found = resources_shown(view(*resources.BEFORE, plan, *entries), date(2025, 7, 31)).plans[0]
        return next(one for one in found.lines if one.id == resources.USED.plan_line)

    alone, planned = line(april), Decimal(line(april).planned)
    assert alone.uses[0].targeted == alone.targeted_on_record == plainly(planned * 16 / 351)
    assert (alone.uses[0].outside, alone.uses[0].days, alone.uses[0].days_outside) == (False, 30, 14)
    both = line(april, used("900", 5))
    assert [use.days_outside for use in both.uses] == [14, 0]
    assert both.targeted_on_record == plainly(planned * 47 / 351)
    assert line(changed(april, targeted="950")).uses[0].targeted == "950"


def test_use_recorded_before_its_time_is_over_stays_asked_for_from_that_day_on() -> None:
    """CPC308-B4: what was used after it, it cannot say."""
    early = used("100", 4, period=Span(first=date(2025, 4, 1), last=date(2025, 5, 31)), happened_on=date(2025, 4, 5))

    def missing(*entries: Entry) -> list[str]:
        found = resources_shown(view(*resources.BEFORE, resources.PLAN, *entries), date(2025, 5, 31)).plans[0]
        return [str(gap) for one in found.lines if one.id == resources.USED.plan_line for gap in one.missing]

    assert missing(early) == ["6 April 2025 to 31 May 2025"]
    assert missing(early, used("900", 4), used("900", 5)) == []


def test_use_recorded_on_a_day_that_is_not_certain_is_held_against_the_days_it_is_not_asked_for_again() -> None:
    """CPC308-B4: recorded on 15 April to 10 May it covers April, and was held against the first half of it."""
    april, sure = Span(first=date(2025, 4, 1), last=date(2025, 4, 30)), date(2025, 5, 10)

    def shown(**said: Any) -> tuple[str | None, list[str]]:
        use = used("100", 4, period=april, **said)
        found = resources_shown(view(*resources.BEFORE, resources.PLAN, use), date(2025, 4, 30)).plans[0]
        [line] = [one for one in found.lines if one.id == resources.USED.plan_line]
        return line.uses[0].targeted, [str(gap) for gap in line.missing]

    assert shown(happened_on=date(2025, 4, 15), until=sure) == shown(happened_on=sure)


def test_which_record_another_overlaps_is_the_same_each_time_whoever_used_it() -> None:
    """CPC308-B4: one that names no users may be of either of two; those two are not of one."""
    by = [(resources.USERS.model_copy(update={"name": name}),) for name in ("Ann's ward", "Ben's ward")]
    april, may = (Span(first=date(2025, month, 1), last=date(2025, month, 20)) for month in (4, 5))
    spring = Span(first=april.first, last=date(2025, 5, 31))
    records = (
        used("1", 4, accessed_by=by[0], period=spring, happened_on=date(2025, 6, 1)),
        used("2", 4, accessed_by=by[1], period=may, happened_on=date(2025, 6, 1)),
        used("3", 4, accessed_by=(), period=april, happened_on=date(2025, 6, 1)),
        used("4", 4, accessed_by=(), period=may, happened_on=date(2025, 6, 1)),
    )
    seen = view(*resources.BEFORE, resources.PLAN, *records)
    first = seen.file.position - 3

    assert seen.file.resources.overlapping() == {
        first: first + 2,
        first + 1: first + 3,
        first + 2: first,
        first + 3: first,
    }


def test_what_should_have_been_used_is_the_plans_share_of_the_days_on_record() -> None:
    """CPC308-B1, CPC308-K20."""
    [plan] = resources_shown(view(*resources.BEFORE, resources.PLAN, used("1000", 4)), date(2025, 4, 30)).plans

    line, budget = plan.lines
    assert (line.targeted, line.used, line.share, line.significant) == ("986.3", "1000", "1.4", False)
    assert (budget.targeted, budget.targeted_on_record, budget.used, budget.share) == ("19726", "0", None, None)
    assert (budget.of_plan, bool(budget.missing)) == (None, True)
    assert budget.missing[0].first == date(2025, 4, 1)


def test_use_recorded_before_its_time_is_over_is_held_against_the_days_until_then() -> None:
    """CPC308-K20, docs/adr/0443: a year of 12,000 hours, and 15 days of April gone when 500 were on record."""
    early = used("500", 4).model_copy(update={"happened_on": date(2025, 4, 15)})

    [plan] = resources_shown(view(*resources.BEFORE, resources.PLAN, early), date(2025, 4, 30)).plans
    [stated] = resources_shown(
        view(*resources.BEFORE, resources.PLAN, early.model_copy(update={"targeted": "600"})), date(2025, 4, 30)
    ).plans

    line = plan.lines[0]
    assert (line.targeted_on_record, line.share, line.significant) == ("493.2", "1.4", False)
    assert line.uses[0].targeted == "493.2"
    assert stated.lines[0].targeted_on_record == "600"  # as it says itself


@pytest.mark.parametrize(
    ("on", "hours", "pounds"),
    [
        (date(2025, 3, 31), "0", "0"), (date(2025, 4, 1), "32.9", "657.5"), (date(2025, 9, 30), "6016.4", "120328.8"),
        (date(2026, 3, 31), "12000", "240000"), (date(2026, 6, 6), "12000", "240000"),
    ],
)  # fmt: skip
def test_what_is_planned_by_a_day_is_told_by_the_plan_whatever_use_is_on_record(
    on: date, hours: str, pounds: str
) -> None:
    """CPC308-K20, CPC308-C2: unit by unit; once the time of the plan is over, all of it."""
    [without] = resources_shown(view(*resources.BEFORE, resources.PLAN), on).plans
    [with_use] = resources_shown(view(*resources.BEFORE, resources.PLAN, used("1000", 4)), on).plans

    assert [line.targeted for line in without.lines] == [hours, pounds]
    assert [line.targeted for line in with_use.lines] == [hours, pounds]


def test_a_plan_that_was_replaced_is_held_against_its_own_time_and_no_longer() -> None:
    """CPC308-K20: what was used of it then counts in the plan that took its place; the budget is that plan's."""
    more = tuple(line.model_copy(update={"planned": "24000"}) for line in resources.PLAN.lines)
    again = resources.PLAN.model_copy(
        update={"happened_on": date(2025, 5, 6), "replaces": "RPL-001", "lines": more, "title": "More"}
    )
    rest = again.model_copy(update={"period": Span(first=date(2025, 7, 1), last=date(2026, 3, 31))})
    whole = view(*resources.BEFORE, resources.PLAN, used("1000", 4), again)
    part = view(*resources.BEFORE, resources.PLAN, used("1000", 4), rest)

    first, second = resources_shown(whole, date(2025, 9, 30)).plans

    assert (first.replaced_by, second.replaced_by) == (("RPL-002 from 1 April 2025",), ())
    assert [(line.targeted, line.significant, line.missing) for line in first.lines] == [("0", False, ())] * 2
    assert (second.lines[0].used, second.lines[0].significant) == ("1000", True)
    assert [one.source for one in money_shown(whole, date(2025, 9, 30)).budgets] == ["RPL-002"]
    old, new = money_shown(part, date(2025, 9, 30)).budgets
    assert (old.source, old.last, str(old.budget)) == ("RPL-001", date(2025, 6, 30), "£59,835.61")
    assert (new.source, new.first, str(new.budget)) == ("RPL-002", date(2025, 7, 1), "£24,000")
    left = resources_shown(part, date(2025, 9, 30)).plans[0].lines[0]
    assert (left.targeted, left.missing) == ("2991.8", (Span(first=date(2025, 5, 1), last=date(2025, 6, 30)),))


def test_use_beyond_the_tolerance_matters_only_in_the_plan_that_is_in_force() -> None:
    """CPC308-B5, CPC308-K20."""
    again = resources.PLAN.model_copy(update={"happened_on": date(2025, 5, 6), "replaces": "RPL-001"})

    first, second = resources_shown(
        view(*resources.BEFORE, resources.PLAN, used("2000", 4), again), date(2025, 6, 30)
    ).plans

    assert [(one.lines[0].used, one.lines[0].significant) for one in (first, second)] == [
        ("2000", False), ("2000", True)
    ]  # fmt: skip


VANS = ResourceLine(id="L3", kind="physical", name="Vans", unit="vehicles", planned="2")


@pytest.mark.parametrize(
    ("line", "at_a_time", "by"),
    [
        (VANS, True, "unit"), (VANS.model_copy(update={"unit": "Vehicle"}), True, "unit"),
        (VANS.model_copy(update={"unit": "meals"}), False, "unit"),
        (VANS.model_copy(update={"unit": "meals", "at_a_time": True}), True, "plan"),
        (VANS.model_copy(update={"at_a_time": False}), False, "plan"),
        (VANS.model_copy(update={"kind": "people", "unit": "posts"}), True, "unit"),
        (VANS.model_copy(update={"kind": "human", "unit": "hours"}), False, "unit"),
        (VANS.model_copy(update={"kind": "financial", "unit": "places"}), False, "unit"),
    ],
)  # fmt: skip
def test_what_is_in_use_at_any_one_time_is_told_from_what_is_used_up(
    line: ResourceLine, at_a_time: bool, by: str
) -> None:
    """CPC308-K20, CPC308-S2: as the plan says, else by its unit; all of it is planned from the first day on."""
    plan = resources.PLAN.model_copy(update={"lines": (line,)})
    shown = [resources_shown(view(*resources.BEFORE, plan), on).plans[0].lines[0] for on in (
        date(2025, 3, 31), date(2025, 4, 1), date(2025, 9, 30), date(2026, 6, 6)
    )]  # fmt: skip

    assert {(one.at_a_time, one.counted_by) for one in shown} == {(at_a_time, by)}
    assert [one.targeted for one in shown] == (["0", "2", "2", "2"] if at_a_time else ["0", "0", "1", "2"])


def test_of_what_is_in_use_at_a_time_the_mean_by_days_is_what_was_used() -> None:
    """CPC308-B1, CPC308-A2: two vans in April and May are two vans, not four; users of the same days are added up."""
    plan = resources.PLAN.model_copy(update={"lines": (VANS,)})

    def shown(*records: Entry) -> LineShown:
        those = [record.model_copy(update={"plan_line": "L3", "unit": "vehicles"}) for record in records]
        return resources_shown(view(*resources.BEFORE, plan, *those), date(2025, 6, 30)).plans[0].lines[0]

    both = shown(used("2", 4), used("2", 5))
    assert (both.used, both.targeted_on_record, both.of_plan, both.trend) == ("2", "2", "100", "steady")
    assert [one.targeted for one in both.uses] == ["2", "2"]
    fewer = shown(used("2", 4), used("1", 5))
    assert (fewer.used, fewer.share, fewer.significant, fewer.trend) == ("1.5", "-25.4", True, "falling")
    shared = shown(used("1", 4), used("1", 4, accessed_by=(resources.USERS.model_copy(update={"name": "Others"}),)))
    assert (shared.used, shared.targeted_on_record, shared.share) == ("2", "2", "0")
    said = shown(used("1", 4, targeted="1"), used("1", 5, targeted="2"))
    assert (said.used, said.targeted_on_record) == ("1", "1.5")


def test_an_outcome_is_weighed_under_the_heads_that_say_something_and_settled_conflicts_stay() -> None:
    """CPC307-K12, CPC307-K14."""
    empty = OutcomeImplicationsAssessed(happened_on=date(2025, 1, 14), outcomes=("OUT-001",))
    day, before = date(2025, 3, 1), (outcomes.VIEWS, outcomes.WANTED)
    bare = outcomes_shown(view(*before, empty), day).outcomes[0]
    open_one = outcomes_shown(view(*before, outcomes.WEIGHED, outcomes.CLASH), day)
    settled = outcomes_shown(view(*before, outcomes.WEIGHED, outcomes.CLASH, outcomes.SETTLED), day)

    assert (bare.weighed, bare.weighed_under) == (False, ())
    assert bare.not_weighed_under == ("resources", "risk", "sustainability", "managing the contract")
    assert (settled.outcomes[0].weighed, settled.outcomes[0].not_weighed_under) == (True, ())
    assert settled.outcomes[0].weighed_under == (
        "resources", "risk", "sustainability", "managing the contract", "equality",
    )  # fmt: skip
    assert ([c.id for c in open_one.conflicts], open_one.settled) == (["CFL-001"], ())
    assert settled.conflicts == ()
    assert [(c.id, c.settled_on, c.cause, c.remedy) for c in settled.settled] == [
        ("CFL-001", date(2025, 1, 22), "needs", "Night visits first")
    ]
    assert (settled.settled[0].remedied_on, settled.settled[0].remedied_at) == (None, None)


def test_an_outcome_is_weighed_by_what_a_supplement_says_of_the_heads_left_out() -> None:
    """CPC307-K12, CPC307-K1: under each it names, with its entry (docs/adr/0434)."""
    some = OutcomeImplicationsAssessed(happened_on=date(2025, 1, 14), outcomes=("OUT-001",), resources=Said("Two"))
    added = EntrySupplemented(
        happened_on=date(2025, 1, 16), position=4, words=Said("Risk: falls."),
        completes=("outcome.weighed-under-four-heads",),
    )  # fmt: skip
    both = added.model_copy(update={"completes": (*added.completes, "outcome.equality-weighed")})
    [weighed], [wholly] = (
        outcomes_shown(view(outcomes.VIEWS, outcomes.WANTED, some, one), date(2025, 3, 1)).outcomes
        for one in (added, both)
    )

    assert (weighed.weighed, weighed.not_weighed_under) == (True, ())
    assert weighed.weighed_under == (
        "resources", "risk (entry 5)", "sustainability (entry 5)", "managing the contract (entry 5)",
    )  # fmt: skip
    assert wholly.weighed_under[-1] == "equality (entry 5)"


def test_a_remedy_that_was_said_later_stands_under_its_own_entry_and_day() -> None:
    """CPC307-K14."""
    bare = outcomes.SETTLED.model_copy(update={"remedy": None, "agreed_with": ()})
    later = outcomes.SETTLED.model_copy(update={"happened_on": date(2025, 1, 23)})

    [found] = outcomes_shown(
        view(outcomes.VIEWS, outcomes.WANTED, outcomes.CLASH, bare, later), date(2025, 3, 1)
    ).settled  # fmt: skip

    assert found.settled_at is not None
    assert (found.settled_on, found.remedied_on) == (date(2025, 1, 22), date(2025, 1, 23))
    assert found.remedied_at == found.settled_at + 1


def test_what_was_weighed_beside_the_ways_stands_with_them_on_outcomes() -> None:
    """CPC307-AB: specification, market, time, money and how risk is shared."""
    shown = outcomes_shown(view(*design.BEFORE, design.ANALYSED), date(2025, 3, 1))

    [analysis] = shown.weighed
    assert analysis.position == shown.ways[0].position
    assert dict(analysis.weighed) == {
        "specification": "Simple", "market": "Eleven providers", "time": "Ten months", "money": "£900,000",
        "how risk is shared": "Volume with the authority", "best value": "The second",
    }  # fmt: skip


def test_ways_compared_say_for_which_outcomes_and_how_each_was_judged() -> None:
    """CPC307-B1, CPC307-S7."""
    shown = outcomes_shown(view(*design.BEFORE, design.ANALYSED), date(2025, 3, 1))

    assert [(w.name, w.reaches, w.judged, w.chosen) for w in shown.ways] == [
        ("One provider", ("OUT-001",), ("risk: All in one hand",), False),
        ("Four providers", ("OUT-001",), (), True),
    ]
    assert shown.unanalysed == ()


def test_of_two_analyses_of_one_outcome_the_later_stands() -> None:
    """CPC307-B1: what was chosen before is still there to be read, and says where it was chosen again."""
    ways = (Way(name="Spot", words=Said("By the day"), chosen=True), design.ANALYSED.ways[0])
    later = changed(design.ANALYSED, happened_on=date(2025, 2, 20), ways=ways)
    none_chosen = changed(later, ways=(design.ANALYSED.ways[0],))
    shown = outcomes_shown(view(*design.BEFORE, design.ANALYSED, later, none_chosen), date(2025, 3, 1))

    positions = sorted({way.position for way in shown.ways})
    assert [(way.name, way.chosen_since) for way in shown.ways if way.chosen] == [
        ("Four providers", (("OUT-001", positions[1]),)), ("Spot", ()),
    ]  # fmt: skip


def test_outcomes_specified_without_an_analysis_of_ways_to_reach_them_are_listed() -> None:
    """CPC307-B1: "analyse the specified contract outcomes"; one that names no outcome is of none."""
    of_none = design.ANALYSED.model_copy(update={"outcomes": ()})

    hollow = changed(design.ANALYSED, ways=(Way(name="Block", chosen=True), Way(name="Block")))

    for analysed in ((), (of_none,), (hollow,)):
        assert outcomes_shown(view(*design.BEFORE, *analysed), date(2025, 3, 1)).unanalysed == ("OUT-001",)
    assert outcomes_shown(view(outcomes.WANTED), date(2025, 3, 1)).unanalysed == ()


def test_objectives_specified_without_an_analysis_are_listed_as_outcomes_are() -> None:
    """CPC307-B2: by their id, or by what they are about where an analysis names none."""
    price = changed(outcomes.WANTED, sort="objective", objective="price")
    of_price = changed(design.ANALYSED, subject="objectives", objectives=("price",), outcomes=())
    named, other = changed(of_price, outcomes=("OUT-001",)), changed(of_price, objectives=("quality",))

    def unanalysed(*analysed: Entry) -> tuple[str, ...]:
        return outcomes_shown(view(price, outcomes.SPECIFIED, *analysed), date(2025, 3, 1)).unanalysed

    assert unanalysed() == unanalysed(other) == ("OUT-001",)
    assert unanalysed(of_price) == unanalysed(named) == ()


def test_an_outcome_that_needs_no_provision_says_why_and_is_not_listed() -> None:
    """CPC307-B6: "any contractual provisions that need to be included"."""
    none_needed = changed(outcomes.SPECIFIED, needs_no_provision=Said("The law asks for it"))
    shown = outcomes_shown(view(outcomes.WANTED, none_needed), date(2025, 3, 1))

    assert shown.unsecured == ()
    assert shown.outcomes[0].needs_no_provision == "The law asks for it"


def test_outcomes_that_no_provision_secures_are_listed() -> None:
    """CPC307-B6."""
    shown = outcomes_shown(view(outcomes.WANTED, outcomes.SPECIFIED), date(2025, 3, 1))

    assert shown.unsecured == ("OUT-001",)
    dropped = outcomes.REVIEWED.model_copy(update={"decision": "dropped"})
    assert outcomes_shown(view(outcomes.WANTED, dropped), date(2025, 3, 1)).outcomes[0].state == "dropped"


def test_an_activity_reported_to_be_complete_later_moves_the_end() -> None:
    """CPC307-C5."""
    later = implementation.reported("started", on=date(2025, 3, 4), expected_end=date(2025, 5, 1))
    file = view(*implementation.ON_FILE, implementation.PLAN, later)

    [plan] = plans_shown(file, date(2025, 3, 10))

    assert {a.id: a.expected_end for a in plan.activities} == {
        "A1": date(2025, 5, 1), "A2": date(2025, 5, 11), "A3": date(2025, 5, 12),
    }  # fmt: skip
    assert (plan.planned_end, plan.expected_end, plan.slippage) == (date(2025, 4, 12), date(2025, 5, 12), 30)
    given_up = implementation.reported("given-up", on=date(2025, 3, 9))
    [without] = plans_shown(view(*implementation.ON_FILE, implementation.PLAN, given_up), date(2025, 3, 10))
    assert [(a.state, a.expected_start) for a in without.activities][1] == ("to-come", date(2025, 3, 10))


def test_a_risk_seen_since_a_plan_was_agreed_stands_beside_the_plans_own() -> None:
    """CPC307-C3-a: of the risk log what names the plan, or an activity that it has; not what is another plan's."""
    places: tuple[dict[str, Any], ...] = (
        {"subject": "plan", "activity": "ipl-001 A2"}, {"activity": "A1"}, {"subject": "plan"},
        {"activity": "IPL-002 A1"}, {"subject": "plan", "activity": "A77"}, {}, {"activity": "RPL-001 L1"},
    )  # fmt: skip
    one = RiskIdentified(happened_on=date(2025, 3, 5), category="people", description=Said("Nobody to train them"))
    seen = [one.model_copy(update=place) for place in places]
    rated = RiskAssessed(
        happened_on=date(2025, 3, 6), risk="RSK-001", likelihood=3, impact=4,
        measures=(Step(what=Said("Ask the county")),),
    )  # fmt: skip
    over = RiskClosed(happened_on=date(2025, 3, 7), risk="RSK-002", came_about=True, reason=Said("They came"))

    [plan] = plans_shown(view(*implementation.ON_FILE, implementation.PLAN, *seen, rated, over), date(2025, 3, 10))

    assert [(r.id, r.activity) for r in plan.risks] == [
        ("R1", None), ("RSK-001", "A2"), ("RSK-002", "A1"), ("RSK-003", None),
    ]  # fmt: skip
    first, second = plan.risks[1:3]
    assert (first.rating, first.managed_by, first.seen_at) == (12, "Ask the county", len(implementation.ON_FILE) + 3)
    assert (second.closed_on, len(second.came_about), first.closed_on) == (date(2025, 3, 7), 1, None)


def test_a_plan_says_who_agreed_to_it_and_to_each_change_and_to_whom_it_was_given() -> None:
    """CPC307-C1, CPC307-C4, CPC307-C6-c: each with its own day."""
    forum, carers = ConcernedGroup(who="individuals", name="Night walkers"), ConcernedGroup(who="communities")
    agreed = implementation.PLAN.model_copy(update={"agreed_with": (forum,)})
    made = implementation.MADE.model_copy(update={"agreed_with": (carers,)})
    told = (implementation.SHARED, implementation.LONGER, implementation.WEIGHED)
    [plan] = plans_shown(view(*implementation.ON_FILE, agreed, *told, made), date(2025, 5, 1))

    assert (plan.agreed_on, plan.agreed_with, plan.version) == (date(2025, 2, 14), ("Night walkers",), 2)
    [change] = plan.changes
    assert (change.decided_on, change.agreed_with) == (date(2025, 4, 7), ("communities",))
    [given] = plan.shared
    assert given.on == date(2025, 2, 17)
    assert given.formats == ("large print", "plain english")
    assert given.to == tuple(map(str, implementation.SHARED.groups))


def money(*entries: Entry, on: date = date(2025, 4, 30), annual: int | None = 12_000_000) -> MoneyShown:
    contract = ContractRegistered(
        happened_on=date(2024, 2, 1), reference="C-1", title="Care", start_date=date(2024, 2, 29),
        annual_value=Money(pence=annual) if annual else None,
    )  # fmt: skip
    return money_shown(view(contract, *entries), on)


def test_the_budget_of_a_contract_without_a_plan_of_money_is_its_yearly_value() -> None:
    """HCC-3.1-g."""
    paid = PaymentMade(happened_on=date(2025, 4, 20), amount=Money(pence=3_000_000), period=MARCH)

    [year] = money(paid).budgets

    assert (year.first, year.last, year.source) == (
        date(2025, 2, 28), date(2026, 2, 27), "the contract's yearly value",
    )  # fmt: skip
    assert (year.paid.pence, year.left.pence, year.over) == (3_000_000, 9_000_000, True)
    assert year.expected.pence == 2_038_356  # 62 of 365 days
    assert year.forecast == Money(pence=17_661_290)
    invoice = InvoiceReceived(happened_on=date(2025, 4, 7), amount=Money(pence=3_500_000), period=MARCH)
    on_it = paid.model_copy(update={"invoice": "INV-001"})
    assert money(invoice, on_it).budgets[0].committed == Money(pence=500_000)
    assert money(paid, annual=None).budgets == ()


def test_a_briefing_says_of_an_outcome_that_users_dropped_it_and_not_that_it_is_to_be_judged() -> None:
    """CPC307-K11: whoever decided what they want is told so."""
    dropped = outcomes.REVIEWED.model_copy(update={"decision": "dropped"})

    def told(*entries: Any) -> str:
        return str(briefing(view(outcomes.VIEWS, outcomes.WANTED, *entries), "managers", date(2025, 4, 30)).sections)

    assert "not judged yet" in told()
    assert "not judged yet" not in told(dropped)
    assert "People live at home as long as they wish: dropped by those who use the service" in told(dropped)


def test_an_outcome_judged_reached_on_activity_alone_is_marked_and_counts_as_reached_nowhere() -> None:
    """CPC307-D0."""
    met = MeetingHeld(happened_on=date(2025, 6, 30))
    judged = outcomes.REACHED.model_copy(update={"evidence": (5,)})
    seen = view(outcomes.VIEWS, outcomes.WANTED, outcomes.SPECIFIED, met, judged)
    on = judged.happened_on

    [shown] = outcomes_shown(seen, on).outcomes
    told = briefing(seen, "managers", on)
    assert (shown.achieved, shown.on_activity) == ("yes", True)
    assert "0 of 1 outcome judged reached, 1 on activity alone" in told.conclusion
    assert "on activity alone" in str(told.sections)


def test_an_outcome_judged_otherwise_than_its_figure_is_marked_so_beside_the_resources_used_for_it() -> None:
    """CPC308-C4: as on Outcomes."""
    met = outcomes.JUDGED
    before = (outcomes.VIEWS, outcomes.WANTED, outcomes.SPECIFIED, met, resources.PLAN)

    for actual, against in (
        ("75", "it is judged reached, and its own figure is 75 where at least 95 percent was to be reached"),
        ("96", None),
    ):
        judged = outcomes.REACHED.model_copy(update={"evidence": (5,), "actual": actual})
        seen = view(*before, judged)
        [plan_shown] = resources_shown(seen, date(2025, 7, 1)).plans
        [served] = plan_shown.lines[0].outcomes
        [shown] = outcomes_shown(seen, date(2025, 7, 1)).outcomes
        assert (served.achieved, served.against) == ("yes", against)
        assert served.against == shown.against


def test_an_outcome_judged_on_nothing_that_shows_a_result_is_marked_and_counts_as_reached_nowhere() -> None:
    """CPC307-D0."""
    judged = outcomes.REACHED.model_copy(update={"evidence": (3,), "actual": None})
    seen, on = view(outcomes.VIEWS, outcomes.WANTED, outcomes.SPECIFIED, judged), judged.happened_on

    [shown] = outcomes_shown(seen, on).outcomes
    told = briefing(seen, "managers", on)
    assert (shown.achieved, shown.on_activity, shown.on_no_result) == ("yes", False, True)
    assert "0 of 1 outcome judged reached, 1 on no result" in told.conclusion
    assert "on no result" in str(told.sections)


def test_outcomes_that_are_worded_alike_are_marked() -> None:
    """CPC307-A1: as each is worded now, unless it was dropped."""
    again = outcomes.WANTED.model_copy(update={"wording": Said("people live at home  as long as they wish.")})
    other = outcomes.SPECIFIED.model_copy(update={"outcome": "OUT-002"})
    dropped = outcomes.REVIEWED.model_copy(update={"outcomes": ("OUT-002",), "decision": "dropped"})

    def alike(*entries: Entry) -> dict[str, tuple[str, ...]]:
        shown = outcomes_shown(view(outcomes.WANTED, again, *entries), date(2025, 2, 1)).outcomes
        return {one.id: one.worded_as for one in shown}

    assert alike() == {"OUT-001": ("OUT-002",), "OUT-002": ("OUT-001",)}
    assert alike(dropped) == alike(other) == {"OUT-001": (), "OUT-002": ()}
    assert alike(other, outcomes.SPECIFIED) == {"OUT-001": ("OUT-002",), "OUT-002": ("OUT-001",)}


def test_beside_an_entry_is_said_what_its_words_and_those_on_file_tell_together() -> None:
    """CPC307-A1, TVP-3.0-3, docs/adr/0426: no rule can tell, since equal words have unequal digests."""
    again = outcomes.WANTED.model_copy(update={"wording": Said("people live at home  as long as they wish.")})
    dropped = outcomes.REVIEWED.model_copy(update={"outcomes": ("OUT-002",), "decision": "dropped"})
    twice = "OUT-001, OUT-002 say the same word for word: drop all but one, or word them apart"

    assert list(told_by_words(view(outcomes.WANTED, again), 3)) == [(twice, (2,))]
    assert list(told_by_words(view(outcomes.WANTED, again), 2)) == [(twice, (3,))]
    assert list(told_by_words(view(outcomes.WANTED), 2)) == []
    assert list(told_by_words(view(outcomes.WANTED, again, dropped), 3)) == []
    third = outcomes.SPECIFIED.model_copy(update={"outcome": "OUT-003", "wording": Said("Nobody falls")})
    apart = view(outcomes.WANTED, again, again, third)
    assert [list(told_by_words(apart, position)) for position in (2, 4, 5)] == [[(twice, (3,))], [], []]

    def varied(was: str, becomes: str, day: date) -> VariationAgreed:
        change = OtherChange(name="clause 8", was=Said(was), becomes=Said(becomes))
        return VariationAgreed(happened_on=day, changes=(change,))

    first = varied("30 days", "60 days", date(2025, 2, 3))
    wrong, right = (varied(was, "45 days", date(2025, 3, 3)) for was in ("30 days", "60 Days"))
    said = "of clause 8, it says that it was 30 days; VAR-001 made it 60 days (entry 2)"
    assert list(told_by_words(view(first, wrong), 3)) == [(said, (2,))]
    assert list(told_by_words(view(first, wrong), 2)) == list(told_by_words(view(first, right), 3)) == []
    same = varied("six days", "45 days", date(2025, 4, 3))  # the fault of one is not said of another of the same words
    assert list(told_by_words(view(first, right, same), 3)) == []
    assert [one.entries for one in told_by_words(view(first, right, same), 4)] == [(3,)]


def test_where_no_payment_and_no_invoice_is_on_file_nothing_is_said_to_have_been_paid() -> None:
    """HCC-3.1-g: what was paid elsewhere is not known here."""
    contract = ContractRegistered(
        happened_on=date(2024, 2, 1), reference="C-1", title="Care", start_date=date(2024, 2, 29),
        annual_value=Money(pence=12_000_000),
    )  # fmt: skip
    paid = PaymentMade(happened_on=date(2025, 4, 20), amount=Money(pence=3_000_000), period=MARCH)

    [none_on_file], [one_on_file] = money().budgets, money(paid).budgets
    said = str(briefing(view(contract), "managers", date(2025, 4, 30)).sections)

    assert (none_on_file.kept_here, none_on_file.forecast) == (False, None)
    assert one_on_file.kept_here
    assert not money(paid, on=date(2025, 4, 19)).budgets[0].kept_here
    assert "no invoice or payment is on file; the budget is £120,000 to 27 February 2026" in said
    assert "£0 paid" not in said


def test_the_budget_is_the_yearly_value_as_varied_by_the_day() -> None:
    """HCC-3.1-g, TVP-3.0-3: as the status of the contract has it."""
    more = VariationAgreed(
        happened_on=date(2025, 3, 3), effective_from=date(2025, 4, 1),
        changes=(AnnualValueChange(becomes=Money(pence=13_000_000)),),
    )  # fmt: skip

    assert money(more).budgets[0].budget.pence == 13_000_000
    assert money(more, on=date(2025, 3, 31)).budgets[0].budget.pence == 12_000_000


def test_a_unit_cost_is_what_was_paid_for_a_time_over_what_was_delivered_and_commissioned() -> None:
    """HCC-6.3-d."""
    volumes = ActivityRecorded(
        happened_on=date(2025, 4, 2), measure="hours", period=MARCH, delivered="450", commissioned="0"
    )
    paid = PaymentMade(happened_on=date(2025, 4, 20), amount=Money(pence=1_000_001), period=MARCH)
    euros = PaymentMade(happened_on=date(2025, 4, 20), amount=Money(pence=1, currency="EUR"), period=MARCH)
    of_april = PaymentMade(happened_on=date(2025, 5, 20), amount=Money(pence=5), period=APRIL)

    [cost] = money(volumes, paid, of_april).unit_costs

    assert cost.per_delivered == Money(pence=2_222)
    assert (cost.per_commissioned, cost.difference) == (None, None)
    both = volumes.model_copy(update={"commissioned": "500"})
    assert money(both, paid).unit_costs[0].difference == Money(pence=222)
    assert money(volumes, paid, euros).unit_costs == ()
    assert money(volumes, paid, on=date(2025, 4, 10)).unit_costs == ()


def test_what_was_paid_for_a_time_nobody_can_tell_is_said_to_be_in_no_unit_cost() -> None:
    """HCC-3.1-c, HCC-6.3-a: where something is counted, or service delivered is paid for."""
    volumes = ActivityRecorded(happened_on=date(2025, 4, 2), measure="hours", period=MARCH, delivered="450")
    paid = PaymentMade(happened_on=date(2025, 4, 20), amount=Money(pence=1_000_000), period=MARCH)
    bare = paid.model_copy(update={"period": None, "happened_on": date(2025, 4, 21)})
    invoice = InvoiceReceived(happened_on=date(2025, 4, 7), amount=Money(pence=240_000))
    on_it = bare.model_copy(update={"invoice": "INV-001"})

    found = money(volumes, paid, bare)
    assert [(one.on, one.paid, one.position) for one in found.left_out] == [(date(2025, 4, 21), bare.amount, 4)]
    assert found.unit_costs[0].paid == paid.amount
    assert [one.invoice for one in money(volumes, invoice, on_it).left_out] == ["INV-001"]
    assert money(volumes, paid, bare, on=date(2025, 4, 20)).left_out == ()
    assert money(volumes, paid).left_out == ()
    assert money(bare).left_out == ()
    delivered = PaymentBasisSet(happened_on=date(2025, 4, 1), basis="delivered")
    assert len(money(delivered, bare).left_out) == 1


def test_what_a_unit_cost_is_worked_out_over_the_longer_of_the_times_counted_and_paid_for() -> None:
    """HCC-6.3-d: months of activity in a quarter paid for, also by an invoice; or why it cannot be told."""
    months = [
        Span(first=date(2025, month, 1), last=date(2025, month, last)) for month, last in ((1, 31), (2, 28), (3, 31))
    ]
    january, february, march = (
        ActivityRecorded(happened_on=date(2025, 4, 2), measure="visits", period=one, delivered="80", commissioned="100")
        for one in months
    )
    quarter = Span(first=date(2025, 1, 1), last=date(2025, 3, 31))
    paid = PaymentMade(happened_on=date(2025, 4, 20), amount=Money(pence=240_000), period=quarter)
    invoice = InvoiceReceived(happened_on=date(2025, 4, 7), amount=Money(pence=240_000), period=quarter)
    on_it = paid.model_copy(update={"invoice": "INV-001", "period": None})

    [cost] = money(january, february, march, paid).unit_costs

    assert (cost.first, cost.last, cost.delivered, cost.commissioned) == (quarter.first, quarter.last, "240", "300")
    assert (cost.per_delivered, cost.per_commissioned) == (Money(pence=1_000), Money(pence=800))
    assert cost.entries == (2, 3, 4)
    assert money(january, february, march, invoice, on_it).unit_costs[0].per_delivered == Money(pence=1_000)
    of_march = PaymentMade(happened_on=date(2025, 4, 21), amount=Money(pence=24_000), period=MARCH)
    [together] = money(january, february, march, paid, of_march).unit_costs
    assert together.paid == Money(pence=264_000)
    of_all = january.model_copy(update={"period": quarter, "delivered": "300"})
    assert [one.per_delivered for one in money(of_all, of_march).unit_costs] == [Money(pence=80)]
    found = money(january, february, paid)
    assert found.unit_costs == ()
    [unknown] = found.unit_costs_unknown
    assert (unknown.first, unknown.last, unknown.measure) == (quarter.first, quarter.last, "visits")
    assert unknown.why == "the figures on file are not for the whole of that time"
    assert money(january, paid, on=date(2025, 3, 30)).unit_costs_unknown == ()


def test_what_a_unit_cost_is_told_of_each_month_where_each_is_given_to_the_first_of_the_next() -> None:
    """HCC-6.3-d."""
    months = [Span(first=date(2025, month, 1), last=date(2025, month + 1, 1)) for month in (1, 2, 3)]
    counted = (
        ActivityRecorded(happened_on=date(2025, 4, 2), measure="visits", period=one, delivered=str(80 + at))
        for at, one in enumerate(months)
    )
    made = (
        PaymentMade(happened_on=date(2025, 4, 20 + at), amount=Money(pence=16_000), period=one)
        for at, one in enumerate(months)
    )

    costs = money(*counted, *made).unit_costs

    assert [(one.first, one.delivered, one.paid) for one in costs] == [
        (month.first, str(80 + at), Money(pence=16_000)) for at, month in enumerate(months)
    ]


def test_a_plan_made_orally_for_a_short_time_says_so() -> None:
    """CPC308-S6."""
    oral = resources.PLAN.model_copy(update={"form": "oral", "term": "short"})

    [plan] = resources_shown(view(*resources.BEFORE, oral), date(2025, 5, 1)).plans

    assert (plan.form, plan.term) == ("oral", "short")


def test_every_part_of_an_activity_that_a_change_would_have_otherwise_is_shown() -> None:
    """CPC307-C6-a, CPC307-C2-d: also that a provision falls away; and what was made, where that is something else."""
    becomes = implementation.RECRUIT.model_copy(
        update={"owner": "Lin Lee", "provision": None, "after": (), "contingency": None, "phase": "performance"}
    )
    change, same = (
        ActivityChange(activity="a1", becomes=becomes),
        ActivityChange(activity="A2", becomes=implementation.TRAIN),
    )
    proposed = implementation.LONGER.model_copy(update={"changes": (change, same)})
    on_file = (*implementation.ON_FILE, implementation.PLAN, proposed)

    [plan] = plans_shown(view(*on_file), date(2025, 5, 1))
    first, second = plan.changes[0].differences

    assert [(p.part, p.was, p.becomes) for p in first.parts] == [
        ("Phase of the contract", "award", "performance"), ("Secured by", "PRV-001", None),
        ("Who", "Ann Ashe", "Lin Lee"), ("If it cannot be done", "Agency staff", None),
    ]  # fmt: skip
    assert first.was == (
        "Recruit carers, 30 days from 3 March 2025, with Care hours 120 hours (human, L1), by Ann Ashe, in the award of"
        " the contract, secured by PRV-001; else: Agency staff"
    )
    assert second.parts == ()

    made = implementation.MADE.model_copy(update={"changes": (ActivityChange(activity="A3"),)})
    [plan] = plans_shown(view(*on_file, implementation.WEIGHED, made), date(2025, 5, 1))
    assert [(d.activity, d.becomes) for d in plan.changes[0].differences] == [("A3", None)]


def test_an_open_change_is_compared_with_the_plan_as_it_now_is_and_a_rejected_one_with_that_of_its_day() -> None:
    """CPC307-C6-a."""
    later = ActivityChange(activity="A1", becomes=implementation.RECRUIT.model_copy(update={"days": 60}))
    other = implementation.LONGER.model_copy(update={"changes": (later,)})
    rejected = implementation.MADE.model_copy(
        update={"change": "CHG-002", "decision": "rejected", "happened_on": date(2025, 4, 3)}
    )
    told = (*implementation.ON_FILE, implementation.PLAN, implementation.LONGER, other, implementation.WEIGHED)

    [open_] = plans_shown(view(*told, implementation.MADE), date(2025, 5, 1))
    [before] = plans_shown(view(*told, implementation.MADE, rejected), date(2025, 5, 1))

    assert [(c.id, c.version, c.end_moves) for c in open_.changes] == [("CHG-001", 1, 20), ("CHG-002", 2, 10)]
    assert [(p.part, p.was) for p in open_.changes[1].differences[0].parts] == [("Lasts", "50 days")]
    assert [(c.id, c.version, c.end_moves) for c in before.changes] == [("CHG-001", 1, 20), ("CHG-002", 1, 30)]


def test_a_plan_says_what_feedback_was_asked_for_on_it() -> None:
    """CPC308-A8; answers of those who were not asked stand apart from the rate."""
    sought = evaluation.SOUGHT.model_copy(update={"subject": "implementation-plan", "asked": 20})
    some = evaluation.ANSWERED.model_copy(update={"answers": 5, "outcomes": ()})
    more = some.model_copy(update={"answers": 26, "group": ConcernedGroup(who="families")})
    plans = view(*implementation.ON_FILE, implementation.PLAN, sought, some, more)

    [none] = plans_shown(view(*implementation.ON_FILE, implementation.PLAN), date(2025, 10, 1))
    [asked] = plans_shown(plans, date(2025, 10, 1))
    found = resources_shown(plans, date(2025, 10, 1))

    assert (none.feedback, asked.feedback) == ((), ("FBK-001",))
    assert [one.feedback for one in found.plans] == [()]
    assert [(f.answers, f.others, f.rate, f.more_than_asked) for f in found.feedback] == [(5, 26, "25", False)]


def test_more_answers_than_were_asked_for_are_marked_and_are_no_rate() -> None:
    """CPC308-A8."""
    sought = evaluation.SOUGHT.model_copy(update={"subject": "implementation-plan", "asked": 30})
    over = evaluation.ANSWERED.model_copy(update={"answers": 75, "outcomes": ()})
    plans = view(*implementation.ON_FILE, implementation.PLAN, sought, over)

    [found] = resources_shown(plans, date(2025, 10, 1)).feedback
    assert (found.asked, found.answers, found.rate, found.more_than_asked) == (30, 75, None, True)


def test_who_decided_a_recommendation_and_how_it_lasts_and_shuts_out_nobody_stands_beside_it() -> None:
    """CPC308-B3, CPC308-A5."""
    decided = ResourceRecommendationDecided(
        happened_on=date(2025, 6, 10), recommendation="RRC-001", decision="accepted", by=ANN
    )
    before = (*resources.BEFORE, resources.PLAN, resources.RECOMMENDED)

    [open_] = resources_shown(view(*before), date(2025, 7, 1)).recommendations
    [one] = resources_shown(view(*before, decided), date(2025, 7, 1)).recommendations

    assert (open_.decided_by, one.decided_by) == (None, "Ann Ashe (lead officer)")
    assert (one.sustainability, one.inclusion) == ("Fewer miles", "Each district has its round")


def test_an_evaluation_says_by_what_way_and_in_what_form_it_was_reported() -> None:
    """CPC308-D3."""
    told = (*evaluation.BEFORE, evaluation.JUDGED, evaluation.EVALUATED)

    [unreported] = resources_shown(view(*told), date(2025, 11, 1)).evaluations
    [reported] = resources_shown(view(*told, evaluation.REPORTED), date(2025, 11, 1)).evaluations

    assert (unreported.reported_how, reported.reported_how) == ((), ("meeting", "formal", "plain english"))
    assert (unreported.form_said, reported.form_said) == (False, True)
    seen = view(*told, evaluation.REPORTED)
    assert "in plain english" in seen.sentence(seen.file.entries[-1]).replace("-", " ")


def test_what_was_gone_over_with_whom_and_what_they_decided_stands_with_the_outcomes() -> None:
    """CPC307-A3, CPC307-K11."""
    part = outcomes.REVIEWED.model_copy(update={"covered": ("risk",)})

    [shown] = outcomes_shown(view(outcomes.WANTED, part), date(2025, 2, 1)).gone_over

    assert (shown.with_whom, shown.covered, shown.decision) == (("Carers' network, 14",), ("risks",), "kept")
    assert shown.left_out == ("sustainability", "affordability", "implications")


def test_what_the_risks_of_a_plan_come_to_by_kind_stands_beside_what_the_organisation_takes() -> None:
    """CPC307-C3-b."""
    money, twice = implementation.FEW_OR_MANY
    open_ = implementation.RISK.model_copy(update={"id": "R4", "impact": None})
    agreed = implementation.PLAN.model_copy(update={"risks": (implementation.RISK, money, twice, open_)})

    [free] = plans_shown(view(*implementation.ON_FILE, agreed), date(2025, 5, 1))
    [limited] = plans_shown(view(implementation.APPETITE, *implementation.ON_FILE, agreed), date(2025, 5, 1))

    assert [(t.category, t.total, t.most, t.beyond) for t in free.balance] == [
        ("people", 24, None, False), ("financial-loss", 8, None, False), (None, 32, None, False),
    ]  # fmt: skip
    assert [(t.category, t.most, t.beyond) for t in limited.balance] == [
        ("people", 20, True), ("financial-loss", 20, False), (None, 30, True),
    ]  # fmt: skip
    assert limited.not_rated == ("R4",)


def test_the_balance_of_risk_of_a_plan_counts_the_open_risks_of_the_log_that_are_of_it() -> None:
    """CPC307-C3-b: every risk that is listed as the plan's and is open."""
    seen = RiskIdentified(
        happened_on=date(2025, 3, 5), category="people", description=Said("Strike"), subject="plan", activity="IPL-001"
    )
    rated = RiskAssessed(happened_on=date(2025, 3, 6), risk="RSK-001", likelihood=5, impact=5)
    over = RiskClosed(happened_on=date(2025, 4, 1), risk="RSK-001", reason=Said("Settled"))
    agreed = implementation.PLAN.model_copy(update={"risks": (implementation.RISK,)})
    on_file = (*implementation.ON_FILE, agreed, seen)

    def shown(*more: Entry) -> PlanShown:
        [plan] = plans_shown(view(*on_file, *more), date(2025, 5, 1))
        return plan

    own = implementation.RISK.rating
    assert own is not None
    assert [(t.category, t.total) for t in shown(rated).balance] == [("people", own + 25), (None, own + 25)]
    assert [t.total for t in shown(rated, over).balance] == [own, own]
    assert (shown().not_rated, shown(rated).not_rated, shown(over).not_rated) == (("RSK-001",), (), ())


def test_an_outcome_specified_after_it_was_dropped_is_shown_as_specified_and_as_dropped_before() -> None:
    """CPC307-K11: it said "Dropped" and nothing else."""
    dropped = outcomes.REVIEWED.model_copy(update={"decision": "dropped"})
    wanted = (outcomes.WANTED, dropped)

    [before] = outcomes_shown(view(*wanted), date(2025, 2, 1)).outcomes
    [after] = outcomes_shown(view(*wanted, outcomes.SPECIFIED), date(2025, 2, 1)).outcomes
    [again] = outcomes_shown(view(*wanted, outcomes.REVIEWED, outcomes.SPECIFIED), date(2025, 2, 1)).outcomes

    assert (before.state, before.dropped_before) == ("dropped", None)
    assert after.state == again.state == "specified"
    assert after.dropped_before is not None
    assert after.dropped_before[0] == date(2025, 1, 17)
    assert again.dropped_before is None


def test_a_variance_without_figures_is_shown_with_those_of_the_use_on_record() -> None:
    """CPC308-B5: it said "? planned, ? came"."""
    bare = resources.VARIANCE.model_copy(update={"planned": None, "actual": None})
    used = (*resources.BEFORE, resources.PLAN, resources.USED)

    shown = [resources_shown(view(*used, each), date(2025, 7, 1)).variances[0] for each in (bare, resources.VARIANCE)]

    assert [(v.planned, v.actual, v.share, v.by_use, v.significant) for v in shown] == [
        ("1000", "1250", "25", True, True), ("1000", "1250", "25", False, True),
    ]  # fmt: skip


def test_a_variance_says_by_what_method_it_was_assessed_and_of_what_type_it_is() -> None:
    """CPC307-K18, CPC307-K19."""
    bare = resources.VARIANCE.model_copy(update={"method": None, "variance_type": None})

    found = resources_shown(view(*resources.BEFORE, resources.PLAN, resources.VARIANCE, bare), date(2025, 7, 1))

    assert [(v.method, v.variance_type) for v in found.variances] == [("budget comparison", "volume"), (None, None)]


def test_the_risks_of_a_resource_plan_are_shown_with_rating_contingency_and_owner() -> None:
    """CPC308-A6."""
    high = {"id": "R2", "likelihood": 5, "impact": 5, "owner": "Bo Birch", "activity": "L1"}
    grave = resources.RISK.model_copy(update={**high, "contingency": Said("Agency staff")})
    open_ = resources.RISK.model_copy(update={"id": "R3", "impact": None})
    plan = resources.PLAN.model_copy(update={"risks": (resources.RISK, grave, open_)})

    risks = resources_shown(view(*resources.BEFORE, plan), date(2025, 7, 1)).plans[0].risks

    assert [(r.id, r.rating, r.beyond) for r in risks] == [("R1", 8, False), ("R2", 25, True), ("R3", None, False)]
    assert (risks[1].owner, risks[1].contingency, risks[1].line) == ("Bo Birch", "Agency staff", "L1")
    assert (risks[0].owner, risks[0].contingency, risks[0].managed_by) == (None, None, "Reserve")


def test_a_risk_of_the_log_that_is_of_a_plan_of_resources_is_shown_with_it() -> None:
    """CPC308-A6: of a line, or of the plan; not one of another plan, nor of an activity of the same name."""

    def seen(activity: str | None, subject: Any = "resource") -> RiskIdentified:
        return RiskIdentified(
            happened_on=date(2025, 5, 2), category="people", subject=subject, activity=activity,
            description=Said("Carers leave"),
        )  # fmt: skip

    assessed = RiskAssessed(
        happened_on=date(2025, 5, 3), risk="RSK-001", likelihood=5, impact=4, owner="Bo Birch",
        measures=(Step(what=Said("Train two more")),),
    )  # fmt: skip
    before = (*resources.BEFORE, resources.PLAN)
    log = (seen("RPL-001 L1"), assessed, seen(None), seen(None, "plan"))

    [named, first, second] = resources_shown(view(*before, *log), date(2025, 7, 1)).plans[0].risks

    assert named.seen_at is None
    assert (first.id, first.line, first.rating, first.beyond, first.owner) == ("RSK-001", "L1", 20, True, "Bo Birch")
    assert "Train two more" in (first.managed_by or "")
    assert (first.seen_at, first.closed_on) == (len(before) + 2, None)
    assert (second.id, second.line, second.rating) == ("RSK-002", None, None)


def test_a_risk_that_plan_of_resources_and_log_both_name_is_shown_once_as_last_rated() -> None:
    """CPC308-A6: rated 8 in the plan and 25 in the log it is one, rated 25; what the log leaves out the plan has."""
    seen = RiskIdentified(
        happened_on=date(2025, 5, 2), category="financial-loss", subject="resource", activity="RPL-001 L1",
        description=Said("Pay rises"), plan_risk="r1",
    )  # fmt: skip
    rated = RiskAssessed(happened_on=date(2025, 5, 3), risk="RSK-001", likelihood=5, impact=5, owner="Bo Birch")
    before, other = (*resources.BEFORE, resources.PLAN), resources.RISK.model_copy(update={"id": "R2"})

    def shown(*log: Any, **plan: Any) -> list[tuple[str, str | None, int | None, bool, str | None]]:
        held = view(*resources.BEFORE, resources.PLAN.model_copy(update=plan), *log)
        risks = resources_shown(held, date(2025, 7, 1)).plans[0].risks
        return [(r.id, r.plan_risk, r.rating, r.beyond, r.managed_by) for r in risks]

    assert shown(seen, rated) == [("RSK-001", "R1", 25, True, "Reserve")]
    assert shown(seen) == [("RSK-001", "R1", 8, False, "Reserve")]
    assert shown(seen, seen, rated) == [
        ("RSK-001", "R1", 25, True, "Reserve"), ("RSK-002", "R1", None, False, "Reserve"),
    ]  # fmt: skip
    assert shown(seen, rated, RiskClosed(happened_on=date(2025, 6, 2), risk="RSK-001")) == [
        ("RSK-001", "R1", 25, False, "Reserve")
    ]
    over = RiskClosed(happened_on=date(2025, 6, 2), risk="RSK-001")
    assert shown(seen, seen, rated, over) == [  # the one that is left counts as planned
        ("RSK-001", "R1", 25, False, "Reserve"), ("RSK-002", "R1", 8, False, "Reserve"),
    ]  # fmt: skip
    assert shown(seen, rated, risks=(resources.RISK, other)) == [
        ("R2", None, 8, False, "Reserve"), ("RSK-001", "R1", 25, True, "Reserve"),
    ]  # fmt: skip
    twice = view(*before, resources.PLAN, seen.model_copy(update={"activity": "L1"}), rated)
    risks = resources_shown(twice, date(2025, 7, 1)).plans[0].risks
    assert [(r.id, r.rating) for r in risks] == [("R1", 8), ("RSK-001", 25)]  # of which plan it is is not said


def test_a_risk_of_resources_is_shown_before_there_is_a_plan_of_them() -> None:
    """CPC308-K15: and where the plan it is of is not on file; once it is of one it stands there alone."""
    risk = RiskIdentified(
        happened_on=date(2025, 5, 2), category="people", subject="resource", description=Said("Carers leave")
    )
    elsewhere = risk.model_copy(update={"activity": "RPL-009 L1"})
    of_the_service = risk.model_copy(update={"subject": "service"})

    without = resources_shown(view(*resources.BEFORE, risk, elsewhere, of_the_service), date(2025, 7, 1))
    assert (without.plans, [one.id for one in without.risks]) == ((), ["RSK-001", "RSK-002"])
    planned = resources_shown(view(*resources.BEFORE, resources.PLAN, risk, elsewhere), date(2025, 7, 1))
    assert [one.id for one in planned.risks] == ["RSK-002"]


def test_whoever_acknowledged_a_resource_before_being_told_is_not_said_to_have_been_told_then() -> None:
    """CPC308-B6."""
    line = resources.HOURS.model_copy(update={"responsible": "Jo Alder"})
    plan = resources.PLAN.model_copy(update={"lines": (line,)})
    acknowledged = resources.told(2, "Jo Alder", "L1", step="acknowledged")
    told = resources.told(9, "Jo Alder", "L1")

    def shown(*steps: Entry) -> LineShown:
        return resources_shown(view(*resources.BEFORE, plan, *steps), date(2025, 7, 1)).plans[0].lines[0]

    assert (shown(acknowledged).told_on, shown(acknowledged).acknowledged_on) == (None, date(2025, 4, 2))
    assert shown(acknowledged, told).told_on == date(2025, 4, 9)


def test_a_recommended_type_is_shown_as_the_procedure_calls_it_and_with_the_word_contract_once() -> None:
    """CPC307-B3, CPC307-S10."""
    written = design.FORM.model_copy(update={"contract_type": "block contracts"})

    [shown] = outcomes_shown(view(*design.BEFORE, written), date(2025, 3, 1)).forms

    assert (shown.contract_type, shown.called, shown.counts_as) == ("Block", "Block contract", "block")


def test_needs_for_development_are_those_of_the_last_count() -> None:
    """CPC308-C7: the same needs counted again are not as many more."""
    first = DevelopmentNeedsCounted(
        happened_on=date(2025, 5, 5), looked=3, needs=(DevelopmentArea(area="planning", people=2, action="none-yet"),)
    )
    again = first.model_copy(update={
        "happened_on": date(2025, 5, 20), "needs": (DevelopmentArea(area="planning", people=2, action="shadowing"),),
    })  # fmt: skip

    shown = resources_shown(view(first, again), date(2025, 6, 1))

    assert (shown.development, len(shown.development_counts)) == (2, 2)
