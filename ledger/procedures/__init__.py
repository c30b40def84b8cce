"""An authority's way of working as data: read from TOML, every row with its citation.

Files lie where ledger/procedures/folder.py says; a `Procedure` is a frozen value that rules, duties and
readiness look at. Under every procedure lie the rows of where-silent.toml: what is taken for one that does not say.
A procedure file that is wrong (unknown level, bad office, missing citation) is refused with file, line, row and reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import to_json

from ledger.disputing import DisputeStage
from ledger.entry import Actor, Frozen, Name
from ledger.organisations import ServiceCategory
from ledger.procedures.folder import ProcedureFile, own, own_folder, packaged
from ledger.procedures.lines import Place, line_of, lines_of
from ledger.procedures.wrong import Disagreement, Wrong, misshapen, not_there, unknown, without_them
from ledger.stages import STAGE_RECORDS
from ledger.themes import Theme

if TYPE_CHECKING:
    from ledger.rules import AnyRule, Level

Said = Annotated[Name, Field(pattern=r"\S")]
"""Text that says something."""
Slug = Said
WHERE_SILENT = "where-silent"
LAWS = ("procurement-act-2023",)
LAYERS = frozenset({WHERE_SILENT, *LAWS})
"""Files that are no procedures themselves, but lie under them, or over them (laws.py)."""
Country = Literal["england-and-wales", "scotland", "northern-ireland"]


class ProcedureError(ValueError):
    """A procedure that cannot be read; the message names the file, the row and what would be right."""


class Row(Frozen):
    """What every row has: the name it goes by, and the clause it rests on."""

    id: Slug
    citation: Said


class Tier(Row):
    """A tier of contracts: how much they matter, and what each owes."""

    title: Name
    annual_value_from: int = Field(default=0, ge=0)
    """Whole pounds a year from which a contract belongs in it; 0 where its value does not decide."""
    scorecard_every: int = Field(default=0, ge=0)
    """Months from one scorecard to the next; 0 where none is asked for."""
    continuity_plan: bool = False
    """Whether the provider's business continuity plan is asked for."""
    development_plan: bool = False
    """Whether a plan of improvement or innovation is expected."""
    note: str = ""


class ThematicReview(Row):
    """What contracts are reviewed for, and which."""

    id: Theme
    title: Name
    tiers: tuple[Slug, ...]
    scored: Literal["risk", "governance"] | None = None
    """Only those whose self-assessment in this field is low, by a setting; None for all of these tiers."""
    note: str = ""
    """What is odd about it, and shown as a warning wherever it is counted."""


class LifecycleStage(Row):
    """A stage in a contract's life: what is to be seen to in it, and on record before it is left."""

    id: Literal["need", "tender", "award", "mobilisation", "operation", "review", "exit", "closed"]
    title: Name
    focus: Name
    """What is to be seen to in it."""
    needs: tuple[Slug, ...] = ()
    """What must be on record before it is left (ledger/stages.py)."""


class Commencement(Row):
    """A part of a law, and since when it is in force."""

    since: date
    note: str = ""


class Lifted(Row):
    """A row that names the offices that may authorise a departure from it."""

    authorised_by: tuple[Slug, ...] = ()


class Office(Row):
    """An office somebody may hold, and whether appointments to it lie on each contract's file or with the authority."""

    title: Name
    appointed_on: Literal["file", "authority", "provider"]
    always_filled: bool = False
    """Whether every contract has to have somebody in it."""
    also_called: tuple[Name, ...] = ()
    advises_only: bool = False
    """Whether it is a forum that advises and decides nothing: then no departure is its to authorise."""


class Route(Row):
    """A way the procedure goes about a failure: default notices, a dispute, or (two rows) either (D-06)."""

    id: Literal["default", "dispute"]


class MeetingKind(Row):
    """A kind of meeting: how many a year are expected, who must and should be there, and what it must cover."""

    title: Name
    per_year: int = Field(default=0, ge=0, le=366)
    must_attend: tuple[Slug, ...] = ()
    should_attend: tuple[Slug, ...] = ()
    may_attend: tuple[Slug, ...] = ()
    """Offices that come as needed."""
    agenda: tuple[Slug, ...] = ()


class AgendaItem(Row):
    """A matter that meetings cover."""

    title: Name
    parts: tuple[Slug, ...] = ()
    """What is looked at under it, one by one."""


