"""What is asked when an issue is raised and the provider told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import significance
from ledger.rules import AnyRule, Rule, lacks
from ledger.span import out_of_order
from ledger.subjects.issues.entries import IssueNotifiedToProvider, IssueRaised, IssueSignificanceAssessed
from ledger.telling import first_told, told_late, told_too_soon

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _told_late(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    return told_late(file, told.issue, told.happened_on, procedure)


def _told_too_soon(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    return told_too_soon(file, told.issue, told.latest_on)


def _first_told_unrecorded(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    if told.means == "unrecorded" and first_told(file, told.issue) is None:
        return f"the provider first heard of {told.issue} in a talk of which nothing was written"
    return None


def _standard_not_there(file: ContractFile, issue: IssueRaised, procedure: Procedure) -> str | None:
    return file.terms.not_there(issue.standards, issue.noticed_on or issue.happened_on)


def _not_as_tested(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    found = significance.met(assessed, procedure)
    if assessed.significant == bool(found):
        return None
    if found:
        return f"it is found not significant, and {'; '.join(found)}"
    return "it is found significant, and none of the four tests is shown to be met"


def _not_measured(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    return "; ".join(significance.not_measured(assessed)) or None


def _facts_missing(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    lacking = [
        what for what, found, facts in (
            ("the harm", assessed.harm, assessed.harm_facts),
            ("the harm to reputation", assessed.reputation, assessed.reputation_facts),
        ) if found and facts is None
    ]  # fmt: skip
    return f"the facts of {' and of '.join(lacking)} are not stated" if lacking else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="issue.noticed-before-raised",
        citation="HCC-7.6-e",
        level="contradiction",
        of=IssueRaised,
        field="noticed_on",
        sentence="An issue is noticed no later than it is raised.",
        found=out_of_order(
            "happened_on",
            "noticed_on",
            found="it was noticed on {earlier}, after the day it was raised; noticed_on is that day or earlier",
        ),
    ),
    Rule(
        id="issue.cites-standard",
        citation="HCC-6.1-b",
        level="advise",
        of=IssueRaised,
        field="standards",
        sentence="An issue cites the standard of the specification that was not met.",
        found=lacks("standards", found="no standard is cited"),
    ),
    Rule(
        id="issue.standard-on-file",
        citation="HCC-6.1-b",
        level="advise",
        of=IssueRaised,
        field="standards",
        sentence="The standard an issue cites is in the specification or a service level agreement in force.",
        found=_standard_not_there,
    ),
    Rule(
        id="issue.told-at-once",
        citation="HCC-7.6-d",
        level="explain",
        of=IssueNotifiedToProvider,
        field="happened_on",
        sentence="Day-to-day issues are put to the provider as they arise and do not wait for a meeting.",
        found=_told_late,
    ),
    Rule(
        id="issue.told-after-noticed",
        citation="HCC-7.6-e",
        level="explain",
        of=IssueNotifiedToProvider,
        field="happened_on",
        sentence="The provider is told of an issue when it has been noticed, not before.",
        found=_told_too_soon,
    ),
    Rule(
        id="issue.told-in-recorded-form",
        citation="TVP-5.1-2b",
        level="advise",
        of=IssueNotifiedToProvider,
        field="means",
        sentence="A concern is first put to the provider in a form that leaves a record.",
        found=_first_told_unrecorded,
    ),
    Rule(
        id="issue.significant-as-tested",
        citation="TVP-5.0-2",
        level="explain",
        of=IssueSignificanceAssessed,
        field="significant",
        sentence="An issue is significant where one of the four tests is met: value, clients, harm, reputation.",
        found=_not_as_tested,
    ),
    Rule(
        id="issue.significance-measured",
        citation="TVP-5.0-3",
        level="advise",
        of=IssueSignificanceAssessed,
        field="value_affected",
        sentence="A share is measured by two figures: what is affected, and of how much.",
        found=_not_measured,
    ),
    Rule(
        id="issue.significance-facts",
        citation="TVP-5.0-4",
        level="advise",
        of=IssueSignificanceAssessed,
        field="harm_facts",
        sentence="Harm to people or to reputation is found on facts that are stated.",
        found=_facts_missing,
    ),
)
