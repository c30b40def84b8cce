"""The command line: the same answers as over HTTP, one line where something is refused, and an exit code."""

from __future__ import annotations

import io
import json
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, LiteralString

import pytest

from api.cli import main
from api.commands import running
from ledger.log.signer import Signer, make_folder
from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from ledger.verify import Consistency
from ledger.verify import main as verify
from tests.api.conftest import CONTRACT
from tests.ledgers import Ledgers
from tests.planned_contract import DESIGNED, PLANNED, WANTED
from tests.store.redefining import unguarded

ISSUE = {"file": "C-1", "kind": "issue-raised", "happened_on": "2025-01-01", "nature": "Visits missed"}


@dataclass
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def database(request: pytest.FixtureRequest, ledgers: Ledgers, tmp_path: Path) -> Iterator[Database]:
    """Migrated and nothing more; where a test has it opened, with read models, as the first command makes them."""
    with ledgers.lent(tmp_path / "keys", read_models="opened" in request.fixturenames) as database:
        yield database


@pytest.fixture
def run(
    database: Database, server: EmbeddedServer | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:  # fmt: skip
    """Run a command over a schema that has been migrated and nothing more."""
    monkeypatch.setenv("CLEARTRAIL_DATABASE_URL", server if isinstance(server, str) else server.url())
    monkeypatch.setenv("CLEARTRAIL_SCHEMA", database.schema)
    monkeypatch.setenv("CLEARTRAIL_DATA_DIR", str(tmp_path))

    def run_command(*words: str, stdin: object = None) -> Said:
        monkeypatch.setattr(sys, "argv", ["cleartrail", *words])
        if stdin is not None:
            text = stdin if isinstance(stdin, bytes) else json.dumps(stdin).encode()
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return run_command


@pytest.fixture
def opened(run: Run, ledgers: Ledgers, database: Database) -> Run:
    """The same over a ledger with one contract and one issue on file."""
    ledgers.fill(database, "one-contract-by-command", lambda: begin(run))
    return run


def begin(run: Run) -> None:
    begun = run(
        "open-ledger", "Hampshire", "ledger.example/h", "--clock", "simulated", "--begins", "2025-01-01T09:00:00Z"
    )
    assert begun.code == 0, begun.error
    recorded = run("record", stdin=[CONTRACT, ISSUE])
    assert recorded.code == 0, recorded.error


def test_recording_says_what_was_recorded_and_what_it_departs_from(opened: Run) -> None:
    said = opened("record", stdin=ISSUE)

    assert said.code == 0
    assert said.out.splitlines()[0] == "C-1 entry 3: issue raised ISS-002 recorded"
    assert "departs from issue.cites-standard" in said.out


def test_recording_from_a_file_answers_as_the_interface_does(opened: Run, tmp_path: Path) -> None:
    (tmp_path / "entries.json").write_text(json.dumps({"entries": [ISSUE], "recorded_at": "2025-02-01T09:00:00Z"}))

    said = opened("record", str(tmp_path / "entries.json"), "--json")

    [entry] = said.json["entries"]
    assert (entry["position"], entry["recorded_at"]) == (3, "2025-02-01T09:00:00Z")
    assert entry["recorded_by"]["account"].startswith("local:")


def test_checking_records_nothing(opened: Run) -> None:
    assert "would be recorded" in opened("record", "--check", stdin=ISSUE).out
    assert opened("show", "C-1", "--json").json["position"] == 2


def test_the_same_request_under_one_key_is_recorded_once(opened: Run) -> None:
    for _ in range(2):
        assert opened("record", "--key", "k", stdin=ISSUE).code == 0

    assert opened("show", "C-1", "--json").json["position"] == 3


@pytest.mark.parametrize(
    ("words", "stdin", "why"),
    [
        (("record",), {**ISSUE, "natur": "x"}, "natur: is no field of this kind"),
        (("record",), {**ISSUE, "issue": "x", "kind": "issue-resolved"}, "nature: is no field"),
        (("record",), b"{", "not JSON"),
        (("record",), {**ISSUE, "file": "C-9"}, "there is no file"),
        (("show", "C-9"), None, "there is no contract C-9"),
        (("show", "C-1", "--entry", "99"), None, "there is no entry 99"),
        (("show", "C-1", "--register", "isues"), None, "issues"),
        (("timeline", "C-1", "--as-at", "soon"), None, "should be a day"),
        (("timeline", "C-1", "--known-at", "soon"), None, "should be a size of the log"),
        (("timeline", "C-1", "--kind", "isue-raised"), None, "issue-raised"),
        (("report", "--known-at", "0"), None, "--known-at: should be 1 or more"),
        (("compare", "C-1", "99"), None, "THEN: is beyond the log"),
        (("compare", "C-1", "1"), None, "there is no file C-1 then"),
        (("show", "C-1", "--as-at", "9999-12-31"), None, "--as-at: should be a day between"),
        (("timeline", "C-1", "--known-at", "0001-01-01T00:00:00Z"), None, "--known-at: should be"),
        (("record",), [ISSUE] * 1001, "at most 1,000"),
        (("open-ledger", "X", "ledger.example/x"), None, "is open"),
    ],
)
def test_what_is_refused_is_said_in_one_line_and_ends_with_1(
    opened: Run, words: tuple[str, ...], stdin: object, why: str
) -> None:
    said = opened(*words, stdin=stdin)

    assert said.code == 1
    assert said.out == ""
    assert why in said.error
    assert len(said.error.splitlines()) == 1
    assert opened("show", "C-1", "--json").json["position"] == 2


def test_what_is_due_is_shown_whole_however_many_contracts_there_are(opened: Run) -> None:
    more = [{**CONTRACT, "file": f"D-{n}", "reference": f"D-{n}"} for n in range(200)]
    assert opened("record", "--acknowledge-all", stdin=more).code == 0

    rows = opened("duties", "--json").json

    assert len(rows) > 1000
    assert {row["file"] for row in rows} == {"C-1", *(entry["file"] for entry in more)}


def test_the_whole_ledger_is_reported_at_a_past_moment_in_each_form(opened: Run) -> None:
    """The contract is entry 2 of the log, its issue entry 3."""
    then, now = opened("report", "--known-at", "2", "--json").json, opened("report", "--json").json
    lines = opened("report", "--known-at", "2", "--format", "ndjson").out.splitlines()
    sheet = opened("report", "--known-at", "2", "--format", "csv", "--no-readiness").out.splitlines()
    said = opened("report", "--known-at", "2").out

    assert [row["open_issues"] for row in (*then["contracts"], *now["contracts"])] == [0, 1]
    assert [json.loads(line).popitem()[0] for line in lines] == ["report", "contract", "end"]
    assert sheet[1].replace("2,'+", "2,+", 1).startswith(f"2,{then['report']['root']},")
    assert "as was known when the log had 2 entries" in said
    assert "1 contracts; 0 failings open" in said


def test_then_and_now_are_set_beside_each_other(opened: Run) -> None:
    found = opened("compare", "C-1", "2", "--json").json
    said = opened("compare", "C-1", "2").out

    assert [one["position"] for one in found["differences"]["recorded"]] == [2]
    assert "ISS-001" in {one["id"] for one in found["differences"]["differences"]}
    assert "Compared with what was known when the log had 2 entries" in said
    assert "- ISS-001 (by entry 2)" in said


def test_what_is_shown_of_the_past_says_which_past(opened: Run) -> None:
    said = opened("timeline", "C-1", "--known-at", "2").out

    assert "as was known when the log had 2 entries; the newest entry is entry 1." in said
    assert "as was known" not in opened("timeline", "C-1").out
    assert "departs from issue.cites-standard (remarked)" in " ".join(opened("timeline", "C-1").out.split())


def test_departures_are_asked_about_first(opened: Run) -> None:
    late = {"file": "C-1", "kind": "issue-notified-to-provider", "issue": "ISS-001", "means": "letter"}
    body = {"entries": [{**late, "happened_on": "2025-03-03"}], "recorded_at": "2025-03-03T09:00:00Z"}

    asked = opened("record", stdin=body)

    assert (asked.code, "issue.told-at-once" in asked.error) == (1, True)
    assert opened("record", "--acknowledge-all", stdin=body).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("show", "--entry", "0"),
        ("token", "x"),
        ("token", "x", "--role", "king"),
        ("show", "--as-at", "2025-01-01"),
        ("readiness",),
        ("timeline", "C-1", "--order", "x"),
        ("record", "/not/there.json"),
    ],
)
def test_a_command_not_written_right_ends_with_2(opened: Run, words: tuple[str, ...]) -> None:
    said = opened(*words)

    assert (said.code, said.out) == (2, "")
    assert len(said.error.splitlines()) == 1
    assert "Traceback" not in said.error


