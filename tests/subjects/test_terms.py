from datetime import date, time

import pytest

from ledger.contract_terms import NoticeAddress
from ledger.dates.bank_holidays import NamedCountry
from ledger.dates.calendar import NEWEST_TABLE, Period
from ledger.entry import Actor, Entry, Money
from ledger.serving.remedy_time import working_day
from ledger.serving.service_clauses import MethodRule, ServiceHours
from ledger.specification import Indicator, ReturnSchedule, ServiceLevels, SlaChange
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.procurement import ServiceNeedEstablished
from ledger.subjects.records import EntryStruckOut
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    OrderOfPrecedenceEntered,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
    VariationClauseEntered,
    WorkingDayDefined,
)
from ledger.subjects.variations import (
    EndDateChange,
    OtherChange,
    ScopeChange,
    SpecificationChange,
    TotalValueChange,
    VariationAgreed,
    VariationProposed,
    VariationRejected,
)
from ledger.subjects.variations.entries import Change
from ledger.words import Document, Said
from tests.story import Story, changed, given

START = date(2025, 1, 6)
REGISTERED = ContractRegistered(happened_on=START, start_date=START, reference="C-1", title="Home care")
LATER = date(2025, 7, 1)
AFTER = date(2025, 8, 1)

BY_HAND = MethodRule(
    method="hand", counts="on-delivery", hours=ServiceHours(opens=time(9), closes=time(17), otherwise_at=time(9))
)
BY_POST = MethodRule(method="signed-for-post", counts="on-recorded-delivery")
BY_MAIL = MethodRule(method="e-mail", not_for=("termination",), counts="on-sending")
TEN_WORKING_DAYS = Period(count=10, unit="working-days")

TOGETHER = (
    {"person": "Sam Sorrel", "office": "service-manager"}, {"person": "Sue Stone", "office": "contract-support-officer"}
)  # fmt: skip


def specification(**said: object) -> ServiceSpecificationIssued:
    whole: dict[str, object] = {
        "happened_on": START,
        "version": "1",
        "scope": "care at home in the north",
        "standards": ({"id": "S1", "text": Said("no visit is missed")},),
        "requirements": ({"id": "R1", "text": Said("two carers where lifting is needed")},),
        "meetings_per_year": 4,
        "meeting_information": ("visits missed",),
        "return_schedule": ({"kind": "activity return", "every_months": 1, "grace_days": 10},),
        "attendees": ("lead-officer", "provider-contract-manager"),
        "survey_interval_months": 12,
        "activity_information_required": True,
        "prepared_by": TOGETHER,
    }
    return ServiceSpecificationIssued.model_validate(whole | said)


def file_with(*entries: Entry) -> Story:
    return given(REGISTERED, *entries)


# --- specification and service level agreements -------------------------------------------------------------------


def test_a_standard_is_cited_as_it_stood_that_day() -> None:
    """TC-02: the version in force on the date of each failing."""
    second = specification(
        happened_on=LATER, version="2", standards=({"id": "S1", "text": Said("at most one in 100")},)
    )

    terms = file_with(specification(), second).file.terms

    before, since = terms.standard("S1", date(2025, 6, 30)), terms.standard("S1", LATER)
    assert before is not None
    assert since is not None
    assert (before.source, before.position, before.text) == ("specification 1", 2, Said("no visit is missed"))
    assert (since.source, since.position, since.text) == ("specification 2", 3, Said("at most one in 100"))
    assert terms.standard("S1", date(2025, 1, 5)) is None
    assert terms.standard("S9", LATER) is None


def test_what_was_asked_of_the_standards_before_is_not_answered_after_another_version_came() -> None:
    first = file_with(specification())
    asked = [point.id for point in first.file.terms.standards(AFTER)]
    known = first.file.terms_known

    second = first.when(specification(effective_from=LATER, standards=({"id": "S2", "text": Said("on time")},)))
    second = second.recorded()
    struck = second.when(EntryStruckOut(happened_on=AFTER, position=3, reason=Said("never issued"))).recorded()

    def ids(story: Story, day: date) -> list[str]:
        return [point.id for point in story.file.terms.standards(day)]

    assert asked == ids(first, AFTER) == ids(struck, AFTER) == ["S1", "R1"]
    assert ids(second, AFTER) == ["S2", "R1"]
    assert ids(second, date(2025, 6, 30)) == ["S1", "R1"]
    assert second.file.terms.cites("s2", AFTER)
    assert not second.file.terms.cites("S1", AFTER)
    assert [r.position for r in known] == [r.position for r in struck.file.terms_known] == [2]
    assert [r.position for r in second.file.terms_known] == [2, 3]
    assert [r.position for r in second.file.in_effect_on(START).terms_known] == [2, 3]


def test_an_issue_can_cite_a_requirement_or_an_indicator_as_well_as_a_standard() -> None:
    """TVP-3.0-1, TVP-3.0-6."""
    agreed = ServiceLevelAgreementAgreed(
        happened_on=START, indicators=(Indicator(id="K1", text=Said("98 of 100 visits on time"), requirement="R1"),)
    )

    terms = file_with(specification(), agreed).file.terms

    assert [(point.id, point.sort) for point in terms.standards(AFTER)] == [
        ("S1", "standard"), ("R1", "requirement"), ("K1", "indicator"),
    ]  # fmt: skip
    cited = terms.standard("K1", AFTER)
    assert cited is not None
    assert cited.source == "SLA-001"


def test_a_specification_that_says_all_it_should_departs_from_nothing() -> None:
    """HCC-6.1-a to HCC-6.1-f, HCC-6.2-a, HCC-6.2-b."""
    story = file_with().when(specification())

    assert story.recorded().objections == ()


