"""What contracts are reviewed for, theme by theme, what follows from a review, and in what form that is shared which an
authority works by. Stored inside entries, and so recorded formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ledger.entry import Entry, own

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.rules import Predicate

Theme = Literal["supplier-development", "risk", "governance", "service-improvement", "value-for-money"]

Form = Literal[
    "guidance", "template", "model-terms", "exemplar", "best-practice", "answer", "communication",
    "provider-assessment", "market-position-statement",
]  # fmt: skip
Brought = Form | Literal[
    "communication-on-cma",
    "briefing-session", "training-material", "fundamentals-training-material", "intermediate-training-material",
    "training-material-on-risk", "briefing-session-on-risk", "standard-objectives", "counts-of-objectives-set",
    "guidance-on-platinum-contracts", "model-terms-on-governance", "model-terms-on-value-for-money",
    "model-terms-on-benchmarking", "counts-of-career-discussions", "template-on-risk", "guidance-on-risk",
    "template-or-guidance-on-continuity", "guidance-on-value-for-money",
    "intermediate-training-material-on-value-for-money", "contract-management-training-material-on-risk",
    "risk-management-training-material", "guidance-on-the-lifecycle", "guidance-on-spot-contracts",
    "briefing-session-on-spot-contracts", "fundamentals-course-in-the-academy", "intermediate-course-in-the-academy",
    "counts-of-half-year-reviews", "counts-of-end-of-year-reviews", "market-intelligence", "community-of-practice",
    "community-members", "first-points-of-contact", "turnover-assessment", "turnover-measures",
    "base-of-board-reports", "board-reports-on-risk", "monthly-reports", "approved-policy",
]  # fmt: skip
"""What an action of a programme is to bring about: something to work by, briefings held, a course updated, of whatever
level or of one, or on risk (IMP-W1-07, IMP-20-b, IMP-26-b), or each of the two courses (IMP-17-b); objectives agreed
and set (IMP-19-b); guidance on contracts of one tier (IMP-W1-02); model terms on what they are about (IMP-W1-09,
IMP-W3-05); careers discussed, beyond their unit too (IMP-19-d); templates, guidance and material on what the action's
own line is about (IMP-17-a, IMP-26-b, IMP-W3-01); guidance and briefings on spot contracts too (IMP-20-a), courses
within the academy (IMP-20-c), what was counted after each review (IMP-W1-13), a community that somebody runs
(IMP-21-a), contacts and measures of each unit (IMP-13-b, IMP-24-c), and what the programme itself agreed, reported or
approved (IMP-W2-09, IMP-W1-08, IMP-13-d, IMP-14-b)."""


def follows_a_review(decided: Literal["change-now", "next-contract"]) -> Predicate:
    """Return the predicate of a rule that what says it follows from a review by theme follows from one that decided so
    (IMP-22-b): finds that the entry named as its `thematic_review` is none."""

    def following(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        named: int | None = own(entry, "thematic_review")
        if named is None or any(r.position == named and r.decision == decided for r in file.tiers.reviews):
            return None
        what = "to change the contract now" if decided == "change-now" else "to take something into the next contract"
        return f"entry {named} is no review by theme that decided {what}"

    return following


__all__ = ["Brought", "Form", "Theme", "follows_a_review"]
