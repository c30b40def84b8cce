"""A year of monitoring under Thames Valley, over HTTP alone; each figure is worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from api.people import EXAMPLE_PROVIDER
from tests.api.conftest import Ledger, User, problem, told_once
from tests.monitored_year import ANN, AUTUMN, FIRST_QUARTERS, PAT, agreed, audit_reported, audited

FILE = {"file": "TV-1"}


def tell(user: User, entries: Sequence[dict[str, Any]]) -> int:
    """Record what happened, on its last day; the position of the last entry."""
    at = f"{max(e['happened_on'] for e in entries)}T18:00:00Z"
    return int(user.record(*(FILE | entry for entry in entries), at=at)[-1]["position"])


def certificate(user: User) -> dict[str, str]:
    return {"sha256": user.file(b"Signed, and certified."), "title": "Certificate"}


def tell_all(ledger: Ledger) -> User:
    user = ledger.as_("lead-officer")
    tell(user, agreed(certificate(user)))
    tell(user, FIRST_QUARTERS)
    recommended = tell(user, AUTUMN)
    tell(user, audit_reported(tell(user, audited(recommended))))
    return user


year = told_once(tell_all)


def read(user: User, part: str, **query: Any) -> dict[str, Any]:
    answer = user.get(f"/contracts/TV-1/{part}", **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_indicators_are_held_against_their_targets_with_a_trend(year: User) -> None:
    """TVP-1.0-5, TVP-1.0-6, TVP-2.0-3, HCC-3.1-c: 90, 94, 96 of at least 95; 13.50, 12.50, 11.50 of at most 12."""
    first, then = (read(year, "performance", as_at=day)["performance"] for day in ("2025-04-30", "2025-12-31"))

    assert [(i["id"], i["measures"], i["side"], i["state"], i["trend"]) for i in then["indicators"]] == [
        ("first-contact", "efficiency", "quality", "met", "better"),
        ("unit-cost", "economy", "price", "met", "better"),
    ]
    assert [(i["state"], i["trend"]) for i in first["indicators"]] == [("not-met", None), ("not-met", None)]
    assert [(f["actual"], f["met"]) for f in then["indicators"][1]["figures"]] == [
        ("13.5", False), ("12.5", False), ("11.5", True),
    ]  # fmt: skip
    assert [(t["id"], t["improves"], t["newest"], t["state"]) for t in then["improvements"]] == [
        ("TGT-001", "quality", "96", "reached"), ("TGT-002", "price", "11.5", "reached"),
    ]  # fmt: skip
    assert [t["state"] for t in first["improvements"]] == ["on-the-way", "on-the-way"]


def test_what_users_say_is_counted_and_how_complaints_were_answered(year: User) -> None:
    """HCC-7.6-b, HCC-7.6-h: sixty of ninety answered; the complaint of 6 May was answered on the 16th."""
    found = read(year, "performance")["performance"]

    assert (found["surveys"][0]["rate"], found["surveys"][0]["respondents"]) == ("66.7", 60)
    [complaint] = found["complaints"]
    assert (complaint["days_to_answer"], complaint["judgement"]) == (10, "satisfactory")
    assert (found["compliments"], found["unanswered"]) == (1, 0)


def test_meetings_and_reports_stand_against_what_is_asked_for(year: User) -> None:
    """TVP-3.1-1, TVP-3.1-2, TVP-3.1-3, HCC-7.6-f: four meetings; a report six days late, a financial one missing."""
    watched = read(year, "performance", as_at="2026-01-05")["monitoring"]

    assert [(y["held"], y["asked"], y["over"]) for y in watched["years"]] == [(4, 4, True)]
    assert watched["longest_gap"] == 91  # from 2 July to 1 October
    assert [(r["kind"], r["due_on"], r["state"], r["days_late"]) for r in watched["returns"]] == [
        ("financial report", "2025-04-15", "in-time", 0),
        ("performance report", "2025-04-15", "in-time", 0),
        ("financial report", "2025-07-15", "missing", 174),
        ("performance report", "2025-07-15", "late", 6),
        ("financial report", "2025-10-15", "in-time", 0),
        ("performance report", "2025-10-15", "in-time", 0),
    ]
    brought = [(m["brought"], m["not_brought"]) for m in watched["meetings"]]
    assert brought[:2] == [(["Figures of the quarter"], []), ([], ["Figures of the quarter"])]


def test_longer_meetings_are_due_twice_a_year_and_yearly_and_cover_their_four_items(year: User) -> None:
    """TVP-3.1-5, TVP-3.1-6: by the halves of a year begun on 6 January; the annual one is that half-year's."""
    by_day = {
        day: {d["duty"]["id"]: d["duty"]["due_on"] for d in read(year, "duties", as_at=day)["duties"]}
        for day in ("2025-06-01", "2025-07-03", "2025-12-18")
    }
    half, annual = "meeting/strategic-half-year", "meeting/strategic-annual"

    assert [(by_day[day][half], by_day[day][annual]) for day in by_day] == [
        ("2025-07-05", "2026-01-05"), ("2026-01-05", "2026-01-05"), ("2026-07-05", "2027-01-05"),
    ]  # fmt: skip
    longer = [m for m in read(year, "performance")["monitoring"]["meetings"] if m["kind"].startswith("strategic")]
    assert [m["not_covered"] for m in longer] == [[], []]


