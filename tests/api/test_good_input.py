"""Good input that looks bad: no rule refuses a fact. What was really done is recorded, with what it departed from."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from tests.api.conftest import CONTRACT, Ledger, problem

DAY = {"file": "C-1"}
LETTER: dict[str, Any] = {
    **DAY, "kind": "notice-served", "happened_on": "2025-06-07", "happened_at": "18:40:00",
    "notice_kind": "termination", "clause": "31.2", "method": "e-mail", "extent": "full", "ends_on": "2025-06-30",
    "by": {"person": "Ann Ashe", "office": "lead-officer"},
}  # fmt: skip


def test_a_termination_letter_sent_on_a_saturday_by_e_mail_is_on_file_and_ends_nothing(ledger: Ledger) -> None:
    officer = ledger.as_("lead-officer")
    officer.record(
        CONTRACT,
        {**DAY, "kind": "lead-officer-appointed", "happened_on": "2025-01-01", "person": "Ann Ashe",
         "post": "Service Manager"},
        {**DAY, "kind": "notice-clause-entered", "happened_on": "2025-01-01", "clause": "31",
         "methods": [{"method": "hand", "counts": "on-delivery"}], "notices": ["termination"], "given_by": "authority",
         "signed_by": ["legal-services"]},
        at="2025-01-02T09:00:00Z",
    )  # fmt: skip
    path = "/contracts/C-1/entries/notice-served"
    letter = {name: value for name, value in LETTER.items() if name not in ("file", "kind")}
    officer.record(
        {**DAY, "kind": "note-made", "happened_on": "2025-06-09", "words": "Monday"}, at="2025-06-09T09:00:00Z"
    )

    asked = problem(officer.post(path, letter), 422, "objections")
    departures = [
        {"rule": row["rule"], "reason": "She was told to by her manager."}
        for row in asked["to_record"][0]["departures"]
    ]
    answer = officer.post(path, {**letter, "departures": departures})

    assert answer.status_code == 201, answer.text
    recorded = answer.json()
    assert {d["rule"] for d in recorded["departures"]} >= {row["rule"] for row in departures}
    assert any(d["level"] == "absolute" for d in recorded["departures"])
    status = officer.get("/contracts/C-1", as_at="2025-07-01").json()
    assert status["standing"]["stage"] == "live"
    assert [act["position"] for act in status["facts"]["purported"]] == [recorded["position"]]
    [line] = officer.get("/contracts/C-1/timeline", kind="notice-served").json()["lines"]
    assert line["happened_at"] == "18:40:00"


def test_welsh_words_are_found_however_their_letters_are_composed(ledger: Ledger) -> None:
    officer = ledger.as_("lead-officer")
    officer.record({**CONTRACT, "title": "Gofal yn y Tŷ"})
    officer.record({**DAY, "kind": "note-made", "happened_on": "2025-01-01", "words": normalize("NFD", "Tŷ oer")})

    for form in ("NFC", "NFD"):
        word = normalize(form, "Tŷ")
        assert len(officer.look("/contracts/C-1/timeline", words=word, kind="note-made").json()["lines"]) == 1
        assert len(officer.get("/contracts", words=word).json()["contracts"]) == 1
