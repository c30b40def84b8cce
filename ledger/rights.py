"""Whether a right to end the contract has arisen, clause by clause, on a day: readiness, part A.

The right is the contract's own. Each clause that gives one is data (`TerminationClause`, ledger/contract_terms.py);
what must have happened for it is judged by its trigger (ledger/triggers.py), here it is said what became of the right:

    not-arisen   what the clause asks for is not shown on file, and why
    arisen       it is shown, from a day, and the right is still there
    exercised    a notice of termination, or the end itself, rests on it
    lapsed       the clause's time for using it has run out
    lost         it was given up, or what it rested on fell away

Nothing is guessed: what would decide a question and is not on file, or is a question of law, is a *doubt* told beside
the answer. The file is the one as at the day asked and as known to whoever asks; nothing here knows a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from ledger.calendar import CalendarError, DateWorking, period_end
from ledger.contract_terms import InForce, TerminationClause
from ledger.entry import Frozen
from ledger.remedy_time import working_day
from ledger.triggers import TRIGGERS, Ground, trigger_in_words, withdrawn, without_effect
from ledger.validity import same_clause
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import Notice, NoticeServed

State = Literal["not-arisen", "arisen", "exercised", "lapsed", "lost"]
BEST_FIRST: tuple[State, ...] = ("exercised", "arisen", "lapsed", "lost", "not-arisen")
"""Where a clause's right arose several times over, the state of the one that goes furthest is the clause's."""


class RightOn(Frozen):
    """One ground under one clause, and what became of the right it gave."""

    about: str
    """What it rests on: NOT-001, BRE-001, 3 notices."""
    state: State
    arisen_on: date | None = None
    """The first day on which the right was there; none where it is not shown to have arisen."""
    until: date | None = None
    """The last day on which the clause lets it be used; none where the clause sets no time."""
    sentence: str
    entries: tuple[int, ...] = ()
    """Positions of the entries that show it, or show that it was not so."""
    doubts: tuple[str, ...] = ()
    """What could be said against it that the file does not settle."""
    workings: tuple[DateWorking, ...] = ()
    """Each period counted, day by day."""


class Right(Frozen):
    """The right to end the contract under one clause, as the file shows it on a day."""

    clause: str
    position: int
    """The entry that holds the clause."""
    cause: str
    """What gives the right, as the clause has it: unremedied-default, repeated-notices, convenience."""
    trigger: str
    """The same in words."""
    held_by: Literal["authority", "provider", "either"]
    state: State
    arisen_on: date | None = None
    until: date | None = None
    sentence: str
    """The answer in full: state, day, by which entries, or why not."""
    entries: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
    grounds: tuple[RightOn, ...] = ()
    """Every notice, breach, event or count looked at, the one the answer rests on first."""
    no_use_of_it: tuple[str, ...] = ()
    """Notices of termination under it that did not exercise it, each with why: premature, too late, bad, purported."""


def rights(file: ContractFile, day: date) -> tuple[Right, ...]:
    """Return every right to end the contract that its clauses give, as shown on a day by a file as at that day.

    In the order in which the clauses came to bind; empty where no such clause is on file. Pure; never raises.
    """
    return tuple(_right(file, clause, day) for clause in file.terms.termination_clauses(day))


def right_in_point(file: ContractFile, day: date, clause: str | None) -> list[Right]:
    """Return the authority's rights a termination of a day can rest on: under the clause it cites, else under any."""
    ours = [right for right in rights(file, day) if right.held_by != "provider"]
    cited = [right for right in ours if clause is not None and same_clause(right.clause, clause)]
    return cited or ours


def not_arisen(file: ContractFile, day: date, clause: str | None) -> str | None:
    """Return why no right of the authority to end the contract is shown on a day; None where one is, or was used.

    None too where no clause that gives the authority a right is on file: then there is nothing to judge by.
    """
    held = right_in_point(file, day, clause)
    if not held or any(right.state in ("arisen", "exercised") for right in held):
        return None
    return "; ".join(f"clause {right.clause}: {_uncapped(right.sentence)}" for right in held)


def _right(file: ContractFile, held: InForce[TerminationClause], day: date) -> Right:
    clause = held.says
    found = [_became(file, held, ground, day) for ground in TRIGGERS[clause.trigger](file, held, day)]
    found.sort(key=lambda on: (BEST_FIRST.index(on.state), on.arisen_on or date.max))
    best = found[0]
    no_use = tuple(_no_use_of_it(file, clause, best, day)) if best.state != "exercised" else ()
    return Right(
        clause=clause.clause, position=held.position, cause=clause.trigger, trigger=trigger_in_words(clause),
        held_by=clause.held_by, state=best.state, arisen_on=best.arisen_on, until=best.until, doubts=best.doubts,
        sentence=_whole(best, found), entries=tuple(dict.fromkeys((held.position, *best.entries))),
        grounds=tuple(found), no_use_of_it=no_use,
    )  # fmt: skip


