"""What questions about improvement programmes are answered with, the same by HTTP, on a page and as a command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated
from unicodedata import normalize

from fastapi import Query

from api.answers import OfOneFile, frame, withheld_from
from api.errors import NothingNear
from api.history import LESSONS, MARKET, MOST, elsewhere
from api.lists import AcrossFiles, FileRow, listed_files
from api.models_elsewhere import models_elsewhere, note_given
from api.people import Person
from api.reading import Reading
from api.seen import eyes_of
from api.shown import PREFIX, Withheld
from api.wiring import Wiring
from ledger.entry import Entry, Frozen
from ledger.file_names import AUTHORITY, PROGRAMME, reference_in
from ledger.refusals import NotOnFile, Quarantined, repeatable
from ledger.subjects.programme import ProgrammeActionReviewed
from projections.answering.answers import NotReady
from projections.programme.boards import BoardReport, board_reports
from projections.programme.library import Library, library
from projections.programme.review_counts import Contracts, contracts_now, silences_of
from projections.programme.tracker import Tracker, tracker
from projections.view import in_words

Topic = Annotated[
    str | None, Query(max_length=200, description="Only what has these words in its topic, title, sort or unit.")
]


class TrackerAnswer(OfOneFile):
    """Where an improvement programme stands."""

    reference: str
    """The programme's reference; `file` is the name of its file, for POST /entries."""
    tracker: Tracker
    contracts: Contracts | None = None
    """What contracts' own files add, as they stand now: how many were reviewed of those to be. Null for a past time."""
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and on which nothing here rests."""
    links: dict[str, str]


class MarketElsewhere(Frozen):
    """Something learnt of a market or a provider, on another file."""

    file: str
    position: int
    on: date
    sentence: str


class KnownElsewhere(Frozen):
    """What else is known than what one library holds (IMP-30-c)."""

    libraries: tuple[str, ...]
    """The names of other files with a library of their own: the authority's, the first hundred programmes'."""
    lessons: int
    """How many lessons this reader may see, whatever file they are on."""
    market: tuple[MarketElsewhere, ...] = ()
    """What was learnt of the market on other files, of providers too, that this reader may see, the newest first: the
    first hundred, of what has the words looked for (IMP-15-a)."""
    more_of_the_market: bool = False
    """Whether there is more of it than that."""


class LibraryAnswer(OfOneFile):
    """What is known, who carries it, and what was counted."""

    reference: str
    library: Library
    elsewhere: KnownElsewhere | None = None
    """What else is known, as things stand now. Null for a past time."""
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and on which nothing here rests."""


class BoardsAnswer(AcrossFiles):
    """Reports to business units' boards on key contracts, as things stand now; together, the council's."""

    reference: str
    on: date
    boards: tuple[BoardReport, ...]


class ProgrammesAnswer(AcrossFiles):
    """The programmes there are."""

    programmes: list[FileRow]


def programmes_answer(wiring: Wiring, person: Person, cursor: str | None, limit: int) -> ProgrammesAnswer:
    """Return one page of programmes. Raises Denied for a provider, NotReady."""
    rows, said = listed_files(wiring, person, "programme", cursor, limit)
    return ProgrammesAnswer(**said, programmes=rows)


def tracker_answer(wiring: Wiring, reading: Reading) -> TrackerAnswer:
    """Return where a programme stands; as things are now, with what contracts' own files add. Raises NotReady."""
    found = reading.gave(tracker(reading.view, reading.on))
    contracts = _contracts(wiring, reading)
    if contracts is not None:
        procedure = reading.view.procedure_on(reading.on)
        silences = silences_of(contracts, procedure.setting("activity.silent-after"))
        left = _completed_over_contracts(found, contracts)
        found = found.model_copy(update={"silences": (*found.silences, *left, *silences)})
    here = f"{PREFIX}/programmes/{reference_in(reading.reference)}"
    parts = ("library", "boards", "timeline", "duties", "registers/{name}", "entries/{position}")
    again = reading.asked_again
    return TrackerAnswer(
        **frame(reading, reading.position), reference=reference_in(reading.reference), tracker=found,
        contracts=contracts,
        withheld=withheld_from(reading),
        links={"self": here + again} | {part.partition("/")[0]: f"{here}/{part}{again}" for part in parts},
    )  # fmt: skip


def _completed_over_contracts(found: Tracker, contracts: Contracts) -> Iterator[str]:
    """Yield each action that is completed while, as contracts stand now, not all it reviews were (IMP-W1-06)."""
    for row in found.actions:
        count = contracts.review(row.theme) if row.theme else None
        if row.state == "completed" and count and count.left:
            yield f"{row.number} is completed, with {count.sentence}: not {', '.join(count.left)}"


