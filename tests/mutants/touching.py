"""Which lines of the verifier a case runs: a check that is not met by it is not missed by it either."""

# mypy: ignore-errors

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType, ModuleType

from tests.mutants.asking import Case


@dataclass(frozen=True)
class Known:
    """A case, what the verifier itself answers, which lines it runs for that, and how long it takes."""

    name: str
    ask: Callable[[ModuleType], object]
    right: object
    lines: frozenset[int]
    seconds: float


def known(verifier: ModuleType, cases: Sequence[Case]) -> list[Known]:
    """Ask the verifier itself; the quickest cases first. Raises AssertionError where it is wrong about one."""
    found = []
    for name, ask, proved in cases:
        began = time.perf_counter()
        right = ask(verifier)
        took = time.perf_counter() - began
        assert (right[0] == 0) == proved, f"the verifier itself is wrong about {name}: {right}"
        found.append(Known(name, ask, right, _run(verifier, ask), took))
    return sorted(found, key=lambda one: one.seconds)


def _run(verifier: ModuleType, ask: Callable[[ModuleType], object]) -> frozenset[int]:
    lines: set[int] = set()

    def each(frame: FrameType, event: str, _: object):
        lines.add(frame.f_lineno)
        return each

    def entered(frame: FrameType, event: str, _: object):
        return each(frame, event, _) if frame.f_code.co_filename == "mutant" else None

    sys.settrace(entered)
    try:
        ask(verifier)
    finally:
        sys.settrace(None)
    return frozenset(lines)
