"""Each contact, and the summaries sent of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Actor, Audience, Frozen, Protection, Recorded, reached_the_provider
from ledger.names import name_key
from ledger.registers import ById, Register, grouped, looked_up
from ledger.subjects.contacts.entries import ContactLogged, ContactsEntry, ConversationSummarySent

UNRECORDED_MEANS = ("call", "video-call", "talk")
"""Means of contact that leave nothing in writing (TVP-5.1-2b)."""
WRITTEN_MEANS = ("e-mail", "letter", "message", "portal")
"""Means by which something is put to somebody in recorded form (TVP-5.1-2a)."""
_TALK = frozenset({
    "call", "calls", "conversation", "face", "oral", "orally", "person", "phone", "speech", "spoken", "talk", "talks",
    "teleconference", "telephone", "verbal", "verbally", "video", "voicemail",
})  # fmt: skip
_AND_NO_MORE = frozenset({
    "a", "an", "another", "by", "further", "in", "mobile", "on", "over", "second", "the", "to", "with",
})  # fmt: skip


def is_spoken(sent: ConversationSummarySent) -> bool:
    """Return whether a summary was given in another talk or call, and nothing of it is in writing (TVP-5.1-2c).

    Only where its means names that and nothing else: "handed over in person" may be a letter. What is itself with the
    entry is in writing, however it was brought.
    """
    if sent.document or sent.exhibits:
        return False
    said = set(re.findall(r"\w+", name_key(sent.means)))
    return not _TALK.isdisjoint(said) and said <= _TALK | _AND_NO_MORE


def tells_in_writing(sent: ConversationSummarySent) -> bool:
    """Return whether a summary is in writing and went to the provider: no other tells it of anything (TVP-5.1-2c)."""
    return reached_the_provider(sent.recipients) and not is_spoken(sent)


class Contact(Frozen):
    """One contact outside a meeting, and the summaries sent of it."""

    id: str
    position: int = 0
    on: date | None = None
    direction: str = "other"
    means: str = "other"
    level: str | None = None
    """The level of the two organisations it took place at, where it is said (TVP-2.0-4)."""
    concern: bool = False
    issue: str | None = None
    meeting: str | None = None
    """The meeting it was about."""
    by: Actor | None = None
    """Who turned to whom, where it is said."""
    participants: tuple[Actor, ...] = ()
    audience: Audience = "internal"
    protection: Protection = "open"
    """As it was logged: what reclassified it since the file has among its marks."""
    summaries: tuple[tuple[date, int], ...] = ()
    """(day, position) of each summary sent to the provider."""

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices of those who took part."""
        return tuple(who.office for who in self.participants if who.office)

    @property
    def is_unrecorded(self) -> bool:
        """Whether it was a talk or call, which leaves nothing in writing of itself."""
        return self.means in UNRECORDED_MEANS

    @property
    def is_written_to_it(self) -> bool:
        """Whether it went in writing to whom it was meant for, not to everybody who reads a website or newsletter."""
        return self.means in WRITTEN_MEANS

    @property
    def wants_summary(self) -> bool:
        """Whether a concern about the service came up with the provider and nothing of it is in writing yet."""
        between = self.direction in ("to-provider", "from-provider") and self.is_unrecorded
        return between and (self.concern or self.issue is not None) and not self.summaries


@dataclass(slots=True)
class Contacts(Register[ContactsEntry]):
    """The contacts outside meetings under one contract, by id."""

    by_id: ById[Contact] = field(default_factory=lambda: ById(Contact))
    summaries: dict[str, tuple[tuple[date, int], ...]] = field(default_factory=dict)
    """By issue: (day, position) of each summary of a talk that told the provider of it in writing."""

    def enter(self, entry: ContactsEntry, recorded: Recorded) -> None:
        position, day = recorded.position, entry.happened_on
        given = recorded.given_id or f"entry {position}"
        match entry:
            case ContactLogged():
                self.by_id.change(
                    given, position=position, on=day, direction=entry.direction, means=entry.means, level=entry.level,
                    concern=entry.concern, issue=entry.issue, meeting=entry.meeting, by=entry.by,
                    participants=entry.participants, audience=entry.audience, protection=entry.protection,
                )  # fmt: skip
            case ConversationSummarySent():
                if tells_in_writing(entry):
                    self._summarised(entry, position)
            case _:
                assert_never(entry)

    def _summarised(self, entry: ConversationSummarySent, position: int) -> None:
        sent = (entry.happened_on, position)
        issue = entry.issue
        if entry.contact:
            self.by_id.add(entry.contact, summaries=sent)
            issue = issue or self.by_id.known(entry.contact).issue
        if issue:
            self.summaries[issue] = (*self.summaries.get(issue, ()), sent)

    @looked_up
    def by_issue(self) -> Mapping[str, Sequence[Contact]]:
        """Return the contacts about each issue, by its id."""
        return grouped(self.by_id.values(), lambda contact: (contact.issue,))

    def unsummarised(self) -> list[Contact]:
        """Return the talks with the provider in which a concern came up and of which nothing was sent in writing."""
        return [contact for contact in self.by_id.values() if contact.wants_summary]