@pytest.mark.parametrize(
    ("left_out", "rule"),
    [
        ({"scope": None}, "specification.describes-the-service"),
        ({"standards": ()}, "specification.sets-standards"),
        ({"meetings_per_year": None}, "specification.sets-meetings"),
        ({"meeting_information": ()}, "specification.says-what-is-brought"),
        ({"return_schedule": ()}, "specification.sets-returns"),
        ({"return_schedule": (ReturnSchedule(kind="activity"),)}, "specification.sets-returns"),
        ({"attendees": ()}, "specification.lead-officer-attends"),
        ({"attendees": ("service-manager",)}, "specification.lead-officer-attends"),
        ({"survey_interval_months": None}, "specification.yearly-survey"),
        ({"survey_interval_months": 24}, "specification.yearly-survey"),
        ({"activity_information_required": False}, "specification.activity-information"),
        (
            {
                "activity_information_required": None,
                "return_schedule": (ReturnSchedule(kind="staff return", every_months=1),),
            },
            "specification.activity-information",
        ),
        ({"prepared_by": ()}, "specification.prepared-together"),
        ({"prepared_by": TOGETHER[:1]}, "specification.prepared-together"),
        ({"prepared_by": TOGETHER[1:]}, "specification.prepared-together"),
    ],
)
def test_what_a_specification_leaves_out_is_shown(left_out: dict[str, object], rule: str) -> None:
    """HCC-6.1-a to HCC-6.2-b, HCC-12.3: recorded all the same."""
    story = file_with().when(specification(**left_out))

    assert story.recorded().objections == (rule,)


def test_a_specification_whose_returns_bring_activity_information_asks_for_it() -> None:
    """HCC-6.2-b: whether or not it says so besides."""
    rows = ({"kind": "activity return", "every_months": 1}, {"kind": "return", "contents": ("visits",)})

    for row in rows:
        issued = specification(activity_information_required=None, return_schedule=(row,))
        file_with().when(issued).keeps("specification.activity-information")


def test_the_method_statement_is_asked_for_where_it_is_part_of_the_specification() -> None:
    """TVP-3.0-1: under Thames Valley's procedure, and no other."""
    rule = "specification.has-method-statement"
    under = {name: REGISTERED.model_copy(update={"procedure": name}) for name in ("thames-valley/1", "tiered/1")}

    assert rule in given(under["thames-valley/1"]).when(specification()).recorded().objections
    assert rule not in given(under["tiered/1"]).when(specification()).recorded().objections
    assert rule not in file_with().when(specification()).recorded().objections
    attached = specification(method_statement=Said(Document("ab" * 32, "How we work")))
    assert rule not in given(under["thames-valley/1"]).when(attached).recorded().objections


def test_of_a_specification_under_thames_valley_no_more_is_asked_than_the_two_parts_its_text_has() -> None:
    """TVP-3.0-1, TVP-3.0-6, TVP-3.0-7: indicators and reporting stand in the agreement, and are asked of that."""
    bound = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    attached = Said(Document("ab" * 32, "How we work"))
    needs = ({"id": "R1", "text": Said("Somebody answers within a day")},)
    issued = ServiceSpecificationIssued.model_validate({
        "happened_on": START, "scope": Said("Support for victims"), "requirements": needs,
        "method_statement": attached, "prepared_by": TOGETHER,
    })  # fmt: skip
    agreed = ServiceLevelAgreementAgreed(
        happened_on=START, indicators=(Indicator(id="K1", text=Said("98 of 100"), requirement="R1"),),
        reporting_schedule=(ReturnSchedule(kind="Performance report", every_months=3),),
    )  # fmt: skip
    holds = "sla.holds-what-it-should"

    def of_the_specification(story: Story) -> set[str]:
        return {rule for rule in story.recorded().objections if rule.startswith("specification.")}

    on_file = given(bound)
    assert of_the_specification(on_file.when(issued)) == set()
    assert of_the_specification(on_file.when(agreed).when(issued)) == set()
    assert of_the_specification(on_file.when(issued.model_copy(update={"scope": None}))) == {
        "specification.describes-the-service"
    }
    told = on_file.when(issued).when(agreed.model_copy(update={"indicators": (), "reporting_schedule": ()}))
    told.departs_from(holds)
    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == holds]
    assert "performance indicators (TVP-3.0-6)" in found
    assert "reporting (TVP-3.0-7)" in found


def test_a_time_of_start_up_says_how_long_it_is_and_has_no_fewer_meetings_than_later() -> None:
    """HCC-7.1-b: half of it has no effect."""
    rule, four = "specification.start-up-whole", {"meetings_per_year": 4}
    whole = {"start_up_months": 3, "start_up_meetings_per_year": 12}

    given(REGISTERED).when(specification(**four, **whole)).keeps(rule)
    given(REGISTERED).when(specification(**four)).keeps(rule)
    for short in (
        {"start_up_months": 3},
        {"start_up_meetings_per_year": 12},
        whole | {"start_up_meetings_per_year": 2},
    ):
        given(REGISTERED).when(specification(**four, **short)).departs_from(rule)


@pytest.mark.parametrize("a_year", [0, 1])
def test_fewer_than_two_meetings_a_year_are_explained(a_year: int) -> None:
    """HCC-12.4-a: where the procedure says at least twice."""
    rule, few = "specification.meetings-often-enough", specification(meetings_per_year=a_year)
    elsewhere = REGISTERED.model_copy(update={"procedure": "thames-valley/1"})

    file_with().when(few, acknowledge_all=False).asked(rule)
    file_with().when(specification(meetings_per_year=2)).keeps(rule)
    given(elsewhere).when(few).keeps(rule)


