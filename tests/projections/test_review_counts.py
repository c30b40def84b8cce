"""What contracts' own files add to a programme's tracker: counted contract by contract, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.dates.span import Span
from ledger.entry import Actor, Entry
from ledger.plans import Step
from ledger.procedures import read
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.people import LeadOfficerAppointed, SeniorResponsibleOfficerAppointed
from ledger.subjects.records import EntrySupplemented
from ledger.subjects.termination import ContractExpired
from ledger.subjects.tiers import (
    ContractClassified,
    Score,
    ScorecardRecorded,
    SelfAssessmentSubmitted,
    Side,
    ThematicReviewCompleted,
)
from ledger.words import Said
from projections.duties.tiers import of_tiers
from projections.programme.counted import counted as on_contracts
from projections.programme.review_counts import Contracts, contracts_now, silences_of
from projections.status.status import set_aside, status
from projections.status.status_facts import WholeStatus
from projections.view import FileView
from tests.story import ANN, given

TIERED = read("tiered")
JANUARY, ON = date(2025, 1, 6), date(2025, 6, 30)
REGISTERED = ContractRegistered(
    happened_on=JANUARY, reference="A", title="Care", start_date=JANUARY, procedure="tiered/1"
)


def contract(reference: str, *entries: Entry, unit: str | None = "Adults", procedure: str = "tiered/1") -> WholeStatus:
    registered = ContractRegistered(
        happened_on=JANUARY, reference=reference, title="Care", start_date=JANUARY, business_unit=unit,
        procedure=procedure,
    )  # fmt: skip
    return status(FileView.of(UUID(int=1), given(registered, *entries).file, {}))


def classified(tier: str, **said: Any) -> ContractClassified:
    return ContractClassified(happened_on=JANUARY, tier=tier, **said)


def reviewed(theme: Any, **said: Any) -> ThematicReviewCompleted:
    whole: dict[str, Any] = {
        "found": Said("A forum"), "monitored": "yes", "level": Said("Good"), "potential": Said("Joint training"),
        "further_actions": (Step(what=Said("Try it")),), "participants": (ANN,),
    }  # fmt: skip
    return ThematicReviewCompleted(happened_on=date(2025, 6, 2), theme=theme, **(whole | said))


def scored(subject: Any, percent: int, on: date = date(2025, 5, 5)) -> SelfAssessmentSubmitted:
    return SelfAssessmentSubmitted(happened_on=on, scores=(Score(subject=subject, percent=percent),))


def now(*contracts: WholeStatus) -> Contracts:
    return contracts_now(on_contracts(contracts, ON), TIERED, ON)


def counted(found: Contracts, theme: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    count = found.review(theme)
    assert count is not None
    return count.to_review, count.reviewed


def test_progress_is_contracts_reviewed_of_contracts_of_the_tier() -> None:
    """IMP-W1-03, IMP-W2-08, IMP-W3-04, N-16."""
    found = now(
        contract("A", classified("platinum"), reviewed("supplier-development")), contract("B", classified("platinum")),
        contract("C", classified("gold"), reviewed("service-improvement")), contract("D", classified("silver")),
        contract("E"), contract("F", procedure="hampshire/1"),  # which knows no tiers
    )  # fmt: skip

    assert counted(found, "supplier-development") == (("A", "B"), ("A",))
    assert counted(found, "service-improvement") == (("A", "B", "C", "D"), ("C",))
    assert counted(found, "value-for-money") == (("A", "B", "D"), ())
    count = found.review("value-for-money")
    assert count is not None
    assert count.sentence == "0 of 3 silver and platinum contracts reviewed for value for money"
    assert "N-16" in count.warnings[0]
    assert found.unclassified == ("E",)


def test_a_programme_reviews_the_contracts_of_the_units_it_is_carried_out_in() -> None:
    """IMP-W2-08: those of other units are named and not counted; one of no unit is counted."""
    gold = (classified("gold"),)
    units = {"A": "HIGHWAYS", "B": "Housing", "C": None}
    held = [contract(ref, *gold, unit=unit) for ref, unit in units.items()]

    found = contracts_now(on_contracts(held, ON), TIERED, ON, ("Adult Services", "Highways"))
    assert counted(found, "service-improvement") == (("A", "C"), ())
    count = found.review("service-improvement")
    assert count is not None
    assert "of a business unit the programme is not carried out in, and so not counted: B (Housing)" in count.warnings
    everywhere = contracts_now(on_contracts(held, ON), TIERED, ON)
    assert counted(everywhere, "service-improvement") == (("A", "B", "C"), ())


def test_a_review_that_leaves_out_what_its_theme_asks_for_counts_once_that_is_said() -> None:
    """IMP-16-b, IMP-W1-03."""
    short = reviewed("supplier-development", found=None, potential=None)
    added = EntrySupplemented(
        happened_on=ON,
        position=3,
        words=Said("A forum; joint training could follow."),
        completes=("thematic-review.under-its-heads",),
    )

    found = now(
        contract("A", classified("platinum"), short), contract("B", classified("platinum"), short, added),
        contract("C", classified("platinum"), short, reviewed("supplier-development")),
    )  # fmt: skip

    assert counted(found, "supplier-development") == (("A", "B", "C"), ("B", "C"))
    count = found.review("supplier-development")
    assert count is not None
    assert count.left == ("A",)
    assert count.warnings == (
        "reviewed, and not counted until it is said what is left out: A (what is in place already, the potential)",
    )


@pytest.mark.parametrize("theme", ["service-improvement", "value-for-money"])
@pytest.mark.parametrize("short", [{"in_place": "no", "monitored": None}, {"in_place": "yes", "monitored": "no"}])
def test_a_review_that_found_nothing_in_place_or_in_use_is_whole_without_a_level(theme: Any, short: Any) -> None:
    """IMP-W2-08, IMP-W3-04: of a clause that is not there, nobody can say the outcome; what is decided is said."""
    whole = reviewed(theme, level=None, decision="next-contract", **short)

    found = now(contract("A", classified("silver"), whole))

    assert counted(found, theme) == (("A",), ("A",))
    count = found.review(theme)
    assert count is not None
    assert not any("not counted until" in warning for warning in count.warnings)


def test_only_contracts_whose_score_is_low_are_to_be_reviewed_for_risk_and_governance() -> None:
    """IMP-W1-06, IMP-W1-10, N-20; what was never scored is named; a better score later takes no review away."""
    found = now(
        contract("A", classified("gold"), scored("risk", 30), scored("governance", 90)),
        contract("B", classified("platinum"), scored("risk", 20), scored("risk", 95), reviewed("risk")),
        contract("C", classified("silver"), scored("risk", 10)),
        contract("D", classified("gold"), scored("governance", 49)),
    )

    assert counted(found, "risk") == (("A", "B"), ("B",))
    assert counted(found, "governance") == (("D",), ())
    count = found.review("risk")
    assert count is not None
    assert any("not scored yet, and so not counted: D" in warning for warning in count.warnings)


def test_a_review_for_risk_that_agreed_to_do_nothing_more_is_not_counted_and_stays_due() -> None:
    """IMP-W1-06, IMP-17-c: "reviewed with the contract manager and additional activities agreed"."""
    nothing, later = reviewed("risk", in_place="yes", further_actions=()), reviewed("risk", decision="next-contract")
    added = EntrySupplemented(
        happened_on=ON,
        position=4,
        words=Said("Ann Ashe tests the fallback by July."),
        completes=("thematic-review.acts-on-what-is-short",),
    )
    before = (classified("gold"), scored("risk", 10), nothing)

    found = now(
        contract("A", *before), contract("B", *before, added), contract("C", *before, later),
        contract("D", classified("gold"), scored("risk", 90), nothing),
    )  # fmt: skip

    assert counted(found, "risk") == (("A", "B", "C"), ("B", "C"))
    count = found.review("risk")
    assert count is not None
    assert any(one.endswith("left out: A (what more was agreed to do)") for one in count.warnings)
    duties_of = [
        [d.id for d in of_tiers(FileView.of(UUID(int=1), given(REGISTERED, *entries).file, {}))]
        for entries in (before, (*before, added), (*before, later))
    ]  # fmt: skip
    assert ["thematic-review/risk" in there for there in duties_of] == [True, False, False]


def test_a_review_for_governance_without_whoever_manages_the_contract_is_not_counted() -> None:
    """IMP-18-c: as it closes no duty; the tracker says what is lacking."""
    without = reviewed("governance", participants=(Actor(person="Ivo Grant", office="srm-lead"),))
    found = now(
        contract("A", classified("gold"), scored("governance", 10), without),
        contract("B", classified("gold"), scored("governance", 10), reviewed("governance")),
    )

    assert counted(found, "governance") == (("A", "B"), ("B",))
    count = found.review("governance")
    assert count is not None
    assert any(one.endswith("A (who manages the contract among those who took part)") for one in count.warnings)


def test_the_tracker_counts_a_contract_as_reviewed_only_where_the_review_is_not_due() -> None:
    """IMP-W1-06, IMP-17-c, IMP-18-c: not by a review before the score; a score asks in the tier of its own day, or
    once the contract comes into one of the theme's with that score its newest."""
    may, late, march = date(2025, 5, 4), date(2025, 6, 20), date(2025, 3, 3)
    gold = classified("gold").model_copy(update={"happened_on": may})
    each = {
        "A": (classified("gold"), reviewed("risk"), scored("risk", 20, late)),
        "B": (classified("gold"), scored("risk", 20), reviewed("risk"), scored("risk", 95, late)),
        "C": (classified("silver"), scored("risk", 20, JANUARY), scored("risk", 95, march), gold),
        "D": (classified("silver"), scored("risk", 95, JANUARY), scored("risk", 20, march), gold),
        "E": (classified("gold"), reviewed("risk", found=None), scored("risk", 20, late)),
    }

    found = now(*(contract(reference, *entries) for reference, entries in each.items()))

    assert counted(found, "risk") == (("A", "B", "D", "E"), ("B",))
    count = found.review("risk")
    assert count is not None
    assert not any("left out" in warning for warning in count.warnings)
    views = {one: FileView.of(UUID(int=1), given(REGISTERED, *entries).file, {}) for one, entries in each.items()}
    due = [one for one, view in views.items() if any(d.id == "thematic-review/risk" for d in of_tiers(view))]
    assert tuple(due) == count.left


