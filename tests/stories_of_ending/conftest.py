"""Each story is told once, to a ledger of its own, and only asked about afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.api.conftest import served
from tests.ledgers import Ledgers
from tests.stories_of_ending import hampshire, thames_valley
from tests.stories_of_ending.telling import Batches, Told


def told(reference: str, batches: Batches) -> Callable[..., Iterator[Told]]:
    @pytest.fixture(scope="module")
    def story(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
        folder = tmp_path_factory.mktemp("story")
        with ledgers.lent(folder / "keys", read_models=True) as database, served(database, folder) as ledger:
            yield Told(ledger, reference, batches)

    return story


larkfield = told("H-77", hampshire.BATCHES)
kestrel = told("TV-9", thames_valley.BATCHES)
