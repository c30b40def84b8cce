"""What is due at the end of a contract day by day, how ready it is, and that its provider stays bound in transition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from ledger.dates.calendar import Period
from ledger.dates.span import Span
from ledger.entry import Actor, Entry
from ledger.folding import fold
from ledger.organisations import Organisation
from ledger.rules import Acknowledgement
from ledger.subjects.agreement import ContractRegistered, Extension
from ledger.subjects.disputes import (
    DisputeActionPlanAgreed,
    DisputeActionPlanConcluded,
    DisputeSettled,
    FormalEscalationRecommended,
)
from ledger.subjects.exits import (
    ClientTransferArranged,
    ExitPlanStepCompleted,
    ServiceTransferCompleted,
    ServiceTransferPlanSubmitted,
    TransferItem,
    TransferItemHandedOver,
)
from ledger.subjects.lessons import LessonRecorded, PostContractReviewHeld
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.notices import NoticeWithdrawn
from ledger.subjects.people import ProviderContactNamed
from ledger.subjects.performance import DataReturnReceived
from ledger.subjects.records import DocumentFiled, EntryStruckOut, EntrySupplemented
from ledger.subjects.remedies import SuspensionBegun
from ledger.subjects.reviews import (
    Answer,
    ContractReviewCompleted,
    ExtensionDecided,
    PurchasingIntentionCommunicated,
    RenewalDecided,
)
from ledger.subjects.termination import (
    ContractExpired,
    ContractTerminated,
    EarlyTerminationProposed,
    ProviderExclusionDecided,
    TerminationAuthorised,
    TerminationCaseRecorded,
)
from ledger.subjects.terms import TerminationClauseEntered
from ledger.subjects.variations import EndDateChange, VariationAgreed
from ledger.words import Document, Said
from projections.duties.due import Due, due, duties
from projections.duties.settled import settled
from projections.exit.readiness import exit_readiness
from projections.monitoring.monitoring_shown import monitoring_shown
from projections.procedure.compliance import compliance
from projections.status.standing import standing
from projections.status.status import status
from projections.view import FileView
from tests.story import ANN, SURVEYED, Story, changed, given, reviewed
from tests.subjects.test_exits import (
    APPROVED,
    D1,
    D2,
    HANDED,
    NOTICE,
    OURS,
    PLAN,
    PROVIDER,
    REGISTERED,
    RETURNED,
    REVISED,
    SUBMITTED,
    THEIRS,
    TOLD,
    arranged,
)

MONTHS = Period(count=3, unit="months")
ENDS = changed(
    NOTICE, happened_on=date(2026, 1, 15), received_on=date(2026, 1, 15), extent="full", part=None,
    ends_on=date(2026, 7, 15),
)  # fmt: skip
ENDS_LATER = changed(ENDS, happened_on=date(2026, 3, 2), received_on=date(2026, 3, 2))
EXTENDED = ExtensionDecided(happened_on=date(2026, 3, 20), option="A", taken=True, new_end_date=date(2027, 8, 31))
EXPIRED = ContractExpired(happened_on=date(2026, 8, 31))
UNUSED = ExtensionDecided(happened_on=date(2026, 2, 2), option="A", taken=False)
AT_ONCE = ContractTerminated(happened_on=date(2026, 3, 2), by_party="provider")
COMPLETED = ServiceTransferCompleted(happened_on=date(2026, 10, 30), receiving_body="Newcare")
HAMPSHIRE = changed(REGISTERED, procedure="hampshire/1", exhibits=(SURVEYED,))


def view_of(*entries: Entry, registered: ContractRegistered = REGISTERED) -> FileView:
    story = given(registered)
    for entry in entries:
        story = story.when(entry, today=date(2030, 1, 1)).recorded()
    return FileView.of(UUID(int=1), story.file, {})


def found(on: date, *entries: Entry, registered: ContractRegistered = REGISTERED) -> dict[str, Due]:
    return {one.duty.id: one for one in due(duties(view_of(*entries, registered=registered)), on)}


# --- plans told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 1, 27), "coming"), (date(2026, 1, 28), "due"), (date(2026, 2, 28), "due"),
        (date(2026, 3, 1), "overdue"),
    ],
)  # fmt: skip
def test_plans_are_told_by_the_last_day_of_february_for_an_end_on_31_august(on: date, state: str) -> None:
    """TVP-6.0-1, K-11."""
    one = found(on)["end-plans"]

    assert (one.state, one.duty.due_on) == (state, date(2026, 2, 28))


def test_the_duty_is_over_once_they_are_told_in_writing_or_the_contract_is_ended_at_once() -> None:
    """TVP-6.0-1, TVP-6.0-2."""
    day = date(2026, 4, 1)

    assert "end-plans" not in found(day, TOLD)
    assert "end-plans" in found(day, changed(TOLD, means="unrecorded"))
    assert "end-plans" not in found(day, AT_ONCE)
    assert "end-plans" not in found(day, registered=HAMPSHIRE)


def test_the_duty_stays_and_the_exit_says_so_while_the_provider_was_told_of_no_plan() -> None:
    """TVP-6.0-1: that nothing is decided is no plan."""
    day, undecided = date(2026, 4, 1), changed(TOLD, plans="not-decided")
    silent = changed(TOLD, plans=None, content=None)
    for nothing, words in (
        (undecided, "on 27 February 2026 is that nothing is decided"),
        (silent, "on 27 February 2026 says nothing of what is planned"),
    ):
        assert words in found(day, nothing)["end-plans"].sentence
        row = exit_readiness(view_of(nothing), day).told
        assert (row.state, row.position, words in row.sentence) == ("late", 2, True)
    assert "nothing is decided" in exit_readiness(view_of(undecided, registered=HAMPSHIRE), day).told.sentence
    later = changed(TOLD, happened_on=date(2026, 3, 9))
    assert "end-plans" not in found(day, undecided, later)
    assert exit_readiness(view_of(undecided, later), day).told.sentence == (
        "told in writing on 9 March 2026, 9 days late: the service is provided anew"
    )
    assert exit_readiness(view_of(TOLD, changed(later, plans="renew")), day).told.sentence == (
        "told in writing on 27 February 2026: the service is provided anew; last, on 9 March 2026: the contract is "
        "renewed"
    )


def test_plans_told_of_an_end_that_was_put_back_are_none_of_the_later_one() -> None:
    """TVP-6.0-1: by an extension or a variation; that the contract would be extended, or anything else."""
    told, extended = changed(TOLD, happened_on=date(2026, 2, 20), plans="extend"), EXTENDED
    varied = VariationAgreed(happened_on=date(2026, 3, 20), changes=(EndDateChange(becomes=date(2027, 8, 31)),))
    another = "what it was told on 20 February 2026 was of the end on 31 August 2026"
    for put_back in (extended, varied):
        for telling in (told, changed(told, plans="recommission")):
            one = found(date(2027, 3, 1), telling, put_back)["end-plans"]
            row = exit_readiness(view_of(telling, put_back), date(2027, 3, 1)).told
            assert (one.state, one.duty.due_on, one.days_over) == ("overdue", date(2027, 2, 28), 1)
            assert (row.state, row.due_on, row.days_late) == ("late", date(2027, 2, 28), 1)
            assert another in one.sentence
            assert another in row.sentence
            assert "end-plans" not in {held.id for held in duties(view_of(telling)) if held.is_open}
    again = changed(TOLD, happened_on=date(2027, 2, 26))
    assert "end-plans" not in found(date(2027, 3, 1), told, extended, again)
    assert exit_readiness(view_of(told, extended, again), date(2027, 3, 1)).told.told_on == date(2027, 2, 26)
    assert "exit-plan" not in found(date(2027, 2, 25), told, extended)
    same_day = changed(told, happened_on=extended.happened_on)
    assert "end-plans" in found(date(2027, 3, 1), same_day, extended)  # before it was decided
    assert "end-plans" not in found(date(2027, 3, 1), extended, changed(same_day, plans="decommission"))


def test_plans_told_of_an_end_that_came_nearer_stay_told() -> None:
    """TVP-6.0-1: by a variation, a notice or an expiry after its day."""
    sooner = VariationAgreed(happened_on=date(2026, 3, 2), changes=(EndDateChange(becomes=date(2026, 5, 31)),))
    for came in (sooner, ENDS_LATER, changed(EXPIRED, happened_on=date(2026, 10, 31))):
        assert "end-plans" not in found(date(2026, 11, 1), TOLD, came)


@pytest.mark.parametrize(("end", "overdue"), [(date(2026, 8, 31), 41), (date(2027, 12, 31), 0)])
@pytest.mark.parametrize("decided", [True, False])
def test_of_a_contract_ended_at_once_its_own_notice_is_no_telling_and_none_is_asked_for(
    end: date, overdue: int, decided: bool
) -> None:
    """TVP-6.0-2: what is due and Exit say so alike, and how long it had been overdue by then."""
    day, at_once = date(2026, 4, 10), changed(ENDS, happened_on=date(2026, 4, 10), received_on=date(2026, 4, 10))
    authorised = [TerminationAuthorised(by=PCC, happened_on=day, immediate=True)] if decided else []
    ended = (*authorised, changed(at_once, ends_on=day), ContractTerminated(happened_on=day, notice="NOT-001"))
    contract = changed(REGISTERED, end_date=end)
    view = view_of(*ended, registered=contract)
    [one] = [one for one in due(settled(view).duties, date(2026, 6, 6)) if one.duty.id == "end-plans"]
    row = exit_readiness(view, date(2026, 6, 6)).told
    late = "by then it had been overdue by 41 days"

    assert (one.state, row.state, row.days_late) == ("not-applicable", "not-asked", 0)
    for sentence in (one.sentence, row.sentence):
        assert "ended at once on 10 April 2026" in sentence
        assert (late in sentence) == bool(overdue)
    told = changed(TOLD, happened_on=date(2026, 3, 9))
    view = view_of(told, *ended, registered=contract)
    [one] = [one for one in due(settled(view).duties, date(2026, 6, 6)) if one.duty.id == "end-plans"]
    row = exit_readiness(view, date(2026, 6, 6)).told
    assert (one.state, one.duty.done_on, row.told_on) == ("done", told.happened_on, told.happened_on)
    assert max(0, one.days_over) == row.days_late == (9 if overdue else 0)


PROPOSED = EarlyTerminationProposed(happened_on=date(2026, 2, 2))
CLAUSE = TerminationClauseEntered(happened_on=date(2024, 2, 1), clause="14", trigger="convenience")
PCC = Actor(person="Paula Cole", office="pcc")
IMMEDIATE = TerminationAuthorised(by=PCC, happened_on=date(2026, 2, 20), immediate=True)


@pytest.mark.parametrize(
    ("acts", "excused"),
    [
        ((AT_ONCE,), True),
        ((changed(PROPOSED, grounds=("default",)), AT_ONCE), True),
        ((changed(PROPOSED, grounds=("funding", "fundamental-breach")), AT_ONCE), True),
        ((changed(PROPOSED, grounds=("funding",)), AT_ONCE), False),
        ((changed(PROPOSED, grounds=("funding",)), IMMEDIATE), False),
        ((changed(PROPOSED, grounds=("default",)), IMMEDIATE), True),
        ((changed(PROPOSED, grounds=("insolvency",)), AT_ONCE), False),
        ((changed(AT_ONCE, by_party="both"),), False),
        ((changed(PROPOSED, grounds=("default",)), changed(AT_ONCE, by_party="both")), True),
        ((CLAUSE, changed(AT_ONCE, clause="14")), False),
        ((changed(CLAUSE, trigger="fundamental-breach"), changed(AT_ONCE, clause="14")), True),
        ((CLAUSE, TerminationCaseRecorded(happened_on=date(2026, 2, 20), clause="14"), AT_ONCE), False),
    ],
)
def test_an_end_at_once_for_neither_breach_nor_failing_is_excused_from_nothing(
    acts: tuple[Entry, ...], excused: bool
) -> None:
    """TVP-6.0-2, docs/adr/0382: by all that the file says of its grounds."""
    view = view_of(*acts)
    shown = exit_readiness(view, date(2026, 3, 3))

    assert (shown.told.state == "not-asked", shown.no_plan_why is not None) == (excused, excused)
    assert ("no exit plan is agreed" in shown.lacking) is not excused
    plans = [one for one in due(settled(view).duties, date(2026, 3, 3)) if one.duty.id == "end-plans"]
    assert [one.state for one in plans] == (
        ["not-applicable"] if excused else ["missed"] if acts[-1] is not IMMEDIATE else []
    )


@pytest.mark.parametrize(
    ("acts", "said"),
    [
        ((AT_ONCE,), ", and no ground for that is on file: it is taken to be a breach or failing"),
        ((PROPOSED, AT_ONCE), ", and no ground for that is on file: it is taken to be a breach or failing"),
        ((IMMEDIATE,), ", and no ground for that is on file: it is taken to be a breach or failing"),
        (
            (changed(PROPOSED, reasons=Said("It went on and on")), AT_ONCE),
            ", and its ground is on file in words or a document alone: it is taken to be a breach or failing",
        ),
        (
            (changed(IMMEDIATE, reason=Said("A child was hurt")),),
            ", and its ground is on file in words or a document alone: it is taken to be a breach or failing",
        ),
        ((changed(PROPOSED, grounds=("default",)), AT_ONCE), ""),
        ((changed(CLAUSE, trigger="fundamental-breach"), changed(AT_ONCE, clause="14")), ""),
        ((TerminationCaseRecorded(happened_on=date(2026, 2, 20), cited=(1,)), AT_ONCE), ""),
    ],
)
def test_that_nothing_on_file_says_for_what_a_contract_was_ended_at_once_is_said_to_our_own_side(
    acts: tuple[Entry, ...], said: str
) -> None:
    """TVP-6.0-2, docs/adr/0422: the provider need not see a proposal or a case, and is not told that there is none."""
    view, day = view_of(*acts), date(2026, 6, 6)
    ours, theirs = exit_readiness(view, day), exit_readiness(view, day, own_side=False)
    duties_ = [one for one in due(settled(view).duties, day) if one.duty.id in ("end-plans", "exit-plan")]
    least = 2 if acts[-1] is AT_ONCE or said == "" else 0

    assert len(duties_) >= least
    for sentence in (ours.told.sentence, ours.no_plan_why, *(one.sentence for one in duties_)):
        assert sentence is not None
        assert ("it is taken to be a breach or failing" in sentence, said in sentence) == (bool(said), True)
    for sentence in (theirs.told.sentence, theirs.no_plan_why):
        assert sentence is not None
        assert "at once" in sentence
        assert "ground" not in sentence


@pytest.mark.parametrize("grounds", [("funding",), ("convenience",), ("default",)])
def test_an_exit_plan_asked_for_on_the_last_day_alone_was_missed(grounds: tuple[Any, ...]) -> None:
    """TVP-6.0-3, docs/adr/0382: the contract was ended on the day of its notice, long before its end date."""
    day, contract = date(2026, 3, 2), changed(REGISTERED, end_date=date(2027, 6, 30), extensions=())
    acts = (
        changed(PROPOSED, grounds=grounds),
        changed(ENDS, happened_on=day, received_on=day, ends_on=day, proposal="TRM-001"),
        ContractTerminated(happened_on=day, notice="NOT-001", by_party="authority"),
    )
    view = view_of(*acts, registered=contract)

    [plan] = [one for one in due(settled(view).duties, date(2026, 3, 9)) if one.duty.id == "exit-plan"]
    assert plan.state == ("not-applicable" if grounds == ("default",) else "missed")
    assert ("not done when the contract was over on 2 March 2026, due that day" in plan.sentence) is (
        plan.state == "missed"
    )
    assert ("no exit plan is agreed" in exit_readiness(view, date(2026, 3, 9)).lacking) is (plan.state == "missed")
    assert "exit-plan" not in found(date(2026, 3, 9), *acts, registered=contract)
    agreed = view_of(*acts, PLAN, registered=contract)
    [done] = [one for one in due(settled(agreed).duties, date(2026, 5, 9)) if one.duty.id == "exit-plan"]
    assert done.state == "done"


def test_the_notice_by_which_a_contract_was_ended_at_once_says_for_what_also_where_the_act_does_not_name_it() -> None:
    """TVP-6.0-2."""
    day = date(2026, 3, 2)
    notice = changed(
        NOTICE, happened_on=day, received_on=day, extent="full", part=None, ends_on=day, served_by_party="provider",
        by=PROVIDER,
    )  # fmt: skip
    for more, unsaid in (({}, True), ({"standards_breached": ("Reliability",)}, False)):
        shown = exit_readiness(view_of(changed(notice, **more), AT_ONCE), date(2026, 3, 3))
        assert ("no ground for that is on file" in shown.told.sentence) is unsaid


def test_plans_told_by_a_notice_that_is_too_short_are_told_with_a_remark() -> None:
    """TVP-6.0-1, docs/adr/0422: of what the contract asks for; the provider is not told what is made of the notice."""
    clause = changed(CLAUSE, notice_length=MONTHS, immediate=False)
    notice = changed(ENDS_LATER, clause="14", ends_on=date(2026, 4, 2))
    remark = "; NOT-001 left less time than the contract asks for: 3 months of notice run to 2 June 2026"
    late_end = changed(REGISTERED, end_date=date(2027, 12, 31))
    ended = ContractTerminated(happened_on=date(2026, 4, 2), notice="NOT-001")
    for acts in ((), (ended,), (changed(TOLD, happened_on=date(2026, 3, 2)),)):
        view = view_of(clause, notice, *acts, registered=late_end)
        shown, theirs = (exit_readiness(view, date(2026, 6, 6), own_side=ours) for ours in (True, False))
        [one] = [one for one in due(settled(view).duties, date(2026, 6, 6)) if one.duty.id == "end-plans"]
        assert (shown.told.state, one.state) == ("done", "done")
        assert remark in shown.told.sentence
        assert remark in one.sentence
        assert "less time" not in theirs.told.sentence
    for enough in (
        (clause, changed(notice, ends_on=date(2026, 6, 2))), (notice,),
        (clause, changed(notice, served_by_party="provider", by=PROVIDER)),
    ):  # fmt: skip
        view = view_of(*enough, registered=late_end)
        assert "less time" not in exit_readiness(view, date(2026, 6, 6)).told.sentence
    missed = view_of(clause, notice)  # due before the notice, for the end on file
    assert "less time" not in exit_readiness(missed, date(2026, 6, 6)).told.sentence


@pytest.mark.parametrize("expired_on", [date(2026, 8, 31), date(2026, 9, 1)])
def test_that_a_contract_came_to_the_end_on_file_takes_back_nothing_of_what_was_to_be_told_of_it(
    expired_on: date,
) -> None:
    """TVP-6.0-1: due on 28 February 2026 since the contract was registered, and missed; no end was known late."""
    expired = ContractExpired(happened_on=expired_on)
    before, after = found(date(2026, 8, 30), expired)["end-plans"], settled(view_of(expired)).duties
    [left] = [one for one in after if one.id == "end-plans"]

    assert (before.state, before.duty.opened_by) == ("overdue", (1,))
    assert left.missed_on == expired_on
    told = exit_readiness(view_of(expired), date(2026, 10, 5)).told
    assert (told.state, "came to be known" in told.sentence) == ("late", False)
    if expired_on == date(2026, 8, 31):
        assert told.sentence == (
            "to be told in writing by 28 February 2026, 6 months before the end on 31 August 2026; overdue by 184 days"
        )
        assert (before.duty.due_on, left.due_on) == (date(2026, 2, 28), date(2026, 2, 28))


def test_that_a_contract_expired_only_later_makes_nothing_in_time_that_was_late_for_the_end_on_file() -> None:
    """TVP-6.0-1, TVP-6.0-3, TVP-3.0-10: its end on file was 31 August 2026, for which it was told 93 days late."""
    told, late = changed(TOLD, happened_on=date(2026, 6, 1)), ContractExpired(happened_on=date(2027, 2, 28))
    view = view_of(told, late)

    for file in (view_of(told), view_of(told, EXPIRED), view):
        row = exit_readiness(file, date(2027, 10, 5)).told
        assert (row.state, row.due_on, row.days_late) == ("late", date(2026, 2, 28), 93)
    assert exit_readiness(view, date(2027, 10, 5)).end == date(2027, 2, 28)
    left = {one.id: one for one in settled(view).duties if one.missed_on}
    assert (left["exit-plan"].due_on, left["exit-plan"].missed_on) == (date(2026, 8, 31), date(2027, 2, 28))
    assert found(date(2027, 10, 5), told, late)["post-review"].duty.due_on == date(2026, 8, 31)


def test_a_notice_that_names_the_end_on_file_makes_nothing_due_only_on_the_day_it_is_given() -> None:
    """TVP-6.0-1: that end was known since the contract was registered."""
    notice = changed(
        NOTICE, happened_on=date(2026, 5, 4), received_on=date(2026, 5, 4), extent="full", part=None,
        ends_on=date(2026, 8, 31),
    )  # fmt: skip

    row = exit_readiness(view_of(notice), date(2026, 5, 5)).told
    assert (row.state, row.due_on, row.days_late) == ("late", date(2026, 2, 28), 65)
    ended = view_of(notice, ContractTerminated(happened_on=date(2026, 8, 31), notice="NOT-001"))
    assert exit_readiness(ended, date(2026, 10, 5)).told.due_on == date(2026, 2, 28)


def test_what_was_to_begin_on_the_day_the_contract_ended_was_not_missed() -> None:
    """TVP-6.0-3: an exit plan is asked for once the provider is told, which it was on the last day."""
    told = changed(TOLD, happened_on=date(2026, 8, 31))

    assert not [one for one in compliance(view_of(told, EXPIRED), date(2026, 10, 5)).duties if one.duty == "exit-plan"]


@pytest.mark.parametrize("until", [date(2026, 8, 29), date(2026, 8, 30), date(2026, 8, 31)])
def test_what_has_an_end_of_its_own_near_the_contracts_was_not_missed_with_it(until: date) -> None:
    """TVP-5.2-9a, TVP-6.0-6: a reminder goes on after the contract; a suspension is over on the day it says."""
    out = ProviderExclusionDecided(
        happened_on=date(2025, 9, 1), cause="repeated-poor-performance", until_date=until, buying_bodies=("OPCC",)
    )
    suspended = SuspensionBegun(happened_on=date(2026, 6, 1), until_date=until)
    view = view_of(out, suspended, EXPIRED)

    own = [one for one in settled(view).duties if one.id.startswith(("exclusion/", "suspension/"))]
    ceased = {one.id.partition("/")[0] for one in own if one.missed_on}
    assert {one.id.partition("/")[0] for one in own} == {"exclusion", "suspension"}
    assert ceased == ({"suspension"} if until == date(2026, 8, 31) else set())  # then the contract came first
    assert not [one for one in compliance(view, date(2026, 10, 5)).duties if one.duty.startswith("exclusion/")]


def test_the_exit_says_that_a_contract_ended_without_the_review_that_was_due() -> None:
    """HCC-10.1-a: of one ended before it was due none is missed."""
    by_its_date, early = (
        exit_readiness(view_of(ended, registered=HAMPSHIRE), date(2026, 10, 5)).lacking
        for ended in (
            ContractExpired(happened_on=date(2026, 8, 31)),
            ContractExpired(happened_on=date(2025, 8, 30)),
        )
    )

    assert (
        "the full review was to be completed by 31 August 2025, and was not when the contract ended on 31 August 2026"
        in by_its_date
    )
    assert not [one for one in early if "review" in one]
    late = exit_readiness(view_of(EXPIRED, reviewed(date(2026, 9, 20)), registered=HAMPSHIRE), date(2026, 10, 5))
    [of_the_review] = [one for one in late.lacking if "full review" in one]
    assert of_the_review.endswith("when the contract ended on 31 August 2026; it was completed on 20 September 2026")


def test_a_contract_shorter_than_the_lead_time_is_due_from_its_first_day() -> None:
    """TVP-6.0-1."""
    short = changed(REGISTERED, happened_on=date(2026, 5, 4), start_date=date(2026, 5, 4))

    one = found(date(2026, 5, 6), registered=short)["end-plans"]
    assert (one.duty.due_on, one.days_over) == (date(2026, 5, 4), 2)
    assert "less than 6 months remained" in one.sentence


def test_what_was_done_stays_with_the_entry_that_did_it_and_what_is_not_asked_with_the_reason() -> None:
    """TVP-6.0-1, TVP-6.0-2, TVP-6.0-8: late by how much, and why not."""
    late = changed(TOLD, happened_on=date(2026, 3, 3))
    done = {
        one.duty.id: one
        for one in due(settled(view_of(late, NOTICE, SUBMITTED, APPROVED, OURS)).duties, date(2026, 5, 1))
    }

    assert done["end-plans"].sentence.endswith("; done on 3 March 2026, 3 days late.")
    assert (done["end-plans"].duty.done_by, done["end-plans"].days_over) == ((2,), 3)
    supplied = done["transfer-plan/NOT-001"]
    assert (supplied.duty.done_on, supplied.days_over) == (date(2026, 3, 20), -10)
    assert done["transfer-plan-review/TPL-001"].duty.done_by == (5,)
    assert done["transfer-plan-signed/TPL-001/authority"].state == "done"
    assert "transfer-plan-signed/TPL-001/provider" not in done
    at_once = view_of(AT_ONCE)
    [why] = [one for one in due(settled(at_once).duties, date(2026, 4, 1)) if one.duty.id == "end-plans"]
    assert why.state == "not-applicable"
    assert "ended at once on 2 March 2026" in why.sentence


@pytest.mark.parametrize(
    ("given_on", "clause", "decided", "at_once"),
    [
        (date(2026, 1, 10), None, None, False), (None, None, None, False),
        (date(2026, 1, 10), {"notice_length": MONTHS}, None, False),
        (date(2026, 1, 10), {"notice_length": MONTHS}, False, False),
        (date(2026, 1, 10), {"notice_length": MONTHS}, True, True),
        (date(2026, 1, 10), {"immediate": True}, None, True),
        (date(2026, 4, 30), None, None, True),
    ],
)  # fmt: skip
def test_a_contract_whose_notice_ran_out_was_not_ended_at_once_and_its_exit_plan_was_missed(
    given_on: date | None, clause: dict[str, Any] | None, decided: bool | None, at_once: bool
) -> None:
    """TVP-6.0-2, TVP-6.0-3: at once it ends as decided so, or under a clause or on a notice that gives no time; whether
    the receipt of the notice is shown is another matter."""
    end = date(2026, 4, 30)
    notice = changed(
        NOTICE, happened_on=given_on or date(2026, 1, 10), received_on=given_on, extent="full", part=None, ends_on=end,
        clause="14", standards_breached=("Reliability",),
    )  # fmt: skip
    rights = [changed(CLAUSE, **clause or {})]
    authorised = [TerminationAuthorised(by=PCC, happened_on=date(2026, 1, 9), immediate=bool(decided))]
    before = (*(rights if clause else ()), *(authorised if decided is not None else ()), notice)
    by_notice = ContractTerminated(happened_on=end, notice="NOT-001")
    for ended in (by_notice, changed(by_notice, notice=None, by_party="provider")):
        view = view_of(*before, ended)
        shown = exit_readiness(view, date(2026, 6, 6))
        missed = [one for one in settled(view).duties if one.id == "exit-plan"]

        assert (shown.no_plan_why is not None, "no exit plan is agreed" in shown.lacking) == (at_once, not at_once)
        assert ("ended at once" in shown.told.sentence) is False or at_once
        if not at_once:
            [one] = missed
            assert (one.missed_on, one.due_on) == (end, end)


@pytest.mark.parametrize("more", [{"ends_on": None}, {"withdrawn": True}])
def test_a_notice_that_gives_no_day_or_does_not_stand_gives_no_time_either(more: dict[str, Any]) -> None:
    """TVP-6.0-2: then the contract was ended at once."""
    given_up = NoticeWithdrawn(happened_on=date(2026, 2, 1), notice="NOT-001")
    notice = changed(NOTICE, happened_on=date(2026, 1, 10), extent="full", part=None, ends_on=date(2026, 4, 30))
    notice = changed(notice, received_on=date(2026, 1, 10), **({} if "withdrawn" in more else more))
    ended = ContractTerminated(happened_on=date(2026, 4, 30), notice="NOT-001", by_party="provider")

    shown = exit_readiness(view_of(notice, *([given_up] if "withdrawn" in more else []), ended), date(2026, 6, 6))

    assert "ended at once on 30 April 2026" in (shown.no_plan_why or "")


def test_an_option_to_extend_is_decided_on_before_it_lapses() -> None:
    """TVP-3.0-10."""
    option = changed(REGISTERED, extensions=(Extension(id="A", months=12),))

    assert found(date(2026, 6, 1), registered=option)["extension/A"].duty.due_on == date(2026, 8, 31)
    assert "extension/A" not in found(date(2026, 6, 1), UNUSED, registered=option)
    assert "extension/A" in found(date(2026, 8, 31), registered=option)
    assert "extension/A" not in found(date(2026, 9, 1), registered=option)


# --- exit and transfer plans ----------------------------------------------------------------------------------------


def test_an_exit_plan_is_asked_for_and_then_each_of_its_steps_of_whose_it_is() -> None:
    """TVP-6.0-3."""
    day = date(2026, 7, 1)
    done = ExitPlanStepCompleted(happened_on=date(2026, 6, 12), plan="EXP-001", step="E1")

    assert found(date(2026, 3, 2), TOLD)["exit-plan"].duty.due_on == date(2026, 8, 31)
    step = found(day, TOLD, PLAN)["exit-step/EXP-001/E1"]
    assert (step.duty.party, step.duty.due_on, step.days_over) == ("provider", date(2026, 6, 30), 1)
    assert not any(name.startswith("exit-") for name in found(day, TOLD, PLAN, done))


def test_a_step_that_a_further_plan_repeats_is_said_to_have_been_done_under_the_one_before() -> None:
    """TVP-6.0-3: by its words, whatever its id; it may be meant to be done again."""
    day, done = date(2026, 7, 1), ExitPlanStepCompleted(happened_on=date(2026, 6, 12), plan="EXP-001", step="E1")
    again = changed(PLAN, happened_on=date(2026, 6, 20), replaces="EXP-001")

    step = found(day, TOLD, PLAN, done, again)["exit-step/EXP-002/E1"]
    assert (
        "step E1 of EXP-001, which it replaced, is the same and was completed on 12 June 2026 (entry" in step.sentence
    )
    other = changed(again, steps=tuple(changed(one, what=Said("Something else")) for one in PLAN.steps))
    for told in ((TOLD, PLAN, again), (TOLD, PLAN, done, other)):
        assert "EXP-001" not in found(day, *told)["exit-step/EXP-002/E1"].sentence


def test_an_exit_plan_is_shown_with_what_it_says_under_each_head_and_which_it_leaves_out() -> None:
    """TVP-6.0-4, TVP-6.0-5: the heads of its type, and any other it has."""
    plan = changed(PLAN, staff_transfer=None, winding_down=Said("The office in Slough closes"))

    shown = exit_readiness(view_of(TOLD, plan), date(2026, 7, 1)).exit_plan

    assert shown is not None
    assert {head.head: head.words for head in shown.heads} == {
        "people who receive the service": "Every case has a named worker",
        "the provider's staff": "Nobody is dismissed",
        "how the service is wound down": "The office in Slough closes",
        "the handover to the new provider": "Two weeks side by side",
    }  # fmt: skip
    assert shown.missing == ("the transfer of staff",)


def test_each_turn_of_a_transfer_plan_falls_to_the_party_whose_turn_it_is() -> None:
    """TVP-6.0-7, TVP-6.0-8, TVP-6.0-9, K-24: a partial notice asks for one, too."""
    day, steps = date(2026, 4, 20), (SUBMITTED, RETURNED, REVISED, APPROVED, OURS, THEIRS)
    turns, signing = [], ("transfer-plan-signed/TPL-001/provider", "provider")
    for number in range(len(steps) + 1):
        names = found(day, NOTICE, *steps[:number])
        turns.append([(name, names[name].duty.party) for name in names if name.startswith("transfer-plan")])

    assert turns == [
        [("transfer-plan/NOT-001", "provider")], [("transfer-plan-review/TPL-001", "authority")],
        [("transfer-plan-revised/TPL-001", "provider")], [("transfer-plan-review/TPL-001", "authority")],
        [("transfer-plan-signed/TPL-001/authority", "authority"), signing], [signing], [],
    ]  # fmt: skip
    assert found(day, NOTICE)["transfer-plan/NOT-001"].duty.due_on == date(2026, 3, 30)
    assert "transfer-plan/NOT-001" not in found(day, NOTICE, registered=HAMPSHIRE)
    theirs = changed(NOTICE, served_by_party="provider", by=PROVIDER)
    assert "transfer-plan/NOT-001" not in found(day, theirs)


def test_a_plan_signed_for_the_provider_by_the_authoritys_officer_is_still_to_be_signed_by_the_provider() -> None:
    """TVP-6.0-9: "signed by both parties"; whatever is said of it (docs/adr/0478)."""
    day, rule = date(2026, 4, 20), "transfer-plan.signed-for-its-own-side"
    why = Acknowledgement(rule=rule, reason=Said("Priya was away"))
    story = given(REGISTERED, NOTICE, SUBMITTED, APPROVED)
    wrongly = story.when(changed(THEIRS, signatory=ANN), acknowledging=(why,)).recorded()
    there = wrongly.when(OURS).recorded()
    at = there.file.position - 1

    signing = "transfer-plan-signed/TPL-001/provider"
    [one] = [name for name in _open_on(there, day) if "signed" in name]
    assert one == signing
    assert f"and entry {at} is no signature of the provider" in _open_on(there, day)[signing].duty.sentence
    shown = exit_readiness(FileView.of(UUID(int=1), there.file, {}), day)
    said = f"it is signed for the provider by Ann Ashe (lead officer), of the authority (entry {at})"
    [plan] = shown.transfer_plans
    assert (plan.state, plan.unsigned, plan.signed_by_the_other) == ("approved", ("provider",), (said,))
    assert {"TPL-001 is not signed by the provider", f"of TPL-001: {said}"} <= set(shown.lacking)
    anew = there.when(THEIRS).recorded()
    assert signing not in _open_on(anew, day)
    [plan] = exit_readiness(FileView.of(UUID(int=1), anew.file, {}), day).transfer_plans
    assert (plan.state, plan.signed_by_the_other) == ("signed", ())


def test_a_transfer_plan_of_the_authoritys_own_does_not_do_the_providers_duty_unless_it_is_said_why() -> None:
    """TVP-6.0-7, TVP-6.0-8: "the provider shall provide a Service Transfer Plan"."""
    day, ours, rule = date(2026, 4, 1), changed(SUBMITTED, by=ANN), "transfer-plan.supplied-by-the-provider"
    explained = Acknowledgement(rule=rule, reason=Said("Theirs, which came by e-mail and was entered as mine"))
    story = given(REGISTERED, NOTICE)
    said, unsaid = story.when(ours, acknowledging=(explained,)).recorded(), story.when(ours).recorded()

    assert "transfer-plan/NOT-001" not in _open_on(said, day)
    assert "; TPL-001 is entered as the authority's own" in _open_on(unsaid, day)["transfer-plan/NOT-001"].duty.sentence
    beside = unsaid.when(changed(ours, notice=None)).recorded()  # one that names the notice answers it alone
    told = _open_on(beside, day)["transfer-plan/NOT-001"].duty.sentence
    assert ("TPL-001 is entered" in told, "TPL-002 is entered" in told) == (True, False)
    view = FileView.of(UUID(int=1), unsaid.file, {})
    assert any("no service transfer plan answers NOT-001" in one for one in exit_readiness(view, day).lacking)
    again = story.when(SUBMITTED).recorded().when(RETURNED).recorded().when(changed(REVISED, by=ANN, happened_on=day))
    assert "transfer-plan-revised/TPL-001" in _open_on(again.recorded(), day)
    theirs = again.when(changed(REVISED, happened_on=day)).recorded()
    assert "transfer-plan-revised/TPL-001" not in _open_on(theirs, day)


@pytest.mark.parametrize("named", ["NOT-001", None])
def test_the_provider_supplies_a_plan_of_its_own_beside_one_entered_as_the_authoritys(named: str | None) -> None:
    """TVP-6.0-7, TVP-6.0-8: any plan of the provider on the notice does the duty, as one does that names none; a draft
    of the authority's own, on the notice, is not looked at, nor missed."""
    day, theirs = date(2026, 4, 20), changed(SUBMITTED, happened_on=date(2026, 3, 25), notice=named)
    story = given(REGISTERED, NOTICE).when(changed(SUBMITTED, by=ANN)).recorded()
    told = story.when(theirs).recorded().when(changed(APPROVED, plan="TPL-002")).recorded()

    assert [one for one in _open_on(story, day) if one.startswith("transfer-plan")] == ["transfer-plan/NOT-001"]
    signing = [f"transfer-plan-signed/TPL-002/{party}" for party in ("authority", "provider")]
    assert [one for one in _open_on(told, day) if one.startswith("transfer-plan")] == signing
    view = FileView.of(UUID(int=1), told.file, {})
    lacking = [one for one in exit_readiness(view, day).lacking if "TPL-" in one or "transfer plan" in one]
    assert lacking == ["TPL-002 is not signed by the authority", "TPL-002 is not signed by the provider"]
    [supplied] = [one for one in settled(view).duties if one.id == "transfer-plan/NOT-001"]
    assert supplied.done_on == date(2026, 3, 25)
    looked_at = story.when(changed(APPROVED, plan="TPL-001")).recorded()  # what was looked at is gone on with
    assert {one for one in _open_on(looked_at, day) if "TPL-001/" in one} == {
        one.replace("002", "001") for one in signing
    }


