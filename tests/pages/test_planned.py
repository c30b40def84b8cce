"""The pages of what a contract is for, how it is carried out and with what: a picture, and a table that says it too."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.pages.conftest import Site
from tests.pages.reading import Page, Visitor
from tests.pages.test_every_page import check
from tests.planned_contract import STAGES


@pytest.fixture
def planned(site: Site) -> Site:
    """The site with one contract planned, carried out and evaluated."""
    token = {"Authorization": "Bearer demo-lead-officer"}
    for stage in STAGES:
        last = max("2025-06-03", *(entry["happened_on"] for entry in stage))
        body = {"entries": [{"file": "C-1"} | entry for entry in stage], "recorded_at": f"{last}T18:00:00Z"}
        answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
        assert answer.status_code == 201, answer.text
    return site


def told(page: Page) -> str:
    assert page.status == 200, page.text
    check(page)
    words = " ".join(page.text.split())
    return words.replace(" ,", ",").replace(" .", ".").replace("( ", "(").replace(" )", ")")


def leads_somewhere(visitor: Visitor, page: Page) -> None:
    for link in {link for link in page.links if link.startswith("/contracts/C-1/entries/")}:
        assert visitor.get(link).status == 200, link


def test_a_plan_is_shown_as_a_picture_and_as_a_table_that_says_the_same(planned: Site) -> None:
    """CPC307-C4, CPC308-A7: accessible, and plain without the picture."""
    officer = planned.as_("lead-officer")

    page = officer.get("/contracts/C-1/plan", as_at="2025-03-20")
    said = told(page)

    begun = told(officer.get("/contracts/C-1/plan", as_at="2025-01-25"))
    assert "What cannot be late without the end being late: A1, then A2, then A4." in begun
    assert "What cannot be late without the end being late: A4." in said
    assert "expected to end on 2 April 2025, 21 days after the day first agreed" in said
    svg = page.html[page.html.index("<svg") : page.html.index("</svg>")]
    assert 'role="img"' in svg
    assert re.findall(r">(A\d) ", svg) == ["A1", "A3", "A2", "A4"]
    assert svg.count("<rect") == 8
    assert svg.count('stroke-width="3"') == 1
    assert "style=" not in svg
    for activity in ("A1 Recruit carers", "A2 Train them", "A3 Buy alarms", "A4 First visits"):
        assert activity in said
    assert "not begun, 7 days late" in said  # A4
    assert "begun 9 days late" not in said  # A2: done in time; when it was begun is not on file
    assert "CHG-001, proposed on 18 February 2025" in said
    assert "Recruit carers, 14 days from 3 February 2025" in said
    leads_somewhere(officer, officer.get("/contracts/C-1/plan"))


def test_what_the_risks_of_a_plan_come_to_is_shown_to_the_authoritys_own_side(planned: Site) -> None:
    """CPC307-C3-b: the provider sees the plan it is given, and not how much risk the authority takes."""
    ours, theirs = (told(planned.as_(who).get("/contracts/C-1/plan")) for who in ("lead-officer", "provider"))

    assert "Balance of risk of IPL-001" in ours
    assert "Poor performance 9 no limit is set for the sum All of them 9 no limit is set for the sum" in ours
    assert "Of any one risk at most 12 is taken." in ours
    assert "Risks of IPL-001" in theirs
    assert "Balance of risk" not in theirs
    assert "at most 12" not in theirs


def test_a_change_made_otherwise_than_it_was_proposed_is_shown_both_as_proposed_and_as_made(planned: Site) -> None:
    """CPC307-C6-a, CPC307-C6-b: the evaluation is of what was proposed."""
    visits = {"id": "A9", "name": "More visits", "phase": "performance", "starts_on": "2025-11-03", "days": 12}
    common = {"file": "C-1", "happened_on": "2025-10-22"}
    entries = [
        common | {"kind": "implementation-plan-change-proposed", "plan": "IPL-001", "changes": [
            {"activity": "A9", "becomes": visits}]},
        common | {"kind": "implementation-plan-change-evaluated", "change": "CHG-002", "recommendation": "make"},
        common | {"kind": "implementation-plan-change-decided", "change": "CHG-002", "decision": "made", "changes": [
            {"activity": "A9", "becomes": visits | {"days": 40}}]},
    ]  # fmt: skip
    token = {"Authorization": "Bearer demo-lead-officer"}
    body = {"entries": entries, "recorded_at": "2025-10-22T18:00:00Z"}
    answer = planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text

    said = told(planned.as_("lead-officer").get("/contracts/C-1/plan"))

    assert "Evaluated, as it was proposed:" in said
    tables = said.partition("What CHG-002 was to change, as proposed")[2]
    proposed, _, made = tables.partition("What CHG-002 changes, as made")
    assert ("12 days" in proposed, "40 days" in proposed, "40 days" in made) == (True, False, True)


def test_a_risk_of_the_log_stands_with_the_plan_for_the_authoritys_own_side(planned: Site) -> None:
    """CPC307-C3-a: seen after the plan was agreed; the log of risks is not the provider's to read."""
    seen = {"kind": "risk-identified", "file": "C-1", "happened_on": "2025-06-04", "category": "people",
            "description": "Carers leave.", "subject": "plan", "activity": "IPL-001 A2"}  # fmt: skip
    body = {"entries": [seen], "recorded_at": "2025-10-22T18:00:00Z"}
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text

    ours, theirs = (told(planned.as_(who).get("/contracts/C-1/plan")) for who in ("lead-officer", "provider"))

    assert "RSK-001 : Carers leave (A2) people not rated" in ours
    assert "RSK-001" not in theirs


