from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

import pytest

from ledger.auditing import differences
from ledger.judgement import Act, Stage, judge_together
from ledger.kinds import BY_NAME
from ledger.store.database import Database
from tests.benchmarks import growth
from tests.benchmarks.business import CLERK, Business
from tests.benchmarks.ledgers import load, rows
from tests.benchmarks.lives import ELSEWHERE, REFERENCE, Life, beginning
from tests.benchmarks.rows import Plan, Rows

NEEDING_MORE = {
    "decision-called-in", "call-in-concluded",  # only before a decision takes effect
    "correction-confirmed",  # a correction that waits for somebody else
    "departure-authorised", "departure-ratified", "departure-refused",  # a departure that nobody had authorised
    "retention-set",
    "audit-declined",  # an audit that was recommended and is not commissioned
    "exit-plan-step-completed", "service-transfer-plan-signed",  # a plan with steps, a plan that was approved
    "no-tender-received",  # a competition that closed with no tender in
    "alternative-arrangement-agreed", "performance-report-received",  # a procedure, indicators or a schedule to name
}  # fmt: skip
"""Kinds that are recorded only where an entry before them asks for one."""


def test_a_contracts_daily_business_could_have_been_recorded_entry_by_entry() -> None:
    file = beginning(3)
    business = Business(file, 3, 12_000).entries()
    at = datetime(2026, 7, 1, 9, tzinfo=UTC)
    for recorded in islice(business, 120):
        stage = Stage(UUID(int=0), file)
        act = Act(REFERENCE, recorded.entry)
        [judged, *_] = judge_together([act], {REFERENCE: stage}, CLERK, acknowledge_all=True, at=at)
        assert (judged.position, judged.given_id) == (recorded.position, recorded.given_id)
        file = stage.file


def test_a_large_ledger_has_nearly_every_kind_that_belongs_on_a_contracts_file() -> None:
    there = {made.kind.partition("/")[0] for made in Life(0, odd=True).upto(1_000)}
    wanted = {name for name, kind in BY_NAME.items() if "contract" in kind.files and not kind.opens} - ELSEWHERE
    assert wanted - there <= NEEDING_MORE, "what needs another entry first stands in NEEDING_MORE, with what it needs"


def test_a_made_up_ledger_is_audited_and_nothing_is_found(database: Database) -> None:
    load(database, 300)
    assert not list(differences(database))


def test_the_same_seed_makes_the_same_entries_however_many_processes_make_them() -> None:
    plan = Plan(800, "mixed", 7, datetime(2026, 7, 1, tzinfo=UTC), b"x" * 16)
    by_one = list(Rows(plan))
    by_two = sorted((row for worker in range(2) for row in Rows(plan, worker, 2)), key=lambda row: row.place)
    assert by_one == by_two
    assert [row.place for row in by_one] == list(range(1, 800))


def test_another_seed_makes_other_entries() -> None:
    first, second = (list(islice(rows(400, seed), 100)) for seed in (1, 2))
    assert not {row.state for row in first} & {row.state for row in second}


@pytest.mark.parametrize("shape", growth.SHAPES)
def test_a_ledger_of_any_shape_has_exactly_so_many_entries(shape: growth.Shape) -> None:
    contracts = growth.widths(30_000, 1, shape)
    grown = [0] * len(contracts)
    for number, size in growth.appends(contracts, 1):
        assert 1 <= size <= 4
        grown[number] += size
    assert sum(contracts) == 30_000
    assert grown == contracts


def test_most_contracts_are_small_and_some_are_very_large() -> None:
    contracts = growth.widths(1_000_000, 1)
    assert sum(30 <= wide <= 200 for wide in contracts) > 0.98 * len(contracts)
    assert max(contracts) >= 10_000
