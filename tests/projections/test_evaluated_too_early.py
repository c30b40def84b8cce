"""An evaluation that was made before the time it looks at had begun."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.dates.span import Span
from tests.projections.test_duties_of_plans import found
from tests.story import changed
from tests.subjects import test_evaluation as evaluation
from tests.subjects import test_resources as resources

WEEK = Span(first=date(2025, 6, 1), last=date(2025, 6, 7))
NO_DAY = changed(evaluation.CRITERIA, evaluate_by=None)


@pytest.mark.parametrize(("day", "asked"), [(date(2025, 5, 31), True), (date(2025, 6, 1), False)])
def test_an_evaluation_made_before_its_time_began_looks_at_none_of_it_however_short(day: date, asked: bool) -> None:
    """CPC308-C5, docs/adr/0503: made in the last seven days of a time it settles all of it; the day before, nothing."""
    short = (*resources.BEFORE, changed(resources.PLAN, period=WEEK), NO_DAY)
    made = changed(evaluation.EVALUATED, happened_on=day, evidence=())

    assert ("evaluation/EVA-001" in found(*short, made)) == asked
    assert ("evaluation/EVA-001" in found(*short, changed(made, period=WEEK))) == asked
    year = (*resources.BEFORE, resources.PLAN, NO_DAY)
    assert ("evaluation/EVA-001" in found(*year, changed(made, period=WEEK))) == asked
