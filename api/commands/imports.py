"""Commands that bring contracts in and hand the ledger on: import notices, entries, or a copy; export a copy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.commands.wired import (
    EXIT_REFUSED,
    EXIT_USAGE,
    catch_up,
    operator,
    out,
    progress_told,
    say_json,
    wired,
    wiring_of,
)
from api.imports.lines import are_entries, take_lines
from api.imports.ocds import bring_in
from api.imports.report import Progress, Report
from api.settings import read_settings
from api.wiring import Wiring
from ledger.auditing import LedgerAltered, differences
from ledger.copying.format import FORMAT, CopyRefused, Tally
from ledger.copying.reading import announced
from ledger.copying.taking import is_copy, take_in
from ledger.copying.writing import write_copy
from ledger.errors import LedgerAlreadyOpen
from ledger.store.database import open_database
from ledger.store.schema import prepare

EXIT_SOME_REFUSED = 4
"""The import went through, and some records were refused: the report says which, and why."""


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Notices (- for standard input), lines of entries, or a copy."),
    ],
    every: Annotated[bool, typer.Option("--all", help="Report every record, not only what needs attention.")] = False,
    root: Annotated[
        str | None, typer.Option(help="For a copy: the root hash its source gives, 64 hexadecimal digits.")
    ] = None,
    sha256: Annotated[
        str | None, typer.Option("--sha256", help="For a copy: the SHA-256 that its export gave, likewise.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON, every record.")] = False,
) -> None:
    """Take in published notices (OCDS: release and record packages, releases, records, JSON lines), entries, or a copy.

    A contract file is opened for each award or contract; what is on file already is not recorded again. Entries are
    JSON lines, each as `cleartrail record` takes it, for any number of files: those of one file are recorded together,
    every departure with them, or none of them. A copy, as `cleartrail export --entries` writes it, goes into an empty
    ledger, whole or not at all. Exit code 4: the import went through and some records were refused.
    """
    files = [Path("/dev/stdin") if file == Path("-") else file for file in files]
    for file in files:
        if not file.exists() or file.is_dir():
            raise typer.BadParameter(f"{file} is {'a folder' if file.is_dir() else 'not there'}; name files to read")
    try:
        copies = [file for file in files if file.is_file() and is_copy(file)]
        entries = [file for file in files if file.is_file() and file not in copies and are_entries(file)]
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}: {error.strerror}") from None
    if copies and len(files) > 1:
        raise typer.BadParameter(f"{copies[0]} is the copy of a whole ledger; import it by itself, into an empty one")
    if copies:
        _import_copy(copies[0], {"root hash": root, "SHA-256": sha256}, as_json)
        return
    if root is not None or sha256 is not None:
        raise typer.BadParameter("--root and --sha256 are for the copy of a ledger; these are none")
    if entries and len(entries) < len(files):
        raise typer.BadParameter(f"{entries[0]} holds entries and others do not; import them by themselves")
    _import(files, _entries if entries else _notices, every, as_json)


def _notices(files: list[Path], wiring: Wiring, progress: Progress) -> Report:
    return bring_in(files, wiring.book, wiring.documents, operator().as_account(), progress)


def _entries(files: list[Path], wiring: Wiring, progress: Progress) -> Report:
    report = Report()
    for file in files:
        report += take_lines(file, wiring.book, wiring.database, operator(), progress)
    return report


def _import(
    files: list[Path], take: Callable[[list[Path], Wiring, Progress], Report], every: bool, as_json: bool
) -> None:
    with wired() as wiring, progress_told() as progress:
        catch_up(wiring)  # what the ledger holds already is looked up in its log
        try:
            report = take(files, wiring, progress)
        except OSError as error:
            raise typer.BadParameter(f"{error.filename}: {error.strerror}") from None
        catch_up(wiring)
    if as_json:
        say_json(report.as_json())
    else:
        for line in report.lines(every=every):
            out().print(line, soft_wrap=True)
    if report.refused:
        raise typer.Exit(EXIT_SOME_REFUSED)


def _import_copy(file: Path, told: Mapping[str, str | None], as_json: bool) -> None:
    settings = read_settings()
    with open_database(settings.database) as database, progress_told() as progress:
        prepare(database)
        try:
            tally = announced(file)
            for name, found in (("root hash", tally.root), ("SHA-256", tally.sha256)):
                if (given := told[name]) is not None and given.lower() != found:
                    raise CopyRefused("the trailer", f"its {name} is {found}, not the one given; it is another ledger")
            take_in(database, file, tally, progress)
        except CopyRefused as error:
            _complain(f"the copy is refused, and nothing of it was taken: {error}")
            raise typer.Exit(EXIT_REFUSED) from None
        except LedgerAlreadyOpen as error:
            _complain(f"{error}. A copy goes into an empty one: name another schema in CLEARTRAIL_SCHEMA")
            raise typer.Exit(EXIT_USAGE) from None
        catch_up(wiring_of(database, settings))
    _say_tally("taken in, every entry as it was", tally, as_json)


def export(
    to: Annotated[
        Path, typer.Option("--entries", metavar="FILE", help="Write every entry of the ledger to this file.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write a copy of the whole ledger, entry for entry, that `cleartrail import` takes into an empty one.

    The copy holds everything, privileged words and the ledger's secrets included: keep it as you keep the ledger. The
    two hashes printed at the end are what whoever takes it in should be told by another way: the root hash answers for
    the entries, the SHA-256 for everything, a document's type and the commands already answered included.
    """
    if to.exists():
        raise typer.BadParameter(f"{to} is there already; name another file, or move it away")
    with wired() as wiring, progress_told() as progress:
        catch_up(wiring)
        if (altered := next(differences(wiring.database), None)) is not None:
            raise LedgerAltered(f"{altered}; nothing was written. `cleartrail audit` lists everything")
        try:
            tally = write_copy(wiring.database, to, progress)
        except OSError as error:
            raise typer.BadParameter(f"{to}: {error.strerror}") from None
    _say_tally(f"written to {to}", tally, as_json)


def _say_tally(what: str, tally: Tally, as_json: bool) -> None:
    if as_json:
        say_json({"format": FORMAT, **tally.as_json()})
        return
    out().print(
        f"{tally.entries:,} entries, {tally.openings:,} openings, {tally.documents:,} documents {what}.\n"
        f"SHA-256 of the copy before its last line: {tally.sha256}\n"
        f"Root hash of the log: {tally.root}",
        soft_wrap=True,
    )  # fmt: skip


def _complain(what: str) -> None:
    sys.stderr.write(f"cleartrail: {what}\n")
