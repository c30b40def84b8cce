"""Every page is checked by axe-core (WCAG 2.2 A and AA, and best practice), and fits a screen 320 pixels wide."""

from __future__ import annotations

import httpx2
import pytest
from playwright.sync_api import Page

from tests import bought
from tests.api.conftest import CONTRACT
from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE, Live, Opened
from tests.browser.test_stories import record
from tests.monitored_year import FIRST_QUARTERS, agreed
from tests.planned_contract import STAGES
from tests.sampling import some

HOME, DAY = "/contracts/MCC-HC-014", "/contracts/MCC-DC-003"
OF_A_FILE = (
    "",
    "/timeline",
    "/failings",
    "/disputes",
    "/readiness",
    "/due",
    "/outcomes",
    "/plan",
    "/resources",
    "/exit",
    "/procurement",
    "/documents",
    "/survey",
    "/briefing",
    "/record",
    "/record/issue-raised",
    "/record/notice-served",
)
PAGES = (
    "/", "/due", "/history", "/ledger", "/contracts/new", "/contracts/NO-SUCH", "/nowhere",
    "/providers", "/providers/new", "/lessons",
    *(DAY + part for part in OF_A_FILE), f"{DAY}/entries/84", f"{DAY}/record?words=nothing+of+the+kind",
    f"{DAY}/record/entry-corrected", f"{DAY}/record/entry-corrected?position=84", f"{HOME}/timeline?words=zeppelin",
    f"{HOME}/entries/184", f"{HOME}?as_at=2025-06-30&known_at=2025-06-30", f"{HOME}?as_at=nonsense",
    f"{HOME}/failings", f"{HOME}/readiness", "/procedures", "/procedures/thames-valley", "/authority", f"{DAY}/print",
    "/procedures/hampshire/compared?to=tiered", "/authority/record/procedure-audience-set",
    "/contracts/MCC-HH-036/plan", "/contracts/MCC-HR-052/performance", "/programmes/BETTER-SUPPLY",
    "/contracts/MCC-HR-052", "/contracts/MCC-HR-052/record/lifecycle-stage-entered", "/procedures/tiered/work",
    "/providers/LARKFIELD",
    f"{HOME}/due?settled=true", "/laws/procurement-act-2023",
)  # fmt: skip
SMALLEST = 320  # CSS pixels: WCAG 2.2, 1.4.10


def check_wide_and_narrow(page: Page) -> None:
    """Axe finds nothing against a page at either width, and it is no wider than the screen."""
    for width in (WIDE, SMALLEST):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("number", range(len(some(PAGES, 3))))
