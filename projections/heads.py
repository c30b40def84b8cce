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

from ledger.book import LONDON, Book
from ledger.store.attempts import ask
from ledger.store.database import Connection, Database
from ledger.store.postgres import CLOCKS
from projections import stored
from projections.answers import NotReady, Order
from projections.eyes import Clearance
from projections.generation import Generation, current
from projections.timeline import Filters

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


_Page = tuple[LiteralString, LiteralString]
"""The conditions of a page of lines, and its order and limit."""


class Heads:
    """Asks how files stand, of one ledger. Safe to share between threads."""

    def __init__(self, book: Book, database: Database, made_by: str) -> None:
        self._book = book
        self._database = database
        self._made_by = made_by
        self._generation: Generation | None = None
        self._composed: dict[tuple[int, bool, _Page | None], bytes] = {}

    def head(self, file_id: UUID, clearance: Clearance | None) -> Head:
        """Return how a file stands. `clearance` None: for somebody of whom only a fold tells what they may see."""
        return self._head(self._asked(file_id, clearance, None, {})[0], clearance)

    def page(
        self, file_id: UUID, clearance: Clearance | None, filters: Filters, order: Order, newest_first: bool,
        after: tuple[Any, ...] | None, limit: int,
    ) -> tuple[Head, list[StoredLine]]:  # fmt: skip
        """Return how a file stands, and stored lines from after a place on: to be shown where nothing is withheld."""
        conditions, way, given = stored.lines_of_one_file(filters, order, newest_first, after, limit)
        rows = self._asked(file_id, clearance, (" AND ".join(conditions), way), given)
        lines = [StoredLine(*row[_OF_HEAD:]) for row in rows if any(row[_OF_HEAD:])]
        return self._head(rows[0], clearance), lines

    # --- how --------------------------------------------------------------------------------------------------------

    def _head(self, row: tuple[Any, ...], clearance: Clearance | None) -> Head:
        _, _, position, at, complete, withheld = row[:_OF_HEAD]
        unknown = clearance is None or not complete
        return Head(position or 0, at or self._book.store.settings.opened_at, complete, unknown or withheld)

    def _asked(
        self, file_id: UUID, clearance: Clearance | None, page: _Page | None, given: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        """Ask of the read models that were current the last time; and again, where those are current no longer."""
        names, reads_all, privileged = clearance or ((), True, True)
        everything = {**given, "file": file_id, "names": list(names), "reads": privileged}
        pool = self._database.pool("app")
        for _ in range(ATTEMPTS):
            generation = self._generation or ask(pool, self._look_up)
            statement = self._statement(generation, not reads_all, page)

            def question(connection: Connection, statement: bytes = statement) -> list[tuple[Any, ...]]:
                with connection.cursor(binary=True) as cursor:
                    # Which plan suits words depends on how common they are; for all else one does.
                    return cursor.execute(statement, everything, prepare="words" not in given).fetchall()

            try:
                rows = ask(pool, question)
            except UndefinedTable:  # they were replaced an hour ago
                self._generation = None
                continue
            number, made_by = rows[0][:2]
            if generation.number == (number if made_by == self._made_by else 0):
                return rows
            self._generation = None
        raise NotReady("the read models are being replaced; ask again shortly")

    def _look_up(self, connection: Connection) -> Generation:
        now = current(connection)
        self._composed = {}
        self._generation = found = Generation(self._database, now.number if now.made_by == self._made_by else 0)
        return found

    def _statement(self, generation: Generation, looks: bool, page: _Page | None) -> bytes:
        """A statement as the server gets it: putting one together takes longer than most take to run."""
        key, composed = (generation.number, looks, page), self._composed
        if key not in composed:
            complete, withheld, there = ("false", "false", "")
            if generation.number:
                complete, withheld, there = _COMPLETE, _MAY_BE_WITHHELD if looks else "false", _ROWS
            text: LiteralString = f"SELECT {_FILE}, ({CLOCKS[self._book.clock]}), {complete}, {withheld}"
            if page is None or not generation.number:
                text = f"{text} {_FROM} {there}"
            else:
                where, way = page
                text = f"WITH {_PAGE} WHERE {where} {way}) {text}, page.* {_FROM} {there} LEFT JOIN page ON true {way}"
            tables = {name: generation.table(name) for name in ("status", "timeline")}
            composed[key] = sql.SQL(text).format(**tables).as_bytes()
        return composed[key]


_OF_HEAD = 6
"""How many columns a head has; those of a line come after it."""
_FILE: LiteralString = "g.current, g.made_by, f.head"
_FROM: LiteralString = "FROM generation g LEFT JOIN files f ON f.file_id = %(file)s"
_ROWS: LiteralString = "LEFT JOIN {status} s ON s.file_id = f.file_id"
_COMPLETE: LiteralString = "coalesce(s.position = f.head AND s.quarantined IS NULL AND NOT s.lacking, false)"
_MAY_BE_WITHHELD: LiteralString = (
    f"EXISTS (SELECT FROM {{timeline}} WHERE file_id = %(file)s AND {stored.MAY_BE_WITHHELD})"
)
_PAGE: LiteralString = "page AS MATERIALIZED (SELECT number, kind, happened_on, happened_at, line FROM {timeline}"
