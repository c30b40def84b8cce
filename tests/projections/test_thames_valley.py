"""Part B under Thames Valley's strategy: the route whole, the immediate route, each condition, by day and by knowledge.

The answers are worked out by hand from the document (TVP 5.0 to 5.2) and requirements, section I. The ten business days
after Tuesday 1 April 2025 end on Tuesday 15 April.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from ledger.entry import Actor, Entry
from ledger.folding import fold
from ledger.rules import Acknowledgement
from ledger.subjects.agreement import FileOpened
from ledger.subjects.disputes import (
    DisputeActionPlanConcluded,
    DisputeSettled,
    FormalEscalationAuthorised,
    ImmediateEscalationAuthorised,
)
from ledger.subjects.issues import IssueSignificanceAssessed, ProviderRepresentationsReceived
from ledger.subjects.records import DepartureAuthorised, DepartureRatified, DepartureRefused
from ledger.words import Said
from projections.duties.due import duties
from projections.ending.conditions_formal import met_within_ten_days
from projections.ending.findings import Question
from projections.ending.next_steps import SAY_WHY
from projections.ending.readiness import ConditionShown, readiness
from projections.failings.failings import failings
from projections.failings.trail import Link
from projections.view import FileView
from tests.histories import Step, play, steps
from tests.sampling import examples
from tests.worked_dispute import ASKED_ON, CORA, ENTRIES, PAULA, PETRA, SIMON, told
from tests.worked_through import view_of

OFF = ("TC-08", "TC-15", "TC-16", "TC-17", "TC-18", "TC-19")
ALL = tuple(f"TC-{number:02}" for number in range(1, 22))
FORMAL_PLAN = ("action-plan", "progress", "failed")
HELD_LATE: dict[str, Any] = {
    "met": {"happened_on": date(2025, 4, 16)}, "met_minutes": {"happened_on": date(2025, 4, 17)},
}  # fmt: skip
CHIEF = Actor(person="Chris Head", office="chief-executive")


def shown(view: FileView, condition: str, on: date = ASKED_ON) -> ConditionShown:
    return next(c for c in readiness(view, on).conditions if c.id == condition)


def states(view: FileView, on: date = ASKED_ON) -> dict[str, str]:
    return {c.id: c.state for c in readiness(view, on).conditions}


def expected(**other: str) -> dict[str, str]:
    return {name: "not-applicable" if name in OFF else other.get(name.replace("-", ""), "met") for name in ALL}


# --- the route whole --------------------------------------------------------------------------------------------------


def test_the_route_walked_whole_shows_every_condition_the_strategy_asks_for_met() -> None:
    """TVP-5.1-1a to TVP-5.2-8a: informal, formal, plan, failed, mediation considered, ended by the PCC."""
    view = told()

    assert states(view) == expected()
    assert (
        "all 15 conditions that apply are shown to have been met in time" in readiness(view, ASKED_ON).sentence.lower()
    )
    assert all(c.entries for c in readiness(view, ASKED_ON).conditions if c.state == "met")
    assert all(d.level != "absolute" for r in view.file.known for d in r.departures)
    worked = shown(view, "TC-14").sentence
    assert "considered and not taken on 26 May 2025 (entry 25): mediation, arbitration, litigation" in worked
    assert (
        "10 working days beginning with the day after Tuesday 1 April 2025 end on Tuesday 15 April 2025"
        in shown(view, "TC-11").sentence
    )


AS_THEY_STAND = (
    # on, known up to, what is not met
    (date(2025, 3, 20), "plan", ("TC-03", "TC-09", "TC-10", "TC-11", "TC-12", "TC-13", "TC-14", "TC-20", "TC-21")),
    (date(2025, 4, 10), "received", ("TC-03", "TC-11", "TC-12", "TC-13", "TC-14", "TC-20", "TC-21")),
    (date(2025, 5, 10), "progress", ("TC-12", "TC-13", "TC-14", "TC-20", "TC-21")),
    (date(2025, 5, 27), "considered", ("TC-20", "TC-21")),
)


@pytest.mark.parametrize(("on", "known", "open_ones"), AS_THEY_STAND)
def test_as_things_stand_on_the_way_what_is_still_open_is_open(
    on: date, known: str, open_ones: tuple[str, ...]
) -> None:
    """Design, idea 4: as at a day, known at a moment."""
    found = states(told(until=known), on)

    assert {name for name, state in found.items() if state != "not-applicable" and state != "met"} == set(open_ones)
    later = view_of(fold(told().file.known, on), on)
    assert states(later, on) == found


@pytest.mark.parametrize(
    ("name", "condition", "day"),
    [
        ("escalated", "TC-07", date(2025, 8, 1)),
        ("briefed", "TC-07", date(2025, 8, 1)),
        ("agreed", "TC-09", date(2025, 8, 1)),
        ("received", "TC-10", date(2025, 8, 1)),
        ("met", "TC-11", date(2025, 8, 1)),
        ("progress", "TC-12", date(2025, 8, 1)),
        ("failed", "TC-13", date(2025, 8, 1)),
        ("plan", "TC-06", date(2025, 8, 1)),
        ("told", "TC-04", date(2025, 8, 1)),
    ],
)
def test_what_was_recorded_only_after_the_decision_is_late_for_ever_and_shows_both(
    name: str, condition: str, day: date
) -> None:
    """What was unmet on the day of the act never turns green because time has passed."""
    minutes = ("met-minutes",) if name == "met" else ()
    otherwise: dict[str, Any] = {"quarter_minutes": {"meeting": "MTG-001"}} if name == "met" else {}
    entry = ENTRIES[name]
    left_out = [name, *minutes]
    if name == "told":  # the notice of dispute tells it too, but 29 days after
        before, after, later = "late", "late", told(*left_out, later={name: entry}, recorded={name: day})
    else:
        before, after = "unauthorised" if name in ("agreed", "plan") else "not-met", "late"
        later = told(*left_out, later={name: entry}, recorded={name: day}, **otherwise)

    known_before = view_of(fold(later.file.known[:-1]))

    assert states(known_before)[condition] == before
    assert states(later)[condition] == after
    assert states(later, date(2031, 1, 1))[condition] == after
    if name != "told":
        assert "recorded since" in shown(later, condition).sentence.lower()
        assert (shown(later, condition).then, shown(later, condition).since) != (None, None)


# --- each condition, not kept -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "left_out", "otherwise", "state", "words"),
    [
        ("TC-01", ("deputy",), {}, "not-met", "nobody was deputy officer"),
        ("TC-01", (), {"deputy": {"person": "Cora Vale"}}, "not-met", "was both lead officer and deputy officer from"),
        ("TC-02", (), {"issue": {"standards": ()}}, "not-met", "cites no standard"),
        ("TC-03", ("quarter", "quarter-minutes"), {}, "not-met", "no monitoring meeting"),
        ("TC-04", ("told", "plan"), {}, "late", "29 days after it was noticed; 5 are allowed"),
        ("TC-05", (), {"plan": {"steps": ()}}, "met", "agreed with the provider"),
        ("TC-05", (), {"plan": {"agreed_by_provider": "Pia Prior"}}, "met", "agreed with the provider"),
        (
            "TC-05",
            FORMAL_PLAN,
            {"plan": {"agreed_by_authority": "Cora Vale"}},
            "not-met",
            "nobody of the provider is named",
        ),
        (
            "TC-05",
            FORMAL_PLAN,
            {"plan": {"agreed_by_provider": "Cora Vale"}},
            "not-met",
            "nobody of the provider is named",
        ),
        ("TC-07", ("escalated",), {}, "not-met", "taken to the Policy Development Manager is not on file"),
        ("TC-07", ("briefed",), {}, "not-met", "senior management was briefed on ISS-001 is not on file"),
        ("TC-07", (), {"escalated": {"happened_on": date(2025, 3, 9)}}, "late", "6 days after it was noticed"),
        ("TC-07", (), {"briefed": {"happened_on": date(2025, 3, 17)}}, "late", "12 days later; 10 are allowed"),
        (
            "TC-07",
            (),
            {"briefed": {"happened_on": date(2025, 3, 4)}},
            "not-met",
            "only on 4 March 2025, before the Policy",
        ),
        ("TC-07", (), {"briefed": {"by": CORA}}, "met", "is by what is on file not the Policy Development Manager"),
        ("TC-07", (), {"escalated": {"to": CHIEF}}, "not-met", "Policy Development Manager is not on file"),
        (
            "TC-09",
            (),
            {"agreed": {"form": None, "document": None}},
            "unauthorised",
            "nothing tells of an e-mail or of minutes",
        ),
        ("TC-09", (), {"agreed": {"document": None}}, "met", "in writing (minutes, not on file)"),
        ("TC-10", ("received",), {}, "not-met", "does not count as given"),
        ("TC-10", (), {"notice": {"recipients": ()}}, "not-met", "did not go to the provider's contract manager"),
        (
            "TC-11",
            ("met", "met-minutes"),
            {"quarter_minutes": {"meeting": "MTG-001"}},
            "not-met",
            "no meeting on NOT-001",
        ),
        ("TC-11", (), HELD_LATE, "late", "no cause of that is on record"),
        ("TC-12", ("progress",), {}, "not-met", "no report on the progress of PLN-002"),
        ("TC-12", (), {"action_plan": {"actions": ()}}, "not-met", "it has no actions"),
        ("TC-12", (), {"action_plan": {"complete_by": date(2025, 6, 30)}}, "not-met", "which was not over"),
        ("TC-13", ("failed",), {}, "not-met", "had not been found by 16 June 2025"),
        ("TC-13", (), {"failed": {"result": "resolved"}}, "not-met", "resolved"),
        ("TC-20", ("decided",), {}, "not-met", "no decision to end the contract"),
        ("TC-21", ("right",), {}, "not-met", "the rights to end the contract on file are under: none"),
        ("TC-21", ("ending-notice",), {"ended": {"notice": None}}, "not-met", "names no notice of termination"),
    ],
)
def test_a_condition_that_was_not_kept_says_what_was_found_and_what_is_next(
    condition: str, left_out: tuple[str, ...], otherwise: dict[str, Any], state: str, words: str
) -> None:
    found = shown(told(*left_out, **otherwise), condition)

    assert (found.state, found.since) == (state, None), found.sentence
    assert words.casefold() in found.sentence.casefold()
    if state != "met":  # what was found, and came out otherwise, is not to be found again
        put_right = otherwise == {"failed": {"result": "resolved"}} and condition in ("TC-13", "TC-14")
        assert bool(found.next_step) is not put_right
        assert bool(found.office) is not put_right


def test_a_notice_of_dispute_sent_again_is_the_one_given_where_the_first_was_not_received() -> None:
    """TVP-5.2-2d: what the first lacks is said beside it; one of another dispute makes nothing good."""
    first, again = "does not count as given", ENTRIES["notice"].model_copy(update={"happened_on": date(2025, 4, 2)})
    received = ENTRIES["received"].model_copy(update={"happened_on": date(2025, 4, 3), "notice": "NOT-002"})
    unasked = {"receipt_requested": False}

    for entry, state in ((again, "met"), (again.model_copy(update={"issues": (), "dispute": None}), "not-met")):
        view = told("received", notice=unasked, amid={"notice": {"again": entry, "its receipt": received}})
        found = shown(view, "TC-10")
        assert found.state == state, found.sentence
        assert f"NOT-001 {first}" in found.sentence
        if state == "met":
            assert "NOT-002, a notice of dispute, counts from" in found.sentence


def test_a_late_meeting_with_its_cause_on_record_is_late_and_says_so() -> None:
    """TVP-5.2-2c: shown late with cause."""
    why = Acknowledgement(rule="meeting.on-a-dispute-in-time", reason=Said("The provider was away"))

    found = shown(told(**HELD_LATE, acknowledging={"met": why}), "TC-11")

    assert found.state == "late"
    assert "a reason for that is on record" in found.sentence
    assert found.next_step is None
    assert shown(told(**HELD_LATE), "TC-11").next_step == SAY_WHY


def test_by_when_the_meeting_is_due_is_told_with_its_working() -> None:
    """TVP-5.2-2c, TVP-5.1-1a: what, by whom, by when."""
    found = shown(told(until="received"), "TC-11", date(2025, 4, 10))

    assert (found.due_on, found.falls_to, found.person) == (date(2025, 4, 15), "lead-officer", "Cora Vale")
    assert found.due_because is not None
    assert "not counted" in found.due_because
    knew = shown(told("escalated", until="received"), "TC-07", date(2025, 4, 10))
    assert (knew.due_on, knew.office) == (date(2025, 3, 8), "Policy Development Manager")


# --- going formal without what it takes -------------------------------------------------------------------------------

AGREED_FIRST = "dispute.agreed-before-notice"


def verdict(kind: type[DepartureRatified | DepartureRefused], by: Actor, view: FileView, rule: str) -> Entry:
    position = next(r.position for r in view.file.known if any(d.rule == rule for d in r.departures))
    return kind(happened_on=date(2025, 8, 1), by=by, position=position, rule=rule, reason=Said("So it was"))


def test_a_notice_nobody_agreed_to_is_unauthorised_until_the_office_entitled_speaks() -> None:
    """TVP-5.2-1b: SMG for going formal, or the PCC."""
    before = told("agreed")
    ratified = verdict(DepartureRatified, SIMON, before, AGREED_FIRST)
    refused = verdict(DepartureRefused, SIMON, before, AGREED_FIRST)
    by_another = verdict(DepartureRatified, PETRA, before, AGREED_FIRST)

    found = shown(before, "TC-09")

    assert found.state == "unauthorised"
    assert found.next_step == (
        "Senior Management Group or Police and Crime Commissioner has to ratify the departure or refuse it."
    )
    assert states(told("agreed", later={"said": ratified}))["TC-09"] == "ratified"
    assert states(told("agreed", later={"said": refused}))["TC-09"] == "unauthorised"
    assert states(told("agreed", later={"said": by_another}))["TC-09"] == "unauthorised"


def test_an_agreement_after_the_notice_and_before_the_decision_is_late() -> None:
    view = told(
        "agreed", amid={"met": {"agreed": ENTRIES["agreed"].model_copy(update={"happened_on": date(2025, 4, 14)})}}
    )

    found = shown(view, "TC-09")

    assert found.state == "late"
    assert "after NOT-001 of 1 April 2025" in found.sentence


def test_an_agreement_by_another_office_waits_for_senior_management() -> None:
    by_another = {"by": PETRA, "body": None}
    view = told(agreed=by_another)

    assert states(view)["TC-09"] == "unauthorised"
    assert states(told(agreed={"by": PETRA}))["TC-09"] == "met"  # the body that is named agreed, whoever recorded it
    rule = "dispute.formal-route-agreed-by-the-office-entitled"
    assert states(told(agreed=by_another, later={"said": verdict(DepartureRatified, SIMON, view, rule)}))["TC-09"] == (
        "ratified"
    )


def test_leaving_out_the_informal_stage_is_for_the_pcc() -> None:
    """TVP-5.0-8, TVP-5.0-7."""
    rule, left = "dispute.informal-stage-first", ("plan",)
    allowed = DepartureAuthorised(
        happened_on=date(2025, 3, 31), by=PAULA, rule=rule, what_for=Said("DSP-001"), reason=Said("No use"),
        scope="contract",
    )  # fmt: skip
    cited = Acknowledgement(rule=rule, authorisation="AUT-001")

    assert states(told(*left))["TC-06"] == "unauthorised"
    view = told(*left, amid={"agreed": {"allowed": allowed}}, acknowledging={"notice": cited})
    assert states(view)["TC-06"] == "authorised"
    ratified = verdict(DepartureRatified, PAULA, told(*left), rule)
    assert states(told(*left, later={"said": ratified}))["TC-06"] == "ratified"


# --- the immediate route ----------------------------------------------------------------------------------------------

BY_PASS: dict[str, Entry] = {
    "significant": IssueSignificanceAssessed(
        happened_on=date(2025, 3, 4), by=CORA, issue="ISS-001", harm=True, harm_facts=Said("A client was hurt"),
        significant=True,
    ),
    "by-pass": ImmediateEscalationAuthorised(
        happened_on=date(2025, 3, 5), by=PAULA, issues=("ISS-001",), significance=10, reason=Said("Harm")
    ),
}  # fmt: skip
AT_ONCE = ("told", "plan", "recommended", "agreed")
EARLY: dict[str, Any] = {
    "notice": {"happened_on": date(2025, 3, 6), "meeting_requested_by": date(2025, 3, 20)},
    "received": {"happened_on": date(2025, 3, 7)},
}


def at_once(*left_out: str, stage: str = "notice", by: Actor = PAULA, **more: Any) -> FileView:
    steps = {**BY_PASS, "by-pass": BY_PASS["by-pass"].model_copy(update={"entry_stage": stage, "by": by})}
    otherwise = {**EARLY, "met": {"happened_on": date(2025, 3, 20)}, **more.pop("otherwise", {})}
    return told(*AT_ONCE, *left_out, amid={"issue": steps}, **otherwise, **more)


def test_the_immediate_route_leaves_out_the_informal_stage_and_nothing_else() -> None:
    """TVP-5.0-6, TVP-5.2-0: the notice tells the provider in three days; ten business days end on 20 March."""
    view = at_once()

    assert states(view) == expected(TC06="excepted")
    assert (
        "Paula Crane (Police and Crime Commissioner) authorised on 5 March 2025 to begin with the notice of dispute"
        in shown(view, "TC-06").sentence
    )
    assert states(view, date(2031, 1, 1)) == states(view)
    assert "end on Thursday 20 March 2025" in shown(view, "TC-11").sentence


@pytest.mark.parametrize(
    ("on", "until", "open_ones"),
    [
        (date(2025, 3, 5), "issue", {"TC-03", "TC-04", "TC-07", "TC-10", "TC-11", "TC-12", "TC-13", "TC-14"}),
        (date(2025, 3, 12), "received", {"TC-03", "TC-11", "TC-12", "TC-13", "TC-14"}),
        (date(2025, 5, 27), "considered", set()),
    ],
)
def test_the_immediate_route_on_three_days(on: date, until: str, open_ones: set[str]) -> None:
    found = states(at_once(until=until), on)

    assert {n for n, s in found.items() if s in ("not-met", "late", "unauthorised")} - {"TC-20", "TC-21"} == open_ones
    assert found["TC-05"] == ("met" if not open_ones else "excepted")


@pytest.mark.parametrize(("tried", "expected_state"), [(True, "excepted"), (False, "not-met")])
def test_a_by_pass_for_one_failing_excepts_nothing_of_another(tried: bool, expected_state: str) -> None:
    """TVP-5.0-6: the issue that is significant."""
    plan = ENTRIES["plan"].model_copy(update={"happened_on": date(2025, 3, 5), "issues": ("ISS-002",)})
    second = {
        "second": ENTRIES["issue"].model_copy(update={"nature": Said("Calls unanswered")}),
        **({"second-plan": plan} if tried else {}),
    }
    view = told(
        *AT_ONCE, amid={"issue": {**BY_PASS, **second}}, met={"happened_on": date(2025, 3, 20)},
        notice=EARLY["notice"] | {"issues": ("ISS-001", "ISS-002")}, received=EARLY["received"],
        proposed={"issues": ("ISS-001", "ISS-002")},
    )  # fmt: skip

    found = shown(view, "TC-06")

    assert found.state == expected_state
    assert "ISS-002" in found.sentence if not tried else "for ISS-001" in found.sentence


def test_a_by_pass_by_another_than_the_pcc_excepts_nothing() -> None:
    """TVP-5.0-7: the PCC alone."""
    view = at_once(by=SIMON)
    rule = "dispute.by-passed-by-the-office-entitled"
    ratified = verdict(DepartureRatified, PAULA, view, rule)

    assert (states(view)["TC-06"], states(view)["TC-09"]) == ("unauthorised", "unauthorised")
    later = states(at_once(by=SIMON, later={"said": ratified}))
    assert (later["TC-06"], later["TC-09"]) == ("ratified", "ratified")


def test_a_by_pass_after_the_notice_does_not_except_what_was_left_out_before_it() -> None:
    after = {"by-pass": BY_PASS["by-pass"].model_copy(update={"happened_on": date(2025, 4, 3), "significance": None})}

    view = told("plan", amid={"received": after})

    assert states(view)["TC-06"] == "unauthorised"


def test_the_pcc_may_go_straight_to_ending_the_contract() -> None:
    """TVP-5.0-7: every stage is left out; that the failure continued is still not shown."""
    left = ("notice", "received", "met", "met-minutes", "action-plan", "progress", "failed", "considered")
    renumbered = {"quarter_minutes": {"meeting": "MTG-001"}, "ended": {"notice": "NOT-001"}}
    view = at_once(*left, stage="termination", otherwise=renumbered | {"notice": {}, "received": {}, "met": {}})

    found = states(view)

    assert {n for n, s in found.items() if s == "excepted"} == {
        "TC-05", "TC-06", "TC-10", "TC-11", "TC-12", "TC-14",
    }  # fmt: skip
    assert (found["TC-09"], found["TC-13"], found["TC-20"], found["TC-21"]) == ("met", "not-met", "met", "met")
    assert found["TC-04"] == "not-met"


# --- the end ----------------------------------------------------------------------------------------------------------


def test_the_process_not_worked_through_is_an_exception_where_the_pcc_decides_with_a_reason() -> None:
    """TVP-5.0-7, TVP-5.2-8a: none of the steps stands in the way; those not taken are listed."""
    without_plan = ("action-plan", "progress", "failed", "considered")

    found = shown(told(*without_plan), "TC-14")
    silent = told(*without_plan, decided={"reason": None})

    assert found.state == "excepted"
    assert "not on file: an action plan, mediation, arbitration, litigation" in found.sentence
    assert states(silent)["TC-14"] == "not-met"


def test_a_dispute_that_was_settled_was_not_worked_through_without_success() -> None:
    settled = DisputeSettled(happened_on=date(2025, 5, 20), dispute="DSP-001", settled_at="plan")

    found = shown(told("considered", amid={"failed": {"settled": settled}}, decided={"reason": None}), "TC-14")

    assert found.state == "not-met"
    assert "The dispute was settled on 20 May 2025" in found.sentence


def test_no_plan_that_could_be_agreed_ends_the_stage_and_gave_no_time() -> None:
    """TVP-5.2-5: or none can be agreed."""
    none = DisputeActionPlanConcluded(happened_on=date(2025, 5, 19), by=CORA, dispute="DSP-001", result="not-agreed")

    found = states(told("action-plan", "progress", "failed", amid={"quarter-minutes": {"none": none}}))

    assert (found["TC-12"], found["TC-13"], found["TC-14"]) == ("not-met", "met", "met")


def test_a_decision_by_another_than_the_pcc_waits_for_the_pcc() -> None:
    """TVP-5.0-7."""
    view = told(decided={"by": CHIEF})
    rule = "termination.decided-by-the-office-entitled"

    assert shown(view, "TC-20").state == "unauthorised"
    ratified = verdict(DepartureRatified, PAULA, view, rule)
    assert states(told(decided={"by": CHIEF}, later={"said": ratified}))["TC-20"] == "ratified"


def test_what_the_provider_disputes_is_shown_as_disputed() -> None:
    """HCC-2.1-b: even-handed under either procedure."""
    notice = ProviderRepresentationsReceived(
        happened_on=date(2025, 4, 3), answers=1, notice="NOT-001", stance="disputes", words=Said("Not so")
    )
    result = ProviderRepresentationsReceived(
        happened_on=date(2025, 5, 20), answers=24, stance="disputes", words=Said("Both were hired")
    )

    view = told(amid={"received": {"disputed": notice}, "failed": {"contested": result}})

    assert view.file.at(25) is not None
    assert states(view)["TC-10"] == "disputed"


def test_what_lies_before_a_file_was_taken_on_is_before_this_ledger() -> None:
    taken_on = FileOpened(
        happened_on=date(2025, 5, 30), reference="C-1", title="Victim support", start_date=date(2025, 2, 1),
        end_date=date(2027, 1, 31), contemporaneous_since=date(2025, 5, 30), procedure="thames-valley/1",
    )  # fmt: skip
    without = told("told", "plan", "escalated", "briefed", "met", "met-minutes",
                   quarter_minutes={"meeting": "MTG-001"})  # fmt: skip
    known = [replace(without.file.known[0], entry=taken_on), *without.file.known[1:]]
    found = states(view_of(fold(known)))

    assert {found[name] for name in ("TC-06", "TC-07", "TC-11")} == {"before-this-ledger"}
    assert (found["TC-20"], found["TC-21"]) == ("met", "met")


def test_the_ten_days_may_be_read_as_limiting_the_asking() -> None:
    """N-12: a setting of the procedure; here the notice followed two business days after the agreement."""
    view = told(met={"happened_on": date(2025, 5, 12)}, met_minutes={"happened_on": date(2025, 5, 13)})
    asking = tuple(
        s.model_copy(update={"value": 1}) if s.id == "dispute.limit-is-on-asking" else s
        for s in view.procedure.settings
    )
    read_so = view.procedure.model_copy(update={"settings": asking})
    asked = Question(view, view.file, date(2025, 6, 16), view.procedure, None)

    found = met_within_ten_days(replace(asked, procedure=read_so))

    assert met_within_ten_days(asked).late
    assert (found.shown, found.late) == (True, False)
    assert "10 working days beginning with the day after Friday 28 March 2025" in found.sentence
    not_met = replace(asked, file=view.file, day=date(2025, 4, 18), procedure=read_so)
    unmet = met_within_ten_days(not_met)
    assert (unmet.shown, unmet.by_when) == (False, None)
    assert "28 March 2025" in unmet.sentence


def test_hampshires_conditions_do_not_ask_for_a_dispute() -> None:
    """D-06: the same file, judged by the other procedure."""
    found = states(told(registered={"procedure": "hampshire/1"}))

    assert [found[name] for name in ("TC-07", "TC-09", "TC-11")] == ["not-applicable"] * 3
    assert (found["TC-10"], found["TC-13"]) == ("not-met", "not-met")


def test_an_agreement_with_no_notice_of_dispute_is_told_for_what_it_is() -> None:
    agreed = FormalEscalationAuthorised(happened_on=date(2025, 3, 28), by=SIMON, issues=("ISS-001",), form="e-mail")
    view = told(until="plan", later={"agreed": agreed})

    found = shown(view, "TC-09", date(2025, 3, 31))

    assert found.state == "met"
    assert "in writing (e-mail, not on file)" in found.sentence
    assert shown(view, "TC-10", date(2025, 3, 31)).state == "not-met"


def test_an_agreement_nobody_had_alerted_the_office_above_for_is_not_the_formal_route_agreed() -> None:
    """TVP-5.2-1a: TC-09 rests on the alert too, unless the office asked for the agreement itself."""
    agreed = FormalEscalationAuthorised(happened_on=date(2025, 3, 28), by=SIMON, issues=("ISS-001",), form="e-mail")
    asked = agreed.model_copy(update={"requested_by": PETRA})

    unknown = shown(told("escalated", "briefed", until="plan", later={"agreed": agreed}), "TC-09", date(2025, 3, 31))

    assert unknown.state == "not-met"
    assert "no alert of ISS-001 to the Policy Development Manager is on file" in unknown.sentence
    known = told("escalated", "briefed", until="plan", later={"agreed": asked})
    assert shown(known, "TC-09", date(2025, 3, 31)).state == "met"


SECOND: dict[str, Entry] = {
    "second": ENTRIES["issue"].model_copy(
        update={"happened_on": date(2025, 3, 31), "nature": Said("Calls unanswered")}
    ),
    "second-told": ENTRIES["told"].model_copy(update={"happened_on": date(2025, 4, 1), "issue": "ISS-002"}),
}


def test_a_dispute_about_one_failing_shows_nothing_of_another() -> None:
    view = told(amid={"agreed": SECOND}, proposed={"issues": ("ISS-001", "ISS-002")})
    found = states(view)

    assert (found["TC-04"], found["TC-05"], found["TC-06"], found["TC-10"]) == (
        "met", "not-met", "not-met", "not-met",
    )  # fmt: skip
    assert "No notice of dispute names ISS-002" in shown(view, "TC-10").sentence
    assert states(told(amid={"agreed": SECOND})) == expected()
    only_other = told(amid={"agreed": SECOND}, proposed={"issues": ("ISS-002",)}, decided={"reason": None})
    assert {shown(only_other, c).state for c in ("TC-10", "TC-11", "TC-12", "TC-13")} == {"not-met"}
    assert shown(only_other, "TC-14").state == "not-met"


# --- the trail of a failing -------------------------------------------------------------------------------------------


def trail(view: FileView, name: str) -> Link:
    [failing] = failings(view)
    return next(link for link in failing.links if link.name == name)


def test_the_trail_of_a_failing_tells_the_notice_of_dispute_the_plan_and_how_it_ended() -> None:
    """Requirements, I.2: links 6 to 8."""
    view = told(until="considered")

    assert "NOT-001: dispute notice of 1 April 2025" in trail(view, "notice").sentence
    assert trail(view, "time").days == 29
    assert "PLN-002 was found: outcomes missed" in trail(view, "result").sentence
    assert trail(told("failed", until="considered"), "result").gaps[-1].requirement == "TVP-5.2-5"
    formal = trail(told(until="recommended"), "notice")
    assert formal.gaps[0].sentence == "no notice of dispute about ISS-001 is on file"


def test_no_notice_is_missing_as_long_as_nobody_took_the_failing_further_than_the_informal_stage() -> None:
    """TVP-5.1-3a, TVP-5.2-2a: the parties settle first how to deal with it."""
    informal = trail(told(until="plan"), "notice")

    assert (informal.state, informal.gaps) == ("not-applicable", ())
    assert "no notice of dispute is asked for yet" in informal.sentence.casefold()


# --- any history ------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(10), deadline=None, database=None)
@given(history=steps(longest=40))
def test_any_history_is_answered_under_either_procedure_condition_by_condition(history: list[Step]) -> None:
    *_, file = play([Step("bound", 0, which=1), *history])

    found = readiness(view_of(file), date(2026, 12, 1))

    for judgement in found.judgements:
        assert [c.id for c in judgement.conditions] == list(ALL)
        for condition in judgement.conditions:
            assert condition.sentence.endswith(".")
            assert all(file.first_recorded(position) is not None for position in condition.entries)
            assert condition.state != "unauthorised" or condition.falls_to
    assert all(duty.citation for duty in duties(view_of(file)))
