"""What was recorded, kept as bytes: the one door through which entries come into the ledger, and the ways to read them.

This module knows files, positions, bytes and digests; what an entry means is somebody else's subject. The rules of
the door are in the database itself (`migrations/0003_append.sql`, 0019), so that they hold for every program.
"""

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, LiteralString, NamedTuple
from uuid import UUID

from psycopg.rows import args_row

from ledger.encryption import decrypt_opening, encrypt_opening, scope_of
from ledger.errors import (
    AppendTooLarge,
    CommandErased,
    CommandReused,
    Conflict,
    EntryTooLarge,
    KeyDestroyed,
    LedgerNotOpen,
)
from ledger.keys import Keys
from ledger.store.attempts import APPEND_ENTRIES, APPEND_LIMIT, ENTRY_LIMIT, ask
from ledger.store.database import NO_FILING, OPENING, Connection, Database
from ledger.store.together import JOURNEYS, Asked, Together


@dataclass(frozen=True)
class Opening:
    """The words (or the document's digest) behind one digest in an entry; `person`: whose key protects them."""

    digest: bytes
    disclosure: bytes = field(repr=False)
    person: str | None = None


@dataclass(frozen=True)
class NewEntry:
    """One entry to record: its kind, its bytes (UTF-8), the openings it brings, the SHA-256 of documents it cites."""

    kind: str
    state: bytes = field(repr=False)
    openings: Sequence[Opening] = ()
    documents: Sequence[bytes] = ()


@dataclass(frozen=True)
class FileWrite:
    """Entries to record on one file, which the caller has read up to position `expected` (0: a new file)."""

    file_id: UUID
    expected: int
    entries: Sequence[NewEntry]


@dataclass(frozen=True)
class Command:
    """What makes sending again safe: the caller's id for what it wants done, and what stands for the request itself.

    That is the same for the same request (ledger/encryption.py, a request); empty where it cannot be told any more.
    """

    command_id: UUID
    request: bytes


@dataclass(frozen=True)
class Erasing:
    """What an entry takes away in the transaction in which it is recorded (migrations/0008_erasure.sql).

    `digests` None: every opening of the file before the entry. `citing`: (position, document) that are cited no more.
    """

    file_id: UUID
    position: int
    digests: Sequence[bytes] | None
    citing: Sequence[tuple[int, bytes]] = ()


class Erased(NamedTuple):
    """Which entry erased the words behind a digest."""

    file_id: UUID
    position: int
    of_entry: int


class KeyToDestroy(NamedTuple):
    """A key of words or of a document that were erased, which is still to be destroyed."""

    number: int
    scope: Literal["file", "person", "document"]
    file_id: UUID
    """The file whose key it is; of a person's or a document's, the file of the entry that erased it."""
    position: int
    """Of the entry that erased it, on its own file."""
    person: str | None
    digest: bytes | None
    erased_on: UUID
    """The file of the entry that erased it."""


@dataclass(frozen=True)
class Appended:
    """Where the entries of an append lie: for each file its new positions. `repeated`: they were there already."""

    recorded_at: datetime
    positions: dict[UUID, range]
    repeated: bool


class StoredRow(NamedTuple):
    """One entry as stored. `index` and `sealed_at` are None until the sealer has given it its place in the log."""

    file_id: UUID
    position: int
    kind: str
    state: bytes
    recorded_at: datetime
    command_id: UUID | None
    index: int | None  # type: ignore[assignment]  # a row is never searched as a tuple
    sealed_at: datetime | None


class StoredOpening(NamedTuple):
    """One opening as stored, encrypted; `person`: whose key protects it, else its file's."""

    digest: bytes
    ciphertext: bytes
    file_id: UUID
    person: str | None


class Erasure(NamedTuple):
    """An entry of which the database says that it took words away, `whole`: all of its file before it."""

    row: StoredRow
    whole: bool
    leaf_hash: bytes | None
    """None while it is not sealed."""
    previous: bytes
    """The leaf hash of its file's entry before it; empty where there is none."""
    copied: bool
    """Whether it came with a copy: the words it took away never lay under the keys of this ledger."""
    waiting: bool
    """Whether nobody has said yet that all of its keys are destroyed."""


class Taken(NamedTuple):
    """Digests of which the database says that an erasing entry took their words, and the bytes they were in."""

    file_id: UUID
    position: int
    """Of the erasing entry; the other lies on the same file, before it."""
    digests: Sequence[bytes]
    state: bytes
    """Of the entry whose words they were."""
    command_file: UUID
    """The file under whose key it is kept what was asked when that entry was recorded."""
    command_id: UUID | None


