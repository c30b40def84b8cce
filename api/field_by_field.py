"""What was recorded of a subject, entry by entry and field by field, as the page of each entry says it.

So whatever an entry states stands where the reader of its subject looks, whether or not a table there has a place for
it (docs/adr/0173).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from api.pages.fields_shown import SHOWN_APART, Row, Shown, fields_shown
from api.reading import Reading
from ledger.entry import Audience, Entry, Frozen, Protection
from projections.answering.withholding import marks_of


class FieldSaid(Frozen):
    """One field of an entry, and what it says."""

    name: str
    words: str


class EntrySaid(Frozen):
    """One entry, and every field of it that says something."""

    position: int
    on: date
    kind: str
    """The kind in words: Resource plan agreed."""
    id: str | None
    """What it was given: RPL-001."""
    audience: Audience
    """Who may read it now, (CPC308-S7)"""
    protection: Protection
    """and the privilege or confidence it is under."""
    fields: tuple[FieldSaid, ...]


def field_by_field(reading: Reading, kinds: Iterable[type[Entry]]) -> tuple[EntrySaid, ...]:
    """Return the entries of these kinds that are in force and may be seen, in the world's order."""
    view, now = reading.view, reading.now
    return tuple(
        EntrySaid(
            audience=(marks := marks_of(now, recorded)).audience, protection=marks.protection,
            position=recorded.position, on=recorded.entry.happened_on, kind=type(recorded.entry).heading(),
            id=recorded.given_id,
            fields=tuple(
                FieldSaid(name=row.name, words=_words(row.value)) for row in fields_shown(recorded.entry, view, _APART)
            ),
        )
        for recorded in view.file.of(*kinds)
    )  # fmt: skip


_APART = tuple(name for name in SHOWN_APART if name != "by")


def _words(value: Shown) -> str:
    """A value in one line: the words of a list parted by semicolons, a group as name and value."""
    return "; ".join(part for part in (value.words, *map(_words, value.items), *_rows(value.rows)) if part)


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    named = ", ".join(f"{row.name.lower()}: {_words(row.value)}" for row in rows)
    if named:
        yield named
