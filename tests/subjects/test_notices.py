"""Notices of either party: first whether valid, then when they count, then how long there is to remedy."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Country, Period, days_counted
from ledger.entry import Actor
from ledger.folding import fold
from ledger.kinds import rules_of
from ledger.procedures import read
from ledger.procedures.rows import Condition
from ledger.rules import judge
from ledger.serving.revisions import revisions
from ledger.serving.service_clauses import MODEL_SERVICES_EXAMPLE, MethodRule
from ledger.serving.validity import NoticeWorking
from ledger.specification import Point
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.default_process import DefaultProcessConcluded
from ledger.subjects.issues import IssueRaised, IssueReopened, IssueResolved
from ledger.subjects.meetings import MeetingHeld, MeetingScheduled
from ledger.subjects.notices import (
    Addressee,
    DatesRevised,
    Notice,
    NoticeReceiptConfirmed,
    NoticeServed,
    NoticeWithdrawn,
    RemedyAssessed,
    RemedyPeriodExtended,
)
from ledger.subjects.people import (
    DeputyOfficerAppointed,
    LeadOfficerAppointed,
    ProviderContactNamed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
)
from ledger.subjects.records import ConsultationRecorded, EntryCorrected
from ledger.subjects.termination import (
    EarlyTerminationProposed,
    LegalServicesConsulted,
    ProviderInformedOfIntention,
    TerminationCaseRecorded,
    TerminationImpactAssessed,
)
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    WorkingDayDefined,
)
from ledger.words import STORED, Keeping, Said
from tests.story import ANN, LEGAL, PIA, PROVIDER, RUTH, Story, changed, given

START = date(2025, 1, 6)
SUPPORT = Actor(person="Sam Support", office="contract-support-officer")
COUNTY = Actor(person="Cleo Manager", office="county-manager-contracts")

REGISTERED = ContractRegistered(
    happened_on=START, reference="C-1", title="Home care, north", end_date=date(2027, 3, 31)
)
LEAD = LeadOfficerAppointed(happened_on=START, person="Ann Ashe", post="Service Manager")
REPRESENTATIVE = RepresentativeAppointed(happened_on=START, person="Ruth Reed", nominated_by="Ann Ashe")
CONTACT = ProviderContactNamed(happened_on=START, person="Pia Prior", role="contract-manager")
ISSUE = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), standards=("S4",), by=ANN)
CONSULTED = ConsultationRecorded(
    happened_on=date(2025, 3, 10), subject="notice", consulted=SUPPORT, issues=("ISS-001",), by=ANN
)
SERVICE = NoticeClauseEntered(happened_on=START, clause="43.3", methods=MODEL_SERVICES_EXAMPLE.methods)
SIGNERS = NoticeClauseEntered(
    happened_on=START, clause="43.1", given_by="authority", signed_by=("representative",),
    addressed_to=("provider-contract-manager",),
)  # fmt: skip
CONTENT = NoticeClauseEntered(
    happened_on=START, clause="30.1", notices=("default",),
    must_state=("the clause broken", "the remedy", "the time allowed"),
)  # fmt: skip
ADDRESSES = NoticeAddressGiven(
    happened_on=START,
    party="provider",
    addresses=(
        NoticeAddress(method="e-mail", address="notices@haven.example"),
        NoticeAddress(method="hand", address="1 Mill Lane, Alton"),
    ),
)
WORKING_DAY = WorkingDayDefined(happened_on=START, clause="1.1")
CURE = DefaultClauseEntered(
    happened_on=START, clause="30.2", notice_kind="default", cure_period=Period(count=10, unit="working-days")
)
PEOPLE = (LEAD, REPRESENTATIVE, CONTACT)
CLAUSES = (SERVICE, SIGNERS, CONTENT, ADDRESSES, WORKING_DAY, CURE)
FULL = (REGISTERED, *PEOPLE, *CLAUSES, ISSUE, CONSULTED)
BARE = (REGISTERED, *PEOPLE, ISSUE, CONSULTED)


def default_notice(**said: Any) -> NoticeServed:
    """A default notice with nothing missing, handed over on Monday 14 April 2025 at 11:00."""
    parts: dict[str, Any] = {
        "happened_on": date(2025, 4, 14), "happened_at": time(11), "notice_kind": "default", "clause": "30.1",
        "standards_breached": ("S4",), "issues": ("ISS-001",), "remedy_required": Said("Staff every visit"),
        "remedy_period": Period(count=10, unit="working-days"), "method": "hand", "address": "1 Mill Lane, Alton",
        "recipients": (Addressee(person="Pia Prior", office="provider-contract-manager"),), "by": RUTH,
        "received_on": date(2025, 4, 14), "received_at": time(11),
    }  # fmt: skip
    return NoticeServed(**(parts | said))


def test_a_notice_that_no_meeting_came_before_is_remarked_on() -> None:
    """N-08, HCC-9.1-a: it may follow any issue; Hampshire's has it thought of after a meeting, the others do not."""
    rule = "notice.after-a-meeting"
    noticed = ISSUE.happened_on

    def met(on: date) -> MeetingHeld:
        return MeetingHeld(happened_on=on)

    given(*FULL).when(default_notice()).departs_from(rule)
    given(*FULL, met(noticed - timedelta(days=1))).when(default_notice()).departs_from(rule)
    given(*FULL, met(noticed)).when(default_notice()).keeps(rule)
    given(*FULL, met(date(2025, 4, 14))).when(default_notice(meeting="MTG-001")).keeps(rule)
    arranged = MeetingScheduled(happened_on=date(2025, 4, 7), planned_for=date(2025, 4, 10))
    given(*FULL, arranged).when(default_notice(meeting="MTG-001")).departs_from(rule)
    given(*FULL).when(default_notice(notice_kind="general")).keeps(rule)
    given(*FULL, met(date(2025, 4, 15))).when(default_notice()).departs_from(rule)
    theirs = changed(REGISTERED, procedure="thames-valley/1")
    given(theirs, *FULL[1:]).when(default_notice()).keeps(rule)


def test_the_same_notice_recorded_twice_is_remarked_on() -> None:
    """HCC-9.1-a: of one day, about the same; not one to others, or of something else."""
    rule, on_file = "notice.recorded-once", given(*FULL, default_notice())

    told = on_file.when(default_notice(method="e-mail")).departs_from(rule)
    assert told.last is not None
    [said] = [one.found for one in told.last.departures if one.rule == rule]
    assert said == (
        "NOT-001, of that day too, is about the same as far as its fields say, words and documents aside; if this is"
        " the same notice, it is recorded twice"
    )
    on_file.when(default_notice(recipients=())).departs_from(rule)
    for other in (
        {"happened_on": date(2025, 4, 15), "received_on": None, "received_at": None}, {"issues": ()},
        {"standards_breached": ("S5",)},
        {"notice_kind": "improvement"}, {"recipients": (Addressee(person="Dee Dale"),)}, {"clause": "30.2"},
    ):  # fmt: skip
        on_file.when(default_notice(**other)).keeps(rule)
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 4, 14), notice="NOT-001", reason=Said("A wrong date"))
    on_file.when(withdrawn).when(default_notice()).keeps(rule)


def test_two_notices_of_one_day_that_say_different_things_of_themselves_are_two() -> None:
    """HCC-9.1-a: where each says it; one that leaves out what the other says may be the same."""
    rule = "notice.recorded-once"

    for mine, other in (
        ({"default_kind": "remediable"}, {"default_kind": "persistent"}),
        ({"cumulative_count": 1}, {"cumulative_count": 2}),
        ({"states": ("what follows",)}, {"states": ("the right to be heard",)}),
        ({"remedy_period": None, "remedy_by": date(2025, 4, 29)}, {}),
    ):
        held = given(*FULL, default_notice(**mine))
        held.when(default_notice(**other)).keeps(rule)
        held.when(default_notice(**mine)).departs_from(rule)
    given(*FULL, default_notice(default_kind="remediable")).when(default_notice()).departs_from(rule)
    given(*FULL, default_notice(states=("A", "b"))).when(default_notice(states=("B", "a"))).departs_from(rule)
    full = given(*FULL, termination_notice())
    full.when(termination_notice(extent="partial", part=None)).keeps(rule)
    full.when(termination_notice()).departs_from(rule)


def termination_notice(**said: Any) -> NoticeServed:
    """A notice of termination by Legal Services, by signed-for post on Monday 1 September 2025."""
    parts: dict[str, Any] = {
        "happened_on": date(2025, 9, 1), "happened_at": time(11), "notice_kind": "termination", "clause": "44.1",
        "method": "signed-for-post", "by": LEGAL, "extent": "full", "ends_on": date(2025, 12, 31),
        "recipients": (Addressee(person="Pia Prior"),),
        "received_on": date(2025, 9, 2), "received_at": time(10),
    }  # fmt: skip
    return NoticeServed(**(parts | said))


def worked(story: Story) -> NoticeWorking:
    assert story.last is not None
    assert isinstance(story.last.entry, NoticeServed | NoticeReceiptConfirmed)
    assert story.last.entry.worked is not None
    return story.last.entry.worked


def notice(story: Story) -> Notice:
    return story.file.notices.by_id["NOT-001"]


