"""What was missing with an entry when it was recorded, and whether it is on record by now: said in a supplement that
names it, with a later entry, in a document filed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from ledger.details import DOCUMENTS, GIVEN_AS_A_WHOLE, MOVES_THE_END, WITH_ITS_DATE, is_detail, may_be_said
from ledger.dispute_results import completed_plan_reported
from ledger.entry import Departure, Entry, Recorded, own
from ledger.in_writing import plan_is_written
from ledger.names import among, same_name
from ledger.planning import left_out_of_risks
from ledger.provisions import gone_from, may_stand
from ledger.responsibility import named_in
from ledger.said_since import said_in
from ledger.significance import facts_missing, facts_of, without_facts
from ledger.specification import left_out_of_levels
from ledger.subjects.assurance import AuditReported
from ledger.subjects.disputes import DisputeSignedOff, FormalEscalationAuthorised, FormalEscalationRecommended
from ledger.subjects.issues import IssueRaised, IssueSignificanceAssessed
from ledger.subjects.meetings import (
    AgendaItemConsidered,
    MeetingMinutesCirculated,
    reached_by,
    reached_on,
    shortfall_left,
)
from ledger.subjects.people import ProviderContactNamed, office_of
from ledger.subjects.performance import DataReturnReceived, ImprovementTargetAgreed, same_kind
from ledger.subjects.procurement import TenderAdvertised, TendersInvited
from ledger.subjects.resources import ResourcePlanAgreed, ResourceResponsibilityNotified
from ledger.subjects.risks import risks_of, watched_in_the_log
from ledger.subjects.terms import PerformanceIndicatorAgreed, ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended
from ledger.transfer_plans import put_right_by
from ledger.transition import others_may_follow
from projections.duties.duty import days_after
from projections.duties.passed_over import WITH_ITS_CASE, states_the_case
from projections.failings.trail import spoken
from projections.monitoring.checklist import strategy_known
from projections.view import FileView

MINUTES = "minutes.on-file"
"""What a duty of its meeting asks for (projections/duties/meetings.py), and not one of its entry."""
ANEW = frozenset(("termination.case-complete", "termination.impact-complete"))
"""Those of a step before an early end that can be taken anew, with everything in it."""
OF_ITS_DISPUTE = frozenset(("dispute.reason-stated",))
"""Those whose breach a later step of the same dispute mends, which says what the earlier left out (TVP-5.0-1)."""
OF_THEIR_OWN = "resource.support-for-their-own-service"
"""The one whose breach a further word of the same responsibility mends that says it (CPC308-K14)."""
OF_ITS_ISSUE = "issue.significance-facts"
"""The one whose breach later assessments of the same issue mend that state the facts which this one left out
(TVP-5.0-4, TVP-5.0-5)."""
OF_ITS_THEME = "thematic-review."
"""Those whose breach a later review of the contract for the same theme mends, which leaves nothing of it out
(IMP-W2-08, IMP-W3-04)."""
OF_ITS_FIGURES = "agenda.says-what-is-done-about-a-shortfall"
"""The one whose breach corrective action mends that is taken after the meeting and names the figures (HCC-7.6-g)."""
OF_THE_LOG = "resource.risks-managed"
"""What a risk of the log mends, where it is of the plan that names none itself, or is the one it names (CPC308-A6)."""
OF_ITS_ACTION = "action.has-owner-and-date"
"""The one whose breach nobody has to mend any more once the action is done: who was to do it, and by when, is past."""
CAN_BE_REACHED = "contact.can-be-reached"
"""The one whose breach nobody has to mend any more once somebody else was named, or the person left (TVP-5.2-2b)."""
OF_THE_TERMS = "issue.standard-on-file"
"""The one whose breach nobody has to mend any more once what was cited is on file as in force by then (HCC-6.1-b)."""
OF_THE_AGREEMENT = "sla.holds-what-it-should"
"""The one whose breach an amendment of the agreement mends that has what was left out, or what is agreed apart from it
since (TVP-3.0-5 to TVP-3.0-8)."""
USED_ONCE = "resource.use-recorded-once"
"""The one whose breach nobody has to mend any more once no record of the same time and users is beside it."""
OF_ITS_PERIOD = "return."
"""Those whose breach a further return for the same period mends, which leaves nothing of it out (HCC-8.1-c)."""
OF_ITS_CHANGE = "plan-change.weighed-on-four-heads"
"""The one whose breach a later evaluation of the same change mends, which weighs it on every head, and which nobody has
to mend any more once the change is rejected (CPC307-C6-b)."""
OF_WHAT_WAS_SAID = "representations.answer-says-what"
"""The one whose breach a further answer to the same words of the provider mends (HCC-2.1-b)."""
WHO_CARRIES_ON = "expiry.says-who-carries-on"
"""The one that an exit plan or a completed handover recorded since answers, too (TVP-6.0-6)."""
OF_ITS_EVALUATION = ("evaluation.by-every-criterion", "evaluation.draws-conclusions", "evaluation.on-evidence")
"""Those whose breach a later evaluation by the same criteria mends, which leaves nothing of it out and looks at all of
the same time (CPC308-C5)."""
STRATEGY_KNOWN = "tender.makes-strategy-known"
"""The one whose breach a later call for the same tenders mends, which says so, or a check of the papers (TVP-4.0-3)."""
ADVERTISED = "tender.advertised-where-and-until-when"
"""The one whose breach a later call for the same tenders mends, which says what was left out (HCC-A7-c)."""
CAN_BE_MEASURED = "improvement.can-be-measured"
"""The one whose breach nobody has to mend any more once it was judged whether the improvement was reached."""
SAYS_NO = {
    "return.confirms-statements": {"statements_given": "statements_count"},
    "return.confirms-reviews": {"assessments_done": "assessments_count", "reviews_done": "reviews_count"},
}
"""Those whose breach may be that a return says no, by its fields, each with that of how many there were: then it lacks
nothing and tells of a failing, which is raised as an issue (HCC-8.1-d, HCC-8.1-e)."""
OF_AN_AUDIT = "audit.grave-finding-is-an-issue"
"""The one whose breach is that an audit tells of failings, of which as many are raised as it finds grave and names no
issue of (TVP-3.1-10)."""


def left_to_say(view: FileView, recorded: Recorded, departure: Departure) -> str:
    """What was found missing when an entry was recorded; of a plan's risks what the log does not say by now either, of
    a service level agreement what it lacks as it stands."""
    entry = recorded.entry
    if departure.rule == OF_THE_LOG and isinstance(entry, ResourcePlanAgreed) and entry.risks:
        return _left_out_of_risks(view, recorded, entry) or departure.found
    if departure.rule == OF_THE_AGREEMENT and isinstance(entry, ServiceLevelAgreementAgreed):
        return _left_out_of_agreement(view, recorded, entry) or departure.found
    if departure.rule == OF_ITS_ISSUE and isinstance(entry, IssueSignificanceAssessed):
        return without_facts(_facts_left_out(view, recorded, entry)) or departure.found
    return departure.found


def is_past(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Return whether what was missing with an entry is asked for no more, whoever says it or does not."""
    if departure.rule == USED_ONCE:
        return recorded.position not in view.file.resources.overlapping()
    if departure.rule == CAN_BE_REACHED and isinstance(named := recorded.entry, ProviderContactNamed):
        terms = (one for one in view.file.people.holders(office_of(named)) if one.position == recorded.position)
        return any(one.until != named.until_date for one in terms)
    if departure.rule == OF_THE_TERMS and isinstance(issue := recorded.entry, IssueRaised):
        return all(view.file.terms.cites(named, issue.noticed_on or issue.latest_on) for named in issue.standards)
    if departure.rule == CAN_BE_MEASURED:
        aim = view.file.performance.improvements.get(recorded.given_id or "")
        return aim is not None and bool(aim.results)
    if departure.rule == WITH_ITS_DATE:
        held = view.file.design.provisions.get(recorded.given_id or "")
        return held is not None and (held.reached is not None or not may_stand(view.file, held))
    if departure.rule == WHO_CARRIES_ON:
        return others_may_follow(view.file, date.max, view.procedure) is None
    if departure.rule == OF_ITS_CHANGE:
        change = view.file.implementation.changes.get(own(recorded.entry, "change"))
        return change is not None and change.decided is not None and change.decided[1] == "rejected"
    if departure.rule != OF_ITS_ACTION or recorded.given_id is None:
        return False
    action = view.file.actions.by_id.get(recorded.given_id)
    return action is not None and action.completed is not None


