"""Stories of the right to end a contract: arisen, not arisen because, exercised, lapsed, lost; worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any, get_args

import pytest

from ledger.contract_file import ContractFile
from ledger.contract_terms import PointsTariff, TerminationClause
from ledger.dates.calendar import Period
from ledger.entry import Actor, Entry, Money
from ledger.folding import fold
from ledger.rights import Right, rights
from ledger.serving.service_clauses import MODEL_SERVICES_EXAMPLE
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.default_process import (
    DefaultProcessConcluded,
    FundamentalBreachDetermined,
    IndulgenceGiven,
    RightsReserved,
    RightsWaived,
)
from ledger.subjects.notices import (
    Addressee,
    NoticeServed,
    NoticeWithdrawn,
    RemedyAssessed,
    RemedyPeriodExtended,
)
from ledger.subjects.payments import OrderPlaced, PaymentMade
from ledger.subjects.people import RepresentativeAppointed
from ledger.subjects.remedies import PointsAwarded, PointsDisputed, PointsWithdrawn
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.termination import (
    ContractTerminated,
    EarlyTerminationProposed,
    TerminationAuthorised,
    TerminationEventOccurred,
)
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeClauseEntered,
    PointsClauseEntered,
    TerminationClauseEntered,
    WorkingDayDefined,
)
from ledger.subjects.variations import VariationAgreed
from ledger.triggers import TRIGGERS
from ledger.words import Said
from tests.story import PIA, RUTH, Story, given

START = date(2024, 1, 2)
TEN_WORKING_DAYS = Period(count=10, unit="working-days")
TERMS: tuple[Entry, ...] = (
    ContractRegistered(
        happened_on=START, reference="C-1", title="Home care", start_date=START, end_date=date(2027, 12, 31)
    ),
    RepresentativeAppointed(happened_on=START, person="Ruth Reed"),
    WorkingDayDefined(happened_on=START, clause="1.1"),
    NoticeClauseEntered(
        happened_on=START, clause="43.3", methods=MODEL_SERVICES_EXAMPLE.methods, signed_by=("representative",)
    ),
    DefaultClauseEntered(happened_on=START, clause="30.2", cure_period=TEN_WORKING_DAYS),
)  # fmt: skip


def clause(number: str = "31.1", **says: Any) -> TerminationClauseEntered:
    taken: dict[str, Any] = {"trigger": "unremedied-default", "first_notice": "default"} | says
    return TerminationClauseEntered(happened_on=START, clause=number, **taken)


def default_notice(on: date = date(2025, 4, 14), **parts: Any) -> NoticeServed:
    """By hand at eleven, so that on a Working Day it counts at once."""
    says: dict[str, Any] = {
        "happened_at": time(11), "by": RUTH, "notice_kind": "default", "clause": "30.1", "method": "hand",
        "recipients": (Addressee(person="Pia Prior"),), "received_on": on, "received_at": time(11),
    } | parts  # fmt: skip
    return NoticeServed(happened_on=on, **says)


def assessed(on: date, result: str = "not-remedied", notice: str = "NOT-001", **parts: Any) -> RemedyAssessed:
    return RemedyAssessed(happened_on=on, notice=notice, result=result, **parts)  # type: ignore[arg-type]


def right(story: Story, day: date) -> Right:
    [found] = rights(fold(story.file.known, day), day)
    return found


# --- a default not put right in time ---------------------------------------------------------------------------------


def test_a_right_arises_the_day_after_the_time_ran_out_unremedied() -> None:
    """14 April 2025 and ten Working Days, Good Friday and Easter Monday not counted: to 30 April."""
    story = given(*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)))

    found = right(story, date(2025, 5, 2))

    assert (found.state, found.arisen_on) == ("arisen", date(2025, 5, 1))
    assert "NOT-001 counts from 14 April 2025 and the time to remedy ran to 30 April 2025" in found.sentence
    assert found.grounds[0].workings[0].end == date(2025, 4, 30)
    assert {story.file.ids["NOT-001"], story.file.position} <= set(found.entries)


def test_before_it_was_assessed_the_right_is_not_shown_whatever_happened_later() -> None:
    story = given(*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)))

    assert right(story, date(2025, 4, 30)).state == "not-arisen"
    late = right(story, date(2025, 5, 1))
    assert late.state == "not-arisen"
    assert "has not been assessed since" in late.sentence


def test_an_assessment_made_before_the_time_was_over_shows_nothing() -> None:
    story = given(*TERMS, clause(), default_notice(), assessed(date(2025, 4, 28)))

    found = right(story, date(2025, 6, 2))

    assert found.state == "not-arisen"
    assert "the assessment of 28 April 2025 (not remedied) was made 2 days before the time was over" in found.sentence


def test_on_the_last_day_it_is_too_early_too_unless_the_hour_has_passed() -> None:
    at_noon = Period(count=10, unit="working-days", end_hour=time(12))
    by_noon = (
        *TERMS[:4], DefaultClauseEntered(happened_on=START, clause="30.2", cure_period=at_noon), clause(),
        default_notice(),
    )  # fmt: skip
    last_day = date(2025, 4, 30)

    assert right(given(*TERMS, clause(), default_notice(), assessed(last_day)), last_day).state == "not-arisen"
    assert right(given(*by_noon, assessed(last_day, happened_at=time(11))), last_day).state == "not-arisen"
    after = right(given(*by_noon, assessed(last_day, happened_at=time(15))), last_day)
    assert (after.state, after.arisen_on) == ("arisen", last_day)


def test_what_was_found_remedied_gives_no_right() -> None:
    story = given(*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2), "remedied"))

    assert right(story, date(2025, 6, 2)).state == "not-arisen"


def test_a_notice_that_states_less_than_the_clause_gives_is_judged_by_the_clause_and_doubted() -> None:
    story = given(*TERMS, clause(), default_notice(remedy_by=date(2025, 4, 28)), assessed(date(2025, 5, 2)))

    found = right(story, date(2025, 5, 2))

    assert (found.state, found.arisen_on) == ("arisen", date(2025, 5, 1))
    assert "gives until 28 April 2025, 2 days less than clause 30.2" in found.doubts[0]
    assert "(10 working days, to 30 April 2025)" in found.doubts[0]
    early = right(
        given(*TERMS, clause(), default_notice(remedy_by=date(2025, 4, 28)), assessed(date(2025, 4, 29))),
        date(2025, 4, 29),
    )
    assert early.state == "not-arisen"


def test_a_notice_not_validly_served_gives_no_right_and_it_is_said_why() -> None:
    story = given(
        *TERMS, clause(), default_notice(by=Actor(person="Ann Ashe", office="lead-officer")), assessed(date(2025, 5, 2))
    )

    found = right(story, date(2025, 6, 2))

    assert found.state == "not-arisen"
    assert "was not validly served: it was signed by Ann Ashe (lead officer)" in found.sentence


def test_the_clauses_own_time_goes_before_the_one_on_default() -> None:
    longer = clause(cure_period=Period(count=30, unit="calendar-days"))
    story = given(*TERMS, longer, default_notice(), assessed(date(2025, 5, 14)), assessed(date(2025, 5, 15)))

    assert right(story, date(2025, 5, 14)).state == "not-arisen"
    assert right(story, date(2025, 5, 15)).arisen_on == date(2025, 5, 15)


def test_time_extended_before_it_ran_out_moves_the_right_and_afterwards_loses_it() -> None:
    def extended(on: date) -> RemedyPeriodExtended:
        return RemedyPeriodExtended(happened_on=on, notice="NOT-001", to_date=date(2025, 5, 30))

    in_time = given(*TERMS, clause(), default_notice(), extended(date(2025, 4, 25)), assessed(date(2025, 6, 2)))
    afterwards = given(*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)), extended(date(2025, 5, 6)))

    assert right(in_time, date(2025, 6, 2)).arisen_on == date(2025, 5, 31)
    assert right(afterwards, date(2025, 5, 5)).state == "arisen"
    lost = right(afterwards, date(2025, 5, 6))
    assert (lost.state, lost.arisen_on) == ("lost", date(2025, 5, 1))
    assert "had run out and was extended to 30 May 2025" in lost.sentence


def test_when_the_time_extended_too_late_has_run_out_too_the_right_is_there_again_in_doubt() -> None:
    story = given(
        *TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)),
        RemedyPeriodExtended(happened_on=date(2025, 5, 6), notice="NOT-001", to_date=date(2025, 5, 30)),
        assessed(date(2025, 5, 30)), assessed(date(2025, 6, 2)),
    )  # fmt: skip

    assert right(story, date(2025, 6, 1)).state == "lost"
    found = right(story, date(2025, 6, 2))
    assert (found.state, found.arisen_on) == ("arisen", date(2025, 5, 31))
    assert "had run out on 30 April 2025 when it was extended on 6 May 2025" in found.doubts[0]


def test_a_notice_of_termination_is_premature_by_the_right_that_came_next() -> None:
    later = default_notice(date(2025, 6, 2))
    story = given(
        *TERMS, clause(use_within=Period(count=10, unit="calendar-days")), default_notice(),
        ending_notice(date(2025, 4, 28)), assessed(date(2025, 5, 2)), later,
        assessed(date(2025, 6, 20), notice="NOT-003"),
    )  # fmt: skip

    found = right(story, date(2025, 6, 20))

    assert found.arisen_on == date(2025, 6, 17)
    assert "before the right arose on 1 May 2025: it was premature" in found.no_use_of_it[0]


def test_a_withdrawn_notice_loses_what_it_gave() -> None:
    story = given(
        *TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)),
        NoticeWithdrawn(happened_on=date(2025, 5, 12), notice="NOT-001"),
    )  # fmt: skip

    assert right(story, date(2025, 5, 11)).state == "arisen"
    assert right(story, date(2025, 5, 12)).state == "lost"


# --- repeated notices ------------------------------------------------------------------------------------------------


THREE_IN_TWELVE_MONTHS = clause(
    "31.2", trigger="repeated-notices", count=3, window=Period(count=12, unit="months"), remedied_count_too=True
)


def test_the_third_notice_within_the_window_gives_the_right_on_the_day_it_counts_from() -> None:
    story = given(
        *TERMS, THREE_IN_TWELVE_MONTHS, default_notice(date(2024, 6, 3)), default_notice(date(2024, 12, 2)),
        default_notice(date(2025, 6, 3)),
    )  # fmt: skip

    found = right(story, date(2025, 6, 30))

    assert (found.state, found.arisen_on) == ("arisen", date(2025, 6, 3))
    assert right(story, date(2025, 6, 2)).state == "not-arisen"


def test_the_right_three_notices_gave_is_lost_when_one_of_them_is_withdrawn() -> None:
    story = given(
        *TERMS, THREE_IN_TWELVE_MONTHS, default_notice(date(2024, 6, 3)), default_notice(date(2024, 12, 2)),
        default_notice(date(2025, 3, 3)), NoticeWithdrawn(happened_on=date(2025, 4, 7), notice="NOT-002"),
        default_notice(date(2025, 6, 2)),
    )  # fmt: skip

    assert right(story, date(2025, 4, 6)).state == "arisen"
    lost = right(story, date(2025, 4, 7))
    assert (lost.state, lost.arisen_on) == ("lost", date(2025, 3, 3))
    assert "NOT-002 was withdrawn on 7 April 2025, and 2 of the 3 are left" in lost.sentence
    again = right(story, date(2025, 6, 2))
    assert (again.state, again.arisen_on) == ("arisen", date(2025, 6, 2))


def test_one_short_is_said_with_the_notice_that_fell_outside_by_a_day() -> None:
    """Twelve months after 3 June 2024 end on 3 June 2025; the third counts from 4 June."""
    story = given(
        *TERMS, THREE_IN_TWELVE_MONTHS, default_notice(date(2024, 6, 3)), default_notice(date(2024, 12, 2)),
        default_notice(date(2025, 6, 3), happened_at=time(18), received_at=time(18)),
    )  # fmt: skip

    found = right(story, date(2025, 6, 30))

    assert found.state == "not-arisen"
    assert "2 of the 3 notices the clause asks for within 12 months" in found.sentence
    assert "it is one short" in found.sentence
    assert "outside that time" in found.sentence


def test_a_notice_that_is_bad_or_remedied_is_left_out_by_name() -> None:
    unremedied_only = clause("31.2", trigger="repeated-notices", count=2, remedied_count_too=False)
    story = given(
        *TERMS, unremedied_only, default_notice(date(2024, 6, 3)), default_notice(date(2024, 12, 2)),
        assessed(date(2024, 7, 1), "remedied"), default_notice(date(2025, 1, 6), by=None),
        default_notice(date(2025, 2, 3), by=Actor(person="Ann Ashe", office="lead-officer")),
    )  # fmt: skip

    found = right(story, date(2025, 1, 10))

    assert "NOT-001 was found remedied, and the clause counts only those that were not" in found.sentence
    assert "NOT-004 was not validly served" in right(story, date(2025, 2, 10)).sentence


def test_where_the_clause_does_not_say_whether_a_remedied_notice_counts_that_is_a_doubt() -> None:
    silent = clause("31.2", trigger="repeated-notices", count=1)
    story = given(*TERMS, silent, default_notice(date(2024, 6, 3)), assessed(date(2024, 7, 1), "remedied"))

    found = right(story, date(2024, 8, 1))

    assert found.state == "arisen"
    assert "does not say whether such a notice counts" in found.doubts[0]


# --- points -----------------------------------------------------------------------------------------------------------


POINTS = clause("31.3", trigger="points", first_notice=None, points=10, window=Period(count=6, unit="months"))
TARIFF = PointsClauseEntered(happened_on=START, clause="20.1", tariff=(PointsTariff(standard="S1", points=5),))


def award(on: date, **parts: Any) -> PointsAwarded:
    return PointsAwarded(happened_on=on, points=5, standard="S1", by=RUTH, **parts)


def test_as_many_points_as_the_clause_asks_for_within_its_window_give_the_right() -> None:
    story = given(*TERMS, POINTS, TARIFF, award(date(2025, 1, 6)), award(date(2025, 7, 6)))

    assert right(story, date(2025, 7, 5)).state == "not-arisen"
    assert right(story, date(2025, 7, 6)).arisen_on == date(2025, 7, 6)


def test_points_that_fell_out_of_the_window_are_told_with_why() -> None:
    """Six months after 6 January end on 6 July."""
    story = given(*TERMS, POINTS, TARIFF, award(date(2025, 1, 6)), award(date(2025, 7, 7)))

    found = right(story, date(2025, 7, 7))

    assert found.state == "not-arisen"
    assert "5 of the 10 points the clause asks for within 6 months count on 7 July 2025" in found.sentence
    assert "6 July 2025" in found.sentence


def test_points_disputed_after_they_were_reached_are_a_doubt() -> None:
    silent = TARIFF.model_copy(update={"disputed_count": False})
    disputed = PointsDisputed(happened_on=date(2025, 2, 10), award="PTS-002")
    story = given(*TERMS, POINTS, silent, award(date(2025, 1, 6)), award(date(2025, 2, 3)), disputed)

    assert right(story, date(2025, 2, 9)).doubts == ()
    [doubt] = right(story, date(2025, 2, 10)).doubts
    assert "PTS-002 was disputed on 10 February 2025" in doubt
    assert "by clause 20.1 its points do not count meanwhile" in doubt


def test_points_withdrawn_after_they_were_reached_lose_the_right() -> None:
    story = given(
        *TERMS, POINTS, TARIFF, award(date(2025, 1, 6)), award(date(2025, 2, 3)),
        PointsWithdrawn(happened_on=date(2025, 3, 3), award="PTS-001", reason=Said("The visits had been made")),
    )  # fmt: skip

    assert right(story, date(2025, 3, 2)).state == "arisen"
    lost = right(story, date(2025, 3, 3))
    assert (lost.state, lost.arisen_on) == ("lost", date(2025, 2, 3))
    assert "5 of the 10 are left" in lost.sentence


# --- breach, events, no cause ----------------------------------------------------------------------------------------


def test_a_fundamental_breach_gives_the_right_on_the_day_it_was_determined() -> None:
    breach = FundamentalBreachDetermined(happened_on=date(2025, 5, 20), clause="12.1", facts=Said("No carer came"))
    story = given(*TERMS, clause("31.4", trigger="fundamental-breach", first_notice=None), breach)

    assert right(story, date(2025, 5, 19)).state == "not-arisen"
    assert right(story, date(2025, 5, 20)).arisen_on == date(2025, 5, 20)
    assert right(story, date(2025, 5, 20)).doubts == ()
    theirs = breach.model_copy(update={"by": PIA})
    found = right(
        given(*TERMS, clause("31.4", trigger="fundamental-breach", first_notice=None), theirs), date(2025, 5, 20)
    )
    assert found.doubts == ("BRE-001 was not determined by the authority",)


def test_a_breach_that_was_determined_again_with_clause_and_facts_leaves_no_doubt_of_the_first() -> None:
    whole = FundamentalBreachDetermined(happened_on=date(2025, 5, 20), clause="12.1", facts=Said("No carer came"))
    bare, of_right = FundamentalBreachDetermined(happened_on=date(2025, 5, 20)), clause(
        "31.4", trigger="fundamental-breach", first_notice=None
    )  # fmt: skip
    later = bare.model_copy(update={"happened_on": date(2025, 5, 21)})
    day = date(2025, 5, 22)

    assert right(given(*TERMS, of_right, bare), day).doubts == ("BRE-001 names no clause and no facts",)
    for pair in ((bare, whole), (whole, bare)):
        found = right(given(*TERMS, of_right, *pair), day)
        assert (found.state, found.doubts) == ("arisen", ())
    assert "BRE-002 was determined" in str(right(given(*TERMS, of_right, whole, later), day))


@pytest.mark.parametrize("event", ["insolvency", "change-of-control", "regulator-action", "prohibited-act"])
def test_an_event_of_the_other_party_gives_the_right_once_it_is_known(event: Any) -> None:
    happened = TerminationEventOccurred(
        happened_on=date(2025, 5, 6),
        event=event,
        known_on=date(2025, 5, 9),
    )
    ours = TerminationEventOccurred(happened_on=date(2025, 5, 6), event=event, party="authority")
    held = clause("32", trigger=event, first_notice=None)

    story = given(*TERMS, held, happened)

    assert right(story, date(2025, 5, 8)).state == "not-arisen"
    assert right(story, date(2025, 5, 9)).arisen_on == date(2025, 5, 6)
    assert right(given(*TERMS, held, ours), date(2025, 5, 9)).state == "not-arisen"


def test_a_right_without_cause_is_there_from_the_start() -> None:
    held = clause("33", trigger="convenience", first_notice=None, notice_length=Period(count=3, unit="months"))

    assert right(given(*TERMS, held), date(2025, 1, 6)).arisen_on == START


# --- what becomes of a right -----------------------------------------------------------------------------------------


def ending_notice(on: date, **parts: Any) -> NoticeServed:
    says = {"notice_kind": "termination", "clause": "31.1", "ends_on": date(2025, 9, 30)} | parts
    return default_notice(on, **says)


BREACH_RIGHT = clause(
    "31.4", trigger="fundamental-breach", first_notice=None, use_within=Period(count=6, unit="months")
)
BREACH = FundamentalBreachDetermined(happened_on=date(2025, 1, 20), clause="12.1", facts=Said("No carer came"))


def test_a_right_not_used_within_its_time_has_lapsed() -> None:
    story = given(*TERMS, BREACH_RIGHT, BREACH)

    there = right(story, date(2025, 7, 20))
    assert (there.state, there.until) == ("arisen", date(2025, 7, 20))
    assert "It can be used until 20 July 2025" in there.sentence
    assert right(story, date(2025, 7, 21)).state == "lapsed"


def test_a_right_given_up_is_lost_from_that_day() -> None:
    waived = RightsWaived(happened_on=date(2025, 3, 3), breach="BRE-001", words=Said("We will go on with you."))
    another = RightsWaived(happened_on=date(2025, 3, 3), clause="31.9", words=Said("We will go on with you."))
    story = given(*TERMS, BREACH_RIGHT, BREACH, waived)

    assert right(story, date(2025, 3, 2)).state == "arisen"
    assert right(story, date(2025, 3, 3)).state == "lost"
    assert right(given(*TERMS, BREACH_RIGHT, BREACH, another), date(2025, 3, 3)).state == "arisen"


def test_a_purported_notice_of_termination_uses_no_right_and_it_is_said_why() -> None:
    story = given(*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)), ending_notice(date(2025, 6, 2)))

    found = right(story, date(2025, 6, 2))

    assert found.state == "arisen"
    assert "NOT-002 was given under clause 31.1 on 2 June 2025; it is purported only" in found.no_use_of_it[0]


def test_a_notice_of_termination_given_before_the_right_arose_is_premature() -> None:
    story = given(*TERMS, clause(), default_notice(), ending_notice(date(2025, 4, 22)), assessed(date(2025, 5, 2)))

    assert "before the right arose on 1 May 2025: it was premature" in right(story, date(2025, 5, 2)).no_use_of_it[0]


def test_the_providers_right_runs_by_the_same_clocks() -> None:
    """Both parties' notices: the provider's right is judged by its own notice to the authority."""
    pia = Actor(person="Pia Prior", office="provider-contract-manager", party="provider")
    theirs = clause("31.7", held_by="provider")
    notice = default_notice(by=pia, served_by_party="provider", signed_by=None)
    unsigned = NoticeClauseEntered(happened_on=START, clause="43.3", methods=MODEL_SERVICES_EXAMPLE.methods)
    story = given(*TERMS[:3], TERMS[4], unsigned, theirs, notice, assessed(date(2025, 5, 2)))

    found = right(story, date(2025, 5, 2))

    assert (found.held_by, found.state, found.arisen_on) == ("provider", "arisen", date(2025, 5, 1))


# --- rules: ending without a right, going on without reserving -------------------------------------------------------


def test_a_decision_to_end_the_contract_under_a_right_that_is_not_shown_is_purported() -> None:
    """HCC-A11-a: termination is under the contract's own conditions."""
    proposed = EarlyTerminationProposed(happened_on=date(2025, 5, 12), grounds=("default",))
    decided = TerminationAuthorised(happened_on=date(2025, 5, 14), proposal="TRM-001")
    shown = (*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)), proposed)

    given(*shown).when(decided).keeps("termination.right-arisen")
    given(*TERMS, clause(), default_notice(), proposed).when(decided).departs_from("termination.right-arisen").then(
        lambda file: file.termination.decided(date(2025, 6, 1)) == []
    )
    given(*TERMS, proposed).when(decided).keeps("termination.right-arisen")  # no clause to judge by
    given(*TERMS, clause()).when(ending_notice(date(2025, 6, 2))).departs_from("notice.termination-right-arisen")


