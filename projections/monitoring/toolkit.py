"""The toolkit on one contract: which tools are used, checklist, risk log, contact log, menu of measures.

The tools, the checklist and the menu are the procedure's rows; where it has none, the logs, and what was checked, are
shown all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger import kinds
from ledger.entry import Frozen
from ledger.risks_told import beyond_appetite
from ledger.subjects.risks import Measure, Risk
from projections.failings.trail import spoken
from projections.monitoring.checklist import items, last_found
from projections.monitoring.contact_log import ContactShown, contacts
from projections.view import FileView


class ToolShown(Frozen):
    """One tool (TVP-4.0-17)."""

    id: str
    title: str
    citation: str
    kind: str | None
    """The kind of entry recorded by using it, for its form; None where it is to be read."""
    page: str | None
    used: int
    """How many entries on file show that it is used."""
    last_on: date | None


class ItemShown(Frozen):
    """One item of the checklist (TVP-4.0-19)."""

    id: str
    title: str
    stage: str | None
    """By the end of which stage it is to be checked; None of a term of this contract that the procedure does not
    list."""
    citation: str
    state: Literal["met", "not-met", "run-out", "not-checked"]
    on: date | None
    by: str | None
    valid_until: date | None
    shown: bool
    """Whether a document shows it."""
    position: int | None


class RiskShown(Frozen):
    """One risk of the log (TVP-4.0-22)."""

    id: str
    position: int
    on: date | None
    category: str
    subject: str
    description: str
    activity: str | None
    likelihood: int | None
    impact: int | None
    rating: int | None
    """Likelihood times impact, from 1 to 25."""
    first_rating: int | None
    beyond: bool
    """Whether it is more than the organisation takes."""
    owner: str | None
    measures: tuple[str, ...]
    review_by: date | None
    overdue: bool
    """Whether it was to be assessed again by now."""
    closed_on: date | None
    came_about: bool
    entries: tuple[int, ...]


class MeasureShown(Frozen):
    """One measure of the menu (TVP-4.0-24)."""

    id: str
    title: str
    measures: str
    core: bool
    agreed: bool
    """Whether this contract has it."""


class Toolkit(Frozen):
    """The toolkit of one contract on a day."""

    tools: tuple[ToolShown, ...]
    checklist: tuple[ItemShown, ...]
    risks: tuple[RiskShown, ...]
    """Open ones first, the highest rated first."""
    contacts: tuple[ContactShown, ...]
    """The newest first."""
    by_level: tuple[tuple[str, int], ...]
    """(level, how many contacts logged were at it)."""
    menu: tuple[MeasureShown, ...]
    core_missing: tuple[str, ...]
    """Core measures this contract has not."""


def toolkit(view: FileView, on: date) -> Toolkit:
    """Return the toolkit of a contract as it stands on a day. Pure."""
    log = contacts(view)
    menu, levels = tuple(_menu(view, on)), [one.level or "not said" for one in log if one.sort == "contact"]
    risks = [_risk(view, risk, on) for risk in view.file.risks.by_id.values() if risk.says]
    return Toolkit(
        tools=tuple(_tools(view, on)), checklist=tuple(_checklist(view, on)),
        risks=tuple(sorted(risks, key=lambda r: (r.closed_on is not None, -(r.rating or 0), r.position))),
        contacts=tuple(log), by_level=tuple((level, levels.count(level)) for level in dict.fromkeys(levels)),
        menu=menu, core_missing=tuple(one.id for one in menu if one.core and not one.agreed),
    )  # fmt: skip


def _tools(view: FileView, on: date) -> Iterator[ToolShown]:
    for tool in view.procedure_on(on).tools:
        wanted = [kinds.BY_NAME[name] for name in tool.kinds if name in kinds.BY_NAME]
        found = view.file.of(*wanted) if wanted else []
        yield ToolShown(
            id=tool.id, title=tool.title, citation=tool.citation, kind=tool.kinds[0] if tool.kinds else None,
            page=tool.page, used=len(found), last_on=max((r.entry.happened_on for r in found), default=None),
        )  # fmt: skip


def _checklist(view: FileView, on: date) -> Iterator[ItemShown]:
    listed = view.procedure_on(on).checklist
    for item in items(view, on):
        held = last_found(view, item, on)
        until = held.valid_until if held else None
        state: Literal["met", "not-met", "run-out", "not-checked"] = (
            "not-checked" if held is None else "not-met" if not held.met
            else "run-out" if until is not None and until < on else "met"
        )  # fmt: skip
        yield ItemShown(
            id=item.id, title=item.title, stage=item.stage if item in listed else None,
            citation=item.citation, state=state,
            on=held.on if held else None, by=view.say(held.by, held.on) or None if held else None,
            valid_until=until,
            shown=held.shown if held else False, position=held.position if held else None,
        )  # fmt: skip


def _risk(view: FileView, risk: Risk, on: date) -> RiskShown:
    assert risk.says is not None
    newest = risk.newest
    says, heard = newest.says if newest else None, view.file.issues.risks_told.known(risk.id)
    measures = [f"{view.say(one.says)}{_how_far(one, risk, on)}" for one in risk.measures_on()]
    return RiskShown(
        id=risk.id, position=risk.position, on=risk.on, category=risk.says.category, subject=risk.says.subject,
        description=view.say(risk.says.description), activity=risk.says.activity,
        likelihood=says.likelihood if says else None, impact=says.impact if says else None,
        rating=says.rating if says else None, first_rating=risk.assessed[0].says.rating if risk.assessed else None,
        beyond=newest is not None and beyond_appetite(newest.says, view.procedure_on(newest.on)),
        owner=says.owner if says else None, measures=tuple(measures), review_by=says.review_by if says else None,
        overdue=risk.closed is None and says is not None and says.review_by is not None and says.review_by < on,
        closed_on=risk.closed[0] if risk.closed else None, came_about=bool(risk.closed and risk.closed[1]),
        entries=(
            risk.position, *(held.position for held in risk.assessed),
            *(told[-1] for told in (*heard.escalated, *heard.briefed)), *((risk.closed[2],) if risk.closed else ()),
        ),
    )  # fmt: skip


def _how_far(measure: Measure, risk: Risk, on: date) -> str:
    if measure.done_on is not None:
        return f" (done, {spoken(measure.done_on)})"
    over = risk.closed is None and measure.says.due_on is not None and measure.says.due_on < on
    return " (overdue)" if over else ""


def _menu(view: FileView, on: date) -> Iterator[MeasureShown]:
    procedure = view.procedure_on(on)
    # By the name it was picked by, as the rule on core measures and Performance have it: words alone pick none.
    named = (procedure.measure_called(one.id) for one, *_ in view.file.terms.indicators(on))
    agreed = {row.id for row in named if row is not None}
    for row in procedure.indicators:
        yield MeasureShown(id=row.id, title=row.title, measures=row.measures, core=row.core, agreed=row.id in agreed)
