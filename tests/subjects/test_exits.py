"""Stories of the end of a contract: plans told in time, an exit plan, a transfer plan, nobody left without support."""

from __future__ import annotations

from datetime import date

import pytest

from ledger import at_once, end_told, expected_end, transition
from ledger.departures import standing
from ledger.entry import Actor, Entry
from ledger.organisations import Organisation
from ledger.procedures import read
from ledger.subjects.agreement import ContractRegistered, Extension
from ledger.subjects.exits import (
    ClientTransferArranged,
    ContractEndPlansCommunicated,
    ExitPlanAgreed,
    ExitPlanStepCompleted,
    ExitStep,
    ServiceTransferCompleted,
    ServiceTransferPlanReviewed,
    ServiceTransferPlanSigned,
    ServiceTransferPlanSubmitted,
    TransferItem,
    TransferItemHandedOver,
)
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn
from ledger.subjects.records import EntryStruckOut, EntrySupplemented
from ledger.subjects.reviews import ExtensionDecided
from ledger.subjects.termination import ContractExpired, ContractTerminated
from ledger.subjects.variations import EndDateChange, VariationAgreed
from ledger.words import Document, Said
from projections.duties.due import duties
from tests.story import ANN, Story, changed, given
from tests.worked_through import view_of

THAMES = read("thames-valley")
PROVIDER = Actor(person="Priya Provider", office="provider-contract-manager", party="provider")
REGISTERED = ContractRegistered(
    happened_on=date(2024, 1, 8), reference="C-1", title="Victims' support", start_date=date(2024, 2, 1),
    end_date=date(2026, 8, 31), procedure="thames-valley/1",
)  # fmt: skip
LETTER = Said(Document("ab" * 32, "Letter of 27 February 2026"))
TOLD = ContractEndPlansCommunicated(
    happened_on=date(2026, 2, 27), plans="recommission", recipient=PROVIDER, means="letter",
    content=Said("The service will be tendered again"),
)  # fmt: skip
PLAN = ExitPlanAgreed(
    happened_on=date(2026, 3, 9), exit_type="recommission", user_impact=Said("Every case has a named worker"),
    staff_impact=Said("Nobody is dismissed"), handover_to_new_provider=Said("Two weeks side by side"),
    staff_transfer=Said("Nine staff go over"), agreed_for_authority=ANN, agreed_for_provider=PROVIDER,
    exhibits=(LETTER,),
    steps=(ExitStep(id="E1", what=Said("List the open cases"), party="provider", due_on=date(2026, 6, 30)),),
)  # fmt: skip
NOTICE = NoticeServed(
    happened_on=date(2026, 3, 2), notice_kind="termination", by=ANN, received_on=date(2026, 3, 2), extent="partial",
    part="Reading",
)  # fmt: skip
FEBRUARY = changed(
    NOTICE, happened_on=date(2026, 2, 2), received_on=date(2026, 2, 2), extent="full", part=None,
    ends_on=date(2026, 6, 30),
)  # fmt: skip
SUBMITTED = ServiceTransferPlanSubmitted(
    happened_on=date(2026, 3, 20), by=PROVIDER, notice="NOT-001", sections=("services", "documents", "clients"),
    items=(TransferItem(id="D1", what=Said("Case files")),), clients=("C-0147", "C-0148"),
    document=Said(Document("ef" * 32, "Service transfer plan")),
)  # fmt: skip
D1, D2 = TransferItem(id="D1", what=Said("Case files")), TransferItem(id="D2", sort="asset")
RETURNED = ServiceTransferPlanReviewed(
    happened_on=date(2026, 3, 27), by=ANN, plan="TPL-001", outcome="returned", reasons=Said("No timetable")
)
REVISED = SUBMITTED.model_copy(update={"happened_on": date(2026, 4, 3), "plan": "TPL-001"})
APPROVED = ServiceTransferPlanReviewed(happened_on=date(2026, 4, 8), by=ANN, plan="TPL-001", outcome="approved")
OURS = ServiceTransferPlanSigned(happened_on=date(2026, 4, 9), plan="TPL-001", party="authority", signatory=ANN)
THEIRS = ServiceTransferPlanSigned(happened_on=date(2026, 4, 10), plan="TPL-001", party="provider", signatory=PROVIDER)
HANDED = TransferItemHandedOver(
    happened_on=date(2026, 5, 4),
    plan="TPL-001",
    item="D1",
    receiving_body="Newcare",
    received_by="Nora New",
    receipt=Said(Document("cd" * 32, "Receipt")),
)
COMPLETED = ServiceTransferCompleted(happened_on=date(2026, 5, 29), plan="TPL-001", receiving_body="Newcare")
NOTICED: tuple[Entry, ...] = (REGISTERED, NOTICE)


def arranged(client: str, day: date = date(2026, 5, 5)) -> ClientTransferArranged:
    return ClientTransferArranged(happened_on=day, plan="TPL-001", client=client, receiving_body="Newcare")


# --- plans told -----------------------------------------------------------------------------------------------------


def test_plans_for_the_end_are_told_in_writing() -> None:
    """TVP-6.0-1."""
    rule = "end-plans.in-writing"

    for written in ("letter", "e-mail", "portal"):
        given(REGISTERED).when(changed(TOLD, means=written)).keeps(rule)
    for unwritten in ("unrecorded", "minuted-meeting", None):
        given(REGISTERED).when(changed(TOLD, means=unwritten)).departs_from(rule)
    talked = given(REGISTERED).when(changed(TOLD, means="unrecorded")).file
    assert not end_told.plans_told(talked, date(2026, 12, 31))


def test_telling_that_nothing_is_decided_or_nothing_at_all_is_not_telling_the_plans() -> None:
    """TVP-6.0-1: it is the authority's plans that are told; a letter or words may say them as well."""
    rule, day = "end-plans.says-what-is-planned", date(2026, 12, 31)
    bare = changed(TOLD, plans=None, content=None)

    for says in (TOLD, changed(TOLD, content=None), changed(TOLD, plans=None), changed(bare, document=LETTER)):
        assert end_told.plans_told(given(REGISTERED).when(says).keeps(rule).file, day)
    for nothing in (bare, changed(TOLD, plans="not-decided"), changed(TOLD, plans="not-decided", document=LETTER)):
        story = given(REGISTERED).when(nothing).departs_from(rule)
        assert not end_told.plans_told(story.file, day)
        late = story.when(changed(nothing, happened_on=date(2026, 4, 1)))
        assert "end-plans.in-time" not in late.recorded().objections
        late.when(changed(TOLD, happened_on=date(2026, 4, 2))).departs_from("end-plans.in-time")


