"""Questions put to the stored rows of the read models, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from ledger.store.database import Connection
from projections.alarms import Alarm
from projections.answers import AlarmHere, ContractFilters, DutyFilters, Order
from projections.catalogue import SEARCHABLE, StatusRow
from projections.duty import Duty
from projections.eyes import Eyes
from projections.generation import Generation
from projections.standing import Stage
from projections.status import Status
from projections.timeline import Filters, Line

SORTED_BY = {
    "reference": "reference", "title": "title_key", "end-date": "end_key", "last-recorded": "last_key",
    "open-issues": "issues_key",
}  # fmt: skip
KEYS: dict[str, type] = {"reference": str, "title": str, "end-date": date, "last-recorded": int, "open-issues": int}
"""Of what kind the first part of a place in each order is."""
Given = dict[str, Any]


# --- timeline -------------------------------------------------------------------------------------------------------


def timeline_conditions(filters: Filters) -> tuple[list[LiteralString], Given]:
    """Return the conditions in SQL that keep the rows `Filters.keep` keeps, and those with the words."""
    conditions: list[LiteralString] = []
    given: Given = {}
    wanted: list[tuple[LiteralString, str, Any]] = [
        ("kind = %(kind)s", "kind", filters.kinds[0] if len(filters.kinds) == 1 else None),  # in order, by an index
        ("kind = ANY(%(kinds)s)", "kinds", list(filters.kinds) if len(filters.kinds) > 1 else None),
        ("party = %(party)s", "party", filters.party),
        ("happened_on >= %(since)s", "since", filters.since),
        ("happened_on <= %(until)s", "until", filters.until),
        (f"({SEARCHABLE}) @@ websearch_to_tsquery('words', %(words)s)", "words", filters.words),
        (
            "(audience = ANY(%(audiences)s) OR (audience = 'named' AND %(account)s = ANY(named)))",
            "audiences", list(filters.audiences),
        ),
    ]  # fmt: skip
    for condition, name, value in wanted:
        if value:
            conditions.append(condition)
            given[name] = value
    if filters.audiences:
        given["account"] = filters.account
    if not filters.struck:
        conditions.append("NOT struck")
    if filters.departures:
        conditions.append("departs")
    return conditions, given


def place_in(line: Line, order: Order) -> tuple[Any, ...]:
    """Return where a line stands in an order."""
    if order == "recorded":
        return (line.position,)
    return (line.happened_on, line.happened_at or time.min, line.position)


def kinds_of(order: Order) -> tuple[type, ...]:
    """Return of what kinds the parts of a place in an order are."""
    return (int,) if order == "recorded" else (date, time, int)


def timeline_lines(
    connection: Connection, generation: Generation, file_id: UUID, filters: Filters, order: Order, newest_first: bool,
    after: tuple[Any, ...] | None, limit: int,
) -> list[Line]:  # fmt: skip
    """Return stored lines of one file, from after a place on."""
    conditions, way, given = lines_of_one_file(filters, order, newest_first, after, limit)
    rows = _rows(
        connection, generation, "SELECT line FROM {timeline}", conditions, way, given | {"file": file_id}
    )  # fmt: skip
    return [Line.model_validate_json(text) for (text,) in rows]


def lines_of_one_file(
    filters: Filters, order: Order, newest_first: bool, after: tuple[Any, ...] | None, limit: int
) -> tuple[list[LiteralString], LiteralString, Given]:
    """Return conditions, order and limit in SQL of stored lines of one file, from after a place on; but the file."""
    conditions, given = timeline_conditions(filters)
    conditions.append(_OF_FILE)
    given["limit"] = limit
    if filters.words:
        conditions.append(f"({SEARCHABLE}) @@ quote_literal('on ' || %(file)s::text)::tsquery")
    if after is not None:
        conditions.append(_AFTER[order, newest_first])
        given |= {f"after{n}": part for n, part in enumerate(after)}
    return conditions, _ORDERS[order, newest_first], given


_AFTER: dict[tuple[Order, bool], LiteralString] = {
    ("recorded", False): "number > %(after0)s",
    ("recorded", True): "number < %(after0)s",
    ("happened", False): "(happened_on, happened_at, number) > (%(after0)s, %(after1)s, %(after2)s)",
    ("happened", True): "(happened_on, happened_at, number) < (%(after0)s, %(after1)s, %(after2)s)",
}
_ORDERS: dict[tuple[Order, bool], LiteralString] = {
    ("recorded", False): "ORDER BY number LIMIT %(limit)s",
    ("recorded", True): "ORDER BY number DESC LIMIT %(limit)s",
    ("happened", False): "ORDER BY happened_on, happened_at, number LIMIT %(limit)s",
    ("happened", True): "ORDER BY happened_on DESC, happened_at DESC, number DESC LIMIT %(limit)s",
}


def history_lines(
    connection: Connection, generation: Generation, filters: Filters, without: Sequence[UUID], before: int | None,
    limit: int,
) -> list[tuple[str, str, Line]]:  # fmt: skip
    """Return (reference, title, line) of stored lines of all files but some, the newest in the log first."""
    conditions, given = timeline_conditions(filters)
    conditions += ["t.file_id <> ALL(%(without)s)", "s.quarantined IS NULL"]
    given["without"] = list(without)
    if before is not None:
        conditions.append("t.index < %(before)s")
        given["before"] = before
    rows = _rows(
        connection, generation,
        "SELECT s.reference, coalesce(s.facts->>'title', ''), t.line"
        " FROM {timeline} t JOIN {status} s USING (file_id)",
        conditions, "ORDER BY t.index DESC LIMIT %(limit)s", given | {"limit": limit},
    )  # fmt: skip
    return [(reference, title, Line.model_validate_json(text)) for reference, title, text in rows]


def within(
    connection: Connection, generation: Generation, files: Sequence[UUID], after: int, before: int | None
) -> set[UUID]:
    """Return which of these files have stored lines of entries between two places in the log."""
    conditions: list[LiteralString] = ["file_id = ANY(%(files)s)", "index > %(after)s"]
    if before is not None:
        conditions.append("index < %(before)s")
    given: Given = {"files": list(files), "after": after, "before": before}
    rows = _rows(connection, generation, "SELECT DISTINCT file_id FROM {timeline}", conditions, "", given)
    return {file_id for (file_id,) in rows}


def may_withhold(connection: Connection, generation: Generation, eyes: Eyes) -> dict[UUID, int]:
    """Return file -> entries on it, of those of which something may be withheld: by their stored lines.

    Of a file whose lines could not be worked out nothing can be told by them, so it is among these.
    """
    rows = _rows(
        connection, generation,
        "SELECT f.file_id, f.head FROM files f WHERE f.file_id IN (SELECT file_id FROM {timeline} WHERE {withheld}"
        " UNION SELECT file_id FROM {status} WHERE lacking)",
        [], "", {"names": list(eyes.names), "reads": eyes.privileged}, withheld=sql.SQL(MAY_BE_WITHHELD),
    )  # fmt: skip
    return dict(rows)


MAY_BE_WITHHELD: LiteralString = """(privileged OR audience = 'named')
    AND ((privileged AND NOT %(reads)s) OR (audience = 'named' AND NOT named && %(names)s::text[]))"""
"""Of which lines something may be withheld from somebody; the first of it is what an index has."""


def found_by_words(connection: Connection, words: str, texts: Sequence[str]) -> list[bool]:
    """Return for each text whether the words are found in it, by the same measure as in stored rows."""
    rows = connection.execute(
        "SELECT to_tsvector('words', said) @@ websearch_to_tsquery('words', %s)"
        " FROM unnest(%s::text[]) WITH ORDINALITY x(said, o) ORDER BY o",
        (words, list(texts)),
    ).fetchall()
    return [row[0] for row in rows]


# --- status ---------------------------------------------------------------------------------------------------------


def facts_of(connection: Connection, generation: Generation, file_id: UUID) -> Status | None:
    """Return the stored status of a file, None where there is none yet."""
    rows = _rows(connection, generation, "SELECT facts::text FROM {status}", [_OF_FILE], "", {"file": file_id})
    return Status.model_validate_json(rows[0][0]) if rows else None


def contracts(
    connection: Connection, generation: Generation, filters: ContractFilters, today: date, without: Sequence[UUID],
    after: tuple[Any, Any] | None, limit: int,
) -> list[Status]:  # fmt: skip
    """Return stored statuses of contracts, in the order asked for, leaving out some files."""
    conditions: list[LiteralString] = ["reference <> 'authority'", "file_id <> ALL(%(without)s)"]
    given: Given = {"without": list(without), "today": today, "limit": limit}
    wanted: list[tuple[LiteralString, str, str | None]] = [
        ("strpos(words_key, %(words)s) > 0", "words", filters.words),
        ("strpos(provider_key, %(provider)s) > 0", "provider", filters.provider),
        ("strpos(lead_key, %(lead)s) > 0", "lead", filters.lead),
        ("unit_key = %(unit)s", "unit", filters.unit),
    ]
    for condition, name, value in wanted:
        if value:
            conditions.append(condition)
            given[name] = value.casefold()
    if filters.stage:
        conditions.append(_STAGES[filters.stage])
    if filters.with_open_issues:
        conditions.append("issues_key < 0")
    if filters.quarantined is not None:
        conditions.append("quarantined IS NOT NULL" if filters.quarantined else "quarantined IS NULL")
    if after is not None:
        conditions.append("({key}, reference) > (%(key)s, %(reference)s)")
        given |= {"key": after[0], "reference": after[1]}
    rows = _rows(
        connection, generation, "SELECT facts::text FROM {status}", conditions,
        "ORDER BY {key}, reference LIMIT %(limit)s", given, key=sql.Identifier(SORTED_BY[filters.sort]),
    )  # fmt: skip
    return [Status.model_validate_json(text) for (text,) in rows]


_ENDED: LiteralString = "(ended_on IS NOT NULL AND ended_on <= %(today)s)"
_STAGES: dict[Stage, LiteralString] = {
    "ended": _ENDED,
    "live": "(NOT " + _ENDED + " AND starts_on <= %(today)s)",
    "not-commenced": "(NOT " + _ENDED + " AND starts_on > %(today)s)",
    "not-known": "(NOT " + _ENDED + " AND starts_on IS NULL)",
}


def sort_place(row: StatusRow, filters: ContractFilters) -> tuple[Any, str]:
    """Return where a contract stands in the order asked for."""
    return getattr(row, SORTED_BY[filters.sort]), row.reference


def behind(connection: Connection, generation: Generation, limit: int) -> list[tuple[UUID, int]]:
    """Return (file, entries taken in) of files that have grown since the stored rows were written, up to a limit."""
    rows = _rows(
        connection, generation,
        "SELECT f.file_id, coalesce(s.position, 0) FROM files f LEFT JOIN {status} s USING (file_id)",
        ["f.head > coalesce(s.position, 0)"], "LIMIT %(limit)s", {"limit": limit},
    )  # fmt: skip
    return [(file_id, position) for file_id, position in rows]


def heads(connection: Connection, files: Sequence[UUID]) -> dict[UUID, int]:
    """Return file -> how many entries are on it."""
    rows = connection.execute("SELECT file_id, head FROM files WHERE file_id = ANY(%s)", (list(files),)).fetchall()
    return dict(rows)


# --- failings and duties --------------------------------------------------------------------------------------------


def models(connection: Connection, generation: Generation, projection: str, file_id: UUID) -> list[str]:
    """Return the JSON of a projection's rows of one file, in their order."""
    rows = _rows(
        connection, generation, "SELECT model::text FROM {table}", [_OF_FILE], "ORDER BY number", {"file": file_id},
        table=generation.table(projection),
    )  # fmt: skip
    return [text for (text,) in rows]


