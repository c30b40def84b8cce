"""The commands for the log's key, for timestamps, and for the day the signer refuses; and what /healthz says."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create
from api.settings import Settings
from ledger.log.signer import make_folder
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.verify import Checkpoint, Key
from tests.api.conftest import open_book
from tests.api.test_command_line import Run, database, opened, run
from tests.log.authority import LocalAuthority, local_authority
from tests.store.redefining import unguarded

__all__ = ["database", "opened", "run"]  # fixtures
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed: nobody stamps")
WHY = ("--known", "One afternoon", "--reason", "The disk failed", "--person", "Cleo County")


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[LocalAuthority]:
    with local_authority(tmp_path / "tsa") as running:
        (tmp_path / "outside.toml").write_text(running.written())
        yield running


def test_the_key_is_changed_and_the_old_one_taken_away(opened: Run) -> None:
    assert "holds no key" in opened("rotate-key", "--reason", "Yearly").error
    old = opened("signing-key", "--json").json["key"]
    assert opened("rotate-key").code == 1
    assert opened("rotate-key", "--reason", "Yearly", "--compromised-since", "yesterday").code == 1

    changed = opened("rotate-key", "--reason", "Yearly", "--json").json

    assert changed["old_key"] == old
    shown = opened("signing-key", "--json").json
    assert shown["key"] == changed["new_key"] != old
    last = (Path(shown["folder"]) / "checkpoint").read_bytes()
    keys = [Key.read(changed[name]) for name in ("new_key", "old_key")]
    assert Checkpoint.read(last).note.signed_by(keys) == keys
    assert opened("rotate-key", "--finish").code == 0
    assert "no old key" in opened("rotate-key", "--finish").error
    assert opened("verify").code == 0, opened("verify").out
    assert opened("verify", "--key", old).code == 0


@needs_openssl
def test_a_checkpoint_is_stamped_when_it_is_asked_for(run: Run, authority: LocalAuthority) -> None:
    run("open-ledger", "Exshire", "ledger.example/x")
    assert run("timestamp").code == 1  # no key yet
    run("signing-key")

    row = run("timestamp", "--json").json[0]
    assert (row["authority"], row["size"]) == ("Local", 1)
    checked = run("verify")
    assert checked.code == 0, checked.out
    assert "1 timestamps in the log are each of a checkpoint of it" in checked.out
    authority.status = 503
    away = run("timestamp")
    assert (away.code, "Local: it answered with the status 503" in away.out) == (1, True)


def test_without_an_authority_in_the_settings_it_is_said_how_one_is_named(opened: Run, tmp_path: Path) -> None:
    opened("signing-key")
    assert "names no timestamping authority" in opened("timestamp").error
    (tmp_path / "outside.toml").write_text("[timestamps]\nwhen_grown = 'soon'\n")
    wrong = opened("timestamp")
    assert (wrong.code, "when_grown" in wrong.error) == (2, True)


def test_after_a_loss_the_log_goes_on_when_somebody_has_said_what_was_lost(
    opened: Run, database: Database, tmp_path: Path
) -> None:
    folder = Path(opened("signing-key", "--json").json["folder"])
    opened("prove", "C-1", "1")  # signs
    assert "Nothing is lost" in opened("explain-loss").out
    assert "nothing is lost" in opened("explain-loss", *WHY).error
    with unguarded(database), database.administer(autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE log DISABLE TRIGGER USER")
        connection.execute("UPDATE log SET leaf_hash = sha256('x') WHERE index = 1")
        connection.execute("ALTER TABLE log ENABLE TRIGGER USER")
    lost = (folder / "checkpoint").read_bytes()
    refused = opened("prove", "C-1", "1")
    assert (refused.code, "docs/signing.md" in refused.error) == (1, True)

    shown = opened("explain-loss", "--json").json
    assert shown["lost_checkpoint"] == lost.decode()
    assert "no entry on the authority's file explains" in opened("sign-on", shown["signed_root"]).error
    assert "go together" in opened("explain-loss", "--known", "x").error
    done = opened("explain-loss", *WHY, "--office", "county-manager-contracts")
    assert (done.code, f"sign-on {shown['signed_root']}" in done.out) == (0, True), done.error
    assert "has the root" in opened("sign-on", "x").error
    went_on = opened("sign-on", shown["signed_root"], "--json")

    assert went_on.json["size"] == shown["size"], went_on.error
    assert (folder / "lost" / "0001").read_bytes() == lost
    assert opened("prove", "authority", str(went_on.json["explained_by"])).code == 0
    kept = tmp_path / "kept"
    kept.write_bytes(lost)
    without = opened("verify")
    assert "1 of its own checkpoints, of 3 entries, no longer lead to the log; entry" in without.out
    checked = opened("verify", "--checkpoint", str(kept))
    assert (checked.code, "explains that it was lost, which does not prove it" in checked.out) == (1, True)


@needs_openssl
def test_healthz_says_who_does_not_answer_and_everything_else_goes_on(
    database: Database, authority: LocalAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.timestamping.EVERY", 0.05)
    authority.status = 503
    book = open_book(database, "real")
    make_folder(tmp_path / "signer" / "cleartrail", "ledger.example/hants")
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path), demo=True)
    with TestClient(create(book, database, settings)) as client:
        answer = _until(client, lambda body: "troubles" in body)
        assert answer["troubles"] == {"timestamps": "Local: it answered with the status 503"}
        assert answer["status"] == "ok"
        page = client.get("/ledger", headers={"Cookie": "cleartrail-person=auditor"})
        assert "Local: it answered with the status 503" in page.text
        checkpoint = Checkpoint.read(client.get("/log/checkpoint").content)
        assert checkpoint.size == 1
        assert client.get("/log/checkpoint", params={"witnessed": "true"}).status_code == 404


def _until(client: TestClient, holds: Any) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for _ in range(200):
        body = client.get("/healthz").json()
        if holds(body):
            return body
        time.sleep(0.05)
    raise AssertionError(f"not within ten seconds: {body}")