def no_more_from(view: FileView, recorded: Recorded, missing: Sequence[Departure]) -> date | None:
    """Return the day from which all that is missing with an entry is asked for no more: where a contact is reached,
    once they have left by the day the entry itself gives (TVP-5.2-2b); the day of a milestone, once another has its
    place for good (CPC307-S11). None where that is not known ahead."""
    named, held = recorded.entry, view.file.design.provisions.get(recorded.given_id or "")
    if held is not None and all(one.rule == WITH_ITS_DATE for one in missing):
        return gone_from(view.file, held)
    if not isinstance(named, ProviderContactNamed) or named.until_date is None:
        return None
    return days_after(named.until_date, 1) if all(one.rule == CAN_BE_REACHED for one in missing) else None


def _tells_of_a_failing(recorded: Recorded, departure: Departure) -> bool:
    if departure.rule == OF_AN_AUDIT:
        return True
    return any(own(recorded.entry, field) is False for field in SAYS_NO.get(departure.rule, ()))


def still_missing(view: FileView, recorded: Recorded) -> list[Departure]:
    """Return the departures of an entry from rules that ask for a detail which is not on record by now."""
    return [d for d in recorded.departures if not _tells_of_a_failing(recorded, d) and _is_missing(view, recorded, d)]


def failings_told(view: FileView, recorded: Recorded) -> list[Departure]:
    """Return the departures of an entry which say that something is not done, and that no issue was raised about yet
    (HCC-8.1-d, HCC-8.1-e)."""
    return [d for d in recorded.departures if _tells_of_a_failing(recorded, d) and _is_missing(view, recorded, d)]


