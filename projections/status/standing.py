"""How a contract stands on a day: live or ended, which offices are vacant, which notices are running and how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from ledger.entry import Frozen, Money
from ledger.subjects.people import DEPUTY, LEAD, lead_and_deputy, leads_as_well
from ledger.subjects.tiers import SENIOR
from projections.programme.variations_counted import VariationCount, counted_of
from projections.status.remedy_facts import MeasureFact
from projections.status.status_facts import InPost, MeetingFact, NoticeGiven, Status, Value
from projections.status.term_facts import DAY
from projections.unvaried import Unvaried
from projections.varied_terms import VariedTerm, in_force


class Vacancy(Frozen):
    """An office nobody holds."""

    office: str
    title: str
    """The office in words, as the procedure calls it."""
    since: date | None
    """Since when; None where nobody ever held it."""
    until: date | None = None
    """The last day before somebody who is named already takes it; None where nobody is."""
    why: str | None = None
    """Why it counts as held by nobody, where somebody was named for it."""
    by: date | None = None
    """By when somebody is to be named, where nobody ever held it and the contract has not begun: its first day. It
    stands empty, and nothing is wrong yet; null where something is. With `until`, who is named takes it later."""


class RunningNotice(Frozen):
    """A notice on a day."""

    notice: NoticeGiven
    state: Literal["not-valid", "not-counting-yet", "time-to-remedy-runs", "time-to-remedy-over", "given", "purported"]
    days_left: int | None = None
    """To the end of the time to remedy; negative once it is over."""


Stage = Literal["not-commenced", "live", "ended", "not-known"]


class Standing(Frozen):
    """How the contract stands on one day."""

    on: date
    stage: Stage
    how: str
    """Why it is in that stage, in words."""
    in_transition: bool = False
    """It has ended, and its service is still being handed over to others: until then the provider is bound."""
    past_end: bool = False
    """The end date is past and no ending is on file: a contract ends only by an entry that says so."""
    end_date: date | None = None
    days_to_end: int | None = None
    total_value: Money | None = None
    annual_value: Money | None = None
    in_post: tuple[InPost, ...] = ()
    to_come: tuple[InPost, ...] = ()
    """Who is named on file for an office that they take only later."""
    vacancies: tuple[Vacancy, ...] = ()
    """Offices nobody holds; before the contract starts those alone that nobody is named for from its first day."""
    notices: tuple[RunningNotice, ...] = ()
    """Notices neither withdrawn nor found remedied, their dispute not settled; and every one without effect."""
    points: int | None = 0
    """Service failure points that count, each over its clause's own time; None where that is not shown."""
    points_disputed: int = 0
    """How many of them are disputed and not answered."""
    in_force: tuple[MeasureFact, ...] = ()
    """Suspensions and step-ins in force."""
    days_since_meeting: int | None = None
    next_meeting: MeetingFact | None = None
    meetings_missed: tuple[MeetingFact, ...] = ()
    """Arranged for a day that is past, and neither held nor called off on file."""
    variations: VariationCount = VariationCount()
    """How often the deal was changed, or was to be, and on what grounds (HCC-7.4-c)."""
    unvaried: tuple[Unvaried, ...] = ()
    """Terms that stand, or will, as they were changed without a variation that was agreed (TVP-3.0-3)."""
    varied: tuple[VariedTerm, ...] = ()
    """Terms in words as they were last varied, and as they will be (TVP-3.0-3)."""


def standing(facts: Status, on: date) -> Standing:
    """Return how a contract stands on a day, by its dated facts."""
    stage, how = _stage(facts, on)
    ends = next((e.ends_on for e in reversed(facts.end_dates) if e.since <= on), None)
    to_come = next((e for e in facts.ended if e.on > on), None)
    if stage != "ended" and to_come is not None:  # its end is on file, and still to come
        how, ends = f"{how}; {to_come.how}, which takes effect on {to_come.on:%-d %B %Y}", to_come.on
    in_post = tuple(term for term in facts.people if in_office(term, on))
    live = stage != "ended"
    held = facts.transition
    handing_over = not live and held is not None and (held.completed_on is None or on < held.completed_on)
    if handing_over:
        how += "; in transition: the provider is bound until the service is handed over"
    counting = facts.remedies.counting(on)
    return Standing(
        on=on, stage=stage, how=how, in_transition=handing_over,
        past_end=live and ends is not None and ends < on, end_date=ends,
        days_to_end=(ends - on).days if ends and live else None,
        total_value=amount_on(facts.total_values, on), annual_value=amount_on(facts.annual_values, on), in_post=in_post,
        to_come=_to_come(facts, on),
        vacancies=tuple(_vacancies(facts, in_post, on)) if live and not facts.quarantined else (),
        notices=tuple(_running(facts, on)),
        points=None if facts.remedies.points is None else sum(p.points for p in counting),
        points_disputed=sum(p.points for p in counting if p.disputed),
        in_force=tuple(facts.remedies.in_force(on)) if live else (),
        days_since_meeting=(on - facts.last_meeting.on).days if facts.last_meeting else None,
        next_meeting=next((m for m in facts.arranged if m.on >= on), None),
        meetings_missed=tuple(m for m in facts.arranged if m.on < on), variations=counted_of(facts.variations, on),
        unvaried=tuple(one for one in facts.unvaried if not one.is_over(on)),
        varied=in_force(facts.varied, on),
    )  # fmt: skip


