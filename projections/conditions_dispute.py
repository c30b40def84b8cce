"""Conditions TC-05 to TC-07 and TC-09 to TC-14 before an early termination, where a failing is dealt with as a dispute.

Which procedure has that route is a row of the procedure. What is looked at is what its rules look at
(`ledger/disputing.py`), on the day of the act.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger import disputing, ending
from ledger.calendar import CalendarError
from ledger.contract_file import fold
from ledger.entry import Recorded
from ledger.subjects.disputes import DisputePlan, Escalation, PlanEnd
from ledger.subjects.issues import Issue, ResolutionPlanAgreed
from ledger.subjects.notices import Notice, NoticeServed
from ledger.working_days import shifted
from projections.conditions_failure import WORKED_THROUGH, contests
from projections.findings import Finding, Question, departing, not_shown, shown
from projections.trail import counted, spoken

AGREED_FIRST = "dispute.agreed-before-notice"
INFORMAL_FIRST = "dispute.informal-stage-first"
ADDRESSED = "dispute.to-manager-and-escalation-contact"
IN_TIME = "meeting.on-a-dispute-in-time"
COMPLETE = "dispute.plan-complete"
NO_FAILING = "no failing of the provider is on file"
NO_NOTICE = "no notice of dispute of the authority is on file"


# --- the informal stage -----------------------------------------------------------------------------------------------


def agreed_with_the_provider(asked: Question) -> Finding:
    """TC-05: an approach to each failing was agreed with the provider, its actions on record; or it answered."""
    failings = asked.failings()
    if not failings:
        return not_shown(NO_FAILING)
    lacking, entries = [], []
    for issue in failings:
        agreed, unwritten = _agreed(asked, issue)
        entries += [issue.raised, *agreed, *(position for _, position in issue.answers)]
        if not agreed and not issue.answers:
            proposed = "; a plan was proposed and not agreed" if issue.plans else ""
            lacking.append(f"nothing agreed with the provider about {issue.id} is on file, nor its answer{proposed}")
        elif agreed and unwritten:
            lacking.append(f"the actions agreed about {issue.id} are not on record")
    if lacking:
        return not_shown("; ".join(lacking), *entries)
    return shown(f"how to put right each of {_names(failings)} was agreed with the provider or answered", *entries)


def _agreed(asked: Question, issue: Issue) -> tuple[list[int], bool]:
    """Positions of what was agreed about an issue, and whether no action of it is on record."""
    found = [(p, r.entry) for p in issue.plans if (r := asked.file.at(p))]
    agreed = [(p, e) for p, e in found if isinstance(e, ResolutionPlanAgreed)]
    formal = [p.position for p in _plans(asked, issue.id)]
    actions = [a.position for a in asked.file.actions.by_id.values() if a.issue == issue.id]
    written = formal or actions or any(e.steps or e.exhibits or _proposed_steps(asked, e) for _, e in agreed)
    return [*(p for p, _ in agreed), *formal, *actions], not written


def _proposed_steps(asked: Question, agreed: ResolutionPlanAgreed) -> bool:
    position = asked.file.ids.get(agreed.plan or "")
    recorded = asked.file.at(position) if position else None
    return bool(getattr(recorded.entry, "steps", ())) if recorded else False


def tried_before_the_notice(asked: Question) -> Finding:
    """TC-06: each failing was to be resolved informally before notice of a dispute was given."""
    failings, given = asked.failings(), asked.dispute_notices()
    first = min((served.happened_on for _, served in given), default=asked.day)
    file = fold(asked.file.known, first)
    known = [file.issues.by_id.get(issue.id) for issue in failings]
    tried = {i.id: disputing.attempts(file, i) for i in known if i is not None}
    entries = [position for found in tried.values() for position in found]
    untried = [issue.id for issue in failings if not tried.get(issue.id)]
    if untried or not failings:
        before = f" by {spoken(first)}" if given else ""
        acts = [*_acts(asked, given), *_by_passes(asked)]
        return not_shown(
            f"no plan, meeting, contact or action to resolve {', '.join(untried) or 'any failing'}{before} is on file",
            *entries, departures=departing(acts, INFORMAL_FIRST, disputing.BY_PASSED_BY),
        )  # fmt: skip
    return shown(f"early resolution of each of {', '.join(tried)} was tried", *entries)


def senior_management_knew(asked: Question) -> Finding:
    """TC-07: each failing was taken to the office the procedure names, and senior management briefed on it, in time."""
    failings, offices = asked.failings(), asked.procedure.condition("TC-07").offices
    if not failings:
        return not_shown(NO_FAILING)
    titles = " or ".join(asked.procedure.office_title(office) for office in offices) or "a higher office"
    lacking, late, entries, due = [], [], [], None
    for issue in failings:
        to = [(on, p) for on, office, p in issue.escalated if not offices or asked.procedure.is_office(office, offices)]
        entries += [*(p for _, p in to[:1]), *(p for *_, p in issue.briefed)]
        noticed = issue.noticed_on
        if not to:
            lacking.append(f"that {issue.id} was taken to the {titles} is not on file")
            due = due or _within(noticed, asked.procedure.setting("issue.escalate-within"), f"{issue.id} was noticed")
        elif noticed and (days := (to[0][0] - noticed).days) > (
            most := asked.procedure.setting("issue.escalate-within")
        ):
            late.append(
                f"{issue.id} was taken to the {titles} {counted(days, 'day')} after it was noticed; {most} allowed"
            )
        if not issue.briefed:
            lacking.append(f"that senior management was briefed on {issue.id} is not on file")
            since = to[0][0] if to else None
            due = due or _within(since, asked.procedure.setting("senior-management.brief-within"), f"the {titles} knew")
        elif to and (days := (issue.briefed[0][0] - to[0][0]).days) > (
            most := asked.procedure.setting("senior-management.brief-within")
        ):
            late.append(f"senior management was briefed on {issue.id} {counted(days, 'day')} later; {most} are allowed")
    if lacking:
        return not_shown("; ".join([*lacking, *late]), *entries, by_when=due)
    if late:
        return shown("; ".join(late), *entries, late=True)
    return shown(f"the {titles} and senior management knew of {_names(failings)}", *entries)


def _within(since: date | None, days: int, what: str) -> tuple[date, str] | None:
    return (shifted(since, days), f"{counted(days, 'day')} after {spoken(since)}, when {what}") if since else None


# --- going formal -----------------------------------------------------------------------------------------------------


def formal_route_agreed(asked: Question) -> Finding:
    """TC-09: before notice of a dispute was given it was agreed in writing, or authorised at once, by whoever may."""
    given = asked.dispute_notices()
    issues = [issue.id for issue in asked.failings()]
    matters = [(n, s, disputing.issues_of(asked.file, s.dispute, s.issues) or tuple(issues)) for n, s in given]
    lacking, late, said, entries, acts = [], [], [], [], _acts(asked, given)
    for dispute, about, on, name in [
        *((s.dispute, about, s.happened_on, n.id) for n, s, about in matters),
        *([] if given else [(None, tuple(issues), asked.day, None)]),
    ]:
        found = disputing.escalations(asked.file, asked.day, dispute, about)
        entries += [e.position for e in found]
        acts += [r for e in found if (r := asked.file.at(e.position))]
        flaws = {e.position: _flaw(asked, e) for e in found}
        good = [e for e in found if flaws[e.position] is None]
        if not good:
            why = "; ".join(f"{_given(e)}, but {flaws[e.position]}" for e in found)
            lacking.append(
                why or f"nothing that agreed to the formal procedure{f' for {name}' if name else ''} is on file"
            )
        elif good[0].on > on:
            late.append(f"{_given(good[0])}, after {name} of {spoken(on)}")
        else:
            said.append(_given(good[0]))
    if lacking:
        rules = (AGREED_FIRST, disputing.AGREED_BY, disputing.BY_PASSED_BY)
        return not_shown("; ".join([*lacking, *late]), *entries, departures=departing(acts, *rules))
    return shown("; ".join([*late, *dict.fromkeys(said)]), *entries, late=bool(late))


def _flaw(asked: Question, e: Escalation) -> str | None:
    rule = disputing.BY_PASSED_BY if e.immediate else disputing.AGREED_BY
    offices = asked.procedure.entitled(rule)
    if offices and (e.by is None or not asked.procedure.is_office(e.by.office, offices)):
        return f"the procedure gives that to the {' or '.join(asked.procedure.office_title(o) for o in offices)}"
    return None if e.immediate or e.form else "not in writing"


def _given(e: Escalation) -> str:
    who = e.by or e.body or "nobody named"
    if e.immediate:
        return f"{who} authorised beginning with {disputing.WORDS[e.stage]} on {spoken(e.on)}"
    return f"{who} agreed to the formal procedure on {spoken(e.on)}{f', in writing ({e.form})' if e.form else ''}"


def notice_of_dispute(asked: Question) -> Finding:
    """TC-10: notice of the dispute went to both of the provider's people, counts as given, and was received."""
    given = asked.dispute_notices()
    if not given:
        return not_shown(NO_NOTICE)
    lacking, said, entries, disputed = [], [], [], False
    for notice, served in given:
        contested = contests(asked, notice.id, notice.position)
        entries += [notice.position, *(position for *_, position in notice.receipts), *contested]
        what = disputing.not_addressed(asked.file, served)
        lacking += [f"{notice.id}: {what}"] if what else []
        if not notice.stands(asked.day):
            lacking.append(f"{notice.id} does not count as given by {spoken(asked.day)}")
        elif served.method == "e-mail" and not notice.receipts:
            lacking.append(f"{notice.id} went by e-mail and its receipt was not confirmed")
        else:
            received = f", received {spoken(notice.receipts[0][0])}" if notice.receipts else ""
            said.append(
                f"{notice.id}, a notice of dispute, counts from {spoken(notice.counts_on or asked.day)}{received}"
            )
        said += [f"the provider disputes it (entry {position})" for position in contested]
        disputed |= bool(contested)
    if lacking:
        return not_shown("; ".join(lacking), *entries, departures=departing(_acts(asked, given), ADDRESSED))
    return shown("; ".join(said), *entries, disputed=disputed)


