"""The provisions of a contract: what each protects, by when it is to be kept, and what took its place (CPC307-B6)."""

from __future__ import annotations

from datetime import date

from ledger import provisions
from ledger.entry import Frozen
from ledger.provisions_agreed import applies, unagreed_on
from ledger.subjects.design import Provision
from projections.view import FileView


class ProvisionShown(Frozen):
    """A provision that secures outcomes, and whether what it asks for by a day was done."""

    id: str
    position: int
    provision: str
    owed_by: str | None
    """Whose a milestone or an obligation is; None of other provisions."""
    clause: str | None
    protects: tuple[str, ...]
    due_on: date | None
    reached_on: date | None
    days_over: int = 0
    """For a milestone, or an obligation with a day: days past it, on the day asked or when it was done."""
    pay_within_days: int | None = None
    says: str | None = None
    amount: str | None = None
    """What an incentive is worth."""
    indicator: str | None = None
    """The indicator that a measure of performance is."""
    variation: str | None = None
    """The variation by which it came into the contract."""
    replaces: str | None = None
    """The provision whose place it says that it takes: the milestone whose day it moves (TVP-3.0-3)."""
    unagreed: bool = False
    """Whether it was entered in the place of another by no variation agreed by the day: then that other stands."""
    applies_from: date | None = None
    """The day from which its variation has it apply, where that is after the day asked."""
    applies_until: date | None = None
    """The last day on which its variation has it apply; None where it is not temporary."""
    replaced: int | None = None
    """The entry of the provision that had taken its place in its clause by the day."""


def provisions_shown(view: FileView, on: date) -> list[ProvisionShown]:
    """Return the provisions on file as they stand on a day, in the order in which they came on file; those another took
    the place of among them. Pure."""
    found = []
    for held in view.file.design.provisions.values():
        said = held.says
        if said is None:
            continue
        first, last = applies(view.file, held) or (on, date.max)
        instead = provisions.in_its_place(view.file, held, on)
        done = held if instead else provisions.reached(view.file, held)
        reached = done.reached[0] if done is not None and done.reached else None
        until = reached if held.reached else _asked_until(view, held, min(reached or on, on))
        over = (until - said.due_on).days if held.is_done_once and said.due_on and until else 0
        found.append(
            ProvisionShown(
                id=held.id, position=held.position, provision=said.provision, clause=said.clause,
                owed_by=held.owed_by if said.provision in ("milestone", "obligation") else None,
                protects=said.protects, due_on=said.due_on, reached_on=reached, days_over=max(over, 0),
                pay_within_days=said.pay_within_days, says=view.say(said.words) or None,
                amount=view.say(said.amount) or None, indicator=said.indicator,
                variation=said.variation, replaces=said.replaces,
                unagreed=unagreed_on(view.file, held, on),
                applies_from=first if first > on else None,
                applies_until=last if last < date.max else None, replaced=instead.position if instead else None,
            )
        )  # fmt: skip
    return found


def _asked_until(view: FileView, held: Provision, on: date) -> date | None:
    """The last day by then on which it stood: it is no later than it was when another took its place."""
    stood = [min(last or on, on) for first, last in provisions.times(view.file, held) if first <= on]
    return stood[-1] if stood else None
