"""The tracker of an improvement programme, and what is due on it, month by month."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.entry import Actor, Departure, Entry, Recorded
from ledger.programmes import read
from ledger.subjects.knowledge import (
    BriefingHeld,
    Group,
    KnowledgeShared,
    RoleLeft,
    RoleTaken,
    StaffCountsReported,
    TeamPresent,
)
from ledger.subjects.programme import (
    PolicyUpdateApproved,
    ProgrammeActionPlanned,
    ProgrammeActionReviewed,
    ProgrammeOpened,
    ProgrammeProgressReported,
    UnitArrangementAgreed,
    WorkstreamEstablished,
)
from ledger.subjects.records import DepartureRatified, DepartureRefused, EntrySupplemented
from ledger.words import Said
from projections.duties.due import Due, due, duties
from projections.duties.settled import settled
from projections.judged_again import standing_now
from projections.programme import policy_rows
from projections.programme.tracker import Tracker, by_number, tracker
from projections.view import FileView
from tests.story import changed, given

SET_UP = date(2017, 4, 3)
PLAN = tuple(read("supplier-management-2017").entries("SRM-2017", SET_UP))
OPENED = ProgrammeOpened(happened_on=SET_UP, reference="P-1", title="Supplier management", advised_by="CSMG")
RISK = WorkstreamEstablished(happened_on=SET_UP, title="Supply risk management")


def view(*entries: Entry) -> FileView:
    story = given(*entries)
    return FileView.of(UUID(int=1), story.file, {}, default_procedure="thames-valley")


def found(on: date, *entries: Entry) -> Tracker:
    return tracker(view(*entries), on)


def of(on: date, start: str, *entries: Entry) -> list[Due]:
    return [one for one in due(duties(view(*entries)), on) if one.duty.id.startswith(start)]


def planned(number: str, *months: str, **said: Any) -> ProgrammeActionPlanned:
    usual: dict[str, Any] = {"workstream": "WST-001", "action": "Act", "owners": ("SRM Lead",)}
    return ProgrammeActionPlanned(happened_on=SET_UP, number=number, review_months=months, **(usual | said))


def reviewed(day: date, outcome: Any, action: str = "PAC-001", **said: Any) -> ProgrammeActionReviewed:
    return ProgrammeActionReviewed(happened_on=day, action=action, outcome=outcome, **said)


# --- dates ----------------------------------------------------------------------------------------------------------


def test_what_is_due_in_a_month_is_due_at_its_end_and_warned_of_from_the_month_before() -> None:
    """IMP-T-b: by hand, for 2017-10 and for a February."""
    calendar = {
        "2017-10": ((date(2017, 8, 31), "coming"), (date(2017, 9, 1), "due"), (date(2017, 10, 31), "due"),
                    (date(2017, 11, 1), "overdue")),
        "2020-02": ((date(2019, 12, 31), "coming"), (date(2020, 1, 1), "due"), (date(2020, 2, 29), "due"),
                    (date(2020, 3, 1), "overdue")),
        "2018-01": ((date(2017, 11, 30), "coming"), (date(2017, 12, 1), "due"), (date(2018, 2, 1), "overdue")),
    }  # fmt: skip
    for month, days in calendar.items():
        for on, state in days:
            [one] = of(on, "programme-action/", OPENED, RISK, planned("A", month))
            assert (one.state, by_number(found(on, OPENED, RISK, planned("A", month)))["A"].state) == (state, state), on


def test_each_of_several_owners_has_the_review_to_see_to() -> None:
    """IMP-W1-07."""
    two = planned("A", "2017-10", owners=("SRM Lead", "Assurance"))

    assert [one.person for one in of(date(2017, 10, 2), "programme-action/", OPENED, RISK, two)] == [
        "Assurance", "SRM Lead",
    ]  # fmt: skip


def test_what_the_plan_prints_in_another_spelling_is_one_office() -> None:
    """IMP-W3-02, N-23: CMSG is printed for CSMG; what was printed stays."""
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})
    plan = (opened, RISK, planned("A", "2017-10", owners=("CMSG",)))

    [one] = of(date(2017, 10, 2), "programme-action/", *plan)
    assert (one.duty.office, one.duty.title) == ("csmg", "CSMG")
    row = by_number(found(date(2017, 10, 2), *plan))["A"]
    assert (row.owners, row.offices) == (("CMSG",), ("CSMG",))


def test_every_workstream_owes_a_report_each_month_and_the_months_left_out_stay_owed() -> None:
    """IMP-13-d, K-17: in the month after it, to the forum; how long after is a number of ours."""
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})
    later = reported("2017-06", date(2017, 6, 28))

    first = of(date(2017, 4, 20), "programme-report/", opened, RISK)
    assert [(one.duty.due_on, one.duty.office) for one in first] == [(date(2017, 5, 31), "srm-lead")]
    assert first[0].duty.sentence == "Report progress in April 2017 of Supply risk management to CSMG."
    assert "due within 1 month (assumed; the text gives none)" in first[0].sentence
    owed = of(date(2017, 7, 3), "programme-report/", opened, RISK, later)
    assert [one.duty.id for one in owed] == ["programme-report/WST-001/2017-04", "programme-report/WST-001/2017-07"]
    [stream] = found(date(2017, 7, 3), opened, RISK, later).workstreams
    assert stream.reports_missing == ("2017-04", "2017-05")
    done = (planned("A", "2017-10"), reviewed(date(2017, 6, 29), "completed"))
    assert len(of(date(2017, 7, 3), "programme-report/", opened, RISK, later, *done)) == 1  # the missing ones alone


def test_months_left_out_on_end_stand_in_one_line_that_says_how_many_and_each_gap_in_its_own() -> None:
    """IMP-13-d: 106 months missed are one thing to see to, before the first report and after it."""
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})
    of_january = reported("2018-01", date(2018, 1, 31))
    once, again = reported("2017-12", date(2017, 12, 20)), reported("2018-03", date(2018, 3, 20))

    [before] = of(date(2017, 12, 1), "programme-report/", opened, RISK)
    [run, gap, coming] = of(date(2018, 4, 2), "programme-report/", opened, RISK, once, again, of_january)

    assert (before.missed, before.days_over) == (7, 184)
    assert run.sentence == (
        "Report progress from April 2017 to November 2017 of Supply risk management to CSMG; "
        "due within 1 month (assumed; the text gives none); overdue by 306 days, "
        "missed 8 times; 13 days since the last."
    )
    assert gap.sentence.startswith("Report progress in February 2018 of ")
    assert coming.duty.id == "programme-report/WST-001/2018-04"


def test_a_date_that_is_past_is_overdue_by_days_until_it_is_reviewed_put_off_or_completed() -> None:
    """IMP-T-a."""
    plan, on = (OPENED, RISK, planned("A", "2017-10")), date(2017, 11, 10)

    [late] = of(on, "programme-action/", *plan)
    assert (late.state, late.days_over) == ("overdue", 10)
    [again] = of(on, "programme-action/", *plan, reviewed(date(2017, 11, 3), "on-track"))
    assert (again.state, again.duty.due_on) == ("due", date(2017, 12, 31))
    assert of(on, "programme-action/", *plan, reviewed(date(2017, 11, 3), "completed")) == []
    [later] = of(on, "programme-action/", *plan, reviewed(date(2017, 10, 3), "rescheduled", to_month="2018-02"))
    assert (later.state, later.duty.due_on) == ("coming", date(2018, 2, 28))
    row = by_number(found(on, *plan, reviewed(date(2017, 10, 3), "rescheduled", to_month="2018-02")))["A"]
    assert (row.planned_months, row.months) == (("2017-10",), ("2018-02",))


def test_an_action_with_two_dates_is_due_twice() -> None:
    """IMP-W1-13."""
    plan = (OPENED, RISK, planned("A", "2017-12", "2018-05"))

    assert [one.duty.due_on for one in of(date(2018, 1, 8), "programme-action/", *plan)] == [
        date(2017, 12, 31), date(2018, 5, 31),
    ]  # fmt: skip


def test_an_action_found_unfinished_on_its_last_date_is_due_again_until_it_is_completed_or_put_off() -> None:
    """IMP-T-b, IMP-T-a."""
    story = (OPENED, RISK, planned("A", "2018-03"), reviewed(date(2018, 3, 12), "on-track"))

    [one] = of(date(2018, 3, 31), "programme-action/", *story)
    assert (one.duty.id, one.state, one.duty.due_on) == (
        "programme-action/PAC-001/again/srm-lead", "due", date(2018, 4, 30)
    )  # fmt: skip
    assert "was found on track on 12 March 2018 and has no later date" in one.sentence
    row = by_number(found(date(2018, 5, 1), *story))["A"]
    assert (row.state, row.next_due) == ("overdue", date(2018, 4, 30))
    for outcome, said in (("completed", {}), ("rescheduled", {"to_month": "2018-05"})):
        after = (*story, reviewed(date(2018, 4, 3), outcome, **said))
        assert not of(date(2018, 4, 3), "programme-action/PAC-001/again", *after)


def test_a_programme_is_led_by_whoever_took_that_on_and_by_the_one_before_on_days_before() -> None:
    """IMP-13-a: the lead changes hands without what was being rewritten."""
    opened = OPENED.model_copy(update={"lead": "Ivo Grant"})
    una = RoleTaken(happened_on=date(2017, 6, 1), role="programme-lead", person="Una New")

    assert found(date(2017, 5, 31), opened, una).lead == "Ivo Grant"
    assert found(date(2017, 6, 1), opened, una).lead == "Una New"
    assert found(date(2017, 6, 2), opened, una, RoleLeft(happened_on=date(2017, 6, 2), role="ROL-001")).lead is None


def test_the_units_that_had_no_briefing_on_risk_are_named_beside_the_action_that_brings_it() -> None:
    """IMP-17-d, IMP-W1-07."""
    opened = OPENED.model_copy(update={"business_units": ("Adults", "Housing")})
    on, plan = date(2017, 10, 2), (opened, RISK, planned("A", "2017-10", brings=("briefing-session-on-risk",)))
    held = BriefingHeld(happened_on=date(2017, 9, 4), topic="risk", teams=(TeamPresent(unit="Adults"),))
    done = reviewed(on, "completed")

    assert by_number(found(on, *plan))["A"].units_left == ("Adults", "Housing")
    assert by_number(found(on, *plan, held))["A"].units_left == ("Housing",)
    said = "A is completed, and of briefing session on risk nothing is on file for Housing"
    assert said in found(on, *plan, held, done).silences
    assert said not in found(on, *plan, held).silences


def test_of_several_briefings_an_action_brings_it_is_said_of_each_which_units_it_did_not_reach() -> None:
    """IMP-20-a, IMP-W2-02: as whoever completes it is told."""
    opened = OPENED.model_copy(update={"business_units": ("Adults", "Housing")})
    sorts = ("briefing-session-on-spot-contracts", "briefing-session-on-risk")
    on, plan = date(2018, 3, 2), (opened, RISK, planned("A", "2018-03", brings=sorts))
    spot = BriefingHeld(
        happened_on=date(2017, 9, 4), topic="Spot contracts", teams=(TeamPresent(unit="Adults"),),
    )  # fmt: skip
    risk = spot.model_copy(update={"topic": "Risk", "teams": (TeamPresent(unit="Adults"), TeamPresent(unit="Housing"))})

    def left(*held: Entry) -> list[tuple[int | None, tuple[str, ...]]]:
        return [(one.brought_at, one.units_left) for one in by_number(found(on, *plan, *held))["A"].brings]

    assert left() == [(None, ()), (None, ())]
    assert left(spot, risk) == [(4, ("Housing",)), (5, ())]
    elsewhere = spot.model_copy(update={"teams": (TeamPresent(unit="Roads"),)})
    assert left(elsewhere) == [(4, ("Adults", "Housing")), (None, ())]


def test_a_unit_whose_own_reports_leave_out_risk_has_none_whatever_the_common_base() -> None:
    """IMP-17-f, IMP-W1-08: as last agreed for it; what names no sides leaves them as they were."""
    opened = OPENED.model_copy(update={"business_units": ("Adults", "Housing")})
    on, plan = date(2017, 10, 2), (opened, RISK, planned("A", "2017-10", brings=("board-reports-on-risk",)))

    def agreed(unit: str | None, *sides: str) -> UnitArrangementAgreed:
        return UnitArrangementAgreed.model_validate(
            {"happened_on": date(2017, 9, 4), "subject": "board-reporting", "unit": unit, "dimensions": sides}
        )

    def left(*entries: Entry) -> tuple[str, ...]:
        return by_number(found(on, *plan, *entries))["A"].units_left

    base, without = agreed(None, "cost", "risk"), agreed("housing", "cost", "performance")
    assert (left(), left(base), left(base, agreed("Housing"))) == (("Adults", "Housing"), (), ())
    assert left(base, without) == left(without, base) == ("Housing",)
    assert left(base, without, agreed("Housing", "risk")) == ()
    assert left(agreed("Housing", "risk")) == ("Adults",)
    said = "A is completed, and of board reports on risk nothing is on file for Housing"
    assert said in found(on, *plan, base, without, reviewed(on, "completed")).silences


def test_an_action_with_no_owner_or_no_review_date_is_to_be_given_them() -> None:
    """IMP-T-a, IMP-T-b, docs/adr/0484: by correction, or by putting it off to a month; a supplement names an owner."""
    day, nobodys, undated = date(2017, 5, 2), planned("W1-01", "2017-10", owners=()), planned("W1-01")
    owner, review = "programme-action.has-owner", "programme-action.has-review-date"

    def asked(*entries: Entry) -> list[str]:
        return [one.sentence for one in duties(view(OPENED, RISK, *entries)) if one.id == "details/3"]

    def added(rule: str) -> EntrySupplemented:
        return EntrySupplemented(happened_on=day, position=3, words=Said("Ann Ashe, by May"), completes=(rule,))

    assert asked(planned("W1-01", "2017-10")) == asked(planned("W1-01", ongoing=True)) == []
    assert "no owner is named" in str(asked(nobodys))
    assert asked(nobodys, added(owner)) == asked(nobodys, reviewed(day, "completed")) == []
    assert "it has no review date" in str(asked(undated))
    assert "it has no review date" in str(asked(undated, added(review)))
    given(OPENED, RISK, undated).when(added(review)).departs_from("supplement.says-what-it-completes")
    put_off = reviewed(day, "rescheduled", to_month="2017-10", note=Said("No staff"), agreed_by="CSMG")
    assert asked(undated, put_off) == asked(undated, reviewed(day, "completed")) == []
    assert "it has no review date" in str(asked(undated, reviewed(day, "on-track")))
    assert [one.duty.id for one in of(day, "programme-action", OPENED, RISK, undated, put_off)] != []


def test_what_goes_on_without_a_date_is_looked_at_every_month_and_never_overdue() -> None:
    """IMP-W2-07, IMP-21-d."""
    plan = (OPENED, RISK, planned("A", ongoing=True))

    assert of(date(2017, 5, 2), "programme-action/", *plan) == []
    [one] = of(date(2019, 1, 1), "programme-action/", *plan)
    assert (one.state, one.days_over, one.duty.since) == ("due", 0, date(2017, 5, 3))
    assert of(date(2017, 6, 1), "programme-action/", *plan, reviewed(date(2017, 5, 10), "on-track")) == []
    assert by_number(found(date(2019, 1, 1), *plan))["A"].state == "goes-on"
    said = (*plan, reviewed(date(2017, 5, 10), "completed"))
    [again] = of(date(2019, 1, 1), "programme-action/", *said)
    assert again.duty.since == date(2017, 6, 10)
    [stream] = found(date(2019, 1, 1), *said).workstreams
    assert (stream.completed, stream.actions[0].state, stream.actions[0].last_outcome) == (0, "goes-on", "completed")
    put_off = (*plan, reviewed(date(2017, 5, 10), "rescheduled", to_month="2018-06"))
    [still] = of(date(2019, 1, 1), "programme-action/", *put_off)
    assert (still.state, still.days_over, still.duty.since) == ("due", 0, date(2017, 6, 10))
    assert by_number(found(date(2019, 1, 1), *put_off))["A"].state == "goes-on"


# --- the plan as printed --------------------------------------------------------------------------------------------


def test_the_clash_of_the_printed_plan_shows_and_goes_when_the_dates_are_mended() -> None:
    """IMP-W1-08, N-18: risk is to be in the scorecard in December, which is introduced in January."""
    [clash] = found(SET_UP, *PLAN).clashes
    number = by_number(found(SET_UP, *PLAN))["W1-08"].id
    mended = reviewed(date(2017, 6, 1), "rescheduled", number, to_month="2018-02")

    assert (clash.action, clash.needs) == ("W1-08", "W2-10")
    assert "December 2017" in clash.sentence
    assert "January 2018" in clash.sentence
    assert found(date(2017, 6, 2), *PLAN, mended).clashes == ()


def test_a_clash_stays_when_the_action_is_completed_before_what_it_needs() -> None:
    """IMP-W1-08."""
    w1_08, w2_10 = (by_number(found(SET_UP, *PLAN))[number].id for number in ("W1-08", "W2-10"))
    early = reviewed(date(2017, 12, 4), "completed", w1_08)
    later = reviewed(date(2018, 1, 8), "completed", w2_10)
    day = date(2018, 2, 1)

    assert "completed on 4 December 2017" in found(day, *PLAN, early).clashes[0].sentence
    assert found(day, *PLAN, early).clashes[0].sentence.endswith("which is not completed")
    assert found(day, *PLAN, early, later).clashes[0].sentence.endswith("which was completed on 8 January 2018")
    assert found(day, *PLAN, later, reviewed(date(2018, 1, 9), "completed", w1_08)).clashes == ()


def test_of_what_was_counted_for_an_action_it_is_said_of_which_year_it_is() -> None:
    """IMP-W1-13: counts of another year are on file, and not of the year that was meant."""
    counts = StaffCountsReported(
        happened_on=date(2025, 11, 3), counted="half-year-review", period="2025/26",
        groups=(Group(team="Adults", staff=14, reached=10),),
    )  # fmt: skip

    row = by_number(found(date(2025, 12, 1), *PLAN, counts))["W1-13"]

    assert [one.period for one in row.brings] == ["2025/26", None]
    assert [one.period for one in by_number(found(SET_UP, *PLAN))["W1-13"].brings] == [None, None]


def test_an_action_completed_without_what_it_was_to_bring_is_a_silence() -> None:
    """IMP-26-a, IMP-W3-05."""
    number = by_number(found(SET_UP, *PLAN))["W3-05"].id
    done = reviewed(date(2017, 12, 4), "completed", number)
    terms = KnowledgeShared(
        happened_on=SET_UP, form="model-terms", title="Benchmarking", topic="value for money",
        summary=Said("Compared each year"),
    )  # fmt: skip
    brings = ("model terms on value for money", "model terms on benchmarking")
    silence = f"W3-05 is completed, and of what it was to bring none is on file: {', '.join(brings)}"
    each = "; ".join(f"{what}, to contract management teams" for what in brings)
    untold = f"W3-05 is completed, and not on file as told: {each}"
    again, at = terms.model_copy(update={"title": "Benchmarking, again"}), len(PLAN) + 1

    row = by_number(found(SET_UP, *PLAN))["W3-05"]
    assert [(one.what, one.brought_at) for one in row.brings] == [(what, None) for what in brings]
    assert silence in found(date(2018, 2, 1), *PLAN, done).silences
    assert silence not in found(date(2018, 2, 1), *PLAN, terms, done).silences
    assert untold in found(date(2018, 2, 1), *PLAN, terms, done).silences
    row = by_number(found(date(2018, 2, 1), *PLAN, terms, again, done))["W3-05"]
    assert [one.brought_at for one in row.brings] == [at, at]
    bare = by_number(found(date(2018, 2, 1), *PLAN, terms.model_copy(update={"summary": None})))["W3-05"]
    assert [(one.brought_at, one.without_text) for one in bare.brings] == [(None, at), (None, at)]
    assert [one.without_text for one in row.brings] == [None, None]
    told = terms.model_copy(update={"meant_for": "Contract managers"})
    assert untold not in found(date(2018, 2, 1), *PLAN, told, done).silences


def test_a_completed_action_whose_model_terms_no_document_is_named_to_have_is_a_silence() -> None:
    """IMP-18-a, IMP-26-a: "added to relevant commissioning, procurement and contract management documentation"."""
    number, on = by_number(found(SET_UP, *PLAN))["W3-05"].id, date(2018, 2, 1)
    done = reviewed(date(2017, 12, 4), "completed", number)
    tender = PolicyUpdateApproved(
        happened_on=date(2017, 12, 1), document="Standard tender documents", version="4", actions=(number,)
    )
    what = "model terms on value for money and model terms on benchmarking"
    silence = f"W3-05 is completed, and no document is named that the {what} were added to"

    assert silence not in found(on, *PLAN).silences
    assert silence in found(on, *PLAN, done).silences
    assert silence not in found(on, *PLAN, tender, done).silences


def test_each_business_unit_names_its_contact_its_member_of_the_forum_and_its_contract_managers() -> None:
    """IMP-13-a, IMP-13-b, IMP-13-c."""
    opened = OPENED.model_copy(update={"business_units": ("Adults",), "advised_by": "CSMG"})
    roles: tuple[Any, ...] = ("first-point-of-contact", "forum-member", "contract-manager")
    taken = [RoleTaken(happened_on=SET_UP, role=role, person="Pat Point", unit="adults") for role in roles]

    def open_(*entries: Any) -> dict[str, str]:
        return {
            one.id: one.sentence for one in duties(FileView.of(UUID(int=1), given(opened, *entries).file, {}))
        }  # fmt: skip

    wanted = {"first-contact/Adults", "forum-member/Adults", "contract-managers/Adults"}
    assert wanted <= set(open_())
    assert open_()["forum-member/Adults"] == "Name the member of CSMG for Adults."
    unsaid = given(opened.model_copy(update={"advised_by": None})).file
    asked = {one.id: one.sentence for one in duties(FileView.of(UUID(int=1), unsaid, {}))}
    assert asked["forum-member/Adults"].startswith("Name the member of ")  # whether or not its body is said
    assert not wanted & set(open_(*taken))
    left = RoleLeft(happened_on=date(2017, 9, 1), role="ROL-002")
    assert wanted & set(open_(*taken, left)) == {"forum-member/Adults"}


def test_a_policy_approved_by_who_only_advises_is_marked_until_whoever_is_entitled_allows_it() -> None:
    """IMP-14-b, IMP-28-c."""
    policy = PolicyUpdateApproved(
        happened_on=date(2017, 10, 9), document="Policy", version="3", cabinet_approval_needed=True,
        by=Actor(person="CSMG", office="csmg"),
    )  # fmt: skip
    ratified = DepartureRatified(
        happened_on=date(2017, 10, 12), position=2, rule="policy.approved-by-the-cabinet-member",
        reason=Said("It may stand"),
        by=Actor(person="Mo Member", office="cabinet-member-for-resources"),
    )  # fmt: skip
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})

    [row] = found(date(2017, 11, 1), opened, policy).policies
    assert any("advises and decides nothing" in doubt for doubt in row.in_doubt)
    assert any("needs the Cabinet Member's approval" in doubt for doubt in row.in_doubt)
    plan = (opened, RISK, planned("A", "2017-10", brings=("approved-policy",)))
    sound = policy.model_copy(update={"by": Actor(person="Mo Member", office="cabinet-member-for-resources")})
    for held, doubtful in ((policy, True), (sound, False)):
        [to_bring] = found(date(2017, 11, 1), *plan, held).workstreams[0].actions[0].brings
        assert (to_bring.brought_at is not None, bool(to_bring.in_doubt)) == (True, doubtful)
    [allowed] = found(date(2017, 11, 1), opened, policy, ratified).policies
    assert not any("needs the Cabinet Member's approval" in doubt for doubt in allowed.in_doubt)
    assert allowed.refused is None


def test_an_action_carried_by_an_approval_in_doubt_says_so() -> None:
    """IMP-14-b: beside the version that carries it, until another does of which nothing is in doubt."""
    on, done = date(2017, 11, 1), reviewed(date(2017, 10, 10), "completed")
    policy = PolicyUpdateApproved(happened_on=date(2017, 10, 9), document="Policy", version="3", actions=("PAC-001",))
    sound = policy.model_copy(update={
        "version": "4", "cabinet_approval_needed": False, "by": Actor(person="Sue Supplier", office="srm-lead"),
    })  # fmt: skip
    plan = (OPENED.model_copy(update={"procedure": "tiered/1"}), RISK, planned("A", "2017-10"))

    assert by_number(found(on, *plan, policy, done))["A"].policy_in_doubt == (
        "nobody is named", "it is not said whether the Cabinet Member has to approve it",
    )  # fmt: skip
    assert by_number(found(on, *plan, policy, sound, done))["A"].policy_in_doubt == ()


def test_each_approval_is_judged_once_however_many_actions_are_to_bring_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """IMP-14-b: a plan of a hundred actions, and a hundred versions, took a minute."""
    opened, judged = OPENED.model_copy(update={"procedure": "tiered/1"}), list[int]()
    policy = PolicyUpdateApproved(
        happened_on=date(2017, 10, 9), document="Policy", version="3", by=Actor(person="CSMG", office="csmg"),
    )  # fmt: skip

    def counted(view: FileView, departure: Departure, recorded: Recorded, kept: Any) -> Any:
        judged.append(recorded.position)
        return standing_now(view, departure, recorded, kept)

    monkeypatch.setattr(policy_rows, "standing_now", counted)

    def judgings(actions: int) -> int:
        judged.clear()
        bringing = [planned(f"A{number}", "2017-10", brings=("approved-policy",)) for number in range(actions)]
        shown = found(date(2017, 11, 1), opened, RISK, *bringing, policy)
        assert all(row.brings[0].in_doubt for row in shown.actions)
        return len(judged)

    assert judgings(1) == judgings(5) > 0


def test_a_policy_that_was_refused_is_shown_as_refused_and_carries_nothing() -> None:
    """IMP-14-b."""
    on, done = date(2017, 11, 1), reviewed(date(2017, 10, 3), "completed")
    policy = PolicyUpdateApproved(
        happened_on=date(2017, 10, 9), document="Policy", version="3", cabinet_approval_needed=True,
        actions=("PAC-001",), by=Actor(person="Sue Supplier", office="srm-lead"),
    )  # fmt: skip
    refused = DepartureRefused(
        happened_on=date(2017, 10, 12), position=5, rule="policy.approved-by-the-cabinet-member",
        reason=Said("Not put to me"), by=Actor(person="Mo Member", office="cabinet-member-for-resources"),
    )  # fmt: skip
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})

    shown = found(on, opened, RISK, planned("A", "2017-10"), done, policy, refused)
    [row] = shown.policies
    assert row.refused is not None
    assert row.refused.startswith("refused by Mo Member")
    assert row.refused.endswith("on 12 October 2017 (entry 6)")
    assert not row.in_doubt
    assert not row.actions
    assert by_number(shown)["A"].policy is None
    uncarried = "A is completed, and no version of the policy is named that carries it; Policy, version 3, was refused"
    assert uncarried in shown.silences


def test_waves_are_labels_and_the_dates_rule() -> None:
    """N-19: wave 3 has December dates, before wave 2 ends in March."""
    notes = found(SET_UP, *PLAN).notes

    assert any(note.startswith("wave 3 begins in December 2017, before wave 2 ends in March 2018") for note in notes)
    assert by_number(found(date(2018, 1, 5), *PLAN))["W3-05"].state == "overdue"


def test_actions_of_the_text_without_owner_or_date_are_listed_as_such() -> None:
    """N-24."""
    assert found(SET_UP, *PLAN).undated == ("13-b", "13-d", "14-b", "19-d", "20-c", "20-e", "21-b")


def test_a_dependency_on_an_action_nobody_planned_shows() -> None:
    [clash] = found(SET_UP, OPENED, RISK, planned("A", "2017-10", depends_on=("Z",))).clashes

    assert "no action of that number is planned" in clash.sentence


def test_the_tracker_counts_what_is_completed_by_workstream_and_says_what_carries_it() -> None:
    """IMP-12-a, IMP-14-a."""
    done = (OPENED, RISK, planned("A", "2017-10"), planned("B", "2017-12"), reviewed(date(2017, 10, 3), "completed"))
    policy = PolicyUpdateApproved(
        happened_on=date(2017, 10, 9), document="Supplier Management Policy", version="3", actions=("PAC-001",)
    )

    [stream] = found(date(2017, 11, 1), *done).workstreams
    assert (stream.title, stream.completed, len(stream.actions)) == ("Supply risk management", 1, 2)
    assert "A is completed, and no version of the policy is named that carries it" in (
        found(date(2017, 11, 1), *done).silences
    )
    carried = found(date(2017, 11, 1), *done, policy)
    assert by_number(carried)["A"].policy == "Supplier Management Policy, version 3"
    assert not any("carries it" in silence for silence in carried.silences)
    assert carried.policies[0].actions == ("A",)


def test_what_an_action_changed_is_carried_by_a_policy_and_once_the_action_is_completed() -> None:
    """IMP-14-a: "Changes will be reflected in the Supplier Management Policy document": a handbook is none."""
    actions = (OPENED, RISK, planned("A", "2017-10"), planned("B", "2017-12"), planned("C", ongoing=True))
    done = reviewed(date(2017, 10, 3), "completed")
    handbook = PolicyUpdateApproved(
        happened_on=date(2017, 10, 9), document="Training handbook", version="2", actions=("PAC-001",)
    )
    early = PolicyUpdateApproved(
        happened_on=date(2017, 10, 10), document="The Supplier Management Policy", version="3",
        actions=("PAC-001", "PAC-002", "PAC-003"),
    )  # fmt: skip
    on, uncarried = date(2017, 11, 1), "A is completed, and no version of the policy is named that carries it"
    unfinished = "The Supplier Management Policy, version 3, is said to carry B, which is not completed"

    only_handbook = found(on, *actions, done, handbook)
    assert uncarried in only_handbook.silences
    assert by_number(only_handbook)["A"].policy == "Training handbook, version 2"
    assert not by_number(only_handbook)["A"].in_a_policy
    both = found(on, *actions, done, handbook, early)
    assert [said for said in both.silences if "carr" in said] == [unfinished]
    assert by_number(both)["A"].policy == "Training handbook, version 2; The Supplier Management Policy, version 3"
    assert by_number(both)["A"].in_a_policy
    for called in (
        "Supplier Management Policy, part 2", "Supplier Management Policies", "supplier-management-policy",
        "Supplier Management Policy-v3", "Supplier-Management-Policy-2017",
        "Policy-makers' guide to the Supplier Management Policy", "Supplier Management Policy - making the most of it",
    ):  # fmt: skip
        assert uncarried not in found(on, *actions, done, handbook.model_copy(update={"document": called})).silences
    for called in (
        "Policy-making handbook", "Note to policy-makers", "Policy-holder list", "Policy makers' guide",
        "Policyholders",
    ):  # fmt: skip
        assert uncarried in found(on, *actions, done, handbook.model_copy(update={"document": called})).silences
    later = found(on, *actions, done, early, reviewed(date(2017, 10, 20), "completed", "PAC-002"))
    assert not any("carr" in said for said in later.silences)


# --- reports --------------------------------------------------------------------------------------------------------


def reported(month: str, day: date, state: Any = "on-track", **said: Any) -> ProgrammeProgressReported:
    usual: dict[str, Any] = {"workstream": "WST-001", "presented_to": "CSMG"}
    return ProgrammeProgressReported(happened_on=day, month=month, state=state, **(usual | said))


@pytest.mark.parametrize("last_to", ["Adult Services Board", None])
def test_what_went_to_another_body_is_missing_at_the_programmes_own_beside_whom_it_went_to(last_to: str | None) -> None:
    """IMP-13-d: each month's report is for the body that the programme is reported to."""
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})
    april = reported("2017-04", date(2017, 4, 28))
    july = reported("2017-07", date(2017, 8, 2), presented_to=last_to)

    [stream] = found(date(2017, 8, 5), opened, RISK, april, july).workstreams
    assert (stream.last_report, stream.last_presented_to, stream.last_reached_body) == ("2017-07", last_to, False)
    assert stream.reports_missing == ("2017-05", "2017-06", "2017-07")
    owed = of(date(2017, 8, 5), "programme-report/", opened, RISK, april, july)
    assert [one.duty.id.rpartition("/")[2] for one in owed] == ["2017-05", "2017-08"]
    assert owed[0].sentence.startswith("Report progress from May 2017 to July 2017 of ")
    never = found(date(2017, 8, 5), opened, RISK, july).silences
    assert "Supply risk management has not been reported on to CSMG since it was established on 3 April 2017" in never
    [there] = found(date(2017, 8, 5), opened, RISK, april, july, changed(july, presented_to="CSMG")).workstreams
    assert (there.last_reached_body, there.reports_missing) == (True, ("2017-05", "2017-06"))


