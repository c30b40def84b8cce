"""Duties that arise from failings: telling the provider, its plan, notices and what follows, actions agreed.

What one of them looks at changes without the others: each is a work of its own (due.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ledger import disputing
from ledger.confirming import settled_by_a_meeting_alone
from ledger.dispute_results import issue_over_since, over_since
from ledger.plans import is_ours_alone, proposed_by, right_by
from ledger.subjects.issues import Issue
from ledger.subjects.notices import FORMAL, Notice, NoticeServed, RemedyAssessed
from projections.duties.ceasing import while_bound
from projections.duties.duty import DAY, LEAD, PROVIDER, Duty, days_after, duty
from projections.duties.owed import (
    assess_by,
    procedure_for,
    tell_by,
    tellings,
    to_be_assessed,
    to_be_minuted,
)
from projections.failings.links import back_without_a_plan, planned
from projections.failings.links_notice import Given, by_issue
from projections.failings.trail import spoken
from projections.planning.agreed_steps import agreed_steps, proposed_steps
from projections.view import FileView


def issues_open(view: FileView) -> Iterator[Duty]:
    """Yield what there is to be done about each open issue as long as the contract lasts."""
    given = by_issue(view)
    for issue in view.file.issues.open():
        yield from while_bound(view, _issue(view, issue, given.get(issue.id, ())))


def asked_since_told(view: FileView) -> Iterator[Duty]:
    """Yield that the provider is to answer each issue of which the view has the telling alone, as where the issue is
    not shared with it: since the telling it knows of it, and is asked (HCC-7.6-c, CPC308-K16)."""
    given = by_issue(view)
    for issue in view.file.issues.open():
        if not issue.raised:
            yield from while_bound(view, _since_told(view, issue, given.get(issue.id, ())))


def _since_told(view: FileView, issue: Issue, given: Sequence[Given]) -> Iterator[Duty]:
    _, told, _ = tellings(view, issue, procedure_for(view, issue))
    _, by = planned(view, issue, given)
    if told is not None and not _is_formal(view, issue, given) and (by is None or back_without_a_plan(view, issue)):
        yield _to_plan(view, issue, told, "")


def notices_served(view: FileView) -> Iterator[Duty]:
    """Yield what the authority's notices open as long as the contract lasts."""
    for notice, served in view.file.notices.served(party="authority"):
        if notice.withdrawn is None and not notice.is_purported:
            yield from while_bound(view, _notice(view, notice, served))


def undertaken(view: FileView) -> Iterator[Duty]:
    """Yield what the parties undertook in a plan to put a failing right, by its day (TVP-1.0-1, TVP-5.1-3b)."""
    yield from while_bound(view, _undertaken(view))


def contested(view: FileView) -> Iterator[Duty]:
    """Yield what the provider disputes and nobody has answered."""
    yield from while_bound(view, _disputes(view))


def _issue(view: FileView, issue: Issue, given: Sequence[Given]) -> Iterator[Duty]:
    noticed = issue.noticed_on or issue.raised_on
    if noticed is None:
        return
    over = issue_over_since(view.file, issue.id) if view.procedure.by_dispute else None
    if over is not None:
        yield from _to_close(view, issue, *over)
        return
    if (found := settled_by_a_meeting_alone(view.file, issue)) is not None:
        yield duty(
            view, f"issue-result/{issue.id}", f"Record the result of {issue.id}, or correct what was confirmed:"
            f" {found.meeting} on {spoken(found.on)} found it settled well, and it is open on file", office=LEAD,
            since=found.on, citation="HCC-7.6-a", opened_by=(found.position,),
        )  # fmt: skip
    procedure = view.procedure_on(noticed)
    first, told, back = tellings(view, issue, procedure)
    if told is None:
        yield _to_tell(view, issue, noticed, back if first is not None else None)
        return
    theirs, by = planned(view, issue, given)
    if by is None or back_without_a_plan(view, issue):
        if not _is_formal(view, issue, given):  # else the informal stage is over, and the formal one says what is asked
            timeless = f": the plan on file (entry {theirs[-1].position}) gives none" if theirs and by is None else ""
            yield _to_plan(view, issue, told, timeless)
        return
    if procedure.by_dispute and not _is_formal(view, issue, given):
        yield from _to_agree(view, issue)
    until = right_by(view.file, issue)
    if until is not None and not _looked_at_since(view, issue, given, until[0]):
        how = f"proposed in {until[1]}" if until[1] else "planned"
        yield duty(
            view, f"plan-checked/{issue.id}",
            f"Check whether {issue.id} was put right by {spoken(until[0])}, as {how}", office=LEAD,
            since=until[0], due_on=until[0], citation="HCC-7.6-a", opened_by=issue.plans,
        )  # fmt: skip


