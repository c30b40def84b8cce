"""The files a bundle is made of, besides its pages: documents, entries, openings, the log, how it is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from ledger.documents import Documents
from ledger.encodings import from_base64url
from ledger.errors import KeyDestroyed, UnknownDocument
from ledger.verify import FileProof, shown
from projections.bundle.archive import Attached, Progress
from projections.bundle.exhibited import Exhibited, safe_name
from projections.bundle.from_log import from_log
from projections.bundle.looked import Ledger, Looked
from projections.bundle.packing import Content

SIMULATED = "SIMULATED LEDGER: its times are stated and not measured; it is evidence of nothing that happened.\n"


def log_files(ledger: Ledger, looked: Looked) -> Iterator[tuple[str, Content]]:
    """Yield the proofs, keys and timestamps the bundle takes from the log."""
    yield "log/checkpoint", looked.checkpoint
    yield "log/file.json", looked.proof
    file_id = ledger.book.file_id(looked.wanted.reference)
    yield from from_log(ledger.book, ledger.database, file_id, looked.around.size, looked.basis.until)


def attach(
    documents: Documents, exhibit: Exhibited, folder: Path, progress: Progress, done: int, there: int
) -> Attached:
    """Return an exhibit as it is attached, its bytes written to the folder; without them where they were erased."""
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


def entry_files(ledger: Ledger, looked: Looked) -> Iterator[tuple[str, Content]]:
    """Yield the entries that are shown, as their bytes are."""
    visible = set(looked.selection.shown)
    for row in ledger.book.store.entries(ledger.book.file_id(looked.wanted.reference), known=looked.known):
        if row.position in visible:
            yield f"entries/{row.position:04}.json", bytes(row.state)


def opening_files(ledger: Ledger, looked: Looked) -> Iterator[tuple[str, Content]]:
    """Yield the words behind the digests of what is shown."""
    wanted = {from_base64url(digest): digest for digest in looked.selection.opened}
    found = ledger.book.store.openings(list(wanted))
    for digest, raw in sorted((wanted[bytes(held)], bytes(disclosure)) for held, disclosure in found.items()):
        yield f"openings/{digest}", raw


def members_of(looked: Looked, attached: Sequence[Attached], files: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the manifest says."""
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


def how_to_verify(looked: Looked) -> bytes:
    """Return the instructions by which whoever has the bundle checks it."""
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
        # What others wrote is shown as verify.py shows it, so that no mark turns the line around; the rest is ours.
        text = text.replace("{" + name + "}", shown(value) if name != "simulated" else value)
    return text.encode()


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
