from datetime import date
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from ledger.entry import Actor, AnyEntry, Entry, Money, own
from ledger.said_since import said_in
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.meetings import AgendaItemConsidered, Attendee, MeetingHeld
from ledger.subjects.notices import NoticeServed
from ledger.subjects.people import ContractSupportOfficerAssigned, LeadOfficerAppointed
from ledger.subjects.records import ConsultationRecorded, DocumentFiled, EntryCorrected, EntryStruckOut
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.termination import ProviderInformedOfIntention
from ledger.subjects.terms import VariationClauseEntered
from ledger.subjects.variations import (
    AnnualValueChange,
    EndDateChange,
    OtherChange,
    ScopeChange,
    TotalValueChange,
    VariationAgreed,
    VariationEvaluated,
    VariationProposed,
    VariationRejected,
)
from ledger.words import STORED, Document, Keeping, Said
from projections.duties.due import duties
from projections.view import FileView
from tests.story import ANN, COLLEAGUE, Story, changed, given

OFFICER = Actor(person="Sam Sallow", office="contract-support-officer")
COUNTY_MANAGER = Actor(person="Cleo Manager", office="county-manager-contracts")
DIRECTOR = Actor(person="Dee Dock", office="provider-director", party="provider")
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Day care", start_date=date(2025, 2, 1),
    end_date=date(2026, 1, 31), total_value=Money(pence=12_000_000), annual_value=Money(pence=12_000_000),
)  # fmt: skip
SIGNED_ONLY = VariationClauseEntered(happened_on=date(2025, 1, 7), effective_from=date(2025, 1, 6), clause="52.1")
LONGER = EndDateChange(was=date(2026, 1, 31), becomes=date(2026, 7, 31))
PROPOSED = VariationProposed(
    happened_on=date(2025, 5, 1), variation_kind="terms", reason_code="demand", changes=(LONGER,)
)
CONSULTED = ConsultationRecorded(
    happened_on=date(2025, 5, 6), subject="variation", consulted=OFFICER, variation="VAR-001"
)
TOLD = ProviderInformedOfIntention(happened_on=date(2025, 5, 7), intention="revise", variation="VAR-001")


def agreed(**said: Any) -> VariationAgreed:
    parts: dict[str, Any] = {
        "happened_on": date(2025, 6, 2),
        "by": ANN,
        "authorised_by": COUNTY_MANAGER,
        "agreed_by_provider": "Dee Dock",
        "form": "signed-document",
        "signatories": (ANN, DIRECTOR),
        "exhibits": (Said(Document("ab" * 32)),),
    }
    return VariationAgreed(**(parts | said))


def consulted(day: date, **said: Any) -> ConsultationRecorded:
    parts: dict[str, Any] = {"happened_on": day, "subject": "variation", "consulted": OFFICER, "by": ANN}
    return ConsultationRecorded(**(parts | said))


def seen(story: Story) -> FileView:
    return FileView.of(UUID(int=1), story.recorded().file, {})


def end_of(story: Story, day: date) -> date | None:
    return story.recorded().file.end_date(day)


def test_a_variation_worked_through_departs_from_nothing() -> None:
    """HCC-7.4-a, HCC-9.5-a, TVP-3.0-3, CPC307-K17."""
    story = given(REGISTERED, SIGNED_ONLY, PROPOSED, CONSULTED, TOLD).when(agreed(variation="VAR-001"))

    assert story.recorded().objections == ()


def test_the_end_date_as_agreed_is_known_for_any_day() -> None:
    """TVP-3.0-3: which entry set each term."""
    file = (
        given(REGISTERED, PROPOSED)
        .when(agreed(variation="VAR-001", changes=(LONGER,), effective_from=date(2025, 7, 1)))
        .recorded()
        .file
    )

    assert file.end_date(date(2025, 1, 5)) is None
    assert file.end_date(date(2025, 6, 30)) == date(2026, 1, 31)
    assert file.end_date(date(2025, 7, 1)) == date(2026, 7, 31)
    before, after = file.value_of("end-date", date(2025, 6, 30)), file.value_of("end-date", date(2025, 7, 1))
    assert before is not None
    assert before.position == 1
    assert before.variation is None
    assert after is not None
    assert after.position == 3
    assert after.variation == "VAR-001"


def test_a_temporary_variation_gives_the_earlier_terms_back() -> None:
    more = AnnualValueChange(was=Money(pence=12_000_000), becomes=Money(pence=15_000_000))
    winter = agreed(changes=(more,), effective_from=date(2025, 7, 1), applies_until=date(2025, 9, 30))

    file = given(REGISTERED, winter).file

    held = [file.value_of("annual-value", day) for day in (date(2025, 9, 30), date(2025, 10, 1))]
    assert [value.value for value in held if value] == [Money(pence=15_000_000), Money(pence=12_000_000)]


def test_a_variation_agreed_without_a_proposal_is_given_an_id_and_one_proposed_keeps_its_own() -> None:
    outright = given(REGISTERED).when(agreed(changes=(LONGER,))).recorded()
    proposed = given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001")).recorded()

    assert outright.last is not None
    assert outright.last.given_id == "VAR-001"
    assert proposed.last is not None
    assert proposed.last.given_id is None
    assert list(proposed.file.variations.by_id) == ["VAR-001"]


