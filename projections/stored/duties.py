"""Questions put to the stored duties of all contracts, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from ledger.store.database import Connection
from projections.answering.answers import DutyFilters, DutySort
from projections.duties.duty import Duty
from projections.duties.how_late import DutyCount
from projections.read_models.generation import Generation
from projections.stored.rows import Given, Rows, selected, tables, unmarked


def duties_counted(
    connection: Connection, generation: Generation, of: Rows, today: date, files: Sequence[UUID] | None = None
) -> dict[str, DutyCount]:
    """Return reference -> how many of its duties are overdue and due on a day: as `duty.counts` has it, of stored rows.

    Of these files, or of all.
    """
    conditions: list[LiteralString] = ["since <= %(today)s", "coalesce(ceases_on > %(today)s, true)"]
    given: Given = {"today": today}
    if files is not None:
        conditions.append("file_id = ANY(%(files)s)")
        given["files"] = list(files)
    rows = selected(
        connection, generation,
        "SELECT reference, count(*) FILTER (WHERE due_on < %(today)s),"
        " count(*) FILTER (WHERE due_on IS NULL OR (due_on >= %(today)s AND coalesce(warned_from <= %(today)s, true)))"
        " FROM {duties} s",
        conditions, "GROUP BY reference", given, of=of,
    )  # fmt: skip
    return {reference: DutyCount(overdue, now) for reference, overdue, now in rows}


_OF_SORT: Mapping[DutySort, LiteralString] = {"next-contract": "d.duty LIKE 'next-contract/%%'"}
"""As the index of these has it (duties/rows.py)."""


def duties_due(
    connection: Connection, generation: Generation, of: Rows, filters: DutyFilters, today: date,
    without: Sequence[UUID], after: tuple[Any, ...] | None, limit: int,
) -> list[tuple[str, str, Duty, str | None]]:  # fmt: skip
    """Return (reference, title, duty, why its contract is outside the procedure) of stored duties of all contracts,
    those longest due first."""
    statement, given = duties_statement(of, filters, today, without, after, limit)
    rows = connection.execute(statement.format(**tables(generation, of)), given)
    return [(reference, title, Duty.model_validate_json(text), outside) for reference, title, text, outside in rows]


def duties_statement(
    of: Rows, filters: DutyFilters, today: date, without: Sequence[UUID], after: tuple[Any, ...] | None, limit: int
) -> tuple[sql.SQL, Given]:
    """Return what PostgreSQL is asked for that, with room for the tables' names, and what is given with it."""
    conditions: list[LiteralString] = ["d.since <= %(today)s", "d.file_id <> ALL(%(without)s)"]
    given: Given = {"today": today, "without": list(without), "limit": limit}
    if filters.office:
        conditions.append("d.office = %(office)s")
        given["office"] = filters.office
    if filters.person:
        conditions.append("d.persons @> ARRAY[%(person)s]")
        given["person"] = filters.person
    if filters.overdue:
        conditions.append("d.due_on < %(today)s")
    if filters.sort is not None:
        conditions.append(_OF_SORT[filters.sort])
    if after is not None:
        conditions.append("(coalesce(d.due_on, d.since), d.reference, d.duty) > (%(after0)s, %(after1)s, %(after2)s)")
        given |= {f"after{n}": part for n, part in enumerate(after)}
    if of == "unmarked":
        conditions.append(unmarked("d"))
    # The order is the index's, on a day that very many are due as on any other; titles are read of the page alone.
    parts = [
        "SELECT page.reference, coalesce(s.counted::json->>'title', ''), page.model::text,",
        "s.counted::json->>'outside' FROM",
        "(SELECT d.file_id, d.reference, coalesce(d.due_on, d.since) AS day, d.duty, d.model FROM {duties} d WHERE",
        " AND ".join(conditions), "ORDER BY coalesce(d.due_on, d.since), d.reference, d.duty LIMIT %(limit)s) page",
        "JOIN {status} s USING (file_id) ORDER BY page.day, page.reference, page.duty",
    ]  # fmt: skip
    return sql.SQL(" ".join(parts)), given


def duty_place(reference: str, duty: Duty) -> tuple[date, str, str]:
    """Return where a duty stands among those of all contracts."""
    return duty.due_on or duty.since, reference, duty.id