def test_of_a_workstream_never_reported_on_each_month_owed_is_named_as_the_day_has_it() -> None:
    """IMP-13-d."""
    opened = OPENED.model_copy(update={"procedure": "tiered/1"})

    [before] = of(date(2017, 6, 2), "programme-report/", opened, RISK)
    [later] = of(date(2017, 12, 1), "programme-report/", opened, RISK)
    assert before.sentence.startswith("Report progress in April 2017 of Supply risk management to CSMG; ")
    assert later.sentence.startswith("Report progress from April 2017 to October 2017 of Supply risk management ")
    assert later.missed == 7


def test_the_newest_report_shows_with_what_is_to_be_resolved_and_the_months_left_out() -> None:
    """IMP-13-d."""
    reports = (
        reported("2017-04", date(2017, 4, 28)),
        reported("2017-06", date(2017, 6, 28), "at-risk", issues_to_resolve=(Said("No trainer"),)),
    )

    [stream] = found(date(2017, 7, 1), OPENED, RISK, *reports).workstreams
    assert (stream.last_report, stream.last_state, stream.issues) == ("2017-06", "at-risk", ("No trainer",))
    [silent] = found(date(2017, 7, 1), OPENED, RISK).workstreams
    assert (silent.last_report, silent.issues) == (None, ())
    assert "Supply risk management has no actions" in found(date(2017, 7, 1), OPENED, RISK).silences
    assert any("has not been reported on" in one for one in found(date(2017, 7, 1), OPENED, RISK).silences)


