"""What was recorded, kept as bytes: the one door through which entries come into the ledger.

It knows files, positions, bytes and digests; what an entry means is somebody else's subject. The rules of the door are
in the database itself (`migrations/0003_append.sql`, 0019), so that they hold for every program. The ways to read what
was recorded lie beside it, by what is asked for: files.py, sealed.py, words.py, erasures.py, opened.py.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, LiteralString
from uuid import UUID

from ledger.errors import CommandErased, CommandReused, Conflict
from ledger.privacy.encryption import encrypt_opening, scope_of
from ledger.store.attempts import ask
from ledger.store.calls import append_of, append_one_of, given_out
from ledger.store.database import Connection, Database
from ledger.store.erasures import StoredErasures
from ledger.store.files import StoredFiles
from ledger.store.opened import GivenOut
from ledger.store.sealed import StoredLog
from ledger.store.together import JOURNEYS, Asked, Together
from ledger.store.words import StoredWords
from ledger.store.writes import Appended, Command, Erasing, FileWrite, aware, check_writes, is_one

_OPEN: LiteralString = """
    SELECT * FROM open_ledger(%s, %s, %b, %b,
        %b::uuid[], %b::bigint[], %b::int[], %b::text[], %b::bytea[],
        %b::int[], %b::bytea[], %b::bytea[], %b::text[], %b::int[], %b::bytea[], %s)"""


class LedgerStore(StoredFiles, StoredLog, StoredWords, StoredErasures, GivenOut):
    """The entries of one ledger. Safe to share between threads; each call takes a connection for as long as it lasts.

    Every method raises `DatabaseAway` when no answer comes.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._together = Together([database.kept("app") for _ in range(JOURNEYS)])

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
            check_writes(first)
        arrays = self._flat(first) if first else [None] * 11
        given = (origin, clock, file_key_secret, request_key, *arrays, aware(recorded_at))
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
        check_writes(writes)
        if recorded_at is None and not erasing and is_one(writes) and self.settings.clock == "real":
            appended = self._append_one(writes[0], command)
            if appended is not None:
                return appended
        arrays = self._flat(writes)
        identity = (command.command_id, command.request) if command else (None, None)
        statement, flat = append_of(tuple(map(len, arrays))), given_out(arrays)
        given = (*flat, *identity, aware(recorded_at))

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
            *given_out(([o.digest for o in words], ciphertexts, [o.person for o in words])),
            *((command.command_id, command.request) if command else (None, None)),
        )
        asked = Asked(file_id, append_one_of(len(words)), given, again=command is not None)
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


def _appended(rows: Sequence[tuple[Any, ...]]) -> Appended:
    return Appended(
        recorded_at=rows[0][1],
        positions={file_id: range(first, last + 1) for _, _, file_id, first, last in rows},
        repeated=rows[0][0] == "repeated",
    )
