"""Ways of doing the same thing, timed in turns, so that whatever else the machine does falls on all of them alike."""

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence

Turn = Callable[[], object]
Rates = Mapping[str, Sequence[float]]
"""For each way its turns a second, one figure a round; the first way is the raw INSERT, the last the stock library."""


def compared(ways: Mapping[str, Sequence[Turn]], rounds: int, seconds: float) -> Rates:
    """Return how fast each way is, measured in every round for some seconds; each way has one turn per writer."""
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for turns in ways.values():
        per_second(turns, seconds / 4)  # warm up
    for _, (way, turns) in itertools.product(range(rounds), ways.items()):
        rates[way].append(per_second(turns, seconds))
    return rates


def per_second(turns: Sequence[Turn], seconds: float) -> float:
    """Return how many turns a second all writers take together, each in a thread of its own."""
    start, counts, until = threading.Barrier(len(turns) + 1), [0] * len(turns), [0.0]

    def write(number: int) -> None:
        start.wait()
        while time.perf_counter() < until[0]:
            turns[number]()
            counts[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(turns))]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    until[0] = began + seconds
    start.wait()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def timed(ways: Mapping[str, Turn], rounds: int, warm: bool = True) -> Rates:
    """Return the seconds that each way takes once, measured in every round, one way after another."""
    if warm:
        for turn in ways.values():
            turn()
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _, (way, turn) in itertools.product(range(rounds), ways.items()):
        taken[way].append(seconds_of(turn))
    return taken


def seconds_of(turn: Turn) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    turn()
    return time.perf_counter() - began


def medians(rates: Rates) -> dict[str, float]:
    """Return the median of each way."""
    return {way: statistics.median(found) for way, found in rates.items()}
