"""Which decision on a recommendation on resources stands: that of whoever it was put to, or of another who says why.

What another decides for them and gives no reason for decides nothing; a reason that is added to it makes it stand
(CPC308-B3, docs/adr/0486). Pure functions of a file and the procedure.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.decided import GIVES_NONE, stands_from
from ledger.entry import own
from ledger.names import few
from ledger.offices import is_one_of, whom
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry
    from ledger.procedures import Procedure
    from ledger.subjects.resources.register import Decision, Recommendation

DECIDED_BY = "recommendation.decided-by-whom-it-is-put-to"
"""The rule that a recommendation is decided by those it is made to."""
DECIDES_NOTHING = (*GIVES_NONE, "no-reason-given")
"""How the departure of a decision from that rule stands where it decides nothing."""


def not_by_whom_it_is_put_to(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Find that a recommendation is decided by another than those it was put to."""
    held, by, day = file.resources.recommendations.get(own(entry, "recommendation") or ""), entry.by, entry.happened_on
    if held is None or held.says is None:
        return NOT_IN_POINT
    addressees = [whom(file, to, day, procedure) for to in held.addressees]
    put_to = f"it was put to {few([procedure.person_in_office(to) for to in addressees])}"
    if held.is_anothers(entry):
        to = put_to if addressees else "nobody there was asked"
        return f"it is decided by {by}, of the provider, and {to}: it is still to be decided"
    if not addressees:
        return NOT_IN_POINT
    if by is None:
        return f"{put_to}, and it is not said who decided"
    if by.is_of_the_provider or any(is_one_of(file, by, to, day, procedure) for to in addressees):
        return None  # it was put to the provider: who of theirs decides is theirs to say
    return f"{put_to}, and {procedure.person_in_office(by)} decided"


def decided(file: ContractFile, one: Recommendation, procedure: Procedure) -> Decision | None:
    """Return the decision on a recommendation that stands, the newest of several; None where none does."""
    return next((made for made in reversed(one.decisions) if _stands(file, made, procedure)), None)


def without_effect(file: ContractFile, one: Recommendation, procedure: Procedure) -> list[Decision]:
    """Return the decisions on a recommendation that do not stand: another's, who gave no reason."""
    return [made for made in one.decisions if not _stands(file, made, procedure)]


def _stands(file: ContractFile, made: Decision, procedure: Procedure) -> bool:
    if made.says.by is None:  # whose it was is not known: it may be theirs
        return True
    since = stands_from(
        file, made.on, made.position, DECIDED_BY, not_by_whom_it_is_put_to, date.max, procedure, DECIDES_NOTHING
    )
    return since is not None


__all__ = ["DECIDED_BY", "decided", "not_by_whom_it_is_put_to", "without_effect"]
