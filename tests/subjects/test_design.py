"""Stories of a contract's design: ways compared, the type recommended, and what protects each outcome."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from ledger.entry import Entry
from ledger.procedures import read
from ledger.provisions import pay_by, pay_by_otherwise, protecting, standing, told_beside
from ledger.specification import Indicator
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design import (
    ContractFormRecommended,
    ContractProvisionAgreed,
    FactorWeighed,
    JudgedBy,
    MilestoneReached,
    OptionsAnalysed,
    Way,
)
from ledger.subjects.design.entries import Criterion, InfluencingFactor
from ledger.subjects.records import EntryCorrected, EntrySupplemented
from ledger.subjects.terms import PerformanceIndicatorAgreed
from ledger.subjects.variations import OtherChange, VariationAgreed
from ledger.words import Document, Said
from projections.duties.due import due, duties
from tests.story import Story, changed, given
from tests.subjects.test_outcomes import REVIEWED, SPECIFIED, VIEWS, WANTED
from tests.worked_through import view_of

ANALYSED = OptionsAnalysed(
    happened_on=date(2025, 2, 3), subject="outcomes", outcomes=("OUT-001",), best_value=Said("The second"),
    ways=(
        Way(name="One provider", judged=(JudgedBy(criterion="risk", words=Said("All in one hand")),)),
        Way(name="Four providers", words=Said("One for each town"), chosen=True),
    ),
    specification=Said("Simple"), market=Said("Eleven providers"), time=Said("Ten months"), money=Said("£900,000"),
    risk_share=Said("Volume with the authority"),
)  # fmt: skip
FORM = ContractFormRecommended(
    happened_on=date(2025, 2, 5), contract_type="block", outcomes=("OUT-001",), reason=Said("Steady demand"),
    factors=(FactorWeighed(factor="risk-allocation", words=Said("Shared")),), user_directed=Said("In the care plan"),
)  # fmt: skip
MILESTONE = ContractProvisionAgreed(
    happened_on=date(2025, 2, 10), provision="milestone", clause="7.2", protects=("OUT-001",),
    due_on=date(2025, 6, 1), words=Said("All rounds staffed"),
)  # fmt: skip
REACHED = MilestoneReached(happened_on=date(2025, 5, 28), provision="PRV-001")
BEFORE = (VIEWS, WANTED, SPECIFIED)


@pytest.mark.parametrize(
    ("entry", "without", "rule", "demand"),
    [
        (ANALYSED, {"market": None}, "design.five-factors-weighed", "CPC307-AB"),
        (ANALYSED, {"ways": ()}, "design.ways-compared", "CPC307-B1"),
        (ANALYSED, {"outcomes": ()}, "design.outcomes-named", "CPC307-B1"),
        (ANALYSED, {"subject": "objectives"}, "design.objectives-named", "CPC307-B2"),
        (ANALYSED, {"best_value": None}, "design.best-value", "CPC307-K5"),
        (FORM, {"reason": None, "factors": ()}, "design.type-with-its-reason", "CPC307-B3"),
        (FORM, {"factors": ()}, "design.form-by-factors", "CPC307-S8"),
        (FORM, {"contract_type": "handshake"}, "design.type-of-the-procedure", "CPC307-S10"),
        (FORM, {"user_directed": None}, "design.user-directed-beside-others", "CPC307-B4"),
        (MILESTONE, {"protects": ()}, "provision.protects-an-outcome", "CPC307-B6"),
        (MILESTONE, {"due_on": None}, "provision.with-its-date", "CPC307-S11"),
        (MILESTONE, {"clause": None}, "provision.says-where-it-stands", "CPC307-K17"),
    ],
)
def test_what_a_design_leaves_out_is_shown_as_a_departure(
    entry: Any, without: dict[str, Any], rule: str, demand: str
) -> None:
    on_file = given(*BEFORE)

    on_file.when(entry).keeps(rule)
    lacking = on_file.when(entry.model_copy(update=without)).departs_from(rule)

    assert lacking.last is not None
    assert demand in [departure.citation for departure in lacking.last.departures if departure.rule == rule]


def test_an_analysis_chooses_among_ways_by_the_criteria_of_the_standard() -> None:
    """CPC307-S7, CPC307-S8."""
    undecided = ANALYSED.model_copy(
        update={"ways": tuple(w.model_copy(update={"chosen": False}) for w in ANALYSED.ways)}
    )

    assert (ANALYSED.compared, ANALYSED.chosen) == ("One provider, Four providers", "Four providers")
    given(*BEFORE).when(undecided).departs_from("design.ways-compared")
    assert set(get_args(Criterion)) == {"risk", "return", "financial", "organisational-profile", "environmental-impact"}
    assert len(get_args(InfluencingFactor)) == 6


@pytest.mark.parametrize(
    ("ways", "rule", "words"),
    [
        (("Block", "block"), "design.ways-compared", "Block stands among the ways more than once"),
        (("Block", "Spot"), "design.each-way-looked-at", "nothing is said of Block, Spot"),
    ],
)
def test_an_analysis_compares_ways_that_differ_and_says_something_of_each(
    ways: tuple[str, ...], rule: str, words: str
) -> None:
    """CPC307-B1: "thoroughly"; what a document says of them is looked at there."""
    hollow = changed(ANALYSED, ways=tuple(Way(name=name, chosen=name == "Block") for name in ways))

    story = given(*BEFORE).when(hollow).departs_from(rule)
    assert story.last is not None
    assert any(words in d.found for d in story.last.departures if d.rule == rule)
    assert not hollow.is_thorough
    given(*BEFORE).when(ANALYSED).keeps(rule)
    paper = changed(hollow, exhibits=(Said(Document("ab" * 32, "The appraisal")),))
    given(*BEFORE).when(paper).keeps("design.each-way-looked-at")
    assert ANALYSED.is_thorough
    assert changed(ANALYSED, ways=()).bare == ()
    assert "design.each-way-looked-at" not in given(*BEFORE).when(changed(ANALYSED, ways=())).objections


@pytest.mark.parametrize("entry", [ANALYSED, FORM, MILESTONE], ids=lambda entry: entry.kind)
def test_a_contract_is_designed_for_no_outcome_that_was_dropped(entry: Any) -> None:
    """CPC307-K11: those who use the service decide, until it is taken up again."""
    rule = "design.for-what-is-wanted"
    dropped = changed(REVIEWED, happened_on=date(2025, 1, 30), decision="dropped")
    open_ = changed(REVIEWED, happened_on=date(2025, 1, 31), decision="undecided")
    kept = changed(REVIEWED, happened_on=date(2025, 1, 31), decision="kept")

    story = given(*BEFORE, dropped, open_).when(entry).departs_from(rule)
    assert story.last is not None
    assert any("OUT-001 was dropped on 30 January 2025 (entry 5)" in d.found for d in story.last.departures)
    given(*BEFORE, dropped, kept).when(entry).keeps(rule)
    given(*BEFORE).when(entry).keeps(rule)


def test_a_spot_purchase_counts_as_an_individual_contract_where_the_procedure_knows_it() -> None:
    """CPC307-S10: individual, multiple and block; the authority's own types are mapped to them (D-20)."""
    hampshire, thames = read("hampshire"), read("thames-valley")

    spot = hampshire.contract_type("spot")
    assert spot is not None
    assert (spot.counts_as, spot.citation) == ("individual", "HCC-S-b")
    assert thames.contract_type("spot") is None
    assert {t.id for t in thames.contract_types} >= {"individual", "multiple", "block"}
    for named in ("spot", "spot contract", "block contracts", "Individual contracts"):
        given(*BEFORE).when(FORM.model_copy(update={"contract_type": named})).keeps("design.type-of-the-procedure")


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("block contracts", "block contracts"), ("Individual contracts", "Individual contracts"),
        ("Block contract", "Block contract"), ("multiple", "multiple contract"),
        ("services contract", "services contract"), ("Contract for services", "Contract for services"),
    ],
)  # fmt: skip
def test_a_type_of_contract_is_known_by_the_standards_own_words_and_called_a_contract_once(
    written: str, called: str
) -> None:
    """CPC307-B3, CPC307-S10: the standard writes individual contracts, multiple contracts, block contracts."""
    recommended = FORM.model_copy(update={"contract_type": written})

    assert read("thames-valley").contract_type(written) is not None
    assert recommended.called == called


