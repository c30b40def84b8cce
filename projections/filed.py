"""The documents of one contract, each with its hash, and where it is kept, on paper and electronically (TVP-4.0-15).

The contract file as those see it who keep it: what was placed on it, and what other entries cite (HCC-A9-f).

A pure function of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.entry import Frozen, walk
from ledger.subjects.records import DocumentFiled
from ledger.words import Document, Kept, Said
from projections.view import FileView, heading_of


class FiledShown(Frozen):
    """One document placed on the file."""

    title: str
    document_kind: str
    filed_on: date
    dated: date | None
    hard_copy_location: str | None
    """Where the paper is; null where that is not on record."""
    electronic_location: str | None
    """Where else it is kept electronically, besides in the ledger."""
    sha256: str | None
    """SHA-256 of its bytes, where the ledger holds them and this reader may see them."""
    belongs_to: tuple[int, ...]
    """The entries it belongs to."""
    position: int


class ExhibitShown(Frozen):
    """One document that another entry cites."""

    title: str
    heading: str
    """The kind of that entry, in words."""
    on: date
    """The day of that entry."""
    sha256: str
    position: int


class DocumentsShown(Frozen):
    """The documents of a contract."""

    documents: tuple[FiledShown, ...]
    exhibits: tuple[ExhibitShown, ...] = ()
    """What other entries cite, that this reader may see and that was not erased; in the world's order."""
    without_paper: tuple[str, ...]
    """Titles of those of which the paper's place is not on record, where the procedure keeps hard copies."""


def documents_shown(view: FileView, on: date) -> DocumentsShown:
    """Return every document placed on the file by a day, in the order of filing. Pure."""
    filed = [
        (recorded.position, recorded.entry) for recorded in view.file.of(DocumentFiled)
        if isinstance(recorded.entry, DocumentFiled) and recorded.entry.happened_on <= on
    ]  # fmt: skip
    rows = tuple(_row(view, position, entry) for position, entry in sorted(filed, key=lambda pair: pair[0]))
    keeps_paper = bool(view.procedure_on(on).setting("documents.hard-copies"))
    return DocumentsShown(
        documents=rows, exhibits=tuple(_exhibits(view, on)),
        without_paper=tuple(row.title for row in rows if keeps_paper and not row.hard_copy_location),
    )  # fmt: skip


def _exhibits(view: FileView, on: date) -> Iterator[ExhibitShown]:
    for recorded in view.file.entries:
        entry = recorded.entry
        if isinstance(entry, DocumentFiled) or entry.happened_on > on:
            continue
        for _, value, _ in walk(entry):
            held = view.open(value) if isinstance(value, Kept | Said) else None
            if isinstance(held, Document):
                yield ExhibitShown(
                    title=held.title or "a document", heading=heading_of(type(entry)), on=entry.happened_on,
                    sha256=held.sha256, position=recorded.position,
                )  # fmt: skip


def _row(view: FileView, position: int, entry: DocumentFiled) -> FiledShown:
    held = view.open(entry.document)
    return FiledShown(
        title=entry.title, document_kind=entry.document_kind, filed_on=entry.happened_on, dated=entry.dated,
        hard_copy_location=entry.hard_copy_location, electronic_location=entry.electronic_location,
        sha256=held.sha256 if isinstance(held, Document) else None, belongs_to=entry.belongs_to, position=position,
    )  # fmt: skip
