"""How fast the log is sealed: when much is waiting, and how long one new entry takes to be found, at any size.

    python -m tests.benchmarks.sealing [--entries 100000] [--rounds 5] [--postgres URL]

When behind: a fifth of the ledger's entries, appended and not sealed, are given their places and their leaves, then
the signer adds them to the tree and signs a checkpoint. One new entry: appended, then one pass of the sealer, in a
ledger of ten thousand and in the large one; so too with nothing new.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing

from ledger.book import Book
from ledger.log.sealer import Sealer
from ledger.log.signer import Signer, make_folder
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite
from tests.benchmarks.figures import Point, Section
from tests.benchmarks.files import STORY, new_entries
from tests.benchmarks.lives import Life
from tests.benchmarks.rows import ORIGIN
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.turns import seconds_of

SMALL = 10_000
TIMES = 15


def behind(database: Database, entries: int) -> int:
    """Append so many entries and seal none; returns how many. A hundred to a file, ten to an append."""
    book, life = Book(LedgerStore(database)), Life(STORY)
    for number in range(max(entries // 100, 1)):
        reference = f"B-{number}"
        file_id, new = book.file_id(reference), list(new_entries(reference, 100, life))
        for head in range(0, 100, 10):
            book.store.append([FileWrite(file_id, head, new[head : head + 10])])
    return max(entries // 100, 1) * 100


def one_new(database: Database, times: int) -> Iterator[float]:
    """Yield the milliseconds in which a new entry is found and sealed, that often."""
    book = Book(LedgerStore(database))
    file_id, new = book.file_id("ONE-NEW"), new_entries("ONE-NEW", times)
    with closing(Sealer(database)) as sealer:
        while sealer.seal_once():
            pass
        for head, entry in enumerate(new):
            book.store.append([FileWrite(file_id, head, [entry])])
            yield seconds_of(sealer.seal_once) * 1000


def measure(run: Bench) -> Sequence[Section]:
    """Measure when behind, in a ledger of its own, and one new entry in a small and in the large ledger."""
    return [_when_behind(run), _one_new(run)]


def _when_behind(run: Bench) -> Section:
    entries = min(max(run.entries // 5, 2_000), 200_000)
    sealed, signed = list[float](), list[float]()
    for number in range(3):
        run.say(f"sealing when {entries:,} entries are waiting ({number + 1} of 3)")
        with run.another(1) as (database, _), closing(Sealer(database)) as sealer:
            done = behind(database, entries)
            began = time.perf_counter()
            while sealer.seal_once():
                pass
            sealed.append(done / (time.perf_counter() - began))
            folder = run.folder / f"signer-{number}"
            make_folder(folder, ORIGIN)
            with closing(Signer(database, folder)) as signer:
                signer.sign_once()
            signed.append(done / (time.perf_counter() - began))
    section = Section("sealing", f"Sealing {entries:,} entries that are waiting")
    section.add("sealed: order, leaves, log", sealed)
    all_of_it = section.add("sealed, added to the tree and signed", signed)
    section.least("sealing when behind: log, tree and checkpoint", all_of_it, 20_000, "/s")
    return section


def _one_new(run: Bench) -> Section:
    run.say("finding one new entry, in a small ledger and in the large one")
    with ExitStack() as stack:
        small, _ = stack.enter_context(run.another(min(SMALL, run.entries)))
        taken = list(zip(one_new(small, TIMES), one_new(run.database, TIMES), strict=True))
    section = Section("one-new", "Finding and sealing one new entry")
    in_small = section.add(f"in {min(SMALL, run.entries):,} entries", [each for each, _ in taken], "ms")
    in_large = section.add(f"in {run.entries:,} entries", [each for _, each in taken], "ms")
    section.most("finding one new entry: times the same in a ledger of 10,000", in_large / in_small, 1.5)
    run.points += [
        Point("seal one new entry", min(SMALL, run.entries), in_small),
        Point("seal one new entry", run.entries, statistics.median(each for _, each in taken)),
    ]
    return section


if __name__ == "__main__":
    alone(measure, __doc__, entries=100_000)
