"""What questions about one file are answered with, the same by HTTP, on a page and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from api.errors import NothingNear
from api.reading import RECLASSIFIED, Reading
from api.shown import OUR_OWN, PREFIX, Answered, RecordedEntry, Withheld, entry_shown, plain, with_readers
from ledger.contract_file import ContractFile
from ledger.points import PointsCount, ThresholdStanding
from ledger.privacy.vault import digests_in
from ledger.registers import Register
from ledger.words import Document
from projections.answering.answers import Order
from projections.duties.how_late import Due
from projections.ending.background import Background
from projections.ending.readiness import Readiness
from projections.failings.trail import Failing, TimeLeft
from projections.status.standing import Standing, standing
from projections.status.status_facts import Buyer, WholeStatus
from projections.timeline.line import Filters, Line
from projections.timeline.timeline import is_told

REGISTERS = tuple(
    part.name for part in fields(ContractFile) if isinstance(getattr(ContractFile(), part.name), Register)
)
"""The registers of a contract's file, by name."""


class OfOneFile(Answered):
    """What every answer about one file says of itself."""

    file: str
    """Reference of the file."""
    as_at: date | None = None
    """The day in the world it is as at; null for everything on record."""
    known_at: int | None = None
    """The size of the log it takes in; null for everything recorded by now."""
    position: int
    """The newest entry of the file it takes in (for a provider, the newest shared one)."""
    on: date
    """The day it is read on: the day asked for, else that of what was known, else today by the ledger's clock."""
    simulated: bool = False
    """True where the ledger's clock is simulated."""


class OfAContract(OfOneFile):
    """What every answer about a contract says of itself; its timeline and entries say in each who acted."""

    responsible: tuple[str, ...] = ()
    """Who carries responsibility for managing the contract on that day: its lead officers in post (HCC-POL-a)."""


class OfWhatIsSeen(OfAContract):
    """What every answer says of itself that is worked out from the entries on a contract's file its reader may see."""

    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see: all here is worked out as if they were not on file. Legal Services read all."""


class StatusAnswer(OfAContract):
    """Where a contract stands."""

    buyer: Buyer
    """Who buys: as the contract says, else the authority whose ledger this is (CPC307-D4)."""
    standing: Standing
    """How it stands on that day."""
    facts: WholeStatus
    """The dated facts behind it."""
    links: dict[str, str]


class TimelineAnswer(OfOneFile):
    """The entries of a file in words."""

    lines: list[Line | Withheld]
    next: str | None = None
    """Cursor of the next page (`cursor`); null on the last."""


class FailingsAnswer(OfWhatIsSeen):
    """The trail of evidence of every failing on file."""

    failings: list[Failing]
    times: list[TimeLeft]
    """Of each that is open, and for which a time to put it right is on file: whether that is over on the day."""
    background: Background
    """What bears on all failings: meetings, decisions, departures, and what speaks for the provider."""


class ReadinessAnswer(OfWhatIsSeen):
    """What the file shows of the conditions before an early termination; for the authority's own side only."""

    readiness: Readiness


class PointsAnswer(OfWhatIsSeen):
    """Which service failure points count on a day; for the authority's own side only."""

    count: PointsCount
    """How many count, each over its clause's own time, with a row and a sentence for each award."""
    thresholds: tuple[ThresholdStanding, ...]
    """Every number of points at which something follows by the contract, and how many there are towards it."""


class DutiesAnswer(OfWhatIsSeen):
    """What is to be done on a contract, what was done or missed, and what is not asked for, on a day and as known at a
    time."""

    duties: list[Due]
    """What is overdue, due, or coming."""
    settled: list[Due] | None = None
    """Where it is asked for: what is done, by which entry and how late; what was left undone when it ceased, as
    with the end of the contract (missed); and what is not asked for here, and why."""
    outside: str | None = None
    """Why the procedure does not cover the contract: then this is what it would ask; null where it does."""
    settled_since: date | None = None
    """The day from which what was done is told, where the file is so long that its beginning is left out."""


class EntryAnswer(OfOneFile):
    """One entry of a file; or that it is withheld, and why."""

    entry: RecordedEntry | Withheld


class RegisterAnswer(OfOneFile):
    """One register of a file."""

    name: str
    """Its name."""
    content: Any
    """What it holds."""
    withheld: tuple[Withheld, ...] = ()
    """Entries this reader may not see, and which are not in it."""


def frame(reading: Reading, position: int) -> Mapping[str, Any]:
    """Return what an answer about one file says of itself."""
    return {
        "file": reading.reference, "as_at": reading.as_at, "known_at": reading.known, "position": position,
        "on": reading.on, "simulated": reading.simulated,
    }  # fmt: skip


def of_contract(reading: Reading, position: int | None = None) -> Mapping[str, Any]:
    """Return what an answer about a contract says of itself."""
    return {**frame(reading, reading.position if position is None else position), "responsible": reading.responsible}


def of_what_is_seen(reading: Reading) -> Mapping[str, Any]:
    """Return what an answer says of itself that is worked out from what this reader may see of a contract's file."""
    return {**of_contract(reading), "withheld": withheld_from(reading)}


