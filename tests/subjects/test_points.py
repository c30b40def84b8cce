"""Service failure points: which count on a day, which do not, and why."""

from datetime import date, time
from typing import Any

import pytest

from ledger.contract_file import ContractFile
from ledger.contract_terms import PointsTariff, PointsThreshold
from ledger.dates.calendar import Period
from ledger.folding import fold
from ledger.points import points, thresholds
from ledger.serving.service_clauses import MODEL_SERVICES_EXAMPLE
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised
from ledger.subjects.notices import NoticeReceiptConfirmed, NoticeServed, NoticeWithdrawn
from ledger.subjects.records import EntryStruckOut
from ledger.subjects.remedies import (
    PointsAwarded,
    PointsDisputed,
    PointsExpired,
    PointsUpheld,
    PointsWithdrawn,
)
from ledger.subjects.terms import NoticeClauseEntered, PointsClauseEntered, TerminationClauseEntered
from ledger.words import Said
from tests.story import ANN, PIA, Story, given

SIX_MONTHS = Period(count=6, unit="months")
REGISTERED = ContractRegistered(
    happened_on=date(2024, 12, 2), reference="C-1", title="Home care, north", start_date=date(2025, 1, 6)
)
TARIFF = (PointsTariff(standard="S1", points=5), PointsTariff(standard="S2", points=2))
ISSUE = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), standards=("S1",), by=ANN)


def clause(number: str = "12.3", **said: Any) -> PointsClauseEntered:
    given_by_it: dict[str, Any] = {"tariff": TARIFF, "window": SIX_MONTHS} | said
    return PointsClauseEntered(happened_on=date(2024, 12, 2), clause=number, **given_by_it)


def awarded(on: date, number: int = 5, standard: str | None = "S1", **said: Any) -> PointsAwarded:
    return PointsAwarded(happened_on=on, points=number, standard=standard, by=ANN, **said)


def told(*, on: date = date(2025, 3, 4), **said: Any) -> NoticeServed:
    served: dict[str, Any] = {"method": "hand", "received_on": on, "by": ANN} | said
    return NoticeServed(happened_on=on, notice_kind="general", **served)


def rows(story: Story, day: date, window: Period | None = None) -> dict[str, tuple[int, str]]:
    return {row.award: (row.counted, row.why) for row in points(story.file, day, window).awards}


def why(story: Story, award: str, day: date) -> str:
    return next(row.sentence for row in points(story.file, day).awards if row.award == award)


def test_points_add_up_over_the_running_time_of_the_clause_and_no_longer() -> None:
    """Six months after 10 January end on 10 July, the corresponding day."""
    story = given(REGISTERED, clause(), awarded(date(2025, 1, 10)), awarded(date(2025, 6, 2), 2, "S2"))

    assert points(story.file, date(2025, 1, 9)).awards == ()
    assert points(story.file, date(2025, 5, 1)).total == 5
    assert points(story.file, date(2025, 7, 10)).total == 7
    assert rows(story, date(2025, 7, 11)) == {"PTS-001": (0, "before-window"), "PTS-002": (2, "counts")}
    assert points(story.file, date(2025, 7, 11)).sentence == "2 points count on 11 July 2025: PTS-002."
    assert why(story, "PTS-001", date(2025, 7, 11)) == (
        "PTS-001: 5 points for S1 (clause 12.3), not counted: from 10 January 2025; the time over which they are "
        "added up ran to 10 July 2025."
    )
    assert why(story, "PTS-001", date(2025, 7, 10)) == (
        "PTS-001: 5 points for S1 (clause 12.3) count from 10 January 2025 to 10 July 2025."
    )


def test_a_time_that_begins_with_the_day_is_a_day_shorter() -> None:
    story = given(REGISTERED, clause(window=Period(count=6, unit="months", begins="with")), awarded(date(2025, 1, 10)))

    assert points(story.file, date(2025, 7, 9)).total == 5
    assert points(story.file, date(2025, 7, 10)).total == 0


def test_clear_days_leave_out_the_last_day_too() -> None:
    story = given(REGISTERED, clause(window=Period(count=10, unit="clear-days")), awarded(date(2025, 1, 10)))

    assert points(story.file, date(2025, 1, 20)).total == 5
    assert points(story.file, date(2025, 1, 21)).total == 0


