"""Questions put to the stored rows of the read models, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Literal, LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql

from ledger.file_names import Sort
from ledger.store.database import Connection
from projections.alarms import Alarm
from projections.answers import AlarmHere, ContractFilters, DutyFilters, DutySort, HistoryLine, Order
from projections.catalogue import LEFT, SEARCHABLE, grams_of, status_keys, stretches_of
from projections.counted import Counted, read_counted
from projections.duty import Duty, DutyCount
from projections.eyes import Eyes
from projections.generation import Generation
from projections.standing import Stage
from projections.status import Status, WholeStatus
from projections.timeline import Filters, Line

SORTED_BY = {
    "reference": "reference", "title": "title_key", "end-date": "end_key", "last-recorded": "last_key",
    "open-issues": "issues_key",
}  # fmt: skip
KEYS: dict[str, type] = {"reference": str, "title": str, "end-date": date, "last-recorded": int, "open-issues": int}
"""Of what kind the first part of a place in each order is."""
Given = dict[str, Any]
Rows = Literal["whole", "unmarked", "left"]
"""Which rows are read across files: of all files as they are; of those with nothing marked; of the others, what is left
for who sees nothing that is marked (projections/marked.py)."""


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
    connection: Connection, generation: Generation, of: Rows, filters: Filters, without: Sequence[UUID],
    before: int | None, limit: int,
) -> list[HistoryLine]:  # fmt: skip
    """Return stored lines of all files but some, the newest in the log first.

    Lines with some words, or of some kinds, are looked up in the index for words, one stretch of the log after another,
    until there are enough: what very many lines have is met soon, and what few have stands in no long list. So no
    page reads more than some hundreds of lines, at any size of the ledger (docs/adr/0144).
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
    conditions, given = timeline_conditions(filters)
    conditions.append("t.file_id <> ALL(%(without)s)")
    given["without"] = list(without)
    if of == "unmarked":
        conditions.append(_unmarked("t"))
    place: LiteralString = "t.index"
    if filters.words or filters.kinds:
        conditions.append(f"({SEARCHABLE}) @@ %(stretch)s::tsquery")
        place = "t.index + 0"  # or all lines would be read in this order, by another index, for those with the words
    if filters.kinds:
        conditions.append(f"({SEARCHABLE}) @@ %(of_kinds)s::tsquery")
        given["of_kinds"] = " | ".join(f"'is {kind}'" for kind in filters.kinds)
    # Only the lines of the page are put into words, and joined: of all that were found it took most of the time. A
    # title is read from where it is a part of little: out of all the facts of a contract it took a tenth of a ms.
    parts = [
        "SELECT s.reference, s.counted::json->>'title', page.index, page.number, page.line FROM",
        "(SELECT t.file_id, t.index, t.number, t.line FROM {timeline} t WHERE", " AND ".join(conditions),
        f"AND {place} < %(before)s ORDER BY {place} DESC LIMIT %(limit)s) page",
        "JOIN {status} s USING (file_id) ORDER BY page.index DESC",
    ]  # fmt: skip
    return sql.SQL(" ".join(parts)), given


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


def told_apart(connection: Connection, generation: Generation, told: Sequence[str]) -> dict[UUID, int]:
    """Return file -> entries on it, of those on which somebody of these names may see something that is marked.

    Of a file whose lines could not be worked out nothing can be told by them, so it is among these.
    """
    rows = _rows(
        connection, generation,
        "SELECT f.file_id, f.head FROM files f WHERE f.file_id IN (SELECT file_id FROM {left_status}"
        " WHERE told && %(told)s::text[] UNION SELECT file_id FROM {status} WHERE lacking)",
        [], "", {"told": list(told)},
    )  # fmt: skip
    return dict(rows)


def found_by_words(connection: Connection, words: str, texts: Sequence[str]) -> list[bool]:
    """Return for each text whether the words are found in it, by the same measure as in stored rows."""
    rows = connection.execute(
        "SELECT to_tsvector('words', said) @@ websearch_to_tsquery('words', %s)"
        " FROM unnest(%s::text[]) WITH ORDINALITY x(said, o) ORDER BY o",
        (words, list(texts)),
    ).fetchall()
    return [row[0] for row in rows]


# --- status ---------------------------------------------------------------------------------------------------------


