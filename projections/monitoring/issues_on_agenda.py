"""What stands on an agenda of the issues of a contract: those open, those settled since, what is to be done for them
(HCC-7.6-a, HCC-7.6-c).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.assessing import actions_about
from ledger.confirming import settled_unconfirmed
from ledger.entry import Frozen
from ledger.in_time import expected_by, term_of
from ledger.subjects.actions import Action
from ledger.subjects.issues import Issue
from projections.failings.trail import spoken
from projections.view import FileView


class Matter(Frozen):
    """Something to look at under an item."""

    sentence: str
    position: int | None = None
    """The entry it rests on."""


def issues_open(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """Yield each issue that is open, with the day by which it is to be right."""
    for issue in _open(view, on):
        yield _as_open(view, issue, on)


def issues_raised_before(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """Yield what is open, and what was settled since the last meeting, to be confirmed as settled well and in time; and
    under each what is still to be done for it."""
    for issue in _open(view, on):
        yield _as_open(view, issue, on)
        yield from _to_be_done(view, issue, on)
    last = next((m for m in reversed(view.file.meetings.held()) if m.held_on is not None and m.held_on <= on), None)
    for issue, day, position in settled_unconfirmed(view.file, on):
        term = term_of(view.file, issue, day)
        due = f"; it was to be right by {term.in_words}" if term else ""
        passed = last is not None and last.held_on is not None and day <= last.held_on
        before = f"; {last.id} confirmed nothing of it" if last is not None and passed else ""
        told = f"{issue.id} was found settled on {spoken(day)}{due}{before}"
        yield Matter(sentence=f"{told}: to be confirmed as settled well and in time", position=position)
        yield from _to_be_done(view, issue, on)


def action_open(action: Action, issue: Issue | None = None) -> Matter:
    """Return an action that is open, with its day, and the issue where it is for one."""
    of_it = f" for {issue.id}" if issue else ""
    by = f", due on {spoken(action.due_on)}" if action.due_on else ""
    return Matter(sentence=f"{action.id}{of_it} is open{by}", position=action.position)


def _open(view: FileView, on: date) -> Iterator[Issue]:
    return (issue for issue in view.file.issues.open() if issue.noticed_on is not None and issue.noticed_on <= on)


def _as_open(view: FileView, issue: Issue, on: date) -> Matter:
    term, noticed = expected_by(view.file, issue, on), spoken(issue.noticed_on or on)
    due = f"; it {'is' if term.by >= on else 'was'} to be right by {term.in_words}" if term else ""
    return Matter(sentence=f"{issue.id}, noticed on {noticed}, is open{due}", position=issue.raised)


def _to_be_done(view: FileView, issue: Issue, on: date) -> Iterator[Matter]:
    return (action_open(action, issue) for action in actions_about(view.file, issue) if action.open_on(on))
