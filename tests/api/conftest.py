"""A ledger with a simulated clock behind the real application, and the people of the demonstration as its users."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import httpx2
import pytest
from starlette.testclient import TestClient

from api.app import create
from api.people import EXAMPLE_PROVIDER
from api.settings import Settings
from ledger.book import Book
from ledger.entry import Account
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.postgres import LedgerStore
from ledger.subjects.records import LedgerOpened
from tests.ledgers import Ledgers

BEGINS = datetime(2025, 1, 1, 9, tzinfo=UTC)
PREFIX = "/api/v1"
CONTRACT = {
    "kind": "contract-registered", "file": "C-1", "reference": "C-1", "title": "Home care in the north",
    "happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31",
    "provider": {"name": EXAMPLE_PROVIDER},
}  # fmt: skip
Answer = httpx2.Response


@dataclass
class User:
    """One person talking to the application."""

    client: TestClient
    person: str

    def get(self, path: str, **query: Any) -> Answer:
        return self.client.get(PREFIX + path, params=query, headers=self._headers())

    def look(self, path: str, words: str | None = None, **query: Any) -> Answer:
        """Ask for entries: those in which words are found, where there are any to look for."""
        return self.get(path, **query) if words is None else self.post(f"{path}/search", {"words": words}, **query)

    def post(self, path: str, body: object, headers: dict[str, str] | None = None, **query: Any) -> Answer:
        return self.client.post(PREFIX + path, json=body, params=query, headers=self._headers() | (headers or {}))

    def raw(self, path: str, body: bytes | str, media_type: str = "application/json", method: str = "POST") -> Answer:
        headers = self._headers() | {"Content-Type": media_type}
        return self.client.request(method, PREFIX + path, content=body, headers=headers)

    def record(self, *entries: dict[str, Any], at: str | None = None, **query: Any) -> list[dict[str, Any]]:
        """Record entries together, their departures acknowledged; they must be taken."""
        body: Any = {"entries": list(entries)} | ({"recorded_at": at} if at else {})
        answer = self.post("/entries", body, acknowledge="all", **query)
        assert answer.status_code == 201, answer.text
        found: list[dict[str, Any]] = answer.json()["entries"]
        return found

    def file(self, content: bytes, media_type: str = "text/plain") -> str:
        """File a document; its SHA-256."""
        answer = self.raw("/documents", content, media_type, method="PUT")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["sha256"])

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer demo-{self.person}"} if self.person else {}


@dataclass
class Ledger:
    """A running application over a ledger of its own."""

    client: TestClient
    book: Book
    database: Database

    def as_(self, person: str) -> User:
        return User(self.client, person)

    @property
    def entries(self) -> int:
        """How many entries there are on all files."""
        return sum(file.head for file in self.book.store.files())


def open_book(database: Database, clock: Literal["real", "simulated"] = "simulated") -> Book:
    """A ledger newly opened in a schema."""
    opened = LedgerOpened(
        happened_on=date(2025, 1, 1), authority="Hampshire County Council", origin="ledger.example/hants", clock=clock
    )
    begins = BEGINS if clock == "simulated" else None
    account = Account(account="local:test", name="Test")
    return Book.open_ledger(LedgerStore(database), opened, account, begins)


@contextmanager
def served(database: Database, folder: Path) -> Iterator[Ledger]:
    """The application over a ledger newly opened, ready to answer."""
    settings = Settings(database=DatabaseSettings(data_directory=folder), demo=True)
    book = open_book(database)
    with TestClient(create(book, database, settings), raise_server_exceptions=False) as client:
        while client.get(f"{PREFIX}/contracts", headers={"Authorization": "Bearer demo-auditor"}).status_code == 503:
            time.sleep(0.02)  # the lists are being built
        yield Ledger(client, book, database)


@pytest.fixture
def ledger(ledgers: Ledgers, tmp_path: Path) -> Iterator[Ledger]:
    with ledgers.lent(tmp_path / "keys", read_models=True) as database, served(database, tmp_path) as running:
        yield running


@pytest.fixture
def officer(ledger: Ledger) -> User:
    """The lead officer, with one contract on file."""
    user = ledger.as_("lead-officer")
    user.record(CONTRACT)
    return user


@pytest.fixture(scope="module")
def untouched(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with one contract on file, for a module whose tests write nothing."""
    folder = tmp_path_factory.mktemp("served")
    with ledgers.lent(folder / "keys", read_models=True) as database, served(database, folder) as running:
        running.as_("lead-officer").record(CONTRACT)
        yield running


def told_once(tell: Callable[[Ledger], User]) -> Callable[..., Iterator[User]]:
    """A fixture: whoever told a ledger of a module's own that story; its tests only read it."""

    @pytest.fixture(scope="module")
    def told(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[User]:
        folder = tmp_path_factory.mktemp("told")
        with ledgers.lent(folder / "keys", read_models=True) as database, served(database, folder) as running:
            yield tell(running)

    return told


def problem(answer: Answer, status: int, name: str) -> dict[str, Any]:
    """Check that an answer is that problem, and return it."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body: dict[str, Any] = json.loads(answer.text)
    assert (answer.status_code, body["type"]) == (status, f"/problems/{name}"), body
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body
