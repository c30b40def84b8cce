"""How a contract is watched: meetings and returns against what is asked for, audits, and silences.

What is asked for is the specification's, else the procedure's (ledger/monitoring.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger import monitoring
from ledger.agenda_items import WAY_FORWARD, WAY_FORWARD_TITLE, item_called
from ledger.assessing import plans_for
from ledger.confirming import unconfirmed_at
from ledger.entry import Frozen
from ledger.names import counted
from ledger.procedures import Procedure
from ledger.span import Span
from ledger.specification import ReturnSchedule
from ledger.subjects.assurance import Finding
from ledger.subjects.meetings import Meeting
from ledger.subjects.performance import Return
from ledger.telling import first_told
from ledger.working_days import shifted
from projections.agreed_steps import agreed_steps
from projections.duty import last_day
from projections.trail import spoken
from projections.view import FileView


class NotCovered(Frozen):
    """An item of an agenda that was not considered (HCC-7.6-l)."""

    item: str
    title: str
    reason: str | None = None
    """Why it was passed over; None where nothing is on file of it at all."""
    position: int | None = None
    """The entry that says that it was passed over."""


class MeetingShown(Frozen):
    """One monitoring meeting that was held."""

    id: str
    kind: str
    on: date
    position: int
    minuted: bool
    """Whether it has minutes: one that has none is a gap in the trail (HCC-9.4-c)."""
    circulated: bool
    """Whether its minutes went to everybody who was there."""
    unsent: tuple[str, ...]
    """Who was there and was sent none, where others were."""
    filed: bool
    brought: tuple[str, ...]
    """What the provider was to bring, and did (HCC-7.6-f)."""
    not_brought: tuple[str, ...]
    not_covered: tuple[NotCovered, ...]
    """Items of the procedure's agenda, or passed over, that were not considered."""
    unconfirmed: tuple[str, ...] = ()
    """Issues raised before it of which it confirmed nothing, though it covered that item (HCC-7.6-a)."""


class YearOfMeetings(Frozen):
    """One year of the contract."""

    first: date
    last: date
    held: int
    asked: int
    """In the whole year, or in what there was of it."""
    asked_by_now: int
    """By the end of the day, or of the year where that is over."""
    over: bool
    """Whether the year is over."""


class ReturnShown(Frozen):
    """One period of a return: when it came, or that it did not."""

    kind: str
    first: date
    last: date
    due_on: date
    received_on: date | None
    position: int | None
    days_late: int
    """Days after the day it was due; for one that did not come, until the day asked. 0 in time."""
    state: Literal["in-time", "late", "missing"]
    counts: bool = True
    """False where its figures are of several of the periods asked for together: each of them is still to come."""


class FindingShown(Frozen):
    """One finding of an audit."""

    words: str
    severity: str | None
    subject: str | None
    issue: str | None


class AuditShown(Frozen):
    """One audit: recommended, commissioned, reported."""

    commissioned_on: date | None
    commissioned_at: int | None
    recommended_at: int | None
    subjects: tuple[str, ...]
    auditor: str | None
    planned_for: date | None
    reported_on: date | None
    reported_at: int | None
    findings: tuple[FindingShown, ...]


class IssueShown(Frozen):
    """One issue: how soon the provider was told, a plan was made, and it was settled (HCC-9.3-c)."""

    id: str
    position: int
    noticed_on: date | None
    days_to_tell: int | None
    """From noticing to telling the provider in recorded form; None where that was not done."""
    days_to_plan: int | None
    """From noticing to the first plan proposed or agreed."""
    days_to_settle: int | None
    """From noticing to its being settled well; None while it is open."""
    attempts: int
    """What was tried: tellings, plans, and meetings that looked at it."""
    open: bool


class ContinuityShown(Frozen):
    """A business continuity plan of the provider."""

    on: date
    position: int
    valid_until: date | None
    tested_on: date | None
    run_out: bool


class FurtherAction(Frozen):
    """What a review by theme agreed to do further (IMP-17-c)."""

    review: int
    """Position of the review."""
    what: str
    owner: str | None
    due_on: date | None
    done_on: date | None
    late: bool


