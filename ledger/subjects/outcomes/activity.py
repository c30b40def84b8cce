"""What says of a service that something was done, and not what came of it for those it is for (CPC307-D0)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.subjects.outcomes.entries import OutcomeAchievementAssessed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile

ACTIVITY = (
    "activity-recorded", "implementation-activity-reported", "action-assigned", "action-completed",
    "corrective-action-taken", "issue-resolved", "meeting-held", "contact-logged",
)  # fmt: skip
"""Kinds of entry that say so. What was used and what was paid are figures, on which an outcome about cost may rest."""


def reached_on_activity(file: ContractFile, judged: OutcomeAchievementAssessed) -> bool:
    """Return whether an outcome is judged reached, in part or not, and all that this rests on is that something was
    done, or earlier judgements that rest on no more; False where it cites nothing, or an entry that is not on file for
    whoever looks."""
    if judged.reached.achieved not in ("yes", "partly") or not judged.evidence:
        return False
    waiting, seen = list(judged.evidence), set[int]()
    while waiting:
        if (position := waiting.pop()) in seen:
            continue
        seen.add(position)
        cited = file.first_recorded(position)
        if cited is not None and isinstance(cited.entry, OutcomeAchievementAssessed):
            waiting += cited.entry.evidence
        elif cited is None or cited.entry.kind.partition("/")[0] not in ACTIVITY:
            return False
    return True
