import socket
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from projections.bundle.exhibits import ExhibitAltered, ExhibitFile, Rendered, render_exhibits
from projections.bundle.exhibits.office import converter
from projections.bundle.exhibits.shown import shown
from tests.bundle import made
from tests.bundle.seeing import faults, is_red, pixels, size, words

HOSTILE_TITLE = '../../etc/passwd\u202egnp.\x00\x07#let x = read("/etc/passwd") $x^2$ *b* ' + "A" * 10_000


def _tall(opened: Pdf) -> None:
    opened.pages[0].obj.MediaBox = Array([0, 0, 14_400, 20_000])
    opened.pages[1].obj.UserUnit = 30


def _turned(turn: int) -> Callable[[Pdf], None]:
    def turn_first(opened: Pdf) -> None:
        page = opened.pages[0]
        page.obj.MediaBox = Array([100, 50, 400, 250])
        page.obj.Contents = opened.make_stream(b"1 0 0 rg 100 200 75 50 re f")  # its own top left
        page.obj.Rotate = turn

    return turn_first


def _acting(opened: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    opened.Root.OpenAction = script
    opened.Root.AA = Dictionary(WC=script)
    opened.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))
    opened.attachments["virus.exe"] = b"MZ"
    page = opened.pages[0]
    page.obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("/bin/sh")))
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 99, 99]),
        A=Dictionary(S=Name.URI, URI=String("http://evil.example/")),
    )
    look = opened.make_stream(b"1 0 0 rg 0 0 100 50 re f", Dictionary(Subtype=Name.Form, BBox=Array([0, 0, 100, 50])))
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("name"),
        V=String("Ann Lee"),
        F=4,
        Rect=Array([100, 100, 200, 150]),
        AP=Dictionary(N=opened.make_indirect(look)),
    )
    page.obj.Annots = Array([link, opened.make_indirect(field)])
    opened.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[1]]))


def _one_page_acting(opened: Pdf) -> None:
    """Nothing in the catalogue: a page, a button and a link act; a film and a file lie on the page."""
    opened.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("/bin/sh")))
    here = Array([0, 0, 9, 9])
    opened.pages[1].obj.Annots = Array([
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=here, A=Dictionary(S=Name.SubmitForm, F=String("http://x/"))),
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=here, FS=Dictionary(F=String("../x.exe"))),
        Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=here),
    ])  # fmt: skip


def _layered(opened: Pdf) -> None:
    hidden = opened.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    opened.Root.OCProperties = Dictionary(OCGs=Array([hidden]), D=Dictionary(OFF=Array([hidden])))
    page = opened.pages[0]
    page.obj.Resources.Properties = Dictionary(Layer=hidden)
    page.obj.Contents = opened.make_stream(b"/OC /Layer BDC 1 0 0 rg 0 0 595 842 re f EMC")


def _cut_short(opened: Pdf) -> None:
    """The second page's content ends in the middle of its deflate stream."""
    stream = opened.pages[1].obj.Contents
    stream.write(stream.read_raw_bytes()[:-40], filter=Name.FlateDecode)


def _wrapped(opened: Pdf) -> None:
    """A JPEG packed in deflate as well, and one that is cut short; content in LZW-like chains of filters."""
    first, second = opened.pages
    for page, packed in ((first, made.photograph()), (second, made.photograph()[:15_000])):
        whole = opened.make_stream(b"", Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=1200, Height=900))
        whole.BitsPerComponent, whole.ColorSpace = 8, Name.DeviceRGB
        whole.write(zlib.compress(packed), filter=Array([Name.FlateDecode, Name.DCTDecode]))
        page.obj.Resources = Dictionary(XObject=Dictionary(X=whole))
        page.obj.Contents = opened.make_stream(b"")
        draw = b"q 595 0 0 842 0 0 cm /X Do Q"
        page.obj.Contents.write(draw.hex().encode() + b">", filter=Array([Name.ASCIIHexDecode]))


