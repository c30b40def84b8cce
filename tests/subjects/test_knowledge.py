"""Stories of knowledge and of staff as a body: what was shared, who carries it, and counts that are of nobody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest

from ledger.brought import brought_by, left_unsaid
from ledger.dates.span import Span
from ledger.entry import Actor, Entry
from ledger.procedures import read
from ledger.subjects.knowledge import (
    BriefingHeld,
    Group,
    KnowledgeShared,
    MarketIntelligenceRecorded,
    RoleLeft,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
    TeamPresent,
    TrainingMaterialUpdated,
)
from ledger.subjects.knowledge.entries import Counted
from ledger.subjects.programme import ProgrammeOpened
from ledger.subjects.records import EntryCorrected, LedgerOpened
from ledger.words import Said
from projections.duties.due import duties
from projections.view import FileView
from tests.story import changed, given

SPRING, AUTUMN = date(2017, 6, 5), date(2017, 10, 30)
OPENED = ProgrammeOpened(happened_on=date(2017, 4, 3), reference="P-1", title="Programme", business_units=("Adults",))
AGREED = StaffObjectivesAgreed(
    happened_on=SPRING, period="2017/18", objectives=(Said("Score every key contract"),), agreed_by="CSMG"
)


def counts(*groups: Group, **said: Any) -> StaffCountsReported:
    usual: dict[str, Any] = {"counted": "half-year-review", "period": "2017/18"}
    return StaffCountsReported(happened_on=AUTUMN, groups=groups, **(usual | said))


# --- counts of staff ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("counted", get_args(Counted))
def test_a_group_so_small_that_it_tells_of_a_person_is_refused_and_another_is_taken(counted: str) -> None:
    """IMP-19-b, IMP-19-c, IMP-19-d: five, a setting; never about a person."""
    four, five = Group(team="Adults", staff=4, reached=4), Group(team="Highways", staff=5, reached=3)

    given(OPENED, AGREED).when(counts(five, four, counted=counted)).refused(
        "staff-counts.never-about-a-person", "Adults: fewer than 5 people"
    )
    given(OPENED, AGREED).when(counts(five, counted=counted)).recorded()


def test_counts_have_no_room_for_a_person() -> None:
    """IMP-19-c: the kind has teams and numbers, and nothing else to say of anybody."""
    assert set(Group.model_fields) == {"team", "staff", "reached", "partly", "not_reached", "beyond_unit"}


def test_counts_in_which_nothing_is_counted_are_remarked_on() -> None:
    """IMP-19-c: how objectives were met is told by numbers of those who met them."""
    rule, bare, none = "staff-counts.say-how-many", Group(team="Ops", staff=20), Group(team="Sales", staff=9, reached=0)

    story = given(OPENED, AGREED).when(counts(bare, none)).departs_from(rule)
    assert story.last is not None
    [found] = [one.found for one in story.last.departures if one.rule == rule]
    assert found == "of Ops nothing is counted but how many people there are"
    given(OPENED, AGREED).when(counts(none)).keeps(rule)


def test_no_more_people_are_counted_than_a_group_has() -> None:
    over = Group(team="Adults", staff=6, reached=4, partly=2, not_reached=1)

    given(OPENED, AGREED).when(counts(over)).refused("staff-counts.no-more-than-there-are", "add up to 7")
    beyond = Group(team="Adults", staff=6, beyond_unit=7)
    given(OPENED).when(counts(beyond, counted="career-discussions")).refused("staff-counts.no-more-than-there-are")
    given(OPENED, AGREED).when(counts(Group(team="Adults", staff=6, reached=4, partly=2))).recorded()


def test_no_more_careers_are_discussed_beyond_a_unit_than_are_discussed() -> None:
    """IMP-19-d."""
    nine, eight, more = (Group(team="Adults", staff=12, reached=r, beyond_unit=b) for r, b in ((8, 9), (8, 8), (13, 1)))

    given(OPENED).when(counts(nine, counted="career-discussions")).refused(
        "staff-counts.no-more-than-there-are", "Adults had 8 discussions, and 9 of them beyond its unit"
    )
    given(OPENED).when(counts(more, counted="career-discussions")).refused("staff-counts.no-more-than-there-are")
    given(OPENED).when(counts(eight, counted="career-discussions")).recorded()


def test_what_is_said_of_a_whole_group_is_said_of_each_in_it() -> None:
    """IMP-19-c: that all five did not meet them tells of every one; that all did is praise of all."""
    none_of_them = Group(team="Adults", staff=5, reached=0, not_reached=5)

    given(OPENED, AGREED).when(counts(none_of_them)).departs_from("staff-counts.not-of-each")
    given(OPENED, AGREED).when(counts(Group(team="Adults", staff=5, reached=5))).keeps("staff-counts.not-of-each")


def test_of_a_team_and_a_period_no_other_figures_are_reported_than_before_without_a_word() -> None:
    """IMP-19-c."""
    rule, ten = "staff-counts.of-one-figure", Group(team="Adults", staff=14, reached=10, not_reached=4)
    first = counts(ten)

    story = (
        given(OPENED, AGREED, first).when(counts(changed(ten, team="ADULTS", reached=8, partly=2))).departs_from(rule)
    )
    assert story.last is not None
    [found] = [one.found for one in story.last.departures if one.rule == rule]
    assert found == (
        "ADULTS has 14 people, 8 reached, 2 partly, 4 not reached here, and 14 people, 10 reached, 4 not reached in"
        " entry 3: correct the one that is wrong"
    )
    for same in (counts(ten, presented_to="CSMG"), counts(changed(ten, team="Highways", reached=8))):
        given(OPENED, AGREED, first).when(same).keeps(rule)
    given(OPENED, AGREED, changed(first, period="2016/17")).when(counts(changed(ten, reached=8))).keeps(rule)
    sessions = counts(changed(ten, not_reached=None), counted="career-discussions")
    more, fewer = (changed(sessions, groups=(Group(team="Adults", staff=14, reached=r),)) for r in (12, 9))
    given(OPENED, sessions).when(more).keeps(rule)
    given(OPENED, sessions).when(fewer).departs_from(rule)


def test_counts_of_staff_are_presented_to_the_body_that_advises_the_programme() -> None:
    """IMP-19-c."""
    group, advised = Group(team="Adults", staff=6, reached=6), OPENED.model_copy(update={"advised_by": "CSMG"})
    rule = "staff-counts.presented"

    given(advised, AGREED).when(counts(group)).departs_from(rule)
    given(advised, AGREED).when(counts(group, presented_to="the Cabinet")).departs_from(rule)
    given(advised, AGREED).when(counts(group, presented_to="csmg")).keeps(rule)
    given(OPENED, AGREED).when(counts(group, presented_to="the Cabinet")).keeps(rule)


@pytest.mark.parametrize(
    ("counted", "half_due", "year_due", "on", "early"),
    [
        ("half-year-review", "2017-11", "2018-05", date(2017, 6, 6), "1 October 2017"),
        ("half-year-review", "2017-11", "2018-05", date(2017, 10, 1), None),
        ("half-year-review", None, None, date(2017, 9, 30), "1 October 2017"),
        ("half-year-review", "2017-09", None, date(2017, 9, 1), None),
        ("end-of-year-review", "2017-11", "2018-03", date(2017, 10, 30), "1 March 2018"),
        ("end-of-year-review", "2017-11", "2018-03", date(2018, 3, 5), None),
        ("objectives-set", None, None, date(2017, 6, 6), None),
    ],
)  # fmt: skip
def test_what_a_review_found_is_not_reported_before_it(
    counted: str, half_due: str | None, year_due: str | None, on: date, early: str | None
) -> None:
    """IMP-19-c: after half-year and end of year reviews, or in the month that was agreed for it."""
    agreed = AGREED.model_copy(update={"half_year_due": half_due, "end_of_year_due": year_due})
    report = counts(Group(team="Adults", staff=14, reached=10), counted=counted).model_copy(update={"happened_on": on})

    story = given(OPENED, agreed).when(report)

    if early is None:
        story.keeps("staff-counts.after-the-review")
    else:
        last = story.departs_from("staff-counts.after-the-review").last
        assert last is not None
        assert any(early in d.found for d in last.departures)


def test_a_first_point_of_contact_is_recorded_on_the_file_of_the_programme_it_is_for() -> None:
    """IMP-13-b: on the authority's own file no list of units shows it; other parts stand there."""
    rule = "role.contact-of-a-programme"
    ledger = LedgerOpened(happened_on=SPRING, authority="Marlshire", origin="marlshire.example/log", clock="real")
    contact = RoleTaken(happened_on=SPRING, role="first-point-of-contact", person="Ada Low", unit="Adults")

    given(ledger).when(contact).departs_from(rule)
    given(ledger).when(contact.model_copy(update={"role": "expert-user"})).keeps(rule)
    given(OPENED).when(contact).keeps(rule)


