"""Words are erased with the entry that says so, in one transaction, and every hash stays as it was."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from ledger.auditing import differences
from ledger.book import Book
from ledger.copying.format import CopyRefused, line
from ledger.copying.taking import take_in, verify
from ledger.copying.writing import write_copy
from ledger.described import descriptions
from ledger.documents import Documents
from ledger.encodings import base64url, from_base64url
from ledger.entry import Account, Actor, Recorded, Source
from ledger.errors import UnknownDocument
from ledger.judgement import Act
from ledger.log.sealer import Sealer
from ledger.privacy.erasure import Eraser, Remembered, remembered_of
from ledger.privacy.keys import DOCUMENTS, Keys, of_file, of_person
from ledger.refusals import Refused
from ledger.rules import Acknowledgement
from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Erasing
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised
from ledger.subjects.records import NoteMade
from ledger.subjects.retention import Chosen, FileDisposed, HoldLifted, HoldPlaced, WordsErased
from ledger.subjects.retention.chosen import words_of
from ledger.subjects.termination import ContractExpired
from ledger.verify import CONTRADICTED, PROVED, Report, verify_copy
from ledger.verifying import verify_ledger
from ledger.words import Document, Said
from tests.api.conftest import open_book
from tests.ledgers import Ledgers
from tests.store.redefining import unguarded

DAY = date(2025, 1, 1)
LENA = Actor(person="Lena Stone", office="legal-services")
CLERK = Account(account="lena", name="Lena Stone")
SECRET = "Mrs Pomfret of Elm Road fell down the cellar stairs"
KEPT = "The scheduler rang at nine"


@dataclass
class Shelf:
    """A ledger with a contract on file: 2 and 3 are about two people, 4 has a letter, 5 is nobody's."""

    book: Book
    database: Database
    keys: Keys
    documents: Documents
    letter: str

    def record(self, *entries: Any, file: str = "C-1") -> list[Recorded]:
        acts = [Act(file, entry) for entry in entries]
        made = self.book.record_together(acts, CLERK, acknowledge_all=True)
        self.seal()
        return list(made)

    def seal(self) -> None:
        sealer = Sealer(self.database)
        sealer.seal_once()
        sealer.close()

    def rows(self, table: str) -> int:
        with self.database.administer() as connection:
            [(count,)] = connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(self.database.schema, table))
            ).fetchall()
        return int(count)

    def words(self, position: int, file: str = "C-1") -> dict[str, Any]:
        return dict(self.book.vault.words_of([self.book.file(file).known[position - 1]]))

    def digests(self, position: int) -> list[bytes]:
        entry = self.book.file("C-1").known[position - 1].entry
        assert isinstance(entry, WordsErased)
        assert entry.destroyed is not None
        return [from_base64url(digest) for digest in entry.destroyed.digests]

    @property
    def remembered(self) -> Remembered:
        found = remembered_of(self.book.store)
        assert found is not None
        return found

    def audited(self) -> list[str]:
        return [str(found) for found in differences(self.database)]

    def everywhere(self, said: str) -> list[str]:
        """Every column of the whole database in which these words stand, in clear, in hex or in base64url."""
        return found_in_database(self.database, said)


def found_in_database(database: Database, said: str) -> list[str]:
    found = []
    with database.administer() as connection:
        columns = connection.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns"
            " WHERE starts_with(table_schema, %s)",
            (database.schema,),
        ).fetchall()
        for schema, table, column in columns:
            name, held = sql.Identifier(schema, table), sql.Identifier(column)
            asked = sql.SQL(
                "SELECT count(*) FROM {} WHERE position(lower(%(said)s) in lower({held}::text)) > 0"
                " OR position(%(hex)s in {held}::text) > 0"
            ).format(name, held=held)
            [(count,)] = connection.execute(asked, {"said": said, "hex": said.encode().hex()}).fetchall()
            if count:
                found.append(f"{table}.{column}")
    return found


