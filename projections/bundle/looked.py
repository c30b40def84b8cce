"""What a bundle will hold: the file at its two times, what is selected of it, and the proofs of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.documents import Documents
from ledger.errors import NotSigned
from ledger.folding import fold
from ledger.log import proofs
from ledger.log.files import file_proof
from ledger.store.database import Connection, Database
from ledger.verify import Checkpoint, FileProof
from projections.answering.reader import Reader
from projections.bundle.archive import runs
from projections.bundle.contents import Circumstances, Contents, contents
from projections.bundle.errors import NotTheSame
from projections.bundle.selection import Asked, Selection, select


@dataclass(frozen=True)
class Ledger:
    """What a bundle is made from."""

    book: Book
    database: Database
    reader: Reader
    documents: Documents


@dataclass(frozen=True)
class Basis:
    """On what of a growing ledger a bundle rests, beside what was asked: given again, it comes out the same."""

    size: int
    """Size of the log it is made from."""
    judged: int
    """Position of the file by whose marks it was judged what is in it."""
    until: datetime
    """Witnesses that had answered by then are in it."""
    unseen: Mapping[int, str]
    """Position -> why, of what whoever made it might not see."""


@dataclass(frozen=True)
class Wanted:
    """What somebody wants: which file, at which times, for what, and for whom."""

    reference: str
    asked: Asked
    as_at: date | None = None
    known: int | None = None
    """A size of the log; None for the newest that is signed."""
    known_said: str | None = None
    """How that was asked for, in words."""
    recipient: str | None = None
    """Whom it will be issued to; None for a draft."""
    bates: str | None = None
    """Prefix of the load file's numbers; None for no load file."""
    basis: Basis | None = None
    """On what one rests that is to be made again; None for all there is now."""


@dataclass(frozen=True)
class Looked:
    """What a bundle will hold, before anything is drawn: what somebody looks at before they have it made."""

    wanted: Wanted
    selection: Selection
    contents: Contents
    around: Circumstances
    known: int
    proof: bytes
    checkpoint: bytes
    basis: Basis


def look(ledger: Ledger, wanted: Wanted, unseen: Callable[[ContractFile], Mapping[int, str]]) -> Looked:
    """Return what the bundle will hold. Raises NotOnFile, Quarantined, NotSigned, LogAltered, Invalid, NotTheSame.

    `unseen`: from the file as it is now, position -> why, of what whoever makes the bundle may not see of it.
    """
    file_id, basis = ledger.book.file_id(wanted.reference), wanted.basis
    with ledger.database.transaction("app") as connection:
        size = basis.size if basis else _mapped(connection, wanted.known)
        [(until,)] = connection.execute("SELECT clock_timestamp()").fetchall()
        until = basis.until if basis else until
        proof, checkpoint = file_proof(connection, file_id, size), proofs.checkpoint(connection, size, until)
        [(moment,)] = connection.execute("SELECT sealed_at FROM log WHERE index = %s", (size - 1,)).fetchall()
        persons = _persons(connection, file_id) if wanted.asked.person is not None else {}
    now = ledger.book.file(wanted.reference)  # after the log: what the log holds is then in it, with its marks
    whole_file = FileProof.read(proof)
    if whole_file.is_absence:
        raise NotSigned("no checkpoint covers this file yet; try again in a moment")
    known = min(wanted.known, size) if wanted.known is not None else size
    whole = ledger.reader.view(wanted.reference, wanted.as_at, known).value
    signed = Checkpoint.read(checkpoint)
    entries = len(whole_file.headers)
    around = Circumstances(
        authority=ledger.book.genesis.authority, origin=signed.origin, size=size, root=signed.root.hex(),
        entries=entries, moment=moment, known_at=wanted.known_said, simulated=ledger.book.clock == "simulated",
        recipient=wanted.recipient,
    )  # fmt: skip
    selection = select(now, whole, entries, wanted.asked, persons, unseen(now))
    if basis is None:
        basis = Basis(size, now.position, until, unseen(now))
    else:
        may_be_shown = set(selection.shown)
        then = fold(recorded for recorded in now.known if recorded.position <= basis.judged)
        selection = select(then, whole, entries, wanted.asked, persons, basis.unseen)
        if gone := sorted(set(selection.shown) - may_be_shown):
            raise NotTheSame(f"it held {_entries_named(gone)}, marked since so that it may not be given out any more")
    said = contents(selection, whole, around)
    return Looked(wanted, selection, said, around, known, proof, checkpoint, basis)


def _entries_named(positions: list[int]) -> str:
    return f"{'entry' if len(positions) == 1 else 'entries'} {runs(positions)}"


def _mapped(connection: Connection, known: int | None) -> int:
    """The size of the log the file is proved whole at: the first signed one that takes in what is to be shown."""
    row = connection.execute(
        "SELECT CASE WHEN %s::bigint IS NULL THEN max(size) ELSE min(size) FILTER (WHERE size >= %s) END"
        " FROM maps WHERE after_loss = (SELECT max(after_loss) FROM maps)", (known, max(known or 0, 1)),
    ).fetchone()  # fmt: skip
    if row is None or row[0] is None:
        raise NotSigned(
            "the log is not signed so far, so nothing of it could be proved; it is signed once a second where it has a "
            "key (cleartrail signing-key)"
        )
    return int(row[0])


def _persons(connection: Connection, file_id: Any) -> dict[str, str | None]:
    rows = connection.execute(
        "SELECT translate(rtrim(encode(o.digest, 'base64'), '='), '+/', '-_'), o.person FROM openings o"
        " WHERE o.file_id = %s AND o.person IS NOT NULL", (file_id,),
    ).fetchall()  # fmt: skip
    return dict(rows)
