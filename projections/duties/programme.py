"""Duties of an improvement programme: actions to be reviewed by the end of a month, and each month's report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.dates.months import first_day, in_words, last_day, month_later, month_of
from ledger.dates.working_days import months_later
from ledger.entry import Recorded
from ledger.names import name_key
from ledger.subjects.knowledge.entries import Role
from ledger.subjects.knowledge.staff import REVIEWED_AFTER, over_on
from ledger.subjects.programme import Action, ProgrammeActionReviewed, Workstream
from projections.duties.duty import Duty, duty
from projections.failings.trail import spoken
from projections.view import FileView

LEAD = "srm-lead"


def of_programme(view: FileView) -> Iterator[Duty]:
    """Yield every open duty of a programme, and of staff as a body, which may be on the authority's file. Pure;
    whatever the day."""
    yield from _objectives(view)
    yield from _staff_reports(view)
    if view.file.programme.opened is None:
        return
    for action in view.file.programme.actions.values():
        if not action.completed:
            yield from _reviews(view, action)
            yield from _going_on(view, action)
            yield from _not_over(view, action)
    for stream in view.file.programme.workstreams.values():
        yield from _reports(view, stream)
    yield from _lead(view)
    yield from _contributors(view)


def whose(view: FileView, action: Action) -> tuple[tuple[str | None, str], ...]:
    """Return (office, as the procedure calls it) of each who has to see to an action: its owners, else its lead.

    What the procedure knows by another spelling is one office (N-23); of a name it does not know the office is None.
    """
    named = action.owners or ((action.lead,) if action.lead else ())
    known = ((view.procedure.office_called(name), name) for name in named)
    return tuple((office.id, office.title) if office else (None, name) for office, name in known)


def warned_from(view: FileView, due_on: date) -> date:
    """Return the day from which what is due at a month's end is warned of: the first day of the month before (IMP-T-b),
    or as many months before as the procedure sets."""
    month = month_later(month_of(due_on), -view.procedure.setting("programme.warn-before"))
    return first_day(month) if month else date.min


def _reviews(view: FileView, action: Action) -> Iterator[Duty]:
    """A review for each of its dates; who owns it together with others has it as much as they (IMP-W1-07)."""
    for month in action.open_months:
        due_on = last_day(month)
        for office, title in whose(view, action) or ((None, "nobody named"),):
            key = office or title.casefold().replace(" ", "-")
            possible = due_on >= action.on
            by = f"by the end of {in_words(month)}"
            when = by if possible else f"which the plan had {by}, before it was taken on, on {spoken(action.on)}"
            yield duty(
                view, f"programme-action/{action.id}/{month}/{key}",
                f"Review action {action.number}, {action.action}, {when} ({title})",
                office=office, named=None if office else title, since=action.on, due_on=due_on if possible else None,
                citation="IMP-T-b", opened_by=(action.position,), warned_from=warned_from(view, due_on),
            )  # fmt: skip


def _going_on(view: FileView, action: Action) -> Iterator[Duty]:
    """What goes on without a date is looked at again every so often, and never overdue (IMP-W2-07, IMP-21-d)."""
    every = view.procedure.setting("programme.ongoing-reviewed-every")
    if not action.ongoing or action.open_months or not every:
        return
    since = months_later(action.last_looked_at, every)
    if since is None:
        return
    for office, title in whose(view, action) or ((None, "nobody named"),):
        yield duty(
            view, f"programme-action/{action.id}/ongoing/{office or title.casefold().replace(' ', '-')}",
            f"Look at action {action.number}, {action.action}, which goes on without a date ({title})", office=office,
            named=None if office else title, since=since, citation="IMP-W2-07", opened_by=(action.position,),
        )  # fmt: skip


def given_up(view: FileView, one: Duty, recorded: Recorded) -> bool:
    """Whether a review still to come was given up by completing an action with several review dates before it: that
    review is not done by it (IMP-W1-13). Of an action with one date, it is."""
    entry, (sort, *rest) = recorded.entry, one.id.split("/")
    if sort != "programme-action" or not isinstance(entry, ProgrammeActionReviewed) or entry.outcome != "completed":
        return False
    action = view.file.programme.actions.get(rest[0])
    ahead = action.months_ahead(entry.happened_on) if action and len(action.months) > 1 else ()
    return rest[1] in ahead


def looked_at_again(view: FileView, action: Action) -> date | None:
    """Return the day by which an action is reviewed again that was found unfinished on its last date, and was not put
    off: the end of the month so many months later as what has no date is looked at (IMP-T-b, IMP-W2-07).

    None where it is completed, has a date to come, or goes on without one.
    """
    every = view.procedure.setting("programme.ongoing-reviewed-every")
    if action.completed or action.open_months or action.ongoing or not action.months or not every:
        return None
    month = month_later(max(month_of(action.last_looked_at), action.months[-1]), every)
    return last_day(month) if month else None


def _not_over(view: FileView, action: Action) -> Iterator[Duty]:
    """What was reviewed for its last date and found unfinished is due again, until it is completed or put off."""
    due_on, last = looked_at_again(view, action), action.reviews[-1] if action.reviews else None
    if due_on is None or last is None:
        return
    found = f"was found {view.say(last.outcome)} on {spoken(last.on)} and has no later date"
    for office, title in whose(view, action) or ((None, "nobody named"),):
        yield duty(
            view, f"programme-action/{action.id}/again/{office or title.casefold().replace(' ', '-')}",
            f"Review action {action.number}, {action.action}, again, complete it or put it off: it {found} ({title})",
            office=office, named=None if office else title, since=last.on, due_on=due_on,
            citation="IMP-T-b", opened_by=(action.position, last.position), warned_from=warned_from(view, due_on),
        )  # fmt: skip


def _reports(view: FileView, stream: Workstream) -> Iterator[Duty]:
    """A report every month (IMP-13-d): the months left out, each run of them once, and the next; none once every action
    is completed."""
    every = view.procedure.setting("programme.report-every")
    programme = view.file.programme
    own = programme.of_workstream(stream.id)
    if not every:
        return
    newest = _newest_month(stream)
    runs: list[list[str]] = []
    for month in missing_reports(view, stream, every):
        if runs and month == month_later(runs[-1][-1], every):
            runs[-1].append(month)
        else:
            runs.append([month])
    for run in runs:
        yield _report(view, stream, run[0], every if len(run) > 1 else None, run[-1])
    if own and all(action.completed for action in own):
        return
    following = month_later(newest, every) if newest else month_of(stream.since)
    if following is not None:
        yield _report(view, stream, following, every)


def _objectives(view: FileView) -> Iterator[Duty]:
    """Standard objectives that somebody else agreed are still for the body to review and agree (IMP-19-a)."""
    opened = view.file.programme.opened
    body = (opened.advised_by if opened else None) or "the body that advises the programme"
    for held in view.file.knowledge.objectives(view.file.by_the_body).values():
        if not view.file.by_the_body(held):
            by = f"agreed by {held.agreed_by}" if held.agreed_by else "of which it is not said who agreed them"
            yield duty(
                view, f"objectives-agreed/{held.position}",
                f"Have {body} review and agree the standard objectives of {held.period} in entry {held.position}, {by}",
                office=LEAD if view.procedure.office(LEAD) else view.procedure.owner, since=held.on,
                citation="IMP-19-a", opened_by=(held.position,),
            )  # fmt: skip


def _staff_reports(view: FileView) -> Iterator[Duty]:
    """After the half-year and after the year the forum is given anonymised counts (IMP-19-c, K-18).

    By the month agreed for it; where none was, it is due once the time is over, as far as the period tells its year.
    """
    knowledge, opened = view.file.knowledge, view.file.programme.opened
    body = opened.advised_by if opened else None
    for agreed in knowledge.objectives(view.file.by_the_body).values():
        for counted, over_after in REVIEWED_AFTER.items():
            month = agreed.due_in(counted)
            if knowledge.reported(counted, agreed.period, view.file.is_its_body, view.file.by_the_body) is not None:
                continue
            over = over_on(agreed.period, over_after) if month is None else None
            due_on = last_day(month) if month else None
            yield duty(
                view, f"staff-report/{agreed.period}/{counted}",
                f"Report{f' to {body}' if body else ''} by team, and never by person, how objectives for "
                f"{agreed.period} were met: {view.say(counted)}, {_when(month, over)}",
                office=LEAD if view.procedure.office(LEAD) else view.procedure.owner,
                since=min(agreed.on, due_on) if due_on else max(agreed.on, over or agreed.on), due_on=due_on,
                citation="IMP-19-c", opened_by=(agreed.position,),
                warned_from=warned_from(view, due_on) if due_on else None,
            )  # fmt: skip


def _when(month: str | None, over: date | None) -> str:
    if month is not None:
        return f"by the end of {in_words(month)}"
    if over is None:
        return "for which no month was agreed"
    return f"once it is over, on {spoken(over)} if the year is from April (assumed; no month was agreed)"


def _lead(view: FileView) -> Iterator[Duty]:
    """Somebody leads the programme at any time: once who led it gave it up, another is to be named (IMP-13-a). Of one
    opened without a lead that is asked of its entry."""
    left = view.file.knowledge.in_part_before("programme-lead", date.max)
    if not left or view.file.led_by(date.max):
        return
    last = max(left, key=lambda part: part.until or date.min)
    yield duty(
        view, f"programme-lead/{last.id}", f"Name who leads the programme: {last.person} gave it up",
        office=LEAD if view.procedure.office(LEAD) else view.procedure.owner, since=last.until or last.since,
        citation="IMP-13-a", opened_by=(last.position,),
    )  # fmt: skip


def _contributors(view: FileView) -> Iterator[Duty]:
    """Each business unit names a first point of contact (IMP-13-b), and has its members of the forum and its contract
    managers take part in the work (IMP-13-a)."""
    opened = view.file.programme.opened
    if opened is None:
        return
    body = view.file.advised_by(view.procedure) or "the body that advises the programme"
    wanted: list[tuple[str, Role, str, str]] = [
        ("first-contact", "first-point-of-contact", "Name the first point of contact of {unit}", "IMP-13-b"),
        ("contract-managers", "contract-manager", "Name the contract managers of {unit} who take part", "IMP-13-a"),
        ("forum-member", "forum-member", f"Name the member of {body} for {{unit}}", "IMP-13-a"),
    ]
    for sort, role, sentence, citation in wanted:
        named = {name_key(part.unit) for part in view.file.knowledge.in_part(role, date.max) if part.unit}
        for unit in view.file.programme.units:
            if name_key(unit) not in named:
                yield duty(
                    view, f"{sort}/{unit}", sentence.format(unit=unit), office=None, named=unit,
                    since=opened.happened_on, citation=citation, opened_by=(view.file.programme.position,),
                )  # fmt: skip


def reports_made(view: FileView) -> Iterator[Duty]:
    """Yield each month of a workstream that was reported on to the programme's body, done by the first report of it
    that went there (IMP-13-d): months left out are one duty, which no report of one of them does."""
    if not view.procedure.setting("programme.report-every"):
        return
    for stream in view.file.programme.workstreams.values():
        for month in view.file.programme.reported_months(stream, view.file.is_its_body):
            own = [held for held in stream.reports if held.month == month]
            made = next(held for held in own if view.file.is_its_body(held.presented_to, held.on))
            one = _report(view, stream, month, None)
            of_it = {"done_on": made.on, "done_by": (made.position,), "since": min(one.since, made.on), "last_on": None}
            yield one.model_copy(update=of_it)


def _newest_month(stream: Workstream) -> str | None:
    """The newest month of which a workstream was reported on, to whomever; None where none was."""
    months = (report.month for report in stream.reports if report.month >= month_of(stream.since))
    return max(months, default=None)


def missing_reports(view: FileView, stream: Workstream, every: int) -> tuple[str, ...]:
    """Return the months, up to its newest report, in which a workstream should have been reported on and was not: to
    the body that the programme is reported to, where it names one (IMP-13-d)."""
    reported, newest = set(view.file.programme.reported_months(stream, view.file.is_its_body)), _newest_month(stream)
    missing, month = [], month_of(stream.since)
    while newest is not None and month <= newest:
        if month not in reported:
            missing.append(month)
        following = month_later(month, every)
        if following is None:
            break
        month = following
    return tuple(missing)


def _report(view: FileView, stream: Workstream, month: str, every: int | None, until: str | None = None) -> Duty:
    """The report for a month; for each until a later one, where those between were left out as well."""
    last = max(stream.reports, key=lambda report: report.month, default=None)
    body = view.file.programme.opened.advised_by if view.file.programme.opened else None
    lead = view.procedure.office_called(stream.lead) if stream.lead else None
    within = view.procedure.setting("programme.report-within")
    months = f"from {in_words(month)} to {in_words(until)}" if until and until != month else f"in {in_words(month)}"
    return duty(
        view, f"programme-report/{stream.id}/{month}",
        f"Report progress {months} of {stream.title}" + (f" to {body}" if body else ""),
        office=lead.id if lead else LEAD if view.procedure.office(LEAD) else view.procedure.owner,
        named=stream.lead if stream.lead and lead is None else None, since=max(first_day(month), stream.since),
        due_on=last_day(month_later(month, within) or month), citation="IMP-13-d", opened_by=(stream.position,),
        every_months=every, last_on=last.on if last else None, by_parts=True, limit="programme.report-within",
        recurs_until=last_day(month_later(until, within) or until) if until else None,
        month=month if until is None else None,
    )  # fmt: skip
