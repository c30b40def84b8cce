"""A default that was not put right in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING

from ledger.contract_terms import TerminationClause
from ledger.dates.calendar import DateWorking
from ledger.dates.working_days import dated, shifted
from ledger.names import counted
from ledger.triggers.grounds import (
    Clause,
    Fallen,
    Ground,
    counted_from,
    doubts_of,
    given_under,
    kinds_of,
    nothing,
    without_effect,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import Notice


@dataclass(frozen=True, slots=True)
class _Remedy:
    """The time there was to put right what a notice complained of, by clause and notice, whichever is longer."""

    ends: date
    ends_at: time | None
    workings: tuple[DateWorking, ...]
    entries: tuple[int, ...]
    """Extensions agreed before it ran out."""
    late_extensions: tuple[Fallen, ...]
    """Extensions agreed after it had run out: they give up what had arisen."""
    late_end: date | None = None
    """The day to which the last of those extended it."""


def unremedied_default(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """The grounds given by each notice of the kind the clause asks for, of the party that has the right."""
    given = list(given_under(file, clause.says, day))
    if not given:
        return [nothing(f"no {kinds_of(clause.says)} notice of the {clause.says.held_by} is on file")]
    return [ground for notice, _ in given for ground in on_notice(file, clause.says, notice, day)]


def on_notice(file: ContractFile, clause: TerminationClause, notice: Notice, day: date) -> list[Ground]:
    """Return the ground a notice gives under a clause: that its time ran out and the default was not put right.

    Where the time was extended after it had run out, and the time so extended ran out too, that is a second one.
    """
    counts_on, against = notice.counts_on, without_effect(notice, day)
    if against is not None or counts_on is None:
        return [Ground(about=notice.id, sentence=f"{notice.id} {against}", entries=(notice.position,))]
    allowed = _allowed_by_clause(file, clause, notice, counts_on)
    time_given = _time_to_remedy(notice, counts_on, allowed, day)
    doubts = (*doubts_of(notice), *_states_less(notice, allowed), *_concluded(file, notice, day))
    if time_given is None:
        counts = f"{notice.id} counts from {dated(counts_on)}"
        why = f"{counts}, and neither the clause nor the notice gives a time to remedy that can be counted"
        return [Ground(about=notice.id, sentence=why, entries=(notice.position,), doubts=doubts)]
    found = _assessment(file, notice, time_given, day)
    again = _run_out_again(file, notice, time_given, day)
    times = [(time_given, found), *([again] if again else [])]
    return [_ground(notice, counts_on, remedy, found, doubts, day) for remedy, found in times]


def _ground(
    notice: Notice, counts_on: date, time_given: _Remedy, found: _Found, doubts: tuple[str, ...], day: date
) -> Ground:
    arisen_on, shown_by = found.arisen_on, found.entries
    runs = "ran" if time_given.ends < day else "runs"
    counts = f"{notice.id} counts from {dated(counts_on)}"
    sentence = f"{counts} and the time to remedy {runs} to {dated(time_given.ends)}; {found.said}"
    fallen = list(time_given.late_extensions)
    if notice.withdrawn is not None and notice.withdrawn[0] <= day:
        on, position = notice.withdrawn
        fallen.append(Fallen(on=on, why=f"{notice.id} was withdrawn on {dated(on)}", entries=(position,)))
        if arisen_on is None or on < arisen_on:
            arisen_on, sentence, shown_by = None, f"{notice.id} was withdrawn on {dated(on)}", (position,)
    receipts = tuple(position for *_, position in notice.receipts)
    return Ground(
        about=notice.id, arisen_on=arisen_on, sentence=sentence, besides=found.besides,
        doubts=(*doubts, *found.doubts), workings=time_given.workings,
        entries=tuple(dict.fromkeys((notice.position, *receipts, *time_given.entries, *shown_by))),
        fallen=tuple(fallen),
    )  # fmt: skip


def _allowed_by_clause(
    file: ContractFile, clause: TerminationClause, notice: Notice, counts_on: date
) -> tuple[str, DateWorking] | None:
    """The clause that gives time to remedy, and that time counted: this clause, else the one on default."""
    if clause.cure_period is not None:
        counted = counted_from(file, clause.cure_period, counts_on)
        return (clause.clause, counted) if counted else None
    remedy = notice.worked.remedy if notice.worked else None
    return (remedy.clause, remedy.contract) if remedy and remedy.clause and remedy.contract else None


def _time_to_remedy(
    notice: Notice, counts_on: date, allowed: tuple[str, DateWorking] | None, day: date
) -> _Remedy | None:
    remedy = notice.worked.remedy if notice.worked else None
    ends = [(allowed[1].end, allowed[1].end_hour)] if allowed else []
    ends += [(remedy.ends_on, remedy.ends_at)] if remedy else []
    if not ends:
        return None
    ends_on, ends_at = max(ends, key=lambda end: (end[0], end[1] or time.max))
    entries, late, late_end = [], [], None
    for agreed_on, to, position in notice.extended:
        if agreed_on > day or to <= ends_on:
            continue
        if agreed_on <= ends_on:
            ends_on, ends_at = to, None
            entries.append(position)
        else:
            over = f"the time to remedy {notice.id} had run out and was extended to {dated(to)}"
            late.append(Fallen(on=agreed_on, why=f"on {dated(agreed_on)} {over}", entries=(position,)))
            late_end = max(to, late_end or to)
    workings = [allowed[1]] if allowed else []
    stated = remedy.period_stated if remedy else None
    if stated is not None and stated.sentence not in [working.sentence for working in workings]:
        workings.append(stated)
    return _Remedy(ends_on, ends_at, tuple(workings), tuple(entries), tuple(late), late_end)


def _run_out_again(file: ContractFile, notice: Notice, remedy: _Remedy, day: date) -> tuple[_Remedy, _Found] | None:
    """The time as extended after it had run out, where that ran out too and the default was not put right by then.

    What had arisen first stays given up; that it arises again from the new day is told as a doubt.
    """
    if remedy.late_end is None:
        return None
    entries = tuple(position for gone in remedy.late_extensions for position in gone.entries)
    extended = _Remedy(remedy.late_end, None, remedy.workings, (*remedy.entries, *entries), ())
    found = _assessment(file, notice, extended, day)
    if found.arisen_on is None:
        return None
    agreed = dated(remedy.late_extensions[-1].on)
    doubt = (
        f"the time to remedy {notice.id} had run out on {dated(remedy.ends)} when it was extended on {agreed}, and "
        "whether the right arises again once the time so extended has run out is open"
    )
    return extended, replace(found, doubts=(*found.doubts, doubt))


def _states_less(notice: Notice, allowed: tuple[str, DateWorking] | None) -> Iterator[str]:
    """That a notice names less time than the clause gives: the clause's time counts, and whether it is good is open."""
    remedy = notice.worked.remedy if notice.worked else None
    if allowed is None or remedy is None:
        return
    number, working = allowed
    stated = [end for end in (remedy.date_stated, remedy.period_stated and remedy.period_stated.end) if end]
    if stated and max(stated) < working.end:
        short = (working.end - max(stated)).days
        yield (
            f"{notice.id} gives until {dated(max(stated))}, {counted(short, 'day')} less than clause "
            f"{number} ({working.period}, to {dated(working.end)}); whether a notice that states too little is good is "
            "open"
        )


