"""What is due on the way through a dispute: by whom, by when, and what closes it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.entry import Actor, Entry
from ledger.plans import Step
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.disputes import (
    ActionState,
    ArbitratorAppointed,
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeActionPlanProgressReported,
    DisputeReferralConcluded,
    DisputeReferred,
    DisputeSettled,
    DisputeSignedOff,
    DisputeStepPassedOver,
    FormalEscalationAuthorised,
    FormalEscalationRecommended,
)
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueReopened,
    IssueResolved,
    ResolutionPlanAgreed,
    ResolutionPlanProposed,
    SeniorManagementBriefed,
)
from ledger.subjects.meetings import Attendee
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn, RemedyAssessed
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import DocumentFiled, EntrySupplemented
from ledger.words import Document, Said
from projections.briefing import briefing
from projections.dispute_ladder import dispute_ladder
from projections.duties.due import Due, due, duties
from projections.duties.duty import Duty
from projections.duties.settled import settled
from projections.ending.readiness import ConditionShown, readiness
from projections.status.standing import standing
from projections.status.status import status
from projections.view import FileView
from tests.story import COUNTY, given
from tests.worked_dispute import CORA, ENTRIES, PETRA, SIMON, told

TODAY = date(2025, 5, 20)
RESOLVED = IssueResolved(happened_on=date(2025, 4, 28), issue="ISS-001")


def condition(view: FileView, id: str) -> ConditionShown:
    return next(one for one in readiness(view, date(2025, 10, 20)).conditions if one.id == id)


def found(view: FileView, id: str, on: date = TODAY) -> Due | None:
    return next((d for d in due(duties(view), on) if d.duty.id == id), None)


@pytest.mark.parametrize(
    ("until", "id", "office", "due_on", "citation", "closed_by"),
    [
        ("issue", "escalate/ISS-001", "lead-officer", date(2025, 3, 8), "TVP-5.1-1a", "escalated"),
        ("escalated", "brief/ISS-001", "pdm", date(2025, 3, 15), "TVP-5.1-1b", "briefed"),
        ("issue", "tell/ISS-001", "lead-officer", date(2025, 3, 8), "TVP-5.1-2a", "told"),
        ("told", "plan/ISS-001", "provider-contract-manager", date(2025, 3, 18), "TVP-5.1-3a", "plan"),
        ("recommended", "go-formal/DSP-001", "pdm", None, "TVP-5.2-1b", "agreed"),
        ("notice", "receipt/NOT-001", "lead-officer", None, "TVP-5.2-2d", "received"),
        ("notice", "dispute-meeting/NOT-001", "lead-officer", date(2025, 4, 15), "TVP-5.2-2c", "met"),
        ("met", "dispute-plan/NOT-001", "lead-officer", date(2025, 4, 28), "TVP-5.2-4a", "action-plan"),
        ("action-plan", "plan-report/PLN-002", "lead-officer", date(2025, 5, 16), "TVP-5.2-4b", "failed"),
        ("progress", "plan-result/PLN-002", "lead-officer", date(2025, 5, 23), "TVP-5.2-5", "failed"),
    ],
)
def test_each_step_opens_the_next_and_the_next_closes_it(
    until: str, id: str, office: str, due_on: date | None, citation: str, closed_by: str
) -> None:
    open_ = found(told(until=until), id)

    assert open_ is not None
    assert (open_.duty.office, open_.duty.due_on, open_.duty.citation) == (office, due_on, citation)
    assert found(told(until=closed_by), id) is None


def test_the_office_above_is_not_told_of_an_issue_it_raised_itself_and_has_to_brief_on_it() -> None:
    """TVP-5.1-1a, TVP-5.1-1b: within the seven days from the day it raised it."""
    view = told(until="told", issue={"by": PETRA})
    brief = found(view, "brief/ISS-001")

    assert found(view, "escalate/ISS-001") is None
    assert brief is not None
    assert (brief.duty.office, brief.duty.due_on) == ("pdm", date(2025, 3, 13))


def test_an_issue_raised_in_an_office_that_whoever_raised_it_is_not_in_is_still_to_be_taken_above() -> None:
    """TVP-5.1-1a: that an office is typed beside the lead officer's name makes nobody its holder."""
    appointed = LeadOfficerAppointed(
        happened_on=date(2025, 1, 6), person=PETRA.person, from_date=date(2025, 1, 6), by=COUNTY
    )
    view = told(until="told", issue={"by": PETRA}, later={"appointed": appointed})

    assert found(view, "brief/ISS-001") is None
    assert found(view, "escalate/ISS-001") is not None


def test_a_briefing_before_the_office_above_was_told_leaves_its_own_briefing_due() -> None:
    """TVP-5.1-1b: who was told briefs senior management in turn."""
    before: dict[str, Any] = {"briefed": {"happened_on": date(2025, 3, 4)}}

    assert found(told(until="plan", **before), "brief/ISS-001") is not None
    perhaps: dict[str, Any] = {"briefed": {"happened_on": date(2025, 3, 4), "about": True, "until": date(2025, 3, 6)}}
    assert found(told(until="plan", **perhaps), "brief/ISS-001") is None
    again = told(until="plan", later={"in-turn": ENTRIES["briefed"]}, **before)
    assert found(again, "brief/ISS-001") is None


def test_senior_management_is_told_every_month_how_an_open_issue_is_going() -> None:
    """TVP-5.1-4a: until it is settled, or they agreed that it goes formal; the interval is assumed."""
    informed = "kept-informed/ISS-001"
    again = SeniorManagementBriefed(happened_on=date(2025, 4, 8), issue="ISS-001", body="SMG", by=PETRA)

    open_ = found(told(until="plan"), informed)

    assert open_ is not None
    assert (open_.duty.office, open_.duty.citation, open_.duty.due_on) == ("pdm", "TVP-5.1-4a", date(2025, 4, 10))
    assert (open_.state, open_.duty.assumed is not None, open_.duty.every_months) == ("overdue", True, 1)
    later = found(told(until="plan", later={"again": again}), informed)
    assert later is not None
    assert later.duty.due_on == date(2025, 5, 8)
    put_on_file_late = again.model_copy(update={"happened_on": date(2025, 3, 20)})
    by_day = found(told(until="plan", later={"again": again, "before": put_on_file_late}), informed)
    assert by_day is not None
    assert by_day.duty.due_on == date(2025, 5, 8)
    assert found(told(until="escalated"), informed) is None
    assert found(told(until="recommended"), informed) is not None
    assert found(told(until="agreed"), informed) is None
    settled_now = IssueResolved(happened_on=date(2025, 4, 9), issue="ISS-001", satisfactory=True)
    assert found(told(until="plan", later={"settled": settled_now}), informed) is None