def test_an_end_that_both_agreed_to_needs_no_right() -> None:
    ended = ContractTerminated(happened_on=date(2025, 6, 2), by_party="both")

    given(*TERMS, clause()).when(ended).keeps("termination.right-arisen")


GOING_ON: tuple[tuple[Entry, str], ...] = (
    (PaymentMade(happened_on=date(2025, 5, 12), amount=Money(pence=500_00)), "payment.rights-reserved"),
    (OrderPlaced(happened_on=date(2025, 5, 12), order_kind="placement", number="P-7"), "order.rights-reserved"),
    (VariationAgreed(happened_on=date(2025, 5, 12)), "variation.rights-reserved"),
    (
        ExtensionDecided(happened_on=date(2025, 5, 12), taken=True, new_end_date=date(2028, 12, 31)),
        "extension.rights-reserved",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("act", "rule"), GOING_ON, ids=[rule for _, rule in GOING_ON])
def test_who_goes_on_with_a_contract_it_could_end_is_asked_to_reserve_rights(act: Entry, rule: str) -> None:
    """HCC-9.4-b: what is done after the right arose belongs to the chain of proof."""
    arisen = (*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)))
    reserved = RightsReserved(happened_on=date(2025, 5, 6), notice="NOT-001", words=Said("All rights are reserved."))

    given(*arisen).when(act).departs_from(rule)
    given(*arisen, reserved).when(act).keeps(rule)
    given(*arisen).when(act.model_copy(update={"reservation_of_rights": Said("Rights reserved.")})).keeps(rule)
    given(*TERMS, clause(), default_notice()).when(act).keeps(rule)
    given(*arisen).when(ExtensionDecided(happened_on=date(2025, 5, 12), taken=False)).keeps(rule)


