"""The timeline: every entry of a file in words, in the world's order, with what was later made of it.

Nothing is left out: an entry that was corrected or struck out stays where it was and says where to look. Who may see
which line is decided by whoever shows it (`Filters.audiences`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import takewhile
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from ledger.contents import references
from ledger.contract_file import ContractFile
from ledger.departures import NOBODY_IN, State, standing
from ledger.entry import Audience, Departure, Entry, Frozen, Hour, Protection, Recorded, own
from ledger.opened import OpenedBy
from ledger.subjects.people import AppointmentMade, RoleAppointmentEnded
from ledger.subjects.records import AMENDING, CorrectionConfirmed, EntryCorrected, EntryStruckOut
from ledger.vault import held_in
from ledger.words import Document
from projections.redated import Redated, redated
from projections.trail import recorded_on
from projections.view import FileView, heading_of

LONDON = ZoneInfo("Europe/London")
LATE_AFTER_DAYS = 7
"""An entry recorded more than this many days after the fact is shown as late: a number of ours, no source sets one."""
_AMENDING = frozenset[type[Entry]](AMENDING)
Party = Literal["authority", "provider", "third-party"]


class ShownExhibit(Frozen):
    """A document cited by an entry; all empty where it is withheld."""

    sha256: str | None = None
    title: str | None = None
    erased: str | None = None
    """When it was erased, by which entry and on what ground, where it was."""


class ShownDeparture(Frozen):
    """A rule of procedure that was not kept, what was said about it, and how that stands now."""

    rule: str
    level: Literal["advise", "explain", "authorise", "absolute"]
    citation: str
    sentence: str
    found: str
    reason: str | None = None
    claimed: str | None = None
    authorisation: str | None = None
    state: State
    why: str
    """Why it stands so, in one sentence."""
    settled_at: int | None = None
    """The entry that authorised, ratified or refused it."""
    awaits: tuple[str, ...] = ()
    """Offices that still have to ratify or refuse."""


class Changed(Frozen):
    """A field that a correction changed, in words."""

    field: str
    was: str
    now: str


class AsFirstRecorded(Frozen):
    """What an entry said before it was corrected."""

    sentence: str
    happened_on: date
    changed: tuple[Changed, ...] = ()
    """Each field that differs from how it reads now."""


class Line(Frozen):
    """One entry of the file, in words."""

    position: int
    index: int | None
    """Its place in the log; None until it is sealed."""
    kind: str
    heading: str
    party: Party
    """Whose side did it; where nobody is named, the recorder's."""
    by: str | None
    """Who did it, in what office."""
    recorded_by: str
    recorded_by_party: Literal["authority", "provider"]
    happened_on: date
    happened_at: Hour | None
    about: bool
    until: date | None
    noted_on: date | None
    recorded_at: datetime
    sealed_at: datetime | None
    effective_on: date
    days_late: int
    """Whole days from the fact (its last possible day) to its recording, in London's days."""
    late: bool
    taken_on: bool = False
    """It happened before the file was kept as things happened: earlier history, as taken on from elsewhere."""
    sentence: str
    first: AsFirstRecorded | None = None
    """What it said first, where it was corrected."""
    exhibits: tuple[ShownExhibit, ...] = ()
    given_id: str | None = None
    departures: tuple[ShownDeparture, ...] = ()
    corrected_by: int | None = None
    """The entry that corrected it: see there."""
    struck_by: int | None = None
    """The entry that struck it out, or that a struck correction goes back to."""
    amends: int | None = None
    """The entry this one corrects, strikes out or confirms."""
    waiting: str | None = None
    """Why a correction does not count yet; None once a second person confirmed it."""
    waits_to_change: tuple[int, ...] = ()
    """Corrections and strike-outs of it that do not count until a second person confirms them."""
    supplemented_by: tuple[int, ...] = ()
    cited_by: tuple[int, ...] = ()
    """Later entries in force that name this one, or the id it began: what came of it."""
    audience: Audience
    named: tuple[str, ...] = ()
    protection: Protection
    worked: dict[str, Any] | None = None
    """The dates worked out when it was recorded, with their working."""
    redated: tuple[Redated, ...] = ()
    """Which of them would come out otherwise on the file as it is now."""
    opened_before: tuple[OpenedBy, ...] | None = None
    """Of a reclassification, for Legal Services: who had been given the entry before. Never stored with the line."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines are wanted; nothing set: all."""

    kinds: tuple[str, ...] = ()
    """Kinds without a version: issue-raised."""
    party: Party | None = None
    since: date | None = None
    """First day it happened on."""
    until: date | None = None
    """Last day it happened on."""
    words: str | None = None
    """Words to find, as in a search box: all of them, "a phrase", or, -not."""
    audiences: tuple[Audience, ...] = ()
    """What this reader may see; none named: everything."""
    account: str | None = None
    """The reader's account, for lines that are for named people."""
    struck: bool = True
    """Whether entries that were struck out are wanted."""
    departures: bool = False
    """Whether only entries that did not keep a rule are wanted."""

    def keep(self, line: Line) -> bool:
        """Return whether a line is wanted, words apart: those the database finds, in stored lines and others alike."""
        return (
            (not self.kinds or line.kind in self.kinds)
            and (self.party is None or line.party == self.party)
            and (self.since is None or line.happened_on >= self.since)
            and (self.until is None or line.happened_on <= self.until)
            and (self.struck or line.struck_by is None)
            and (bool(line.departures) or not self.departures)
            and (not self.audiences or line.audience in self.audiences or self._is_named(line))
        )

    def _is_named(self, line: Line) -> bool:
        return line.audience == "named" and self.account is not None and self.account in line.named


