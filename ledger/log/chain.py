"""Each file's own chain: every entry holds the hash of the one before it, worked out anew from the stored bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from ledger.log.leaf import PIECES, moment
from ledger.log.pages import Row

_EVER = -(2**63)
# A leaf is put together a million times, from what stays the same for a file, for an append and for an entry.
_FILE, _POSITION, _PREVIOUS, _RECORDED, _SEALED, _STATE, _END = PIECES
_KEY = slice(len(_FILE) + 1, len(_FILE) + 65)


class Link(NamedTuple):
    """The first entry of a file in a stretch of the log that others read the beginning of: still to be joined on."""

    index: int  # type: ignore[assignment]  # a link is never searched as a tuple
    place: bytes
    recorded_at: int
    sealed_at: int
    stated: str  # SHA-256 of the stored bytes, in hex
    size: int  # of these bytes
    leaf: bytes


class Chain:
    """Follows the entries of all files in the order of the log, and knows of each file the last.

    A place is the 16 bytes of a file's id and the 8 of a position; moments are microseconds since 2000.
    """

    def __init__(self, origin: str, *, begins: bool = True) -> None:
        self._begins = begins
        self._before_id = b"cleartrail-file/1\n" + origin.encode() + b"\n"
        self._last: dict[bytes, tuple[str, int, str, int]] = {}
        """Of each file: how its leaves begin, its last position, that leaf hash in hex, when that was recorded."""
        self.open: list[Link] = []
        """What could not be checked, because the file's entry before was not in this stretch."""

    def take(self, rows: Iterable[Row]) -> Iterator[tuple[int, str]]:
        """Go on with these places of the log; say what is wrong, by index."""
        ends, end = self._last, _END
        sealed, recorded, recorded_at, times = _EVER, b"", 0, ""
        for index, place, _, sealed_at, leaf, entry in rows:
            if entry is None:
                yield index, self._gone(place, leaf)
                continue
            _, _, _, _, raw, _, state = entry
            if raw != recorded or sealed_at != sealed:
                sealed, recorded, recorded_at = sealed_at, raw, int.from_bytes(raw, "big", signed=True)
                times = _times(recorded_at, sealed_at)
            file, stated = place[:16], sha256(state).hexdigest()
            found = ends.get(file)
            if found is None:
                found = self._new(file)
                if not self._begins:
                    self.open.append(Link(index, place, recorded_at, sealed_at, stated, len(state), leaf))
                    ends[file] = found[0], int.from_bytes(place[16:], "big"), leaf.hex(), recorded_at
                    continue
            begins, position, previous, before = found
            position += 1
            hashed = sha256(f"{begins}{position}{_PREVIOUS}{previous}{times}{stated}{end}".encode()).digest()
            if hashed == leaf and recorded_at >= before and place[16:] == position.to_bytes(8, "big"):
                ends[file] = begins, position, leaf.hex(), recorded_at
            else:
                link = Link(index, place, recorded_at, sealed_at, stated, len(state), leaf)
                yield from ((index, what) for what in self._wrong(link))

    def join(self, after: Chain) -> Iterator[tuple[int, bytes, str]]:
        """Go on with a stretch of the log that was followed by itself; say what is wrong where the two meet."""
        for link in after.open:
            for what in self._wrong(link):
                yield link.index, link.place, what
        self._last |= after._last

    def know(self, file: bytes, position: int, leaf: bytes, recorded_at: int) -> None:
        """Go on from this entry of a file, by its id, which somebody else has checked."""
        self._last[file] = self._new(file)[0], position, leaf.hex(), recorded_at

    def last(self, file: bytes) -> int:
        """Return how many entries of a file were sealed, by its id."""
        return self._last[file][1] if file in self._last else 0

    def files(self) -> Iterable[bytes]:
        """Return the ids of all files that were met."""
        return self._last.keys()

    def heads(self) -> dict[bytes, tuple[int, bytes]]:
        """Return of each file, by its key, how many entries it has and the leaf hash of the last."""
        return {
            bytes.fromhex(begins[_KEY]): (position, bytes.fromhex(leaf))
            for begins, position, leaf, _ in self._last.values()
        }

    def _wrong(self, link: Link) -> Iterator[str]:
        """Say what is wrong with an entry after the one before it, if anything; go on from it."""
        begins, last, previous, before = self._last.get(link.place[:16]) or self._new(link.place[:16])
        position = int.from_bytes(link.place[16:], "big")
        times = _times(link.recorded_at, link.sealed_at)
        leaf = f"{begins}{position}{_PREVIOUS}{previous}{times}{link.stated}{_END}".encode()
        if position != last + 1:
            yield f"sealed after entry {last} of its file"
        elif sha256(leaf).digest() != link.leaf:
            yield f"not what was sealed: its bytes or its times were altered; its bytes are 0 to {link.size - 1}"
        if link.recorded_at < before:
            yield "dated before the entry it follows in its file"
        self._last[link.place[:16]] = begins, position, link.leaf.hex(), link.recorded_at

    def _gone(self, place: bytes, leaf: bytes) -> str:
        begins, last, _, before = self._last.get(place[:16]) or self._new(place[:16])
        position = int.from_bytes(place[16:], "big")
        self._last[place[:16]] = begins, position, leaf.hex(), before
        follows = position == last + 1 or (last == 0 and not self._begins)
        return "sealed, and gone" if follows else f"sealed after entry {last} of its file"

    def _new(self, file: bytes) -> tuple[str, int, str, int]:
        return f"\0{_FILE}{sha256(self._before_id + file).hexdigest()}{_POSITION}", 0, "", _EVER


def _times(recorded_at: int, sealed_at: int) -> str:
    return f"{_RECORDED}{moment(recorded_at)}{_SEALED}{moment(sealed_at)}{_STATE}"
