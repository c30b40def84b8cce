"""Stories of a change of a return: from which of its periods on it holds."""

from __future__ import annotations

from datetime import date

from tests.projections.test_returns_changed import MONTHLY, QUARTERLY, REGISTERED, asked, view_of
from tests.story import changed, given


def test_a_change_from_a_day_within_a_period_says_from_which_day_it_holds() -> None:
    """HCC-8.2-b: that period is asked for whole, as it was, so that no month of it goes unasked."""
    rule, march = "return.changed-from-a-period", changed(MONTHLY, effective_from=date(2025, 3, 1))
    story = given(REGISTERED, QUARTERLY).when(changed(march, happened_on=date(2025, 2, 10))).departs_from(rule)

    assert story.last is not None
    [found] = [d.found for d in story.last.departures if d.rule == rule]
    assert found == (
        "1 March 2025 is within a period: the activity return for 1 January 2025 to 31 March 2025 stays as it was,"
        " and the change holds from 1 April 2025"
    )
    assert asked(view_of(march))[:2] == [("2025-01-01", 3), ("2025-04-01", 1)]
    given(REGISTERED, QUARTERLY).when(changed(MONTHLY, effective_from=date(2025, 4, 1))).keeps(rule)
    given(REGISTERED, QUARTERLY).when(MONTHLY).keeps(rule)
