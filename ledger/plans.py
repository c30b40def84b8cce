"""What a plan to put something right is made of: the steps of a resolution plan, or of an improvement plan on a notice.

Stored inside entries, and so a recorded format.
"""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen, Name
from ledger.words import Text


class Step(Frozen):
    """One step of a plan: what, by whom, by when, with what outcome."""

    what: Text
    """What is to be done."""
    owner: Name | None = None
    """Who does it."""
    due_on: date | None = None
    """By when."""
    outcome: Text | None = None
    """What it is to achieve."""
