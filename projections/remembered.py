"""What was worked out of a file before its newest entries came, and is the same still: nothing it looks at changed.

A file that grows shares with the file before it every part that the new entries do not change (`extended`). Whatever
looks at those parts only need not be worked out again. Which parts it looks at is not written down anywhere, where it
would be forgotten one day: it is noted while it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from ledger.contract_file import ContractFile
from ledger.procedures import Procedure
from projections.duty import Duty
from projections.view import FileView

Work = Callable[[FileView], Iterable[Duty]]
_HELD: Final = "what was worked out of it, and what that looked at"
_PARTS = frozenset({part.name for part in fields(ContractFile)} | {"__dict__"})


class _Noted(ContractFile):
    """A file that notes which of its parts are looked at. Whoever copies it has looked at all of them."""

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name in _PARTS:
            object.__getattribute__(self, "looked_at")[name] = found
        return found


@dataclass(frozen=True, slots=True)
class _Made:
    of: Sequence[tuple[str, object]]
    """The parts that were looked at, each as it was."""
    procedure: Procedure
    duties: list[Duty]


def remember(after: FileView, before: FileView) -> None:
    """Have what is worked out of a view remembered, from the view before it on: one of the same words, and fewer."""
    after.at_hand[_HELD] = before.at_hand.get(_HELD, {})


def remembered(work: Work, view: FileView) -> list[Duty]:
    """Return what `work` makes of a view, or what it made of a view before of the very parts it looks at."""
    held: Any = view.at_hand.get(_HELD)
    if held is None:
        return list(work(view))
    made: _Made | None = held.get(work)
    if made is None or made.procedure is not view.procedure or not _are(made.of, view.file):
        noted = object.__new__(_Noted)
        object.__setattr__(noted, "looked_at", looked_at := dict[str, object]())
        object.__getattribute__(noted, "__dict__").update(view.file.__dict__)
        duties = list(work(replace(view, file=noted)))
        made = held[work] = _Made(tuple(looked_at.items()), view.procedure, duties)
    return made.duties


def _are(parts: Sequence[tuple[str, object]], file: ContractFile) -> bool:
    held = file.__dict__
    return all(held.get(name) is part for name, part in parts)
