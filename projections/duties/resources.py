"""Duties of resources and evaluations: what is to be kept in hand, told, recorded, acted on and evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ledger import details, recommendations_decided
from ledger.dates.working_days import months_later
from ledger.names import counted, few, name_key
from ledger.offices import is_the_providers, one_and_the_same, whom
from ledger.procedures.procedure import ASSUMED
from ledger.resource_figures import differs, is_at_a_time, is_significant, on_record
from ledger.responsibility import agreed_it, learned_of, unacknowledged
from ledger.stakeholders import reached_others
from ledger.subjects.resources import Control, Given, Recommendation, ResourceLine, ResourcePlan, Use
from projections.duties.ceasing import while_bound
from projections.duties.duty import DAY, LEAD, PROVIDER, Duty, days_after, duty
from projections.duties.evaluations import of_evaluations
from projections.failings.trail import spoken
from projections.planning.evaluations_shown import feedback_on, plainly
from projections.view import FileView


def of_resources(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about resources and evaluations. Pure; whatever the day.

    That resources are kept in hand, and people developed, ceases when the contract ends; what was used until then is
    still to be recorded.
    """
    yield from while_bound(view, (*_in_hand(view), *_development(view)))
    yield from _resources(view)
    yield from of_evaluations(view)


def _resources(view: FileView) -> Iterator[Duty]:
    for plan in view.file.resources.plans.values():
        if plan.time is not None:
            yield from _use_to_record(view, plan)
            yield from _differences_to_assess(view, plan)
    for held in view.file.resources.variances.values():
        on = held.on
        if on is None or held.acted:
            continue
        procedure = view.procedure_on(on)
        if is_significant(view.file, held, procedure):
            yield duty(
                view, f"variance/{held.id}", f"Act on the variance {held.id}, or record why nothing is done",
                office=LEAD, since=on, due_on=days_after(on, procedure.setting("resource.act-within")),
                citation="CPC308-B5", opened_by=(held.position,), limit="resource.act-within",
            )  # fmt: skip
    for one in view.file.resources.recommendations.values():
        if one.on is not None and recommendations_decided.decided(view.file, one, view.procedure) is None:
            yield _to_decide(view, one, one.on)


