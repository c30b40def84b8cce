from datetime import date, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger.contract_file import ContractFile
from ledger.contract_terms import NoticeAddress
from ledger.entry import Actor, Entry
from ledger.subjects.agreement import ContractRegistered, Organisation
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.people import (
    DELEGATED,
    Appointment,
    ContractManagementDelegated,
    ContractSupportOfficerAssigned,
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SeniorResponsibleOfficerAppointed,
    SupervisionSessionHeld,
)
from ledger.subjects.terms import ServiceLevelAgreementAgreed
from ledger.words import Said
from projections.duties.due import due, duties
from projections.duties.settled import settled
from tests.story import Story, changed, given
from tests.worked_through import view_of

REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care")
ANN = LeadOfficerAppointed(happened_on=date(2025, 1, 7), person="Ann Ashe", post="Service Manager, older people")
BEN = LeadOfficerAppointed(
    happened_on=date(2025, 5, 20), from_date=date(2025, 6, 1), person="Ben Beech", post="Team Manager"
)


def file_with(*entries: Entry) -> Story:
    return given(REGISTERED, *entries)


def held(file: ContractFile, office: str, day: date) -> Appointment:
    term = file.people.holder(office, day)
    assert term is not None
    return term


def test_who_was_lead_officer_is_known_on_any_day() -> None:
    """HCC-4.1-a, TVP-4.0-6."""
    people = file_with(ANN, BEN).file.people

    def lead(day: date) -> str | None:
        held = people.holder("lead-officer", day)
        return held.person if held else None

    assert lead(date(2025, 1, 6)) is None
    assert lead(date(2025, 1, 7)) == "Ann Ashe"
    assert lead(date(2025, 5, 31)) == "Ann Ashe"
    assert lead(date(2025, 6, 1)) == "Ben Beech"
    assert [term.until for term in people.holders("lead-officer")] == [date(2025, 5, 31), None]


def test_a_successor_recorded_before_the_one_who_was_first_makes_no_difference() -> None:
    people = file_with(BEN, ANN).file.people

    assert [term.person for term in people.holders("lead-officer")] == ["Ann Ashe", "Ben Beech"]
    former = people.holder("lead-officer", date(2025, 5, 31))
    assert former is not None
    assert former.person == "Ann Ashe"


def test_one_appointed_alongside_ends_nobodys_term() -> None:
    second = RepresentativeAppointed(
        happened_on=date(2025, 3, 3), person="Rae Rowan", nominated_by="Ann Ashe", alongside=True
    )
    first = RepresentativeAppointed(happened_on=date(2025, 1, 8), person="Ann Ashe")

    file = file_with(ANN, first, second).file
    people = file.people

    assert {term.person for term in people.in_office("representative", date(2025, 4, 1))} == {"Ann Ashe", "Rae Rowan"}
    assert held(file, "representative", date(2025, 4, 1)).person == "Rae Rowan"
    assert people.offices_of("ann  ashe", date(2025, 4, 1)) == ("lead-officer", "representative")


def test_an_office_somebody_left_is_vacant_until_the_next_appointment() -> None:
    """HCC-4.1-a: vacancies are listed."""
    left = RoleAppointmentEnded(
        happened_on=date(2025, 4, 1), last_day=date(2025, 4, 30), office="lead-officer", person="Ann Ashe"
    )
    some_days_in_may = (date(2025, 5, 10), date(2025, 5, 12))

    people = file_with(ANN, left, BEN).file.people

    assert people.gaps("lead-officer", date(2025, 1, 1), date(2025, 12, 31)) == (
        (date(2025, 1, 1), date(2025, 1, 6)),
        (date(2025, 5, 1), date(2025, 5, 31)),
    )
    assert people.gaps("lead-officer", *some_days_in_may) == (some_days_in_may,)
    assert people.gaps("lead-officer", date(2025, 6, 1), date(2025, 7, 1)) == ()
    assert people.gaps("contract-support-officer", *some_days_in_may) == (some_days_in_may,)


DAYS = st.integers(0, 40).map(lambda days: date(2025, 1, 7) + timedelta(days=days))


