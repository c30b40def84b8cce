"""A contract under the tiered procedure, through the interface: what it owes by its tier, and readiness to end it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import CONTRACT, Ledger, User

DAY = "2025-01-01"
CONTRACT_TIERED = CONTRACT | {"file": "T-1", "reference": "T-1", "procedure": "tiered/1"}


@pytest.fixture(scope="module")
def manager(untouched: Ledger) -> User:
    user = untouched.as_("county-manager")
    user.record(
        CONTRACT_TIERED,
        {"file": "T-1", "kind": "contract-classified", "happened_on": DAY, "tier": "platinum", "risk": "high"},
        {"file": "T-1", "kind": "issue-raised", "happened_on": DAY, "nature": "Visits missed"},
    )
    return user


def test_a_platinum_contract_of_high_risk_owes_what_its_tier_asks_for(manager: User) -> None:
    """IMP-16-a, IMP-16-b, IMP-17-a, IMP-18-b, IMP-23-c, IMP-25-a, D-18."""
    duties = {one["duty"]["id"]: one["duty"] for one in manager.get("/contracts/T-1/duties").json()["duties"]}
    asked = {
        "vacancy/senior-responsible-officer": "IMP-18-b", "scorecard": "IMP-23-c", "continuity-plan": "IMP-17-a",
        "development-plan": "IMP-16-a", "thematic-review/supplier-development": "IMP-16-b",
        "thematic-review/value-for-money": "IMP-25-a", "vacancy/lead-officer": "IMP-13-a",
    }  # fmt: skip

    assert {name: duties[name]["citation"] for name in asked} == asked
    assert duties["vacancy/lead-officer"]["sentence"].startswith("Name a contract manager")
    assert not any(name.startswith(("meeting", "return/", "survey")) for name in duties)


def test_high_risk_without_a_senior_officer_shows_wherever_the_contract_does(manager: User) -> None:
    """IMP-18-b: in how it stands, on its page and in the list."""
    vacant = manager.get("/contracts/T-1").json()["standing"]["vacancies"]
    assert ("senior-responsible-officer", "Senior Responsible Officer") in [(v["office"], v["title"]) for v in vacant]
    shown = manager.client.get("/contracts/T-1", headers=manager._headers()).text
    listed = manager.client.get("/", headers=manager._headers()).text
    assert "Vacant" in shown[shown.index("Senior Responsible Officer") :]
    assert "no Senior Responsible Officer" in listed


def test_readiness_asks_for_what_the_tiered_procedure_asks_for_and_no_more(manager: User) -> None:
    """D-08, D-09: conditions that rest on another council's text alone do not apply."""
    answer = manager.get("/contracts/T-1/readiness", as_at=DAY)
    assert answer.status_code == 200, answer.text
    [judgement] = answer.json()["readiness"]["judgements"][:1]
    states: dict[str, Any] = {row["id"]: row["state"] for row in judgement["conditions"]}

    assert len(states) == 21
    assert [name for name, state in states.items() if state == "not-applicable"] == [
        *(f"TC-{number:02}" for number in range(3, 20)),
    ]  # fmt: skip
    assert states["TC-01"] == "not-met"


def test_pages_of_a_contract_under_the_tiered_procedure_are_shown(manager: User, untouched: Ledger) -> None:
    for part in (
        "",
        "/due",
        "/readiness",
        "/record",
        "/record/thematic-review-completed",
        "/record/scorecard-recorded",
    ):
        answer = untouched.client.get(f"/contracts/T-1{part}", headers=manager._headers())
        assert answer.status_code == 200, (part, answer.text)