class FileHead(NamedTuple):
    """One file: how many entries it has, and when the last was recorded."""

    file_id: UUID
    head: int
    last_at: datetime


@dataclass(frozen=True)
class Settings:
    """What was decided when the ledger was opened, and never changes."""

    origin: str
    clock: Literal["real", "simulated"]
    file_key_secret: bytes = field(repr=False)
    request_key: bytes = field(repr=False)
    opened_at: datetime


_ENTRIES: LiteralString = """
    SELECT e.file_id, e.position, e.kind, e.state, e.recorded_at, e.command_id, l.index, l.sealed_at
      FROM entries e {join} log l ON l.file_id = e.file_id AND l.position = e.position"""
_ALL: LiteralString = _ENTRIES.replace("{join}", "LEFT JOIN")
_SEALED: LiteralString = _ENTRIES.replace("{join}", "JOIN")
_PAGE: LiteralString = f"{_SEALED} WHERE l.index >= %b AND l.index < %b ORDER BY l.index"
_WORDS_OF_PAGE: LiteralString = """
    SELECT o.digest, o.ciphertext, o.file_id, o.person
      FROM log l JOIN openings o ON o.file_id = l.file_id AND o.position = l.position
     WHERE l.index >= %b AND l.index < %b"""
CLOCKS: Mapping[str, LiteralString] = {
    "real": "SELECT clock_timestamp()",
    "simulated": "SELECT nullif(at, '-infinity') FROM simulated_clock",
}
"""What asks for the ledger's clock, by which it has; null is when the ledger was opened."""
_BEGUN_SINCE: LiteralString = """
    SELECT arrival, kind, convert_from(state, 'UTF8')::json #>> '{entry,reference}' FROM entries
     WHERE arrival > %b AND position = 1"""
_BEGUN: LiteralString = """
    SELECT e.* FROM files f CROSS JOIN LATERAL (
           SELECT arrival, kind, convert_from(state, 'UTF8')::json #>> '{entry,reference}' FROM entries
            WHERE file_id = f.file_id AND position = 1 OFFSET 0) e"""  # OFFSET 0: file by file, by the key
_NEWS: LiteralString = """
    SELECT clock.at, e.* FROM ({clock}) clock(at)
      LEFT JOIN ({entries} WHERE e.file_id = %b AND e.position > %b) e ON true ORDER BY e.position"""
_ARRAYS: tuple[LiteralString, ...] = (
    "uuid[]", "bigint[]", "int[]", "text[]", "bytea[]", "int[]", "bytea[]", "bytea[]", "text[]", "int[]", "bytea[]",
)  # fmt: skip
"""What `append` takes first, in order: see `LedgerStore._flat`."""
_OF_OPENINGS: tuple[LiteralString, ...] = ("bytea[]", "bytea[]", "text[]")
_WRITTEN_OUT = 4
_APPEND: LiteralString = "SELECT * FROM append({arrays}, %s, %s, %s)"
_APPEND_ONE: LiteralString = "SELECT append_one(%b, %b, %b, %b, {arrays}, %b, %b)"
_OPEN: LiteralString = """
    SELECT * FROM open_ledger(%s, %s, %b, %b,
        %b::uuid[], %b::bigint[], %b::int[], %b::text[], %b::bytea[],
        %b::int[], %b::bytea[], %b::bytea[], %b::text[], %b::int[], %b::bytea[], %s)"""


