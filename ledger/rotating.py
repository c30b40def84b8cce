"""Changes the key that signs the log for another, so that whoever trusts the old one can follow it to the new.

Four steps, each of which may be the last before the power goes; the same command then goes on from there: the new key
is made and lies beside the old one, unused; an entry on the authority's file holds the statement that the one follows
the other, signed by both; the signer is given the word; it takes the new key up before it signs again, and goes on
signing with both until the old key is taken away. A key that somebody else may have is taken away at once.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from ledger.book import AUTHORITY, Book
from ledger.entry import Account, Actor
from ledger.log.folder import Folder
from ledger.log.rotation import statement
from ledger.subjects.checkpoints import SigningKeyRotated
from ledger.verify import Key, Rotation
from ledger.words import Said


class Rotated(NamedTuple):
    """One key follows another."""

    old: Key
    new: Key


def rotate(
    book: Book, path: Path, account: Account, *, reason: str, by: Actor | None = None, compromised_since: str = ""
) -> Rotated:
    """Make the next key, record that it follows, and give the signer the word to take it up; return both keys.

    What a broken-off change has done already is not done again. Raises SigningRefused, OSError, what recording raises.
    """
    folder = Folder(path)
    if folder.announced:
        said = Rotation.read((path / "rotation").read_bytes())
        return Rotated(said.old, said.new)
    old, new = folder.signing_keys()[0], folder.next_key()
    written = _recorded(book, new.public)
    if written is None:
        entry = SigningKeyRotated(
            happened_on=book.today(), old_key=str(old.public), new_key=str(new.public), reason=Said(reason), by=by,
            statement=statement(old, new, compromised_since).decode(), compromised_since=compromised_since or None,
        )  # fmt: skip
        named = f"rotate-key {hashlib.sha256(new.public.public_key).hexdigest()}"
        book.record(AUTHORITY, entry, account, key=named, acknowledge_all=True)
        written = entry.statement
    folder.announce(written.encode())
    return Rotated(old.public, new.public)


def _recorded(book: Book, new: Key) -> str | None:
    """The statement on the authority's file that this key follows another."""
    for recorded in book.file(AUTHORITY).of(SigningKeyRotated):
        assert isinstance(recorded.entry, SigningKeyRotated)
        if recorded.entry.new_key == str(new):
            return recorded.entry.statement
    return None
