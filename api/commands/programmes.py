"""Commands for improvement programmes: setting one up by a packaged plan, and showing where one stands."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.looking import AsAt, KnownAt
from api.commands.wired import Json, catch_up, operator, out, reading, say_head, table, wired
from api.programme_answers import tracker_answer
from api.programmes import take_on
from ledger.dates.months import in_words
from ledger.file_names import PROGRAMME
from ledger.programmes import shipped

Reference = Annotated[str, typer.Argument(help="Reference of the programme.")]


def take_on_plan(
    reference: Reference,
    plan: Annotated[str, typer.Option(help=f"Name of the plan: {', '.join(shipped())}.")] = shipped()[0],
    on: Annotated[str | None, typer.Option(help="The day the programme is set up; by default today.")] = None,
    unit: Annotated[
        list[str] | None, typer.Option(help="A business unit it is carried out in; repeatable.")
    ] = None,
    starts: Annotated[
        str | None, typer.Option(help="The month it starts in, such as 2026-02, where that is not the plan's own.")
    ] = None,
) -> None:  # fmt: skip
    """Open a programme's file with the workstreams and actions of a plan that comes with Cleartrail."""
    with wired() as wiring:
        said = {"happened_on": on or wiring.book.today().isoformat(), "business_units": unit or []} | (
            {"starts": starts} if starts else {}
        )
        outcome = take_on(wiring.book, wiring.documents, operator(), reference, plan, said)
        catch_up(wiring)
    kinds = [entry.kind for entry in outcome.entries]
    streams, actions = kinds.count("workstream-established"), kinds.count("programme-action-planned")
    out().print(f"Programme {reference} is set up: {streams} workstreams, {actions} actions.")


def programme(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show where a programme stands: its actions, what clashes, and what is missing."""
    with wired() as wiring:
        answer = tracker_answer(wiring, reading(wiring, PROGRAMME + reference, as_at, known_at))
    say_head(answer, as_json)
    for stream in answer.tracker.workstreams:
        shown = table(
            "", "", "", "", "", title=f"{stream.title}: {stream.completed} of {len(stream.actions)} completed"
        )
        for row in stream.actions:
            months = ", ".join(map(in_words, row.months)) or ("ongoing" if row.ongoing else "")
            shown.add_row(row.number, row.action, " and ".join(row.owners), months, row.state.replace("-", " "))
        out().print(shown, "")
    found = answer.tracker
    for sentence in (*(clash.sentence for clash in found.clashes), *found.notes, *found.silences):
        out().print(sentence, soft_wrap=True)
