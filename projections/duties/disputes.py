"""Duties of a dispute: who has to agree, to meet, to plan, and by when.

Which office has each is the procedure's: whoever the condition for it falls to, or may give what is asked for. A
procedure that has no dispute stage gives none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from ledger import disputing, formal_route
from ledger.contract_file import ContractFile
from ledger.dates.calendar import CalendarError, DateWorking
from ledger.dispute_results import arbitrator, awarded_by_nobody, latest, over_since, under_way
from ledger.formal_route import AGREED_BY, AGREED_FIRST
from ledger.procedures import Procedure
from ledger.subjects.disputes import DisputePlan
from ledger.subjects.notices import Notice, NoticeServed
from projections.duties.ceasing import while_bound
from projections.duties.dispute_settled import filed, settled_at_meeting, sign_off
from projections.duties.duty import DAY, LEAD, Duty, days_after, duty, falls_to
from projections.duties.risks_told import of_risks
from projections.duties.senior_management import senior_management, settled_issues, settled_since
from projections.failings.trail import spoken
from projections.view import FileView

From = TypeVar("From", date, NoticeServed)
"""What a time is counted from."""


def of_disputes(view: FileView) -> Iterator[Duty]:
    """Yield every open duty of a dispute. Pure; whatever the day."""
    yield from while_bound(view, _open(view))


def _open(view: FileView) -> Iterator[Duty]:
    if view.procedure.by_dispute:
        yield from senior_management(view)
        yield from settled_issues(view)
        yield from of_risks(view)
        yield from _recommended(view)
        yield from _agreed_in_vain(view)
        yield from _to_give_notice(view)
    standing = [
        (notice, served) for notice, served in disputing.notices(view.file, date.max)
        if view.procedure_on(served.happened_on).by_dispute and not (notice.withdrawn or notice.is_purported)
    ]  # fmt: skip
    for number, (notice, served) in enumerate(standing):
        if not any(_asks_for_the_same(view, before, served) for _, before in standing[:number]):
            yield from _meeting(view, notice, served)
    for plan in view.file.disputes.plans.values():
        yield from _plan(view, plan)
    yield from _courts(view)
    yield from _arbitrators(view)
    yield from _awards(view)
    yield from settled_at_meeting(view)
    yield from sign_off(view)
    yield from filed(view)


def _came_to_rest(view: FileView, issues: Iterable[str], since: date) -> bool:
    """Whether every issue in dispute was settled since a step towards the formal procedure, and senior management told
    of that, where it is to be: there is nothing left to take there (TVP-5.1-4b). One that comes back is."""
    held = [view.file.issues.by_id.get(issue) for issue in issues]
    return bool(held) and all(one is not None and settled_since(view, one, since) for one in held)


def _recommended(view: FileView) -> Iterator[Duty]:
    """A recommendation to go formal is put to whoever may agree to it (TVP-5.1-4b, TVP-5.2-1b)."""
    held = view.file.disputes
    for step in held.recommended:
        issues = disputing.issues_of(view.file, step.dispute)
        answered = disputing.allowing(view.file, date.max, view.procedure, step.dispute, issues)
        if answered or _is_over(view, step.dispute, issues, step.on) or _came_to_rest(view, issues, step.on):
            continue
        procedure = view.procedure_on(step.on)
        who = procedure.one_of(procedure.entitled(AGREED_BY))
        yield duty(
            view, f"go-formal/{step.dispute}",
            f"Put the recommendation on {step.dispute} to the {who or 'office entitled'}; have its answer in writing",
            office=falls_to(procedure, "TC-09"), since=step.on, citation="TVP-5.2-1b", opened_by=(step.position,),
        )  # fmt: skip


def _agreed_in_vain(view: FileView) -> Iterator[Duty]:
    """Where what was agreed or authorised does not stand, and nothing was done on it yet, agreement is still to be had
    (TVP-5.2-1b, docs/adr/0312)."""
    asked = {step.dispute for step in view.file.disputes.recommended}
    given = [served for _, served in disputing.notices(view.file, date.max)]
    for dispute in view.file.disputes.by_id.values():
        issues = disputing.issues_of(view.file, dispute.id)
        agreed = [e for e in view.file.disputes.escalations if e.dispute == dispute.id]
        if not agreed or dispute.id in asked or _is_over(view, dispute.id, issues, dispute.began_on):
            continue
        if _came_to_rest(view, issues, agreed[-1].on):
            continue
        went_on = _went_further(view, dispute.id) or any(p.dispute == dispute.id for p in _plans(view))
        if went_on or any(disputing.about(view.file, s.dispute, s.issues, dispute.id, ()) for s in given):
            continue
        if disputing.allowing(view.file, date.max, view.procedure, dispute.id, issues):
            continue
        procedure = view.procedure_on(agreed[-1].on)
        who = procedure.one_of(procedure.entitled(AGREED_FIRST))
        why = formal_route.flaw(view.file, agreed[-1], date.max, view.procedure)
        yield duty(
            view, f"go-formal/{dispute.id}",
            f"Have the {who or 'office entitled'} agree in writing to take {dispute.id} to the formal procedure: {why}",
            office=falls_to(procedure, "TC-09"), since=agreed[-1].on, citation="TVP-5.2-1b",
            opened_by=(agreed[-1].position,),
        )  # fmt: skip


def _to_give_notice(view: FileView) -> Iterator[Duty]:
    """What was agreed to, or begun by authority with the notice, is put to the provider in writing (TVP-5.2-2a)."""
    given = [served for _, served in disputing.notices(view.file, date.max)]
    for dispute in view.file.disputes.by_id.values():
        issues = disputing.issues_of(view.file, dispute.id)
        standing = disputing.allowing(view.file, date.max, view.procedure, dispute.id, issues)
        allowed = [e for e in standing if e.dispute == dispute.id]
        if not allowed or any(disputing.about(view.file, s.dispute, s.issues, dispute.id, ()) for s in given):
            continue
        procedure = view.procedure_on(allowed[-1].on)
        if _came_to_rest(view, issues, allowed[-1].on):
            continue
        passed = disputing.by_passed(view.file, date.max, procedure, dispute.id, issues)
        went_on = _went_further(view, dispute.id) or any(p.dispute == dispute.id for p in _plans(view))
        if went_on or disputing.left_out(passed, "notice") or _is_over(view, dispute.id, issues, dispute.began_on):
            continue
        due_on, working = _counted(disputing.ask_within, view.file, allowed[-1].on, procedure)
        yield duty(
            view, f"dispute-notice/{dispute.id}",
            f"Write to the provider about {dispute.id}, with the concern, and ask to meet{working}",
            office=falls_to(procedure, "TC-10"), since=allowed[-1].on, due_on=due_on, citation="TVP-5.2-2a",
            opened_by=(allowed[-1].position,),
        )  # fmt: skip


def _counted(
    count: Callable[[ContractFile, From, Procedure], DateWorking | None], file: ContractFile, since: From,
    procedure: Procedure,
) -> tuple[date | None, str]:  # fmt: skip
    """The last day for something, with its working or why it cannot be counted; no day where none is set."""
    try:
        last = count(file, since, procedure)
    except CalendarError as error:
        return None, f". By when cannot be counted: {error}."
    return (last.end, f". {last.sentence}") if last else (None, "")


def _plans(view: FileView) -> Iterable[DisputePlan]:
    return view.file.disputes.plans.values()


def _went_further(view: FileView, dispute: str | None) -> bool:
    """Whether a dispute was taken to mediation, to arbitration or to court: what comes before is asked for no more."""
    return any(disputing.same(referral.dispute, dispute) for referral in view.file.disputes.referrals)


def _asks_for_the_same(view: FileView, before: NoticeServed, served: NoticeServed) -> bool:
    """Whether a notice asks again for the meeting that one before it asks for: of one matter, not met between them."""
    first, second = (set(disputing.issues_of(view.file, one.dispute, one.issues)) for one in (before, served))
    one_matter = before.dispute == served.dispute if before.dispute and served.dispute else bool(first & second)
    met = disputing.meetings(view.file, before, date.max)
    return one_matter and not any(m.held_on is not None and m.held_on < served.happened_on for m in met)


def _meeting(view: FileView, notice: Notice, served: NoticeServed) -> Iterator[Duty]:
    procedure, sent = view.procedure_on(served.happened_on), served.happened_on
    held = disputing.meetings(view.file, served, date.max)
    went_on = any(disputing.of_notice(view.file, referral.dispute, served) for referral in view.file.disputes.referrals)
    if _is_over(view, served.dispute, served.issues, sent) or went_on:
        return
    passed = disputing.by_passed(view.file, date.max, procedure, served.dispute, served.issues)
    if not held and not disputing.left_out(passed, "meeting"):
        away = disputing.stayed_away(view.file, served, date.max)
        alone = f": {disputing.held_alone(away)}" if away else ""
        due_on, working = _counted(disputing.meet_by, view.file, served, procedure)
        yield duty(
            view, f"dispute-meeting/{notice.id}", f"Meet the provider on {notice.id}{alone}{working}",
            office=falls_to(procedure, "TC-11"), since=sent, due_on=due_on, citation="TVP-5.2-2c",
            opened_by=(notice.position,),
        )  # fmt: skip
        return
    if not held or disputing.left_out(passed, "plan"):
        return
    met, on = held[-1], held[-1].held_on
    planned = any(disputing.of_notice(view.file, p.dispute, served) for p in _plans(view))
    not_agreed = any(disputing.of_notice(view.file, e.dispute, served) for e in view.file.disputes.plan_ends)
    if on is not None and not planned and not not_agreed and met.dispute_outcome != "settled":
        yield duty(
            view, f"dispute-plan/{notice.id}",
            f"Agree an action plan on {notice.id}, with times, owners and outcomes, or record that none can be agreed",
            office=falls_to(procedure, "TC-12"), since=on,
            due_on=days_after(on, procedure.setting("dispute.plan-within")), citation="TVP-5.2-4a",
            opened_by=(notice.position, met.held), limit="dispute.plan-within",
        )  # fmt: skip


def _plan(view: FileView, plan: DisputePlan) -> Iterator[Duty]:
    """As long as it goes on, and no other is agreed anew: what it leaves open, how it is going, and its result."""
    held, procedure = view.file.disputes, view.procedure_on(plan.agreed_on)
    ended = held.plan_end(plan, date.max) is not None or _is_over(view, plan.dispute, (), plan.agreed_on)
    if ended or held.taken_place_by(plan) or not procedure.by_dispute:
        return
    yield from _plan_completed(view, plan, procedure)
    reports = disputing.reports_on(view.file, plan.id, procedure)
    last, office = (reports[-1].on if reports else plan.agreed_on), falls_to(procedure, "TC-12")
    whom = " or ".join(procedure.office_title(office) for office in procedure.entitled(disputing.PROGRESS_TO))
    every = days_after(last, procedure.setting("dispute.report-every"))
    by = min((day for day in (every, plan.ends_on) if day and day > last), default=None)
    if by is not None:
        yield duty(
            view, f"plan-report/{plan.id}",
            f"Report on the progress of {plan.id}{f' to the {whom}' if whom else ''}", office=office, since=last,
            due_on=by, citation="TVP-5.2-4b", opened_by=(plan.position, *(one.position for one in reports[-1:])),
            last_on=last,
            limit="dispute.report-every" if by == every else None,
        )  # fmt: skip
    if plan.ends_on is not None:
        yield duty(
            view, f"plan-result/{plan.id}", f"Find whether {plan.id} met its outcomes, which were due by"
            f" {spoken(plan.ends_on)}, and tell the provider", office=falls_to(procedure, "TC-13"),
            since=plan.ends_on + DAY, due_on=days_after(plan.ends_on, procedure.setting("remedy.assess-within")),
            citation="TVP-5.2-5", opened_by=(plan.position,), limit="remedy.assess-within",
        )  # fmt: skip


def _plan_completed(view: FileView, plan: DisputePlan, procedure: Procedure) -> Iterator[Duty]:
    """Of each action it is agreed who does it, by when and with what outcome, or agreed anew (TVP-5.2-4a); what is
    added to the entry is taken for that, unless it is said to be about something else."""
    if plan.incomplete and not view.file.records.explaining(plan.position, "dispute.plan-complete"):
        yield duty(
            view, f"plan-completed/{plan.id}", f"Agree what {plan.id} leaves open, and correct or supplement entry"
            f" {plan.position} with it, or agree another plan: {'; '.join(plan.incomplete)}",
            office=falls_to(procedure, "TC-12"), since=plan.agreed_on, citation="TVP-5.2-4a",
            opened_by=(plan.position,),
        )  # fmt: skip


def _courts(view: FileView) -> Iterator[Duty]:
    """Where the plan failed and arbitration is not chosen, the dispute is referred to litigation (TVP-5.2-7;
    docs/adr/0356)."""
    held = view.file.disputes
    declined = {one.dispute: one for one in reversed(held.passed_over) if "arbitration" in one.steps}
    for dispute, passed in declined.items():
        of = (dispute,) if dispute else tuple(held.by_id)
        taken = any(
            r.to == "litigation" or (r.to == "arbitration" and r.on >= passed.on)
            for r in held.referrals if disputing.same(r.dispute, dispute)
        )  # fmt: skip
        left = any("litigation" in one.steps and disputing.same(one.dispute, dispute) for one in held.passed_over)
        stands = [result for result in latest(view.file, date.max, of) if result.stands]
        asked = bool(stands) and view.procedure_on(passed.on).by_dispute and not under_way(view.file, date.max, of)
        if asked and not (taken or left or _is_over(view, dispute, (), passed.on)):
            yield duty(
                view, f"litigation/{dispute or passed.position}",
                f"Refer {dispute or 'the dispute'} to litigation, or record why the courts are not gone to: arbitration"
                f" was passed over on {spoken(passed.on)}", office=LEAD,
                since=max(passed.on, *(result.on for result in stands)), citation="TVP-5.2-7",
                opened_by=(passed.position, *(result.position for result in stands)),
            )  # fmt: skip


def _arbitrators(view: FileView) -> Iterator[Duty]:
    """Each arbitration that goes on has a single arbitrator; one of an earlier, which is over, is none (TVP-5.2-6b)."""
    held = view.file.disputes
    going_on = under_way(view.file, date.max, {r.dispute for r in held.referrals if r.dispute})
    only = next(iter(held.by_id), None) if disputing.only_one(view.file) else None
    first = {referral.dispute or only: referral for referral in reversed(going_on) if referral.to == "arbitration"}
    for dispute, referral in first.items():
        if arbitrator(view.file, dispute, date.max) is not None:
            continue
        if view.procedure_on(referral.on).by_dispute and not _is_over(view, dispute, (), referral.on):
            yield duty(
                view, f"arbitrator/{referral.position}",
                f"Have a single arbitrator appointed for {dispute or 'the dispute'}: agreed by both parties or, failing"
                " that, appointed by the President of the Law Society", office=LEAD, since=referral.on,
                citation="TVP-5.2-6b", opened_by=(referral.position,),
            )  # fmt: skip


def _awards(view: FileView) -> Iterator[Duty]:
    """Of an arbitration that was decided it stays to be put on file who was appointed to decide it (TVP-5.2-6b)."""
    for award in awarded_by_nobody(view.file):
        chosen = (
            r for r in reversed(view.file.disputes.referrals)
            if r.to == "arbitration" and r.on <= award.on and disputing.same(r.dispute, award.dispute)
        )  # fmt: skip
        begun = next(chosen, award)
        if view.procedure_on(begun.on).by_dispute:
            yield duty(
                view, f"arbitrator/{begun.position}", "Record who was appointed arbitrator for"
                f" {award.dispute or 'the dispute'}, when, and by whom: of the award in entry {award.position} that is"
                " not on file", office=LEAD, since=begun.on, citation="TVP-5.2-6b",
                opened_by=(begun.position, award.position),
            )  # fmt: skip


def _is_over(view: FileView, dispute: str | None, issues: tuple[str, ...], since: date) -> bool:
    """Whether a dispute was settled or signed off: nothing further is to be done about it but that."""
    return over_since(view.file, dispute, issues, since) is not None
