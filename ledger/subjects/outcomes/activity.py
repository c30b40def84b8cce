"""What says of a service that something was arranged or done, and not what came of it for those it is for (CPC307-D0).

What was used and what was paid are figures, on which an outcome about cost may rest, and are neither; nor is what those
a service is for said of it, nor a document or note, which may say anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.said_since import filed_with, said_in
from ledger.subjects.outcomes.entries import OutcomeAchievementAssessed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile

ACTIVITY = (
    "activity-recorded", "implementation-activity-reported", "action-assigned", "action-completed",
    "corrective-action-taken", "issue-resolved", "meeting-held", "contact-logged",
)  # fmt: skip
"""Kinds of entry that say that something was done."""
ARRANGED = frozenset((
    "contract-registered", "file-opened", "contract-commenced", "lifecycle-stage-entered",
    "service-need-established", "procurement-option-selected", "single-tender-authorisation-requested",
    "single-tender-authorisation-decided", "single-tender-negotiation-concluded", "tender-advertised",
    "tenders-invited", "tender-received", "no-tender-received", "tenders-evaluated", "award-recommended",
    "award-authorised",
    "unsuccessful-tenderers-notified", "contract-signed-by-authority", "contract-issued-for-countersignature",
    "contract-countersigned", "procurement-abandoned",
    "lead-officer-appointed", "deputy-officer-appointed", "representative-appointed",
    "contract-support-officer-assigned", "provider-contact-named", "senior-responsible-officer-appointed",
    "contract-management-delegated", "contract-management-handed-over", "role-appointment-ended",
    "service-specification-issued", "service-level-agreement-agreed", "service-level-agreement-amended",
    "performance-indicator-agreed", "notice-clause-entered", "notice-address-given", "working-day-defined",
    "default-clause-entered", "termination-clause-entered", "points-clause-entered", "credit-clause-entered",
    "variation-clause-entered", "order-of-precedence-entered", "payment-basis-set",
    "outcome-identified", "outcome-implications-assessed", "outcomes-recommended", "outcome-specified",
    "priority-conflict-identified", "priority-conflict-dealt-with",
    "options-analysed", "contract-form-recommended", "contract-provision-agreed",
    "implementation-plan-agreed", "implementation-plan-shared", "resource-plan-agreed",
    "resource-responsibility-notified", "feedback-sought", "evaluation-criteria-set",
    "data-return-requirement-changed", "improvement-target-agreed",
    "meeting-scheduled", "meeting-rescheduled", "meeting-cancelled",
    "audit-recommended", "audit-declined", "audit-commissioned", "contract-review-started",
    "procedure-bound", "alternative-arrangement-agreed", "departure-authorised", "departure-ratified",
    "departure-refused", "evidence-bundle-issued",
    "procurement-regime-recorded", "key-indicators-set", "contract-classified", "governance-terms-adopted",
))  # fmt: skip
"""Kinds of entry that say what is wanted, agreed, asked for or arranged, and of none of it what came of it."""
ON_EVIDENCE = "outcome.judged-on-evidence"
"""The rule that asks on what an outcome is judged."""


def counts_for_nothing(file: ContractFile, position: int, judged: OutcomeAchievementAssessed) -> bool:
    """Return whether an outcome is judged reached, in part or not, in an entry that shows nothing of it: on activity
    alone, on no result, or on nothing. Then it is neither reached nor judged yet (CPC307-D0, docs/adr/0496)."""
    if judged.reached.achieved not in ("yes", "partly"):
        return False
    on_no_result = rests_on_no_result(file, judged) or rests_on_nothing(file, position, judged)
    return on_no_result or reached_on_activity(file, judged)


def rests_on_nothing(file: ContractFile, position: int, judged: OutcomeAchievementAssessed) -> bool:
    """Return whether an outcome is judged reached, in part or not, without a figure, and on nothing: no entry but
    judgements, whatever they found, that rest on no more, no document with it or filed since, and no supplement that
    says on what."""
    if judged.reached.achieved not in ("yes", "partly"):
        return False
    waiting: list[tuple[int, OutcomeAchievementAssessed]] = [(position, judged)]
    seen = {position}
    while waiting:
        at, one = waiting.pop()
        if _shows_on_what(file, at, one):
            return False
        for cited_at in set(one.evidence) - seen:
            cited = file.as_now(cited_at)
            if not isinstance(cited, OutcomeAchievementAssessed):
                return False
            seen.add(cited_at)
            waiting.append((cited_at, cited))
    return True


def _shows_on_what(file: ContractFile, position: int, judged: OutcomeAchievementAssessed) -> bool:
    """Whether a judgement, whatever the entries it cites, gives a figure, or has a document or a supplement to it."""
    told = judged.actual is not None or judged.exhibits or filed_with(file, position)
    return bool(told) or said_in(file, position, ON_EVIDENCE) is not None


def reached_on_activity(file: ContractFile, judged: OutcomeAchievementAssessed) -> bool:
    """Return whether an outcome is judged reached, in part or not, and all that this rests on is that something was
    done, or earlier judgements that rest on no more; False where it cites nothing, or an entry that is not on file for
    whoever looks."""
    if judged.reached.achieved not in ("yes", "partly"):
        return False
    sorts = _sorts_it_rests_on(file, judged)
    return "activity" in sorts and "other" not in sorts


def rests_on_no_result(file: ContractFile, judged: OutcomeAchievementAssessed) -> bool:
    """Return whether an outcome is judged reached, or not, without a figure, and none of what this rests on shows any
    result: that something is wanted, agreed or arranged, or earlier judgements that rest on no more.

    False where it cites nothing, or an entry that is not on file for whoever looks, and of what cannot be judged yet,
    or not at all."""
    if judged.reached.achieved not in ("yes", "partly", "no") or not judged.evidence or judged.actual is not None:
        return False
    return _sorts_it_rests_on(file, judged) == {"arranged"}


def _sorts_it_rests_on(file: ContractFile, judged: OutcomeAchievementAssessed) -> set[str]:
    """The sorts of entries a judgement rests on in the end, as they stand now, those of the judgements it cites among
    them: "activity", "arranged" or "other", and "stated" for a judgement cited that gives a figure or cites nothing;
    none where there is none, or what there was is struck out."""
    waiting, seen, sorts = list(judged.evidence), set[int](), set[str]()
    while waiting and "other" not in sorts:
        if (position := waiting.pop()) in seen:
            continue
        seen.add(position)
        cited = file.as_now(position)
        if isinstance(cited, OutcomeAchievementAssessed):
            waiting += cited.evidence
            sorts |= {"stated"} if cited.actual is not None or not cited.evidence else set()
        elif cited is not None:
            kind = cited.kind.partition("/")[0]
            sorts.add("activity" if kind in ACTIVITY else "arranged" if kind in ARRANGED else "other")
        elif file.first_recorded(position) is None:
            sorts.add("other")
    return sorts
