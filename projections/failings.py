"""The trail of evidence of each failing: what was wrong, when the provider was told, what came of it, what is missing.

Every issue on file is a failing, shown in ten links, in order (requirements.md, I.2). A link that is not on file is
shown as missing, with the requirement that asks for it, and never left out. Nothing here knows today's date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.subjects.issues import Issue
from projections import links, links_formal, links_notice, links_told
from projections.trail import Failing, recorded_on
from projections.view import FileView


def failings(view: FileView) -> list[Failing]:
    """Return the trail of every failing on file, in the order they were noticed. Pure; the same whatever the day."""
    spoken_of, of_standard = links.representations(view), links_formal.by_standard(view)
    changes = links_notice.changes_of_notices(view)
    known = [issue for issue in view.file.issues.by_id.values() if issue.raised]
    return [_failing(view, issue, spoken_of, of_standard, changes) for issue in sorted(known, key=links_formal.noticed)]


def _failing(
    view: FileView, issue: Issue, spoken_of: Sequence[links.Representation],
    of_standard: Mapping[str, Sequence[Issue]], changes: links_notice.Changes,
) -> Failing:  # fmt: skip
    raised = view.file.at(issue.raised)
    assert raised is not None, "an issue in the register was raised by an entry in force"
    given = links_notice.about(view, issue)
    found = (
        links.standard(view, issue), links.fact(view, issue, raised), links_told.told(view, issue),
        links.answer(view, issue, spoken_of), links.check(view, issue),
        links_notice.notice(view, issue, given, spoken_of, changes),
        links_formal.time_allowed(view, issue, given), links_formal.result(view, issue, given),
        links_formal.recurrence(issue, of_standard),
    )  # fmt: skip
    return Failing(
        issue=issue.id, position=issue.raised, nature=view.say(getattr(raised.entry, "nature", None)),
        kind=str(getattr(raised.entry, "issue_kind", "other")), noticed_on=issue.noticed_on, raised_on=issue.raised_on,
        recorded_on=recorded_on(raised), standards=issue.standards, open=issue.is_open,
        links=(*found, links_formal.gaps(found)), gaps=tuple(gap for part in found for gap in part.gaps),
    )  # fmt: skip


__all__ = ["failings"]
