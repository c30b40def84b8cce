"""What the provider was told of a contract's end, as far as it was of the end there is, and when that is not asked for.

What was told ahead of an end that was put back since, by an extension or a variation or because a notice does not
stand, was told of that end (TVP-6.0-1, docs/adr/0336); of one that was ended at once nothing is asked but what had been
due by then (TVP-6.0-2, docs/adr/0337). Questions of several subjects: pure functions of a file and its procedure.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated, shifted
from ledger.expected_end import ended_at_once, expected, lead_time
from ledger.names import counted

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.exits import Told


def put_back(file: ContractFile, done: tuple[date, int], day: date) -> date | None:
    """Return the end that something was done ahead of, (day, position), where that had been put back by a day: then it
    was not done ahead of the end there is. None where it was, and where the end came nearer or passed unended."""
    on, then = done[0], expected(file, done[0])
    if then is not None and (then.since, then.position) > done and on > date.min:
        then = expected(file, shifted(on, -1))  # the end was moved later on the same day
    known, agreed = expected(file, day), file.end_date(day)
    if then is None or known is None:
        return None
    return then.prepared_for if then.prepared_for < min(known.prepared_for, agreed or known.prepared_for) else None


def heard(file: ContractFile, day: date) -> list[Told]:
    """Return what the provider was told in writing of the end there is on a day, by that day, the earliest first; be it
    that nothing is decided."""
    return [told for told in file.exits.heard(day) if put_back(file, (told.on, told.position), day) is None]


def plans_told(file: ContractFile, day: date) -> list[Told]:
    """Return the same as far as it says what is planned (docs/adr/0233)."""
    return [told for told in heard(file, day) if told.says_what]


def of_another_end(file: ContractFile, day: date) -> str:
    """Return in words when plans were last told, and of which end, where that had been put back by a day; "" where
    they never were."""
    told = [(one, put_back(file, (one.on, one.position), day)) for one in file.exits.heard(day) if one.says_what]
    last, end = told[-1] if told else (None, None)
    if last is None or end is None:
        return ""
    return f"what it was told on {dated(last.on)} was of the end on {dated(end)}"


def told_of_the_end(file: ContractFile, day: date) -> tuple[date, int] | None:
    """Return when, and by which entry, the provider was first told in writing how the contract ends; None where not.

    A notice of termination that the authority gives says so itself: of all of the contract, and not withdrawn. Of a
    contract that was ended at once only what was told before that counts, and not the notice by which it was.
    """
    told = [(one.on, one.position) for one in plans_told(file, day)]
    told += [
        (notice.served.happened_on, notice.position) for notice in file.notices.ending(day)
        if notice.served and notice.served.extent != "partial" and notice.served.served_by_party == "authority"
    ]  # fmt: skip
    at_once = ended_at_once(file, day)
    if at_once is not None:
        told = [(on, position) for on, position in told if on < at_once.on and position != at_once.notice]
    return min(told, default=None)


def not_asked(file: ContractFile, day: date, procedure: Procedure) -> str | None:
    """Return why nothing is to be told of the end any more, in words, where the contract was ended at once and nothing
    was told before; and how long that had been overdue by then (TVP-6.0-2). None where it is asked for, or was told."""
    at_once = ended_at_once(file, day)
    if at_once is None or told_of_the_end(file, day) is not None:
        return None
    due = lead_time(file, at_once.on, procedure)
    over = (at_once.on - due.due_on).days if due else 0
    overdue = f"; by then it had been overdue by {counted(over, 'day')}" if over > 0 else ""
    return f"{at_once.why}{overdue}"


__all__ = ["heard", "not_asked", "of_another_end", "plans_told", "put_back", "told_of_the_end"]