def test_a_unit_has_one_first_point_of_contact_until_that_is_given_up() -> None:
    """IMP-13-b: the one before stands as well, and is back where the second leaves."""
    ada = RoleTaken(happened_on=SPRING, role="first-point-of-contact", person="Ada Low", unit="Adults")
    bea = ada.model_copy(update={"happened_on": AUTUMN, "person": "Bea Fox"})
    rule = "role.held-by-one"

    given(OPENED, ada).when(bea).departs_from(rule)
    given(OPENED, ada, RoleLeft(happened_on=AUTUMN, role="ROL-001")).when(bea).keeps(rule)
    given(OPENED, ada).when(bea.model_copy(update={"unit": "Highways"})).keeps(rule)
    given(OPENED, ada.model_copy(update={"role": "expert-user"})).when(
        bea.model_copy(update={"role": "expert-user"})
    ).keeps(rule)


def test_the_community_is_run_by_whoever_leads_the_programme() -> None:
    """IMP-21-a: created and managed by the SRM Lead; by whoever took that on last (IMP-13-a)."""
    led, rule = OPENED.model_copy(update={"lead": "Ivo Grant"}), "community.run-by-the-programmes-lead"
    una = RoleTaken(happened_on=SPRING, role="programme-lead", person="Una New")

    def runs(person: str) -> RoleTaken:
        return RoleTaken(happened_on=AUTUMN, role="community-lead", person=person)

    given(led).when(runs("Omar Other")).departs_from(rule)
    given(led).when(runs("I. Grant")).keeps(rule)
    given(OPENED).when(runs("Omar Other")).keeps(rule)
    given(led, una).when(runs("Ivo Grant")).departs_from(rule)
    given(led, una).when(runs("Una New")).keeps(rule)
    of_title = OPENED.model_copy(update={"lead": "SRM Lead", "procedure": "tiered/1"})
    given(of_title).when(runs("the SRM lead")).keeps(rule)


