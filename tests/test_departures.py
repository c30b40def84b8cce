from datetime import date, time
from typing import Any

import pytest

from ledger.departures import DepartureStanding, entitled, standing
from ledger.entry import Actor, Departure, Entry
from ledger.procedures import parse, read
from ledger.refusals import Objected
from ledger.rules import Acknowledgement
from ledger.subjects.agreement import ContractCommenced, ContractRegistered
from ledger.subjects.default_process import FundamentalBreachDetermined
from ledger.subjects.issues import IssueRaised
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingMinutesCirculated, MeetingMinutesRecorded
from ledger.subjects.people import DeputyOfficerAppointed, LeadOfficerAppointed, RepresentativeAppointed
from ledger.subjects.records import (
    ConsultationRecorded,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    EntrySupplemented,
)
from ledger.subjects.termination import (
    ContractTerminated,
    EarlyTerminationProposed,
    ProviderInformedOfIntention,
    TerminationAuthorised,
)
from ledger.subjects.variations import VariationAgreed
from ledger.words import Document, Said
from projections.duties.due import duties
from projections.duties.records import left_to_name
from projections.procedure.compliance import RuleKept, compliance
from projections.status.status import status
from projections.timeline.timeline import lines
from projections.timeline.touched_lines import touched
from tests.story import ANN, Story, changed, given
from tests.worked_through import view_of

HAMPSHIRE = read("hampshire")
RULE = "termination.process-worked-through"
COUNTY_MANAGER = Actor(person="Cleo Manager", office="county-manager-contracts")
REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care")
PROPOSED = EarlyTerminationProposed(happened_on=date(2025, 6, 2), by=ANN, grounds=("default",))
ALLOWED = DepartureAuthorised(
    happened_on=date(2025, 6, 2), by=COUNTY_MANAGER, rule=RULE, what_for=Said("Home care, TRM-001"),
    reason=Said("The provider has ceased trading"),
)  # fmt: skip
CITED = Acknowledgement(rule=RULE, authorisation="AUT-001")


def proposed(*before: Entry, by: Acknowledgement | None = None, act: Entry = PROPOSED) -> Story:
    """The file on which termination was proposed without the default process, acknowledged as stated."""
    return given(REGISTERED, *before).when(act, acknowledging=(by,) if by else ()).departs_from(RULE)


def of(story: Story, rule: str = RULE, position: int | None = None) -> DepartureStanding:
    acts = [r for r in story.recorded().file.entries if any(d.rule == rule for d in r.departures)]
    act = next(r for r in acts if position in (None, r.position))
    return standing(next(d for d in act.departures if d.rule == rule), act, story.file, HAMPSHIRE)


def ratified(position: int, day: date = date(2025, 6, 20), by: Actor | None = COUNTY_MANAGER) -> DepartureRatified:
    return DepartureRatified(happened_on=day, by=by, position=position, rule=RULE, reason=Said("It had to be done"))


@pytest.mark.parametrize("day", [date(2025, 5, 30), date(2025, 6, 2)])
def test_authority_given_before_the_act_or_on_its_day_authorises_it(day: date) -> None:
    story = proposed(changed(ALLOWED, happened_on=day), by=CITED)

    held = of(story)

    assert (held.state, held.by, held.on, held.position) == ("authorised", COUNTY_MANAGER, day, 2)
    assert held.awaits == ()


def test_an_authorisation_on_file_that_is_not_relied_on_is_named_when_it_is_asked_for_and_afterwards() -> None:
    """HCC-9.1-c: it is not said that there is none where there is one."""
    asked = given(REGISTERED, ALLOWED).when(PROPOSED, acknowledge_all=False).asked(RULE)
    assert isinstance(asked.error, Objected)
    assert {o.rule: o.given for o in asked.error.objections}[RULE] == ("AUT-001",)
    held = of(proposed(ALLOWED))
    assert (held.state, held.awaits) == ("unauthorised", ("county-manager-contracts",))
    assert held.why == "it relies on no authorisation, though there is AUT-001, given on 2 June 2025"


