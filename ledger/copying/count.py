"""Counting what a copy of a ledger holds, line by line, to be written into its last line or compared with that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from ledger.copying.format import Tally
from ledger.verify import Root


@dataclass(slots=True)
class Count:
    """Counts the lines of a copy as they go by, to be written into its trailer or compared with it."""

    entries: int = 0
    openings: int = 0
    documents: int = 0
    root: Root = field(default_factory=Root)
    digest: Any = field(default_factory=hashlib.sha256)

    def tally(self) -> Tally:
        """Return what went by so far."""
        return Tally(self.entries, self.openings, self.documents, self.root.value.hex(), self.digest.hexdigest())