class MonitoringShown(Frozen):
    """How one contract is watched."""

    meetings_asked: int
    """A year, on the day."""
    years: tuple[YearOfMeetings, ...]
    meetings: tuple[MeetingShown, ...]
    longest_gap: int | None
    """Days without a monitoring meeting, at the most, up to the day."""
    returns: tuple[ReturnShown, ...]
    rests: str
    """What rests on each return, in words; "" where nothing is said to (HCC-6.2-c)."""
    audits: tuple[AuditShown, ...]
    recommended: tuple[int, ...]
    """Entries that recommend an audit that was not commissioned."""
    issues: tuple[IssueShown, ...]
    scores: tuple[tuple[str, date, int, str | None], ...]
    """(field, day, percent, change since the score before) of the newest self-assessment of each field."""
    continuity_plan: ContinuityShown | None
    """The provider's newest business continuity plan."""
    further_actions: tuple[FurtherAction, ...]
    """What reviews by theme agreed to do further, in the order of the reviews."""
    silences: tuple[str, ...]
    """What one would expect and does not find."""


def monitoring_shown(view: FileView, on: date) -> MonitoringShown:
    """Return how a contract is watched, up to a day. Pure."""
    file, procedure, since = view.file, view.procedure_on(on), monitoring.watched_since(view.file)
    asked = monitoring.meetings_a_year(file, on, procedure)
    ended = file.termination.ended_on(on)
    until = min(on, ended.on) if ended else on
    longest = file.meetings.longest_gap(since, until) if since is not None and since < until else None
    return MonitoringShown(
        meetings_asked=asked,
        years=tuple(_years(view, since, until, ended=ended is not None)) if since is not None else (),
        meetings=tuple(_meetings(view)), longest_gap=longest.days if longest else None,
        returns=tuple(_returns(view, on)),
        rests=monitoring.what_rests_on_returns(file), audits=tuple(_audits(view)),
        recommended=tuple(one.position for one in file.assurance.undecided()), issues=tuple(_issues(view)),
        scores=tuple(_scores(view)), continuity_plan=_continuity(view, on),
        further_actions=tuple(_further_actions(view, on)),
        silences=tuple(silences(view, on)),
    )  # fmt: skip


def _years(view: FileView, since: date, until: date, *, ended: bool) -> Iterator[YearOfMeetings]:
    """The years of the contract up to a day; the last ends with the contract, where that has ended."""
    for first, last, held in view.file.meetings.per_year(since, until):
        whole, procedure = min(last, until) if ended else last, view.procedure_on(first)
        yield YearOfMeetings(
            first=first, last=whole, held=held, over=whole <= until,
            asked=monitoring.meetings_asked(view.file, first, whole, procedure),
            asked_by_now=monitoring.meetings_asked(view.file, first, min(whole, until), procedure),
        )  # fmt: skip


def _meetings(view: FileView) -> Iterator[MeetingShown]:
    for kept in monitoring.documentation(view.file):
        meeting, on = kept.meeting, kept.meeting.held_on
        if on is None:
            continue
        brought = [one.what for one in meeting.information if one.received]
        yield MeetingShown(
            id=meeting.id, kind=view.say(meeting.kind), on=on, position=meeting.held or 0, minuted=kept.minuted,
            circulated=kept.circulated, unsent=kept.unsent, filed=kept.filed, brought=tuple(brought),
            not_brought=tuple(one.what for one in meeting.information if not one.received),
            not_covered=tuple(_not_covered(view, meeting, view.procedure_on(on))),
            unconfirmed=tuple(unconfirmed_at(view.file, meeting.id)),
        )  # fmt: skip


def _not_covered(view: FileView, meeting: Meeting, procedure: Procedure) -> Iterator[NotCovered]:
    for missing in view.file.meetings.missing_items(meeting.id, procedure):
        yield NotCovered(item=missing, title=title_of(view, missing, procedure))
    for item in meeting.passed_over(procedure):
        yield NotCovered(
            item=item_called(item.item, procedure), title=title_of(view, item.item, procedure),
            reason=view.say(item.reason), position=item.position,
        )  # fmt: skip


