"""Dates that were worked out when an entry was recorded, and would come out otherwise on the file as it is now.

A date once stated is never changed silently (design, ideas 5 and 6). Where later entries (a late appointment, a
corrected address, a clause entered afterwards) would now give another date, the entry is flagged: "stated 12 March,
now 14 March".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import groupby

from pydantic import BaseModel

from ledger.contract_file import ContractFile
from ledger.entry import Frozen, Recorded, own
from ledger.fields import Hour
from ledger.folding import unfolded
from ledger.kinds import subject_of
from projections.failings.trail import spoken

IN_POINT = ("valid", "counts on", "remedy ends on")
"""What is told of a notice in a sentence: whether it is good, when it counts, when its time is over."""
UNTOLD = "whether it was validly served cannot be told"


class Redated(Frozen):
    """One date (or finding) of an entry that would now come out otherwise."""

    what: str
    """Which one, in words: "remedy ends on"."""
    stated: date | Hour | bool | None
    """As worked out when it was recorded."""
    now: date | Hour | bool | None
    """As it would be worked out now."""

    def __str__(self) -> str:
        if self.what == "valid":
            return UNTOLD if self.now is None else "validly served" if self.now else "not validly served"
        stated = "none was stated" if self.stated is None else f"stated {_said(self.stated)}"
        return f"{self.what} {_said(self.now)} ({stated})"


def redated(
    file: ContractFile, since: date | None = None, before: ContractFile | None = None
) -> dict[int, tuple[Redated, ...]]:
    """Return position -> what would come out otherwise now, for each entry from a day on whose dates were worked out.

    Each is worked out again on the file as at its own day, without itself. `before`, where the caller has it, is the
    file of exactly the entries that took effect before `since`, and saves folding them again.
    """
    last = next((r.entry.effective_on for r in reversed(file.entries) if own(r.entry, "worked") is not None), None)
    if last is None:
        return {}
    upto = bisect_right(file.entries, last, key=lambda r: r.entry.effective_on)  # most of a long file comes after it
    base = replace(before or ContractFile(), known=file.known, undone=file.undone).copy()
    return _taken_in(base, file.entries[:upto], len(before.entries) if before else 0, since)


def redated_since(
    file: ContractFile, before: ContractFile, found: Mapping[int, tuple[Redated, ...]]
) -> Mapping[int, tuple[Redated, ...]]:
    """Return what `redated` makes of a file, from what it made of another state of the same file, earlier or later.

    Nothing that took effect after an entry's own day changes what its dates come out as: only the entries of the first
    day on which the two states differ, and later ones, are worked out again.
    """
    was, now = before.entries, file.entries
    same = min(len(was), len(now))
    if was[:same] != now[:same]:
        same = next(at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other)
    since = min((r.entry.effective_on for r in (*was[same : same + 1], *now[same : same + 1])), default=None)
    if since is None:
        return found
    first = bisect_left(now, since, key=lambda r: r.entry.effective_on)
    worked = {r.position for r in now[first:] if own(r.entry, "worked") is not None}
    gone = {r.position for r in was[same:]}
    kept = {at: changes for at, changes in found.items() if at not in worked and at not in gone}
    if not worked:
        return kept
    if first == same == len(was):
        return kept | redated(file, since, before)
    return kept | redated(file, since, file.in_effect_on(since - timedelta(days=1)) if first else None)


def folded(known: Iterable[Recorded]) -> tuple[ContractFile, dict[int, tuple[Redated, ...]]]:
    """Return what `fold` makes of these entries, and what `redated` finds on it: on the way, and so for less."""
    file = unfolded(known)
    return file, _taken_in(file, file.entries)


def _taken_in(
    base: ContractFile, entries: tuple[Recorded, ...], done: int = 0, since: date | None = None
) -> dict[int, tuple[Redated, ...]]:  # fmt: skip
    """Take the entries after the first so many into the registers; returns what would come out otherwise."""
    found: dict[int, tuple[Redated, ...]] = {}
    for day, group in groupby(entries[done:], key=lambda r: r.entry.effective_on):
        on_the_day = list(group)
        for recorded in on_the_day if since is None or day >= since else ():
            if own(recorded.entry, "worked") is not None:
                others = [r for r in on_the_day if r.position != recorded.position]
                differing = tuple(_differing(recorded, _with(base, entries[:done], others)))
                if differing:
                    found[recorded.position] = differing
        for recorded in on_the_day:
            base.take(recorded)
        done += len(on_the_day)
    return found


def come_out_otherwise(changes: Iterable[Redated]) -> str | None:
    """Return in words what would come out otherwise now, without a full stop; None where nothing would."""
    said = "; ".join(str(change) for change in changes if change.what in IN_POINT)
    return f"on the file as it is now this would come out otherwise: {said}" if said else None


def _said(value: date | time | bool | None) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case date():
            return spoken(value)
        case _:
            return f"{value:%H:%M}"


def _with(base: ContractFile, earlier: tuple[Recorded, ...], others: list[Recorded]) -> ContractFile:
    """The file with others of the same day. It shares what they leave as it is, and is looked at at once."""
    twin = replace(base, entries=(*earlier, *others), ids=base.ids.copy() if others else base.ids)
    for subject in {subject_of(type(other.entry)) for other in others}:
        setattr(twin, subject, getattr(base, subject).copy())
    for other in others:
        twin.take(other)
    return twin


def _differing(recorded: Recorded, file: ContractFile) -> Iterator[Redated]:
    stated = dict(_findings(own(recorded.entry, "worked")))
    now = dict(_findings(own(recorded.entry.work(file), "worked")))
    told = set()
    # A day stands in its own working and again in what is built on it: it is told once, by its shortest name.
    for path in sorted(dict.fromkeys((*stated, *now)), key=lambda path: path.count(".")):
        change = stated.get(path), now.get(path)
        if change[0] != change[1] and change not in told:
            told.add(change)
            yield Redated(what=path.replace(".", " ").replace("_", " "), stated=change[0], now=change[1])


def _findings(worked: object, path: str = "") -> Iterator[tuple[str, date | time | bool | None]]:
    """Yield the dates and yes-or-no findings of a working; not its steps, which only explain them."""
    if isinstance(worked, BaseModel):
        for name in type(worked).model_fields:
            yield from _findings(getattr(worked, name), f"{path}.{name}" if path else name)
    elif isinstance(worked, date | time | bool):
        yield path, worked
