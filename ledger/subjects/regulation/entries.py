"""What is recorded of the law a contract was procured under, and of the notices that law has the authority publish.

The notices of the Procurement Act are one kind with a typed field: they differ in when they are due and hardly in what
they hold, and what they hold (reg 32 to 41 of the Procurement Regulations 2024) is the notice itself, an exhibit.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.dates.span import Span
from ledger.entry import Entry, Frozen, SharedAudience, Worth
from ledger.fields import Issues, Limit, Name, Percent, VariationId
from ledger.words import Text

SubjectMatter = Literal["goods", "services", "works"]
Special = Literal[
    "light-touch", "framework", "call-off", "dynamic-market", "concession", "private-utility", "defence-and-security",
    "user-choice", "urgent-direct-award", "below-threshold", "exempted",
]  # fmt: skip
"""What takes a contract out of some of the Act's duties; "below-threshold" and "exempted": out of all of them."""
NoticeOfTheAct = Literal[
    "contract-award", "contract-details", "contract-copy", "contract-performance", "contract-change",
    "modified-contract", "contract-termination", "payments", "payments-compliance",
]  # fmt: skip
"""UK6, UK7, the contract itself, UK9, UK10, the contract as modified, UK11, payments over the threshold, UK17."""
Rating = Literal["good", "approaching-target", "requires-improvement", "inadequate", "other"]
"""The ratings of the Procurement Regulations 2024, reg 39(5)."""
Ground = Literal[
    "provided-for", "urgency", "unforeseeable", "known-risk", "additional", "corporate-restructuring",
    "defence-authority", "protection-of-life", "not-substantial", "below-threshold",
]  # fmt: skip
"""The ten grounds for a modification: eight of Schedule 8, and those of section 74(3) and 74(4)."""


class ProcurementRegimeRecorded(Entry):
    """It was put on file when the contract's procurement began and of what sort it is: which law governs it."""

    kind: Literal["procurement-regime-recorded/1"] = "procurement-regime-recorded/1"
    procurement_began_on: date
    """The day the procurement began: its tender or transparency notice was published, or the provider first asked. On
    the authority's own file, the day of the first procurement from which the law binds it."""
    under_earlier_law: Literal["framework", "dynamic-purchasing-system", "other"] | None = None
    """Why earlier law goes on to govern a contract procured later: what it was called off from was made under that
    law. Left out where it does not."""
    subject_matter: SubjectMatter | None = None
    """Whether goods, services or works are bought; left out, services."""
    special: Annotated[tuple[Special, ...], Limit(longest=11)] = ()
    """What takes it out of some of the law's duties."""
    estimated_value: Worth | None = None
    """What it was estimated to be worth on award, with value added tax and every extension; left out, the value
    registered."""
    longest_until: date | None = None
    """The last day of the longest term it provided for on award, with every extension; left out, by the registration.
    """
    why_no_indicators: Text | None = None
    """Why performance could not be assessed by key performance indicators, where none were set for that reason."""

    files = ("contract", "authority")
    line = (
        "Procurement began on {procurement_began_on}[, {subject_matter}][, {special}][, worth {estimated_value}]"
        "[, under earlier law: a {under_earlier_law}]"
    )

    @property
    def effective_on(self) -> date:
        return min(self.procurement_began_on, self.happened_on)


class KeyIndicator(Frozen):
    """A factor or measure against which performance can be assessed."""

    id: Name
    """What it is called: KPI1, or the indicator of the service level agreement."""
    title: Name | None = None
    """What it measures."""
    target: Percent | None = None
    """What is to be reached, as an exact decimal."""
    unit: Name | None = None
    """What the figure counts."""


class KeyIndicatorsSet(Entry):
    """The key performance indicators were set by which performance of the contract is assessed and published."""

    kind: Literal["key-indicators-set/1"] = "key-indicators-set/1"
    indicators: Annotated[tuple[KeyIndicator, ...], Limit(longest=50, shortest=1)]
    """The indicators."""
    audience: SharedAudience = "shared"

    line = "Key performance indicators set: {names}"

    @property
    def names(self) -> str:
        """The indicators by name."""
        return ", ".join(f"{one.id} ({one.title})" if one.title else one.id for one in self.indicators)


class Rated(Frozen):
    """How the provider did by one key performance indicator."""

    indicator: Name
    """The indicator, by its id."""
    rating: Rating
    """The rating: good, approaching target, requires improvement, inadequate, other."""
    words: Text | None = None
    """Why."""


class StatutoryNoticePublished(Entry):
    """A notice, or information, that procurement law asks for was published."""

    kind: Literal["statutory-notice-published/1"] = "statutory-notice-published/1"
    notice: NoticeOfTheAct
    """Which: contract award, details, performance, change or termination notice, the contract itself, payments."""
    number: Name | None = None
    """Its number where it was published."""
    where: Name | None = None
    """Where it was published."""
    variation: VariationId | None = None
    """For a change notice, or the contract as modified: the variation."""
    period: Span | None = None
    """For performance, payments and compliance with payment times: the time it is about."""
    ratings: Annotated[tuple[Rated, ...], Limit(longest=50)] = ()
    """For performance by the key performance indicators: how the provider did by each."""
    failure_of: Issues = ()
    """For a breach or failure to perform: the issues it is about."""
    standstill_days: Annotated[int, Limit(least=1, most=100)] | None = None
    """For an award or change: the working days for which the authority says it holds back, where it does so freely."""
    reasons: Text | None = None
    """What else it says, such as why the contract ended."""
    audience: SharedAudience = "shared"

    gives = "PUB"
    noun = "publication"
    files = ("contract", "authority")
    line = (
        "{id}: {notice} notice published[, number {number}][, of {variation}][, for {period}][: {rated}]"
        "[, about {failure_of}][, holding back {standstill_days} working days][; {reasons}]"
    )

    @property
    def rated(self) -> str:
        """The ratings, each by its indicator."""
        return ", ".join(f"{one.indicator} {one.rating.replace('-', ' ')}" for one in self.ratings)


class ModificationAssessed(Entry):
    """It was assessed on what ground of procurement law the contract may be modified."""

    kind: Literal["modification-assessed/1"] = "modification-assessed/1"
    variation: VariationId
    """The variation."""
    ground: Ground | None = None
    """The ground it rests on; left out where none was found, so that a new procurement is needed."""
    scope_changes: bool | None = None
    """Whether it materially changes the scope of the contract."""
    favours_provider: bool | None = None
    """Whether it materially changes the economic balance in the provider's favour."""
    separate_from: Annotated[tuple[VariationId, ...], Limit(longest=50)] = ()
    """Earlier variations that could not reasonably have been made together with it; all others are added to it."""
    reasons: Text | None = None
    """Why."""

    may_precede = ("variation", "separate_from")
    line = "Modification {variation} assessed[: {ground}][; apart from {separate_from}][; {reasons}]"


RegulationEntry: TypeAlias = (
    ProcurementRegimeRecorded | KeyIndicatorsSet | StatutoryNoticePublished | ModificationAssessed
)