def test_plans_for_the_end_told_to_somebody_else_tell_the_provider_nothing() -> None:
    """TVP-6.0-1: to our own, to a stranger, or by the provider to itself; where nobody is named the entry says so."""
    rule, day = "end-plans.told-the-provider", date(2026, 12, 31)

    for told in (TOLD, changed(TOLD, recipient=None), changed(TOLD, recipient=Actor(person="the provider"))):
        story = given(REGISTERED).when(told).keeps(rule)
        assert end_told.plans_told(story.file, day)
    for another in (
        changed(TOLD, recipient=Actor(person="Ann Ashe", office="lead-officer")),
        changed(TOLD, recipient=Actor(person="Sam Passer", party="third-party")),
        changed(TOLD, by=PROVIDER),
    ):
        story = given(REGISTERED).when(another).departs_from(rule)
        assert not end_told.plans_told(story.file, day)
    given(REGISTERED).when(another, acknowledge_all=False).asked(rule)


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (date(2026, 8, 31), date(2026, 2, 28)),  # a month without a 31st
        (date(2024, 8, 31), date(2024, 2, 29)),  # in a leap year
        (date(2024, 8, 29), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2026, 6, 30)),
        (date(2026, 7, 15), date(2026, 1, 15)),
    ],
)
def test_they_are_told_six_months_ahead_counted_to_the_day(end: date, last: date) -> None:
    """TVP-6.0-1: on the last day it is in time, on the next it is not."""
    contract = changed(REGISTERED, happened_on=date(2023, 1, 9), end_date=end)
    day_after = date.fromordinal(last.toordinal() + 1)

    given(contract).when(changed(TOLD, happened_on=last)).keeps("end-plans.in-time")
    story = given(contract).when(changed(TOLD, happened_on=day_after), acknowledge_all=False).asked("end-plans.in-time")

    assert "1 day after it was due" in str(story.error)


def test_a_contract_shorter_than_the_lead_time_is_told_from_its_first_day_on() -> None:
    """TVP-6.0-1: nobody can be late before the end was known."""
    short = changed(REGISTERED, happened_on=date(2026, 5, 4), start_date=date(2026, 5, 4), end_date=date(2026, 8, 31))

    due = expected_end.plans_due(given(short).file, date(2026, 5, 4), THAMES)

    assert due is not None
    assert (due.due_on, due.too_short) == (date(2026, 5, 4), True)
    given(short).when(changed(TOLD, happened_on=date(2026, 5, 4))).keeps("end-plans.in-time")
    given(short).when(changed(TOLD, happened_on=date(2026, 5, 5))).departs_from("end-plans.in-time")


def test_an_end_brought_forward_is_told_from_the_day_it_was_agreed() -> None:
    sooner = VariationAgreed(happened_on=date(2026, 3, 2), changes=(EndDateChange(becomes=date(2026, 5, 31)),))

    due = expected_end.plans_due(given(REGISTERED, sooner).file, date(2026, 3, 2), THAMES)

    assert due is not None
    assert (due.due_on, due.end) == (date(2026, 3, 2), date(2026, 5, 31))


def test_an_end_by_notice_is_told_from_the_day_of_the_notice() -> None:
    """TVP-6.0-1: the end date is then the one the notice names."""
    notice = changed(FEBRUARY, ends_on=date(2026, 6, 30))

    due = expected_end.plans_due(given(REGISTERED, notice).file, date(2026, 2, 2), THAMES)

    assert due is not None
    assert (due.due_on, due.end, due.too_short) == (date(2026, 2, 2), date(2026, 6, 30), True)


def test_the_day_by_which_plans_were_to_be_told_is_not_put_back_by_a_notice_of_termination() -> None:
    """TVP-6.0-1: received or not, and whatever day it names; what was missed by then stays missed."""
    march = changed(FEBRUARY, happened_on=date(2026, 3, 2), received_on=date(2026, 3, 2))
    for notice in (march, changed(march, received_on=None), changed(FEBRUARY, ends_on=date(2026, 12, 31))):
        due = expected_end.plans_due(given(REGISTERED, notice).file, date(2026, 3, 9), THAMES)

        assert due is not None
        assert (due.due_on, due.counted_from) == (date(2026, 2, 28), date(2026, 8, 31))

    waiting = given(REGISTERED, changed(march, received_on=None))
    late = waiting.when(changed(TOLD, happened_on=date(2026, 3, 9)), acknowledge_all=False).asked("end-plans.in-time")
    assert "9 days after it was due on 28 February 2026, 6 months before the end date on file, 31 August 2026" in str(
        late.error
    )


def test_whether_plans_were_told_in_time_is_said_of_the_end_that_is_waited_for() -> None:
    """TVP-6.0-1: a notice not shown to have been received brings the day forward, in the objection as in the duty."""
    waiting = given(REGISTERED, changed(FEBRUARY, received_on=None))

    late = waiting.when(changed(TOLD, happened_on=date(2026, 2, 9)), acknowledge_all=False).asked("end-plans.in-time")
    assert "7 days after it was due on 2 February 2026, when the end on 30 June 2026, if NOT-001 stands" in str(
        late.error
    )


def test_a_later_word_is_not_late_where_the_first_was_in_time() -> None:
    given(REGISTERED, TOLD).when(changed(TOLD, happened_on=date(2026, 6, 1))).keeps("end-plans.in-time")


def test_plans_told_of_an_end_that_was_put_back_make_none_in_time_for_the_later_one() -> None:
    """TVP-6.0-1, docs/adr/0336."""
    extended = ExtensionDecided(happened_on=date(2026, 3, 20), taken=True, new_end_date=date(2027, 8, 31))
    story = given(REGISTERED, changed(TOLD, plans="extend"), extended)

    day = date(2027, 4, 1)
    story.when(changed(TOLD, happened_on=date(2027, 2, 28)), today=day).keeps("end-plans.in-time")
    late = story.when(changed(TOLD, happened_on=date(2027, 3, 1)), today=day, acknowledge_all=False)
    assert "1 day after it was due on 28 February 2027" in str(late.asked("end-plans.in-time").error)
    ends = changed(PLAN, happened_on=date(2027, 3, 9), exit_type="decommission")
    story.when(ends, today=day).keeps("end-plans.as-the-exit-plan")  # of the extension it was told then