def test_a_database_that_is_away_ends_with_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARTRAIL_DATABASE_URL", "postgresql://127.0.0.1:1/nowhere")

    said = run("show")

    assert said.code == 3
    assert len(said.error.splitlines()) == 1


def test_a_setting_that_cannot_be_ends_with_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARTRAIL_PORT", "many")

    said = run("show")

    assert said.code == 2
    assert "CLEARTRAIL_PORT" in said.error


def test_before_the_ledger_is_open_it_says_what_to_do(run: Run) -> None:
    said = run("show")

    assert said.code == 1
    assert "cleartrail open-ledger" in said.error


@pytest.mark.parametrize(
    "command",
    [
        "show",
        "timeline",
        "failings",
        "readiness",
        "disputes",
        "duties",
        "points",
        "outcomes",
        "plan",
        "resources",
        "briefing",
        "procurement",
        "documents",
        "performance",
        "obligations",
        "toolkit",
        "compliance",
    ],
)
def test_every_read_answers_as_json_at_both_times(opened: Run, command: str) -> None:
    said = opened(command, "C-1", "--json", "--as-at", "2025-01-01", "--known-at", "2")

    assert said.code == 0, said.error
    assert (said.json["as_at"], said.json["known_at"], said.json["position"]) == ("2025-01-01", 2, 1)


