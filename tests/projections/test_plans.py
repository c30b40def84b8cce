"""Contracts are listed by index, in every order and by every filter, for those who see all and for those who do not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from ledger.book import Book
from ledger.log.sealer import Sealer
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from projections.answering.answers import ContractFilters, DutyFilters
from projections.duties.duty import Duty
from projections.duties.how_late import counts
from projections.duties.rows import DUTIES
from projections.programme.counted import counted
from projections.read_models.catalogue import LEFT_DUTIES, LEFT_STATUS, LEFT_TIMELINE
from projections.read_models.engine import Projector
from projections.read_models.generation import Generation, current
from projections.read_models.line_rows import TIMELINE
from projections.read_models.name_rows import NAMES
from projections.read_models.projection import Row, as_json
from projections.read_models.status_rows import STATUS, status_row
from projections.status.status_facts import EndDate, LastEntry, WholeStatus
from projections.stored import contracts as stored_contracts
from projections.stored import duties as stored_duties
from projections.stored import lines as stored_lines
from projections.stored import rows as stored
from projections.stored.searching import REACHES, grams_of, stretches_of
from projections.timeline.line import Filters
from tests.histories import RECORDED
from tests.ledgers import Ledgers
from tests.projections.conftest import GENESIS
from tests.story import CLERK

Stored = tuple[Database, Generation]
CONTRACTS, MARKED = 3_000, 7  # one in so many has something marked
TODAY = date(2026, 6, 8)
SORTS = ("reference", "title", "end-date", "last-recorded", "open-issues")
FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"words": "care 17"}, {"words": "home"}, {"words": "nothing of the kind"}, {"words": "ho"},
    {"provider": "provider 3"}, {"unit": "Unit 2"}, {"locality": "Locality 2"}, {"lead": "ann"}, {"stage": "live"},
    {"stage": "ended"}, {"stage": "not-commenced"}, {"stage": "not-known"}, {"with_open_issues": True},
    {"without_locality": True},
    {"quarantined": True},
    {"quarantined": False, "unit": "Unit 2", "stage": "live", "words": "home"},
)  # fmt: skip


def contract(number: int) -> WholeStatus:
    day = date(2024, 1, 1) + timedelta(days=number % 900)
    return WholeStatus(
        file_id=UUID(int=number), reference=f"C-{number:05}", position=3, title=f"Home care {number % 300}",
        unit=f"Unit {number % 9}", locality=f"Locality {number % 8}",
        provider=f"Provider {number % 11}", start_date=day,
        end_dates=(EndDate(ends_on=day + timedelta(days=900), since=day, position=1),),
        last_entry=LastEntry(
            position=3, index=number, heading="Note made", happened_on=day,
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        ),
    )  # fmt: skip


def duties_on(number: int) -> list[Duty]:
    """Most of them fall on one day, as the ends of years do, and on every contract."""
    day = date(2026, 3, 31)
    dates: list[tuple[date, date | None, date | None, date | None]] = [
        (day, day + timedelta(days=60), None, None), (day, day + timedelta(days=number % 200), day, None),
        (day, None, None, TODAY + timedelta(days=number % 3 - 1)),
        (TODAY + timedelta(days=number % 2), None, None, None),
        (day, TODAY + timedelta(days=9), TODAY + timedelta(days=number % 3 - 1), None),
    ]  # fmt: skip
    return [
        Duty(
            id=f"something/{n}", sentence="See to it.", office="county-manager" if number == n else "lead-officer",
            title="lead officer", named=f"Person {number}" if n == 1 else None, citation="HCC-1", since=since,
            due_on=due_on, warned_from=warned_from, ceases_on=ceases_on,
        )
        for n, (since, due_on, warned_from, ceases_on) in enumerate(dates)
    ]  # fmt: skip


def duty_rows(facts: WholeStatus) -> Iterator[tuple[UUID, Row]]:
    for n, duty in enumerate(duties_on(facts.file_id.int)):
        days = duty.since, duty.due_on, duty.warned_from, duty.ceases_on
        named = [duty.named] if duty.named else []
        yield facts.file_id, (n, duty.id, facts.reference, duty.office, named, *days, as_json(duty))


@contextmanager
def listed(ledgers: Ledgers, folder: Path) -> Iterator[Stored]:
    """A ledger whose read models have rows of many contracts."""
    with ledgers.lent(folder, read_models=True) as database:
        Book.open_ledger(LedgerStore(database), GENESIS, CLERK, RECORDED)
        with closing(Sealer(database)) as sealer:
            sealer.seal_once()
        Projector(database).catch_up()
        with database.connect("projector", autocommit=True) as connection:
            generation = Generation(database, current(connection).number)
            facts = [contract(number) for number in range(CONTRACTS)]
            rows: dict[str, list[tuple[UUID, Row]]] = {
                STATUS.name: [(f.file_id, status_row(f)) for f in facts],
                LEFT_STATUS.name: [(f.file_id, (*status_row(f), [f"ann {f.position}"])) for f in facts[::MARKED]],
                DUTIES.name: [row for f in facts for row in duty_rows(f)],
                LEFT_DUTIES.name: [row for f in facts[::MARKED] for row in duty_rows(f)],
                NAMES.name: [(f.file_id, (1, grams_of(f.reference, f.title, f.provider or ""))) for f in facts],
            }
            for projection in (STATUS, LEFT_STATUS, NAMES, DUTIES, LEFT_DUTIES):
                generation.copy(connection, projection, rows[projection.name])
                connection.execute(sql.SQL("ANALYZE {}").format(generation.table(projection)))
        yield database, generation


@contextmanager
def being_read(stored: Stored) -> Iterator[tuple[Connection, Generation]]:
    """A ledger's read models as a reader sees them, who writes nothing."""
    database, generation = stored
    with database.connect("app") as reading:
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off")
        yield reading, generation


