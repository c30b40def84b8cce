"""What a unit of service cost: what was paid for a time over the volume delivered in it, and over the volume
commissioned for it (HCC-6.3-d).

A time is that of some figures with every payment that shares a day with it, other than the one on which one ends and
the other begins: of months where each is paid for by itself, of a quarter where that was paid for, whichever of the two
is the longer. Where several measures count one time, each is given the whole of what was paid: money is not shared out
among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ledger.dates.span import Span
from ledger.entry import Frozen, Money
from ledger.names import name_key, same_name
from ledger.subjects.payments import Payment
from ledger.subjects.performance import Delivered, Volume
from projections.view import FileView


class UnitCost(Frozen):
    """What a unit of service cost over one time."""

    first: date
    last: date
    measure: str
    paid: Money
    delivered: str | None
    commissioned: str | None
    per_delivered: Money | None
    """To the nearest penny, half up."""
    per_commissioned: Money | None
    difference: Money | None
    """How much more a unit delivered cost than one commissioned; below nothing where it cost less."""
    entries: tuple[int, ...]
    """The entries of the volumes."""


class PaymentLeftOut(Frozen):
    """A payment of which no time is known that it is for: it is in no unit cost, and held against nothing delivered."""

    on: date
    position: int
    paid: Money
    invoice: str | None
    """The invoice it was made on, which says no time either."""


class UnitCostUnknown(Frozen):
    """A time that is over and was paid for, of which some figures are on file and not what a unit cost."""

    first: date
    last: date
    measure: str
    why: str


def unit_costs(view: FileView, on: date) -> Iterator[UnitCost | UnitCostUnknown]:
    """Yield what a unit cost in each time of which figures are on file, by what was paid by a day, or why that cannot
    be told of one that is over; nothing of a time for which nothing was paid. Pure."""
    payments = view.file.payments

    def paid(one: Payment) -> bool:
        return one.what == "made" and one.on <= on

    told: set[tuple[str, date, date]] = set()
    for _, entry in view.file.performance.activity:
        if entry.delivered is None and entry.commissioned is None:
            continue
        time = payments.time_shared(entry.period, paid)
        which = (name_key(entry.measure), time.first, time.last)
        if which in told or not (of_it := payments.lying_in(time, paid)):
            continue
        told.add(which)
        cost = _cost(view, time, entry.measure, [one.amount for one in of_it])
        if isinstance(cost, UnitCost) or time.last <= on:
            yield cost


def left_out(view: FileView, on: date) -> Iterator[PaymentLeftOut]:
    """Yield what was paid by a day for a time nobody can tell: where figures of activity are on file, or payment is for
    service delivered on its day; else no unit cost is asked for (HCC-3.1-c). Pure."""
    counted, contract = bool(view.file.performance.activity), view.file.agreement.contract
    for one in view.file.payments.payments:
        if one.what != "made" or one.on > on or view.file.payments.time_of(one.period, one.invoice) is not None:
            continue
        held = view.file.money.bases_in(one.on, one.on)
        bases = [basis.says.basis if basis else contract.payment_basis if contract else None for basis in held]
        if counted or "delivered" in bases:
            yield PaymentLeftOut(on=one.on, position=one.position, paid=one.amount, invoice=one.invoice)


def _cost(view: FileView, time: Span, measure: str, paid: list[Money]) -> UnitCost | UnitCostUnknown:
    delivered, commissioned = _volume(view, time, measure, "delivered"), _volume(view, time, measure, "commissioned")
    first, last = time.first, time.last
    if len({one.currency for one in paid}) > 1:
        why = "what was paid is in several currencies, which are not added"
        return UnitCostUnknown(first=first, last=last, measure=measure, why=why)
    if delivered is None and commissioned is None:
        why = "the figures on file are not for the whole of that time"
        return UnitCostUnknown(first=first, last=last, measure=measure, why=why)
    money = Money(pence=sum(one.pence for one in paid), currency=paid[0].currency)
    each, each_wanted = _each(money, delivered), _each(money, commissioned)
    return UnitCost(
        first=first, last=last, measure=measure, paid=money,
        delivered=f"{delivered.volume:f}" if delivered else None,
        commissioned=f"{commissioned.volume:f}" if commissioned else None,
        per_delivered=each, per_commissioned=each_wanted,
        difference=Money(pence=each.pence - each_wanted.pence, currency=money.currency)
        if each and each_wanted else None,
        entries=tuple(sorted({at for one in (delivered, commissioned) if one for at in one.entries})),
    )  # fmt: skip


def _volume(view: FileView, time: Span, measure: str, what: Volume) -> Delivered | None:
    found = view.file.performance.delivered_in(time, what)
    return next((held for held in found if same_name(held.measure, measure)), None)


def _each(money: Money, volume: Delivered | None) -> Money | None:
    if volume is None or volume.volume <= 0:
        return None
    return Money(pence=rounded(Decimal(money.pence) / volume.volume), currency=money.currency)


def rounded(pence: Decimal) -> int:
    """Return whole pence, half up."""
    return int(pence.quantize(Decimal(1), ROUND_HALF_UP))
