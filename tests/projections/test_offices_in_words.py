"""Offices are called as the procedure of the day calls them, wherever a person reads of them: never by their ids."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from api.pages.fields_shown import fields_shown
from ledger.entry import Actor, Entry
from ledger.procedures import read
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueEscalated, IssueRaised
from ledger.subjects.notices import Addressee, NoticeServed
from ledger.subjects.people import ContractManagementDelegated, LeadOfficerAppointed, RoleAppointmentEnded
from ledger.subjects.records import ProcedureBound
from ledger.subjects.termination import ProviderExclusionDecided
from ledger.subjects.terms import NoticeClauseEntered
from ledger.words import Said
from projections.bundle.contents import _people
from projections.status.standing import standing
from projections.status.status import status
from projections.timeline.timeline import lines
from projections.view import FileView
from tests.story import Story, given

DAY = date(2025, 3, 3)
SIMON = Actor(person="Simon Hale", office="smg")


def file(*entries: Entry, procedure: str = "thames-valley/1") -> Story:
    return given(
        ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Refuge", procedure=procedure),
        *entries,
    )


def view(story: Story) -> FileView:
    return FileView.of(UUID(int=1), story.file, {})


@pytest.mark.parametrize(
    ("procedure", "office", "words"),
    [
        ("hampshire", "lead-officer", "lead officer"), ("tiered", "lead-officer", "contract manager"),
        ("thames-valley", "deputy-lead-officer", "deputy officer"), ("thames-valley", "pcc",
        "Police and Crime Commissioner"), ("thames-valley", "smg", "Senior Management Group"),
        ("hampshire", "fsu", "FSU"), ("hampshire", "county-manager", "County Manager (Contracts)"),
        ("hampshire", "provider-director", "provider's director"), ("hampshire", "parish-clerk", "parish clerk"),
        ("hampshire", "Head of Care - North", "Head of Care - North"),
    ],
)  # fmt: skip
def test_an_office_within_a_sentence_is_its_title(procedure: str, office: str, words: str) -> None:
    assert read(procedure).office_in_words(office) == words


@pytest.mark.parametrize("procedure", ["hampshire", "thames-valley", "tiered"])
@pytest.mark.parametrize(
    ("party", "office", "words"),
    [
        ("provider", "contract-manager", "Bea Bow (provider's contract manager)"),
        ("provider", "provider-director", "Bea Bow (provider's director)"),
        ("provider", "ward-sister", "Bea Bow (ward sister)"),
    ],
)  # fmt: skip
def test_the_providers_contract_manager_is_not_called_the_authoritys(
    procedure: str, party: Any, office: str, words: str
) -> None:
    """TVP-5.2-2b: each side has one; the authority's is the lead officer."""
    assert read(procedure).person_in_office(Actor(person="Bea Bow", office=office, party=party)) == words
    seen = view(file(procedure=f"{procedure}/1"))
    ours = Actor(person="Bea Bow", office="contract-manager")
    assert "provider" not in seen.say(ours, DAY)
    assert seen.say(Actor(person="Bea Bow", office=office, party=party), DAY) == words


def test_the_timeline_names_offices_as_the_procedure_of_that_day_does() -> None:
    """The contract was bound to another procedure later: what Ann was on 3 March she was under the first."""
    ann = Actor(person="Ann Ashe", office="lead-officer")
    raised = IssueRaised(happened_on=DAY, nature=Said("Late"), by=SIMON)
    escalated = IssueEscalated(happened_on=DAY, issue="ISS-001", to=SIMON, by=ann)
    bound = ProcedureBound(happened_on=date(2025, 6, 2), procedure="tiered/1")
    since = IssueRaised(happened_on=date(2025, 7, 1), nature=Said("Late again"), by=ann)
    story = file(raised, escalated, bound, since)

    said = {line.position: line for line in lines(view(story))}

    assert said[2].by == "Simon Hale (Senior Management Group)"
    assert said[3].by == "Ann Ashe (lead officer)"
    assert "Simon Hale (Senior Management Group)" in said[3].sentence
    assert said[5].by == "Ann Ashe (contract manager)"


def test_an_office_left_a_clause_on_signing_and_an_addressee_are_said_by_title() -> None:
    left = RoleAppointmentEnded(happened_on=DAY, office="smg", person="Simon Hale")
    clause = NoticeClauseEntered(happened_on=DAY, clause="31", signed_by=("smg", "lead-officer"), addressed_to=("pcc",))
    served = NoticeServed(
        happened_on=DAY, notice_kind="general", recipients=(Addressee(person="Pia Prior", office="smg"),)
    )
    shown = view(file(left, clause, served))
    said = {line.position: line for line in lines(shown)}
    fields = {row.name: row.value for row in fields_shown(clause, shown)}

    assert said[2].sentence.startswith("Office of Senior Management Group left")
    assert "signed by Senior Management Group, lead officer" in said[3].sentence
    assert fields["Addressed to"].words == "Police and Crime Commissioner"
    [to] = {row.name: row.value for row in fields_shown(served, shown)}["Recipients"].items
    assert to.words == "Pia Prior (Senior Management Group)"


def test_a_vacancy_and_the_people_in_a_bundle_are_named_by_title() -> None:
    lead = LeadOfficerAppointed(happened_on=DAY, person="Ann Ashe")
    left = RoleAppointmentEnded(happened_on=date(2025, 4, 1), office="lead-officer", person="Ann Ashe")
    shown = view(file(lead, left, procedure="thames-valley/1"))
    vacant = {one.office: one.title for one in standing(status(shown), date(2025, 6, 1)).vacancies}

    assert vacant["lead-officer"] == "lead officer"
    assert [one["office"] for one in _people(shown)] == ["Lead officer"]


def test_what_is_found_against_an_act_names_the_office_as_the_procedure_does() -> None:
    clause = NoticeClauseEntered(happened_on=DAY, clause="31", signed_by=("pcc",))
    served: dict[str, Any] = {"happened_on": DAY, "notice_kind": "general", "clause": "31", "by": SIMON}
    told = file(clause).when(NoticeServed(**served)).recorded().file.notices.by_id["NOT-001"]

    assert told.worked is not None
    assert "signed by Simon Hale (Senior Management Group); the contract asks for Police and Crime" in str(told.worked)


def test_an_office_that_only_another_procedure_knows_is_called_as_that_one_calls_it() -> None:
    hampshire = read("hampshire")
    pat = Actor(person="Pat Dean", office="pdm")

    assert hampshire.office("pdm") is None
    assert hampshire.person_in_office(pat) == "Pat Dean (Policy Development Manager)"
    assert hampshire.office_title("srm-lead") == "SRM Lead"
    assert hampshire.office_in_words("head-of-nothing") == "head of nothing"


def test_a_body_is_called_on_the_status_as_the_procedure_calls_it() -> None:
    """TVP-5.2-9b, TVP-4.0-26: whichever of its names was typed; one that the procedure does not know, as typed."""
    since = date(2025, 4, 1)
    excluded = ProviderExclusionDecided(
        happened_on=DAY,
        cause="repeated-poor-performance",
        from_date=since,
        buying_bodies=("opcc", "Oakham Town Council"),
    )
    shared = ContractManagementDelegated(happened_on=DAY, person="Ann Ashe", body="police", shared_with=("PCC", "NHS"))

    found = status(view(file(excluded, shared)))

    [fact] = found.provider_facts.exclusions
    assert fact.bodies == ("Thames Valley OPCC", "Oakham Town Council")
    [post] = found.people
    assert (post.body, post.shared_with) == ("Thames Valley Police", ("Thames Valley OPCC", "NHS"))
