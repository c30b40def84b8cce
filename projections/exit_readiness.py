"""Whether a contract is ready for its end: plans told, exit plan, transfer of the service, the look back.

A pure function of the file as its reader sees it, and of a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger import end_told, expected_end, left_out, transfer_plans, transition
from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.names import counted, few, name_key
from ledger.procedures import Procedure
from ledger.subjects.exits import ExitPlan, TransferPlan, sections_missing
from ledger.subjects.lessons import PostReview, took_part
from ledger.subjects.reviews import review_asked, review_done
from projections.duties.exit import entered_as_our_own, of_another_end, told_instead
from projections.failings.trail import spoken
from projections.monitoring.reviews_shown import ReviewsShown, reviews_shown
from projections.planning.outcomes_weighed import UnderHead
from projections.terminations_shown import EndedRow, terminations
from projections.view import FileView

State = Literal["done", "due", "late", "not-asked"]
PLANNED = {
    "decommission": "the service ends", "recommission": "the service is provided anew",
    "extend": "the contract is extended", "renew": "the contract is renewed", "not-decided": "nothing is decided",
}  # fmt: skip
"""What is planned for the end, in words."""


class PlansToldRow(Frozen):
    """Whether the provider was told what is planned for the end."""

    state: State
    due_on: date | None = None
    told_on: date | None = None
    means: str | None = None
    days_late: int = 0
    sentence: str
    position: int | None = None


class StepRow(Frozen):
    """One step of the exit plan."""

    id: str
    what: str
    party: str | None
    owner: str | None
    due_on: date | None
    completed_on: date | None
    late: bool
    """Not completed, and its day is past; or completed after it."""
    position: int | None = None
    """The entry that completed it."""
    beyond: str = ""
    """That it is due only after the contract ends, in words; "" where it is not."""


class ExitPlanRow(Frozen):
    """The exit plan that stands."""

    id: str
    exit_type: str | None
    service_ends: bool
    """Whether the service ends with the contract, and nobody takes it over."""
    agreed_on: date
    agreed_by: tuple[str, ...]
    """Who agreed to it, of both parties."""
    missing: tuple[str, ...]
    """The heads it leaves out."""
    heads: tuple[UnderHead, ...]
    steps: tuple[StepRow, ...]
    done: int
    position: int


class TransferPlanRow(Frozen):
    """One service transfer plan."""

    id: str
    notice: str | None
    state: str
    versions: int
    submitted_on: date | None
    sections: tuple[str, ...]
    """What it is said to cover."""
    missing: tuple[str, ...]
    """What it does not cover."""
    returned: tuple[str, ...]
    """Each time it was returned, and why."""
    unsigned: tuple[str, ...]
    """The parties that have still to sign, once it is approved."""
    position: int | None
    clients: Literal["none", "not-said"] | None = None
    """That it says there are none, or covers them without a list; None where it lists them, or does not cover them."""
    filed: bool = False
    """Whether the newest version itself is with its entry (TVP-6.0-10)."""


class ItemRow(Frozen):
    """Something to be handed over, or handed over."""

    item: str
    what: str | None
    sort: str
    handed_over_on: date | None
    receiving_body: str | None
    received_by: str | None
    receipt: bool
    """Whether the receipt is on file (TVP-6.0-11); that somebody is named who took it is none."""
    position: int | None = None


class ClientRow(Frozen):
    """One client, by a pseudonym, and who supports them from then on."""

    client: str
    receiving_body: str | None
    starts_on: date | None
    position: int | None = None
    days_without: int = 0
    """For how many days nobody supports them, between what they have now and that (TVP-6.0-12)."""


class LookBackRow(Frozen):
    """A look back upon the contract."""

    id: str
    on: date
    present: tuple[str, ...]
    absent: tuple[str, ...]
    """Who was invited and did not take part."""
    gained: str | None
    lost: str | None
    learnt: str | None
    commissioning: str | None
    lessons: tuple[str, ...]
    """The lessons recorded for it, by their ids."""
    position: int


class ForNextContract(Frozen):
    """Something kept for the next contract (IMP-22-b): decided by a review, put off, or learnt."""

    what: str
    on: date
    position: int


class ExitReadiness(Frozen):
    """How ready a contract is for its end, on a day."""

    on: date
    end: date | None
    """The day it concludes, as far as is known."""
    ended: bool
    in_transition: bool
    transition: str | None
    """Why the service goes on elsewhere, and until when the provider is bound."""
    if_it_stands: str = ""
    """What is to be said of that: that it is so only if a notice stands that is not shown to have been received."""
    told: PlansToldRow
    exit_plan: ExitPlanRow | None
    no_plan_why: str | None
    """Why no exit plan is asked for although the procedure has one: the contract ended at once."""
    transfer_plans: tuple[TransferPlanRow, ...]
    awaited: tuple[str, ...]
    """Notices of termination for which a service transfer plan is still to come."""
    items: tuple[ItemRow, ...]
    clients: tuple[ClientRow, ...]
    without_arrangement: tuple[str, ...]
    completed_on: date | None
    """The day the transfer was complete."""
    look_back: LookBackRow | None
    next_contract: tuple[ForNextContract, ...]
    """What is kept for the next contract. Nothing of it for the provider."""
    lacking: tuple[str, ...]
    """What is still missing, each in a sentence."""
    ready: bool
    """Whether nothing is missing of what the procedure asks for, and of what the file itself has begun."""
    not_asked: tuple[str, ...] = ()
    """What the procedure does not ask for and the file does not have: to be ready says nothing of it."""
    disregarded: tuple[str, ...] = ()
    """Notices of termination by which it does not end, each with why. Nothing of it for the provider."""
    terminations: tuple[EndedRow, ...] = ()
    """Each termination by that day, one that is only purported too."""
    stands: str | None = None
    """Where a termination, or a notice of one, has no effect and the contract has not ended: that it goes on, until
    when, and ahead of which day it is looked back upon. Nothing of it for the provider."""
    review: ReviewsShown = ReviewsShown()
    """Reviews, renewal, and who was told what will be bought."""


def exit_readiness(view: FileView, on: date, *, own_side: bool = True) -> ExitReadiness:
    """Return how ready a contract is for its end on a day (TVP-6.0-3, TVP-6.0-12). Pure.

    Not for the authority's `own_side`: without what is its own working, of which the other party is not told whether
    there is any: the look back.
    """
    file = view.file
    then = file.as_at(on)
    procedure = view.procedure_on(on)
    held = transition.transition(then, procedure)
    ended, known = then.termination.ended_on(on), expected_end.concludes(then, on)
    done = [completed for completed in then.exits.completed if completed.on <= on]
    told, plan = _told(view, then, on), then.exits.standing_plan(on)
    plans = then.exits.transfer_plans.values()
    transfers = tuple(_transfer_plan(view, then, p, on) for p in plans)
    looked_at = tuple(t for t, p in zip(transfers, plans, strict=True) if transfer_plans.is_for_review(then, p))
    look_back = then.lessons.held(on)
    another = of_another_end(then, look_back, on) if look_back else ""
    awaited = tuple(_awaited(view, then)) if procedure.setting("transfer-plan.on-notice") else ()
    without = left_out.without_arrangement(then, on)
    plan_row = _exit_plan(view, plan, on) if plan else None
    items = tuple(_items(view, then, on))
    bound = held is not None and held.completed_on is None
    at_once = expected_end.ended_at_once(then, on) if procedure.setting("exit.plan") else None
    asked = {
        "plan": bool(procedure.setting("exit.plan")) and at_once is None,
        "look-back": own_side and bool(procedure.setting("post-review.held")),
    }
    clients = tuple(_clients(then, on, procedure))
    without_effect = tuple(expected_end.disregarded(then, on)) if own_side else ()
    ended_by = tuple(terminations(then, on, own_side=own_side))
    is_without_effect = bool(without_effect) or any(one.purported for one in ended_by)
    lacking = (
        *_lacking(told, plan_row, looked_at, awaited, items, without, bound, asked),
        *(_not_looked_back(look_back, another) if asked["look-back"] else ()),
        *left_out.in_words(left_out.left_out(then, on)),
        *_without_support(clients),
        *(_before_it_ends(view, then, on, procedure) if own_side else ()),
    )
    return ExitReadiness(
        on=on, end=known.end if known else None, ended=ended is not None,
        in_transition=ended is not None and bound,
        transition=f"{held.why} (entry {held.position})" if held else None,
        if_it_stands=held.if_it_stands if held else "", told=told, exit_plan=plan_row,
        no_plan_why=at_once.why if at_once and plan is None else None,
        transfer_plans=transfers, awaited=awaited, items=items, clients=clients,
        without_arrangement=without, completed_on=done[-1].on if done else None,
        look_back=_look_back(view, then, look_back) if look_back else None, lacking=lacking, ready=not lacking,
        next_contract=tuple(_for_next_contract(view, then)) if own_side else (),
        disregarded=without_effect, terminations=ended_by,
        stands=_stands(then, on, procedure) if ended is None and is_without_effect else None,
        review=reviews_shown(view, on),
        not_asked=tuple(_not_asked(then, on, procedure, own_side=own_side)),
    )  # fmt: skip


def _stands(then: ContractFile, on: date, procedure: Procedure) -> str | None:
    """That the contract goes on, and what is counted to its end: to that of a notice too early or not shown to be
    received only if it stands (TVP-3.0-10). None once its last day on file is over."""
    known, ahead_of = expected_end.concludes(then, on), expected_end.expected(then, on)
    if known is not None and known.end < on:
        return None
    goes_on = f"the contract goes on, until {spoken(known.end)}" if known else "the contract goes on; no end is on file"
    if ahead_of is None or not procedure.setting("post-review.held"):
        return goes_on
    by = f"{spoken(ahead_of.prepared_for)}{ahead_of.if_it_stands}"
    return f"{goes_on}, and the look back upon it is counted to {by}"


def _told(view: FileView, then: ContractFile, on: date) -> PlansToldRow:
    procedure = view.procedure_on(on)
    first, due = end_told.told_of_the_end(then, on), expected_end.lead_time(then, on, procedure)
    not_asked, last = end_told.not_asked(then, on, procedure), next(reversed(end_told.heard(then, on)), None)
    if first is not None:
        told_on, by = first
        plans = next((told for told in then.exits.told if told.position == by), None)
        late = max(0, (told_on - due.due_on).days) if due else 0
        by_notice = "" if plans else ", by the notice of termination"
        said = f"told in writing on {spoken(told_on)}{by_notice}" + (f", {counted(late, 'day')} late" if late else "")
        said += f": {PLANNED[plans.plans]}" if plans and plans.plans else ""
        if last is not None and last.position != by and last.plans:
            said += f"; last, on {spoken(last.on)}: {PLANNED[last.plans]}"
        return PlansToldRow(
            state="late" if late else "done", due_on=due.due_on if due else None, told_on=told_on,
            means=plans.means if plans else None, days_late=late, sentence=said, position=by,
        )  # fmt: skip
    if not_asked is not None:
        return PlansToldRow(state="not-asked", sentence=f"not asked for: {not_asked}")
    instead, position = told_instead(then, on), last.position if last else None
    asked = procedure.setting("exit.plans-told-before-end")
    if due is None:
        why = "as long as no end is on file" if asked else "by this procedure"
        return PlansToldRow(state="not-asked", sentence=f"not asked for {why}{instead}", position=position)
    ended = then.termination.ended_on(on)
    over = (min(on, ended.on) - due.due_on).days if ended else (on - due.due_on).days
    months = counted(asked, "month")
    why = (
        f"when {due.ahead_of} came to be known, with less than {months} left"
        if due.too_short
        else f"{months} before {due.ahead_of}"
    )
    overdue = f"; overdue by {counted(over, 'day')}" if over > 0 else ""
    return PlansToldRow(
        state="late" if over > 0 else "due", due_on=due.due_on, days_late=max(0, over), position=position,
        sentence=f"to be told in writing by {spoken(due.due_on)}, {why}{overdue}{instead}",
    )  # fmt: skip


def _exit_plan(view: FileView, plan: ExitPlan, on: date) -> ExitPlanRow:
    steps = []
    procedure = view.procedure_on(on)
    for step in plan.steps:
        done = step.completed if step.completed and step.completed[0] <= on else None
        due = step.says.due_on
        steps.append(
            StepRow(
                id=step.says.id, what=view.say(step.says.what), party=step.says.party, owner=step.says.owner,
                due_on=due, completed_on=done[0] if done else None,
                late=due is not None and (done[0] if done else on) > due, position=done[1] if done else None,
                beyond=transition.after_the_end(view.file, due, on, procedure) if done is None else "",
            )
        )  # fmt: skip
    agreed = (view.say(who, plan.on) for who in (plan.agreed_for_authority, plan.agreed_for_provider) if who)
    return ExitPlanRow(
        id=plan.id, exit_type=plan.exit_type, service_ends=plan.service_ends, agreed_on=plan.on,
        agreed_by=tuple(agreed), missing=plan.missing,
        heads=tuple(UnderHead(head=head, words=view.say(says)) for head, says in plan.heads),
        steps=tuple(steps), done=sum(step.completed_on is not None for step in steps),
        position=plan.position,
    )  # fmt: skip


def _transfer_plan(view: FileView, then: ContractFile, plan: TransferPlan, on: date) -> TransferPlanRow:
    submitted, state = [s for s in plan.submitted if s[0] <= on], plan.state(on)
    return TransferPlanRow(
        id=plan.id, notice=plan.notice, state=state, versions=len(submitted),
        submitted_on=submitted[-1][0] if submitted else None, sections=plan.sections,
        missing=sections_missing(plan.sections), filed=bool(submitted) and _is_on_file(then, submitted[-1][1]),
        clients="not-said" if plan.leaves_clients_out else "none" if plan.no_clients and not plan.clients else None,
        returned=tuple(
            f"{spoken(r.on)}{f': {view.say(r.reasons)}' if r.reasons else ''}"
            for r in plan.reviews if r.outcome == "returned"
        ),
        unsigned=plan.unsigned(on) if state == "approved" else (),
        position=submitted[-1][1] if submitted else None,
    )  # fmt: skip


def _is_on_file(then: ContractFile, position: int) -> bool:
    """Whether a plan is with its entry, or was filed as belonging to it."""
    recorded = then.at(position)
    with_it = recorded is not None and any(getattr(recorded.entry, name) for name in ("document", "exhibits"))
    return with_it or then.records.is_filed(position, "plan")


def _awaited(view: FileView, then: ContractFile) -> Iterator[str]:
    for notice, served in then.notices.served("termination", party="authority"):
        void = notice.withdrawn or notice.is_purported or notice.valid is False
        if not void and transfer_plans.supplied_on(then, notice.id) is None:
            part = f", of {served.part}" if served.extent == "partial" and served.part else ""
            ours = entered_as_our_own(then, notice.id)
            yield f"{notice.id}, served on {spoken(served.happened_on)}{part}{ours}"


def _items(view: FileView, then: ContractFile, on: date) -> Iterator[ItemRow]:
    given = {handed.item.casefold(): handed for handed in then.exits.handed_over}
    listed = {item.id.casefold(): item for plan in then.exits.transfer_plans.values() for item in plan.items}
    listed |= {one.item.id.casefold(): one.item for one in left_out.left_out(then, on) if one.item}
    for name, item in listed.items():
        handed = given.get(name)
        yield ItemRow(
            item=item.id, what=view.say(item.what) or None, sort=item.sort,
            handed_over_on=handed.on if handed else None, receiving_body=handed.receiving_body if handed else None,
            received_by=handed.received_by if handed else None, receipt=handed.receipt if handed else False,
            position=handed.position if handed else None,
        )  # fmt: skip
    for name, handed in given.items():
        if name not in listed:
            yield ItemRow(
                item=handed.item, what=None, sort=handed.sort, handed_over_on=handed.on,
                receiving_body=handed.receiving_body, received_by=handed.received_by, receipt=handed.receipt,
                position=handed.position,
            )  # fmt: skip


def _clients(then: ContractFile, on: date, procedure: Procedure) -> Iterator[ClientRow]:
    arranged = then.exits.arranged
    for client in dict.fromkeys((*then.exits.clients(on), *left_out.without_arrangement(then, on), *arranged)):
        held = arranged.get(client)
        yield ClientRow(
            client=client, receiving_body=held.receiving_body if held else None,
            starts_on=held.starts_on if held else None, position=held.position if held else None,
            days_without=transfer_plans.days_without_support(then, held, on, procedure) if held else 0,
        )  # fmt: skip


def _without_support(clients: tuple[ClientRow, ...]) -> Iterator[str]:
    for one in clients:
        if one.starts_on and one.days_without:
            yield f"nobody supports {one.client} for {counted(one.days_without, 'day')}, until {spoken(one.starts_on)}"


def _before_it_ends(view: FileView, then: ContractFile, on: date, procedure: Procedure) -> Iterator[str]:
    """The full review, also where the contract ended without it; and who is told of what follows, as long as it has not
    ended (HCC-10.1-a)."""
    asked, ended = review_asked(then, on, procedure), then.termination.ended_on(on)
    done = review_done(then, asked, on) if asked is not None else None
    if ended is not None:
        if asked is not None and asked.by <= ended.on and review_done(then, asked, ended.on) is None:
            yield (
                f"the full review was to be completed by {spoken(asked.by)}, and was not when the contract ended on"
                f" {spoken(ended.on)}{f'; it was completed on {spoken(done[0])}' if done else ''}"
            )
        return
    known = expected_end.concludes(then, on)
    if known is not None and known.end < on:
        yield f"that it ended, or how it goes on, is still to be recorded: its last day on file was {spoken(known.end)}"
    if asked is not None and done is None:
        over = f"; overdue by {counted((on - asked.by).days, 'day')}" if on > asked.by else ""
        yield f"the full review is to be completed by {spoken(asked.by)}, ahead of the end on {spoken(asked.end)}{over}"
    untold = then.reviews.untold(on)
    if untold and (asked is not None or then.reviews.completed_on(on) is not None):
        yield f"still to be told what will be bought: {view.say(untold)}"


def _not_asked(then: ContractFile, on: date, procedure: Procedure, *, own_side: bool) -> Iterator[str]:
    if not procedure.setting("exit.plans-told-before-end") and end_told.told_of_the_end(then, on) is None:
        yield "telling the provider what is planned for the end"
    if not procedure.setting("exit.plan") and then.exits.standing_plan(on) is None:
        yield "an exit plan"
    if not procedure.setting("transfer-plan.on-notice") and not then.exits.transfer_plans:
        yield "a service transfer plan"
    if own_side and not procedure.setting("post-review.held") and then.lessons.held(on) is None:
        yield "a look back upon the contract"


def _for_next_contract(view: FileView, then: ContractFile) -> Iterator[ForNextContract]:
    lessons = [
        lesson
        for lesson in then.lessons.lessons.values()
        if lesson.feeds_next_contract or lesson.thematic_review or lesson.variation
    ]
    recorded = {lesson.thematic_review for lesson in lessons}
    for review in then.tiers.decisions:
        if review.decision == "next-contract" and review.position not in recorded:
            what = f"Review for {view.say(review.theme)}: what was found lacking; no lesson of it is recorded"
            yield ForNextContract(what=what, on=review.on, position=review.position)
    learnt = {lesson.variation for lesson in lessons}
    for variation in then.variations.by_id.values():
        if variation.waits and variation.proposed_on is not None and variation.id not in learnt:
            why = f": {view.say(variation.reason)}" if variation.reason else ""
            what = f"{variation.id}, put off to it{why}; no lesson of it is recorded"
            yield ForNextContract(what=what, on=variation.proposed_on, position=variation.proposed)
    for lesson in lessons:
        what = f"{lesson.id}: {view.say(lesson.lesson)}"
        yield ForNextContract(what=what, on=lesson.on, position=lesson.position)


def _look_back(view: FileView, then: ContractFile, review: PostReview) -> LookBackRow:
    came = took_part(then, review)
    there = {name_key(actor.person) for actor in came}
    present = (view.say(actor, review.on) for actor in came)
    absent = (view.say(actor, review.on) for actor in review.invited if name_key(actor.person) not in there)
    return LookBackRow(
        id=review.id, on=review.on, present=tuple(present), absent=tuple(absent),
        gained=view.say(review.benefits) or None, lost=view.say(review.losses) or None,
        learnt=view.say(review.lessons) or None, commissioning=view.say(review.commissioning) or None,
        lessons=tuple(lesson.id for lesson in then.lessons.of_review(review.id)), position=review.position,
    )  # fmt: skip


def _not_looked_back(held: PostReview | None, another: str) -> Iterator[str]:
    if held is None or another:
        yield "the contract has not been looked back upon" + (f" ahead of its end: {another}" if another else "")


def _lacking(
    told: PlansToldRow, plan: ExitPlanRow | None, transfers: tuple[TransferPlanRow, ...], awaited: tuple[str, ...],
    items: tuple[ItemRow, ...], without: tuple[str, ...], bound: bool, asked: dict[str, bool],
) -> Iterator[str]:  # fmt: skip
    if told.told_on is None and told.state != "not-asked":
        yield f"plans for the end are {told.sentence}"
    if plan is None and asked["plan"]:
        yield "no exit plan is agreed"
    if plan is not None:
        yield from (f"{plan.id} says nothing of {head}" for head in plan.missing)
        left = [step.id for step in plan.steps if step.completed_on is None]
        if left:
            yield f"steps of {plan.id} are open: {', '.join(left)}"
    yield from (f"no service transfer plan answers {notice}" for notice in awaited)
    for one in transfers:
        yield from (f"{one.id} does not say {section}" for section in one.missing)
        if one.clients == "not-said":
            yield f"{one.id} covers clients and lists none, nor says that there are none"
        if one.state in ("submitted", "returned"):
            yield f"{one.id} is {one.state}, and not approved"
        yield from (f"{one.id} is not signed by the {party}" for party in one.unsigned)
    if without:
        yield f"it is not arranged who supports {counted(len(without), 'client')}: {few(without)}"
    missing = [item.item for item in items if item.handed_over_on is None]
    if missing:
        yield f"these are not handed over: {', '.join(missing)}"
    bare = [item.item for item in items if item.handed_over_on is not None and not item.receipt]
    if bare:
        yield f"these were handed over without a receipt: {', '.join(bare)}"
    if bound:
        yield "the transfer of the service is not complete"


__all__ = ["ExitReadiness", "exit_readiness"]
