"""What people come for, in a real browser: a failing noted, a rule acknowledged, the file as it was known on a day."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Live, Opened

HOME, DAY = "/contracts/MCC-HC-014", "/contracts/MCC-DC-003"


def type_day(page: Page, field: str, day: int, month: int, year: int) -> None:
    for part, number in (("day", day), ("month", month), ("year", year)):
        page.locator(f'[id="{field}-{part}"]').fill(str(number))


def record(page: Page) -> None:
    page.get_by_role("button", name="Record", exact=True).last.click()


def test_a_manager_records_an_issue_in_under_a_minute(writing: Live, opened: Opened) -> None:
    began = time.monotonic()
    page = opened(writing, "/")

    page.get_by_label("Ann Ashe, lead officer").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Day care, Tollgate Centre").click()
    page.get_by_role("button", name="Record something").click()
    page.get_by_role("link", name="Issue raised").first.click()
    type_day(page, "happened_on", 5, 6, 2026)
    page.get_by_label("What was wrong").fill("The bus came an hour late and nobody rang.")
    page.get_by_label("I did: Ann Ashe").check()
    record(page)

    expect(page.get_by_role("alert")).to_contain_text("Issue raised ISS-003 is entry 91 of this file.")
    assert time.monotonic() - began < 60
    page.get_by_role("link", name="status", exact=True).click()
    expect(page.locator("main")).to_contain_text("ISS-003 The bus came an hour late and nobody rang.")


def test_a_rule_that_was_not_kept_is_acknowledged_beside_its_field_and_recorded(writing: Live, opened: Opened) -> None:
    page = opened(writing, f"{DAY}/record/issue-raised", "lead-officer")
    type_day(page, "happened_on", 2, 4, 2026)
    page.get_by_label("What was wrong").fill("Lunch was cold.")
    record(page)
    page.goto(f"{writing.url}{DAY}/record/issue-notified-to-provider?issue=ISS-003")
    type_day(page, "happened_on", 1, 6, 2026)
    page.get_by_label("Letter").check()
    record(page)

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("There is a problem")
    summary.get_by_role("link").first.click()
    tick = page.get_by_label("This is what happened: record it all the same")
    expect(tick).to_be_focused()
    tick.check()
    page.get_by_label("Why", exact=True).fill("Nobody had told her until then.")
    record(page)

    expect(page.get_by_role("heading", name="Departures from procedure")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Reason given: Nobody had told her until then.")


def test_a_lawyer_filters_the_timeline_and_goes_back_to_what_was_known_on_a_day(reading: Live, opened: Opened) -> None:
    page = opened(reading, HOME, "legal-services")
    page.get_by_role("navigation", name="Pages of this contract").get_by_role("link", name="Timeline").click()

    page.get_by_label("Kind of entry").select_option("notice-served")
    page.get_by_role("button", name="Filter").click()
    lines = page.locator(".cleartrail-line")
    expect(lines).to_have_count(4)

    page.get_by_text("Look back").click()
    page.get_by_label("As was known on").fill("2025-12-31")
    page.get_by_role("button", name="Look", exact=True).click()

    expect(lines).to_have_count(2)
    expect(page.get_by_label("Kind of entry")).to_have_value("notice-served")
    expect(page.locator(".cleartrail-times-asked")).to_contain_text("As at 31 December 2025")
    lines.first.get_by_role("link").first.click()
    assert "known_at=2025-12-31" in page.url
    page.get_by_role("link", name="Back to now").click()
    assert "known_at" not in page.url


def test_a_provider_does_not_reach_readiness(reading: Live, opened: Opened) -> None:
    page = opened(reading, HOME, "provider")
    pages = page.get_by_role("navigation", name="Pages of this contract")
    assert pages.get_by_role("link").all_inner_texts() == [
        "Status", "Timeline", "Plan", "Obligations", "Exit", "Documents", "Then and now", "Record",
    ]  # fmt: skip

    page.goto(f"{reading.url}{HOME}/readiness")

    expect(page.get_by_role("heading", level=1)).to_have_text("You may not do that")


def test_who_one_is_can_be_changed_on_any_page(reading: Live, opened: Opened) -> None:
    page = opened(reading, f"{HOME}/timeline?kind=notice-served", "lead-officer")

    page.get_by_label("You are").select_option("auditor")
    page.get_by_role("button", name="Change").click()

    assert page.url == f"{reading.url}{HOME}/timeline?kind=notice-served"
    expect(page.get_by_role("navigation", name="Pages of this contract")).not_to_contain_text("Record")


def test_an_exhibit_is_uploaded_cited_and_given_back_unchanged(writing: Live, opened: Opened) -> None:
    page = opened(writing, f"{DAY}/record/note-made", "lead-officer")
    type_day(page, "happened_on", 5, 6, 2026)
    page.locator('[id="exhibits.file"]').set_input_files(
        {"name": "photo.txt", "mimeType": "text/plain", "buffer": b"what was seen"}
    )
    record(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="photo.txt").click()

    assert download.value.suggested_filename == "photo.txt"
    assert download.value.path().read_bytes() == b"what was seen"


def test_pressing_record_twice_records_once(writing: Live, opened: Opened) -> None:
    page = opened(writing, f"{DAY}/record/note-made", "lead-officer")
    before = writing.book.file("MCC-DC-003").position
    type_day(page, "happened_on", 5, 6, 2026)
    page.locator("#words").fill("Seen twice.")

    page.get_by_role("button", name="Record", exact=True).last.dblclick()
    expect(page.get_by_role("alert")).to_contain_text("Note made is entry")
    page.go_back()
    record(page)

    expect(page.get_by_role("alert")).to_contain_text(f"entry {before + 1}")
    assert writing.book.file("MCC-DC-003").position == before + 1


# --- without JavaScript, without a mouse, on a telephone --------------------------------------------------------------


def test_everything_works_without_javascript(writing: Live, opened: Opened) -> None:
    page = opened(writing, f"{DAY}/record/resolution-plan-proposed", "lead-officer", scripts=False)
    type_day(page, "happened_on", 5, 6, 2026)
    page.get_by_role("checkbox", name="ISS-002").check()
    page.get_by_role("button", name="Add one").click()
    page.locator('[id="steps.0.what"]').fill("Mend the lift")
    page.get_by_role("button", name="Add another").click()
    page.locator('[id="steps.1.what"]').fill("Test it each month")
    assert page.locator('[id="steps.0.what"]').input_value() == "Mend the lift"
    page.get_by_text("Somebody else did it").click()
    page.locator('[id="by.person"]').fill("Owen Pratt")
    page.locator('[id="by.party"]').select_option("provider")
    record(page)

    assert "Resolution plan proposed PLN" in page.locator("h1").inner_text()
    assert "Owen Pratt" in page.locator("main").inner_text()
    assert "Mend the lift" in page.locator("main").inner_text()


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until that is focused."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} was not reached with {most} tabs")


def test_an_issue_is_recorded_with_the_keyboard_alone(writing: Live, opened: Opened) -> None:
    page = opened(writing, "/", "lead-officer")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, f'a[href="{DAY}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{DAY}")
    tab_to(page, f'a.govuk-button[href="{DAY}/record"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/record")
    tab_to(page, f'a[href="{DAY}/record/issue-raised"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/issue-raised")
    tab_to(page, '[id="happened_on-day"]')
    for text in ("5", "6", "2026"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "nature"
    page.keyboard.type("Nobody answered the telephone.")
    tab_to(page, '[name="by.who"]')
    page.keyboard.press("Space")
    tab_to(page, "button.govuk-button[type=submit]:not([name])")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Issue raised ISS-003")
    expect(page.get_by_role("alert")).to_be_focused()


def test_enter_in_a_field_records_and_does_not_add_or_take_out_an_item(writing: Live, opened: Opened) -> None:
    page = opened(writing, f"{DAY}/record/note-made", "lead-officer")
    page.locator("#words").fill("Entered with Enter.")
    type_day(page, "happened_on", 5, 6, 2026)

    page.locator('[id="happened_on-year"]').press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Note made is entry")


def test_on_a_telephone_the_pages_are_reached_through_the_menu(reading: Live, opened: Opened) -> None:
    page = opened(reading, "/", "lead-officer", width=NARROW)

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="What is due").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What is due")


def test_on_a_telephone_the_filter_is_folded_away_until_it_is_wanted(reading: Live, opened: Opened) -> None:
    page = opened(reading, f"{HOME}/timeline", "legal-services", width=NARROW, scripts=False)
    expect(page.get_by_label("Kind of entry")).to_be_hidden()

    page.locator("main").get_by_text("Filter", exact=True).first.click()
    page.get_by_label("Kind of entry").select_option("notice-served")
    page.get_by_role("button", name="Filter").click()

    expect(page.locator(".cleartrail-line")).to_have_count(4)
    expect(page.get_by_label("Kind of entry")).to_have_value("notice-served")
