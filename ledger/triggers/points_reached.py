"""So many service failure points within a window of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.points import AwardCounted, Measured, measure_of, points
from ledger.triggers.grounds import Clause, Fallen, Ground, nothing

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


def points_reached(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """One ground: the first day on which as many points as the clause asks for counted, or how many count on the day.

    Which points count on a day, and why each of the others does not: ledger/points.py.
    """
    wanted, window = clause.says.points, clause.says.window
    if wanted is None:
        return [nothing(f"the clause as entered (entry {clause.position}) does not say how many points it takes")]
    if clause.says.held_by == "provider":
        return [nothing("points are awarded for failures of the provider, and none against the authority are on file")]
    since = sorted({row.since for row in points(file, day, window).awards if row.since and row.since <= day})
    reached = next((on for on in since if points(file, on, window).total >= wanted), None)
    counted = points(file, reached or day, window)
    within = f" within {window}" if window else ""
    said = f"{counted.total} of the {wanted} points the clause asks for{within} count on {dated(reached or day)}"
    short = "; it is one short" if reached is None and counted.total == wanted - 1 else ""
    disputed = [row for row in counted.awards if row.why == "disputed" and row.counted]
    relied_on = [row for row in counted.awards if row.counted and row not in disputed]
    left_out = [row for row in counted.awards if not row.counted]
    return [
        Ground(
            about=f"{wanted} points", arisen_on=reached, besides=_in_words(left_out),
            doubts=(*_in_words(disputed), *_disputed_since(file, relied_on, day)),
            sentence="; ".join([f"{said}{short}", *_in_words(relied_on)]),
            entries=tuple(row.position for row in counted.awards),
            fallen=_withdrawn_since(file, counted.awards, wanted, reached, day) if reached else (),
        )
    ]  # fmt: skip


def _in_words(awards: list[AwardCounted]) -> tuple[str, ...]:
    return tuple(row.sentence.rstrip(".") for row in awards)


def _disputed_since(file: ContractFile, relied_on: list[AwardCounted], day: date) -> Iterator[str]:
    """Yield each award relied on that was disputed after it had counted, and is not answered."""
    for row in relied_on:
        award = file.remedies.awards[row.award]
        open_dispute, measured = award.dispute(day), measure_of(file, award)
        if open_dispute is None:
            continue
        on, position = open_dispute
        left_out = isinstance(measured, Measured) and measured.held.says.disputed_count is False
        meanwhile = f", and by clause {row.clause} its points do not count meanwhile" if left_out else ""
        yield f"{row.award} was disputed on {dated(on)} (entry {position}) and not answered{meanwhile}"


def _withdrawn_since(
    file: ContractFile, counted: tuple[AwardCounted, ...], wanted: int, since: date, day: date
) -> tuple[Fallen, ...]:
    """The withdrawal that took the points below what the clause asks for, after they had been reached."""
    left = sum(row.counted for row in counted)
    steps = sorted(
        (on, row.counted if number is None else number, position, row.award)
        for row in counted if row.counted
        for on, number, position in file.remedies.awards[row.award].withdrawn if since < on <= day
    )  # fmt: skip
    for on, number, position, award in steps:
        left -= number
        if left < wanted:
            why = f"points of {award} were withdrawn on {dated(on)}, and {max(left, 0)} of the {wanted} are left"
            return (Fallen(on=on, why=why, entries=(position,)),)
    return ()
