"""Recording by HTTP: what is answered, what is asked first, and what makes sending again safe."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create
from api.settings import Settings
from ledger.kinds import BY_NAME
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from tests.api.conftest import CONTRACT, Ledger, User, open_book, problem

ISSUE = {"happened_on": "2025-01-01", "nature": "Four evening visits were missed", "standards": ["S-4"]}


def test_opening_a_contract_answers_where_its_file_is(ledger: Ledger) -> None:
    body = {name: value for name, value in CONTRACT.items() if name not in ("file", "kind")}

    answer = ledger.as_("lead-officer").post("/contracts", body)

    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/contracts/C-1"
    assert answer.headers["etag"] == '"1"'
    assert answer.json()["recorded_by"] == {
        "account": "demo-lead-officer", "name": "Ann Ashe", "party": "authority"
    }  # fmt: skip
    assert answer.json()["simulated"] is True


def test_a_file_taken_on_from_elsewhere_is_opened_the_same_way(ledger: Ledger) -> None:
    body = {**CONTRACT, "kind": "file-opened", "contemporaneous_since": "2025-01-01"}

    answer = ledger.as_("lead-officer").post("/contracts", body)

    assert answer.status_code == 201, answer.text
    assert answer.json()["kind"] == "file-opened"


def test_an_entry_is_answered_with_its_position_id_and_links(officer: User) -> None:
    answer = officer.post("/contracts/C-1/entries/issue-raised", ISSUE)

    assert answer.status_code == 201, answer.text
    entry = answer.json()
    assert (entry["position"], entry["id"], entry["kind"]) == (2, "ISS-001", "issue-raised")
    assert entry["links"]["self"] == answer.headers["location"] == "/api/v1/contracts/C-1/entries/2"
    assert officer.client.get(entry["links"]["self"], headers=officer._headers()).json()["entry"]["id"] == "ISS-001"


@pytest.mark.parametrize("kind", ["issue-raised", "issue-raised/1"])
def test_the_kind_may_be_named_in_the_body_with_or_without_its_version(officer: User, kind: str) -> None:
    assert officer.post("/contracts/C-1/entries/issue-raised", {**ISSUE, "kind": kind}).status_code == 201


def test_every_kind_for_contracts_has_a_documented_route(ledger: Ledger) -> None:
    paths = ledger.client.get("/openapi.json").json()["paths"]

    for name, kind in BY_NAME.items():
        if "contract" in kind.files:
            operation = paths[f"/api/v1/contracts/{{reference}}/entries/{name}"]["post"]
            assert operation["description"].startswith(kind.__doc__ or "-")
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            assert schema["$ref"].endswith(kind.__name__)


def test_the_hint_of_a_question_is_put_so_that_yes_and_no_answer_it(ledger: Ledger) -> None:
    """Forms ask with Yes and No; a hint that says what True or False means answers another question."""
    schemas = ledger.client.get("/openapi.json").json()["components"]["schemas"]
    hints = {
        f"{kind.__name__}.{field}": said.get("description", "")
        for kind in BY_NAME.values() if kind.__name__ in schemas
        for field, said in schemas[kind.__name__]["properties"].items()
    }  # fmt: skip

    assert "AgendaItemConsidered.covered" in hints
    assert [name for name, hint in hints.items() if hint.startswith(("True ", "False "))] == []


def test_the_description_leaves_out_what_the_ledger_works_out(ledger: Ledger) -> None:
    schemas = ledger.client.get("/openapi.json").json()["components"]["schemas"]

    assert "worked" not in schemas["NoticeServed"]["properties"]
    assert "waiting" not in schemas["EntryStruckOut"]["properties"]
    assert "departures" in schemas["NoticeServed"]["properties"]


def test_a_departure_is_asked_about_and_then_recorded_as_the_answer_shows(officer: User, ledger: Ledger) -> None:
    officer.record({**ISSUE, "file": "C-1", "kind": "issue-raised"}, at="2025-03-03T09:00:00Z")
    told = {"happened_on": "2025-02-24", "issue": "ISS-001", "means": "letter"}
    before = ledger.entries

    asked = problem(officer.post("/contracts/C-1/entries/issue-notified-to-provider", told), 422, "objections")

    assert ledger.entries == before
    assert [o["rule"] for o in asked["objections"]] == ["issue.told-at-once"]
    [departures] = [row["departures"] for row in asked["to_record"] if row["entry"] == 0]
    departures = [{"rule": d["rule"], "reason": "The officer was away."} for d in departures]
    answer = officer.post("/contracts/C-1/entries/issue-notified-to-provider", {**told, "departures": departures})
    assert answer.status_code == 201, answer.text
    [departure] = answer.json()["departures"]
    assert (departure["rule"], departure["reason"]) == ("issue.told-at-once", "The officer was away.")


def test_every_example_of_an_acknowledgement_is_taken_as_it_stands(officer: User) -> None:
    officer.record({**ISSUE, "file": "C-1", "kind": "issue-raised"}, at="2025-03-03T09:00:00Z")
    told = {"happened_on": "2025-02-24", "issue": "ISS-001", "means": "letter"}
    asked = officer.post("/contracts/C-1/entries/issue-notified-to-provider", told).json()

    departures = [objection["add_to_departures"] for objection in asked["objections"]]

    answer = officer.post("/contracts/C-1/entries/issue-notified-to-provider", {**told, "departures": departures})
    assert answer.status_code == 201, answer.text


def test_checking_judges_and_records_nothing(officer: User, ledger: Ledger) -> None:
    before = ledger.entries

    answer = officer.post("/contracts/C-1/entries/issue-raised", ISSUE, check="true")

    assert answer.status_code == 200
    assert answer.json()["recorded"] is False
    assert answer.json()["id"] == "ISS-001"
    assert ledger.entries == before


def test_checking_names_what_recording_would_refuse(officer: User) -> None:
    told = {"happened_on": "2025-01-01", "issue": "ISS-009", "means": "letter"}

    answer = officer.post("/contracts/C-1/entries/issue-notified-to-provider", told, check="true")

    problem(answer, 422, "contradiction")


def test_a_batch_is_recorded_as_a_whole_on_several_files(officer: User, ledger: Ledger) -> None:
    other = {**CONTRACT, "file": "C-2", "reference": "C-2"}
    issue = {**ISSUE, "kind": "issue-raised"}

    recorded = officer.record(other, {**issue, "file": "C-2"}, {**issue, "file": "C-1"})

    assert [(entry["file"], entry["position"]) for entry in recorded] == [("C-2", 1), ("C-2", 2), ("C-1", 2)]


def test_one_bad_entry_keeps_the_whole_batch_out(officer: User, ledger: Ledger) -> None:
    before = ledger.entries
    issue = {**ISSUE, "kind": "issue-raised", "file": "C-1"}

    refused = problem(officer.post("/entries", [issue, {**issue, "natur": "x"}]), 422, "invalid")
    resolved = {"file": "C-1", "kind": "issue-resolved", "happened_on": "2025-01-01", "issue": "ISS-009"}
    contradicted = problem(officer.post("/entries", [issue, resolved]), 422, "contradiction")

    assert [fault["entry"] for fault in refused["faults"]] == [1]
    assert refused["detail"].startswith("entry 1: natur: ")
    assert [objection["entry"] for objection in contradicted["objections"]] == [1]
    assert ledger.entries == before


def test_entries_of_a_batch_see_those_before_them(officer: User) -> None:
    told = {"file": "C-1", "kind": "issue-notified-to-provider", "issue": "ISS-001", "means": "letter"}

    recorded = officer.record(
        {**ISSUE, "file": "C-1", "kind": "issue-raised"}, {**told, "happened_on": "2025-01-01"}
    )  # fmt: skip

    assert recorded[1]["departures"] == []


def test_a_batch_states_its_time_of_recording_in_a_simulated_ledger(officer: User) -> None:
    [entry] = officer.record({**ISSUE, "file": "C-1", "kind": "issue-raised"}, at="2025-06-01T10:00:00+01:00")

    assert entry["recorded_at"] == "2025-06-01T09:00:00Z"


def test_the_simulated_clock_never_falls(officer: User, ledger: Ledger) -> None:
    officer.record({**ISSUE, "file": "C-1", "kind": "issue-raised"}, at="2025-06-01T10:00:00Z")
    before = ledger.entries
    issue = {**ISSUE, "file": "C-1", "kind": "issue-raised"}

    answer = officer.post("/entries", {"entries": [issue], "recorded_at": "2025-05-01T10:00:00Z"})

    assert problem(answer, 422, "clock")["clock"] == "2025-06-01T10:00:00+00:00"
    assert ledger.entries == before


def test_a_real_clock_takes_its_time_from_nobody(database: Database, tmp_path: Path) -> None:
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True)
    book = open_book(database, "real")
    client = TestClient(create(book, database, settings, beside=False))
    body = {"entries": [CONTRACT], "recorded_at": "2025-01-02T09:00:00Z"}

    problem(User(client, "lead-officer").post("/entries", body, acknowledge="all"), 422, "clock")

    assert sum(head.head for head in book.store.files()) == 1
    answer = User(client, "lead-officer").post("/entries", body["entries"], acknowledge="all")
    assert answer.json()["simulated"] is False


def test_the_same_request_under_one_key_is_recorded_once(officer: User, ledger: Ledger) -> None:
    key = {"Idempotency-Key": "form-7", "If-Match": '"1"'}
    first = officer.post("/contracts/C-1/entries/issue-raised", ISSUE, headers=key)

    again = officer.post("/contracts/C-1/entries/issue-raised", ISSUE, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() | {"sealed": None} == first.json() | {"sealed": None}
    assert ledger.book.file("C-1").position == 2


def test_another_request_under_the_same_key_is_refused(officer: User, ledger: Ledger) -> None:
    key = {"Idempotency-Key": "form-7"}
    officer.post("/contracts/C-1/entries/issue-raised", ISSUE, headers=key)

    answer = officer.post("/contracts/C-1/entries/issue-raised", {**ISSUE, "nature": "Other"}, headers=key)

    problem(answer, 422, "command-reused")
    assert ledger.book.file("C-1").position == 2


def test_a_key_is_each_persons_own(officer: User, ledger: Ledger) -> None:
    key = {"Idempotency-Key": "form-7"}
    officer.post("/contracts/C-1/entries/issue-raised", ISSUE, headers=key)

    answer = ledger.as_("county-manager").post("/contracts/C-1/entries/issue-raised", ISSUE, headers=key)

    assert answer.json()["position"] == 3


def test_a_position_that_has_passed_is_refused_with_where_the_file_is_now(officer: User, ledger: Ledger) -> None:
    officer.post("/contracts/C-1/entries/issue-raised", ISSUE)

    answer = officer.post("/contracts/C-1/entries/issue-raised", ISSUE, headers={"If-Match": '"1"'})

    assert problem(answer, 412, "precondition-failed")["position"] == 2
    assert ledger.book.file("C-1").position == 2


def test_the_etag_of_a_read_is_what_if_match_takes(officer: User) -> None:
    etag = officer.get("/contracts/C-1").headers["etag"]

    assert officer.post("/contracts/C-1/entries/issue-raised", ISSUE, headers={"If-Match": etag}).status_code == 201
    assert officer.post("/contracts/C-1/entries/issue-raised", ISSUE, headers={"If-Match": etag}).status_code == 412


def test_many_who_record_on_one_file_at_once_are_all_taken(officer: User, ledger: Ledger) -> None:
    def note(number: int) -> int:
        body = {"happened_on": "2025-01-01", "words": f"Note {number}"}
        return officer.post("/contracts/C-1/entries/note-made", body).status_code

    with ThreadPoolExecutor(12) as people:
        answers = list(people.map(note, range(60)))

    assert answers == [201] * 60
    assert ledger.book.file("C-1").position == 61


def test_if_match_on_several_files_at_once_is_refused(officer: User) -> None:
    other = {**CONTRACT, "file": "C-2", "reference": "C-2"}
    issue = {**ISSUE, "kind": "issue-raised", "file": "C-1"}

    answer = officer.post("/entries", [other, issue], headers={"If-Match": '"1"'})

    problem(answer, 422, "invalid")


def test_an_exhibit_is_filed_then_cited_then_given_out_unchanged(officer: User) -> None:
    sha256 = officer.file(b"%PDF-1.7 minutes", "application/pdf")
    officer.record({**ISSUE, "file": "C-1", "kind": "issue-raised", "exhibits": [{"sha256": sha256}]})

    answer = officer.get(f"/documents/{sha256}")

    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1.7 minutes", "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_document_that_was_not_filed_cannot_be_cited(officer: User, ledger: Ledger) -> None:
    before = ledger.entries
    body = {**ISSUE, "exhibits": [{"sha256": "0" * 64}]}

    refused = problem(officer.post("/contracts/C-1/entries/issue-raised", body), 422, "invalid")

    assert refused["faults"][0]["field"] == "exhibits.0"
    assert ledger.entries == before


def test_the_authoritys_own_file_takes_its_kinds(ledger: Ledger) -> None:
    adopted = {
        "happened_on": "2025-01-01", "procedure": "hampshire/1", "title": "Contract management procedure",
        "authorising_body": "Cabinet", "authorised_on": "2024-12-12",
    }  # fmt: skip

    answer = ledger.as_("county-manager").post("/authority/entries/procedure-adopted", adopted)

    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == "/api/v1/authority/entries/2"
    assert ledger.as_("county-manager").get("/authority/entries/2").json()["entry"]["kind"] == "procedure-adopted"


def test_a_correction_names_its_replacements_kind_without_a_version(officer: User) -> None:
    officer.record({**ISSUE, "file": "C-1", "kind": "issue-raised"})
    body = {
        "happened_on": "2025-01-01", "position": 2, "reason": "Five visits, not four.",
        "replacement": {**ISSUE, "kind": "issue-raised", "nature": "Five evening visits were missed"},
    }  # fmt: skip

    answer = officer.post("/contracts/C-1/entries/entry-corrected", body)

    assert answer.status_code == 201, answer.text
    corrected = officer.get("/contracts/C-1/entries/2").json()["entry"]
    assert corrected["entry"]["nature"] == "Five evening visits were missed"
    assert corrected["corrected_at"] == 3


def test_a_request_sent_again_is_answered_though_the_clock_has_moved_on(officer: User, ledger: Ledger) -> None:
    body = {"entries": [{**ISSUE, "file": "C-1", "kind": "issue-raised"}], "recorded_at": "2025-01-05T09:00:00Z"}
    key = {"Idempotency-Key": "form-8"}
    first = officer.post("/entries", body, headers=key, acknowledge="all")
    officer.record({"file": "C-1", "kind": "note-made", "happened_on": "2025-01-01", "words": "x"},
                   at="2025-02-01T09:00:00Z")  # fmt: skip

    again = officer.post("/entries", body, headers=key, acknowledge="all")

    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert again.json()["entries"][0]["position"] == first.json()["entries"][0]["position"] == 2
    assert ledger.book.file("C-1").position == 3


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_a_slip_in_the_year_of_recording_does_not_end_the_ledger(officer: User, at: str) -> None:
    note = {"file": "C-1", "kind": "note-made", "happened_on": "2025-01-01", "words": "x"}

    refused = officer.post("/entries", {"entries": [note], "recorded_at": at}, acknowledge="all")

    assert "recorded_at" in problem(refused, 422, "clock")["detail"]
    assert officer.record(note)[0]["position"] == 2
