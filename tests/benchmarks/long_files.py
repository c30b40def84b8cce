"""What recording costs on a long file: in order, late, and a correction, beside the same on a short one and folding it.

    python -m tests.benchmarks.long_files [--rounds 5] [--postgres URL]

Two warm contract files, of a hundred entries and of ten thousand. Each round records on both, in turns: five notes
that happened after everything on file, one that happened weeks before it, and a correction of an entry in the middle;
and folds the decoded entries of each file, as it was filled, from the first to the last.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, timedelta

from ledger import mapper
from ledger.book import Book
from ledger.entry import Recorded
from ledger.folding import fold
from ledger.subjects.records import EntryCorrected, NoteMade
from ledger.words import Said
from tests.benchmarks.figures import Point, Section
from tests.benchmarks.files import fill, opened
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.servers import ledger_on
from tests.benchmarks.stock import ANN, CLERK, WORDS
from tests.benchmarks.turns import Turn, medians, timed

SHORT, LONG = 100, 10_000
IN_ORDER, LATE, CORRECTION, FOLD = "in order", "late", "correction", "fold of the decoded file"
TIMES = 5
TODAY = date(2026, 7, 1)


class _Recorder:
    """Records on one file."""

    def __init__(self, book: Book, reference: str) -> None:
        self._book, self._reference = book, reference
        self._known = [mapper.read(row) for row in book.store.entries(book.file_id(reference))]
        notes = [r for r in self._known if isinstance(r.entry, NoteMade) and not r.entry.exhibits]
        self._notes = itertools.cycle(notes[len(notes) // 3 :])

    def ways(self) -> dict[str, Turn]:
        """What is measured."""
        return {IN_ORDER: self.in_order, LATE: self.late, CORRECTION: self.correction, FOLD: self.fold}

    def in_order(self) -> None:
        """Record a few notes, the newest in the world too."""
        for _ in range(TIMES):
            self._record(NoteMade(happened_on=TODAY, words=Said(WORDS), by=ANN))

    def late(self) -> None:
        """Record a note of something that happened weeks ago."""
        self._record(NoteMade(happened_on=TODAY - timedelta(days=40), words=Said(WORDS), by=ANN))

    def correction(self) -> None:
        """Correct a note in the middle of the file."""
        wrong: Recorded = next(self._notes)
        right = wrong.entry.model_copy(update={"words": Said(f"Rather: {WORDS}")})
        self._record(
            EntryCorrected(happened_on=TODAY, position=wrong.position, reason=Said("It was wrong"), replacement=right)
        )

    def fold(self) -> None:
        """Fold the entries, which are decoded already."""
        fold(self._known)

    def _record(self, entry: NoteMade | EntryCorrected) -> None:
        self._book.record(self._reference, entry, CLERK, acknowledge_all=True)


def measure(run: Bench) -> Sequence[Section]:
    """Measure on both files."""
    run.say(f"recording on files of {SHORT} and {LONG:,} entries")
    with ExitStack() as stack:
        book = opened(stack.enter_context(ledger_on(run.server, run.folder / "keys")))
        ways: dict[str, Turn] = {}
        for size in (SHORT, LONG):
            fill(book, f"L-{size}", size)
            ways |= {f"{way}, {size:,} entries": turn for way, turn in _Recorder(book, f"L-{size}").ways().items()}
        taken = timed(ways, min(run.rounds, 3))
    section = Section("long-files", "Recording on a long file")
    for way, seconds in taken.items():
        each = TIMES if way.startswith(IN_ORDER) else 1
        section.add(way, [second * 1000 / each for second in seconds], "ms")
    found = medians(taken)
    long = {way: found[f"{way}, {LONG:,} entries"] for way in (IN_ORDER, LATE, CORRECTION, FOLD)}
    short = found[f"{IN_ORDER}, {SHORT:,} entries"]
    section.most("in order on a file of 10,000: times the same on a file of 100", long[IN_ORDER] / short, 1.5)
    section.most("late entry on a file of 10,000: times folding the decoded file", long[LATE] / long[FOLD], 2)
    section.most("correction on a file of 10,000: times folding the decoded file", long[CORRECTION] / long[FOLD], 2)
    run.points += [
        Point(f"record {way}, by size of the file", size, found[f"{way}, {size:,} entries"] * 1000 / times)
        for way, times in ((IN_ORDER, TIMES), (LATE, 1)) for size in (SHORT, LONG)
    ]  # fmt: skip
    return [section]


if __name__ == "__main__":
    alone(measure, __doc__, entries=1_000)
