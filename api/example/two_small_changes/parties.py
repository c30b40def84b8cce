"""Whose contract it is: the file, the moral, who had to do with it, the first day and the last."""

from __future__ import annotations

from datetime import date

from api.example.cast import pounds
from ledger.entry import Account, Actor

FILE = "MCC-HR-052"
MORAL = "Moral: two small changes are one large one, and whoever adds them up beforehand can still publish in time."
PROVIDER = "Tarn and Pell Maintenance Ltd"
PETER = Actor(person="Peter Voss", office="lead-officer")
AISHA = Actor(person="Aisha Bell", office="lead-officer")
DIANE = Actor(person="Diane Keele", office="senior-responsible-officer")
IVO = Actor(person="Ivo Grant", office="srm-lead")
WILL = Actor(person="Will Tarn", office="provider-contract-manager", party="provider")
PETERS = Account(account="p.voss", name="Peter Voss")
AISHAS = Account(account="a.bell", name="Aisha Bell")
DIANES = Account(account="d.keele", name="Diane Keele")
IVOS = Account(account="i.grant", name="Ivo Grant")
WILLS = Account(account="w.tarn", name="Will Tarn", party="provider")
START, END = date(2025, 10, 1), date(2030, 9, 30)
TOTAL, WITH_DAMP, WITH_BOTH = pounds(9_600_000), pounds(10_180_000), pounds(10_630_000)