def test_whose_act_a_transfer_plan_is_may_be_said_later_and_is_not_asked_of_what_is_older_than_the_question() -> None:
    """TVP-6.0-7: explained is explained, on every page."""
    day, asked = date(2026, 4, 1), "explain/3/transfer-plan.supplied-by-the-provider"
    story = given(REGISTERED, NOTICE).when(changed(SUBMITTED, by=ANN)).recorded()
    later = EntrySupplemented(happened_on=day, position=3, words=Said("It is the provider's, and came by e-mail"))
    struck = EntryStruckOut(happened_on=day, position=4, reason=Said("It was of another plan"))
    before = fold([replace(recorded, departures=()) for recorded in story.file.known])

    assert {asked, "transfer-plan/NOT-001"} <= set(_open_on(story, day))
    told = story.when(later).recorded()
    assert not {asked, "transfer-plan/NOT-001"} & set(_open_on(told, day))
    assert {asked, "transfer-plan/NOT-001"} <= set(_open_on(told.when(struck).recorded(), day))
    open_of_old = {one.duty.id for one in due(duties(FileView.of(UUID(int=1), before, {})), day)}
    assert not {asked, "transfer-plan/NOT-001"} & open_of_old
    assert "transfer-plan-review/TPL-001" in open_of_old


def _open_on(told: Story, day: date) -> dict[str, Due]:
    return {one.duty.id: one for one in due(duties(FileView.of(UUID(int=1), told.file, {})), day)}