class LedgerStore:
    """The entries of one ledger. Safe to share between threads; each call takes a connection for as long as it lasts.

    Every method raises `DatabaseAway` when no answer comes.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pool = database.pool("app")
        self._together = Together([database.kept("app") for _ in range(JOURNEYS)])

    # ------------------------------------------------------------------------------------------------ writing

    def open(
        self,
        origin: str,
        clock: Literal["real", "simulated"],
        file_key_secret: bytes,
        request_key: bytes,
        first: Sequence[FileWrite] = (),
        recorded_at: datetime | None = None,
    ) -> Appended | None:
        """Opens the ledger, once for all: what it is called, its clock, its secrets (16 bytes at least each), and its
        first entries, Genesis among them, in the same transaction. Raises LedgerAlreadyOpen.
        """
        if first:
            _check(first)
        arrays = self._flat(first) if first else [None] * 11
        given = (origin, clock, file_key_secret, request_key, *arrays, _aware(recorded_at))
        rows = ask(self._pool, lambda connection: connection.execute(_OPEN, given).fetchall(), again=False)
        return _appended(rows) if rows else None

    def append(
        self, writes: Sequence[FileWrite], command: Command | None = None, recorded_at: datetime | None = None,
        erasing: Sequence[Erasing] = (),
    ) -> Appended:  # fmt: skip
        """Records entries on one or more files, all or none, in one round trip, and says where they lie.

        With a command the same call can be made again at any time: it is recorded once and answered the same. Where
        the connection breaks, this is done here, for some five seconds. Without one, DatabaseAway leaves it open
        whether the entries were recorded.

        With `erasing`, what those entries take away is deleted in the same transaction.

        `recorded_at` is required in a simulated ledger, where it may not fall, and refused in a real one. Raises
        Conflict (with the position a file is at), CommandReused, TooLarge, MalformedEntry, ClockRefused,
        UnknownDocument, LedgerNotOpen, KeyDestroyed, NoKeys; then nothing at all was recorded.
        """
        _check(writes)
        if recorded_at is None and not erasing and _is_one(writes) and self.settings.clock == "real":
            appended = self._append_one(writes[0], command)
            if appended is not None:
                return appended
        arrays = self._flat(writes)
        identity = (command.command_id, command.request) if command else (None, None)
        statement, flat = _append_of(tuple(map(len, arrays))), _given_out(arrays)
        given = (*flat, *identity, _aware(recorded_at))

        def question(connection: Connection) -> list[Any]:
            with connection.cursor(binary=True) as cursor:
                return cursor.execute(statement, given, prepare=True).fetchall()

        def erase(connection: Connection) -> list[Any]:
            with connection.transaction():
                rows = question(connection)
                for one in erasing if rows[0][0] == "recorded" else ():
                    positions, documents = zip(*one.citing, strict=True) if one.citing else ((), ())
                    digests = None if one.digests is None else list(one.digests)
                    arrays = (one.file_id, one.position, digests, list(positions), list(documents))
                    connection.execute("SELECT erase(%b, %b, %b::bytea[], %b::bigint[], %b::bytea[])", arrays)
                return rows

        rows = ask(self._pool, erase if erasing else question, again=command is not None)
        outcome = rows[0][0]
        if outcome == "conflict":
            raise Conflict({file_id: position for _, _, file_id, _, position in rows})
        if outcome == "other-request" and command is not None:
            raise self._other(command)
        return _appended(rows)

    # ------------------------------------------------------------------------------------------------ reading

    @cached_property
    def settings(self) -> Settings:
        """What the ledger is; raises LedgerNotOpen. Read once: it cannot change."""
        rows = self._rows("SELECT origin, clock, file_key_secret, request_key, opened_at FROM settings")
        if not rows:
            raise LedgerNotOpen("the ledger has not been opened")
        return Settings(*rows[0])

    def now(self) -> datetime:
        """The ledger's clock (UTC): the database's, or where a simulated one stands. Raises LedgerNotOpen."""
        moment: datetime | None = self._value(CLOCKS[self.settings.clock])
        return moment or self.settings.opened_at

    def head(self, file_id: UUID) -> int:
        """How many entries the file has; 0 if there is no such file."""
        head: int | None = self._value("SELECT head FROM files WHERE file_id = %b", (file_id,))
        return head or 0

    def files(self) -> list[FileHead]:
        """All files, in the order of their ids."""
        return [FileHead(*row) for row in self._rows("SELECT file_id, head, last_at FROM files ORDER BY file_id")]

    def entries(
        self, file_id: UUID, after: int = 0, upto: int | None = None, known: int | None = None
    ) -> list[StoredRow]:
        """The entries of a file in order, from position `after` + 1 up to `upto`; empty if there is no such file.

        With `known`, only what was sealed in a log of that size; without, also what is not sealed yet.
        """
        return self._stored([file_id], after, upto, known)

    def news(self, file_id: UUID, after: int) -> tuple[datetime, list[StoredRow]]:
        """The ledger's clock (as `now`), and the entries of a file after a position, in one round trip."""
        statement = _NEWS.replace("{clock}", CLOCKS[self.settings.clock]).replace("{entries}", _ALL)
        rows = self._rows(statement, (file_id, after), prepare=True)
        found = [StoredRow(*row) for _, *row in rows if row[0] is not None]  # where there is none, the clock alone
        return rows[0][0] or self.settings.opened_at, found

    def several(self, file_ids: Collection[UUID], known: int | None = None) -> dict[UUID, list[StoredRow]]:
        """The entries of several files, each in order; every file asked for has its list, though it be empty."""
        found: dict[UUID, list[StoredRow]] = {file_id: [] for file_id in file_ids}
        for row in self._stored(list(found), 0, None, known):
            found[row.file_id].append(row)
        return found

    def first_entries(self, known: int) -> list[StoredRow]:
        """The first entry of every file in a log of that size, in the order of the log."""
        return self._stored_rows(f"{_SEALED} WHERE e.position = 1 AND l.index < %b ORDER BY l.index", (known,))

    def files_begun(self, after: int) -> list[tuple[int, str, str | None]]:
        """Every file that was begun after an arrival (0: all files), by its first entry: (arrival, kind, reference)."""
        return self._rows(_BEGUN_SINCE, (after,)) if after else self._rows(_BEGUN)

    @contextmanager
    def names_held(self, names: Sequence[str]) -> Iterator[None]:
        """As long as the block lasts nobody else is in one for any of these names; waits for whoever is.

        In order, so that two who want several names never wait for each other.
        """
        with self._database.transaction("app") as connection:
            for number in sorted({zlib.crc32(name.encode()) for name in names}):
                connection.execute(OPENING, (number,))
            yield

    def log_size(self) -> int:
        """How many entries the log has."""
        size: int = self._value("SELECT coalesce(max(index) + 1, 0) FROM log")
        return size

    def newest_arrival(self) -> int:
        """The highest arrival number that can be seen; 0 where nothing is recorded."""
        newest: int = self._value("SELECT coalesce(max(arrival), 0) FROM entries")
        return newest

    def all_sealed(self, upto: int) -> bool:
        """Whether every entry that can be seen, of an arrival number up to that, has its place in the log."""
        left: bool = self._value(
            "SELECT EXISTS (SELECT FROM entries e WHERE e.arrival > (SELECT floor FROM sealing) AND e.arrival <= %b"
            " AND NOT EXISTS (SELECT FROM log l WHERE l.file_id = e.file_id AND l.position = e.position))",
            (upto,),
        )
        return not left

    def longest_unsealed(self) -> timedelta:
        """How long ago the oldest entry that has no place in the log yet was recorded; nothing where all have one."""
        waited: timedelta | None = self._value(
            "SELECT clock_timestamp() - min(recorded_at) FROM entries e WHERE e.arrival > (SELECT floor FROM sealing)"
            " AND NOT EXISTS (SELECT FROM log l WHERE l.file_id = e.file_id AND l.position = e.position)"
        )
        return waited or timedelta()

    def size_at(self, moment: datetime) -> int:
        """The size of the log at a moment: how many entries were sealed by then.

        For a moment that has passed the answer stays the same for ever; while a sealer is at work on this very
        moment it may still grow by what that pass seals. Whoever must be able to come back keeps the size.
        """
        size: int = self._value(
            "SELECT coalesce(max(index) + 1, 0) FROM log"
            " WHERE sealed_at = (SELECT max(sealed_at) FROM log WHERE sealed_at <= %b)",
            (_aware(moment),),
        )
        return size

    def log_page(self, after: int, limit: int, upto: int | None = None, kinds: Sequence[str] = ()) -> list[StoredRow]:
        """The next entries in the order of the log, for a reader that has had the first `after`; at most `limit`.

        With `upto`, none beyond a log of that size; with `kinds`, only entries of these.
        """
        end = upto if upto is not None else 2**62
        if not kinds:  # the log has no gaps: a page is a range
            return self._stored_rows(_PAGE, (after, min(end, after + limit)))
        return self._stored_rows(
            f"{_SEALED} WHERE l.index >= %b AND l.index < %b AND e.kind = ANY(%b) ORDER BY l.index LIMIT %b",
            (after, end, list(kinds), limit),
        )

    def openings(self, digests: Collection[bytes]) -> dict[bytes, bytes]:
        """The disclosures of these digests; what was erased, or never was, is left out.

        Raises OpeningAltered, NoKeys.
        """
        if not digests:
            return {}
        asked = "SELECT digest, ciphertext, file_id, person FROM openings WHERE digest = ANY(%b)"
        return self.decrypted([StoredOpening(*row) for row in self._rows(asked, (list(digests),))])

    def decrypted(self, openings: Collection[StoredOpening]) -> dict[bytes, bytes]:
        """The disclosures of openings as they are stored; what was erased is left out.

        Raises OpeningAltered, NoKeys.
        """
        keys, found = self._database.keys().now() if openings else None, dict[bytes, bytes]()
        for digest, ciphertext, file_id, person in openings:
            assert keys is not None
            with suppress(KeyDestroyed):  # erased, and come back with an old backup: it stays erased
                found[digest] = decrypt_opening(keys, scope_of(file_id, person), digest, ciphertext)
        return found

    def citations(self, file_id: UUID) -> list[tuple[int, bytes]]:
        """(position, SHA-256) of every document that entries of a file cite."""
        return [
            (position, bytes(sha256))
            for position, sha256 in self._rows("SELECT position, sha256 FROM citations WHERE file_id = %b", (file_id,))
        ]

    def persons(self, digests: Collection[bytes]) -> dict[bytes, str]:
        """The pseudonym of whom the words behind these digests are about, of those that are about somebody."""
        if not digests:
            return {}
        asked = "SELECT digest, person FROM openings WHERE digest = ANY(%b) AND person IS NOT NULL"
        return {bytes(digest): person for digest, person in self._rows(asked, (list(digests),))}

    def openings_of_person(self, person: str) -> list[tuple[UUID, int, bytes]]:
        """(file, position, digest) of everything kept under a pseudonym, on whatever file."""
        asked = "SELECT file_id, position, digest FROM openings WHERE person = %s ORDER BY file_id, position, digest"
        return [(file_id, position, bytes(digest)) for file_id, position, digest in self._rows(asked, (person,))]

    def pseudonyms_like(self, person: str) -> list[str]:
        """The other pseudonyms that have the same letters and figures: C-0147 for c 0147."""
        plain = "lower(regexp_replace({}, '[^[:alnum:]]', '', 'g'))"
        asked = "SELECT DISTINCT person FROM openings WHERE person IS NOT NULL AND person <> %s"
        asked += f" AND {plain.format('person')} = {plain.format('%s::text')}"
        return sorted(like for (like,) in self._rows(asked, (person, person)))

    # ------------------------------------------------------------------------------------------------ erased

    def keys(self) -> Keys:
        """The keys of the ledger's words and documents. Raises NoKeys, DatabaseAway."""
        return self._database.keys()

    @property
    def keys_folder(self) -> Path | None:
        """The folder the keys lie in; None where none was named."""
        place = self._database.keys_place
        return place.folder if place is not None else None

    def erased(self, digests: Collection[bytes]) -> dict[bytes, Erased]:
        """By which entry the words behind these digests were erased; those that were not are left out."""
        if not digests:
            return {}
        asked = "SELECT digest, file_id, position, of_entry FROM erased WHERE digest = ANY(%b)"
        return {bytes(digest): Erased(*place) for digest, *place in self._rows(asked, (list(digests),))}

    def keys_to_destroy(self, after: int = 0) -> list[KeyToDestroy]:
        """The keys of what was erased that nobody has said to be destroyed yet: the next after a number."""
        asked = (
            "SELECT number, scope, coalesce(other_file, file_id), position, person, digest, file_id"
            " FROM keys_to_destroy WHERE number > %b ORDER BY number LIMIT 10000"
        )
        return [KeyToDestroy(*row) for row in self._rows(asked, (after,))]

    def places_of(self, digests: Collection[bytes]) -> dict[bytes, UUID]:
        """The file of each of these digests whose opening is there."""
        if not digests:
            return {}
        asked = "SELECT digest, file_id FROM openings WHERE digest = ANY(%b)"
        return {bytes(digest): file_id for digest, file_id in self._rows(asked, (list(digests),))}

    @contextmanager
    def none_filed(self, digests: Collection[bytes]) -> Iterator[set[bytes]]:
        """Which of these documents are not in the store; as long as the block lasts, nobody files one."""
        with self._database.transaction("app") as connection:
            if digests:
                connection.execute(NO_FILING)
            asked = "SELECT sha256 FROM documents WHERE sha256 = ANY(%s)"
            filed = connection.execute(asked, (list(digests),)).fetchall()
            yield set(digests) - {bytes(sha256) for (sha256,) in filed}

    def keys_are_destroyed(self, numbers: Collection[int], notes: Collection[str] = ()) -> None:
        """Says that these keys have been destroyed, and notes them, so that they are known again."""
        self._rows("SELECT keys_are_destroyed(%b::bigint[], %s::text[])", (list(numbers), sorted(notes)))

    def destroyed(self) -> set[str]:
        """The notes of all keys that are said to be destroyed (ledger/key_tree.py)."""
        return {note for (note,) in self._rows("SELECT note FROM destroyed")}

    def erasures(self, places: Collection[tuple[UUID, int]] | None = None) -> list[Erasure]:
        """The entries of which the database says that they erased words: those at these places, else all."""
        rows = self._rows(
            "SELECT e.file_id, e.position, kind, state, recorded_at, command_id, l.index, l.sealed_at,"
            " whole, l.leaf_hash, coalesce(b.leaf_hash, ''), coalesce(l.index < (SELECT size FROM copied), false),"
            " EXISTS (SELECT FROM keys_to_destroy k WHERE k.file_id = a.file_id AND k.position = a.position)"
            " FROM erasures a JOIN entries e USING (file_id, position) LEFT JOIN log l USING (file_id, position)"
            " LEFT JOIN log b ON b.file_id = a.file_id AND b.position = a.position - 1"
            " WHERE (%b OR (a.file_id, a.position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[])))",
            _given(places),
        )
        return [Erasure(StoredRow(*row[:8]), *row[8:]) for row in rows]

    def taken(self, places: Collection[tuple[UUID, int]] | None = None) -> list[Taken]:
        """Which digests `erasures` are said to have taken away, with the bytes of the entries that held them."""
        rows = self._rows(
            "SELECT g.file_id, g.position, g.digests, x.state, f.file_id, f.command_id FROM"
            " (SELECT a.file_id, a.position, a.of_entry, array_agg(a.digest) FROM erased a"
            " WHERE a.of_entry < a.position"
            " AND (%b OR (a.file_id, a.position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[])))"
            " GROUP BY a.file_id, a.position, a.of_entry) g (file_id, position, of_entry, digests)"
            " JOIN entries x ON x.file_id = g.file_id AND x.position = g.of_entry"
            " JOIN entries f ON f.arrival = x.arrival AND f.ordinal = 1",
            _given(places),
        )
        return [Taken(*row) for row in rows]

    def left_beside_erased(self) -> list[StoredOpening]:
        """The openings that are there of entries of which others were erased."""
        rows = self._rows(
            "SELECT digest, ciphertext, file_id, person FROM openings o WHERE EXISTS"
            " (SELECT FROM erased e WHERE e.file_id = o.file_id AND e.of_entry = o.position)"
        )
        return [StoredOpening(*row) for row in rows]

    @contextmanager
    def filed(self) -> Iterator[list[bytes]]:
        """The SHA-256 of every document in the store; as long as the block lasts, nobody files one."""
        with self._database.transaction("app") as connection:
            connection.execute(NO_FILING)
            yield [bytes(sha256) for (sha256,) in connection.execute("SELECT sha256 FROM documents").fetchall()]

    def erase_again(self) -> int:
        """Takes away what was erased and has been brought back since; returns how many openings. Safe to repeat."""
        openings: int = self._value("SELECT erase_again()")
        return openings

    # ------------------------------------------------------------------------------------------------ opened

    def note_opened(
        self,
        account: str,
        name: str,
        office: str,
        places: Mapping[UUID, Collection[int]],
        *,
        wait_for_disk: bool = True,
    ) -> int:
        """Writes down that an account is given these entries; returns how many it had not been given before.

        Without `wait_for_disk` a crash of the server may take that back until it is on the disk: for at most
        three times wal_writer_delay, 0.6 s.
        """
        # As text, which psycopg need not put together out of each id: a third of the whole call.
        files = ",".join(",".join([str(file_id)] * len(positions)) for file_id, positions in places.items())
        positions = ",".join(str(position) for held in places.values() for position in sorted(held))
        waiting: LiteralString = (
            "" if wait_for_disk else "set_config('synchronous_commit', 'off', true),"
        )  # of this alone
        [(*_, new)] = self._rows(
            f"SELECT {waiting} note_opened(%s, %s, %s, %t::uuid[], %t::bigint[])",
            (account, name, office, f"{{{files}}}", f"{{{positions}}}"),
        )
        return int(new)

    def opened(
        self, file_id: UUID, positions: Collection[int]
    ) -> list[tuple[int, str, str | None, str | None, datetime]]:
        """(position, account, name, role, when first) of who was given these entries of a file, the first first."""
        return self._rows(
            "SELECT position, account, name, office, first_at FROM opened"
            " WHERE file_id = %b AND position = ANY(%b::bigint[]) ORDER BY position, first_at, account",
            (file_id, list(positions)),
        )

    def find_command(self, command: Command) -> Appended | None:
        """What this command was answered with, None if nothing of it can be seen. Raises CommandReused.

        None settles nothing: the command may be under way, and be recorded after all. Only `append` can tell.
        """
        found = self._rows("SELECT arrival, request FROM entries WHERE command_id = %b", (command.command_id,))
        if not found:
            return None
        [(arrival, request)] = found
        if bytes(request) != command.request:
            raise self._other(command)
        return _appended(
            self._rows(
                "SELECT 'repeated', max(recorded_at), file_id, min(position), max(position)"
                " FROM entries WHERE arrival = %b GROUP BY file_id ORDER BY min(ordinal)",
                (arrival,),
            )
        )

    def is_recorded(self, command_id: UUID) -> bool:
        """Whether anything recorded by this command can be seen, whatever was asked."""
        return bool(self._rows("SELECT FROM entries WHERE command_id = %b", (command_id,)))

    def _other(self, command: Command) -> CommandReused:
        """Why a command that was recorded before is not answered as it was then."""
        kept = self._value("SELECT request FROM entries WHERE command_id = %b", (command.command_id,))
        return (CommandReused if kept else CommandErased)(command.command_id)

    # ------------------------------------------------------------------------------------------------ how

    def _append_one(self, write: FileWrite, command: Command | None) -> Appended | None:
        """One entry on a file that is where the caller thinks. None where it is not, or where the command is known:
        nothing was done then, and the long way says what it is. It costs half of that (docs/adr/0142).
        """
        [entry] = write.entries
        file_id, words = write.file_id, entry.openings
        keys = self._database.keys().now() if words else None
        ciphertexts = [
            encrypt_opening(keys, scope_of(file_id, o.person), o.digest, o.disclosure) for o in words if keys
        ]
        given = (
            *(file_id, write.expected, entry.kind, entry.state),
            *_given_out(([o.digest for o in words], ciphertexts, [o.person for o in words])),
            *((command.command_id, command.request) if command else (None, None)),
        )
        asked = Asked(file_id, _append_one_of(len(words)), given, again=command is not None)
        at, position = self._together.append_one(asked), write.expected + 1
        return None if at is None else Appended(at, {file_id: range(position, position + 1)}, repeated=False)

    def _flat(self, writes: Sequence[FileWrite]) -> list[list[Any]]:
        """The arguments of `append` in the database: all in flat arrays, entries counted from 1 over the whole."""
        entries = [(write.file_id, entry) for write in writes for entry in write.entries]
        openings = [
            (number, scope_of(file_id, opening.person), opening)
            for number, (file_id, entry) in enumerate(entries, 1)
            for opening in entry.openings
        ]
        citations = [(number, sha256) for number, (_, entry) in enumerate(entries, 1) for sha256 in entry.documents]
        keys = self._database.keys().now() if openings else None
        return [
            [write.file_id for write in writes],
            [write.expected for write in writes],
            [len(write.entries) for write in writes],
            [entry.kind for _, entry in entries],
            [entry.state for _, entry in entries],
            [number for number, _, _ in openings],
            [opening.digest for _, _, opening in openings],
            [encrypt_opening(keys, scope, o.digest, o.disclosure) for _, scope, o in openings] if keys else [],
            [opening.person for _, _, opening in openings],
            [number for number, _ in citations],
            [sha256 for _, sha256 in citations],
        ]

    def _stored(self, file_ids: list[UUID], after: int, upto: int | None, known: int | None) -> list[StoredRow]:
        statement: LiteralString = f"{_ALL if known is None else _SEALED} WHERE e.file_id = ANY(%b) AND e.position > %b"
        given: list[object] = [file_ids, after]
        if upto is not None:
            statement += " AND e.position <= %b"
            given.append(upto)
        if known is not None:
            statement += " AND l.index < %b"
            given.append(known)
        return self._stored_rows(f"{statement} ORDER BY e.file_id, e.position", given)

    def _stored_rows(self, statement: LiteralString, given: Sequence[object]) -> list[StoredRow]:
        def question(connection: Connection) -> list[StoredRow]:
            with connection.cursor(binary=True, row_factory=args_row(StoredRow)) as cursor:
                return cursor.execute(statement, given, prepare=True).fetchall()

        return ask(self._pool, question)

    def _rows(
        self, statement: LiteralString, given: Sequence[object] = (), *, prepare: bool | None = None
    ) -> list[tuple[Any, ...]]:
        def question(connection: Connection) -> list[tuple[Any, ...]]:
            with connection.cursor(binary=True) as cursor:
                return cursor.execute(statement, given, prepare=prepare).fetchall()

        return ask(self._pool, question)

    def _value(self, statement: LiteralString, given: Sequence[object] = ()) -> Any:
        rows = self._rows(statement, given)
        return rows[0][0] if rows else None


