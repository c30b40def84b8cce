"""Who keeps the policy that a programme brings up to date (IMP-28-a)."""

from __future__ import annotations

import pytest

from ledger.entry import Actor
from tests.subjects.test_programme import approved, running

RULE = "policy.kept-at-the-centre"


@pytest.mark.parametrize(
    "office", ["first-point-of-contact", "business-unit-board", "lead-officer", "senior-responsible-officer"]
)
def test_a_policy_is_approved_by_nobody_for_a_unit_or_a_contract(office: str) -> None:
    """IMP-28-a: the centre keeps policy; decisions on contracts lie with the units (IMP-28-b)."""
    story = running().when(approved(by=Actor(person="Ida Lane", office=office))).departs_from(RULE)

    assert story.last is not None
    [found] = [one.found for one in story.last.departures if one.rule == RULE]
    assert "Ida Lane" in found
    assert "acts for a unit or a contract; policy is kept by" in found


@pytest.mark.parametrize("office", ["county-manager-contracts", "srm-lead", "cabinet-member-for-resources", None])
def test_a_policy_is_approved_at_the_centre(office: str | None) -> None:
    """IMP-28-a: of somebody whose office is not known nothing is found."""
    running().when(approved(by=Actor(person="Sue Supplier", office=office))).keeps(RULE)