def test_a_nominee_of_the_lead_officer_may_attend_instead() -> None:
    """HCC-6.1-f."""
    file_with().when(specification(attendees=("representative",))).keeps("specification.lead-officer-attends")


def test_no_two_points_of_a_specification_have_one_id() -> None:
    """HCC-6.1-b: an issue cites one standard and no other."""
    twice = specification(requirements=({"id": "S1", "text": Said("another")},))

    file_with().when(twice).refused("specification.ids-once", "S1")


def test_a_new_specification_changes_the_contract_only_by_a_variation() -> None:
    """TVP-3.0-3."""
    varied = VariationAgreed(happened_on=LATER)
    on_file = file_with(specification(), varied)

    on_file.when(specification(happened_on=LATER, version="2")).departs_from("term.fixed-unless-varied")
    on_file.when(specification(happened_on=LATER, version="2", variation="VAR-001")).keeps("term.fixed-unless-varied")


def test_a_draft_of_before_the_contract_changes_no_terms() -> None:
    """TVP-3.0-3, HCC-A6-a: what stands "for the life of the contract" has none before there is one."""
    rule, second = "term.fixed-unless-varied", date(2024, 12, 9)
    need = ServiceNeedEstablished(happened_on=date(2024, 11, 4), reference="C-1", title="Home care")
    first = specification(happened_on=date(2024, 12, 2))

    given(need, first).when(specification(happened_on=second, version="2")).keeps(rule)
    given(need, first, REGISTERED).when(specification(happened_on=second, version="2")).keeps(rule)
    given(need, first, REGISTERED).when(specification(happened_on=LATER, version="2")).departs_from(rule)


def test_a_variation_that_was_not_agreed_by_then_replaces_no_specification() -> None:
    """TVP-3.0-3."""
    rule, june = "term.fixed-unless-varied", date(2025, 6, 2)
    new = specification(happened_on=LATER, version="2", variation="VAR-001")
    on_file = file_with(specification(), VariationProposed(happened_on=june))
    rejected = VariationRejected(happened_on=june, variation="VAR-001")
    late = VariationAgreed(happened_on=AFTER, variation="VAR-001")
    for_later = VariationAgreed(happened_on=LATER, variation="VAR-001", effective_from=AFTER)

    on_file.when(new, acknowledge_all=False).asked(rule)
    told = on_file.when(rejected).when(new).departs_from(rule)
    assert told.last is not None
    assert any("rejected VAR-001 on 2 June 2025" in d.found for d in told.last.departures)
    on_file.when(late).when(new).departs_from(rule)
    on_file.when(for_later).when(new).keeps(rule)
    on_file.when(late).when(new.model_copy(update={"effective_from": AFTER})).keeps(rule)


def test_a_variation_of_another_term_replaces_no_specification() -> None:
    """TVP-3.0-3: what its agreement says it changes, else its proposal; what says nothing may be of any term."""
    rule, june = "term.fixed-unless-varied", date(2025, 6, 2)
    new = specification(happened_on=LATER, version="2", variation="VAR-001")
    longer, figures = EndDateChange(becomes=date(2029, 2, 28)), TotalValueChange(becomes=Money(pence=100))
    words = SpecificationChange(becomes=Said("half of the visits"))
    agreed = VariationAgreed(happened_on=LATER, variation="VAR-001")

    def on_file(proposed: tuple[Change, ...], *made: Entry, **said: object) -> Story:
        opened = VariationProposed.model_validate({"happened_on": june, "changes": proposed, **said})
        return file_with(specification(), opened, *made)

    told = on_file((longer, figures), agreed).when(new).departs_from(rule)
    assert told.last is not None
    said = "VAR-001 changes the end date and the total value, not the specification"
    assert any(said in d.found for d in told.last.departures if d.rule == rule)
    only_longer = agreed.model_copy(update={"changes": (longer,)})
    on_file((longer, words), only_longer, agreed).when(new).departs_from(rule)
    on_file((longer,), agreed, agreed.model_copy(update={"changes": (words,)})).when(new).keeps(rule)
    on_file((), agreed).when(new).keeps(rule)
    on_file((), agreed, only_longer).when(new).keeps(rule)
    for covering in (words, ScopeChange(becomes=Said("the south")), OtherChange(name="S1", becomes=Said("half"))):
        on_file((longer, covering), agreed).when(new).keeps(rule)
    on_file((figures,), agreed, variation_kind="requirements").when(new).keeps(rule)
    on_file((figures,), agreed, variation_kind="terms").when(new).departs_from(rule)


def test_what_the_provider_sends_is_asked_by_the_specification_and_by_service_level_agreements() -> None:
    """HCC-6.1-e, TVP-3.0-7."""
    quarterly = ReturnSchedule(kind="financial report", every_months=3)
    agreed = ServiceLevelAgreementAgreed(happened_on=LATER, reporting_schedule=(quarterly,))

    terms = file_with(specification(), agreed).file.terms

    assert [row.kind for row in terms.return_schedule(date(2025, 6, 30))] == ["activity return"]
    assert [row.kind for row in terms.return_schedule(LATER)] == ["activity return", "financial report"]
    assert terms.return_schedule(date(2025, 1, 1)) == ()


