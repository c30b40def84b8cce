"""Terms: what the contract itself asks for and says: its specification, service level agreements, and clauses as data.

Each is entered with the day from which it binds. What stood on a day is answered here; what variations made of dates
and values is answered by ContractFile.value_of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Protocol, TypeAlias, TypeVar, assert_never, get_args

from pydantic import ValidationError

from ledger.calendar import NEWEST_TABLE, Country, Period, WorkingDay, monday_to_friday
from ledger.contract_terms import (
    Clause,
    DefaultClause,
    InForce,
    NoticeAddress,
    NoticeClause,
    NoticeTerms,
    Party,
    PrecedenceClause,
    TerminationClause,
    VariationClause,
    WorkingDayClause,
    notice_terms,
)
from ledger.entry import Audience, Entry, Limit, Name, Recorded, SlaId, VariationId
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.service_clauses import ServiceClause, ServiceMethod
from ledger.specification import Cited, ReturnSchedule, ServiceLevels, SlaChange, Specification
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

C = TypeVar("C", bound=Clause)


class _Dated(Protocol):
    @property
    def since(self) -> date: ...


V = TypeVar("V", bound=_Dated)


class _Binding(Entry):
    """What all the contract's own words share."""

    effective_from: date | None = None
    """The day from which it binds, where not the day this happened; for what the contract always said, the first."""
    audience: Audience = "shared"

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on


class ServiceSpecificationIssued(Specification, _Binding):
    """The service specification was issued, or a new version of it."""

    kind: Literal["service-specification-issued/1"] = "service-specification-issued/1"
    variation: VariationId | None = None
    """The variation that made this version, where it changes an earlier one."""

    line = "Service specification[ {version}] issued[, in force from {effective_from}]"


class ServiceLevelAgreementAgreed(ServiceLevels, _Binding):
    """A service level agreement was agreed, for what the contract leaves to be worked out between the parties."""

    kind: Literal["service-level-agreement-agreed/1"] = "service-level-agreement-agreed/1"
    strategy_confirmed: bool | None = None
    """Whether it confirms the authority's way of managing contracts to the provider."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""

    gives = "SLA"
    noun = "agreement"
    line = "{id}: service level agreement agreed[, in force from {effective_from}]"


class ServiceLevelAgreementAmended(_Binding):
    """A service level agreement was amended, without any term of the contract being changed by it."""

    kind: Literal["service-level-agreement-amended/1"] = "service-level-agreement-amended/1"
    sla: SlaId
    """The service level agreement."""
    changes: Annotated[tuple[SlaChange, ...], Limit(longest=100)] = ()
    """What changes, in words."""
    becomes: ServiceLevels | None = None
    """The whole agreement as amended; null where the words say all there is to say."""
    not_material_statement: Text | None = None
    """The statement that no term of the contract is materially changed, and why."""
    agreed_by_authority: Name | None = None
    """Who agreed for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed for the provider."""

    line = "{sla} amended[, in force from {effective_from}][: {not_material_statement}]"


class _ClauseEntered(_Binding):
    """What all clauses share."""

    words: Text | None = None
    """The clause's own words."""
    variation: VariationId | None = None
    """The variation that brought the clause in or changed it; null for a clause the contract always had."""


class NoticeClauseEntered(NoticeClause, _ClauseEntered):
    """The contract's clause on notices was entered: who signs, to whom, what it states, how and when served."""

    kind: Literal["notice-clause-entered/1"] = "notice-clause-entered/1"

    line = (
        "Clause {clause} on notices entered[, for {notices}][ given by the {given_by}][, signed by {signed_by}]"
        "[: {words}]"
    )


class NoticeAddressGiven(_Binding):
    """A party gave, or changed, the address at which notices are to be served on it."""

    kind: Literal["notice-address-given/1"] = "notice-address-given/1"
    party: Party
    """Whose address it is."""
    addresses: Annotated[tuple[NoticeAddress, ...], Limit(longest=20)] = ()
    """The address for each way of serving; for that way it takes the place of the one before."""
    withdrawn: Annotated[tuple[ServiceMethod, ...], Limit(longest=8)] = ()
    """Ways of serving for which the party no longer has an address."""

    line = "Address for notices of the {party}[: {addresses}][; no longer by {withdrawn}][, from {effective_from}]"


