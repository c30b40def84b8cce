"""What is asked of a programme as it is opened, of its workstreams and its progress reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.months import first_day, in_words, month_of
from ledger.dates.working_days import dated
from ledger.entry import Actor
from ledger.names import few, repeated, same_name, same_person
from ledger.offices import in_office
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, leaves_out
from ledger.subjects.programme.entries import ProgrammeOpened, ProgrammeProgressReported, WorkstreamEstablished

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

LEADS = "srm-lead"
"""The office that runs the work of a programme (IMP-13-a)."""


def _led_by_another(file: ContractFile, entry: ProgrammeOpened, procedure: Procedure) -> str | None:
    leads = procedure.office(LEADS)
    if entry.lead is None or leads is None:
        return NOT_IN_POINT
    named = procedure.office_meant(entry.lead)
    if named is not None:
        return None if named == leads else f"it is led by {entry.lead}, and the {leads.title} runs the work"
    by = entry.by if entry.by and same_person(entry.by.person, entry.lead) else Actor(person=entry.lead)
    if in_office(file, by, (LEADS,), entry.happened_on, procedure):
        return None
    return f"it is led by {entry.lead}, and nothing says that this is the {leads.title}, who runs the work"


def _reported_by_another(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    stream, leads, by = file.programme.workstreams.get(entry.workstream), procedure.office(LEADS), entry.by
    if stream is None or leads is None or by is None:
        return NOT_IN_POINT
    named = (*((stream.lead,) if stream.lead else ()), *file.led_by(entry.happened_on))
    offices = [LEADS, *(office.id for lead in named if (office := procedure.office_meant(lead)))]
    if in_office(file, by, offices, entry.happened_on, procedure):
        return None
    if any(same_person(by.person, lead) for lead in named):
        return None
    whose = stream.lead or f"the {leads.title}"
    return f"it was reported by {procedure.person_in_office(by)}; to report on {stream.title} falls to {whose}"


def _month_to_come(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    begins = first_day(entry.month)
    if entry.happened_on >= begins:
        return None
    return f"progress in {in_words(entry.month)} cannot have been reported on {dated(entry.happened_on)}"


def _to_another_body(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    if entry.presented_to is None or file.programme.opened is None or file.programme.opened.advised_by is None:
        return NOT_IN_POINT
    elsewhere = file.programme.presented_elsewhere(entry.presented_to, entry.happened_on, file.is_its_body)
    return f"{elsewhere}; the report is still due there" if elsewhere else None


def _presented_to_nobody(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    if entry.presented_to is not None:
        return None
    body = file.programme.opened.advised_by if file.programme.opened else None
    return f"it is not said to whom it was presented{f'; it is still due to {body}' if body else ''}"


def _opened_by_the_provider(file: ContractFile, entry: ProgrammeOpened, procedure: Procedure) -> str | None:
    if entry.by is None:
        return NOT_IN_POINT
    if not entry.by.is_of_the_provider:
        return None
    return f"it was opened by {entry.by.person}, of the provider"


def _unit_twice(file: ContractFile, entry: ProgrammeOpened, procedure: Procedure) -> str | None:
    if not entry.business_units:
        return NOT_IN_POINT
    twice = repeated(entry.business_units)
    return f"{few(twice)} stands there twice, and is one unit" if twice else None


def _why_not_said(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    if entry.state == "on-track":
        return NOT_IN_POINT
    if entry.progress or entry.issues_to_resolve:
        return None
    return f"it is {entry.state.replace('-', ' ')}, and neither what was done is said nor what is to be resolved"


def _reported_before(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    stream = file.programme.workstreams.get(entry.workstream)
    own = [held for held in stream.reports if held.month == entry.month] if stream else []
    before = [held for held in own if file.is_its_body(held.presented_to, held.on)]
    if not before:
        return NOT_IN_POINT
    last = before[-1]
    return (
        f"progress in {in_words(entry.month)} was reported on {dated(last.on)} (entry {last.position}): "
        f"{last.state.replace('-', ' ')}; correct that entry if it was wrong"
    )


def _resolves_nothing(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    stream = file.programme.workstreams.get(entry.workstream)
    if stream is None or not entry.resolved:
        return NOT_IN_POINT
    wanted = {held.position for held in stream.reports if held.issues}
    others = [f"entry {position}" for position in entry.resolved if position not in wanted]
    return f"no report of {stream.id} that wants something resolved: {few(others)}" if others else None


def _before_it_ran(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    opened = file.programme.opened
    if opened is None:
        return NOT_IN_POINT
    if entry.month >= month_of(opened.happened_on):
        return None
    return f"it is about {in_words(entry.month)}; the programme was opened on {dated(opened.happened_on)}"


def _established_before(file: ContractFile, entry: WorkstreamEstablished, procedure: Procedure) -> str | None:
    if not file.programme.workstreams:
        return NOT_IN_POINT
    for held in file.programme.workstreams.values():
        if same_name(held.title, entry.title):
            since = f"{held.id}, since {dated(held.since)} (entry {held.position})"
            return f"{held.title} is a workstream already: {since}; report on that, or give this one a title of its own"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="programme-report.resolves-what-was-reported", citation="IMP-13-d", level="advise",
        of=ProgrammeProgressReported, field="resolved", found=_resolves_nothing,
        sentence="What a report says is resolved was to be resolved by an earlier report of its workstream.",
    ),
    Rule(
        id="programme-report.month-begun", citation="IMP-13-d", level="contradiction", of=ProgrammeProgressReported,
        field="month", sentence="Progress is reported of a month that has begun.", found=_month_to_come,
    ),
    Rule(
        id="workstream.established-once", citation="IMP-12-a", level="explain", of=WorkstreamEstablished, field="title",
        sentence="An area of improvement is one workstream of the programme.", found=_established_before,
    ),
    Rule(
        id="programme.led-and-carried-out", citation="IMP-13-a", level="advise", of=ProgrammeOpened,
        sentence="A programme has somebody who leads it, units it is carried out in, and a body it is reported to.",
        found=leaves_out(
            {
                "lead": "who leads it", "business_units": "in which business units it is carried out",
                "advised_by": "to which body it is reported",
            },
            found="it is not said {missing}", between=", nor ",
        ),
    ),
    Rule(
        id="programme.led-by-whom-it-falls-to", citation="IMP-13-a", level="advise", of=ProgrammeOpened, field="lead",
        sentence="The work of a programme is run by the SRM Lead.", found=_led_by_another,
    ),
    Rule(
        id="programme-report.by-whom-it-falls-to", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="by", sentence="A month's report is made by who leads the workstream, or the programme.",
        found=_reported_by_another,
    ),
    Rule(
        id="programme.opened-by-the-authority", citation="IMP-13-a", level="explain", of=ProgrammeOpened, field="by",
        sentence="A programme of the authority's is opened by its own people.", found=_opened_by_the_provider,
    ),
    Rule(
        id="programme.unit-named-once", citation="IMP-13-a", level="advise", of=ProgrammeOpened,
        field="business_units", sentence="A business unit is named once, however it is written.", found=_unit_twice,
    ),
    Rule(
        id="programme-report.presented", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="presented_to", asks=True, sentence="A month's report is presented to the body that resolves issues.",
        found=_presented_to_nobody,
    ),
    Rule(
        id="programme-report.to-its-body", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="presented_to", sentence="A month's report is presented to the body the programme is reported to.",
        found=_to_another_body,
    ),
    Rule(
        id="programme-report.says-what-is-in-the-way", citation="IMP-13-d", level="advise",
        of=ProgrammeProgressReported, field="issues_to_resolve", found=_why_not_said,
        sentence="A report that all is not on track says what was done, or what is to be resolved.",
    ),
    Rule(
        id="programme-report.once-for-a-month", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="month", sentence="A workstream is reported on once a month, and what was wrong is corrected.",
        found=_reported_before,
    ),
    Rule(
        id="programme-report.of-its-own-time", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="month", sentence="Progress is reported of months of the programme.", found=_before_it_ran,
    ),
)  # fmt: skip