def test_a_team_of_which_nobody_came_is_not_briefed_nor_is_one_before_the_programme() -> None:
    """IMP-12-c."""
    held = BriefingHeld(happened_on=SPRING, topic="risk", teams=(TeamPresent(unit="Adults", team="Homes", people=0),))
    some = held.model_copy(update={"teams": (TeamPresent(unit="Adults", team="Homes", people=2),)})

    given(OPENED).when(held).departs_from("briefing.reached-its-teams")
    given(OPENED).when(some).keeps("briefing.reached-its-teams", "briefing.within-the-programme")
    given(OPENED).when(some).keeps("briefing.names-its-teams")
    whole_unit = some.model_copy(update={"teams": (TeamPresent(unit="Adults", people=2),)})
    given(OPENED).when(whole_unit).departs_from("briefing.names-its-teams")
    early = some.model_copy(update={"happened_on": date(2016, 5, 2)})
    given(OPENED).when(early).departs_from("briefing.within-the-programme")


def test_whether_a_briefing_was_before_the_programme_follows_the_opening_as_corrected() -> None:
    """IMP-12-c: one that was is none of a later day, and the other way round, whichever was recorded first."""
    held = BriefingHeld(happened_on=SPRING, topic="risk", teams=(TeamPresent(unit="Adults", team="Homes", people=2),))

    def opened_instead(day: date) -> EntryCorrected:
        replacement = OPENED.model_copy(update={"happened_on": day})
        return EntryCorrected(happened_on=AUTUMN, position=1, reason=Said("A slip"), replacement=replacement)

    def brought(*entries: Entry) -> int | None:
        return brought_by(given(*entries).file, "briefing-session", read("hampshire"))

    later, earlier = opened_instead(SPRING + timedelta(days=1)), opened_instead(SPRING - timedelta(days=1))
    assert (brought(OPENED, held), brought(OPENED, held, later)) == (2, None)
    too_late = OPENED.model_copy(update={"happened_on": SPRING + timedelta(days=1)})
    assert (brought(too_late, held), brought(too_late, held, earlier)) == (None, 2)
    given(OPENED, later).when(held).departs_from("briefing.within-the-programme")
    given(too_late, earlier).when(held).keeps("briefing.within-the-programme")


