"""What is recorded of a dispute: going formal, its plan, how it was settled or went on, and who signed it off.

Its notice is a `NoticeServed` of kind "dispute", its meeting a `MeetingHeld` of kind "dispute" (ADR 0060).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.agreements import Agreed
from ledger.disputing import DisputeStage
from ledger.entry import Actor, Entry, Frozen, SharedAudience
from ledger.fields import DisputeId, Issues, Limit, Name, PlanId, Position
from ledger.plans import Step, complete_by
from ledger.words import Exhibit, Text

Forum = Literal["mediation", "arbitration", "litigation"]


class _Opening(Entry):
    """What may be the first of a dispute on file: it is given an id then, and keeps it where it had one."""

    dispute: DisputeId | None = None
    """The dispute; left out where this is the first of it on file, and it is given its id now."""
    issues: Issues = ()
    """The issues it is about."""

    gives = "DSP"
    noun = "dispute"
    may_precede = ("dispute",)

    def begins(self) -> str | None:
        return None if self.dispute else self.gives


class FormalEscalationRecommended(_Opening):
    """One of the parties recommended taking an issue to the formal dispute procedure."""

    kind: Literal["formal-escalation-recommended/1"] = "formal-escalation-recommended/1"
    recommended_by: Literal["authority", "provider"] = "authority"
    """Which party recommended it."""
    reason: Text | None = None
    """Why ordinary management of the contract cannot or should not settle it."""

    line = "[{id}: ][{dispute}: ]formal route recommended by the {recommended_by}[ for {issues}][: {reason}]"


class FormalEscalationAuthorised(_Opening):
    """Senior management agreed to take an issue to the formal dispute procedure."""

    kind: Literal["formal-escalation-authorised/1"] = "formal-escalation-authorised/1"
    body: Name | None = None
    """The body that agreed, as the paper names it."""
    reason: Text | None = None
    """Why ordinary management of the contract cannot or should not settle it, where no recommendation said so."""
    requested_by: Actor | None = None
    """Who asked for its agreement, in what office."""
    form: Literal["e-mail", "minutes"] | None = None
    """The writing it was given in; left out where it was given by word of mouth or nothing tells."""
    document: Exhibit | None = None
    """That writing."""

    line = "[{id}: ][{dispute}: ]formal route agreed[ by {body}][ for {issues}][, in writing by {form}][: {reason}]"


class ImmediateEscalationAuthorised(_Opening):
    """It was authorised to begin a dispute at a later stage, leaving out the stages before it."""

    kind: Literal["immediate-escalation-authorised/1"] = "immediate-escalation-authorised/1"
    entry_stage: DisputeStage = "notice"
    """The stage begun with: "notice" leaves out the informal stage, "termination" leaves out all of them."""
    significance: Position | None = None
    """The entry that assessed the issue as significant."""
    reason: Text | None = None
    """Why."""

    line = "[{id}: ][{dispute}: ]authorised to begin with stage {entry_stage}[ for {issues}][: {reason}]"


class DisputeActionPlanAgreed(Agreed):
    """The parties agreed an action plan to resolve a dispute."""

    kind: Literal["dispute-action-plan-agreed/1"] = "dispute-action-plan-agreed/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    actions: Annotated[tuple[Step, ...], Limit(longest=100)] = ()
    """What is to be done, by whom, by when, and what it is to achieve."""
    complete_by: date | None = None
    """When all is to be done; left out, the last day of its actions."""
    time_reason: Text | None = None
    """Why that time was thought enough."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""
    document: Exhibit | None = None
    """The plan itself."""
    audience: SharedAudience = "shared"

    papers = ("document", "exhibits")
    gives = "PLN"
    noun = "plan"
    line = "{id}: action plan agreed[ for {dispute}][, complete by {complete_by}]"

    @property
    def ends_on(self) -> date | None:
        """The day all of it is to be done: as stated, else the last day of its actions."""
        return complete_by(self)


class ActionState(Frozen):
    """How one action of a plan stood."""

    number: Annotated[int, Limit(least=1)]
    """Which action of the plan, counted from 1."""
    state: Literal["done", "on-course", "late", "not-begun"]
    """How it stood."""
    words: Text | None = None
    """Anything to be said about it."""


class DisputeActionPlanProgressReported(Entry):
    """It was reported how an action plan is going."""

    kind: Literal["dispute-action-plan-progress-reported/1"] = "dispute-action-plan-progress-reported/1"
    plan: PlanId
    """The plan."""
    reported_to: Actor | None = None
    """To whom, in what office."""
    actions: Annotated[tuple[ActionState, ...], Limit(longest=100)] = ()
    """How each action stood: one reported as done is done."""
    words: Text | None = None
    """What was reported."""

    line = "Progress of {plan} reported[ to {reported_to}][: {words}]"

    @property
    def says_how_it_goes(self) -> bool:
        """Whether it says how the plan is going: of its actions, in words, or by what was put on file with it."""
        return bool(self.actions or self.words or self.exhibits)


class DisputeActionPlanConcluded(Entry):
    """An action plan came to its end: the matter was resolved, its outcomes were missed, or no plan could be agreed."""

    kind: Literal["dispute-action-plan-concluded/1"] = "dispute-action-plan-concluded/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    plan: PlanId | None = None
    """The plan; left out where none could be agreed."""
    result: Literal["resolved", "outcomes-missed", "not-agreed"]
    """How it ended."""
    evidence: Annotated[tuple[Position, ...], Limit(longest=100)] = ()
    """Entries that show it."""
    findings: Text | None = None
    """What was found."""
    report: Exhibit | None = None
    """The report, with the plan as completed."""
    shared_with_provider_on: date | None = None
    """The day the provider was told the result."""

    line = "Action plan[ {plan}][ for {dispute}] concluded: {result}[: {findings}]"


