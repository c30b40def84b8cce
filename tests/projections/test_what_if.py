"""What would follow from a notice, worked out by hand; and what is drafted, or why nothing is."""

from __future__ import annotations

from datetime import date, time

import pytest

from ledger.dates.calendar import Period
from projections.ending.drafts import NotDrafted, draft_of_termination
from projections.ending.what_if import Served, what_if
from tests.worked_through import ENTRIES, START, told

DAY = date(2025, 4, 16)
"""The Wednesday before Easter 2025: Good Friday is the 18th, Easter Monday the 21st."""


def by(method: str, day: date = DAY, kind: str = "default", **asked: object) -> Served:
    found = what_if(told(until="cure").file, day, kind, methods=(method,), **asked)  # type: ignore[arg-type]
    return found.by_method[0]


def test_by_hand_within_the_hours_it_counts_that_day_and_ten_working_days_run_past_easter() -> None:
    served = by("hand", at=time(11))

    assert (served.valid, served.counts_on, served.counts_at) == (True, DAY, time(11))
    assert served.remedy_ends == date(2025, 5, 2)  # 17, 22, 23, 24, 25, 28, 29, 30 April, 1, 2 May
    assert "Good Friday" in served.sentence


def test_after_the_cut_off_hour_it_counts_on_the_next_working_day() -> None:
    assert by("hand", day=date(2025, 4, 17), at=time(17, 1)).counts_on == date(2025, 4, 22)


def test_by_e_mail_it_counts_the_first_working_day_after_and_the_missing_address_is_said() -> None:
    served = by("e-mail", day=date(2025, 4, 17), at=time(16))

    assert (served.valid, served.counts_on) == (None, date(2025, 4, 22))
    assert "no address of the provider for service by e-mail is on file" in served.not_told


def test_a_way_the_clause_does_not_provide_for_is_not_valid_and_gives_no_date() -> None:
    served = by("portal")

    assert (served.valid, served.counts_on) == (False, None)
    assert "does not allow" in served.defects[0]


def test_the_latest_safe_posting_is_the_last_day_that_still_counts_in_time() -> None:
    """By Tuesday 22 April: by hand that day; by e-mail on Easter Monday; by post on Thursday, when it is collected."""
    by_then = date(2025, 4, 22)

    assert by("hand", at=time(11), count_by=by_then).latest_to_count_by == by_then
    assert by("e-mail", at=time(11), count_by=by_then).latest_to_count_by == date(2025, 4, 21)
    assert by("signed-for-post", count_by=by_then).latest_to_count_by == date(2025, 4, 17)


def test_what_it_supposes_is_said() -> None:
    supposing = by("hand", at=time(11)).supposing

    assert "Ruth Reed (representative) signs it" in supposing
    assert "it goes to 1 Mill Lane" in supposing


def test_every_way_the_contract_provides_for_is_looked_at() -> None:
    found = what_if(told(until="cure").file, DAY, "default")

    assert [served.method for served in found.by_method] == ["e-mail", "hand", "signed-for-post"]


def test_the_length_of_notice_gives_the_earliest_end() -> None:
    longer = {"notice_length": Period(count=3, unit="months")}
    view = told("ending-notice", "ended", right=longer, until="decided")

    found = what_if(view.file, date(2025, 6, 20), "termination", methods=("hand",), at=time(11), clause="31.1")

    assert found.stands_against == ()
    assert found.by_method[0].earliest_end == date(2025, 9, 20)


def test_where_the_clause_ends_the_contract_at_once_the_earliest_end_is_the_day_its_notice_counts() -> None:
    """The time to remedy ends on Friday 2 May 2025; handed over on Saturday, notice counts on Tuesday the 6th."""
    at_once = told(right={"notice_length": None, "immediate": True}, until="right").file

    served = what_if(at_once, DAY, "default", methods=("hand",), at=time(11)).by_method[0]

    assert (served.remedy_ends, served.earliest_end) == (date(2025, 5, 2), date(2025, 5, 6))


@pytest.mark.parametrize("day", [date(2029, 1, 5), date(2040, 6, 1), date(9999, 12, 31)])
def test_in_a_year_without_a_table_of_bank_holidays_no_day_is_given(day: date) -> None:
    e_mail, hand, post = what_if(told(until="cure").file, day, "default", at=time(11), count_by=day).by_method

    assert "covers 2012 to 2028 and says nothing about" in hand.sentence
    assert [served.counts_on for served in (e_mail, hand, post)] == [None, None, None]
    assert post.latest_to_count_by in (None, date(2028, 12, 28))  # the last day whose next Working Day is known


