"""What every command begins with: the settings, the database, the book; and how what comes out is printed."""

from __future__ import annotations

import getpass
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from api.answers import OfOneFile
from api.people import Person
from api.reading import Reading
from api.settings import Settings, read_settings
from api.times import known_then
from api.tokens import Tokens
from api.wiring import Wiring
from ledger.book import Book
from ledger.documents import Documents
from ledger.log.sealer import Sealer
from ledger.refusals import Fault, Invalid
from ledger.store.database import Database, open_database
from ledger.store.postgres import LedgerStore
from ledger.store.schema import prepare
from projections.answering.reader import Reader
from projections.read_models.engine import Projector

A = TypeVar("A", bound=OfOneFile)
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
EXIT_REFUSED, EXIT_USAGE, EXIT_DATABASE_AWAY = 1, 2, 3
EXIT_UNPROVED = 5
"""Nothing is contradicted, and something is not proved."""
_EVERY = 1.0  # seconds between two lines of progress


def wiring_of(database: Database, settings: Settings) -> Wiring:
    """Return what commands and application are put together from."""
    book = Book(LedgerStore(database), default_procedure=settings.procedure)
    return Wiring(
        book, database, Reader(book, database), Documents(database), settings, Tokens(settings.tokens)
    )  # fmt: skip


@contextmanager
def wired(settings: Settings | None = None, *, migrating: bool = False) -> Iterator[Wiring]:
    """The ledger the settings name. Raises SettingsRefused, SchemaRefused, DatabaseAway, EmbeddedServerFailed.

    `migrating`: an older schema on an embedded server is brought up first.
    """
    settings = settings or read_settings()
    with open_database(settings.database) as database:
        prepare(database, migrating=migrating)
        yield wiring_of(database, settings)


def operator() -> Person:
    """Return who works at this machine: the command line records under the name of the operating system's account."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as containers have
        user = str(os.geteuid())
    return Person(f"local:{user}", user, frozenset({"operator"}))


def reading(wiring: Wiring, reference: str, as_at: str | None, known_at: str | None) -> Reading:
    """Return a file at the two times asked for. Raises Invalid, NothingNear."""
    catch_up(wiring)
    known, known_on = (None, None) if known_at is None else known_then(wiring.book, known_at)
    on = day(as_at, "--as-at")
    return Reading(wiring, reference, operator(), as_at=on, known=known, known_on=known_on)


def day(text: str | None, option: str) -> Any:
    """Return the day an option names, None where it was left out. Raises Invalid."""
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid([Fault(option, "should be a day such as 2025-03-31")]) from None


def catch_up(wiring: Wiring) -> None:
    """Do what a running server does all the time: seal what is recorded, and work out the lists."""
    sealer = Sealer(wiring.database)
    try:
        while sealer.seal_once():
            pass
    finally:
        sealer.close()
    Projector(wiring.database, default_procedure=wiring.book.default_procedure).catch_up()


# --- printing ---------------------------------------------------------------------------------------------------------


def out() -> Console:
    """Return where answers are printed: plain text as wide as needed where that is no terminal."""
    return Console(width=None if sys.stdout.isatty() else 200, highlight=False, emoji=False, markup=False)


def say_json(answer: BaseModel | Mapping[str, Any] | list[Any]) -> None:
    """Print an answer as JSON, the same as the HTTP interface gives."""
    value = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def say_head(answer: OfOneFile, as_json: bool) -> None:
    """Print an answer about one file as JSON, and end the command; else begin to show it.

    What is shown begins with which day and which state of the log it is for, where that is not the present.
    """
    if as_json:
        say_json(answer)
        raise typer.Exit
    if answer.as_at is None and answer.known_at is None:
        return
    known = f"as was known when the log had {answer.known_at} entries" if answer.known_at else "everything recorded"
    out().print(f"{answer.file} as at {answer.on:%-d %B %Y}, {known}; the newest entry is entry {answer.position}.", "")


def asked(
    question: Callable[[Reading], A], reference: str, as_at: str | None, known_at: str | None, as_json: bool
) -> A:
    """Return the answer to a question about a contract at two times, its head printed: see `say_head`."""
    with wired() as wiring:
        answer = question(reading(wiring, reference, as_at, known_at))
    say_head(answer, as_json)
    return answer


@contextmanager
def progress_told() -> Iterator[Callable[[str, int, int], None]]:
    """Progress on standard error, once a second: a long import is seen to go on, a short one says nothing."""
    last, said = time.monotonic(), False

    def say(what: str, done: int, there: int) -> None:
        nonlocal last, said
        if (now := time.monotonic()) - last >= _EVERY:
            last, said = now, True
            of = f" of {there:,}" if there else ""
            line = f"{what}: {done:,}{of}"
            sys.stderr.write(f"\r{line:<60}" if sys.stderr.isatty() else f"{line}\n")
            sys.stderr.flush()

    try:
        yield say
    finally:
        if said and sys.stderr.isatty():
            sys.stderr.write("\r" + " " * 60 + "\r")


def table(*headings: str, title: str | None = None) -> Table:
    """Return an empty table."""
    made = Table(
        title=title, title_justify="left", box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0),
        show_header=any(headings),
    )  # fmt: skip
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made
