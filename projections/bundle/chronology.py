"""The chronology: each entry shown, in the world's order, with when it happened, was noted and was entered, by whom.

What was corrected is shown corrected with what it said before; what was entered late says how late; what was struck out
stays, and says so. The provider's answer stands in the row of what it answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ledger.entry import Recorded
from ledger.names import counted
from ledger.rules import ASKED
from projections.bundle.exhibited import Exhibited
from projections.bundle.selection import Selection
from projections.failings.trail import spoken
from projections.timeline.line import LONDON, Line, chronological
from projections.timeline.timeline import lines
from projections.view import FileView, in_words

_HOW = {
    "saw": "seen by whoever entered it", "heard": "heard by whoever entered it", "told": "told", "document": "read in",
    "system": "taken from",
}  # fmt: skip


def chronology_of(selection: Selection) -> list[Line]:
    """Return the lines of the entries shown, in the world's order."""
    return chronological(lines(selection.view))


def rows(selection: Selection, chronology: Iterable[Line], exhibits: Iterable[Exhibited]) -> list[dict[str, Any]]:
    """Return the chronology as pages show it."""
    by_position = {line.position: line for line in chronology}
    cited: dict[int, list[Exhibited]] = {}
    for exhibit in exhibits:
        for position in exhibit.entries:
            cited.setdefault(position, []).append(exhibit)
    return [_row(selection, line, by_position, cited.get(line.position, [])) for line in by_position.values()]


def _row(
    selection: Selection, line: Line, all_lines: Mapping[int, Line], exhibits: Iterable[Exhibited]
) -> dict[str, Any]:
    recorded = selection.view.file.at(line.position) or selection.view.file.first_recorded(line.position)
    assert recorded is not None, "a line is of an entry on file"
    entered = line.recorded_at.astimezone(LONDON)
    return {
        "n": line.position, "heading": "" if line.sentence.startswith(line.heading) else line.heading,
        "what": line.sentence,
        "happened": happened(line), "noted": spoken(line.noted_on) if line.noted_on else "",
        "entered": f"{spoken(entered.date())}, {entered:%H:%M}",
        "late": f"entered {counted(line.days_late, 'day')} after" if line.late else "",
        "by": line.by or "", "entered_by": line.recorded_by
        + (" (for the provider)" if line.recorded_by_party == "provider" else ""),
        "how": _how(recorded), "exhibits": [short(exhibit) for exhibit in exhibits],
        "answers": list(_answers(line, all_lines)),
        "was": list(_was(line)), "notes": list(_notes(selection, line)),
        "redacted": list(selection.redacted.get(line.position, ())),
        "erased": list(selection.erased.get(line.position, ())),
    }  # fmt: skip


def happened(line: Line) -> str:
    """Return the day of a line in words: about 3 March 2025, 14:30; between 3 March 2025 and 5 March 2025."""
    day = spoken(line.happened_on)
    if line.until is not None:
        day = f"between {day} and {spoken(line.until)}"
    at = f", {line.happened_at:%H:%M}" if line.happened_at else ""
    return f"{'about ' if line.about else ''}{day}{at}"


def short(exhibit: Exhibited) -> dict[str, Any]:
    """Return an exhibit as a row names it, with its own date."""
    return {
        "number": exhibit.number, "title": exhibit.title,
        "dated": f"dated {spoken(exhibit.dated)}" if exhibit.dated else "no date recorded",
    }  # fmt: skip


def _how(recorded: Recorded) -> str:
    source = recorded.entry.source
    if source is None:
        return "not recorded"
    said = _HOW[source.how]
    if source.how == "told":
        return f"told by {source.whom}" if source.whom else "told to whoever entered it"
    if source.how in ("document", "system"):
        return f"{said} {source.whom or ('a document' if source.how == 'document' else 'a system')}"
    return f"{said}{f' ({source.whom})' if source.whom else ''}"


def _answers(line: Line, all_lines: Mapping[int, Line]) -> Iterator[dict[str, Any]]:
    """What the provider said to it: later entries of the provider's that name it, or what it began."""
    if line.party == "provider":
        return
    for position in line.cited_by:
        answer = all_lines.get(position)
        if answer is not None and answer.party == "provider" and answer.struck_by is None:
            yield {"n": position, "what": answer.sentence, "when": happened(answer)}


def _was(line: Line) -> Iterator[str]:
    if line.first is None:
        return
    for changed in line.first.changed:
        yield f"{changed.field.replace('_', ' ')}: was “{changed.was or 'not said'}”, now “{changed.now or 'not said'}”"
    if not line.first.changed:
        yield f"first recorded as: {line.first.sentence}"


def _notes(selection: Selection, line: Line) -> Iterator[str]:
    there = set(selection.shown)
    if line.corrected_by:
        yield f"Corrected by entry {line.corrected_by}"
    if line.struck_by:
        yield f"Struck out by entry {line.struck_by}"
    if line.waiting:
        yield "Does not count until a second person confirms it"
    supplements = [str(position) for position in line.supplemented_by if position in there]
    if supplements:
        yield f"Completed by entry {', '.join(supplements)}"
    if line.effective_on != line.happened_on:
        yield f"Takes effect on {spoken(line.effective_on)}"
    for departure in line.departures:
        found = f"{departure.found[:1].upper()}{departure.found[1:]}"
        how = "acknowledged" if departure.level in ASKED else "remarked"  # nobody was asked about what is only advised
        said = f"Departure {how} ({departure.citation}): {departure.sentence} {found}"
        if selection.purpose.reasons:
            said += f". Reason: {departure.reason or 'none given'}"
            said += f". Authority claimed: {departure.claimed}" if departure.claimed else ""
        if selection.purpose.conclusions:
            said += f". {departure.why}"
        yield said.rstrip(".") + "."
    if selection.purpose.conclusions:
        for redated in line.redated:
            yield f"Worked out again on the file as it is now: {redated}"


def facts(view: FileView, positions: Iterable[int], all_lines: Mapping[int, Line]) -> list[dict[str, Any]]:
    """Return entries in the world's order, in short: number, day and sentence; those that are not shown left out."""
    found = sorted(
        (all_lines[position] for position in set(positions) if position in all_lines),
        key=lambda line: (line.happened_on, line.position),
    )
    return [{"n": line.position, "when": happened(line), "what": line.sentence} for line in found]


def day(value: date | None) -> str:
    """Return a day in words, or that it is not recorded."""
    return spoken(value) if value else "not recorded"


__all__ = ["chronology_of", "day", "facts", "happened", "in_words", "rows", "short"]
