"""Whether a party that goes on with a contract it could end has reserved its rights.

Who knows of a right to end the contract and acts as if it were to go on may be held to have chosen that it should. What
was said when it so acted decides, so each act is looked at with the reservations made since the right arose.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.contract_terms import Party
from ledger.dates.working_days import dated
from ledger.entry import Entry
from ledger.rights import Right, rights
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

NO_CAUSE = "convenience"
"""The trigger of a right that is there all the time: going on with the contract gives nothing up."""


def reserves(entry: Entry, party: Party) -> bool:
    """Return whether an entry is, or has with it, words by which that party reserved its rights."""
    if getattr(entry, "reserved_by", None) == party:
        return True
    if getattr(entry, "reservation_of_rights", None) is None:
        return False
    acted = getattr(entry, "served_by_party", None) or getattr(entry, "given_by", None)
    return (acted or (entry.by.party if entry.by else "authority")) == party


def reservations(file: ContractFile, party: Party, right: Right, last: date) -> list[tuple[date, int]]:
    """Return (day, position) of each reservation by a party of a right of its own since it arose, up to a day."""
    first = right.arisen_on
    return [
        (r.entry.happened_on, r.position)
        for r in file.entries
        if first is not None and first <= r.entry.happened_on <= last and reserves(r.entry, party)
        if _covers(file, r.entry, right)
    ]


def _covers(file: ContractFile, entry: Entry, right: Right) -> bool:
    """Whether a reservation extends to a right: all do, but those about a notice or a breach it does not rest on."""
    if getattr(entry, "reserved_by", None) is None:
        return True  # words in another entry reserve whatever there is
    about = [named for named in (getattr(entry, "notice", None), getattr(entry, "breach", None)) if named is not None]
    return not about or any(file.begun_by(named) in right.entries for named in about)


def could_be_used(file: ContractFile, day: date, party: Party = "authority") -> list[Right]:
    """Return a party's rights to end the contract that had arisen for cause by a day and were still there."""
    held = (right for right in rights(file, day) if right.held_by == party)
    return [right for right in held if right.state == "arisen" and right.cause != NO_CAUSE]


def unreserved(file: ContractFile, entry: Any, procedure: Procedure) -> str | None:
    """Return the right that going on with the contract by this act may give up, unless rights were reserved since.

    The predicate of rules on acts by which a contract is gone on with: payments, extensions, variations, orders.
    """
    held = could_be_used(file, entry.happened_on)
    if not held:
        return NOT_IN_POINT
    if reserves(entry, "authority"):
        return None
    for right in held:
        assert right.arisen_on is not None
        if not reservations(file, "authority", right, entry.happened_on):
            return (
                f"a right to end the contract under clause {right.clause} arose on {dated(right.arisen_on)}, and no "
                "reservation of rights since is on file; going on as if the contract were to last may give it up"
            )
    return None