def library_answer(wiring: Wiring, reading: Reading, topic: str | None = None) -> LibraryAnswer:
    """Return what is known and who carries it; with a topic, only what has each word of it in what is listed of it: its
    topic, title or name, its sort, its unit."""
    contracts = _contracts(wiring, reading)
    models = models_elsewhere(wiring, reading) if contracts and contracts.models else ()
    found = library(reading.view, reading.on, contracts, models)
    note_given(wiring, reading, found.models)
    if words := normalize("NFC", topic or "").casefold().split():
        listed = {name: getattr(found, name) for name in ("items", "market", "courses", "held")}
        found = found.model_copy(
            update={name: tuple(row for row in rows if _has_words(row, words)) for name, rows in listed.items()}
        )
    return LibraryAnswer(
        **frame(reading, reading.position), reference=reference_in(reading.reference), library=reading.gave(found),
        elsewhere=_elsewhere(wiring, reading, topic), withheld=withheld_from(reading),
    )  # fmt: skip


def _elsewhere(wiring: Wiring, reading: Reading, topic: str | None) -> KnownElsewhere | None:
    if reading.as_at is not None or reading.known is not None:
        return None
    programmes, _ = listed_files(wiring, reading.person, "programme", None, 100)
    files = (AUTHORITY, *(f"{PROGRAMME}{row.reference}" for row in programmes))
    wanted = replace(MARKET, words=(topic or "").strip() or None)
    learnt = elsewhere(wiring, reading.person, wanted, reading.reference)
    return KnownElsewhere(
        libraries=tuple(name for name in files if name != reading.reference),
        lessons=wiring.reader.how_many(LESSONS, eyes_of(reading.person, wiring.book.today)),
        market=tuple(
            MarketElsewhere(
                file=row.file, position=row.line.position, on=row.line.happened_on, sentence=row.line.sentence
            )
            for row in learnt.entries[:MOST]
        ),
        more_of_the_market=learnt.next is not None or len(learnt.entries) > MOST,  # those not sealed yet among them
    )


def _has_words(row: Frozen, words: Iterable[str]) -> bool:
    """Whether each word is in what a row says, as it is kept or as a page has it: model-terms, model terms."""
    parts = (part for value in row.model_dump().values() for part in (value if isinstance(value, tuple) else (value,)))
    said = " ".join(f"{part} {in_words(part)}" for part in parts if isinstance(part, str)).casefold()
    return all(word in said for word in words)


def boards_answer(wiring: Wiring, reading: Reading, unit: str | None = None) -> BoardsAnswer:
    """Return the boards' reports as things stand now; with a unit, only its own. Raises NothingNear."""
    today = wiring.book.today()
    reports = board_reports(reading.view, wiring.reader.counted(eyes_of(reading.person, wiring.book.today)), today)
    if unit is not None:
        there = [report.unit for report in reports]
        reports = tuple(report for report in reports if report.unit == normalize("NFC", unit))
        if not reports:
            raise NothingNear(f"there is no business unit {repeatable(unit)!r}", unit, there)
    return BoardsAnswer(
        log_size=wiring.book.store.log_size(), simulated=wiring.book.clock == "simulated",
        reference=reference_in(reading.reference), on=today, boards=reading.gave(reports),
    )  # fmt: skip


def unreviewed(wiring: Wiring, person: Person, file: str, entry: Entry) -> list[str]:
    """Return a sentence where an action that reviews contracts is found completed and, as contracts stand now, not all
    of them were reviewed (IMP-W3-04); nothing beside other entries."""
    if not isinstance(entry, ProgrammeActionReviewed) or entry.outcome != "completed" or person.is_confined:
        return []
    try:
        reading = Reading(wiring, file, person, noting=False)
        programme = reading.view.file.programme
        action = programme.actions.get(programme.id_of(entry.action))
        contracts = _contracts(wiring, reading) if action and action.theme else None
    except (NotReady, NotOnFile, Quarantined):
        return []
    count = contracts.review(action.theme) if contracts and action else None
    return [f"{count.sentence}: not {', '.join(count.left)}"] if count and count.left else []


def _contracts(wiring: Wiring, reading: Reading) -> Contracts | None:
    """What contracts' files say now; None where a past time is asked for. Raises NotReady."""
    if reading.as_at is not None or reading.known is not None:
        return None
    live = wiring.reader.counted(eyes_of(reading.person, wiring.book.today))
    return contracts_now(live, reading.view.procedure_on(reading.on), reading.on, reading.view.file.programme.units)
