"""How words are looked up: what of a line is searched, stretch by stretch, and what a part of a name is found by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString
from zlib import crc32

SEARCHED = 100_000
"""Characters of one entry that can be searched for words; PostgreSQL's search vectors have a limit."""

SEARCHABLE: LiteralString = """
    array_to_tsvector(ARRAY['on ' || file_id::text, 'is ' || kind, 'at 9 ' || (index >> 9)::text,
        'at 13 ' || (index >> 13)::text, 'at 17 ' || (index >> 17)::text, 'at 21 ' || (index >> 21)::text])
    || to_tsvector('words', said)"""
"""What is searched for words, in SQL: the words of a line, and a few more, which no text has: each has a blank in it.

The file it is on, so that the words of one file are found by the index alone: without it, those of 11,500 entries among
a million were found by reading every line of the ledger that has one of them. What kind of entry it is. And where in
the log it stands, by stretches of 512 places, 8,192, 131,072 and 2,097,152 (`stretches_of`): so the newest lines that
have a word are found without reading the others, of which there may be hundreds of thousands. docs/adr/0144.
"""

_ASKED: LiteralString = "websearch_to_tsquery('words', %(words)s)"
_WITHOUT_ORDER: LiteralString = rf"""CASE WHEN strpos({_ASKED}::text, '!') > 0 THEN {_ASKED}
    ELSE regexp_replace({_ASKED}::text, ' <(-|\d+)> ', ' & ', 'g')::tsquery END"""
HAS_WORDS: LiteralString = f"""({SEARCHABLE}) @@ ({_WITHOUT_ORDER})
    AND (strpos({_ASKED}::text, ' <') = 0 OR to_tsvector('words', said) @@ {_ASKED})"""
"""The condition in SQL that a line has the words that were asked for (`words`, as search engines take them).

The index does not know the order of words, so of a phrase it is asked for lines that have them all, and of each of
these the words alone are looked at, once (docs/adr/0227). Where words are to be absent the index is asked what was
asked: a line may have the words of such a phrase, and not the phrase.
"""

REACHES = (9, 13, 17, 21)
"""How long the stretches are that a line is marked with, in bits of a place in the log."""


def stretches_of(before: int) -> Iterator[tuple[int, str]]:
    """Yield the log before a place in stretches, the newest first, each three times as long as all those before it.

    Of each: before which place it ends, and the query (in a tsquery's own notation) that its lines answer. Longer ones
    are fewer, but a word that the newest lines do not have, and most others do, is then met 64,000 times at once
    (docs/adr/0246).
    """
    end, wide = before, 1 << REACHES[0]
    while end > 0:
        reach = max(bits for bits in REACHES if 1 << bits <= wide)
        first = max(end - wide, 0) >> reach
        yield end, " | ".join(f"'at {reach} {number}'" for number in range(first, ((end - 1) >> reach) + 1))
        end = first << reach
        wide = (before - end) * 3


def grams_of(*texts: str) -> list[int]:
    """Return a number for every three characters in a row of some texts: whoever has these may have the text.

    Sorted. CRC-32 of the characters, in small letters, in UTF-8, less 2 to the power of 31.
    """
    found = {text[at : at + 3] for text in map(str.casefold, texts) for at in range(len(text) - 2)}
    return sorted({crc32(gram.encode()) - 2**31 for gram in found})