def test_clients_and_items_are_seen_to_before_the_end() -> None:
    """TVP-6.0-11, TVP-6.0-12."""
    day = date(2026, 5, 6)
    both = found(day, NOTICE, SUBMITTED)

    assert "C-0147, C-0148" in both["transfer/clients"].sentence
    assert (both["transfer/items"].duty.party, both["transfer/items"].duty.due_on) == ("provider", date(2026, 8, 31))
    left = found(day, NOTICE, SUBMITTED, HANDED, arranged("C-0147"), arranged("C-0148"))
    assert not {"transfer/clients", "transfer/items"} & set(left)


def test_a_client_or_an_item_that_a_revised_transfer_plan_leaves_out_is_still_seen_to() -> None:
    """TVP-6.0-12, TVP-6.0-11: until it is arranged, listed again, or said why it is left out."""
    day, listed = date(2026, 5, 6), changed(SUBMITTED, items=(D1, D2))
    fewer = changed(REVISED, clients=("C-0147",), items=(D1,))
    left = "TPL-001 leaves out C-0148{} since 3 April 2026 (entry 4), and it is not said why"
    both, view = found(day, NOTICE, listed, fewer), view_of(NOTICE, listed, fewer)
    shown = exit_readiness(view, day)

    assert "2 clients from then on: C-0147, C-0148" in both["transfer/clients"].sentence
    assert left.format("") in both["transfer/clients"].sentence
    assert "2 items: D1, D2" in both["transfer/items"].sentence
    assert shown.without_arrangement == ("C-0147", "C-0148")
    assert [row.client for row in shown.clients] == ["C-0147", "C-0148"]
    assert [(row.item, row.sort) for row in shown.items] == [("D1", "document"), ("D2", "asset")]
    assert left.format(", D2") in shown.lacking
    why = EntrySupplemented(happened_on=day, position=4, words=Said("C-0148 has moved away, and D2 was ours"))
    again = changed(listed, plan="TPL-001", happened_on=date(2026, 4, 20))
    for settling in ((why,), (arranged("C-0148"), changed(HANDED, item="d2")), (again,)):
        settled_by = view_of(NOTICE, listed, fewer, *settling)
        assert not [one for one in exit_readiness(settled_by, day).lacking if "leaves out" in one]
        assert not [one for one in duties(settled_by) if one.id.startswith("transfer/") and "leaves" in one.sentence]
    reason = Acknowledgement(rule="transfer-plan.leaves-nobody-out", reason=Said("C-0148 has moved away"))
    told = given(REGISTERED, NOTICE, listed).when(fewer, acknowledging=(reason,)).recorded()
    assert "1 client from then on: C-0147." in _open_on(told, day)["transfer/clients"].sentence