EVERY_LINE = Filters()


def lines(view: FileView, only: Collection[int] | None = None) -> list[Line]:
    """Return a line for every entry known (or only those at some positions), in order of recording.

    As at a day, an entry that took effect later is left out, as it is from the file.
    """
    return [line for line, _ in told(view, only)]


def told(view: FileView, only: Collection[int] | None = None) -> Iterator[tuple[Line, str]]:
    """Yield each line with all its text, exhibits' titles and what was found of departures, for word search.

    The reasons given for departures are not searched.
    """
    return ((Line(**said), text) for said, text in written(view, only))


def written(view: FileView, only: Collection[int] | None = None) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the same as `told`, each line by its fields in their order: so it is stored.

    To make a `Line` of them and that into JSON took a quarter of what a line costs (docs/adr/0129).
    """
    file = view.file
    confirmed = {
        r.entry.position for r in file.known if type(r.entry) is CorrectionConfirmed and r.position not in file.undone
    }
    changes = _redated(view, only)
    cited = _cited(file, min(only, default=0) if only is not None else 0)
    waiting = _waiting(file, confirmed)
    wanted = file.known if only is None else [file.first_recorded(position) for position in sorted(only)]
    for first in wanted:
        if first is None:
            continue  # not among the entries that may be seen
        now, struck_by = file.at(first.position), _struck_by(file, first.position)
        if now is not None or (struck_by is not None and not _later(view, first)):  # as `is_told` says
            redated_since = changes.get(first.position, ())
            citing = tuple(cited.get(first.position, ()))
            waits = tuple(waiting.get(first.position, ()))
            since = _Since(struck_by, first.position in confirmed, redated_since, citing, waits)
            yield _line(view, first, now or first, since)


def is_told(view: FileView, first: Recorded) -> bool:
    """Return whether an entry has its line: it is in force by the day the file is shown as at, or was struck out.

    One that took effect only later has none, nor one that a correction moved beyond that day.
    """
    struck = _struck_by(view.file, first.position) is not None
    return view.file.at(first.position) is not None or (struck and not _later(view, first))


def _struck_by(file: ContractFile, position: int) -> int | None:
    undone_by = file.undone.get(position)
    undoing = file.first_recorded(undone_by) if undone_by is not None else None
    return undone_by if undoing is not None and isinstance(undoing.entry, EntryStruckOut) else None


class _Since(NamedTuple):
    """What was made of an entry after it was recorded."""

    struck_by: int | None
    confirmed: bool
    redated: tuple[Redated, ...]
    cited_by: tuple[int, ...]
    waits_to_change: tuple[int, ...]


def _waiting(file: ContractFile, confirmed: Collection[int]) -> dict[int, list[int]]:
    """Return position -> corrections and strike-outs of it that nobody has confirmed yet."""
    found: dict[int, list[int]] = {}
    for recorded in file.of(EntryCorrected, EntryStruckOut):
        named, waits = own(recorded.entry, "position"), own(recorded.entry, "waiting")
        if waits and recorded.position not in confirmed:
            found.setdefault(named, []).append(recorded.position)
    return found


def _cited(file: ContractFile, since: int) -> dict[int, list[int]]:
    """Return position -> later entries in force that name it or the id it began; complete from a position on."""
    began = _began(file)
    found: dict[int, list[int]] = {}
    for recorded in file.entries:
        if recorded.position > since:
            for named in _names(recorded, began):
                found.setdefault(named, []).append(recorded.position)
    for citing in found.values():
        citing.sort()
    return found


def _began(file: ContractFile) -> dict[str, int]:
    return {r.given_id: r.position for r in file.known if r.given_id}


def _names(recorded: Recorded, began: Mapping[str, int]) -> set[int]:
    """The earlier entries an entry names, by position or by id; that it corrects or strikes one out is told apart."""
    if type(recorded.entry) in _AMENDING:
        return set()
    named = {began.get(to, 0) if isinstance(to, str) else to for _, _, to in references(recorded.entry)}
    return {position for position in named if 0 < position < recorded.position}


def chronological(found: Iterable[Line]) -> list[Line]:
    """Return the lines in the order things happened: day, hour where known, order of recording."""
    return sorted(found, key=lambda line: (line.happened_on, line.happened_at or time.min, line.position))


def touched(before: FileView, after: FileView) -> set[int] | None:
    """Return the positions whose lines may differ between two views, the second with more entries known; None: any may.

    Those more may be the newest, or any: then the first view is of what is left of the second.

    A line depends on its own entry, on what was made of it since (corrections, marks, supplements), on what was said
    about its departures, on who is shown to have been in office, on the later entries that name it, and, where dates
    were worked out, on everything that took effect by then.
    """
    was, now = before.file, after.file
    if was.agreement.contemporaneous_since != now.agreement.contemporaneous_since:
        return None
    if was.records.procedures != now.records.procedures or was.procedure_on(date.max) != now.procedure_on(date.max):
        return None
    more = _more(was.known, now.known)
    changed = {r.position for r in more}
    for recorded in more:
        changed |= {named for _, _, named in references(recorded.entry) if isinstance(named, int)}
    for register in ("undone", "supplements", "marks"):
        changed |= _differing(_part(was, register), _part(now, register))
    for position in tuple(changed):  # a confirmation struck out leaves its correction waiting again
        first = now.first_recorded(position)  # none where an entry that may be seen names one that may not
        changed |= {first.entry.position} if first is not None and isinstance(first.entry, AMENDING) else set()
    moved = [*_unlike(was.entries, now.entries)]
    began = _began(now) if moved else {}
    changed |= {named for r in moved for named in _names(r, began)}
    if any(_speaks_of_departures(r) for r in moved):
        changed |= {r.position for r in now.known if any(d.level == "authorise" for d in r.departures)}
    if any(isinstance(r.entry, AppointmentMade | RoleAppointmentEnded) for r in moved):
        changed |= {r.position for r in now.known if any(d.rule in NOBODY_IN for d in r.departures)}
    if moved:
        since = min(r.entry.effective_on for r in moved)
        worked = takewhile(lambda r: r.entry.effective_on >= since, reversed(now.entries))
        changed |= {r.position for r in worked if _has_working(r)}
    return changed


def _more(was: tuple[Recorded, ...], now: tuple[Recorded, ...]) -> Sequence[Recorded]:
    """What is known in the second and not in the first."""
    if not was or (len(was) <= len(now) and was[-1].position == now[len(was) - 1].position):
        return now[len(was) :]
    before = {r.position for r in was}
    return [r for r in now if r.position not in before]


def _part(file: ContractFile, register: str) -> Mapping[int, object]:
    found: Mapping[int, object] = getattr(file if register == "undone" else file.records, register)
    return found


def _differing(was: Mapping[int, object], now: Mapping[int, object]) -> set[int]:
    return {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)} if was != now else set()


def _unlike(was: tuple[Recorded, ...], now: tuple[Recorded, ...]) -> Iterator[Recorded]:
    """The entries in force in one and not, or not so, in the other."""
    if now[: len(was)] == was:
        yield from now[len(was) :]
        return
    then = {(r.position, r.corrected_at): r for r in was}
    since = {(r.position, r.corrected_at): r for r in now}
    for key in then.keys() ^ since.keys():
        yield then.get(key) or since[key]


def _speaks_of_departures(recorded: Recorded) -> bool:
    kinds = ("departure-authorised/", "departure-ratified/", "departure-refused/")
    return recorded.entry.kind.startswith(kinds) or any(d.authorisation for d in recorded.departures)


def _later(view: FileView, recorded: Recorded) -> bool:
    return view.as_at is not None and recorded.entry.effective_on > view.as_at


def _redated(view: FileView, only: Collection[int] | None) -> Mapping[int, tuple[Redated, ...]]:
    if only is None or view.knows_otherwise:
        return view.otherwise()
    wanted = [r for r in map(view.file.at, only) if r is not None and _has_working(r)]
    return redated(view.file, min(r.entry.effective_on for r in wanted)) if wanted else {}


def _has_working(recorded: Recorded) -> bool:
    return own(recorded.entry, "worked") is not None


def _taken_on(file: ContractFile, entry: Entry) -> bool:
    """Whether an entry tells of what came before the file of a contract under way was taken on (FileOpened)."""
    since = file.agreement.contemporaneous_since
    return since is not None and not entry.opens and entry.latest_on < since


def _line(view: FileView, first: Recorded, now: Recorded, since: _Since) -> tuple[dict[str, Any], str]:
    entry, records = now.entry, view.file.records
    kind = entry.kind.partition("/")[0]
    marks = records.marks.get(first.position)
    held_here = list(held_in(entry))
    opened = [(path, view.open(held)) for path, held in held_here]
    erased = held_here if view.erased else ()
    gone = {path: str(erasure) for path, held in erased if (erasure := view.gone(held)) is not None}
    days = (recorded_on(first) - (entry.until or entry.happened_on)).days
    waiting = own(entry, "waiting")
    said = {
        "position": first.position, "index": first.index, "kind": kind, "heading": heading_of(type(entry)),
        "party": entry.by.party if entry.by else first.recorded_by.party,
        "by": view.say(entry.by, entry) or None,
        "recorded_by": first.recorded_by.name, "recorded_by_party": first.recorded_by.party,
        "happened_on": entry.happened_on, "happened_at": entry.happened_at, "about": entry.about,
        "until": entry.until, "noted_on": entry.noted_on,
        "recorded_at": first.recorded_at, "sealed_at": first.sealed_at, "effective_on": entry.effective_on,
        "days_late": max(days, 0), "late": days > LATE_AFTER_DAYS, "taken_on": _taken_on(view.file, entry),
        "sentence": view.sentence(now),
        "first": _first_recorded(view, first, now) if now.corrected_at is not None else None,
        "exhibits": tuple(_exhibits(opened, gone)), "given_id": first.given_id,
        "departures": tuple(_departure(view, d, now) for d in now.departures),
        "corrected_by": now.corrected_at, "struck_by": since.struck_by,
        "amends": own(entry, "position") if type(entry) in _AMENDING else None,
        "waiting": None if since.confirmed else waiting,
        "waits_to_change": since.waits_to_change,
        "supplemented_by": records.supplements.get(first.position, ()), "cited_by": since.cited_by,
        "audience": marks[0] if marks else entry.audience, "named": marks.named if marks else entry.named,
        "protection": marks[1] if marks else entry.protection, "worked": _worked(entry), "redated": since.redated,
        "opened_before": None,
    }  # fmt: skip
    return said, _searched(said, [words for _, words in opened])


def _first_recorded(view: FileView, first: Recorded, now: Recorded) -> AsFirstRecorded:
    changed = []
    for name in type(first.entry).model_fields:
        was, corrected = (view.say_field(entry, name, entry.happened_on) for entry in (first.entry, now.entry))
        if was != corrected and name != "worked":
            changed.append(Changed(field=name, was=was, now=corrected))
    return AsFirstRecorded(
        sentence=view.sentence(first), happened_on=first.entry.happened_on, changed=tuple(changed)
    )  # fmt: skip


def _worked(entry: Any) -> dict[str, Any] | None:
    worked = own(entry, "worked")
    return worked.model_dump(mode="json", exclude_none=True) if isinstance(worked, BaseModel) else None


def _exhibits(opened: Iterable[tuple[str, str | Document | None]], gone: Mapping[str, str]) -> Iterator[ShownExhibit]:
    for path, value in opened:
        if isinstance(value, Document):
            yield ShownExhibit(sha256=value.sha256, title=value.title)
        elif value is None and path.startswith("exhibits."):
            yield ShownExhibit(erased=gone.get(path))


def _departure(view: FileView, departure: Departure, now: Recorded) -> ShownDeparture:
    held = standing(departure, now, view.file, view.judging(now.entry))
    reason, claimed = (view.say(words) if words else None for words in (departure.reason, departure.claimed))
    return ShownDeparture(
        rule=departure.rule, level=departure.level, citation=departure.citation, sentence=departure.sentence,
        found=departure.found, reason=reason, claimed=claimed, authorisation=departure.authorisation,
        state=held.state, why=held.why, settled_at=held.position, awaits=held.awaits,
    )  # fmt: skip


def _searched(said: Mapping[str, Any], opened: Iterable[str | Document | None]) -> str:
    words = [value.title if isinstance(value, Document) else value for value in opened]
    sentence, first, departures = said["sentence"], said["first"], said["departures"]
    departed = (part for d in departures for part in (d.sentence, d.found)) if departures else ()
    further = (said["heading"], first.sentence if first else None, said["by"], said["given_id"], *words, *departed)
    return "\n".join(dict.fromkeys((sentence, *(part for part in further if part and part not in sentence))))


__all__ = [
    "EVERY_LINE", "LATE_AFTER_DAYS", "AsFirstRecorded", "Changed", "Filters", "Line", "ShownDeparture", "ShownExhibit",
    "chronological", "is_told", "lines", "told", "touched", "written",
]  # fmt: skip
