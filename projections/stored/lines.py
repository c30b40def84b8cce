"""Questions put to the stored lines of the timeline, in SQL: of one file, and of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from ledger.store.database import Connection
from projections.answering.answers import HistoryLine, Order
from projections.read_models.generation import Generation
from projections.stored.rows import OF_FILE, Given, Rows, selected, tables, unmarked
from projections.stored.searching import HAS_WORDS, SEARCHABLE, stretches_of
from projections.timeline.line import Filters, Line


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
        (HAS_WORDS, "words", filters.words),
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
    rows = selected(
        connection, generation, "SELECT line FROM {timeline}", conditions, way, given | {"file": file_id}
    )  # fmt: skip
    return [Line.model_validate_json(text) for (text,) in rows]


def lines_of_one_file(
    filters: Filters, order: Order, newest_first: bool, after: tuple[Any, ...] | None, limit: int
) -> tuple[list[LiteralString], LiteralString, Given]:
    """Return conditions, order and limit in SQL of stored lines of one file, from after a place on; but the file."""
    conditions, given = timeline_conditions(filters)
    conditions.append(OF_FILE)
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
    connection: Connection, generation: Generation, of: Rows, filters: Filters, without: Sequence[UUID],
    before: int | None, limit: int,
) -> list[HistoryLine]:  # fmt: skip
    """Return stored lines of all files but some, the newest in the log first.

    Lines with some words, or of some kinds, are looked up in the index for words, one stretch of the log after another,
    until there are enough: what very many lines have is met soon, and what few have stands in no long list. So a
    page reads some hundreds of lines, at any size of the ledger, and where words are not spread evenly some thousands
    (docs/adr/0144, 0246).
    """
    taken = generation.tracked(connection)
    before = taken if before is None else min(before, taken)
    stretches = stretches_of(before) if filters.words or filters.kinds else [(before, "")]
    statement, given = history_statement(of, filters, without)
    asked = statement.format(**tables(generation, of)).as_bytes(connection)
    found: list[HistoryLine] = []
    for end, stretch in stretches:
        more: Given = {"before": end, "stretch": stretch, "limit": limit - len(found)}
        found += (HistoryLine(*row) for row in connection.execute(asked, given | more))
        if len(found) == limit:
            break
    return found


def history_statement(of: Rows, filters: Filters, without: Sequence[UUID]) -> tuple[sql.SQL, Given]:
    """Return what PostgreSQL is asked for that, with room for the tables' names, and what is given with it.

    But for how many lines (`limit`), before which place (`before`) and, for words and kinds, in which `stretch`.
    """
    conditions, given = _history_conditions(of, filters, without)
    place: LiteralString = "t.index"
    if filters.words or filters.kinds:
        conditions.append(f"({SEARCHABLE}) @@ %(stretch)s::tsquery")
        place = "t.index + 0"  # or all lines would be read in this order, by another index, for those with the words
    # Only the lines of the page are put into words, and joined: of all that were found it took most of the time. A
    # title is read from where it is a part of little: out of all the facts of a contract it took a tenth of a ms.
    parts = [
        "SELECT s.reference, s.counted::json->>'title', page.index, page.number, page.line FROM",
        "(SELECT t.file_id, t.index, t.number, t.line FROM {timeline} t WHERE", " AND ".join(conditions),
        f"AND {place} < %(before)s ORDER BY {place} DESC LIMIT %(limit)s) page",
        "JOIN {status} s USING (file_id) ORDER BY page.index DESC",
    ]  # fmt: skip
    return sql.SQL(" ".join(parts)), given


def history_counted(
    connection: Connection, generation: Generation, of: Rows, filters: Filters, without: Sequence[UUID]
) -> int:
    """Return how many stored lines of all files but some are wanted. Kinds are named: then an index has them."""
    conditions, given = _history_conditions(of, filters, without)
    asked = sql.SQL(" ".join(["SELECT count(*) FROM {timeline} t WHERE", " AND ".join(conditions)]))
    row = connection.execute(asked.format(**tables(generation, of)), given).fetchone()
    return int(row[0]) if row else 0


def _history_conditions(of: Rows, filters: Filters, without: Sequence[UUID]) -> tuple[list[LiteralString], Given]:
    """The conditions in SQL that keep the wanted lines of all files but some, of a table that is called t."""
    conditions, given = timeline_conditions(filters)
    conditions.append("t.file_id <> ALL(%(without)s)")
    given["without"] = list(without)
    if of == "unmarked":
        conditions.append(unmarked("t"))
    if filters.kinds:
        conditions.append(f"({SEARCHABLE}) @@ %(of_kinds)s::tsquery")
        given["of_kinds"] = " | ".join(f"'is {kind}'" for kind in filters.kinds)
    return conditions, given


def within(
    connection: Connection, generation: Generation, files: Sequence[UUID], after: int, before: int | None,
    kinds: Sequence[str] = (),
) -> set[UUID]:  # fmt: skip
    """Return which of these files have stored lines of entries, of some kinds or any, between two places in the log."""
    conditions: list[LiteralString] = ["file_id = ANY(%(files)s)", "index > %(after)s"]
    if kinds:
        conditions.append("kind = ANY(%(kinds)s)")
    if before is not None:
        conditions.append("index < %(before)s")
    given: Given = {"files": list(files), "after": after, "before": before, "kinds": list(kinds)}
    rows = selected(connection, generation, "SELECT DISTINCT file_id FROM {timeline}", conditions, "", given)
    return {file_id for (file_id,) in rows}


def found_by_words(connection: Connection, words: str, texts: Sequence[str]) -> list[bool]:
    """Return for each text whether the words are found in it, by the same measure as in stored rows."""
    rows = connection.execute(
        "SELECT to_tsvector('words', said) @@ websearch_to_tsquery('words', %s)"
        " FROM unnest(%s::text[]) WITH ORDINALITY x(said, o) ORDER BY o",
        (words, list(texts)),
    ).fetchall()
    return [row[0] for row in rows]
