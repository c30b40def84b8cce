"""Whose contract it is: the file, the moral, who had to do with it, the first day and the last."""

from __future__ import annotations

from datetime import date

from ledger.entry import Account, Actor
from ledger.stakeholders import ConcernedGroup

FILE = "MCC-HH-036"
TITLE = "Home from hospital (a whole life)"
MORAL = (
    "Moral: what was wanted at the start is what is looked at in the end, and what was learnt is written down where "
    "the next contract begins."
)
GRACE = Actor(person="Grace Okoro", office="lead-officer")
SERVICE_MANAGER = Actor(person="Grace Okoro", office="service-manager")
"""The same person: the lead officer is normally the Service Manager."""
FAY = Actor(person="Fay Flint", office="general-finance-manager")
UNA = Actor(person="Una Unsworth", office="fsu")
BEA = Actor(person="Bea Lowther", office="provider-contract-manager", party="provider")
NADIA = Actor(person="Nadia Frayne", party="third-party")
"""Of the provider that took over."""
GRACES = Account(account="g.okoro", name="Grace Okoro")
FAYS = Account(account="f.flint", name="Fay Flint")
BEAS = Account(account="b.lowther", name="Bea Lowther", party="provider")
START, END = date(2025, 7, 1), date(2026, 3, 31)
NEWCOMER = "Stillwater Reablement CIC"
"""Who runs the service from April 2026."""
FORUM = ConcernedGroup(who="individuals", name="Home Again group", how_many=14)
CARERS = ConcernedGroup(who="families", name="Carers' network", how_many=9)
HOSPITAL = ConcernedGroup(who="partners", name="Discharge team, Wexley Hospital")
BROUGHT = {"hours and visits of the quarter": True, "complaints log": True}
"""What the provider was to bring to each meeting, and did."""
EXPECTED = ("lead-officer", "contract-support-officer", "provider-contract-manager")
