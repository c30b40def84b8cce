"""What is asked of what is agreed with the unit of a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.programme.entries import UnitArrangementAgreed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


_ALL_SIDES = ("cost", "performance", "risk", "users")


def _of_another_unit(file: ContractFile, entry: UnitArrangementAgreed, procedure: Procedure) -> str | None:
    if not file.programme.can_tell_units([entry.unit]):
        return NOT_IN_POINT
    return file.programme.strangers([entry.unit])


def _sides_left_out(file: ContractFile, entry: UnitArrangementAgreed, procedure: Procedure) -> str | None:
    if entry.subject != "board-reporting":
        return NOT_IN_POINT
    left_out = [side for side in _ALL_SIDES if side not in entry.dimensions]
    return f"it leaves out {', '.join(left_out)}" if left_out else None


def _names_no_point(file: ContractFile, entry: UnitArrangementAgreed, procedure: Procedure) -> str | None:
    if entry.subject != "handover-points":
        return NOT_IN_POINT
    return None if entry.items else "it names no point at which a contract is handed over"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="unit.handover-points-named", citation="IMP-24-b", level="advise", of=UnitArrangementAgreed, field="items",
        sentence="Where it is agreed at which points teams hand over, these are named.", found=_names_no_point,
    ),
    Rule(
        id="unit.interpretation-says-what", citation="IMP-28-b", level="advise", of=UnitArrangementAgreed,
        field="items", sentence="Where a unit does something in a way of its own, it is said what.",
        found=lacks(
            "items", "words", "exhibits", where=lambda entry: entry.subject == "local-interpretation",
            found="it is not said what the unit does otherwise",
        ),
    ),
    Rule(
        id="board-report.has-all-sides", citation="IMP-23-b", level="explain", of=UnitArrangementAgreed,
        field="dimensions", found=_sides_left_out,
        sentence="Reports on key contracts have at least cost, performance, risk and users.",
    ),
    Rule(
        id="unit.of-the-programme", citation="IMP-13-a", level="explain", of=UnitArrangementAgreed, field="unit",
        sentence="The business unit named is one the programme is carried out in.", found=_of_another_unit,
    ),
    Rule(
        id="unit.departs-by-authority", citation="IMP-28-b", level="explain", of=UnitArrangementAgreed,
        field="authority_for_it",
        found=lacks(
            "authority_for_it", where=lambda entry: entry.subject == "local-interpretation",
            found="it is not said by what authority the unit departs from the common way",
        ),
        sentence="A business unit departs from the common way by somebody's authority.",
    ),
)  # fmt: skip