def stage_on(facts: Status, on: date) -> Stage:
    """Return which stage a contract is in on a day."""
    return _stage(facts, on)[0]


def _stage(facts: Status, on: date) -> tuple[Stage, str]:
    ended = next((e for e in facts.ended if e.on <= on), None)
    if ended is not None:
        by = " by agreement" if ended.by_party == "both" else f" by the {ended.by_party}"
        return "ended", f"{ended.how}{by if ended.how == 'terminated' else ''} on {ended.on:%-d %B %Y}"
    if facts.commenced_on is not None and facts.commenced_on <= on:
        return "live", f"commenced on {facts.commenced_on:%-d %B %Y}"
    if facts.commenced_on is None and facts.start_date is not None and facts.start_date <= on:
        return "live", f"to start on {facts.start_date:%-d %B %Y} as agreed; that it did is not on file"
    starts = facts.commenced_on or facts.start_date
    if starts is not None:
        return "not-commenced", f"to start on {starts:%-d %B %Y}"
    if facts.need_on is not None and facts.need_on <= on:
        return "not-known", f"being bought; the need was established on {facts.need_on:%-d %B %Y}"
    return "not-known", "no start date is on file"


def amount_on(values: tuple[Value, ...], on: date) -> Money | None:
    """Return which of the amounts that one value had stood on a day; None before the first."""
    return next((v.amount for v in reversed(values) if v.since <= on), None)


def _vacancies(facts: Status, in_post: tuple[InPost, ...], on: date) -> Iterator[Vacancy]:
    if facts.need_on is not None:
        return  # there is no contract yet that anybody could hold an office on
    starts, senior = facts.commenced_on or facts.start_date, facts.tiers.senior_title
    of_high_risk = [(SENIOR, senior)] if senior and facts.tiers.lacks_senior_officer(on) else []
    let_be = {one.office for one in facts.let_be if one.since <= on and (one.until is None or on <= one.until)}
    wanted = [(office, title) for office, title in facts.to_be_filled if office not in let_be]
    for office, title in (*wanted, *of_high_risk):
        if office == DEPUTY and (own := _own_deputy(in_post)) is not None:
            person, since = own
            yield Vacancy(office=office, title=title, since=since, why=leads_as_well(person))
        elif all(term.office != office for term in in_post):
            ends = [term.until for term in facts.people if term.office == office and term.until and term.until < on]
            takes = min((term.since for term in _to_come(facts, on) if term.office == office), default=None)
            if takes is None or starts is None or takes > max(starts, on):
                until, left = takes - DAY if takes else None, max(ends) + DAY if ends else None
                ahead = starts is not None and on <= starts and not ends and (office, title) in wanted
                by = starts if ahead else None
                yield Vacancy(office=office, title=title, since=left, until=until, by=by)


def _to_come(facts: Status, on: date) -> tuple[InPost, ...]:
    return tuple(term for term in facts.people if term.since > on)


def _own_deputy(in_post: tuple[InPost, ...]) -> tuple[str, date] | None:
    """Who is lead officer and the only deputy as well, and since when: then there is no deputy (TVP-4.0-8)."""
    leads, deputies = ([term for term in in_post if term.office == office] for office in (LEAD, DEPUTY))
    person = lead_and_deputy([term.person for term in leads], [term.person for term in deputies])
    return None if person is None else (person, max(term.since for term in (*leads, *deputies)))


def in_office(term: InPost, on: date) -> bool:
    """Return whether somebody's term in an office covers a day."""
    return term.since <= on and (term.until is None or on <= term.until)


def responsible(facts: Status, on: date) -> tuple[str, ...]:
    """Return who carries responsibility for managing the contract on a day: its lead officers in post (HCC-POL-a)."""
    return tuple(term.person for term in facts.people if term.office == "lead-officer" and in_office(term, on))


def holder(stands: Standing, office: str) -> str | None:
    """Return who holds an office as a contract stands, by its id; None where nobody does, or it counts as vacant."""
    if any(vacancy.office == office for vacancy in stands.vacancies):
        return None
    return next((term.person for term in reversed(stands.in_post) if term.office == office), None)


def is_over(notice: NoticeGiven, on: date) -> bool:
    """Return whether by a day nothing further comes of a notice: withdrawn, found remedied, or its dispute settled."""
    ended = (day is not None and day <= on for day in (notice.withdrawn_on, notice.settled_on))
    return notice.result == "remedied" or any(ended)


def _running(facts: Status, on: date) -> Iterator[RunningNotice]:
    for notice in facts.notices:
        # That a notice had no effect stays worth knowing, whatever was done about its matter afterwards.
        effective = notice.valid is not False and not notice.purported
        if notice.served_on > on or (effective and is_over(notice, on)):
            continue
        left = (notice.remedy_ends - on).days if notice.remedy_ends else None
        if notice.purported:
            yield RunningNotice(notice=notice, state="purported")
        elif notice.valid is False:
            yield RunningNotice(notice=notice, state="not-valid")
        elif notice.counts_on is None or notice.counts_on > on:
            yield RunningNotice(notice=notice, state="not-counting-yet")
        elif left is None:
            yield RunningNotice(notice=notice, state="given")
        else:
            state: Literal["time-to-remedy-runs", "time-to-remedy-over"]
            state = "time-to-remedy-runs" if left >= 0 else "time-to-remedy-over"
            yield RunningNotice(notice=notice, state=state, days_left=left)
