"""What was erased cannot be confirmed by what is kept of a request, nor brought back by an old folder of keys."""

from __future__ import annotations

import hmac
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import rfc8785
from psycopg import sql

from ledger.auditing import differences
from ledger.book import Book
from ledger.copying.reading import EntryLine, read_copy
from ledger.copying.taking import take_in, verify
from ledger.copying.writing import write_copy
from ledger.encodings import from_base64url
from ledger.errors import CommandErased, CommandReused
from ledger.judgement import Act
from ledger.privacy.bringing_back import destroy_again
from ledger.privacy.encryption import UNTELLABLE, decrypt_request
from ledger.privacy.erasure import Eraser
from ledger.privacy.keys import DOCUMENTS, Keys, of_file, of_person
from ledger.refusals import Refused
from ledger.store.database import Connection, Database
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.store.schema import migrate, migrations
from ledger.store.writes import Erasing, FileWrite, NewEntry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import NoteMade
from ledger.subjects.retention import FileDisposed
from ledger.subjects.retention.chosen import words_of
from ledger.subjects.termination import ContractExpired
from ledger.verify import CONTRADICTED, Report
from ledger.verifying import verify_ledger
from ledger.words import Document, Said
from tests.api.conftest import open_book
from tests.ledgers import no_triggers, remove
from tests.store.redefining import unguarded
from tests.story import ANN
from tests.test_erasure import CLERK, DAY, LENA, SECRET, Shelf, erased, shelf

__all__ = ["shelf"]
NOTE = NoteMade(happened_on=DAY, words=Said("Mrs Tapper was left in the rain"))
ACTS = [Act("C-1", NOTE)]
DISPOSED = FileDisposed(
    happened_on=DAY, authority="Schedule 3", ground="other", because="Opened by mistake", authorised_by=LENA,
    witnessed_by=ANN, by=LENA,
)  # fmt: skip


def fingerprint(book: Book, acts: list[Act]) -> bytes:
    """What whoever has the database can work out from a guess at what was asked."""
    guessed: list[Any] = [
        {"file": a.file, "entry": a.entry.model_dump(mode="json", exclude_none=True), "departures": []} for a in acts
    ]
    return hmac.digest(bytes(book.store.settings.request_key), rfc8785.dumps(guessed), "sha256")


def requests(database: Database) -> list[tuple[Any, bytes, Any]]:
    with database.administer() as connection:
        rows = connection.execute(
            sql.SQL("SELECT file_id, request, command_id FROM {} WHERE request IS NOT NULL ORDER BY arrival").format(
                sql.Identifier(database.schema, "entries")
            )
        ).fetchall()
    return [(file_id, bytes(request), command_id) for file_id, request, command_id in rows]


@contextmanager
def behind(database: Database) -> Iterator[Connection]:
    """As whoever owns the server can: behind the triggers' back."""
    with unguarded(database), database.administer() as connection, no_triggers(connection, database.schema):
        yield connection


def asked(shelf: Shelf, acts: list[Act] | None = None, key: str = "k1") -> int:
    made = shelf.book.record_together(acts or ACTS, CLERK, key=key, acknowledge_all=True)
    shelf.seal()
    return made[0].position


# ------------------------------------------------------------------------------------------------ what was asked


def test_a_guess_at_erased_words_cannot_be_tried_against_the_request(shelf: Shelf) -> None:
    position = asked(shelf)
    guess = fingerprint(shelf.book, ACTS)
    [(file_id, kept, command)] = requests(shelf.database)
    assert decrypt_request(shelf.keys, file_id, command, kept) == guess, "with the keys it can be compared"
    assert guess not in kept
    backup = shelf.keys.now()

    shelf.record(erased(position))

    assert requests(shelf.database) == [(file_id, kept, command)]
    assert decrypt_request(shelf.keys, file_id, command, kept) == UNTELLABLE
    assert decrypt_request(backup, file_id, command, kept) == guess
    assert shelf.audited() == []


