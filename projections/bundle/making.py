"""Makes a bundle: reads the file at its two times, selects, draws the pages, and packs them with the proofs.

It is made from the log as it was at one size, under whose checkpoint the file is proved whole, and from nothing that
changes afterwards; so asked again for that size it comes out the same, byte for byte. docs/adr/0081, 0082.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from ledger.book import Book
from ledger.contract_file import ContractFile
from ledger.documents import DocumentAltered, Documents
from ledger.encodings import from_base64url
from ledger.errors import KeyDestroyed, NotSigned, UnknownDocument
from ledger.folding import fold
from ledger.log import proofs
from ledger.log.files import file_proof
from ledger.store.database import Connection, Database
from ledger.verify import Checkpoint, FileProof
from projections.bundle.archive import Attached, Progress, draw_archive, draw_front, runs
from projections.bundle.bates import Bates
from projections.bundle.contents import Circumstances, Contents, contents
from projections.bundle.errors import BundleTooLarge, NotTheSame
from projections.bundle.exhibited import Exhibited, safe_name
from projections.bundle.exhibits import ExhibitAltered, ExhibitFile, Rendered, render_exhibits
from projections.bundle.exhibits.children import Broke
from projections.bundle.from_log import from_log
from projections.bundle.load_file import load_file
from projections.bundle.packing import Content, Pack, listed, manifest
from projections.bundle.reading_copy import reading_copy
from projections.bundle.selection import Asked, Selection, select
from projections.reader import Reader

SIMULATED = "SIMULATED LEDGER: its times are stated and not measured; it is evidence of nothing that happened.\n"


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


@dataclass(frozen=True)
class Made:
    """A bundle drawn, in a folder of its own, ready to be packed."""

    looked: Looked
    manifest: bytes
    files: tuple[tuple[str, Content], ...]
    """Every file that the manifest names, in order."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the manifest, in hex: what the entry that issues it holds."""
        return hashlib.sha256(self.manifest).hexdigest()


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


def make(ledger: Ledger, looked: Looked, folder: Path, progress: Progress) -> Made:
    """Draw the pages and gather the files in a folder, which should be empty. Raises NoBundle, DocumentAltered."""
    for name in ("exhibits", "rendered"):
        (folder / name).mkdir()
    there = len(looked.contents.exhibits)
    kept = [
        _attached(ledger.documents, exhibit, folder / "exhibits", progress, n, there)
        for n, exhibit in enumerate(looked.contents.exhibits)
    ]
    rendered = _rendered(looked, kept, folder / "rendered", progress)
    attached = _with_pages(kept, rendered)
    volumes = draw_archive(looked.contents, attached, looked.around.moment, folder, progress)
    copies = _reading_copy(looked, attached, rendered, folder, progress)
    files: list[tuple[str, Content]] = [
        ("HOW-TO-VERIFY.txt", _instructions(looked)),
        ("verify.py", resources.files("ledger").joinpath("verify.py").read_bytes()),
        *((volume.name, volume) for volume in (*volumes, *copies)),
    ]
    files += _entries(ledger, looked)
    files += _openings(ledger, looked)
    files += [(f"exhibits/{one.name}", one.path) for one in attached if one.path is not None]
    files += _log(ledger, looked)
    files += _load_file(looked, rendered, folder / "load-file", progress)
    progress("files hashed", 0, 0)
    return Made(looked, manifest(_members(looked, attached, listed(files))), tuple(files))


@contextmanager
def packing(made: Made, target: Path) -> Iterator[Pack]:
    """Write the ZIP, all but its end, and give it out for the proof of issuing to be added; then it is ended.

    So nothing is issued that could not be written where it goes. It is there whole or not at all.
    Raises BundleTooLarge, OSError.
    """
    waiting = target.with_name(f".{target.name}.part")
    try:
        with waiting.open("wb") as file:
            packed = Pack(file)
            packed.add("manifest.json", made.manifest)
            for name, content in made.files:
                packed.add(name, content)
            packed.reserve()
            yield packed
            packed.end()
        waiting.replace(target)
    finally:
        waiting.unlink(missing_ok=True)


# --- pages of exhibits ------------------------------------------------------------------------------------------------


def _rendered(looked: Looked, kept: Sequence[Attached], folder: Path, progress: Progress) -> list[Rendered]:
    files = [
        ExhibitFile(one.number, exhibit.sha256, one.title, one.media_type, exhibit.dated, one.path, exhibit.entries)
        for one, exhibit in zip(kept, looked.contents.exhibits, strict=True) if one.path is not None
    ]  # fmt: skip
    try:
        return render_exhibits(files, folder, lambda done, there: progress("exhibits made into pages", done, there))
    except ExhibitAltered as error:
        raise DocumentAltered(error.sha256) from None


def _with_pages(kept: Sequence[Attached], rendered: Sequence[Rendered]) -> list[Attached]:
    by_number = {one.exhibit.number: one for one in rendered}
    return [
        replace(
            one, pages=by_number[one.number].pages, own_pages=by_number[one.number].own_pages,
            note=_sentence(by_number[one.number].note),
        )
        if one.number in by_number else one
        for one in kept
    ]  # fmt: skip


def _sentence(note: str | None) -> str:
    return f"{note[:1].upper()}{note[1:].rstrip('.')}." if note else ""


