"""Whether the provider was told what is planned for the end of its contract, and by when it has to be (TVP-6.0-1);
where the procedure has no day for that, whether it was told what will be bought (HCC-10.2-c)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ledger import end_told, expected_end
from ledger.contract_file import ContractFile
from ledger.entry import Frozen
from ledger.names import counted
from ledger.procedures import Procedure
from ledger.reviews_answered import completed_on
from ledger.subjects.reviews import review_asked
from projections.duties.exit import told_instead
from projections.duties.monitoring import told_nothing
from projections.failings.trail import spoken
from projections.view import FileView

State = Literal["done", "due", "late", "not-asked", "not-seen"]
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


def told_row(view: FileView, then: ContractFile, on: date, *, own_side: bool = True) -> PlansToldRow:
    """Return whether the provider was told what is planned for the end, and how late. Pure.

    Not for the authority's `own_side`: not whether renewal is decided, which the other party need not see.
    """
    procedure = view.procedure_on(on)
    first, due = end_told.told_of_the_end(then, on), expected_end.lead_time(then, on, procedure)
    not_asked = end_told.not_asked(then, on, procedure, own_side=own_side)
    last = next(reversed(end_told.heard(then, on)), None)
    short = end_told.on_short_notice(then, on, procedure) if own_side else ""
    if first is not None:
        told_on, by = first
        plans = next((told for told in then.exits.told if told.position == by), None)
        late = max(0, (told_on - due.due_on).days) if due else 0
        by_notice = "" if plans else ", by the notice of termination"
        said = f"told in writing on {spoken(told_on)}{by_notice}" + (f", {counted(late, 'day')} late" if late else "")
        said += f": {PLANNED[plans.plans]}" if plans and plans.plans else ""
        if last is not None and last.position != by and last.plans:
            said += f"; last, on {spoken(last.on)}: {PLANNED[last.plans]}"
        said += short
        return PlansToldRow(
            state="late" if late else "done", due_on=due.due_on if due else None, told_on=told_on,
            means=plans.means if plans else None, days_late=late, sentence=said, position=by,
        )  # fmt: skip
    if not_asked is not None:
        return PlansToldRow(state="not-asked", sentence=f"not asked for: {not_asked}")
    instead, position = told_instead(then, on), last.position if last else None
    asked = procedure.setting("exit.plans-told-before-end")
    if not asked and told_after_renewal(then, on, procedure):
        if not own_side:
            return _what_it_heard(then, on)
        bought = _what_is_bought(then, on)
        added = {"sentence": f"{bought.sentence}{instead}", "position": bought.position or position}
        return bought if bought.told_on else bought.model_copy(update=added)
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
        sentence=f"to be told in writing by {spoken(due.due_on)}, {why}{overdue}{short}{instead}",
    )  # fmt: skip


def told_after_renewal(then: ContractFile, on: date, procedure: Procedure) -> bool:
    """Return whether the provider is told, once renewal is decided, what the authority means to buy (HCC-10.2-c)."""
    return review_asked(then, on, procedure) is not None or completed_on(then, on) is not None


def _what_it_heard(then: ContractFile, on: date) -> PlansToldRow:
    """What the provider sees that it was told last of what the authority means to buy."""
    told = [one for one in then.reviews.communicated if one[1] == "providers" and one[0] <= on]
    if told:
        return _told(*told[-1])
    return PlansToldRow(
        state="not-seen", sentence="nothing of what the authority means to buy is on file that you may see"
    )


def _told(told_on: date, _: str, position: int) -> PlansToldRow:
    said = f"told on {spoken(told_on)} what the authority means to buy"
    return PlansToldRow(state="done", told_on=told_on, position=position, sentence=said)


def _what_is_bought(then: ContractFile, on: date) -> PlansToldRow:
    """Whether it was, where the procedure has no day by which it is told of the end: the duty of that is
    `purchasing-intention`."""
    decided, ended = then.reviews.decided(on), then.termination.ended_on(on)
    told = [one for one in then.reviews.communicated if one[1] == "providers" and one[0] <= on]
    since = [one for one in told if decided is None or one[0] >= decided.on]
    if since:
        return _told(*since[0])
    if decided is None:
        return PlansToldRow(
            state="not-asked", sentence="not asked for yet: providers are told what the authority means to buy once"
            " renewal is decided",
        )  # fmt: skip
    empty = told_nothing(then, ("providers",), on)
    if ended is not None and ended.on < on:
        said = f"providers were not told what the authority means to buy when the contract ended on {spoken(ended.on)}"
        return PlansToldRow(state="late", position=decided.position, sentence=f"{said}{empty}")
    said = (
        f"providers are still to be told what the authority means to buy: it was decided on {spoken(decided.on)}{empty}"
    )
    return PlansToldRow(state="due", position=decided.position, sentence=said)