def test_what_was_to_be_resolved_stays_until_a_report_repeats_it_or_says_that_it_is() -> None:
    """IMP-13-d: the reports resolve the issues; one that says nothing of them has not."""
    april = reported("2017-04", date(2017, 4, 28), "at-risk", issues_to_resolve=(Said("No staff"), Said("No room")))
    may = reported("2017-05", date(2017, 5, 30), issues_to_resolve=(Said("no room"),))

    def left(*reports: ProgrammeProgressReported) -> list[tuple[str, str]]:
        [stream] = found(date(2017, 7, 1), OPENED, RISK, *reports).workstreams
        return [(one.issue, one.month) for one in stream.issues_left]

    assert left(april) == []
    assert left(april, may) == [("No staff", "2017-04")]
    assert left(april, changed(may, resolved=(3,))) == []
    june = reported("2017-06", date(2017, 6, 28))
    assert left(april, changed(may, resolved=(3,)), june) == [("no room", "2017-05")]
    assert left(april, changed(may, resolved=(3,)), changed(june, resolved=(4,))) == []


def test_each_month_reported_is_done_by_its_own_report_and_none_that_was_left_out() -> None:
    """IMP-13-d: months left out are one duty; a report of one of them, or of a later month, does none of the others."""
    opened = OPENED.model_copy(update={"procedure": "tiered/1", "advised_by": "CSMG"})
    april = reported("2017-04", date(2017, 5, 2))
    elsewhere = reported("2017-06", date(2017, 7, 4), presented_to="Tea Club")
    august, may = reported("2017-08", date(2017, 9, 5)), reported("2017-05", date(2017, 9, 6))

    def done(*entries: Entry) -> list[tuple[str, str, int]]:
        rows = due(settled(view(opened, RISK, *entries)).duties, date(2017, 9, 30))
        return [
            (one.sentence[: one.sentence.index(" of Supply")], one.sentence.partition("; ")[2], one.duty.done_by[0])
            for one in rows if one.duty.id.startswith("programme-report/")
        ]  # fmt: skip

    in_time = [("Report progress in April 2017", "done on 2 May 2017, in time.", 3)]
    of_august = ("Report progress in August 2017", "done on 5 September 2017, in time.", 5)
    assert done(april, elsewhere) == in_time
    assert done(april, elsewhere, august) == [*in_time, of_august]
    assert done(april, elsewhere, august, may) == [
        *in_time, ("Report progress in May 2017", "done on 6 September 2017, 68 days late.", 6), of_august,
    ]  # fmt: skip


