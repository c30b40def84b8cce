"""Duties of a contract's end: plans told, exit and transfer plans, clients and items, the look back, exclusions.

What is asked for is the procedure's: one that is silent on it asks only for what the file itself has begun.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from ledger import (
    at_once,
    end_told,
    excluding,
    expected_end,
    extension_options,
    left_out,
    notices_answered,
    transfer_plans,
    transition,
)
from ledger.contract_file import ContractFile
from ledger.dates.working_days import months_later
from ledger.names import counted, few
from ledger.subjects.exits import PlanReview, TransferPlan
from ledger.subjects.lessons import PostReview
from ledger.subjects.termination import Exclusion
from projections.duties.ceasing import left_undone, until_the_end
from projections.duties.duty import LEAD, PROVIDER, SUPPORT, Duty, Party, days_after, duty
from projections.duties.exit_plan_agreed import SORT, agreed_at, not_agreed, sort_unsaid
from projections.duties.exit_steps import exit_steps
from projections.failings.trail import spoken
from projections.view import FileView

NO_PLAN = {True: "is that nothing is decided", False: "says nothing of what is planned"}
"""What was told instead of a plan: that there is none, or nothing of it."""


def of_the_end(view: FileView) -> Iterator[Duty]:
    """Yield every open duty of the contract's end and of what comes after. Pure; whatever the day."""
    yield from _options(view)
    yield from _plans_told(view)
    yield from _exit_plan(view)
    yield from _transfer_plans(view)
    yield from _ended(view)
    yield from _handing_over(view)
    yield from _looking_back(view)


def _options(view: FileView) -> Iterator[Duty]:
    """An option to extend is decided on before it lapses (TVP-3.0-10, TVP-6.0-6)."""
    contract, end, ended = view.file.agreement.contract, view.file.end_date(date.max), view.file.termination.ended
    for option, by in extension_options.options_open(view.file):
        if contract is not None and by is not None and end is not None:
            found = duty(
                view, f"extension/{option.id}", f"Decide whether to use the option to extend, {option.id}, by"
                f" {spoken(by)}", office=LEAD, since=contract.effective_on, due_on=by, citation="TVP-3.0-10",
                opened_by=(view.file.agreement.position,), warned_from=months_later(by, -3),
            )  # fmt: skip
            lapses = found.model_copy(update={"ceases_on": days_after(end, 1)})  # there is nothing left to extend
            yield until_the_end(view, found) if ended else lapses


def _plans_told(view: FileView) -> Iterator[Duty]:
    due = expected_end.lead_time(view.file, date.max, view.procedure)
    if due is None:
        return
    told = end_told.told_of_the_end(view.file, date.max)
    not_asked = end_told.not_asked(view.file, date.max, view.procedure)
    months = counted(view.procedure.setting("exit.plans-told-before-end"), "month")
    before = due.ahead_of if due.counted_from else "it"
    why = f"{months} before {before}" if not due.too_short else f"less than {months} remained when that was set"
    why += end_told.on_short_notice(view.file, date.max, view.procedure) if not_asked is None else ""
    if told is None and not_asked is None:
        why += told_instead(view.file, date.max)
    found = duty(
        view, "end-plans", f"Tell the provider in writing by {spoken(due.due_on)} what is planned for the contract's"
        f" end on {spoken(due.end)}{due.if_it_stands}: {why}", office=LEAD, since=due.since,
        due_on=due.due_on, citation="TVP-6.0-1", opened_by=(due.position,), warned_from=months_later(due.due_on, -1),
        done=told, not_asked=not_asked,
    )  # fmt: skip
    yield until_the_end(view, found) if found.is_open else found


def told_instead(file: ContractFile, day: date) -> str:
    """Return in words what the provider was told by a day in place of what is planned for the end there is; "" where it
    was told nothing."""
    heard = end_told.heard(file, day)
    if heard:
        return f"; what it was told on {spoken(heard[-1].on)} {NO_PLAN[heard[-1].plans is not None]}"
    of_another = end_told.of_another_end(file, day)
    return f"; {of_another}" if of_another else ""


