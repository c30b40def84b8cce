"""A ledger of any size, written straight into its tables: as append, the sealer and the vault would have left it.

Most files have 30 to 200 entries, one in two hundred some thousands; nine entries in ten have words in the vault; an
append has one entry, at times up to four. The files grow side by side, as they do. Whoever has loaded one may audit it:
nothing is found, since every hash is worked out as the ledger works it out.
"""

from __future__ import annotations

import hashlib
import random
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from psycopg import sql

from ledger import mapper
from ledger.book import Book
from ledger.encryption import encrypt_opening, scope_of
from ledger.entry import Recorded
from ledger.keys import Keys
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.log.sealer import Sealer
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.records import LedgerOpened
from tests.benchmarks.rebuild import CLERK, contract
from tests.store.redefining import unguarded

ORIGIN = "bench.example"
TABLES = ("files", "entries", "log", "openings", "sealing")
_PAGE = 50_000  # entries written at a time
_KEPT = b'"kept":"'


class Row(NamedTuple):
    """One entry with its place in the log, and its words."""

    file_id: UUID
    position: int
    kind: str
    state: bytes
    recorded_at: datetime
    arrival: int
    ordinal: int
    size: int | None
    leaf_hash: bytes
    sealed_at: datetime
    opening: tuple[bytes, bytes] | None  # digest, disclosure


@dataclass(frozen=True)
class _Template:
    """An entry as it is stored, with room for another salt and other words' digest."""

    kind: str
    state: bytes
    words: bytes | None

    def made(self, salt: bytes) -> tuple[bytes, tuple[bytes, bytes] | None]:
        """Return the stored bytes of another entry of this kind, and its opening."""
        opening, state = None, self.state
        if self.words is not None:
            disclosure = urlsafe_b64encode(b'["%b",%b' % (salt, self.words)).rstrip(b"=")
            digest = hashlib.sha256(disclosure).digest()
            opening, at = (digest, disclosure), state.index(_KEPT) + len(_KEPT)
            state = state[:at] + urlsafe_b64encode(digest)[:43] + state[at + 43 :]
        return state[:-24] + salt + state[-2:], opening


def _templates() -> list[_Template]:
    found = []
    for position, (entry, given) in enumerate(contract("B-1"), 1):
        new = mapper.stored(Recorded(entry, uuid4(), position, datetime.now(UTC), CLERK, given_id=given))
        words = None
        if new.openings:
            disclosure = new.openings[0].disclosure
            words = urlsafe_b64decode(disclosure + b"=" * (-len(disclosure) % 4)).partition(b",")[2]
        found.append(_Template(new.kind, new.state, words))
    return found


def _growing(entries: int, chance: random.Random) -> Iterator[tuple[UUID, int]]:
    """Yield the file and the number of entries of one append after another, until there are so many."""
    left: list[tuple[UUID, int]] = []
    while entries > 0:
        while len(left) < 2_000:
            wide = chance.randint(2_000, 12_000) if chance.random() < 0.005 else chance.randint(30, 200)
            left.append((UUID(int=chance.getrandbits(128), version=5), wide))
        at = chance.randrange(len(left))
        file_id, wide = left[at]
        size = min(1 if chance.random() < 0.7 else chance.randint(2, 4), wide, entries)
        yield file_id, size
        entries -= size
        if size == wide:
            left[at] = left[-1]
            left.pop()
        else:
            left[at] = file_id, wide - size


def rows(entries: int, arrival: int, began: datetime, seed: int = 1) -> Iterator[Row]:
    """Yield so many entries in the order of the log, the first with this arrival number, recorded from then on."""
    chance, templates, heads = random.Random(seed), _templates(), dict[UUID, tuple[int, bytes | None]]()
    at = began
    for number, (file_id, size) in enumerate(_growing(entries, chance), arrival):
        at += timedelta(microseconds=chance.randint(1, 90_000_000))
        sealed_at = at + timedelta(microseconds=5_000)
        position, leaf = heads.get(file_id, (0, None))
        for ordinal in range(1, size + 1):
            template = templates[position % len(templates)]
            position += 1
            salt = urlsafe_b64encode(chance.randbytes(16)).rstrip(b"=")
            state, opening = template.made(salt)
            key = file_key(ORIGIN, file_id)
            leaf = leaf_hash(leaf_header(key, position, at, sealed_at, hashlib.sha256(state).digest(), leaf))
            whole = size if ordinal == 1 else None
            yield Row(
                file_id, position, template.kind, state, at, number, ordinal, whole, leaf, sealed_at, opening
            )  # fmt: skip
        heads[file_id] = position, leaf


