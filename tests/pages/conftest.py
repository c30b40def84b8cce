"""The example's pages, read by whoever wants to; and a small ledger of a test's own to record in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create
from api.example.load import load
from api.settings import Settings
from ledger.book import Book
from ledger.log.signer import has_key, make_folder
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from tests.api.conftest import CONTRACT, open_book
from tests.ledgers import Ledgers
from tests.pages.reading import Visitor


@dataclass
class Site:
    """The application with its pages."""

    client: TestClient
    book: Book

    def as_(self, person: str) -> Visitor:
        """Somebody's browser; with an empty name, that of somebody who has not said who they are."""
        return Visitor(self.client, person)

    @property
    def entries(self) -> int:
        """How many entries there are on all files."""
        return sum(file.head for file in self.book.store.files())


def running(book: Book, database: Database, folder: Path, *, demo: bool = True) -> Iterator[Site]:
    settings = Settings(database=DatabaseSettings(data_directory=folder), demo=demo)
    if not has_key(settings.signer):
        make_folder(settings.signer, book.store.settings.origin)
    with TestClient(create(book, database, settings), raise_server_exceptions=False) as client:
        asking = {"Authorization": "Bearer demo-auditor"}
        while demo and client.get("/api/v1/contracts", headers=asking).status_code == 503:
            time.sleep(0.02)  # the lists are being built
        yield Site(client, book)


@pytest.fixture(scope="session")
def loaded(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, Database, Path]]:
    """The example data."""
    folder = tmp_path_factory.mktemp("example")
    with ledgers.example(folder / "keys") as database:
        yield load(database), database, folder


@pytest.fixture(scope="module")
def example(loaded: tuple[Book, Database, Path]) -> Iterator[Site]:
    """The example data, for tests that record nothing."""
    yield from running(*loaded)


@contextmanager
def small(ledgers: Ledgers, folder: Path) -> Iterator[Site]:
    """A simulated ledger with one contract, C-1, whose clock stands in 2025."""
    with ledgers.lent(folder / "keys", read_models=True) as database:
        for one in running(open_book(database), database, folder):
            body = {"entries": [CONTRACT], "recorded_at": "2025-06-02T09:00:00Z"}
            token = {"Authorization": "Bearer demo-lead-officer"}
            assert one.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token).status_code == 201
            yield one


@pytest.fixture(scope="session")
def unrecorded_in(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The one of all tests that are marked `records_nothing`."""
    with small(ledgers, tmp_path_factory.mktemp("site")) as one:
        yield one


@pytest.fixture
def site(request: pytest.FixtureRequest, ledgers: Ledgers, tmp_path: Path) -> Iterator[Site]:
    """A small ledger to record in; for tests marked `records_nothing` one that they share, as it was begun."""
    if request.node.get_closest_marker("records_nothing") is None:
        with small(ledgers, tmp_path) as one:
            yield one
        return
    one = request.getfixturevalue("unrecorded_in")
    before = one.entries, one.book.now()
    yield one
    assert (one.entries, one.book.now()) == before, "this is marked as recording nothing"


@pytest.fixture
def officer(site: Site) -> Visitor:
    """The lead officer."""
    return site.as_("lead-officer")