def test_a_provision_protects_outcomes_and_a_milestone_is_reached_once() -> None:
    """CPC307-B6, CPC307-S11."""
    on_file = given(*BEFORE, MILESTONE)

    assert [p.id for p in protecting(on_file.file, "OUT-001", date.max)] == ["PRV-001"]
    assert protecting(on_file.file, "OUT-002", date.max) == []
    reached = on_file.when(REACHED).recorded()
    reached.when(REACHED).refused("milestone.set-and-not-reached", "28 May 2025 (entry 6)")
    measure = MILESTONE.model_copy(update={"provision": "performance-measure"})
    given(*BEFORE, measure).when(REACHED).refused("milestone.set-and-not-reached", "performance measure", "a milestone")
    on_file.when(REACHED.model_copy(update={"provision": "PRV-009"})).refused("entry.names-what-is-on-file", "PRV-001")


def ids(story: Story, day: date) -> list[str]:
    return [held.id for held in standing(story.file, day)]


def test_a_provision_takes_its_place_on_the_days_on_which_its_variation_applies() -> None:
    """TVP-3.0-3: two visits until the variation takes effect; after a temporary one "the earlier terms return"."""
    registered = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Rounds")
    two = ContractProvisionAgreed(
        happened_on=date(2025, 1, 20), provision="obligation", owed_by="provider", clause="5", words=Said("Two visits"),
        protects=("OUT-001",),
    )  # fmt: skip
    march, may, november = date(2025, 3, 1), date(2025, 5, 1), date(2025, 11, 1)
    one = two.model_copy(
        update={"happened_on": march, "variation": "VAR-001", "words": Said("One visit"), "protects": ()}
    )
    later = VariationAgreed(happened_on=march, effective_from=date(2025, 10, 1))
    for_a_time = VariationAgreed(happened_on=march, applies_until=date(2025, 4, 30))

    varied = given(registered, VIEWS, WANTED, two, later).when(one)
    assert [ids(varied, day) for day in (march, may, november)] == [["PRV-001"], ["PRV-001"], ["PRV-002"]]
    assert [p.id for p in protecting(varied.file, "OUT-001", may)] == ["PRV-001"]
    assert protecting(varied.file, "OUT-001", november) == []
    for_once = given(registered, VIEWS, WANTED, two, for_a_time).when(one)
    assert [ids(for_once, day) for day in (march, may, november)] == [["PRV-002"], ["PRV-001"], ["PRV-001"]]
    between = one.model_copy(update={"happened_on": may, "variation": None})
    story = given(registered, VIEWS, WANTED, two, later, one).when(between)
    story.departs_from("provision.fixed-unless-varied")
    assert [ids(story, day) for day in (march, may, november)] == [["PRV-001"], ["PRV-001"], ["PRV-002"]]


