"""What let a dispute go to the formal procedure and does not stand is shown as that, and asked for again (ADR 0312)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger import disputing
from ledger.entry import Actor, Entry
from ledger.formal_route import AGREED_BY, AGREED_FIRST, BY_PASSED_BY, INFORMAL_FIRST, SIGNED_OFF_BY, flaw
from ledger.rules import Acknowledgement
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import DepartureAuthorised, DepartureRatified, DepartureRefused, DocumentFiled
from ledger.words import Said
from projections.dispute_ladder import DisputeShown, dispute_ladder
from projections.dispute_rungs import Rung
from projections.duties.due import due, duties
from projections.ending.readiness import readiness
from projections.failings.failings_changed import may_differ
from projections.view import FileView
from tests.story import Story, changed, given
from tests.subjects.test_disputes import (
    ACTION_PLAN,
    AGREED,
    ALLOWED,
    BY_PASS,
    CONTRACT_MANAGER,
    INFORMAL,
    LETTER,
    NOTICE,
    PCC,
    PDM,
    PLAN,
    RECOMMENDED,
    REGISTERED,
    SETTLED,
    SIGNED,
    SMG,
)

ON = date(2025, 4, 20)
UNTRIED = INFORMAL[:4]
OF_ITS_OWN = changed(AGREED, dispute=None, issues=("ISS-001",), reason=Said("The plan came to nothing"))
AT_ONCE = changed(NOTICE, dispute=None)
THEIRS = Actor(person="Pia Prior", office="provider-contract-manager", party="provider")


def view(story: Story) -> FileView:
    return FileView.of(UUID(int=1), story.file, {})


def shown(*entries: Entry) -> DisputeShown:
    return dispute_ladder(view(given(*entries)), ON)[0]


def rung(name: str, *entries: Entry) -> Rung:
    return next(one for one in shown(*entries).rungs if one.name == name)


def ids(*entries: Entry) -> set[str]:
    return {d.duty.id for d in due(duties(view(given(*entries))), ON) if d.duty.is_open}


def word(kind: type[DepartureRatified | DepartureRefused], by: Actor, position: int, rule: str) -> Any:
    return kind(happened_on=date(2025, 3, 31), by=by, position=position, rule=rule, reason=Said("So it was"))


def test_an_agreement_that_was_refused_is_not_taken_and_is_still_to_be_had() -> None:
    """TVP-5.2-1b: the next step is senior management's agreement, and not the letter to the provider."""
    refused = (*INFORMAL, changed(OF_ITS_OWN, by=PDM), word(DepartureRefused, SMG, 6, AGREED_BY))

    dispute = shown(*refused)

    agreement = next(one for one in dispute.rungs if one.name == "agreement")
    assert agreement.state == "not-taken"
    assert "Simon Grey (Senior Management Group) refused it on 31 March 2025 (entry 7)" in agreement.sentence
    assert dispute.stands == "On 31 March 2025 the formal route was refused."
    [to_do] = [step.sentence for step in dispute.next_steps if step.citation == "TVP-5.2-1b"]
    assert to_do == (
        "Have the Senior Management Group or Police and Crime Commissioner agree in writing to take DSP-001 to the "
        "formal procedure: it was refused by Simon Grey (Senior Management Group) on 31 March 2025 (entry 7)."
    )
    assert "dispute-notice/DSP-001" not in ids(*refused)
    again = (*refused, changed(AGREED, happened_on=date(2025, 4, 1)))
    assert rung("agreement", *again).state == "taken"
    assert ids(*again) & {"go-formal/DSP-001", "dispute-notice/DSP-001"} == {"dispute-notice/DSP-001"}


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        ({"by": PDM}, "It was not authorised: Senior Management Group is to ratify or refuse it"),
        ({"by": THEIRS, "body": "SMG"}, "it was given by Pia Prior"),
        ({"form": None}, "does not stand: nothing tells of an e-mail or of minutes it was given in"),
    ],
)
def test_an_agreement_by_another_or_by_word_of_mouth_is_under_way(agreed: dict[str, Any], said: str) -> None:
    """TVP-5.2-1b: SMG's, in writing."""
    entries = (*INFORMAL, changed(OF_ITS_OWN, **agreed))

    found = rung("agreement", *entries)

    assert found.state == "under-way"
    assert said in found.sentence
    assert ids(*entries) & {"go-formal/DSP-001", "dispute-notice/DSP-001"} == {"go-formal/DSP-001"}
    assert "go-formal/DSP-001" in ids(*INFORMAL, RECOMMENDED, changed(AGREED, **agreed))


