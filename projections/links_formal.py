"""The later links of a failing: the notice, the time allowed, the result, and whether it had happened before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from ledger import disputing
from ledger.calendar import CalendarError, working_days_in
from ledger.entry import Recorded
from ledger.remedy_time import time_ends, working_day
from ledger.subjects.disputes import DisputePlan
from ledger.subjects.issues import Issue
from ledger.subjects.notices import Notice, NoticeServed, RemedyPeriodExtended
from ledger.validity import NoticeWorking
from projections.links import Representation, is_disputed
from projections.trail import Gap, Link, State, counted, link, spoken
from projections.view import FileView, rules_in_words

DAY = timedelta(days=1)
NOT_FORMAL = ("termination", "general", "court-document")
REASONABLE_TIME = "notice.reasonable-time"
EARLY = "remedy.assessed-when-time-is-over"
NAMED = 5
"""How many earlier failings of the same standard are named one by one, the latest of them."""
Given = tuple[Notice, NoticeServed]


def about(view: FileView, issue: Issue) -> list[Given]:
    """Return the authority's formal notices that rely on an issue, in the world's order."""
    given = view.file.notices.served(party="authority")
    return [(n, s) for n, s in given if issue.id in _issues(view, s) and _is_formal(view, s)]


def _issues(view: FileView, served: NoticeServed) -> tuple[str, ...]:
    return disputing.issues_of(view.file, served.dispute, served.issues)


def _is_formal(view: FileView, served: NoticeServed) -> bool:
    """A notice of dispute is one where the procedure deals with a failure so (D-06)."""
    if served.notice_kind == "dispute":
        return view.procedure_on(served.happened_on).by_dispute
    return served.notice_kind not in NOT_FORMAL


def in_effect(notice: Notice) -> bool:
    """Return whether a notice had effect on some day: it counts, is not bad or purported, and was not withdrawn."""
    return notice.stands(date.max)


def notice(view: FileView, issue: Issue, given: Sequence[Given], spoken_of: Sequence[Representation]) -> Link:
    """Link 6: each notice: its clause, whether it was good, when it counts, proof of receipt, the date to remedy."""
    if not given:
        return _without_notice(view, issue)
    said, entries, gaps = [], [], []
    dates: dict[str, date | None] = {}
    for found, served in given:
        entries += [found.position, *(position for _, _, position in found.receipts)]
        said.append(_notice_said(found, served))
        dates |= {
            f"{found.id} served": served.happened_on, f"{found.id} counts": found.counts_on,
            f"{found.id} received": found.receipts[0][0] if found.receipts else None,
            f"{found.id} to be remedied by": found.remedy_ends(),
        }  # fmt: skip
        why = _no_effect(found)
        if why:
            gaps.append(Gap(requirement="HCC-9.1-b", sentence=f"{found.id} {why}"))
    about_it = {found.id for found, _ in given}, {found.position for found, _ in given}
    spoke = [(r, e) for r, e in spoken_of if e.notice in about_it[0] or e.answers in about_it[1]]
    entries += [r.position for r, _ in spoke]
    said += [f"on {spoken(r.entry.happened_on)}: {view.sentence(r)}" for r, _ in spoke]
    state: State = "present"
    if not any(in_effect(found) for found, _ in given):
        state = "missing"
    elif is_disputed(spoke):
        state = "disputed"
    return link("notice", state, *said, dates=dates, entries=tuple(entries), gaps=tuple(gaps))


def _without_notice(view: FileView, issue: Issue) -> Link:
    breach = next((b for b in view.file.default_process.fundamental_breaches.values() if issue.id in b.issues), None)
    if breach is not None:
        why = f"no notice was given: {breach.id}, a fundamental breach, was determined on {spoken(breach.on)}"
        return link("notice", "not-applicable", why, dates={breach.id: breach.on}, entries=(breach.position,))
    if not issue.is_open:
        return link("notice", "not-applicable", f"no notice was given; {issue.id} was settled without one")
    noticed_on = issue.noticed_on or issue.raised_on
    by_default = view.procedure_on(noticed_on).by_default if noticed_on else view.procedure.by_default
    what = ("HCC-9.1-b", "default or improvement notice") if by_default else ("TVP-5.2-2a", "notice of dispute")
    gap = Gap(requirement=what[0], sentence=f"no {what[1]} about {issue.id} is on file")
    return link("notice", "missing", gap.sentence, gaps=(gap,))


def _notice_said(found: Notice, served: NoticeServed) -> str:
    uncited = "" if served.notice_kind == "dispute" else ", which cites no clause"
    under = f" under clause {served.clause.removeprefix('clause ')}" if served.clause else uncited
    said = f"{found.id}: {served.notice_kind} notice of {spoken(served.happened_on)}{under}"
    return f"{said}. {_with_extensions(found, found.worked)}" if found.worked else said


def _with_extensions(found: Notice, worked: NoticeWorking) -> str:
    """The working of a notice, its end of time as it was extended since: the working was reckoned before that."""
    ends = found.remedy_ends()
    if worked.remedy is None or ends is None or not found.extended:
        return worked.sentence
    first = worked.remedy.ends_on
    later = ", ".join(f"on {spoken(on)} to {spoken(to)} (entry {position})" for on, to, position in found.extended)
    now = f"The time to remedy ends on {spoken(ends)}: it was to end on {spoken(first)} and was extended {later}."
    return worked.sentence.replace(time_ends(first), now)


def _no_effect(found: Notice) -> str | None:
    if found.is_purported:
        return f"is purported only: it did not keep {rules_in_words(found.absolute)}"
    if found.valid is False:
        return "was not validly served"
    if found.withdrawn:
        return f"was withdrawn on {spoken(found.withdrawn[0])}"
    return "does not count as given: no receipt is proved" if found.counts_on is None else None


def time_allowed(view: FileView, issue: Issue, given: Sequence[Given]) -> Link:
    """Link 7: the time each notice allowed, in calendar and Working Days, and each extension with its reason."""
    timed = [(n, s, end) for n, s in given if in_effect(n) and (end := n.remedy_ends()) is not None]
    if timed:
        return _by_notices(view, timed, [n for n, _ in given if not in_effect(n)])
    formal = [p.position for p in _plans(view, issue)]
    plan = next(
        (r for p in reversed([*issue.plans, *formal]) if (r := view.file.at(p)) and _complete_by(r) is not None), None
    )
    if plan is not None:
        since, until = plan.entry.happened_on, _complete_by(plan) or date.max
        said = f"by the plan of {spoken(since)} it was to be right by {spoken(until)}"
        days, working = (until - since).days, _working_days(view, since + DAY, until)
        dates = {"plan": since, "complete by": until}
        return link(
            "time", "present", _length(said, days, working), dates=dates, entries=(plan.position,), days=days,
            working_days=working,
        )  # fmt: skip
    if not issue.is_open:
        return link("time", "not-applicable", f"{issue.id} was settled before a time was set")
    gap = Gap(requirement="HCC-9.4-d", sentence=f"no time allowed to put {issue.id} right is on file")
    return link("time", "missing", gap.sentence, gaps=(gap,))


def _plans(view: FileView, issue: Issue) -> list[DisputePlan]:
    """The action plans of the disputes about an issue."""
    disputes = disputing.in_point(view.file, (issue.id,))
    return [p for p in view.file.disputes.plans.values() if p.dispute is None or p.dispute in disputes]


def _complete_by(plan: Recorded) -> date | None:
    until: date | None = getattr(plan.entry, "ends_on", None) or getattr(plan.entry, "complete_by", None)
    return until


def _by_notices(view: FileView, timed: Sequence[tuple[Notice, NoticeServed, date]], without: Sequence[Notice]) -> Link:
    """The time each notice gave; one number of days is told only where there is one time to tell it of."""
    said, entries, gaps = [], [], []
    dates: dict[str, date | None] = {}
    lengths: list[tuple[int, int | None]] = []
    for found, served, until in timed:
        since = found.counts_on or served.happened_on
        lengths.append(((until - since).days, _working_days(view, since + DAY, until)))
        said.append(_length(f"by {found.id}, from {spoken(since)} to {spoken(until)}", *lengths[-1]))
        entries.append(found.position)
        dates |= {f"{found.id} counts from": since, f"{found.id} ends": until}
        for on, to, position in found.extended:
            said.append(_extension_said(view, found, on, to, position))
            entries.append(position)
            dates[f"{found.id} extended on {spoken(on)} to"] = to
        short = _departures(view, found.position, REASONABLE_TIME)
        said += short
        gaps += [Gap(requirement="HCC-9.4-d", sentence=what) for what in short]
    for found in without:
        said.append(f"by {found.id} no time ran: it {_no_effect(found)}")
        entries.append(found.position)
    days, working = lengths[0] if len(lengths) == 1 else (None, None)
    return link(
        "time", "present", *said, dates=dates, entries=tuple(entries), gaps=tuple(gaps), days=days,
        working_days=working,
    )  # fmt: skip


def _extension_said(view: FileView, found: Notice, on: date, to: date, position: int) -> str:
    entry = view.file.at(position)
    reason = entry.entry.reason if entry and isinstance(entry.entry, RemedyPeriodExtended) else None
    return (
        f"{found.id} was extended on {spoken(on)} to {spoken(to)}: "
        f"{view.say(reason) if reason else 'no reason is on file'}"
    )


def _length(said: str, days: int, working: int | None) -> str:
    in_working_days = f", of which {counted(working, 'Working Day')}" if working is not None else ""
    return f"{said}: {counted(days, 'day')}{in_working_days}"


def _working_days(view: FileView, first: date, last: date) -> int | None:
    try:
        return working_days_in(first, last, working_day(view.file, first))
    except CalendarError:
        return None  # the table of bank holidays does not reach so far


def _departures(view: FileView, position: int, rule: str) -> list[str]:
    recorded = view.file.at(position)
    return [d.found for d in recorded.departures if d.rule == rule] if recorded else []


def result(view: FileView, issue: Issue, given: Sequence[Given]) -> Link:
    """Link 8: what was found when the time was over, on what evidence, and whether it was settled."""
    said, entries, gaps = [], [], []
    dates: dict[str, date | None] = {}
    for found, served in given:
        for on, outcome, position in found.assessed:
            entries += [position, *_evidence(view, position)]
            dates[f"{found.id} assessed"] = on
            said.append(f"on {spoken(on)} {found.id} was found {outcome.replace('-', ' ')}")
            if not _evidence(view, position):
                gaps.append(Gap(requirement="HCC-9.4-b", sentence=f"the assessment of {found.id} cites no evidence"))
            said += _departures(view, position, EARLY)
        concluded = view.file.default_process.conclusion(found.id, date.max)
        if concluded is not None:
            entries.append(concluded.position)
            dates[f"process on {found.id} concluded"] = concluded.on
            outcome = concluded.result.replace("-", " ")
            said.append(f"the process on {found.id} was concluded on {spoken(concluded.on)}: {outcome}")
        if in_effect(found) and not found.assessed and served.notice_kind != "dispute":
            gaps.append(
                Gap(requirement="HCC-9.1-c", sentence=f"whether {found.id} was remedied has not been assessed on file")
            )
    for plan in _plans(view, issue):
        end = view.file.disputes.plan_end(plan, date.max)
        if end is None:
            gaps.append(Gap(requirement="TVP-5.2-5", sentence=f"how {plan.id} ended is not on file"))
            continue
        entries += [end.position, *end.evidence]
        dates[f"{plan.id} concluded"] = end.on
        said.append(f"on {spoken(end.on)} {plan.id} was found: {end.result.replace('-', ' ')}")
        if end.result == "outcomes-missed" and not end.evidence:
            gaps.append(Gap(requirement="TVP-5.2-5", sentence=f"what was found of {plan.id} cites no evidence"))
    for on, well, position in issue.resolved:
        entries.append(position)
        dates["settled"] = on
        said.append(f"on {spoken(on)} it was found settled{'' if well else ', but not well'}")
    for on, position in issue.reopened:
        entries.append(position)
        said.append(f"it came back on {spoken(on)}")
    if not entries and not gaps:
        gaps.append(Gap(requirement="HCC-9.4-b", sentence=f"no result of {issue.id} is on file"))
    state: State = "present" if entries and not (issue.is_open and gaps) else "missing"
    told = [gap.sentence for gap in gaps]
    return link("result", state, *said, *told, dates=dates, entries=tuple(entries), gaps=tuple(gaps))


def _evidence(view: FileView, position: int) -> tuple[int, ...]:
    recorded = view.file.at(position)
    return tuple(getattr(recorded.entry, "evidence", ())) if recorded else ()


def by_standard(view: FileView) -> dict[str, list[Issue]]:
    """Return the failings of each standard, in the order in which they were noticed."""
    found: dict[str, list[Issue]] = {}
    for issue in sorted((i for i in view.file.issues.by_id.values() if i.raised), key=noticed):
        for named in issue.standards:
            found.setdefault(named, []).append(issue)
    return found


def noticed(issue: Issue) -> tuple[date, int]:
    """Sorts failings: by the day they were noticed, then in order of recording."""
    return (issue.noticed_on or date.max, issue.raised)


def recurrence(issue: Issue, of_standard: Mapping[str, Sequence[Issue]]) -> Link:
    """Link 9: earlier failings of the same standard, the latest of them by name, and how often this one came back."""
    lists = [of_standard.get(named, ()) for named in issue.standards]
    earlier = [found[: bisect_left(found, noticed(issue), key=noticed)] for found in lists]
    count = len(earlier[0]) if len(earlier) == 1 else len({i.id for found in earlier for i in found})
    latest = sorted({i.id: i for found in earlier for i in found[-NAMED:]}.values(), key=noticed)[-NAMED:]
    said = [f"{i.id}, noticed on {spoken(i.noticed_on)}" for i in latest if i.noticed_on]
    said += [f"and {count - len(latest)} before these"] if count > len(latest) else []
    came_back = [f"{issue.id} came back on {spoken(on)}" for on, _ in issue.reopened]
    if not said and not came_back:
        same = "of a standard it cites" if issue.standards else "that could be compared: it cites no standard"
        return link("recurrence", "not-applicable", f"no earlier failing {same} is on file")
    before = f"failed before: {'; '.join(said)}" if said else None
    dates: dict[str, date | None] = {i.id: i.noticed_on for i in latest}
    entries = (*(i.raised for i in latest), *(position for _, position in issue.reopened))
    return link("recurrence", "present", before, *came_back, dates=dates, entries=entries)


def gaps(found: Sequence[Link]) -> Link:
    """Link 10: every gap of the other links, each with the requirement that asks for it."""
    missing = [gap for part in found for gap in part.gaps]
    if not missing:
        return link("gaps", "not-applicable", "nothing is missing from this trail")
    return link("gaps", "missing", *(f"{gap.sentence} ({gap.requirement})" for gap in missing))
