"""What only the words of several entries tell: that two outcomes are one, that a variation starts from other terms.

A rule cannot tell: of what is on file it has digests, each with a salt of its own (docs/adr/0426).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.names import few, name_key
from ledger.subjects.outcomes import Outcome, OutcomeIdentified, OutcomeSpecified
from ledger.subjects.variations import VariationAgreed
from ledger.words import Kept, Said
from projections.varied_terms import varied_terms
from projections.view import FileView


def worded_alike(view: FileView, outcomes: Iterable[Outcome]) -> dict[str, tuple[str, ...]]:
    """Return by its id the other outcomes of the same words, whatever their case and spacing; of those that are not
    dropped, and whose words can be read here."""
    by_words = _by_words(view, outcomes)
    return {one: tuple(o for o in alike if o != one) for alike in by_words.values() if len(alike) > 1 for one in alike}


class Remark(NamedTuple):
    """What is to be said beside an entry, and the other entries whose words tell it."""

    says: str
    entries: tuple[int, ...]


def told_by_words(view: FileView, position: int) -> Iterator[Remark]:
    """Yield what is to be said beside an entry, by its words and those on file: that outcomes are worded alike
    (CPC307-A1), that an agreed variation says a term was what the one before did not make it (TVP-3.0-3)."""
    recorded = view.file.at(position)
    if recorded is not None and isinstance(recorded.entry, OutcomeIdentified | OutcomeSpecified):
        yield from _said_twice(view, position, recorded.entry)
    if recorded is not None and isinstance(recorded.entry, VariationAgreed):
        for one in varied_terms(view):
            if one.starts_from and one.position == position:
                yield Remark(f"of {one.term}, {one.starts_from}", one.entries)


def _said_twice(view: FileView, position: int, entry: OutcomeIdentified | OutcomeSpecified) -> Iterator[Remark]:
    by_id = view.file.outcomes.by_id
    alike = _by_words(view, by_id.values()).get(_key(view, entry.wording) or "", [])
    own = next((one for one in alike if position in _worded_at(by_id[one])), None)
    if own is not None and len(alike) > 1:  # none of an entry whose outcome was worded otherwise since
        others = tuple(_worded_at(by_id[one])[-1] for one in alike if one != own)
        yield Remark(f"{few(alike)} say the same word for word: drop all but one, or word them apart", others)


def _worded_at(one: Outcome) -> tuple[int, ...]:
    """The entries that word an outcome; the last has its words as they are."""
    return one.position, *(position for _, position, _ in one.specified)


def _by_words(view: FileView, outcomes: Iterable[Outcome]) -> dict[str, list[str]]:
    by_words: dict[str, list[str]] = {}
    for one in outcomes:
        says = one.specification or one.identified
        key = _key(view, says.wording) if says is not None and not one.dropped else None
        if key is not None:
            by_words.setdefault(key, []).append(one.id)
    return by_words


def _key(view: FileView, wording: Kept | Said) -> str | None:
    words = view.open(wording)
    return name_key(words.rstrip(". ")) if isinstance(words, str) else None


__all__ = ["Remark", "told_by_words", "worded_alike"]
