"""Whether the provider was given the results of monitoring as they stand now (HCC-2.1-f).

A result that was corrected after it was given is not the one the provider was told. What was given is the result as the
file had it where its being given was recorded: no more than that is known of it (docs/adr/0433).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.entry import own
from ledger.folding import in_force
from ledger.names import among, same_unit
from ledger.subjects.performance import PerformanceAssessed, PerformanceResultsShared
from ledger.subjects.records import AMENDING

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.entry import Entry, Recorded
    from ledger.subjects.performance.register import Assessment

_AMENDING = frozenset(AMENDING)


class GivenOtherwise(NamedTuple):
    """What the provider was told of a result that by now is another."""

    on: date
    position: int
    """Of the entry that says it was given."""
    corrected_at: int | None
    """Where it was corrected; None where a correction was struck out since."""
    says: PerformanceAssessed
    """As it was told."""

    def __str__(self) -> str:
        target = f", target {self.says.target}" if self.says.target else ""
        figure = f"{self.says.actual} {self.says.unit or ''}".strip() if self.says.actual else ""
        return f"{figure + target + ': ' if figure else ''}{self.says.judgement.replace('-', ' ')}"


def not_given(file: ContractFile) -> Iterator[tuple[Assessment, GivenOtherwise | None]]:
    """Yield the results that the provider was not told as they stand now, with what it was last told of them instead,
    where their value or judgement was corrected since. Other words or other evidence make no other result."""
    amending = _amending(file)
    for assessment in file.performance.assessments.values():
        last = next(iter(_givings(file, assessment, amending)), None)
        otherwise = _given_otherwise(file, assessment, last, amending) if last is not None else None
        if otherwise is not None or last is None:
            yield assessment, otherwise


def given_on(file: ContractFile) -> Mapping[str, date]:
    """Return when each result was first given to the provider as it stands now, and not as another since; none of one
    that was last told otherwise, or not at all."""
    amending = _amending(file)
    since: dict[str, date] = {}
    for assessment in file.performance.assessments.values():
        for giving in _givings(file, assessment, amending):
            if _given_otherwise(file, assessment, giving, amending) is not None:
                break
            since[assessment.id] = min(giving.on, since.get(assessment.id, giving.on))
    return since


def given_otherwise_by(file: ContractFile, position: int) -> Iterator[tuple[Assessment, GivenOtherwise]]:
    """Yield the results that the provider was given by an entry and that by now are others, each as it was told then,
    whether it was given again since or not."""
    amending = _amending(file)
    for assessment in file.performance.assessments.values():
        if all(at != position for _, at in assessment.shared):
            continue
        giving = next(one for one in _givings(file, assessment, amending) if one.position == position)
        if (otherwise := _given_otherwise(file, assessment, giving, amending)) is not None:
            yield assessment, otherwise


class _Giving(NamedTuple):
    recorded: int
    """Where it was recorded that the result was given on that day."""
    on: date
    position: int
    """Of the entry that says it was given."""


def _amending(file: ContractFile) -> Mapping[int, Sequence[Recorded]]:
    """What amends each entry, by its position, in the order of recording: also what confirms or strikes out another of
    these."""
    return file.of_the_record(_amending, lambda: _by_what_they_amend(file.known))


def _by_what_they_amend(known: Iterable[Recorded]) -> dict[int, list[Recorded]]:
    about: dict[int, int] = {}
    found: dict[int, list[Recorded]] = {}
    for one in known:
        if type(one.entry) in _AMENDING:
            position: int = own(one.entry, "position")
            about[one.position] = about.get(position, position)
            found.setdefault(about[one.position], []).append(one)
    return found


def _givings(file: ContractFile, assessment: Assessment, amending: Mapping[int, Sequence[Recorded]]) -> list[_Giving]:
    """Each time a result was given, the one recorded last first."""
    corrected = assessment.position in amending  # else it was the same result each time
    found = (
        _Giving(_recorded(file, assessment, at, amending.get(at, ())) if corrected else at, on, at)
        for on, at in assessment.shared
    )
    return sorted(found, reverse=True)


def _given_otherwise(
    file: ContractFile, assessment: Assessment, giving: _Giving, amending: Mapping[int, Sequence[Recorded]]
) -> GivenOtherwise | None:  # fmt: skip
    now, amended = file.at(assessment.position), amending.get(assessment.position)
    if now is None or amended is None:
        return None
    then = _as_known(file, assessment.position, [r for r in amended if r.position <= giving.recorded])
    if not isinstance(then, PerformanceAssessed) or not isinstance(now.entry, PerformanceAssessed):
        return None
    if _is_same(then, now.entry):
        return None
    return GivenOtherwise(giving.on, giving.position, now.corrected_at, then)


def _recorded(file: ContractFile, assessment: Assessment, position: int, amending: Sequence[Recorded]) -> int:
    """Where it was recorded that a result was given on the day there is: at the correction that says so, where it is
    one of the day or of the results that were given."""
    recorded, said = position, None
    for count, at in enumerate((position, *(one.position for one in amending))):
        given = _as_known(file, position, amending[:count])
        says = isinstance(given, PerformanceResultsShared) and among(assessment.id, given.assessments)
        if (says, given and given.happened_on) != said:
            recorded, said = at, (says, given and given.happened_on)
    return recorded


def _as_known(file: ContractFile, position: int, amending: Sequence[Recorded]) -> Entry | None:
    """An entry as these corrections make it; None where it is struck out by them."""
    first = file.first_recorded(position)
    standing, _ = in_force([first, *amending]) if first is not None else ([], {})
    return next((r.entry for r in standing if r.position == position), None)


def _is_same(one: PerformanceAssessed, other: PerformanceAssessed) -> bool:
    counted, other_counted = one.unit, other.unit
    alike = counted == other_counted or bool(counted and other_counted and same_unit(counted, other_counted))
    return alike and _result(one) == _result(other)


def _result(says: PerformanceAssessed) -> tuple[object, ...]:
    figures = (Decimal(figure) if figure else None for figure in (says.actual, says.target))
    return says.judgement, says.period, says.standards, says.indicator, *figures