@pytest.mark.parametrize("words", [("show",), ("duties",), ("status",), ("tokens",)])
def test_every_list_answers_as_json(opened: Run, words: tuple[str, ...]) -> None:
    assert opened(*words, "--json").json is not None


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("show",), "Home care in the north"), (("show", "C-1"), "ISS-001: Visits missed"),
        (("show", "C-1", "--entry", "2"), "Visits missed"), (("timeline", "C-1"), "ISS-001: issue raised"),
        (("failings", "C-1"), "Provider told"), (("readiness", "C-1"), "TC-01"), (("duties", "C-1"), "HCC-"),
        (("points", "C-1"), "0 points count on"), (("disputes", "C-1"), "No dispute is on file"),
        (("outcomes", "C-1"), "No outcome is on file"), (("plan", "C-1"), "No implementation plan is on file"),
        (("resources", "C-1"), "No resource plan is on file"),
        (("procurement", "C-1"), "Contract registered"), (("documents", "C-1"), "No document is on file"),
        (("briefing", "C-1", "--for", "members"), "Home care in the north: "),
        (("performance", "C-1"), "No indicator is on file"), (("toolkit", "C-1"), "No risk is on file"),
        (("compliance", "C-1"), "12.1 Contracts of which"), (("obligations", "C-1"), "HCC-"),
        (("duties",), "C-1"), (("status",), "simulated"),
    ],
)  # fmt: skip
def test_every_read_answers_in_words(opened: Run, words: tuple[str, ...], part: str) -> None:
    said = opened(*words)

    assert said.code == 0, said.error
    assert part in said.out


def test_the_read_models_are_built_anew(opened: Run) -> None:
    assert "3 entries of 2 files" in opened("rebuild").out


def test_migrating_twice_does_nothing_the_second_time(run: Run) -> None:
    assert "Nothing to do" in run("migrate").out


def test_a_token_is_printed_once_and_can_be_taken_back(run: Run) -> None:
    made = run("token", "feed", "--role", "officer")

    assert made.out.startswith("ct_")
    assert run("tokens", "--json").json[0]["name"] == "feed"
    assert run("token", "feed", "--role", "officer").code == 2
    assert run("token", "feed", "--revoke").code == 0
    assert run("tokens", "--json").json == []