def test_a_recommendation_that_names_nobody_is_not_said_to_have_been_given(planned: Site) -> None:
    """CPC307-A5."""
    token = {"Authorization": "Bearer demo-lead-officer"}
    act = {"kind": "outcomes-recommended", "file": "C-1", "happened_on": "2025-10-24", "outcomes": ["OUT-002"]}
    body = {"entries": [act], "recorded_at": "2025-12-01T18:00:00Z"}
    before = told(planned.as_("lead-officer").get("/contracts/C-1/outcomes"))
    answer = planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text

    assert "Given to not said" not in before
    assert "Given to not said" in told(planned.as_("lead-officer").get("/contracts/C-1/outcomes"))


def test_an_outcome_specified_though_it_was_dropped_says_both(planned: Site) -> None:
    """CPC307-K11."""
    token = {"Authorization": "Bearer demo-lead-officer"}
    users = [{"who": "individuals"}]
    acts: list[dict[str, Any]] = [
        {"kind": "outcome-identified", "happened_on": "2025-10-24", "wording": "A day out", "wanted_by": users},
        {"kind": "outcomes-reviewed-with-users", "happened_on": "2025-10-25", "outcomes": ["OUT-003"],
         "groups": users, "decision": "dropped"},
        {"kind": "outcome-specified", "happened_on": "2025-10-27", "outcome": "OUT-003", "wording": "One a month"},
    ]  # fmt: skip
    body = {"entries": [{"file": "C-1"} | act for act in acts], "recorded_at": "2025-12-01T18:00:00Z"}
    answer = planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text

    said = told(planned.as_("lead-officer").get("/contracts/C-1/outcomes"))

    assert "Specified although those concerned dropped it on 25 October 2025 (entry" in said


def test_outcomes_stand_with_what_secures_them_and_how_far_they_were_reached(planned: Site) -> None:
    """CPC307-B6, CPC308-C4, HCC-3.1-b."""
    officer = planned.as_("county-manager")

    page = officer.get("/contracts/C-1/outcomes")
    said = told(page)

    assert "95 in 100 people still live at home after a year" in said
    assert "On 2 October 2025 (entry 42): reached, 96 percent, 100 percent of the way, good" in said
    assert "6 days late" in said  # the milestone
    assert "it counts as a block contract" in said
    leads_somewhere(officer, page)


def test_outcomes_stand_with_what_they_mean_how_they_are_reached_and_how_clashes_were_settled(planned: Site) -> None:
    """CPC307-A2, CPC307-A6, CPC307-K12, CPC307-K14."""
    officer = planned.as_("county-manager")

    said, before = (told(officer.get("/contracts/C-1/outcomes", **at)) for at in ({}, {"as_at": "2025-01-08"}))

    assert "OUT-001, OUT-002, weighed on 6 January 2025" in said
    assert "For resources Nights need staff For risk Falls For sustainability Less travel" in said
    assert "Kinds of risk people" in said
    assert "How the contract reaches them Visits morning and evening, alarms at night" in said
    clash = "CFL-001, priority, about OUT-001, OUT-002, between Users' forum, 14; managers. Cause: money: Night visits"
    assert f"Conflicts not settled {clash}" in before
    assert f"Conflicts settled {clash}" in said
    assert "Remedy: Nights by alarm call first; agreed with Users' forum, 14" in said
    assert "Remedy" not in before


