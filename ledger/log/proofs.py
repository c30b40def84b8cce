"""Proofs about a log that has been signed, as files, each checked by the verifier's own code before it is given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ledger.errors import LogAltered, NotSigned
from ledger.log.leaf import file_key, leaf_header
from ledger.log.tiles import tree
from ledger.store.database import Connection
from ledger.verify import (
    Checkpoint,
    Consistency,
    Contradicted,
    EntryProof,
    Key,
    Unreadable,
    check_consistency,
    check_inclusion,
    leaf_hash,
)

_NOT_YET = "no checkpoint covers it yet; the log is signed once a second where it has a key (cleartrail signing-key)"


def checkpoint(connection: Connection, size: int | None = None, until: datetime | None = None) -> bytes:
    """Return the checkpoint of that size, by default the newest, as it was signed. Raises NotSigned.

    First the log's own signatures, then those of witnesses that have answered; with `until`, those that had by then.
    """
    row = connection.execute(
        "SELECT note, after_loss, size FROM checkpoints WHERE size = %s OR %s::bigint IS NULL"
        " ORDER BY after_loss DESC, size DESC LIMIT 1", (size, size),
    ).fetchone()  # fmt: skip
    if row is None:
        raise NotSigned(_NOT_YET if size is None else f"no checkpoint of {size} entries was signed")
    return bytes(row[0]) + b"".join(cosignatures(connection, row[1], row[2], until).values())


def witnessed(connection: Connection, witnesses: Sequence[Key], quorum: int) -> bytes:
    """Return the newest checkpoint that as many of these witnesses have signed, as `checkpoint` does. Raises NotSigned.

    A key of the log itself is no witness, whatever the settings say.
    """
    row = connection.execute(
        "SELECT after_loss, size FROM cosignatures WHERE witness = ANY(%s) GROUP BY after_loss, size"
        " HAVING count(*) >= %s ORDER BY after_loss DESC, size DESC LIMIT 1",
        ([str(one) for one in witnesses], max(quorum, 1)),
    ).fetchone()  # fmt: skip
    if row is None:
        raise NotSigned(f"no checkpoint was signed by {max(quorum, 1)} of {len(witnesses)} witnesses yet")
    [(note,)] = connection.execute("SELECT note FROM checkpoints WHERE (after_loss, size) = (%s, %s)", row).fetchall()
    return bytes(note) + b"".join(cosignatures(connection, *row).values())


def cosignatures(
    connection: Connection, after_loss: int, size: int, until: datetime | None = None
) -> dict[str, bytes]:  # fmt: skip
    """Return the lines that witnesses signed a checkpoint with, by their public keys, in order of their names."""
    rows = connection.execute(
        "SELECT witness, line FROM cosignatures WHERE (after_loss, size) = (%s, %s)"
        " AND signed_at <= coalesce(%s::timestamptz, 'infinity') ORDER BY witness", (after_loss, size, until),
    )  # fmt: skip
    return {witness: line.encode() for witness, line in rows}


def covering(connection: Connection, size: int) -> tuple[int, bytes]:
    """Return the size of the smallest checkpoint that covers a log of that size, and its note. Raises NotSigned."""
    row = connection.execute(
        "SELECT size, note FROM checkpoints WHERE size >= %s ORDER BY after_loss DESC, size LIMIT 1", (size,)
    ).fetchone()
    if row is None:
        raise NotSigned(_NOT_YET)
    return row[0], bytes(row[1])


def entry_proof(
    connection: Connection, file_id: UUID, position: int, size: int | None = None, until: datetime | None = None
) -> bytes:  # fmt: skip
    """Return the proof that an entry is in the log, under the checkpoint of that size, by default the newest.

    It is in the form of C2SP tlog-proof.

    Raises NotSigned where no checkpoint covers it yet, LogAltered where the log does not lead to its checkpoint.
    """
    raw = checkpoint(connection, size, until)
    row = connection.execute(
        "SELECT l.index, l.sealed_at, e.recorded_at, sha256(e.state), p.leaf_hash, s.origin FROM log l"
        " JOIN entries e ON e.file_id = l.file_id AND e.position = l.position CROSS JOIN settings s"
        " LEFT JOIN log p ON p.file_id = l.file_id AND p.position = l.position - 1"
        " WHERE l.file_id = %s AND l.position = %s",
        (file_id, position), binary=True,
    ).fetchone()  # fmt: skip
    signed = _read(raw)
    if row is None or row[0] >= signed.size:
        raise NotSigned(_NOT_YET)
    index, sealed_at, recorded_at, state, previous, origin = row
    try:
        header = leaf_header(file_key(origin, file_id), position, recorded_at, sealed_at, state, previous)
        proof = EntryProof(header, index, tuple(tree(connection, signed.size).inclusion(index)), signed)
        check_inclusion(leaf_hash(header), index, signed.size, signed.root, proof.proof)
    except (Contradicted, ValueError) as error:
        raise LogAltered(f"entry {position} of file {file_id} is not what the checkpoint covers: {error}") from None
    return proof.written(raw)


def consistency(
    connection: Connection, old: int, size: int | None = None, until: datetime | None = None
) -> bytes:  # fmt: skip
    """Return the proof that the log at a checkpoint, by default the newest, begins with its first `old` entries.

    It is the body of tlog-witness's add-checkpoint (C2SP). From 0 on, as a witness that has signed nothing yet is sent
    it, it has no hashes and proves nothing. Raises NotSigned, LogAltered, ValueError for a size beyond the checkpoint.
    """
    raw = checkpoint(connection, size, until)
    signed = _read(raw)
    if not 0 <= old <= signed.size:
        raise ValueError(f"should be between 0 and {signed.size}, the size of the newer checkpoint")
    if old == 0:
        return Consistency.written(0, [], raw)
    try:
        proof = tree(connection, signed.size).consistency(old)
        check_consistency(old, signed.size, tree(connection, old).root, signed.root, proof)
    except (Contradicted, ValueError) as error:
        raise LogAltered(f"the log does not lead to its checkpoint of {signed.size} entries: {error}") from None
    return Consistency.written(old, proof, raw)


def _read(raw: bytes) -> Checkpoint:
    try:
        return Checkpoint.read(raw)
    except Unreadable as error:
        raise LogAltered(f"a checkpoint in the database is none: {error}") from None
