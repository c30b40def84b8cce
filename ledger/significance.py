"""Whether an issue is significant: the four tests for going to the formal procedure at once (TVP-5.0-2 to TVP-5.0-5).

Each test stands alone (requirements, J-10: the text does not add them together). The shares are settings of the
procedure, compared without rounding: 10 per cent of £120,000 is £12,000, and £11,999.99 is less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.procedures import Procedure
    from ledger.subjects.issues import IssueSignificanceAssessed


def met(assessed: IssueSignificanceAssessed, procedure: Procedure) -> list[str]:
    """Return each test an assessment shows to be met, in words with its figures; empty where it shows none."""
    share, clients = procedure.setting("significance.value"), procedure.setting("significance.clients")
    value, annual, group = assessed.value_affected, assessed.annual_value, assessed.client_group
    found = []
    if share and value and annual and _of(value.pence, annual.pence, share) and value.currency == annual.currency:
        found.append(f"{value} of {annual} a year is {share} % or more")
    if clients and assessed.clients_affected is not None and group and _of(assessed.clients_affected, group, clients):
        found.append(f"{assessed.clients_affected} of {group} clients are {clients} % or more")
    if procedure.setting("significance.harm") and assessed.harm:
        found.append("a client or staff came to harm through the provider's negligence")
    if procedure.setting("significance.reputation") and assessed.reputation:
        found.append("the authority's reputation is harmed or likely to be")
    return found


def not_measured(assessed: IssueSignificanceAssessed) -> list[str]:
    """Return what keeps a share from being measured: one figure of two, another currency, nothing to measure by."""
    value, annual = assessed.value_affected, assessed.annual_value
    lacking = []
    if (value is None) != (annual is None):
        lacking.append("of the value affected and the annual value only one is given")
    elif value and annual and (value.currency != annual.currency or annual.pence <= 0):
        lacking.append(f"{value} cannot be measured by {annual}")
    if (assessed.clients_affected is None) != (assessed.client_group is None):
        lacking.append("of the clients affected and the client group only one is given")
    return lacking


def _of(part: int, whole: int, share: int) -> bool:
    return whole > 0 and part * 100 >= whole * share
