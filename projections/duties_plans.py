"""Duties of outcomes, plans and resources: what is to be agreed, begun, watched, recorded, acted on and reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ledger.activities import schedule
from ledger.names import counted, few, same_name
from ledger.offices import is_the_providers, one_and_the_same, whom
from ledger.procedures.procedure import ASSUMED
from ledger.resource_figures import differs, is_at_a_time, is_significant, on_record
from ledger.responsibility import agreed_it, learned_of, unacknowledged
from ledger.subjects.implementation import ImplementationPlan
from ledger.subjects.issues import Issue
from ledger.subjects.outcomes import Outcome
from ledger.subjects.resources import Given, Recommendation, ResourceLine, ResourcePlan
from ledger.working_days import months_later
from projections.duty import DAY, LEAD, PROVIDER, Duty, days_after, duty, while_bound
from projections.evaluations_shown import plainly
from projections.trail import spoken
from projections.view import FileView


def of_plans(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about outcomes, provisions, plans, resources and evaluations. Pure; whatever the day.

    Those of outcomes and provisions, of a plan to carry the contract out, and of keeping resources in hand cease when
    the contract ends; what was used until then is still to be recorded.
    """
    lasting = (*_outcomes(view), *_conflicts(view), *_milestones(view), *_implementation(view))
    yield from while_bound(view, (*lasting, *_in_hand(view), *_development(view)))
    yield from _resources(view)
    yield from _evaluations(view)


# --- outcomes and provisions ------------------------------------------------------------------------------------------


def _outcomes(view: FileView) -> Iterator[Duty]:
    for outcome in view.file.outcomes.by_id.values():
        if outcome.on is None or outcome.dropped:
            continue
        if outcome.unweighed:  # an assessment that says nothing under a head has not weighed it (CPC307-K12)
            under = _and(outcome.unweighed)
            yet = ", of which nothing is said yet" if outcome.assessed else ""
            yield duty(
                view, f"outcome-weighed/{outcome.id}", f"Weigh what {outcome.id} means for {under}{yet}",
                office=LEAD, since=outcome.on, citation="CPC307-A2",
                opened_by=(outcome.position, *outcome.assessed),
            )  # fmt: skip
        objective = outcome.identified is not None and outcome.identified.sort == "objective"
        if outcome.not_gone_over and not objective:
            yield duty(
                view, f"outcome-reviewed/{outcome.id}",
                f"Go over {outcome.id} with those who use the service: {_and(outcome.not_gone_over)}", office=LEAD,
                since=outcome.on, citation="CPC307-A3",
                opened_by=(outcome.position, *(position for _, _, position in outcome.reviewed)),
            )  # fmt: skip
        yield from _specified(view, outcome)


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def _specified(view: FileView, outcome: Outcome) -> Iterator[Duty]:
    said = outcome.specification
    if said is None:
        return
    since, position, _ = outcome.specified[-1]
    if not view.file.design.protecting(outcome.id):
        yield duty(
            view, f"outcome-protected/{outcome.id}",
            f"Name the provision of the contract that secures {outcome.id}, or record that none is needed",
            office=LEAD, since=since, citation="CPC307-B6", opened_by=(position,),
        )  # fmt: skip
    if said.agreed_with_provider_on is None and (said.agree_with_provider_by or said.agree_with_provider_at):
        at = said.agree_with_provider_at
        entered = next((day for day, stage, _ in view.file.agreement.stages if stage == at), None)
        by = said.agree_with_provider_by or entered
        when = f"by {spoken(by)}" if by else f"when the contract comes to {view.say(at)}"
        if by is not None or at is not None:
            yield duty(
                view, f"outcome-agreed/{outcome.id}", f"Agree {outcome.id} with the provider {when}", office=LEAD,
                since=entered or since, due_on=by or _stage_expected(view, at), citation="CPC307-B5",
                opened_by=(position,),
            )  # fmt: skip
    if said.reach_by is not None and not any(on > said.reach_by for on, _, _ in outcome.achieved):
        yield duty(
            view, f"outcome-judged/{outcome.id}",
            f"Judge whether {outcome.id} was reached: it was to be by {spoken(said.reach_by)}", office=LEAD,
            since=since, due_on=said.reach_by + DAY if said.reach_by < date.max else said.reach_by,
            citation="CPC308-C4", opened_by=(position,),
        )  # fmt: skip
    if said.reach_by is None:
        yield from _judged_from_time_to_time(view, outcome)
    if outcome.missed is not None and not _followed(view, outcome, outcome.missed[:2]):
        on, judgement, judged = outcome.missed
        how = {"no": "not reached", "partly": "reached in part only"}[judged.achieved]
        yield duty(
            view, f"outcome-not-reached/{outcome.id}",
            f"Raise an issue that rests on entry {judgement}, or assign an action that arises from it, or specify "
            f"{outcome.id} anew: it was judged {how} on {spoken(on)}",
            office=LEAD, since=on, citation="HCC-3.1-b", opened_by=(judgement,),
        )  # fmt: skip


