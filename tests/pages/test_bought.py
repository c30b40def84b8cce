"""The pages of buying a contract: from the need, through the form that opens its file, to who does what."""

from __future__ import annotations

from typing import Any

import pytest

from tests import bought
from tests.pages.conftest import Site
from tests.pages.reading import Visitor, date_typed
from tests.pages.test_every_page import check
from tests.pages.test_planned import leads_somewhere, told

HERE = f"/contracts/{bought.REFERENCE}"
TOKEN = {"Authorization": "Bearer demo-contract-support-officer"}


def record(site: Site, *entries: dict[str, Any]) -> None:
    body = {"entries": [{"file": bought.REFERENCE} | entry for entry in entries], "recorded_at": "2026-01-05T18:00:00Z"}
    answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=TOKEN)
    assert answer.status_code == 201, answer.text


def test_a_file_is_opened_by_the_need_and_the_contract_registered_on_it_by_forms(site: Site, officer: Visitor) -> None:
    """HCC-A1, HCC-A2-b."""
    first = officer.get("/contracts/new")
    assert "/contracts/new?kind=service-need-established" in first.links
    typed = {"reference": "N-1", "title": "Day care", "need": "Forty wait", **date_typed("happened_on", 28, 5, 2025)}
    opened = officer.send(officer.get("/contracts/new?kind=service-need-established"), typed)
    assert opened.status == 200, opened.text
    assert str(opened.answer.url).endswith("/contracts/N-1/entries/1?recorded=true")

    choices = officer.get("/contracts/N-1/record")
    assert "/contracts/N-1/record/contract-registered" in choices.links
    assert "/contracts/N-1/record/service-need-established" not in choices.links
    page = officer.get("/contracts/N-1/record/contract-registered")
    assert page.form("/contracts/N-1/record/contract-registered").values()["reference"] == ["N-1"]
    again = officer.send(page, {"provider.name": "Meadow Care CIC", **date_typed("happened_on", 30, 5, 2025)})
    if again.status != 200 or "entries/2" not in str(again.answer.url):  # what it departs from is asked about
        again = officer.send(again, {})
    assert site.book.file("N-1").agreement.contract is not None
    assert "/contracts/N-1/record/contract-registered" not in officer.get("/contracts/N-1/record").links
    for position in (1, 2):  # what opened the file stays; a contract registered on it can be struck out
        strike = f"/contracts/N-1/record/entry-struck-out?position={position}"
        assert (strike in officer.get(f"/contracts/N-1/entries/{position}").links) == (position == 2)


def test_the_page_of_buying_says_what_is_done_what_is_next_and_whose_it_is(site: Site, officer: Visitor) -> None:
    """HCC-A7-a, HCC-A8-a, HCC-11.1, HCC-POL-d, TVP-4.0-3."""
    record(site, bought.NEED, *bought.ROUTE, *bought.PREPARED, *bought.TENDERED, *bought.AWARDED, *bought.SIGNED)

    page = officer.get(f"{HERE}/procurement")
    said = told(page)

    assert "Came back countersigned on 6 May 2025. Next: contract registered." in said
    assert "Award authorised Done County Manager (Contracts) or Chief Executive 2 April 2025" in said
    assert "(entry 5) Sam Sorrel (Service Manager) and Colin Marsh (Contract Support Officer) Contract" in said
    assert "Contract documents prepared Done Contract Support Officer 27 January 2025 (entry 6) Colin Marsh" in said
    assert "Closing on 3 March 2025 at 12:00." in said
    assert "The tender papers make known how the authority manages its contracts." in said
    assert "BID-001 Larkfield Home Care Ltd, £720,000" in said
    assert "told on 4 April 2025 that it was not chosen" in said
    assert "Evaluate tenders, with the Contract Support Officer and the FSU (HCC-A8-a)" in said
    leads_somewhere(officer, page)
    begun = told(officer.get(f"{HERE}/procurement", as_at="2025-03-04"))
    assert "Tenders evaluated To do Service Manager or Lead officer" in begun
    late = bought.TENDERED[2] | {"happened_on": "2025-03-04", "opened_on": "2025-03-05"}
    record(site, bought.NEED | {"reference": "L-1", "file": "L-1"},
           *({"file": "L-1"} | entry for entry in (*bought.ROUTE, *bought.TENDERED[:2], late)))  # fmt: skip
    assert "1 day late" in told(officer.get("/contracts/L-1/procurement"))


def test_documents_are_listed_with_their_hashes(site: Site, officer: Visitor) -> None:
    """HCC-A9-f."""
    headers = TOKEN | {"Content-Type": "text/plain"}
    sha256 = site.client.put("/api/v1/documents", content=b"Conditions", headers=headers).json()["sha256"]
    filed = {name: said for name, said in bought.PREPARED[1].items() if not name.endswith("_location")}
    record(site, bought.NEED, filed | {"document": {"sha256": sha256, "title": "Conditions of contract"}})

    page = officer.get(f"{HERE}/documents")

    assert f"Conditions of contract contract draft 27 January 2025 (entry 2) {sha256}" in told(page)


