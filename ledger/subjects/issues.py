"""Issues: what is wrong with a service, when the provider was told, what it answered, and whether it was put right."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from ledger.entry import (
    Actor,
    Audience,
    Entry,
    Frozen,
    IssueId,
    Limit,
    MeetingId,
    Money,
    Name,
    NoticeId,
    PlanId,
    Position,
    Recorded,
)
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Personal, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

RECORDED_MEANS = ("e-mail", "letter", "minuted-meeting", "portal")


class Step(Frozen):
    """One step of a plan: what, by whom, by when, with what outcome."""

    what: Text
    """What is to be done."""
    owner: Name | None = None
    """Who does it."""
    due_on: date | None = None
    """By when."""
    outcome: Text | None = None
    """What it is to achieve."""


class IssueRaised(Entry):
    """An issue with the service was noticed and noted."""

    kind: Literal["issue-raised/1"] = "issue-raised/1"
    nature: Personal
    """What is wrong: the note HCC 7.6 asks for."""
    issue_kind: Literal["service-failure", "breach-of-trust", "safeguarding", "payment", "other"] = "service-failure"
    """What sort of issue."""
    noticed_on: date | None = None
    """The day it was noticed, where that is earlier than the day it happened on."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards or requirements of the specification that were not met, by their ids there."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries that show it: a return, a note, an assessment."""
    contractual: bool = False
    """Whether it is of a contractual nature (then the support officer is asked to the meeting)."""

    gives = "ISS"
    noun = "issue"
    line = "{id}: issue raised: {nature}[ (standard {standards})]"


class IssueNotifiedToProvider(Entry):
    """The provider was told of an issue."""

    kind: Literal["issue-notified-to-provider/1"] = "issue-notified-to-provider/1"
    issue: IssueId
    """The issue."""
    recipient: Name | None = None
    """Who was told at the provider."""
    means: Literal["e-mail", "letter", "minuted-meeting", "portal", "unrecorded"]
    """How: unrecorded means a call or talk of which nothing was written."""
    meeting: MeetingId | None = None
    """The meeting, where it was told at one."""
    words: Text | None = None
    """What was said."""
    audience: Audience = "shared"

    line = "Provider told of {issue} by {means}[ ({recipient})][: {words}]"


class IssueSignificanceAssessed(Entry):
    """It was assessed whether an issue is significant: by value, by people affected, by harm, by reputation."""

    kind: Literal["issue-significance-assessed/1"] = "issue-significance-assessed/1"
    issue: IssueId
    """The issue."""
    value_affected: Money | None = None
    """Value affected in a year."""
    annual_value: Money | None = None
    """Annual value of the contract."""
    clients_affected: Annotated[int, Limit(least=0)] | None = None
    """People who receive the service and are affected."""
    client_group: Annotated[int, Limit(least=1)] | None = None
    """People who receive the service."""
    harm: bool = False
    """Harm to a client or to staff through the provider's negligence."""
    harm_facts: Personal | None = None
    """The facts of the harm, and how they are known."""
    reputation: bool = False
    """Harm done or likely to the authority's reputation."""
    reputation_facts: Text | None = None
    """The facts."""
    significant: bool
    """The conclusion."""

    line = "{issue} assessed: significant {significant}"


class IssueEscalated(Entry):
    """An issue was taken to a higher office."""

    kind: Literal["issue-escalated/1"] = "issue-escalated/1"
    issue: IssueId
    """The issue."""
    to: Actor
    """Whom it was taken to, in what office."""
    reason: Text | None = None
    """Why."""

    line = "{issue} escalated to {to}[: {reason}]"


class SeniorManagementBriefed(Entry):
    """Senior management was briefed on an issue."""

    kind: Literal["senior-management-briefed/1"] = "senior-management-briefed/1"
    issue: IssueId
    """The issue."""
    body: Name
    """The body or person briefed."""
    means: Name | None = None
    """How."""
    summary: Text | None = None
    """What they were told."""

    line = "{body} briefed on {issue}[: {summary}]"


class ProviderRepresentationsReceived(Entry):
    """The provider gave its side of a matter."""

    kind: Literal["provider-representations-received/1"] = "provider-representations-received/1"
    answers: Position
    """The entry answered: an issue, a notice, minutes, a plan."""
    issue: IssueId | None = None
    """The issue it is about."""
    notice: NoticeId | None = None
    """The notice it is about."""
    stance: Literal["accepts", "disputes", "explains"]
    """Whether the provider accepts the facts, disputes them, or explains."""
    words: Text
    """What it says."""
    audience: Audience = "shared"

    line = "Provider {stance} entry {answers}: {words}"


