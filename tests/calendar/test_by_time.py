"""What is about times, found by them: the same as by a look at every one."""

from datetime import date, timedelta
from random import Random

from ledger.dates.by_time import ByTime
from ledger.dates.span import Span

FIRST = date(2025, 3, 1)


def span(first: int, last: int) -> Span:
    """From the so many-th of March on, to a day counted alike."""
    return Span(first=FIRST + timedelta(days=first - 1), last=FIRST + timedelta(days=last - 1))


def held(*times: Span) -> ByTime[int]:
    by_time: ByTime[int] = ByTime()
    for number, time in enumerate(times):
        by_time.put(time, number)
    return by_time


def test_what_shares_a_day_with_a_time_or_lies_in_it_is_found_whenever_it_was_put_in() -> None:
    draw = Random(1)
    for _ in range(200):
        times = [span(first, first + draw.choice((0, 0, 3, 30))) for first in draw.choices(range(1, 90), k=12)]
        by_time, time = held(*times).copy(), span(first := draw.randrange(1, 90), first + draw.choice((0, 9, 30)))
        assert sorted(by_time.sharing_a_day(time)) == [n for n, one in enumerate(times) if one.shares_a_day_with(time)]
        assert sorted(by_time.lying_in(time)) == [n for n, one in enumerate(times) if one.lies_in(time)]


def test_times_that_share_a_day_are_one_time_however_many_there_are() -> None:
    chain = held(span(20, 32), span(10, 21), span(1, 11), span(33, 40))
    assert chain.joined(span(12, 12), lambda _: True) == span(1, 32)
    assert chain.joined(span(12, 12), lambda number: number != 1) == span(12, 12)
    assert chain.joined(span(30, 35), lambda _: True) == span(1, 40)
    assert held(span(1, 90), span(5, 6)).joined(span(7, 7), lambda _: True) == span(1, 90)


def test_times_that_meet_where_one_ends_and_the_other_begins_are_two_and_a_day_is_of_the_time_it_lies_in() -> None:
    months = held(span(1, 32), span(32, 62), span(62, 92))
    assert months.joined(span(32, 62), lambda _: True) == span(32, 62)
    assert months.joined(span(40, 40), lambda _: True) == span(32, 62)
    assert held(span(32, 32)).joined(span(1, 32), lambda _: True) == span(1, 32)
    assert held(span(1, 32)).joined(span(32, 32), lambda _: True) == span(1, 32)


def test_what_is_put_into_a_copy_is_not_in_what_was_copied() -> None:
    one = held(span(1, 2))
    other = one.copy()
    other.put(span(1, 60), 7)
    assert list(one.sharing_a_day(span(40, 41))) == []
    assert list(other.sharing_a_day(span(40, 41))) == [7]