def test_a_course_is_part_of_the_academy_and_an_update_that_does_not_say_so_takes_it_out_of_none() -> None:
    """IMP-20-c."""
    rule = "training-material.part-of-the-academy"
    course = TrainingMaterialUpdated(happened_on=SPRING, course="Contracts", level="fundamentals")
    within = course.model_copy(update={"academy": "Commercial Academy"})

    given(OPENED).when(course).departs_from(rule)
    given(OPENED).when(within).keeps(rule)
    given(OPENED, within).when(course.model_copy(update={"course": "contracts"})).keeps(rule)
    given(OPENED).when(course.model_copy(update={"level": "advanced"})).keeps(rule)
    moved = course.model_copy(update={"academy": "HR portal"})
    told = given(OPENED, within).when(moved).departs_from(rule)
    assert told.last is not None
    assert "it was part of Commercial Academy" in told.last.departures[0].found
    given(OPENED, within, moved).when(within).keeps(rule)
    given(OPENED, within).when(within.model_copy(update={"academy": "commercial academy"})).keeps(rule)


def test_standard_objectives_are_agreed_for_a_year_that_is_not_over() -> None:
    """IMP-19-a: nor are reports on them due in months that were over by then."""
    rule, day = "staff-objectives.for-a-time-to-come", date(2026, 6, 5)
    objectives = AGREED.model_copy(
        update={"happened_on": day, "period": "2026/27", "half_year_due": "2026-10", "end_of_year_due": "2027-04"}
    )

    given(OPENED).when(objectives).keeps(rule)
    given(OPENED).when(objectives.model_copy(update={"period": "2025/26"})).departs_from(rule)
    given(OPENED).when(objectives.model_copy(update={"half_year_due": "2026-05"})).departs_from(rule)
    given(OPENED).when(objectives.model_copy(update={"half_year_due": "2026-06"})).keeps(rule)
    mistyped = {"period": "2024/25", "half_year_due": "2024-10", "end_of_year_due": "2025-03"}
    told = given(OPENED).when(objectives.model_copy(update=mistyped)).departs_from(rule)
    assert told.last is not None
    assert "2024/25, October 2024, March 2025 were over" in "; ".join(one.found for one in told.last.departures)


def test_the_half_year_is_reported_before_the_year() -> None:
    """IMP-19-c."""
    backwards = AGREED.model_copy(update={"half_year_due": "2018-05", "end_of_year_due": "2017-12"})

    given(OPENED).when(backwards).refused("staff-objectives.half-before-the-year", "May 2018")