@pytest.mark.parametrize(
    "allowed",
    [
        ALLOWED.model_copy(update={"by": ANN}), ALLOWED.model_copy(update={"audience": "legal"}),
        ALLOWED.model_copy(update={"rule": "issue.told-at-once"}),
    ],
)  # fmt: skip
def test_an_authorisation_that_does_not_count_or_not_everybody_may_see_is_not_offered(allowed: Entry) -> None:
    asked = given(REGISTERED, allowed).when(PROPOSED, acknowledge_all=False).asked(RULE)

    assert isinstance(asked.error, Objected)
    assert {o.rule: o.given for o in asked.error.objections}[RULE] == ()


def test_authority_given_after_the_act_ratifies_it() -> None:
    held = of(proposed(changed(ALLOWED, happened_on=date(2025, 6, 3)), by=CITED))

    assert (held.state, held.on) == ("ratified", date(2025, 6, 3))


@pytest.mark.parametrize(
    ("given_at", "done_at", "state"),
    [(time(9), time(10), "authorised"), (time(11), time(10), "ratified"), (None, time(10), "authorised")],
)
def test_on_the_same_day_the_hours_decide_where_both_are_known(
    given_at: time | None, done_at: time | None, state: str
) -> None:
    story = proposed(changed(ALLOWED, happened_at=given_at), by=CITED, act=changed(PROPOSED, happened_at=done_at))

    assert of(story).state == state


def test_an_act_nobody_authorised_awaits_the_office_entitled() -> None:
    held = of(proposed())

    assert (held.state, held.awaits) == ("unauthorised", ("county-manager-contracts",))
    assert "County Manager" in held.why


def test_an_authorisation_that_is_on_file_and_was_not_cited_lifts_nothing() -> None:
    assert of(proposed(ALLOWED)).state == "unauthorised"


def test_approval_by_an_office_that_may_not_give_it_is_none() -> None:
    held = of(proposed(changed(ALLOWED, by=Actor(person="Ted Team", office="team-manager")), by=CITED))

    assert (held.state, held.awaits) == ("unauthorised", ("county-manager-contracts",))
    assert "Ted Team (Team Manager)" in held.why
    assert of(proposed(changed(ALLOWED, by=None), by=CITED)).state == "unauthorised"


def test_the_other_party_cannot_authorise_a_departure_whatever_office_it_claims() -> None:
    theirs = changed(COUNTY_MANAGER, party="provider")

    assert of(proposed(changed(ALLOWED, by=theirs), by=CITED)).state == "unauthorised"


def test_nobody_authorises_or_ratifies_his_own_act() -> None:
    """Design, idea 2."""
    own_act = changed(PROPOSED, by=changed(COUNTY_MANAGER, person="CLEO MANAGER"))

    authorised = proposed(ALLOWED, by=CITED, act=own_act)
    approved = proposed(act=own_act).when(ratified(2))

    assert of(authorised).state == "unauthorised"
    assert "nobody authorises his own" in of(authorised).why
    assert of(approved).state == "unauthorised"
    assert "entry 3 does not settle it" in of(approved).why


@pytest.mark.parametrize(
    ("appointed", "did", "state"),
    [
        ((), "C. Manager", "authorised"), ((), "Mrs Manager", "authorised"), ((), "Cleo M. Manager", "unauthorised"),
        (("Carl Manager",), "C. Manager", "authorised"), (("Cleo Manager",), "C. Manager", "unauthorised"),
        ((), "Carl Manager", "authorised"),
    ],
)  # fmt: skip
def test_that_an_initial_fits_both_is_noted_and_lifts_nothing_unless_the_file_tells_who_is_meant(
    appointed: tuple[str, ...], did: str, state: str
) -> None:
    """Design, idea 2; HCC-POL-f: C. Manager may be Cleo or Carl, and whoever the file has in post tells which."""
    there = tuple(LeadOfficerAppointed(happened_on=date(2025, 1, 6), person=person) for person in appointed)
    act = changed(PROPOSED, by=Actor(person=did, office="lead-officer"))
    allowed = changed(ALLOWED, happened_on=date(2025, 6, 1))
    held = of(given(REGISTERED, *there, allowed).when(act, acknowledging=(CITED,)))

    assert held.state == state
    assert ("may be Cleo Manager" in held.why) == (not appointed and did != "Carl Manager" and state == "authorised")


