"""Which standards stood on which day: of the specification, of service level agreements, and of indicators apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from ledger.contract_terms import InForce
from ledger.names import among, name_key, same_name
from ledger.registers import Register
from ledger.specification import (
    Cited,
    ImprovementTarget,
    Indicator,
    ReturnSchedule,
    ServiceLevels,
    Specification,
    cites_method_statement,
)
from ledger.subjects.terms.entries import PerformanceIndicatorAgreed, ServiceSpecificationIssued, TermsEntry

NAMED = 12
"""How many of the standards on file are named to somebody who cited another."""
APART = "indicator agreed"
"""Where an indicator stands that was agreed by itself (`Terms.indicators`)."""


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
class Standards(Register[TermsEntry]):
    """What the contract asks of the service: the part of its terms (register.py) that issues and notices cite."""

    specifications: list[InForce[ServiceSpecificationIssued]] = field(default_factory=list)
    agreements: dict[str, tuple[AgreementVersion, ...]] = field(default_factory=dict)
    """SLA id -> the agreement as it stood from each of its days."""
    indicators_agreed: dict[str, tuple[InForce[PerformanceIndicatorAgreed], ...]] = field(default_factory=dict)
    """Indicator -> how it stood from each day, where it was agreed apart from a service level agreement."""
    _stretches: _Stretches | None = field(default=None, init=False, repr=False, compare=False)
    """What `standards` returned, as far as it was asked; None since something was put in."""

    def _agree(self, version: AgreementVersion) -> None:
        self.agreements[version.id] = (*self.agreements.get(version.id, ()), version)

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
    for version in reversed(versions):  # `next` of a generator takes twice as long, for every clause on every day
        if version.since <= day:
            return version
    return None