class ChecklistItem(Row):
    """A key term that is checked to be met, on a document that shows it (TVP-4.0-19)."""

    title: Name
    stage: Literal["tender", "award", "mobilisation", "operation"] = "award"
    """The stage of the contract's life by whose end it is to be checked."""
    note: str = ""


class MenuIndicator(Row):
    """A measure of performance on the procedure's menu, which contracts pick from (TVP-4.0-24)."""

    title: Name
    measures: Literal["effectiveness", "efficiency", "economy"]
    core: bool = False
    """Whether every contract is to have it."""
    note: str = ""


class Tool(Row):
    """A tool of the procedure's toolkit, and the kinds of entry that show it is used (TVP-4.0-17)."""

    title: Name
    kinds: tuple[Slug, ...] = ()
    """Names of kinds of entry that are recorded by using it; none where it is to be read."""
    page: Slug | None = None
    """The page of a contract on which it is found."""


class ResourceKind(Row):
    """A kind of resource the procedure knows; the documents list them each otherwise (D-19)."""

    title: Name


class ContractType(Row):
    """A type of contract the procedure knows, and which of the standard's three it counts as (D-20)."""

    title: Name
    counts_as: Literal["individual", "multiple", "block"]


class Work(Row):
    """A part of the work, and whom it falls to: a row of the division of work (HCC-POL-d, HCC-11.1)."""

    row: int = Field(ge=1)
    """The number of its row in the document."""
    column: Literal["managers", "contracts-support", "deciders"]
    """Whose column it stands in: those who manage, those who support them (HCC-S-d), or those who are asked."""
    task: Name
    offices: tuple[Slug, ...] = Field(min_length=1)
    """The offices of which one does it."""
    together_with: tuple[Slug, ...] = ()
    """The offices it is done in consultation or together with."""
    recorded_as: tuple[Slug, ...] = ()
    """The kinds of entry that record it."""
    note: str = ""


class TenderCheck(Row):
    """Something standing orders ask for when tenders are invited or received."""

    title: Name
    at: Literal["invitation", "receipt"]
    stated: bool = True
    note: str = ""


class ReferenceDocument(Row):
    """A document the procedure rests on: standing orders, regulations, practice notes (HCC-POL-c)."""

    title: Name
    version: str = ""
    """Its version or date; empty where the procedure names none."""
    link: str = ""
    sha256: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    """Of its bytes, where the authority has filed it."""
    note: str = ""


class SurveyQuestion(Row):
    """A question that surveys of users ask under every contract, beside those its own standards give (HCC-A12-a)."""

    words: Name
    answers: Literal["scale", "yes-no", "words"]
    """How it is answered: from 1 to 5, by yes or no, or in words."""
    note: str = ""


class CodeOfPractice(Row):
    """A standard or code of practice for health and social care in one of the four countries (CPC307-V1, CPC308-V1)."""

    title: Name
    body: Name
    """Who issues it."""
    nation: Literal["England", "Wales", "Scotland", "Northern Ireland"]
    country: Country
    """The law of the country it is in, and so whose bank holidays count there."""
    note: str = ""


MOST = {
    "days": 3_660, "working-days": 2_600, "months": 1_200, "per-year": 366, "percent": 100, "years": 100,
    "people": 1_000_000, "on": 1, "rating": 25,
}  # fmt: skip
"""The most a setting of each unit may be: beyond it is a slip, such as days given as months."""


class EscalationStep(Row):
    """One step of the ladder a matter climbs, from the first."""

    title: Name
    office: Slug
    """The office it comes to."""


class BuyingBody(Row):
    """A body whose tenders an exclusion covers: the authority, and others that buy together with it."""

    title: Name


class Setting(Row):
    """A number the procedure sets, or leaves to the authority (then `stated` is false and `note` says who set it).

    0 turns off what it is the number of: a survey every 0 months is not asked for. Of unit "on", 1 is on. A rating is
    likelihood times impact, each from 1 to 5.
    """

    value: int = Field(ge=0)
    unit: Literal[
        "days", "working-days", "months", "per-year", "percent", "years", "people", "on", "rating", "pounds", "number"
    ]  # fmt: skip
    stated: bool = True
    note: str = ""

    @model_validator(mode="after")
    def _open_number_is_noted(self) -> Setting:
        if not self.stated and not self.note.strip():
            raise ValueError(f"{self.id}: a number the text leaves open needs a note that says so")
        most = MOST.get(self.unit)
        if most is not None and self.value > most:
            raise ValueError(f"{self.value} {self.unit} is too much: at most {most}")
        return self