def test_senior_management_is_kept_informed_from_its_first_briefing_whoever_was_told_before() -> None:
    """TVP-5.1-4a: "SMG is kept up to date"; who briefed it itself knew (TVP-5.1-1a)."""
    informed, on = "kept-informed/ISS-001", date(2025, 4, 10)

    def asked(**briefed: object) -> tuple[bool, Due | None]:
        by_then = {"briefed": ENTRIES["briefed"].model_copy(update=briefed)}
        view = told(until="told", later=by_then)
        return found(view, "escalate/ISS-001") is None, found(view, informed)

    for by, knew in ((PETRA, True), (CORA, False), (None, False)):
        known, again = asked(by=by)
        assert (known, again and again.duty.due_on) == (knew, on)
    assert asked(by=CORA, body="Tea Club") == (False, None)


def test_of_an_issue_that_came_back_senior_management_is_told_a_month_after_that() -> None:
    """TVP-5.1-4a, docs/adr/0261: while it is open; and what went formal of it before, and is over, ends it no more."""
    informed, back = "kept-informed/ISS-001", date(2025, 9, 1)
    came_back: dict[str, Entry] = {
        "settled": IssueResolved(happened_on=date(2025, 5, 20), issue="ISS-001", satisfactory=True),
        "back": IssueReopened(happened_on=back, issue="ISS-001", reason=Said("It is as it was")),
    }

    def asked(until: str, **later: Entry) -> Due | None:
        return found(told(until=until, later=later), informed, back)

    anew = asked("plan", **came_back)
    assert anew is not None
    assert (anew.state, anew.duty.since, anew.duty.due_on) == ("coming", back, date(2025, 10, 1))
    assert anew.duty.last_on == ENTRIES["briefed"].happened_on
    file = told(until="plan", later=came_back).file
    assert [type(one.entry) for one in map(file.at, anew.duty.opened_by) if one is not None] == [
        SeniorManagementBriefed, IssueReopened
    ]  # fmt: skip
    over = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved"
    )
    formal_before = asked("progress", over=over, **came_back)
    assert formal_before is not None
    assert formal_before.duty.due_on == date(2025, 10, 1)
    assert asked("agreed", **came_back) is None  # its dispute still goes on, and reports of itself
    again = FormalEscalationAuthorised(happened_on=back, by=SIMON, issues=("ISS-001",), body="SMG")
    assert asked("progress", over=over, **came_back, again=again) is None
    another = FormalEscalationRecommended(happened_on=date(2025, 5, 16), issues=("ISS-001",), by=PETRA)
    assert asked("progress", over=over, another=another) is None  # it never came back: going formal once ended it


def test_no_informal_answer_is_asked_for_once_a_formal_step_was_taken_whatever_became_of_the_notice() -> None:
    """TVP-5.1-3a: a notice that was not validly given changes nothing in that the formal procedure has begun."""
    without = ("plan", "notice", "received", "met", "met-minutes", "action-plan")
    over = DisputeActionPlanConcluded(happened_on=date(2025, 4, 25), dispute="DSP-001", result="not-agreed")
    back = IssueReopened(happened_on=date(2025, 5, 1), issue="ISS-001", reason=Said("Again"))

    assert found(told(*without, until="agreed"), "plan/ISS-001") is not None
    assert found(told(*without, until="agreed", later={"over": over}), "plan/ISS-001") is None
    retold = IssueNotifiedToProvider(happened_on=date(2025, 5, 2), issue="ISS-001", means="e-mail")
    again = {"over": over, "settled": RESOLVED, "back": back, "retold": retold}
    assert found(told(*without, until="agreed", later=again), "plan/ISS-001") is not None


def test_an_arbitrator_is_to_be_appointed_once_arbitration_is_chosen() -> None:
    """TVP-5.2-6b: a single one, of this arbitration; until it is over, or the dispute settled."""
    chosen = DisputeReferred(happened_on=date(2025, 6, 2), dispute="DSP-001", to="arbitration", mediation="declined")
    appointed = ArbitratorAppointed(happened_on=date(2025, 6, 9), dispute="DSP-001", arbitrator="Ada Bitter")
    left = DisputeReferralConcluded(
        happened_on=date(2025, 6, 16), dispute="DSP-001", forum="arbitration", result="withdrawn"
    )
    again = chosen.model_copy(update={"happened_on": date(2025, 6, 23)})

    def asked(**later: Entry) -> list[Duty]:
        return [one for one in duties(told(until="failed", later=later)) if one.id.startswith("arbitrator/")]

    assert asked() == []
    [one] = asked(chosen=chosen)
    assert (one.office, one.since, one.due_on, one.citation) == ("lead-officer", date(2025, 6, 2), None, "TVP-5.2-6b")
    assert one.sentence.startswith("Have a single arbitrator appointed for DSP-001: agreed by both parties or, failing")
    assert asked(chosen=chosen, appointed=appointed) == []
    assert asked(chosen=chosen, left=left) == []
    assert [one.since for one in asked(chosen=chosen, appointed=appointed, left=left, again=again)] == [
        again.happened_on
    ]
    unnamed = again.model_copy(update={"dispute": None})
    assert [one.since for one in asked(chosen=chosen, unnamed=unnamed)] == [chosen.happened_on]
    assert "arbitrator appointed for DSP-001" in asked(unnamed=unnamed)[0].sentence
    whole = told(until="failed", later={"chosen": chosen, "appointed": appointed})
    [done] = [one for one in settled(whole).duties if one.id.startswith("arbitrator/")]
    assert done.done_on == date(2025, 6, 9)


