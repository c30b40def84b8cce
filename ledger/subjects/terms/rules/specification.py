"""What is asked of a service specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.arranged import a_year
from ledger.division_of_work import falls_to, not_shared, partners_of
from ledger.names import counted, few
from ledger.offices import in_another_office
from ledger.returns_asked import asks_for_activity
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, twice
from ledger.subjects.terms.entries import ServiceSpecificationIssued

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _lead_not_attending(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if not issued.attendees:
        return "it does not say who attends monitoring meetings"
    if {"lead-officer", "representative"} & set(issued.attendees):
        return None
    return f"those who attend are {', '.join(procedure.office_title(office) for office in issued.attendees)}"


def _returns_unsaid(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if not issued.return_schedule:
        return "it asks for no data returns"
    unsaid = dict.fromkeys(row.kind for row in issued.return_schedule if row.every_months is None)
    return f"it does not say how often it asks for: {few(list(unsaid))}" if unsaid else None


def _no_survey(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    every = issued.survey_interval_months
    if every is not None and every <= 12:
        return None
    return "it asks for no survey of user satisfaction" if every is None else f"it asks for one every {every} months"


def _no_activity(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if asks_for_activity(issued):
        return None
    contract = file.agreement.contract
    linked = contract is not None and (contract.indicator_linked or contract.activity_paid)
    why = ", and national indicators or payment rest on it" if linked else ""
    return f"it does not ask for activity information{why}"


def _too_few_meetings(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    least = a_year(file, "regular", issued.happened_on, procedure)
    if issued.meetings_per_year is None or not least:
        return NOT_IN_POINT
    if issued.meetings_per_year >= least:
        return None
    asked = counted(issued.meetings_per_year, "monitoring meeting") if issued.meetings_per_year else "none"
    return f"it asks for {asked} a year, and the procedure for no fewer than {least}"


def _start_up_in_part(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    months, often = issued.start_up_months, issued.start_up_meetings_per_year
    if months is None and often is None:
        return NOT_IN_POINT
    if often is None:
        return "it has a time of start-up, and does not say how many monitoring meetings a year there are in it"
    if months is None:
        return f"it asks for {often} monitoring meetings a year at the start, and does not say for how many months"
    after = issued.meetings_per_year
    if after is None:
        after = a_year(file, "regular", issued.happened_on, procedure)
    return f"it asks for {often} a year at the start, and for more, {after}, from then on" if often < after else None


def _not_prepared_together(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    contract, bought = file.agreement.contract, file.procurement.need is not None or bool(file.procurement.routes)
    if not bought and (contract is None or issued.happened_on < contract.happened_on):
        return NOT_IN_POINT  # nothing of how it came to be was put on this file: who prepared it is history
    if not falls_to(issued.kind, procedure) and not partners_of(issued.kind, procedure):
        return NOT_IN_POINT
    missing = not_shared(file, issued, issued.prepared_by, procedure)
    # In the office of another nobody prepares it together with that other.
    otherwise = (in_another_office(file, who, issued.happened_on, procedure) for who in issued.prepared_by)
    said = f"it does not say that the {missing} prepared it" if missing else None
    return "; ".join(filter(None, (said, *otherwise))) or None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="specification.ids-once", citation="HCC-6.1-b", level="contradiction", of=ServiceSpecificationIssued,
        field="standards", sentence="Each standard and requirement of a specification has an id of its own.",
        found=twice(
            lambda entry: [point.id for point in entry.points],
            found="{twice} stands in it more than once; each needs an id of its own",
        ),
    ),
    Rule(
        id="specification.describes-the-service", citation="HCC-6.1-a", level="advise", of=ServiceSpecificationIssued,
        field="scope", sentence="The specification describes the scope and the service.",
        found=lacks("scope", found="it does not describe the scope"),
    ),
    Rule(
        id="specification.has-method-statement", citation="TVP-3.0-1", level="advise", of=ServiceSpecificationIssued,
        field="method_statement",
        sentence="The services required and the provider's method statement together are the specification.",
        found=lacks("method_statement", found="the provider's method statement is not attached"),
    ),
    Rule(
        id="specification.sets-standards", citation="HCC-6.1-b", level="advise", of=ServiceSpecificationIssued,
        field="standards", sentence="The specification sets the standard to which the service is provided.",
        found=lacks("standards", found="it sets no standard, so failures cannot be measured by it"),
    ),
    Rule(
        id="specification.sets-meetings", citation="HCC-6.1-c", level="advise", of=ServiceSpecificationIssued,
        field="meetings_per_year", sentence="The specification sets how often monitoring meetings are held.",
        found=lacks("meetings_per_year", found="it does not say how often monitoring meetings are held"),
    ),
    Rule(
        id="specification.meetings-often-enough", citation="HCC-12.4-a", level="explain", of=ServiceSpecificationIssued,
        field="meetings_per_year", sentence="Monitoring meetings are held at least twice a year.",
        found=_too_few_meetings,
    ),
    Rule(
        id="specification.start-up-whole", citation="HCC-7.1-b", level="advise", of=ServiceSpecificationIssued,
        field="start_up_meetings_per_year", found=_start_up_in_part,
        sentence="A time of start-up says how long it is, and how many meetings a year, no fewer than later.",
    ),
    Rule(
        id="specification.says-what-is-brought", citation="HCC-6.1-d", level="advise", of=ServiceSpecificationIssued,
        field="meeting_information", sentence="The specification says what the provider brings to monitoring meetings.",
        found=lacks("meeting_information", found="it does not say what the provider brings to monitoring meetings"),
    ),
    Rule(
        id="specification.sets-returns", citation="HCC-6.1-e", level="advise", of=ServiceSpecificationIssued,
        field="return_schedule", sentence="The specification sets the kind of data returns and how often they come.",
        asks=True, found=_returns_unsaid,
    ),
    Rule(
        id="specification.lead-officer-attends", citation="HCC-6.1-f", level="advise", of=ServiceSpecificationIssued,
        field="attendees", asks=True, found=_lead_not_attending,
        sentence="The specification names who attends monitoring meetings, the lead officer or a nominee among them.",
    ),
    Rule(
        id="specification.yearly-survey", citation="HCC-6.2-a", level="explain", of=ServiceSpecificationIssued,
        field="survey_interval_months", asks=True, found=_no_survey,
        sentence="Every specification obliges the provider to survey user satisfaction once a year.",
    ),
    Rule(
        id="specification.activity-information", citation="HCC-6.2-b", level="explain", of=ServiceSpecificationIssued,
        field="activity_information_required", asks=True, found=_no_activity,
        sentence="Every specification obliges the provider to send activity information.",
    ),
    Rule(
        id="specification.prepared-together", citation="HCC-A6-a", level="advise", of=ServiceSpecificationIssued,
        field="prepared_by", found=_not_prepared_together,
        sentence="The specification is prepared by whoever manages the service together with the support officer.",
    ),
)  # fmt: skip