def test_an_agreement_stands_once_it_is_ratified_or_its_writing_is_filed() -> None:
    """TVP-5.2-1b."""
    ratified = (*INFORMAL, changed(OF_ITS_OWN, by=PDM), word(DepartureRatified, SMG, 6, AGREED_BY))
    filed = DocumentFiled(
        happened_on=date(2025, 3, 31), document=LETTER, document_kind="minutes", belongs_to=(6,), title="Minutes of SMG"
    )

    for entries in (ratified, (*INFORMAL, changed(OF_ITS_OWN, form=None), filed)):
        assert rung("agreement", *entries).state == "taken"
        assert ids(*entries) & {"go-formal/DSP-001", "dispute-notice/DSP-001"} == {"dispute-notice/DSP-001"}


def test_a_by_pass_that_the_pcc_refused_leaves_nothing_out() -> None:
    """TVP-5.0-7: "entirely at the discretion of the PCC"."""
    by_smg = (*UNTRIED, changed(BY_PASS, by=SMG))
    refused, ratified = (
        (*by_smg, word(kind, PCC, 5, BY_PASSED_BY)) for kind in (DepartureRefused, DepartureRatified)
    )  # fmt: skip

    assert [rung("agreement", *one).state for one in (by_smg, refused, ratified)] == ["under-way", "not-taken", "taken"]
    assert "Paula Crane (Police and Crime Commissioner) refused it" in rung("agreement", *refused).sentence
    assert [rung("informal", *one).state for one in (by_smg, refused, ratified)] == ["not-taken"] * 2 + ["left-out"]
    assert "Left out by authority of Paula Crane" in rung("informal", *ratified).sentence


def test_one_word_of_whoever_may_lets_both_the_by_pass_and_the_notice_that_rests_on_it_be() -> None:
    """TVP-5.0-7, TVP-5.2-1b: what readiness says of the informal stage and of the agreement."""
    story = given(*UNTRIED, changed(BY_PASS, by=SMG), AT_ONCE)
    late = changed(word(DepartureRatified, PCC, 5, BY_PASSED_BY), happened_on=date(2025, 4, 10))

    before, after = (
        {c.id: c.state for c in readiness(view(one), ON).conditions} for one in (story, story.when(late).recorded())
    )

    assert (before["TC-06"], before["TC-09"]) == ("unauthorised", "unauthorised")
    assert (after["TC-06"], after["TC-09"]) == ("ratified", "ratified")


def test_leave_of_the_pcc_to_give_notice_without_the_informal_stage_leaves_it_out() -> None:
    """TVP-5.0-7: by whichever entry the PCC decides it, the ladder says so."""
    allowed = DepartureAuthorised(
        happened_on=date(2025, 3, 31), by=PCC, rule=INFORMAL_FIRST, what_for=Said("DSP-001"), reason=Said("No use")
    )
    relying = Acknowledgement(rule=INFORMAL_FIRST, authorisation="AUT-001")
    bare = (e for e in (*INFORMAL, RECOMMENDED, AGREED) if e is not PLAN)
    story = given(*bare, allowed).when(NOTICE, acknowledging=(relying,)).recorded()

    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == INFORMAL_FIRST] == [
        "nothing is on file to resolve ISS-001 informally"
    ]
    [dispute] = dispute_ladder(view(story), ON)
    informal = dispute.rungs[0]
    assert (informal.state, informal.sentence) == (
        "left-out",
        "Left out by authority of Paula Crane (Police and Crime Commissioner) (entry 7).",
    )