def test_what_was_proposed_is_what_is_agreed_where_the_agreement_does_not_say() -> None:
    story = given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001"))

    assert end_of(story, date(2025, 6, 2)) == date(2026, 7, 31)


def test_a_variation_that_is_not_on_file_cannot_be_agreed() -> None:
    given(REGISTERED).when(agreed(variation="VAR-007")).refused("entry.names-what-is-on-file", "VAR-007")


def test_by_e_mail_where_the_contract_wants_signatures_the_form_is_not_met_and_the_terms_stand() -> None:
    """TVP-3.0-3; the contract's own clause governs."""
    story = given(REGISTERED, SIGNED_ONLY, PROPOSED).when(agreed(variation="VAR-001", form="e-mail", signatories=()))

    story.departs_from("variation.in-form")
    assert end_of(story, date(2025, 6, 30)) == date(2026, 1, 31)
    [held] = story.file.variations_agreed(date(2025, 6, 30))
    assert not held.form_met
    assert held.form_lacking is not None
    assert "clause 52.1" in held.form_lacking
    assert held.changes == (LONGER,)
    assert story.file.changes(date(2025, 6, 30)) == []


def test_a_signed_document_later_confirms_what_an_e_mail_purported() -> None:
    story = given(REGISTERED, SIGNED_ONLY, PROPOSED, agreed(variation="VAR-001", form="e-mail", signatories=())).when(
        agreed(variation="VAR-001", happened_on=date(2025, 8, 4))
    )

    story.keeps("variation.in-form")
    assert end_of(story, date(2025, 8, 3)) == date(2026, 1, 31)
    assert end_of(story, date(2025, 8, 4)) == date(2026, 7, 31)


def test_a_signed_document_confirms_what_was_agreed_last_and_not_what_was_proposed() -> None:
    longer_still = EndDateChange(becomes=date(2026, 10, 31))
    by_mail = agreed(variation="VAR-001", form="e-mail", signatories=(), changes=(longer_still,))

    story = given(REGISTERED, SIGNED_ONLY, PROPOSED, by_mail).when(agreed(variation="VAR-001"))

    assert end_of(story, date(2025, 6, 2)) == date(2026, 10, 31)


def test_confirming_a_variation_needs_no_second_consultation() -> None:
    by_mail = agreed(variation="VAR-001", form="e-mail", signatories=())
    before = (REGISTERED, SIGNED_ONLY, PROPOSED, consulted(date(2025, 5, 6)), by_mail)

    given(*before).when(agreed(variation="VAR-001", happened_on=date(2025, 8, 4))).keeps(
        "variation.support-officer-consulted"
    )


def test_an_e_mail_will_do_where_no_clause_on_file_asks_for_more() -> None:
    story = given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001", form="e-mail", signatories=()))

    story.keeps("variation.in-form")
    assert end_of(story, date(2025, 6, 2)) == date(2026, 7, 31)


def test_the_clause_in_force_on_the_day_of_agreeing_decides_and_a_late_entry_of_it_counts() -> None:
    """A clause entered after the e-mail was recorded still governs it: the contract always said so."""
    by_mail = agreed(variation="VAR-001", form="e-mail", signatories=())

    story = given(REGISTERED, PROPOSED, by_mail).when(SIGNED_ONLY.model_copy(update={"happened_on": date(2025, 9, 1)}))

    assert end_of(story, date(2025, 6, 30)) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("clause", "said", "lacks"),
    [
        ({}, {"form": "oral"}, "by word of mouth"),
        ({"signed": False}, {"form": "oral"}, "asks for writing"),
        ({"signed": False}, {"form": "e-mail"}, None),
        ({"signed": False, "in_writing": False}, {"form": "conduct"}, None),
        ({}, {"form": None}, None),
        ({}, {"signatories": ()}, None),
        ({}, {"signatories": (ANN,)}, "nobody signed for the provider"),
        ({"signed_by_authority": ("representative",)}, {}, "the signature of the representative"),
        ({"signed_by_authority": ("representative", "lead-officer")}, {}, None),
        ({"signed_by_provider": ("provider-line-manager",)}, {}, "Dee Dock"),
    ],
)
def test_the_form_is_judged_by_the_words_of_the_clause(
    clause: dict[str, Any], said: dict[str, Any], lacks: str | None
) -> None:
    asked = VariationClauseEntered(happened_on=date(2025, 1, 7), clause="52.1", **clause)

    story = given(REGISTERED, asked, PROPOSED).when(agreed(variation="VAR-001", **said)).recorded()

    [held] = story.file.variations_agreed(date(2025, 6, 2))
    assert held.form_met is (lacks is None)
    assert lacks is None or lacks in (held.form_lacking or "")
    assert ("variation.in-form" in story.objections) is (lacks is not None)


def test_a_variation_without_the_support_officer_needs_the_county_manager() -> None:
    """HCC-7.4-a."""
    story = given(REGISTERED, PROPOSED, TOLD).when(agreed(variation="VAR-001"), acknowledge_all=False)

    story.asked("variation.support-officer-consulted")
    [objection] = [o for o in story.error.objections if o.rule == "variation.support-officer-consulted"]  # type: ignore[union-attr]
    assert objection.level == "authorise"
    assert objection.authorised_by == ("county-manager-contracts",)