def test_an_audit_is_recommended_commissioned_and_reported_and_a_yearly_one_is_a_reminder(year: User) -> None:
    """TVP-3.1-4, TVP-3.1-7, TVP-3.1-9, TVP-3.1-10."""
    before = read(year, "duties", as_at="2025-08-05")["duties"]
    open_ones = {d["duty"]["id"].partition("/")[0] for d in before}
    assert "audit-decided" in open_ones
    asked = {d["duty"]["id"].partition("/")[0]: d["state"] for d in read(year, "duties", as_at="2025-10-01")["duties"]}
    assert "audit-decided" not in asked

    [audit] = read(year, "performance")["monitoring"]["audits"]
    assert (audit["commissioned_on"], audit["reported_on"]) == ("2025-08-11", "2025-09-29")
    assert [(f["severity"], f["subject"], f["issue"]) for f in audit["findings"]] == [
        ("high", "indicator-method", "ISS-001")
    ]
    reminder = {d["duty"]["id"]: d for d in read(year, "duties", as_at="2025-07-30")["duties"]}
    assert "audit" not in reminder


def test_costs_stand_beside_risks_with_the_books_open(year: User) -> None:
    """TVP-1.0-3, TVP-1.0-4, TVP-1.0-7, HCC-3.1-f, HCC-6.3-c: 42,000 of 50,000 spent, 30,000 of it on staff."""
    money = read(year, "performance")["money"]

    report = money["reports"][0]
    assert (report["open_book"], report["costs"]["pence"], report["left"]["pence"]) == (True, 4_200_000, 800_000)
    assert [(line["name"], line["difference"]["pence"], line["share"]) for line in report["lines"]] == [
        ("Staff", -200_000, "71.4"), ("Rooms", 100_000, "28.6"),
    ]  # fmt: skip
    assert (money["position"]["percent"], money["position"]["within"]) == ("3.0", True)
    assert (money["value"]["result"], dict(money["value"]["heads"])["efficiency"]) == ("partly-shown", "fair")
    assert [(r["id"], r["rating"], r["beyond"]) for r in money["risks"]] == [("RSK-001", 8, False)]
    assert read(year, "performance", as_at="2025-02-01")["money"]["risks"][0]["beyond"]
    [basis] = money["basis"]
    assert (basis["basis"], basis["demand"], basis["approved_by"]) == (
        "block", "1,000 referrals a quarter", "Cara Finn (Police and Crime Commissioner)",
    )  # fmt: skip


def test_the_toolkit_shows_which_tools_are_used_and_what_is_on_the_logs(year: User) -> None:
    """TVP-4.0-17 to TVP-4.0-24, one by one: TVP-4.0-18, TVP-4.0-19, TVP-4.0-20, TVP-4.0-21, TVP-4.0-22, TVP-4.0-23."""
    tools = read(year, "toolkit", as_at="2025-12-31")["toolkit"]

    assert {t["id"]: t["used"] for t in tools["tools"]} == {
        "sla-template": 0, "checklist": 2, "agenda-template": 8, "financial-template": 2, "risk-log": 1,
        "contact-log": 1, "performance-menu": 2, "strategy": 0,
    }  # fmt: skip
    assert {i["id"]: i["state"] for i in tools["checklist"]} == {
        "strategy-in-tender-papers": "not-checked", "confidentiality-agreement": "met", "accreditation": "run-out",
        "strategy-in-sla": "not-checked",
    }  # fmt: skip
    [risk] = tools["risks"]
    assert (risk["first_rating"], risk["rating"], risk["review_by"], risk["overdue"]) == (16, 8, "2026-03-31", False)
    [contact] = tools["contacts"]
    assert (contact["level"], contact["summary"]) == ("escalation", "A counsellor is leaving")
    assert tools["core_missing"] == ["outcomes-reached", "users-satisfied"]
    due = {d["duty"]["id"]: d for d in read(year, "duties", as_at="2025-07-05")["duties"]}
    assert (due["checklist/accreditation"]["state"], due["checklist/accreditation"]["days_over"]) == ("overdue", 5)


