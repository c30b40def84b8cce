"""How the file is kept: notes, spans, marks and the office's word on departures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger import kinds
from ledger.entry import Actor, Entry
from ledger.folding import fold
from ledger.governing import procedure_of
from ledger.subjects.actions import ActionAssigned
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Organisation
from ledger.subjects.exits import ContractEndPlansCommunicated
from ledger.subjects.issues import IssueNotifiedToProvider, IssueRaised
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingMinutesRecorded
from ledger.subjects.procurement import AwardRecommended, SingleTenderAuthorisationRequested
from ledger.subjects.records import (
    AlternativeArrangementAgreed,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    DocumentFiled,
    EntryCorrected,
    EntryReclassified,
    EntrySupplemented,
    MeetingsInstead,
    NoteMade,
    SettingInstead,
)
from ledger.subjects.records.rules.departing import NOTHING_LIFTS
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.terms import ServiceSpecificationIssued
from ledger.subjects.variations import VariationAgreed
from ledger.words import Document, Said
from tests.story import ANN, COUNTY, LEGAL, changed, given
from tests.subjects.test_whom_a_name_means import REGISTERED

MARCH = date(2025, 3, 3)
WHY = Said("It could not wait")
RAISED = IssueRaised(happened_on=MARCH, nature=Said("Visits missed"), by=ANN)
NOTE = NoteMade(happened_on=MARCH, words=Said("The scheduler rang"))


def to_named(*named: str) -> EntryReclassified:
    return EntryReclassified(
        happened_on=MARCH, position=2, new_audience="named", new_protection="open", new_named=named, reason=WHY,
        by=LEGAL,
    )  # fmt: skip


def test_the_last_day_something_may_have_happened_on_is_not_before_the_first() -> None:
    """HCC-2.1-a."""
    given().when(NOTE.model_copy(update={"until": date(2025, 3, 2)})).refused("entry.span", "2 March 2025")
    given().when(NOTE.model_copy(update={"until": MARCH})).keeps("entry.span")


def test_a_note_has_words_or_an_exhibit() -> None:
    """HCC-2.1-g."""
    given().when(NoteMade(happened_on=MARCH)).refused("note.says-something", "neither words nor an exhibit")
    given().when(NoteMade(happened_on=MARCH, exhibits=(Said(Document("0" * 64)),))).keeps("note.says-something")
    given().when(NOTE).keeps("note.says-something")


@pytest.mark.parametrize("verdict", [DepartureRatified, DepartureRefused])
def test_only_a_departure_that_is_on_record_is_ratified_or_refused(verdict: Any) -> None:
    told_late = IssueNotifiedToProvider(happened_on=date(2025, 4, 3), issue="ISS-001", means="e-mail", by=ANN)
    story = given(RAISED, told_late)
    word = {"happened_on": date(2025, 4, 4), "position": 3, "reason": WHY, "by": COUNTY}

    story.when(verdict(rule="meeting.chair", **word)).refused("departure.is-on-record", "issue.told-at-once")
    story.when(verdict(rule="issue.told-at-once", **word)).keeps("departure.is-on-record")


def test_a_departure_is_authorised_by_the_office_the_procedure_gives_that_to() -> None:
    authorised = DepartureAuthorised(
        happened_on=MARCH, rule="commencement.lead-officer-in-office", what_for=Said("this once"), reason=WHY, by=COUNTY
    )
    by_ann = authorised.model_copy(update={"by": ANN})

    given().when(by_ann).departs_from("departure.by-the-office-entitled")
    given().when(by_ann, acknowledge_all=False).asked("departure.by-the-office-entitled")
    given().when(authorised).keeps("departure.by-the-office-entitled")


@pytest.mark.parametrize("asked", ["minutes.to-all-parties", "route.with-those-concerned", "issue.cites-standard"])
def test_no_rule_of_hampshires_procedure_is_departed_from_but_by_the_county_manager(asked: str) -> None:
    """HCC-POL-f, N-26: also those the procedure names no office for."""
    rule = "departure.by-the-office-entitled"
    by_ann = DepartureAuthorised(happened_on=MARCH, rule=asked, what_for=Said("the minutes"), reason=WHY, by=ANN)
    of_thames = changed(REGISTERED, procedure="thames-valley/1")

    given(REGISTERED).when(by_ann, acknowledge_all=False).asked(rule)
    given(REGISTERED).when(changed(by_ann, by=COUNTY)).keeps(rule)
    given(of_thames).when(by_ann).keeps(rule)  # it reserves to an office only what it says


def test_that_a_departure_was_authorised_does_not_say_that_the_office_was_entitled_to() -> None:
    for kind in (DepartureAuthorised, DepartureRatified, DepartureRefused):
        assert "entitled" not in (kind.__doc__ or "")


def test_what_the_procedure_does_not_ask_anybody_may_leave_out() -> None:
    by_ann = DepartureAuthorised(
        happened_on=MARCH, rule="meeting.lead-officer-chairs", what_for=Said("one meeting"), reason=WHY, by=ANN
    )

    given(REGISTERED).when(by_ann).keeps("departure.by-the-office-entitled")


def test_whoever_was_not_entitled_to_authorise_a_departure_is_told_by_name() -> None:
    authorised = DepartureAuthorised(
        happened_on=MARCH, rule="commencement.lead-officer-in-office", what_for=Said("this once"), reason=WHY
    )
    for by, told in (
        (Actor(person="Deputy Chief Executive"), "it was done by Deputy Chief Executive;"),
        (Actor(person="Ann Ashe", office="lead-officer"), "it was done by Ann Ashe (lead officer);"),
        (Actor(person="the Chief Executive Officer"), "it was done by the Chief Executive Officer;"),
        (
            Actor(person="Cllr Jo Bloggs, Executive Member for Care"),
            "it was done by Cllr Jo Bloggs (Executive Member);",
        ),
        (None, "it was done by nobody named;"),
    ):
        found = given(REGISTERED).when(changed(authorised, by=by), acknowledge_all=False)
        found.asked("departure.by-the-office-entitled")
        assert told in str(found.error)


@pytest.mark.parametrize("rule", ["termination.impact-assessed", "marks.changed-by-legal-services", "TC-16"])
def test_leave_to_depart_from_what_nothing_lifts_is_said_to_lift_nothing(rule: str) -> None:
    """HCC-POL-f: whether the procedure has it so, or the rule itself, or it is a condition before an early end."""
    named, lifted = "departure.from-what-can-be-lifted", "commencement.lead-officer-in-office"
    leave = DepartureAuthorised(happened_on=MARCH, rule=rule, what_for=Said("this once"), reason=WHY, by=COUNTY)

    told = given(REGISTERED).when(leave, acknowledge_all=False).departs_from(named)
    assert told.last is not None
    assert any(d.found.startswith(f"nothing lifts {rule}: ") for d in told.last.departures)
    given(REGISTERED).when(changed(leave, rule=lifted)).keeps(named)
    if rule == "termination.impact-assessed":  # which Thames Valley takes otherwise
        given(changed(REGISTERED, procedure="thames-valley/1")).when(leave).keeps(named)


def test_what_nothing_lifts_is_what_the_rules_themselves_have_so() -> None:
    """HCC-POL-f."""
    assert {rule.id for rule in kinds.RULES if rule.level == "absolute"} == NOTHING_LIFTS


def test_a_departure_is_authorised_from_a_rule_there_is() -> None:
    authorised = DepartureAuthorised(
        happened_on=MARCH, rule="no.such.rule", what_for=Said("this once"), reason=WHY, by=COUNTY
    )
    nearly = authorised.model_copy(update={"rule": "issue.told-at-one"})

    given().when(authorised).refused("departure.from-a-rule-there-is", "there is no rule no.such.rule")
    given().when(nearly).refused("departure.from-a-rule-there-is", "there is issue.told-at-once")


def test_an_entry_for_named_people_names_them() -> None:
    hidden = NOTE.model_copy(update={"audience": "named"})

    given().when(hidden).refused("marks.named-people-are-named", "nobody is named")
    given().when(hidden.model_copy(update={"named": ("ann",)})).keeps("marks.named-people-are-named")
    given(RAISED).when(to_named()).refused("marks.named-people-are-named", "new_named")
    given(RAISED).when(to_named("ann")).keeps("marks.named-people-are-named")


def test_names_that_would_have_no_effect_are_not_taken_in_silence() -> None:
    rule = "marks.named-people-are-named"
    hidden = NoteMade(happened_on=MARCH, words=Said("For Ann"), audience="legal", named=("ann",))
    given().when(hidden).refused(rule, "leave the names out")
    given(RAISED).when(to_named("ann").model_copy(update={"new_audience": "legal"})).refused(rule, "new_named")


def test_an_entry_reclassified_to_named_people_carries_their_names_and_so_does_its_correction() -> None:
    story = given(RAISED, to_named("ann", "lena"))
    mended: Entry = RAISED.model_copy(update={"nature": Said("Visits late")})

    story = story.when(EntryCorrected(happened_on=MARCH, position=2, reason=WHY, replacement=mended)).recorded()

    assert story.file.records.marks[2] == ("named", "open", ("ann", "lena"))
    assert story.last is not None
    assert (story.last.entry.audience, story.last.entry.named) == ("named", ("ann", "lena"))


def test_where_hard_copies_are_kept_it_is_on_record_in_which_folder() -> None:
    """TVP-4.0-15; D-13: under Hampshire's procedure none are asked for."""
    filed = DocumentFiled(happened_on=MARCH, title="Minutes of February", document_kind="minutes")
    in_folder = filed.model_copy(update={"hard_copy_location": "Cabinet 3, folder C-1"})
    strategy = ContractRegistered(
        happened_on=MARCH, reference="C-1", title="Victims' services", procedure="thames-valley/1"
    )

    given(strategy).when(filed).departs_from("document.paper-located")
    given(strategy).when(in_folder).keeps("document.paper-located")
    given().when(filed).keeps("document.paper-located")


