"""Ways of doing the same thing, timed in turns, so that whatever else the machine does falls on all of them alike."""

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

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


def ratios(rates: Rates) -> dict[str, tuple[float, float, float]]:
    """Return for each way its median, and that as a share of the raw INSERT's and of the stock library's."""
    medians = {way: statistics.median(found) for way, found in rates.items()}
    raw, *_, stock = medians.values()
    return {way: (median, median / raw, median / stock) for way, median in medians.items()}


def table(found: Iterable[tuple[int, Rates]]) -> str:
    """Return a table of what was found with each number of writers."""
    lines = [f"{'writers':>7}  {'way':<32} {'per second':>10}  {'[least - most]':>17}  {'of raw':>6}  {'of stock':>8}"]
    for writers, rates in found:
        for way, (median, of_raw, of_stock) in ratios(rates).items():
            spread = f"[{min(rates[way]):,.0f} - {max(rates[way]):,.0f}]"
            lines.append(f"{writers:>7}  {way:<32} {median:>10,.0f}  {spread:>17}  {of_raw:>6.2f}  {of_stock:>8.2f}")
    return "\n".join(lines)