def _reading_copy(
    looked: Looked, attached: Sequence[Attached], rendered: Sequence[Rendered], folder: Path, progress: Progress
) -> list[Path]:
    front = draw_front(looked.contents, attached, looked.around.moment, folder, progress)
    progress("reading copy merged", 0, 0)
    title = f"{looked.selection.purpose.title}: {looked.wanted.reference}"
    bates = Bates(looked.wanted.bates) if looked.wanted.bates else None
    try:
        made = reading_copy(
            front, rendered, folder / "reading-copy.pdf", title=title, when=looked.around.moment, bates=bates,
            marking=list(_marking(looked)),
        )  # fmt: skip
    except Broke as error:
        raise BundleTooLarge(f"merging its exhibits: {error}") from None
    return [volume.path for volume in made.volumes]


def _marking(looked: Looked) -> Iterator[str]:
    """What every page of an exhibit says besides its number, as the pages before them say it at their head."""
    purpose = looked.selection.purpose
    yield f"{looked.wanted.reference}: {purpose.heading}" if purpose.conclusions else looked.wanted.reference
    if looked.around.recipient is None:
        yield "Draft: not issued to anybody"
    if looked.around.simulated:
        yield "Simulated ledger"


def _load_file(
    looked: Looked, rendered: Sequence[Rendered], folder: Path, progress: Progress
) -> Iterator[tuple[str, Content]]:
    if looked.wanted.bates is None or not rendered:
        return
    progress("load file written", 0, 0)
    try:
        load_file(rendered, folder, bates=Bates(looked.wanted.bates), custodian=looked.around.authority)
    except Broke as error:
        raise BundleTooLarge(f"writing the load file: {error}") from None
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield f"load-file/{path.relative_to(folder).as_posix()}", path


# --- the log ----------------------------------------------------------------------------------------------------------


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


def _log(ledger: Ledger, looked: Looked) -> Iterator[tuple[str, Content]]:
    yield "log/checkpoint", looked.checkpoint
    yield "log/file.json", looked.proof
    file_id = ledger.book.file_id(looked.wanted.reference)
    yield from from_log(ledger.book, ledger.database, file_id, looked.around.size, looked.basis.until)


# --- what is shown ----------------------------------------------------------------------------------------------------


def _attached(
    documents: Documents, exhibit: Exhibited, folder: Path, progress: Progress, done: int, there: int
) -> Attached:
    progress("exhibits read", done, there)
    try:
        known = documents.describe(exhibit.sha256)
        pieces = documents.open(exhibit.sha256)
    except (UnknownDocument, KeyDestroyed):  # the latter where it came back with an old backup: it stays erased
        name = safe_name(exhibit, "application/octet-stream")
        return Attached(
            exhibit.number, name, None, "application/octet-stream", 0, exhibit.title, "Its bytes were erased."
        )
    path = folder / safe_name(exhibit, known.media_type)
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    return Attached(exhibit.number, path.name, path, known.media_type, known.size, exhibit.title)


def _entries(ledger: Ledger, looked: Looked) -> Iterator[tuple[str, Content]]:
    shown = set(looked.selection.shown)
    for row in ledger.book.store.entries(ledger.book.file_id(looked.wanted.reference), known=looked.known):
        if row.position in shown:
            yield f"entries/{row.position:04}.json", bytes(row.state)


def _openings(ledger: Ledger, looked: Looked) -> Iterator[tuple[str, Content]]:
    wanted = {from_base64url(digest): digest for digest in looked.selection.opened}
    found = ledger.book.store.openings(list(wanted))
    for digest, raw in sorted((wanted[bytes(held)], bytes(disclosure)) for held, disclosure in found.items()):
        yield f"openings/{digest}", raw


def _members(looked: Looked, attached: Sequence[Attached], files: list[dict[str, Any]]) -> dict[str, Any]:
    wanted, around, selection = looked.wanted, looked.around, looked.selection
    return {
        "reference": wanted.reference, "purpose": selection.purpose.name, "recipient": wanted.recipient or "",
        "origin": around.origin, "size": around.size, "root": around.root, "entries": around.entries,
        "known": looked.known, "as_at": wanted.as_at.isoformat() if wanted.as_at else "",
        "made_at": _written(around.moment), "simulated": around.simulated,
        "file": FileProof.read(looked.proof).file.hex(),
        "exhibits": [
            {
                "number": one.number, "name": one.name, "sha256": exhibit.sha256, "entries": list(exhibit.entries),
                "there": one.path is not None,
            }
            for one, exhibit in zip(attached, looked.contents.exhibits, strict=True)
        ],
        "withheld": [{"position": n, "ground": ground} for n, ground in sorted(selection.withheld.items())],
        "redacted": [{"position": n, "fields": list(fields)} for n, fields in sorted(selection.redacted.items())],
        "erased": [{"position": n, "fields": list(fields)} for n, fields in sorted(selection.erased.items())],
        "closed": [
            {"position": one.position, "field": one.field, "digest": one.digest, "why": one.why, "ground": one.ground}
            for one in selection.closed
        ],
        "files": files,
    }  # fmt: skip


def _instructions(looked: Looked) -> bytes:
    around, selection = looked.around, looked.selection
    text = resources.files("projections.bundle").joinpath("templates", "HOW-TO-VERIFY.txt").read_text(encoding="utf-8")
    told = {
        "reference": looked.wanted.reference, "purpose": selection.purpose.title, "entries": str(around.entries),
        "shown": str(len(selection.shown)), "withheld": str(len(selection.withheld)), "origin": around.origin,
        "size": str(around.size), "file": FileProof.read(looked.proof).file.hex(),
        "state": f"Issued to {around.recipient}." if around.recipient else "A draft: issued to nobody.",
        "simulated": SIMULATED if around.simulated else "",
    }  # fmt: skip
    for name, value in told.items():
        text = text.replace("{" + name + "}", value)
    return text.encode()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


__all__ = ["Basis", "Ledger", "Looked", "Made", "Wanted", "look", "make", "packing"]
