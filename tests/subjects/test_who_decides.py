"""A forum that advises decides nothing, whatever it is that is decided for the authority (IMP-28-c, docs/adr/0491)."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.entry import Actor, Entry
from ledger.kinds import BY_NAME
from ledger.sides import DECISIONS
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.default_process import DefaultProcessConcluded, RightsWaived
from ledger.subjects.exits import ExitPlanAgreed
from ledger.subjects.notices import NoticeServed
from ledger.subjects.remedies import StepInBegun, SuspensionBegun, SuspensionLifted
from ledger.subjects.tiers import ContractClassified
from ledger.subjects.variations import VariationAgreed
from ledger.words import Said
from tests.story import PIA, changed, given

RULE, ON = "decision.by-who-decides", date(2025, 6, 2)
GROUP, BOARD = Actor(person="Cy Chair", office="csmg"), Actor(person="Bo Board", office="business-unit-board")
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Advice", procedure="tiered/1", end_date=date(2027, 1, 31)
)
BEGUN = SuspensionBegun(happened_on=date(2025, 6, 1), by=BOARD)
WAIVED = RightsWaived(happened_on=ON, words=Said("We go on"))


@pytest.mark.parametrize(
    "decided",
    [
        SuspensionBegun(happened_on=ON), SuspensionLifted(happened_on=ON, suspension="SUS-001"), WAIVED,
        StepInBegun(happened_on=ON),
        DefaultProcessConcluded(happened_on=ON, notices=("NOT-001",), result="not-remedied"),
        ContractClassified(happened_on=ON, tier="gold", risk="low", reasons=Said("Its value")),
    ],
    ids=lambda entry: entry.kind,
)  # fmt: skip
def test_a_forum_that_advises_uses_no_right_and_gives_none_up(decided: Entry) -> None:
    story = given(REGISTERED, BEGUN, NoticeServed(happened_on=date(2025, 5, 1), notice_kind="default", by=BOARD))

    story.when(changed(decided, by=GROUP)).departs_from(RULE)
    story.when(changed(decided, by=BOARD)).keeps(RULE)


def test_a_forum_that_advises_agrees_to_nothing_for_the_authority() -> None:
    agreed = ExitPlanAgreed(happened_on=ON, by=BOARD, agreed_for_authority=GROUP)

    given(REGISTERED).when(agreed).departs_from(RULE)


def test_what_the_provider_decides_is_its_own_affair() -> None:
    told = given(REGISTERED).when(changed(WAIVED, by=PIA, waived_by="provider"))

    told.keeps(RULE)


def test_what_the_provider_enters_as_decided_by_a_forum_that_advises_is_asked_about() -> None:
    """Who of the provider entered it is its own affair; who decided for the authority is not."""
    varied = VariationAgreed(happened_on=ON, authorised_by=GROUP)
    agreed = ExitPlanAgreed(happened_on=ON, agreed_for_authority=GROUP)

    for entry in (varied, agreed):
        given(REGISTERED).when(entry).departs_from(RULE)
        given(REGISTERED).when(changed(entry, by=PIA)).departs_from(RULE)
    given(REGISTERED).when(changed(varied, by=PIA, authorised_by=BOARD)).keeps(RULE)


def test_every_kind_that_decides_is_one() -> None:
    assert set(BY_NAME) >= DECISIONS
