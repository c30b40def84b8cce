"""Whether performance was judged as its own figures show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.specification import Direction, reaches

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.performance import PerformanceAssessed


def shown_by_its_figures(file: ContractFile, judged: PerformanceAssessed) -> bool | None:
    """Return whether what was asked for was reached, by the figures of an assessment themselves (HCC-3.1-d).

    The target and its direction are those it states, else those of its indicator, or of the improvement it is the
    result of. None where the figures do not tell.
    """
    day = judged.period.last if judged.period else judged.happened_on
    measure = next((m for m, *_ in file.terms.indicators(day) if m.id == judged.indicator), None)
    improvement = file.performance.improvements.get(judged.improvement or "")
    aimed = improvement.says if improvement else None
    target = judged.target or (measure.target if measure else None) or (aimed.target if aimed else None)
    if judged.actual is None or target is None:
        return None
    falls = aimed is not None and aimed.falls
    direction: Direction = measure.direction if measure else "at-most" if falls else "at-least"
    return reaches(judged.actual, target, judged.direction or direction)


def against_its_figures(file: ContractFile, judged: PerformanceAssessed) -> str | None:
    """Return in a sentence that a judgement is not what its own figures show; None where it is, or they do not tell."""
    reached = shown_by_its_figures(file, judged)
    if reached is None or judged.judgement == "not-measurable" or reached == (judged.judgement == "met"):
        return None
    shown = "met" if reached else "not met"
    target = f" against a target of {judged.target}" if judged.target else ""
    unit = f" {judged.unit}" if judged.unit else ""
    was = judged.judgement.replace("-", " ")
    return f"it is judged {was}, and its own figures show it {shown}: {judged.actual}{target}{unit}"
