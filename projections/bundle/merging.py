"""The merging itself of a reading copy, volume by volume; runs in a child process, over files made here."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, String

from projections.bundle.stamps import Stamp

_CLAIMS = ("/Metadata", "/OutputIntents", "/StructTreeRoot", "/MarkInfo", "/AF", "/Extensions", "/PageLabels")
_RUNS = ("/EmbeddedFiles", "/JavaScript")


@dataclass(frozen=True)
class Sheet:
    """Pages to take over: `count` pages of `source` from its page `first` (from 0) on."""

    source: str
    first: int
    count: int


@dataclass(frozen=True)
class Section:
    """An exhibit, or what is attached to it, as one bookmark: its cover and its pages. `bates` is its first number."""

    label: str
    title: str
    size: int
    cover: Sheet
    pages: Sheet | None
    bates: int | None

    @property
    def count(self) -> int:
        """Pages in all."""
        return self.cover.count + (self.pages.count if self.pages else 0)


@dataclass(frozen=True)
class Order:
    """What to merge. `when` is the PDF's date (`D:20261128...`); `prefix`, `digits` are those of Bates numbers.

    `marking` stands on every page of an exhibit, which has no head of ours that says it.
    """

    front: str
    target: str
    title: str
    when: str
    largest: int
    front_numbered: bool
    prefix: str | None
    digits: int
    marking: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class _Arrival:
    volume: int
    page: int  # in all volumes, from 1


def merge(task: dict[str, Any]) -> dict[str, Any]:
    """Do an `Order`, given as JSON; answers with the volumes' files and pages, and the page each section begins on."""
    order = _order(task["order"])
    with pikepdf.open(order.front) as front:
        front_pages = len(front.pages)
    volumes = list(_volumes(order))
    arrivals = _arrivals(volumes, front_pages)
    names = _names(Path(order.target), len(volumes))
    pages = []
    for number, sections in enumerate(volumes):
        pages.append(_Volume(order, number, names, arrivals).write(sections))
    return {
        "volumes": [[str(name), count] for name, count in zip(names, pages, strict=True)],
        "first_pages": {label: arrival.page for label, arrival in arrivals.items()},
    }


def _order(told: dict[str, Any]) -> Order:
    sections = tuple(
        Section(**(section | {key: Sheet(**section[key]) if section[key] else None for key in ("cover", "pages")}))
        for section in told["sections"]
    )
    return Order(**(told | {"sections": sections}))


def _volumes(order: Order) -> Iterator[list[Section]]:
    """The sections of each volume: as many as fit into `largest` bytes, an exhibit and its attachments never parted."""
    volume: list[Section] = []
    size = Path(order.front).stat().st_size
    for exhibit in _families(order.sections):
        added = sum(section.size for section in exhibit)
        if size + added > order.largest and volume:
            yield volume
            volume, size = [], 0
        volume += exhibit
        size += added
    yield volume


def _families(sections: Iterable[Section]) -> Iterator[list[Section]]:
    family: list[Section] = []
    for section in sections:
        if "." not in section.label and family:
            yield family
            family = []
        family.append(section)
    if family:
        yield family


def _arrivals(volumes: list[list[Section]], front_pages: int) -> dict[str, _Arrival]:
    arrivals = {}
    page = front_pages + 1
    for number, volume in enumerate(volumes):
        for section in volume:
            arrivals[section.label] = _Arrival(number, page)
            page += section.count
    return arrivals


def _names(target: Path, count: int) -> list[Path]:
    if count == 1:
        return [target]
    return [target.with_name(f"{target.stem}-volume-{number}{target.suffix}") for number in range(1, count + 1)]