# --- the meeting and the plan -----------------------------------------------------------------------------------------


def met_within_ten_days(asked: Question) -> Finding:
    """TC-11: the provider was met, no later than ten business days after the notice; each day counted is shown."""
    given = asked.dispute_notices()
    if not given:
        return not_shown(NO_NOTICE)
    lacking: list[str] = []
    late: list[str] = []
    said: list[str] = []
    entries, due = [], None
    acts: list[Recorded] = []
    for notice, served in given:
        held = disputing.meetings(asked.file, served, asked.day)
        entries += [notice.position, *(m.held for m in held[:1])]
        acts += [r for m in held[:1] if m.held and (r := asked.file.at(m.held))]
        try:
            last = disputing.meet_by(served, asked.procedure)
            asking = disputing.ask_by(asked.file, served, asked.procedure)
        except CalendarError as error:
            lacking.append(f"{notice.id}: by when to meet cannot be counted: {error}")
            continue
        limit = asking or last
        if not held:
            lacking.append(f"no meeting on {notice.id} is on file. {last.sentence.rstrip('.')}")
            due = due or (last.end, last.sentence)
            continue
        met = held[0].held_on or asked.day
        on = served.happened_on if asking else met
        what = f"{held[0].id} was held on {spoken(met)}. {limit.sentence.rstrip('.')}"
        (said if on <= limit.end else late).append(what)
    if lacking:
        return not_shown("; ".join([*lacking, *late]), *entries, by_when=due)
    if late:
        causes = departing(acts, IN_TIME)
        explained = [d for act, rule in causes for d in act.departures if d.rule == rule and d.reason]
        late.append("a reason for that is on record" if explained else "no cause of that is on record")
    return shown("; ".join([*said, *late]), *entries, late=bool(late))


