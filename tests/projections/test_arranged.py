"""Stories of a contract managed otherwise than its procedure has it: how often is met, and which offices are filled."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.entry import Actor, Entry
from ledger.rules import Acknowledgement
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.people import DeputyOfficerAppointed, LeadOfficerAppointed
from ledger.subjects.records import (
    AlternativeArrangementAgreed,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    MeetingsInstead,
)
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.words import Said
from projections.duties.due import due, duties
from projections.duties.settled import settled
from projections.ending.readiness import readiness
from projections.monitoring.agenda import agenda
from projections.procedure.compliance import compliance
from projections.procedure.managed_otherwise import managed_otherwise
from projections.status.standing import standing
from projections.status.status import status
from projections.view import FileView
from tests.story import given

ON = date(2026, 6, 6)
SMG = Actor(person="Sal Senior", office="smg")
CONTRACT = ContractRegistered(
    happened_on=date(2025, 1, 2), reference="C-1", title="Victims' support", procedure="thames-valley/1",
    start_date=date(2025, 2, 1), end_date=date(2028, 1, 31),
)  # fmt: skip
LEAD = LeadOfficerAppointed(happened_on=date(2025, 1, 3), person="Ann Ashe", post="Head of Commissioning")
PETE = Actor(person="Pete Pine", office="pdm")
NO_DEPUTY = "deputy-lead-officer"
LONGER = ("strategic-half-year", "strategic-annual")


def agreed(**otherwise: Any) -> AlternativeArrangementAgreed:
    said = {"happened_on": date(2025, 2, 3), "by": SMG, "arrangement": Said("We talk"), "reason": Said("One user")}
    return AlternativeArrangementAgreed(**{**said, **otherwise})


def meetings(**a_year: int) -> tuple[MeetingsInstead, ...]:
    return tuple(MeetingsInstead(id=kind.replace("_", "-"), a_year=times) for kind, times in a_year.items())


def view(*entries: Entry) -> FileView:
    return FileView.of(UUID(int=1), given(CONTRACT, LEAD, *entries).file, {})


def due_by(file: FileView, duty: str) -> date | None:
    """When a duty that is open falls due; None where it is not asked for."""
    return next((one.duty.due_on for one in due(duties(file), ON) if one.duty.id == duty), None)


def not_asked(file: FileView) -> dict[str, str]:
    return {one.id: one.not_asked for one in settled(file).duties if one.not_asked}


def tc_01(file: FileView) -> tuple[str, str]:
    found = next(one for one in readiness(file, ON).conditions if one.id == "TC-01")
    return found.state, found.sentence


def test_a_deputy_who_was_agreed_not_to_be_needed_is_missed_nowhere() -> None:
    """TVP-4.0-1, TVP-4.0-8: not among the duties, the vacancies, the rules nor the conditions before an early end."""
    as_printed, otherwise = view(), view(agreed(happened_on=date(2025, 2, 1), offices_not_asked=(NO_DEPUTY,)))
    missed, let_be = ([one.title for one in standing(status(held), ON).vacancies] for held in (as_printed, otherwise))

    assert (missed, let_be) == (["deputy officer"], [])
    assert due_by(as_printed, "vacancy/deputy-lead-officer") == date(2025, 2, 1)
    assert due_by(otherwise, "vacancy/deputy-lead-officer") is None
    assert not_asked(otherwise)["vacancy/deputy-lead-officer"] == "Agreed for this contract: ALT-001"
    assert tc_01(as_printed)[0] == "not-met"
    state, sentence = tc_01(otherwise)
    assert state == "met"
    assert "no deputy officer was asked for from 1 February 2025, by ALT-001" in sentence
    kept = compliance(otherwise, ON)
    assert [(one.rule, one.otherwise) for one in kept.rules if one.state == "otherwise"] == [
        ("commencement.deputy-in-office", "ALT-001")
    ]
    assert kept.otherwise[0].offices == (("deputy-lead-officer", "Deputy officer"),)


def test_an_office_is_to_be_filled_again_from_the_day_after_the_arrangement() -> None:
    """TVP-4.0-1: what is agreed until a day is agreed no longer."""
    until = view(agreed(offices_not_asked=(NO_DEPUTY,), until_date=date(2026, 3, 31)))

    assert due_by(until, "vacancy/deputy-lead-officer") == date(2026, 4, 1)
    vacancies = [[one.title for one in standing(status(until), day).vacancies] for day in (date(2026, 3, 31), ON)]
    assert vacancies == [[], ["deputy officer"]]
    assert "nobody was deputy officer from 1 April 2026 to 6 June 2026" in tc_01(until)[1]


def test_what_was_missing_before_it_was_agreed_lapses_with_it() -> None:
    """TVP-4.0-1: a deputy named all the same is one."""
    named = DeputyOfficerAppointed(happened_on=date(2025, 3, 3), person="Dev Dale", post="Officer")
    otherwise = view(agreed(offices_not_asked=(NO_DEPUTY,)), named)

    assert not_asked(otherwise)["vacancy/deputy-lead-officer"].startswith("it lapsed on 3 February 2025 with entry 3")
    assert [one.person for one in standing(status(otherwise), ON).in_post] == ["Ann Ashe", "Dev Dale"]


def test_meetings_are_as_many_as_were_agreed_for_the_contract() -> None:
    """TVP-4.0-1, TVP-3.1-1, TVP-3.1-5: one a year in place of quarterly ones, and none of the longer ones."""
    as_printed = view()
    otherwise = view(agreed(meetings=meetings(regular=1, strategic_half_year=0, strategic_annual=0)))

    assert [due_by(as_printed, f"meeting{kind}") for kind in ("", *(f"/{kind}" for kind in LONGER))] == [
        date(2025, 4, 30), date(2025, 7, 31), date(2026, 1, 31),
    ]  # fmt: skip
    assert [due_by(otherwise, f"meeting{kind}") for kind in ("", *(f"/{kind}" for kind in LONGER))] == [
        date(2026, 1, 31), None, None,
    ]  # fmt: skip
    told = next(one.sentence for one in due(duties(otherwise), ON) if one.duty.id == "meeting")
    assert "by ALT-001, one in each year of the contract is asked for" in told
    assert {kind: not_asked(otherwise)[f"off/meeting/{kind}"] for kind in LONGER} == dict.fromkeys(
        LONGER, "Agreed for this contract: ALT-001"
    )
    assert compliance(otherwise, ON).otherwise[0].meetings == (
        ("Quarterly contract monitoring meeting", "1 a year"), ("Longer half-yearly meeting", "none"),
        ("Longer annual meeting", "none"),
    )  # fmt: skip


def test_the_agenda_expects_nobody_in_an_office_that_is_not_needed_and_says_how_often_is_met() -> None:
    """TVP-4.0-1: a deputy named all the same is expected."""
    said = {"offices_not_asked": (NO_DEPUTY,), "meetings": meetings(regular=2)}
    otherwise, named = agreed(**said), DeputyOfficerAppointed(happened_on=date(2025, 3, 3), person="Dev Dale")
    over = agreed(**said, until_date=date(2026, 3, 31))

    found = [agenda(view(*entries), ON) for entries in ((), (otherwise,), (otherwise, named), (over,))]
    assert ["Deputy officer" in one.expected for one in found] == [True, False, True, True]
    quarterly = "Quarterly contract monitoring meeting"
    halved = f"{quarterly}: 2 a year, by ALT-001"
    assert [one.title for one in found] == [quarterly, halved, halved, quarterly]


def test_no_meeting_is_asked_for_while_none_was_agreed() -> None:
    """TVP-4.0-1: what was due before it stays due; after it, meetings are asked for again."""
    none = view(agreed(meetings=meetings(regular=0)))
    later = view(agreed(happened_on=date(2025, 5, 5), meetings=meetings(regular=0), until_date=date(2026, 4, 30)))

    assert due_by(none, "meeting") is None
    assert not_asked(none)["off/meeting"] == "Agreed for this contract: ALT-001"
    assert due_by(later, "meeting") == date(2025, 4, 30)
    assert later.file.at(3) is not None
    recurring = next(one.duty for one in due(duties(later), ON) if one.duty.id == "meeting")
    assert recurring.then_on[:2] == (date(2026, 7, 31), date(2026, 10, 31))


def test_of_a_specification_and_what_was_agreed_the_later_says_how_often_is_met() -> None:
    """TVP-4.0-1, HCC-6.1-c."""
    issued = ServiceSpecificationIssued(happened_on=date(2025, 1, 6), version="1", meetings_per_year=2)
    again = issued.model_copy(update={"happened_on": date(2025, 3, 3), "version": "2"})
    otherwise = agreed(meetings=meetings(regular=1))

    assert due_by(view(issued), "meeting") == date(2025, 7, 31)
    assert due_by(view(issued, otherwise), "meeting") == date(2026, 1, 31)
    assert due_by(view(issued, otherwise, again), "meeting") != date(2026, 1, 31)


@pytest.mark.parametrize("by", [Actor(person="Ann Ashe", office="lead-officer"), None])
def test_what_the_owner_of_the_procedure_did_not_agree_to_changes_nothing(by: Actor | None) -> None:
    """TVP-4.0-1."""
    otherwise = view(agreed(by=by, offices_not_asked=(NO_DEPUTY,), meetings=meetings(regular=0)))

    assert due_by(otherwise, "vacancy/deputy-lead-officer") == date(2025, 2, 1)
    assert due_by(otherwise, "meeting") == date(2025, 4, 30)
    assert [one.title for one in standing(status(otherwise), ON).vacancies] == ["deputy officer"]


def test_a_vacancy_missed_before_it_was_agreed_that_nobody_need_be_in_the_office_stays_missed() -> None:
    """TVP-4.0-1, docs/adr/0320: for good or for a time; one that was over before it was agreed lets nothing be."""
    june, february, office = date(2026, 6, 1), date(2025, 2, 1), f"vacancy/{NO_DEPUTY}"
    said = {"happened_on": june, "from_date": february, "offices_not_asked": (NO_DEPUTY,)}
    lasting, for_a_time = view(agreed(**said)), view(agreed(**said, until_date=date(2026, 8, 31)))
    over = view(agreed(**said, until_date=date(2026, 4, 30)))

    missed, may = f"{office}/3", date(2026, 5, 31)
    for held in (lasting, for_a_time):
        [one] = [one for one in due(settled(held).duties, ON) if one.duty.id == missed]
        assert one.state == "missed"
        assert "not done when it was agreed that nobody need be in the office on 1 June 2026" in one.sentence
        assert (missed, "overdue") in {(was.duty.id, was.state) for was in due(duties(held), may)}
    assert not_asked(lasting)[office] == "Agreed for this contract: ALT-001"
    assert [one.due_on for one in duties(for_a_time) if one.id == office] == [date(2026, 9, 1)]
    assert due_by(over, office) == february
    to_come = view(agreed(**{**said, "from_date": date(2027, 1, 1), "until_date": date(2027, 3, 31)}))
    assert (f"{office}/3", "overdue") in {(was.duty.id, was.state) for was in due(duties(to_come), ON)}


def test_what_another_agreed_to_is_in_force_from_when_the_owner_let_it_be() -> None:
    """TVP-4.0-1: unless an alternative arrangement has been agreed; by whoever owns the procedure (docs/adr/0435)."""
    rule = "arrangement.by-the-office-entitled"
    by_pete = agreed(happened_on=date(2025, 2, 3), by=PETE, meetings=meetings(strategic_half_year=0))
    later = DepartureRatified(
        happened_on=date(2025, 3, 3), position=3, rule=rule, reason=Said("As Pete says"), by=SMG
    )  # fmt: skip
    leave = DepartureAuthorised(
        happened_on=date(2025, 2, 1), rule=rule, what_for=Said("No half-yearly meeting"), reason=Said("So"), by=SMG
    )  # fmt: skip
    no = DepartureRefused(happened_on=date(2025, 4, 1), position=3, rule=rule, reason=Said("No"), by=SMG)
    relying = (Acknowledgement(rule=rule, authorisation="AUT-001"),)

    alone, ratified = given(CONTRACT, LEAD, by_pete), given(CONTRACT, LEAD, by_pete, later)
    granted = given(CONTRACT, LEAD, leave).when(by_pete, acknowledging=relying)
    withdrawn = ratified.when(no)
    told = {name: FileView.of(UUID(int=1), story.recorded().file, {}) for name, story in (
        ("alone", alone), ("ratified", ratified), ("granted", granted), ("withdrawn", withdrawn),
    )}  # fmt: skip

    assert [(name, one.since, one.by) for name, file in told.items() for one in managed_otherwise(file, ON)] == [
        ("ratified", date(2025, 3, 3), "Sal Senior (Senior Management Group)"),
        ("granted", date(2025, 2, 3), "Sal Senior (Senior Management Group)"),
    ]
    assert managed_otherwise(told["ratified"], date(2025, 3, 2)) == ()
    assert managed_otherwise(told["withdrawn"], date(2025, 3, 31)) != ()
    assert due_by(told["alone"], "meeting/strategic-half-year") is not None
    for name in ("ratified", "granted"):
        assert due_by(told[name], "meeting/strategic-half-year") is None
    at = {"granted": 4}
    held = {name: file.file.standing(at.get(name, 3), rule, file.procedure) for name, file in told.items()}
    assert {name: one.state for name, one in held.items() if one} == {
        "alone": "no-reason-given", "ratified": "ratified", "granted": "authorised", "withdrawn": "refused",
    }  # fmt: skip


RULE = "arrangement.by-the-office-entitled"
LEAVE = DepartureAuthorised(
    happened_on=date(2025, 2, 1), rule=RULE, what_for=Said("No half-yearly meeting"), reason=Said("So"), by=SMG
)  # fmt: skip
RELYING = (Acknowledgement(rule=RULE, authorisation="AUT-001"),)


def test_an_arrangement_agreed_on_leave_is_refused_once_the_owner_refuses_it() -> None:
    """TVP-4.0-1, docs/adr/0435: the last word counts, of its departure as of what it lifts."""
    by_pete = agreed(happened_on=date(2025, 2, 3), by=PETE, meetings=meetings(strategic_half_year=0))
    no = DepartureRefused(happened_on=date(2025, 4, 1), position=4, rule=RULE, reason=Said("No"), by=SMG)
    again = DepartureRatified(happened_on=date(2025, 6, 2), position=4, rule=RULE, reason=Said("After all"), by=SMG)

    refused = given(CONTRACT, LEAD, LEAVE).when(by_pete, acknowledging=RELYING).when(no).recorded()
    allowed = refused.when(again).recorded()

    for story, state, applies in ((refused, "refused", False), (allowed, "authorised", True)):
        file = FileView.of(UUID(int=1), story.file, {})
        held = file.file.standing(4, RULE, file.procedure)
        assert held is not None
        assert (held.state, managed_otherwise(file, ON) != ()) == (state, applies)


def test_leave_given_once_is_used_by_the_arrangement_that_was_agreed_first() -> None:
    """TVP-4.0-1, HCC-POL-f: whichever was recorded first."""
    later = agreed(happened_on=date(2025, 5, 5), by=PETE, meetings=meetings(strategic_half_year=0))
    first = agreed(happened_on=date(2025, 3, 3), by=PETE, meetings=meetings(strategic_annual=0))
    story = given(CONTRACT, LEAD, LEAVE)
    for one in (later, first):
        story = story.when(one, acknowledging=RELYING).recorded()

    file = FileView.of(UUID(int=1), story.file, {})
    assert [one.since for one in managed_otherwise(file, ON)] == [date(2025, 3, 3)]
    held = [file.file.standing(position, RULE, file.procedure) for position in (4, 5)]
    assert [one.state for one in held if one] == ["no-reason-given", "authorised"]


def test_nobody_lets_his_own_arrangement_be() -> None:
    """TVP-4.0-1: nor does another office, or an approval of something else."""
    rule = "arrangement.by-the-office-entitled"
    by_pete = agreed(by=PETE, meetings=meetings(strategic_half_year=0))
    word = DepartureRatified(happened_on=date(2025, 3, 3), position=3, rule=rule, reason=Said("It is so"), by=SMG)

    for by in (Actor(person="Pete Pine", office="smg"), Actor(person="Ann Ashe", office="lead-officer")):
        assert managed_otherwise(view(by_pete, word.model_copy(update={"by": by})), ON) == ()
    assert managed_otherwise(view(by_pete, word), ON) != ()