def load(database: Database, entries: int) -> None:
    """Open the ledger and fill it with so many entries, sealed; its first is the one every ledger begins with."""
    genesis = LedgerOpened(happened_on=date(2025, 1, 6), authority="Exshire", origin=ORIGIN, clock="real")
    Book.open_ledger(LedgerStore(database), genesis, CLERK)
    with closing(Sealer(database)) as sealer:
        while sealer.seal_once():
            pass
    keys = database.keys()
    with unguarded(database), database.administer(autocommit=True) as connection:
        [(arrival, began)] = connection.execute("SELECT max(arrival), max(recorded_at) FROM entries").fetchall()
        _triggers(connection, "DISABLE TRIGGER USER")
        page: list[Row] = []
        for row in rows(entries - 1, arrival + 1, began):
            page.append(row)
            if len(page) == _PAGE:
                _write(connection, keys, page)
                page = []
        _write(connection, keys, page)
        connection.execute(
            "INSERT INTO files SELECT file_id, max(position), max(recorded_at) FROM entries e"
            " WHERE NOT EXISTS (SELECT FROM files f WHERE f.file_id = e.file_id) GROUP BY 1;"
            "SELECT setval('arrival', (SELECT max(arrival) FROM entries));"
            "UPDATE sealing SET floor = (SELECT max(arrival) FROM entries), mark = (SELECT max(arrival) FROM entries),"
            " size = (SELECT count(*) FROM log), sealed_at = (SELECT max(sealed_at) FROM log)"
        )
        _triggers(connection, "ENABLE TRIGGER USER")
        for trigger, table in connection.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE relnamespace = %s::regnamespace AND NOT tgisinternal", (database.schema,),
        ).fetchall():  # fmt: skip
            names = sql.Identifier(table), sql.Identifier(trigger)
            connection.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(*names))
        connection.execute("VACUUM ANALYZE")


def _triggers(connection: Connection, what: str) -> None:
    for table in TABLES:
        connection.execute(sql.SQL("ALTER TABLE {} " + what).format(sql.Identifier(table)))


def _write(connection: Connection, keys: Keys, page: list[Row]) -> None:
    [(first,)] = connection.execute("SELECT coalesce(max(index) + 1, 0) FROM log").fetchall()
    with connection.cursor() as cursor:
        columns = "file_id, position, kind, state, recorded_at, arrival, ordinal, size"
        with cursor.copy(f"COPY entries ({columns}) FROM STDIN (FORMAT BINARY)".encode()) as copy:
            copy.set_types(["uuid", "int8", "text", "bytea", "timestamptz", "int8", "int4", "int4"])
            for row in page:
                copy.write_row(row[:8])
        columns = "index, file_id, position, arrival, leaf_hash, sealed_at"
        with cursor.copy(f"COPY log ({columns}) FROM STDIN (FORMAT BINARY)".encode()) as copy:
            copy.set_types(["int8", "uuid", "int8", "int8", "bytea", "timestamptz"])
            for index, row in enumerate(page, first):
                copy.write_row((index, row.file_id, row.position, row.arrival, row.leaf_hash, row.sealed_at))
        columns = "digest, ciphertext, file_id, position"
        with cursor.copy(f"COPY openings ({columns}) FROM STDIN (FORMAT BINARY)".encode()) as copy:
            copy.set_types(["bytea", "bytea", "uuid", "int8"])
            for row in page:
                if row.opening is not None:
                    digest, disclosure = row.opening
                    ciphertext = encrypt_opening(keys, scope_of(row.file_id, None), digest, disclosure)
                    copy.write_row((digest, ciphertext, row.file_id, row.position))