def test_a_return_that_specification_and_service_level_agreement_ask_for_alike_is_one_return() -> None:
    """HCC-6.1-e, TVP-3.0-7: what either wants in it is to be in it."""
    asked = specification().return_schedule[0]
    twin = asked.model_copy(update={"kind": asked.kind.capitalize(), "contents": ("hours by week",)})
    agreed = ServiceLevelAgreementAgreed(happened_on=LATER, reporting_schedule=(twin,))

    (one,) = file_with(specification(), agreed).file.terms.return_schedule(LATER)

    assert one == asked.model_copy(update={"contents": (*asked.contents, "hours by week")})


def test_a_service_level_agreement_stands_as_amended_from_its_day() -> None:
    """TVP-3.0-4, TVP-3.0-9."""
    first = Indicator(id="K1", text=Said("98 of 100"))
    agreed = ServiceLevelAgreementAgreed(happened_on=START, indicators=(first,))
    amended = ServiceLevelAgreementAmended(
        happened_on=LATER, effective_from=AFTER, sla="SLA-001", not_material_statement=Said("clarifies only"),
        becomes=ServiceLevels(indicators=(first, Indicator(id="K2", text=Said("answered in an hour")))),
    )  # fmt: skip
    in_words = ServiceLevelAgreementAmended(
        happened_on=AFTER, sla="SLA-001", changes=(SlaChange(what="K1", becomes=Said("98, by month")),)
    )

    terms = file_with(agreed, amended, in_words).file.terms

    assert [i.id for i in terms.agreements_on(LATER)[0].says.indicators] == ["K1"]
    assert [i.id for i in terms.agreements_on(AFTER)[0].says.indicators] == ["K1", "K2"]
    assert terms.agreements_on(AFTER)[0].position == 3  # of words alone nothing that it holds is taken
    assert terms.agreements_on(date(2025, 1, 1)) == ()


def test_an_amendment_that_names_what_changes_gives_the_agreement_as_it_becomes() -> None:
    """TVP-3.0-4, docs/adr/0432."""
    rule, held = "sla.amendment-given-as-a-whole", Indicator(id="K1", text=Said("98 of 100"), target="95")
    on_file = file_with(ServiceLevelAgreementAgreed(happened_on=START, indicators=(held,)))
    words = ServiceLevelAgreementAmended(
        happened_on=LATER, sla="SLA-001", changes=(SlaChange(what="Target of K1", becomes=Said("98 percent")),)
    )
    whole = changed(words, becomes=ServiceLevels(indicators=(changed(held, target="98"),)))

    in_words = on_file.when(words).departs_from(rule)
    [found] = [d.found for d in in_words.file.entries[-1].departures if d.rule == rule]
    assert found == (
        "what SLA-001 becomes as a whole is not given: what it holds, by entry 2, stays as it was, whatever is said of"
        " Target of K1"
    )
    assert [(i.target, at) for i, _, _, at in in_words.file.terms.indicators(AFTER)] == [("95", 2)]
    after = on_file.when(whole).keeps(rule)
    assert [(i.target, at) for i, _, _, at in after.file.terms.indicators(AFTER)] == [("98", 3)]
    file_with(ServiceLevelAgreementAgreed(happened_on=START)).when(words).keeps(rule)


def test_an_amendment_that_is_not_said_to_be_immaterial_asks_for_a_variation() -> None:
    """TVP-3.0-9."""
    on_file = file_with(ServiceLevelAgreementAgreed(happened_on=START))
    silent = ServiceLevelAgreementAmended(happened_on=LATER, sla="SLA-001")
    said = silent.model_copy(update={"not_material_statement": Said("no term changes")})

    on_file.when(silent).departs_from("sla.not-a-material-change")
    on_file.when(said).keeps("sla.not-a-material-change")
    file_with().when(said).refused("entry.names-what-is-on-file", "SLA-001")


@pytest.mark.parametrize(
    ("what", "kept"),
    [
        ("annual value", False), ("Contract end date", False), ("End date of the contract", False),
        ("price per case", False), ("Response time", True), ("Who prices are told to", True),
    ],
)  # fmt: skip
def test_a_term_of_the_contract_is_no_matter_for_an_amendment_however_it_is_called(what: str, kept: bool) -> None:
    """TVP-3.0-9: whatever is stated of it."""
    amended = ServiceLevelAgreementAmended(
        happened_on=LATER, sla="SLA-001", not_material_statement=Said("no term changes"),
        changes=(SlaChange(what=what, becomes=Said("Another")),),
    )  # fmt: skip
    made = given(REGISTERED, ServiceLevelAgreementAgreed(happened_on=START)).when(amended)
    made.keeps("sla.not-a-material-change") if kept else made.departs_from("sla.not-a-material-change")


def test_in_thames_valley_a_service_level_agreement_confirms_the_strategy() -> None:
    """TVP-4.0-4."""
    rule = "sla.confirms-strategy"
    agreed = ServiceLevelAgreementAgreed(happened_on=START, strategy_confirmed=False)
    there = given(REGISTERED.model_copy(update={"procedure": "thames-valley/1"}))

    there.when(agreed, acknowledge_all=False).asked(rule)
    there.when(agreed.model_copy(update={"strategy_confirmed": True})).keeps(rule)
    there.when(agreed.model_copy(update={"strategy_confirmed": None}), acknowledge_all=False).asked(rule)
    file_with().when(agreed).keeps(rule)


def test_what_a_service_level_agreement_leaves_out_is_shown() -> None:
    """TVP-3.0-5 to TVP-3.0-8."""
    whole = ServiceLevelAgreementAgreed.model_validate(
        {
            "happened_on": START,
            "contacts": (Actor(person="Ann"), Actor(person="Pam", office="provider-contract-manager")),
            "indicators": ({"id": "K1", "text": Said("98 of 100")},),
            "reporting_schedule": ({"kind": "performance report", "every_months": 3},),
            "improvement_targets": ({"kind": "quality", "text": Said("99 of 100")},),
        }
    )

    file_with().when(whole).keeps("sla.holds-what-it-should")
    file_with().when(whole.model_copy(update={"indicators": ()})).departs_from("sla.holds-what-it-should")