def test_a_notice_that_senior_management_ratified_shows_that_beside_its_agreement() -> None:
    """TVP-5.2-1b."""
    notice = given(*INFORMAL, AT_ONCE)
    ratified = changed(word(DepartureRatified, SMG, 6, AGREED_FIRST), happened_on=date(2025, 4, 7))

    found = [
        next(r for r in dispute_ladder(view(one), ON)[0].rungs if r.name == "agreement")
        for one in (notice, notice.when(ratified).recorded())
    ]  # fmt: skip

    assert [one.state for one in found] == ["not-taken", "left-out"]
    assert (
        "Left out, which Simon Grey (Senior Management Group) ratified on 7 April 2025 (entry 7)" in found[1].sentence
    )


def test_what_was_agreed_after_the_notice_is_no_informal_stage() -> None:
    """TVP-5.0-8: an informal procedure in the first instance."""
    bare = tuple(e for e in (*INFORMAL, RECOMMENDED, AGREED, NOTICE) if e is not PLAN)
    days = (date(2025, 3, 31), NOTICE.happened_on, date(2025, 5, 1))

    found = [rung("informal", *bare, changed(PLAN, happened_on=on, complete_by=date(2025, 6, 30))) for on in days]

    assert [one.state for one in found] == ["taken", "taken", "not-taken"]
    assert found[2].sentence == "Nothing that was to settle ISS-001 informally before its notice is on file."


def test_without_a_notice_what_follows_the_first_formal_step_is_no_informal_stage() -> None:
    """TVP-5.2-4d: the letter that told the provider of the result was shown as the attempt to settle it informally."""
    bare = (*(e for e in INFORMAL if e is not PLAN), RECOMMENDED, AGREED, changed(ACTION_PLAN, dispute="DSP-001"))
    days = (date(2025, 4, 14), ACTION_PLAN.happened_on, date(2025, 5, 20))

    found = [rung("informal", *bare, changed(PLAN, happened_on=on, complete_by=date(2025, 6, 30))) for on in days]

    assert [one.state for one in found] == ["taken", "not-taken", "not-taken"]
    assert found[2].sentence == "Nothing that was to settle ISS-001 informally before the formal procedure is on file."


def test_a_notice_of_the_providers_ends_no_informal_stage_of_ours() -> None:
    """TVP-5.0-8: what the authority agrees with it afterwards is tried before its own notice."""
    theirs = changed(
        NOTICE, happened_on=date(2025, 3, 6), by=THEIRS, served_by_party="provider", dispute=None, issues=("ISS-001",)
    )
    bare = tuple(e for e in (*INFORMAL, RECOMMENDED, AGREED) if e is not PLAN)

    for before in ((), (NOTICE,)):
        assert rung("informal", *bare, *before, theirs).state == "not-taken"
        assert rung("informal", *INFORMAL, RECOMMENDED, AGREED, *before, theirs).state == "taken"
    assert "before its notice" not in rung("informal", *bare, theirs).sentence


@pytest.mark.parametrize(
    ("first", "then"), [(DepartureRefused, DepartureRatified), (DepartureRatified, DepartureRefused)]
)
def test_by_a_day_the_last_word_before_it_says_whether_what_was_agreed_stands(
    first: type[DepartureRatified | DepartureRefused], then: type[DepartureRatified | DepartureRefused]
) -> None:
    """TVP-5.2-1b: what was ratified and is refused later lets the notice given in between be, and not the other way."""
    words = (word(first, SMG, 6, AGREED_BY), changed(word(then, SMG, 6, AGREED_BY), happened_on=date(2025, 4, 10)))
    story = given(*INFORMAL, changed(OF_ITS_OWN, by=PDM), *words)
    [agreed] = story.file.disputes.escalations
    days = (date(2025, 3, 30), date(2025, 4, 5), date(2025, 4, 10))

    flaws = [flaw(story.file, agreed, day, view(story).procedure_on(day)) or "" for day in days]

    refused = "it was refused by Simon Grey (Senior Management Group) on "
    assert flaws[0].startswith("it was given by Petra")
    assert [f.startswith(refused) for f in flaws[1:]] == [first is DepartureRefused, then is DepartureRefused]
    assert [f == "" for f in flaws[1:]] == [first is DepartureRatified, then is DepartureRatified]


