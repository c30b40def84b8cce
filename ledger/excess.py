"""Whether figures that come after payments were certified show that more was paid for than delivered (HCC-6.3-a)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.dates.span import Span
from ledger.dates.working_days import shifted
from ledger.names import few, same_name

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.payments import Payment
    from ledger.subjects.performance import ActivityRecorded


class Excess(NamedTuple):
    """What was certified of one thing in a time, and whether as much of it was delivered."""

    payments: tuple[Payment, ...]
    """Those certified, in the world's order."""
    found: str | None
    """It in words; None where all was delivered."""


def excess(file: ContractFile, entry: ActivityRecorded) -> Excess | None:
    """Return what figures show of what was certified before them, of the same thing; None where they show nothing of
    that: a block is paid for, a certificate does not say what it counts, or figures of the rest of its time are not on
    file. What was told of a certificate as it was recorded is not told again."""

    def counted(one: Payment) -> bool:
        return one.what == "certified" and one.volume is not None and same_name(one.unit or "", entry.measure)

    if entry.delivered is None:
        return None
    time = file.payments.time_shared(entry.period, counted)
    certified = tuple(file.payments.lying_in(time, counted))
    delivered = _with_the_rest(file, entry, time)
    if not certified or delivered is None or _is_a_block(file, time) or any(_was_told(file, one) for one in certified):
        return None
    paid = sum((Decimal(one.volume or 0) for one in certified), Decimal())
    if paid <= delivered:
        return Excess(certified, None)
    of = few([f"entry {one.position}" for one in certified])
    whose = "that time" if time == entry.period else str(time)
    said = f"{paid} {entry.measure} of {whose} were certified ({of}), and {delivered} were delivered"
    return Excess(certified, f"{said}; say what is done about the excess")


def _with_the_rest(file: ContractFile, entry: ActivityRecorded, time: Span) -> Decimal | None:
    """What was delivered in a time by new figures and those on file of the rest of it; None where these are not."""
    whole, period = Decimal(entry.delivered or 0), entry.period
    for first, last in ((time.first, shifted(period.first, -1)), (shifted(period.last, 1), time.last)):
        if first <= last:
            held = file.performance.delivered_in(Span(first=first, last=last))
            rest = next((one.volume for one in held if same_name(one.measure, entry.measure)), None)
            if rest is None:
                return None
            whole += rest
    return whole


def _is_a_block(file: ContractFile, time: Span) -> bool:
    contract = file.agreement.contract
    bases = file.money.bases_in(time.first, time.last)
    return {one.says.basis if one else contract.payment_basis if contract else None for one in bases} == {"block"}


def _was_told(file: ContractFile, payment: Payment) -> bool:
    recorded = file.at(payment.position)
    return recorded is not None and any(d.rule == PAID_FOR for d in recorded.departures)


PAID_FOR = "payment.for-service-delivered"
"""The rule that a certificate itself is held against."""
