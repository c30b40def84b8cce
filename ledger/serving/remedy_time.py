"""How long a party has to put right what a notice complains of, and on which day that time is over.

The contract's clause gives the time and how it is counted. A notice may give longer, never less: where it names an
earlier day than the contract allows, the contract's day is the one that counts, and the working shows both.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Literal

from ledger.contract_terms import DefaultClause
from ledger.dates.calendar import (
    CalendarError,
    DateWorking,
    Hour,
    Period,
    WorkingDay,
    last_day,
    monday_to_friday,
    period_end,
    spoken,
)
from ledger.entry import Frozen

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import NoticeServed


class RemedyWorking(Frozen):
    """The time to remedy: the day it is over, what that rests on, and the working of each period counted."""

    ends_on: date
    """The last day to remedy: the latest of what the contract allows and the notice gave."""
    ends_at: Hour | None = None
    """The hour on that day, where it ends before midnight."""
    basis: Literal["contract", "date-stated", "period-stated"]
    """What that day rests on: the contract's clause, the day named in the notice, or the period given in it."""
    date_stated: date | None = None
    """The day the notice named."""
    period_stated: DateWorking | None = None
    """The period the notice gave, counted."""
    clause: str | None = None
    """The clause of the contract that gives time."""
    contract: DateWorking | None = None
    """The contract's time, counted."""
    sentence: str
    """All of this in words."""

    @property
    def reads_working_days(self) -> bool:
        """Whether any of it turns on which days are Working Days."""
        return any(period is not None and period.table is not None for period in (self.contract, self.period_stated))


def working_day(file: ContractFile, day: date) -> WorkingDay:
    """Return what the contract meant by Working Day on a day: where it does not say, weekdays without bank holidays."""
    return file.terms.working_day(day, file.country) or monday_to_friday(file.country)


def contract_time(file: ContractFile, notice: NoticeServed, counts_on: date) -> tuple[str, DateWorking] | None:
    """Return the clause that gives time to remedy and that time counted; None where no clause on file gives any.

    The clause the notice cites is followed, else the one for its kind of notice; where there are several, the one that
    gives longest. Where no clause on default gives any, a right to end the contract that gives time itself is followed;
    of several the shortest, since each counts its own and the first of them arises then. Raises CalendarError where the
    time cannot be counted, as for a year without bank holidays.
    """
    days = working_day(file, notice.happened_on)
    counted = [(c.clause, _counted(c, notice, counts_on, days)) for c in _giving_time(file, notice)]
    if counted:
        return max(counted, key=_until)
    ending = [(number, period_end(period, counts_on, days)) for number, period in _before_ending(file, notice)]
    return min(ending, key=_until, default=None)


def _until(given: tuple[str, DateWorking]) -> tuple[date, time]:
    day, hour = last_day(given[1])
    return day, hour or time.max


def _giving_time(file: ContractFile, notice: NoticeServed) -> list[DefaultClause]:
    """The clauses that give time to remedy: that which the notice cites, else those for its kind, the latest first."""
    day, kind, party = notice.happened_on, notice.notice_kind, notice.served_by_party
    cited = file.terms.default_clauses(day, kind, notice.clause, party) if notice.clause else []
    held = cited or file.terms.default_clauses(day, kind, party=party)
    return [clause.says for clause in reversed(held) if clause.says.cure_period is not None]


def _before_ending(file: ContractFile, notice: NoticeServed) -> list[tuple[str, Period]]:
    """The rights to end the contract that give time to remedy themselves: that which the notice cites, else all."""
    day = notice.happened_on
    cited = file.terms.termination_clause(notice.clause, day) if notice.clause else None
    return [
        (clause.clause, clause.cure_period)
        for clause in (held.says for held in ([cited] if cited else file.terms.termination_clauses(day)))
        if clause.cure_period is not None and clause.trigger == "unremedied-default"
        and clause.held_by in ("either", notice.served_by_party)
        and clause.is_about(notice.notice_kind)
    ]  # fmt: skip


def _counted(clause: DefaultClause, notice: NoticeServed, counts_on: date, days: WorkingDay) -> DateWorking:
    if clause.cure_period is None or clause.runs_from == "default":
        why = "counts from the day of the default, which the notice does not give"
        raise CalendarError(f"clause {clause.clause} {why}")
    start = notice.happened_on if clause.runs_from == "notice-sent" else counts_on
    return period_end(clause.cure_period, start, days)


def time_to_remedy(
    file: ContractFile, notice: NoticeServed, counts_on: date
) -> tuple[RemedyWorking | None, str | None]:
    """Return the time to remedy of a notice that counts from that day, or None and why it cannot be counted."""
    clause, contract, stated, problems = None, None, None, []
    try:
        found = contract_time(file, notice, counts_on)
        if found:
            clause, contract = found
    except CalendarError as error:
        problems.append(f"The contract's time to remedy cannot be counted: {error}.")
    if notice.remedy_period is not None:
        try:
            stated = period_end(notice.remedy_period, counts_on, working_day(file, notice.happened_on))
        except CalendarError as error:
            problems.append(f"The time the notice gives cannot be counted: {error}.")
    ends: list[tuple[date, Hour | None, Literal["contract", "date-stated", "period-stated"]]] = []
    if contract is not None:
        ends.append((*last_day(contract), "contract"))
    if stated is not None:
        ends.append((*last_day(stated), "period-stated"))
    if notice.remedy_by is not None:
        ends.append((notice.remedy_by, None, "date-stated"))
    if not ends:
        return None, " ".join(problems) or None
    # Without an hour it is the whole of that day. Where they end together the contract's own working is shown.
    ends_on, ends_at, basis = max(ends, key=lambda end: (end[0], end[1] or time.max))
    said = [*_several(_giving_time(file, notice)), *problems]
    sentence = _sentence(ends_on, notice.remedy_by, stated, clause, contract, said)
    working = RemedyWorking(
        ends_on=ends_on, ends_at=ends_at, basis=basis, date_stated=notice.remedy_by, period_stated=stated,
        clause=clause, contract=contract, sentence=sentence,
    )  # fmt: skip
    return working, None


def _several(giving: list[DefaultClause]) -> list[str]:
    if len(giving) < 2:
        return []
    numbers = " and ".join(clause.clause for clause in reversed(giving))
    return [f"Clauses {numbers} each give time, the notice cites none of them, and the longest is taken."]


def time_ends(day: date) -> str:
    """Return the sentence a working says its end with: reckoned when the notice was recorded, extensions unknown."""
    return f"The time to remedy ends on {spoken(day)}."


def _sentence(
    ends_on: date, named: date | None, stated: DateWorking | None, clause: str | None, contract: DateWorking | None,
    problems: list[str],
) -> str:  # fmt: skip
    parts = [time_ends(ends_on)]
    if contract is not None:
        parts.append(f"By clause {clause}: {contract.sentence}")
    if stated is not None and (contract is None or stated.sentence != contract.sentence):
        parts.append(f"By the period in the notice: {stated.sentence}")
    elif stated is not None:
        parts.append("The notice gives the same.")
    if named is not None:
        parts.append(f"The notice names {spoken(named)}.")
    given = [named, last_day(stated)[0] if stated else None]
    if contract is not None and any(end < last_day(contract)[0] for end in given if end):
        parts.append("What the notice gives is shorter than the contract allows.")
    return " ".join([*parts, *problems])