def test_what_was_asked_and_erased_is_not_recorded_when_it_is_asked_again(shelf: Shelf) -> None:
    position = asked(shelf)
    assert asked(shelf) == position
    with pytest.raises(CommandReused) as other:
        asked(shelf, [Act("C-1", NOTE.model_copy(update={"words": Said("something else")}))])
    assert not isinstance(other.value, CommandErased)
    shelf.record(erased(position))
    newest = shelf.book.file("C-1").position

    for acts in (ACTS, [Act("C-1", NOTE.model_copy(update={"words": Said("something else")}))]):
        with pytest.raises(CommandErased):
            asked(shelf, acts)
        with pytest.raises(CommandErased):
            shelf.book.answered(acts, CLERK, "k1")
    assert shelf.book.file("C-1").position == newest
    assert asked(shelf, key="k2") == newest + 1


def test_what_was_asked_of_several_files_goes_with_the_words_on_any_of_them(shelf: Shelf) -> None:
    shelf.record(ContractRegistered(happened_on=DAY, reference="C-2", title="Day care", start_date=DAY), file="C-2")
    both = [Act("C-1", NOTE), Act("C-2", NOTE)]
    asked(shelf, both)
    asked(shelf, key="k2")
    [(file_id, kept, command), (_, other, second)] = requests(shelf.database)
    assert file_id == shelf.book.file_id("C-1")

    shelf.record(erased(2), file="C-2")

    assert decrypt_request(shelf.keys, file_id, command, kept) == UNTELLABLE
    assert decrypt_request(shelf.keys, file_id, second, other) != UNTELLABLE
    with pytest.raises(CommandErased):
        asked(shelf, both)


def test_what_was_asked_goes_with_a_file_that_is_disposed_of(shelf: Shelf) -> None:
    asked(shelf)
    shelf.record(ContractExpired(happened_on=DAY))
    shelf.record(DISPOSED)

    with pytest.raises(CommandErased):
        asked(shelf)
    with pytest.raises(Refused) as refused:
        asked(shelf, key="k2")
    assert [o.rule for o in refused.value.objections] == ["file.not-disposed-of"]
    assert shelf.rows("keys_to_destroy") == 0


def test_a_copy_tells_what_was_asked_under_other_keys_and_leaves_out_what_was_erased(
    shelf: Shelf, tmp_path: Path, server: Any
) -> None:
    first, second = asked(shelf), asked(shelf, key="k2")
    shelf.record(erased(first))
    write_copy(shelf.database, tmp_path / "copy")
    told = [e.request for e in read_copy(tmp_path / "copy") if isinstance(e, EntryLine) and e.command_id]
    assert told == [None, fingerprint(shelf.book, ACTS)]

    with Database("test_copied_requests", server, keys=KeysPlace(tmp_path / "other keys")) as other:
        migrate(other)
        take_in(other, tmp_path / "copy", verify(tmp_path / "copy"))
        again = Book(LedgerStore(other))
        assert again.record_together(ACTS, CLERK, key="k2")[0].position == second
        with pytest.raises(CommandErased):
            again.record_together(ACTS, CLERK, key="k1")
        assert requests(other)[1][1] != requests(shelf.database)[1][1]
        assert destroy_again(again.store) == 0, "what was erased before it was copied never lay under these keys"
        write_copy(other, tmp_path / "copy of the copy")
        assert list(differences(other)) == []
        other.close()
        remove(other)
    assert (tmp_path / "copy of the copy").read_bytes() == (tmp_path / "copy").read_bytes()


def test_what_was_asked_before_it_was_encrypted_is_encrypted_and_answered_as_before(empty_database: Database) -> None:
    """As schema version 12 kept it: the fingerprint itself."""
    migrate(empty_database, [step for step in migrations() if step.version < 13])
    book = open_book(empty_database)
    registered = ContractRegistered(happened_on=DAY, reference="C-1", title="Home care", start_date=DAY)
    book.record("C-1", registered, CLERK)
    for key in ("k1", "k2"):
        book.record_together(ACTS, CLERK, key=key, acknowledge_all=True)
    guess = fingerprint(book, ACTS)
    with behind(empty_database) as owner:
        owner.execute("UPDATE entries SET request = %s WHERE request IS NOT NULL", (guess,))
        owner.execute("INSERT INTO erasures SELECT file_id, 3, false FROM entries WHERE position = 3")
        owner.execute("INSERT INTO erased SELECT digest, file_id, 3, 2 FROM openings WHERE position = 2")

    assert migrate(empty_database)[0].startswith("0013")

    (_, first, _), (file_id, second, command) = requests(empty_database)
    assert first == UNTELLABLE
    assert decrypt_request(empty_database.keys(), file_id, command, second) == guess
    book = Book(LedgerStore(empty_database))
    assert book.record_together(ACTS, CLERK, key="k2")[0].position == 3
    with pytest.raises(CommandErased):
        book.record_together(ACTS, CLERK, key="k1")


