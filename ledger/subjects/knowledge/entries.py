"""What is recorded of knowledge and of staff as a body: guidance, courses, briefings, the market, objectives."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.dates.months import Month
from ledger.dates.span import Span
from ledger.entry import Entry, Frozen
from ledger.fields import Limit, Name, Ref
from ledger.themes import Form
from ledger.words import Text

RoleId = Annotated[str, Field(pattern=r"^ROL-[0-9]{3,}$"), Ref("role")]
Count = Annotated[int, Limit(least=0, most=1_000_000)]
Role = Literal[
    "first-point-of-contact", "forum-member", "contract-manager", "community-member", "community-lead", "expert-user",
    "programme-lead",
]  # fmt: skip
"""A contract manager here is one of those a business unit contributes to a programme; whoever leads the programme is
who took that part on last, else who is named at its opening (IMP-13-a)."""
# Supervision and training are of somebody, too: on the authority's file they are counts (HCC-5.1-c, IMP-19-c).
Counted = Literal[
    "objectives-set", "half-year-review", "end-of-year-review", "career-discussions", "supervision-sessions",
    "training-completed",
]  # fmt: skip


class _Knowledge(Entry):
    """What the kinds share: they belong on a programme's file, or on the authority's own."""

    files = ("programme", "authority")


# Guidance, templates, models and exemplars are one kind: IMP-15-b, IMP-17-a, IMP-18-a, IMP-20-a, IMP-20-d, IMP-21-c,
# IMP-26-a, IMP-30-c.
class KnowledgeShared(_Knowledge):
    """Something to work by was published or shared: guidance, a template, model terms, an exemplar, a communication."""

    kind: Literal["knowledge-shared/1"] = "knowledge-shared/1"
    form: Form
    """What it is. A provider assessment and a market position statement are a unit's own."""
    title: Name
    """What it is called; the document itself is an exhibit."""
    topic: Name
    """What it is about: risk, spot contracts, governance, value for money, platinum contracts ..."""
    version: Name | None = None
    """Its version."""
    unit: Name | None = None
    """The business unit it comes from or is for; left out for all."""
    meant_for: Name | None = None
    """Whom it was told to, or is for. Model terms are on file as told to contract management teams where this speaks of
    contracts, or of everybody, or names business units and nobody else."""
    summary: Text | None = None
    """What it says."""

    gives = "KNO"
    noun = "knowledge"
    line = "{id}: {form} shared: {title}[, version {version}], on {topic}[, of {unit}][, for {meant_for}][: {summary}]"


class TeamPresent(Frozen):
    """One team at a briefing."""

    unit: Name
    """The business unit."""
    team: Name | None = None
    """The team."""
    people: Count | None = None
    """How many came."""


# Briefings and the support that goes on are one kind: IMP-12-c, IMP-17-d, IMP-20-a, IMP-21-d.
class BriefingHeld(_Knowledge):
    """Teams were briefed, or helped: a briefing session, a team briefing, a drop-in, support one to one."""

    kind: Literal["briefing-held/1"] = "briefing-held/1"
    form: Literal["briefing-session", "team-briefing", "drop-in", "one-to-one"] = "briefing-session"
    """How."""
    topic: Name
    """What it was about."""
    teams: Annotated[tuple[TeamPresent, ...], Limit(longest=200)] = ()
    """The teams that were there, each with how many came."""
    words: Text | None = None
    """What was said."""

    line = "{form} held on {topic}[ for {teams}][: {words}]"


# IMP-17-b, IMP-20-b, IMP-20-c, IMP-26-b.
class TrainingMaterialUpdated(_Knowledge):
    """The material of a course was reviewed and updated."""

    kind: Literal["training-material-updated/1"] = "training-material-updated/1"
    course: Name
    """The course."""
    level: Literal["fundamentals", "intermediate", "advanced", "other"]
    """Its level."""
    version: Name | None = None
    """The material's version."""
    topics: Annotated[tuple[Name, ...], Limit(longest=50)] = ()
    """What was brought up to date: risk, value for money ..."""
    reviewed_with: Name | None = None
    """The training provider it was reviewed with."""
    academy: Name | None = None
    """The arrangements it is part of, such as a commercial academy."""

    line = (
        "Course {course} ({level}) updated[, version {version}][, on {topics}][, with {reviewed_with}]"
        "[, part of {academy}]"
    )


