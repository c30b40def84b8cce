"""What is asked of telling the offices above of a risk (docs/adr/0508)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import alerting, risks_told
from ledger.dates.span import came_later
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.issues.entries import IssueEscalated, SeniorManagementBriefed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _alerted_late(file: ContractFile, entry: IssueEscalated, procedure: Procedure) -> str | None:
    risk = file.risks.by_id.get(entry.risk or "")
    since = risks_told.grave_since(risk, procedure)
    if risk is None or since is None or not alerting.goes_to(entry.to, procedure):
        return NOT_IN_POINT
    if risks_told.alerts(file, risk, procedure):
        return NOT_IN_POINT  # only the first alert is asked about
    return alerting.late(entry, f"{risk.id} was rated higher than is taken", since.on, procedure)


def _about_nothing(
    file: ContractFile, entry: IssueEscalated | SeniorManagementBriefed, procedure: Procedure
) -> str | None:
    return None if entry.matters else "it names neither an issue nor a risk"


def _before_the_risk_was_seen(
    file: ContractFile, entry: IssueEscalated | SeniorManagementBriefed, procedure: Procedure
) -> str | None:
    risk = file.risks.by_id.get(entry.risk or "")
    return came_later(f"{risk.id} was seen on", risk.on, entry.latest_on, risk.position) if risk else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="risk.alerted-in-time", citation="TVP-5.1-1a", level="advise", of=IssueEscalated, field="happened_on",
        sentence="The office above hears of a risk higher than is taken as early as can be.",
        found=_alerted_late,
    ),
    Rule(
        id="issue.or-risk-named", citation="TVP-5.1-1a", level="contradiction",
        of=(IssueEscalated, SeniorManagementBriefed), field="issue", found=_about_nothing,
        sentence="What somebody above is told of is an issue or a risk on file.",
    ),
    Rule(
        id="risk.told-once-seen", citation="TVP-5.1-1a", level="contradiction",
        of=(IssueEscalated, SeniorManagementBriefed), field="risk", found=_before_the_risk_was_seen,
        sentence="A risk is told of once it was seen.",
    ),
)  # fmt: skip
