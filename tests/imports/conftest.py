from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.imports.ocds import bring_in
from api.imports.report import Outcome, Report
from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.documents import Documents
from ledger.entry import Account
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import LedgerOpened
from tests.story import CLERK

BEGINS = datetime(2026, 9, 1, 9, tzinfo=UTC)
GENESIS = LedgerOpened(
    happened_on=date(2026, 9, 1), authority="Exshire", origin="ledger.example/imports", clock="simulated"
)


@dataclass(frozen=True)
class Ledger:
    """An open ledger to import into."""

    database: Database
    book: Book
    documents: Documents

    def take(self, *paths: Path, account: Account = CLERK) -> Report:
        """Import, as the command does: what is recorded is sealed before and after."""
        self.seal()
        report = bring_in(paths, self.book, self.documents, account)
        self.seal()
        return report

    def seal(self) -> None:
        with closing(Sealer(self.database)) as sealer:
            while sealer.seal_once():
                pass

    def files(self) -> dict[str, ContractFile]:
        """Every contract file, by its reference."""
        found = {}
        for head in self.book.store.files():
            file = self.book.file_by_id(head.file_id)
            if file.agreement.contract is not None:
                found[file.agreement.contract.reference] = file
        return found

    def only(self) -> tuple[str, ContractFile]:
        """The one contract file there is."""
        [(reference, file)] = self.files().items()
        return reference, file

    def contract(self) -> ContractRegistered:
        """The one contract, as registered and corrected."""
        found = self.only()[1].agreement.contract
        assert isinstance(found, ContractRegistered)
        return found

    def words(self, file: ContractFile) -> list[str]:
        return [str(words) for words in self.book.vault.words_of(file.known).values()]


def made(database: Database) -> Ledger:
    book = Book.open_ledger(LedgerStore(database), GENESIS, CLERK, BEGINS)
    return Ledger(database, book, Documents(database))


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """An empty ledger whose clock stands at 1 September 2026."""
    return made(database)


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Published notices kept beside the checkout; a test that wants them names them when they are not there."""

    def find(name: str) -> Path:
        path = Path(__file__).parents[3] / "shared" / "data" / name
        if not path.exists():
            pytest.skip(f"../shared/data/{name} is not there: published notices are not part of the project")
        return path

    return find


def one(report: Report) -> Outcome:
    [outcome] = report.outcomes
    return outcome
