"""The files behind the read models: read in the order of the log, folded, and kept at hand while they are busy.

A file with an entry that cannot be read, or that a projection fails on, is set aside: it is shown as such, and stops
nothing else.
"""

from __future__ import annotations

import itertools
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from cachetools import LRUCache

from ledger import mapper
from ledger.contract_file import ContractFile
from ledger.entry import Recorded
from ledger.folding import extended
from ledger.privacy.vault import OpeningAltered, Vault, digests_in
from ledger.refusals import Quarantined
from ledger.store.asking import StoredRow
from ledger.store.postgres import LedgerStore
from ledger.store.words import StoredOpening
from ledger.subjects import retention
from ledger.words import Document
from projections.read_models.marked import is_marked
from projections.read_models.remembered import remember, to_be_remembered
from projections.status.status import set_aside as status_set_aside
from projections.status.status_facts import WholeStatus
from projections.view import FileView, reference_of

KEPT_ENTRIES = 200_000
"""How many decoded entries are kept at hand, over all files."""
ERASING = tuple(f"{str(kind.model_fields['kind'].default).partition('/')[0]}/" for kind in retention.ERASING)
"""How the kinds begin whose entries take words away."""
T = TypeVar("T")
Words = dict[str, str | Document]
Rows = Mapping[str, Mapping[int, tuple[Any, ...]]]
"""By projection, and by the number of each."""
_logger = logging.getLogger("cleartrail.projector")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file in quarantine."""

    status: WholeStatus

    @property
    def file_id(self) -> UUID:
        """The file's id."""
        return self.status.file_id


class Read(NamedTuple):
    """A file as it was read from its first entry."""

    known: list[Recorded]
    """The entries up to the first that cannot be read."""
    why: str | None
    """Why that one cannot; None where all can."""
    last: int
    """The position of the last that is there, readable or not."""


def read(rows: Iterable[StoredRow]) -> Read:
    """Return the file that these rows are, each decoded as it comes."""
    known: list[Recorded] = []
    why, last = None, 0
    for row in rows:
        last = row.position
        if why is None:
            try:
                known.append(mapper.read(row))
            except mapper.Unreadable as error:
                why = Quarantined(row.position, str(error)).found
    return Read(known, why, last)


def readable(rows: Iterable[StoredRow]) -> tuple[list[Recorded], str | None]:
    """Return the entries up to the first that cannot be read, and why that one cannot; None where all can."""
    known, why, _ = read(rows)
    return known, why


def set_aside(file_id: UUID, known: Sequence[Recorded], position: int, why: str) -> SetAside:
    """Return a file in quarantine, under the reference and title its first entry gives where that can be read."""
    opening = known[0].entry if known else None
    reference = reference_of(ContractFile(known=tuple(known)), file_id)
    return SetAside(status_set_aside(file_id, reference, position, why, str(getattr(opening, "title", ""))))


def guarded(file_id: UUID, known: Sequence[Recorded], position: int, work: Callable[[], T]) -> T | SetAside:
    """Return what `work` returns, or the file set aside where it fails: no file may stop the others."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  # a mistake of ours in one file's meaning; named, logged, shown
        _logger.error("file %s is set aside: %s", file_id, where(error))
        return set_aside(file_id, known, position, f"it cannot be worked out where it stands ({where(error)})")


def where(error: BaseException) -> str:
    """Return what went wrong and in which line; not the error's message, which may hold words of an entry."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"


@dataclass(frozen=True, slots=True)
class Grown:
    """A file before and after a page of the log; `before` None where its rows must all be written."""

    before: FileView | None
    after: FileView | SetAside
    erased: bool = False
    """Whether words of it were erased by the page."""
    rows: Rows | None = None
    """Its rows as they were written last, of the projections that tell no changes; None where that is not known."""

    @property
    def file_id(self) -> UUID:
        """The file's id."""
        return self.after.file_id


