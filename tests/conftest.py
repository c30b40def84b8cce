"""What the tests share: one PostgreSQL for the whole run, and an empty ledger of its own for each test."""

import fcntl
import gc
import json
import os
import secrets
import shutil
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from api.pages.looks import TEMPLATES
from ledger.store.binaries import all_binaries, installed_binaries, packaged_binaries
from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer, embedded_server
from ledger.store.home import Home, LockBusy, holding, replace_file
from ledger.store.keyring import KeysPlace
from tests.ledgers import Ledgers, remove

# Where Python is told to keep nothing it compiles, each worker and each program that a test starts compiles all of it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A busy machine is no fault of the property: what is slow is found by the benchmarks.
settings.register_profile("cleartrail", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=1000)  # make thorough
settings.load_profile("cleartrail")

PLACES = {"any": all_binaries, "package": packaged_binaries, "installed": installed_binaries}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres",
        default=os.environ.get("CLEARTRAIL_TEST_POSTGRES", "any"),
        help="which PostgreSQL to run the tests on: any, package, installed, or an administrator's URL",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """While tests are collected nothing is thrown away, and what was collected is never looked through for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)  # a twentieth of the time was looking through what an application keeps
        gc.enable()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer | str]:
    """The server of this run. Under xdist all workers share one, the first starts it, the last stops it."""
    chosen = str(request.config.getoption("--postgres"))
    if chosen not in PLACES:
        yield chosen
        return
    folder = _of_this_run(tmp_path_factory) / "server"
    with embedded_server(folder, PLACES[chosen]) as running:
        with psycopg.connect(running.url(), autocommit=True) as connection:
            # Nothing waits for the disk: what outlives a crash is tested with servers of those tests' own.
            for setting in ("synchronous_commit", "fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield running
    _remove_unless_in_use(Home(folder / "embedded"))


def _of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _remove_unless_in_use(home: Home) -> None:
    """pytest keeps its folders for a while, and a server's files are 40 MB."""
    with suppress(LockBusy), holding(home.users, fcntl.LOCK_EX, 0, "another worker still uses the server"):
        shutil.rmtree(home.pgdata, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiling the templates of the pages takes 1.6 s: what one worker has compiled, the others read."""
    folder = _of_this_run(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    TEMPLATES.bytecode_cache = FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session", autouse=True)
def _interface_described_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Describing the interface takes some seconds: what one worker has described, the others read."""
    if "api.app" not in sys.modules:
        return  # nothing that was collected asks for it, and it takes long to import
    import api.app

    folder, describe = _of_this_run(tmp_path_factory), api.app._description

    @cache
    def described(title: str, version: str, description: str) -> dict[str, Any]:
        place = folder / "openapi.json"
        with holding(folder / "openapi.lock", fcntl.LOCK_EX, 300, "another worker has been describing for too long"):
            if not place.exists():
                replace_file(place, json.dumps(describe(title, version, description)).encode())
        found: dict[str, Any] = json.loads(place.read_bytes())
        return found

    api.app._description = described


@pytest.fixture(scope="session")
def ledgers(server: EmbeddedServer | str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledgers]:
    """Lends ledgers, empty or with the example in them, for fixtures that are not of one test each."""
    lending = Ledgers(server, _of_this_run(tmp_path_factory) / "example")
    yield lending
    lending.close()


@pytest.fixture
def empty_database(server: EmbeddedServer | str, tmp_path: Path) -> Iterator[Database]:
    """A schema name nobody else uses, with nothing in it yet; removed afterwards with its roles."""
    schema = f"test_{secrets.token_hex(8)}"
    with Database(schema, server, keys=KeysPlace(tmp_path / "keys" / schema)) as database:
        yield database
        database.close()
        remove(database)


@pytest.fixture
def example_database(ledgers: Ledgers, tmp_path: Path) -> Iterator[Database]:
    """The example's ledger, to read and to record in."""
    with ledgers.example(tmp_path / "keys") as database:
        yield database


@pytest.fixture
def database(request: pytest.FixtureRequest, ledgers: Ledgers, tmp_path: Path) -> Iterator[Database]:
    """An empty ledger at this program's schema version; its read models are there for tests marked `read_models`."""
    marked = request.node.get_closest_marker("read_models")
    there = marked is not None and marked.kwargs.get("there", True)
    with ledgers.lent(tmp_path / "keys", read_models=there) as database:
        yield database