def plan_gave_time(asked: Question) -> Finding:
    """TC-12: the last plan had times, owners and outcomes, was reported on, and its time was over."""
    plans = _plans(asked)
    if not plans:
        none = [e for e in _ends(asked) if e.result == "not-agreed"]
        why = f"; that none could be agreed was recorded on {spoken(none[-1].on)}" if none else ""
        return not_shown(f"no action plan agreed with the provider is on file{why}", *(e.position for e in none))
    plan = plans[-1]
    reports = [(on, p) for on, p in asked.file.disputes.reports.get(plan.id, ()) if on <= asked.day]
    entries = [plan.position, *(p for _, p in reports)]
    lacking, due = [*plan.incomplete], None
    length = f"{plan.id}, agreed on {spoken(plan.agreed_on)},"
    if plan.ends_on is None:
        lacking.append(f"{length} names no day by which it is to be done")
    else:
        length += f" gave {counted((plan.ends_on - plan.agreed_on).days, 'day')}, to {spoken(plan.ends_on)}"
        if plan.ends_on >= asked.day:
            lacking.append(f"{length}, which was not over")
            due = (plan.ends_on, f"the last day of {plan.id}")
    if not reports:
        lacking.append(f"no report on the progress of {plan.id} is on file")
    if lacking:
        recorded = asked.file.at(plan.position)
        acts = [recorded] if recorded else []
        return not_shown("; ".join(lacking), *entries, departures=departing(acts, COMPLETE), by_when=due)
    return shown(f"{length}; reported on {counted(len(reports), 'time')}", *entries)


