"""Conditions TC-05, 06, 07 and 09 before an early termination, where a failing is dealt with as a dispute.

Which procedure has that route is a row of the procedure. What is looked at is what its rules look at
(`ledger/disputing.py`), on the day of the act.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger import alerting, disputing
from ledger.dates.working_days import shifted
from ledger.departures import standing
from ledger.entry import Recorded, own
from ledger.formal_route import AGREED_BY, AGREED_FIRST, BY_PASSED_BY, INFORMAL_FIRST, LIFTED, flaw
from ledger.names import counted
from ledger.offices import given_by
from ledger.plans import as_proposed, is_ours_alone
from ledger.subjects.disputes import DisputePlan, Escalation, PlanEnd
from ledger.subjects.issues import Issue, ResolutionPlanAgreed, SeniorManagementBriefed
from ledger.subjects.notices import Notice, NoticeServed
from projections.ending.findings import Finding, Question, departing, not_shown, shown
from projections.ending.folds import in_effect_on
from projections.failings.trail import spoken

NO_FAILING = "no failing of the provider is on file"


# --- the informal stage -----------------------------------------------------------------------------------------------


def agreed_with_the_provider(asked: Question) -> Finding:
    """TC-05: an approach to each failing was agreed with the provider, its actions on record; or it answered."""
    failings = asked.failings()
    if not failings:
        return not_shown(NO_FAILING)
    lacking, said, entries = [], [], []
    for issue in failings:
        agreed, unwritten = _agreed(asked, issue)
        alone = [r.position for r in _plans_agreed(asked, issue) if is_ours_alone(asked.file, r)]
        entries += [issue.raised, *agreed, *alone, *(position for _, position in issue.answers)]
        if agreed and unwritten:
            lacking.append(f"the actions agreed about {issue.id} are not on record")
        elif agreed:
            said.append(f"how to put {issue.id} right was agreed with the provider")
        elif issue.answers:
            said.append(f"the provider answered {issue.id} and agreed to nothing")
        elif alone:
            at = " and ".join(map(str, alone))
            lacking.append(f"nobody of the provider is named as having agreed how to put {issue.id} right (entry {at})")
        else:
            proposed = "; a plan was proposed and not agreed" if issue.plans else ""
            lacking.append(f"nothing agreed with the provider about {issue.id} is on file, nor its answer{proposed}")
    return not_shown("; ".join(lacking), *entries) if lacking else shown("; ".join(said), *entries)


def _agreed(asked: Question, issue: Issue) -> tuple[list[int], bool]:
    """Positions of what was agreed about an issue, and whether no action of it is on record."""
    agreed = [r for r in _plans_agreed(asked, issue) if not is_ours_alone(asked.file, r)]
    formal = [p.position for p in plans_of(asked, issue.id)]
    actions = [a.position for a in asked.file.actions.by_issue().get(issue.id, ())]
    written = (
        formal or actions or any(own(r.entry, "steps") or r.entry.exhibits or _proposed_steps(asked, r) for r in agreed)
    )
    return [*(r.position for r in agreed), *formal, *actions], not written


def _plans_agreed(asked: Question, issue: Issue) -> list[Recorded]:
    found = (r for position in issue.plans if (r := asked.file.at(position)) is not None)
    return [r for r in found if isinstance(r.entry, ResolutionPlanAgreed)]


def _proposed_steps(asked: Question, agreed: Recorded) -> bool:
    proposed = as_proposed(asked.file, agreed.entry)
    return bool(getattr(proposed.entry, "steps", ())) if proposed else False


def tried_before_the_notice(asked: Question) -> Finding:
    """TC-06: each failing was to be resolved informally before notice of a dispute was given."""
    failings, given = asked.failings(), asked.dispute_notices()
    begun = disputing.informal_until(asked.file, disputes_of(asked))
    first = min((served.happened_on for _, served in given), default=min(asked.day, begun))
    file = in_effect_on(asked.file, first)
    known = [file.issues.by_id.get(issue.id) for issue in failings]
    tried = {i.id: disputing.attempts(file, i) for i in known if i is not None}
    entries = [position for found in tried.values() for position in found]
    untried = [issue.id for issue in failings if not tried.get(issue.id)]
    if untried or not failings:
        before = f" by {spoken(first)}" if given or first < asked.day else ""
        return not_shown(
            f"no plan, meeting, contact or action to resolve {', '.join(untried) or 'any failing'}{before} is on file",
            *entries, departures=_not_tried(asked, given),
        )  # fmt: skip
    return shown(f"early resolution of {', '.join(tried)} was tried before the formal procedure", *entries)


def _not_tried(
    asked: Question, given: Sequence[tuple[Notice, NoticeServed]]
) -> tuple[tuple[Recorded, str], ...]:  # fmt: skip
    """The departures of each notice that left the informal stage out, or of the by-pass it rests on."""
    issues = tuple(issue.id for issue in asked.failings())
    put = [(acts_of(asked, [pair]), pair[1].dispute, pair[1].issues or issues) for pair in given] or [
        ([], None, issues)
    ]
    found: list[tuple[Recorded, str]] = []
    for acts, dispute, about in put:
        passes = [e for e in disputing.escalations(asked.file, asked.day, dispute, about) if e.immediate]
        acts = [*acts, *(r for e in passes if (r := asked.file.at(e.position)))]
        found += _either(asked, acts, INFORMAL_FIRST, BY_PASSED_BY)
    return tuple(dict.fromkeys(found))


def senior_management_knew(asked: Question) -> Finding:
    """TC-07: each failing was taken to the office the procedure names, and senior management briefed on it, in time."""
    failings, offices = asked.failings(), asked.procedure.condition("TC-07").offices
    if not failings:
        return not_shown(NO_FAILING)
    titles = asked.procedure.one_of(offices) or "a higher office"
    lacking, late, others, entries, due = [], [], [], [], None
    for issue in failings:
        to, briefed = alerting.alerts(asked.file, issue, asked.procedure), alerting.briefings(issue, asked.procedure)
        entries += [*(p for _, p in to[:1]), *(p for *_, p in briefed)]
        noticed = issue.noticed_on
        if not to:
            lacking.append(f"that {issue.id} was taken to the {titles} is not on file")
            due = due or _within(asked, noticed, "issue.escalate-within", f"{issue.id} was noticed")
        elif noticed and (days := (to[0][0] - noticed).days) > asked.procedure.setting("issue.escalate-within"):
            given = asked.procedure.given("issue.escalate-within")
            late.append(f"{issue.id} was taken to the {titles} {counted(days, 'day')} after it was noticed; {given}")
        in_turn = alerting.briefings_in_turn(asked.file, issue, asked.procedure)
        if not briefed or (to and not in_turn):
            before = f", only on {spoken(briefed[-1][0])}, before the {titles} was told" if briefed else ""
            what = "in turn " if briefed else ""
            lacking.append(f"that senior management was {what}briefed on {issue.id} is not on file{before}")
            since = to[0][0] if to else None
            due = due or _within(asked, since, "senior-management.brief-within", f"the {titles} knew")
        elif to:
            late += _briefed_late(asked, issue, (in_turn[0][0] - to[0][0]).days)
            others += _briefed_by_another(asked, in_turn[0][2])
    if lacking:
        return not_shown("; ".join([*lacking, *late, *others]), *entries, by_when=due)
    if late:
        return shown("; ".join([*late, *others]), *entries, late=True)
    knew = f"the {titles} and senior management knew of {', '.join(issue.id for issue in failings)}"
    return shown("; ".join([knew, *others]), *entries)


def _briefed_late(asked: Question, issue: Issue, days: int) -> list[str]:
    if days <= asked.procedure.setting("senior-management.brief-within"):
        return []
    given = asked.procedure.given("senior-management.brief-within")
    return [f"senior management was briefed on {issue.id} {counted(days, 'day')} later; {given}"]


def _briefed_by_another(asked: Question, position: int) -> list[str]:
    recorded = asked.file.at(position)
    if recorded is None or not isinstance(recorded.entry, SeniorManagementBriefed):
        return []
    found = alerting.briefed_by_another(asked.file, recorded.entry, asked.procedure)
    return [found] if found else []


def _within(asked: Question, since: date | None, setting: str, what: str) -> tuple[date, str] | None:
    days = asked.procedure.setting(setting)
    within = asked.procedure.limit(setting) or counted(days, "day")
    return (shifted(since, days), f"{within} after {spoken(since)}, when {what}") if since else None


# --- going formal -----------------------------------------------------------------------------------------------------


def formal_route_agreed(asked: Question) -> Finding:
    """TC-09: before notice of a dispute was given it was agreed in writing, or authorised at once, by whoever may."""
    given = asked.dispute_notices()
    issues = [issue.id for issue in asked.failings()]
    matters = [(n, s, disputing.issues_of(asked.file, s.dispute, s.issues) or tuple(issues)) for n, s in given]
    lacking, late, said, entries = [], [], [], []
    departures: list[tuple[Recorded, str]] = []
    for dispute, about, on, name, acts in [
        *((s.dispute, about, s.happened_on, n.id, acts_of(asked, [(n, s)])) for n, s, about in matters),
        *([] if given else [(None, tuple(issues), asked.day, None, [])]),
    ]:
        found = disputing.escalations(asked.file, asked.day, dispute, about)
        entries += [e.position for e in found]
        acts = [*acts, *(r for e in found if (r := asked.file.at(e.position)))]
        departures += _either(asked, acts, AGREED_FIRST, AGREED_BY, BY_PASSED_BY)
        flaws = {e.position: _flaw(asked, e, about, max(e.on, on)) for e in found}
        good = [e for e in found if flaws[e.position] is None]
        if not good:
            why = "; ".join(f"{_given(asked, e)}, but {flaws[e.position]}" for e in found)
            lacking.append(
                why or f"nothing that agreed to the formal procedure{f' for {name}' if name else ''} is on file"
            )
        elif good[0].on > on:
            late.append(f"{_given(asked, good[0])}, after {name} of {spoken(on)}")
        else:
            said.append(_given(asked, good[0]))
    if lacking:
        told = "; ".join([*lacking, *late])
        return not_shown(told, *entries, departures=tuple(dict.fromkeys(departures)))
    return shown("; ".join([*late, *dict.fromkeys(said)]), *entries, late=bool(late))


def _either(asked: Question, acts: Sequence[Recorded], *rules: str) -> Sequence[tuple[Recorded, str]]:
    """The departures of a notice and of what was to let it be given: of one matter, so that it is enough where whoever
    may lets one of them be (docs/adr/0312)."""
    found, file = departing(acts, *rules), asked.view.file
    held = {
        (act, d.rule): standing(d, act, file, asked.view.judging(act.entry)).state
        for act in acts for d in act.departures if d.rule in rules
    }  # fmt: skip
    return [one for one in found if held[one] in LIFTED] or found


def _flaw(asked: Question, e: Escalation, issues: Sequence[str], day: date) -> str | None:
    """Why what was agreed or authorised does not stand by a day, or the office above had not been alerted before."""
    found = flaw(asked.file, e, day, asked.procedure)
    if found is not None or e.immediate:
        return found
    recorded = asked.file.at(e.position)
    requested_by = own(recorded.entry, "requested_by") if recorded else None
    return alerting.not_alerted(asked.file, e.issues or issues, e.on, requested_by, asked.procedure)


def _given(asked: Question, e: Escalation) -> str:
    by = given_by(e.by, e.body, asked.procedure)
    if e.immediate:
        return f"{by} authorised beginning with {disputing.WORDS[e.stage]} on {spoken(e.on)}"
    in_writing = f", in writing ({e.form}{'' if _is_there(asked, e) else ', not on file'})" if e.form else ""
    return f"{by} agreed to the formal procedure on {spoken(e.on)}{in_writing}"


def _is_there(asked: Question, e: Escalation) -> bool:
    """Whether the writing something was agreed in is on file: with its entry, or put there since."""
    recorded = asked.file.at(e.position)
    with_it = recorded is not None and (own(recorded.entry, "document") or recorded.entry.exhibits)
    return bool(with_it) or asked.file.records.is_filed(e.position)


# --- what they have in common -----------------------------------------------------------------------------------------


def disputes_of(asked: Question) -> set[str]:
    return disputing.in_point(asked.file, [issue.id for issue in asked.failings()])


def plans_of(asked: Question, issue: str | None = None) -> list[DisputePlan]:
    held = asked.file.disputes.plans.values()
    if issue:
        plans = [p for p in held if disputing.concerns(asked.file, p.dispute, issue)]
    else:
        among = disputes_of(asked) if held else set()
        plans = [p for p in held if p.dispute is None or p.dispute in among]
    return sorted((p for p in plans if p.agreed_on <= asked.day), key=lambda p: (p.agreed_on, p.position))


def ends_of(asked: Question) -> list[PlanEnd]:
    among = disputes_of(asked)
    return [e for e in asked.file.disputes.plan_ends if e.on <= asked.day and (e.dispute is None or e.dispute in among)]


def acts_of(asked: Question, given: Sequence[tuple[Notice, NoticeServed]]) -> list[Recorded]:
    return [r for notice, _ in given if (r := asked.file.at(notice.position))]