def test_a_dispute_goes_to_court_once_its_plan_failed_and_arbitration_is_not_chosen() -> None:
    """TVP-5.2-7: "shall be referred to litigation"; TVP-5.2-8a: or it is on record why not (docs/adr/0356)."""
    on = date(2025, 6, 2)
    passed = DisputeStepPassedOver(happened_on=on, dispute="DSP-001", steps=("mediation", "arbitration"))
    court = DisputeReferred(happened_on=date(2025, 6, 9), dispute="DSP-001", to="litigation")
    arbitration = court.model_copy(update={"to": "arbitration", "mediation": "declined"})
    left = passed.model_copy(update={"happened_on": date(2025, 6, 9), "steps": ("litigation",)})
    mediated = arbitration.model_copy(update={"happened_on": on, "to": "mediation", "mediation": None})
    settled_now = DisputeSettled(happened_on=date(2025, 6, 9), dispute="DSP-001", settled_at="other")

    def asked(until: str = "failed", **later: Entry) -> list[Duty]:
        return [one for one in duties(told(until=until, later=later)) if one.id.startswith("litigation/")]

    assert asked() == asked(until="progress", passed=passed) == []
    [one] = asked(passed=passed, again=passed)
    assert (one.id, one.office, one.since, one.due_on) == ("litigation/DSP-001", "lead-officer", on, None)
    assert one.citation == "TVP-5.2-7"
    assert one.sentence == (
        "Refer DSP-001 to litigation, or record why the courts are not gone to: arbitration was passed over on 2 June"
        " 2025."
    )
    for answer in (court, arbitration, left, settled_now):
        assert asked(passed=passed, answer=answer) == []
    only_arbitration = passed.model_copy(update={"steps": ("arbitration",)})
    assert asked(mediated=mediated, passed=only_arbitration) == []
    whole = told(until="failed", later={"passed": passed})
    [shown] = dispute_ladder(whole, date(2025, 7, 1))
    assert [(s.state, s.optional) for s in shown.next_steps if s.citation == "TVP-5.2-7"] == [("due", False)]
    [done] = [one for one in settled(told(until="failed", later={"passed": passed, "court": court})).duties
              if one.id.startswith("litigation/")]  # fmt: skip
    assert done.done_on == court.happened_on


def test_what_a_court_decided_leaves_no_arbitration_under_way() -> None:
    """TVP-5.2-6a, TVP-5.2-7: arbitration is chosen, or a court gone to; one decision ends both."""
    court = DisputeReferred(happened_on=date(2025, 6, 2), dispute="DSP-001", to="litigation")
    chosen = court.model_copy(update={"happened_on": date(2025, 6, 9), "to": "arbitration", "mediation": "declined"})
    judged = DisputeReferralConcluded(
        happened_on=date(2025, 7, 1), dispute="DSP-001", forum="litigation", result="for-the-authority"
    )
    view = told(until="failed", later={"court": court, "chosen": chosen, "judged": judged})

    [shown] = dispute_ladder(view, date(2025, 8, 1))
    assert shown.over_on == date(2025, 7, 1)
    assert {rung.name: rung.state for rung in shown.rungs}["arbitration"] == "taken"
    assert not [one for one in duties(view) if one.id.startswith("arbitrator/")]


def test_an_arbitration_of_which_no_referral_is_on_file_is_no_rung_taken() -> None:
    """TVP-5.2-6a: an arbitrator appointed alone takes it nowhere."""
    chosen = DisputeReferred(happened_on=date(2025, 6, 2), dispute="DSP-001", to="arbitration", mediation="declined")
    appointed = ArbitratorAppointed(happened_on=date(2025, 6, 9), dispute="DSP-001", arbitrator="Ada Bitter")
    award = DisputeReferralConcluded(
        happened_on=date(2025, 6, 30), dispute="DSP-001", forum="arbitration", result="for-the-provider"
    )

    def rung(**later: Entry) -> tuple[str, str]:
        [shown] = dispute_ladder(told(until="failed", later=later), date(2025, 7, 7))
        return next((one.state, one.sentence) for one in shown.rungs if one.name == "arbitration")

    assert rung(chosen=chosen, appointed=appointed, award=award)[0] == "taken"
    state, sentence = rung(appointed=appointed)
    assert state == "not-taken"
    assert sentence.endswith("That it was referred to arbitration is not on file.")


def test_who_decided_an_arbitration_is_asked_for_until_it_is_on_file() -> None:
    """TVP-5.2-6b: an award took away the duty to have an arbitrator, and nothing said who had decided."""
    chosen = DisputeReferred(happened_on=date(2025, 6, 2), dispute="DSP-001", to="arbitration", mediation="declined")
    appointed = ArbitratorAppointed(happened_on=date(2025, 6, 9), dispute="DSP-001", arbitrator="Ada Bitter")
    award = DisputeReferralConcluded(
        happened_on=date(2025, 6, 30), dispute="DSP-001", forum="arbitration", result="for-the-provider"
    )

    view = told(until="failed", later={"chosen": chosen, "award": award})
    [asked] = [one for one in duties(view) if one.id.startswith("arbitrator/")]
    [before] = [one for one in duties(told(until="failed", later={"chosen": chosen})) if "arbitrator/" in one.id]
    assert (asked.id, asked.office, asked.since, asked.citation) == (
        before.id, "lead-officer", chosen.happened_on, "TVP-5.2-6b",
    )  # fmt: skip
    assert asked.sentence.startswith("Record who was appointed arbitrator for DSP-001, when, and by whom: of the award")
    [step] = dispute_ladder(view, date(2025, 7, 1))[0].next_steps[:1]
    assert step.sentence.startswith("Record who was appointed arbitrator for DSP-001")
    whole = told(until="failed", later={"chosen": chosen, "award": award, "appointed": appointed})
    assert not [one for one in duties(whole) if one.id.startswith("arbitrator/")]
    [done] = [one for one in settled(whole).duties if one.id.startswith("arbitrator/")]
    assert done.done_on == appointed.happened_on