@for_all(st.lists(DAYS, max_size=5), st.lists(DAYS, max_size=4), DAYS, DAYS)
def test_a_day_lies_in_a_gap_just_when_nobody_held_the_office(
    appointed: list[date], left: list[date], since: date, until: date
) -> None:
    story = given(REGISTERED)
    for day in appointed:
        story = story.when(LeadOfficerAppointed(happened_on=day, person="Ann Ashe"))
    for day in left:
        story = story.when(RoleAppointmentEnded(happened_on=day, office="lead-officer"))
        story = Story(story.file)  # nobody to leave: refused, and the story goes on
    people = story.file.people

    vacant = {
        first + timedelta(days=n)
        for first, last in people.gaps("lead-officer", since, until)
        for n in range((last - first).days + 1)
    }

    span = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    assert vacant == {day for day in span if people.holder("lead-officer", day) is None}


def test_a_term_limited_from_the_first_ends_by_itself() -> None:
    cover = DeputyOfficerAppointed(happened_on=date(2025, 2, 3), until_date=date(2025, 2, 28), person="Dee Deputy")

    file = file_with(cover).file

    assert held(file, "deputy-lead-officer", date(2025, 2, 28)).person == "Dee Deputy"
    assert file.people.holder("deputy-lead-officer", date(2025, 3, 1)) is None


def test_a_term_does_not_end_before_it_begins() -> None:
    wrong = DeputyOfficerAppointed(happened_on=date(2025, 2, 3), until_date=date(2025, 1, 28), person="Dee Deputy")

    file_with().when(wrong).refused("appointment.ends-after-it-begins", "28 January 2025")


def test_that_somebody_left_an_office_he_was_not_known_to_hold_is_recorded_and_told() -> None:
    """TVP-4.0-6."""
    left = RoleAppointmentEnded(happened_on=date(2025, 4, 30), office="lead-officer", person="Ben Beech")

    story = file_with(ANN).when(left, acknowledge_all=False).departs_from("appointment.held-before-it-ends")
    assert held(story.file, "lead-officer", date(2025, 5, 1)).person == "Ann Ashe"
    file_with().when(left).departs_from("appointment.held-before-it-ends")
    file_with(ANN).when(
        RoleAppointmentEnded(happened_on=date(2025, 4, 30), office="lead-officer", person="ANN ASHE")
    ).keeps("appointment.held-before-it-ends").then(lambda file: file.people.holders("lead-officer")[0].ended == 3)


def test_an_office_left_that_the_procedure_does_not_have_is_told_with_those_it_has() -> None:
    """TVP-4.0-6."""
    for office, words in (
        ("chief-baker", "hampshire/1 has none such; it has lead-officer, deputy-lead-officer, representative"),
        ("deputy-officer", "the office goes by deputy-lead-officer"),
    ):
        left = RoleAppointmentEnded(happened_on=date(2025, 4, 30), office=office)
        story = file_with(ANN, deputy("Dee Deputy")).when(left).departs_from("appointment.held-before-it-ends")
        assert story.last is not None
        [found] = [one.found for one in story.last.departures if one.rule == "appointment.held-before-it-ends"]
        assert words in found
    contact = ProviderContactNamed(happened_on=date(2025, 1, 8), person="Pia Prior", role="staff")
    theirs = RoleAppointmentEnded(happened_on=date(2025, 4, 30), office="provider-staff")
    file_with(contact).when(theirs).keeps("appointment.held-before-it-ends")


def deputy(person: str, on: date = date(2025, 1, 8), until: date | None = None) -> DeputyOfficerAppointed:
    return DeputyOfficerAppointed(happened_on=on, person=person, until_date=until)