def test_a_service_level_agreement_has_points_of_contact_within_both_organisations() -> None:
    """TVP-3.0-5: the side that has none is named."""
    ours, theirs = Actor(person="Ann"), Actor(person="Pam", party="provider")
    whole = ServiceLevelAgreementAgreed.model_validate(
        {
            "happened_on": START, "contacts": (ours, theirs), "indicators": ({"id": "K1", "text": Said("98 of 100")},),
            "reporting_schedule": ({"kind": "performance report", "every_months": 3},),
            "improvement_targets": ({"kind": "quality", "text": Said("99 of 100")},),
        }
    )  # fmt: skip

    file_with().when(whole).keeps("sla.holds-what-it-should")
    for contacts, lacking in (((ours,), "point of contact of the provider"), ((), "points of contact"),
                              ((theirs,), "point of contact of the authority")):  # fmt: skip
        told = file_with().when(whole.model_copy(update={"contacts": contacts}))
        found = [d.found for d in told.file.entries[-1].departures if d.rule == "sla.holds-what-it-should"]
        assert found == [f"it holds no {lacking} (TVP-3.0-5)"]


def test_an_agreement_that_thins_a_report_of_the_procedures_own_is_remarked_on() -> None:
    """TVP-3.1-2, TVP-3.1-3, TVP-3.0-7: quarterly; what another agreement or the specification has is not missing."""
    rule, victims = "sla.thins-no-report", REGISTERED.model_copy(update={"procedure": "thames-valley/1"})
    performance, financial = (
        ReturnSchedule(kind=f"{of} report", every_months=3) for of in ("performance", "financial")
    )
    seldom = performance.model_copy(update={"every_months": 6})

    def agreed(*rows: ReturnSchedule) -> ServiceLevelAgreementAgreed:
        return ServiceLevelAgreementAgreed(happened_on=START, reporting_schedule=rows)

    def told(entry: Entry, *before: Entry) -> str:
        story = given(victims, *before).when(entry).departs_from(rule)
        return next(d.found for d in story.file.entries[-1].departures if d.rule == rule)

    unless = "that often it stays due unless an alternative arrangement is agreed"
    assert (
        told(agreed(financial))
        == f"it leaves out the performance report that the procedure has every 3 months; {unless}"
    )
    assert told(agreed(financial, seldom)).startswith(
        "it has the performance report every 6 months, and the procedure every 3 months"
    )
    given(victims).when(agreed(performance, financial)).keeps(rule)
    given(victims, agreed(performance)).when(agreed(financial)).keeps(rule)
    given(victims, specification(return_schedule=(performance,))).when(agreed(financial)).keeps(rule)
    given(victims).when(agreed()).keeps(rule)  # that it holds no reporting another rule finds
    amended = ServiceLevelAgreementAmended(
        happened_on=LATER, sla="SLA-001", becomes=ServiceLevels(reporting_schedule=(financial,))
    )
    assert "leaves out the performance report" in told(amended, agreed(performance, financial))
    given(victims, agreed(performance)).when(amended.model_copy(update={"becomes": None})).keeps(rule)
    assert rule not in file_with().when(agreed(financial)).objections


# --- clauses ------------------------------------------------------------------------------------------------------


def test_a_notice_is_signed_and_served_as_its_own_clause_says_and_otherwise_as_the_general_clause_says() -> None:
    """HCC-9.1-b."""
    general = NoticeClauseEntered(
        happened_on=START, clause="43", signed_by=("representative",), methods=(BY_HAND, BY_POST, BY_MAIL)
    )
    ours = NoticeClauseEntered(happened_on=START, clause="44", given_by="provider", signed_by=("provider-director",))
    ending = NoticeClauseEntered(
        happened_on=START, clause="31.4", notices=("termination",), signed_by=("county-manager-contracts",),
        must_state=("the ground", "the day of ending"), addressed_to=("provider-director",),
    )  # fmt: skip

    terms = file_with(general, ours, ending).file.terms

    plain = terms.notice_clause("default", "authority", AFTER)
    assert (plain.signed_by, plain.clauses, plain.must_state) == (("representative",), ("43",), ())
    assert terms.notice_clause("default", "provider", AFTER).signed_by == ("provider-director",)
    last = terms.notice_clause("termination", "authority", AFTER)
    assert last.signed_by == ("county-manager-contracts",)
    assert last.must_state == ("the ground", "the day of ending")
    assert last.addressed_to == ("provider-director",)
    assert (last.clauses, last.positions) == (("31.4", "43"), (4, 2))
    assert last.service is not None
    assert last.service.clause == "43"
    assert last.service.rule_for("e-mail", "termination") is None
    assert last.service.rule_for("e-mail", "default") is not None


def test_without_a_clause_on_file_the_contract_says_nothing_about_notices() -> None:
    """Design, section 4: without a clause a notice counts on proved receipt."""
    said = file_with().file.terms.notice_clause("default", "authority", AFTER)

    assert said.service is None
    assert (said.signed_by, said.clauses) == ((), ())


