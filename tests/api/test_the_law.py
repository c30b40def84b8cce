"""The same contract over HTTP with the Procurement Act over its procedure and without; and what was due when."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import CONTRACT, Ledger, User

AGREED = "2025-06-02"
CONTRACTS = {
    "L-OLD": ("hampshire/1", "2025-02-23"), "L-NEW": ("hampshire/1", "2025-02-24"),
    "L-TVP": ("thames-valley/1", "2025-02-24"), "L-TIER": ("tiered/1", "2025-02-24"),
    "L-LATE": ("hampshire/1", "2025-02-24"),
}  # fmt: skip
MANY = {"pence": 600_000_000}


@pytest.fixture(scope="module")
def officer(untouched: Ledger) -> User:
    user = untouched.as_("county-manager")
    for reference, (procedure, began) in CONTRACTS.items():
        user.record(
            CONTRACT | {
                "file": reference, "reference": reference, "procedure": procedure, "happened_on": AGREED,
                "agreed_on": AGREED, "start_date": "2025-07-01", "end_date": "2029-06-30", "total_value": MANY,
            },
            {"file": reference, "kind": "procurement-regime-recorded", "happened_on": AGREED,
             "procurement_began_on": began, "subject_matter": "services"},
            at="2025-06-02T10:00:00Z",
        )  # fmt: skip
    return user


def duties(user: User, reference: str, **query: Any) -> dict[str, Any]:
    answer = user.get(f"/contracts/{reference}/duties", settled="true", **query)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    return {one["duty"]["id"]: one for one in (*body["settled"], *body["duties"])}


def test_the_same_contract_owes_the_acts_notices_where_its_procurement_began_under_it(officer: User) -> None:
    old, new = duties(officer, "L-OLD", as_at="2025-07-10"), duties(officer, "L-NEW", as_at="2025-07-10")
    asked = {name for name in new if name.startswith("act")}

    assert old["act"]["state"] == "not-applicable"
    assert "under the Regulations of 2015" in old["act"]["sentence"]
    assert {name for name in old if name.startswith("act")} == {"act"}
    assert asked >= {"act/contract-award", "act/contract-details", "act/contract-copy", "act/indicators"}
    assert {name for name in old if not name.startswith("act")} == {n for n in new if not n.startswith("act")}
    details = new["act/contract-details"]
    assert (details["state"], details["duty"]["due_on"], details["days_over"]) == ("overdue", "2025-07-01", 9)
    assert details["duty"]["citation"] == "Procurement Act 2023, s 53(1)"


def test_whatever_its_procedure_a_contract_owes_the_same_notices_and_otherwise_its_procedures_duties(
    officer: User,
) -> None:
    each = {name: duties(officer, name, as_at="2025-07-10") for name in ("L-NEW", "L-TVP", "L-TIER")}
    notices = [
        {name: (one["state"], one["duty"]["due_on"]) for name, one in found.items() if name.startswith("act")}
        for found in each.values()
    ]

    assert notices[0] == notices[1] == notices[2]
    assert each["L-NEW"]["meeting"]["duty"]["due_on"] == "2025-12-31"  # twice a year (K-01)
    assert each["L-TVP"]["meeting"]["duty"]["due_on"] == "2025-09-30"  # each quarter (K-02)
    assert each["L-TIER"]["off/meeting"]["state"] == "not-applicable"
    assert each["L-NEW"]["survey"]["duty"]["due_on"] == "2026-07-01"  # K-07
    assert each["L-TVP"]["off/survey.every"]["state"] == "not-applicable"


def test_a_change_of_more_than_a_tenth_departs_from_the_act_only_where_it_binds(officer: User) -> None:
    varied = {
        "kind": "variation-agreed",
        "happened_on": AGREED,
        "changes": [{"term": "total-value", "becomes": {"pence": 700_000_000}}],
    }
    found: dict[str, Any] = {}
    for reference, binds in (("L-OLD", False), ("L-NEW", True)):
        answer = officer.post(
            f"/contracts/{reference}/entries/variation-agreed", varied, check="true", acknowledge="all"
        )
        found = {one["rule"]: one for one in answer.json()["departures"]}
        assert ("act.change-notice-first" in found) is binds, answer.text
        assert ("act.modified-on-a-ground" in found) is binds
    assert "by 16.67%, and 10% is the most for services" in found["act.change-notice-first"]["found"]


def test_what_was_overdue_on_a_day_is_answered_as_known_then_and_as_known_now(officer: User) -> None:
    """Published on 4 July, three days late, and put on file only on 1 August."""
    published = {
        "file": "L-LATE",
        "kind": "statutory-notice-published",
        "happened_on": "2025-07-04",
        "notice": "contract-details",
        "number": "2025/S 000-000001",
    }
    [made] = officer.record(published, at="2025-08-01T09:00:00Z")[:1]
    then = duties(officer, "L-LATE", as_at="2025-07-10", known_at="2025-07-10T12:00:00Z")["act/contract-details"]
    now = duties(officer, "L-LATE", as_at="2025-07-10")["act/contract-details"]
    before = duties(officer, "L-LATE", as_at="2025-07-03")["act/contract-details"]

    assert (then["state"], then["days_over"]) == ("overdue", 9)
    assert (now["state"], now["days_over"], now["duty"]["done_by"]) == ("done", 3, [made["position"]])
    assert now["sentence"].endswith("; done on 4 July 2025, 3 days late.")
    assert (before["state"], before["days_over"]) == ("overdue", 2)


def test_the_page_of_what_is_due_shows_what_was_done_and_what_is_not_asked_for(officer: User) -> None:
    page = officer.client.get("/contracts/L-TVP/due", headers=officer._headers())
    more = officer.client.get("/contracts/L-TVP/due?settled=true", headers=officer._headers())

    assert page.status_code == more.status_code == 200
    assert "Show also what was done" in page.text
    assert "Not asked for" in more.text
    assert "Surveys are one subject an audit may have" in more.text


def test_the_law_is_shown_in_words_with_its_days_numbers_and_rules(officer: User) -> None:
    found = officer.get("/laws/procurement-act-2023").json()
    page = officer.client.get("/laws/procurement-act-2023", headers=officer._headers())
    there = officer.client.get("/procedures", headers=officer._headers())
    numbers = {one["id"]: (one["says"], one["stated"]) for one in found["settings"]}

    assert officer.get("/laws").json() == ["procurement-act-2023"]
    assert {one["part"]: one["since"] for one in found["in_force"]}["procurements"] == "2025-02-24"
    assert numbers["act.termination-within"] == ("30 days", True)
    assert numbers["act.indicators-over"] == ("£5,000,000", True)
    assert numbers["act.indicators-light-touch"] == ("off", False)
    assert {one["level"] for one in found["rules"]} == {"explain", "advise"}
    assert page.status_code == there.status_code == 200
    assert "Procurement Act 2023, s 80(1)" in page.text
    assert 'href="/laws/procurement-act-2023"' in there.text
    assert officer.get("/laws/procurement-act-2032").status_code == 404
