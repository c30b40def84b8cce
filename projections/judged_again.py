"""Acts judged again, against what is known now to have been so before them: the file once more, entry by entry.

What was acknowledged when an act was recorded stays on it. Where what it rested on was struck out or corrected since,
or what was missing had been done by then and has come on file since, and the rule is kept by what is there, nobody is
asked any more to explain it, or to ratify it (design, idea 5; docs/adr/0212).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from functools import partial
from itertools import accumulate
from typing import NamedTuple, cast

from ledger import kinds
from ledger.contract_file import ContractFile
from ledger.departures import DepartureStanding, standing
from ledger.entry import Departure, Entry, Recorded, own
from ledger.folding import told_as_looked_at
from ledger.rules import AnyRule, Unsaid
from ledger.subjects.records import EntryCorrected
from projections.read_models.remembered import KEPT_SINCE, STOOD_BEFORE, StoodBefore, gone_through
from projections.view import FileView

KeptSince = Mapping[tuple[int, str], int]
"""(position, rule) of a departure that what is known now shows to have been none -> the entry that shows it."""


def departing(view: FileView) -> tuple[Recorded, ...]:
    """Return the entries in force that depart from a rule, in the world's order.

    Corrections not among them: the departures of one are those of the entry as corrected, and stand with it.
    """
    return gone_through(_departing, (), view)


def _departing(found: tuple[Recorded, ...], entries: Sequence[Recorded]) -> tuple[Recorded, ...]:
    return (*found, *(r for r in entries if r.departures and not isinstance(r.entry, EntryCorrected)))


def before_each(
    file: ContractFile, wanted: Collection[int] | None = None
) -> Iterator[tuple[Recorded, ContractFile]]:  # fmt: skip
    """Yield each entry in force, in the world's order, with the file of all before it; it changes with the next.

    Only those at the positions `wanted`, where these are given: to put the entries before each together costs as many
    steps as there are of them (docs/adr/0180).
    """
    then, left = ContractFile(known=file.known, undone=file.undone), len(wanted) if wanted is not None else -1
    for place, recorded in enumerate(file.entries):
        if wanted is None or recorded.position in wanted:
            then.entries = file.entries[:place]
            yield recorded, then
            left -= 1
        if left == 0:
            return
        then.take(recorded)


def _before(view: FileView, wanted: Collection[int]) -> Iterator[tuple[Recorded, ContractFile]]:
    """Yield the same of some; the newest, which every further entry of their day asks about again, as the file stood
    when they came, or by leaving out what follows them."""
    file, stood = view.file, cast(StoodBefore, view.at_hand.get(STOOD_BEFORE, {}))
    near = max(len(file.entries) - _NEAR, 0)
    newest = [(place, r) for place, r in enumerate(file.entries[near:], near) if r.position in wanted]
    if further := set(wanted).difference(r.position for _, r in newest):
        yield from before_each(file, further)
    for place, recorded in newest:
        was = stood.get(recorded.position)
        if was is not None and was.entries == file.entries[:place]:
            yield recorded, was.known_as(file)
        else:
            yield recorded, told_as_looked_at(file, file.entries[place:], ())


def kept_since(view: FileView, among: Iterable[Recorded]) -> KeptSince:
    """Return which departures of some acts what is known now shows to have been none, and by which entry.

    Asked only of acts before which something was undone, or came on file, after they were recorded: for these the file
    is folded once more. Asked of each once: timeline, duties and status do, and what comes after the day of an act
    changes nothing of it. Each for itself, and of every entry anew, they took twice as long as all else together.
    """
    departed, held = [r for r in among if r.departures], _held(view)
    wanted = [r for r in departed if r.position not in held]
    if wanted:
        late = _Late(view)
        held |= {r.position: {} for r in wanted}
        asked = {r.position for r in wanted if late.before(r) and _rules_of(r)}
        for recorded, then in _before(view, asked):
            held[recorded.position] = _shown_by(view, recorded, then, late)
    return {(r.position, rule): by for r in departed for rule, by in held[r.position].items()}


def _held(view: FileView) -> dict[int, dict[str, int]]:
    """What was found of acts of this file, and, of a file that only grew since, of those of the days before that."""
    file = view.file
    was = cast(_Held | None, view.at_hand.get(KEPT_SINCE)) or _Held((), {}, {})
    if was.known is file.known and was.undone == file.undone:
        return was.found
    had, found = len(was.known), dict[int, dict[str, int]]()
    if was.undone == file.undone and file.known[:had] == was.known:
        grown_on = min((r.entry.effective_on for r in file.known[had:]), default=date.max)
        acts = ((position, file.at(position)) for position in was.found)
        found = {at: was.found[at] for at, act in acts if act is not None and told_by(file, act) < grown_on}
    view.at_hand[KEPT_SINCE] = _Held(file.known, file.undone, found)
    return found


class _Held(NamedTuple):
    known: tuple[Recorded, ...]
    undone: Mapping[int, int]
    found: dict[int, dict[str, int]]


def _rules_of(act: Recorded) -> dict[str, AnyRule]:
    """The rules an act is on file as departing from, of those that can be asked again of it.

    What nothing lifts stays purported until the act is corrected, and the departures of a correction are those of what
    it puts in place. What an act itself leaves unsaid nothing that came on file since says for it.
    """
    departed = {
        one.rule: kinds.RULE[one.rule] for one in act.departures if one.level != "absolute" and one.rule in kinds.RULE
    }
    return {
        name: rule for name, rule in departed.items()
        if isinstance(act.entry, rule.of) and not isinstance(rule.found, Unsaid)
    }  # fmt: skip


def _shown_by(view: FileView, act: Recorded, then: ContractFile, late: _Late) -> dict[str, int]:
    """Return by rule the entry that shows an act to have kept it, of those it is on file as departing from.

    `then` is the file of all before it. What came on file after the act counts where it had been done by its day: an
    appointment made later, with effect from before, changes nothing of that day.
    """
    rules = _rules_of(act)
    if act.corrected_at:
        rules = {name: rule for name, rule in rules.items() if not _by_correcting(view, act.corrected_at, rule)}
    if not rules:
        return {}
    at, entry, procedure = _judged_at(act), _named(act), view.judging(act.entry)
    there = late.by_the_day(act, then)
    whole = _file_of(then, there, there.came)
    undone = max((by for was, by in view.file.undone.items() if was < at < by), default=None)

    def kept_with(rule: AnyRule, many: int) -> bool:
        return not rule.found(_file_of(then, there, there.came[:many]), entry, procedure)

    found: dict[str, int | None] = {}
    for name, rule in rules.items():
        if rule.found(whole, entry, procedure):
            continue
        if len(there.came) > _FEW:  # each look for the one that did it puts the file together again
            found[name] = there.came[-1]
            continue
        # The first of those that came since without which it would not be; where none is needed, what was undone.
        first = bisect_left(range(len(there.came) + 1), True, key=partial(kept_with, rule))
        found[name] = there.came[first - 1] if first else undone
    return {name: by for name, by in found.items() if by is not None}


def _by_correcting(view: FileView, position: int, rule: AnyRule) -> bool:
    """Whether it is the correction at a position that departs from a rule, as who corrected it may, by what was so on
    its own day."""
    recorded = view.file.first_recorded(position)
    if recorded is None or not isinstance(recorded.entry, rule.of):
        return False
    then = view.file.in_effect_on(recorded.entry.happened_on)
    return bool(rule.found(then, recorded.entry, view.judging(recorded.entry)))


def standing_now(view: FileView, departure: Departure, act: Recorded, since: KeptSince) -> DepartureStanding:
    """Return how a departure of an act stands, given what `kept_since` found of the act."""
    by = since.get((act.position, departure.rule))
    return standing(departure, act, view.file, view.judging(act.entry), by)


class _ByTheDay(NamedTuple):
    """What else was so by the end of an act's day than what stands before it, as far as it had been done."""

    came: list[int]
    """What came on file after the act, in order."""
    not_done: frozenset[int]
    """What stands before the act and had not been done: it was recorded with effect from before."""
    rest: list[Recorded]
    """What stands after the act, in the world's order, and was so by the end of the day."""