def test_a_clause_varied_speaks_with_its_old_words_before_and_its_new_words_after() -> None:
    """TVP-3.0-3."""
    old = NoticeClauseEntered(happened_on=START, clause="43", methods=(BY_HAND,))
    new = NoticeClauseEntered(happened_on=LATER, clause="43", methods=(BY_POST,), variation="VAR-001")

    terms = file_with(old, VariationAgreed(happened_on=LATER), new).file.terms

    def ways(day: date) -> list[str]:
        service = terms.notice_clause("default", "authority", day).service
        return [rule.method for rule in service.methods] if service else []

    assert ways(date(2025, 6, 30)) == ["hand"]
    assert ways(LATER) == ["signed-for-post"]
    assert ways(date(2025, 1, 5)) == []


def test_a_clause_is_not_replaced_without_a_variation() -> None:
    """TVP-3.0-3."""
    old = DefaultClauseEntered(happened_on=START, clause="30", cure_period=TEN_WORKING_DAYS)
    new = old.model_copy(update={"happened_on": LATER})
    on_file = file_with(old, VariationAgreed(happened_on=LATER))

    on_file.when(new).departs_from("term.fixed-unless-varied")
    on_file.when(new.model_copy(update={"variation": "VAR-001"})).keeps("term.fixed-unless-varied")
    on_file.when(new.model_copy(update={"clause": "31"})).keeps("term.fixed-unless-varied")


def test_a_clause_is_replaced_by_a_variation_of_it_and_of_no_other_term() -> None:
    """TVP-3.0-3: a term called by a name may be any clause; one called by its number is that clause alone."""
    rule = "term.fixed-unless-varied"
    old = DefaultClauseEntered(happened_on=START, clause="24", cure_period=TEN_WORKING_DAYS)
    new = old.model_copy(update={"happened_on": LATER, "variation": "VAR-001"})
    longer = EndDateChange(becomes=date(2029, 2, 28))

    def varied(*changes: Change) -> Story:
        return file_with(old, VariationAgreed(happened_on=LATER, changes=changes))

    told = varied(longer, OtherChange(name="Clause 31.2", becomes=Said("monthly"))).when(new).departs_from(rule)
    assert told.last is not None
    said = "VAR-001 changes the end date and clause 31.2, not clause 24"
    assert any(said in d.found for d in told.last.departures if d.rule == rule)
    varied(SpecificationChange(becomes=Said("half of the visits"))).when(new).departs_from(rule)
    for name in ("cure period", "Clause 24", "24.1", "clause 24 (default)", "30 and 24"):
        varied(longer, OtherChange(name=name, becomes=Said("five days"))).when(new).keeps(rule)


def test_a_clause_entered_as_if_it_bound_only_from_today_is_pointed_out() -> None:
    """TVP-3.0-3: what the contract always said binds from its start."""
    late = VariationClauseEntered(happened_on=LATER, clause="50")

    file_with().when(late).departs_from("clause.binds-from-the-start")
    file_with().when(late.model_copy(update={"effective_from": START})).keeps("clause.binds-from-the-start").then(
        lambda file: file.terms.variation_form(START)
    )


def test_two_rules_for_one_way_of_serving_are_refused() -> None:
    """HCC-9.1-b: the clause must give one answer."""
    torn = NoticeClauseEntered(
        happened_on=START, clause="43", methods=(BY_HAND, MethodRule(method="hand", counts="on-sending"))
    )

    file_with().when(torn).refused("notice-clause.one-rule-for-each-way", "hand")


def test_a_clause_that_counts_working_days_wants_them_defined() -> None:
    rule = "notice-clause.working-day-defined"
    clause = NoticeClauseEntered(happened_on=START, clause="43", methods=(BY_HAND,))
    defined = WorkingDayDefined(happened_on=START, clause="1.1", country="scotland", closed=(date(2025, 12, 24),))

    assumed = file_with().when(clause).departs_from(rule).file.terms.notice_clause("default", "authority", AFTER)
    said = file_with(defined).when(clause).keeps(rule).file.terms.notice_clause("default", "authority", AFTER)

    assert (assumed.working_day_defined, said.working_day_defined) == (False, True)
    assert assumed.service is not None
    assert said.service is not None
    assert assumed.service.working_day.country == "england-and-wales"
    assert said.service.working_day.country == "scotland"
    file_with().when(clause.model_copy(update={"methods": (BY_POST,)})).keeps(rule)


@pytest.mark.parametrize("country", ["england", "wales"])
def test_england_and_wales_have_one_law_and_one_calendar_also_where_they_are_told_apart(country: NamedCountry) -> None:
    """CPC307-V1."""
    there = ContractRegistered(happened_on=START, reference="C-1", title="Home care", country=country)
    defined = WorkingDayDefined(happened_on=START, clause="1.1")

    assert working_day(given(there, defined).file, AFTER).country == "england-and-wales"
    assert given(there).file.country == "england-and-wales"


def test_a_definition_that_names_no_country_has_the_bank_holidays_of_the_contracts_own() -> None:
    there = ContractRegistered(happened_on=START, reference="C-1", title="Home care", country="scotland")
    defined = WorkingDayDefined(happened_on=START, clause="1.1")

    for country, said in ((None, "scotland"), ("northern-ireland", "northern-ireland")):
        clause = defined.model_copy(update={"country": country})
        assert working_day(given(there, clause).file, AFTER).country == said


def test_where_a_scottish_contract_does_not_define_working_days_its_own_bank_holidays_count() -> None:
    clause = NoticeClauseEntered(happened_on=START, clause="43", methods=(BY_HAND,))

    said = file_with(clause).file.terms.notice_clause("default", "authority", AFTER, "scotland")

    assert said.service is not None
    assert said.service.working_day.country == "scotland"