# ------------------------------------------------------------------------------------------------ old keys


@pytest.fixture
def backup(shelf: Shelf, tmp_path: Path) -> Path:
    """The folder of the keys as it is backed up before anything is erased."""
    asked(shelf)
    shutil.copytree(shelf.remembered.path.parent, tmp_path / "backup")
    return tmp_path / "backup"


def bring_back(shelf: Shelf, backup: Path) -> None:
    folder = shelf.remembered.path.parent
    for name in ("erased", "keys"):
        (folder / name).unlink(missing_ok=True)
        if (backup / name).exists():
            shutil.copy2(backup / name, folder / name)


def test_an_old_folder_of_keys_undoes_no_erasure(shelf: Shelf, backup: Path) -> None:
    person = [digest for _, _, digest in shelf.book.store.openings_of_person("P-7")]
    [made] = shelf.record(erased(2, 4, 5, 6))
    destroyed = {(of_person("P-7"), digest) for digest in person} | {(DOCUMENTS, bytes.fromhex(shelf.letter))}
    destroyed |= {(of_file(made.file_id), d) for d in shelf.digests(made.position) if d not in person}
    (command_file, request, command) = requests(shelf.database)[0]
    assert len(destroyed) == 5
    remembered = shelf.remembered.digests()

    bring_back(shelf, backup)

    assert not any(shelf.keys.is_destroyed(*place) for place in destroyed)
    assert decrypt_request(shelf.keys, command_file, command, request) != UNTELLABLE
    assert [what for what in shelf.audited() if "an older folder of keys was brought back" in what]
    said: list[str] = []
    Eraser(shelf.book, said.append).make_good()
    Eraser(shelf.book, said.append).make_good()

    assert [what.split()[0] for what in said] == ["6"], "and a second time there is nothing left to do"
    assert all(shelf.keys.is_destroyed(*place) for place in destroyed)
    assert all(Keys.read(shelf.remembered.path.parent).is_destroyed(*place) for place in destroyed)
    assert decrypt_request(shelf.keys, command_file, command, request) == UNTELLABLE
    assert shelf.remembered.digests() == remembered
    assert shelf.audited() == []
    assert list(shelf.words(3).values()) == ["Mr Quill was late"]


def test_an_old_folder_brings_no_file_back_that_was_disposed_of(shelf: Shelf, backup: Path) -> None:
    person = [digest for _, _, digest in shelf.book.store.openings_of_person("P-8")]
    shelf.record(ContractExpired(happened_on=DAY))
    shelf.record(DISPOSED)
    bring_back(shelf, backup)
    assert not shelf.keys.is_destroyed(of_file(shelf.book.file_id("C-1")))

    Eraser(shelf.book).make_good()

    assert shelf.keys.is_destroyed(of_file(shelf.book.file_id("C-1")))
    assert shelf.keys.is_destroyed(of_person("P-8"), person[0])
    assert shelf.audited() == []


def test_brought_back_beside_a_server_that_is_running_they_are_destroyed_again(shelf: Shelf, backup: Path) -> None:
    eraser = Eraser(shelf.book)
    eraser.make_good()
    [made] = shelf.record(erased(5))
    eraser.make_good(brought_back=False)
    bring_back(shelf, backup)

    eraser.make_good(brought_back=False)

    assert shelf.keys.is_destroyed(of_file(made.file_id), shelf.digests(made.position)[0])


def test_what_was_destroyed_before_it_was_noted_is_noted_at_the_start(shelf: Shelf, backup: Path) -> None:
    [digest] = [digest for _, _, digest in shelf.book.store.openings_of_person("P-7")]
    shelf.record(erased(2))
    with behind(shelf.database) as owner:
        owner.execute("DELETE FROM destroyed")

    Eraser(shelf.book).make_good()
    bring_back(shelf, backup)
    Eraser(shelf.book).make_good()

    assert shelf.keys.is_destroyed(of_person("P-7"), digest)


