"""How often deals were changed, and on what grounds: by contract and by care group."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.variations import VariationAgreed, VariationProposed, VariationRejected
from ledger.words import Said
from projections.programme.counted import Counted, CountedNow
from projections.programme.portfolio import portfolio
from projections.programme.variations_counted import MOST_NAMED, VariationCount, Varied, variations_counted
from projections.status.standing import standing
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.view import FileView
from tests.story import given

MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 2), date(2025, 7, 1)


def contract(reference: str, care_group: str | None, *entries: Entry) -> WholeStatus:
    registered = ContractRegistered(
        happened_on=date(2025, 1, 6), reference=reference, title=f"Care {reference}", start_date=date(2025, 2, 1),
        care_group=care_group,
    )  # fmt: skip
    return status(FileView.of(UUID(int=1), given(registered, *entries).file, {}))


def proposed(**said: Any) -> VariationProposed:
    return VariationProposed(happened_on=MAY, **said)


REJECTED = VariationRejected(happened_on=JUNE, variation="VAR-002", reason=Said("No money"))
VARIED = (
    proposed(reason_code="demand", reason=Said("More meals"), variation_kind="scope"), proposed(),
    VariationAgreed(happened_on=JUNE, variation="VAR-001"), REJECTED, proposed(reason=Said("New rota")),
)  # fmt: skip


def test_a_contract_says_how_often_it_was_varied_and_why() -> None:
    """HCC-7.4-c: each once, by the ground given; in other words, or none."""
    facts = contract("C-1", "Older people", *VARIED)
    then, now = standing(facts, MAY).variations, standing(facts, JULY).variations

    assert (then.variations, then.agreed, then.rejected, then.open) == (3, 0, 0, 3)
    assert (now.variations, now.agreed, now.rejected, now.open) == (3, 1, 1, 1)
    assert now.grounds == (("demand", 1), ("not-said", 1), ("other", 1))
    first, second, third = facts.variations
    assert (first.kind, first.ground, first.reason) == ("scope", "demand", "More meals")
    assert (second.ground, second.reason, second.rejected_why) == ("not-said", None, "No money")
    assert (third.ground, third.reason) == ("other", "New rota")
    assert standing(contract("C-2", None), JULY).variations == VariationCount()


def test_a_variation_that_was_rejected_and_agreed_all_the_same_is_among_those_rejected_and_those_agreed() -> None:
    """HCC-7.4-c."""
    agreed = VariationAgreed(happened_on=JULY, variation="VAR-002", reason=Said("More money"))
    counted = standing(contract("C-1", "Older people", *VARIED, agreed), JULY).variations

    assert (counted.variations, counted.agreed, counted.rejected, counted.open) == (3, 2, 1, 1)


def test_a_variation_agreed_without_a_proposal_says_why_itself() -> None:
    """HCC-7.4-c: what it says is counted; where it says nothing, what its proposal said stays."""
    bare = VariationAgreed(happened_on=JUNE)
    why = bare.model_copy(update={"ground": "demand", "reason": Said("More meals")})

    [fact] = contract("C-1", None, why).variations
    assert (fact.ground, fact.reason) == ("demand", "More meals")
    [said_before] = contract("C-1", None, VARIED[0], bare.model_copy(update={"variation": "VAR-001"})).variations
    assert (said_before.ground, said_before.reason) == ("demand", "More meals")


def test_variations_are_counted_by_contract_and_by_care_group() -> None:
    """HCC-7.4-c: contracts that were never varied count among those of their care group."""
    statuses = [
        contract("C-1", "Older people", *VARIED), contract("C-2", "older people"),
        contract("C-3", "Children", proposed(reason_code="demand")), contract("C-4", None),
    ]  # fmt: skip

    found = portfolio([CountedNow(Counted.of(one)) for one in statuses], JULY)[0].variations

    assert [(row.reference, row.care_group, row.variations) for row in found.contracts] == [
        ("C-1", "Older people", 3), ("C-3", "Children", 1),
    ]  # fmt: skip
    assert [(group.care_group, group.contracts, group.varied, group.variations) for group in found.care_groups] == [
        ("Children", 1, 1, 1), ("Older people", 2, 1, 3), (None, 1, 0, 0),
    ]  # fmt: skip
    assert found.not_named == 0


def test_of_very_many_varied_contracts_the_most_varied_are_named() -> None:
    """HCC-7.4-c."""
    twice, once = (VariationCount(variations=number, open=number) for number in (2, 1))
    many = [Varied(f"C-{number:03}", "", None, once) for number in range(MOST_NAMED)]

    found = variations_counted([*many, Varied("C-9", "", None, twice)])

    assert [one.reference for one in found.contracts] == ["C-9", *(one.reference for one in many[:-1])]
    assert (found.not_named, found.care_groups[0].varied) == (1, MOST_NAMED + 1)