def test_nobody_is_deputy_to_themselves_whichever_office_came_first() -> None:
    """TVP-4.0-8: a designated lead officer and a deputy are two people."""
    rule = "deputy.another-than-the-lead-officer"

    own = file_with(ANN).when(deputy("Mrs Ashe")).departs_from(rule)
    assert own.last is not None
    [found] = [departure.found for departure in own.last.departures if departure.rule == rule]
    assert found == "Mrs Ashe can be Ann Ashe, who has been lead officer since 7 January 2025 (entry 2)"
    file_with(deputy("Ann Ashe", date(2025, 1, 7))).when(ANN).departs_from(rule)
    file_with(ANN, deputy("Ben Beech")).when(BEN).departs_from(rule)  # by a change of the lead officer
    file_with(ANN).when(deputy("Dee Deputy")).keeps(rule)
    file_with(ANN, BEN).when(deputy("Ann Ashe", date(2025, 6, 1))).keeps(rule)
    file_with(ANN, deputy("Ben Beech", until=date(2025, 5, 31))).when(BEN).keeps(rule)


def test_nobody_is_senior_responsible_officer_of_a_contract_they_manage_whichever_office_came_first() -> None:
    """IMP-18-b: the senior officer answers for a contract that another manages."""
    rule = "senior-officer.another-than-who-manages"
    senior = SeniorResponsibleOfficerAppointed(happened_on=date(2025, 1, 8), person="Ann Ashe")
    shared = ContractManagementDelegated(happened_on=date(2025, 1, 8), person="Ann Ashe", body="Kent County Council")

    own = file_with(ANN).when(senior).departs_from(rule)
    assert own.last is not None
    [found] = [departure.found for departure in own.last.departures if departure.rule == rule]
    assert found == "Ann Ashe has been lead officer since 7 January 2025 (entry 2)"
    file_with(changed(senior, happened_on=date(2025, 1, 7))).when(ANN).departs_from(rule)
    file_with(senior).when(deputy("Mrs Ashe", date(2025, 1, 9))).departs_from(rule)
    file_with(senior).when(shared).departs_from(rule)
    file_with(ANN).when(changed(senior, person="Diane Keele")).keeps(rule)
    file_with(ANN, BEN).when(changed(senior, happened_on=date(2025, 6, 1))).keeps(rule)


def test_somebody_of_the_provider_is_not_made_an_officer_of_the_authority_without_a_word() -> None:
    """TVP-4.0-8: a deputy officer within OPCC."""
    rule = "appointment.of-the-authoritys-own"
    contact = ProviderContactNamed(happened_on=date(2025, 1, 7), person="Pia Prior", role="contract-manager")
    agreed = ServiceLevelAgreementAgreed(
        happened_on=date(2025, 1, 7), contacts=(Actor(person="Pia Prior", party="provider"), Actor(person="Ann Ashe"))
    )

    for on_file in (contact, agreed):
        file_with(on_file).when(deputy("Pia Prior")).departs_from(rule)
        file_with(on_file).when(ANN.model_copy(update={"person": "Pia Prior"})).departs_from(rule)
        file_with(on_file).when(ANN).keeps(rule)


def test_who_came_to_a_meeting_for_the_provider_or_is_the_provider_is_not_made_an_officer_without_a_word() -> None:
    """HCC-4.1-a: the lead officer is the authority's, also where nothing but a meeting shows whose somebody is."""
    rule = "appointment.of-the-authoritys-own"
    contract = REGISTERED.model_copy(update={"provider": Organisation(name="Kindly Care Ltd")})
    pia = Attendee(person="Pia Prior", office="provider-contract-manager")
    met = MeetingHeld(happened_on=date(2025, 1, 7), attendees=(pia, Attendee(person="Ann Ashe")))
    theirs = met.model_copy(update={"attendees": (), "chair": Actor(person="Pia Prior", party="provider")})
    since = met.model_copy(update={"attendees": (Attendee(person="Pia Prior", office="service-manager"),)})

    for held in (met, theirs):
        story = given(contract, held).when(changed(ANN, person="Pia Prior")).departs_from(rule)
        assert story.last is not None
        [found] = [one.found for one in story.last.departures if one.rule == rule]
        assert found.startswith("Pia Prior is on file as Pia Prior")
        assert found.endswith(" of the provider, at MTG-001")
        given(contract, held).when(ANN).keeps(rule)
    given(contract, theirs, since).when(changed(ANN, person="Pia Prior")).keeps(rule)
    given(contract).when(changed(ANN, person="Kindly Care Limited")).departs_from(rule)