class DisputeSettled(Agreed):
    """The parties settled a dispute."""

    kind: Literal["dispute-settled/1"] = "dispute-settled/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    settled_at: Literal["meeting", "plan", "mediation", "arbitration", "litigation", "other"] = "meeting"
    """Where it was settled."""
    outcome: Text | None = None
    """What came of it."""
    agreements: Annotated[tuple[Text, ...], Limit(longest=50)] = ()
    """What the parties agreed, one by one."""
    document: Exhibit | None = None
    """The settlement in writing."""
    audience: SharedAudience = "shared"

    parties = ((("by",), "who settled it"),)
    papers = ("document", "exhibits")
    line = "Dispute[ {dispute}] settled ({settled_at})[: {outcome}]"


class DisputeSignedOff(Entry):
    """Senior management endorsed how a dispute was settled, or signed off its completed plan."""

    kind: Literal["dispute-signed-off/1"] = "dispute-signed-off/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    what: Literal["settlement", "completed-plan"]
    """What was put before it."""
    body: Name | None = None
    """The body, as the paper names it."""
    reported_by: Actor | None = None
    """Who presented it, in what office."""
    reported_to_provider_on: date | None = None
    """The day the provider was told."""
    document: Exhibit | None = None
    """The report presented."""

    line = "Dispute[ {dispute}] signed off[ by {body}]: {what}"


class DisputeStepPassedOver(Entry):
    """A step of the dispute procedure was considered and not taken."""

    kind: Literal["dispute-step-passed-over/1"] = "dispute-step-passed-over/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    steps: Annotated[tuple[DisputeStage, ...], Limit(longest=8, shortest=1)]
    """The steps."""
    reason: Text | None = None
    """Why."""

    line = "Considered and not taken[ for {dispute}]: {steps}[: {reason}]"


class DisputeReferred(Entry):
    """A dispute was taken to mediation, to arbitration or to court."""

    kind: Literal["dispute-referred/1"] = "dispute-referred/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    to: Forum
    """Where it was taken."""
    by_party: Literal["authority", "provider", "both"] = "authority"
    """Which party took it there."""
    model_procedure: Name | None = None
    """The rules it is held under: the CEDR Model Mediation Procedure."""
    mediator: Name | None = None
    """The mediator."""
    mediation: Literal["declined", "failed"] | None = None
    """For arbitration: whether mediation was declined or failed."""
    court: Name | None = None
    """The court."""
    reference: Name | None = None
    """Its number there."""
    audience: SharedAudience = "shared"

    line = (
        "Dispute[ {dispute}] taken to {to} by the {by_party}[ under the {model_procedure}][ before {mediator}]"
        "[; mediation {mediation}][, {court}][, no. {reference}]"
    )


class ArbitratorAppointed(Entry):
    """A single arbitrator was appointed."""

    kind: Literal["arbitrator-appointed/1"] = "arbitrator-appointed/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    arbitrator: Name
    """Who."""
    route: Literal["agreed", "law-society-president"] | None = None
    """Agreed by the parties or, failing that, appointed by the President of the Law Society."""
    failure_to_agree: Text | None = None
    """How the parties failed to agree, where the President appointed."""
    audience: SharedAudience = "shared"

    line = "{arbitrator} appointed arbitrator[ for {dispute}][, {by_whom}][; no agreement: {failure_to_agree}]"

    @property
    def by_whom(self) -> str | None:
        """The route, as a sentence goes on."""
        return _APPOINTED[self.route] if self.route else None


_APPOINTED = {"agreed": "agreed by the parties", "law-society-president": "by the President of the Law Society"}


class DisputeReferralConcluded(Entry):
    """A mediation, an arbitration or court proceedings about a dispute came to their end."""

    kind: Literal["dispute-referral-concluded/1"] = "dispute-referral-concluded/1"
    dispute: DisputeId | None = None
    """The dispute, by the id it was given when it was let begin; left out where a notice alone began it."""
    forum: Forum
    """Which of them."""
    result: Literal["settled", "not-settled", "for-the-authority", "for-the-provider", "in-part", "withdrawn"]
    """How it ended."""
    words: Text | None = None
    """What was agreed, awarded or ordered."""
    document: Exhibit | None = None
    """The settlement, award or order."""
    audience: SharedAudience = "shared"

    line = "Dispute[ {dispute}]: {forum} concluded, {result}[: {words}]"


ReliefResult = Literal["granted", "refused", "granted-in-part", "withdrawn", "pending"]


# TVP-5.2-8b: by either party, and at any stage of a dispute or before one; no rule asks for an earlier step.
class InterimReliefSought(Entry):
    """A party asked a court for urgent relief."""

    kind: Literal["interim-relief-sought/1"] = "interim-relief-sought/1"
    dispute: DisputeId | None = None
    """The dispute it is about, where there is one; left out while several are open, it counts as outside any."""
    by_party: Literal["authority", "provider"]
    """Which party."""
    relief: Text | None = None
    """What was asked for."""
    court: Name | None = None
    """Of which court."""
    result: ReliefResult | None = None
    """What came of it."""
    audience: SharedAudience = "shared"

    may_precede = ("dispute",)
    line = "Interim relief sought by the {by_party}[ from {court}][: {relief}][; {result}]"


DisputesEntry: TypeAlias = (
    FormalEscalationRecommended | FormalEscalationAuthorised | ImmediateEscalationAuthorised | DisputeActionPlanAgreed
    | DisputeActionPlanProgressReported | DisputeActionPlanConcluded | DisputeSettled | DisputeSignedOff
    | DisputeStepPassedOver | DisputeReferred | ArbitratorAppointed | DisputeReferralConcluded | InterimReliefSought
)  # fmt: skip
