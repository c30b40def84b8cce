"""What the money buys: the payment basis, the budget position, and value for money."""

from ledger.subjects.money.entries import BudgetPositionRecorded, Head, PaymentBasisSet, ValueForMoneyTested
from ledger.subjects.money.register import Basis, Position, Tested, WhatMoneyBuys
from ledger.subjects.money.rules import RULES

__all__ = [
    "RULES", "Basis", "BudgetPositionRecorded", "Head", "PaymentBasisSet", "Position", "Tested",
    "ValueForMoneyTested", "WhatMoneyBuys",
]  # fmt: skip
