"""What the store's tests share: an open ledger, and a limit to how long anything may take."""

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType

import pytest

from ledger.log.sealer import Sealer
from ledger.store.binaries import Search, all_binaries
from ledger.store.database import Database
from ledger.store.embedded import embedded_server
from ledger.store.home import Home
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


@pytest.fixture(scope="session")
def data_directories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Search, Home]]:
    """Homes of servers that were started once and stopped, by where their programs were looked for."""
    made: dict[Search, Home] = {}
    yield made
    for home in made.values():
        shutil.rmtree(home.pgdata)


@pytest.fixture
def made_before(
    request: pytest.FixtureRequest,
    data_directories: dict[Search, Home],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A data directory is there already, as at a second start: a copy takes a tenth of what making one does."""
    search: Search = request.getfixturevalue("search") if "search" in request.fixturenames else all_binaries
    if search not in data_directories:
        folder = tmp_path_factory.mktemp("made")
        with embedded_server(folder, search):
            data_directories[search] = Home(folder / "embedded")
    home = Home(tmp_path / "embedded")
    home.folder.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", data_directories[search].pgdata, home.pgdata], check=True)