HONEST: dict[str, bytes] = {
    "letter.pdf": made.pdf("Clause 12 was broken.", pages=3),
    "landscape.pdf": made.pdf("A wide table.", width=842, height=595),
    "turned 90.pdf": made.changed(_turned(90)),
    "turned 180.pdf": made.changed(_turned(180)),
    "turned 270.pdf": made.changed(_turned(-90)),
    "huge page.pdf": made.changed(_tall),
    "tiny page.pdf": made.pdf("x", width=40, height=30),
    "acting.pdf": made.changed(_acting),
    "acting on a page.pdf": made.changed(_one_page_acting),
    "empty.pdf": b"",
    "layers.pdf": made.changed(_layered),
    "cut short.pdf": made.changed(_cut_short),
    "wrapped.pdf": made.changed(_wrapped),
    "no table.pdf": made.pdf("Still here.", pages=2)[:-200],
    "restricted.pdf": made.encrypted(user=""),
    "picture.pdf": made.picture("PNG"),
    "wide.png": made.picture("PNG", (4000, 1000)),
    "transparent.png": made.picture("PNG", mode="L", transparency=255),
    "photo.jpg": made.photograph(),
    "turned.jpg": made.photograph(exif=made.turned_exif(6)),
    "cut.jpg": made.photograph()[:20_000],
    "moving.gif": made.picture("GIF", save_all=True, append_images=[Image.new("RGB", (300, 200), "blue")]),
    "drawing.webp": made.picture("WEBP", lossless=True),
    "scan.tif": made.picture("TIFF", save_all=True, append_images=[Image.new("RGB", (200, 300), "red")] * 2),
    "grey16.png": made.picture("PNG", mode="I;16"),
    "old.bmp": made.picture("BMP"),
    "minutes.txt": "Minutes\n\n\tThe café’s bins — 中文 — \u202eabc\x07\nשלום\n".encode() + b"w" * 950,
    "utf16.txt": "Grüße aus dem Amt".encode("utf-16"),
    "latin.txt": b"Caf\xe9 \x80 Gr\xfc\xdfe\x81",
    "table.csv": b"contract,amount\r\nC-1,100\r\n#let x,$y$\r\n",
    "page.html": b"<!doctype html><title>t</title><script>evil()</script><p>Dear <b>Sir</b><p>See <a href='http://x/'>this</a>",
    "letter.docx": made.zip_bomb(),
    "sound.mp3": b"ID3" + bytes(100),
    "nothing known": bytes(range(256)) * 4,
    "one byte": b"x",
    HOSTILE_TITLE: made.pdf("Under a hostile name."),
}  # fmt: skip


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    folder = tmp_path_factory.mktemp("exhibits")
    exhibits = [
        made.exhibit(folder, number, content, title, "application/pdf" if title.endswith(".pdf") else "text/plain")
        for number, (title, content) in enumerate(HONEST.items(), 1)
    ]
    exhibits[0] = replace(exhibits[0], dated=date(2026, 3, 4), entries=tuple(range(1, 60)))
    told: list[tuple[int, int]] = []
    done = render_exhibits(exhibits, folder, lambda *progress: told.append(progress))
    assert told == [(number, len(HONEST)) for number in range(1, len(HONEST) + 1)]
    assert [one.exhibit for one in done] == exhibits
    return {one.exhibit.title: one for one in done}


def _pdf(one: Rendered) -> Path:
    assert one.pdf is not None, one.note
    return one.pdf


def _cover(one: Rendered) -> str:
    return words(one.covers, one.parts[0].cover)


def test_every_page_made_of_an_exhibit_is_sound(rendered: dict[str, Rendered]) -> None:
    shown_ones = [one for one in rendered.values() if not one.attached_only]

    assert {title for title, one in rendered.items() if one.attached_only} == {
        "letter.docx", "sound.mp3", "nothing known", "empty.pdf",
    }  # fmt: skip
    assert [faults(_pdf(one)) for one in shown_ones] == [[]] * len(shown_ones)
    assert faults(shown_ones[0].covers) == []


def test_a_cover_sheet_names_number_title_digest_size_day_and_the_entries_that_cite_it(
    rendered: dict[str, Rendered],
) -> None:
    letter = rendered["letter.pdf"]
    cover = _cover(letter)

    assert cover.startswith("Exhibit 1 letter.pdf")
    for said in (sha256(HONEST["letter.pdf"]).hexdigest(), f"{len(HONEST['letter.pdf']):,} bytes", "4 March 2026"):
        assert said in cover
    assert "entries 1, 2, 3" in cover
    assert "40 and 19 more" in cover
    assert "a PDF; 3 pages follow" in cover
    assert letter.pages == 4