class _Volume:
    """One volume being made."""

    def __init__(self, order: Order, number: int, names: list[Path], arrivals: dict[str, _Arrival]) -> None:
        self._order = order
        self._number = number
        self._names = names
        self._arrivals = arrivals
        self._first = min((at.page for at in arrivals.values() if at.volume == number), default=1) if number else 1

    def write(self, sections: list[Section]) -> int:
        """Write it; returns its number of pages."""
        with ExitStack() as opened:
            out = opened.enter_context(pikepdf.open(self._order.front) if self._number == 0 else Pdf.new())
            stamp = Stamp(out)
            front_pages = len(out.pages)
            sources = _Sources(opened, out)
            numbers: list[list[str]] = [[] for _ in range(front_pages)]
            for section in sections:
                numbers += self._take(out, section, sources)
            self._number_pages(out, stamp, numbers, front_pages)
            _clear(out, front_pages)
            self._link(out, stamp, front_pages)
            self._bookmark(out, stamp, sections)
            self._describe(out)
            out.save(
                self._names[self._number],
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                min_version="1.7",
            )
            return len(out.pages)

    def _take(self, out: Pdf, section: Section, sources: "_Sources") -> Iterator[list[str]]:
        """Append a section's pages; yields what is stamped on each beside the page's number."""
        sources.take(section.cover)
        slip = section.bates is not None and section.pages is None
        yield [self._bates(section, 0)] if slip else []
        if section.pages is not None:
            sources.take(section.pages)
            for number in range(section.pages.count):
                yield [] if section.bates is None else [self._bates(section, number)]

    def _bates(self, section: Section, number: int) -> str:
        assert section.bates is not None
        return f"{self._order.prefix}{section.bates + number:0{self._order.digits}}"

    def _number_pages(self, out: Pdf, stamp: Stamp, numbers: list[list[str]], front_pages: int) -> None:
        for place, (page, more) in enumerate(zip(out.pages, numbers, strict=True)):
            if place >= front_pages or not self._order.front_numbered:
                marking = self._order.marking if place >= front_pages else ()
                stamp.put(page, [str(self._first + place), *more, *reversed(marking)])

    def _page(self, out: Pdf, page: int) -> Page:
        return out.pages[page - self._first]

    def _link(self, out: Pdf, stamp: Stamp, front_pages: int) -> None:
        """Every link to `exhibit:7` in the front matter becomes a jump, into another volume if need be."""
        for page in list(out.pages)[:front_pages]:
            for link in page.obj.get(Name.Annots, ()):
                uri = str(link.get(Name.A, Dictionary()).get(Name.URI, ""))
                if not uri.startswith("exhibit:"):
                    continue
                arrival = self._arrivals.get(uri.removeprefix("exhibit:"))
                if arrival is None:
                    raise ValueError(f"the front matter links to {uri}, and there is no such exhibit")
                del link.A
                self._lead(out, stamp, link, arrival)

    def _lead(self, out: Pdf, stamp: Stamp, link: Object, arrival: _Arrival) -> None:
        if arrival.volume == self._number:
            link.Dest = stamp.top(self._page(out, arrival.page))
            return
        link.A = self._elsewhere(arrival)

    def _elsewhere(self, arrival: _Arrival) -> Dictionary:
        """The action that opens another volume at a page."""
        first = min(at.page for at in self._arrivals.values() if at.volume == arrival.volume)
        return Dictionary(
            S=Name.GoToR,
            F=String(self._names[arrival.volume].name),
            D=Array([arrival.page - (first if arrival.volume else 1), Name.XYZ, None, None, 0]),
        )

    def _bookmark(self, out: Pdf, stamp: Stamp, sections: list[Section]) -> None:
        """The front matter's own bookmarks with their pages, then one for each exhibit, its attachments below it."""
        with out.open_outline() as outline:
            places = {page.obj.objgen: number for number, page in enumerate(out.pages, self._first)}
            _add_pages(out, outline.root, places)
            shown = self._order.sections if self._number == 0 else sections
            above: dict[str, OutlineItem] = {}
            for section in shown:
                item = self._bookmark_of(out, stamp, section)
                parent = above.get(section.label.rpartition(".")[0])
                (outline.root if parent is None else parent.children).append(item)
                above[section.label] = item

    def _bookmark_of(self, out: Pdf, stamp: Stamp, section: Section) -> OutlineItem:
        arrival = self._arrivals[section.label]
        title = f"Exhibit {section.label}: {section.title}, page {arrival.page}"
        if arrival.volume == self._number:
            return OutlineItem(title, stamp.top(self._page(out, arrival.page)))
        return OutlineItem(f"{title} (volume {arrival.volume + 1})", action=self._elsewhere(arrival))

    def _describe(self, out: Pdf) -> None:
        """Title and date, opened at page 1 and 100 % with its bookmarks; no claim to PDF/A or PDF/UA."""
        title = self._order.title
        if len(self._names) > 1:
            title += f", volume {self._number + 1} of {len(self._names)}"
        for key in list(out.docinfo.keys()):
            del out.docinfo[key]
        out.docinfo.update({"/Title": String(title), "/Producer": String("Cleartrail")})
        out.docinfo.update({"/CreationDate": String(self._order.when), "/ModDate": String(self._order.when)})
        out.Root.Lang = String("en-GB")
        out.Root.PageMode = Name.UseOutlines
        out.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if len(out.pages):
            out.Root.OpenAction = Array([out.pages[0].obj, Name.XYZ, None, None, 1])
        if self._first > 1:
            out.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=self._first)]))