# --- first: valid? -----------------------------------------------------------------------------------------------


def test_a_notice_that_keeps_every_clause_is_validly_served() -> None:
    """HCC-9.1-b: a notice follows the contract's own clauses; each of them is kept, and no rule is departed from."""
    story = given(*FULL, MeetingHeld(happened_on=date(2025, 4, 7))).when(default_notice(meeting="MTG-001"))

    assert story.objections == ()
    assert worked(story).valid is True
    assert worked(story).defects == worked(story).not_told == ()
    assert worked(story).sentence.startswith("Validly served by clauses 30.1, 43.1 and 43.3 of the contract.")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"by": ANN}, "it was signed by Ann Ashe (lead officer); the contract asks for representative"),
        (
            {"by": Actor(person="Bo Bell", office="representative")},
            "it was signed by Bo Bell, but on Monday 14 April 2025 the office of representative was held by Ruth Reed",
        ),
        (
            {"recipients": (Addressee(person="Otto Other", office="provider-contract-manager"),)},
            (
                "it was addressed to Otto Other (provider contract manager), but on Monday 14 April 2025 the office of "
                "provider contract manager was held by Pia Prior"
            ),
        ),
        ({"recipients": (Addressee(office="provider-director"),)}, "the contract asks for provider contract manager"),
        ({"recipients": (Addressee(person="Otto Other"),)}, "it was addressed to Otto Other; the contract asks for"),
        ({"address": "7 Old Road, Alton"}, "the address in force on Monday 14 April 2025 was “1 Mill Lane, Alton”"),
        (
            {"method": "first-class-post"},
            "clause 43.3 does not allow a notice of this kind (default) by first class post",
        ),
        ({"remedy_required": None}, "it does not state “the remedy”, which the contract asks of it"),
        ({"remedy_period": None}, "it does not state “the time allowed”"),
    ],
)
def test_a_notice_against_a_clause_is_not_validly_served_and_has_no_date(said: dict[str, Any], why: str) -> None:
    """HCC-9.1-b, HCC-5.1-a: person, office held that day, addressee, address in force, method, content."""
    story = given(*FULL).when(default_notice(**said))

    found = worked(story)
    assert found.valid is False
    assert len(found.defects) == 1
    assert why in found.defects[0]
    assert found.sentence == f"Not validly served: {found.defects[0]}."
    assert (found.service, found.counts_on, found.remedy) == (None, None, None)
    assert notice(story).remedy_ends() is None
    assert not notice(story).stands(date(2026, 1, 1))


def test_every_defect_is_named_together() -> None:
    story = given(*FULL).when(default_notice(by=ANN, address="7 Old Road, Alton", remedy_required=None))

    assert len(worked(story).defects) == 3


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"by": None}, "who signed it is not on record"),
        ({"recipients": ()}, "whom it was addressed to is not on record"),
        ({"address": None}, "the address it went to is not on record"),
        ({"method": None}, "how it was served is not on record"),
    ],
)
def test_what_is_not_on_record_leaves_it_untold_whether_a_notice_is_valid(said: dict[str, Any], what: str) -> None:
    """HCC-9.1-b: a missing recipient or signer is a gap to be completed, not a fact against the notice."""
    story = given(*FULL).when(default_notice(**said))

    assert worked(story).valid is None
    assert worked(story).defects == ()
    assert what in "; ".join(worked(story).not_told)


def test_without_a_clause_on_file_it_cannot_be_told_whether_a_notice_is_valid() -> None:
    story = given(*BARE).when(default_notice())

    assert worked(story).valid is None
    assert "no clause of the contract on notices is on file" in worked(story).sentence


def test_who_held_the_office_that_day_decides_not_who_holds_it_now() -> None:
    """HCC-5.1-a: an authorised person in force that day."""
    left = RoleAppointmentEnded(happened_on=date(2025, 4, 11), office="representative", person="Ruth Reed")
    after = RepresentativeAppointed(happened_on=date(2025, 4, 15), person="Nora New", nominated_by="Ann Ashe")

    story = given(*FULL, left).when(default_notice())
    late = given(*FULL, after).when(default_notice())

    assert worked(story).valid is False
    assert "the office of representative was held by nobody" in worked(story).defects[0]
    story.departs_from("notice.by-a-person-authorised")
    assert worked(late).valid is True
    late.keeps("notice.by-a-person-authorised")


SPECIFIED = ServiceSpecificationIssued(
    happened_on=START, version="1", standards=(Point(id="S1", text=Said("On time")), Point(id="S4", text=Said("Made")))
)  # fmt: skip


def test_a_standard_that_is_in_no_document_in_force_is_told_with_those_that_are() -> None:
    """HCC-6.1-b, HCC-9.1-b: of issues and of notices; without a specification on file there is nothing to compare."""
    wrong = ISSUE.model_copy(update={"standards": ("ZZZ", "S4")})
    newer = SPECIFIED.model_copy(
        update={"happened_on": date(2025, 4, 1), "version": "2", "standards": SPECIFIED.standards[:1]}
    )

    issue = given(REGISTERED, SPECIFIED).when(wrong)
    served = given(*FULL, SPECIFIED).when(default_notice(standards_breached=("ZZZ",)))

    issue.departs_from("issue.standard-on-file")
    served.departs_from("notice.standard-on-file")
    for story in (issue, served):
        assert story.last is not None
        assert "no standard ZZZ in specification 1; there are S1, S4" in [d.found for d in story.last.departures]
    given(REGISTERED, SPECIFIED).when(ISSUE).keeps("issue.standard-on-file")
    given(REGISTERED).when(wrong).keeps("issue.standard-on-file")
    given(*FULL, SPECIFIED, newer).when(default_notice()).keeps("notice.standard-on-file")
    given(*FULL, newer).when(default_notice(issues=())).departs_from("notice.standard-on-file")


def test_a_notice_under_a_clause_that_is_not_on_file_says_why() -> None:
    """HCC-9.1-b: also by the number the registration gives; with no clause on file there is nothing to compare."""
    rule, named = "notice.clause-on-file", REGISTERED.model_copy(update={"default_clause": "Clause 99"})

    story = given(*FULL).when(default_notice(clause="99"), acknowledge_all=False).asked(rule)
    assert "it cites clause 99; on file are 43.3, 43.1, 30.1, 1.1, 30.2" in str(story.error)
    given(*FULL).when(default_notice(clause="clause 30.2")).keeps(rule)
    given(*BARE).when(default_notice(clause="99")).keeps(rule)
    given(named, *FULL[1:]).when(default_notice(clause="99")).keeps(rule)


def test_a_default_notice_under_a_clause_that_is_not_about_default_says_why() -> None:
    """HCC-9.1-b: "in line with the default clause"; of a clause on default, of one on how such a notice is given, and
    of a right to end the contract after one nothing is asked, nor where no clause on default is on file."""
    rule, right = "notice.clause-on-file", TerminationClauseEntered(happened_on=START, clause="44.1", trigger="other")
    after = right.model_copy(update={"clause": "44.2", "trigger": "unremedied-default"})
    theirs = CURE.model_copy(update={"given_by": "provider"})
    without = (REGISTERED, *PEOPLE, SERVICE, SIGNERS, CONTENT, ADDRESSES, WORKING_DAY, ISSUE, CONSULTED)
    registered = REGISTERED.model_copy(update={"default_clause": "14"})

    story = given(*FULL).when(default_notice(clause="43.3"), acknowledge_all=False).asked(rule)
    assert "it cites clause 43.3, which is not about default; the contract's default clause on file is 30.2" in str(
        story.error
    )
    given(*FULL, right, after).when(default_notice(clause="44.1")).departs_from(rule)
    given(*FULL).when(default_notice(clause="1.1", notice_kind="improvement")).departs_from(rule)
    given(registered, *without[1:]).when(default_notice(clause="43.3")).departs_from(rule)
    for kept in ("30.1", "Clause 30.2", "44.2"):
        given(*FULL, right, after).when(default_notice(clause=kept)).keeps(rule)
    given(*without).when(default_notice(clause="43.3")).keeps(rule)
    given(*without, theirs).when(default_notice(clause="43.3")).keeps(rule)
    given(*FULL).when(default_notice(clause="43.3", notice_kind="dispute")).keeps(rule)
    given(*FULL).when(termination_notice(clause="43.3")).keeps(rule)


def test_a_notice_relies_on_issues_that_are_open_or_says_why() -> None:
    """HCC-9.1-b: what was found settled and came back is open again."""
    rule = "notice.relies-on-what-is-open"
    settled = IssueResolved(happened_on=date(2025, 4, 7), issue="ISS-001")
    back = IssueReopened(happened_on=date(2025, 4, 10), issue="ISS-001", reason=Said("Missed again"))

    story = given(*FULL, settled).when(default_notice(), acknowledge_all=False).asked(rule)
    assert "ISS-001 was found settled on 7 April 2025" in str(story.error)
    given(*FULL, settled, back).when(default_notice()).keeps(rule)
    given(*FULL, settled.model_copy(update={"satisfactory": False})).when(default_notice()).keeps(rule)


NORA = Actor(person="Nora Quayle", office="lead-officer")
NORA_FOLLOWS = LeadOfficerAppointed(happened_on=date(2025, 4, 1), person="Nora Quayle")