def test_a_meeting_to_which_nobody_of_the_provider_came_is_still_to_be_held() -> None:
    """TVP-5.2-2c: the meeting asked for is one with the provider (docs/adr/0333); of whom nothing is said, nothing."""
    alone: dict[str, Any] = {"attendees": (Attendee(person="Cora Vale", office="lead-officer"),)}
    held, said = "dispute-meeting/NOT-001", "nobody of the provider is on file as having come to MTG-001 on 14 April"

    view = told(until="met", met=alone)
    open_ = found(view, held, date(2025, 4, 17))
    assert open_ is not None
    assert (open_.state, open_.duty.due_on) == ("overdue", date(2025, 4, 15))
    assert said in open_.sentence
    assert found(view, "dispute-plan/NOT-001") is None
    [rung] = [one for one in dispute_ladder(view, date(2025, 4, 15))[0].rungs if one.name == "meeting"]
    assert (rung.state, said.removeprefix("n") in rung.sentence) == ("under-way", True)
    assert rung.entries == (view.file.meetings.by_id["MTG-001"].held,)
    tc_11 = condition(view, "TC-11")
    assert (tc_11.state, said in tc_11.sentence) == ("not-met", True)

    again = ENTRIES["met"].model_copy(update={"happened_on": date(2025, 4, 15)})
    both = told(until="met", met=alone, later={"again": again})
    assert found(both, held) is None
    assert condition(both, "TC-11").state == "met"
    nobody_said = told(until="met", met={"attendees": ()})
    assert found(nobody_said, held) is None


def test_nothing_is_settled_at_a_meeting_to_which_nobody_of_the_provider_came() -> None:
    """TVP-5.2-3a: "resolved at the meeting" is between the parties (docs/adr/0333)."""
    alone = (Attendee(person="Cora Vale", office="lead-officer"),)
    settled_alone = told(until="met", met={"attendees": alone, "dispute_outcome": "settled"})

    assert found(settled_alone, "dispute-settled/MTG-001") is None
    assert found(settled_alone, "dispute-meeting/NOT-001") is not None
    [rung] = [one for one in dispute_ladder(settled_alone, TODAY)[0].rungs if one.name == "settlement"]
    assert rung.state == "not-taken"


def test_a_plan_the_provider_proposed_is_to_be_agreed_with_it() -> None:
    """TVP-5.1-3a: until both agree on one, the authority proposes another, or the informal stage is over."""
    proposed = ResolutionPlanProposed(
        happened_on=date(2025, 3, 10),
        issues=("ISS-001",),
        proposed_by_party="provider",
        complete_by=date(2025, 3, 31),
    )
    agreed = ResolutionPlanAgreed(happened_on=date(2025, 3, 14), plan="PLN-001", issues=("ISS-001",))
    ours = proposed.model_copy(update={"happened_on": date(2025, 3, 14), "proposed_by_party": "authority"})

    def asked(*entries: Entry, until: str = "briefed") -> Due | None:
        later = {str(number): entry for number, entry in enumerate(entries)}
        return found(told("plan", until=until, later=later), "plan-agreed/ISS-001", date(2025, 3, 20))

    open_ = asked(proposed)
    assert open_ is not None
    assert (open_.duty.office, open_.duty.since, open_.duty.due_on) == ("lead-officer", date(2025, 3, 10), None)
    assert "Agree PLN-001 with the provider" in open_.sentence
    assert [asked(), asked(proposed, agreed), asked(proposed, ours), asked(ours)] == [None] * 4
    assert asked(proposed, until="notice") is None


def test_the_meeting_is_due_with_every_day_of_its_working() -> None:
    """TVP-5.2-2c."""
    open_ = found(told(until="received"), "dispute-meeting/NOT-001", date(2025, 4, 17))

    assert open_ is not None
    assert (open_.state, open_.days_over) == ("overdue", 2)
    assert "10 working days beginning with the day after Tuesday 1 April 2025" in open_.sentence


def test_a_notice_given_again_asks_for_the_same_meeting_until_there_was_one() -> None:
    """TVP-5.2-2c: three notices of one dispute were three meetings to be held; the first counts the days."""
    again: dict[str, Entry] = {
        f"again-{day}": ENTRIES["notice"].model_copy(update={"happened_on": date(2025, 4, day)}) for day in (3, 8)
    }
    wanted = ("dispute-meeting", "dispute-plan")

    def open_ids(**later: Entry) -> list[str]:
        view = told(until="received", later={**again, **later})
        return [d.id for d in duties(view) if d.id.startswith(wanted)]

    assert open_ids() == ["dispute-meeting/NOT-001"]
    assert open_ids(met=ENTRIES["met"]) == ["dispute-plan/NOT-001"]
    anew = ENTRIES["notice"].model_copy(update={"happened_on": date(2025, 4, 28), "meeting_requested_by": None})
    assert open_ids(met=ENTRIES["met"], anew=anew) == ["dispute-plan/NOT-001", "dispute-meeting/NOT-004"]
    other = anew.model_copy(update={"dispute": None, "issues": ()})
    assert open_ids(other=other) == ["dispute-meeting/NOT-001", "dispute-meeting/NOT-004"]


