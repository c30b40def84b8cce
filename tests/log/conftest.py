"""A ledger with a signer beside it, which signs when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.log.signer import Signer, make_folder
from ledger.store.database import Database
from ledger.verify import Key
from tests.copying.test_copy import opened_before, seal
from tests.ledgers import Ledgers

ORIGIN = "ledger.example/copied"


@dataclass
class Signed:
    """An open ledger, its signer, and the public key that whoever checks it was given."""

    book: Book
    database: Database
    folder: Path
    key: Key
    signer: Signer

    def seal(self) -> None:
        seal(self.database)


@pytest.fixture
def signed(ledgers: Ledgers, database: Database, tmp_path: Path) -> Iterator[Signed]:
    """Two files, several appends, sealed; a signer that has not signed yet."""
    folder = tmp_path / "signer"
    key = make_folder(folder, ORIGIN)
    book = opened_before(ledgers, database, "real")
    one = Signed(book, database, folder, key, Signer(database, folder))
    yield one
    one.signer.close()
