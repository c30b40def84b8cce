"""Commands that read how a contract was bought, which documents are on its file, and what it comes to for a reader."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from api.briefing import briefing_answer
from api.buying import documents_answer, procurement_answer
from api.commands.looking import AsAt, KnownAt, Reference
from api.commands.wired import Json, asked, out, table
from projections.briefing import BriefingPoint, Reader

STATES = {
    "done": "done",
    "to-do": "to do",
    "not-yet": "not yet",
    "not-needed": "other route",
    "left-undone": "passed over",
}


def procurement(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show how the contract is bought: each step, whose it is, and what is to be done next."""
    answer = asked(procurement_answer, reference, as_at, known_at, as_json)
    shown = table("Step", "State", "Falls to", "When", "Who", title=answer.procurement.how)
    for step in answer.procurement.steps:
        when = f"{step.on:%-d %B %Y}" if step.on else f"by {step.due_on:%-d %B %Y}" if step.due_on else ""
        shown.add_row(step.title, STATES[step.state], step.falls_to, when, step.by or "")
    out().print(shown)


def documents(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show the documents on the contract's file, each with its hash and the entry it came with."""
    answer = asked(documents_answer, reference, as_at, known_at, as_json)
    shown = table("Document", "What it is", "Entry", "SHA-256")
    for one in answer.documents:
        shown.add_row(one.title, one.kind.replace("-", " "), str(one.position), one.sha256 or "not on file")
    out().print(shown if answer.documents else "No document is on file.")


def briefing(
    reference: Reference,
    reader: Annotated[str, typer.Option("--for", help=f"Whom it is for: {', '.join(get_args(Reader))}.")] = "managers",
    as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Say what the contract comes to, laid out for a reader: the conclusion, the reasons, what is asked of them."""
    wanted = next((one for one in get_args(Reader) if one == reader), None)
    if wanted is None:
        raise typer.BadParameter(f"should be one of {', '.join(get_args(Reader))}", param_hint="--for")
    answer = asked(lambda file: briefing_answer(file, wanted), reference, as_at, known_at, as_json)
    out().print(answer.briefing.conclusion, "", soft_wrap=True)
    for section in answer.briefing.sections:
        _print(section.heading, section.points)
    if answer.briefing.asked:
        _print("What is asked of you", answer.briefing.asked)


def _print(heading: str, points: tuple[BriefingPoint, ...]) -> None:
    out().print(heading)
    for point in points:
        entries = f" ({', '.join(f'entry {entry}' for entry in point.entries)})" if point.entries else ""
        out().print(f"  - {point.words}{entries}", soft_wrap=True, markup=False)
    out().print("")
