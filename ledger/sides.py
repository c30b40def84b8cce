"""Whose act each kind of entry is: acts of the authority's that are entered as the provider's have no effect.

What the provider weighs, decides or tells itself does nothing that the authority has to do: no duty is done by it,
and no condition before an early end is met (docs/adr/0175, 0193, 0321). Every kind there is stands in one of three
tables. A finding of fundamental breach, a telling of an issue, an alert, an authority given, who lets a dispute go on,
and the decision on a recommendation are looked at where they are read, since what they lack is said there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.entry import Actor, Entry, own
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

AUTHORITYS_ALONE = frozenset({
    # choosing whom to buy from, and signing for the authority (HCC-A3 to A9)
    "procurement-option-selected", "single-tender-authorisation-requested", "single-tender-authorisation-decided",
    "tender-advertised", "tenders-invited", "no-tender-received", "tenders-evaluated", "award-recommended",
    "award-authorised", "unsuccessful-tenderers-notified", "contract-signed-by-authority",
    "contract-issued-for-countersignature", "procurement-abandoned",
    # who acts for it (HCC-4.1-a, HCC-5.1-a, TVP-4.0-7), and the law it is under (Procurement Act 2023)
    "lead-officer-appointed", "deputy-officer-appointed", "representative-appointed",
    "contract-support-officer-assigned", "senior-responsible-officer-appointed", "contract-management-delegated",
    "contract-management-handed-over", "supervision-session-held", "procurement-regime-recorded",
    "key-indicators-set", "statutory-notice-published", "modification-assessed",
    # what it asks for, and how it judges what it gets (HCC-6.1-a, HCC-6.3-a, TVP-4.0-19, IMP-25)
    "service-specification-issued", "performance-assessed", "performance-results-shared",
    "outcome-achievement-assessed", "complaint-handling-reviewed", "checklist-item-verified", "payment-basis-set",
    "audit-declined",
    "budget-position-recorded", "value-for-money-tested", "payment-certified", "payment-withheld", "order-placed",
    "outcomes-recommended", "contract-form-recommended",
    # what it wants and by which way, whether the plan for it holds, how its resources fare (CPC307, CPC308)
    "outcome-implications-assessed", "priority-conflict-dealt-with", "outcome-specified", "options-analysed",
    "implementation-plan-monitored", "implementation-plan-change-evaluated", "implementation-plan-change-decided",
    "resource-control-checked", "evaluation-criteria-set", "resource-management-evaluated", "evaluation-reported",
    # failings, and the plan by which a dispute is resolved (TVP-5.0, TVP-5.1-1a, TVP-5.2-4b, HCC-9.1-b)
    "senior-management-briefed", "issue-significance-assessed", "representations-answered", "conversation-summary-sent",
    "default-process-concluded", "points-awarded", "points-withdrawn", "step-in-begun",
    "dispute-action-plan-progress-reported",
    # review, renewal, an early end, and what comes after (HCC-9.3 to 10.1, TVP-5.2-9b, TVP-6.0)
    "contract-review-started", "contract-review-completed", "renewal-decided", "renewal-warning-given",
    "extension-decided", "purchasing-intention-communicated", "provider-informed-of-intention", "consultation-recorded",
    "termination-impact-assessed", "termination-case-recorded", "termination-authorised", "legal-services-consulted",
    "legal-advice-received", "decision-called-in", "call-in-concluded", "provider-exclusion-decided",
    "contract-end-plans-communicated", "service-transfer-plan-reviewed",
    # managing by tier, and the programme that brought it (document 004)
    "contract-classified", "scorecard-recorded", "thematic-review-completed",
    "governance-terms-adopted", "lifecycle-stage-entered", "workstream-established", "programme-action-planned",
    "programme-action-reviewed", "programme-progress-reported", "policy-update-approved", "unit-arrangement-agreed",
    "briefing-held", "training-material-updated", "market-intelligence-recorded", "role-taken", "role-left",
    "staff-objectives-agreed", "staff-counts-reported", "staff-churn-assessed", "development-needs-counted",
    # its procedure, and what is done otherwise than it (HCC-POL-f)
    "procedure-adopted", "procedure-amended", "procedure-reviewed", "procedure-audience-set", "procedure-bound",
})  # fmt: skip
"""Acts that are the authority's, whatever they are about. Kinds without their versions, as below."""
DECISIONS = frozenset({
    "procurement-option-selected", "single-tender-authorisation-decided", "award-authorised",
    "contract-signed-by-authority", "payment-basis-set", "payment-certified", "payment-withheld", "order-placed",
    "formal-escalation-authorised", "dispute-signed-off", "dispute-step-passed-over", "variation-agreed",
    "variation-rejected", "extension-decided", "renewal-decided", "fundamental-breach-determined",
    "termination-authorised", "provider-exclusion-decided", "governance-terms-adopted",
    "resource-recommendation-decided", "implementation-plan-change-decided", "service-transfer-plan-reviewed",
    "departure-authorised", "departure-ratified", "departure-refused", "alternative-arrangement-agreed",
    "procedure-adopted", "procedure-amended", "audit-declined",
    # who manages a contract: resources, as decisions, sit in the business units (IMP-28-b)
    "lead-officer-appointed", "deputy-officer-appointed", "representative-appointed",
    "contract-support-officer-assigned", "senior-responsible-officer-appointed", "contract-management-delegated",
    "role-appointment-ended",
    # how it is managed, and by which procedure
    "contract-classified", "procedure-bound", "audit-commissioned", "key-indicators-set", "procurement-abandoned",
    # what the contract gives the authority: used, given up, or let be for a time
    "suspension-begun", "suspension-lifted", "step-in-begun", "step-in-ended", "rights-waived", "indulgence-given",
    "sum-claimed", "sum-settled", "sum-waived", "points-awarded", "points-upheld", "points-withdrawn",
    "points-expired", "relief-decided", "remedy-period-extended", "notice-withdrawn", "default-process-concluded",
    "immediate-escalation-authorised", "dispute-referred", "contract-terminated", "payment-made",
    # what binds it since it agreed to it
    "service-level-agreement-agreed", "service-level-agreement-amended", "performance-indicator-agreed",
    "improvement-target-agreed", "improvement-plan-agreed", "resolution-plan-agreed", "dispute-action-plan-agreed",
    "dispute-settled", "contract-provision-agreed", "exit-plan-agreed",
})  # fmt: skip
"""Acts that decide something for the authority: none of them is that of a body that only advises (IMP-28-c). What is
agreed with units is one where a unit does something otherwise; what all have in common is the body's to agree. Of the
policies of a programme its own rule asks (`policy.approved-by-who-decides`). What is only noticed, judged, recommended
or told decides nothing, nor does what is done on a decision made before (docs/adr/0491)."""
DECIDED_BY = ("by", "approved_by", "authorised_by", "appointed_by", "authority_for_it", "agreed_for_authority")
"""The fields that say who decided: somebody by office, or whose name is given alone."""
PARTY_OF_AN_ACT = {
    "audit-recommended": "recommended_by_party", "formal-escalation-recommended": "recommended_by",
    "notice-served": "served_by_party", "variation-proposed": "proposed_by_party",
    "variation-rejected": "rejected_by_party", "resolution-plan-proposed": "proposed_by_party",
    "rights-reserved": "reserved_by", "rights-waived": "waived_by", "indulgence-given": "given_by",
    "suspension-begun": "suspended_by", "relief-claimed": "claimed_by", "dispute-referred": "by_party",
    "interim-relief-sought": "by_party", "contract-terminated": "by_party",
}  # fmt: skip
"""Acts of either party that say which one's they are, beside who did them. The field saying it."""
OF_WHOSE_IT_IS = {
    "issue-resolved": "issue", "remedy-assessed": "notice", "remedy-period-extended": "notice",
    "notice-withdrawn": "notice",
}  # fmt: skip
"""Acts that are the authority's where what they name was: its notice, the issue that it raised. The field naming it."""
TAKEN_BACK = {"notice-withdrawn": "notice"}
"""Acts that are only of the party that had given what they name. The field naming it."""
EITHERS = frozenset({
    "contract-registered", "file-opened", "contract-commenced", "service-need-established", "programme-opened",
    "provider-opened", "provider-details-changed", "single-tender-negotiation-concluded", "tender-received",
    "contract-countersigned", "provider-contact-named", "role-appointment-ended", "service-level-agreement-agreed",
    "service-level-agreement-amended", "performance-indicator-agreed", "notice-address-given",
    "notice-clause-entered", "working-day-defined", "default-clause-entered", "termination-clause-entered",
    "points-clause-entered", "credit-clause-entered", "variation-clause-entered", "order-of-precedence-entered",
    "meeting-scheduled", "meeting-rescheduled", "meeting-cancelled", "meeting-held", "agenda-item-considered",
    "meeting-minutes-recorded", "meeting-minutes-circulated", "action-assigned", "action-completed",
    "corrective-action-taken", "contact-logged", "data-return-received", "data-return-requirement-changed",
    "activity-recorded", "satisfaction-survey-received", "improvement-target-agreed", "performance-report-received",
    "financial-report-received", "complaint-received", "compliment-received", "case-considered",
    "audit-recommended", "audit-commissioned", "audit-reported", "risk-identified", "risk-assessed", "risk-closed",
    "business-continuity-plan-received", "self-assessment-submitted", "issue-raised",
    "issue-notified-to-provider", "issue-escalated",
    "provider-representations-received", "resolution-plan-proposed", "resolution-plan-agreed", "issue-reopened",
    "notice-served", "notice-receipt-confirmed", "dates-revised", "improvement-plan-agreed",
    "fundamental-breach-determined", "rights-reserved", "indulgence-given", "rights-waived", "points-disputed",
    "points-upheld", "points-expired", "sum-fell-due", "sum-claimed", "sum-settled", "sum-waived",
    "suspension-begun", "suspension-reviewed", "suspension-lifted", "step-in-ended", "relief-claimed",
    "relief-decided", "invoice-received", "payment-made", "formal-escalation-recommended",
    "formal-escalation-authorised", "immediate-escalation-authorised", "dispute-action-plan-agreed",
    "dispute-action-plan-concluded", "dispute-settled", "dispute-signed-off", "dispute-step-passed-over",
    "dispute-referred", "arbitrator-appointed",
    "dispute-referral-concluded", "interim-relief-sought", "variation-proposed", "variation-evaluated",
    "variation-agreed", "variation-rejected", "termination-event-occurred", "early-termination-proposed",
    "contract-terminated", "contract-expired", "exit-plan-agreed", "exit-plan-step-completed",
    "service-transfer-plan-submitted", "service-transfer-plan-signed", "client-transfer-arranged",
    "transfer-item-handed-over", "service-transfer-completed", "post-contract-review-held", "lesson-recorded",
    "knowledge-shared", "procedure-acknowledged", "alternative-arrangement-agreed", "departure-authorised",
    "departure-ratified", "departure-refused", "retention-set", "hold-placed", "hold-lifted", "words-erased",
    "file-disposed", "ledger-opened", "note-made", "entry-supplemented", "entry-corrected", "entry-struck-out",
    "correction-confirmed", "entry-reclassified", "document-filed", "evidence-bundle-issued",
    "checkpoint-timestamped", "signing-key-rotated", "log-loss-explained", "outcome-views-obtained",
    "outcome-identified", "outcomes-reviewed-with-users", "priority-conflict-identified",
    "contract-provision-agreed", "milestone-reached", "resource-plan-agreed", "resource-information-given",
    "resource-trend-identified", "resource-recommendation-made", "resource-recommendation-decided",
    "resource-use-recorded", "variance-assessed", "variance-action-taken", "resource-responsibility-notified",
    "implementation-plan-agreed", "implementation-plan-shared", "implementation-activity-reported",
    "contingency-invoked", "implementation-plan-change-proposed", "feedback-sought", "feedback-received",
})  # fmt: skip
"""Acts that either side may do, that both do together, or that open or keep a file: never asked about for their side
alone. Who of the authority's may do them is for the rules that name an office."""