def _exit_plan(view: FileView) -> Iterator[Duty]:
    file = view.file
    plan, first = file.exits.standing_plan(date.max), next(iter(end_told.plans_told(file, date.max)), None)
    known = expected_end.expected(file, date.max)
    asked_since = (first.on if first else _since_due(view), plan.on if plan else None)
    since = min((day for day in asked_since if day is not None), default=None)
    excused = at_once.ended_at_once(file, date.max)
    if view.procedure.setting("exit.plan") and since is not None and known is not None:
        unsaid = f"{plan.id} does not say {SORT}" if plan and sort_unsaid(view, plan) else None
        wanting = "; ".join(filter(None, (not_agreed(view, plan) if plan else None, unsaid)))
        found = duty(
            view, "exit-plan", "Agree an exit plan with the provider that disrupts users and its staff little"
            f"{known.if_it_stands}{f': {wanting}' if wanting else ''}", office=LEAD, since=since,
            due_on=max(known.prepared_for, since), citation="TVP-6.0-3",
            opened_by=(first.position if first else None, plan.position if plan and wanting else None),
            done=agreed_at(view, plan) if plan and not wanting else None,
            not_asked=excused.in_full if excused and plan is None else None,
        )  # fmt: skip
        yield _until_the_end(view, found) if found.is_open else found
    if plan is not None:
        yield from exit_steps(view, plan)


def _until_the_end(view: FileView, one: Duty) -> Duty:
    """Also where it was ended at once, and is excused from nothing: asked for on that day alone, it was missed on it
    (docs/adr/0382)."""
    ended = view.file.termination.ended
    if ended is not None and ended.how == "terminated" and one.since == one.due_on == ended.on:
        return left_undone(one, ended.on, "end")
    return until_the_end(view, one)


def _since_due(view: FileView) -> date | None:
    """The day from which an exit plan is asked for where nothing was told yet: when that was to have been."""
    due = expected_end.lead_time(view.file, date.max, view.procedure)
    return due.due_on if due else None


# --- the service transfer plan --------------------------------------------------------------------------------------


def _transfer_plans(view: FileView) -> Iterator[Duty]:
    """On any notice of termination the authority gives, partial included, the provider supplies a plan (TVP-6.0-7)."""
    file = view.file
    for notice, served in file.notices.served("termination", party="authority"):
        procedure = view.procedure_on(served.happened_on)
        void = notice.withdrawn or notice.is_purported or notice.valid is False
        if void or not procedure.setting("transfer-plan.on-notice"):
            continue
        supplied = transfer_plans.supplied_on(file, notice.id)
        ours = "" if supplied else entered_as_our_own(file, notice.id)
        by = days_after(served.happened_on, procedure.setting("transfer-plan.within"))
        part = f" of {served.part}" if served.extent == "partial" and served.part else ""
        yield duty(
            view, f"transfer-plan/{notice.id}", f"Supply a service transfer plan on {notice.id}, which gave notice of"
            f" termination{part} on {spoken(served.happened_on)}{ours}", office=PROVIDER, party="provider",
            since=served.happened_on, due_on=by, citation="TVP-6.0-7", opened_by=(notice.position,),
            limit="transfer-plan.within", done=supplied,
        )  # fmt: skip
    for plan in _asked_of(file):
        if transfer_plans.is_for_review(file, plan):
            yield from _transfer_plan(view, plan)


def _asked_of(file: ContractFile) -> Iterator[TransferPlan]:
    """The transfer plans on file, but those that answer a notice withdrawn since (docs/adr/0401)."""
    gone = expected_end.without_their_notice(file, date.max)
    return (plan for plan in file.exits.transfer_plans.values() if plan.submitted and plan.id not in gone)


def entered_as_our_own(file: ContractFile, notice: str) -> str:
    """Return in words which transfer plans that answer a notice are entered as the authority's own, where the provider
    supplied none; "" where there are none."""
    plans = notices_answered.answering(file, file.exits.transfer_plans.values(), notice)
    return "".join(f"; {plan.id} is entered as the authority's own" for plan in plans)


