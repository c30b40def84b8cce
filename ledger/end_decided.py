"""Whether it was decided to end the contract early, by whoever may decide that.

A decision by another office is none until it is ratified, and none once it was refused (TVP-5.0-7, docs/adr/0490).
Where the procedure gives it to no office, or asks for no more than a reason, it stands as recorded. Pure functions of a
file, a day and the procedure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.decided import judged_else_by, stands_from
from ledger.entry import own
from ledger.offices import in_office
from ledger.registers import grouped
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry, Recorded
    from ledger.procedures import Procedure
    from ledger.subjects.termination.steps import Decision

DECIDED_BY = "termination.decided-by-the-office-entitled"
"""The rule that the office entitled decides to end the contract."""
NOTICE_DECIDED = "notice.termination-decided"
"""The rule that it was decided before notice of it is given (docs/adr/0511)."""


def not_by_decider(file: ContractFile, act: Entry, procedure: Procedure) -> str | None:
    """Find that a decision to end the contract is another's than the office's that the procedure gives it to."""
    entitled = next((c.authorised_by for c in procedure.conditions if c.id == "TC-20"), ())
    if not entitled:
        return NOT_IN_POINT
    if in_office(file, act.by, entitled, act.happened_on, procedure):
        return None
    titles = procedure.one_of(entitled)
    return f"it was decided by {procedure.person_in_office(act.by)}; the procedure gives it to {titles}"


def notice_undecided(file: ContractFile, notice: Entry, proposal: str | None, procedure: Procedure) -> str | None:
    """Find that nobody who may had decided, by the day of a notice that ends the contract, to end it: a notice that the
    office entitled gave itself needs no more."""
    if end_decided(file, notice.happened_on, proposal, procedure) or not_by_decider(file, notice, procedure) is None:
        return None
    return f"no decision to end the contract that stands is on file for {dated(notice.happened_on)} or before"


def end_decided(file: ContractFile, day: date, proposal: str | None, procedure: Procedure) -> Decision | None:
    """Return the decision to end the contract that stands on a day, the newest of several, and of the day of its
    ratification where that was needed; None where none does. A purported one is never it."""
    made = (_as_it_stands(file, one, day, procedure) for one in reversed(file.termination.decided(day, proposal)))
    return next((one for one in made if one is not None), None)


def without_effect(file: ContractFile, day: date, proposal: str | None, procedure: Procedure) -> list[Decision]:
    """Return the decisions to end the contract by a day that do not stand, since nobody who may made them."""
    made = file.termination.decided(day, proposal)
    return [one for one in made if _as_it_stands(file, one, day, procedure) is None]


def decided_since(file: ContractFile, act: Recorded, rule: str, day: date, procedure: Procedure) -> int | None:
    """Return the entry by which somebody entitled decided, by a day, on the proposal on which an act had as nobody's
    who may, or of which it was the notice; None where none did, and of whatever else (docs/adr/0479)."""
    if rule not in (DECIDED_BY, NOTICE_DECIDED):
        return None
    proposal = file.termination.meant(act.entry.happened_on, own(act.entry, "proposal"))

    def find() -> Mapping[str, Sequence[tuple[date, int, str]]]:
        of = file.termination.meant
        made = (one for one in file.termination.decisions if one.on <= day and not one.against)
        stand = (one for one in made if _as_it_stands(file, one, day, procedure) is not None)
        return grouped(
            sorted((one.on, one.position, of(one.on, one.proposal) or "") for one in stand), lambda it: it[2:]
        )

    what = (DECIDED_BY, file.termination.as_it_is, day, judged_else_by(procedure))
    held = file.of_the_decisions(what, find).get(proposal or "", ())
    later = bisect_right(held, (act.entry.happened_on, act.position), key=lambda one: one[:2])
    return held[later][1] if later < len(held) else None


def _as_it_stands(file: ContractFile, made: Decision, day: date, procedure: Procedure) -> Decision | None:
    since = stands_from(file, made.on, made.position, DECIDED_BY, not_by_decider, day, procedure)
    return None if since is None else made.model_copy(update={"on": since})


__all__ = [
    "DECIDED_BY", "NOTICE_DECIDED", "decided_since", "end_decided", "not_by_decider", "notice_undecided",
    "without_effect",
]  # fmt: skip