def _is_one(writes: Sequence[FileWrite]) -> bool:
    """Whether it is what nearly every append is: one entry, without documents, on a file that has some."""
    return (
        len(writes) == 1
        and writes[0].expected > 0
        and len(writes[0].entries) == 1
        and not writes[0].entries[0].documents
    )


@lru_cache(100)
def _append_one_of(openings: int) -> LiteralString:
    """The call of `append_one` with so many openings, as that of `append`."""
    arrays: LiteralString = ", ".join([_array(openings, kind) for kind in _OF_OPENINGS])
    return _APPEND_ONE.replace("{arrays}", arrays)


@lru_cache(1_000)
def _append_of(lengths: tuple[int, ...]) -> LiteralString:
    """The call of `append` with arrays of these lengths; short ones are put together by the server.

    To write arrays takes psycopg three quarters of what it does for a whole append of one entry (docs/adr/0110).
    """
    together: LiteralString = ", ".join([_array(*of) for of in zip(lengths, _ARRAYS, strict=True)])
    return _APPEND.replace("{arrays}", together)


def _array(length: int, kind: LiteralString) -> LiteralString:
    elements: LiteralString = ", ".join(["%b"] * length)
    return f"ARRAY[{elements}]::{kind}" if length <= _WRITTEN_OUT else f"%b::{kind}"