def test_an_indulgence_and_a_waiver_are_asked_for_their_words() -> None:
    indulgence = IndulgenceGiven(happened_on=date(2025, 5, 12), obligation="30.1")
    waived = RightsWaived(happened_on=date(2025, 5, 12), clause="31.1")

    given(*TERMS).when(indulgence).departs_from("indulgence.rights-reserved")
    given(*TERMS).when(indulgence.model_copy(update={"reservation_of_rights": Said("Reserved.")})).keeps(
        "indulgence.rights-reserved"
    )
    given(*TERMS).when(waived).departs_from("rights.waived-in-words")
    given(*TERMS).when(waived.model_copy(update={"words": Said("We go on.")})).keeps("rights.waived-in-words")


def test_without_a_clause_there_is_nothing_to_say_of_a_right() -> None:
    file: ContractFile = given(*TERMS).file

    assert rights(file, date(2025, 1, 6)) == ()


# --- answers that would claim too much -------------------------------------------------------------------------------


def both(story: Story, day: date) -> dict[str, Right]:
    return {found.held_by: found for found in rights(fold(story.file.known, day), day)}


def test_a_right_of_either_party_is_looked_at_for_each_by_its_own_notices() -> None:
    unsigned = NoticeClauseEntered(happened_on=START, clause="43.3", methods=MODEL_SERVICES_EXAMPLE.methods)
    theirs = default_notice(by=PIA, served_by_party="provider")
    story = given(*TERMS[:3], TERMS[4], unsigned, clause(held_by="either"), theirs, assessed(date(2025, 5, 2)))

    found = both(story, date(2025, 5, 2))

    assert {party: right.state for party, right in found.items()} == {"authority": "not-arisen", "provider": "arisen"}
    assert "no default notice of the authority is on file" in found["authority"].sentence


