"""The acts by which a contract is ended early, in the order they were done, and what was on file when each was.

A decision, the notice that follows it and the end that follows that are one course of action; a further decision, or a
further notice, begins another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.contract_file import ContractFile
from ledger.entry import Entry, Recorded
from ledger.subjects.notices import NoticeServed
from ledger.subjects.termination import ContractTerminated, Proposal, TerminationAuthorised
from projections.ending.folds import folded
from projections.failings.trail import days_late, recorded_on
from projections.timeline.line import LATE_AFTER_DAYS

STAGES: tuple[type[Entry], ...] = (TerminationAuthorised, NoticeServed, ContractTerminated)
"""The acts of a course of action, in their order."""


@dataclass(frozen=True, slots=True)
class Course:
    """One course of action towards an early end: its first act, and those that followed it."""

    acts: tuple[Recorded, ...]

    @property
    def first(self) -> Recorded:
        """The act by which the conditions are judged."""
        return self.acts[0]

    @property
    def last(self) -> Recorded:
        """The latest of its acts."""
        return self.acts[-1]

    @property
    def purported(self) -> tuple[str, ...]:
        """The rules nothing lifts that its first act did not keep."""
        return tuple(d.rule for d in self.first.departures if d.level == "absolute")


def courses(file: ContractFile, day: date) -> list[Course]:
    """Return every course of action towards ending the contract early, begun by a day, in the world's order."""
    begun: list[list[Recorded]] = []
    for act in sorted(_acts(file, day), key=_when):
        if not begun or _begins_anew(act, begun[-1]) or _proposed(file, act) != _proposed(file, begun[-1][0]):
            begun.append([act])
        else:
            begun[-1].append(act)
    return [Course(tuple(acts)) for acts in begun]


def _acts(file: ContractFile, day: date) -> Iterable[Recorded]:
    # In the order of recording, not `file.entries`: an end takes effect later than the act that brings it about.
    return (r for r in file.of(*STAGES) if r.entry.happened_on <= day and _ends_early(file, r))


def _ends_early(file: ContractFile, recorded: Recorded) -> bool:
    """Whether it is the authority's own (or an agreed) act towards an end before the end date."""
    entry = recorded.entry
    if isinstance(entry, TerminationAuthorised):
        return True
    if not isinstance(entry, NoticeServed | ContractTerminated):
        return False
    end = file.end_date(entry.happened_on)
    if isinstance(entry, NoticeServed):
        ours = entry.notice_kind == "termination" and entry.served_by_party == "authority"
        return ours and (end is None or entry.ends_on is None or entry.ends_on < end)
    return entry.by_party != "provider" and (end is None or entry.effective_on < end)


def _begins_anew(act: Recorded, course: list[Recorded]) -> bool:
    """Whether an act does not follow on those before it: of a stage they have reached already, or one before it."""
    return _stage(act) <= max(_stage(before) for before in course)


def _stage(act: Recorded) -> int:
    return next(number for number, kind in enumerate(STAGES) if isinstance(act.entry, kind))


def proposal_of(file: ContractFile, act: Recorded) -> Proposal | None:
    """Return the proposal an act is under: the one it names, else the latest by its day; None where there is none."""
    return file.termination.proposed(act.entry.happened_on, proposal_named(act))


def _proposed(file: ContractFile, act: Recorded) -> str | None:
    found = proposal_of(file, act)
    return found.id if found else None


def proposal_named(act: Recorded) -> str | None:
    """Return the proposal an act names, None where it names none."""
    named = getattr(act.entry, "proposal", None)
    return named if isinstance(named, str) else None


def _when(recorded: Recorded) -> tuple[date, int, int]:
    # Of acts of one day, the decision comes before the notice and the notice before the end.
    return (recorded.entry.happened_on, _stage(recorded), recorded.position)


def on_file_at(known: Sequence[Recorded], act: Recorded) -> list[Recorded]:
    """Return what was on file when an act was done.

    That is what was recorded before the act, and besides by the day of the act, or soon after its own fact, or on the
    day the act itself was recorded: what was entered long after it happened and after the act is no part of it.
    """
    day, recorded = act.entry.happened_on, recorded_on(act)
    before = known[: bisect_left(known, act.position, key=lambda r: r.position)]
    itself = [r for r in known[len(before) : len(before) + 1] if r.position == act.position]
    return [r for r in before if (on := recorded_on(r)) in (day, recorded) or on < day or _at_once(r)] + itself


def _at_once(recorded: Recorded) -> bool:
    return days_late(recorded) <= LATE_AFTER_DAYS


def known_then(file: ContractFile, act: Recorded) -> ContractFile:
    """Return the file as at the day of an act, of what was on file when it was done."""
    return folded(on_file_at(file.known, act), act.entry.happened_on)
