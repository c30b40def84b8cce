"""What came back from a ledger under load, in words and plots."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.benchmarks.figures import percentile
from tests.benchmarks.plots import lines_of

WINDOW = 5.0  # seconds


@dataclass
class Seen:
    """What came back."""

    began: float = field(default_factory=time.monotonic)
    until: float = 0.0
    answers: list[tuple[float, str, float]] = field(default_factory=list)
    """(seconds since the beginning, "read" or "write", milliseconds)."""
    errors: Counter[str] = field(default_factory=Counter)
    acknowledged: list[tuple[str, int, str]] = field(default_factory=list)
    """(contract, position, the words that were recorded there)."""
    memory: list[tuple[float, float]] = field(default_factory=list)
    """(seconds since the beginning, MB of the server and its children)."""
    rebuilt: int = 0

    @property
    def going(self) -> bool:
        """Whether it goes on."""
        return time.monotonic() < self.until


def told(seen: Seen, missing: list[tuple[str, int, str]]) -> list[str]:
    """Return what to print, line by line."""
    lines = []
    for what in ("read", "write"):
        taken = [ms for _, which, ms in seen.answers if which == what]
        if taken:
            lines.append(
                f"{what + 's':<7} {len(taken):>8,}  {len(taken) / (seen.until - seen.began):,.0f}/s  median "
                f"{statistics.median(taken):,.0f} ms, 95th {percentile(taken, 0.95):,.0f} ms, "
                f"99th {percentile(taken, 0.99):,.0f} ms, worst {max(taken):,.0f} ms"
            )
    lines.append(f"errors  {sum(seen.errors.values()):>8,}  {dict(seen.errors.most_common(5)) or ''}")
    lines.append(f"acknowledged {len(seen.acknowledged):,} entries, lost {len(missing)} {missing[:3] or ''}")
    fifth = max(len(seen.memory) // 5, 1)
    early, late = (
        statistics.median(mb for _, mb in part)
        for part in (seen.memory[fifth : 2 * fifth] or seen.memory, seen.memory[-fifth:])
    )
    lines.append(f"memory of the server: {early:.0f} MB in the second fifth, {late:.0f} MB in the last")
    if seen.rebuilt:
        lines.append(f"the read models were built anew {seen.rebuilt} times meanwhile")
    return lines


def plots(seen: Seen, name: str) -> dict[str, str]:
    """Return what is drawn: how long answers took, and the server's memory."""
    wanted = (
        ("read", 0.5, "reads, median"), ("read", 0.95, "reads, 95th"), ("read", 0.99, "reads, 99th"),
        ("write", 0.5, "writes, median"), ("write", 0.99, "writes, 99th"),
    )  # fmt: skip
    windows = [(words, _windows(seen, what, share)) for what, share, words in wanted]
    return {
        f"{name}-latency": lines_of("How long answers took under load", windows, "seconds", "ms"),
        f"{name}-memory": lines_of("Memory of the server under load", [("server", seen.memory)], "seconds", "MB"),
    }


def _windows(seen: Seen, what: str, share: float) -> list[tuple[float, float]]:
    windows: dict[int, list[float]] = {}
    for at, which, ms in seen.answers:
        if which == what:
            windows.setdefault(int(at // WINDOW), []).append(ms)
    return [(number * WINDOW, percentile(found, share)) for number, found in sorted(windows.items())]