def test_who_has_a_part_does_not_take_it_on_again() -> None:
    """IMP-21-a: however the name is written; of another unit it is another part."""
    first = RoleTaken(happened_on=SPRING, role="community-member", person="Ann Ashe")
    again = RoleTaken(happened_on=AUTUMN, role="community-member", person="ann ashe")

    given(OPENED, first).when(again).departs_from("role.taken-once")
    given(OPENED, first).when(again.model_copy(update={"unit": "Adults"})).keeps("role.taken-once")
    given(OPENED, first, RoleLeft(happened_on=SPRING, role="ROL-001")).when(again).keeps("role.taken-once")


def test_what_is_counted_are_objectives_that_were_agreed() -> None:
    """IMP-19-a, IMP-19-b."""
    group = Group(team="Adults", staff=6, reached=6)

    given(OPENED, AGREED).when(counts(group, counted="objectives-set")).keeps("staff-counts.of-agreed-objectives")
    given(OPENED, AGREED).when(counts(group, period="2016/17")).departs_from("staff-counts.of-agreed-objectives")
    for counted in ("career-discussions", "supervision-sessions", "training-completed"):
        given(OPENED).when(counts(group, counted=counted)).keeps("staff-counts.of-agreed-objectives")


def test_careers_are_discussed_beyond_the_unit_too_and_it_is_told_how_many() -> None:
    """IMP-19-d: "including opportunities outside of their Business Unit"; none is an answer."""
    rule, unsaid = "staff-counts.careers-beyond-the-unit", Group(team="Adults", staff=6, reached=6)
    said = Group(team="Highways", staff=9, reached=6, beyond_unit=0)

    story = given(OPENED).when(counts(unsaid, said, counted="career-discussions")).departs_from(rule)
    assert story.last is not None
    assert "of Adults it is not said how many were about opportunities outside the unit" in [
        departure.found for departure in story.last.departures
    ]
    given(OPENED).when(counts(said, counted="career-discussions")).keeps(rule)
    given(OPENED, AGREED).when(counts(unsaid, counted="objectives-set")).keeps(rule)


def test_supervision_and_training_lie_on_the_authoritys_own_file_as_counts() -> None:
    """HCC-5.1-c: about how many, and never about whom."""
    opened = LedgerOpened(happened_on=SPRING, authority="Marlshire", origin="marlshire.example/log", clock="real")
    held = counts(Group(team="Adults", staff=6, reached=5, not_reached=1), counted="supervision-sessions")

    file = given(opened).when(held).recorded().file

    assert [report.counted for report in file.knowledge.counts] == ["supervision-sessions"]


def test_standard_objectives_are_agreed_by_a_body() -> None:
    """IMP-19-a."""
    given(OPENED).when(AGREED).keeps("staff-objectives.agreed-by-a-body")
    given(OPENED).when(AGREED.model_copy(update={"agreed_by": None})).departs_from("staff-objectives.agreed-by-a-body")
    given(OPENED).when(AGREED.model_copy(update={"objectives": ()})).refused("invalid", "the least is 1")


def test_standard_objectives_are_agreed_by_the_body_that_advises_the_programme() -> None:
    """IMP-19-a: one officer is none; where no body is on file, whoever is named is taken."""
    advised, rule = OPENED.model_copy(update={"advised_by": "CSMG"}), "staff-objectives.agreed-by-a-body"

    given(advised).when(AGREED.model_copy(update={"agreed_by": "csmg"})).keeps(rule)
    given(advised).when(AGREED.model_copy(update={"agreed_by": "Ann Ashe"})).departs_from(rule)
    given(OPENED).when(AGREED.model_copy(update={"agreed_by": "Ann Ashe"})).keeps(rule)


