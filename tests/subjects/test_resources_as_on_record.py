"""Stories of resources held against what is on file: plans against outcomes and money, variances against use, and what
is told of them against who is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.dates.months import first_day, last_day
from ledger.dates.span import Span
from ledger.entry import Actor, Money
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.actions import CorrectiveActionTaken
from ledger.subjects.design import ContractProvisionAgreed
from ledger.subjects.outcomes import OutcomesReviewedWithUsers
from ledger.subjects.variations import VariationProposed
from ledger.words import Said
from projections.planning.resources_used import resources_shown
from tests.story import ANN, COUNTY, PIA, TODAY, changed, given
from tests.subjects.test_resources import (
    ACTED,
    APRIL,
    BEFORE,
    CONTROL,
    HOURS,
    MONEY,
    PLAN,
    RECOMMENDED,
    TOLD,
    TREND,
    USED,
    USERS,
    VARIANCE,
)
from tests.worked_through import view_of

MAY = Span(first=date(2025, 5, 1), last=date(2025, 5, 31))
TWO_MONTHS = changed(
    PLAN, period=Span(first=date(2025, 4, 1), last=date(2025, 5, 31)), lines=(changed(HOURS, planned="610"), MONEY)
)
DROPPED = OutcomesReviewedWithUsers(
    happened_on=date(2025, 3, 2), outcomes=("OUT-001",), groups=(USERS,), covered=("risk",), decision="dropped"
)


def found(rule: str, entry: Any, *before: Any) -> str | None:
    """What a rule finds against an entry, said of a file with these on it."""
    made = given(*before).when(entry).recorded().last
    assert made is not None
    return next((one.found for one in made.departures if one.rule == rule), None)


def test_what_is_to_be_used_is_never_more_than_the_plan_has() -> None:
    """CPC308-B1: two records of 600 hours each, said to be as targeted, of a plan for 610: it is used twice over."""
    rule, june = "resource.targets-within-the-plan", date(2025, 6, 2)
    april = changed(USED, used="600", targeted="600")
    may = changed(april, happened_on=june, period=MAY)

    assert found(rule, april, *BEFORE, TWO_MONTHS) is None
    assert found(rule, may, *BEFORE, TWO_MONTHS, april) == (
        "together with those on record 1200 hours were to be used, and RPL-001 has 610 of L1"
    )
    assert "700 hours were to be used" in str(found(rule, changed(april, targeted="700"), *BEFORE, TWO_MONTHS))
    for kept in (changed(may, targeted="10"), changed(may, targeted=None)):
        asked = found(rule, kept, *BEFORE, TWO_MONTHS, april)
        assert (asked is None) is (kept.targeted is not None)  # its share of the days, with April's 600, is more, too
    [line, _] = resources_shown(view_of(given(*BEFORE, TWO_MONTHS, april, may).file), june).plans[0].lines
    assert (line.used, line.targeted_on_record, line.share, line.significant) == ("1200", "610", "96.7", True)
    seasons = (changed(USED, used="200", targeted="200"), changed(may, used="410", targeted="410"))
    [line, _] = resources_shown(view_of(given(*BEFORE, TWO_MONTHS, *seasons).file), june).plans[0].lines
    assert (line.targeted_on_record, line.share, line.significant) == ("610", "0", False)


def test_a_record_that_takes_the_place_of_one_that_was_not_all_has_its_target_once() -> None:
    """CPC308-B1, CPC308-B4."""
    rule, half = "resource.targets-within-the-plan", changed(USED, used="300", targeted="400", complete=False)

    assert found(rule, changed(USED, used="400", targeted="400"), *BEFORE, TWO_MONTHS, half) is None
    assert found(rule, changed(USED, targeted=None), *BEFORE, TWO_MONTHS) is None


def test_the_clause_of_a_provision_is_on_file() -> None:
    """CPC307-K20: milestones, payment times and incentives are what a variance is looked at under."""
    rule, on = "variance.clause-on-file", date(2025, 3, 3)
    provision = ContractProvisionAgreed(happened_on=on, provision="payment-time", clause="55.5", pay_within_days=30)
    under = changed(VARIANCE, implication_clause="Clause 55.5", likely_contract_change=False)

    assert found(rule, under, *BEFORE, PLAN, provision) is None
    other = changed(under, implication_clause="99")
    assert found(rule, other, *BEFORE, PLAN, provision) == "it cites clause 99; on file are 55.5"
    later = changed(provision, happened_on=date(2025, 6, 2))
    assert found(rule, other, *BEFORE, PLAN, later) is None  # on its day none was on file to compare it with


@pytest.mark.parametrize(
    ("said", "finds"),
    [
        ({"actual": "500"}, "by the use on record 1250 came, and not 500"),
        ({"planned": "3000"}, "by the use on record 1000 were to be, and not 3000"),
        ({"planned": None, "actual": None}, None),
        ({"period": None}, None),
        ({"period": Span(first=date(2025, 3, 1), last=date(2025, 3, 31))},
         "no use of L1 of RPL-001 is on record for 1 March 2025 to 31 March 2025"),
        ({"subject": "time"}, "it is said to be of time: the use of L1 of RPL-001 is not assessed by it"),
        ({"plan": None, "plan_line": None, "subject": "time"}, None),
    ],
)  # fmt: skip
def test_a_variance_of_a_line_is_of_its_use_on_record(said: dict[str, Any], finds: str | None) -> None:
    """CPC308-B5: what is assessed of another time, or with other figures, is told."""
    assert found("variance.of-the-use-on-record", changed(VARIANCE, **said), *BEFORE, PLAN, USED) == finds


def test_variances_and_trends_are_of_a_time_that_is_over() -> None:
    """CPC308-B5, CPC308-A2."""
    ahead = Span(first=date(2025, 5, 1), last=date(2025, 12, 31))

    for rule, entry in (("variance.period-over", VARIANCE), ("resource.trend-of-a-time-over", TREND)):
        assert "beyond" in str(found(rule, changed(entry, period=ahead), *BEFORE, PLAN))
        assert found(rule, changed(entry, period=APRIL), *BEFORE, PLAN) is None


def test_action_under_the_contract_comes_after_the_variance_it_is_about() -> None:
    """CPC307-K21: a variation agreed before is of something else; corrective action has its entry, too."""
    rule = "variance.action-leads-to-its-entry"
    unrelated = VariationProposed(happened_on=date(2025, 4, 15))
    corrected = CorrectiveActionTaken(happened_on=date(2025, 5, 9), description=Said("Rounds joined"))
    before = (*BEFORE, PLAN, unrelated, changed(unrelated, happened_on=date(2025, 5, 2)), corrected, VARIANCE)
    first = given(*before).file.entries[-4].position

    def led_to(position: int | None, what: Any = "variation") -> str | None:
        return found(rule, changed(ACTED, led_to=position, contractual=what), *before)

    assert led_to(first) == (
        f"entry {first} (variation proposed) is of 15 April 2025, before there was RVA-001 (30 April 2025)"
    )
    assert led_to(first + 1) is None  # once April was over it was there to be seen
    assert led_to(None, "corrective-action") == "the entry that records the corrective action is not named"
    assert "(resource plan agreed) is no corrective action" in str(led_to(first - 1, "corrective-action"))
    assert led_to(first + 2, "corrective-action") is None
    assert led_to(None, "none") is None


def test_a_plan_says_how_much_may_be_spent_and_is_compared_with_it_in_its_unit() -> None:
    """CPC308-A3: thousand pounds, pence and euros cannot be added to pounds."""
    said, compared, within = "resource.money-said", "resource.money-compared", "resource.within-the-money"
    limit = Money(pence=1_000_000)

    assert found(said, changed(PLAN, money_limit=None), *BEFORE) == "nothing is said of how much may be spent"
    assert found(said, PLAN, *BEFORE) is None
    for unit in ("thousand pounds", "£k", "pence", "euros"):
        plan = changed(PLAN, money_limit=limit, lines=(HOURS, changed(MONEY, unit=unit, planned="999")))
        assert found(compared, plan, *BEFORE) == (
            f"L2 in {unit}: not compared with the limit of £10,000, which is in pounds"
        )
    for unit in ("pounds", "GBP", "£"):
        assert found(compared, changed(PLAN, lines=(HOURS, changed(MONEY, unit=unit))), *BEFORE) is None
    in_euros = changed(
        PLAN, money_limit=Money(pence=100_000, currency="EUR"), lines=(changed(MONEY, unit="euros", planned="1001"),)
    )
    assert found(compared, in_euros, *BEFORE) is None
    assert found(within, in_euros, *BEFORE) == "EUR 1,001 is planned, and the limit is EUR 1,000"


def test_resources_are_used_for_outcomes_that_are_still_wanted() -> None:
    """CPC308-A4: of one that users dropped nothing should come any more."""
    rule = "resource.for-an-outcome-still-wanted"

    for entry in (PLAN, RECOMMENDED):
        told = found(rule, entry, *BEFORE, DROPPED)
        assert told is not None
        assert told.startswith("those who use the service dropped OUT-001 on 2 March 2025 (entry ")
        assert found(rule, entry, *BEFORE) is None
        assert found(rule, entry, *BEFORE, DROPPED, changed(DROPPED, decision="kept")) is None
    shown = resources_shown(view_of(given(*BEFORE, DROPPED, PLAN).file), TODAY).plans[0].lines[0].outcomes
    assert [one.dropped for one in shown] == [True]


def test_information_on_resources_says_something_by_some_means_to_somebody_else() -> None:
    """CPC308-A1, CPC308-B2: what the provider tells itself, or somebody themselves, nobody was told."""
    what, how, whom = (
        "resource.information-said", "resource.information-by-some-means", "resource.information-addressed",
    )  # fmt: skip
    before, theirs = (*BEFORE, PLAN, USED), ConcernedGroup(who="provider")

    assert found(what, changed(TOLD, content=None), *before) == "it does not say what they were told"
    assert found(how, changed(TOLD, channel=None), *before) == "it does not say by what means"
    to_themselves = changed(TOLD, by=ANN, recipients=(Actor(person="A. Ashe"),))
    assert found(whom, to_themselves, *before) == "it went to nobody but Ann Ashe (lead officer), who gave it"
    for to in ({"recipients": (PIA,)}, {"recipients": (), "groups": (theirs,)}):
        assert found(whom, changed(TOLD, by=PIA, **to), *before) == "it went to nobody but the provider, which gave it"
    for kept in (
        TOLD, changed(TOLD, by=PIA), changed(TOLD, by=ANN, recipients=(ANN, COUNTY)), changed(TOLD, recipients=(PIA,)),
        changed(TOLD, by=ANN, groups=(USERS,)),
    ):  # fmt: skip
        assert [found(rule, kept, *before) for rule in (what, how, whom)] == [None] * 3


def test_what_use_means_is_said_of_use_on_record() -> None:
    """CPC308-B2: one day into the plan there is none; of what is available it can be said before."""
    rule = "resource.information-on-use-on-record"

    assert found(rule, TOLD, *BEFORE, PLAN) == (
        "no use of RPL-001 is on record by then, of which it could say what it means"
    )
    assert found(rule, TOLD, *BEFORE, PLAN, USED) is None
    for available in (changed(TOLD, interpretation=None), changed(TOLD, happened_on=date(2025, 3, 20))):
        assert found(rule, available, *BEFORE, PLAN) is None


def test_a_trend_is_seen_over_more_than_one_time() -> None:
    """CPC308-A2: of one record, or of several users in one time, nothing rises; of what there is it may be seen."""
    rule, before = "resource.trend-by-the-figures", (*BEFORE, PLAN)
    others = changed(USED, used="2000", accessed_by=(ConcernedGroup(who="families"),))
    later = changed(USED, happened_on=date(2025, 6, 2), period=MAY, used="1300")

    alone = "the use of L1 on record is of 1 April 2025 to 30 April 2025 alone, which shows no trend"
    assert found(rule, TREND, *before, USED) == found(rule, TREND, *before, USED, others) == alone
    assert found(rule, changed(TREND, trend="steady"), *before, USED) == alone
    for there in ((), (USED, later)):
        assert found(rule, TREND, *before, *there) is None
    [line, _] = resources_shown(view_of(given(*before, USED, others).file), date(2025, 6, 2)).plans[0].lines
    assert line.trend is None
    both = changed(later, used="1400"), changed(later, used="1850", accessed_by=others.accessed_by)
    [line, _] = resources_shown(view_of(given(*before, USED, others, *both).file), date(2025, 6, 2)).plans[0].lines
    assert line.trend == "steady"


@pytest.mark.parametrize(
    ("first", "last", "trend", "is_"),
    [
        (10, 12, "rising", "falling"), (10, 12, "steady", "falling"), (10, 12, "falling", None),
        (4, 12, "falling", "rising"), (4, 12, "rising", None), (4, 12, "steady", None),
        (4, 9, "steady", "rising"), (4, 9, "falling", "rising"), (4, 9, "rising", None), (4, 9, "changed", None),
        (12, 12, "rising", None), (9, 9, "falling", "rising"), (None, None, "falling", "rising"),
    ],
)  # fmt: skip
def test_a_trend_is_held_against_the_use_on_record_of_the_time_it_names(
    first: int | None, last: int | None, trend: Any, is_: str | None
) -> None:
    """CPC308-A2: the last time against those before it and against the first; one record alone against those before."""
    months = [Span(first=first_day(f"2025-{number:02}"), last=last_day(f"2025-{number:02}")) for number in range(4, 13)]
    amounts = (640, 1080, 1115, 1128, 1310, 1455, 1490, 1282, 1220)
    on = date(2026, 4, 10)
    uses = [
        changed(USED, happened_on=on, period=month, used=str(amount))
        for month, amount in zip(months, amounts, strict=True)
    ]
    time = Span(first=months[first - 4].first, last=months[last - 4].last) if first and last else None

    against = found(
        "resource.trend-by-the-figures", changed(TREND, happened_on=on, trend=trend, period=time),
        *BEFORE, PLAN, *uses,
    )  # fmt: skip

    if is_ is None:
        assert against is None
    else:
        there = "on record" if time is None or last == first else f"on record for {time}"
        there = "on record" if (first, last) == (4, 12) else there
        assert str(against).startswith(f"it is said to be {trend}, and the use of L1 {there}")
        assert f" is {is_} (entry " in str(against)


def test_a_trend_that_is_seen_goes_one_way() -> None:
    """CPC308-A2, CPC308-K18: of one line and time; of another time, or another line, it may well go another way."""
    rule, falls = "resource.trend-one-way", changed(TREND, trend="falling")
    on_file = (*BEFORE, PLAN, TREND)

    assert TREND.trend == "rising"
    against = found(rule, falls, *on_file)
    assert against == "entry 6 has it rising on the same day; correct the one that is wrong"
    named = changed(falls, plan_line=(TREND.plan_line or "").lower())
    assert found(rule, named, *on_file) == against
    for right in (
        TREND, changed(TREND, trend="changed"), changed(falls, plan_line="L2"), changed(falls, period=MAY),
        changed(falls, happened_on=date(2025, 12, 1)),
    ):  # fmt: skip
        assert found(rule, right, *on_file) is None
    of_may, later = changed(TREND, period=MAY), changed(falls, period=MAY, happened_on=date(2025, 12, 1))
    assert found(rule, later, *BEFORE, PLAN, of_may) == str(against).replace("on the same day", "over the same time")


def test_what_is_suggested_or_recommended_is_put_to_somebody_else() -> None:
    """CPC308-A2, CPC308-B3: not to whoever makes it, nor by the provider to its own people."""
    own, other = Actor(person="Pat Price", party="provider"), changed(TREND, suggested_to=(ANN, COUNTY), by=ANN)
    for rule, entry, field in (
        ("resource.trend-suggested-to-whom", TREND, "suggested_to"),
        ("recommendation.addressed", RECOMMENDED, "addressed_to"),
    ):
        itself = changed(entry, **{field: (ANN,)}, by=ANN)
        assert found(rule, itself, *BEFORE, PLAN) == f"it is put to nobody but {ANN}, whose it is"
        theirs = changed(entry, **{field: (own,)}, by=PIA)
        assert found(rule, theirs, *BEFORE, PLAN) == "it is put to nobody but the provider, whose it is"
        assert found(rule, changed(theirs, **{field: (own, ANN)}), *BEFORE, PLAN) is None
    assert found("resource.trend-suggested-to-whom", other, *BEFORE, PLAN) is None


def test_information_tells_of_its_plan_and_of_use_as_they_are_marked() -> None:
    """CPC308-K1, CPC308-S7: what is confidential is not given to the public by telling of it in an open entry."""
    rule, public = "resource.information-in-confidence", changed(TOLD, groups=(ConcernedGroup(who="public"),))
    closed, use = changed(PLAN, protection="confidential"), changed(USED, protection="confidential")
    at = given(*BEFORE, PLAN).file.position

    assert found(rule, public, *BEFORE, closed) == (
        f"entry {at}, of which it tells, is marked confidential, and was given to the public"
    )
    assert found(rule, TOLD, *BEFORE, closed) is None
    assert found(rule, public, *BEFORE, PLAN, use) is None  # it says nothing of April
    assert f"entry {at + 1}, of which" in str(found(rule, changed(public, period=APRIL), *BEFORE, PLAN, use))


def test_a_trend_is_of_its_lines_kind_and_what_is_suggested_is_suggested_to_somebody() -> None:
    """CPC308-A2."""
    to, kind, before = "resource.trend-suggested-to-whom", "resource.trend-of-its-line", (*BEFORE, PLAN)

    assert found(to, TREND, *before) == "it is not said to whom it is suggested"
    for kept in (changed(TREND, suggested_to=(COUNTY,)), changed(TREND, suggestion=None)):
        assert found(to, kept, *before) is None
    assert found(kind, changed(TREND, resource="financial"), *before) == (
        "L1 of RPL-001 is human, and the trend is said to be of financial"
    )
    assert found(kind, TREND, *before) is None
    assert found(kind, changed(TREND, plan_line=None, resource="financial"), *before) is None


def test_what_is_asked_of_a_control_is_said_once() -> None:
    """CPC308-B7: a later check is held to what was said of it before, however its name is written."""
    rule, held_to = "resource.control-held-to-something", changed(CONTROL, requirement=Said("Each visit by noon"))

    assert found(rule, CONTROL) == "it is not said what is asked of it"
    assert found(rule, held_to) is None
    later = changed(CONTROL, control="electronic visit RECORD", result="meets", follow_up=None)
    assert found(rule, later, held_to) is None
    [control] = given(held_to, later).file.resources.controls.values()
    assert (control.result, control.requirement) == ("meets", Said("Each visit by noon"))


def test_a_figure_is_compared_as_exactly_as_it_is_given() -> None:
    """CPC308-B5: 986 hours are the plan's share of 986.3 for the days."""
    rule = "variance.of-the-use-on-record"
    odd = changed(USED, used="1249.6")

    assert found(rule, VARIANCE, *BEFORE, PLAN, odd) is None
    assert "1249.6 came" in str(found(rule, changed(VARIANCE, actual="1250.0"), *BEFORE, PLAN, odd))
