"""The servers that are measured on: a private one with the disk as it is, and one whose flush takes two milliseconds.

A commit is as slow as the disk's flush, and on many a machine for trying things out that costs next to nothing, since
it is the host's memory that answers. So the flush is measured, and where it takes less than a millisecond a second
server is started whose fdatasync is delayed (slowsync.c, compiled on the spot). Where there is no C compiler that
column is left out, and the report says so.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

from psycopg import sql

from ledger.store.database import Database
from ledger.store.database_settings import ROLES
from ledger.store.ddl_guard import take_down
from ledger.store.embedded import EmbeddedServer, embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.roles import ROLES_LOCK
from ledger.store.schema import migrate
from tests.benchmarks.memory import Memory

Found = TypeVar("Found")
SLOW = 2_000  # microseconds that a slowed flush is delayed by
CHEAP = 1_000  # microseconds: a flush that takes less is that of no disk
_SOURCE = Path(__file__).with_name("slowsync.c")


class NoSlowServer(Exception):
    """The column with the slowed flush cannot be measured here; the message says why."""


def flush_microseconds(folder: Path) -> float:
    """Return how long it takes to flush 8 kB appended to a file there: of a hundred, what a quarter do not exceed."""
    found = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(100):
            file.write(bytes(8192))
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            found.append(time.perf_counter() - began)
    return statistics.quantiles(found, n=4)[0] * 1e6  # others may be busy with the disk meanwhile


@contextmanager
def server(folder: Path, flush: int = 0) -> Iterator[EmbeddedServer]:
    """A private server in a folder of its own; `flush`: microseconds by which each of its flushes is delayed.

    Raises NoSlowServer.
    """
    with ExitStack() as stack:
        if flush:
            library = _compiled(Path(stack.enter_context(_open_folder())))
            with _environment(LD_PRELOAD=str(library), SLOWSYNC_US=str(flush)):
                running = stack.enter_context(embedded_server(folder))
        else:
            running = stack.enter_context(embedded_server(folder))
        yield running


@contextmanager
def ledger_on(server: EmbeddedServer | str, folder: Path) -> Iterator[Database]:
    """An empty ledger at this program's version, not yet opened; removed afterwards with everything in it."""
    schema = f"bench_{secrets.token_hex(4)}"
    with Database(schema, server, keys=KeysPlace(folder / schema)) as database:
        migrate(database)
        try:
            yield database
        finally:
            database.close()
            remove(database)


@contextmanager
def prepared(postgres: str | None = None, flush: int = 0) -> Iterator[Database]:
    """An empty ledger on a server of its own, or on the one that is named."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        on = postgres or stack.enter_context(server(folder / "server", flush))
        yield stack.enter_context(ledger_on(on, folder / "keys"))


def remove(database: Database) -> None:
    """Drop a ledger's schema, its read models and its roles."""
    with database.administer() as administrator:
        administrator.execute("SELECT pg_advisory_xact_lock(%s)", (ROLES_LOCK,))
        take_down(administrator, database.schema)
        schemas = administrator.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname = %s OR starts_with(nspname, %s)",
            (database.schema, f"{database.schema}_"),
        ).fetchall()
        for (name,) in schemas:
            administrator.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        there = administrator.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", ([database.role_name(role) for role in ROLES],)
        ).fetchall()
        for (name,) in there:
            administrator.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(name)))


def _compiled(folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoSlowServer("there is no C compiler (cc) to build the delay with")
    made = folder / "slowsync.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(made), str(_SOURCE), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoSlowServer(f"{compiler} could not build the delay: {done.stderr.strip()[:200]}")
    made.chmod(0o755)
    return made


@contextmanager
def _open_folder() -> Iterator[str]:
    """A temporary folder that the server's account can read too, which is not ours where we are root."""
    with tempfile.TemporaryDirectory(prefix="slowsync") as folder:
        Path(folder).chmod(0o755)
        yield folder


@contextmanager
def _environment(**given: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Address(NamedTuple):
    """Where another process finds a ledger that is on one of these servers."""

    schema: str
    url: str
    keys: KeysPlace

    @contextmanager
    def open(self) -> Iterator[Database]:
        """The ledger, in this process."""
        with Database(self.schema, self.url, keys=self.keys) as database:
            yield database


def address(database: Database, server: EmbeddedServer | str) -> Address:
    """Return where a ledger is."""
    assert database.keys_place is not None
    return Address(database.schema, server if isinstance(server, str) else server.url(), database.keys_place)


def apart(work: Callable[..., Found], *arguments: object) -> tuple[Found, float]:
    """Do some work in a process of its own; return what it returned, and the MB it and its children had at most."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(there, work, arguments))
    process.start()
    there.close()
    memory = Memory(process.pid)
    memory.start()
    try:
        found: Found = here.recv()
    except EOFError:
        raise RuntimeError("a process that was measured failed; its own words are above") from None
    finally:
        memory.over.set()
        process.join()
        memory.join()
    return found, memory.highest / 1024


def _tell(there: Connection, work: Callable[..., object], arguments: Sequence[object]) -> None:
    there.send(work(*arguments))