def test_standard_objectives_are_agreed_by_the_body_of_the_procedure_where_the_programme_names_none() -> None:
    """IMP-19-a: "will be reviewed and agreed by CSMG", however it is written."""
    bound, rule = OPENED.model_copy(update={"procedure": "tiered/1"}), "staff-objectives.agreed-by-a-body"

    story = given(bound).when(AGREED.model_copy(update={"agreed_by": "OD"})).departs_from(rule)
    assert story.last is not None
    assert "they were agreed by OD, and standard objectives are for CSMG to agree" in [
        departure.found for departure in story.last.departures
    ]
    for body in ("CSMG", "csmg", "CMSG"):
        given(bound).when(AGREED.model_copy(update={"agreed_by": body})).keeps(rule)


def test_what_an_officer_agrees_takes_nothing_from_the_objectives_the_body_agreed() -> None:
    """IMP-19-a: nor does it count as the standard objectives, in which order ever they are recorded."""
    advised = given(OPENED.model_copy(update={"advised_by": "CSMG"}))
    by_one = AGREED.model_copy(update={"happened_on": AUTUMN, "agreed_by": "Ann Ashe"})
    unsaid, later = by_one.model_copy(update={"agreed_by": None}), AGREED.model_copy(update={"happened_on": AUTUMN})

    def stands(*entries: Entry) -> tuple[list[int], int | None]:
        story = advised
        for entry in entries:
            story = story.when(entry).recorded()
        standing = story.file.knowledge.objectives(story.file.by_the_body).values()
        return [held.position for held in standing], brought_by(story.file, "standard-objectives", read("hampshire"))

    for other in (by_one, unsaid):
        assert stands(other) == ([2], None)
        assert stands(AGREED, other) == ([2], 2)
        assert stands(other, later) == ([3], 3)
        made = advised.when(AGREED).when(other).departs_from("staff-objectives.once-for-a-period")
        assert made.last is not None
        assert any("stay those of the period" in departure.found for departure in made.last.departures)
    alone = advised.when(by_one).file
    assert left_unsaid(alone, "standard-objectives") == (
        2, "that the body whose it is to agree them did",
    )  # fmt: skip


def test_who_agrees_objectives_is_the_body_that_the_programme_names_by_now() -> None:
    """IMP-19-a: also where its opening named another, or none, when they were agreed."""

    def known_by_now(first: str | None, now: str | None, *entries: Entry) -> tuple[int | None, list[int], bool]:
        story = given(OPENED.model_copy(update={"advised_by": first}))
        for entry in entries:
            story = story.when(entry).recorded()
        opened = OPENED.model_copy(update={"advised_by": now})
        corrected = EntryCorrected(happened_on=AUTUMN, position=1, reason=Said("A slip"), replacement=opened)
        file = story.when(corrected).recorded().file
        due = any(one.id.startswith("objectives-agreed/") for one in duties(FileView.of(UUID(int=1), file, {})))
        standing = file.knowledge.objectives(file.by_the_body).values()
        return brought_by(file, "standard-objectives", read("hampshire")), [held.position for held in standing], due

    by_another = AGREED.model_copy(update={"happened_on": AUTUMN, "agreed_by": "SRM Board"})
    assert known_by_now("SRM Board", "CSMG", AGREED) == (2, [2], False)
    assert known_by_now("CSMG", "SRM Board", AGREED) == (None, [2], True)
    assert known_by_now(None, "SRM Board", AGREED) == (None, [2], True)
    assert known_by_now("SRM Board", "CSMG", AGREED, by_another) == (2, [2], False)
    assert known_by_now("CSMG", "SRM Board", AGREED, by_another) == (3, [3], False)


def test_the_period_of_objectives_says_of_which_year_it_is() -> None:
    """IMP-19-a."""
    rule = "staff-objectives.of-a-year"
    given(OPENED).when(AGREED).keeps(rule)
    given(OPENED).when(AGREED.model_copy(update={"period": "next year"})).departs_from(rule)


