"""The contract's own words: which clause stood on which day, and what it says; its standards are in standards.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, assert_never

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
from ledger.serving.service_clauses import ServiceMethod
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
from ledger.subjects.terms.standards import NAMED, AgreementVersion, Standards, latest

AFTER_NOTICE = ("unremedied-default", "repeated-notices")
"""What gives a right to end the contract only after a notice of default."""
C = TypeVar("C", bound=Clause)


@dataclass(slots=True)
class Terms(Standards):
    """The contract's own words, each with the day from which it binds."""

    clauses: dict[tuple[type[Entry], str], tuple[InForce[ClauseEntry], ...]] = field(default_factory=dict)
    """(kind of entry, clause number) -> the clause as it stood from each of its days."""
    addresses_given: list[InForce[NoticeAddressGiven]] = field(default_factory=list)

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
