from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, Pdf

from projections.bundle.bates import BadPrefix, Bates
from projections.bundle.exhibits import Rendered, render_exhibits
from projections.bundle.exhibits.children import Broke
from projections.bundle.reading_copy import ReadingCopy, reading_copy
from projections.bundle.stamps import Stamp
from tests.bundle import made
from tests.bundle.seeing import darkest, faults, pixels, words

WHEN = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
FRONT = b"""
#set document(title: "Bundle")
#set text(lang: "en")
= Index
#link("exhibit:1")[Exhibit 1] #link("exhibit:2")[Exhibit 2] #link("exhibit:2.1")[Its attachment]
#link("https://www.legislation.gov.uk/")[Act]
#pagebreak()
= Chronology
#page(flipped: true)[== Wide table]
"""


@dataclass
class Made:
    front: Path
    rendered: list[Rendered]
    copy: ReadingCopy

    @property
    def path(self) -> Path:
        return self.copy.volumes[0].path


def _front(folder: Path, source: bytes = FRONT) -> Path:
    front = folder / "front.pdf"
    archive: list[typst.PDFStandard] = ["a-3a", "ua-1"]
    made_of = typst.compile(source, ignore_system_fonts=True, timestamp=0, pdf_standards=archive)
    assert isinstance(made_of, bytes)
    front.write_bytes(made_of)
    return front


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("copy")
    mail = made.mail("See the plan.", (("plan.pdf", made.pdf("The plan.", pages=2)),))
    contents = [made.pdf("A letter.", pages=3), mail, made.picture(size=(400, 100)), made.encrypted()]
    titles = ["letter\u202e.pdf", "mail.eml", "photo.png", "locked.pdf"]
    rendered = render_exhibits(
        [made.exhibit(folder, number, *one) for number, one in enumerate(zip(contents, titles, strict=True), 1)], folder
    )
    front = _front(folder)
    bates = Bates("ABC-")
    return Made(front, rendered, reading_copy(front, rendered, folder / "b.pdf", title="X v Y", when=WHEN, bates=bates))


