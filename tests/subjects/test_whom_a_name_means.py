"""Stories of whom an entry means by a name: an office by its title, the provider by its own, somebody on file."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.disputing import PROGRESS_TO
from ledger.entry import Actor
from ledger.formal_route import AGREED_BY, BY_PASSED_BY, SIGNED_OFF_BY
from ledger.names import same_person, whom_it_fits
from ledger.offices import not_sent
from ledger.organisations import Organisation
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.contacts import ConversationSummarySent
from ledger.subjects.disputes import DisputeActionPlanProgressReported, FormalEscalationAuthorised
from ledger.subjects.issues import IssueRaised
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingMinutesCirculated
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import ContractSupportOfficerAssigned, LeadOfficerAppointed, ProviderContactNamed
from ledger.subjects.performance import DataReturnRequirementChanged
from ledger.subjects.records import EntryCorrected, NoteMade
from ledger.subjects.termination import ContractTerminated
from ledger.words import Said
from tests.story import ANN, changed, given
from tests.subjects import test_disputes as disputes
from tests.subjects import test_programme as programme

JANUARY = date(2025, 1, 6)
REGISTERED = ContractRegistered(
    happened_on=JANUARY, reference="C-1", title="Home care", provider=Organisation(name="Ostler Care Ltd"),
    start_date=date(2025, 2, 1), end_date=date(2028, 1, 31),
)  # fmt: skip
ON_FILE = (
    REGISTERED,
    LeadOfficerAppointed(happened_on=JANUARY, person="Ann Ashe"),
    ContractSupportOfficerAssigned(happened_on=JANUARY, person="Sam Shah"),
    ProviderContactNamed(happened_on=JANUARY, person="Petra Voss", role="contract-manager"),
)
HELD = MeetingHeld(
    happened_on=date(2025, 3, 3), by=ANN,
    attendees=(
        Attendee(person="Ann Ashe", office="lead-officer"),
        Attendee(person="Petra Voss", office="provider-contract-manager", party="provider"),
        Attendee(person="Tom Voss", office="provider-staff", party="provider"),
    ),
)  # fmt: skip


def body(name: str) -> Actor:
    """Somebody of whom only the name is typed."""
    return Actor(person=name)


@pytest.mark.parametrize(
    "name", ["Senior Management Group", "SMG", "the PCC's Senior Management Group (SMG)", "OPCC SMG"]
)
def test_a_body_named_as_having_agreed_has_agreed(name: str) -> None:
    """TVP-5.2-1a, TVP-5.2-3b: in its own field, also beside whoever records it, or in the place of a person."""
    by_body = changed(disputes.AGREED, by=None, body=name)
    asked = given(*disputes.INFORMAL, disputes.RECOMMENDED)
    for agreed in (
        by_body, changed(by_body, by=disputes.PDM), changed(disputes.AGREED, by=body(name)),
    ):  # fmt: skip
        asked.when(agreed).keeps(AGREED_BY)
    signed = changed(disputes.SIGNED, by=None, body=name)
    settled = given(*disputes.ALLOWED, disputes.NOTICE, disputes.SETTLED)
    settled.when(signed).keeps(SIGNED_OFF_BY)


def test_a_body_that_is_not_entitled_is_named_where_it_is_said_so() -> None:
    """TVP-5.2-1a."""
    other = FormalEscalationAuthorised(
        happened_on=date(2025, 3, 28), dispute="DSP-001", form="minutes", body="The Contracts Team"
    )
    told = given(*disputes.INFORMAL, disputes.RECOMMENDED).when(other)
    told.departs_from(AGREED_BY)
    assert told.last is not None
    said = " ".join(d.found or "" for d in told.last.departures)
    assert "given by The Contracts Team; the procedure gives it to Senior Management Group" in said


@pytest.mark.parametrize("name", ["Police and Crime Commissioner", "PCC", "pcc", "Commissioner"])
def test_the_commissioner_by_title_lets_a_dispute_begin_later(name: str) -> None:
    """TVP-5.0-6."""
    by_pass = changed(disputes.BY_PASS, by=body(name))
    told = given(*disputes.INFORMAL).when(by_pass)
    told.keeps(BY_PASSED_BY)
    assert told.last is not None
    assert told.last.entry.by == Actor(person=name, office="pcc")


@pytest.mark.parametrize("name", ["Policy Development Manager", "OPCC Policy Development Manager (PDM)"])
def test_a_report_goes_to_the_manager_named_by_title(name: str) -> None:
    """TVP-5.2-4b."""
    base = given(*disputes.ALLOWED, disputes.NOTICE, disputes.ACTION_PLAN)
    report = DisputeActionPlanProgressReported(happened_on=date(2025, 5, 1), plan="PLN-002", reported_to=body(name))
    base.when(report).keeps(PROGRESS_TO)


@pytest.mark.parametrize("name", ["Cabinet Member for resources", "cabinet member", "Cabinet Member for Resources"])
def test_the_cabinet_member_approves_by_title(name: str) -> None:
    """IMP-14-b."""
    policy = programme.approved(by=body(name), cabinet_approval_needed=True)
    opened = programme.OPENED.model_copy(update={"procedure": "tiered/1"})
    given(opened, programme.RISK, programme.planned()).when(policy).keeps("policy.approved-by-the-cabinet-member")


def test_legal_services_by_name_carry_a_termination_out() -> None:
    """HCC-9.4-f."""
    legal = body("Legal Services")
    notice = NoticeServed(happened_on=date(2025, 3, 3), notice_kind="termination", ends_on=date(2025, 9, 1), by=legal)
    end = ContractTerminated(happened_on=date(2025, 9, 1), carried_out_by=legal)

    given(*ON_FILE).when(notice).keeps("notice.termination-by-legal-services", "actor.in-the-office-on-file")
    given(*ON_FILE).when(end).keeps("termination.by-legal-services")


def test_an_office_by_its_title_is_no_other_person_than_its_holder() -> None:
    """HCC-4.1-a: the lead officer is Ann Ashe, and "Lead officer" is the lead officer."""
    told = given(*ON_FILE).when(IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Late"), by=body("Lead officer")))
    told.keeps("actor.in-the-office-on-file")
    assert told.last is not None
    assert told.last.entry.by == Actor(person="Lead officer", office="lead-officer")


@pytest.mark.parametrize("name", ["Petra Voss", "Ms Voss", "P. Voss", "ostler care ltd", "the provider"])
def test_the_provider_or_one_of_its_people_by_name_alone_is_of_the_provider(name: str) -> None:
    """TVP-5.1-2c, HCC-8.2-b."""
    summary = ConversationSummarySent(happened_on=date(2025, 3, 4), recipients=(body(name),))
    change = DataReturnRequirementChanged(
        happened_on=date(2025, 3, 4), every_months=1, agreed_by=(body("Ann Ashe"), body(name))
    )

    given(*ON_FILE).when(summary).keeps("contact.summary-to-the-provider")
    given(*ON_FILE).when(change).keeps("return.change-agreed")


def test_an_office_of_the_provider_tells_the_side_of_whoever_agreed() -> None:
    """HCC-8.2-b."""
    pat = Actor(person="Pat Price", office="provider-director")
    change = DataReturnRequirementChanged(happened_on=date(2025, 3, 4), every_months=1, agreed_by=(ANN, pat))
    given(*ON_FILE).when(change).keeps("return.change-agreed")


def test_whoever_the_file_has_nowhere_or_in_an_office_of_the_authority_is_not_of_the_provider() -> None:
    """TVP-5.1-2c."""
    both = ProviderContactNamed(happened_on=JANUARY, person="Ann Ashe", role="director")
    for name in ("Nia Noor", "Ann Ashe", "J. Voss"):
        summary = ConversationSummarySent(happened_on=date(2025, 3, 4), recipients=(body(name),))
        given(*ON_FILE, both).when(summary).departs_from("contact.summary-to-the-provider")


@pytest.mark.parametrize("provider", ["Petra Voss", "P. Voss", "Ostler Care Ltd"])
def test_minutes_reach_offices_by_title_and_people_by_name(provider: str) -> None:
    """HCC-7.2-b, HCC-7.2-d."""
    to = (body("Contract Support Officer"), body("Mrs Ann Ashe"), body(provider))
    told = given(*ON_FILE, HELD).when(
        MeetingMinutesCirculated(happened_on=date(2025, 3, 5), meeting="MTG-001", recipients=to)
    )
    told.keeps("minutes.to-support-officer", "minutes.to-all-parties")


def test_minutes_sent_to_the_provider_as_a_body_have_reached_its_people_who_were_there() -> None:
    """HCC-7.2-b; and those sent to one of them by an initial have reached that one."""

    def left_out(*to: Actor) -> list[str]:
        sent = MeetingMinutesCirculated(happened_on=date(2025, 3, 5), meeting="MTG-001", recipients=to)
        file = given(*ON_FILE, HELD).when(sent).recorded().file
        return [there.person for there in not_sent(file, file.meetings.by_id["MTG-001"])]

    assert left_out(body("Ostler Care Ltd")) == ["Ann Ashe"]
    assert left_out(Actor(person="The provider", party="provider"), body("Lead officer")) == []
    assert left_out(body("P. Voss"), ANN) == ["Tom Voss"]
    assert left_out(Actor(person="Another Provider Ltd", party="provider"), ANN) == ["Petra Voss", "Tom Voss"]


def test_whoever_did_what_is_corrected_stays_who_is_on_record() -> None:
    """D-27: that somebody has since been named among the provider's people makes no other person of them."""
    note = NoteMade(happened_on=date(2025, 3, 3), words=Said("A talk"), by=body("Nia Noor"))
    known = ProviderContactNamed(happened_on=JANUARY, person="Nia Noor", role="line-manager")
    story = given(REGISTERED, note, known)
    anew = note.model_copy(update={"words": Said("A long talk")})

    told = story.when(EntryCorrected(happened_on=date(2025, 4, 1), position=2, reason=Said("Slip"), replacement=anew))
    told.recorded()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mrs Ann Ashe", "ann ashe", True),
        ("Dr. Ann  Ashe", "Ann Ashe", True),
        ("Ms Ashe", "Ann Ashe", True),
        ("A. Ashe", "Ann Ashe", True),
        ("Ann J. Ashe", "Ann Ashe", True),
        ("Ashe", "Ann Ashe", False),
        ("J. Ashe", "Ann Ashe", False),
        ("Anna Ashe", "Ann Ashe", False),
        ("Ann Birch", "Ann Ashe", False),
        ("Ms", "Mr", False),
    ],
)
def test_a_mode_of_address_or_an_initial_makes_no_other_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