class Files:
    """Files as the log makes them, folded. What it hands out counts only once `keep` is told that it was written."""

    def __init__(self, store: LedgerStore, default_procedure: str = "hampshire", kept: int = KEPT_ENTRIES) -> None:
        self._store = store
        self._vault = Vault(store)
        self._default_procedure = default_procedure
        # A file longer than all of these is kept by itself.
        self._held: LRUCache[UUID, tuple[FileView, Rows]] = LRUCache(
            kept, lambda held: min(held[0].file.position, kept)
        )

    def grow(
        self, page: Sequence[StoredRow], log_size: int, openings: Sequence[StoredOpening] = ()
    ) -> list[Grown]:  # fmt: skip
        """Return every file on a page of the log that ends at `log_size`, before the page and after it.

        `openings`: those the caller has read with the page; what is not among them is asked for.
        """
        by_file: dict[UUID, list[StoredRow]] = {}
        for row in page:
            by_file.setdefault(row.file_id, []).append(row)
        # Where words were erased, those at hand are read again, and every row of the file is written again.
        erased = {row.file_id for row in page if row.kind.startswith(ERASING)}
        cold = [
            file_id for file_id, rows in by_file.items() if file_id in erased or not self._continues(file_id, rows)
        ]  # fmt: skip
        known = self._store.several(cold, known=log_size) if cold else {}
        read = {file_id: readable(known.get(file_id, rows)) for file_id, rows in by_file.items()}
        words = self._words({file_id: entries for file_id, (entries, _) in read.items()}, openings)
        grown = []
        for file_id, (entries, why) in read.items():
            first, last = by_file[file_id][0].position, by_file[file_id][-1].position
            own = words[file_id]
            if why is not None or isinstance(own, str):
                earlier = self._held[file_id][0].file.known if file_id not in known else ()
                aside = set_aside(file_id, (*earlier, *entries), last, why or str(own))
                grown.append(Grown(None, aside, erased=file_id in erased))
            elif file_id in known:
                folded = self._folded(file_id, entries, first, own)
                if isinstance(folded.after, FileView):
                    to_be_remembered(folded.after)  # it is kept: of its next entry 5 ms were 8 without that
                grown.append(Grown(None, folded.after, erased=True) if file_id in erased else folded)
            else:
                grown.append(self._extended(file_id, entries, own))
        return grown

    def whole(
        self, by_file: dict[UUID, Read], openings: list[StoredOpening] | None = None
    ) -> Iterator[FileView | SetAside]:
        """Yield files read from their first entry, none of which is kept at hand.

        `openings`: those the caller has read with them; what is not among them is asked for. Both are emptied on the
        way: what a file with a hundred thousand entries is made of goes before its rows come.
        """
        words = self._words({file_id: file.known for file_id, file in by_file.items()}, openings or ())
        if openings is not None:
            openings.clear()
        for file_id in [*by_file]:
            (entries, why, last), own = by_file.pop(file_id), words.pop(file_id)
            if why is not None or isinstance(own, str):
                yield set_aside(file_id, entries, last, why or str(own))
            else:
                yield self._folded(file_id, entries, 1, own).after

    def keep(self, grown: Iterable[Grown]) -> None:
        """Keep these files at hand, each with its rows as they are written now; not one set aside or lacking some."""
        for file in grown:
            if isinstance(file.after, FileView) and file.rows is not None:
                self._held[file.file_id] = file.after, file.rows
            else:
                self._held.pop(file.file_id, None)

    def has(self, file_id: UUID) -> bool:
        """Whether a file is at hand."""
        return file_id in self._held

    def forget(self) -> None:
        """Let go of every file: the next page is for rows that may stand elsewhere."""
        self._held.clear()

    def _continues(self, file_id: UUID, rows: Sequence[StoredRow]) -> bool:
        held = self._held.get(file_id)
        return held is not None and held[0].file.position + 1 == rows[0].position

    def _words(
        self, read: Mapping[UUID, Sequence[Recorded]], openings: Sequence[StoredOpening] = ()
    ) -> dict[UUID, Words | str]:
        """Return each file's words: all in one reading, or, where some were tampered with, file by file, or why not."""
        digests = {file_id: {d for r in entries for d in digests_in(r)} for file_id, entries in read.items()}
        try:
            found = self._vault.words(itertools.chain.from_iterable(digests.values()), openings)
        except (OpeningAltered, ValueError):
            return {file_id: self._own_words(own) for file_id, own in digests.items()}
        return {file_id: {d: found[d] for d in own if d in found} for file_id, own in digests.items()}

    def _own_words(self, digests: Iterable[str]) -> Words | str:
        try:
            return self._vault.words(digests)
        except (OpeningAltered, ValueError) as error:
            return f"words of this file are not those that were recorded ({type(error).__name__})"

    def _folded(self, file_id: UUID, entries: list[Recorded], first: int, words: Words) -> Grown:
        """A file that was not at hand, with the state before its entry `first`."""

        def both() -> Grown:
            if first == 1:
                view = FileView.folded(file_id, entries, words, self._default_procedure)
                if is_marked(view):  # what is left of it shares most of it
                    to_be_remembered(view)
                return Grown(None, view)
            before = FileView.folded(file_id, entries[: first - 1], words, self._default_procedure)
            after = self._view(file_id, extended(before.file, entries[first - 1 :]), words)
            remember(after, before)
            return Grown(before, after)

        found = guarded(file_id, entries, entries[-1].position, both)
        return found if isinstance(found, Grown) else Grown(None, found)

    def _extended(self, file_id: UUID, entries: list[Recorded], words: Words) -> Grown:
        """A file at hand, with the entries that follow."""
        before, rows = self._held[file_id]

        def both() -> Grown:
            file = extended(before.file, entries)
            after = self._view(file_id, file, {**before.words, **words})
            remember(after, before)
            return Grown(before, after, rows=rows)

        found = guarded(file_id, (*before.file.known, *entries), entries[-1].position, both)
        return found if isinstance(found, Grown) else Grown(None, found)

    def _view(self, file_id: UUID, file: ContractFile, words: Mapping[str, str | Document]) -> FileView:
        return FileView.of(file_id, file, words, default_procedure=self._default_procedure)