def test_whoever_signed_or_carried_out_an_act_does_not_ratify_it_either() -> None:
    """Design, idea 2; two spaces in a name make no other person."""
    lena = Actor(person="Cleo  Manager", office="county-manager-contracts")
    ended = ContractTerminated(happened_on=date(2025, 6, 16), by=ANN, carried_out_by=lena)

    held = of(given(REGISTERED).when(ended).departs_from(RULE).when(ratified(2)))

    assert held.state == "unauthorised"
    assert "nobody authorises his own" in held.why


def test_an_authority_given_for_one_proposal_lifts_nothing_of_another() -> None:
    """HCC-POL-f."""
    for_the_first = changed(ALLOWED, happened_on=date(2025, 6, 3), proposal="TRM-001", scope="contract")
    decided = TerminationAuthorised(happened_on=date(2025, 6, 18), by=ANN, proposal="TRM-001")
    story = given(REGISTERED, PROPOSED, for_the_first, changed(PROPOSED, happened_on=date(2025, 6, 4)))

    first = story.when(decided, acknowledging=(CITED,))
    second = story.when(changed(decided, proposal="TRM-002"), acknowledging=(CITED,))

    assert of(first, position=5).state == "authorised"
    assert of(second, position=5).state == "unauthorised"
    assert "AUT-001 is for TRM-001" in of(second, position=5).why


def test_an_authority_only_claimed_is_shown_as_claimed_and_still_awaits_the_office() -> None:
    held = of(proposed(by=Acknowledgement(rule=RULE, claimed=Said("The County Manager said so by telephone"))))

    assert (held.state, held.awaits) == ("claimed", ("county-manager-contracts",))


def test_a_claim_is_settled_by_what_the_office_says_later() -> None:
    claim = Acknowledgement(rule=RULE, claimed=Said("By telephone"))

    approved = of(proposed(by=claim).when(ratified(2)))
    refused = of(proposed(by=claim).when(_refused(2)))

    assert (approved.state, approved.position, approved.awaits) == ("ratified", 3, ())
    assert (refused.state, refused.by, refused.awaits) == ("refused", COUNTY_MANAGER, ())


def _refused(position: int) -> DepartureRefused:
    return DepartureRefused(
        happened_on=date(2025, 6, 20), by=COUNTY_MANAGER, position=position, rule=RULE, reason=Said("No")
    )


def test_the_offices_last_word_counts() -> None:
    first_no = proposed().when(_refused(2)).recorded().when(ratified(2, date(2025, 7, 1)))

    assert of(first_no).state == "ratified"


def test_a_refusal_afterwards_takes_back_no_authority_given_before() -> None:
    assert of(proposed(ALLOWED, by=CITED).when(_refused(3))).state == "authorised"


def test_approval_by_somebody_not_entitled_leaves_the_office_its_duty() -> None:
    held = of(proposed().when(ratified(2, by=ANN)))

    assert (held.state, held.awaits) == ("unauthorised", ("county-manager-contracts",))


def test_authority_given_once_covers_the_first_act_of_a_kind_and_no_second() -> None:
    """One given for a proposal covers its proposal, its decision and its carrying out once each."""
    again = changed(PROPOSED, happened_on=date(2025, 9, 1))
    decided = TerminationAuthorised(happened_on=date(2025, 6, 18), by=ANN, proposal="TRM-001")

    story = proposed(ALLOWED, by=CITED).when(decided, acknowledging=(CITED,)).when(again, acknowledging=(CITED,))

    assert of(story, position=3).state == "authorised"
    assert of(story, position=4).state == "authorised"
    assert of(story, position=5).state == "unauthorised"
    assert "entry 3 relied on it first" in of(story, position=5).why


