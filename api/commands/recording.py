"""The command that records: the same JSON as POST /api/v1/entries, from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.bodies import LARGEST_BODY, parsed
from api.commands.wired import catch_up, operator, out, say_json, wired
from api.envelope import act_of
from api.errors import BodyTooLarge
from api.record import RecordedTogether, batch_of
from api.recording import Asked
from api.recording import record as record_acts


def record(
    file: Annotated[str, typer.Argument(help="File with the JSON; - or nothing for standard input.")] = "-",
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge-all", help="Record every departure without asking.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Judge only, and record nothing.")] = False,
    key: Annotated[
        str | None, typer.Option(help="Text of your own: under it the same request is recorded once.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Record entries, all or none: one object, an array, or {"entries": [...], "recorded_at": ...}.

    Each has its file and kind: {"file": "C-1", "kind": "issue-raised", "happened_on": "2025-03-03", ...}.
    """
    person = operator()
    body = parsed(_read(file))
    if isinstance(body, dict) and "entries" not in body:
        body = [body]
    rows, recorded_at = batch_of(body)
    acts = [act_of(row, person, number) for number, row in enumerate(rows)]
    with wired() as wiring:
        outcome = record_acts(wiring.book, wiring.documents, acts, person, Asked(key, recorded_at, acknowledge, check))
        if outcome.recorded:
            catch_up(wiring)
    if as_json:
        say_json(
            RecordedTogether(
                entries=list(outcome.entries),
                also=list(outcome.also),
                recorded=outcome.recorded,
                simulated=outcome.simulated,
            )
        )
        return
    for entry in (*outcome.entries, *outcome.also):
        what = "recorded" if outcome.recorded else "would be recorded"
        named = f" {entry.id}" if entry.id else ""
        out().print(f"{entry.file} entry {entry.position}: {entry.heading.lower()}{named} {what}", soft_wrap=True)
        for departure in entry.departures:
            out().print(f"  departs from {departure['rule']}: {departure['found']}", soft_wrap=True)


def _read(file: str) -> bytes:
    try:
        if file == "-":
            text = sys.stdin.buffer.read(LARGEST_BODY + 1)
        else:
            with Path(file).open("rb") as opened:
                text = opened.read(LARGEST_BODY + 1)
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from None
    if len(text) > LARGEST_BODY:
        raise BodyTooLarge("bytes of the JSON, as far as it was read", len(text), LARGEST_BODY)
    return text
