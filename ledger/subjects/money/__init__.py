"""What the money buys: the payment basis, the budget position, and value for money."""

from ledger.subjects.money.entries import HEADS, BudgetPositionRecorded, Head, PaymentBasisSet, ValueForMoneyTested
from ledger.subjects.money.register import Basis, Position, Tested, WhatMoneyBuys
from ledger.subjects.money.rules import RULES

__all__ = [
    "HEADS", "RULES", "Basis", "BudgetPositionRecorded", "Head", "PaymentBasisSet", "Position", "Tested",
    "ValueForMoneyTested", "WhatMoneyBuys",
]  # fmt: skip
