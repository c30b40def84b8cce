"""An officer of another body, to whom a contract was delegated, sees that contract and does its daily work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.tokens import Tokens
from tests.api.conftest import CONTRACT, PREFIX, Answer, Ledger, served
from tests.ledgers import Ledgers


class Delegate:
    """Somebody with a token of another body's officer."""

    def __init__(self, ledger: Ledger, token: str) -> None:
        self.client, self.headers = ledger.client, {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: str) -> Answer:
        return self.client.get(PREFIX + path, params=query, headers=self.headers)

    def post(self, path: str, body: object) -> Answer:
        return self.client.post(PREFIX + path, json=body, params={"acknowledge": "all"}, headers=self.headers)


DELEGATED = {
    "file": "C-1", "kind": "contract-management-delegated", "happened_on": "2025-01-02", "person": "Dot Hale",
    "body": "Sussex OPCC", "scope": "Monitors delivery", "cost_share": "50", "until_date": "2025-05-31",
}  # fmt: skip
OTHERS = "Refuse collected in the south"
"""What the contract is called that was delegated to nobody."""
NOTE = {"happened_on": "2025-02-03", "words": "All visits were made"}


@pytest.fixture
def ledger(ledgers: Ledgers, tmp_path: Path) -> Iterator[tuple[Ledger, str]]:
    """One of its own for each test: in one of them the delegation ends."""
    folder = tmp_path / "served"
    folder.mkdir()
    token = Tokens(folder / "tokens.json").make("dot", ["delegate"], person="Dot Hale")
    with ledgers.lent(folder / "keys", read_models=True) as database, served(database, folder) as running:
        officer = running.as_("lead-officer")
        other = {**CONTRACT, "reference": "C-2", "file": "C-2", "title": OTHERS}
        officer.record(CONTRACT, DELEGATED, other, at="2025-02-04T09:00:00Z")
        secret = {"file": "C-1", "kind": "note-made", "happened_on": "2025-02-03", "words": "Counsel says",
                  "audience": "legal", "protection": "legal-advice"}  # fmt: skip
        officer.record(secret)
        yield running, token


@pytest.fixture
def dot(ledger: tuple[Ledger, str]) -> Delegate:
    return Delegate(*ledger)


def test_a_delegate_sees_the_contract_delegated_to_them_and_no_other(dot: Delegate) -> None:
    """TVP-4.0-26."""
    assert dot.get("/contracts/C-1").status_code == 200
    assert dot.get("/contracts/C-1/timeline").status_code == 200
    assert "Counsel" not in dot.get("/contracts/C-1/timeline").text
    assert [row["reference"] for row in dot.get("/contracts").json()["contracts"]] == ["C-1"]
    assert {row["file"] for row in dot.get("/entries").json()["entries"]} == {"C-1"}
    for path in (
        "/contracts/C-2",
        "/contracts/C-2/timeline",
        "/contracts/C-2/entries/1",
        "/authority",
        "/contracts/NO",
    ):
        assert dot.get(path).status_code == 404, path
    for path in ("/duties", "/programmes", "/report?known_at=1"):
        assert dot.get(path).status_code == 403, path


PAGES = (
    "/", "/programmes", "/providers", "/lessons", "/due", "/portfolio", "/compliance", "/history", "/ledger", "/report",
    "/alarms", "/procedures", "/procedures/hampshire", "/provider-evidence", "/subject-access", "/contracts/new",
)  # fmt: skip


def said_across_files(dot: Delegate) -> dict[str, Answer]:
    """What each address answers that is of no one file, by the interface for programs and on pages."""
    paths = dot.client.get("/openapi.json").json()["paths"].items()
    asked = [path for path, ways in paths if "get" in ways and "{" not in path]
    return {path: dot.client.get(path, headers=dot.headers) for path in (*asked, *PAGES)}


def test_nothing_across_contracts_tells_a_delegate_of_another(ledger: tuple[Ledger, str], dot: Delegate) -> None:
    """TVP-4.0-26: while the delegation goes on, and after it."""
    running, _ = ledger
    over = {"file": "C-1", "kind": "role-appointment-ended", "happened_on": "2025-02-05", "office": "delegated-officer"}

    for ended in (False, True):
        said = said_across_files(dot)

        assert not [path for path, answer in said.items() if OTHERS in answer.text]
        refused = [PREFIX + path for path in ("/portfolio", "/compliance")]
        assert {said[path].status_code for path in (*refused, "/portfolio", "/compliance")} == {403}
        listed = [said[path] for path in ("/", f"{PREFIX}/contracts")]
        assert {(answer.status_code, str(CONTRACT["title"]) in answer.text) for answer in listed} == {(200, not ended)}
        if not ended:
            running.as_("lead-officer").record(over, at="2025-02-06T09:00:00Z")


def test_a_delegate_records_the_daily_work_and_no_decision(dot: Delegate) -> None:
    """TVP-4.0-26: limited rights."""
    assert dot.post("/contracts/C-1/entries/note-made", NOTE).status_code == 201
    meeting = {"happened_on": "2025-02-03", "attendees": [{"person": "Dot Hale", "office": "delegated-officer"}]}
    assert dot.post("/contracts/C-1/entries/meeting-held", meeting).status_code == 201
    notice = {"happened_on": "2025-02-03", "notice_kind": "default"}
    assert dot.post("/contracts/C-1/entries/notice-served", notice).status_code == 403
    appointed = {"happened_on": "2025-02-03", "person": "Dot Hale"}
    assert dot.post("/contracts/C-1/entries/lead-officer-appointed", appointed).status_code == 403
    assert dot.post("/contracts/C-2/entries/note-made", NOTE).status_code == 404
    assert dot.post("/entries", [{**NOTE, "kind": "note-made", "file": "C-2"}]).status_code == 404
    assert dot.post("/contracts", {k: v for k, v in CONTRACT.items() if k not in ("file", "kind")}).status_code == 403


def test_when_the_delegation_is_over_so_is_what_they_see(ledger: tuple[Ledger, str], dot: Delegate) -> None:
    """TVP-4.0-26."""
    running, _ = ledger
    later = {"file": "C-2", "kind": "note-made", "happened_on": "2025-06-02", "words": "Later"}
    running.as_("lead-officer").record(later, at="2025-06-02T09:00:00Z")

    assert dot.get("/contracts/C-1").status_code == 404
    assert dot.get("/contracts").json()["contracts"] == []
