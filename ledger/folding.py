"""How a file is folded from its entries: what is in force of them, and the same again when one comes or goes.

There is one way to compute the state of a file (design, idea 3). Four steps, always in this order:

1. known:    the entries that were on record (a prefix of the log; the caller reads them);
2. in force: strikes and corrections resolved, from the last entry back;
3. as at:    what was neither done nor in effect by that day is left out (docs/adr/0318);
4. fold:     in the world's order: effective day, hour where known, position.

What is folded before is used again where it must come out the same: that is what `extended`, `refolded`, `without`,
`told_on`, `told_as_looked_at` and `looked_at_on` are for.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from ledger import kinds
from ledger.contract_file import OF_THE_TERMS, ContractFile, says_of_decisions, subjects_of
from ledger.entry import KINDS, Recorded
from ledger.registers import Register
from ledger.sides import has_no_effect
from ledger.subjects import records


def fold(known: Iterable[Recorded], as_at: date | None = None) -> ContractFile:
    """Return the file these entries make, as at a day (None: with everything on record, later effects included)."""
    file = unfolded(known, as_at)
    for recorded in file.entries:
        file.take(recorded)
    return file


def unfolded(known: Iterable[Recorded], as_at: date | None = None) -> ContractFile:
    """Return the same with empty registers, for whoever looks at it while its `entries` are taken in one by one."""
    known = tuple(known)
    standing, undone = in_force(known)
    if as_at is not None:
        standing = [r for r in standing if r.entry.came_by(as_at)]
    standing.sort(key=lambda r: r.world_order)
    return ContractFile(known=known, entries=tuple(standing), undone=undone)


def extended(file: ContractFile, new: Sequence[Recorded], own: set[str] | None = None) -> ContractFile:
    """Return the whole file with further entries: applied where they are the newest in the world too, else refolded.

    `own`: of which registers `file` has copies that nobody else looks at, as nobody will at `file`: they take the
    entries in themselves, and not by a further copy. It is added to.
    """
    own = set() if own is None else own
    if any(type(recorded.entry) in records.AMENDING for recorded in new):
        return refolded(file, (*file.known, *new), {r.position for r in new})
    orders = [r.world_order for r in (*file.entries[-1:], *new)]
    if any(later < earlier for earlier, later in pairwise(orders)):
        return _with_others(file, (*file.known, *new), new, (), file.undone)
    twin = file.shared()  # and what was put down by position: the same entries come first
    twin.known, twin.entries = (*file.known, *new), (*file.entries, *new)
    twin._on_record = {}
    for part in {"ids", *subjects_of(new)} - own:  # the other registers are shared
        setattr(twin, part, getattr(file, part).copy())
        own.add(part)
    for recorded in new:
        twin.take(recorded)
    return twin


def told_on(file: ContractFile, *new: Recorded) -> ContractFile:
    """Return a file with the next of its entries in force taken in, all else shared with the one before it.

    For whoever tells a file again in the world's order; what is known of it, and what was undone, stays as it is.
    """
    twin = file.shared()
    twin.entries, twin.ids = (*file.entries, *new), file.ids.copy()
    for subject in subjects_of(new):
        setattr(twin, subject, getattr(file, subject).copy())
    for recorded in new:
        twin.take(recorded)
    return twin


_REGISTERS = frozenset(map(kinds.subject_of, KINDS.values()))


class _AsLookedAt(ContractFile):
    """A file made from another by leaving out and adding entries, of which a register is folded when it is looked at.

    A rule looks at few: to fold all, of the hundred entries between an act and the day it was done, took a quarter of a
    rebuild.
    """

    _of: ContractFile
    _left: frozenset[str]
    _added: Mapping[str, Sequence[Recorded]]
    """By their subjects."""

    def __getattr__(self, name: str) -> Any:  # asked only for what is not there
        if name == "ids":
            self.ids = {r.given_id: r.position for r in self.entries if r.given_id}
            return self.ids
        if name not in _REGISTERS:
            raise AttributeError(name)
        was: Register[Any] = getattr(self._of, name)
        anew = name in self._left
        register = type(was)() if anew else was.copy()
        those = _of_subject(name, self.entries) if anew else self._added.get(name, ())
        setattr(self, name, register)
        for recorded in those:
            if not has_no_effect(self, recorded.entry):
                register.apply(recorded)
        return register

    def shared(self) -> ContractFile:
        for name in (*_REGISTERS, "ids"):
            getattr(self, name)
        return super().shared()


def told_as_looked_at(file: ContractFile, left: Collection[Recorded], added: Sequence[Recorded]) -> ContractFile:
    """Return a file without some of its entries in force, and with others taken in after the rest.

    For whoever asks one thing of it: each register is folded when it is looked at, from `file` as that is then.
    """
    gone = {r.position for r in left}
    kept = tuple(r for r in file.entries if r.position not in gone) if gone else file.entries
    return _as_looked_at(file, (*kept, *added), left, added)


def looked_at_on(file: ContractFile, day: date) -> ContractFile:
    """Return a file with what was in effect on a day, as `in_effect_on` does, for whoever asks few things of it: each
    register is folded when it is looked at."""
    if not file.entries or file.entries[-1].entry.effective_on <= day:
        return file
    upto = bisect_right(file.entries, day, key=lambda r: r.entry.effective_on)
    return _as_looked_at(file, file.entries[:upto], file.entries[upto:], ())


def _as_looked_at(
    file: ContractFile, entries: tuple[Recorded, ...], left: Collection[Recorded], added: Sequence[Recorded]
) -> ContractFile:  # fmt: skip
    by_subject: dict[str, list[Recorded]] = {}
    for recorded in added:
        by_subject.setdefault(kinds.subject_of(type(recorded.entry)), []).append(recorded)
    without = frozenset(subjects_of(left))
    changed = by_subject.keys() | without
    twin = object.__new__(_AsLookedAt)
    parts = twin.__dict__
    parts.update(file.__dict__)
    for name in (*changed, "ids"):
        parts.pop(name, None)
    twin.entries, twin._places = entries, (0, {})
    if not OF_THE_TERMS.isdisjoint(changed):
        twin._stood = {}
    if any(map(says_of_decisions, (*left, *added))):
        twin._decided = {}
    twin._of, twin._left, twin._added = file, without, by_subject
    return twin


def _of_subject(name: str, entries: Iterable[Recorded]) -> list[Recorded]:
    return [r for r in entries if kinds.subject_of(type(r.entry)) == name]


def refolded(file: ContractFile, known: Iterable[Recorded], changed: Collection[int]) -> ContractFile:
    """Return what `fold` makes of these entries: those of the whole `file`, but for those at the positions `changed`.

    A register knows the entries of its own subject alone: one without a changed entry is shared. So a correction among
    ten thousand entries costs folding one subject anew, and not twenty.
    """
    known = tuple(known)
    standing, undone = in_force(known)
    changed = {*changed, *differing(file.undone, undone)}
    return _with_others(file, known, [r for r in standing if r.position in changed], changed, undone)


def without(file: ContractFile, position: int) -> ContractFile:
    """Return what `fold` makes of the whole file without one entry that is in force and amends no other."""
    known = tuple(r for r in file.known if r.position != position)
    return _with_others(file, known, (), (position,), {p: by for p, by in file.undone.items() if p != position})


def _with_others(
    file: ContractFile, known: tuple[Recorded, ...], new: Sequence[Recorded], changed: Collection[int],
    undone: dict[int, int],
) -> ContractFile:  # fmt: skip
    """A whole file with other entries in force, or none, at the positions that changed."""
    entries = [r for r in file.entries if r.position not in changed]
    old = [r for r in file.entries if r.position in changed] if len(entries) < len(file.entries) else []
    for recorded in new:
        insort(entries, recorded, key=lambda r: r.world_order)
    return file.with_entries(known, tuple(entries), undone, subjects_of((*old, *new)))


def in_force(known: Sequence[Recorded]) -> tuple[list[Recorded], dict[int, int]]:
    """Resolve strikes and corrections, from the last entry back.

    Returns the entries in force in order of recording, each as corrected, and for every entry that is not (or not as
    it was first recorded) the position of the strike-out or correction that says so. A correction that a second person
    must confirm counts from its confirmation: of several, the one that came to count last stands.
    """
    struck: dict[int, int] = {}
    confirmed: dict[int, int] = {}
    replaced: dict[int, tuple[int, Recorded]] = {}  # (where it came to count, the correction)
    for recorded in [r for r in reversed(known) if type(r.entry) in records.AMENDING]:
        if recorded.position in struck:
            continue
        match recorded.entry:
            case records.CorrectionConfirmed(position=position):
                confirmed.setdefault(position, recorded.position)
            case records.EntryStruckOut(position=position, waiting=why) if not why or recorded.position in confirmed:
                struck.setdefault(position, recorded.position)
            case records.EntryCorrected(position=position, waiting=why) if not why or recorded.position in confirmed:
                since = confirmed.get(recorded.position, recorded.position) if why else recorded.position
                if position not in replaced or since > replaced[position][0]:
                    replaced[position] = (since, recorded)
            case _:
                pass  # it waits for a second person
    if not struck and not replaced:
        return list(known), {}
    standing = []
    undone = dict(struck)
    for recorded in known:
        if recorded.position in struck:
            continue
        if recorded.position in replaced:
            _, change = replaced[recorded.position]
            assert isinstance(change.entry, records.EntryCorrected)
            undone.setdefault(recorded.position, change.position)
            recorded = replace(
                recorded, entry=change.entry.replacement, departures=change.departures, corrected_at=change.position
            )
        standing.append(recorded)
    return standing, undone


def differing(was: Mapping[int, int], now: Mapping[int, int]) -> set[int]:
    """Return the positions of entries undone in one state of a file and not, or not by the same, in another."""
    return {position for position in was.keys() | now.keys() if was.get(position) != now.get(position)}
