"""Words of others as they can be shown on a page: nothing that turns, hides or breaks the words around them."""

from projections.bundle.exhibits.glyphs import DRAWN

FONTS = ("DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern")  # in this order; `DRAWN` is their union
LONGEST_TITLE = 300  # characters on a cover sheet


def shown(words: str, longest: int | None = None) -> str:
    """The words with every character that has no glyph, or that steers others, written as its code: `⟨U+202E⟩`.

    Controls, bidirectional overrides, zero-width characters and lone surrogates are such; letters of right-to-left
    scripts are not. With `longest`, what is over that many characters is left out and said: `… (10,000 characters)`.
    """
    cut = words if longest is None else words[:longest]
    safe = "".join(character if ord(character) in DRAWN else code(character) for character in cut)
    return safe if len(cut) == len(words) else f"{safe}… ({len(words):,} characters)"


def code(character: str) -> str:
    """`⟨U+202E⟩` for that character."""
    return f"⟨U+{ord(character):04X}⟩"
