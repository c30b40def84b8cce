"""What is recorded of complaints, compliments and single cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from ledger.entry import Entry
from ledger.fields import ComplaintId, Limit, MeetingId, Name
from ledger.privacy.pseudonyms import Pseudonym
from ledger.words import Personal

Whose = Literal["service-user", "carer", "family", "staff", "professional", "public", "other"]


class ComplaintReceived(Entry):
    """Somebody complained of the service."""

    kind: Literal["complaint-received/1"] = "complaint-received/1"
    whose: Whose = "other"
    """Whose complaint it is."""
    subject: Personal
    """What it is about."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards it touches, by their ids in the specification."""
    case: Pseudonym | None = None
    """The case it is about, by its pseudonym."""

    gives = "CMP"
    noun = "complaint"
    line = "{id}: complaint from {whose}: {subject}[ (standard {standards})]"


class ComplimentReceived(Entry):
    """Somebody praised the service."""

    kind: Literal["compliment-received/1"] = "compliment-received/1"
    whose: Whose = "other"
    """Whose praise it is."""
    subject: Personal
    """What it is for."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards it touches, by their ids in the specification."""

    line = "Compliment from {whose}: {subject}[ (standard {standards})]"


class ComplaintHandlingReviewed(Entry):
    """It was looked at how the provider dealt with a complaint."""

    kind: Literal["complaint-handling-reviewed/1"] = "complaint-handling-reviewed/1"
    complaint: ComplaintId
    """The complaint."""
    provider_response: Personal | None = None
    """What the provider did or answered."""
    responded_on: date | None = None
    """When."""
    judgement: Literal["satisfactory", "unsatisfactory", "not-yet-known"]
    """What was thought of it."""
    meeting: MeetingId | None = None
    """The meeting it was looked at."""

    line = (
        "{complaint}: handling judged {judgement}[ at {meeting}][; the provider answered on {responded_on}]"
        "[: {provider_response}]"
    )


class CaseConsidered(Entry):
    """One person's case was considered at a meeting, by its pseudonym."""

    kind: Literal["case-considered/1"] = "case-considered/1"
    meeting: MeetingId | None = None
    """The meeting."""
    case: Pseudonym
    """The case, by its pseudonym: C-0147."""
    standards: Annotated[tuple[Name, ...], Limit(longest=20)] = ()
    """Standards it touches, by their ids in the specification."""
    finding: Personal | None = None
    """What was found."""

    line = "[{meeting}: ]case {case} considered[: {finding}][ (standard {standards})]"


FeedbackEntry: TypeAlias = ComplaintReceived | ComplimentReceived | ComplaintHandlingReviewed | CaseConsidered
