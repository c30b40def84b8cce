"""What is asked of taking an issue up the ladder of offices that the procedure has (TVP-4.0-5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import alerting
from ledger.names import few, in_a_row, same_name
from ledger.offices import in_office, whom
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.issues.entries import IssueEscalated

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.entry import Actor
    from ledger.procedures import Procedure
    from ledger.subjects.issues.register import Issue


def _no_higher(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    """The alert the procedure asks for is no such step: the office above may have found the issue itself."""
    if entry.by is None or alerting.goes_to(entry.to, procedure):
        return NOT_IN_POINT
    day, to = entry.happened_on, whom(file, entry.to, entry.happened_on, procedure)
    if to.is_of_the_provider and entry.by.is_of_the_provider:
        return NOT_IN_POINT  # whom its own people turn to is the provider's affair
    by, there = procedure.person_in_office(entry.by), procedure.person_in_office(to)
    if to.is_of_the_provider or _as_high(file, entry.by, to, day, procedure):
        return f"{by} took {in_a_row(entry.matters)} to {there}, and so no higher"
    if not _ladder(procedure) or in_office(file, to, _ladder(procedure), day, procedure):
        return None
    where = "in what office is not said" if to.office is None else "which is on no step of the ladder, and so no higher"
    return f"{by} took {in_a_row(entry.matters)} to {there}, {where}"


def _ladder(procedure: Procedure) -> list[str]:
    return [step.office for step in procedure.escalation]


def _as_high(file: ContractFile, by: Actor, to: Actor, day: date, procedure: Procedure) -> bool:
    """Whether somebody is whom they take it to, or in that office or, by the procedure's ladder, in one above it."""
    ladder, office = _ladder(procedure), procedure.office(to.office)
    if office is None:
        return same_name(by.person, to.person)
    offices = ladder[ladder.index(office.id) :] if office.id in ladder else [office.id]
    return in_office(file, by, offices, day, procedure) or same_name(by.person, to.person)


def _passed_over_without_a_reason(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    """From the office of whoever takes it there, or the highest that knows of it already; where neither is on the
    ladder, as where nobody is named, from its first step, whose every issue is."""
    issue, ladder, day = file.issues.by_id.get(entry.issue or ""), _ladder(procedure), entry.happened_on
    if issue is None or entry.reason is not None or (entry.by is not None and entry.by.is_of_the_provider):
        return NOT_IN_POINT
    to, told = whom(file, entry.to, day, procedure), _told(file, issue, procedure)
    steps = list(enumerate(ladder))
    there = [step for step, office in steps if in_office(file, to, (office,), day, procedure)]
    if not there:
        return NOT_IN_POINT
    here = [
        step for step, office in steps
        if office in told or (entry.by is not None and in_office(file, entry.by, (office,), day, procedure))
    ]  # fmt: skip
    over = [procedure.office_in_words(office) for office in ladder[max([0, *here]) + 1 : there[-1]]]
    return f"it passes over {few([f'the {office}' for office in over])}, and it is not said why" if over else None


def _told(file: ContractFile, issue: Issue, procedure: Procedure) -> set[str]:
    """The offices above that know of an issue: it was taken to them, they found it, or were briefed on it."""
    offices = (procedure.office(office) for _, office, _ in issue.escalated)
    told = {office.id for office in offices if office is not None}
    if alerting.alerts(file, issue, procedure):
        told.update(procedure.condition(alerting.KNEW).offices)
    if alerting.briefings(issue, procedure):
        told.add(alerting.SENIOR_MANAGEMENT)
    return told


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="issue.taken-to-another-office", citation="TVP-5.2-1a", level="advise", of=IssueEscalated, field="to",
        sentence="An issue is taken to a higher office of the authority than that of whoever takes it there.",
        found=_no_higher,
    ),
    Rule(
        id="issue.passes-over-an-office-with-a-reason", citation="TVP-4.0-5", level="advise", of=IssueEscalated,
        field="reason", found=_passed_over_without_a_reason,
        sentence="It is on record why an issue passes over an office of the ladder.",
    ),
)  # fmt: skip