def test_resources_are_shown_planned_against_used_with_what_a_unit_cost(planned: Site) -> None:
    """CPC308-K20, CPC308-B4, CPC308-A7."""
    officer = planned.as_("lead-officer")

    page = officer.get("/contracts/C-1/resources", as_at="2025-05-31")
    said = told(page)

    assert "1,250 hours, 10.4 percent of the plan" in said
    assert "25 percent Significant" in said
    assert "1,250: £19.80 each" in said
    assert "1,000: £24.75 each" in said
    assert "-£4.95" in said
    assert "Not recorded 1 May 2025 to 31 May 2025" in said
    assert "No check of a system or procedure that watches resources is on file as at that day" in said  # CPC308-B7
    assert "R1: Pay rises financial loss 2 × 4 = 8 A reserve nobody named not said" in said  # CPC308-A6
    whole = told(officer.get("/contracts/C-1/resources"))
    assert "52 of 80 answered, 65 percent; from Users' forum, 14 (telephone)" in whole  # CPC308-S5
    assert "It rests on entry 34, entry 40, entry 42." in whole
    leads_somewhere(officer, officer.get("/contracts/C-1/resources"))


def test_what_was_paid_for_a_time_nobody_can_tell_stands_below_what_a_unit_cost(planned: Site) -> None:
    """HCC-3.1-c: on Resources and on Performance, where the cost of a unit is shown."""
    token = {"Authorization": "Bearer demo-lead-officer"}
    paid = {"kind": "payment-made", "happened_on": "2025-10-24", "amount": {"pence": 1_000_000}}
    body = {"entries": [{"file": "C-1"} | paid], "recorded_at": "2025-12-01T18:00:00Z"}
    answer = planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text

    for page in ("resources", "performance"):
        said = told(planned.as_("lead-officer").get(f"/contracts/C-1/{page}"))
        assert "since nothing on file says what time it is for: £10,000 paid on 24 October 2025 (entry" in said


def test_resources_say_by_whom_and_how_they_were_come_by_in_each_time_and_under_which_rules(planned: Site) -> None:
    """CPC308-C2, CPC308-S6, CPC308-K7."""
    officer = planned.as_("lead-officer")
    told_of = {
        "file": "C-1", "kind": "resource-use-recorded", "happened_on": "2025-06-02", "plan": "RPL-001",
        "plan_line": "L1", "period": {"first": "2025-05-01", "last": "2025-05-31"}, "used": "900", "unit": "hours",
        "accessed_by": [{"who": "families", "name": "Carers"}], "how_accessed": "By the duty telephone",
        "complete": False,
    }  # fmt: skip
    body = {"entries": [told_of], "recorded_at": "2025-10-22T18:00:00Z"}
    token = {"Authorization": "Bearer demo-lead-officer"}
    assert planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token).status_code == 201

    page, plan = officer.get("/contracts/C-1/resources"), told(officer.get("/contracts/C-1/plan"))
    answer = planned.client.get("/api/v1/contracts/C-1/resources", headers=token).json()["resources"]

    said, [shown] = told(page), answer["plans"]
    assert "1 April 2025 to 30 April 2025 (entry 34) L1 Care hours 1,250 hours 1,000 hours Users' forum, 14 not" in said
    assert "900 hours Not complete 1,019.2 hours Carers By the duty telephone" in said
    assert [(u["first"], u["accessed_by"], u["how_accessed"]) for u in shown["lines"][0]["uses"]] == [
        ("2025-04-01", ["Users' forum, 14"], None), ("2025-05-01", ["Carers"], "By the duty telephone"),
    ]  # fmt: skip
    assert (shown["form"], shown["term"]) == ("written", None)
    assert "Made in writing; whether for a short or a long time is not said." in said
    assert "Made in writing; whether for a short or a long time is not said." in plan
    rules = answer["rules"]
    assert "resource.use-recorded-completely" in [rule["id"] for rule in rules["rules"]]
    link = "/procedures/hampshire?version=1#resource.use-recorded-completely"
    assert link in page.links
    assert 'id="resource.use-recorded-completely"' in officer.get("/procedures/hampshire").html


def test_activity_stands_on_performance_with_its_difference(planned: Site) -> None:
    """HCC-7.6-g."""
    officer = planned.as_("lead-officer")
    page = officer.get("/contracts/C-1/performance")

    said = told(page)
    assert "hours, 1 April 2025 to 30 April 2025" in said
    assert "+250, +25.0% none names it" in said
    leads_somewhere(officer, page)


