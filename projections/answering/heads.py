"""How a file stands at its head, for somebody: whether its stored rows may answer as they are.

One statement says it, in one round trip: how many entries are on file, what the ledger's clock says, whether the stored
rows take in all of them, and whether anything may be withheld from whoever asks. A page of the timeline comes with it.
Nothing is folded for that, and all it says is of one moment. docs/adr/0108.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql
from psycopg.errors import UndefinedTable

from ledger.book import Book
from ledger.dates.clock import LONDON
from ledger.store.attempts import ask
from ledger.store.database import Connection, Database
from ledger.store.files import CLOCKS
from projections.answering.answers import NotReady, Order
from projections.answering.eyes import Clearance
from projections.read_models.generation import Generation, current
from projections.stored import lines as stored_lines
from projections.stored import rows as stored
from projections.timeline.line import Filters

ATTEMPTS = 5
"""How often it is asked again where the read models were replaced just then."""


class Head(NamedTuple):
    """A file at its head, for somebody."""

    position: int
    """How many entries are on it; 0 where there is no such file."""
    at: datetime
    """The ledger's clock."""
    complete: bool
    """Whether its stored rows take in all of it and lack nothing: then all of it is sealed, too."""
    withheld: bool
    """Whether something may be withheld from them, by the stored rows; also where those do not tell."""

    @property
    def today(self) -> date:
        """The day in Europe/London."""
        return self.at.astimezone(LONDON).date()


class StoredLine(NamedTuple):
    """A line of a timeline as it is stored: what it is sorted by, and the JSON that is answered."""

    position: int
    kind: str
    happened_on: date
    happened_at: time
    json: str

    def place(self, order: Order) -> tuple[Any, ...]:
        """Return where it stands in an order, as `stored.place_in` does."""
        return (self.position,) if order == "recorded" else (self.happened_on, self.happened_at, self.position)


class Heads:
    """Asks how files stand, of one ledger. Safe to share between threads."""

    def __init__(self, book: Book, database: Database, made_by: str) -> None:
        self._book = book
        self._database = database
        self._made_by = made_by
        self._generation: Generation | None = None
        self._composed: dict[tuple[int, LiteralString], bytes] = {}

    def head(self, file_id: UUID, clearance: Clearance | None) -> Head:
        """Return how a file stands. `clearance` None: for somebody of whom only a fold tells what they may see."""
        names, reads_all, privileged = clearance or ((), True, True)
        given = {"file": file_id, "names": list(names), "reads": privileged}
        asked: LiteralString = f"{_HEAD}, ({CLOCKS[self._book.clock]}), "
        without, rows = f"{asked} false, false {_FROM}", f"{asked} {_COMPLETE}, {{withheld}} {_FROM} {_AND_STATUS}"
        rows = rows.replace("{withheld}", "false" if reads_all else _MAY_BE_WITHHELD)
        for _ in range(ATTEMPTS):
            generation = self._generation or self._look_up()
            found = self._asked(generation, rows if generation.number else without, given)
            if found is not None:
                number, made_by, position, at, complete, withheld = found[0]
                if generation.number == (number if made_by == self._made_by else 0):
                    unknown = clearance is None or not complete
                    at = at or self._book.store.settings.opened_at
                    return Head(position or 0, at, complete, unknown or withheld)
            self._generation = None  # they were replaced; after an hour they are gone
        raise NotReady("the read models are being replaced; ask again shortly")

    def page(
        self, file_id: UUID, head: Head, filters: Filters, order: Order, newest_first: bool,
        after: tuple[Any, ...] | None, limit: int,
    ) -> list[StoredLine] | None:  # fmt: skip
        """Return stored lines from after a place on, of the file as it stood at that head; None where it has grown.

        They say themselves how many entries they take in. In one statement with the head they took longer than both:
        it was planned anew for every page.
        """
        conditions, way, given = stored_lines.lines_of_one_file(filters, order, newest_first, after, limit)
        asked: LiteralString = f"{_LINES} WHERE {' AND '.join(conditions)} {way}"
        generation = self._generation
        rows = self._asked(generation, asked, {**given, "file": file_id}) if generation and generation.number else None
        if rows is None or any(row[0] != head.position for row in rows[:1]):
            return None
        return [StoredLine(*row[1:]) for row in rows]

    # --- how --------------------------------------------------------------------------------------------------------

    def _look_up(self) -> Generation:
        now = ask(self._database.pool("app"), current)
        self._composed = {}
        self._generation = found = Generation(self._database, now.number if now.made_by == self._made_by else 0)
        return found

    def _asked(
        self, generation: Generation, asked: LiteralString, given: Mapping[str, Any]
    ) -> list[tuple[Any, ...]] | None:
        """The rows of a statement over the tables of a generation; None where they are there no longer."""
        key, composed = (generation.number, asked), self._composed
        if key not in composed:  # putting one together takes longer than most take to run
            tables = {name: generation.table(name) for name in ("status", "timeline")}
            composed[key] = sql.SQL(asked).format(**tables).as_bytes()

        def question(connection: Connection) -> list[tuple[Any, ...]]:
            with connection.cursor(binary=True) as cursor:
                # Which plan suits words depends on how common they are; for all else one does.
                return cursor.execute(composed[key], given, prepare="words" not in given).fetchall()

        try:
            return ask(self._database.pool("app"), question)
        except UndefinedTable:
            return None


_HEAD: LiteralString = "SELECT g.current, g.made_by, f.head"
_FROM: LiteralString = "FROM generation g LEFT JOIN files f ON f.file_id = %(file)s"
_AND_STATUS: LiteralString = "LEFT JOIN {status} s ON s.file_id = f.file_id"
_COMPLETE: LiteralString = "coalesce(s.position = f.head AND s.quarantined IS NULL AND NOT s.lacking, false)"
_MAY_BE_WITHHELD: LiteralString = (
    f"EXISTS (SELECT FROM {{timeline}} WHERE file_id = %(file)s AND {stored.MAY_BE_WITHHELD})"
)
_LINES: LiteralString = """
    SELECT (SELECT position FROM {status} WHERE file_id = %(file)s), number, kind, happened_on, happened_at, line
      FROM {timeline}"""
