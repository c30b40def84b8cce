"""Writing the rows of a made-up ledger into its tables, with a process for each core: each works out its own files."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import psycopg

from ledger.privacy.encryption import encrypt_opening, scope_of
from ledger.privacy.key_tree import KeyTree
from ledger.privacy.keys import Keys
from ledger.store.database import Connection, Database
from ledger.store.keyring import KeysPlace
from tests.benchmarks.rows import Plan, Row, Rows

EACH = 20_000  # entries that are worth a process of their own
_PAGE = 10_000  # entries written at a time
Counted = Any
"""An array that processes share: how many entries each has written."""


def fill(database: Database, plan: Plan, progress: Callable[[int, int], None] | None) -> None:
    """Write the rows of a plan, but the first, with a process for each core where they are many."""
    workers = min(os.cpu_count() or 1, max(plan.entries // EACH, 1))
    place = database.keys_place
    assert place is not None
    url = database.conninfo(None)
    if workers == 1:
        _work(url, place, plan, 0, 1, None)
        return
    context = multiprocessing.get_context("spawn")
    done: Counted = context.Array("q", workers, lock=False)
    each = [context.Process(target=_work, args=(url, place, plan, n, workers, done)) for n in range(workers)]
    for process in each:
        process.start()
    while any(process.is_alive() for process in each):
        time.sleep(0.2)
        if progress is not None:
            progress(sum(done), plan.entries)
    if any(process.exitcode for process in each):
        raise RuntimeError("a process that filled the ledger failed; its own words are above")


def _work(url: str, place: KeysPlace, plan: Plan, worker: int, workers: int, done: Counted | None) -> None:
    """Write the rows of one worker's files."""
    keys = Keys.read(place.folder, place.wrapping_key).now()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        mine = iter(Rows(plan, worker, workers))
        while page := list(islice(mine, _PAGE)):
            write(connection, keys, page)
            if done is not None:
                done[worker] += len(page)


def write(connection: Connection, keys: KeyTree, page: list[Row]) -> None:
    """Write rows with their places in the log, their words, encrypted, and what they cite."""
    _copy(
        connection, "entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size)",
        ["uuid", "int8", "text", "bytea", "timestamptz", "int8", "int4", "int4"], (row[:8] for row in page),
    )  # fmt: skip
    _copy(
        connection, "log (index, file_id, position, arrival, leaf_hash, sealed_at)",
        ["int8", "uuid", "int8", "int8", "bytea", "timestamptz"],
        ((row.place, row.file_id, row.position, row.arrival, row.leaf_hash, row.sealed_at) for row in page),
    )  # fmt: skip
    _copy(
        connection, "openings (digest, ciphertext, person, file_id, position)",
        ["bytea", "bytea", "text", "uuid", "int8"],
        (
            (digest, encrypt_opening(keys, scope_of(row[0], person), digest, words), person, row.file_id, row.position)
            for row in page for digest, words, person in row.openings
        ),
    )  # fmt: skip
    cited = [(row.file_id, row.position, sha256) for row in page for sha256 in row.documents]
    _copy(connection, "citations (file_id, position, sha256)", ["uuid", "int8", "bytea"], cited)


def _copy(connection: Connection, table: str, types: list[str], wanted: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)".encode()) as copy:
        copy.set_types(types)
        for row in wanted:
            copy.write_row(row)
