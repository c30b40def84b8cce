"""The tree that every key of a ledger comes from, and how one key, or a whole branch, is taken out of it for good.

A tree after Goldreich, Goldwasser and Micali (1986), with holes (a puncturable pseudorandom function): from a node one
comes down to any key below it, and never up or sideways. Whoever has the root has every key there can be. To destroy a
key is to replace the node above it by the other branches along the way down: every other key can still be worked out,
and that one never again, by anybody, from anything that is kept.

    scope    what is destroyed together: a file, a person, the documents; some bytes (ledger/privacy/keys.py)
    S        = SHA-256(scope)
    P        = 32 random bytes, the same for as long as the tree is there
    path     = 32 steps of 4 bits: the first 8 bytes of SHA-256(P || S), then the first 8 of SHA-256(P || digest)
    child    = SHA-256(node || step as one byte)        33 bytes in
    key      = SHA-256(node || S || digest)             96 bytes in, from the node at the end of the path

Two digests of one scope whose paths are the same have different keys, and are destroyed together. Nobody can look for
such a pair without P; by accident, among ten million texts of one file, one comes up once in some 370,000 ledgers. It
shows: `is_destroyed` says so of a digest that no entry of erasure names.

A **note** of a destroyed key is its path and a mark: the first 8 bytes of SHA-256("cleartrail-destroyed/1", LF, P, the
path in hexadecimal), all of it in hexadecimal. It can lie in the open: without P nobody can write one that holds.

As bytes: P; then each fork, in the order of their paths: how many steps lead to it (1 byte); the steps, two to a byte,
a last single one with 0 after it; which children are left (2 bytes, the lowest bit is step 0); those children, 32 bytes
each. A whole tree is the fork of no steps with all 16.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import NewType

from ledger.errors import KeyDestroyed

Scope = NewType("Scope", bytes)
"""What is destroyed together; made by `ledger.privacy.keys.of_file`, `of_person`, or `DOCUMENTS`."""

_STEPS = 16  # from the root to a scope, and again from the scope to a digest
_SIZE = 32  # bytes of a node, a key, a digest
_ALL = 0xFFFF
_PATH = re.compile(r"(?:[0-9a-f]{16}){1,2}")
_SCOPES_KEPT = 4096
_LABEL = {f"{step:x}": bytes([step]) for step in range(16)}


class KeyTree:
    """What is left of a tree. Never changed: `without` returns another. Safe to share between threads."""

    def __init__(self, path_secret: bytes, forks: Mapping[str, bytes]) -> None:
        self._secret = path_secret
        self._forks = dict(forks)  # by path, in hexadecimal: which children are left, and they
        self._scope = lru_cache(_SCOPES_KEPT)(self._read_scope)

    @classmethod
    def made(cls) -> KeyTree:
        """Return a whole tree, from the operating system's random numbers."""
        return cls(secrets.token_bytes(_SIZE), {"": _ALL.to_bytes(2) + secrets.token_bytes(16 * _SIZE)})

    def key(self, scope: Scope, digest: bytes) -> bytes:
        """Return the 32 bytes of the key of a digest in a scope. Raises KeyDestroyed."""
        name, path, node = self._scope(scope)
        way = self._path(digest)
        if node is None:
            found = self._above(path + way)
            if found is None:
                raise KeyDestroyed
            node, way = found
        return sha256(_down(node, way) + name + digest).digest()

    def is_destroyed(self, scope: Scope, digest: bytes | None = None) -> bool:
        """Return whether the key of a digest, or of everything in a scope, is gone for good."""
        _, path, node = self._scope(scope)
        if node is not None:
            return False
        return path not in self._forks if digest is None else self._above(path + self._path(digest)) is None

    def without(self, destroyed: Iterable[tuple[Scope, bytes | None]]) -> KeyTree:
        """Return the tree after these keys, or whole scopes (None), are destroyed; itself where they are already."""
        return self.without_paths(self.path_of(scope, digest) for scope, digest in destroyed)

    # ------------------------------------------------------------------------- what was destroyed, without its name

    def path_of(self, scope: Scope, digest: bytes | None = None) -> str:
        """Return the path of a scope, 16 hexadecimal digits, or of a digest in it, 32: the last 16 are the digest's.

        It tells nobody who does not have the tree what it is the path of.
        """
        return self._path(sha256(scope).digest()) + ("" if digest is None else self._path(digest))

    def note_of(self, path: str) -> str:
        """Return what is written down of a destroyed key, or scope: its path and a mark, 48 or 32 digits."""
        return path + sha256(b"cleartrail-destroyed/1\n" + self._secret + path.encode()).hexdigest()[:_STEPS]

    def path_noted(self, note: str) -> str | None:
        """Return the path in a note; None for one that was not made by whoever has the tree."""
        path = note[:-_STEPS]
        return path if _PATH.fullmatch(path) and hmac.compare_digest(self.note_of(path), note) else None

    def holes(self) -> set[str]:
        """Return the paths of everything that was destroyed; what lies below a scope that is gone is not told apart."""
        found = set()
        for path, fork in self._forks.items():
            gone = _ALL & ~int.from_bytes(fork[:2])
            while gone:
                step = gone.bit_length() - 1
                gone -= 1 << step
                if (below := f"{path}{step:x}") not in self._forks:
                    found.add(below)
        return found

    def is_hole(self, path: str) -> bool:
        """Return whether what lies at the end of a path is gone for good."""
        return self._above(path) is None and (len(path) > _STEPS or path not in self._forks)

    def without_paths(self, paths: Iterable[str]) -> KeyTree:
        """Return the tree after what lies at the end of these paths is destroyed. Raises ValueError for another."""
        forks = dict(self._forks)
        for path in paths:
            if not _PATH.fullmatch(path):
                raise ValueError("not the path of a scope or of a key")
            if len(path) == _STEPS:
                for below in [other for other in forks if other.startswith(path)]:
                    del forks[below]
            _puncture(forks, path)
        return self if forks == self._forks else type(self)(self._secret, forks)

    def __bytes__(self) -> bytes:
        """The tree in the form described above."""
        parts = [self._secret]
        for path, fork in sorted(self._forks.items()):
            parts += (bytes([len(path)]), bytes.fromhex(path + "0" * (len(path) % 2)), fork)
        return b"".join(parts)

    @classmethod
    def read(cls, raw: bytes) -> KeyTree:
        """Return the tree that such bytes hold. Raises ValueError."""
        at, forks = _SIZE, dict[str, bytes]()
        while at < len(raw):
            steps = raw[at]
            start = at + 1 + (steps + 1) // 2
            path = raw[at + 1 : start].hex()[:steps]
            at = start + 2 + _SIZE * int.from_bytes(raw[start : start + 2]).bit_count()
            if steps >= 2 * _STEPS or at > len(raw):
                raise ValueError("not a tree of keys")
            forks[path] = raw[start:at]
        if len(raw) < _SIZE:
            raise ValueError("not a tree of keys")
        return cls(raw[:_SIZE], forks)

    def _path(self, name: bytes) -> str:
        if len(name) != _SIZE:
            raise ValueError("a digest is 32 bytes")
        return sha256(self._secret + name).hexdigest()[:_STEPS]

    def _read_scope(self, scope: Scope) -> tuple[bytes, str, bytes | None]:
        """A scope's name, its path, and its node; None where there are holes below it, or it is gone."""
        name = sha256(scope).digest()
        path = self._path(name)
        found = self._above(path)
        return name, path, None if found is None else _down(*found)

    def _above(self, path: str) -> tuple[bytes, str] | None:
        """The node that is left above the end of a path, and the way down from it."""
        for depth in range(len(path)):
            fork = self._forks.get(path[:depth])
            if fork is None:
                return None
            if (node := _child(fork, path[depth])) is not None:
                return node, path[depth + 1 :]
        return None


