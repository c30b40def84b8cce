"""Which specification, agreement and clause stood on which day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol, TypeVar, assert_never

from ledger.clauses_cited import same_clause
from ledger.contract_terms import (
    Clause,
    CreditClause,
    DefaultClause,
    InForce,
    NoticeAddress,
    NoticeClause,
    NoticeTerms,
    Party,
    PointsClause,
    TerminationClause,
    VariationClause,
    WorkingDayClause,
    notice_terms,
)
from ledger.dates.calendar import NEWEST_TABLE, Country, Period, WorkingDay
from ledger.entry import Entry, Recorded
from ledger.names import among, name_key, same_name
from ledger.registers import Register
from ledger.serving.service_clauses import ServiceMethod
from ledger.specification import (
    Cited,
    ImprovementTarget,
    Indicator,
    ReturnSchedule,
    ServiceLevels,
    Specification,
    cites_method_statement,
)
from ledger.subjects.terms.entries import (
    ClauseEntry,
    CreditClauseEntered,
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    OrderOfPrecedenceEntered,
    PerformanceIndicatorAgreed,
    PointsClauseEntered,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    TermsEntry,
    VariationClauseEntered,
    WorkingDayDefined,
)

NAMED = 12
"""How many of the standards on file are named to somebody who cited another."""
APART = "indicator agreed"
"""Where an indicator stands that was agreed by itself (`Terms.indicators`)."""
AFTER_NOTICE = ("unremedied-default", "repeated-notices")
"""What gives a right to end the contract only after a notice of default."""
C = TypeVar("C", bound=Clause)


class _Dated(Protocol):
    @property
    def since(self) -> date: ...


V = TypeVar("V", bound=_Dated)


@dataclass(frozen=True, slots=True)
class AgreementVersion:
    """A service level agreement as it stood from a day, amendments included."""

    id: str
    since: date
    position: int
    """The entry that made it what it is: the agreement, or its latest amendment that gives it as a whole."""
    says: ServiceLevels = field(default_factory=ServiceLevels)


class _Stretches(NamedTuple):
    """What could be cited between one day on which a version took effect and the next; the first is before them all.

    Each issue, notice and assessment asks it several times: of an issue, judging took a third less (docs/adr/0182).
    """

    days: list[date]
    found: dict[int, tuple[tuple[Cited, ...], frozenset[str]]]
    """By how many of the days have come: everything that can be cited, and the ids, as names compare."""


@dataclass(slots=True)
class Terms(Register[TermsEntry]):
    """The contract's own words, each with the day from which it binds."""

    specifications: list[InForce[ServiceSpecificationIssued]] = field(default_factory=list)
    agreements: dict[str, tuple[AgreementVersion, ...]] = field(default_factory=dict)
    """SLA id -> the agreement as it stood from each of its days."""
    indicators_agreed: dict[str, tuple[InForce[PerformanceIndicatorAgreed], ...]] = field(default_factory=dict)
    """Indicator -> how it stood from each day, where it was agreed apart from a service level agreement."""
    clauses: dict[tuple[type[Entry], str], tuple[InForce[ClauseEntry], ...]] = field(default_factory=dict)
    """(kind of entry, clause number) -> the clause as it stood from each of its days."""
    addresses_given: list[InForce[NoticeAddressGiven]] = field(default_factory=list)
    _stretches: _Stretches | None = field(default=None, init=False, repr=False, compare=False)
    """What `standards` returned, as far as it was asked; None since something was put in."""

    def enter(self, entry: TermsEntry, recorded: Recorded) -> None:
        since, position = entry.effective_on, recorded.position
        self._stretches = None
        match entry:
            case ServiceSpecificationIssued():
                self.specifications.append(InForce(entry, since, position))
            case ServiceLevelAgreementAgreed():
                self._agree(AgreementVersion(recorded.given_id or "", since, position, entry))
            case ServiceLevelAgreementAmended():
                # In the world's order an amendment may come before the agreement it amends: it stands either way. In
                # words alone it leaves what the agreement holds as it was, and from where that is (docs/adr/0432).
                if entry.becomes is not None:
                    self._agree(AgreementVersion(entry.sla, since, position, entry.becomes))
            case PerformanceIndicatorAgreed(indicator=measure):
                held = self.indicators_agreed.get(measure.id, ())
                self.indicators_agreed[measure.id] = (*held, InForce(entry, since, position))
            case NoticeAddressGiven():
                self.addresses_given.append(InForce(entry, since, position))
            case (
                NoticeClauseEntered() | WorkingDayDefined() | DefaultClauseEntered() | TerminationClauseEntered()
                | PointsClauseEntered() | CreditClauseEntered() | VariationClauseEntered() | OrderOfPrecedenceEntered()
            ):  # fmt: skip
                key = next((k for k in self.clauses if _one_clause(k, entry)), (type(entry), entry.clause))
                self.clauses[key] = (*self.clauses.get(key, ()), InForce(entry, since, position))
            case _:
                assert_never(entry)

    def _agree(self, version: AgreementVersion) -> None:
        self.agreements[version.id] = (*self.agreements.get(version.id, ()), version)

    # --- the specification and the service level agreements -------------------------------------------------------

    def specification(self, day: date) -> InForce[ServiceSpecificationIssued] | None:
        """Return the specification in force on a day, None where none is on file."""
        return latest(self.specifications, day)

    def agreements_on(self, day: date) -> tuple[AgreementVersion, ...]:
        """Return the service level agreements as they stood on a day."""
        return tuple(stood for versions in self.agreements.values() if (stood := latest(versions, day)))

    def effective_days(self) -> Iterator[date]:
        """Yield each day from which a version of something with standards in it took effect."""
        yield from (issued.since for issued in self.specifications)
        yield from (version.since for versions in self.agreements.values() for version in versions)
        yield from (agreed.since for versions in self.indicators_agreed.values() for agreed in versions)

    def standard(self, cited: str, day: date) -> Cited | None:
        """Return the standard, requirement or indicator of that id as it stood on a day; None where there was none.

        The method statement is part of the specification and is cited like one of its points (TVP-3.0-1).
        """
        point = next((point for point in self.standards(day) if same_name(point.id, cited)), None)
        return point or self._method_statement(cited, day)

    def standards(self, day: date) -> tuple[Cited, ...]:
        """Return everything an issue or notice could cite on a day: standards, requirements, indicators."""
        return self._citable(day)[0]

    def cites(self, cited: str, day: date) -> bool:
        """Return whether a standard, requirement or indicator of that id stood on a day, or the method statement."""
        return name_key(cited) in self._citable(day)[1] or self._method_statement(cited, day) is not None

    def _method_statement(self, cited: str, day: date) -> Cited | None:
        issued = self.specification(day) if cites_method_statement(cited) else None
        if issued is None or issued.says.method_statement is None:
            return None
        return Cited(
            id=cited, sort="method statement", text=issued.says.method_statement, source=_place(issued.says),
            since=issued.since, position=issued.position,
        )  # fmt: skip

    def _citable(self, day: date) -> tuple[tuple[Cited, ...], frozenset[str]]:
        if self._stretches is None:
            self._stretches = _Stretches(sorted({*self.effective_days()}), {})
        days, found = self._stretches
        stretch = bisect_right(days, day)
        if stretch not in found:
            there = tuple(self._standards(day))
            found[stretch] = there, frozenset(name_key(point.id) for point in there)
        return found[stretch]

    def _standards(self, day: date) -> Iterator[Cited]:
        issued = self.specification(day)
        if issued is not None:
            spec = issued.says
            place = _place(spec)
            for number, point in enumerate(spec.points):
                yield Cited(
                    id=point.id, sort="standard" if number < len(spec.standards) else "requirement", text=point.text,
                    source=place, since=issued.since, position=issued.position,
                )  # fmt: skip
        for measure, source, since, position in self.indicators(day):
            yield Cited(
                id=measure.id, sort="indicator", text=measure.text, source=source, since=since, position=position
            )

    def indicators(self, day: date) -> Iterator[tuple[Indicator, str, date, int]]:
        """Yield (measure, document it stands in, since when, entry) of each indicator in force on a day, once each.

        Of several agreements with one indicator, as the one made or amended last has it (TVP-3.0-6).
        """
        there: dict[str, tuple[Indicator, str, date, int]] = {}
        for versions in self.indicators_agreed.values():
            held = latest(versions, day)
            if held is not None:
                there[held.says.indicator.id] = held.says.indicator, APART, held.since, held.position
        apart = set(there)
        for sla in sorted(self.agreements_on(day), key=lambda one: (one.since, one.position)):
            for measure in sla.says.indicators:
                if measure.id not in apart:
                    there[measure.id] = measure, sla.id, sla.since, sla.position
        yield from there.values()

    def improvement_targets(self, day: date) -> Iterator[tuple[str, ImprovementTarget, date, int]]:
        """Yield (id, target, since when, entry) of each improvement that an agreement in force on a day aims at: the
        first of SLA-001 is SLA-001/1 (TVP-3.0-8)."""
        for sla in self.agreements_on(day):
            for number, target in enumerate(sla.says.improvement_targets, 1):
                yield f"{sla.id}/{number}", target, sla.since, sla.position

    def not_there(self, cited: Sequence[str], *days: date) -> str | None:
        """Return what is found against ids cited that name nothing in force on any of these days; None otherwise.

        Nothing is found where no document with standards is on file: there is nothing to compare with.
        """
        missing = [named for named in cited if not any(self.cites(named, day) for day in days)]
        there = {point.id: point.source for day in days for point in self.standards(day)} if missing else {}
        if not there:
            return None
        sources = " and ".join(dict.fromkeys(there.values()))
        named = ", ".join(list(there)[:NAMED]) + (" …" if len(there) > NAMED else "")
        return f"no standard {', '.join(missing)} in {sources}; there are {named}"

    def return_schedule(self, day: date) -> tuple[ReturnSchedule, ...]:
        """Return what the provider was to send at intervals, by specification and service level agreements.

        What both ask for alike is one return, which shows what either wants in it.
        """
        issued = self.specification(day)
        agreed: dict[tuple[str, int, int | None], ReturnSchedule] = {}
        rows = [*(issued.says.return_schedule if issued else ())]
        rows += [row for sla in self.agreements_on(day) for row in sla.says.reporting_schedule]
        for row in _as_often(rows):
            first = agreed.setdefault((name_key(row.kind), row.every, row.grace_days), row)
            besides = tuple(what for what in row.contents if not among(what, first.contents))
            if besides:
                agreed[name_key(row.kind), row.every, row.grace_days] = first.model_copy(
                    update={"contents": (*first.contents, *besides)}
                )
        return tuple(agreed.values())

    # --- clauses --------------------------------------------------------------------------------------------------

    def versions(self, entry: ClauseEntry) -> tuple[InForce[ClauseEntry], ...]:
        """Return the clause of that kind and number as it stood from each of its days, however it is written."""
        return next((held for key, held in self.clauses.items() if _one_clause(key, entry)), ())

    def of_its_kind(self, entry: ClauseEntry) -> list[InForce[ClauseEntry]]:
        """Return every version of every clause of the kind of an entry, in the order they were put in."""
        return [held for (kind, _), versions in self.clauses.items() if kind is type(entry) for held in versions]

    def _in_force(self, kind: type[C], day: date) -> list[InForce[C]]:
        """The clauses of a kind in force on a day, each in its latest version, in the order they came in."""
        found: list[InForce[C]] = []
        for versions in self.clauses.values():
            last = latest(versions, day)
            if last is not None and isinstance(last.says, kind):
                found.append(InForce(last.says, last.since, last.position))
        return sorted(found, key=lambda clause: (clause.since, clause.position))

    def notice_clause(
        self, notice_kind: str, given_by: str, day: date, country: Country = "england-and-wales"
    ) -> NoticeTerms:
        """Return all the contract said on a day about a party's notices of a kind: see contract_terms.notice_terms.

        `country` is the contract's law: whose bank holidays count where it does not say what a Working Day is.
        """
        return notice_terms(
            self._in_force(NoticeClause, day), notice_kind, given_by, self.working_day(day, country), country
        )

    def working_day(self, day: date, country: Country = "england-and-wales") -> WorkingDay | None:
        """Return what the contract meant by Working Day on a day; None where it does not say.

        `country` is the contract's law: whose bank holidays count where the clause does not say.
        Bank holidays are those of the newest table; a date worked out names the table it was worked out with.
        """
        found = self._in_force(WorkingDayClause, day)
        return found[-1].says.working_day(NEWEST_TABLE, country) if found else None

    def default_clause(
        self, day: date, notice_kind: str = "default", clause: str | None = None, party: Party | None = None
    ) -> InForce[DefaultClause] | None:
        """Return the clause on default in force on a day, the latest: see default_clauses."""
        wanted = self.default_clauses(day, notice_kind, clause, party)
        return wanted[-1] if wanted else None

    def default_clauses(
        self, day: date, notice_kind: str, clause: str | None = None, party: Party | None = None
    ) -> list[InForce[DefaultClause]]:
        """Return the clauses on default in force on a day of that number; without one, for that kind of notice.

        With a party, only clauses about that party's notices: what time the provider must be given says nothing of
        what the authority must be given.
        """
        return [
            held
            for held in self._in_force(DefaultClause, day)
            if party is None or held.says.given_by in (None, party)
            if (same_clause(held.says.clause, clause) if clause else held.says.notice_kind == notice_kind)
        ]

    def clause_not_there(self, cited: str, day: date, *also: str) -> str | None:
        """Return what is found against a clause cited that is none of those in force on a day, nor `also` known.

        None where no clause is on file: there is nothing to compare with.
        """
        held = [number for (_, number), versions in self.clauses.items() if latest(versions, day) is not None]
        there = list(dict.fromkeys((*also, *held)))
        if not there or any(same_clause(number, cited) for number in there):
            return None
        return f"it cites clause {cited}; on file are {', '.join(there[:NAMED])}{' …' if len(there) > NAMED else ''}"

    def not_on_default(self, cited: str, day: date, notice: str, party: Party, *also: str) -> str | None:
        """Return that a clause cited by a party's notice of default is none about such notices, nor `also` known; None
        where it is one, or where no clause on default is on file (HCC-9.1-b).

        Besides the clauses on default those are about them that say how such a notice is given, naming its kind, and
        rights to end the contract after one.
        """
        default = [c.says.clause for c in self._in_force(DefaultClause, day) if c.says.given_by in (None, party)]
        default += also
        given = [c.says for c in self._in_force(NoticeClause, day)]
        about = [c.clause for c in given if notice in c.notices and c.given_by in (None, party)]
        rights = [right.says for right in self.termination_clauses(day)]
        about += [c.clause for c in rights if c.trigger in AFTER_NOTICE and c.held_by in ("either", party)]
        if not default or any(same_clause(number, cited) for number in (*default, *about)):
            return None
        there = ", ".join(dict.fromkeys(default))
        return f"it cites clause {cited}, which is not about default; the contract's default clause on file is {there}"

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
        return next((c for c in self.termination_clauses(day) if same_clause(c.says.clause, clause)), None)

    def points_clauses(self, day: date) -> list[InForce[PointsClause]]:
        """Return the contract's clauses on service failure points in force on a day."""
        return self._in_force(PointsClause, day)

    def credit_clauses(self, day: date, party: Party) -> list[InForce[CreditClause]]:
        """Return the clauses on credits, deductions, interest and set-off that a party had on a day."""
        return [c for c in self._in_force(CreditClause, day) if c.says.held_by in ("either", party)]

    def variation_form(self, day: date) -> InForce[VariationClause] | None:
        """Return the form the contract asked of a variation on a day, None where no clause is on file."""
        found = self._in_force(VariationClause, day)
        return found[-1] if found else None

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


def _one_clause(key: tuple[type[Entry], str], entry: ClauseEntry) -> bool:
    return key[0] is type(entry) and same_clause(key[1], entry.clause)


def _as_often(rows: Sequence[ReturnSchedule]) -> Iterator[ReturnSchedule]:
    """Each return, as often as another row of it says where its own does not."""
    said = {name_key(row.kind): row.every_months for row in reversed(rows) if row.every_months is not None}
    for row in rows:
        often = said.get(name_key(row.kind)) if row.every_months is None else None
        yield row.model_copy(update={"every_months": often}) if often else row


def _place(spec: Specification) -> str:
    return f"specification {spec.version}" if spec.version else "specification"


def latest(versions: Sequence[V], day: date) -> V | None:
    """The version that stood on a day: the last of those in force by then, in the world's order."""
    return next((version for version in reversed(versions) if version.since <= day), None)
