"""What a measurement found: figures, each of several rounds, and beside them what was asked for at least.

Whether a floor is met is worked out from the figures of the run it stands in, and never asserted: a benchmark says
what it found and ends with 0.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Unit = Literal["/s", "ms", "s", "MB", "x"]


@dataclass(frozen=True)
class Figure:
    """One way of doing a work, measured in every round."""

    way: str
    values: tuple[float, ...]
    unit: Unit = "/s"
    memory: float | None = None
    """MB, at the highest."""

    @property
    def median(self) -> float:
        """The middle one of the rounds."""
        return statistics.median(self.values)


@dataclass(frozen=True)
class Floor:
    """What a work must reach, and what it did in this run."""

    what: str
    found: float
    wanted: float
    sense: Literal["at least", "at most"]
    unit: Unit = "x"

    @property
    def met(self) -> bool:
        """Whether it did."""
        return self.found >= self.wanted if self.sense == "at least" else self.found <= self.wanted


@dataclass
class Section:
    """The figures of one work."""

    name: str
    """Under which it is found again: record, append."""
    title: str
    about: str = ""
    figures: list[Figure] = field(default_factory=list)
    floors: list[Floor] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, way: str, values: Sequence[float], unit: Unit = "/s", memory: float | None = None) -> float:
        """Add a figure; returns its median."""
        figure = Figure(way, tuple(values), unit, memory)
        self.figures.append(figure)
        return figure.median

    def least(self, what: str, found: float, wanted: float, unit: Unit = "x") -> None:
        """Say what should have been reached at least."""
        self.floors.append(Floor(what, found, wanted, "at least", unit))

    def most(self, what: str, found: float, wanted: float, unit: Unit = "x") -> None:
        """Say what should have been taken at most."""
        self.floors.append(Floor(what, found, wanted, "at most", unit))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Section:
        """Return what was kept."""
        figures = [Figure(**{**f, "values": tuple(f["values"])}) for f in said["figures"]]
        return cls(**{**said, "figures": figures, "floors": [Floor(**f) for f in said["floors"]]})


@dataclass(frozen=True)
class Point:
    """How long an operation takes in a ledger of a size."""

    operation: str
    entries: int
    milliseconds: float


def of_raw(median: float, raw: float) -> float:
    """Return a rate as a share of another, 0 where that is none."""
    return median / raw if raw else 0.0


def shown(value: float, unit: str) -> str:
    """Return a figure as it is written: 1,234 /s, 12.3 ms, 0.45."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f}" + (f" {unit}" if unit not in ("x", "") else "")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


Measure = Callable[..., Sequence[Section]]