def test_where_the_notes_are_gone_as_well_the_entries_say_what_was_erased(shelf: Shelf, backup: Path) -> None:
    [made] = shelf.record(erased(5))
    with behind(shelf.database) as owner:
        owner.execute("DELETE FROM destroyed")
    bring_back(shelf, backup)

    assert destroy_again(shelf.book.store) == 1

    assert shelf.keys.is_destroyed(of_file(made.file_id), shelf.digests(made.position)[0])


def test_a_document_that_was_filed_again_under_old_keys_is_not_lost(shelf: Shelf, backup: Path) -> None:
    shelf.record(erased(4))
    bring_back(shelf, backup)
    shelf.documents.file(b"a letter", "text/plain")

    Eraser(shelf.book).make_good()

    assert shelf.documents.read(shelf.letter) == b"a letter"
    assert shelf.audited() == []


def test_what_is_noted_of_destroyed_keys_tells_nobody_of_whom(shelf: Shelf) -> None:
    shelf.record(erased(2, 4))

    noted = shelf.book.store.destroyed()

    assert len(noted) == 3  # the words of a person, what names a letter, and the letter
    assert shelf.everywhere("P-7") == []
    assert shelf.everywhere(SECRET) == []


# ------------------------------------------------------------------------------------------------ the app's login alone


def intact(shelf: Shelf, said: list[str], *files: Any) -> None:
    """Whatever was listed or noted: no key is gone but those the entries erased, and it is alarmed once, and found."""
    eraser = Eraser(shelf.book, said.append)
    eraser.make_good()
    eraser.make_good()
    shelf.seal()
    [what] = said
    assert "not destroyed" in what
    assert what in shelf.audited()
    assert not any(shelf.keys.is_destroyed(of_file(file)) for file in files)
    report = Report(lambda what: None)
    verify_ledger(shelf.database, report, None, [])
    assert (CONTRADICTED, what) in report.steps


def test_the_app_alone_has_no_key_destroyed_by_noting_it(shelf: Shelf) -> None:
    """A note begins with the path of its scope: of a whole file, where the words were nobody's."""
    shelf.record(erased(5))
    [(file_id, note)] = [(shelf.book.file_id("C-1"), note) for note in shelf.book.store.destroyed()]
    scope = note[:16]
    assert scope == shelf.keys.now().path_of(of_file(file_id))
    with shelf.database.connect("app") as app, pytest.raises(psycopg.errors.CheckViolation):
        app.execute("SELECT keys_are_destroyed('{}', %s)", ([scope],))
    with shelf.database.connect("app") as app:
        forged = [scope + note[32:], scope + note[16:32], scope * 3, scope + "0" * 32]
        app.execute("SELECT keys_are_destroyed('{}', %s)", (forged,))
        app.commit()
    said: list[str] = []

    intact(shelf, said, file_id)

    assert said[0].startswith("4 keys are noted")
    assert len(shelf.keys.now().holes()) == 1
    assert list(shelf.words(2).values()) == [SECRET]


def test_a_note_with_its_mark_destroys_no_file_that_no_entry_disposed_of(shelf: Shelf) -> None:
    """Not even of whoever has the tree for a moment."""
    file_id, tree = shelf.book.file_id("C-1"), shelf.keys.now()
    [digest] = [digest for _, _, digest in shelf.book.store.openings_of_person("P-8")]
    paths = {tree.path_of(of_file(file_id)), tree.path_of(of_person("P-8")), tree.path_of(of_person("P-8"), digest)}
    shelf.book.store.keys_are_destroyed([], {tree.note_of(path) for path in paths})

    intact(shelf, [], file_id)

    assert shelf.keys.now().holes() == set()


def as_app(shelf: Shelf, entry: dict[str, Any], kind: str, digests: list[bytes] | None, citing: Any = ()) -> int:
    """Record an entry and erase, as whoever has the app's login may, without the program; return its position."""
    store, file_id = shelf.book.store, shelf.book.file_id("C-1")
    position = store.head(file_id) + 1
    write = FileWrite(file_id, position - 1, [NewEntry(kind, json.dumps(entry, separators=(",", ":")).encode())])
    store.append([write], recorded_at=store.now(), erasing=[Erasing(file_id, position, digests, citing)])
    return position


