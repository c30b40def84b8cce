"""The options to extend a contract on which nothing was decided, and the last day to take each up (TVP-3.0-10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.calendar import CalendarError, latest_day_before
from ledger.serving.remedy_time import working_day

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.agreement import Extension


def options_open(file: ContractFile) -> list[tuple[Extension, date | None]]:
    """Return each option to extend the contract that nothing was decided on while it lasted, and the last day to take
    it up.

    That is so long before the end as the contract says; where it says nothing, before the end itself (TVP-3.0-10).
    None where no end is on file, or where it cannot be counted.
    """
    end, ended = file.end_date(date.max), file.termination.ended
    left = options_undecided(file, ended.on if ended else date.max)
    return [(option, _take_up_by(file, option, end)) for option in left]


def options_undecided(file: ContractFile, by: date = date.max) -> list[Extension]:
    """Return each option to extend the contract that nothing was decided on by a day, by all that is on file: also of
    one that is over, where it lapsed."""
    contract = file.agreement.contract
    decided = [held.option.casefold() if held.option else None for held in file.reviews.extensions if held.on <= by]
    left = [option for option in contract.extensions if option.id.casefold() not in decided] if contract else []
    return left[decided.count(None) :]  # a decision that names no option is about the one that comes first


def _take_up_by(file: ContractFile, option: Extension, end: date | None) -> date | None:
    if end is None or end.year < 1900:
        return None
    if option.notice is None:
        return end
    try:
        return latest_day_before(option.notice, end, working_day(file, end)).end
    except CalendarError:
        return None