def test_another_time_may_be_asked_about_and_points_that_lapsed_count_in_none() -> None:
    story = given(
        REGISTERED, clause(window=None, lapse_after=Period(count=3, unit="months")), awarded(date(2025, 1, 10)),
        awarded(date(2025, 3, 3)),
    )  # fmt: skip
    year = Period(count=12, unit="months")

    assert rows(story, date(2025, 4, 11), year) == {"PTS-001": (0, "expired"), "PTS-002": (5, "counts")}
    assert "lapsed after 10 April 2025" in why(story, "PTS-001", date(2025, 4, 11))
    one_month = Period(count=1, unit="months")
    assert rows(story, date(2025, 4, 4), one_month) == {
        "PTS-001": (0, "before-window"),
        "PTS-002": (0, "before-window"),
    }


def test_points_without_a_measure_are_recorded_and_do_not_count() -> None:
    """HCC-6.1-b: failing is measured by a standard; without clause or standard there is nothing to count by."""
    without_clause = given(REGISTERED).when(awarded(date(2025, 3, 3)))
    without_standard = given(REGISTERED, clause()).when(awarded(date(2025, 3, 3), standard=None))
    not_in_tariff = given(REGISTERED, clause()).when(awarded(date(2025, 3, 3), standard="S9"))
    other_clause = given(REGISTERED, clause()).when(awarded(date(2025, 3, 3), clause="14"))

    for story in (without_clause, without_standard, not_in_tariff, other_clause):
        story.departs_from("points.under-a-measure")
        assert rows(story, date(2025, 3, 3)) == {"PTS-001": (0, "no-measure")}
        assert points(story.file, date(2025, 3, 3)).sentence == "0 points count on 3 March 2025."
    assert "clause 12.3 (entry 2) gives no points for S9" in why(not_in_tariff, "PTS-001", date(2025, 3, 3))
    assert "clause 14 is not on file as in force on 3 March 2025" in why(other_clause, "PTS-001", date(2025, 3, 3))
    given(REGISTERED, clause()).when(awarded(date(2025, 3, 3))).keeps("points.under-a-measure")


def test_a_clause_that_came_in_later_is_no_measure_for_an_earlier_failing() -> None:
    late = clause(effective_from=date(2025, 6, 2))
    story = given(REGISTERED, late, awarded(date(2025, 6, 10), failed_on=date(2025, 5, 30)))

    assert rows(story, date(2025, 6, 10)) == {"PTS-001": (0, "no-measure")}


def test_a_failing_before_the_contract_began_has_no_measure() -> None:
    early = awarded(date(2025, 1, 10), failed_on=date(2025, 1, 3))

    story = given(REGISTERED, clause()).when(early).departs_from("points.under-a-measure")

    assert rows(story, date(2025, 1, 10)) == {"PTS-001": (0, "no-measure")}
    assert "3 January 2025 is before the contract began on 6 January 2025" in why(story, "PTS-001", date(2025, 1, 10))


def test_clauses_that_contradict_each_other_are_named_and_nothing_is_guessed() -> None:
    other = clause("14.1", tariff=(PointsTariff(standard="S1", points=3),))
    asked = given(REGISTERED, clause()).when(other).departs_from("points-clause.agrees-with-the-others")

    story = asked.when(awarded(date(2025, 3, 3)))

    assert rows(story, date(2025, 3, 3)) == {"PTS-001": (0, "contradiction")}
    sentence = why(story, "PTS-001", date(2025, 3, 3))
    assert "clause 12.3 (entry 2) gives 5 points" in sentence
    assert "clause 14.1 (entry 3) gives 3 points" in sentence
    named = asked.when(awarded(date(2025, 3, 3), 3, clause="14.1")).keeps("points.under-a-measure")
    assert points(named.file, date(2025, 3, 3)).total == 3
    over_another_time = clause("14.1", window=Period(count=12, unit="months"))
    apart = given(REGISTERED, clause(), over_another_time, awarded(date(2025, 3, 3)))
    assert rows(apart, date(2025, 3, 3)) == {"PTS-001": (0, "contradiction")}
    given(REGISTERED, clause()).when(clause("14.1")).keeps("points-clause.agrees-with-the-others")


def test_a_clause_gives_one_number_of_points_for_a_standard() -> None:
    twice = (PointsTariff(standard="S1", points=5), PointsTariff(standard="S1", points=4))

    refused = given(REGISTERED).when(clause(tariff=twice))

    refused.refused("points-clause.one-number-for-a-standard", "S1: 4, 5")
    given(REGISTERED).when(clause()).recorded()


def test_a_time_of_nothing_is_no_time() -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        Period(count=0, unit="months")