@pytest.mark.parametrize(
    ("whom", "kept"),
    [
        (Actor(person="Sue Stone"), True), (Actor(person="S. Stone"), True),
        (Actor(person="Contract Support Officer"), True), (Actor(person="Tim Tate"), False),
        (Actor(person="Pat Good", office="contract-support-officer", party="provider"), False),
    ],
)  # fmt: skip
def test_the_support_officer_is_whoever_the_file_has_in_that_office(whom: Actor, kept: bool) -> None:
    """HCC-7.4-a: typed beside the name or not; somebody of the provider's is none of ours."""
    assigned = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 6), person="Sue Stone")
    asked = consulted(date(2025, 5, 6), variation="VAR-001", consulted=whom)
    story = given(REGISTERED, assigned, PROPOSED, asked, TOLD).when(agreed(variation="VAR-001"))

    rule = "variation.support-officer-consulted"
    story.keeps(rule) if kept else story.departs_from(rule)


def test_a_talk_that_names_no_variation_is_about_what_was_proposed_then_or_next_alone() -> None:
    """HCC-7.4-a: "in the first instance"; it does not open the way for whatever is proposed afterwards, nor, once
    several are, for any."""
    rule = "variation.support-officer-consulted"
    another = PROPOSED.model_copy(update={"happened_on": date(2025, 5, 20)})
    before, between = consulted(date(2025, 4, 1)), consulted(date(2025, 5, 10))
    assert before.variation is None
    assert date(2025, 4, 1) < PROPOSED.happened_on < date(2025, 5, 10)

    for talk, first, second in (
        (before, True, False),
        (between, True, False),
        (consulted(date(2025, 5, 21)), False, False),
    ):
        both = given(REGISTERED, PROPOSED, another, talk, TOLD)
        for variation, counts in (("VAR-001", first), ("VAR-002", second)):
            story = both.when(agreed(variation=variation, happened_on=date(2025, 6, 20)))
            story.keeps(rule) if counts else story.departs_from(rule)


def test_it_is_the_lead_officer_who_takes_a_revision_to_the_support_officer() -> None:
    """HCC-7.4-a: by office or as the file has it; who did it not being said is a gap, not a finding."""
    rule, lead = (
        "variation.support-officer-consulted",
        LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe"),
    )
    by_another = consulted(date(2025, 5, 6), variation="VAR-001", by=Actor(person="Tim Tate", office="team-manager"))

    story = given(REGISTERED, lead, PROPOSED, by_another, TOLD).when(agreed(variation="VAR-001")).departs_from(rule)
    assert story.last is not None
    [said] = [d.found for d in story.last.departures if d.rule == rule]
    assert "VAR-001 was discussed with the Contract Support Officer by Tim Tate (team manager), not by" in said
    for by in (Actor(person="Ann Ashe"), Actor(person="Dan Oak", office="lead-officer"), None):
        held = consulted(date(2025, 5, 8), variation="VAR-001", by=by)
        given(REGISTERED, lead, PROPOSED, by_another, held, TOLD).when(agreed(variation="VAR-001")).keeps(rule)


@pytest.mark.parametrize("subject", ["variation", "termination", "procurement"])
def test_it_is_remarked_on_that_nobody_is_said_to_have_talked_to_the_officer(subject: str) -> None:
    """HCC-7.4-a: whose account recorded it says nothing; it counts as the lead officer's, who is to have it."""
    rule = "consultation.says-by-whom"
    silent = consulted(date(2025, 5, 6), subject=subject, by=None)
    if subject == "procurement":
        given(REGISTERED).when(silent).keeps(rule)
        return
    told = given(REGISTERED).when(silent).departs_from(rule)
    assert told.last is not None
    assert "it is not said who talked to Sam Sallow; it counts as the lead officer's" in str(told.last.departures)
    given(REGISTERED).when(changed(silent, by=ANN)).keeps(rule)


@pytest.mark.parametrize("subject", ["variation", "termination", "notice", "procurement"])
def test_it_is_remarked_on_that_the_officer_consulted_is_not_the_one_the_file_knows(subject: str) -> None:
    """HCC-7.4-a, HCC-9.1-a, HCC-9.2-a: the local one; also for who is consulted in another office."""
    rule, other = "consultation.of-the-officer-on-file", "actor.in-the-office-on-file"
    assigned = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 6), person="Sue Stone")
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    stranger = consulted(date(2025, 5, 6), subject=subject)

    told = given(REGISTERED, assigned).when(stranger, acknowledge_all=False).departs_from(rule).keeps(other)
    as_lead = consulted(date(2025, 5, 6), subject=subject, consulted=Actor(person="Zoe Wrong", office="lead-officer"))
    given(REGISTERED, lead).when(as_lead, acknowledge_all=False).departs_from(other).keeps(rule)
    assert told.last is not None
    [said] = [d.found for d in told.last.departures if d.rule == rule]
    assert said.startswith("Sam Sallow was consulted, but on Tuesday 6 May 2025 the office of")
    assert "was held by Sue Stone" in said
    assert said.endswith("it counts, as with somebody who stood in")
    given(REGISTERED).when(stranger).keeps(rule)
    for whom in (Actor(person="Sue Stone", office="contract-support-officer"), COUNTY_MANAGER):
        given(REGISTERED, assigned).when(consulted(date(2025, 5, 6), subject=subject, consulted=whom)).keeps(rule)