def test_an_entry_that_waits_long_for_its_place_in_the_log_is_told_of(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("open-ledger", "Exshire", "ledger.example/ex")
    assert not [one for one in run("status", "--json").json.get("warnings", []) if "no place in the log" in one]
    monkeypatch.setattr(running, "UNSEALED", timedelta(days=-1))
    assert [one for one in run("status", "--json").json["warnings"] if "no place in the log yet" in one]


def test_what_the_owner_of_the_server_alters_is_found_and_not_passed_on(
    run: Run, database: Database, tmp_path: Path
) -> None:
    """Triggers can be switched off by whoever owns the server; the sealed log tells."""
    run("open-ledger", "Exshire", "ledger.example/ex")
    run("record", stdin={**CONTRACT, "departures": []})
    run("status")
    assert run("audit").code == 0

    with unguarded(database), database.administer() as connection:
        connection.execute(f"ALTER TABLE {database.schema}.entries DISABLE TRIGGER entries_stay")
        connection.execute(
            f"UPDATE {database.schema}.entries"
            " SET state = convert_to(replace(convert_from(state, 'UTF8'), 'C-1', 'C-7'), 'UTF8')"
            " WHERE kind LIKE 'contract-registered%'"
        )
        connection.execute(f"ALTER TABLE {database.schema}.entries ENABLE ALWAYS TRIGGER entries_stay")
    found = run("audit")
    passed_on = run("export", "--entries", str(tmp_path / "copy.jsonl"))

    assert (found.code, passed_on.code) == (1, 1)
    assert "altered" in found.out
    assert "altered" in passed_on.error
    assert not (tmp_path / "copy.jsonl").exists()


def test_the_logs_key_is_made_once_and_shown_again(opened: Run, tmp_path: Path) -> None:
    made = opened("signing-key", "--json").json
    again = opened("signing-key")

    assert made["made"] is True
    assert made["key"].startswith("ledger.example/h+")
    assert again.out.splitlines()[0] == made["key"]
    assert (Path(made["folder"]) / "key").stat().st_mode & 0o777 == 0o600
    (Path(made["folder"]) / "key").chmod(0o644)
    refused = opened("signing-key")
    assert refused.code == 1
    assert "0600" in refused.error


def test_verify_says_step_by_step_what_is_proved_and_by_its_exit_code_whether_all_is(
    opened: Run, database: Database, tmp_path: Path
) -> None:
    copy, without = tmp_path / "copy", opened("verify")
    key = opened("signing-key", "--json").json
    with closing(Signer(database, Path(key["folder"]))) as signer:
        signer.sign_once()
    assert opened("export", "--entries", str(copy)).code == 0

    here = opened("verify")
    of_a_copy = opened(
        "verify", str(copy), "--checkpoint", str(Path(key["folder"]) / "checkpoint"), "--key", key["key"], "--json"
    )

    assert (without.code, without.out.splitlines()[-1][:10]) == (5, "NOT PROVED")
    assert (here.code, here.out.splitlines()[-1][:6]) == (0, "PROVED"), here.out
    assert (of_a_copy.code, of_a_copy.json["verdict"]) == (0, "proved"), of_a_copy.out
    copy.write_bytes(copy.read_bytes().replace(b"issue-raised", b"issue-closed"))
    altered = opened("verify", str(copy), "--key", key["key"])
    assert (altered.code, "its bytes, or its times, are not what was sealed" in altered.out) == (1, True)
    assert opened("verify", "--key", "x").code == 2
    assert opened("verify", str(tmp_path / "nowhere")).code == 2


def past_its_guard(database: Database, table: str, statement: LiteralString) -> None:
    """What whoever owns the server can do who switches the triggers off, and on again as they were."""
    with unguarded(database), database.administer() as connection:
        for said in ("DISABLE", "ENABLE ALWAYS"):
            connection.execute(f"ALTER TABLE {table} {said} TRIGGER {table}_stay".encode())
            if said == "DISABLE":
                connection.execute(statement)


def test_the_log_is_verified_alone_without_the_keys_and_without_a_look_at_words(
    opened: Run, database: Database, tmp_path: Path
) -> None:
    opened("signing-key")
    opened("prove", "C-1", "1")  # signs
    past_its_guard(
        database, "openings", "UPDATE openings SET ciphertext = set_byte(ciphertext, 0, get_byte(ciphertext, 0) # 1)"
    )
    (tmp_path / "keys").rename(tmp_path / "away")

    alone, all_of_it = opened("verify", "--log"), opened("verify")

    assert (alone.code, alone.out.splitlines()[-1][:6]) == (0, "PROVED"), alone.out
    assert "words and documents were not looked at" in alone.out
    assert all_of_it.code != 0
    past_its_guard(database, "entries", "UPDATE entries SET state = state || ' '::bytea WHERE position = 2")
    altered = opened("verify", "--log", "--json")
    assert (altered.code, altered.json["verdict"]) == (1, "contradicted")
    assert [step for step in altered.json["steps"] if step["state"] == "contradicted" and "entry 2" in step["what"]]
    assert "of a copy all is checked" in opened("verify", str(tmp_path / "copy"), "--log").error


def test_a_proof_is_given_of_an_entry_of_a_whole_file_and_of_one_that_is_not_there(opened: Run, tmp_path: Path) -> None:
    assert "signing-key" in opened("prove", "C-1", "2").error
    key = opened("signing-key", "--json").json["key"]
    for name, words in {"proof": ("C-1", "2"), "file": ("C-1",), "nowhere": ("C-9",)}.items():
        (tmp_path / name).write_text(opened("prove", *words).out, encoding="utf-8")

    codes = [
        verify([name.replace("nowhere", "file"), str(tmp_path / name), "--key", key])
        for name in ("proof", "file", "nowhere")
    ]

    assert codes == [0, 0, 0]
    assert "there is no entry 9" in opened("prove", "C-1", "9").error
    assert opened("prove", "C-1", "--size", "1").code == 1


def test_a_witness_without_a_network_signs_a_request_that_comes_as_a_file(run: Run, tmp_path: Path) -> None:
    log = make_folder(tmp_path / "log", "ledger.example/h")
    request = tmp_path / "request"
    request.write_bytes(Consistency.written(0, [], (tmp_path / "log" / "checkpoint").read_bytes()))
    made = run("witness", str(tmp_path / "w"), "--name", "witness.example")

    unknown = run("witness", str(tmp_path / "w"), str(request))
    (tmp_path / "w" / "logs").write_text(str(log))
    signed = run("witness", str(tmp_path / "w"), str(request))

    assert made.out.startswith("witness.example+")
    assert (unknown.code, "no log that is watched here" in unknown.error) == (1, True)
    assert (signed.code, signed.out.startswith("— witness.example ")) == (0, True)
    assert run("witness", str(tmp_path / "w"), "--name", "other").code == 2
    assert run("witness", str(tmp_path / "nowhere")).code == 2


# --- the keys of words and documents ----------------------------------------------------------------------------------


def test_who_opens_a_ledger_is_told_where_its_keys_lie(run: Run, database: Database, tmp_path: Path) -> None:
    said = run("open-ledger", "Hampshire", "ledger.example/h")

    assert str(tmp_path / "keys" / database.schema) in said.out
    assert "Back that folder up" in said.out


def test_without_the_keys_it_is_said_what_to_bring_and_nothing_is_recorded(
    opened: Run, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "keys").rename(tmp_path / "away")

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])

    for words in (("record",), ("serve", "--port", port)):
        said = opened(*words, stdin=[ISSUE])
        assert said.code == 2, said
        assert "CLEARTRAIL_KEYS_FOLDER" in said.error
        assert str(tmp_path / "keys" / database.schema) in said.error
        assert "Traceback" not in said.error
    audited, verified = opened("audit"), opened("verify")
    assert audited.code == 5
    assert "not checked: no keys" in audited.out
    assert verified.code == 5
    assert "not checked: no keys" in verified.out
    assert json.loads(opened("audit", "--json").out)["not_checked"]

    (tmp_path / "away").rename(tmp_path / "keys")
    assert opened("record", stdin=[ISSUE]).code == 0
    assert opened("audit").code == 0


