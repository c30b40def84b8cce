"""Words are looked for by a request that holds them, never by an address, which stays in logs and histories."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Ledger, User, problem

NOTE = {"file": "C-1", "kind": "note-made", "happened_on": "2025-01-01", "words": "Mrs Ottoline Wetherby rang"}
PLACES = {"/contracts/C-1/timeline": "lines", "/authority/timeline": "lines", "/entries": "entries"}
WRONG: list[Any] = [
    {}, {"words": ""}, {"words": "  "}, {"words": 7}, {"words": ["Wetherby"]}, "Wetherby",
    {"words": "w" * 501}, {"words": "Wetherby", "party": "provider"}
]  # fmt: skip


def test_entries_are_found_by_the_words_that_a_request_holds(ledger: Ledger, officer: User) -> None:
    """CPC307-K1."""
    officer.record(NOTE)

    for path, name in PLACES.items():
        found = officer.post(f"{path}/search", {"words": "wetherby -called"}, limit=5)
        assert found.status_code == 200, found.text
        assert len(found.json()[name]) == (path != "/authority/timeline")
        assert officer.post(f"{path}/search", {"words": "zeppelin"}).json()[name] == []
        narrowed = officer.post(f"{path}/search", {"words": "wetherby"}, kind="issue-raised")
        assert narrowed.json()[name] == []


@pytest.mark.parametrize("path", PLACES)
def test_words_in_an_address_are_refused_and_told_where_to_go(untouched: Ledger, path: str) -> None:
    found = problem(untouched.as_("auditor").get(path, words="Wetherby"), 422, "invalid")

    assert "/search" in found["detail"]
    assert "Wetherby" not in str(found)


@pytest.mark.parametrize("body", WRONG, ids=str)
def test_a_search_for_nothing_that_can_be_looked_for_is_refused(untouched: Ledger, body: Any) -> None:
    found = problem(untouched.as_("auditor").post("/entries/search", body), 422, "invalid")

    assert "should be an object with `words`" in found["detail"]
    assert "Wetherby" not in str(found)


def test_what_is_found_has_an_etag_and_is_sent_whole_each_time(ledger: Ledger, officer: User) -> None:
    officer.record(NOTE)
    path, body = "/contracts/C-1/timeline/search", {"words": "rang"}
    tag = officer.post(path, body).headers["etag"]

    assert officer.post(path, body, headers={"If-None-Match": tag}).json()["lines"]


def test_contracts_and_duties_are_found_by_a_persons_name_in_no_address(ledger: Ledger, officer: User) -> None:
    """CPC307-K1."""
    officer.record(
        {"file": "C-1", "kind": "lead-officer-appointed", "happened_on": "2025-01-01", "person": "Ottoline Wetherby",
         "post": "Service Manager"}
    )  # fmt: skip

    for path, body, name in (("/contracts", {"lead": "wether"}, "contracts"),
                             ("/duties", {"in_post": "Ottoline Wetherby"}, "duties")):  # fmt: skip
        assert officer.post(f"{path}/search", body).json()[name]
        [(asked, said)] = body.items()
        assert officer.post(f"{path}/search", {asked: "Zeppelin"}).json()[name] == []
        wrong = problem(officer.post(f"{path}/search", {"who": said}), 422, "invalid")
        assert wrong["title"] == "What was sent is not well formed"  # no entry was sent
        assert f"should be an object with `{asked}`" in wrong["detail"]
        refused = problem(officer.get(path, **body), 422, "invalid")
        assert f'POST {{"{asked}": "…"}}' in refused["detail"]
        assert said not in refused["detail"]
    problem(ledger.as_("provider").post("/duties/search", {"in_post": "Ottoline Wetherby"}), 403, "denied")
