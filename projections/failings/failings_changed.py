"""Which failings an entry may have changed: those it is about, and where it changes what all are seen against, all.

A trail looks at its own issue; at the notices, meetings, actions, talks and answers about that; and at the rest of the
file: the terms, the people, the procedure. A notice or a meeting is about some of the issues and leaves the others as
they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import NamedTuple, TypeVar

from ledger import disputing
from ledger.assessing import plans_for
from ledger.confirming import naming_no_issue
from ledger.contract_file import ContractFile
from ledger.names import name_key
from ledger.subjects.issues import Issue, RepresentationsAnswered
from ledger.subjects.meetings import Confirmation, Meeting
from ledger.subjects.notices import Notice
from ledger.telling import awaiting_minutes, first_told, knew_of_it, minutes_lacking, talked_of, told_again
from projections.duties.owed import procedure_for
from projections.failings import links_formal, links_met
from projections.view import FileView

K = TypeVar("K")
T = TypeVar("T")
NOT_IN_A_TRAIL = (
    "payments", "performance", "feedback", "checkpoints", "assurance", "risks", "money", "remedies",
    "reviews", "variations", "termination", "exits", "lessons", "tiers", "knowledge", "retention", "outcomes",
    "resources", "implementation", "evaluation", "regulation", "procurement",
)  # fmt: skip
"""Registers that no link of a trail looks at but by what is compared apart: procedure, what was erased, dates."""
_OF_SOME = ("issues", "contacts", "records", "meetings", "notices", "actions", "people")
"""Registers of which each entry is about some of the failings: here what of them changed is looked at."""
_APART = (*NOT_IN_A_TRAIL, *_OF_SOME, "known", "entries", "ids")
_OF_ALL = tuple(
    part.name for part in fields(ContractFile) if not part.name.startswith("_") and part.name not in _APART
)  # fmt: skip


def may_differ(before: FileView, after: FileView) -> set[str] | None:
    """Return the issues whose failings may read otherwise than in an earlier view of the file; None where all may.

    Where every notice and every meeting had all failings told again, each took 2 to 3 ms on a file with two of them,
    and the more the longer the file.
    """
    was, now = before.file, after.file
    if not _same_for_all(before, after) or not was.issues.by_id.keys() <= now.issues.by_id.keys():
        return None
    given = _notices_unlike(before, after)
    if any(notice.served is not None and _of_a_dispute(notice) for notice in given):
        return None  # what one notice of a dispute names, all others of it are about
    issues = _unlike(was.issues.by_id, now.issues.by_id)
    return {
        *(issue.id for issue in issues), *_later_by_the_same_standard(now, issues), *_named(now, given),
        *_spoken_of(was, now), *_met_otherwise(was, now), *_done_otherwise(was, now),
        *_told_otherwise(before, after),
    }  # fmt: skip


def _same_for_all(before: FileView, after: FileView) -> bool:
    was, now = before.file, after.file
    return (
        _same(before.procedure, after.procedure)
        and before.default_procedure == after.default_procedure
        and before.erased == after.erased
        and was.records.procedures == now.records.procedures
        and was.records.arrangements == now.records.arrangements
        and _same(was.records.verdicts, now.records.verdicts)  # ... or by what was refused or let be since
        and _same(was.records.authorisations, now.records.authorisations)
        and (_same(was.people, now.people) or not (now.disputes.escalations or now.disputes.signed_off))  # by whom
        and (_same(was.records.filed, now.records.filed) or not now.disputes.escalations)  # agreed to, now in writing
        and all(_same(getattr(was, name), getattr(now, name)) for name in _OF_ALL)
    )


def _same(was: object, now: object) -> bool:
    return was is now or was == now  # most are shared, and to compare two registers part by part takes long


def _unlike(was: Mapping[K, T], now: Mapping[K, T]) -> list[T]:
    """What is held in one and not so in the other: as it was, and as it is."""
    if was is now:
        return []
    names = [name for name in {**was, **now} if not _same(was.get(name), now.get(name))]
    return [held for name in names for held in (was.get(name), now.get(name)) if held is not None]


def _later_by_the_same_standard(now: ContractFile, changed: Iterable[Issue]) -> Iterator[str]:
    """A failing tells of earlier ones by a standard it cites."""
    standards = {name_key(named) for issue in changed for named in issue.standards}
    since = min(map(links_formal.noticed, changed), default=None)
    if since is not None and standards:
        for issue in now.issues.by_id.values():
            if links_formal.noticed(issue) > since and standards.intersection(map(name_key, issue.standards)):
                yield issue.id


def _notices_unlike(before: FileView, after: FileView) -> list[Notice]:
    """The notices that are not as they were, and those of which something would come out otherwise than before."""
    was, now = before.file.notices.by_id, after.file.notices.by_id
    if not was and not now:
        return []
    then, since = before.otherwise(), after.otherwise()
    return [*_unlike(was, now), *(n for n in now.values() if then.get(n.position) != since.get(n.position))]


def _of_a_dispute(notice: Notice) -> bool:
    served = notice.served
    return served is not None and (served.dispute is not None or served.notice_kind == "dispute")


def _named(file: ContractFile, given: Iterable[Notice]) -> Iterator[str]:
    for notice in given:
        if notice.served is not None:
            yield from disputing.issues_of(file, notice.served.dispute, notice.served.issues)


def _spoken_of(was: ContractFile, now: ContractFile) -> Iterator[str]:
    """The issues of what the provider said, of answers to that, of contacts and summaries of talks, and of what was
    supplemented."""
    said = _unlike(was.issues.representations, now.issues.representations)
    for recorded in now.known[len(was.known) :]:
        entry = recorded.entry
        if isinstance(entry, RepresentationsAnswered) and entry.representations in now.issues.representations:
            said.append(now.issues.representations[entry.representations])
    for one in said:
        yield from (one.issue,) if one.issue else ()
        yield from _named(now, (n for n in now.notices.by_id.values() if n.id == one.notice or n.position == one.about))
    yield from _keys_unlike(was.contacts.summaries, now.contacts.summaries)
    yield from (contact.issue for contact in _unlike(was.contacts.by_id, now.contacts.by_id) if contact.issue)
    added = _keys_unlike(was.records.supplements, now.records.supplements)
    filed = _keys_unlike(was.records.filed, now.records.filed)  # who agreed to a plan, perhaps
    if added or filed:
        issues = now.issues.by_id.values()
        yield from (one.id for one in issues if one.raised in added or not (added | filed).isdisjoint(one.plans))


def _keys_unlike(was: Mapping[K, object], now: Mapping[K, object]) -> set[K]:
    return set() if was is now else {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}


def _met_otherwise(was: ContractFile, now: ContractFile) -> Iterator[str]:
    """The issues that a meeting looked at or found something of, and those of which another one is now the next."""
    refiled = _keys_unlike(was.records.filed, now.records.filed)  # minutes, perhaps
    if was.meetings is now.meetings and not refiled:
        return
    changed = _unlike(was.meetings.by_id, now.meetings.by_id)
    changed += [m for m in now.meetings.by_id.values() if m.held in refiled]
    about = now.issues.by_entry()
    yield from (one.id for m in changed for item in m.items for at in item.concerns for one in about.get(at, ()))
    then, since = (
        {m.id: _seen(file, m) for one in changed if (m := file.meetings.by_id.get(one.id)) is not None and m.held_on}
        for file in (was, now)
    )  # fmt: skip
    if then == since:
        return
    yield from (found.issue for seen in _unlike(then, since) for found, _ in seen.confirmations)
    if any(seen.dispute for seen in _unlike(then, since)):
        yield from now.issues.by_id  # a meeting on a dispute is about every issue of it, and its dispute may be unnamed
    before, after = (links_met.monitoring_meetings(file) for file in (was, now))
    for issue in now.issues.by_id.values():
        one, other = links_met.next_meeting(before, issue), links_met.next_meeting(after, issue)
        if one is not other and (one and _seen(was, one)) != (other and _seen(now, other)):
            yield issue.id


class _Seen(NamedTuple):
    """What a trail tells of a meeting that was held, besides what it looked at by name."""

    held: tuple[object, object, bool]
    dispute: object
    confirmations: tuple[tuple[Confirmation, int], ...]
    unnamed: tuple[int, ...]
    minutes: tuple[int, ...]


def _seen(file: ContractFile, meeting: Meeting) -> _Seen:
    about = (meeting.dispute, meeting.dispute_outcome) if meeting.kind == "dispute" else None
    unnamed = tuple(item.position for item in naming_no_issue(file, meeting))
    return _Seen(
        (meeting.held_on, meeting.held, meeting.counts), about, meeting.confirmations, unnamed, file.minutes_of(meeting)
    )


def _told_otherwise(before: FileView, after: FileView) -> Iterator[str]:
    """The issues of which it depends on who is in which office, who was at a meeting, and whether that was minuted,
    whether the provider was told, by what may be shown of it."""
    was, now = before.file, after.file
    meetings_same = was.meetings is now.meetings and was.records is now.records
    marks_same = was.records is now.records or was.records.marks == now.records.marks
    if was.people is now.people and marks_same and (meetings_same or _met(was) == _met(now)):
        return
    for issue in now.issues.by_id.values():
        if _tellings(before, issue) != _tellings(after, issue):
            yield issue.id


def _met(file: ContractFile) -> Mapping[str, object]:
    return {m.id: (m.held_on, m.present, file.is_minuted(m)) for m in file.meetings.by_id.values()}


def _tellings(view: FileView, issue: Issue) -> list[object]:
    file, asked = view.file, procedure_for(view, issue)
    since = [date.min, *(back for back, _ in issue.reopened)]
    again = (told_again(file, issue.id, asked, back) for back in since[1:])
    waiting = (awaiting_minutes(file, issue.id, asked, day) for day in since)
    heard = (look(file, issue.id, date.max) for look in (talked_of, knew_of_it))
    told = [first_told(file, issue.id, asked), *again]
    minuted = (minutes_lacking(file, one) if one else None for one in told)
    return [*told, *heard, *waiting, *minuted]


def _done_otherwise(was: ContractFile, now: ContractFile) -> Iterator[str]:
    """The issues of which an action was assigned or done: it is told, and so is whether it was by the day planned.

    An action of a plan is about each issue the plan is for.
    """
    for action in _unlike(was.actions.by_id, now.actions.by_id):
        for issue in now.issues.by_id.values():
            if action.issue == issue.id or (action.plan and action.plan in plans_for(now, issue)):
                yield issue.id


__all__ = ["may_differ"]