@pytest.mark.parametrize(
    ("whom", "counts"),
    [
        (Actor(person="Someone Else", office="contract-support-officer"), True),
        (Actor(person="Ruth Dale", office="county-manager-contracts"), False), (Actor(person="Someone Else"), False),
    ],
)  # fmt: skip
def test_whether_a_consultation_counts_is_one_answer_for_what_is_due_and_for_the_agreement(
    whom: Actor, counts: bool
) -> None:
    """HCC-7.4-a: with whoever stood in as that officer, and nobody else."""
    assigned = ContractSupportOfficerAssigned(happened_on=date(2025, 1, 6), person="Sue Stone")
    story = given(REGISTERED, assigned, PROPOSED, consulted(date(2025, 5, 6), variation="VAR-001", consulted=whom))

    open_ = {one.id for one in duties(FileView.of(UUID(int=1), story.file, {}))}
    judged = story.when(TOLD).recorded().when(agreed(variation="VAR-001"))

    rule = "variation.support-officer-consulted"
    judged.keeps(rule) if counts else judged.departs_from(rule)
    assert ("discuss/VAR-001" not in open_) is counts


def test_asking_the_support_officer_afterwards_is_too_late() -> None:
    """HCC-7.4-a: first."""
    late = consulted(date(2025, 6, 3), variation="VAR-001")

    given(REGISTERED, PROPOSED, late).when(agreed(variation="VAR-001")).departs_from(
        "variation.support-officer-consulted"
    )


def test_a_talk_that_names_none_of_several_open_variations_shows_of_none_that_it_was_discussed() -> None:
    """HCC-7.4-a: which it was about is asked for; where one alone is open, it was about that."""
    rule, asked = "variation.support-officer-consulted", "consultation.says-which-variation"
    second = changed(PROPOSED, happened_on=date(2025, 5, 3))
    talk = consulted(date(2025, 5, 6))
    later = changed(second, happened_on=date(2025, 5, 7))
    several = given(REGISTERED, PROPOSED, second).when(talk).departs_from(asked)
    rejected = VariationRejected(happened_on=date(2025, 5, 4), variation="VAR-001", rejected_by_party="authority")

    assert several.last is not None
    [said] = [d.found for d in several.last.departures if d.rule == asked]
    assert said == "VAR-001, VAR-002 are open, and it says not of which: it counts for none of them"
    for named in ("VAR-001", "VAR-002"):
        judged = several.when(TOLD).when(agreed(variation=named)).departs_from(rule)
        assert judged.last is not None
        assert any("says not of which of VAR-001, VAR-002" in d.found for d in judged.last.departures if d.rule == rule)
    about = given(REGISTERED, PROPOSED, second).when(changed(talk, variation="VAR-002")).keeps(asked)
    about.when(TOLD).when(agreed(variation="VAR-002")).keeps(rule)
    for alone, named in (
        ((PROPOSED,), "VAR-001"), ((PROPOSED, second, rejected), "VAR-002"),
        ((PROPOSED, changed(second, decide="next-contract")), "VAR-001"),
    ):  # fmt: skip
        one = given(REGISTERED, *alone).when(talk).keeps(asked)
        one.when(TOLD).when(agreed(variation=named)).keeps(rule)
    given(REGISTERED, PROPOSED, talk, later, TOLD).when(agreed(variation="VAR-001")).keeps(rule)


def test_a_consultation_about_one_variation_does_not_serve_for_another() -> None:
    earlier = [REGISTERED, PROPOSED, consulted(date(2025, 5, 6), variation="VAR-001"), agreed(variation="VAR-001")]
    second = agreed(happened_on=date(2025, 9, 1), changes=(OtherChange(name="Clause 9", becomes=Said("Fortnightly.")),))

    given(*earlier).when(second).departs_from("variation.support-officer-consulted")
    given(*earlier, consulted(date(2025, 8, 30))).when(second).keeps("variation.support-officer-consulted")


def test_an_unnamed_consultation_before_the_last_variation_was_for_that_one() -> None:
    second = agreed(happened_on=date(2025, 9, 1), changes=(LONGER,))

    given(REGISTERED, consulted(date(2025, 5, 6)), PROPOSED, agreed(variation="VAR-001")).when(second).departs_from(
        "variation.support-officer-consulted"
    )


