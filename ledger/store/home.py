"""The folder an embedded PostgreSQL lives in: its files, its socket, and the locks that say who is using it.

    <data directory>/embedded/      0700
        pgdata/                     PostgreSQL's own files
        socket/                     where it listens, unless that path is too long for a socket
        server.json                 written when it accepts connections, removed when it stops
        earlier.json                the same of a server whose supervisor was killed
        users.lock                  shared: everyone who uses the server; exclusive: whoever stops it
        starting.lock               exclusive: whoever is starting it
        supervisor.lock             exclusive: the supervisor, as long as it lives
        postgres.lock               exclusive: held by the server's processes themselves, every one of them
        supervisor.log, postgres.log

All locks are flock(2) locks: the kernel drops them with the process that held them, however it ended, so nothing
here can be stale but `server.json`. It is believed only while `supervisor.lock` is held, and set aside by whoever
starts the next supervisor, before that one takes the lock, and by that one once it has it.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 106  # bytes: sun_path of 108 with its closing NUL, and one to spare (unix(7))
_PAUSE = 0.01  # seconds between two looks at a lock


@dataclass(frozen=True)
class Running:
    """What the supervisor says of the server it runs."""

    supervisor: int  # process ids
    postmaster: int
    socket_folder: str
    version: str
    origin: str


class LockBusy(Exception):
    """Somebody else held a lock for longer than we were prepared to wait."""


class Home:
    """The paths and locks in one embedded server's folder. Making one touches nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pgdata = folder / "pgdata"
        self.half_made = folder / "pgdata.half-made"
        self.socket_folder = folder / "socket"
        self.users = folder / "users.lock"
        self.starting = folder / "starting.lock"
        self.supervisor = folder / "supervisor.lock"
        self.postgres = folder / "postgres.lock"
        self.supervisor_log = folder / "supervisor.log"
        self.postgres_log = folder / "postgres.log"
        self._server = folder / "server.json"
        self._earlier = folder / "earlier.json"

    def made_by(self) -> int | None:
        """The major version of PostgreSQL that made the data directory; None where there is none yet."""
        try:
            return int((self.pgdata / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    def owner(self) -> int:
        """The user id that owns the data directory, or will, where there is none yet."""
        return (self.pgdata if self.pgdata.exists() else self.folder).stat().st_uid

    def running(self) -> Running | None:
        """The server that accepts connections, as its supervisor says; None while there is none."""
        stated = _read(self._server)
        return stated if stated is not None and is_held(self.supervisor) else None

    def announce(self, running: Running) -> None:
        """Say that the server accepts connections; a reader sees all of it or nothing."""
        beside = self._server.with_suffix(".new")
        descriptor = open_ours(beside, os.O_WRONLY | os.O_TRUNC)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(running), file)
        beside.replace(self._server)

    def withdraw(self) -> None:
        """Say that it no longer does."""
        self._server.unlink(missing_ok=True)

    def set_aside(self) -> None:
        """Keep what a killed supervisor had said for the next one to clear up."""
        if self._server.exists():
            self._server.replace(self._earlier)

    def earlier(self) -> Running | None:
        """What a killed supervisor had said, once."""
        stated = _read(self._earlier)
        self._earlier.unlink(missing_ok=True)
        return stated


def _read(path: Path) -> Running | None:
    try:
        return Running(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def open_ours(path: Path, flags: int) -> int:
    """A descriptor of a file in the folder, made where it is missing; it belongs to whom the folder belongs.

    Otherwise root, looking at somebody's ledger once, would leave files that its owner could not open again.
    """
    descriptor = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, 0o600)
    folder = path.parent.stat()
    if os.geteuid() == 0 and os.fstat(descriptor).st_uid != folder.st_uid:
        os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return descriptor


def open_lock(path: Path) -> int:
    """A descriptor of a lock file, made where it is missing."""
    return open_ours(path, os.O_RDWR)


def take(descriptor: int, mode: int, patience: float) -> bool:
    """Whether the lock (`fcntl.LOCK_SH` or `LOCK_EX`) was had within so many seconds; 0 asks once."""
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)
        else:
            return True


@contextmanager
def holding(path: Path, mode: int, patience: float, otherwise: str) -> Iterator[int]:
    """Hold a lock within the block. Raises LockBusy, with the sentence given, if it is not had in time."""
    descriptor = open_lock(path)
    try:
        if not take(descriptor, mode, patience):
            raise LockBusy(otherwise)
        yield descriptor
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Whether anybody holds the lock exclusively at this moment."""
    descriptor = open_lock(path)
    try:
        return not take(descriptor, fcntl.LOCK_SH, 0)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read: whole or not at all, and on disk when this returns."""
    beside = path.with_name(path.name + ".new")
    descriptor = open_ours(beside, os.O_TRUNC | os.O_WRONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """See that what was put into a folder, or taken out of it, is on disk when this returns."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
