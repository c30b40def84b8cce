"""The reading copy: one PDF of the front matter and every exhibit, numbered, linked and bookmarked as courts ask.

After the General guidance on electronic court bundles (29 November 2021): every page carries a number made by computer,
which is that of the PDF page, counted from the first page, the index included; every entry of the index is a link;
every section and exhibit has a bookmark with a short description and its page; it opens at 100 %; landscape pages read
from left to right. Above 500 MB it is split into volumes, whose numbers run on (and are the pages' labels).

It makes no claim to PDF/A or PDF/UA and has no tags, since exhibits are what others made. The archive form is for that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from projections.bundle.bates import Bates
from projections.bundle.exhibits import Rendered
from projections.bundle.exhibits.children import Child
from projections.bundle.exhibits.pages import Part
from projections.bundle.exhibits.shown import shown
from projections.bundle.merging import Order, Section, Sheet
from projections.bundle.stamps import stampable

LARGEST_VOLUME = 500_000_000  # bytes
_LONGEST_BOOKMARK = 80  # characters of a title
_SECONDS = 900.0


@dataclass(frozen=True)
class Volume:
    """A file of the reading copy, and how many pages it has."""

    path: Path
    pages: int


@dataclass(frozen=True)
class ReadingCopy:
    """What was made: its volumes (one, as a rule), and the page each exhibit begins on ("7", "7.1")."""

    volumes: tuple[Volume, ...]
    first_pages: Mapping[str, int]


def reading_copy(
    front: Path,
    rendered: Sequence[Rendered],
    target: Path,
    *,
    title: str,
    when: datetime,
    front_numbered: bool = False,
    bates: Bates | None = None,
    marking: Sequence[str] = (),
    largest: int = LARGEST_VOLUME,
) -> ReadingCopy:
    """Merge `front` and the exhibits into `target` (`target-volume-1.pdf` and so on, where one is not enough).

    Links in `front` to `exhibit:7` or `exhibit:7.1` become jumps; its bookmarks are kept and get page numbers. With
    `front_numbered` its pages already bear their numbers and get none here. `bates` puts the load file's numbers above
    the page numbers, `marking` some lines above those on the pages of exhibits. `when` is the date the PDF states. Same
    input, same bytes. Raises Broke (exhibits.children).
    """
    order = Order(
        front=str(front.resolve()),
        target=str(target.resolve()),
        title=shown(title),
        when=when.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ"),
        largest=largest,
        front_numbered=front_numbered,
        prefix=bates.prefix if bates else None,
        digits=bates.digits if bates else 0,
        marking=tuple(stampable(line) for line in marking),
        sections=tuple(_sections(rendered, bates)),
    )
    child = Child()
    try:
        answer = child.ask({"task": "merge", "order": asdict(order)}, _SECONDS)
    finally:
        child.end()
    return ReadingCopy(
        volumes=tuple(Volume(Path(path), pages) for path, pages in answer["volumes"]), first_pages=answer["first_pages"]
    )


def _sections(rendered: Sequence[Rendered], bates: Bates | None) -> list[Section]:
    parts = [(part, one.covers) for one in rendered for part in one.parts]
    begins = bates.begins([part for part, _ in parts]) if bates else {}
    return [_section(part, covers, begins.get(part.label)) for part, covers in parts]


def _section(part: Part, covers: Path, bates: int | None) -> Section:
    return Section(
        label=part.label,
        title=shown(part.title, _LONGEST_BOOKMARK),
        size=part.pdf.stat().st_size if part.pdf else 0,
        cover=Sheet(str(covers), part.cover, 1),
        pages=Sheet(str(part.pdf), 0, part.pages) if part.pdf else None,
        bates=bates,
    )
