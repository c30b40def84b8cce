"""Tokens of programs: shown once, kept as hashes, and good until they are revoked."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create
from api.people import Person
from api.settings import Settings
from api.tokens import Tokens
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings, SettingsRefused
from tests.api.conftest import CONTRACT, Ledger, User, open_book, problem


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "tokens.json")


def test_a_token_says_who_a_program_is(tokens: Tokens) -> None:
    token = tokens.make("returns-feed", ["officer"], person="Returns feed")

    assert tokens.person(token) == Person("token:returns-feed", "Returns feed", frozenset({"officer"}))


def test_the_file_holds_no_token_and_is_closed_to_others(tokens: Tokens, tmp_path: Path) -> None:
    token = tokens.make("returns-feed", ["officer"])

    kept = tmp_path / "tokens.json"
    assert token not in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_revoked_token_is_nobodys(tokens: Tokens) -> None:
    token = tokens.make("returns-feed", ["officer"])

    assert tokens.revoke("returns-feed")

    assert tokens.person(token) is None
    assert not tokens.revoke("returns-feed")


def test_a_name_is_given_once(tokens: Tokens) -> None:
    tokens.make("returns-feed", ["officer"])

    with pytest.raises(ValueError, match="already"):
        tokens.make("returns-feed", ["auditor"])


def test_a_provider_has_no_other_role(tokens: Tokens) -> None:
    with pytest.raises(ValueError, match="no other role"):
        tokens.make("odd", ["provider", "officer"])


def test_a_file_that_is_none_is_said(tokens: Tokens, tmp_path: Path) -> None:
    (tmp_path / "tokens.json").write_text("[]")

    with pytest.raises(SettingsRefused, match=r"tokens\.json"):
        tokens.person("x")


def test_without_demonstration_only_tokens_count(database: Database, tmp_path: Path) -> None:
    settings = Settings(database=DatabaseSettings(data_directory=tmp_path))
    token = Tokens(settings.tokens).make("returns-feed", ["officer"])
    with TestClient(create(open_book(database), database, settings, beside=False)) as client:
        for headers in ({"Authorization": "Bearer demo-lead-officer"}, {"Cookie": "cleartrail-person=lead-officer"}):
            problem(client.get("/api/v1/authority/entries/1", headers=headers), 401, "not-signed-in")

        known = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/v1/authority/entries/1", headers=known).status_code == 200


def test_a_provider_goes_by_its_number_or_its_name(ledger: Ledger, tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "tokens.json")
    by_number = tokens.make("a", ["provider"], organisations=["GB-COH 01234567"])
    by_name = tokens.make("b", ["provider"], organisations=["larkfield  home care LTD"])
    stranger = tokens.make("c", ["provider"], organisations=["Larkfield"])
    provider = {"name": "Larkfield Home Care Ltd", "identifiers": [{"scheme": "GB-COH", "id": "01234567"}]}
    ledger.as_("lead-officer").record({**CONTRACT, "provider": provider})

    def seen(token: str) -> list[str]:
        headers = {"Authorization": f"Bearer {token}"}
        rows = ledger.client.get("/api/v1/contracts", headers=headers).json()["contracts"]
        return [row["reference"] for row in rows]

    assert (seen(by_number), seen(by_name), seen(stranger)) == (["C-1"], ["C-1"], [])


def test_an_auditor_reads_what_is_privileged_where_it_was_granted(ledger: Ledger, tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "tokens.json")
    advice = {
        "kind": "note-made", "happened_on": "2025-01-01", "words": "Wait", "audience": "legal",
        "protection": "legal-advice",
    }  # fmt: skip
    second = {**CONTRACT, "file": "C-2", "reference": "C-2"}
    officer: User = ledger.as_("legal-services")
    officer.record(CONTRACT, second, {**advice, "file": "C-1"}, {**advice, "file": "C-2"})

    headers = {"Authorization": f"Bearer {tokens.make('audit', ['auditor'], granted=['C-1'])}"}

    first, other = (
        ledger.client.get(f"/api/v1/contracts/{c}/entries/2", headers=headers).json() for c in ("C-1", "C-2")
    )
    assert first["entry"]["entry"]["words"] == "Wait"
    assert other["entry"]["withheld"] == "legal advice"
