"""Lists that are just being built, as for a moment after the first start, are waited for and not refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from projections.answering.answers import NotReady

T = TypeVar("T")
PATIENCE = 3.0  # seconds
_BETWEEN = 0.05  # seconds


def when_ready(ask: Callable[[], T]) -> T:
    """Return what is asked for, once the lists are there. Raises NotReady where that takes too long."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except NotReady:
            if time.monotonic() > until:
                raise
        time.sleep(_BETWEEN)
