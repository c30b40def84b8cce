import hashlib
import io
import threading
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from ledger.documents import LARGEST_DOCUMENT, DocumentAltered, DocumentRefused, Documents, DocumentTooLarge
from ledger.errors import UnknownDocument
from ledger.privacy.erasure import destroy_keys
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from tests.store.redefining import unguarded

LETTER = b"%PDF-1.7 Notice of default, 12 March 2025"
SCAN = bytes(range(256)) * 4000  # 1 MB: several chunks, with every byte there is


@pytest.fixture
def documents(database: Database) -> Documents:
    return Documents(database)


@pytest.mark.parametrize("content", [LETTER, SCAN, b"\0", SCAN[:262144], SCAN[:262145]], ids=len)
def test_what_is_filed_comes_back_byte_for_byte(documents: Documents, content: bytes) -> None:
    sha256 = documents.file(content, "application/pdf")

    assert sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(documents.open(sha256)) == content
    described = documents.describe(sha256)
    assert (described.sha256, described.size, described.media_type) == (sha256, len(content), "application/pdf")
    assert described.filed_at.utcoffset() is not None


def test_a_document_may_come_as_bytes_as_a_stream_or_in_pieces(documents: Documents) -> None:
    pieces = [SCAN[start : start + 1000] for start in range(0, len(SCAN), 1000)]

    filed = {documents.file(given, "image/png") for given in (io.BytesIO(SCAN), iter(pieces), SCAN)}

    assert filed == {hashlib.sha256(SCAN).hexdigest()}


def test_the_same_bytes_filed_twice_are_filed_once_and_keep_their_first_media_type(
    documents: Documents, database: Database
) -> None:
    first = documents.file(SCAN, "Image/PNG; name=scan.png")
    again = documents.file(SCAN, "application/octet-stream")

    assert first == again
    assert documents.describe(first).media_type == "image/png"
    assert count(database, "documents") == 1