def test_contracts_of_high_risk_without_a_senior_officer_are_named() -> None:
    """IMP-18-b."""
    senior = SeniorResponsibleOfficerAppointed(happened_on=JANUARY, person="Sol")
    found = now(
        contract("A", classified("gold", risk="high")), contract("B", senior, classified("gold", risk="high")),
        contract("C", classified("gold", risk="low")),
    )  # fmt: skip

    assert found.without_senior_officer == ("A",)


def test_units_are_told_by_silence_scorecards_and_changes_of_who_manages() -> None:
    """IMP-20-e, IMP-23-c, IMP-24-c."""
    card = ScorecardRecorded(
        happened_on=date(2025, 4, 4),
        period=Span(first=date(2025, 1, 1), last=date(2025, 3, 31)),
        cost=Side(rating="red"),
    )
    ann, bo = (
        LeadOfficerAppointed(happened_on=day, person=person)
        for day, person in ((date(2025, 3, 1), "Ann"), (date(2025, 4, 27), "Bo"))
    )
    found = now(
        contract("A", classified("gold"), ann, bo), contract("B", classified("gold"), card),
        contract("C", classified("silver"), unit="Highways"),
    )  # fmt: skip

    adults, highways = found.units
    assert (adults.unit, adults.contracts, adults.changes, adults.officers) == ("Adults", 2, 1, ("Bo",))
    assert (adults.silent, adults.without_scorecard) == ((), ("A",))
    assert (highways.silent, highways.without_scorecard) == (("C",), ())
    said = silences_of(found, 94)
    assert "Highways: nothing has happened for 94 days or more on C" in said
    assert "Adults: no scorecard in time for A" in said


def test_a_contract_is_silent_from_the_day_the_setting_says() -> None:
    """IMP-20-e: 94 days from 28 March are over on 30 June."""
    noted = [
        SelfAssessmentSubmitted(happened_on=day, scores=(Score(subject="risk", percent=50),))
        for day in (date(2025, 3, 28), date(2025, 3, 29))
    ]

    assert now(contract("A", noted[0])).units[0].silent == ("A",)
    assert now(contract("A", noted[1])).units[0].silent == ()


def test_a_contract_that_ended_or_is_set_aside_is_not_counted() -> None:
    ended = ContractExpired(happened_on=date(2025, 5, 1))

    assert now(contract("A", classified("gold"), ended)).counted == 0
    assert now(set_aside(UUID(int=1), "B", 3, "cannot be read")).counted == 0