class RuleSetting(Lifted):
    """How this procedure takes a rule: its level, who may authorise a departure, or that it does not apply."""

    level: Literal["advise", "explain", "authorise", "absolute", "off"]
    note: str = ""
    """Why it is taken so, where this procedure's own text does not say."""


class Condition(Lifted):
    """One of the 21 conditions before an early termination (requirements.md, section I)."""

    id: str = Field(pattern=r"^TC-\d\d$")
    title: Name
    absolute: bool = False
    """Binds what Cleartrail itself does; no departure lifts it."""
    applies: bool = True
    bypass: tuple[Literal["fundamental-breach", "departure", "immediate-escalation", "decision"], ...] = ()
    """What lets the next step go ahead without it; "decision": one of the office entitled to it, with its reason."""
    stage: DisputeStage | None = None
    """The stage of a dispute it belongs to: it is left out where the office entitled lets a dispute begin later."""
    offices: tuple[Slug, ...] = ()
    """The offices it speaks of: who has to be in post, who has to know."""
    force: Literal["must", "should", "may"]
    falls_to: Slug | None = None
    """The office that has to see to it."""
    next_step: str = ""
    """What there is to be done where it is not met, in this procedure's words; else those of all procedures."""
    also: tuple[Name, ...] = ()
    """Further requirements it rests on, by id."""
    note: str = ""

    @property
    def requirements(self) -> tuple[str, ...]:
        """Every requirement it rests on, the one cited first."""
        return (self.citation, *self.also)