def plan_failed(asked: Question) -> Finding:
    """TC-13: it was found that the plan had missed its outcomes, or that none could be agreed."""
    ends = _ends(asked)
    if not ends:
        return not_shown(f"how an action plan ended had not been found by {spoken(asked.day)}")
    last = ends[-1]
    contested = contests(asked, "", last.position)
    said = [f"{last.plan or 'the plan'} was found on {spoken(last.on)}: {last.result.replace('-', ' ')}"]
    said += [] if last.evidence or last.result == "not-agreed" else ["that cites no evidence"]
    said += [f"the provider disputes it (entry {position})" for position in contested]
    entries = [last.position, *last.evidence, *contested]
    if last.result == "resolved":
        return not_shown("; ".join(said), *entries)
    return shown("; ".join(said), *entries, disputed=bool(contested))


def worked_through(asked: Question) -> Finding:
    """TC-14: the plan failed or could not be agreed and nothing settled it; the stages not taken are listed."""
    file, day, issues = asked.file, asked.day, tuple(issue.id for issue in asked.failings())
    ends, untaken = _ends(asked), disputing.untaken(file, day, issues, asked.procedure)
    over = [p.position for p in file.disputes.passed_over if p.on <= day]
    entries = [*(e.position for e in ends[-1:]), *over, *(r.position for r in file.disputes.referrals if r.on <= day)]
    what = disputing.not_worked_through(file, day, issues, asked.procedure)
    if what is None and not ends:  # all of it was left out
        what = untaken
    if what is not None:
        proposed = file.at(asked.proposal.position) if asked.proposal else None
        acts = [*((proposed,) if proposed else ()), *asked.acts]
        return not_shown(what, *entries, departures=departing(acts, WORKED_THROUGH))
    said = f"the action plan was concluded on {spoken(ends[-1].on)}: {ends[-1].result.replace('-', ' ')}"
    return shown(f"{said}; {untaken}" if untaken else said, *entries)


def at_discretion(asked: Question) -> tuple[str, int] | None:
    """Return in words, and by which entry, that the decision is itself the exception to TC-14; None where it is not."""
    decision = ending.decided_at_discretion(asked.file, asked.day, asked.procedure, asked.name)
    if decision is None:
        return None
    said = (
        f"{decision.by} decided on {spoken(decision.on)}, which is at that office's discretion; the reason is on record"
    )
    return said, decision.position


# --- what they have in common -----------------------------------------------------------------------------------------


def _disputes(asked: Question) -> set[str]:
    return disputing.in_point(asked.file, [issue.id for issue in asked.failings()])


def _plans(asked: Question, issue: str | None = None) -> list[DisputePlan]:
    among = disputing.in_point(asked.file, [issue]) if issue else _disputes(asked)
    plans = [p for p in asked.file.disputes.plans.values() if p.dispute is None or p.dispute in among]
    return sorted((p for p in plans if p.agreed_on <= asked.day), key=lambda p: (p.agreed_on, p.position))


def _ends(asked: Question) -> list[PlanEnd]:
    among = _disputes(asked)
    return [e for e in asked.file.disputes.plan_ends if e.on <= asked.day and (e.dispute is None or e.dispute in among)]


def _acts(asked: Question, given: Sequence[tuple[Notice, NoticeServed]]) -> list[Recorded]:
    return [r for notice, _ in given if (r := asked.file.at(notice.position))]


def _by_passes(asked: Question) -> list[Recorded]:
    issues = [issue.id for issue in asked.failings()]
    passes = [e for e in disputing.escalations(asked.file, asked.day, None, issues) if e.immediate]
    return [r for e in passes if (r := asked.file.at(e.position))]


def _names(failings: Sequence[Issue]) -> str:
    return ", ".join(issue.id for issue in failings)
