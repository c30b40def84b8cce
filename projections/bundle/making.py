"""Makes a bundle: reads the file at its two times, selects, draws the pages, and packs them with the proofs.

It is made from the log as it was at one size, under whose checkpoint the file is proved whole, and from nothing that
changes afterwards; so asked again for that size it comes out the same, byte for byte. docs/adr/0081, 0082.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from ledger.documents import DocumentAltered
from projections.bundle.archive import Attached, Progress, draw_archive, draw_front
from projections.bundle.bates import Bates
from projections.bundle.errors import BundleTooLarge
from projections.bundle.exhibits import ExhibitAltered, ExhibitFile, Rendered, render_exhibits
from projections.bundle.exhibits.children import Broke
from projections.bundle.load_file import load_file
from projections.bundle.looked import Ledger, Looked
from projections.bundle.members import attach, entry_files, how_to_verify, log_files, members_of, opening_files
from projections.bundle.packing import Content, Pack, listed, manifest
from projections.bundle.reading_copy import reading_copy


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


def make(ledger: Ledger, looked: Looked, folder: Path, progress: Progress) -> Made:
    """Draw the pages and gather the files in a folder, which should be empty. Raises NoBundle, DocumentAltered."""
    for name in ("exhibits", "rendered"):
        (folder / name).mkdir()
    there = len(looked.contents.exhibits)
    kept = [
        attach(ledger.documents, exhibit, folder / "exhibits", progress, n, there)
        for n, exhibit in enumerate(looked.contents.exhibits)
    ]
    rendered = _rendered(looked, kept, folder / "rendered", progress)
    attached = _with_pages(kept, rendered)
    volumes = draw_archive(looked.contents, attached, looked.around.moment, folder, progress)
    copies = _reading_copy(looked, attached, rendered, folder, progress)
    files: list[tuple[str, Content]] = [
        ("HOW-TO-VERIFY.txt", how_to_verify(looked)),
        ("verify.py", resources.files("ledger").joinpath("verify.py").read_bytes()),
        *((volume.name, volume) for volume in (*volumes, *copies)),
    ]
    files += entry_files(ledger, looked)
    files += opening_files(ledger, looked)
    files += [(f"exhibits/{one.name}", one.path) for one in attached if one.path is not None]
    files += log_files(ledger, looked)
    files += _load_file(looked, rendered, folder / "load-file", progress)
    progress("files hashed", 0, 0)
    return Made(looked, manifest(members_of(looked, attached, listed(files))), tuple(files))


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
