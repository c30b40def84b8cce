"""The full review ahead of each end of a contract that was moved (HCC-10.1-a, HCC-12.7).

A later end asks for a review of its own, and makes none of the one ahead of the end before it. A nearer one, which the
provider agreed to, takes with it a day that was missed (docs/adr/0121, docs/adr/0306). Questions of several subjects:
pure functions of a file and its procedures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ledger.dates.working_days import shifted
from ledger.reviews_answered import all_reviewed
from ledger.subjects.reviews import ReviewAsked, review_asked

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.variations import TermValue


class EarlierReview(NamedTuple):
    """The full review ahead of an end that was moved."""

    asked: ReviewAsked
    moved_on: date
    moved_by: int
    """The entry that moved it."""
    done: tuple[date, int] | None
    """When it was first completed while the contract ended so, and by which entry; None where it was not."""


def earlier_reviews(file: ContractFile, procedure_on: Callable[[date], Procedure]) -> Iterator[EarlierReview]:
    """Yield the review ahead of each end that was moved, where it was done in time or its day was over by then."""
    kept_since = file.agreement.contemporaneous_since or date.min
    for before, now in pairwise(_ends(file)):
        last = shifted(now.since, -1)
        asked = review_asked(file, last, procedure_on(last))
        if asked is None or asked.by < kept_since or not isinstance(now.value, date):
            continue
        done = _first_done(file, before, now)
        in_time = done is not None and done[0] <= asked.by
        if in_time or (asked.end < now.value and asked.by < now.since):
            yield EarlierReview(asked, now.since, now.position, done)


def _ends(file: ContractFile) -> list[TermValue]:
    """The ends that the contract had one after the other, each another day than the one before."""
    contract = file.agreement.contract
    days = {contract.effective_on} if contract else set()
    for made in file.changes(date.max):
        if any(change.term == "end-date" for change in made.changes):
            days.add(made.agreement.since)
    days |= {one.on for one in file.reviews.extensions if one.taken}
    had = [end for day in sorted(days) if (end := file.value_of("end-date", day)) is not None]
    return [end for n, end in enumerate(had) if not n or end.value != had[n - 1].value]


def _first_done(file: ContractFile, before: TermValue, now: TermValue) -> tuple[date, int] | None:
    """The first review completed while the contract had an end: of its first one, also one that came before."""
    since = (date.min, 0) if before.position == file.agreement.position else (before.since, before.position)
    done = (review.done for review in all_reviewed(file))
    return min((one for one in done if one is not None and since <= one < (now.since, now.position)), default=None)


__all__ = ["EarlierReview", "earlier_reviews"]
