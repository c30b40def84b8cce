"""What no longer holds: a late entry, a correction or a dispute by which something relied on comes out otherwise.

Once an early termination has been proposed, everything recorded late, corrected or disputed may take away what the
case rests on. It rests on what had come about by the day of its latest step: a proposal, a consultation, a decision, a
notice. Each entry that amends what is said of a day up to then, or speaks of one before it when that step is on file
already, or disputes, is looked at when it is taken in: the right and every condition as they were shown just before it,
and just after. What was shown and is not any more is put before Legal Services, with what was relied on then. An alarm
stays: it says what happened to the case on that day, whatever mends it afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from ledger.contract_file import ContractFile, fold
from ledger.entry import Frozen, Recorded
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
ALARMS_OF_AN_ENTRY = 1000
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
    held, rests_on = _Judged(view), _Step()
    for number, recorded in enumerate(known):
        earlier, rests_on = rests_on, rests_on.and_then(recorded)
        if number <= first or recorded.position <= position or not _may_take_away(view.file, recorded, earlier.on):
            continue
        day, as_at = recorded_on(recorded), None
        if _only_late(recorded):
            # What is on file of later days is left out: it changes nothing that day, and may be most of a long file.
            day, as_at = earlier.on, earlier.until
        with each_once():
            (proposed, was), (_, now) = held.on_file(number, day, as_at), held.on_file(number + 1, day, as_at)
        after = {_act(judged): judged for judged in now}
        for judged in was if proposed else ():
            since = after.get(_act(judged))
            if since is not None:
                yield from _taken_away(recorded, judged, since)


@dataclass(frozen=True, slots=True)
class _Step:
    """The latest step of a case: the day it was taken, and until when such steps take effect."""

    on: date = date.min
    until: date = date.min

    def and_then(self, recorded: Recorded) -> _Step:
        """The latest step after one more entry: of the subject termination, or a notice with a day for the end."""
        entry = recorded.entry
        if subject_of(type(entry)) == "termination" or (isinstance(entry, NoticeServed) and entry.ends_on is not None):
            effect = max(entry.happened_on, entry.effective_on)
            return _Step(max(self.on, entry.happened_on), max(self.until, effect))
        return self


class _Judged:
    """The case by the first so many entries of a file. The last is kept: what one entry leaves, the next one finds."""

    def __init__(self, view: FileView) -> None:
        self._view = view
        self._bearing: tuple[date, list[Recorded]] = date.min, []
        self._last: tuple[tuple[int, date, date | None], tuple[bool, list[Judgement]]] | None = None

    def on_file(self, size: int, day: date, as_at: date | None) -> tuple[bool, list[Judgement]]:
        """Return whether a proposal is in force, and the judgements on a day, by the first so many entries."""
        if self._last is None or self._last[0] != (size, day, as_at):
            file = fold(self._known(size, as_at), as_at)
            judged = judgements(replace(self._view, file=file, as_at=None), day)
            self._last = (size, day, as_at), (bool(file.termination.proposals), judged)
        return self._last[1]

    def _known(self, size: int, as_at: date | None) -> Sequence[Recorded]:
        """The first so many entries; of them, where a day is given, those that bear on days up to it."""
        known = self._view.file.known
        if as_at is None:
            return known[:size]
        if self._bearing[0] != as_at:
            self._bearing = as_at, _bearing_on(self._view.file, as_at)
        bearing = self._bearing[1]
        return bearing[: bisect_right(bearing, known[size - 1].position, key=lambda r: r.position)]


def _bearing_on(file: ContractFile, day: date) -> list[Recorded]:
    """What took effect by a day, what is said of it instead or was before, and the amendments that say so."""
    kept: set[int] = set()
    for recorded in file.known:
        chain = list(_amended(file, recorded))
        if any(r.entry.effective_on <= day for r in chain):
            kept |= {r.position for r in chain} | {recorded.position}
    return [recorded for recorded in file.known if recorded.position in kept]


def numbered(raised: Iterable[Alarm]) -> Iterator[tuple[int, Alarm]]:
    """Yield each alarm with its number on its file: its entry's position times 1000, and which of that entry's it is.

    Of one entry all must be there.
    """
    count: Counter[int] = Counter()
    for alarm in raised:
        yield alarm.position * ALARMS_OF_AN_ENTRY + count[alarm.position], alarm
        count[alarm.position] += 1


def raised_on(alarm: Alarm) -> date:
    """Return the day, in London, an alarm was raised on."""
    return alarm.recorded_at.astimezone(LONDON).date()


def _may_take_away(file: ContractFile, recorded: Recorded, rests_on: date) -> bool:
    """Whether it disputes, amends what came about by a day, speaks late of one before, or of how a departure stands."""
    entry = recorded.entry
    if isinstance(entry, ProviderRepresentationsReceived):
        return True
    if isinstance(entry, AMENDING):
        about = (amended.entry for amended in _amended(file, recorded))
        return any(said.effective_on <= rests_on for said in about if not isinstance(said, NoteMade))
    late = entry.effective_on < recorded_on(recorded) and not isinstance(entry, NoteMade)  # nothing rests on a note
    return late and (entry.effective_on < rests_on or isinstance(entry, DepartureRatified | DepartureRefused))


def _only_late(recorded: Recorded) -> bool:
    """Whether nothing but its lateness makes it an occasion: it amends and disputes nothing, and lifts no departure."""
    unlike = (*AMENDING, ProviderRepresentationsReceived, DepartureRatified, DepartureRefused)
    return not isinstance(recorded.entry, unlike)


def _amended(file: ContractFile, recorded: Recorded) -> Iterator[Recorded]:
    """What an amendment is about in the end: the entry it amends, what it puts in its place, what that amended.

    Of an entry that amends nothing, itself. What is put in an entry's place stands at the amendment's position.
    """
    entry = recorded.entry
    if not isinstance(entry, AMENDING):
        yield recorded
        return
    if isinstance(entry, EntryCorrected):
        yield replace(recorded, entry=entry.replacement)
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