def test_the_division_of_work_of_a_procedure_has_its_page(site: Site, officer: Visitor) -> None:
    """HCC-11.1, HCC-POL-c."""
    said = told(officer.get("/procedures/hampshire/work"))

    assert "Contract management: social care contracts, Hampshire County Council: hampshire/1." in said
    assert "Inform those not chosen once the award is authorised (HCC-A9-c)" in said
    assert "Standing Orders on Contracts (HCC-POL-c)" in said
    none = told(officer.get("/procedures/thames-valley/work"))
    assert "This procedure divides no work" in none
    assert officer.get("/procedures/nowhere/work").status == 404


def test_evidence_of_how_a_provider_performs_has_its_page(site: Site, officer: Visitor) -> None:
    """HCC-A13-a, HCC-A14."""
    record(
        site, {"kind": "complaint-received", "file": "C-1", "happened_on": "2025-05-20", "subject": "A missed visit"},
        {"kind": "performance-assessed", "file": "C-1", "happened_on": "2025-05-21", "judgement": "not-met",
         "period": {"first": "2025-04-01", "last": "2025-04-30"}},
    )  # fmt: skip

    said = told(officer.get("/provider-evidence", provider="Larkfield"))

    assert "1 complaint, 1 of them not found to be dealt with well" in said
    assert "A missed visit; its handling was not looked at (entry 2)" in said
    assert "from 1 April 2025 to 30 April 2025 0 1 0 C-1" in said or "1 April 2025 to 30 April 2025 0 1 0 C-1" in said
    assert "No contract's provider is called so" in told(officer.get("/provider-evidence", provider="Zeppelin"))
    assert told(officer.get("/provider-evidence"))
    assert site.as_("provider").get("/provider-evidence", provider="Larkfield").status == 403


def test_a_briefing_is_laid_out_for_whoever_is_chosen(site: Site, officer: Visitor) -> None:
    """CPC308-K16."""
    record(
        site, {"kind": "issue-raised", "file": "C-1", "happened_on": "2025-05-20", "nature": "Visits are missed"},
    )  # fmt: skip

    managers = officer.get("/contracts/C-1/briefing")
    said = told(managers)
    assert (
        "Home care in the north: to start on 1 January 2025 as agreed; that it did is not on file; 1 failing open"
        in said
    )
    assert "ISS-001: Visits are missed, the provider not told (entry 2)" in said
    assert "What is asked of you" in said
    leads_somewhere(officer, managers)
    outside = told(officer.get("/contracts/C-1/briefing", reader="provider"))
    assert "It rests on what is shared with the provider alone." in outside
    assert "Visits are missed" not in outside
    assert officer.get("/contracts/C-1/briefing", reader="press").status in (400, 422)


@pytest.mark.parametrize("part", ["briefing", "survey", "print"])
def test_what_people_are_given_on_paper_is_to_be_had_in_large_print(officer: Visitor, part: str) -> None:
    """CPC308-D3."""
    usual = officer.get(f"/contracts/C-1/{part}")
    large = officer.get(f"/contracts/C-1/{part}", size="large")
    check(large)
    check(large)

    assert any(link.startswith(f"/contracts/C-1/{part}?") and "size=large" in link for link in usual.links)
    assert ["cleartrail-large" in page.answer.text for page in (usual, large)] == [False, True]
    assert not any("size=large" in link for link in large.links)
    assert officer.get(f"/contracts/C-1/{part}", size="huge").status in (400, 422)
    leads_somewhere(officer, large)


def test_the_survey_of_users_can_be_printed_and_filled_in(site: Site, officer: Visitor) -> None:
    """HCC-A12-a."""
    record(site, bought.NEED, *bought.ROUTE, *bought.PREPARED)

    said = told(officer.get(f"{HERE}/survey"))

    assert "asked for every 12 months; its last questions are the standards of the specification, 1" in said
    assert "How far is this so? Visits are made" in said


def test_a_survey_of_which_only_the_day_is_said_stands_as_still_due(site: Site, officer: Visitor) -> None:
    """HCC-6.2-a: on its page, and not among what shows how the provider performs; then with what came of it."""
    day = date_typed("happened_on", 3, 4, 2025)
    form, shown = "/contracts/C-1/record/satisfaction-survey-received", "/contracts/C-1/performance"
    evidence = "/provider-evidence?provider=Larkfield+Home+Care+Ltd"
    officer.send(officer.get(form), day)

    bare = told(officer.get(shown))
    assert (
        "Survey of 3 April 2025 (entry 2): nothing of what came of it is on file, and a survey is due as before" in bare
    )
    assert "0 surveys" in told(officer.get(evidence))

    officer.send(officer.get(form), day | {"respondents": "4", "population": "6"})
    assert "Survey of 3 April 2025 (entry 3): 4 answered of 6 asked; no results are on file." in told(
        officer.get(shown)
    )
    assert "1 survey;" in told(officer.get(evidence))
