"""Stories of the conditions before an early termination: met, not met, late, lifted; judged on the day of the act."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from ledger.dates.working_days import dated
from ledger.entry import Actor, Entry
from ledger.folding import fold
from ledger.rules import Acknowledgement
from ledger.subjects.agreement import FileOpened
from ledger.subjects.default_process import FundamentalBreachDetermined
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ProviderRepresentationsReceived,
)
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.notices import NoticeReceiptConfirmed, NoticeWithdrawn, RemedyPeriodExtended
from ledger.subjects.people import ContractSupportOfficerAssigned
from ledger.subjects.records import (
    ConsultationRecorded,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
    EntryCorrected,
    EntryStruckOut,
    NoteMade,
)
from ledger.subjects.termination import (
    GapAdmitted,
    LegalServicesConsulted,
    LinkOfTrail,
    TerminationAuthorised,
    TerminationImpactAssessed,
)
from ledger.words import Document, Kept, Said
from projections.ending.next_steps import CLOSE_THE_CHAIN, HAVE_THE_LEAD_TELL_IT, NEXT_STEPS, SAY_WHY
from projections.ending.readiness import ConditionShown, readiness
from projections.failings.trail import spoken
from projections.view import FileView
from tests.story import ANN, PIA
from tests.worked_through import ASKED_ON, COUNTY, ENTRIES, LAWYER, SAM, at, told, view_of

OFF = ("TC-07", "TC-09", "TC-11")
WORKED_THROUGH = "termination.process-worked-through"
BREACH = FundamentalBreachDetermined(
    happened_on=date(2025, 5, 20), by=COUNTY, clause="31.1", facts=Said("No carer came for nine days"),
    issues=("ISS-001",), advice=2,
)  # fmt: skip
DISPUTE = ProviderRepresentationsReceived(
    happened_on=date(2025, 4, 16), answers=1, notice="NOT-001", stance="disputes", words=Said("Every visit was made")
)


def shown(view: FileView, condition: str, on: date = ASKED_ON) -> ConditionShown:
    return next(c for c in readiness(view, on).conditions if c.id == condition)


def state(view: FileView, condition: str, on: date = ASKED_ON) -> str:
    return shown(view, condition, on).state


# --- all of it -----------------------------------------------------------------------------------------------------


def test_a_contract_ended_as_the_procedure_asks_shows_every_condition_met() -> None:
    """Requirements, section I: 21 conditions, of which three are another procedure's."""
    found = readiness(told(), ASKED_ON)

    assert {c.id: c.state for c in found.conditions} == {
        f"TC-{number:02}": "not-applicable" if f"TC-{number:02}" in OFF else "met" for number in range(1, 22)
    }
    assert "all 18 conditions that apply are shown to have been met in time" in found.sentence.casefold()
    assert all(c.entries for c in found.conditions if c.state == "met")


def test_it_says_what_is_shown_and_never_that_the_contract_may_be_ended() -> None:
    for view in (told(), told("lawyers", "advice"), told(until="concluded")):
        said = readiness(view, ASKED_ON).model_dump_json().casefold()
        assert "may terminate" not in said
        assert "may be ended" not in said
        assert "entitled to end" not in said
        assert "is for legal services to say" in said


def test_nothing_of_what_legal_services_were_asked_or_advised_is_in_it() -> None:
    """I.3: legal advice is privileged."""
    view = told(lawyers={"words": Said("Is 31.1 enough?")}, advice={"advice": Said("Wait"), "recommends": "wait"})

    said = readiness(view, ASKED_ON).model_dump_json()

    assert "31.1 enough" not in said
    assert "wait" not in said.casefold().replace("awaits", "")


def test_where_no_advice_can_be_seen_it_is_not_said_that_none_is_on_file() -> None:
    """HCC-9.4-e, I.3: advice is privileged, and may be withheld from whoever reads."""
    assert "no advice that may be seen here is on file" in shown(told("advice"), "TC-19").sentence


def test_every_condition_cites_its_requirements_and_what_is_open_says_who_does_what() -> None:
    found = readiness(told(until="concluded"), date(2025, 6, 1))

    assert all(c.requirements for c in found.conditions)
    discussion = next(c for c in found.conditions if c.id == "TC-15")
    assert (discussion.state, discussion.falls_to, discussion.person) == ("not-met", "lead-officer", "Ann Ashe")
    assert discussion.next_step is not None
    assert "Contract Support Officer" in discussion.next_step
    assert "no early termination has been proposed" in found.sentence.casefold()


# --- each condition, not met -----------------------------------------------------------------------------------------


def test_a_notice_that_says_who_signed_it_and_not_who_served_it_is_carried_out_by_the_signer() -> None:
    """HCC-9.4-f."""
    [(_, given)] = told().file.notices.served("termination")
    signer = given.by
    assert signer is not None
    assert signer != ANN

    assert shown(told(ending_notice={"by": None, "signed_by": signer}), "TC-21").state == "met"
    assert "carried out by Ann Ashe" in shown(told(ending_notice={"by": None, "signed_by": ANN}), "TC-21").sentence


def test_what_was_weighed_says_whether_effects_on_equality_are_among_it() -> None:
    """CPC307-K1, HCC-9.3-a."""
    assert shown(told(), "TC-16").sentence.endswith("timescales, and effects on equality and rights.")
    silent = shown(told(weighed={"equality": None}), "TC-16")
    assert (silent.state, "of equality and rights nothing is said" in silent.sentence) == ("met", True)


def test_what_was_weighed_is_shown_by_every_assessment_that_weighs_a_head_of_it() -> None:
    """HCC-9.3-a: completed by a further assessment, both are cited, each with its day and what it says."""
    rest = TerminationImpactAssessed(
        happened_on=date(2025, 6, 10), by=ANN, proposal="TRM-001", timescales=Said("Eight weeks")
    )  # fmt: skip
    view = told(weighed={"timescales": None}, later={"rest": rest})
    first, then = at(view, "weighed"), view.file.known[-1].position

    found = shown(view, "TC-16")

    assert found.entries == (first, then)
    weighed = f"users, arrangements and effects on equality and rights on 9 June 2025 (entry {first})"
    assert f"consequences were weighed: {weighed}, timescales on 10 June 2025 (entry {then})" in found.sentence
    whole = rest.model_copy(update={"user_impact": Said("41"), "alternative_arrangements": Said("Two")})
    assert shown(told(later={"rest": whole}), "TC-16").entries == (first, then)
    everything = whole.model_copy(update={"equality": Said("None")})
    newest = told(later={"rest": everything}).file.termination.impacts_by_head(date(2025, 6, 10), "TRM-001")
    assert {newest[head].position for head in ("user_impact", "timescales", "equality")} == {then}


