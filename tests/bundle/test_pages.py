"""The pages of a bundle: what they say, what is attached to them, and what happens where there are too many."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.verify import _MEMBER as MEMBER
from projections.bundle import archive
from projections.bundle.archive import runs
from projections.bundle.compiling import ARCHIVE, draw
from projections.bundle.errors import BundleTooLarge
from projections.bundle.exhibited import Exhibited, safe_name
from projections.bundle.printable import printable
from tests.bundle import made
from tests.bundle.conftest import HELPFUL, HOSTILE, Bundles, members
from tests.bundle.seeing import faults

DRAFT, SIMULATED = "DRAFT: not issued to anybody", "Simulated ledger"


def text_of(content: bytes) -> list[str]:
    """The words on each page, with blanks for line ends."""
    opened = pypdfium2.PdfDocument(content)
    said = [" ".join(page.get_textpage().get_text_range().split()) for page in opened]
    opened.close()
    return said


def test_the_archive_has_every_exhibit_attached_byte_for_byte(bundles: Bundles) -> None:
    files = members(bundles.make("disclosure"))

    with pikepdf.open(io.BytesIO(files["archive.pdf"])) as opened:
        attached = {name: held.get_file().read_bytes() for name, held in opened.attachments.items()}
        metadata = bytes(opened.Root.Metadata.read_bytes())
        assert opened.check_pdf_syntax() == []

    exhibits = {name.removeprefix("exhibits/"): held for name, held in files.items() if name.startswith("exhibits/")}
    assert attached == exhibits
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_names_that_lead_elsewhere_are_nobodys_file_names_and_are_shown_as_they_are_written(bundles: Bundles) -> None:
    files = members(bundles.make("disclosure"))

    [hostile] = [name for name in files if name.startswith("exhibits/002")]
    assert hostile == "exhibits/002-etc-xfdp-exe-let-x-panic-ref-b-a.pdf"
    said = " ".join(text_of(files["archive.pdf"]))
    assert "etc/x⟨U+202E⟩fdp.exe ⟨U+4E2D⟩⟨U+6587⟩ #let x = panic() $ @ref *b* <a>" in said
    assert HOSTILE not in said


def test_every_page_of_a_draft_says_that_it_is_one_and_no_page_of_what_was_issued(bundles: Bundles) -> None:
    draft = text_of(members(bundles.make("disclosure"))["archive.pdf"])
    issued = text_of(members(bundles.make("disclosure", name="issued", recipient="The court"))["archive.pdf"])

    assert all(DRAFT in page for page in draft)
    assert not any(DRAFT in page for page in issued)
    assert "Issued to The court" in issued[0]
    assert not any(SIMULATED in page for page in (*draft, *issued))  # this ledger's clock is real


def test_what_was_corrected_is_shown_with_what_it_said_before_and_the_providers_answer_in_the_row(
    bundles: Bundles,
) -> None:
    said = " ".join(text_of(members(bundles.make("disclosure"))["archive.pdf"]))

    assert "happened on: was “10 March 2025”, now “11 March 2025”" in said
    assert "Struck out by entry 19" in said
    assert "The provider answered (entry 4, 12 March 2025)" in said
    assert HELPFUL in said
    assert "Early termination was first proposed in entry 20" in said
    assert "1 of the 21 entries on the file (4%) was entered after it; of those shown, 1 records something" in said
    assert "How known: told by A daughter" in said


def test_the_page_of_each_exhibit_in_the_index_is_the_page_it_begins_on(bundles: Bundles) -> None:
    pages = text_of(members(bundles.make("disclosure"))["reading-copy.pdf"])

    index = next(page for page in pages if "Schedule of exhibits" in page and "SHA-256" in page)
    for number in (1, 2):
        begins = next(n for n, page in enumerate(pages, 1) if page.startswith(f"Exhibit {number} "))
        assert f"page {begins} " in index


def test_pages_of_an_exhibit_are_counted_without_its_cover_sheet(bundles: Bundles) -> None:
    index = next(page for page in text_of(members(bundles.make("disclosure"))["reading-copy.pdf"])
                 if "Schedule of exhibits" in page and "SHA-256" in page)  # fmt: skip

    rows = index.partition("Exhibit 1 ")[2].partition("Exhibit 2 ")
    letter, program = sorted((rows[0], rows[2]), key=lambda row: "Letter.pdf" not in row)
    assert "1 page, application/pdf" in letter
    assert " pages, application" not in letter
    assert "page, application" not in program  # it is no PDF, and is attached as it was filed
    assert "counted without cover sheets" in index


def test_absences_and_the_certificate_are_drafts_that_say_what_they_rest_on(bundles: Bundles) -> None:
    said = " ".join(text_of(members(bundles.make("court"))["archive.pdf"]))

    assert "No monitoring meeting is recorded between 6 January 2025 and" in said
    assert "Nobody has signed it; it certifies nothing until an officer has read and signed it." in said
    assert "section 9(4) of the Civil Evidence Act 1995" in said


def test_lines_to_sign_on_stand_beside_what_they_are_for(bundles: Bundles) -> None:
    reader = pypdfium2.PdfDocument(members(bundles.make("court"))["archive.pdf"])
    certificate = next(page for page in reader if "Draft certificate under" in page.get_textpage().get_text_range()
                       and "Signed" in page.get_textpage().get_text_range())  # fmt: skip
    lines = sorted(drawn.get_bounds()[1] for drawn in certificate.get_objects([2]) if _is_long(drawn))
    words = certificate.get_textpage()
    labels = sorted(words.get_charbox(words.get_text_range().index(f"{name}\r\n"))[1] for name in ("Signed", "Name"))

    assert [abs(line - label) < 4 for line, label in zip(lines[-2:], labels, strict=True)] == [True, True]
    reader.close()


def _is_long(drawn: Any) -> bool:
    left, _, right, _ = drawn.get_bounds()
    return bool(150 < right - left < 300)


def test_a_long_file_comes_in_volumes_and_the_reading_copy_is_one(
    bundles: Bundles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "VOLUME_ENTRIES", 8)

    files = members(bundles.make("disclosure", name="volumes"))

    names = [name for name in files if name.startswith("archive")]
    assert names == ["archive-1.pdf", "archive-2.pdf", "archive-3.pdf"][: len(names)]
    assert len(names) > 1
    assert "volume 2 of" in text_of(files["archive-2.pdf"])[0]
    pages = text_of(files["reading-copy.pdf"])
    index = next(page for page in pages if "Schedule of exhibits" in page and "SHA-256" in page)
    begins = next(n for n, page in enumerate(pages, 1) if page.startswith("Exhibit 1 "))
    assert f"page {begins} " in index


def test_a_bundle_that_takes_too_much_memory_is_not_made_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "bundle.typ").write_text("#for n in range(400000) [A line of text, number #n. #parbreak()]")

    with pytest.raises(BundleTooLarge, match="more than 120 MB of memory"):
        draw(tmp_path, tmp_path / "x.pdf", datetime(2025, 1, 1, tzinfo=UTC), ARCHIVE, megabytes=120)

    assert not (tmp_path / "x.pdf").exists()


def test_a_load_file_is_in_the_bundle_where_one_was_asked_for(bundles: Bundles) -> None:
    files = members(bundles.make("disclosure", bates="HANTS-"))

    assert [name for name in files if name.startswith("load-file/DATA/")] == [
        "load-file/DATA/VOL001.DAT", "load-file/DATA/VOL001.OPT",
    ]  # fmt: skip
    listed = {row["name"] for row in json.loads(files["manifest.json"])["files"]}
    assert {name for name in files if name.startswith("load-file/")} <= listed


# --- names and characters ---------------------------------------------------------------------------------------------


@given(st.text(max_size=200), st.integers(1, 5000), st.sampled_from(["application/pdf", "text/plain", "x/y"]))
def test_no_title_gives_a_file_name_that_any_system_reads_otherwise(title: str, number: int, media_type: str) -> None:
    name = safe_name(Exhibited(number, "0" * 64, title, None, (1,)), media_type)

    assert MEMBER.fullmatch(f"exhibits/{name}")
    assert name.startswith(f"{number:03}-")
    assert name.count(".") == 1
    assert len(name) < 90


@given(st.text())
def test_a_page_shows_every_character_or_its_number(text: str) -> None:
    shown = printable(text)

    assert printable(shown) == shown
    assert all(char in "⟨⟩\n" or not 0x202A <= ord(char) <= 0x202E for char in shown)
    assert len(shown) >= len(text) - text.count("\r\n")


def test_every_character_that_pages_are_said_to_show_can_be_drawn(tmp_path: Path) -> None:
    """Typst stops at a character no font has, and PDF/A at one that is not to be drawn."""
    whole = "".join(char for char in map(chr, range(0x20, 0x2800)) if printable(char) == char)
    (tmp_path / "bundle.typ").write_text('#set text(lang: "en")\n#set document(title: "x")\n#json("pages.json")')
    (tmp_path / "pages.json").write_text(json.dumps(" ".join(whole)))

    draw(tmp_path, tmp_path / "x.pdf", datetime(2025, 1, 1, tzinfo=UTC), ARCHIVE)

    assert (tmp_path / "x.pdf").read_bytes()[:5] == b"%PDF-"


def test_runs_of_numbers_in_words() -> None:
    assert runs([1, 2, 3, 5, 7, 8]) == "1 to 3, 5, 7, 8"
    assert runs([]) == ""


def test_the_archive_says_nothing_of_suspects_and_what_is_attached_to_it_stays_as_it_is(tmp_path: Path) -> None:
    """Poppler takes the `false` that typst writes there for an error; an exhibit may hold the very same words."""
    exhibit = b"/MarkInfo<</Marked true/Suspects false>> " + made.pdf()
    (tmp_path / "x.pdf").write_bytes(exhibit)
    (tmp_path / "bundle.typ").write_text(
        '#set document(title: "t")\nWords.\n#pdf.attach("x.pdf", read("x.pdf", encoding: none), '
        'relationship: "supplement", mime-type: "application/pdf", description: "d")'
    )

    draw(tmp_path, tmp_path / "out.pdf", datetime(2026, 1, 1, tzinfo=UTC), ARCHIVE)

    assert faults(tmp_path / "out.pdf") == []
    with pikepdf.open(tmp_path / "out.pdf") as opened:
        assert dict(opened.Root.MarkInfo) == {"/Marked": True}
        assert opened.attachments["x.pdf"].get_file().read_bytes() == exhibit
