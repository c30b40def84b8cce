"""How a ledger's database is asked: rows as they come, or entries as stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg.rows import args_row

from ledger.store.attempts import ask
from ledger.store.database import Connection, Database


class StoredRow(NamedTuple):
    """One entry as stored. `index` and `sealed_at` are None until the sealer has given it its place in the log."""

    file_id: UUID
    position: int
    kind: str
    state: bytes
    recorded_at: datetime
    command_id: UUID | None
    index: int | None  # type: ignore[assignment]  # a row is never searched as a tuple
    sealed_at: datetime | None


class Asking:
    """Asks one ledger's database. Each call takes a connection for as long as it lasts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pool = database.pool("app")

    def _stored_rows(self, statement: LiteralString, given: Sequence[object]) -> list[StoredRow]:
        def question(connection: Connection) -> list[StoredRow]:
            with connection.cursor(binary=True, row_factory=args_row(StoredRow)) as cursor:
                return cursor.execute(statement, given, prepare=True).fetchall()

        return ask(self._pool, question)

    def _rows(
        self, statement: LiteralString, given: Sequence[object] = (), *, prepare: bool | None = None
    ) -> list[tuple[Any, ...]]:
        def question(connection: Connection) -> list[tuple[Any, ...]]:
            with connection.cursor(binary=True) as cursor:
                return cursor.execute(statement, given, prepare=prepare).fetchall()

        return ask(self._pool, question)

    def _value(self, statement: LiteralString, given: Sequence[object] = ()) -> Any:
        rows = self._rows(statement, given)
        return rows[0][0] if rows else None
