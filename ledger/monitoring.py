"""Since when a contract is watched, and when its surveys and the first position of its budget are due.

The specification's own number goes before the procedure's (HCC-6.1-c, HCC-6.1-e). Its meetings: meetings_due.py; what
the provider sends at intervals: returns_owed.py. These are questions of several subjects, so they stand here: pure
functions of a file, a day and the procedure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ledger import arranged
from ledger.dates.working_days import months_after, months_later
from ledger.surveys_received import last_survey

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.terms import ServiceSpecificationIssued


def watched_since(file: ContractFile) -> date | None:
    """Return the day from which the file must show the contract being watched.

    That is its start, or the day from which it was kept as things happened where it was taken on later. None where
    no start is on file: then nothing can be called late.
    """
    start, kept_since = file.started_on(), file.agreement.contemporaneous_since
    return max(start, kept_since) if start and kept_since else start


def survey_due(file: ContractFile, day: date, procedure: Procedure) -> date | None:
    """Return when, on a day, the next satisfaction survey is due (HCC-6.2-a).

    None where none is asked for, or no start is on file.
    """
    since, every = survey_asked_since(file, procedure), survey_every(file, day, procedure)
    if not (since and every):
        return None
    newest = last_survey(file, day)
    last = newest.on if newest else since
    return _came_due(file, last, day, procedure) or months_after(last, every)


def _came_due(file: ContractFile, last: date, day: date, procedure: Procedure) -> date | None:
    """The day on which a survey had come due, after the last, before a specification came that asks for it less often:
    that one is still to be made, and is not asked for later instead (docs/adr/0437)."""
    issued = {one.since for one in file.terms.specifications if last < one.since <= day}
    for since, until in pairwise(sorted({last, *issued})):
        every = survey_every(file, since, procedure)
        if every and (due := months_after(last, every)) < until:
            return due
    return None


def survey_asked_since(file: ContractFile, procedure: Procedure) -> date | None:
    """Return the day from which surveys are asked for; None where no start is on file."""
    return asked_since(file, lambda day: survey_every(file, day, procedure))


def asked_since(file: ContractFile, number: Callable[[date], int]) -> date | None:
    """Return the day from which something is asked for by its `number` of a day, 0 where it is not: that the contract
    is watched from, or on which a procedure was bound that brought it in (IMP-30-b). None where no start is on file."""
    since = watched_since(file)
    bound = reversed(arranged.bound_on(file))
    brought_in = (day for day in bound if number(day) and not number(arranged.before(file, day)))
    return max(since, next(brought_in, since)) if since else None


def first_position(file: ContractFile, procedure: Procedure) -> tuple[date, date] | None:
    """Return from which day a first position of the budget is asked for, and by when, in so many months after that
    (HCC-12.6, IMP-30-b). None where none is, or no start is on file."""

    def within(day: date) -> int:
        return arranged.bound_then(file, day, procedure).setting("budget.first-position-within")

    since, months = asked_since(file, within), within(date.max)
    by = months_later(since, months) if since is not None and months else None
    return (since, by) if since is not None and by is not None else None


def survey_every(file: ContractFile, day: date, procedure: Procedure) -> int:
    """Return how many months lie between two satisfaction surveys: by the procedure, or by the specification where that
    asks for more of them, or the procedure for none. A year is what every specification obliges the provider to, and
    only an arrangement agreed instead makes it longer (HCC-6.2-a; docs/adr/0437)."""
    spec = specification(file, day)
    asked = arranged.bound_then(file, day, procedure).setting("survey.every")
    agreed = (spec.survey_interval_months if spec else None) or asked
    return min(agreed, asked) if asked else agreed


def specification(file: ContractFile, day: date) -> ServiceSpecificationIssued | None:
    """Return the specification in force on a day, None where none is."""
    issued = file.terms.specification(day)
    return issued.says if issued else None