def is_authoritys(file: ContractFile, entry: Entry) -> bool:
    """Return whether an entry is an act that only the authority can do: by its kind, or by whose is what it names."""
    kind = entry.kind.partition("/")[0]
    if kind in AUTHORITYS_ALONE:
        return True
    named = own(entry, OF_WHOSE_IT_IS[kind]) if kind in OF_WHOSE_IT_IS else None
    position = file.begun_by(named) if named is not None else None
    began = file.at(position) if position is not None else None
    return began is not None and party_of(began.entry) == "authority"


def decides(entry: Entry) -> bool:
    """Return whether an entry decides something for the authority."""
    kind = entry.kind.partition("/")[0]
    return kind in DECISIONS or own(entry, "subject") == "local-interpretation"


def decided_by(entry: Entry) -> list[Actor | str]:
    """Return who an entry says decided for the authority: of an act of the provider's not who did it, which is its own
    affair."""
    fields = [name for name in DECIDED_BY if name != "by" or party_of(entry) != "provider"]
    return [who for name in fields if isinstance(who := own(entry, name), Actor | str)]


def party_of(entry: Entry) -> str:
    """Return whose an act is: of the party it says, else of whoever did it; the authority's where nobody is named."""
    served_by: str | None = own(entry, "served_by_party")
    return served_by or (entry.by.side if entry.by is not None else "authority")