def test_contacts_are_had_at_several_levels(year: User) -> None:
    """TVP-2.0-4."""
    assert read(year, "toolkit")["toolkit"]["by_level"] == [["escalation", 1]]


def test_the_agenda_of_a_longer_meeting_is_made_from_the_file(year: User) -> None:
    """TVP-3.1-6, TVP-4.0-13, TVP-4.0-20: what has come since the longer meeting before it, of 2 July."""
    found = read(year, "agenda", as_at="2025-12-10", kind="strategic-annual")["agenda"]
    items = {item["id"]: [m["sentence"] for m in item["matters"]] for item in found["items"]}

    assert found["since"] == "2025-07-02"
    assert list(items) == ["risk-log", "complaints-overview", "action-and-improvement-plans", "future-development"]
    assert items["risk-log"] == ["RSK-001, people, rated 8: Too few counsellors"]
    assert items["action-and-improvement-plans"] == ["TGT-001: More called in time", "TGT-002: A contact for less"]
    assert found["optional"] == [
        "Chief Finance Officer", "Representative of Thames Valley Police", "Provider's director",
        "Provider's finance officer", "Provider's member of staff",
    ]  # fmt: skip
    assert found["expected"][0] == "Lead officer"
    assert any(one.startswith("Deputy officer") for one in found["expected"])
    regular = read(year, "agenda", as_at="2025-12-10", kind="regular")["agenda"]
    assert regular["since"] == "2025-10-01"
    usual = regular["items"]
    assert [item["id"] for item in usual][:2] == ["statistics-and-indicators", "risk-log"]
    assert "Financial report for 6 July 2025" in usual[0]["matters"][1]["sentence"]


def test_both_parties_obligations_stand_with_the_day_they_are_due(year: User) -> None:
    """TVP-1.0-1, TVP-1.0-2, TVP-3.0-2."""
    found = read(year, "obligations", as_at="2025-12-20")["owed"]
    by_id = {o["id"]: o for o in found["obligations"]}

    assert (by_id["indicator/first-contact"]["party"], by_id["indicator/first-contact"]["state"]) == (
        "provider",
        "kept",
    )
    assert (by_id["report/financial report"]["state"], by_id["report/financial report"]["due_on"]) == (
        "late", "2025-07-15",
    )  # fmt: skip
    assert by_id["standard/V1"]["state"] == "standing"
    assert by_id["meeting"]["party"] == "authority"
    quarterly = [c["on"] for c in found["calendar"] if c["duty"] == "meeting"]
    assert quarterly == ["2026-04-05", "2026-07-05", "2026-10-05"]
    assert [c["sentence"] for c in found["calendar"] if c["duty"] == "meeting"][1:] == [
        "Hold a monitoring meeting."
    ] * 2


def test_a_provider_sees_what_the_contract_asks_of_both_and_none_of_our_duties(ledger: Ledger) -> None:
    """TVP-1.0-1: both parties' managers; of ours only what rests on the contract."""
    user = ledger.as_("lead-officer")
    told = agreed(certificate(user))
    told[0] = told[0] | {"provider": {"name": EXAMPLE_PROVIDER}}
    tell(user, told)
    seen = ledger.as_("provider").get("/contracts/TV-1/obligations").json()["owed"]

    assert {o["id"] for o in seen["obligations"]} == {
        "standard/V1", "indicator/first-contact", "indicator/unit-cost", "report/performance report",
        "report/financial report", "meeting-information/Figures of the quarter",
        "improvement-target/TGT-001", "improvement-target/TGT-002",
    }  # fmt: skip
    assert seen["calendar"] == []
    for part in ("performance", "toolkit", "agenda", "compliance"):
        problem(ledger.as_("provider").get(f"/contracts/TV-1/{part}"), 403, "denied")
    for part in ("/compliance", "/portfolio"):
        problem(ledger.as_("provider").get(part), 403, "denied")


