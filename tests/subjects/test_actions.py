"""Stories of what was to be done, and whether it was."""

from __future__ import annotations

from datetime import date

from ledger.entry import Actor
from ledger.subjects.actions import ActionAssigned, ActionCompleted, CorrectiveActionTaken
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.performance import ActivityRecorded, Span
from ledger.words import Said
from tests.story import ANN, given

SUPPORT = Actor(person="Sam Shah", office="contract-support-officer")
PROVIDERS = Actor(person="Pat Price", office="provider-contract-manager", party="provider")
MARCH = MeetingHeld(
    happened_on=date(2025, 3, 3), by=ANN, attendees=(Attendee(person="Ann Ashe", office="lead-officer"),)
)
BRING_ROTA = ActionAssigned(
    happened_on=date(2025, 3, 3), description=Said("Send the rota every Friday"), owner=PROVIDERS,
    due_on=date(2025, 3, 14), meeting="MTG-001",
)  # fmt: skip


def test_an_action_is_open_until_it_is_done() -> None:
    """HCC-7.3-a."""
    story = given(MARCH, BRING_ROTA).keeps("action.has-owner-and-date")
    done = story.when(ActionCompleted(happened_on=date(2025, 3, 20), action="ACT-001", confirmed_by=ANN))

    for told_on, is_open in [
        (date(2025, 3, 2), False), (date(2025, 3, 3), True), (date(2025, 3, 15), True), (date(2025, 3, 19), True),
        (date(2025, 3, 20), False),
    ]:  # fmt: skip
        assert bool(done.file.actions.open_on(told_on)) is is_open, told_on


def test_an_action_without_an_owner_or_a_day_is_a_gap() -> None:
    """TVP-5.1-3b."""
    given().when(ActionAssigned(happened_on=date(2025, 3, 3), description=Said("Train staff"))).departs_from(
        "action.has-owner-and-date"
    ).then(lambda file: file.actions.open_on(date(2026, 1, 1)))


def test_an_action_due_before_it_was_given_is_recorded_and_told() -> None:
    late = BRING_ROTA.model_copy(update={"due_on": date(2025, 3, 2)})

    given(MARCH).when(late, acknowledge_all=False).departs_from("action.due-after-given")
    given(MARCH).when(BRING_ROTA).keeps("action.due-after-given")


def test_an_action_is_done_no_earlier_than_it_is_given() -> None:
    story = given(MARCH, BRING_ROTA)

    story.when(ActionCompleted(happened_on=date(2025, 3, 2), action="ACT-001")).refused("action.done-after-given")
    story.when(
        CorrectiveActionTaken(happened_on=date(2025, 3, 2), action="ACT-001", description=Said("Rota sent"), by=ANN)
    ).refused("action.done-after-given", "3 March 2025")
    story.when(ActionCompleted(happened_on=date(2025, 3, 3), action="ACT-002")).refused("entry.names-what-is-on-file")


def test_the_lead_officer_takes_corrective_action() -> None:
    """HCC-7.3-a, HCC-7.3-b."""
    taken = CorrectiveActionTaken(
        happened_on=date(2025, 3, 10), reason="volume", description=Said("Ten hours moved to the north"), by=ANN,
        meeting="MTG-001", action="ACT-001",
    )  # fmt: skip
    story = given(MARCH, BRING_ROTA)

    story.when(taken).keeps("action.corrective-by-lead-officer").then(
        lambda file: file.actions.after_meeting["MTG-001"] == (4,) and file.actions.by_id["ACT-001"].corrective == (4,)
    )
    done = story.when(taken).file.actions
    assert (done.by_id["ACT-001"].completed, done.open_on(date(2026, 1, 1))) == ((date(2025, 3, 10), 4), [])
    elsewhere = story.when(taken.model_copy(update={"action": None})).file.actions
    assert [one.id for one in elsewhere.open_on(date(2026, 1, 1))] == ["ACT-001"]
    story.when(taken.model_copy(update={"by": SUPPORT})).departs_from("action.corrective-by-lead-officer")
    story.when(taken.model_copy(update={"by": None})).departs_from("action.corrective-by-lead-officer")


def test_action_on_capacity_or_volumes_cites_the_figures_it_answers_to() -> None:
    """HCC-7.3-b: in keeping with paying for delivery only."""
    rule = "action.on-capacity-cites-figures"
    hours = ActivityRecorded(
        happened_on=date(2025, 3, 3), period=Span(first=date(2025, 2, 1), last=date(2025, 2, 28)), measure="hours",
        commissioned="1000", delivered="700",
    )  # fmt: skip
    taken = CorrectiveActionTaken(
        happened_on=date(2025, 3, 10), reason="capacity", description=Said("Ten hours moved"), by=ANN, activity=(2,)
    )

    given(hours).when(taken).keeps(rule)
    given(hours).when(taken.model_copy(update={"activity": ()})).departs_from(rule)
    given(hours, MARCH).when(taken.model_copy(update={"activity": (3,)})).departs_from(rule)
    given(hours).when(taken.model_copy(update={"activity": (), "reason": "quality"})).keeps(rule)