def test_the_provider_is_told_before_the_contract_is_revised_unless_it_asked_for_it_itself() -> None:
    """HCC-9.5-a."""
    rule = "variation.provider-informed"
    late = TOLD.model_copy(update={"happened_on": date(2025, 6, 3)})
    ending = ProviderInformedOfIntention(happened_on=date(2025, 5, 7), intention="terminate")
    its_own = PROPOSED.model_copy(update={"proposed_by_party": "provider"})

    given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001")).departs_from(rule)
    given(REGISTERED, PROPOSED, late).when(agreed(variation="VAR-001")).departs_from(rule)
    for_july = agreed(variation="VAR-001", effective_from=date(2025, 7, 1))
    given(REGISTERED, PROPOSED, late).when(for_july).departs_from(rule)
    given(REGISTERED, PROPOSED, ending).when(agreed(variation="VAR-001")).departs_from(rule)
    given(REGISTERED, PROPOSED, TOLD).when(agreed(variation="VAR-001")).keeps(rule)
    given(REGISTERED, its_own).when(agreed(variation="VAR-001")).keeps(rule)


MET = MeetingHeld(happened_on=date(2025, 5, 8), attendees=(Attendee(person="Dee Dock", party="provider"),))
TELLINGS: dict[str, tuple[Entry, ...]] = {
    "an entry that says so": (TOLD,),
    "one that names no variation": (changed(TOLD, variation=None),),
    "a notice of variation": (NoticeServed(happened_on=date(2025, 5, 7), notice_kind="variation"),),
    "a talk with the provider": (consulted(date(2025, 5, 7), consulted=DIRECTOR, variation="VAR-001"),),
    "a letter filed with the proposal": (
        DocumentFiled(
            happened_on=date(2025, 5, 7), title="Our letter", document=Said(Document("cd" * 32)),
            document_kind="letter", belongs_to=(2,),
        ),
    ),
    "a meeting that looked at it": (
        MET,
        AgendaItemConsidered(happened_on=date(2025, 5, 8), meeting="MTG-001", item="any-other-business", concerns=(2,)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TELLINGS)
def test_a_revision_the_authority_intends_is_to_be_told_to_the_provider_by_whatever_tells_it(how: str) -> None:
    """HCC-9.5-a."""
    intended = given(REGISTERED, PROPOSED)
    told = given(REGISTERED, PROPOSED, *TELLINGS[how])

    [duty] = [one for one in duties(seen(intended)) if one.id == "inform/VAR-001"]
    assert (duty.office, duty.since, duty.citation) == ("lead-officer", date(2025, 5, 1), "HCC-9.5-a")
    assert "inform/VAR-001" not in {one.id for one in duties(seen(told))}
    told.when(agreed(variation="VAR-001")).keeps("variation.provider-informed")


@pytest.mark.parametrize(
    "closing",
    [
        changed(PROPOSED, proposed_by_party="provider"), changed(PROPOSED, decide="next-contract"),
        agreed(variation="VAR-001"), VariationRejected(happened_on=date(2025, 5, 9), variation="VAR-001"),
    ],
)  # fmt: skip
def test_what_is_decided_or_put_off_or_the_providers_own_wish_is_no_intention_to_be_told_of(closing: Entry) -> None:
    """HCC-9.5-a."""
    begun = (REGISTERED,) if isinstance(closing, VariationProposed) else (REGISTERED, PROPOSED)
    story = given(*begun).when(closing)

    assert "inform/VAR-001" not in {one.id for one in duties(seen(story))}


@pytest.mark.parametrize("how", ["told to our own", "a meeting without them", "of another"])
def test_what_does_not_reach_the_provider_tells_it_of_no_revision(how: str) -> None:
    """HCC-9.5-a."""
    lead = LeadOfficerAppointed(happened_on=date(2025, 1, 6), person="Ann Ashe")
    among_ourselves = changed(MET, attendees=(Attendee(person="Ann Ashe"),))
    by: dict[str, tuple[Entry, ...]] = {
        "told to our own": (changed(TOLD, recipient="Ann Ashe"),),
        "a meeting without them": (among_ourselves, *TELLINGS["a meeting that looked at it"][1:]),
        "of another": (PROPOSED, changed(TOLD, variation="VAR-002")),
    }
    story = given(REGISTERED, PROPOSED, lead, *by[how])

    assert "inform/VAR-001" in {one.id for one in duties(seen(story))}
    story.when(agreed(variation="VAR-001")).departs_from("variation.provider-informed")


def test_only_a_procedure_that_asks_for_it_has_the_provider_told_of_an_intended_revision() -> None:
    """HCC-9.5-a: Thames Valley's text does not ask for it."""
    theirs = changed(REGISTERED, procedure="thames-valley/1")

    assert "inform/VAR-001" not in {one.id for one in duties(seen(given(theirs, PROPOSED)))}


def test_a_variation_from_another_value_than_the_file_holds_says_both() -> None:
    """TVP-3.0-3: one mends the record, the other changes the deal."""
    wrong = TotalValueChange(was=Money(pence=1_200_000_000), becomes=Money(pence=13_000_000))

    story = given(REGISTERED).when(agreed(changes=(wrong,))).departs_from("variation.from-what-stands")

    [found] = [d.found for d in story.last.departures if d.rule == "variation.from-what-stands"]  # type: ignore[union-attr]
    assert "£12,000,000" in found
    assert "£120,000" in found
    assert "entry 1" in found


def test_a_proposal_starts_from_what_stands_and_so_does_agreeing_to_it_by_its_id() -> None:
    """TVP-3.0-3."""
    rule, wrong = "variation.from-what-stands", EndDateChange(was=date(2025, 1, 31), becomes=date(2027, 1, 31))
    proposed = PROPOSED.model_copy(update={"changes": (wrong,)})

    given(REGISTERED).when(proposed, acknowledge_all=False).asked(rule)
    given(REGISTERED).when(PROPOSED).keeps(rule)
    given(REGISTERED, proposed).when(agreed(variation="VAR-001")).departs_from(rule)
    told = given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001", form="e-mail")).keeps(rule)
    told.when(agreed(variation="VAR-001")).keeps(rule)  # agreed again, now signed


def test_a_proposal_may_start_from_what_was_agreed_for_later() -> None:
    for_august = agreed(changes=(LONGER,), effective_from=date(2025, 8, 1))
    further = EndDateChange(was=LONGER.becomes, becomes=date(2027, 1, 31))
    proposed = PROPOSED.model_copy(update={"happened_on": date(2025, 8, 4), "changes": (further,)})

    given(REGISTERED, for_august).when(proposed).keeps("variation.from-what-stands")


def test_a_variation_rejected_twice_is_told() -> None:
    """HCC-7.4-c."""
    first = VariationRejected(happened_on=date(2025, 5, 9), variation="VAR-001")
    second = VariationRejected(happened_on=date(2025, 5, 12), variation="VAR-001", rejected_by_party="provider")

    given(REGISTERED, PROPOSED).when(first).keeps("variation.rejected-once")
    given(REGISTERED, PROPOSED, first).when(second).departs_from("variation.rejected-once")


def test_a_variation_starts_from_what_the_last_variation_or_extension_left() -> None:
    extended = ExtensionDecided(happened_on=date(2025, 5, 1), taken=True, new_end_date=date(2026, 4, 30))
    from_extension = EndDateChange(was=date(2026, 4, 30), becomes=date(2026, 7, 31))

    given(REGISTERED, extended).when(agreed(changes=(LONGER,))).departs_from("variation.from-what-stands")
    given(REGISTERED, extended).when(agreed(changes=(from_extension,))).keeps("variation.from-what-stands")


@pytest.mark.parametrize(
    ("end", "said"), [(date(2025, 1, 31), "before it starts"), (date(2025, 5, 31), "before it takes effect itself")]
)
def test_a_contract_is_not_varied_to_end_before_it_began_nor_before_the_variation(end: date, said: str) -> None:
    """TVP-3.0-3, agreed outright or as it was proposed. What was agreed afterwards says from when it takes effect."""
    rule, ended = "variation.ends-after-it-begins", EndDateChange(becomes=end)
    proposed = PROPOSED.model_copy(update={"changes": (ended,)})

    given(REGISTERED).when(agreed(changes=(ended,))).refused(rule, said)
    given(REGISTERED, proposed).when(agreed(variation="VAR-001")).refused(rule, said)
    given(REGISTERED).when(
        agreed(changes=(EndDateChange(becomes=date(2025, 5, 31)),), effective_from=date(2025, 5, 31))
    ).recorded()


@pytest.mark.parametrize("change", [AnnualValueChange, TotalValueChange])
def test_a_contract_is_not_varied_to_be_worth_less_than_nothing(
    change: type[AnnualValueChange] | type[TotalValueChange],
) -> None:
    less = change(becomes=Money(pence=-500))

    given(REGISTERED).when(agreed(changes=(less,))).refused("invalid", "is -£5; the least is £0")


def test_words_are_held_by_digest_and_are_not_compared() -> None:
    change = ScopeChange(was=Said("Weekdays"), becomes=Said("All days"))

    story = given(REGISTERED).when(agreed(changes=(change,))).keeps("variation.from-what-stands")

    held = story.file.value_of("scope", date(2025, 6, 2))
    assert held is not None
    assert held.value == Said("All days")


def test_a_value_typed_wrongly_is_corrected_and_was_never_varied() -> None:
    right = REGISTERED.model_copy(update={"total_value": Money(pence=11_000_000)})
    slip = EntryCorrected(happened_on=date(2025, 1, 8), position=1, reason=Said("A slip"), replacement=right)

    file = given(REGISTERED).when(slip).recorded().file

    assert file.variations.by_id == {}
    held = file.value_of("total-value", date(2025, 1, 6))
    assert held is not None
    assert held.value == Money(pence=11_000_000)


def test_a_variation_struck_out_never_changed_the_deal() -> None:
    strike = EntryStruckOut(happened_on=date(2025, 6, 3), position=2, reason=Said("Entered on the wrong file"))

    ones_own = given(REGISTERED, agreed(changes=(LONGER,))).when(strike)
    anothers = given(REGISTERED, agreed(changes=(LONGER,))).when(strike, account=COLLEAGUE)

    assert end_of(ones_own, date(2025, 6, 30)) == date(2026, 1, 31)
    # Another's entry: the strike-out waits for a second person, and the variation stands until then.
    assert end_of(anothers, date(2025, 6, 30)) == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"authorised_by": None}, "who authorised it"),
        ({"agreed_by_provider": None}, "who agreed for the provider"),
        ({"form": None}, "in what form"),
        ({"exhibits": ()}, "which document shows it"),
        ({"variation": None}, "which terms it changes"),
    ],
)
def test_an_agreement_without_its_parties_authority_form_or_document_shows_the_gap(
    said: dict[str, Any], missing: str
) -> None:
    """CPC307-K17."""
    whole = given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001"))

    story = given(REGISTERED, PROPOSED).when(agreed(**({"variation": "VAR-001"} | said)))

    whole.keeps("variation.agreement-complete")
    story.departs_from("variation.agreement-complete")
    [found] = [d.found for d in story.last.departures if d.rule == "variation.agreement-complete"]  # type: ignore[union-attr]
    assert missing in found


