"""How much of what could be tried a test tries: by default a sample, with `--hypothesis-profile=thorough` all of it."""

from __future__ import annotations

import random

from hypothesis import settings

THOROUGH = 1_000  # examples: the profile of that name (tests/conftest.py)
MOST = 5_000  # bytes of one file that are changed, one after the other


def thorough() -> bool:
    """Return whether everything is to be tried."""
    return settings.default is not None and settings.default.max_examples >= THOROUGH


def examples(usually: int) -> int:
    """Return with how many examples a property that takes long is tried: so many, or twenty times as many."""
    return usually * 20 if thorough() else usually


def places(size: int, one_in: int, chance: random.Random) -> list[int]:
    """Return which of so many bytes are changed: the first, the last, and one of each stretch of that length; or all.

    Of very many "all" is some thousands, one of each stretch.
    """
    one_in = max(1, size // MOST) if thorough() else one_in
    stretches = (range(begin, min(begin + one_in, size)) for begin in range(0, size, one_in))
    return sorted({0, size - 1, *(chance.choice(stretch) for stretch in stretches)})
