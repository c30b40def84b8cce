"""What is said to be reached is done once, was not reached yet, and is named as it stands in the contract that day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.provisions import in_its_place, instead_of, times
from ledger.provisions_agreed import applies
from ledger.rules import AnyRule, Rule
from ledger.subjects.design.entries import MilestoneReached
from ledger.subjects.design.register import Provision
from ledger.subjects.design.replacing import CALLED

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _no_milestone(file: ContractFile, entry: MilestoneReached, procedure: Procedure) -> str | None:
    held = file.design.provisions.get(entry.provision)
    if held is None or held.says is None:
        return None
    if not held.is_done_once:
        what = "an obligation without a day" if held.says.provision == "obligation" else CALLED[held.says.provision]
        return (
            f"{held.id} (entry {held.position}) is {what}; name a provision that is a milestone, or "
            "an obligation that gives a day"
        )
    if held.reached is not None:
        return f"{held.id} was reached on {dated(held.reached[0])} (entry {held.reached[1]}); correct that entry"
    return _stands_otherwise(file, held, entry.happened_on)


def _stands_otherwise(file: ContractFile, held: Provision, day: date) -> str | None:
    """That on a day another stands in the place of one. Of what is divided on another day a part may be done by itself:
    to name the whole would say more than was done."""
    days, taken = applies(file, held), in_its_place(file, held, day)
    instead = taken or instead_of(file, held, day)
    if days is None or instead is None or (taken is None and _is_divided(file, instead, held)):
        return None
    first, last = [time for time in times(file, instead) if time[0] <= day][-1]
    its = f"{instead.id} (entry {instead.position}) has its place"
    if day < days[0] and last is not None:
        return f"{its} until {dated(last)}; name that, or where it asks for more than was done, a day after that"
    return f"{its} since {dated(first)}; name that"


def _is_divided(file: ContractFile, whole: Provision, part: Provision) -> bool:
    line = {one.id for one in (part, *file.design.before(part), *file.design.after(part))}
    return any(one.id not in line for one in file.design.after(whole))


REACHING: tuple[AnyRule, ...] = (
    Rule(
        id="milestone.set-and-not-reached", citation="CPC307-S11", level="contradiction", of=MilestoneReached,
        field="provision", sentence="What is reached is a milestone, or an obligation with a day, and was not yet.",
        found=_no_milestone,
    ),
)  # fmt: skip
