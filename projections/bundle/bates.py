"""Bates numbers: a prefix chosen by the user and a running number, one for every page that is produced."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from projections.bundle.exhibits.pages import Part

_PREFIX = re.compile(r"[A-Z][A-Z0-9_.-]{0,15}")


class BadPrefix(ValueError):
    """A prefix no load file should have."""


@dataclass(frozen=True)
class Bates:
    """How pages are numbered: `ABC-` and six digits from 1 give ABC-000001.

    `prefix` is a capital letter and up to 15 more of capitals, digits, `-`, `_` and `.`, so that it can be a file's
    name anywhere, and ends in no digit, so that one can tell it from the number. Raises BadPrefix.
    """

    prefix: str
    digits: int = 6
    first: int = 1

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix) or self.prefix[-1].isdigit() or ".." in self.prefix:
            raise BadPrefix(
                "should be 1 to 16 of A-Z, 0-9, '-', '_' and '.', begin with a letter and not end in a digit, "
                "such as HC-"
            )
        if not 1 <= self.digits <= 12 or self.first < 1:
            raise BadPrefix("a Bates number has 1 to 12 digits and begins at 1 or higher")

    def number(self, number: int) -> str:
        """`ABC-000042` for 42; a number with more digits than are foreseen is refused."""
        if number >= 10**self.digits:
            raise BadPrefix(f"there are more pages than {self.digits} digits can number; choose more digits")
        return f"{self.prefix}{number:0{self.digits}}"

    def begins(self, parts: Sequence[Part]) -> dict[str, int]:
        """The first number of each document, by its label. One without pages has its slip sheet, one page."""
        begins = {}
        number = self.first
        for part in parts:
            begins[part.label] = number
            number += produced_pages(part)
        if parts:
            self.number(number - 1)
        return begins


def produced_pages(part: Part) -> int:
    """How many pages of a document are produced: its own, or the slip sheet that says there are none."""
    return part.pages if part.pdf else 1
