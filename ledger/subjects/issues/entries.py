"""What is recorded of an issue, from its being raised to its being put right."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.agreements import Agreed
from ledger.entry import Actor, Entry, Money, SharedAudience
from ledger.fields import Count, IssueId, Limit, MeetingId, Name, NoticeId, Percent, PlanId, Position, RiskId
from ledger.plans import Step
from ledger.words import Personal, Text


class IssueRaised(Entry):
    """An issue with the service was noticed and noted."""

    kind: Literal["issue-raised/1"] = "issue-raised/1"
    nature: Personal
    """What is wrong, as it was noted."""
    issue_kind: Literal["service-failure", "breach-of-trust", "safeguarding", "payment", "other"] = "service-failure"
    """What sort of issue."""
    noticed_on: date | None = None
    """The day it was noticed, where that is earlier than the day it was raised."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards or requirements of the specification that were not met, by their ids there; or its method statement."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries that show it: a return, a note, an assessment."""
    contractual: bool = False
    """Whether it is of a contractual nature (then the support officer is asked to the meeting)."""

    gives = "ISS"
    noun = "issue"
    line = "{id}: issue raised: {nature}[ (standard {standards})]"

    @property
    def there_on(self) -> date:
        return min(self.happened_on, self.noticed_on or self.happened_on)


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
    audience: SharedAudience = "shared"

    may_precede = ("issue",)
    line = "Provider told of {issue} by {means}[ ({recipient})][: {words}]"


class IssueSignificanceAssessed(Entry):
    """It was assessed whether an issue is significant: by value, by people affected, by harm, by reputation."""

    kind: Literal["issue-significance-assessed/1"] = "issue-significance-assessed/1"
    issue: IssueId
    """The issue."""
    value_affected: Annotated[Money, Limit(least=0)] | None = None
    """Value affected in a year."""
    annual_value: Annotated[Money, Limit(least=0)] | None = None
    """Annual value of the contract."""
    value_share: Percent | None = None
    """Share of the annual value that is affected, in percent, where the amounts behind it are not known."""
    clients_affected: Count | None = None
    """People who receive the service and are affected."""
    client_group: Annotated[int, Limit(least=1)] | None = None
    """People who receive the service."""
    client_share: Percent | None = None
    """Share of them that is affected, in percent, where the numbers behind it are not known."""
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
    """An issue, or a risk, was taken to a higher office."""

    kind: Literal["issue-escalated/1"] = "issue-escalated/1"
    issue: IssueId | None = None
    """The issue."""
    risk: RiskId | None = None
    """The risk, where it is one of the risk log that was taken there."""
    to: Actor
    """Whom it was taken to, in what office."""
    reason: Text | None = None
    """Why."""

    line = "[{issue} ][{risk} ]escalated to {to}[: {reason}]"

    @property
    def matters(self) -> tuple[str, ...]:
        """The issue and the risk it is about, whichever is named."""
        return tuple(name for name in (self.issue, self.risk) if name)

    @property
    def in_offices(self) -> tuple[Actor, ...]:
        """Whom it was taken to, too."""
        return (*self.actors, self.to)


class SeniorManagementBriefed(Entry):
    """Senior management was briefed on an issue, or on a risk."""

    kind: Literal["senior-management-briefed/1"] = "senior-management-briefed/1"
    issue: IssueId | None = None
    """The issue."""
    risk: RiskId | None = None
    """The risk, where it is one of the risk log that they were told of."""
    body: Name
    """The body or person briefed."""
    means: Name | None = None
    """How."""
    summary: Text | None = None
    """What they were told."""

    line = "{body} briefed[ on {issue}][ on {risk}][: {summary}]"

    @property
    def matters(self) -> tuple[str, ...]:
        """The issue and the risk it is about, whichever is named."""
        return tuple(name for name in (self.issue, self.risk) if name)


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
    audience: SharedAudience = "shared"

    line = "Provider {stance} entry {answers}: {words}"


class RepresentationsAnswered(Entry):
    """The authority answered what the provider had said of a matter."""

    kind: Literal["representations-answered/1"] = "representations-answered/1"
    representations: Position
    """The entry that holds what the provider said."""
    outcome: Literal["accepted", "accepted-in-part", "not-accepted"] | None = None
    """Whether the authority accepts it."""
    words: Text | None = None
    """The answer, with its reasons."""
    recipient: Name | None = None
    """To whom it was given."""
    audience: SharedAudience = "shared"

    line = "What the provider said in entry {representations} answered[: {outcome}][: {words}]"


class ResolutionPlanProposed(Entry):
    """A plan to put an issue right was proposed."""

    kind: Literal["resolution-plan-proposed/1"] = "resolution-plan-proposed/1"
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50, shortest=1)]
    """The issues it would put right."""
    proposed_by_party: Literal["authority", "provider"] | None = None
    """Which party proposed it."""
    steps: Annotated[tuple[Step, ...], Limit(longest=50)] = ()
    """Its steps."""
    complete_by: date | None = None
    """When all is to be right."""
    audience: SharedAudience = "shared"

    gives = "PLN"
    noun = "plan"
    line = "{id}: plan proposed[ by the {proposed_by_party}] for {issues}[, complete by {complete_by}]"


class ResolutionPlanAgreed(Agreed):
    """A plan to put an issue right was agreed between the authority and the provider."""

    kind: Literal["resolution-plan-agreed/1"] = "resolution-plan-agreed/1"
    plan: PlanId | None = None
    """The plan as proposed; left out where it was agreed without that: the ledger then gives it an id."""
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50, shortest=1)]
    """The issues it is to put right."""
    steps: Annotated[tuple[Step, ...], Limit(longest=50)] = ()
    """Its steps as agreed."""
    complete_by: date | None = None
    """When all is to be right; left out, the day the plan proposed names."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""
    audience: SharedAudience = "shared"

    gives = "PLN"
    noun = "plan"
    line = "Plan[ {plan}][ {id}] agreed for {issues}[, complete by {complete_by}]"

    def begins(self) -> str | None:
        return None if self.plan else self.gives


class IssueResolved(Entry):
    """An issue was found to be settled."""

    kind: Literal["issue-resolved/1"] = "issue-resolved/1"
    issue: IssueId
    """The issue."""
    satisfactory: bool = True
    """Whether it was settled well. Of several findings the latest stands: one that it was not opens it again."""
    within_time: bool | None = None
    """Whether it was settled in the time agreed."""
    meeting: MeetingId | None = None
    """The meeting that confirmed it."""
    words: Text | None = None
    """How."""
    audience: SharedAudience = "shared"

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
    | ProviderRepresentationsReceived | RepresentationsAnswered | ResolutionPlanProposed | ResolutionPlanAgreed
    | IssueResolved | IssueReopened
)  # fmt: skip