def test_clauses_on_points_and_on_termination_ask_for_the_same_number_within_the_same_time() -> None:
    at_twenty = clause(thresholds=(PointsThreshold(points=20, leads_to="termination"),))
    ending = TerminationClauseEntered(
        happened_on=date(2024, 12, 2), clause="30.1", trigger="points", points=25, window=SIX_MONTHS
    )

    given(REGISTERED, at_twenty).when(ending).departs_from("points-clause.agrees-with-termination")
    given(REGISTERED, ending).when(at_twenty).departs_from("points-clause.agrees-with-termination")
    over_a_year = ending.model_copy(update={"points": 20, "window": Period(count=12, unit="months")})
    apart = given(REGISTERED, at_twenty).when(over_a_year).departs_from("points-clause.agrees-with-termination")
    assert apart.last is not None
    [found] = [d.found for d in apart.last.departures if d.rule == "points-clause.agrees-with-termination"]
    assert found.startswith("it lets the contract be ended at 20 points within 12 months")
    assert found.endswith("clause 12.3 (entry 2) says 20 points within 6 months")
    agreeing = ending.model_copy(update={"points": 20})
    given(REGISTERED, at_twenty).when(agreeing).keeps("points-clause.agrees-with-termination")
    given(REGISTERED, agreeing).when(at_twenty).keeps("points-clause.agrees-with-termination")


def test_what_is_awarded_beyond_the_tariff_does_not_count() -> None:
    """HCC-2.1-b: the provider's side too is taken as the contract has it."""
    too_many = given(REGISTERED, clause()).when(awarded(date(2025, 3, 3), 7))

    too_many.departs_from("points.by-the-tariff")
    assert points(too_many.file, date(2025, 3, 3)).total == 5
    assert "7 were awarded" in why(too_many, "PTS-001", date(2025, 3, 3))
    thrice = given(REGISTERED, clause()).when(awarded(date(2025, 3, 3), 15, failings=3)).keeps("points.by-the-tariff")
    assert points(thrice.file, date(2025, 3, 3)).total == 15


def test_a_failing_is_counted_once() -> None:
    first = awarded(date(2025, 3, 5), issue="ISS-001", failed_on=date(2025, 3, 3))
    on_file = given(REGISTERED, clause(), ISSUE, first)

    on_file.when(first.model_copy(update={"happened_on": date(2025, 3, 10)})).departs_from("points.once-for-a-failing")
    another = first.model_copy(update={"failed_on": date(2025, 3, 4), "happened_on": date(2025, 3, 10)})
    on_file.when(another).keeps("points.once-for-a-failing")
    withdrawn = on_file.when(PointsWithdrawn(happened_on=date(2025, 3, 6), award="PTS-001"))
    again = first.model_copy(update={"happened_on": date(2025, 3, 10)})
    withdrawn.when(again).keeps("points.once-for-a-failing")


def test_points_count_from_the_day_the_contract_says() -> None:
    """The clause goes before what the award says of itself."""
    of_failing = awarded(date(2025, 3, 10), failed_on=date(2025, 3, 3), counts_from=date(2025, 3, 10))

    by_failing = given(REGISTERED, clause(counts_from="failing")).when(of_failing)
    by_award = given(REGISTERED, clause(counts_from="award")).when(of_failing)
    unsaid = given(REGISTERED, clause()).when(of_failing)

    by_failing.departs_from("points.from-the-day-of-the-clause")
    by_award.keeps("points.from-the-day-of-the-clause")
    assert [points(s.file, date(2025, 4, 1)).awards[0].since for s in (by_failing, by_award, unsaid)] == [
        date(2025, 3, 3), date(2025, 3, 10), date(2025, 3, 10),
    ]  # fmt: skip
    no_day = given(REGISTERED, clause(counts_from="failing"), awarded(date(2025, 3, 10)))
    assert rows(no_day, date(2025, 4, 1)) == {"PTS-001": (0, "not-yet")}
    assert "counts from the day of the failing, which is not on file" in why(no_day, "PTS-001", date(2025, 4, 1))


