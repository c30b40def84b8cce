"""Commands for procedures: which there are, one of them in words, two compared, and whether a file is one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.wired import EXIT_REFUSED, EXIT_USAGE, Json, out, say_json, table
from api.errors import NothingNear
from ledger.procedures import Procedure, ProcedureError, installed, procedures, read
from ledger.procedures.checking import check as found_in
from ledger.procedures.checking import check_law, remarks
from ledger.procedures.folder import LAWS
from projections.procedure.procedure_words import procedure_in_words
from projections.procedure.procedures_compared import compared

app = typer.Typer(
    help="Procedures as data: which there are, what each says, and whether a file is one.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
Named = Annotated[str, typer.Argument(help="Name of a procedure, or its name and version: hampshire/1.")]


@app.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="A procedure's file (TOML), or a law's.")],
    as_json: Json = False,
) -> None:
    """Say whether a file is a procedure this program can keep, and everything that is wrong with it, by line.

    Exit codes: 0 nothing is wrong; 1 something is; 2 a file cannot be read.
    """
    answers: list[dict[str, Any]] = []
    for file in files:
        try:
            text = file.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
            sys.stderr.write(f"cleartrail: {file} cannot be read: {why}\n")
            raise typer.Exit(EXIT_USAGE) from None
        procedure, wrong = check_law(text) if file.stem in LAWS else found_in(text)
        said = remarks(procedure) if isinstance(procedure, Procedure) and not wrong else ()
        answers.append(
            {
                "file": str(file), "procedure": procedure.ref if procedure and not wrong else None,
                "wrong": [{"line": one.line, "row": one.row or None, "why": one.why} for one in wrong],
                "remarks": said,
            }
        )  # fmt: skip
        for one in () if as_json else wrong:
            at = f":{one.line}" if one.line else ""
            row = f"{one.row}: " if one.row else ""
            sys.stderr.write(f"{file}{at}: {row}{one.why}\n")
        if not as_json and not wrong and procedure:
            out().print(f"{file} is {procedure.title}, {procedure.ref}: nothing is wrong with it.", soft_wrap=True)
            for remark in said:
                out().print(f"Look at this again: {remark}.", soft_wrap=True)
    if as_json:
        say_json(answers)
    if any(answer["wrong"] for answer in answers):
        raise typer.Exit(EXIT_REFUSED)


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the procedures there are: those that come with the program, and the authority's own."""
    rows = []
    for name in procedures():
        file = installed(read(name).ref)
        assert file is not None, "it was read from one"
        rows.append({"procedure": read(name).ref, "title": read(name).title, "file": file.name, "sha256": file.sha256})
    if as_json:
        say_json(rows)
        return
    shown = table("Procedure", "Title", "File", "SHA-256")
    for row in rows:
        shown.add_row(*row.values())
    out().print(shown)


@app.command("show")
def show(
    name: Named,
    toml: Annotated[bool, typer.Option("--toml", help="The file itself, to begin one of your own with.")] = False,
    as_json: Json = False,
) -> None:
    """Show a procedure in words: its rules, numbers, offices, meetings and conditions, each with its citation."""
    procedure = _named(name)
    if toml:
        file = installed(procedure.ref)
        sys.stdout.write(file.text if file else "")
        return
    words = procedure_in_words(procedure)
    if as_json:
        say_json(words)
        return
    out().print(f"{words.title}, {words.ref}: owned by {words.owner}, for {words.authority}", "", soft_wrap=True)
    shown = table("Rule", "If it is not kept", "By", "Cites", title="Rules")
    for rule in words.rules:
        shown.add_row(rule.sentence, rule.means, " or ".join(rule.authorised_by), rule.citation)
    out().print(shown, "")
    shown = table("Number", "", "", "Cites", title="Numbers")
    for number in words.settings:
        shown.add_row(number.words, number.says, "" if number.stated else "not the text's", number.citation)
    out().print(shown, "")
    shown = table("Condition", "", "", "Cites", title="Conditions before an early end")
    for one in words.conditions:
        force = f"{one.force}{', absolute' if one.absolute else ''}" if one.applies else "does not apply"
        shown.add_row(f"{one.id} {one.title}", force, " or ".join(one.authorised_by), one.citation)
    out().print(shown)


@app.command("compare")
def compare(one: Named, other: Named, as_json: Json = False) -> None:
    """Show in what two procedures differ."""
    found = compared(_named(one), _named(other))
    if as_json:
        say_json(found)
        return
    shown = table("", "", found.one, found.other)
    for row in found.differences:
        shown.add_row(row.table, row.words, row.one, row.other)
    out().print(shown if found.differences else f"{found.one} and {found.other} do not differ.")


def _named(name: str) -> Procedure:
    try:
        return read(name)
    except ProcedureError:
        raise NothingNear("there is no such procedure", name, procedures()) from None
