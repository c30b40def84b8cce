"""Procedures on pages, read by a browser without JavaScript: in words, compared, adopted and acknowledged by forms."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.conftest import Site
from tests.pages.reading import Visitor, date_typed
from tests.pages.test_every_page import check
from tests.pages.test_planned import told

DAY, OWNER = date_typed("happened_on", 3, 4, 2025), "county-manager-contracts"


@pytest.mark.parametrize("person", ["lead-officer", "contract-support-officer", "auditor", "provider"])
def test_everybody_reads_the_procedures_in_words(example: Site, person: str) -> None:
    """HCC-H-c, TVP-4.0-25."""
    visitor = example.as_(person)
    for path in (
        "/procedures", "/procedures/hampshire", "/procedures/thames-valley?version=1", "/procedures/tiered",
        "/procedures/hampshire/compared?to=tiered",
    ):  # fmt: skip
        page = visitor.get(path)
        assert page.status == 200, page.text
        check(page)
    words = visitor.get("/procedures/thames-valley").text
    for said in ("Policy Development Manager", "A procedure is altered only by the office that owns it.", "TVP-DC-4"):
        assert said in words
    assert {"pdm", "strategy-in-sla"} <= set(words.split())  # an office, an item of the checklist, by their ids
    assert visitor.get("/procedures/nowhere").status == 404
    assert visitor.get("/procedures/hampshire?version=9").status == 404
    assert visitor.get("/procedures/hampshire?version=x").status == 422


def test_the_authoritys_own_file_has_pages_like_every_other(example: Site) -> None:
    officer = example.as_("county-manager")
    for part in ("", "/timeline", "/due", "/library", "/record", "/entries/2", "/record/procedure-adopted"):
        page = officer.get("/authority" + part)
        assert page.status == 200, page.text
        check(page)
    assert "hampshire/1" in officer.get("/authority").text
    assert "review" in officer.get("/authority", as_at="2025-01-01").text
    assert '<span class="govuk-caption-l">The authority&#39;s own file</span>' in officer.get("/authority").html
    assert example.as_("provider").get("/authority").status == 404


def test_a_procedure_is_adopted_its_readers_named_and_acknowledged_by_forms(site: Site, officer: Visitor) -> None:
    """HCC-H-a, TVP-4.0-2, TVP-DC-1, HCC-POL-c."""
    county = site.as_("county-manager")
    adopted = {
        "procedure": "thames-valley/1", "title": "Strategy", "document_version": "3.0", "authors": "Policy section",
        "master_copy": "Drive F", "section": "All staff", "status": "Final", "authorising_body": "SMG",
        "governing_documents.0.title": "Standing Orders", "governing_documents.0.version": "2024",
    } | date_typed("authorised_on", 2, 4, 2025)  # fmt: skip
    form = county.get("/authority/record/procedure-adopted")
    form = county.send(form, {"_add": "governing_documents"})
    page = county.send(form, DAY | adopted)
    assert page.status == 200, page.text
    check(page)

    form = county.send(county.get("/authority/record/procedure-audience-set"), {"_add": "people"})
    page = county.send(form, DAY | {"procedure": "thames-valley", "people.0.person": "Ann Ashe"})
    assert page.status == 200, page.text
    shown = county.get("/authority")
    check(shown)
    assert "Outstanding, for Policy Development Manager to see to: Ann Ashe" in shown.text
    assert "Standing Orders, version 2024" in shown.text
    assert "Standing Orders, version 2024" in county.get("/procedures/thames-valley").text

    kinds = officer.get("/authority/record").links
    assert [link for link in kinds if link.startswith("/authority/record/")] == [
        "/authority/record/procedure-acknowledged"
    ]
    form = officer.get("/authority/record/procedure-acknowledged?procedure=thames-valley%2F1")
    page = officer.send(form, DAY | {"person": "Ann Ashe"})
    assert page.status == 200, page.text
    assert "Outstanding" not in officer.get("/authority").text
    assert officer.get("/authority/record/procedure-adopted").status == 404


def test_who_reviewed_a_procedure_is_said_by_an_office_of_that_procedure(site: Site, officer: Visitor) -> None:
    """HCC-POL-e: the form offered the offices of one procedure, and took the very owner of another for nobody's."""
    county = site.as_("county-manager")
    for procedure, body in (("hampshire/1", "Executive Member"), ("thames-valley/1", "SMG")):
        adopted = {"procedure": procedure, "title": "Managing contracts", "authorising_body": body}
        form = county.get("/authority/record/procedure-adopted")
        assert county.send(form, DAY | adopted | date_typed("authorised_on", 1, 4, 2025)).status == 200

    blank = county.get("/authority/record/procedure-reviewed")
    said = {"procedure": "hampshire/1", "outcome": "kept", "by.who": "me"}
    page = county.send(blank, DAY | said)

    assert "I did: Ruth Dale, County Manager (Contracts)" in blank.text
    assert "County Manager (Contracts), of hampshire/1" in blank.text
    assert "Senior Management Group, of thames-valley/1" in blank.text
    assert page.status == 200, page.text
    assert "County Manager (Contracts)" in page.text
    assert "reviewed by the office that owns it" not in page.text