def erased(*positions: int, **more: Any) -> WordsErased:
    said: dict[str, Any] = {
        "happened_on": DAY, "words": tuple(Chosen(position=p) for p in positions), "by": LENA,
        "ground": "no-longer-necessary", "asked_by": "the-person", "exceptions_weighed": ("legal-claims",),
    }  # fmt: skip
    return WordsErased(**said | more)


@pytest.fixture
def shelf(database: Database) -> Shelf:
    book = open_book(database)
    documents = Documents(database)
    shelf = Shelf(book, database, database.keys(), documents, documents.file(b"a letter", "text/plain"))
    shelf.record(
        ContractRegistered(happened_on=DAY, reference="C-1", title="Home care", start_date=DAY, end_date=DAY),
        NoteMade(happened_on=DAY, words=Said(SECRET, person="P-7")),
        NoteMade(happened_on=DAY, words=Said("Mr Quill was late", person="P-8")),
        NoteMade(happened_on=DAY, exhibits=(Said(Document(shelf.letter, "Letter")),)),
        NoteMade(happened_on=DAY, words=Said(KEPT)),
    )
    return shelf


def test_words_are_gone_with_the_entry_that_says_so_and_every_hash_stays(shelf: Shelf) -> None:
    """CPC307-K1."""
    before = shelf.book.store.entries(shelf.book.file_id("C-1"))

    [made] = shelf.record(erased(2, words=(Chosen(position=2, field="words"),)))

    assert shelf.words(2) == {}
    assert list(shelf.words(5).values()) == [KEPT]
    assert shelf.everywhere(SECRET) == []
    assert shelf.book.store.entries(shelf.book.file_id("C-1"))[:5] == before
    assert shelf.audited() == []
    [digest] = shelf.digests(made.position)
    assert shelf.book.store.erased([digest])[digest].position == made.position
    assert shelf.keys.is_destroyed(of_person("P-7"), digest)
    assert not shelf.keys.is_destroyed(of_person("P-8"), digest)
    assert shelf.rows("keys_to_destroy") == 0
    assert len(shelf.remembered.digests()) == 1


def test_a_document_goes_with_the_last_entry_that_cites_it(shelf: Shelf) -> None:
    shelf.record(NoteMade(happened_on=DAY, exhibits=(Said(Document(shelf.letter, "The same letter")),)))

    shelf.record(erased(4))
    assert shelf.documents.read(shelf.letter) == b"a letter"
    assert shelf.audited() == []
    shelf.record(erased(6))

    with pytest.raises(UnknownDocument):
        shelf.documents.read(shelf.letter)
    assert shelf.rows("chunks") == 0
    assert shelf.keys.is_destroyed(DOCUMENTS, bytes.fromhex(shelf.letter))
    assert shelf.audited() == []


def test_a_document_cited_twice_by_one_entry_stays_while_one_of_the_two_does(shelf: Shelf) -> None:
    twice = (Said(Document(shelf.letter, "One")), Said(Document(shelf.letter, "Other")))
    [made] = shelf.record(NoteMade(happened_on=DAY, exhibits=twice))
    shelf.record(erased(4))

    shelf.record(erased(made.position, words=(Chosen(position=made.position, field="exhibits.0"),)))

    assert shelf.documents.read(shelf.letter) == b"a letter"
    assert shelf.audited() == []


def test_a_hold_on_one_persons_matter_keeps_what_is_theirs_and_nothing_else(shelf: Shelf) -> None:
    shelf.record(
        HoldPlaced(
            happened_on=DAY, purpose="litigation", scope="person", matter=Said("The fall", person="P-7"),
            reason=Said("A claim is threatened"), by=LENA,
        )
    )  # fmt: skip

    with pytest.raises(Refused, match="HLD-001"):
        shelf.record(erased(2))
    with pytest.raises(Refused, match="HLD-001"):
        shelf.record(erased(6))
    shelf.record(erased(3))
    assert list(shelf.words(2).values()) == [SECRET]

    shelf.record(HoldLifted(happened_on=DAY, hold="HLD-001", reason=Said("Settled"), by=LENA))
    shelf.record(erased(2))
    assert shelf.words(2) == {}


