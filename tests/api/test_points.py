"""Points over HTTP, and what each side reads of them and may record."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import CONTRACT, Ledger, problem
from tests.pages.reading import Visitor

CLAUSE: dict[str, Any] = {
    "file": "C-1", "kind": "points-clause-entered", "happened_on": "2025-01-01", "clause": "12.3",
    "tariff": [{"standard": "S1", "points": 5}], "window": {"count": 6, "unit": "months"},
    "thresholds": [{"points": 10, "leads_to": "termination"}],
}  # fmt: skip
AWARDED: dict[str, Any] = {
    "file": "C-1", "kind": "points-awarded", "points": 5, "standard": "S1",
    "by": {"person": "Ann Ashe", "office": "lead-officer"},
}  # fmt: skip
DISPUTED: dict[str, Any] = {
    "file": "C-1", "kind": "points-disputed", "happened_on": "2025-06-09", "award": "PTS-002", "grounds": "Snow",
    "by": {"person": "Pia Prior", "party": "provider"},
}  # fmt: skip


@pytest.fixture
def file(ledger: Ledger) -> Ledger:
    """A contract with a clause on points, two awards by it and one without a measure, recorded in June."""
    ledger.as_("lead-officer").record(
        CONTRACT, CLAUSE, {**AWARDED, "happened_on": "2025-01-10"}, {**AWARDED, "happened_on": "2025-06-02"},
        {**AWARDED, "happened_on": "2025-06-02", "standard": "S9"}, at="2025-06-02T09:00:00Z",
    )  # fmt: skip
    return ledger


def test_which_points_count_is_answered_for_the_day_asked_with_a_sentence_for_each_award(file: Ledger) -> None:
    user = file.as_("legal-services")

    june, july = (user.get("/contracts/C-1/points", as_at=day).json() for day in ("2025-06-02", "2025-07-11"))

    assert (june["on"], june["count"]["total"]) == ("2025-06-02", 10)
    assert [t["reached"] for t in june["thresholds"]] == [True]
    assert july["count"]["total"] == 5
    assert [(row["award"], row["why"]) for row in july["count"]["awards"]] == [
        ("PTS-001", "before-window"), ("PTS-002", "counts"), ("PTS-003", "no-measure"),
    ]  # fmt: skip
    assert july["count"]["awards"][2]["sentence"] == (
        "PTS-003: 5 points, not counted: clause 12.3 (entry 2) gives no points for S9."
    )
    assert user.get("/contracts/C-1", as_at="2025-07-11").json()["standing"]["points"] == 5
    register = user.get("/contracts/C-1/registers/remedies").json()["content"]
    assert register["awards"]["PTS-001"]["points"] == 5


def test_the_provider_disputes_points_and_is_not_shown_our_count(file: Ledger) -> None:
    """HCC-2.1-b: it may say that it disputes them; what our side counts is our own working."""
    provider = file.as_("provider")

    [entry] = provider.record(DISPUTED, at="2025-06-09T09:00:00Z")

    assert entry["entry"]["grounds"] == "Snow"
    assert provider.get("/contracts/C-1/points").status_code == 403
    answer = provider.get("/contracts/C-1").json()
    assert answer["standing"]["points"] is None
    assert answer["facts"]["remedies"]["points"] is None
    counted = file.as_("lead-officer").get("/contracts/C-1/points", as_at="2025-06-09").json()["count"]
    assert [row["why"] for row in counted["awards"]] == ["counts", "disputed", "no-measure"]


def test_a_provider_claims_its_own_relief_and_not_the_authoritys(file: Ledger) -> None:
    claim = {"file": "C-1", "kind": "relief-claimed", "happened_on": "2025-06-09", "event": "No addresses came"}
    provider = file.as_("provider")

    assert provider.post("/entries", [{**claim, "claimed_by": "authority"}]).status_code == 403
    [entry] = provider.record(claim, at="2025-06-09T09:00:00Z")

    assert (entry["id"], entry["entry"]["claimed_by"]) == ("REL-001", "provider")


def test_bad_input_is_refused_with_the_entry_it_contradicts(file: Ledger) -> None:
    user = file.as_("lead-officer")
    before = file.entries
    no_time = {**CLAUSE, "clause": "13", "window": {"count": 0, "unit": "months"}}
    no_points = {**AWARDED, "happened_on": "2025-06-02", "points": 0}
    too_many = {"file": "C-1", "kind": "points-withdrawn", "happened_on": "2025-06-02", "award": "PTS-001", "points": 6}
    unknown = {**too_many, "award": "PTS-009"}
    by_float = {"file": "C-1", "kind": "payment-made", "happened_on": "2025-06-02", "amount": {"pence": 10.5}}

    answers = [user.post("/entries", [body]) for body in (no_time, no_points, too_many, unknown, by_float)]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 400]
    assert "5 of the 5 points of PTS-001 are left" in problem(answers[2], 422, "contradiction")["detail"]
    assert "there is no award PTS-009 on this file" in problem(answers[3], 422, "contradiction")["detail"]
    assert file.entries == before


def test_the_page_says_which_points_count_and_what_is_in_force(file: Ledger) -> None:
    file.as_("lead-officer").record(
        {"file": "C-1", "kind": "suspension-begun", "happened_on": "2025-06-02", "review_by": "2025-06-30"},
        {
            "file": "C-1", "kind": "sum-fell-due", "happened_on": "2025-06-02", "remedy": "service-credit",
            "amount": {"pence": 50_000},
        },
        at="2025-06-02T10:00:00Z",
    )  # fmt: skip

    ours, theirs = (Visitor(file.client, person).get("/contracts/C-1").text for person in ("auditor", "provider"))

    assert "10 points count on 2 June 2025: PTS-001, PTS-002." in ours
    assert "clause 12.3 (entry 2) gives no points for S9" in ours
    for page in (ours, theirs):
        assert "Placements suspended by the authority since 2 June 2025, to be reviewed by 30 June 2025" in page
        assert "Service credit due from the provider since 2 June 2025: £500 open, not claimed" in page
    assert "points count" not in theirs
