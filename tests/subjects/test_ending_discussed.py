"""Stories of the talk with the support officer about the end of a contract (HCC-9.2-a, TC-15)."""

from datetime import date

from tests.story import changed, given
from tests.subjects.test_termination import (
    ABSOLUTE,
    DECIDED,
    DISCUSSED,
    NOTICE,
    PROPOSED,
    TERMINATED,
    found,
    without,
)


def test_a_talk_about_the_notice_that_carries_a_proposal_out_is_about_that_proposal() -> None:
    """TC-15: whatever the notice says of issues; of another proposal it is told that it is not."""
    rule = ABSOLUTE["TC-15"]
    talk = changed(DISCUSSED, proposal=None, notice="NOT-002", happened_on=date(2025, 6, 21))
    ended = changed(TERMINATED, happened_on=date(2025, 6, 23))

    for notice in (NOTICE, changed(NOTICE, issues=("ISS-001",))):
        given(*without(DISCUSSED), notice, talk).when(ended).keeps(rule)
    uncarried = changed(NOTICE, proposal=None)
    given(*without(DISCUSSED), uncarried, talk).when(ended).departs_from(rule)
    decided = changed(DECIDED, proposal="TRM-002", happened_on=date(2025, 6, 23))
    another = changed(PROPOSED, happened_on=date(2025, 6, 21))
    told = given(*without(DISCUSSED), NOTICE, another, talk).when(decided).departs_from(rule)
    assert "is about TRM-001, and not TRM-002 or what that rests on" in found(told, rule)
