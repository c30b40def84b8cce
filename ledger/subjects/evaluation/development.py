"""What is asked of counts of what those who manage resources should develop (CPC308-C7, CPC308-K21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.details import WHAT_IS_DONE
from ledger.rules import AnyRule, Rule
from ledger.subjects.evaluation.entries import DevelopmentNeedsCounted

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _more_than_looked(file: ContractFile, counted: DevelopmentNeedsCounted, procedure: Procedure) -> str | None:
    found = [f"{need.people} are counted for {need.area}" for need in counted.needs if need.people > counted.looked]
    return f"{', '.join(found)}, and {counted.looked} looked at their own work" if found else None


def _tells_of_a_person(file: ContractFile, counted: DevelopmentNeedsCounted, procedure: Procedure) -> str | None:
    if not counted.looked:
        return "nobody looked at their own work: there is nothing to count"
    if counted.looked > 1:
        return None
    return "one person looked at their own work, so that it is about that person; count more of them together"


def _of_a_few(file: ContractFile, counted: DevelopmentNeedsCounted, procedure: Procedure) -> str | None:
    least = procedure.setting("staff.smallest-group")
    if counted.looked >= least:
        return None
    return (
        f"{counted.looked} looked at their own work: fewer than {least} people, so that it would say something of each "
        "of them; count more of them together"
    )


def _nothing_done_yet(file: ContractFile, counted: DevelopmentNeedsCounted, procedure: Procedure) -> str | None:
    waiting = [f"{need.area} ({need.people})" for need in counted.needs if need.action == "none-yet"]
    return f"nothing is done yet about {', '.join(waiting)}" if waiting else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="development.no-more-than-looked", citation="CPC308-C7", level="contradiction", of=DevelopmentNeedsCounted,
        field="needs", sentence="No more people are counted in an area than looked at their own work.",
        found=_more_than_looked,
    ),
    Rule(
        id="development.tells-of-nobody", citation="CPC308-C7", level="contradiction", of=DevelopmentNeedsCounted,
        field="looked", sentence="Needs for development are counted so that nothing is said of a person.",
        found=_tells_of_a_person,
    ),
    Rule(
        id="development.of-a-group", citation="CPC308-C7", level="advise", of=DevelopmentNeedsCounted, field="looked",
        sentence="Needs for development are counted of a group, as other counts of staff are.", found=_of_a_few,
    ),
    Rule(
        id=WHAT_IS_DONE, citation="CPC308-K21", level="advise", of=DevelopmentNeedsCounted, field="needs",
        sentence="What is done about each need for development is settled.", found=_nothing_done_yet,
    ),
)  # fmt: skip
