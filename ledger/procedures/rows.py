"""The rows a procedure is made of, each with the clause it rests on: offices, meetings, settings, rules, conditions.

Each class is a table of the TOML; its docstrings say what a row may hold, and are all there is of the format.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ledger.dates.bank_holidays import Country
from ledger.disputing import DisputeStage
from ledger.entry import Frozen
from ledger.fields import Name
from ledger.themes import Theme

Said = Annotated[Name, Field(pattern=r"\S")]
"""Text that says something."""
Slug = Said


TEXTS = ("HCC", "TVP", "IMP")
"""What the clauses of the documents that are themselves a procedure begin with (docs/requirements.md). The occupational
standards' (CPC) and laws bind, or guide, everybody."""


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
    scorecard_stated: bool = True
    """Whether the text gives that number; else it is assumed, and said to be."""
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


StageId = Literal["need", "tender", "award", "mobilisation", "operation", "review", "exit", "closed"]


class LifecycleStage(Row):
    """A stage in a contract's life: what is to be seen to in it, and on record before it is left."""

    id: StageId
    title: Name
    focus: Name
    """What is to be seen to in it."""
    needs: tuple[Slug, ...] = ()
    """What must be on record before it is left (ledger/stages.py)."""
    note: str = ""


class StageResponsibility(Row):
    """Who is responsible for what at a stage of a contract's life (IMP-24-a)."""

    stage: StageId
    office: Slug
    task: Name
    """What they see to, beginning with a verb."""
    note: str = ""


class Commencement(Row):
    """A part of a law, and since when it is in force."""

    since: date
    note: str = ""


class Lifted(Row):
    """A row that names the offices that may authorise a departure from it."""

    authorised_by: tuple[Slug, ...] = ()


class Titled(Row):
    """What goes by a title, and by other names."""

    title: Name
    also_called: tuple[Name, ...] = ()


class Office(Titled):
    """An office somebody may hold, and whether appointments to it lie on each contract's file or with the authority."""

    appointed_on: Literal["file", "authority", "provider"]
    always_filled: bool = False
    """Whether every contract has to have somebody in it."""
    has_chair: bool = False
    """Whether it is a body of several people, whose chair speaks for it."""
    advises_only: bool = False
    """Whether it is a forum that advises and decides nothing: then no departure is its to authorise."""


class Route(Row):
    """A way the procedure goes about a failure: default notices, a dispute, or (two rows) either (D-06)."""

    id: Literal["default", "dispute"]


class MeetingKind(Row):
    """A kind of meeting: how many a year are expected, who must and should be there, and what it must cover."""

    title: Name
    per_year: int = Field(default=0, ge=0, le=366)
    every_years: int = Field(default=1, ge=1, le=20)
    """One longer meeting in so many years, where it is not one in each: 2 for every second year (N-10)."""
    must_attend: tuple[Slug, ...] = ()
    should_attend: tuple[Slug, ...] = ()
    may_attend: tuple[Slug, ...] = ()
    """Offices that come as needed."""
    agenda: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _one_in_several_years(self) -> MeetingKind:
        if self.every_years > 1 and (self.per_year != 1 or self.id == "regular"):
            raise ValueError(f"{self.id}: every_years is for a longer meeting of which there is one: per_year = 1")
        return self

    @property
    def often(self) -> str:
        """How often it is held, in words: 2 a year, 1 in 2 years, as needed."""
        if not self.per_year:
            return "as needed"
        return f"{self.per_year} in {self.every_years} years" if self.every_years > 1 else f"{self.per_year} a year"


class AgendaItem(Titled):
    """A matter that meetings cover."""

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
    """The page of a contract on which it is found; procedure: it is the procedure itself, in words."""


class ResourceKind(Row):
    """A kind of resource the procedure knows; the documents list them each otherwise (D-19)."""

    title: Name
    also_called: tuple[Slug, ...] = ()
    """Other words by which a resource may be said to be of it."""
    units_at_a_time: tuple[Name, ...] = ()
    """Units that count how much of it is in use at any one time: posts, rooms. Others count what is used up."""
    note: str = ""


class RiskKind(Row):
    """A kind of risk the procedure knows: the standards' eight, and the authority's own (D-26)."""

    title: Name


class ContractType(Row):
    """A type of contract the procedure knows, and which of the standard's three it counts as (D-20)."""

    title: Name
    counts_as: Literal["individual", "multiple", "block"] | None = None
    """None for one that is none of the three: a framework, under which contracts of any type are made."""


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
    documents: tuple[Slug, ...] = ()
    """Where filing a document records it: of which sorts."""
    note: str = ""


class TenderCheck(Row):
    """Something standing orders, or the departmental procedure on contracts, ask for when tenders are invited or
    received (HCC-A7-b)."""

    title: Name
    at: Literal["invitation", "receipt"]
    shown_by: Literal["hour-of-receipt", "opened-after-closing", "opened-by-two"] | None = None
    """The facts of a tender's own entry that show it kept, where they do: then nobody has to tick it off besides."""
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


class LegalGround(Row):
    """What a procedure names as the ground in law of what it lets be done; whether it holds is for a lawyer to say.

    By the id of what it is the ground of: exclusion (TVP-5.2-9c).
    """

    title: Name
    note: str = ""


class CodeOfPractice(Row):
    """A standard or code of practice for health and social care in one of the four countries (CPC307-V1, CPC308-V1)."""

    title: Name
    body: Name
    """Who issues it."""
    nation: Literal["England", "Wales", "Scotland", "Northern Ireland"]
    country: Country
    """The law of the country it is in, and so whose bank holidays count there."""
    covers: tuple[Slug, ...] = ()
    """The sorts of services it is for, as a contract says what it buys; none where it is for all."""
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


class BuyingBody(Titled):
    """A body whose tenders an exclusion covers: the authority, and others that buy together with it."""


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


class Counterpart(Row):
    """Where this procedure itself says what another's document says: the other's clause is the row's id."""

    note: str = ""


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
