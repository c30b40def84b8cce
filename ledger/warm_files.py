"""Files already decoded and folded, and the day, told without asking the database again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from cachetools import LRUCache

from ledger import mapper
from ledger.contract_file import ContractFile
from ledger.dates.clock import LONDON
from ledger.entry import Recorded
from ledger.folding import extended, fold
from ledger.refusals import Quarantined
from ledger.store.asking import StoredRow
from ledger.store.postgres import LedgerStore

WARM_FILES = 512
CLOCK_TRUSTED = 60.0
"""Seconds for which the day is told from the moment the database's clock was last read."""
MIDNIGHT = timedelta(seconds=5)
"""So near to midnight the database is asked."""


class WarmFiles:
    """Files already decoded and folded, so that reading a file again costs only what is new on it.

    What is handed out is never changed: further entries are taken by a copy (contract_file.extended).
    """

    def __init__(self, store: LedgerStore) -> None:
        self._store = store
        self._files: LRUCache[UUID, ContractFile] = LRUCache(WARM_FILES)
        self._lock = threading.Lock()
        self._clock: tuple[datetime, float] | None = None

    def file(self, file_id: UUID) -> ContractFile:
        """Return the file with everything recorded on it by now; one without entries where there is none."""
        return self.file_and_clock(file_id)[0]

    def file_and_clock(self, file_id: UUID) -> tuple[ContractFile, datetime]:
        """Return the file, and the ledger's clock as it was read."""
        with self._lock:
            held = self._files.get(file_id)
        asked = time.monotonic()
        now, rows = self._store.news(file_id, held.position if held else 0)
        self._clock = now, asked
        if held is not None and not rows:
            return held, now
        new = read_rows(rows)
        file = extended(held, new) if held is not None else fold(new)
        self._keep(file_id, file)
        return file, now

    def held(self, file_id: UUID) -> ContractFile | None:
        """Return the file as it was when last looked at, None where it is not at hand."""
        with self._lock:
            return self._files.get(file_id)

    def clock(self) -> datetime | None:
        """Return the ledger's clock by the time gone since it was read; None where that may be another day's."""
        if self._clock is None:
            return None
        read, at = self._clock
        gone = time.monotonic() - at
        now = read + timedelta(seconds=gone)
        same = (now - MIDNIGHT).astimezone(LONDON).date() == (now + MIDNIGHT).astimezone(LONDON).date()
        return now if gone < CLOCK_TRUSTED and same else None

    def take(self, file_id: UUID, new: Sequence[Recorded]) -> None:
        """Take in what was just recorded: whoever did that waits for it, and not the next who reads the file."""
        with self._lock:
            held = self._files.get(file_id) or ContractFile()
        if held.position + 1 == new[0].position:
            self._keep(file_id, extended(held, new))

    def set_back(self, positions: Mapping[UUID, int]) -> None:
        """Hold no file that stands lower than what is held of it: an older backup was put in place meanwhile."""
        with self._lock:
            for file_id, position in positions.items():
                if (held := self._files.get(file_id)) is not None and held.position > position:
                    del self._files[file_id]

    def _keep(self, file_id: UUID, file: ContractFile) -> None:
        if file.known:
            with self._lock:
                self._files[file_id] = file


def read_rows(rows: Iterable[StoredRow]) -> list[Recorded]:
    """Return entries as recorded, of their stored rows. Raises Quarantined where one cannot be read."""
    recorded = []
    for row in rows:
        try:
            recorded.append(mapper.read(row))
        except mapper.Unreadable as error:
            raise Quarantined(row.position, str(error)) from None
    return recorded