def test_nothing_is_asked_where_the_contract_was_ended_at_once() -> None:
    """TVP-6.0-2: and the file says why."""
    ended = ContractTerminated(happened_on=date(2026, 6, 1), by_party="provider")
    file = given(REGISTERED, ended).file

    assert expected_end.plans_due(file, date(2026, 6, 2), THAMES) is None
    found = at_once.ended_at_once(file, date(2026, 6, 2))
    assert found is not None
    assert (found.on, found.why) == (date(2026, 6, 1), "the contract was ended at once on 1 June 2026 (entry 2)")
    assert expected_end.plans_due(file, date(2026, 5, 31), THAMES) is not None
    agreed = given(REGISTERED, changed(ended, by_party="both")).file
    assert at_once.ended_at_once(agreed, date(2026, 6, 2)) is None
    assert expected_end.plans_due(agreed, date(2026, 6, 2), THAMES) is not None
    later = changed(ended, ends_on=date(2026, 7, 31))
    assert at_once.ended_at_once(given(REGISTERED, later).file, date(2026, 7, 31)) is None


def test_a_procedure_that_is_silent_asks_for_none() -> None:
    """D-04."""
    elsewhere = changed(REGISTERED, procedure="hampshire/1")

    given(elsewhere).when(changed(TOLD, happened_on=date(2026, 8, 1))).keeps("end-plans.in-time")


# --- the exit plan --------------------------------------------------------------------------------------------------


def test_an_exit_plan_made_together_with_all_its_heads_departs_from_nothing() -> None:
    """TVP-6.0-3, TVP-6.0-4, TVP-6.0-5."""
    assert given(REGISTERED, TOLD).when(PLAN).recorded().objections == ()


@pytest.mark.parametrize(
    ("told", "planned", "remarked"),
    [
        ("recommission", "decommission", True), ("decommission", "recommission", True),
        ("decommission", "retendered", True), ("extend", "extension-not-taken", True), ("renew", "decommission", True),
        ("recommission", "retendered", False), ("decommission", "extension-not-taken", False),
        ("not-decided", "decommission", False), (None, "decommission", False), ("recommission", None, False),
    ],
)  # fmt: skip
def test_what_the_provider_was_told_and_what_the_exit_plan_says_are_held_against_each_other(
    told: str | None, planned: str | None, remarked: bool
) -> None:
    """TVP-6.0-1, TVP-6.0-5: whichever comes last; by the last telling, and the plan that stands."""
    rule = "end-plans.as-the-exit-plan"
    said, plan = changed(TOLD, plans=told), changed(PLAN, exit_type=planned)
    later = changed(said, happened_on=date(2026, 3, 16))

    for made in (given(REGISTERED, said).when(plan), given(REGISTERED, plan).when(later)):
        made.departs_from(rule) if remarked else made.keeps(rule)
    if remarked:
        given(REGISTERED, said, changed(said, happened_on=date(2026, 3, 2), plans="not-decided")).when(
            plan
        ).departs_from(rule)
        right = changed(PLAN, happened_on=date(2026, 3, 12), replaces="EXP-001", exit_type=None)
        given(REGISTERED, plan, right).when(later).keeps(rule)


@pytest.mark.parametrize("exit_type", ["extension-not-taken", None])
def test_a_plan_by_which_nobody_takes_the_service_over_is_held_against_the_telling_as_decommissioning(
    exit_type: str | None,
) -> None:
    """TVP-6.0-1, TVP-6.0-5."""
    rule, plan = "end-plans.as-the-exit-plan", changed(PLAN, exit_type=exit_type, service_ends=True)
    told = changed(TOLD, plans="recommission")
    later = changed(told, happened_on=date(2026, 3, 16))

    for made in (given(REGISTERED, told).when(plan), given(REGISTERED, plan).when(later)):
        made.departs_from(rule)
        assert made.last is not None
        assert "for the service to end" in str([d.found for d in made.last.departures])
    for same in ("decommission", "not-decided"):
        given(REGISTERED, changed(TOLD, plans=same)).when(plan).keeps(rule)
    given(REGISTERED, told).when(changed(plan, service_ends=False)).keeps(rule)


def test_what_was_told_to_another_than_the_provider_binds_no_exit_plan() -> None:
    """TVP-6.0-1: it tells the provider nothing."""
    rule, plan = "end-plans.as-the-exit-plan", changed(PLAN, exit_type="decommission")
    told = changed(TOLD, plans="recommission")

    given(REGISTERED, told).when(plan).departs_from(rule)
    given(REGISTERED, changed(told, recipient=ANN)).when(plan).keeps(rule)
    given(REGISTERED, changed(told, by=PROVIDER)).when(plan).keeps(rule)


@pytest.mark.parametrize("head", ["user_impact", "staff_impact"])
def test_an_exit_plan_keeps_disruption_small_for_users_and_for_staff(head: str) -> None:
    """TVP-6.0-4."""
    given(REGISTERED).when(changed(PLAN, **{head: None})).departs_from("exit-plan.keeps-disruption-small")


@pytest.mark.parametrize(
    ("exit_type", "heads"),
    [
        ("decommission", ("alternatives_for_users", "winding_down")),
        ("recommission", ("handover_to_new_provider", "staff_transfer")),
        ("retendered", ("handover_to_new_provider", "staff_transfer")),
        ("extension-not-taken", ("what_follows",)),
    ],
)
def test_each_sort_of_exit_has_heads_of_its_own(exit_type: str, heads: tuple[str, ...]) -> None:
    """TVP-6.0-5."""
    rule = "exit-plan.heads-of-its-type"
    whole = changed(PLAN, exit_type=exit_type, **dict.fromkeys(heads, Said("As follows")))

    given(REGISTERED).when(whole).keeps(rule)
    for head in heads:
        given(REGISTERED).when(changed(whole, **{head: None})).departs_from(rule)
    given(REGISTERED).when(changed(whole, exit_type=None)).departs_from(rule)


@pytest.mark.parametrize("side", ["agreed_for_authority", "agreed_for_provider"])
def test_an_exit_plan_is_both_parties(side: str) -> None:
    """TVP-6.0-3."""
    given(REGISTERED).when(changed(PLAN, **{side: None})).departs_from("exit-plan.agreed-together")


def test_a_step_is_completed_once_and_stands_in_the_plan() -> None:
    """TVP-6.0-3."""
    done = ExitPlanStepCompleted(happened_on=date(2026, 6, 12), plan="EXP-001", step="E1")
    rule = "exit-step.of-the-plan"

    file = given(REGISTERED, PLAN).when(done).recorded().file
    step = file.exits.plans["EXP-001"].step("E1")
    assert step is not None
    assert step.completed == (date(2026, 6, 12), 3)
    given(REGISTERED, PLAN, done).when(done).refused(rule, "already (entry 3)")
    given(REGISTERED, PLAN).when(changed(done, step="E2")).refused(rule, "no step E2", "E1")


