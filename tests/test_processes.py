"""What a process of ours does about garbage, told by one that does it (docs/adr/0130, 0299)."""

from __future__ import annotations

import gc
from collections.abc import Iterator

from ledger.processes import garbage_seldom, look_for_garbage, look_for_garbage_when_told, started


class _InACircle:
    """Something that only a look for garbage finds."""

    alive = 0

    def __init__(self) -> None:
        self.itself = self
        type(self).alive += 1

    def __del__(self) -> None:
        type(self).alive -= 1


def when_told(task: str) -> Iterator[tuple[str, int | bool]]:
    """What there is of a thousand such things, in a process of its own, each time something was said of garbage."""
    look_for_garbage()
    yield "looked for by itself", gc.isenabled()
    look_for_garbage_when_told()
    with garbage_seldom():
        yield "looked for while read models are built", gc.isenabled()
    for _ in range(1_000):
        _InACircle()
    yield f"{task}, left", _InACircle.alive
    look_for_garbage()
    yield f"{task}, left once it was looked for", _InACircle.alive


def test_a_process_that_looks_for_garbage_when_told_looks_then_and_while_it_builds() -> None:
    with started(when_told, ["a thousand"]) as [answers]:
        assert dict(answers) == {
            "looked for by itself": True,
            "looked for while read models are built": True,
            "a thousand, left": 1_000,
            "a thousand, left once it was looked for": 0,
        }
