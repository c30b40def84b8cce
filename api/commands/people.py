"""The command that finds what is held about one person."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.commands.wired import catch_up, operator, out, say_json, wired
from api.subject_access import subject_access_answer


def subject_access(
    words: Annotated[bool, typer.Option(help="Ask for words to search for in other entries, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:  # fmt: skip
    """Find everything held about one person, on all files. The pseudonym is read from standard input.

    It is no argument of the command, where everybody on the machine could read it.
    """
    person = _asked("Pseudonym")
    searched = _asked("Words") if words else None
    with wired() as wiring:
        catch_up(wiring)
        answer = subject_access_answer(wiring, operator(), person, searched)
    if as_json:
        say_json(answer)
        return
    for entry in answer.entries:
        why = f"  [{entry.exclusion}]" if entry.exclusion else ""
        others = "  [others are spoken of]" if entry.others else ""
        where = f"{entry.file} entry {entry.position}, {entry.happened_on:%-d %B %Y}: {entry.heading}"
        out().print(f"{where}{why}{others}", soft_wrap=True)
        for one in entry.held:
            out().print(f"    {one.field}: {one.words or one.document or ''}", soft_wrap=True)
    for row in answer.found:
        out().print(f"to look at: {row.file} entry {row.line.position}: {row.line.sentence}", soft_wrap=True)
    if not answer.found:
        out().print(f"No other entry writes the pseudonym{' or has these words' * bool(searched)}.", soft_wrap=True)
    if answer.found_more:
        out().print("There are more to look at: search the history.", soft_wrap=True)
    out().print("Documents were not looked through.", soft_wrap=True)
    for like in answer.alike:
        out().print(f"More is held under {like}, written otherwise: ask for that too.", soft_wrap=True)
    out().print(f"{_holding(len(answer.entries))} words under that pseudonym.", soft_wrap=True)


def _holding(number: int) -> str:
    return "1 entry holds" if number == 1 else f"{number} entries hold"


def _asked(what: str) -> str:
    """Return a line of standard input. Raises typer.BadParameter where there is none."""
    if sys.stdin.isatty():
        sys.stderr.write(f"{what}: ")
        sys.stderr.flush()
    said = sys.stdin.readline().strip()
    if not said:
        raise typer.BadParameter(f"{what.lower()}: nothing was given; it is read from standard input, one line")
    return said