def test_a_second_set_of_objectives_for_a_period_is_remarked_on_and_takes_the_place_of_the_first() -> None:
    """IMP-19-a: of another period it is another."""
    again = AGREED.model_copy(update={"happened_on": AUTUMN, "objectives": (Said("Visit each provider"),)})
    rule = "staff-objectives.once-for-a-period"

    told = given(OPENED, AGREED).when(again).departs_from(rule)
    assert [held.on for held in told.file.knowledge.objectives(told.file.by_the_body).values()] == [AUTUMN]
    given(OPENED, AGREED).when(again.model_copy(update={"period": "2018/19"})).keeps(rule)


# --- who carries it -------------------------------------------------------------------------------------------------


def test_a_part_is_held_from_the_day_it_was_taken_on_until_the_day_it_was_given_up() -> None:
    """IMP-13-c: a list of members with dates."""
    taken = RoleTaken(happened_on=SPRING, role="forum-member", person="Fay Forum", unit="Adults")
    left = RoleLeft(happened_on=AUTUMN, role="ROL-001")
    knowledge = given(OPENED, taken, left).file.knowledge

    held = [len(knowledge.in_part("forum-member", day)) for day in (date(2017, 6, 4), SPRING, AUTUMN)]
    assert held == [0, 1, 0]
    given(OPENED, taken, left).when(left).refused("role.given-up-once", "already")
    given(OPENED, taken).when(RoleLeft(happened_on=date(2017, 5, 1), role="ROL-001")).refused("role.given-up-once")
    given(OPENED).when(left).refused("entry.names-what-is-on-file", "ROL-001")


def test_a_first_point_of_contact_and_a_units_own_market_work_are_of_a_unit() -> None:
    """IMP-13-b, IMP-15-b."""
    contact = RoleTaken(happened_on=SPRING, role="first-point-of-contact", person="Pat Point")
    position = KnowledgeShared(
        happened_on=SPRING, form="market-position-statement", title="Home care 2017", topic="home care"
    )

    for lacking in (contact, position):
        given(OPENED).when(lacking).departs_from("knowledge.of-a-unit")
        given(OPENED).when(lacking.model_copy(update={"unit": "Adults"})).keeps("knowledge.of-a-unit")
    given(OPENED).when(RoleTaken(happened_on=SPRING, role="expert-user", person="Eve")).keeps("knowledge.of-a-unit")
    given(OPENED).when(position.model_copy(update={"form": "guidance"})).keeps("knowledge.of-a-unit")


def test_a_team_stands_once_in_a_briefing() -> None:
    """IMP-12-c: whatever its case; one of another unit may be called the same."""
    rule, once = "briefing.each-team-once", TeamPresent(unit="Adults", team="Buying", people=7)
    other = once.model_copy(update={"unit": "Highways"})

    def held(*teams: TeamPresent) -> BriefingHeld:
        return BriefingHeld(happened_on=SPRING, topic="risk", teams=teams)

    given(OPENED).when(held(once, other)).keeps(rule)
    told = given(OPENED).when(held(once, other, once.model_copy(update={"team": "buying"}))).departs_from(rule)
    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == rule]
    assert found == "Adults, Buying stands there more than once; give each team once, with all of it that came"


def test_a_briefing_says_which_teams_were_briefed() -> None:
    """IMP-12-c."""
    held = BriefingHeld(happened_on=SPRING, topic="risk", teams=(TeamPresent(unit="Adults", team="Buying", people=7),))

    given(OPENED).when(held).keeps("briefing.names-its-teams")
    given(OPENED).when(held.model_copy(update={"teams": ()})).departs_from("briefing.names-its-teams")