def test_a_step_is_completed_of_the_plan_in_force_and_not_of_one_that_was_replaced() -> None:
    """TVP-6.0-3: the remark names the plan in force, through every plan between."""
    second, third = (
        changed(PLAN, happened_on=date(2026, month, 4), replaces=replaced, steps=(changed(PLAN.steps[0], id=step),))
        for month, replaced, step in ((5, "EXP-001", "E2"), (6, "EXP-002", "E3"))
    )
    done = ExitPlanStepCompleted(happened_on=date(2026, 6, 12), plan="EXP-001", step="E1")
    rule = "exit-step.of-the-plan-in-force"

    story = given(REGISTERED, PLAN, second, third).when(done).departs_from(rule)
    assert story.last is not None
    [found] = [one.found for one in story.last.departures if one.rule == rule]
    assert found == "EXP-001 was replaced, and EXP-003 is in force since 4 June 2026 (entry 4); its steps: E3"
    given(REGISTERED, PLAN, second, third).when(changed(done, plan="EXP-003", step="E3")).keeps(rule)
    given(REGISTERED, PLAN, second).when(changed(done, happened_on=date(2026, 4, 1))).keeps(rule)


def test_ids_in_a_plan_differ() -> None:
    twice = changed(PLAN, steps=(*PLAN.steps, *PLAN.steps))

    given(REGISTERED).when(twice).refused("exit.ids-differ", "stands twice")
    given(REGISTERED).when(PLAN).recorded()


def test_a_plan_that_is_replaced_stands_no_longer() -> None:
    again = changed(PLAN, happened_on=date(2026, 4, 1), replaces="EXP-001", exit_type="decommission")
    exits = given(REGISTERED, PLAN, again).file.exits

    standing = [exits.standing_plan(day) for day in (date(2026, 3, 8), date(2026, 3, 31), date(2026, 4, 1))]
    assert [plan.id if plan else None for plan in standing] == [None, "EXP-001", "EXP-002"]


# --- the service transfer plan --------------------------------------------------------------------------------------


def test_a_transfer_plan_answers_a_notice_of_termination() -> None:
    """TVP-6.0-7: a partial one too."""
    default = changed(NOTICE, notice_kind="default", extent=None, part=None)

    given(*NOTICED).when(SUBMITTED).keeps("transfer-plan.covers-its-template")
    given(REGISTERED, default).when(SUBMITTED).refused(
        "transfer-plan.on-a-notice-of-termination", "a notice of default"
    )
    given(REGISTERED).when(SUBMITTED).refused("entry.names-what-is-on-file", "NOT-001")


@pytest.mark.parametrize("section", ["services", "documents", "clients"])
def test_a_transfer_plan_covers_its_template(section: str) -> None:
    """TVP-6.0-10, TVP-6.0-11, TVP-6.0-12."""
    rest = tuple(s for s in SUBMITTED.sections if s != section)

    given(*NOTICED).when(changed(SUBMITTED, sections=rest)).departs_from("transfer-plan.covers-its-template")


def test_what_a_version_of_a_plan_left_out_is_not_to_be_explained_once_a_revised_one_holds_it() -> None:
    """TVP-6.0-8, TVP-6.0-10: a revised one that leaves it out as well puts nothing right."""
    short = changed(SUBMITTED, sections=("services",))
    told = given(*NOTICED, short, RETURNED)
    at = len(NOTICED) + 1

    def asked(story: Story) -> bool:
        return f"explain/{at}/transfer-plan.covers-its-template" in {one.id for one in duties(view_of(story.file))}

    assert asked(told)
    assert asked(told.when(changed(REVISED, sections=("services",))))
    whole = told.when(changed(REVISED, sections=SUBMITTED.sections))
    assert not asked(whole)
    first = whole.file.at(at)
    assert first is not None
    [departure] = [d for d in first.departures if d.rule == "transfer-plan.covers-its-template"]
    stands = standing(departure, first, whole.file, read("thames-valley"))
    assert (stands.state, stands.position) == ("on-file-since", at + 2)


def test_a_transfer_plan_lists_documents_and_clients() -> None:
    """TVP-6.0-11, TVP-6.0-12."""
    rule = "transfer-plan.lists-what-it-covers"

    given(*NOTICED).when(SUBMITTED).keeps(rule)
    for left_out in ("items", "clients"):
        given(*NOTICED).when(changed(SUBMITTED, **{left_out: ()})).departs_from(rule)
    # A revised page leaves the lists of the version before as they are.
    given(*NOTICED, SUBMITTED).when(changed(REVISED, items=(), clients=())).keeps(rule)


def test_a_transfer_plan_is_on_file_itself_with_its_proposals() -> None:
    """TVP-6.0-10: "comprehensive proposals for the successful transfer of the services"; ticks are none."""
    rule = "transfer-plan.itself-on-file"

    given(*NOTICED).when(SUBMITTED).keeps(rule)
    given(*NOTICED).when(changed(SUBMITTED, document=None)).departs_from(rule)
    given(*NOTICED).when(changed(SUBMITTED, document=None, exhibits=(SUBMITTED.document,))).keeps(rule)


def test_clients_are_named_by_pseudonym_and_never_by_name() -> None:
    """TVP-6.0-12."""
    rule = "transfer.clients-by-pseudonym"

    for named in (
        changed(SUBMITTED, clients=("C-0147", "Dorothy")), changed(arranged("C-0147"), plan=None, client="Dorothy"),
        changed(HANDED, plan=None, clients=("Dorothy",)),
    ):  # fmt: skip
        story = given(*NOTICED).when(named).refused(rule, "never a name")
        assert "Dorothy" not in str(story.error)


def test_a_plan_is_returned_revised_approved_and_signed_by_both() -> None:
    """TVP-6.0-7, TVP-6.0-8, TVP-6.0-9."""
    story = given(*NOTICED, SUBMITTED, RETURNED, REVISED, APPROVED, OURS).when(THEIRS)

    assert story.recorded().objections == ()
    plan = story.file.exits.transfer_plans["TPL-001"]
    days = (date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 27), date(2026, 4, 3), date(2026, 4, 8))
    assert [plan.state(day) for day in days] == ["not-submitted", "submitted", "returned", "submitted", "approved"]
    assert [plan.state(day) for day in (date(2026, 4, 9), date(2026, 4, 10))] == ["approved", "signed"]
    assert plan.unsigned(date(2026, 4, 9)) == ("provider",)