@pytest.mark.parametrize("with_it", [True, False])
def test_the_report_signed_off_is_the_copy_for_the_file(with_it: bool) -> None:
    """TVP-5.2-4e: what goes on file is the report with the completed plan, which is presented for sign-off."""
    report = Said(Document("ab" * 32, "Report on the completed plan"))
    resolved = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved"
    )
    signed = DisputeSignedOff(
        happened_on=date(2025, 5, 19), by=SIMON, dispute="DSP-001", what="completed-plan", reported_by=PETRA,
        document=report if with_it else None,
    )  # fmt: skip

    view = told(until="progress", later={"resolved": resolved, "signed": signed})
    filed = [d for d in duties(view) if d.id.startswith("dispute-filed/")]

    assert bool(filed) is not with_it
    position = view.file.disputes.signed_off[0].position
    belonging = DocumentFiled(happened_on=date(2025, 5, 20), title="Report", document=report, belongs_to=(position,))
    after = told(until="progress", later={"resolved": resolved, "signed": signed, "filed": belonging})
    assert not [d for d in duties(after) if d.id.startswith("dispute-filed/")]
    another = signed.model_copy(update={"what": "settlement", "document": report})
    other = told(until="progress", later={"resolved": resolved, "signed": another})
    assert [d for d in duties(other) if d.id.startswith("dispute-filed/")]


def test_a_report_is_due_again_after_each() -> None:
    """TVP-5.2-4b: every thirty days, a number the text leaves open."""
    long: dict[str, Any] = {"action_plan": {"complete_by": date(2025, 9, 30)}}

    first = found(told(until="action-plan", **long), "plan-report/PLN-002")
    second = found(told(until="progress", **long), "plan-report/PLN-002")

    assert first is not None
    assert second is not None
    assert (first.duty.due_on, second.duty.due_on) == (date(2025, 5, 17), date(2025, 6, 1))
    assert first.sentence.startswith("Report on the progress of PLN-002 to the Policy Development Manager")
    for nobody in (None, Actor(person="Pia Prior", office="provider-contract-manager", party="provider")):
        other = found(told(until="progress", progress={"reported_to": nobody}, **long), "plan-report/PLN-002")
        assert other is not None
        assert other.duty.due_on == date(2025, 5, 17)


def test_a_report_that_says_nothing_of_the_plan_leaves_one_due_until_it_is_supplemented() -> None:
    """TVP-5.2-4b: it is the plan that is watched."""
    long: dict[str, Any] = {"action_plan": {"complete_by": date(2025, 9, 30)}, "progress": {"actions": ()}}

    empty = told(until="progress", **long)
    still = found(empty, "plan-report/PLN-002")
    assert still is not None
    assert still.duty.due_on == date(2025, 5, 17)
    at = next(r.position for r in empty.file.entries if isinstance(r.entry, DisputeActionPlanProgressReported))
    added = EntrySupplemented(
        happened_on=date(2025, 5, 3),
        position=at,
        words=Said("Action 1 is late"),
        completes=("dispute.progress-says-how-it-goes",),
    )
    bare = added.model_copy(update={"completes": ()})
    left = found(told(until="progress", later={"added": bare}, **long), "plan-report/PLN-002")
    assert left is not None
    assert left.duty.due_on == date(2025, 5, 17)
    mended = found(told(until="progress", later={"added": added}, **long), "plan-report/PLN-002")
    assert mended is not None
    assert mended.duty.due_on == date(2025, 6, 1)


def test_what_the_provider_reports_of_a_plan_is_no_report_of_whoever_manages_the_contract() -> None:
    """TVP-5.2-4b: "the contract manager will monitor the action plan and report on progress to the PDM"."""
    theirs: dict[str, Any] = {"progress": {"by": Actor(person="Pia Prior", party="provider")}}
    long: dict[str, Any] = {"action_plan": {"complete_by": date(2025, 9, 30)}}

    still = found(told(until="progress", **theirs, **long), "plan-report/PLN-002")
    assert still is not None
    assert (still.duty.due_on, still.duty.last_on) == (date(2025, 5, 17), date(2025, 4, 17))
    tc_12 = condition(told(until="failed", **theirs), "TC-12")
    assert (tc_12.state, "o report on the progress of PLN-002 is on file" in tc_12.sentence) == ("not-met", True)
    assert condition(told(until="failed"), "TC-12").state == "met"


def test_what_was_settled_at_the_meeting_is_to_be_put_in_writing() -> None:
    """TVP-5.2-3a: the file said "settled" and "neither settled nor decided" at once, and nothing was due."""
    outcome, asked = {"dispute_outcome": "settled"}, "dispute-settled/MTG-001"
    met = told(until="met", met=outcome)
    recorded = told(
        until="met", met=outcome, later={"end": DisputeSettled(happened_on=date(2025, 4, 15), dispute="DSP-001")}
    )

    open_ = found(met, asked)
    assert open_ is not None
    assert (open_.duty.office, open_.duty.citation) == ("lead-officer", "TVP-5.2-3a")
    assert found(met, "dispute-plan/NOT-001") is None
    assert found(recorded, asked) is None
    assert found(told(until="met"), asked) is None
    assert found(told(until="action-plan", met=outcome), asked) is None
    [before], [after] = (dispute_ladder(view, TODAY) for view in (met, recorded))
    rung, taken = (next(r for r in one.rungs if r.name == "settlement") for one in (before, after))
    assert (rung.state, taken.state) == ("under-way", "taken")
    assert "settled at MTG-001" in rung.sentence
    assert "no record of what was settled" in rung.sentence.lower()
    assert "TVP-5.2-3a" in [step.citation for step in before.next_steps]


@pytest.mark.parametrize("how", ["settled", "resolved"])
def test_what_was_settled_or_resolved_is_to_be_signed_off_and_the_provider_told(how: str) -> None:
    """TVP-5.2-3b, TVP-5.2-4c, TVP-5.2-4d."""
    on = date(2025, 5, 15)
    ends: dict[str, Any] = {
        "settled": DisputeSettled(happened_on=on, dispute="DSP-001", outcome=Said("A new rota")),
        "resolved": DisputeActionPlanConcluded(happened_on=on, dispute="DSP-001", plan="PLN-002", result="resolved"),
    }
    what: Any = "settlement" if how == "settled" else "completed-plan"
    signed = DisputeSignedOff(happened_on=date(2025, 5, 19), by=SIMON, dispute="DSP-001", what=what, reported_by=PETRA)

    ended = told(until="progress", later={"end": ends[how]})
    signing = [d for d in due(duties(ended), TODAY) if d.duty.id.startswith("sign-off/")]
    over = due(duties(told(until="progress", later={"end": ends[how], "signed": signed})), TODAY)

    assert [(d.duty.office, d.duty.title) for d in signing] == [("smg", "Senior Management Group")]
    [reporting] = [d for d in due(duties(ended), TODAY) if d.duty.id.startswith("sign-off-report/")]
    assert (reporting.duty.office, reporting.duty.citation) == ("pdm", signing[0].duty.citation)
    assert "to the Senior Management Group, for it to be signed off" in reporting.sentence
    assert not [
        d for d in over if d.duty.id.startswith(("sign-off/", "sign-off-report/", "plan-report/", "plan-result/"))
    ]
    told_of = [d.duty.citation for d in over if d.duty.id.startswith("dispute-told/")]
    assert told_of == (["TVP-5.2-4d"] if how == "resolved" else [])  # it settled with us itself