def _transfer_plan(view: FileView, plan: TransferPlan) -> Iterator[Duty]:
    (last, position), state = plan.submitted[-1], transfer_plans.as_signed(view.file, plan).state(date.max)
    if plan.leaves_clients_out:
        yield duty(
            view, f"transfer-plan-clients/{plan.id}", f"Submit {plan.id} again with every client whose support has to"
            " go on listed, or saying that there are none", office=PROVIDER, party="provider", since=last,
            citation="TVP-6.0-12", opened_by=(position,),
        )  # fmt: skip
    last_review = plan.reviews[-1] if plan.reviews else None
    reviewed = last_review if state != "submitted" else None
    yield duty(
        view, f"transfer-plan-review/{plan.id}", f"Approve {plan.id}, or return it with what it lacks", office=LEAD,
        since=last, citation="TVP-6.0-8", opened_by=(position,),
        done=(reviewed.on, reviewed.position) if reviewed else None,
    )  # fmt: skip
    if last_review is not None and last_review.outcome == "returned" and not _revised(view, plan, last_review):
        yield duty(
            view, f"transfer-plan-revised/{plan.id}", f"Submit {plan.id} again: it was returned on"
            f" {spoken(last_review.on)}", office=PROVIDER, party="provider", since=last_review.on, citation="TVP-6.0-8",
            opened_by=(last_review.position,),
        )  # fmt: skip
    elif reviewed is not None:
        yield from _signatures(view, plan, reviewed)


def _revised(view: FileView, plan: TransferPlan, returned: PlanReview) -> bool:
    """Whether the provider submitted it again since it was returned."""
    return any(version > (returned.on, returned.position) for version in transfer_plans.supplied(view.file, plan))


def _signatures(view: FileView, plan: TransferPlan, approved: PlanReview) -> Iterator[Duty]:
    """Once it is approved each party signs (TVP-6.0-9)."""
    held_signed = transfer_plans.as_signed(view.file, plan).signed
    signed = {held.party: (held.on, held.position) for held in held_signed if held.on >= approved.on}
    sides: tuple[tuple[Party, str], ...] = (("authority", LEAD), ("provider", PROVIDER))
    for party, office in sides:
        other = transfer_plans.signed_for_another(view.file, plan, party, date.max)
        none = f", and entry {other.position} is no signature of the {party}" if other else ""
        yield duty(
            view, f"transfer-plan-signed/{plan.id}/{party}", f"Sign {plan.id} for the {party}: it was approved on"
            f" {spoken(approved.on)}{none}", office=office, party=party, since=approved.on, citation="TVP-6.0-9",
            opened_by=(approved.position,), done=signed.get(party),
        )  # fmt: skip


def _ended(view: FileView) -> Iterator[Duty]:
    """Once its last day is over the register says how it ended: what follows an end, such as the transition, waits for
    that (HCC-A2-b)."""
    known = expected_end.concludes(view.file, date.max)
    if known is None or view.file.termination.ended is not None or (since := days_after(known.end, 1)) is None:
        return
    yield duty(
        view, "end-recorded", f"Record that the contract ended on {spoken(known.end)}, its last day on file, or how it"
        " goes on", office=SUPPORT if view.procedure.office(SUPPORT) else LEAD, since=since, citation="HCC-A2-b",
        opened_by=(known.position,),
    )  # fmt: skip


def _handing_over(view: FileView) -> Iterator[Duty]:
    of_parts: dict[str, list[TransferPlan]] = {}
    for plan in _asked_of(view.file):
        found = expected_end.part_ended(view.file, plan, date.max)
        of_parts.setdefault(found[0].id if found and found[1].ends_on else "", []).append(plan)
    for notice, plans in of_parts.items():
        yield from _of_a_part(view, notice, plans)
    yield from _without_support(view)
    held, known = transition.transition(view.file, view.procedure), expected_end.expected(view.file, date.max)
    if held is not None:
        due_on, stands = (known.end, known.if_it_stands) if known else (None, "")
        yield duty(
            view, "transfer", f"See the service handed over, and record that it is complete{stands}: {held.why}. Until"
            " then the provider is bound", office=LEAD, since=held.opened_on, due_on=due_on, citation="TVP-6.0-6",
            opened_by=(held.position,),
            done=(held.completed_on, held.completed_by or 0) if held.completed_on else None,
        )  # fmt: skip


