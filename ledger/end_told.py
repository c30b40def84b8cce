"""What the provider was told of a contract's end, as far as it was of the end there is, and when that is not asked for.

What was told ahead of an end that was put back since, by an extension or a variation or because a notice does not
stand, was told of that end (TVP-6.0-1, docs/adr/0336); of one that was ended at once nothing is asked but what had been
due by then (TVP-6.0-2, docs/adr/0337). Questions of several subjects: pure functions of a file and its procedure.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.at_once import ended_at_once, rests_on
from ledger.dates.working_days import dated, shifted
from ledger.expected_end import expected, lead_time
from ledger.names import counted
from ledger.serving.validity import notice_length

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.exits import Told
    from ledger.subjects.notices import Notice


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


def not_asked(file: ContractFile, day: date, procedure: Procedure, *, own_side: bool = True) -> str | None:
    """Return why nothing is to be told of the end any more, in words, where the contract was ended at once and nothing
    was told before; and how long that had been overdue by then (TVP-6.0-2). None where it is asked for, or was told.

    Not for the authority's `own_side`: not that nothing says for what, which the other party need not see."""
    at_once = ended_at_once(file, day)
    if at_once is None or told_of_the_end(file, day) is not None:
        return None
    due = lead_time(file, at_once.on, procedure)
    over = (at_once.on - due.due_on).days if due else 0
    overdue = f"; by then it had been overdue by {counted(over, 'day')}" if over > 0 else ""
    why = at_once.in_full if due is not None and own_side else at_once.why
    return f"{why}{overdue}"


def on_short_notice(file: ContractFile, day: date, procedure: Procedure) -> str:
    """Return in words that plans are due only on the day of a notice which the authority gave later than the clause it
    cites asks for: nobody is late before that, but it was the authority that left less time (TVP-6.0-1,
    docs/adr/0422). "" where they are not. For the authority's own side: it is what that makes of its notice."""
    due, notice = lead_time(file, day, procedure), _given_by_us(file, day)
    served = notice.served if notice else None
    if due is None or not due.too_short or due.counted_from is not None or notice is None or served is None:
        return ""
    length = notice_length(file, served, notice.counts_on or served.happened_on)
    if length is None or due.end >= length.end:
        return ""
    return (
        f"; {notice.id} left less time than the contract asks for: {length.period} of notice run to {dated(length.end)}"
    )


def _given_by_us(file: ContractFile, day: date) -> Notice | None:
    """The authority's own notice of termination by which the contract is expected to end, or ended."""
    known, ended = expected(file, day), file.termination.ended_on(day)
    by = rests_on(file, ended) if ended is not None else None
    for notice, _ in file.notices.served("termination", party="authority"):
        if notice == by or (known is not None and by is None and notice.position == known.position):
            return notice
    return None


__all__ = ["heard", "not_asked", "of_another_end", "on_short_notice", "plans_told", "put_back", "told_of_the_end"]