def test_a_protocol_of_partners_is_on_file_once_in_each_version() -> None:
    """CPC307-K9, CPC308-K10: what says where it is, or what it belongs to, says something."""
    rule, before = "document.protocol-filed-once", date(2025, 2, 3)
    protocol = DocumentFiled(
        happened_on=MARCH, title="Protocol with the NHS", document_kind="protocol", dated=before,
        document=Said(Document("ab" * 32, "Protocol")),
    )  # fmt: skip
    again = changed(protocol, title="protocol with the  NHS")
    story = given(NoteMade(happened_on=MARCH, words=Said("Of the NHS")), protocol)

    said = story.when(again).departs_from(rule).last
    assert said is not None
    assert "a protocol called protocol with the  NHS is on file already (entry 3)" in str(said.departures)
    story.when(changed(again, dated=None)).departs_from(rule)
    story.when(changed(again, dated=MARCH)).keeps(rule).when(again).departs_from(rule)
    for more in ({"hard_copy_location": "Folder 3"}, {"belongs_to": (2,)}, {"title": "Protocol with the police"}):
        story.when(changed(again, **more)).keeps(rule)
    story.when(changed(again, document_kind="letter")).keeps(rule)
    given(changed(protocol, document=None)).when(again).keeps(rule)


def test_a_supplement_names_what_it_completes() -> None:
    """HCC-2.1-g: of what the entry was found to lack; to one that lacks nothing anything may be added (ADR 0383)."""
    rule, raised = "supplement.says-what-it-completes", IssueRaised(happened_on=MARCH, nature=Said("Visits missed"))
    action = ActionAssigned(happened_on=MARCH, description=Said("Hire two carers"), issue="ISS-001")
    added = EntrySupplemented(happened_on=MARCH, position=3, words=Said("Their number is 01632 960001"))
    story = given(raised, action)

    asked = story.when(added).departs_from(rule).last
    assert asked is not None
    assert "which of what was found to be missing in entry 3 it says" in str(asked.departures)
    story.when(changed(added, completes=("action.has-owner-and-date",))).keeps(rule)
    story.when(changed(added, completes=("minutes.in-time",))).departs_from(rule)
    story.when(changed(added, position=1)).keeps(rule)


