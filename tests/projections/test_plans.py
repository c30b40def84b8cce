"""Contracts are listed by index, in every order and by every filter, for those who see all and for those who do not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg import sql

from ledger.store.database import Connection, Database
from projections import stored
from projections.answers import ContractFilters
from projections.catalogue import LEFT_STATUS, NAMES, STATUS, Row, grams_of, status_row
from projections.counted import counted
from projections.engine import Projector
from projections.generation import Generation, current
from projections.status import EndDate, LastEntry, Status
from tests.projections.conftest import Seal

CONTRACTS, MARKED = 3_000, 7  # one in so many has something marked
TODAY = date(2026, 6, 8)
SORTS = ("reference", "title", "end-date", "last-recorded", "open-issues")
FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"words": "care 17"}, {"words": "home"}, {"words": "nothing of the kind"}, {"words": "ho"},
    {"provider": "provider 3"}, {"unit": "Unit 2"}, {"lead": "ann"}, {"stage": "live"}, {"stage": "ended"},
    {"stage": "not-commenced"}, {"stage": "not-known"}, {"with_open_issues": True}, {"quarantined": True},
    {"quarantined": False, "unit": "Unit 2", "stage": "live", "words": "home"},
)  # fmt: skip


def contract(number: int) -> Status:
    day = date(2024, 1, 1) + timedelta(days=number % 900)
    return Status(
        file_id=UUID(int=number), reference=f"C-{number:05}", position=3, title=f"Home care {number % 300}",
        unit=f"Unit {number % 9}", provider=f"Provider {number % 11}", start_date=day,
        end_dates=(EndDate(ends_on=day + timedelta(days=900), since=day, position=1),),
        last_entry=LastEntry(
            position=3, index=number, heading="Note made", happened_on=day,
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        ),
    )  # fmt: skip


@pytest.fixture
def many(book: object, database: Database, seal: Seal) -> Iterator[tuple[Connection, Generation]]:
    """Read models with rows of many contracts, as a reader sees them; undone afterwards."""
    seal()
    Projector(database).catch_up()
    with database.connect("projector", autocommit=True) as connection:
        generation = Generation(database, current(connection).number)
        facts = [contract(number) for number in range(CONTRACTS)]
        rows: dict[str, list[tuple[UUID, Row]]] = {
            STATUS.name: [(f.file_id, status_row(f)) for f in facts],
            LEFT_STATUS.name: [(f.file_id, (*status_row(f), [f"ann {f.position}"])) for f in facts[::MARKED]],
            NAMES.name: [(f.file_id, (1, grams_of(f.reference, f.title, f.provider or ""))) for f in facts],
        }
        for projection in (STATUS, LEFT_STATUS, NAMES):
            generation.copy(connection, projection, rows[projection.name])
            connection.execute(sql.SQL("ANALYZE {}").format(generation.table(projection)))
    with database.connect("app") as reading:
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off")
        yield reading, generation


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def test_every_order_and_filter_of_contracts_is_read_by_index(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    read_whole = []
    of: stored.Rows
    for of, sort, asked in itertools.product(("whole", "unmarked", "left"), SORTS, FILTERS):
        filters = ContractFilters(sort=sort, **asked)
        among = stored.named(connection, generation, filters)
        for after in (
            None,
            (
                "0" if sort in ("reference", "title") else stored.KEYS[sort](2025, 1, 1) if sort == "end-date" else -1,
                "C-00100",
            ),
        ):
            statement, given = stored.contracts_statement(of, filters, TODAY, among, [], after, 51)
            explained = sql.SQL("EXPLAIN (FORMAT JSON) ") + statement.format(**stored.tables(generation, of))
            [(found,)] = connection.execute(explained, given).fetchall()
            read = [node for node in nodes(found[0]["Plan"]) if node["Node Type"] == "Seq Scan"]
            read_whole += [(of, sort, asked, node["Relation Name"]) for node in read]
    assert read_whole == []


def test_a_page_in_order_reads_no_more_rows_than_it_has(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    for sort in SORTS:
        statement, given = stored.contracts_statement("whole", ContractFilters(sort=sort), TODAY, None, [], None, 51)  # type: ignore[arg-type]  # of the orders there are
        explained = sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) ") + statement.format(**stored.tables(generation, "whole"))
        [(found,)] = connection.execute(explained, given).fetchall()
        assert max(node["Actual Rows"] for node in nodes(found[0]["Plan"])) <= 51, sort


def test_a_rare_name_is_looked_up_and_a_common_one_is_met_soon(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    rare = stored.named(connection, generation, ContractFilters(words="CARE 177"))
    assert rare is not None
    assert {file_id.int % 300 for file_id in rare} == {177}
    assert stored.named(connection, generation, ContractFilters(words="home care")) is None
    assert stored.named(connection, generation, ContractFilters(words="nothing of the kind")) == []
    assert stored.named(connection, generation, ContractFilters(words="ho")) is None


def test_what_has_grown_since_is_found_without_reading_every_file(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    assert stored.behind(connection, generation, 10) == []


def test_what_is_counted_of_all_contracts_is_read_at_once_and_is_what_their_statuses_say(
    many: tuple[Connection, Generation],
) -> None:
    connection, generation = many
    facts = [contract(number) for number in range(CONTRACTS)]
    rows: dict[stored.Rows, list[Status]] = {
        "whole": facts, "unmarked": [f for f in facts if f.file_id.int % MARKED], "left": facts[::MARKED]
    }  # fmt: skip
    for of, wanted in rows.items():
        for on in (None, TODAY):
            found = stored.counted(connection, generation, of, on, [facts[7].file_id])
            assert sorted(found, key=lambda one: one.reference) == counted((f for f in wanted if f != facts[7]), on)