def test_what_a_clause_provides_is_changed_by_a_variation_alone() -> None:
    """TVP-3.0-3: "unless a contract variation is agreed"; the old words no longer stand once there are others."""
    rule, january = "provision.fixed-unless-varied", date(2026, 1, 10)
    insure = ContractProvisionAgreed(
        happened_on=date(2025, 3, 20), provision="obligation", owed_by="provider", clause="7", words=Said("For 1m")
    )
    more = insure.model_copy(update={"happened_on": january, "words": Said("For 5m")})
    registered = ContractRegistered(happened_on=date(2025, 3, 1), reference="C-1", title="Rounds")
    on_file = given(registered, insure)

    story = on_file.when(more).departs_from(rule)
    assert ids(story, january) == ["PRV-001"]
    assert [told_beside(story.file, held, january) for held in story.file.design.provisions.values()] == [False, True]
    varied = VariationAgreed(
        happened_on=date(2025, 12, 1), changes=(OtherChange(name="clause 7", becomes=Said("For 5m")),)
    )
    given(registered, insure, varied).when(more.model_copy(update={"variation": "VAR-001"})).keeps(rule)
    of_another = VariationAgreed(
        happened_on=date(2025, 12, 1), changes=(OtherChange(name="clause 9", becomes=Said("2%")),)
    )
    given(registered, insure, of_another).when(more.model_copy(update={"variation": "VAR-001"})).departs_from(rule)
    for beside in (
        {"clause": "8"},
        {"happened_on": insure.happened_on},
        {"due_on": date(2026, 6, 1)},
        {"provision": "payment-time", "pay_within_days": 30},
    ):
        story = on_file.when(more.model_copy(update=beside)).keeps(rule)
        assert ids(story, date(2027, 1, 1)) == ["PRV-001", "PRV-002"]
    draft = insure.model_copy(update={"happened_on": date(2025, 2, 1)})
    given(registered, draft).when(more.model_copy(update={"happened_on": date(2025, 2, 20)})).keeps(rule)