def test_of_two_in_post_whom_a_name_fits_nobody_is_picked() -> None:
    """HCC-9.4-f: it is noted which there are, unless the name, the office or the day tells them apart."""
    amir = ContractSupportOfficerAssigned(happened_on=date(2025, 2, 3), person="Amir Ashe")
    initial = NoteMade(happened_on=date(2025, 3, 3), words=Said("A talk"), by=body("A. Ashe"))
    rule = "actor.is-one-person"

    both = given(*ON_FILE[:2], amir)
    told = both.when(initial).departs_from(rule)
    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == rule]
    fits = "A. Ashe may be Ann Ashe (lead officer) or Amir Ashe (Contract Support Officer)"
    assert found == f"{fits}; give the name in full, or the office"
    people = both.file.people
    for office in ("lead-officer", "contract-support-officer"):
        assert people.holds(office, "A. Ashe", date(2025, 3, 3)) is None
        assert people.holds(office, "A. Ashe", date(2025, 3, 3), office) is not None
    assert people.holds("lead-officer", "A. Ashe", JANUARY) is not None  # nobody else was in post yet
    for by in (body("Ann Ashe"), body("Amir Ashe"), Actor(person="A. Ashe", office="lead-officer")):
        both.when(initial.model_copy(update={"by": by})).keeps(rule, "actor.in-the-office-on-file")
    given(*ON_FILE).when(initial).keeps(rule)