def test_what_is_said_to_be_everything_of_one_person_is_that(shelf: Shelf) -> None:
    """CPC307-K1."""
    shelf.record(NoteMade(happened_on=DAY, words=Said("She fell again", person="P-7")))
    for positions, why in (((2,), "more of that person is held in entry 6"), ((2, 3, 6), "words of several people"),
                           ((5,), "no words that are kept under a pseudonym")):  # fmt: skip
        with pytest.raises(Refused, match=why):
            shelf.record(erased(*positions, scope="one-person"))
    assert len(shelf.words(2)) == len(shelf.words(6)) == 1

    shelf.record(erased(2, 6, scope="one-person"))

    assert shelf.words(2) == shelf.words(6) == {}
    assert len(shelf.words(3)) == 1


def test_why_a_rule_was_not_kept_is_said_before_words_are_erased_and_not_after(shelf: Shelf) -> None:
    shelf.record(IssueRaised(happened_on=DAY, nature=Said("Late"), by=LENA))
    rule = "erasure.claims-weighed"
    not_weighed = erased(2, exceptions_weighed=())

    with pytest.raises(Refused, match="no reason is given"):
        shelf.book.record("C-1", not_weighed, CLERK, departures=[Acknowledgement(rule=rule)])
    with pytest.raises(Refused, match="no reason is given"):
        shelf.book.check([Act("C-1", not_weighed)], CLERK, acknowledge_all=True)
    assert len(shelf.words(2)) == 1

    shelf.book.record("C-1", not_weighed, CLERK, departures=[Acknowledgement(rule=rule, reason=Said("A court asks"))])
    assert shelf.words(2) == {}


def test_a_file_disposed_of_keeps_its_entries_and_its_certificate_alone(shelf: Shelf) -> None:
    """TVP-4.0-14."""
    file_id = shelf.book.file_id("C-1")
    ruth, ann = (Actor(person=name, office="county-manager-contracts") for name in ("Ruth Dale", "Ann Ashe"))
    certificate = FileDisposed(
        happened_on=DAY, authority="Order of 1 May", ground="court-order", because="Order of 1 May", by=LENA,
        authorised_by=ruth, witnessed_by=ann,
    )  # fmt: skip
    shelf.record(ContractExpired(happened_on=DAY))
    early = certificate.model_copy(update={"ground": "retention-ended", "because": None})
    with pytest.raises(Refused, match=r"no retention was set for this file.*say why in `because`"):
        shelf.book.record("C-1", early, CLERK, acknowledge_all=True)

    [made] = shelf.record(certificate)

    assert isinstance(made.entry, FileDisposed)
    assert made.entry.destroyed is not None
    assert (made.entry.destroyed.openings, made.entry.destroyed.exhibits) == (4, 1)
    assert [shelf.words(position) for position in range(1, 7)] == [{}] * 6
    assert shelf.rows("documents") == 0
    assert shelf.keys.is_destroyed(of_file(file_id))
    assert shelf.audited() == []
    with pytest.raises(Refused, match="disposed of"):
        shelf.record(NoteMade(happened_on=DAY, words=Said("More")))


# ------------------------------------------------------------------------------------------- what the database refuses


def test_the_database_takes_away_only_what_an_entry_of_the_same_transaction_names(shelf: Shelf) -> None:
    """HCC-2.1-g."""
    store, file_id = shelf.book.store, shelf.book.file_id("C-1")
    [made] = shelf.record(erased(2))
    digest = [d for _, _, d in store.openings_of_person("P-8")]
    before = shelf.rows("openings")
    calls = [
        ("an entry recorded before", (file_id, made.position, digest)),
        ("an entry of another kind", (file_id, 5, digest)),
        ("an entry that is not there", (file_id, 99, digest)),
        ("the whole file, by none", (file_id, made.position, None)),
    ]
    for what, given in calls:
        with database_of(shelf) as connection, pytest.raises(psycopg.DatabaseError) as refused:
            connection.execute("SELECT erase(%b, %b, %b::bytea[], '{}', '{}')", given)
        assert refused.value.sqlstate in ("CT031", "23505"), what
    assert shelf.rows("openings") == before


