"""How much of what could be tried a test tries: by default a sample, with `--hypothesis-profile=thorough` all of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")
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


def some(things: Sequence[T], one_in: int) -> list[T]:
    """Return one of each so many that stand beside one another, another in each run; or all of them.

    pytest-randomly's seed is that of what is chosen, too: `make test ARGS=--randomly-seed=…` chooses the same again.
    """
    if thorough():
        return list(things)
    return [random.choice(things[begin : begin + one_in]) for begin in range(0, len(things), one_in)]