def _without_support(view: FileView) -> Iterator[Duty]:
    """Whom nobody supports for a time, or others from a day that is not said, is still to be seen to, also once the
    provider is released (TVP-6.0-12)."""
    file, procedure = view.file, view.procedure
    for held in file.exits.arranged.values():
        if held.starts_on is None:
            due_on = transfer_plans.supported_until(file, held.client, held.plan, date.max, procedure)
            yield duty(
                view, f"client-supported/{held.client}", f"Say from which day {held.receiving_body} supports"
                f" {held.client}", office=LEAD, since=held.on, due_on=due_on, citation="TVP-6.0-12",
                opened_by=(held.position,),
            )  # fmt: skip
            continue
        days = transfer_plans.days_without_support(file, held, date.max, procedure)
        until = transfer_plans.supported_until(file, held.client, held.plan, date.max, procedure) if days else None
        if until is not None:
            yield duty(
                view, f"client-supported/{held.client}", f"Arrange who supports {held.client} from"
                f" {spoken(days_after(until, 1))}: {held.receiving_body} begins on {spoken(held.starts_on)}, and for"
                f" {counted(days, 'day')} there is nobody", office=LEAD, since=held.on, due_on=until,
                citation="TVP-6.0-12", opened_by=(held.position,),
            )  # fmt: skip


def _of_a_part(view: FileView, notice: str, plans: Sequence[TransferPlan]) -> Iterator[Duty]:
    """Clients and items of the plans that answer a notice which ends a part; of all others where there is none ("")."""
    known = transfer_plans.transferred_by(view.file, plans[0], date.max)
    due_on, stands = (known.end, known.if_it_stands) if known else (None, "")
    since, which = min(plan.submitted[0][0] for plan in plans), f"/{notice}" if notice else ""
    opened_by = [position for plan in plans for _, position in plan.submitted]
    gone = [one for one in left_out.left_out(view.file, date.max) if one.plan in {plan.id for plan in plans}]
    named = {*(client for plan in plans for client in plan.clients), *(one.client for one in gone)}
    listed = {*(item.id for plan in plans for item in plan.items), *(one.item.id for one in gone if one.item)}
    clients = [client for client in left_out.without_arrangement(view.file, date.max) if client in named]
    items = [item for item in left_out.not_handed_over(view.file, date.max) if item in listed]
    if clients:
        since_left_out = "".join(f"; {one}" for one in left_out.in_words(one for one in gone if one.client))
        yield duty(
            view, f"transfer/clients{which}", f"Arrange who supports {counted(len(clients), 'client')} from then on"
            f"{stands}: {few(clients)}{since_left_out}", office=LEAD, since=since, due_on=due_on, citation="TVP-6.0-12",
            opened_by=opened_by,
        )  # fmt: skip
    if items:
        since_left_out = "".join(f"; {one}" for one in left_out.in_words(one for one in gone if one.item))
        yield duty(
            view, f"transfer/items{which}", f"Hand over, against receipt, {counted(len(items), 'item')}{stands}:"
            f" {few(items)}{since_left_out}", office=PROVIDER, party="provider", since=since, due_on=due_on,
            citation="TVP-6.0-11", opened_by=opened_by,
        )  # fmt: skip


# --- after -----------------------------------------------------------------------------------------------------------


