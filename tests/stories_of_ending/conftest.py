"""Each story is told once, to a ledger of its own, and only asked about afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from ledger.store.keyring import KeysPlace
from ledger.store.schema import migrate
from tests.api.conftest import served
from tests.conftest import remove
from tests.stories_of_ending import hampshire, thames_valley
from tests.stories_of_ending.telling import Batches, Told


def told(reference: str, batches: Batches) -> Callable[..., Iterator[Told]]:
    @pytest.fixture(scope="module")
    def story(server: EmbeddedServer | str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
        folder = tmp_path_factory.mktemp("story")
        with Database(f"test_{secrets.token_hex(8)}", server, keys=KeysPlace(folder / "keys")) as database:
            migrate(database)
            with served(database, folder) as ledger:
                yield Told(ledger, reference, batches)
            database.close()
            remove(database)

    return story


larkfield = told("H-77", hampshire.BATCHES)
kestrel = told("TV-9", thames_valley.BATCHES)
