"""What other files have learnt of a provider and its market: by their stored lines, or folded for a past time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from api.history import MARKET, MOST
from api.reading import Reading
from api.seen import eyes_of
from api.wiring import Wiring
from ledger.entry import Entry, Recorded
from ledger.names import searched_by, title_key
from ledger.refusals import NotOnFile, Quarantined
from ledger.subjects.knowledge import MarketIntelligenceRecorded
from ledger.subjects.provider import Provider
from ledger.subjects.records import EntryCorrected
from ledger.words import Kept
from projections.answering.answers import HistoryLine
from projections.provider_standing import MarketKnown, is_about, known_of


def known_elsewhere(wiring: Wiring, reading: Reading) -> tuple[tuple[MarketKnown, ...], bool]:
    """Return what other files that this person may see have learnt of the provider or its sector, at the two times, and
    whether there may be more (IMP-15-a, TVP-2.0-5): of the newest hundred entries that have the words of its names.

    Raises NotReady.
    """
    held, person = reading.view.file.provider, reading.person
    words = _words_of(held)
    if not words or person.is_confined:
        return (), False
    past = reading.as_at is not None or reading.known is not None
    page = wiring.reader.history(
        replace(MARKET, words=words, struck=past), limit=MOST, eyes=eyes_of(person, wiring.book.today),
        but=wiring.book.file_id(reading.reference),
    )  # fmt: skip
    lines = page.items[:MOST]  # those not sealed yet are not counted in the limit
    known = tuple(_at_the_times(wiring, reading, lines) if past else _now(wiring, held, lines))
    given = [(wiring.book.file_id(one.file), one.number) for one in known if one.file and one.number]
    wiring.book.opened.note(person.as_reader(), given)
    return known, page.next is not None or len(page.items) > MOST


def _words_of(held: Provider) -> str:
    """The words that a line about the provider or its sector has in every spelling, or in the one on its own file: the
    database takes 24/7 and care.com for one word each."""
    names = (part for name in held.names for part in (searched_by(name), name))
    sectors = (title_key(held.sector), held.sector) if held.sector else ()
    plain = (" ".join(one.replace('"', " ").replace(" -", " ").split()).lstrip("-") for one in (*names, *sectors))
    return " or ".join(dict.fromkeys(one for one in plain if one))


def _now(wiring: Wiring, held: Provider, lines: Iterable[HistoryLine]) -> Iterator[MarketKnown]:
    """What is known of it as the entries read now, which are read by themselves."""
    read = [(one, *there) for one in lines if (there := as_it_reads_now(wiring, one))]
    found = [
        (one, recorded, entry) for one, recorded, entry in read
        if isinstance(entry, MarketIntelligenceRecorded) and is_about(held, entry)
    ]  # fmt: skip
    words = wiring.book.vault.words_of(recorded for _, recorded, _ in found)
    for one, _, entry in found:
        said = words.get(entry.summary.digest) if isinstance(entry.summary, Kept) else None
        summary = "" if entry.summary is None else str(said) if said is not None else "words that were erased"
        yield MarketKnown(
            subject=entry.subject, name=entry.name, topic=entry.topic, summary=summary, on=entry.happened_on,
            position=None, file=one.reference, number=one.position,
        )  # fmt: skip


def as_it_reads_now(wiring: Wiring, one: HistoryLine) -> tuple[Recorded, Entry] | None:
    """Return the entry of a line as it was recorded, or last corrected; None where it cannot be read."""
    with suppress(Quarantined):
        for recorded in wiring.book.recorded(one.reference, [one.line.corrected_by or one.position]):
            return recorded, recorded.entry.replacement if isinstance(
                recorded.entry, EntryCorrected
            ) else recorded.entry
    return None


def _at_the_times(wiring: Wiring, reading: Reading, lines: Sequence[HistoryLine]) -> Iterator[MarketKnown]:
    """What was known of it, of the files that those entries are on, which are folded."""
    for reference in dict.fromkeys(one.reference for one in lines):
        with suppress(NotOnFile, Quarantined):
            other = Reading(wiring, reference, reading.person, as_at=reading.as_at, known=reading.known, noting=False)
            yield from known_of(other.view, reading.view.file.provider)


__all__ = ["as_it_reads_now", "known_elsewhere"]
