"""What was asked for on a file and is done, by which entry, how late; and what is asked of others and not of this one.

Done is found by telling the file again in the world's order: a duty that was open before an entry and is not after it
was done by that entry, on its day. So whatever opens and closes a duty has its history, with nothing said of it twice.
What recurs is done each time it begins anew. An entry that takes a duty away and does not do it (the contract ended,
the notice was withdrawn, the tier is a lower one) has done nothing: then it is not asked for, since that entry; what
was due when the contract ended was missed. Which kinds do a duty, the duty's sort says (duties/done.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from ledger import arranged, meetings_due, monitoring
from ledger.contract_file import ContractFile
from ledger.entry import Frozen, Recorded
from ledger.folding import told_on
from ledger.procedures.rows import MeetingKind, Setting
from ledger.returns_asked import is_of_service
from ledger.surveys_received import last_survey
from projections.duties.assurance import agreed_anew
from projections.duties.ceasing import last_day, missed
from projections.duties.done import does
from projections.duties.due import duties, every_duty
from projections.duties.duty import LEAD, Duty, duty
from projections.duties.meetings import LONGER, asked_by_the_day, held_unasked
from projections.duties.programme import given_up, reports_made
from projections.duties.returns import returns_brought
from projections.failings.trail import spoken
from projections.read_models.remembered import remember
from projections.view import FileView

WORK = 6_000_000
"""A file is told again entry by entry as long as this allows, else only its newest entries.

A step costs as much as there are entries, and so many times the duties that are open, since what changed is worked out
again. One of a thousand entries is told whole in half a second of processor time; of one of two thousand meetings that
nobody minuted the newest twenty in five.
"""
OPEN_WEIGHS = 50
"""As much as so many entries an open duty costs a step."""
MEANT = {
    "survey.every": "Survey the satisfaction of those who use the service",
    "return.every": "Send returns of data on the service",
    "activity.every": "Send activity information where no return is agreed that brings it",
    "report.performance-every": "Send a performance report",
    "report.financial-every": "Send a financial report",
    "audit.most-a-year": "Have the service audited",
    "review.before-end": "Complete a full review ahead of the end",
    "exit.plans-told-before-end": "Tell the provider in writing what is planned for the end",
    "supervision.every": "Supervise the representative, with this contract on the agenda",
    "meeting.support-officer-before-end": "Have the Contract Support Officer at meetings near the end",
    "senior-management.inform-every": "Tell senior management how an open failing is going",
    "tier.reassess-every": "Classify the contract anew",
    "procedure.review-every": "Review the procedure",
    "procedure.filed": "File the text of the procedure where everybody can read it",
    "value-for-money.test-every": "Test whether the contract is value for money, at intervals",
    "risk.log-kept": "Assess each risk to the service that was seen",
    "outcome.judge-every": "Judge whether an outcome without a day is reached, and specify one where none is",
}
"""What is asked for by each number that a procedure may turn off: 0 is off."""


class Settled(Frozen):
    """The duties of a file that are done, missed or not asked for."""

    since: date | None
    """The day from which what was done is told; None for the whole file."""
    duties: tuple[Duty, ...]


def settled(view: FileView) -> Settled:
    """Return what is done, what was missed and what is not asked for, by date. Pure; the same whatever the day."""
    entries = view.file.entries
    every = every_duty(view)
    of_each = len(entries) + OPEN_WEIGHS * sum(one.is_open for one in every)
    first = max(0, len(entries) - max(1, WORK // max(1, of_each)))
    said = [one for one in every if not one.is_open]
    own = {one.id for one in said}
    closed = [one for one in _closed(view, first) if one.id not in own and not _of_a_month_reported(one)]
    found = [*said, *not_asked(view), *_ceased(view, every), *closed, *reports_made(view)]
    found += _brought_out_of_turn(view, {one.id for one in (*every, *closed)})
    since = entries[first].entry.effective_on if first else None
    return Settled(since=since, duties=tuple(sorted(found, key=lambda d: (d.due_on or date.max, d.since, d.id))))


# --- done -------------------------------------------------------------------------------------------------------------


def _closed(view: FileView, first: int) -> Iterator[Duty]:
    """What was open before an entry and is not after it; entries before the first one are told in one go.

    Of each file only what looks at a part that its newest entry changed is worked out again (remembered.py).
    """
    entries = view.file.entries
    told = ContractFile(known=view.file.known, undone=view.file.undone)
    for recorded in entries[:first]:
        told.take(recorded)
    told.entries = entries[:first]
    then = _view(view, told)
    before = _open(then) if first else {}
    for recorded in entries[first:]:
        now = _view(view, told_on(then.file, recorded))
        remember(now, then)
        after = _open(now)
        for instance, was in before.items():
            if instance not in after and not _as_before(was, after.values()):
                yield _by(was, recorded, now)
        before, then = after, now


def _of_a_month_reported(one: Duty) -> bool:
    """Whether it is a month's report: each is told by itself, since months left out are one duty, whose first a report
    of any of them may change (IMP-13-d)."""
    return one.id.startswith("programme-report/") and one.done_on is not None


def _brought_out_of_turn(view: FileView, told: Collection[str]) -> Iterator[Duty]:
    """The returns brought while one of an earlier period was owed: that was one duty with theirs, and still is open, or
    was done by another entry (TVP-3.1-3)."""
    yield from (one for one in returns_brought(view) if one.id not in told)


def _view(view: FileView, told: ContractFile) -> FileView:
    return FileView.of(
        view.file_id, told, view.words, as_at=view.as_at, default_procedure=view.default_procedure, erased=view.erased
    )


def _open(then: FileView) -> dict[tuple[object, ...], Duty]:
    """Each open duty by what it is an instance of: what recurs begins anew when it was done."""
    return {_instance(one): one for one in duties(then)}


def _instance(one: Duty) -> tuple[object, ...]:
    recurs = one.every_months is not None or one.last_on is not None
    return (one.id, one.last_on or one.since) if recurs else (one.id,)


def _as_before(one: Duty, after: Collection[Duty]) -> bool:
    """Whether what recurs is still to be done by the day it was: something more of its sort was done, such as a meeting
    that comes on top of those asked for; or that it was missed stands with a term that is over (HCC-5.1-c), or beside
    what was done of a later time (docs/adr/0370). An office that somebody is to take later is empty until then."""
    left_of_it = [
        now for now in after
        if now.id == one.id or (now.ceases_with in _LEFT_OF_ONE and now.id.startswith(f"{one.id}/"))
    ]  # fmt: skip
    return any(
        now.since == one.since
        if now.ceases_with == "in-office"
        else one.due_on is not None and now.due_on == one.due_on
        for now in left_of_it
    )


_LEFT_OF_ONE = ("in-office", "term", "later-one", "settled")
"""With what a duty ceases whose id is another's and more: it is what is left of that one."""