def test_the_providers_fundamental_breach_gives_the_provider_no_right() -> None:
    either = clause("31.4", trigger="fundamental-breach", first_notice=None, held_by="either")

    found = both(given(*TERMS, either, BREACH), date(2025, 2, 3))

    assert {party: right.state for party, right in found.items()} == {"authority": "arisen", "provider": "not-arisen"}


@pytest.mark.parametrize(("count", "words"), [(None, "does not say how many points"), (40, "0 of the 40 points")])
def test_a_clause_on_points_is_answered_though_no_points_are_on_file(count: int | None, words: str) -> None:
    found = right(given(*TERMS, clause("31.3", trigger="points", points=count, first_notice=None)), date(2025, 6, 2))

    assert found.state == "not-arisen"
    assert words in found.sentence


def test_an_event_that_another_clause_speaks_of_is_no_ground_under_this_one() -> None:
    named, another = (clause(number, trigger="other", first_notice=None) for number in ("40.1", "40.2"))
    happened = TerminationEventOccurred(happened_on=date(2025, 5, 6), event="other", clause="40.2")
    unnamed = happened.model_copy(update={"clause": None})

    found = rights(given(*TERMS, named, another, happened).file, date(2025, 5, 9))
    assert [right.state for right in found] == ["not-arisen", "arisen"]
    doubted = rights(given(*TERMS, named, unnamed).file, date(2025, 5, 9))
    assert "does not say which clause speaks of it" in doubted[0].doubts[0]


