"""How long the file is kept, what holds it, what was erased of it, and whether it was disposed of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from ledger.dates.working_days import dated, months_later
from ledger.entry import Actor, Frozen, Recorded
from ledger.registers import Register
from ledger.subjects.retention.chosen import words_of
from ledger.subjects.retention.entries import (
    FileDisposed,
    HoldLifted,
    HoldPlaced,
    RetentionEntry,
    RetentionSet,
    WordsErased,
)
from ledger.words import Kept


def last_day(years: int | None, keep_until: date | None, ended: date | None) -> date | None:
    """Return the last day a file is kept; None where it counts from the end of the contract and there is none."""
    if keep_until is not None or years is None or ended is None:
        return keep_until
    return months_later(ended, 12 * years) or date.max


class KeptFor(Frozen):
    """How long the file is kept, as it was set."""

    position: int
    on: date
    rule: str
    years: int | None
    keep_until: date | None
    review_on: date | None

    def last_day(self, ended: date | None) -> date | None:
        """Return the last day it is kept; None where it counts from the end of the contract and there is none."""
        return last_day(self.years, self.keep_until, ended)


class Hold(Frozen):
    """A legal hold."""

    id: str
    position: int
    on: date
    purpose: str
    scope: Literal["file", "person"]
    by: Actor | None
    review_on: date | None
    matter: str | None = None
    """For one person's matter: the digest of what it is about, kept under that person's pseudonym."""
    lifted: tuple[date, int] | None = None
    """(day, position) of its being lifted."""


class Erasure(Frozen):
    """By which entry words were erased, and why; only when, for who may not see that entry."""

    on: date
    position: int | None = None
    ground: str | None = None

    def __str__(self) -> str:
        ground = f", {self.ground.replace('-', ' ')}" if self.ground else ""
        by = f", by entry {self.position}{ground}" if self.position is not None else ""
        return f"erased on {dated(self.on)}{by}"


class Disposal(Frozen):
    """The certificate of disposal on file."""

    position: int
    on: date
    authority: str


@dataclass(slots=True)
class Retention(Register[RetentionEntry]):
    """How long the file is kept, and what is no longer there."""

    rules: list[KeptFor] = field(default_factory=list)
    holds: dict[str, Hold] = field(default_factory=dict)
    erased: dict[str, Erasure] = field(default_factory=dict)
    """Digest -> by which entry its words were erased; of a disposal, see `disposed`."""
    disposed: Disposal | None = None

    def enter(self, entry: RetentionEntry, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case RetentionSet():
                self.rules.append(
                    KeptFor(
                        position=position, on=on, rule=entry.rule, years=entry.years, keep_until=entry.keep_until,
                        review_on=entry.review_on,
                    )
                )  # fmt: skip
            case HoldPlaced():
                assert recorded.given_id is not None
                self.holds[recorded.given_id] = Hold(
                    id=recorded.given_id, position=position, on=on, purpose=entry.purpose, scope=entry.scope,
                    by=entry.by, review_on=entry.review_on,
                    matter=entry.matter.digest if isinstance(entry.matter, Kept) else None,
                )  # fmt: skip
            case HoldLifted(hold=hold):
                if hold in self.holds:
                    self.holds[hold] = self.holds[hold].model_copy(update={"lifted": (on, position)})
            case WordsErased():
                for digest in entry.destroyed.digests if entry.destroyed else ():
                    self.erased[digest] = Erasure(position=position, on=on, ground=entry.ground)
            case FileDisposed():
                self.disposed = Disposal(position=position, on=on, authority=entry.authority)
            case _:
                assert_never(entry)

    def in_force(self) -> Iterator[Hold]:
        """Yield the holds that were not lifted."""
        return (hold for hold in self.holds.values() if hold.lifted is None)

    @property
    def kept_for(self) -> KeptFor | None:
        """How long it is kept, as last set; None where nothing was."""
        return self.rules[-1] if self.rules else None


def erasures_of(retention: Retention, known: tuple[Recorded, ...]) -> dict[str, Erasure]:
    """Return digest -> by which entry its words were erased, those that went with the whole file among them."""
    found = dict(retention.erased)
    if retention.disposed is not None:
        gone = Erasure(position=retention.disposed.position, on=retention.disposed.on, ground="file-disposed-of")
        for recorded in known:
            if recorded.position < retention.disposed.position:
                found |= {digest: gone for _, digest in words_of(recorded) if digest not in found}
    return found
