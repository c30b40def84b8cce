"""What is asked of the four tests of whether an issue is significant."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger import significance
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.issues.entries import IssueSignificanceAssessed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _more_people(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    people, of = assessed.clients_affected, assessed.client_group
    if people is not None and of is not None and people > of:
        return f"{people} people are affected, of {of} who receive the service"
    return _beyond_all(assessed.client_share)


def _more_value(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    worth, year = assessed.value_affected, assessed.annual_value
    # A year worth nothing is one whose value is not known: another rule says so.
    if worth and year and year.pence and worth.currency == year.currency and worth.pence > year.pence:
        return f"{worth} is affected, of {year} in a year"
    return _beyond_all(assessed.value_share)


def _beyond_all(share: str | None) -> str | None:
    return f"a share of {share} percent is affected" if share is not None and not 0 <= Decimal(share) <= 100 else None


def _not_as_tested(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    found = significance.met(file, assessed, procedure)
    if not assessed.significant:
        found += significance.not_weighed(assessed, procedure)
    issue = file.issues.by_id.get(assessed.issue)
    standing = significance.left_standing(file, assessed, issue.tested if issue else (), procedure)
    found += [f"by entry {one.position} {one.words}, which this one does not find" for one in standing]
    if assessed.significant == bool(found):
        return None
    if found:
        return f"it is found not significant, and {'; '.join(found)}"
    none = "it is found significant, and none of the four tests is shown to be met"
    return "; ".join((none, *significance.not_weighed(assessed, procedure)))


def _not_measured(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    lacking = significance.not_measured(file, assessed)
    if lacking:
        return "; ".join(lacking)
    return NOT_IN_POINT if assessed.value_affected is None and assessed.clients_affected is None else None


def _facts_missing(file: ContractFile, assessed: IssueSignificanceAssessed, procedure: Procedure) -> str | None:
    if not (assessed.harm or assessed.reputation):
        return NOT_IN_POINT
    return significance.without_facts(significance.facts_missing(assessed))


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="issue.no-more-affected-than-there-is",
        citation="TVP-5.0-3",
        level="contradiction",
        of=IssueSignificanceAssessed,
        field="clients_affected",
        found=_more_people,
        sentence="No more people are affected than receive the service.",
    ),
    Rule(
        id="issue.no-more-value-affected-than-there-is",
        citation="TVP-5.0-3",
        level="contradiction",
        of=IssueSignificanceAssessed,
        field="value_affected",
        found=_more_value,
        sentence="No more value is affected than there is in a year.",
    ),
    Rule(
        id=significance.AS_TESTED,
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
        sentence="A share is measured by two figures, what is affected and of how much, and is what they make.",
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
