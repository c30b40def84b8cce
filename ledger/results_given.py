"""Whether the provider was given the results of monitoring as they stand now (HCC-2.1-f).

A result that was corrected after it was given is not the one the provider was told. What was given is the result as the
file had it where its being given was recorded: no more than that is known of it (docs/adr/0433).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.folding import in_force
from ledger.subjects.performance import PerformanceAssessed
from ledger.subjects.records import AMENDING, EntryCorrected

if TYPE_CHECKING:
    from datetime import date

    from ledger.contract_file import ContractFile
    from ledger.entry import Recorded
    from ledger.subjects.performance.register import Assessment


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
        told = max(assessment.shared, default=None)
        otherwise = _given_otherwise(file, assessment, told, amending) if told is not None else None
        if otherwise is not None or told is None:
            yield assessment, otherwise


def given_on(file: ContractFile) -> Mapping[str, date]:
    """Return when each result was first given to the provider as it stands now, and not as another since; none of one
    that was last told otherwise, or not at all."""
    amending = _amending(file)
    since: dict[str, date] = {}
    for assessment in file.performance.assessments.values():
        for told in sorted(assessment.shared, reverse=True):
            if _given_otherwise(file, assessment, told, amending) is not None:
                break
            since[assessment.id] = told[0]
    return since


class _Amending(NamedTuple):
    entries: Sequence[Recorded]
    corrected: frozenset[int]
    """The entries that were corrected: only of these can anything else have been told."""


def _amending(file: ContractFile) -> _Amending:
    entries = [r for r in file.known if type(r.entry) in AMENDING]
    return _Amending(entries, frozenset(r.entry.position for r in entries if isinstance(r.entry, EntryCorrected)))


def _given_otherwise(
    file: ContractFile, assessment: Assessment, told: tuple[date, int], amending: _Amending
) -> GivenOtherwise | None:  # fmt: skip
    if assessment.position not in amending.corrected:
        return None
    now, first = file.at(assessment.position), file.first_recorded(assessment.position)
    on, position = told
    if now is None or first is None:
        return None
    standing, _ = in_force([first, *(r for r in amending.entries if r.position <= position)])
    then = next((r.entry for r in standing if r.position == assessment.position), None)
    if not isinstance(then, PerformanceAssessed) or not isinstance(now.entry, PerformanceAssessed):
        return None
    return None if _result(then) == _result(now.entry) else GivenOtherwise(on, position, now.corrected_at, then)


def _result(says: PerformanceAssessed) -> tuple[object, ...]:
    figures = (Decimal(figure) if figure else None for figure in (says.actual, says.target))
    return says.judgement, says.period, says.standards, says.indicator, says.unit, *figures