def _differences_to_assess(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """Use on record beyond the tolerance is assessed as a variance, promptly: nobody has to see it first.

    Once what of it was not assessed yet is within the tolerance, no more is asked for (docs/adr/0327).
    """
    procedure = view.procedure_on(plan.on or date.min)
    tolerance = procedure.setting("resource.tolerance")
    for line in plan.says.lines if plan.says else ():
        uses, at_a_time = plan.used(line.id), is_at_a_time(line, procedure)
        left = view.file.resources.unassessed(plan, line)
        if not left:
            continue
        used, target = on_record(plan, line, uses, at_a_time=at_a_time)
        newest = max(uses, key=lambda use: (use.on, use.position))
        if differs(used, target, tolerance) and differs(*_of_these(plan, line, left, at_a_time=at_a_time), tolerance):
            yield duty(
                view, f"variance-assessed/{plan.id}/{line.id}",
                f"Assess the difference of {line.id} ({line.name}) of {plan.id}: {plainly(used)} {line.unit} used where"
                f" {plainly(target)} were to be", office=LEAD, since=newest.on, citation="CPC308-B5",
                due_on=days_after(newest.on, procedure.setting("resource.act-within")), limit="resource.act-within",
                opened_by=(newest.position,),
            )  # fmt: skip


def _of_these(plan: ResourcePlan, line: ResourceLine, uses: list[Use], *, at_a_time: bool) -> tuple[Decimal, Decimal]:
    """What some of the records of use come to, and what of the plan the others leave to be used in their times."""
    others = [use for use in plan.used(line.id) if use not in uses]
    if at_a_time or not others:
        return on_record(plan, line, uses, at_a_time=at_a_time)
    used, target = on_record(plan, line, plan.used(line.id), at_a_time=False)
    used_before, target_before = on_record(plan, line, others, at_a_time=False)
    return used - used_before, target - target_before


def _to_decide(view: FileView, one: Recommendation, since: date) -> Duty:
    """A recommendation is decided by those it is addressed to, who can act on it: by the first of them, else the lead
    officer. Whoever holds the office has it where the file knows who that is. Also where another has decided for them
    and gave no reason (docs/adr/0486)."""
    vain = [made.position for made in recommendations_decided.without_effect(view.file, one, view.procedure)]
    by_nobody = f": entry {vain[-1]} is another's decision, and gives no reason for that" if vain else ""
    to = one.addressees[0] if one.addressees else None
    if to is not None:
        to = whom(view.file, to, since, view.procedure_on(since))
        called = view.procedure.office_called(to.person)
        office = to.office or (called.id if called else PROVIDER if to.is_of_the_provider else None)
    else:
        office = LEAD
    known = to is None or (office is not None and bool(view.file.people.holders(office)))
    return duty(
        view, f"recommendation/{one.id}", f"Decide on the recommendation {one.id}{by_nobody}", office=office,
        since=since, opened_by=(one.position, *vain),
        named=None if known or to is None else to.person, citation="CPC308-B3",
        party="provider" if to is not None and to.is_of_the_provider else "authority",
    )  # fmt: skip


def _in_hand(view: FileView) -> Iterator[Duty]:
    """Who answers for which resources, and what watches them: of no use to a contract that is over."""
    for plan in view.file.resources.plans.values():
        yield from _feedback_to_seek(view, plan)
        yield from _people_to_tell(view, plan)
        yield from _information_to_give(view, plan)
    for told in unacknowledged(view.file):
        yield duty(
            view, f"responsibility/{told.position}",
            f"Have {told.says.who} acknowledge what resources are their part", office=LEAD, since=told.on,
            citation="CPC308-B6", opened_by=(told.position,),
        )  # fmt: skip
    yield from _first_control(view)
    yield from _controls(view)


def _first_control(view: FileView) -> Iterator[Duty]:
    """That what watches resources is in accordance with what is asked of it is known once some of it was checked, while
    a plan of them runs: one check, which names no plan, is of all of them (CPC308-B7)."""
    running = [(max(plan.on, plan.time.first), plan) for plan in view.file.resources.plans.values()
               if plan.on is not None and plan.time is not None]  # fmt: skip
    if running and not view.file.resources.controls:
        last = max(plan.time.last for _, plan in running if plan.time is not None)
        yield duty(
            view, "control-checked", "Check a system or procedure by which resources are watched and kept up",
            office=LEAD, since=min(since for since, _ in running), citation="CPC308-B7",
            opened_by=tuple(plan.position for _, plan in running),
        ).model_copy(update={"ceases_on": days_after(last, 1)})  # fmt: skip


def _controls(view: FileView) -> Iterator[Duty]:
    """What watches resources is brought to what is asked of it. That it meets that is known once it is said what that
    is, in the entry or a supplement (CPC308-B7); that it meets something else brings it to nothing."""
    for control in view.file.resources.controls.values():
        unmet = _unmet(view, control)
        if not unmet and control.repeat_by is None:
            continue
        what = f"Check {control.control} again"
        if unmet and control.result != "meets":
            what = f"Bring {control.control} to what is asked of it, and check it again"
        elif unmet and control.requirement is None:
            what = f"Say what is asked of {control.control}, which is now said to meet it"
        elif unmet:
            found = few([f"entry {position}" for position in unmet.values()])
            what = f"Check {control.control} against what {found} found it not to meet: now it is said to meet another"
        yield duty(
            view, f"control/{control.position}", what, office=LEAD, since=control.on, due_on=control.repeat_by,
            citation="CPC308-B7", opened_by=(control.position,),
        )  # fmt: skip


def _unmet(view: FileView, control: Control) -> dict[str, int]:
    """What a control was found not to meet, and not to meet since, by its words, "" where it is not said what that is;
    and the entry that last found so. A check that does not say what is asked is held to all that was; a supplement
    that names it has said it."""
    unmet: dict[str, int] = {}
    asked = ""
    for position, check in control.checks:
        asked = (said := name_key(view.say(check.requirement))) or asked
        if check.result != "meets":
            unmet[asked] = position
        elif said:
            unmet.pop(said, None)
        elif asked or view.file.records.completing(position, details.HELD_TO_SOMETHING):
            unmet.clear()
        if said:
            unmet.pop("", None)
    return unmet


def _feedback_to_seek(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """The right people are asked what they think of a plan, as long as it runs."""
    if plan.on is not None and plan.time is not None and not feedback_on(view, plan):
        yield duty(
            view, f"feedback-sought/{plan.id}", f"Ask the people it concerns for feedback on {plan.id}", office=LEAD,
            since=plan.on, citation="CPC308-A8", opened_by=(plan.position,),
        ).model_copy(update={"ceases_on": days_after(plan.time.last, 1)})  # fmt: skip


def _people_to_tell(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """Each person a plan names is to be told what is theirs, in one go, as long as the plan runs."""
    if plan.says is None or plan.on is None or plan.time is None:
        return
    whose: dict[str, list[ResourceLine]] = {}
    for line in plan.says.lines:
        if line.responsible is not None:
            who = next(
                (k for k in whose if one_and_the_same(view.file, k, line.responsible, plan.on)), line.responsible
            )
            whose.setdefault(who, []).append(line)
    for who, lines in whose.items():
        untold = [
            line for line in lines
            if learned_of(view.file, plan, line) is None and not agreed_it(view.file, plan, line)
        ]  # fmt: skip
        if untold:
            what = few([f"{line.id} ({line.name})" for line in untold])
            yield duty(
                view, f"responsibility-told/{plan.id}/{lines[0].id}",
                f"Tell {who} that {what} of {plan.id} {'is' if untold[1:] == [] else 'are'} their responsibility",
                office=LEAD, since=plan.on, citation="CPC308-B6", opened_by=(plan.position,),
            ).model_copy(update={"ceases_on": days_after(plan.time.last, 1)})  # fmt: skip


def _information_to_give(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """What the use of resources means is passed on from time to time, and once more when the plan's time is over."""
    covers = plan.time
    if covers is None or plan.on is None:
        return
    every = view.procedure_on(plan.on).setting("resource.inform-every")
    given = [one for one in view.file.resources.information if _tells_of(view, one, plan)]
    last = given[-1] if given and given[-1].on >= covers.first else None
    if not every or (last is not None and last.on >= covers.last):
        return
    counted_from = last.on if last else max(covers.first, plan.on)
    due_on = months_later(counted_from, every)
    after = days_after(covers.last, DAYS_TO_RECORD)
    if due_on is not None and after is not None:
        yield duty(
            view, f"resources-informed/{plan.id}",
            f"Say what the use of {plan.id} means, and pass it on to those it concerns", office=LEAD,
            since=counted_from, due_on=min(due_on, after), citation="CPC308-B2",
            opened_by=(last.position if last else plan.position,), every_months=every,
            last_on=last.on if last else None, recurs_until=after, assumed=_TO_RECORD,
            limit="resource.inform-every" if due_on <= after else None,
        )  # fmt: skip


def _tells_of(view: FileView, given: Given, plan: ResourcePlan) -> bool:
    """Whether information given says to somebody else, of a plan, what its use on record means: in the entry, a
    document with it, or a word added to it; where the procedure asks for no records of use, of use in general."""
    says = given.says
    about = says.plan == plan.id if says.plan else plan.on is not None and given.on >= plan.on
    added = view.file.records.completing(given.position, details.INTERPRETED)
    meant = says.interpretation is not None or says.exhibits or added
    asked = view.procedure_on(given.on).setting("resource.record-every")
    used = plan.used_by(given.on) or not asked
    return bool(about and meant and used and reached_others(says.recipients, says.groups, says.by))


def _use_to_record(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """For each line every stretch of the plan's time of which no use is on record, and each record that is not all."""
    time = plan.time
    if plan.says is None or plan.on is None or time is None:
        return
    every = view.procedure_on(plan.on).setting("resource.record-every")
    for line in plan.says.lines if every else ():
        for gap in plan.unrecorded(line.id):
            following = months_later(gap.first, every)
            last = min(following - DAY, gap.last) if following else gap.last
            # What the provider's people are responsible for, the lead officer has recorded.
            step = learned_of(view.file, plan, line)
            theirs = line.responsible is not None and (
                is_the_providers(view.file, line.responsible, last)
                or (step is not None and step.says.holder == "provider")
            )
            yield duty(
                view, f"use/{plan.id}/{line.id}/{gap.first.isoformat()}",
                f"Record how much of {line.id} ({line.name}) of {plan.id} was used from {spoken(gap.first)} to "
                f"{spoken(last)}",
                office=LEAD, named=None if theirs else line.responsible, since=last + DAY if last < date.max else last,
                due_on=days_after(last, DAYS_TO_RECORD), citation="CPC308-B4", opened_by=(plan.position,),
                every_months=every, recurs_until=days_after(gap.last, DAYS_TO_RECORD), assumed=_TO_RECORD,
            )  # fmt: skip
        for use in plan.used(line.id):
            passed_on = plan.in_its_place(use.period.first)
            added = view.file.records.completing(use.position, details.RECORDED_COMPLETELY)
            if use.complete is False and not passed_on and not added:
                yield duty(
                    view, f"use-completed/{use.position}",
                    f"Correct or supplement entry {use.position}, whose record of {line.id} ({line.name}) of {plan.id} "
                    f"for {use.period} is not complete", office=LEAD, since=use.on,
                    due_on=days_after(max(use.on, use.period.last), DAYS_TO_RECORD), citation="CPC308-B4",
                    opened_by=(use.position,), assumed=_TO_RECORD,
                )  # fmt: skip


DAYS_TO_RECORD = 14
"""Days after a month, or whatever the procedure asks, by which use is to be on record: a number of ours."""
_TO_RECORD = f"{counted(DAYS_TO_RECORD, 'day')} ({ASSUMED})"


def _development(view: FileView) -> Iterator[Duty]:
    """What the last count found and nothing is done about yet: how many, never who (CPC308-C7)."""
    if not view.file.evaluation.development:
        return
    day, position, _, needs = view.file.evaluation.development[-1]
    waiting = [need for need in needs if need.action == "none-yet"]
    if waiting and not view.file.records.completing(position, details.WHAT_IS_DONE):
        what = ", ".join(f"{need.area} ({need.people})" for need in waiting)
        yield duty(
            view, f"development/{position}", f"Settle what is done about needs for development in {what}", office=LEAD,
            since=day, citation="CPC308-K21", opened_by=(position,),
        )  # fmt: skip
