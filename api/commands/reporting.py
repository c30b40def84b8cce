"""Commands that look back: the whole ledger at a past moment, and what was known then beside what is known now."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from api.commands.looking import AsAt, KnownAt, Reference
from api.commands.wired import Json, catch_up, day, operator, out, progress_told, say_head, table, wired
from api.report import Report, ReportRow, Totals
from api.report_forms import as_csv, as_json, as_ndjson, of_a_size
from api.then_and_now import ThenAndNowAnswer, then_and_now_answer
from api.times import Times, known_then
from projections.timeline.line import Changed

Form = Literal["text", "json", "ndjson", "csv"]
FORMS = {"json": as_json, "ndjson": as_ndjson, "csv": as_csv}


def report(
    as_at: AsAt = None, known_at: KnownAt = None,
    form: Annotated[Form, typer.Option("--format", help="How it is printed.")] = "text",
    readiness: Annotated[bool, typer.Option(help="Whether readiness is worked out: most of the time.")] = True,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Report every contract as known at a moment or a size of the log, as at a day: folded anew, slower than lists."""
    with wired() as wiring, progress_told() as told:
        catch_up(wiring)
        known, known_on = (None, None) if known_at is None else known_then(wiring.book, known_at)
        asked = of_a_size(wiring, Times(day(as_at, "--as-at"), known, known_on))
        made = Report(wiring, operator(), asked, readiness, told=lambda done, of: told("contracts folded", done, of))
        wanted: Form = "json" if as_json else form
        if wanted in FORMS:
            for piece in FORMS[wanted](made):
                sys.stdout.write(piece)
            return
        _print_report(made)


def _print_report(made: Report) -> None:
    head, totals = made.head(), Totals()
    checked = f"can be checked under the checkpoint of {head.checkpoint.size}" if head.checkpoint else "not signed yet"
    known = f"as was known when the log had {head.known_at} entries"
    out().print(f"All contracts as at {head.on:%-d %B %Y}, {known} (root {head.root}, {checked}).", "", soft_wrap=True)
    shown = table("Reference", "Title", "Stage", "Failings open", "Overdue", "Rights", "Not shown", "Entries")
    for row in made.rows():
        shown.add_row(*_cells(totals.add(row)))
    end = totals.end()
    out().print(shown if end.contracts else "No contract was on file.")
    out().print(
        "", f"{end.contracts} contracts; {end.failings_open} failings open, {end.duties_overdue} duties overdue"
        + (f", {end.set_aside} files set aside" if end.set_aside else "") + ".",
    )  # fmt: skip


def _cells(row: ReportRow) -> tuple[str, ...]:
    judged = row.readiness
    rights = ", ".join(f"{clause} {state}" for clause, state in judged.rights.items()) if judged else ""
    stage = "set aside" if row.quarantined else row.stage
    return (
        row.reference, row.title, stage, str(len(row.failings_open)), str(len(row.duties_overdue)), rights,
        " ".join(judged.not_shown) if judged else "", str(row.position),
    )  # fmt: skip


def compare(
    reference: Reference,
    then: Annotated[str, typer.Argument(help="What was known then: a size of the log, or 2025-03-31T14:30:00Z.")],
    as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Set beside each other what was known then and what is known now, about a day (by default that of `then`)."""
    with wired() as wiring:
        catch_up(wiring)
        earlier = known_then(wiring.book, then, "THEN")
        known, known_on = (None, None) if known_at is None else known_then(wiring.book, known_at)
        asked = Times(day(as_at, "--as-at"), known, known_on)
        answer = then_and_now_answer(wiring, reference, operator(), asked, earlier, "THEN")
    say_head(answer, as_json)
    _print_then_and_now(answer)


def _print_then_and_now(answer: ThenAndNowAnswer) -> None:
    found, then = answer.differences, answer.then
    out().print(f"Compared with what was known when the log had {then.known_at} entries ({then.on:%-d %B %Y}).", "")
    shown = table("No.", "Happened", "Recorded", "What came in between")
    for one in found.recorded:
        late = "" if one.by_the_day else " (after the day)"
        shown.add_row(
            str(one.position), f"{one.happened_on:%-d %b %Y}{late}", f"{one.recorded_at:%-d %b %Y}", one.sentence
        )
    out().print(shown if found.recorded else "Nothing was recorded in between.", "")
    for change in found.changes:
        out().print(f"Entry {change.position} ({change.heading}): {change.what.replace('-', ' ')}", soft_wrap=True)
        _print_changed(change.changed)
        for maker in change.by:
            why = f": {maker.reason}" if maker.reason else ""
            by = f"  by entry {maker.position}, {maker.recorded_at:%-d %B %Y}, {maker.recorded_by}{why}"
            out().print(by, soft_wrap=True)
    for part in found.parts:
        differences = [one for one in found.differences if one.part == part]
        out().print("", f"{part.capitalize()}:" if differences else f"{part.capitalize()}: as it was.")
        for difference in differences:
            by = ", ".join(map(str, difference.made_by)) or "several"
            out().print(f"- {difference.what} (by entry {by})", soft_wrap=True)
            _print_changed(difference.changed)


def _print_changed(changed: tuple[Changed, ...]) -> None:
    for row in changed:
        out().print(f"    {row.field}: {row.was or 'not said'} -> {row.now or 'not said'}", soft_wrap=True)
