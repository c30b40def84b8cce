"""What the Procurement Act 2023 asks of one contract: its periods, its values, indicators, standstill, payment.

Questions of several subjects, so they stand here: pure functions of a file and the procedure with the Act's rows laid
over it (ledger/procedures/procurement-act-2023.toml). Nothing here decides whether the Act binds: the procedure does,
by having its rows (`ContractFile.laws`). Changes of the contract: ledger/modifications.py. Every period begins with
the day the Act names, so that N days end on day + N - 1 ("before the end
of the period of 30 days beginning with the day on which").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from ledger.countersigning import came_back
from ledger.dates.bank_holidays import NEWEST_TABLE, Country, bank_holiday_table
from ledger.dates.calendar import CalendarError, DateWorking, Period, Unit, period_end
from ledger.dates.working_days import CLOSED_BY_CONTRACT, WorkingDay, dated, months_later
from ledger.entry import Money

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.regulation import StatutoryNoticePublished

ACT = "procurement-act-2023"


def binds(procedure: Procedure) -> bool:
    """Return whether the Act's rows are laid over this procedure."""
    return ACT in procedure.laws


def why_not(file: ContractFile) -> str | None:
    """Return why the Act does not bind a contract, in words; None where it does or where nothing is on file."""
    regime = file.regulation.regime
    if regime is None or file.laws:
        return None
    if regime.says.under_earlier_law:
        what = regime.says.under_earlier_law.replace("-", " ")
        return f"it goes on under earlier law, by a {what} made under that law"
    if regime.is_special(*OUTSIDE):
        return f"it is {' and '.join(way.replace('-', ' ') for way in regime.says.special if way in OUTSIDE)}"
    return f"its procurement began on {regime.says.procurement_began_on:%-d %B %Y}, under the Regulations of 2015"


OUTSIDE = ("below-threshold", "exempted")
"""Contracts that are no public contracts of the Act at all (sections 3 and 4, Schedules 1 and 2)."""


# --- periods ----------------------------------------------------------------------------------------------------------


def beginning_with(day: date, count: int, unit: Unit = "calendar-days") -> DateWorking | None:
    """Return the period of so many days (weeks, months) beginning with a day; None where the calendar ends before."""
    try:
        return period_end(Period(count=count, unit=unit, begins="with"), day)
    except CalendarError:
        return None


def standstill(published: date, count: int) -> DateWorking | None:
    """Return the standstill of so many working days beginning with the day a notice was published (section 51).

    A bank holiday in any part of the United Kingdom is no working day. None where the table of holidays ends before.
    """
    try:
        found = period_end(Period(count=count, unit="working-days", begins="with"), published, _working_day())
    except CalendarError:
        return None
    return found.model_copy(update={"sentence": found.sentence.replace(CLOSED_BY_CONTRACT, "a bank holiday elsewhere")})


@cache
def _working_day() -> WorkingDay:
    elsewhere: tuple[Country, ...] = ("scotland", "northern-ireland")
    table = bank_holiday_table(NEWEST_TABLE)
    closed = sorted({day for country in elsewhere for day in table.days[country]})
    return WorkingDay(country="england-and-wales", table=NEWEST_TABLE, closed=tuple(closed))


# --- what the contract is ---------------------------------------------------------------------------------------------


def is_special(file: ContractFile, *ways: str) -> str | None:
    """Return which of these sorts a contract is of, in words; None where of none."""
    regime = file.regulation.regime
    found = [way for way in ways if regime is not None and regime.is_special(way)]
    return found[0].replace("-", " ") if found else None


def entered_on(file: ContractFile) -> date | None:
    """Return the day the contract was entered into: as registered, else when it came back countersigned; else None."""
    contract, signed = file.agreement.contract, came_back(file)
    return contract.agreed_on if contract and contract.agreed_on else signed[0].on if signed else None


def estimated_value(file: ContractFile) -> Money | None:
    """Return what the contract was estimated to be worth on award, else the value registered."""
    regime, contract = file.regulation.regime, file.agreement.contract
    stated = regime.says.estimated_value if regime else None
    return stated or (contract.total_value if contract else None)


