"""How the documents write the titles of offices, and how people do (ADR 0192)."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.procedures import read
from ledger.subjects.issues import IssueRaised
from ledger.words import Said
from tests.story import changed, given
from tests.subjects.test_whom_a_name_means import ON_FILE, body


def raised_by(typed: str) -> IssueRaised:
    """An issue raised by somebody of whom only the name was filled in."""
    return IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Late"), by=body(typed))


def called(procedure: str, written: str) -> str | None:
    """The id of the office that a procedure finds under a title."""
    found = read(procedure).office_called(written)
    return found.id if found else None


@pytest.mark.parametrize(
    ("procedure", "office", "written"),
    [
        ("thames-valley", "smg", (
            "SMG", "Senior Management Group (SMG)", "the PCC's Senior Management Group (SMG)", "PCC\u2019s SMG",
            "Chair of SMG", "the Chair of the Senior Management Group", "Chairman of the PCC's SMG",
            "Chair of SMG, OPCC", "SMG Chair", "the Senior Management Group's chair",
            "chairwoman of the Senior Management Group (SMG)",
            "SMG meeting of 3 March", "the SMG's meeting on 3rd March 2026", "Senior Management Group meeting",
            "SMG meeting 2026-03-03", "meeting of the SMG on 3 March", "the meeting of the Senior Management Group",
            "OPCC SMG", "OPCC Senior Management Group", "Senior Management Group, OPCC", "OPCC \u2013 SMG",
        )),
        ("thames-valley", "pdm", (
            "OPCC Policy Development Manager", "The OPCC Policy Development Manager (PDM)", "OPCC PDM",
            "Policy Development Manager (PDM)", "policy development managers",
        )),
        ("thames-valley", "pcc", (
            "Police and Crime Commissioner (PCC)", "PCC for Thames Valley", "the Commissioner",
            "Police & Crime Commissioner", "the Police&Crime Commissioner for Thames Valley",
            "Police and Crime Commissioner for Thames Valley", "POLICE AND CRIME COMMISSIONER (PCC) for Thames Valley",
        )),
        ("thames-valley", "chief-executive", (
            "OPCC Chief Executive", "Chief Executive of the OPCC", "Chief Exec", "CEO",
        )),
        ("thames-valley", "chief-finance-officer", ("OPCC Chief Finance Officer",)),
        ("thames-valley", "police-representative", (
            "key Thames Valley Police representatives", "Representative of Thames Valley Police",
        )),
        ("thames-valley", "provider-finance-officer", (
            "service provider finance officers", "provider's finance officer",
        )),
        ("thames-valley", "note-taker", ("an OPCC note-taker", "Note taker")),
        ("thames-valley", "lead-officer", ("designated lead officer", "OPCC contract manager")),
        ("thames-valley", "deputy-lead-officer", ("'deputy' officer", "a \u2018deputy\u2019 officer")),
        ("thames-valley", "provider-contract-manager", ("the contract manager for the service provider",)),
        ("thames-valley", "provider-escalation-contact", ("escalation point of contact",)),
        ("thames-valley", "provider-line-manager", ("the contract managers line manager",)),
        ("hampshire", "contract-support-officer", (
            "local Contract Support Officer", "the local Contracts Support Officer",
            "their local contract support officer",
            "The relevant Contracts Support Officer", "Contract Support Officer (Andover)", "CSO", "the CSO",
            "Contracts Support Officers", "Contract Support Officer \u2013 Andover",
        )),
        ("hampshire", "executive-member", (
            "Executive Member \u2013 Social Care", "Executive Member - Social Care", "Executive Member (Social Care)",
            "Executive Member, Social Care", "the Executive Member for Adult Social Care",
            "Executive Lead Member for Children", "Executive Member for Adult Social Care & Health",
        )),
        ("hampshire", "chief-executive", ("Chief Exec", "The Chief Executive Officer")),
        ("hampshire", "service-manager", ("SM", "Service Managers", "the Department's Service Manager")),
        ("hampshire", "county-manager-contracts", ("County Manager (Contracts)", "the County Manager")),
        ("hampshire", "general-finance-manager", ("General Finance Manager",)),
        ("hampshire", "fsu", ("FSU",)),
        ("hampshire", "representative", ("\u201crepresentative\u201d",)),
        ("tiered", "csmg", (
            "Commissioning and Supplier Management Group (CSMG)", "the CSMG", "CMSG", "Chair of the CSMG",
        )),
        ("tiered", "srm-lead", ("SRM lead", "The Council's SRM Lead")),
        ("tiered", "bsp-commercial", ("BSP Commercial", "BSP Commercial Services team")),
        ("tiered", "cabinet-member-for-resources", ("the Cabinet Member for resources", "Cabinet Member (Resources)")),
        ("tiered", "business-unit-board", ("Business Unit board", "Business Unit Boards", "chair of the board")),
    ],
)  # fmt: skip
def test_an_office_goes_by_every_title_its_document_gives_it(
    procedure: str, office: str, written: tuple[str, ...]
) -> None:
    """HCC-9.2-a, HCC-A4-b, TVP-5.1-1a, TVP-5.2-1a, IMP-28-c."""
    assert {title: called(procedure, title) for title in written} == dict.fromkeys(written, office)


@pytest.mark.parametrize(
    "written",
    [
        "Sam Shah",
        "Chief Executive (Legal Services)",
        "Deputy Chief Executive",
        "Assistant to the Executive Member for Adult Social Care",
        "meeting of 3 March",
        "Lead officer meeting",
        "Legal Services, Chief Executive",
        "Andover",
        "()",
        "the",
        "OPCC's",
        "Member of SMG",
        "SMG member",
        "Secretary to the Senior Management Group",
        "Deputy Chair of SMG",
        "former SMG chair",
        "Chair",
        "Chair of the Chief Executive",
        "Chair of Trustees",
    ],
)
def test_what_names_no_office_or_two_names_none(written: str) -> None:
    for procedure in ("hampshire", "thames-valley"):
        assert called(procedure, written) is None


@pytest.mark.parametrize(
    "typed",
    [
        "Jo Bloggs, Chief Exec",
        "Jo Bloggs, Chief Executive",
        "Jo Bloggs (Chief Executive)",
        "Jo Bloggs \u2013 the Chief Executive",
    ],
)
def test_a_title_after_a_name_is_the_office_beside_it(typed: str) -> None:
    """HCC-A4-b: the name stays the person's, whom the file may know."""
    told = given(*ON_FILE).when(raised_by(typed)).recorded()
    assert told.last is not None
    assert told.last.entry.by is not None
    assert (told.last.entry.by.person, told.last.entry.by.office) == ("Jo Bloggs", "chief-executive")


