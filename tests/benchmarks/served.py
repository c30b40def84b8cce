"""The ledger as it is served: the real `cleartrail serve` in a process of its own, asked over HTTP as JSON.

Beside it, for comparison, a bare application: one FastAPI route that fetches an answer's bytes from a table by raw
SQL and sends them.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from psycopg import sql

from api.tokens import Tokens
from ledger.store.database import Database
from tests.benchmarks.running import Bench
from tests.benchmarks.servers import address

PATIENCE = 600.0  # seconds for a start; a projector that has much to take in is not waited for
IDLE = 2.0  # seconds; uvicorn closes a connection that nobody uses after five
ROOT = Path(__file__).parents[2]


class Served(NamedTuple):
    """A server process and where it listens."""

    process: subprocess.Popen[bytes]
    port: int
    token: str
    seconds: float
    """From its start to its first answer that all is well."""
    officer: str = ""
    """The token of somebody from whom all that is marked is withheld."""
    second: str = ""
    """The token of another who reads everything."""

    def client(self) -> Client:
        """A connection of its own to the server, kept open, of somebody who reads everything."""
        return Client(self.port, self.token)

    def client_of_second(self) -> Client:
        """The same, of another who reads everything."""
        return Client(self.port, self.second)

    def client_of_officer(self) -> Client:
        """The same, of somebody from whom all that is marked is withheld."""
        return Client(self.port, self.officer)


class Client:
    """Asks one question after another over one connection."""

    def __init__(self, port: int, token: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._used = 0.0

    def get(self, path: str) -> bytes:
        """Return the body of an answer. Raises RuntimeError for any but 200."""
        status, body = self.read(path)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:300]!r}")
        return body

    def read(self, path: str) -> tuple[int, bytes]:
        """Ask for what a path stands for: behind a # are words to look for, which no address holds."""
        address, _, words = path.partition("#")
        if not words:
            return self.ask("GET", address)
        return self.ask("POST", address, json.dumps({"words": words}).encode(), Content_Type="application/json")

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        if time.monotonic() - self._used > IDLE:
            self._connection.close()  # the server may be about to do so
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body, {**self._headers, **more})
        answer = self._connection.getresponse()
        found = answer.status, answer.read()
        self._used = time.monotonic()
        return found

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def served(run: Bench, database: Database | None = None) -> Iterator[Served]:
    """Serve a ledger until the end of the block; it is waited for until it says that all is well."""
    folder = run.folder / f"served-{secrets.token_hex(4)}"
    folder.mkdir()
    tokens = Tokens(folder / "tokens.json")
    token, second = (tokens.make(name, ["legal-services", "county-manager"]) for name in ("bench", "bench-second"))
    officer = tokens.make("bench-officer", ["officer"])
    at = address(database or run.database, run.server)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLEARTRAIL_")} | {
        "CLEARTRAIL_DATABASE_URL": at.url, "CLEARTRAIL_SCHEMA": at.schema, "CLEARTRAIL_DATA_DIR": str(folder),
        "CLEARTRAIL_KEYS_FOLDER": str(at.keys.folder.parent), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    port = free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    with _process(command, environment, folder / "serve.log") as process:
        began = time.perf_counter()
        wait_for(process, port, "/healthz", folder / "serve.log")
        yield Served(process, port, token, time.perf_counter() - began, officer, second)


@contextmanager
def bare(run: Bench, answers: dict[str, bytes]) -> Iterator[Served]:
    """Serve these bytes by path, out of a table, from a route that does nothing else."""
    schema, log = f"{run.database.schema}_bare", run.folder / "bare.log"
    with run.database.administer(autocommit=True) as administrator:
        administrator.execute(
            sql.SQL(
                "DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0};"
                "CREATE TABLE {0}.answers (path text PRIMARY KEY, body bytea NOT NULL);"
                "CREATE TABLE {0}.given (number bigserial PRIMARY KEY, path text, at timestamptz DEFAULT now())"
            ).format(sql.Identifier(schema))
        )
        with administrator.cursor() as cursor:
            table = sql.Identifier(schema, "answers")
            cursor.executemany(sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(table), list(answers.items()))
    port = free_port()
    environment = dict(os.environ) | {
        "BARE_URL": address(run.database, run.server).url, "BARE_SCHEMA": schema, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-m", "uvicorn", "tests.benchmarks.bare_route:app", "--port", str(port)]
    with _process([*command, "--log-level", "warning"], environment, log) as process:
        began = time.perf_counter()
        wait_for(process, port, "/healthz", log)
        yield Served(process, port, "", time.perf_counter() - began)


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=ROOT)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    """Return when the server answers 200 there. Raises RuntimeError with its last words where it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            Client(port).get(path)
        except (OSError, RuntimeError):
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
