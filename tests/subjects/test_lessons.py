"""Stories of looking back upon a contract, and of the lessons drawn."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.entry import Actor
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.lessons import LessonRecorded, PostContractReviewHeld
from ledger.subjects.meetings import Attendee, MeetingHeld
from ledger.subjects.people import LeadOfficerAppointed, ProviderContactNamed
from ledger.subjects.termination import ContractTerminated
from ledger.words import Said
from projections.duties.due import duties
from tests.story import ANN, changed, given
from tests.worked_through import view_of

REGISTERED = ContractRegistered(
    happened_on=date(2024, 1, 8), reference="C-1", title="Victims' support", start_date=date(2024, 2, 1),
    end_date=date(2026, 8, 31), procedure="thames-valley/1",
)  # fmt: skip
LEAD = LeadOfficerAppointed(happened_on=date(2024, 1, 9), person="Ann Ashe")
CONTACT = ProviderContactNamed(happened_on=date(2024, 1, 9), person="Priya Provider", role="contract-manager")
PRIYA = Actor(person="Priya Provider", party="provider")
HELD = PostContractReviewHeld(
    happened_on=date(2026, 7, 14), invited=(ANN, PRIYA), attendees=(ANN, PRIYA),
    benefits=Said("Waiting fell to nine days"), losses=Said("Two workers left"),
    lessons=Said("Name a worker from the first day"),
    commissioning=Said("Buy a named worker"),
)  # fmt: skip


def test_a_look_back_with_everybody_under_its_three_heads_departs_from_nothing() -> None:
    """TVP-3.0-10, TVP-3.0-11, TVP-3.0-12."""
    story = given(REGISTERED, LEAD, CONTACT).when(HELD)

    assert story.recorded().objections == ()
    held = story.file.lessons.held(date(2026, 7, 14))
    assert held is not None
    assert (held.id, len(held.invited), len(held.attendees)) == ("PCR-001", 2, 2)
    assert story.file.lessons.held(date(2026, 7, 13)) is None


def test_a_look_back_that_says_nothing_and_names_nobody_is_none() -> None:
    """TVP-3.0-10: its duty stays, and says why; so it does on Exit."""
    blank = PostContractReviewHeld(happened_on=date(2026, 7, 14))

    def waits(said: PostContractReviewHeld) -> list[str]:
        view = view_of(given(REGISTERED, LEAD, CONTACT, said).file)
        return [one.sentence for one in duties(view) if one.id == "post-review" and one.done_on is None]

    [sentence] = waits(blank)
    assert sentence.endswith("; PCR-001 says nothing and names nobody.")
    assert given(REGISTERED, blank).file.lessons.held(date(2026, 8, 1)) is None
    for said in (changed(blank, invited=(ANN,)), changed(blank, lessons=Said("Name a worker"))):
        assert waits(said) == []


@pytest.mark.parametrize("head", ["lessons", "commissioning"])
def test_each_head_left_out_is_asked_about(head: str) -> None:
    """TVP-3.0-12."""
    story = given(REGISTERED, LEAD, CONTACT).when(changed(HELD, **{head: None}), acknowledge_all=False)

    story.asked("post-review.under-three-heads")


def test_gains_or_losses_will_do() -> None:
    """TVP-3.0-12: business gains, or losses."""
    rule = "post-review.under-three-heads"

    given(REGISTERED, LEAD).when(changed(HELD, losses=None)).keeps(rule)
    given(REGISTERED, LEAD).when(changed(HELD, benefits=None)).keeps(rule)
    given(REGISTERED, LEAD).when(changed(HELD, benefits=None, losses=None)).departs_from(rule)


def test_everybody_in_post_on_either_side_is_invited() -> None:
    """TVP-3.0-11: by the roles on file and the provider's contacts."""
    rule = "post-review.everybody-concerned"

    given(REGISTERED, LEAD, CONTACT).when(HELD).keeps(rule)
    story = given(REGISTERED, LEAD, CONTACT).when(changed(HELD, invited=(ANN,), attendees=(ANN,))).departs_from(rule)
    assert story.last is not None
    assert "Priya Provider" in next(d.found for d in story.last.departures if d.rule == rule)
    given(REGISTERED, LEAD, CONTACT).when(changed(HELD, invited=(), attendees=())).departs_from(rule)
    left = changed(CONTACT, until_date=date(2025, 1, 31))
    given(REGISTERED, LEAD, left).when(changed(HELD, invited=(ANN, PRIYA), attendees=(ANN, PRIYA))).keeps(rule)


