"""Who appears in the examples: the authority's people and the accounts that write entries down. All are invented.

Those whom a demonstration lets anybody be (api/people.py) appear under the same names and accounts.
"""

from __future__ import annotations

from datetime import time

from api.people import DEMO_PEOPLE
from ledger.dates.calendar import Period
from ledger.entry import Account, Actor, Money
from ledger.serving.service_clauses import NINE_TO_FIVE, MethodRule

AUTHORITY_NAME = "Marlshire County Council"

ANN = Actor(person="Ann Ashe", office="lead-officer")
COLIN = Actor(person="Colin Marsh", office="contract-support-officer")
RUTH = Actor(person="Ruth Dale", office="county-manager-contracts")
LENA = Actor(person="Lena Stone", office="legal-services")

ANNS = DEMO_PEOPLE["lead-officer"].as_account()
COLINS = DEMO_PEOPLE["contract-support-officer"].as_account()
RUTHS = DEMO_PEOPLE["county-manager"].as_account()
LENAS = DEMO_PEOPLE["legal-services"].as_account()
PRIYAS = DEMO_PEOPLE["provider"].as_account()
JOANS = Account(account="j.petrie", name="Joan Petrie")
"""Business support: writes down what others did."""


def pounds(amount: int) -> Money:
    """Return an amount of whole pounds."""
    return Money(pence=amount * 100)


ON_PAPER = (
    MethodRule(method="hand", counts="on-delivery", hours=NINE_TO_FIVE),
    MethodRule(method="signed-for-post", counts="on-recorded-delivery", hours=NINE_TO_FIVE),
)
"""The two ways the example contracts allow for every notice: when delivered, within working hours."""
BY_EMAIL_TOO = (
    MethodRule(
        method="e-mail", counts="after-sending", not_for=("termination",),
        after=Period(count=1, unit="working-days", end_hour=time(9)),
    ),
    *ON_PAPER,
)  # fmt: skip
"""The same, and e-mail for everything but termination: it counts at nine on the next Working Day."""