def test_a_working_day_is_what_the_contract_says() -> None:
    clause = WorkingDayDefined(
        happened_on=START, clause="1.1", weekdays=("monday", "tuesday"), closed=(date(2025, 12, 23),)
    )

    terms = file_with(clause).file.terms
    working_day = terms.working_day(AFTER)

    assert working_day is not None
    assert working_day.table == NEWEST_TABLE
    assert working_day.closed_because(date(2025, 12, 22)) is None
    assert working_day.closed_because(date(2025, 12, 23)) == "closed under the contract"
    assert working_day.closed_because(date(2025, 12, 24)) == "Wednesday"
    assert terms.working_day(date(2025, 1, 5)) is None


def test_the_time_to_put_a_default_right_is_the_clauses_own() -> None:
    """HCC-9.4-d."""
    default = DefaultClauseEntered(happened_on=START, clause="30.1", cure_period=TEN_WORKING_DAYS)
    improvement = DefaultClauseEntered(happened_on=START, clause="30.2", notice_kind="improvement")
    ending = TerminationClauseEntered(
        happened_on=START, clause="31.1(a)", trigger="unremedied-default", first_notice="default",
        cure_period=Period(count=1, unit="months"),
    )  # fmt: skip

    terms = file_with(default, improvement, ending).file.terms

    assert terms.cure_period(AFTER) == TEN_WORKING_DAYS
    assert terms.cure_period(AFTER, "30.1") == TEN_WORKING_DAYS
    assert terms.cure_period(AFTER, notice_kind="improvement") is None
    assert terms.cure_period(AFTER, "31.1(a)") == Period(count=1, unit="months")
    assert terms.cure_period(AFTER, "99") is None
    assert terms.cure_period(date(2025, 1, 1)) is None
    improving = terms.default_clause(AFTER, "improvement")
    assert improving is not None
    assert improving.says.clause == "30.2"


def test_rights_to_end_the_contract_are_on_file_with_what_each_takes() -> None:
    """HCC-A11-a."""
    three = TerminationClauseEntered(
        happened_on=START, clause="31.2", trigger="repeated-notices", first_notice="default", count=3,
        window=Period(count=12, unit="months"), remedied_count_too=True, notice_length=Period(count=3, unit="months"),
    )  # fmt: skip
    unpaid = TerminationClauseEntered(
        happened_on=START, clause="32", trigger="other", held_by="provider", immediate=True
    )

    terms = file_with(three, unpaid).file.terms

    assert [(c.says.clause, c.says.held_by) for c in terms.termination_clauses(AFTER)] == [
        ("31.2", "authority"), ("32", "provider"),
    ]  # fmt: skip
    held = terms.termination_clause("31.2", AFTER)
    assert held is not None
    assert (held.says.count, held.position) == (3, 2)
    assert terms.termination_clause("31.2", date(2025, 1, 5)) is None


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ("unremedied-default", {"first_notice": "default"}),
        ("repeated-notices", {"first_notice": "default", "count": 3}),
        ("points", {"points": 12}),
        ("convenience", {"notice_length": Period(count=6, unit="months")}),
        ("insolvency", {}),
    ],
)
def test_a_right_to_end_entered_by_half_is_shown(trigger: str, said: dict[str, object]) -> None:
    """HCC-A11-a."""
    bare = {"happened_on": START, "clause": "31", "trigger": trigger}

    file_with().when(TerminationClauseEntered.model_validate(bare | said)).keeps("termination-clause.complete")
    for name in said:
        less = TerminationClauseEntered.model_validate(bare | {n: v for n, v in said.items() if n != name})
        file_with().when(less).departs_from("termination-clause.complete")


def test_the_form_of_a_variation_is_the_contracts_own() -> None:
    """Section H, D-14."""
    clause = VariationClauseEntered(happened_on=START, clause="50", signed_by_authority=("county-manager-contracts",))

    form = file_with(clause).file.terms.variation_form(AFTER)

    assert form is not None
    assert (form.says.signed, form.says.signed_by_authority) == (True, ("county-manager-contracts",))
    assert file_with().file.terms.variation_form(AFTER) is None


def test_the_order_of_precedence_is_on_file() -> None:
    clause = OrderOfPrecedenceEntered(happened_on=START, clause="2", documents=("terms", "specification", "tender"))

    file_with(clause).then(lambda file: [held.says for held in file.terms.versions(clause)] == [clause])
    assert file_with().file.terms.versions(clause) == ()


def test_notices_go_to_the_address_in_force_that_day() -> None:
    """TVP-5.2-2b: address and addressee in force."""
    office = NoticeAddress(method="hand", address="1 High Street", addressee="The Director")
    mail = NoticeAddress(method="e-mail", address="notices@haven.example")
    moved = NoticeAddress(method="hand", address="2 Low Street")
    first = NoticeAddressGiven(happened_on=START, party="provider", addresses=(office, mail))
    change = NoticeAddressGiven(
        happened_on=date(2025, 6, 20), effective_from=LATER, party="provider", addresses=(moved,), withdrawn=("e-mail",)
    )

    terms = file_with(first, change).file.terms

    def where(day: date, method: str) -> str | None:
        held = terms.addresses("provider", day).get(method)  # type: ignore[call-overload]  # any word will do here
        return held.says.address if held else None

    assert (where(date(2025, 6, 30), "hand"), where(date(2025, 6, 30), "e-mail")) == ("1 High Street", mail.address)
    assert (where(LATER, "hand"), where(LATER, "e-mail")) == ("2 Low Street", None)
    at_first = terms.address("provider", START, "hand")
    assert at_first is not None
    assert (at_first.says.addressee, at_first.position) == ("The Director", 2)
    assert terms.address("authority", START, "hand") is None


