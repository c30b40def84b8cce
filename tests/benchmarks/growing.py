"""What grows with the ledger: the same operations with ten thousand entries, with a hundred thousand, and so on.

    python -m tests.benchmarks.growing [--entries 100000] [--rounds 5] [--postgres URL]

Smaller ledgers of the same shape are made one after another, and what is measured of the large one is measured of
each. The points are drawn as curves in the report.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

from ledger.book import Book
from ledger.store.postgres import LedgerStore
from tests.benchmarks import catch_up, lists, reading
from tests.benchmarks.figures import Point, Section
from tests.benchmarks.record import RAISED
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.stock import CLERK
from tests.benchmarks.turns import seconds_of

SIZES = (1_000, 10_000, 100_000, 1_000_000)
RECORD = "record one entry through every rule"


def measure(run: Bench) -> Sequence[Section]:
    """Measure in every smaller ledger, and recording in the large one too."""
    for size in SIZES[1:]:
        if size < run.entries:
            run.say(f"the same in a ledger of {size:,} entries")
            with run.another(size, run.loaded.plan.shape) as (database, loaded):
                smaller = replace(run, database=database, loaded=loaded)
                _record(smaller)
                reading.measure(smaller)
                lists.search(smaller)
                catch_up.measure(smaller)
    _record(run)
    section = Section("growth", "What grows with the ledger, milliseconds for one operation")
    for operation in dict.fromkeys(point.operation for point in run.points):
        points = sorted((p for p in run.points if p.operation == operation), key=lambda p: p.entries)
        said = ", ".join(f"{p.milliseconds:,.2f} at {p.entries:,}" for p in points)
        section.add(f"{operation}: {said}", [p.milliseconds for p in points], "ms")
    return [section]


def _record(run: Bench) -> None:
    """Record on warm files of about a hundred entries."""
    book = Book(LedgerStore(run.database))
    references = run.loaded.of_about(100, 20)
    for reference in references:
        book.file(reference)
    taken = [
        seconds_of(lambda: book.record(reference, RAISED, CLERK, acknowledge_all=True))  # noqa: B023  # called at once
        for _ in range(5) for reference in references
    ]  # fmt: skip
    run.points.append(Point(RECORD, run.entries, statistics.median(taken) * 1000))


if __name__ == "__main__":
    alone(measure, __doc__, entries=20_000)