def test_the_keys_and_what_they_are_wrapped_by_may_lie_elsewhere(
    run: Run, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credential = tmp_path / "credential"
    credential.write_text("5" * 64)
    credential.chmod(0o400)
    monkeypatch.setenv("CLEARTRAIL_KEYS_FOLDER", str(tmp_path / "vault"))
    monkeypatch.setenv("CLEARTRAIL_WRAPPING_KEY_FILE", str(credential))

    assert run("open-ledger", "Hampshire", "ledger.example/h").code == 0
    assert run("record", stdin=[CONTRACT, ISSUE]).code == 0

    assert {path.name for path in (tmp_path / "vault" / database.schema).iterdir()} == {"keys", "lock"}
    monkeypatch.delenv("CLEARTRAIL_WRAPPING_KEY_FILE")
    assert "wrapping key" in run("record", stdin=[ISSUE]).error


def test_outcomes_plan_and_resources_are_read_in_words(opened: Run) -> None:
    """CPC307-C5, CPC308-K20."""
    entries = [{"file": "C-1"} | entry for stage in (WANTED, DESIGNED, PLANNED) for entry in stage]
    # Entries are cited by number: one more is on this file than on a new one.
    moved = json.loads(json.dumps(entries).replace('"rests_on": [2]', '"rests_on": [3]'))
    said = opened("record", "--acknowledge-all", stdin={"entries": moved, "recorded_at": "2025-01-27T18:00:00Z"})
    assert said.code == 0, said.error

    assert "OUT-001" in opened("outcomes", "C-1").out
    assert "A4 First visits" in opened("plan", "C-1").out
    used = opened("resources", "C-1").out
    assert "12000 hours" in used
    assert "no invoice or payment is on file" in used
