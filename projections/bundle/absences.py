"""What is not on the file: meetings, minutes and returns that its own terms say were due and that no entry records.

Under section 9(3) of the Civil Evidence Act 1995 an officer may prove that there is no entry. What was due comes from
the file's own specification and schedules, else from the procedure it is bound to; what is recorded is looked for in
the whole file, what is withheld included, so that nothing is called absent that is only not shown; a stretch that
begins or ends with a meeting that is withheld is left out, for its days would tell of it. That nothing else is on the
file is what the proof of the whole file in the bundle shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from ledger import documenting, meetings_due, returns_owed
from ledger.names import counted
from projections.failings.trail import spoken
from projections.view import FileView


def absences(whole: FileView, on: date, shown: Collection[int]) -> list[dict[str, Any]]:
    """Return each absence up to a day: what was looked for, between which days, what asks for it. Pure.

    `whole` is the whole file, `shown` the positions of what the bundle shows of it.
    """
    day = min(on, whole.as_at) if whole.as_at else on
    return [*_meetings(whole, day, shown), *_minutes(whole, day, shown), *_returns(whole, day)]


def _meetings(view: FileView, day: date, shown: Collection[int]) -> Iterator[dict[str, Any]]:
    file, procedure = view.file, view.procedure_on(day)
    untold = {meeting.held_on for meeting in file.meetings.held() if meeting.held not in shown}
    for gap in meetings_due.overlong_gaps(file, day, procedure):
        if untold & {gap.since, gap.until}:
            continue
        rates = meetings_due.asked_a_year_in(file, gap, procedure)
        a_year = " and then ".join(counted(rate, "meeting") for rate in rates)
        issued = file.terms.specification(gap.since)
        by_specification = issued is not None and issued.says.meetings_per_year is not None
        agreed = meetings_due.meetings_agreed(file, gap.since, procedure)
        asks = "the contract's specification" if by_specification else procedure.title
        asks = f"what was agreed for this contract, {agreed.id}" if agreed else asks
        yield {
            "what": f"No monitoring meeting is recorded between {spoken(gap.since)} and {spoken(gap.until)}.",
            "asked": f"{a_year} a year, by {asks}.",
            "query": f"Entries that record a monitoring meeting as held after {spoken(gap.since)} "
            f"and before {spoken(gap.until)}: none.",
        }  # fmt: skip


def _minutes(view: FileView, day: date, shown: Collection[int]) -> Iterator[dict[str, Any]]:
    procedure = view.procedure_on(day)
    allowed = procedure.setting("minutes.circulate-within")
    within = procedure.limit("minutes.circulate-within") or counted(allowed, "day")
    for held in documenting.documentation(view.file, view.procedure_on):
        on = held.meeting.held_on
        if held.minuted or on is None or (day - on).days <= allowed or held.meeting.held not in shown:
            continue
        yield {
            "what": f"No minutes are recorded of the meeting {held.meeting.id} held on {spoken(on)}.",
            "asked": f"Minutes within {within}, by {view.procedure_on(day).title}.",
            "query": f"Entries that record minutes of {held.meeting.id}: none.",
        }


def _returns(view: FileView, day: date) -> Iterator[dict[str, Any]]:
    for owed in returns_owed.overdue_returns(view.file, day, view.procedure_on(day)):
        yield {
            "what": f"No {owed.of_what} is recorded.",
            "asked": f"It was due by {spoken(owed.due_on)}.",
            "query": f"Entries that record this return ({owed.kind}) for {owed.period}: none.",
        }


__all__ = ["absences"]
