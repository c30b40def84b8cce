"""Several notices within a window of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.contract_terms import TerminationClause
from ledger.dates.calendar import DateWorking
from ledger.dates.working_days import dated
from ledger.triggers.grounds import (
    Clause,
    Fallen,
    Ground,
    counted_from,
    doubts_of,
    given_under,
    nothing,
    withdrawn,
    without_effect,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import Notice


def repeated_notices(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """The first time that as many notices as the clause asks for counted within its window, or how near it came.

    A notice counts until it is withdrawn: if it was among those that gave the right, the right was there and is lost.
    """
    wanted = clause.says.count
    if wanted is None:
        return [nothing(f"the clause as entered (entry {clause.position}) does not say how many notices it takes")]
    counted, left_out, doubts = [], [], []
    gone: list[Gone] = []
    for notice, _ in given_under(file, clause.says, day):
        why = without_effect(notice, day) or _remedied(clause.says, notice, day)
        if why is None and notice.withdrawn is not None and notice.counts_on and (over := withdrawn(notice, day)):
            gone.append((notice.withdrawn, (notice.counts_on, notice.id, notice.position)))
            why = over
        if why is not None:
            left_out.append(f"{notice.id} {why}")
        elif notice.counts_on is not None:
            counted.append((notice.counts_on, notice.id, notice.position))
            doubts += [*doubts_of(notice), *_remedied_unsaid(clause.says, notice, day)]
    now = _reached(file, clause.says, counted, wanted, "notice", left_out, tuple(doubts))
    return [now, *_lost_again(file, clause.says, counted, gone, wanted)]


Counted = tuple[date, str, int]
"""(day from which it counts, what it is, position) of one of the things counted."""
Gone = tuple[tuple[date, int], Counted]
"""((day, position) of its withdrawal, what was counted until then)."""


def _lost_again(
    file: ContractFile, clause: TerminationClause, counted: list[Counted], gone: list[Gone], wanted: int
) -> Iterator[Ground]:
    """Each time that enough of them counted and one of those was then withdrawn."""
    for (on, position), thing in sorted(gone):
        until_then = [*counted, *(other for (later, _), other in gone if later >= on)]
        before = _reached(file, clause, [t for t in until_then if t[0] < on], wanted, "notice", [], ())
        if before.arisen_on is not None and thing[2] in before.entries:
            why = f"{thing[1]} was withdrawn on {dated(on)}, and {wanted - 1} of the {wanted} are left"
            yield before.model_copy(update={"fallen": (Fallen(on=on, why=why, entries=(position,)),)})


def _reached(
    file: ContractFile, clause: TerminationClause, counted: list[Counted], wanted: int, noun: str,
    left_out: list[str], doubts: tuple[str, ...],
) -> Ground:  # fmt: skip
    """Whether so many of them lie within the clause's window at any time, the window running from the first of them."""
    counted.sort()
    runs = [_run_from(file, clause, counted[first:]) for first in range(len(counted))]
    whole = [(run, working) for run, working in runs if len(run) >= wanted]
    if whole:
        run, working = min(whole, key=lambda found: found[0][wanted - 1][0])
        run = run[:wanted]
        doubts = (*doubts, *_on_the_last_day(clause, run, working))
    else:
        run, working = max(runs, key=lambda found: (len(found[0]), found[0][0][0]), default=([], None))
    within = f" within {clause.window}" if clause.window else ""
    said = f"{len(run)} of the {wanted} {noun}s the clause asks for{within}{': ' if run else ''}{_listed(run)}"
    if len(run) == wanted - 1:
        said += "; it is one short"
    outside = [
        f"{name} counts from {dated(on)}, outside that time" for on, name, _ in counted if (on, name, _) not in run
    ]
    if working is not None:
        said += f" ({working.sentence.rstrip('.')})"
    return Ground(
        about=f"{wanted} {noun}s", arisen_on=run[-1][0] if whole else None,
        sentence=said, besides=(*(() if whole else outside), *left_out),
        entries=tuple(position for *_, position in (run or counted)), doubts=doubts,
        workings=(working,) if working else (),
    )  # fmt: skip


def _run_from(
    file: ContractFile, clause: TerminationClause, counted: list[Counted]
) -> tuple[list[Counted], DateWorking | None]:
    """Those that fall within the window that runs from the first of them, and the window counted."""
    if clause.window is None:
        return counted, None
    working = counted_from(file, clause.window, counted[0][0])
    if working is None:
        return counted[:1], None
    return [thing for thing in counted if thing[0] <= working.end], working


def _on_the_last_day(clause: TerminationClause, run: list[Counted], working: DateWorking | None) -> Iterator[str]:
    """A window of twelve months from 3 June ends on 2 June if it begins with that day: a day decides."""
    on, name, _ = run[-1]
    if working is not None and on == working.end and working.period.begins == "after":
        yield (
            f"{name} counts from the last day of the window as entered, which begins with the day after {run[0][1]}; "
            f"counted with that day, as in any period of {working.period}, it is a day too late"
        )


def _listed(run: list[Counted]) -> str:
    return ", ".join(f"{name} from {dated(on)}" for on, name, _ in run)


def _remedied(clause: TerminationClause, notice: Notice, day: date) -> str | None:
    if clause.remedied_count_too is False and notice.result(day) == "remedied":
        return "was found remedied, and the clause counts only those that were not"
    return None


def _remedied_unsaid(clause: TerminationClause, notice: Notice, day: date) -> Iterator[str]:
    if clause.remedied_count_too is None and notice.result(day) == "remedied":
        yield f"{notice.id} was found remedied, and the clause does not say whether such a notice counts"