def test_what_a_variation_brings_that_is_done_once_says_what_it_takes_the_place_of() -> None:
    """TVP-3.0-3: left out, the old day is asked for beside the new one."""
    rule, may = "provision.says-what-it-replaces", date(2025, 5, 12)
    registered = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Rounds")
    milestone = MILESTONE.model_copy(update={"protects": ()})
    varied = VariationAgreed(happened_on=may, changes=(OtherChange(name="clause 7.2", becomes=Said("By 1 September")),))
    beside = changed(milestone, happened_on=may, due_on=date(2025, 9, 1), variation="VAR-001")
    moved = changed(beside, replaces="PRV-001")
    reached = REACHED.model_copy(update={"happened_on": date(2025, 5, 1)})

    def found(story: Story) -> str:
        last = story.departs_from(rule).last
        return next(one.found for one in last.departures if one.rule == rule) if last else ""

    on_file, done = given(registered, milestone, varied), given(registered, milestone, reached, varied)
    on_file.when(moved).keeps(rule)
    assert found(on_file.when(beside)).startswith("PRV-001 (entry 2) in clause 7.2 stays to be done beside it")
    on_file.when(changed(beside, clause="7.3")).keeps(rule)
    on_file.when(changed(beside, variation=None)).keeps(rule)
    done.when(beside).keeps(rule)
    assert found(done.when(moved)).startswith("PRV-001 was reached on 1 May 2025 (entry 3)")


