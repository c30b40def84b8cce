"""Which risks are graver than the organisation takes, and whether the office above and senior management heard of them.

Which office that is stands in the procedure's condition TC-07, as for issues (alerting.py). Pure functions of a file
and the procedure (TVP-5.1-1a, TVP-5.1-1b; docs/adr/0508).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.alerting import KNEW, acted_in_one, is_senior_management

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.risks import Risk, RiskAssessed
    from ledger.subjects.risks.register import Assessed


def beyond_appetite(entry: RiskAssessed, procedure: Procedure) -> bool:
    """Return whether a risk is higher than the organisation takes: as stated, else by the procedure's rating."""
    if entry.within_appetite is not None:
        return not entry.within_appetite
    return entry.rating > procedure.setting("risk.highest-rating")


def grave_since(risk: Risk | None, procedure: Procedure) -> Assessed | None:
    """Return the assessment since which a risk is higher than the organisation takes, without a break; None where it
    is not, or is closed."""
    since = None
    for held in risk.assessed if risk is not None and risk.closed is None else ():
        since = (since or held) if beyond_appetite(held.says, procedure) else None
    return since


def alerts(file: ContractFile, risk: Risk, procedure: Procedure) -> list[tuple[date, int]]:
    """Return (day, position) of each time the office above heard of a risk: it was told, or saw it, rated
    it or briefed others on it itself."""
    offices = procedure.condition(KNEW).offices
    seen = [(risk.on, risk.position, risk.says)] if risk.says is not None and risk.on is not None else []
    own = (*seen, *((held.on, held.position, held.says) for held in risk.assessed))
    itself = [(on, position) for on, position, said in own if acted_in_one(file, said.by, offices, on, procedure)]
    briefed = ((on, position, file.at(position)) for on, position in briefings(file, risk.id, procedure))
    by = [(on, position, recorded.entry) for on, position, recorded in briefed if recorded is not None]
    itself += [(on, position) for on, position, said in by if acted_in_one(file, said.by, offices, on, procedure)]
    told = file.issues.risks_told.known(risk.id).escalated
    return sorted(itself + [(on, at) for on, to, at in told if not offices or procedure.is_office(to, offices)])


def briefings(file: ContractFile, risk: str, procedure: Procedure) -> list[tuple[date, int]]:
    """Return (day, position) of each briefing of senior management on a risk."""
    told = file.issues.risks_told.known(risk).briefed
    return [(on, position) for on, body, position in told if is_senior_management(body, procedure)]