def duties_due(
    connection: Connection, generation: Generation, filters: DutyFilters, today: date, without: Sequence[UUID],
    after: tuple[Any, ...] | None, limit: int,
) -> list[tuple[str, str, Duty]]:  # fmt: skip
    """Return (reference, title, duty) of stored duties of all contracts, those longest due first."""
    conditions: list[LiteralString] = ["d.since <= %(today)s", "d.file_id <> ALL(%(without)s)"]
    given: Given = {"today": today, "without": list(without), "limit": limit}
    if filters.office:
        conditions.append("d.office = %(office)s")
        given["office"] = filters.office
    if filters.person:
        conditions.append("%(person)s = ANY(d.persons)")
        given["person"] = filters.person
    if filters.overdue:
        conditions.append("d.due_on < %(today)s")
    if after is not None:
        conditions.append("(coalesce(d.due_on, d.since), s.reference, d.duty) > (%(after0)s, %(after1)s, %(after2)s)")
        given |= {f"after{n}": part for n, part in enumerate(after)}
    rows = _rows(
        connection, generation,
        "SELECT s.reference, coalesce(s.facts->>'title', ''), d.model::text"
        " FROM {duties} d JOIN {status} s USING (file_id)",
        conditions, "ORDER BY coalesce(d.due_on, d.since), s.reference, d.duty LIMIT %(limit)s", given,
    )  # fmt: skip
    return [(reference, title, Duty.model_validate_json(text)) for reference, title, text in rows]


