"""What an authority knows and who carries it, by hand; and the reports and contacts that are due for it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.brought import brought_by
from ledger.dates.span import Span
from ledger.entry import Actor, Entry
from ledger.procedures import read
from ledger.subjects.agreement import ContractRegistered
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
from ledger.subjects.people import ContractSupportOfficerAssigned, DeputyOfficerAppointed, LeadOfficerAppointed
from ledger.subjects.programme import ProgrammeOpened, UnitArrangementAgreed
from ledger.subjects.records import DocumentFiled, LedgerOpened
from ledger.subjects.tiers import GovernanceTermsAdopted
from ledger.words import Document, Said
from projections.duties.due import Due, due, duties
from projections.programme.counted import counted
from projections.programme.library import Library, library
from projections.programme.review_counts import Contracts, contracts_now
from projections.status.status import status
from projections.view import FileView
from tests.story import changed, given
from tests.worked_through import view_of

SPRING, AUTUMN, ON = date(2017, 6, 5), date(2017, 10, 30), date(2017, 11, 6)
OPENED = ProgrammeOpened(
    happened_on=date(2017, 4, 3), reference="P-1", title="Programme", business_units=("Adults", "Highways"),
    procedure="tiered/1",
)  # fmt: skip
ANN = Actor(person="Ann Ashe")


def view(*entries: Entry) -> FileView:
    return FileView.of(UUID(int=1), given(OPENED, *entries).file, {})


def found(*entries: Entry, contracts: Contracts | None = None) -> Library:
    return library(view(*entries), ON, contracts)


def coming(on: date, *entries: Entry) -> dict[str, Due]:
    return {one.duty.id: one for one in due(duties(view(*entries)), on)}


def taken(role: Any, person: str, unit: str | None = None) -> RoleTaken:
    return RoleTaken(happened_on=SPRING, role=role, person=person, unit=unit)


def shared(form: Any, title: str, topic: str = "risk", by: Actor | None = None) -> KnowledgeShared:
    return KnowledgeShared(happened_on=AUTUMN, form=form, title=title, topic=topic, by=by)


def test_units_without_a_first_point_of_contact_are_listed_and_owe_one() -> None:
    """IMP-13-b."""
    contact = taken("first-point-of-contact", "Pat Point", "Adults")

    assert found(contact).units_without_contact == ("Highways",)
    assert found(contact).units[0].first_contact == "Pat Point"
    assert {name for name in coming(ON, contact) if name.startswith("first-contact/")} == {"first-contact/Highways"}
    left = RoleLeft(happened_on=AUTUMN, role="ROL-001")
    assert found(contact, left).units_without_contact == ("Adults", "Highways")


def test_units_are_told_by_what_their_teams_were_briefed_on_and_by_their_expert_users() -> None:
    """IMP-12-c, IMP-17-d, IMP-20-a, IMP-20-d, IMP-21-d."""
    risk = BriefingHeld(happened_on=AUTUMN, topic="risk", teams=(TeamPresent(unit="Adults"),))
    drop_in = BriefingHeld(
        happened_on=AUTUMN, form="drop-in", topic="spot contracts", teams=(TeamPresent(unit="Adults"),)
    )
    made = found(risk, drop_in, taken("expert-user", "Eve Expert", "Adults"))

    assert (made.units[0].briefed_on, made.units[0].expert_users) == (("risk", "spot contracts"), ("Eve Expert",))
    assert (made.briefings, made.support, made.units_not_briefed) == (1, 1, ("Highways",))
    nobody = BriefingHeld(happened_on=AUTUMN, topic="risk", teams=(TeamPresent(unit="Adults", people=0),))
    assert found(risk, nobody, BriefingHeld(happened_on=AUTUMN, topic="risk")).briefings == 1


def test_expert_users_of_no_unit_or_of_another_are_named_and_what_they_told_says_that_it_came_from_them() -> None:
    """IMP-20-d."""
    experts = [taken("expert-user", "Ed Nounit"), taken("expert-user", "Eva Home", "Housing")]
    news, ours = shared("communication", "CMA news", by=Actor(person="Eva Home")), shared("template", "Plan", by=ANN)
    made = found(*experts, news, ours)

    assert [(one.person, one.unit) for one in made.expert_users] == [("Ed Nounit", None), ("Eva Home", "Housing")]
    assert {one.title: (one.by, one.expert) for one in made.items} == {
        "CMA news": ("Eva Home", True), "Plan": ("Ann Ashe", False),
    }  # fmt: skip


def test_the_community_counts_what_its_members_gave_and_names_who_manages_contracts_and_has_not_joined() -> None:
    """IMP-21-a, IMP-21-b, IMP-21-c."""
    registered = ContractRegistered(happened_on=SPRING, reference="C-1", title="Care", start_date=SPRING)
    officers = [LeadOfficerAppointed(happened_on=SPRING, person=p, alongside=True) for p in ("Ann Ashe", "Bo Birch")]
    helping = DeputyOfficerAppointed(happened_on=SPRING, person="Dan Low")
    helping_too = ContractSupportOfficerAssigned(happened_on=SPRING, person="Colin Marsh")
    facts = status(FileView.of(UUID(int=2), given(registered, *officers, helping, helping_too).file, {}))
    contracts = contracts_now(counted([facts], ON), read("tiered"), ON)
    made = found(
        taken("community-member", "ann ashe"), shared("exemplar", "A good file", by=ANN),
        shared("answer", "On risk", by=ANN), shared("guidance", "Not hers", by=Actor(person="Sue")),
        contracts=contracts,
    )  # fmt: skip

    assert [(member.person, member.contributions) for member in made.members] == [("ann ashe", 2)]
    assert made.not_joined == ("Bo Birch", "Colin Marsh", "Dan Low")
    assert found().not_joined is None
    manager = taken("contract-manager", "Zed New", "Highways")
    again = taken("contract-manager", "bo birch", "Adults")
    assert found(manager, again, contracts=contracts).not_joined == (
        "Ann Ashe",
        "Bo Birch",
        "Colin Marsh",
        "Dan Low",
        "Zed New",
    )
    joined = found(manager, taken("community-member", "Zed New"), contracts=contracts).not_joined
    assert joined is not None
    assert "Zed New" not in joined


def test_the_community_is_led_by_whoever_took_that_part_until_it_is_given_up() -> None:
    """IMP-21-a."""
    lead = taken("community-lead", "Sue Srm")

    assert [(one.person, one.since) for one in found(lead).led_by] == [("Sue Srm", SPRING)]
    assert found(lead, RoleLeft(happened_on=AUTUMN, role="ROL-001")).led_by == ()


def test_the_forum_has_a_list_of_members_with_dates() -> None:
    """IMP-13-c."""
    made = found(
        taken("forum-member", "Fay Forum", "Adults"),
        taken("forum-member", "Gil Gone"),
        RoleLeft(happened_on=AUTUMN, role="ROL-002"),
    )

    assert [(member.person, member.since) for member in made.forum] == [("Fay Forum", SPRING)]
    assert [(gone.person, gone.since, gone.until) for gone in made.forum_before] == [("Gil Gone", SPRING, AUTUMN)]


@pytest.mark.parametrize("given_up", ["ROL-001", "ROL-002"])
def test_who_took_a_part_twice_has_it_once_and_gives_it_up_once(given_up: str) -> None:
    """IMP-13-c: whichever of the two is given up."""
    twice = (taken("forum-member", "Fay Forum", "Adults"), taken("forum-member", "fay  forum", "adults"))
    other = taken("forum-member", "Fay Forum", "Highways")

    assert [(one.person, one.unit) for one in found(*twice, other).forum] == [
        ("Fay Forum", "Adults"), ("Fay Forum", "Highways"),
    ]  # fmt: skip
    gone = found(*twice, other, RoleLeft(happened_on=AUTUMN, role=given_up))
    assert [one.unit for one in gone.forum] == ["Highways"]
    assert [(one.person, one.until) for one in gone.forum_before] == [("Fay Forum", AUTUMN)]


def test_guidance_models_and_exemplars_make_one_library_in_order_of_topic() -> None:
    """IMP-17-a, IMP-18-a, IMP-20-a, IMP-21-c, IMP-26-a, IMP-30-c."""
    made = found(
        shared("model-terms", "Benchmarking clause", "value for money"), shared("template", "Risk register", "risk"),
        shared("model-terms", "Model terms of reference", "governance"),
        shared("guidance", "Spot contracts", "spot contracts"),
    )  # fmt: skip

    assert [(item.form, item.topic) for item in made.items] == [
        ("model-terms", "governance"), ("template", "risk"), ("guidance", "spot contracts"),
        ("model-terms", "value for money"),
    ]  # fmt: skip


def test_a_model_of_governance_stands_with_its_version_whom_it_was_told_to_and_which_contracts_adopted_it() -> None:
    """IMP-18-a: by its title, with the version or without; of those, the newest then; another is in no library."""

    def model(title: str, version: str | None = None, told: str | None = None, on: date = SPRING) -> KnowledgeShared:
        terms = shared("model-terms", title, "governance")
        return changed(terms, happened_on=on, version=version, meant_for=told)  # type: ignore[no-any-return]

    def adopting(reference: str, *models: str | None) -> FileView:
        registered = ContractRegistered(happened_on=SPRING, reference=reference, title="Care", start_date=SPRING)
        terms = [GovernanceTermsAdopted(happened_on=date(2017, 7, 3), model=one) for one in models]
        return FileView.of(UUID(int=2), given(registered, *terms).file, {})

    contracts = [
        adopting("C-1", "The Board", "model terms of reference, VERSION 1"),
        adopting("C-2", "Model terms of reference"),
        adopting("C-3", "Model terms of reference v2"), adopting("C-4", "the board"), adopting("C-5", "The Board"),
        adopting("C-6", None), adopting("C-7", "Adults board"),
    ]  # fmt: skip
    now = contracts_now(counted(list(map(status, contracts)), ON), read("tiered"), ON)
    terms = (
        model("Model terms of reference", "1", "Contract management teams"),
        model("Model terms of reference", "2", on=AUTUMN), model("Adults board", on=AUTUMN),
        shared("model-terms", "Benchmarking", "value for money"),
    )  # fmt: skip
    made = found(*terms, contracts=now).models

    assert [(one.model, one.version, one.meant_for, one.on, one.adopted_by) for one in made.rows] == [
        ("Model terms of reference", "1", "Contract management teams", SPRING, ("C-1", "C-2")),
        ("Model terms of reference", "2", None, AUTUMN, ("C-3",)),
        ("Adults board", None, None, AUTUMN, ("C-7",)),
        ("the board", None, None, None, ("C-4", "C-5")),
    ]
    assert made.not_told == "contract management teams"  # of the new version
    told = found(terms[0], contracts=None).models
    assert (told.not_told, [one.adopted_by for one in told.rows]) == (None, [()])
    assert found().models.rows == ()


def test_a_course_shows_as_last_updated_and_the_market_by_sector_and_provider() -> None:
    """IMP-15-a, IMP-17-b, IMP-20-b, IMP-20-c, IMP-26-b."""
    courses = [
        TrainingMaterialUpdated(happened_on=day, course="Contracts", level="intermediate", version=v, academy="Academy")
        for day, v in ((SPRING, "1"), (AUTUMN, "2"))
    ]
    markets = [
        MarketIntelligenceRecorded(happened_on=day, subject="sector", name="Home care", summary=Said(words))
        for day, words in ((SPRING, "Many bidders"), (AUTUMN, "Few bidders"))
    ]
    of_one = MarketIntelligenceRecorded(happened_on=SPRING, subject="provider", name="Care Ltd")
    made = found(*courses, *markets, of_one)

    assert [(course.version, course.academy) for course in made.courses] == [("2", "Academy")]
    assert [(held.subject, held.summary) for held in made.market] == [
        ("provider", ""), ("sector", "Few bidders"), ("sector", "Many bidders"),
    ]  # fmt: skip


def test_a_course_stays_in_the_academy_until_it_is_said_to_be_in_another() -> None:
    """IMP-20-c: the next version need not say it again."""
    first = TrainingMaterialUpdated(
        happened_on=SPRING, course="Contracts", level="fundamentals", version="3", academy="Commercial Academy"
    )
    next_one = first.model_copy(update={"happened_on": AUTUMN, "version": "4", "academy": None})

    [row] = found(first, next_one).courses

    assert (row.version, row.academy) == ("4", "Commercial Academy")


def test_measures_against_turnover_that_were_agreed_of_a_unit_are_read_beside_its_assessments() -> None:
    """IMP-24-c."""
    agreed = UnitArrangementAgreed(
        happened_on=AUTUMN, subject="turnover-measures", unit="Adults", items=("Shadow for a month",)
    )

    assert [(one.unit, one.items) for one in found(agreed).turnover_measures] == [("Adults", ("Shadow for a month",))]
    assert found(agreed).local_ways == ()


def test_a_report_made_before_its_review_leaves_the_later_one_due() -> None:
    """IMP-19-c: in June nobody knows how the year went."""
    agreed = StaffObjectivesAgreed(
        happened_on=SPRING, period="2017/18", objectives=(Said("Score contracts"),), half_year_due="2017-10",
        end_of_year_due="2018-03",
    )  # fmt: skip
    early = [
        StaffCountsReported(
            happened_on=date(2017, 6, 6), counted=counted, period="2017/18", presented_to="CSMG",
            groups=(Group(team="All", staff=14, reached=12),),
        ) for counted in ("half-year-review", "end-of-year-review")
    ]  # fmt: skip
    late = early[0].model_copy(update={"happened_on": AUTUMN})

    left = [name for name in coming(date(2017, 11, 1), agreed, *early) if "staff-report" in name]
    assert left == ["staff-report/2017/18/half-year-review", "staff-report/2017/18/end-of-year-review"]
    left = [name for name in coming(date(2017, 11, 1), agreed, *early, late) if "staff-report" in name]
    assert left == ["staff-report/2017/18/end-of-year-review"]


def test_both_first_points_of_contact_are_shown_while_both_stand_and_a_team_nobody_came_of_is_not_briefed() -> None:
    """IMP-13-b, IMP-12-c."""
    first, second = (taken("first-point-of-contact", person, "Adults") for person in ("Ada Low", "Bea Fox"))
    nobody = BriefingHeld(happened_on=AUTUMN, topic="risk", teams=(TeamPresent(unit="Highways", people=0),))
    shown = found(first, second, nobody)

    assert shown.units[0].first_contact == "Ada Low, Bea Fox"
    assert shown.held[0].teams == ("Highways, 0 came",)
    assert shown.units_not_briefed == ("Adults", "Highways")


def test_a_session_held_before_the_programme_briefs_no_unit_and_brings_nothing() -> None:
    """IMP-12-c, IMP-17-d: one wrong digit of the year; nor does one to which nobody came, with or without units."""
    teams = (TeamPresent(unit="Adults", people=4),)
    session = BriefingHeld(happened_on=SPRING, topic="risk", teams=teams)
    early, nobody = (
        session.model_copy(update={"happened_on": date(2016, 6, 5)}),
        session.model_copy(update={"teams": (TeamPresent(unit="Adults", people=0),)}),
    )

    def brought(*held: Entry, units: tuple[str, ...] = ("Adults", "Highways")) -> tuple[tuple[str, ...], int | None]:
        file = given(OPENED.model_copy(update={"business_units": units}), *held).file
        return library(FileView.of(UUID(int=1), file, {}), ON).units_not_briefed, brought_by(
            file, "briefing-session-on-risk", read("hampshire")
        )

    assert brought(session) == (("Highways",), 2)
    for none in ((early,), (nobody,), (early, nobody)):
        assert brought(*none) == (("Adults", "Highways"), None)
        assert brought(*none, units=()) == ((), None)
    assert brought(early, session, units=()) == ((), 3)


def test_a_course_keeps_the_topics_it_was_brought_up_to_date_on_before() -> None:
    """IMP-17-b: an update that names none, or another, takes none away."""
    courses = [
        TrainingMaterialUpdated(happened_on=day, course="Contracts", level="intermediate", topics=topics)
        for day, topics in ((SPRING, ("risk", "contracts")), (AUTUMN, ("Risk", "governance")), (AUTUMN, ()))
    ]

    assert [course.topics for course in found(*courses[::2]).courses] == [("risk", "contracts")]
    assert [set(course.topics) for course in found(*courses).courses] == [{"Risk", "contracts", "governance"}]


def test_one_sector_stands_under_one_name_however_it_is_written() -> None:
    """IMP-15-a."""
    learnt = [
        MarketIntelligenceRecorded(happened_on=day, subject="sector", name=name, summary=Said(words))
        for day, name, words in (
            (SPRING, "Home care", "Many bidders"), (AUTUMN, "home-care", "Few bidders"), (AUTUMN, "Hotels", "None"),
        )
    ]  # fmt: skip

    assert [(held.name, held.summary) for held in found(*learnt).market] == [
        ("Home care", "Few bidders"), ("Home care", "Many bidders"), ("Hotels", "None"),
    ]  # fmt: skip


def test_counts_of_staff_are_due_after_the_half_year_and_after_the_year() -> None:
    """IMP-19-c, K-18: by the end of December 2017 and of May 2018."""
    agreed = StaffObjectivesAgreed(
        happened_on=SPRING, period="2017/18", objectives=(Said("Score contracts"),), half_year_due="2017-12",
        end_of_year_due="2018-05",
    )  # fmt: skip
    half = StaffCountsReported(
        happened_on=date(2018, 1, 8), counted="half-year-review", period="2017/18", presented_to="CSMG",
        groups=(Group(team="All", staff=9, reached=8),),
    )  # fmt: skip
    dates = {name: one.duty.due_on for name, one in coming(date(2018, 1, 9), agreed).items() if "staff-report" in name}

    assert dates == {
        "staff-report/2017/18/half-year-review": date(2017, 12, 31),
        "staff-report/2017/18/end-of-year-review": date(2018, 5, 31),
    }
    assert coming(date(2017, 10, 31), agreed)["staff-report/2017/18/half-year-review"].state == "coming"
    assert coming(date(2017, 11, 1), agreed)["staff-report/2017/18/half-year-review"].state == "due"
    left = [name for name in coming(date(2018, 1, 9), agreed, half) if "staff-report" in name]
    assert left == ["staff-report/2017/18/end-of-year-review"]
    assert found(agreed, half).counts[0].groups[0].staff == 9
    untold = half.model_copy(update={"presented_to": None})
    left = [name for name in coming(date(2018, 1, 9), agreed, untold) if "staff-report" in name]
    assert left == ["staff-report/2017/18/half-year-review", "staff-report/2017/18/end-of-year-review"]


@pytest.mark.parametrize(
    ("period", "half", "year", "says"),
    [
        ("2017/18", date(2017, 10, 1), date(2018, 4, 1), "if the year is from April (assumed; no month was agreed)"),
        ("2017-2018", date(2017, 10, 1), date(2018, 4, 1), "if the year is from April (assumed; no month was agreed)"),
        ("2017/19", SPRING, SPRING, "for which no month was agreed"),
        ("the pilot", SPRING, SPRING, "for which no month was agreed"),
    ],
)
def test_without_a_month_agreed_counts_of_staff_are_due_once_their_time_is_over(
    period: str, half: date, year: date, says: str
) -> None:
    """IMP-19-c: reports follow the half-year and the end-of-year review, whether or not it was agreed by when."""
    agreed = StaffObjectivesAgreed(happened_on=SPRING, period=period, objectives=(Said("Score contracts"),))
    month = agreed.model_copy(update={"half_year_due": "2017-12"})
    counted = StaffCountsReported(
        happened_on=date(2018, 1, 8), counted="half-year-review", period=period, presented_to="CSMG",
        groups=(Group(team="All", staff=9, reached=8),),
    )  # fmt: skip

    def reports(*entries: Entry) -> list[tuple[str, date, date | None]]:
        held = coming(date(2018, 6, 1), *entries)
        return [
            (name.rpartition("/")[2], one.duty.since, one.duty.due_on)
            for name, one in held.items()
            if "staff-r" in name
        ]

    assert sorted(reports(agreed)) == [("end-of-year-review", year, None), ("half-year-review", half, None)]
    assert reports(agreed, counted) == [("end-of-year-review", year, None)]
    assert ("half-year-review", SPRING, date(2017, 12, 31)) in reports(month)
    told = coming(date(2018, 6, 1), agreed)[f"staff-report/{period}/half-year-review"]
    assert says in told.sentence
    assert told.state == "due"


def test_standard_objectives_are_read_in_the_library_period_by_period() -> None:
    """IMP-19-a: those last agreed of each, to be passed down and held against what is done."""
    first = StaffObjectivesAgreed(
        happened_on=SPRING, period="2017/18", objectives=(Said("Score contracts"),), agreed_by="CSMG",
        half_year_due="2017-12",
    )  # fmt: skip
    revised = first.model_copy(update={"happened_on": AUTUMN, "objectives": (Said("Score them twice"), Said("Visit"))})

    assert [(one.period, one.objectives) for one in found(first).objectives] == [("2017/18", ("Score contracts",))]
    [row] = found(first, revised).objectives
    assert (row.objectives, row.agreed_by, row.on) == (("Score them twice", "Visit"), "CSMG", AUTUMN)


def test_on_the_authoritys_own_file_counts_of_staff_are_due_as_on_a_programmes() -> None:
    """IMP-19-c."""
    opened = LedgerOpened(happened_on=SPRING, authority="Marlshire", origin="marlshire.example/log", clock="real")
    agreed = StaffObjectivesAgreed(
        happened_on=SPRING, period="2017/18", objectives=(Said("Score contracts"),), half_year_due="2017-12",
        end_of_year_due="2018-05",
    )  # fmt: skip
    half = StaffCountsReported(
        happened_on=date(2018, 1, 8), counted="half-year-review", period="2017/18", presented_to="The board",
        groups=(Group(team="All", staff=9, reached=8),),
    )  # fmt: skip
    of_nothing = half.model_copy(update={"groups": (Group(team="All", staff=9),)})

    def open_(*entries: Entry) -> list[str]:
        held = FileView.of(UUID(int=1), given(opened, *entries).file, {})
        return [one.id for one in duties(held) if "staff-report" in one.id]

    assert open_(agreed) == ["staff-report/2017/18/half-year-review", "staff-report/2017/18/end-of-year-review"]
    assert open_(agreed, half) == ["staff-report/2017/18/end-of-year-review"]
    assert open_(agreed, of_nothing) == open_(agreed)  # nothing is counted in it


def test_counts_are_due_to_the_body_that_advises_the_programme_and_to_no_other() -> None:
    """IMP-19-c."""
    advised = OPENED.model_copy(update={"advised_by": "CSMG"})
    agreed = StaffObjectivesAgreed(
        happened_on=SPRING, period="2017/18", objectives=(Said("Score contracts"),), half_year_due="2017-12"
    )
    half = StaffCountsReported(
        happened_on=date(2018, 1, 8), counted="half-year-review", period="2017/18",
        groups=(Group(team="All", staff=9, reached=8),),
    )  # fmt: skip

    def open_to(body: str) -> list[str]:
        told = half.model_copy(update={"presented_to": body})
        held = FileView.of(UUID(int=1), given(advised, agreed, told).file, {})
        return [one.sentence for one in due(duties(held), date(2018, 1, 9)) if "staff-report" in one.duty.id]

    assert open_to("CSMG") == []
    assert "Report to CSMG by team" in open_to("the Cabinet")[0]


def test_a_unit_is_briefed_and_somebody_a_member_however_the_name_is_written() -> None:
    """IMP-17-d, IMP-21-a."""
    held = BriefingHeld(happened_on=SPRING, topic="risk", teams=(TeamPresent(unit="adults", team="Buying", people=7),))
    known = found(held, taken("community-member", "Ann Ashe"), taken("community-member", "ann ashe"))

    assert known.units_not_briefed == ("Highways",)
    assert [(one.topic, one.teams) for one in known.held] == [("risk", ("adults, Buying, 7 came",))]
    assert [one.person for one in known.members] == ["Ann Ashe"]


def test_a_course_says_with_whom_it_was_reviewed() -> None:
    """IMP-20-b."""
    course = TrainingMaterialUpdated(
        happened_on=SPRING, course="Managing contracts", level="intermediate", reviewed_with="Shire Training"
    )

    assert found(course).courses[0].reviewed_with == "Shire Training"


def test_turnover_with_what_is_done_about_it_handover_points_and_documents_stand_in_the_library() -> None:
    """IMP-24-c, IMP-24-b."""
    assessed = StaffChurnAssessed(
        happened_on=AUTUMN, unit="Adults", period=Span(first=date(2016, 10, 1), last=date(2017, 9, 30)), changes=7,
        measures=(Said("A month side by side"),),
    )  # fmt: skip
    points = UnitArrangementAgreed(
        happened_on=AUTUMN, subject="handover-points", unit="Adults", items=("Buying to care",)
    )
    filed = DocumentFiled(
        happened_on=AUTUMN, title="The plan as signed", document_kind="other", hard_copy_location="B1"
    )

    there = found(assessed, points, filed)

    [churn] = there.churn
    assert (churn.unit, churn.changes, churn.measures) == ("Adults", 7, ("A month side by side",))
    assert [(one.unit, one.points) for one in there.handover_points] == [("Adults", ("Buying to care",))]
    assert there.units_without_points == ("Highways",)
    worked = points.model_copy(update={"unit": None, "words": Said("Care managers buy")})
    common = found(worked)
    assert (common.units_without_points, common.handover_points[0].words) == ((), "Care managers buy")
    assert [(one.title, one.hard_copy_location) for one in there.documents] == [("The plan as signed", "B1")]


def test_what_is_done_otherwise_in_a_unit_stands_in_the_library_with_its_authority() -> None:
    """IMP-28-b: each, the newest first; by whose authority, or that it is not said."""
    local = UnitArrangementAgreed(
        happened_on=SPRING, subject="local-interpretation", unit="Adults", items=("Minutes within 5 days",),
        authority_for_it="Director of Adults", words=Said("Stricter than policy"),
    )  # fmt: skip
    later = UnitArrangementAgreed(happened_on=AUTUMN, subject="local-interpretation", unit="Highways")
    points = UnitArrangementAgreed(happened_on=AUTUMN, subject="handover-points", unit="Adults", items=("Buying",))

    there = found(local, later, points).local_ways
    assert [(one.unit, one.items, one.words, one.authority) for one in there] == [
        ("Highways", (), None, None),
        ("Adults", ("Minutes within 5 days",), "Stricter than policy", "Director of Adults"),
    ]
    assert [one.unit for one in library(view(local, later), SPRING).local_ways] == ["Adults"]


def test_a_document_is_called_as_the_entry_calls_it_that_files_it_and_any_other_by_its_own_title() -> None:
    """TVP-4.0-15: "Joint protocol with NHS", whatever the title of its bytes."""
    filed = DocumentFiled(
        happened_on=AUTUMN, title="Joint protocol with NHS", document_kind="protocol",
        document=Said(Document("ab" * 32, "protocol")), exhibits=(Said(Document("cd" * 32, "Its annex")),),
    )  # fmt: skip
    unnamed = filed.model_copy(update={"exhibits": (Said(Document("cd" * 32)),)})

    assert {one.title for one in found(filed).documents} == {"Joint protocol with NHS", "Its annex"}
    assert [one.title for one in found(unnamed).documents] == ["Joint protocol with NHS"] * 2


def test_objectives_that_one_officer_agreed_are_still_for_the_body_to_agree() -> None:
    """IMP-19-a: "will be reviewed and agreed by CSMG"."""
    opened = OPENED.model_copy(update={"advised_by": "CSMG"})
    by_one = StaffObjectivesAgreed(
        happened_on=SPRING, period="2017/18", objectives=(Said("Score contracts"),), agreed_by="Ann Ashe"
    )  # fmt: skip
    by_csmg = by_one.model_copy(update={"happened_on": AUTUMN, "agreed_by": "CSMG"})

    def asked(*entries: Entry) -> list[str]:
        found = duties(view_of(given(opened, *entries).file))
        return [one.sentence for one in found if one.is_open and one.id.startswith("objectives-agreed/")]

    assert asked(by_one) == [
        "Have CSMG review and agree the standard objectives of 2017/18 in entry 2, agreed by Ann Ashe."
    ]
    assert asked(by_one, by_csmg) == asked(by_csmg, by_one) == []
