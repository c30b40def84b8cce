"""Whoever is nominated to represent the lead officer is supervised, with the contract on the agenda (HCC-5.1-c)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.contract_file import ContractFile
from ledger.dates.working_days import months_later
from ledger.names import same_name
from ledger.subjects.people import Appointment
from projections.duties.duty import DAY, LEAD, Duty, days_after, duty, watched_to
from projections.view import FileView


def supervision(view: FileView) -> Iterator[Duty]:
    """Yield that a representative who is not the lead officer is supervised, the contract a standing item (HCC-5.1-c).

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
    acting, lead = (file.people.holder(office, upto) for office in ("representative", "lead-officer"))
    if acting is None or (lead is not None and same_name(acting.person, lead.person)):
        return
    since = max((first for first, _ in _as_nominee(file, acting) if first <= upto), default=acting.since)
    if (made := _supervised(view, acting, since, upto)) is not None:
        yield made


def _as_nominee(file: ContractFile, term: Appointment) -> Iterator[tuple[date, date | None]]:
    """The times in which a representative was somebody else's nominee, and did not lead: (first day, last day), the
    last day None as long as that goes on."""
    leads = [one for one in file.people.holders("lead-officer") if same_name(one.person, term.person)]
    first: date | None = term.since
    for lead in leads:
        if first is not None and first < lead.since and (term.until is None or lead.since <= term.until):
            yield first, lead.since - DAY
        if first is not None and lead.since <= (term.until or date.max):
            first = max(first, days_after(lead.until, 1) or first) if lead.until else None
    if first is not None and (term.until is None or first <= term.until):
        yield first, term.until


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
    told = [f"; entry {at} does not count: {people.no_supervision(held)}" for held, at in others[-1:]]
    return duty(
        view, "supervision",
        f"Supervise {nominee.person}, the representative, with this contract on the agenda{''.join(told)}",
        office=LEAD, since=last, due_on=due_on, citation="HCC-5.1-c", opened_by=(nominee.position,),
        every_months=every, last_on=max(sessions, default=None), limit="supervision.every",
    )  # fmt: skip


__all__ = ["supervision"]
