"""Commands that run Cleartrail: serve it, show it with an example, open a ledger, let programs in, see how it is."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, cast

import typer
import uvicorn
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.app import NOT_OPEN, create
from api.commands.signing import make_key
from api.commands.wired import EXIT_REFUSED, EXIT_USAGE, Json, operator, out, progress_told, say_json, table, wired
from api.example.load import NotTheExample, load
from api.log_lines import log_to_stderr
from api.people import ROLES, WHAT_ROLES_DO, Role
from api.recording import moment
from api.settings import Settings, demo_database, read_settings
from api.tokens import Tokens
from api.wiring import Wiring
from ledger.book import Book
from ledger.copying.taking import copied
from ledger.dates.clock import LONDON
from ledger.errors import ClockRefused, LedgerNotOpen
from ledger.file_names import AUTHORITY
from ledger.log.signer import has_key
from ledger.processes import cores, stay_at_work
from ledger.refusals import Fault, Invalid, NotOnFile, Quarantined
from ledger.store.database import open_database
from ledger.store.database_settings import DatabaseSettings, SettingsRefused
from ledger.store.postgres import LedgerStore
from ledger.store.schema import migrate as bring_to_version
from ledger.store.weaknesses import weaknesses
from ledger.subjects.records import LedgerOpened
from projections.duties.adoption import differs
from projections.read_models.generation import Generation, current
from projections.read_models.rebuild import rebuild as build_anew

UNSEALED = timedelta(seconds=10)
"""An entry that waits longer than this for its place in the log is told of."""
Host = Annotated[str | None, typer.Option(help="Address to listen on; by default 127.0.0.1.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; by default 8000.", min=1, max=65535)]


def serve(
    host: Host = None, port: Port = None,
    demo: Annotated[bool | None, typer.Option("--demo/--no-demo", help="Let anybody choose who they are.")] = None,
) -> None:  # fmt: skip
    """Serve the interface and the pages until stopped."""
    with wired(read_settings(host=host, port=port, demo=demo)) as wiring:
        _serve(wiring)


def demo(host: Host = None, port: Port = None) -> None:
    """Serve an example: contracts told over eighteen months, on a simulated clock, in a ledger of its own."""
    database = demo_database(DatabaseSettings.from_environment())
    settings = read_settings(host=host, port=port, demo=True, database=database)
    with wired(settings, migrating=True) as wiring:
        try:
            with _progress("recording the example") as told:
                load(wiring.database, told)
        except NotTheExample as error:
            raise SettingsRefused(str(error)) from None
        _serve(wiring)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that shows how many entries of how many are done, as long as there is something to show."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out(), transient=True) as shown:
        task = shown.add_task(what, total=None, visible=False)
        yield lambda done, there: shown.update(task, completed=done, total=there, visible=True)


def _serve(wiring: Wiring) -> None:
    settings = wiring.settings
    with _listening(settings) as listening:
        _warn(wiring, settings)
        with suppress(LedgerNotOpen):
            _ = wiring.book.clock
            wiring.database.keys()  # without them nothing could be shown or recorded: better said here than there
        log_to_stderr()
        if wiring.database.embedded:
            _see_to_key(wiring)
        app = create(wiring.book, wiring.database, settings, apart=cores() > 1)
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
        stay_at_work()
        signal.signal(signal.SIGTERM, _end)  # so that what was opened here is closed in order
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to be stopped
            uvicorn.Server(config).run(sockets=[listening])


def _see_to_key(wiring: Wiring) -> None:
    """A private server, here for a look round, has its log's key made for it; for a named one it is a decision."""
    with suppress(LedgerNotOpen, Invalid):
        if not has_key(wiring.settings.signer):
            out().print(f"The log's key was made: {make_key(wiring)}", soft_wrap=True)


def _end(number: int, frame: object) -> None:
    raise SystemExit(0)