def test_what_takes_the_place_of_what_another_variation_moved_is_due_beside_that() -> None:
    """TVP-3.0-3, docs/adr/0464: what one variation divides is to be due together; so is, for its time, what was moved
    for a time. What is over by then is not."""
    rule, may, june = "provision.says-what-it-replaces", date(2025, 5, 12), date(2025, 6, 2)
    registered = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Rounds")
    milestone = MILESTONE.model_copy(update={"protects": ()})
    varied = VariationAgreed(happened_on=may, changes=(OtherChange(name="clause 7.2", becomes=Said("By 1 September")),))
    moved = changed(milestone, happened_on=may, due_on=date(2025, 9, 1), variation="VAR-001", replaces="PRV-001")
    again = changed(moved, happened_on=june, due_on=date(2025, 10, 1), variation="VAR-002")

    def then(until: date | None, *more: Entry) -> Story:
        made = changed(varied, applies_until=until), moved, *more, changed(varied, happened_on=june)
        return given(registered, milestone, *made)

    def found(story: Story, entry: ContractProvisionAgreed = again) -> str:
        last = story.when(entry).departs_from(rule).last
        return next(one.found for one in last.departures if one.rule == rule) if last else ""

    given(registered, milestone, varied, moved).when(changed(moved, words=Said("South rounds"))).keeps(rule)
    taken = "PRV-002 (entry 4) took the place of PRV-001 already, and stays to be done beside it"
    assert found(then(None)).startswith(taken)
    assert found(then(date(2025, 7, 31))).startswith(taken)
    then(date(2025, 6, 1)).when(again).keeps(rule)
    then(None).when(changed(again, replaces="PRV-002")).keeps(rule)
    sooner = {"happened_on": date(2025, 5, 19)}
    twice = then(None, changed(varied, **sooner), changed(again, **sooner, replaces="PRV-002"))
    assert found(twice, changed(again, variation="VAR-003")).startswith("PRV-003 (entry 6) took the place of PRV-001")


def test_a_provision_stands_in_a_clause_or_in_a_document() -> None:
    """CPC307-K17: in a clause, one on file among the terms, or a document with the entry."""
    rule, bare = "provision.says-where-it-stands", MILESTONE.model_copy(update={"clause": None})
    paper = Said(Document("ab" * 32, "The agreement"))

    given(*BEFORE).when(bare.model_copy(update={"exhibits": (paper,)})).keeps(rule)
    given(*BEFORE).when(bare.model_copy(update={"entered": 3})).keeps(rule)


def test_an_obligation_in_the_contract_is_that_of_a_party_and_need_protect_no_outcome() -> None:
    """TVP-3.0-2: of both parties."""
    refers = MILESTONE.model_copy(update={"provision": "obligation", "due_on": None, "protects": ()})
    rule = "provision.says-whose-it-is"

    given(*BEFORE).when(refers).departs_from(rule)
    theirs = refers.model_copy(update={"owed_by": "authority"})
    given(*BEFORE).when(theirs).keeps(rule, "provision.protects-an-outcome", "provision.with-its-date")
    given(*BEFORE).when(MILESTONE).keeps(rule)
    given(*BEFORE, theirs.model_copy(update={"due_on": date(2025, 6, 1)})).when(REACHED).recorded()
    given(*BEFORE, theirs).when(REACHED).refused("milestone.set-and-not-reached", "an obligation without a day")


def test_a_milestone_without_a_day_is_to_be_given_it_by_a_correction() -> None:
    """CPC307-S11, docs/adr/0459: nobody is asked for it before; words beside it are no day."""
    rule, bare = "provision.with-its-date", changed(MILESTONE, due_on=None)
    timeless = changed(bare, provision="payment-time")
    correction = EntryCorrected(
        happened_on=date(2025, 3, 3), position=5, reason=Said("Left out"), replacement=MILESTONE
    )
    words = EntrySupplemented(happened_on=date(2025, 3, 3), position=5, words=Said("By June"), completes=(rule,))
    thirty = changed(timeless, happened_on=date(2025, 3, 3), pay_within_days=30)

    def asked(*entries: Entry) -> str:
        story = given(*BEFORE, *entries)
        return " ".join(one.sentence for one in duties(view_of(story.file)) if one.id == "details/5")

    assert "a milestone has a day, and none is given" in asked(bare)
    assert "a payment time has a number of days" in asked(timeless)
    assert "a milestone has a day" in asked(bare, words)
    assert "a payment time has a number of days" in asked(timeless, thirty), "no variation was agreed"
    for settled in ((bare, correction), (bare, REACHED)):
        assert "none is given" not in asked(*settled)
    told = given(*BEFORE, bare).when(words).departs_from("supplement.says-what-it-completes")
    assert told.last is not None
    assert "no words are the day by which it is asked for: correct entry 5" in str(told.last.departures)


