"""What is asked of a self-assessment of how well the contract is managed (IMP-18-c)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, twice
from ledger.subjects.tiers.entries import SelfAssessmentSubmitted

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_scored(file: ContractFile, entry: SelfAssessmentSubmitted, procedure: Procedure) -> str | None:
    missing = [field for field in ("risk", "governance") if all(score.subject != field for score in entry.scores)]
    return f"it has no score for {' or '.join(missing)}" if missing else None


def _submitted_already(file: ContractFile, entry: SelfAssessmentSubmitted, procedure: Procedure) -> str | None:
    """What scores another field of the same time completes it."""
    scored, period = {score.subject for score in entry.scores}, entry.period
    if period is None:
        return NOT_IN_POINT
    held = ((r.position, r.entry) for r in file.of(SelfAssessmentSubmitted))
    before = [(at, one) for at, one in held if isinstance(one, SelfAssessmentSubmitted) and one.period == period]
    if not before:
        return NOT_IN_POINT
    for at, one in reversed(before):
        if not scored.isdisjoint(score.subject for score in one.scores):
            return f"one for {period} is of {dated(one.happened_on)} (entry {at}); if it was wrong, correct it"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="self-assessment.one-score-a-field", citation="IMP-17-c", level="contradiction", of=SelfAssessmentSubmitted,
        field="scores", sentence="Each field has one score.",
        found=twice(
            lambda entry: [score.subject for score in entry.scores if score.subject != "other"],
            found="{twice} is scored twice; give one score for each field",
        ),
    ),
    Rule(
        id="self-assessment.of-risk-and-governance", citation="IMP-18-c", level="advise", of=SelfAssessmentSubmitted,
        field="scores", sentence="A self-assessment scores risk and governance at least.", found=_not_scored,
    ),
    Rule(
        id="self-assessment.one-for-each-time", citation="IMP-18-c", level="advise", of=SelfAssessmentSubmitted,
        field="period", sentence="There is one self-assessment for one time.", found=_submitted_already,
    ),
)  # fmt: skip