def _outline(pdf: Pdf) -> list[tuple[str, int]]:
    """Every bookmark in order, with the number of the page it leads to."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found: list[tuple[str, int]] = []

    def walk(items: list[pikepdf.OutlineItem]) -> None:
        for item in items:
            assert isinstance(item.destination, Array)
            found.append((item.title, places[item.destination[0].objgen]))
            walk(item.children)

    with pdf.open_outline() as outline:
        walk(list(outline.root))
    return found


def test_every_page_bears_the_number_it_has_in_the_pdf(merged: Made) -> None:
    pages = merged.copy.volumes[0].pages

    assert pages == 3 + 4 + 2 + 3 + 2 + 1
    for number in range(pages):
        assert str(number + 1) in words(merged.path, number).split()[-1:] + words(merged.path, number).split()[-2:-1]


def test_the_number_stands_bottom_right(merged: Made) -> None:
    for page in (0, 2, 13):  # upright, wide, a wide picture
        seen = pixels(merged.path, page, dpi=144)
        corner = seen.crop((seen.width - 90, seen.height - 60, seen.width - 40, seen.height - 28))
        assert darkest(corner) < 100, page
        left = seen.crop((40, seen.height - 60, 200, seen.height - 28))
        assert darkest(left) > 200, page


def test_the_numbers_of_the_load_file_stand_above(merged: Made) -> None:
    assert "ABC-000001" in words(merged.path, 4)
    assert "ABC-000001" not in words(merged.path, 3)  # a cover sheet of what has pages is not produced
    assert "ABC-000004" in words(merged.path, 8)
    assert "ABC-000008" in words(merged.path, 14)  # the slip sheet of what has none is


def test_every_section_and_exhibit_has_a_bookmark_with_its_page(merged: Made) -> None:
    with pikepdf.open(merged.path) as pdf:
        assert _outline(pdf) == [
            ("Index, page 1", 1),
            ("Chronology, page 2", 2),
            ("Wide table, page 3", 3),
            ("Exhibit 1: letter⟨U+202E⟩.pdf, page 4", 4),
            ("Exhibit 2: mail.eml, page 8", 8),
            ("Exhibit 2.1: plan.pdf, page 10", 10),
            ("Exhibit 3: photo.png, page 13", 13),
            ("Exhibit 4: locked.pdf, page 15", 15),
        ]
    assert merged.copy.first_pages == {"1": 4, "2": 8, "2.1": 10, "3": 13, "4": 15}


def test_every_entry_of_the_index_jumps_to_its_exhibit(merged: Made) -> None:
    with pikepdf.open(merged.path) as pdf:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        links = list(pdf.pages[0].obj.Annots)
        assert [places[link.Dest[0].objgen] for link in links if "/Dest" in link] == [4, 8, 10]
        assert [str(link.A.URI) for link in links if "/A" in link] == ["https://www.legislation.gov.uk/"]


def test_it_opens_at_page_1_and_100_per_cent_and_says_what_it_is(merged: Made) -> None:
    with pikepdf.open(merged.path) as pdf:
        assert pdf.Root.OpenAction[0].objgen == pdf.pages[0].obj.objgen
        assert pdf.Root.OpenAction[4] == 1
        assert pdf.Root.PageMode == Name.UseOutlines
        assert str(pdf.docinfo["/Title"]) == "X v Y"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261128093000Z"


def test_it_makes_no_claim_to_pdf_a_and_carries_nothing(merged: Made) -> None:
    with pikepdf.open(merged.front) as front:
        assert "/Metadata" in front.Root  # so there is something to take out
        assert "/StructTreeRoot" in front.Root
    with pikepdf.open(merged.path) as pdf:
        for key in ("/Metadata", "/OutputIntents", "/StructTreeRoot", "/MarkInfo", "/AF", "/AcroForm"):
            assert key not in pdf.Root
        assert b"pdfaid" not in merged.path.read_bytes()
        assert not len(pdf.attachments)


def test_qpdf_finds_no_fault(merged: Made) -> None:
    assert faults(merged.path) == []


def test_its_words_can_be_selected(merged: Made) -> None:
    assert "Chronology" in words(merged.path, 1)
    assert "A letter." in words(merged.path, 4)
    assert "The plan." in words(merged.path, 10)


def test_the_same_exhibits_make_the_same_copy(merged: Made, tmp_path: Path) -> None:
    again = reading_copy(
        merged.front, merged.rendered, tmp_path / "again.pdf", title="X v Y", when=WHEN, bates=Bates("ABC-")
    )

    assert again.volumes[0].path.read_bytes() == merged.path.read_bytes()


def test_a_front_that_bears_its_numbers_is_not_numbered_twice(merged: Made, tmp_path: Path) -> None:
    copy = reading_copy(
        merged.front, merged.rendered, tmp_path / "c.pdf", title="", when=WHEN, front_numbered=True
    ).volumes[0]

    assert words(copy.path, 1) == "Chronology"
    assert words(copy.path, 3).endswith(" 4")


def test_above_a_size_it_is_split_into_volumes_whose_numbers_run_on(merged: Made, tmp_path: Path) -> None:
    copy = reading_copy(merged.front, merged.rendered, tmp_path / "v.pdf", title="X v Y", when=WHEN, largest=26_000)

    assert len(copy.volumes) > 1
    assert [volume.path.name for volume in copy.volumes][:2] == ["v-volume-1.pdf", "v-volume-2.pdf"]
    assert sum(volume.pages for volume in copy.volumes) == merged.copy.volumes[0].pages
    assert [faults(volume.path) for volume in copy.volumes] == [[]] * len(copy.volumes)
    before = copy.volumes[0].pages
    assert words(copy.volumes[1].path, 0).endswith(str(before + 1))
    with pikepdf.open(copy.volumes[1].path) as second:
        assert second.pages[0].label == str(before + 1)
        assert "volume 2 of" in str(second.docinfo["/Title"])
    with pikepdf.open(copy.volumes[0].path) as first:
        elsewhere = [
            link.A for link in first.pages[0].obj.Annots if str(link.get("/A", Dictionary()).get("/S")) == "/GoToR"
        ]
        assert elsewhere
        volume = next(volume for volume in copy.volumes if volume.path.name == str(elsewhere[-1].F))
        assert words(volume.path, int(elsewhere[-1].D[0])).startswith("Exhibit 2.1")


def test_a_link_to_an_exhibit_that_is_not_there_is_refused(merged: Made, tmp_path: Path) -> None:
    front = _front(tmp_path, b'#set document(title: "x")\n#link("exhibit:77")[Exhibit 77]')

    with pytest.raises(Broke):
        reading_copy(front, merged.rendered, tmp_path / "x.pdf", title="", when=WHEN)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_number_is_upright_at_the_bottom_right_of_a_turned_page(turn: int, tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 200))
        page = pdf.pages[0]
        page.obj.MediaBox = Array([-50, 20, 250, 220])
        page.obj.Rotate = turn
        stamp = Stamp(pdf)
        stamp.put(page, ["1234", "ABC-77"])
        pdf.Root.OpenAction = stamp.top(page)
        pdf.save(tmp_path / "x.pdf")

    seen = pixels(tmp_path / "x.pdf", dpi=144).convert("L")
    ink = seen.point(lambda value: 255 if value < 128 else 0).getbbox()

    assert seen.size == ((600, 400) if turn % 180 == 0 else (400, 600))
    assert ink is not None
    assert ink[0] > seen.width - 140
    assert ink[1] > seen.height - 80
    assert ink[2] - ink[0] > ink[3] - ink[1]  # wider than tall: it stands upright
    assert words(tmp_path / "x.pdf").split() in (["ABC-77", "1234"], ["1234", "ABC-77"])


def test_what_a_page_leaves_behind_does_not_move_its_number(tmp_path: Path) -> None:
    careless = made.changed(
        lambda opened: opened.pages[0].obj.__setitem__("/Contents", opened.make_stream(b"q q 9 0 0 9 300 300 cm 1 g"))
    )
    rendered = render_exhibits([made.exhibit(tmp_path, 1, careless)], tmp_path)

    copy = reading_copy(
        _front(tmp_path, b'#set document(title: "x")\nFront'), rendered, tmp_path / "x.pdf", title="x", when=WHEN
    )

    seen = pixels(copy.volumes[0].path, 2, dpi=72).convert("L")
    ink = seen.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert ink is not None
    assert ink[0] > 550
    assert ink[1] > 800


def test_layers_of_several_exhibits_keep_their_state(tmp_path: Path) -> None:
    def layered(off: bool) -> bytes:
        def draw(opened: Pdf) -> None:
            group = opened.make_indirect(Dictionary(Type=Name.OCG, Name="layer"))
            opened.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group] if off else [])))
            opened.pages[0].obj.Resources.Properties = Dictionary(Layer=group)
            opened.pages[0].obj.Contents = opened.make_stream(b"/OC /Layer BDC 0 g 0 100 595 700 re f EMC")

        return made.changed(draw)

    rendered = render_exhibits(
        [made.exhibit(tmp_path, number, layered(off)) for number, off in ((1, True), (2, False), (3, True))], tmp_path
    )

    copy = reading_copy(
        _front(tmp_path, b'#set document(title: "x")\nFront'), rendered, tmp_path / "x.pdf", title="x", when=WHEN
    )

    dark = [pixels(copy.volumes[0].path, page).getpixel((300, 300)) == (0, 0, 0) for page in (2, 5, 8)]
    assert dark == [False, True, False]


@pytest.mark.parametrize(
    "prefix", ["", "hcc", "A/B", "..", "A..B-", "HCC1", "A B", "É-", "X" * 17, "-A", "A\n", "A\\B"]
)
def test_a_prefix_that_no_load_file_should_have_is_refused(prefix: str) -> None:
    with pytest.raises(BadPrefix, match="not end in a digit, such as HC-"):
        Bates(prefix)


def test_numbers_that_do_not_fit_are_refused(merged: Made) -> None:
    parts = [part for one in merged.rendered for part in one.parts]

    assert Bates("ABC", digits=1).begins(parts) == {"1": 1, "2": 4, "2.1": 5, "3": 7, "4": 8}
    assert Bates("ABC", digits=2, first=92).begins(parts)["4"] == 99
    with pytest.raises(BadPrefix, match="more pages than 1 digits"):
        Bates("ABC", digits=1, first=3).begins(parts)
    with pytest.raises(BadPrefix):
        Bates("ABC", digits=0)