def test_a_page_with_nothing_on_it_leads_to_the_form_of_what_it_lacks(site: Site) -> None:
    officer = site.as_("lead-officer")

    for part, kind in {
        "outcomes": "outcome-identified", "plan": "implementation-plan-agreed", "resources": "resource-plan-agreed",
        "performance": "performance-indicator-agreed", "toolkit": "risk-identified", "exit": "exit-plan-agreed",
    }.items():  # fmt: skip
        page = officer.get(f"/contracts/C-1/{part}")
        told(page)
        assert f"/contracts/C-1/record/{kind}" in page.links, part
        assert officer.get(f"/contracts/C-1/record/{kind}").status == 200
        assert f"/contracts/C-1/record/{kind}" not in site.as_("auditor").get(f"/contracts/C-1/{part}").links
    assert (
        "/contracts/C-1/record/implementation-plan-agreed" not in site.as_("provider").get("/contracts/C-1/plan").links
    )


def test_whoever_was_told_of_a_line_that_the_plan_gives_to_nobody_stands_beside_it(planned: Site) -> None:
    """CPC308-K14, CPC308-B6: each of them, and not the last alone."""
    part = {
        "file": "C-1", "kind": "resource-responsibility-notified", "happened_on": "2025-06-04", "plan": "RPL-001",
        "plan_lines": ["L2"], "holder": "service-user", "support": "A broker", "step": "told",
    }  # fmt: skip
    body = {"entries": [part | {"case": one} for one in ("CASE-7", "CASE-9")], "recorded_at": "2025-10-22T18:00:00Z"}
    token = {"Authorization": "Bearer demo-lead-officer"}
    assert planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token).status_code == 201

    said = told(planned.as_("lead-officer").get("/contracts/C-1/resources"))

    assert "CASE-9 answers for it, whom the plan does not name: told on 4 June 2025" in said
    assert "; CASE-7 told on 4 June 2025 (entry" in said


def test_a_provider_is_led_to_the_plan_alone(planned: Site) -> None:
    provider = planned.as_("provider")

    status, plan = provider.get("/contracts/C-1"), provider.get("/contracts/C-1/plan")

    assert "/contracts/C-1/plan" in status.links
    assert {"/contracts/C-1/outcomes", "/contracts/C-1/resources"}.isdisjoint(status.links)
    assert "Recruit carers" in told(plan)
    assert "CHG-001" not in plan.text


def test_a_long_and_hostile_plan_is_still_a_page(site: Site) -> None:
    hostile = "<script>alert(1)</script>" + "x" * 150
    activities = [
        {"id": f"A{n}", "name": hostile, "days": 3650, "after": [f"A{n - 1}"] if n else []} for n in range(40)
    ]
    entry = {"file": "C-1", "kind": "implementation-plan-agreed", "happened_on": "2025-01-02", "activities": activities}
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = site.client.post("/api/v1/entries?acknowledge=all", json={"entries": [entry]}, headers=token)
    assert answer.status_code == 201, answer.text

    page = site.as_("lead-officer").get("/contracts/C-1/plan")

    assert "<script>alert" not in page.html
    assert page.html.count("<line") <= 40
    told(page)


def test_a_form_says_how_an_outcome_is_found_and_how_resources_are_planned(site: Site) -> None:
    """CPC307-K10, CPC308-K11."""
    officer = site.as_("lead-officer")

    wanted = told(officer.get("/contracts/C-1/record/outcome-identified"))
    plan = told(officer.get("/contracts/C-1/record/resource-plan-agreed"))

    assert "Ask what would be different for them, and how they would notice." in wanted
    assert "begin with the outcome, give it what it needs, then see what there is" in plan


def test_plan_and_resources_lead_to_the_protocols_of_partners_that_apply(planned: Site) -> None:
    """CPC307-K9, CPC308-K10."""
    token = {"Authorization": "Bearer demo-lead-officer"}
    filed = {
        "file": "C-1", "kind": "document-filed", "happened_on": "2025-03-03", "title": "Protocol with the hospital",
        "document_kind": "protocol", "dated": "2025-02-03", "hard_copy_location": "Cabinet 4",
    }  # fmt: skip
    body = {"entries": [filed], "recorded_at": "2025-10-22T18:00:00Z"}
    assert planned.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token).status_code == 201
    officer = planned.as_("lead-officer")

    for part in ("plan", "resources"):
        said = told(officer.get(f"/contracts/C-1/{part}"))
        assert "Policies and protocols of partners that apply: Protocol with the hospital, 3 February 2025." in said
