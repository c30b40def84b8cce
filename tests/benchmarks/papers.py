"""The papers that exhibits of a made-up ledger cite: a few dozen letters, always the same, each on many files."""

from __future__ import annotations

import random
from functools import cache
from hashlib import sha256

PAPERS = 48
_WORDS = """
the provider the council a visit the rota was missed late kept agreed told asked in writing by telephone on Monday and
answered within two days the standard asks for every call to be logged the family said that nobody came
"""


@cache
def paper(number: int) -> bytes:
    """Return the bytes of a paper: plain text of 2 to 40 kB."""
    chance = random.Random(number)
    words = chance.choices(_WORDS.split(), k=chance.choice((400, 800, 2_000, 7_000)))
    lines = (" ".join(words[at : at + 14]) for at in range(0, len(words), 14))
    return ("\n".join([f"Paper {number}", "", *lines]) + "\n").encode()


@cache
def digest(number: int) -> str:
    """Return the SHA-256 of a paper, in hex, by which an entry cites it."""
    return sha256(paper(number % PAPERS)).hexdigest()