def test_a_plan_that_was_returned_is_not_signed() -> None:
    """TVP-6.0-9: refused, saying what would be right; once revised it waits for approval."""
    rule = "transfer-plan.not-signed-when-returned"

    given(*NOTICED, SUBMITTED, RETURNED).when(OURS).refused(rule, "returned on 27 March 2026 (entry 4)", "approved")
    given(*NOTICED, SUBMITTED).when(changed(OURS, happened_on=date(2026, 3, 19))).refused(rule, "was not submitted")
    given(*NOTICED, SUBMITTED, RETURNED, REVISED).when(OURS).departs_from("transfer-plan.signed-after-approval")
    given(*NOTICED, SUBMITTED, APPROVED).when(OURS).keeps("transfer-plan.signed-after-approval")


def test_what_was_signed_before_it_was_approved_is_signed_again() -> None:
    """TVP-6.0-9: two signatures, after approval."""
    early = changed(OURS, happened_on=date(2026, 3, 21))
    file = given(*NOTICED, SUBMITTED, early, APPROVED, THEIRS).file

    assert file.exits.transfer_plans["TPL-001"].state(date(2026, 4, 30)) == "approved"
    given(*NOTICED, SUBMITTED, early, APPROVED).when(OURS).keeps("transfer-plan.signed-once-by-each")


def test_a_signature_for_a_party_by_somebody_of_the_other_is_none() -> None:
    """TVP-6.0-9: asked for again, and the transfer goes by no plan that both signed."""
    wrongly = changed(THEIRS, signatory=ANN, happened_on=date(2026, 4, 9))
    story = given(*NOTICED, SUBMITTED, APPROVED, wrongly, OURS, arranged("C-0147"), arranged("C-0148"))

    story.when(COMPLETED).departs_from("transfer.on-a-signed-plan")
    story.when(THEIRS).keeps("transfer-plan.signed-once-by-each")
    anew = story.when(THEIRS).recorded()
    anew.when(COMPLETED).keeps("transfer.on-a-signed-plan")
    anew.when(THEIRS).refused("transfer-plan.signed-once-by-each", "10 April 2026 already")


def test_each_party_signs_once() -> None:
    given(*NOTICED, SUBMITTED, APPROVED, OURS).when(changed(OURS, happened_on=date(2026, 4, 11))).refused(
        "transfer-plan.signed-once-by-each", "9 April 2026"
    )
    given(*NOTICED, SUBMITTED, APPROVED, OURS).when(THEIRS).recorded()


def test_a_plan_is_reviewed_after_it_came_and_approved_once() -> None:
    """TVP-6.0-8."""
    rule = "transfer-plan.reviewed-when-submitted"

    given(*NOTICED, SUBMITTED).when(changed(APPROVED, happened_on=date(2026, 3, 19))).refused(rule, "not submitted")
    given(*NOTICED, SUBMITTED, APPROVED).when(changed(APPROVED, happened_on=date(2026, 4, 9))).refused(rule, "already")
    signed = (*NOTICED, SUBMITTED, APPROVED, OURS, THEIRS)
    given(*signed).when(changed(RETURNED, happened_on=date(2026, 4, 20))).refused(rule, "revised version")


def test_a_plan_is_approved_as_revised_and_returned_with_reasons() -> None:
    """TVP-6.0-8."""
    given(*NOTICED, SUBMITTED, RETURNED).when(APPROVED).refused("transfer-plan.approved-as-revised", "record it first")
    given(*NOTICED, SUBMITTED, RETURNED, REVISED).when(APPROVED).keeps("transfer-plan.approved-as-revised")
    given(*NOTICED, SUBMITTED).when(RETURNED).keeps("transfer-plan.returned-with-reasons")
    given(*NOTICED, SUBMITTED).when(changed(RETURNED, reasons=None)).departs_from("transfer-plan.returned-with-reasons")
    for decided in (APPROVED, RETURNED):
        given(*NOTICED, SUBMITTED).when(decided).keeps("transfer-plan.decided-by-whom")
        given(*NOTICED, SUBMITTED).when(changed(decided, by=None)).departs_from("transfer-plan.decided-by-whom")


# --- handing over ---------------------------------------------------------------------------------------------------

SIGNED: tuple[Entry, ...] = (*NOTICED, SUBMITTED, APPROVED, OURS, THEIRS)


def test_a_plan_that_was_approved_or_signed_is_not_simply_returned() -> None:
    """TVP-6.0-8, TVP-6.0-9."""
    rule, late = "transfer-plan.not-returned-when-approved", changed(RETURNED, happened_on=date(2026, 4, 20))

    given(*NOTICED, SUBMITTED).when(RETURNED).keeps(rule)
    given(*NOTICED, SUBMITTED, APPROVED).when(late, acknowledge_all=False).asked(rule)
    given(*NOTICED, SUBMITTED, OURS).when(late, acknowledge_all=False).asked(rule)
    given(*NOTICED, SUBMITTED, OURS, THEIRS).when(late, acknowledge_all=False).asked(rule)
    given(*SIGNED).when(late).refused("transfer-plan.reviewed-when-submitted", "signed by both parties")


def test_what_is_handed_over_is_receipted_and_listed() -> None:
    """TVP-6.0-11."""
    given(*SIGNED).when(HANDED).keeps("handover.with-receipt", "transfer.as-listed")
    bare = given(*SIGNED).when(changed(HANDED, receipt=None)).departs_from("handover.with-receipt")
    assert (bare.file.exits.handed_over[0].received_by, bare.file.exits.handed_over[0].receipt) == ("Nora New", False)
    told = given(*SIGNED).when(changed(HANDED, item="Case files")).departs_from("transfer.as-listed")
    assert [d.found for d in told.file.entries[-1].departures if d.rule == "transfer.as-listed"] == [
        "no transfer plan on file lists this item; still open of those listed: D1; if it is one of these, name it so"
    ]
    given(*SIGNED, HANDED).when(changed(HANDED, item="D9")).departs_from("transfer.as-listed")
    given(*SIGNED).when(arranged("C-0999")).departs_from("transfer.as-listed")
    given(*SIGNED).when(arranged("C-0147")).keeps("transfer.as-listed")