def _down(node: bytes, way: str) -> bytes:
    hashed, label = sha256, _LABEL  # local names: this is the innermost loop of reading and recording
    for step in way:
        node = hashed(node + label[step]).digest()
    return node


def _child(fork: bytes, step: str) -> bytes | None:
    left, bit = int.from_bytes(fork[:2]), 1 << int(step, 16)
    if not left & bit:
        return None
    at = 2 + _SIZE * (left & (bit - 1)).bit_count()
    return fork[at : at + _SIZE]


def _puncture(forks: dict[str, bytes], path: str) -> None:
    """Take the node above the end of a path out, and put in its place what leads to everything beside that path."""
    for depth in range(len(path)):
        fork = forks.get(path[:depth])
        if fork is None:
            return
        if (node := _child(fork, path[depth])) is not None:
            bit = 1 << int(path[depth], 16)
            left = int.from_bytes(fork[:2])
            at = 2 + _SIZE * (left & (bit - 1)).bit_count()
            forks[path[:depth]] = (left & ~bit).to_bytes(2) + fork[2:at] + fork[at + _SIZE :]
            for below in range(depth + 1, len(path)):
                forks[path[:below]] = _beside(node, path[below])
                node = _down(node, path[below])
            return


def _beside(node: bytes, step: str) -> bytes:
    """The fork under a node, without one of its children."""
    left = _ALL & ~(1 << int(step, 16))
    return left.to_bytes(2) + b"".join(_down(node, other) for other in _LABEL if other != step)
