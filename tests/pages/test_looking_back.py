"""The pages that look back: what was known then beside what is known now, and the whole ledger at a past moment."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from api.example.load import ENTRIES
from tests.pages.conftest import Site
from tests.pages.test_every_page import check

HOME, MEALS = "/contracts/MCC-HC-014", "/contracts/MCC-ML-022"


def test_then_and_now_asks_for_both_states_of_knowledge_and_the_day(example: Site) -> None:
    lawyer = example.as_("legal-services")
    empty = lawyer.get(f"{MEALS}/then-and-now")

    assert empty.status == 200
    check(empty)
    assert set(empty.form(f"{MEALS}/then-and-now").values()) >= {"then", "known_at", "as_at"}
    assert f"{MEALS}/then-and-now" in lawyer.get(MEALS).links


def test_then_and_now_says_what_came_in_and_what_it_changed_and_leads_to_the_entries_at_the_same_times(
    example: Site,
) -> None:
    page = example.as_("legal-services").get(
        f"{MEALS}/then-and-now", then="2026-01-31", known_at="2026-05-31", as_at="2026-04-30"
    )

    check(page)
    assert "About 30 April 2026" in page.text
    assert "when the log had 604 entries and this file 39 entries" in page.text
    headings = [text for level, text in page.headings if level == "h2"]
    assert headings[-4:] == ["Where the contract stands", "Failings", "What is due", "Readiness"]
    entries = [link for link in page.links if "/entries/" in link]
    assert entries
    assert all("known_at=2026-05-31" in link for link in entries)
    for link in sorted(set(entries))[::10]:
        assert example.as_("legal-services").get(link).status == 200, link


def test_without_a_day_it_is_about_the_day_of_then_and_what_happened_later_is_apart(example: Site) -> None:
    page = example.as_("legal-services").get(f"{MEALS}/then-and-now", then="2026-01-31")

    assert "About 31 January 2026" in page.text
    assert "that came after 31 January 2026" in page.text
    assert page.form(f"{MEALS}/then-and-now").values()["as_at"] == ["2026-01-31"]


def test_what_was_recorded_while_an_officer_led_is_told_by_what_it_is(example: Site) -> None:
    """README: the home care contract as it was known on 31 August 2025."""
    page = example.as_("auditor").get(f"{HOME}/then-and-now", then="2025-08-31")
    assert "What was recorded while Ann Ashe led" in page.text
    assert "What Then Now Acts 94 95" in page.text
    assert "Ann Ashe, 94" not in page.text


@pytest.mark.parametrize("then", ["2026-06-06", str(ENTRIES)])
def test_where_nothing_came_in_it_says_that_nothing_differs(example: Site, then: str) -> None:
    assert "Nothing was recorded in between" in example.as_("auditor").get(f"{MEALS}/then-and-now", then=then).text


def test_the_provider_is_shown_then_and_now_of_what_is_shared(example: Site) -> None:
    page = example.as_("provider").get(f"{HOME}/then-and-now", then="2025-06-30", as_at="2026-03-31")

    assert page.status == 200
    check(page)
    headings = [text for level, text in page.headings if level == "h2"]
    assert "Where the contract stands" in headings
    assert not {"Failings", "What is due", "Readiness"} & set(headings)
    assert "withheld from you" not in page.text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"then": "soon"}, "What was known then should be a day such as"),
        ({"then": "2026-03-01", "known_at": "2026-01-01"}, "is after known_at"),
        ({"then": "0"}, "should be 1 or more"), ({"then": "2099-01-01"}, "is in the future"),
        ({"then": "300", "known_at": "banana"}, "What was known later should be a day such as"),
        ({"then": "300", "known_at": "9999999"}, "What was known later is beyond the log"),
        ({"then": "", "known_at": "300"}, "What was known then is missing"),
        ({"then": "300", "as_at": "soon"}, "The day it is about should be a day such as"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_told_what_would_be_right(example: Site, asked: dict[str, str], says: str) -> None:
    page = example.as_("auditor").get(f"{HOME}/then-and-now", **asked)

    assert page.status == 422
    assert says in page.text
    assert page.title.startswith("Error: ")
    typed = page.form(f"{HOME}/then-and-now").values()
    assert all(typed[name] == [value] for name, value in asked.items())
    check(page)


def test_whoever_looks_at_what_was_known_then_is_shown_that_beside_now(example: Site) -> None:
    page = example.as_("auditor").get(f"{HOME}/then-and-now", known_at="300")

    assert page.form(f"{HOME}/then-and-now").values()["then"] == ["300"]
    assert page.text == example.as_("auditor").get(f"{HOME}/then-and-now", then="300").text


def test_the_report_shows_every_contract_as_it_was_known_and_leads_to_each_at_that_time(example: Site) -> None:
    officer = example.as_("lead-officer")
    page = officer.get("/report", known_at="2025-10-01", readiness="true")

    check(page)
    assert "As was known on 1 October 2025 at 23:59" in page.text
    assert "330 entries" in page.text
    assert "5 contracts on file" in page.text
    assert "slower than the lists" in page.text
    assert "Take it away whole: Spreadsheet (CSV)" in page.text
    assert "Was to end on" not in page.text
    assert "erminated by the authority on 31 May 2026. Was to end on" in officer.get("/report").text
    contracts = [link for link in page.links if urlsplit(link).path.startswith("/contracts/")]
    assert f"{HOME}?known_at=2025-10-01" in contracts
    assert all("known_at=2025-10-01" in link for link in contracts)
    assert all(officer.get(link).status == 200 for link in {*contracts, *page.links} if link.startswith("/contracts"))


def test_the_report_is_for_our_own_side(example: Site) -> None:
    assert example.as_("provider").get("/report").status == 403
    assert "/report" not in example.as_("provider").get("/").links
    assert "/report" in example.as_("auditor").get("/").links


def test_a_list_that_answers_now_leads_to_the_report_for_that_moment(example: Site) -> None:
    page = example.as_("auditor").get("/due", known_at="2025-06-30")

    assert "/report?known_at=2025-06-30" in page.links
    assert example.as_("auditor").get("/report?known_at=2025-06-30").status == 200
