"""Whose contract it is: the file, the moral, who had to do with it, the first day and the last."""

from __future__ import annotations

from datetime import date

from ledger.entry import Account, Actor

FILE = "MCC-DC-003"
MORAL = "Moral: nobody can act on what nobody wrote down, and an e-mail on a Saturday night does not end a contract."
PROVIDER = "Brindle Green Day Care Ltd"
MARTIN = Actor(person="Martin Hale", office="lead-officer")
NORA = Actor(person="Nora Quayle", office="lead-officer")
JOAN = Actor(person="Joan Petrie")
OWEN = Actor(person="Owen Pratt", office="provider-contract-manager", party="provider")
MARTINS = Account(account="m.hale", name="Martin Hale")
NORAS = Account(account="n.quayle", name="Nora Quayle")
OWENS = Account(account="o.pratt", name="Owen Pratt", party="provider")
START, END = date(2025, 1, 6), date(2026, 9, 30)
CENTRE = "Tollgate Centre, 2 Station Road, Marlchester"