def _to_plan(view: FileView, issue: Issue, told: tuple[date, str, int], timeless: str) -> Duty:
    """That the provider is to answer with a plan and a time (HCC-7.6-c); `timeless`: that the plan on file has none."""
    procedure = view.procedure_on(issue.noticed_on or issue.raised_on or told[0])
    passed = disputing.without(view.file, date.max, procedure, issue.id, "informal")
    return duty(
        view, f"plan/{issue.id}", f"Answer {issue.id} with a plan and a time for putting it right{timeless}",
        office=PROVIDER, party="provider", since=told[0], limit="plan.expected-within",
        due_on=days_after(told[0], procedure.setting("plan.expected-within")),
        citation=procedure.cited("plan.expected-within"), opened_by=(issue.raised, told[2]),
        not_asked=f"the informal stage was {disputing.by_whose_authority(passed, procedure)}" if passed else None,
    )  # fmt: skip


def _to_agree(view: FileView, issue: Issue) -> Iterator[Duty]:
    """That what the provider proposed last is to be agreed with it, where a dispute comes of what is not: until both
    agreed on a plan since, or the authority proposed another (TVP-5.1-3a, docs/adr/0495)."""
    plans = [plan for position in issue.plans if (plan := view.file.at(position)) is not None]
    plans = [plan for plan in plans if not is_ours_alone(view.file, plan)]
    last = max(plans, key=lambda plan: (plan.entry.happened_on, plan.position), default=None)
    if last is not None and proposed_by(last.entry) == "provider":
        yield duty(
            view, f"plan-agreed/{issue.id}",
            f"Agree {last.given_id} with the provider, which proposed it for {issue.id}, or propose another plan",
            office=LEAD, since=last.entry.happened_on, citation="TVP-5.1-3a", opened_by=(last.position,),
        )  # fmt: skip


def _to_tell(view: FileView, issue: Issue, noticed: date, back: tuple[date, int] | None) -> Duty:
    """That the provider is to be told of it in recorded form: by the minutes of a meeting, where it was told there."""
    waits = to_be_minuted(view, issue, view.procedure_on(noticed))
    until = f": it was told at a meeting on {spoken(waits[0])}, and {waits[1]}" if waits else ""
    of, came_back = ("it", f" that {issue.id} came back") if back else (issue.id, "")
    return duty(
        view, f"tell/{issue.id}{f'/{back[1]}' if back else ''}",
        f"Put {of} to the provider in recorded form{came_back}{until}", office=LEAD,
        since=back[0] if back else noticed, due_on=tell_by(view, issue), opened_by=(back[1] if back else issue.raised,),
        citation="HCC-7.6-d" if back else view.procedure_on(noticed).cited("issue.notify-within"),
        limit="minutes.circulate-within" if waits else "issue.notify-within",
    )  # fmt: skip


def _undertaken(view: FileView) -> Iterator[Duty]:
    """Each step of a plan that is somebody's; what is nobody's yet the lead officer has completed (_plan_completed)."""
    for step in (*agreed_steps(view), *proposed_steps(view)):
        if step.due_on is not None and step.party is not None:
            what = f"{step.plan}: {view.say(step.says.what).rstrip('.')}"
            whole = f" by the end of {step.plan}, with no day of its own" if step.by_the_plans_end else ""
            found = duty(
                view, f"plan-step/{step.id}", f"{what}{whole}", party=step.party,
                office=PROVIDER if step.party == "provider" else LEAD, named=step.says.owner, since=step.agreed_on,
                due_on=step.due_on, citation=step.citation, opened_by=(step.position,), done=step.done,
            )  # fmt: skip
            yield found.model_copy(update={"ceases_on": step.until}) if step.until else found


def _to_close(view: FileView, issue: Issue, over: date, dispute: str | None) -> Iterator[Duty]:
    """Once its dispute is over an issue is found settled, or not, and senior management told of that (TVP-5.1-4b)."""
    if not any(on >= over for on, _, _ in issue.resolved):
        yield duty(
            view, f"issue-settled/{issue.id}",
            f"Record whether {issue.id} is settled: {dispute or 'the dispute'} about it is over since {spoken(over)}",
            office=LEAD, since=over, citation="TVP-5.1-4b", opened_by=(issue.raised,),
        )  # fmt: skip


