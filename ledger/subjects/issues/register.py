"""Each issue as the file has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Frozen, Recorded
from ledger.registers import Register
from ledger.subjects.issues.entries import (
    IssueEscalated,
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssuesEntry,
    IssueSignificanceAssessed,
    ProviderRepresentationsReceived,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
    SeniorManagementBriefed,
)

RECORDED_MEANS = ("e-mail", "letter", "minuted-meeting", "portal")


class Issue(Frozen):
    """One issue and what happened to it, each step by the position of the entry that records it."""

    id: str
    raised: int = 0
    raised_on: date | None = None
    noticed_on: date | None = None
    standards: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    contractual: bool = False
    notified: tuple[tuple[date, str, int], ...] = ()
    """(day, means, position) of each time the provider was told."""
    plans: tuple[int, ...] = ()
    """Positions of plans proposed and agreed."""
    plan_due: date | None = None
    """When the plan last agreed was to be complete."""
    answers: tuple[tuple[str, int], ...] = ()
    """(stance, position) of each answer of the provider."""
    significant: bool | None = None
    assessed: tuple[int, ...] = ()
    """Positions of the assessments of whether it is significant."""
    escalated: tuple[tuple[date, str | None, int], ...] = ()
    briefed: tuple[tuple[date, str, int], ...] = ()
    resolved: tuple[tuple[date, bool, int], ...] = ()
    """(day, whether well, position) of each time it was settled."""
    reopened: tuple[tuple[date, int], ...] = ()

    @property
    def is_open(self) -> bool:
        """True until it is settled well, and again after it was reopened."""
        settled = [day for day, well, _ in self.resolved if well]
        return not settled or bool(self.reopened and self.reopened[-1][0] >= settled[-1])

    @property
    def first_told(self) -> tuple[date, str, int] | None:
        """The first time the provider was told in recorded form."""
        return next((told for told in self.notified if told[1] in RECORDED_MEANS), None)


@dataclass(slots=True)
class Issues(Register[IssuesEntry]):
    """The issues of one contract, by id."""

    by_id: dict[str, Issue] = field(default_factory=dict)

    def enter(self, entry: IssuesEntry, recorded: Recorded) -> None:
        position, day = recorded.position, recorded.entry.happened_on
        match entry:
            case IssueRaised():
                assert recorded.given_id is not None
                self._change(
                    recorded.given_id, raised=position, raised_on=day, noticed_on=entry.noticed_on or day,
                    standards=entry.standards, evidence=entry.evidence, contractual=entry.contractual,
                )  # fmt: skip
            case IssueNotifiedToProvider():
                self._add(entry.issue, "notified", (day, entry.means, position))
            case IssueSignificanceAssessed():
                self._change(entry.issue, significant=entry.significant)
                self._add(entry.issue, "assessed", position)
            case IssueEscalated():
                self._add(entry.issue, "escalated", (day, entry.to.office, position))
            case SeniorManagementBriefed():
                self._add(entry.issue, "briefed", (day, entry.body, position))
            case ProviderRepresentationsReceived():
                if entry.issue:
                    self._add(entry.issue, "answers", (entry.stance, position))
            case ResolutionPlanProposed():
                for issue in entry.issues:
                    self._add(issue, "plans", position)
            case ResolutionPlanAgreed():
                for issue in entry.issues:
                    self._add(issue, "plans", position)
                    self._change(issue, plan_due=entry.complete_by)
            case IssueResolved():
                self._add(entry.issue, "resolved", (day, entry.satisfactory, position))
            case IssueReopened():
                self._add(entry.issue, "reopened", (day, position))
            case _:
                assert_never(entry)

    def _change(self, id: str, **parts: object) -> None:
        # In the world's order an issue may be told before it is entered as raised: the record stands either way.
        self.by_id[id] = self.by_id.get(id, Issue(id=id)).model_copy(update=parts)

    def _add(self, id: str, name: str, part: object) -> None:
        issue = self.by_id.get(id, Issue(id=id))
        self.by_id[id] = issue.model_copy(update={name: (*getattr(issue, name), part)})

    def open(self) -> list[Issue]:
        """Return the issues not settled."""
        return [issue for issue in self.by_id.values() if issue.is_open]
