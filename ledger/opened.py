"""Who was given the words of which entry, and when first: for the day it turns out that it should have been withheld.

A row for each account and entry, written before the words are given out, never changed, and without any words
(store/migrations/0009_opened.sql). What a process has written it does not write again. The first row of an account on a
file is on the disk before the words leave; those that follow are committed, for all to see, and on the disk within a
second (docs/adr/0133). Where the database can only be read, as a standby, words are given out all the same: what could
not be written is kept in the process, said, and written when that is possible again. So a row shows that somebody was
given an entry; that there is none shows little.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cachetools import LRUCache
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from ledger.entry import Frozen
from ledger.errors import DatabaseAway
from ledger.store.opened import After
from ledger.store.postgres import LedgerStore

REMEMBERED = 20_000
"""Of how many (account, file) a process remembers what it has written."""
_logger = logging.getLogger("cleartrail.opened")
Place = tuple[UUID, int]


class OpenedBy(Frozen):
    """An account that was given an entry, and when first."""

    account: str
    name: str | None = None
    """Whose account it was; null where it was noted before names were (schema version 13)."""
    office: str | None = None
    """The role they had then: legal-services; several with commas between them."""
    first_at: datetime


class GivenTo(Frozen):
    """An account in one role, and how much of a file it was given."""

    account: str
    name: str | None = None
    """Whose account it was; null where it was noted before names were."""
    office: str | None = None
    """The role they had then; several with commas between them."""
    first_at: datetime
    """When it was first given anything of it."""
    last_at: datetime
    """When it was last given an entry that it had not had before."""
    entries: int
    """How many entries it was given."""


class GivenAt(Frozen):
    """The entries that an account was given for the first time at one moment."""

    name: str | None = None
    """Whose account it was; null where it was noted before names were."""
    office: str | None = None
    """The role they had then; several with commas between them."""
    first_at: datetime
    """When that was."""
    entries: int
    """How many entries they are."""
    positions: tuple[int, ...]
    """Their numbers on the file."""


class Reader(NamedTuple):
    """Who is given entries: an account, whose it is, and in what role."""

    account: str
    name: str
    office: str

    @property
    def columns(self) -> tuple[str, str, str]:
        """The three, as long as there is room for them."""
        return self.account, self.name[:200] or self.account, self.office[:200]


class Opened:
    """The record of who was given what, of one ledger. Safe to share between threads."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store
        self._written: LRUCache[tuple[str, UUID], set[int]] = LRUCache(REMEMBERED)
        self._left: dict[Reader, Mapping[UUID, set[int]]] = {}
        self._lock = threading.Lock()

    @property
    def unwritten(self) -> int:
        """How many could not be written yet."""
        with self._lock:
            return sum(len(positions) for files in self._left.values() for positions in files.values())

    def note(self, reader: Reader, places: Iterable[Place]) -> bool:
        """Write down that somebody is given these entries, as far as that is not written. Raises DatabaseAway.

        Returns whether it is written; not where the database can only be read.
        """
        account, new = reader.account, self._unknown(reader, places)
        if not new:
            return True
        try:
            self._store.note_opened(*reader.columns, new, wait_for_disk=self._has_first(account, new))
        except (DatabaseAway, InsufficientPrivilege) as error:
            if isinstance(error, DatabaseAway) and not isinstance(error.__cause__, ReadOnlySqlTransaction):
                raise
            with self._lock:
                self._left[reader] = new
            _logger.warning("the database can only be read: who opens what is written down when it can be again")
            return False
        with self._lock:
            self._left.pop(reader, None)
            for file_id, positions in new.items():
                self._written.setdefault((account, file_id), set()).update(positions)
        return True

    def by_entry(self, file_id: UUID, positions: Collection[int]) -> Mapping[int, tuple[OpenedBy, ...]]:
        """Return position -> who was given the entry, the first first."""
        found: dict[int, list[OpenedBy]] = {position: [] for position in positions}
        for position, account, name, office, first_at in self._store.opened(file_id, list(positions)):
            found[position].append(OpenedBy(account=account, name=name, office=office, first_at=first_at))
        return {position: tuple(those) for position, those in found.items()}

    def by_account(self, file_id: UUID, position: int | None, after: After, limit: int) -> list[GivenTo]:
        """Return who was given anything of a file, or that entry of it: the account last given something new first."""
        rows = self._store.opened_by_account(file_id, position, after, limit)
        return [
            GivenTo(account=account, name=name, office=office, first_at=first, last_at=last, entries=entries)
            for account, name, office, first, last, entries in rows
        ]

    def to_account(
        self, file_id: UUID, account: str, position: int | None, after: After, limit: int
    ) -> list[GivenAt]:  # fmt: skip
        """Return what an account was given of a file, or when it was given that entry of it: the newest first."""
        rows = self._store.opened_to_account(file_id, account, position, after, limit)
        return [
            GivenAt(name=name, office=office, first_at=at, entries=len(positions), positions=tuple(positions))
            for name, office, at, positions in rows
        ]

    def _unknown(self, reader: Reader, places: Iterable[Place]) -> Mapping[UUID, set[int]]:
        """File -> positions of which it is not known that they are written, with those left from before."""
        by_file: dict[UUID, set[int]] = {}
        for file_id, position in places:
            by_file.setdefault(file_id, set()).add(position)
        with self._lock:
            for file_id, positions in by_file.items():
                positions -= self._written.get((reader.account, file_id), set())  # from a set of our own
            for file_id, positions in self._left.get(reader, {}).items():
                by_file.setdefault(file_id, set()).update(positions)
        return {file_id: positions for file_id, positions in by_file.items() if positions}

    def _has_first(self, account: str, files: Iterable[UUID]) -> bool:
        """Whether nothing is known to be written yet of what this account was given of one of these files."""
        with self._lock:
            return any((account, file_id) not in self._written for file_id in files)
