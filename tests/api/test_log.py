"""The log by HTTP: a checkpoint kept shows later that nothing was changed, and an entry one sees can be proved."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.log.signer import make_folder
from ledger.log.tree import Tree
from ledger.store.database import Database
from ledger.verify import (
    Checkpoint,
    Consistency,
    EntryProof,
    FileProof,
    Key,
    MapHead,
    check_consistency,
    check_inclusion,
    leaf_hash,
    read_bundle,
    tile_path,
)
from tests.api.conftest import CONTRACT, Answer, Ledger, User, problem, served
from tests.store.redefining import unguarded

pytestmark = pytest.mark.read_models

NOTE = {"kind": "note-made", "file": "C-1", "happened_on": "2025-01-01", "words": "Visits were missed"}


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return make_folder(tmp_path / "signer" / "cleartrail", "ledger.example/hants")


@pytest.fixture
def signed(database: Database, tmp_path: Path, key: Key) -> Iterator[Ledger]:
    """An application with a signer beside it, and one contract on file."""
    with served(database, tmp_path) as running:
        running.as_("lead-officer").record(CONTRACT)
        yield running


def patiently(user: User, path: str, **query: Any) -> Answer:
    """The answer, once the entry is sealed and signed."""
    for _ in range(200):
        answer = user.get(path, **query)
        if answer.status_code != 404:
            return answer
        problem(answer, 404, "not-signed")
        time.sleep(0.05)
    raise AssertionError("nothing was signed")


def checkpoint(ledger: Ledger, least: int, key: Key) -> Checkpoint:
    """The checkpoint in force once it covers so many entries."""
    for _ in range(200):
        answer = ledger.client.get("/log/checkpoint")
        if answer.status_code == 200 and Checkpoint.read(answer.content).size >= least:
            found = Checkpoint.read(answer.content)
            found.check_signed(key)
            return found
        time.sleep(0.05)
    raise AssertionError("nothing was signed")


def test_whoever_sees_an_entry_gets_a_proof_that_leads_from_its_bytes_to_the_signed_log(
    signed: Ledger, key: Key
) -> None:
    answer = patiently(signed.as_("lead-officer"), "/contracts/C-1/entries/1/proof")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    proof = EntryProof.read(answer.content)
    proof.checkpoint.check_signed(key)
    check_inclusion(
        leaf_hash(proof.header), proof.index, proof.checkpoint.size, proof.checkpoint.root, proof.proof
    )  # fmt: skip
    stored = signed.as_("auditor").get("/contracts/C-1/entries/1/stored")
    assert json.loads(stored.content)["entry"]["reference"] == "C-1"
    assert json.loads(proof.header)["state"] == hashlib.sha256(stored.content).hexdigest()


def test_a_proof_is_given_to_nobody_who_is_not_told_of_the_entry(signed: Ledger) -> None:
    signed.as_("lead-officer").record(NOTE)

    problem(signed.as_("").get("/contracts/C-1/entries/1/proof"), 401, "not-signed-in")
    problem(signed.as_("provider").get("/contracts/C-1/entries/2/proof"), 404, "not-on-file")
    problem(signed.as_("lead-officer").get("/contracts/C-1/entries/9/proof"), 404, "not-on-file")
    problem(signed.as_("lead-officer").get("/contracts/nowhere/entries/1/proof"), 404, "not-on-file")


def test_the_authoritys_own_entries_have_proofs_too(signed: Ledger, key: Key) -> None:
    proof = EntryProof.read(patiently(signed.as_("auditor"), "/authority/entries/1/proof").content)

    proof.checkpoint.check_signed(key)
    assert proof.index == 0


def test_a_checkpoint_kept_from_before_is_proved_to_be_the_beginning_of_the_log(signed: Ledger, key: Key) -> None:
    kept = checkpoint(signed, 2, key)
    signed.as_("lead-officer").record(NOTE, NOTE)
    newest = checkpoint(signed, kept.size + 2, key)

    found = Consistency.read(signed.client.get("/log/consistency", params={"old": kept.size}).content)

    assert found.checkpoint == newest
    check_consistency(kept.size, newest.size, kept.root, newest.root, found.proof)
    earlier = signed.client.get("/log/consistency", params={"old": 1, "size": kept.size})
    assert Consistency.read(earlier.content).checkpoint.size == kept.size


@pytest.mark.parametrize("asked", [{"old": "-1"}, {"old": "x"}, {}, {"old": "99"}, {"old": "1", "asof": "2"}])
def test_a_consistency_that_cannot_be_is_refused_with_what_would_be_right(
    signed: Ledger, key: Key, asked: dict[str, str]
) -> None:
    checkpoint(signed, 2, key)

    problem(signed.client.get("/log/consistency", params=asked), 422, "invalid")


def test_the_root_of_a_checkpoint_comes_out_of_the_tiles_alone(signed: Ledger, key: Key) -> None:
    newest = checkpoint(signed, 2, key)

    def fetch(level: int, number: int, wide: int) -> bytes:
        answer = signed.client.get(f"/log/tile/{tile_path(level, number, wide)}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "immutable" in answer.headers["cache-control"]
        return answer.content

    assert Tree(newest.size, fetch).root == newest.root


@pytest.mark.parametrize(
    "path", ["0/000", "0/001", "0/000.p/200", "8/000", "0/x999/x999/x999/x999/x999/999", "0/0", "x", "0/000.p/0"]
)
def test_a_tile_that_is_not_there_is_nowhere(signed: Ledger, path: str) -> None:
    problem(signed.client.get(f"/log/tile/{path}"), 404, "not-on-file")


def test_the_entries_behind_a_tile_are_given_to_our_own_side_as_headers_and_to_nobody_else(
    signed: Ledger, key: Key
) -> None:
    newest = checkpoint(signed, 2, key)
    path = f"/log/tile/{tile_path('entries', 0, newest.size)}"
    headers = {"Authorization": "Bearer demo-auditor"}

    answer = signed.client.get(path, headers=headers)

    leaves = signed.client.get(f"/log/tile/{tile_path(0, 0, newest.size)}").content
    entries = [entry for _, entry in read_bundle(answer.content, newest.size)]
    assert b"".join(map(leaf_hash, entries)) == leaves
    assert "private" in answer.headers["cache-control"]
    problem(signed.client.get(path), 401, "not-signed-in")
    problem(signed.client.get(path, headers={"Authorization": "Bearer demo-provider"}), 403, "denied")
    for nowhere in ("000", "001.p/3", "0", "x", "000.p/200"):
        problem(signed.client.get(f"/log/tile/entries/{nowhere}", headers=headers), 404, "not-on-file")


def test_a_log_without_a_signer_says_so(ledger: Ledger) -> None:
    ledger.as_("lead-officer").record(CONTRACT)

    for path in ("/log/checkpoint", "/log/consistency?old=1", "/api/v1/contracts/C-1/entries/1/proof"):
        answer = ledger.client.get(path, headers={"Authorization": "Bearer demo-lead-officer"})
        problem(answer, 404, "not-signed")
        assert answer.headers["retry-after"] == "1"


def test_no_proof_is_given_of_an_entry_that_is_not_what_was_signed(signed: Ledger, key: Key) -> None:
    checkpoint(signed, 2, key)
    with unguarded(signed.database), signed.database.administer(autocommit=True) as owner:
        owner.execute("ALTER TABLE log DISABLE TRIGGER log_stays")
        owner.execute("UPDATE log SET leaf_hash = sha256('x') WHERE index = 0")
        owner.execute("ALTER TABLE log ENABLE ALWAYS TRIGGER log_stays")

    problem(signed.as_("lead-officer").get("/contracts/C-1/entries/1/proof"), 500, "altered")
    problem(signed.client.get("/log/consistency?old=1"), 500, "altered")


def test_a_file_is_shown_to_be_whole_to_our_own_side_alone(signed: Ledger, key: Key) -> None:
    size = checkpoint(signed, 2, key).size

    proof = FileProof.read(patiently(signed.as_("auditor"), "/contracts/C-1/proof", size=size).content)
    proof.head.check_signed(key)
    proof.check_whole()
    assert len(proof.headers) == 1
    assert MapHead.read(signed.client.get("/log/map").content) == proof.head
    problem(signed.as_("provider").get("/contracts/C-1/proof"), 403, "denied")
    problem(signed.as_("auditor").get("/contracts/C-1/proof", size=99), 404, "not-signed")


def test_a_signer_that_refuses_is_told_of_where_the_health_is_asked_and_recording_goes_on(
    database: Database, tmp_path: Path, key: Key
) -> None:
    (tmp_path / "signer" / "cleartrail" / "checkpoint").unlink()
    with served(database, tmp_path) as running:
        answer = running.client.get("/healthz")
        for _ in range(100):
            if answer.status_code == 503:
                break
            time.sleep(0.05)
            answer = running.client.get("/healthz")

        assert answer.json() == {"status": "stopped", "stopped": ["signer"]}
        running.as_("lead-officer").record(CONTRACT)


def test_stored_bytes_are_given_to_our_own_side_and_not_of_an_entry_that_is_withheld(signed: Ledger) -> None:
    signed.as_("legal-services").record(NOTE | {"audience": "legal", "protection": "legal-advice"})
    assert "withheld" in signed.as_("auditor").get("/contracts/C-1/entries/2").json()["entry"]

    problem(signed.as_("auditor").get("/contracts/C-1/entries/2/stored"), 403, "denied")
    problem(signed.as_("provider").get("/contracts/C-1/entries/1/stored"), 403, "denied")
    problem(signed.as_("provider").get("/contracts/C-1/entries/2/stored"), 403, "denied")
    assert signed.as_("legal-services").get("/contracts/C-1/entries/2/stored").status_code == 200
