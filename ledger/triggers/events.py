"""A breach that was determined, an event that befell a party, or no cause at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ledger.contract_terms import TerminationClause
from ledger.triggers.grounds import Clause, Ground, doubts_of, given_under, nothing, withdrawn, without_effect
from ledger.triggers.unremedied import on_notice
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


WORDS: Mapping[str, str] = {
    "unremedied-default": "a default not put right in time", "repeated-notices": "repeated notices",
    "points": "service failure points", "fundamental-breach": "a fundamental breach", "insolvency": "insolvency",
    "change-of-control": "a change of control", "regulator-action": "action by a regulator",
    "prohibited-act": "a prohibited act", "force-majeure": "force majeure", "convenience": "no cause needed",
    "other": "another event the clause names",
}  # fmt: skip


def fundamental_breach(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """One ground for each fundamental breach determined by the day."""
    found = [breach for breach in file.default_process.fundamental_breaches.values() if breach.on <= day]
    if not found:
        return [nothing("no fundamental breach has been determined")]
    return [
        _first_told(
            file, clause.says, day,
            Ground(
                about=breach.id, arisen_on=breach.on, entries=(breach.position,),
                sentence=f"{breach.id} was determined a fundamental breach on {dated(breach.on)}",
                doubts=() if breach.clause else (f"{breach.id} names no term that was broken",),
            ),
        )
        for breach in found
    ]  # fmt: skip


def event(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """One ground for each event of the clause's sort recorded of the other party by the day."""
    says = clause.says
    found = file.termination.events_of(says.trigger, says.held_by, day)
    if not found:
        return [nothing(f"{WORDS[says.trigger]} is not on file as having happened")]
    return [
        _first_told(
            file, says, day,
            Ground(
                about=f"entry {happened.position}", arisen_on=happened.on, entries=(happened.position,),
                sentence=f"{WORDS[says.trigger]} is on file for {dated(happened.on)} (entry {happened.position})",
            ),
        )
        for happened in found
    ]  # fmt: skip


def convenience(file: ContractFile, clause: Clause, day: date) -> list[Ground]:
    """There from the start of the contract, or from the day the clause came to bind if that is later."""
    started = file.started_on()
    since = max(clause.since, started) if started else clause.since
    length = f", on {clause.says.notice_length} notice" if clause.says.notice_length else ""
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
            (on_notice(file, clause, notice, served, day) for notice, served in given),
            key=lambda found: found.arisen_on or date.max,
        )
    else:
        notice = given[0][0]
        against = without_effect(notice, day) or withdrawn(notice, day)
        said = f"{notice.id} {against or f'counts from {dated(notice.counts_on)}' if notice.counts_on else against}"
        first = Ground(
            about=notice.id, arisen_on=None if against else notice.counts_on, sentence=said, entries=(notice.position,),
            doubts=tuple(doubts_of(notice)),
        )  # fmt: skip
    return first.model_copy(
        update={
            "about": ground.about, "sentence": f"{ground.sentence}; {first.sentence}",
            "entries": (*ground.entries, *first.entries), "doubts": (*ground.doubts, *first.doubts),
        }
    )  # fmt: skip
