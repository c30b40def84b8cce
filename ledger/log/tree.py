"""Proofs over a log of any size, from tiles: hashes of its tree in rows of up to 256 (C2SP tlog-tiles, RFC 9162, 2.1).

The tile `number` of `level` holds the hashes MTH(D[i * 256**level : (i + 1) * 256**level]) for i from 256 * number on:
level 0 has leaf hashes, each higher one a hash for every full tile below. Whatever a proof needs beside these is worked
out from one tile, so a proof over a million entries reads five of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ledger.verify import Root, node_hash, tile_path

WIDTH = 256  # hashes in a full tile
HASH = 32  # bytes
TOP = 7  # the highest level there can be: 2**64 entries
Tile = Callable[[int, int, int], bytes]
"""What gives the first so many hashes of a tile: level, number, width -> width * 32 bytes."""

_PATH = re.compile(
    r"(?P<level>[0-9]|[1-5][0-9]|6[0-3])/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


def width(size: int, level: int, number: int) -> int:
    """Return how many hashes the tile has in a log of that size; 0 where there is no such tile."""
    return max(0, min(WIDTH, (size >> 8 * level) - WIDTH * number))


def tile_at(path: str) -> tuple[int, int, int]:
    """Return the level, number and width of the tile at a path. Raises ValueError for what is no tile's path."""
    found = _PATH.fullmatch(path)
    if found is not None:
        level, number = int(found["level"]), int(found["number"].replace("x", "").replace("/", ""))
        wide = int(found["width"] or WIDTH)
        # One path for a tile: a full one is not asked for as partial, and there are no leading elements of zeros.
        if (found["width"] is None or wide < WIDTH) and tile_path(level, number, wide) == path:
            return level, number, wide
    raise ValueError("a tile lies at LEVEL/NUMBER or, with fewer than 256 hashes, at LEVEL/NUMBER.p/WIDTH")


class Tree:
    """The Merkle tree of a log's first `size` entries."""

    def __init__(self, size: int, tile: Tile) -> None:
        self.size = size
        self._tile = tile
        self._read: dict[tuple[int, int], bytes] = {}

    @property
    def root(self) -> bytes:
        """The root hash, that of nothing for an empty log."""
        return self._hash(0, self.size) if self.size else Root().value

    def inclusion(self, index: int) -> list[bytes]:
        """Return the proof that the leaf at `index` is in the tree (RFC 9162, section 2.1.3.1)."""
        if not 0 <= index < self.size:
            raise ValueError(f"a tree of {self.size} leaves has none at {index}")
        proof, low, high = [], 0, self.size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                proof.append(self._hash(middle, high))
                high = middle
            else:
                proof.append(self._hash(low, middle))
                low = middle
        return proof[::-1]

    def consistency(self, old: int) -> list[bytes]:
        """Return the proof that the tree begins with that of its first `old` leaves (RFC 9162, section 2.1.4.1)."""
        if not 0 < old <= self.size:
            raise ValueError(f"a tree of {self.size} leaves is no later state of one of {old}")
        proof: list[bytes] = []
        low, high, known = 0, self.size, True  # known: this subtree is the whole old tree, whose root the reader has
        while old != high:
            middle = low + _split(high - low)
            if old <= middle:
                proof.append(self._hash(middle, high))
                high = middle
            else:
                proof.append(self._hash(low, middle))
                low, known = middle, False
        if not known:
            proof.append(self._hash(low, high))
        return proof[::-1]

    def _hash(self, low: int, high: int) -> bytes:
        """MTH(D[low:high]) for a range that the tree is split into."""
        if (high - low) & (high - low - 1) == 0:
            return self._full((high - low).bit_length() - 1, low)
        middle = low + _split(high - low)
        return node_hash(self._hash(low, middle), self._hash(middle, high))

    def _full(self, height: int, low: int) -> bytes:
        """MTH of the full subtree of that height which begins at leaf `low`."""
        level, rest = divmod(height, 8)
        first, count = low >> 8 * level, 1 << rest
        number, at = divmod(first, WIDTH)
        hashes = self._hashes(level, number)
        row = [hashes[HASH * i : HASH * (i + 1)] for i in range(at, at + count)]
        while len(row) > 1:
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
        return row[0]

    def _hashes(self, level: int, number: int) -> bytes:
        if (level, number) not in self._read:
            wide = width(self.size, level, number)
            hashes = self._tile(level, number, wide)
            if len(hashes) != wide * HASH:
                raise ValueError(f"the tile {tile_path(level, number, wide)} is not there whole")
            self._read[level, number] = hashes
        return self._read[level, number]


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return int(1 << (size - 1).bit_length() - 1)
