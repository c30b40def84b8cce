"""Questions put to the stored status of contracts, in SQL: found, sorted, counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg import sql

from ledger.file_names import Sort
from ledger.names import name_key
from ledger.store.database import Connection
from projections.answering.answers import ContractFilters
from projections.programme.counted import Counted, read_counted
from projections.read_models.generation import Generation
from projections.read_models.status_rows import status_keys
from projections.status.standing import Stage
from projections.status.status_facts import Status, WholeStatus
from projections.stored.rows import OF_FILE, Given, Rows, selected, tables, unmarked
from projections.stored.searching import grams_of

SORTED_BY = {
    "reference": "reference", "title": "title_key", "end-date": "end_key", "last-recorded": "last_key",
    "open-issues": "issues_key",
}  # fmt: skip
KEYS: dict[str, type] = {"reference": str, "title": str, "end-date": date, "last-recorded": int, "open-issues": int}
"""Of what kind the first part of a place in each order is."""


def facts_of(connection: Connection, generation: Generation, file_id: UUID) -> WholeStatus | None:
    """Return the stored status of a file, None where there is none yet."""
    rows = selected(connection, generation, "SELECT facts::text, kept FROM {status}", [OF_FILE], "", {"file": file_id})
    return _whole(*rows[0]) if rows else None


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
    rows = selected(
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
    *, whole: bool = False, only: Collection[str] | None = None,
) -> list[StoredContract]:  # fmt: skip
    """Return stored contracts, in the order asked for: among those `named`, and leaving out some files.

    `whole`: with how the procedure is kept on each; `only`: no more of each status than these facts.
    """
    statement, given = contracts_statement(of, filters, today, among, without, after, limit, whole=whole, only=only)
    rows = connection.execute(statement.format(**tables(generation, of)), given)
    return [StoredContract((key, reference), file, of, facts, kept) for key, reference, file, facts, kept in rows]


def contracts_statement(
    of: Rows, filters: ContractFilters, today: date, among: Sequence[UUID] | None, without: Sequence[UUID],
    after: tuple[Any, Any] | None, limit: int, *, whole: bool = False, only: Collection[str] | None = None,
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
        ("unit_key = %(unit)s", "unit", filters.unit and name_key(filters.unit)),
        ("locality_key = %(locality)s", "locality", filters.locality and name_key(filters.locality)),
    ]
    for condition, name, value in wanted:
        if value:
            conditions.append(condition)
            given[name] = value.casefold()
    if filters.references is not None:
        conditions.append("reference = ANY(%(references)s)")
        given["references"] = list(filters.references)
    if filters.stage:
        conditions.append(_STAGES[filters.stage])
    if filters.with_open_issues:
        conditions.append("issues_key < 0")
    if filters.without_locality:
        conditions.append("locality_key = ''")
    if filters.quarantined is not None:
        conditions.append("quarantined IS NOT NULL" if filters.quarantined else "quarantined IS NULL")
    key = SORTED_BY[filters.sort]
    if after is not None:
        conditions.append(_AFTER_KEY[key])
        given |= {"key": after[0], "reference": after[1]}
    if of == "unmarked":
        conditions.append(unmarked("s"))
    # Only of the contracts on the page are the facts put into words: of all of them it took most of the time.
    asked: LiteralString = "facts::text"
    if only is not None:
        asked = "(facts - %(left_out)s::text[])::text"
        given["left_out"] = sorted(Status.model_fields.keys() - {*only, "file_id", "reference", "position"})
    parts = [
        "SELECT key, reference, file_id,", asked, ", kept FROM",
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
    connection: Connection, generation: Generation, of: Rows, today: date | None, without: Sequence[UUID],
    unit: str | None = None,
) -> list[Counted]:  # fmt: skip
    """Return what is counted of the contracts that have not ended by a day (None: of all), leaving out some files.

    Of a unit's, where one is named.
    """
    conditions: list[LiteralString] = [_SORTS["contract"], "file_id <> ALL(%(without)s)", "quarantined IS NULL"]
    given: Given = {"without": list(without)}
    if today is not None:
        conditions.append(f"NOT {_ENDED}")
        given["today"] = today
    if unit:
        conditions.append("unit_key = %(unit)s")
        given["unit"] = unit.casefold()
    rows = selected(connection, generation, "SELECT counted FROM {status} s", conditions, "", given, of=of)
    return read_counted(text for (text,) in rows)


def sort_place(facts: Status, filters: ContractFilters) -> tuple[Any, str]:
    """Return where a contract stands in the order asked for."""
    return getattr(status_keys(facts), SORTED_BY[filters.sort]), facts.reference
