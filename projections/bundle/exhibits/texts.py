"""An exhibit that is a text: its lines in a fixed pitch on A4, every character that cannot be drawn shown by its code.

A line longer than a page is wide goes on in the next, which begins with ↪. Typst sets the pages, from data.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import typst

from projections.bundle.exhibits.glyphs import DRAWN
from projections.bundle.exhibits.pages import NotShown, Pages
from projections.bundle.exhibits.shown import FONTS, code

WIDTH = 100  # characters of a line
LINES = 68  # of a page
MOST_PAGES = 300
_MOST_CHARACTERS = WIDTH * LINES * MOST_PAGES
_TAB = 8
_CONTINUED = "↪ "
_MOST_HTML = 500_000  # characters; time to read broken ones grows with the square
_TEMPLATE = (Path(__file__).parent / "text.typ").read_bytes()


@dataclass(frozen=True)
class Decoded:
    """The words of a text, and how its bytes were read where that is not plain: "as Latin-1 (Windows-1252)"."""

    words: str
    note: str | None


CUT_HTML = f"The web page is longer than {_MOST_HTML:,} characters; what follows is in the original alone."


def is_cut(page: str) -> bool:
    """Whether a web page is longer than what is read of it."""
    return len(page) > _MOST_HTML


def decode(content: bytes) -> Decoded:
    """UTF-16 where its mark says so, else UTF-8, else Windows-1252, which is Latin-1 with its gaps filled."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(content.decode("utf-16", "replace"), "Read as UTF-16.")
    try:
        return Decoded(content.decode("utf-8-sig"), None)
    except UnicodeDecodeError:
        note = "The bytes are not UTF-8. They were read as Latin-1 (Windows-1252), which is a guess."
        return Decoded("".join(_windows(content)), note)


def _windows(content: bytes) -> Iterator[str]:
    for piece in re.split(rb"([\x81\x8d\x8f\x90\x9d])", content):  # the five bytes that Windows-1252 leaves open
        yield piece.decode("latin-1" if piece in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d") else "cp1252")


def pages_of_text(source: Path, target: Path, *, html: bool) -> Pages:
    """Write the text's pages to `target`. Raises NotShown."""
    decoded = decode(source.read_bytes())
    notes = [decoded.note] if decoded.note else []
    words = decoded.words
    if html:
        notes.append("A web page: its words are shown, without its looks. Nothing it refers to was fetched.")
        if is_cut(words):
            notes.append(CUT_HTML)
        words = text_of_html(words)
    pages = set_pages(words, target)
    return Pages(pages.pdf, pages.count, notes + pages.notes, words)


def set_pages(words: str, target: Path, heading: Iterable[tuple[str, str]] = ()) -> Pages:
    """Set words on pages, under a heading of names and values (a mail's From and To). Raises NotShown."""
    notes: list[str] = []
    cut = len(words) > _MOST_CHARACTERS
    safe, coded = _drawable(words[:_MOST_CHARACTERS])
    if coded:
        notes.append(f"{coded:,} character(s) that steer or have no glyph are shown by their code, as ⟨U+202E⟩.")
    lines: list[str] = []
    for name, value in heading:
        lines += _wrapped(f"{name + ': ':<9}{_drawable(value)[0]}")
    if lines:
        lines += ["─" * WIDTH]
    for line in safe.split("\n"):
        lines += _wrapped(line)
        if len(lines) > LINES * MOST_PAGES:
            cut = True
            break
    lines = lines[: LINES * MOST_PAGES]
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    if cut:
        notes.append(f"The text is longer than {MOST_PAGES} pages; what follows is in the original alone.")
    written = typst.compile(
        _TEMPLATE,
        ignore_system_fonts=True,
        format="pdf",
        timestamp=0,
        sys_inputs={"pages": json.dumps(pages), "fonts": json.dumps(FONTS)},
    )
    if not isinstance(written, bytes):
        raise NotShown("a text that could not be set")
    target.write_bytes(written)
    return Pages(target, len(pages), notes)


_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
_UNDRAWN = re.compile("[^\n\t" + "".join(re.escape(chr(point)) for point in sorted(DRAWN)) + "]")


def _drawable(words: str) -> tuple[str, int]:
    return _UNDRAWN.subn(lambda found: code(found[0]), _LINE_ENDS.sub("\n", words))


def _wrapped(line: str) -> Iterator[str]:
    line = line.expandtabs(_TAB).rstrip()
    width = WIDTH
    start = 0
    while len(line) - start > width:
        at = line.rfind(" ", start + width // 2, start + width + 1)
        end = at if at >= 0 else start + width
        yield _CONTINUED * bool(start) + line[start:end]
        start = end + (at >= 0)
        width = WIDTH - len(_CONTINUED)
    yield _CONTINUED * bool(start) + line[start:]


class _Words(HTMLParser):
    """The words of a web page, in lines as its blocks are; where a link leads stands beside it."""

    _BLOCKS = frozenset(
        {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer"}
        | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"}
        | {"table", "tr", "ul"}
    )
    _UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._UNSEEN:
            self._unseen += 1
        elif tag == "a":
            self._leads.append(dict(attrs).get("href") or "")
        elif tag == "img":
            self.pieces.append(f"[picture: {dict(attrs).get('alt') or 'no description'}]")
        elif tag in ("td", "th"):
            self.pieces.append("\t")
        if tag in self._BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a" and self._leads:
            lead = self._leads.pop()
            if lead and not lead.startswith("#"):
                self.pieces.append(f" <{lead}>")
        if tag in self._BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def text_of_html(page: str) -> str:
    """The words of a web page as lines, read to `_MOST_HTML` characters. Runs nothing, fetches nothing."""
    reader = _Words()
    reader.feed(page[:_MOST_HTML])
    reader.close()
    lines = (line.strip(" ") for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
