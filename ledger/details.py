"""Details that an entry may lack and that can be added to it: by a supplement that names them, or by a correction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ledger.entry import Departure, Entry, own

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile

MOVES_THE_END = "extension.moves-the-end"
"""No supplement completes it: words beside an extension move no end; a correction or an option does."""
GIVEN_AS_A_WHOLE = "sla.amendment-given-as-a-whole"
"""Nor this: words beside an amendment make no other number; the agreement as it becomes does (TVP-3.0-4)."""
WITH_ITS_DATE = "provision.with-its-date"
"""Nor this: no words beside a milestone are the day by which it is asked for; a correction gives it (CPC307-S11)."""
REVIEW_DATE = "programme-action.has-review-date"
"""Nor this: of words nobody is asked for a review; a correction gives a month, or a review puts it off to one
(IMP-T-b)."""
SAYS_ITS_RISK = "classification.says-its-risk"
"""Nor this: by words no contract is of high risk; a correction makes it so, or a further classification (IMP-18-b)."""
NOT_BY_WORDS = frozenset((MOVES_THE_END, GIVEN_AS_A_WHOLE, WITH_ITS_DATE, REVIEW_DATE, SAYS_ITS_RISK))
"""The details that no supplement completes."""
DETAILS = (
    "action.has-owner-and-date", "action.recorded-in-writing", "activity.shows-no-excess",
    "agenda.reason-where-passed-over",
    "agenda.says-what-is-done-about-a-shortfall", "arrangement.says-why", "assessment.cites-",
    "assessment.states-actual", "audit.declined-for-a-reason", "audit.grave-finding-is-an-issue",
    SAYS_ITS_RISK, "complaint.response-on-record", "conflict.cause-on-record", "contact.can-be-reached",
    "contact.summary-says-of-what", "contract.names-its-provider", "contract.says-what-it-buys",
    "countersignature.says-to-whom", "decision.names-who-", "delegation.protocol-on-file",
    "dispute.arbitrator-by-a-route", "dispute.by-pass-says-why", "dispute.completed-plan-reported",
    "dispute.concern-stated", "dispute.court-and-reference", "dispute.passed-over-with-a-reason",
    "dispute.plan-result-shown", "dispute.progress-says-how-it-goes", "dispute.progress-to-whom",
    "dispute.reason-stated", "dispute.settled-in-writing",
    "dispute.settlement-says-its-outcome", "dispute.written-agreement-with-it",
    "evaluation.by-every-criterion", "evaluation.draws-conclusions", "evaluation.on-evidence",
    "exclusion.names-buying-bodies", "exclusion.on-a-legal-basis",
    "expiry.says-who-carries-on", MOVES_THE_END, "fundamental-breach.states-", "improvement.can-be-measured",
    "issue.cites-standard", "issue.significance-facts", "issue.significance-measured", "issue.standard-on-file",
    "knowledge.text-on-file",
    "measure.rests-on-the-contract", "meeting.extra-with-reason", "meeting.information-accounted-for",
    "minutes.say-what-is-disputed", "notice.states-", "notice.termination-names-the-part",
    "payment.withheld-for-a-reason", "plan.protocol-on-file",
    "plan-change.weighed-on-four-heads", "points.states-why-disputed",
    "programme-action.has-owner", REVIEW_DATE,
    "programme.led-and-carried-out", "provider.known-as-a-customer", WITH_ITS_DATE, "relief.states-",
    "representations.answer-says-what",
    "representative.authority-stated", "resource.protocol-on-file",
    "resource.responsibility-said", "resource.risks-managed",
    "resource.support-for-their-own-service", "resource.use-recorded-once", "return.confirms-",
    "return.holds-", "return.shows-service",
    "review.needs-met-with-evidence", "review.surveys-are-surveys", "rights.reserved-about-something",
    GIVEN_AS_A_WHOLE, "sla.holds-what-it-should", "sum.states-", "suspension.has-a-time",
    "tender.advertised-where-and-until-when",
    "tender.hour-on-the-closing-day", "termination.case-complete", "termination.impact-complete",
    "termination.names-the-failings",
    "termination.names-the-part", "thematic-review.heads-of-",
    "thematic-review.under-its-heads", "thematic-review.with-market-intelligence",
    "training-material.reviewed-with-the-trainer", "training-material.says-what-was-updated",
    "transfer-plan.returned-with-reasons",
    "variance.action-leads-to-its-entry", "variation.agreement-complete",
)  # fmt: skip
"""Rules whose breach is that a detail is not on record, which a supplement can add, but for `NOT_BY_WORDS`; those
ending in - are families."""
ALSO_SAID = (
    "activity.compared-with-target", "agenda.outcome-of-each-part", "agenda.says-when-it-was-settled",
    "agreement.recorded-in-full", "appointment.one-from-a-day", "audit.commission-on-record",
    "audit.report-says-something", "audit.says-what-else",
    "briefing.names-its-teams", "budget.forecast-given", "budget.spent-does-not-fall", "budget.variance-explained",
    "case.considered-at-a-meeting", "checklist.shown-by-a-document", "churn.says-measures",
    "commencement.data-source-said", "conflict.settled-or-reported", "consultation.says-by-whom",
    "consultation.says-which-variation", "contact.says-its-level", "contingency.says-for-what",
    "contract.says-its-locality", "delegation.says-what-and-at-what-cost", "design.best-value",
    "development.says-what-is-done",
    "design.each-way-looked-at", "design.five-factors-weighed", "design.form-by-factors", "design.objectives-named",
    "design.one-way-chosen", "design.outcomes-named", "design.type-with-its-reason",
    "design.user-directed-beside-others", "design.ways-compared", "dispute.president-failing-agreement",
    "document.paper-located",
    "document.there-or-located", "evaluation.best-value", "evaluation.criteria-looked-at-again",
    "evaluation.found-by-each-measure", "evaluation.reported-accessibly", "evaluation.reported-to-whom",
    "evaluation.with-scores", "feedback.from-whom-and-how", "feedback.says-whether-outcomes-are-met",
    "feedback.sought-by-some-means", "feedback.sought-from-whom", "financial-report.as-the-template",
    "governance.terms-on-file", "improvement-plan.says-what-or-when", "indicator.classed", "indicator.looked-at-again",
    "indicator.of-a-requirement", "knowledge.says-whom-terms-are-for", "lead-officer.operational-manager",
    "market.says-something", "meeting.note-taker-attends", "need.contracts-reviewed",
    "need.established-by-whom", "outcome.agreement-point", "outcome.equality-weighed",
    "outcome.judged-on-evidence", "outcome.ranked-by-factors", "outcome.ranked-with-the-others",
    "outcome.recommendation-accessible", "outcome.recommendation-shared", "outcome.recommendation-supported",
    "outcome.reviewed-under-four-heads", "outcome.reviewed-with-whom", "outcome.serves-an-aim",
    "outcome.specified-exactly", "outcome.support-to-say-and-decide", "outcome.views-of-whom",
    "outcome.wanted-by-somebody", "outcome.weighed-under-four-heads", "payment.says-what-it-is-for",
    "payment.says-what-was-delivered",
    "payment.withheld-under-a-clause", "performance.shared-with-provider", "plan-change.made-as-evaluated",
    "plan-change.made-plain", "plan.activities-resourced", "plan.best-value", "plan.monitored-by-what",
    "plan.rights-protected", "plan.risks-and-contingencies", "plan.risks-rated", "plan.serves-outcomes",
    "plan.shared-accessibly", "plan.shared-with-somebody", "plan.supported", "plan.sustainable",
    "policy.says-who-approved", "policy.says-whether-the-cabinet-member-approves",
    "procedure.controlled-document", "procedure.governing-documents",
    "procedure.leaving-says-why",
    "programme-action.of-a-recommendation-and-a-wave", "programme-action.rescheduled-with-reason",
    "programme-report.presented", "programme-report.says-what-is-in-the-way", "provider-contact.says-its-level",
    "provider.says-what-changed", "provision.protects-an-outcome", "provision.says-where-it-stands",
    "publication.of-which-variation", "purchasing-intention.says-what",
    "recommendation.addressed", "remedy.extended-for-a-reason", "remedy.result-shared", "renewal.warned-who-manages",
    "resolution-plan.says-what-or-when", "resource.availability-assessed", "resource.control-followed-up",
    "resource.control-held-to-something", "resource.eligibility-kept", "resource.information-accessible",
    "resource.information-addressed", "resource.information-by-some-means", "resource.information-interpreted",
    "resource.information-said", "resource.line-answered-for", "resource.money-said", "resource.policies-kept",
    "resource.priorities-said", "resource.rights-protected", "resource.sustainability-assessed",
    "resource.trend-by-factors", "resource.trend-suggested-to-whom", "resource.trend-weighed",
    "resource.trend-with-a-suggestion", "resource.use-recorded-completely", "resource.used-by-whom",
    "return.change-agreed", "review.answers-needs-met", "review.answers-renew", "review.answers-specification-change",
    "review.answers-value-for-money", "review.considers-surveys", "review.names-tender-route",
    "rights.waived-in-words", "risk.closed-for-a-reason", "risk.has-owner", "risk.measures-by-whom-or-when",
    "route.says-why", "single-tender.with-its-case",
    "single-tender.with-its-report", "sla.agreed-by-both", "sla.amendment-says-what",
    "specification.describes-the-service",
    "specification.has-method-statement", "specification.lead-officer-attends", "specification.says-what-is-brought",
    "specification.sets-meetings", "specification.sets-returns", "specification.sets-standards",
    "staff-counts.presented", "staff-objectives.agreed-by-a-body", "staff-objectives.say-when-reported",
    "stage.goes-forward", "survey.says-what-came-of-it",
    "tender.names-whom-it-invites", "tender.opened-by-whom", "termination.decision-recorded-in-full",
    "thematic-review.acts-on-what-is-short", "thematic-review.further-actions-owned-and-dated",
    "thematic-review.held-with-the-manager", "thematic-review.none-where-all-is-well",
    "transfer-plan.decided-by-whom", "transfer-plan.itself-on-file",
    "unit.handover-points-named", "unit.interpretation-says-what",
    "value-for-money.three-heads", "variance.action-says-what-it-is", "variance.cause-on-record",
    "variance.method-named", "variance.type-named", "variation.agreed-says-why", "variation.says-what",
    "variation.says-why",
    "variation.weighed-on-four-heads",
)  # fmt: skip
"""Other rules whose breach is that something is not said, which a supplement that names them says: of none of these is
the entry due to be completed, and those of which something else is due are done as that says (docs/adr/0434)."""
DOCUMENTS = frozenset((
    "action.recorded-in-writing", "audit.report-says-something", "dispute.completed-plan-reported",
    "dispute.settled-in-writing",
    "dispute.written-agreement-with-it", "knowledge.text-on-file",
    "representations.answer-says-what", "survey.says-what-came-of-it", "training-material.says-what-was-updated",
    "variation.says-what",
))  # fmt: skip
"""Those of both whose breach is that a document is not on file either, which filing one that belongs to the entry mends
too."""
SETTLED_HOW = "conflict.settled-or-reported"
WHAT_IS_DONE = "development.says-what-is-done"
REPORTED_TO_WHOM = "evaluation.reported-to-whom"
SOUGHT_FROM_WHOM = "feedback.sought-from-whom"
HELD_TO_SOMETHING = "resource.control-held-to-something"
INTERPRETED = "resource.information-interpreted"
RECORDED_COMPLETELY = "resource.use-recorded-completely"
AGREED_BY_BOTH = "sla.agreed-by-both"
ACTS_ON_WHAT_IS_SHORT = "thematic-review.acts-on-what-is-short"
OWNED_AND_DATED = "thematic-review.further-actions-owned-and-dated"
HELD_WITH_THE_MANAGER = "thematic-review.held-with-the-manager"
WITH_A_DUTY = frozenset((
    SETTLED_HOW, WHAT_IS_DONE, REPORTED_TO_WHOM, SOUGHT_FROM_WHOM, HELD_TO_SOMETHING, INTERPRETED, RECORDED_COMPLETELY,
    AGREED_BY_BOTH, ACTS_ON_WHAT_IS_SHORT, OWNED_AND_DATED, HELD_WITH_THE_MANAGER,
))  # fmt: skip
"""Those of them for which another duty asks, which no supplement ends that does not name them (docs/adr/0424)."""
SAID_OTHERWISE: Mapping[str, tuple[str | tuple[str, ...], ...]] = {
    "design.ways-compared": ("ways",),
    "evaluation.criteria-looked-at-again": ("review_on",),
    "evaluation.reported-accessibly": ("formats",),
    REPORTED_TO_WHOM: ("recipients", "groups"),
    SOUGHT_FROM_WHOM: ("groups",),
    "indicator.looked-at-again": ("indicator.review_on",),
    "meeting.note-taker-attends": ("note_taker",),
    "outcome.recommendation-accessible": ("formats",),
    "outcome.reviewed-with-whom": ("groups",),
    "outcome.views-of-whom": ("asked",),
    "plan-change.made-plain": ("changes",),
    "plan.serves-outcomes": ("outcomes", "changes"),
    "plan.shared-accessibly": ("formats",),
    "recommendation.addressed": ("addressed_to",),
    "renewal.warned-who-manages": ("told",),
    "resource.information-accessible": ("formats",),
    "resource.information-addressed": ("recipients", "groups"),
    "resource.trend-suggested-to-whom": ("suggested_to",),
    RECORDED_COMPLETELY: ("complete",),
    AGREED_BY_BOTH: (("agreed_by_authority", "agreed_by_provider"),),
    "specification.lead-officer-attends": ("attendees",),
    "staff-counts.presented": ("presented_to",),
    "staff-objectives.agreed-by-a-body": ("agreed_by",),
    "variance.action-leads-to-its-entry": ("led_to",),
}
"""Those of both that find as well what was done otherwise: the fields of the entry that say what was. Where one does,
or all of several together do, nothing is unsaid, and words beside it put nothing right."""
_DETAILS = frozenset(DETAILS)
_ALSO_SAID = frozenset(ALSO_SAID)
_FAMILIES = tuple(name for name in DETAILS if name.endswith("-"))


def is_detail(departure: Departure) -> bool:
    """Return whether what an entry departs from is that a detail is not on record."""
    rule = departure.rule
    return departure.level == "advise" and (rule in _DETAILS or rule.startswith(_FAMILIES))


def may_be_said(entry: Entry, departure: Departure) -> bool:
    """Return whether what an entry departs from is that something is not said, which a supplement can say."""
    if _says_otherwise(entry, departure.rule):
        return False
    return is_detail(departure) or (departure.level == "advise" and departure.rule in _ALSO_SAID)


def _says_otherwise(entry: Entry, rule: str) -> bool:
    """Whether an entry says what a rule asks for, and so was found to have done it otherwise."""
    fields = SAID_OTHERWISE.get(rule, ())
    return any(all(_filled(entry, one) for one in ((field,) if isinstance(field, str) else field)) for field in fields)


def _filled(entry: Entry, field: str) -> bool:
    """Whether a field of an entry, or of what is in one of its fields, says something."""
    whole, _, part = field.partition(".")
    held = own(entry, whole)
    return bool(getattr(held, part, None) if part else held)


def is_due(departure: Departure) -> bool:
    """Return whether what an entry does not say is due: a detail, or what another duty asks for."""
    return is_detail(departure) or (departure.level == "advise" and departure.rule in WITH_A_DUTY)


def added_since(file: ContractFile, rule: str) -> Callable[[int], bool]:
    """Return what tells of an entry, by its position, whether a supplement says what it lacks by a rule; of one that
    was found to have done it otherwise none does."""

    def is_added(position: int) -> bool:
        held = file.at(position) if file.records.completing(position, rule) else None
        return held is not None and not _says_otherwise(held.entry, rule)

    return is_added
