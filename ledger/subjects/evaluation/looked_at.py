"""What is asked of an evaluation itself: which time it looks at, what it rests on, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import Span
from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.evaluation.entries import ResourceManagementEvaluated
from ledger.transition import provided_until

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.evaluation.register import Evaluation

WHAT_CAME = (
    "resource-use-", "resource-trend-", "resource-control-", "variance-", "feedback-received", "outcome-views-",
    "outcomes-reviewed-", "outcome-achievement-", "complaint-", "compliment-", "satisfaction-", "performance-",
    "activity-", "data-return-received", "financial-report-", "budget-position-", "value-for-money-", "payment-",
    "invoice-", "audit-reported", "milestone-", "meeting-held", "agenda-item-", "case-", "contact-logged",
    "implementation-activity-", "implementation-plan-monitored", "checklist-item-", "scorecard-", "document-filed",
)  # fmt: skip
"""How the kinds of entry begin that say what came of a plan: use, feedback, and what watching the contract showed."""


def time_looked_at(
    file: ContractFile, held: Evaluation, procedure: Procedure
) -> tuple[Span, Span | None] | tuple[None, None]:  # fmt: skip
    """Return the time of the plan an evaluation is of, and what of it is to be looked at: until the contract ended;
    None for what there is none of (CPC308-C5, docs/adr/0503)."""
    plan = file.resources.plans.get(held.says.resource_plan or "") if held.says else None
    time = plan.time if plan is not None else None
    if time is None:
        return None, None
    last = min(time.last, provided_until(file, procedure) or time.last)
    return time, Span(first=time.first, last=last) if time.first <= last else None


def _not_of_the_plans_time(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    held = file.evaluation.by_id.get(entry.evaluation)
    time, asked = time_looked_at(file, held, procedure) if held else (None, None)
    if held is None or held.says is None or time is None:
        return NOT_IN_POINT
    plan, over = held.says.resource_plan, asked is None or asked.last <= entry.latest_on
    if entry.period is None:
        return None if over else f"{plan} is for {time}, and it is not said what time of it was looked at"
    if not entry.period.lies_in(time):
        return f"{plan} is for {time}, and this looks at {entry.period}"
    left = held.left_of(asked, entry) if asked and over else []
    return f"{plan} is for {time}, and no evaluation looks at {few([str(one) for one in left])}" if left else None


def _on_no_evidence(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    if not entry.evidence:
        return "it cites no entry"
    cited = [found.entry.kind for at in entry.evidence if (found := file.first_recorded(at)) is not None]
    if any(kind.startswith(WHAT_CAME) for kind in cited) or len(cited) < len(entry.evidence):
        return None
    return "none of the entries it cites is of use, of feedback or of what watching the contract showed"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="evaluation.on-evidence", citation="CPC308-C5", level="advise", of=ResourceManagementEvaluated,
        field="evidence", sentence="An evaluation rests on criteria and on what is on file.",
        asks=True, found=_on_no_evidence,
    ),
    Rule(
        id="evaluation.of-the-plans-time", citation="CPC308-C5", level="advise", of=ResourceManagementEvaluated,
        field="period", sentence="An evaluation looks at the time of the plan it is of.",
        found=_not_of_the_plans_time,
    ),
    Rule(
        id="evaluation.draws-conclusions", citation="CPC308-C5", level="advise", of=ResourceManagementEvaluated,
        field="conclusions", sentence="It is on record what follows from an evaluation.",
        found=lacks("conclusions", found="it does not say what follows"),
    ),
)  # fmt: skip