def test_what_was_settled_is_reported_by_the_office_named_briefing_senior_management_after_it() -> None:
    """TVP-5.2-3b: "reported to SMG by the PDM for endorsement"; not before it, by another, of another body or issue."""
    on = date(2025, 5, 15)
    settled_it = DisputeSettled(happened_on=on, dispute="DSP-001", outcome=Said("A new rota"))
    told_it = SeniorManagementBriefed(happened_on=date(2025, 5, 16), by=PETRA, issue="ISS-001", body="SMG")

    def open_(*later: Entry) -> dict[str, str]:
        of = {f"later {number}": one for number, one in enumerate((settled_it, *later))}
        found = due(duties(told(until="progress", later=of)), TODAY)
        return {d.duty.id.partition("/")[0]: d.sentence for d in found if d.duty.id.startswith("sign-off")}

    def changed(**said: Any) -> Entry:
        return told_it.model_copy(update=said)

    assert "by a briefing on ISS-001 that says who gave it" in open_()["sign-off-report"]
    assert list(open_(told_it)) == ["sign-off"]
    assert list(open_(changed(body="Senior Management Group"))) == ["sign-off"]
    whole = told(until="progress", later={"settled": settled_it, "reported": told_it})
    [done] = [one for one in settled(whole).duties if one.id.startswith("sign-off-report/")]
    assert (done.done_on, done.title) == (date(2025, 5, 16), "Policy Development Manager")
    other = IssueRaised(happened_on=date(2025, 5, 1), nature=Said("Dirty"))
    for short in (
        (changed(happened_on=date(2025, 5, 14)),), (changed(by=CORA),), (changed(by=None),), (changed(body="Board"),),
        (other, changed(issue="ISS-002")),
    ):  # fmt: skip
        assert set(open_(*short)) == {"sign-off", "sign-off-report"}, short


def test_the_reason_for_going_formal_is_on_record_once_a_later_step_of_the_dispute_gives_it() -> None:
    """TVP-5.0-1: "Complete entry 34" stood though the second authorisation said why."""

    def open_(*later: Entry) -> list[str]:
        view = FileView.of(
            UUID(int=1), given(ENTRIES["registered"], ENTRIES["note"], ENTRIES["issue"], *later).file, {}
        )
        return [one.sentence for one in duties(view) if one.id.startswith("details/")]

    bare = FormalEscalationAuthorised(happened_on=date(2025, 3, 28), by=SIMON, issues=("ISS-001",), body="SMG")
    again = bare.model_copy(
        update={"dispute": "DSP-001", "issues": (), "reason": Said("The plan failed"), "happened_on": date(2025, 4, 2)}
    )
    other = again.model_copy(update={"dispute": None, "issues": ("ISS-001",)})

    assert any("does not say why" in one for one in open_(bare))
    assert not any("does not say why" in one for one in open_(bare, again))
    assert any("does not say why" in one for one in open_(bare, other))


TOLD_LATER: dict[str, tuple[Entry, bool]] = {
    "an e-mail about its issue": (ContactLogged(
        happened_on=date(2025, 5, 19), direction="to-provider", means="e-mail", issue="ISS-001", summary=Said("Done"),
    ), True),
    "a call": (ContactLogged(
        happened_on=date(2025, 5, 20), direction="to-provider", means="call", issue="ISS-001", summary=Said("Done"),
    ), False),
    "an e-mail before it": (ContactLogged(
        happened_on=date(2025, 5, 18), direction="to-provider", means="e-mail", issue="ISS-001", summary=Said("Soon"),
    ), False),
    "an e-mail from the provider": (ContactLogged(
        happened_on=date(2025, 5, 20), direction="from-provider", means="e-mail", issue="ISS-001", summary=Said("So?"),
    ), False),
    "a notice that names it": (NoticeServed(
        happened_on=date(2025, 5, 20), by=CORA, notice_kind="general", dispute="DSP-001", concern=Said("Signed off"),
    ), True),
    "a notice about something other": (NoticeServed(
        happened_on=date(2025, 5, 20), by=CORA, notice_kind="general", concern=Said("The gate"),
    ), False),
    "its issue told": (IssueNotifiedToProvider(
        happened_on=date(2025, 5, 20), by=CORA, issue="ISS-001", means="letter",
    ), True),
}  # fmt: skip


@pytest.mark.parametrize("how", TOLD_LATER)
def test_the_provider_is_told_of_a_sign_off_by_what_is_written_to_it_afterwards(how: str) -> None:
    """TVP-5.2-4d: the duty ended only by a correction of the sign-off, in which nothing was wrong."""
    ended = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved"
    )
    signed = DisputeSignedOff(happened_on=date(2025, 5, 19), by=SIMON, dispute="DSP-001", what="completed-plan")
    entry, told_by_it = TOLD_LATER[how]

    view = told(until="progress", later={"end": ended, "signed": signed, "afterwards": entry})

    assert bool([d for d in duties(view) if d.id.startswith("dispute-told/")]) is not told_by_it