def test_once_all_that_was_missing_is_named_a_further_supplement_may_say_anything() -> None:
    """HCC-2.1-g: what earlier supplements named is not missing any more."""
    rule, raised = "supplement.says-what-it-completes", IssueRaised(happened_on=MARCH, nature=Said("Visits missed"))
    action = ActionAssigned(happened_on=MARCH, description=Said("Hire two carers"), issue="ISS-001")
    whole = EntrySupplemented(
        happened_on=MARCH, position=3, words=Said("Ann Ashe, by May"), completes=("action.has-owner-and-date",)
    )
    more = changed(whole, words=Said("The room was B12"), completes=())

    given(raised, action, whole).when(more).keeps(rule)
    given(raised, action, whole).when(whole).keeps(rule)
    given(raised, action, more).when(more).departs_from(rule)


def test_a_supplement_may_name_what_it_gives_the_reason_for() -> None:
    """HCC-2.1-g."""
    rule, informed = "supplement.says-what-it-completes", "variation.provider-informed"
    agreed = VariationAgreed(happened_on=date(2025, 6, 2), by=ANN)
    why = EntrySupplemented(happened_on=date(2025, 6, 9), position=2, words=Said("By telephone"), completes=(informed,))

    silent = given(REGISTERED).when(agreed, acknowledging=(informed,))
    assert silent.last is not None
    assert informed in {one.rule for one in silent.last.departures if one.level == "explain"}
    silent.when(why).keeps(rule)
    silent.when(changed(why, completes=("notice.support-officer-consulted",))).departs_from(rule)