@pytest.fixture(scope="module")
def stored_many(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    with listed(ledgers, tmp_path_factory.mktemp("many")) as stored:
        yield stored


@pytest.fixture
def many(stored_many: Stored) -> Iterator[tuple[Connection, Generation]]:
    """Read models with rows of many contracts."""
    with being_read(stored_many) as reading:
        yield reading


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
        among = stored_contracts.named(connection, generation, filters)
        first = {"reference": "0", "title": "0", "end-date": date(2025, 1, 1)}.get(sort, -1)
        for after in (None, (first, "C-00100")):
            statement, given = stored_contracts.contracts_statement(of, filters, TODAY, among, [], after, 51)
            explained = sql.SQL("EXPLAIN (FORMAT JSON) ") + statement.format(**stored.tables(generation, of))
            [(found,)] = connection.execute(explained, given).fetchall()
            read = [node for node in nodes(found[0]["Plan"]) if node["Node Type"] == "Seq Scan"]
            read_whole += [(of, sort, asked, node["Relation Name"]) for node in read]
    assert read_whole == []


def test_a_page_in_order_reads_no_more_rows_than_it_has(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    for sort in SORTS:
        asked = ContractFilters(sort=sort)  # type: ignore[arg-type]  # of the orders there are
        statement, given = stored_contracts.contracts_statement("whole", asked, TODAY, None, [], None, 51)
        explained = sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) ") + statement.format(**stored.tables(generation, "whole"))
        [(found,)] = connection.execute(explained, given).fetchall()
        assert max(node["Actual Rows"] for node in nodes(found[0]["Plan"])) <= 51, sort


def test_a_page_of_what_is_due_reads_no_more_rows_than_it_has_however_many_fall_on_one_day(
    many: tuple[Connection, Generation],
) -> None:
    connection, generation = many
    every: tuple[stored.Rows, ...] = ("whole", "unmarked", "left")
    for of, office, after in itertools.product(
        every, (None, "lead-officer", "county-manager", "nobody"),
        (None, (date(2026, 5, 30), "C-01500", "something/0")),
    ):  # fmt: skip
        statement, given = stored_duties.duties_statement(of, DutyFilters(office=office), TODAY, [], after, 51)
        explained = sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) ") + statement.format(**stored.tables(generation, of))
        [(found,)] = connection.execute(explained, given).fetchall()
        read = [node for node in nodes(found[0]["Plan"]) if node["Node Type"] != "Aggregate"]
        assert max(node["Actual Rows"] for node in read) <= 51 * MARKED / (MARKED - 1) + 2, (of, office, after)
        assert max(node.get("Rows Removed by Filter", 0) for node in read) <= CONTRACTS / 100, (of, office, after)


def test_what_one_person_has_to_do_is_looked_up_by_their_name(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    statement, given = stored_duties.duties_statement("whole", DutyFilters(person="Person 77"), TODAY, [], None, 51)
    explained = sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) ") + statement.format(**stored.tables(generation, "whole"))
    [(plan,)] = connection.execute(explained, given).fetchall()
    assert "duties_persons_idx" in {node.get("Index Name") for node in nodes(plan[0]["Plan"])}
    [(reference, _, duty, _)] = stored_duties.duties_due(
        connection, generation, "whole", DutyFilters(person="Person 77"), TODAY, [], None, 51
    )
    assert (reference, duty.named) == ("C-00077", "Person 77")


