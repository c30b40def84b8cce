"""Commands that ask about a notice not yet served: what would follow from it, and its draft."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.looking import AsAt, KnownAt, Reference
from api.commands.wired import Json, asked, day, out, reading, say_head, table, wired
from api.what_if import draft_answer, hour, what_if_answer
from ledger.serving.service_clauses import BY, ServiceMethod
from projections.ending.what_if import Kind
from projections.failings.trail import spoken

On = Annotated[str | None, typer.Option("--on", help="The day it would be served: 2025-03-31. By default today.")]
Clause = Annotated[str | None, typer.Option(help="The clause it would be given under.")]


def what_if(
    reference: Reference,
    kind: Annotated[Kind, typer.Argument(help="The kind of notice.")],
    method: Annotated[ServiceMethod | None, typer.Option(help="One way of serving it; by default every one.")] = None,
    on: On = None,
    at: Annotated[str | None, typer.Option("--at", help="The hour in London: 14:30.")] = None,
    clause: Clause = None,
    count_by: Annotated[str | None, typer.Option(help="The day it must count by.")] = None,
    as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Say what would follow if a notice were served: valid, when it counts, what runs, the latest safe posting."""
    with wired() as wiring:
        answer = what_if_answer(
            reading(wiring, reference, as_at, known_at), kind, method=method, on=day(on, "--on"),
            at=hour(at or "", "--at"), clause=clause, count_by=day(count_by, "--count-by"),
        )  # fmt: skip
    say_head(answer, as_json)
    found = answer.what_if
    for against in found.stands_against:
        out().print(f"Against it stands {against}.", soft_wrap=True)
    shown = table("By", "Valid", "Counts from", "To remedy by", "Earliest end", "Latest posting")
    for served in found.by_method:
        valid = {True: "yes", False: "no", None: "cannot be told"}[served.valid]
        days = (served.counts_on, served.remedy_ends, served.earliest_end, served.latest_to_count_by)
        shown.add_row(served.method, valid, *(spoken(one) if one else "" for one in days))
    out().print(shown)
    for served in found.by_method:
        out().print(f"{BY[served.method]}: {served.sentence}", soft_wrap=True)
        out().print(f"  Supposing {'; '.join(served.supposing)}.", soft_wrap=True)


def draft(
    reference: Reference,
    clause: Annotated[str, typer.Option(help="The clause that gives the right.")],
    method: Annotated[ServiceMethod, typer.Option(help="How it would be served.")],
    on: On = None, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Draft a notice of termination for Legal Services; refused until the right and its conditions are shown."""
    wanted = day(on, "--on")
    answer = asked(lambda file: draft_answer(file, clause, method, wanted), reference, as_at, known_at, as_json)
    out().print(answer.draft.text, soft_wrap=True)
