"""Whether who was expected when a meeting was arranged came to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import same_name, same_person
from ledger.offices import is_the_provider
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.meetings.entries import MeetingHeld
from ledger.subjects.meetings.register import kind_on
from ledger.subjects.meetings.rules.attending import DEPUTY
from ledger.subjects.meetings.rules.support_officer import SUPPORT_OFFICER, asked_to
from ledger.subjects.meetings.rules.who_was_there import kind_held, not_as_entered, sent_apologies, was_there

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_come(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> str | None:
    """Of whom no other rule says that they did not come: those the procedure or the specification has come anyhow are
    left to these."""
    arranged = file.meetings.by_id.get(held.meeting) if held.meeting else None
    if arranged is None or not arranged.expected:
        return NOT_IN_POINT
    anyhow, found, otherwise = _asked_anyhow(file, held, procedure), [], ""
    for named in arranged.expected:
        if is_the_provider(file, named):  # whoever comes for it
            found += [] if any(one.is_of_the_provider for one in (*held.present(), *held.apologies)) else [named]
            continue
        office = procedure.office_meant(named)
        if office is None and not _came_by_name(held, named):
            found.append(named)
        if office is None or office.id in anyhow or was_there(file, held, office.id, procedure):
            continue
        if not sent_apologies(file, held, office.id, procedure):
            found.append(office.title)
            otherwise += not_as_entered(file, held, (office.id,), procedure)
    if not found:
        return None
    return f"expected when it was arranged, and neither there nor excused: {', '.join(found)}{otherwise}"


def _asked_anyhow(file: ContractFile, held: MeetingHeld, procedure: Procedure) -> set[str]:
    day, kind, meeting = held.happened_on, kind_held(file, held), held.meeting or ""
    row, spec = procedure.meeting(kind_on(file, kind, day, procedure)), file.terms.specification(day)
    usual = {*row.must_attend, *row.should_attend} - {SUPPORT_OFFICER} if row else set()
    contractual = meeting in file.meetings.by_id and file.meetings.by_id[meeting].contractual
    support = asked_to(file, day, kind, procedure, held.meeting, contractual=contractual)
    by_day = {*((SUPPORT_OFFICER,) if support else ()), *((DEPUTY,) if file.people.holder(DEPUTY, day) else ())}
    return {*usual, *by_day, *(spec.says.attendees if spec else ())}


def _came_by_name(held: MeetingHeld, named: str) -> bool:
    """Whether somebody came, or sent apologies, of that name, in an office of it, or as the nominee of either."""
    came = [(one.person, one.office, one.nominee_of) for one in held.present()]
    came += [(one.person, one.office, None) for one in held.apologies]
    return any(
        same_person(person, named) or any(same_name(_spelt(said), _spelt(named)) for said in (office, of) if said)
        for person, office, of in came
    )


def _spelt(office: str) -> str:
    """An office that the procedure does not have, as it is said in words."""
    return office.replace("-", " ")


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="meeting.attended-as-arranged", citation="HCC-6.1-f", level="advise", of=MeetingHeld, field="attendees",
        sentence="Whoever was expected when a meeting was arranged attends it, or sends apologies.", found=_not_come,
    ),
)  # fmt: skip
