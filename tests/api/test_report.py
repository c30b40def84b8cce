"""The whole ledger at a past moment: what the lists answered then, folded anew, for whoever may see the lists."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64decode
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger.log.signer import Signer, make_folder
from ledger.store.database import Database
from ledger.store.writes import FileWrite, NewEntry
from ledger.verify import Root
from tests.api.conftest import CONTRACT, Ledger, User, problem, told_once

ISSUE = {"kind": "issue-raised", "nature": "Visits missed", "standards": ["S-4"]}
OF_THE_LIST = (
    "reference", "title", "provider", "unit", "stage", "how", "lead_officer", "deputy_officer",
    "support_officer", "start_date", "end_date", "open_issues",
    "notices", "position", "last_recorded_at", "quarantined",
)  # fmt: skip


def contract(reference: str, title: str) -> dict[str, Any]:
    return {**CONTRACT, "file": reference, "reference": reference, "title": title}


def tell(ledger: Ledger) -> User:
    """Two contracts; an issue entered late, one corrected by another person, struck out and reinstated."""
    user, second = ledger.as_("lead-officer"), ledger.as_("contract-support-officer")
    user.record(contract("C-2", "Meals"), at="2025-01-02T09:00:00Z")
    user.record({**ISSUE, "file": "C-2", "happened_on": "2025-02-03"}, at="2025-02-03T09:00:00Z")
    user.record(contract("C-1", "=Day care"), at="2025-03-03T09:00:00Z")
    user.record({**ISSUE, "file": "C-2", "happened_on": "2025-01-15"}, at="2025-06-02T09:00:00Z")
    corrected = {
        "file": "C-2", "kind": "entry-corrected", "happened_on": "2025-06-03", "position": 2, "reason": "Another day",
        "replacement": {**ISSUE, "happened_on": "2025-02-01"},
    }  # fmt: skip
    [waits] = second.record(corrected, at="2025-06-03T09:00:00Z")
    confirmed = {"file": "C-2", "kind": "correction-confirmed", "happened_on": "2025-06-04"}
    user.record({**confirmed, "position": waits["position"]}, at="2025-06-04T09:00:00Z")
    struck = {"file": "C-2", "kind": "entry-struck-out", "happened_on": "2025-06-05", "reason": "In error"}
    [out] = user.record({**struck, "position": 3}, at="2025-06-05T09:00:00Z")
    user.record({**struck, "position": out["position"]}, at="2025-06-06T09:00:00Z")
    return user


told = told_once(tell)


@pytest.fixture
def story(ledger: Ledger) -> User:
    """The same in a ledger of a test's own, to record in."""
    return tell(ledger)