# --- clauses that contradict themselves or one another ---------------------------------------------------------------


def ending_clause(**said: object) -> TerminationClauseEntered:
    whole: dict[str, object] = {"happened_on": START, "clause": "31.1", "trigger": "unremedied-default"}
    return TerminationClauseEntered.model_validate(whole | {"first_notice": "default"} | said)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"count": 3}, "it counts notices, and its trigger is unremedied default"),
        ({"trigger": "repeated-notices", "count": 3, "points": 20}, "it counts points, and its trigger is repeated"),
        ({"window": Period(count=12, unit="months")}, "it has a window of 12 months"),
        (
            {"immediate": True, "notice_length": Period(count=3, unit="months")},
            "it ends the contract at once, and on notice of 3 months",
        ),
    ],
)
def test_a_right_to_end_the_contract_does_not_contradict_itself(said: dict[str, object], found: str) -> None:
    file_with().when(ending_clause(**said)).refused("termination-clause.not-against-itself", found, "leave out")
    file_with().when(ending_clause()).keeps("termination-clause.not-against-itself")


def test_a_period_of_nothing_is_no_period() -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        ending_clause(cure_period={"count": 0, "unit": "months"})


@pytest.mark.parametrize("name", ["points", "count"])
def test_a_right_that_takes_none_of_what_it_counts_is_refused(name: str) -> None:
    trigger = "points" if name == "points" else "repeated-notices"

    file_with().when(ending_clause(trigger=trigger, **{name: 0})).refused("invalid", name)


def test_a_right_that_turns_on_points_and_says_not_how_many_is_told() -> None:
    file_with().when(ending_clause(trigger="points", first_notice=None)).departs_from("termination-clause.complete")


def test_a_clause_has_one_wording_from_one_day_however_its_number_is_written() -> None:
    ten = DefaultClauseEntered(happened_on=START, clause="30.2", cure_period=TEN_WORKING_DAYS)
    five = ten.model_copy(update={"clause": "Clause 30.2", "cure_period": Period(count=5, unit="working-days")})

    found = file_with(ten).when(five)

    found.refused("clause.one-wording-from-a-day", "clause 30.2 (entry 2) says otherwise from the same day", "(a)")
    file_with(ten).when(ten).keeps("clause.one-wording-from-a-day")  # the same again says nothing new
    later = file_with(ten).when(five.model_copy(update={"happened_on": LATER})).recorded().file
    assert later.terms.cure_period(LATER) == five.cure_period
    assert len(later.terms.default_clauses(LATER, "default")) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            WorkingDayDefined(happened_on=START, clause="1.1"),
            WorkingDayDefined(happened_on=START, clause="1.7", country="scotland"),
        ),
        (
            OrderOfPrecedenceEntered(happened_on=START, clause="2.1", documents=("terms", "specification")),
            OrderOfPrecedenceEntered(happened_on=START, clause="2.4", documents=("specification", "terms")),
        ),
    ],
)
def test_of_what_there_is_one_in_a_contract_there_are_not_two_from_one_day(first: Entry, second: Entry) -> None:
    file_with(first).when(second).refused("clause.one-wording-from-a-day", "(entry 2) says otherwise")


def test_two_notice_clauses_that_say_different_things_of_one_way_of_serving_are_refused() -> None:
    first = NoticeClauseEntered(happened_on=START, clause="43.3", methods=(BY_HAND,))
    anyhow = MethodRule(method="hand", counts="on-sending")
    second = NoticeClauseEntered(happened_on=START, clause="43.7", methods=(anyhow,))

    found = file_with(first).when(second)

    found.refused("notice-clause.of-one-mind", "clause 43.3 (entry 2) says otherwise", "by hand")
    file_with(first).when(second.model_copy(update={"notices": ("termination",)})).keeps("notice-clause.of-one-mind")


def test_ways_of_serving_spread_over_several_clauses_are_all_provided_for() -> None:
    """Clause 43.3 on delivery by hand and 43.4 on post: neither keeps out what the other allows."""
    by_hand = NoticeClauseEntered(happened_on=START, clause="43.3", methods=(BY_HAND,))
    by_post = NoticeClauseEntered(happened_on=START, clause="43.4", methods=(BY_POST,))

    service = file_with(by_hand, by_post).file.terms.notice_clause("default", "authority", START).service

    assert service is not None
    assert service.clause == "43.3 and 43.4"
    assert {rule.method for rule in service.methods} == {"hand", "signed-for-post"}


def test_a_clause_that_binds_before_the_contract_began_is_told() -> None:
    early = ending_clause(effective_from=date(2024, 12, 31))

    file_with().when(early).departs_from("clause.binds-from-the-start")


def test_a_party_has_one_address_for_each_way_of_serving_from_one_day() -> None:
    mill, high = (NoticeAddress(method="hand", address=place) for place in ("1 Mill Lane", "9 High Street"))
    given_first = NoticeAddressGiven(happened_on=START, party="provider", addresses=(mill,))
    another = given_first.model_copy(update={"addresses": (high,)})
    rule = "notice-address.one-for-each-way"

    file_with(given_first).when(another).refused(rule, "by hand entry 2 gives 1 Mill Lane from the same day")
    file_with().when(given_first.model_copy(update={"addresses": (mill, high)})).refused(rule, "by hand")
    file_with().when(given_first.model_copy(update={"withdrawn": ("hand",)})).refused(rule, "by hand")
    file_with(given_first).when(another.model_copy(update={"happened_on": LATER})).keeps(rule)
    file_with(given_first).when(another.model_copy(update={"party": "authority"})).keeps(rule)
