"""How long it takes to verify a ledger, beside a bare SHA-256 pass over the same rows, in one run.

    python -m tests.benchmarks.verifying [--entries 1000000] [--rounds 3] [--postgres URL]

The bare pass is the least anybody must do who does not believe the database: read the stored bytes of every entry
through psycopg, in binary, and hash them. Beside it stand the audit of the log, which also works out every leaf, every
file's chain, the order and the tree; and the same in one process. `cleartrail verify` moreover reads the words behind
the entries, and what is signed. The least for that is more: to read the words as well, decrypt each with the key that
is its own, and hash them. All take turns within each round, each after a least of its own; the table shows medians.
Memory is the largest that any process of the run has held.
"""

from __future__ import annotations

import argparse
import os
import resource
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

from ledger.encryption import decrypt_opening, scope_of
from ledger.log.audit import audit
from ledger.log.signer import Signer, make_folder
from ledger.store.database import Database
from ledger.store.embedded import embedded_server
from ledger.store.keyring import KeysPlace
from ledger.store.schema import migrate
from ledger.verify import Key, Report
from ledger.verifying import verify_ledger
from tests.benchmarks.ledgers import ORIGIN, load


def bare(database: Database) -> None:
    """Read the stored bytes of every entry and hash them."""
    with database.connect("app") as connection, connection.cursor("bare", binary=True) as cursor:
        cursor.itersize = 5_000
        for (state,) in cursor.execute("SELECT state FROM entries"):
            sha256(state).digest()


def bare_words(database: Database) -> None:
    """Read the stored bytes of every entry, and all words; decrypt these; hash both."""
    keys = database.keys().now()
    bare(database)
    with database.connect("app") as connection, connection.cursor("bare", binary=True) as cursor:
        cursor.itersize = 5_000
        rows = cursor.execute("SELECT digest, ciphertext, file_id, person FROM openings")
        for digest, ciphertext, file_id, person in rows:
            decrypt_opening(keys, scope_of(file_id, person), digest, ciphertext)  # compares its SHA-256 with the digest


@contextmanager
def prepared(postgres: str | None, entries: int) -> Iterator[tuple[Database, Path, Key]]:
    """A ledger of so many entries, signed; its signer's folder, and the key. Removed afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        server = postgres or stack.enter_context(embedded_server(folder / "server"))
        database = stack.enter_context(
            Database(f"bench_{secrets.token_hex(6)}", server, keys=KeysPlace(folder / "keys"))
        )
        migrate(database)
        load(database, entries)
        key = make_folder(folder / "signer", ORIGIN)
        yield database, folder / "signer", key
        with database.administer() as administrator:
            administrator.execute(f"DROP SCHEMA {database.schema} CASCADE".encode())


def nothing_found(database: Database, most: int | None = None) -> None:
    """Audit the log; an untouched ledger has no differences."""
    assert not list(audit(database, most=most)), "the ledger was loaded as it should be"


def verify(database: Database, folder: Path, key: Key, *, log_alone: bool = False) -> None:
    """Verify everything, or the log, against the signer's last checkpoint."""
    report = Report(lambda _: None)
    verify_ledger(database, report, key, [(folder / "checkpoint").read_bytes()], log_alone=log_alone)
    assert report.exit_code == 0, report.steps


def seconds(done: Callable[[], object]) -> float:
    """Return how long it takes."""
    began = time.perf_counter()
    done()
    return time.perf_counter() - began


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    chosen = parser.parse_args(arguments)
    with prepared(chosen.postgres, chosen.entries) as (database, folder, key):
        print(database.describe(), f"Python {sys.version.split()[0]}, {chosen.entries:,} entries, ", end="")
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {chosen.rounds} rounds.")
        with closing(Signer(database, folder)) as signer:
            print(f"the signer's first reading of all of it: {seconds(signer.sign_once):.1f} s")
        ways: dict[str, tuple[Callable[[Database], None], Callable[[], object]]] = {
            "cleartrail verify --log": (bare, lambda: verify(database, folder, key, log_alone=True)),
            "audit of the log, one process": (bare, lambda: nothing_found(database, 1)),
            "cleartrail verify": (bare_words, lambda: verify(database, folder, key)),
        }
        taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(chosen.rounds):
            for way, (least, done) in ways.items():
                taken[way].append((seconds(partial(least, database)), seconds(done)))
        for way, found in taken.items():
            ratios = sorted(took / least for least, took in found)
            least, took = (statistics.median(one) for one in zip(*found, strict=True))
            spread = f"[{ratios[0]:.2f} - {ratios[-1]:.2f}]"
            print(f"{way:<34} least {least:>7.2f} s, took {took:>7.2f} s: {statistics.median(ratios):>5.2f} x {spread}")
        most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"most memory of one process: {most // 1024} MB")


if __name__ == "__main__":
    main()
