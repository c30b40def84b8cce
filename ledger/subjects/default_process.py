"""The default process: plans agreed after a notice, how the process ended, fundamental breach, and rights reserved.

The notices themselves are in ledger/subjects/notices.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from ledger.entry import Actor, Audience, BreachId, Entry, Frozen, IssueId, Limit, Name, NoticeId, Position, Recorded
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Personal, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Party = Literal["authority", "provider"]


class ImprovementStep(Frozen):
    """One step of an improvement plan: what, by whom, by when, with what outcome."""

    what: Text
    """What is to be done."""
    owner: Name | None = None
    """Who does it."""
    due_on: date | None = None
    """By when."""
    outcome: Text | None = None
    """What it is to achieve."""


class ImprovementPlanAgreed(Entry):
    """A plan to put right what a notice complained of was agreed."""

    kind: Literal["improvement-plan-agreed/1"] = "improvement-plan-agreed/1"
    notice: NoticeId
    """The notice it answers."""
    steps: Annotated[tuple[ImprovementStep, ...], Limit(longest=50)] = ()
    """Its steps."""
    complete_by: date | None = None
    """When all is to be right."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""
    audience: Audience = "shared"

    gives = "PLN"
    noun = "plan"
    line = "{id}: improvement plan agreed on {notice}[, complete by {complete_by}]"


class DefaultProcessConcluded(Entry):
    """The default or improvement process on one or more notices was concluded."""

    kind: Literal["default-process-concluded/1"] = "default-process-concluded/1"
    notices: Annotated[tuple[NoticeId, ...], Limit(longest=50, shortest=1)]
    """The notices it was about."""
    result: Literal["remedied", "not-remedied"]
    """How it ended."""
    reasoning: Text | None = None
    """Why."""

    line = "Default process on {notices} concluded: {result}[: {reasoning}]"


class FundamentalBreachDetermined(Entry):
    """It was determined that the provider is clearly in fundamental breach of the contract."""

    kind: Literal["fundamental-breach-determined/1"] = "fundamental-breach-determined/1"
    clause: Name | None = None
    """The clause or term broken."""
    facts: Personal | None = None
    """The facts it rests on."""
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50)] = ()
    """The issues they are noted as."""
    advice: Position | None = None
    """The entry that records the advice relied on."""

    gives = "BRE"
    noun = "breach"
    line = "{id}: fundamental breach determined[ of clause {clause}][ ({issues})][: {facts}]"


class RightsReserved(Entry):
    """A party reserved its rights, so that going on with the contract does not give them up."""

    kind: Literal["rights-reserved/1"] = "rights-reserved/1"
    reserved_by: Party = "authority"
    """Whose rights."""
    notice: NoticeId | None = None
    """The notice it is about."""
    breach: BreachId | None = None
    """The fundamental breach it is about."""
    issues: Annotated[tuple[IssueId, ...], Limit(longest=50)] = ()
    """The issues it is about."""
    act: Position | None = None
    """The entry that records the act it is about: a payment made, a meeting held, an instruction given."""
    words: Text | None = None
    """The words used."""
    recipient: Name | None = None
    """To whom it was declared."""
    means: Name | None = None
    """How."""
    audience: Audience = "shared"

    line = (
        "Rights reserved by the {reserved_by}[ about {notice}][ about {breach}][ about {issues}][ about entry {act}]"
        "[: {words}]"
    )


DefaultProcessEntry: TypeAlias = (
    ImprovementPlanAgreed | DefaultProcessConcluded | FundamentalBreachDetermined | RightsReserved
)


class ImprovementPlan(Frozen):
    """A plan agreed on a notice."""

    id: str
    notice: str
    agreed_on: date
    complete_by: date | None
    steps: int
    position: int


class Conclusion(Frozen):
    """The end of the default process on some notices."""

    notices: tuple[str, ...]
    on: date
    result: Literal["remedied", "not-remedied"]
    by: Actor | None
    position: int


class FundamentalBreach(Frozen):
    """A fundamental breach, as determined."""

    id: str
    on: date
    clause: str | None
    issues: tuple[str, ...]
    by: Actor | None
    advice: int | None
    position: int


class Reservation(Frozen):
    """Rights reserved: by whom, and about what."""

    on: date
    reserved_by: Party
    notice: str | None
    breach: str | None
    issues: tuple[str, ...]
    act: int | None
    position: int


@dataclass(slots=True)
class DefaultProcess(Register):
    """What came of the notices of one contract."""

    plans: dict[str, ImprovementPlan] = field(default_factory=dict)
    concluded: list[Conclusion] = field(default_factory=list)
    fundamental_breaches: dict[str, FundamentalBreach] = field(default_factory=dict)
    rights_reserved: list[Reservation] = field(default_factory=list)
    """Declarations of their own; words in a notice that reserve rights: ContractFile.rights_reserved."""

    def apply(self, recorded: Recorded) -> None:
        entry: DefaultProcessEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        position, day, given_id = recorded.position, recorded.entry.happened_on, recorded.given_id or ""
        match entry:
            case ImprovementPlanAgreed():
                self.plans[given_id] = ImprovementPlan(
                    id=given_id, notice=entry.notice, agreed_on=day, complete_by=entry.complete_by,
                    steps=len(entry.steps), position=position,
                )  # fmt: skip
            case DefaultProcessConcluded():
                self.concluded.append(
                    Conclusion(notices=entry.notices, on=day, result=entry.result, by=entry.by, position=position)
                )
            case FundamentalBreachDetermined():
                self.fundamental_breaches[given_id] = FundamentalBreach(
                    id=given_id, on=day, clause=entry.clause, issues=entry.issues, by=entry.by, advice=entry.advice,
                    position=position,
                )  # fmt: skip
            case RightsReserved():
                self.rights_reserved.append(
                    Reservation(
                        on=day, reserved_by=entry.reserved_by, notice=entry.notice, breach=entry.breach,
                        issues=entry.issues, act=entry.act, position=position,
                    )
                )  # fmt: skip
            case _:
                assert_never(entry)

    def conclusion(self, notice: str, day: date) -> Conclusion | None:
        """Return how the process on a notice had ended by a day, None where it had not."""
        return next((c for c in reversed(self.concluded) if notice in c.notices and c.on <= day), None)

    def not_remedied(self, day: date) -> list[Conclusion]:
        """Return the conclusions up to a day that what was complained of was not put right."""
        return [c for c in self.concluded if c.on <= day and c.result == "not-remedied"]

    def fundamental_breach(self, day: date) -> FundamentalBreach | None:
        """Return the fundamental breach determined last by a day, None where there is none."""
        return next((b for b in reversed(self.fundamental_breaches.values()) if b.on <= day), None)


