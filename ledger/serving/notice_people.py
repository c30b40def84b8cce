"""Whether a notice was signed by somebody entitled, and addressed to whom the contract says, as they stood that day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ledger.clauses_cited import rights_cited
from ledger.contract_terms import NoticeTerms, Party
from ledger.dates.calendar import spoken
from ledger.offices import office_differs

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import NoticeServed


ON_FILE_OFFICES = ("lead-officer", "deputy-lead-officer", "representative", "contract-support-officer")
"""Offices of the authority whose holders each contract's file names; those of the provider begin with provider-."""

ACTING = ("lead-officer", "representative")
"""Offices whose holders act for the authority where no clause says who signs; Legal Services always may."""


@dataclass(slots=True)
class Findings:
    """What stands against a notice, and what would decide whether it is valid and is not on record."""

    defects: list[str] = field(default_factory=list)
    not_told: list[str] = field(default_factory=list)


def judge_signer(file: ContractFile, notice: NoticeServed, entitled: tuple[str, ...], found: Findings) -> None:
    """By the offices that sign as a clause has it, where it names any."""
    if not entitled:
        return
    signer, day = notice.signer, notice.happened_on
    wanted = _either(file, entitled, day)
    if signer is None:
        found.not_told.append(f"who signed it is not on record; the contract asks for {wanted}")
        return
    if any(file.people.holds(office, signer.person, day, signer.office) for office in entitled):
        return
    if signer.office not in entitled:
        found.defects.append(f"it was signed by {file.person_in_office(signer, day)}; the contract asks for {wanted}")
        return
    differs = office_differs(file, signer.person, signer.office, day)
    if differs:
        found.defects.append(f"it was signed by {signer.person}, but {differs}")
    elif _kept_on_file(signer.office):
        found.not_told.append(f"no appointment to the office of {file.office_in_words(signer.office, day)} is on file")


def signed_by_its_own_clause(file: ContractFile, notice: NoticeServed) -> bool:
    """Whether the clause that gives the right to end the contract says itself who signs: it is judged by that."""
    return any(right.says.signed_by for right in rights_cited(file, notice))


def judge_giver(file: ContractFile, notice: NoticeServed, found: Findings) -> None:
    """Where no clause says who signs: somebody who on that day held an office that acts for the party, as on file."""
    giver, day, party = notice.signer, notice.happened_on, notice.served_by_party
    if giver is None:
        found.not_told.append("who gave it is not on record")
        return
    offices = _acting_for(file, party)
    held = [term for office in offices for term in file.people.holders(office)]
    if any(file.people.holds(office, giver.person, day, giver.office) for office in offices):
        return
    if party == "authority" and (giver.office == "legal-services" or _ends_it_itself(file, notice)):
        return
    by = file.person_in_office(giver, day)
    if party == "authority" and held:
        in_office = [
            f"{term.person} ({file.office_in_words(term.office, day)})" for term in held if term.in_office(day)
        ]
        there = " and ".join(in_office) or "nobody"
        found.defects.append(
            f"it was given by {by}; on {spoken(day)} {there} acted for the authority, by what is on file"
        )
        return
    differs = office_differs(file, giver.person, giver.office, day)
    if differs:
        found.defects.append(f"it was given by {by}, but {differs}")
    else:
        found.not_told.append(f"who could give notice for the {party} on {spoken(day)} is not on file")


def _ends_it_itself(file: ContractFile, notice: NoticeServed) -> bool:
    """Whether a notice that ends the contract was given by an office that may decide that (TVP-5.0-7: the PCC)."""
    giver, procedure = notice.signer, file.bound_to(notice.happened_on)
    if giver is None or procedure is None or notice.notice_kind != "termination":
        return False
    differs = office_differs(file, giver.person, giver.office, notice.happened_on)
    return differs is None and procedure.is_office(giver.office, procedure.entitled("TC-20"))


def _acting_for(file: ContractFile, party: Party) -> tuple[str, ...]:
    if party == "authority":
        return ACTING
    return tuple(office for office in file.people.terms if office.startswith("provider-"))


def judge_addressee(file: ContractFile, notice: NoticeServed, terms: NoticeTerms, found: Findings) -> None:
    """By the offices the contract has notices addressed to: one recipient who holds one of them is enough."""
    day = notice.happened_on
    wanted = _either(file, terms.addressed_to, day)
    if not notice.recipients:
        asks = f"; the contract asks for {wanted}" if wanted else ""
        found.not_told.append(f"whom it was addressed to is not on record{asks}")
        return
    if not terms.addressed_to:
        return
    against = []
    for recipient in notice.recipients:
        if recipient.person and any(
            file.people.holds(o, recipient.person, day, recipient.office) for o in terms.addressed_to
        ):
            return
        office = recipient.office and recipient.office.casefold().replace(" ", "-")
        if office in terms.addressed_to:
            differs = office_differs(file, recipient.person, office, day) if recipient.person else None
            if differs is None:
                return
            against.append(f"it was addressed to {file.person_in_office(recipient, day)}, but {differs}")
        else:
            against.append(
                f"it was addressed to {file.person_in_office(recipient, day)}; the contract asks for {wanted}"
            )
    found.defects += against


def _kept_on_file(office: str) -> bool:
    return office in ON_FILE_OFFICES or office.startswith("provider-")


def _either(file: ContractFile, offices: tuple[str, ...], day: date) -> str:
    return " or ".join(file.office_in_words(office, day) for office in offices)
