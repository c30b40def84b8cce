"""What is recorded of resources: planned, used, going another way than planned, and who answers for them.

How resources are planned and managed the form of a plan says (CPC308-K11). What the occupational standards call a
variance is one kind, whether it is of resources, cost, time, activity or performance, found and assessed in one entry;
what was done about it is another, since it comes later.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.activities import ResourceKind
from ledger.agreements import Agreed
from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Frozen, Money
from ledger.fields import Limit, Name, OutcomeId, Percent, Position, RecommendationId, ResourcePlanId, VarianceId
from ledger.planning import PlanStatements
from ledger.privacy.pseudonyms import Pseudonym
from ledger.stakeholders import Channel, Directness, Formality, Format, Groups
from ledger.words import Text

Recipients = Annotated[tuple[Actor, ...], Limit(longest=100)]
Factor = Literal[
    "demand", "price", "availability", "policy", "priorities", "season", "staffing", "provider", "error-in-the-plan",
    "risk-that-came-about", "other",
]  # fmt: skip
"""What makes use of resources change, or differ from the plan."""
ContractualAction = Literal["none", "corrective-action", "variation", "notice", "dispute", "termination"]


class ResourceLine(Frozen):
    """One resource of a plan."""

    id: Name
    """What the plan calls it, by which later entries name it: L1."""
    kind: ResourceKind
    """Which kind it is, as the procedure calls it: financial, human, physical, time, energy."""
    name: Name
    """What it is."""
    unit: Name
    """What its quantities count: pounds, hours, places."""
    planned: Percent
    """How much is planned for the whole time of the plan, as an exact decimal."""
    at_a_time: bool | None = None
    """Whether so much of it is in use at any one time of the plan, as staff, rooms and vehicles are, and not used up
    over it, as pounds and hours are. Left out, its unit tells, as the procedure has it."""
    available: Percent | None = None
    """How much there is, as an exact decimal."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=50)] = ()
    """The outcomes that should come of it."""
    responsible: Name | None = None
    """Who answers for it."""


class ResourcePlanAgreed(PlanStatements, Agreed):
    """It was agreed what resources are to be used, for what outcomes."""

    kind: Literal["resource-plan-agreed/1"] = "resource-plan-agreed/1"
    title: Name | None = None
    """What the plan is called."""
    period: Span
    """The time it is for."""
    replaces: ResourcePlanId | None = None
    """The plan it takes the place of, from the first day of this one's time on."""
    lines: Annotated[tuple[ResourceLine, ...], Limit(longest=200, shortest=1)]
    """The resources planned: begin with the outcome, give it what it needs, then see what there is. What is used is
    recorded against each line, and where the two differ the cause is found before anything is moved."""
    policy_check: Text | None = None
    """How it keeps to the organisation's policies."""
    money_limit: Money | None = None
    """How much may be spent at most."""
    eligibility: Annotated[tuple[Text, ...], Limit(longest=50)] = ()
    """The criteria that decide who can have the service, and how the plan keeps to them."""
    availability_method: Name | None = None
    """How availability was assessed."""
    sustainability_method: Name | None = None
    """How sustainability was assessed."""
    agreed_with: Groups = ()
    """Which people and groups agreed to it."""

    parties = ((("agreed_with",), "with whom it was agreed"),)
    gives = "RPL"
    noun = "resource-plan"
    line = (
        "{id}: resource plan[ {title}] agreed for {period}[, in place of {replaces}]: {planned}[; with {agreed_with}]"
    )

    @property
    def planned(self) -> str:
        """The resources planned, in words."""
        return ", ".join(f"{one.name} {one.planned} {one.unit}" for one in self.lines)


class ResourceInformationGiven(Entry):
    """Somebody was told what resources there are, and how they are used."""

    kind: Literal["resource-information-given/1"] = "resource-information-given/1"
    plan: ResourcePlanId | None = None
    """The plan it is about."""
    period: Span | None = None
    """The time it is about."""
    recipients: Recipients = ()
    """Officers, bodies and people of the provider who were told."""
    groups: Groups = ()
    """Others who were told."""
    directness: Directness | None = None
    """Whether they were told directly, or through others."""
    channel: Channel | None = None
    """How."""
    formats: Annotated[tuple[Format, ...], Limit(longest=9)] = ()
    """In what form."""
    formality: Formality | None = None
    """Whether it was a formal report."""
    content: Text | None = None
    """What they were told of availability and use."""
    interpretation: Text | None = None
    """What it means."""

    line = (
        "Information on resources given[ to {recipients}][ to {groups}][ in {formats}][ by {channel}][, {period}]"
        "[: {content}][; {interpretation}]"
    )


