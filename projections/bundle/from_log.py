"""What a bundle takes from the log: checkpoint, proofs, and what shows between which times its entries were there.

Timestamps (RFC 3161) lie in the log as entries of the authority's file. Of each authority those are taken that say most
of the file: of every entry the first that covers it, by which it was there, and the last that came before it, since
nobody can foresee a token. Changes of the log's key are taken too, so that whoever holds an older key can follow. Only
what the log held at the bundle's size counts, so asked again for that size it is the same.

Files, beside those that packing.py names; INDEX is the place in the log of the entry on the authority's file:

    log/timestamps/INDEX.checkpoint    the checkpoint that was stamped, byte for byte
    log/timestamps/INDEX.token         the token (DER)
    log/timestamps/INDEX.consistency   that the bundle's log begins with what that checkpoint covers (C2SP tlog-witness)
    log/timestamps/INDEX.json          the entry that holds token and checkpoint, as it is stored
    log/timestamps/INDEX.tlog-proof    that the log holds that entry there (C2SP tlog-proof)
    log/keys/INDEX.json                an entry that says which key follows another, as it is stored
    log/keys/INDEX.tlog-proof          that the log holds it
    log/places.json                    where timestamps are: the place in the log of each entry of the file

**places.json**, format "cleartrail-places/1": canonical JSON of {"format", "places"}; of each entry of the file, in
order, {"index": its place in the log, "proof": [hashes of its inclusion proof under log/checkpoint, in base64]}.
"""

from __future__ import annotations

from base64 import b64decode
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.book import AUTHORITY, Book
from ledger.encodings import base64
from ledger.log import proofs
from ledger.log.tiles import tree
from ledger.store.database import Connection, Database
from ledger.subjects.checkpoints import CheckpointTimestamped, SigningKeyRotated
from ledger.verify import PLACES, Checkpoint, Key, NotProved, Rotation, canonical, following

OLDER = 12
"""At most so many older checkpoints are in a bundle: of half the log's size, of a quarter, and so on."""


@dataclass(frozen=True)
class _Token:
    index: int
    position: int
    entry: CheckpointTimestamped


def from_log(
    book: Book, database: Database, file_id: UUID, size: int, until: datetime
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """Yield each file but the checkpoint and the proof of the file itself. Raises NotSigned, LogAltered.

    Checkpoints bear the signatures of those witnesses that had answered by a moment.
    """
    with database.transaction("app") as connection:
        own = _places(connection, book.file_id(AUTHORITY), size)
        key = _linked(book, own)
        yield from _older(connection, size, key, until)
        yield from _keys(connection, book, own, size, until)
        places = list(_places(connection, file_id, size).values())
        chosen = _chosen(_tokens(connection, book, own, key), places)
        for token in chosen:
            yield from _stamped(connection, book, token, size, until)
        if chosen:
            at = tree(connection, size)
            rows = [{"index": n, "proof": [base64(one) for one in at.inclusion(n)]} for n in places]
            yield "log/places.json", canonical({"format": PLACES, "places": rows})


def _places(connection: Connection, file_id: UUID, size: int) -> dict[int, int]:
    """The place in the log of each entry of a file, by its position, in order."""
    rows = connection.execute(
        "SELECT position, index FROM log WHERE file_id = %s AND index < %s ORDER BY position", (file_id, size)
    ).fetchall()
    return dict(rows)


def _older(connection: Connection, size: int, key: Key | None, until: datetime) -> Iterator[tuple[str, bytes]]:
    found: set[int] = set()
    for power in range(1, OLDER + 1):
        row = connection.execute(
            "SELECT max(size) FROM checkpoints WHERE size > 0 AND size <= %s"
            " AND after_loss = (SELECT max(after_loss) FROM checkpoints)", (size >> power,),
        ).fetchone()  # fmt: skip
        if row is not None and row[0]:
            found.add(int(row[0]))
    for old in sorted(found):
        note = proofs.checkpoint(connection, old, until)
        if _is_trusted(note, key):
            yield f"log/consistency/{old}", proofs.consistency(connection, old, size, until)
            yield f"log/consistency/{old}.checkpoint", note


# --- keys -------------------------------------------------------------------------------------------------------------


def _linked(book: Book, own: Mapping[int, int]) -> Key | None:
    """The newest key with those it follows; None where the key was never changed."""
    rotations = [
        Rotation.read(r.entry.statement.encode())
        for r in book.file(AUTHORITY).known if isinstance(r.entry, SigningKeyRotated) and r.position in own
    ]  # fmt: skip
    return following(rotations[-1].new, rotations) if rotations else None


def _is_trusted(note: bytes, key: Key | None, there_by: str = "") -> bool:
    """Whether a checkpoint counts: one whose key was stolen since, and that nothing shows to be older, does not."""
    try:
        if key is not None:
            Checkpoint.read(note).check_signed(key, there_by)
    except NotProved:
        return False
    return True


def _keys(
    connection: Connection, book: Book, own: Mapping[int, int], size: int, until: datetime
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    for recorded in book.file(AUTHORITY).known:
        if isinstance(recorded.entry, SigningKeyRotated) and recorded.position in own:
            yield from _entry(connection, book, f"log/keys/{own[recorded.position]}", recorded.position, size, until)


def _entry(
    connection: Connection, book: Book, stem: str, position: int, size: int, until: datetime
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """An entry of the authority's file as it is stored, and its proof."""
    file_id = book.file_id(AUTHORITY)
    [row] = book.store.entries(file_id, after=position - 1, upto=position)
    yield f"{stem}.json", bytes(row.state)
    yield f"{stem}.tlog-proof", proofs.entry_proof(connection, file_id, position, size, until)


# --- timestamps -------------------------------------------------------------------------------------------------------


def _tokens(connection: Connection, book: Book, own: Mapping[int, int], key: Key | None) -> Iterator[_Token]:
    """Every timestamp that the log held, of a checkpoint that it still leads to."""
    for recorded in book.file(AUTHORITY).known:
        entry, index = recorded.entry, own.get(recorded.position)
        if isinstance(entry, CheckpointTimestamped) and index is not None and 0 < entry.size <= index:
            note = entry.checkpoint.encode()
            leads = Checkpoint.read(note).root == tree(connection, entry.size).root
            if leads and _is_trusted(note, key, entry.stamped_at):
                yield _Token(index, recorded.position, entry)


def _chosen(tokens: Iterator[_Token], places: Sequence[int]) -> list[_Token]:
    """Of each authority, for every entry the first token that covers it and the last that came before it; in order."""
    by_authority: dict[str, list[_Token]] = {}
    for token in tokens:
        by_authority.setdefault(token.entry.authority, []).append(token)
    chosen: set[_Token] = set()
    for those in by_authority.values():  # in the order of the log; each covers at least what the one before does
        covered, entered = [one.entry.size for one in those], [one.index for one in those]
        for place in places:
            by, since = bisect_right(covered, place), bisect_right(entered, place)
            chosen |= set(those[by : by + 1]) | set(those[max(since - 1, 0) : since])
    return sorted(chosen, key=lambda one: one.index)


def _stamped(
    connection: Connection, book: Book, token: _Token, size: int, until: datetime
) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    stem = f"log/timestamps/{token.index}"
    yield f"{stem}.checkpoint", token.entry.checkpoint.encode()
    yield f"{stem}.token", b64decode(token.entry.token)
    yield f"{stem}.consistency", proofs.consistency(connection, token.entry.size, size, until)
    yield from _entry(connection, book, stem, token.position, size, until)


__all__ = ["OLDER", "from_log"]