def test_authority_given_for_the_contract_covers_every_such_act() -> None:
    again = changed(PROPOSED, happened_on=date(2025, 9, 1))

    story = proposed(changed(ALLOWED, scope="contract"), by=CITED).when(again, acknowledging=(CITED,))

    assert {of(story, position=3).state, of(story, position=4).state} == {"authorised"}


def test_an_explanation_is_a_reason_on_record() -> None:
    rule = "variation.provider-informed"
    agreed = VariationAgreed(happened_on=date(2025, 6, 2), by=ANN)
    reasoned = Acknowledgement(rule=rule, reason=Said("It asked for the change itself, by telephone"))

    explained = given(REGISTERED).when(agreed, acknowledging=(reasoned,))
    silent = given(REGISTERED).when(agreed, acknowledging=(rule,))

    assert of(explained, rule).state == "explained"
    assert of(silent, rule).state == "no-reason-given"


def test_what_was_added_to_an_act_that_gave_no_reason_is_taken_for_one_wherever_it_is_told() -> None:
    """HCC-12.2: the entry does not say that none is on record once nobody is asked for it any more."""
    rule = "variation.provider-informed"
    agreed = VariationAgreed(happened_on=date(2025, 6, 2), by=ANN)
    added = EntrySupplemented(happened_on=date(2025, 6, 9), position=2, words=Said("It asked for it by telephone"))
    silent = given(REGISTERED).when(agreed, acknowledging=(rule,))
    explained = silent.when(added)

    assert (of(explained, rule, position=2).state, of(explained, rule, position=2).position) == ("explained-since", 3)
    for story, asked in ((silent, True), (explained, False)):
        assert any(one.id == f"explain/2/{rule}" for one in duties(view_of(story.file))) == asked


def test_what_was_added_about_something_else_is_no_reason() -> None:
    """HCC-12.2: a supplement that names what it completes is about that alone (docs/adr/0383)."""
    rule, other = "variation.provider-informed", "variation.agreement-complete"
    agreed = VariationAgreed(happened_on=date(2025, 6, 2), by=ANN)
    silent = given(REGISTERED).when(agreed, acknowledging=(rule,))
    added = EntrySupplemented(
        happened_on=date(2025, 6, 9), position=2, words=Said("Signed by both"), completes=(other,)
    )

    for completes, explained in (((other,), False), ((rule,), True), ((other, rule), True), ((), True)):
        story = silent.when(changed(added, completes=completes))
        assert of(story, rule, position=2).state == ("explained-since" if explained else "no-reason-given")
        assert any(one.id == f"explain/2/{rule}" for one in duties(view_of(story.file))) != explained
    [varied] = [one for one in silent.file.entries if one.position == 2]
    why = "variation.agreed-says-why"
    assert left_to_name(view_of(silent.file), varied) == [why, other, rule]
    assert left_to_name(view_of(silent.when(added).file), varied) == [why, rule]
    second = silent.when(added).when(changed(added, completes=(rule,)))
    assert of(second, rule, position=2).position == 4


def test_advice_not_followed_is_acknowledged_and_asks_nothing_more() -> None:
    story = given(REGISTERED).when(VariationAgreed(happened_on=date(2025, 6, 2), by=ANN))

    assert of(story, "variation.agreement-complete").state == "acknowledged"


def test_nothing_lifts_an_absolute_rule() -> None:
    """TC-15, 16, 18, 19, 21."""
    rule = "termination.by-legal-services"
    allowed = changed(ALLOWED, rule=rule)
    ended = ContractTerminated(happened_on=date(2025, 6, 20), by=ANN)

    story = given(REGISTERED, allowed).when(
        ended, acknowledging=(Acknowledgement(rule=rule, authorisation="AUT-001", reason=Said("In haste")),)
    )

    assert of(story, rule).state == "purported"


