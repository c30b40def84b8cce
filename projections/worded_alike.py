"""What only the words of several entries tell: that two outcomes are one, that a variation starts from other terms.

A rule cannot tell: of what is on file it has digests, each with a salt of its own (docs/adr/0426).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.entry import Entry
from ledger.names import few, name_key, title_key
from ledger.subjects.outcomes import Outcome, OutcomeIdentified, OutcomeSpecified
from ledger.subjects.variations import VariationAgreed
from ledger.words import Kept, Said
from projections.varied_terms import WORDED, term_of, varied_terms
from projections.view import FileView


def worded_alike(view: FileView, outcomes: Iterable[Outcome]) -> dict[str, tuple[str, ...]]:
    """Return by its id the other outcomes of the same words, whatever their case and spacing; of those that are not
    dropped, and whose words can be read here."""
    by_words = _by_words(view, outcomes)
    return {one: tuple(o for o in alike if o != one) for alike in by_words.values() if len(alike) > 1 for one in alike}


def told_by_words(view: FileView, entry: Entry) -> Iterator[str]:
    """Yield what is to be said beside an entry, by its words and those on file: that outcomes are worded alike
    (CPC307-A1), that an agreed variation says a term was what the one before did not make it (TVP-3.0-3)."""
    if isinstance(entry, OutcomeIdentified | OutcomeSpecified):
        alike = _by_words(view, view.file.outcomes.by_id.values()).get(_key(view, entry.wording) or "", [])
        if len(alike) > 1:
            yield f"{few(alike)} say the same word for word: drop all but one, or word them apart"
    if isinstance(entry, VariationAgreed):
        said = {(title_key(term_of(one)), view.say(one.becomes)) for one in entry.changes if isinstance(one, WORDED)}
        for one in varied_terms(view):
            if one.starts_from and (title_key(one.term), one.says) in said:
                yield f"of {one.term}, {one.starts_from}"


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


__all__ = ["told_by_words", "worded_alike"]