class ResolutionPlanProposed(Entry):
    """A plan to put an issue right was proposed."""

    kind: Literal["resolution-plan-proposed/1"] = "resolution-plan-proposed/1"
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50, shortest=1)]
    """The issues it would put right."""
    steps: Annotated[tuple[Step, ...], Limit(longest=50)] = ()
    """Its steps."""
    complete_by: date | None = None
    """When all is to be right."""
    audience: Audience = "shared"

    gives = "PLN"
    noun = "plan"
    line = "{id}: plan proposed for {issues}[, complete by {complete_by}]"


class ResolutionPlanAgreed(Entry):
    """A plan to put an issue right was agreed between the authority and the provider."""

    kind: Literal["resolution-plan-agreed/1"] = "resolution-plan-agreed/1"
    plan: PlanId | None = None
    """The plan as proposed; null where it was agreed without being proposed first."""
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50, shortest=1)]
    """The issues it is to put right."""
    steps: Annotated[tuple[Step, ...], Limit(longest=50)] = ()
    """Its steps as agreed."""
    complete_by: date | None = None
    """When all is to be right."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""
    audience: Audience = "shared"

    line = "Plan[ {plan}] agreed for {issues}[, complete by {complete_by}]"


class IssueResolved(Entry):
    """An issue was found to be settled."""

    kind: Literal["issue-resolved/1"] = "issue-resolved/1"
    issue: IssueId
    """The issue."""
    satisfactory: bool = True
    """Whether it was settled well."""
    within_time: bool | None = None
    """Whether it was settled in the time agreed."""
    meeting: MeetingId | None = None
    """The meeting that confirmed it."""
    words: Text | None = None
    """How."""
    audience: Audience = "shared"

    line = "{issue} resolved[: {words}]"


class IssueReopened(Entry):
    """An issue that had been settled came back."""

    kind: Literal["issue-reopened/1"] = "issue-reopened/1"
    issue: IssueId
    """The issue."""
    reason: Personal
    """What happened."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries that show it."""

    line = "{issue} reopened: {reason}"


IssuesEntry: TypeAlias = (
    IssueRaised | IssueNotifiedToProvider | IssueSignificanceAssessed | IssueEscalated | SeniorManagementBriefed
    | ProviderRepresentationsReceived | ResolutionPlanProposed | ResolutionPlanAgreed | IssueResolved | IssueReopened
)  # fmt: skip


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
class Issues(Register):
    """The issues of one contract, by id."""

    by_id: dict[str, Issue] = field(default_factory=dict)

    def apply(self, recorded: Recorded) -> None:
        entry: IssuesEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
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


def _told_late(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(told.issue)
    if issue is None or issue.noticed_on is None or issue.notified:
        return None
    days, allowed = (told.happened_on - issue.noticed_on).days, procedure.setting("issue.notify-within")
    if days <= allowed:
        return None
    noticed = f"{told.issue} was noticed on {issue.noticed_on:%-d %B %Y}"
    return f"{noticed} and told {days} days later; the procedure allows {allowed}"


def _first_told_unrecorded(file: ContractFile, told: IssueNotifiedToProvider, procedure: Procedure) -> str | None:
    issue = file.issues.by_id.get(told.issue)
    if told.means == "unrecorded" and not (issue and issue.first_told):
        return f"the provider first heard of {told.issue} in a talk of which nothing was written"
    return None


def _no_standard(file: ContractFile, issue: IssueRaised, procedure: Procedure) -> str | None:
    return None if issue.standards else "no standard is cited"


def _noticed_after(file: ContractFile, issue: IssueRaised, procedure: Procedure) -> str | None:
    if issue.noticed_on and issue.noticed_on > issue.happened_on:
        noticed = f"it was noticed on {issue.noticed_on:%-d %B %Y}"
        return f"{noticed}, after the day it was raised; noticed_on is that day or earlier"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="issue.noticed-before-raised",
        citation="HCC-7.6-e",
        level="contradiction",
        of=IssueRaised,
        field="noticed_on",
        sentence="An issue is noticed no later than it is raised.",
        found=_noticed_after,
    ),
    Rule(
        id="issue.cites-standard",
        citation="HCC-6.1-b",
        level="advise",
        of=IssueRaised,
        field="standards",
        sentence="An issue cites the standard of the specification that was not met.",
        found=_no_standard,
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
        id="issue.told-in-recorded-form",
        citation="TVP-5.1-2b",
        level="advise",
        of=IssueNotifiedToProvider,
        field="means",
        sentence="A concern is first put to the provider in a form that leaves a record.",
        found=_first_told_unrecorded,
    ),
)