def test_a_plan_that_covers_clients_and_lists_none_is_to_be_submitted_with_them() -> None:
    """TVP-6.0-12: due, and still missing at the end, until they are listed or it is said that there are none."""
    day, bare = date(2026, 5, 6), changed(SUBMITTED, clients=())
    whole = (NOTICE, bare, APPROVED, OURS, THEIRS)
    duty, missing = (
        "transfer-plan-clients/TPL-001",
        "TPL-001 lists no clients, nor says that there are none",
    )

    asked = found(day, *whole)[duty]
    assert (asked.duty.party, asked.duty.since) == ("provider", date(2026, 3, 20))
    assert missing in exit_readiness(view_of(*whole), day).lacking
    none = changed(REVISED, happened_on=date(2026, 5, 4), clients=(), no_clients=True)
    for after in (none, changed(none, clients=("C-0147",), no_clients=False)):
        assert duty not in found(day, *whole, after)
        assert missing not in exit_readiness(view_of(*whole, after), day).lacking
    [done] = [one for one in due(settled(view_of(*whole, none)).duties, day) if one.duty.id == duty]
    assert (done.duty.done_on, done.state) == (date(2026, 5, 4), "done")
    [plan] = exit_readiness(view_of(*whole, none), day).transfer_plans
    assert plan.clients == "none"


def test_what_a_notice_ends_in_part_is_handed_over_by_the_day_it_ends() -> None:
    """TVP-6.0-7, TVP-6.0-11, TVP-6.0-12: not by the end of the contract, which goes on; each part by its own."""
    day, ends = date(2026, 4, 20), date(2026, 6, 30)
    partial = changed(NOTICE, ends_on=ends)

    for submitted in (SUBMITTED, changed(SUBMITTED, notice=None)):
        held = found(day, partial, submitted)
        parts = ("transfer/clients/NOT-001", "transfer/items/NOT-001")
        assert [held[name].duty.due_on for name in parts] == [ends, ends]
        assert not {"transfer/clients", "transfer/items"} & set(held)
    done = found(day, partial, SUBMITTED, HANDED, arranged("C-0147"), arranged("C-0148"))
    assert not any(name.startswith(("transfer/clients", "transfer/items")) for name in done)

    later = changed(partial, ends_on=date(2026, 7, 31), part="Oxford")
    other = changed(SUBMITTED, notice="NOT-002", clients=("C-0300",), items=())
    both = found(day, partial, SUBMITTED, later, other)
    due_on = {name: both[name].duty.due_on for name in both if name.startswith("transfer/clients")}
    assert due_on == {"transfer/clients/NOT-001": ends, "transfer/clients/NOT-002": date(2026, 7, 31)}


@pytest.mark.parametrize("steps", [(), (RETURNED,), (APPROVED,), (APPROVED, OURS)])
def test_nothing_more_is_asked_of_a_plan_whose_notice_was_withdrawn_until_it_is_submitted_again(
    steps: tuple[Entry, ...],
) -> None:
    """TVP-6.0-9, TVP-6.0-11, TVP-6.0-12: what it answered is no more, and Exit says so."""
    day, gone = date(2026, 5, 6), NoticeWithdrawn(happened_on=date(2026, 4, 15), notice="NOT-001")
    again = changed(REVISED, happened_on=date(2026, 4, 20), notice=None)
    there, whole = (NOTICE, SUBMITTED, *steps), changed(NOTICE, extent="full", part=None)

    def asked(*entries: Entry) -> set[str]:
        return {name.split("/")[0] for name in found(day, *entries) if name.startswith("transfer")}

    assert {"transfer"} < asked(*there)
    assert asked(*there, gone) == asked(whole, SUBMITTED, *steps, gone) == set()
    shown = exit_readiness(view_of(*there, gone), day)
    [plan] = shown.transfer_plans
    assert plan.notice_gone == (
        f"NOT-001 was withdrawn on 15 April 2026 (entry {len(there) + 2}):"
        " nothing more is asked of this plan, unless it is submitted again"
    )
    assert (plan.unsigned, shown.clients, shown.items, shown.without_arrangement) == ((), (), (), ())
    assert not [one for one in shown.lacking if "TPL-001" in one or "handed over" in one]
    before = exit_readiness(view_of(*there, gone), date(2026, 4, 14))
    assert (before.transfer_plans[0].notice_gone, before.without_arrangement) == (None, ("C-0147", "C-0148"))
    assert asked(*there, gone, again) == {"transfer-plan-review", "transfer"}
    assert exit_readiness(view_of(*there, gone, again), day).transfer_plans[0].notice_gone is None


def test_clients_of_a_plan_whose_notice_was_withdrawn_keep_no_later_transfer_from_being_complete() -> None:
    """TVP-6.0-12: those of the plan that answers the later notice do; what was handed over stays shown."""
    gone = NoticeWithdrawn(happened_on=date(2026, 4, 15), notice="NOT-001")
    anew = changed(NOTICE, happened_on=date(2026, 4, 16), received_on=date(2026, 4, 16), extent="full", part=None)
    other = changed(SUBMITTED, happened_on=date(2026, 4, 20), notice="NOT-002", clients=("C-0300",), items=(D2,))
    complete = changed(COMPLETED, plan=None)
    file = given(REGISTERED, NOTICE, SUBMITTED, HANDED, gone, anew, other)

    file.when(complete).refused("transfer.no-client-left", "C-0300;")
    file.when(arranged("C-0300")).when(complete).recorded()
    shown = exit_readiness(FileView.of(UUID(int=1), file.file, {}), date(2026, 5, 6))
    assert [(row.item, row.handed_over_on) for row in shown.items] == [("D1", date(2026, 5, 4)), ("D2", None)]