def test_a_hostile_title_is_words_on_one_cover_sheet(rendered: dict[str, Rendered]) -> None:
    cover = _cover(rendered[HOSTILE_TITLE])

    assert '../../etc/passwd⟨U+202E⟩gnp.⟨U+0000⟩⟨U+0007⟩#let x = read("/etc/passwd") $x^2$ *b*' in cover
    assert "characters)" in cover
    with pikepdf.open(rendered["letter.pdf"].covers) as covers:
        assert len(covers.pages) == len(HONEST)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_upright(rendered: dict[str, Rendered], turn: int) -> None:
    pdf = _pdf(rendered[f"turned {turn}.pdf"])
    corner = {90: (0.9, 0.1), 180: (0.9, 0.9), 270: (0.1, 0.9)}[turn]  # where /Rotate takes the top left

    assert size(pdf) == ((300, 200) if turn == 180 else (200, 300))
    assert is_red(pixels(pdf), *corner)
    with pikepdf.open(pdf) as opened:
        assert "/Rotate" not in opened.pages[0].obj


def test_a_huge_page_is_made_to_fit_a3_and_a_tiny_one_stands_on_a4(rendered: dict[str, Rendered]) -> None:
    huge = rendered["huge page.pdf"]

    assert size(_pdf(huge)) == (842, 1169)
    assert size(_pdf(huge), 1) == (841, 1191)
    assert "made smaller to fit: page 1, 2" in (huge.note or "")
    assert size(_pdf(rendered["tiny page.pdf"])) == (595, 842)
    assert size(_pdf(rendered["landscape.pdf"])) == (842, 595)


def test_nothing_in_a_page_acts_and_what_a_form_field_shows_stays(rendered: dict[str, Rendered]) -> None:
    acting = rendered["acting.pdf"]

    with pikepdf.open(_pdf(acting)) as opened:
        assert set(opened.Root.keys()) == {"/Type", "/Pages"}
        assert not len(opened.attachments)
        assert all("/Annots" not in page.obj and "/AA" not in page.obj for page in opened.pages)
        assert not any(isinstance(thing, Dictionary) and "/S" in thing for thing in opened.objects)
    assert is_red(pixels(_pdf(acting)), 150 / 595, 1 - 125 / 842)
    assert "scripts or actions" in (acting.note or "")
    assert "1 attached file(s)" in (acting.note or "")


def test_what_acts_on_a_page_alone_is_left_out_and_said(rendered: dict[str, Rendered]) -> None:
    acting = rendered["acting on a page.pdf"]

    with pikepdf.open(_pdf(acting)) as opened:
        assert all("/Annots" not in page.obj and "/AA" not in page.obj for page in opened.pages)
        assert not any(isinstance(thing, Dictionary) and ("/S" in thing or "/FS" in thing) for thing in opened.objects)
    for said in ("scripts or actions", "sound, film or models", "1 attached file(s)"):
        assert said in (acting.note or "")
        assert said in _cover(acting)


def test_a_file_without_a_byte_says_so(rendered: dict[str, Rendered]) -> None:
    assert rendered["empty.pdf"].attached_only
    assert "an empty file, without a single byte" in _cover(rendered["empty.pdf"])


def test_a_layer_that_was_off_stays_off(rendered: dict[str, Rendered]) -> None:
    assert not is_red(pixels(_pdf(rendered["layers.pdf"])), 0.5, 0.5)


@pytest.mark.parametrize("title", ["cut short.pdf", "no table.pdf"])
def test_a_damaged_pdf_is_repaired_and_says_so(rendered: dict[str, Rendered], title: str) -> None:
    assert "It was repaired" in (rendered[title].note or "")
    assert "Page 1." in words(_pdf(rendered[title]))


def test_a_picture_in_a_pdf_is_mended_where_it_is_cut_short(rendered: dict[str, Rendered]) -> None:
    wrapped = rendered["wrapped.pdf"]

    assert is_red(pixels(_pdf(wrapped)), 0.1, 0.1)
    assert is_red(pixels(_pdf(wrapped), 1), 0.1, 0.1)
    assert "It was repaired" in (wrapped.note or "")


