"""What the log says about one entry, in so few words that it can be shown to anybody: when, where, and a hash.

Format "cleartrail-leaf/1", for another implementation. The **leaf header** of an entry is a JSON object in the
canonical form of RFC 8785 (JCS), ASCII only, with exactly these members:

    file         the file key: 64 lower-case hex digits, see below
    format       "cleartrail-leaf/1"
    position     the entry's number within its file: 1, 2, 3 …
    previous     leaf hash of the file's entry at position - 1, 64 lower-case hex digits; "" at position 1
    recorded_at  when the ledger recorded the entry: UTC, "2025-03-01T09:30:00.000000Z", always six decimals
    sealed_at    when it was given its place in the log; the same form
    state        SHA-256 of the stored bytes, as stored, never re-encoded: 64 lower-case hex digits

The **leaf hash** is SHA-256(0x00 || header), the leaf hash of RFC 6962, section 2.1, over the header's bytes.

The **file key** is SHA-256("cleartrail-file/1" || 0x0A || origin || 0x0A || file id), where origin is the ledger's
name in UTF-8 (it has no line feed) and the file id is the UUID's 16 bytes, most significant first (RFC 9562).

A header tells nothing of the entry's content. It has no kind and no names; the stored bytes carry a random salt, so
that their hash cannot be guessed; and file ids come from a secret, so that a file key cannot be tried out.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

# In canonical order, and nothing in it is escaped: RFC 8785's form, in one operation.
HEADER = (
    b'{"file":"%b","format":"cleartrail-leaf/1","position":%d,"previous":"%b","recorded_at":"%b","sealed_at":"%b",'
    b'"state":"%b"}'
)
"""File key, position, previous, recorded_at, sealed_at, state: as they stand in a header."""
PIECES = HEADER.decode().replace("%d", "%b").split("%b")
"""What stands before, between and after these: for a million headers, put together from what stays the same in many."""
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  # only its digits are used, and they are UTC's
_OF_HOUR = ["{:02}:{:02}.".format(*divmod(second, 60)) for second in range(3_600)]


@lru_cache(10_000)
def file_key(origin: str, file_id: UUID) -> bytes:
    """The 32 bytes that stand for a file in the log of this origin."""
    return hashlib.sha256(b"cleartrail-file/1\n" + origin.encode() + b"\n" + file_id.bytes).digest()


def leaf_header(
    file: bytes, position: int, recorded_at: datetime, sealed_at: datetime, state_hash: bytes, previous: bytes | None
) -> bytes:
    """The header of one entry: the bytes its leaf hash is taken over.

    `file` is the file key, `state_hash` the SHA-256 of the stored bytes, `previous` the leaf hash of the file's entry
    before it. Raises ValueError for what no entry can have: a position below 1, a `previous` at position 1 or none
    after it, a hash that is not 32 bytes, a moment without a time zone.
    """
    if position < 1 or (previous is None) != (position == 1):
        raise ValueError("positions begin at 1, and every entry but the first has a previous one")
    if len(file) != 32 or len(state_hash) != 32 or (previous is not None and len(previous) != 32):
        raise ValueError("a hash has 32 bytes")
    return HEADER % (
        file.hex().encode(), position, previous.hex().encode() if previous else b"", _written(recorded_at),
        _written(sealed_at), state_hash.hex().encode(),
    )  # fmt: skip


def leaf_hash(header: bytes) -> bytes:
    """The leaf hash of RFC 6962: SHA-256(0x00 || header), 32 bytes."""
    return hashlib.sha256(b"\x00" + header).digest()


def moment(microseconds: int) -> str:
    """A moment as a header has it, given in microseconds since 2000 in UTC: so PostgreSQL counts and sends it."""
    hour, rest = divmod(microseconds, 3_600_000_000)
    second, fraction = divmod(rest, 1_000_000)
    return f"{_hour(hour)}{_OF_HOUR[second]}{fraction:06}Z"


@lru_cache(10_000)
def _hour(number: int) -> str:
    try:
        return (_EPOCH + timedelta(hours=number)).isoformat(timespec="hours") + ":"
    except OverflowError:  # "infinity", which no header says
        return "never "


@lru_cache(1_000)  # entries sealed together share the moment, and those recorded together theirs
def _written(moment: datetime) -> bytes:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    said = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return said.removesuffix("+00:00").encode() + b"Z"