@pytest.mark.parametrize(
    ("condition", "left_out", "otherwise", "words"),
    [
        ("TC-01", ("representative",), {}, "nobody was representative"),
        ("TC-02", (), {"issue": {"standards": ()}}, "ISS-001 cites no standard"),
        ("TC-02", (), {"issue": {"standards": ("S9",)}}, "S9, cited by ISS-001"),
        ("TC-03", ("minutes",), {}, "the minutes of MTG-001 are not on file as minuted"),
        ("TC-03", ("met", "checked", "minutes", "circulated", "corrected"), {}, "no monitoring meeting"),
        ("TC-04", ("told", "plan"), {}, "not on file as put to the provider"),
        ("TC-05", ("plan",), {}, "neither a plan with a time nor an answer"),
        ("TC-06", ("plan", "checked"), {}, "to resolve ISS-001"),
        ("TC-08", ("consulted",), {}, "NOT-001: no consultation of the contract support officer"),
        ("TC-10", (), {"notice": {"received_on": None, "received_at": None}}, "no receipt is proved"),
        ("TC-12", (), {"notice": {"remedy_by": date(2025, 7, 30)}}, "which was not over"),
        ("TC-13", ("assessed",), {}, "had not been assessed by 18 June 2025"),
        ("TC-13", (), {"assessed": {"happened_on": date(2025, 4, 28)}}, "ran to 30 April 2025 and was not over"),
        ("TC-15", ("discussed",), {}, "no discussion of termination"),
        ("TC-16", ("weighed",), {}, "no assessment"),
        ("TC-16", (), {"weighed": {"timescales": None}}, "says nothing of timescales"),
        ("TC-17", ("informed",), {}, "had not been told"),
        ("TC-18", ("case",), {}, "no case for early termination"),
        ("TC-18", (), {"case": {"cited": ()}}, "cites no entry"),
        ("TC-19", ("lawyers", "advice"), {}, "no consultation of Legal Services"),
        ("TC-19", (), {"lawyers": {"by": ANN}}, "not by the County Manager"),
        ("TC-20", ("decided",), {}, "no decision to end the contract"),
        ("TC-20", (), {"decided": {"by": None}}, "decided by nobody named"),
        ("TC-21", (), {"ending_notice": {"by": ANN}}, "carried out by Ann Ashe"),
        ("TC-21", ("right",), {}, "the rights to end the contract on file are under: none"),
        ("TC-21", (), {"ended": {"clause": "99.9"}}, "it cites clause 99.9"),
        ("TC-21", ("ending-notice",), {"ended": {"notice": None}}, "names no notice of termination"),
        ("TC-21", (), {"ending_notice": {"received_on": None, "received_at": None}}, "does not count"),
    ],
)
def test_a_condition_that_was_not_kept_is_not_met_and_says_what_was_found(
    condition: str, left_out: tuple[str, ...], otherwise: dict[str, Any], words: str
) -> None:
    found = shown(told(*left_out, **otherwise), condition)

    assert (found.state, found.since) == ("not-met", None)
    assert words.casefold() in found.sentence.casefold()
    assert found.next_step


@pytest.mark.parametrize(
    ("condition", "words"),
    [("TC-13", "NOT-001 was found remedied"), ("TC-14", "NOT-001 was concluded as remedied")],
)
def test_of_what_was_assessed_and_concluded_as_remedied_nothing_is_asked_for_again(condition: str, words: str) -> None:
    """HCC-9.1-c: not met, for it was put right; what is still open keeps its next step."""
    put_right: dict[str, Any] = {"assessed": {"result": "remedied"}, "concluded": {"result": "remedied"}}
    found = shown(told(until="concluded", **put_right), condition)

    assert (found.state, found.next_step, found.falls_to) == ("not-met", None, None)
    assert words in found.sentence
    assert shown(told("assessed", "concluded", until="concluded"), condition).next_step


def test_a_process_was_concluded_on_the_day_it_was_and_not_when_the_failing_was_found_put_right() -> None:
    """HCC-9.1-c."""
    put_right: dict[str, Any] = {"assessed": {"result": "remedied"}, "concluded": {"result": "remedied"}}
    whole = told(until="concluded", **put_right)
    on, found_on = whole.file.default_process.concluded[0].on, whole.file.notices.by_id["NOT-001"].assessed[0][0]

    assert found_on < on
    assert f"NOT-001 was concluded as remedied on {dated(on)}" in shown(whole, "TC-14").sentence


def test_a_failing_that_came_back_and_was_not_put_to_the_provider_again_is_not_met() -> None:
    """HCC-7.6-d: each time anew."""
    settled = IssueResolved(happened_on=date(2025, 5, 13), issue="ISS-001")
    back = IssueReopened(happened_on=date(2025, 5, 19), issue="ISS-001", reason=Said("Missed again"))
    again = IssueNotifiedToProvider(happened_on=date(2025, 5, 30), issue="ISS-001", means="e-mail", by=ANN)

    untold = shown(told(amid={"settled": settled, "back": back}), "TC-04")
    late = shown(told(amid={"settled": settled, "back": back, "again": again}), "TC-04")

    assert untold.state == "not-met"
    assert "No telling of the provider that ISS-001 came back on 19 May 2025 is on file" in untold.sentence
    assert late.state == "late"
    assert "put to the provider again 11 days after it came back on 19 May 2025; 5 are allowed" in late.sentence


def test_a_case_whose_digest_is_of_no_trail_on_file_is_shown_so() -> None:
    """HCC-9.4-b."""
    paper = Said(Document("ab" * 32, "Trail of evidence"))

    assert "it names a digest, but no trail of evidence is with it" in shown(told(), "TC-18").sentence
    assert "digest" not in shown(told(case={"exhibits": (paper,)}), "TC-18").sentence


