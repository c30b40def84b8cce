"""The projector's own process: killed, it is started again and misses nothing; told to stop, it is gone."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from api.projecting import projecting
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.embedded import EmbeddedServer
from projections.read_models.engine import Projector
from projections.read_models.generation import Generation, current
from tests.histories import Step, Told
from tests.kept_processes import kept_by
from tests.projections.conftest import Seal, book, current_rows, rows_folded_afresh, seal, told

__all__ = ["book", "seal", "told"]


def soon(holds: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)


def taken_in(database: Database) -> int:
    with database.connect("app") as connection:
        return Generation(database, current(connection).number).tracked(connection)


def test_a_projector_that_is_killed_is_started_again_and_goes_on_from_where_it_was(
    told: Told, database: Database, seal: Seal, server: EmbeddedServer | str, tmp_path: Path
) -> None:
    url = server if isinstance(server, str) else server.url()
    settings = DatabaseSettings(tmp_path, url, schema=database.schema, keys_folder=tmp_path / "keys")
    told.open("C-1")
    seal()
    Projector(database).catch_up()
    stop = threading.Event()
    beside = threading.Thread(target=projecting(settings), args=(stop,))
    beside.start()
    try:
        told.record("C-1", Step("issue", 60))
        seal()
        soon(lambda: taken_in(database) == 3)
        [first] = kept_by(os.getpid())
        told.record("C-1", Step("note", 70))

        os.kill(first, signal.SIGKILL)
        seal()

        soon(lambda: taken_in(database) == 4)
        [second] = kept_by(os.getpid())
        assert second != first
    finally:
        stop.set()
        beside.join(30)
    assert not beside.is_alive()
    assert kept_by(os.getpid()) == []
    assert current_rows(database) == rows_folded_afresh(database)