class ResourceTrendIdentified(Entry):
    """A trend or change in what resources there are, or how they are used, was seen."""

    kind: Literal["resource-trend-identified/1"] = "resource-trend-identified/1"
    resource: ResourceKind
    """Which kind of resource it is of, as the procedure calls it."""
    plan: ResourcePlanId | None = None
    """The plan,"""
    plan_line: Name | None = None
    """and its line."""
    period: Span | None = None
    """Over what time."""
    trend: Literal["rising", "falling", "steady", "changed"]
    """Which way it goes."""
    factors: Annotated[tuple[Factor, ...], Limit(longest=11)] = ()
    """What is behind it."""
    implications: Text | None = None
    """What it means for availability and use."""
    suggestion: Text | None = None
    """What is suggested."""
    suggested_to: Recipients = ()
    """To whom."""

    line = (
        "Trend of {resource} resources: {trend}[, {period}][; because of {factors}][; {implications}]"
        "[; suggested: {suggestion}][ to {suggested_to}]"
    )


class ResourceRecommendationMade(Entry):
    """A more efficient use of resources was recommended."""

    kind: Literal["resource-recommendation-made/1"] = "resource-recommendation-made/1"
    recommendation: Text
    """What is recommended."""
    plan: ResourcePlanId | None = None
    """The plan it is about."""
    outcomes: Annotated[tuple[OutcomeId, ...], Limit(longest=50)] = ()
    """The outcomes that should come of it."""
    sustainability: Text | None = None
    """How it meets present needs without harm to later generations, the environment included."""
    inclusion: Text | None = None
    """How nobody is shut out by language, level, format, access or cost."""
    policy_check: Text | None = None
    """How it keeps to the organisation's policies."""
    financial_check: Text | None = None
    """How it keeps within the money there is."""
    eligibility: Annotated[tuple[Text, ...], Limit(longest=50)] = ()
    """The criteria that decide who can have the service, and how it keeps to them."""
    addressed_to: Recipients = ()
    """To whom."""

    gives = "RRC"
    noun = "recommendation"
    line = (
        "{id}: recommended[ to {addressed_to}]: {recommendation}[, for {outcomes}][; sustainable: {sustainability}]"
        "[; inclusive: {inclusion}][; policies: {policy_check}][; money: {financial_check}][; open to: {eligibility}]"
    )


class ResourceRecommendationDecided(Entry):
    """A recommendation on resources was accepted or not."""

    kind: Literal["resource-recommendation-decided/1"] = "resource-recommendation-decided/1"
    recommendation: RecommendationId
    """The recommendation."""
    decision: Literal["accepted", "accepted-in-part", "rejected"]
    """What was decided."""
    reason: Text | None = None
    """Why."""

    line = "{recommendation} {decision}[: {reason}]"


class ResourceUseRecorded(Entry):
    """It was put on record how much of a planned resource was used over a time."""

    kind: Literal["resource-use-recorded/2"] = "resource-use-recorded/2"
    plan: ResourcePlanId
    """The plan."""
    plan_line: Name
    """Its line, by its id in the plan."""
    period: Span
    """The time it covers."""
    used: Percent
    """How much was used, as an exact decimal."""
    unit: Name
    """What the figure counts: as in the plan."""
    targeted: Percent | None = None
    """How much should have been used in that time; left out, the plan's quantity by the share of days; all of it,
    where it is in use at a time."""
    accessed_by: Groups = ()
    """Who had the use of it."""
    how_accessed: Text | None = None
    """How they come by it."""
    complete: bool | None = None
    """Whether the record is complete and accurate, as the organisation asks."""
    record_form: Literal["electronic", "manual"] | None = None
    """In what system it is kept, where that is said (CPC308-S7); whether it is confidential, its protection says."""

    line = "{plan}: {used} {unit} of {plan_line} used, {period}[; by {accessed_by}][; complete: {complete}]"