def test_from_which_day_the_time_to_use_a_right_runs_is_told_where_the_event_was_known_later() -> None:
    held = clause("32", trigger="change-of-control", first_notice=None, use_within=Period(count=6, unit="months"))
    happened = TerminationEventOccurred(
        happened_on=date(2025, 1, 6), event="change-of-control", known_on=date(2025, 3, 3)
    )

    found = right(given(*TERMS, held, happened), date(2025, 7, 7))

    assert (found.state, found.until) == ("lapsed", date(2025, 7, 6))
    assert "it was known from 3 March 2025, and from which day it runs is for the clause to say" in found.doubts[0]


def test_put_right_in_part_only_is_a_doubt() -> None:
    found = right(given(*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2), "partly")), date(2025, 5, 2))

    assert found.state == "arisen"
    assert "whether NOT-001, put right in part, was put right is open" in found.doubts


def test_assessments_that_found_otherwise_are_both_told() -> None:
    story = given(
        *TERMS, clause(), default_notice(), assessed(date(2025, 5, 2), "remedied"), assessed(date(2025, 5, 9))
    )

    found = right(story, date(2025, 5, 9))

    assert found.state == "not-arisen"
    assert "it was assessed on 2 May 2025: remedied; it was assessed again on 9 May 2025: not remedied" in (
        found.sentence
    )


