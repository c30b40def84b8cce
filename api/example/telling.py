"""How a story is told: entry by entry, in the order they were recorded, by whoever recorded them.

A story is a function that yields batches. Each batch says when it was recorded and by which account, and its entries
say who did what on which day, so that what was done and who wrote it down stay apart. Between two batches the loader
fills the desk with the positions the ledger gave, and later entries cite earlier ones by the name the story gave them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from api.example.paper import Paper, printed
from ledger.entry import Account, Entry
from ledger.rules import Acknowledgement
from ledger.words import Document, Said

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry, the name later entries cite it by, and what was said where it departs from the procedure."""

    entry: Entry
    called: str = ""
    departures: tuple[Acknowledgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries recorded together, all or none."""

    recorded_at: datetime
    account: Account
    facts: tuple[Fact, ...]


Story: TypeAlias = Iterator[Batch]


def fact(entry: Entry, called: str = "", *, because: Mapping[str, str] | None = None,
         under: Mapping[str, str] | None = None, claiming: Mapping[str, str] | None = None) -> Fact:  # fmt: skip
    """Return an entry with its departures: rule -> reason, authorisation relied on, or authority only claimed."""
    reasons, relied_on, claims = because or {}, under or {}, claiming or {}
    rules = dict.fromkeys([*reasons, *relied_on, *claims])
    return Fact(
        entry,
        called,
        tuple(
            Acknowledgement(
                rule=rule,
                reason=Said(reasons[rule]) if rule in reasons else None,
                authorisation=relied_on.get(rule),
                claimed=Said(claims[rule]) if rule in claims else None,
            )
            for rule in rules
        ),
    )


@dataclass(slots=True)
class Desk:
    """Where a story is written: the file it goes on, the papers filed, and where each named entry came to lie."""

    file: str
    keep: Callable[[bytes], str]
    """Files a PDF and returns its SHA-256 in hex."""
    positions: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, called: str) -> int:
        """Return the position of an entry by the name the story gave it."""
        return self.positions[called]

    def record(self, at: str, account: Account, *facts: Entry | Fact) -> Batch:
        """Return a batch recorded at that moment by the clock in London: "2025-01-06 09:40"."""
        moment = datetime.fromisoformat(at).replace(tzinfo=LONDON)
        return Batch(moment, account, tuple(f if isinstance(f, Fact) else Fact(f) for f in facts))

    def paper(self, paper: Paper) -> Said:
        """Print a paper, file it and return it as an entry cites it."""
        return Said(Document(self.keep(printed(paper)), f"{paper.title}, {paper.dated:%-d %B %Y}"))
