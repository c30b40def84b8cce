"""Bad input: each gets a problem that says what was wrong and what would be right, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import CONTRACT, Ledger, User, problem

ISSUES = "/contracts/C-1/entries/issue-raised"
ISSUE: dict[str, Any] = {"happened_on": "2025-01-01", "nature": "Visits missed"}
SECRET = "Mrs Ottoline Wetherby"  # stands in what is sent, and must come back in no answer


@pytest.fixture
def ledger(untouched: Ledger) -> Iterator[Ledger]:
    """Shared by the whole module, and checked after each test: nothing was written."""
    before = untouched.entries
    yield untouched
    assert untouched.entries == before


@pytest.fixture
def officer(ledger: Ledger) -> User:
    return ledger.as_("lead-officer")


def refused(ledger: Ledger, user: User, body: Any, status: int, name: str, path: str = ISSUES) -> dict[str, Any]:
    """Send it; check that it is that problem, that no word of it comes back, and that nothing was written."""
    before = ledger.entries
    answer = user.raw(path, body) if isinstance(body, str | bytes) else user.post(path, body)
    found = problem(answer, status, name)
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert ledger.entries == before
    return found


WRONG_FIELDS: list[tuple[dict[str, Any], str, str]] = [
    ({**ISSUE, "natur": SECRET}, "natur", "perhaps nature"),
    ({"happened_on": "2025-01-01"}, "nature", "is missing"),
    ({"nature": SECRET}, "happened_on", "is missing"),
    ({**ISSUE, "happened_on": "2025-02-30"}, "happened_on", "should be a day such as 2025-03-31"),
    ({**ISSUE, "happened_on": "30/02/2025"}, "happened_on", "should be a day"),
    ({**ISSUE, "happened_on": 20250101}, "happened_on", "should be a day"),
    ({**ISSUE, "happened_on": "2031-01-01"}, "happened_on", "after today"),
    ({**ISSUE, "happened_on": "0025-01-01"}, "happened_on", "before 1900"),
    ({**ISSUE, "noted_on": "0001-01-01"}, "noted_on", "before 1900"),
    ({**ISSUE, "noticed_on": "1899-12-31"}, "noticed_on", "before 1900"),
    ({**ISSUE, "until": "9999-12-31"}, "until", "after the year 2999"),
    ({**ISSUE, SECRET: "x"}, "…", "is no field of this kind"),
    ({**ISSUE, "happened_at": "25:00"}, "happened_at", "should be an hour"),
    ({**ISSUE, "noted_on": "2031-01-01"}, "noted_on", "after today"),
    ({**ISSUE, "nature": ""}, "nature", "is empty"),
    ({**ISSUE, "nature": 7}, "nature", "should be text"),
    ({**ISSUE, "nature": "x" * 20_001}, "nature", "the limit is 20,000"),
    ({**ISSUE, "issue_kind": SECRET}, "issue_kind", "should be 'service-failure'"),
    ({**ISSUE, "standards": ["S"] * 21}, "standards", "the limit is 20"),
    ({**ISSUE, "standards": "S-4"}, "standards", "should be a list"),
    ({**ISSUE, "contractual": "yes"}, "contractual", "should be true or false"),
    ({**ISSUE, "by": {"person": "Ann", "office": "Lead Officer"}}, "by.office", "should be the id of an office"),
    ({**ISSUE, "by": "Ann"}, "by", "should be an object"),
    ({**ISSUE, "audience": "everybody"}, "audience", "should be"),
    ({**ISSUE, "exhibits": [{"sha256": "abc"}]}, "exhibits.0", "64 hexadecimal digits"),
    ({**ISSUE, "exhibits": [{"sha256": "0" * 64}]}, "exhibits.0", "has not been filed"),
    ({**ISSUE, "kind": "issue-resolved"}, "kind", "differs from the kind in the address"),
    ({**ISSUE, "kind": "issue-rised"}, "kind", "the nearest are issue-raised"),
    ({**ISSUE, "kind": "issue-raised/7"}, "kind", "newest version"),
    ({**ISSUE, "file": "C-2"}, "file", "differs from the file in the address"),
    ({**ISSUE, "position": 3}, "position", "given by the ledger"),
    ({**ISSUE, "id": "ISS-009"}, "id", "given by the ledger"),
    ({**ISSUE, "recorded_at": "2020-01-01T00:00:00Z"}, "recorded_at", "whole batch"),
    ({**ISSUE, "worked": {}}, "worked", "worked out by the ledger"),
    ({**ISSUE, "departures": [{"rule": 7}]}, "departures.0.rule", "should be text"),
    ({**ISSUE, "departures": {}}, "departures.", "should be a list"),
    ({**ISSUE, "recorded_by": "demo-lead-officer"}, "recorded_by", "leave it out"),
]


@pytest.mark.parametrize(("body", "field", "why"), WRONG_FIELDS, ids=lambda v: v[:40] if isinstance(v, str) else "")
def test_a_field_that_is_wrong_is_named_with_what_would_be_right(
    officer: User, ledger: Ledger, body: dict[str, Any], field: str, why: str
) -> None:
    found = refused(ledger, officer, body, 422, "invalid")

    assert any(fault["field"] == field and why in fault["why"] for fault in found["faults"]), found["faults"]


def test_a_contract_does_not_start_or_end_at_the_end_of_time(officer: User, ledger: Ledger) -> None:
    body = {**CONTRACT, "file": "C-9", "reference": "C-9", "start_date": "9999-12-31", "end_date": "0001-01-01"}

    found = refused(ledger, officer, body, 422, "invalid", "/contracts")

    assert {fault["field"] for fault in found["faults"]} == {"start_date", "end_date"}


def test_an_id_that_is_none_is_shown_how_it_is_written(officer: User, ledger: Ledger) -> None:
    body = {"file": "C-1", "kind": "meeting-minutes-recorded", "happened_on": "2025-01-01", "meeting": SECRET}

    [fault] = refused(ledger, officer, [body], 422, "invalid", "/entries")["faults"]

    assert fault["why"] == (
        'should be written like MTG-001, the id the ledger gave when "Meeting scheduled" or "Meeting held" was recorded'
    )


def test_an_outcome_that_is_none_is_said_to_be_identified_first(officer: User, ledger: Ledger) -> None:
    """CPC307-B4: an outcome is identified, and then specified."""
    body = {"file": "C-1", "kind": "outcome-specified", "happened_on": "2025-01-01", "outcome": "O1"}

    found = refused(ledger, officer, [body], 422, "invalid", "/entries")["faults"]

    [why] = [fault["why"] for fault in found if fault["field"] == "outcome"]
    assert why == 'should be written like OUT-001, the id the ledger gave when "Outcome identified" was recorded'


def test_a_dispute_that_a_notice_alone_began_is_named_by_none(officer: User, ledger: Ledger) -> None:
    """TVP-5.2-2a: and it is said what to do."""
    body = {"file": "C-1", "kind": "dispute-referred", "happened_on": "2025-01-01", "to": "mediation"}

    [fault] = refused(ledger, officer, [body | {"dispute": "NOT-001"}], 422, "invalid", "/entries")["faults"]

    assert fault["why"] == (
        'should be written like DSP-001, the id the ledger gave when "Formal escalation recommended" or "Formal '
        'escalation authorised" or "Immediate escalation authorised" was recorded; a dispute that a notice alone began '
        "has none: leave it out"
    )


@pytest.mark.parametrize(
    ("kind", "body", "field", "why"),
    [
        ("contract-classified", {"tier": "Platinum"}, "tier", "id of a tier, as the procedure has it"),
        ("contract-classified", {"tier": "Platinum"}, "tier", "platinum, not Platinum; /procedures lists them"),
        ("role-appointment-ended", {"office": "Ann Ashe"}, "office", "lead-officer, not its title"),
        ("role-appointment-ended", {"office": "Policy Development Manager"}, "office", "dashes: pdm, not its title"),
        ("resource-trend-identified", {"resource": "Staff", "trend": "rising"}, "resource", "id of a kind of resource"),
    ],
)  # fmt: skip
def test_an_id_of_the_procedure_is_shown_right_and_wrong(
    officer: User, ledger: Ledger, kind: str, body: dict[str, str], field: str, why: str
) -> None:
    """IMP-17-c, HCC-4.1-c: a tier, an office or a kind of resource by its title, or a person in the place of one."""
    path = f"/contracts/C-1/entries/{kind}"
    found = refused(ledger, officer, {"happened_on": "2025-04-01", **body}, 422, "invalid", path)

    assert any(fault["field"] == field and why in fault["why"] for fault in found["faults"]), found["faults"]


def test_a_change_that_does_not_say_what_it_changes_is_told_what_there_is(officer: User, ledger: Ledger) -> None:
    body = {"file": "C-1", "kind": "variation-agreed", "happened_on": "2025-01-01", "changes": [{}, {"term": SECRET}]}

    faults = refused(ledger, officer, [body], 422, "invalid", "/entries")["faults"]

    why = {fault["field"]: fault["why"] for fault in faults}
    assert why["changes.0"] == "is missing its term, which says what else belongs to it"
    assert why["changes.1"].startswith("has a term that is none of end-date, total-value, ")


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        (f'{{"{SECRET}": 1, "{SECRET}": 2}}', 400, "malformed"),
        (f'{{"{SECRET}": {{"a": "\\u0000"}}}}', 400, "malformed"),
        (json.dumps([{**ISSUE, "file": SECRET, "kind": "issue-raised"}]), 422, "contradiction"),
        (json.dumps([{**ISSUE, "file": "C-1", "kind": SECRET}]), 422, "invalid"),
        (json.dumps([{**ISSUE, "file": "C-1", "kind": "issue-raised", "departures": [{"rule": SECRET}]}]), 422,
         "contradiction"),
        (json.dumps([{**ISSUE, "file": "C-1", "kind": "issue-raised", "by": {"person": "Ann", SECRET: "x"}}]), 422,
         "invalid"),
    ],
    ids=["name twice", "NUL under a name", "file", "kind", "rule", "field of a field"],
)  # fmt: skip
def test_no_name_that_may_be_words_comes_back(officer: User, ledger: Ledger, body: str, status: int, name: str) -> None:
    refused(ledger, officer, body, status, name, "/entries")


def test_all_faults_are_named_together(officer: User, ledger: Ledger) -> None:
    found = refused(ledger, officer, {"happened_on": "x", "natur": SECRET, "contractual": 7}, 422, "invalid")

    assert {fault["field"] for fault in found["faults"]} == {"happened_on", "nature", "natur", "contractual"}


UNREADABLE: list[tuple[str, str | bytes, str]] = [
    ("no JSON", f"{{{SECRET}", "not JSON"),
    ("nothing", "", "not JSON"),
    ("a name twice", '{"happened_on": "2025-01-01", "happened_on": "2025-01-02"}', "stands twice"),
    ("NaN", '{"happened_on": NaN}', "NaN"),
    ("Infinity", '{"happened_on": Infinity}', "Infinity"),
    ("a fraction", '{"value": 12.5}', "whole pence"),
    ("an exponent", '{"value": 1e3}', "whole pence"),
    ("a huge number", '{"value": ' + "9" * 400 + "}", "53 bits"),
    ("a number of very many digits", '{"value": ' + "9" * 5000 + "}", "too many digits"),
    ("NUL", '{"nature": "' + SECRET + '\\u0000"}', "NUL"),
    ("NUL in a name", '{"na\\u0000ture": "x"}', "NUL"),
    ("half a surrogate pair", '{"nature": "\\ud800 ' + SECRET + '"}', "surrogate"),
    ("a control character", b'{"nature": "a\x00b"}', "not JSON"),
    ("not UTF-8", b'{"nature": "\xff\xfe"}', "not UTF-8"),
    ("UTF-16", '{"nature": "x"}'.encode("utf-16"), "not UTF-8"),
    ("nested a little too deep", '{"a": ' * 40 + "1" + "}" * 40, "nested"),
    ("nested without end", "[" * 100_000, "nested"),
    ("two values", '{"a": 1} {"b": 2}', "not JSON"),
]


@pytest.mark.parametrize(("body", "why"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_json_that_two_readers_might_read_differently_is_refused(
    officer: User, ledger: Ledger, body: str | bytes, why: str
) -> None:
    assert why in refused(ledger, officer, body, 400, "malformed")["detail"]


def test_money_is_whole_pence(officer: User, ledger: Ledger) -> None:
    body = json.dumps({**CONTRACT, "file": "C-9", "reference": "C-9", "total_value": {"pence": 10.5}})

    assert "whole pence" in refused(ledger, officer, body, 400, "malformed", "/contracts")["detail"]
    as_text = {**CONTRACT, "file": "C-9", "reference": "C-9", "total_value": {"pence": "1050"}}
    found = refused(ledger, officer, as_text, 422, "invalid", "/contracts")
    assert found["faults"][0]["field"] == "total_value.pence"


@pytest.mark.parametrize("body", [[], {}, {"entries": []}, {"entries": 7}, {"entrys": []}, [7], "x", None, 7])
def test_a_batch_that_is_none_is_refused(officer: User, ledger: Ledger, body: object) -> None:
    refused(ledger, officer, json.dumps(body), 422, "invalid", "/entries")


def test_more_entries_than_one_request_may_hold_are_refused_before_any_is_judged(officer: User, ledger: Ledger) -> None:
    body = json.dumps([{**ISSUE, "file": "C-1", "kind": "issue-raised"}] * 1001)

    assert refused(ledger, officer, body, 413, "too-large", "/entries")["limit"] == 1000


@pytest.mark.parametrize("body", [[], "x", None, 7, True])
def test_an_entry_that_is_no_object_is_refused(officer: User, ledger: Ledger, body: object) -> None:
    refused(ledger, officer, json.dumps(body), 422, "invalid")
    refused(ledger, officer, json.dumps(body), 422, "invalid", "/contracts")


@pytest.mark.parametrize(
    "reference", [None, 7, "", "a/b", "../x", "C 1", "x" * 200, "authority", "-C", {"a": 1}], ids=repr
)
def test_a_contract_needs_a_reference_that_can_stand_in_an_address(
    officer: User, ledger: Ledger, reference: object
) -> None:
    body = {**CONTRACT, "reference": reference}
    del body["file"]

    assert refused(ledger, officer, body, 422, "invalid", "/contracts")["faults"][0]["field"] == "reference"


def test_a_contract_is_opened_once(officer: User, ledger: Ledger) -> None:
    assert "opened" in refused(ledger, officer, CONTRACT, 422, "contradiction", "/contracts")["detail"]


def test_a_contract_that_is_not_there_is_not_found_and_the_nearest_is_named(officer: User, ledger: Ledger) -> None:
    found = refused(ledger, officer, ISSUE, 404, "not-on-file", "/contracts/C-7/entries/issue-raised")

    assert "C-7" in found["detail"]


def test_a_kind_that_is_not_there_is_not_found_and_the_nearest_are_named(officer: User, ledger: Ledger) -> None:
    found = refused(ledger, officer, ISSUE, 404, "not-on-file", "/contracts/C-1/entries/issue-rised")

    assert found["nearest"][0] == "issue-raised"
    for address in ("/contracts/C-1/entries/issue-rised", "/authority/entries/procedure-adoptd"):
        asked = officer.post(address, ISSUE, acknowledge="all", check="true")
        assert (asked.status_code, asked.json()["type"].rpartition("/")[2]) == (404, "not-on-file"), asked.text


CONTRADICTIONS: list[tuple[str, dict[str, Any]]] = [
    ("minutes of a meeting that never was", {"kind": "meeting-minutes-recorded", "meeting": "MTG-001"}),
    ("a notice for an issue not on file", {"kind": "notice-served", "notice_kind": "default", "issues": ["ISS-001"]}),
    ("a position that is not there", {"kind": "entry-supplemented", "position": 99, "words": SECRET}),
    ("a correction of nothing", {"kind": "entry-struck-out", "position": 99, "reason": SECRET}),
    ("a settled issue that never was", {"kind": "issue-resolved", "issue": "ISS-001"}),
]


@pytest.mark.parametrize("body", [row[1] for row in CONTRADICTIONS], ids=[row[0] for row in CONTRADICTIONS])
def test_what_contradicts_the_file_is_refused_saying_what_was_found(
    officer: User, ledger: Ledger, body: dict[str, Any]
) -> None:
    sent = {**body, "file": "C-1", "happened_on": "2025-01-01"}

    found = refused(ledger, officer, [sent], 422, "contradiction", "/entries")

    assert "there is no" in found["objections"][0]["found"]


def test_a_departure_that_was_not_found_cannot_be_acknowledged(officer: User, ledger: Ledger) -> None:
    refused(ledger, officer, {**ISSUE, "departures": [{"rule": "issue.told-at-once"}]}, 422, "contradiction")


def test_nobody_records_under_another_account(officer: User, ledger: Ledger) -> None:
    body = {**ISSUE, "recorded_by": {"account": "demo-legal-services", "name": SECRET}}

    assert "demo-lead-officer" in refused(ledger, officer, body, 403, "denied")["detail"]


def test_somebody_else_may_have_done_it(officer: User) -> None:
    by = {"person": "Ben Booth", "office": "team-manager"}

    answer = officer.post(ISSUES, {**ISSUE, "by": by}, check="true")

    assert answer.status_code == 200
    assert answer.json()["recorded_by"]["name"] == "Ann Ashe"
    assert answer.json()["entry"]["by"]["person"] == "Ben Booth"


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "", "application/xml", "application/json; charset=latin-1", "application/x-www-form-urlencoded"],
)
def test_another_type_of_content_is_refused(officer: User, ledger: Ledger, media_type: str) -> None:
    before = ledger.entries

    answer = officer.raw(ISSUES, json.dumps(ISSUE), media_type)

    problem(answer, 415, "unsupported-media-type")
    assert answer.headers["accept"] == "application/json"
    assert ledger.entries == before


def test_a_body_of_ten_megabytes_is_refused_before_it_is_looked_at(officer: User, ledger: Ledger) -> None:
    body = '{"nature": "' + "x" * 10_000_000

    assert refused(ledger, officer, body, 413, "too-large")["limit"] == 2_000_000


def test_a_document_over_the_limit_is_refused(officer: User) -> None:
    answer = officer.raw("/documents", b"x" * 25_000_001, "application/pdf", method="PUT")

    assert problem(answer, 413, "too-large")["limit"] == 25_000_000


@pytest.mark.parametrize(("content", "media_type"), [(b"", "text/plain"), (b"x", "nonsense")])
def test_a_document_that_is_none_is_refused(officer: User, content: bytes, media_type: str) -> None:
    problem(officer.raw("/documents", content, media_type, method="PUT"), 422, "invalid")


@pytest.mark.parametrize("header", ["x", '"1', '1"', '"x"', "7, 8", "*", "-1", '""', '"99999999999999999999"'])
def test_an_if_match_that_is_no_position_is_refused(officer: User, ledger: Ledger, header: str) -> None:
    before = ledger.entries

    problem(officer.post(ISSUES, ISSUE, headers={"If-Match": header}), 422, "invalid")

    assert ledger.entries == before


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_an_idempotency_key_has_a_length(officer: User, key: str) -> None:
    problem(officer.post(ISSUES, ISSUE, headers={"Idempotency-Key": key}), 422, "invalid")


BAD_QUERIES: list[tuple[str, dict[str, Any]]] = [
    ("/contracts/C-1", {"as_at": "2025-02-30"}), ("/contracts/C-1", {"as_at": "yesterday"}),
    ("/contracts/C-1", {"known_at": "-1"}), ("/contracts/C-1", {"known_at": "99999"}),
    ("/contracts/C-1", {"known_at": "2025-01-01"}), ("/contracts/C-1", {"known_at": "2025-01-01T00:00:00"}),
    ("/contracts/C-1", {"known_at": "2031-01-01T00:00:00Z"}), ("/contracts/C-1", {"asat": "2025-01-01"}),
    ("/contracts/C-1", {"as_at": "9999-12-31"}), ("/contracts/C-1/failings", {"as_at": "9999-12-31"}),
    ("/contracts/C-1/duties", {"as_at": "0001-01-01"}), ("/contracts/C-1", {"known_at": "0001-01-01T00:00:00Z"}),
    ("/contracts/C-1", {"known_at": "0001-01-01T00:00:00+14:00"}), ("/contracts/C-1", {"known_at": "\u0663"}),
    ("/contracts/C-1", {"known_at": "9999-12-31T23:59:59-14:00"}),
    ("/contracts/C-1", {"as_at": ["2025-01-01", "2025-01-02"]}), ("/contracts/C-1", {"known_at": ["1", "2"]}),
    ("/contracts/C-1/timeline", {"since": "2025-02-01", "until": "2025-01-01"}),
    ("/contracts/C-1/timeline", {"limit": "0"}), ("/contracts/C-1/timeline", {"limit": "501"}),
    ("/contracts/C-1/timeline", {"cursor": "!"}), ("/contracts/C-1/timeline", {"cursor": "WzFd"}),
    ("/contracts/C-1/timeline", {"party": "nobody"}), ("/contracts/C-1/timeline", {"words": "a\x00b"}),
    ("/contracts", {"unit": "\x00"}), ("/duties", {"office": "\x00"}),
    ("/contracts/C-1/timeline", {"order": "x"}), ("/contracts", {"sort": "x"}), ("/contracts", {"cursor": "x"}),
    ("/entries", {"cursor": "WyJ4Il0"}), ("/contracts/C-1/entries/0", {}), ("/contracts/C-1/entries/x", {}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query"), BAD_QUERIES, ids=str)
def test_a_question_that_cannot_be_answered_says_why(officer: User, path: str, query: dict[str, Any]) -> None:
    problem(officer.get(path, **query), 422, "invalid")


@pytest.mark.parametrize("path", ["/contracts", "/entries", "/kinds", "/log/size"])
@pytest.mark.parametrize("time", ["as_at", "known_at"])
def test_lists_answer_now_and_name_what_answers_for_the_past(officer: User, path: str, time: str) -> None:
    found = problem(officer.get(path, **{time: "2025-01-01"}), 422, "now-only")

    assert "/api/v1/contracts/{reference}" in found["detail"]


@pytest.mark.parametrize(
    "path",
    ["/contracts/C-7", "/contracts/C-7/timeline", "/contracts/C-1/entries/99", "/contracts/C-1/registers/isues",
     "/kinds/isue-raised", "/procedures/hampshir", "/procedures/" + "a" * 300,
     "/procedures/..", "/documents/" + "0" * 64, "/contracts/%00", "/contracts/C-1%2F.."],
)  # fmt: skip
def test_what_is_not_there_is_not_found(officer: User, path: str) -> None:
    answer = officer.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*;q=0.5", "nonsense", "application/json;q=0"])
def test_an_answer_in_another_form_than_json_is_not_to_be_had(officer: User, ledger: Ledger, accept: str) -> None:
    headers = {"Authorization": "Bearer demo-lead-officer", "Accept": accept}
    before = ledger.entries

    problem(ledger.client.get("/api/v1/contracts/C-1", headers=headers), 406, "not-acceptable")
    problem(ledger.client.post(f"/api/v1{ISSUES}", json=ISSUE, headers=headers), 406, "not-acceptable")
    assert ledger.entries == before


@pytest.mark.parametrize("accept", ["", "*/*", "text/html, */*;q=0.1", "Application/JSON; q=0.9", "application/*"])
def test_an_answer_in_json_is_had_however_it_is_asked_for(ledger: Ledger, accept: str) -> None:
    headers = {"Authorization": "Bearer demo-lead-officer", "Accept": accept}

    assert ledger.client.get("/api/v1/contracts/C-1", headers=headers).status_code == 200


@pytest.mark.parametrize("slash", ["%2F", "%2f"])
def test_an_encoded_slash_is_part_of_a_name_and_never_of_the_path(officer: User, slash: str) -> None:
    problem(officer.get(f"/contracts/C-1{slash}timeline"), 404, "no-such-address")


def test_an_address_that_is_none_is_not_found(officer: User) -> None:
    problem(officer.get("/contract"), 404, "no-such-address")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_nothing_is_changed_or_removed(officer: User, method: str) -> None:
    answer = officer.raw("/contracts/C-1/entries/1", "{}", method=method)

    problem(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]


def test_a_document_is_named_by_its_hash(officer: User) -> None:
    problem(officer.get("/documents/abc"), 422, "invalid")


def test_a_time_of_recording_is_a_moment_with_its_zone(officer: User, ledger: Ledger) -> None:
    moments = ["2025-13-01T00:00:00Z", "2025-01-01", "2025-01-01T00:00:00", 7]
    for moment in moments:
        body = {"entries": [{**ISSUE, "file": "C-1", "kind": "issue-raised"}], "recorded_at": moment}
        found = refused(ledger, officer, body, 422, "invalid", "/entries")
        assert found["faults"][0]["field"] == "recorded_at"