def test_a_process_concluded_as_remedied_stands_as_a_doubt_against_an_assessment_that_it_was_not() -> None:
    concluded = DefaultProcessConcluded(happened_on=date(2025, 5, 6), notices=("NOT-001",), result="remedied")

    found = right(given(*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)), concluded), date(2025, 5, 7))

    assert "the process on NOT-001 was concluded on 6 May 2025 as remedied" in found.doubts[0]


def test_on_the_last_day_of_the_window_it_is_told_that_a_day_decides() -> None:
    story = given(
        *TERMS, THREE_IN_TWELVE_MONTHS, default_notice(date(2024, 6, 3)), default_notice(date(2024, 12, 2)),
        default_notice(date(2025, 6, 3)),
    )  # fmt: skip

    [doubt] = right(story, date(2025, 6, 30)).doubts

    assert doubt.startswith("NOT-003 counts from the last day of the window as entered")
    assert "as in any period of 12 months, it is a day too late" in doubt


def test_of_several_notices_asked_for_first_the_one_that_had_effect_is_taken() -> None:
    told_first = clause("31.4", trigger="fundamental-breach", first_notice="breach")
    bad = default_notice(date(2025, 1, 22), notice_kind="breach", by=Actor(person="Ann Ashe", office="lead-officer"))
    good = default_notice(date(2025, 1, 27), notice_kind="breach")

    found = right(given(*TERMS, told_first, BREACH, bad, good), date(2025, 2, 3))

    assert (found.state, found.arisen_on) == ("arisen", date(2025, 1, 27))


