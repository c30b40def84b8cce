"""An improvement programme through the forms, by a browser without JavaScript: opened, planned on, and looked at."""

from __future__ import annotations

from typing import Any

from tests.pages.conftest import Site
from tests.pages.reading import Visitor, date_typed
from tests.pages.test_every_page import check
from tests.pages.test_planned import told

DAY = date_typed("happened_on", 3, 4, 2025)
P1 = "/programmes/P-1"


def sent(visitor: Visitor, path: str, **typed: Any) -> str:
    page = visitor.send(visitor.get(path), DAY | typed)
    assert page.status == 200, page.text
    check(page)
    return str(page.text)


def test_a_programme_is_opened_planned_and_reviewed_by_its_forms(site: Site, officer: Visitor) -> None:
    """IMP-T-a."""
    sent(officer, "/programmes/new", reference="P-1", title="Supplier management")
    sent(officer, f"{P1}/record/workstream-established", title="Supply risk")
    wrong = officer.send(
        officer.get(f"{P1}/record/programme-action-planned"),
        DAY | {"number": "A", "action": "Act", "review_months": "May 25"},
    )
    assert wrong.status == 422
    assert "such as 2017-10" in wrong.text
    check(wrong)
    right = officer.send(wrong, {"review_months": "2025-05\n2025-11"})
    assert right.status == 200, right.text
    kinds = officer.get(f"{P1}/record")
    assert f"{P1}/record/programme-action-planned" in kinds.links
    assert f"{P1}/record/issue-raised" not in kinds.links

    assert site.book.file("programme/P-1").programme.actions["PAC-001"].months == ("2025-05", "2025-11")
    for part in ("", "/boards", "/library", "/timeline", "/due", "/entries/1"):
        page = officer.get(P1 + part)
        assert page.status == 200, page.text
        check(page)
    assert "Supply risk" in officer.get(P1).text
    assert officer.get("/programmes/NONE").status == 404
    assert officer.get(f"{P1}/boards", as_at="2025-04-03").status == 422


def test_a_programme_opened_by_its_form_takes_on_the_packaged_plan_there(site: Site, officer: Visitor) -> None:
    """IMP-T-a: as long as it has neither workstreams nor actions of its own."""
    sent(officer, "/programmes/new", reference="P-5", title="Supplier management")
    page = officer.get("/programmes/P-5")
    check(page)
    assert "9 workstreams" in page.text

    answer = officer.send(page, {"happened_on": "2025-04-04"}, form="take-on-supplier-management-2017")
    assert answer.status == 200, answer.text
    programme = site.book.file("programme/P-5").programme
    assert (len(programme.workstreams), programme.actions["PAC-001"].on.isoformat()) == (9, "2025-04-04")
    assert "Take on a plan" not in officer.get("/programmes/P-5").text
    token = {"Authorization": "Bearer demo-lead-officer"}
    again = site.client.post(
        "/api/v1/programmes/P-5/plan/supplier-management-2017", json={"happened_on": "2025-04-04"}, headers=token
    )
    assert again.status_code == 422


def test_an_action_whose_reviews_nothing_counts_says_why(site: Site, officer: Visitor) -> None:
    """IMP-W1-03: a procedure without tiers has no contracts reviewed by theme."""
    sent(officer, "/programmes/new", reference="P-6", title="Supplier management")
    sent(officer, "/programmes/P-6/record/workstream-established", title="Supply market")
    sent(
        officer, "/programmes/P-6/record/programme-action-planned", number="A", action="Review contracts",
        theme="supplier-development", review_months="2025-12",
    )  # fmt: skip

    said = told(officer.get("/programmes/P-6"))
    assert "(hampshire/1) asks for no review of contracts for supplier development" in said


def test_the_tracker_says_what_is_lacking_of_terms_on_file_without_text_and_of_what_is_carried_too_soon(
    site: Site, officer: Visitor
) -> None:
    """IMP-W1-09, IMP-14-a."""
    sent(officer, "/programmes/new", reference="P-7", title="Supplier management")
    at = "/programmes/P-7/record/"
    sent(officer, f"{at}workstream-established", title="Governance")
    sent(
        officer, f"{at}programme-action-planned", number="W1-09", action="Develop terms", review_months="2025-12",
        brings="model-terms-on-governance",
    )  # fmt: skip
    sent(officer, f"{at}knowledge-shared", form="model-terms", title="Terms of reference", topic="governance")
    sent(officer, f"{at}policy-update-approved", document="Policy", version="3", actions="W1-09")

    said = told(officer.get("/programmes/P-7"))

    assert "To bring: model terms on governance (entry 4 on file without its text)" in said
    assert "Not completed, and said to be carried by Policy, version 3" in said


def test_a_policy_approved_by_somebody_else_than_the_cabinet_member_is_marked_on_the_tracker(site: Site) -> None:
    """IMP-14-b, IMP-12-b."""
    officer, token = site.as_("county-manager"), {"Authorization": "Bearer demo-county-manager"}
    opened = {"file": "programme/P-2", "kind": "programme-opened", "happened_on": "2025-03-03", "reference": "P-2",
              "title": "Better supply"}  # fmt: skip
    approved = {"file": "programme/P-2", "kind": "policy-update-approved", "happened_on": "2025-04-01",
                "document": "Supplier Management Policy", "cabinet_approval_needed": True}  # fmt: skip
    entries = [
        opened,
        approved | {"version": "3", "by": {"person": "Sue Supplier", "office": "srm-lead"}},
        approved | {"version": "4", "by": {"person": "Rae Resource", "office": "cabinet-member-for-resources"}},
    ]
    body = {"entries": entries, "recorded_at": "2025-06-03T18:00:00Z"}
    recorded = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert recorded.status_code == 201, recorded.text

    page = officer.get("/programmes/P-2")
    answer = site.client.get("/api/v1/programmes/P-2", headers=token).json()["tracker"]

    check(page)
    said = " ".join(page.text.split())
    assert said.count("Approval in doubt") == 1
    assert "version 3 , 1 April 2025, by Sue Supplier (SRM Lead) Approval in doubt" in said
    assert [bool(policy["in_doubt"]) for policy in answer["policies"]] == [True, False]


def test_the_tracker_says_to_whom_a_month_was_last_reported_and_what_its_body_has_not_had(officer: Visitor) -> None:
    """IMP-13-d."""
    sent(officer, "/programmes/new", reference="P-7", title="Supplier management", advised_by="CSMG",
         procedure="tiered/1")  # fmt: skip
    sent(officer, "/programmes/P-7/record/workstream-established", title="Supply risk")
    reported = {"workstream": "WST-001", "month": "2025-04", "state": "on-track", "presented_to": "Care Board"}
    sent(
        officer, "/programmes/P-7/record/programme-progress-reported",
        **(reported | date_typed("happened_on", 2, 5, 2025)),
    )  # fmt: skip

    page = officer.get("/programmes/P-7")
    check(page)
    assert "Last reported for April 2025 to Care Board, and not to CSMG: on track." in page.text
    assert "No report to CSMG for April 2025." in page.text
