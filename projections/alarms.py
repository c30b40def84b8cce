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

from ledger.contract_file import ContractFile
from ledger.entry import Frozen, Recorded
from ledger.folding import extended, fold
from ledger.kinds import subject_of
from ledger.rights import Right
from ledger.subjects.issues import ProviderRepresentationsReceived
from ledger.subjects.notices import NoticeServed
from ledger.subjects.records import AMENDING, DepartureRatified, DepartureRefused, EntryCorrected, NoteMade
from ledger.subjects.termination import EarlyTerminationProposed
from projections.ending.condition_states import Answer
from projections.ending.conditions import CONDITIONS
from projections.ending.folds import each_once
from projections.ending.readiness import Case, cases
from projections.failings.trail import LONDON, recorded_on, spoken
from projections.view import FileView

HELD = ("met", "late", "authorised", "ratified", "excepted", "arisen", "exercised")
ALARMS_OF_AN_ENTRY = 1000
_AMENDING, _OF_DEPARTURES = frozenset(AMENDING), (DepartureRatified, DepartureRefused)
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
    return raised_after(view, 0)


def raised_since(before: FileView, after: FileView) -> list[Alarm]:
    """Return the alarms raised by the entries that came in between two views of a file."""
    return raised_after(after, before.file.position)


def raised_after(view: FileView, position: int) -> list[Alarm]:
    """Return the alarms raised by the entries after a position, each by what it took away from the case before it."""
    with each_once():  # what was on file when an act was done is the same for all
        return list(_raised_after(view, position))


def _raised_after(view: FileView, position: int) -> Iterator[Alarm]:
    known = view.file.known
    first = next((n for n, r in enumerate(known) if type(r.entry) is EarlyTerminationProposed), None)
    if first is None:
        return
    held, rests_on = _Judged(view), _Step()
    for number, recorded in enumerate(known):
        earlier, rests_on = rests_on, rests_on.and_then(recorded)
        if number <= first or recorded.position <= position or not _may_take_away(view.file, recorded, earlier.on):
            continue
        day, as_at = recorded_on(recorded), None
        if _only_late(recorded):
            # What is on file of later days is left out: it changes nothing that day, and may be most of a long file.
            day, as_at = earlier.on, earlier.until
        yield from _raised(recorded, held.on_file(number, day, as_at), held.on_file(number + 1, day, as_at))


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
    """The case by the first so many entries of a file, in their order: what one entry leaves, the next one finds."""

    def __init__(self, view: FileView) -> None:
        self._view = view
        self._files: dict[date | None, tuple[Sequence[Recorded], ContractFile]] = {}
        """Until which day entries are looked at, None for any -> those that bear on it; what the first of them make."""
        self._last: tuple[tuple[int, date, date | None], list[Case]] | None = None

    def on_file(self, size: int, day: date, as_at: date | None) -> list[Case]:
        """Return the case on a day by the first so many entries."""
        known = self._view.file.known
        bearing, file = self._files.get(as_at) or (
            known if as_at is None else _bearing_on(self._view.file, as_at), ContractFile()
        )  # fmt: skip
        had, upto = len(file.known), bisect_right(bearing, known[size - 1].position, key=lambda r: r.position)
        if self._last is None or self._last[0] != (upto, day, as_at):
            if had != upto:
                file = extended(file, bearing[had:upto]) if 0 < had < upto else fold(bearing[:upto])
                if as_at is not None:  # the latest step is never an earlier one again
                    self._files = {until: held for until, held in self._files.items() if until in (None, as_at)}
                self._files[as_at] = bearing, file
            judged = file if as_at is None else file.in_effect_on(as_at)
            self._last = (upto, day, as_at), cases(replace(self._view, file=judged, as_at=None), day)
        return self._last[1]


def _bearing_on(file: ContractFile, day: date) -> list[Recorded]:
    """What took effect by a day, what is said of it instead or was before, and the amendments that say so."""
    kept: set[int] = set()
    for recorded in file.known:
        if type(recorded.entry) not in _AMENDING:  # nearly all
            if recorded.entry.effective_on <= day:
                kept.add(recorded.position)
            continue
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
    entry, kind = recorded.entry, type(recorded.entry)
    if kind is ProviderRepresentationsReceived:
        return True
    if kind in _AMENDING:
        about = (amended.entry for amended in _amended(file, recorded))
        return any(said.effective_on <= rests_on for said in about if not isinstance(said, NoteMade))
    if kind is NoteMade or not (entry.effective_on < rests_on or kind in _OF_DEPARTURES):  # nothing rests on a note
        return False
    return entry.effective_on < recorded_on(recorded)


def _only_late(recorded: Recorded) -> bool:
    """Whether nothing but its lateness makes it an occasion: it amends and disputes nothing, and lifts no departure."""
    return type(recorded.entry) not in (*AMENDING, ProviderRepresentationsReceived, *_OF_DEPARTURES)


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


def _raised(recorded: Recorded, was: Sequence[Case], now: Sequence[Case]) -> Iterator[Alarm]:
    after = {_act(case): case for case in now}
    for before in was:
        since = after.get(_act(before))
        if since is not None and before.view.file.termination.proposals:
            yield from _taken_away(recorded, before, since)


def _act(case: Case) -> int | None:
    return case.acts[0].position if case.acts else None


def _taken_away(recorded: Recorded, was: Case, now: Case) -> Iterator[Alarm]:
    """What is not shown any more. Most of it is: so what was shown before is looked at only of what is not."""
    act = was.acts[0] if was.acts else None
    case = "the case as it stands"
    if act is not None:
        heading = type(act.entry).heading().lower()
        case = f"the {heading} on {spoken(act.entry.happened_on)} (entry {act.position})"
    entry = f"entry {recorded.position}, recorded on {spoken(recorded_on(recorded))}"
    for what, shown, before in _fallen(was, now):
        which = f"{recorded.position} {what}" + (f" of {act.position}" if act else "")
        yield Alarm(
            id=which, position=recorded.position, recorded_at=recorded.recorded_at,
            act=act.position if act else None, what=what, relied_on=before.sentence, now=shown.sentence,
            entries=before.entries, sentence=f"By {entry}, {what} is no longer shown for {case}.",
        )  # fmt: skip


def _fallen(was: Case, now: Case) -> Iterator[tuple[str, Right | Answer, Right | Answer]]:
    """Yield (what, as it is shown now, as it was shown) of each right and condition that was shown and is not."""
    fell = [right for right in _rights(now) if right.state in FELL]
    stood = {right.clause: right for right in _rights(was)} if fell else {}
    for right in fell:
        if right.clause in stood and stood[right.clause].state in HELD:
            yield f"the right under clause {right.clause}", right, stood[right.clause]
    for condition in CONDITIONS:
        shown = now.answer(condition)
        if shown.state in FELL:
            before = was.answer(condition)
            if before.state in HELD:
                yield f"{condition} ({now.row(condition).title})", shown, before


def _rights(case: Case) -> Iterator[Right]:
    """Each right as it is shown by all that is known."""
    return (held.now or held.right for held in case.rights())