def test_a_case_on_a_trail_with_links_missing_says_which_it_does_not_admit() -> None:
    """HCC-9.4-b: a plain chain of proof of failure; what is no link of a trail admits nothing."""
    note = at(told("told", "plan", issue={"evidence": ()}), "issue")

    def admitting(*gaps: str) -> ConditionShown:
        case = {"cited": (note,), "gaps_acknowledged": tuple(map(Said, gaps))}
        return shown(told("told", "plan", issue={"evidence": ()}, case=case), "TC-18")

    chain, weather, half = admitting(), admitting("Weather"), admitting("No evidence but the note")
    admitted = admitting("ISS-001 has no evidence", "That Pia was told is not on file", "No plan")

    missing = "missing from the trail, and not admitted: ISS-001 ("
    assert (chain.state, chain.next_step) == ("not-met", CLOSE_THE_CHAIN)
    assert chain.sentence.endswith(f"{missing}What happened, and what shows it; Provider told; Provider's answer).")
    assert "admits" not in weather.sentence
    assert weather.state == "not-met"
    assert "admits 1 gap;" in half.sentence
    assert half.sentence.endswith(f"{missing}Provider told; Provider's answer).")
    assert (admitted.state, "admits 3 gaps" in admitted.sentence) == ("met", True)
    all_three = "{} has no evidence; it was never told, and gave no answer"
    assert admitting(all_three.format("ISS-001")).state == "met"
    assert admitting(all_three.format("ISS-002")).not_admitted == chain.not_admitted


BARE: dict[str, Any] = {"issue": {"evidence": ()}}
MISSING = ("What happened, and what shows it", "Provider told", "Provider's answer")
"""What the trail lacks where nothing shows the issue, and the provider was neither told nor gave a plan."""


def case_citing_the_note(**said: Any) -> FileView:
    """The file with a case on that trail, which says this of its gaps."""
    note = at(told("told", "plan", **BARE), "issue")
    return told("told", "plan", case={"cited": (note,), **said}, **BARE)


def in_words(*gaps: str) -> ConditionShown:
    return shown(case_citing_the_note(gaps_acknowledged=tuple(map(Said, gaps))), "TC-18")


def test_a_gap_admitted_by_its_issue_and_link_is_admitted_and_no_other() -> None:
    """HCC-9.4-b: nothing is guessed; what words say besides admits nothing."""

    def admitting(*links: LinkOfTrail) -> ConditionShown:
        why = Said("The file of that week is lost")
        gaps = tuple(GapAdmitted(issue="ISS-001", link=link, words=why) for link in links)
        words = (Said("No evidence, no answer; it was never told"),)
        return shown(case_citing_the_note(gaps_admitted=gaps, gaps_acknowledged=words), "TC-18")

    half = admitting("fact", "answer")

    assert (half.state, "admits 2 gaps;" in half.sentence) == ("not-met", True)
    assert half.sentence.endswith("not admitted: ISS-001 (Provider told).")
    assert [(one.issue, one.link, one.title) for one in half.not_admitted] == [("ISS-001", "told", "Provider told")]
    assert (admitting("fact", "told", "answer").state, admitting("fact", "told", "answer").not_admitted) == ("met", ())
    assert "admits" not in admitting("result").sentence


@pytest.mark.parametrize("admits", [
    {"gaps_acknowledged": (Kept("c" * 43),)}, {"gaps_acknowledged": (Said("No plan"), Kept("c" * 43))},
])  # fmt: skip
def test_a_case_whose_admissions_cannot_be_read_is_not_shown_by_that_to_admit_what_its_trail_lacks(
    admits: dict[str, Any],
) -> None:
    """HCC-9.4-b: words that were erased, or are withheld, meet no condition."""
    found, gap = shown(case_citing_the_note(**admits), "TC-18"), GapAdmitted(issue="ISS-001", link="fact")
    others = (gap.model_copy(update={"link": link, "words": Kept("c" * 43)}) for link in ("told", "answer"))
    typed = case_citing_the_note(gaps_admitted=(gap, *others))

    assert found.state == "not-met"
    assert found.sentence.endswith("; the case has words that cannot be read here, which may admit it.")
    assert shown(typed, "TC-18").state == "met"


def test_a_case_rests_on_the_trails_of_all_issues_where_the_proposal_names_none() -> None:
    """HCC-9.4-b, as every other condition has it."""
    lacking = ("told", "plan", "notice", "assessed", "concluded")
    unnamed = told(*lacking, proposed={"issues": (), "notices": ()}, until="decided", **BARE)
    steps = ("discussed", "informed", "weighed", "case", "lawyers", "advice", "decided")
    of_none: dict[str, Any] = {step: {"proposal": None} for step in steps}
    unproposed = told(*lacking, "proposed", until="decided", **BARE, **of_none)

    for view in (unnamed, unproposed):
        assert shown(view, "TC-18").sentence.endswith(f"ISS-001 ({'; '.join((*MISSING, 'Formal notice'))}; "
                                                      "Time allowed to put it right; Result).")  # fmt: skip


def test_the_trails_are_those_of_the_day_of_the_act() -> None:
    """HCC-9.4-b: what is put on file after the decision closes no chain that it rested on."""
    late = IssueNotifiedToProvider(
        happened_on=date(2025, 8, 1), by=ANN, issue="ISS-001", means="e-mail", recipient="Pia Prior"
    )

    found = shown(told("told", "plan", later={"told since": late}), "TC-18")

    assert found.state == "not-met"
    assert "not admitted: ISS-001 (Provider told; Provider's answer)" in found.sentence
    assert [one.link for one in found.not_admitted] == ["answer"]


def test_where_no_case_is_on_file_it_is_said_what_it_would_have_to_admit() -> None:
    found = shown(told("told", "case"), "TC-18")

    assert ("No case" in found.sentence, [one.link for one in found.not_admitted]) == (True, [])
    assert [one.link for one in shown(told("told", "plan", "case"), "TC-18").not_admitted] == ["told", "answer"]


@pytest.mark.parametrize("words", [
    "The notice was served; all evidence is on file, the provider was told, and a plan agreed",
    "Nothing is missing: evidence, telling and answer are all on file", "The evidence of it is not lacking",
    "No evidence is missing", "We cannot fault the evidence, the telling and the answers",
    "No doubt the provider was told, the evidence is shown and the answer was given",
    "Without delay the provider was told, evidence given and answer received", "The answer was not given until 4 May",
    "The answer to the notice was lost",
    "The provider was told not once but twice, with evidence, and answered; its answer was not late",
    "The provider was told by NOT-001", "The visit of 29 July was recorded on 1 September", "Nothing at all",
])  # fmt: skip
def test_words_that_do_not_say_that_a_link_is_lacking_admit_nothing(words: str) -> None:
    """HCC-9.4-b: nor do those of which it cannot be told, and that is said (docs/adr/0297)."""
    found = in_words(words)

    assert "admits" not in found.sentence
    assert "; its words plainly say of no other link that it is lacking; missing" in found.sentence
    assert found.sentence.endswith(f"({'; '.join(MISSING)}).")


