"""The root hash of a log: one value that stands for every entry in it, in its order (RFC 6962, section 2.1)."""

import hashlib


class Root:
    """Takes the leaf hashes of a log one after another; at any size its value is the log's root hash."""

    def __init__(self) -> None:
        # Roots of the full subtrees that the leaves so far make up, largest first, with their sizes.
        self._subtrees: list[tuple[int, bytes]] = []
        self.size = 0

    def add(self, leaf_hash: bytes) -> None:
        """Take the next leaf hash (32 bytes)."""
        size, hashed = 1, leaf_hash
        while self._subtrees and self._subtrees[-1][0] == size:
            _, left = self._subtrees.pop()
            size, hashed = 2 * size, _node(left, hashed)
        self._subtrees.append((size, hashed))
        self.size += 1

    @property
    def value(self) -> bytes:
        """The root hash: MTH(D[n]) of RFC 6962, the hash of nothing for an empty log."""
        if not self._subtrees:
            return hashlib.sha256(b"").digest()
        *larger, (_, hashed) = self._subtrees
        for _, left in reversed(larger):
            hashed = _node(left, hashed)
        return hashed


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