def test_a_transfer_plan_is_on_file_with_its_entry_or_filed_as_belonging_to_it() -> None:
    """TVP-6.0-10: by the day asked about, each version by itself."""
    ticks, paper = changed(SUBMITTED, document=None), Said(Document("ef" * 32, "Plan"))
    plan = DocumentFiled(
        happened_on=date(2026, 3, 24), title="Plan", document=paper, document_kind="plan", belongs_to=(3,)
    )
    added = EntrySupplemented(happened_on=date(2026, 3, 24), position=3, words=Said("The plan"), exhibits=(paper,))

    def is_filed(*entries: Entry, day: date = date(2026, 4, 20)) -> bool:
        [row] = exit_readiness(view_of(NOTICE, *entries), day).transfer_plans
        return row.filed

    for there in ((SUBMITTED,), (changed(ticks, exhibits=(paper,)),), (ticks, plan), (ticks, added)):
        assert is_filed(*there)
    for lacking in (
        (ticks,), (ticks, changed(plan, document_kind="letter")), (ticks, changed(plan, belongs_to=(2,))),
        (ticks, changed(plan, document=None)), (ticks, plan, changed(REVISED, document=None)),
    ):  # fmt: skip
        assert not is_filed(*lacking)
    assert not is_filed(ticks, plan, day=date(2026, 3, 23))


# --- the end itself -------------------------------------------------------------------------------------------------


def test_that_a_contract_ended_is_to_be_recorded_once_its_last_day_is_over() -> None:
    """HCC-A2-b: what follows the end, such as the transition, waits for it; where it goes on, that is recorded."""
    last, after = date(2026, 8, 31), date(2026, 9, 1)
    longer = ExtensionDecided(happened_on=date(2026, 9, 2), option="A", taken=True, new_end_date=date(2027, 8, 31))
    contract = changed(REGISTERED, extensions=(Extension(id="A", months=12),))
    words = "how it goes on, is still to be recorded: its last day on file was 31 August 2026"

    assert "end-recorded" not in found(last)
    one = found(after)["end-recorded"]
    assert (one.state, one.duty.since, one.duty.citation) == ("due", after, "TVP-4.0-6")
    assert found(after, registered=HAMPSHIRE)["end-recorded"].duty.office == "contract-support-officer"
    assert words in str(exit_readiness(view_of(), after).lacking)
    assert words not in str(exit_readiness(view_of(), last).lacking)
    assert words not in str(exit_readiness(view_of(), after, own_side=False).lacking)
    for recorded in (EXPIRED, longer, ContractTerminated(happened_on=date(2026, 8, 3), by_party="both")):
        view = view_of(recorded, registered=contract)
        assert "end-recorded" not in {held.duty.id for held in due(duties(view), date(2026, 9, 3))}
        assert words not in str(exit_readiness(view, date(2026, 9, 3)).lacking)
    assert "transfer" in found(date(2026, 9, 3), EXPIRED, registered=contract)
    noticed = found(date(2026, 7, 16), ENDS)["end-recorded"]
    assert "ended on 15 July 2026" in noticed.sentence


# --- transition -----------------------------------------------------------------------------------------------------


def test_monitoring_goes_on_after_the_end_until_the_service_is_handed_over() -> None:
    """TVP-6.0-6: meetings and returns among them; under a procedure that is silent they cease at the end.

    The report for the time up to the last day is still owed then, and none for the time after it.
    """
    day, returns = date(2026, 10, 5), {"data_source": "returns"}
    contract = changed(REGISTERED, **returns, extensions=(Extension(id="A", months=12),))

    sent = DataReturnReceived(
        happened_on=date(2026, 8, 3), return_kind="performance report", each_period=True,
        period=Span(first=date(2024, 2, 1), last=date(2026, 7, 31)),
    )  # fmt: skip
    lasting, report = {"meeting", "transfer"}, "return/performance report/2026-08-01"

    under_way = found(date(2026, 11, 2), sent, UNUSED, EXPIRED, registered=contract)
    over = found(date(2026, 11, 30), sent, UNUSED, EXPIRED, COMPLETED, registered=contract)
    expired = found(day, sent, EXPIRED, registered=changed(contract, extensions=()))
    lapsed = found(date(2026, 11, 2), sent, EXPIRED, registered=contract)
    assert {*lasting, report} <= set(under_way)
    assert {*lasting, report} <= set(lapsed)  # nobody decided on the option
    assert not lasting & {*over, *expired}
    handed_over, ended = (
        {one.id: one.missed_on for one in settled(view_of(*entries, registered=one)).duties if one.missed_on}
        for entries, one in (
            ((UNUSED, EXPIRED, COMPLETED), contract), ((EXPIRED,), changed(contract, extensions=())),
        )
    )  # fmt: skip
    assert (handed_over["meeting"], ended["meeting"]) == (date(2026, 10, 30), date(2026, 8, 31))
    said = {
        one.duty.id: one.sentence
        for one in due(settled(view_of(UNUSED, EXPIRED, COMPLETED, registered=contract)).duties, date(2026, 11, 30))
    }
    assert "not done when the service was handed over on 30 October 2026" in said["meeting"]
    assert "not done when the contract was over on 31 August 2026" in said["exit-plan"]
    assert [one[report].duty.since for one in (under_way, over, expired)] == [
        date(2026, 11, 1), date(2026, 10, 31), date(2026, 9, 1),
    ]  # fmt: skip
    later = DataReturnReceived(
        happened_on=date(2026, 11, 3), return_kind="performance report",
        period=Span(first=date(2026, 8, 1), last=date(2026, 10, 30)),
    )  # fmt: skip
    done = found(date(2026, 11, 30), sent, UNUSED, EXPIRED, COMPLETED, later, registered=contract)
    assert not [name for name in done if name.startswith("return/performance")]
    elsewhere = changed(contract, procedure="hampshire/1")
    assert "meeting" not in found(day, UNUSED, EXPIRED, registered=elsewhere)


def test_the_meetings_of_the_transition_are_counted_by_year_as_those_before_it() -> None:
    """TVP-6.0-6: they are owed as before, and the years of meetings ended with the contract."""
    contract = changed(REGISTERED, extensions=(Extension(id="A", months=12),))
    on, after = date(2027, 6, 1), date(2026, 9, 1)
    handed_over = changed(COMPLETED, happened_on=date(2027, 3, 31))

    def years(*entries: Entry) -> list[tuple[date, date, bool, date | None]]:
        shown = monitoring_shown(view_of(*entries, registered=contract), on).years
        return [(one.first, one.last, one.over, one.transition_from) for one in shown][2:]

    third, fourth = (date(2026, 2, 1), date(2027, 1, 31), True, after), date(2027, 2, 1)
    assert years(UNUSED, EXPIRED) == [third, (fourth, date(2028, 1, 31), False, fourth)]
    assert years(UNUSED, EXPIRED, handed_over) == [third, (fourth, date(2027, 3, 31), True, fourth)]
    [*_, ended] = monitoring_shown(view_of(EXPIRED, registered=changed(contract, extensions=())), on).years
    assert (ended.last, ended.over, ended.transition_from) == (date(2026, 8, 31), True, None)
    [*_, last] = monitoring_shown(view_of(UNUSED, EXPIRED, registered=contract), on).years
    assert (last.held, last.asked_by_now, last.missed) == (0, 1, 1)


def test_a_contract_that_ended_and_is_handed_over_is_in_transition() -> None:
    """TVP-6.0-6."""
    facts = status(view_of(UNUSED, EXPIRED, COMPLETED))

    shown = [standing(facts, day) for day in (date(2026, 8, 30), date(2026, 8, 31), date(2026, 10, 29))]
    assert [(one.stage, one.in_transition) for one in shown] == [("live", False), ("ended", True), ("ended", True)]
    assert "in transition" in shown[1].how
    assert not standing(facts, date(2026, 10, 30)).in_transition


def test_a_service_that_ends_by_the_plan_in_force_goes_on_nowhere_and_its_transfer_is_not_missing() -> None:
    """TVP-6.0-5: where an extension is not used the service may end, or go on."""
    plan = changed(PLAN, exit_type="extension-not-taken", what_follows=Said("It ends; nobody takes it over"))
    day, missing = date(2026, 9, 1), "the transfer of the service is not complete"

    ends, goes_on = (
        exit_readiness(view_of(UNUSED, changed(plan, service_ends=said), EXPIRED), day) for said in (True, False)
    )
    assert (ends.transition, ends.in_transition, missing in ends.lacking) == (None, False, False)
    assert (goes_on.in_transition, missing in goes_on.lacking) == (True, True)
    assert [row.exit_plan.service_ends for row in (ends, goes_on) if row.exit_plan] == [True, False]


def test_an_option_that_nobody_decided_on_is_told_of_at_the_end_and_after_it() -> None:
    """TVP-6.0-6."""
    view = view_of(EXPIRED, registered=changed(REGISTERED, extensions=(Extension(id="A", months=12),)))

    assert standing(status(view), date(2026, 9, 1)).in_transition
    assert not standing(status(view), date(2026, 8, 30)).in_transition
    told = exit_readiness(view, date(2026, 9, 1))
    assert (told.in_transition, told.transition) == (
        True, "the option to extend, A, lapsed without a decision (entry 2)",
    )  # fmt: skip


def test_a_contract_that_expired_with_clients_and_items_still_to_go_to_others_is_in_transition() -> None:
    """TVP-6.0-6: tendered again and gone to another provider, without an exit plan, an option or a notice."""
    without = changed(REGISTERED, extensions=())
    told = changed(TOLD, happened_on=date(2026, 2, 2), plans="recommission")
    plan = ServiceTransferPlanSubmitted(
        happened_on=date(2026, 6, 1), sections=("clients", "documents"), clients=("C-1", "C-2"),
        items=(TransferItem(id="I1", sort="document", what=Said("Case files")),),
    )  # fmt: skip
    one = ClientTransferArranged(happened_on=date(2026, 8, 20), client="C-1", receiving_body="New Ltd")
    two = changed(one, client="C-2")
    later = changed(two, happened_on=date(2026, 9, 15))
    files = TransferItemHandedOver(happened_on=date(2026, 8, 30), item="I1", receiving_body="New Ltd")
    day = date(2026, 10, 1)

    under_way = exit_readiness(view_of(told, plan, one, EXPIRED, registered=without), day)
    assert (under_way.in_transition, under_way.transition) == (
        True, "C-2, I1 of TPL-001 had still to go to others (entry 5)",
    )  # fmt: skip
    asked = found(day, told, plan, one, EXPIRED, registered=without)
    assert {"transfer", "meeting"} <= set(asked)
    over = exit_readiness(view_of(told, plan, one, EXPIRED, later, COMPLETED, registered=without), date(2026, 10, 31))
    assert not over.in_transition
    ends = changed(told, plans="decommission")
    for acts in ((told, one, EXPIRED), (told, plan, one, two, files, EXPIRED), (ends, plan, EXPIRED)):
        assert exit_readiness(view_of(*acts, registered=without), day).transition is None


def test_an_exit_plan_that_the_provider_did_not_agree_to_is_still_to_be_agreed() -> None:
    """TVP-6.0-3: until a plan, a correction or what is said beside it has both."""
    alone, day = changed(PLAN, agreed_for_provider=None), date(2026, 5, 1)
    lacking = "it is not on file who agreed to EXP-001 for the provider"
    said = EntrySupplemented(
        happened_on=date(2026, 4, 28), position=3, words=Said("Ria Vet agreed to it by e-mail"),
        completes=("exit-plan.agreed-together",),
    )  # fmt: skip

    assert found(day, TOLD, alone)["exit-plan"].sentence.rstrip(".").endswith(lacking)
    shown = exit_readiness(view_of(TOLD, alone), day)
    assert lacking in shown.lacking
    assert shown.exit_plan is not None
    assert shown.exit_plan.not_agreed == lacking
    for acts in ((TOLD, alone), (TOLD, alone, said)):  # the provider does not see the supplement, nor what it answers
        theirs = exit_readiness(view_of(*acts), day, own_side=False)
        assert lacking not in theirs.lacking
        assert theirs.exit_plan is not None
        assert theirs.exit_plan.not_agreed is None
    late = settled(view_of(TOLD, alone, changed(said, happened_on=date(2026, 9, 28)))).duties
    # Done by the supplement, and so after it was due.
    assert [(one.done_on, one.done_by) for one in late if one.id == "exit-plan"] == [(date(2026, 9, 28), (4,))]
    for entries in ((TOLD, PLAN), (TOLD, alone, said)):
        assert "exit-plan" not in found(day, *entries)
        assert lacking not in exit_readiness(view_of(*entries), day).lacking