def test_the_management_of_a_contract_is_delegated_to_another_body_than_its_provider() -> None:
    """TVP-4.0-26: another body's officer watches the provider; the provider does not watch itself."""
    rule = "appointment.of-the-authoritys-own"
    contact = ProviderContactNamed(happened_on=date(2025, 1, 7), person="Pia Prior", role="contract-manager")
    contract = REGISTERED.model_copy(update={"provider": Organisation(name="Harbour Two")})
    dot = ContractManagementDelegated(happened_on=date(2025, 4, 1), person="Dot Hale", body="Sussex OPCC")

    given(contract, contact).when(dot).keeps(rule)
    for theirs in ({"body": "harbour two"}, {"person": "Pia Prior"}):
        given(contract, contact).when(dot.model_copy(update=theirs)).departs_from(rule)


def test_a_name_that_can_be_somebody_of_the_provider_is_said_to_and_not_to_be_theirs() -> None:
    """TVP-4.0-8."""
    smith = ProviderContactNamed(happened_on=date(2025, 1, 7), person="J. Smith", role="contract-manager")
    jane = smith.model_copy(update={"person": "Jane Smith", "role": "escalation-contact"})
    rule, named = "appointment.of-the-authoritys-own", deputy("Jane Smith")

    def found(*on_file: Entry) -> str:
        last = file_with(*on_file).when(named).departs_from(rule).last
        return next(one.found for one in last.departures if one.rule == rule) if last else ""

    assert found(smith).startswith("Jane Smith can be J. Smith, who is on file as ")
    assert found(smith, jane).startswith("Jane Smith is on file as ")


def test_it_is_known_from_when_until_when_a_lead_officer_was_the_only_deputy_as_well() -> None:
    """TVP-4.0-8."""
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    dee = DeputyOfficerAppointed(happened_on=date(2025, 3, 1), person="Dee Deputy", alongside=True)

    alone = file_with(ANN, deputy("Ann Ashe"), BEN).file.people
    helped = file_with(ANN, deputy("Ann Ashe"), dee).file.people
    both = file_with(ANN, deputy("Dee Deputy")).file.people
    open_ = file_with(ANN, deputy("A. Ashe")).file.people
    ahead = file_with(ANN, deputy("Ann Ashe", until=date(2030, 1, 1))).file.people

    assert alone.own_deputies(first, last) == (("Ann Ashe", date(2025, 1, 8), date(2025, 5, 31)),)
    assert helped.own_deputies(first, last) == (("Ann Ashe", date(2025, 1, 8), date(2025, 2, 28)),)
    assert both.own_deputies(first, last) == open_.own_deputies(first, last) == ()
    assert ahead.own_deputies(first, last) == (("Ann Ashe", date(2025, 1, 8), last),)
    assert (alone.own_deputy(date(2025, 5, 31)), alone.own_deputy(date(2025, 6, 1))) == ("Ann Ashe", None)


def test_an_appointment_made_after_it_begins_asks_for_a_reason() -> None:
    """HCC-5.1-a: acts are done by somebody in office that day."""
    backdated = LeadOfficerAppointed(
        happened_on=date(2025, 3, 3), from_date=date(2025, 2, 1), person="Ann Ashe", post="Service Manager"
    )

    file_with().when(backdated).departs_from("appointment.made-before-it-begins").then(
        lambda file: held(file, "lead-officer", date(2025, 2, 2)).appointed_on == date(2025, 3, 3)
    )
    file_with().when(BEN).keeps("appointment.made-before-it-begins")


