"""What was known then and what is known now: nothing differs that is the same, and nothing that differs is left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic_core import to_jsonable_python

from ledger.entry import Recorded
from ledger.folding import fold, in_force
from projections.duties.due import due, duties
from projections.ending.readiness import readiness
from projections.failings.failings import failings
from projections.status.standing import standing
from projections.status.status import status
from projections.timeline.then_and_now import Difference, Looked, applied, then_and_now
from projections.timeline.things_said import Key, Part, of_duties, of_failings, of_readiness, of_status
from projections.view import FileView
from tests.histories import FIRST, Step, much_amended, play, steps
from tests.sampling import examples

PARTS: tuple[Part, ...] = ("status", "failings", "duties", "readiness")


def seen(known: Iterable[Recorded], day: date) -> FileView:
    return FileView.of(UUID(int=1), fold(known, day), {}, as_at=day)


def said(view: FileView, day: date) -> dict[Key, object]:
    facts = status(view)
    return {
        **dict(of_status(facts, standing(facts, day))), **dict(of_failings(failings(view))),
        **dict(of_duties(due(duties(view), day))), **dict(of_readiness(readiness(view, day))),
    }  # fmt: skip


def same_answers(then: FileView, now: FileView, day: date) -> bool:
    """Whether the four answers are equal, apart from what changes with every entry."""

    def bare(view: FileView) -> Any:
        facts = status(view)
        counts = facts.counts.model_copy(update={"entries": 0})
        return facts.model_copy(update={"position": 0, "last_entry": None, "counts": counts})

    return (
        bare(then) == bare(now)
        and standing(bare(then), day) == standing(bare(now), day)
        and failings(then) == failings(now)
        and due(duties(then), day) == due(duties(now), day)
        and readiness(then, day) == readiness(now, day)
    )


CORRECTED_AND_AGAIN = [
    Step("note", 0), Step("told", 0), Step("served", 0), *[Step("corrected", 0)] * 5, Step("corrected", 0, which=2),
    Step("corrected", 0),
]  # fmt: skip
"""A correction with departures of its own, before which something was undone after it: they are of what it puts."""


@settings(max_examples=examples(6), deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=much_amended() | steps(longest=20), back=st.integers(1, 16), day=st.integers(0, 400))
@example(history=CORRECTED_AND_AGAIN, back=1, day=0)
def test_nothing_differs_exactly_where_both_sides_answer_alike_and_put_in_place_the_differences_make_now(
    history: list[Step], back: int, day: int
) -> None:
    *_, file = play(history)
    size, on = max(1, len(file.known) - back), FIRST + timedelta(days=day)
    then, now = seen(file.known[:size], on), seen(file.known, on)

    found = then_and_now(Looked(now), size, on)

    assert (not found.differences) == same_answers(then, now, on)
    after = {(key.part, key.of, key.id): to_jsonable_python(value) for key, value in said(now, on).items()}
    put = applied(said(then, on), found.differences)
    assert {k: v for k, v in put.items() if v is not None} == {k: v for k, v in after.items() if v is not None}
    assert [one.position for one in found.recorded] == [r.position for r in file.known[size:]]
    for one in found.differences:
        assert one.was != one.now
        assert one.changed
        assert one.made_by or one.made_within
        assert all(size < position <= len(file.known) for position in one.made_by)


@settings(max_examples=examples(12), deadline=None, database=None)
@given(history=much_amended(), back=st.integers(1, 12))
def test_an_entry_changed_exactly_where_its_words_or_its_effect_are_not_what_they_were(
    history: list[Step], back: int
) -> None:
    *_, file = play(history)
    size, on = max(1, len(file.known) - back), date.max
    then, now = seen(file.known[:size], on), seen(file.known, on)

    found = then_and_now(Looked(now, parts=()), size, on).changes

    was, now_in_force = ({r.position: r for r in in_force(view.file.known)[0]} for view in (then, now))
    amending = ("entry-corrected/1", "entry-struck-out/1", "correction-confirmed/1")
    expected = {
        r.position for r in file.known[:size]
        if r.entry.kind not in amending and was.get(r.position) != now_in_force.get(r.position)
    }  # fmt: skip
    effects = ("corrected", "correction-undone", "struck-out", "reinstated")
    assert {change.position for change in found if change.what in effects} == expected
    for change in found:
        if change.what in (*effects, "reclassified"):
            assert change.by, change
            assert change.by[-1].position > size, "it came to be so by what was recorded in between"
        stands = change.position in now_in_force
        assert stands or change.what not in ("corrected", "correction-undone", "reinstated")


@settings(max_examples=examples(2), deadline=None, database=None)
@given(history=steps(longest=24))
def test_where_not_every_entry_is_looked_at_it_is_said_between_which_entries_a_difference_was_made(
    history: list[Step],
) -> None:
    *_, file = play(history)
    now, on = seen(file.known, FIRST + timedelta(days=620)), FIRST + timedelta(days=620)

    def found(looks: int) -> dict[tuple[str, str], Difference]:
        looked = Looked(now, parts=("status", "duties"), looks=looks)
        return {(one.of, one.id): one for one in then_and_now(looked, 1, on).differences}

    for which, exact in found(1000).items():
        rough = found(4)[which]
        first, last = rough.made_within or (2, file.position)
        assert exact.made_within is None
        assert set(rough.made_by) <= set(exact.made_by)
        assert set(exact.made_by) - set(rough.made_by) <= set(range(first, last + 1))
        assert rough.made_by or rough.made_within


def test_marks_that_came_back_came_back_by_the_entry_that_brought_them_back() -> None:
    marked, unmarked, marked_again = Step("reclassified", 11, 1), Step("struck", 12, 2), Step("struck", 13, 3)
    *_, file = play([Step("note", 10), marked, unmarked, marked_again])
    assert [r.position for r in file.known] == [1, 2, 3, 4, 5]

    found = then_and_now(Looked(seen(file.known, date.max), parts=()), 4, date.max).changes

    assert [(change.position, change.what, [maker.position for maker in change.by]) for change in found] == [
        (2, "reclassified", [5]), (3, "reinstated", [5]),
    ]  # fmt: skip


def test_between_the_same_two_states_nothing_differs() -> None:
    *_, file = play([Step("issue", 10), Step("told", 12), Step("served", 30, 1, 0)])
    found = then_and_now(Looked(seen(file.known, FIRST)), file.position, FIRST)

    assert (found.recorded, found.changes, found.differences) == ((), (), ())
