"""What procedure asks of signing a contract and having it countersigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import procurement_act
from ledger.awards import awarded, stands_on
from ledger.countersigning import (
    FORM,
    awarded_to,
    is_of_the_provider,
    sent_elsewhere,
    sent_to_another_than_recommended,
    signed_elsewhere,
)
from ledger.dates.working_days import dated
from ledger.names import few, name_key, same_person
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.procurement.entries import (
    ContractCountersigned,
    ContractIssuedForCountersignature,
    ContractSignedByAuthority,
)
from ledger.subjects.procurement.rules.route import MAY_VARY

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _signed_too_soon(file: ContractFile, entry: ContractSignedByAuthority, procedure: Procedure) -> str | None:
    named = file.procurement.awards.get(entry.recommendation or "")
    day = entry.happened_on
    made = stands_on(file, named, day, procedure) if named else awarded(file, day, procedure) is not None
    return None if made else f"no award of the contract had been authorised by {dated(day)}"


def _sent_unsigned(file: ContractFile, entry: ContractIssuedForCountersignature, procedure: Procedure) -> str | None:
    if any(on <= entry.happened_on for on, _ in file.procurement.signed):
        return None
    return f"by {dated(entry.happened_on)} it had not been signed for the authority"


def _sent_elsewhere(file: ContractFile, entry: ContractIssuedForCountersignature, procedure: Procedure) -> str | None:
    if entry.sent_to is None:
        return NOT_IN_POINT
    if awarded_to(file, entry.happened_on) is None:
        return sent_to_another_than_recommended(file, entry.sent_to, entry.happened_on) or NOT_IN_POINT
    return sent_elsewhere(file, entry.sent_to, entry.happened_on)


def _signed_by_a_stranger(file: ContractFile, entry: ContractCountersigned, procedure: Procedure) -> str | None:
    signatory, day = entry.signatory, entry.happened_on
    if elsewhere := signed_elsewhere(file, signatory, entry.sent_out, day):
        return elsewhere
    known = [term.person for term in file.people.contacts(day)]
    sent = (one.sent_to for one in file.procurement.issued)
    known += [to for to in sent if to and not FORM.search(name_key(to))]
    if signatory is None or not known:
        return NOT_IN_POINT
    if is_of_the_provider(file, signatory, day) or any(same_person(signatory, person) for person in known):
        return None
    return (
        f"{signatory}, who signed it, is none of those the file has of the provider: {few(list(dict.fromkeys(known)))}"
    )


def _countersigned_in_standstill(file: ContractFile, entry: ContractCountersigned, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    entered = contract.agreed_on if contract and contract.agreed_on else entry.happened_on
    return procurement_act.entered_in_standstill(file, procedure, entered)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="act.countersigned-after-standstill", citation="Procurement Act 2023, s 51(1)", level="explain",
        of=ContractCountersigned, field="happened_on", found=_countersigned_in_standstill,
        sentence="A contract does not come back countersigned before the standstill after its award notice is over.",
    ),
    Rule(
        id="signature.after-authority", citation="HCC-A9-d", level="authorise", of=ContractSignedByAuthority,
        field="recommendation", authorised_by=MAY_VARY, found=_signed_too_soon,
        sentence="A contract is signed once its award has been authorised.",
    ),
    Rule(
        id="countersignature.signed-first", citation="HCC-A9-d", level="explain",
        of=ContractIssuedForCountersignature, found=_sent_unsigned,
        sentence="A contract is signed for the authority before it is sent to be countersigned.",
    ),
    Rule(
        id="countersignature.sent-to-the-awarded", citation="HCC-A9-d", level="advise",
        of=ContractIssuedForCountersignature, field="sent_to", found=_sent_elsewhere,
        sentence="A contract is sent to be countersigned to whom it was awarded.",
    ),
    Rule(
        id="countersignature.says-to-whom", citation="HCC-A9-d", level="advise",
        of=ContractIssuedForCountersignature, field="sent_to", found=lacks("sent_to", found="it does not say to whom"),
        sentence="It is on record to whom a contract was sent to be countersigned.",
    ),
    Rule(
        id="countersignature.by-the-provider", citation="HCC-A9-d", level="advise", of=ContractCountersigned,
        field="signatory", found=_signed_by_a_stranger,
        sentence="A contract is countersigned by somebody who is on file as of the provider.",
    ),
)  # fmt: skip