@pytest.mark.parametrize(("by", "valid"), [(NORA, True), (RUTH, True), (LEGAL, True), (ANN, False), (SUPPORT, False)])
def test_where_no_clause_says_who_signs_it_is_given_by_somebody_who_acts_for_the_authority_that_day(
    by: Actor, valid: bool
) -> None:
    """HCC-5.1-a, HCC-9.4-f: lead officer or representative in office, or Legal Services; Ann Ashe was, and is not."""
    story = given(REGISTERED, *PEOPLE, NORA_FOLLOWS, SERVICE, ADDRESSES, ISSUE).when(default_notice(by=by))

    assert worked(story).valid is valid
    if not valid:
        assert worked(story).sentence == (
            f"Not validly served: it was given by {by}; on Monday 14 April 2025 Nora Quayle (lead officer) and Ruth "
            "Reed (representative) acted for the authority, by what is on file."
        )
        story.departs_from("notice.by-a-person-authorised")


def test_where_nobody_is_on_file_who_could_give_it_that_cannot_be_told() -> None:
    story = given(REGISTERED, SERVICE, ADDRESSES, ISSUE).when(default_notice())
    theirs = default_notice(served_by_party="provider", by=PIA, address=None, issues=())
    unnamed = given(REGISTERED, *PEOPLE, SERVICE, ADDRESSES, ISSUE).when(default_notice(by=None))

    assert worked(story).valid is None
    assert worked(story).not_told == ("who could give notice for the authority on Monday 14 April 2025 is not on file",)
    assert worked(given(REGISTERED, SERVICE).when(theirs)).valid is None
    assert worked(given(REGISTERED, CONTACT, SERVICE).when(theirs)).valid is True
    assert worked(unnamed).not_told == ("who gave it is not on record",)


def test_the_clause_that_gives_the_right_to_end_it_may_say_itself_who_signs() -> None:
    right = TerminationClauseEntered(
        happened_on=START, clause="44.1", trigger="convenience", signed_by=("county-manager-contracts",)
    )

    story = given(REGISTERED, *PEOPLE, SERVICE, right).when(termination_notice(by=COUNTY))

    assert worked(story).valid is True


def test_a_notice_addressed_to_nobody_cannot_be_told_to_be_valid_whatever_the_clauses_say() -> None:
    story = given(REGISTERED, *PEOPLE, SERVICE, ADDRESSES, ISSUE).when(default_notice(recipients=()))

    assert worked(story).valid is None
    assert worked(story).not_told == ("whom it was addressed to is not on record",)


def test_an_address_changed_before_the_notice_is_the_one_in_force() -> None:
    moved = NoticeAddressGiven(
        happened_on=date(2025, 4, 1), party="provider",
        addresses=(NoticeAddress(method="hand", address="9 New Street, Alton", addressee="Company Secretary"),),
    )  # fmt: skip

    old = given(*FULL, moved).when(default_notice())
    marked = (Addressee(office="provider-contract-manager"), Addressee(office="company secretary"))
    new = given(*FULL, moved).when(default_notice(address="9 new street,  Alton", recipients=marked))

    assert "the address in force on Monday 14 April 2025 was “9 New Street, Alton”" in worked(old).defects[0]
    assert "it was marked for Pia Prior; it had to be Company Secretary" in worked(old).defects[1]
    assert worked(new).valid is True


def test_an_e_mail_to_an_address_never_given_leaves_it_untold() -> None:
    by_hand_only = ADDRESSES.model_copy(update={"addresses": ADDRESSES.addresses[1:]})

    story = given(REGISTERED, SERVICE, by_hand_only, ISSUE).when(
        default_notice(method="e-mail", address="info@haven.example")
    )

    assert worked(story).not_told[-1] == "no address of the provider for service by e-mail is on file"
    by_post = default_notice(method="signed-for-post")
    posted = given(REGISTERED, *PEOPLE, SERVICE, ADDRESSES, ISSUE).when(by_post)
    assert worked(posted).valid is True, "to an address they gave"


def test_a_matter_only_the_contract_knows_is_stated_where_the_notice_says_so() -> None:
    clause = NoticeClauseEntered(
        happened_on=START, clause="30.1", must_state=("that it is a Warning under Schedule 7",)
    )

    silent = given(REGISTERED, *PEOPLE, SERVICE, clause, ISSUE).when(default_notice())
    stated = given(REGISTERED, *PEOPLE, SERVICE, clause, ISSUE).when(
        default_notice(states=("That it is a Warning under Schedule 7",))
    )

    assert worked(silent).valid is None
    assert worked(stated).valid is True


# --- a termination letter by e-mail on a Saturday ----------------------------------------------------------------


def test_a_termination_letter_the_lead_officer_sent_by_e_mail_on_a_saturday_is_on_file_and_ends_nothing() -> None:
    """HCC-9.4-f, TC-21: recorded, purported, its departures named, not validly served, and the contract still live."""
    no_e_mail = NoticeClauseEntered(
        happened_on=START, clause="44.9", notices=("termination",), signed_by=("legal-services",),
        methods=tuple(m.model_copy(update={"not_for": ("termination",)}) for m in SERVICE.methods),
    )  # fmt: skip
    saturday = termination_notice(
        happened_on=date(2025, 9, 6), by=ANN, method="e-mail", received_on=None, received_at=None
    )

    story = given(*FULL, no_e_mail).when(saturday)

    story.departs_from(
        "notice.termination-by-legal-services", "notice.termination-discussed", "notice.termination-impact-assessed",
        "notice.termination-case-recorded", "notice.termination-legal-services-consulted", "notice.provider-informed",
    )  # fmt: skip
    assert worked(story).sentence == (
        "Not validly served: it was signed by Ann Ashe (lead officer); the contract asks for legal services; "
        "clause 44.9 does not allow a notice of this kind (termination) by e-mail."
    )
    assert notice(story).is_purported
    assert story.file.termination.ended is None
    assert story.file.notices.ending(date(2027, 1, 1)) == []


def test_a_purported_notice_ends_nothing_even_where_no_clause_tells_against_it() -> None:
    story = given(*BARE).when(termination_notice(by=ANN))

    assert worked(story).counts_on == date(2025, 9, 2)
    assert "notice.termination-by-legal-services" in notice(story).absolute
    assert story.file.notices.ending(date(2026, 1, 1)) == []


def test_it_is_not_recorded_until_each_departure_was_acknowledged() -> None:
    given(*BARE).when(termination_notice(by=ANN), acknowledge_all=False).asked(
        "notice.termination-by-legal-services", "notice.provider-informed"
    )


PREPARED = (
    EarlyTerminationProposed(happened_on=date(2025, 7, 1), grounds=("default",), issues=("ISS-001",), by=ANN),
    ConsultationRecorded(
        happened_on=date(2025, 7, 2), subject="termination", consulted=SUPPORT, proposal="TRM-001", by=ANN
    ),
    TerminationImpactAssessed(
        happened_on=date(2025, 7, 9), proposal="TRM-001", users_affected=40, by=ANN,
        user_impact=Said("New carers for forty people"), vulnerability=Said("Most are over eighty"),
        alternative_arrangements=Said("The in-house team"), timescales=Said("Six weeks"),
    ),
    TerminationCaseRecorded(
        happened_on=date(2025, 7, 14), proposal="TRM-001", grounds=Said("Visits missed"), clause="44.1", cited=(5,),
        by=ANN,
    ),
    LegalServicesConsulted(happened_on=date(2025, 7, 21), proposal="TRM-001", consulted="Lena Lawson", by=COUNTY),
    ProviderInformedOfIntention(
        happened_on=date(2025, 8, 1), intention="terminate", proposal="TRM-001", means="letter", by=ANN
    ),
)  # fmt: skip
ABSOLUTE = {
    "notice.termination-discussed": 1,
    "notice.termination-impact-assessed": 2,
    "notice.termination-case-recorded": 3,
    "notice.termination-legal-services-consulted": 4,
}


def test_a_termination_notice_after_every_step_is_not_purported() -> None:
    """TC-15 to TC-19 and TC-21: all met, so the notice has its effect."""
    story = given(*BARE, *PREPARED).when(termination_notice(proposal="TRM-001"))

    story.keeps("notice.termination-by-legal-services", "notice.provider-informed", *ABSOLUTE)
    assert not notice(story).is_purported
    assert [n.id for n in story.file.notices.ending(date(2025, 9, 2))] == ["NOT-001"]
    assert story.file.notices.ending(date(2025, 9, 1)) == [], "it counts on proved receipt, a day after it was sent"


@pytest.mark.parametrize(("rule", "step"), ABSOLUTE.items())
def test_leaving_out_one_absolute_step_makes_the_notice_purported(rule: str, step: int) -> None:
    """HCC-9.2-a, HCC-9.3-a, HCC-9.4-a, HCC-9.4-e: nothing lifts these (TC-15, 16, 18, 19)."""
    taken = [entry for number, entry in enumerate(PREPARED) if number != step]

    story = given(*BARE, *taken).when(termination_notice(proposal="TRM-001"))

    story.departs_from(rule)
    assert rule in notice(story).absolute