def test_a_word_of_somebody_who_may_not_say_it_takes_none_back() -> None:
    """TVP-5.2-1b: senior management's agreement, whatever the office below says of it later."""
    ratified = (*INFORMAL, changed(OF_ITS_OWN, by=PDM), word(DepartureRatified, SMG, 6, AGREED_BY))
    since = changed(word(DepartureRefused, PDM, 6, AGREED_BY), happened_on=date(2025, 4, 10))

    assert rung("agreement", *ratified, since).state == "taken"


def test_what_was_ratified_before_the_notice_was_agreed_before_it_also_where_the_contract_is_to_end_early() -> None:
    """TVP-5.2-1b: TC-09 says of an agreement what the ladder says."""
    by_pdm = (*INFORMAL, changed(OF_ITS_OWN, by=PDM, requested_by=PDM))
    ratified = (*by_pdm, word(DepartureRatified, SMG, 6, AGREED_BY))
    refused = (*by_pdm, word(DepartureRefused, SMG, 6, AGREED_BY))

    agreed, not_agreed = (
        next(c for c in readiness(view(given(*one, AT_ONCE)), ON).conditions if c.id == "TC-09")
        for one in (ratified, refused)
    )

    assert agreed.state == "met"
    assert "it was refused by Simon Grey (Senior Management Group) on 31 March 2025 (entry 7)" in not_agreed.sentence


def test_where_a_procedure_gives_a_by_pass_to_no_office_what_was_given_leaves_stages_out() -> None:
    """The notice it lets be and the stages it leaves out go by one answer."""
    registered = changed(REGISTERED, procedure="tiered/1")
    file = given(registered, *UNTRIED[1:], BY_PASS).file
    procedure = view(given(registered)).procedure_on(ON)

    assert disputing.allowing(file, ON, procedure, issues=("ISS-001",))
    assert disputing.by_passed(file, ON, procedure, issues=("ISS-001",)) is not None


def test_what_others_than_senior_management_signed_off_is_signed_off_once_it_ratifies_it_or_signs_itself() -> None:
    """TVP-5.2-3b: "reported to SMG by the PDM for endorsement"; docs/adr/0374."""
    settled = (*ALLOWED, NOTICE, SETTLED)
    tea = changed(SIGNED, by=CONTRACT_MANAGER, body="Tea Club", happened_on=date(2025, 4, 9))
    by_club, at = (*settled, tea), len(settled) + 1
    said = {d.duty.id.partition("/")[0]: d.sentence for d in due(duties(view(given(*by_club))), ON) if d.duty.is_open}
    refused = changed(word(DepartureRefused, SMG, at, SIGNED_OFF_BY), happened_on=date(2025, 4, 11))
    ratified = changed(word(DepartureRatified, SMG, at, SIGNED_OFF_BY), happened_on=date(2025, 4, 11))
    own = changed(SIGNED, happened_on=date(2025, 4, 12))

    assert rung("sign-off", *by_club).state == rung("sign-off", *by_club, refused).state == "under-way"
    assert "given by Tea Club; the procedure gives it to Senior Management Group" in said["sign-off"]
    assert "sign-off-report" in said
    assert shown(*by_club).stands == "On 9 April 2025 it was signed off by others than whoever may."
    for said_since in ([], [refused]):
        assert {f"sign-off/{at - 1}", f"sign-off-report/{at - 1}"} <= ids(*by_club, *said_since)
    done: list[tuple[Entry, ...]] = [(ratified,), (own,), (refused, own)]
    for more in done:
        assert rung("sign-off", *by_club, *more).state == "taken"
        assert not [one for one in ids(*by_club, *more) if one.startswith("sign-off")]


def test_a_failing_reads_otherwise_once_who_signed_its_dispute_off_is_found_in_office() -> None:
    """TVP-5.2-3b: what is told over again when somebody is found to have been in office."""
    signed = changed(SIGNED, by=Actor(person="Simon Grey"), happened_on=date(2025, 4, 9))
    story = given(
        REGISTERED, *UNTRIED[1:], changed(AT_ONCE, happened_on=date(2025, 4, 1)), changed(signed, dispute=None)
    )
    known = story.when(LeadOfficerAppointed(happened_on=date(2025, 4, 10), person="Simon Grey"))

    assert may_differ(view(story), view(known)) is None
