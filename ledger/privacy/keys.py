"""The keys that everything readable in the vault is encrypted under. They lie outside the database, in a folder.

A key that is destroyed here is destroyed for good: whatever old backup of the database is brought back, the words under
it stay unreadable, for the folder no longer holds anything it could be worked out from (key_tree.py). So erasing
is final as soon as the last backup of this *folder* from before is gone; the database's may be kept for ever.

The folder, which only its owner can enter:

    keys           one line, `cleartrail-keys/1 ` and 32 hexadecimal digits that name these keys; then 12 random bytes,
                   and the tree under AES-256-GCM with the wrapping key, the line as associated data. Replaced whole.
    wrapping-key   one line of 64 hexadecimal digits, unless the wrapping key is given apart: another file, on another
                   disk, out of a key management service, or one of systemd's credentials (docs/operating.md)
    wrapping-key.next
                   beside the wrapping key, while it is being changed for another: the other. As long as it is there,
                   `keys` may be under either
    lock           held by who destroys a key

Several processes, and several ledgers' programs on one machine, may use one folder: before a key is given out, it is
seen whether the file is still the one that was read.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.errors import KeyDestroyed, KeysMissing, KeysRefused
from ledger.privacy.key_tree import KeyTree, Scope
from ledger.store.home import LockBusy, holding, replace_file, sync

DOCUMENTS = Scope(b"documents")
"""The scope of all documents; the digest is the document's SHA-256."""
_LINE = re.compile(rb"cleartrail-keys/1 ([0-9a-f]{32})\n")
_LINE_LENGTH, _NONCE = 51, 12  # bytes
_WRAPPING = re.compile(rb"[0-9a-f]{64}\n?")
_PATIENCE = 30.0  # seconds to wait for another process that is destroying a key


def of_file(file_id: UUID) -> Scope:
    """Return the scope of a file: of the words recorded on it that are about no person in particular."""
    return Scope(b"file " + file_id.bytes)


def of_person(pseudonym: str) -> Scope:
    """Return the scope of a person: of everything personal said under that pseudonym, on whatever file."""
    return Scope(b"person " + pseudonym.encode())


@dataclass(frozen=True, slots=True)
class _Read:
    """The tree as it was read, and by what it is seen that the file has not been replaced since."""

    seen: tuple[int, int, int]
    name: bytes
    tree: KeyTree