def test_a_condition_a_procedure_does_not_apply_is_not_asked_of_a_notice() -> None:
    procedure = read("hampshire")
    off = Condition(
        id="TC-16", title="Impact assessed", absolute=True, applies=False, force="must", citation="HCC-9.3-a"
    )
    others = tuple(c for c in procedure.conditions if c.id != "TC-16")
    without = procedure.model_copy(update={"conditions": (off, *others)})
    file = given(*BARE).file

    rules = rules_of(NoticeServed)
    found = [{o.rule for o in judge(rules, file, file, termination_notice(), p)} for p in (procedure, without)]

    assert found[0] - found[1] == {"notice.termination-impact-assessed"}


def test_a_provider_not_told_first_is_a_departure_but_not_an_absolute_one() -> None:
    """HCC-9.5-b: telling late is better recorded than blocked."""
    story = given(*BARE, *PREPARED[:-1]).when(termination_notice(proposal="TRM-001"))

    story.departs_from("notice.provider-informed")
    assert not notice(story).is_purported


def test_the_end_at_the_agreed_date_and_the_providers_own_notice_are_no_early_termination_by_the_authority() -> None:
    at_the_end = given(*BARE).when(termination_notice(ends_on=date(2027, 3, 31), by=ANN))
    theirs = given(*BARE).when(termination_notice(served_by_party="provider", by=PIA))

    for story in (at_the_end, theirs):
        story.keeps("notice.termination-by-legal-services", "notice.provider-informed", *ABSOLUTE)


def test_the_clause_that_gives_the_right_is_looked_at_too() -> None:
    """HCC-A11-a: a notice of termination cites its clause and keeps what that clause asks for."""
    right = TerminationClauseEntered(
        happened_on=START, clause="44.1", trigger="convenience", methods=("hand",),
        notice_length=Period(count=3, unit="months"),
    )  # fmt: skip

    posted = given(REGISTERED, SERVICE, right).when(termination_notice())
    short = given(REGISTERED, SERVICE, right).when(termination_notice(method="hand", ends_on=date(2025, 11, 30)))
    long = given(REGISTERED, SERVICE, right).when(termination_notice(method="hand", clause="clause 44.1"))
    other = given(REGISTERED, SERVICE, right).when(termination_notice(method="hand", clause="45"))
    theirs = given(REGISTERED, SERVICE, right).when(
        termination_notice(method="hand", served_by_party="provider", by=PIA)
    )

    assert worked(posted).defects == ("clause 44.1 asks that it be served by hand; it was served by signed-for post",)
    short.departs_from("notice.termination-long-enough")
    working = worked(short).ends_no_earlier_than
    assert working is not None
    assert (working.start, working.end) == (date(2025, 9, 2), date(2025, 12, 2))
    long.keeps("notice.termination-long-enough", "notice.termination-cites-its-clause")
    other.departs_from("notice.termination-cites-its-clause")
    assert worked(theirs).defects == ("clause 44.1 gives the right to the authority",)


def test_a_notice_good_only_with_a_paper_copy_waits_for_it() -> None:
    """HCC-A11-a: e-mail serves, by this clause, for termination only with a paper copy within one Working Day."""
    sent = termination_notice(method="e-mail", received_on=None, received_at=None)
    copied: dict[str, Any] = {"notice": "NOT-001", "means": "post-room book"}

    waiting = given(REGISTERED, SERVICE, WORKING_DAY).when(sent)
    at_once = given(REGISTERED, SERVICE, WORKING_DAY).when(
        sent.model_copy(update={"paper_copy_on": date(2025, 9, 2), "paper_copy_method": "signed-for-post"})
    )
    good = waiting.when(
        NoticeReceiptConfirmed(
            happened_on=date(2025, 9, 8), paper_copy_on=date(2025, 9, 2), paper_copy_method="hand", **copied
        )
    )
    late = waiting.when(
        NoticeReceiptConfirmed(
            happened_on=date(2025, 9, 8), paper_copy_on=date(2025, 9, 3), paper_copy_method="hand", **copied
        )
    )
    by_fax = waiting.when(
        NoticeReceiptConfirmed(
            happened_on=date(2025, 9, 8), paper_copy_on=date(2025, 9, 2), paper_copy_method="fax", **copied
        )
    )

    assert worked(waiting).valid is None
    assert "a paper copy went by hand or by signed-for post by Tuesday 2 September 2025" in worked(waiting).not_told[0]
    assert worked(at_once).valid is True
    assert notice(good).valid is True
    assert notice(good).receipts == (), "a copy sent proves no receipt"
    assert "its paper copy went on Wednesday 3 September 2025" in worked(late).sentence
    assert "its paper copy went by fax; it had to go by hand or by signed-for post" in worked(by_fax).sentence
    assert notice(late).valid is False
    assert notice(late).counts_on is None


# --- then: when does it count? -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"method": "e-mail", "address": "notices@haven.example"}, (date(2025, 4, 15), time(9))),
        (
            {"method": "e-mail", "address": "notices@haven.example", "happened_on": date(2025, 4, 17)},
            (date(2025, 4, 22), time(9)),
        ),
        ({}, (date(2025, 4, 14), time(11))),
        ({"received_at": time(18)}, (date(2025, 4, 15), time(9))),
        ({"received_on": None, "received_at": None}, (None, None)),
    ],
)
def test_a_notice_counts_by_the_contracts_clause(said: dict[str, Any], counts: tuple[date | None, time | None]) -> None:
    """HCC-9.1-b: e-mail at 9:00 on the first Working Day after sending, over Easter too; by hand in working hours."""
    if said.get("happened_on"):
        said = said | {"received_on": None, "received_at": None}
    story = given(*FULL).when(default_notice(**said))

    assert worked(story).valid is True
    assert (notice(story).counts_on, notice(story).counts_at) == counts


def test_without_a_clause_a_notice_counts_on_proved_receipt_and_not_before() -> None:
    """HCC-9.1-b: where the clause is not on file a notice counts on proved receipt, never by court rules."""
    unproved = given(*BARE).when(default_notice(received_on=None, received_at=None))
    proved = given(*BARE).when(default_notice(received_on=date(2025, 4, 16)))
    method_unknown = given(*BARE).when(default_notice(method=None, received_on=date(2025, 4, 16), received_at=None))

    assert worked(unproved).counts_on is None
    assert worked(unproved).remedy is None
    assert "no receipt is proved, so it does not count yet" in worked(unproved).sentence
    assert worked(proved).counts_on == worked(method_unknown).counts_on == date(2025, 4, 16)


def test_receipt_confirmed_later_sets_the_dates_and_the_notice_as_recorded_stays() -> None:
    """HCC-9.1-b, TVP-5.2-2d: new evidence carries a reckoning of its own."""
    served = given(*BARE).when(
        default_notice(method="signed-for-post", received_on=None, received_at=None, remedy_by=date(2025, 5, 2))
    )

    story = served.when(
        NoticeReceiptConfirmed(
            happened_on=date(2025, 4, 22), notice="NOT-001", received_on=date(2025, 4, 16), means="carrier's record"
        )
    )

    assert worked(served).counts_on is None
    assert notice(served).remedy_ends() is None
    assert worked(story).counts_on == notice(story).counts_on == date(2025, 4, 16)
    assert notice(story).remedy_ends() == date(2025, 5, 2)
    first = story.file.at(notice(story).position)
    assert first is not None
    assert isinstance(first.entry, NoticeServed)
    assert first.entry.counts_on is None


def test_the_earliest_proof_of_receipt_counts_in_whatever_order_it_is_entered() -> None:
    served = given(*BARE).when(default_notice(method="signed-for-post", received_on=None, received_at=None))
    reply = NoticeReceiptConfirmed(happened_on=date(2025, 4, 25), notice="NOT-001", means="their reply")
    carrier = NoticeReceiptConfirmed(happened_on=date(2025, 4, 16), notice="NOT-001", means="carrier's record")

    one, other = served.when(reply).when(carrier), served.when(carrier).when(reply)

    assert notice(one).counts_on == notice(other).counts_on == date(2025, 4, 16)


def test_a_receipt_proved_at_once_is_not_put_off_by_a_later_confirmation() -> None:
    served = given(*BARE).when(default_notice())

    later = served.when(NoticeReceiptConfirmed(happened_on=date(2025, 4, 30), notice="NOT-001"))

    assert (notice(later).counts_on, notice(later).counts_at) == (date(2025, 4, 14), time(11))
    assert worked(later).counts_on == date(2025, 4, 14)


def test_of_two_receipts_on_one_day_the_one_with_an_hour_is_the_earlier_proved() -> None:
    some_time = default_notice(method="signed-for-post", received_at=None)

    story = given(*BARE, some_time).when(
        NoticeReceiptConfirmed(
            happened_on=date(2025, 4, 16), notice="NOT-001", received_on=date(2025, 4, 14), received_at=time(15)
        )
    )

    assert (notice(story).counts_on, notice(story).counts_at) == (date(2025, 4, 14), time(15))