def _is_formal(view: FileView, issue: Issue, given: Sequence[Given]) -> bool:
    """Whether notice of dispute about it, or a formal step, was given since it was noticed or last came back."""
    since = issue.reopened[-1][0] if issue.reopened else date.min
    return _notice_since(given, since) or disputing.taken_up(view.file, issue.id, since)


def _notice_since(given: Sequence[Given], day: date) -> bool:
    """A notice of default leaves the provider its time, and its plan is asked for all the same (HCC-7.6-c)."""
    stood = (s for n, s in given if n.withdrawn is None and not n.is_purported and n.valid is not False)
    return any(served.notice_kind == "dispute" and served.happened_on >= day for served in stood)


def _looked_at_since(view: FileView, issue: Issue, given: Sequence[Given], day: date) -> bool:
    """Whether somebody saw to it from a day on: at a meeting, in settling it, or in giving notice of dispute."""
    at_meetings = [m.held_on for m, _, _ in view.file.meetings.confirmations(issue.id)]
    at_meetings += [m.held_on for m in disputing.meetings_about(view.file, issue.id)]
    looked = any(on is not None and on >= day for on in (*at_meetings, *(on for on, _, _ in issue.resolved)))
    return looked or _notice_since(given, day)


def _notice(view: FileView, notice: Notice, served: NoticeServed) -> Iterator[Duty]:
    sent = served.happened_on
    dispute_over = served.notice_kind == "dispute" and over_since(view.file, served.dispute, served.issues, sent)
    if (
        not dispute_over
        and not notice.receipts
        and notice.valid is not False
        and (served.receipt_requested or notice.counts_on is None)
    ):
        yield duty(
            view, f"receipt/{notice.id}", f"Get the receipt of {notice.id} confirmed, and put the proof on file",
            office=LEAD, since=sent, opened_by=(notice.position,),
            citation="TVP-5.2-2d" if served.notice_kind == "dispute" else "HCC-9.1-b",
        )  # fmt: skip
    if served.notice_kind not in FORMAL:
        return
    ends = notice.remedy_ends()
    concluded = view.file.default_process.conclusion(notice.id, date.max)
    in_time = notice.assessed_in_time()
    if to_be_assessed(view, notice) and ends is not None:
        yield duty(
            view, f"remedy/{notice.id}", f"Assess whether what {notice.id} complained of was put right",
            office=LEAD, since=ends + DAY, due_on=assess_by(view, notice), citation="HCC-9.4-b",
            limit="remedy.assess-within",
            opened_by=(notice.position, *(position for *_, position in notice.extended)),
        )  # fmt: skip
    if in_time and concluded is None:
        on, result, position = notice.assessed[-1]
        yield duty(
            view, f"process/{notice.id}", f"Conclude the process on {notice.id}, found {view.say(result)}", office=LEAD,
            since=on, citation="HCC-9.1-c", opened_by=(position,),
        )  # fmt: skip
    for on, _, position in notice.assessed:
        recorded = view.file.at(position)
        if recorded is not None and isinstance(recorded.entry, RemedyAssessed) and not recorded.entry.was_shared:
            yield duty(
                view, f"remedy-shared/{position}", f"Tell the provider what was found on {notice.id}",
                office=LEAD, since=on, citation="HCC-2.1-f", opened_by=(position,),
            )  # fmt: skip


def actions(view: FileView) -> Iterator[Duty]:
    """Yield each action agreed and not completed."""
    for action in view.file.actions.by_id.values():
        if action.assigned_on is None or action.completed is not None:
            continue
        recorded, owner = view.file.at(action.position), action.owner
        what = view.say(getattr(recorded.entry, "description", None)) if recorded else ""
        provider = owner is not None and owner.party == "provider"
        yield duty(
            view, f"action/{action.id}", f"{action.id}: {what}", party="provider" if provider else "authority",
            office=owner.office if owner and owner.office else PROVIDER if provider else LEAD,
            named=owner.person if owner else None, since=action.assigned_on, due_on=action.due_on, citation="HCC-7.3-a",
            opened_by=(action.position,),
        )  # fmt: skip


def _disputes(view: FileView) -> Iterator[Duty]:
    for said in view.file.issues.contested(date.max):
        if said.answered is None:
            about = said.issue or said.notice or f"entry {said.about}"
            yield duty(
                view, f"answer/{said.position}", f"Answer what the provider said of {about}, which it disputes",
                office=LEAD, since=said.on, citation="HCC-2.1-b", opened_by=(said.position,),
            )  # fmt: skip