def title_of(view: FileView, item: str, procedure: Procedure) -> str:
    """Return an item of an agenda in words: by its title in the procedure, else as it was said."""
    called = item_called(item, procedure)
    known = procedure.agenda_item(called)
    return WAY_FORWARD_TITLE if called == WAY_FORWARD else known.title if known else view.say(item)


def _returns(view: FileView, on: date) -> Iterator[ReturnShown]:
    """By return and period, those that came and those that are overdue, in order of the day they were due.

    One that came for several periods is shown by each, with its own due day (HCC-8.2-a); one that came for a part of a
    period, by itself, and due when the whole is.
    """
    procedure, performance = view.procedure_on(on), view.file.performance
    schedules = monitoring.schedules(view.file, on, procedure)
    asked = [(one, *of) for one in schedules for of in monitoring.asked_periods(view.file, one, on, procedure)]
    came = [
        (one, span, due_on, performance.covered_by(span, one.kind, one.every_months)) for one, span, due_on in asked
    ]
    found = [
        _came(held, held.kind or one.kind, span, due_on)
        for one, span, due_on, held in came if held is not None and held.on <= on
    ]  # fmt: skip
    brought = {one.position for one in found}
    for held in performance.returns:
        if held.position in brought:
            continue
        schedule = next((one for one in schedules if held.counts_as(one.kind)), None)
        whole = (
            due for one, span, due in asked if held.counts_as(one.kind) and span.first <= held.period.last <= span.last
        )
        alone = shifted(held.period.last, monitoring.days_of_grace(schedule or _UNASKED, procedure))
        kind = held.kind or (schedule.kind if schedule else "return")
        every = performance.return_every(held.period.first, schedule.every_months, schedule.kind) if schedule else 0
        shown = _came(held, kind, held.period, next(whole, alone))
        found.append(shown.model_copy(update={"counts": not held.is_of_several(every)}))
    found += [
        ReturnShown(
            kind=owed.kind, first=owed.period.first, last=owed.period.last, due_on=owed.due_on, received_on=None,
            position=None, days_late=(on - owed.due_on).days, state="missing",
        ) for owed in monitoring.overdue_returns(view.file, on, procedure)
    ]  # fmt: skip
    yield from sorted(found, key=lambda one: (one.due_on, one.kind))


def _came(held: Return, kind: str, period: Span, due_on: date) -> ReturnShown:
    late = max((held.on - due_on).days, 0)
    return ReturnShown(
        kind=kind, first=period.first, last=period.last, due_on=due_on, received_on=held.on, position=held.position,
        days_late=late, state="late" if late else "in-time",
    )  # fmt: skip


_UNASKED = ReturnSchedule(kind="a return nobody asked for")


def _audits(view: FileView) -> Iterator[AuditShown]:
    assurance = view.file.assurance
    reports = {audit.says.commission: audit for audit in assurance.audits if audit.says.commission}
    for commission in assurance.commissioned.values():
        report = reports.get(commission.position)
        yield AuditShown(
            commissioned_on=commission.on, commissioned_at=commission.position,
            recommended_at=commission.says.recommended_in, subjects=commission.says.subjects,
            auditor=(report.says.auditor if report else None) or commission.says.auditor,
            planned_for=commission.says.planned_for, reported_on=report.on if report else None,
            reported_at=report.position if report else None,
            findings=tuple(_findings(view, report.says.findings)) if report else (),
        )  # fmt: skip
    for audit in assurance.audits:
        if audit.says.commission not in assurance.commissioned:
            yield AuditShown(
                commissioned_on=None, commissioned_at=None, recommended_at=None, subjects=audit.says.subjects,
                auditor=audit.says.auditor, planned_for=None, reported_on=audit.on, reported_at=audit.position,
                findings=tuple(_findings(view, audit.says.findings)),
            )  # fmt: skip


