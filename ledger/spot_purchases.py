"""Whether a contract is a spot purchase for one person that its procedure leaves to another manual (HCC-S-b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import kinds
from ledger.departures import standing
from ledger.governing import procedure_judging
from ledger.subjects.records import ProcedureBound

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

_OPENED_APART, _BOUND_APART = "contract.spot-purchases-apart", "procedure.spot-purchases-apart"
_APART = next(rule for rule in kinds.RULES if rule.id == _OPENED_APART)
_PUT_UNDER_IT = ("authorised", "ratified")


def spot_apart(file: ContractFile, procedure: Procedure) -> str | None:
    """Return in words that the contract is a spot purchase, which is reviewed under another manual (HCC-S-b).

    None where its procedure takes spot purchases in, or where whoever may depart from that authorised or ratified that
    it was put under it: until then, and once that is refused, the manual is what binds (docs/adr/0265).
    """
    contract = file.agreement.contract
    if contract is None or not contract.is_for_one_person(procedure) or procedure.ruling(_APART)[0] is None:
        return None
    opened = file.at(file.agreement.position)
    acts = (*((opened,) if opened else ()), *file.of(ProcedureBound))
    put = [(act, one) for act in acts for one in act.departures if one.rule in (_OPENED_APART, _BOUND_APART)]
    if put:
        act, departure = put[-1]
        judged_by = procedure_judging(file, act.entry, procedure.until_bound or procedure.ref)
        if standing(departure, act, file, judged_by).state in _PUT_UNDER_IT:
            return None
    return f"it is a spot purchase, reviewed under the Care Management Manual and not under {procedure.title}"
