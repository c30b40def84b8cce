from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.bundle.bates import Bates
from projections.bundle.exhibits import Rendered, render_exhibits
from projections.bundle.load_file import LoadFile, load_file
from projections.bundle.load_file import _line as dat_line
from tests.bundle import made
from tests.bundle.seeing import faults, words

TITLES = ("letter.pdf", "mail þ.eml", "two\nlines \x14 Acme® \u202egnp.png", "../../x.docx", "minutes.txt", "photo.png")


@dataclass
class Loaded:
    folder: Path
    rendered: list[Rendered]
    written: LoadFile

    def row(self, exhibit: str) -> dict[str, str]:
        return next(row for row in read_dat(self.written.dat.read_bytes()) if row["EXHIBIT"] == exhibit)

    def at(self, path: str) -> Path:
        assert not {"", ".."} & set(path.replace("/", "\\").split("\\"))
        assert ":" not in path
        return self.folder.joinpath(*path.split("\\"))


def _values(line: str) -> Iterator[str]:
    """One row's values, read character by character as the format says: thorns around, a thorn of its own doubled."""
    at = 0
    while at < len(line):
        assert line[at] == "\xfe"
        value, at = "", at + 1
        while True:
            if line[at] != "\xfe":
                value, at = value + line[at], at + 1
            elif line[at : at + 2] == "\xfe\xfe":
                value, at = value + "\xfe", at + 2
            else:
                break
        yield value.replace("\xae", "\n")
        assert line[at + 1 : at + 2] in ("\x14", "")
        at += 2


def read_dat(content: bytes) -> list[dict[str, str]]:
    """A DAT, read by its description at the top of load_file.py and nothing else."""
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content[3:].decode("utf-8").split("\r\n")
    assert lines.pop() == ""
    names = list(_values(lines[0]))
    return [dict(zip(names, _values(line), strict=True)) for line in lines[1:]]


def read_opt(content: bytes) -> list[list[str]]:
    lines = content.decode("ascii").split("\r\n")
    assert lines.pop() == ""
    return [line.split(",") for line in lines]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("load")
    mail = made.mail("See the plan.", (("plan.pdf", made.pdf("The plan.", pages=2)), ("x.bin", bytes(range(256)))))
    contents = (made.pdf("A letter.", pages=3), mail, made.encrypted(), made.zip_bomb(), b"They met.\n", made.picture())
    exhibits = [made.exhibit(folder, number, *one) for number, one in enumerate(zip(contents, TITLES, strict=True), 1)]
    exhibits[0] = replace(exhibits[0], dated=date(2026, 1, 2))
    rendered = render_exhibits(exhibits, folder)
    place = folder / "produced"
    return Loaded(place, rendered, load_file(rendered, place, bates=Bates("ABC-"), custodian="Legal Services"))


def test_every_document_has_a_row_and_every_page_a_number(loaded: Loaded) -> None:
    rows = read_dat(loaded.written.dat.read_bytes())

    assert [row["EXHIBIT"] for row in rows] == ["1", "2", "2.1", "2.2", "3", "4", "5", "6"]
    assert [(row["BEGBATES"], row["ENDBATES"], row["PAGECOUNT"]) for row in rows] == [
        ("ABC-000001", "ABC-000003", "3"),
        ("ABC-000004", "ABC-000004", "1"),
        ("ABC-000005", "ABC-000006", "2"),
        ("ABC-000007", "ABC-000007", "1"),
        ("ABC-000008", "ABC-000008", "1"),
        ("ABC-000009", "ABC-000009", "1"),
        ("ABC-000010", "ABC-000010", "1"),
        ("ABC-000011", "ABC-000011", "1"),
    ]
    assert (loaded.written.documents, loaded.written.pages) == (8, 11)
    assert (loaded.written.first, loaded.written.last) == ("ABC-000001", "ABC-000011")
    assert {row["CUSTODIAN"] for row in rows} == {"Legal Services"}


