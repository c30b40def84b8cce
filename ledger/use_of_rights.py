"""What became of a right to end the contract once it had arisen: exercised, lapsed, or lost.

A notice of termination exercises a right when it counts as given, not when it is sent: one that counts only after the
clause's time has run out has not used it. Whether an end under one clause can be supported by another right that was
there as well (Boston Deep Sea Fishing and Ice Co v Ansell (1888) 39 Ch D 339) is a question of law: it is told, as a
doubt, and not decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from ledger.clauses_cited import same_clause
from ledger.contract_terms import TerminationClause
from ledger.dates.working_days import dated
from ledger.triggers import Ground, withdrawn, without_effect

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import Notice, NoticeServed


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a right that had arisen."""

    state: Literal["exercised", "lapsed", "lost"]
    on: date
    """The day of it; of one that lapsed, the last day on which it could be used."""
    words: str
    entries: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


def became(
    file: ContractFile, clause: TerminationClause, ground: Ground, arisen_on: date, until: date | None, day: date
) -> Fate | None:
    """Return what had become of the right by a day; None where it was still there. What was lost cannot be used."""
    used = exercised(file, clause, arisen_on, until, day)
    gone = fallen(file, clause, ground, arisen_on, until, day)
    if used is None or (gone is not None and gone.state == "lost" and gone.on < used.on):
        return gone
    return used


def exercised(
    file: ContractFile, clause: TerminationClause, arisen_on: date, until: date | None, day: date
) -> Fate | None:
    """Return that the right was used by a day, by notice or by the act that ended the contract; None where not."""
    for notice, served in _ending_notices(file, clause):
        counts_on = notice.counts_on
        if not notice.stands(day) or counts_on is None:
            continue
        if arisen_on <= served.happened_on and (until is None or counts_on <= until):
            given = f"{notice.id} was given under clause {clause.clause} on {dated(served.happened_on)}"
            words = f"Exercised: {given} and counts from {dated(counts_on)}"
            return Fate("exercised", counts_on, words, (notice.position,))
    for ending in file.termination.endings:
        by_holder = ending.by_party in (clause.held_by, "both")
        ours = ending.how == "terminated" and not ending.purported and by_holder and ending.clause is not None
        in_time = arisen_on <= ending.act_on <= min(day, until or day)
        if ours and in_time and same_clause(ending.clause or "", clause.clause):
            what = "the contract" if ending.extent == "full" else "part of the contract"
            words = f"Exercised: {what} was ended under it by the act of {dated(ending.act_on)}"
            return Fate("exercised", ending.act_on, words, (ending.position,))
    return None


def fallen(
    file: ContractFile, clause: TerminationClause, ground: Ground, arisen_on: date, until: date | None, day: date
) -> Fate | None:
    """Return that the right had lapsed or was lost by a day, whichever came first; None where it was still there."""
    fates = [Fate("lost", gone.on, f"Lost: {gone.why}", gone.entries) for gone in ground.fallen]
    for waived in file.default_process.waived(clause.held_by, day):
        if waived.on >= arisen_on and waived.is_about(clause.clause, ground.about):
            words = f"Lost: it was given up on {dated(waived.on)} (entry {waived.position})"
            fates.append(Fate("lost", waived.on, words, (waived.position,)))
    ended = file.termination.ended_on(day)
    if ended is not None:
        under = "otherwise than under it" if ended.clause else "under which clause is not on file"
        words = f"Lost: the contract {ended.how} on {dated(ended.on)}, {under} (entry {ended.position})"
        by_holder = ended.how == "terminated" and ended.by_party in (clause.held_by, "both")
        there = by_holder and arisen_on <= ended.act_on
        doubt = "whether the end can be supported by this right too, which was there then, is a question of law"
        fates.append(Fate("lost", ended.on, words, (ended.position,), (doubt,) if there else ()))
    if until is not None and until < day:
        words = f"Lapsed: the clause lets it be used until {dated(until)}, and it was not used by then"
        fates.append(Fate("lapsed", until, words))
    return min((fate for fate in fates if fate.on <= day), key=lambda fate: fate.on, default=None)


def given_up_in_part(file: ContractFile, clause: TerminationClause, ground: Ground, day: date) -> Iterator[str]:
    """Yield each giving up of something that the right only rests on among others: one of three notices."""
    for waived in file.default_process.waived(clause.held_by, day):
        rests_on = [named for named in waived.about if file.begun_by(named) in ground.entries]
        if rests_on and ground.about not in waived.about:
            what = " and ".join(rests_on)
            yield f"what {what} gave was given up on {dated(waived.on)} (entry {waived.position}), and it rests on that"


def no_use_of_it(
    file: ContractFile, clause: TerminationClause, arisen: Sequence[tuple[date, date | None]], day: date
) -> Iterator[str]:
    """Yield each notice of termination under the clause that did not exercise the right, and why.

    `arisen`: (arisen on, until) of each time the right arose. A notice is looked at by the last time before it was
    given or, where it was given before all of them, by the first.
    """
    for notice, served in _ending_notices(file, clause):
        if served.happened_on > day:
            continue
        given = f"{notice.id} was given under clause {clause.clause} on {dated(served.happened_on)}"
        why = without_effect(notice, day) or withdrawn(notice, day)
        counts_on = notice.counts_on or served.happened_on
        if not arisen:
            yield f"{given}, and the right is not shown to have arisen."
            continue
        before = [time for time in arisen if time[0] <= served.happened_on]
        arisen_on, until = max(before, key=_first) if before else min(arisen, key=_first)
        if served.happened_on < arisen_on:
            yield f"{given}, before the right arose on {dated(arisen_on)}: it was premature."
        elif until is not None and counts_on > until:
            counts = f" and counts only from {dated(counts_on)}" if counts_on != served.happened_on else ""
            yield f"{given}{counts}, after the time for using the right had run out on {dated(until)}."
        else:
            yield f"{given}; it {why or 'has no effect'}."


def _first(time: tuple[date, date | None]) -> date:
    return time[0]


def _ending_notices(file: ContractFile, clause: TerminationClause) -> Iterable[tuple[Notice, NoticeServed]]:
    """The notices of termination given under the clause, by the party that has the right."""
    for notice, served in file.notices.served("termination", party=clause.held_by):
        if served.clause is not None and same_clause(served.clause, clause.clause):
            yield notice, served
