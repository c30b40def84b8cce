"""No address of a page holds what may be a person's name: it would outlive its erasure in histories and in logs."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.pages.conftest import Site
from tests.pages.reading import Visitor

C1 = "/contracts/C-1"
TITLE = "Letter of Mrs Pomfret"


def with_letter(site: Site) -> str:
    token = {"Authorization": "Bearer demo-lead-officer"}
    filed = site.client.put(
        "/api/v1/documents", content=b"a letter", headers=token | {"Content-Type": "text/plain"}
    ).json()
    entry = {
        "kind": "note-made", "file": "C-1", "happened_on": "2025-06-02", "words": "She rang",
        "exhibits": [{"sha256": filed["sha256"], "title": TITLE}],
    }  # fmt: skip
    made = site.client.post("/api/v1/entries?acknowledge=all", json={"entries": [entry]}, headers=token)
    assert made.status_code == 201, made.text
    return str(filed["sha256"])


def test_a_document_is_named_in_its_answer_and_not_in_its_address(site: Site, officer: Visitor) -> None:
    """CPC307-K1."""
    sha256 = with_letter(site)

    for page in (officer.get(f"{C1}/timeline"), officer.get(f"{C1}/entries/2")):
        assert f"/documents/{sha256}" in page.links
        assert TITLE in page.text
        assert not [link for link in page.links if "Pomfret" in link]
    answer = site.client.get(f"/documents/{sha256}", headers={"Authorization": "Bearer demo-lead-officer"})
    assert answer.headers["content-disposition"] == f'attachment; filename="{TITLE}.txt"'


def test_words_looked_for_are_sent_and_stand_in_no_address(site: Site, officer: Visitor) -> None:
    with_letter(site)
    for address in (f"{C1}/timeline", "/history"):
        forms = [form for form in officer.get(address).forms if "words" in form.names]
        assert [form.method for form in forms] == ["post"]

        found = officer.post(address, {"words": "rang"})
        assert found.status == 200
        assert "She rang" in found.text
        assert not [link for link in found.links if "rang" in parse_qs(urlsplit(link).query).get("words", [])]
        narrowed = officer.post(address, {"words": "", "kind": "note-made"}, follow=False)
        assert (narrowed.status, narrowed.answer.headers["location"]) == (303, f"{address}?kind=note-made")


def test_whose_duties_are_looked_for_is_sent_and_stands_in_no_address(site: Site, officer: Visitor) -> None:
    """CPC307-K1."""
    [form] = [form for form in officer.get("/due").forms if "who" in form.names]
    assert form.method == "post"

    found = officer.post("/due", {"who": "Ottoline Wetherby"})

    assert "Nothing is due that fits" in found.text
    assert not [link for link in found.links if "Wetherby" in link]
    narrowed = officer.post("/due", {"who": "", "overdue": "true"}, follow=False)
    assert (narrowed.status, narrowed.answer.headers["location"]) == (303, "/due?overdue=true")


def test_the_page_of_an_entry_leads_to_what_reclassified_it_and_to_who_had_opened_it(site: Site) -> None:
    """TVP-4.0-16."""
    with_letter(site)
    site.as_("auditor").get(f"{C1}/entries/2")
    entry = {
        "kind": "entry-reclassified", "file": "C-1", "happened_on": "2025-06-02", "position": 2,
        "new_audience": "legal", "new_protection": "legal-advice", "reason": "On advice",
        "by": {"person": "Lena Stone", "office": "legal-services"},
    }  # fmt: skip
    token = {"Authorization": "Bearer demo-legal-services"}
    made = site.client.post("/api/v1/entries?acknowledge=all", json={"entries": [entry]}, headers=token)
    assert made.status_code == 201, made.text
    lawyer = site.as_("legal-services")

    page = lawyer.get(f"{C1}/entries/2")
    assert {f"{C1}/entries/3", f"{C1}/entries/3#opened-before-3"} <= set(page.links)
    there = lawyer.get(f"{C1}/entries/3")
    assert there.ids["opened-before-3"] == 1
    assert "Omar Fields, auditor (account demo-auditor, first on" in there.text
    assert "opened-before" not in site.as_("lead-officer").get(f"{C1}/entries/2").html
