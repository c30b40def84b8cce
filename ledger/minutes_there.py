"""Which minutes of a meeting there are: those written, and those filed with it (HCC-7.2-a, HCC-7.2-c, HCC-9.4-c).

Questions of two subjects, the meetings and the records: pure functions of a file.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.meetings import Meeting


def minutes_of(file: ContractFile, meeting: Meeting, day: date) -> tuple[int, ...]:
    """Return the entries by which a meeting has minutes by a day: by which they were written, or filed with it as its
    minutes once it was held (HCC-9.4-c)."""
    written = [minutes.position for minutes in meeting.minutes if minutes.on <= day]
    filed, since = file.records.filed.get(meeting.held or 0, ()), meeting.held_on or date.max
    return (*written, *(at for on, sort, at in filed if sort == "minutes" and since <= on <= day))


def minutes_on_file(file: ContractFile, meeting: Meeting) -> bool:
    """Return whether a meeting's minutes are on file: with their entry, or filed as part of it (HCC-7.2-c).

    What was filed before the meeting was held is something else.
    """
    if meeting.held_on is None:
        return False
    belongs = [minutes.position for minutes in meeting.minutes] + ([meeting.held] if meeting.held else [])
    return any(minutes.document for minutes in meeting.minutes) or any(
        file.records.is_filed(p, "minutes", meeting.held_on) for p in belongs
    )
