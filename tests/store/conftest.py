"""What the store's tests share: an open ledger, and a limit to how long anything may take."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

import pytest

from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore

Within = Callable[[float], AbstractContextManager[None]]


@pytest.fixture
def store(database: Database) -> LedgerStore:
    """An open ledger with a real clock and nothing in it."""
    ledger = LedgerStore(database)
    ledger.open("ledger.example/tests", "real", b"f" * 32, b"r" * 32)
    return ledger


@pytest.fixture
def sealer(database: Database) -> Iterator[Sealer]:
    """A sealer that seals when it is asked to."""
    one = Sealer(database)
    yield one
    one.close()


@pytest.fixture
def within() -> Within:
    """`with within(5):` fails what takes longer than so many seconds, wherever it hangs."""

    @contextmanager
    def limit(seconds: float) -> Iterator[None]:
        def ring(number: int, frame: FrameType | None) -> None:
            raise TimeoutError(f"still not done after {seconds} seconds")

        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return limit
