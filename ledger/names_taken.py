"""The names files go by, so that no second one is opened whose name differs only in the case it is written in.

A file's id is made from its name as written (Book.file_id), and so "r2-h" beside "R2-H" would be another file: half of
a contract's history would lie in each. The ledger has no table of names. They stand in the first entries of files,
which are read once, and then only those that came since, whoever recorded them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from ledger.contradictions import refused
from ledger.entry import KINDS
from ledger.file_names import BEFORE, reference_in
from ledger.names import name_key
from ledger.refusals import repeatable
from ledger.store.postgres import LedgerStore

if TYPE_CHECKING:
    from ledger.judgement import Act, Stage

LOOKED_AGAIN = 100
"""How many arrivals are looked at once more: whoever began earlier may have been recorded later."""


class NamesTaken:
    """The names of all files of a ledger. Safe to share between threads."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store
        self._lock = Lock()
        self._opening = Lock()
        self._seen = 0
        self._names: dict[str, str] = {}

    @contextmanager
    def held(self, names: Iterable[str]) -> Iterator[None]:
        """Keep everybody else from opening files of these names, in whatever case, as long as the block lasts.

        So of two that are opened in the same instant one is on record when the other is judged. Of one process no more
        than one connection waits so.
        """
        keys = sorted({name_key(name) for name in names})
        if not keys:
            yield
            return
        with self._opening, self._store.names_held(keys):
            yield

    def alike(self, name: str) -> str | None:
        """Return the name of a file on record that differs from this one only in case; None where there is none.

        What another process is recording at this very moment is not seen: `held` waits for it.
        """
        with self._lock:
            for arrival, kind, reference in self._store.files_begun(max(self._seen - LOOKED_AGAIN, 0)):
                self._seen = max(self._seen, arrival)
                if (begun := _name(kind, reference)) is not None:
                    self._names.setdefault(name_key(begun), begun)
            found = self._names.get(name_key(name))
        return found if found != name else None

    def check(self, acts: Sequence[Act], stages: Mapping[str, Stage]) -> None:
        """Raise Refused where a file is opened whose name differs from another's only in case."""
        opened: dict[str, str] = {}
        for number, act in enumerate(acts):
            if not act.entry.opens or stages[act.file].file.known:
                continue
            other = opened.setdefault(name_key(act.file), act.file)
            other = other if other != act.file else self.alike(act.file) or other
            if other != act.file:
                given, there = repeatable(reference_in(act.file)), repeatable(reference_in(other))
                found = f"reference: {there!r} is on file, and {given!r} differs only in case: write it so, or another"
                raise refused("file.named-apart", found, number)


def _name(kind: str, reference: str | None) -> str | None:
    """The name of the file that an entry opened; None for the authority's, and where the kind is none we know."""
    known = KINDS.get(kind)
    if known is None or reference is None:
        return None
    return next((before for sort, before in BEFORE.items() if sort in known.files), "") + reference
