"""How far each improvement agreed has come: by its assessments, else by its indicator's figures (TVP-2.0-3)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from ledger.assessing import against_its_figures
from ledger.entry import Frozen
from ledger.specification import reaches
from projections.monitoring.figures import Figure, figures
from projections.monitoring.improvements import Aim
from projections.view import FileView

_A_MONTH = timedelta(days=30)
ImprovementState = Literal[
    "reached", "not-reached", "on-the-way", "where-it-began", "further-off", "no-figure", "not-known"
]  # fmt: skip


class ImprovementShown(Frozen):
    """One improvement agreed, and how far it has come."""

    id: str
    position: int
    improves: str
    text: str
    indicator: str | None
    baseline: str | None
    target: str | None
    unit: str | None
    due_on: date | None
    newest: str | None
    """What the indicator last came to, or the assessment found."""
    newest_at: int | None
    state: ImprovementState
    """Reached or not by its day, as assessed, else by the indicator's figures; not known, where nothing was by then, or
    it was assessed against its own figures; before that day on the way, where it began, further off than that, or no
    figure yet (TVP-2.0-3)."""
    against: str | None = None
    """That it was assessed otherwise than its own figures show, in a sentence."""


def improvement_shown(view: FileView, aim: Aim, on: date) -> ImprovementShown:
    """Return how far an improvement agreed has come, by its assessments, else by its indicator's figures. Pure."""
    last, there = (aim.results[-1] if aim.results else None), _figures_by_its_day(view, aim)
    newest = (last.actual, last.position) if last else (there[-1].actual, there[-1].position) if there else (None, None)
    reached = last.judgement == "met" if last else _came_to(aim, newest[0])
    over = last is not None or (aim.due_on is not None and aim.due_on < on)
    against = against_its_figures(view.file, last.says) if last and last.says else None
    state: ImprovementState
    if against:
        state = "not-known"
    elif reached:
        state = "reached"
    elif over:
        state = "not-reached" if last or (there and _tells_of_its_day(aim, there[-1])) else "not-known"
    else:
        state = "no-figure" if newest[0] is None else _so_far(aim, newest[0])
    return ImprovementShown(
        id=aim.id, position=aim.position, improves=aim.improves, text=aim.text, indicator=aim.indicator,
        baseline=aim.baseline, target=aim.target, unit=aim.unit, due_on=aim.due_on, newest=newest[0],
        newest_at=newest[1], state=state, against=against,
    )  # fmt: skip


def reached_by_figures(view: FileView, aim: Aim) -> bool:
    """Return whether the figures of its indicator show an improvement to be reached by its day."""
    there = _figures_by_its_day(view, aim)
    return bool(there) and _came_to(aim, there[-1].actual)


def _figures_by_its_day(view: FileView, aim: Aim) -> list[Figure]:
    if aim.indicator is None:
        return []
    return [one for one in figures(view, aim.indicator) if aim.due_on is None or one.last <= aim.due_on]


def _tells_of_its_day(aim: Aim, newest: Figure) -> bool:
    """Whether a figure tells how it stood on the day an improvement was due: one for the time before that day, of the
    length figures are given for, and no older one (TVP-2.0-3)."""
    length = max(newest.last - newest.first, _A_MONTH) + timedelta(days=1)
    return aim.due_on is None or newest.last + length >= aim.due_on


def _came_to(aim: Aim, actual: str | None) -> bool:
    if aim.target is None or actual is None:
        return False
    return reaches(actual, aim.target, "at-most" if aim.falls else "at-least")


def _so_far(aim: Aim, actual: str) -> ImprovementState:
    """How a figure that is short of what was agreed stands to where the improvement began."""
    if aim.baseline is None:
        return "on-the-way"
    if Decimal(actual) == Decimal(aim.baseline):
        return "where-it-began"
    return "on-the-way" if reaches(actual, aim.baseline, "at-most" if aim.falls else "at-least") else "further-off"
