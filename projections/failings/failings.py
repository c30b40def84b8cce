"""The trail of evidence of each failing: what was wrong, when the provider was told, what came of it, what is missing.

Every issue on file is a failing, shown in ten links, in order (requirements.md, I.2). A link that is not on file is
shown as missing, with the requirement that asks for it, and never left out. Nothing here knows today's date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.subjects.issues import Issue
from ledger.subjects.meetings import Meeting
from projections.failings import links, links_formal, links_met, links_notice, links_time, links_told
from projections.failings.trail import Failing, Link, State, recorded_on
from projections.read_models.remembered import remembered_of
from projections.view import FileView, in_dispute, last_briefed


def failings(view: FileView, only: Collection[str] | None = None) -> list[Failing]:
    """Return the trail of every failing on file, or only of some issues, in the order they were noticed.

    Pure; the same whatever the day.
    """
    wanted = [issue for issue in _known(view) if only is None or issue.id in only]
    around = _Around.of(view) if wanted else None
    return [_failing(view, issue, around) for issue in wanted if around is not None]


def states_of_links(view: FileView, only: Collection[str]) -> Iterator[tuple[str, Mapping[str, State]]]:
    """Yield the same issues, in the same order, with how each link stands, by its name: for whoever asks no more."""
    around = _Around.of(view)
    for issue in _known(view):
        if issue.id in only:
            yield issue.id, {link.name: link.state for link in _trail(view, issue, around)}


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
        return cls(
            links.Representations(view), links_met.monitoring_meetings(view.file),
            links_notice.by_issue(view), links_formal.by_standard(view),
        )  # fmt: skip


def _failing(view: FileView, issue: Issue, around: _Around) -> Failing:
    raised = view.file.at(issue.raised)
    assert raised is not None, "an issue in the register was raised by an entry in force"
    links_found = (*_trail(view, issue, around), links_formal.recurrence(issue, around.of_standard))
    found = tuple(_as_bound(view, part) for part in links_found)
    return Failing(
        issue=issue.id, position=issue.raised, nature=view.say(getattr(raised.entry, "nature", None)),
        kind=str(getattr(raised.entry, "issue_kind", "other")), noticed_on=issue.noticed_on, raised_on=issue.raised_on,
        recorded_on=recorded_on(raised), standards=issue.standards, open=issue.is_open,
        disputes=in_dispute(view, issue.id), briefed_on=last_briefed(view, issue),
        links=(*found, links_formal.gaps(found)), gaps=tuple(gap for part in found for gap in part.gaps),
    )  # fmt: skip


def _trail(view: FileView, issue: Issue, around: _Around) -> tuple[Link, ...]:
    """The links of one failing by itself: all but what it has to do with others."""
    given = around.given.get(issue.id, ())
    standard, fact, told, time_allowed = remembered_of(_lasting, issue, view)
    return (
        standard, fact, told,
        links.answer(view, issue, given, around.spoken_of), links_met.check(view, issue, around.met),
        links_notice.notice(view, issue, given, around.spoken_of),
        time_allowed, links_formal.result(view, issue, given),
    )  # fmt: skip


def _lasting(view: FileView, issue: Issue) -> tuple[Link, Link, Link, Link]:
    """The links that no meeting changes, which is what most entries of a contract are about."""
    raised = view.file.at(issue.raised)
    assert raised is not None
    given = links_notice.by_issue(view).get(issue.id, ())
    return (
        links.standard(view, issue), links.fact(view, issue, raised), links_told.told(view, issue),
        links_time.time_allowed(view, issue, given),
    )  # fmt: skip


def _as_bound(view: FileView, part: Link) -> Link:
    """A link whose gaps cite what binds by the procedure of the contract."""
    if not part.gaps:
        return part
    gaps = tuple(gap.model_copy(update={"requirement": view.procedure.binding(gap.requirement)}) for gap in part.gaps)
    return part.model_copy(update={"gaps": gaps})


__all__ = ["failings", "states_of_links"]
