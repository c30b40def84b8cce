"""The database goes away under a running server: it says when to try again, and recovers by itself."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from api.app import create
from api.settings import Settings
from ledger.book import Book
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.embedded import embedded_server
from ledger.store.postgres import LedgerStore
from ledger.store.schema import migrate
from tests.api.conftest import CONTRACT, User, open_book, problem


def test_every_way_in_says_when_to_try_again_while_the_database_is_away(tmp_path: Path) -> None:
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True)
    with embedded_server(tmp_path) as server:
        url = server.url()
        with Database("away", url, keys=settings.database.keys) as database:
            migrate(database)
            open_book(database)
        database = Database("away", url, keys=settings.database.keys)
        book = Book(LedgerStore(database))
        client = TestClient(create(book, database, settings, beside=False), raise_server_exceptions=False)
        user = User(client, "lead-officer")
        user.record(CONTRACT)

    # The last user has left, so the server has stopped.
    try:
        for answer in (
            user.get("/contracts/C-1"), user.get("/log/size"),
            user.post("/contracts/C-1/entries/note-made", {"happened_on": "2025-01-01", "words": "x"}),
        ):  # fmt: skip
            problem(answer, 503, "database-away")
            assert int(answer.headers["retry-after"]) > 0
            assert str(tmp_path) not in answer.text
        assert client.get("/healthz").json() == {"status": "database-away"}

        with embedded_server(tmp_path):
            assert user.get("/contracts/C-1").status_code == 200
            user.record({"file": "C-1", "kind": "note-made", "happened_on": "2025-01-01", "words": "x"})
    finally:
        database.close()