def is_worth_more(file: ContractFile, pounds: int) -> bool | None:
    """Return whether the estimated value is over so many pounds; None where there is none on file."""
    value = estimated_value(file)
    return None if value is None else value.pence > pounds * 100


def longest_term(file: ContractFile) -> tuple[date, date] | None:
    """Return (first day, last day) of the longest term the contract provided for on award; None if not on file."""
    regime, contract = file.regulation.regime, file.agreement.contract
    if contract is None or contract.start_date is None:
        return None
    until = regime.says.longest_until if regime else None
    until = until or _with_extensions(contract.end_date, contract.extensions)
    return (contract.start_date, until) if until is not None and until >= contract.start_date else None


def _with_extensions(end: date | None, extensions: Iterable[Any]) -> date | None:
    for extension in extensions:
        if extension.until is not None:
            end = max(end, extension.until) if end else extension.until
        elif extension.months and end is not None:
            later = months_later(end, extension.months)
            if later is None:
                return end
            end = later
    return end


# --- key performance indicators (sections 52 and 71), award (section 51) ----------------------------------------------


def no_indicators(file: ContractFile, procedure: Procedure) -> str | None:
    """Return why no key performance indicators are asked for, in words; None where they are, or nobody can tell."""
    special = is_special(file, "framework", "concession", "private-utility")
    if special is None and not procedure.setting("act.indicators-light-touch"):
        special = is_special(file, "light-touch")
    if special:
        return f"it is a {special} contract"
    regime, pounds = file.regulation.regime, procedure.setting("act.indicators-over")
    if is_worth_more(file, pounds) is False:
        return f"it is worth {estimated_value(file)}, and £{pounds:,} is not exceeded"
    if regime is not None and regime.says.why_no_indicators is not None:
        return "it was found, and is on file, that performance could not be assessed by any"
    return None


def award_standstill(file: ContractFile, procedure: Procedure, notice: StatutoryNoticePublished) -> DateWorking | None:
    """Return the standstill that follows a contract award notice: what the Act asks for, else what the notice promises.

    None for any other notice, and where there is none.
    """
    if notice.notice != "contract-award":
        return None
    days = notice.standstill_days or 0
    if not no_standstill(file, procedure):
        days = max(days, procedure.setting("act.standstill"))
    return standstill(notice.happened_on, days) if days else None


def entered_in_standstill(file: ContractFile, procedure: Procedure, entered: date | None) -> str | None:
    """Return what shows that a contract entered into on a day was so before the standstill was over; None where it was
    not, "" where no standstill is on file, or that day is not."""
    standstills = [
        (n.on, award_standstill(file, procedure, n.says)) for n in file.regulation.published("contract-award")
    ]
    promised = [(published, last) for published, last in standstills if last is not None]
    if entered is None or not promised:
        return ""
    for published, last in promised:
        if published <= entered <= last.end:
            return f"the contract was entered into on {dated(entered)}. {last.sentence}"
    return None


def no_standstill(file: ContractFile, procedure: Procedure) -> str | None:
    """Return why the Act asks for no standstill before a contract is entered into, in words; None where it does."""
    special = is_special(file, "call-off", "dynamic-market", "private-utility", "user-choice", "urgent-direct-award")
    if special is None and not procedure.setting("act.standstill-light-touch"):
        special = is_special(file, "light-touch")
    return f"it is a {special} contract" if special else None


# --- payment (section 68) ---------------------------------------------------------------------------------------------


def pay_by(procedure: Procedure, received: date, due_on: date | None) -> date | None:
    """Return the last day on which the Act lets an invoice be paid: 30 days beginning with its receipt, or, if that is
    later, with the day it falls due by its own words. None where the Act does not bind."""
    if not binds(procedure):
        return None
    found = beginning_with(max(received, due_on or received), procedure.setting("act.pay-within"))
    return found.end if found else None
