"""Thames Valley's route recorded over HTTP alone, offices named as the strategy names them, and read back."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Ledger, User

FILE = {"file": "TV-1"}
CORA = {"person": "Cora Vale", "office": "contract-manager"}
PETRA = {"person": "Petra Dean", "office": "policy-development-manager"}
SIMON = {"person": "Simon Grey", "office": "senior-management-group"}
PAULA = {"person": "Paula Crane", "office": "police-and-crime-commissioner"}
OPENED: dict[str, Any] = {
    "kind": "contract-registered", "happened_on": "2025-01-06", "reference": "TV-1", "title": "Victim support",
    "start_date": "2025-02-01", "end_date": "2027-01-31", "procedure": "thames-valley/1",
}  # fmt: skip
INFORMAL: list[dict[str, Any]] = [
    {"kind": "provider-contact-named", "happened_on": "2025-01-06", "person": "Pia Prior", "role": "contract-manager"},
    {"kind": "provider-contact-named", "happened_on": "2025-01-06", "person": "Ed Scale", "role": "escalation-contact"},
    {"kind": "issue-raised", "happened_on": "2025-03-03", "by": CORA, "nature": "Referrals left", "standards": ["S4"]},
    {"kind": "issue-escalated", "happened_on": "2025-03-05", "by": CORA, "issue": "ISS-001", "to": PETRA},
    {"kind": "senior-management-briefed", "happened_on": "2025-03-10", "by": PETRA, "issue": "ISS-001", "body": "SMG"},
]  # fmt: skip
FORMAL: list[dict[str, Any]] = [
    {
        "kind": "formal-escalation-authorised", "happened_on": "2025-03-28", "by": SIMON, "issues": ["ISS-001"],
        "form": "minutes",
    },
    {
        "kind": "notice-served", "happened_on": "2025-04-01", "by": CORA, "notice_kind": "dispute",
        "dispute": "DSP-001", "issues": ["ISS-001"], "concern": "Referrals", "method": "e-mail",
        "receipt_requested": True, "meeting_requested_by": "2025-04-15",
        "recipients": [{"person": "Pia Prior"}, {"person": "Ed Scale"}],
    },
    {"kind": "notice-receipt-confirmed", "happened_on": "2025-04-02", "notice": "NOT-001", "means": "reply"},
]  # fmt: skip


def recorded(user: User, entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        user.record(FILE | entry, at=f"{entry['happened_on']}T18:00:00Z")


def states(user: User, as_at: str) -> dict[str, dict[str, Any]]:
    answer = user.get("/contracts/TV-1/readiness", as_at=as_at)
    assert answer.status_code == 200, answer.text
    return {c["id"]: c for c in answer.json()["readiness"]["judgements"][-1]["conditions"]}


def test_the_route_is_recorded_and_read_back_as_the_strategy_names_its_offices(ledger: Ledger) -> None:
    """TVP-5.1-1a to TVP-5.2-2c."""
    user = ledger.as_("lead-officer")
    recorded(user, [OPENED, *INFORMAL, *FORMAL])

    found = states(ledger.as_("legal-services"), "2025-04-10")

    assert {name: found[name]["state"] for name in ("TC-04", "TC-07", "TC-09", "TC-10", "TC-11", "TC-15")} == {
        "TC-04": "late", "TC-07": "met", "TC-09": "met", "TC-10": "met", "TC-11": "not-met", "TC-15": "not-applicable",
    }  # fmt: skip
    assert (found["TC-11"]["due_on"], found["TC-11"]["falls_to"]) == ("2025-04-15", "lead-officer")
    assert found["TC-06"]["state"] == "unauthorised"
    assert found["TC-06"]["falls_to"] == "pcc"
    due = ledger.as_("lead-officer").get("/contracts/TV-1/duties").json()
    assert "dispute-meeting/NOT-001" in str(due)
    assert "ratify" in str(due)


def test_a_dispute_that_cannot_be_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    user = ledger.as_("lead-officer")
    recorded(user, [OPENED, *INFORMAL])
    before = ledger.entries
    wrong: tuple[dict[str, Any], ...] = (
        {"kind": "dispute-settled", "dispute": "DSP-007"},
        {"kind": "dispute-action-plan-progress-reported", "plan": "PLN-009"},
        {"kind": "dispute-step-passed-over", "steps": []},
        {"kind": "dispute-step-passed-over", "steps": ["prayer"]},
        {"kind": "immediate-escalation-authorised", "entry_stage": "at-once"},
        {"kind": "dispute-referred", "to": "the-press"},
        {"kind": "issue-significance-assessed", "issue": "ISS-001", "significant": True, "client_group": 0},
        {"kind": "issue-significance-assessed", "issue": "ISS-001", "significant": True, "clients_affected": -1},
    )

    for entry in wrong:
        answer = user.post("/entries", {"entries": [FILE | {"happened_on": "2025-03-10"} | entry]}, acknowledge="all")

        assert 400 <= answer.status_code < 500, (entry, answer.text)
        assert "happened_on" not in answer.text, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert ledger.entries == before


def test_a_by_pass_is_the_pccs_however_the_office_is_spelt(ledger: Ledger) -> None:
    """TVP-5.0-6, TVP-5.0-7."""
    user = ledger.as_("lead-officer")
    recorded(user, [OPENED, *INFORMAL])
    harm = {"kind": "issue-significance-assessed", "happened_on": "2025-03-11", "issue": "ISS-001", "harm": True,
            "harm_facts": "A client was hurt", "significant": True}  # fmt: skip
    at_once = {"kind": "immediate-escalation-authorised", "happened_on": "2025-03-12", "issues": ["ISS-001"],
               "by": PAULA, "reason": "Harm"}  # fmt: skip

    recorded(user, [harm, at_once])

    found = states(ledger.as_("auditor"), "2025-03-12")
    assert (found["TC-05"]["state"], found["TC-06"]["state"], found["TC-09"]["state"]) == (
        "excepted",
        "excepted",
        "met",
    )