@pytest.mark.parametrize(("words", "admitted"), [
    ("The provider gave no response", "Provider's answer"),
    ("Provider's answer: not on file", "Provider's answer"),
    ("That the provider was told in March and what it answered is not on file", "Provider's answer"),
    ("The answer was lost and never found", "Provider's answer"),
    ("It was left unanswered", "Provider's answer"),
    ("There was a meeting without the provider being told", "Provider told"),
    ("The record of the fact is missing, because it was never written", "What happened, and what shows it"),
    ("Pia Prior was never contacted about it", "Provider told"),
    ("That it was told by NOT-001 is not on file", "Provider told"),
    ("No proof that the provider was told", "Provider told"),
    ("There is no photograph or log of the missed calls", "What happened, and what shows it"),
    ("What happened, and what shows it, is missing", "What happened, and what shows it"),
    ("iss-001 has no evidence", "What happened, and what shows it"),
    ("No evidence of ISS-001 and no answer on ISS-002", "What happened, and what shows it"),
    ("Nobody can say more of ISS-002 and iss-001. No evidence is on file", "What happened, and what shows it"),
])  # fmt: skip
def test_words_that_say_that_a_link_is_lacking_admit_that_one(words: str, admitted: str) -> None:
    """HCC-9.4-b: of a case that names no gap by its issue and link."""
    assert in_words(words).sentence.endswith(f"ISS-001 ({'; '.join(one for one in MISSING if one != admitted)}).")


def test_each_part_of_a_sentence_admits_the_link_of_which_it_says_that_it_is_lacking() -> None:
    """HCC-9.4-b."""
    assert in_words("Nobody told the provider, and we have no evidence; no answer is on file").state == "met"
    listed = in_words("The evidence, the telling and the answer are not on file").not_admitted
    assert [one.link for one in listed] == ["fact", "told"]


def test_what_a_case_admits_of_two_issues_counts_for_each_as_it_says() -> None:
    """HCC-9.4-b: by issue and link, or in words."""
    second = IssueRaised(happened_on=date(2025, 3, 5), by=ANN, nature=Said("late"), standards=("S4",))
    usual: dict[str, Any] = {"amid": {"second": second}, "proposed": {"issues": ("ISS-001", "ISS-002")}}
    note = at(told("told", "plan", **usual), "issue")

    def left(*words: str, typed: tuple[GapAdmitted, ...] = ()) -> list[tuple[str, str]]:
        case = {"cited": (note,), "gaps_acknowledged": tuple(map(Said, words)), "gaps_admitted": typed}
        found = shown(told("told", "plan", **usual, case=case), "TC-18").not_admitted
        return [(one.issue, one.link) for one in found if one.link in ("told", "answer")]

    first, other = [("ISS-001", "told"), ("ISS-001", "answer")], [("ISS-002", "told"), ("ISS-002", "answer")]
    assert left() == [*first, *other]
    assert left("ISS-001 gave no answer; ISS-002 was never told") == [first[0], other[1]]
    assert left("No answer on ISS-001, and it was never told of ISS-002") == [first[0], other[1]]
    assert left("ISS-001 and ISS-002 were never told") == [first[1], other[1]]
    assert left("It was never told; of ISS-002 no answer is on file") == [first[1]]
    assert left("Never told", typed=(GapAdmitted(issue="ISS-002", link="answer"),)) == [*first, other[0]]


def test_a_case_that_alleges_no_failure_rests_on_no_trail_of_one() -> None:
    """HCC-9.4-b."""
    without_fault = told("told", "plan", proposed={"grounds": ("insolvency",)})

    assert "missing from the trail" not in shown(without_fault, "TC-18").sentence


def test_a_fundamental_breach_needs_no_notice_with_its_time_in_the_trail() -> None:
    """HCC-9.3-d, HCC-9.4-b."""
    left_out = ("notice", "received", "assessed", "concluded")

    on_no_notice: dict[str, Any] = {"until": "decided", "proposed": {"notices": ()}}

    assert "Formal notice" in shown(told(*left_out, **on_no_notice), "TC-18").sentence
    breach = told(*left_out, amid={"breach": BREACH}, **on_no_notice)
    assert "missing from the trail" not in shown(breach, "TC-18").sentence


def test_a_failing_told_at_a_meeting_is_put_to_the_provider_where_a_note_of_it_is_enough() -> None:
    """HCC-7.6-e: a note of the nature and the date; the minutes of the meeting are not asked for besides."""
    assert state(told("plan", told={"means": "minuted-meeting"}), "TC-04") == "met"


def test_a_telling_or_an_appointment_after_its_time_is_late() -> None:
    """HCC-7.6-d, HCC-5.1-a."""
    assert state(told(told={"happened_on": date(2025, 3, 20)}), "TC-04") == "late"
    since = {"happened_on": date(2025, 3, 1), "from_date": date(2025, 1, 6)}
    assert state(told(representative=since), "TC-01") == "late"


def test_the_default_process_not_worked_through_is_on_no_authority_until_somebody_gives_it() -> None:
    """TC-14, HCC-9.1-c."""
    found = shown(told("concluded"), "TC-14")

    assert found.state == "unauthorised"
    assert (found.falls_to, found.next_step) == (
        "county-manager-contracts",
        "County Manager (Contracts) has to ratify the departure or refuse it.",
    )


def test_a_departure_authorised_beforehand_is_shown_as_authorised() -> None:
    allowed = DepartureAuthorised(
        happened_on=date(2025, 5, 30), by=LAWYER.model_copy(update={"person": "Cleo Manager", "office": COUNTY.office}),
        rule=WORKED_THROUGH, what_for=Said("TRM-001"), reason=Said("The provider has ceased trading"), scope="contract",
    )  # fmt: skip
    cited = Acknowledgement(rule=WORKED_THROUGH, authorisation="AUT-001")
    other = COUNTY.model_copy(update={"person": "Dora Director"})

    view = told(
        "concluded", amid={"allowed": allowed}, decided={"by": other},
        acknowledging={"proposed": cited, "decided": cited, "ended": cited},
    )  # fmt: skip

    assert state(view, "TC-14") == "authorised"
    assert view.file.records.authorisations["AUT-001"].position in shown(view, "TC-14").entries