def test_no_supplement_says_what_only_a_correction_puts_right() -> None:
    """HCC-10.1-a: words beside an extension move no end."""
    rule, end = "supplement.says-what-it-completes", "extension.moves-the-end"
    taken = ExtensionDecided(happened_on=date(2025, 6, 2), taken=True, by=ANN)
    said = EntrySupplemented(
        happened_on=date(2025, 6, 9), position=2, words=Said("To 31 January 2027"), completes=(end,)
    )

    story = given(REGISTERED).when(taken).departs_from(end)
    asked = story.when(said).departs_from(rule).last
    assert asked is not None
    assert "correct entry 2, or enter the option" in str(asked.departures)
    story.when(changed(said, completes=())).keeps(rule)


def test_where_a_shared_electronic_folder_is_asked_for_what_is_on_paper_is_in_it_as_well() -> None:
    """TVP-4.0-14; CPC308-S7: under Hampshire's procedure a record may be kept on paper alone."""
    rule = "document.kept-electronically"
    on_paper = DocumentFiled(happened_on=MARCH, title="Performance data of the quarter", hard_copy_location="Folder 12")
    strategy = ContractRegistered(
        happened_on=MARCH, reference="C-1", title="Victims' services", procedure="thames-valley/1"
    )

    given(strategy).when(on_paper).departs_from(rule)
    given(strategy).when(on_paper.model_copy(update={"electronic_location": "Shared folder, C-1"})).keeps(rule)
    given().when(on_paper).keeps(rule)


# --- another arrangement for one contract ---------------------------------------------------------------------------

SMG = Actor(person="Sal Senior", office="smg")
THAMES = ContractRegistered(
    happened_on=MARCH, reference="C-1", title="Victims' support", procedure="thames-valley/1",
    start_date=date(2025, 4, 1), end_date=date(2026, 12, 31),
)  # fmt: skip
OTHERWISE = AlternativeArrangementAgreed(
    happened_on=date(2025, 4, 7), by=SMG, rules_not_asked=("end-plans.in-writing",),
    settings=(SettingInstead(id="exit.plans-told-before-end", value=3),), arrangement=Said("Told at the board"),
    reason=Said("Run with Sussex"),
)  # fmt: skip
TALKED = ContractEndPlansCommunicated(happened_on=date(2026, 9, 15), means="unrecorded", plans="recommission")