class VarianceAssessed(Entry):
    """A difference between what was planned and what came was found, and assessed."""

    kind: Literal["variance-assessed/1"] = "variance-assessed/1"
    subject: Literal["resource", "cost", "time", "activity", "performance"] = "resource"
    """What differs."""
    plan: ResourcePlanId | None = None
    """For a resource: the plan,"""
    plan_line: Name | None = None
    """and its line."""
    period: Span | None = None
    """The time it is about."""
    planned: Percent | None = None
    """What was planned, as an exact decimal."""
    actual: Percent | None = None
    """What came, as an exact decimal."""
    unit: Name | None = None
    """What the two figures count: for a line of a plan, as in the plan."""
    significant: bool | None = None
    """Whether it matters; left out, by the procedure's share."""
    method: (
        Literal["trend", "budget-comparison", "earned-value", "milestone", "sample", "judgement", "other"] | None
    ) = None
    """How it was assessed."""
    other_method: Name | None = None
    """Which method, where it is none of these."""
    causes: Annotated[tuple[Factor, ...], Limit(longest=11)] = ()
    """What caused it."""
    cause: Text | None = None
    """The cause in words."""
    variance_type: Literal["volume", "price", "timing", "quality", "scope", "other"] | None = None
    """What type it is."""
    likely_contract_change: bool | None = None
    """Whether it is likely to change the contract."""
    implication_clause: Name | None = None
    """The clause it falls under."""
    implication: Text | None = None
    """What it means under the contract."""

    @property
    def names_its_method(self) -> bool:
        """Whether it says how it was assessed: another method than those listed by its name."""
        return self.other_method is not None or self.method not in (None, "other")

    gives = "RVA"
    noun = "variance"
    line = (
        "{id}: variance of {subject}[, {plan}][ {plan_line}][, {period}][: {planned}][ planned, {actual} came]"
        "[ ({unit})][; caused by {causes}][: {cause}][; clause {implication_clause}][: {implication}]"
    )


class VarianceActionTaken(Entry):
    """Something was done about a variance."""

    kind: Literal["variance-action-taken/2"] = "variance-action-taken/2"
    variance: VarianceId
    """The variance."""
    action: Text
    """What was done."""
    contractual: ContractualAction | None = None
    """What it is under the contract: nothing, corrective action, a variation, a notice, a dispute, termination."""
    led_to: Position | None = None
    """The entry that records it: the variation, the notice."""

    may_precede = ("led_to",)
    line = "{variance}: {action}[ ({contractual})]"


class ResourceResponsibilityNotified(Entry):
    """Somebody was told what resources are their responsibility, or acknowledged it."""

    kind: Literal["resource-responsibility-notified/1"] = "resource-responsibility-notified/1"
    step: Literal["told", "acknowledged"] = "told"
    """Which of the two it was."""
    holder: Literal["officer", "provider", "service-user"] = "officer"
    """Who is responsible: an officer, the provider, or somebody who directs their own service (CPC308-K14)."""
    person: Name | None = None
    """Their name; for somebody who directs their own service left out."""
    case: Pseudonym | None = None
    """For somebody who directs their own service: the pseudonym of their case, never a name."""
    plan: ResourcePlanId | None = None
    """The plan."""
    plan_lines: Annotated[tuple[Name, ...], Limit(longest=200)] = ()
    """Its lines they answer for."""
    support: Text | None = None
    """What support they have in it."""

    line = "Responsibility for resources {step}: {who}[, {plan}][ {plan_lines}]"

    @property
    def who(self) -> str:
        """Who is responsible, in words."""
        return self.person or self.case or self.holder.replace("-", " ")


class ResourceControlChecked(Entry):
    """A system or procedure for watching and keeping up resources was checked."""

    kind: Literal["resource-control-checked/1"] = "resource-control-checked/1"
    control: Name
    """The system or procedure."""
    requirement: Text | None = None
    """What is asked of it."""
    result: Literal["meets", "partly", "does-not-meet"]
    """Whether it meets that."""
    follow_up: Text | None = None
    """What is done about it."""
    repeat_by: date | None = None
    """When it is to be checked again."""

    line = "Control of resources checked: {control}: {result}[; asked: {requirement}][; {follow_up}]"


ResourcesEntry: TypeAlias = (
    ResourcePlanAgreed | ResourceInformationGiven | ResourceTrendIdentified | ResourceRecommendationMade
    | ResourceRecommendationDecided | ResourceUseRecorded | VarianceAssessed | VarianceActionTaken
    | ResourceResponsibilityNotified | ResourceControlChecked
)  # fmt: skip
