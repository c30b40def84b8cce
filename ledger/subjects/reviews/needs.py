"""On what a review answers whether the contract met service needs (HCC-10.1-b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import NOT_IN_POINT
from ledger.said_since import filed_with

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.reviews.entries import ContractReviewCompleted


def rests_on_nothing(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    """Find that it is answered from no entry, or from that alone which opened the file."""
    answer = review.needs_met
    if answer is None:
        return NOT_IN_POINT  # that it is not answered is asked about by itself
    why = "" if answer.words else ", nor is it said why"
    if not answer.evidence:
        return f"no entry is named that shows whether needs were met{why}"
    if all(_only_opened_the_file(file, position) for position in answer.evidence):
        return f"entry {answer.evidence[0]} opened the file and does not show whether needs were met{why}"
    return None


def _only_opened_the_file(file: ContractFile, position: int) -> bool:
    """Whether an entry opened the file and has no paper: what came of the service it cannot say."""
    held = file.at(position)
    return held is not None and held.entry.opens and not (held.entry.exhibits or filed_with(file, position))