def test_an_exit_plan_that_does_not_say_its_sort_lacks_it_until_that_is_said() -> None:
    """TVP-6.0-5: what it holds depends on whether the service is ended or goes on, which it leaves open."""
    day, lacking = date(2026, 5, 1), "EXP-001 says nothing of what sort of exit it plans for"
    bare = changed(PLAN, exit_type=None)
    said = EntrySupplemented(
        happened_on=date(2026, 4, 2), position=3, words=Said("It is provided anew"),
        completes=("exit-plan.heads-of-its-type",),
    )  # fmt: skip

    asked = found(day, TOLD, bare)["exit-plan"].sentence
    assert asked.rstrip(".").endswith("EXP-001 does not say what sort of exit it plans for")
    assert lacking in exit_readiness(view_of(TOLD, bare), day).lacking
    for more in ((), (said,), (changed(said, audience="shared"),)):
        assert lacking not in exit_readiness(view_of(TOLD, bare, *more), day, own_side=False).lacking
    done = settled(view_of(TOLD, bare, said)).duties
    assert [(one.done_on, one.done_by) for one in done if one.id == "exit-plan"] == [(date(2026, 4, 2), (4,))]
    anew = changed(PLAN, happened_on=date(2026, 4, 2), replaces="EXP-001")
    for entries in ((TOLD, PLAN), (TOLD, bare, said), (TOLD, bare, anew)):
        assert "exit-plan" not in found(day, *entries)
        assert lacking not in exit_readiness(view_of(*entries), day).lacking


def test_who_agreed_to_an_exit_plan_for_the_other_side_is_put_right_by_a_correction_alone() -> None:
    """TVP-6.0-3: a supplement that says who agreed for one party names nobody in the place of whom the plan names."""
    day, ours = date(2026, 5, 1), Actor(person="Ann Ashe", office="lead-officer")
    wrong = changed(PLAN, agreed_for_authority=None, agreed_for_provider=ours)
    said = EntrySupplemented(
        happened_on=date(2026, 4, 28), position=3, words=Said("The director agreed to it"),
        completes=("exit-plan.agreed-together",),
    )  # fmt: skip
    by = "is of the authority (a correction of entry 3 puts that right, and no supplement)."
    unsaid = "it is not on file who agreed to EXP-001 for the authority; "

    before, after = found(day, TOLD, wrong)["exit-plan"].sentence, found(day, TOLD, wrong, said)["exit-plan"].sentence
    assert (unsaid in before, before.endswith(by)) == (True, True)
    assert (unsaid in after, after.endswith(by)) == (False, True)
    right = changed(wrong, agreed_for_provider=Actor(person="Ann Ashe", party="provider"))
    assert "exit-plan" not in found(day, TOLD, right, said)


def test_nobody_agrees_to_an_exit_plan_for_the_other_side() -> None:
    """TVP-6.0-3: our lead officer agrees to none for the provider, nor the provider's manager for us."""
    day, manager = (
        date(2026, 5, 1),
        ProviderContactNamed(happened_on=date(2026, 1, 5), person="Ria Vet", role="director"),
    )
    ours, theirs = Actor(person="Ann Ashe", office="lead-officer"), Actor(person="Ria Vet", party="provider")
    whole = changed(PLAN, agreed_for_authority=ours, agreed_for_provider=theirs)
    assert "exit-plan" not in found(day, manager, TOLD, whole)
    named = "is named as who agreed for the"
    for wrong, words in (
        ({"agreed_for_provider": ours}, f"Ann Ashe (lead officer) {named} provider, and is of the authority"),
        ({"agreed_for_authority": Actor(person="Ria Vet")}, f"Ria Vet {named} authority, and is of the provider"),
        ({"agreed_for_authority": None, "agreed_for_provider": ours}, "who agreed to EXP-001 for the authority; Ann"),
    ):  # fmt: skip
        acts = (manager, TOLD, changed(whole, **wrong))
        shown = exit_readiness(view_of(*acts), day)
        assert words in found(day, *acts)["exit-plan"].sentence
        assert shown.exit_plan is not None
        assert words in (shown.exit_plan.not_agreed or "")
        assert words in str(shown.lacking)
        assert "exit-plan" not in found(day, *acts, changed(whole, replaces="EXP-001"))


def test_from_which_day_others_support_a_client_stays_to_be_said() -> None:
    """TVP-6.0-12: also once the transfer is complete."""
    plan = ServiceTransferPlanSubmitted(happened_on=date(2026, 6, 1), sections=("clients",), clients=("C-1",))
    one = ClientTransferArranged(happened_on=date(2026, 7, 20), client="C-1", receiving_body="New Ltd")
    day, words = date(2026, 10, 1), "rom which day New Ltd supports C-1"

    for acts in ((plan, one), (plan, one, EXPIRED), (plan, one, EXPIRED, COMPLETED)):
        assert found(day, *acts)["client-supported/C-1"].sentence.startswith(f"Say f{words}")
        assert f"it is not said f{words}" in exit_readiness(view_of(*acts), day).lacking
    said = changed(one, happened_on=date(2026, 7, 24), starts_on=date(2026, 9, 1))
    assert "client-supported/C-1" not in found(day, plan, one, said)
    assert words not in str(exit_readiness(view_of(plan, one, said), day).lacking)


def test_after_an_expiry_it_stays_to_be_said_whether_others_carry_the_service_on() -> None:
    """TVP-6.0-6: by an exit plan, which binds the provider until the handover or does not, or by what is said beside
    the expiry."""
    without, day = changed(REGISTERED, extensions=()), date(2026, 10, 1)
    told = changed(TOLD, happened_on=date(2026, 2, 2), plans="recommission")
    said = EntrySupplemented(
        happened_on=date(2026, 9, 4), position=3, words=Said("Bought again from the same provider"),
        completes=("expiry.says-who-carries-on",),
    )  # fmt: skip
    plan = changed(PLAN, happened_on=date(2026, 9, 4), exit_type="retendered")
    words = "nothing says whether somebody else carries the service on"

    assert words in found(day, told, EXPIRED, registered=without)["details/3"].sentence
    assert words in str(exit_readiness(view_of(told, EXPIRED, registered=without), day).lacking)
    assert words not in str(exit_readiness(view_of(told, EXPIRED, registered=without), day, own_side=False).lacking)
    for answer, bound in ((said, False), (plan, True), (COMPLETED, False)):
        view = view_of(told, EXPIRED, answer, registered=without)
        assert "details/3" not in {one.duty.id for one in due(duties(view), date(2026, 11, 2))}
        shown = exit_readiness(view, date(2026, 11, 2))
        assert (words in str(shown.lacking), shown.in_transition) == (False, bound)


@pytest.mark.parametrize(
    ("notice", "ended", "missed_on"),
    [
        (MONTHS, EXPIRED, date(2026, 8, 31)),  # to be taken up by 31 May 2026
        (None, EXPIRED, date(2026, 8, 31)),
        (MONTHS, ContractExpired(happened_on=date(2027, 2, 28)), date(2027, 2, 28)),
        (MONTHS, ContractTerminated(happened_on=date(2026, 6, 2), by_party="both"), date(2026, 6, 2)),
        (MONTHS, ContractTerminated(happened_on=date(2026, 5, 30), by_party="both"), None),
    ],
)
def test_an_option_that_nobody_decided_on_by_its_day_was_missed_when_the_contract_ended(
    notice: Period | None, ended: Entry, missed_on: date | None
) -> None:
    """TVP-3.0-10, TVP-6.0-6: nobody can decide on it after that; of one ended before its day none is missed."""
    option = changed(REGISTERED, extensions=(Extension(id="A", months=12, notice=notice),))
    after = changed(UNUSED, happened_on=date(2027, 3, 1))
    for entries in ((ended,), (ended, after)):
        view = view_of(*entries, registered=option)
        [left] = [one for one in settled(view).duties if one.id == "extension/A" and one.done_on is None]

        assert (left.missed_on, left.not_asked is None) == (missed_on, missed_on is not None)
        kept = {one.duty: one.missed for one in compliance(view, date(2027, 4, 1)).duties}
        assert ("extension/A" in kept, kept.get("extension/A", False)) == (missed_on is not None,) * 2


# --- after ----------------------------------------------------------------------------------------------------------

HELD = PostContractReviewHeld(
    happened_on=date(2026, 7, 14), invited=(ANN,), attendees=(ANN,), lessons=Said("Name a worker"),
    benefits=Said("Nine days"), commissioning=Said("Buy a named worker"),
)  # fmt: skip
LESSON = LessonRecorded(happened_on=date(2026, 7, 15), subject="users", lesson=Said("Name a worker"), review="PCR-001")


def test_a_contract_is_looked_back_upon_before_it_concludes_and_each_lesson_recorded() -> None:
    """TVP-3.0-10, TVP-3.0-12."""
    assert found(date(2026, 6, 1))["post-review"].duty.due_on == date(2026, 8, 31)
    sooner = ContractTerminated(happened_on=date(2026, 6, 1), ends_on=date(2026, 7, 31), by_party="both")
    one = found(date(2026, 9, 1), sooner)["post-review"]
    assert (one.duty.due_on, one.state) == (date(2026, 7, 31), "overdue")
    assert "lessons/PCR-001" in found(date(2026, 7, 20), HELD)
    assert not {"post-review", "lessons/PCR-001"} & set(found(date(2026, 7, 20), HELD, LESSON))
    assert "post-review" not in found(date(2026, 6, 1), registered=HAMPSHIRE)


SOONER = ContractTerminated(happened_on=date(2026, 6, 1), ends_on=date(2026, 6, 30), by_party="both")


def test_an_agreed_end_still_to_come_is_the_end_from_the_day_it_was_agreed() -> None:
    """TVP-3.0-10: by every page, and looked back at from any day since."""
    view = view_of(SOONER)

    for day, end in ((date(2026, 5, 31), date(2026, 8, 31)), (date(2026, 6, 6), date(2026, 6, 30))):
        looked_at = FileView.of(UUID(int=1), fold(view.file.known, day), {}, as_at=day)
        assert exit_readiness(looked_at, day).end == exit_readiness(view, day).end == end
        [review] = (one for one in due(duties(looked_at), day) if one.duty.id == "post-review")
        assert review.duty.due_on == end
        assert status(looked_at).counts.entries == (2 if day >= SOONER.happened_on else 1)
    assert not exit_readiness(view, date(2026, 6, 6)).ended


def test_a_look_back_ahead_of_an_end_that_was_put_back_is_none_of_the_later_one() -> None:
    """TVP-3.0-10: an extension was decided on after it; an end that is brought forward takes nothing back."""
    extended = ExtensionDecided(
        happened_on=date(2026, 7, 20), option="A", taken=True, new_end_date=date(2027, 8, 31)
    )  # fmt: skip

    again = found(date(2026, 8, 1), HELD, extended)["post-review"].duty
    assert again.due_on == date(2027, 8, 31)
    assert "PCR-001, of 14 July 2026, was held ahead of the end on 31 August 2026" in again.sentence
    lacking = exit_readiness(view_of(HELD, extended), date(2026, 8, 1)).lacking
    assert any(one.startswith("the contract has not been looked back upon ahead of its end") for one in lacking)
    assert "post-review" not in found(date(2026, 8, 1), HELD, extended, changed(HELD, happened_on=date(2026, 7, 28)))
    brought_forward = changed(SOONER, happened_on=date(2026, 7, 20), ends_on=date(2026, 7, 31))
    assert "post-review" not in found(date(2026, 7, 25), HELD, brought_forward)
    late = changed(EXPIRED, happened_on=date(2026, 10, 31))
    assert "post-review" not in found(date(2026, 11, 1), HELD, late)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2027, 11, 27), "coming"), (date(2027, 11, 28), "due"), (date(2028, 2, 28), "due"),
        (date(2028, 2, 29), None),
    ],
)  # fmt: skip
def test_those_who_let_tenders_are_reminded_before_an_exclusion_ends(on: date, state: str | None) -> None:
    """TVP-5.2-9a."""
    decided = ProviderExclusionDecided(
        happened_on=date(2026, 9, 1), cause="termination", until_date=date(2028, 2, 28), legal_basis="PA 2023"
    )
    one = found(on, decided).get("exclusion/2")

    assert (one.state if one else None) == state


