"""What is asked of consulting somebody before an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import few
from ledger.offices import office_differs
from ledger.revising import SUPPORT_OFFICER, open_then
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.records.entries import ConsultationRecorded

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

LEGAL_SERVICES = "legal-services"


def _another_officer(file: ContractFile, held: ConsultationRecorded, procedure: Procedure) -> str | None:
    """The text has the lead officer's own local officer asked, which is whoever the file has in that office.

    Who is said to be in it and is not on file may stand in: to rule and duty alike that counts, and is remarked on.
    """
    whom, day = held.consulted, held.happened_on
    if whom.side != "authority":
        return NOT_IN_POINT
    if not procedure.is_office(whom.office, (SUPPORT_OFFICER,)) or not file.people.holders(SUPPORT_OFFICER):
        return NOT_IN_POINT
    differs = office_differs(file, whom.person, SUPPORT_OFFICER, day)
    return f"{whom.person} was consulted, but {differs}; it counts, as with somebody who stood in" if differs else None


def _nobody_said_to(file: ContractFile, held: ConsultationRecorded, procedure: Procedure) -> str | None:
    """The lead officer consults. An account is nobody's name, so that where none is given it is taken to be theirs."""
    if held.subject not in ("variation", "termination") or held.consulted.side != "authority":
        return NOT_IN_POINT
    if not procedure.is_office(held.consulted.office, (SUPPORT_OFFICER,)):
        return NOT_IN_POINT
    if held.by is not None:
        return None
    return f"it is not said who talked to {held.consulted.person}; it counts as the lead officer's own talk"


def _lawyers_by_this_kind(file: ContractFile, held: ConsultationRecorded, procedure: Procedure) -> str | None:
    """That Legal Services were consulted on an early end counts by a kind that is privileged by itself (TC-19): another
    does not, also where it was marked so."""
    if held.subject != "termination" and held.proposal is None:
        return NOT_IN_POINT
    if held.consulted.side != "authority" or not procedure.is_office(held.consulted.office, (LEGAL_SERVICES,)):
        return None
    is_open = held.audience in ("shared", "internal") and held.protection == "open"
    return (
        f"this entry {'is open and ' if is_open else ''}does not count as consulting Legal Services on an early end: "
        "record that as Legal Services consulted (legal-services-consulted), which keeps it privileged"
    )


def _of_no_variation(file: ContractFile, held: ConsultationRecorded, procedure: Procedure) -> str | None:
    """Where one alone is open it was about that."""
    there = open_then(file, held.happened_on)
    if held.subject != "variation" or len(there) < 2:
        return NOT_IN_POINT
    return None if held.variation else f"{few(there)} are open, and it says not of which: it counts for none of them"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="consultation.of-the-officer-on-file", citation="HCC-7.4-a", level="advise", of=ConsultationRecorded,
        field="consulted", found=_another_officer,
        sentence="Who is consulted as the Contract Support Officer is the one on the contract's file.",
    ),
    Rule(
        id="consultation.says-by-whom", citation="HCC-7.4-a", level="advise", of=ConsultationRecorded, field="by",
        sentence="Of a talk with the Contract Support Officer it is on record who had it.", found=_nobody_said_to,
    ),
    Rule(
        id="consultation.says-which-variation", citation="HCC-7.4-a", level="advise", of=ConsultationRecorded,
        field="variation", found=_of_no_variation,
        sentence="A talk about revising the contract says about which revision it was, where several are proposed.",
    ),
    Rule(
        id="consultation.of-legal-services-privileged", citation="HCC-9.4-e", level="advise", of=ConsultationRecorded,
        field="consulted", found=_lawyers_by_this_kind,
        sentence="That Legal Services were consulted on an early end is recorded by the kind that keeps it privileged.",
    ),
)  # fmt: skip
