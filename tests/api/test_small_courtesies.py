"""What programs and people expect of any interface: HEAD, examples rather than patterns, money that can be."""

from __future__ import annotations

import pytest

from tests.api.conftest import CONTRACT, Ledger


def test_head_answers_as_get_without_a_body(ledger: Ledger) -> None:
    user = ledger.as_("lead-officer")
    user.record(CONTRACT, at="2025-01-02T09:00:00Z")
    headers = {"Authorization": "Bearer demo-lead-officer"}

    got = user.client.get("/api/v1/contracts/C-1", headers=headers)
    head = user.client.head("/api/v1/contracts/C-1", headers=headers)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"total_value": {"pence": -1}}, "the least is £0"),
        ({"reference": "!"}, "like HC-2025-014"),
        ({"procedure": "Hampshire"}, "like hampshire/1"),
    ],
)
def test_a_fault_is_told_by_what_would_be_right(ledger: Ledger, change: dict[str, object], words: str) -> None:
    body = {k: v for k, v in {**CONTRACT, **change}.items() if k not in {"file", "kind"}}
    answer = ledger.as_("lead-officer").client.post(
        "/api/v1/contracts", json=body, headers={"Authorization": "Bearer demo-lead-officer"}
    )

    assert answer.status_code == 422
    assert words in answer.text
