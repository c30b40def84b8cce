"""What encryption costs: recording and reading entries with ten texts, and documents, beside the same in clear.

    python -m tests.benchmarks.encryption [--rounds 41] [--seconds 0.2] [--postgres URL]

In one run and in turns, one writer. `in clear` is the same code over the same tables, but for one thing: what is
stored is the text with sixteen bytes behind it, instead of ciphertext under its key. Then what keys cost by
themselves: one that is worked out, and one more that is destroyed, by how many were destroyed before.
"""

from __future__ import annotations

import argparse
import itertools
import secrets
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from ledger import documents as filing
from ledger.book import Book
from ledger.documents import Documents
from ledger.privacy.encryption import DocumentCipher, decrypt_opening, encrypt_opening
from ledger.privacy.keys import Keys, of_file
from ledger.privacy.vault import Vault
from ledger.store import postgres, words
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry, Opening
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import NoteMade
from ledger.words import Document, Said
from tests.benchmarks.files import opened
from tests.benchmarks.servers import prepared
from tests.benchmarks.stock import CLERK
from tests.benchmarks.turns import Turn, per_second

BEGIN = "begin"
DAY, TEXTS = date(2026, 1, 5), 10
WORDS = "The carer did not come between eight and nine, and nobody telephoned. " * 3


class InClear:
    """A document's chunks as they are, with sixteen bytes behind each."""

    def __init__(self, keys: Keys, sha256: bytes) -> None:
        pass

    def encrypt(self, offset: int, chunk: bytes) -> bytes:
        """Return the chunk, as long as its ciphertext would be."""
        return chunk + bytes(16)

    def decrypt(self, offset: int, ciphertext: bytes) -> bytes:
        """Return the chunk."""
        return ciphertext[:-16]


def _in_clear(keys: Any, scope: Any, digest: bytes, disclosure: bytes) -> bytes:
    return disclosure + bytes(16) if sha256(disclosure).digest() == digest else b""


def _from_clear(keys: Any, scope: Any, digest: bytes, stored: bytes) -> bytes:
    return stored[:-16] if sha256(stored[:-16]).digest() == digest else b""


SWITCHED = (
    (postgres, "encrypt_opening", encrypt_opening, _in_clear),
    (words, "decrypt_opening", decrypt_opening, _from_clear),
    (filing, "DocumentCipher", DocumentCipher, InClear),
)


def _as(way: str, turn: Turn) -> Turn:
    """The same turn with words and documents encrypted, or in clear."""
    encrypted = way == "encrypted"

    def switched() -> object:
        for module, name, ours, plain in SWITCHED:
            setattr(module, name, ours if encrypted else plain)
        return turn()

    return switched


def turns(database: Database) -> dict[str, dict[str, Turn]]:
    """Return what is timed, and for each the two ways."""
    store, documents = LedgerStore(database), Documents(database)
    book, vault = Book(store), Vault(store)
    letters = [Said(Document(documents.file(b"letter %d" % n, "text/plain"), WORDS[:80])) for n in range(TEXTS - 1)]
    note = NoteMade(happened_on=DAY, words=Said(WORDS), exhibits=tuple(letters))
    found: dict[str, dict[str, Turn]] = {}
    for way in ("encrypted", "in clear"):
        registered = ContractRegistered(happened_on=DAY, reference=way.replace(" ", "-"), title="Home care")
        for what, turn in _turns(book, registered, note, documents, vault).items():
            found.setdefault(what, {})[way] = _as(way, turn)
            found[what][way]()
    return found


def _turns(
    book: Book, registered: ContractRegistered, note: NoteMade, documents: Documents, vault: Vault
) -> dict[str, Turn]:
    """What is timed: on files of its own, so that nothing is read in one way that was written in the other."""
    file_id, head = uuid4(), itertools.count()

    def record() -> object:
        return book.record(registered.reference, note, CLERK, acknowledge_all=True)

    def append() -> object:
        openings = [Opening(*_opening()) for _ in range(TEXTS)]
        return book.store.append([FileWrite(file_id, next(head), [NewEntry("note-made/1", b"x" * 800, openings)])])

    def begin() -> object:
        book.record(registered.reference, registered, CLERK, acknowledge_all=True)
        return [record() for _ in range(20)]

    def read() -> object:
        return vault.words_of(book.file(registered.reference).known[1:21])

    def file() -> object:
        return documents.file(secrets.token_bytes(1_000_000), "application/pdf")

    return {
        BEGIN: begin,
        f"record an entry with {TEXTS} texts": record,
        f"append an entry with {TEXTS} texts": append,
        f"read the words of 20 entries with {TEXTS} texts": read,
        "file a document of 1 MB": file,
    }


def _opening() -> tuple[bytes, bytes]:
    disclosure = secrets.token_urlsafe(16).encode() + b"W" * 270
    return sha256(disclosure).digest(), disclosure


def ratios(found: Mapping[str, Mapping[str, Turn]], rounds: int, seconds: float) -> str:
    """Return a table: each way's median, and the median of how much longer the encrypted one took in the same round."""
    lines = [f"{'':<48} {'encrypted':>12} {'in clear':>12} {'longer by':>10}"]
    for what, ways in found.items():
        if what == BEGIN:
            continue  # only once, to have something to read
        rates: dict[str, list[float]] = {way: [] for way in ways}
        for _, (way, turn) in itertools.product(range(rounds), ways.items()):
            rates[way].append(per_second([turn], seconds))
        pairs = list(zip(rates["encrypted"], rates["in clear"], strict=True))
        encrypted, clear = (statistics.median(found) for found in zip(*pairs, strict=True))
        longer = statistics.median(clear / encrypted for encrypted, clear in pairs) - 1
        lines.append(f"{what:<48} {encrypted:>10,.0f}/s {clear:>10,.0f}/s {longer:>9.0%}")
    return "\n".join(lines)


def of_keys(folder: Path) -> str:
    """Return what keys cost by themselves, by how many were destroyed before."""
    keys, scope = Keys.make(folder), of_file(uuid4())
    lines = [f"{'destroyed before':>16} {'one key':>10} {'destroying':>12} {'reading':>10} {'the file':>12}"]
    for before in (0, 10, 100, 1000):
        keys.destroy_all([(scope, secrets.token_bytes(32)) for _ in range(before)])
        some = [secrets.token_bytes(32) for _ in range(2000)]
        one = min(_timed(lambda some=some: [keys.key(scope, digest) for digest in some]) for _ in range(5)) / 2000  # type: ignore[misc]
        size = (folder / "keys").stat().st_size
        destroying = min(_timed(lambda: keys.destroy(scope, secrets.token_bytes(32))) for _ in range(5))
        reading = min(_timed(lambda: Keys.read(folder)) for _ in range(5))
        lines.append(
            f"{before:>16} {one * 1e6:>7.1f} us {destroying * 1e3:>9.1f} ms {reading * 1e3:>7.1f} ms {size:>10,} B"
        )
    return "\n".join(lines)


def _timed(turn: Turn) -> float:
    began = time.thread_time()  # of the processor: whatever else the machine does is not in it
    turn()
    return time.thread_time() - began


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--seconds", type=float, default=0.2, help="for each way and round")
    parser.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="keys") as folder:
        print(of_keys(Path(folder) / "keys"))
    with prepared(chosen.postgres) as database:
        opened(database)
        print(database.describe(), f"Python {sys.version.split()[0]}, {chosen.rounds} rounds of {chosen.seconds} s.")
        print(ratios(turns(database), chosen.rounds, chosen.seconds))


if __name__ == "__main__":
    main()
