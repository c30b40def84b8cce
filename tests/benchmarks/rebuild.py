"""How fast the read models are built anew: beside the library's own ProjectionRunner, and beside reading and decoding.

    python -m tests.benchmarks.rebuild [--entries 100000] [--rounds 5] [--postgres URL]

A rebuild reads the whole ledger, folds every file and writes every projection there is: a line of text and JSON for
each entry, the status, the failings, the duties, the alarms. The index for word search, which it makes last, is
measured apart, in the same rebuild. Each runs in a process of its own, whose memory is that of it and its children
together. Beside it stands one process that reads the entries in the order of the log and decodes each, and does nothing
else; and the least a rebuild could take, with every row told beforehand (rebuild_limit.py). The
stock runner reads the events of an application of the library's, decodes each and writes one row of words and its
position for it, without an index for words.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from ledger import mapper
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from projections.read_models.catalogue import made_by
from projections.read_models.generation import Generation, current
from projections.read_models.rebuild import rebuild
from tests.benchmarks.figures import Section
from tests.benchmarks.rebuild_limit import bare
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.servers import Address, address, apart
from tests.benchmarks.stock import filled, run_projection, stock_application

STOCK_EVENTS = 5_000  # the stock runner is slow, and as slow at any size
MOST_MEMORY = 600  # MB
LONG = 120.0  # seconds: when so many are over, no other round is begun
NEAR = 2_000  # entries behind that the projector takes in by itself
_PAGE = 2_000


def built(database: Database) -> None:
    """See that the read models are there, with everything, as they are served."""
    with database.connect("projector") as connection:
        now = current(connection)
        if now.number and now.made_by == made_by("hampshire"):
            taken = Generation(database, now.number).tracked(connection)
            if taken + NEAR >= LedgerStore(database).log_size():
                return
    rebuild(database)


def build(at: Address) -> tuple[float, float]:
    """Build the read models anew; returns the seconds, and how many of them the index for word search took."""
    with at.open() as database:
        built = rebuild(database)
        return built.seconds, built.for_word_search


def decode(at: Address) -> float:
    """Return the seconds to read and decode every entry, in the order of the log."""
    with at.open() as database:
        store, began = LedgerStore(database), time.perf_counter()
        for start in range(0, store.log_size(), _PAGE):
            for row in store.log_page(start, _PAGE):
                mapper.read(row)
        return time.perf_counter() - began


def measure(run: Bench) -> Sequence[Section]:
    """Build the read models of the ledger several times over; at the end they are there, with everything."""
    at, size = address(run.database, run.server), LedgerStore(run.database).log_size()
    rates: dict[str, list[float]] = {"decode": [], "build": [], "search": [], "bare": [], "stock": []}
    memory: dict[str, float] = {}
    rounds = min(run.rounds, 3 if size <= 200_000 else 1)
    until = time.monotonic() + LONG
    for number in range(rounds):
        if number and time.monotonic() > until:
            break
        run.say(f"rebuilding {size:,} entries ({number + 1} of {rounds})")
        seconds, most = apart(decode, at)
        rates["decode"].append(size / seconds)
        memory["decode"] = max(memory.get("decode", 0), most)
        (seconds, for_words), most = apart(build, at)
        rates["search"].append(size / seconds)
        rates["build"].append(size / (seconds - for_words))
        memory["build"] = max(memory.get("build", 0), most)
        seconds, _ = apart(bare, at)
        rates["bare"].append(size / seconds)
    run.say("the stock runner")
    rates["stock"] = _stock(run.database, rounds)
    section = Section("rebuild", f"Rebuilding the read models of {size:,} entries")
    decoded = section.add("reading and decoding only, one process", rates["decode"], memory=memory["decode"])
    anew = section.add("rebuild, all projections but word search", rates["build"], memory=memory["build"])
    least = section.add("the same with every row told beforehand", rates["bare"])
    searched = section.add("rebuild with the index for word search", rates["search"], memory=memory["build"])
    stock = section.add("stock ProjectionRunner, one row of words each", rates["stock"])
    section.least("rebuild but word search: times the stock ProjectionRunner", anew / stock, 30)
    section.least("rebuild but word search: of a pass that only reads and decodes", anew / decoded, 0.5)
    section.most("rebuild: memory at the highest", memory["build"], MOST_MEMORY, "MB")
    apart_seconds = max(size / searched - size / anew, 0)
    section.notes.append(
        f"With every row told beforehand a rebuild would come to {least / decoded:.2f} of the pass that only reads and "
        f"decodes: that is the limit, and {anew / least:.2f} of it is reached."
    )
    section.notes.append(
        f"The index for word search alone: {apart_seconds:.1f} s more, {size / max(apart_seconds, 1e-3):,.0f} lines/s."
    )
    return [section]


def _stock(database: Database, rounds: int) -> list[float]:
    behind, found = 0, []
    with stock_application(database) as application:
        for _ in range(rounds):
            last = filled(application, STOCK_EVENTS)
            found.append((last - behind) / run_projection(application, last))
            behind = last
    return found


if __name__ == "__main__":
    alone(measure, __doc__, entries=20_000)