def test_an_erasing_entry_takes_away_no_other_words_than_it_names(shelf: Shelf) -> None:
    plain = LedgerStore.append

    def more(self: LedgerStore, writes: Any, command: Any = None, at: Any = None, erasing: Any = ()) -> Any:
        others = [d for _, _, d in self.openings_of_person("P-8")]
        wider = [Erasing(e.file_id, e.position, [*(e.digests or ()), *others], e.citing) for e in erasing]
        return plain(self, writes, command, at, wider)

    before, head = shelf.rows("openings"), shelf.book.store.head(shelf.book.file_id("C-1"))
    LedgerStore.append = more  # type: ignore[method-assign,assignment]
    try:
        with pytest.raises(psycopg.DatabaseError, match="nothing else"):
            shelf.record(erased(2))
    finally:
        LedgerStore.append = plain  # type: ignore[method-assign]
    assert shelf.rows("openings") == before
    assert shelf.book.store.head(shelf.book.file_id("C-1")) == head


@pytest.mark.parametrize("replica", [False, True])
def test_not_even_the_owner_erases_without_an_entry(shelf: Shelf, replica: bool) -> None:
    shelf.record(erased(2))
    statements = (
        "DELETE FROM openings", "DELETE FROM citations", "DELETE FROM chunks", "DELETE FROM documents",
        "UPDATE openings SET person = null", "DELETE FROM erased", "DELETE FROM erasures", "TRUNCATE erased CASCADE",
        "TRUNCATE erasures CASCADE", "UPDATE erased SET of_entry = 3", "UPDATE erasures SET whole = true",
        "INSERT INTO erasures SELECT file_id, 5, true FROM erasures",
        "INSERT INTO erased SELECT o.digest, o.file_id, 6, o.position FROM openings o",
    )  # fmt: skip
    for statement in statements:
        with shelf.database.administer() as connection:
            if replica:
                connection.execute("SET session_replication_role = replica")
            with pytest.raises(psycopg.DatabaseError) as refused:
                connection.execute(statement.encode())
        assert refused.value.sqlstate in ("42501", "CT031", "0A000"), statement


def database_of(shelf: Shelf) -> Any:
    return shelf.database.connect("app")


# ------------------------------------------------------------------------------------------------ what is made good


def test_keys_that_could_not_be_had_are_destroyed_at_the_next_start(shelf: Shelf) -> None:
    folder = shelf.remembered.path.parent
    (folder / "keys.new").mkdir()  # nothing can be written there

    [made] = shelf.record(erased(2))
    assert shelf.rows("keys_to_destroy") == 1
    (folder / "keys.new").rmdir()
    Eraser(shelf.book).make_good()

    assert shelf.rows("keys_to_destroy") == 0
    assert shelf.keys.is_destroyed(of_person("P-7"), shelf.digests(made.position)[0])


def test_an_old_state_of_the_database_brings_nothing_back_and_what_is_there_is_erased_again(shelf: Shelf) -> None:
    """The openings as they were before, put back behind the ledger's back, as a restored backup has them."""
    with shelf.database.administer() as connection:
        connection.execute("CREATE TEMP TABLE old AS SELECT * FROM openings")
        shelf.record(erased(2))
        said: list[str] = []
        connection.execute("INSERT INTO openings SELECT * FROM old ON CONFLICT DO NOTHING")
        connection.commit()
        assert [what for what in shelf.audited() if "erased" in what], "that it came back is found"

        Eraser(shelf.book, said.append).make_good()

    assert "erased again" in said[0]
    assert shelf.words(2) == {}
    assert shelf.audited() == []