class _Gone(NamedTuple):
    """The entries in force gone through: their days, the newest position up to each, those with an older one after
    them."""

    entries: tuple[Recorded, ...]
    days: tuple[date, ...]
    newest: tuple[int, ...]
    late: tuple[Recorded, ...]


def _gone_through(found: _Gone, entries: Sequence[Recorded]) -> _Gone:
    """What follows in both orders, the world's and the log's, makes nothing before it late."""
    newest = max(found.newest[-1:], default=0)
    if any(r.position < newest for r in entries):
        entries, found, newest = (*found.entries, *entries), _Gone((), (), (), ()), 0
    upto = list(accumulate((r.position for r in entries), max, initial=newest))[1:]
    oldest_after = list(accumulate((r.position for r in reversed(entries)), min))[::-1]
    late = (r for r, oldest in zip(entries, oldest_after, strict=True) if oldest < r.position)
    days = (r.entry.effective_on for r in entries)
    return _Gone((*found.entries, *entries), (*found.days, *days), (*found.newest, *upto), (*found.late, *late))


class _Late:
    """What came on file after acts that it stands before: out of the world's order, or undoing something."""

    def __init__(self, view: FileView) -> None:
        self._file, self._undone = view.file, view.file.undone
        _, self._days, self._newest, self._late = gone_through(_gone_through, _Gone((), (), (), ()), view)

    def before(self, act: Recorded) -> bool:
        """Whether anything came, or was undone, before an act after it was judged."""
        at, upto = _judged_at(act), bisect_right(self._days, _judged_by(act))
        return (upto > 0 and self._newest[upto - 1] > at) or any(was < at < by for was, by in self._undone.items())

    def by_the_day(self, act: Recorded, then: ContractFile) -> _ByTheDay:
        """Return what was so by the end of an act's day, beside what stands before it."""
        at, place = _judged_at(act), len(then.entries)
        day, hour = _judged_by(act), act.entry.happened_at
        until = bisect_left(self._late, act.world_order, key=lambda r: r.world_order)
        late = [r for r in self._late[:until] if r.position > at]
        not_done = frozenset(r.position for r in late if not _done_by(r.entry, day, hour))
        rest = [
            r for r in self._file.entries[place + 1 : bisect_right(self._days, day)]
            if r.position < at or _done_by(r.entry, day, hour)
        ]  # fmt: skip
        came = sorted(r.position for r in (*late, *rest) if r.position > at and r.position not in not_done)
        return _ByTheDay(came, not_done, rest)


