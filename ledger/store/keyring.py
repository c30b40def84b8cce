"""Which keys a ledger's words are encrypted under: found in their folder, and seen to be the ledger's own.

The database knows the keys by a name that tells nothing of them (the table keyring, migration 0007). New keys are made
only where nothing was ever encrypted: an empty folder beside a ledger with entries is a folder that was lost.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.privacy.keys import Keys, KeysMissing, KeysRefused, has_keys

if TYPE_CHECKING:
    import psycopg  # a process that encrypts and asks no database (ledger/copying/parts.py) begins without it


@dataclass(frozen=True)
class KeysPlace:
    """Where the keys of one ledger lie; `wrapping_key` is a file where the wrapping key is given apart."""

    folder: Path
    wrapping_key: Path | None = None


def keys_of(connection: psycopg.Connection[Any], place: KeysPlace | None) -> Keys:
    """Return the keys of the ledger, made where it has none yet. Acts as the owner or the app.

    Raises KeysMissing where the folder is gone, KeysRefused where what lies there is another ledger's.
    """
    if place is None:
        raise KeysMissing("no folder was named for the keys of this ledger's words")
    [(name,)] = connection.execute("SELECT (SELECT name FROM keyring)").fetchall()
    if name is None and not has_keys(place.folder):
        with suppress(FileExistsError):  # another process was first
            Keys.make(place.folder, place.wrapping_key)
    try:
        keys = Keys.read(place.folder, place.wrapping_key)
    except KeysMissing as error:
        raise KeysMissing(
            f"The words and documents of this ledger are encrypted, and {error}. Bring the folder back from its own "
            "backup, or name where it lies in CLEARTRAIL_KEYS_FOLDER (docs/operating.md). Entries, hashes and proofs "
            "need no keys; without them nobody can read the words."
        ) from None
    if name is None:
        [(name,)] = connection.execute("SELECT use_keys(%s)", (keys.name,)).fetchall()
    if bytes(name) != keys.name:
        raise KeysRefused(
            f"the keys in {place.folder} are not those this ledger's words are encrypted under; bring back the folder "
            "that belongs to it, or name where it lies in CLEARTRAIL_KEYS_FOLDER"
        )
    return keys