class Procedure(Frozen):
    """One version of one authority's procedure."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    """Its name, by which contracts are bound to it: a small letter, then small letters, digits and hyphens."""
    version: int = Field(ge=1)
    title: Said
    authority: Said
    country: Country = "england-and-wales"
    owner: Slug
    """The office that may amend the procedure."""
    guided_by: Slug | None = None
    """The office that sees to it that everybody concerned knows it; None where that is the owner."""
    covers: tuple[ServiceCategory, ...] = ()
    """The sorts of services whose contracts it is for; none where it is for all (D-17)."""
    citation: Said
    offices: tuple[Office, ...] = Field(alias="office")
    routes: tuple[Route, ...] = Field(alias="route", default=())
    meetings: tuple[MeetingKind, ...] = Field(alias="meeting")
    agenda: tuple[AgendaItem, ...] = Field(alias="agenda-item", default=())
    settings: tuple[Setting, ...] = Field(alias="setting")
    checklist: tuple[ChecklistItem, ...] = Field(alias="checklist-item", default=())
    indicators: tuple[MenuIndicator, ...] = Field(alias="indicator", default=())
    tools: tuple[Tool, ...] = Field(alias="tool", default=())
    resource_kinds: tuple[ResourceKind, ...] = Field(alias="resource-kind", default=())
    contract_types: tuple[ContractType, ...] = Field(alias="contract-type", default=())
    buying_bodies: tuple[BuyingBody, ...] = Field(alias="buying-body", default=())
    rules: tuple[RuleSetting, ...] = Field(alias="rule", default=())
    conditions: tuple[Condition, ...] = Field(alias="condition")
    tiers: tuple[Tier, ...] = Field(alias="tier", default=())
    thematic_reviews: tuple[ThematicReview, ...] = Field(alias="thematic-review", default=())
    stages: tuple[LifecycleStage, ...] = Field(alias="stage", default=())
    work: tuple[Work, ...] = Field(alias="work", default=())
    tender_checks: tuple[TenderCheck, ...] = Field(alias="tender-check", default=())
    documents: tuple[ReferenceDocument, ...] = Field(alias="reference-document", default=())
    codes: tuple[CodeOfPractice, ...] = Field(alias="code-of-practice", default=())
    survey_questions: tuple[SurveyQuestion, ...] = Field(alias="survey-question", default=())
    laws: tuple[Slug, ...] = ()
    """The laws laid over it, whose rows go before its own (laws.py): no file of a procedure says so itself."""
    in_force: tuple[Commencement, ...] = Field(alias="in-force", default=())
    escalation: tuple[EscalationStep, ...] = Field(alias="escalation", default=())

    def disagreements(self) -> Iterator[Disagreement]:
        """Yield everything in which one row does not agree with the others."""
        tables: list[tuple[str, Sequence[Row]]] = [
            (info.alias, getattr(self, name)) for name, info in type(self).model_fields.items() if info.alias
        ]
        for table, rows in tables:
            ids = [row.id for row in rows]
            for twice in dict.fromkeys(i for i in ids if ids.count(i) > 1):
                yield Disagreement(table, twice, "stands twice")
        offices = tuple(office.id for office in self.offices)
        advising = {office.id for office in self.offices if office.advises_only}
        for key, named in (("owner", self.owner), ("guided_by", self.guided_by)):
            if named is not None and named not in offices:
                yield not_there(key, "", "office", named, offices)
        lifted: tuple[Lifted, ...] = (*self.rules, *self.conditions)
        for lift in lifted:
            table = "condition" if isinstance(lift, Condition) else "rule"
            falls_to = (lift.falls_to,) if isinstance(lift, Condition) and lift.falls_to is not None else ()
            spoken_of = lift.offices if isinstance(lift, Condition) else ()
            for office in (*lift.authorised_by, *falls_to, *spoken_of):
                if office not in offices:
                    yield not_there(table, lift.id, "office", office, offices)
            for office in lift.authorised_by:
                if office in advising:
                    yield Disagreement(table, lift.id, f"{office} only advises; name an office that decides")
        for review in self.thematic_reviews:
            tiers = tuple(tier.id for tier in self.tiers)
            yield from unknown("thematic-review", review.id, "tier", review.tiers, tiers)
        for stage in self.stages:
            yield from unknown("stage", stage.id, "record", stage.needs, tuple(STAGE_RECORDS))
        for step in self.escalation:
            yield from unknown("escalation", step.id, "office", (step.office,), offices)
        for part in self.work:
            yield from unknown("work", part.id, "office", part.offices + part.together_with, offices)
        for meeting in self.meetings:
            attending = meeting.must_attend + meeting.should_attend + meeting.may_attend
            yield from unknown("meeting", meeting.id, "office", attending, offices)
            yield from unknown("meeting", meeting.id, "agenda item", meeting.agenda, tuple(i.id for i in self.agenda))

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

    def __copy__(self) -> Self:
        twin = super().__copy__()
        twin.__dict__.pop("rule_rows", None)  # a copy may be given other rows (laws.py)
        return twin

    def setting(self, id: str) -> int:
        """Return the number set for `id`. Raises ProcedureError where the procedure does not set it."""
        for row in self.settings:
            if row.id == id:
                return row.value
        raise ProcedureError(f"procedure {self.ref} has no setting {id!r}: add a [[setting]] row with its citation")

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

    def office(self, id: str | None) -> Office | None:
        """Return the office of that id or alias, None where the procedure knows none."""
        return next((o for o in self.offices if id is not None and (o.id == id or id in o.also_called)), None)

    def office_called(self, text: str) -> Office | None:
        """Return the office that a text names, by id, title or alias, whatever its case; None where it names none."""
        said = text.casefold().replace("-", " ").split()
        for office in self.offices:
            if any(
                name.casefold().replace("-", " ").split() == said
                for name in (office.id, office.title, *office.also_called)
            ):
                return office
        return None

    def named(self, actor: Actor) -> Actor:
        """Return the actor with the office under the name this procedure has for it, where it was given another."""
        office = self.office(actor.office)
        if office is None or office.id == actor.office or actor.party != "authority":
            return actor
        return actor.model_copy(update={"office": office.id})

    def office_title(self, id: str) -> str:
        """Return the office in words."""
        office = self.office(id)
        return office.title if office else id.replace("-", " ")

    def person_in_office(self, actor: Actor) -> str:
        """Return somebody with the office they held, in words: Cara Finn (Police and Crime Commissioner)."""
        return f"{actor.person} ({self.office_title(actor.office)})" if actor.office else actor.person

    def is_office(self, id: str | None, among: Sequence[str]) -> bool:
        """Return whether an office, by its id or an alias, is one of those."""
        known = self.office(id)
        return (known.id if known else id) in among

    def meeting(self, id: str) -> MeetingKind | None:
        """Return the meeting kind of that id, None where the procedure has none."""
        return next((m for m in self.meetings if m.id == id), None)

    def contract_type(self, id: str) -> ContractType | None:
        """Return the contract type of that id or title, None where the procedure has none such."""
        named = id.casefold()
        return next((t for t in self.contract_types if named in (t.id, t.title.casefold())), None)

    def tier(self, id: str) -> Tier | None:
        """Return the tier of that id, None where the procedure has none."""
        return next((tier for tier in self.tiers if tier.id == id), None)

    def is_low(self, scored: Literal["risk", "governance"], percent: int | None) -> bool:
        """Return whether a self-assessment's score in a field is low; one that was never given is not."""
        risk, governance = self.setting("self-assessment.low-risk"), self.setting("self-assessment.low-governance")
        return percent is not None and percent < (risk if scored == "risk" else governance)

    def stage(self, id: str | None) -> LifecycleStage | None:
        """Return the stage of a contract's life of that id, None where the procedure says nothing of it."""
        return next((stage for stage in self.stages if stage.id == id), None)

    def codes_of(self, country: Country) -> tuple[CodeOfPractice, ...]:
        """Return the standards and codes of practice of a country: of England and of Wales, where the law is theirs."""
        return tuple(code for code in self.codes if code.country == country)

    def work_of(self, kind: str) -> tuple[Work, ...]:
        """Return the parts of the work that a kind of entry records; none where the procedure divides no work."""
        return tuple(part for part in self.work if kind in part.recorded_as)

    def condition(self, id: str) -> Condition:
        """Return a termination condition by its id, TC-01 to TC-21."""
        return next(c for c in self.conditions if c.id == id)

    def ruling(self, rule: AnyRule) -> tuple[Level | None, tuple[str, ...], str]:
        """Return (level, offices that may authorise, citation) of a rule under this procedure; level None: off."""
        if rule.level == "contradiction":
            return rule.level, (), rule.citation
        row = self.rule_rows.get(rule.id)
        if row is None:
            return rule.level, rule.authorised_by, rule.citation
        return None if row.level == "off" else row.level, row.authorised_by or rule.authorised_by, row.citation


