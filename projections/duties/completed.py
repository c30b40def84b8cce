"""What was missing with an entry when it was recorded, and whether it is on record by now: said in a supplement that
names it, with a later entry, in a document filed since."""

from __future__ import annotations

from datetime import date

from ledger.details import (
    DOCUMENTS,
    GIVEN_AS_A_WHOLE,
    MOVES_THE_END,
    REVIEW_DATE,
    SAYS_ITS_RISK,
    WITH_ITS_DATE,
    is_detail,
    may_be_said,
)
from ledger.dispute_results import completed_plan_reported
from ledger.entry import Departure, Recorded, own
from ledger.in_writing import plan_is_written
from ledger.partners import ON_FILE, protocols
from ledger.planning import left_out_of_risks
from ledger.said_since import said_in
from ledger.significance import without_facts
from ledger.specification import left_out_of_levels
from ledger.subjects.assurance import AuditReported
from ledger.subjects.disputes import DisputeSignedOff
from ledger.subjects.issues import IssueSignificanceAssessed
from ledger.subjects.meetings import MeetingMinutesCirculated, reached_by, reached_on
from ledger.subjects.performance import ImprovementTargetAgreed
from ledger.subjects.procurement import TenderAdvertised, TendersInvited
from ledger.subjects.resources import ResourcePlanAgreed
from ledger.subjects.risks import risks_of, watched_in_the_log
from ledger.subjects.termination import TerminationImpactAssessed
from ledger.subjects.terms import PerformanceIndicatorAgreed, ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended
from ledger.transfer_plans import put_right_by
from projections.duties.duty import days_after
from projections.duties.no_longer_missing import ADVERTISED, USED_ONCE
from projections.duties.passed_over import WITH_ITS_CASE, states_the_case
from projections.duties.said_later import (
    OF_ITS_ISSUE,
    coming_after,
    facts_left_out,
    said_later,
    tells_of_a_failing,
)
from projections.duties.said_together import left_unweighed, said_together
from projections.failings.trail import spoken
from projections.monitoring.checklist import strategy_known
from projections.view import FileView

MINUTES = "minutes.on-file"
"""What a duty of its meeting asks for (projections/duties/meetings.py), and not one of its entry."""
OF_THE_LOG = "resource.risks-managed"
"""What a risk of the log mends, where it is of the plan that names none itself, or is the one it names (CPC308-A6)."""
OF_THE_AGREEMENT = "sla.holds-what-it-should"
"""The one whose breach an amendment of the agreement mends that has what was left out, or what is agreed apart from it
since (TVP-3.0-5 to TVP-3.0-8)."""
STRATEGY_KNOWN = "tender.makes-strategy-known"
"""The one whose breach a later call for the same tenders mends, which says so, or a check of the papers (TVP-4.0-3)."""


def left_to_say(view: FileView, recorded: Recorded, departure: Departure) -> str:
    """What was found missing when an entry was recorded; of a plan's risks what the log does not say by now either, of
    a service level agreement what it lacks as it stands."""
    entry = recorded.entry
    if departure.rule == OF_THE_LOG and isinstance(entry, ResourcePlanAgreed) and entry.risks:
        return _left_out_of_risks(view, recorded, entry) or departure.found
    if departure.rule == OF_THE_AGREEMENT and isinstance(entry, ServiceLevelAgreementAgreed):
        return _left_out_of_agreement(view, recorded, entry) or departure.found
    if isinstance(entry, TerminationImpactAssessed):
        return left_unweighed(view, entry) or departure.found
    if departure.rule == OF_ITS_ISSUE and isinstance(entry, IssueSignificanceAssessed):
        return without_facts(facts_left_out(view, recorded, entry)) or departure.found
    return departure.found


def still_missing(view: FileView, recorded: Recorded) -> list[Departure]:
    """Return the departures of an entry from rules that ask for a detail which is not on record by now."""
    return [d for d in recorded.departures if not tells_of_a_failing(recorded, d) and _is_missing(view, recorded, d)]


def failings_told(view: FileView, recorded: Recorded) -> list[Departure]:
    """Return the departures of an entry which say that something is not done, and that no issue was raised about yet
    (HCC-8.1-d, HCC-8.1-e)."""
    return [d for d in recorded.departures if tells_of_a_failing(recorded, d) and _is_missing(view, recorded, d)]


def _is_missing(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    return is_detail(departure) and not is_completed(view, recorded, departure)


def is_completed(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Return whether a detail that was not on record with an entry, or a document not on file, is by now."""
    if departure.rule == USED_ONCE and recorded.position in view.file.resources.twice():
        return False  # they count as one, whatever is said beside them
    if departure.rule in (MOVES_THE_END, WITH_ITS_DATE, REVIEW_DATE):
        return False  # words move no end, and give no day: that comes by correction, or the option comes on file
    if departure.rule == SAYS_ITS_RISK:
        return said_later(view, recorded, departure)  # nor do they say it: a further classification does
    if departure.rule == GIVEN_AS_A_WHOLE:
        return _agreed_since(view, recorded, departure)  # and words make no other number (docs/adr/0445)
    if departure.rule in ON_FILE and next(protocols(view.file, date.max), None) is not None:
        return True
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
    if tells_of_a_failing(recorded, departure):
        return _raised(view, recorded, departure) or said_later(view, recorded, departure)
    if may_be_said(recorded.entry, departure) and said_in(view.file, recorded.position, departure.rule):
        return True  # a supplement that names it says it: another says something else (docs/adr/0383, 0434)
    return is_detail(departure) and (
        _reported_since(view, recorded, departure)
        or _planned_in_writing(view, recorded, departure)
        or said_later(view, recorded, departure)
        or _seen_since(view, recorded, departure)
        or _agreed_since(view, recorded, departure)
        or said_together(view, recorded, departure)
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
    apart = {field for field, kind in kinds if any(coming_after(recorded, view.file.of(kind)))}
    return left_out_of_levels(stands.says if stands else agreed, apart)


def _raised(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Whether an issue cites an entry as what shows a failing it tells of: of several failings, as many are raised. One
    that a finding names was raised of that finding, and of no other."""
    resting = view.file.issues.resting_on().get(recorded.position, ())
    if isinstance(recorded.entry, AuditReported):
        named = {finding.issue for finding in recorded.entry.findings}
        return sum(issue not in named for issue in resting) >= recorded.entry.grave_without_issue
    citing = len(resting)
    told = [d.rule for d in recorded.departures if tells_of_a_failing(recorded, d)]
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
