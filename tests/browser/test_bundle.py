"""The page of a bundle in a real browser: by keyboard, with something typed wrong, on a small screen, scripts off."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledger.log.signer import Signer, make_folder
from tests.browser.axe import violations
from tests.browser.conftest import WIDE, Live, Opened
from tests.browser.test_accessibility import SMALLEST

HERE = "/contracts/MCC-VS-031/bundle"


@pytest.fixture(scope="module")
def signed(reading: Live, tmp_path_factory: pytest.TempPathFactory) -> Live:
    """The example's ledger, its log signed once."""
    folder = tmp_path_factory.mktemp("bundle") / "signer"
    make_folder(folder, reading.book.store.settings.origin)
    with closing(Signer(reading.database, folder)) as signer:
        signer.sign_once()
    return reading


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= SMALLEST)


def test_a_bundle_is_chosen_mended_and_downloaded_by_keyboard_alone(signed: Live, opened: Opened) -> None:
    page = opened(signed, HERE, "legal-services", width=WIDE)
    page.get_by_label("For our lawyers").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Disclosure", exact=True)).to_be_checked()
    page.get_by_label("Words to leave out").focus()
    page.keyboard.type("999:words:names a child")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Line 1 names entry 999; the file has")
    expect(page).to_have_title(re.compile("^Error: "))
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Words to leave out")).to_be_focused()
    expect(page.get_by_label("Disclosure", exact=True)).to_be_checked()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.get_by_label("Load file").focus()
    page.keyboard.type("MCC-")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Issued to")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(summary).to_contain_text("Whom it is issued to is missing")
    expect(page.get_by_label("Load file")).to_have_value("MCC-")
    assert violations(page) == []
    page.get_by_role("button", name="Download a draft").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "MCC-VS-031-disclosure.zip"
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_it_fits_a_small_screen_with_all_that_it_can_show(signed: Live, opened: Opened) -> None:
    page = opened(signed, HERE, "legal-services", width=SMALLEST)

    assert fits(page)
    assert violations(page) == []
    page.get_by_label("Words to leave out").fill("7")
    page.get_by_role("button", name="Show what will be in it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert fits(page)


def test_without_scripts_it_is_chosen_and_what_is_wrong_is_said_at_its_field(signed: Live, opened: Opened) -> None:
    page = opened(signed, HERE, "legal-services", scripts=False)
    page.get_by_label("For the court").check()
    page.get_by_role("button", name="Show what will be in it").click()
    page.get_by_role("button", name="Issue and download").click()

    expect(page.locator("#recipient-error")).to_contain_text("Whom it is issued to is missing")
    expect(page.get_by_label("For the court")).to_be_checked()
    page.get_by_role("link", name="Whom it is issued to is missing").click()
    assert page.url.endswith("#recipient")