def test_a_clause_entered_late_revises_the_dates_of_a_notice_and_what_was_stated_stays() -> None:
    story = given(*BARE, default_notice(received_at=time(18)))
    assert (notice(story).valid, notice(story).counts_on) == (None, date(2025, 4, 14))

    late = story.when(WORKING_DAY).when(SERVICE)

    assert (notice(late).valid, notice(late).counts_on) == (True, date(2025, 4, 15))
    stated = next(r for r in late.file.known if isinstance(r.entry, NoticeServed)).entry
    assert isinstance(stated, NoticeServed)
    assert stated.counts_on == date(2025, 4, 14)
    revised = late.file.known[-1].entry
    assert isinstance(revised, DatesRevised)
    assert (revised.notice, revised.cause, revised.because_of) == ("NOT-001", "late-entry", late.file.position - 1)


def test_where_several_late_entries_were_recorded_together_none_is_blamed_by_guess() -> None:
    file = given(*BARE, default_notice(received_at=time(18))).when(WORKING_DAY).when(SERVICE).file
    recorded = fold(r for r in file.known if not isinstance(r.entry, DatesRevised))

    [together] = revisions(recorded, recorded.known[-2:], date(2026, 11, 20))
    [alone] = revisions(recorded, recorded.known[-1:], date(2026, 11, 20))

    assert (together.cause, together.because_of) == ("late-entry", None)
    assert alone.because_of == recorded.position


def test_what_changes_no_date_of_a_notice_revises_none() -> None:
    story = given(*FULL, default_notice())

    later = story.when(
        NoticeAddressGiven(
            happened_on=date(2025, 6, 2),
            party="provider",
            addresses=(NoticeAddress(method="hand", address="9 New Rd"),),
        )
    )

    assert later.file.position == story.file.position + 1


def test_a_notice_is_not_received_before_it_was_sent() -> None:
    """A contradiction, on the notice itself and on a confirmation."""
    given(*FULL).when(default_notice(received_at=time(10, 59))).refused(
        "notice.received-after-sent", "it was sent on 14 April 2025 at 11:00", "received on 14 April 2025 at 10:59"
    )
    given(*FULL).when(default_notice(received_on=date(2025, 4, 13))).refused("notice.received-after-sent")
    given(*FULL).when(default_notice(received_at=None)).recorded()
    early = NoticeReceiptConfirmed(happened_on=date(2025, 4, 20), notice="NOT-001", received_on=date(2025, 4, 13))
    given(*FULL, default_notice()).when(early).refused("notice.received-after-sent")


def test_a_notice_is_not_received_after_that_was_shown() -> None:
    """TVP-5.2-2d: a reply of the seventh shows nothing of the day after it; nor of a paper copy."""
    rule, day = "notice.received-before-it-is-shown", date(2025, 4, 20)
    story, later = given(*FULL, default_notice()), date(2025, 4, 21)

    shown = NoticeReceiptConfirmed(happened_on=day, notice="NOT-001", received_on=later)
    of_a_copy = NoticeReceiptConfirmed(happened_on=day, notice="NOT-001", paper_copy_on=later)
    for refused in (shown, of_a_copy):
        story.when(refused).refused(rule, "after 20 April 2025")
    for kept in (day, None):
        story.when(NoticeReceiptConfirmed(happened_on=day, notice="NOT-001", received_on=kept)).recorded()


