"""The read models on a PostgreSQL that was installed, which is older than the package's and takes less."""

from __future__ import annotations

import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.log.sealer import Sealer
from ledger.store.binaries import installed_binaries
from ledger.store.database import Database
from ledger.store.embedded import embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.store.schema import migrate
from projections.answering.answers import ContractFilters, NotReady
from projections.answering.reader import Reader
from projections.read_models.engine import Projector
from projections.timeline.line import Filters
from tests.histories import RECORDED, Told
from tests.projections.conftest import GENESIS
from tests.projections.test_reader import HISTORY
from tests.story import CLERK


def test_an_installed_postgresql_follows_the_log_and_answers_every_list(tmp_path: Path) -> None:
    if not [found for found in installed_binaries() if found.major >= 15]:
        pytest.skip("no PostgreSQL 15 or newer is installed")
    with (
        embedded_server(tmp_path / "server", installed_binaries) as server,
        Database("installed", server, keys=KeysPlace(tmp_path / "keys")) as database,
    ):
        migrate(database)
        told = Told(Book.open_ledger(LedgerStore(database), GENESIS, CLERK, RECORDED))
        told.open("C-1")
        for step in HISTORY[:-1]:
            told.record("C-1", step)
        reader, stop = Reader(told.book, database), threading.Event()
        projector = Projector(database)
        with closing(Sealer(database)) as sealer:
            sealer.seal_once()
            following = threading.Thread(target=projector.run, args=(stop,))
            following.start()
            try:
                _until_stored(reader)
                told.record("C-1", HISTORY[-1])  # taken in by one that is under way
                sealer.seal_once()
                _until_stored(reader)
            finally:
                stop.set()
                following.join()
        assert reader.status("C-1").value.position == len(HISTORY) + 1
        assert [held.status.reference for held in reader.contracts(ContractFilters(words="c-1")).items] == ["C-1"]
        assert [held.line.position for held in reader.history(Filters(words="visits missed")).items] == [4]
        assert reader.due().items
        assert reader.alarms().items == ()
        assert len(reader.timeline("C-1", Filters(words="visits")).items) == 1


def _until_stored(reader: Reader) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(NotReady):
            if reader.contracts().items and reader.status("C-1").basis.stored:
                return
        time.sleep(0.05)
    raise AssertionError("what was recorded was never taken in")
