"""What was missing with an entry and is asked for no more, whoever says it or does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.awards import awarded
from ledger.details import REVIEW_DATE, WITH_ITS_DATE
from ledger.entry import Departure, Recorded, own
from ledger.provisions import gone_from, may_stand
from ledger.subjects.issues import IssueRaised
from ledger.subjects.people import ProviderContactNamed, office_of
from ledger.transition import bound_until, others_may_follow
from projections.duties.duty import days_after
from projections.duties.passed_over import contract_there
from projections.duties.said_later import OF_ITS_CHANGE
from projections.view import FileView

OF_ITS_ACTION = "action.has-owner-and-date"
"""The one whose breach nobody has to mend any more once the action is done: who was to do it, and by when, is past."""
CAN_BE_REACHED = "contact.can-be-reached"
"""The one whose breach nobody has to mend any more once somebody else was named, or the person left (TVP-5.2-2b)."""
OF_THE_TERMS = "issue.standard-on-file"
"""The one whose breach nobody has to mend any more once what was cited is on file as in force by then (HCC-6.1-b)."""
USED_ONCE = "resource.use-recorded-once"
"""The one whose breach nobody has to mend any more once no record of the same time and users is beside it."""
WHO_CARRIES_ON = "expiry.says-who-carries-on"
"""The one that an exit plan or a completed handover recorded since answers, too (TVP-6.0-6)."""
CAN_BE_MEASURED = "improvement.can-be-measured"
"""The one whose breach nobody has to mend any more once it was judged whether the improvement was reached, or the
contract is over."""
ADVERTISED = "tender.advertised-where-and-until-when"
"""The one whose breach a later call for the same tenders mends, which says what was left out (HCC-A7-c), and nobody has
to mend any more once buying came to an award or a contract, or was given up."""
OF_A_PROGRAMME = frozenset(("programme-action.has-owner", REVIEW_DATE))
"""Those whose breach nobody has to mend any more once the action is completed, or, of its review date, was put off to
one (IMP-T-a, IMP-T-b)."""


def is_past(view: FileView, recorded: Recorded, departure: Departure) -> bool:
    """Return whether what was missing with an entry is asked for no more, whoever says it or does not."""
    if departure.rule == USED_ONCE:
        return recorded.position not in view.file.resources.overlapping()
    if departure.rule == CAN_BE_REACHED and isinstance(named := recorded.entry, ProviderContactNamed):
        terms = (one for one in view.file.people.holders(office_of(named)) if one.position == recorded.position)
        return any(one.until != named.until_date for one in terms)
    if departure.rule == OF_THE_TERMS and isinstance(issue := recorded.entry, IssueRaised):
        return all(view.file.terms.cites(named, issue.noticed_on or issue.latest_on) for named in issue.standards)
    if departure.rule == CAN_BE_MEASURED:
        aim = view.file.performance.improvements.get(recorded.given_id or "")
        return aim is not None and bool(aim.results)
    if departure.rule == ADVERTISED:
        is_there = awarded(view.file, date.max, view.procedure) is not None or contract_there(view) is not None
        return is_there or view.file.procurement.given_up(date.max)
    if departure.rule in OF_A_PROGRAMME:
        planned = view.file.programme.actions.get(recorded.given_id or "")
        if planned is None or planned.completed is not None:
            return planned is not None
        return departure.rule == REVIEW_DATE and bool(planned.months)
    if departure.rule == WITH_ITS_DATE:
        held = view.file.design.provisions.get(recorded.given_id or "")
        return held is not None and (held.reached is not None or not may_stand(view.file, held))
    if departure.rule == WHO_CARRIES_ON:
        return others_may_follow(view.file, date.max, view.procedure) is None
    if departure.rule == OF_ITS_CHANGE:
        change = view.file.implementation.changes.get(own(recorded.entry, "change"))
        return change is not None and change.decided is not None and change.decided[1] == "rejected"
    if departure.rule != OF_ITS_ACTION or recorded.given_id is None:
        return False
    action = view.file.actions.by_id.get(recorded.given_id)
    return action is not None and action.completed is not None


def no_more_from(view: FileView, recorded: Recorded, missing: Sequence[Departure]) -> date | None:
    """Return the day from which all that is missing with an entry is asked for no more: where a contact is reached,
    once they have left by the day the entry itself gives (TVP-5.2-2b); the day of a milestone, once another has its
    place for good (CPC307-S11); the figures of an improvement, from when the contract is over. None where that is not
    known ahead."""
    if all(one.rule == CAN_BE_MEASURED for one in missing):
        return bound_until(view.file, view.procedure)
    named, held = recorded.entry, view.file.design.provisions.get(recorded.given_id or "")
    if held is not None and all(one.rule == WITH_ITS_DATE for one in missing):
        return gone_from(view.file, held)
    if not isinstance(named, ProviderContactNamed) or named.until_date is None:
        return None
    return days_after(named.until_date, 1) if all(one.rule == CAN_BE_REACHED for one in missing) else None