# TVP-2.0-5.
class MarketIntelligenceRecorded(Entry):
    """Something was learnt about a supply market, or about one provider."""

    kind: Literal["market-intelligence-recorded/1"] = "market-intelligence-recorded/1"
    subject: Literal["sector", "provider"]
    """Whether it is about a sector or a provider."""
    name: Name
    """The sector, or the provider."""
    topic: Name | None = None
    """What about it: prices, capacity, ownership, entrants ..."""
    drawn_from: Name | None = None
    """Where it was taken from."""
    summary: Text | None = None
    """What was learnt."""

    files = ("programme", "authority", "provider")  # TVP-2.0-5: the provider, its business and its market
    line = "Market intelligence on {subject} {name}[, {topic}][, from {drawn_from}][: {summary}]"


# Each part is a value of one field: IMP-13-b, IMP-13-c, IMP-20-d, IMP-21-a, IMP-21-b.
class RoleTaken(_Knowledge):
    """Somebody took on a part: contact of a unit, contract manager, member of forum or community, expert user."""

    kind: Literal["role-taken/1"] = "role-taken/1"
    role: Role
    """The part."""
    person: Name
    """The officer."""
    unit: Name | None = None
    """The business unit or service area it is for."""

    gives = "ROL"
    noun = "role"
    line = "{id}: {person} became {role}[ of {unit}]"


class RoleLeft(_Knowledge):
    """Somebody gave up a part."""

    kind: Literal["role-left/1"] = "role-left/1"
    role: RoleId
    """The part, as it was taken on."""

    line = "{role} given up"


class StaffObjectivesAgreed(_Knowledge):
    """The standard objectives of those who manage contracts were reviewed and agreed, for a period."""

    kind: Literal["staff-objectives-agreed/1"] = "staff-objectives-agreed/1"
    period: Name
    """The period they are for, such as 2017/18."""
    objectives: Annotated[tuple[Text, ...], Limit(longest=50, shortest=1)]
    """Each objective."""
    agreed_by: Name | None = None
    """The body that agreed them."""
    half_year_due: Month | None = None
    """The month by whose end the half-year report is due."""
    end_of_year_due: Month | None = None
    """The month by whose end the report on the whole year is due."""

    line = "Standard objectives for {period} agreed[ by {agreed_by}]: {objectives}"


class Group(Frozen):
    """A group of staff, large enough that nothing is said of any one of them."""

    team: Name
    """The team, or teams taken together."""
    staff: Count
    """How many people it has."""
    reached: Count | None = None
    """How many have objectives, have met them, or had the discussion: as what is counted says."""
    partly: Count | None = None
    """How many partly."""
    not_reached: Count | None = None
    """How many not."""
    beyond_unit: Count | None = None
    """Of career discussions: how many were about opportunities outside the unit."""

    @property
    def counted(self) -> int:
        """How many people the counts add up to."""
        return (self.reached or 0) + (self.partly or 0) + (self.not_reached or 0)

    @property
    def counts_something(self) -> bool:
        """Whether anything but how many people it has is counted of it."""
        return any(count is not None for count in (self.reached, self.partly, self.not_reached, self.beyond_unit))


class StaffCountsReported(_Knowledge):
    """Counts of staff were reported by group, never about a person: objectives set and met, career discussions held."""

    kind: Literal["staff-counts-reported/1"] = "staff-counts-reported/1"
    counted: Counted
    """What was counted: objectives set, met at half-year, met at the end of the year; career discussions or
    supervision sessions held, or training completed."""
    period: Name
    """The period, such as 2017/18."""
    groups: Annotated[tuple[Group, ...], Limit(longest=200, shortest=1)]
    """The groups, each with its counts."""
    presented_to: Name | None = None
    """The body it was presented to."""

    line = "{counted} for {period} counted[, for {presented_to}]: {groups}"


class StaffChurnAssessed(_Knowledge):
    """How often those who manage a unit's contracts change was assessed, and what is done for a smoother transition."""

    kind: Literal["staff-churn-assessed/1"] = "staff-churn-assessed/1"
    unit: Name
    """The business unit."""
    period: Span
    """The time it is about."""
    changes: Count | None = None
    """How many changes there were, by the unit's own count."""
    measures: Annotated[tuple[Text, ...], Limit(longest=50)] = ()
    """What is done about it."""

    line = "Turnover in {unit} assessed for {period}[: {changes} changes][; measures: {measures}]"


KnowledgeEntry: TypeAlias = (
    KnowledgeShared | BriefingHeld | TrainingMaterialUpdated | MarketIntelligenceRecorded | RoleTaken | RoleLeft
    | StaffObjectivesAgreed | StaffCountsReported | StaffChurnAssessed
)  # fmt: skip