def test_that_a_notice_was_received_on_two_days_is_remarked_on() -> None:
    """TVP-5.2-2d: the earlier counts."""
    rule = "notice.received-on-one-day"
    first = NoticeReceiptConfirmed(happened_on=date(2025, 4, 22), notice="NOT-001", received_on=date(2025, 4, 16))
    later = first.model_copy(update={"received_on": date(2025, 4, 17)})
    story = given(*FULL, default_notice(received_on=None, received_at=None)).when(first).keeps(rule)

    told = story.when(later, acknowledge_all=False).departs_from(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said.startswith("NOT-001 is on file as received on 16 April 2025 (entry ")
    assert said.endswith("and by this on 17 April 2025; 16 April 2025 counts; where a day is wrong, correct it")
    story.when(first).keeps(rule)


def test_nothing_follows_on_a_notice_before_it_was_served() -> None:
    story = given(*FULL, default_notice())
    day: dict[str, Any] = {"happened_on": date(2025, 4, 13), "notice": "NOT-001"}

    for early in (
        NoticeReceiptConfirmed(**day),
        RemedyPeriodExtended(to_date=date(2025, 6, 1), **day),
        RemedyAssessed(result="remedied", **day),
        NoticeWithdrawn(**day),
    ):
        story.when(early).refused("notice.served-first", "NOT-001 was served on 14 April 2025")
        story.when(early.model_copy(update={"happened_on": date(2025, 4, 14)})).recorded()


# --- then: how long to remedy? -----------------------------------------------------------------------------------


def test_the_remedy_period_over_easter_shows_each_day_counted_and_each_day_skipped() -> None:
    """HCC-9.4-d: ten Working Days from Monday 14 April 2025, over Good Friday and Easter Monday."""
    story = given(*FULL).when(default_notice(remedy_period=None, remedy_by=date(2025, 4, 30)))

    remedy = worked(story).remedy
    assert remedy is not None
    assert remedy.contract is not None
    assert (remedy.clause, remedy.contract.start, remedy.ends_on) == ("30.2", date(2025, 4, 14), date(2025, 4, 30))
    assert days_counted(remedy.contract) == tuple(
        (date(2025, 4, day), number)
        for day, number in [(15, 1), (16, 2), (17, 3), (22, 4), (23, 5), (24, 6), (25, 7), (28, 8), (29, 9), (30, 10)]
    )
    assert [(skip.day.day, skip.why) for skip in remedy.contract.skipped] == [
        (14, "the period begins with the day after"),
        (18, "bank holiday: Good Friday"),
        (19, "Saturday"),
        (20, "Sunday"),
        (21, "bank holiday: Easter Monday"),
        (26, "Saturday"),
        (27, "Sunday"),
    ]
    story.keeps("notice.reasonable-time")


def test_a_notice_sent_on_maundy_thursday_by_e_mail_counts_after_easter_and_the_period_goes_over_may_day() -> None:
    """Counts on Tuesday 22 April at 9:00; ten Working Days later, 5 May being a bank holiday, is Wednesday 7 May."""
    story = given(*FULL).when(
        default_notice(
            happened_on=date(2025, 4, 17), method="e-mail", address="notices@haven.example",
            received_on=None, received_at=None,
        )
    )  # fmt: skip

    remedy = worked(story).remedy
    assert remedy is not None
    assert remedy.contract is not None
    assert remedy.period_stated is not None
    assert [d.day for d, _ in days_counted(remedy.contract)] == [23, 24, 25, 28, 29, 30, 1, 2, 6, 7]
    assert [skip.day.day for skip in remedy.contract.skipped] == [22, 26, 27, 3, 4, 5]
    assert remedy.ends_on == remedy.contract.end == remedy.period_stated.end == date(2025, 5, 7)
    assert "Monday 5 May 2025 (bank holiday: Early May bank holiday)" in worked(story).sentence


def test_the_contracts_time_governs_where_the_notice_names_an_earlier_day_and_the_notices_where_it_is_longer() -> None:
    """HCC-9.4-d: both days are shown; less than the contract allows is a departure."""
    short = given(*FULL).when(default_notice(remedy_period=None, remedy_by=date(2025, 4, 24)))
    long = given(*FULL).when(default_notice(remedy_period=None, remedy_by=date(2025, 5, 30)))

    short.departs_from("notice.reasonable-time")
    assert short.last is not None
    found = next(d.found for d in short.last.departures if d.rule == "notice.reasonable-time")
    assert found == "it is to be remedied by 24 April 2025; clause 30.2 allows 10 working days, to 30 April 2025"
    assert notice(short).remedy_ends() == date(2025, 4, 30)
    assert "What the notice gives is shorter than the contract allows." in worked(short).sentence
    long.keeps("notice.reasonable-time")
    assert notice(long).remedy_ends() == date(2025, 5, 30)
    same = given(*FULL).when(default_notice())
    other = given(*FULL).when(default_notice(remedy_period=Period(count=4, unit="weeks")))
    assert "The notice gives the same." in worked(same).sentence
    assert "By the period in the notice: 4 weeks" in worked(other).sentence
    assert "The notice gives the same." not in worked(other).sentence + worked(short).sentence


def test_without_a_clause_reasonable_time_is_the_number_of_days_the_procedure_sets() -> None:
    nine = given(*BARE).when(default_notice(remedy_period=None, remedy_by=date(2025, 4, 23)))
    ten = given(*BARE).when(default_notice(remedy_period=None, remedy_by=date(2025, 4, 24)))
    none = given(*BARE).when(default_notice(remedy_period=None, remedy_by=date(2025, 4, 14)))

    nine.departs_from("notice.reasonable-time")
    ten.keeps("notice.reasonable-time")
    none.departs_from("notice.reasonable-time")


def test_working_days_without_a_definition_on_file_are_weekdays_without_bank_holidays_and_the_working_says_so() -> None:
    story = given(*BARE).when(default_notice())

    assert notice(story).remedy_ends() == date(2025, 4, 30)
    assert "No clause on file says what a Working Day is" in worked(story).sentence
    assert "No clause on file says" not in worked(given(*FULL).when(default_notice())).sentence


def test_a_period_from_sending_does_not_wait_for_the_notice_to_count() -> None:
    from_sending = CURE.model_copy(
        update={"runs_from": "notice-sent", "cure_period": Period(count=7, unit="calendar-days")}
    )
    from_default = CURE.model_copy(update={"runs_from": "default"})
    sent = default_notice(remedy_period=None, received_at=time(18))

    one = given(REGISTERED, SERVICE, from_sending, ISSUE).when(sent)
    other = given(REGISTERED, SERVICE, from_default, ISSUE).when(sent)

    assert notice(one).counts_on == date(2025, 4, 15)
    assert notice(one).remedy_ends() == date(2025, 4, 21)
    assert worked(other).remedy is None
    assert "counts from the day of the default, which the notice does not give" in worked(other).sentence


def test_a_period_beyond_the_table_of_bank_holidays_is_recorded_without_a_date() -> None:
    """HCC-9.4-d: no rule refuses a fact; what cannot be reckoned is said."""
    old = default_notice(happened_on=date(1950, 4, 14), received_on=None, received_at=None)
    registered = REGISTERED.model_copy(update={"happened_on": date(1949, 1, 1)})
    clauses = [c.model_copy(update={"happened_on": date(1949, 1, 1)}) for c in (SERVICE, WORKING_DAY)]
    issue = ISSUE.model_copy(update={"happened_on": date(1950, 1, 1)})

    story = given(registered, *clauses, issue).when(old.model_copy(update={"method": "e-mail"}))

    assert worked(story).counts_on is None
    assert "When it counts cannot be reckoned" in worked(story).sentence


# --- the other party, and the courts -----------------------------------------------------------------------------


def test_a_notice_of_the_providers_is_judged_by_the_same_clauses_as_ours() -> None:
    """HCC-2.1-b: the provider's side is on file as ours is."""
    ours = NoticeAddressGiven(
        happened_on=START,
        party="authority",
        addresses=(NoticeAddress(method="hand", address="The Castle, Winchester"),),
    )
    theirs = NoticeClauseEntered(
        happened_on=START, clause="43.2", given_by="provider", signed_by=("provider-contract-manager",)
    )
    late_payment: dict[str, Any] = {
        "happened_on": date(2025, 5, 6), "happened_at": time(10), "notice_kind": "breach",
        "served_by_party": "provider", "method": "hand", "received_on": date(2025, 5, 6), "received_at": time(10),
        "remedy_by": date(2025, 6, 6), "recipients": (Addressee(person="Ruth Reed", office="representative"),),
    }  # fmt: skip

    good = given(*FULL, ours, theirs).when(
        NoticeServed(address="The Castle, Winchester", by=PIA, **late_payment), account=PROVIDER
    )
    bad = given(*FULL, ours, theirs).when(
        NoticeServed(
            address="Town Hall", by=Actor(person="Al Aide", office="provider-staff", party="provider"), **late_payment
        )
    )

    assert worked(good).valid is True
    assert good.objections == ()
    assert [n.id for n in good.file.notices.running(date(2025, 5, 7))] == ["NOT-001"]
    assert len(worked(bad).defects) == 2
    assert "the contract asks for provider contract manager" in worked(bad).defects[0]


def test_a_notice_is_not_entered_as_one_partys_and_signed_for_the_other() -> None:
    given(*FULL).when(default_notice(by=PIA)).refused(
        "notice.of-the-signers-party", "served_by_party should be provider"
    )
    solicitors = Actor(person="Reed & Co", party="third-party")
    given(*FULL).when(default_notice(by=solicitors)).recorded()


@pytest.mark.parametrize(
    ("said", "clause", "counts"),
    [
        (
            {"court_document": "claim-form"},
            "CPR 6.14",
            date(2025, 4, 22),
        ),  # Wed 16th: Thu 17th and, after Easter, Tue 22nd
        ({"court_document": "other"}, "CPR 6.26", date(2025, 4, 16)),
        ({"court_document": "other", "happened_at": time(16, 30)}, "CPR 6.26", date(2025, 4, 17)),
        ({"court_document": "other", "method": "first-class-post"}, "CPR 6.26", date(2025, 4, 22)),
        ({"court_document": "other", "method": "signed-for-post"}, None, None),
        ({"court_document": "other", "method": None}, None, None),
    ],
)
def test_rules_of_court_date_court_documents_and_only_those(
    said: dict[str, Any], clause: str | None, counts: date | None
) -> None:
    """CPR 6.14 and 6.26 are for court documents; a notice under the contract has no date by them."""
    step: dict[str, Any] = {"happened_on": date(2025, 4, 16), "happened_at": time(11), "method": "hand", "by": LEGAL}

    story = given(*FULL).when(NoticeServed(notice_kind="court-document", **(step | said)))

    assert worked(story).valid is None, "the court judges that"
    assert worked(story).counts_on == counts
    service = worked(story).service
    assert (service.clause if service else None) == clause
    contract = given(*BARE).when(default_notice(method="first-class-post", received_on=None, received_at=None))
    assert worked(contract).counts_on is None


@pytest.mark.parametrize("country", ["scotland", "northern-ireland"])
def test_the_rules_of_court_of_england_and_wales_date_no_document_elsewhere(country: Country) -> None:
    """CPR 1.1: they are the rules of the courts of England and Wales."""
    there = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care", country=country)
    document = NoticeServed(
        happened_on=date(2025, 4, 16), notice_kind="court-document", court_document="other", method="hand", by=LEGAL
    )

    story = given(there).when(document)

    assert (worked(story).counts_on, worked(story).service) == (None, None)
    assert "are not held here" in worked(story).sentence


def test_a_clause_on_notices_of_force_majeure_governs_them() -> None:
    """HCC-9.1-b: every kind of notice a clause can speak of can be given."""
    only = NoticeClauseEntered(
        happened_on=date(2025, 1, 7), effective_from=date(2025, 1, 6), clause="20.1", notices=("force-majeure",),
        methods=(MethodRule(method="courier", counts="on-sending"),),
    )  # fmt: skip
    notice = NoticeServed(
        happened_on=date(2025, 4, 16), notice_kind="force-majeure", served_by_party="provider", method="courier"
    )

    assert worked(given(only).when(notice)).counts_on == date(2025, 4, 16)
    assert worked(given(only).when(notice.model_copy(update={"notice_kind": "dispute"}))).counts_on is None


# --- what procedure asks of a notice -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"clause": None}, "notice.states-clause"),
        ({"standards_breached": ()}, "notice.states-standards"),
        ({"issues": ()}, "notice.states-issues"),
        ({"remedy_required": None}, "notice.states-remedy"),
        ({"remedy_period": None}, "notice.states-date"),
        ({"by": None}, "notice.states-server"),
        ({"method": None}, "notice.states-method"),
    ],
)
def test_what_a_default_notice_does_not_show_is_a_gap_not_a_refusal(said: dict[str, Any], rule: str) -> None:
    """HCC-9.1-b: clause, standard, issues, remedy, date, server, means of service."""
    given(*BARE).when(default_notice(**said)).departs_from(rule)
    given(*BARE).when(default_notice()).keeps(rule)
    given(*BARE).when(default_notice(notice_kind="general", **said)).keeps(rule)


def test_the_support_officer_is_consulted_before_each_default_notice() -> None:
    """HCC-9.1-a, TC-08: earlier than the notice, about its issues; a later consultation does not serve."""
    unconsulted = (REGISTERED, *PEOPLE, ISSUE)
    after = CONSULTED.model_copy(update={"happened_on": date(2025, 4, 15)})

    given(*unconsulted).when(default_notice()).departs_from("notice.support-officer-consulted")
    given(*unconsulted, after).when(default_notice()).departs_from("notice.support-officer-consulted")
    given(*unconsulted, CONSULTED).when(default_notice()).keeps("notice.support-officer-consulted")
    given(*unconsulted).when(default_notice(notice_kind="general")).keeps("notice.support-officer-consulted")


def test_a_consultation_or_a_notice_that_names_no_issue_is_taken_to_be_about_the_other() -> None:
    """HCC-9.1-a."""
    rule, other = "notice.support-officer-consulted", ISSUE.model_copy(update={"happened_on": date(2025, 3, 4)})
    silent = CONSULTED.model_copy(update={"issues": ()})
    about_another = CONSULTED.model_copy(update={"issues": ("ISS-002",)})
    on_file = (REGISTERED, *PEOPLE, ISSUE, other)
    again = default_notice(happened_on=date(2025, 6, 2), received_on=date(2025, 6, 2))

    given(*on_file, silent).when(default_notice()).keeps(rule)
    given(*on_file, about_another).when(default_notice(issues=())).keeps(rule)
    given(*on_file, about_another).when(default_notice()).departs_from(rule)
    given(*on_file, silent, default_notice()).when(again).departs_from(rule)


def test_one_consultation_does_not_serve_for_a_second_notice_on_the_same_issue_but_does_for_another_issue() -> None:
    second = ISSUE.model_copy(update={"happened_on": date(2025, 3, 4)})
    both = CONSULTED.model_copy(update={"issues": ("ISS-001", "ISS-002")})
    story = given(REGISTERED, *PEOPLE, ISSUE, second, both, default_notice())

    again = default_notice(happened_on=date(2025, 6, 2), received_on=date(2025, 6, 2))
    story.when(again).departs_from("notice.support-officer-consulted")
    story.when(again.model_copy(update={"issues": ("ISS-002",)})).keeps("notice.support-officer-consulted")


