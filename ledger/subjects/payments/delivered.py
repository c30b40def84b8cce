"""Whether a payment is for service delivered: it, and what was certified or paid before it for the same (HCC-6.3-a)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.entry import Money
from ledger.names import few, same_name
from ledger.rules import NOT_IN_POINT
from ledger.subjects.payments.entries import PaymentCertified, PaymentMade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.contract_file import ContractFile
    from ledger.dates.span import Span
    from ledger.procedures import Procedure
    from ledger.subjects.payments.register import Payment
    from ledger.subjects.performance import Delivered


def paid_for_more(file: ContractFile, entry: PaymentCertified | PaymentMade, procedure: Procedure) -> str | None:
    """Return what is paid for beyond what was delivered, alone or with what was certified or paid before."""
    if _bases(file, entry) == {"block"}:
        return NOT_IN_POINT  # a block is paid for, used or not (HCC-6.3-b)
    if isinstance(entry, PaymentMade):
        found = (_for_nothing(file, entry), _more_than_certified(file, entry))
        return next(
            (said for said in found if said), NOT_IN_POINT if NOT_IN_POINT in found and None not in found else None
        )
    if entry.volume_paid is None:
        return _for_nothing(file, entry)
    held = _of_what_it_counts(file, entry)
    paid, unit = Decimal(entry.volume_paid), f" {entry.unit}" if entry.unit else ""
    if entry.volume_delivered is not None and paid > Decimal(entry.volume_delivered):
        return f"it pays for {entry.volume_paid}{unit}, and {entry.volume_delivered} were delivered"
    if held is not None and paid > held.volume:
        return f"it pays for {entry.volume_paid}{unit}; {_on_file(held, 'that time')}"
    together = _more_with_others(file, entry, held)
    return NOT_IN_POINT if together is None and entry.volume_delivered is None and held is None else together


def volumes_not_said(file: ContractFile, entry: PaymentCertified, procedure: Procedure) -> str | None:
    """Return what a payment for service delivered leaves unsaid of how much that was."""
    if "delivered" not in _bases(file, entry):
        return NOT_IN_POINT
    missing = ["how much it pays for"] if entry.volume_paid is None else []
    if entry.volume_delivered is None and _of_what_it_counts(file, entry) is None:
        missing.append("how much was delivered")
    if entry.unit is None and (entry.volume_paid or entry.volume_delivered):
        missing.append("what is counted")
    return f"it does not say {' or '.join(missing)}" if missing else None


def for_what_not_said(file: ContractFile, entry: PaymentMade, procedure: Procedure) -> str | None:
    """Return that nobody can tell what service a payment is for: it says no time, it is on no invoice that says one,
    and nothing is certified on its invoice (HCC-3.1-c, HCC-6.3-a)."""
    if "delivered" not in _bases(file, entry):
        return NOT_IN_POINT
    if file.payments.time_of(entry.period, entry.invoice) or file.payments.of_invoice(entry.invoice or "", "certified"):
        return None
    says = f"{entry.invoice} says none either" if entry.invoice else "it is on no invoice"
    return f"it does not say what time it is for, and {says}: it is in no unit cost, and held against nothing delivered"


def _bases(file: ContractFile, entry: PaymentCertified | PaymentMade) -> set[str | None]:
    """On what bases is paid in the time that is paid for, else on that day: as was set, else as the contract has it.

    What is paid for was settled while it was provided; a change since then says nothing of it (HCC-6.3-b).
    """
    day, contract = entry.happened_on, file.agreement.contract
    time = file.payments.time_of(entry.period, entry.invoice)
    held = file.money.bases_in(time.first, time.last) if time else file.money.bases_in(day, day)
    return {one.says.basis if one else contract.payment_basis if contract else None for one in held}


def _delivered(file: ContractFile, entry: PaymentCertified | PaymentMade) -> list[Delivered]:
    """What the file has as delivered in the time that is paid for: the payment's own, else its invoice's."""
    time = file.payments.time_of(entry.period, entry.invoice)
    return file.performance.delivered_in(time) if time else []


def _of_what_it_counts(file: ContractFile, entry: PaymentCertified) -> Delivered | None:
    """What the file has as delivered of what a payment counts; where it says neither what that is nor how much of it
    was delivered, of the one thing that the file counts."""
    found = _delivered(file, entry)
    if entry.unit is not None:
        return _of(entry.unit, found)
    return found[0] if len(found) == 1 and entry.volume_delivered is None else None


def _of(measure: str, found: Iterable[Delivered]) -> Delivered | None:
    return next((held for held in found if same_name(held.measure, measure)), None)


def _more_with_others(file: ContractFile, entry: PaymentCertified, held: Delivered | None) -> str | None:
    """Where it pays, with what was certified before, for more than was delivered in its time, or in the one that they
    are for together; where none is on file for its own, in a longer one that figures are of."""
    time, unit = file.payments.time_of(entry.period, entry.invoice), entry.unit or (held.measure if held else None)
    if time is None:
        return None

    def counts_it(one: Payment) -> bool:
        alike = one.unit is unit if one.unit is None or unit is None else same_name(one.unit, unit)
        return one.volume is not None and alike

    again = _by_its_own_words(file, entry, time, counts_it) if held is None else None
    if again is not None or unit is None:
        return again
    wider = file.payments.time_shared(time, counts_it)
    longer = file.performance.times_counted(unit, time) if held is None else []
    for one in dict.fromkeys((time, wider, *longer)):
        there, before = _of(unit, file.performance.delivered_in(one)), file.payments.lying_in(one, counts_it)
        if there is not None and _volume(before) + Decimal(entry.volume_paid or 0) > there.volume:
            whose = "that time" if one == time else str(one)
            return f"{_with_these(entry, before, whose)}; {_on_file(there, whose)}"
    return None


def _by_its_own_words(
    file: ContractFile, entry: PaymentCertified, time: Span, counts_it: Callable[[Payment], bool]
) -> str | None:
    """Where no figures are on file: whether what was delivered in a time, by the certificates of it on one invoice or
    on none, was certified before; on another invoice may stand what somebody else was given."""
    before = [
        one for one in file.payments.lying_in(time, counts_it)
        if one.invoice == entry.invoice and one.delivered and file.payments.time_of(one.period, one.invoice) == time
    ]  # fmt: skip
    if entry.volume_delivered is None or not before:
        return None
    most = max(Decimal(entry.volume_delivered), *(Decimal(one.delivered or 0) for one in before))
    if _volume(before) + Decimal(entry.volume_paid or 0) <= most:
        return None
    return f"{_with_these(entry, before, 'that time')}; by what they say, {most} were delivered in it"


def _volume(payments: Iterable[Payment]) -> Decimal:
    return sum((Decimal(one.volume or 0) for one in payments), Decimal())


def _with_these(entry: PaymentCertified, before: list[Payment], time: str) -> str:
    pays = f"it pays for {entry.volume_paid}{f' {entry.unit}' if entry.unit else ''}"
    if not before:
        return pays
    return f"{pays}, and {_volume(before)} of {time} were certified before ({_entries(one.position for one in before)})"


def _more_than_certified(file: ContractFile, entry: PaymentMade) -> str | None:
    """Where more is paid than was certified as due for service delivered, on its invoice or for its time; not in point
    where nothing was certified that it could be held against."""
    found = [_beyond(entry, of, held) for of, held in _paid_with(file, entry) if _certified(held)]
    return next((said for said in found if said), None) if found else NOT_IN_POINT


def _paid_with(file: ContractFile, entry: PaymentMade) -> Iterator[tuple[str, list[Payment]]]:
    """What was certified and paid on the same invoice, and for the same time: of what, and those."""

    def alike(one: Payment) -> bool:
        return one.amount.currency == entry.amount.currency and one.what != "withheld"

    if entry.invoice is not None:
        yield entry.invoice, list(filter(alike, file.payments.of_invoice(entry.invoice)))
    time = file.payments.time_of(entry.period, entry.invoice)
    if time is not None:
        shared = file.payments.time_shared(time, alike)
        held = file.payments.lying_in(shared, alike)
        without = any(one.invoice is None for one in _certified(held))
        if _goes_by_time(file, entry.invoice, held, certified_without=without):
            of_time = (one for one in held if _goes_by_time(file, one.invoice, held, certified_without=without))
            yield str(shared), list(of_time)


def _goes_by_time(file: ContractFile, invoice: str | None, held: list[Payment], *, certified_without: bool) -> bool:
    """Whether what is paid on an invoice, or on none, is held against what was certified for a time.

    Not on one of which something is certified or paid for another time, or for none that is said; and not on one of
    which nothing is certified, where all that is certified for the time is on other invoices.
    """
    if invoice is None:
        return True
    there, positions = file.payments.of_invoice(invoice, "certified", "made"), {one.position for one in held}
    return all(one.position in positions for one in there) and (certified_without or bool(_certified(there)))


def _beyond(entry: PaymentMade, of: str, held: list[Payment]) -> str | None:
    certified = _certified(held)
    paid = [one for one in held if one.what == "made"]
    sums = [
        Money(pence=sum(one.amount.pence for one in some), currency=entry.amount.currency) for some in (certified, paid)
    ]
    if entry.amount.pence + sums[1].pence <= sums[0].pence:
        return None
    before = f", and {sums[1]} before ({_entries(one.position for one in paid)})" if paid else ""
    due = f"certified for service of {of} are {sums[0]} ({_entries(one.position for one in certified)})"
    return f"it pays {entry.amount}{before}; {due}"


def _certified(payments: Iterable[Payment]) -> list[Payment]:
    return [one for one in payments if one.what == "certified"]


def _for_nothing(file: ContractFile, entry: PaymentCertified | PaymentMade) -> str | None:
    """Where a payment does not say how much it pays for, it pays for something: for nothing only where neither figures
    nor certificates have anything as delivered in any part of its time."""
    if isinstance(entry, PaymentCertified) and entry.volume_delivered is not None:
        return None if Decimal(entry.volume_delivered) else "by its own words nothing was delivered"
    found, time = _delivered(file, entry), file.payments.time_of(entry.period, entry.invoice)
    if not found or time is None:
        return NOT_IN_POINT
    certified = file.payments.is_certified(entry.invoice, time)
    if certified or any(held.volume for held in found) or file.performance.may_have_delivered(time):
        return None
    none = "; ".join(f"0 {held.measure} ({_entries(held.entries)})" for held in found)
    return f"on file as delivered in that time are {none}"


def _on_file(held: Delivered, time: str) -> str:
    return f"on file as delivered in {time} are {held.volume} ({_entries(held.entries)})"


def _entries(positions: Iterable[int]) -> str:
    return few([f"entry {position}" for position in positions])
