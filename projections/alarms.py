"""What no longer holds: a late entry, a correction or a dispute by which something relied on comes out otherwise.

Once an early termination has been proposed, everything recorded late, corrected or disputed may take away what the
case rests on. It rests on what had come about by the day of its latest step: a proposal, a consultation, a decision, a
notice. Each entry that amends what is said of a day up to then, or speaks of one before it when that step is on file
already, or disputes, is looked at when it is taken in: the right and every condition as they were shown just before it,
and just after. What was shown and is not any more is put before Legal Services, with what was relied on then. An alarm
stays: it says what happened to the case on that day, whatever mends it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from ledger.contract_file import ContractFile, extended
from ledger.entry import Entry, Frozen, Recorded
from ledger.kinds import subject_of
from ledger.subjects.issues import ProviderRepresentationsReceived
from ledger.subjects.notices import NoticeServed
from ledger.subjects.records import AMENDING, DepartureRatified, DepartureRefused, EntryCorrected, NoteMade
from ledger.subjects.termination import EarlyTerminationProposed
from projections.folds import each_once
from projections.readiness import Judgement, judgements
from projections.trail import LONDON, recorded_on, spoken
from projections.view import FileView

HELD = ("met", "late", "authorised", "ratified", "excepted", "arisen", "exercised")
FELL = ("not-met", "unauthorised", "disputed", "not-arisen", "lost", "lapsed")


class Alarm(Frozen):
    """One thing the case rested on that an entry took away."""

    id: str
    """Which: "41 TC-12 of 38": the entry that took it away, what, and the act it was judged for, if any."""
    position: int
    """The entry that took it away."""
    recorded_at: datetime
    act: int | None = None
    """The act the case was judged for: a decision, notice or end; none where none had been done yet."""
    what: str
    """The condition (TC-12) or clause it is about, with its title."""
    sentence: str
    relied_on: str
    """What was shown until then, in the words of that time."""
    now: str
    """What is shown since."""
    entries: tuple[int, ...] = ()
    """The entries that showed it."""


def alarms(view: FileView) -> list[Alarm]:
    """Return every alarm of a file, in the order of the entries that raised them. Pure."""
    return list(raised_after(view, 0))


def raised_since(before: FileView, after: FileView) -> Iterator[Alarm]:
    """Yield the alarms raised by the entries that came in between two views of a file."""
    return raised_after(after, before.file.position)


def raised_after(view: FileView, position: int) -> Iterator[Alarm]:
    """Yield the alarms raised by the entries after a position, each by what it took away from the case before it."""
    known = view.file.known
    first = next((n for n, r in enumerate(known) if isinstance(r.entry, EarlyTerminationProposed)), len(known))
    held, rests_on = _Judged(view), date.min
    for number, recorded in enumerate(known):
        earlier, rests_on = rests_on, max(rests_on, _step_on(recorded))
        if number <= first or recorded.position <= position or not _may_take_away(view.file, recorded, earlier):
            continue
        day = recorded_on(recorded)
        if held.file(number).termination.proposals:  # and none struck out since
            with each_once():
                was, now = held.on_file(number, day), held.on_file(number + 1, day)
            after = {_act(judged): judged for judged in now}
            for judged in was:
                since = after.get(_act(judged))
                if since is not None:
                    yield from _taken_away(recorded, judged, since)


class _Judged:
    """The case by the first so many entries of a file. The last is kept: what one entry leaves, the next one finds."""

    def __init__(self, view: FileView) -> None:
        self._view = view
        self._file = ContractFile()
        self._last: tuple[tuple[int, date], list[Judgement]] | None = None

    def file(self, size: int) -> ContractFile:
        """Return the file of the first so many entries, never fewer than before."""
        have = len(self._file.known)
        if size > have:
            self._file = extended(self._file, self._view.file.known[have:size])
        return self._file

    def on_file(self, size: int, day: date) -> list[Judgement]:
        """Return the judgements on a day by the first so many entries."""
        if self._last is None or self._last[0] != (size, day):
            self._last = (size, day), judgements(replace(self._view, file=self.file(size), as_at=None), day)
        return self._last[1]


def raised_on(alarm: Alarm) -> date:
    """Return the day, in London, an alarm was raised on."""
    return alarm.recorded_at.astimezone(LONDON).date()


def _step_on(recorded: Recorded) -> date:
    """The day of a step of a case: of an entry of its subject, or a notice to end the contract."""
    entry = recorded.entry
    if subject_of(type(entry)) == "termination" or (isinstance(entry, NoticeServed) and entry.ends_on is not None):
        return entry.happened_on
    return date.min


def _may_take_away(file: ContractFile, recorded: Recorded, rests_on: date) -> bool:
    """Whether it disputes, amends what came about by a day, speaks late of one before, or of how a departure stands."""
    entry = recorded.entry
    if isinstance(entry, ProviderRepresentationsReceived):
        return True
    if isinstance(entry, AMENDING):
        about = (amended for amended in _amended(file, recorded) if not isinstance(amended, NoteMade))
        return any(amended.effective_on <= rests_on for amended in about)
    late = entry.effective_on < recorded_on(recorded) and not isinstance(entry, NoteMade)  # nothing rests on a note
    return late and (entry.effective_on < rests_on or isinstance(entry, DepartureRatified | DepartureRefused))


def _amended(file: ContractFile, recorded: Recorded) -> Iterator[Entry]:
    """What an amendment is about in the end: the entry it amends, what it puts in its place, what that amended."""
    entry = recorded.entry
    if not isinstance(entry, AMENDING):
        yield entry
        return
    if isinstance(entry, EntryCorrected):
        yield entry.replacement
    target = file.first_recorded(entry.position)
    if target is not None and target.position < recorded.position:
        yield from _amended(file, target)


def _act(judged: Judgement) -> int | None:
    return judged.acts[0].position if judged.acts else None


def _taken_away(recorded: Recorded, was: Judgement, now: Judgement) -> Iterator[Alarm]:
    stood = {what: (state, said, entries) for what, state, said, entries in _shown(was)}
    for what, state, said, _ in _shown(now):
        before = stood.get(what)
        if before is None or before[0] not in HELD or state not in FELL:
            continue
        act = was.acts[0] if was.acts else None
        case = (
            f"the {act.heading.lower()} on {spoken(act.on)} (entry {act.position})" if act else "the case as it stands"
        )
        which = f"{recorded.position} {what}" + (f" of {act.position}" if act else "")
        entry = f"entry {recorded.position}, recorded on {spoken(recorded_on(recorded))}"
        yield Alarm(
            id=which, position=recorded.position, recorded_at=recorded.recorded_at,
            act=act.position if act else None, what=what, relied_on=before[1], now=said, entries=before[2],
            sentence=f"By {entry}, {what} is no longer shown for {case}.",
        )  # fmt: skip


def _shown(judged: Judgement) -> Iterator[tuple[str, str, str, tuple[int, ...]]]:
    """Yield (what, state, sentence, entries) of each right and condition, as it is shown by all that is known."""
    for held in judged.rights:
        right = held.now or held.right
        yield f"the right under clause {right.clause}", right.state, right.sentence, right.entries
    for condition in judged.conditions:
        yield f"{condition.id} ({condition.title})", condition.state, condition.sentence, condition.entries
