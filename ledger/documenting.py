"""What there is in writing of the meetings that were held: minutes written, sent to all they go to, and filed.

One answer for the duty, Performance, the standard of the procedure and the conditions of an early termination.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledger.offices import not_sent
from ledger.subjects.meetings import (
    SUPPORT_OFFICER,
    TO_SUPPORT_OFFICER,
    reached_the_support_officer,
    support_officer_has_minutes,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Documentation:
    """What there is in writing of one meeting that was held (HCC-7.2-a to HCC-7.2-c, HCC-12.4-b)."""

    meeting: Meeting
    minuted: bool
    not_sent: tuple[str, ...]
    """Who was sent none of those they go to: who was there, and the Contract Support Officer where the procedure says
    so (HCC-7.2-b, HCC-7.2-d)."""
    circulated: bool
    """Whether they went to everybody they go to."""
    filed: bool
    sent_round: bool = True
    """Whether the procedure has minutes sent round."""

    @property
    def unsent(self) -> tuple[str, ...]:
        """Who of those they go to was sent none, where somebody was."""
        return self.not_sent if self.meeting.sent else ()

    @property
    def to_send(self) -> bool:
        """Whether they are still to be sent to somebody they go to."""
        return self.sent_round and not self.circulated

    @property
    def full(self) -> bool:
        """Whether its minutes were written, filed and, where the procedure has it so, sent round."""
        return self.minuted and self.filed and not self.to_send


def documentation(file: ContractFile, procedure_on: Callable[[date], Procedure]) -> list[Documentation]:
    """Return every meeting that was held, in order of the day, with what there is of it in writing, by the procedure of
    its day."""
    return [documented(file, held, procedure_on(held.held_on or date.max)) for held in file.meetings.held()]


def documented(file: ContractFile, meeting: Meeting, procedure: Procedure) -> Documentation:
    """Return what there is in writing of a meeting that was held, as the procedure asks for it."""
    missed, on = not_sent(file, meeting), meeting.held_on or date.max
    unsent = [one.person for one in missed]
    named = support_officer_has_minutes(file, meeting) or reached_the_support_officer(file, missed, on)
    if procedure.ruling(TO_SUPPORT_OFFICER)[0] is not None and not named:
        title, officer = procedure.office_title(SUPPORT_OFFICER), file.people.holder(SUPPORT_OFFICER, on)
        unsent.append(f"{officer.person} ({title})" if officer else f"the {title}")
    sent = bool(meeting.sent) and not unsent
    return Documentation(
        meeting, file.is_minuted(meeting), tuple(unsent), sent, file.minutes_on_file(meeting),
        sent_round=bool(procedure.setting("minutes.sent-round")),
    )  # fmt: skip