def test_a_look_back_by_the_authority_alone_is_asked_about_though_the_file_has_nobody_of_the_provider_to_name() -> None:
    """TVP-3.0-11, docs/adr/0393: "with all relevant personnel"."""
    rule, alone = "post-review.everybody-concerned", changed(HELD, invited=(ANN,), attendees=(ANN,))
    left, nobody = changed(CONTACT, until_date=date(2025, 1, 31)), "none of its people is on file for that day"

    for on_file in (given(REGISTERED, LEAD), given(REGISTERED, LEAD, left)):
        story = on_file.when(alone).departs_from(rule)
        assert story.last is not None
        [found] = [d.found for d in story.last.departures if d.rule == rule]
        assert found == f"nobody of the provider was invited or took part, and {nobody}"
        invited = on_file.when(changed(HELD, attendees=(ANN,))).departs_from(rule)
        assert f"nobody of the provider took part, and {nobody}" in str(invited.last)
        on_file.when(HELD).keeps(rule)
        as_a_body = Actor(person="The provider", party="provider")
        on_file.when(changed(HELD, attendees=(ANN, as_a_body))).keeps(rule)


def test_a_look_back_is_taken_part_in_by_those_concerned() -> None:
    """TVP-3.0-11: "with all relevant personnel"; who did not come is named, invited or not."""
    rule, zed = "post-review.everybody-concerned", Actor(person="Zed", office="finance")

    given(REGISTERED, LEAD, CONTACT).when(changed(HELD, attendees=())).departs_from(rule)
    story = given(REGISTERED, LEAD, CONTACT).when(changed(HELD, attendees=(zed,))).departs_from(rule)
    assert story.last is not None
    assert "nobody took part: Ann Ashe, Priya Provider" in next(
        d.found for d in story.last.departures if d.rule == rule
    )
    given(REGISTERED).when(changed(HELD, attendees=(zed, PRIYA))).keeps(rule)
    alone = given(REGISTERED, LEAD, CONTACT).when(changed(HELD, attendees=(ANN, zed))).departs_from(rule)
    assert alone.last is not None
    assert [d.found for d in alone.last.departures if d.rule == rule] == [
        "Priya Provider, in post on the day, did not take part"
    ]


def test_those_at_the_meeting_at_which_it_was_held_took_part_in_a_look_back() -> None:
    """TVP-3.0-11: where the meeting is on file, it says who was there."""
    rule = "post-review.everybody-concerned"
    there = (Attendee(person="Ann Ashe"), Attendee(person="Priya Provider", party="provider"))
    met = MeetingHeld(happened_on=HELD.happened_on, meeting_kind="ad-hoc", attendees=there)
    on_file = given(REGISTERED, LEAD, CONTACT, met)

    on_file.when(changed(HELD, meeting="MTG-001", invited=(), attendees=())).keeps(rule)
    on_file.when(changed(HELD, attendees=())).departs_from(rule)
    alone = given(REGISTERED, LEAD, CONTACT, changed(met, attendees=there[:1]))
    story = alone.when(changed(HELD, meeting="MTG-001", invited=(), attendees=())).departs_from(rule)
    assert story.last is not None
    assert [d.found for d in story.last.departures if d.rule == rule] == [
        "Priya Provider, in post on the day, was not invited"
    ]


def test_it_is_held_before_the_contract_concludes_however_it_does() -> None:
    """TVP-3.0-10; what is late is shown, not blocked (N-13)."""
    rule = "post-review.before-the-end"
    ended = ContractTerminated(happened_on=date(2026, 6, 1), by_party="both")

    given(REGISTERED).when(changed(HELD, happened_on=date(2026, 8, 31))).keeps(rule)
    given(REGISTERED).when(changed(HELD, happened_on=date(2026, 9, 1))).departs_from(rule)
    given(REGISTERED, ended).when(changed(HELD, happened_on=date(2026, 6, 2))).departs_from(rule)


def test_each_lesson_is_recorded_for_itself() -> None:
    """TVP-3.0-12."""
    lesson = LessonRecorded(
        happened_on=date(2026, 7, 15), subject="users", topic="named workers", review="PCR-001",
        lesson=Said("A named worker from the first day"), feeds_next_contract=True,
    )  # fmt: skip

    lessons = given(REGISTERED, HELD).when(lesson).recorded().file.lessons

    assert [one.id for one in lessons.of_review("PCR-001")] == ["LSN-001"]
    given(REGISTERED).when(lesson).refused("entry.names-what-is-on-file", "PCR-001")
