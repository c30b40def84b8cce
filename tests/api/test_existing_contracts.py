"""The contracts looked at when a need is established, and what their own files say of them, over HTTP (HCC-A2-a)."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import User
from tests.api.test_exit import OPENED

LATER = "2026-09-14T19:00:00Z"
BEGUN, NOW = "2025-02-03T09:00:00Z", "2026-09-14T18:00:00Z"
GOING = {"reference": "O-1", "goes_on": True}


def needed(user: User, reference: str, *existing: dict[str, Any]) -> list[str]:
    sent = {
        "kind": "service-need-established", "file": reference, "reference": reference, "title": "Home care",
        "happened_on": "2026-09-14", "existing": existing,
    }  # fmt: skip
    answer = user.post("/entries", {"entries": [sent], "recorded_at": NOW}, acknowledge="all")
    assert answer.status_code == 201, answer.text
    found: list[str] = answer.json()["entries"][0]["warnings"]
    return found


def test_a_view_of_the_past_says_nothing_of_how_other_files_stand_now(officer: User) -> None:
    officer.record(
        OPENED | {"file": "O-1", "reference": "O-1", "happened_on": "2025-02-03", "provider": None}, at=BEGUN
    )
    needed(officer, "N-1", GOING)
    officer.record({"file": "O-1", "kind": "contract-expired", "happened_on": "2026-08-31"}, at=LATER)

    assert officer.get("/contracts/N-1/procurement").json()["existing_warnings"] != []
    for asked in ({"as_at": "2026-09-14"}, {"known_at": NOW}):
        assert officer.get("/contracts/N-1/procurement", **asked).json()["existing_warnings"] == []
        page = officer.client.get("/contracts/N-1/procurement", headers=officer._headers(), params=asked)
        assert "is to go on, and ended" not in page.text


def test_a_contract_that_ended_and_is_to_go_on_is_told_and_so_is_one_on_no_file(officer: User) -> None:
    """HCC-A2-a: beside the entry, and where it is shown what was looked at."""
    officer.record(
        OPENED | {"file": "O-1", "reference": "O-1", "happened_on": "2025-02-03", "provider": None}, at=BEGUN
    )

    assert needed(officer, "N-1", GOING) == []
    officer.record({"file": "O-1", "kind": "contract-expired", "happened_on": "2026-08-31"}, at=NOW)
    ended = ["O-1 is to go on, and ended on 31 August 2026 by its own file"]
    unknown = ["no file goes by O-9, which is named as a contract there is"]
    assert needed(officer, "N-2", GOING, {"reference": "O-9"}) == [*ended, *unknown]
    assert needed(officer, "N-3", GOING | {"goes_on": False}) == []
    assert officer.get("/contracts/N-2/procurement").json()["existing_warnings"] == [*ended, *unknown]
    assert officer.get("/contracts/N-3/procurement").json()["existing_warnings"] == []
    page = officer.client.get("/contracts/N-2/procurement", headers=officer._headers())
    assert "O-1 is to go on, and ended on 31 August 2026" in page.text