def test_a_variation_is_weighed_and_may_be_rejected() -> None:
    """CPC307-K20, HCC-7.4-c."""
    weighed = VariationEvaluated(happened_on=date(2025, 5, 8), variation="VAR-001", cost=Money(pence=500_000))
    rejected = VariationRejected(happened_on=date(2025, 5, 9), variation="VAR-001", reason=Said("Too dear"))

    held = given(REGISTERED, PROPOSED, weighed).when(rejected).keeps("variation.rejected-before-agreed").file

    variation = held.variations.by_id["VAR-001"]
    assert variation.evaluated == (3,)
    assert variation.rejected == ((date(2025, 5, 9), "authority", 4),)
    assert held.changes(date(2025, 12, 1)) == []


def test_a_variation_is_weighed_under_four_heads() -> None:
    """CPC307-C6-b: "accurately evaluated", as a change to the plan is."""
    rule, story = "variation.weighed-on-four-heads", given(REGISTERED, PROPOSED)
    whole = VariationEvaluated(
        happened_on=date(2025, 5, 8), variation="VAR-001", cost=Money(pence=500_000), effect_on_outcome=Said("More"),
        effect_on_risk=Said("Less"), effect_on_time=Said("None"),
    )  # fmt: skip
    cost_alone = VariationEvaluated(happened_on=date(2025, 5, 8), variation="VAR-001", effect_on_cost=Said("Dearer"))

    story.when(whole).keeps(rule)
    last = story.when(cost_alone).departs_from(rule).last
    assert last is not None
    assert "nothing is said of outcome, time, risk" in [d.found for d in last.departures if d.rule == rule]