def test_how_a_departure_stands_is_as_known_and_as_at_the_file_asked() -> None:
    before = proposed()
    after = before.when(ratified(2))

    assert (of(before).state, of(after).state) == ("unauthorised", "ratified")


def test_who_may_authorise_is_the_procedures_to_say_else_its_owners() -> None:
    """HCC-POL-f."""
    text = """
        id = "elsewhere"
        version = 1
        title = "Elsewhere"
        authority = "Elsewhere Council"
        owner = "chief-executive"
        citation = "X-1"
        meeting = []
        setting = []
        condition = []
        office = [
            {id = "chief-executive", title = "Chief Executive", appointed_on = "authority", citation = "X-1"},
            {id = "board", title = "Board", appointed_on = "authority", citation = "X-1"},
        ]
        [[rule]]
        id = "termination.process-worked-through"
        level = "authorise"
        authorised_by = ["board"]
        citation = "X-2"
    """
    elsewhere = parse(text, "elsewhere.toml")

    assert entitled(RULE, HAMPSHIRE) == ("county-manager-contracts",)
    assert entitled(RULE, elsewhere) == ("board",)
    assert entitled("a.rule-of-an-earlier-version", elsewhere) == ("chief-executive",)


def test_an_authorisation_that_is_no_longer_on_file_authorises_nothing() -> None:
    story = proposed(ALLOWED, by=CITED)
    assert story.last is not None
    [departure] = [d for d in story.last.departures if d.rule == RULE]
    lost = Departure.model_validate(departure.model_dump() | {"authorisation": "AUT-009"})

    held = standing(lost, story.last, story.file, HAMPSHIRE)

    assert held.state == "unauthorised"
    assert "AUT-009 is not on the file" in held.why


def test_an_authorisation_for_another_rule_authorises_nothing() -> None:
    story = proposed(changed(ALLOWED, rule="meeting.lead-officer-chairs"))
    assert story.last is not None
    [departure] = [d for d in story.last.departures if d.rule == RULE]
    misfit = departure.model_copy(update={"authorisation": "AUT-001"})

    held = standing(misfit, story.last, story.file, HAMPSHIRE)

    assert held.state == "unauthorised"
    assert "AUT-001 is for meeting.lead-officer-chairs" in held.why


# --- shown since to have been kept ------------------------------------------------------------------------------------

THAMES_CONTRACT = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Victim support", procedure="thames-valley/1"
)
LEAD_IN_POST = LeadOfficerAppointed(happened_on=date(2025, 2, 3), person="Ann Ashe")
COMMENCED = ContractCommenced(happened_on=date(2025, 4, 1), by=ANN)
NO_DEPUTY = "commencement.deputy-in-office"


def deputy(on: date, **otherwise: Any) -> DeputyOfficerAppointed:
    return DeputyOfficerAppointed(happened_on=on, person="Dan Low", **otherwise)


def test_a_departure_the_file_has_since_disproved_asks_for_nothing_and_stays_on_the_act() -> None:
    """TVP-4.0-8: an appointment made before and recorded after; the duty to explain is over, the departure is there."""
    bare = given(THAMES_CONTRACT, LEAD_IN_POST).when(COMMENCED).departs_from(NO_DEPUTY)
    explain = f"explain/3/{NO_DEPUTY}"
    assert explain in {duty.id for duty in duties(view_of(bare.file))}

    late = bare.when(deputy(date(2025, 3, 3)))

    view = view_of(late.file)
    assert explain not in {duty.id for duty in duties(view)}
    [line] = [line for line in lines(view) if line.position == 3]
    [shown] = [d for d in line.departures if d.rule == NO_DEPUTY]
    assert (shown.state, shown.settled_at) == ("on-file-since", 4)
    [rule] = [rule for rule in compliance(view, date(2025, 6, 2)).rules if rule.rule == NO_DEPUTY]
    assert (rule.state, rule.departures, rule.since) == ("kept", 0, (3,))
    assert 3 in (touched(view_of(bare.file), view) or ())