def test_a_right_is_not_older_than_its_clause_and_what_is_older_is_a_doubt() -> None:
    later = clause().model_copy(update={"happened_on": date(2025, 6, 2)})

    found = right(given(*TERMS, default_notice(), assessed(date(2025, 5, 2)), later), date(2025, 6, 2))

    assert (found.state, found.arisen_on) == ("arisen", date(2025, 6, 2))
    assert "clause 31.1 binds in these words from 2 June 2025" in found.doubts[0]


def test_of_a_right_that_rests_on_three_notices_what_was_given_up_of_one_is_a_doubt() -> None:
    story = given(
        *TERMS, THREE_IN_TWELVE_MONTHS, default_notice(date(2024, 6, 3)), default_notice(date(2024, 12, 2)),
        default_notice(date(2025, 5, 6)),
        RightsWaived(happened_on=date(2025, 5, 20), notice="NOT-002", words=Said("We will not rely on it.")),
    )  # fmt: skip

    found = right(story, date(2025, 6, 2))

    assert found.state == "arisen"
    assert "what NOT-002 gave was given up on 20 May 2025" in found.doubts[0]


def kept_everything(*entries: Entry) -> Story:
    """A file whose last entry kept every rule, as if the conditions before it had all been met."""
    file = given(*entries).file
    return Story(fold([*file.known[:-1], replace(file.known[-1], departures=())]))


