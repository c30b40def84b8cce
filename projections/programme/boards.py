"""Reports to business units' boards on key contracts: cost, performance, risk and users; all together, the council's.

A pure function of a programme's file, which says how each board is reported to, of what is counted of contracts as
they stand now, and of a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from ledger.entry import Frozen
from ledger.names import same_name
from ledger.procedures import Procedure
from ledger.subjects.programme import Programme, UnitArrangementAgreed
from projections.programme.counted import Counted
from projections.view import FileView

SIDES = ("cost", "performance", "risk", "users")


class KeyContract(Frozen):
    """One key contract in a report."""

    reference: str
    title: str
    tier: str
    risk: str | None
    """Its risk, as classified."""
    senior_officer: bool
    """Whether it has a Senior Responsible Officer on the day."""
    period_ends: date | None
    """The last day its newest scorecard is about; None where it has none."""
    ratings: tuple[tuple[str, str | None], ...]
    """(side, rating) of each side its board is reported on; None where it was not rated."""
    open_issues: int
    open_risks: int
    """Risks of its log that are not closed (IMP-17-f)."""
    risks_beyond: int
    """Those of them that are more than the organisation takes, whatever its scorecard says of risk."""


class BoardReport(Frozen):
    """What one board is told."""

    unit: str
    board: str | None
    sides: tuple[str, ...]
    """The sides it is reported on: its own layout, else the base agreed for all, else the four."""
    sections: tuple[str, ...]
    """What else its layout asks for."""
    contracts: tuple[KeyContract, ...]


def board_reports(view: FileView, live: Iterable[Counted], on: date) -> tuple[BoardReport, ...]:
    """Return the report of every unit with contracts or taking part; together, the council's (IMP-30-a). Pure.

    `live` are the contracts that have not ended by the day.
    """
    programme, procedure = view.file.programme, view.procedure_on(on)
    taking_part = programme.opened.business_units if programme.opened else ()
    by_unit: dict[str, list[Counted]] = defaultdict(list, {unit: [] for unit in taking_part})
    for facts in live:
        by_unit[facts.unit or "no unit named"].append(facts)
    return tuple(_report(programme, procedure, unit, by_unit[unit], on) for unit in sorted(by_unit))


def _report(programme: Programme, procedure: Procedure, unit: str, own: Iterable[Counted], on: date) -> BoardReport:
    layout = _layout(programme, unit)
    sides = tuple(layout.dimensions) if layout and layout.dimensions else SIDES
    return BoardReport(
        unit=unit, board=layout.board if layout else None, sides=sides, sections=layout.items if layout else (),
        contracts=tuple(_key_contracts(own, procedure, sides, on)),
    )  # fmt: skip


def _layout(programme: Programme, unit: str) -> UnitArrangementAgreed | None:
    """How a unit's board is reported to: as last agreed for it (IMP-23-a), else for all (IMP-23-b)."""
    agreed = [held for held, _ in programme.arrangements if held.subject == "board-reporting"]
    of_its_own = [held for held in agreed if held.unit is not None and same_name(held.unit, unit)]
    common = [held for held in agreed if held.unit is None]
    return next(reversed(of_its_own or common), None)


def _key_contracts(
    own: Iterable[Counted], procedure: Procedure, sides: tuple[str, ...], on: date
) -> Iterator[KeyContract]:
    """Yield the contracts whose tier owes a scorecard, with its newest by the day, risk among it (IMP-17-f)."""
    for facts in own:
        held = facts.tiers.tier(on)
        tier = procedure.tier(held.tier) if held else None
        if held is None or tier is None or not tier.scorecard_every:
            continue
        newest = facts.tiers.last_scorecard(on)
        ratings = dict(newest.ratings) if newest else {}
        yield KeyContract(
            reference=facts.reference, title=facts.title, tier=held.tier, risk=held.risk,
            senior_officer=facts.tiers.has_senior_officer(on), period_ends=newest.period_ends if newest else None,
            ratings=tuple((side, ratings.get(side)) for side in sides), open_issues=facts.open_issues,
            open_risks=facts.open_risks, risks_beyond=facts.risks_beyond,
        )  # fmt: skip


__all__ = ["BoardReport", "KeyContract", "board_reports"]
