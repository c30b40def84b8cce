"""The complaints and compliments on file, and how complaints were dealt with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Frozen, Recorded
from ledger.names import among
from ledger.registers import ById, Register
from ledger.subjects.feedback.entries import (
    CaseConsidered,
    ComplaintHandlingReviewed,
    ComplaintReceived,
    ComplimentReceived,
    FeedbackEntry,
)


class Complaint(Frozen):
    """One complaint and how its handling was judged."""

    id: str
    position: int = 0
    on: date | None = None
    standards: tuple[str, ...] = ()
    case: str | None = None
    reviewed: tuple[tuple[date, str, int], ...] = ()
    """(day, judgement, position) of each look at how the provider dealt with it."""

    @property
    def settled(self) -> bool:
        """Whether its handling was last found satisfactory."""
        return bool(self.reviewed) and self.reviewed[-1][1] == "satisfactory"


class Fact(Frozen):
    """A compliment, or a case considered: what needs to be known of it here."""

    id: str | None = None
    """Of a case, its pseudonym."""
    meeting: str | None = None
    """Of a case, the meeting at which it was considered."""
    position: int
    on: date
    standards: tuple[str, ...] = ()


@dataclass(slots=True)
class Feedback(Register[FeedbackEntry]):
    """What has been said of the service under one contract."""

    complaints: ById[Complaint] = field(default_factory=lambda: ById(Complaint))
    compliments: list[Fact] = field(default_factory=list)
    cases: list[Fact] = field(default_factory=list)

    def enter(self, entry: FeedbackEntry, recorded: Recorded) -> None:
        position, day = recorded.position, entry.happened_on
        given = recorded.given_id or f"entry {position}"
        match entry:
            case ComplaintReceived():
                self.complaints.change(given, position=position, on=day, standards=entry.standards, case=entry.case)
            case ComplaintHandlingReviewed():
                complaint = self.complaints.get(entry.complaint)
                reviewed = (*(complaint.reviewed if complaint else ()), (day, entry.judgement, position))
                self.complaints.change(entry.complaint, reviewed=reviewed)
            case ComplimentReceived():
                self.compliments.append(Fact(position=position, on=day, standards=entry.standards))
            case CaseConsidered():
                self.cases.append(
                    Fact(id=entry.case, meeting=entry.meeting, position=position, on=day, standards=entry.standards)
                )
            case _:
                assert_never(entry)

    def touching(self, standard: str) -> list[Complaint | Fact]:
        """Return the complaints, then the cases considered, that touch a standard, whatever the case of its id."""
        held: tuple[Complaint | Fact, ...] = (*self.complaints.values(), *self.cases)
        return [said for said in held if among(standard, said.standards)]

    def unjudged(self) -> list[Complaint]:
        """Return the complaints of which it is not on file what was thought of how the provider dealt with them: never
        looked at, or when last looked at not yet known (HCC-7.6-b)."""
        return [one for one in self.complaints.values() if not one.reviewed or one.reviewed[-1][1] == "not-yet-known"]
