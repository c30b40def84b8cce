"""Duties of the plan by which a contract is carried out: what is to be agreed, begun, watched and changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.activities import schedule
from ledger.dates.working_days import months_later
from ledger.names import few
from ledger.offices import is_the_providers
from ledger.subjects.implementation import ImplementationPlan
from projections.duties.ceasing import while_bound
from projections.duties.duty import LEAD, PROVIDER, Duty, days_after, duty
from projections.failings.trail import spoken
from projections.view import FileView


def of_plans(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about implementation plans. Pure; whatever the day. They cease when the contract ends."""
    return while_bound(view, _implementation(view))


def _implementation(view: FileView) -> Iterator[Duty]:
    for plan in view.file.implementation.plans.values():
        if plan.on is None:
            continue
        procedure = view.procedure_on(plan.on)
        last = plan.versions[-1]
        left = plan.unreached
        if left is None or left:
            whom = few([group.name or group.who.replace("-", " ") for group in left]) if left else "those it concerns"
            yield duty(
                view, f"plan-shared/{plan.id}", f"Share {plan.id} with {whom}, in a form they can use",
                office=LEAD, since=last.since, due_on=days_after(last.since, procedure.setting("plan.share-within")),
                citation="CPC307-C4", opened_by=(last.position,), limit="plan.share-within",
            )  # fmt: skip
        running = [a.id for a in plan.activities if not plan.completed(a.id) and not plan.given_up(a.id)]
        if running:
            yield from _watched(view, plan, procedure.setting("plan.monitor-every"))
        yield from _to_be_changed(view, plan)
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


def _to_be_changed(view: FileView, plan: ImplementationPlan) -> Iterator[Duty]:
    """A plan found to bring about its outcomes no longer is to be changed, unless a change to it came since, or waits
    to be decided; not so where another look finds that it brings them about (CPC307-C5, CPC307-C6-a)."""
    on, met, position = plan.monitored[-1] if plan.monitored else (date.max, "", 0)
    changes = (one for one in view.file.implementation.changes.values() if one.plan == plan.id and one.on is not None)
    answered = any(one.decided is None or (one.on or date.min) >= on for one in changes)
    if met != "no" or answered or plan.versions[-1].since > on:
        return
    yield duty(
        view, f"plan-to-change/{plan.id}",
        f"Propose a change to {plan.id}: on {spoken(on)} it was found to bring about its outcomes no longer",
        office=LEAD, since=on, citation="CPC307-C5", opened_by=(position,),
    )  # fmt: skip


def _activities(view: FileView, plan: ImplementationPlan) -> Iterator[Duty]:
    """Each activity is begun and completed by the day the plan has for it, with what came before as it really was. Plan
    counts how late it is by the plan's own day: where that is another, it is said."""
    first = plan.on or date.min
    slots, planned = schedule(plan.activities, first, plan.really()), schedule(plan.activities, first)
    for activity in plan.activities:
        slot = slots.get(activity.id)
        if slot is None or plan.completed(activity.id) or plan.given_up(activity.id):
            continue
        waiting = [b for b in activity.after if not plan.completed(b) and not plan.given_up(b)]
        if waiting:
            continue  # nobody can do it yet: what is late is what it waits for
        began = plan.started(activity.id)
        step, by = ("Complete", slot.ends) if began else ("Begin", slot.starts)
        own = planned.get(activity.id, slot)
        agreed = own.ends if began else own.starts
        later = f", which the plan has {'complete' if began else 'begun'} by {spoken(agreed)}" if agreed < by else ""
        theirs = activity.owner is not None and is_the_providers(view.file, activity.owner, began or by)
        yield duty(
            view, f"activity/{plan.id}/{activity.id}", f"{step} {activity.id} of {plan.id}, {activity.name}{later}",
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
