"""A private PostgreSQL that comes with the ledger, for evaluation, development and tests.

Every process that needs it holds a shared lock; the first one starts it, the others find it running, and it is
stopped when the last one has left, whichever way that was. It listens on a Unix socket in a folder that only its
owner may enter, and on no network. What happens when something is killed: ledger/store/supervisor.py.
"""

import fcntl
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg.conninfo import make_conninfo

from ledger.store.binaries import Search, all_binaries, choose
from ledger.store.home import Home, LockBusy, Running, holding, is_held, take
from ledger.store.supervisor import ANOTHER, FAILED, READY, SUPERUSER

_REPOSITORY = Path(__file__).parents[2]


class EmbeddedServerFailed(Exception):
    """The private server could not be started or reached; the message says why and where its log is."""


class EmbeddedServer:
    """A running private server, as one of its users sees it. Made by `embedded_server`."""

    def __init__(self, home: Home, search: Search, patience: float) -> None:
        self._home = home
        self._search = search
        self._patience = patience
        self._one_at_a_time = threading.Lock()

    def url(self, role: str = SUPERUSER) -> str:
        """How to connect as the role, as a libpq connection string; starts the server again if it had to be."""
        running = self.ensure_running()
        return make_conninfo(host=running.socket_folder, port=5432, user=role, dbname="postgres")

    @property
    def version(self) -> str:
        """The version of PostgreSQL, e.g. `18.6`."""
        return self.ensure_running().version

    def describe(self) -> str:
        """One sentence for the status page."""
        running = self.ensure_running()
        return (
            f"Embedded PostgreSQL {running.version} from {running.origin}, in {self._home.folder}: for evaluation, "
            "not production, which names a server of its own that gets its security fixes in time."
        )

    def ensure_running(self) -> Running:
        """The server, started if it is not there. Raises EmbeddedServerFailed."""
        deadline = time.monotonic() + self._patience
        while True:
            if running := self._home.running():
                return running
            if time.monotonic() > deadline:
                raise EmbeddedServerFailed(
                    f"The embedded PostgreSQL is not ready after {self._patience:.0f} seconds; if it recovers from a "
                    f"crash, try again later. Its log: {self._home.postgres_log}"
                )
            if not is_held(self._home.supervisor):
                self._start(deadline)
            else:
                time.sleep(0.02)  # it is being started again by its supervisor, or about to end

    def _start(self, deadline: float) -> None:
        waited_too_long = "Another process has been starting the embedded PostgreSQL for too long."
        left = deadline - time.monotonic()
        try:
            with self._one_at_a_time, holding(self._home.starting, fcntl.LOCK_EX, left, waited_too_long):
                if not is_held(self._home.supervisor):
                    self._home.set_aside()
                    self._start_supervisor(deadline)
        except LockBusy as error:
            raise EmbeddedServerFailed(str(error)) from error

    def _start_supervisor(self, deadline: float) -> None:
        binaries = choose(self._search(), self._home.made_by(), self._home.pgdata)
        # -S and -P: it needs no packages, and no module from the folder we happen to be in.
        command = [sys.executable, "-S", "-P", "-m", "ledger.store.supervisor", str(self._home.folder)]
        command += [str(binaries.folder), binaries.version, binaries.origin]
        with subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": str(_REPOSITORY)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        ) as starter:
            answer = _read(starter.stdout, deadline)
        if answer not in (READY, ANOTHER):  # the other one is looked for again
            why = answer.removeprefix(FAILED) or "no answer"
            raise EmbeddedServerFailed(
                f"The embedded PostgreSQL did not start. {why}\nIts logs: {self._home.supervisor_log}, "
                f"{self._home.postgres_log}. A server of your own can be named in CLEARTRAIL_DATABASE_URL."
            )

    def leave(self, users: int) -> None:
        """Give up our place among the users; the last one stops the server and waits until it has stopped."""
        if not take(users, fcntl.LOCK_EX, 0):
            return
        running = self._home.running()
        if running is None:
            return
        try:
            os.kill(running.supervisor, signal.SIGTERM)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + self._patience
        while is_held(self._home.supervisor) and time.monotonic() < deadline:
            time.sleep(0.01)


@contextmanager
def embedded_server(
    data_directory: Path, search: Search = all_binaries, patience: float = 60.0
) -> Iterator[EmbeddedServer]:
    """Use the private server of a data directory, which is made where there is none.

    `search` says where to look for PostgreSQL's programs; `patience` is how many seconds a start may take.
    Raises EmbeddedServerFailed, or NoServerPrograms where no PostgreSQL fits.
    """
    home = Home(_private_folder(data_directory))
    busy = "The embedded PostgreSQL has been stopping for too long."
    try:
        with holding(home.users, fcntl.LOCK_SH, patience, busy) as users:
            server = EmbeddedServer(home, search, patience)
            try:
                server.ensure_running()
                yield server
            finally:
                server.leave(users)
    except LockBusy as error:
        raise EmbeddedServerFailed(str(error)) from error


def _private_folder(data_directory: Path) -> Path:
    """The server's own folder in the data directory, closed to other accounts; the data directory is left as it is."""
    folder = data_directory.resolve() / "embedded"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise EmbeddedServerFailed(
            f"{folder} cannot be used: {error.strerror}. Set CLEARTRAIL_DATA_DIR to a folder of your own."
        ) from error
    if found.st_uid != os.geteuid() and os.geteuid() != 0:
        raise EmbeddedServerFailed(
            f"{folder} belongs to another account. Set CLEARTRAIL_DATA_DIR to a folder of your own."
        )
    if found.st_mode & 0o077:
        folder.chmod(0o700)  # whoever can enter it can write to the ledger: the server asks for no password
    return folder


def _read(answers: IO[bytes] | None, deadline: float) -> str:
    """All that is written until the other end closes it, or what was written by the deadline."""
    descriptor = -1 if answers is None else answers.fileno()
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        part = os.read(descriptor, 65536) if ready else b""
        if not part:
            return b"".join(parts).decode(errors="replace")
        parts.append(part)