def test_points_count_from_the_day_the_notice_of_them_counts_as_served() -> None:
    """Deemed dates: posted on a Friday by signed-for post, it counts when it is received in hours."""
    serving = NoticeClauseEntered(happened_on=date(2024, 12, 2), clause="43", methods=MODEL_SERVICES_EXAMPLE.methods)
    posted = told(on=date(2025, 3, 7), method="signed-for-post", received_on=None)
    from_notice = clause(counts_from="notice")
    waiting = given(REGISTERED, serving, from_notice, posted, awarded(date(2025, 3, 7), notice="NOT-001"))

    assert rows(waiting, date(2025, 3, 31)) == {"PTS-001": (0, "not-yet")}
    assert "counts from the notice of it, and NOT-001 has no effect" in why(waiting, "PTS-001", date(2025, 3, 31))
    received = waiting.when(
        NoticeReceiptConfirmed(
            happened_on=date(2025, 3, 14), notice="NOT-001", received_on=date(2025, 3, 11), received_at=time(10)
        )
    )
    counts_on = received.file.notices.by_id["NOT-001"].counts_on
    assert counts_on == date(2025, 3, 11)
    assert rows(received, date(2025, 3, 10)) == {"PTS-001": (0, "not-yet")}
    assert rows(received, date(2025, 3, 11)) == {"PTS-001": (5, "counts")}
    withdrawn = received.when(NoticeWithdrawn(happened_on=date(2025, 4, 1), notice="NOT-001"))
    assert rows(withdrawn, date(2025, 3, 31)) == {"PTS-001": (5, "counts")}
    assert rows(withdrawn, date(2025, 4, 1)) == {"PTS-001": (0, "not-yet")}
    without = given(REGISTERED, from_notice, awarded(date(2025, 3, 7)))
    assert "no notice is named" in why(without, "PTS-001", date(2025, 3, 31))


def test_the_provider_is_told_of_points_by_a_notice_of_the_authority() -> None:
    """HCC-7.6-d."""
    its_own = told(served_by_party="provider", by=PIA)
    without_clause = told(received_on=None)

    given(REGISTERED, clause()).when(awarded(date(2025, 3, 4))).departs_from("points.provider-told")
    given(REGISTERED, clause(), told()).when(awarded(date(2025, 3, 4), notice="NOT-001")).keeps("points.provider-told")
    theirs = given(REGISTERED, clause(), its_own).when(awarded(date(2025, 3, 4), notice="NOT-001"))
    theirs.departs_from("points.provider-told")
    signed = NoticeClauseEntered(
        happened_on=date(2024, 12, 2), clause="43", methods=MODEL_SERVICES_EXAMPLE.methods,
        signed_by=("provider-director",),
    )  # fmt: skip
    bad = given(REGISTERED, signed, clause(), without_clause)
    assert bad.file.notices.by_id["NOT-001"].valid is False
    bad.when(awarded(date(2025, 3, 4), notice="NOT-001")).departs_from("points.provider-told")


def test_points_in_dispute_stand_unless_the_contract_says_otherwise() -> None:
    """HCC-2.1-b: the row says that they are disputed, and since when."""
    disputed = PointsDisputed(happened_on=date(2025, 3, 6), award="PTS-001", grounds=Said("Snow"), by=PIA)
    standing = given(REGISTERED, clause(), awarded(date(2025, 3, 3)), disputed)

    assert rows(standing, date(2025, 3, 5)) == {"PTS-001": (5, "counts")}
    assert rows(standing, date(2025, 3, 6)) == {"PTS-001": (5, "disputed")}
    assert "disputed on 6 March 2025 (entry 4) and not answered and standing" in why(
        standing, "PTS-001", date(2025, 3, 6)
    )
    out = given(REGISTERED, clause(disputed_count=False), awarded(date(2025, 3, 3)), disputed)
    assert rows(out, date(2025, 3, 6)) == {"PTS-001": (0, "disputed")}
    assert "by the clause they do not count meanwhile" in why(out, "PTS-001", date(2025, 3, 6))
    upheld = out.when(PointsUpheld(happened_on=date(2025, 3, 20), award="PTS-001", reason=Said("Roads were clear")))
    assert rows(upheld, date(2025, 3, 19)) == {"PTS-001": (0, "disputed")}
    assert rows(upheld, date(2025, 3, 20)) == {"PTS-001": (5, "counts")}


def test_a_dispute_is_the_providers_and_says_why() -> None:
    on_file = given(REGISTERED, clause(), awarded(date(2025, 3, 3)))
    by_us = PointsDisputed(happened_on=date(2025, 3, 6), award="PTS-001", by=ANN)

    on_file.when(by_us).departs_from("points.disputed-by-the-provider", "points.states-why-disputed")
    theirs = PointsDisputed(happened_on=date(2025, 3, 6), award="PTS-001", by=PIA, grounds=Said("Snow"))
    on_file.when(theirs).keeps("points.disputed-by-the-provider", "points.states-why-disputed")