def read(name: str) -> Procedure:
    """Return a procedure, packaged or the authority's own, by name ("hampshire": its newest version) or ref
    ("hampshire/1"). Raises ProcedureError."""
    return _read(name, own_folder())


@cache
def _read(name: str, folder: str) -> Procedure:
    bare, _, version = name.partition("/")
    there = {ref: procedure for ref, (procedure, _) in _all(bare, folder).items()}
    if not there:
        raise ProcedureError(f"no procedure {bare!r}; there are: {', '.join(procedures())}")
    if version and name not in there:
        raise ProcedureError(f"no version {version} of procedure {bare!r}; there is {', '.join(there)}")
    return there[name] if version else max(there.values(), key=lambda procedure: procedure.version)


def installed(ref: str) -> ProcedureFile | None:
    """Return the file of a version ("hampshire/1"); None where there is none. Raises ProcedureError."""
    found = _all(ref.partition("/")[0], own_folder()).get(ref)
    return found[1] if found else None


def versions(name: str) -> list[Procedure]:
    """Return every version of a procedure there is, the newest first. Raises ProcedureError."""
    found = (procedure for procedure, _ in _all(name, own_folder()).values())
    return sorted(found, key=lambda procedure: procedure.version, reverse=True)


def procedures() -> list[str]:
    """Return the names of all procedures there are: packaged, and the authority's own. Raises ProcedureError."""
    return sorted({*shipped(), *(procedure.id for procedure, _ in _own(own_folder()).values())})


def shipped() -> list[str]:
    """Return the names of the packaged procedures."""
    return sorted(packaged().keys() - LAYERS)


def _all(name: str, folder: str) -> dict[str, tuple[Procedure, ProcedureFile]]:
    """Every version of one procedure, by its ref, with its file."""
    if name in shipped():
        procedure = _packaged(name)
        return {procedure.ref: (procedure, packaged()[name])}
    return {ref: found for ref, found in _own(folder).items() if found[0].id == name}


@cache
def _packaged(name: str) -> Procedure:
    return parse(packaged()[name].text, packaged()[name].name)


