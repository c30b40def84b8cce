"""How long it takes to verify a ledger, beside a bare SHA-256 pass over the same rows, in one run.

    python -m tests.benchmarks.verifying [--entries 100000] [--rounds 5] [--postgres URL]

The bare pass is the least anybody must do who does not believe the database: read the stored bytes of every entry
through psycopg, in binary, and hash them. Beside it stand the verification of the log, which also works out every
leaf, every file's chain, the order and the tree; and the same in one process. `cleartrail verify` moreover reads the
words behind the entries, and what is signed. The least for that is more: to read the words as well, decrypt each with
the key that is its own, and hash them. All take turns within each round. Memory is that of this process and its
children, by how much it grew.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from ledger.log.audit import audit
from ledger.log.signer import Signer, make_folder
from ledger.privacy.encryption import decrypt_opening, scope_of
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.verify import Key, Report
from ledger.verifying import verify_ledger
from tests.benchmarks.figures import Point, Section
from tests.benchmarks.memory import peak
from tests.benchmarks.rows import ORIGIN
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.turns import Turn, medians, seconds_of, timed

BARE, LOG, ONE = "bare pass: read and SHA-256", "cleartrail verify --log", "audit of the log, one process"
WORDS, VERIFY = "bare pass, and each text decrypted and hashed", "cleartrail verify: log, words, documents, signatures"


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


def nothing_found(database: Database, most: int | None = None) -> None:
    """Audit the log; an untouched ledger has no differences."""
    assert not list(audit(database, most=most)), "the ledger was loaded as it should be"


def verify(database: Database, folder: Path, key: Key, *, log_alone: bool = False) -> None:
    """Verify everything, or the log, against the signer's last checkpoint."""
    report = Report(lambda _: None)
    verify_ledger(database, report, key, [(folder / "checkpoint").read_bytes()], log_alone=log_alone)
    assert report.exit_code == 0, report.steps


def measure(run: Bench) -> Sequence[Section]:
    """Verify the ledger that was made, in turns with the bare pass."""
    database, size = run.database, LedgerStore(run.database).log_size()
    run.say(f"signing and verifying {size:,} entries")
    folder = run.folder / f"signer-{secrets.token_hex(4)}"
    key = make_folder(folder, ORIGIN)
    with closing(Signer(database, folder)) as signer:
        first = seconds_of(signer.sign_once)
    ways: dict[str, Turn] = {
        BARE: lambda: bare(database),
        LOG: lambda: verify(database, folder, key, log_alone=True),
        ONE: lambda: nothing_found(database, 1),
        WORDS: lambda: bare_words(database),
        VERIFY: lambda: verify(database, folder, key),
    }
    memory = {way: peak(turn) for way, turn in ways.items()}  # which warms everything, too
    taken = timed(ways, min(run.rounds, 3 if size <= 200_000 else 2), warm=False)
    section = Section("verifying", f"Verifying {size:,} entries")
    for way, seconds in taken.items():
        section.add(way, seconds, "s", memory[way])
    found = medians(taken)
    section.most("verification of the whole log: times a bare SHA-256 pass", found[LOG] / found[BARE], 3)
    section.most("whole-ledger verification: times a bare pass over the same rows", found[VERIFY] / found[WORDS], 3)
    section.notes.append(f"The signer's first reading of all of it: {first:.1f} s.")
    run.points.append(Point("verify the whole ledger, per thousand entries", run.entries, found[VERIFY] * 1e6 / size))
    return [section]


if __name__ == "__main__":
    alone(measure, __doc__, entries=100_000)