def test_axe_finds_nothing_against_a_page_and_it_fits_a_small_screen(
    reading: Live, opened: Opened, number: int
) -> None:
    """One page in three, others in each run."""
    path = some(PAGES, 3)[number]

    page = opened(reading, path, "lead-officer", width=WIDE)

    assert violations(page) == [], path  # it opens all that can be opened
    page.set_viewport_size({"width": SMALLEST, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST, path


@pytest.mark.parametrize("row", [0, 7, -1])
def test_of_many_rows_alike_the_one_whose_words_stand_out_too_little_is_found(
    reading: Live, opened: Opened, row: int
) -> None:
    page = opened(reading, f"{DAY}/timeline", "lead-officer", width=WIDE)
    page.evaluate(
        "row => Array.from(document.querySelectorAll('main dd, main td, main p'))"
        ".filter(one => one.checkVisibility() && !one.children.length && one.textContent.trim())"
        ".at(row).style.color = '#ddd'",
        row,
    )

    assert [rule for rule, *_ in violations(page)] == ["color-contrast"]


@pytest.mark.parametrize("path", [DAY, f"{HOME}/timeline", f"{DAY}/record/issue-raised", "/"])
def test_axe_finds_nothing_against_a_page_on_a_telephone(reading: Live, opened: Opened, path: str) -> None:
    assert violations(opened(reading, path, "lead-officer", width=NARROW)) == []


@pytest.mark.parametrize("person", ["", "provider", "auditor"])
def test_axe_finds_nothing_against_what_others_see(reading: Live, opened: Opened, person: str) -> None:
    assert violations(opened(reading, f"{HOME}/timeline", person)) == []


def test_axe_finds_nothing_against_who_was_given_what(reading: Live, opened: Opened) -> None:
    page = opened(reading, f"{HOME}/timeline", "auditor", width=WIDE)
    page.goto(f"{reading.url}{HOME}/access-log")
    check_wide_and_narrow(page)

    page.get_by_role("button", name="Which, and when").first.click()

    page.get_by_text("Given for the first time").first.wait_for()
    check_wide_and_narrow(page)


def test_axe_finds_nothing_against_a_form_with_faults_and_objections(reading: Live, opened: Opened) -> None:
    page = opened(reading, f"{DAY}/record/issue-raised", "lead-officer")
    record(page)
    assert page.title().startswith("Error: ")
    assert violations(page) == []

    page.goto(f"{reading.url}{DAY}/record/variation-agreed")
    for part, number in (("day", "1"), ("month", "6"), ("year", "2026")):
        page.locator(f"#happened_on-{part}").fill(number)
    record(page)
    assert page.locator(".cleartrail-objection").count() >= 1
    assert violations(page) == []


def test_axe_finds_nothing_against_a_form_with_items(reading: Live, opened: Opened) -> None:
    page = opened(reading, f"{DAY}/record/variation-agreed", "lead-officer")
    for sort in ("end-date", "total-value", "other"):
        page.locator("#changes-add").select_option(sort)
        page.get_by_role("button", name="Add this").click()

    page.locator(".cleartrail-item").nth(2).wait_for()
    assert page.locator(".cleartrail-item").count() == 3
    assert violations(page) == []


@pytest.fixture
def planned(writing: Live) -> Live:
    """A ledger with one contract planned, carried out and evaluated."""
    contract = CONTRACT | {"file": "C-9", "reference": "C-9"}
    entries = [contract, *({"file": "C-9"} | entry for stage in STAGES for entry in stage)]
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = httpx2.post(
        f"{writing.url}/api/v1/entries?acknowledge=all", json={"entries": entries}, headers=token, timeout=60
    )
    assert answer.status_code == 201, answer.text
    return writing


def test_axe_finds_nothing_against_outcomes_plan_and_resources_and_they_fit_a_small_screen(
    planned: Live, opened: Opened
) -> None:
    """CPC307-C4, CPC308-A7, CPC308-D3."""
    for part in ("outcomes", "plan?as_at=2025-03-20", "resources"):
        page = opened(planned, f"/contracts/C-9/{part}", "lead-officer", width=WIDE)
        check_wide_and_narrow(page)
        assert page.locator("table").count() >= 1, part


def test_axe_finds_nothing_against_the_pages_of_a_years_monitoring_and_they_fit_a_small_screen(
    writing: Live, opened: Opened
) -> None:
    """TVP-4.0-17, HCC-3.1-a: tables that scroll by themselves, on a telephone too."""
    entries = [{"file": "TV-1"} | entry for entry in (*agreed({}), *FIRST_QUARTERS)]
    entries = [{name: said for name, said in entry.items() if name != "exhibits"} for entry in entries]
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = httpx2.post(
        f"{writing.url}/api/v1/entries?acknowledge=all", json={"entries": entries}, headers=token, timeout=60
    )
    assert answer.status_code == 201, answer.text
    here = "/contracts/TV-1"
    for path in (f"{here}/performance", f"{here}/toolkit", f"{here}/obligations", f"{here}/agenda",
                 f"{here}/compliance", "/portfolio", "/compliance"):  # fmt: skip
        check_wide_and_narrow(opened(writing, path, "lead-officer", width=WIDE))


def test_axe_finds_nothing_against_the_pages_of_buying_and_they_fit_a_small_screen(
    writing: Live, opened: Opened
) -> None:
    """HCC-11.1, HCC-A7-a: the next step and whose it is, on a telephone too."""
    entries = [{"file": bought.REFERENCE} | entry for entry in bought.COMPETITION]
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = httpx2.post(
        f"{writing.url}/api/v1/entries?acknowledge=all", json={"entries": entries}, headers=token, timeout=60
    )
    assert answer.status_code == 201, answer.text
    here = f"/contracts/{bought.REFERENCE}"
    pages = (
        f"{here}/procurement",
        f"{here}/documents",
        "/procedures/hampshire/work",
        "/provider-evidence?provider=Lark",
    )
    for path in pages:
        check_wide_and_narrow(opened(writing, path, "lead-officer", width=WIDE))


def test_a_long_address_in_what_was_wrong_widens_no_page(writing: Live, opened: Opened) -> None:
    long = f"See https://example.org/{'abcdefghij' * 14}"
    issue = {"file": "MCC-DC-003", "kind": "issue-raised", "happened_on": "2026-06-05", "nature": long}
    answer = httpx2.post(
        f"{writing.url}/api/v1/entries?acknowledge=all", json={"entries": [issue]}, timeout=60,
        headers={"Authorization": "Bearer demo-lead-officer"},
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    for part in ("", "/failings", "/briefing", "/due", "/agenda", "/readiness", "/then-and-now?then=2026-06-05"):
        page = opened(writing, DAY + part, "lead-officer", width=NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, part
