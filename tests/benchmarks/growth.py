"""In which order the files of a made-up ledger grow: side by side, each at its own pace, most small, some very large.

    mixed        most contracts have 30 to 200 entries, one in two hundred 2,000 to 12,000; the first has 10,000
    one-huge     the same, but the first contract has 100,000
    many-small   every contract has three

Where a ledger is too small for its first contract, that one has a fifth of it (one-huge: nine tenths).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush, heapreplace
from typing import Literal

Shape = Literal["mixed", "one-huge", "many-small"]
SHAPES: tuple[Shape, ...] = ("mixed", "one-huge", "many-small")
_LIVES_FOR = 0.3  # of the ledger's time: how long a file grows


def widths(entries: int, seed: int, shape: Shape = "mixed") -> list[int]:
    """Return how many entries each contract has; together they have so many."""
    chance, found, left = random.Random(seed), list[int](), entries
    while left > 0:
        if shape == "many-small":
            wide = 3
        elif not found:
            wide = min(10_000, entries // 5) if shape == "mixed" else min(100_000, entries * 9 // 10)
        elif len(found) % 200 == 100:
            wide = min(chance.randint(2_000, 12_000), max(entries // 10, 200))
        else:
            wide = chance.randint(30, 200)
        found.append(min(max(wide, 1), left))
        left -= found[-1]
    return found


def appends(contracts: Sequence[int], seed: int) -> Iterator[tuple[int, int]]:
    """Yield the contract (its place in the list) and the number of entries of one append after another."""
    chance = random.Random(f"{seed} grows")
    left, starts = list(contracts), len(contracts)
    waiting = [(max(0.0, number / starts - _LIVES_FOR / 2), number) for number in range(starts)]
    heapify(waiting)
    growing: list[tuple[float, int]] = []
    while waiting or growing:
        while waiting and (not growing or waiting[0][0] <= growing[0][0]):
            heappush(growing, heappop(waiting))
        at, number = growing[0]
        size = 1 if (drawn := chance.random()) < 0.7 else 2 + int((drawn - 0.7) * 10)
        size = min(size, left[number])
        yield number, size
        left[number] -= size
        if left[number]:
            pace = _LIVES_FOR * size / contracts[number]
            heapreplace(growing, (at + pace * (0.5 + chance.random()), number))
        else:
            heappop(growing)
