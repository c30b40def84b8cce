"""The timeline: every entry of a file in words, in the world's order, with what was later made of it.

Nothing is left out: an entry that was corrected or struck out stays where it was and says where to look. Who may see
which line is decided by whoever shows it (`Filters.audiences`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from ledger.contract_file import ContractFile
from ledger.entry import Departure, Entry, Recorded, own
from ledger.privacy.vault import held_in
from ledger.subjects.records import CorrectionConfirmed, EntryCorrected, EntryStruckOut
from ledger.words import Document
from projections.failings.trail import recorded_on
from projections.judged_again import KeptSince, kept_since, standing_now
from projections.redated import Redated, redated
from projections.timeline.cited import AMENDING_KINDS, cited_since
from projections.timeline.line import LATE_AFTER_DAYS, AsFirstRecorded, Changed, Line, ShownDeparture, ShownExhibit
from projections.view import FileView, heading_of


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
    cited = cited_since(file, min(only, default=0) if only is not None else 0)
    waiting = _waiting(file, confirmed)
    wanted = file.known if only is None else [file.first_recorded(position) for position in sorted(only)]
    kept = kept_since(view, file.entries if only is None else filter(None, map(file.at, only)))
    for first in wanted:
        if first is None:
            continue  # not among the entries that may be seen
        now, struck_by = file.at(first.position), _struck_by(file, first.position)
        if now is not None or (struck_by is not None and not _later(view, first)):  # as `is_told` says
            redated_since = changes.get(first.position, ())
            citing = tuple(cited.get(first.position, ()))
            waits = tuple(waiting.get(first.position, ()))
            since = _Since(struck_by, first.position in confirmed, redated_since, citing, waits, kept)
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
    kept: KeptSince


def _waiting(file: ContractFile, confirmed: Collection[int]) -> dict[int, list[int]]:
    """Return position -> corrections and strike-outs of it that nobody has confirmed yet."""
    found: dict[int, list[int]] = {}
    for recorded in file.of(EntryCorrected, EntryStruckOut):
        named, waits = own(recorded.entry, "position"), own(recorded.entry, "waiting")
        if waits and recorded.position not in confirmed:
            found.setdefault(named, []).append(recorded.position)
    return found


def _later(view: FileView, recorded: Recorded) -> bool:
    return view.as_at is not None and not recorded.entry.came_by(view.as_at)


def _redated(view: FileView, only: Collection[int] | None) -> Mapping[int, tuple[Redated, ...]]:
    if only is None or view.knows_otherwise:
        return view.otherwise()
    wanted = [r for r in map(view.file.at, only) if r is not None and has_working(r)]
    return redated(view.file, min(r.entry.effective_on for r in wanted)) if wanted else {}


def has_working(recorded: Recorded) -> bool:
    """Return whether an entry states dates that were worked out when it was recorded."""
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
        "departures": tuple(_departure(view, d, now, since.kept) for d in now.departures),
        "corrected_by": now.corrected_at, "struck_by": since.struck_by,
        "amends": own(entry, "position") if type(entry) in AMENDING_KINDS else None,
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


def _departure(view: FileView, departure: Departure, now: Recorded, since: KeptSince) -> ShownDeparture:
    held = standing_now(view, departure, now, since)
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
