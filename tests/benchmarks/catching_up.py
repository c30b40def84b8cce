"""How long after it was recorded an entry is in every read model, while others are recorded two hundred times a second.

    python -m tests.benchmarks.catching_up [--entries 100000] [--rate 200] [--seconds 30] [--postgres URL]

A process of its own seals and follows the log, as the server does. Here entries are recorded at a steady rate, each on
a file chosen at random among those of the ledger, and the position of the read models is looked at every millisecond.
The time runs from the moment `append` returned to the moment the position had passed the entry.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from psycopg import sql

from ledger import mapper
from ledger.entry import Account, Recorded
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import FileWrite, LedgerStore
from ledger.subjects.records import NoteMade
from ledger.words import Said
from projections.engine import Projector
from projections.generation import Generation, current
from projections.rebuild import rebuild
from tests.benchmarks.verifying import prepared

CLERK = Account(account="clerk", name="Clive Clerk")
FILES = 500  # on which entries are recorded


def follow(schema: str, app: str, sealer: str, projector: str, keys: str) -> None:
    """Seal and follow the log until standard input ends, in threads of one process, as `cleartrail serve` does."""
    from pathlib import Path

    logins = {"app": app, "sealer": sealer, "projector": projector}
    stop = threading.Event()
    with Database(schema, app, logins=logins, keys=KeysPlace(Path(keys))) as database:  # type: ignore[arg-type]
        works = [Sealer(database).run, Projector(database).run]
        threads = [threading.Thread(target=work, args=(stop,)) for work in works]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        stop.set()
        for thread in threads:
            thread.join()


def record(store: LedgerStore, files: Sequence[UUID], rate: float, seconds: float) -> list[tuple[UUID, int, float]]:
    """Record at a steady rate; return (file, position, when it was acknowledged) of each."""
    heads = {head.file_id: head.head for head in store.files()}
    chance, told, began = random.Random(1), list[tuple[UUID, int, float]](), time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(began + number / rate - time.monotonic(), 0))
        file_id = chance.choice(files)
        note = NoteMade(happened_on=date(2026, 3, 2), words=Said(f"The scheduler called about visit {number}"))
        heads[file_id] += 1
        recorded = Recorded(note, file_id, heads[file_id], datetime.now(UTC), CLERK)
        store.append([FileWrite(file_id, heads[file_id] - 1, [mapper.stored(recorded)])])
        told.append((file_id, heads[file_id], time.monotonic()))
    return told


def watch(database: Database, stop: threading.Event, seen: list[tuple[int, float]]) -> None:
    """Note how far the read models have come, whenever that has changed."""
    with database.connect("app", autocommit=True) as connection:
        table = Generation(database, current(connection).number).table("tracking")
        asked = sql.SQL("SELECT notification_id FROM {}").format(table)
        while not stop.wait(0.001):
            [(taken,)] = connection.execute(asked).fetchall()
            if not seen or taken != seen[-1][0]:
                seen.append((taken, time.monotonic()))


def delays(database: Database, rate: float, seconds: float, files: int = FILES) -> list[float]:
    """Return the milliseconds from acknowledged to visible of each entry recorded."""
    store = LedgerStore(database)
    chosen = random.Random(2).sample(sorted(head.file_id for head in store.files())[:-1], files)
    assert database.keys_place is not None
    arguments = [database.schema, *(database.conninfo(r) for r in ("app", "sealer", "projector"))]
    process = subprocess.Popen(
        [sys.executable, "-m", __spec__.name, "--follow", *arguments, str(database.keys_place.folder)],
        stdin=subprocess.PIPE, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    stop, seen = threading.Event(), list[tuple[int, float]]()
    watching = threading.Thread(target=watch, args=(database, stop, seen))
    try:
        record(store, chosen, rate, 5)  # everything is at work by then
        watching.start()
        told = record(store, chosen, rate, seconds)
        time.sleep(3)
    finally:
        stop.set()
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
        watching.join()
    with database.connect("app") as connection:
        index = {
            (file_id, position): index for file_id, position, index in connection.execute(
                "SELECT file_id, position, index FROM log WHERE index >= (SELECT max(index) FROM log) - %s",
                (2 * len(told) + 5000,),
            )
        }  # fmt: skip
    taken = [number for number, _ in seen]
    found = []
    for file_id, position, acknowledged in told:
        at = bisect_right(taken, index[file_id, position])  # the first that had passed it
        found.append((seen[at][1] - acknowledged) * 1000 if at < len(seen) else float("inf"))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    parser.add_argument("--follow", nargs=5, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.follow:
        follow(*chosen.follow)
        return
    with prepared(chosen.postgres, chosen.entries) as (database, _, _):
        rebuild(database)
        found = sorted(delays(database, chosen.rate, chosen.seconds))
        last = found[int(len(found) * 0.99)]
        print(
            f"{chosen.entries} entries in the ledger, {chosen.rate:.0f} more a second for {chosen.seconds:.0f} s: "
            f"visible after a median of {statistics.median(found):.0f} ms, 99th percentile {last:.0f} ms, "
            f"at most {found[-1]:.0f} ms"
        )


if __name__ == "__main__":
    main()