def _is_missing(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    return is_detail(departure) and not is_completed(view, recorded, departure)


def is_completed(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Return whether a detail that was not on record with an entry, or a document not on file, is by now."""
    if departure.rule == USED_ONCE and recorded.position in view.file.resources.twice():
        return False  # they count as one, whatever is said beside them
    if departure.rule in (MOVES_THE_END, WITH_ITS_DATE):
        return False  # words move no end, and give no day: that comes by correction, or the option comes on file
    if departure.rule == GIVEN_AS_A_WHOLE:
        return _agreed_since(view, recorded, departure)  # and words make no other number (docs/adr/0445)
    if departure.rule == MINUTES:
        return view.file.minutes_filed(own(recorded.entry, "meeting"))
    if isinstance(recorded.entry, TenderAdvertised | TendersInvited):
        tender = view.file.procurement.tenders.get(recorded.entry.tender or recorded.given_id or "")
        if departure.rule == STRATEGY_KNOWN:
            return tender is not None and strategy_known(view, tender, date.max)
        if departure.rule == ADVERTISED and tender is not None and tender.says_where_and_until_when:
            return True
    if isinstance(recorded.entry, MeetingMinutesCirculated):
        return _sent_on_in_time(view, recorded.entry, departure)
    if departure.rule == WITH_ITS_CASE:  # what the duty to supply the case asks for, not one of its entry (HCC-A4-a)
        return states_the_case(view, recorded.position)
    if put_right_by(view.file, recorded, departure) is not None:
        return True
    if _tells_of_a_failing(recorded, departure):
        return _raised(view, recorded, departure) or _said_since(view, recorded, departure)
    if may_be_said(recorded.entry, departure) and said_in(view.file, recorded.position, departure.rule):
        return True  # a supplement that names it says it: another says something else (docs/adr/0383, 0434)
    return is_detail(departure) and (
        _reported_since(view, recorded, departure)
        or _planned_in_writing(view, recorded, departure)
        or _said_since(view, recorded, departure)
        or _seen_since(view, recorded, departure)
        or _agreed_since(view, recorded, departure)
    )


def _sent_on_in_time(view: FileView, sent: MeetingMinutesCirculated, departure: Departure) -> bool:
    """Whether minutes that did not go to everybody at once reached whom they had not by the day they are to go out."""
    meeting = view.file.meetings.by_id.get(sent.meeting)
    if meeting is None or meeting.held_on is None:
        return False
    by = days_after(meeting.held_on, view.judging(sent).setting("minutes.circulate-within"))
    return reached_by(view.file, meeting, departure.rule, by or date.max)


def words_on_it(view: FileView, recorded: Recorded, departure: Departure) -> str:
    """Return in words which supplement says something of a departure that no words undo, as of a day that was missed;
    "" without one (docs/adr/0434)."""
    added = view.file.records.completing(recorded.position, departure.rule) if departure.level == "advise" else ()
    return f"; entry {added[-1]} says something of it" if added else ""


def came_late(view: FileView, recorded: Recorded, departure: Departure) -> str:
    """Return in words when minutes reached whom a sending had left out, where that was after the day by which they are
    to go out; "" of everything else (HCC-7.2-b)."""
    sent = recorded.entry
    meeting = view.file.meetings.by_id.get(sent.meeting) if isinstance(sent, MeetingMinutesCirculated) else None
    on = reached_on(view.file, meeting, departure.rule) if meeting else None
    if meeting is None or meeting.held_on is None or on is None:
        return ""
    by = days_after(meeting.held_on, view.judging(sent).setting("minutes.circulate-within"))
    had = f"they had them on {spoken(on)}"
    return f"; {had}, and were to by {spoken(by)}" if by else f"; {had}"


def _seen_since(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Whether a plan that names no risk of its resources has one in the risk log, which is assessed there, and was not
    over before the day the plan was agreed; of one that names some, whether what it left out of each is said there."""
    plan = recorded.entry
    if departure.rule != OF_THE_LOG or not isinstance(plan, ResourcePlanAgreed):
        return False
    given, agreed_on = recorded.given_id or "", plan.happened_on
    if not plan.risks:
        return any(risk.closed is None or risk.closed[0] >= agreed_on for risk, *_ in risks_of(view.file, given))
    return _left_out_of_risks(view, recorded, plan) is None


def _left_out_of_risks(view: FileView, recorded: Recorded, plan: ResourcePlanAgreed) -> str | None:
    """What a plan leaves out of its risks and no risk of the log says that is open, or all of which are over."""
    log = watched_in_the_log(view.file, recorded.given_id or "", plan.risks)
    left = {name: [one for one in logged if one.closed is None] for name, logged in log.items()}
    over = {name for name, those in left.items() if not those}
    rated = {name for name, those in left.items() if any(one.newest is not None for one in those)}
    managed = {name for name, those in left.items() if any(one.measures for one in those)}
    return left_out_of_risks(plan.risks, over | rated, over | managed)


def _agreed_since(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Whether a service level agreement holds by now what it left out: as amended, or by what was agreed apart; and
    whether one amended in words was given as a whole since."""
    agreed = recorded.entry
    if departure.rule == GIVEN_AS_A_WHOLE and isinstance(agreed, ServiceLevelAgreementAmended):
        versions = view.file.terms.agreements.get(agreed.sla, ())
        return any((one.since, one.position) > (agreed.effective_on, recorded.position) for one in versions)
    if departure.rule != OF_THE_AGREEMENT or not isinstance(agreed, ServiceLevelAgreementAgreed):
        return False
    return _left_out_of_agreement(view, recorded, agreed) is None


def _left_out_of_agreement(view: FileView, recorded: Recorded, agreed: ServiceLevelAgreementAgreed) -> str | None:
    stands = next((one for one in view.file.terms.agreements_on(date.max) if one.id == recorded.given_id), None)
    kinds = (("indicators", PerformanceIndicatorAgreed), ("improvement_targets", ImprovementTargetAgreed))
    apart = {field for field, kind in kinds if any(_after(recorded, view.file.of(kind)))}
    return left_out_of_levels(stands.says if stands else agreed, apart)


def _raised(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Whether an issue cites an entry as what shows a failing it tells of: of several failings, as many are raised. One
    that a finding names was raised of that finding, and of no other."""
    resting = view.file.issues.resting_on().get(recorded.position, ())
    if isinstance(recorded.entry, AuditReported):
        named = {finding.issue for finding in recorded.entry.findings}
        return sum(issue not in named for issue in resting) >= recorded.entry.grave_without_issue
    citing = len(resting)
    told = [d.rule for d in recorded.departures if _tells_of_a_failing(recorded, d)]
    return told.index(departure.rule) < citing


def _planned_in_writing(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Whether the plan that an action is a step of is in writing by now (TVP-5.1-3b)."""
    plan = own(recorded.entry, "plan") if departure.rule == "action.recorded-in-writing" else None
    return plan is not None and plan_is_written(view.file, plan)


def _reported_since(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Whether the report with a completed plan was filed as belonging to the finding that it resolved the matter
    (TVP-5.2-4c)."""
    signed = recorded.entry
    return (
        departure.rule in DOCUMENTS and isinstance(signed, DisputeSignedOff)
        and completed_plan_reported(view.file, signed.dispute, signed.happened_on)
    )  # fmt: skip


def _said_since(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Whether a later entry of its kind, for the same proposal, change, criteria, period or theme, left nothing out of
    what this one lacks; a later step of its dispute says it; or corrective action answers to every figure."""
    if departure.rule in OF_ITS_DISPUTE:
        steps = view.file.of(FormalEscalationRecommended, FormalEscalationAuthorised)
        return any(own(r.entry, "reason") and _dispute(r) == _dispute(recorded) for r in _after(recorded, steps))
    if departure.rule == OF_THEIR_OWN:
        words = view.file.of(ResourceResponsibilityNotified)
        return any(_supports(later.entry, recorded.entry) for later in _after(recorded, words))
    if departure.rule == OF_ITS_ISSUE and isinstance(recorded.entry, IssueSignificanceAssessed):
        return not _facts_left_out(view, recorded, recorded.entry)
    if departure.rule == OF_ITS_FIGURES and isinstance(recorded.entry, AgendaItemConsidered):
        return not shortfall_left(view.file, recorded.entry, view.judging(recorded.entry))
    said_of_one = _said_of_one(departure.rule)
    if said_of_one is None:
        return False
    told = _tells_of_a_failing(recorded, departure)
    return any(
        said_of_one(later.entry, recorded.entry)
        and (all(d.rule != departure.rule for d in later.departures) or (not told and _says_no(later, departure)))
        for later in _after(recorded, view.file.of(type(recorded.entry)))
    )


def _facts_left_out(view: FileView, recorded: Recorded, assessed: IssueSignificanceAssessed) -> list[str]:
    """The tests an assessment finds met without facts, of which no later one of the same issue states any."""
    later = (one.entry for one in _after(recorded, view.file.of(IssueSignificanceAssessed)))
    stated = {
        test for one in later if isinstance(one, IssueSignificanceAssessed) and one.issue == assessed.issue
        for test in facts_of(one)
    }  # fmt: skip
    return [test for test in facts_missing(assessed) if test not in stated]


def _said_of_one(rule: str) -> Callable[[Entry, Entry], bool] | None:
    """What tells whether two entries are about one proposal, change, evaluation, period or theme, where what one leaves
    out against a rule may be said in another; None where it may not."""
    if rule.startswith(OF_ITS_PERIOD):
        return _same_return
    if rule.startswith(OF_ITS_THEME):
        return partial(_same, "theme")
    if rule in ANEW:
        return partial(_same, "proposal")
    if rule == OF_ITS_CHANGE:
        return partial(_same, "change")
    if rule == OF_WHAT_WAS_SAID:
        return partial(_same, "representations")
    return _same_evaluation if rule in OF_ITS_EVALUATION else None


def _says_no(later: Recorded, departure: Departure) -> bool:
    """Whether what another return left open is said in one that says no of some of it: that lacks nothing of it."""
    said = [(own(later.entry, done), own(later.entry, many)) for done, many in SAYS_NO.get(departure.rule, {}).items()]
    return bool(said) and all(done is False or (done and many is not None) for done, many in said)


def _same(field: str, later: Entry, earlier: Entry) -> bool:
    named: bool = own(later, field) == own(earlier, field)
    return named


def _same_evaluation(later: Entry, earlier: Entry) -> bool:
    """Whether an evaluation by the same criteria looks at all of the time that an earlier one did, or that is not said
    of one of the two."""
    was, now = own(earlier, "period"), own(later, "period")
    return _same("evaluation", later, earlier) and (was is None or now is None or was.lies_in(now))


def _supports(later: Entry, told: Entry) -> bool:
    """Whether another word to the same person says what support they have in the same lines, or in all of theirs."""
    if not (isinstance(later, ResourceResponsibilityNotified) and isinstance(told, ResourceResponsibilityNotified)):
        return False
    if later.support is None or not same_name(named_in(later) or "", named_in(told) or ""):
        return False
    of_the_plan = later.plan is None or same_name(later.plan, told.plan or "")
    return of_the_plan and (not later.plan_lines or all(among(line, later.plan_lines) for line in told.plan_lines))


def _same_return(later: Entry, earlier: Entry) -> bool:
    return (
        isinstance(later, DataReturnReceived) and isinstance(earlier, DataReturnReceived)
        and later.period == earlier.period and same_kind(later.return_kind, earlier.return_kind)
    )  # fmt: skip


def _after(recorded: Recorded, others: list[Recorded]) -> Iterator[Recorded]:
    return (later for later in others if later.position > recorded.position)


def _dispute(step: Recorded) -> str | None:
    named: str | None = own(step.entry, "dispute")
    return named or step.given_id
