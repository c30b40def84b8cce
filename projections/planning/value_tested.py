"""The tests of value for money, head by head: what the newest found, and of which it says nothing (HCC-3.1-f)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ledger.dates.working_days import dated
from ledger.entry import Frozen
from ledger.subjects.money import Tested
from projections.view import FileView


class HeadFact(Frozen):
    """A head of value for money of which a test says nothing, and what the newest before it that does found."""

    head: str
    conclusion: str | None = None
    """None where none did."""
    on: date | None = None
    position: int | None = None


class ValueFact(Frozen):
    """The newest test of value for money (HCC-3.1-f)."""

    on: date
    result: str
    heads: tuple[tuple[str, str], ...]
    """(head, conclusion): economy, efficiency, effectiveness."""
    left_out: tuple[HeadFact, ...] = ()
    """The other heads (docs/adr/0380)."""
    follow_up: str | None = None
    """What is done about it."""
    position: int

    @property
    def by_head(self) -> str:
        """What was found of each head, in words: economy good; of efficiency, poor on 3 March 2025 (entry 7)."""
        before = (
            f"of {one.head}, {one.conclusion} on {dated(one.on)} (entry {one.position})"
            if one.on
            else f"{one.head} not tested"
            for one in self.left_out
        )
        return "; ".join((*(f"{head} {found}" for head, found in self.heads), *before))


def value_tested(view: FileView, day: date) -> ValueFact | None:
    """Return the newest test of value for money by a day, None where there was none."""
    held = view.file.money.last_test(day)
    return value_fact(view, held, view.file.money.last_tests(day)) if held is not None else None


def value_fact(view: FileView, held: Tested, newest: Mapping[str, Tested | None]) -> ValueFact:
    """Return one test of value for money, with the newest by then of each head."""
    return ValueFact(
        on=held.on, result=held.says.result, position=held.position,
        heads=tuple((name, head.conclusion) for name, head in held.says.heads.items()),
        left_out=tuple(_left_out(name, before) for name, before in newest.items() if name not in held.says.heads),
        follow_up=view.say(held.says.follow_up) or None,
    )  # fmt: skip


def _left_out(head: str, before: Tested | None) -> HeadFact:
    if before is None:
        return HeadFact(head=head)
    conclusion = before.says.heads[head].conclusion
    return HeadFact(head=head, conclusion=conclusion, on=before.on, position=before.position)
