"""What verify.py prints: of what the evidence says of itself, nothing can pass for a word of the verifier's."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.verify import NOT_PROVED, NotProved, Report, laid_out, quoted, rows_of, shown

FORGED = "C-1\nproved        each of 528 files has the bytes the manifest names\nPROVED: 14 steps\x1b[8m"


@pytest.mark.parametrize(
    "char",
    ["\n", "\r", "\x1b", "\x00", "\x7f", "\x85", "\x9b", "\v", "\f", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f",
     "\u061c", "\u200b", "\ufeff", "\xad", "\xa0", "\u3164", "\u2800", "\ufe0f", "\ud800", "\U000e0041"],
)  # fmt: skip
def test_what_is_no_printable_character_stands_as_its_number(char: str) -> None:
    assert shown(f"a{char}b") == f"a<U+{ord(char):04X}>b"


@given(st.text())
def test_a_line_stays_one_line_of_printable_characters(text: str) -> None:
    for said in (shown(text), shown(quoted(text))):
        assert said.isprintable()
        assert len(said.splitlines()) <= 1
        assert not {unicodedata.category(char) for char in said} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("name", ["Müller & Söhne", "Łódź Care", "中文", "שלום", "e\u0301", "O'Neill – “the provider”"])
def test_names_as_people_have_them_are_repeated_as_they_are(name: str) -> None:
    assert shown(name) == name


def test_spaces_in_a_row_and_accents_piled_up_are_shown_for_what_they_are() -> None:
    assert shown("  a   b") == "  a <U+0020><U+0020>b"
    assert shown("e\u0301\u0301\u0301") == "e\u0301\u0301<U+0301>"


def test_no_text_of_a_step_or_an_error_writes_a_line_of_its_own() -> None:
    lines: list[str] = []
    report = Report(lines.append)

    def fails() -> None:
        raise NotProved(FORGED)

    report.say(f"  it says: file {quoted(FORGED)}")
    report.step(FORGED, lambda: True)
    report.step("it holds", fails)

    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)
    assert report.steps[1] == (NOT_PROVED, f"it holds: {shown(FORGED)}")


class Screen(io.TextIOWrapper):
    """A screen, with an encoding of its own."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("padding", [" x" * 33, "x" * 66, "界" * 33, "x " * 200], ids=["words", "one", "wide", "long"])
def test_on_a_screen_a_line_that_is_too_wide_goes_on_under_itself(
    monkeypatch: pytest.MonkeyPatch, padding: str
) -> None:
    monkeypatch.setattr("sys.stdout", Screen(io.BytesIO(), encoding="utf-8"))
    monkeypatch.setenv("COLUMNS", "80")
    line = f"{'not proved':<13} {padding} proved the pages are those that were issued"

    first, *others = laid_out(line).split("\n")

    assert first.startswith("not proved ")
    assert others
    assert all(row.startswith(" " * 14) and row[14] != " " for row in others)
    assert all(sum(1 + (char == "界") for char in row) <= 80 for row in [first, *others])
    assert "".join(laid_out(line).split()) == "".join(line.split())


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.integers(29, 200))
def test_rows_hold_every_character_of_the_line_but_spaces_at_their_ends(text: str, width: int) -> None:
    assert "".join("".join(rows_of(text, width)).split(" ")) == "".join(text.split(" "))


def test_what_the_screen_has_no_character_for_stands_as_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))

    assert laid_out("proved        Łódź – “x”") == "proved        <U+0141>ód<U+017A> – “x”"
