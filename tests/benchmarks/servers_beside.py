"""Eight writers spread over a process for each core: several servers of this program beside one database.

    python -m tests.benchmarks.servers_beside [--rounds 5] [--seconds 0.7] [--postgres URL]

The same work as in record.py, and the same three ways of doing it, each as often as there are cores, every process
with its share of the writers as threads and of the files. A server of this program is one process, whose threads take
turns at Python's one lock; an authority with more cores starts more of them on its database (ADR 0159), and so may
whoever writes with psycopg or the stock library. The processes of a way work at the same time; rates are added up.
"""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from uuid import UUID

from eventsourcing.application import Application

from ledger.book import Book
from ledger.processes import cores
from ledger.store.postgres import LedgerStore
from tests.benchmarks.append import RAW, STOCK, disks, prepared, raw_writer
from tests.benchmarks.figures import Section
from tests.benchmarks.files import STORY, fill
from tests.benchmarks.lives import Life
from tests.benchmarks.record import ENTRIES, FILES, RECORD, book_writer, stored
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.servers import Address, address
from tests.benchmarks.stock import Contracts, stock_writer
from tests.benchmarks.turns import Turn, per_second

WRITERS = 8


@dataclass(frozen=True)
class Share:
    """What one process does: a way, its writers' files, and where the ledger and the stock application are."""

    way: str
    files: Sequence[Sequence[str]]
    ledger: Address
    stock: dict[str, str]

    @contextmanager
    def turns(self) -> Iterator[list[Turn]]:
        """What each of its writers does, over and over."""
        with ExitStack() as stack:
            if self.way == STOCK:
                application: Application[UUID] = stack.enter_context(Contracts(env=self.stock))
                yield [stock_writer(application, len(files)) for files in self.files]
                return
            database = stack.enter_context(self.ledger.open())
            if self.way == RAW:
                connections = [stack.enter_context(database.connect("app", autocommit=True)) for _ in self.files]
                yield [raw_writer(connection, stored()) for connection in connections]
                return
            book = Book(LedgerStore(database))
            for reference in itertools.chain(*self.files):
                book.file(reference)  # so that it is warm
            yield [book_writer(book, files) for files in self.files]


def work(pipe: Connection, share: Share) -> None:
    """Be one of the processes: for each length of time asked for, say how many turns a second were taken."""
    with share.turns() as turns:
        pipe.send(None)
        while seconds := pipe.recv():
            pipe.send(per_second(turns, seconds))


@contextmanager
def at_work(shares: Sequence[Share]) -> Iterator[Sequence[Connection]]:
    """A process for each share, ready; they end with the block."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in shares]
    processes = [
        context.Process(target=work, args=(there, share)) for (_, there), share in zip(pipes, shares, strict=True)
    ]
    for process, (_, there) in zip(processes, pipes, strict=True):
        process.start()
        there.close()
    ours = [here for here, _ in pipes]
    try:
        for here in ours:
            here.recv()
        yield ours
    finally:
        for here in ours:
            here.send(0)
        for process in processes:
            process.join()


def together(ours: Sequence[Connection], seconds: float) -> float:
    """Return how many turns a second all processes of a way take together."""
    for here in ours:
        here.send(seconds)
    return float(sum(here.recv() for here in ours))


def measure(run: Bench) -> Sequence[Section]:
    """Measure recording by eight writers in a process for each core, on each disk."""
    found = []
    for slow, disk in disks(run):
        run.say(f"recording through every rule, {WRITERS} writers in {cores()} processes, {disk}")
        with prepared(run, slow=slow) as (database, application):
            on = run.slow if slow else run.server
            assert on is not None
            book, life = Book(LedgerStore(database)), Life(STORY)
            files = [[f"apart-{writer}-{n}" for n in range(FILES // WRITERS)] for writer in range(WRITERS)]
            for reference in itertools.chain(*files):
                fill(book, reference, ENTRIES, life)
            made = {**application.env, "CREATE_TABLE": "no"}  # its tables are; two that make them at once fail
            rates = _compared(run, files, address(database, on), made)
        section = Section(
            "servers-beside", f"Recording through every rule, {WRITERS} writers in {cores()} processes, {disk}"
        )
        for way, values in rates.items():
            section.add(way, values)
        if slow:
            middle = {figure.way: figure.median for figure in section.figures}
            what = f"record one entry, {WRITERS} writers in {cores()} processes, {disk}"
            section.least(f"{what}: of raw INSERT", middle[RECORD] / middle[RAW], 0.65)
            section.least(f"{what}: times the stock library", middle[RECORD] / middle[STOCK], 3)
        found.append(section)
    if run.slow is None:
        found[-1].notes.append(run.why_not_slow)
    return found


def _compared(
    run: Bench, files: Sequence[Sequence[str]], ledger: Address, stock: dict[str, str]
) -> dict[str, list[float]]:
    """Return the rates of each way, in turns, one figure a round."""
    each = max(WRITERS // cores(), 1)
    shared = [files[begin : begin + each] for begin in range(0, WRITERS, each)]
    with ExitStack() as stack:
        ways = {
            way: stack.enter_context(at_work([Share(way, mine, ledger, stock) for mine in shared]))
            for way in (RAW, RECORD, STOCK)
        }
        for ours in ways.values():
            together(ours, run.seconds / 4)  # warm up
        rates: dict[str, list[float]] = {way: [] for way in ways}
        for _, (way, ours) in itertools.product(range(run.rounds), ways.items()):
            rates[way].append(together(ours, run.seconds))
    return rates


if __name__ == "__main__":
    alone(measure, __doc__, entries=1_000)
