"""Stories of who acted in which office: what is typed beside a name, and what the file has of that person."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.departures import standing
from ledger.entry import Actor, Entry
from ledger.procedures import read
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueEscalated, IssueRaised
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import ContractSupportOfficerAssigned, LeadOfficerAppointed
from ledger.subjects.records import DepartureRatified, EntryCorrected, EntryStruckOut, EntrySupplemented, NoteMade
from ledger.subjects.termination import ContractTerminated
from ledger.subjects.variations import VariationAgreed
from ledger.words import Said
from projections.judged_again import departing, kept_since
from projections.view import FileView
from tests.story import ANN, COUNTY, LEGAL, PIA, given

MARCH, JUNE, LATER = date(2025, 3, 3), date(2025, 6, 2), date(2025, 7, 7)
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Home care", start_date=date(2025, 2, 1),
    end_date=date(2028, 1, 31), by=ANN,
)  # fmt: skip
LEAD = LeadOfficerAppointed(happened_on=date(2025, 1, 7), person="Ann Ashe", post="Service Manager")
RULE = "actor.in-the-office-on-file"


def raised(by: Actor) -> IssueRaised:
    return IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), by=by)


def test_that_the_file_has_somebody_in_another_office_is_noted_and_holds_nobody_up() -> None:
    """HCC-9.4-f: Ann Ashe is the lead officer, whatever is typed beside her name."""
    on_file = given(REGISTERED, LEAD)

    on_file.when(raised(Actor(person="ann  ashe", office="legal-services")), acknowledge_all=False).recorded()
    told = on_file.when(raised(Actor(person="Ann Ashe", office="legal-services"))).departs_from(RULE)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == RULE]
    assert said == "Ann Ashe is lead officer on file, and not Legal Services"
    other = on_file.when(raised(Actor(person="Bob Birch", office="lead-officer"))).departs_from(RULE)
    assert other.last is not None
    assert any("was held by Ann Ashe, by what is on file" in d.found for d in other.last.departures)


def test_whoever_the_file_does_not_know_or_knows_in_that_office_is_believed() -> None:
    on_file = given(REGISTERED, LEAD)

    for actor in (ANN, LEGAL, PIA, Actor(person="Ann Ashe"), Actor(person="Ann Ashe", office="service-manager")):
        on_file.when(raised(actor)).keeps(RULE)
    on_file.when(raised(Actor(person="Ann Ashe", office="representative"))).keeps(RULE)  # she stands in: none is named
    given(REGISTERED).when(raised(Actor(person="Bob Birch", office="lead-officer"))).keeps(RULE)


def test_who_corrects_withdraws_or_adds_is_in_the_office_they_hold_on_the_day_they_do_it() -> None:
    """HCC-2.1-a: not on the day of what is corrected, on which a lead officer of today was none."""
    mona = Actor(person="Mona Second", office="lead-officer")
    note = NoteMade(happened_on=MARCH, words=Said("A talk"), by=ANN)
    on_file = given(REGISTERED, LEAD, note, LEAD.model_copy(update={"happened_on": JUNE, "person": "Mona Second"}))
    anew = note.model_copy(update={"words": Said("A long talk")})

    def correcting(by: Actor) -> EntryCorrected:
        return EntryCorrected(happened_on=LATER, position=3, reason=Said("Slip"), replacement=anew, by=by)

    on_file.when(correcting(mona)).keeps(RULE)
    told = on_file.when(correcting(ANN)).departs_from(RULE)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == RULE]
    assert said == "on Monday 7 July 2025 the office of lead officer was held by Mona Second, by what is on file"
    for act in (
        EntryStruckOut(happened_on=LATER, position=3, reason=Said("Another contract's")),
        EntrySupplemented(happened_on=LATER, position=3, words=Said("It was by telephone")),
    ):
        on_file.when(act.model_copy(update={"by": mona})).keeps(RULE)
        on_file.when(act.model_copy(update={"by": ANN})).departs_from(RULE)


def test_what_comes_on_file_since_shows_no_office_for_who_corrects_out_of_theirs() -> None:
    """HCC-2.1-a: a lead officer who has left corrects an entry of her own time."""
    note = NoteMade(happened_on=MARCH, words=Said("A talk"), by=ANN)
    left = LEAD.model_copy(update={"happened_on": JUNE, "person": "Mona Second"})
    correction = EntryCorrected(happened_on=LATER, position=3, reason=Said("Slip"), replacement=note, by=ANN)
    late = NoteMade(happened_on=date(2025, 2, 3), words=Said("Told late"), by=ANN)
    told = given(REGISTERED, LEAD, note, left).when(correction).departs_from(RULE).when(late).recorded()

    view = FileView.of(UUID(int=1), told.file, {})
    assert [r.position for r in departing(view) if any(d.rule == RULE for d in r.departures)] == [3]
    assert (3, RULE) not in kept_since(view, departing(view))


def test_whoever_came_to_a_meeting_or_had_an_issue_taken_to_them_is_in_the_office_the_file_has_them_in() -> None:
    """HCC-6.1-f, TVP-5.1-1a: noted of all who were there; whoever was sent for another came for them."""
    officer = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 7), person="Sam Shah")
    on_file = given(REGISTERED, LEAD, officer, raised(ANN))
    lead, there = (
        Attendee(person=person, office=office)
        for person, office in (("Ann Ashe", "lead-officer"), ("Somebody Else", "contract-support-officer"))
    )
    held = MeetingHeld(happened_on=MARCH, by=ANN, attendees=(lead, there))
    sorry = MeetingHeld(
        happened_on=MARCH, attendees=(lead,), apologies=(Actor(person=there.person, office=there.office),)
    )  # fmt: skip
    sent = there.model_copy(update={"nominee_of": "Sam Shah"})
    taken = IssueEscalated(
        happened_on=MARCH, issue="ISS-001", by=ANN, to=Actor(person="Bob Birch", office="county-manager-contracts")
    )

    def found(entry: Entry) -> list[str]:
        last = on_file.when(entry).departs_from(RULE).last
        assert last is not None
        return [one.found for one in last.departures if one.rule == RULE]

    [said] = found(held)
    assert said.endswith("the office of contract support officer was held by Sam Shah, by what is on file")
    assert found(sorry) == [said]
    on_file.when(held.model_copy(update={"attendees": (lead, sent)})).keeps(RULE)
    given(REGISTERED, LEAD).when(held).keeps(RULE)  # an office nobody was appointed to: somebody stands in
    assert found(taken.model_copy(update={"to": Actor(person="Sam Shah", office="county-manager-contracts")})) == [
        f"Sam Shah is Contract Support Officer on file, and not {read('hampshire/1').office_title(COUNTY.office or '')}"
    ]
    on_file.when(taken).keeps(RULE)


def test_the_lead_officer_does_not_become_legal_services_by_typing_it() -> None:
    """HCC-9.4-f: nothing lifts that Legal Services carry an early termination out."""
    on_file = given(REGISTERED, LEAD)
    typed = Actor(person="Ann Ashe", office="legal-services")
    notice = NoticeServed(happened_on=MARCH, notice_kind="termination", ends_on=date(2025, 9, 1), by=typed)
    end = ContractTerminated(happened_on=date(2025, 9, 1), carried_out_by=typed)

    on_file.when(notice).departs_from("notice.termination-by-legal-services", RULE)
    on_file.when(notice.model_copy(update={"by": LEGAL})).keeps("notice.termination-by-legal-services", RULE)
    on_file.when(end).departs_from("termination.by-legal-services", RULE)
    on_file.when(end.model_copy(update={"carried_out_by": LEGAL})).keeps("termination.by-legal-services", RULE)


def test_an_authority_is_not_given_by_typing_the_office_that_may_give_it() -> None:
    """HCC-9.4-f, HCC-POL-f."""
    agreed = VariationAgreed(happened_on=MARCH, changes=(), by=LEGAL)
    on_file = given(REGISTERED, LEAD, agreed)
    rule = "variation.support-officer-consulted"

    def state(by: Actor) -> str:
        ratified = DepartureRatified(happened_on=date(2025, 3, 10), position=3, rule=rule, reason=Said("Why"), by=by)
        file = on_file.when(ratified).recorded().file
        act = file.at(3)
        assert act is not None
        [departure] = [d for d in act.departures if d.rule == rule]
        return standing(departure, act, file, read("hampshire")).state

    assert state(Actor(person="Cleo County", office="county-manager-contracts")) == "ratified"
    assert state(Actor(person="Ann Ashe", office="county-manager-contracts")) == "unauthorised"


def test_somebody_typed_as_lead_officer_who_is_not_is_found_in_the_chair() -> None:
    """TVP-4.0-9."""
    bob = Actor(person="Bob Birch", office="lead-officer")
    held = MeetingHeld(happened_on=MARCH, chair=bob)
    on_file = given(REGISTERED.model_copy(update={"procedure": "thames-valley/1"}), LEAD)

    on_file.when(held).departs_from("meeting.lead-officer-chairs")
    on_file.when(held.model_copy(update={"chair": ANN})).keeps("meeting.lead-officer-chairs")


def test_the_lead_officer_chairs_by_the_office_alone_and_by_half_a_name_with_it() -> None:
    """TVP-4.0-9."""
    on_file = given(REGISTERED.model_copy(update={"procedure": "thames-valley/1"}), LEAD)
    rule = "meeting.lead-officer-chairs"

    for chair in (Actor(person="Lead officer"), Actor(person="Ashe", office="lead-officer")):
        on_file.when(MeetingHeld(happened_on=MARCH, chair=chair)).keeps(rule)
    on_file.when(MeetingHeld(happened_on=MARCH, chair=Actor(person="Legal Services"))).departs_from(rule)
    on_file.when(MeetingHeld(happened_on=MARCH, chair=Actor(person="Birch", office="lead-officer"))).departs_from(rule)
    on_file.when(MeetingHeld(happened_on=MARCH, chair=Actor(person="Ashe"))).departs_from(rule)


def test_the_lead_officer_chairs_the_contract_meetings_and_whoever_is_sent_chairs_one_on_a_dispute() -> None:
    """TVP-4.0-9: "Quarterly Contract Management meetings shall be chaired by the lead officer", by no nominee."""
    on_file = given(REGISTERED.model_copy(update={"procedure": "thames-valley/1"}), LEAD)
    rule, dee = "meeting.lead-officer-chairs", Actor(person="Dee Vel", office="pdm")

    by_another = MeetingHeld(happened_on=MARCH, chair=dee)
    found = on_file.when(by_another).departs_from(rule)
    assert found.last is not None
    told = [departure.found for departure in found.last.departures if departure.rule == rule]
    assert told[0].startswith(
        "Dee Vel (Policy Development Manager) chaired it; on 3 March 2025 the lead officer was Ann"
    )
    for kind in ("dispute", "ad-hoc", "pre-start"):
        on_file.when(by_another.model_copy(update={"meeting_kind": kind})).keeps(rule)
    for named in ("lead-officer", "Ann Ashe"):
        sent = (Attendee(person="Dee Vel", nominee_of=named),)
        on_file.when(by_another.model_copy(update={"attendees": sent})).departs_from(rule)
