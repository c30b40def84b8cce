"""A contract whose review goes by its self-assessment is to have one (IMP-17-c, IMP-18-c; docs/adr/0513)."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.tiers import ContractClassified, SelfAssessmentSubmitted
from ledger.subjects.tiers.entries import Score
from projections.duties.due import duties
from projections.duties.duty import Duty
from projections.duties.settled import settled
from tests.story import ANN, changed, given
from tests.worked_through import view_of

DAY = date(2026, 1, 6)
REGISTERED = ContractRegistered(
    happened_on=DAY, reference="C-1", title="Care", procedure="tiered/1", start_date=date(2026, 2, 1)
)
PLATINUM = ContractClassified(happened_on=date(2026, 1, 12), tier="platinum", by=ANN)
SCORED = SelfAssessmentSubmitted(
    happened_on=date(2026, 3, 2), period=Span(first=date(2026, 2, 1), last=date(2026, 2, 28)),
    scores=(Score(subject="risk", percent=80), Score(subject="governance", percent=80)),
)  # fmt: skip


def wanted(*entries: Entry) -> list[Duty]:
    view = view_of(given(REGISTERED, *entries).file)
    return [one for one in duties(view) if one.id == "self-assessment"]


@pytest.mark.parametrize(("tier", "asked"), [("platinum", True), ("gold", True), ("silver", False)])
def test_a_contract_of_a_tier_reviewed_by_its_scores_that_never_had_any_is_to_have_them(
    tier: str, *, asked: bool
) -> None:
    """IMP-17-c, IMP-18-c: the text gives no day for it."""
    held = wanted(changed(PLATINUM, tier=tier))

    assert bool(held) == asked
    assert all((one.due_on, one.since, one.citation) == (None, PLATINUM.happened_on, "IMP-17-c") for one in held)


def test_a_self_assessment_ends_that_and_one_that_leaves_a_field_out_leaves_it_open() -> None:
    """IMP-17-c, IMP-18-c."""
    of_risk = changed(SCORED, scores=SCORED.scores[:1])

    assert wanted(PLATINUM, SCORED) == []
    [left] = wanted(PLATINUM, of_risk)
    assert "self-assessment of governance" in left.sentence
    done = settled(view_of(given(REGISTERED, PLATINUM, SCORED).file)).duties
    assert [one.done_on for one in done if one.id == "self-assessment"] == [SCORED.happened_on]