def test_a_clients_new_support_starts_before_what_they_have_is_over() -> None:
    """TVP-6.0-12: by the end of the part that a notice ends, or of the contract; nobody is left without for a day."""
    rule, ends = "transfer.support-without-a-gap", date(2026, 6, 30)
    of_a_part = given(REGISTERED, changed(NOTICE, ends_on=ends), SUBMITTED)

    def from_(day: date, **parts: object) -> ClientTransferArranged:
        return arranged("C-0147").model_copy(update={"starts_on": day, **parts})

    for plan in ("TPL-001", None):
        of_a_part.when(from_(ends, plan=plan)).keeps(rule)
        of_a_part.when(from_(date(2026, 7, 1), plan=plan)).keeps(rule)
        of_a_part.when(from_(date(2026, 7, 2), plan=plan)).departs_from(rule)
    gap = of_a_part.when(from_(date(2026, 7, 10)), acknowledge_all=False).asked(rule)
    assert "ends on 30 June 2026: for 9 days nobody supports them" in str(gap.error)
    of_a_part.when(arranged("C-0147")).keeps(rule)
    withdrawn = NoticeWithdrawn(happened_on=date(2026, 4, 20), notice="NOT-001", reason=Said("Agreed"))
    of_a_part.when(withdrawn).when(from_(date(2026, 7, 10))).keeps(rule)
    of_the_whole = given(REGISTERED, changed(SUBMITTED, notice=None))
    of_the_whole.when(from_(date(2026, 9, 1))).keeps(rule)
    of_the_whole.when(from_(date(2026, 9, 2))).departs_from(rule)


def test_a_client_goes_on_with_another_body_from_a_day() -> None:
    """TVP-6.0-12: of a part that ends the provider may keep them in the rest, and what is arranged may say how."""
    registered = changed(REGISTERED, provider=Organisation(name="Oldcare Ltd"))
    story = given(registered, changed(NOTICE, extent="full", part=None), SUBMITTED)
    its_own = changed(arranged("C-0147"), receiving_body="Oldcare Limited")

    story.when(arranged("C-0147")).departs_from("transfer.support-from-a-day").keeps("transfer.to-another-body")
    story.when(changed(arranged("C-0147"), starts_on=date(2026, 9, 1))).keeps("transfer.support-from-a-day")
    story.when(its_own).departs_from("transfer.to-another-body")
    story.when(changed(its_own, arrangement=Said("By the new contract"))).keeps("transfer.to-another-body")
    given(registered, NOTICE, SUBMITTED).when(its_own).keeps("transfer.to-another-body")


def test_a_provider_that_is_bound_until_the_handover_leaves_no_client_alone() -> None:
    """TVP-6.0-6, TVP-6.0-12: the contract binds it after the end, too, until the transfer is complete."""
    story = given(REGISTERED, PLAN, changed(SUBMITTED, notice=None))

    story.when(changed(arranged("C-0147"), starts_on=date(2026, 9, 20))).keeps("transfer.support-without-a-gap")


def test_a_provider_is_released_once_others_support_each_client() -> None:
    """TVP-6.0-6, TVP-6.0-12: bound until the handover is complete, it leaves nobody alone before; after it, it may."""
    rule, done = "transfer.released-once-supported", changed(COMPLETED, happened_on=date(2026, 9, 30), plan=None)
    story = given(REGISTERED, PLAN, changed(SUBMITTED, notice=None, clients=("C-0147",)))

    def handed(starts_on: date | None) -> Story:
        return story.when(changed(arranged("C-0147"), starts_on=starts_on)).recorded()

    for_a_month = handed(date(2026, 10, 31)).when(done, acknowledge_all=False).asked(rule)
    assert "nobody supports C-0147 for 30 days, until 31 October 2026" in str(for_a_month.error)
    handed(date(2026, 10, 1)).when(done).keeps(rule)
    unsaid = handed(None).when(done, acknowledge_all=False).asked(rule)
    assert "it is not said from which day others support C-0147" in str(unsaid.error)
    story.when(changed(done, happened_on=date(2026, 4, 1))).refused("transfer.no-client-left")


def test_a_transfer_that_is_complete_before_its_clients_go_over_is_remarked_on() -> None:
    """TVP-6.0-12: also where the contract binds the provider until others begin, and nobody is left alone."""
    rule = "transfer.clients-gone-over"

    def done(*starts_on: date | None) -> Story:
        whom = zip(("C-0147", "C-0148"), starts_on, strict=True)
        each = [changed(arranged(client), starts_on=day) for client, day in whom]
        return given(*SIGNED, HANDED, *each).when(COMPLETED)

    told = done(date(2026, 5, 20), date(2026, 6, 8)).departs_from(rule)
    assert told.last is not None
    [said] = [one.found for one in told.last.departures if one.rule == rule]
    assert said == "by 29 May 2026 it was complete, and these go over only later: C-0148 on 8 June 2026"
    done(date(2026, 5, 20), date(2026, 5, 30)).keeps(rule)
    done(None, None).keeps(rule)


def test_a_plan_that_covers_clients_lists_them_or_says_that_there_are_none() -> None:
    """TVP-6.0-12: asked about when it is approved, signed and carried out; under other procedures only shown."""
    rule, bare = "transfer-plan.clients-listed", changed(SUBMITTED, clients=())

    given(*NOTICED, bare).when(RETURNED).keeps(rule)
    asked = given(*NOTICED, bare).when(APPROVED, acknowledge_all=False).asked(rule)
    assert "TPL-001 lists no clients, nor says that there are none" in str(asked.error)
    given(*NOTICED, bare, APPROVED).when(OURS, acknowledge_all=False).asked(rule)
    given(*NOTICED, bare, APPROVED, OURS, THEIRS, HANDED).when(COMPLETED, acknowledge_all=False).asked(rule)
    unnamed = changed(COMPLETED, plan=None)
    given(*NOTICED, bare, APPROVED, OURS, THEIRS, HANDED).when(unnamed, acknowledge_all=False).asked(rule)
    none = changed(bare, no_clients=True)
    given(*NOTICED, none).when(APPROVED).keeps(rule)
    done = given(*NOTICED, none, APPROVED, OURS, THEIRS, HANDED).when(COMPLETED)
    done.keeps(rule, "transfer-plan.lists-what-it-covers")
    nothing_of_them = changed(bare, sections=("services", "documents"))  # TVP-6.0-10: a plan is to cover them
    given(*NOTICED, nothing_of_them).when(APPROVED).departs_from(rule)
    given(*NOTICED, nothing_of_them, APPROVED).when(OURS).departs_from(rule)
    given(*NOTICED, bare, changed(REVISED, no_clients=True, clients=())).when(APPROVED).keeps(rule)
    given(*NOTICED, bare, REVISED).when(APPROVED).keeps(rule)
    both = given(*NOTICED).when(changed(SUBMITTED, no_clients=True))
    both.departs_from("transfer-plan.lists-what-it-covers")
    given(*NOTICED).when(changed(bare, no_clients=True)).keeps("transfer-plan.lists-what-it-covers")
    shown = given(changed(REGISTERED, procedure="hampshire/1"), NOTICE, bare).when(APPROVED, acknowledge_all=False)
    shown.departs_from(rule)


