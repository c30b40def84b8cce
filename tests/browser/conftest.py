"""Chromium before the real application, served on a port of its own with the example's data."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

from api.app import create
from api.example.load import load
from api.settings import Settings
from ledger.book import Book
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from tests.ledgers import Ledgers

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, NARROW = 1200, 375


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every story here; without Chromium each is named as not run."""
    here = f"{Path(__file__).parent}{os.sep}"
    chromium = _chromium()
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if chromium is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed: apt install chromium"))


def _chromium() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@dataclass
class Live:
    """The application, listening."""

    url: str
    book: Book
    database: Database


@contextmanager
def listening(ledgers: Ledgers, folder: Path) -> Iterator[Live]:
    """The application with the example's data in a schema of its own, until the end of the block."""
    with ledgers.example(folder / "keys") as database:
        book = load(database)
        settings = Settings(database=DatabaseSettings(data_directory=folder), demo=True)
        config = uvicorn.Config(create(book, database, settings), port=0, log_level="warning", ws="none")
        listener = uvicorn.Server(config)
        thread = threading.Thread(target=listener.run, daemon=True)
        thread.start()
        while not listener.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        while book.store.log_size() < sum(file.head for file in book.store.files()):
            time.sleep(0.02)
        port = listener.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        known = {"Authorization": "Bearer demo-auditor"}
        while httpx2.get(f"{url}/api/v1/contracts", headers=known, timeout=60).status_code == 503:
            time.sleep(0.05)  # the lists are being built
        yield Live(url, book, database)
        listener.should_exit = True
        thread.join(15)


@pytest.fixture(scope="module")
def reading(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A ledger that the stories of a module only read."""
    with listening(ledgers, tmp_path_factory.mktemp("reading")) as live:
        yield live


@pytest.fixture
def writing(ledgers: Ledgers, tmp_path: Path) -> Iterator[Live]:
    """A ledger of one story's own."""
    with listening(ledgers, tmp_path) as live:
        yield live


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tab(chromium: Browser) -> Page:
    """The one tab in which pages are opened: with one of its own for each, Chromium would take twice as long."""
    return chromium.new_context(locale="en-GB").new_page()


Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, tab: Page) -> Iterator[Opened]:
    """Opens a page as somebody, in place of the one before; the browser may have nothing to complain about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            complaints.append(said.text)

    def fail(error: Error) -> None:
        complaints.append(str(error))

    def listened_to(page: Page) -> Page:
        page.on("console", complain)
        page.on("pageerror", fail)
        return page

    def without_scripts() -> Page:
        contexts.append(chromium.new_context(java_script_enabled=False, locale="en-GB"))
        return listened_to(contexts[-1].new_page())

    def open_page(live: Live, path: str, person: str = "", *, width: int = WIDE, scripts: bool = True) -> Page:
        page = tab if scripts else without_scripts()
        page.set_viewport_size({"width": width, "height": 800})
        page.context.clear_cookies()
        if person:
            page.context.add_cookies([{"name": "cleartrail-person", "value": person, "url": live.url}])
        page.goto(live.url + path)
        return page

    listened_to(tab)
    yield open_page
    for context in contexts:
        context.close()
    tab.goto("about:blank")
    tab.remove_listener("console", complain)
    tab.remove_listener("pageerror", fail)
    # That an address answered 4xx is the browser's remark on what a story asked for, no fault of a page.
    assert [said for said in complaints if "the server responded with a status of 4" not in said] == []