def _judged_from_time_to_time(view: FileView, outcome: Outcome) -> Iterator[Duty]:
    """One without a day is judged while the service runs: nobody would ever ask whether it is met (HCC-3.1-b)."""
    contract = view.file.agreement.contract
    began = view.file.agreement.commenced_on or (contract.start_date if contract else None)
    if began is None:
        return
    since, position, _ = outcome.specified[-1]
    last = outcome.achieved[-1] if outcome.achieved and outcome.achieved[-1][0] >= since else None
    counted_from = last[0] if last else max(since, began)
    every = view.procedure_on(counted_from).setting("outcome.judge-every")
    due_on = months_later(counted_from, every) if every else None
    if due_on is not None:
        yield duty(
            view, f"outcome-judged/{outcome.id}", f"Judge whether {outcome.id} is being reached: it has no day",
            office=LEAD, since=counted_from, due_on=due_on, citation="HCC-3.1-b",
            opened_by=(last[1] if last else position,), every_months=every, last_on=last[0] if last else None,
            limit="outcome.judge-every",
        )  # fmt: skip


def _followed(view: FileView, outcome: Outcome, missed: tuple[date, int]) -> bool:
    """Whether an issue rests on a judgement, or an action arises from it, or one was open then that follows an earlier
    judgement by the same specification: what is being put right is not to be raised again each year (docs/adr/0236)."""
    since = outcome.specified[-1][:2]
    earlier = {
        position for on, position, judged in outcome.achieved
        if since < (on, position) < missed and judged.achieved in ("no", "partly")
    }  # fmt: skip
    issues, actions = view.file.issues.by_id.values(), view.file.actions.by_id.values()
    return any(
        missed[1] in issue.evidence or (not earlier.isdisjoint(issue.evidence) and _open_at(issue, missed))
        for issue in issues
    ) or any(
        action.arises_from == missed[1]
        or (action.arises_from in earlier and (action.completed is None or action.completed > missed))
        for action in actions
    )


def _open_at(issue: Issue, when: tuple[date, int]) -> bool:
    """Whether an issue is open, or was at an entry, by its day and position."""
    well = [(on, position) for on, satisfactory, position in issue.resolved if satisfactory]
    settled = max((step for step in well if step < when), default=None)
    return issue.is_open or settled is None or any(settled < back < when for back in issue.reopened)


def _stage_expected(view: FileView, stage: str | None) -> date | None:
    """The day by which a stage is reached by what was agreed: the service runs from its first day."""
    contract = view.file.agreement.contract
    return contract.start_date if contract and stage in ("award", "mobilisation", "operation") else None


CONFLICTS = {"priority": "conflict of priorities", "demand": "conflict of demands", "ethical": "ethical conflict"}
"""Each sort of conflict as it reads in a sentence."""


