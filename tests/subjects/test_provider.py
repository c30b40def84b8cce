"""Stories of a provider's own file: what it is called, its exclusion, what is known of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.organisations import Identifier, Organisation
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.knowledge import MarketIntelligenceRecorded
from ledger.subjects.provider import ProviderDetailsChanged, ProviderOpened
from ledger.subjects.termination import ProviderExclusionDecided
from ledger.words import Said
from tests.story import changed, given

OPENED = ProviderOpened(
    happened_on=date(2024, 1, 8), reference="LARK", name="Larkfield Care Ltd", also_called=("Larkfield",),
    identifiers=(Identifier(scheme="GB-COH", id="01234567"),), sector="home care",
    business=Said("Home care in four counties"),
)  # fmt: skip


def test_a_providers_file_is_its_own_sort_by_its_name() -> None:
    story = given(OPENED)

    assert story.called == "provider/LARK"
    assert story.file.title == "Larkfield Care Ltd"
    registered = ContractRegistered(happened_on=date(2024, 1, 8), reference="C-1", title="Home care")
    story.when(registered).refused("entry.on-its-file", "a provider's file", "a contract's file")
    given(registered).when(OPENED).refused("entry.on-its-file", "a provider's file")


def test_a_provider_is_known_by_a_number_or_by_any_name_it_goes_or_went_by() -> None:
    renamed = ProviderDetailsChanged(happened_on=date(2025, 3, 3), name="Lark Group Ltd", group="Aviary")
    held = given(OPENED, renamed).file.provider

    assert held.name == "Lark Group Ltd"
    for party in (
        Organisation(name="LARKFIELD  CARE ltd"), Organisation(name="larkfield"), Organisation(name="Lark Group Ltd"),
        Organisation(name="Otherwise", identifiers=(Identifier(scheme="GB-COH", id="01234567"),)),
    ):  # fmt: skip
        assert held.is_it(party), party
    for party in (
        Organisation(name="Larkfield Care"),
        Organisation(name="Otherwise", identifiers=(Identifier(scheme="GB-CHC", id="01234567"),)),
    ):
        assert not held.is_it(party), party


def test_whoever_manages_contracts_knows_the_provider_as_a_customer() -> None:
    """TVP-2.0-5."""
    nothing = changed(OPENED, business=None, sector=None)

    given().when(OPENED)
    assert given(OPENED).last is not None
    story = given(nothing)
    assert story.last is not None
    assert [d.rule for d in story.last.departures] == ["provider.known-as-a-customer"]
    assert given(OPENED).objections == ()
    learnt = MarketIntelligenceRecorded(
        happened_on=date(2025, 1, 6), subject="provider", name="Larkfield", topic="capacity", summary=Said("Forty more")
    )
    markets = given(OPENED).when(learnt).recorded().file.knowledge.markets
    assert [held.topic for held in markets] == ["capacity"]


def test_a_change_says_what_became_different() -> None:
    given(OPENED).when(ProviderDetailsChanged(happened_on=date(2025, 3, 3))).departs_from("provider.says-what-changed")
    given(OPENED).when(ProviderDetailsChanged(happened_on=date(2025, 3, 3), group="Aviary")).keeps(
        "provider.says-what-changed"
    )


def test_an_exclusion_may_be_decided_on_the_providers_own_file() -> None:
    """TVP-5.2-9a: for poor performance on several contracts."""
    decided = ProviderExclusionDecided(
        happened_on=date(2025, 3, 3), cause="repeated-poor-performance", until_date=date(2027, 3, 2),
        buying_bodies=("Thames Valley OPCC",), legal_basis="Procurement Act 2023, s 57",
    )  # fmt: skip

    [held] = given(OPENED).when(decided).recorded().file.termination.exclusions
    assert (held.since, held.until, held.bodies) == (date(2025, 3, 3), date(2027, 3, 2), ("Thames Valley OPCC",))


@pytest.mark.parametrize(
    ("name", "about", "own"),
    [
        ("Larkfield Care Ltd", "provider", True), ("larkfield", "provider", True), ("Larkfield Care", "provider", True),
        ("Aviary Group", "provider", True), ("Other Ltd", "provider", False), ("Lark", "provider", False),
        ("home care", "sector", True),
    ],
)  # fmt: skip
def test_what_is_learnt_about_a_provider_stands_on_its_own_file(name: str, about: Any, own: bool) -> None:
    """TVP-2.0-5."""
    rule, opened = "knowledge.of-this-provider", changed(OPENED, group="Aviary Group")
    learnt = MarketIntelligenceRecorded(happened_on=date(2025, 1, 6), subject=about, name=name, summary=Said("More"))

    story = given(opened).when(learnt)

    story.keeps(rule) if own else story.departs_from(rule)