@pytest.mark.parametrize(("verdict", "expected"), [(DepartureRatified, "ratified"), (DepartureRefused, "unauthorised")])
def test_what_the_office_says_afterwards_ratifies_or_not_and_never_makes_it_met(
    verdict: type[DepartureRatified | DepartureRefused], expected: str
) -> None:
    other = COUNTY.model_copy(update={"person": "Dora Director"})
    before = told("concluded", decided={"by": other})
    acts = [r.position for r in before.file.known if any(d.rule == WORKED_THROUGH for d in r.departures)]
    said: dict[str, Entry] = {
        f"said-{position}": verdict(
            happened_on=date(2025, 8, 1), by=COUNTY, position=position, rule=WORKED_THROUGH, reason=Said("So it was")
        )
        for position in acts
    }

    assert len(acts) == 3
    assert state(told("concluded", later=said, decided={"by": other}), "TC-14") == expected


def test_a_reason_for_not_consulting_is_told_and_does_not_make_it_so() -> None:
    """TC-08: a departure with a reason."""
    why = Acknowledgement(rule="notice.support-officer-consulted", reason=Said("The office was vacant"))

    found = shown(told("consulted", acknowledging={"notice": why}), "TC-08")

    assert found.state == "not-met"
    assert "The office was vacant" in found.sentence


def test_a_talk_with_the_support_officer_about_another_issue_does_not_show_that_a_notice_was_discussed() -> None:
    """TC-08, HCC-9.1-a: nor does one of after the notice."""
    own, first = ENTRIES["consulted"], ANOTHER.model_copy(update={"happened_on": date(2025, 4, 3)})
    other = own.model_copy(update={"happened_on": date(2025, 4, 11), "issues": ("ISS-002",)})
    late = own.model_copy(update={"happened_on": date(2025, 4, 28)})
    view = told(amid={"another": first, "other": other, "late": late})

    found = shown(view, "TC-08")

    talks = [r.position for r in view.file.known if r.entry.kind == own.kind and r.position in found.entries]
    assert found.state == "met"
    assert talks == [at(view, "consulted")]
    for without in (told(consulted={"issues": ()}), told(notice={"issues": ()})):
        assert at(without, "consulted") in shown(without, "TC-08").entries


def test_a_notice_discussed_with_another_than_the_officer_on_file_says_who_that_was() -> None:
    """TC-08, HCC-9.1-a: it counts, as with somebody who stood in."""
    sue = ContractSupportOfficerAssigned(happened_on=date(2025, 2, 3), person="Sue Stone")
    amid: dict[str, Entry] = {"officer": sue}
    on = {"officer": date(2025, 2, 4)}

    found = shown(told(amid=amid, recorded=on), "TC-08")

    assert found.state == "met"
    assert "; before NOT-001 it was Sam" in found.sentence
    assert ", but on Thursday 10 April 2025 the office of" in found.sentence
    assert found.sentence.endswith("was held by Sue Stone, by what is on file.")
    assert "it was" not in shown(told(), "TC-08").sentence
    officer = Actor(person="Sue Stone", office="contract-support-officer")
    with_her = ENTRIES["consulted"].model_copy(update={"consulted": officer})
    both = shown(told(amid={**amid, "again": with_her}, recorded=on), "TC-08")
    assert "it was" not in both.sentence


@pytest.mark.parametrize(
    ("condition", "left_out"),
    [
        ("TC-06", ("plan", "checked")),
        ("TC-10", ("notice", "assessed", "concluded")),
        ("TC-12", ("notice", "assessed", "concluded")),
        ("TC-14", ("concluded",)),
    ],
)
def test_a_fundamental_breach_determined_before_the_act_excepts(condition: str, left_out: tuple[str, ...]) -> None:
    """HCC-9.3-d."""
    relied_on: dict[str, Any] = {"proposed": {"notices": ()}, "ended": {"notice": "NOT-001"}}
    without_notice = relied_on if "notice" in left_out else {}

    assert state(told(*left_out, amid={"breach": BREACH}, **without_notice), condition) == "excepted"
    after = BREACH.model_copy(update={"happened_on": date(2025, 7, 1)})
    assert state(told(*left_out, later={"breach": after}, **without_notice), condition) != "excepted"


@pytest.mark.parametrize("condition", ["TC-10", "TC-12", "TC-14"])
@pytest.mark.parametrize("parts", [{"by": PIA}, {"clause": None}, {"facts": None}])
def test_a_fundamental_breach_that_is_the_providers_or_shows_nothing_excepts_nothing(
    condition: str, parts: dict[str, Any]
) -> None:
    """HCC-9.3-d."""
    left_out = ("notice", "assessed", "concluded")
    relied_on: dict[str, Any] = {"proposed": {"notices": ()}, "ended": {"notice": "NOT-001"}}
    found = shown(told(*left_out, amid={"breach": BREACH.model_copy(update=parts)}, **relied_on), condition)

    assert found.state in ("not-met", "unauthorised")
    assert found.sentence.count("BRE-001 excepts nothing") == 1


ANOTHER = IssueRaised(happened_on=date(2025, 5, 14), by=ANN, nature=Said("Care plans late"), standards=("S4",))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("TC-10", "no notice that has effect is about ISS-002"),
        ("TC-12", "no notice that has effect gave time to put ISS-002 right"),
        ("TC-13", "whether ISS-002 was put right had not been assessed"),
        ("TC-14", "no default or improvement process about ISS-002 had been concluded"),
    ],
)
def test_a_notice_about_one_failing_shows_nothing_of_another_that_is_relied_on(condition: str, words: str) -> None:
    """HCC-9.1-c, HCC-9.4-b."""
    both: dict[str, Any] = {"issues": ("ISS-001", "ISS-002")}
    alone: dict[str, Any] = {"issues": ("ISS-002",), "notices": ()}

    found = shown(told(amid={"another": ANOTHER}, proposed=both), condition)

    assert found.state in ("not-met", "unauthorised")
    assert words.casefold() in found.sentence.casefold()
    found = shown(told(amid={"another": ANOTHER}, proposed=alone), condition)
    assert found.state in ("not-met", "unauthorised")
    assert "NOT-001" not in found.sentence
    consulted = shown(told(amid={"another": ANOTHER}, proposed=alone), "TC-08")
    assert consulted.state == "not-applicable"
    assert consulted.sentence == "No default or improvement notice of the authority about ISS-002 is on file."
    assert state(told(amid={"another": ANOTHER}), condition) == "met"


def test_of_a_proposal_that_names_nothing_it_is_said_that_the_process_may_be_that_of_another_failing() -> None:
    """HCC-9.4-b."""
    found = shown(told(proposed={"issues": (), "notices": ()}), "TC-14")

    assert found.state == "met"
    assert "TRM-001 does not say which failing it rests on" in found.sentence
    assert "does not say" not in shown(told(proposed={"issues": ()}), "TC-14").sentence


