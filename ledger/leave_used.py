"""Which act used up leave that was given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Recorded
    from ledger.subjects.records import Authorisation


def used_before(given: Authorisation, act: Recorded, file: ContractFile) -> int | None:
    """Return the position of an earlier act of the same kind that relied on leave given once, in the order in which
    they happened; None where there is none.

    One given for a proposal covers its proposal, its decision and its carrying out once each: so "of the same kind".
    """
    if given.scope != "once":
        return None
    for other in file.entries:
        if other.position == act.position:
            return None
        if type(other.entry) is type(act.entry) and any(d.authorisation == given.id for d in other.departures):
            return other.position
    return None
