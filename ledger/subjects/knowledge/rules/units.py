"""What is asked of the business units that knowledge and parts are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.knowledge.entries import BriefingHeld, KnowledgeShared, Role, RoleTaken, StaffChurnAssessed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


OF_A_UNIT: tuple[Role, ...] = ("first-point-of-contact", "forum-member", "contract-manager")
"""Parts that are taken for a business unit (IMP-13-a, IMP-13-b)."""
UNITS_OWN = ("provider-assessment", "market-position-statement")


def _no_unit(file: ContractFile, entry: RoleTaken | KnowledgeShared, procedure: Procedure) -> str | None:
    if entry.unit:
        return None
    if isinstance(entry, RoleTaken):
        return "it is not said of which unit" if entry.role in OF_A_UNIT else NOT_IN_POINT
    return "it is not said which unit's it is" if entry.form in UNITS_OWN else NOT_IN_POINT


def _of_another_unit(
    file: ContractFile, entry: KnowledgeShared | BriefingHeld | RoleTaken | StaffChurnAssessed, procedure: Procedure
) -> str | None:
    units = [team.unit for team in entry.teams] if isinstance(entry, BriefingHeld) else [entry.unit]
    return file.programme.strangers(units) if file.programme.can_tell_units(units) else NOT_IN_POINT


NAMES_ITS_UNIT: AnyRule = Rule(
    id="knowledge.of-a-unit", citation="IMP-15-b", level="advise", of=(RoleTaken, KnowledgeShared), field="unit",
    found=_no_unit,
    sentence="Contacts, members of the forum, contract managers and a unit's own market work are of a unit.",
)  # fmt: skip
OF_THE_PROGRAMME: AnyRule = Rule(
    id="knowledge.unit-of-the-programme", citation="IMP-13-a", level="explain",
    of=(KnowledgeShared, BriefingHeld, RoleTaken, StaffChurnAssessed), field="unit", found=_of_another_unit,
    sentence="The business units named are those the programme is carried out in.",
)  # fmt: skip
