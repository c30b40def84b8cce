"""Whose contract it is: the file, the moral, the provider's people, the first day and the last."""

from __future__ import annotations

from datetime import date

from ledger.entry import Actor

FILE = "MCC-HC-014"
MORAL = (
    "Moral: a contract can be ended for failure when every failing was noticed, told, given time and checked, and each "
    "of these was written down on the day."
)
PRIYA = Actor(person="Priya Shah", office="provider-contract-manager", party="provider")
GWEN = Actor(person="Gwen Tallis", office="provider-escalation-contact", party="provider")
DEV = Actor(person="Dev Malik")
START, END = date(2025, 2, 3), date(2028, 2, 2)
OFFICE = "Larkfield House, 4 Mill Lane, Wexley"
BROUGHT = {"activity return": True, "complaints log": True, "staffing figures": True}