def test_a_change_by_another_than_the_owner_is_marked_as_not_authorised_and_once_refused_stands_apart(
    site: Site,
) -> None:
    """TVP-DC-4, HCC-POL-f: wherever the version in force is named, until its owner spoke; then the one before is."""
    token, county = {"Authorization": "Bearer demo-county-manager"}, {"person": "Ruth Dale", "office": OWNER}

    def record(**entry: Any) -> int:
        body = {"entries": [{"file": "authority", "happened_on": "2025-04-03"} | entry]}
        answer = site.client.post("/api/v1/entries?acknowledge=all", headers=token, json=body)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["entries"][-1]["position"])

    record(kind="procedure-adopted", procedure="hampshire/1", title="Managing contracts", by=county)
    amended = record(
        kind="procedure-amended", from_procedure="hampshire/1", to_procedure="hampshire/2", changes="Shorter",
        reason="Buyers asked", by={"person": "Ann Ashe", "office": "lead-officer"},
    )  # fmt: skip
    officer = site.as_("lead-officer")
    for where in ("/authority", "/procedures", "/procedures/hampshire"):
        page = officer.get(where)
        check(page)
        assert "hampshire/2" in told(page), where
        assert "Not authorised waits for County Manager (Contracts) to ratify or refuse it" in told(page), where

    word = record(
        kind="departure-refused", position=amended, rule="procedure.amended-by-its-owner", reason="Not so", by=county
    )
    page = officer.get("/authority")
    check(page)
    by = f"refused by Ruth Dale (County Manager (Contracts)) on 3 April 2025 (entry {word})"
    refused = told(page).partition("Refused ")[2]
    assert refused.startswith("hampshire/2, from 3 April 2025; Not authorised " + by)
    assert "In force hampshire/1 since 3 April 2025" in told(page)
    for where in ("/procedures", "/procedures/hampshire"):
        said = told(officer.get(where))
        assert "hampshire/1, in force since 3 April 2025" in said, where
        assert "Not authorised" not in said, where


def test_the_file_is_printed_with_its_front_sheet_and_where_each_paper_is(site: Site, officer: Visitor) -> None:
    """TVP-4.0-15."""
    form = officer.get("/contracts/C-1/record/document-filed")
    officer.send(form, DAY | {"title": "Signed contract", "hard_copy_location": "Cabinet 3, folder C-1"})
    page = officer.get("/contracts/C-1/print")
    check(page)
    asked = site.client.get("/api/v1/contracts/C-1/documents", headers={"Authorization": "Bearer demo-auditor"})

    for said in ("Signed contract", "Cabinet 3, folder C-1", "Home care in the north", "Document filed"):
        assert said in page.text
    assert asked.json()["documents"][0]["hard_copy_location"] == "Cabinet 3, folder C-1"
    assert "/contracts/C-1/print" in officer.get("/contracts/C-1/documents").links
    assert site.as_("provider").get("/contracts/C-1/print").status == 200
    assert "Cabinet 3" not in site.as_("provider").get("/contracts/C-1/print").text