def test_a_provider_may_take_part_again_after_the_last_of_the_exclusions_that_run_on() -> None:
    """TVP-5.2-9a: not while another stands, of the tenders it covers; one with a day between ends by itself."""
    both = ("Thames Valley OPCC", "Thames Valley Police")
    first = ProviderExclusionDecided(
        happened_on=date(2026, 9, 1), cause="termination", until_date=date(2028, 2, 28), buying_bodies=both
    )
    within = changed(first, from_date=date(2027, 1, 1), until_date=date(2028, 1, 31))
    after = changed(first, from_date=date(2028, 2, 29), until_date=date(2030, 1, 31))
    opcc = changed(after, buying_bodies=("OPCC",))
    apart = changed(after, from_date=date(2028, 3, 1))
    endless = changed(after, until_date=None)

    def told(*exclusions: ProviderExclusionDecided) -> dict[str, str]:
        return {one.id: one.sentence for one in duties(view_of(*exclusions)) if one.id.startswith("exclusion/")}

    said = "Tell those who let tenders that the provider may take part again"
    assert told(first, within) == {
        "exclusion/2": f"{said} after 28 February 2028, when the last of its exclusions ends."
    }
    assert (set(told(first, after)), set(told(after, first))) == ({"exclusion/3"}, {"exclusion/2"})
    assert set(told(first, apart)) == {"exclusion/2", "exclusion/3"}
    assert told(first, endless) == {}
    partly = told(first, opcc)
    assert partly["exclusion/2"] == (
        f"{said} in tenders of Thames Valley Police after 28 February 2028, when its exclusion ends."
    )
    assert set(partly) == {"exclusion/2", "exclusion/3"}
    assert set(told(first, first)) == {"exclusion/3"}  # both end on one day
    assert set(told(first, changed(after, provider="Another Ltd"))) == {"exclusion/2", "exclusion/3"}


def test_of_several_providers_each_may_take_part_again_when_nothing_keeps_it_out_any_more() -> None:
    """TVP-5.2-9a: whoever is named first, or with the others."""
    two = changed(
        REGISTERED, provider=Organisation(name="Alpha Care Ltd"), joint_providers=(Organisation(name="Beta Care Ltd"),)
    )
    everyone = ProviderExclusionDecided(
        happened_on=date(2026, 9, 1), cause="termination", until_date=date(2028, 2, 28),
        buying_bodies=("Thames Valley OPCC", "Thames Valley Police"),
    )  # fmt: skip
    alpha = changed(everyone, provider="Alpha Care Ltd", until_date=date(2030, 1, 31))
    beta = changed(alpha, provider="Beta Care Ltd")

    def told(*exclusions: ProviderExclusionDecided) -> dict[str, str]:
        view = view_of(*exclusions, registered=two)
        return {one.id: one.sentence for one in duties(view) if one.id.startswith("exclusion/")}

    said = "Tell those who let tenders that"
    assert told(everyone, alpha) == {
        "exclusion/2": f"{said} Beta Care Ltd may take part again after 28 February 2028, when its exclusion ends.",
        "exclusion/3": f"{said} Alpha Care Ltd may take part again after 31 January 2030, when the last of its"
        " exclusions ends.",
    }
    assert set(told(everyone, alpha, beta)) == {"exclusion/3", "exclusion/4"}
    assert set(told(changed(alpha, until_date=date(2028, 1, 31)), everyone)) == {"exclusion/3"}
    by_the_police = changed(beta, buying_bodies=("Thames Valley Police",))
    assert told(everyone, changed(alpha, buying_bodies=("OPCC",)), by_the_police)["exclusion/2"] == (
        f"{said} Alpha Care Ltd may take part again in tenders of Thames Valley Police and Beta Care Ltd may take part"
        " again in tenders of Thames Valley OPCC after 28 February 2028, when their exclusion ends."
    )


def test_many_exclusions_that_follow_on_each_other_are_one_run() -> None:
    """TVP-5.2-9a: looked through once, however many there are."""
    until = [date(2026, 9, 30) + timedelta(days=30 * number) for number in range(200)]
    follow = [
        ProviderExclusionDecided(
            happened_on=date(2026, 9, 1), cause="termination", from_date=last - timedelta(days=29), until_date=last
        )
        for last in until
    ]  # fmt: skip

    [one] = [one for one in duties(view_of(*follow)) if one.id.startswith("exclusion/")]
    assert (one.id, one.due_on) == ("exclusion/201", until[-1])


@pytest.mark.parametrize(
    ("done", "citation"),
    [
        (DisputeSettled(happened_on=date(2026, 3, 9), outcome=Said("Agreed")), "TVP-5.2-3c"),
        (
            DisputeActionPlanConcluded(happened_on=date(2026, 3, 9), result="resolved"),
            "TVP-5.2-4e",
        ),
    ],
)  # fmt: skip
def test_what_settled_a_dispute_is_placed_on_the_contract_file(done: Entry, citation: str) -> None:
    """TVP-5.2-3c, TVP-5.2-4e."""
    name, day = "dispute-filed/4", date(2026, 3, 10)
    begun = (
        FormalEscalationRecommended(happened_on=date(2026, 3, 2)),
        DisputeActionPlanAgreed(happened_on=date(2026, 3, 4)),
    )
    filed = DocumentFiled(happened_on=day, title="Record of settlement", belongs_to=(4,), electronic_location="C-1")
    paper = Said(Document("0" * 64))

    assert found(day, *begun, done)[name].duty.citation == citation
    assert name not in found(day, *begun, done, filed)
    assert name not in found(day, *begun, changed(done, exhibits=(paper,)))
    added = EntrySupplemented(happened_on=day, position=4, words=Said("Signed record"), exhibits=(paper,))
    assert name not in found(day, *begun, done, added)
    assert name in found(day, *begun, done, changed(added, exhibits=()))
    assert (
        "supplement entry 4 with it, or file it as belonging to that entry" in found(day, *begun, done)[name].sentence
    )
    assert name not in found(day, *begun, done, registered=HAMPSHIRE)


# --- readiness for the end ------------------------------------------------------------------------------------------


def test_readiness_says_what_is_missing_and_then_that_nothing_is() -> None:
    """TVP-6.0-3, TVP-6.0-12."""
    whole = changed(NOTICE, extent="full", part=None)
    done = ExitPlanStepCompleted(happened_on=date(2026, 4, 20), plan="EXP-001", step="E1")
    on = date(2026, 6, 30)

    bare = exit_readiness(view_of(changed(whole, happened_on=date(2026, 3, 2))), on)
    assert (bare.told.state, bare.told.position) == ("late", 2)  # told by the notice itself, two days late
    assert [words.split(",")[0] for words in bare.lacking] == [
        "no exit plan is agreed", "no service transfer plan answers NOT-001",
        "the transfer of the service is not complete", "the contract has not been looked back upon",
    ]  # fmt: skip

    everything: tuple[Entry, ...] = (
        TOLD, whole, PLAN, SUBMITTED, APPROVED, OURS, THEIRS, done, HANDED,
        *(changed(arranged(client), starts_on=date(2026, 5, 30)) for client in ("C-0147", "C-0148")),
        changed(COMPLETED, happened_on=date(2026, 5, 29), plan="TPL-001"), changed(HELD, happened_on=date(2026, 6, 1)),
    )  # fmt: skip
    ready = exit_readiness(view_of(*everything), on)
    assert (ready.lacking, ready.ready, ready.completed_on) == ((), True, date(2026, 5, 29))
    assert [client.receiving_body for client in ready.clients] == ["Newcare", "Newcare"]
    assert [(item.item, item.receipt) for item in ready.items] == [("D1", True)]

    then = exit_readiness(view_of(*everything), date(2026, 5, 4))
    assert then.without_arrangement == ("C-0147", "C-0148")
    assert not then.ready


def test_readiness_says_why_nothing_was_to_be_told_and_no_exit_plan_agreed() -> None:
    """TVP-6.0-2, TVP-6.0-3."""
    ended = AT_ONCE

    found = exit_readiness(view_of(ended), date(2026, 3, 3))
    told = found.told
    why = (
        "the contract was ended at once on 2 March 2026 (entry 2), and no ground for that is on file: it is taken to be"
        " a breach or failing"
    )
    assert found.no_plan_why == why
    assert exit_readiness(view_of(ended), date(2026, 3, 1)).no_plan_why is None
    planned = view_of(changed(PLAN, happened_on=date(2026, 3, 1)), ended)
    assert exit_readiness(planned, date(2026, 3, 3)).no_plan_why is None
    assert told.state == "not-asked"
    assert told.sentence == f"not asked for: {why}; by then it had been overdue by 2 days"
    assert exit_readiness(view_of(registered=HAMPSHIRE), date(2026, 8, 1)).told.state == "not-asked"


def test_ready_is_said_of_what_the_procedure_asks_for_and_what_it_does_not_ask_for_is_named() -> None:
    """HCC-10.1-a, TVP-6.0-3: with no plan of any kind on file, nothing being missing says little."""
    bare = exit_readiness(view_of(registered=HAMPSHIRE), date(2026, 6, 6))

    assert bare.not_asked == ("an exit plan", "a service transfer plan", "a look back upon the contract")
    tiered = changed(REGISTERED, procedure="tiered/1", exhibits=(SURVEYED,))
    without = exit_readiness(view_of(registered=tiered), date(2026, 6, 6))
    assert without.told.sentence == "not asked for by this procedure"  # the end is on file
    assert without.not_asked[0] == "telling the provider what is planned for the end"
    assert (bare.ready, [words.split(",")[0] for words in bare.lacking]) == (
        False, ["the full review is to be completed by 31 August 2025"],
    )  # fmt: skip
    assert bare.lacking[0].endswith("ahead of the end on 31 August 2026; overdue by 279 days")
    assert exit_readiness(view_of(registered=HAMPSHIRE), date(2026, 6, 6), own_side=False).lacking == ()
    decided = RenewalDecided(happened_on=date(2025, 9, 15), renew=False, reason=Said("The budget fell"))
    untold = exit_readiness(view_of(decided, registered=HAMPSHIRE), date(2026, 6, 6)).lacking
    assert untold[-1] == "still to be told what will be bought: providers, users, carers' families"
    endless = changed(REGISTERED, end_date=None)
    assert exit_readiness(view_of(registered=endless), date(2026, 6, 6)).told.sentence.endswith("no end is on file")
    assert exit_readiness(view_of(TOLD), date(2026, 6, 6)).not_asked == ()


def test_whether_the_provider_was_told_what_will_be_bought_stands_where_the_procedure_sets_no_day_for_it() -> None:
    """HCC-10.2-c: as the duty has it, from the day renewal is decided."""
    decided = RenewalDecided(happened_on=date(2025, 9, 15), renew=False, reason=Said("The budget fell"))
    to_users, to_providers = (
        PurchasingIntentionCommunicated(happened_on=date(2025, 9, 20), told=(who,), content=Said("The same again"))
        for who in ("users", "providers")
    )
    empty = changed(to_providers, content=None)
    before = changed(to_providers, happened_on=date(2025, 9, 1))

    def told(*entries: Entry, on: date = date(2025, 10, 1)) -> tuple[str, str, int | None]:
        row = exit_readiness(view_of(*entries, registered=HAMPSHIRE), on).told
        return row.state, row.sentence, row.position

    assert told() == (
        "not-asked",
        "not asked for yet: providers are told what the authority means to buy once renewal is decided", None,
    )  # fmt: skip
    still = (
        "due", "providers are still to be told what the authority means to buy: it was decided on 15 September 2025",
    )  # fmt: skip
    assert told(decided) == told(decided, to_users) == (*still, 2)
    assert told(before, decided) == (*still, 3)
    assert told(decided, empty) == (
        "due", f"{still[1]}; it is not on record what was told on 20 September 2025", 2,
    )  # fmt: skip
    assert told(decided, to_providers) == ("done", "told on 20 September 2025 what the authority means to buy", 3)
    assert "purchasing-intention" in found(date(2025, 10, 1), decided, registered=HAMPSHIRE)
    over = told(decided, EXPIRED, on=date(2026, 9, 2))
    assert over[:2] == (
        "late", "providers were not told what the authority means to buy when the contract ended on 31 August 2026",
    )  # fmt: skip