@pytest.mark.parametrize(("day", "tells"), [(date(2025, 5, 14), False), (date(2025, 5, 15), True)])
def test_the_provider_is_not_told_of_the_result_of_a_plan_before_it_ended(day: date, tells: bool) -> None:
    """TVP-5.2-4d."""
    ended = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved"
    )
    signed = DisputeSignedOff(
        happened_on=date(2025, 5, 19), by=SIMON, dispute="DSP-001", what="completed-plan", reported_to_provider_on=day
    )

    view = told(until="progress", later={"end": ended, "signed": signed})

    assert bool([d for d in duties(view) if d.id.startswith("dispute-told/")]) is not tells


def test_of_a_plan_that_was_signed_off_twice_the_provider_is_told_once() -> None:
    """TVP-5.2-4d: by whichever sign-off says so, or by what was written to it since the first."""
    ended = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved"
    )
    signed = DisputeSignedOff(happened_on=date(2025, 5, 19), by=SIMON, dispute="DSP-001", what="completed-plan")
    again = signed.model_copy(update={"happened_on": date(2025, 5, 21)})
    says_so = again.model_copy(update={"reported_to_provider_on": date(2025, 5, 20)})
    late = signed.model_copy(update={"happened_on": date(2025, 6, 2)})
    concluded_again = ended.model_copy(update={"happened_on": date(2025, 5, 30)})
    step = Step(what=Said("Hire three"), owner="Pia Prior", due_on=date(2025, 5, 29), outcome=Said("None waits"))
    another = DisputeActionPlanAgreed(happened_on=date(2025, 5, 26), dispute="DSP-001", actions=(step,))
    over = concluded_again.model_copy(update={"plan": "PLN-003"})

    def owed(**later: Entry) -> list[str]:
        view = told(until="progress", later={"end": ended, "signed": signed, **later})
        return [d.id for d in duties(view) if d.id.startswith("dispute-told/")]

    assert len(owed()) == 1
    assert owed(again=again) == owed()
    assert owed(again=says_so) == []
    assert owed(concluded_again=concluded_again, late=late) == owed()
    # The other plan was put to the provider.
    assert owed(another=another, over=over, late=late) == ["dispute-told/28"]


def test_a_plan_agreed_anew_takes_the_place_of_the_one_before_it() -> None:
    """TVP-5.2-4a, TVP-5.2-4b, TVP-5.2-5: nothing further is asked of the plan it replaced, and its actions are counted
    no more."""
    step = Step(what=Said("Hire three"), owner="Pia Prior", due_on=date(2025, 6, 30), outcome=Said("None waits"))
    anew = DisputeActionPlanAgreed(happened_on=date(2025, 5, 12), dispute="DSP-001", actions=(step,))
    done = DisputeActionPlanProgressReported(
        happened_on=date(2025, 5, 15), plan="PLN-003", reported_to=PETRA, actions=(ActionState(number=1, state="done"),)
    )
    ended = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 20), dispute="DSP-001", plan="PLN-003", result="resolved"
    )

    replaced = told(until="progress", later={"anew": anew})
    concluded = told(until="progress", later={"anew": anew, "done": done, "ended": ended})

    reported, found_out = "plan-report/", "plan-result/"
    asked = [d.id for d in duties(replaced) if d.id.startswith((reported, found_out))]
    assert asked == ["plan-report/PLN-003", "plan-result/PLN-003"]
    assert not [d.id for d in duties(concluded) if d.id.startswith((reported, found_out))]
    [stage] = [s for s in dispute_ladder(concluded, TODAY)[0].rungs if s.name == "plan"]
    assert stage.state == "taken"
    assert "0 of 1" not in stage.sentence


@pytest.mark.parametrize("kind", ["letter", "report"])
def test_a_letter_filed_with_a_sign_off_tells_the_provider_of_it(kind: Any) -> None:
    """TVP-5.2-4d; the report that was presented does not."""
    ended = DisputeActionPlanConcluded(
        happened_on=date(2025, 5, 15), dispute="DSP-001", plan="PLN-002", result="resolved"
    )
    signed = DisputeSignedOff(happened_on=date(2025, 5, 19), by=SIMON, dispute="DSP-001", what="completed-plan")
    before = {"end": ended, "signed": signed}
    position = told(until="progress", later=before).file.disputes.signed_off[0].position
    letter = DocumentFiled(
        happened_on=date(2025, 5, 20), title="To the provider", document_kind=kind, belongs_to=(position,),
        document=Said(Document("ab" * 32, "Letter")),
    )  # fmt: skip

    view = told(until="progress", later={**before, "letter": letter})

    assert bool([d for d in duties(view) if d.id.startswith("dispute-told/")]) is (kind != "letter")


def test_senior_management_is_told_when_an_issue_it_was_briefed_on_is_settled() -> None:
    """TVP-5.1-4b."""
    settled = IssueResolved(happened_on=date(2025, 3, 24), issue="ISS-001")
    briefed = SeniorManagementBriefed(happened_on=date(2025, 3, 26), issue="ISS-001", body="SMG")

    open_ = found(told(until="plan", later={"settled": settled}), "brief-settled/ISS-001")

    assert open_ is not None
    assert (open_.duty.office, open_.duty.due_on) == ("pdm", date(2025, 4, 3))
    told_of = told(until="plan", later={"settled": settled, "briefed-again": briefed})
    assert found(told_of, "brief-settled/ISS-001") is None
    club = briefed.model_copy(update={"body": "Tea Club"})
    assert found(told(until="plan", later={"settled": settled, "briefed-again": club}), "brief-settled/ISS-001")
    assert found(told(until="plan"), "brief-settled/ISS-001") is None
    never = found(told("briefed", until="plan", later={"settled": settled}), "brief-settled/ISS-001")
    assert never is not None
    assert "settled, of which it had not been told" in never.sentence