def _findings(view: FileView, findings: tuple[Finding, ...]) -> Iterator[FindingShown]:
    for one in findings:
        yield FindingShown(words=view.say(one.words), severity=one.severity, subject=one.subject, issue=one.issue)


def _issues(view: FileView) -> Iterator[IssueShown]:
    for issue in view.file.issues.by_id.values():
        noticed, told = issue.noticed_on or issue.raised_on, first_told(view.file, issue.id)
        at = {*issue.plans, *(view.file.ids[plan] for plan in plans_for(view.file, issue) if plan in view.file.ids)}
        planned = [held.entry.happened_on for position in at if (held := view.file.at(position))]
        settled = [day for day, well, _ in issue.resolved if well]
        looked_at = view.file.meetings.looked_at.get(issue.id, ())
        yield IssueShown(
            id=issue.id, position=issue.raised, noticed_on=noticed, open=issue.is_open,
            days_to_tell=_days(noticed, told[0] if told else None),
            days_to_plan=_days(noticed, min(planned, default=None)),
            days_to_settle=None if issue.is_open else _days(noticed, settled[-1] if settled else None),
            attempts=len(issue.notified) + len(at) + len(looked_at),
        )  # fmt: skip


def _days(first: date | None, last: date | None) -> int | None:
    return (last - first).days if first is not None and last is not None else None


def _scores(view: FileView) -> Iterator[tuple[str, date, int, str | None]]:
    for field, scored in view.file.tiers.scores.items():
        day, percent, _ = scored[-1]
        yield field, day, percent, f"{percent - scored[-2][1]:+d}" if len(scored) > 1 else None


def _continuity(view: FileView, on: date) -> ContinuityShown | None:
    plans = view.file.tiers.continuity_plans
    if not plans:
        return None
    until = plans[-1].valid_until
    return ContinuityShown(
        on=plans[-1].on, position=plans[-1].position, valid_until=until, tested_on=plans[-1].tested_on,
        run_out=until is not None and until < on,
    )  # fmt: skip


def _further_actions(view: FileView, on: date) -> Iterator[FurtherAction]:
    for step in agreed_steps(view):
        if step.review is None or step.agreed_on > on:
            continue
        done_on = step.done[0] if step.done and step.done[0] <= on else None
        yield FurtherAction(
            review=step.review, what=view.say(step.says.what), owner=step.says.owner, due_on=step.due_on,
            done_on=done_on, late=step.due_on is not None and (done_on or on) > step.due_on,
        )  # fmt: skip


def silences(view: FileView, on: date) -> Iterator[str]:
    """Yield what one would expect on file by a day and does not find, in sentences: no meeting for 94 days."""
    file, procedure, since = view.file, view.procedure_on(on), monitoring.watched_since(view.file)
    ended = file.termination.ended
    if since is None or since > on or (ended is not None and ended.on <= on):
        return
    asked, by = monitoring.meetings_a_year(file, on, procedure), monitoring.next_meeting_by(file, on, procedure)
    held = file.meetings.held_between(since, on)
    if by is not None and by < on and by <= (last_day(view) or by):
        last = held[-1].held_on if held and held[-1].held_on else since
        gone = f"{counted((on - last).days, 'day')}, since {spoken(last)}"
        yield f"no monitoring meeting for {gone}; {asked} a year are asked for"
    missing = Counter(owed.kind for owed in monitoring.overdue_returns(file, on, procedure))
    for kind, periods in missing.items():
        yield f"no {kind} for {counted(periods, 'period')}"
    days = procedure.setting("activity.silent-after")
    newest = max((r.entry.happened_on for r in file.entries if r.entry.happened_on <= on), default=None)
    if days and newest is not None and (on - newest).days >= days:
        yield f"nothing has happened on this file for {counted((on - newest).days, 'day')}, since {spoken(newest)}"
    survey = monitoring.survey_due(file, on, procedure)
    if survey is not None and survey < on:
        yield f"no survey of users since one was due on {spoken(survey)}"