@pytest.mark.parametrize("condition", ["TC-06", "TC-10", "TC-12", "TC-14"])
def test_a_fundamental_breach_excepts_nothing_of_a_failing_it_was_not_noted_as(condition: str) -> None:
    """HCC-9.3-d."""
    amid = {"another": ANOTHER, "breach": BREACH}

    for issues in (("ISS-002",), ("ISS-001", "ISS-002")):
        found = shown(told(amid=amid, proposed={"issues": issues, "notices": ()}), condition)
        assert found.state in ("not-met", "unauthorised")


def test_what_the_provider_disputes_is_shown_as_disputed_until_it_accepts() -> None:
    """HCC-2.1-b."""
    accepts = DISPUTE.model_copy(update={"happened_on": date(2025, 4, 22), "stance": "accepts"})

    assert state(told(amid={"disputed": DISPUTE}), "TC-10") == "disputed"
    assert state(told(amid={"disputed": DISPUTE, "accepted": accepts}), "TC-10") == "met"


def test_where_no_failure_is_alleged_the_conditions_of_failure_are_not_in_point() -> None:
    view = told(
        "notice",
        "assessed",
        "concluded",
        proposed={"grounds": ("convenience",), "notices": ()},
        ended={"notice": "NOT-001"},
    )

    states = {c.id: c.state for c in readiness(view, ASKED_ON).conditions}

    assert {states[f"TC-{n:02}"] for n in (2, 4, 5, 6, 8, 10, 12, 13, 14)} == {"not-applicable"}
    assert (states["TC-15"], states["TC-19"]) == ("met", "met")
    assert "convenience" in shown(view, "TC-13").sentence


# --- the day of the act ----------------------------------------------------------------------------------------------

LATER: dict[str, dict[str, Entry]] = {
    "TC-15": {"discussed": ENTRIES["discussed"]},
    "TC-16": {"weighed": ENTRIES["weighed"]},
    "TC-17": {"informed": ENTRIES["informed"]},
    "TC-18": {"case": ENTRIES["case"]},
    "TC-19": {"lawyers": ENTRIES["lawyers"]},
    "TC-04": {"told": ENTRIES["told"]},
    "TC-08": {"consulted": ENTRIES["consulted"]},
}


def test_a_failing_found_settled_after_the_assessment_did_not_continue() -> None:
    """HCC-9.1-c, HCC-9.4-b: the latest that was found of it counts, until it comes back."""
    settled = IssueResolved(happened_on=date(2025, 5, 30), issue="ISS-001")
    back = IssueReopened(happened_on=date(2025, 5, 30), issue="ISS-001", reason=Said("Again"))

    found = shown(told(amid={"settled": settled}), "TC-13")

    assert found.state == "not-met"
    assert "ISS-001 was found settled on 30 May 2025" in found.sentence
    assert state(told(amid={"settled": settled, "back": back}), "TC-13") == "met"
    before = settled.model_copy(update={"happened_on": date(2025, 4, 15)})
    assert state(told(amid={"settled": before}), "TC-13") == "met"


def test_an_intention_told_by_another_than_the_lead_officer_is_said_to_be_until_the_lead_officer_tells_it() -> None:
    """HCC-9.5-b: "must be kept informed by the lead officer"."""
    colin = Actor(person="Colin Marsh", office="contract-support-officer")
    another = ENTRIES["informed"].model_copy(update={"by": colin, "proposal": None})

    by_another = told(informed={"by": colin})
    found = shown(by_another, "TC-17")
    assert found.state == "not-met"
    assert "told of the intention on 5 June 2025, but it was told by Colin Marsh" in found.sentence
    assert found.next_step == HAVE_THE_LEAD_TELL_IT
    assert found.sentence.endswith("it was remarked on, and no reason for it is asked for.")
    both = told(amid={"another": another}, informed={"happened_on": date(2025, 6, 9)})
    assert (shown(both, "TC-17").state, shown(both, "TC-17").sentence) == (
        "met", "The provider was told of the intention on 9 June 2025.",
    )  # fmt: skip


@pytest.mark.parametrize("condition", LATER)
def test_what_was_recorded_only_after_the_act_is_late_and_shows_both(condition: str) -> None:
    """Design, idea 4: what was unmet when an act was done never turns green because time has passed."""
    [(name, entry)] = LATER[condition].items()

    unsaid = (name, "plan") if name == "told" else (name,)  # a plan agreed with the provider tells it too

    found = shown(told(*unsaid, later={name: entry}, recorded={name: date(2025, 8, 1)}), condition)

    assert found.state == "late"
    assert found.then is not None
    assert found.since is not None
    assert "recorded on 1 August 2025" in found.since
    assert state(told(*unsaid), condition) == "not-met"


def test_minutes_half_of_which_were_recorded_only_after_the_act_are_not_told_as_missing_still() -> None:
    """What was on file then decides; that the record says more now is told beside it, and what it still lacks."""
    written, day = ENTRIES["minutes"], date(2025, 8, 1)

    found = shown(told("minutes", "circulated", later={"minutes": written}, recorded={"minutes": day}), "TC-03")

    assert (found.state, found.then) == (
        "not-met", "The minutes of MTG-001 are not on file as minuted or sent round or filed.",
    )  # fmt: skip
    assert found.since == "The minutes of MTG-001 are not on file as sent round."
    assert "By the record as it is now: The minutes of MTG-001 are not on file as sent round." in found.sentence


def test_a_failing_is_not_shown_to_have_gone_on_by_a_finding_before_time_given_later_was_over() -> None:
    """HCC-9.4-d: an extension agreed after the assessment gives time that the assessment did not wait for."""
    more = RemedyPeriodExtended(happened_on=date(2025, 5, 6), notice="NOT-001", to_date=date(2025, 5, 30))

    assert shown(told(amid={"more": more}), "TC-13").sentence.startswith(
        "NOT-001 was found not remedied on 2 May 2025; the time to remedy it ran to 30 May 2025 and was not over."
    )
    assert state(told(amid={"more": more}), "TC-13") == "not-met"


def test_a_notice_that_gives_time_and_does_not_count_yet_is_not_told_as_absent() -> None:
    the_day_before = date(2025, 4, 14)

    found = shown(told(until="notice", notice={"received_on": date(2025, 4, 15)}), "TC-12", the_day_before)

    assert found.sentence == "NOT-001 counts from 15 April 2025 only."


