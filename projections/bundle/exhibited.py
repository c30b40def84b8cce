"""The schedule of exhibits: every document cited by what a bundle shows, numbered in the order the world had them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.privacy.vault import held_in
from ledger.subjects.records import DocumentFiled
from ledger.words import Document, Kept
from projections.bundle.selection import Selection
from projections.timeline.line import Line

LONGEST_NAME = 60  # characters of a file's name that are kept
_ENDINGS: Mapping[str, str] = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif", "text/plain": ".txt",
    "message/rfc822": ".eml", "text/csv": ".csv", "application/msword": ".doc", "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/json": ".json",
}  # fmt: skip
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


@dataclass(frozen=True)
class Exhibited:
    """One document, as the entries shown cite it."""

    number: int
    sha256: str
    title: str
    """What the file calls it, as it is: it may hold anything."""
    dated: date | None
    """The date it bears: as it was filed with, else when the note behind its entry was made. None where neither is."""
    entries: tuple[int, ...]
    """Positions of the entries that cite it, in order."""


def exhibited(selection: Selection, chronology: Iterable[Line]) -> list[Exhibited]:
    """Return every document that the entries shown cite and that is opened, in the order of the chronology."""
    found: dict[str, list[tuple[int, str | None, date | None]]] = {}
    for line in chronology:
        for recorded in (selection.view.file.at(line.position), selection.view.file.first_recorded(line.position)):
            if recorded is None:
                continue
            for path, held in held_in(recorded.entry):
                value = selection.view.open(held) if isinstance(held, Kept) else None
                if isinstance(value, Document):
                    entry = recorded.entry
                    bears = entry.dated if isinstance(entry, DocumentFiled) else entry.noted_on
                    filed = entry.title if isinstance(entry, DocumentFiled) and path == "document" else None
                    found.setdefault(value.sha256, []).append((line.position, value.title or filed, bears))
    return [
        Exhibited(
            number, sha256, next((title for _, title, _ in cited if title), "a document"),
            next((bears for _, _, bears in cited if bears), None), tuple(sorted({at for at, _, _ in cited})),
        )
        for number, (sha256, cited) in enumerate(found.items(), 1)
    ]  # fmt: skip


def safe_name(exhibit: Exhibited, media_type: str) -> str:
    """Return a file name for an exhibit that no system reads as anything else: its number, and letters of its title.

    It never has a folder in it, begins with its number, has ASCII letters, digits, hyphens and one dot, and no name
    that a system keeps for itself. The ending is that of the title if it has one of up to five letters, else of the
    media type it was filed under.
    """
    stem, dot, ending = exhibit.title.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        stem, ending = exhibit.title, _ENDINGS.get(media_type, ".bin")[1:]
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or "document"
    if name.lower() in _RESERVED:
        name = f"document-{name}"
    return f"{exhibit.number:03}-{name}.{ending.lower()}"


__all__ = ["Exhibited", "exhibited", "safe_name"]