def _by(one: Duty, recorded: Recorded, now: FileView) -> Duty:
    """What an entry took away, as done by it; or missed, where what it was for went by without; or as not asked for."""
    day, position = recorded.entry.happened_on, recorded.position
    if held_unasked(now, one, recorded):
        without = {"missed_on": day, "since": day, "ceases_on": None, "ceases_with": "meeting"}
        return one.model_copy(update=without)
    left_undone = given_up(now, one, recorded) or agreed_anew(now, one, recorded)
    if does(recorded.entry.kind, one.id) and not left_undone:
        # What says since what came of a survey makes none: it was made on its own day (docs/adr/0436).
        made = last_survey(now.file, day) if one.id == "survey" else None
        day, position = (made.on, made.position) if made else (day, position)
        day = asked_by_the_day(one, day)
        return one.model_copy(update={"done_on": day, "done_by": (position,), "since": min(one.since, day)})
    return _lapsed(one, recorded, day).model_copy(update={"since": min(one.since, day)})


def _lapsed(one: Duty, recorded: Recorded, day: date) -> Duty:
    """A duty that nobody asks for since an entry, and that nobody did: also where it was due before."""
    heading = type(recorded.entry).heading().lower()
    why = f"it lapsed on {spoken(day)} with entry {recorded.position} ({heading}){_was_due(one, day)}"
    return one.model_copy(update={"not_asked": why, "done_by": (recorded.position,), "due_on": None})


def _was_due(one: Duty, day: date) -> str:
    return f"; it was due on {spoken(one.due_on)}, and not done" if one.due_on and one.due_on < day else ""


def _ceased(view: FileView, every: Iterable[Duty]) -> Iterator[Duty]:
    """What stayed undone, and is asked for only until a day: missed, where it was due by the day the contract ended;
    else from that day on it is not asked for, with the reason."""
    ended = view.file.termination.ended
    for one in every:
        last = one.ceases_on
        if last is None or not one.is_open or one.since >= last:
            continue
        if (left := missed(one)) is not None:
            yield left
            continue
        recorded = view.file.at(ended.position) if ended and ended.on == last else None
        told = {"not_asked": f"it was asked for until {spoken(last)}{_was_due(one, last)}", "due_on": None}
        lapsed = _lapsed(one, recorded, last) if recorded else one.model_copy(update=told)
        yield lapsed.model_copy(update={"since": last, "ceases_on": None})