def test_a_variation_without_a_ground_is_asked_for_one() -> None:
    """HCC-7.4-c, HCC-7.4-d: by its code or in words; one that is none of those listed is other, and in words."""
    rule, bare = "variation.says-why", PROPOSED.model_copy(update={"reason_code": None})

    given(REGISTERED).when(bare, acknowledge_all=False).departs_from(rule)
    given(REGISTERED).when(PROPOSED).keeps(rule)
    given(REGISTERED).when(bare.model_copy(update={"reason": Said("More meals")})).keeps(rule)
    other = bare.model_copy(update={"reason_code": "other"})
    told = given(REGISTERED).when(other).departs_from(rule)
    assert told.last is not None
    assert "its ground is given as other, and in no words" in [d.found for d in told.last.departures]
    given(REGISTERED).when(other.model_copy(update={"reason": Said("More meals")})).keeps(rule)


def test_a_variation_that_says_neither_its_sort_nor_a_term_is_asked_what_it_would_change() -> None:
    """HCC-7.4-c, TVP-2.0-6."""
    rule, bare = "variation.says-what", PROPOSED.model_copy(update={"variation_kind": None, "changes": ()})

    given(REGISTERED).when(bare, acknowledge_all=False).departs_from(rule)
    given(REGISTERED).when(bare.model_copy(update={"variation_kind": "scope"})).keeps(rule)
    given(REGISTERED).when(bare.model_copy(update={"changes": PROPOSED.changes})).keeps(rule)
    paper = Said(Document("ab" * 32, "Change request.pdf"))
    given(REGISTERED).when(bare.model_copy(update={"exhibits": (paper,)})).keeps(rule)
    filed = DocumentFiled(happened_on=date(2025, 6, 2), title="Change request", document=paper, belongs_to=(2,))
    assert said_in(given(REGISTERED, bare, filed).file, 2, rule) == 3


def test_agreeing_what_was_rejected_asks_for_a_reason() -> None:
    """HCC-7.4-c."""
    rejected = VariationRejected(happened_on=date(2025, 5, 9), variation="VAR-001", rejected_by_party="provider")
    on_file, rule = given(REGISTERED, PROPOSED, rejected), "variation.agreed-not-rejected"

    on_file.when(agreed(variation="VAR-001"), acknowledge_all=False).asked(rule)
    told = on_file.when(agreed(variation="VAR-001")).departs_from(rule)
    assert told.last is not None
    assert any(
        d.found.startswith("the provider rejected VAR-001 on 9 May 2025 (entry 3)") for d in told.last.departures
    )
    told.when(agreed(variation="VAR-001")).keeps(rule)  # the first agreement has been explained
    given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001")).keeps(rule)


def test_rejecting_what_has_been_agreed_asks_for_a_reason_and_changes_nothing() -> None:
    story = given(REGISTERED, PROPOSED, agreed(variation="VAR-001")).when(
        VariationRejected(happened_on=date(2025, 6, 20), variation="VAR-001"),
    )

    story.departs_from("variation.rejected-before-agreed")
    assert end_of(story, date(2025, 6, 30)) == date(2026, 7, 31)