def _against_the_assessment(file: ContractFile, entry: DefaultProcessConcluded, procedure: Procedure) -> str | None:
    for named in entry.notices:
        notice = file.notices.by_id.get(named)
        found = notice.result(entry.happened_on) if notice else None
        if found is None:
            return f"whether {named} was remedied had not been assessed by {_on(entry.happened_on)}"
        if (found == "remedied") != (entry.result == "remedied"):
            return f"it is concluded as {_words(entry.result)}; {named} had been found {_words(found)}"
    return None


def _time_not_over(file: ContractFile, entry: DefaultProcessConcluded, procedure: Procedure) -> str | None:
    if entry.result == "remedied":
        return None
    for notice in file.notices.running(entry.happened_on):
        ends = notice.remedy_ends(entry.happened_on)
        if notice.id in entry.notices and ends is not None:
            return f"the time to remedy {notice.id} runs to {_on(ends)}"
    return None


def _before_service(
    file: ContractFile, entry: ImprovementPlanAgreed | DefaultProcessConcluded, procedure: Procedure
) -> str | None:
    for named in (entry.notice,) if isinstance(entry, ImprovementPlanAgreed) else entry.notices:
        notice = file.notices.by_id.get(named)
        if notice is not None and notice.served is not None and entry.happened_on < notice.served.happened_on:
            return f"{named} was served on {_on(notice.served.happened_on)}, after {_on(entry.happened_on)}"
    return None


def _withdrawn_before(file: ContractFile, entry: ImprovementPlanAgreed, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or notice.withdrawn is None or notice.withdrawn[0] >= entry.happened_on:
        return None
    return f"{entry.notice} was withdrawn on {_on(notice.withdrawn[0])} (entry {notice.withdrawn[1]})"


def _lacks(name: str, found: str) -> Callable[[ContractFile, FundamentalBreachDetermined, Procedure], str | None]:
    def lacking(file: ContractFile, entry: FundamentalBreachDetermined, procedure: Procedure) -> str | None:
        return None if getattr(entry, name) else found

    return lacking


def _about_nothing(file: ContractFile, entry: RightsReserved, procedure: Procedure) -> str | None:
    if entry.notice or entry.breach or entry.issues or entry.act:
        return None
    return "it names no notice, breach, issue or act"


def _on(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _words(slug: str) -> str:
    return slug.replace("-", " ")


BREACH: tuple[tuple[str, str, str, str], ...] = (
    ("clause", "clause", "A determination of fundamental breach names the term that was broken.", "no clause is named"),
    ("facts", "facts", "A determination of fundamental breach states the facts it rests on.", "no facts are stated"),
    ("author", "by", "It is on record who determined a fundamental breach.", "nobody is named"),
    ("advice", "advice", "A determination of fundamental breach cites the advice relied on.", "no advice is cited"),
)
"""What a determination of fundamental breach must show (HCC-9.3-d): name, field, sentence, what was found."""

RULES: tuple[AnyRule, ...] = (
    Rule(
        id="default-process.notice-served-first", citation="HCC-9.1-c", level="contradiction",
        of=(ImprovementPlanAgreed, DefaultProcessConcluded), field="happened_on",
        sentence="What follows on a notice does not come before it was served.", found=_before_service,
    ),
    Rule(
        id="default-process.notice-not-withdrawn", citation="HCC-9.1-c", level="contradiction",
        of=ImprovementPlanAgreed, field="notice",
        sentence="No plan is agreed on a notice that was withdrawn.", found=_withdrawn_before,
    ),
    Rule(
        id="default-process.concluded-as-assessed", citation="HCC-9.1-c", level="explain", of=DefaultProcessConcluded,
        field="result", sentence="The process is concluded by what was found on each notice.",
        found=_against_the_assessment,
    ),
    Rule(
        id="default-process.worked-through", citation="HCC-9.4-d", level="explain", of=DefaultProcessConcluded,
        field="happened_on", found=_time_not_over,
        sentence="The process is worked through: the time to remedy is over before it is concluded.",
    ),
    *(
        Rule(
            id=f"fundamental-breach.states-{name}", citation="HCC-9.3-d", level="advise",
            of=FundamentalBreachDetermined, field=field_, sentence=sentence, found=_lacks(field_, found),
        )
        for name, field_, sentence, found in BREACH
    ),
    Rule(
        id="rights.reserved-about-something", citation="HCC-9.4-b", level="advise", of=RightsReserved, field="notice",
        sentence="A reservation of rights says which notice, breach, issue or act it is about.", found=_about_nothing,
    ),
)  # fmt: skip
