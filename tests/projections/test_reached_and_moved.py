"""What was reached, and moved by a variation: it is done once, and asked for no more (TVP-3.0-3, CPC307-S11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger import provisions_agreed
from ledger.contract_file import ContractFile
from ledger.provisions import reached, times
from ledger.subjects.design import MilestoneReached, Provision
from ledger.words import Said
from projections.duties.settled import settled
from projections.view import FileView
from tests.projections.test_dates_moved import (
    JULY,
    MILESTONE,
    MOVED,
    VARIED,
    asked,
    on_file,
    owed,
    said,
    view_of,
    view_of_it,
)
from tests.story import changed, given

EARLY = MilestoneReached(happened_on=date(2025, 5, 20), provision="PRV-001")
"""It is reached after it was agreed to move it, and before that takes effect."""
FOR_A_TIME, AFTER_THAT = changed(VARIED, applies_until=date(2025, 7, 31)), date(2025, 8, 20)
NOT_YET = "milestone.set-and-not-reached"


def told(view: FileView) -> dict[str, date | str | None]:
    """What became of each time in which a milestone was asked for: the day it was done, or why it is not asked for."""
    of_it = (one for one in settled(view).duties if one.id.startswith("milestone/"))
    return {one.id.removeprefix("milestone/"): one.done_on or one.not_asked for one in of_it}


def test_what_was_reached_before_its_move_took_effect_is_told_as_done() -> None:
    """TVP-3.0-3: also where it was agreed before that to move it."""
    assert told(view_of(MILESTONE, VARIED, MOVED, EARLY))["PRV-001"] == EARLY.happened_on
    assert told(view_of(MILESTONE, FOR_A_TIME, MOVED, EARLY))["PRV-001"] == EARLY.happened_on


def test_what_was_reached_before_its_move_took_effect_is_not_asked_for_again() -> None:
    """TVP-3.0-3, docs/adr/0463: nor where it is moved once more, and where it was moved only after it was reached."""
    december = date(2025, 12, 1)
    varied = changed(VARIED, happened_on=JULY, effective_from=None)
    again = changed(MOVED, happened_on=JULY, due_on=date(2025, 10, 1), variation="VAR-002", replaces="PRV-002")
    why = "PRV-001 was reached on 20 May 2025"

    view = view_of(MILESTONE, VARIED, MOVED, EARLY)
    assert asked(view, december) == {}
    assert owed(view, december) == {"provision/PRV-002": "kept"}
    assert told(view)["PRV-002"] == why
    assert asked(view_of(MILESTONE, VARIED, MOVED, EARLY, varied, again), december) == {}
    assert told(view_of(MILESTONE, FOR_A_TIME, MOVED, EARLY))["PRV-001/2025-08-01"] == why
    later = on_file(MILESTONE, EARLY, varied).when(changed(again, variation="VAR-001", replaces="PRV-001")).recorded()
    assert "PRV-001 was reached on 20 May 2025 (entry 3)" in said(later, "provision.says-what-it-replaces")
    assert asked(view_of_it(later), december) == {}


def test_what_was_reached_while_it_was_moved_for_a_time_is_not_asked_for_by_a_later_move() -> None:
    """TVP-3.0-3, docs/adr/0463: of what took the place of the earlier day for good it is."""
    within = MilestoneReached(happened_on=date(2025, 7, 20), provision="PRV-002")
    varied = changed(VARIED, happened_on=AFTER_THAT, effective_from=None)
    again = changed(MOVED, happened_on=AFTER_THAT, due_on=date(2025, 10, 1), variation="VAR-002")

    for_a_time = on_file(MILESTONE, FOR_A_TIME, MOVED, within, varied).when(again)
    assert "PRV-002 was reached on 20 July 2025" in said(for_a_time, "provision.says-what-it-replaces")
    assert asked(view_of_it(for_a_time), AFTER_THAT) == {}
    assert list(asked(view_of(MILESTONE, VARIED, MOVED, within, varied, again), AFTER_THAT)) == ["milestone/PRV-003"]


def test_what_is_reached_is_named_as_it_stands_on_that_day() -> None:
    """CPC307-S11: before what took its place applies, and once that does no more."""
    story, new = on_file(MILESTONE, FOR_A_TIME, MOVED), changed(EARLY, provision="PRV-002")

    story.when(new).refused(NOT_YET, "PRV-001 (entry 2) has its place until 15 June 2025; name that")
    story.when(changed(new, happened_on=AFTER_THAT)).refused(NOT_YET, "PRV-001 (entry 2) has its place since 1 August")
    story.when(changed(new, happened_on=JULY)).recorded()
    story.when(changed(EARLY, happened_on=AFTER_THAT)).recorded()


def test_a_part_of_what_is_divided_may_be_reached_before_it_is() -> None:
    """CPC307-S11: to name the whole would say more than was done; from then on that part is not asked for."""
    south, north = changed(MOVED, words=Said("South rounds")), changed(EARLY, provision="PRV-002")
    divided = on_file(MILESTONE, VARIED, MOVED, south).when(north).recorded()

    assert list(asked(view_of_it(divided), date(2025, 6, 10))) == ["milestone/PRV-001"]
    assert list(asked(view_of_it(divided), JULY)) == ["milestone/PRV-003"]
    for_a_time = on_file(MILESTONE, FOR_A_TIME, MOVED, south).when(north).recorded()
    assert list(asked(view_of_it(for_a_time), AFTER_THAT)) == ["milestone/PRV-001/2025-08-01"]
    both = for_a_time.when(changed(north, happened_on=JULY, provision="PRV-003")).recorded()
    assert asked(view_of_it(both), AFTER_THAT) == {}


def test_what_was_moved_many_times_is_looked_at_as_often_as_it_was_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """TVP-3.0-3: and not as often as that for each of those moves."""
    looked, look = [0], provisions_agreed.applies

    def counted(file: ContractFile, held: Provision) -> tuple[date, date] | None:
        looked[0] += 1
        return look(file, held)

    def times_looked(moves: int) -> int:
        days = [date(2025, 3, 1) + timedelta(days=number) for number in range(moves)]
        moved = [changed(MILESTONE, happened_on=day, replaces=f"PRV-{n:03}") for n, day in enumerate(days, start=1)]
        last = changed(EARLY, happened_on=AFTER_THAT, provision=f"PRV-{moves + 1:03}")
        file, looked[0] = given(MILESTONE, *moved, last).file, 0  # before the contract each stands without a variation
        stood = [held.id for held in file.design.provisions.values() if times(file, held)[-1][1] is None]
        assert stood == [last.provision]
        assert {getattr(reached(file, held), "id", None) for held in file.design.provisions.values()} == {
            last.provision
        }
        return looked[0]

    monkeypatch.setattr("ledger.provisions_placed.applies", counted)
    assert times_looked(40) <= 2 * times_looked(20)
