"""What is asked of the procedure a contract is bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.procedures import not_here, read
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.records.entries import ProcedureBound
from ledger.subjects.records.register import TAKEN_OFF

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _unknown(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    unknown = not_here(bound.procedure)  # what is used then is the authority's own: governing.procedure_of
    own = "the authority's own" if file.procedure_on(bound.effective_on) else procedure.ref
    return f"{unknown}; {own} is used instead" if unknown else None


def _spot(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or _unknown(file, bound, procedure):
        return NOT_IN_POINT
    to = read(bound.procedure)
    if not contract.is_for_one_person(to):
        return NOT_IN_POINT
    if to.ruling(_SPOT)[0] is None:
        return None  # this procedure takes spot purchases in (section H, D-17)
    return f"the contract is a spot purchase and is bound to {to.title} ({to.ref})"


def _not_entitled(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    if procedure.leaves is None or not_here(bound.procedure):
        return NOT_IN_POINT
    entitled = procedure.entitled(TAKEN_OFF)  # as the one it leaves has it: governing.procedure_judging
    if procedure.is_office(bound.by.office if bound.by else None, entitled):
        return None
    left = read(procedure.leaves)  # whose names for offices are meant
    return (
        f"the contract is taken off {procedure.leaves} by {left.person_in_office(bound.by)}; to vary that "
        f"procedure lies with the {procedure.one_of(entitled)}{'' if bound.reason else ', and it is not said why'}"
    )


def _no_reason(file: ContractFile, bound: ProcedureBound, procedure: Procedure) -> str | None:
    if procedure.leaves is None or not_here(bound.procedure) or _not_entitled(file, bound, procedure):
        return NOT_IN_POINT  # of anybody else the rule above asks it
    return None if bound.reason else f"it is not said why the contract is taken off {procedure.leaves}"


_SPOT: AnyRule = Rule(
    id="procedure.spot-purchases-apart", citation="HCC-S-b", level="authorise", of=ProcedureBound, field="procedure",
    sentence="Spot purchases are reviewed under the Care Management Manual, not under this procedure.",
    found=_spot, authorised_by=("county-manager-contracts",),
)  # fmt: skip

RULES: tuple[AnyRule, ...] = (
    Rule(
        id="procedure.is-known",
        citation="HCC-POL-f",
        level="explain",
        of=ProcedureBound,
        field="procedure",
        sentence="A contract is bound to a procedure the ledger has.",
        found=_unknown,
    ),
    Rule(
        id=TAKEN_OFF, citation="HCC-POL-f", level="authorise", of=ProcedureBound, field="by", found=_not_entitled,
        sentence="A contract is taken off a procedure by the office that may vary that procedure.",
    ),
    Rule(
        id="procedure.leaving-says-why", citation="HCC-POL-f", level="advise", of=ProcedureBound, field="reason",
        sentence="It is on record why a contract is taken off its procedure.", found=_no_reason,
    ),
    _SPOT,
)  # fmt: skip