def test_a_variation_may_take_effect_before_it_was_proposed_and_the_file_still_folds() -> None:
    backdated = agreed(variation="VAR-001", effective_from=date(2025, 4, 1))

    story = given(REGISTERED, PROPOSED).when(backdated)

    assert end_of(story, date(2025, 4, 1)) == date(2026, 7, 31)
    assert story.file.variations.by_id["VAR-001"].proposed == 2


def test_a_change_is_stored_and_read_back_with_its_type() -> None:
    entry: TypeAdapter[Any] = TypeAdapter(AnyEntry)
    whole = agreed(changes=(LONGER, AnnualValueChange(becomes=Money(pence=1)), ScopeChange(becomes=Said("All days"))))

    read = entry.validate_json(entry.dump_json(whole, context=Keeping()), context=STORED)

    assert read.changes[:2] == whole.changes[:2]
    assert isinstance(read.changes[2], ScopeChange)


@pytest.mark.parametrize(
    "change",
    [
        {"term": "end-date", "becomes": "soon"},
        {"term": "total-value", "becomes": 120000.5},
        {"term": "price", "becomes": "2026-01-01"},
        {"term": "scope"},
    ],
)
def test_a_change_of_a_term_has_that_terms_kind_of_value(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="changes"):
        VariationAgreed.model_validate({"happened_on": date(2025, 6, 2), "changes": (change,)})


def test_a_variation_from_an_earlier_day_is_judged_by_what_had_been_done_when_it_was_agreed() -> None:
    backdated = agreed(variation="VAR-001", effective_from=date(2025, 4, 1))
    kept = ("variation.support-officer-consulted", "variation.provider-informed")

    given(REGISTERED, PROPOSED, CONSULTED, TOLD).when(backdated).keeps(*kept)
    given(REGISTERED, PROPOSED).when(backdated).departs_from(*kept)


@pytest.mark.parametrize("reason", ["referral-pattern", "demand", "specification", "user-need", "other"])
def test_the_ground_of_a_revision_is_one_of_five(reason: Any) -> None:
    """HCC-7.4-d."""
    story = given(REGISTERED).when(VariationProposed(happened_on=date(2025, 5, 1), reason_code=reason)).recorded()

    assert story.last is not None
    assert own(story.last.entry, "reason_code") == reason
    with pytest.raises(ValidationError):
        VariationProposed.model_validate({"happened_on": date(2025, 5, 1), "reason_code": f"not-{reason}"})


@pytest.mark.parametrize("kind", ["terms", "requirements", "scope", "further-procurement"])
def test_what_changes_is_terms_requirements_scope_or_further_procurement(kind: Any) -> None:
    """TVP-2.0-6: and it is said in the timeline."""
    proposed = VariationProposed(happened_on=date(2025, 5, 1), variation_kind=kind)
    file = given(REGISTERED).when(proposed).recorded().file

    view = FileView.of(UUID(int=1), file, {})
    assert f"variation of {kind.replace('-', ' ')} proposed" in view.sentence(file.known[-1])


def test_a_variation_agreed_without_a_proposal_is_asked_for_its_ground() -> None:
    """HCC-7.4-c: where it was proposed, the proposal is asked."""
    rule, bare = "variation.agreed-says-why", VariationAgreed(happened_on=date(2025, 6, 2))
    proposal = VariationProposed(happened_on=date(2025, 5, 1))

    given().when(bare).departs_from(rule)
    given().when(bare.model_copy(update={"ground": "demand"})).keeps(rule)
    given().when(bare.model_copy(update={"ground": "other"})).departs_from(rule)
    given().when(bare.model_copy(update={"reason": Said("A new rota")})).keeps(rule)
    given(proposal).when(bare.model_copy(update={"variation": "VAR-001"})).keeps(rule)


@pytest.mark.parametrize(
    ("said", "finds"),
    [
        ({}, None),
        ({"authorised_by": DIRECTOR},
         f"{DIRECTOR} is named as who agreed for the authority, and is of the provider"),
        ({"agreed_by_provider": "Ann Ashe"},
         "Ann Ashe is named as who agreed for the provider, and is of the authority"),
        ({"by": None, "signatories": (), "authorised_by": ANN, "agreed_by_provider": "A. Ashe (lead officer)"},
         "A. Ashe (lead officer) is named as who agreed for the provider, and is of the authority"),
        ({"signatories": (ANN,)}, "nobody signed for the provider"),
        ({"signatories": (DIRECTOR,)}, "nobody signed for the authority"),
        ({"signatories": ()}, None),
        ({"signatories": (ANN,), "form": "e-mail"}, None),
    ],
)  # fmt: skip
def test_a_variation_is_agreed_by_each_side_for_itself(said: dict[str, Any], finds: str | None) -> None:
    """CPC307-K17: who stands for the one side and is of the other shows nothing of what the first agreed."""
    rule = "variation.agreement-complete"

    made = given(REGISTERED, PROPOSED).when(agreed(variation="VAR-001", **said)).recorded().last

    assert made is not None
    assert next((one.found for one in made.departures if one.rule == rule), None) == finds