def _conflicts(view: FileView) -> Iterator[Duty]:
    for conflict in view.file.outcomes.conflicts.values():
        settled = conflict.resolved[1] if conflict.resolved else None
        if conflict.on is None or (settled and (conflict.remedied or settled in view.file.records.supplements)):
            continue
        step = "Settle" if conflict.reported else "Settle or report"
        sentence = f"{step} the {CONFLICTS[conflict.kind]} {conflict.id}"
        to = conflict.report.reported_to if conflict.report and not settled else None
        # To report it is one of the two things asked for: then it is with whom it was reported to.
        theirs = to.office if to and to.party == "authority" else None
        yield duty(
            view, f"conflict/{conflict.id}", f"Say how {conflict.id} was settled" if settled else sentence,
            office=theirs or LEAD, since=conflict.on, citation="CPC307-K14" if settled else "CPC307-A4",
            opened_by=(conflict.position, *(position for _, position in conflict.reported), settled),
        )  # fmt: skip


def _milestones(view: FileView) -> Iterator[Duty]:
    for held in view.file.design.provisions.values():
        said = held.says
        if said is None or held.on is None or not held.is_done_once or held.reached is not None:
            continue
        clause = f" (clause {said.clause})" if said.clause else ""
        party, obliges = held.owed_by, said.provision == "obligation"
        what = f"Do what {held.id} asks for{clause}" if obliges else f"Reach milestone {held.id}{clause}"
        yield duty(
            view, f"milestone/{held.id}", what, party=party, office=PROVIDER if party == "provider" else LEAD,
            since=held.on, due_on=said.due_on, citation="CPC307-S11",
            opened_by=(held.position,),
        )  # fmt: skip


# --- the implementation plan ------------------------------------------------------------------------------------------


def _implementation(view: FileView) -> Iterator[Duty]:
    for plan in view.file.implementation.plans.values():
        if plan.on is None:
            continue
        procedure = view.procedure_on(plan.on)
        last = plan.versions[-1]
        if not any(one.on >= last.since and one.reached_anybody for one in plan.shared):
            yield duty(
                view, f"plan-shared/{plan.id}", f"Share {plan.id} with those it concerns, in a form they can use",
                office=LEAD, since=last.since, due_on=days_after(last.since, procedure.setting("plan.share-within")),
                citation="CPC307-C4", opened_by=(last.position,), limit="plan.share-within",
            )  # fmt: skip
        running = [a.id for a in plan.activities if not plan.completed(a.id) and not plan.given_up(a.id)]
        if running:
            yield from _watched(view, plan, procedure.setting("plan.monitor-every"))
        yield from _activities(view, plan)
    yield from _changes(view)


def _watched(view: FileView, plan: ImplementationPlan, every: int) -> Iterator[Duty]:
    last = plan.monitored[-1] if plan.monitored else None
    since = last[0] if last else plan.on
    by = months_later(since, every) if since and every else None
    if since is not None and by is not None:
        yield duty(
            view, f"plan-watched/{plan.id}", f"Look whether {plan.id} still brings about the outcomes", office=LEAD,
            since=since, due_on=by, citation="CPC307-C5", opened_by=(last[2] if last else plan.position,),
            every_months=every, last_on=last[0] if last else None, limit="plan.monitor-every",
        )  # fmt: skip


def _activities(view: FileView, plan: ImplementationPlan) -> Iterator[Duty]:
    """Each activity is begun and completed by the day the plan has for it, with what came before as it really was."""
    slots = schedule(plan.activities, plan.on or date.min, plan.really())
    for activity in plan.activities:
        slot = slots.get(activity.id)
        if slot is None or plan.completed(activity.id) or plan.given_up(activity.id):
            continue
        waiting = [b for b in activity.after if not plan.completed(b) and not plan.given_up(b)]
        if waiting:
            continue  # nobody can do it yet: what is late is what it waits for
        began = plan.started(activity.id)
        step, by = ("Complete", slot.ends) if began else ("Begin", slot.starts)
        theirs = activity.owner is not None and is_the_providers(view.file, activity.owner, began or by)
        yield duty(
            view, f"activity/{plan.id}/{activity.id}", f"{step} {activity.id} of {plan.id}, {activity.name}",
            office=PROVIDER if theirs else LEAD, party="provider" if theirs else "authority", named=activity.owner,
            since=began or plan.on or by, due_on=by, citation="CPC307-C5",
            opened_by=(plan.versions[-1].position, *(done.position for done in plan.of(activity.id))),
        )  # fmt: skip