def test_a_report_to_another_body_leaves_the_months_duty_open_and_one_of_an_earlier_time_moves_none() -> None:
    """IMP-13-d: the month is to be presented to whom the programme is reported to."""

    def owed(*reports: ProgrammeProgressReported) -> set[str]:
        opened = OPENED.model_copy(update={"procedure": "tiered/1", "advised_by": "CSMG"})
        return {
            one.id
            for one in duties(view(opened, RISK, *reports))
            if one.is_open and one.id.startswith("programme-report/")
        }

    day = date(2017, 5, 2)
    elsewhere = reported("2017-04", day, presented_to="Tea Club")
    there = reported("2017-04", day, presented_to="CSMG")
    april_and_next = {"programme-report/WST-001/2017-04", "programme-report/WST-001/2017-05"}
    assert owed(elsewhere) == april_and_next
    unsaid = reported("2017-04", day, presented_to=None)
    assert owed(unsaid) == april_and_next
    assert owed(elsewhere, there) == owed(there) == {"programme-report/WST-001/2017-05"}
    assert owed(reported("2016-01", day)) == {"programme-report/WST-001/2017-04"}
    assert owed(elsewhere, reported("2017-05", date(2017, 6, 2))) == {
        "programme-report/WST-001/2017-04", "programme-report/WST-001/2017-06",
    }  # fmt: skip
