"""A single tender that nobody who may decided, time and again."""

from __future__ import annotations

from datetime import date, timedelta

from tests.projections.test_duties_of_procurement import found
from tests.subjects.test_procurement import ALONE

RULE = "single-tender.decided-by-those-entitled"
BY_NOBODY = ALONE[5] | {"by": {"person": "Ann Ashe", "office": "lead-officer"}}


def test_a_single_tender_decided_time_and_again_by_nobody_who_may_is_looked_through_once_for_each() -> None:
    """HCC-A4-b: of each it was asked of all later ones whether they stand, and of each of those again: for hours."""
    many = [
        BY_NOBODY | {"happened_on": (date(2025, 2, 1) + timedelta(number)).isoformat()} for number in range(24)
    ]  # fmt: skip
    by_who_may = ALONE[5] | {"happened_on": "2025-03-10"}
    waiting = {f"ratify/{position}/{RULE}" for position in range(6, 30)}

    undecided = found(*ALONE[:5], *many)
    assert waiting <= set(undecided)
    assert undecided["single-tender-decided/STR-001"].opened_by == (5, *range(6, 30))
    assert not (waiting | {"single-tender-decided/STR-001"}) & set(found(*ALONE[:5], *many, by_who_may))