def test_how_much_is_due_is_counted_as_the_duties_themselves_say(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    facts = [contract(number) for number in range(CONTRACTS)]
    rows: dict[stored.Rows, list[WholeStatus]] = {
        "whole": facts, "unmarked": [f for f in facts if f.file_id.int % MARKED], "left": facts[::MARKED]
    }  # fmt: skip
    for of, there in rows.items():
        expected = {f.reference: counts(duties_on(f.file_id.int), TODAY) for f in there}
        assert stored_duties.duties_counted(connection, generation, of, TODAY) == expected
        some = [f.file_id for f in there[:400]]
        found = stored_duties.duties_counted(connection, generation, of, TODAY, some)
        assert found == {f.reference: expected[f.reference] for f in there[:400]}
        assert {(count.overdue, count.due) for count in found.values()} >= {(1, 2), (2, 1), (2, 2)}


def test_a_rare_name_is_looked_up_and_a_common_one_is_met_soon(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    rare = stored_contracts.named(connection, generation, ContractFilters(words="CARE 177"))
    assert rare is not None
    assert {file_id.int % 300 for file_id in rare} == {177}
    assert stored_contracts.named(connection, generation, ContractFilters(words="home care")) is None
    assert stored_contracts.named(connection, generation, ContractFilters(words="nothing of the kind")) == []
    assert stored_contracts.named(connection, generation, ContractFilters(words="ho")) is None


def test_what_has_grown_since_is_found_without_reading_every_file(many: tuple[Connection, Generation]) -> None:
    connection, generation = many
    assert stored.behind(connection, generation, 10) == []


def test_what_is_counted_of_all_contracts_is_read_at_once_and_is_what_their_statuses_say(
    many: tuple[Connection, Generation],
) -> None:
    connection, generation = many
    facts = [contract(number) for number in range(CONTRACTS)]
    rows: dict[stored.Rows, list[WholeStatus]] = {
        "whole": facts, "unmarked": [f for f in facts if f.file_id.int % MARKED], "left": facts[::MARKED]
    }  # fmt: skip
    for of, wanted in rows.items():
        for on in (None, TODAY):
            found = stored_contracts.counted(connection, generation, of, on, [facts[7].file_id])
            assert sorted(found, key=lambda one: one.reference) == counted((f for f in wanted if f != facts[7]), on)


# --- words, in the lines of all contracts -----------------------------------------------------------------------------

LINES, LAST = 4_000, 2_500_000  # lines, spread over so many places: stretches of every length have some


def place_of_line(number: int) -> int:
    return number * 7_919 % LINES * (LAST // LINES)  # in no order that the table has


def words_of(number: int) -> str:
    place = place_of_line(number)
    said = ["visit", "missed" if place % 3 else "kept", f"word{place % 1_000}"]
    return " ".join(
        said + ["old"] * (place < LAST // 50) + ["new"] * (place > LAST * 0.9) + ["hoist lift"] * (place % 7 == 0)
    )


def line_row(number: int) -> tuple[UUID, Row]:
    day, kind = date(2026, 1, 1), "lesson-recorded" if number % 400 == 0 else "note-made"
    row: Row = (
        number // CONTRACTS + 1, place_of_line(number), kind, "authority", day, time(9), "internal",
        [], False, number % 5 == 0, False, words_of(number), f'{{"line":{number}}}',
    )  # fmt: skip
    return UUID(int=number % CONTRACTS), row


@pytest.fixture(scope="module")
def stored_lines_of_many(ledgers: Ledgers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    with listed(ledgers, tmp_path_factory.mktemp("lines")) as (database, generation):
        with database.connect("projector", autocommit=True) as writing:
            writing.execute(sql.SQL("DELETE FROM {}").format(generation.table(TIMELINE)))
            generation.copy(writing, TIMELINE, [line_row(number) for number in range(LINES)])
            left = [line for line in map(line_row, range(LINES)) if line[0].int % MARKED == 0]
            generation.copy(writing, LEFT_TIMELINE, left)
            for projection in (TIMELINE, LEFT_TIMELINE):
                writing.execute(sql.SQL("ANALYZE {}").format(generation.table(projection)))
            writing.execute(sql.SQL("UPDATE {} SET notification_id = %s").format(generation.table("tracking")), (LAST,))
        yield database, generation


@pytest.fixture
def lines(stored_lines_of_many: Stored) -> Iterator[tuple[Connection, Generation]]:
    """The same with lines of the timeline, which have their index for words."""
    with being_read(stored_lines_of_many) as reading:
        yield reading


ASKED: tuple[tuple[Filters, Any], ...] = (
    (Filters(words="visit"), lambda said, _: True),
    (Filters(words="kept"), lambda said, _: "kept" in said),
    (Filters(words="old"), lambda said, _: "old" in said),
    (Filters(words="old or new"), lambda said, _: "old" in said or "new" in said),
    (Filters(words="visit -missed"), lambda said, _: "missed" not in said),
    (Filters(words="-missed"), lambda said, _: "missed" not in said),
    (Filters(words="word7"), lambda said, _: "word7" in said),
    (Filters(words='"lift hoist"'), lambda said, _: False),
    (Filters(words='"hoist lift" old'), lambda said, _: "hoist" in said and "old" in said),
    (Filters(words='"old hoist" or "hoist lift"'), lambda said, _: "hoist" in said),
    (Filters(words='hoist -"lift hoist"'), lambda said, _: "hoist" in said),
    (Filters(words='-"hoist lift"'), lambda said, _: "hoist" not in said),
    (Filters(words="hoist-lift"), lambda said, _: False),
    (Filters(words="nothing-of-the-kind"), lambda said, _: False),
    (Filters(kinds=("lesson-recorded",)), lambda said, kind: kind == "lesson-recorded"),
    (Filters(kinds=("lesson-recorded", "note-made"), words="old"), lambda said, _: "old" in said),
    (Filters(kinds=("lesson-recorded",), words="old"), lambda said, kind: kind == "lesson-recorded" and "old" in said),
    (Filters(), lambda said, _: True),
)  # fmt: skip


def test_the_newest_lines_that_are_asked_for_are_found_from_any_place_on(
    lines: tuple[Connection, Generation],
) -> None:
    connection, generation = lines
    rows = [line_row(number) for number in range(LINES)]
    of: stored.Rows
    for of, (filters, wanted), before in itertools.product(
        ("whole", "unmarked", "left"), ASKED, (None, LAST - 3, LAST // 49, 600, -5)
    ):
        expected = sorted(
            (
                row[1] for file_id, row in rows
                if of == "whole" or (file_id.int % MARKED == 0) == (of == "left")
                if row[1] < (LAST if before is None else before) and file_id.int != 8
                if wanted(row[11].split(), row[2])
            ),
            reverse=True,
        )  # fmt: skip
        found = stored_lines.history_lines(connection, generation, of, filters, [UUID(int=8)], before, 51)
        assert [held.index for held in found] == expected[:51], (of, filters, before)


def test_lines_of_a_kind_are_counted_as_many_as_there_are(lines: tuple[Connection, Generation]) -> None:
    connection, generation = lines
    rows = [line_row(number) for number in range(LINES)]
    of: stored.Rows
    for of in ("whole", "unmarked", "left"):
        there = [
            row for file_id, row in rows
            if of == "whole" or (file_id.int % MARKED == 0) == (of == "left")
            if row[2] == "note-made" and file_id.int != 8
        ]  # fmt: skip
        wanted = Filters(kinds=("note-made",))
        assert stored_lines.history_counted(connection, generation, of, wanted, [UUID(int=8)]) == len(there) > 200


def test_words_are_read_by_index_and_no_more_lines_than_some_hundreds(lines: tuple[Connection, Generation]) -> None:
    connection, generation = lines
    of: stored.Rows
    for of, (filters, _) in itertools.product(("whole", "unmarked", "left"), ASKED):
        statement, given = stored_lines.history_statement(of, filters, [])
        asked = statement.format(**stored.tables(generation, of))
        found = 0
        for end, stretch in stretches_of(LAST) if filters.words or filters.kinds else [(LAST, "")]:
            more = {"before": end, "stretch": stretch, "limit": 51 - found}
            [(plan,)] = connection.execute(sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) ") + asked, given | more).fetchall()
            read = list(nodes(plan[0]["Plan"]))
            assert not [node for node in read if node["Node Type"] == "Seq Scan"], (of, filters)
            lines_read = [n for n in read if n.get("Relation Name", "").endswith("timeline")]
            assert max(n["Actual Rows"] * n["Actual Loops"] for n in lines_read) <= 51 * 17, (of, filters)
            found += int(plan[0]["Plan"]["Actual Rows"])
            if found == 51:
                break


@given(st.integers(-3, 2**26), st.data())
def test_stretches_of_the_log_have_every_place_once_and_few_of_them_are_needed(
    before: int, data: st.DataObject
) -> None:
    stretches = list(stretches_of(before))
    assert len(stretches) <= 10
    if before > 0:
        place = data.draw(st.integers(0, before - 1))
        said = {f"'at {reach} {place >> reach}'" for reach in REACHES}
        ends = [end for end, _ in stretches]
        [its_own] = [query for (end, query), last in zip(stretches, [*ends[1:], 0], strict=True) if last <= place < end]
        assert said & set(its_own.split(" | "))
        # Longer than three times those before it by no more than the mark it begins in: what it may hold is bounded.
        assert all(end - last <= 6 * (before - end) for end, last in itertools.pairwise([*ends[1:], 0]))
