"""What came of an import, record by record: taken, skipped and why, refused and where, left to a person to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0: not known yet)."""
ALREADY = "already on file"


@dataclass(slots=True)
class Outcome:
    """What came of one record, or of one award or contract in it."""

    where: str
    """The file and the place in it: line, or JSON pointer."""
    release: str | None = None
    ocid: str | None = None
    file: str | None = None
    """Reference of the contract file it went on."""
    entries: int | None = None
    """How many entries were recorded, where they were handed in as entries."""
    taken: list[str] = field(default_factory=list)
    skipped: str | None = None
    refused: str | None = None
    decide: list[str] = field(default_factory=list)
    """What a person has to decide. Nothing was changed for it."""
    flags: list[str] = field(default_factory=list)
    """What was odd, and taken as found."""


@dataclass(slots=True)
class Report:
    """All outcomes, in the order in which the records were published; what could not be read comes first."""

    outcomes: list[Outcome] = field(default_factory=list)
    records: int = 0
    """Records found in the files, readable or not."""

    def __iadd__(self, other: Report) -> Report:
        self.outcomes += other.outcomes
        self.records += other.records
        return self

    def totals(self) -> dict[str, int]:
        """Return how many records there were, and how many outcomes of each sort."""
        counted = Counter[str]()
        for outcome in self.outcomes:
            counted["taken"] += bool(outcome.taken)
            counted["entries"] += outcome.entries or 0
            counted["skipped"] += outcome.skipped is not None
            counted["refused"] += outcome.refused is not None
            counted["for a person"] += bool(outcome.decide)
            counted["files opened"] += "opened" in outcome.taken
            counted["corrected"] += any(what.startswith("corrected") for what in outcome.taken)
            counted["completed"] += any(what.startswith("completed") for what in outcome.taken)
            counted["varied"] += any(what.startswith("varied") for what in outcome.taken)
            counted["assessed"] += any("assessment" in what for what in outcome.taken)
            counted["ended"] += any(what.startswith("ended") for what in outcome.taken)
            counted["flagged"] += bool(outcome.flags)
        return {"records": self.records, **counted}

    @property
    def refused(self) -> int:
        """How many records, or parts of one, were refused."""
        return sum(outcome.refused is not None for outcome in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain data; what is empty is left out."""
        rows = [
            {name: value for name, value in asdict(one).items() if value not in (None, [])} for one in self.outcomes
        ]
        return {"totals": self.totals(), "outcomes": rows}

    def lines(self, *, every: bool = False) -> Iterator[str]:
        """Yield the report in lines: what needs attention (or every record), why others were skipped, totals."""
        for outcome in self.outcomes:
            named = f"{outcome.where}: " + (f"release {outcome.release}: " if outcome.release else "")
            if outcome.refused is not None:
                yield f"refused    {named}{outcome.refused}"
            if outcome.taken and (every or outcome.decide):
                yield f"taken      {named}{outcome.file}: {'; '.join(outcome.taken)}"
            for what in outcome.decide:
                yield f"to decide  {named}{outcome.file}: {what}"
            if every and outcome.skipped is not None:
                yield f"skipped    {named}{outcome.skipped}"
            for flag in outcome.flags if every else ():
                yield f"  noted    {named}{flag}"
        if not every:
            reasons = Counter(outcome.skipped for outcome in self.outcomes if outcome.skipped is not None)
            for reason, count in sorted(reasons.items()):
                yield f"skipped    {count:,} records: {reason}"
        yield ", ".join(f"{count:,} {what}" for what, count in self.totals().items() if count or what == "records")