class _Sources:
    """The PDFs pages are taken from, each opened once, so that what its pages share is taken over once."""

    def __init__(self, opened: ExitStack, out: Pdf) -> None:
        self._opened = opened
        self._out = out
        self._pdfs: dict[str, Pdf] = {}

    def take(self, sheet: Sheet) -> None:
        """Append the pages, and the layers they have."""
        pdf = self._pdfs.get(sheet.source)
        if pdf is None:
            pdf = self._pdfs[sheet.source] = self._opened.enter_context(pikepdf.open(sheet.source))
        for number in range(sheet.first, sheet.first + sheet.count):
            page = pdf.pages[number]
            for key in ("/StructParents", "/Tabs"):
                if key in page.obj:
                    del page.obj[key]
            self._out.pages.append(page)
        if "/OCProperties" in pdf.Root:
            _add_layers(self._out, pdf.Root.OCProperties)


def _add_layers(out: Pdf, layers: Object) -> None:
    if "/OCProperties" not in out.Root:
        out.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(OFF=Array()))
    ours = out.Root.OCProperties
    for group in layers.OCGs:
        ours.OCGs.append(out.copy_foreign(group))
    for group in layers.D.OFF:
        ours.D.OFF.append(out.copy_foreign(group))


def _clear(out: Pdf, front_pages: int) -> None:
    """Take out what the whole is not: tagged, PDF/A, a carrier of files."""
    for key in _CLAIMS:
        if key in out.Root:
            del out.Root[key]
    names = out.Root.get(Name.Names)
    if names is not None:
        for key in _RUNS:
            if key in names:
                del names[key]
    for page in list(out.pages)[:front_pages]:
        for thing in (page.obj, *page.obj.get(Name.Annots, ())):
            for key in ("/StructParents", "/StructParent", "/Tabs", "/AF"):
                if key in thing:
                    del thing[key]


def _add_pages(out: Pdf, items: Iterable[OutlineItem], places: dict[tuple[int, int], int]) -> None:
    for item in items:
        page = _page_of(out, item)
        if page is not None and page.objgen in places:
            item.title = f"{item.title}, page {places[page.objgen]}"
        _add_pages(out, item.children, places)


def _page_of(out: Pdf, item: OutlineItem) -> Object | None:
    """The page a bookmark leads to, by itself or by a name."""
    where: object = item.destination
    if where is None and item.action is not None:
        where = item.action.get(Name.D)
    if isinstance(where, String) and "/Names" in out.Root and "/Dests" in out.Root.Names:
        where = pikepdf.NameTree(out.Root.Names.Dests).get(str(where))
    elif isinstance(where, Name) and "/Dests" in out.Root:
        where = out.Root.Dests.get(where)
    if isinstance(where, Dictionary):
        where = where.get(Name.D)
    return where[0] if isinstance(where, Array) and len(where) and isinstance(where[0], Dictionary) else None
