"""What a release comes to on the file: its entries, and what a person is to decide; and who writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.contract_file import ContractFile
from ledger.entry import Entry
from ledger.words import Document


@dataclass(slots=True)
class Written:
    """The entries for one release on one file, in order, and in words what they record and leave to a person."""

    entries: list[Entry] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    decide: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is at hand when entries are written: the file as it is, its words, and whose ledger it is."""

    reference: str
    authority: str
    file: ContractFile | None
    words: Mapping[str, str | Document]
    doubts: tuple[str, ...] = ()
    """What a person has to decide about the file itself."""
