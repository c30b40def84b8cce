"""Whether a wish to revise the contract was first taken to the support officer by the lead officer (HCC-7.4-a).

One answer for the rule that judges an agreement and for what is due while a proposal is open; who has to have taken it
there is told as for an early termination (ledger/ending.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import few
from ledger.offices import consulted, not_by_the_lead

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.records import Consultation

SUPPORT_OFFICER = "contract-support-officer"


def not_discussed(file: ContractFile, named: str | None, day: date, procedure: Procedure) -> str | None:
    """Return in words that the lead officer had not discussed a variation with the support officer by a day; None where
    that was done."""
    discussed = _discussions(file, named, day)
    which = named or "this variation"
    if not discussed:
        officer = procedure.office_title(SUPPORT_OFFICER)
        open_talk = "".join(
            f"; that of {dated(on)} says not of which of {few(of)}" for on, of in _unsaid(file, named, day)
        )
        return f"no consultation of the {officer} about {which} is on file for {dated(day)} or before{open_talk}"
    by_another = not_by_the_lead(file, discussed, day)
    return f"{which} was {by_another}" if by_another else None


def _discussions(file: ContractFile, named: str | None, day: date) -> list[Consultation]:
    """The consultations of that officer up to a day that name this variation, or none and can have been about it: they
    came after another was last agreed, and what was proposed then, or next, was this."""
    since = file.variations.agreed_before(day, named) or date.min
    found = []
    for held in consulted(file, SUPPORT_OFFICER, "variation", day):
        about = [name for name in held.about if name.startswith("VAR-")]
        if named in about or (not about and held.on >= since and _can_have_meant(file, named, held.on)):
            found.append(held)
    return found


def open_then(file: ContractFile, on: date) -> list[str]:
    """Return the variations that were open on a day and not left to the next contract: a talk that names none of
    several can have been about any, and shows of none that it was discussed (docs/adr/0304)."""
    return [one.id for one in file.variations.by_id.values() if one.is_open(on) and not one.put_off]


def _unsaid(file: ContractFile, named: str | None, day: date) -> Iterator[tuple[date, list[str]]]:
    """The talks up to a day that name no variation while this one and others were open: (day, those that were)."""
    for held in consulted(file, SUPPORT_OFFICER, "variation", day):
        there = open_then(file, held.on)
        if named in there and len(there) > 1 and not any(name.startswith("VAR-") for name in held.about):
            yield held.on, there


def _can_have_meant(file: ContractFile, named: str | None, on: date) -> bool:
    """Whether a talk of a day that names no variation was about this one, as far as the file shows: proposed by then
    and the only one open, or the first that was proposed since while no other was open."""
    variations = file.variations.by_id
    this, there = variations.get(named or ""), open_then(file, on)
    if named in there and len(there) > 1:
        return False
    if this is None or this.proposed_on is None or this.proposed_on <= on:
        return True
    sooner = (one for one in variations.values() if one.proposed and one.proposed < this.proposed)
    return not any(one.is_open(on) or (one.proposed_on is not None and one.proposed_on > on) for one in sooner)
