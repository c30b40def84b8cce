"""Duties of watching a contract: meetings, returns, surveys, results shared, people in post, the review."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from ledger import arranged, monitoring, results_given
from ledger.contract_file import ContractFile
from ledger.division_of_work import whose
from ledger.ends_moved import earlier_reviews
from ledger.names import counted
from ledger.procedures.rows import Office
from ledger.reviews_answered import all_reviewed, completed_on
from ledger.subjects.people import DEPUTY, Appointment, leads_as_well
from ledger.subjects.records import Arrangement
from ledger.subjects.reviews import (
    QUESTIONS,
    not_of_its_end,
    not_whoever_manages,
    review_asked,
    review_done,
    surveys_to_name,
    warning_due,
)
from ledger.surveys_received import last_survey
from ledger.transition import bound_until
from projections.duties.ceasing import last_day, left_undone, watched_to, while_bound
from projections.duties.duty import DAY, LEAD, PROVIDER, Duty, days_after, duty
from projections.duties.levels import levels
from projections.duties.meetings import extra_meeting, longer_meetings, next_meeting, of_arranged, of_its_minutes
from projections.duties.meetings_left_out import meetings_left_out
from projections.duties.nominees import supervision
from projections.duties.returns import returns_to_come
from projections.duties.service_levels import service_level_agreement, specification
from projections.failings.trail import spoken
from projections.read_models.remembered import remembered, remembered_of_each
from projections.view import FileView


def of_monitoring(view: FileView) -> Iterator[Duty]:
    """Yield every open duty of watching the contract. Pure; whatever the day."""
    yield from remembered_of_each(of_its_minutes, view.file.meetings.held(), view)
    for work in (of_arranged, _assessments, _complaints, _sent, _earlier_reviews, *_STANDING):
        yield from remembered(work, view)


def _sent(view: FileView) -> Iterator[Duty]:
    """What the provider sends: when it is bound no longer, what is about the time before can still be sent, and is."""
    until = bound_until(view.file, view.procedure)
    yield from (one for one in returns_to_come(view) if until is None or one.since <= until + DAY)


# --- what the provider sends, and what it is told ---------------------------------------------------------------------


def _survey(view: FileView) -> Iterator[Duty]:
    file = view.file
    since = monitoring.survey_asked_since(file, view.procedure)
    upto, end = watched_to(view), last_day(view)
    due_on = monitoring.survey_due(file, upto, view.procedure)
    if since is None or due_on is None or (end is not None and due_on > end):
        return
    last = last_survey(file, upto)
    yield duty(
        view, "survey", f"Survey the satisfaction of those who use the service by {spoken(due_on)}", office=PROVIDER,
        party="provider", since=last.on if last else since, due_on=due_on, citation="HCC-6.2-a",
        opened_by=(last.position if last else None,), last_on=last.on if last else None,
        every_months=monitoring.survey_every(file, upto, view.procedure), recurs_until=end,
    )  # fmt: skip


def _assessments(view: FileView) -> Iterator[Duty]:
    for assessment, told in results_given.not_given(view.file):
        if assessment.on is not None and view.procedure_on(assessment.on).setting("results.shared"):
            other = f" as corrected: on {spoken(told.on)} it was told another, {told}" if told else ""
            yield duty(
                view, f"results-shared/{assessment.id}", f"Give the provider the result of {assessment.id}{other}",
                office=LEAD, since=assessment.on, citation="HCC-2.1-f",
                opened_by=(assessment.position, *((told.position, told.corrected_at) if told else ())),
            )  # fmt: skip


def _complaints(view: FileView) -> Iterator[Duty]:
    for complaint in view.file.feedback.unjudged():
        if complaint.on is not None:
            looked = complaint.reviewed[-1] if complaint.reviewed else None
            again = f" again: it was not yet known on {spoken(looked[0])}" if looked else ""
            yield duty(
                view, f"complaint/{complaint.id}", f"Look at how the provider dealt with {complaint.id}{again}",
                office=LEAD, since=complaint.on, citation="HCC-7.6-b",
                opened_by=(complaint.position, looked[2] if looked else None),
            )  # fmt: skip


# --- people, and the end of the contract ------------------------------------------------------------------------------


def _vacancies(view: FileView) -> Iterator[Duty]:
    file, contract, upto = view.file, view.file.agreement.contract, watched_to(view)
    if contract is None:
        return
    for row in view.procedure.offices:
        if not row.always_filled:
            continue
        office, citation = row.id, row.citation
        terms = tuple(term for term in file.people.holders(office) if term.since <= upto)
        yield from _until_taken(view, row, terms)
        own = file.people.own_deputy_since() if office == DEPUTY else None  # nobody is their own deputy (TVP-4.0-8)
        own = own if own and own[1] <= upto else None
        if own is None and any(term.until is None for term in terms):
            continue
        last = max((term.until for term in terms if term.until), default=None)
        if own is not None and file.people.in_office(office, own[1] - DAY):
            last = own[1] - DAY
        since = last + DAY if last and last < date.max else contract.effective_on
        title = view.procedure.office_title(office).lower()
        ever = f"{terms[-1].person} was the last, until {spoken(last)}" if last else "nobody has ever been named"
        ever = leads_as_well(own[0]) if own else ever
        due_on = None if last else contract.start_date
        vacant = duty(
            view, f"vacancy/{office}", f"Name a {title}: {ever}",
            office=_who_names(view, office), since=since, due_on=due_on,
            citation=citation, opened_by=(terms[-1].ended or terms[-1].position if terms else file.agreement.position,),
        )  # fmt: skip
        yield from _while_asked(vacant, arranged.of_office(file, office, view.procedure))


def _until_taken(view: FileView, row: Office, terms: tuple[Appointment, ...]) -> Iterator[Duty]:
    """The time in which nobody is in an office that somebody was appointed to ahead: the contract runs, and waits."""
    file, start, title = view.file, view.file.started_on(), view.procedure.office_title(row.id).lower()
    registered = file.agreement.contract.effective_on if file.agreement.contract else None
    for term in terms:
        if start is None or registered is None or term.appointed_on >= term.since or term.since <= start:
            continue
        before = max((one.until for one in terms if one.until and one.until < term.since), default=None)
        since = before + DAY if before else registered
        if file.people.in_office(row.id, term.since - DAY):
            continue
        ahead = duty(
            view, f"vacancy/{row.id}/{term.position}",
            f"Name a {title} until {spoken(term.since)}: from that day {term.person} is, by entry {term.position}",
            office=_who_names(view, row.id), since=since, due_on=None if before else start, citation=row.citation,
            opened_by=(term.position,),
        ).model_copy(update={"ceases_on": term.since, "ceases_with": "in-office"})  # fmt: skip
        let_be = arranged.of_office(file, row.id, view.procedure)
        yield from _while_asked(ahead, (held for held in let_be if held.since < term.since))


def _who_names(view: FileView, office: str) -> str:
    return LEAD if office == "representative" else view.procedure.owner


_ITS_DAYS = ("since", "due_on", "warned_from")


def _while_asked(vacant: Duty, let_be: Iterable[Arrangement]) -> Iterator[Duty]:
    """A vacancy in each time in which the office is to be filled (TVP-4.0-1).

    What was missed by the day on which it was agreed that nobody need be in it stays missed, and from the day after
    that is over it is asked for again.
    """
    for held in let_be:
        if held.since > vacant.since:
            was = {"id": f"{vacant.id}/{held.position}", "ceases_on": held.since, "ceases_with": "arrangement"}
            yield vacant.model_copy(update=was)
        again = days_after(held.until, 1) if held.until else None
        if again is None:
            lets = {"since": held.since, "due_on": None, "not_asked": arranged.why(held)}
            yield vacant.model_copy(update=lets)
            return
        days = {name: day and max(day, again) for name in _ITS_DAYS for day in [getattr(vacant, name)]}
        vacant = vacant.model_copy(update=days)
    yield vacant


def _warning_of_renewal(view: FileView) -> Iterator[Duty]:
    """Before the contract ends, whoever manages it is told so, some days ahead of its review (HCC-A2-c): as many as
    what is due is warned of by, and that many days before then it is asked for.

    Only a warning that tells that end does it. Once the review was begun or made in full, or renewal decided, nobody is
    left to be warned: then it is no longer asked for, and was not done.
    """
    file, upto = view.file, watched_to(view)
    end = file.value_of("end-date", date.max)
    if end is None or not isinstance(end.value, date) or end.value.year < 1900:
        return
    begins, asked = warning_due(end.value, view.procedure), review_asked(view.file, date.max, view.procedure)
    ahead = view.procedure.setting("duty.warn-before")
    due_on = days_after(min(begins, asked.by if asked else begins), -ahead) if begins else None
    if due_on is None:
        return
    # Of an end that was set only later nobody could be warned before that.
    since = max(days_after(due_on, -ahead) or due_on, file.started_on() or date.min, end.since)
    given = (one for one in file.reviews.warnings if end.since <= one.happened_on <= upto)
    for one in given:
        then = view.procedure_on(one.happened_on)
        if not_whoever_manages(file, one, then) is None and not_of_its_end(file, one, then) is None:
            return
    held = all_reviewed(file)
    begun = [on for on in (one.started_on or (one.done[0] if one.done else None) for one in held) if on is not None]
    moot = min(
        (on for on in (*begun, *(one.on for one in file.reviews.renewals)) if end.since <= on <= upto), default=None
    )
    review = f", and that its review is due by {spoken(asked.by)}" if asked else ""
    late = f"; it was due on {spoken(max(due_on, since))}, and not done" if moot and max(due_on, since) < moot else ""
    yield duty(
        view, "renewal-warning", f"Tell whoever manages the contract that it ends on {spoken(end.value)}{review}",
        office=whose(file, "renewal-warning-given", view.procedure) or LEAD, since=since, due_on=max(due_on, since),
        citation="HCC-A2-c", opened_by=(end.position,),
        not_asked=f"its review, or renewal itself, was in hand on {spoken(moot)}{late}" if moot else None,
    )  # fmt: skip


def _begun(view: FileView) -> str:
    """How far the newest review has come that is not done, in words."""
    open_ = [review for review in all_reviewed(view.file) if review.done is None]
    if not open_:
        return ""
    unanswered = open_[-1].unanswered()
    lacking = ", nor ".join(QUESTIONS[question] for question in unanswered)
    surveys = surveys_to_name(view.file, date.max) if "survey_evidence" in unanswered else ""
    return f"; {open_[-1].id} does not say {lacking}{surveys}" if open_[-1].completed else f"; {open_[-1].id} is begun"


def of_the_review(view: FileView) -> Iterator[Duty]:
    """Yield the full review of the contract until it is done, and who is told of what follows (HCC-10.1-a)."""
    file = view.file
    asked = review_asked(view.file, date.max, view.procedure)
    if asked is None and completed_on(file, date.max) is None:
        return
    if asked is not None and review_done(file, asked, date.max) is None:
        months = counted(view.procedure.setting("review.before-end"), "month")
        when = (
            f"by {spoken(asked.by)}, ahead of the end on {spoken(asked.end)}"
            if asked.possible
            else f"before the end on {spoken(asked.end)}: {months} before it was never possible, since the end"
            f" was set on {spoken(asked.since)}"
        )
        yield duty(
            view, "review", f"Complete the full review {when}{_begun(view)}", office=LEAD, since=asked.since,
            due_on=asked.by, citation="HCC-10.1-a", opened_by=(asked.position,),
            warned_from=None if asked.possible else asked.since,
        )  # fmt: skip
    yield from _decided_before_the_review(view)
    decided = file.reviews.decided(date.max)
    untold = file.reviews.untold(date.max)
    if decided is not None and untold:
        whom = " and ".join(map(view.say, untold))
        earlier = file.reviews.told_before(decided)
        before = (
            f"; what was told on {spoken(earlier)} came before it was so decided on {spoken(decided.on)}"
            if earlier else ""
        )  # fmt: skip
        before += told_nothing(file, untold, date.max)
        yield duty(
            view, "purchasing-intention", f"Tell {whom} what the authority means to buy when the contract ends{before}",
            office=LEAD, since=decided.on, citation="HCC-10.2-c", opened_by=(decided.position,),
        )  # fmt: skip


def told_nothing(file: ContractFile, whom: Collection[str], day: date) -> str:
    """Return in words when they were last told of what will be bought without its being on record what they were told
    (HCC-10.2-c); "" where they were not."""
    empty = file.reviews.told_nothing(whom, day)
    return f"; it is not on record what was told on {spoken(empty)}" if empty else ""


def _decided_before_the_review(view: FileView) -> Iterator[Duty]:
    """What was decided on renewal before a review that has it otherwise is decided again: the review leads to the
    decision (HCC-10.1-e). What was decided before the end was last moved is carried out and over."""
    file = view.file
    decided = max(file.reviews.renewals, key=lambda one: (one.on, one.position), default=None)
    said, end = file.reviews.renewal_said, file.value_of("end-date", date.max)
    if decided is None or said is None or said[:2] < (decided.on, decided.position) or said[2] is decided.renew:
        return
    if end and end.position != file.agreement.position and (decided.on, decided.position) < (end.since, end.position):
        return
    on, position, renew = said
    yield duty(
        view, f"renewal-decided/{position}",
        f"Decide on renewal again: the review of {spoken(on)} (entry {position}) has it that the contract is"
        f" {'' if renew else 'not '}to be renewed, and it was decided on {spoken(decided.on)}, before that,"
        f" {'' if decided.renew else 'not '}to renew it (entry {decided.position})",
        office=LEAD, since=on, citation="HCC-10.1-e", opened_by=(position, decided.position),
    )  # fmt: skip


def _earlier_reviews(view: FileView) -> Iterator[Duty]:
    """The review ahead of each end that was put back once its day was over: it stays missed (HCC-12.7)."""
    ends: set[date] = set()
    for one in earlier_reviews(view.file, view.procedure_on):
        if one.done is None:
            asked = one.asked
            again = f"/{one.moved_on.isoformat()}" if asked.end in ends else ""  # it ended so before, and was moved
            ends.add(asked.end)
            made = duty(
                view, f"review/{asked.end.isoformat()}{again}",
                f"Complete the full review by {spoken(asked.by)}, ahead of the end on {spoken(asked.end)}", office=LEAD,
                since=asked.since, due_on=asked.by, citation="HCC-10.1-a", opened_by=(asked.position, one.moved_by),
                procedure=view.procedure_on(asked.by),
            )  # fmt: skip
            yield left_undone(made, one.moved_on, "later-end")


def _ceasing(work: Callable[[FileView], Iterator[Duty]]) -> Callable[[FileView], Iterator[Duty]]:
    return lambda view: while_bound(view, work(view))


_STANDING = tuple(
    map(
        _ceasing,
        (
            next_meeting, meetings_left_out, longer_meetings, extra_meeting, _survey, supervision, _vacancies, levels,
            specification, service_level_agreement, of_the_review, _warning_of_renewal,
        ),
    )
)  # fmt: skip
"""What is asked for as long as the contract lasts; apart, since what one looks at changes without the others."""
