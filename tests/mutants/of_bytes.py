"""Cases of single bits that were turned."""

# mypy: ignore-errors

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.mutants.asking import Case, Given


def of_bytes(of: Given, asks: dict[str, Any]) -> Iterator[Case]:
    chance = random.Random(1)
    names = {
        "checkpoint": ["newer"], "proof": ["proof", "stored"], "consistency": ["older", "consistency"],
        "file": ["file"], "nowhere": ["nowhere"], "copy": ["copy"],
    }  # fmt: skip
    for ask, files in names.items():
        for name in files:
            raw = (of.folder / name).read_bytes()
            for at in chance.sample(range(len(raw)), 4 if name == "copy" else 10):
                content = raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
                yield f"{ask}: byte {at} of {name}", of.altered(name, content, asks[ask]), False