def _changes(view: FileView) -> Iterator[Duty]:
    for change in view.file.implementation.changes.values():
        if change.on is None or change.decided is not None:
            continue
        evaluated = change.evaluated[-1] if change.evaluated else None
        step, citation = ("Decide on", "CPC307-C6-c") if evaluated else ("Evaluate", "CPC307-C6-b")
        yield duty(
            view, f"plan-change/{change.id}", f"{step} the change {change.id} to {change.plan}", office=LEAD,
            since=evaluated[0] if evaluated else change.on, citation=citation,
            opened_by=(change.position, evaluated[1] if evaluated else None),
        )  # fmt: skip


# --- resources and evaluations ----------------------------------------------------------------------------------------


def _resources(view: FileView) -> Iterator[Duty]:
    for plan in view.file.resources.plans.values():
        if plan.says is not None:
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
        if one.on is not None and one.decided is None:
            yield _to_decide(view, one, one.on)


def _differences_to_assess(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """Use on record beyond the tolerance is assessed as a variance, promptly: nobody has to see it first."""
    procedure = view.procedure_on(plan.on or date.min)
    assessed = [held for held in view.file.resources.variances.values() if held.says and held.says.plan == plan.id]
    for line in plan.says.lines if plan.says else ():
        uses = plan.used(line.id)
        if not uses:
            continue
        used, target = on_record(plan, line, uses, at_a_time=is_at_a_time(line, procedure))
        newest = max(uses, key=lambda use: (use.on, use.position))
        seen = any(
            held.on and held.on >= newest.on and held.says and held.says.plan_line is not None
            and same_name(held.says.plan_line, line.id) for held in assessed
        )  # fmt: skip
        if differs(used, target, procedure.setting("resource.tolerance")) and not seen:
            yield duty(
                view, f"variance-assessed/{plan.id}/{line.id}",
                f"Assess the difference of {line.id} ({line.name}) of {plan.id}: {plainly(used)} {line.unit} used where"
                f" {plainly(target)} were to be", office=LEAD, since=newest.on, citation="CPC308-B5",
                due_on=days_after(newest.on, procedure.setting("resource.act-within")), limit="resource.act-within",
                opened_by=(newest.position,),
            )  # fmt: skip


def _to_decide(view: FileView, one: Recommendation, since: date) -> Duty:
    """A recommendation is decided by those it is addressed to, who can act on it: by the first of them, else the lead
    officer. Whoever holds the office has it where the file knows who that is."""
    to = one.addressees[0] if one.addressees else None
    if to is not None:
        to = whom(view.file, to, since, view.procedure_on(since))
        called = view.procedure.office_called(to.person)
        office = to.office or (called.id if called else PROVIDER if to.is_of_the_provider else None)
    else:
        office = LEAD
    known = to is None or (office is not None and bool(view.file.people.holders(office)))
    return duty(
        view, f"recommendation/{one.id}", f"Decide on the recommendation {one.id}", office=office, since=since,
        named=None if known or to is None else to.person, citation="CPC308-B3", opened_by=(one.position,),
        party="provider" if to is not None and to.is_of_the_provider else "authority",
    )  # fmt: skip


def _in_hand(view: FileView) -> Iterator[Duty]:
    """Who answers for which resources, and what watches them: of no use to a contract that is over."""
    for plan in view.file.resources.plans.values():
        yield from _people_to_tell(view, plan)
        yield from _information_to_give(view, plan)
    for told in unacknowledged(view.file):
        yield duty(
            view, f"responsibility/{told.position}",
            f"Have {told.says.who} acknowledge what resources are their part", office=LEAD, since=told.on,
            citation="CPC308-B6", opened_by=(told.position,),
        )  # fmt: skip
    for control in view.file.resources.controls.values():
        if control.repeat_by is not None:
            yield duty(
                view, f"control/{control.position}", f"Check {control.control} again", office=LEAD, since=control.on,
                due_on=control.repeat_by, citation="CPC308-B7", opened_by=(control.position,),
            )  # fmt: skip


def _people_to_tell(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """Each person a plan names is to be told what is theirs, in one go, as long as the plan runs."""
    if plan.says is None or plan.on is None:
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
            ).model_copy(update={"ceases_on": days_after(plan.says.period.last, 1)})  # fmt: skip


def _information_to_give(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """What the use of resources means is passed on from time to time, and once more when the plan's time is over."""
    if plan.says is None or plan.on is None:
        return
    every, covers = view.procedure_on(plan.on).setting("resource.inform-every"), plan.says.period
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
    """Whether information given says to somebody, of a plan, what its use means: in the entry, a document with it, or a
    word added to it."""
    says = given.says
    about = says.plan == plan.id if says.plan else plan.on is not None and given.on >= plan.on
    meant = says.interpretation is not None or says.exhibits or given.position in view.file.records.supplements
    return bool(about and meant and (says.recipients or says.groups))


def _use_to_record(view: FileView, plan: ResourcePlan) -> Iterator[Duty]:
    """For each line every stretch of the plan's time of which no use is on record, and each record that is not all."""
    if plan.says is None or plan.on is None:
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
            if use.complete is False and use.position not in view.file.records.supplements:
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
    if waiting and position not in view.file.records.supplements:
        what = ", ".join(f"{need.area} ({need.people})" for need in waiting)
        yield duty(
            view, f"development/{position}", f"Settle what is done about needs for development in {what}", office=LEAD,
            since=day, citation="CPC308-K21", opened_by=(position,),
        )  # fmt: skip


def _criteria_to_choose(view: FileView) -> Iterator[Duty]:
    """By the time a plan of resources is over it is settled by what is told how well they were managed (CPC308-C1).

    Criteria that name no plan are those of each that was there when they were set.
    """
    chosen = [
        (held.on, held.says.resource_plan) for held in view.file.evaluation.by_id.values() if held.on and held.says
    ]
    for plan in view.file.resources.plans.values():
        if plan.says is None or plan.on is None:
            continue
        if not any(named == plan.id or (named is None and on >= plan.on) for on, named in chosen):
            yield duty(
                view, f"evaluation-criteria/{plan.id}",
                f"Settle by which criteria the management of the resources of {plan.id} is evaluated", office=LEAD,
                since=plan.on, due_on=plan.says.period.last, citation="CPC308-C1", opened_by=(plan.position,),
            )  # fmt: skip


def _evaluations(view: FileView) -> Iterator[Duty]:
    for sought in view.file.evaluation.sought.values():
        if sought.on is not None and sought.says is not None and not sought.received:
            yield duty(
                view, f"feedback/{sought.id}", f"Record what came of the feedback sought as {sought.id}", office=LEAD,
                since=sought.on, due_on=sought.says.closes_on, citation="CPC308-A8", opened_by=(sought.position,),
            )  # fmt: skip
    yield from _criteria_to_choose(view)
    for held in view.file.evaluation.by_id.values():
        said = held.says
        if held.on is None or said is None:
            continue
        plan = view.file.resources.plans.get(said.resource_plan or "")
        over = days_after(plan.says.period.last, 1) if plan is not None and plan.says is not None else None
        by = said.evaluate_by or over
        if not held.evaluated and by is not None:
            yield duty(
                view, f"evaluation/{held.id}", f"Evaluate {held.id} by the criteria set", office=LEAD, since=held.on,
                due_on=by, citation="CPC308-C5", opened_by=(held.position,),
            )  # fmt: skip
        if held.evaluated and not any(on >= held.evaluated[-1][0] for on, _, _ in held.reported):
            day, position, _ = held.evaluated[-1]
            within = view.procedure_on(day).setting("evaluation.report-within")
            yield duty(
                view, f"evaluation-reported/{held.id}", f"Report what {held.id} found to the right people",
                office=LEAD, since=day, due_on=days_after(day, within), citation="CPC308-C6", opened_by=(position,),
                limit="evaluation.report-within",
            )  # fmt: skip
        if said.review_on is not None and not any(on >= said.review_on for on, _, _ in held.evaluated):
            yield duty(
                view, f"criteria/{held.id}", f"Look again at the criteria of {held.id}", office=LEAD, since=held.on,
                due_on=said.review_on, citation="CPC308-K17", opened_by=(held.position,),
            )  # fmt: skip
