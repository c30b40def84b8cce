"""The contact log of one contract: every time the parties were in touch outside a meeting (TVP-4.0-23, TVP-2.0-4).

It is there to prove key communications. So beside what was logged as a contact it has the notices served, what the
provider was told of an issue in another way than at a meeting, and the summaries sent after a talk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from ledger.entry import Actor, Frozen, Recorded
from ledger.subjects.contacts import ContactLogged, ConversationSummarySent
from ledger.subjects.issues import IssueNotifiedToProvider
from ledger.subjects.notices import Addressee, NoticeServed
from projections.view import FileView

Communication = ContactLogged | ConversationSummarySent | IssueNotifiedToProvider | NoticeServed


class ContactShown(Frozen):
    """One contact of the log."""

    id: str
    """Its own id, or that of what it was a communication of: CON-001, NOT-002."""
    sort: str
    """What it was: contact, notice, issue told, summary sent."""
    on: date
    position: int
    direction: str
    means: str
    level: str | None
    """Operational, management or escalation; None where it is not said."""
    participants: tuple[str, ...]
    summary: str
    issue: str | None
    documents: int
    meeting: str | None = None
    """The meeting it was about."""


def contacts(view: FileView) -> list[ContactShown]:
    """Return the contacts of a contract, the newest first. Pure."""
    return sorted(_contacts(view), key=lambda one: (one.on, one.position), reverse=True)


def _contacts(view: FileView) -> Iterator[ContactShown]:
    for recorded in view.file.of(ContactLogged, ConversationSummarySent, IssueNotifiedToProvider, NoticeServed):
        entry = recorded.entry
        assert isinstance(entry, Communication)
        if not (isinstance(entry, IssueNotifiedToProvider) and entry.means == "minuted-meeting"):
            yield _contact(view, recorded, entry)


def _contact(view: FileView, recorded: Recorded, entry: Communication) -> ContactShown:
    on, level = entry.happened_on, None
    who: Sequence[Actor | Addressee | str]
    match entry:
        case ContactLogged():
            sort, issue, called, level = "contact", entry.issue, recorded.given_id or "", entry.level
            direction, means, summary = view.say(entry.direction), view.say(entry.means), view.say(entry.summary)
            who = entry.participants
        case ConversationSummarySent():
            sort, issue, called = "summary sent", entry.issue, entry.contact or entry.issue or ""
            direction, means, summary = "to provider", entry.means, view.say(entry.words)
            who = entry.recipients
        case IssueNotifiedToProvider():
            sort, issue, called = "issue told", entry.issue, entry.issue
            direction, means, summary = "to provider", view.say(entry.means), view.say(entry.words)
            who = (entry.recipient,) if entry.recipient else ()
        case NoticeServed():
            sort, issue, called = "notice", ", ".join(entry.issues) or None, recorded.given_id or ""
            direction = "to provider" if entry.served_by_party == "authority" else "from provider"
            means = view.say(entry.method) or "how is not said"
            summary = f"{view.say(entry.notice_kind)} notice" + (f", clause {entry.clause}" if entry.clause else "")
            gave = (entry.by,) if entry.by and entry.served_by_party == "provider" else ()
            who = (*gave, *entry.recipients)
        case _:
            assert_never(entry)
    return ContactShown(
        id=called, sort=sort, on=on, position=recorded.position, direction=direction, means=means, level=level,
        participants=tuple(view.say(one, on) for one in who), summary=summary, issue=issue,
        documents=len(entry.exhibits), meeting=entry.meeting if isinstance(entry, ContactLogged) else None,
    )  # fmt: skip
