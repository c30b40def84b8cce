"""The options to extend a contract on which nothing was decided, and the last day to take each up (TVP-3.0-10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger import extending
from ledger.dates.calendar import CalendarError, latest_day_before
from ledger.dates.working_days import dated
from ledger.extending import nothing_left
from ledger.names import same_name
from ledger.rules import NOT_IN_POINT
from ledger.serving.remedy_time import working_day

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.agreement import Extension
    from ledger.subjects.reviews import ExtensionDecided


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
    options = contract.extensions if contract else ()
    decided = extending.options_decided(options, [held for held in file.reviews.extensions if held.on <= by])
    return [option for option in options if not any(name and same_name(option.id, name) for name in decided)]


def decided_too_late(file: ContractFile, decided: ExtensionDecided, procedure: Procedure) -> str | None:
    """Return what a rule finds against a decision on an option made when that could be taken up no more: the contract
    had ended, its last day or the last day to take the option up was past (TVP-3.0-10, TVP-6.0-6)."""
    day = decided.happened_on
    ended, end = file.termination.ended_on(day), file.end_date(day)
    if ended is not None and ended.on < day:
        found = f"the contract {ended.how} on {dated(ended.on)} (entry {ended.position})"
        return f"{found}, and nothing is left to extend" if decided.taken else found
    if end is None:
        return NOT_IN_POINT
    if end < day:
        found = f"the contract's last day was {dated(end)}"
        left = not nothing_left(file, decided.option, day, end, extending.decisions_that_count(file))
        refused = ", and it had been decided not to use the option: nothing is left to extend"
        return found if left or not decided.taken else f"{found}{refused}"
    contract = file.agreement.contract
    option = extending.option_meant(contract.extensions if contract else (), decided.option)
    by = _take_up_by(file, option, end) if option else None
    return f"the last day to take up {option.id} was {dated(by)}" if option and by and by < day else None


def _take_up_by(file: ContractFile, option: Extension, end: date | None) -> date | None:
    if end is None or end.year < 1900:
        return None
    if option.notice is None:
        return end
    try:
        return latest_day_before(option.notice, end, working_day(file, end)).end
    except CalendarError:
        return None
