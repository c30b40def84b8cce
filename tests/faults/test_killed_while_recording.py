"""kill -9 of the server, or of PostgreSQL, while recording: whatever was acknowledged is there, once."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from ledger.store.database import open_database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.home import Home
from ledger.store.schema import migrate
from tests.api.conftest import open_book
from tests.kept_processes import is_there, kept_by

WRITERS = 3
SECONDS = 0.5  # of undisturbed recording before and after the blow
HEADERS = {"Authorization": "Bearer demo-lead-officer"}


@dataclass
class Served:
    """A server of its own process, over a data directory that outlives it."""

    folder: Path
    port: int
    http: httpx2.Client
    """One for all who ask: each that is made reads every certificate on this machine."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "api.cli", *words]

    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CLEARTRAIL_")}
        return {**clean, "CLEARTRAIL_DATA_DIR": str(self.folder)}

    def open(self) -> None:
        with open_database(DatabaseSettings(data_directory=self.folder)) as database:
            migrate(database)
            open_book(database, "real")

    def start(self) -> None:
        command = self.command("serve", "--demo", "--port", str(self.port))
        self.process = subprocess.Popen(
            command, env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(lambda: self.http.get(f"http://127.0.0.1:{self.port}/healthz").status_code == 200)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)


def wait_until(so: Callable[[], bool], patience: float = 120.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            if so():
                return
        except httpx2.HTTPError:
            pass
        time.sleep(0.05)
    raise AssertionError("it did not come about")


@dataclass(frozen=True)
class OnFile:
    """A contract of one test's own: the server is started once for all that strike it, and is there after each blow."""

    reference: str
    served: Served
    elsewhere: int
    """How many entries there are that are not on its file."""


@dataclass
class Writer(threading.Thread):
    """Records notes one after another, each under a key of its own, and sends again what was not acknowledged."""

    contract: OnFile
    number: int
    enough: threading.Event
    acknowledged: dict[str, int] = field(default_factory=dict)
    disturbed: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        count = 0
        while not self.enough.is_set():
            self._record(f"note {self.number}-{count}")
            count += 1

    def _record(self, words: str) -> None:
        until = time.monotonic() + 60
        body = {"happened_on": "2025-01-01", "words": words}
        served, reference = self.contract.served, self.contract.reference
        while time.monotonic() < until:
            try:
                answer = served.http.post(
                    f"{served.url}/contracts/{reference}/entries/note-made", json=body, params={"acknowledge": "all"},
                    headers={**HEADERS, "Idempotency-Key": f"{reference} {words}"},
                )  # fmt: skip
            except httpx2.HTTPError:
                self.disturbed += 1
                time.sleep(0.05)
                continue
            if answer.status_code == 201:
                self.acknowledged[words] = answer.json()["position"]
                return
            assert answer.status_code in (409, 503), answer.text
            self.disturbed += 1
            time.sleep(0.1)
        raise AssertionError(f"{words} was never acknowledged")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with httpx2.Client(timeout=30) as http:
        running = Served(tmp_path_factory.mktemp("served"), port, http)
        running.open()
        running.start()
        yield running
        running.stop()


@pytest.fixture
def contract(served: Served) -> OnFile:
    def size() -> int:
        found: int = served.http.get(f"{served.url}/log/size", headers=HEADERS).json()["size"]
        return found

    wait_until(lambda: size() > 0)  # that the ledger was opened is an entry
    elsewhere, reference = size(), secrets.token_hex(4)
    body = {"reference": reference, "title": "Home care", "happened_on": "2025-01-01"}
    opened = served.http.post(f"{served.url}/contracts", json=body, params={"acknowledge": "all"}, headers=HEADERS)
    assert opened.status_code == 201, opened.text
    return OnFile(reference, served, elsewhere)


def disturbed_by(contract: OnFile, blow: Callable[[], None]) -> list[Writer]:
    """Let several record, strike, let them record on; the writers, when all has been acknowledged."""
    enough = threading.Event()
    writers = [Writer(contract, number, enough) for number in range(WRITERS)]
    for writer in writers:
        writer.start()

    def acknowledged() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    time.sleep(SECONDS)
    wait_until(lambda: acknowledged() > 0)
    before = acknowledged()
    blow()
    wait_until(lambda: acknowledged() > before + 10)
    time.sleep(SECONDS)
    enough.set()
    for writer in writers:
        writer.join()
    return writers


def check_all_there_once(contract: OnFile, writers: list[Writer]) -> None:
    served = contract.served
    acknowledged = {words: position for writer in writers for words, position in writer.acknowledged.items()}
    lines: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        query = {"limit": "500", "order": "recorded"} | ({"cursor": cursor} if cursor else {})
        page = served.http.get(
            f"{served.url}/contracts/{contract.reference}/timeline", params=query, headers=HEADERS
        ).json()
        lines, cursor = [*lines, *page["lines"]], page["next"]
        if cursor is None:
            break
    there = {line["sentence"].removeprefix("Note made: "): line["position"] for line in lines[1:]}
    assert len(there) == len(lines) - 1, "something was recorded twice"
    assert [line["position"] for line in lines] == list(range(1, len(lines) + 1))
    assert there == acknowledged

    size = len(lines) + contract.elsewhere
    wait_until(lambda: served.http.get(f"{served.url}/log/size", headers=HEADERS).json()["size"] == size)


def postmaster(served: Served) -> int:
    running = Home(served.folder / "embedded").running()
    assert running is not None
    return running.postmaster


def test_everything_acknowledged_is_there_after_the_server_was_killed(contract: OnFile) -> None:
    served = contract.served

    def blow() -> None:
        assert served.process is not None
        beside = kept_by(served.process.pid)
        served.kill()
        wait_until(lambda: not any(map(is_there, beside)))  # what works beside it ends, though nobody tells it to
        served.start()

    writers = disturbed_by(contract, blow)

    assert any(writer.disturbed for writer in writers), "the blow was not felt"
    check_all_there_once(contract, writers)


def test_everything_acknowledged_is_there_after_postgresql_was_killed(contract: OnFile) -> None:
    served = contract.served
    struck = postmaster(served)

    writers = disturbed_by(contract, lambda: os.kill(struck, signal.SIGKILL))

    assert postmaster(served) != struck
    check_all_there_once(contract, writers)
