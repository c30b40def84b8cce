"""Which files the log holds and how many entries of each: so that a file can be shown to be whole, or not to be there.

Every file of the log at one size is a leaf of one more tree of RFC 6962, the *map*. Its leaves are in the rising order
of file keys; each is SHA-256(0x00 || file key || number of entries, 8 bytes, most significant first || leaf hash of the
last entry). The last leaf hash stands for all entries before it, for each holds the one of its predecessor.

**Head of the map**, format "cleartrail-map/1": a note signed with the log's key (C2SP signed-note), with a text of six
lines:

    cleartrail-map/1
    the log's origin
    the log's size, in decimal
    the log's root hash at that size, in base64: as the checkpoint of that size has it
    the number of files, in decimal
    the root hash of the map, in base64

**Proof of a file**, format "cleartrail-file/1": canonical JSON (RFC 8785), an object with exactly these members:

    file      the file key, in hex
    format    "cleartrail-file/1"
    headers   the leaf headers (ledger/log/leaf.py) of all its entries, in order, as strings; none if it is not there
    index     place in the log of the last of them; 0 where there are none
    leaves    of the map: the file's own; or, if it is not there, those between which it would stand (one at either end,
              none in an empty map). Each is {entries, file, head, place, proof}: `head` in hex, `proof` the inclusion
              proof in the map, hashes in base64
    map       the head of the map, with its signatures
    proof     inclusion proof in the log of the last entry, hashes in base64
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from uuid import UUID

from ledger.encodings import base64
from ledger.errors import LogAltered, NotSigned
from ledger.log.leaf import file_key, leaf_header
from ledger.log.tiles import tree
from ledger.log.tree import WIDTH, Tree
from ledger.store.database import Connection
from ledger.verify import FILE, Contradicted, FileProof, MapHead, Root, Unreadable, canonical, leaf_hash, map_leaf

Heads = Mapping[bytes, tuple[int, bytes]]
"""File key -> number of entries, leaf hash of the last."""


def map_root(heads: Heads) -> bytes:
    """Return the root hash of the map of these files."""
    root = Root()
    for key in sorted(heads):
        root.add(map_leaf(key, *heads[key]))
    return root.value


def newest(connection: Connection) -> bytes:
    """Return the newest head of the map, as it was signed. Raises NotSigned."""
    row = connection.execute("SELECT note FROM maps ORDER BY after_loss DESC, size DESC LIMIT 1").fetchone()
    if row is None:
        raise NotSigned("no map of the files was signed yet")
    return bytes(row[0])


def file_proof(connection: Connection, file_id: UUID, size: int | None = None) -> bytes:
    """Return the proof that a file is whole, or is not there, in the log of that size, by default the newest mapped.

    Raises NotSigned where no map of that size was signed, LogAltered where the log does not lead to it.
    """
    row = connection.execute(
        "SELECT note, origin FROM maps CROSS JOIN settings"
        " WHERE size = %s OR %s::bigint IS NULL ORDER BY after_loss DESC, size DESC LIMIT 1", (size, size),
    ).fetchone()  # fmt: skip
    if row is None:
        raise NotSigned("no map of the files in a log of that size was signed")
    note, key = bytes(row[0]), file_key(row[1], file_id)
    try:
        raw = _proof(connection, MapHead.read(note), note, row[1], file_id)
        made = FileProof.read(raw)
        (made.check_absent if made.is_absence else made.check_whole)()
    except (Contradicted, Unreadable, ValueError) as error:
        raise LogAltered(f"file {file_id}, of key {key.hex()}, is not as the map has it: {error}") from None
    return raw


def _proof(connection: Connection, head: MapHead, note: bytes, origin: str, file_id: UUID) -> bytes:
    heads = _heads(connection, origin, head.size)
    keys, key = sorted(heads), file_key(origin, file_id)
    at = bisect_left(keys, key)
    if key in heads:
        places = [at]
        headers, index = _headers(connection, origin, file_id, head.size)
        proof = tree(connection, head.size).inclusion(index)
    else:
        places = [place for place in (at - 1, at) if 0 <= place < len(keys)]
        headers, index, proof = [], 0, []
    mapped = _tree([map_leaf(one, *heads[one]) for one in keys])
    leaves = [
        {
            "file": keys[place].hex(), "entries": heads[keys[place]][0], "head": heads[keys[place]][1].hex(),
            "place": place, "proof": [base64(one) for one in mapped.inclusion(place)],
        }
        for place in places
    ]  # fmt: skip
    return canonical(
        {
            "format": FILE, "file": key.hex(), "map": note.decode(), "leaves": leaves, "headers": headers,
            "index": index, "proof": [base64(one) for one in proof],
        }
    )  # fmt: skip


def _heads(connection: Connection, origin: str, size: int) -> Heads:
    rows = connection.execute(
        "SELECT DISTINCT ON (file_id) file_id, position, leaf_hash FROM log WHERE index < %s"
        " ORDER BY file_id, position DESC", (size,), binary=True,
    )  # fmt: skip
    return {file_key(origin, file_id): (position, leaf) for file_id, position, leaf in rows}


def _headers(connection: Connection, origin: str, file_id: UUID, size: int) -> tuple[list[str], int]:
    """The headers of a file's entries, worked out from the stored bytes, and the place in the log of the last."""
    headers: list[str] = []
    previous, last, key = None, 0, file_key(origin, file_id)
    for index, position, sealed_at, recorded_at, state in connection.execute(
        "SELECT l.index, l.position, l.sealed_at, e.recorded_at, sha256(e.state) FROM log l"
        " JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
        " WHERE l.file_id = %s AND l.index < %s ORDER BY l.position", (file_id, size), binary=True,
    ):  # fmt: skip
        header = leaf_header(key, position, recorded_at, sealed_at, state, previous)
        headers.append(header.decode())
        previous, last = leaf_hash(header), index
    return headers, last


def _tree(leaves: Sequence[bytes]) -> Tree:
    """The tree over leaves that are at hand."""
    rows: dict[int, list[bytes]] = {0: list(leaves)}

    def row(level: int) -> list[bytes]:
        if level not in rows:
            below = row(level - 1)
            rows[level] = [_root(below[at : at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)]
        return rows[level]

    return Tree(len(leaves), lambda level, number, wide: b"".join(row(level)[WIDTH * number : WIDTH * number + wide]))


def _root(leaves: Sequence[bytes]) -> bytes:
    root = Root()
    for leaf in leaves:
        root.add(leaf)
    return root.value
