"""What the pages of a bundle say, as one JSON object: the same for the archive, the reading copy and whoever tests it.

Nothing here draws a page and nothing here knows a database or a clock: it is a pure function of the file at its two
times, what was selected of it, and what the log says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ledger.subjects.termination import EarlyTerminationProposed
from projections.bundle.absences import absences
from projections.bundle.certificate import certificate
from projections.bundle.chronology import chronology_of, day, facts, rows, short
from projections.bundle.conclusions import conclusions
from projections.bundle.exhibited import Exhibited, exhibited
from projections.bundle.selection import Selection
from projections.failings.failings import failings
from projections.failings.trail import spoken
from projections.timeline.line import LONDON, Line
from projections.view import FileView

FORMAT = "cleartrail-bundle-pages/1"


@dataclass(frozen=True)
class Circumstances:
    """What a bundle is made in: which log, which state of it, on which day, and for whom."""

    authority: str
    origin: str
    size: int
    """Size of the log under whose checkpoint the file is proved whole."""
    root: str
    """Its root hash, in hex."""
    entries: int
    """Entries of the file in that log."""
    moment: datetime
    """The newest moment the log gives at that size: what stands for "now" in the bundle."""
    known_at: str | None
    """What was asked for, as the cover says it; None for all that is on record."""
    simulated: bool
    recipient: str | None
    """Whom it is issued to; None for a draft."""

    @property
    def on(self) -> date:
        """The day the bundle looks from."""
        return self.moment.astimezone(LONDON).date()


@dataclass(frozen=True)
class Contents:
    """The pages as JSON, and the exhibits they list."""

    pages: Mapping[str, Any]
    exhibits: tuple[Exhibited, ...]


def contents(selection: Selection, whole: FileView, around: Circumstances) -> Contents:
    """Return what the pages say."""
    view, purpose = selection.view, selection.purpose
    chronology = chronology_of(selection)
    exhibits = exhibited(selection, chronology)
    by_position = {line.position: line for line in chronology}
    contract = view.file.agreement.contract
    title = contract.title if contract else ""
    state = f"as they stood at {_moment(around.moment)}, in a log of {around.size} entries"
    absent = absences(whole, around.on, selection.shown) if purpose.schedules else []
    pages = {
        "format": FORMAT, "reference": view.reference, "title": title, "authority": around.authority,
        "provider": ", ".join(organisation.name for organisation in contract.providers) if contract else "",
        "purpose": purpose.title, "heading": purpose.heading, "explanation": purpose.explanation,
        "recipient": around.recipient or "", "draft": around.recipient is None, "simulated": around.simulated,
        "cover": list(_cover(selection, around)),
        "chronology": rows(selection, chronology, exhibits),
        "failings": _failings(selection, by_position), "people": _people(view) if purpose.schedules else [],
        "exhibits": [_scheduled(exhibit) for exhibit in exhibits],
        "withheld": [{"n": position, "ground": ground} for position, ground in sorted(selection.withheld.items())],
        "redacted": [{"n": n, "fields": list(fields)} for n, fields in sorted(selection.redacted.items())],
        "erased": [{"n": n, "fields": list(fields)} for n, fields in sorted(selection.erased.items())],
        "absences": absent,
        "share": _share(selection, around.entries),
        "certificate": certificate(
            around.authority, view.reference, title, len(selection.shown), around.entries, state, bool(absent)
        ) if purpose.schedules else None,
        "conclusions": conclusions(whole, around.on) if purpose.conclusions else None,
    }  # fmt: skip
    return Contents(pages, tuple(exhibits))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y, %H:%M:%S %Z}"


def _cover(selection: Selection, around: Circumstances) -> Iterator[dict[str, str]]:
    as_at = selection.view.as_at
    narrowed = ", ".join(selection.asked.narrowed)
    told = {
        "As at": spoken(as_at) if as_at else "everything on record, whenever it takes effect",
        "Known at": around.known_at or f"everything sealed by {_moment(around.moment)}",
        "Entries on the file": str(around.entries),
        "Entries shown": str(len(selection.shown)),
        "Entries left out, each named with its ground": str(len(selection.withheld)),
        "Entries with words redacted": str(len(selection.redacted)),
        "Entries with words or exhibits erased": str(len(selection.erased)) if selection.erased else "",
        "Withheld besides, as was asked": narrowed,
        "Log": f"{around.origin}, {around.size} entries, signed",
        "Root hash of the log": around.root,
    }
    yield from ({"name": name, "value": value} for name, value in told.items() if value)


def _scheduled(exhibit: Exhibited) -> dict[str, Any]:
    return {**short(exhibit), "sha256": exhibit.sha256, "entries": list(exhibit.entries)}


# --- failings, people -------------------------------------------------------------------------------------------------


def _failings(selection: Selection, by_position: Mapping[int, Line]) -> list[dict[str, Any]]:
    """Each failing's facts in order; for our lawyers link by link, with what is missing."""
    found = []
    for failing in failings(selection.view):
        shown = {position for link in failing.links for position in link.entries}
        links = [
            {
                "title": link.title, "state": link.state.replace("-", " "), "sentence": link.sentence,
                "gaps": [f"{gap.sentence[:1].upper()}{gap.sentence[1:]} ({gap.requirement})" for gap in link.gaps],
            }
            for link in failing.links if link.name != "gaps"
        ]  # fmt: skip
        found.append(
            {
                "id": failing.issue, "nature": failing.nature, "noticed": day(failing.noticed_on),
                "told": day(failing.raised_on), "facts": facts(selection.view, {failing.position, *shown}, by_position),
                "links": links if selection.purpose.conclusions else [],
            }
        )  # fmt: skip
    return found


def _people(view: FileView) -> list[dict[str, Any]]:
    terms = sorted(
        (term for held in view.file.people.terms.values() for term in held),
        key=lambda term: (term.since, term.office, term.position),
    )
    return [
        {
            "person": term.person, "office": view.procedure.office_title(term.office), "since": spoken(term.since),
            "until": spoken(term.until) if term.until else "", "n": term.position,
        }
        for term in terms
    ]  # fmt: skip


# --- of the file as a whole -------------------------------------------------------------------------------------------


def _share(selection: Selection, entries: int) -> str:
    """How many of the entries were made after ending the contract was first proposed; nothing where none is shown."""
    proposed = [r for r in selection.view.file.of(EarlyTerminationProposed) if r.position in set(selection.shown)]
    if not proposed:
        return ""
    first = min(proposed, key=lambda r: r.position)
    after = entries - first.position
    about_before = sum(
        r.position > first.position and r.entry.latest_on < first.entry.happened_on for r in selection.view.file.entries
    )
    share = f"{after} of the {entries} entries on the file ({after * 100 // entries}%)"
    records = {0: "none records", 1: "1 records"}.get(about_before, f"{about_before} record")
    entered, was = spoken(first.recorded_at.astimezone(LONDON).date()), "was" if after == 1 else "were"
    return (
        f"Early termination was first proposed in entry {first.position}, entered on {entered}. {share} {was} entered "
        f"after it; of those shown, {records} something that happened before it."
    )


__all__ = ["FORMAT", "Circumstances", "Contents", "contents"]