def test_points_withdrawn_in_part_leave_the_rest() -> None:
    on_file = given(REGISTERED, clause(), awarded(date(2025, 3, 3)))

    partly = on_file.when(PointsWithdrawn(happened_on=date(2025, 3, 10), award="PTS-001", points=2))
    wholly = partly.when(PointsWithdrawn(happened_on=date(2025, 3, 20), award="PTS-001"))

    assert points(partly.file, date(2025, 3, 9)).total == 5
    assert points(partly.file, date(2025, 3, 10)).total == 3
    assert points(wholly.file, date(2025, 3, 19)).total == 3
    assert rows(wholly, date(2025, 3, 20)) == {"PTS-001": (0, "withdrawn")}
    assert "withdrawn on 20 March 2025 (entry 5)" in why(wholly, "PTS-001", date(2025, 3, 20))


def test_no_more_points_are_withdrawn_than_are_left() -> None:
    on_file = given(
        REGISTERED, clause(), awarded(date(2025, 3, 3)),
        PointsWithdrawn(happened_on=date(2025, 3, 10), award="PTS-001", points=3),
    )  # fmt: skip
    more = PointsWithdrawn(happened_on=date(2025, 3, 11), award="PTS-001", points=3)

    on_file.when(more).refused("points.withdrawn-once", "2 of the 5 points of PTS-001 are left", "entry 4")
    on_file.when(more.model_copy(update={"points": 2})).recorded()
    earlier = more.model_copy(update={"happened_on": date(2025, 3, 2)})
    on_file.when(earlier).refused("remedy.follows-what-it-is-about", "PTS-001 is of 3 March 2025 (entry 3)")


def test_points_declared_expired_count_no_longer_and_before_their_time_a_reason_is_asked_for() -> None:
    """What lapses by the clause needs no entry."""
    on_file = given(REGISTERED, clause(), awarded(date(2025, 3, 3)))
    early = PointsExpired(happened_on=date(2025, 5, 1), award="PTS-001", reason=Said("Agreed at the meeting"))

    story = on_file.when(early).departs_from("points.expire-by-the-clause")

    assert points(story.file, date(2025, 4, 30)).total == 5
    assert rows(story, date(2025, 5, 1)) == {"PTS-001": (0, "expired")}
    assert "declared expired on 1 May 2025 (entry 4)" in why(story, "PTS-001", date(2025, 5, 1))
    in_time = early.model_copy(update={"happened_on": date(2025, 9, 4)})
    on_file.when(in_time).keeps("points.expire-by-the-clause")


def test_an_award_struck_out_is_not_there_and_the_count_says_what_it_was_on_another_day() -> None:
    story = given(REGISTERED, clause(), awarded(date(2025, 3, 3))).when(
        EntryStruckOut(happened_on=date(2025, 3, 4), position=3, reason=Said("Entered on the wrong file"))
    )

    assert points(story.recorded().file, date(2025, 3, 4)).awards == ()


def test_each_number_at_which_something_follows_says_how_many_points_there_are() -> None:
    """One short is not reached."""
    rising = (
        PointsThreshold(points=5, leads_to="rectification-plan", window=Period(count=1, unit="months")),
        PointsThreshold(points=10, leads_to="termination"),
    )
    of_others = clause("40", tariff=(PointsTariff(standard="S7", points=50),))
    story = given(
        REGISTERED, clause(thresholds=rising), of_others, awarded(date(2025, 3, 3)), awarded(date(2025, 5, 1), 4, "S2"),
        awarded(date(2025, 5, 2), 50, "S7"),
    )  # fmt: skip

    day = date(2025, 5, 10)
    assert [(t.points, t.total, t.reached) for t in thresholds(story.file, day)] == [(5, 2, False), (10, 7, False)]
    nearly = story.when(awarded(date(2025, 5, 9), 2, "S2"))
    assert [(t.total, t.reached) for t in thresholds(nearly.file, day)] == [(4, False), (9, False)]
    there = nearly.when(awarded(date(2025, 5, 10), 5))
    assert [(t.total, t.reached) for t in thresholds(there.file, day)] == [(9, True), (14, True)]
    assert thresholds(there.file, day)[1].sentence == (
        "14 points of the 10 within 6 months at which clause 12.3 lets follow: termination."
    )


def test_the_count_is_the_same_however_the_entries_came_in() -> None:
    """A step recorded before what it is about, in the world's order, is kept all the same."""
    story = given(
        REGISTERED, clause(), awarded(date(2025, 3, 3)),
        PointsWithdrawn(happened_on=date(2025, 3, 10), award="PTS-001", points=2),
    )  # fmt: skip
    again: ContractFile = fold(story.file.known)

    assert points(again, date(2025, 4, 1)) == points(story.file, date(2025, 4, 1))
    assert fold(story.file.known, as_at=date(2025, 3, 5)).remedies.awards["PTS-001"].withdrawn == ()
