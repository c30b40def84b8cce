"""Whether a right to end the contract has arisen, clause by clause, on a day: readiness, part A.

The right is the contract's own. Each clause that gives one is data (`TerminationClause`, ledger/contract_terms.py);
what must have happened for it is judged by its trigger (ledger/triggers/), what became of it in use_of_rights.py:

    not-arisen   what the clause asks for is not shown on file, and why
    arisen       it is shown, from a day, and the right is still there
    exercised    a notice of termination, or the end itself, rests on it
    lapsed       the clause's time for using it has run out
    lost         it was given up, or what it rested on fell away: a notice given afterwards does not use it

Nothing is guessed: what would decide a question and is not on file, or is a question of law, is a *doubt* told beside
the answer. The file is the one as at the day asked and as known to whoever asks; nothing here knows a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from ledger.clauses_cited import same_clause
from ledger.contract_terms import InForce, Party, TerminationClause
from ledger.dates.calendar import CalendarError, DateWorking, period_end
from ledger.dates.working_days import dated
from ledger.entry import Frozen
from ledger.serving.remedy_time import working_day
from ledger.triggers import TRIGGERS, Ground, trigger_in_words
from ledger.use_of_rights import became, given_up_in_part, no_use_of_it

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile

PARTIES: tuple[Party, ...] = ("authority", "provider")
State = Literal["not-arisen", "arisen", "exercised", "lapsed", "lost"]
BEST_FIRST: tuple[State, ...] = ("exercised", "arisen", "lapsed", "lost", "not-arisen")
"""Where a clause's right arose several times over, the state of the one that goes furthest is the clause's."""


NOT_ARISEN = "Not arisen: "


class RightOn(Frozen):
    """One ground under one clause, and what became of the right it gave."""

    about: str
    """What it rests on: NOT-001, BRE-001, 3 notices."""
    state: State
    arisen_on: date | None = None
    """The first day on which the right was there; none where it is not shown to have arisen."""
    until: date | None = None
    """The last day on which the clause lets it be used; none where the clause sets no time."""
    lost_on: date | None = None
    """The day it was lost, where it was."""
    sentence: str
    facts: str
    """The facts relied on alone, without what is told beside them and without the doubts."""
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
    held_by: Party
    """The party whose right is looked at: a clause that gives the right to either gives two."""
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

    A clause that either party may use is looked at for each: the notices of one are no ground for the other. In the
    order in which the clauses came to bind; empty where no such clause is on file. Pure; never raises.
    """
    return tuple(
        _right(file, replace(held, says=held.says.model_copy(update={"held_by": party})), day)
        for held in file.terms.termination_clauses(day)
        for party in (PARTIES if held.says.held_by == "either" else (held.says.held_by,))
    )


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
    said = (f"under clause {right.clause}, {_uncapped(right.sentence.removeprefix(NOT_ARISEN))}" for right in held)
    return f"no right to end the contract is shown: {'; '.join(said)}"


def _right(file: ContractFile, held: InForce[TerminationClause], day: date) -> Right:
    clause = held.says
    assert clause.held_by != "either"
    found = [_became(file, held, ground, day) for ground in TRIGGERS[clause.trigger](file, held, day)]
    found.sort(key=lambda on: (BEST_FIRST.index(on.state), on.arisen_on or date.max))
    best = found[0]
    arisen = [(on.arisen_on, on.until) for on in found if on.arisen_on]
    no_use = tuple(no_use_of_it(file, clause, arisen, day)) if best.state != "exercised" else ()
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


def _became(file: ContractFile, held: InForce[TerminationClause], ground: Ground, day: date) -> RightOn:
    clause = held.says
    shown = RightOn(
        about=ground.about, state="not-arisen", sentence=f"{NOT_ARISEN}{ground.told}.", facts=ground.sentence,
        entries=ground.entries, doubts=ground.doubts, workings=ground.workings,
    )  # fmt: skip
    if ground.arisen_on is None or ground.arisen_on > day:
        return shown
    arisen_on = max(ground.arisen_on, held.since)
    ended = file.termination.ended_on(day)
    if ended is not None and ended.on < arisen_on:
        over = f"the contract had {ended.how} on {dated(ended.on)} already (entry {ended.position})"
        return shown.model_copy(update={"sentence": f"{NOT_ARISEN}{ground.told}; {over}."})
    until, working = _until(file, clause, arisen_on)
    fate = became(file, clause, ground, arisen_on, until, day)
    doubts = (
        *ground.doubts, *_older_than_the_clause(file, held, ground), *given_up_in_part(file, clause, ground, day),
        *(fate.doubts if fate else ()),
    )  # fmt: skip
    if working is None and clause.use_within is not None:
        doubts = (*doubts, f"the time for using the right ({clause.use_within}) cannot be counted")
    said = "; ".join((f"arisen on {dated(arisen_on)}: {ground.sentence}", *ground.besides, *doubts))
    if fate is None and until is not None:
        said = f"{said}. It can be used until {dated(until)}"
    if fate is not None:
        said = f"{said}. {fate.words}"
    return shown.model_copy(
        update={
            "state": fate.state if fate else "arisen", "arisen_on": arisen_on, "until": until, "doubts": doubts,
            "lost_on": fate.on if fate and fate.state == "lost" else None,
            "sentence": f"{said[:1].upper()}{said[1:]}.",
            "entries": tuple(dict.fromkeys((*ground.entries, *(fate.entries if fate else ())))),
            "workings": (*ground.workings, *((working,) if working else ())),
        }
    )  # fmt: skip


def _older_than_the_clause(file: ContractFile, held: InForce[TerminationClause], ground: Ground) -> Iterable[str]:
    """What a right rests on and is older than the clause in its present words: whether it reaches back is open."""
    binds = f"clause {held.says.clause} binds in these words from {dated(held.since)}"
    if ground.arisen_on is not None and ground.arisen_on < held.since:
        yield f"{binds}, and what it asks for was there on {dated(ground.arisen_on)}: whether it reaches back is open"
        return
    for notice in file.notices.by_id.values():
        if notice.position in ground.entries and notice.counts_on is not None and notice.counts_on < held.since:
            yield f"{binds}, and {notice.id} counts from {dated(notice.counts_on)}: whether it reaches back is open"


def _until(file: ContractFile, clause: TerminationClause, arisen_on: date) -> tuple[date | None, DateWorking | None]:
    """The last day the clause lets the right be used on, with its working; none where it sets no time."""
    if clause.use_within is None:
        return None, None
    try:
        working = period_end(clause.use_within, arisen_on, working_day(file, arisen_on))
    except CalendarError:
        return None, None
    return working.end, working


def _uncapped(sentence: str) -> str:
    lower = sentence if sentence[:3].isupper() else f"{sentence[:1].lower()}{sentence[1:]}"  # NOT-001 stays
    return lower.rstrip(".")


__all__ = ["Ground", "Right", "RightOn", "State", "not_arisen", "right_in_point", "rights"]