def an_erasure(shelf: Shelf) -> dict[str, Any]:
    """What is stored of one, of entry 3's words."""
    [made] = shelf.record(erased(3))
    found: dict[str, Any] = json.loads(shelf.book.store.entries(made.file_id)[-1].state)
    return found


def of(shelf: Shelf, position: int) -> list[str]:
    return [digest for _, digest in words_of(shelf.book.file("C-1").known[position - 1])]


def test_the_app_alone_has_no_key_destroyed_that_its_entry_names_elsewhere(shelf: Shelf) -> None:
    """The database looks for digests between quotation marks; a name can be one."""
    [mine], [other] = of(shelf, 2), of(shelf, 5)
    stored = an_erasure(shelf)
    stored["entry"]["destroyed"]["digests"] = [mine]
    stored["entry"]["by"]["person"] = other
    as_app(shelf, stored, "words-erased/1", [from_base64url(mine), from_base64url(other)])

    intact(shelf, [], shelf.book.file_id("C-1"))

    assert shelf.keys.is_destroyed(of_person("P-7"), from_base64url(mine))
    assert not shelf.keys.is_destroyed(of_file(shelf.book.file_id("C-1")), from_base64url(other))
    assert other not in shelf.remembered.digests(), "or it would be erased when it is restored"
    assert shelf.rows("keys_to_destroy") == 1


@pytest.mark.parametrize("entry", [{"entry": {"kind": "file-disposed/1"}}, {"entry": {"kind": "note-made/1"}}, {}])
def test_the_app_alone_has_no_file_destroyed_by_what_is_no_certificate(shelf: Shelf, entry: dict[str, Any]) -> None:
    [person] = [digest for _, _, digest in shelf.book.store.openings_of_person("P-7")]
    file_id = shelf.book.file_id("C-1")
    as_app(shelf, entry, "file-disposed/1", None)

    intact(shelf, [], file_id)

    assert not shelf.keys.is_destroyed(of_person("P-7"), person)
    assert shelf.keys.now().holes() == set()


def test_the_app_alone_has_no_document_destroyed_whose_exhibit_is_not_erased(shelf: Shelf) -> None:
    sha256 = shelf.documents.file(b"another", "text/plain")
    [note] = shelf.record(NoteMade(happened_on=DAY, words=Said("Attached"), exhibits=(Said(Document(sha256)),)))
    [text] = [d for d in of(shelf, note.position) if isinstance(shelf.book.vault.words([d])[d], str)]
    stored = an_erasure(shelf)
    stored["entry"]["destroyed"]["digests"] = [text]
    as_app(shelf, stored, "words-erased/1", [from_base64url(text)], [(note.position, bytes.fromhex(sha256))])

    intact(shelf, [], shelf.book.file_id("C-1"))

    assert not shelf.keys.is_destroyed(DOCUMENTS, bytes.fromhex(sha256))
    assert shelf.keys.is_destroyed(of_file(note.file_id), from_base64url(text))


def test_no_key_is_destroyed_by_an_entry_that_the_log_has_otherwise(shelf: Shelf) -> None:
    """As the owner of the tables could make it: the bytes say so now, and were sealed as others."""
    [other] = of(shelf, 5)
    stored = an_erasure(shelf)
    stored["entry"]["destroyed"]["digests"].append(other)
    file_id = shelf.book.file_id("C-1")
    with behind(shelf.database) as owner:
        owner.execute("UPDATE entries SET state = %s WHERE position = 6", (json.dumps(stored).encode(),))
        owner.execute("INSERT INTO erased VALUES (%s, %s, 6, 5)", (from_base64url(other), file_id))
        owner.execute(
            "INSERT INTO keys_to_destroy (scope, file_id, position, digest) VALUES ('file', %s, 6, %s)",
            (file_id, from_base64url(other)),
        )

    Eraser(shelf.book).make_good()

    assert not shelf.keys.is_destroyed(of_file(file_id), from_base64url(other))
    assert shelf.rows("keys_to_destroy") == 1