def test_another_arrangement_for_one_contract_loosens_what_it_names_and_nothing_else() -> None:
    """TVP-4.0-1: the same process for each contract, unless another is agreed for it."""
    story = given(THAMES, OTHERWISE)

    story.when(TALKED).keeps("end-plans.in-writing", "end-plans.in-time")
    given(THAMES).when(TALKED).departs_from("end-plans.in-writing", "end-plans.in-time")
    before, after = (procedure_of(story.file, day, "hampshire") for day in (date(2025, 4, 6), date(2025, 4, 7)))
    assert [p.setting("exit.plans-told-before-end") for p in (before, after)] == [6, 3]
    assert before.setting("exclusion.longest") == after.setting("exclusion.longest") == 5


def test_it_applies_from_its_first_day_to_its_last() -> None:
    """TVP-4.0-1."""
    over = changed(OTHERWISE, from_date=date(2025, 6, 2), until_date=date(2026, 6, 1))
    file = given(THAMES, over).file

    days = (date(2025, 6, 1), date(2025, 6, 2), date(2026, 6, 1), date(2026, 6, 2))
    months = [procedure_of(file, day, "hampshire").setting("exit.plans-told-before-end") for day in days]
    assert months == [6, 3, 3, 6]


def test_what_is_agreed_with_effect_from_an_earlier_day_changes_nothing_of_the_days_before() -> None:
    """TVP-4.0-1: "unless an alternative arrangement has been agreed"; what was missed by then stays missed."""
    rule, back = "arrangement.agreed-before-it-applies", changed(OTHERWISE, from_date=date(2025, 1, 1))

    story = given(THAMES).when(back).departs_from(rule)
    given(THAMES).when(changed(OTHERWISE, from_date=OTHERWISE.happened_on)).keeps(rule)
    given(THAMES).when(OTHERWISE).keeps(rule)
    days = (date(2025, 4, 6), OTHERWISE.happened_on)
    months = [procedure_of(story.file, day, "hampshire").setting("exit.plans-told-before-end") for day in days]
    assert months == [6, 3]
    assert fold(story.file.known, days[0]).records.arrangements == []


def test_only_the_office_that_may_amend_the_procedure_agrees_to_another_arrangement() -> None:
    """TVP-4.0-1: recorded, shown, and without effect."""
    rule = "arrangement.by-the-office-entitled"

    given(THAMES).when(OTHERWISE).keeps(rule)
    for chair in ("Chair of SMG", "Chair of the Senior Management Group", "Pia Crane, chair of the SMG"):
        given(THAMES).when(changed(OTHERWISE, by=Actor(person=chair))).keeps(rule)
    given(THAMES).when(changed(OTHERWISE, by=Actor(person="Member of SMG"))).departs_from(rule)
    story = given(THAMES).when(changed(OTHERWISE, by=ANN)).departs_from(rule)
    story.when(TALKED).departs_from("end-plans.in-writing")


def test_only_the_owner_of_the_procedure_lets_be_an_arrangement_that_another_agreed_to() -> None:
    """TVP-4.0-1, docs/adr/0435: the word of anybody else has no effect, so it is asked about, leave or verdict."""
    entitled, rule = "departure.by-the-office-entitled", "arrangement.by-the-office-entitled"
    day = OTHERWISE.happened_on
    for contract, owner in ((THAMES, Actor(person="Chair of SMG")), (changed(THAMES, procedure="hampshire/1"), COUNTY)):
        there = given(contract).when(changed(OTHERWISE, by=ANN))
        word = DepartureRatified(happened_on=day, position=2, rule=rule, reason=WHY, by=ANN)
        leave = DepartureAuthorised(happened_on=day, rule=rule, what_for=Said("three months"), reason=WHY, by=ANN)
        for asked in (word, leave, changed(word, by=None)):
            there.when(asked, acknowledge_all=False).asked(entitled)
        for asked in (word, leave):
            there.when(changed(asked, by=owner)).keeps(entitled)