@cache
def _own(folder: str) -> dict[str, tuple[Procedure, ProcedureFile]]:
    """The authority's own procedures by ref, each with its file. Raises ProcedureError."""
    try:
        there = own(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise ProcedureError(f"the folder of procedures, {folder}, cannot be read: {error}") from None
    found: dict[str, tuple[Procedure, ProcedureFile]] = {}
    for file in there:
        procedure = parse(file.text, file.name)
        if procedure.id in packaged():
            raise ProcedureError(f"{file.name}: {procedure.id!r} comes with the program; give your own another id")
        if procedure.ref in found:
            raise ProcedureError(f"{file.name}: {procedure.ref} stands in {found[procedure.ref][1].name} already")
        found[procedure.ref] = (procedure, file)
    return found


def parse(text: str, name: str) -> Procedure:
    """Return the procedure a TOML text describes, with what is taken where it is silent (where-silent.toml).

    Raises ProcedureError naming the file, and for everything that is wrong the line, the row and the reason.
    """
    through = read_through(text)
    if through.procedure is None or through.wrong:
        raise ProcedureError("\n".join(f"{name}: {one}" for one in through.wrong))
    return through.procedure


@dataclass(frozen=True)
class ReadThrough:
    """A file read from first to last, whatever is wrong in it."""

    text: str
    tables: dict[str, Any]
    """Its tables, with the rows that stand where it is silent."""
    procedure: Procedure | None
    """As far as it can be read: without rows that are wrong by themselves; None where nothing can be."""
    wrong: tuple[Wrong, ...] = ()
    gone: frozenset[str] = frozenset()
    """The ids that are not in it because their rows are wrong."""

    @cached_property
    def lines(self) -> dict[Place, int]:
        """The line of every row and key."""
        return lines_of(self.text)

    def at(self, one: Disagreement) -> Wrong:
        """Return what is wrong, with the line of the last row of that id; none where the file has no such row."""
        if not one.row:
            return Wrong(line_of(self.lines, (one.table,)), one.table, one.why)
        rows = self.tables.get(one.table)
        places: list[Place] = [
            (one.table, number) for number, row in enumerate(rows if isinstance(rows, list) else ())
            if isinstance(row, dict) and row.get("id") == one.row
        ]  # fmt: skip
        return Wrong(line_of(self.lines, places[-1]) if places else None, f"[[{one.table}]] {one.row}", one.why)

    def further(self, found: Iterable[Disagreement]) -> tuple[Wrong, ...]:
        """Return what is wrong with it in the end, by line: what was found further, but for what follows from that."""
        more = (self.at(one) for one in found if one.row not in self.gone and one.missing not in self.gone)
        return tuple(sorted((*self.wrong, *more), key=lambda one: one.line or 0))


def read_through(text: str) -> ReadThrough:
    """Read a procedure's file, with what is taken where it is silent; and find everything that is wrong within it."""
    try:
        tables = _over(tomllib.loads(text), where_silent())
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        return ReadThrough(text, {}, None, (Wrong(int(at[1]) if at else None, "", f"not TOML: {error}"),))
    try:
        through = ReadThrough(text, tables, Procedure.model_validate_json(to_json(tables)))  # strict: dates from JSON
    except ValidationError as error:
        wrong, (left, gone) = (
            tuple(misshapen(error, tables, lines_of(text), Procedure)),
            without_them(tables, error, Procedure),
        )
        through = ReadThrough(text, tables, _as_far_as_it_goes(left), wrong, frozenset(gone))
    found = through.procedure.disagreements() if through.procedure else ()
    return replace(through, wrong=through.further(found))


def _as_far_as_it_goes(left: dict[str, Any]) -> Procedure | None:
    try:
        return Procedure.model_validate_json(to_json(left))
    except ValidationError:
        return None


@cache
def where_silent() -> dict[str, list[dict[str, Any]]]:
    """Return the tables of where-silent.toml: table name to its rows."""
    return tomllib.loads(packaged()[WHERE_SILENT].text)


def _over(own: dict[str, Any], under: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return a procedure's own tables, its own rows first, with those rows of `under` whose ids it does not have."""
    both = dict(own)
    for table, rows in under.items():
        mine = own.get(table, [])
        if isinstance(mine, list):  # else the model says what is wrong with it
            said = {str(row.get("id")) for row in mine if isinstance(row, dict)}
            both[table] = [*mine, *(row for row in rows if row["id"] not in said)]
    return both