def test_a_milestone_without_a_day_is_asked_for_it_as_long_as_it_stands() -> None:
    """CPC307-S11, docs/adr/0503: by the day on which another has its place for good."""
    bare, may = changed(MILESTONE, due_on=None), date(2025, 5, 12)
    varied = VariationAgreed(happened_on=may, changes=(OtherChange(name="clause 7.2", becomes=Said("By 1 September")),))
    moved = changed(MILESTONE, happened_on=may, due_on=date(2025, 9, 1), variation="VAR-001", replaces="PRV-001")

    def is_asked(day: date, **said: Any) -> bool:
        its = duties(view_of(given(*BEFORE, bare, changed(varied, **said), moved).file))
        return any(one.duty.id == "details/5" for one in due(its, day))

    june, later = date(2025, 6, 2), date(2027, 1, 1)
    assert (is_asked(date(2025, 5, 11)), is_asked(june), is_asked(later)) == (True, False, False)
    assert (is_asked(june, effective_from=later), is_asked(later, effective_from=later)) == (True, False)
    assert is_asked(later, applies_until=june)


def test_a_payment_time_says_by_when_an_invoice_is_paid() -> None:
    """CPC307-S11."""
    thirty = MILESTONE.model_copy(update={"provision": "payment-time", "due_on": None, "pay_within_days": 30})
    later = thirty.model_copy(update={"happened_on": date(2025, 6, 1), "pay_within_days": 14})
    file = given(*BEFORE, thirty, later).file

    assert pay_by(file, date(2025, 4, 7)) == (date(2025, 5, 7), 5)
    assert pay_by(file, date(2025, 6, 2)) == (date(2025, 6, 16), 6)
    registered = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Rounds")
    of_a_contract = given(registered, VIEWS, WANTED, thirty, later).file
    assert pay_by(of_a_contract, date(2025, 6, 2)) == (date(2025, 7, 2), 4)
    assert getattr(pay_by_otherwise(of_a_contract, date(2025, 6, 2)), "position", None) == 5
    assert pay_by(file, date(2025, 2, 9)) is None
    none = thirty.model_copy(update={"pay_within_days": None})
    given(*BEFORE).when(none).departs_from("provision.with-its-date")


def test_a_measure_of_performance_is_an_indicator_that_is_on_file() -> None:
    """CPC307-S11."""
    rule = "provision.indicator-on-file"
    p1 = PerformanceIndicatorAgreed(happened_on=date(2025, 1, 6), indicator=Indicator(id="P1", text=Said("In time")))
    measure = MILESTONE.model_copy(update={"provision": "performance-measure", "due_on": None, "indicator": "P77"})

    given(VIEWS, WANTED, SPECIFIED, p1).when(measure).departs_from(rule)
    given(VIEWS, WANTED, SPECIFIED, p1).when(measure.model_copy(update={"indicator": "p1"})).keeps(rule)
    given(VIEWS, WANTED, SPECIFIED).when(measure).keeps(rule)


def test_a_measure_by_an_indicator_while_none_is_agreed_is_shown() -> None:
    """CPC307-S11."""
    rule, on_file = "provision.indicator-agreed", given(VIEWS, WANTED, SPECIFIED)
    p1 = PerformanceIndicatorAgreed(happened_on=date(2025, 1, 6), indicator=Indicator(id="P1", text=Said("In time")))
    measure = MILESTONE.model_copy(update={"provision": "performance-measure", "due_on": None, "indicator": "P1"})

    story = on_file.when(measure).departs_from(rule)
    assert story.last is not None
    assert any(d.found.startswith("no indicator is on file, P1 or another") for d in story.last.departures)
    given(VIEWS, WANTED, SPECIFIED, p1).when(measure).keeps(rule)
    assert rule not in on_file.when(MILESTONE).objections