def of_the_other_party(entry: Entry, by: Actor | None, procedure: Procedure) -> str | None:
    """Return in words that an act is entered as one party's and was done `by` somebody of the other; None where it was
    not, NOT_IN_POINT where it does not say whose it is, or nobody of the two is named (docs/adr/0403).
    """
    field = PARTY_OF_AN_ACT.get(entry.kind.partition("/")[0])
    party: str | None = own(entry, field) if field else None
    if by is None or party in (None, "both") or by.side == "third-party":
        return NOT_IN_POINT
    if by.side == party:
        return None
    return (
        f"it is entered as the {party}'s and {procedure.person_in_office(by)} acted for the {by.side}; {field} should "
        f"be {by.side}, or the person's party {party}"
    )


def takes_back_the_providers(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Return in words that somebody of the authority takes back what the provider gave; None where they do not,
    NOT_IN_POINT of an entry that takes nothing back, or nobody of the two is named (docs/adr/0403)."""
    named = own(entry, TAKEN_BACK.get(entry.kind.partition("/")[0], ""))
    position = file.begun_by(named) if named is not None else None
    given = file.at(position) if position is not None else None
    if given is None or entry.by is None or party_of(given.entry) != "provider" or entry.by.side == "third-party":
        return NOT_IN_POINT
    if entry.by.side == "provider":
        return None
    return (
        f"{named} is the provider's and {procedure.person_in_office(entry.by)} acted for the authority; only who gave "
        "it takes it back: name who of the provider did, or nobody"
    )


def has_no_effect(file: ContractFile, entry: Entry) -> bool:
    """Return whether an act that is the authority's alone is entered as the provider's."""
    return entry.by is not None and entry.by.is_of_the_provider and is_authoritys(file, entry)
