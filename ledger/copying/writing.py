"""Writing a copy of the whole ledger: everything that is sealed, with its words and documents, in one snapshot.

A copy takes a ledger to where its keys are not, so words and documents are in it in clear.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from ledger.copying.count import Count
from ledger.copying.format import FORMAT, PIECE, Tally, line, written
from ledger.encodings import base64
from ledger.errors import LedgerNotOpen
from ledger.privacy.encryption import DocumentCipher, decrypt_opening, decrypt_request, scope_of
from ledger.privacy.keys import Keys
from ledger.store.database import Connection, Database, away_is_said, reading_one_moment

_PAGE = 1_000  # entries
Progress = Callable[[str, int, int], None]
Place = tuple[UUID, int]


def write_copy(database: Database, to: Path, progress: Progress = lambda *_: None) -> Tally:
    """Write everything that is sealed to a file only its owner can read, whole or not at all, and say what it holds.

    Raises LedgerNotOpen, DatabaseAway, NoKeys, KeyDestroyed, OpeningAltered, ChunkAltered, OSError (FileExistsError
    where there is such a file already).
    """
    if to.exists():
        raise FileExistsError(17, "there is such a file already", str(to))
    part = to.with_name(to.name + ".part")
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, away_is_said():
            tally = _write(database, file, progress)
            file.flush()
            os.fsync(file.fileno())
        part.rename(to)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return tally


def _write(database: Database, file: BinaryIO, progress: Progress) -> Tally:
    count = Count()

    def say(kind: str, content: object) -> None:
        text = line(kind, content)
        count.digest.update(text)
        file.write(text)

    with database.connect("app") as connection:
        reading_one_moment(connection)
        say("header", _header(connection))
        keys = database.keys()
        [(size,)] = connection.execute("SELECT coalesce(max(index) + 1, 0) FROM log").fetchall()
        there: set[bytes] = set()
        for entry, cited in _entries(connection, keys, size):
            for sha256 in cited:
                if sha256 not in there:
                    there.add(sha256)
                    _say_document(connection, DocumentCipher(keys, sha256), sha256, say)
            say("entry", entry)
            count.entries, count.openings = count.entries + 1, count.openings + len(entry.get("openings", ()))
            count.root.add(bytes.fromhex(entry["leaf"]))
            if count.entries % _PAGE == 0:
                progress("writing entries", count.entries, size)
        for (sha256,) in connection.execute("SELECT sha256 FROM documents ORDER BY sha256").fetchall():
            if sha256 not in there:
                there.add(sha256)
                _say_document(connection, DocumentCipher(keys, sha256), sha256, say)
        count.documents = len(there)
    tally = count.tally()
    file.write(line("trailer", tally.as_json()))
    return tally


def _header(connection: Connection) -> dict[str, Any]:
    row = connection.execute(
        "SELECT origin, clock, file_key_secret, request_key, opened_at FROM settings"
    ).fetchone()  # fmt: skip
    if row is None:
        raise LedgerNotOpen("the ledger has not been opened: there is nothing to copy")
    origin, clock, secret, key, opened_at = row
    return {
        "format": FORMAT, "origin": origin, "clock": clock, "file_key_secret": base64(secret),
        "request_key": base64(key), "opened_at": written(opened_at),
    }  # fmt: skip


def _entries(connection: Connection, keys: Keys, size: int) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
    """Each entry as a copy has it, in the order of the log, and the documents it cites."""
    for first in range(0, size, _PAGE):
        given = (first, min(first + _PAGE, size))
        rows = connection.execute(
            "SELECT l.index, e.file_id, e.position, e.kind, e.state, e.recorded_at, l.sealed_at, l.leaf_hash,"
            " e.arrival, e.ordinal, e.size, e.command_id, e.request FROM log l"
            " JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
            " WHERE l.index >= %s AND l.index < %s ORDER BY l.index",
            given,
        ).fetchall()
        openings: dict[Place, list[tuple[bytes, str | None]]] = {}
        for file_id, position, person, digest, ciphertext in connection.execute(
            "SELECT o.file_id, o.position, o.person, o.digest, o.ciphertext FROM log l JOIN openings o"
            " ON o.file_id = l.file_id AND o.position = l.position WHERE l.index >= %s AND l.index < %s"
            " ORDER BY o.digest",
            given,
        ):
            said = decrypt_opening(keys, scope_of(file_id, person), digest, ciphertext)
            openings.setdefault((file_id, position), []).append((said, person))
        cited: dict[Place, list[bytes]] = {}
        for file_id, position, sha256 in connection.execute(
            "SELECT c.file_id, c.position, c.sha256 FROM log l JOIN citations c ON c.file_id = l.file_id"
            " AND c.position = l.position WHERE l.index >= %s AND l.index < %s ORDER BY c.sha256",
            given,
        ):
            cited.setdefault((file_id, position), []).append(bytes(sha256))
        for row in rows:
            place = (row[1], row[2])
            documents = cited.get(place, [])
            yield _entry(row, keys, openings.get(place, []), documents), documents


def _entry(
    row: tuple[Any, ...], keys: Keys, openings: list[tuple[bytes, str | None]], documents: list[bytes]
) -> dict[str, Any]:
    index, file_id, position, kind, state, recorded_at, sealed_at, leaf, arrival, ordinal, size, command, request = row
    entry = {
        "index": index, "file": str(file_id), "position": position, "kind": kind, "state": state.decode(),
        "recorded_at": written(recorded_at), "sealed_at": written(sealed_at), "leaf": leaf.hex(), "arrival": arrival,
        "ordinal": ordinal, "size": size, "command_id": str(command) if command else None,
        "request": base64(decrypt_request(keys, file_id, command, request)) or None if command else None,
        "openings": [
            {"disclosure": said.decode()} | ({"person": person} if person is not None else {})
            for said, person in openings
        ] or None,
        "documents": [sha256.hex() for sha256 in documents] or None,
    }  # fmt: skip
    return {name: value for name, value in entry.items() if value is not None}


def _say_document(
    connection: Connection, cipher: DocumentCipher, sha256: bytes, say: Callable[[str, object], None]
) -> None:
    row = connection.execute("SELECT size, media_type, filed_at FROM documents WHERE sha256 = %s", (sha256,)).fetchone()
    assert row is not None, "a cited document cannot be removed"
    size, media_type, filed_at = row
    say("document", {"sha256": sha256.hex(), "size": size, "media_type": media_type, "filed_at": written(filed_at)})
    held, offset = b"", 0
    for (ciphertext,) in connection.execute(
        "SELECT ciphertext FROM chunks WHERE sha256 = %s ORDER BY number", (sha256,)
    ):
        chunk = cipher.decrypt(offset, ciphertext)
        held, offset = held + chunk, offset + len(chunk)
        while len(held) >= PIECE:
            say("bytes", base64(held[:PIECE]))
            held = held[PIECE:]
    if held:
        say("bytes", base64(held))