def test_minutes_sent_to_a_name_that_fits_two_who_were_there_have_reached_neither() -> None:
    """HCC-7.2-b."""
    both = HELD.model_copy(
        update={"attendees": (*HELD.attendees, Attendee(person="Paul Voss", office="provider-staff", party="provider"))}
    )
    sent = MeetingMinutesCirculated(happened_on=date(2025, 3, 5), meeting="MTG-001", recipients=(body("P. Voss"), ANN))

    file = given(*ON_FILE, both).when(sent).recorded().file
    left = [there.person for there in not_sent(file, file.meetings.by_id["MTG-001"])]
    assert left == ["Petra Voss", "Tom Voss", "Paul Voss"]


@pytest.mark.parametrize(
    ("name", "people", "fits"),
    [
        ("A. Ashe", ("Ann Ashe", "Amir Ashe"), ("Ann Ashe", "Amir Ashe")),
        ("Ms Ashe", ("Ann Ashe", "Amir Ashe", "Ben Birch"), ("Ann Ashe", "Amir Ashe")),
        ("ann ashe", ("Amir Ashe", "Ann Ashe"), ("Ann Ashe",)),
        ("A. Ashe", ("Amir Ashe", "A Ashe"), ("Amir Ashe",)),
        ("A. Ashe", ("Ann Ashe", "Ann J. Ashe"), ("Ann Ashe",)),
        ("B. Ashe", ("Ann Ashe",), ()),
    ],
)
def test_whom_of_several_people_a_name_fits(name: str, people: tuple[str, ...], fits: tuple[str, ...]) -> None:
    assert whom_it_fits(name, people) == fits


def test_the_office_given_tells_two_apart_only_where_one_of_them_is_in_it() -> None:
    """HCC-9.4-f: in one that neither is in, or that nobody was appointed to, it stays open who it was."""
    amir = ContractSupportOfficerAssigned(happened_on=JANUARY, person="Amir Ashe")
    noted = NoteMade(happened_on=date(2025, 3, 3), words=Said("A talk"))
    for office, open_ in (("lead-officer", False), ("contract-support-officer", False), ("legal-services", True)):
        told = given(*ON_FILE[:2], amir).when(noted.model_copy(update={"by": Actor(person="A. Ashe", office=office)}))
        assert ("actor.is-one-person" in told.recorded().objections) is open_, office
