"""What is asked of the days by which a procedure is reviewed (TVP-DC-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated, months_later
from ledger.names import counted
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.adoption.entries import ProcedureAdopted, ProcedureAmended, ProcedureReviewed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

EVERY = "procedure.review-every"
Settled: TypeAlias = ProcedureAdopted | ProcedureAmended | ProcedureReviewed


def _not_later(file: ContractFile, entry: Settled, procedure: Procedure) -> str | None:
    """Of a version that takes effect later, there is nothing to review before that."""
    day = max(entry.happened_on, entry.effective_on)
    if entry.next_review_on is None:
        return NOT_IN_POINT
    if entry.next_review_on > day:
        return None
    effect = ", when it takes effect" if day > entry.happened_on else ""
    return f"its next review is to be by {dated(entry.next_review_on)}, which is not after {dated(day)}{effect}"


def _beyond_its_interval(file: ContractFile, entry: Settled, procedure: Procedure) -> str | None:
    """Where the procedure's own text gives the interval: of a number that is assumed nobody is held to it."""
    every, day = procedure.setting(EVERY), max(entry.happened_on, entry.effective_on)
    last = months_later(day, every) if every and EVERY not in procedure.open else None
    if entry.next_review_on is None or last is None:
        return NOT_IN_POINT
    if entry.next_review_on <= last:
        return None
    asks = f"the procedure asks for it every {counted(every, 'month')}, by {dated(last)}"
    return f"its next review is to be by {dated(entry.next_review_on)}; {asks}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="procedure.last-reviewed-by-then", citation="TVP-DC-3", level="contradiction", of=ProcedureAdopted,
        field="last_reviewed_on", sentence="A procedure that is adopted was last reviewed by that day.",
        found=out_of_order(
            "happened_on", "last_reviewed_on",
            found="it was adopted on {later}, and is said to have been last reviewed on {earlier}, after that",
        ),
    ),
    Rule(
        id="procedure.next-review-later", citation="TVP-DC-3", level="explain",
        of=(ProcedureAdopted, ProcedureAmended, ProcedureReviewed), field="next_review_on", found=_not_later,
        sentence="A procedure is next reviewed after the day this is settled, and once it has taken effect.",
    ),
    Rule(
        id="procedure.next-review-within-its-interval", citation="TVP-DC-3", level="advise",
        of=(ProcedureAdopted, ProcedureAmended, ProcedureReviewed), field="next_review_on",
        sentence="A procedure is next reviewed no later than its own interval gives.", found=_beyond_its_interval,
    ),
)  # fmt: skip