def test_an_arrangement_names_what_the_procedure_asks_and_can_be_otherwise() -> None:
    """TVP-4.0-1."""
    rule = "arrangement.of-what-the-procedure-asks"

    for wrong, said in (
        ({"rules_not_asked": ("no.such-rule",)}, "no rule no.such-rule"),
        ({"rules_not_asked": ("termination.right-arisen",)}, "nothing lifts"),
        ({"settings": (SettingInstead(id="no.such-number", value=1),)}, "no number called no.such-number"),
        ({"rules_not_asked": (), "settings": ()}, "names no rule"),
        ({"meetings": (MeetingsInstead(id="dispute", a_year=0),)}, "no number of meetings called dispute"),
        ({"offices_not_asked": ("smg",)}, "asks for nobody in the office smg"),
        ({"until_date": date(2025, 4, 1)}, "before it begins"),
    ):
        given(THAMES).when(changed(OTHERWISE, **wrong)).refused(rule, said)


def test_a_deputy_who_is_not_asked_for_need_not_be_in_office_when_the_service_begins() -> None:
    """TVP-4.0-1, TVP-4.0-8."""
    begun = ContractCommenced(happened_on=date(2025, 4, 8))
    let_be = changed(OTHERWISE, rules_not_asked=(), settings=(), offices_not_asked=("deputy-lead-officer",))

    given(THAMES).when(begun).departs_from("commencement.deputy-in-office")
    given(THAMES, let_be).when(begun).keeps("commencement.deputy-in-office")


def test_a_specification_may_ask_for_as_few_meetings_as_were_agreed_for_the_contract() -> None:
    """TVP-4.0-1, HCC-7.1-a."""
    rule = "specification.meetings-often-enough"
    hampshire = changed(THAMES, procedure="hampshire/1")
    one_a_year = (MeetingsInstead(id="regular", a_year=1),)
    fewer = changed(OTHERWISE, by=COUNTY, rules_not_asked=(), settings=(), meetings=one_a_year)
    issued = ServiceSpecificationIssued(happened_on=date(2025, 5, 6), version="1", meetings_per_year=1)

    given(hampshire).when(issued).departs_from(rule)
    given(hampshire, fewer).when(issued).keeps(rule)


def test_it_is_on_record_why() -> None:
    """TVP-4.0-1: who agreed, when, why."""
    given(THAMES).when(OTHERWISE).keeps("arrangement.says-why")
    given(THAMES).when(changed(OTHERWISE, reason=None)).departs_from("arrangement.says-why")


def test_a_document_filed_alone_is_told_what_waits_for_one() -> None:
    """HCC-7.2-c, HCC-A9-b: filed as belonging to nothing it does what was asked for of nothing; nothing waits, or it is
    said what it belongs to, and there is nothing to say."""
    rule = "document.belongs-to-what-waits-for-it"
    lead = Attendee(person="Ann Ashe", office="lead-officer")
    held = MeetingHeld(happened_on=date(2025, 3, 3), attendees=(lead,))
    written = MeetingMinutesRecorded(happened_on=date(2025, 3, 5), meeting="MTG-001")
    filed = DocumentFiled(happened_on=date(2025, 3, 6), title="Minutes", document_kind="minutes")

    story = given(held, written).when(filed).departs_from(rule)
    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == [
        "it is not said which entry it belongs to; waiting for a paper: the minutes of MTG-001 (entry 3)"
    ]
    given(held, written).when(filed.model_copy(update={"belongs_to": (3,)})).keeps(rule)
    given(held, written).when(filed.model_copy(update={"document_kind": "letter"})).keeps(rule)
    given().when(filed).keeps(rule)
    recommended = AwardRecommended(happened_on=date(2025, 3, 3), provider=Organisation(name="Care Ltd"))
    given(recommended).when(filed.model_copy(update={"document_kind": "award-papers"})).departs_from(rule)
    asked = SingleTenderAuthorisationRequested(happened_on=date(2025, 3, 3))
    given(asked).when(filed.model_copy(update={"document_kind": "report"})).departs_from(rule)
