"""A file folded when it is asked for: where its stored rows lag behind, and for a day or a knowledge that is past."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from threading import Lock
from uuid import UUID

from cachetools import LRUCache

from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import fold
from ledger.privacy.vault import Vault
from ledger.refusals import Quarantined
from ledger.subjects.retention import ERASING, Erasure, erasures_of
from ledger.words import Document
from projections.answering.answers import Basis
from projections.read_models.files import readable, set_aside
from projections.status.status_facts import WholeStatus
from projections.view import FileView

Words = Mapping[str, str | Document]
KEPT_WORDS = 100_000
"""How many openings are kept at hand, over all files."""


class OnDemand:
    """Folds files of one book, and says what the answer rests on."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._words = _Words(book.vault)

    def view(
        self, ref: str, as_at: date | None = None, known: int | None = None, *, prefix: bool = False
    ) -> tuple[FileView, Basis]:
        """Return a file as at a day and as known to a log of a size. Raises NotOnFile, Quarantined.

        With `prefix`, of a file in quarantine the entries before the one that cannot be read.
        """
        size, why = self._book.store.log_size(), None
        file_id = self._book.file_id(ref)
        try:
            file = self._book.file(ref, as_at=as_at, known=known)
        except Quarantined:
            entries, why = readable(self._book.store.entries(file_id, known=known))
            if (why is not None and not prefix) or (why is None and not entries):
                raise
            file = fold(entries, as_at)
        erased = self._erased(file_id) if as_at is not None or known is not None else None
        words = (
            self._words.of(file_id, file) if known is None else self._book.vault.words_of((*file.known, *file.entries))
        )
        view = replace(self._viewed(file_id, file, words, as_at, erased), reference=ref)
        return view, Basis(min(known, size) if known is not None else size, file.position, as_at, known, False, why)

    def view_by_id(self, file_id: UUID) -> FileView:
        """Return a file as it is now. Raises NotOnFile, Quarantined."""
        file = self._book.file_by_id(file_id)
        return self._viewed(file_id, file, self._words.of(file_id, file))

    def set_aside(self, file_id: UUID, why: str) -> WholeStatus:
        """Return how a file in quarantine is listed."""
        entries, _ = readable(self._book.store.entries(file_id))
        return set_aside(file_id, entries, self._book.store.head(file_id), why).status

    def _erased(self, file_id: UUID) -> Mapping[str, Erasure]:
        """What was erased of a file by now, also where it is asked what was so or was known before."""
        try:
            now = self._book.file_by_id(file_id)
        except Quarantined:
            return {}
        return erasures_of(now.retention, now.known)

    def _viewed(
        self, file_id: UUID, file: ContractFile, words: Words, as_at: date | None = None,
        erased: Mapping[str, Erasure] | None = None,
    ) -> FileView:  # fmt: skip
        file = self._placed(file_id, file)
        return FileView.of(
            file_id, file, words, as_at=as_at, default_procedure=self._book.default_procedure, erased=erased
        )

    def _placed(self, file_id: UUID, file: ContractFile) -> ContractFile:
        """The file with the places in the log of entries that were sealed since it was read."""
        unsealed = next((r.position for r in file.known if r.index is None), None)
        if unsealed is None:
            return file
        places = {
            row.position: (row.index, row.sealed_at)
            for row in self._book.store.entries(file_id, after=unsealed - 1, upto=file.position)
        }

        def placed(recorded: Recorded) -> Recorded:
            index, sealed_at = places.get(recorded.position, (recorded.index, recorded.sealed_at))
            return replace(recorded, index=index, sealed_at=sealed_at)

        return replace(file, known=tuple(map(placed, file.known)), entries=tuple(map(placed, file.entries)))


class _Words:
    """The words of files as they are now, kept until some of them are erased. Safe to share between threads.

    Opening them anew was more than half of what a long file cost that had grown by one entry.
    """

    def __init__(self, vault: Vault, most: int = KEPT_WORDS) -> None:
        self._vault = vault
        self._held: LRUCache[UUID, tuple[int, Words]] = LRUCache(most, lambda held: len(held[1]))
        self._lock = Lock()

    def of(self, file_id: UUID, file: ContractFile) -> Words:
        """Return the words of every entry on a file, with everything that is recorded on it by now."""
        with self._lock:
            position, words = self._held.get(file_id, (0, {}))
        new = file.known[position:]
        if any(isinstance(recorded.entry, ERASING) for recorded in new) or len(file.known) < position:
            new, words = file.known, {}
        if not new:
            return words
        words = {**words, **self._vault.words_of(new)}
        with self._lock:
            self._held.pop(file_id, None)
            with suppress(ValueError):  # more than all that are kept
                self._held[file_id] = len(file.known), words
        return words


__all__ = ["OnDemand"]