# --- not asked for ----------------------------------------------------------------------------------------------------


def not_asked(view: FileView) -> Iterator[Duty]:
    """Yield what a procedure asks of other contracts and not of this one, or asks of none, each with the reason."""
    contract = view.file.agreement.contract
    if contract is None:
        return
    since, position = contract.effective_on, view.file.agreement.position
    for row in view.procedure.settings:
        why = _off(view, row)
        if why is not None:
            yield duty(
                view, f"off/{row.id}", MEANT[row.id], office=LEAD, since=since, citation=row.citation,
                opened_by=(position,), not_asked=why,
            )  # fmt: skip
    for kind in view.procedure.meetings:
        if kind.id == meetings_due.REGULAR and not meetings_due.meetings_a_year(view.file, date.max, view.procedure):
            yield _no_meetings(view, kind, since, position)
        elif kind.id in LONGER and not arranged.a_year(view.file, kind.id, date.max, view.procedure):
            yield from _no_longer_meetings(view, kind)
    if not view.procedure.by_dispute:
        yield duty(
            view, "off/dispute", "Meet the provider on a dispute within the days set", office=LEAD, since=since,
            citation=view.procedure.cited("dispute.meeting-within"), opened_by=(position,),
            not_asked=f"{view.procedure.title} has no dispute stage",
        )  # fmt: skip
    yield from _after_the_end(view)


def _no_meetings(view: FileView, kind: MeetingKind, since: date, position: int | None) -> Duty:
    agreed = meetings_due.meetings_agreed(view.file, date.max, view.procedure)
    none = f"neither the specification nor {view.procedure.title} asks for any"
    return duty(
        view, "off/meeting", "Hold monitoring meetings", office=LEAD, since=agreed.since if agreed else since,
        citation=kind.citation, opened_by=(agreed.position if agreed else position,),
        not_asked=arranged.why(agreed) if agreed else none,
    )  # fmt: skip


def _no_longer_meetings(view: FileView, kind: MeetingKind) -> Iterator[Duty]:
    agreed = arranged.of_meetings(view.file, kind.id, date.max, view.procedure)
    if agreed is not None:
        yield duty(
            view, f"off/meeting/{kind.id}", f"Hold a {kind.title[:1].lower()}{kind.title[1:]}", office=LEAD,
            since=agreed.since, citation=kind.citation, opened_by=(agreed.position,), not_asked=arranged.why(agreed),
        )  # fmt: skip


def _off(view: FileView, row: Setting) -> str | None:
    """Why a number of the procedure is off for this contract; None where it is on, or none of those told of here."""
    if row.id not in MEANT:
        return None
    contract = view.file.agreement.contract
    if row.id == "survey.every" and monitoring.survey_every(view.file, date.max, view.procedure):
        return None
    if row.id == "review.before-end" and (apart := view.file.spot_apart(view.procedure)):
        return apart
    if row.id == "return.every":
        if any(map(is_of_service, view.file.terms.return_schedule(date.max))):
            return None
        if row.value and contract is not None and contract.data_source != "returns":
            return "its data come from the authority's own systems, or it is not on file that they come from returns"
    return None if row.value else row.note.rstrip(".") or "the procedure turns it off"


def _after_the_end(view: FileView) -> Iterator[Duty]:
    """What would next fall due only after the contract's last day."""
    file, end = view.file, last_day(view)
    since = monitoring.watched_since(file)
    if end is None or since is None:
        return
    held, surveyed = (
        meetings_due.met_between(file, since, date.max, view.procedure),
        last_survey(file, date.max),
    )
    asked = (
        ("meeting", "Hold a monitoring meeting", meetings_due.next_meeting_by(file, date.max, view.procedure),
         (held[-1].held_on if held else None) or since, "HCC-7.1-a"),
        ("survey", "Survey the satisfaction of those who use the service",
         monitoring.survey_due(file, date.max, view.procedure), surveyed.on if surveyed else since, "HCC-6.2-a"),
    )  # fmt: skip
    for what, sentence, by, from_day, citation in asked:
        if by is not None and by > end:
            why = f"it would fall due on {spoken(by)}, after the contract's last day, {spoken(end)}"
            yield duty(
                view, f"{what}/after-the-end", f"{sentence} again" if from_day > since else sentence, office=LEAD,
                since=from_day, citation=citation, opened_by=(file.agreement.position,), not_asked=why,
            )  # fmt: skip