def test_a_receipt_proved_only_after_the_act_was_one_in_time_all_the_same() -> None:
    """The notice was received on 14 April; that this was shown in July makes it late, not undone."""
    unproved: dict[str, Any] = {"notice": {"received_on": None, "received_at": None}}
    proof = NoticeReceiptConfirmed(
        happened_on=date(2025, 7, 7), notice="NOT-001", received_on=date(2025, 4, 14), received_at=time(11)
    )
    view = told(later={"proof": proof}, **unproved)

    found = shown(view, "TC-10")

    assert found.state == "late"
    assert "counts from 14 April 2025" in (found.since or "")
    for day, counted in ((date(2025, 4, 13), None), (date(2025, 4, 14), date(2025, 4, 14))):
        notice = fold(view.file.known, day).notices.by_id.get("NOT-001")
        assert (notice.counts_on if notice else None) == counted


def test_a_fundamental_breach_put_on_file_after_the_act_is_told_and_excepts_nothing() -> None:
    late = told("plan", "checked", "concluded", later={"breach": BREACH}, recorded={"breach": date(2025, 7, 2)})

    for condition in ("TC-06", "TC-14"):
        found = shown(late, condition)
        assert found.state in ("not-met", "unauthorised")
        assert (
            "BRE-001, a fundamental breach, was determined on 20 May 2025 and recorded on 2 July 2025" in found.sentence
        )


@pytest.mark.parametrize("condition", ["TC-15", "TC-19"])
def test_what_was_done_only_after_the_act_leaves_it_unmet_and_is_told_beside_it(condition: str) -> None:
    [(name, entry)] = LATER[condition].items()
    after = entry.model_copy(update={"happened_on": date(2025, 7, 8)})
    view = told(name, later={name: after})

    found = shown(view, condition)

    assert found.state == "not-met"
    assert found.since is not None
    assert "8 July 2025" in found.since
    assert "does not change what was shown on 18 June 2025" in found.sentence
    assert found.next_step == SAY_WHY, "it is done: nobody is told to do it"
    before = shown(view, condition, date(2025, 7, 1))
    assert (before.since, before.next_step) == (None, NEXT_STEPS[condition])


def test_what_was_done_only_after_the_act_has_no_day_by_which_it_is_still_to_be_done() -> None:
    """TC-13, HCC-9.4-b: while nothing is done the day the procedure gives is told; afterwards only why is asked."""
    after = ENTRIES["assessed"].model_copy(update={"happened_on": date(2025, 7, 8)})
    view = told("assessed", later={"assessed": after})

    before, since = shown(view, "TC-13", date(2025, 7, 1)), shown(view, "TC-13")

    assert (before.since, before.due_on is not None, before.due_because is not None) == (None, True, True)
    assert since.since is not None
    assert "8 July 2025" in since.since
    assert (since.next_step, since.due_on, since.due_because) == (SAY_WHY, None, None)


def test_the_discussion_of_an_early_end_that_is_named_is_the_first_that_counts() -> None:
    """TC-15, HCC-9.2-a: the lead officer's, and not the one before it by another; also in what is said since."""
    lead = ENTRIES["discussed"]
    another = lead.model_copy(update={"happened_on": date(2025, 6, 3), "by": COUNTY})
    told_twice = told(later={"another": another})

    found = shown(told_twice, "TC-15")

    assert found.state == "met"
    assert lead.happened_on > another.happened_on
    assert f"was consulted on {spoken(lead.happened_on)}" in found.sentence
    assert "3 June 2025" not in found.sentence
    assert [r.entry.happened_on for r in told_twice.file.known if r.position in found.entries] == [lead.happened_on]
    only = shown(told("discussed", later={"another": another}), "TC-15")
    assert only.state == "not-met"
    assert only.entries
    after = lead.model_copy(update={"happened_on": date(2025, 7, 8)})
    since = shown(told("discussed", later={"another": another, "discussed": after}), "TC-15").since
    assert since is not None
    assert "8 July 2025" in since
    assert "3 June 2025" not in since


def test_an_early_end_discussed_with_another_than_the_officer_on_file_says_who_that_was() -> None:
    """TC-15, HCC-9.2-a: the lead officer's local one."""
    sue = ContractSupportOfficerAssigned(happened_on=date(2025, 2, 3), person="Sue Stone")

    found = shown(told(amid={"officer": sue}, recorded={"officer": date(2025, 2, 4)}), "TC-15")

    assert found.state == "met"
    assert "was held by Sue Stone, by what is on file" in found.sentence
    assert "was held by" not in shown(told(), "TC-15").sentence


def test_an_entry_put_in_before_the_act_was_recorded_but_long_after_both_is_late() -> None:
    """Backfilled between the act and its recording: it was not on file when the act was done."""
    days = {"discussed": date(2025, 7, 1), "decided": date(2025, 7, 2), "ending-notice": date(2025, 7, 2)}

    assert state(told(recorded=days), "TC-15") == "late"
    days["discussed"] = date(2025, 7, 2)
    together = shown(told(recorded=days), "TC-15")
    assert together.state == "met"
    assert "was recorded 28 days after the fact" in together.sentence


def test_a_correction_made_after_the_act_does_not_mend_what_was_shown_then() -> None:
    empty: dict[str, Any] = {"case": {"cited": ()}}
    correction = EntryCorrected(
        happened_on=date(2025, 8, 4), position=at(told(**empty), "case"), reason=Said("The entry was left out"),
        replacement=ENTRIES["case"],
    )  # fmt: skip

    found = shown(told(later={"correction": correction}, **empty), "TC-18")

    assert found.state == "late"
    assert found.then is not None
    assert "cites no entry" in found.then


def test_an_entry_struck_out_since_no_longer_shows_a_condition_and_both_are_told() -> None:
    """Design, idea 5: the same predicates run again over the corrected fold."""
    strike = EntryStruckOut(
        happened_on=date(2025, 8, 4), position=at(told(), "discussed"), reason=Said("It was another contract")
    )

    found = shown(told(later={"strike": strike}), "TC-15")

    assert found.state == "not-met"
    assert found.then is not None
    assert "was consulted on 4 June 2025" in found.then
    assert found.since is not None
    assert "No discussion" in found.since


def test_minutes_that_still_had_time_when_the_act_was_done_are_not_missing() -> None:
    """HCC-7.2-b: fourteen days, which the procedure leaves open and the setting says."""
    who = (Attendee(person="Ann Ashe", office="lead-officer"),)
    late: dict[str, Entry] = {"met2": MeetingHeld(happened_on=date(2025, 6, 10), attendees=who)}
    earlier: dict[str, Entry] = {"met2": MeetingHeld(happened_on=date(2025, 6, 3), attendees=who)}

    assert state(told(amid=late), "TC-03") == "met"
    assert state(told(amid=earlier), "TC-03") == "not-met"