def _looking_back(view: FileView) -> Iterator[Duty]:
    """Before a contract concludes, however it does, it is looked back upon; each lesson is recorded (TVP-3.0-10)."""
    lessons = view.file.lessons
    for review in lessons.reviews.values():
        if review.lessons is not None:
            drawn = next(iter(lessons.of_review(review.id)), None)
            yield duty(
                view, f"lessons/{review.id}", f"Record each lesson of {review.id} for itself, so that it is found for"
                " other contracts", office=LEAD, since=review.on, citation="TVP-3.0-12", opened_by=(review.position,),
                done=(drawn.on, drawn.position) if drawn else None,
            )  # fmt: skip
    known = expected_end.expected(view.file, date.max)
    if known is None or not view.procedure.setting("post-review.held"):
        return
    end, since, position = known.prepared_for, known.since, known.position
    first = next((r for r in lessons.looked_back() if not of_another_end(view.file, r, date.max)), None)
    before = [] if first else [of_another_end(view.file, review, date.max) for review in lessons.looked_back()]
    blank = [f"{review.id} says nothing and names nobody" for review in lessons.reviews.values() if review.is_blank]
    another = "".join(f"; {one}" for one in (*before, *blank))
    yield duty(
        view, "post-review", f"Look back upon the contract, with everybody concerned, before it concludes on"
        f" {spoken(end)}{known.if_it_stands}{another}", office=LEAD, since=min(since, end), due_on=end,
        citation="TVP-3.0-10", opened_by=(position,),
        warned_from=months_later(end, -3), done=(first.on, first.position) if first else None,
    )  # fmt: skip


def of_another_end(file: ContractFile, review: PostReview, day: date) -> str:
    """Return in words that a look back was held ahead of an end that had been put back since by a day: then it is none
    of the end there is (TVP-3.0-10, docs/adr/0319). "" where it is; one that was brought forward takes nothing back.
    """
    end = end_told.put_back(file, (review.on, review.position), day)
    return f"{review.id}, of {spoken(review.on)}, was held ahead of the end on {spoken(end)}" if end else ""


def of_exclusions(view: FileView) -> Iterator[Duty]:
    """Yield the reminder of each exclusion with whose end a provider may take part again: on a contract's file or a
    provider's own. Pure.

    Not of one beside which, or right after which, another on the file keeps it out of the same tenders: then the last
    of them has it, for each provider that it keeps out by itself (TVP-5.2-9a).
    """
    every = view.file.termination.exclusions
    runs = excluding.runs(view.file, every, view.procedure)
    for held in every:
        if held.until is None:
            continue
        until, out, own = held.until, excluding.whom(view.file, held), excluding.bodies(held, view.procedure)
        ending = {
            (key, body): run for key in out for body in own if _is_last(held, run := runs[held.position, key, body])
        }  # fmt: skip
        if not ending:
            continue
        said = _who_is_free(held, out, own, ending)
        free = " and ".join(f"{name} may take part again{tenders}" for name, tenders in said)
        its, runs_on = "its" if len(said) == 1 else "their", any(len(run) > 1 for run in ending.values())
        ends = f"the last of {its} exclusions ends" if runs_on else f"{its} exclusion ends"
        found = duty(
            view, f"exclusion/{held.position}", f"Tell those who let tenders that {free}"
            f" after {spoken(until)}, when {ends}", office=view.procedure.owner, since=held.since, due_on=until,
            citation="TVP-5.2-9a", opened_by=(held.position,),
            warned_from=months_later(until, -view.procedure.setting("exclusion.warned-before")),
        )  # fmt: skip
        yield found.model_copy(update={"ceases_on": days_after(until, 1)})


def _who_is_free(
    held: Exclusion, out: Mapping[str, str], own: Sequence[str], ending: Collection[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Who may take part again when an exclusion ends, and in whose tenders, where not in those of all it covers."""
    free = {key: tuple(body for body in own if (key, body) in ending) for key in out}
    [first, *others] = free.values()
    if all(those == first for those in others):
        named = [(held.provider or "the provider", first)]
    else:
        named = [(out[key], those) for key, those in free.items() if those]
    return [(name, f" in tenders of {' and '.join(those)}" if len(those) < len(own) else "") for name, those in named]


def _is_last(held: Exclusion, run: Sequence[Exclusion]) -> bool:
    """Whether exclusions that run on end with one: of two that end on one day with the later entry."""
    return held.until == excluding.ends(run) and all(
        one.position <= held.position for one in run if one.until == held.until
    )
