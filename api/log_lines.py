"""The lines a server writes about itself. They say where something went wrong and of which kind, never in which words.

An error's message may hold words of an entry, as a validator's does; whoever reads logs is not whoever may read files.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import TypeAlias

_Info: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Writes of an exception which lines it came through and its type, and of those that led to it."""

    def formatException(self, ei: _Info) -> str:  # noqa: N802  # the base class calls it so
        """Return the lines, the first cause last."""
        said: list[str] = []
        error = ei[1]
        while error is not None:
            said += [*traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n"]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(said).rstrip()


def log_to_stderr() -> None:
    """Have everything logged written to standard error, uvicorn's lines too where it is given no form of its own."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutWords("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