def test_a_pdf_that_only_restricts_is_shown(rendered: dict[str, Rendered]) -> None:
    assert "The bins were not emptied." in words(_pdf(rendered["restricted.pdf"]))
    assert "no password is needed" in (rendered["restricted.pdf"].note or "")


def test_what_an_exhibit_is_its_bytes_say(rendered: dict[str, Rendered]) -> None:
    note = rendered["picture.pdf"].note or ""

    assert "By its bytes this is a PNG picture, though its name ends in .pdf and it was filed as" in note
    assert is_red(pixels(_pdf(rendered["picture.pdf"])), 0.35, 0.1)
    assert rendered["letter.pdf"].note is None
    assert rendered["minutes.txt"].note is not None
    assert "By its bytes" not in rendered["minutes.txt"].note


def test_a_wide_picture_gets_a_wide_page_and_no_more_than_300_dpi(rendered: dict[str, Rendered]) -> None:
    pdf = _pdf(rendered["wide.png"])

    assert size(pdf) == (842, 595)
    with pikepdf.open(pdf) as opened:
        drawn = float(str(opened.pages[0].obj.Contents.read_bytes().decode()).split()[1])
        assert 295 < int(opened.pages[0].obj.Resources.XObject.Picture.Width) / drawn * 72 < 301


def test_a_photograph_stands_as_its_camera_said(rendered: dict[str, Rendered]) -> None:
    upright, turned = rendered["photo.jpg"], rendered["turned.jpg"]

    assert size(_pdf(upright)) == (842, 595)
    assert is_red(pixels(_pdf(upright)), 0.15, 0.15)
    assert size(_pdf(turned)) == (595, 842)
    assert is_red(pixels(_pdf(turned)), 0.85, 0.1)  # orientation 6 is a quarter turn clockwise


def test_a_picture_cut_short_is_shown_as_far_as_it_goes(rendered: dict[str, Rendered]) -> None:
    assert "cut short or damaged" in (rendered["cut.jpg"].note or "")
    assert is_red(pixels(_pdf(rendered["cut.jpg"])), 0.15, 0.1)


@pytest.mark.parametrize("title", ["moving.gif", "drawing.webp", "old.bmp", "picture.pdf", "scan.tif"])
def test_pictures_of_every_kind_are_shown(rendered: dict[str, Rendered], title: str) -> None:
    pdf = _pdf(rendered[title])

    assert is_red(pixels(pdf), 0.35, 0.1)
    assert rendered[title].pages == (4 if title == "scan.tif" else 2)


def test_a_moving_picture_says_it_moves(rendered: dict[str, Rendered]) -> None:
    assert "it has 2 frames" in (rendered["moving.gif"].note or "")


def test_a_text_shows_what_it_says_and_codes_for_what_cannot_be_drawn(rendered: dict[str, Rendered]) -> None:
    said = words(_pdf(rendered["minutes.txt"]))

    for piece in ("Minutes The café’s bins", "שלום", "⟨U+4E2D⟩⟨U+6587⟩", "⟨U+202E⟩abc⟨U+0007⟩", "↪ www"):
        assert piece in said
    assert said.count("w") == 950
    assert "4 character(s)" in (rendered["minutes.txt"].note or "")


def test_how_a_text_was_read_is_said(rendered: dict[str, Rendered]) -> None:
    assert "Grüße aus dem Amt" in words(_pdf(rendered["utf16.txt"]))
    assert "Read as UTF-16" in (rendered["utf16.txt"].note or "")
    assert "Café € Grüße⟨U+0081⟩" in words(_pdf(rendered["latin.txt"]))
    assert "a guess" in (rendered["latin.txt"].note or "")


def test_markup_in_a_text_is_text(rendered: dict[str, Rendered]) -> None:
    assert "contract,amount C-1,100 #let x,$y$" in words(_pdf(rendered["table.csv"]))


def test_a_web_page_is_its_words(rendered: dict[str, Rendered]) -> None:
    assert words(_pdf(rendered["page.html"])) == "Dear Sir See this <http://x/>"


