"""A breach that was determined, an event that befell a party, or no cause at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ledger.clauses_cited import same_clause
from ledger.contract_terms import TerminationClause
from ledger.dates.working_days import dated
from ledger.triggers.grounds import Clause, Ground, doubts_of, given_under, nothing, withdrawn, without_effect
from ledger.triggers.unremedied import on_notice

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.default_process.register import FundamentalBreach
    from ledger.subjects.notices import Notice
    from ledger.subjects.termination.steps import EventOccurred


WORDS: Mapping[str, str] = {
    "unremedied-default": "a default not put right in time", "repeated-notices": "repeated notices",
    "points": "service failure points", "fundamental-breach": "a fundamental breach", "insolvency": "insolvency",
    "change-of-control": "a change of control", "regulator-action": "action by a regulator",
    "prohibited-act": "a prohibited act", "force-majeure": "force majeure", "convenience": "no cause needed",
    "other": "another event the clause names",
}  # fmt: skip


def fundamental_breach(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """One ground for each fundamental breach of the provider determined by the day; the authority's are not."""
    if clause.says.held_by == "provider":
        return [nothing("a fundamental breach of the authority is not on file")]
    found = [breach for breach in file.default_process.fundamental_breaches.values() if breach.on <= day]
    if not found:
        return [nothing("no fundamental breach has been determined")]
    return [
        _first_told(
            file, clause.says, day,
            Ground(
                about=breach.id, arisen_on=breach.on, entries=(breach.position,),
                sentence=f"{breach.id} was determined a fundamental breach on {dated(breach.on)}",
                doubts=(f"{breach.id} {breach.lacks}",) if breach.lacks else (),
            ),
        )
        for breach in found
        if not any(_says_it_in_full(other, breach) for other in found)
    ]  # fmt: skip


def _says_it_in_full(other: FundamentalBreach, breach: FundamentalBreach) -> bool:
    """Whether a breach that lacks something was determined with it, that day or later; then nothing rests on it."""
    of_the_same = not other.issues or set(breach.issues) <= set(other.issues)
    return breach.lacks is not None and other.lacks is None and other.on >= breach.on and of_the_same


def event(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """One ground for each event of the clause's sort recorded of the other party by the day."""
    says = clause.says
    happened_by = file.termination.events_of(says.trigger, says.held_by, day)
    found = [e for e in happened_by if e.clause is None or not _is_anothers(file, clause, e.clause, day)]
    if not found:
        return [nothing(f"{WORDS[says.trigger]} is not on file as having happened")]
    return [
        _first_told(
            file, says, day,
            Ground(
                about=f"entry {happened.position}", arisen_on=happened.on, entries=(happened.position,),
                sentence=f"{WORDS[says.trigger]} is on file for {dated(happened.on)} (entry {happened.position})",
                doubts=tuple(_open_about(says, happened)),
            ),
        )
        for happened in found
    ]  # fmt: skip


def _is_anothers(file: ContractFile, clause: Clause, cited: str, day: date) -> bool:
    """Whether an event was entered as one that another clause of the same trigger speaks of."""
    alike = [held for held in file.terms.termination_clauses(day) if held.says.trigger == clause.says.trigger]
    return not same_clause(cited, clause.says.clause) and any(same_clause(cited, h.says.clause) for h in alike)


def _open_about(clause: TerminationClause, happened: EventOccurred) -> Iterator[str]:
    if clause.trigger == "other" and happened.clause is None:
        yield f"entry {happened.position} does not say which clause speaks of it"
    if clause.use_within is not None and happened.known_on != happened.on:
        yield (
            f"the time for using the right ({clause.use_within}) is counted from {dated(happened.on)}; it was known "
            f"from {dated(happened.known_on)}, and from which day it runs is for the clause to say"
        )


def convenience(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """There from the start of the contract, or from the day the clause came to bind if that is later."""
    started = file.started_on()
    since = max(clause.since, started) if started else clause.since
    length = f", on notice of {clause.says.notice_length}" if clause.says.notice_length else ""
    return [Ground(about="no cause needed", arisen_on=since, sentence=f"no cause is needed under the clause{length}")]


def _first_told(file: ContractFile, clause: TerminationClause, day: date, ground: Ground) -> Ground:
    """The ground, from when the notice has run that the clause asks for first, if it asks for one."""
    if clause.first_notice is None or ground.arisen_on is None:
        return ground
    given = [pair for pair in given_under(file, clause, day) if pair[1].happened_on >= ground.arisen_on]
    if not given:
        lacking = (
            f"{ground.sentence}; the clause asks for a {clause.first_notice} notice first, and none since is on file"
        )
        return ground.model_copy(update={"arisen_on": None, "sentence": lacking})
    if clause.cure_period is not None:
        first = min(
            (ground for notice, _ in given for ground in on_notice(file, clause, notice, day)),
            key=lambda found: found.arisen_on or date.max,
        )
    else:
        told = (_given(notice, day) for notice, _ in given)
        first = min(told, key=lambda found: found.arisen_on or date.max)
    return first.model_copy(
        update={
            "about": ground.about, "sentence": f"{ground.sentence}; {first.sentence}",
            "entries": (*ground.entries, *first.entries), "doubts": (*ground.doubts, *first.doubts),
        }
    )  # fmt: skip


def _given(notice: Notice, day: date) -> Ground:
    """A notice as the one the clause asks for first: from the day it counts, if it had effect."""
    against = without_effect(notice, day) or withdrawn(notice, day)
    said = against or (f"counts from {dated(notice.counts_on)}" if notice.counts_on else "does not count")
    return Ground(
        about=notice.id, arisen_on=None if against else notice.counts_on, sentence=f"{notice.id} {said}",
        entries=(notice.position,), doubts=tuple(doubts_of(notice)),
    )  # fmt: skip