def rows(user: User, **asked: Any) -> list[dict[str, Any]]:
    answer = user.get("/report", **asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["contracts"]
    return found


def listed(user: User) -> list[dict[str, Any]]:
    return [{name: row[name] for name in OF_THE_LIST} for row in user.get("/contracts").json()["contracts"]]


def test_at_the_size_the_log_has_it_says_what_the_lists_say(story: User, ledger: Ledger) -> None:
    """Stage, people, dates, open issues; and of duties the overdue ones, in the same words."""
    for user in (ledger.as_("legal-services"), ledger.as_("county-manager"), ledger.as_("auditor")):
        found = rows(user)

        assert [{name: row[name] for name in OF_THE_LIST} for row in found] == listed(user)
        late = user.get("/duties", overdue="true", limit=500).json()["duties"]
        told = {(row["reference"], one["sentence"]) for row in found for one in row["duties_overdue"]}
        assert told == {(row["file"], row["due"]["sentence"]) for row in late}
        assert told


def test_for_every_size_the_log_had_it_says_what_the_lists_said_then(ledger: Ledger) -> None:
    """The lists were asked after each entry; the report is asked when all is on file."""
    user = ledger.as_("lead-officer")
    said: dict[int, list[dict[str, Any]]] = {}
    user.record(contract("C-2", "Meals"), at="2025-01-02T09:00:00Z")
    entries: list[tuple[str, dict[str, Any]]] = [
        ("2025-02-03", {**ISSUE, "file": "C-2", "happened_on": "2025-02-03"}),
        ("2025-02-04", contract("C-1", "Day care")),
        ("2025-06-02", {**ISSUE, "file": "C-2", "happened_on": "2025-01-15"}),
        ("2025-06-03", {"file": "C-2", "kind": "entry-struck-out", "happened_on": "2025-06-03", "position": 2,
                        "reason": "In error"}),
        ("2025-06-04", {"file": "C-2", "kind": "entry-struck-out", "happened_on": "2025-06-04", "position": 4,
                        "reason": "It was no error"}),
        ("2025-06-05", {**ISSUE, "file": "C-1", "happened_on": "2025-05-05"}),
    ]  # fmt: skip
    for day, entry in entries:
        user.record(entry, at=f"{day}T09:00:00Z")
        size = user.get("/log/size").json()["size"]
        said[size] = listed(user)

    for size, then in said.items():
        assert [{name: row[name] for name in OF_THE_LIST} for row in rows(user, known_at=size)] == then


def test_it_says_which_entries_it_rests_on_and_by_what_that_can_be_checked(story: User, database: Database) -> None:
    whole = story.get("/report", known_at="2025-05-01T00:00:00Z", as_at="2025-04-01").json()
    head = whole["report"]

    assert (head["known_at"], head["as_at"], head["on"], head["files"]) == (4, "2025-04-01", "2025-04-01", 2)
    assert len(b64decode(head["root"])) == 32
    assert head["checkpoint"] is None, "this log has no key"
    assert head["simulated"] is True
    assert whole["end"]["contracts"] == 2
    assert whole["contracts"][1]["failings_open"] == ["ISS-001"], "what was entered in June is not known in May"
    assert whole["contracts"][1]["links"]["self"] == "/api/v1/contracts/C-2?as_at=2025-04-01&known_at=4"
    assert head["root"] == story.get("/report", known_at=4).json()["report"]["root"]
    assert head["root"] != story.get("/report", known_at=5).json()["report"]["root"]


def test_the_root_hash_is_that_of_the_log_at_that_size_signed_or_not(
    ledger: Ledger, story: User, tmp_path: Path
) -> None:
    """More entries than a tile has, and nothing signed: from the leaves; once signed, from the tiles, and the same."""
    note = {"kind": "note-made", "file": "C-1", "happened_on": "2025-06-07", "words": "A call"}
    story.record(*[note] * 300, at="2025-06-07T09:00:00Z")
    sizes = (9, 255, 256, 257, 300)
    unsigned = [story.get("/report", known_at=size, readiness="false").json()["report"] for size in sizes]
    with ledger.database.transaction("app") as connection:
        leaves = [row for (row,) in connection.execute("SELECT leaf_hash FROM log ORDER BY index")]
    for size, head in zip(sizes, unsigned, strict=True):
        root = Root()
        for leaf in leaves[:size]:
            root.add(leaf)
        assert b64decode(head["root"]) == root.value
    make_folder(tmp_path / "key", "ledger.example/hants")
    with closing(Signer(ledger.database, tmp_path / "key")) as signer:
        signer.sign_once()

    signed = [story.get("/report", known_at=size, readiness="false").json()["report"] for size in sizes]
    assert [head["root"] for head in signed] == [head["root"] for head in unsigned]
    assert all(head["checkpoint"]["size"] >= head["known_at"] for head in signed)
    body = story.client.get(signed[0]["checkpoint"]["consistency"]).text
    assert body.startswith("old 9\n")


def test_readiness_is_told_as_the_file_itself_tells_it_and_can_be_left_out(story: User) -> None:
    [_, row] = rows(story, known_at=6)
    own = story.get("/contracts/C-2/readiness", known_at=6).json()["readiness"]["judgements"][-1]

    assert row["readiness"]["sentence"] == own["sentence"]
    assert sum(row["readiness"]["conditions"].values()) == len(own["conditions"])
    assert all(one["readiness"] is None for one in rows(story, readiness="false"))


def test_what_is_withheld_is_counted_and_not_told(ledger: Ledger, story: User) -> None:
    advice = {**ISSUE, "file": "C-1", "happened_on": "2025-03-04", "nature": "Zeppelin", "audience": "legal"}
    ledger.as_("legal-services").record({**advice, "protection": "legal-advice"}, at="2025-07-01T09:00:00Z")

    [lawyer, _] = rows(ledger.as_("legal-services"))
    [officer, _] = rows(ledger.as_("contract-support-officer"))

    assert (lawyer["withheld"], lawyer["failings_open"]) == (0, ["ISS-001"])
    assert (officer["withheld"], officer["failings_open"]) == (1, [])
    for form in ("report", "report.csv", "report.ndjson"):
        assert "Zeppelin" not in ledger.as_("contract-support-officer").get(f"/{form}").text
    assert ledger.as_("contract-support-officer").get("/report").json()["end"]["withheld"] == 1


@pytest.mark.parametrize("form", ["report", "report.csv", "report.ndjson"])
def test_a_provider_is_shown_no_report(ledger: Ledger, form: str) -> None:
    problem(ledger.as_("provider").get(f"/{form}"), 403, "denied")


def test_a_list_that_refuses_the_past_names_the_report(story: User) -> None:
    for path in ("/contracts", "/duties", "/entries", "/alarms"):
        said = problem(story.get(path, known_at=3), 422, "now-only")["detail"]
        assert "/api/v1/report answers for all contracts at a past moment" in said


def test_it_is_had_in_lines_and_for_a_spreadsheet_in_which_no_title_is_a_formula(story: User) -> None:
    lines = [json.loads(line) for line in story.get("/report.ndjson").text.splitlines()]
    sheet = story.get("/report.csv")
    cells = list(csv.DictReader(io.StringIO(sheet.text, newline="")))

    assert [next(iter(line)) for line in lines] == ["report", "contract", "contract", "end"]
    assert [line["contract"] for line in lines[1:3]] == rows(story)
    assert sheet.headers["content-type"].startswith("text/csv")
    assert [row["reference"] for row in cells] == ["C-1", "C-2"]
    assert cells[0]["title"] == "'=Day care"
    assert {row["known_at"] for row in cells} == {str(lines[0]["report"]["known_at"])}
    assert {row["root"].removeprefix("'") for row in cells} == {lines[0]["report"]["root"]}  # one in 64 begins with "+"
    assert sheet.text.endswith("\r\n")


def test_of_a_contract_that_ended_it_says_when(story: User) -> None:
    size = story.get("/report").json()["report"]["known_at"]
    story.record({"kind": "contract-expired", "file": "C-2", "happened_on": "2027-12-31"}, at="2028-01-04T09:00:00Z")

    before, now = (list(csv.DictReader(io.StringIO(story.get("/report.csv", **asked).text, newline="")))[1]
                   for asked in ({"known_at": size}, {}))  # fmt: skip

    assert [(row["stage"], row["to_end_on"], row["ended_on"]) for row in (before, now)] == [
        ("live", "2027-12-31", ""), ("ended", "2027-12-31", "2027-12-31")]  # fmt: skip
    assert "end_date" not in now


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"known_at": "0"}, "should be 1 or more"), ({"known_at": "-3"}, "should be a size of the log (from 1)"),
        ({"known_at": "99999999999999999999999"}, "is beyond the log"), ({"known_at": "2025-03-31"}, "with its zone"),
        ({"known_at": "2999-01-01T00:00:00Z"}, "is in the future"), ({"asat": "2025-01-01"}, "is no parameter"),
    ],
)  # fmt: skip
def test_times_that_cannot_be_are_told_what_would_be_right(told: User, asked: dict[str, str], why: str) -> None:
    said = problem(told.get("/report", **asked), 422, "invalid")
    assert why in said["faults"][0]["why"]