def test_a_mail_and_its_attachments_are_a_family(loaded: Loaded) -> None:
    families = [(row["BEGATTACH"], row["ENDATTACH"]) for row in read_dat(loaded.written.dat.read_bytes())]

    assert families == [("", "")] + [("ABC-000004", "ABC-000007")] * 3 + [("", "")] * 4
    assert loaded.row("2")["DATESENT"] == "2026-03-04"
    assert loaded.row("1")["DOCDATE"] == "2026-01-02"


def test_every_native_is_what_was_filed(loaded: Loaded) -> None:
    for row in read_dat(loaded.written.dat.read_bytes()):
        native = loaded.at(row["NATIVEPATH"])
        assert sha256(native.read_bytes()).hexdigest() == row["SHA256HASH"]
        assert native.stem == row["BEGBATES"]
    assert [loaded.at(row["NATIVEPATH"]).suffix for row in read_dat(loaded.written.dat.read_bytes())] == [
        ".pdf", ".eml", ".pdf", ".bin", ".pdf", ".docx", ".txt", ".png",
    ]  # fmt: skip
    assert loaded.row("1")["SHA256HASH"] == loaded.rendered[0].exhibit.sha256


def test_every_page_is_stamped_with_its_own_number(loaded: Loaded) -> None:
    opt = read_opt(loaded.written.opt.read_bytes())

    assert len(opt) == loaded.written.pages
    pages: dict[str, int] = {}
    for number, volume, path, first, empty, none, count in opt:
        assert (volume, empty, none) == ("VOL001", "", "")
        page = pages.get(path, 0)
        assert (first, bool(count)) == (("Y", True) if page == 0 else ("", False))
        assert number in words(loaded.at(path), page)
        if count:
            with pikepdf.open(loaded.at(path)) as pdf:
                assert len(pdf.pages) == int(count)
        pages[path] = page + 1
    assert [faults(loaded.at(path)) for path in pages] == [[]] * 8
    assert "There are no pages of this exhibit here" in words(loaded.at("PDF\\0001\\ABC-000008.pdf"))


def test_words_are_given_where_there_are_words(loaded: Loaded) -> None:
    def text(exhibit: str) -> str:
        return loaded.at(loaded.row(exhibit)["TEXTPATH"]).read_text(encoding="utf-8")

    assert text("1").count("A letter.") == 3
    assert text("1").count("\f") == 2
    assert "Subject: Bins" in text("2")
    assert "See the plan." in text("2")
    assert "The plan." in text("2.1")
    assert text("5") == "They met.\n"
    assert [loaded.row(exhibit)["TEXTPATH"] for exhibit in ("2.2", "3", "4", "6")] == [""] * 4
    assert len(list((loaded.folder / "TEXT").rglob("*.txt"))) == 4


def test_a_value_with_separators_in_it_is_read_back(loaded: Loaded) -> None:
    assert loaded.row("2")["FILENAME"] == "mail þ.eml"
    assert loaded.row("3")["FILENAME"] == "two\nlines ⟨U+0014⟩ Acme(R) ⟨U+202E⟩gnp.png"
    assert loaded.row("4")["FILENAME"] == "../../x.docx"


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_values_are_a_row_that_can_be_read(values: list[str]) -> None:
    line = dat_line(values)

    assert line.endswith("\r\n")
    assert line.count("\n") == 1
    read = list(_values(line.removesuffix("\r\n")))
    assert len(read) == len(values)
    for value, back in zip(values, read, strict=True):
        if value.isprintable() and "\xae" not in value:
            assert back == value


def test_what_the_folder_is_stands_in_it(loaded: Loaded) -> None:
    said = (loaded.folder / "README.txt").read_text(encoding="utf-8")

    assert "UTF-8 with a byte order mark" in said
    assert 'U+00FE (thorn, "ASCII 254")' in said


def test_the_same_exhibits_make_the_same_load_file(loaded: Loaded, tmp_path: Path) -> None:
    load_file(loaded.rendered, tmp_path / "again", bates=Bates("ABC-"), custodian="Legal Services")

    def held(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert held(tmp_path / "again") == held(loaded.folder)


def test_no_exhibits_are_no_load_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no exhibits to number"):
        load_file([], tmp_path, bates=Bates("ABC"), custodian="x")