class WorkingDayDefined(WorkingDayClause, _ClauseEntered):
    """What the contract means by Working Day was entered."""

    kind: Literal["working-day-defined/1"] = "working-day-defined/1"

    line = "Clause {clause}: Working Days are {weekdays}, but for bank holidays ({country})[ and {closed}]"


class DefaultClauseEntered(DefaultClause, _ClauseEntered):
    """The contract's clause on default was entered: the notice it calls for, and the time to put the default right."""

    kind: Literal["default-clause-entered/1"] = "default-clause-entered/1"

    line = "Clause {clause} on default entered: {notice_kind} notice[, {cure_period} to put it right][: {words}]"


class TerminationClauseEntered(TerminationClause, _ClauseEntered):
    """A clause that gives a right to end the contract was entered."""

    kind: Literal["termination-clause-entered/1"] = "termination-clause-entered/1"

    line = (
        "Clause {clause} on termination entered: {trigger}, held by {held_by}[, on {notice_length} notice][: {words}]"
    )


class VariationClauseEntered(VariationClause, _ClauseEntered):
    """The contract's clause on the form of variations was entered."""

    kind: Literal["variation-clause-entered/1"] = "variation-clause-entered/1"

    line = "Clause {clause} on variations entered: in writing: {in_writing}; signed: {signed}[; {words}]"


class OrderOfPrecedenceEntered(PrecedenceClause, _ClauseEntered):
    """The contract's order of precedence between its documents was entered."""

    kind: Literal["order-of-precedence-entered/1"] = "order-of-precedence-entered/1"

    line = "Clause {clause}: order of precedence {documents}"