def test_a_ledger_set_back_to_before_an_erasure_erases_again_by_an_entry_of_its_own(shelf: Shelf) -> None:
    """The database knows nothing of the erasure; beside the keys it is written down."""
    [digest] = [d for _, _, d in shelf.book.store.openings_of_person("P-7")]
    [(_, letter)] = words_of(shelf.book.file("C-1").known[3])
    shelf.keys.destroy(of_person("P-7"), digest)
    shelf.keys.destroy(of_file(shelf.book.file_id("C-1")), from_base64url(letter))
    shelf.keys.destroy(DOCUMENTS, bytes.fromhex(shelf.letter))
    shelf.remembered.add([base64url(digest), letter])
    said: list[str] = []

    Eraser(shelf.book, said.append).make_good()
    Eraser(shelf.book, said.append).make_good()

    newest = shelf.book.file("C-1").known[-1]
    assert isinstance(newest.entry, WordsErased)
    assert (newest.entry.ground, newest.position) == ("erased-before", 6)
    assert len(said) == 1
    assert "older state" in said[0]
    assert shelf.words(2) == {}
    assert shelf.rows("documents") == 0
    shelf.seal()
    assert shelf.audited() == []


def test_a_line_cut_short_beside_the_keys_is_none_and_hides_no_other(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path / "erased")
    remembered.add(["A" * 43])
    with remembered.path.open("a") as file:
        file.write("B" * 20)
    remembered.add(["A" * 43, "C" * 43])
    assert remembered.digests() == {"A" * 43, "C" * 43}
    assert remembered.path.stat().st_mode & 0o077 == 0


def test_missing_words_that_no_entry_erased_are_found(shelf: Shelf) -> None:
    """Erased, by entry 6, differs from gone."""
    shelf.record(erased(2))
    with unguarded(shelf.database), shelf.database.administer() as connection:
        connection.execute("ALTER TABLE openings DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM openings WHERE person = 'P-8'")
        connection.execute("ALTER TABLE openings ENABLE ALWAYS TRIGGER openings_stay")
        connection.execute("ALTER TABLE openings ENABLE ALWAYS TRIGGER openings_kept")
    [found] = shelf.audited()
    assert "are gone, and no entry says" in found


# ---------------------------------------------------------------------------------------------- copies and verifying


@pytest.fixture
def other(ledgers: Ledgers, tmp_path: Path) -> Iterator[Database]:
    with ledgers.lent(tmp_path / "keys") as database:
        yield database


def test_a_copy_of_a_ledger_in_which_words_were_erased_is_whole_and_lacks_them(
    shelf: Shelf, other: Database, tmp_path: Path
) -> None:
    shelf.record(erased(2, 4))
    copy = tmp_path / "copy"

    tally = write_copy(shelf.database, copy)
    report = Report(lambda said: None)
    verify_copy(report, copy, None, [])
    take_in(other, copy, verify(copy))

    assert tally.entries == shelf.book.store.log_size()
    assert SECRET not in copy.read_text()
    assert (PROVED, "of 2 words that are not there a later entry says that it erased them") in report.steps
    assert CONTRADICTED not in {state for state, _ in report.steps}
    assert [str(found) for found in differences(other)] == []
    assert (
        Book(LedgerStore(other)).file("C-1").retention.erased.keys() == shelf.book.file("C-1").retention.erased.keys()
    )
    assert LedgerStore(other).erased(shelf.digests(6)).keys() == set(shelf.digests(6))


def test_a_copy_from_which_words_are_missing_that_no_entry_erased_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    shelf.record(erased(2))
    copy = tmp_path / "copy"
    write_copy(shelf.database, copy)
    lines = []
    for text in copy.read_bytes().splitlines():
        said = json.loads(text)
        if (entry := said.get("entry")) and entry["position"] == 3 and entry.pop("openings", None):
            text = line("entry", entry).rstrip()
        lines.append(text + b"\n")
    body = b"".join(lines[:-1])
    end = json.loads(lines[-1])["trailer"]
    end |= {"openings": end["openings"] - 1, "sha256": hashlib.sha256(body).hexdigest()}
    copy.write_bytes(body + line("trailer", end))

    with pytest.raises(CopyRefused, match="no entry says"):
        verify(copy)
    report = Report(lambda said: None)
    verify_copy(report, copy, None, [])
    assert [what for state, what in report.steps if state == CONTRADICTED and "no entry says" in what]


