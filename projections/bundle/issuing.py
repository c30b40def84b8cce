"""Issuing a bundle is an entry on the file: to whom, for what, up to which entry, what was left out, and its hash.

The entry cites a *receipt*, a document of a few lines that anybody can read; its last line holds the SHA-256 of the
bundle's manifest, which names every other file. The bundle is drawn first, then the entry is recorded, and when the log
is signed over it the proof of that goes into the bundle beside the manifest. So an issued bundle holds the proof of its
own issuing, and its pages are bound to the log. docs/adr/0082.

Format of a receipt, "cleartrail-receipt/1": UTF-8 text, lines of `name: value` ending with a line feed, in this order:
receipt (the format), file, purpose, recipient, entries, shown, withheld, log, size, manifest (64 hex digits).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from ledger.book import Book
from ledger.encodings import from_base64url
from ledger.entry import Actor, Recorded
from ledger.errors import NotSigned
from ledger.log import proofs
from ledger.refusals import Fault, Invalid
from ledger.store.database import Database
from ledger.subjects.records import EvidenceBundleIssued
from ledger.verify import ISSUED, canonical
from ledger.words import Document, Kept, Said
from projections.bundle.making import Made

_NO_WITNESS = datetime(1970, 1, 1, tzinfo=UTC)
MOST_NAMED = 2_000
"""An entry names at most so many positions; beyond that its receipt has their number, the manifest all of them."""


def receipt(made: Made) -> bytes:
    """Return the receipt of a bundle. A line feed in what it says would be a second line, and is a blank."""
    around, selection = made.looked.around, made.looked.selection
    said = {
        "receipt": "cleartrail-receipt/1", "file": made.looked.wanted.reference, "purpose": selection.purpose.name,
        "recipient": around.recipient or "", "entries": around.entries, "shown": len(selection.shown),
        "withheld": len(selection.withheld), "log": around.origin, "size": around.size, "manifest": made.sha256,
    }  # fmt: skip
    return "".join(f"{name}: {' '.join(str(value).split())}\n" for name, value in said.items()).encode()


def entry_of(made: Made, sha256: str, ordered: str, by: Actor | None, today: date) -> EvidenceBundleIssued:
    """Return the entry that issues a bundle, whose receipt was filed as `sha256`. Raises Invalid for an empty one.

    `ordered`: as what it was filed what it was made of (ordered.py). That our lawyers had a bundle made is for them
    alone to read.
    """
    selection, recipient = made.looked.selection, made.looked.wanted.recipient
    if not selection.shown:
        raise Invalid([Fault("purpose", "gives a bundle without a single entry, which cannot be issued")])
    assert recipient is not None, "what is issued has a recipient"
    title = f"Receipt of a bundle: {selection.purpose.title}"
    return EvidenceBundleIssued(
        happened_on=today, by=by, up_to=max(selection.shown), recipient=recipient, purpose=selection.purpose.name,
        bundle=Said(Document(sha256, title)), withheld=_named(selection.withheld), redacted=_named(selection.redacted),
        exhibits=(Said(Document(ordered, f"What a bundle was made of: {selection.purpose.title}")),),
        audience="legal" if selection.purpose.conclusions else "internal",
    )  # fmt: skip


def _named(positions: Iterable[int]) -> tuple[int, ...]:
    found = tuple(sorted(positions))
    return found if len(found) <= MOST_NAMED else ()


def proof_of_issue(book: Book, database: Database, reference: str, recorded: Recorded, filed: bytes) -> bytes:
    """Return issued.json for a bundle's entry and its receipt. Raises NotSigned while the log is not signed over it.

    Under the first checkpoint that covers the entry, as the log signed it: so it is the same whenever it is asked for.
    """
    file_id = book.file_id(reference)
    [row] = book.store.entries(file_id, after=recorded.position - 1, upto=recorded.position)
    entry = book.file(reference).first_recorded(recorded.position)
    cited = entry.entry.bundle if entry is not None and isinstance(entry.entry, EvidenceBundleIssued) else None
    assert isinstance(cited, Kept), "a stored entry holds its exhibit by digest"
    digest = from_base64url(cited.digest)
    [opening] = book.store.openings([digest]).values()
    with database.transaction("app") as connection:
        placed = connection.execute(
            "SELECT index FROM log WHERE file_id = %s AND position = %s", (file_id, recorded.position)
        ).fetchone()
        if placed is None:
            raise NotSigned("the log has not taken it in yet")
        size, _ = proofs.covering(connection, placed[0] + 1)
        proof = proofs.entry_proof(connection, file_id, recorded.position, size, _NO_WITNESS)
    return canonical(
        {
            "format": ISSUED, "opening": bytes(opening).decode(), "proof": proof.decode(), "receipt": filed.decode(),
            "stored": bytes(row.state).decode(),
        }
    )  # fmt: skip


__all__ = ["NotSigned", "entry_of", "proof_of_issue", "receipt"]