class Keys:
    """The keys of one ledger. Safe to share between threads. Made by `make` or `read`.

    Every method raises KeysMissing and KeysRefused where the folder is no longer what it was.
    """

    def __init__(self, folder: Path, wrapping_key: Path) -> None:
        self._folder = folder
        self._file = folder / "keys"
        self._wrapping_key = wrapping_key
        self._wrapping = _wrapping(wrapping_key)
        self._held = self._open()

    @classmethod
    def make(cls, folder: Path, wrapping_key: Path | None = None) -> Keys:
        """Make new keys in a folder, and return them; `wrapping_key` is the file of one given apart.

        Raises FileExistsError where there are keys already, KeysMissing where the wrapping key is not there or the
        folder cannot be written to.
        """
        with _written_to(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone_in(folder):
            if has_keys(folder):
                raise FileExistsError(f"there are keys in {folder} already")
            folder.chmod(0o700)
            if wrapping_key is None and not (folder / "wrapping-key").exists():
                replace_file(folder / "wrapping-key", secrets.token_hex(32).encode() + b"\n")
            wrapping = _wrapping(wrapping_key or folder / "wrapping-key")
            replace_file(folder / "keys", _wrapped(secrets.token_bytes(16), KeyTree.made(), wrapping))
        return cls(folder, wrapping_key or folder / "wrapping-key")

    @classmethod
    def read(cls, folder: Path, wrapping_key: Path | None = None) -> Keys:
        """Return the keys in a folder. Raises KeysMissing, KeysRefused."""
        if not has_keys(folder):
            raise KeysMissing(f"there are no keys in {folder}")
        return cls(folder, wrapping_key or folder / "wrapping-key")

    @property
    def name(self) -> bytes:
        """The 16 bytes that these keys are known by. They tell nothing of the keys."""
        return self._held.name

    def now(self) -> KeyTree:
        """Return the tree as it is at this moment, for many keys at once; not to be kept."""
        return self._current()

    def key(self, scope: Scope, digest: bytes) -> bytes:
        """Return the 32 bytes of the key of a digest (32 bytes) in a scope. Raises KeyDestroyed."""
        return self._current().key(scope, digest)

    def is_destroyed(self, scope: Scope, digest: bytes | None = None) -> bool:
        """Return whether the key of a digest, or of everything in a scope, has been destroyed."""
        return self._current().is_destroyed(scope, digest)

    def destroy(self, scope: Scope, digest: bytes | None = None) -> None:
        """Destroy the key of a digest, or of everything in a scope: for good, and on disk when this returns.

        Once destroyed, destroying again changes nothing. Every other key stays as it is.
        """
        self.destroy_all([(scope, digest)])

    def destroy_all(self, destroyed: Iterable[tuple[Scope, bytes | None]]) -> None:
        """Destroy several together, all or none, whenever the process should end. See `destroy`."""
        self._change(lambda tree: tree.without(destroyed))

    def destroy_paths(self, paths: Iterable[str]) -> None:
        """Destroy what lies at the end of these paths (`KeyTree.path_of`). See `destroy`. Raises ValueError."""
        self._change(lambda tree: tree.without_paths(paths))

    def rewrap(self, to: Path | None = None) -> None:
        """Change the wrapping key for a new one, which is made: the old one opens nothing that is in the folder now.

        Whatever it is stopped by between two steps, the keys can be read, and the same call goes on from there. With
        `to`, the keys are put under the wrapping key in that file instead, and nothing is made or removed: it is then
        for whoever gave the old one apart to give the other in its place. Raises OSError.
        """
        with _alone_in(self._folder):
            held = self._open()
            if to is not None:
                self._wrapping_key, self._wrapping = to, _wrapping(to)
                self._wrap(held)
                return
            with _written_to(self._wrapping_key.parent):
                following = _following(self._wrapping_key)
                if not following.exists():
                    replace_file(following, secrets.token_hex(32).encode() + b"\n")
                self._wrapping = _wrapping(following)
                self._wrap(held)
                replace_file(self._wrapping_key, following.read_bytes())
                following.unlink()
                sync(following.parent)

    def _wrap(self, held: _Read) -> None:
        replace_file(self._file, _wrapped(held.name, held.tree, self._wrapping))
        self._held = self._open()

    def _change(self, change: Callable[[KeyTree], KeyTree]) -> None:
        with _alone_in(self._folder):
            held = self._open()  # what another process has destroyed meanwhile stays destroyed
            tree = change(held.tree)
            if tree is not held.tree:
                # A crash before the file is replaced leaves the keys as they were, beside a `keys.new` that has fewer.
                replace_file(self._file, _wrapped(held.name, tree, self._wrapping))
                held = self._open()
            self._held = held

    def _current(self) -> KeyTree:
        try:
            found = self._file.stat()
        except OSError:
            raise KeysMissing(f"the keys in {self._folder} are gone") from None
        held = self._held
        if (found.st_ino, found.st_mtime_ns, found.st_size) != held.seen:
            held = self._held = self._open()
        return held.tree

    def _open(self) -> _Read:
        try:
            descriptor = os.open(self._file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise KeysMissing(f"the keys in {self._folder} cannot be read: {error.strerror}") from None
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            raw = file.read()
        if stat.S_IMODE(found.st_mode) & 0o077:
            raise KeysRefused(f"others can read {self._file}: its mode should be 0600")
        line, rest = raw[:_LINE_LENGTH], raw[_LINE_LENGTH:]
        named = _LINE.fullmatch(line)
        if named is None:
            raise KeysRefused(f"{self._file} holds no keys: it should begin with the line cleartrail-keys/1")
        seen = (found.st_ino, found.st_mtime_ns, found.st_size)
        return _Read(seen, bytes.fromhex(named[1].decode()), self._unwrapped(line, rest))

    def _unwrapped(self, line: bytes, rest: bytes) -> KeyTree:
        """The tree, under the wrapping key that is known, or the one that another process has changed it for."""
        for wrapping in self._wrappings():
            try:
                tree = KeyTree.read(wrapping.decrypt(rest[:_NONCE], rest[_NONCE:], line))
            except (InvalidTag, ValueError):
                continue
            self._wrapping = wrapping
            return tree
        raise KeysRefused(f"the keys in {self._file} do not open: they were altered, or the wrapping key is another")

    def _wrappings(self) -> Iterator[AESGCM]:
        yield self._wrapping
        for path in (_following(self._wrapping_key), self._wrapping_key):
            try:
                wrapping = _wrapping(path)
            except KeysMissing:
                continue  # no change is under way; or it has just been ended
            yield wrapping


def has_keys(folder: Path) -> bool:
    """Return whether there are keys in a folder. Raises KeysMissing where it cannot be looked into."""
    try:
        return (folder / "keys").exists()
    except OSError as error:
        raise KeysMissing(f"the folder {folder} cannot be looked into: {error.strerror}") from None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    try:
        with (
            _written_to(folder),
            holding(folder / "lock", fcntl.LOCK_EX, _PATIENCE, f"another process holds {folder / 'lock'}"),
        ):
            yield
    except LockBusy as error:
        raise KeysMissing(f"the keys could not be had for {_PATIENCE:.0f} seconds: {error}") from None


@contextmanager
def _written_to(folder: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise KeysMissing(f"the folder {folder} cannot be written to: {error.strerror}") from None


def _following(wrapping_key: Path) -> Path:
    return wrapping_key.with_name(wrapping_key.name + ".next")


def _wrapping(path: Path) -> AESGCM:
    """The wrapping key in a file. A group may read it: systemd shows a credential's access list as its mode."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise KeysMissing(f"the wrapping key {path} cannot be read: {error.strerror}") from None
    with os.fdopen(descriptor, "rb") as file:
        if stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o037:
            raise KeysRefused(f"others can read the wrapping key {path}: its mode should be 0600")
        raw = file.read(1000)
    if not _WRAPPING.fullmatch(raw):
        raise KeysRefused(f"{path} is no wrapping key: it should be one line of 64 hexadecimal digits")
    return AESGCM(bytes.fromhex(raw.decode()))


def _wrapped(name: bytes, tree: KeyTree, wrapping: AESGCM) -> bytes:
    line, nonce = b"cleartrail-keys/1 " + name.hex().encode() + b"\n", secrets.token_bytes(_NONCE)
    return line + nonce + wrapping.encrypt(nonce, bytes(tree), line)


__all__ = ["DOCUMENTS", "KeyDestroyed", "Keys", "KeysMissing", "KeysRefused", "Scope", "of_file", "of_person"]
