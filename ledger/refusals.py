"""Why an entry was not recorded, for a reason that lies in the entry, its file or the person, not in the store.

    NotRecorded
    ├── Invalid        the entry is not well formed: each fault with its field
    ├── Refused        it contradicts the file: each objection with its rule and what was found
    ├── Objected       procedure was not kept and nobody has said so yet: acknowledge the departures to record it
    └── Denied         this account may not do that
    NotOnFile          there is no such file, entry or document; the message names the nearest there is
    Quarantined        an entry of the file cannot be read; the file is shown as such and nothing is added to it

No message echoes the words of an entry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.rules import Objection

_A_NAME = re.compile(r"[A-Za-z0-9_][\w.:/-]{0,79}", re.ASCII)


def repeatable(name: str) -> str:
    """Return a name that was sent as an answer may repeat it: what is not written as names are may be words."""
    return name if _A_NAME.fullmatch(name) else "…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a submitted entry: the field ("steps.0.due_on"), why, and which of those sent together."""

    field: str
    why: str
    entry: int = 0


class NotRecorded(Exception):
    """Nothing was recorded."""


class Invalid(NotRecorded):
    """The entry is not well formed."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.field}: {f.why}" if f.field else f.why for f in self.faults))


class Refused(NotRecorded):
    """The entry contradicts the file."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__("; ".join(o.found for o in self.objections))


class Objected(NotRecorded):
    """Rules of procedure were not kept. Send it again with these departures acknowledged and it is recorded."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__("; ".join(f"{o.rule}: {o.found}" for o in self.objections))


class Denied(NotRecorded):
    """The account may not do that."""


class NotOnFile(LookupError):
    """There is no such file, entry or document."""


class Quarantined(Exception):
    """An entry of this file cannot be read, so its state cannot be told.

    `position` is the entry; `found` says so in one clause, as the lists of files set aside give it.
    """

    def __init__(self, position: int, why: str) -> None:
        self.position = position
        self.found = f"entry {position} of this file cannot be read ({why})"
        super().__init__(f"{self.found}; the file is set aside until it can")
