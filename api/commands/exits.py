"""Commands about a contract's end, and about where a provider stands."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.looking import AsAt, KnownAt, Reference
from api.commands.wired import Json, asked, out, reading, say_head, table, wired
from api.exits import exit_answer
from api.providers import standing_answer
from ledger.file_names import PROVIDER

ProviderReference = Annotated[str, typer.Argument(help="Reference of the provider.")]


def leaving(reference: Reference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show how ready a contract is for its end, and what is still missing."""
    answer = asked(exit_answer, reference, as_at, known_at, as_json)
    found = answer.exit
    end = f"{found.end:%-d %B %Y}" if found.end else "a day not on file"
    bound = "; in transition, the provider bound until the service is handed over" if found.in_transition else ""
    out().print(f"{'Ended' if found.ended else 'Concludes'} on {end}{bound}.", soft_wrap=True)
    for one in found.lacking:
        out().print(f"Missing: {one}.", soft_wrap=True)
    if not found.lacking:
        out().print("Nothing that the procedure asks for is missing.")
    if found.not_asked:
        out().print(f"Not asked for, and not on file: {', '.join(found.not_asked)}.", soft_wrap=True)


def provider(reference: ProviderReference, as_at: AsAt = None, known_at: KnownAt = None, as_json: Json = False) -> None:
    """Show where a provider stands: whose tenders it is kept out of, and its contracts as they are now."""
    with wired() as wiring:
        answer = standing_answer(wiring, reading(wiring, PROVIDER + reference, as_at, known_at))
    say_head(answer, as_json)
    out().print(f"{answer.standing.sentence}.", soft_wrap=True)
    for exclusion in answer.standing.exclusions:
        out().print(f"{exclusion.sentence}.", soft_wrap=True)
    shown = table("Contract", "Title", "Stage", "Ends", "Open issues")
    for one in answer.standing.contracts:
        ends = f"{one.ends:%-d %b %Y}" if one.ends else ""
        shown.add_row(one.reference, one.title, one.stage, ends, str(one.open_issues))
    out().print(shown if answer.standing.contracts else "No contract on file names it.")
