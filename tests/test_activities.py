"""The order of a plan's activities: when each begins and ends, which path is critical, and circles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.activities import ActivityChange, PlannedActivity, changed, circle, in_order, schedule
from tests.sampling import examples

FIRST = date(2025, 3, 3)


def does(id: str, days: int = 5, *after: str, **said: Any) -> PlannedActivity:
    return PlannedActivity(id=id, name=f"Do {id}", days=days, after=after, **said)


def test_each_activity_begins_the_day_after_those_before_it_and_both_its_days_count() -> None:
    """CPC307-C2-a, CPC307-C2-b."""
    slots = schedule((does("C", 2, "A", "B"), does("A"), does("B", 9)), FIRST)

    assert {named: (slot.starts, slot.ends) for named, slot in slots.items()} == {
        "A": (date(2025, 3, 3), date(2025, 3, 7)),
        "B": (date(2025, 3, 3), date(2025, 3, 11)),
        "C": (date(2025, 3, 12), date(2025, 3, 13)),
    }
    assert {named: slot.slack for named, slot in slots.items()} == {"A": 4, "B": 0, "C": 0}


def test_a_day_of_its_own_is_kept_unless_what_comes_before_is_later() -> None:
    own = schedule(
        (does("A"), does("B", 1, "A", starts_on=date(2025, 4, 1)), does("C", 1, "A", starts_on=FIRST)), FIRST
    )

    assert (own["B"].starts, own["C"].starts) == (date(2025, 4, 1), date(2025, 3, 8))
    assert schedule((does("A", starts_on=date(2025, 2, 1)),), FIRST)["A"].starts == date(2025, 2, 1)


def test_what_really_happened_moves_what_comes_after() -> None:
    """CPC307-C5."""
    plan = (does("A"), does("B", 3, "A"))

    late = schedule(plan, FIRST, {"A": (date(2025, 3, 10), None)})
    done = schedule(plan, FIRST, {"A": (date(2025, 3, 3), date(2025, 3, 4))})

    assert (late["A"].ends, late["B"].starts) == (date(2025, 3, 14), date(2025, 3, 15))
    assert (done["B"].starts, done["B"].ends) == (date(2025, 3, 5), date(2025, 3, 7))


def test_what_began_before_its_turn_is_not_over_before_what_it_waits_for() -> None:
    """CPC307-C2-a: nothing may be later by less than no days, and what cannot be late stays to be seen."""
    plan, began = (does("A"), does("B", 30, "A"), does("C", 3, "B")), date(2025, 3, 10)
    done = {"A": (FIRST, date(2025, 3, 7)), "C": (began, None)}
    of_turn = schedule(plan, FIRST, done, today=date(2025, 6, 6))
    over = schedule(plan, FIRST, done | {"C": (began, date(2025, 3, 12))}, today=date(2025, 6, 6))

    assert (of_turn["B"].starts, of_turn["B"].ends) == (date(2025, 6, 6), date(2025, 7, 5))
    assert (of_turn["C"].starts, of_turn["C"].ends) == (began, date(2025, 7, 5))
    assert [of_turn[named].slack for named in "BC"] == [0, 0]
    assert (over["C"].ends, over["B"].slack) == (date(2025, 3, 12), 0)


def test_a_circle_is_found_and_the_rest_of_the_plan_is_still_in_order() -> None:
    """CPC307-C2-a."""
    plan = (does("A"), does("B", 1, "A", "D"), does("C", 1, "B"), does("D", 1, "C"), does("E", 1, "D"))

    assert set(circle(plan)) == {"B", "C", "D"}
    assert [activity.id for activity in in_order(plan)] == ["A"]
    assert list(schedule(plan, FIRST)) == ["A"]
    assert circle((does("A", 1, "A"),)) == ("A",)
    assert circle((does("A"), does("B", 1, "A"))) == ()


def test_a_plan_beyond_all_calendars_ends_on_their_last_day() -> None:
    long = tuple(does(f"A{n}", 3650, *([f"A{n - 1}"] if n else [])) for n in range(900))

    assert schedule(long, date(2900, 1, 1))["A899"].ends == date.max


def test_a_change_adds_alters_or_takes_out_an_activity_where_it_stands() -> None:
    """CPC307-C6-a."""
    plan = (does("A"), does("B"), does("C"))
    changes = (
        ActivityChange(activity="B", becomes=does("B2", 9)), ActivityChange(activity="C"),
        ActivityChange(activity="D", becomes=does("D")),
    )  # fmt: skip

    assert [(a.id, a.days) for a in changed(plan, changes)] == [("A", 5), ("B2", 9), ("D", 5)]
    assert changed(plan, ()) == plan


names = st.sampled_from([f"A{n}" for n in range(8)])
plans = st.lists(
    st.builds(PlannedActivity, id=names, name=names, days=st.integers(1, 60),
              after=st.lists(names, max_size=3).map(tuple),
              starts_on=st.none() | st.dates(date(2025, 1, 1), date(2026, 1, 1))),
    max_size=8, unique_by=lambda activity: activity.id,
)  # fmt: skip


really = st.dictionaries(
    names,
    st.tuples(st.dates(date(2024, 6, 1), date(2026, 6, 1)), st.none() | st.integers(0, 90)).map(
        lambda it: (it[0], None if it[1] is None else it[0] + timedelta(days=it[1]))
    ),
)


@settings(max_examples=examples(60), deadline=None, database=None)
@given(plan=plans, done=really, today=st.none() | st.dates(date(2025, 1, 1), date(2026, 6, 1)))
def test_in_whatever_order_things_were_done_something_cannot_be_late_and_nothing_may_be_early(
    plan: list[PlannedActivity], done: dict[str, tuple[date | None, date | None]], today: date | None
) -> None:
    """CPC307-C2-a."""
    slots = schedule(plan, FIRST, done, today)

    assert all(slot.slack >= 0 and slot.starts <= slot.ends for slot in slots.values())
    assert not slots or any(slot.slack == 0 for slot in slots.values())
    for activity in plan:
        if activity.id in slots and done.get(activity.id, (None, None))[1] is None:
            assert all(slots[b].ends <= slots[activity.id].ends for b in activity.after if b in slots)


@settings(max_examples=examples(60), deadline=None, database=None)
@given(plan=plans)
def test_every_plan_is_either_a_circle_or_an_order_that_can_be_kept(plan: list[PlannedActivity]) -> None:
    there = {activity.id: activity for activity in plan}
    slots, found = schedule(plan, FIRST), circle(plan)

    assert bool(found) == (len(slots) < len(plan))
    for before, after in zip(found, (*found[1:], *found[:1]), strict=True):
        assert after in there[before].after
    for named, slot in slots.items():
        activity = there[named]
        assert slot.ends - slot.starts == timedelta(days=activity.days - 1)
        assert slot.slack >= 0
        assert all(slots[before].ends < slot.starts for before in activity.after if before in slots)
    assert not slots or any(slot.slack == 0 for slot in slots.values())
