"""A ledger from before encryption: what lies in clear is encrypted by the migration, all of it or nothing."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ledger.auditing import differences
from ledger.copying.format import Tally
from ledger.copying.reading import DocumentLine, EntryLine, Header, read_copy
from ledger.copying.taking import verify
from ledger.copying.writing import write_copy
from ledger.documents import DocumentAltered, Documents
from ledger.store.database import Connection, Database
from ledger.store.embedded import EmbeddedServer
from ledger.store.keyring import KeysPlace
from ledger.store.schema import SchemaRefused, migrate, migrations, require_current
from tests.copying.test_copy import SCAN, opened
from tests.ledgers import remove
from tests.store.redefining import unguarded

IN_CLEAR = migrations()[:6]


@pytest.fixture(scope="module")
def copy(server: EmbeddedServer | str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of a ledger with words, words of a person, and documents."""
    folder = tmp_path_factory.mktemp("copied")
    with Database(f"test_{secrets.token_hex(6)}", server, keys=KeysPlace(folder / "keys")) as database:
        migrate(database)
        opened(database, "real")
        write_copy(database, folder / "copy")
        database.close()
        remove(database)
    return folder / "copy"


@pytest.fixture
def older(copy: Path, empty_database: Database) -> Database:
    """The same ledger as version 6 of the schema kept it: in clear."""
    migrate(empty_database, IN_CLEAR)
    with empty_database.connect("owner") as owner:
        _fill(owner, copy)
    return empty_database


def _fill(owner: Connection, copy: Path) -> None:
    """By the statements that version 6 took a copy in with."""
    tally, document = verify(copy), b""
    for said in read_copy(copy):
        match said:
            case Header():
                owner.execute(
                    "SELECT copy_begin(%s, %s, %s, %s, %s, %s, %s, %s)",
                    (
                        said.origin, said.clock, said.file_key_secret, said.request_key, said.opened_at, tally.entries,
                        bytes.fromhex(tally.root), bytes.fromhex(tally.sha256),
                    ),
                )  # fmt: skip
            case DocumentLine():
                document = said.sha256
                given = (document, said.size, said.media_type, said.filed_at)
                owner.execute("SELECT copy_document(%s, %s, %s, %s)", given)
            case bytes():
                owner.execute("SELECT file_chunk(%s, %s)", (document, said))
            case EntryLine():
                openings = said.openings
                owner.execute(
                    "SELECT copy_entries(%s, %s, %s::bigint[], %s, %s::bytea[], %s, %s::bigint[], %s::int[], %s::int[],"
                    " %s::uuid[], %s::bytea[], %s::bytea[], %s, %s::int[], %s::bytea[], %s::bytea[], %s::text[],"
                    " %s::int[], %s::bytea[])",
                    (
                        said.index, [said.file], [said.position], [said.kind], [said.state], [said.recorded_at],
                        [said.arrival], [said.ordinal], [said.size], [said.command_id], [said.request], [said.leaf],
                        [said.sealed_at], [1] * len(openings), [digest for digest, _, _ in openings],
                        [words for _, words, _ in openings], [person for _, _, person in openings],
                        [1] * len(said.documents), list(said.documents),
                    ),
                )  # fmt: skip
            case Tally():
                owner.execute("SELECT copy_end()")


def everything(database: Database) -> bytes:
    """Every value in every table of the schema."""
    found = []
    with database.administer() as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (database.schema,))
        for (table,) in tables.fetchall():
            with connection.cursor(binary=True) as cursor:
                rows = cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))).fetchall()
            found += [value for row in rows for value in row if isinstance(value, bytes)]
            found += [str(value).encode() for row in rows for value in row if not isinstance(value, bytes)]
    return b"\n".join(found)


def test_what_lay_in_clear_is_encrypted_and_says_the_same(older: Database, copy: Path, tmp_path: Path) -> None:
    assert SCAN[:1000] in everything(older)
    with older.administer() as administrator:
        [(disclosures,)] = administrator.execute("SELECT array_agg(disclosure) FROM openings").fetchall()
    assert len(disclosures) > 5
    told: list[tuple[str, int, int]] = []

    taken = migrate(older, progress=lambda *said: told.append(said))

    assert taken[0] == "0007_keys"
    assert told == [("encrypting words", len(disclosures), len(disclosures))] + [
        ("encrypting documents", done, 3) for done in (1, 2, 3)
    ]
    after = everything(older)
    assert SCAN[:1000] not in after
    assert not any(bytes(disclosure) in after for disclosure in disclosures)
    assert list(differences(older)) == []
    write_copy(older, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == copy.read_bytes()


def test_a_new_ledger_has_no_keys_until_there_is_something_to_encrypt(database: Database) -> None:
    assert database.keys_place is not None
    assert not database.keys_place.folder.exists()

    Documents(database).file(b"letter", "text/plain")

    assert (database.keys_place.folder / "keys").exists()


def test_killed_in_the_middle_nothing_has_happened_and_it_begins_again(
    older: Database, copy: Path, server: EmbeddedServer | str, tmp_path: Path
) -> None:
    before = everything(older)
    assert older.keys_place is not None
    program = f"""
import os, signal
from pathlib import Path
from ledger.store.database import Database
from ledger.store.keyring import KeysPlace
from ledger.store.schema import migrate
url = {server if isinstance(server, str) else server.url()!r}
with Database({older.schema!r}, url, keys=KeysPlace(Path({str(older.keys_place.folder)!r}))) as database:
    migrate(database, progress=lambda what, *_: what == "encrypting documents" and os.kill(os.getpid(), signal.SIGKILL))
"""
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    killed = subprocess.run([sys.executable, "-c", program], env=place, timeout=60, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert (older.keys_place.folder / "keys").exists()
    assert everything(older) == before
    with pytest.raises(SchemaRefused, match="cleartrail migrate"):
        require_current(older)
    migrate(older)
    assert list(differences(older)) == []
    write_copy(older, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == copy.read_bytes()


def test_what_was_altered_in_clear_is_still_found_once_it_is_encrypted(older: Database) -> None:
    with unguarded(older), older.administer() as administrator:
        administrator.execute("SET session_replication_role = replica")
        for table in ("openings", "chunks"):
            administrator.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        administrator.execute("ALTER TABLE openings DROP CONSTRAINT openings_open")
        administrator.execute("UPDATE openings SET disclosure = 'bm90' WHERE person IS NOT NULL")
        administrator.execute("UPDATE chunks SET bytes = substr(bytes, 2) WHERE number = 1")

    migrate(older)

    found = [str(finding) for finding in differences(older)]
    assert len(found) == 2
    assert "were altered" in found[0]
    assert "are not those that were filed" in found[1]
    [scan] = [document for document, size in _documents(older) if size == len(SCAN)]
    with pytest.raises(DocumentAltered):
        Documents(older).read(scan.hex())


def test_the_old_tables_and_the_way_round_them_are_gone(older: Database) -> None:
    migrate(older)

    with older.connect("owner") as owner:
        tables = owner.execute(
            "SELECT relname FROM pg_class WHERE strpos(relname, 'in_clear') > 0 AND relnamespace = %s::regnamespace",
            (older.schema,),
        ).fetchall()
    assert tables == []
    for change in ("UPDATE documents SET ciphertext_sha256 = sha256('x')", "UPDATE keyring SET name = name"):
        with older.administer() as administrator, pytest.raises(psycopg.errors.InsufficientPrivilege):
            administrator.execute(change.encode())


def _documents(database: Database) -> list[tuple[bytes, int]]:
    with database.connect("app") as connection:
        return connection.execute("SELECT sha256, size FROM documents").fetchall()