def test_it_says_who_led_which_contract_on_any_day(story: User) -> None:
    """TVP-4.0-6: who holds which contract, also at a date that is past."""
    for person, since in (("Bea Birch", "2025-03-01"), ("Cal Crane", "2025-05-01")):
        led = {"kind": "lead-officer-appointed", "file": "C-2", "happened_on": since, "person": person}
        ended = {"kind": "role-appointment-ended", "file": "C-2", "happened_on": since, "office": "lead-officer"}
        story.record(*([ended] if person == "Cal Crane" else []), led, at="2025-06-20T09:00:00Z")

    def leads(**asked: str) -> list[str | None]:
        return [row["lead_officer"] for row in rows(story, readiness="false", **asked)]

    assert leads() == [None, "Cal Crane"]
    assert leads(as_at="2025-04-01") == [None, "Bea Birch"]
    assert leads(as_at="2025-04-01", known_at="4") == [None, None]


def test_it_names_the_deputy_and_the_support_officer_beside_the_lead_officer(story: User) -> None:
    """TVP-4.0-6, TVP-4.0-8: both officers are responsible for the contract."""
    deputy = {"kind": "deputy-officer-appointed", "happened_on": "2025-03-01", "person": "Dee Dale"}
    support = {"kind": "contract-support-officer-assigned", "happened_on": "2025-03-01", "person": "Ines Calder"}
    for entry in (deputy, support):
        story.record(entry | {"file": "C-2"}, at="2025-06-20T09:00:00Z")

    now, before = rows(story, readiness="false")[1], rows(story, readiness="false", as_at="2025-02-01")[1]
    assert (now["deputy_officer"], now["support_officer"]) == ("Dee Dale", "Ines Calder")
    assert (before["deputy_officer"], before["support_officer"]) == (None, None)
    [_, table] = csv.DictReader(io.StringIO(story.get("/report.csv", readiness="false").text))
    assert (table["deputy_officer"], table["support_officer"]) == ("Dee Dale", "Ines Calder")
    assert listed(story)[1]["deputy_officer"] == "Dee Dale"


def test_before_there_was_a_contract_it_is_empty_and_says_so(story: User) -> None:
    whole = story.get("/report", known_at=1).json()
    assert (whole["contracts"], whole["end"]["contracts"], whole["report"]["files"]) == ([], 0, 0)


def test_a_file_that_cannot_be_read_is_set_aside_and_stops_no_other(ledger: Ledger, story: User) -> None:
    """Also for a time before that entry: who may read what of it cannot be told any more."""
    before = story.get("/log/size").json()["size"]  # waits until all is sealed
    unreadable = NewEntry("note-made/9", b'{"entry":{"kind":"note-made/9"}}')
    ledger.book.store.append(
        [FileWrite(ledger.book.file_id("C-1"), 1, [unreadable])], recorded_at=ledger.book.now()
    )  # fmt: skip

    for size in (None, before):
        one, two = rows(story, **({"known_at": size} if size else {}))
        assert (one["reference"], one["title"], two["quarantined"], two["position"]) == ("C-1", "=Day care", None, 7)
        assert one["quarantined"] == listed(story)[0]["quarantined"]
    assert story.get("/report").json()["end"]["set_aside"] == 1
    problem(story.get("/contracts/C-1", known_at=before), 409, "quarantined")
