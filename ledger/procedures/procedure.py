"""A procedure: a frozen value, made of rows, that rules, duties and readiness look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field

from ledger.dates.bank_holidays import NamedCountry, law_of
from ledger.names import contract_type_key, name_key, title_key
from ledger.organisations import ServiceCategory
from ledger.procedures.between_rows import between_rows
from ledger.procedures.offices_named import OfficesNamed, by_title
from ledger.procedures.rows import (
    TEXTS,
    AgendaItem,
    BuyingBody,
    ChecklistItem,
    CodeOfPractice,
    Commencement,
    Condition,
    ContractType,
    Counterpart,
    EscalationStep,
    LegalGround,
    LifecycleStage,
    Lifted,
    MeetingKind,
    MenuIndicator,
    Office,
    ReferenceDocument,
    ResourceKind,
    RiskKind,
    Route,
    Row,
    RuleSetting,
    Said,
    Setting,
    Slug,
    StageResponsibility,
    SurveyQuestion,
    TenderCheck,
    ThematicReview,
    Tier,
    Tool,
    Work,
)
from ledger.procedures.wrong import Disagreement, FileOfRows, ProcedureError
from ledger.titles import Titles

if TYPE_CHECKING:
    from ledger.rules import AnyRule, Level
    from ledger.specification import Indicator

ASSUMED = "assumed; the text gives none"
"""What is said of every number that no text states."""


class Procedure(OfficesNamed, FileOfRows):
    """One version of one authority's procedure."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    """Its name, by which contracts are bound to it: a small letter, then small letters, digits and hyphens."""
    version: int = Field(ge=1)
    title: Said
    authority: Said
    authority_called: tuple[Said, ...] = ()
    """Other names of the authority: whose its offices are, where a title says so (OPCC Policy Development Manager)."""
    country: NamedCountry = "england-and-wales"
    owner: Slug
    """The office that may amend the procedure."""
    guided_by: Slug | None = None
    """The office that sees to it that everybody concerned knows it; None where that is the owner."""
    covers: tuple[ServiceCategory, ...] = ()
    """The sorts of services whose contracts it is for; none where it is for all (D-17)."""
    citation: Said
    text: Literal["HCC", "TVP", "IMP"] | None = None
    """What the clauses of its own document begin with; None where that is none of the documents this program knows.
    Clauses of the others are not its own (`binding`)."""
    offices: tuple[Office, ...] = Field(alias="office")
    routes: tuple[Route, ...] = Field(alias="route", default=())
    meetings: tuple[MeetingKind, ...] = Field(alias="meeting")
    agenda: tuple[AgendaItem, ...] = Field(alias="agenda-item", default=())
    settings: tuple[Setting, ...] = Field(alias="setting")
    checklist: tuple[ChecklistItem, ...] = Field(alias="checklist-item", default=())
    indicators: tuple[MenuIndicator, ...] = Field(alias="indicator", default=())
    tools: tuple[Tool, ...] = Field(alias="tool", default=())
    resource_kinds: tuple[ResourceKind, ...] = Field(alias="resource-kind", default=())
    risk_kinds: tuple[RiskKind, ...] = Field(alias="risk-kind", default=())
    contract_types: tuple[ContractType, ...] = Field(alias="contract-type", default=())
    buying_bodies: tuple[BuyingBody, ...] = Field(alias="buying-body", default=())
    rules: tuple[RuleSetting, ...] = Field(alias="rule", default=())
    conditions: tuple[Condition, ...] = Field(alias="condition")
    tiers: tuple[Tier, ...] = Field(alias="tier", default=())
    thematic_reviews: tuple[ThematicReview, ...] = Field(alias="thematic-review", default=())
    stages: tuple[LifecycleStage, ...] = Field(alias="stage", default=())
    stage_responsibilities: tuple[StageResponsibility, ...] = Field(alias="stage-responsibility", default=())
    work: tuple[Work, ...] = Field(alias="work", default=())
    tender_checks: tuple[TenderCheck, ...] = Field(alias="tender-check", default=())
    documents: tuple[ReferenceDocument, ...] = Field(alias="reference-document", default=())
    codes: tuple[CodeOfPractice, ...] = Field(alias="code-of-practice", default=())
    survey_questions: tuple[SurveyQuestion, ...] = Field(alias="survey-question", default=())
    legal_grounds: tuple[LegalGround, ...] = Field(alias="legal-ground", default=())
    counterparts: tuple[Counterpart, ...] = Field(alias="counterpart", default=())
    laws: tuple[Slug, ...] = ()
    """The laws laid over it, whose rows go before its own (laws.py): no file of a procedure says so itself."""
    until_bound: Said | None = None
    """The procedure that a file was under until it was bound to this one, where it was under none of its own: its
    authority's. No file of a procedure says so itself."""
    leaves: Said | None = None
    """The procedure that a contract is taken off by the entry judged, which binds it to this one. No file of a
    procedure says so itself."""
    in_force: tuple[Commencement, ...] = Field(alias="in-force", default=())
    escalation: tuple[EscalationStep, ...] = Field(alias="escalation", default=())

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield everything in which one row does not agree with the others."""
        yield from super().disagreements()
        yield from between_rows(self)

    @property
    def ref(self) -> str:
        """Return the name an entry binds a contract by: "hampshire/1"."""
        return f"{self.id}/{self.version}"

    @property
    def by_dispute(self) -> bool:
        """Whether a failure may be dealt with by a dispute (D-06)."""
        return any(route.id == "dispute" for route in self.routes)

    @property
    def by_default(self) -> bool:
        """Whether a failure may be dealt with by default notices: also where the procedure names no route."""
        return not self.routes or any(route.id == "default" for route in self.routes)

    def entitled(self, rule: str) -> tuple[str, ...]:
        """Return the offices this procedure gives departures from a rule or condition to; empty where it names none."""
        lifted: tuple[Lifted, ...] = (*self.rules, *self.conditions)
        return next((row.authorised_by for row in lifted if row.id == rule), ())

    @cached_property
    def rule_rows(self) -> Mapping[str, RuleSetting]:
        """How this procedure takes each rule that it speaks of, by the rule's id: asked for every rule of every act."""
        return {row.id: row for row in reversed(self.rules)}

    @cached_property
    def _bound_by(self) -> dict[str, str]:
        """What is cited here for a clause, as far as it was asked: asked for every rule of every act and every duty."""
        return {row.id: row.citation for row in self.counterparts}

    def binding(self, clause: str) -> str:
        """Return what binds here where the program rests on a clause: that clause where it is of this procedure's own
        text, of a standard or of a law; else this procedure's own counterpart; else that the procedure is silent, and
        from where it is taken."""
        if clause not in self._bound_by:
            another = clause.partition("-")[0] in set(TEXTS) - {self.text}
            self._bound_by[clause] = f"the procedure is silent; taken from {clause}" if another else clause
        return self._bound_by[clause]

    def speaks_of(self, clause: str) -> bool:
        """Return whether what a clause asks is this procedure's own, or that of a standard or law, or has its own
        counterpart in it."""
        return self.binding(clause) == clause or any(row.id == clause for row in self.counterparts)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return the same with other rows; what was worked out of those before goes with them."""
        twin = super().model_copy(update=update, deep=deep)
        for worked_out in _WORKED_OUT:
            twin.__dict__.pop(worked_out, None)  # a copy may be given other rows (laws.py)
        return twin

    def setting(self, id: str) -> int:
        """Return the number set for `id`. Raises ProcedureError where the procedure does not set it."""
        if id not in self._values:
            raise ProcedureError(f"procedure {self.ref} has no setting {id!r}: add a [[setting]] row with its citation")
        return self._values[id]

    @cached_property
    def _values(self) -> Mapping[str, int]:
        return {row.id: row.value for row in reversed(self.settings)}

    def given(self, id: str) -> str:
        """Return the number set for `id` as a finding says it: the procedure's, or assumed where none is stated."""
        number = self.setting(id)
        return (
            f"{number} {'is' if number == 1 else 'are'} allowed ({ASSUMED})"
            if id in self.open
            else f"the procedure allows {number}"
        )

    def at_least(self, id: str, what: str) -> str:
        """Return the number set for `id` from which something counts, in words; that it is assumed where it is."""
        return f"{self.setting(id)} or more {what}{f' ({ASSUMED})' if id in self.open else ''}"

    def limit(self, id: str) -> str | None:
        """Return what is said of a day that rests on the number set for `id`; None where the text gives the number."""
        row = next((row for row in self.settings if row.id == id and not row.stated), None)
        if row is None:
            return None
        unit = row.unit.replace("-", " ")
        return f"{row.value} {unit.removesuffix('s') if row.value == 1 else unit} ({ASSUMED})"

    @cached_property
    def open(self) -> frozenset[str]:
        """The settings whose numbers the text does not give: they are assumed."""
        return frozenset(row.id for row in self.settings if not row.stated)

    def since(self, part: str) -> date:
        """Return since when a part of a law laid over the procedure is in force; the last of days where it is not."""
        return next((row.since for row in self.in_force if row.id == part), date.max)

    def takes_in(self, category: str | None) -> bool:
        """Return whether it is for contracts of that sort: also where the sort is not said (HCC-S-c)."""
        return category is None or not self.covers or category in self.covers

    def cited(self, id: str) -> str:
        """Return the citation of a setting, office, meeting kind or condition."""
        rows: tuple[Row, ...] = (*self.settings, *self.conditions, *self.meetings, *self.offices)
        for row in rows:
            if row.id == id:
                return row.citation
        raise ProcedureError(f"procedure {self.ref} has no row {id!r}")

    def legal_ground(self, id: str) -> str | None:
        """Return what the procedure names as the ground in law of something, None where it names none."""
        return next((row.title for row in self.legal_grounds if row.id == id), None)

    def counts_at_a_time(self, kind: str, unit: str) -> bool:
        """Return whether a unit of a kind of resource counts what is in use at any one time, and not what is used up.

        Of one or of many: room and rooms are one unit.
        """
        row = next((r for r in self.resource_kinds if kind == r.id or kind in r.also_called), None)
        units = row.units_at_a_time if row is not None else ()
        return any(name_key(unit).removesuffix("s") == name_key(one).removesuffix("s") for one in units)

    def meeting(self, id: str) -> MeetingKind | None:
        """Return the meeting kind of that id, None where the procedure has none."""
        return next((m for m in self.meetings if m.id == id), None)

    def contract_type(self, id: str) -> ContractType | None:
        """Return the contract type of that id or title, with or without the word contract: block, block contracts, as
        the standard has it (CPC307-S10). None where the procedure has none such."""
        named = contract_type_key(id)
        return next((t for t in self.contract_types if named in map(contract_type_key, (t.id, t.title))), None)

    def is_spot(self, named: str | None) -> bool:
        """Return whether a type of contract is its own for a spot purchase for one person, by id or title (HCC-S-b)."""
        held = self.contract_type(named) if named else None
        return held is not None and held.id == "spot"

    def not_a_type(self, named: str) -> str | None:
        """Return in a sentence that a type of contract is none of the procedure's, and which there are (D-20)."""
        if self.contract_type(named) is not None:
            return None
        return f"{named} is not among the types of {self.title}: {', '.join(row.id for row in self.contract_types)}"

    def agenda_item(self, named: str) -> AgendaItem | None:
        """Return the item of an agenda of that id or title, called so by the document, or that has such a part,
        whatever the case; else None."""
        return self._agenda.get(title_key(named))

    @cached_property
    def _agenda(self) -> Mapping[str, AgendaItem]:
        """Every item of the agenda by each of its names: asked of each item of each meeting, several times."""
        return {
            title_key(name): row
            for row in reversed(self.agenda) for name in (*row.parts, *row.also_called, row.id, row.title)
        }  # fmt: skip

    def measure_called(self, named: str) -> MenuIndicator | None:
        """Return the measure of the menu of that id or title, in whatever spelling; else None."""
        return next((row for row in self.indicators if title_key(named) in map(title_key, (row.id, row.title))), None)

    def sort_of(self, measure: Indicator) -> Literal["effectiveness", "efficiency", "economy"] | None:
        """Return what a measure agreed under this procedure measures: what it says itself, else what the menu it was
        picked from does (TVP-4.0-24); None where neither says."""
        on_menu = self.measure_called(measure.id)
        return measure.measures or (on_menu.measures if on_menu else None)

    def is_core(self, measure: Indicator) -> bool:
        """Return whether a measure agreed under this procedure is one of a core set: by its own word, or as it was
        picked from the menu's (TVP-4.0-24)."""
        on_menu = self.measure_called(measure.id)
        return measure.core or (on_menu is not None and on_menu.core)

    def checklist_item(self, named: str) -> ChecklistItem | None:
        """Return the item of the checklist of that id or title, whatever its case; None where there is none such."""
        return next((row for row in self.checklist if title_key(named) in map(title_key, (row.id, row.title))), None)

    def tier(self, id: str) -> Tier | None:
        """Return the tier of that id, None where the procedure has none."""
        return next((tier for tier in self.tiers if tier.id == id), None)

    def is_low(self, scored: Literal["risk", "governance"], percent: int | None) -> bool:
        """Return whether a self-assessment's score in a field is low; one that was never given is not."""
        risk, governance = self.setting("self-assessment.low-risk"), self.setting("self-assessment.low-governance")
        return percent is not None and percent < (risk if scored == "risk" else governance)

    def buying_body(self, named: str) -> str:
        """Return a body whose tenders it is about, by its title where the procedure knows it by title or id."""
        known = self._buying_bodies_called.called(named)
        return known.title if known else named

    def knows_buying_body(self, named: str) -> bool:
        """Return whether it knows a body that buys by a name, title or id."""
        return self._buying_bodies_called.called(named) is not None

    @cached_property
    def _buying_bodies_called(self) -> Titles[BuyingBody]:
        return by_title(self.buying_bodies, ())

    def stage(self, id: str | None) -> LifecycleStage | None:
        """Return the stage of a contract's life of that id, None where the procedure says nothing of it."""
        return next((stage for stage in self.stages if stage.id == id), None)

    def country_meant(self, named: NamedCountry) -> NamedCountry:
        """Return the country meant by a contract: where it names England and Wales, the one of them that the authority
        is in, if the procedure says which."""
        return self.country if named == law_of(self.country) else named

    def codes_of(self, country: NamedCountry, buys: str | None = None) -> tuple[CodeOfPractice, ...]:
        """Return the standards and codes of practice of a country: of England and of Wales, where only both are named.

        `buys`: what sort of service, where it is known: those that are for others are left out.
        """
        found = (c for c in self.codes if country in (c.country, c.nation.lower()))
        return tuple(code for code in found if buys is None or not code.covers or buys in code.covers)

    def work_of(self, kind: str) -> tuple[Work, ...]:
        """Return the parts of the work that a kind of entry records; none where the procedure divides no work."""
        return tuple(part for part in self.work if kind in part.recorded_as)

    def condition(self, id: str) -> Condition:
        """Return a termination condition by its id, TC-01 to TC-21."""
        return next(c for c in self.conditions if c.id == id)

    def ruling(self, rule: AnyRule) -> tuple[Level | None, tuple[str, ...], str]:
        """Return (level, offices that may authorise, citation) of a rule under this procedure; level None: off.

        What a programme is judged by is its own plan, whatever procedure its authority's contracts are managed by.
        """
        found = self.rulings.get(rule.id)
        if found is None:
            found = self.rulings[rule.id] = self._ruling(rule)
        return found

    @cached_property
    def rulings(self) -> dict[str, tuple[Level | None, tuple[str, ...], str]]:
        """What `ruling` returned, by the rule's id, as far as it was asked: asked for every rule of every act."""
        return {}

    def _ruling(self, rule: AnyRule) -> tuple[Level | None, tuple[str, ...], str]:
        if rule.level == "contradiction":
            return rule.level, (), rule.citation
        row = self.rule_rows.get(rule.id)
        cited = row.citation if row else rule.citation
        if not rule.is_of_programmes:
            cited = self.binding(cited)
        if row is None:
            return rule.level, rule.authorised_by, cited
        return None if row.level == "off" else row.level, row.authorised_by or rule.authorised_by, cited


_WORKED_OUT = tuple(
    name for of in (Procedure, OfficesNamed) for name, part in vars(of).items() if isinstance(part, cached_property)
)  # fmt: skip
"""What is worked out of the rows, and kept."""