def test_posted_on_the_last_working_day_of_the_table_its_arrival_is_not_supposed() -> None:
    """Friday 29 December 2028: the next Working Day is in 2029, for which there is no table."""
    served = by("signed-for-post", day=date(2028, 12, 29))

    assert (served.counts_on, served.latest_to_count_by) == (None, None)


def test_a_clause_that_gives_no_right_stands_against_a_notice_under_it_whatever_others_give() -> None:
    view = told(until="decided")

    found = what_if(view.file, date(2025, 6, 20), "termination", methods=("hand",), clause="99.9")

    assert (
        "no right of the authority to end the contract under clause 99.9 is on file; there are: 31.1"
        in (found.stands_against[0])
    )
    with pytest.raises(NotDrafted, match=r"clause 99\.9"):
        draft_of_termination(view, date(2025, 6, 20), "99.9", "hand")


def test_for_a_notice_of_termination_what_is_not_shown_stands_against_it() -> None:
    found = what_if(told(until="notice").file, date(2025, 4, 22), "termination", clause="31.1")

    assert found.stands_against[0].startswith("no right to end the contract is shown: under clause 31.1, ")
    assert [said[:5] for said in found.stands_against[1:]] == ["TC-15", "TC-16", "TC-18", "TC-19"]


def test_nothing_is_drafted_until_the_right_and_the_conditions_nothing_lifts_are_shown() -> None:
    """Requirements, section I: TC-15, 16, 18 and 19 bind what Cleartrail itself does."""
    for left_out in ("discussed", "weighed", "case", "lawyers", "assessed"):
        with pytest.raises(NotDrafted):
            draft_of_termination(told(left_out, until="decided"), date(2025, 6, 20), "31.1", "hand")


def test_a_draft_says_what_the_file_shows_and_leaves_what_it_does_not_open() -> None:
    view = told(until="decided")

    draft = draft_of_termination(view, date(2025, 6, 20), "31.1", "hand")

    assert draft.text.startswith("DRAFT for Legal Services")
    assert "the time to remedy ran to 30 April 2025" in draft.text
    assert "1 Mill Lane" in draft.text
    assert "[name of the provider]" in draft.text
    assert view.file.ids["NOT-001"] in draft.rests_on


def test_a_draft_cites_the_clause_on_service_and_claims_none_that_is_not_on_file() -> None:
    """By hand on 20 June 2025, the hour not being known: it counts on Monday the 23rd."""
    day = date(2025, 6, 20)

    cited = draft_of_termination(told(until="decided"), day, "31.1", "hand").text
    none = draft_of_termination(told("service", until="decided"), day, "31.1", "hand").text

    assert "By clause 43.3, a notice served by hand on 20 June 2025 counts from 23 June 2025." in cited
    assert "[No clause on service is on file" in none


def test_a_draft_does_not_take_the_day_the_contract_was_registered_for_the_day_it_was_made() -> None:
    day = date(2025, 6, 20)

    unknown = draft_of_termination(told(until="decided"), day, "31.1", "hand").text
    agreed = draft_of_termination(
        told(until="decided", registered={"agreed_on": date(2024, 12, 2)}), day, "31.1", "hand"
    ).text

    assert "Home care (C-1) dated [date of the contract]" in unknown
    assert "Home care (C-1) dated 2 December 2024" in agreed


def test_what_is_doubted_on_our_side_is_told_beside_the_draft_and_never_in_it() -> None:
    view = told(until="decided", notice={"remedy_by": date(2025, 4, 28), "remedy_period": None})

    draft = draft_of_termination(view, date(2025, 6, 20), "31.1", "hand")

    assert "whether a notice that states too little is good is open" in draft.doubts[0]
    assert "is open" not in draft.text
    assert "it was assessed on" in draft.text


def test_a_right_that_was_used_is_not_drafted_for_again() -> None:
    assert ENTRIES["ending-notice"].happened_on > START
    with pytest.raises(NotDrafted, match="used already"):
        draft_of_termination(told(until="ending-notice"), date(2025, 6, 23), "31.1", "hand")