def test_an_appointment_made_afterwards_disproves_nothing() -> None:
    bare = given(THAMES_CONTRACT, LEAD_IN_POST, COMMENCED)

    for made in (deputy(date(2025, 5, 6)), deputy(date(2025, 5, 6), from_date=date(2025, 3, 3))):
        view = view_of(bare.when(made).file)
        assert f"explain/3/{NO_DEPUTY}" in {duty.id for duty in duties(view)}
        [rule] = [rule for rule in compliance(view, date(2025, 6, 2)).rules if rule.rule == NO_DEPUTY]
        assert (rule.state, rule.since) == ("departed", ())


def test_a_representative_or_lead_officer_recorded_late_was_there() -> None:
    """HCC-5.1-a, HCC-4.1-a: so for the representative; and nobody has to ratify that there was no lead officer."""
    contract = THAMES_CONTRACT.model_copy(update={"procedure": "hampshire/1"})
    ruth = RepresentativeAppointed(happened_on=date(2025, 3, 3), person="Ruth Reed")

    view = view_of(given(contract, COMMENCED, LEAD_IN_POST, ruth).file)

    [line] = [line for line in lines(view) if line.position == 2]
    states = {d.rule: d.state for d in line.departures if d.rule.endswith("-in-office")}
    assert states == {
        "commencement.lead-officer-in-office": "on-file-since",
        "commencement.representative-in-office": "on-file-since",
    }
    assert not [duty for duty in duties(view) if duty.id.startswith("ratify/2/")]


SAM = Actor(person="Sam Ode", office="contract-support-officer")
AGREED = VariationAgreed(happened_on=date(2026, 1, 12), by=ANN)
BEGUN = ContractCommenced(happened_on=date(2025, 4, 1))
HELD = MeetingHeld(happened_on=date(2026, 1, 12), meeting_kind="regular", attendees=(Attendee(person="Ann Ashe"),))
SENT = MeetingMinutesCirculated(happened_on=date(2026, 1, 19), meeting="MTG-001", recipients=(ANN,))
OLD = REGISTERED.model_copy(update={"procedure": "hampshire/1", "start_date": date(2025, 4, 1)})


INFORMED = ProviderInformedOfIntention(happened_on=date(2026, 1, 6), intention="revise", variation="VAR-001", by=ANN)


def consulted(on: date) -> ConsultationRecorded:
    return ConsultationRecorded(happened_on=on, subject="variation", variation="VAR-001", consulted=SAM, by=ANN)


def written(on: date, **otherwise: Any) -> MeetingMinutesRecorded:
    return MeetingMinutesRecorded(happened_on=on, meeting="MTG-001", **otherwise)


def on_compliance(story: Story, rule: str) -> RuleKept:
    view = view_of(story.recorded().file)
    return next(kept for kept in compliance(view, date(2026, 6, 6)).rules if kept.rule == rule)


@pytest.mark.parametrize(
    ("rule", "before", "act", "late"),
    [
        ("variation.support-officer-consulted", (), AGREED, consulted(date(2026, 1, 5))),
        ("variation.provider-informed", (), AGREED, INFORMED),
        ("minutes.written-before-sent", (HELD,), SENT, written(date(2026, 1, 16))),
        ("minutes.to-support-officer", (HELD,), SENT, SENT.model_copy(update={"recipients": (SAM,)})),
        ("meeting.support-officer-at-first", (BEGUN,), HELD, HELD.model_copy(update={
            "happened_on": date(2025, 10, 20), "attendees": (Attendee(person="Sam Ode", office=SAM.office),),
        })),
    ],
)  # fmt: skip
def test_a_rule_is_kept_by_what_was_done_in_time_and_entered_late(
    rule: str, before: tuple[Entry, ...], act: Entry, late: Entry
) -> None:
    """HCC-3.1-a: a late entry is no breach; nobody is asked to explain it or to ratify it, reason or none."""
    story = given(OLD, *before).when(act, acknowledging=(Acknowledgement(rule=rule, reason=Said("None yet")),))
    position = story.departs_from(rule).file.position
    assert on_compliance(story, rule).state == "departed"

    view = view_of(story.when(late).recorded().file)
    [kept] = [kept for kept in compliance(view, date(2026, 6, 6)).rules if kept.rule == rule]
    assert (kept.state, kept.departed, kept.since) == ("kept", (), (position,))
    assert not [duty for duty in duties(view) if duty.id.endswith(f"/{position}/{rule}")]
    [shown] = [d for line in lines(view, [position]) for d in line.departures if d.rule == rule]
    assert (shown.state, shown.settled_at) == ("on-file-since", position + 1)