def test_a_revised_transfer_plan_leaves_out_no_client_and_no_item_without_a_reason() -> None:
    """TVP-6.0-12, TVP-6.0-11: whose support is arranged, and what is handed over, need not be listed again."""
    rule, both = "transfer-plan.leaves-nobody-out", changed(SUBMITTED, items=(D1, D2))
    fewer, clients = changed(REVISED, items=(D1, D2), clients=("C-0147",)), ("C-0147", "C-0148")
    story = given(*NOTICED, both)

    asked = story.when(fewer, acknowledge_all=False).asked(rule)
    assert "it leaves out C-0148, which TPL-001 listed, and nothing on file says what" in str(asked.error)
    story.when(changed(fewer, clients=clients, items=(D1,))).departs_from(rule)
    for whole in (changed(fewer, clients=clients), changed(fewer, clients=(), items=())):
        story.when(whole).keeps(rule)
    given(*NOTICED, both, arranged("C-0148", date(2026, 4, 1))).when(fewer).keeps(rule)
    given(*NOTICED, both, changed(fewer, plan=None, clients=("C-0148",))).when(fewer).keeps(rule)
    handed = changed(HANDED, happened_on=date(2026, 4, 1), item="d2")
    given(*NOTICED, both, handed).when(changed(fewer, clients=clients, items=(D1,))).keeps(rule)
    given(*NOTICED).when(SUBMITTED).keeps(rule)


def test_a_client_whom_a_revised_plan_leaves_out_is_asked_about_until_the_transfer_is_complete() -> None:
    """TVP-6.0-12: on approval, on signature and on completion, unless it is said why or who supports them."""
    rule, fewer = "transfer-plan.clients-listed", changed(REVISED, clients=("C-0147",), items=(D1,))
    both = changed(SUBMITTED, items=(D1, D2))
    before: tuple[Entry, ...] = (*NOTICED, both)
    words = "TPL-001 leaves out C-0148 since 3 April 2026 (entry 4), and it is not said why"

    for entries, act in (((), APPROVED), ((APPROVED,), OURS), ((APPROVED, OURS, THEIRS, HANDED), COMPLETED)):
        arranged_for = [arranged("C-0147")] if act is COMPLETED else []
        story = given(*before, fewer, *entries, *arranged_for)
        asked = story.when(act, acknowledge_all=False).asked(rule)
        assert words in str(asked.error)
        later = EntrySupplemented(happened_on=date(2026, 4, 6), position=4, words=Said("C-0148 has moved away"))
        given(*before, fewer, later, *entries, *arranged_for).when(act).keeps(rule)
        given(*before, fewer, *entries, *arranged_for, arranged("C-0148", date(2026, 4, 6))).when(act).keeps(rule)
    left = given(*before, fewer, APPROVED, OURS, THEIRS, HANDED, arranged("C-0147"), arranged("C-0148"))
    assert "D2" in str(left.when(COMPLETED, acknowledge_all=False).asked("transfer.everything-handed-over").error)
    given(*before, fewer).when(arranged("C-0148")).keeps("transfer.as-listed")


def test_no_transfer_is_complete_while_a_client_is_without_support() -> None:
    """TVP-6.0-12: refused, naming who is left."""
    story = given(*SIGNED, HANDED, arranged("C-0147")).when(COMPLETED).refused("transfer.no-client-left", "C-0148")
    assert "C-0147" not in str(story.error)

    late = arranged("C-0148", date(2026, 5, 30))
    given(*SIGNED, HANDED, arranged("C-0147"), late).when(COMPLETED).refused("transfer.no-client-left", "C-0148")
    everybody = [changed(arranged(one), starts_on=date(2026, 5, 30)) for one in ("C-0147", "C-0148")]
    assert given(*SIGNED, HANDED, *everybody).when(COMPLETED).recorded().objections == ()


def test_a_transfer_is_complete_once_on_a_signed_plan_with_everything_handed_over() -> None:
    """TVP-6.0-9, TVP-6.0-11."""
    everybody = (arranged("C-0147"), arranged("C-0148"))
    unsigned = (*NOTICED, SUBMITTED, APPROVED, OURS, HANDED, *everybody)

    given(*SIGNED, *everybody).when(COMPLETED).departs_from("transfer.everything-handed-over")
    given(*SIGNED, HANDED, *everybody).when(COMPLETED).keeps("transfer.everything-handed-over")
    given(*unsigned).when(COMPLETED).departs_from("transfer.on-a-signed-plan")
    given(*SIGNED, HANDED, *everybody).when(COMPLETED).keeps("transfer.on-a-signed-plan")
    given(REGISTERED).when(changed(COMPLETED, plan=None)).departs_from("transfer.on-a-signed-plan")
    given(*SIGNED, HANDED, *everybody, COMPLETED).when(COMPLETED).refused("transfer.completed-once", "29 May 2026")


def test_striking_out_an_arrangement_that_a_completed_transfer_rests_on_is_refused() -> None:
    file = given(*SIGNED, HANDED, arranged("C-0147"), arranged("C-0148"), COMPLETED)

    struck = EntryStruckOut(happened_on=date(2026, 6, 1), position=8, reason=Said("Made in error"))
    file.when(struck).refused("correction.leaves-nothing-hanging")


# --- transition -----------------------------------------------------------------------------------------------------


def test_the_outgoing_provider_stays_bound_until_the_service_is_handed_over() -> None:
    """TVP-6.0-6: with an unused extension, a new provider, or notice; not under a procedure that is silent."""
    option = changed(REGISTERED, extensions=(Extension(id="A", months=12),))
    unused = ExtensionDecided(happened_on=date(2026, 2, 2), option="A", taken=False)
    expired = ContractExpired(happened_on=date(2026, 8, 31))
    done = ServiceTransferCompleted(happened_on=date(2026, 9, 30), receiving_body="Newcare")
    hampshire = read("hampshire")

    for opened in (unused, PLAN, changed(NOTICE, extent="full", part=None)):
        open_ended, over = given(option, opened, expired).file, given(option, opened, expired, done).file
        assert transition.bound_until(open_ended, THAMES) is None
        assert transition.bound_until(over, THAMES) == date(2026, 9, 30)
        assert transition.bound_until(open_ended, hampshire) == date(2026, 8, 31)
    early = changed(done, happened_on=date(2026, 8, 3))
    assert transition.bound_until(given(option, unused, early, expired).file, THAMES) == date(2026, 8, 31)