def test_verifying_tells_erased_from_missing(shelf: Shelf) -> None:
    shelf.record(erased(2))
    report = Report(lambda said: None)
    verify_ledger(shelf.database, report, None, [])
    assert (PROVED, "of 1 words that are gone, an entry says that it erased them") in report.steps
    assert CONTRADICTED not in {state for state, _ in report.steps}


# ------------------------------------------------------------------------------------------------------ killed midway


KILLED = """
import os, signal, sys
from pathlib import Path
from ledger.book import Book
from ledger.store.database import Database
from ledger.entry import Account, Actor
from ledger.store.keyring import KeysPlace
from ledger.store.postgres import LedgerStore
from ledger.subjects.retention import Chosen, WordsErased
import ledger.privacy.erasure, ledger.privacy.keys, datetime

schema, url, keys, where = sys.argv[1:5]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

with Database(schema, url, keys=KeysPlace(Path(keys))) as database:
    book = Book(LedgerStore(database))
    if where == "before the commit":
        import psycopg
        psycopg.Transaction.__exit__ = die
    elif where == "after the commit":
        LedgerStore.keys_to_destroy = die
    elif where == "the keys half written":
        os.umask(0o077)
        ledger.privacy.keys.replace_file = lambda path, raw: (
            path.with_name(path.name + ".new").write_bytes(raw[:99]), die()
        )
    elif where == "the keys destroyed":
        ledger.privacy.erasure.Remembered.add = die
    elif where == "written down":
        LedgerStore.keys_are_destroyed = die
    erasing = WordsErased(
        happened_on=datetime.date(2025, 1, 1), words=(Chosen(position=2), Chosen(position=4)), ground="objection",
        asked_by="the-person", by=Actor(person="Lena Stone", office="legal-services"),
    )
    book.record("C-1", erasing, Account(account="lena", name="Lena Stone"), acknowledge_all=True)
"""


@pytest.mark.parametrize(
    "where",
    ["before the commit", "after the commit", "the keys half written", "the keys destroyed", "written down"],
)
def test_killed_at_any_step_the_next_start_makes_it_good(
    shelf: Shelf, server: EmbeddedServer | str, where: str
) -> None:
    folder = shelf.remembered.path.parent
    url = server.url() if isinstance(server, EmbeddedServer) else server
    digests = [d for _, _, d in shelf.book.store.openings_of_person("P-7")]
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, shelf.database.schema, url, str(folder), where], check=False,
        capture_output=True, text=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert ran.returncode == -signal.SIGKILL, ran.stderr

    recorded = where != "before the commit"
    assert (shelf.book.file("C-1").position == 6) == recorded
    assert (shelf.words(2) == {}) == recorded
    Eraser(shelf.book).make_good()
    Eraser(shelf.book).make_good()

    shelf.seal()
    assert shelf.audited() == []
    assert shelf.rows("keys_to_destroy") == 0
    assert shelf.keys.is_destroyed(of_person("P-7"), digests[0]) == recorded
    assert shelf.keys.is_destroyed(DOCUMENTS, bytes.fromhex(shelf.letter)) == recorded
    assert len(shelf.remembered.digests()) == (2 if recorded else 0)
    assert shelf.everywhere(SECRET) == []


def test_what_stands_in_the_open_for_good_is_said_where_it_is_typed_and_to_whoever_runs_a_ledger() -> None:
    hint = descriptions(Source)["whom"]
    told = Path("docs/operating.md").read_text().partition("## What cannot be erased")[2].partition("\n## ")[0]

    assert "rather than the name of a person who receives" in hint
    assert not [field for field in ("`by`", "`source.whom`", "`named`", "`recipient`") if field not in told]
