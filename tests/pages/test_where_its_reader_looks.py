"""What is recorded stands on the page, and in the answer, where its reader looks for it, not on the timeline alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.conftest import Site
from tests.pages.test_planned import told

APPOINTED = {"kind": "lead-officer-appointed", "happened_on": "2025-01-06", "person": "Ann Ashe", "file": "C-1"}
LEFT = {"kind": "role-appointment-ended", "happened_on": "2025-04-30", "office": "lead-officer", "file": "C-1"}


def record(site: Site, *entries: dict[str, Any]) -> None:
    body = {"entries": [{"file": "C-1"} | entry for entry in entries], "recorded_at": "2025-06-03T18:00:00Z"}
    token = {"Authorization": "Bearer demo-lead-officer"}
    answer = site.client.post("/api/v1/entries?acknowledge=all", json=body, headers=token)
    assert answer.status_code == 201, answer.text


def answer(site: Site, part: str, **asked: str) -> Any:
    where = f"/api/v1/contracts/{part}"
    return site.client.get(where, params=asked, headers={"Authorization": "Bearer demo-lead-officer"}).json()


@pytest.mark.parametrize(
    ("authority", "said", "individual"),
    [
        ({"name": "P-0147", "individual": True}, "P-0147, one person who buys for themselves, named by a ps", True),
        ({"name": "Wessex Care Trust", "voluntary": True}, "Wessex Care Trust, a voluntary body", False),
        (None, "", False),
    ],
)
def test_the_status_says_who_buys_whatever_sort_of_buyer_it_is(
    site: Site, authority: dict[str, Any] | None, said: str, individual: bool
) -> None:
    """CPC307-D4, CPC308-D5."""
    bought = {
        "kind": "contract-registered", "file": "C-2", "reference": "C-2", "title": "Care at home",
        "happened_on": "2025-01-01", "start_date": "2025-01-01", "end_date": "2027-12-31",
    }  # fmt: skip
    record(site, bought | ({"authority": authority} if authority else {}))

    buyer = answer(site, "C-2")["buyer"]

    assert buyer["name"] == (authority["name"] if authority else site.book.genesis.authority)
    assert buyer["individual"] is individual
    assert f"Bought by {said or site.book.genesis.authority}" in told(site.as_("lead-officer").get("/contracts/C-2"))


def test_every_page_and_answer_of_a_contract_names_the_officer_responsible_for_it_on_the_day(site: Site) -> None:
    """HCC-POL-a."""
    record(site, APPOINTED, LEFT)
    officer, parts = site.as_("lead-officer"), ("performance", "failings", "agenda", "due", "readiness", "timeline", "")

    for part in parts:
        assert "Lead officer: Ann Ashe" in told(officer.get(f"/contracts/C-1/{part}", as_at="2025-04-30")), part
        assert "Lead officer: Ann Ashe" not in told(officer.get(f"/contracts/C-1/{part}", as_at="2025-05-01")), part
        where = f"C-1/{part.replace('due', 'duties')}".rstrip("/")
        assert answer(site, where, as_at="2025-04-30")["responsible"] == ["Ann Ashe"], part
        assert answer(site, where, as_at="2025-05-01")["responsible"] == [], part
    assert "Lead officer: Ann Ashe" in told(site.as_("provider").get("/contracts/C-1/plan", as_at="2025-04-30"))
