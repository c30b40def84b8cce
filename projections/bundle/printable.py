"""Text as pages can show it: what no built-in font has, or what would turn a line around, is written as its number.

Titles and words come from anybody. A character that a PDF/A file could not show would stop it from being made at all,
and one that reverses the direction of writing can make a name look like another; both are shown as ⟨U+202E⟩, so that
nothing is silently left out. The bytes themselves are in the entries and exhibits, unchanged.
"""

from __future__ import annotations

import re
from typing import Any

# Tried character by character with the fonts that typst brings along, for PDF/A-3a.
_SHOWN = (
    "\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482"
    "\u048a-\u04ff\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2070\u2071\u2074-\u208e\u20a0-\u20c0\u2100-\u211e"
    "\u2120\u2122\u2126\u2150\u2151\u2153-\u2184\u2190-\u2193\u2200-\u22ff\u27e8\u27e9\u25a0-\u25cf\u2713\u2714\u2717\u2718"
)
_OTHER = re.compile(f"[^{_SHOWN}]")


def printable(text: str) -> str:
    """Return the text with every character that pages cannot show written as ⟨U+hex⟩; tabs and returns are spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _OTHER.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def all_printable(value: Any) -> Any:
    """Return JSON with every string in it printable."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: all_printable(held) for key, held in value.items()}
        case list() | tuple():
            return [all_printable(held) for held in value]
        case _:
            return value


__all__ = ["all_printable", "printable"]
