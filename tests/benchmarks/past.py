"""What it costs to ask a long file about the past: as at a day, and as known then, beside decoding its entries.

    python -m tests.benchmarks.past [--rounds 5] [--postgres URL]

A contract file of ten thousand entries, warm in the book. `Reader.status` as at a day in the middle, as known to the
log of the middle, and both; each moment only once, so that nothing asked before answers again. Beside it stands
decoding the entries of the file, which are in memory as they are stored.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta

from ledger import mapper
from ledger.log.sealer import Sealer
from projections.answering.reader import Reader
from tests.benchmarks.business import FIRST
from tests.benchmarks.figures import Section
from tests.benchmarks.files import fill, opened
from tests.benchmarks.long_files import LONG
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.servers import ledger_on
from tests.benchmarks.turns import Turn, medians, timed

REFERENCE = "P-1"


def measure(run: Bench) -> Sequence[Section]:
    """Ask about the past, in turns with decoding."""
    run.say(f"asking a file of {LONG:,} entries about the past")
    with ExitStack() as stack:
        database = stack.enter_context(ledger_on(run.server, run.folder / "keys"))
        book = opened(database)
        fill(book, REFERENCE, LONG)
        sealer = Sealer(database)
        while sealer.seal_once():
            pass
        sealer.close()
        reader, rows = Reader(book, database), book.store.entries(book.file_id(REFERENCE))
        days = (FIRST + timedelta(days=n % 18) for n in itertools.count())
        sizes: Iterator[int] = (LONG // 2 + 7 * n for n in itertools.count())
        ways: dict[str, Turn] = {
            f"decoding its {LONG:,} entries": lambda: [mapper.read(row) for row in rows],
            "status as at a past day": lambda: reader.status(REFERENCE, as_at=next(days)),
            "status as known to half of the log": lambda: reader.status(REFERENCE, known=next(sizes)),
            "both": lambda: reader.status(REFERENCE, as_at=next(days), known=next(sizes)),
            "timeline page as at a past day": lambda: reader.timeline(REFERENCE, as_at=next(days), limit=50),
        }
        taken = timed(ways, min(run.rounds, 5))
    section = Section("past", f"A file of {LONG:,} entries as at, and as known at, a past date")
    for way, seconds in taken.items():
        section.add(way, [second * 1000 for second in seconds], "ms")
    decoding, *asked = medians(taken).items()
    for way, found in asked:
        section.most(f"{way}, {LONG:,} entries: times decoding them", found / decoding[1], 5)
    return [section]


if __name__ == "__main__":
    alone(measure, __doc__, entries=1_000)
