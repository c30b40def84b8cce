"""Problems: each type is documented at its own address; a ledger that is not open says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create
from api.problems import TYPES
from api.settings import Settings
from ledger.book import Book
from ledger.privacy.keys import DOCUMENTS
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.postgres import LedgerStore
from tests.api.conftest import CONTRACT, Ledger, User, open_book, problem


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True)


@pytest.mark.parametrize("name", TYPES)
def test_each_type_of_problem_has_a_page(untouched: Ledger, name: str) -> None:
    answer = untouched.client.get(f"/problems/{name}")

    assert answer.status_code == 200
    assert TYPES[name].title in answer.text


def test_before_the_ledger_is_open_every_way_in_says_what_to_do(database: Database, settings: Settings) -> None:
    book = Book(LedgerStore(database))
    with TestClient(create(book, database, settings)) as client:
        user = User(client, "lead-officer")
        for answer in (user.get("/contracts/C-1"), user.get("/log/size"), user.post("/entries", [CONTRACT])):
            assert "cleartrail open-ledger" in problem(answer, 503, "ledger-not-open")["detail"]
        for path in ("/", "/healthz"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "cleartrail open-ledger" in answer.text

        open_book(database)

        assert client.get("/healthz").json() == {"status": "ok", "simulated": True}
        assert user.get("/contracts").status_code in (200, 503)


def test_without_the_keys_nothing_is_recorded_and_the_answer_names_no_folder(
    database: Database, settings: Settings
) -> None:
    client = TestClient(create(open_book(database), database, settings, beside=False), raise_server_exceptions=False)
    user = User(client, "lead-officer")
    user.record(CONTRACT)
    issue = {"happened_on": "2025-01-01", "nature": "Visits missed"}
    user.post("/contracts/C-1/entries/issue-raised", issue, acknowledge="all")
    folder = settings.database.data_directory / "keys"
    folder.rename(folder.with_name("away"))

    for answer in (
        user.post("/contracts/C-1/entries/issue-raised", issue, acknowledge="all"),
        user.get("/contracts/C-1/entries/2"),
    ):
        assert str(folder) not in str(problem(answer, 503, "no-keys"))
    assert client.get("/healthz").json() == {"status": "no-keys"}

    folder.with_name("away").rename(folder)
    assert user.post("/contracts/C-1/entries/issue-raised", issue, acknowledge="all").status_code == 201


def test_what_was_erased_is_said_to_be_without_saying_what(database: Database, settings: Settings) -> None:
    client = TestClient(create(open_book(database), database, settings, beside=False), raise_server_exceptions=False)
    user = User(client, "lead-officer")
    user.record(CONTRACT)
    sha256 = user.file(b"a letter about Mrs Wetherby")

    database.keys().destroy(DOCUMENTS, bytes.fromhex(sha256))

    again = user.raw("/documents", b"a letter about Mrs Wetherby", "text/plain", method="PUT")
    assert "Wetherby" not in str(problem(again, 409, "erased"))


def test_a_mistake_of_ours_shows_neither_its_place_nor_its_words(database: Database, settings: Settings) -> None:
    app = create(open_book(database), database, settings, beside=False)

    @app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("Mrs Ottoline Wetherby")

    answer = TestClient(app, raise_server_exceptions=False).get("/api/v1/broken")

    assert "Wetherby" not in str(problem(answer, 500, "internal"))
