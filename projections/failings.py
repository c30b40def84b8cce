"""The trail of evidence of each failing: what was wrong, when the provider was told, what came of it, what is missing.

Every issue on file is a failing, shown in ten links, in order (requirements.md, I.2). A link that is not on file is
shown as missing, with the requirement that asks for it, and never left out. Nothing here knows today's date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from ledger.registers import Register
from ledger.subjects.issues import Issue
from ledger.subjects.meetings import Meeting
from projections import links, links_formal, links_notice, links_told
from projections.trail import Failing, Link, recorded_on
from projections.view import FileView


def failings(view: FileView) -> list[Failing]:
    """Return the trail of every failing on file, in the order they were noticed. Pure; the same whatever the day."""
    around = _Around.of(view)
    return [_failing(view, issue, around) for issue in _known(view)]


def may_differ(before: FileView, after: FileView) -> list[Failing] | None:
    """Return the failings that may read otherwise than in an earlier view of the same file; None where all may.

    A failing is seen against its own issue and against the rest of the file. Where nothing of the rest changed that a
    trail looks at, only those differ whose issue did, and those that come after such a one by the same standard.
    """
    was, now = before.file.issues, after.file.issues
    if _rest(before) != _rest(after) or not was.by_id.keys() <= now.by_id.keys():
        return None
    changed = [issue for name, issue in now.by_id.items() if was.by_id.get(name) is not issue]
    of_standard = {named for issue in changed for named in issue.standards}
    since = min(map(links_formal.noticed, changed), default=None)
    ids = {issue.id for issue in changed}
    around = _Around.of(after) if changed else None
    return [
        _failing(after, issue, around) for issue in _known(after) if around is not None and (
            issue.id in ids or (since and links_formal.noticed(issue) > since and of_standard & set(issue.standards))
        )
    ]  # fmt: skip


NOT_IN_A_TRAIL = (
    "payments", "performance", "feedback", "actions", "checkpoints",
    "outcomes", "design", "resources", "implementation", "evaluation", "regulation", "procurement",
)  # fmt: skip
"""Registers that no link of a trail looks at."""


def _rest(view: FileView) -> tuple[object, ...]:
    """What a trail looks at besides its own issue: equal for two views where no other failing can have changed.

    The registers that look changed with every talk, note and arrangement are seen in the parts that matter.
    """
    file = view.file
    names = [part.name for part in fields(file) if part.name not in (*NOT_IN_A_TRAIL, *_SEEN)]
    others = [held for name in names if isinstance(held := getattr(file, name), Register)]
    return (
        view.procedure, view.default_procedure, view.erased, file.undone, others, file.issues.representations,
        file.issues.answers, file.contacts.summaries, file.records.supplements, file.records.procedures,
        [(m.id, m.held_on, m.held, m.confirmations) for m in file.meetings.held() if m.counts or m.confirmations],
    )  # fmt: skip


_SEEN = ("issues", "contacts", "records", "meetings")


def _known(view: FileView) -> list[Issue]:
    return sorted((issue for issue in view.file.issues.by_id.values() if issue.raised), key=links_formal.noticed)


@dataclass(frozen=True, slots=True)
class _Around:
    """What of the whole file each failing is seen against, looked up once for all of them."""

    spoken_of: links.Representations
    met: Sequence[Meeting]
    given: Mapping[str, Sequence[links_notice.Given]]
    of_standard: Mapping[str, Sequence[Issue]]

    @classmethod
    def of(cls, view: FileView) -> _Around:
        met = [m for m in view.file.meetings.held() if m.counts]
        return cls(
            links.Representations(view), met, links_notice.by_issue(view), links_formal.by_standard(view),
        )  # fmt: skip


def _failing(view: FileView, issue: Issue, around: _Around) -> Failing:
    raised = view.file.at(issue.raised)
    assert raised is not None, "an issue in the register was raised by an entry in force"
    given = around.given.get(issue.id, ())
    links_found = (
        links.standard(view, issue), links.fact(view, issue, raised), links_told.told(view, issue),
        links.answer(view, issue, around.spoken_of), links.check(view, issue, around.met),
        links_notice.notice(view, issue, given, around.spoken_of),
        links_formal.time_allowed(view, issue, given), links_formal.result(view, issue, given),
        links_formal.recurrence(issue, around.of_standard),
    )  # fmt: skip
    found = tuple(_as_bound(view, part) for part in links_found)
    return Failing(
        issue=issue.id, position=issue.raised, nature=view.say(getattr(raised.entry, "nature", None)),
        kind=str(getattr(raised.entry, "issue_kind", "other")), noticed_on=issue.noticed_on, raised_on=issue.raised_on,
        recorded_on=recorded_on(raised), standards=issue.standards, open=issue.is_open,
        links=(*found, links_formal.gaps(found)), gaps=tuple(gap for part in found for gap in part.gaps),
    )  # fmt: skip


def _as_bound(view: FileView, part: Link) -> Link:
    """A link whose gaps cite what binds by the procedure of the contract."""
    if not part.gaps:
        return part
    gaps = tuple(gap.model_copy(update={"requirement": view.procedure.binding(gap.requirement)}) for gap in part.gaps)
    return part.model_copy(update={"gaps": gaps})


__all__ = ["failings", "may_differ"]