def _whole(best: RightOn, found: list[RightOn]) -> str:
    if best.state != "not-arisen":
        return best.sentence
    return " ".join(on.sentence for on in found)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a right that had arisen."""

    state: State
    words: str
    entries: tuple[int, ...] = ()


def _became(file: ContractFile, held: InForce[TerminationClause], ground: Ground, day: date) -> RightOn:
    shown = RightOn(
        about=ground.about, state="not-arisen", sentence=f"Not arisen: {ground.sentence}.", entries=ground.entries,
        doubts=ground.doubts, workings=ground.workings,
    )  # fmt: skip
    if ground.arisen_on is None or ground.arisen_on > day:
        return shown
    until, working = _until(file, held.says, ground.arisen_on)
    fate = _exercised(file, held.says, ground, until, day) or _fallen(file, held.says, ground, until, day)
    said = f"arisen on {dated(ground.arisen_on)}: {ground.sentence}"
    doubts = ground.doubts
    if working is None and held.says.use_within is not None:
        doubts = (*doubts, f"the time for using the right ({held.says.use_within}) cannot be counted")
    if fate is None and until is not None:
        said = f"{said}. It can be used until {dated(until)}"
    if fate is not None:
        said = f"{said}. {fate.words}"
    return shown.model_copy(
        update={
            "state": fate.state if fate else "arisen", "arisen_on": ground.arisen_on, "until": until, "doubts": doubts,
            "sentence": f"{said[:1].upper()}{said[1:]}.",
            "entries": tuple(dict.fromkeys((*ground.entries, *(fate.entries if fate else ())))),
            "workings": (*ground.workings, *((working,) if working else ())),
        }
    )  # fmt: skip


def _until(file: ContractFile, clause: TerminationClause, arisen_on: date) -> tuple[date | None, DateWorking | None]:
    """The last day the clause lets the right be used on, with its working; none where it sets no time."""
    if clause.use_within is None:
        return None, None
    try:
        working = period_end(clause.use_within, arisen_on, working_day(file, arisen_on))
    except CalendarError:
        return None, None
    return working.end, working


def _exercised(
    file: ContractFile, clause: TerminationClause, ground: Ground, until: date | None, day: date
) -> _Fate | None:
    assert ground.arisen_on is not None
    for notice, served in _ending_notices(file, clause):
        if (
            notice.stands(day)
            and ground.arisen_on <= served.happened_on
            and (until is None or served.happened_on <= until)
        ):
            counts = dated(notice.counts_on) if notice.counts_on else ""
            words = f"Exercised: {notice.id} was given under it on {dated(served.happened_on)} and counts from {counts}"
            return _Fate("exercised", words, (notice.position,))
    for ending in file.termination.endings:
        ours = ending.how == "terminated" and not ending.purported and ending.clause is not None
        in_time = ground.arisen_on <= ending.act_on <= min(day, until or day)
        if ours and in_time and same_clause(ending.clause or "", clause.clause):
            words = f"Exercised: the contract was ended under it by the act of {dated(ending.act_on)}"
            return _Fate("exercised", words, (ending.position,))
    return None


def _fallen(
    file: ContractFile, clause: TerminationClause, ground: Ground, until: date | None, day: date
) -> _Fate | None:
    """Lapsed or lost, whichever came first."""
    fates = [(fallen.on, _Fate("lost", f"Lost: {fallen.why}", fallen.entries)) for fallen in ground.fallen]
    for waived in file.default_process.waived(clause.held_by, day):
        if waived.on >= (ground.arisen_on or waived.on) and waived.is_about(clause.clause, ground.about):
            words = f"Lost: it was given up on {dated(waived.on)} (entry {waived.position})"
            fates.append((waived.on, _Fate("lost", words, (waived.position,))))
    ended = file.termination.ended_on(day)
    if ended is not None:
        words = f"Lost: the contract {ended.how} on {dated(ended.on)} otherwise than under it (entry {ended.position})"
        fates.append((ended.on, _Fate("lost", words, (ended.position,))))
    if until is not None and until < day:
        words = f"Lapsed: the clause lets it be used until {dated(until)}, and it was not used by then"
        fates.append((until, _Fate("lapsed", words)))
    on_time = [fate for fate in fates if fate[0] <= day]
    return min(on_time, key=lambda fate: fate[0])[1] if on_time else None


def _ending_notices(file: ContractFile, clause: TerminationClause) -> Iterable[tuple[Notice, NoticeServed]]:
    """The notices of termination given under the clause, by the party that has the right."""
    party = None if clause.held_by == "either" else clause.held_by
    for notice, served in file.notices.served("termination", party=party):
        if served.clause is not None and same_clause(served.clause, clause.clause):
            yield notice, served


def _no_use_of_it(file: ContractFile, clause: TerminationClause, best: RightOn, day: date) -> Iterable[str]:
    for notice, served in _ending_notices(file, clause):
        if served.happened_on > day:
            continue
        given = f"{notice.id} was given under it on {dated(served.happened_on)}"
        if best.arisen_on is None:
            yield f"{given}, and the right is not shown to have arisen."
        elif served.happened_on < best.arisen_on:
            yield f"{given}, before the right arose on {dated(best.arisen_on)}: it was premature."
        elif best.until is not None and served.happened_on > best.until:
            yield f"{given}, after the time for using the right had run out on {dated(best.until)}."
        else:
            yield f"{given}; it {without_effect(notice, day) or withdrawn(notice, day) or 'has no effect'}."


def _uncapped(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}".rstrip(".")


__all__ = ["Ground", "Right", "RightOn", "State", "not_arisen", "right_in_point", "rights"]