@pytest.mark.parametrize(("until", "sort"), [("recommended", "go-formal"), ("agreed", "dispute-notice")])
def test_nothing_is_taken_to_the_formal_procedure_once_it_is_settled_and_senior_management_knows(
    until: str, sort: str
) -> None:
    """TVP-5.1-4b, TVP-5.2-1b: nobody answers a recommendation on what is settled; what comes back is to be answered."""
    named, at = f"{sort}/DSP-001", date(2025, 4, 20)
    settled_ = IssueResolved(happened_on=date(2025, 4, 10), issue="ISS-001")
    briefed = SeniorManagementBriefed(happened_on=date(2025, 4, 11), issue="ISS-001", body="SMG")
    back = IssueReopened(happened_on=date(2025, 4, 14), issue="ISS-001", reason=Said("Again"))

    assert found(told(until=until, later={"settled": settled_}), named, at)
    ended = told(until=until, later={"settled": settled_, "briefed-again": briefed})
    assert found(ended, named, at) is None
    [lapsed] = [one for one in settled(ended).duties if one.id == named]
    assert (
        lapsed.not_asked == f"it lapsed on 11 April 2025 with entry {ended.file.position} (senior management briefed)"
    )
    assert found(told(until=until, later={"settled": settled_, "briefed-again": briefed, "back": back}), named, at)
    before = briefed.model_copy(update={"happened_on": date(2025, 4, 9)})
    assert found(told(until=until, later={"briefed-again": before, "settled": settled_}), named, at)


def test_the_office_entitled_is_to_ratify_or_refuse_what_it_did_not_authorise() -> None:
    """TVP-5.2-1b, TVP-5.0-8."""
    to_settle = {
        d.duty.id.rpartition("/")[2]: d.duty.office
        for d in due(duties(told("plan", "agreed", until="received")), TODAY) if d.duty.id.startswith("ratify/")
    }  # fmt: skip

    assert to_settle == {"dispute.agreed-before-notice": "smg", "dispute.informal-stage-first": "pcc"}


def test_what_the_strategy_does_not_ask_for_is_no_duty_under_it() -> None:
    """D-02, D-03, D-04, D-10, D-13."""
    ids = {d.id.partition("/")[0] for d in duties(told(until="considered"))}

    assert not ids & {
        "survey", "review", "supervision", "minutes-circulated", "results-shared", "TC-15", "TC-16", "TC-17", "TC-18",
        "TC-19",
    }  # fmt: skip
    vacant = {d.id for d in duties(told("deputy", until="considered")) if d.id.startswith("vacancy/")}
    assert vacant == {"vacancy/deputy-lead-officer"}
    proposed = {d.id.partition("/")[0] for d in duties(told(until="proposed"))}
    assert not proposed & {"TC-15", "TC-16", "TC-17", "TC-18", "TC-19"}


def test_under_hampshires_procedure_a_dispute_opens_no_duty() -> None:
    """D-06."""
    view = told(until="action-plan", registered={"procedure": "hampshire/1"})

    ids = {d.id.partition("/")[0] for d in duties(view)}

    assert not ids & {"escalate", "brief", "go-formal", "dispute-meeting", "dispute-plan", "plan-report", "plan-result"}


# --- a notice that names no dispute -----------------------------------------------------------------------------------


def disputed(*entries: Entry, issues: tuple[str, ...] = ("ISS-001",)) -> FileView:
    """A notice of dispute about an issue, which names no dispute: most are written before one has a number."""
    registered = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Refuge", procedure="thames-valley/1",
        start_date=date(2025, 1, 6), end_date=date(2029, 1, 5),
    )  # fmt: skip
    raised = [IssueRaised(happened_on=date(2025, 3, day), nature=Said("Late")) for day in (1, 2)]
    served = NoticeServed(happened_on=date(2025, 4, 1), notice_kind="dispute", issues=issues, audience="shared")
    return FileView.of(UUID(int=1), given(registered, *raised, served, *entries).file, {})


SETTLED = DisputeSettled(happened_on=date(2025, 5, 2))
BEGUN = [FormalEscalationRecommended(happened_on=date(2025, 4, 2), issues=(issue,)) for issue in ("ISS-001", "ISS-002")]


@pytest.mark.parametrize(
    ("entries", "issues", "over"),
    [
        ([SETTLED], ("ISS-001",), date(2025, 5, 2)),  # the only matter there is
        ([SETTLED], (), date(2025, 5, 2)),
        ([*BEGUN, SETTLED.model_copy(update={"dispute": "DSP-001"})], ("ISS-001",), date(2025, 5, 2)),  # shares it
        ([*BEGUN, SETTLED.model_copy(update={"dispute": "DSP-002"})], ("ISS-001",), None),  # another matter
        ([*BEGUN, SETTLED], ("ISS-001",), None),  # of two, nobody can tell which
        ([DisputeSignedOff(happened_on=date(2025, 5, 3), by=SIMON, what="settlement")], ("ISS-001",), date(2025, 5, 3)),
    ],
)
def test_a_notice_of_dispute_without_a_number_is_over_when_its_matter_is(
    entries: list[Entry], issues: tuple[str, ...], over: date | None
) -> None:
    view = disputed(*entries, issues=issues)
    [notice] = status(view).notices

    assert notice.settled_on == over
    assert bool(standing(status(view), TODAY).notices) == (over is None)
    assert (found(view, "dispute-meeting/NOT-001") is None) == (over is not None)
    still_said = [section for section in briefing(view, "provider", TODAY).sections if section.heading == "Notices"]
    assert ("NOT-001" in str(still_said)) == (over is None)


def test_what_a_provider_is_briefed_on_is_what_still_stands() -> None:
    """CPC308-K16: neither what was found put right nor what was withdrawn by then; what is withdrawn later, still."""
    served = NoticeServed(happened_on=date(2025, 4, 1), notice_kind="default", audience="shared")
    right = RemedyAssessed(happened_on=date(2025, 4, 20), notice="NOT-002", result="remedied", audience="shared")
    gone = NoticeWithdrawn(happened_on=date(2025, 5, 25), notice="NOT-003", audience="shared")
    view = disputed(served, served, right, gone)

    before, after = (str(briefing(view, "provider", on)) for on in (TODAY, date(2025, 5, 26)))

    assert "NOT-002" not in before + after
    assert "NOT-003, default" in before
    assert "NOT-003, default" not in after