def test_a_notice_to_the_provider_is_given_by_somebody_authorised_that_day() -> None:
    """HCC-5.1-a: lead officer, representative, or whom the clause entitles; another, or nobody, is a departure."""
    rule = "notice.by-a-person-authorised"

    in_another_office = Actor(person="Ann Ashe", office="representative")
    in_no_office = Actor(person="Ruth Reed")
    for entitled in (RUTH, ANN, LEGAL, in_another_office, in_no_office):
        given(*BARE).when(default_notice(by=entitled)).keeps(rule)
    for other in (SUPPORT, Actor(person="Bo Bell", office="representative"), None):
        given(*BARE).when(default_notice(by=other)).departs_from(rule)
    deputy = DeputyOfficerAppointed(happened_on=date(2025, 1, 6), person="Dan Dee")
    by_deputy = default_notice(by=Actor(person="Dan Dee", office="deputy-officer"))
    given(*BARE, deputy).when(by_deputy).departs_from(rule)  # Hampshire's text gives a deputy nothing to serve
    given(REGISTERED, ISSUE).when(default_notice()).departs_from(rule)
    clause = SIGNERS.model_copy(update={"signed_by": ("county-manager-contracts",), "addressed_to": ()})
    given(*BARE, clause).when(default_notice(by=COUNTY)).keeps(rule)
    given(*BARE, clause).when(default_notice(by=RUTH)).departs_from(rule)


def test_the_signer_is_judged_not_the_clerk_who_posted_it() -> None:
    clerk = Actor(person="Clive Clerk")

    story = given(*FULL).when(default_notice(by=clerk, signed_by=RUTH))

    assert worked(story).valid is True
    story.keeps("notice.by-a-person-authorised")


def test_a_notice_cites_only_issues_on_file() -> None:
    given(*BARE).when(default_notice(issues=("ISS-009",))).refused("entry.names-what-is-on-file", "ISS-001")


def test_a_further_notice_on_an_issue_found_remedied_waits_for_the_conclusion_of_the_first() -> None:
    """HCC-9.1-c: the process is worked through and concluded."""
    remedied = RemedyAssessed(happened_on=date(2025, 5, 2), notice="NOT-001", result="remedied")
    concluded = DefaultProcessConcluded(happened_on=date(2025, 5, 6), notices=("NOT-001",), result="remedied")
    again = default_notice(happened_on=date(2025, 6, 2), received_on=date(2025, 6, 2))
    story = given(*FULL, default_notice(), remedied)

    story.when(again).departs_from("notice.earlier-one-concluded")
    story.when(concluded).when(again).keeps("notice.earlier-one-concluded")
    given(*FULL, default_notice()).when(again).keeps("notice.earlier-one-concluded")


# --- what became of it -------------------------------------------------------------------------------------------


def test_a_notice_runs_until_its_time_is_over_and_is_then_unremedied_until_found_otherwise() -> None:
    """HCC-9.4-d, TC-12, TC-13."""
    notices = given(*FULL, default_notice()).file.notices

    assert notices.running(date(2025, 4, 13)) == []
    for day in (date(2025, 4, 14), date(2025, 4, 30)):
        assert [n.id for n in notices.running(day)] == ["NOT-001"]
        assert notices.by_id["NOT-001"].still_ran(day) == date(2025, 4, 30)
    assert notices.running(date(2025, 5, 1)) == []
    assert notices.by_id["NOT-001"].still_ran(date(2025, 5, 1)) is None


def test_an_extension_moves_the_end_from_the_day_it_was_agreed() -> None:
    extension = RemedyPeriodExtended(
        happened_on=date(2025, 4, 28), notice="NOT-001", from_date=date(2025, 4, 30), to_date=date(2025, 5, 16)
    )
    story = given(*FULL, default_notice()).when(extension).keeps("remedy.extended-to-later")

    assert notice(story).remedy_ends(date(2025, 4, 27)) == date(2025, 4, 30)
    assert notice(story).remedy_ends(date(2025, 4, 28)) == date(2025, 5, 16)
    assert [n.id for n in story.file.notices.running(date(2025, 5, 16))] == ["NOT-001"]
    shorter = extension.model_copy(update={"to_date": date(2025, 5, 16), "happened_on": date(2025, 5, 1)})
    story.when(shorter).departs_from("remedy.extended-to-later")


def test_the_time_to_remedy_is_extended_while_it_runs_from_its_end_and_for_a_reason() -> None:
    """HCC-9.4-d."""
    rules = ("remedy.extended-while-it-ran", "remedy.extended-from-its-end", "remedy.extended-for-a-reason")
    good = RemedyPeriodExtended(
        happened_on=date(2025, 4, 30), notice="NOT-001", from_date=date(2025, 4, 30), to_date=date(2025, 5, 16),
        reason=Said("Two carers fell ill"),
    )  # fmt: skip
    story = given(*FULL, default_notice())

    story.when(good).keeps(*rules)
    story.when(changed(good, from_date=None)).keeps(*rules)
    for parts, rule in (
        ({"happened_on": date(2025, 5, 1)}, rules[0]), ({"from_date": date(2025, 4, 29)}, rules[1]),
        ({"reason": None}, rules[2]),
    ):  # fmt: skip
        story.when(changed(good, **parts)).departs_from(rule)
    story.when(good).when(changed(good, from_date=date(2025, 5, 16), to_date=date(2025, 6, 2))).keeps(*rules)


@pytest.mark.parametrize("result", ["remedied", "partly", "not-remedied"])
def test_what_was_found_of_a_notice_is_known_from_that_day_on(result: Any) -> None:
    day = date(2025, 5, 6)

    story = given(*FULL, default_notice()).when(RemedyAssessed(happened_on=day, notice="NOT-001", result=result))

    assert notice(story).result(date(2025, 5, 5)) is None
    assert notice(story).result(day) == result


def test_what_was_found_remedied_early_is_not_running_any_more() -> None:
    early = RemedyAssessed(happened_on=date(2025, 4, 22), notice="NOT-001", result="remedied")

    story = given(*FULL, default_notice()).when(early).keeps("remedy.assessed-when-time-is-over")

    assert story.file.notices.running(date(2025, 4, 23)) == []


def test_finding_a_failing_not_remedied_before_its_time_is_over_is_a_departure() -> None:
    """HCC-9.4-d, TC-12."""
    story = given(*FULL, default_notice())
    last_day = RemedyAssessed(happened_on=date(2025, 4, 30), notice="NOT-001", result="not-remedied")

    story.when(last_day).departs_from("remedy.assessed-when-time-is-over")
    story.when(last_day.model_copy(update={"happened_on": date(2025, 5, 1)})).keeps("remedy.assessed-when-time-is-over")


def test_the_provider_is_told_the_result() -> None:
    assessed = RemedyAssessed(happened_on=date(2025, 5, 6), notice="NOT-001", result="partly")
    story = given(*FULL, default_notice())

    story.when(assessed).departs_from("remedy.result-shared")
    shared = assessed.model_copy(update={"shared_with_provider_on": date(2025, 5, 7)})
    story.when(shared).keeps("remedy.result-shared", "remedy.result-told-once-found")
    early = assessed.model_copy(update={"shared_with_provider_on": date(2025, 5, 2)})
    story.when(early).departs_from("remedy.result-told-once-found")


def test_a_withdrawn_notice_runs_no_more_and_what_is_done_on_it_all_the_same_does_not_revive_it() -> None:
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 4, 22), notice="NOT-001", reason=Said("Served in error"))
    later: dict[str, Any] = {"happened_on": date(2025, 5, 6), "notice": "NOT-001"}
    story = given(*FULL, default_notice(), withdrawn)

    assert story.file.notices.running(date(2025, 4, 21))
    assert not story.file.notices.running(date(2025, 4, 22))
    assessed = RemedyAssessed(result="not-remedied", **later)
    for act in (assessed, RemedyPeriodExtended(to_date=date(2025, 6, 1), **later)):
        story.when(act, acknowledge_all=False).asked("notice.not-withdrawn")
        done = story.when(act).departs_from("notice.not-withdrawn")
        assert not done.file.notices.running(date(2025, 5, 7))
        given(*FULL, default_notice()).when(act).keeps("notice.not-withdrawn")
    story.when(NoticeWithdrawn(**later)).refused("notice.withdrawn-once")
    earlier = RemedyAssessed(happened_on=date(2025, 4, 21), notice="NOT-001", result="partly")
    story.when(earlier).recorded()


def test_words_that_reserve_rights_in_a_notice_are_among_the_rights_reserved() -> None:
    story = given(*FULL).when(default_notice(reservation_of_rights=Said("All other rights remain reserved.")))

    assert story.file.rights_reserved("authority", date(2025, 4, 14)) == [notice(story).position]
    assert story.file.rights_reserved("authority", date(2025, 4, 13)) == []
    assert story.file.rights_reserved("provider", date(2025, 4, 14)) == []


