"""What a page says when the ledger is not open, the database is away, a file cannot be read, or nobody is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from api.app import create
from api.pages.problem_pages import problem_page
from api.problems import TYPES, Problem
from api.settings import Settings
from api.tokens import Tokens
from ledger.book import Book
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry
from tests.api.conftest import open_book
from tests.pages.conftest import Site, running
from tests.pages.reading import Page, Visitor
from tests.pages.test_every_page import check

NOBODY = "postgresql://127.0.0.1:1/none"


def page_of(database: Database, folder: Path, path: str = "/", person: str = "auditor") -> Page:
    settings = Settings(database=DatabaseSettings(data_directory=folder), demo=True)
    app = create(Book(LedgerStore(database)), database, settings, beside=False)
    with TestClient(app, raise_server_exceptions=False) as client:
        return Visitor(client, person).get(path)


def test_a_database_without_a_ledger_is_told_what_to_do(database: Database, tmp_path: Path) -> None:
    page = page_of(database, tmp_path)

    assert page.status == 503
    assert page.h1 == ["The ledger has not been opened yet"]
    assert "cleartrail open-ledger" in page.text
    assert page.answer.headers["retry-after"]
    check(page)


def test_a_database_that_is_away_is_told_with_when_to_try_again(tmp_path: Path) -> None:
    with Database("cleartrail", NOBODY) as database:
        page = page_of(database, tmp_path, "/contracts/C-1")

    assert page.status == 503
    assert page.h1 == ["The database does not answer"]
    assert "Try this page again" in page.text
    assert page.answer.headers["retry-after"] == "2"
    assert "127.0.0.1:1" not in page.text
    check(page)


def test_a_file_that_is_set_aside_is_told_so_and_the_list_shows_it(site: Site) -> None:
    book = site.book
    broken = NewEntry("zebra-seen/1", b'{"entry":{}}')
    book.store.append([FileWrite(book.file_id("C-1"), 1, [broken])], None, book.now())

    page = site.as_("lead-officer").get("/contracts/C-1")

    assert page.status == 409
    assert page.h1 == ["The file is set aside"]
    assert "set aside: an entry cannot be read" in site.as_("lead-officer").get("/").text


@pytest.mark.parametrize("name", TYPES)
def test_every_sort_of_problem_has_a_page_that_says_what_to_do(example: Site, name: str) -> None:
    scope = {
        "type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": [(b"host", b"testserver")],
        "app": example.client.app,
    }  # fmt: skip

    answer = problem_page(Request(scope), Problem(name, "it was so"))

    text = bytes(answer.body).decode()
    if name == "not-signed-in":
        assert answer.headers["location"] == "/sign-in?next=%2Fx"
        return
    assert answer.status_code == TYPES[name].status
    assert "What to do" in text
    assert "/api/v1" not in text or name in ("too-large", "unsupported-media-type", "now-only")


# --- signing in, where it is no demonstration -------------------------------------------------------------------------


@pytest.fixture
def real(database: Database, tmp_path: Path) -> Iterator[Site]:
    """A ledger that is no demonstration, with one token."""
    yield from running(open_book(database, clock="real"), database, tmp_path, demo=False)


def test_one_signs_in_with_a_token_and_out_again(real: Site, tmp_path: Path) -> None:
    token = Tokens(tmp_path / "tokens.json").make("ann", ["lead-officer"], person="Ann Ashe")
    nobody = real.as_("")
    page = nobody.get("/ledger")
    assert page.h1 == ["Sign in"]

    wrong = nobody.send(page, {"token": "ct_wrong"}, form="/sign-in")
    right = nobody.send(page, {"token": token}, form="/sign-in", follow=False).answer

    assert wrong.status == 422
    assert "That token is not known" in wrong.text
    assert "ct_wrong" not in wrong.html
    assert right.headers["location"] == "/ledger"
    assert "HttpOnly" in right.headers["set-cookie"]
    real.client.cookies.set("cleartrail-token", token)
    signed_in = Page(real.client.get("/ledger"))
    assert "You are Ann Ashe" in signed_in.text
    assert "Simulated ledger" not in signed_in.text
    out = real.client.post("/sign-out", headers={"Origin": "http://testserver"}, follow_redirects=False)
    assert 'cleartrail-token=""' in out.headers["set-cookie"]


def test_the_list_of_people_is_nobody_s_way_in_where_it_is_no_demonstration(real: Site) -> None:
    nobody = real.as_("")

    page = nobody.post("/person", {"person": "legal-services", "next": "/"}, follow=False)

    assert page.h1 == ["Sign in"]
    assert "set-cookie" not in page.answer.headers
    assert real.as_("legal-services").get("/").h1 == ["Sign in"]


def test_a_token_in_a_cookie_records_only_from_our_own_pages(real: Site, tmp_path: Path) -> None:
    token = Tokens(tmp_path / "tokens.json").make("ann", ["lead-officer"], person="Ann Ashe")
    real.client.cookies.set("cleartrail-token", token)

    refused = real.client.post("/contracts/new", data={"reference": "C"}, headers={"Sec-Fetch-Site": "cross-site"})
    asked = real.client.post("/contracts/new", data={"reference": "C"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert refused.status_code == 403
    assert asked.status_code == 422