ClauseEntry: TypeAlias = (
    NoticeClauseEntered | WorkingDayDefined | DefaultClauseEntered | TerminationClauseEntered
    | VariationClauseEntered | OrderOfPrecedenceEntered
)  # fmt: skip
TermsEntry: TypeAlias = (
    ServiceSpecificationIssued | ServiceLevelAgreementAgreed | ServiceLevelAgreementAmended | NoticeAddressGiven
    | ClauseEntry
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgreementVersion:
    """A service level agreement as it stood from a day, amendments included."""

    id: str
    since: date
    position: int
    """The entry that made it what it is: the agreement, or its latest amendment."""
    says: ServiceLevels = field(default_factory=ServiceLevels)


@dataclass(slots=True)
class Terms(Register):
    """The contract's own words, each with the day from which it binds."""

    specifications: list[InForce[ServiceSpecificationIssued]] = field(default_factory=list)
    agreements: dict[str, tuple[AgreementVersion, ...]] = field(default_factory=dict)
    """SLA id -> the agreement as it stood from each of its days."""
    clauses: dict[tuple[type[Entry], str], tuple[InForce[ClauseEntry], ...]] = field(default_factory=dict)
    """(kind of entry, clause number) -> the clause as it stood from each of its days."""
    addresses_given: list[InForce[NoticeAddressGiven]] = field(default_factory=list)

    def apply(self, recorded: Recorded) -> None:
        entry: TermsEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        since, position = entry.effective_on, recorded.position
        match entry:
            case ServiceSpecificationIssued():
                self.specifications.append(InForce(entry, since, position))
            case ServiceLevelAgreementAgreed():
                self._agree(AgreementVersion(recorded.given_id or "", since, position, entry))
            case ServiceLevelAgreementAmended():
                # In the world's order an amendment may come before the agreement it amends: it stands either way.
                last = self.agreements.get(entry.sla, ())[-1:]
                says = entry.becomes or (last[0].says if last else ServiceLevels())
                self._agree(AgreementVersion(entry.sla, since, position, says))
            case NoticeAddressGiven():
                self.addresses_given.append(InForce(entry, since, position))
            case (
                NoticeClauseEntered() | WorkingDayDefined() | DefaultClauseEntered() | TerminationClauseEntered()
                | VariationClauseEntered() | OrderOfPrecedenceEntered()
            ):  # fmt: skip
                key = (type(entry), entry.clause)
                self.clauses[key] = (*self.clauses.get(key, ()), InForce(entry, since, position))
            case _:
                assert_never(entry)

    def _agree(self, version: AgreementVersion) -> None:
        self.agreements[version.id] = (*self.agreements.get(version.id, ()), version)

    # --- the specification and the service level agreements -------------------------------------------------------

    def specification(self, day: date) -> InForce[ServiceSpecificationIssued] | None:
        """Return the specification in force on a day, None where none is on file."""
        return _latest(self.specifications, day)

    def agreements_on(self, day: date) -> tuple[AgreementVersion, ...]:
        """Return the service level agreements as they stood on a day."""
        return tuple(stood for versions in self.agreements.values() if (stood := _latest(versions, day)))

    def standard(self, cited: str, day: date) -> Cited | None:
        """Return the standard, requirement or indicator of that id as it stood on a day; None where there was none."""
        return next((point for point in self.standards(day) if point.id == cited), None)

    def standards(self, day: date) -> Iterator[Cited]:
        """Yield everything an issue or notice could cite on a day: standards, requirements, indicators."""
        issued = self.specification(day)
        if issued is not None:
            spec = issued.says
            place = f"specification {spec.version}" if spec.version else "specification"
            for point in spec.points:
                yield Cited(
                    id=point.id, sort="standard" if point in spec.standards else "requirement", text=point.text,
                    source=place, since=issued.since, position=issued.position,
                )  # fmt: skip
        for sla in self.agreements_on(day):
            for measure in sla.says.indicators:
                yield Cited(
                    id=measure.id, sort="indicator", text=measure.text, source=sla.id, since=sla.since,
                    position=sla.position,
                )  # fmt: skip

    def return_schedule(self, day: date) -> tuple[ReturnSchedule, ...]:
        """Return what the provider was to send at intervals, by specification and service level agreements."""
        issued = self.specification(day)
        asked = issued.says.return_schedule if issued else ()
        return (*asked, *(row for sla in self.agreements_on(day) for row in sla.says.reporting_schedule))

    # --- clauses --------------------------------------------------------------------------------------------------

    def _in_force(self, kind: type[C], day: date) -> list[InForce[C]]:
        """The clauses of a kind in force on a day, each in its latest version, in the order they came in."""
        found: list[InForce[C]] = []
        for versions in self.clauses.values():
            last = _latest(versions, day)
            if last is not None and isinstance(last.says, kind):
                found.append(InForce(last.says, last.since, last.position))
        return sorted(found, key=lambda clause: (clause.since, clause.position))

    def notice_clause(
        self, notice_kind: str, given_by: str, day: date, country: Country = "england-and-wales"
    ) -> NoticeTerms:
        """Return all the contract said on a day about a party's notices of a kind: see contract_terms.notice_terms.

        `country` is the contract's law: whose bank holidays count where it does not say what a Working Day is.
        """
        return notice_terms(self._in_force(NoticeClause, day), notice_kind, given_by, self.working_day(day), country)

    def working_day(self, day: date) -> WorkingDay | None:
        """Return what the contract meant by Working Day on a day; None where it does not say.

        Bank holidays are those of the newest table; a date worked out names the table it was worked out with.
        """
        found = self._in_force(WorkingDayClause, day)
        return found[-1].says.working_day(NEWEST_TABLE) if found else None

    def default_clause(
        self, day: date, notice_kind: str = "default", clause: str | None = None
    ) -> InForce[DefaultClause] | None:
        """Return the clause on default in force on a day, by its number or by the kind of notice it calls for."""
        found = self._in_force(DefaultClause, day)
        wanted = [c for c in found if (c.says.clause == clause if clause else c.says.notice_kind == notice_kind)]
        return wanted[-1] if wanted else None

    def cure_period(self, day: date, clause: str | None = None, notice_kind: str = "default") -> Period | None:
        """Return the time to put a default right that the contract gave on a day, None where it gives none.

        By the clause of that number, on default or on termination; without a number, by the kind of notice.
        """
        default = self.default_clause(day, notice_kind, clause)
        if default is not None and default.says.cure_period:
            return default.says.cure_period
        ending = self.termination_clause(clause, day) if clause else None
        return ending.says.cure_period if ending else None

    def termination_clauses(self, day: date) -> list[InForce[TerminationClause]]:
        """Return every right to end the contract that its clauses gave on a day, of either party."""
        return self._in_force(TerminationClause, day)

    def termination_clause(self, clause: str, day: date) -> InForce[TerminationClause] | None:
        """Return the right to end the contract that the clause of that number gave on a day."""
        return next((c for c in self.termination_clauses(day) if c.says.clause == clause), None)

    def variation_form(self, day: date) -> InForce[VariationClause] | None:
        """Return the form the contract asked of a variation on a day, None where no clause is on file."""
        found = self._in_force(VariationClause, day)
        return found[-1] if found else None

    def precedence(self, day: date) -> tuple[str, ...]:
        """Return the documents of the contract in their order of precedence on a day; empty where none is on file."""
        found = self._in_force(PrecedenceClause, day)
        return found[-1].says.documents if found else ()

    def addresses(self, party: str, day: date) -> dict[ServiceMethod, InForce[NoticeAddress]]:
        """Return where notices to a party went on a day, by way of serving."""
        stood: dict[ServiceMethod, InForce[NoticeAddress]] = {}
        for given in self.addresses_given:
            if given.says.party == party and given.since <= day:
                stood = {method: held for method, held in stood.items() if method not in given.says.withdrawn}
                stood |= {a.method: InForce(a, given.since, given.position) for a in given.says.addresses}
        return stood

    def address(self, party: str, day: date, method: ServiceMethod) -> InForce[NoticeAddress] | None:
        """Return where notices to a party served in one way went on a day, None where no address is on file."""
        return self.addresses(party, day).get(method)


def _latest(versions: Sequence[V], day: date) -> V | None:
    """The version that stood on a day: the last of those in force by then, in the world's order."""
    return next((version for version in reversed(versions) if version.since <= day), None)


# --- rules ------------------------------------------------------------------------------------------------------------


def _cited_twice(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    ids = [point.id for point in issued.points]
    twice = sorted({point for point in ids if ids.count(point) > 1})
    return f"{', '.join(twice)} stands in it more than once; each needs an id of its own" if twice else None


def _missing(
    field_name: str, found: str
) -> Callable[[ContractFile, ServiceSpecificationIssued, Procedure], str | None]:
    """A predicate on a field of the specification that should not be empty."""

    def lacks(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
        return None if getattr(issued, field_name) not in (None, ()) else found

    return lacks


def _lead_not_attending(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if not issued.attendees:
        return "it does not say who attends monitoring meetings"
    if {"lead-officer", "representative"} & set(issued.attendees):
        return None
    return f"those who attend are {', '.join(procedure.office_title(office) for office in issued.attendees)}"


def _no_survey(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    every = issued.survey_interval_months
    if every is not None and every <= 12:
        return None
    return "it asks for no survey of user satisfaction" if every is None else f"it asks for one every {every} months"


def _no_activity(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if issued.activity_information_required:
        return None
    contract = file.agreement.contract
    linked = contract is not None and (contract.indicator_linked or contract.activity_paid)
    why = ", and national indicators or payment rest on it" if linked else ""
    return f"it does not ask for activity information{why}"


def _not_said_immaterial(file: ContractFile, amended: ServiceLevelAgreementAmended, procedure: Procedure) -> str | None:
    if amended.not_material_statement:
        return None
    return "it is not stated that no term of the contract is materially changed; a material change is a variation"


def _sla_lacks(file: ContractFile, agreed: ServiceLevelAgreementAgreed, procedure: Procedure) -> str | None:
    held = {
        "points of contact (TVP-3.0-5)": agreed.contacts,
        "performance indicators (TVP-3.0-6)": agreed.indicators,
        "reporting (TVP-3.0-7)": agreed.reporting_schedule,
        "improvement targets (TVP-3.0-8)": agreed.improvement_targets,
    }
    missing = [what for what, there in held.items() if not there]
    return f"it holds no {' and no '.join(missing)}" if missing else None


def _earlier(file: ContractFile, entry: ServiceSpecificationIssued | ClauseEntry) -> date | None:
    """Since when an earlier version of the same words has been in force; None where there is none."""
    if isinstance(entry, ServiceSpecificationIssued):
        versions: Sequence[InForce[Entry]] = file.terms.specifications
    else:
        versions = file.terms.clauses.get((type(entry), entry.clause), ())
    before = _latest(versions, entry.effective_on)
    return before.since if before else None


def _changed_without_variation(
    file: ContractFile, entry: ServiceSpecificationIssued | ClauseEntry, procedure: Procedure
) -> str | None:
    earlier = _earlier(file, entry)
    if earlier is None or entry.variation:
        return None
    what = "the specification" if isinstance(entry, ServiceSpecificationIssued) else f"clause {entry.clause}"
    return (
        f"{what} in force since {earlier:%-d %B %Y} is replaced from {entry.effective_on:%-d %B %Y}, and no variation "
        "is named; if the earlier entry was wrong, correct that entry instead"
    )


def _binds_late(file: ContractFile, entry: ClauseEntry, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or entry.variation or _earlier(file, entry):
        return None
    began = contract.start_date or contract.effective_on
    if entry.effective_on <= began:
        return None
    return (
        f"clause {entry.clause} is entered as binding from {entry.effective_on:%-d %B %Y}, and the contract began on "
        f"{began:%-d %B %Y}; give effective_from if it always stood in the contract, else the variation"
    )


def _methods_clash(file: ContractFile, entry: NoticeClauseEntered, procedure: Procedure) -> str | None:
    if not entry.methods:
        return None
    usual = monday_to_friday("england-and-wales")
    try:
        ServiceClause(clause=entry.clause, methods=entry.methods, working_day=usual)
    except ValidationError as error:
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    return None


def _working_day_unsaid(file: ContractFile, entry: NoticeClauseEntered, procedure: Procedure) -> str | None:
    periods = [period for rule in entry.methods for period in (rule.after, rule.hard_copy and rule.hard_copy.within)]
    counted = any(p.unit == "working-days" or p.roll == "next-working-day" for p in periods if p)
    if not counted and not any(rule.hours for rule in entry.methods):
        return None
    if file.terms.working_day(entry.effective_on):
        return None
    return f"clause {entry.clause} counts in Working Days, and what the contract means by that is not on file"


_TAKES: dict[str, tuple[tuple[str, str], ...]] = {
    "unremedied-default": (("first_notice", "which notice must have been served first"),),
    "repeated-notices": (("first_notice", "of which kind the notices are"), ("count", "how many notices it takes")),
    "points": (("points", "how many points it takes"),),
    "convenience": (("notice_length", "how long before the end notice is given"),),
}
"""What a clause of each sort must say for it to be told from the file whether the right has arisen."""


def _right_half_said(file: ContractFile, entry: TerminationClauseEntered, procedure: Procedure) -> str | None:
    missing = [what for name, what in _TAKES.get(entry.trigger, ()) if getattr(entry, name) is None]
    return f"it does not say {' or '.join(missing)}" if missing else None


CLAUSES = get_args(ClauseEntry)

RULES: tuple[AnyRule, ...] = (
    Rule(
        id="specification.ids-once", citation="HCC-6.1-b", level="contradiction", of=ServiceSpecificationIssued,
        field="standards", sentence="Each standard and requirement of a specification has an id of its own.",
        found=_cited_twice,
    ),
    Rule(
        id="specification.describes-the-service", citation="HCC-6.1-a", level="advise", of=ServiceSpecificationIssued,
        field="scope", sentence="The specification describes the scope and the service.",
        found=_missing("scope", "it does not describe the scope"),
    ),
    Rule(
        id="specification.sets-standards", citation="HCC-6.1-b", level="advise", of=ServiceSpecificationIssued,
        field="standards", sentence="The specification sets the standard to which the service is provided.",
        found=_missing("standards", "it sets no standard, so failures cannot be measured by it"),
    ),
    Rule(
        id="specification.sets-meetings", citation="HCC-6.1-c", level="advise", of=ServiceSpecificationIssued,
        field="meetings_per_year", sentence="The specification sets how often monitoring meetings are held.",
        found=_missing("meetings_per_year", "it does not say how often monitoring meetings are held"),
    ),
    Rule(
        id="specification.says-what-is-brought", citation="HCC-6.1-d", level="advise", of=ServiceSpecificationIssued,
        field="meeting_information", sentence="The specification says what the provider brings to monitoring meetings.",
        found=_missing("meeting_information", "it does not say what the provider brings to monitoring meetings"),
    ),
    Rule(
        id="specification.sets-returns", citation="HCC-6.1-e", level="advise", of=ServiceSpecificationIssued,
        field="return_schedule", sentence="The specification sets the kind of data returns and how often they come.",
        found=_missing("return_schedule", "it asks for no data returns"),
    ),
    Rule(
        id="specification.lead-officer-attends", citation="HCC-6.1-f", level="advise", of=ServiceSpecificationIssued,
        field="attendees", found=_lead_not_attending,
        sentence="The specification names who attends monitoring meetings, the lead officer or a nominee among them.",
    ),
    Rule(
        id="specification.yearly-survey", citation="HCC-6.2-a", level="explain", of=ServiceSpecificationIssued,
        field="survey_interval_months", found=_no_survey,
        sentence="Every specification obliges the provider to survey user satisfaction once a year.",
    ),
    Rule(
        id="specification.activity-information", citation="HCC-6.2-b", level="explain", of=ServiceSpecificationIssued,
        field="activity_information_required", found=_no_activity,
        sentence="Every specification obliges the provider to send activity information.",
    ),
    Rule(
        id="sla.holds-what-it-should", citation="TVP-3.0-5", level="advise", of=ServiceLevelAgreementAgreed,
        sentence="A service level agreement holds points of contact, indicators, reporting and improvement targets.",
        found=_sla_lacks,
    ),
    Rule(
        id="sla.not-a-material-change", citation="TVP-3.0-9", level="explain", of=ServiceLevelAgreementAmended,
        field="not_material_statement", found=_not_said_immaterial,
        sentence="A service level agreement is amended only where no term of the contract is materially changed.",
    ),
    Rule(
        id="term.fixed-unless-varied", citation="TVP-3.0-3", level="explain", of=(ServiceSpecificationIssued, *CLAUSES),
        field="variation", sentence="Terms stay as they are for the life of the contract unless a variation is agreed.",
        found=_changed_without_variation,
    ),
    Rule(
        id="clause.binds-from-the-start", citation="TVP-3.0-3", level="advise", of=CLAUSES, field="effective_from",
        sentence="A clause binds from the start of the contract unless a variation brought it in.", found=_binds_late,
    ),
    Rule(
        id="notice-clause.one-rule-for-each-way", citation="HCC-9.1-b", level="contradiction", of=NoticeClauseEntered,
        field="methods", sentence="A clause gives one rule for each way of serving each kind of notice.",
        found=_methods_clash,
    ),
    Rule(
        id="notice-clause.working-day-defined", citation="HCC-9.1-b", level="advise", of=NoticeClauseEntered,
        field="methods", sentence="Where Working Days are counted, the contract's definition of them is on file.",
        found=_working_day_unsaid,
    ),
    Rule(
        id="termination-clause.complete", citation="HCC-A11-a", level="advise", of=TerminationClauseEntered,
        field="trigger", sentence="A right to end the contract is entered with all that it takes.",
        found=_right_half_said,
    ),
)  # fmt: skip
