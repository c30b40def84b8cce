"""The tree over the log, followed leaf by leaf: against the hashes kept for proofs, the checkpoints and the maps.

What lies in `subtrees`, `checkpoints` and `maps` is not the record, and nobody need believe it: a hash can be worked
out from the log, and a note holds by its signature. But proofs are made from them. So each is worked out anew, and one
that is not what the log leads to is named. Who signed the notes is asked in ledger/verifying.py, where a key is given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from ledger.log.files import map_root
from ledger.log.tree import TOP, WIDTH
from ledger.store.database import Connection
from ledger.verify import Checkpoint, MapHead, Root, Unreadable, full_root

Found = tuple[int | None, UUID | None, int | None, str]
Heads = Mapping[bytes, tuple[int, bytes]]


class TreeAudit:
    """Takes the leaves of a log in their order, a page at a time, and says where what is kept beside it is another."""

    def __init__(self, connection: Connection, origin: str, wanted: Iterable[int]) -> None:
        self._origin = origin
        # Since the last loss that was explained, if any: what was signed before it leads to another log.
        [(loss,)] = connection.execute("SELECT coalesce(max(after_loss), 0) FROM checkpoints").fetchall()
        self._checkpoints = connection.execute(
            "SELECT size, note FROM checkpoints WHERE after_loss = %s ORDER BY size", (loss,)
        ).fetchall()
        self._maps = connection.execute(
            "SELECT size, note FROM maps WHERE after_loss = %s ORDER BY size", (loss,)
        ).fetchall()
        rows = connection.execute(
            "SELECT level, number, hash FROM subtrees WHERE after_loss = %s", (loss,), binary=True
        ).fetchall()
        self._kept: dict[tuple[int, int], bytes] = {(level, number): hashed for level, number, hashed in rows}
        sizes = {*wanted, *(size for size, _ in self._checkpoints), *(size for size, _ in self._maps)}
        self.wanted = sorted(sizes)
        self._wanted = deque(self.wanted)
        self._whole = True  # no place of the log was missing so far
        self._root = Root()
        self._tile: list[bytes] = []  # leaves of the tile that is not whole yet
        self._rows: list[list[bytes]] = [[] for _ in range(TOP + 1)]
        self.roots: dict[int, bytes] = {}
        """The root hash at each size that was wanted and reached."""

    def take(self, leaves: Iterable[bytes | list[bytes]] | None) -> Iterator[Found]:
        """Take whole tiles, hashed, and single leaf hashes, in order; None: a place is missing from the log."""
        if leaves is None:
            self._whole = False
        for tile in leaves or () if self._whole else ():
            size = self._root.size
            if isinstance(tile, list):
                self._take_roots(size, tile)
                self._root.extend(tile)
                self._tile += tile
                if self._root.size % WIDTH == 0 and len(self._tile) == WIDTH:
                    yield from self._subtree(1, full_root(self._tile))
            else:
                self._take_roots(size, [])
                self._root.add(tile, WIDTH)
                yield from self._subtree(1, tile)
            if self._root.size % WIDTH == 0:
                self._tile.clear()
        self._take_roots(self._root.size, [])

    def _take_roots(self, size: int, tile: Sequence[bytes]) -> None:
        """Find the roots that are wanted within a tile of leaves that follow after so many."""
        grown = self._root.copy()
        while self._wanted and self._wanted[0] <= size + len(tile):
            wanted = self._wanted.popleft()
            grown.extend(tile[grown.size - size : wanted - size])
            self.roots[wanted] = grown.value

    def _subtree(self, level: int, hashed: bytes) -> Iterator[Found]:
        """Compare the hash over one full subtree with the one kept; 256 of them make the next higher."""
        row = self._rows[level]
        row.append(hashed)
        wide = WIDTH**level
        number = self._root.size // wide - 1
        kept = self._kept.pop((level, number), None)
        first = number * wide
        if kept is None and self._checkpoints and first + wide <= self._checkpoints[-1][0]:
            yield first, None, None, f"the hash over places {first} to {first + wide - 1}, kept for proofs, is gone"
        elif kept is not None and kept != hashed:
            yield first, None, None, f"the hash over places {first} to {first + wide - 1}, kept for proofs, was altered"
        if len(row) == WIDTH and level < TOP:
            yield from self._subtree(level + 1, full_root(row))
            row.clear()

    def end(self, heads: Heads) -> Iterator[Found]:
        """Compare what is left, when the log has been read to its end; `heads` are those of its files."""
        if self._whole:
            for level, number in sorted(self._kept):
                first = number * WIDTH**level
                yield first, None, None, f"a hash of level {level} is kept for proofs, and the log has no such places"
        for size, note in self._checkpoints:
            yield from self._checkpoint(size, note)
        newest = self._maps[-1][0] if self._maps else -1
        for size, note in self._maps:
            yield from self._map(size, note, heads if size == newest == self._root.size else None)

    def _checkpoint(self, size: int, note: bytes) -> Iterator[Found]:
        try:
            found = Checkpoint.read(note)
        except Unreadable as error:
            yield None, None, None, f"what is kept as the checkpoint of {size} entries is none: {error}"
            return
        if (found.origin, found.size) != (self._origin, size):
            yield None, None, None, f"the checkpoint of {size} entries says {found.origin}, {found.size}"
        elif self._root.size < size:
            yield None, None, None, f"there is a checkpoint of {size} entries, and the log ends at {self._root.size}"
        elif self.roots.get(size) != found.root:
            yield None, None, None, f"the log does not lead to its checkpoint of {size} entries"

    def _map(self, size: int, note: bytes, heads: Heads | None) -> Iterator[Found]:
        try:
            found = MapHead.read(note)
        except Unreadable as error:
            yield None, None, None, f"what is kept as the map over {size} entries is none: {error}"
            return
        if (found.origin, found.size, found.root) != (self._origin, size, self.roots.get(size)):
            yield None, None, None, f"the map over {size} entries is not one of this log at that size"
        elif heads is not None and (found.files, found.map_root) != (len(heads), map_root(heads)):
            yield None, None, None, f"the map over {size} entries is not that of the files in it"