def _listening(settings: Settings) -> socket.socket:
    """A socket that listens, bound before anything else is started: a port in use is said in one line."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise SettingsRefused(
            f"cannot listen on {where} ({error.strerror}); choose another with --port or --host"
        ) from None
    return listening


def _warn(wiring: Wiring, settings: Settings) -> None:
    """Say where it is served from, and what whoever runs it should know."""
    say = out().print
    try:
        clock = wiring.book.clock
    except LedgerNotOpen:
        clock = None
        say(NOT_OPEN)
    if settings.demo and clock == "real" and not settings.loopback:
        raise SettingsRefused(
            "--demo lets anybody be anybody: a ledger with a real clock is shown so on 127.0.0.1 only"
        )
    if settings.demo:
        say("Demonstration: anybody who reaches this address may choose who they are.")
    if clock == "simulated":
        say("This ledger's clock is simulated: what it holds is an example, and says so everywhere.")
    say(wiring.database.describe())
    for warning in (*_procedures_changed(wiring), *weaknesses(wiring.database)):
        say(f"Warning: {warning}", soft_wrap=True)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    say(f"Cleartrail on http://{host}:{settings.port} (Ctrl-C stops it)", soft_wrap=True)


def migrate() -> None:
    """Bring the database's tables to this program's version. A named server may need CLEARTRAIL_ADMIN_DATABASE_URL.

    From a version before 7, what lies in clear is encrypted under keys in CLEARTRAIL_KEYS_FOLDER: all in one
    transaction, which can be stopped and started again. Backups from before still hold it in clear (docs/operating.md).
    """
    with open_database(read_settings().database) as database, progress_told() as told:
        taken = bring_to_version(database, progress=told)
        for step in taken:
            out().print(f"applied {step}")
        out().print(
            f"The schema {database.schema} is at this program's version." + ("" if taken else " Nothing to do.")
        )


def open_ledger(
    authority: Annotated[str, typer.Argument(help="The public authority whose ledger it is.")],
    origin: Annotated[str, typer.Argument(help="A name for its log, like ledger.example/county.")],
    clock: Annotated[
        Literal["real", "simulated"], typer.Option(help="Never changes. Simulated: examples only.")
    ] = "real",
    begins: Annotated[
        str | None, typer.Option(help="Where a simulated clock begins, like 2024-01-01T09:00:00Z; by default in 2000.")
    ] = None,
) -> None:
    """Open the ledger, once for all."""
    at = None if begins is None else moment(begins)
    if begins is not None and at is None:
        raise Invalid([Fault("--begins", "should be a moment with its time zone, such as 2024-01-01T09:00:00Z")])
    if at is not None and clock == "real":
        raise ClockRefused(None, "a real clock begins now; --begins is for a simulated one")
    with wired() as wiring:
        # A simulated clock never falls, so one that begins today could tell no story of the past.
        early = datetime(2000, 1, 1, 9, tzinfo=LONDON)
        on = (at or (early if clock == "simulated" else datetime.now(LONDON))).astimezone(LONDON)
        body = {"happened_on": on.date().isoformat(), "authority": authority, "origin": origin, "clock": clock}
        opened = cast(LedgerOpened, _entry(body))
        Book.open_ledger(
            LedgerStore(wiring.database), opened, operator().as_account(), on if clock == "simulated" else None
        )
        place = wiring.database.keys_place
    out().print(f"The ledger {origin} of {authority} is open, with a {clock} clock.", soft_wrap=True)
    if place is not None:
        out().print(
            f"The keys of its words and documents lie in {place.folder}. Back that folder up, apart from the database "
            "(docs/operating.md): without it nobody can read them.",
            soft_wrap=True,
        )


def _entry(body: dict[str, Any]) -> Any:
    from api.envelope import act_of

    act = act_of({**body, "file": "authority", "kind": "ledger-opened"}, operator())
    return act.entry


def token(
    name: Annotated[str, typer.Argument(help="What the program is called.")],
    role: Annotated[list[str] | None, typer.Option(help=f"May be repeated: {', '.join(ROLES)}.")] = None,
    person: Annotated[
        str | None, typer.Option(help="The name entries are recorded under; by default the program's.")
    ] = None,
    organisation: Annotated[
        list[str] | None, typer.Option(help="For a provider: its name, or a number like 'GB-COH 01234567'. Repeatable.")
    ] = None,
    grant: Annotated[
        list[str] | None, typer.Option(help="For an auditor: a file whose privileged entries they may read; * for all.")
    ] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the token back.")] = False,
) -> None:
    """Let a program in: make a token, shown this once. The file it is kept in holds only its hash."""
    tokens = Tokens(read_settings().tokens)
    if revoke:
        if not tokens.revoke(name):
            raise typer.BadParameter(f"there is no token {name!r}")
        out().print(f"The token {name} is revoked.")
        return
    unknown = [given for given in role or () if given not in ROLES]
    if unknown or not role:
        said = "; ".join(f"{known}: {what}" for known, what in WHAT_ROLES_DO.items())
        raise typer.BadParameter(f"name a role with --role. {said}")
    if "provider" in role and not organisation:
        raise typer.BadParameter("a provider's token needs --organisation: the name its contracts give")
    try:
        made = tokens.make(
            name, cast(list[Role], role), person=person, organisations=organisation or (), granted=grant or ()
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    sys.stdout.write(made + "\n")


def tokens(as_json: Json = False) -> None:
    """List the programs that have tokens."""
    rows = [
        {"name": t.name, "person": t.person.name, "roles": sorted(t.person.roles), "made_at": t.made_at}
        for t in Tokens(read_settings().tokens).all()
    ]
    if as_json:
        say_json(rows)
        return
    shown = table("Name", "Recorded as", "Roles", "Made")
    for row in rows:
        shown.add_row(str(row["name"]), str(row["person"]), ", ".join(row["roles"]), str(row["made_at"]))
    out().print(shown if rows else "No program has a token. `cleartrail token NAME --role ROLE` makes one.")


def status(as_json: Json = False) -> None:
    """Say how the ledger is: what it holds, how much of it is sealed and worked out, on which database."""
    with wired() as wiring:
        rows = ledger_status(wiring)
    if as_json:
        say_json(rows)
        return
    shown = table("", "")
    for name, value in rows.items():
        for line in value if isinstance(value, list) else [value]:
            shown.add_row(name.replace("_", " "), str(line))
    out().print(shown)


def ledger_status(wiring: Wiring) -> dict[str, Any]:
    """Return how the ledger is. Raises LedgerNotOpen, DatabaseAway."""
    book, genesis = wiring.book, wiring.book.genesis
    files = book.store.files()
    with wiring.database.transaction("app") as connection:
        now = current(connection)
        done = Generation(wiring.database, now.number).tracked(connection) if now.number else 0
    warned = [*_not_sealed(wiring), *_procedures_changed(wiring), *weaknesses(wiring.database)]
    return {
        "authority": genesis.authority, "origin": genesis.origin, "clock": book.clock,
        "now": book.now().isoformat(timespec="seconds"), "files": len(files), "entries": sum(f.head for f in files),
        "sealed": book.store.log_size(), "worked_out": done, "read_models": now.number,
        "database": wiring.database.describe(),
    } | _copied(wiring) | ({"warnings": warned} if warned else {})  # fmt: skip


def _not_sealed(wiring: Wiring) -> Iterator[str]:
    waited = wiring.book.store.longest_unsealed() if wiring.book.clock == "real" else timedelta()
    if waited > UNSEALED:
        since = f"an entry recorded {waited.total_seconds():,.0f} seconds ago"
        yield f"{since} has no place in the log yet: does `cleartrail serve` run, and may it seal?"


def _procedures_changed(wiring: Wiring) -> Iterator[str]:
    """What of the rules in force is not what was adopted (TVP-DC-4)."""
    with suppress(LedgerNotOpen, NotOnFile, Quarantined):
        held = wiring.book.file(AUTHORITY).procedures_in_force(wiring.book.today(), wiring.book.default_procedure)
        for version in held.values():
            if (why := differs(version)) is not None:
                yield f"the rules of {version.procedure} are not those adopted on {version.since:%-d %B %Y}: {why}"


def _copied(wiring: Wiring) -> dict[str, Any]:
    found = copied(wiring.database)
    if found is None:
        return {}
    at = found.taken_at.isoformat(timespec="seconds")
    return {"copied_entries": found.size, "copied_at": at, "copied_root": found.root}


def rebuild() -> None:
    """Work out the read models anew from the entries, while reading and writing go on."""
    with wired() as wiring, _progress("entries") as told:
        done = build_anew(wiring.database, told, default_procedure=wiring.book.default_procedure)
    rate = done.entries / done.seconds if done.seconds else 0
    words = f"{done.for_word_search:.1f} s of it for word search"
    out().print(
        f"{done.entries:,} entries of {done.files:,} files in {done.seconds:.1f} s ({rate:,.0f} a second), {words}"
    )


__all__ = [
    "EXIT_REFUSED",
    "EXIT_USAGE",
    "demo",
    "migrate",
    "open_ledger",
    "rebuild",
    "serve",
    "status",
    "token",
    "tokens",
]
