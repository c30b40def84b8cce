"""By when the provider is to be told of a failing, and what became of a notice is to be found.

Of these the duties are made, and by them a list of contracts calls something late: one reckoning (docs/adr/0215).
"""

from __future__ import annotations

from datetime import date

from ledger.dispute_results import issue_over_since
from ledger.procedures import Procedure
from ledger.subjects.issues import Issue
from ledger.subjects.notices import FORMAL, Notice
from ledger.telling import Telling, awaiting_minutes, first_told, noted, told_again
from projections.duties.duty import days_after
from projections.read_models.remembered import remembered_of
from projections.view import FileView


def procedure_for(view: FileView, issue: Issue) -> Procedure:
    """Return the procedure that says how, and how soon, the provider is told of an issue: that of the day it was
    noticed."""
    return view.procedure_on(issue.noticed_on or issue.raised_on or date.max)


def _first_told(view: FileView, issue: Issue) -> Telling | None:
    return first_told(view.file, issue.id, procedure_for(view, issue))


def first_telling(view: FileView, issue: Issue) -> Telling | None:
    """Return when and how the provider was first told of an issue: for all who ask, worked out once."""
    return remembered_of(_first_told, issue, view)


def tellings(
    view: FileView, issue: Issue, procedure: Procedure
) -> tuple[Telling | None, Telling | None, tuple[date, int] | None]:
    """Return when the provider was first told, when since it last came back, and when and by which entry it did."""
    back = issue.reopened[-1] if issue.reopened else None
    first = first_telling(view, issue)
    told = told_again(view.file, issue.id, procedure, back[0]) if first and back else first
    if procedure.setting("issue.told-by-a-note"):  # a call that the log holds is a note of what it was, and when
        first = first or noted(view.file, issue.id)
        told = told or noted(view.file, issue.id, back[0] if back else date.min)
    return first, told, back


def to_be_minuted(view: FileView, issue: Issue, procedure: Procedure) -> Telling | None:
    """Return the telling at a meeting, since the issue last came back, that the minutes are to show; None without."""
    first, _, back = tellings(view, issue, procedure)
    return awaiting_minutes(view.file, issue.id, procedure, back[0] if first and back else date.min)


def tell_by(view: FileView, issue: Issue) -> date | None:
    """Return by when the provider is to be told of an issue, or that it came back; None where that is not owed."""
    noticed = issue.noticed_on or issue.raised_on
    if noticed is None or (view.procedure.by_dispute and issue_over_since(view.file, issue.id) is not None):
        return None
    procedure = view.procedure_on(noticed)
    first, told, back = tellings(view, issue, procedure)
    if told is not None:
        return None
    if (
        at_a_meeting := to_be_minuted(view, issue, procedure)
    ) is not None:  # the minutes record it, and have a time of their own
        return days_after(at_a_meeting[0], view.procedure_on(at_a_meeting[0]).setting("minutes.circulate-within"))
    return days_after(back[0] if first and back else noticed, procedure.setting("issue.notify-within"))


def to_be_assessed(view: FileView, notice: Notice) -> bool:
    """Return whether it is still to be found what became of a notice of ours once its time is over (HCC-9.4-b)."""
    served, ends = notice.served, notice.remedy_ends()
    if served is None or served.served_by_party != "authority" or served.notice_kind not in FORMAL:
        return False
    if notice.withdrawn is not None or notice.is_purported or notice.assessed_in_time():
        return False
    concluded = view.file.default_process.conclusion(notice.id, date.max)
    return ends is not None and ends < date.max and concluded is None


def assess_by(view: FileView, notice: Notice) -> date | None:
    """Return by when that is to be found; None where nothing is to be."""
    served, ends = notice.served, notice.remedy_ends()
    if served is None or ends is None or not to_be_assessed(view, notice):
        return None
    return days_after(ends, view.procedure_on(served.happened_on).setting("remedy.assess-within"))


__all__ = ["assess_by", "first_telling", "procedure_for", "tell_by", "tellings", "to_be_assessed", "to_be_minuted"]
