"""What came of entries between two states of knowledge: corrected, struck out, reinstated, reclassified, redated.

Each says what it read before and reads now, by which entry, who recorded that, when, and why. Nothing is compared that
took effect, by both versions, only after the day asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from ledger.contract_file import ContractFile
from ledger.entry import Entry, Frozen, Recorded
from ledger.folding import in_force
from ledger.subjects.notices import DatesRevised, NoticeReceiptConfirmed, NoticeServed
from ledger.subjects.records import (
    AMENDING,
    CorrectionConfirmed,
    EntryReclassified,
    Marks,
)
from projections.ending.folds import folded
from projections.redated import redated
from projections.timeline.line import Changed
from projections.view import FileView, heading_of

What = Literal[
    "corrected", "correction-undone", "struck-out", "reinstated", "reclassified", "dates-revised",
    "would-come-out-otherwise",
]  # fmt: skip


class Recording(Frozen):
    """An entry that was recorded in between."""

    position: int
    heading: str
    given_id: str | None = None
    sentence: str
    """As it was recorded."""
    happened_on: date
    effective_on: date
    recorded_at: datetime
    recorded_by: str
    by_the_day: bool
    """Whether it was done, or had taken effect, by the day asked about; what came later counts for nothing there."""
    amends: int | None = None
    """The entry it corrects, strikes out or confirms."""
    waiting: str | None = None
    """Why it does not count yet, for a correction."""


class Maker(Frozen):
    """An entry by which another came to read otherwise."""

    position: int
    heading: str
    recorded_at: datetime
    recorded_by: str
    reason: str | None = None


class EntryChange(Frozen):
    """What came of one entry."""

    position: int
    heading: str
    given_id: str | None = None
    what: What
    sentence: str
    """How it reads now; struck out, how it read."""
    changed: tuple[Changed, ...] = ()
    by: tuple[Maker, ...] = ()
    """Which entry made it so, with who recorded it, when and why; and who confirmed it, where somebody had to."""


def recordings(view: FileView, then: int, on: date) -> Iterator[Recording]:
    """Yield the entries of a file after a position, in the order they were recorded."""
    standing, _ = in_force(view.file.known)
    confirmed = {r.entry.position for r in standing if isinstance(r.entry, CorrectionConfirmed)}
    for recorded in view.file.known:
        if recorded.position > then:
            entry = recorded.entry
            waits = getattr(entry, "waiting", None) if recorded.position not in confirmed else None
            yield Recording(
                position=recorded.position, heading=heading_of(type(entry)), given_id=recorded.given_id,
                sentence=view.sentence(recorded), happened_on=entry.happened_on, effective_on=entry.effective_on,
                recorded_at=recorded.recorded_at, recorded_by=recorded.recorded_by.name,
                by_the_day=entry.came_by(on), amends=entry.position if isinstance(entry, AMENDING) else None,
                waiting=waits,
            )  # fmt: skip


def changes(then: FileView, now: FileView, on: date, *, own: bool = True) -> list[EntryChange]:
    """Return what came of the entries known then, in their order. `now` knows all that `then` does, and more.

    With `own`, also what our own side makes of them: which dates were revised or would come out otherwise.
    """
    before, after = _Known(then, on), _Known(now, on)
    found: list[EntryChange] = []
    dates = _dates(before, after) if own else {}
    for first in then.file.known:
        if not isinstance(first.entry, AMENDING):
            found += _effect(first, before, after)
        found += _marks(first, before, after)
        found += dates.get(first.position, ())
    return found


@dataclass(frozen=True)
class _Known:
    """One state of knowledge: which entries stand, in which words, and what undid the others."""

    view: FileView
    on: date

    @cached_property
    def resolved(self) -> tuple[dict[int, Recorded], dict[int, int]]:
        standing, undone = in_force(self.view.file.known)
        return {r.position: r for r in standing}, undone

    @cached_property
    def whole(self) -> ContractFile:
        """The file with later effects too: who may read an entry does not turn on the day asked about."""
        return folded(self.view.file.known)

    def at(self, position: int) -> Recorded | None:
        return self.resolved[0].get(position)

    def marks(self, first: Recorded) -> Marks:
        entry = first.entry
        return self.whole.records.marks.get(first.position, Marks(entry.audience, entry.protection, entry.named))


def _effect(first: Recorded, before: _Known, after: _Known) -> Iterator[EntryChange]:
    was, now = before.at(first.position), after.at(first.position)
    sides = [side for side in (was, now) if side is not None]
    if was == now or not sides or not any(side.entry.came_by(after.on) for side in sides):
        return
    if now is None:
        maker = after.resolved[1][first.position]
        yield _change(first, "struck-out", after, was or first, _made_by(maker, first, before, after))
    elif was is None:
        maker = _undoing(before.resolved[1][first.position], after)
        version = _fields(after.view, first.entry, now.entry) if now.corrected_at else ()
        yield _change(first, "reinstated", after, now, _made_by(maker, first, before, after), tuple(version))
    elif was.corrected_at != now.corrected_at:
        maker = now.corrected_at or _undoing(was.corrected_at or 0, after)
        what: What = "correction-undone" if now.corrected_at is None else "corrected"
        fields = tuple(_fields(after.view, was.entry, now.entry))
        yield _change(first, what, after, now, _made_by(maker, first, before, after), fields)


def _made_by(maker: int, first: Recorded, before: _Known, after: _Known) -> tuple[int, ...]:
    """The entry that made it so; where that was there already, also the one in between that brought it back."""
    since = before.view.file.position
    if any(one.position > since for one in _maker(maker, after)):
        return (maker,)
    return (maker, *_in_between({first.position}, before, after)[-1:])


def _undoing(position: int, after: _Known) -> int:
    """The entry by which a strike-out or correction counts no more: its strike-out, or that of its confirmation."""
    undone = after.resolved[1]
    if position in undone:
        return undone[position]
    confirmations = (
        r.position
        for r in after.view.file.known
        if isinstance(r.entry, CorrectionConfirmed) and r.entry.position == position and r.position in undone
    )
    return next((undone[confirmation] for confirmation in confirmations), position)


def _marks(first: Recorded, before: _Known, after: _Known) -> Iterator[EntryChange]:
    was, now = before.marks(first), after.marks(first)
    if was == now or not first.entry.came_by(after.on):
        return
    changed = tuple(
        Changed(field=name, was=before.view.say(then), now=after.view.say(since))
        for name, then, since in zip(Marks._fields, was, now, strict=True)
        if then != since
    )
    about = {
        r.position
        for r in after.view.file.known
        if isinstance(r.entry, EntryReclassified) and r.entry.position == first.position
    }
    makers = [position for position in about if position > before.view.file.position]
    makers += _in_between(about, before, after)
    yield _change(first, "reclassified", after, after.at(first.position) or first, tuple(sorted(makers)[-1:]), changed)


def _in_between(about: Collection[int], before: _Known, after: _Known) -> list[int]:
    """What stands now of the entries recorded in between that amend these, or what amends these, and so on."""
    chain, found = set(about), list[int]()
    for recorded in after.view.file.known:
        if isinstance(recorded.entry, AMENDING) and recorded.entry.position in chain:
            chain.add(recorded.position)
            if recorded.position > before.view.file.position and recorded.position not in after.resolved[1]:
                found.append(recorded.position)
    return found


def _dates(before: _Known, after: _Known) -> dict[int, list[EntryChange]]:
    """What notices' dates were revised to, and whose dates would come out otherwise without having been revised."""
    found: dict[int, list[EntryChange]] = {}
    for name, notice in after.view.file.notices.by_id.items():
        earlier = before.view.file.notices.by_id.get(name)
        if earlier is None or earlier.served is None or notice.served is None or notice == earlier:
            continue
        says = [(what, read(earlier), read(notice)) for what, read in _NOTICE.items()]
        changed = tuple(
            Changed(field=what, was=_said(after.view, was), now=_said(after.view, now))
            for what, was, now in says
            if was != now
        )
        first = after.view.file.first_recorded(notice.position)
        if changed and first is not None and first.position <= before.view.file.position:
            makers = tuple(
                r.position for r in after.view.file.known
                if r.position > before.view.file.position and _redates(r.entry, name)
            ) or _corrected_by(notice.position, after)  # fmt: skip
            change = _change(first, "dates-revised", after, after.at(first.position) or first, makers, changed)
            found.setdefault(first.position, []).append(change)
    flagged, were = redated(after.view.file), redated(before.view.file)
    for position, differing in flagged.items():
        new = tuple(
            Changed(field=one.what, was=_said(after.view, one.stated), now=_said(after.view, one.now))
            for one in differing if one not in were.get(position, ())
        )  # fmt: skip
        first = before.view.file.first_recorded(position)
        if new and first is not None and not isinstance(first.entry, NoticeServed):
            change = _change(first, "would-come-out-otherwise", after, after.at(position) or first, (), new)
            found.setdefault(position, []).append(change)
    return found


