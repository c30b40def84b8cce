"""Whose contract it is: the file, the moral, the provider's people, the first day and the last."""

from __future__ import annotations

from datetime import date

from ledger.entry import Account, Actor

FILE = "MCC-ML-022"
MORAL = (
    "Moral: a failing that is real is not yet a case, and whoever cannot wait for the last day of the clause begins "
    "again from the first."
)
PROVIDER = "Fennimore Meals Ltd"
HUGH = Actor(person="Hugh Fennimore", office="provider-contract-manager", party="provider")
HUGHS = Account(account="h.fennimore", name="Hugh Fennimore", party="provider")
START, END = date(2025, 9, 1), date(2028, 8, 31)
KITCHEN = "Fennimore Kitchens, 11 Dock Street, Marlchester"
BROUGHT = {"delivery times": True}
"""What the provider was to bring to each meeting, and did."""