def test_an_option_that_lapsed_without_a_decision_counts_as_not_taken_up() -> None:
    """TVP-6.0-6: from the entry that the contract expired; not where the service was ended or handed over before."""
    option = changed(REGISTERED, extensions=(Extension(id="A", months=12), Extension(id="B", months=12)))
    expired = ContractExpired(happened_on=date(2026, 8, 31))
    done = ServiceTransferCompleted(happened_on=date(2026, 9, 30), receiving_body="Newcare")
    day = date(2026, 8, 31)

    held = transition.transition(given(option, expired).file, THAMES)
    assert held is not None
    assert (held.opened_on, held.position, held.why) == (day, 2, "the option to extend, A, lapsed without a decision")
    assert transition.transition(given(option).file, THAMES) is None
    assert transition.bound_until(given(option, expired).file, THAMES) is None
    assert transition.bound_until(given(option, expired, done).file, THAMES) == date(2026, 9, 30)
    assert transition.bound_until(given(option, expired).file, read("hampshire")) == day
    for settled in (changed(PLAN, exit_type="decommission"), changed(done, happened_on=date(2026, 8, 3))):
        assert transition.bound_until(given(option, settled, expired).file, THAMES) == day


def test_an_option_taken_once_the_contract_had_expired_lifts_no_transition() -> None:
    """TVP-6.0-6: nor does one taken after its last day that it had been decided not to use."""
    option = changed(REGISTERED, extensions=(Extension(id="A", months=12),))
    expired = ContractExpired(happened_on=date(2026, 8, 31))
    late = ExtensionDecided(happened_on=date(2026, 9, 4), option="A", taken=True)
    not_used = changed(late, happened_on=date(2026, 9, 3), taken=False)

    for entries in ((expired, late), (expired, not_used, late), (not_used, late), (changed(expired), not_used)):
        file = given(option, *entries).file
        assert transition.transition(file, THAMES) is not None
        assert transition.bound_until(file, THAMES) is None
        assert file.end_date(date(2026, 10, 1)) == date(2026, 8, 31)
    before = changed(late, happened_on=date(2026, 8, 3))
    assert transition.transition(given(option, before).file, THAMES) is None


def test_of_two_options_the_second_lapses_where_only_the_first_was_used() -> None:
    """TVP-6.0-6."""
    option = changed(REGISTERED, extensions=(Extension(id="A", months=1), Extension(id="B", months=1)))
    used = ExtensionDecided(happened_on=date(2026, 2, 2), option="A", taken=True, new_end_date=date(2026, 9, 30))
    used_too = changed(used, happened_on=date(2026, 2, 3), option="B", new_end_date=date(2026, 10, 31))
    expired, day = ContractExpired(happened_on=date(2026, 10, 31)), date(2026, 10, 31)

    assert transition.bound_until(given(option, used, expired).file, THAMES) is None
    assert transition.bound_until(given(option, used, used_too, expired).file, THAMES) == day


def test_a_service_that_is_ended_needs_no_transition() -> None:
    """TVP-6.0-5."""
    closing = changed(PLAN, exit_type="decommission")
    expired = ContractExpired(happened_on=date(2026, 8, 31))

    assert transition.bound_until(given(REGISTERED, closing, expired).file, THAMES) == date(2026, 8, 31)
    assert transition.bound_until(given(REGISTERED, NOTICE, expired).file, THAMES) == date(2026, 8, 31)
    unused = ExtensionDecided(happened_on=date(2026, 2, 2), taken=False)
    let_end = changed(
        PLAN, exit_type="extension-not-taken", what_follows=Said("Nobody takes it over"), service_ends=True
    )
    for ends in (closing, let_end):
        for before in ((), (unused,), (changed(NOTICE, extent="full", part=None),)):
            assert transition.transition(given(REGISTERED, *before, ends).file, THAMES) is None
    goes_on = changed(let_end, service_ends=False)
    assert transition.transition(given(REGISTERED, unused, goes_on).file, THAMES) is not None
    again = changed(goes_on, happened_on=date(2026, 4, 1), replaces="EXP-001")
    assert transition.transition(given(REGISTERED, let_end, again).file, THAMES) is not None
    taken = ExtensionDecided(happened_on=date(2026, 2, 2), taken=True, new_end_date=date(2027, 8, 31))
    assert transition.transition(given(REGISTERED, taken).file, THAMES) is None


def test_a_transfer_plan_is_supplied_by_the_provider() -> None:
    """TVP-6.0-7: of one that is entered as the authority's own it is asked why; a name of whom nothing is on file may
    be anybody's."""
    rule, ours = "transfer-plan.supplied-by-the-provider", changed(SUBMITTED, by=ANN)
    story = given(REGISTERED, NOTICE)

    story.when(ours, acknowledge_all=False).asked(rule)
    given(changed(REGISTERED, procedure="hampshire/1"), NOTICE).when(ours, acknowledge_all=False).asked(rule)
    for by in (PROVIDER, Actor(person="Zoe Zeal"), None):
        story.when(changed(SUBMITTED, by=by)).keeps(rule)


@pytest.mark.parametrize("party", ["authority", "provider"])
def test_a_transfer_plan_is_signed_for_each_party_by_somebody_of_its_own(party: str) -> None:
    """TVP-6.0-9: "signed by both parties"."""
    rule, story = "transfer-plan.signed-for-its-own-side", given(REGISTERED, NOTICE, SUBMITTED, REVISED, APPROVED)
    own, other = (ANN, PROVIDER) if party == "authority" else (PROVIDER, ANN)

    story.when(changed(OURS, party=party, signatory=own)).keeps(rule)
    story.when(changed(OURS, party=party, signatory=other), acknowledge_all=False).asked(rule)
    story.when(changed(OURS, party=party, signatory=None, by=other)).departs_from(rule)
    story.when(changed(OURS, party=party, signatory=Actor(person="Zoe Zeal"))).keeps(rule)


def test_a_plan_for_a_service_that_is_provided_anew_does_not_say_that_it_ends() -> None:
    """TVP-6.0-5: "whether the service is being decommissioned or re-commissioned"."""
    rule = "exit-plan.service-ends-or-goes-on"
    for exit_type in ("recommission", "retendered"):
        given(REGISTERED).when(changed(PLAN, exit_type=exit_type, service_ends=True)).refused(rule, "goes on")
    for other in ("decommission", "extension-not-taken", None):
        given(REGISTERED).when(changed(PLAN, exit_type=other, service_ends=True)).keeps(rule)
