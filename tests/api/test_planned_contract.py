"""A contract planned and carried out over HTTP alone: outcomes, design, plan, delivery, variance, evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.api.conftest import Ledger, User, problem
from tests.planned_contract import CARRIED_OUT, DESIGNED, EVALUATED, PLANNED, STAGES, USED, WANTED

FILE = {"file": "C-1"}


def tell(user: User, *stages: list[dict[str, Any]]) -> None:
    """Record what happened, each stage together on its last day."""
    for stage in stages:
        user.record(*(FILE | entry for entry in stage), at=f"{max(e['happened_on'] for e in stage)}T18:00:00Z")


def read(user: User, part: str, **query: Any) -> dict[str, Any]:
    answer = user.get(f"/contracts/C-1/{part}", **query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_contract_goes_from_outcomes_wanted_to_an_evaluation_reported(officer: User) -> None:
    """CPC307-KP, CPC308-AB-b, CPC308-K20; the whole of both standards, stage by stage."""
    tell(officer, WANTED, DESIGNED)
    outcomes = read(officer, "outcomes")["outcomes"]
    assert [(o["id"], o["state"], o["priority"]) for o in outcomes["outcomes"]] == [
        ("OUT-001", "specified", 1),
        ("OUT-002", "specified", 2),
    ]
    first = outcomes["outcomes"][0]
    assert (first["aim"], first["agreed_by"], first["provisions"]) == (
        "Independent lives", ["Users' forum, 14"], ["PRV-001"],
    )  # fmt: skip
    assert outcomes["conflicts"] == []
    settled, weighed, how = outcomes["settled"][0], outcomes["implications"][0], outcomes["recommended"][0]
    assert (settled["cause"], settled["remedy"]) == ("money", "Nights by alarm call first")  # CPC307-K14
    assert {s["head"]: s["words"] for s in weighed["says"]}["resources"] == "Nights need staff"  # CPC307-K12
    assert how["how_reached"] == "Visits morning and evening, alarms at night"  # CPC307-A6
    assert (outcomes["forms"][0]["contract_type"], outcomes["forms"][0]["counts_as"]) == ("Block", "block")

    tell(officer, PLANNED)
    [plan] = read(officer, "plans", as_at="2025-01-25")["plans"]
    assert [a["id"] for a in plan["activities"]] == ["A1", "A3", "A2", "A4"]
    assert plan["critical_path"] == ["A1", "A2", "A4"]
    assert (plan["planned_end"], plan["expected_end"], plan["slippage"]) == ("2025-03-12", "2025-03-12", 0)
    due = {d["duty"]["id"]: d for d in read(officer, "duties", as_at="2025-02-05")["duties"]}
    assert due["activity/IPL-001/A1"]["state"] == "overdue"
    assert due["milestone/PRV-001"]["duty"]["due_on"] == "2025-03-14"

    tell(officer, CARRIED_OUT)
    [plan] = read(officer, "plans", as_at="2025-03-20")["plans"]
    states = {a["id"]: (a["state"], a["late"], a["late_by"]) for a in plan["activities"]}
    assert states["A1"] == ("completed", "not", 0)
    assert states["A4"] == ("to-come", "start", 7)
    page = officer.client.get("/contracts/C-1/plan", headers=officer._headers()).text
    assert "in plain english, large print form, by meeting" in " ".join(page.split())
    assert all(said in page for said in ("No feedback asked for", "In version 1"))
    assert (plan["version"], plan["first_end"], plan["planned_end"]) == (2, "2025-03-12", "2025-03-26")
    assert (plan["expected_end"], plan["slippage"]) == ("2025-04-02", 21)
    [change] = plan["changes"]
    assert (change["end_moves"], change["decision"]) == (14, "made")
    assert change["differences"][0]["was"].startswith("Recruit carers, 14 days from 3 February 2025")
    assert change["differences"][0]["becomes"].startswith("Recruit carers, 28 days")

    tell(officer, USED)
    answer = read(officer, "resources", as_at="2025-05-31")
    hours, money = answer["resources"]["plans"][0]["lines"]
    assert (hours["planned"], hours["used"], hours["targeted_on_record"], hours["share"]) == (
        "12000", "1250", "1000", "25",
    )  # fmt: skip
    assert hours["targeted"] == "2005.5"  # 61 of 365 days
    assert hours["significant"]
    assert (hours["of_plan"], [gap["first"] for gap in hours["missing"]]) == ("10.4", ["2025-05-01"])
    assert money["missing"][0]["first"] == "2025-04-01"
    [variance] = answer["resources"]["variances"]
    assert (variance["share"], variance["actions"]) == (
        "25", ["9 May 2025, variation: A variation of the volume was proposed"],
    )  # fmt: skip
    [cost] = answer["money"]["unit_costs"]
    assert (cost["per_delivered"]["pence"], cost["per_commissioned"]["pence"]) == (1_980, 2_475)
    [budget] = answer["money"]["budgets"]
    assert (budget["budget"]["pence"], budget["paid"]["pence"], budget["left"]["pence"]) == (
        24_000_000, 2_475_000, 21_525_000,
    )  # fmt: skip

    tell(officer, EVALUATED)
    answer = read(officer, "resources")
    [asked] = answer["resources"]["feedback"]
    assert (asked["rate"], asked["outcomes_met"]) == ("65", ["yes"])
    [evaluation] = answer["resources"]["evaluations"]
    assert (evaluation["findings"], evaluation["days_to_report"]) == (["K1: partly, 80 percent, good"], 10)
    assert (evaluation["conclusions"], evaluation["best_value"]) == ("Well used, more than planned", "£19.80 an hour")
    assert (evaluation["evidence"], evaluation["reported_to"]) == ([34, 40, 42], ["Ann Ashe (lead officer)"])
    assert answer["resources"]["development"] == 2
    [counted] = answer["resources"]["development_counts"]
    assert counted["needs"] == [{"area": "monitoring", "people": 2, "action": "training"}]
    [trend] = answer["resources"]["trends"]
    assert (trend["trend"], trend["factors"], trend["suggestion"]) == ("rising", ["demand"], "Rounds by district")
    reached = read(officer, "outcomes")["outcomes"]["outcomes"][0]
    assert (reached["achieved"], reached["actual"], reached["judged_on"]) == ("yes", "96 percent", "2025-10-02")
    before = read(officer, "outcomes", as_at="2025-09-01")["outcomes"]["outcomes"][0]
    assert before["achieved"] is None
    lines = officer.get("/contracts/C-1/timeline", kind="implementation-plan-agreed").json()["lines"]
    assert lines[0]["sentence"] == (
        "IPL-001: implementation plan Mobilisation agreed with Users' forum, 14: 4 activities; for OUT-001; "
        "1 risk named"
    )


def test_what_contradicts_a_plan_is_refused_saying_what_would_be_right_and_nothing_is_written(ledger: Ledger) -> None:
    """CPC307-C2-a, CPC307-C2-c, CPC308-K20."""
    user = ledger.as_("lead-officer")
    user.record(
        FILE | {"kind": "contract-registered", "reference": "C-1", "title": "Care", "happened_on": "2025-01-01"}
    )
    tell(user, WANTED, DESIGNED, PLANNED)
    before = ledger.entries
    plan = next(entry for entry in PLANNED if entry["kind"] == "implementation-plan-agreed")
    circle = [dict(a, after=["A4"]) if a["id"] == "A1" else a for a in plan["activities"]]
    days = [dict(a, resources=[{"kind": "human", "name": "Care hours", "unit": "days", "line": "L1"}])
            for a in plan["activities"]]  # fmt: skip
    use = next(entry for entry in USED if entry["kind"] == "resource-use-recorded")
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        (plan | {"activities": circle}, "a circle, of which none can begin; take out one of them"),
        (plan | {"activities": days}, "RPL-001 plans it in hours"),
        (use | {"unit": "days", "happened_on": "2025-01-27"}, "RPL-001 plans L1 in hours"),
        (use | {"plan_line": "L9", "happened_on": "2025-01-27"}, "it has L1, L2"),
        ({"kind": "implementation-activity-reported", "happened_on": "2025-01-27", "plan": "IPL-001",
          "activity": "A9", "state": "started"}, "it has A1, A2, A3, A4"),
    )  # fmt: skip

    for entry, words in wrong:
        answer = user.post("/entries", {"entries": [FILE | entry]}, acknowledge="all")
        assert words in answer.text, answer.text
        problem(answer, 422, "contradiction")

    assert ledger.entries == before


def test_a_provider_sees_the_plan_shared_with_it_and_neither_outcomes_nor_resources(
    officer: User, ledger: Ledger
) -> None:
    """CPC307-C4, CPC308-K1."""
    tell(officer, *STAGES[:4])
    provider = ledger.as_("provider")

    [plan] = provider.get("/contracts/C-1/plans").json()["plans"]

    assert [a["completed_on"] for a in plan["activities"]][:2] == ["2025-03-02", "2025-02-07"]
    assert plan["changes"] == []
    assert "withheld" in provider.get("/contracts/C-1/plans").json()
    for part in ("outcomes", "resources"):
        assert provider.get(f"/contracts/C-1/{part}").status_code == 403
    register = provider.get("/contracts/C-1/registers/resources").json()["content"]
    assert register["plans"] == {}


def test_the_days_of_the_answers_are_those_asked_for(officer: User) -> None:
    tell(officer, *STAGES)

    [plan] = read(officer, "plans", as_at="2025-02-17")["plans"]

    assert (plan["version"], plan["changes"]) == (1, [])
    assert date.fromisoformat(plan["expected_end"]) == date(2025, 3, 13)
    assert read(officer, "plans", as_at="2025-01-10")["plans"] == []


def test_the_codes_law_and_protocols_a_plan_rests_on_are_on_file(officer: User, ledger: Ledger) -> None:
    """CPC307-K6, CPC307-K7, CPC307-K8, CPC307-K9, CPC308-K6, CPC308-K7, CPC308-K8, CPC308-K10."""
    manager = ledger.as_("county-manager")
    documents = ["Care Act 2014", "Code of practice on commissioning"]
    manager.record(
        {"file": "authority", "kind": "procedure-adopted", "happened_on": "2025-01-01", "procedure": "hampshire/1",
         "title": "Contract management", "reference_documents": documents},
        {"file": "authority", "kind": "procedure-amended", "happened_on": "2025-01-01", "from_procedure": "hampshire/1",
         "to_procedure": "hampshire/2", "changes": "Plans", "prompted_by": "Procurement Act 2023"},
    )  # fmt: skip
    officer.record(
        FILE | {"kind": "document-filed", "happened_on": "2025-01-01", "title": "Protocol with the hospital",
                "document_kind": "protocol"},
        FILE | {"kind": "lead-officer-appointed", "happened_on": "2025-01-01", "person": "Ann Ashe"},
        FILE | {"kind": "contract-review-completed", "happened_on": "2025-01-01",
                "law_or_policy_changes": "National framework of 2025"},
    )  # fmt: skip

    told = manager.get("/authority/timeline").json()["lines"]
    adopted, amended = (
        manager.get(f"/authority/entries/{line['position']}").json()["entry"]["entry"] for line in told[-2:]
    )
    protocol, _, review = (officer.get(f"/contracts/C-1/entries/{n}").json()["entry"]["entry"] for n in (2, 3, 4))
    roles = officer.get("/contracts/C-1/registers/people").json()["content"]

    assert adopted["reference_documents"] == documents
    assert amended["prompted_by"] == "Procurement Act 2023"
    assert protocol["document_kind"] == "protocol"
    assert review["law_or_policy_changes"] == "National framework of 2025"
    assert "Ann Ashe" in str(roles)