def test_a_notice_that_counts_only_after_the_time_for_using_the_right_has_not_used_it() -> None:
    """18 July 2025 is a Friday: handed over at 17:30 it counts on Monday 21 July, a day too late."""
    notice = ending_notice(date(2025, 7, 18), clause="31.4")
    at_half_past_five = ending_notice(
        date(2025, 7, 18), clause="31.4", happened_at=time(17, 30), received_at=time(17, 30)
    )
    in_time = kept_everything(*TERMS, BREACH_RIGHT, BREACH, notice)
    too_late = kept_everything(*TERMS, BREACH_RIGHT, BREACH, at_half_past_five)

    assert right(in_time, date(2025, 7, 22)).state == "exercised"
    late = right(too_late, date(2025, 7, 22))
    assert late.state == "lapsed"
    assert "counts only from 21 July 2025, after the time for using the right had run out" in late.no_use_of_it[0]


def test_after_the_contract_has_ended_no_right_to_end_it_arises() -> None:
    ended = ContractTerminated(happened_on=date(2025, 4, 28), by_party="provider")

    found = right(given(*TERMS, clause(), default_notice(), ended, assessed(date(2025, 5, 2))), date(2025, 5, 2))

    assert found.state == "not-arisen"
    assert "the contract had terminated on 28 April 2025 already" in found.sentence


def test_a_right_that_was_there_when_the_contract_was_ended_otherwise_is_lost_with_a_doubt() -> None:
    arisen = (*TERMS, clause(), default_notice(), assessed(date(2025, 5, 2)))
    ended = ContractTerminated(happened_on=date(2025, 6, 2), clause="31.9")

    found = right(kept_everything(*arisen, ended), date(2025, 6, 2))

    assert found.state == "lost"
    assert "otherwise than under it" in found.sentence
    assert "can be supported by this right too" in found.doubts[0]
    theirs = ContractTerminated(happened_on=date(2025, 6, 2), by_party="provider")
    found = right(given(*arisen, theirs), date(2025, 6, 2))
    assert (found.state, found.doubts) == ("lost", ())
    assert "under which clause is not on file" in found.sentence


def test_a_reservation_about_something_else_does_not_cover_the_right() -> None:
    arisen = (*TERMS, clause(), default_notice(), default_notice(date(2025, 4, 15)), assessed(date(2025, 5, 2)))
    about_another = RightsReserved(happened_on=date(2025, 5, 6), notice="NOT-002", words=Said("Reserved."))
    general = RightsReserved(happened_on=date(2025, 5, 6), words=Said("All rights are reserved."))
    varied = VariationAgreed(happened_on=date(2025, 5, 12))

    given(*arisen, about_another).when(varied).departs_from("variation.rights-reserved")
    given(*arisen, general).when(varied).keeps("variation.rights-reserved")


def test_every_trigger_a_clause_may_have_is_judged() -> None:
    assert set(get_args(TerminationClause.model_fields["trigger"].annotation)) == set(TRIGGERS)