def test_a_provider_sees_its_obligations_by_the_results_it_was_given_and_by_what_it_was_told_came_back(
    ledger: Ledger,
) -> None:
    """TVP-1.0-1: assessments and re-openings are internal, as entries; what was given or told of them, it knows."""
    user, here, confined = ledger.as_("lead-officer"), {"by": ANN}, {"protection": "confidential"}
    opened = agreed(certificate(user))
    opened[0] = opened[0] | {"provider": {"name": EXAMPLE_PROVIDER}}
    tell(user, opened)

    def seen() -> dict[str, tuple[str, str | None]]:
        found = ledger.as_("provider").get("/contracts/TV-1/obligations").json()["owed"]["obligations"]
        shown = ledger.as_("provider").get("/contracts/TV-1/timeline", limit=200).json()["lines"]
        assert {at for one in found for at in one["entries"]} <= {line["position"] for line in shown}
        measured = ("standard/V1", "indicator/first-contact")
        return {one["id"]: (one["state"], one["why"]) for one in found if one["id"] in measured}

    def told(on: str, kind: str, **parts: Any) -> int:
        return tell(user, [{"kind": kind, "happened_on": on} | here | parts])

    assert set(seen().values()) == {("standing", None)}
    told("2025-04-07", "performance-assessed", standards=["V1"], judgement="not-met", **confined)
    judged = told("2025-04-08", "performance-assessed", standards=["V1"], judgement="not-met")
    figure = {"indicator": "first-contact", "actual": "90", "judgement": "not-met"}
    told("2025-04-08", "performance-assessed", period={"first": "2025-01-06", "last": "2025-04-05"}, **figure)
    assert set(seen().values()) == {("standing", None)}
    told("2025-04-09", "performance-results-shared", assessments=["ASM-001"], shared_with=[PAT])
    assert set(seen().values()) == {("standing", None)}  # what is confidential stays so
    told("2025-04-09", "performance-results-shared", assessments=["ASM-002", "ASM-003"], shared_with=[PAT])
    assert seen()["standard/V1"] == ("not-kept", "ASM-002, 8 April 2025")
    assert seen()["indicator/first-contact"] == ("not-kept", "90 for 6 January 2025 to 5 April 2025")

    def corrected(**parts: Any) -> None:
        entry = {"kind": "performance-assessed", "happened_on": "2025-04-08", "standards": ["V1"]} | parts | here
        waits = told("2025-04-10", "entry-corrected", position=judged, reason="Recounted", replacement=entry)
        confirmed = {"kind": "correction-confirmed", "happened_on": "2025-04-10", "position": waits}
        tell(ledger.as_("contract-support-officer"), [confirmed])

    corrected(judgement="not-met", words="Counted again")
    assert seen()["standard/V1"] == ("not-kept", "ASM-002, 8 April 2025")  # other words are no other result
    corrected(judgement="met")
    assert seen()["standard/V1"] == ("standing", None)  # corrected since, and not told again

    told("2025-05-06", "issue-raised", nature="Calls late", standards=["V1"], audience="shared")
    told("2025-05-06", "issue-notified-to-provider", issue="ISS-001", means="e-mail")
    assert seen()["standard/V1"] == ("not-kept", "ISS-001 open")
    told("2025-06-03", "issue-resolved", issue="ISS-001")
    told("2025-07-01", "issue-reopened", issue="ISS-001", reason="Late again")
    assert seen()["standard/V1"] == ("standing", None)
    told("2025-07-02", "issue-notified-to-provider", issue="ISS-001", means="e-mail")
    assert seen()["standard/V1"] == ("not-kept", "ISS-001 open")


