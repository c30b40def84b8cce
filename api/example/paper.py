"""The papers of the examples: letters, minutes, notices and returns as small PDFs, the same bytes each time.

The words go to the typesetter as JSON and are never read as markup, and the PDF bears the date of the paper instead of
the day it was made: so a paper printed twice has the same SHA-256.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

FORM = Path(__file__).with_name("paper.typ")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a paper: a heading, paragraphs, and a table whose first row names its columns."""

    words: tuple[str, ...] = ()
    heading: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: whose it is, what it is called, the day it bears, and what it says."""

    title: str
    dated: date
    sender: str
    parts: tuple[Part, ...]
    to: str = ""
    by: str = ""
    """How it went: by e-mail, by hand."""
    signed: str = ""


def printed(paper: Paper) -> bytes:
    """Return a paper as a PDF: the same bytes for the same paper."""
    head = [f"{paper.dated:%-d %B %Y}", *([f"To: {paper.to}"] if paper.to else []), *([paper.by] if paper.by else [])]
    parts = [{"heading": part.heading, "words": part.words, "rows": part.rows} for part in paper.parts]
    words = {"title": paper.title, "from": paper.sender, "head": head, "parts": parts, "signed": paper.signed}
    made = typst.compile(
        FORM,
        format="pdf",
        ignore_system_fonts=True,  # what this machine has installed must not change the bytes
        sys_inputs={"paper": json.dumps(words, ensure_ascii=False)},
        timestamp=datetime.combine(paper.dated, time(12), tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


def letter(dated: date, sender: str, to: str, title: str, *paragraphs: str, signed: str, by: str = "") -> Paper:
    """Return a letter."""
    return Paper(title, dated, sender, (Part(paragraphs),), to, by, signed)


def table(dated: date, sender: str, title: str, *rows: tuple[str, ...], note: str = "") -> Paper:
    """Return a table under a title: a return, an extract of records."""
    return Paper(title, dated, sender, (Part((note,) if note else (), None, rows),))


def minutes(dated: date, sender: str, title: str, present: str, items: dict[str, str], author: str) -> Paper:
    """Return the minutes of a meeting, matter by matter."""
    parts = (Part((f"Present: {present}.",)), *(Part((words,), heading) for heading, words in items.items()))
    return Paper(title, dated, sender, parts, signed=f"Minutes taken by {author}")
