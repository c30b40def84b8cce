"""What procedure asks of a single tender: its case, who is asked and decides, what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.division_of_work import falls_to, not_by_those_entitled, offices_stating_the_case
from ledger.offices import in_office
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.single_tenders import had_authority, report_with
from ledger.subjects.procurement.entries import (
    SingleTenderAuthorisationDecided,
    SingleTenderAuthorisationRequested,
    SingleTenderNegotiationConcluded,
)
from ledger.subjects.procurement.rules.route import MAY_VARY

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _no_authority(file: ContractFile, entry: SingleTenderNegotiationConcluded, procedure: Procedure) -> str | None:
    if had_authority(file, entry, entry.happened_on, procedure):
        return None
    whom = f" with {entry.provider}" if entry.provider else ""
    return f"by {dated(entry.happened_on)} no authority to negotiate{whom} alone had been granted"


def _turned_round(file: ContractFile, entry: SingleTenderAuthorisationDecided, procedure: Procedure) -> str | None:
    asked = file.procurement.single_tenders.get(entry.request)
    if asked is None or not asked.decided:
        return NOT_IN_POINT
    on, decision, position = asked.decided[-1]
    if decision == entry.decision or entry.conditions is not None:
        return None
    return f"it was {decision} on {dated(on)} (entry {position}), is {entry.decision} now, and it is not said why"


def _without_its_report(
    file: ContractFile, entry: SingleTenderAuthorisationDecided, procedure: Procedure
) -> str | None:
    asked = file.procurement.single_tenders.get(entry.request)
    if asked is None or asked.on is None:
        return NOT_IN_POINT
    if asked.reported or report_with(file, asked.position):
        return None
    return f"{asked.id} came without a report, and none is on file since"


def _asked_of_another(
    file: ContractFile, entry: SingleTenderAuthorisationRequested, procedure: Procedure
) -> str | None:
    offices = falls_to("single-tender-authorisation-decided", procedure)
    if not offices or entry.addressed_to is None:
        return NOT_IN_POINT
    if in_office(file, entry.addressed_to, offices, entry.happened_on, procedure):
        return None
    who = procedure.person_in_office(entry.addressed_to)
    return f"it was asked of {who}; it is decided by the {procedure.one_of(offices)}"


def _case_of_another(file: ContractFile, entry: SingleTenderAuthorisationRequested, procedure: Procedure) -> str | None:
    """Whoever manages the service states the case; the bidder would plead its own."""
    offices = offices_stating_the_case(procedure)
    if not offices or entry.supporting_statement is None:
        return NOT_IN_POINT
    stated_by = entry.statement_by or entry.by
    if stated_by is not None and in_office(file, stated_by, offices, entry.happened_on, procedure):
        return None
    whose = f"it is the {procedure.one_of(offices)} who states the case"
    if entry.statement_by is None:
        return f"it is not said whose statement it is; {whose}"
    return f"the statement is by {procedure.person_in_office(entry.statement_by)}; {whose}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="single-tender.with-its-case", citation="HCC-A4-a", level="advise", of=SingleTenderAuthorisationRequested,
        field="supporting_statement", sentence="Authority is asked for with the facts and the case for it.",
        found=lacks("supporting_statement", "report", found="it gives neither a statement nor a report"),
    ),
    Rule(
        id="single-tender.case-by-whom-it-falls-to", citation="HCC-A4-a", level="advise",
        of=SingleTenderAuthorisationRequested, field="statement_by", found=_case_of_another,
        sentence="Whoever manages the service supplies the facts and the case for a single tender.",
    ),
    Rule(
        id="single-tender.with-its-report", citation="HCC-A4-b", level="advise", of=SingleTenderAuthorisationRequested,
        field="report", sentence="Authority for a single tender is asked for by a report.",
        found=lacks("report", "exhibits", found="no report is with it"),
    ),
    Rule(
        id="single-tender.asked-of-those-entitled", citation="HCC-A4-b", level="advise",
        of=SingleTenderAuthorisationRequested, field="addressed_to", found=_asked_of_another,
        sentence="Authority for a single tender is asked for of those the procedure names.",
    ),
    Rule(
        id="single-tender.decided-otherwise-with-a-reason", citation="HCC-A4-b", level="explain",
        of=SingleTenderAuthorisationDecided, field="conditions", found=_turned_round,
        sentence="A decision on a single tender that turns another round says why.",
    ),
    Rule(
        id="single-tender.decided-on-its-report", citation="HCC-A4-b", level="advise",
        of=SingleTenderAuthorisationDecided, field="request", found=_without_its_report,
        sentence="Authority for a single tender is given on the report that asks for it.",
    ),
    Rule(
        id="single-tender.decided-by-those-entitled", citation="HCC-A4-b", level="authorise",
        of=SingleTenderAuthorisationDecided, field="by", authorised_by=MAY_VARY, found=not_by_those_entitled,
        sentence="Authority for a single tender is given by those the procedure names.",
    ),
    Rule(
        id="negotiation.after-authority", citation="HCC-A5-a", level="authorise", of=SingleTenderNegotiationConcluded,
        field="request", authorised_by=MAY_VARY, found=_no_authority,
        sentence="One provider alone is negotiated with only where that was approved.",
    ),
)  # fmt: skip