@pytest.mark.parametrize("closed", ["result", "giving"])
def test_a_provider_is_not_shown_by_an_earlier_time_a_result_that_was_put_under_privilege_since(
    ledger: Ledger, closed: str
) -> None:
    """TVP-1.0-1: the marks that count are those that the result, and the entry by which it was given, have now."""
    user, legal = ledger.as_("lead-officer"), ledger.as_("legal-services")
    opened = agreed(certificate(user))
    opened[0] = opened[0] | {"provider": {"name": EXAMPLE_PROVIDER}}
    tell(user, opened)
    by = {"by": ANN}
    judged = {"kind": "performance-assessed", "happened_on": "2025-04-08", "standards": ["V1"], "judgement": "not-met"}
    result = tell(user, [judged | by])
    given = {"kind": "performance-results-shared", "happened_on": "2025-04-09", "assessments": ["ASM-001"]}
    giving = tell(user, [given | by | {"shared_with": [PAT]}])
    size = ledger.as_("auditor").get("/log/size").json()["size"]
    times: list[dict[str, str]] = [{}, {"as_at": "2025-05-01"}, {"known_at": str(size)}]

    def seen() -> list[tuple[str, str | None]]:
        asked = [ledger.as_("provider").get("/contracts/TV-1/obligations", **time).json()["owed"] for time in times]
        return [(one["state"], one["why"]) for it in asked for one in it["obligations"] if one["id"] == "standard/V1"]

    assert seen() == [("not-kept", "ASM-001, 8 April 2025")] * 3
    marked = {"new_audience": "legal", "new_protection": "legal-advice", "reason": "On advice"}
    position = {"result": result, "giving": giving}[closed]
    tell(legal, [{"kind": "entry-reclassified", "happened_on": "2025-05-20", "position": position} | marked])
    assert seen() == [("standing", None)] * 3


def test_the_seven_standards_and_the_portfolio_are_answered_for_the_authority(year: User) -> None:
    """HCC-2.1-d, TVP-1.0-8."""
    kept, found = year.get("/compliance").json()["kept"], year.get("/portfolio").json()["portfolio"]
    by_number = {s["number"]: (s["met"], s["of"]) for s in kept["standards"]}

    assert by_number["12.1"] == (1, 1)
    assert by_number["12.3"] == (0, 0)  # Thames Valley's strategy sets no such standard
    assert {s["number"]: s["not_asked"] for s in kept["standards"]}["12.3"] == ["TV-1"]
    assert [one["officer"] for one in kept["officers"]] == ["Ann Ashe"]
    assert (found["contracts"], found["value"], found["value_at_risk"]) == (
        1,
        [{"pence": 20_000_000, "currency": "GBP"}],
        [],
    )
    [row] = found["rows"]
    assert (row["risks"], row["issues"], row["value_for_money"]["result"]) == (1, 1, "partly-shown")
    assert row["overdue"] == sum(d["state"] == "overdue" for d in read(year, "duties")["duties"])


def test_procedure_compliance_of_the_year_is_answered_rule_by_rule_with_who_decided(year: User) -> None:
    """HCC-3.1-a, TVP-2.0-2, TVP-2.0-7."""
    found = read(year, "compliance", as_at="2025-12-31")["compliance"]
    rules = {rule["rule"]: rule["state"] for rule in found["rules"]}

    assert rules["return.in-time"] == "departed"
    assert rules["audit.one-more-for-a-reason"] == "not-yet"  # there was but one
    assert rules["termination.decided"] == "not-yet"
    assert "not-kept" not in rules.values()
    [decision] = found["decisions"]
    assert (decision["person"], decision["office"]) == ("Cara Finn", "Police and Crime Commissioner")


def test_silences_are_told(year: User) -> None:
    """K-02: none held for more than a quarter; a report that never came."""
    said = read(year, "performance", as_at="2026-04-30")["monitoring"]["silences"]

    assert said == [
        "no monitoring meeting for 134 days, since 17 December 2025; 4 a year are asked for",
        "no financial report for 3 periods", "no performance report for 2 periods",
        "nothing has happened on this file for 134 days, since 17 December 2025",
        "no survey of users since one was due on 10 June 2026",
    ][:4]  # fmt: skip


def test_what_contradicts_a_years_file_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    """TVP-3.1-7, TVP-3.1-10: an audit that was never commissioned, a survey older than the contract."""
    user = ledger.as_("lead-officer")
    tell(user, agreed(certificate(user)))
    before = ledger.entries
    wrong: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("audit-reported", {"happened_on": "2025-01-06", "commission": 1}, "commissions no audit"),
        ("satisfaction-survey-received", {"happened_on": "2025-01-05"}, "the contract is of 6 January 2025"),
        ("risk-closed", {"happened_on": "2025-01-05", "risk": "RSK-001"}, "was seen on 6 January 2025"),
        ("risk-closed", {"happened_on": "2025-01-06", "risk": "RSK-007"}, "no risk RSK-007"),
    )  # fmt: skip
    for kind, said, words in wrong:
        answer = user.post(f"/contracts/TV-1/entries/{kind}", said, acknowledge="all")
        assert answer.status_code in (409, 422), answer.text
        assert words in answer.text

    assert ledger.entries == before
