"""Whether an operational manager was at a meeting, by the posts that the file has people in (HCC-4.1-b, HCC-7.5-c)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.offices import PROVIDER
from ledger.posts import is_operational
from ledger.subjects.meetings.entries import Attendee, MeetingHeld
from ledger.subjects.meetings.rules.who_was_there import holds_another, is_nominee

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

LEAD = "lead-officer"


def in_a_managers_post(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> bool:
    """Whether somebody came who, by the file, is an operational manager, whatever they came as (HCC-7.5-c)."""
    return any(
        is_operational(post, procedure)
        for one in held.present() if not one.is_of_the_provider for post in _posts(file, one, held.happened_on)
    )  # fmt: skip


def _posts(file: ContractFile, there: Attendee, day: date) -> list[str]:
    """The posts the file has somebody of the authority in on a day, whatever office it appointed them to."""
    terms = [file.people.holds(office, there.person, day, there.office) for office in file.people.terms]
    return [term.post for term in terms if term and term.post and not term.office.startswith(PROVIDER)]


def in_another_post(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str:
    """What is to be said where the lead officer alone came and is, by the file, no operational manager: most are, and
    count as the Service or Team Manager (HCC-4.1-b); or where a nominee came, who stands in for the lead officer and
    not for the manager (HCC-6.1-f). "" where the lead officer who came is one or may be, or leads in another post for a
    reason on file: who leads is settled by that, and not asked again at each meeting."""
    day, title = held.happened_on, procedure.office_title(LEAD).lower()
    leads = [one for one in held.present() if _led(file, one, day, procedure)]
    terms = [file.people.holds(LEAD, one.person, day, one.office) for one in leads]
    if any(term is None or term.post is None or term.unusual_post_reason for term in terms):
        return ""
    if leads:
        return "".join(f"; {term.person}, {title}, is {term.post}" for term in terms if term)
    came = [one for one in held.present() if _stood_in(file, one, day, procedure)]
    return "".join(
        f"; {one.person} came for the {title}, and is {' and '.join(posts) or 'in no post that is on file'}"
        for one in came for posts in (_posts(file, one, day),)
    )  # fmt: skip


def _led(file: ContractFile, there: Attendee, day: date, procedure: Procedure) -> bool:
    """Whether somebody is the lead officer by the file, or is said to be, and the file does not say otherwise."""
    if file.people.holds(LEAD, there.person, day, there.office):
        return True
    return there.office == LEAD and holds_another(file, there, day, procedure) is None


def _stood_in(file: ContractFile, there: Attendee, day: date, procedure: Procedure) -> bool:
    """Whether somebody came as the lead officer's representative or nominee."""
    representative = "representative"
    known = there.office == representative or file.people.holds(representative, there.person, day, there.office)
    return bool(known) or is_nominee(file, there, LEAD, day, procedure)
