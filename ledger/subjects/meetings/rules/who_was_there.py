"""Who was at a meeting, in which office or as whose nominee, and who sent apologies: by the file, else as entered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ledger.offices import acted_as, in_another_office, office_differs
from ledger.subjects.meetings.entries import Attendee, KindOfMeeting, MeetingHeld
from ledger.subjects.meetings.rules.support_officer import SUPPORT_OFFICER

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def was_there(file: ContractFile, held: MeetingHeld, office: str, procedure: Procedure) -> bool:
    """Whether the office was represented: by a person whom the file knows to have held it that day, by a nominee, or as
    stated, where the file does not say otherwise (HCC-6.1-f)."""
    day, offices = held.happened_on, _standing_for(office)
    return any(
        any(file.people.holds(one, there.person, day, there.office) for one in offices)
        or (there.office in offices and holds_another(file, there, day, procedure) is None)
        or is_nominee(file, there, office, day, procedure)
        for there in held.present()
    )


def _standing_for(office: str) -> tuple[str, ...]:
    """An office, and who is its nominee by the file: the authority's representative is the lead officer, or the lead
    officer's (HCC-5.1-b)."""
    return (office, "representative") if office == "lead-officer" else (office,)


def holds_another(file: ContractFile, there: Attendee, day: date, procedure: Procedure) -> str | None:
    """What the file says against somebody's having come in the office they are entered in; of either side."""
    if there.is_of_the_provider:
        return office_differs(file, there.person, there.office, day)
    return in_another_office(file, there, day, procedure) or _never_nominated(file, there, day)


def _never_nominated(file: ContractFile, there: Attendee, day: date) -> str | None:
    """That somebody came as representative where the file has a lead officer, and of no representative that one was
    ever nominated: whose nominee that would be is what the office says (HCC-5.1-b; docs/adr/0351)."""
    people = file.people
    if there.office != "representative" or there.nominee_of is not None or people.holders("representative"):
        return None
    lead = people.holder("lead-officer", day)
    return f"that {lead.person}, lead officer, nominated a representative is not on file" if lead else None


def not_as_entered(file: ContractFile, held: MeetingHeld, offices: Iterable[str], procedure: Procedure) -> str:
    """What the file says against those entered as there in one of these offices, to end a sentence with; "" where it
    says nothing."""
    asked = {one for office in offices for one in _standing_for(office)}
    entered = [there for there in held.present() if there.office in asked]
    found = [(there, holds_another(file, there, held.happened_on, procedure)) for there in entered]
    return "".join(f"; {procedure.person_in_office(there)} is entered, and {why}" for there, why in found if why)


def is_nominee(file: ContractFile, there: Attendee, office: str, day: date, procedure: Procedure) -> bool:
    """Whether somebody came as the nominee of an office: of its id or title, or of whoever held it that day."""
    if (named := there.nominee_of) is None:
        return False
    if (meant := procedure.office_meant(named)) is not None:
        return meant.id == office
    return named == office or file.people.holds(office, named, day) is not None


def kind_held(file: ContractFile, held: MeetingHeld) -> KindOfMeeting:
    arranged = file.meetings.by_id.get(held.meeting) if held.meeting else None
    return held.meeting_kind or (arranged.kind if arranged else "regular")


def sent_apologies(file: ContractFile, held: MeetingHeld, office: str, procedure: Procedure) -> bool:
    """Whether whoever was in an office sent apologies: as the file has them, or as said and not otherwise on file."""
    day = held.happened_on
    return any(
        file.people.holds(office, sorry.person, day, sorry.office) or acted_as(file, sorry, office, day, procedure)
        for sorry in held.apologies
    )


def support_officer_answered(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> bool:
    """Return whether a meeting itself shows that the support officer was asked to it: the officer came, or sent
    apologies (HCC-7.5-d)."""
    return any(said(file, held, SUPPORT_OFFICER, procedure) for said in (was_there, sent_apologies))
