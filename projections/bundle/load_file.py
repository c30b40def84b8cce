"""A load file: every exhibit as a document numbered page by page, for the other side's review platform.

A convention, not a standard (it began with Concordance and Opticon): confirm it with whoever is to load it.

Folder, names with `/` here and `\\` in the files, all relative to the folder:

    DATA/VOL001.DAT             one row a document
    DATA/VOL001.OPT             one row a page
    PDF/0001/ABC-000001.pdf     a document's pages, each stamped with its number; named by its first number
    NATIVES/0001/ABC-000001.eml the document as it was filed, byte for byte
    TEXT/0001/ABC-000001.txt    its words, UTF-8, a form feed between pages; where there are words
    README.txt                  this, for whoever loads it

The folders 0001, 0002, ... hold 1,000 documents each. A document is an exhibit or an attachment of one; documents come
in the order of exhibits, each followed by what is attached to it. A document of which there can be no pages is a slip
sheet of one page that says so.

DAT: UTF-8 with a byte order mark; lines end in CR LF; the first row names the fields. Every value stands between two
U+00FE (thorn, "ASCII 254"); values are separated by U+0014 ("ASCII 20"). Inside a value: a line break is U+00AE ("ASCII
174"); a thorn of its own is doubled; a U+00AE of its own is written `(R)`, since it would be read as a line break; a
control, or a mark that turns the direction of writing, is written as its code, `⟨U+0014⟩`. Days are ISO 8601
(2026-03-04). Unknown is empty.

Fields: BEGBATES, ENDBATES first and last number; BEGATTACH, ENDATTACH first and last number of a family (an exhibit and
all that is attached to it), empty for a document without family; EXHIBIT its number in the bundle ("7", "7.1");
CUSTODIAN; FILENAME what the file calls it, which may be no file's name; DOCDATE the day it bears, as recorded; DATESENT
a mail's own day; SHA256HASH that of the file at NATIVEPATH; NATIVEPATH, TEXTPATH, PDFPATH; PAGECOUNT produced pages.

OPT: ASCII; lines end in CR LF; seven values separated by commas, no header: page number, volume, path of the PDF (the
same for every page of a document, in page order), `Y` on a document's first page and empty on others, empty, empty,
and on a document's first page how many pages it has.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath

from projections.bundle.bates import Bates, produced_pages
from projections.bundle.exhibits import Rendered, workers
from projections.bundle.exhibits.children import Broke, Child, Children
from projections.bundle.exhibits.pages import Part
from projections.bundle.exhibits.shown import code

FIELDS = (
    "BEGBATES", "ENDBATES", "BEGATTACH", "ENDATTACH", "EXHIBIT", "CUSTODIAN", "FILENAME", "DOCDATE", "DATESENT",
    "SHA256HASH", "NATIVEPATH", "TEXTPATH", "PDFPATH", "PAGECOUNT",
)  # fmt: skip
VOLUME = "VOL001"
_SEPARATOR, _QUOTE, _BREAK = "\x14", "\xfe", "\xae"
_IN_A_FOLDER = 1_000  # documents


@dataclass(frozen=True)
class LoadFile:
    """What was written: the two files, how many documents and pages, the first and the last number."""

    dat: Path
    opt: Path
    documents: int
    pages: int
    first: str
    last: str


@dataclass(frozen=True)
class _Document:
    part: Part
    numbers: list[str]
    family: tuple[str, str] | None
    dated: str
    covers: Path
    pdf: PureWindowsPath
    native: PureWindowsPath
    text: PureWindowsPath | None


def load_file(rendered: Sequence[Rendered], folder: Path, *, bates: Bates, custodian: str) -> LoadFile:
    """Write a load file of the exhibits into `folder`, which is made; the format stands at the top of this module.

    `custodian` is who kept the documents, for every row. Raises ValueError where there are no exhibits, BadPrefix where
    the numbers do not suffice, Broke where a produced page cannot be written.
    """
    documents = list(_documents(rendered, bates))
    if not documents:
        raise ValueError("there are no exhibits to number")
    for document in documents:
        for path in (document.pdf, document.native):
            _here(folder, path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(document.part.original, _here(folder, document.native))
    _produce(folder, documents)
    at_once = workers(len(rendered))
    with Children(at_once) as children, ThreadPoolExecutor(at_once) as threads:
        documents = list(threads.map(lambda document: _with_words(folder, children, document), documents))
    return _write(folder, documents, custodian)


def _documents(rendered: Sequence[Rendered], bates: Bates) -> Iterator[_Document]:
    begins = bates.begins([part for one in rendered for part in one.parts])
    place = 0
    for one in rendered:
        last = begins[one.parts[-1].label] + produced_pages(one.parts[-1]) - 1
        family = (bates.number(begins[one.parts[0].label]), bates.number(last)) if len(one.parts) > 1 else None
        for part in one.parts:
            numbers = [bates.number(begins[part.label] + page) for page in range(produced_pages(part))]
            shelf = f"{place // _IN_A_FOLDER + 1:04}"
            dated = one.exhibit.dated.isoformat() if one.exhibit.dated and part.parent is None else ""
            yield _Document(
                part=part,
                numbers=numbers,
                family=family,
                dated=dated,
                covers=one.covers,
                pdf=PureWindowsPath("PDF", shelf, f"{numbers[0]}.pdf"),
                native=PureWindowsPath("NATIVES", shelf, f"{numbers[0]}.{part.ending}"),
                text=None,
            )
            place += 1


def _produce(folder: Path, documents: Sequence[_Document]) -> None:
    child = Child()
    task = {
        "task": "produce",
        "documents": [
            {
                "source": str((document.part.pdf or document.covers).resolve()),
                "first": 0 if document.part.pdf else document.part.cover,
                "numbers": document.numbers,
                "target": str(_here(folder, document.pdf).resolve()),
            }
            for document in documents
        ],
    }
    try:
        child.ask(task, 900.0)
    finally:
        child.end()


def _with_words(folder: Path, children: Children, document: _Document) -> _Document:
    """The document with its text file, where it has words."""
    part = document.part
    if part.pdf is None:
        return document
    text = PureWindowsPath("TEXT", document.pdf.parent.name, f"{document.numbers[0]}.txt")
    target = _here(folder, text)
    target.parent.mkdir(parents=True, exist_ok=True)
    if part.words is not None:
        shutil.copyfile(part.words, target)
        return replace(document, text=text)
    with children.borrowed() as child:
        try:
            found = child.ask({"task": "read", "source": str(part.pdf), "target": str(target.resolve())})
        except Broke:
            return document  # its pages are there, and nobody says there are no words on them
    return replace(document, text=text) if found else document


def _write(folder: Path, documents: Sequence[_Document], custodian: str) -> LoadFile:
    place = folder / "DATA"
    place.mkdir(parents=True, exist_ok=True)
    dat, opt = place / f"{VOLUME}.DAT", place / f"{VOLUME}.OPT"
    rows = [FIELDS, *(_row(document, custodian) for document in documents)]
    dat.write_bytes("".join(_line(row) for row in rows).encode("utf-8-sig"))
    opt.write_bytes("".join(line for document in documents for line in _pages(document)).encode("ascii"))
    (folder / "README.txt").write_text(__doc__ or "", encoding="utf-8")
    return LoadFile(
        dat=dat,
        opt=opt,
        documents=len(documents),
        pages=sum(len(document.numbers) for document in documents),
        first=documents[0].numbers[0],
        last=documents[-1].numbers[-1],
    )


def _row(document: _Document, custodian: str) -> tuple[str, ...]:
    part = document.part
    first, last = document.family or ("", "")
    return (
        document.numbers[0],
        document.numbers[-1],
        first,
        last,
        part.label,
        custodian,
        part.title,
        document.dated,
        part.sent or "",
        part.sha256,
        str(document.native),
        str(document.text or ""),
        str(document.pdf),
        str(len(document.numbers)),
    )


def _line(values: Sequence[str]) -> str:
    return _SEPARATOR.join(_QUOTE + _escaped(value) + _QUOTE for value in values) + "\r\n"


def _escaped(value: str) -> str:
    value = value.replace(_BREAK, "(R)")
    value = re.sub("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", _BREAK, value)
    value = re.sub(
        "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", lambda found: code(found[0]), value
    )
    return value.replace(_QUOTE, _QUOTE * 2)


def _pages(document: _Document) -> Iterator[str]:
    for place, number in enumerate(document.numbers):
        first, count = ("Y", str(len(document.numbers))) if place == 0 else ("", "")
        yield f"{number},{VOLUME},{document.pdf},{first},,,{count}\r\n"


def _here(folder: Path, path: PureWindowsPath) -> Path:
    return folder.joinpath(*path.parts)
