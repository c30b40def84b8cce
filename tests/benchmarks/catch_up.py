"""How long an entry takes from its acknowledgement until every read model has it, at 200 appends a second.

    python -m tests.benchmarks.catch_up [--entries 10000] [--postgres URL]

`cleartrail serve` seals and projects, in processes of its own. Here entries are appended as bytes, one to an append, at
a steady rate and to two hundred files of about fifty entries, each at another place of its life; each append's
acknowledgement is a moment, and the moment at which the position of the read models passes the entry is another. All
read models move in one transaction, so its position stands for every one. It is looked at every five milliseconds:
every one took a seventh of the two cores from what is looked at. Beside it stands the least it could take, with every
row told beforehand (catch_up_limit.py).
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import UUID

from psycopg import sql

from ledger.book import Book
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry
from projections.read_models.generation import current
from projections.read_models.rebuild import rebuild
from tests.benchmarks.catch_up_limit import Followed, following
from tests.benchmarks.figures import Point, Section, percentile
from tests.benchmarks.files import STORY, new_entries, opened
from tests.benchmarks.lives import Life
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.served import served
from tests.benchmarks.servers import address, ledger_on

RATE, SECONDS = 200, 15.0
FILES, BEFORE, APART = 200, 50, 20
"""How many files are written to, how long the shortest is before, and over how many entries they are spread: contracts
do not all serve a notice in the same second, as two hundred files of one length and one life would."""
AT_EASE = 15.0
"""Seconds the server is left alone, as one is that started long ago: the projector reads what was written to lately."""
LOOK, SOON = 0.005, 30.0  # seconds: between two looks; that is waited when all are appended
Place = tuple[UUID, int]
Moments = dict[Place, float]


class _Watch(threading.Thread):
    """Notes when the position of the read models passes each entry."""

    def __init__(self, database: Database) -> None:
        super().__init__(daemon=True)
        self.seen: dict[Place, float] = {}
        self.over = threading.Event()
        self._database = database

    def run(self) -> None:
        """Look until it is over."""
        with self._database.connect("app", autocommit=True) as connection:
            number = current(connection).number
            tracking = sql.Identifier(self._database.projection_schema(number), "tracking")
            asked = sql.SQL("SELECT coalesce(max(notification_id), 0) FROM {}").format(tracking)
            [(taken,)] = connection.execute(asked).fetchall()
            while not self.over.wait(LOOK):
                [(now,)] = connection.execute(asked, prepare=True).fetchall()
                if now > taken:
                    at = time.perf_counter()
                    rows = connection.execute(
                        "SELECT file_id, position FROM log WHERE index >= %s AND index < %s", (taken, now), prepare=True
                    )
                    self.seen.update(dict.fromkeys(rows, at))
                    taken = now


def measure(run: Bench) -> Sequence[Section]:
    """Append at a steady rate to the ledger while it is served."""
    rate, seconds = RATE, SECONDS
    run.say(f"catching up with {rate} appends a second, for {seconds:.0f} s")
    store = LedgerStore(run.database)
    files = _files(Book(store), rate, seconds)
    with served(run):
        _wait_until_taken_in(run.database, store)
        time.sleep(AT_EASE)
        acknowledged, seen = _watched(run.database, store, files, rate, seconds)
    lags, never = _lags(acknowledged, seen), len(acknowledged.keys() - seen.keys())
    took = max(acknowledged.values()) - min(acknowledged.values())
    run.say("the same with every row told beforehand")
    least = _lags(*_with_every_row_told(run, rate, seconds))
    section = Section("catch-up", f"From acknowledged to visible in every read model, {rate} appends/s")
    section.add("acknowledged to visible", lags, "ms")
    section.add("the same with every row told beforehand", least, "ms")
    section.most("catch-up at 200 appends/s: median", percentile(lags, 0.5), 25, "ms")
    section.most("catch-up at 200 appends/s: 99th percentile", percentile(lags, 0.99), 100, "ms")
    section.notes.append(
        f"{len(acknowledged):,} appends, {len(acknowledged) / took:.0f}/s; not seen {SOON:.0f} s afterwards: {never}."
    )
    section.notes.append(
        "99th percentile with every row told beforehand, and only appended, sealed and written, which is the limit: "
        f"{percentile(least, 0.99):.0f} ms."
    )
    run.points.append(Point("acknowledged to visible, median", run.entries, percentile(lags, 0.5)))
    return [section]


def _files(book: Book, rate: float, seconds: float) -> Followed:
    """Followed as long as they are before, and the entries that will follow on each."""
    life = Life(STORY)
    more = int(rate * seconds) // FILES + 2
    files: dict[UUID, tuple[int, list[NewEntry]]] = {}
    for number in range(FILES):
        reference, before = f"U-{number}", BEFORE + number % APART
        entries = list(new_entries(reference, before + more, life))
        file_id = book.file_id(reference)
        book.store.append([FileWrite(file_id, 0, entries[:before])])
        files[file_id] = before, entries
    return files


def _watched(
    database: Database, store: LedgerStore, files: Followed, rate: float, seconds: float
) -> tuple[Moments, Moments]:  # fmt: skip
    """Append at a steady rate; returns when each entry was acknowledged, and when it was seen."""
    watch = _Watch(database)
    watch.start()
    acknowledged = _append(store, files, rate, seconds)
    until = time.monotonic() + SOON
    while len(acknowledged.keys() - watch.seen.keys()) and time.monotonic() < until:
        time.sleep(0.01)
    watch.over.set()
    watch.join()
    return acknowledged, watch.seen


def _lags(acknowledged: Moments, seen: Moments) -> list[float]:
    """Milliseconds from the one to the other; what was not seen by now has waited at least until now."""
    over = time.perf_counter()
    return [(seen.get(place, over) - at) * 1000 for place, at in acknowledged.items()]


def _with_every_row_told(run: Bench, rate: float, seconds: float) -> tuple[Moments, Moments]:
    """The same on a ledger of its own, followed by who has every row told already (catch_up_limit.py)."""
    with ledger_on(run.server, run.folder / "keys") as database:
        book = opened(database)
        files = _files(book, rate, seconds)
        with closing(Sealer(database)) as sealer:
            while sealer.seal_once():
                pass
        rebuild(database)
        with following(address(database, run.server), files):
            _wait_until_taken_in(database, book.store)
            return _watched(database, book.store, files, rate, seconds)


def _append(store: LedgerStore, files: Followed, rate: float, seconds: float) -> Moments:
    """Append entry after entry at that rate; returns when each was acknowledged."""
    acknowledged: Moments = {}

    def one(file_id: UUID, head: int) -> None:
        store.append([FileWrite(file_id, head, [files[file_id][1][head]])])
        acknowledged[file_id, head + 1] = time.perf_counter()

    began, order = time.perf_counter(), itertools.cycle(files)
    heads = {file_id: before for file_id, (before, _) in files.items()}
    with ThreadPoolExecutor(4) as pool:  # a file's turn comes round once a second: nobody waits for it
        for number in range(int(rate * seconds)):
            wait = began + number / rate - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            file_id = next(order)
            pool.submit(one, file_id, heads[file_id])
            heads[file_id] += 1
    return acknowledged


def _wait_until_taken_in(database: Database, store: LedgerStore) -> None:
    """Return when everything that is recorded is in the read models."""
    with database.connect("app", autocommit=True) as connection:
        until = time.monotonic() + 1_800
        while time.monotonic() < until:
            number = current(connection).number
            if number and store.all_sealed(store.newest_arrival()):
                tracking = sql.Identifier(database.projection_schema(number), "tracking")
                asked = sql.SQL("SELECT coalesce(max(notification_id), 0) FROM {}").format(tracking)
                [(taken,)] = connection.execute(asked).fetchall()
                if taken == store.log_size():
                    return
            time.sleep(0.1)
    raise RuntimeError("the read models do not catch up")


if __name__ == "__main__":
    alone(measure, __doc__, entries=10_000)
