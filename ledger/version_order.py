"""Which of two versions of a document comes before the other, where both are numbers: 3.9 before 4.1, 4 before 4.1."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"(?:v|version)?[\s.]*(\d+(?:\.\d+)*)", re.IGNORECASE)


def comes_before(one: str, other: str) -> bool:
    """Return whether a version comes before another; not where either is called by more than a number, or by a day."""
    mine, theirs = _numbers(one), _numbers(other)
    return bool(mine and theirs) and mine < theirs


def _numbers(version: str) -> list[int]:
    found = _NUMBERED.fullmatch(version.strip())
    numbers = [int(number) for number in found[1].split(".")] if found else []
    if len(numbers) > 1 and numbers[-1] > 999:  # 01.06.2026, or 06.2026
        return []
    while len(numbers) > 1 and not numbers[-1]:  # 4.0 is 4
        numbers.pop()
    return numbers


__all__ = ["comes_before"]
