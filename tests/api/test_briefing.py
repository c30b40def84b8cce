"""A briefing on one contract: one argument, laid out for whoever reads it."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import CONTRACT, Ledger, User, problem, told_once
from tests.planned_contract import STAGES


def _tell(ledger: Ledger) -> User:
    user = ledger.as_("lead-officer")
    complaint = {"kind": "complaint-received", "happened_on": "2025-11-03", "subject": "A missed visit"}
    issue = {"kind": "issue-raised", "happened_on": "2025-11-04", "nature": "Visits are missed", "audience": "shared"}
    secret = {"kind": "issue-raised", "happened_on": "2025-11-04", "nature": "We are at fault ourselves"}
    notice = {"kind": "notice-served", "happened_on": "2025-11-05", "notice_kind": "default", "audience": "shared"}
    those = [entry for stage in STAGES for entry in stage] + [complaint, issue, secret, notice]
    user.record(CONTRACT, *({"file": "C-1"} | entry for entry in those), at="2026-01-05T09:00:00Z")
    return user


reporting = told_once(_tell)


def read(user: User, reader: str, **query: Any) -> dict[str, Any]:
    answer = user.get("/contracts/C-1/briefing", reader=reader, **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["briefing"]
    return found


def headings(found: dict[str, Any]) -> list[str]:
    return [section["heading"] for section in found["sections"]]


def test_each_reader_is_told_first_what_concerns_them(reporting: User) -> None:
    """CPC308-K16: a clear argument, fitted to its reader: conclusion, reasons with their entries, what is asked."""
    managers, members = read(reporting, "managers"), read(reporting, "members")

    assert managers["conclusion"].startswith("Home care in the north: to start on 1 January 2025")
    assert "2 failings open" in managers["conclusion"]
    assert "1 of 1 outcome judged reached" in members["conclusion"]
    assert headings(managers)[:2] == ["Failings that are open", "Notices"]
    assert headings(members)[:3] == ["Outcomes", "Money", "What users say"]
    assert headings(read(reporting, "auditors"))[0] == "The record"
    assert managers["asked"]
    assert members["asked"] == []
    failing = managers["sections"][0]["points"][0]
    assert failing["words"].startswith("ISS-001: Visits are missed")
    assert reporting.get(f"/contracts/C-1/entries/{failing['entries'][0]}").json()["entry"]["id"] == "ISS-001"


def test_managers_are_told_how_much_a_contract_matters_and_what_threatens_it(ledger: Ledger) -> None:
    """CPC308-K16, IMP-16-a, IMP-23-c: tier, scorecard, risks."""
    user = ledger.as_("lead-officer")
    tiered = {"kind": "contract-registered", "happened_on": "2025-01-06", "reference": "P-7", "title": "Meals",
              "start_date": "2025-01-06", "procedure": "tiered/1"}  # fmt: skip
    those = (
        tiered, {"kind": "contract-classified", "happened_on": "2025-01-07", "tier": "platinum", "risk": "high"},
        {"kind": "scorecard-recorded", "happened_on": "2025-04-02", "period": {"first": "2025-01-06",
         "last": "2025-03-31"}, "risk": {"rating": "red"}, "cost": {"rating": "green"}},
        {"kind": "risk-identified", "happened_on": "2025-04-03", "category": "people", "description": "Too few cooks"},
        {"kind": "risk-assessed", "happened_on": "2025-04-03", "risk": "RSK-001", "likelihood": 3, "impact": 5},
    )  # fmt: skip
    user.record(*({"file": "P-7"} | entry for entry in those), at="2026-01-05T09:00:00Z")

    found = user.get("/contracts/P-7/briefing", reader="managers").json()["briefing"]
    told = next(section for section in found["sections"] if section["heading"] == "Tier and risks")

    assert [point["words"] for point in told["points"]] == [
        "Platinum, of high risk, since 7 January 2025", "Scorecard to 31 March 2025: cost green, risk red",
        "Risk RSK-001, people: rated 15 of 25, beyond what the organisation takes",
    ]  # fmt: skip


def test_what_is_written_for_those_outside_rests_on_what_is_shared(reporting: User) -> None:
    """CPC308-K16."""
    provider, users = read(reporting, "provider"), read(reporting, "users")

    said = str(provider) + str(users)
    assert "Visits are missed" in said
    assert "We are at fault ourselves" not in said
    assert "A missed visit" not in said
    assert "not-valid" not in said
    assert "1 failing open" in provider["conclusion"]
    assert all(point["words"] for point in provider["asked"])


def test_a_briefing_is_made_by_the_authoritys_own_side_for_a_reader_there_is(reporting: User) -> None:
    problem(User(reporting.client, "provider").get("/contracts/C-1/briefing", reader="provider"), 403, "denied")
    assert reporting.get("/contracts/C-1/briefing", reader="press").status_code in (400, 422)
    before = read(reporting, "managers", as_at="2025-02-01")
    assert "failing" not in before["conclusion"]


def test_of_a_contract_that_ended_no_money_is_left_to_a_day_after_it(ledger: Ledger) -> None:
    """HCC-3.1-g: the year in which it ended, and no further one."""
    user = ledger.as_("lead-officer")
    contract = {"file": "E-1", "kind": "contract-registered", "happened_on": "2024-01-08", "reference": "E-1",
                "title": "Meals", "start_date": "2024-02-01", "end_date": "2025-10-31", "procedure": "hampshire/1",
                "annual_value": {"pence": 780_000_00}}  # fmt: skip
    user.record(
        contract, {"file": "E-1", "kind": "contract-expired", "happened_on": "2025-10-31"}, at="2026-06-05T09:00:00Z"
    )

    found = user.get("/contracts/E-1/briefing", reader="managers", as_at="2026-05-01").json()["briefing"]

    [money] = [point["words"] for one in found["sections"] if one["heading"] == "Money" for point in one["points"]]
    assert "for the year to 31 January 2026; the contract ended on 31 October 2025" in money
    assert "left" not in money


def test_the_provider_is_told_of_a_failing_in_the_words_it_was_told_in_and_of_no_other(ledger: Ledger) -> None:
    """CPC308-K16: of a failing noted for our own side, the entry that told of it; of one never put to it, nothing."""
    user, of = ledger.as_("lead-officer"), {"file": "C-1"}
    kept = {**of, "kind": "issue-raised", "happened_on": "2025-02-03", "nature": "Ours to know"}
    told = {**of, "kind": "issue-notified-to-provider", "happened_on": "2025-02-04", "issue": "ISS-001",
            "means": "e-mail", "words": "Lunch came cold"}  # fmt: skip
    hushed = {**of, "kind": "senior-management-briefed", "happened_on": "2025-02-05", "issue": "ISS-002",
              "body": "Board", "audience": "shared"}  # fmt: skip
    *_, telling, _ = user.record(CONTRACT, kept, kept, told, hushed, at="2026-01-05T09:00:00Z")

    found = read(user, "provider")

    [put] = [point for one in found["sections"] if one["heading"] == "Failings put to you" for point in one["points"]]
    assert put["words"] == "ISS-001: on 4 February 2025: Provider told of ISS-001 by e-mail: Lunch came cold"
    assert put["entries"] == [telling["position"]]
    assert "; 1 failing open" in found["conclusion"]
    [asked] = [point for point in found["asked"] if "ISS-" in point["words"]]
    assert asked["words"].startswith("Answer ISS-001 with a plan and a time for putting it right; due within 14 days")
    assert asked["entries"] == [telling["position"]]
    settled = {**of, "kind": "issue-resolved", "happened_on": "2025-03-03", "issue": "ISS-001", "audience": "internal"}
    user.record(settled, at="2026-01-06T09:00:00Z")
    assert not [point for point in read(user, "provider")["asked"] if "ISS-" in point["words"]]


def test_users_are_told_nothing_of_judging_where_no_judgement_is_shared(ledger: Ledger) -> None:
    """CPC308-K16: what is not shared may be there all the same."""
    user, of = ledger.as_("lead-officer"), {"file": "C-1", "happened_on": "2025-02-03"}
    wanted = {**of, "kind": "outcome-identified", "wording": "People stay at home", "audience": "shared"}
    judged = {**of, "kind": "outcome-achievement-assessed", "outcome": "OUT-001",
              "reached": {"achieved": "yes"}}  # fmt: skip
    user.record(CONTRACT, wanted, judged, at="2026-01-05T09:00:00Z")

    [outcome] = read(user, "users")["sections"][0]["points"]
    [ours] = read(user, "members")["sections"][0]["points"]

    assert outcome["words"] == "People stay at home"
    assert ours["words"] == "People stay at home: judged reached on 3 February 2025, on nothing"