def status_answer(reading: Reading) -> StatusAnswer:
    """Return where a contract stands."""
    facts, position = reading.status()
    reading.gave(facts)
    here = f"{PREFIX}/contracts/{reading.reference}"
    parts = ("timeline", "failings", "readiness", "duties", "points", "registers/{name}", "entries/{position}")
    again = reading.asked_again
    links = {"self": here + again} | {part.partition("/")[0]: f"{here}/{part}{again}" for part in parts}
    return StatusAnswer(
        **of_contract(reading, position), buyer=facts.buyer or Buyer(name=reading.authority),
        standing=standing(facts, reading.on), facts=facts, links=links,
    )  # fmt: skip


def timeline_answer(
    reading: Reading, wanted: Filters, *, order: Order = "happened", newest_first: bool = False,
    cursor: str | None = None, limit: int = 100,
) -> TimelineAnswer:  # fmt: skip
    """Return one page of the timeline. Raises BadCursor."""
    page = reading.timeline(wanted, order=order, newest_first=newest_first, after=cursor, limit=limit)
    return TimelineAnswer(**frame(reading, page.position), lines=list(page.lines), next=page.next)


def failings_answer(reading: Reading) -> FailingsAnswer:
    """Return the trail of every failing. Raises Denied for a provider."""
    found, background = reading.failings(), reading.background()
    times = [left for one in found if (left := TimeLeft.of(one, reading.on)) is not None]
    return FailingsAnswer(**of_what_is_seen(reading), failings=found, times=times, background=background)


def readiness_answer(reading: Reading) -> ReadinessAnswer:
    """Return what the file shows of the conditions before an early termination. Raises Denied for a provider."""
    judged = reading.readiness()
    return ReadinessAnswer(**of_what_is_seen(reading), readiness=judged)


def points_answer(reading: Reading) -> PointsAnswer:
    """Return which points count, counted from what this reader may see. Raises Denied for a provider."""
    count, thresholds = reading.gave(reading.points())
    return PointsAnswer(**of_what_is_seen(reading), count=count, thresholds=thresholds)


def duties_answer(reading: Reading) -> DutiesAnswer:
    """Return what is to be done. Raises Denied for a provider."""
    duties = reading.gave(reading.duties())
    return DutiesAnswer(**of_what_is_seen(reading), duties=duties, outside=reading.status()[0].outside)


def every_duty_answer(reading: Reading) -> DutiesAnswer:
    """Return what is to be done, what was, and what is not asked for. Raises Denied for a provider."""
    since, found = reading.gave(reading.settled())
    return duties_answer(reading).model_copy(update={"settled": found, "settled_since": since})


def entry_answer(reading: Reading, position: int, *, given: bool = True) -> EntryAnswer:
    """Return one entry, as corrected by then. Raises NothingNear where it was not known, or came, only later.

    For a provider also where it is not shared. `given`: it is written down that this person is given it.
    """
    whole, newest = reading.whole, reading.position
    first = whole.file.first_recorded(position)
    sees = first is not None and reading.sight.sees(first)
    if first is None or (reading.person.is_provider and not sees):
        raise NothingNear(f"there is no entry {position} on file {reading.reference}; the newest is {newest}")
    view = reading.view if sees else whole
    if not is_told(view, first):
        raise NothingNear(f"entry {position} came after {reading.on:%-d %B %Y}, the day asked for")
    shown: RecordedEntry | Withheld
    if not sees:
        shown = Withheld(position=position, withheld=reading.sight.withheld[position])
    else:
        shown = entry_shown(
            view.file.at(position) or first, reading.reference, view.words, reading.person,
            undone_at=view.file.undone.get(position), erased=view.erased, again=reading.asked_again,
        )  # fmt: skip
        if given:
            reading.note([position])
            before = reading.opened_before([position]).get(position) if shown.kind == RECLASSIFIED else None
            shown = shown if before is None else with_readers(shown, before, view.file)
    return EntryAnswer(**frame(reading, newest), entry=shown)


def register_answer(reading: Reading, name: str) -> RegisterAnswer:
    """Return one register, folded from what this reader may see. Raises NothingNear."""
    if name not in REGISTERS:
        raise NothingNear("there is no such register", name, REGISTERS)
    view = reading.view
    without = OUR_OWN if reading.person.is_provider else frozenset[str]()
    shown = _Noting(view.words)
    content = plain(getattr(view.file, name), shown, without, view.erased)
    reading.note(r.position for r in view.file.known if not shown.looked_up.isdisjoint(digests_in(r)))
    return RegisterAnswer(
        **frame(reading, reading.position), name=name, content=content, withheld=withheld_from(reading)
    )


class _Noting(dict[str, "str | Document"]):
    """Words, and which of them were looked up."""

    def __init__(self, words: Mapping[str, str | Document]) -> None:
        super().__init__(words)
        self.looked_up: set[str] = set()

    def get(self, digest: str, default: Any = None) -> Any:
        self.looked_up.add(digest)
        return super().get(digest, default)


def withheld_from(reading: Reading) -> tuple[Withheld, ...]:
    """What is withheld of a file from an insider; nothing for a provider, who is not told."""
    if reading.person.is_provider or reading.sees_all:
        return ()
    there = {recorded.position for recorded in reading.whole.file.known}
    grounds = sorted(reading.sight.withheld.items())
    return tuple(Withheld(position=position, withheld=why) for position, why in grounds if position in there)
