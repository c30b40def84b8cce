"""Who was given which entries, on a page: reached from the contract and from the entry by those who are shown it."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Site
from tests.pages.test_every_page import DAY, check
from tests.pages.test_no_names_in_addresses import C1, with_letter

LOG = f"{C1}/access-log"


def test_an_auditor_comes_from_the_contract_to_who_was_given_how_much(site: Site) -> None:
    """TVP-4.0-16."""
    with_letter(site)
    site.as_("lead-officer").get(f"{C1}/timeline")
    auditor = site.as_("auditor")
    assert LOG in auditor.get(C1).links

    page = auditor.get(LOG)

    check(page)
    assert "Ann Ashe account demo-lead-officer" in page.text
    assert "not that anybody read them" in page.text
    assert "That there is no row shows little" in page.text


def test_the_page_of_an_entry_leads_to_who_has_been_given_it(site: Site) -> None:
    """TVP-4.0-16."""
    with_letter(site)
    site.as_("lead-officer").get(f"{C1}/entries/1")
    entry = site.as_("auditor").get(f"{C1}/entries/2")
    assert f"{LOG}?entry=2" in entry.links

    page = site.as_("auditor").get(LOG, entry="2")

    check(page)
    assert "demo-auditor" in page.text
    assert "demo-lead-officer" not in page.text, "who was given another entry alone"


def test_an_entry_that_is_withheld_leads_to_who_has_been_given_it_too(site: Site) -> None:
    advice = {
        "kind": "note-made", "file": "C-1", "happened_on": "2025-06-02", "words": "Cormorant", "audience": "legal",
        "protection": "legal-advice",
    }  # fmt: skip
    token = {"Authorization": "Bearer demo-legal-services"}
    site.client.post("/api/v1/entries?acknowledge=all", json={"entries": [advice]}, headers=token)
    site.as_("legal-services").get(f"{C1}/entries/2")
    auditor = site.as_("auditor")
    assert f"{LOG}?entry=2" in auditor.get(f"{C1}/entries/2").links

    page = auditor.get(LOG, entry="2")

    assert "demo-legal-services" in page.text
    assert "Cormorant" not in page.text


def test_an_account_is_looked_for_by_what_is_sent_and_stands_in_no_address(site: Site) -> None:
    """CPC307-K1: an account may be a person's name."""
    with_letter(site)
    site.as_("lead-officer").get(f"{C1}/timeline")
    auditor = site.as_("auditor")
    page = auditor.get(LOG)
    assert {form.method for form in page.forms if "account" in form.names} == {"post"}
    assert not [link for link in page.links if "lead-officer" in link]

    found = auditor.post(LOG, {"account": "demo-lead-officer", "entry": ""})

    check(found)
    assert "2: 1, 2" in found.text
    assert not [link for link in found.links if "lead-officer" in link]
    narrowed = auditor.post(LOG, {"account": "", "entry": "2"}, follow=False)
    assert (narrowed.status, narrowed.answer.headers["location"]) == (303, f"{LOG}?entry=2")
    assert "No account called so" in auditor.post(LOG, {"account": "Ottoline Wetherby"}).text


@pytest.mark.parametrize("person", ["lead-officer", "county-manager", "provider"])
def test_others_are_neither_led_to_the_log_nor_shown_it(site: Site, person: str) -> None:
    user = site.as_(person)

    assert not [page for page in (C1, f"{C1}/entries/1") if any("access-log" in link for link in user.get(page).links)]
    for answer in (user.get(LOG), user.post(LOG, {"account": "demo-auditor"})):
        assert answer.status == 403
        assert "shown to auditors and to Legal Services" in answer.text


def test_who_was_given_what_is_not_shown_as_at_another_day(site: Site) -> None:
    auditor = site.as_("auditor")

    assert "access-log" not in " ".join(auditor.get(C1, as_at="2025-06-01").links)
    assert auditor.get(LOG, as_at="2025-06-01").status == 422
    assert auditor.get(LOG, entry="two").status == 422


@pytest.mark.parametrize("person", ["auditor", "legal-services"])
@pytest.mark.parametrize("path", [DAY, "/authority", "/programmes/BETTER-SUPPLY", "/providers/LARKFIELD"])
def test_every_sort_of_file_has_its_access_log(example: Site, person: str, path: str) -> None:
    reader = example.as_(person)
    reader.get(f"{path}/timeline")

    page = reader.get(f"{path}/access-log")

    assert page.status == 200, page.text
    assert f"demo-{person}" in page.text
    check(page)
