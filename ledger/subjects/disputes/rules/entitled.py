"""Whether what the procedure gives an office was given by that office."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledger.entry import Entry, own
from ledger.formal_route import AGREED_BY, BY_PASSED_BY, SIGNED_OFF_BY
from ledger.offices import given_by, in_office
from ledger.rules import NOT_IN_POINT, Predicate
from ledger.subjects.disputes.entries import DisputeSignedOff, FormalEscalationAuthorised, ImmediateEscalationAuthorised

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


Given: TypeAlias = FormalEscalationAuthorised | ImmediateEscalationAuthorised | DisputeSignedOff
RULE_OF: dict[type, str] = {
    FormalEscalationAuthorised: AGREED_BY,
    ImmediateEscalationAuthorised: BY_PASSED_BY,
    DisputeSignedOff: SIGNED_OFF_BY,
}


def by_another(rule: str, field: str, found: str) -> Predicate:
    """Return the predicate of a rule that the office it names did something: finds somebody else who is named.

    `field`: who did it. `found` has {who} and {offices}.
    """

    def another(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        whom, offices = own(entry, field), procedure.entitled(rule)
        if whom is None or not offices:
            return NOT_IN_POINT
        if in_office(file, whom, offices, entry.happened_on, procedure):
            return None
        return found.format(who=procedure.person_in_office(whom), offices=procedure.one_of(offices))

    return another


def not_entitled(file: ContractFile, entry: Given, procedure: Procedure) -> str | None:
    entitled = procedure.entitled(RULE_OF[type(entry)])
    body = None if isinstance(entry, ImmediateEscalationAuthorised) else entry.body
    if not entitled:
        return NOT_IN_POINT
    if in_office(file, entry.by, entitled, entry.happened_on, procedure, body=body):
        return None
    titles = procedure.one_of(entitled)
    return f"it was given by {given_by(entry.by, body, procedure)}; the procedure gives it to {titles}"
