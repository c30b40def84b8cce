"""By when an issue was to be right, and whether it was found settled as the dates on file show it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.assessing import actions_about, plans_for
from ledger.dates.working_days import dated
from ledger.disputing import plans_about
from ledger.entry import own
from ledger.names import counted
from ledger.plans import ends_on, is_agreed, right_by

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.issues import Issue


class Term(NamedTuple):
    """The day by which an issue was to be right."""

    by: date
    action: str | None = None
    """The action that was to be done by that day, where no plan gives one."""

    @property
    def in_words(self) -> str:
        """The day, and the action where it is that of one."""
        return f"{dated(self.by)}{f', when {self.action} was to be done' if self.action else ''}"


def term_of(file: ContractFile, issue: Issue, on: date, found_at: int | None = None) -> Term | None:
    """Return by when an issue was to be right, as known on a day: by the plan agreed last that gives a day;
    else, where no plan and no notice of the authority's gives a time, by the last day of the actions the provider was
    given for it by then. What was given before it last came back, and was over then, is past. None where nothing does
    (HCC-7.6-a). `found_at`: the entry that found it settled that day, where it came back later on the same.
    """
    back = _back(issue, on, found_at)
    planned = _agreed(file, issue, on, back)
    if planned is not None:
        return Term(planned)
    given = [a for a in file.actions.by_issue().get(issue.id, ()) if a.owner is not None and a.owner.is_of_the_provider]
    due = [(a.due_on, a.id) for a in given if _runs(back, on, a.assigned_on, a.due_on) and a.due_on is not None]
    if not due or _timed_otherwise(file, issue, on, back):
        return None
    return Term(*max(due))


def expected_by(file: ContractFile, issue: Issue, on: date) -> Term | None:
    """Return by when an issue is to be right on a day: its term, or what the provider last proposed itself where it has
    none (HCC-7.6-c)."""
    planned = right_by(file, issue)
    return Term(planned[0]) if planned else term_of(file, issue, on)


def _agreed(file: ContractFile, issue: Issue, on: date, back: date) -> date | None:
    """The day by which all was to be right by the plan for an issue that was agreed last by a day and gives one."""
    plans = (file.at(at) for at in reversed(issue.plans))
    agreed = (p.entry for p in plans if p is not None and is_agreed(p.entry) and p.entry.happened_on <= on)
    timed = ((plan.happened_on, until) for plan in agreed if (until := ends_on(file, plan)) is not None)
    agreed_on, until = next(timed, (None, None))
    return until if _runs(back, on, agreed_on, until) else None


def _timed_otherwise(file: ContractFile, issue: Issue, on: date, back: date) -> bool:
    """Whether a plan for an issue, proposed or agreed by a day, or a notice of the authority's about it that has effect
    on it, gives it a time."""
    served = (n for n, s in file.notices.by_issue().get(issue.id, ()) if s.served_by_party == "authority")
    if any(notice.stands(on) and _runs(back, on, notice.counts_on, notice.remedy_ends(on)) for notice in served):
        return True
    begun = (file.begun_by(plan) for plan in plans_for(file, issue))
    plans = (file.at(at) for at in {*issue.plans, *filter(None, begun)})
    return any(plan and _runs(back, on, plan.entry.happened_on, ends_on(file, plan.entry)) for plan in plans)


def _runs(back: date, on: date, given_on: date | None, until: date | None) -> bool:
    """Whether a time was given to an issue by a day and, where it had come `back` by then, since it did, or was not
    over when it did."""
    if given_on is None or until is None or given_on > on:
        return False
    return max(given_on, until) >= back


def _back(issue: Issue, on: date, found_at: int | None = None) -> date:
    """The day on which an issue last came back by a day, or before the entry that found it settled that day."""
    before = (on, found_at) if found_at is not None else None
    days = (back for back, at in issue.reopened if ((back, at) < before if before is not None else back <= on))
    return max(days, default=date.min)


def against_its_plan(file: ContractFile, named: str, on: date, in_time: bool | None) -> str | None:
    """Return in a sentence that an issue found settled on a day was, or was not, so in time, by its term.

    `in_time`: what was found. None where nothing was, where it has no term, or where both agree: found settled by that
    day, or later with an action on it, or of its plan, on file as done by then (HCC-7.6-a).
    """
    issue = file.issues.by_id.get(named)
    term = term_of(file, issue, on) if issue else None
    if in_time is None or issue is None or term is None:
        return None
    if in_time == (on <= term.by) or (in_time and _done_by(file, issue, term.by, on)):
        return None
    said = "in time" if in_time else "not in time"
    return (
        f"it is said to be settled {said}, and was found settled on {dated(on)}; it was to be right by {term.in_words}"
    )


def against_its_settlement(file: ContractFile, named: str, day: date, in_time: bool | None) -> str | None:
    """Return in a sentence that what a meeting of a day confirms of an issue is not what it was found settled as.

    By the newest finding on file by then that it was settled well: its own word on the time, else its day and its
    term; where no such finding is on file, by the day of the meeting. None where nothing was confirmed of
    the time, or it came back since (HCC-7.6-a).
    """
    issue = file.issues.by_id.get(named)
    settled = [(on, position) for on, well, position in (issue.resolved if issue else ()) if well and on <= day]
    if in_time is None or issue is None:
        return None
    if not settled:
        return _against_its_day(file, issue, day, in_time)
    on, position = settled[-1]
    if any(on <= back <= day for back, _ in issue.reopened):
        return None  # what is confirmed is what became of it since
    recorded = file.at(position)
    said = own(recorded.entry, "within_time") if recorded else None
    if said is None:
        return against_its_plan(file, named, on, in_time)
    if said == in_time:
        return None
    return f"{named} was found settled {'in' if said else 'not in'} time on {dated(on)} (entry {position})"


def _against_its_day(file: ContractFile, issue: Issue, day: date, in_time: bool) -> str | None:
    """Of an issue not found settled on file by the day of the meeting that confirms when it was: by that day alone."""
    term = term_of(file, issue, day)
    if in_time or term is None or day > term.by:
        return None
    return f"{issue.id} is confirmed as settled too late on {dated(day)}, and it was to be right by {term.in_words}"


def time_not_shown(file: ContractFile, named: str, day: date) -> str | None:
    """Return in a sentence that nothing on file shows an issue to have been settled in time that a meeting of a day
    confirms as such: its day was past, or it had none; None where something does (HCC-7.6-a)."""
    issue = file.issues.by_id.get(named)
    term = term_of(file, issue, day) if issue else None
    if issue is None or (term is not None and (day <= term.by or _done_by(file, issue, term.by, day))):
        return None
    if any(well and on <= day for on, well, _ in issue.resolved):
        return None  # then its finding says when
    if term is None:
        elsewhere = plans_about(file, named) or named in file.notices.by_issue()
        return (
            None if elsewhere else f"{named} has no time on file to be right by, and nothing on file says when it was"
        )
    return f"{named} was to be right by {term.in_words}, and nothing on file says when it was"


def settled_late(file: ContractFile, issue: Issue, on: date, position: int) -> str | None:
    """Return in words how late an issue was found settled, by the finding's own word on the time, else by its day and
    its term; None where it was not, or nothing on file says (HCC-9.3-c)."""
    recorded, term = file.at(position), term_of(file, issue, on, position)
    said = own(recorded.entry, "within_time") if recorded else None
    if said or (said is None and (term is None or on <= term.by or _done_by(file, issue, term.by, on, position))):
        return None
    if term is None or on <= term.by:
        return "not in the time agreed"
    what = f"{term.action} was to be done" if term.action else "its plan was to be complete"
    return f"{counted((on - term.by).days, 'day')} after {dated(term.by)}, when {what}"


def _done_by(file: ContractFile, issue: Issue, due: date, on: date, found_at: int | None = None) -> bool:
    """Whether an action on an issue, or of a plan for it, is on file as done by the day it was due; where it had come
    back by the day that is asked about, since it did."""
    back = _back(issue, on, found_at)
    return any(a.completed is not None and back <= a.completed[0] <= due for a in actions_about(file, issue))
