"""What is judged not met time after time: from how many times that is counted, and what is done about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.specification import Indicator
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised, IssueReopened, IssueResolved
from ledger.subjects.notices import NoticeServed
from ledger.subjects.performance import ImprovementTargetAgreed, PerformanceAssessed
from ledger.subjects.terms import PerformanceIndicatorAgreed
from ledger.subjects.terms.register import Terms
from ledger.words import Said
from projections.monitoring.missed_running import missed_running
from tests.story import changed, given
from tests.worked_through import view_of

REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 1), reference="C-1", title="Home care", start_date=date(2025, 1, 1),
    end_date=date(2028, 12, 31), procedure="hampshire/1",
)  # fmt: skip
RAISED = IssueRaised(happened_on=date(2025, 2, 6), nature=Said("Late visits"), evidence=(2,))
SETTLED = IssueResolved(happened_on=date(2025, 2, 28), issue="ISS-001", satisfactory=True)
ACTION = ActionAssigned(happened_on=date(2025, 2, 6), description=Said("Rota"), arises_from=2)
DONE = ActionCompleted(happened_on=date(2025, 2, 28), action="ACT-001")
AIM = ImprovementTargetAgreed(
    happened_on=date(2025, 1, 20), improves="quality", text=Said("Calls in time"), indicator="k1", baseline="80",
    target="95", due_on=date(2025, 12, 31),
)  # fmt: skip


def of_month(month: int, found: str = "not-met", **said: Any) -> PerformanceAssessed:
    judged = {"happened_on": date(2025, month + 1, 5), "standards": ("S1",), **said}
    time = Span(first=date(2025, month, 1), last=date(2025, month, 28))
    return PerformanceAssessed.model_validate({"judgement": found, "period": time, **judged})


def of_k1(month: int) -> PerformanceAssessed:
    return of_month(month, indicator="K1")


def told(*entries: Entry, on: date = date(2025, 12, 1)) -> list[tuple[str, int]]:
    """What is missed time after time, and how many times running."""
    return [(one.what, one.times) for one in missed_running(view_of(given(REGISTERED, *entries).file), on)]


@pytest.mark.parametrize("done", [RAISED, ACTION])
def test_what_rests_on_a_judgement_of_a_time_judged_anew_is_done_about_it(done: Entry) -> None:
    anew = of_month(1, happened_on=date(2025, 2, 20))

    assert told(of_month(1), done, anew, of_month(2), of_month(3)) == []
    assert told(of_month(1), anew, of_month(2), of_month(3)) == [("S1", 3)]


def test_what_rests_on_an_earlier_judgement_is_done_about_it_while_it_is_open() -> None:
    since = (of_month(2, "met"), of_month(3), of_month(4), of_month(5))
    again = IssueReopened(happened_on=date(2025, 6, 8), issue="ISS-001", reason=Said("Late again"))

    assert told(of_month(1), RAISED, *since) == told(of_month(1), ACTION, *since) == []
    assert told(of_month(1), RAISED, SETTLED, *since) == told(of_month(1), ACTION, DONE, *since) == [("S1", 3)]
    assert told(of_month(1), RAISED, SETTLED, *since, again) == []


def test_an_issue_that_cites_a_standard_its_judgements_name_is_about_an_indicator() -> None:
    cites = changed(RAISED, happened_on=date(2025, 5, 6), evidence=(), standards=("s1",))
    run = [of_k1(month) for month in (1, 2, 3)]

    assert told(*run, cites) == told(*run, changed(cites, standards=("K1",))) == []
    assert told(*run, changed(cites, standards=("S2",))) == [("K1", 3)]


def test_an_improvement_agreed_for_an_indicator_and_not_judged_yet_is_done_about_it() -> None:
    run = [of_k1(month) for month in (1, 2, 3)]
    result = PerformanceAssessed(happened_on=date(2025, 1, 31), judgement="not-met", improvement="TGT-001")

    assert told(*run, AIM) == told(*run, changed(AIM, happened_on=date(2025, 4, 20))) == []
    assert told(*run, changed(AIM, indicator="K2")) == [("K1", 3)]
    assert told(*run, AIM, result) == [("K1", 3)]
    assert told(*run, changed(AIM, happened_on=date(2025, 4, 20)), changed(result, happened_on=date(2025, 5, 1))) == []


def test_what_is_over_counts_for_the_judgements_up_to_its_end() -> None:
    """Whatever was once done about it silenced it for as long as it was missed (docs/adr/0485)."""
    notice = NoticeServed(happened_on=date(2025, 2, 6), notice_kind="default", standards_breached=("S1",))
    settled, done = (changed(one, happened_on=date(2025, 3, 20)) for one in (SETTLED, DONE))
    again = IssueReopened(happened_on=date(2025, 7, 8), issue="ISS-001", reason=Said("Late again"))

    for acted, last in (
        ((RAISED, of_month(2), settled), 5), ((ACTION, of_month(2), done), 5),
        ((notice, of_month(2)), 4),  # it gives no time, and is over with its day
    ):  # fmt: skip
        since = [of_month(month) for month in range(3, last + 1)]
        assert told(of_month(1), *acted, *since[:-1]) == []
        assert told(of_month(1), *acted, *since) == [("S1", 3)]
    assert told(of_month(1), RAISED, settled, *(of_month(month) for month in range(2, 7)), again) == []


def of(first: date, last: date | None = None, found: str = "not-met", **said: Any) -> PerformanceAssessed:
    time = Span(first=first, last=last) if last else None
    return of_month(3, found, **{"period": time, "happened_on": last or first, **said})


JANUARY, FEBRUARY, MARCH = (of_month(month) for month in (1, 2, 3))
QUARTER: dict[str, Any] = {"first": date(2025, 1, 1), "last": date(2025, 3, 31), "happened_on": date(2025, 4, 6)}
DAY = date(2025, 5, 6)


@pytest.mark.parametrize(
    ("judged", "times"),
    [
        ([JANUARY, FEBRUARY, of(**QUARTER)], 0),  # the quarter is made up of both
        ([JANUARY, FEBRUARY, MARCH, of(**QUARTER)], 3),
        ([JANUARY, FEBRUARY, MARCH, of(**QUARTER, found="met")], 0),  # the newest counts
        ([of(**QUARTER, found="met"), *(changed(one, happened_on=DAY) for one in (JANUARY, FEBRUARY, MARCH))], 3),
        ([of(date(2025, 3, 1), date(2025, 3, last)) for last in (31, 30, 28)], 0),
        ([JANUARY, FEBRUARY, MARCH, of(date(2025, 3, 2), date(2025, 3, 30), "met", happened_on=DAY)], 0),
        ([JANUARY, of(**QUARTER, found="met"), changed(JANUARY, happened_on=DAY), of_month(4), of_month(5)], 3),
        ([of(DAY), of(DAY), of(DAY)], 0),  # no period: of its day
        ([JANUARY, FEBRUARY, MARCH, of(date(2025, 3, 10))], 3),
        ([of(date(2025, 5, day)) for day in (6, 7, 8)], 3),
    ],
)
def test_times_that_share_a_day_are_one_time_of_which_the_newest_judgement_counts(
    judged: list[PerformanceAssessed], times: int
) -> None:
    assert told(*judged) == ([("S1", times)] if times else [])


def test_the_indicators_of_a_day_are_looked_up_once_for_all_that_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of each judgement, they made the status of a file with fifty measures thirty times as dear."""
    measures = [PerformanceIndicatorAgreed(happened_on=DAY, indicator=measure(n)) for n in range(9)]
    judged = [of_month(month, indicator=f"k{n}", actual="90") for n in range(9) for month in (1, 2, 3)]
    view, looked = view_of(given(REGISTERED, *measures, *judged).file), list[date]()
    indicators = Terms.indicators

    def counted(terms: Terms, day: date) -> Any:
        looked.append(day)
        return indicators(terms, day)

    monkeypatch.setattr(Terms, "indicators", counted)

    assert len(list(missed_running(view, date(2025, 12, 1)))) == 9
    assert sorted(looked) == [date(2025, month, 28) for month in (1, 2, 3)]


def measure(number: int) -> Indicator:
    return Indicator(id=f"K{number}", text=Said("x"), target="95")
