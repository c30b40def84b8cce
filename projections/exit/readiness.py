"""Whether a contract is ready for its end: plans told, exit plan, transfer of the service, the look back.

A pure function of the file as its reader sees it, and of a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import at_once, end_told, expected_end, left_out, transfer_plans, transition
from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.names import counted, few
from ledger.procedures import Procedure
from ledger.reviews_answered import completed_on
from ledger.subjects.reviews import review_asked, review_done
from projections.duties.completed import still_missing
from projections.duties.exit import of_another_end
from projections.duties.no_longer_missing import WHO_CARRIES_ON, is_past
from projections.exit.exit_plan import ExitPlanRow, exit_plan_row
from projections.exit.looked_back import ForNextContract, LookBackRow, for_next_contract, look_back_row, not_looked_back
from projections.exit.plans_told import PlansToldRow, told_after_renewal, told_row
from projections.exit.transfers import (
    ClientRow,
    ItemRow,
    TransferPlanRow,
    awaited_for,
    clients_of,
    items_of,
    transfer_plan_row,
    without_support,
)
from projections.failings.trail import spoken
from projections.monitoring.reviews_shown import ReviewsShown, reviews_shown
from projections.terminations_shown import EndedRow, terminations
from projections.view import FileView


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
    told, plan = told_row(view, then, on, own_side=own_side), then.exits.standing_plan(on)
    plans = then.exits.transfer_plans.values()
    transfers = tuple(transfer_plan_row(view, then, p, on) for p in plans)
    looked_at = tuple(t for t, p in zip(transfers, plans, strict=True) if transfer_plans.is_for_review(then, p))
    look_back = then.lessons.held(on)
    another = of_another_end(then, look_back, on) if look_back else ""
    awaited = tuple(awaited_for(view, then)) if procedure.setting("transfer-plan.on-notice") else ()
    without = left_out.without_arrangement(then, on)
    plan_row = exit_plan_row(view, plan, on, own_side=own_side) if plan else None
    items = tuple(items_of(view, then, on))
    bound = held is not None and held.completed_on is None
    excused = at_once.ended_at_once(then, on) if procedure.setting("exit.plan") else None
    asked = {
        "plan": bool(procedure.setting("exit.plan")) and excused is None,
        "look-back": own_side and bool(procedure.setting("post-review.held")),
    }
    clients = tuple(clients_of(then, on, procedure))
    without_effect = tuple(expected_end.disregarded(then, on)) if own_side else ()
    ended_by = tuple(terminations(then, on, own_side=own_side))
    is_without_effect = bool(without_effect) or any(one.purported for one in ended_by)
    lacking = (
        *_lacking(told, plan_row, looked_at, awaited, items, without, bound, asked),
        *(not_looked_back(look_back, another) if asked["look-back"] else ()),
        *left_out.in_words(left_out.left_out(then, on)),
        *without_support(clients),
        *(_before_it_ends(view, then, on, procedure) if own_side else ()),
        *(_who_carries_on(view, then, on) if own_side else ()),
    )
    return ExitReadiness(
        on=on, end=known.end if known else None, ended=ended is not None,
        in_transition=ended is not None and bound,
        transition=f"{held.why} (entry {held.position})" if held else None,
        if_it_stands=held.if_it_stands if held else "", told=told, exit_plan=plan_row,
        no_plan_why=(excused.in_full if own_side else excused.why) if excused and plan is None else None,
        transfer_plans=transfers, awaited=awaited, items=items, clients=clients,
        without_arrangement=without, completed_on=done[-1].on if done else None,
        look_back=look_back_row(view, then, look_back) if look_back else None, lacking=lacking, ready=not lacking,
        next_contract=tuple(for_next_contract(view, then)) if own_side else (),
        disregarded=without_effect, terminations=ended_by,
        stands=_stands(then, on, procedure) if ended is None and is_without_effect else None,
        review=reviews_shown(view, on, own_side=own_side),
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
    if untold and (asked is not None or completed_on(then, on) is not None):
        yield f"still to be told what will be bought: {view.say(untold)}"


def _who_carries_on(view: FileView, then: ContractFile, on: date) -> Iterator[str]:
    """Where others may carry on the service of a contract that expired, that it is not said whether they do: its
    provider is bound until then, or released (TVP-6.0-6)."""
    ended = then.termination.ended_on(on)
    recorded = view.file.at(ended.position) if ended is not None else None
    if recorded is None:
        return
    for missing in still_missing(view, recorded):
        if missing.rule == WHO_CARRIES_ON and not is_past(view, recorded, missing):
            yield f"{missing.found}: an exit plan says so, or that the transfer is complete"


def _not_asked(then: ContractFile, on: date, procedure: Procedure, *, own_side: bool) -> Iterator[str]:
    told = end_told.told_of_the_end(then, on) is not None or told_after_renewal(then, on, procedure)
    if not procedure.setting("exit.plans-told-before-end") and not told:
        yield "telling the provider what is planned for the end"
    if not procedure.setting("exit.plan") and then.exits.standing_plan(on) is None:
        yield "an exit plan"
    if not procedure.setting("transfer-plan.on-notice") and not then.exits.transfer_plans:
        yield "a service transfer plan"
    if own_side and not procedure.setting("post-review.held") and then.lessons.held(on) is None:
        yield "a look back upon the contract"


def _lacking(
    told: PlansToldRow, plan: ExitPlanRow | None, transfers: tuple[TransferPlanRow, ...], awaited: tuple[str, ...],
    items: tuple[ItemRow, ...], without: tuple[str, ...], bound: bool, asked: dict[str, bool],
) -> Iterator[str]:  # fmt: skip
    if told.told_on is None and told.due_on is not None:
        yield f"plans for the end are {told.sentence}"
    if plan is None and asked["plan"]:
        yield "no exit plan is agreed"
    if plan is not None:
        if plan.not_agreed and asked["plan"]:
            yield plan.not_agreed
        yield from (f"{plan.id} says nothing of {head}" for head in plan.missing)
        left = [step.id for step in plan.steps if step.completed_on is None]
        if left:
            yield f"steps of {plan.id} are open: {', '.join(left)}"
    yield from (f"no service transfer plan answers {notice}" for notice in awaited)
    for one in transfers:
        if one.notice_gone is not None:
            continue
        yield from (f"{one.id} does not say {section}" for section in one.missing)
        if one.clients == "not-said":
            yield f"{one.id} lists no clients, nor says that there are none"
        if one.state in ("submitted", "returned"):
            yield f"{one.id} is {one.state}, and not approved"
        yield from (f"{one.id} is not signed by the {party}" for party in one.unsigned)
        yield from (f"of {one.id}: {what}" for what in one.signed_by_the_other)
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
