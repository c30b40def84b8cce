"""By which kinds of entry each duty is done: what else closes one has made it moot, and has done nothing for it.

A duty to hold a meeting is done by a meeting held. That the contract was put into a lower tier, ended, or bound to
another procedure may take a duty away as well: then nobody asks for it any more, and nobody did it.
"""

from __future__ import annotations

from collections.abc import Mapping

DONE_BY: Mapping[str, tuple[str, ...]] = {
    # Failings, notices, actions, an early end.
    "tell": (
        "issue-notified-to-provider", "notice-served", "conversation-summary-sent", "contact-logged",
        "meeting-minutes-recorded", "document-filed",
    ),
    "plan": ("resolution-plan-proposed", "resolution-plan-agreed"),
    "plan-agreed": ("resolution-plan-agreed", "resolution-plan-proposed"),
    "plan-checked": ("agenda-item-considered", "meeting-held", "issue-resolved", "notice-served"),
    "plan-step": (
        "action-completed", "corrective-action-taken", "issue-resolved", "remedy-assessed", "default-process-concluded",
        "dispute-action-plan-progress-reported", "dispute-action-plan-concluded",
    ),
    "receipt": ("notice-receipt-confirmed",), "remedy": ("remedy-assessed", "default-process-concluded"),
    "process": ("default-process-concluded",), "remedy-shared": (),
    "action": ("action-completed", "corrective-action-taken"),
    "answer": ("representations-answered",), "summary": ("conversation-summary-sent",),
    "TC-15": ("consultation-recorded",), "TC-16": ("termination-impact-assessed",),
    "TC-17": ("provider-informed-of-intention", "notice-served"), "TC-18": ("termination-case-recorded",),
    "TC-19": ("legal-services-consulted",), "discuss": ("consultation-recorded",), "inform": (
        "provider-informed-of-intention", "notice-served", "consultation-recorded", "document-filed",
        "agenda-item-considered",
    ),
    # A dispute.
    "escalate": ("issue-escalated", "senior-management-briefed"), "brief": ("senior-management-briefed",),
    "kept-informed": ("senior-management-briefed",), "brief-settled": ("senior-management-briefed",),
    "dispute-notice": ("notice-served",), "issue-settled": ("issue-resolved",),
    "issue-result": ("issue-resolved", "issue-reopened", "agenda-item-considered"),
    "go-formal": (
        "formal-escalation-authorised", "immediate-escalation-authorised", "departure-ratified", "document-filed",
        "entry-supplemented",
    ),
    "dispute-meeting": ("meeting-held",),
    "plan-completed": ("entry-supplemented", "entry-corrected", "dispute-action-plan-agreed"),
    "dispute-plan": ("dispute-action-plan-agreed", "dispute-action-plan-concluded"),
    "plan-report": ("dispute-action-plan-progress-reported",), "plan-result": ("dispute-action-plan-concluded",),
    "arbitrator": ("arbitrator-appointed",), "litigation": ("dispute-referred", "dispute-step-passed-over"),
    "dispute-settled": ("dispute-settled",), "sign-off": ("dispute-signed-off", "departure-ratified"),
    "sign-off-report": ("senior-management-briefed", "dispute-signed-off", "departure-ratified"), "dispute-told": (
        "contact-logged", "conversation-summary-sent", "issue-notified-to-provider", "notice-served", "document-filed",
        "dispute-signed-off",
    ),
    "dispute-filed": ("document-filed", "entry-supplemented", "dispute-signed-off"),
    # Meetings.
    "extra-meeting": ("meeting-scheduled", "meeting-held"),
    "support-officer-asked": ("contact-logged", "consultation-recorded", "meeting-held"),
    "meeting": ("meeting-held",), "meeting-held": ("meeting-held",),
    "minutes-recorded": ("meeting-minutes-recorded", "document-filed"),
    "minutes-circulated": ("meeting-minutes-circulated",),
    "minutes-filed": ("meeting-minutes-recorded", "document-filed", "entry-supplemented"),
    # Watching the contract.
    "return": (
        "data-return-received", "performance-report-received", "financial-report-received", "activity-recorded",
    ),
    "specification": ("service-specification-issued",), "service-level-agreement": (
        "service-level-agreement-agreed", "performance-indicator-agreed",
    ), "survey": (
        "satisfaction-survey-received", "entry-supplemented", "document-filed",
    ),
    "results-shared": ("performance-results-shared",),
    "complaint": ("complaint-handling-reviewed",),
    "vacancy": (
        "lead-officer-appointed", "deputy-officer-appointed", "representative-appointed",
        "contract-support-officer-assigned", "senior-responsible-officer-appointed",
    ),
    "provider-levels": ("provider-contact-named", "contact-logged"),
    "supervision": ("supervision-session-held",), "nomination": ("representative-appointed",),
    "renewal-warning": ("renewal-warning-given",), "renewal-decided": ("renewal-decided",),
    "review": ("contract-review-completed", "entry-supplemented"),
    "purchasing-intention": ("purchasing-intention-communicated",),
    "risk-assessed": ("risk-assessed",), "risk-measure": ("risk-assessed",),
    "audit": ("audit-commissioned", "audit-reported"),
    "audit-decided": ("audit-commissioned", "audit-declined"), "audit-reported": (
        "audit-reported", "entry-supplemented", "document-filed",
    ),
    "checklist": (
        "checklist-item-verified", "tender-advertised", "tenders-invited", "service-level-agreement-agreed",
        "entry-supplemented", "document-filed",
    ), "improvement": ("performance-assessed", "performance-report-received"),
    "missed-running": (
        "issue-raised", "issue-reopened", "action-assigned", "notice-served", "improvement-target-agreed",
    ),
    "indicator": (
        "performance-indicator-agreed", "service-level-agreement-amended", "service-level-agreement-agreed",
    ),
    "sla-agreed": ("service-level-agreement-amended", "entry-supplemented", "entry-corrected"),
    "budget-position": ("budget-position-recorded",), "budget-variance": ("budget-position-recorded",),
    "value-for-money": ("value-for-money-tested",),
    # Tiers.
    "classify": ("contract-classified",), "reassess": ("contract-classified",),
    "stage": ("lifecycle-stage-entered",), "scorecard": ("scorecard-recorded",),
    "continuity-plan": ("business-continuity-plan-received",),
    "development-plan": (
        "thematic-review-completed", "entry-supplemented", "improvement-target-agreed",
        "service-level-agreement-agreed", "service-level-agreement-amended",
    ),
    "governance-terms": ("governance-terms-adopted",),
    "self-assessment": ("self-assessment-submitted",),
    "thematic-review": ("thematic-review-completed", "entry-supplemented"), "change-now": ("variation-proposed",),
    "next-contract": ("lesson-recorded",),
    "handover": ("contract-management-handed-over",),
    "handover-appointment": ("lead-officer-appointed", "deputy-officer-appointed"),
    # Outcomes, plans and resources.
    "outcome-wanted": ("outcome-specified",),
    "outcome-weighed": ("outcome-implications-assessed", "entry-supplemented"), "outcome-reviewed": (
        "outcomes-reviewed-with-users", "outcome-specified",
    ),
    "outcome-protected": ("contract-provision-agreed", "outcome-specified"),
    "outcome-agreed": ("outcome-specified",), "outcome-judged": ("outcome-achievement-assessed",),
    "outcome-not-reached": (
        "issue-raised", "action-assigned", "outcome-specified", "outcome-achievement-assessed"
    ),
    "conflict": ("priority-conflict-dealt-with", "entry-supplemented"), "milestone": ("milestone-reached",),
    "plan-shared": ("implementation-plan-shared",), "plan-watched": ("implementation-plan-monitored",),
    "activity": ("implementation-activity-reported",), "plan-to-change": (
        "implementation-plan-change-proposed", "implementation-plan-monitored",
    ), "plan-change": ("implementation-plan-change-decided",),
    "use": ("resource-use-recorded",), "variance": ("variance-action-taken",),
    "variance-assessed": ("variance-assessed",),
    "block": ("payment-basis-set",), "use-completed": ("entry-supplemented", "entry-corrected"),
    "recommendation": ("resource-recommendation-decided",), "responsibility": ("resource-responsibility-notified",),
    "responsibility-told": ("resource-responsibility-notified",),
    "resources-informed": ("resource-information-given", "entry-supplemented"),
    "development": ("development-needs-counted", "entry-supplemented"),
    "control": ("resource-control-checked", "entry-supplemented"),
    "control-checked": ("resource-control-checked",), "feedback": ("feedback-received",),
    "feedback-sought": ("feedback-sought", "entry-supplemented"),
    "evaluation-criteria": ("evaluation-criteria-set",),
    "evaluation": ("resource-management-evaluated",), "evaluation-reported": (
        "evaluation-reported", "entry-supplemented",
    ),
    "criteria": ("resource-management-evaluated", "evaluation-criteria-set"),
    # Money.
    "suspension": ("suspension-reviewed", "suspension-lifted"), "sum": ("sum-claimed", "sum-settled", "sum-waived"),
    "invoice": ("payment-made", "payment-withheld"), "points-dispute": ("points-upheld", "points-withdrawn"),
    "relief": ("relief-decided",), "their-notice": ("remedy-assessed",),
    # Buying.
    "procurement/route": (
        "procurement-option-selected", "tender-advertised", "single-tender-authorisation-requested",
    ),
    "procurement/case": ("document-filed", "entry-supplemented", "single-tender-authorisation-requested"),
    "procurement/single-tender": ("single-tender-authorisation-requested",),
    "procurement/tender": ("tender-advertised",), "procurement/specification": ("service-specification-issued",),
    "procurement/contract-draft": ("document-filed",), "award-papers": ("document-filed",),
    "single-tender-report": ("document-filed", "entry-supplemented"),
    "single-tender-decided": ("single-tender-authorisation-decided", "departure-ratified"),
    "negotiation": ("single-tender-negotiation-concluded",), "tenders-invited": ("tenders-invited",),
    "tenders-received": (
        "tender-received", "no-tender-received", "tender-advertised", "tenders-invited", "procurement-abandoned",
    ),
    "tenders-unanswered": (
        "procurement-option-selected", "tender-advertised", "tenders-invited", "tender-received",
        "procurement-abandoned",
    ),
    "tenders-evaluated": ("tenders-evaluated",), "award-recommended": ("award-recommended",),
    "award-authorised": ("award-authorised", "departure-ratified"),
    "unsuccessful-told": ("unsuccessful-tenderers-notified",),
    "contract-signed": ("contract-signed-by-authority",), "contract-sent": ("contract-issued-for-countersignature",),
    "contract-countersigned": ("contract-countersigned",), "contract-registered": ("contract-registered",),
    # What the Procurement Act asks for: the notices, and the rest as those duties say themselves.
    "act": ("statutory-notice-published", "key-indicators-set"),
    # The end, and after.
    "end-plans": ("contract-end-plans-communicated",), "exit-plan": ("exit-plan-agreed",),
    "end-recorded": ("contract-expired", "contract-terminated", "extension-decided", "variation-agreed"),
    "exit-step": ("exit-plan-step-completed",), "extension": ("extension-decided",),
    "transfer-plan": ("service-transfer-plan-submitted",),
    "transfer-plan-revised": ("service-transfer-plan-submitted",),
    "transfer-plan-clients": ("service-transfer-plan-submitted",),
    "transfer-plan-review": ("service-transfer-plan-reviewed",),
    "transfer-plan-signed": ("service-transfer-plan-signed",), "transfer/clients": ("client-transfer-arranged",),
    "client-supported": ("client-transfer-arranged",),
    "transfer/items": ("transfer-item-handed-over",), "transfer": ("service-transfer-completed",),
    "post-review": ("post-contract-review-held",), "lessons": ("lesson-recorded",), "exclusion": (),
    # Keeping the record.
    # Besides a word to it: what belongs to an entry, a later one of its kind, or what says what it lacked.
    "details": (
        "entry-supplemented", "document-filed", "data-return-received", "representations-answered",
        "issue-significance-assessed", "formal-escalation-recommended", "formal-escalation-authorised",
        "resource-responsibility-notified",
        "thematic-review-completed", "termination-case-recorded", "termination-impact-assessed",
        "implementation-plan-change-evaluated", "resource-management-evaluated", "risk-identified", "risk-assessed",
        "agenda-item-considered", "corrective-action-taken", "service-specification-issued",
        "service-level-agreement-amended", "performance-indicator-agreed", "improvement-target-agreed",
        "exit-plan-agreed", "service-transfer-completed", "programme-action-reviewed", "provider-details-changed",
        "training-material-updated", "contract-issued-for-countersignature",
    ),
    "explain": ("entry-supplemented",),
    "failing-told": ("issue-raised", "issue-reopened", "data-return-received"),
    "ratify": ("departure-authorised", "departure-ratified", "departure-refused"), "confirm": ("correction-confirmed",),
    "varied": (
        "variation-agreed", "entry-corrected", "service-specification-issued", "contract-provision-agreed",
        "notice-clause-entered", "working-day-defined", "default-clause-entered", "termination-clause-entered",
        "points-clause-entered", "credit-clause-entered", "variation-clause-entered", "order-of-precedence-entered",
    ),
    "revise": ("dates-revised",), "hold": ("entry-supplemented", "hold-lifted"),
    "retention/set": ("retention-set",), "retention/review": ("retention-set",),
    "retention/ended": ("file-disposed", "words-erased", "retention-set"),
    # The authority's procedures, and its programme.
    "procedure-reviewed": ("procedure-reviewed",), "procedure-changed": ("procedure-amended", "procedure-adopted"),
    "procedure-contracts": ("entry-supplemented",),
    "procedure-filed": ("document-filed", "entry-supplemented"),
    "procedure-audience": ("procedure-audience-set",), "procedure-acknowledged": ("procedure-acknowledged",),
    "procedure-acknowledgements": ("procedure-acknowledged",),
    "procedure-unchanged": ("procedure-amended", "procedure-adopted"),
    "programme-action": ("programme-action-reviewed",), "programme-report": ("programme-progress-reported",),
    "programme-lead": ("role-taken",), "first-contact": ("role-taken",), "forum-member": ("role-taken",),
    "contract-managers": ("role-taken",),
    "objectives-agreed": ("staff-objectives-agreed",), "staff-report": ("staff-counts-reported",),
    # What the support officer helps with, until it is over.
    "support/return": ("data-return-received", "performance-report-received", "financial-report-received"),
    "support/issue": ("issue-resolved", "issue-significance-assessed"), "support/notice": ("remedy-assessed",),
    "support/dispute": (
        "dispute-settled", "dispute-signed-off", "dispute-referral-concluded", "dispute-action-plan-concluded",
    ),
    "support/termination": (),
}  # fmt: skip
"""Sort of duty (the beginning of its id) -> the kinds of entry that do it; none where only a further word to its own
entry does."""


def does(kind: str, duty: str) -> bool:
    """Return whether an entry of a kind ("meeting-held/1") does a duty, by its id ("meeting-held/MTG-001")."""
    first, _, rest = duty.partition("/")
    kinds = DONE_BY.get(f"{first}/{rest.partition('/')[0]}") or DONE_BY.get(first, ())
    return kind.partition("/")[0] in kinds