@pytest.mark.parametrize(
    ("rule", "before", "act", "later"),
    [
        ("variation.support-officer-consulted", (), AGREED, consulted(date(2026, 1, 13))),
        ("minutes.written-before-sent", (HELD,), SENT, written(date(2026, 1, 20))),
    ],
)
def test_what_was_done_after_the_act_leaves_the_departure_as_it_was(
    rule: str, before: tuple[Entry, ...], act: Entry, later: Entry
) -> None:
    kept = on_compliance(given(OLD, *before).when(act).departs_from(rule).when(later), rule)

    assert (kept.state, kept.since) == ("departed", ())


def test_nobody_ratifies_what_came_on_file_as_authorised_by_its_condition() -> None:
    """HCC-7.4-a: the count of acts without an authority goes by the same, and the line of the act reads anew."""
    bare = given(OLD, AGREED)
    assert status(view_of(bare.recorded().file)).counts.unauthorised == 1
    assert any(duty.id.startswith("ratify/2/") for duty in duties(view_of(bare.file)))

    was = view_of(bare.file)
    now = view_of(bare.when(consulted(date(2026, 1, 5))).recorded().file)

    assert status(now).counts.unauthorised == 0
    assert not any(duty.id.startswith("ratify/") for duty in duties(now))
    assert 2 in (touched(was, now) or ())


def test_a_detail_added_since_is_no_departure_any_more() -> None:
    """HCC-3.1-a: as the duty says that asks for it; minutes too, once they are on file."""
    paper = Said(Document("ab" * 32, "Minutes"))
    rule, said = "variation.agreement-complete", Said("Signed by both; in writing")
    added = EntrySupplemented(happened_on=date(2026, 1, 20), position=2, words=said, completes=(rule,))
    filed = added.model_copy(
        update={"position": 3, "completes": (), "exhibits": (paper,), "happened_on": date(2026, 1, 21)}
    )

    agreed = on_compliance(given(OLD, AGREED, added), rule)
    other = on_compliance(given(OLD, AGREED, added.model_copy(update={"completes": ()})), rule)
    minutes = on_compliance(given(OLD, HELD, written(date(2026, 1, 16)), filed), "minutes.on-file")

    assert (agreed.state, agreed.since) == ("kept", (2,))
    assert (other.state, other.since) == ("departed", ())
    assert (minutes.state, minutes.since) == ("kept", (3,))


def test_a_breach_that_was_there_in_time_excepts_from_the_process_though_it_was_entered_late() -> None:
    """HCC-9.1-c, TC-14: nobody ratifies that the process was not worked through."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Doors left open"), standards=("S1",))
    breach = FundamentalBreachDetermined(
        happened_on=date(2025, 3, 20), by=ANN, issues=("ISS-001",), clause="3", facts=Said("Doors open")
    )
    act = changed(PROPOSED, happened_on=date(2025, 4, 1), issues=("ISS-001",))
    bare = given(OLD, raised).when(act).departs_from(RULE)
    assert any(duty.id == f"ratify/3/{RULE}" for duty in duties(view_of(bare.file)))

    told = bare.when(breach).recorded()

    assert (on_compliance(told, RULE).state, on_compliance(told, RULE).since) == ("kept", (3,))
    assert not any(duty.id.startswith("ratify/") for duty in duties(view_of(told.file)))
