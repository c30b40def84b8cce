"""One fact on several files is recorded once, on one of them; the others refer to it by that file and its number.

Stored inside entries, and so a recorded format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ledger.contents import holding, walk
from ledger.entry import Entry, Frozen
from ledger.fields import Limit

FileName = Annotated[str, Limit(longest=200, shortest=1)]


class Elsewhere(Frozen):
    """An entry on another file."""

    file: FileName
    """The file: a contract's reference, or "provider/" or "programme/" and a reference."""
    position: Annotated[int, Limit(least=1)]
    """The entry, by its number on that file."""

    def __str__(self) -> str:
        return f"{self.file}, entry {self.position}"


def named_elsewhere(entry: Entry) -> Iterator[tuple[str, Elsewhere]]:
    """Yield (field path, what it names) for everything on other files that an entry refers to."""
    if not holding(type(entry), Elsewhere):  # as most kinds cannot, and each entry recorded is asked
        return
    for path, value, _ in walk(entry):
        if isinstance(value, Elsewhere):
            yield path, value


__all__ = ["Elsewhere", "named_elsewhere"]
