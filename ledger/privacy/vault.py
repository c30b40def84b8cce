"""The vault: the words and document digests behind the digests that entries hold.

An opening is written, encrypted, in the same transaction as its entry (the store does that), so an opening that is
missing was withheld or erased, never lost on the way. Here openings are only read. What is read is checked against its
digest: bytes that do not match are not shown as if they were the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from ledger.encodings import from_base64url
from ledger.entry import Entry, Recorded
from ledger.privacy.encryption import OpeningAltered
from ledger.store.postgres import LedgerStore
from ledger.store.words import StoredOpening
from ledger.words import Document, Kept, Said, opened


class Vault:
    """Reads openings from the store."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store

    def words(self, digests: Iterable[str], read: Iterable[StoredOpening] = ()) -> dict[str, str | Document]:
        """Return digest -> words or document for each digest whose opening is there and was not erased.

        `read`: openings as they are stored that the caller has read already; only others are asked for. Raises
        OpeningAltered, NoKeys, and ValueError for what was never an opening.
        """
        wanted = {from_base64url(d): d for d in digests}
        at_hand = {o.digest: o for o in read if o.digest in wanted}
        found = self._store.decrypted(at_hand.values()) | self._store.openings(wanted.keys() - at_hand.keys())
        return {wanted[raw]: opened(disclosure) for raw, disclosure in found.items()}

    def words_of(self, entries: Iterable[Recorded]) -> Mapping[str, str | Document]:
        """Return the words of these entries and of the departures on them, in one read."""
        return self.words({d for recorded in entries for d in digests_in(recorded)})


_HELD = frozenset({Kept, Said})


def digests_in(recorded: Recorded) -> Iterator[str]:
    """Yield every digest that an entry and the departures on it hold."""
    for model in (recorded.entry, *recorded.departures):
        for _, held in held_in(model):
            if isinstance(held, Kept):
                yield held.digest


def held_in(model: BaseModel, path: str = "") -> Iterator[tuple[str, Kept | Said]]:
    """Yield (field path, held) for every text, name and exhibit an entry or a departure holds by digest."""
    for name in _holding(type(model)):
        value = getattr(model, name)
        if value is None:
            continue  # nearly all; and to ask `isinstance` of a union takes longer than of each by its type
        kind = type(value)
        if kind is Kept or kind is Said:
            yield path + name, value
        elif kind is tuple:
            for number, item in enumerate(value):
                if type(item) in _HELD:
                    yield f"{path}{name}.{number}", item
                elif isinstance(item, BaseModel):
                    yield from held_in(item, f"{path}{name}.{number}.")
        elif isinstance(value, BaseModel):
            yield from held_in(value, f"{path}{name}.")


@cache
def _holding(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that may hold words by digest, themselves or further in: few of an entry's fields do.

    To look into every field took two thirds of the time in which a file is read and shown.
    """
    return tuple(name for name, info in model.model_fields.items() if _may_hold(info.annotation))


def _may_hold(annotation: Any) -> bool:
    if annotation in (Kept, Said, Entry):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_holding(annotation))
    return any(_may_hold(part) for part in get_args(annotation))


__all__ = ["OpeningAltered", "Vault", "digests_in", "held_in"]
