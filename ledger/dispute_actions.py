"""How the actions of a dispute's plan stand: by the last report that tells of each, and what its end left undone.

What "a report incorporating the completed action plan" is held against (TVP-5.2-4b, TVP-5.2-4c). Pure functions of a
file and a day, asked by the rules and by what shows the actions.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.dates.working_days import dated
from ledger.plans import steps_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.disputes import DisputePlan


class Stood(NamedTuple):
    """How an action stands by the reports: as what, since when, and by which of them."""

    state: str
    on: date
    position: int


def as_reported(file: ContractFile, plan: str, day: date) -> dict[int, Stood]:
    """Return by its number how each action of a plan stood by the reports up to a day: as the last one says, and of
    what is done since the first that said so without another in between."""
    found: dict[int, Stood] = {}
    for report in file.disputes.reports.get(plan, ()):
        if report.on > day:
            continue
        for action in report.actions:
            last = found.get(action.number)
            if last is None or not last.state == action.state == "done":
                found[action.number] = Stood(action.state, report.on, report.position)
    return found


def left_undone(file: ContractFile, plan: DisputePlan, day: date) -> dict[int, str]:
    """Return by its number each action of a plan that no report up to a day last told of as done, and why, in words.
    That its own day is over does not show it done (docs/adr/0519)."""
    stood, found = as_reported(file, plan.id, day), dict[int, str]()
    for number, step in enumerate(steps_of(file, plan.id), start=1):
        last, by = stood.get(number), step.due_on or plan.ends_on
        if last is None:
            due = "" if by is None else f", and {'is' if by > day else 'was'} due on {dated(by)}"
            found[number] = f"action {number} is not on file as done{due}"
        elif last.state != "done":
            state = last.state.replace("-", " ")
            found[number] = f"action {number} was reported as {state} on {dated(last.on)} (entry {last.position})"
    return found


__all__ = ["Stood", "as_reported", "left_undone"]