_NEAR = 32
"""So many of the newest entries, in the world's order, are left out rather than all before them put together."""
_FEW = 8
"""Among so many entries that came since it is looked for which one shows it; of more the last is named."""


def _judged_at(act: Recorded) -> int:
    """The entry with which the departures of an act were found: the act itself, or what corrected it."""
    return act.corrected_at or act.position


def _judged_by(act: Recorded) -> date:
    """The day by whose end an act was judged (ledger/judgement.py)."""
    return max(act.entry.happened_on, act.entry.effective_on)


def told_by(file: ContractFile, act: Recorded) -> date:
    """Return the day after which nothing that comes changes what is found of an act, nor of who corrected it."""
    correction = file.first_recorded(act.corrected_at) if act.corrected_at else None
    return max(_judged_by(act), correction.entry.happened_on) if correction else _judged_by(act)


def _done_by(done: Entry, day: date, hour: time | None) -> bool:
    """Whether something had been done by the end of a day, or by an hour of it."""
    if done.happened_on != day or not hour:
        return done.happened_on <= day
    return not (done.happened_at and done.happened_at > hour)


def _file_of(then: ContractFile, there: _ByTheDay, came: Sequence[int]) -> ContractFile:
    """The file by which an act is judged: what stood by its day, and of what came on file since these entries."""
    left = there.not_done.union(there.came).difference(came)
    dropped = [r for r in then.entries if r.position in left] if left else []
    rest = [r for r in there.rest if r.position not in left]
    return told_as_looked_at(then, dropped, rest) if dropped or rest else then


def _named(act: Recorded) -> Entry:
    """An act as it is known now: what it began has its id, by which what came on file since may name it (VAR-001)."""
    entry = act.entry
    if act.given_id is None or entry.noun not in type(entry).model_fields or own(entry, entry.noun) is not None:
        return entry
    return entry.model_copy(update={entry.noun: act.given_id})


__all__ = ["KeptSince", "before_each", "departing", "kept_since", "standing_now", "told_by"]
