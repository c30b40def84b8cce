"""The signer: what it has signed once, it never contradicts, whatever is done to the database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from ledger.errors import LogAltered, SigningRefused
from ledger.log.proofs import entry_proof
from ledger.log.signer import Signer, make_folder
from ledger.log.tiles import tree
from ledger.store.database import Database
from ledger.store.database_settings import Role
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry
from ledger.subjects.records import NoteMade
from ledger.verify import Checkpoint, check_consistency
from ledger.words import Said
from tests.copying.test_copy import seal
from tests.log.conftest import ORIGIN, Signed
from tests.store.redefining import unguarded
from tests.story import CLERK


def note(signed: Signed, words: str) -> None:
    signed.book.record("A", NoteMade(happened_on=date(2025, 3, 3), words=Said(words)), CLERK, acknowledge_all=True)
    signed.seal()


def in_the_database(database: Database) -> list[Checkpoint]:
    with database.transaction("app") as connection:
        return [Checkpoint.read(raw) for (raw,) in connection.execute("SELECT note FROM checkpoints ORDER BY size")]


def meddle(signed: Signed, *statements: str) -> None:
    """Does what the owner of the server can do, with the triggers off."""
    with unguarded(signed.database), signed.database.administer(autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("entries", "log", "files", "sealing"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        for statement in statements:
            connection.execute(statement.encode())
        for table in ("entries", "log", "files", "sealing"):
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())


def test_each_checkpoint_is_signed_covers_what_is_sealed_and_continues_the_one_before(signed: Signed) -> None:
    first = signed.signer.sign_once()
    note(signed, "one more")
    second = signed.signer.sign_once()

    assert first is not None
    assert second is not None
    assert second.size == first.size + 1 == signed.book.store.log_size()
    for checkpoint in (first, second):
        checkpoint.check_signed(signed.key)
        assert checkpoint.origin == ORIGIN
    with signed.database.transaction("app") as connection:
        grown = tree(connection, second.size)
        assert tree(connection, first.size).root == first.root
        check_consistency(first.size, second.size, first.root, second.root, grown.consistency(first.size))
    assert in_the_database(signed.database) == [first, second]
    assert (signed.folder / "checkpoint").stat().st_mode & 0o777 == 0o600
    assert signed.folder.stat().st_mode & 0o777 == 0o700


def test_where_nothing_was_sealed_nothing_is_signed(signed: Signed) -> None:
    signed.signer.sign_once()

    assert signed.signer.sign_once() is None
    assert len(in_the_database(signed.database)) == 1


def test_a_signer_that_begins_again_goes_on_where_the_last_one_stopped(signed: Signed) -> None:
    first = signed.signer.sign_once()
    signed.signer.close()
    note(signed, "meanwhile")

    with closing(Signer(signed.database, signed.folder)) as another:
        second = another.sign_once()

    assert first is not None
    assert second is not None
    assert second.size == first.size + 1


def test_of_two_signers_on_one_folder_one_signs(signed: Signed) -> None:
    with closing(Signer(signed.database, signed.folder)) as spare:
        assert signed.signer.sign_once() is not None
        note(signed, "one more")
        assert spare.sign_once() is None
        signed.signer.close()
        assert spare.sign_once() is not None


ENTRY = "(SELECT file_id, position FROM log WHERE index = 2)"
SET_BACK = (
    "DELETE FROM entries WHERE (file_id, position) = (SELECT file_id, position FROM log ORDER BY index DESC LIMIT 1)",
    "DELETE FROM log WHERE index = (SELECT max(index) FROM log)",
    "UPDATE files f SET head = (SELECT count(*) FROM entries e WHERE e.file_id = f.file_id)",
    "UPDATE sealing SET size = size - 1",
)


@pytest.mark.parametrize("again", [True, False], ids=["by the signer that begins again", "by the signer at work"])
def test_a_log_that_was_set_back_is_not_signed_not_even_when_it_has_grown_again(signed: Signed, again: bool) -> None:
    """An older backup was restored: what was recorded after it is lost, and the log goes another way."""
    signed.signer.sign_once()
    if again:
        signed.signer.close()
    meddle(signed, *SET_BACK)
    if again:
        note(signed, "instead")
        note(signed, "and more")

    with pytest.raises(SigningRefused, match="set back"):
        signed.signer.sign_once()


@pytest.mark.parametrize(
    "tamper",
    [f"UPDATE log SET leaf_hash = sha256('x') WHERE (file_id, position) = {ENTRY}", "DELETE FROM log WHERE index = 1"],
)
def test_a_log_that_was_rewritten_where_it_was_signed_is_not_signed(signed: Signed, tamper: str) -> None:
    signed.signer.sign_once()
    signed.signer.close()
    note(signed, "one more")
    meddle(signed, tamper)

    with pytest.raises(SigningRefused, match="does not begin with them"):
        signed.signer.sign_once()
    assert len(in_the_database(signed.database)) == 1


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (f"UPDATE entries SET state = state || ' ' WHERE (file_id, position) = {ENTRY}", "is not what was sealed"),
        (
            f"UPDATE entries SET recorded_at = recorded_at - interval '1 s' WHERE (file_id, position) = {ENTRY}",
            "is not what was sealed",
        ),
        (f"DELETE FROM entries WHERE (file_id, position) = {ENTRY}", "is gone"),
        ("DELETE FROM log WHERE index = 2", "is gone"),
        ("UPDATE log SET index = index + 1000 WHERE index = (SELECT max(index) FROM log)", "is gone"),
    ],
)
def test_an_entry_altered_between_sealing_and_signing_is_not_signed(signed: Signed, tamper: str, said: str) -> None:
    meddle(signed, tamper)

    with pytest.raises(SigningRefused, match=said):
        signed.signer.sign_once()
    assert in_the_database(signed.database) == []
    assert Checkpoint.read((signed.folder / "checkpoint").read_bytes()).size == 0


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (lambda folder: (folder / "checkpoint").unlink(), "is gone: what was signed last is not known"),
        (lambda folder: (folder / "checkpoint").write_bytes(b"x"), "is no checkpoint"),
        (lambda folder: (folder / "key").chmod(0o644), "0600"),
        (lambda folder: (folder / "key").unlink(), "is not this signer's"),
        (lambda folder: (folder / "key").write_text("x"), "is not this signer's"),
    ],
)
def test_a_signer_whose_own_folder_is_not_whole_signs_nothing(
    signed: Signed, done: Callable[[Path], object], said: str
) -> None:
    done(signed.folder)

    with pytest.raises(SigningRefused, match=said):
        signed.signer.sign_once()


def test_a_key_that_lies_in_place_of_the_signers_own_signs_nothing(signed: Signed, tmp_path: Path) -> None:
    make_folder(tmp_path / "other", ORIGIN)
    (tmp_path / "other" / "key").replace(signed.folder / "key")

    with pytest.raises(SigningRefused, match="is not this signer's"):
        signed.signer.sign_once()


def test_a_key_of_another_log_signs_nothing_here(signed: Signed, tmp_path: Path) -> None:
    make_folder(tmp_path / "other", "ledger.example/kent")

    with (
        closing(Signer(signed.database, tmp_path / "other")) as other,
        pytest.raises(SigningRefused, match=r"signs for ledger\.example/kent"),
    ):
        other.sign_once()


def test_a_key_is_never_written_over(signed: Signed) -> None:
    with pytest.raises(FileExistsError):
        make_folder(signed.folder, ORIGIN)


def test_what_was_signed_when_the_database_went_away_is_in_it_when_it_is_back(signed: Signed) -> None:
    """The folder is written first: the checkpoint exists, and the database has not heard of it."""
    signed.signer.sign_once()
    with unguarded(signed.database), signed.database.administer(autocommit=True) as connection:
        connection.execute("ALTER TABLE checkpoints DISABLE TRIGGER USER")
        connection.execute("DELETE FROM checkpoints")
        connection.execute("ALTER TABLE checkpoints ENABLE ALWAYS TRIGGER checkpoints_stay")
    signed.signer.close()

    signed.signer.sign_once()

    assert [one.size for one in in_the_database(signed.database)] == [signed.book.store.log_size()]


def test_it_signs_by_itself_until_it_is_told_to_stop(signed: Signed) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=signed.signer.run, args=(stop,))
    thread.start()
    try:
        for _ in range(200):
            if in_the_database(signed.database):
                break
            stop.wait(0.02)
    finally:
        stop.set()
        thread.join(5)

    assert len(in_the_database(signed.database)) == 1


def test_proofs_over_a_log_of_some_thousand_entries_come_from_its_stored_tiles(
    store: LedgerStore, database: Database, tmp_path: Path, large: Callable[[LedgerStore, int], None]
) -> None:
    make_folder(tmp_path / "signer", "ledger.example/tests")
    with closing(Signer(database, tmp_path / "signer")) as signer:
        large(store, 600)
        seal(database)
        first = signer.sign_once()
        large(store, 300)
        seal(database)
        second = signer.sign_once()

    assert first is not None
    assert second is not None
    with database.transaction("app") as connection:
        assert [row[0] for row in connection.execute("SELECT number FROM subtrees ORDER BY number")] == [0, 1, 2]
        grown = tree(connection, 900)
        assert (tree(connection, 600).root, grown.root) == (first.root, second.root)
        check_consistency(600, 900, first.root, second.root, grown.consistency(600))


def test_no_proof_is_made_from_a_false_hash_above_the_leaves(
    store: LedgerStore, database: Database, tmp_path: Path, large: Callable[[LedgerStore, int], None]
) -> None:
    make_folder(tmp_path / "signer", "ledger.example/tests")
    with closing(Signer(database, tmp_path / "signer")) as signer:
        large(store, 300)
        seal(database)
        signer.sign_once()
    with unguarded(database), database.administer() as administrator:
        administrator.execute("ALTER TABLE subtrees DISABLE TRIGGER USER")
        administrator.execute("UPDATE subtrees SET hash = sha256('x')")

    with database.transaction("app") as connection:
        [last] = connection.execute("SELECT file_id, position FROM log WHERE index = 299").fetchall()
        with pytest.raises(LogAltered, match="is not what the checkpoint covers"):
            entry_proof(connection, *last)


@pytest.fixture
def store(database: Database) -> LedgerStore:
    ledger = LedgerStore(database)
    ledger.open("ledger.example/tests", "real", b"f" * 32, b"r" * 32)
    return ledger


@pytest.fixture
def large() -> Callable[[LedgerStore, int], None]:
    """Appends so many entries to one file."""
    file = UUID(int=7)

    def append(store: LedgerStore, count: int) -> None:
        store.append([FileWrite(file, store.head(file), [NewEntry("note-made/1", b"%d" % n) for n in range(count)])])

    return append


def test_nobody_but_the_signer_writes_a_checkpoint(signed: Signed) -> None:
    roles: tuple[Role, ...] = ("app", "projector")
    for role in roles:
        for table in ("checkpoints (size, note) VALUES (1, 'x')", "subtrees VALUES (1, 0, sha256('x'))"):
            with (
                signed.database.connect(role) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(f"INSERT INTO {table}".encode())


def test_no_checkpoint_is_changed_or_taken_out_by_anybody(signed: Signed) -> None:
    signed.signer.sign_once()
    with signed.database.administer(autocommit=True) as administrator:
        administrator.execute("SET session_replication_role = replica")
        for statement in ("UPDATE checkpoints SET note = 'x'", "DELETE FROM checkpoints", "TRUNCATE checkpoints"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"):
                administrator.execute(statement)