def test_each_course_of_action_is_judged_by_its_own_day() -> None:
    """A purported decision stays what it was; a new one, taken after what was missing was done, is judged afresh."""
    lawyers = ENTRIES["lawyers"].model_copy(update={"happened_on": date(2025, 7, 8)})
    again = TerminationAuthorised(happened_on=date(2025, 7, 15), by=COUNTY, proposal="TRM-001")
    view = told("lawyers", "advice", until="decided", later={"lawyers": lawyers, "again": again})

    first, second = readiness(view, ASKED_ON).judgements

    assert first.acts[0].purported == ("termination.legal-services-consulted",)
    assert [next(c.state for c in j.conditions if c.id == "TC-19") for j in (first, second)] == ["not-met", "met"]
    assert (first.judged_on, second.judged_on) == (date(2025, 6, 18), date(2025, 7, 15))


def test_a_letter_sent_out_of_turn_is_judged_on_its_day_and_things_as_they_stand_beside_it() -> None:
    """The lead officer's letter of a Saturday: on record, purported, and nothing it lacked is lent to it later."""
    letter = ENTRIES["ending-notice"].model_copy(
        update={"happened_on": date(2025, 5, 17), "by": ANN, "method": "e-mail", "proposal": None}
    )
    steps = {name: ENTRIES[name] for name in ("proposed", "discussed", "weighed", "case", "lawyers")}
    view = told(until="concluded", later={"letter": letter, **steps}, recorded={"letter": date(2025, 5, 19)})

    letters, now = readiness(view, ASKED_ON).judgements

    assert letters.acts[0].purported
    assert readiness(view, ASKED_ON).in_point == letters
    states = [{c.id: c.state for c in judged.conditions} for judged in (letters, now)]
    assert [s["TC-15"] for s in states] == ["not-met", "met"]
    assert [s["TC-19"] for s in states] == ["not-met", "met"]
    assert (now.acts, now.judged_on) == ((), ASKED_ON)
    assert view.file.termination.ended is None


def test_as_at_an_earlier_day_only_what_had_happened_by_then_is_judged() -> None:
    view = told()
    earlier = view_of(fold(view.file.known, date(2025, 6, 5)), date(2025, 6, 5))

    found = readiness(earlier, ASKED_ON)

    assert (found.on, found.judgements[-1].acts) == (date(2025, 6, 5), ())
    states = {c.id: c.state for c in found.conditions}
    assert (states["TC-15"], states["TC-16"], states["TC-20"]) == ("met", "not-met", "not-met")


def test_as_known_earlier_what_was_recorded_since_is_not_there() -> None:
    whole = told("discussed", later={"discussed": ENTRIES["discussed"]}, recorded={"discussed": date(2025, 8, 1)})

    known = view_of(fold(whole.file.known[:-1]))

    assert (state(known, "TC-15"), state(whole, "TC-15")) == ("not-met", "late")


def test_the_answer_is_the_same_whenever_it_is_asked_once_nothing_more_happens() -> None:
    first, later = (readiness(told(), day).conditions for day in (date(2025, 8, 1), date(2031, 8, 1)))

    assert [(c.id, c.state, c.sentence) for c in first] == [(c.id, c.state, c.sentence) for c in later]


def test_what_lies_before_a_file_was_taken_on_is_shown_as_before_this_ledger() -> None:
    taken_on = FileOpened(
        happened_on=date(2025, 5, 30), reference="C-1", title="Home care", start_date=date(2025, 2, 1),
        end_date=date(2027, 1, 31), contemporaneous_since=date(2025, 5, 30),
    )  # fmt: skip
    without = told("told", "plan", registered={})
    opened = [r for r in without.file.known if r.position != 1]
    first = without.file.known[0]
    known = [type(first)(**{f: getattr(first, f) for f in first.__slots__} | {"entry": taken_on}), *opened]
    view = view_of(fold(known))

    assert state(view, "TC-04") == "before-this-ledger"
    assert state(view, "TC-05") == "before-this-ledger"
    assert state(view, "TC-15") == "met"


def test_a_note_or_a_consultation_about_something_else_shows_nothing() -> None:
    other = {
        "note": NoteMade(happened_on=date(2025, 6, 4), words=Said("We should talk to Sam")),
        "other": ConsultationRecorded(happened_on=date(2025, 6, 4), subject="other", consulted=SAM, by=ANN),
        "lawyers-of-others": LegalServicesConsulted(happened_on=date(2025, 5, 1), by=COUNTY),
    }

    view = told("discussed", "lawyers", "advice", amid=other)

    assert (state(view, "TC-15"), state(view, "TC-19")) == ("not-met", "not-met")


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        (("told",), "17 of the 18 conditions that apply are shown to have been met in time."),
        (tuple(name for name in ENTRIES if name != "registered"), "None of the 17 conditions that apply are shown"),
    ],
)
def test_how_many_conditions_are_met_is_told_in_a_plain_sentence(left_out: tuple[str, ...], sentence: str) -> None:
    assert sentence in readiness(told(*left_out), ASKED_ON).sentence


def test_a_rule_is_told_to_people_by_what_it_says_and_not_by_its_id() -> None:
    shown = readiness(told("weighed"), ASKED_ON)

    assert "it did not keep “The consequences of early termination are" in shown.sentence
    assert "termination." not in " ".join([shown.sentence, *(c.sentence for c in shown.conditions)])
    assert any("termination.impact-assessed" in act.purported for act in shown.in_point.acts), "the id is in its field"


def test_what_became_of_the_right_is_told_for_the_day_asked_though_the_acts_are_judged_by_theirs() -> None:
    found = readiness(told(), ASKED_ON)

    assert [held.right.state for held in found.in_point.rights] == ["arisen"]
    assert [right.state for right in found.rights] == ["exercised"]


def test_a_right_that_was_lost_before_the_notice_was_given_was_not_used_by_it() -> None:
    """What lost it was entered afterwards, so that nothing was purported when the contract was ended."""
    withdrawn = NoticeWithdrawn(happened_on=date(2025, 6, 10), notice="NOT-001")

    [right] = readiness(told(later={"withdrawn": withdrawn}), ASKED_ON).rights

    assert (right.state, right.grounds[0].lost_on) == ("lost", date(2025, 6, 10))