def _concluded(file: ContractFile, notice: Notice, day: date) -> Iterator[str]:
    concluded = file.default_process.conclusion(notice.id, day)
    if concluded is not None and concluded.result == "remedied":
        yield (
            f"the process on {notice.id} was concluded on {dated(concluded.on)} as remedied (entry "
            f"{concluded.position})"
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What the assessments of a notice come to."""

    said: str
    entries: tuple[int, ...] = ()
    arisen_on: date | None = None
    besides: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def _assessment(file: ContractFile, notice: Notice, remedy: _Remedy, day: date) -> _Found:
    """By the first assessment after the time ran out; what was found later is told beside it."""
    made = [step for step in notice.assessed if step[0] <= day]
    after = [step for step in made if _is_over(file, remedy, step[0], step[2])]
    if after:
        return _first_after(notice, remedy, after)
    if not made:
        return _Found("whether it was put right has not been assessed" + (" since" if remedy.ends < day else ""))
    on, found, position = made[-1]
    early = (remedy.ends - on).days
    before = f"{counted(early, 'day')} before the time was over" if early else "on the last day of that time"
    words = found.replace("-", " ")
    return _Found(
        f"the assessment of {dated(on)} ({words}) was made {before}, and none has been made since", (position,)
    )


def _first_after(notice: Notice, remedy: _Remedy, after: list[tuple[date, str, int]]) -> _Found:
    """What the first assessment after the time had run out shows, and the first later one that found otherwise."""
    on, found, position = after[0]
    said = f"it was assessed on {dated(on)}: {found.replace('-', ' ')}"
    put_right = found == "remedied"
    other = next((step for step in after[1:] if (step[1] == "remedied") != put_right), None)
    besides: tuple[str, ...] = ()
    if other is not None:
        told = other[1].replace("-", " ")
        only = f"remedied only by {dated(other[0])}"
        besides = (f"it was assessed again on {dated(other[0])}: {told}" if put_right else only,)
    entries = (position, *((other[2],) if other else ()))
    if put_right:
        return _Found(said, entries, besides=besides)
    doubts = (f"whether {notice.id}, put right in part, was put right is open",) if found == "partly" else ()
    arisen_on = remedy.ends if remedy.ends_at else shifted(remedy.ends, 1)
    return _Found(said, entries, arisen_on, besides, doubts)


def _is_over(file: ContractFile, remedy: _Remedy, on: date, position: int) -> bool:
    if on != remedy.ends or remedy.ends_at is None:
        return on > remedy.ends
    recorded = file.at(position)
    hour = recorded.entry.happened_at if recorded else None
    return hour is not None and hour >= remedy.ends_at