def test_what_cannot_be_shown_is_a_cover_sheet_that_says_what_it_is(rendered: dict[str, Rendered]) -> None:
    for title, kind in (("letter.docx", "a Word document"), ("sound.mp3", "a sound recording"), ("nothing known", "")):
        one = rendered[title]
        assert (one.pdf, one.pages, one.attached_only) == (None, 1, True)
        assert f"There are no pages of this exhibit here, since it is {kind}" in _cover(one)
        assert "attached as it was filed" in (one.note or "")


def test_the_same_exhibits_make_the_same_bytes(rendered: dict[str, Rendered], tmp_path: Path) -> None:
    again = render_exhibits([one.exhibit for one in rendered.values()], tmp_path)

    for one, other in zip(rendered.values(), again, strict=True):
        assert one.covers.read_bytes() == other.covers.read_bytes()
        if one.pdf is not None:
            assert other.pdf is not None
            assert one.pdf.read_bytes() == other.pdf.read_bytes(), one.exhibit.title


def test_bytes_that_are_not_those_of_the_digest_are_refused(tmp_path: Path) -> None:
    swapped = replace(made.exhibit(tmp_path, 1, made.pdf()), sha256="0" * 64)

    with pytest.raises(ExhibitAltered, match="exhibit 1 should be 0000"):
        render_exhibits([swapped], tmp_path)


def test_no_exhibits_are_no_pages(tmp_path: Path) -> None:
    assert render_exhibits([], tmp_path) == []


def test_words_of_others_are_shown_with_nothing_that_steers() -> None:
    assert shown("a\u202eb\u200bc\ud800 שלום") == "a⟨U+202E⟩b⟨U+200B⟩c⟨U+D800⟩ שלום"
    assert shown("x" * 1_000, 3) == "xxx… (1,000 characters)"


def _stand_in(folder: Path, does: str) -> None:
    """A program in LibreOffice's place, called as it is called."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(0o755)


def _convert(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> Rendered:
    _stand_in(folder, does)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    document: ExhibitFile = made.exhibit(folder, 1, HONEST["letter.docx"], "letter.docx", "application/octet-stream")
    return render_exhibits([document], folder)[0]


def test_an_office_file_becomes_pages_where_there_is_a_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made.pdf").write_bytes(made.pdf("Dear Sir", pages=2))
    called = tmp_path / "called.json"
    does = (
        f'echo "$@" > {called}; cat profile/user/*.xcu >> {called}; mkdir out; cp {tmp_path}/made.pdf out/exhibit.pdf'
    )

    one = _convert(tmp_path, monkeypatch, does)

    assert (one.pages, one.attached_only) == (3, False)
    assert "Dear Sir" in words(_pdf(one))
    assert "made by LibreOffice" in (one.note or "")
    said = called.read_text(encoding="utf-8")
    assert "-env:UserInstallation=file:///" in said
    assert "--headless" in said
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true' in said


@pytest.mark.parametrize("does", ["exit 1", "mkdir out; echo no pdf > out/exhibit.pdf", "kill -9 $$"])
def test_an_office_file_that_cannot_be_converted_is_attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    one = _convert(tmp_path, monkeypatch, does)

    assert one.attached_only
    assert "a Word document" in (one.note or "")


def test_a_conversion_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projections.bundle.exhibits.office.SECONDS", 0.5)

    one = _convert(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; sleep 60")

    assert one.attached_only
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text(encoding='ascii').strip()}").exists()


@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed: apt install libreoffice-writer-nogui")
def test_the_real_libreoffice_makes_the_same_pages_each_time_and_fetches_nothing(tmp_path: Path) -> None:
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/x.png"
        letters = [
            made.exhibit(tmp_path, number, made.open_document("Dear Sir, the bins.", address), "letter.odt")
            for number in (1, 2)
        ]

        one, other = render_exhibits(letters, tmp_path)

        with suppress(TimeoutError):
            asked.append(listening.accept())
    assert "Dear Sir, the bins." in words(_pdf(one))
    assert "root:" not in words(_pdf(one))
    assert asked == []
    assert _pdf(one).read_bytes() == _pdf(other).read_bytes()