@pytest.mark.parametrize(
    ("post", "reason", "usual"),
    [
        ("Service Manager, north", None, True),
        ("Operational Manager", None, True),
        ("Operational manager, older people", None, True),
        ("Operations Manager", None, True),
        ("Area Operations Manager", None, True),
        ("Group Manager", None, True),
        ("Head of Service", None, True),
        ("Assistant Director and Service Manager", None, True),
        ("Assistant to the Service Manager", None, False),
        ("Deputy Service Manager, north", None, False),
        ("Head of Press", None, False),
        ("Finance Officer", None, False),
        (None, None, False),
        ("Finance Officer", Said("the service manager is on leave"), True),
    ],
)
def test_the_lead_officer_is_normally_an_operational_manager(
    post: str | None, reason: Said | None, usual: bool
) -> None:
    """HCC-4.1-b: warned of, never blocked."""
    story = file_with().when(
        LeadOfficerAppointed(happened_on=date(2025, 1, 7), person="Fay Fern", post=post, unusual_post_reason=reason)
    )

    if usual:
        story.keeps("lead-officer.operational-manager")
    else:
        story.departs_from("lead-officer.operational-manager")


@pytest.mark.parametrize(
    ("unit", "reason", "usual"),
    [
        ("Adult services", None, True), ("Older People, north", None, True), (None, None, True),
        ("Highways", None, False), ("Highways", Said("the service manager is on leave"), True),
    ],
)  # fmt: skip
def test_the_lead_officer_is_of_the_care_group_concerned(unit: str | None, reason: Said | None, usual: bool) -> None:
    """HCC-4.1-b: or of the business unit; where neither is said, any unit will do."""
    rule = "lead-officer.operational-manager"
    lead = LeadOfficerAppointed(
        happened_on=date(2025, 1, 7), person="Fay Fern", post="Service Manager", unit=unit, unusual_post_reason=reason
    )
    story = given(changed(REGISTERED, care_group="Older people", business_unit="Adult Services")).when(lead)

    if usual:
        story.keeps(rule)
    else:
        story.departs_from(rule)
    file_with().when(lead).keeps(rule)


def test_a_representative_other_than_the_lead_officer_is_nominated_by_the_lead_officer() -> None:
    """HCC-5.1-b."""
    rule = "representative.lead-officer-or-nominee"
    day = date(2025, 2, 3)
    ann = Actor(person="Ann Ashe", office="lead-officer")

    file_with(ANN).when(RepresentativeAppointed(happened_on=day, person="Ann Ashe")).keeps(rule)
    file_with(ANN).when(RepresentativeAppointed(happened_on=day, person="Rae", nominated_by="Ann Ashe")).keeps(rule)
    file_with(ANN).when(RepresentativeAppointed(happened_on=day, person="Rae", by=ann)).keeps(rule)
    file_with(ANN).when(RepresentativeAppointed(happened_on=day, person="Rae")).departs_from(rule)
    file_with(ANN).when(RepresentativeAppointed(happened_on=day, person="Rae", nominated_by="Ben Beech")).departs_from(
        rule
    )
    file_with().when(RepresentativeAppointed(happened_on=day, person="Ann Ashe")).departs_from(rule)


def test_whoever_left_the_office_of_lead_officer_nominates_nobody_any_more() -> None:
    """HCC-5.1-b: also where the new lead officer enters it."""
    rule, bea = "representative.lead-officer-or-nominee", Actor(person="Bea Beech", office="lead-officer")
    new = LeadOfficerAppointed(happened_on=date(2025, 3, 2), person="Bea Beech", post="Service Manager")
    by_ann = RepresentativeAppointed(happened_on=date(2025, 3, 5), person="Rae", nominated_by="Ann Ashe", by=bea)

    told = file_with(ANN, new).when(by_ann).departs_from(rule).last
    assert told is not None
    assert "Ann Ashe, who nominated Rae, was lead officer until 1 March 2025" in str(told.departures)
    file_with(ANN, new).when(by_ann.model_copy(update={"nominated_by": "Bea Beech"})).keeps(rule)
    file_with(ANN, new).when(by_ann.model_copy(update={"nominated_by": None})).keeps(rule)
    early = by_ann.model_copy(update={"happened_on": date(2025, 3, 1), "by": None})
    file_with(ANN, new).when(early).keeps(rule)
    ahead = by_ann.model_copy(update={"happened_on": date(2025, 3, 1), "effective_from": date(2025, 4, 1)})
    file_with(ANN, new).when(ahead).keeps(rule)