def facts_of(connection: Connection, generation: Generation, file_id: UUID) -> WholeStatus | None:
    """Return the stored status of a file, None where there is none yet."""
    rows = _rows(connection, generation, "SELECT facts::text, kept FROM {status}", [_OF_FILE], "", {"file": file_id})
    return _whole(*rows[0]) if rows else None


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
    rows = _rows(
        connection, generation,
        "SELECT s.position, s.quarantined, CASE WHEN s.lacking THEN s.facts->'lacking' END"
        " FROM {status} s JOIN files f ON f.file_id = s.file_id AND f.head = s.position",
        ["s.file_id = %(file)s"], "", {"file": file_id},
    )  # fmt: skip
    return StoredState(rows[0][0], rows[0][1], tuple(rows[0][2] or ())) if rows else None


def _whole(facts: str, kept: str) -> WholeStatus:
    """A status out of its two columns, both JSON."""
    return WholeStatus.model_validate_json(f'{facts[:-1]},"kept":{kept}}}')


MANY_NAMES = 1_000
"""Where no more contracts than these may be called so, they are looked at and no others; else there is one soon, in the
order asked for."""


def named(connection: Connection, generation: Generation, filters: ContractFilters) -> list[UUID] | None:
    """Return the files that may be called as is asked for; None where nothing is asked that tells, or many are."""
    texts = [text for text in (filters.words, filters.provider, filters.lead) if text]
    if not any(len(text.casefold()) > 2 for text in texts):
        return None
    grams = sorted({gram for text in texts for gram in grams_of(text)})
    rows = _rows(
        connection, generation,
        "SELECT file_id FROM {names} WHERE grams @> %(grams)s::int[]"
        " UNION SELECT file_id FROM {status} WHERE quarantined IS NOT NULL"
        " UNION SELECT file_id FROM {status} WHERE lacking LIMIT %(limit)s",
        [], "", {"grams": grams, "limit": MANY_NAMES + 1},
    )  # fmt: skip
    return [file_id for (file_id,) in rows] if len(rows) <= MANY_NAMES else None


class StoredContract(NamedTuple):
    """A contract as it is stored: where it stands in the order asked for, and its status, still to be read."""

    place: tuple[Any, str]
    file_id: UUID
    of: Rows
    facts: str
    kept: str | None
    """None where it was not asked for."""

    def status(self) -> Status:
        """Return its status: a `WholeStatus`, where that was asked for."""
        return Status.model_validate_json(self.facts) if self.kept is None else _whole(self.facts, self.kept)


def contracts(
    connection: Connection, generation: Generation, of: Rows, filters: ContractFilters, today: date,
    among: Sequence[UUID] | None, without: Sequence[UUID], after: tuple[Any, Any] | None, limit: int,
    *, whole: bool = False,
) -> list[StoredContract]:  # fmt: skip
    """Return stored contracts, in the order asked for: among those `named`, and leaving out some files.

    `whole`: with how the procedure is kept on each.
    """
    statement, given = contracts_statement(of, filters, today, among, without, after, limit, whole=whole)
    rows = connection.execute(statement.format(**tables(generation, of)), given)
    return [StoredContract((key, reference), file, of, facts, kept) for key, reference, file, facts, kept in rows]