@pytest.mark.parametrize("typed", ["Pia Crane, Chair of SMG", "Pia Crane (chair of the Senior Management Group)"])
def test_whoever_chairs_a_body_acts_in_it(typed: str) -> None:
    """TVP-4.0-1: what the Senior Management Group decides, its chair says."""
    told = given(changed(ON_FILE[0], procedure="thames-valley/1")).when(raised_by(typed)).recorded()
    by = told.last.entry.by if told.last else None
    assert by is not None
    assert (by.person, by.office) == ("Pia Crane", "smg")


@pytest.mark.parametrize(
    ("typed", "person", "office"),
    [
        ("Petra Voss (Contract manager)", "Petra Voss", "provider-contract-manager"),
        ("Petra Voss, Representative", "Petra Voss, Representative", None),
        ("Chief Executive (Ostler Care Ltd)", "Chief Executive (Ostler Care Ltd)", None),
        ("Ostler Care Ltd, Service Manager", "Ostler Care Ltd, Service Manager", None),
        ("Nia Noor, Director, Ostler Care Ltd", "Nia Noor", "provider-director"),
    ],
)
def test_a_title_beside_the_provider_or_one_of_its_people_is_no_office_of_the_authoritys(
    typed: str, person: str, office: str | None
) -> None:
    """TVP-5.1-2c: what an office is called on one side it may be called on the other."""
    told = given(*ON_FILE).when(raised_by(typed)).recorded()
    by = told.last.entry.by if told.last else None
    assert by is not None
    assert (by.person, by.office, by.is_of_the_provider) == (person, office, True)


def test_whoever_the_file_has_among_the_authoritys_people_stays_there_beside_the_providers_name() -> None:
    """HCC-4.1-a: Ann Ashe is the lead officer, for whichever provider."""
    told = given(*ON_FILE).when(raised_by("Ann Ashe, Lead officer (Ostler Care Ltd)")).recorded()
    by = told.last.entry.by if told.last else None
    assert by is not None
    assert (by.person, by.office, by.is_of_the_provider) == ("Ann Ashe", "lead-officer", False)


@pytest.mark.parametrize("bodies", [("OPCC", "TVP"), ("Office of the Police and Crime Commissioner", "Police")])
def test_the_bodies_that_buy_go_by_their_other_names_too(bodies: tuple[str, ...]) -> None:
    """TVP-5.2-9b."""
    buying = {read("thames-valley").buying_body(body) for body in bodies}
    assert buying == {row.title for row in read("thames-valley").buying_bodies}