def test_what_a_representative_may_do_is_on_record() -> None:
    """HCC-5.1-a."""
    rule, day, words = "representative.authority-stated", date(2025, 2, 3), Said("all but termination")
    silent = RepresentativeAppointed(happened_on=day, person="Ann Ashe")

    stated = file_with(ANN).when(silent.model_copy(update={"authority_extent": words})).keeps(rule)

    assert held(stated.file, "representative", day).authority_extent == words
    file_with(ANN).when(silent).departs_from(rule)


def test_the_support_officer_of_a_locality_is_known() -> None:
    """HCC-POL-a, HCC-A10-b."""
    assigned = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 9), person="Sol Support", locality="North")

    file_with(assigned).then(lambda file: held(file, "contract-support-officer", date(2025, 1, 9)).locality == "North")


def test_the_provider_is_reached_through_those_it_named() -> None:
    """TVP-3.0-5, TVP-5.2-2b."""
    mail = NoticeAddress(method="e-mail", address="pam@haven.example")
    day, change = date(2025, 1, 9), date(2025, 9, 1)
    pam = ProviderContactNamed(happened_on=day, person="Pam Poplar", role="contract-manager", addresses=(mail,))
    eve = ProviderContactNamed(happened_on=day, person="Eve Elm", role="escalation-contact", level="escalation")
    pat = pam.model_copy(update={"happened_on": change, "person": "Pat Pine"})

    file = file_with(pam, eve, pat).file

    assert {term.person for term in file.people.contacts(date(2025, 8, 31))} == {"Pam Poplar", "Eve Elm"}
    assert {term.person for term in file.people.contacts(change)} == {"Pat Pine", "Eve Elm"}
    assert held(file, "provider-contract-manager", date(2025, 8, 31)).addresses == (mail,)
    assert held(file, "provider-escalation-contact", day).level == "escalation"
    assert file.people.holds("provider-contract-manager", "Pam Poplar", change) is None
    file_with().when(pam).keeps("contact.can-be-reached")
    file_with().when(eve).departs_from("contact.can-be-reached")


def test_where_a_contact_was_reached_is_not_asked_once_another_is_named_or_they_left() -> None:
    """TVP-5.2-2b."""
    bound = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    pam = ProviderContactNamed(happened_on=date(2025, 1, 9), person="Pam Poplar", role="contract-manager")
    pat = pam.model_copy(update={"happened_on": date(2025, 9, 1), "person": "Pat Pine"})
    left = RoleAppointmentEnded(
        happened_on=date(2025, 9, 1), office="provider-contract-manager", person="Pam Poplar"
    )  # fmt: skip

    def asked(*entries: Entry) -> set[str]:
        return {one.id for one in duties(view_of(given(bound, *entries).file)) if one.id.startswith("details/")}

    assert "details/2" in asked(pam)
    assert asked(pam, left).isdisjoint({"details/2"})
    assert asked(pam, pat) >= {"details/3"}
    assert "details/2" not in asked(pam, pat)


def test_where_a_contact_was_reached_is_asked_until_the_day_they_leave_by_their_own_entry() -> None:
    """TVP-5.2-2b."""
    bound, last = REGISTERED.model_copy(update={"procedure": "thames-valley/1"}), date(2025, 3, 31)
    pam = ProviderContactNamed(
        happened_on=date(2025, 1, 9), person="Pam Poplar", role="contract-manager", until_date=last
    )
    view = view_of(given(bound, pam).file)

    asked = [{one.duty.id for one in due(duties(view), day)} for day in (last, last + timedelta(days=1))]
    assert ["details/2" in ids for ids in asked] == [True, False]
    [told] = [one for one in settled(view).duties if one.id == "details/2"]
    assert told.not_asked == "it was asked for until 1 April 2025"


def test_of_a_contact_reached_by_telephone_alone_it_is_said_that_no_address_is_given() -> None:
    """TVP-5.2-2b: a notice goes to an address."""
    eve = ProviderContactNamed(happened_on=date(2025, 1, 9), person="Eve Elm", role="escalation-contact")

    def found(named: ProviderContactNamed) -> list[str | None]:
        last = file_with().when(named).last
        return [one.found for one in last.departures if one.rule == "contact.can-be-reached"] if last else []

    assert found(eve) == ["it is not said where Eve Elm is reached"]
    by_telephone = eve.model_copy(update={"contact_details": Said("01234 567890, until 5 pm")})
    assert found(by_telephone) == ["no address of Eve Elm for service is given, only how else they are reached"]


