"""What is recorded of contact between meetings."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from ledger.entry import Actor, Entry, SharedAudience
from ledger.fields import ContactId, IssueId, Limit, MeetingId, Name
from ledger.words import Exhibit, Personal, Text


class ContactLogged(Entry):
    """The parties were in touch outside a meeting."""

    kind: Literal["contact-logged/1"] = "contact-logged/1"
    direction: Literal["to-provider", "from-provider", "within-authority", "other"]
    """Who turned to whom."""
    means: Literal[
        "e-mail", "letter", "call", "video-call", "talk", "message", "portal", "website", "forum", "newsletter", "other"
    ]
    """How. Of a call, a video call or a talk nothing is left in writing."""
    level: Literal["operational", "management", "escalation"] | None = None
    """The level of the two organisations it took place at."""
    formal: bool = False
    """Whether it was formal."""
    participants: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """Who took part, in what office and for which party."""
    summary: Personal
    """What it was about."""
    concern: bool = False
    """Whether a concern about the service came up in it."""
    issue: IssueId | None = None
    """The issue it was about."""
    meeting: MeetingId | None = None
    """The meeting it was about: one that somebody was asked to."""

    may_precede = ("issue", "meeting")
    gives = "CON"
    noun = "contact"
    line = "{id}: contact {direction} by {means}[ with {participants}][ about {issue}][ for {meeting}]: {summary}"


class ConversationSummarySent(Entry):
    """After a talk of which nothing was written, a summary of it was sent to the provider."""

    kind: Literal["conversation-summary-sent/1"] = "conversation-summary-sent/1"
    contact: ContactId | None = None
    """The conversation, as it was logged."""
    issue: IssueId | None = None
    """The issue it was about, which the provider has now been told of in writing."""
    recipients: Annotated[tuple[Actor, ...], Limit(longest=50)] = ()
    """To whom."""
    means: Name = "e-mail"
    """How it was sent: in writing, since a further talk or call leaves nothing of the first in writing."""
    words: Text | None = None
    """The summary."""
    document: Exhibit | None = None
    """The message itself."""
    audience: SharedAudience = "shared"

    may_precede = ("issue",)
    line = "Summary[ of {contact}][ about {issue}] sent[ to {recipients}] by {means}[: {words}]"


ContactsEntry: TypeAlias = ContactLogged | ConversationSummarySent
