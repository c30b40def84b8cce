"""What the owner of the server can do to a ledger, and by which words the audit says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg import sql

from ledger.auditing import differences
from ledger.log.stretch import Finding
from ledger.store.database import Connection, Database
from ledger.store.ddl_guard import put_up, take_down
from tests.copying.test_copy import opened, opened_before, seal
from tests.ledgers import Ledgers
from tests.sampling import thorough
from tests.store.redefining import unguarded

RECORD = ("settings", "files", "entries", "log", "sealing", "openings", "citations", "documents", "chunks")


@pytest.fixture(params=["real", "simulated"])
def ledger(ledgers: Ledgers, database: Database, request: pytest.FixtureRequest) -> Database:
    """Files, words, exhibits, a correction and appends of several entries; all of it sealed."""
    opened_before(ledgers, database, request.param)
    seal(database)
    return database


@pytest.fixture
def meddler(ledger: Database) -> Iterator[Connection]:
    """The superuser with the triggers switched off; they are on again before anybody looks."""
    with unguarded(ledger), ledger.administer(autocommit=True) as connection:
        _all_triggers(connection, "DISABLE TRIGGER USER")
        # A foreign key's own triggers obey the replication role.
        connection.execute("SET session_replication_role = replica")
        yield connection


def found(ledger: Database, meddler: Connection) -> list[Finding]:
    _all_triggers(meddler, "ENABLE TRIGGER USER")
    for trigger, table in meddler.execute(
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
        " WHERE relnamespace = %s::regnamespace AND NOT tgisinternal",
        (ledger.schema,),
    ).fetchall():
        meddler.execute(
            sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(sql.Identifier(table), sql.Identifier(trigger))
        )
    put_up(meddler, ledger.schema)
    return list(differences(ledger))


def _all_triggers(connection: Connection, what: str) -> None:
    for table in RECORD:
        connection.execute(sql.SQL("ALTER TABLE {} " + what).format(sql.Identifier(table)))


def test_an_untouched_ledger_has_no_differences_before_it_is_sealed_or_after(database: Database) -> None:
    opened(database, "real")
    assert list(differences(database)) == []

    seal(database)

    assert list(differences(database)) == []


def test_nothing_is_found_where_the_triggers_were_off_and_nothing_was_done(
    ledger: Database, meddler: Connection
) -> None:
    assert found(ledger, meddler) == []


ENTRY = "(SELECT file_id, position FROM entries WHERE kind = 'issue-raised/1' LIMIT 1)"
TAMPERINGS = {
    "an entry's bytes": (
        f"UPDATE entries SET state = state || ' ' WHERE (file_id, position) = {ENTRY}",
        "its bytes or its times were altered",
    ),
    "when it was recorded": (
        f"UPDATE entries SET recorded_at = recorded_at + interval '1 hour' WHERE (file_id, position) = {ENTRY}",
        "its bytes or its times were altered",
    ),
    "its kind": (
        f"UPDATE entries SET kind = 'note-made/1' WHERE (file_id, position) = {ENTRY}",
        "it is said to be note-made/1",
    ),
    "its append": (
        f"UPDATE entries SET arrival = arrival + 1000 WHERE (file_id, position) = {ENTRY}",
        "does not lie where the append it came with lies",
    ),
    "two entries of one file exchanged": (
        (
            "UPDATE entries e SET state = o.state, kind = o.kind FROM entries o"
            " WHERE e.file_id = o.file_id AND e.position IN (2, 3) AND o.position = 5 - e.position"
        ),
        "its bytes or its times were altered",
    ),
    "two entries of the log exchanged": (
        (
            "UPDATE log SET index = 1000 + index WHERE index IN (1, 2);"
            "UPDATE log SET index = 1003 - index WHERE index > 999"
        ),
        "it came",
    ),
    "an entry and its place in the log removed": (
        f"DELETE FROM log WHERE (file_id, position) = {ENTRY}; DELETE FROM entries WHERE (file_id, position) = {ENTRY}",
        "are missing",
    ),
    "the last entry removed, its place in the log, and its file's head set back": (
        (
            "DELETE FROM entries WHERE (file_id, position) ="
            " (SELECT file_id, position FROM log ORDER BY index DESC LIMIT 1);"
            "DELETE FROM log WHERE index = (SELECT max(index) FROM log);"
            "UPDATE files f SET head = (SELECT count(*) FROM entries e WHERE e.file_id = f.file_id)"
        ),
        "entries were sealed, and the log ends at",
    ),
    "an entry forged where sealing no longer looks": (
        (
            f"INSERT INTO entries SELECT file_id, head + 1, 'note-made/1', state, recorded_at, 0, 1, 1 FROM files"
            f" JOIN entries USING (file_id) WHERE (file_id, position) = {ENTRY};"
            "UPDATE files f SET head = (SELECT count(*) FROM entries e WHERE e.file_id = f.file_id)"
        ),
        "slipped in where everything had been sealed already",
    ),
    "words": (
        "UPDATE openings SET ciphertext = set_byte(ciphertext, 5, 255 - get_byte(ciphertext, 5))",
        "were altered",
    ),
    "words removed": ("DELETE FROM openings", "are gone"),
    "words added": (
        "INSERT INTO openings SELECT sha256('forged'), ciphertext, NULL, file_id, position FROM openings LIMIT 1",
        "words were put beside it that it does not hold",
    ),
    "words for an entry that never was": (
        "INSERT INTO openings SELECT sha256('forged'), ciphertext, NULL, file_id, 99 FROM openings LIMIT 1",
        "an entry that is not there",
    ),
    "a citation removed": ("DELETE FROM citations", "it no longer cites it"),
    "a citation added": (
        f"INSERT INTO citations SELECT file_id, position, sha256('x') FROM entries WHERE (file_id, position) = {ENTRY}",
        "is not its exhibit, and it cites it",
    ),
    "a document's bytes": ("UPDATE chunks SET ciphertext = ciphertext || 'x'", "are not those that were filed"),
    "words of two entries exchanged": (
        "UPDATE openings o SET ciphertext = (SELECT ciphertext FROM openings p WHERE p.digest <> o.digest LIMIT 1)",
        "were altered",
    ),
    "words put under another person's key": ("UPDATE openings SET person = 'P-99'", "were altered"),
    "a document's bytes and what was announced of them": (
        (
            "UPDATE chunks SET ciphertext = set_byte(ciphertext, 5, 255 - get_byte(ciphertext, 5));"
            "UPDATE documents d SET ciphertext_sha256 ="
            " (SELECT sha256(string_agg(ciphertext, ''::bytea ORDER BY number))"
            " FROM chunks c WHERE c.sha256 = d.sha256)"
        ),
        "are not those that were filed",
    ),
    "part of a document removed": ("DELETE FROM chunks WHERE number > 0", "are not those that were filed"),
    "a document removed": ("DELETE FROM chunks; DELETE FROM documents", "which it cites, is gone"),
    "the ledger's clock": (
        "UPDATE settings SET clock = CASE clock WHEN 'real' THEN 'simulated' ELSE 'real' END",
        "another origin or clock",
    ),
    "the ledger's secret": ("UPDATE settings SET file_key_secret = sha256('x')", "the ledger's secret"),
}


# In ledgers of one clock and of the other in turn; or each in both.
@pytest.mark.parametrize(
    ("ledger", "tamper", "said"),
    [
        pytest.param(clock, *done, id=f"{name}, {clock}")
        for number, (name, done) in enumerate(TAMPERINGS.items())
        for clock in (("real", "simulated") if thorough() else (("real", "simulated")[number % 2],))
    ],
    indirect=["ledger"],
)
def test_what_the_owner_did_with_the_triggers_off_is_named(
    ledger: Database, meddler: Connection, tamper: str, said: str
) -> None:
    meddler.execute(tamper.encode())

    assert [finding for finding in found(ledger, meddler) if said in str(finding)], found(ledger, meddler)


def test_many_documents_are_read_by_two_processes_and_found_as_by_one(
    ledger: Database, meddler: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.auditing._WORTH_A_PROCESS", 0)
    assert found(ledger, meddler) == []
    take_down(meddler, ledger.schema)
    _all_triggers(meddler, "DISABLE TRIGGER USER")

    meddler.execute("UPDATE chunks SET ciphertext = set_byte(ciphertext, 5, 255 - get_byte(ciphertext, 5))")

    [(count,)] = meddler.execute("SELECT count(*) FROM documents").fetchall()
    assert sum("are not those that were filed" in str(one) for one in found(ledger, meddler)) == count > 0


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        ("ALTER TABLE entries DISABLE TRIGGER entries_stay", "the trigger entries_stay on entries"),
        ("ALTER TABLE log ENABLE TRIGGER log_stays", "the trigger log_stays on log"),
        ("DROP TRIGGER openings_stay ON openings", "the trigger openings_stay on openings"),
        (
            (
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RETURN new; END $$"
            ),
            "the function refuse_change",
        ),
    ],
)
def test_a_guard_that_was_taken_away_is_named(database: Database, tamper: str, said: str) -> None:
    opened(database, "real")

    with unguarded(database), database.connect("owner", autocommit=True) as owner:
        owner.execute(tamper.encode())

    assert [said in str(finding) for finding in differences(database)] == [True]
