"""Summaries that are still to be sent of talks with the provider (TVP-5.1-2c)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.subjects.issues import Issue
from ledger.telling import knew_of_it, missed_the_provider
from projections.duties.ceasing import while_bound
from projections.duties.duty import LEAD, Duty, days_after, duty
from projections.duties.owed import first_telling
from projections.view import FileView


def talks(view: FileView) -> Iterator[Duty]:
    """Yield each talk of which a summary is still to be sent (TVP-5.1-2c)."""
    yield from while_bound(view, _talks(view))


def _talks(view: FileView) -> Iterator[Duty]:
    """A concern that first came up in a talk is summed up in writing, by whichever entry the talk is on file."""
    for issue in view.file.issues.open():
        yield from _told_in_a_talk(view, issue)
    for contact in view.file.contacts.unsummarised():
        if contact.on is not None:
            if contact.issue and view.procedure_on(contact.on).setting("issue.told-by-a-note"):
                continue  # its note says what it was about
            if contact.issue and not contact.concern and _in_writing_before(view, contact.issue, contact.on):
                continue  # the talk came back to what the provider had in writing
            within = view.procedure_on(contact.on).setting("contact.summarise-within")
            yield duty(
                view, f"summary/{contact.id}",
                f"Send the provider a summary of {contact.id}, of which nothing is in writing",
                office=LEAD, since=contact.on, due_on=days_after(contact.on, within), citation="TVP-5.1-2c",
                opened_by=(contact.position,), limit="contact.summarise-within",
            )  # fmt: skip


def _told_in_a_talk(view: FileView, issue: Issue) -> Iterator[Duty]:
    """What was told in a talk, and is entered as the telling of the issue and not as a contact (TVP-5.1-2c)."""
    for on, means, position in issue.notified:
        procedure, sent = view.procedure_on(on), view.file.contacts.summaries.get(issue.id, ())
        if means != "unrecorded" or procedure.setting("issue.told-by-a-note") or any(day >= on for day, _ in sent):
            continue
        recorded = view.file.at(position)
        if recorded is None or missed_the_provider(view.file, recorded.entry) or _in_writing_before(view, issue.id, on):
            continue
        yield duty(
            view, f"summary/{position}", f"Send the provider a summary of the talk in which it was told of {issue.id}",
            office=LEAD, since=on, due_on=days_after(on, procedure.setting("contact.summarise-within")),
            citation="TVP-5.1-2c", opened_by=(position,), limit="contact.summarise-within",
        )  # fmt: skip


def _in_writing_before(view: FileView, issue: str, day: date) -> bool:
    """Whether the provider had been told of an issue in recorded form by a day, or had written of it itself."""
    if knew_of_it(view.file, issue, day, in_writing=True) is not None:
        return True
    known = view.file.issues.by_id.get(issue)
    told = first_telling(view, known) if known is not None else None
    return told is not None and told[0] <= day