def test_turnover_is_assessed_of_a_period_that_has_begun() -> None:
    """IMP-24-c."""
    year = Span(first=date(2016, 10, 1), last=date(2017, 9, 30))
    assessed = StaffChurnAssessed(
        happened_on=AUTUMN, unit="Adults", period=year, changes=7, measures=(Said("A month side by side"),)
    )

    assert given(OPENED, assessed).file.knowledge.churn[0].changes == 7
    for first, last in ((date(2017, 11, 1), date(2018, 1, 1)), (date(2017, 9, 1), date(2017, 8, 1))):
        wrong = assessed.model_copy(update={"period": Span(first=first, last=last)})
        given(OPENED).when(wrong).refused("churn.period-begun")
    given(OPENED).when(assessed).keeps("churn.period-over", "churn.says-measures")
    given(OPENED).when(assessed.model_copy(update={"measures": ()})).departs_from("churn.says-measures")
    still = assessed.model_copy(update={"period": Span(first=date(2017, 10, 1), last=date(2018, 3, 31))})
    given(OPENED).when(still).departs_from("churn.period-over")


def test_courses_at_the_two_first_levels_are_reviewed_with_the_training_provider() -> None:
    """IMP-20-b: of other courses nothing is said there."""
    rule = "training-material.reviewed-with-the-trainer"
    course = TrainingMaterialUpdated(happened_on=AUTUMN, course="Contract management", level="fundamentals")

    given(OPENED).when(course).departs_from(rule)
    given(OPENED).when(course.model_copy(update={"level": "intermediate"})).departs_from(rule)
    given(OPENED).when(course.model_copy(update={"reviewed_with": "OD"})).keeps(rule)
    given(OPENED).when(course.model_copy(update={"level": "advanced"})).keeps(rule)


def test_courses_and_the_market_are_recorded_with_what_was_learnt() -> None:
    """IMP-15-a, IMP-17-b, IMP-20-b, IMP-20-c, TVP-2.0-5."""
    course = TrainingMaterialUpdated(
        happened_on=AUTUMN, course="Contract management", level="fundamentals", topics=("risk",),
        academy="Commercial Academy",
    )  # fmt: skip
    market = MarketIntelligenceRecorded(
        happened_on=AUTUMN, subject="sector", name="Home care", summary=Said("Few bidders")
    )
    shared = KnowledgeShared(
        happened_on=AUTUMN, form="exemplar", title="A good file", topic="records", by=Actor(person="Ann Ashe")
    )

    knowledge = given(OPENED, course, market, shared).file.knowledge
    given(OPENED).when(market).departs_from("market.says-something")
    given(OPENED).when(market.model_copy(update={"drawn_from": "Laing"})).keeps("market.says-something")
    assert (knowledge.courses[0].academy, knowledge.markets[0].name) == ("Commercial Academy", "Home care")
    assert (knowledge.shared["KNO-001"].form, knowledge.shared["KNO-001"].by) == ("exemplar", "Ann Ashe")


def test_the_version_of_a_courses_material_comes_after_the_last() -> None:
    """IMP-26-b."""
    rule = "training-material.version-after-the-last"
    third = TrainingMaterialUpdated(happened_on=AUTUMN, course="Managing contracts", level="other", version="3")

    given(OPENED, third).when(third.model_copy(update={"version": "2"})).departs_from(rule)
    given(OPENED, third).when(third.model_copy(update={"version": "3.1"})).keeps(rule)
    given(OPENED, third).when(third.model_copy(update={"version": "2", "course": "Risk"})).keeps(rule)


def test_what_is_shared_stands_in_the_library_once() -> None:
    """IMP-21-c: told to others, or in another version, it is no second one."""
    rule = "knowledge.shared-once"
    told = KnowledgeShared(
        happened_on=SPRING, form="exemplar", title="Rota kept whole", topic="rotas", summary=Said("How it was done")
    )
    again = changed(told, happened_on=AUTUMN, title="Rota  kept whole")

    story = given(OPENED, told).when(again).departs_from(rule)
    assert story.last is not None
    assert "was shared on 5 June 2017 as KNO-001 (entry 2)" in story.last.departures[-1].found
    for other in (
        changed(again, version="2"), changed(again, topic="pay"), changed(again, unit="Adults"),
        changed(again, meant_for="Highways teams"), changed(again, form="guidance"),
    ):  # fmt: skip
        given(OPENED, told).when(other).keeps(rule)