def test_the_same_document_from_many_at_once_is_filed_once(documents: Documents, database: Database) -> None:
    answers: list[str] = []
    together = [threading.Thread(target=lambda: answers.append(documents.file(SCAN, "image/png"))) for _ in range(6)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()

    assert answers == [hashlib.sha256(SCAN).hexdigest()] * 6
    assert count(database, "documents") == 1
    assert documents.read(answers[0]) == SCAN


def test_the_largest_document_is_taken_and_one_byte_more_is_not(documents: Documents, database: Database) -> None:
    largest = bytes(LARGEST_DOCUMENT)
    sha256 = documents.file(largest, "application/octet-stream")
    with pytest.raises(DocumentTooLarge, match="at most 25,000,000"):
        documents.file(io.BytesIO(largest + b"."), "application/octet-stream")

    assert sum(len(piece) for piece in documents.open(sha256)) == LARGEST_DOCUMENT
    assert count(database, "documents") == 1


def test_a_document_without_bytes_or_with_no_media_type_is_refused(documents: Documents) -> None:
    with pytest.raises(DocumentRefused, match="empty"):
        documents.file(io.BytesIO(b""), "application/pdf")
    for media_type in ("", "pdf", "text/", "text/pl ain", "../etc/passwd", "a/b/c", "text/" + "x" * 200):
        with pytest.raises(DocumentRefused, match="application/pdf"):
            documents.file(LETTER, media_type)


def test_a_document_nobody_filed_is_unknown_and_a_name_that_is_no_digest_is_refused(documents: Documents) -> None:
    for ask in (documents.open, documents.describe, documents.read):
        with pytest.raises(UnknownDocument):
            ask("00" * 32)
        for name in ("", "ab", "AB" * 32, "zz" * 32, "00" * 33):
            with pytest.raises(DocumentRefused, match="64 characters"):
                ask(name)


def test_of_many_documents_those_nobody_filed_are_told_apart(documents: Documents) -> None:
    filed = documents.file(b"a letter", "text/plain")
    never = [hashlib.sha256(b"%d" % number).hexdigest() for number in range(20_000)]

    assert documents.not_filed([filed, *never]) == set(never)
    assert documents.not_filed([filed]) == documents.not_filed([]) == set()
    with pytest.raises(DocumentRefused):
        documents.not_filed(["letter.pdf"])


def test_a_sender_who_breaks_off_leaves_nothing(documents: Documents, database: Database) -> None:
    def breaking_off() -> Iterator[bytes]:
        yield SCAN
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        documents.file(breaking_off(), "image/png")

    assert count(database, "documents") == 0


@pytest.mark.parametrize(
    ("chunks", "state"),
    [
        ([], "CT011"),
        ([SCAN[:1016]], "CT011"),
        ([SCAN[:1016], SCAN[1016:2032][::-1]], "CT011"),
        ([SCAN[1016:2032], SCAN[:1016]], "CT011"),
        ([SCAN[:1016], SCAN[1016:2033]], "CT012"),
        ([SCAN[:2032]], "CT012"),
        ([SCAN[:1016], SCAN[1016:2032], SCAN[:17]], "CT012"),
        ([SCAN[:16]], "23514"),
    ],
    ids=["none", "cut short", "altered", "out of order", "too much", "otherwise parted", "one more", "empty"],
)
def test_the_database_itself_refuses_a_document_that_is_not_what_was_announced(
    database: Database, chunks: list[bytes], state: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        file_by_hand(database, hashlib.sha256(SCAN[:2000]).digest(), 2000, hashlib.sha256(SCAN[:2032]).digest(), chunks)

    assert refused.value.sqlstate == state

    assert (count(database, "documents"), count(database, "chunks")) == (0, 0)


def test_nothing_can_be_added_to_a_document_that_is_filed(documents: Documents, database: Database) -> None:
    sha256 = documents.file(LETTER, "application/pdf")

    with database.connect("app") as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute("SELECT file_chunk(%s, %s)", (bytes.fromhex(sha256), SCAN[:17]))

    assert refused.value.sqlstate == "CT012"
    assert documents.read(sha256) == LETTER


def test_half_a_document_is_never_seen_by_others(documents: Documents, database: Database) -> None:
    announced = hashlib.sha256(SCAN[:2000]).digest()
    with database.connect("app") as connection:
        connection.execute("SELECT file_document(%s, 2000, 'image/png', %s)", (announced, announced))
        connection.execute("SELECT file_chunk(%s, %s)", (announced, SCAN[:1000]))

        with pytest.raises(UnknownDocument):
            documents.describe(announced.hex())

        connection.rollback()


@pytest.mark.parametrize("role", ["app", "sealer", "projector", "owner", "administrator"])
def test_nobody_can_change_or_remove_a_document(documents: Documents, database: Database, role: str) -> None:
    sha256 = documents.file(LETTER, "application/pdf")

    for change in (
        "UPDATE chunks SET ciphertext = 'x'",
        "UPDATE documents SET media_type = 'text/plain'",
        "DELETE FROM chunks",
        "DELETE FROM documents",
        "TRUNCATE documents, chunks CASCADE",
        "SET session_replication_role = replica; DELETE FROM chunks",
    ):
        connection = database.administer() if role == "administrator" else database.connect(role)  # type: ignore[arg-type]
        with connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(change.encode())

    assert documents.read(sha256) == LETTER


def test_the_application_cannot_write_to_the_tables_itself(database: Database) -> None:
    for write in (
        "INSERT INTO documents VALUES (sha256('x'), 1, 'text/plain', now(), sha256('x'))",
        "INSERT INTO chunks VALUES (sha256('x'), 0, 'x')",
    ):
        with database.connect("app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(write.encode())


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE chunks SET ciphertext = set_byte(ciphertext, 3, 255 - get_byte(ciphertext, 3)) WHERE number = 2",
        "UPDATE chunks SET ciphertext = substr(ciphertext, 2) WHERE number = 3",
        "DELETE FROM chunks WHERE number = 1",
        "DELETE FROM chunks",
        "UPDATE chunks SET ciphertext = (SELECT ciphertext FROM chunks WHERE number = 0) WHERE number = 1",
        (
            "UPDATE chunks SET ciphertext = (SELECT ciphertext FROM chunks WHERE number = 1 - c.number)"
            " FROM chunks c WHERE chunks.number = c.number AND c.number < 2"
        ),
    ],
)
def test_bytes_that_an_owner_forged_never_leave_as_the_whole_exhibit(
    documents: Documents, database: Database, forgery: str
) -> None:
    sha256 = documents.file(SCAN, "image/png")
    with unguarded(database), database.connect("owner") as owner:
        owner.execute("ALTER TABLE chunks DISABLE TRIGGER chunks_stay")
        owner.execute(forgery.encode())

    given: list[bytes] = []
    with pytest.raises(DocumentAltered, match=sha256):
        given.extend(documents.open(sha256))

    assert len(b"".join(given)) < len(SCAN)


def test_a_document_filed_while_its_key_is_about_to_be_destroyed_can_be_read(
    documents: Documents, database: Database
) -> None:
    """It was erased, nobody has destroyed its key yet, and somebody files it again."""
    digest, store = hashlib.sha256(LETTER).digest(), LedgerStore(database)
    database.keys()
    with unguarded(database), database.administer(autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO keys_to_destroy (scope, file_id, position, digest) VALUES ('document', %s, 1, %s)",
            (uuid4(), digest),
        )
    encrypting, go_on = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            encrypting.set()
            assert go_on.wait(20)
            return super().read(size)

    filing = threading.Thread(target=documents._keep, args=(digest, len(LETTER), "text/plain", Slow(LETTER)))
    filing.start()
    assert encrypting.wait(20)
    destroying = threading.Thread(target=destroy_keys, args=(store,))
    destroying.start()
    destroying.join(0.5)
    go_on.set()
    filing.join()
    destroying.join()

    assert documents.read(digest.hex()) == LETTER
    assert store.keys_to_destroy() == []


def file_by_hand(database: Database, announced: bytes, size: int, ciphertext: bytes, chunks: list[bytes]) -> None:
    """What an application of bad will could do with the functions it may call."""
    with database.transaction("app") as connection:
        connection.execute("SELECT file_document(%s, %s, 'image/png', %s)", (announced, size, ciphertext))
        for chunk in chunks:
            connection.execute("SELECT file_chunk(%s, %s)", (announced, chunk))


def count(database: Database, table: str) -> int:
    with database.connect("app") as connection:
        ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchall()
    return int(rows)
