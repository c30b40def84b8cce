"""Whoever is nominated to represent the lead officer is supervised, with the contract on the agenda (HCC-5.1-c)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import kinds
from ledger.contract_file import ContractFile
from ledger.dates.working_days import months_later
from ledger.names import same_name
from ledger.subjects.people import Appointment
from projections.duties.ceasing import watched_to
from projections.duties.duty import DAY, LEAD, Duty, days_after, duty
from projections.failings.trail import spoken
from projections.view import FileView

LEAD_OR_NOMINEE = next(rule for rule in kinds.RULES if rule.id == "representative.lead-officer-or-nominee")


NAMED = 5
"""How many of the sessions that do not count are named, the newest: with those before them it is the same."""


def supervision(view: FileView) -> Iterator[Duty]:
    """Yield that a representative who is not the lead officer is supervised, the contract a standing item (HCC-5.1-c),
    and that one who was it as lead officer is nominated by the next, or gives way to another (HCC-5.1-b).

    That is so from the day on which somebody else leads: whoever led the contract until then was nobody's nominee. What
    was missed by the day on which a nominee was one no longer stays missed (docs/adr/0306).
    """
    file, upto = view.file, watched_to(view)
    for term in file.people.holders("representative"):
        for first, last in _as_nominee(file, term):
            if last is not None and last < upto and file.people.holder("representative", last) == term:
                made = _supervised(view, term, first, last)
                if made is not None and made.due_on is not None and made.due_on <= last:
                    which = f"{term.position}/{first.isoformat()}" if first > term.since else f"{term.position}"
                    was = {"id": f"{made.id}/{which}", "ceases_on": last, "ceases_with": "term"}
                    yield made.model_copy(update=was)
    acting = file.people.holder("representative", upto)
    since = _nominee_since(file, acting, upto) if acting is not None else None
    if acting is None or since is None:
        return
    if (made := _supervised(view, acting, since, upto)) is not None:
        yield made
    if view.procedure_on(since).ruling(LEAD_OR_NOMINEE)[0] is not None and _came_as_lead(file, acting):
        yield duty(
            view, f"nomination/{acting.position}",
            f"Nominate {acting.person} as representative, or appoint another: {acting.person} was it as lead officer, "
            f"is not since {spoken(since)}, and no nomination is on file",
            office=LEAD, since=since, citation="HCC-5.1-b", opened_by=(acting.position,),
        )  # fmt: skip


def _as_nominee(file: ContractFile, term: Appointment) -> Iterator[tuple[date, date | None]]:
    """The times in which a representative was somebody else's nominee, and did not lead: (first day, last day), the
    last day None as long as that goes on."""
    leads = [one for one in file.people.holders("lead-officer") if same_name(one.person, term.person)]
    first: date | None = term.since
    for lead in leads:
        if first is not None and first < lead.since and (term.until is None or lead.since <= term.until):
            yield first, lead.since - DAY
        if first is not None and lead.since <= (term.until or date.max):
            other = _led_by_another(file, term.person, lead.until) if lead.until else None
            first = max(first, other) if other else None
    if first is not None and (term.until is None or first <= term.until):
        yield first, term.until


def _led_by_another(file: ContractFile, person: str, after: date) -> date | None:
    """The first day after one on which somebody else leads; None as long as nobody does."""
    others = [one for one in file.people.holders("lead-officer") if not same_name(one.person, person)]
    return min(
        (max(one.since, days_after(after, 1) or after) for one in others if one.until is None or one.until > after),
        default=None,
    )


def _nominee_since(file: ContractFile, term: Appointment, day: date) -> date | None:
    """Since when a representative is somebody else's nominee on a day; None where he or she leads, or did last."""
    times = _as_nominee(file, term)
    return next((first for first, last in times if first <= day and (last is None or day <= last)), None)


def _came_as_lead(file: ContractFile, term: Appointment) -> bool:
    """Whether somebody is representative by having been lead officer when appointed, and by no nomination."""
    nominated = term.nominated_by is not None and not same_name(term.nominated_by, term.person)
    return not nominated and _nominee_since(file, term, term.since) is None


def _supervised(view: FileView, nominee: Appointment, since: date, upto: date) -> Duty | None:
    """The next supervision of a nominee after the last of a time; None where none is asked for."""
    people, every = view.file.people, view.procedure.setting("supervision.every")
    sessions = people.supervised(nominee.person, since, upto)
    last = max(sessions, default=since)
    others = [
        (session, at) for session, at in people.sessions
        if last < session.happened_on <= upto and people.no_supervision(session)
    ]  # fmt: skip
    due_on = months_later(last, every)
    if not every or due_on is None:
        return None
    told = [f"; entry {at} does not count: {people.no_supervision(held)}" for held, at in others[-NAMED:]]
    return duty(
        view, "supervision",
        f"Supervise {nominee.person}, the representative, with this contract on the agenda{''.join(told)}",
        office=LEAD, since=last, due_on=due_on, citation="HCC-5.1-c", opened_by=(nominee.position,),
        every_months=every, last_on=max(sessions, default=None), limit="supervision.every",
    )  # fmt: skip


__all__ = ["supervision"]