def duty_place(reference: str, duty: Duty) -> tuple[date, str, str]:
    """Return where a duty stands among those of all contracts."""
    return duty.due_on or duty.since, reference, duty.id


def alarms_raised(
    connection: Connection, generation: Generation, without: Sequence[UUID], before: tuple[Any, ...] | None, limit: int
) -> list[AlarmHere]:
    """Return stored alarms of all contracts but some, the newest first."""
    conditions: list[LiteralString] = ["a.file_id <> ALL(%(without)s)"]
    given: Given = {"limit": limit, "without": list(without)}
    if before is not None:
        conditions.append("(a.recorded_at, s.reference, a.number) < (%(before0)s, %(before1)s, %(before2)s)")
        given |= {f"before{n}": part for n, part in enumerate(before)}
    rows = _rows(
        connection, generation,
        "SELECT s.reference, coalesce(s.facts->>'title', ''), a.number, a.model::text"
        " FROM {alarms} a JOIN {status} s USING (file_id)",
        conditions, "ORDER BY a.recorded_at DESC, s.reference DESC, a.number DESC LIMIT %(limit)s", given,
    )  # fmt: skip
    return [
        AlarmHere(reference, title, number, Alarm.model_validate_json(text)) for reference, title, number, text in rows
    ]


def alarm_place(held: AlarmHere) -> tuple[datetime, str, int]:
    """Return where an alarm stands among those of all contracts, the newest last."""
    return held.alarm.recorded_at, held.reference, held.number


_OF_FILE: LiteralString = "file_id = %(file)s"


def _rows(
    connection: Connection, generation: Generation, select: LiteralString, conditions: Sequence[LiteralString],
    tail: LiteralString, given: Given, **names: sql.Composable,
) -> list[tuple[Any, ...]]:  # fmt: skip
    tables = {projection.name: generation.table(projection) for projection in generation.catalogue}
    where = ["WHERE", " AND ".join(conditions)] if conditions else []
    statement = sql.SQL(" ".join([select, *where, tail])).format(**tables, **names)
    return connection.execute(statement, given).fetchall()
