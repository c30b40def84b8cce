"""Every document on a file, with its hash, where it is, and the entry it came with (HCC-A9-f, TVP-4.0-15)."""

from __future__ import annotations

from datetime import date

from ledger.contents import walk
from ledger.entry import Frozen
from ledger.subjects.records import DocumentFiled
from ledger.words import Document, Kept, Said
from projections.view import FileView


class DocumentShown(Frozen):
    """One document, as one entry cites it."""

    title: str
    """What the entry that files it calls it; else its own title."""
    kind: str
    """What sort of document it was filed as; else the kind of entry it was given with."""
    sha256: str | None
    """SHA-256 of its bytes, in hex; None where only its paper, or another place, is on file."""
    position: int
    """The entry that cites it."""
    on: date
    """The day of that entry."""
    dated: date | None = None
    """The date it bears."""
    hard_copy_location: str | None = None
    """Where the paper is; None where that is not on record (TVP-4.0-15)."""
    electronic_location: str | None = None
    """Where else it is kept electronically."""
    belongs_to: tuple[int, ...] = ()
    """Entries it belongs to."""


def documents_filed(view: FileView) -> list[DocumentShown]:
    """Return the documents of all entries in force, in the world's order; those withheld or erased left out. Pure."""
    found = []
    for recorded in view.file.entries:
        entry, position = recorded.entry, recorded.position
        cited = [(document, value) for _, value, _ in walk(entry) if (document := _document(view, value)) is not None]
        filed = entry if isinstance(entry, DocumentFiled) else None
        kind = filed.document_kind if filed else type(entry).heading()
        cited_or_paper: list[tuple[Document | None, object]] = [*cited] or ([(None, None)] if filed else [])
        for document, value in cited_or_paper:
            own = document.title if document and not (filed and value is filed.document) else None
            found.append(
                DocumentShown(
                    title=own or (filed.title if filed else "a document"), kind=kind,
                    sha256=document.sha256 if document else None, position=position, on=entry.happened_on,
                    dated=filed.dated if filed else None,
                    hard_copy_location=filed.hard_copy_location if filed else None,
                    electronic_location=filed.electronic_location if filed else None,
                    belongs_to=filed.belongs_to if filed else (),
                )
            )  # fmt: skip
    return found


def without_paper(view: FileView, on: date) -> tuple[str, ...]:
    """Return the titles of documents filed of which the paper's place is not on record; none where the procedure keeps
    no hard copies, by a setting (D-13). Pure."""
    if not view.procedure_on(on).setting("documents.hard-copies"):
        return ()
    filed = (recorded.entry for recorded in view.file.of(DocumentFiled))
    return tuple(entry.title for entry in filed if isinstance(entry, DocumentFiled) and not entry.hard_copy_location)


def _document(view: FileView, value: object) -> Document | None:
    opened = view.open(value) if isinstance(value, Kept | Said) else None
    return opened if isinstance(opened, Document) else None