_NOTICE: dict[str, Callable[..., object]] = {
    "valid": lambda notice: notice.valid,
    "counts on": lambda notice: notice.counts_on,
    "counts at": lambda notice: notice.counts_at,
    "remedy ends on": lambda notice: notice.remedy_ends(),
}


def _said(view: FileView, value: object) -> str:
    return view.say(value) or "none"


def _redates(entry: Entry, notice: str) -> bool:
    return isinstance(entry, DatesRevised | NoticeReceiptConfirmed) and entry.notice == notice


def _corrected_by(position: int, after: _Known) -> tuple[int, ...]:
    held = after.at(position)
    return (held.corrected_at,) if held is not None and held.corrected_at is not None else ()


def _fields(view: FileView, was: Entry, now: Entry) -> Iterator[Changed]:
    """Each field that a correction changed, in words; not what the ledger worked out anew."""
    for name in type(now).model_fields:
        then, since = (view.say(getattr(entry, name)) for entry in (was, now))
        if then != since and name not in ("worked", "waiting"):
            yield Changed(field=name.replace("_", " "), was=then, now=since)


def _change(
    first: Recorded, what: What, after: _Known, reads: Recorded, makers: tuple[int, ...],
    changed: tuple[Changed, ...] = (),
) -> EntryChange:  # fmt: skip
    made = [maker for position in makers for maker in _maker(position, after)]
    return EntryChange(
        position=first.position, heading=heading_of(type(first.entry)), given_id=first.given_id, what=what,
        sentence=after.view.sentence(reads), changed=changed, by=tuple(made),
    )  # fmt: skip


def _maker(position: int, after: _Known) -> Iterator[Maker]:
    file = after.view.file
    recorded = file.first_recorded(position)
    confirmations = (
        r for r in file.known
        if isinstance(r.entry, CorrectionConfirmed) and r.entry.position == position
        and r.position not in after.resolved[1]
    )  # fmt: skip
    for one in (recorded, *confirmations):
        if one is not None:
            reason = getattr(one.entry, "reason", None)
            yield Maker(
                position=one.position, heading=heading_of(type(one.entry)), recorded_at=one.recorded_at,
                recorded_by=one.recorded_by.name, reason=after.view.say(reason) if reason else None,
            )  # fmt: skip


__all__ = ["EntryChange", "Maker", "Recording", "changes", "recordings"]
