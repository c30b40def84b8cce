"""Details that an entry may lack and that can be added to it: by a supplement that names them, or by a correction."""

from __future__ import annotations

from ledger.entry import Departure

MOVES_THE_END = "extension.moves-the-end"
"""The one that no supplement completes: words beside an extension move no end; a correction or an option does."""
DETAILS = (
    "action.has-owner-and-date", "action.recorded-in-writing", "activity.shows-no-excess",
    "agenda.reason-where-passed-over",
    "agenda.says-what-is-done-about-a-shortfall", "arrangement.says-why", "assessment.cites-",
    "assessment.states-actual", "audit.declined-for-a-reason", "audit.grave-finding-is-an-issue",
    "complaint.response-on-record", "conflict.cause-on-record", "contact.can-be-reached",
    "contact.summary-says-of-what", "contract.names-its-provider", "contract.says-what-it-buys",
    "countersignature.says-to-whom", "decision.names-who-",
    "dispute.arbitrator-by-a-route", "dispute.by-pass-says-why", "dispute.completed-plan-reported",
    "dispute.concern-stated", "dispute.court-and-reference", "dispute.passed-over-with-a-reason",
    "dispute.plan-result-shown", "dispute.progress-says-how-it-goes", "dispute.progress-to-whom",
    "dispute.reason-stated", "dispute.settled-in-writing",
    "dispute.settlement-says-its-outcome", "dispute.written-agreement-with-it",
    "evaluation.by-every-criterion", "evaluation.on-evidence",
    "exclusion.names-buying-bodies", "exclusion.on-a-legal-basis",
    "expiry.says-who-carries-on", MOVES_THE_END, "fundamental-breach.states-",
    "issue.cites-standard", "issue.significance-facts", "issue.significance-measured", "issue.standard-on-file",
    "knowledge.text-on-file",
    "measure.rests-on-the-contract", "meeting.extra-with-reason", "meeting.information-accounted-for",
    "minutes.say-what-is-disputed", "notice.states-", "notice.termination-names-the-part",
    "payment.withheld-for-a-reason", "plan-change.weighed-on-four-heads", "points.states-why-disputed",
    "programme.led-and-carried-out", "provider.known-as-a-customer", "relief.states-",
    "representations.answer-says-what",
    "representative.authority-stated", "resource.responsibility-said", "resource.risks-managed",
    "resource.support-for-their-own-service", "resource.use-recorded-once", "return.confirms-",
    "return.holds-", "return.shows-service",
    "review.needs-met-with-evidence", "review.surveys-are-surveys", "rights.reserved-about-something",
    "sla.holds-what-it-should", "sum.states-", "suspension.has-a-time",
    "termination.case-complete", "termination.impact-complete", "termination.names-the-failings",
    "termination.names-the-part", "thematic-review.heads-of-",
    "thematic-review.under-its-heads", "thematic-review.with-market-intelligence",
    "training-material.reviewed-with-the-trainer", "training-material.says-what-was-updated",
    "transfer-plan.returned-with-reasons",
    "variation.agreement-complete",
)  # fmt: skip
"""Rules whose breach is that a detail is not on record, which a supplement can add, but for that one; those ending in -
are families."""
_DETAILS = frozenset(DETAILS)
_FAMILIES = tuple(name for name in DETAILS if name.endswith("-"))


def is_detail(departure: Departure) -> bool:
    """Return whether what an entry departs from is that a detail is not on record."""
    rule = departure.rule
    return departure.level == "advise" and (rule in _DETAILS or rule.startswith(_FAMILIES))