def test_the_provider_is_told_what_it_heard_of_what_will_be_bought_and_nothing_of_the_decision() -> None:
    """HCC-10.2-c: whether renewal is decided is our own, until the provider is told."""
    decided = RenewalDecided(happened_on=date(2025, 9, 15), renew=False, reason=Said("The budget fell"))
    to_providers = PurchasingIntentionCommunicated(
        happened_on=date(2025, 9, 20), told=("providers",), content=Said("The same again")
    )

    def told(*entries: Entry) -> tuple[str, str, int | None]:
        row = exit_readiness(view_of(*entries, registered=HAMPSHIRE), date(2025, 10, 1), own_side=False).told
        return row.state, row.sentence, row.position

    nothing = ("not-seen", "nothing of what the authority means to buy is on file that you may see", None)
    assert told() == told(decided) == nothing
    heard = "told on 20 September 2025 what the authority means to buy"
    assert (told(to_providers), told(decided, to_providers)) == (("done", heard, 2), ("done", heard, 3))


def test_a_client_whom_nobody_supports_for_a_time_stays_due_until_somebody_does() -> None:
    """TVP-6.0-12: also once the transfer is complete; who steps in meanwhile settles it."""
    late = changed(arranged("C-0147"), plan=None, starts_on=date(2026, 9, 11))
    meanwhile = changed(late, happened_on=date(2026, 6, 8), receiving_body="Bridge Care", starts_on=date(2026, 9, 1))

    left = found(date(2026, 9, 1), late, registered=REGISTERED)["client-supported/C-0147"]
    assert (left.state, left.duty.due_on, left.duty.office) == ("overdue", date(2026, 8, 31), "lead-officer")
    assert "C-0147 from 1 September 2026: Newcare begins on 11 September 2026, and for 10 days" in left.sentence
    assert "client-supported/C-0147" not in found(date(2026, 9, 1), late, meanwhile)


def test_the_days_on_which_nobody_supports_a_client_stand_beside_the_new_support() -> None:
    """TVP-6.0-12: from the end of what they have now, as it is today."""
    late = changed(arranged("C-0147"), plan=None, starts_on=date(2026, 9, 11))
    shown = exit_readiness(view_of(late), date(2026, 6, 6))

    assert [(one.client, one.days_without) for one in shown.clients] == [("C-0147", 10)]
    assert "nobody supports C-0147 for 10 days, until 11 September 2026" in shown.lacking
    in_time = changed(arranged("C-0147"), plan=None, starts_on=date(2026, 9, 1))
    assert [one.days_without for one in exit_readiness(view_of(in_time), date(2026, 6, 6)).clients] == [0]


def test_the_exit_shows_under_which_clause_a_contract_was_ended_and_that_it_has_no_such_clause() -> None:
    """HCC-A11-a: by either party; the provider is not told what the authority finds."""
    view = view_of(ContractTerminated(happened_on=date(2026, 3, 2), by=PROVIDER, by_party="provider", clause="99.9"))
    [one] = exit_readiness(view, date(2026, 3, 3)).terminations

    assert (one.sentence, one.position) == ("termination by the provider on 2 March 2026, under clause 99.9", 2)
    assert one.flaw == "it cites clause 99.9; the rights to end the contract on file are under: none"
    assert [row.flaw for row in exit_readiness(view, date(2026, 3, 3), own_side=False).terminations] == [None]
    assert exit_readiness(view, date(2026, 3, 1)).terminations == ()


def test_readiness_shows_who_was_invited_to_look_back_and_did_not_come() -> None:
    """TVP-3.0-11."""
    held = changed(HELD, invited=(ANN, changed(ANN, person="Priya Provider", office=None)))
    there = Attendee(person="Priya Provider", party="provider")

    look_back = exit_readiness(view_of(held, LESSON), date(2026, 7, 20)).look_back
    assert look_back is not None
    assert (look_back.absent, look_back.lessons) == (("Priya Provider",), ("LSN-001",))
    met = MeetingHeld(
        happened_on=HELD.happened_on, meeting_kind="ad-hoc", attendees=(Attendee(person="ann ashe"), there)
    )
    told = view_of(met, changed(held, meeting="MTG-001"))
    at_it = exit_readiness(told, date(2026, 7, 20)).look_back
    assert at_it is not None
    assert (at_it.present, at_it.absent) == ((told.say(ANN, HELD.happened_on), "Priya Provider"), ())


def test_a_notice_of_termination_tells_the_provider_in_writing_how_the_contract_ends() -> None:
    """TVP-6.0-1: nobody is asked to tell it again."""
    stands = view_of(ENDS)
    row = exit_readiness(stands, date(2026, 6, 6))

    assert "end-plans" not in {one.id for one in duties(stands) if one.is_open}
    assert (row.told.position, row.disregarded, row.end) == (2, (), date(2026, 7, 15))
    assert row.told.sentence.startswith("told in writing on 15 January 2026, by the notice of termination")


def test_until_a_notice_is_shown_to_have_been_received_the_end_is_prepared_for_the_day_it_gives_if_it_stands() -> None:
    """TVP-3.0-10, TVP-6.0-1, TVP-6.0-6: and not for the day on which the contract would have ended without it."""
    unproved, lost = changed(ENDS, received_on=None), changed(ENDS, received_on=None, happened_on=date(2026, 1, 16))
    waiting = found(date(2026, 7, 16), unproved)

    for name, due_on in (
        ("post-review", date(2026, 7, 15)), ("transfer", date(2026, 7, 15)), ("end-plans", date(2026, 1, 15)),
    ):  # fmt: skip
        assert (waiting[name].duty.due_on, waiting[name].state) == (due_on, "overdue")
        assert "if NOT-001 stands" in waiting[name].sentence
    readiness = exit_readiness(view_of(unproved), date(2026, 6, 6))
    assert "if NOT-001 stands" in readiness.told.sentence
    stands = found(date(2026, 7, 16), ENDS)
    assert "stands" not in stands["post-review"].sentence
    gone = found(date(2026, 7, 16), lost, NoticeWithdrawn(happened_on=date(2026, 2, 2), notice="NOT-001"))
    assert gone["post-review"].duty.due_on == date(2026, 8, 31)


def test_plans_missed_before_a_notice_of_termination_stay_overdue_since_the_day_they_were_due() -> None:
    """TVP-6.0-1: on the list of what is due and on the page of the end, by the one day."""
    late, on = changed(ENDS, received_on=None, happened_on=date(2026, 3, 25)), date(2026, 4, 6)
    row, told = found(on, late)["end-plans"], exit_readiness(view_of(late), on).told

    assert (row.state, row.duty.due_on) == ("overdue", date(2026, 2, 28))
    assert (told.state, told.due_on, told.days_late) == ("late", date(2026, 2, 28), 37)
    for sentence in (row.sentence, told.sentence):
        assert "by 28 February 2026" in sentence
        assert "6 months before the end date on file, 31 August 2026 (no notice puts that day back)" in sentence
    assert "if NOT-001 stands" in row.sentence


def test_a_notice_by_which_a_contract_does_not_end_is_said_to_be_left_out_of_account() -> None:
    unproved = view_of(changed(ENDS, received_on=None))
    row = exit_readiness(unproved, date(2026, 6, 6))

    assert row.end == date(2026, 8, 31)
    assert row.disregarded == (
        "NOT-001, which says 15 July 2026, is left out of account: it is not shown to have been received (entry 2)",
    )
    assert (row.transition, row.if_it_stands) == ("NOT-001 gave notice of termination (entry 2)", ", if NOT-001 stands")
    assert "end-plans" in {one.id for one in duties(unproved)}
    assert exit_readiness(unproved, date(2026, 6, 6), own_side=False).disregarded == ()
    assert exit_readiness(view_of(ENDS), date(2026, 6, 6)).if_it_stands == ""
    served_again = changed(ENDS, happened_on=date(2026, 3, 2), received_on=date(2026, 3, 2))
    again = view_of(changed(ENDS, received_on=None), served_again)
    assert exit_readiness(again, date(2026, 6, 6)).transition == "NOT-002 gave notice of termination (entry 3)"


def test_the_end_of_a_contract_shows_its_review_renewal_and_who_was_told_what_will_be_bought() -> None:
    """HCC-10.1-b to HCC-10.1-f, HCC-10.2-c: each answer with its words, and a decision turned round."""
    partly = Answer(conclusion="partly", words=Said("Not at weekends"), evidence=(1,))
    review = ContractReviewCompleted(
        happened_on=date(2025, 8, 4), needs_met=partly, renew=Answer(conclusion="yes"), tender_route="competition",
        law_or_policy_changes=Said("The Care Act"),
    )  # fmt: skip
    renew = RenewalDecided(happened_on=date(2025, 9, 1), renew=True, tender_route="competition", reason=Said("Needed"))
    told = PurchasingIntentionCommunicated(
        happened_on=date(2025, 9, 3), told=("users",), content=Said("The same again")
    )
    turned = RenewalDecided(happened_on=date(2025, 9, 15), renew=False, reason=Said("The budget fell"))
    view = FileView.of(UUID(int=1), given(REGISTERED, review, renew, told, turned).file, {})

    shown = exit_readiness(view, date(2025, 9, 30)).review

    [one] = shown.reviews
    assert [(a.question, a.conclusion, a.words, a.entries) for a in one.answers] == [
        ("whether the contract met service needs", "partly", "Not at weekends", (1,)),
        ("whether to renew", "yes", None, ()), ("how it will be tendered", "competition", None, ()),
    ]  # fmt: skip
    assert one.unanswered == ("whether the specification must change", "whether the contract was value for money")
    assert one.law_or_policy == "The Care Act"
    assert [(r.renew, r.reason, r.turns_round) for r in shown.renewals] == [
        (True, "Needed", False), (False, "The budget fell", True),
    ]  # fmt: skip
    assert [(i.told, i.content, i.before_the_decision) for i in shown.intentions] == [
        (("users",), "The same again", True)
    ]
    assert shown.untold == ("providers", "users", "carers-families")
    before = exit_readiness(view, date(2025, 9, 14)).review
    assert (len(before.renewals), before.intentions[0].before_the_decision) == (1, False)


def test_where_a_termination_has_no_effect_the_exit_says_that_the_contract_goes_on_and_to_which_day_it_counts() -> None:
    """TVP-3.0-10: the look back is not counted to a day on which the contract does not end."""
    day = date(2026, 3, 3)
    purported = view_of(changed(AT_ONCE, by_party="authority"), registered=HAMPSHIRE)
    shown = exit_readiness(purported, day)
    theirs = exit_readiness(purported, day, own_side=False)

    assert not shown.ended
    assert [(row.purported or "").endswith("and has ended nothing") for row in shown.terminations] == [True]
    assert shown.stands == "the contract goes on, until 31 August 2026"
    assert (theirs.stands, [row.purported for row in theirs.terminations]) == (None, [None])
    unproved = changed(ENDS, received_on=None)
    goes_on = "the contract goes on, until 31 August 2026, and the look back upon it is counted to"
    assert exit_readiness(view_of(unproved), day).stands == f"{goes_on} 15 July 2026, if NOT-001 stands"
    withdrawn = NoticeWithdrawn(happened_on=date(2026, 2, 2), notice="NOT-001")
    assert exit_readiness(view_of(ENDS, withdrawn), day).stands == f"{goes_on} 31 August 2026"
    assert exit_readiness(view_of(ENDS), day).stands is None
    assert exit_readiness(view_of(AT_ONCE), day).stands is None