def _given_out(arrays: Sequence[list[Any]]) -> Iterator[Any]:
    """The arguments of that call: the elements of short arrays, and long ones whole."""
    for array in arrays:
        if len(array) <= _WRITTEN_OUT:
            yield from array
        else:
            yield array


def page_of_log(connection: Connection, after: int, limit: int) -> tuple[list[StoredRow], list[StoredOpening]]:
    """The next entries in the order of the log, as `LedgerStore.log_page`, and the openings recorded with them.

    In one round trip, over a connection of whoever follows the log. Raises psycopg.Error.
    """
    with (
        connection.cursor(binary=True, row_factory=args_row(StoredRow)) as rows,
        connection.cursor(binary=True, row_factory=args_row(StoredOpening)) as openings,
    ):
        with connection.pipeline():
            rows.execute(_PAGE, (after, after + limit), prepare=True)
            openings.execute(_WORDS_OF_PAGE, (after, after + limit), prepare=True)
        return rows.fetchall(), openings.fetchall()  # after the pipeline's end, which is waited for once


def _check(writes: Sequence[FileWrite]) -> None:
    """Raises ValueError or TooLarge before anything is sent; the database checks the same."""
    if not writes or not all(write.entries for write in writes):
        raise ValueError("an append has at least one file, and each file at least one entry")
    if len({write.file_id for write in writes}) < len(writes):
        raise ValueError("an append names each file once")
    entries = [entry for write in writes for entry in write.entries]
    for entry in entries:
        for size, what in (
            (len(entry.state), f"bytes of one entry of kind {entry.kind}"),
            (max((len(opening.disclosure) for opening in entry.openings), default=0), "bytes of one text"),
        ):
            if size > ENTRY_LIMIT:
                raise EntryTooLarge(what, size, ENTRY_LIMIT)
    if len(entries) > APPEND_ENTRIES:
        raise AppendTooLarge("entries recorded together", len(entries), APPEND_ENTRIES)
    total = sum(len(entry.state) for entry in entries)
    if total > APPEND_LIMIT:
        raise AppendTooLarge("bytes recorded together", total, APPEND_LIMIT)


def _given(places: Collection[tuple[UUID, int]] | None) -> tuple[bool, list[UUID], list[int]]:
    """The arguments by which `erasures` and `taken` are those at these places."""
    asked = list(places or ())
    return places is None, [file_id for file_id, _ in asked], [position for _, position in asked]


def _aware(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return None if moment is None else moment.astimezone(UTC)


def _appended(rows: Sequence[tuple[Any, ...]]) -> Appended:
    return Appended(
        recorded_at=rows[0][1],
        positions={file_id: range(first, last + 1) for _, _, file_id, first, last in rows},
        repeated=rows[0][0] == "repeated",
    )
