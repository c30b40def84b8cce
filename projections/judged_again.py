"""Acts judged again, against what is known now to have been so before them: the file once more, entry by entry.

What was acknowledged when an act was recorded stays on it. Where what it rested on was struck out or corrected since,
or what was missing had been done by then and has come on file since, and the rule is kept by what is there, nobody is
asked any more to explain it, or to ratify it (design, idea 5; docs/adr/0212).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import accumulate, takewhile

from ledger import kinds
from ledger.contract_file import ContractFile, subjects_of
from ledger.departures import DepartureStanding, standing
from ledger.entry import Departure, Entry, Recorded, own
from ledger.folding import told_on
from ledger.rules import AnyRule
from projections.view import FileView

KeptSince = Mapping[tuple[int, str], int]
"""(position, rule) of a departure that what is known now shows to have been none -> the entry that shows it."""


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


def kept_since(view: FileView, among: Iterable[Recorded]) -> KeptSince:
    """Return which departures of some acts what is known now shows to have been none, and by which entry.

    Asked only of acts before which something was undone, or came on file, after they were recorded: for these the file
    is folded once more.
    """
    changed = _Changed(view.file)
    asked = {r.position for r in among if r.departures and changed.before(r)}
    found = {}
    for recorded, then in before_each(view.file, asked) if asked else ():
        for departure in recorded.departures:
            by = shown_by(view, recorded, departure, then)
            if by is not None:
                found[recorded.position, departure.rule] = by
    return found


def shown_by(view: FileView, act: Recorded, departure: Departure, then: ContractFile) -> int | None:
    """Return the entry that shows an act to have kept a rule it is on file as departing from; None where none does.

    `then` is the file of all before it. What came on file after the act counts where it had been done by its day: an
    appointment made later, with effect from before, changes nothing of that day. What nothing lifts stays purported
    until the act is corrected.
    """
    rule = _RULES.get(departure.rule) if departure.level != "absolute" else None
    # The departures of a correction are those of what it puts in place, and that is judged in its place.
    if rule is None or not isinstance(act.entry, rule.of):
        return None
    late = sorted(r.position for r in _by_the_day(view.file, act, then) if r.position > _judged_at(act))
    if not _is_kept(view, rule, act, then, late[-1] if late else 0):
        return None
    if len(late) > _FEW:
        return late[-1]  # each look for the one that did it puts the file together again
    # The first of those that came since without which it would not be; where none is needed, what was undone.
    first = bisect_left(late, True, key=lambda upto: _is_kept(view, rule, act, then, upto - 1))
    if first > 0:
        return late[first - 1]
    undone = [by for was, by in view.file.undone.items() if was < _judged_at(act) < by]
    return max(undone, default=None)


def standing_now(view: FileView, departure: Departure, act: Recorded, since: KeptSince) -> DepartureStanding:
    """Return how a departure of an act stands, given what `kept_since` found of the act."""
    by = since.get((act.position, departure.rule))
    return standing(departure, act, view.file, view.judging(act.entry), by)


class _Changed:
    """Before which acts something was undone, or came on file, after they were judged."""

    def __init__(self, file: ContractFile) -> None:
        self._undone = file.undone
        self._days = [r.entry.effective_on for r in file.entries]
        self._newest = list(accumulate((r.position for r in file.entries), max))

    def before(self, act: Recorded) -> bool:
        at, upto = _judged_at(act), bisect_right(self._days, judged_by(act))
        return (upto > 0 and self._newest[upto - 1] > at) or any(was < at < by for was, by in self._undone.items())


_FEW = 8
"""Among so many entries that came since it is looked for which one shows it; of more the last is named."""
_RULES: dict[str, AnyRule] = {rule.id: rule for rule in kinds.RULES}


def _judged_at(act: Recorded) -> int:
    """The entry with which the departures of an act were found: the act itself, or what corrected it."""
    return act.corrected_at or act.position


def judged_by(act: Recorded) -> date:
    """Return the day by whose end an act was judged (ledger/judgement.py)."""
    return max(act.entry.happened_on, act.entry.effective_on)


def _by_the_day(file: ContractFile, act: Recorded, then: ContractFile) -> list[Recorded]:
    """Everything but the act that is known now to have been so by the end of its day, as far as it had been done."""
    day, at, hour = judged_by(act), _judged_at(act), act.entry.happened_at
    rest = takewhile(lambda r: r.entry.effective_on <= day, file.entries[len(then.entries) + 1 :])
    return [
        r for r in (*then.entries, *rest)
        if r.position < at
        or not (
            r.entry.happened_on > day
            or (r.entry.happened_on == day and hour and r.entry.happened_at and r.entry.happened_at > hour)
        )
    ]  # fmt: skip


def _is_kept(view: FileView, rule: AnyRule, act: Recorded, then: ContractFile, upto: int) -> bool:
    """Whether an act keeps a rule by what was so by its day, of what came on file after it that up to an entry."""
    at = _judged_at(act)
    wanted = [r for r in _by_the_day(view.file, act, then) if r.position < at or r.position <= upto]
    before = {r.position for r in wanted}
    dropped = [r for r in then.entries if r.position not in before]
    file = then
    if dropped:
        entries = tuple(r for r in then.entries if r.position in before)
        file = then.with_entries(then.known, entries, then.undone, subjects_of(dropped))
    for recorded in wanted[len(file.entries) :]:
        file = told_on(file, recorded)
    return not rule.found(file, _named(act), view.judging(act.entry))


def _named(act: Recorded) -> Entry:
    """An act as it is known now: what it began has its id, by which what came on file since may name it (VAR-001)."""
    entry = act.entry
    if act.given_id is None or entry.noun not in type(entry).model_fields or own(entry, entry.noun) is not None:
        return entry
    return entry.model_copy(update={entry.noun: act.given_id})


__all__ = ["KeptSince", "before_each", "judged_by", "kept_since", "shown_by", "standing_now"]
