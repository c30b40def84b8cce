"""What takes the place of something of its own sort: never itself, nor what takes its own place.

Whatever is recorded names only what is on file, and so what was there before it. A correction is written later, when
the entry that it corrects is there, and what named that one since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.contents import references
from ledger.entry import own

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry, Recorded


def named_by_itself(file: ContractFile, corrected: Recorded, now: Entry) -> str | None:
    """Return where an entry as it would be corrected names itself, or says that it replaces what replaces it, be it one
    after another; None where it does neither. Begins with the field."""
    itself = (corrected.position, corrected.given_id)
    for path, _, named in references(now):
        if named in itself:
            return f"replacement.{path}: {named} is this entry itself, which rests on what was there before it"
    first = own(now, "replaces")
    seen: dict[str, None] = {}
    while (named := own(now, "replaces")) is not None and named not in seen:
        seen[named] = None
        recorded = file.at(file.begun_by(named) or 0)
        if recorded is None:
            return None
        now = recorded.entry
        if own(now, "replaces") == corrected.given_id:
            return f"replacement.replaces: {first} takes the place of {corrected.given_id}, which so would take its own"
    return None


__all__ = ["named_by_itself"]
