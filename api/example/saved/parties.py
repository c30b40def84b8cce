"""Whose contract it is: the file, the moral, who had to do with it, the first day and the last."""

from __future__ import annotations

from datetime import date

from ledger.entry import Account, Actor

FILE = "MCC-VS-031"
MORAL = (
    "Moral: a contract is saved when each side is told at once, each looks at its own part, and what turns out to be "
    "one's own fault is put right and said."
)
PROVIDER = "Harbour Light Support"
TOM = Actor(person="Tom Reeve", office="lead-officer")
INES = Actor(person="Ines Calder", office="deputy-lead-officer")
HELEN = Actor(person="Helen Marr", office="pdm")
JOAN = Actor(person="Joan Petrie", office="note-taker")
MINA = Actor(person="Mina Calloway", office="provider-contract-manager", party="provider")
STELLA = Actor(person="Stella Trent", office="provider-escalation-contact", party="provider")
TOMS = Account(account="t.reeve", name="Tom Reeve")
INESS = Account(account="i.calder", name="Ines Calder")
HELENS = Account(account="h.marr", name="Helen Marr")
MINAS = Account(account="m.calloway", name="Mina Calloway", party="provider")
START, END = date(2025, 10, 6), date(2027, 10, 5)
HOUSE = "The Customs House, 3 Quay Street, Marlchester"
BROUGHT = {"log of calls": True}
"""What the provider was to bring to each meeting, and did."""
SENIOR = "Senior Management Group"