def contracts_statement(
    of: Rows, filters: ContractFilters, today: date, among: Sequence[UUID] | None, without: Sequence[UUID],
    after: tuple[Any, Any] | None, limit: int, *, whole: bool = False,
) -> tuple[sql.SQL, Given]:  # fmt: skip
    """Return what PostgreSQL is asked for that, with room for the tables' names, and what is given with it."""
    conditions: list[LiteralString] = [_SORTS[filters.files], "file_id <> ALL(%(without)s)"]
    given: Given = {"without": list(without), "today": today, "limit": limit}
    if among is not None:
        conditions.append("file_id = ANY(%(among)s)")
        given["among"] = list(among)
    wanted: list[tuple[LiteralString, str, str | None]] = [
        ("strpos(words_key, %(words)s) > 0", "words", filters.words),
        ("strpos(provider_key, %(provider)s) > 0", "provider", filters.provider),
        ("strpos(lead_key, %(lead)s) > 0", "lead", filters.lead),
        ("unit_key = %(unit)s", "unit", filters.unit),
        ("locality_key = %(locality)s", "locality", filters.locality),
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
    key = SORTED_BY[filters.sort]
    if after is not None:
        conditions.append(_AFTER_KEY[key])
        given |= {"key": after[0], "reference": after[1]}
    if of == "unmarked":
        conditions.append(_unmarked("s"))
    # Only of the contracts on the page are the facts put into words: of all of them it took most of the time.
    parts = [
        "SELECT key, reference, file_id, facts::text, kept FROM",
        "(SELECT", _KEY[key], "AS key, reference, file_id, facts,", "kept" if whole else "NULL AS kept",
        "FROM {status} s WHERE",
        " AND ".join(conditions), _BY_KEY[key], "LIMIT %(limit)s) page",
    ]  # fmt: skip
    return sql.SQL(" ".join(parts)), given


_KEY: dict[str, LiteralString] = {
    "reference": "reference", "title_key": "title_key", "end_key": "end_key", "last_key": "last_key",
    "issues_key": "issues_key",
}  # fmt: skip


_AFTER_KEY: dict[str, LiteralString] = {
    "reference": "reference > %(reference)s",
    "title_key": "(title_key, reference) > (%(key)s, %(reference)s)",
    "end_key": "(end_key, reference) > (%(key)s, %(reference)s)",
    "last_key": "(last_key, reference) > (%(key)s, %(reference)s)",
    "issues_key": "(issues_key, reference) > (%(key)s, %(reference)s)",
}
_BY_KEY: dict[str, LiteralString] = {
    "reference": "ORDER BY reference", "title_key": "ORDER BY title_key, reference",
    "end_key": "ORDER BY end_key, reference", "last_key": "ORDER BY last_key, reference",
    "issues_key": "ORDER BY issues_key, reference",
}  # fmt: skip
_SORTS: dict[Sort, LiteralString] = {
    "contract": "(reference <> 'authority' AND NOT starts_with(reference, 'programme/')"
    " AND NOT starts_with(reference, 'provider/'))",
    "authority": "reference = 'authority'",
    "programme": "starts_with(reference, 'programme/')",
    "provider": "starts_with(reference, 'provider/')",
}
_ENDED: LiteralString = "(ended_on IS NOT NULL AND ended_on <= %(today)s)"
_STAGES: dict[Stage, LiteralString] = {
    "ended": _ENDED,
    "live": "(NOT " + _ENDED + " AND starts_on <= %(today)s)",
    "not-commenced": "(NOT " + _ENDED + " AND starts_on > %(today)s)",
    "not-known": "(NOT " + _ENDED + " AND starts_on IS NULL)",
}


def counted(
    connection: Connection, generation: Generation, of: Rows, today: date | None, without: Sequence[UUID]
) -> list[Counted]:
    """Return what is counted of the contracts that have not ended by a day (None: of all), leaving out some files."""
    conditions: list[LiteralString] = [_SORTS["contract"], "file_id <> ALL(%(without)s)", "quarantined IS NULL"]
    given: Given = {"without": list(without)}
    if today is not None:
        conditions.append(f"NOT {_ENDED}")
        given["today"] = today
    rows = _rows(connection, generation, "SELECT counted FROM {status} s", conditions, "", given, of=of)
    return read_counted(text for (text,) in rows)


def sort_place(facts: Status, filters: ContractFilters) -> tuple[Any, str]:
    """Return where a contract stands in the order asked for."""
    return getattr(status_keys(facts), SORTED_BY[filters.sort]), facts.reference


def behind(connection: Connection, generation: Generation, limit: int) -> list[UUID]:
    """Return the files that have grown since the stored rows were written, up to a limit.

    They are those of entries sealed since, and of entries not sealed yet, which lie above the sealer's floor
    (ledger/log/sealer.py): how many files there are does not matter.
    """
    rows = _rows(
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


# --- failings and duties --------------------------------------------------------------------------------------------


def models(connection: Connection, generation: Generation, projection: str, file_id: UUID) -> list[str]:
    """Return the JSON of a projection's rows of one file, in their order."""
    rows = _rows(
        connection, generation, "SELECT model::text FROM {table}", [_OF_FILE], "ORDER BY number", {"file": file_id},
        table=generation.table(projection),
    )  # fmt: skip
    return [text for (text,) in rows]


def duties_counted(
    connection: Connection, generation: Generation, of: Rows, today: date, files: Sequence[UUID]
) -> dict[UUID, DutyCount]:
    """Return file -> how many of its duties are overdue and due on a day: as `duty.counts` has it, of stored rows."""
    rows = _rows(
        connection, generation,
        "SELECT file_id, count(*) FILTER (WHERE due_on < %(today)s),"
        " count(*) FILTER (WHERE due_on IS NULL OR (due_on >= %(today)s AND coalesce(warned_from <= %(today)s, true)))"
        " FROM {duties}",
        [
            "file_id = ANY(%(files)s)", "since <= %(today)s", "coalesce(ceases_on > %(today)s, true)"
        ], "GROUP BY file_id", {"files": list(files), "today": today}, of="whole" if of == "unmarked" else of,
    )  # fmt: skip
    return {file_id: DutyCount(overdue, now) for file_id, overdue, now in rows}


_OF_SORT: Mapping[DutySort, LiteralString] = {"next-contract": "d.duty LIKE 'next-contract/%%'"}
"""As the index of these has it (catalogue.py)."""


def duties_due(
    connection: Connection, generation: Generation, of: Rows, filters: DutyFilters, today: date,
    without: Sequence[UUID], after: tuple[Any, ...] | None, limit: int,
) -> list[tuple[str, str, Duty]]:  # fmt: skip
    """Return (reference, title, duty) of stored duties of all contracts, those longest due first."""
    statement, given = duties_statement(of, filters, today, without, after, limit)
    rows = connection.execute(statement.format(**tables(generation, of)), given)
    return [(reference, title, Duty.model_validate_json(text)) for reference, title, text in rows]


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
        conditions.append(_unmarked("d"))
    # The order is the index's, on a day that very many are due as on any other; titles are read of the page alone.
    parts = [
        "SELECT page.reference, coalesce(s.counted::json->>'title', ''), page.model::text FROM",
        "(SELECT d.file_id, d.reference, coalesce(d.due_on, d.since) AS day, d.duty, d.model FROM {duties} d WHERE",
        " AND ".join(conditions), "ORDER BY coalesce(d.due_on, d.since), d.reference, d.duty LIMIT %(limit)s) page",
        "JOIN {status} s USING (file_id) ORDER BY page.day, page.reference, page.duty",
    ]  # fmt: skip
    return sql.SQL(" ".join(parts)), given


def duty_place(reference: str, duty: Duty) -> tuple[date, str, str]:
    """Return where a duty stands among those of all contracts."""
    return duty.due_on or duty.since, reference, duty.id


def alarms_raised(
    connection: Connection, generation: Generation, of: Rows, without: Sequence[UUID],
    before: tuple[Any, ...] | None, limit: int,
) -> list[AlarmHere]:  # fmt: skip
    """Return stored alarms of all contracts but some, the newest first."""
    conditions: list[LiteralString] = ["a.file_id <> ALL(%(without)s)"]
    given: Given = {"limit": limit, "without": list(without)}
    if before is not None:
        conditions.append("a.recorded_at <= %(before0)s")  # which the index ends with
        conditions.append("(a.recorded_at, s.reference, a.number) < (%(before0)s, %(before1)s, %(before2)s)")
        given |= {f"before{n}": part for n, part in enumerate(before)}
    rows = _rows(
        connection, generation,
        "SELECT page.reference, coalesce(page.counted::json->>'title', ''), page.number, page.model::text FROM"
        " (SELECT s.reference, s.counted, a.number, a.model FROM {alarms} a JOIN {status} s USING (file_id)",
        conditions, "ORDER BY a.recorded_at DESC, s.reference DESC, a.number DESC LIMIT %(limit)s) page", given, of=of,
    )  # fmt: skip
    return [
        AlarmHere(reference, title, number, Alarm.model_validate_json(text)) for reference, title, number, text in rows
    ]


def alarm_place(held: AlarmHere) -> tuple[datetime, str, int]:
    """Return where an alarm stands among those of all contracts, the newest last."""
    return held.alarm.recorded_at, held.reference, held.number


_OF_FILE: LiteralString = "file_id = %(file)s"


def _unmarked(called: LiteralString) -> LiteralString:
    """The condition that nothing is marked on the file of a row, of a table that is called so."""
    return f"NOT EXISTS (SELECT FROM {{left_status}} l WHERE l.file_id = {called}.file_id)"


def _rows(
    connection: Connection, generation: Generation, select: LiteralString, conditions: Sequence[LiteralString],
    tail: LiteralString, given: Given, of: Rows = "whole", **names: sql.Composable,
) -> list[tuple[Any, ...]]:  # fmt: skip
    asked = [*conditions, _unmarked("s")] if of == "unmarked" else conditions
    where = ["WHERE", " AND ".join(asked)] if asked else []
    statement = sql.SQL(" ".join([select, *where, tail])).format(**tables(generation, of), **names)
    return connection.execute(statement, given).fetchall()


def tables(generation: Generation, of: Rows) -> dict[str, sql.Composable]:
    """Return the tables by the names that statements have for them."""
    found = {projection.name: generation.table(projection) for projection in generation.catalogue}
    if of == "left":
        found |= {projection.name.removeprefix("left_"): generation.table(projection) for projection in LEFT}
    return found
