"""How far taking in a copy could come: the same lines read and the same rows written, and nothing checked.

    python -m tests.benchmarks.importing [--entries 100000]

As many processes as there are cores, each with its share as the program itself divides the work. Each line is read as
JSON, its values told from their text, its words and requests encrypted; the SHA-256 of its bytes and of its leaf are
worked out, and compared with nothing; rows go in by COPY, into bare tables with the same columns and indexes. What
taking in a copy takes beyond that is checking that each line is what its source wrote and follows those before it, and
the database's own judgement of the whole.
"""

from __future__ import annotations

import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar
from uuid import UUID

from psycopg import Copy, sql
from pydantic_core import from_json

from ledger.copying.parts import SIZE, WORTH_PROCESSES, _text
from ledger.copying.taking import _ENTRIES, _LOG, _OPENINGS
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.privacy.encryption import encrypt_as_is, encrypt_request, scope_of
from ledger.processes import cores, started
from ledger.store.database import Database
from tests.benchmarks.servers import Address

Task = TypeVar("Task")
ORIGIN = "bench.example"


class Parts(NamedTuple):
    """What one process takes of a copy: parts of it, by their numbers."""

    at: Address
    path: Path
    numbers: range


def parts_by_copy(at: Address, path: Path) -> float:
    """Return the seconds it takes to have a copy's entries in bare tables, with nothing checked."""
    size = path.stat().st_size
    count, each = -(-size // SIZE), cores() if size >= WORTH_PROCESSES else 1
    with bare_tables(at):
        began = time.perf_counter()
        shared(take_parts, [Parts(at, path, range(first, count, each)) for first in range(each)])
        return time.perf_counter() - began


def shared(work: Callable[[Task], Iterator[int]], tasks: Sequence[Task]) -> None:
    """The first share here, the others at the same time by a process each."""
    with started(work, tasks[1:]) as answers:
        for taken in (work(tasks[0]), *answers):
            for _ in taken:
                pass


def take_parts(task: Parts) -> Iterator[int]:
    """Take one share of a copy."""
    with task.at.open() as database, copies(database) as (entries, log, openings), task.path.open("rb") as copy:
        tree = database.keys().now()
        for number in task.numbers:
            for line in _text(copy, number, SIZE).splitlines():
                said = from_json(line).get("entry")
                if said is None:
                    continue  # the header, the trailer, documents: of which there are few
                file_id, position, state = _uuid(said["file"]), said["position"], said["state"].encode()
                recorded_at, sealed_at = _moment(said["recorded_at"]), _moment(said["sealed_at"])
                leaf, arrival = bytes.fromhex(said["leaf"]), said["arrival"]
                command = UUID(said["command_id"]) if "command_id" in said else None
                request = None
                if command is not None and "request" in said:
                    request = encrypt_request(tree, file_id, command, b64decode(said["request"]))
                before = None if position == 1 else leaf  # as many bytes as the one before it
                digest = sha256(state).digest()
                leaf_hash(leaf_header(file_key(ORIGIN, file_id), position, recorded_at, sealed_at, digest, before))
                entries.write_row(
                    (file_id, position, said["kind"], state, recorded_at, arrival, said["ordinal"], said.get("size"),
                     command, request)
                )  # fmt: skip
                log.write_row((said["index"], file_id, position, arrival, leaf, sealed_at))
                for opening in said.get("openings", ()):
                    disclosure, person = opening["disclosure"].encode(), opening.get("person")
                    digest = sha256(disclosure).digest()
                    ciphertext = encrypt_as_is(tree, scope_of(file_id, person), digest, disclosure)
                    openings.write_row((digest, ciphertext, person, file_id, position))
            yield number


_uuid = lru_cache(10_000)(UUID)
_moment = lru_cache(1_000)(datetime.fromisoformat)


@contextmanager
def bare_tables(at: Address) -> Iterator[None]:
    """Empty tables like the ledger's, with their columns and indexes; removed afterwards."""
    names = {"bare": sql.Identifier(f"{at.schema}_bare"), "ledger": sql.Identifier(at.schema)}
    with at.open() as database, database.administer(autocommit=True) as administrator:
        administrator.execute(sql.SQL("CREATE SCHEMA {bare}; GRANT USAGE ON SCHEMA {bare} TO PUBLIC").format(**names))
        for table in ("entries", "log", "openings"):
            made = sql.SQL("CREATE TABLE {bare}.{} (LIKE {ledger}.{} INCLUDING INDEXES)")
            administrator.execute(made.format(sql.Identifier(table), sql.Identifier(table), **names))
        administrator.execute(sql.SQL("GRANT INSERT ON ALL TABLES IN SCHEMA {bare} TO PUBLIC").format(**names))
        try:
            yield
        finally:
            administrator.execute(sql.SQL("DROP SCHEMA {bare} CASCADE").format(**names))


@contextmanager
def copies(database: Database) -> Iterator[list[Copy]]:
    """What writes rows of entries, log and openings into the bare tables, each in a transaction of its own."""
    with ExitStack() as stack:
        found = []
        for table in (_ENTRIES, _LOG, _OPENINGS):
            connection = stack.enter_context(database.connect("app"))
            connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(f"{database.schema}_bare")))
            found.append(stack.enter_context(stack.enter_context(connection.cursor()).copy(table.statement)))
            found[-1].set_types(table.types)
        yield found


__all__ = ["bare_tables", "copies", "parts_by_copy", "shared"]
