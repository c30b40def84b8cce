"""What a dispute came to at last counts: a settlement after a plan that failed, a stage left out by authority."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from ledger.entry import Actor, Entry
from ledger.subjects.disputes import (
    ActionState,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputeSettled,
    DisputeSignedOff,
    ImmediateEscalationAuthorised,
    InterimReliefSought,
)
from ledger.subjects.issues import (
    IssueRaised,
    IssueReopened,
    IssueResolved,
    IssueSignificanceAssessed,
    SeniorManagementBriefed,
)
from ledger.subjects.termination import ContractTerminated
from ledger.words import Said
from projections.briefing import briefing
from projections.dispute_ladder import DisputeShown, dispute_ladder, relief_apart
from projections.duties.due import due, duties
from projections.ending.background import background
from projections.ending.readiness import readiness
from projections.failings.failings import failings
from projections.failings.trail import Link
from projections.procedure.kept_facts import kept_facts
from projections.status.status import status
from projections.view import FileView
from tests.worked_dispute import PAULA, PETRA, SIMON, told

ON = date(2025, 10, 20)
MEDIATION = DisputeReferred(
    happened_on=date(2025, 6, 9), dispute="DSP-001", to="mediation", model_procedure="CEDR Model Mediation Procedure"
)
SETTLED = DisputeReferralConcluded(
    happened_on=date(2025, 7, 8), dispute="DSP-001", forum="mediation", result="settled", words=Said("A second line")
)
NOT_SETTLED = SETTLED.model_copy(update={"result": "not-settled", "words": None})
IN_WRITING = DisputeSettled(happened_on=date(2025, 7, 8), dispute="DSP-001", settled_at="mediation")
SIGNED_OFF = DisputeSignedOff(
    happened_on=date(2025, 7, 15), by=SIMON, dispute="DSP-001", what="settlement", reported_by=PETRA,
    reported_to_provider_on=date(2025, 7, 16),
)  # fmt: skip
CLOSED = IssueResolved(happened_on=date(2025, 7, 16), issue="ISS-001")
HARM = IssueSignificanceAssessed(
    happened_on=date(2025, 3, 3), issue="ISS-001", significant=True, harm=True, harm_facts=Said("A broken wrist")
)


def at_once(stage: Any) -> dict[str, Entry]:
    """The PCC let a dispute about the issue begin with a stage, two days after it was noticed."""
    passed = ImmediateEscalationAuthorised(
        happened_on=date(2025, 3, 5), by=PAULA, issues=("ISS-001",), entry_stage=stage, reason=Said("Harm")
    )
    return {"significant": HARM, "at-once": passed}


def mediated(**later: Entry) -> FileView:
    return told(until="failed", later={"mediation": MEDIATION, **later})


def link(view: FileView, name: str) -> Link:
    return next(part for part in failings(view)[0].links if part.name == name)


def ids(view: FileView, on: date = ON) -> set[str]:
    return {d.duty.id for d in due(duties(view), on) if d.duty.is_open}


def condition(view: FileView, id: str) -> Any:
    return next(c for c in readiness(view, ON).conditions if c.id == id)


def ladder(view: FileView) -> DisputeShown:
    return dispute_ladder(view, ON)[0]


def test_a_completed_plan_is_laid_out_for_senior_management() -> None:
    """TVP-5.2-4c: its actions, owners, times, results; the clause for a plan, not for a settlement, is cited."""
    resolved = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved",
        findings=Said("Nobody waits"),
    )  # fmt: skip
    done = DisputeActionPlanProgressReported(
        happened_on=date(2025, 5, 12), plan="PLN-002", reported_to=PETRA,
        actions=(ActionState(number=1, state="done", words=Said("Both began")),),
    )  # fmt: skip
    signed = SIGNED_OFF.model_copy(update={"what": "completed-plan"})

    running, ended = (ladder(told(until="progress", later=later)) for later in ({}, {"done": done, "end": resolved}))
    [plan], [before] = ended.plans, running.plans
    [action] = plan.actions
    assert (before.result, before.citation, before.actions[0].reported) == (None, "TVP-5.2-4a", "late")
    assert (plan.id, plan.result, plan.findings, plan.citation) == (
        "PLN-002", "resolved", "Nobody waits", "TVP-5.2-4c",
    )  # fmt: skip
    assert (action.what, action.owner, action.due_on, action.outcome) == (
        "Hire two workers", "Pia Prior", date(2025, 5, 16), "None waits",
    )  # fmt: skip
    assert (action.done_on, action.reported) == (date(2025, 5, 12), "done, Both began")
    for later in ({"end": resolved}, {"end": resolved, "signed": signed}):
        cited = {rung.name: rung.citation for rung in ladder(told(until="progress", later=later)).rungs}
        assert (cited["settlement"], cited["sign-off"]) == ("TVP-5.2-4c", "TVP-5.2-4c")
    in_writing = IN_WRITING.model_copy(update={"settled_at": "meeting"})
    settled = ladder(told(until="progress", later={"written": in_writing, "signed": SIGNED_OFF})).rungs
    assert [rung.citation for rung in settled[-2:]] == ["TVP-5.2-3a", "TVP-5.2-3b"]


def test_a_plan_that_was_signed_off_before_it_resolved_the_matter_goes_on_until_it_is_signed_off_then() -> None:
    """TVP-5.2-4c, TVP-5.2-4b: its steps and reports stay owed, and the sign-off that is too early ends nothing."""
    early = SIGNED_OFF.model_copy(update={"what": "completed-plan", "happened_on": date(2025, 5, 8)})
    resolved = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved"
    )
    again = early.model_copy(update={"happened_on": date(2025, 5, 20), "reported_to_provider_on": date(2025, 5, 21)})

    sorts = ("plan-", "issue-settled/", "sign-off", "dispute-")

    def owed(view: FileView) -> list[str]:
        return [one.id for one in duties(view) if one.id.startswith(sorts)]

    before, running = told(until="progress"), told(until="progress", later={"early": early})
    assert any(one.startswith("plan-step/PLN-002") for one in owed(before))
    assert owed(running) == owed(before)
    shown = ladder(running)
    assert (shown.over_on, shown.rungs[-1].state) == (None, "not-taken")
    assert "On 8 May 2025 it was signed off with no plan on file as having resolved it" in shown.rungs[-1].sentence
    assert "with no plan on file" in shown.stands

    ended = told(until="progress", later={"early": early, "end": resolved})
    assert any(one.startswith("sign-off/") for one in owed(ended))
    assert (ladder(ended).over_on, ladder(ended).rungs[-1].state) == (date(2025, 5, 15), "under-way")
    signed = told(until="progress", later={"early": early, "end": resolved, "again": again})
    assert not any(one.startswith("sign-off") for one in owed(signed))
    assert (ladder(signed).over_on, ladder(signed).rungs[-1].state) == (date(2025, 5, 15), "taken")


# --- 8: the result, and the conditions that rest on it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "failed", "last"),
    [
        ({}, True, "PLN-002 was found: outcomes missed"),
        ({"ended": NOT_SETTLED}, True, "mediation ended: not settled"),
        ({"ended": SETTLED}, False, "mediation ended: settled"),
        ({"ended": SETTLED, "written": IN_WRITING, "signed": SIGNED_OFF}, False, "the dispute was settled"),
        ({"ended": NOT_SETTLED.model_copy(update={"result": "withdrawn"})}, True, "mediation ended: withdrawn"),
        ({"closed": CLOSED}, False, "found settled"),
        ({"closed": CLOSED, "back": IssueReopened(happened_on=date(2025, 8, 1), issue="ISS-001", reason=Said("Again"))},
         True, "it came back"),
    ],
)  # fmt: skip
def test_the_latest_result_of_a_dispute_is_the_result_of_the_failing(
    later: Mapping[str, Entry], failed: bool, last: str
) -> None:
    """TVP-5.2-3a, TVP-5.2-5: a plan that missed its outcomes is answered by the settlement after it."""
    view = mediated(**later)
    result, continued = link(view, "result"), condition(view, "TC-13")

    assert last.casefold() in result.sentence.rstrip(".").split(". ")[-1].casefold()
    assert (continued.state == "met") is failed, continued.sentence
    assert "outcomes missed" in continued.sentence
    if "ended" in later:
        assert "mediation ended" in condition(view, "TC-14").sentence or not failed


def test_of_two_disputes_about_a_failing_the_one_that_goes_on_shows_that_it_continued() -> None:
    """TVP-5.2-5: each dispute has its own latest result."""
    other = MEDIATION.model_copy(update={"dispute": None})
    view = told(until="failed", later={"mediation": other, "ended": NOT_SETTLED.model_copy(update={"dispute": None})})

    assert condition(view, "TC-13").state == "met"


def test_a_plan_the_provider_agreed_and_the_settlement_speak_for_it() -> None:
    """HCC-2.1-b, TVP-5.2-3a: even-handed in a dispute too."""
    facts = background(mediated(ended=SETTLED, written=IN_WRITING), ON).in_favour

    assert [fact.on for fact in facts] == [
        date(2025, 3, 10), date(2025, 4, 17), date(2025, 7, 8), date(2025, 7, 8)
    ]  # fmt: skip
    lost = SETTLED.model_copy(update={"forum": "arbitration", "result": "for-the-authority"})
    arbitration = MEDIATION.model_copy(update={"to": "arbitration", "mediation": "declined"})
    decided = told(until="failed", later={"arbitration": arbitration, "ended": lost})
    assert len(background(decided, ON).in_favour) == 2
    assert condition(decided, "TC-13").state == "met"


def test_the_plan_and_the_meeting_of_a_dispute_are_answer_and_check_of_the_failing() -> None:
    """TVP-5.2-2c, TVP-5.2-4a."""
    view = told("plan", until="action-plan")

    answer, check = link(view, "answer"), link(view, "check")
    assert (answer.state, check.state) == ("present", "present")
    assert "PLN-001" in answer.sentence
    assert "16 May 2025" in str(answer.dates) or date(2025, 5, 16) in [d.on for d in answer.dates]
    assert "MTG-001 on 14 April 2025 was about DSP-001: plan to follow" in check.sentence
    assert link(told("plan", until="notice"), "answer").state == "missing"


def test_an_issue_settled_at_the_meeting_has_that_for_its_result() -> None:
    """TVP-5.2-3a."""
    settled = DisputeSettled(happened_on=date(2025, 4, 14), dispute="DSP-001")

    assert (
        "On 14 April 2025 the dispute was settled" in link(told(until="met", later={"s": settled}), "result").sentence
    )
    assert link(told(until="met"), "result").state == "missing"


def test_disputes_says_what_came_of_a_settlement_and_what_was_agreed() -> None:
    """TVP-5.2-3a."""
    agreed = (Said("The files are redone."), Said("By March"))
    settled = DisputeSettled(
        happened_on=date(2025, 4, 14), dispute="DSP-001", outcome=Said("A new rota"), agreements=agreed
    )

    def said(end: Entry) -> str:
        return next(r.sentence for r in ladder(told(until="met", later={"s": end})).rungs if r.name == "settlement")

    assert said(settled) == (
        "On 14 April 2025 the dispute was settled. What came of it: A new rota. Agreed: The files are redone; By March."
    )
    silent = settled.model_copy(update={"outcome": None, "agreements": ()})
    assert said(silent) == "On 14 April 2025 the dispute was settled."


def test_one_result_ends_whatever_was_begun_before_it_by_either_party() -> None:
    """TVP-5.2-5: two parties may refer the same dispute to mediation, and are told one result."""
    again = MEDIATION.model_copy(update={"happened_on": date(2025, 6, 10)})
    later = MEDIATION.model_copy(update={"happened_on": date(2025, 7, 9)})

    def mediation(**more: Entry) -> str:
        return next(rung.state for rung in ladder(mediated(again=again, **more)).rungs if rung.name == "mediation")

    assert mediation() == "under-way"
    assert mediation(ended=NOT_SETTLED) == "taken"
    assert mediation(ended=NOT_SETTLED, later=later) == "under-way"


# --- what is due once it is settled -----------------------------------------------------------------------------------


def test_a_settled_mediation_settles_the_dispute_and_asks_for_what_follows() -> None:
    """TVP-5.2-3b, TVP-5.2-3c, TVP-5.1-4b: no second entry is needed before it is over."""
    before, after = mediated(), mediated(ended=SETTLED)

    assert "DSP-001" in status(before).issues[0].disputes[0]
    assert _open(before) == ("DSP-001",)
    assert _open(after) == ()
    position = after.file.disputes.referral_ends[0].position
    assert {f"sign-off/{position}", f"dispute-filed/{position}", "issue-settled/ISS-001"} <= ids(after)
    assert not {i for i in ids(before) if i.startswith(("sign-off", "issue-settled"))}
    assert not {"plan/ISS-001", "tell/ISS-001"} & ids(
        told("plan", "told", until="failed", later={"mediation": MEDIATION, "ended": SETTLED})
    )
    both = mediated(ended=SETTLED, written=IN_WRITING)
    assert len([i for i in ids(both) if i.startswith("sign-off/")]) == 1
    done = mediated(ended=SETTLED, signed=SIGNED_OFF, closed=CLOSED)
    assert not {i for i in ids(done) if i.startswith(("sign-off", "issue-settled"))}


def _open(view: FileView) -> tuple[str, ...]:
    return kept_facts(view).disputes


@pytest.mark.parametrize("result", ["resolved", "outcomes-missed"])
def test_a_plan_that_resolved_the_matter_ends_the_dispute_until_something_of_it_begins_again(result: Any) -> None:
    """TVP-5.2-4c."""
    end = DisputeActionPlanConcluded(happened_on=date(2025, 5, 19), dispute="DSP-001", plan="PLN-002", result=result)

    assert _open(told(until="progress", later={"end": end})) == (() if result == "resolved" else ("DSP-001",))
    assert _open(told(until="progress", later={"end": end, "on": MEDIATION})) == ("DSP-001",)


def test_after_formal_notice_the_plan_of_the_informal_stage_is_asked_for_no_more() -> None:
    """TVP-5.1-3a: from then on it is the meeting and the action plan that are asked for."""
    assert "plan/ISS-001" in ids(told("plan", until="agreed"))
    assert "plan/ISS-001" not in ids(told("plan", until="notice"))
    assert "plan/ISS-001" not in ids(told("plan", until="action-plan"))
    withdrawn = told("plan", until="notice", notice={"issues": (), "dispute": None})
    assert "plan/ISS-001" in ids(withdrawn)


# --- stages left out --------------------------------------------------------------------------------------------------


def test_what_the_pcc_left_out_is_not_asked_for_and_says_by_whose_authority() -> None:
    """TVP-5.0-6, TVP-5.2-0."""
    early = told("plan", until="told", later=at_once("notice"))
    late = told("plan", until="told", later=at_once("mediation"))

    assert "plan/ISS-001" in ids(told("plan", until="told"))
    assert "plan/ISS-001" not in ids(early)
    answer = link(early, "answer")
    assert answer.state == "not-applicable"
    assert "left out by authority of Paula Crane" in answer.sentence
    assert link(early, "notice").state == "missing"
    assert [link(late, name).state for name in ("answer", "notice", "time")] == ["not-applicable"] * 3
    assert not [gap for gap in failings(late)[0].gaps if gap.requirement.startswith("TVP-5.2")]
    by_another = at_once("mediation") | {
        "at-once": at_once("mediation")["at-once"].model_copy(update={"by": Actor(person="Cora Vale")})
    }
    unlawful = told("plan", until="told", later=by_another)
    assert [link(unlawful, name).state for name in ("answer", "notice", "time")] == ["missing"] * 3
    assert "plan/ISS-001" in ids(unlawful)


def test_a_stage_begun_by_whoever_may_not_decide_it_is_told_as_not_authorised() -> None:
    """TVP-5.2-0: it was taken, and its page does not read as if the PCC had agreed to it."""
    by_another = at_once("mediation")["at-once"].model_copy(update={"by": Actor(person="Cora Vale")})
    rungs = {
        who: {rung.name: rung.sentence for rung in ladder(told("plan", until="told", later=steps)).rungs}["agreement"]
        for who, steps in (
            ("pcc", at_once("mediation")), ("another", {**at_once("mediation"), "at-once": by_another}),
        )
    }  # fmt: skip

    assert "not authorised" not in rungs["pcc"]
    assert "It was not authorised: Police and Crime Commissioner is to ratify or refuse it" in rungs["another"]


def test_the_provider_is_written_to_once_the_formal_route_was_agreed() -> None:
    """TVP-5.2-2a; not where the notice was left out."""
    assert "dispute-notice/DSP-001" in ids(told(until="agreed"))
    assert "dispute-notice/DSP-001" not in ids(told(until="recommended"))
    assert "dispute-notice/DSP-001" not in ids(told(until="notice"))
    assert "dispute-notice/DSP-001" in ids(told(until="told", later=at_once("notice")))
    assert "dispute-notice/DSP-001" not in ids(told(until="told", later=at_once("mediation")))


# --- a plan agreed without a telling ----------------------------------------------------------------------------------


def test_a_plan_agreed_with_the_provider_is_watched_also_where_nothing_else_told_it() -> None:
    """TVP-5.1-3a, HCC-7.6-a: that it agreed a plan shows that the issue was put to it."""
    view = told("told", until="plan")

    assert "plan-checked/ISS-001" in ids(view)
    assert "tell/ISS-001" not in ids(view)
    assert status(view).issues[0].first_told == date(2025, 3, 10)
    assert "as the plan in entry" in link(view, "told").sentence
    assert "tell/ISS-001" in ids(told("told", until="briefed"))
    assert "plan-checked/ISS-001" not in ids(told("told", until="notice"))  # that it was not put right is formal now


def test_what_was_done_about_another_matter_says_nothing_of_a_failing_noticed_later() -> None:
    """TVP-5.2-0: also where the dispute names no issue, and could be about any that there was."""
    later = IssueRaised(happened_on=date(2025, 9, 1), nature=Said("Calls late"))
    unnamed: dict[str, Any] = {"recommended": {"issues": ()}, "notice": {"issues": ()}}
    view = told(until="failed", later={"mediation": MEDIATION, "ended": SETTLED, "later": later}, **unnamed)
    passed = at_once("mediation")["at-once"].model_copy(update={"issues": ()})
    left = told("plan", until="told", later={"significant": HARM, "at-once": passed, "later": later})

    states = {part.name: part.state for part in failings(view)[1].links}
    assert [states[name] for name in ("answer", "time", "result")] == ["missing"] * 3
    assert states["check"] == "not-applicable"
    assert "mediation ended" in link(view, "result").sentence
    assert link(left, "answer").state == "not-applicable"
    assert next(part.state for part in failings(left)[1].links if part.name == "answer") == "missing"


# --- the ladder -------------------------------------------------------------------------------------------------------


def test_the_ladder_shows_every_stage_in_order_and_what_is_next_by_when() -> None:
    """TVP-5.2-0, TVP-5.1-4a."""
    noticed = ladder(told(until="received"))
    states = {rung.name: rung.state for rung in noticed.rungs}

    assert [rung.name for rung in noticed.rungs] == [
        "informal", "agreement", "notice", "meeting", "plan", "mediation", "arbitration", "litigation", "settlement",
        "sign-off",
    ]  # fmt: skip
    assert (states["informal"], states["agreement"], states["notice"]) == ("taken",) * 3
    meeting = noticed.rungs[3]
    assert (meeting.state, meeting.due_on) == ("late", date(2025, 4, 15))
    assert [(step.due_on, step.state) for step in noticed.next_steps] == [(date(2025, 4, 15), "overdue")]
    assert noticed.stands == "On 1 April 2025 NOT-001 gave the authority's notice."
    assert noticed.issues == ("ISS-001",)


def test_the_ladder_says_how_many_actions_of_the_plan_are_done_and_which_are_due() -> None:
    """TVP-5.2-4a, TVP-5.2-4b."""
    view = told(until="progress")
    [step] = [one for one in ladder(view).next_steps if one.citation == "TVP-5.2-4a"]

    assert ladder(view).rungs[4].sentence.endswith("0 of 1 action done.")
    assert (step.due_on, step.state) == (date(2025, 5, 16), "overdue")
    done = DisputeActionPlanProgressReported(
        happened_on=date(2025, 5, 16), plan="PLN-002", actions=(ActionState(number=1, state="done"),)
    )
    after = ladder(told(until="progress", later={"again": done}))
    assert after.rungs[4].sentence.endswith("1 of 1 action done.")
    assert not [one for one in after.next_steps if one.citation == "TVP-5.2-4a"]


def test_the_plan_of_a_dispute_gives_a_time_where_only_its_actions_have_days() -> None:
    """TVP-5.2-4a, HCC-7.6-c: the last day of them is the time for putting it right, in the answer as in the time."""
    links = {part.name: part for part in failings(told("plan", until="progress"))[0].links}

    assert links["time"].sentence.startswith("By the plan of 17 April 2025 it is to be right by 16 May 2025")
    assert not any("gives no time" in gap.sentence for gap in links["answer"].gaps)


def test_what_was_decided_is_not_awaited_to_be_signed_off_and_what_was_settled_is_said_to_be() -> None:
    """TVP-5.2-3b, TVP-5.2-4c: "Nothing further is asked for" stood above "Awaited"."""
    arbitration = DisputeReferred(happened_on=date(2025, 7, 14), dispute="DSP-001", to="arbitration")
    award = DisputeReferralConcluded(
        happened_on=date(2025, 9, 8), dispute="DSP-001", forum="arbitration", result="for-the-authority"
    )

    decided = ladder(mediated(ended=NOT_SETTLED, taken=arbitration, award=award))
    settled = ladder(mediated(ended=SETTLED))
    over = ContractTerminated(happened_on=date(2025, 9, 1), ends_on=date(2025, 9, 30), by_party="both")
    ended = ladder(mediated(ended=SETTLED, over=over))

    assert decided.over_on == date(2025, 9, 8)
    assert not [s for s in decided.next_steps if "ign" in s.sentence]
    assert (decided.rungs[-1].state, "it was decided" in decided.rungs[-1].sentence.lower()) == ("not-asked", True)
    assert settled.rungs[-1].state == ended.rungs[-1].state == "under-way"
    assert [s.sentence for s in settled.next_steps if "ign" in s.sentence] == [
        (
            "Report the settlement of DSP-001 to the Senior Management Group, for it to be signed off, by a briefing"
            " on ISS-001 that says who gave it."
        ),
        "Sign off the settlement of DSP-001.",
    ]
    assert [s.sentence for s in ended.next_steps if "ign" in s.sentence] == ["Senior management signs it off."]


def test_the_ladder_goes_on_with_mediation_its_rules_and_its_result() -> None:
    """TVP-5.2-5, TVP-5.2-6a, TVP-5.2-7."""
    failed, running, not_settled, settled = (
        ladder(view) for view in (told(until="failed"), mediated(), mediated(e=NOT_SETTLED), mediated(e=SETTLED))
    )

    assert [s.citation for s in failed.next_steps if s.state is None][:2] == ["TVP-5.2-5", "TVP-5.2-6a"]
    assert running.rungs[5].state == "under-way"
    assert "CEDR Model Mediation Procedure" in running.rungs[5].sentence
    assert "Record how mediation ends." in [s.sentence for s in running.next_steps]
    assert (not_settled.rungs[5].state, not_settled.over_on) == ("taken", None)
    assert next(s.citation for s in not_settled.next_steps if s.state is None) == "TVP-5.2-6a"
    assert (settled.over_on, settled.rungs[8].state, settled.rungs[9].state) == (date(2025, 7, 8), "taken", "under-way")
    assert any(s.sentence.startswith("Sign off the settlement of DSP-001") for s in settled.next_steps)
    assert not [s for s in settled.next_steps if s.state is None]


def test_one_result_ends_every_referral_to_mediation_before_it_and_arbitration_may_be_chosen() -> None:
    """TVP-5.2-5, TVP-5.2-6a: mediation was both ended and awaited where it had been referred more than once."""
    again = {"again": MEDIATION.model_copy(update={"happened_on": date(2025, 6, 20), "by_party": "provider"})}

    running, ended = ladder(mediated(**again)), ladder(mediated(**again, ended=NOT_SETTLED))

    assert "Record how mediation ends." in [s.sentence for s in running.next_steps]
    assert (running.rungs[5].state, ended.rungs[5].state) == ("under-way", "taken")
    assert "mediation ended: not settled" in ended.stands
    assert [s.citation for s in ended.next_steps if s.state is None] == ["TVP-5.2-6a", "TVP-5.2-7", "TVP-5.2-8a"]


def test_a_stage_left_out_or_passed_over_is_shown_as_that() -> None:
    """TVP-5.2-0, TVP-5.2-8a."""
    left = {rung.name: rung for rung in ladder(told("plan", until="told", later=at_once("mediation"))).rungs}
    over = {rung.name: rung.state for rung in ladder(told(until="considered")).rungs}

    assert [left[name].state for name in ("notice", "meeting", "plan")] == ["left-out"] * 3
    assert "Left out by authority of Paula Crane" in left["plan"].sentence
    assert [over[name] for name in ("mediation", "arbitration", "litigation")] == ["passed-over"] * 3


def test_a_stage_passed_over_before_anybody_authorised_it_is_not_shown_as_left_out_by_authority() -> None:
    """TVP-5.0-7, TVP-5.2-0: what came after is no authority for it, on the page of disputes as in readiness."""
    after = {
        "passed": at_once("notice")["at-once"].model_copy(
            update={"happened_on": date(2025, 4, 10), "dispute": "DSP-001"}
        )
    }
    view = told("plan", "note", "quarter", "quarter-minutes", "told", until="met", later=after)
    [informal] = [rung for rung in ladder(view).rungs if rung.name == "informal"]

    assert condition(view, "TC-06").state != "met"
    assert informal.state == "not-taken"
    assert "without authority; that of Paula Crane" in informal.sentence
    assert "came on 10 April 2025, after it" in informal.sentence
    in_time = {"passed": after["passed"].model_copy(update={"happened_on": date(2025, 3, 6)})}
    view = told("plan", "note", "quarter", "quarter-minutes", "told", until="met", later=in_time)
    assert [r.state for r in ladder(view).rungs if r.name == "informal"] == ["left-out"]


def test_the_court_and_the_number_of_a_claim_are_to_be_completed() -> None:
    """TVP-5.2-7."""
    court = DisputeReferred(happened_on=date(2025, 6, 2), dispute="DSP-001", to="litigation", mediation="declined")
    named = court.model_copy(update={"court": "Oxford County Court", "reference": "K00OX117"})

    def asked(referral: DisputeReferred) -> list[str]:
        view = told("action-plan", "progress", "failed", until="received", later={"taken": referral})
        return [duty.sentence for duty in duties(view) if "to which court" in duty.sentence]

    assert [sentence.rpartition(": ")[2] for sentence in asked(court)] == [
        "it does not say to which court or under what number there."
    ]
    assert asked(named) == []


def test_a_court_is_not_missed_where_arbitration_was_chosen_nor_arbitration_where_a_court_was() -> None:
    """TVP-5.2-7, TVP-5.2-8a: the courts are for where arbitration is not chosen; what is under way is said to be."""
    on = date(2025, 6, 2)
    arbitration = DisputeReferred(happened_on=on, dispute="DSP-001", to="arbitration", mediation="declined")
    court = DisputeReferred(happened_on=on, dispute="DSP-001", to="litigation")
    for taken, other, words in ((arbitration, "litigation", "arbitration"), (court, "arbitration", "litigation")):
        view = told("action-plan", "progress", "failed", until="received", later={"taken": taken})
        found = condition(view, "TC-14").sentence
        assert f"{words} is under way since 2 June 2025" in found
        assert other not in found
        assert "mediation" in found
    neither = condition(told("action-plan", "progress", "failed", until="received"), "TC-14").sentence
    assert "mediation, arbitration, litigation" in neither
    assert "under way" not in neither


def test_how_long_ago_senior_management_was_briefed_is_shown_wherever_the_matter_stands() -> None:
    """TVP-5.1-4a; and of an issue it was never briefed on, that."""
    view, again = told(until="received"), date(2025, 5, 6)
    later = SeniorManagementBriefed(happened_on=again, issue="ISS-001", body="SMG", by=PETRA)

    for seen, briefed_on in ((view, date(2025, 3, 10)), (told(until="received", later={"again": later}), again)):
        assert status(seen).issues[0].briefed_on == briefed_on
        assert failings(seen)[0].briefed_on == briefed_on
        shown = ladder(seen)
        assert (shown.briefed_on, shown.days_since_briefed) == (briefed_on, (ON - briefed_on).days)
    unbriefed = told("briefed", until="received")
    assert status(unbriefed).issues[0].briefed_on is None
    assert (status(unbriefed).issues[0].never_briefed, status(view).issues[0].never_briefed) == (True, False)
    assert (ladder(unbriefed).briefed_on, ladder(unbriefed).days_since_briefed) == (None, None)
    assert not [named for named in ids(view) if named.startswith("brief")]


def test_status_failings_and_briefing_name_the_dispute_of_an_issue() -> None:
    """TVP-5.1-4a."""
    view = mediated()

    said = "DSP-001: on 9 June 2025 it was taken to mediation"
    assert status(view).issues[0].disputes == (said,)
    assert failings(view)[0].disputes == (said,)
    assert said in str(briefing(view, "managers", ON).sections)
    assert status(told(until="briefed")).issues[0].disputes == ()


def test_urgent_relief_from_a_court_stands_on_the_dispute_it_was_sought_in_and_never_lacks() -> None:
    """TVP-5.2-8b: by either party, at any stage."""
    sought = InterimReliefSought(
        happened_on=date(2025, 6, 20), dispute="DSP-001", by_party="provider", court="The High Court", result="pending"
    )
    [relief] = [rung for rung in ladder(mediated(relief=sought)).rungs if rung.name == "relief"]
    granted = ladder(mediated(relief=sought.model_copy(update={"result": "granted"})))

    assert (relief.state, relief.citation) == ("under-way", "TVP-5.2-8b")
    assert "from The High Court" in relief.sentence
    assert [rung.state for rung in granted.rungs if rung.name == "relief"] == ["taken"]
    assert "relief" not in {rung.name for rung in ladder(mediated()).rungs}
    assert "a court was asked for urgent relief" in granted.stands


def test_urgent_relief_sought_without_a_dispute_is_shown_apart() -> None:
    """TVP-5.2-8b: "without having first followed the procedure"; what was sought before a dispute is of none."""
    sought = InterimReliefSought(happened_on=date(2025, 3, 3), by_party="authority", court="The High Court")
    view = told(until="briefed", later={"relief": sought})

    [relief] = relief_apart(view)
    assert (relief.state, relief.citation) == ("under-way", "TVP-5.2-8b")
    assert "from The High Court" in relief.sentence
    assert (dispute_ladder(view, ON), status(view).disputes, status(view).relief_sought) == ([], 0, 1)
    assert [rung.sentence for rung in relief_apart(mediated(relief=sought))] == [relief.sentence]
    later = mediated(relief=sought.model_copy(update={"happened_on": date(2025, 6, 20)}))
    assert relief_apart(later) == []
    assert [rung.name for rung in ladder(later).rungs if rung.name == "relief"] == ["relief"]
