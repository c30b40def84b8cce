"""What every agreement has in common: it names who agreed to it, and the document that shows it."""

from __future__ import annotations

from typing import ClassVar

from ledger.entry import Entry


class Agreed(Entry):
    """An act by which the parties agree to something (CPC307-K17)."""

    parties: ClassVar[tuple[tuple[tuple[str, ...], str], ...]] = (
        (("agreed_by_authority", "by"), "who agreed for the authority"),
        (("agreed_by_provider",), "who agreed for the provider"),
    )
    """Fields, of which one is enough, and whom they name in words."""
    papers: ClassVar[tuple[str, ...]] = ("exhibits",)
    """Where its document may stand."""
