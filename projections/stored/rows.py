"""Questions put to the stored rows of the read models, in SQL: how any are asked, and what is stored of which file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql

from ledger.store.database import Connection
from projections.answering.eyes import Eyes
from projections.read_models.catalogue import LEFT
from projections.read_models.generation import Generation

Given = dict[str, Any]
Rows = Literal["whole", "unmarked", "left"]
"""Which rows are read across files: of all files as they are; of those with nothing marked; of the others, what is left
for who sees nothing that is marked (projections/read_models/marked.py)."""


def may_withhold(connection: Connection, generation: Generation, eyes: Eyes) -> dict[UUID, int]:
    """Return file -> entries on it, of those of which something may be withheld: by their stored lines.

    Of a file whose lines could not be worked out nothing can be told by them, so it is among these.
    """
    rows = selected(
        connection, generation,
        "SELECT f.file_id, f.head FROM files f WHERE f.file_id IN (SELECT file_id FROM {timeline} WHERE {withheld}"
        " UNION SELECT file_id FROM {status} WHERE lacking)",
        [], "", {"names": list(eyes.names), "reads": eyes.privileged}, withheld=sql.SQL(MAY_BE_WITHHELD),
    )  # fmt: skip
    return dict(rows)


MAY_BE_WITHHELD: LiteralString = """(privileged OR audience = 'named')
    AND ((privileged AND NOT %(reads)s) OR (audience = 'named' AND NOT named && %(names)s::text[]))"""
"""Of which lines something may be withheld from somebody; the first of it is what an index has."""


def told_apart(connection: Connection, generation: Generation, told: Sequence[str]) -> dict[UUID, int]:
    """Return file -> entries on it, of those on which somebody of these names may see something that is marked.

    Of a file whose lines could not be worked out nothing can be told by them, so it is among these.
    """
    rows = selected(
        connection, generation,
        "SELECT f.file_id, f.head FROM files f WHERE f.file_id IN (SELECT file_id FROM {left_status}"
        " WHERE told && %(told)s::text[] UNION SELECT file_id FROM {status} WHERE lacking)",
        [], "", {"told": list(told)},
    )  # fmt: skip
    return dict(rows)


class StoredState(NamedTuple):
    """Up to where a file's rows are stored, and what of them there is not."""

    position: int
    quarantined: str | None
    lacking: tuple[str, ...]
    """Projections of which there are no rows of it."""


def state_of(connection: Connection, generation: Generation, file_id: UUID) -> StoredState | None:
    """Return how a file's rows are stored; None where they have not reached its head.

    Of all that its status says nothing else is read: to whoever asks for other rows it was half of the work.
    """
    rows = selected(
        connection, generation,
        "SELECT s.position, s.quarantined, CASE WHEN s.lacking THEN s.facts->'lacking' END"
        " FROM {status} s JOIN files f ON f.file_id = s.file_id AND f.head = s.position",
        ["s.file_id = %(file)s"], "", {"file": file_id},
    )  # fmt: skip
    return StoredState(rows[0][0], rows[0][1], tuple(rows[0][2] or ())) if rows else None


def behind(connection: Connection, generation: Generation, limit: int) -> list[UUID]:
    """Return the files that have grown since the stored rows were written, up to a limit.

    They are those of entries sealed since, and of entries not sealed yet, which lie above the sealer's floor
    (ledger/log/sealer.py): how many files there are does not matter.
    """
    rows = selected(
        connection, generation,
        "SELECT file_id FROM log WHERE index >= %(taken)s"
        " UNION SELECT e.file_id FROM entries e WHERE e.arrival > (SELECT floor FROM sealing)"
        " AND NOT EXISTS (SELECT FROM log l WHERE l.file_id = e.file_id AND l.position = e.position)",
        [], "LIMIT %(limit)s", {"taken": generation.tracked(connection), "limit": limit},
    )  # fmt: skip
    return [file_id for (file_id,) in rows]


def heads(connection: Connection, files: Sequence[UUID]) -> dict[UUID, int]:
    """Return file -> how many entries are on it."""
    rows = connection.execute("SELECT file_id, head FROM files WHERE file_id = ANY(%s)", (list(files),)).fetchall()
    return dict(rows)


def models(connection: Connection, generation: Generation, projection: str, file_id: UUID) -> list[str]:
    """Return the JSON of a projection's rows of one file, in their order."""
    rows = selected(
        connection, generation, "SELECT model::text FROM {table}", [OF_FILE], "ORDER BY number", {"file": file_id},
        table=generation.table(projection),
    )  # fmt: skip
    return [text for (text,) in rows]


OF_FILE: LiteralString = "file_id = %(file)s"


def unmarked(called: LiteralString) -> LiteralString:
    """The condition that nothing is marked on the file of a row, of a table that is called so."""
    return f"NOT EXISTS (SELECT FROM {{left_status}} l WHERE l.file_id = {called}.file_id)"


def selected(
    connection: Connection, generation: Generation, select: LiteralString, conditions: Sequence[LiteralString],
    tail: LiteralString, given: Given, of: Rows = "whole", **names: sql.Composable,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Return the rows that meet the conditions, of the tables that are read `of` all files; `names`: more for them."""
    asked = [*conditions, unmarked("s")] if of == "unmarked" else conditions
    where = ["WHERE", " AND ".join(asked)] if asked else []
    statement = sql.SQL(" ".join([select, *where, tail])).format(**tables(generation, of), **names)
    return connection.execute(statement, given).fetchall()


def tables(generation: Generation, of: Rows) -> dict[str, sql.Composable]:
    """Return the tables by the names that statements have for them."""
    found = {projection.name: generation.table(projection) for projection in generation.catalogue}
    if of == "left":
        found |= {projection.name.removeprefix("left_"): generation.table(projection) for projection in LEFT}
    return found
