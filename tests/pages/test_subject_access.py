"""What is held about a person, on a page: asked for by pseudonym, and all of it made ready to be erased or given."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.conftest import Site
from tests.pages.reading import Page, Visitor


def recorded(site: Site, *entries: dict[str, Any], person: str = "lead-officer") -> None:
    """Have these notes, or other entries, on file C-1."""
    body = {
        "entries": [{"kind": "note-made", "file": "C-1", "happened_on": "2025-06-02", **entry} for entry in entries]
    }
    token = {"Authorization": f"Bearer demo-{person}"}
    answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text


def of(words: str, person: str = "P-7") -> dict[str, Any]:
    return {"words": {"person": person, "words": words}}


@pytest.fixture
def lawyer(site: Site) -> Visitor:
    return site.as_("legal-services")


def found(lawyer: Visitor, person: str, words: str = "") -> Page:
    return lawyer.send(lawyer.get("/subject-access"), {"person": person, "words": words}, form="/subject-access")


def test_all_that_is_held_is_made_ready_to_be_erased_and_not_the_first_of_it_alone(site: Site, lawyer: Visitor) -> None:
    """CPC307-K1."""
    recorded(site, of("She fell"), of("He was late", "P-8"), of("She fell again"))

    page = found(lawyer, "P-7")
    form = lawyer.get(next(link for link in page.links if "words-erased" in link)).form()

    sent = form.values()
    assert [sent[f"words.{n}.position"] for n in range(2)] == [["2"], ["4"]]
    assert [sent[f"words.{n}.field"] for n in range(2)] == [["words"], ["words"]]
    assert sent["scope"] == ["one-person"]
    assert "erased-before" not in form.options("ground")
    assert any(link.endswith("/bundle?purpose=subject-access") for link in page.links)


def test_what_was_asked_stays_in_the_form_and_the_answer_says_what_it_is_of(site: Site, lawyer: Visitor) -> None:
    recorded(site, of("She fell"))

    page = found(lawyer, "P-7", "Pomfret")

    assert "Held under the pseudonym P-7" in page.text
    assert "No other entry writes the pseudonym or has the words looked for" in page.text
    sent = page.form("/subject-access").values()
    assert (sent["person"], sent["words"]) == (["P-7"], ["Pomfret"])
    assert found(lawyer, "", "Pomfret").form("/subject-access").values()["words"] == ["Pomfret"]


def test_a_pseudonym_written_otherwise_does_not_hide_what_is_held(site: Site, lawyer: Visitor) -> None:
    recorded(site, of("She fell", "C-0147"), of("Again", "c 0147"), of("Another's", "C-01478"))

    page = found(lawyer, "c0147")

    assert "Nothing is held under that pseudonym" in page.text
    assert "More is held under C-0147, c 0147" in page.text
    assert "More is held under c 0147" in found(lawyer, "C-0147").text


def test_entries_that_write_the_pseudonym_among_other_words_are_found_to_be_looked_at(
    site: Site, lawyer: Visitor
) -> None:
    """CPC307-K1."""
    recorded(site, of("She fell"), {"words": "P-7: mornings have been kept"}, {"words": "P-71 and P-8 rang"})

    page = found(lawyer, "P-7")

    after = page.text.partition("Other entries that write the pseudonym")[2]
    assert "mornings have been kept" in after
    assert "P-71" not in after


# --- a file that was disposed of --------------------------------------------------------------------------------------


def test_of_a_file_that_was_disposed_of_it_is_said_first_and_nothing_more_is_offered(
    site: Site, lawyer: Visitor
) -> None:
    """TVP-4.0-14."""
    lena = {"person": "Lena Stone", "office": "legal-services"}
    ruth, ann = {"person": "Ruth Dale"}, {"person": "Ann Ashe"}
    recorded(site, {"kind": "contract-expired"}, of("She fell"))
    assert "Record something" in lawyer.get("/contracts/C-1").text
    certificate = {
        "kind": "file-disposed", "authority": "Order of 1 May", "ground": "court-order", "because": "Ordered",
        "by": lena, "authorised_by": ruth, "witnessed_by": ann,
    }  # fmt: skip
    recorded(site, certificate, person="legal-services")

    page, entry = lawyer.get("/contracts/C-1"), lawyer.get("/contracts/C-1/entries/3")

    assert "This file was disposed of on 2 June 2025 under Order of 1 May" in page.text
    provider = site.as_("provider").get("/contracts/C-1")
    assert not [link for link in (*page.links, *entry.links, *provider.links) if "/record" in link]
    assert "If something is wrong or missing" not in entry.text
