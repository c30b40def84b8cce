"""Payments: invoices, what was certified, paid and withheld of them, and orders or placements made under the contract.

Interest on late payment, and what else a party owes for not keeping the contract, is in ledger/subjects/remedies/.
"""

from ledger.subjects.payments.entries import (
    InvoiceReceived,
    OrderPlaced,
    PaymentCertified,
    PaymentMade,
    PaymentWithheld,
)
from ledger.subjects.payments.register import Invoice, Order, Payment, Payments
from ledger.subjects.payments.rules import RULES

__all__ = [
    "RULES", "Invoice", "InvoiceReceived", "Order", "OrderPlaced", "Payment", "PaymentCertified", "PaymentMade",
    "PaymentWithheld", "Payments",
]  # fmt: skip