def test_a_corrected_notice_is_reckoned_afresh_against_the_file_at_its_own_date() -> None:
    wrong = default_notice(by=RUTH, address="7 Old Road, Alton")
    right = default_notice(by=RUTH)
    story = given(*FULL, wrong)

    mended = story.when(EntryCorrected(
        happened_on=date(2025, 5, 1), position=notice(story).position, reason=Said("Address misread"), replacement=right
    ))  # fmt: skip

    assert notice(story).valid is False
    assert notice(mended.recorded()).valid is True
    assert notice(mended).remedy_ends() == date(2025, 4, 30)


def test_what_is_worked_out_is_not_taken_from_outside() -> None:
    claimed = NoticeWorking(valid=True, sentence="Take my word for it.")

    given(*FULL).when(default_notice(worked=claimed)).refused("invalid", "worked")


def test_a_notice_and_its_working_are_read_back_as_they_were_written() -> None:
    """HCC-2.1-g: replay never reckons again, so the stored working must say all of it."""
    story = given(*FULL).when(default_notice())
    assert story.last is not None

    written = story.last.entry.model_dump_json(context=Keeping(), exclude_none=True)
    read = NoticeServed.model_validate_json(written, context=STORED)

    assert read.worked == worked(story)


def test_hours_are_by_the_clock_in_london() -> None:
    """An hour with a time zone would leave open which day it was; it is refused, saying what would be right."""
    said = '{"happened_on": "2025-04-14", "notice_kind": "default", "%s": "11:00:00+01:00"}'

    for field in ("happened_at", "received_at"):
        with pytest.raises(ValidationError, match="by the clock in London, such as 17:00, without a time zone"):
            NoticeServed.model_validate_json(said % field)


def test_an_office_nobody_was_appointed_to_on_file_leaves_it_untold() -> None:
    """HCC-5.1-a: a gap in the appointments is no fact against the notice; Legal Services have none on the file."""
    by_legal = SIGNERS.model_copy(update={"signed_by": ("legal-services",), "addressed_to": ()})

    nobody = given(REGISTERED, CONTACT, *CLAUSES, ISSUE).when(default_notice())
    legal = given(REGISTERED, CONTACT, SERVICE, by_legal, ISSUE).when(default_notice(by=LEGAL))

    assert worked(nobody).not_told == ("no appointment to the office of representative is on file",)
    assert worked(legal).valid is True


def test_whom_it_was_marked_for_and_how_its_copy_went_may_not_be_on_record() -> None:
    marked = NoticeAddressGiven(
        happened_on=START,
        party="provider",
        addresses=(NoticeAddress(method="e-mail", address="notices@haven.example", addressee="Company Secretary"),),
    )
    sent = termination_notice(
        method="e-mail", address="notices@haven.example", received_on=None, received_at=None,
        paper_copy_on=date(2025, 9, 2), recipients=(),
    )  # fmt: skip

    story = given(REGISTERED, SERVICE, marked).when(sent)

    assert worked(story).not_told == (
        "whom it was addressed to is not on record",
        "whom it was marked for is not on record; it had to be Company Secretary",
        "how its paper copy went is not on record; it had to go by hand or by signed-for post",
    )


def test_a_termination_notice_without_a_clause_is_told_so() -> None:
    """HCC-A11-a."""
    given(*BARE).when(termination_notice(clause=None)).departs_from("notice.termination-cites-its-clause")


@pytest.mark.parametrize(
    ("said", "kept", "in_part"),
    [
        ({"extent": "partial", "part": "Reading"}, True, "in part: Reading"), ({"extent": "partial"}, False, "in part"),
        ({"extent": "full", "part": "Reading"}, False, None), ({"extent": None, "part": "Reading"}, False, None),
        ({"extent": "full"}, True, None),
    ],
)  # fmt: skip
def test_a_notice_of_termination_ends_a_part_where_it_is_said_to_and_says_which(
    said: dict[str, Any], kept: bool, in_part: str | None
) -> None:
    """HCC-A11-a: one that names a part and is not said to end that alone ends it all."""
    rule, notice = "notice.termination-names-the-part", termination_notice(**said)

    story = given(*BARE).when(notice)

    _ = story.keeps(rule) if kept else story.departs_from(rule)
    assert notice.in_part == in_part
    given(*BARE).when(default_notice(part="Reading")).keeps(rule)


def test_periods_the_table_of_bank_holidays_does_not_reach_are_left_without_a_date() -> None:
    """HCC-9.4-d: the contract's own period and the notice's."""
    far = Period(count=30_000, unit="working-days")
    right = TerminationClauseEntered(happened_on=START, clause="44.1", trigger="convenience", notice_length=far)

    notice_only = given(*BARE).when(default_notice(remedy_period=far))
    both = given(*FULL).when(default_notice(remedy_period=far))
    ending = given(REGISTERED, right).when(termination_notice())

    assert worked(notice_only).remedy is None
    assert "The time the notice gives cannot be counted" in worked(notice_only).sentence
    assert notice(both).remedy_ends() == date(2025, 4, 30)
    assert "The time the notice gives cannot be counted" in worked(both).sentence
    assert worked(ending).ends_no_earlier_than is None
    assert worked(ending).counts_on == date(2025, 9, 2)


def test_with_a_clause_on_service_a_notice_served_nobody_knows_how_has_no_date() -> None:
    """HCC-9.1-b: receipt alone is enough only where the contract does not say how notices are served."""
    story = given(*FULL).when(default_notice(method=None))

    assert worked(story).counts_on is None
    assert "so it cannot be told when it counts" in worked(story).sentence


def test_a_notice_given_before_there_was_a_contract_asks_for_a_reason() -> None:
    early = default_notice(happened_on=date(2024, 12, 30), received_on=date(2024, 12, 30), issues=())

    given(*FULL).when(early).departs_from("notice.under-a-contract")
    given(*FULL).when(default_notice()).keeps("notice.under-a-contract")


def test_where_two_clauses_give_time_and_the_notice_cites_neither_the_longer_counts_and_it_is_said() -> None:
    shorter = DefaultClauseEntered(happened_on=START, clause="30.5", cure_period=Period(count=5, unit="working-days"))
    story = given(*FULL, shorter)

    neither = story.when(default_notice(remedy_period=Period(count=1, unit="working-days"))).file.notices.by_id[
        "NOT-001"
    ]
    cited = story.when(
        default_notice(clause="Clause 30.5", remedy_period=Period(count=1, unit="working-days"))
    ).file.notices.by_id["NOT-001"]

    assert (neither.remedy_ends(), cited.remedy_ends()) == (date(2025, 4, 30), date(2025, 4, 23))
    assert neither.worked is not None
    assert "Clauses 30.2 and 30.5 each give time" in neither.worked.sentence
    assert cited.worked is not None
    assert "each give time" not in cited.worked.sentence


def test_a_right_to_end_a_part_does_not_carry_a_notice_that_ends_the_whole() -> None:
    def right(extent: str) -> TerminationClauseEntered:
        return TerminationClauseEntered.model_validate(
            {"happened_on": START, "clause": "44.1", "trigger": "fundamental-breach", "extent": extent}
        )

    def judged(lets: str, **said: Any) -> NoticeWorking:
        notice = given(*FULL, right(lets)).when(termination_notice(**said)).recorded().file.notices.by_id["NOT-001"]
        assert notice.worked is not None
        return notice.worked

    ended_too_much = "clause 44.1 lets part of the contract be ended, and it ends the whole"
    assert ended_too_much in judged("partial").defects
    assert ended_too_much not in judged("either").defects
    assert any("lets a part be ended" in open_ for open_ in judged("full", extent="partial").not_told)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"standards_breached": ("Q1",)}, "notice.standards-of-its-issues"),
        (
            {"remedy_by": date(2025, 5, 14), "remedy_period": Period(count=3, unit="months")},
            "notice.one-time-to-remedy",
        ),
        ({"recipients": (Addressee(person="Ann Ashe"),)}, "notice.to-the-provider"),
        ({"recipients": (Addressee(office="lead-officer"), Addressee(person="Ruth Reed"))}, "notice.to-the-provider"),
    ],
)
def test_a_notice_that_speaks_against_itself_or_goes_to_our_own_is_found(said: dict[str, Any], rule: str) -> None:
    """HCC-9.1-b."""
    given(*FULL).when(default_notice(**said)).departs_from(rule)
    given(*FULL).when(default_notice()).keeps(rule)


@pytest.mark.parametrize(
    "said",
    [
        {"standards_breached": ("S4", "Q1")},
        {"standards_breached": ("s4",)},
        {"remedy_by": date(2025, 7, 14), "remedy_period": Period(count=3, unit="months")},
        {"remedy_by": date(2025, 7, 13), "remedy_period": Period(count=3, unit="months")},
        {"recipients": (Addressee(person="Ann Ashe"), Addressee(person="Pia Prior"))},
        {"recipients": (Addressee(person="Somebody Else"),)},
        {"recipients": (Addressee(person="Ann Ashe", office="provider-contract-manager"),)},
        {"recipients": ()},
    ],
)
def test_a_notice_may_name_more_than_its_issues_and_go_to_more_than_the_provider(said: dict[str, Any]) -> None:
    """HCC-9.1-b."""
    kept = ("notice.standards-of-its-issues", "notice.one-time-to-remedy", "notice.to-the-provider")
    given(*FULL).when(default_notice(**said)).keeps(*kept)