def test_supervision_of_a_nominee_is_on_file() -> None:
    """HCC-5.1-c."""
    session = SupervisionSessionHeld(happened_on=date(2025, 4, 2), lead_officer="Ann Ashe", nominee="Rae Rowan")

    lead = LeadOfficerAppointed(happened_on=date(2025, 4, 1), person="Ann Ashe")
    rae = RepresentativeAppointed(happened_on=date(2025, 4, 1), person="Rae Rowan", nominated_by="Ann Ashe")
    file_with(session).when(session).departs_from("supervision.of-a-nominee-by-the-lead")
    people = file_with(lead, rae).when(session).keeps("supervision.of-a-nominee-by-the-lead").file.people

    assert people.supervised("rae rowan", date(2025, 4, 1), date(2025, 4, 30)) == (date(2025, 4, 2),)
    assert people.supervised("Rae Rowan", date(2025, 4, 3), date(2025, 4, 30)) == ()


def test_of_two_delegations_for_one_day_the_later_recorded_holds_alone_and_says_so() -> None:
    """TVP-4.0-26, TVP-4.0-6: unless it is alongside; and so for any office."""
    rule, day = "appointment.one-from-a-day", date(2025, 4, 1)
    dot = ContractManagementDelegated(happened_on=day, person="Dot Hale", body="Sussex OPCC")
    ray = dot.model_copy(update={"person": "Ray Moor", "body": "Surrey OPCC"})

    story = file_with(dot).when(ray).departs_from(rule)
    assert [term.person for term in story.file.people.in_office(DELEGATED, day)] == ["Ray Moor"]
    assert story.last is not None
    [found] = [d.found for d in story.last.departures if d.rule == rule]
    assert found == (
        "Dot Hale (entry 2) took office as officer of another body from 1 April 2025 as well, and by this one did not: "
        "Ray Moor holds it alone; where both do, this one is alongside"
    )
    both = file_with(dot).when(ray.model_copy(update={"alongside": True})).keeps(rule)
    assert [term.person for term in both.file.people.in_office(DELEGATED, day)] == ["Dot Hale", "Ray Moor"]
    file_with(dot).when(ray.model_copy(update={"happened_on": date(2025, 4, 2)})).keeps(rule)
    file_with(dot).when(dot).keeps(rule)
    lead = LeadOfficerAppointed(happened_on=ANN.happened_on, person="Ben Beech")
    file_with(ANN).when(lead).departs_from(rule)


def test_management_delegated_to_another_bodys_officer_is_a_term_with_its_scope_and_its_cost() -> None:
    """TVP-4.0-26."""
    bare = ContractManagementDelegated(
        happened_on=date(2025, 4, 1), person="Dot Hale", body="Sussex OPCC", until_date=date(2026, 3, 31)
    )
    whole = bare.model_copy(update={"scope": Said("Monitors delivery"), "cost_share": "50"})

    file_with(bare).keeps("appointment.ends-after-it-begins")
    file_with().when(bare).departs_from("delegation.says-what-and-at-what-cost")
    story = file_with(ANN).when(whole).keeps("delegation.says-what-and-at-what-cost", "delegation.share-of-the-cost")
    for no_share in ("150", "-5"):
        file_with(ANN).when(whole.model_copy(update={"cost_share": no_share})).departs_from(
            "delegation.share-of-the-cost"
        )
    assert held(story.file, DELEGATED, date(2025, 4, 1)).person == "Dot Hale"
    assert held(story.file, "lead-officer", date(2025, 4, 1)).person == "Ann Ashe"
    assert story.file.people.holder(DELEGATED, date(2026, 4, 1)) is None
    ended = story.when(RoleAppointmentEnded(happened_on=date(2025, 6, 1), office=DELEGATED))
    assert ended.file.people.holder(DELEGATED, date(2025, 6, 2)) is None
