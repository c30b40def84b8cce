"""Conditions TC-01 to TC-05 before an early termination: people, standard, monitoring, telling, plan and check.

And the table of all 21 (requirements, section I). None of them gives the right to terminate, which is the contract's
own; they show whether the authority kept to its procedure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from ledger import arranged, documenting, meetings_due, monitoring
from ledger.assessing import plans_at
from ledger.dates.working_days import shifted
from ledger.governing import procedure_of
from ledger.names import counted
from ledger.plans import answers, ends_on
from ledger.results_given import not_given
from ledger.subjects.actions import CorrectiveActionTaken
from ledger.subjects.issues import Issue
from ledger.subjects.notices import Notice
from ledger.subjects.people import DEPUTY, LEAD
from ledger.telling import Telling, awaiting_minutes, first_told, told_again
from projections.ending import conditions_dispute, conditions_ending, conditions_failure, conditions_formal
from projections.ending.findings import Condition, Finding, Question, not_shown, shown
from projections.ending.next_steps import MINUTE_IT
from projections.failings.links_told import not_told_again, waits_for_minutes
from projections.failings.trail import each_of, spoken

NO_FAILING = "no failing of the provider is on file"


def people_in_post(asked: Question) -> Finding:
    """TC-01: the offices the procedure names for it were filled from the start to the day."""
    file, day = asked.file, asked.day
    since = monitoring.watched_since(file) or min((i.noticed_on for i in asked.failings() if i.noticed_on), default=day)
    gaps, entries, backdated, otherwise = list[str](), list[int](), list[str](), list[str]()
    for office in (offices := asked.procedure.condition("TC-01").offices):
        title = asked.procedure.office_title(office).lower()
        let_be = arranged.of_office(file, office, asked.procedure)
        for held in let_be:
            if held.since <= day and (held.until is None or held.until >= since):
                upto = f" to {spoken(held.until)}" if held.until else ""
                otherwise.append(f"no {title} was asked for from {spoken(held.since)}{upto}, by {held.id}")
                entries.append(held.position)
        spans = [(held.since, held.until) for held in let_be]
        for first, last in file.people.gaps(office, since, day, spans) if since <= day else ():
            gaps.append(f"nobody was {title} from {spoken(first)} to {spoken(last)}")
        for term in file.people.holders(office):
            entries.append(term.position)
            if term.appointed_on > term.since and term.appointed_on > since:
                made = f"{term.person} was made {title} on {spoken(term.appointed_on)}"
                backdated.append(f"{made} with effect from {spoken(term.since)}")
    if {LEAD, DEPUTY} <= set(offices) and since <= day:  # two people, and not one in both offices (TVP-4.0-8)
        lead, deputy = (asked.procedure.office_title(office).lower() for office in (LEAD, DEPUTY))
        for person, first, last in file.people.own_deputies(since, day):
            gaps.append(f"{person} was both {lead} and {deputy} from {spoken(first)} to {spoken(last)}")
    if gaps:
        return not_shown("; ".join((*gaps, *otherwise)), *entries)
    if backdated:
        return shown("; ".join((*backdated, *otherwise)), *entries, late=True)
    if otherwise:
        return shown("; ".join(("what else was asked for was filled throughout", *otherwise)), *entries)
    return shown(f"{_both(len(offices))} filled from {spoken(since)} to {spoken(day)}", *entries)


def _both(offices: int) -> str:
    return {1: "the office was", 2: "both offices were"}.get(offices, f"all {offices} offices were")


def standard_in_force(asked: Question) -> Finding:
    """TC-02: each failing cites a standard that was in force when it was noticed."""
    failings = asked.failings()
    if not failings:
        return not_shown(NO_FAILING)
    lacking, entries = [], []
    for issue in failings:
        day = issue.noticed_on or asked.day
        cited = [(name, asked.file.terms.standard(name, day)) for name in issue.standards]
        entries += [issue.raised, *(point.position for _, point in cited if point)]
        if not cited:
            lacking.append(f"{issue.id} cites no standard")
        missing = [name for name, point in cited if point is None]
        if missing:
            lacking.append(
                f"{', '.join(missing)}, cited by {issue.id}, was in no specification in force on {spoken(day)}"
            )
    if lacking:
        return not_shown("; ".join(lacking), *entries)
    return shown(f"{_each(failings)} cites a standard in force that day", *entries)


def monitored(asked: Question) -> Finding:
    """TC-03: meetings as often as asked for, each minuted, sent round and filed; results shared with the provider."""
    file, day = asked.file, asked.day
    if monitoring.watched_since(file) is None:
        return not_shown(
            "no start of the contract is on file, so it cannot be told whether it was watched as often as asked"
        )
    lacking = [
        f"{counted(gap.days, 'day')} without a monitoring meeting, from {spoken(gap.since)} to {spoken(gap.until)}"
        for gap in meetings_due.overlong_gaps(file, day, asked.procedure)
    ]
    meetings = documenting.documentation(file, partial(procedure_of, file, default=asked.procedure.ref))
    if not any(held.meeting.counts for held in meetings):
        lacking.append("no monitoring meeting is on file as held")
    for held in meetings:
        if held.meeting.held_on and (day - held.meeting.held_on).days <= asked.procedure.setting(
            "minutes.circulate-within"
        ):
            continue  # there is still time for its minutes
        parts = {"minuted": held.minuted, "sent round": not held.to_send, "filed": held.filed}
        missing = [word for word, done in parts.items() if not done]
        if missing:
            lacking.append(f"the minutes of {held.meeting.id} are not on file as {' or '.join(missing)}")
    unshared = [a for a in not_given(file) if a[0].on and asked.procedure.setting("results.shared")]
    if unshared:
        others = (
            f"{a.id}{f' as corrected (told on {spoken(told.on)}: {told})' if told else ''}" for a, told in unshared
        )
        lacking.append(f"not shared with the provider: {', '.join(others)}")
    entries = [at for h in meetings for at in (h.meeting.held, *file.minutes_of(h.meeting))]
    entries += [a.position for a in file.performance.assessments.values()]
    if lacking:
        return not_shown("; ".join(lacking), *entries)
    return shown(f"{counted(len(meetings), 'meeting')} held as often as asked for, all documented", *entries)


def put_to_the_provider(asked: Question) -> Finding:
    """TC-04: each failing was put to the provider in recorded form, within the time the procedure gives."""
    failings = asked.failings()
    if not failings:
        return not_shown(NO_FAILING)
    untold, late, entries, waiting, due = [], [], [], list[Telling | None](), None
    allowed, given = asked.procedure.setting("issue.notify-within"), asked.procedure.given("issue.notify-within")
    for issue in failings:
        told = first_told(asked.file, issue.id, asked.procedure)
        entries += [issue.raised, told[2] if told else None]
        if told is None:
            waits = waits_for_minutes(asked.file, issue.id, asked.procedure)
            untold.append(f"{issue.id} is not on file as put to the provider in recorded form{waits}")
            waiting.append(awaiting_minutes(asked.file, issue.id, asked.procedure))
            due = due or _to_tell_by(asked, issue, waiting[-1])
        elif issue.noticed_on is not None:
            days = (told[0] - issue.noticed_on).days
            if days > allowed:
                after = f"{counted(days, 'day')} after it was noticed"
                late.append(f"{issue.id} was put to the provider {after}; {given}")
        for back, _ in issue.reopened if told else ():
            again = told_again(asked.file, issue.id, asked.procedure, back)
            entries.append(again[2] if again else None)
            if again is None:
                untold.append(not_told_again(asked.file, issue.id, asked.procedure, back))
                waiting.append(awaiting_minutes(asked.file, issue.id, asked.procedure, back))
            elif (days := (again[0] - back).days) > allowed:
                after = f"{counted(days, 'day')} after it came back on {spoken(back)}"
                late.append(f"{issue.id} was put to the provider again {after}; {given}")
    if untold:
        entries += [one[2] for one in waiting if one]
        step = MINUTE_IT if all(waiting) else None
        return not_shown("; ".join([*untold, *late]), *entries, by_when=due, next_step=step)
    if late:
        return shown("; ".join(late), *entries, late=True)
    return shown(f"{_each(failings)} was put to the provider in time and in recorded form", *entries)


def _to_tell_by(asked: Question, issue: Issue, waits: Telling | None) -> tuple[date, str] | None:
    """By when it is to be told, and how that is reckoned: told at a meeting, by when minutes are to be there."""
    limit, since, what = "issue.notify-within", issue.noticed_on, "noticed"
    if waits is not None:
        limit, since, what = "minutes.circulate-within", waits[0], "told at a meeting"
    if since is None:
        return None
    days = asked.procedure.setting(limit)
    within = asked.procedure.limit(limit) or counted(days, "day")
    return shifted(since, days), f"{within} after {spoken(since)}, when {issue.id} was {what}"


def planned_and_checked(asked: Question) -> Finding:
    """TC-05: a plan with a time (or the provider's refusal), fulfilment checked, corrective action taken."""
    failings = asked.failings()
    if not failings:
        return not_shown(NO_FAILING)
    lacking, entries, given = [], [], asked.notices()
    for issue in failings:
        about = [notice for notice, served in given if issue.id in served.issues]
        plans, checks = _plans(asked, issue), _checks(asked, issue, about)
        entries += [issue.raised, *issue.plans, *plans, *checks, *(position for _, position in issue.answers)]
        if not plans and not issue.answers:
            lacking.append(f"{issue.id} has neither a plan with a time nor an answer of the provider")
        if not checks:
            lacking.append(f"{issue.id} is not on file as checked afterwards")
    taken = [r.position for r in asked.file.of(CorrectiveActionTaken)]
    acted = [*taken, *(n.position for n, _ in given)]
    if not acted:
        lacking.append("no corrective action of the lead officer is on file")
    if lacking:
        return not_shown("; ".join(lacking), *entries, *acted)
    return shown(f"{_each(failings)} was answered and checked, and action was taken", *entries, *acted)


def _plans(asked: Question, issue: Issue) -> list[int]:
    """Positions of plans of the provider's, or agreed, that give a time: for the issue, on a notice, of its dispute."""
    there = [(p, r.entry) for p in plans_at(asked.file, issue) if (r := asked.file.at(p))]
    return [p for p, plan in there if answers(plan) and ends_on(asked.file, plan) is not None]


def _checks(asked: Question, issue: Issue, about: Sequence[Notice]) -> list[int]:
    at_meetings = [position for _, _, position in asked.file.meetings.confirmations(issue.id)]
    assessed = [position for notice in about for _, _, position in notice.assessed]
    return [*at_meetings, *assessed, *(p for _, _, p in issue.resolved), *(p for _, p in issue.reopened)]


def _names(failings: list[Issue]) -> str:
    return ", ".join(issue.id for issue in failings)


def _each(failings: list[Issue]) -> str:
    return each_of(issue.id for issue in failings)


def by_route(*, default: Condition, dispute: Condition) -> Condition:
    """Return the condition as the procedure's route for a failure has it; where it has both, either shows it (D-06)."""

    def look(asked: Question) -> Finding:
        looks = [default] * asked.procedure.by_default + [dispute] * asked.procedure.by_dispute
        found = [one(asked) for one in looks]
        return next((finding for finding in found if finding.shown), found[0])

    return look


CONDITIONS: dict[str, Condition] = {
    "TC-01": people_in_post,
    "TC-02": standard_in_force,
    "TC-03": monitored,
    "TC-04": put_to_the_provider,
    "TC-05": by_route(default=planned_and_checked, dispute=conditions_dispute.agreed_with_the_provider),
    "TC-06": by_route(default=conditions_failure.resolution_tried, dispute=conditions_dispute.tried_before_the_notice),
    "TC-07": conditions_dispute.senior_management_knew,
    "TC-08": conditions_failure.support_officer_consulted,
    "TC-09": conditions_dispute.formal_route_agreed,
    "TC-10": by_route(default=conditions_failure.formal_notice, dispute=conditions_formal.notice_of_dispute),
    "TC-11": conditions_formal.met_within_ten_days,
    "TC-12": by_route(default=conditions_failure.reasonable_time, dispute=conditions_formal.plan_gave_time),
    "TC-13": by_route(default=conditions_failure.failure_continued, dispute=conditions_formal.plan_failed),
    "TC-14": by_route(default=conditions_failure.process_worked_through, dispute=conditions_formal.worked_through),
    "TC-15": conditions_ending.discussed,
    "TC-16": conditions_ending.weighed,
    "TC-17": conditions_ending.provider_informed,
    "TC-18": conditions_ending.case_on_record,
    "TC-19": conditions_ending.legal_services_consulted,
    "TC-20": conditions_ending.decided,
    "TC-21": conditions_ending.carried_out,
}
OF_FAILURE = frozenset(f"TC-{number:02}" for number in (2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
"""Conditions that are in point only where the provider's failure is alleged."""
