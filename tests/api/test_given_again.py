"""What gave results to the provider is read with which of them were corrected since: by HTTP and on its page."""

from __future__ import annotations

from tests.api.conftest import CONTRACT, Ledger, User


def test_an_entry_that_gave_a_result_says_when_it_is_read_that_it_was_corrected_since(ledger: Ledger) -> None:
    """HCC-2.1-f."""
    user, second = ledger.as_("lead-officer"), ledger.as_("contract-support-officer")
    judged = {"kind": "performance-assessed", "happened_on": "2025-04-07", "judgement": "met", "actual": "96"}
    given = {"kind": "performance-results-shared", "happened_on": "2025-04-09", "assessments": ["ASM-001"]}
    user.record(CONTRACT, at="2025-01-02T09:00:00Z")
    user.record({"file": "C-1", **judged}, at="2025-04-07T09:00:00Z")
    user.record({"file": "C-1", **given}, at="2025-04-09T09:00:00Z")

    assert warnings(user) == []

    corrected = {
        "kind": "entry-corrected", "happened_on": "2025-04-20", "position": 2, "reason": "Miscounted",
        "replacement": {**judged, "judgement": "not-met", "actual": "90"},
    }  # fmt: skip
    [waits] = user.record({"file": "C-1", **corrected}, at="2025-04-20T09:00:00Z")
    confirmed = {"kind": "correction-confirmed", "happened_on": "2025-04-21", "position": waits["position"]}
    second.record({"file": "C-1", **confirmed}, at="2025-04-21T09:00:00Z")

    told = "ASM-001 was corrected since by entry 4: by this it was told as 96: met; it is still to be given again"
    assert warnings(user) == [told]
    assert told in user.client.get("/contracts/C-1/entries/3", headers=user._headers()).text


def warnings(user: User) -> list[str]:
    answer = user.get("/contracts/C-1/entries/3")
    assert answer.status_code == 200, answer.text
    found: list[str] = answer.json()["entry"]["warnings"]
    return found
