"""What lies in the vault is read with its own key, in its own place, and by nobody without the folder of the keys."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.auditing import differences
from ledger.book import Book
from ledger.documents import DocumentAltered, Documents
from ledger.errors import KeyDestroyed, KeysMissing, KeysRefused
from ledger.privacy.encryption import (
    ChunkAltered,
    DocumentCipher,
    OpeningAltered,
    decrypt_opening,
    encrypt_opening,
    scope_of,
)
from ledger.privacy.keys import DOCUMENTS, Keys, of_file, of_person
from ledger.privacy.vault import Vault, digests_in
from ledger.store.database import Connection, Database
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry, Opening
from ledger.verify import NOT_PROVED, Report
from ledger.verifying import verify_ledger
from tests.copying.test_copy import SCAN, opened, seal
from tests.store.redefining import unguarded

FILE, OTHER = UUID(int=1), UUID(int=2)
WORDS = b"WyJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBIiwid29yZHMiXQ"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys.make(tmp_path_factory.mktemp("vault") / "keys")


def test_an_opening_is_read_under_its_own_digest_on_its_own_file(keys: Keys) -> None:
    digest, other = sha256(WORDS).digest(), sha256(b"other").digest()
    stored = encrypt_opening(keys, of_file(FILE), digest, WORDS)

    assert decrypt_opening(keys, of_file(FILE), digest, stored) == WORDS
    assert WORDS not in stored
    for scope, filed in ((of_file(OTHER), digest), (of_person("P-1"), digest), (of_file(FILE), other)):
        with pytest.raises(OpeningAltered):
            decrypt_opening(keys, scope, filed, stored)


@given(at=st.integers(0, len(WORDS) + 15), bit=st.integers(0, 7))
def test_a_bit_flipped_in_what_is_stored_is_found(keys: Keys, at: int, bit: int) -> None:
    digest = sha256(WORDS).digest()
    stored = bytearray(encrypt_opening(keys, of_file(FILE), digest, WORDS))
    stored[at] ^= 1 << bit

    with pytest.raises(OpeningAltered):
        decrypt_opening(keys, of_file(FILE), digest, bytes(stored))


@pytest.mark.parametrize("stored", [b"", b"x" * 16, b"x" * 17])
def test_what_is_no_ciphertext_is_found(keys: Keys, stored: bytes) -> None:
    with pytest.raises(OpeningAltered):
        decrypt_opening(keys, of_file(FILE), sha256(WORDS).digest(), stored)
    with pytest.raises(ChunkAltered):
        DocumentCipher(keys, sha256(WORDS).digest()).decrypt(0, stored)


def test_the_error_names_the_digest_and_no_words(keys: Keys) -> None:
    with pytest.raises(OpeningAltered) as found:
        decrypt_opening(keys, of_person("Mrs-Smith"), sha256(WORDS).digest(), b"x" * 40)

    assert "Smith" not in str(found.value)
    assert sha256(WORDS).hexdigest() in str(found.value)


@given(first=st.binary(min_size=1, max_size=100), second=st.binary(min_size=1, max_size=100))
def test_a_chunk_is_read_in_its_own_place_of_its_own_document(keys: Keys, first: bytes, second: bytes) -> None:
    cipher, other = DocumentCipher(keys, sha256(first + second).digest()), DocumentCipher(keys, bytes(32))

    stored = cipher.encrypt(0, first), cipher.encrypt(len(first), second)

    assert cipher.decrypt(0, stored[0]) + cipher.decrypt(len(first), stored[1]) == first + second
    for at, where, chunk in ((len(first), cipher, stored[0]), (0, cipher, stored[1]), (0, other, stored[0])):
        with pytest.raises(ChunkAltered):
            where.decrypt(at, chunk)


def test_the_same_chunk_parted_otherwise_never_meets_the_same_nonce(keys: Keys) -> None:
    """Else two texts under one nonce would show how they differ, should a document be filed in other pieces one day."""
    cipher = DocumentCipher(keys, sha256(b"aaaa").digest())

    assert cipher.encrypt(0, b"aa")[:1] != cipher.encrypt(0, b"aaa")[:1] or (
        cipher.encrypt(0, b"aa")[:2] != cipher.encrypt(0, b"aaa")[:2]
    )


# --- in a ledger ------------------------------------------------------------------------------------------------------


@pytest.fixture
def book(database: Database) -> Book:
    found = opened(database, "real")
    seal(database)
    return found


@pytest.fixture
def again(database: Database) -> Iterator[Database]:
    """The same ledger as another process comes to it."""
    with Database(database.schema, database._server, keys=database.keys_place) as another:
        yield another


def words_of(book: Book, reference: str) -> dict[str, object]:
    return dict(Vault(book.store).words_of(book.file(reference).known))


def test_what_the_database_holds_of_words_is_not_the_words(book: Book, database: Database) -> None:
    with database.connect("app") as connection:
        openings = [bytes(row[0]) for row in connection.execute("SELECT ciphertext FROM openings")]
        chunks = [bytes(row[0]) for row in connection.execute("SELECT ciphertext FROM chunks")]

    said = book.store.openings([digest for (digest,) in _digests(database)])
    assert len(said) == len(openings) > 5
    assert not any(words in stored for words in said.values() for stored in openings)
    assert not any(SCAN[at : at + 64] in b"".join(chunks) for at in range(0, len(SCAN) - 64, 64))


def test_an_old_backup_of_the_database_brings_no_destroyed_words_back(book: Book, database: Database) -> None:
    before = words_of(book, "B")
    [note] = [r for r in book.file("B").known if r.entry.kind == "note-made/1"]
    said = next(d for d in digests_in(note) if before[d] == "Mrs P. told us")
    scan = sha256(SCAN).digest()
    with database.administer() as administrator:
        backup = administrator.execute("SELECT * FROM openings WHERE person = 'P-17'").fetchall()

    database.keys().destroy(of_person("P-17"))
    database.keys().destroy(DOCUMENTS, scan)
    _as_superuser(database, "DELETE FROM openings WHERE person = 'P-17'")
    with database.administer() as administrator:
        administrator.execute("SET session_replication_role = replica")
        for row in backup:
            administrator.execute("INSERT INTO openings VALUES (%s, %s, %s, %s, %s)", row)

    assert len(backup) == 1
    assert words_of(book, "B") == {digest: words for digest, words in before.items() if digest != said}
    with pytest.raises(KeyDestroyed):
        Documents(database).open(scan.hex())
    with pytest.raises(KeyDestroyed):
        Documents(database).file(SCAN, "application/pdf")
    found = [str(finding) for finding in differences(database)]
    assert len(found) == 2
    assert all("key was destroyed" in one for one in found)


def test_nothing_is_recorded_under_a_destroyed_key(book: Book, database: Database) -> None:
    database.keys().destroy(of_person("P-18"))
    new = Opening(sha256(WORDS).digest(), WORDS, "P-18")

    with pytest.raises(KeyDestroyed) as refused:
        book.store.append([FileWrite(uuid4(), 0, [NewEntry("a/1", b"1", [new])])])

    assert "P-18" not in str(refused.value)
    assert book.store.openings([new.digest]) == {}


def test_without_the_folder_the_words_are_not_to_be_had_and_it_is_said_which_folder(
    book: Book, database: Database, again: Database, tmp_path: Path
) -> None:
    folder = _folder(database)
    shutil.move(folder, tmp_path / "away")

    for elsewhere in (database, again):
        with pytest.raises(KeysMissing):
            words_of(Book(LedgerStore(elsewhere)), "A")
        with pytest.raises(KeysMissing):
            Documents(elsewhere).open(sha256(SCAN).hexdigest())
    with pytest.raises(KeysMissing, match=r"CLEARTRAIL_KEYS_FOLDER.*operating\.md") as missing:
        again.keys()
    assert str(folder) in str(missing.value)
    assert not folder.exists()  # none are made beside a ledger that has had some
    assert book.file("A").known  # entries need no keys

    shutil.move(tmp_path / "away", folder)
    assert words_of(Book(LedgerStore(again)), "A")


def test_without_the_keys_an_audit_says_what_it_did_not_check(
    book: Book, database: Database, again: Database, tmp_path: Path
) -> None:
    shutil.move(_folder(database), tmp_path / "away")

    [found] = list(differences(again))

    assert not found.checked
    assert "not checked: no keys" in found.what
    report = Report(lambda _: None)
    verify_ledger(again, report, None, [])
    assert any(state == NOT_PROVED and "not checked: no keys" in what for state, what in report.steps)
    assert not any("words and documents it was sealed with" in what for _, what in report.steps)
    _as_superuser(again, "DELETE FROM openings WHERE person = 'P-17'")
    assert any(one.checked and "are gone" in one.what for one in differences(again))


def test_another_ledgers_keys_are_refused(book: Book, database: Database, tmp_path: Path) -> None:
    other = KeysPlace(tmp_path / "other")
    Keys.make(other.folder)

    with Database(database.schema, database._server, keys=other) as elsewhere:
        with pytest.raises(KeysRefused, match="not those"):
            elsewhere.keys()
        [found] = [one for one in differences(elsewhere) if not one.checked]
    assert "no keys" in found.what


def test_two_machines_that_begin_one_ledger_at_once_do_not_both_make_its_keys(
    database: Database, again: Database, tmp_path: Path
) -> None:
    first = database.keys()

    with (
        Database(database.schema, database._server, keys=KeysPlace(tmp_path / "second machine")) as second,
        pytest.raises(KeysMissing),
    ):
        second.keys()
    assert again.keys().name == first.name


def test_a_ledger_without_a_place_for_keys_says_so(database: Database) -> None:
    with (
        Database(database.schema, database._server) as nowhere,
        pytest.raises(KeysMissing, match="no folder was named"),
    ):
        nowhere.keys()


def test_the_same_document_filed_twice_is_one_and_lies_there_as_before(database: Database) -> None:
    documents = Documents(database)
    sha = documents.file(SCAN, "application/pdf")
    with database.connect("app") as connection:
        before = connection.execute("SELECT number, ciphertext FROM chunks ORDER BY number").fetchall()

    assert documents.file(iter([SCAN[:7], SCAN[7:]]), "application/pdf") == sha

    with database.connect("app") as connection:
        assert connection.execute("SELECT number, ciphertext FROM chunks ORDER BY number").fetchall() == before
    assert documents.read(sha) == SCAN
    _as_superuser(database, "UPDATE chunks SET ciphertext = (SELECT ciphertext FROM chunks WHERE number = 0)")
    with pytest.raises(DocumentAltered):
        documents.read(sha)


def test_the_scope_of_words_about_a_person_is_the_person_on_whatever_file() -> None:
    assert scope_of(FILE, "P-1") == scope_of(OTHER, "P-1") == of_person("P-1")
    assert scope_of(FILE, None) == of_file(FILE) != of_file(OTHER)
    assert of_person(secrets.token_hex(4)) != DOCUMENTS


def _folder(database: Database) -> Path:
    assert database.keys_place is not None
    return database.keys_place.folder


def _digests(database: Database) -> list[tuple[bytes]]:
    with database.connect("app") as connection:
        return connection.execute("SELECT digest FROM openings").fetchall()


def _as_superuser(database: Database, statement: str) -> None:
    with unguarded(database), database.administer() as administrator:
        administrator.execute("SET session_replication_role = replica")
        for table in ("openings", "chunks"):
            _switch(administrator, table, "DISABLE TRIGGER USER")
        administrator.execute(statement.encode())
        for table in ("openings", "chunks"):
            for trigger in ("stay", "kept"):
                _switch(administrator, table, f"ENABLE ALWAYS TRIGGER {table}_{trigger}")


def _switch(administrator: Connection, table: str, what: str) -> None:
    administrator.execute(f"ALTER TABLE {table} {what}".encode())
