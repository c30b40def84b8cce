"""Whether those who use the service said if resources bring about the outcomes (CPC308-C3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.stakeholders import users_among
from ledger.subjects.evaluation.entries import FeedbackReceived, FeedbackSought, ResourceManagementEvaluated
from ledger.subjects.evaluation.register import Answered, Evaluations

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

OF_RESOURCES = ("outcomes", "use-of-resources", "resource-plan")
"""What was asked about, where an answer is about resources and what they bring about."""


def _asked_about_it(asked: FeedbackSought | None) -> bool:
    return asked is not None and (asked.subject in OF_RESOURCES or bool(asked.outcomes or asked.resource_plan))


def _by_users(held: Evaluations) -> Iterator[tuple[Answered, bool]]:
    """Yield what users said, each with whether they were asked about resources or outcomes."""
    answers = [(one, _asked_about_it(sought.says)) for sought in held.sought.values() for one in sought.received]
    for one, asked in (*answers, *((one, False) for one in held.unasked)):
        if one.group is not None and users_among((one.group,)):
            yield one, asked


def _no_users_heard(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    heard = list(_by_users(file.evaluation))
    if any(asked or one.outcomes or one.position in entry.evidence for one, asked in heard):
        return None
    if not heard:
        return "no feedback from those who use the service is on file"
    where = few([f"entry {one.position}" for one, _ in heard])
    return f"what those who use the service said ({where}) names no outcome, and they were not asked about resources"


def _outcomes_not_spoken_of(file: ContractFile, entry: FeedbackReceived, procedure: Procedure) -> str | None:
    held = file.evaluation.sought.get(entry.sought or "")
    asked = held.says if held is not None else None
    named = bool(entry.outcomes or (asked is not None and asked.outcomes))
    if asked is None or not (asked.subject == "outcomes" or asked.outcomes):
        if entry.outcomes_met == "not-said":
            return NOT_IN_POINT
        return None if named else f"it says whether outcomes are met ({entry.outcomes_met}), and not which"
    missing = [] if named else ["of which outcomes it speaks"]
    missing += ["whether, by it, they are met"] if entry.outcomes_met == "not-said" else []
    return f"{entry.sought} asked about outcomes, and it is not said {' and '.join(missing)}" if missing else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="feedback.says-whether-outcomes-are-met", citation="CPC308-C3", level="advise", of=FeedbackReceived,
        field="outcomes_met", found=_outcomes_not_spoken_of,
        sentence="Feedback on outcomes says of which, and whether resources bring them about.",
    ),
    Rule(
        id="evaluation.users-heard", citation="CPC308-C3", level="advise", of=ResourceManagementEvaluated,
        sentence="Those who use the service are asked whether resources bring about the outcomes.",
        found=_no_users_heard,
    ),
)  # fmt: skip
