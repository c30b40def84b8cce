"""The agenda of a contract's next meeting, with what there is to look at under each item: made from the file.

The items are the procedure's for that kind of meeting, then what was put on the agenda when it was arranged; under each
stands what has come since the meeting before it (TVP-3.1-6, TVP-4.0-20; HCC-7.6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast, get_args

from ledger import arranged, meetings_due, monitoring, returns_owed
from ledger.agenda_items import CASES, WAY_FORWARD, item_called
from ledger.confirming import ISSUES_RAISED_BEFORE
from ledger.entry import Frozen, own
from ledger.examining import ACTIVITY, COMPLAINTS, SURVEYS, off_target, unexamined
from ledger.names import among
from ledger.reviews_answered import completed_on
from ledger.subjects.feedback import CaseConsidered, ComplaintReceived, ComplimentReceived
from ledger.subjects.meetings import (
    DEPUTY_ATTENDS,
    INVITED,
    LONGER,
    MONITORING,
    NOTE_TAKER,
    SUPPORT_OFFICER,
    KindOfMeeting,
    Meeting,
    asked_to,
    kind_of,
    kind_on,
)
from ledger.subjects.performance import (
    DataReturnReceived,
    FinancialReportReceived,
    PerformanceReportReceived,
)
from ledger.subjects.reviews import review_asked
from projections.duties.duty import days_after
from projections.duties.how_late import due
from projections.duties.meetings import extra_meeting
from projections.duties.monitoring import of_the_review
from projections.failings.trail import spoken
from projections.monitoring.improvements import improvements
from projections.monitoring.issues_on_agenda import Matter, action_open, issues_open, issues_raised_before
from projections.monitoring.left_before_the_start import left_before_the_start
from projections.monitoring.meetings_watched import title_of
from projections.monitoring.missed_running import missed_running
from projections.monitoring.silences import silences
from projections.monitoring.toolkit import toolkit
from projections.planning.agreed_plans import agreed_plans
from projections.view import FileView

ASKED_BY_RULES = ((DEPUTY_ATTENDS, "deputy-lead-officer"), (NOTE_TAKER, "note-taker"))
"""The offices that a rule of its own asks to come, whoever was said to be expected."""


class ItemOfAgenda(Frozen):
    """One item."""

    id: str
    title: str
    parts: tuple[str, ...] = ()
    """What the procedure has looked at under it, one by one (HCC-7.6-j)."""
    matters: tuple[Matter, ...] = ()


class Agenda(Frozen):
    """The agenda of the next meeting."""

    meeting: str | None
    """The meeting as arranged; None where none is."""
    kind: str
    title: str
    planned_for: date | None
    since: date | None
    """The day of the meeting before it (of a longer meeting, of the longer one before it), else of the start: what is
    newer is on the agenda. None where there was none, and the contract has not begun: then all is."""
    expected: tuple[str, ...]
    """The offices expected: as was said when it was arranged, else as the procedure and the specification have them
    (HCC-7.5-c, TVP-4.0-13); the support officer where one is asked to it (HCC-7.5-d), the deputy and a note-taker
    where the procedure has them attend (TVP-4.0-10, TVP-4.0-11)."""
    not_recorded: tuple[Matter, ...]
    """Meetings arranged for a day that is past, of which nothing says that they were held or called off."""
    extra: str | None
    """Why an extra meeting is worth considering, where it is (HCC-7.7-a)."""
    optional: tuple[str, ...]
    """Offices that may come as needed."""
    to_bring: tuple[Matter, ...]
    """What the provider brings, by the specification; and what it did not bring to the last meeting (HCC-6.1-d)."""
    kinds: tuple[tuple[str, str], ...]
    """(kind, title) of each kind of meeting the procedure has, for which an agenda can be asked."""
    items: tuple[ItemOfAgenda, ...]


def agenda(view: FileView, on: date, kind: str | None = None) -> Agenda:
    """Return the agenda of the next meeting after a day, or of one of a kind if it were held then. Pure."""
    file, procedure = view.file, view.procedure_on(on)
    coming = file.meetings.to_come(days_after(on, -1) or on)
    planned = next((m for m in coming if kind is None or kind_of(file, m, procedure) == kind), None)
    named = kind or (kind_of(file, planned, procedure) if planned else kind_on(file, "regular", on, procedure))
    row = procedure.meeting(named)
    day = planned.planned_for if planned and planned.planned_for else on
    expected, since = _expected(view, named, planned, on, day), _since(view, named, on)
    instead = arranged.of_meetings(file, named, day, procedure)
    otherwise = f": {dict(instead.meetings)[named]} a year, by {instead.id}" if instead else ""
    return Agenda(
        meeting=planned.id if planned else None, kind=named,
        title=f"{row.title}{otherwise}" if row else view.say(named),
        planned_for=planned.planned_for if planned else None, since=since,
        not_recorded=tuple(_not_recorded(view, on, kind)),
        expected=tuple(dict.fromkeys(map(procedure.office_title, expected))),
        extra=next((d.sentence for d in due(extra_meeting(view), on)), None),
        optional=tuple(procedure.office_title(o) for o in (row.may_attend if row else ()) if o not in expected),
        to_bring=tuple(_to_bring(view, on)),
        kinds=tuple((kind_of.id, kind_of.title) for kind_of in procedure.meetings),
        items=tuple(_items(view, named, planned, on, day, since or date.min)),
    )  # fmt: skip


def _since(view: FileView, named: str, on: date) -> date | None:
    """The day from which what is newer is on the agenda: of the meeting before it, else of the start."""
    file, start = view.file, monitoring.watched_since(view.file)
    # Of one that has not begun all that is on file so far is looked at: nothing came since a day that is still to come.
    begun = start if start is not None and start <= on else None
    before = file.meetings.held_between(begun or date.min, on) if start is not None else []
    if named in LONGER:  # it looks back over what the last of them had before it, whatever met in between (TVP-3.1-6)
        before = [meeting for meeting in before if meeting.kind in LONGER]
    return before[-1].held_on if before else begun


def _items(
    view: FileView, named: str, planned: Meeting | None, on: date, day: date, since: date
) -> Iterator[ItemOfAgenda]:  # fmt: skip
    """Every item of the meeting: of its kind, of its own, and the way forward where there is one to look at."""
    procedure = view.procedure_on(on)
    row, titles = procedure.meeting(named), {item.id: item for item in procedure.agenda}
    # Where a kind of meeting has no items of its own, its agenda is every item the procedure knows (TVP-4.0-20).
    template = (row.agenda if row else ()) or tuple(titles)
    forward = tuple(_way_forward(view, day, named, on))
    own_items = planned.agenda if planned else ()
    left = left_before_the_start(view, on) if named in MONITORING else {}
    more = (*own_items, *left, *(forward and (WAY_FORWARD,)))
    ids = dict.fromkeys(item_called(item, procedure) for item in (*template, *more))
    for one in ids:
        matters = forward if one == WAY_FORWARD else tuple(_UNDER[one](view, since, on)) if one in _UNDER else ()
        if one == _IN_PLACE_OF_STATISTICS and _STATISTICS not in ids:
            matters += tuple(_missed(view, on))
        matters += (left[one],) if one in left else ()
        parts = titles[one].parts if one in titles else ()
        yield ItemOfAgenda(id=one, title=title_of(view, one, procedure), parts=parts, matters=matters)


def _expected(view: FileView, named: str, planned: Meeting | None, on: date, day: date) -> tuple[str, ...]:
    """The offices expected, each once."""
    procedure, spec = view.procedure_on(on), view.file.terms.specification(on)
    row = procedure.meeting(named)
    usual = (*(row.should_attend if row else ()), *(spec.says.attendees if spec else ()))
    own = planned.expected if planned else ()
    must = dict.fromkeys(
        (
            *(row.must_attend if row else ()),
            *(own or usual),
            *_support_officer(view, named, planned, on),
            *(office for rule, office in ASKED_BY_RULES if procedure.ruling(rule)[0]),
        )
    )
    return tuple(office for office in must if not _let_be(view, office, day))


def _not_recorded(view: FileView, on: date, kind: str | None) -> Iterator[Matter]:
    """Meetings arranged for a day that is past, of which nothing says that they were held or called off."""
    file, procedure = view.file, view.procedure_on(on)
    for m in file.meetings.to_come(date.min):
        if m.planned_for and m.planned_for < on and kind in (None, kind_of(file, m, procedure)):
            said = f"{m.id} was arranged for {spoken(m.planned_for)}; {_UNTOLD}"
            yield Matter(sentence=said, position=m.planned[-1][2])


def _let_be(view: FileView, office: str, day: date) -> bool:
    """Whether it was agreed that nobody is needed in an office on a day, and nobody is in it (TVP-4.0-1)."""
    asked_otherwise = arranged.of_office(view.file, office, view.procedure_on(day))
    return any(held.applies(day) for held in asked_otherwise) and not view.file.people.in_office(office, day)


_UNTOLD = "that it was held or called off is not on file"


def _to_bring(view: FileView, on: date) -> Iterator[Matter]:
    spec, met = view.file.terms.specification(on), view.file.meetings.held_between(date.min, on)
    last = met[-1] if met else None
    missing = [one.what for one in last.information if not one.received] if last else []
    for what in meetings_due.to_bring(view.file, on):
        if last is not None and among(what, missing):
            yield Matter(sentence=f"{what}; not brought to {last.id}", position=last.held)
        else:
            yield Matter(sentence=what, position=spec.position if spec else None)


def _support_officer(view: FileView, kind: str, planned: Meeting | None, on: date) -> tuple[str, ...]:
    """The support officer, where the procedure has one asked to such a meeting on its day."""
    procedure, day = view.procedure_on(on), planned.planned_for if planned and planned.planned_for else on
    if procedure.ruling(INVITED)[0] is None or kind not in get_args(KindOfMeeting):
        return ()
    contractual = planned is not None and planned.contractual
    why = asked_to(view.file, day, cast(KindOfMeeting, kind), procedure, contractual=contractual, known_on=on)
    return (SUPPORT_OFFICER,) if why else ()


def _way_forward(view: FileView, day: date, kind: str, on: date) -> Iterator[Matter]:
    """In the last year of the contract its review, where it is not done, and else what it leaves to be decided."""
    end, file = view.file.end_date(day), view.file
    if kind == "pre-start" or kind not in MONITORING or end is None or day > end or end.year < 1900:
        return
    review = (one for one in of_the_review(view) if one.id == "review")
    open_ = [one for one in review if one.due_on and (one.warned_from or one.due_on) <= day]
    for found in due(open_, on):
        yield Matter(sentence=found.sentence.rstrip("."), position=next(iter(found.duty.opened_by), None))
    done, asked = completed_on(file, on), review_asked(view.file, day, view.procedure_on(day))
    days_decided = [*(one.on for one in file.reviews.renewals), *(one.on for one in file.reviews.extensions)]
    decided = any(day_of <= on for day_of in days_decided)
    if not open_ and not decided and done is not None and asked is not None and asked.by <= day:
        said = f"the review of {spoken(done[0])} is on file, and nothing is decided of what follows the contract"
        yield Matter(sentence=f"{said[:1].upper()}{said[1:]}", position=done[1])


_Under = Callable[[FileView, date, date], Iterator[Matter]]


def _complaints(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """What came since the last meeting; of what came before it each complaint that is still to be dealt with, and each
    compliment that no meeting examined yet (HCC-7.6-b)."""
    received = view.file.of(ComplaintReceived, ComplimentReceived)
    came = [(one.position, one.entry.happened_on) for one in received]
    left = unexamined(view.file, COMPLAINTS, came, on, view.procedure_on)
    for recorded in received:
        if since < recorded.entry.happened_on <= on:
            said = f"{view.sentence(recorded)}{_found_of(view, recorded.given_id, on)}"
            yield Matter(sentence=said, position=recorded.position)
        elif recorded.position in left and isinstance(recorded.entry, ComplimentReceived):
            yield Matter(sentence=f"{view.sentence(recorded)}{_UNEXAMINED}", position=recorded.position)
    for complaint in view.file.feedback.unjudged():
        if complaint.reviewed:
            day, _, position = complaint.reviewed[-1]
            said = f"{complaint.id}: by {spoken(day)} it was not yet known how well the provider dealt with it"
            yield Matter(sentence=said, position=position)
        elif complaint.on is not None and complaint.on <= since:
            yield Matter(sentence=f"{complaint.id} is not answered on file", position=complaint.position)
    for complaint in view.file.feedback.complaints.values():  # until it is found dealt with as it should
        found = [one for one in complaint.reviewed if one[0] <= on][-1:]
        for day, judgement, position in found if complaint.on is not None and complaint.on <= since else ():
            if judgement == "unsatisfactory":
                said = f"{complaint.id}: on {spoken(day)} how the provider dealt with it was found unsatisfactory"
                yield Matter(sentence=f"{said}; that it was put right is not on file", position=position)


def _cases(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """Cases considered since the last meeting, at none that is named: they are still to come before one (HCC-7.6-i)."""
    for recorded in view.file.of(CaseConsidered):
        if since < recorded.entry.happened_on <= on and own(recorded.entry, "meeting") is None:
            said = f"{view.sentence(recorded)}; no meeting is named at which it was considered"
            yield Matter(sentence=said, position=recorded.position)


def _found_of(view: FileView, complaint: str | None, on: date) -> str:
    """What was last found of how the provider dealt with a complaint, to stand behind it; nothing where that is not
    known."""
    known = view.file.feedback.complaints.get(complaint or "")
    day, judgement, _ = known.reviewed[-1] if known and known.reviewed else (date.max, "", 0)
    if day > on or judgement == "not-yet-known":
        return ""
    return f"; how the provider dealt with it was found {judgement} on {spoken(day)}"


def _returns(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """What came, and what did not (HCC-7.6-f); what is missed time after time (HCC-3.1-d)."""
    for recorded in view.file.of(DataReturnReceived, PerformanceReportReceived, FinancialReportReceived):
        if since < recorded.entry.happened_on <= on:
            yield Matter(sentence=view.sentence(recorded), position=recorded.position)
    for owed in returns_owed.overdue_returns(view.file, on, view.procedure_on(on)):
        yield Matter(sentence=f"The {owed.of_what} is missing; it was due on {spoken(owed.due_on)}")
    yield from _missed(view, on)


def _missed(view: FileView, on: date) -> Iterator[Matter]:
    for missed in missed_running(view, on):
        said = f"{missed.in_words}; nothing is on file that is done about it"
        yield Matter(sentence=said, position=missed.position)


def _activity(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """Figures that came since the last meeting, and of those before it each that came to less or more than was aimed at
    and that none examined yet (HCC-7.6-g)."""
    differing = off_target(view.file, on)
    came = [(at, one.happened_on) for at, one in differing.items()]
    left = unexamined(view.file, ACTIVITY, came, on, view.procedure_on)
    for position, entry in view.file.performance.activity:
        before = entry.happened_on <= since
        if entry.happened_on > on or (before and position not in left):
            continue
        if (recorded := view.file.at(position)) is not None:
            told = differing.get(position, entry).difference
            difference = f"; difference {told}" if told else ""
            said = f"{view.sentence(recorded)}{difference}{_UNEXAMINED if before else ''}"
            yield Matter(sentence=said, position=position)
    yield from _silent(view, on, "figures of activity")


def _surveys(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """Surveys that came since the last meeting, and of those before it each that none examined yet (HCC-7.6-h)."""
    surveys = view.file.performance.surveys
    left = unexamined(view.file, SURVEYS, [(one.position, one.on) for one in surveys], on, view.procedure_on)
    for survey in surveys:
        before = survey.on <= since
        if survey.on > on or (before and survey.position not in left):
            continue
        if (recorded := view.file.at(survey.position)) is not None:
            said = f"{view.sentence(recorded)}{_UNEXAMINED if before else ''}"
            yield Matter(sentence=said, position=survey.position)
    yield from _silent(view, on, "survey")


def _silent(view: FileView, on: date, about: str) -> Iterator[Matter]:
    """What one would expect on file of something and does not find."""
    yield from (Matter(sentence=f"{said[:1].upper()}{said[1:]}") for said in silences(view, on) if about in said)


_UNEXAMINED = "; that a meeting examined it is not on file"


def _risks(view: FileView, since: date, on: date) -> Iterator[Matter]:
    for risk in toolkit(view, on).risks:
        if risk.closed_on is None:
            rated = f"rated {risk.rating}" if risk.rating else "not rated"
            said = f"{risk.id}, {view.say(risk.category)}, {rated}: {risk.description}"
            yield Matter(sentence=said, position=risk.position)


def _plans(view: FileView, since: date, on: date) -> Iterator[Matter]:
    for action in view.file.actions.open_on(on):
        yield action_open(action)
    yield from _plans_agreed(view, since, on)
    for aim in improvements(view, on):
        if not aim.results:
            yield Matter(sentence=f"{aim.id}: {aim.text}", position=aim.position)


def _plans_agreed(view: FileView, since: date, on: date) -> Iterator[Matter]:
    """Each plan agreed with the provider that is open, or that was agreed or came to its end since the last meeting."""
    known = {plan.id: plan for plan in agreed_plans(view) if plan.agreed_on <= on and plan.review is None}
    for plan in known.values():
        over = plan.over(on)
        if over is not None and max(over.on, plan.agreed_on) <= since:
            continue
        how = f"has been over since {spoken(over.on)}: {over.what}" if over else "is open"
        by = f"; all {'was' if plan.by < on else 'is'} to be right by {spoken(plan.by)}" if plan.by else ""
        said = f"{plan.id} {plan.about}, agreed on {spoken(plan.agreed_on)}, {how}{by}"
        yield Matter(sentence=said, position=plan.position)


def _future(view: FileView, since: date, on: date) -> Iterator[Matter]:
    for variation in view.file.variations.by_id.values():
        if not variation.agreements and not variation.rejected:
            yield Matter(sentence=f"{variation.id} is proposed and not decided", position=variation.proposed)


def _meetings(view: FileView, since: date, on: date) -> Iterator[Matter]:
    for meeting in view.file.meetings.to_come(on):
        yield from _arranged(meeting)


def _arranged(meeting: Meeting) -> Iterator[Matter]:
    if meeting.planned_for is not None:
        said = f"{meeting.id} is arranged for {spoken(meeting.planned_for)}"
        yield Matter(sentence=said, position=meeting.planned[-1][2])


_STATISTICS, _IN_PLACE_OF_STATISTICS = "statistics-and-indicators", "action-and-improvement-plans"
"""Where an agenda has no item for statistics, what is missed time after time is looked at with what is to improve."""
_UNDER: Mapping[str, _Under] = {
    ISSUES_RAISED_BEFORE: issues_raised_before, "service-issues": issues_open,
    COMPLAINTS: _complaints, "complaints-overview": _complaints,
    _STATISTICS: _returns, ACTIVITY: _activity, CASES: _cases, SURVEYS: _surveys, "risk-log": _risks,
    _IN_PLACE_OF_STATISTICS: _plans, "future-development": _future, "future-meetings": _meetings,
}  # fmt: skip
