"""A ledger copied entry for entry: the copy is the ledger, and whatever was done to it on the way is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.auditing import differences
from ledger.book import Act, Book
from ledger.copying import parts
from ledger.copying.format import CopyRefused, Tally, line
from ledger.copying.reading import announced
from ledger.copying.taking import copied, take_in, verify
from ledger.copying.writing import write_copy
from ledger.documents import Documents
from ledger.errors import LedgerAlreadyOpen, LedgerNotOpen
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised
from ledger.subjects.records import DocumentFiled, EntryCorrected, LedgerOpened, NoteMade
from ledger.verify import Root
from ledger.words import Document, Said
from tests.ledgers import Ledgers
from tests.sampling import examples
from tests.story import ANN, CLERK, COLLEAGUE

DAY = date(2025, 3, 3)
SCAN = bytes(range(256)) * 1200  # longer than a copy puts on one line
GENESIS = LedgerOpened(happened_on=date(2025, 1, 6), authority="Exshire", origin="ledger.example/copied", clock="real")


def seal(database: Database) -> None:
    with closing(Sealer(database)) as sealer:
        while sealer.seal_once():
            pass


def opened(database: Database, clock: str, scan: bytes = SCAN) -> Book:
    """A ledger with two files, documents, words of a person, a correction, and appends of several entries."""
    at = datetime(2025, 3, 3, 9, tzinfo=UTC) if clock == "simulated" else None
    book = Book.open_ledger(LedgerStore(database), GENESIS.model_copy(update={"clock": clock}), CLERK, at)
    documents = Documents(database)
    letter = Said(Document(documents.file(scan, "application/pdf"), "Letter"))
    note = Said(Document(documents.file(b"a note", "text/plain")))
    documents.file(b"cited by nobody", "text/plain")
    contracts = [
        ContractRegistered(happened_on=DAY, reference=r, title=f"Contract “{r}” \\ \u2028 £5") for r in ("A", "B")
    ]
    book.record_together([Act(c.reference, c) for c in contracts], CLERK, acknowledge_all=True, key="open")
    seal(database)
    said = NoteMade(happened_on=DAY, words=Said("Mrs P. told us", "P-17"), exhibits=(note, letter))
    raised = IssueRaised(happened_on=DAY, nature=Said("Visits missed"), by=ANN)
    filed = DocumentFiled(happened_on=DAY, title="Letter", document=letter)
    book.record_together([Act("A", raised), Act("B", said), Act("A", filed)], COLLEAGUE, acknowledge_all=True)
    mended = contracts[0].model_copy(update={"title": "Contract A"})
    correction = EntryCorrected(happened_on=DAY, position=1, reason=Said("Typed wrongly"), replacement=mended)
    book.record("A", correction, CLERK, acknowledge_all=True, key="mend")
    seal(database)
    return book


def opened_before(ledgers: Ledgers, database: Database, clock: Literal["real", "simulated"]) -> Book:
    """The same ledger, recorded once in a run and then put in as it stood."""
    ledgers.fill(database, f"two-contracts-{clock}", lambda: opened(database, clock))
    return Book(LedgerStore(database))


@pytest.fixture(params=["real", "simulated"])
def source(request: pytest.FixtureRequest, ledgers: Ledgers, database: Database) -> Book:
    return opened_before(ledgers, database, request.param)


@pytest.fixture
def elsewhere(ledgers: Ledgers, tmp_path: Path) -> Iterator[Database]:
    """A second ledger, migrated and not opened."""
    with ledgers.lent(tmp_path / "keys") as other:
        yield other


@pytest.fixture
def copy(source: Book, database: Database, tmp_path: Path) -> Path:
    write_copy(database, tmp_path / "copy")
    return tmp_path / "copy"


# --- the copy is the ledger -------------------------------------------------------------------------------------------


def test_the_copy_of_a_copy_is_the_same_to_the_byte(
    source: Book, database: Database, elsewhere: Database, copy: Path, tmp_path: Path
) -> None:
    tally = verify(copy)

    take_in(elsewhere, copy, tally)

    assert write_copy(elsewhere, tmp_path / "again") == tally
    assert (tmp_path / "again").read_bytes() == copy.read_bytes()
    assert list(differences(elsewhere)) == []
    assert [tuple(row) for row in LedgerStore(elsewhere).log_page(0, 100)] == [
        tuple(row) for row in source.store.log_page(0, 100)
    ]
    twin, source = Book(LedgerStore(elsewhere)), Book(LedgerStore(database))
    assert twin.file("A").known == source.file("A").known
    assert set(map(str, twin.vault.words_of(twin.file("B").known).values())) == set(
        map(str, source.vault.words_of(source.file("B").known).values())
    )
    assert Documents(elsewhere).read(hashlib.sha256(SCAN).hexdigest()) == SCAN
    assert (found := copied(elsewhere)) is not None
    assert (found.size, found.root) == (tally.entries, tally.root)
    assert copied(database) is None


def test_recording_goes_on_in_a_copy_and_what_was_sent_before_is_known_again(
    source: Book, elsewhere: Database, copy: Path
) -> None:
    take_in(elsewhere, copy, verify(copy))
    twin = Book(LedgerStore(elsewhere))
    before = twin.store.log_size()
    again = [ContractRegistered(happened_on=DAY, reference=r, title=f"Contract “{r}” \\ \u2028 £5") for r in ("A", "B")]

    repeated = twin.record_together([Act(c.reference, c) for c in again], CLERK, acknowledge_all=True, key="open")
    new = twin.record("B", NoteMade(happened_on=DAY, words=Said("Later")), CLERK)
    seal(elsewhere)

    assert [r.position for r in repeated] == [1, 1]
    assert new.position == 3
    assert new.recorded_at > source.file("B").known[-1].recorded_at
    assert twin.store.log_size() == before + 1
    assert twin.store.all_sealed(twin.store.newest_arrival())
    assert list(differences(elsewhere)) == []


def test_what_is_not_sealed_yet_is_not_in_a_copy(source: Book, database: Database, tmp_path: Path) -> None:
    size = source.store.log_size()
    source.record("B", NoteMade(happened_on=DAY, words=Said("Not sealed")), CLERK)

    assert write_copy(database, tmp_path / "copy").entries == size
    assert verify(tmp_path / "copy").entries == size


def test_a_copy_goes_into_an_empty_ledger_only(database: Database, copy: Path, elsewhere: Database) -> None:
    tally = verify(copy)
    with pytest.raises(LedgerAlreadyOpen):
        take_in(database, copy, tally)
    take_in(elsewhere, copy, tally)
    with pytest.raises(LedgerAlreadyOpen):
        take_in(elsewhere, copy, tally)


def test_there_is_nothing_to_copy_of_a_ledger_that_is_not_open(elsewhere: Database, tmp_path: Path) -> None:
    with pytest.raises(LedgerNotOpen):
        write_copy(elsewhere, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(copy: Path, database: Database) -> None:
    before = copy.read_bytes()
    with pytest.raises(FileExistsError):
        write_copy(database, copy)
    assert copy.read_bytes() == before


@pytest.mark.parametrize("role", ["app", "sealer", "projector"])
@pytest.mark.parametrize(
    "call",
    [
        "SELECT copy_begin('o', 'real', ''::bytea, ''::bytea, now(), 0, ''::bytea, ''::bytea)", "SELECT copy_end()",
        "SELECT copy_document(''::bytea, 1, 'text/plain', now(), ''::bytea)",
        "INSERT INTO copied (size, root, sha256) VALUES (0, sha256(''), sha256(''))",
    ],
)  # fmt: skip
def test_only_the_owner_may_take_a_copy_in(database: Database, role: Any, call: Any) -> None:
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(call)


def test_half_a_copy_cannot_be_committed_even_by_the_owner(elsewhere: Database) -> None:
    begin = "SELECT copy_begin('a.example/b', 'real', sha256('a'), sha256('b'), now(), %s, sha256(''), sha256(''))"
    with elsewhere.connect("owner") as connection:
        connection.execute(begin, (1,))
        with pytest.raises(psycopg.Error, match="whole or not at all"):
            connection.commit()
    with elsewhere.connect("owner") as connection:
        connection.execute(begin, (1,))
        with pytest.raises(psycopg.Error, match="not as large"):
            connection.execute("SELECT copy_end()")
    assert copied(elsewhere) is None


LEDGER_OF_ONE_FILE: dict[str, tuple[list[tuple[int, int]], str]] = {
    "": ([(1, 0), (2, 0), (3, 1)], "SELECT copy_end()"),
    "an entry is missing": ([(1, 0), (3, 0)], "SELECT copy_end()"),
    "a time falls": ([(1, 1), (2, 0)], "SELECT copy_end()"),
    "a file has no head": ([(1, 0)], "UPDATE copied SET finished = true"),
    "not all was sealed": ([(1, 0), (2, 0)], "SELECT setval('arrival', 9); UPDATE copied SET finished = true"),
}
"""What is wrong: (position, day of recording) of each entry, and what ends the copy."""


@pytest.mark.parametrize("wrong", LEDGER_OF_ONE_FILE)
def test_what_a_copy_must_be_the_database_asks_of_all_of_it(elsewhere: Database, wrong: str) -> None:
    entries, ends = LEDGER_OF_ONE_FILE[wrong]
    with elsewhere.connect("owner") as connection:
        connection.execute(
            "SELECT copy_begin('a.example/b', 'real', sha256('a'), sha256('b'), now(), %s, sha256(''), sha256(''))",
            (len(entries),),
        )
        for arrival, (position, day) in enumerate(entries, 1):
            connection.execute(
                "INSERT INTO entries (file_id, position, kind, state, recorded_at, arrival, ordinal, size)"
                " SELECT '00000000-0000-0000-0000-000000000001', %s, 'a/1', '{}', '2025-03-01'::date + %s, %s, 1, 1",
                (position, day, arrival),
            )
        connection.execute(
            "INSERT INTO log SELECT arrival - 1, file_id, position, arrival, sha256(state), '2025-03-09' FROM entries"
            " WHERE arrival = 1 OR %s <> 'not all was sealed'",
            (wrong,),
        )
        with pytest.raises(psycopg.Error, match="or not whole") if wrong else nullcontext():
            connection.execute(ends.encode())
        if not wrong:
            connection.commit()


def test_where_a_ledger_was_copied_from_is_not_changed(elsewhere: Database, copy: Path) -> None:
    take_in(elsewhere, copy, verify(copy))
    for statement in (
        "UPDATE copied SET finished = false",
        "UPDATE copied SET size = 1",
        "DELETE FROM copied",
        "TRUNCATE copied",
    ):
        with elsewhere.connect("owner") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    stale = """
        UPDATE files SET head = head + 1, last_at = last_at + interval '1 second';
        INSERT INTO entries SELECT file_id, head, kind, state, last_at - interval '1 second',
               9999 + row_number() OVER (), 1, 1, NULL, NULL
          FROM entries JOIN files USING (file_id) WHERE position = head - 1"""
    with elsewhere.connect("owner") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(stale)


def test_a_copy_is_taken_in_by_several_processes_as_by_one(
    source: Book, database: Database, elsewhere: Database, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(parts, "SIZE", 3_000)

    take_in(elsewhere, copy, announced(copy))

    write_copy(elsewhere, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == copy.read_bytes()
    assert list(differences(elsewhere)) == []


def test_what_a_copy_announces_is_what_it_holds(copy: Path) -> None:
    assert announced(copy) == verify(copy)


# --- whatever was done to it on the way is found ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, ledgers: Ledgers) -> bytes:
    """The bytes of a sound copy."""
    path = tmp_path_factory.mktemp("sound") / "copy"
    with ledgers.lent(path.parent / "keys") as database:
        opened(database, "simulated")
        write_copy(database, path)
    return path.read_bytes()


def refused(text: bytes, folder: Path) -> CopyRefused:
    path = folder / "tampered"
    path.write_bytes(text)
    with pytest.raises(CopyRefused) as found:
        verify(path)
    return found.value


HOWEVER_OFTEN = settings(
    max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@HOWEVER_OFTEN
@given(choose=st.data())
def test_one_byte_altered_anywhere_is_found(sound: bytes, tmp_path: Path, choose: st.DataObject) -> None:
    # Half of the time among the entries: most of a copy is documents.
    lines = sound.splitlines(keepends=True)
    number = choose.draw(st.integers(0, len(lines) - 1))
    at = sum(map(len, lines[:number])) + choose.draw(st.integers(0, len(lines[number]) - 1))
    new = choose.draw(st.integers(0, 255).filter(lambda byte: byte != sound[at]))

    refused(sound[:at] + bytes([new]) + sound[at + 1 :], tmp_path)


@HOWEVER_OFTEN
@given(choose=st.data())
def test_a_copy_cut_short_or_added_to_anywhere_is_found(sound: bytes, tmp_path: Path, choose: st.DataObject) -> None:
    at = choose.draw(st.integers(0, len(sound) - 1))
    refused(sound[:at], tmp_path)
    refused(sound[:at] + choose.draw(st.binary(min_size=1, max_size=3)) + sound[at:], tmp_path)
    refused(sound + choose.draw(st.binary(min_size=1, max_size=3)), tmp_path)


@HOWEVER_OFTEN
@given(choose=st.data())
def test_lines_left_out_doubled_or_moved_are_found_though_the_trailer_be_made_to_fit(
    sound: bytes, tmp_path: Path, choose: st.DataObject
) -> None:
    lines = sound.splitlines(keepends=True)
    one, other = choose.draw(st.lists(st.integers(0, len(lines) - 2), min_size=2, max_size=2, unique=True))
    twin = list(lines)
    match choose.draw(st.sampled_from(["leave out", "double", "swap", "move"])):
        case "leave out":
            # The last append of all left out is another, smaller ledger: its root hash tells, as below.
            del twin[one]
        case "double":
            twin.insert(other, lines[one])
        case "swap":
            twin[one], twin[other] = twin[other], twin[one]
        case _:
            twin.insert(other, twin.pop(one))
    if twin != lines:
        refused(b"".join(twin), tmp_path)
        path = tmp_path / "fitted"
        path.write_bytes(fitted(twin[:-1]))
        try:
            tally = verify(path)
        except CopyRefused:
            return
        assert differs(tally, sound)


def differs(tally: Tally, sound: bytes) -> bool:
    trailer = json.loads(sound.splitlines()[-1])["trailer"]
    # Documents that nobody cites stand in no entry; what the log says of everything else is in its root.
    return bool(tally.root != trailer["root"] or tally.documents != trailer["documents"])


@HOWEVER_OFTEN
@given(lengths=st.lists(st.integers(0, 90), max_size=40), size=st.integers(1, 200))
def test_in_whatever_parts_a_copy_is_read_its_lines_are_the_same(tmp_path: Path, lengths: list[int], size: int) -> None:
    path = tmp_path / "copy"
    path.write_bytes(b"".join(b"%d" % number * length + b"\n" for number, length in enumerate(lengths)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "SIZE", size)
        read = [part.text for part in parts.parts(path)]
    assert b"".join(read) == path.read_bytes()
    assert all(text.endswith(b"\n") for text in read if text)


def test_several_processes_name_the_same_line_and_say_the_same_of_it(
    sound: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = sound.splitlines(keepends=True)
    third = next(n for n, text in enumerate(lines) if b'"index":3,' in text)
    altered = {
        "no line": [*lines[:third], b"x" + lines[third], *lines[third + 1 :]],
        "left out": [*lines[:third], *lines[third + 1 :]],
    }
    alone = {what: str(refused(b"".join(made), tmp_path)) for what, made in altered.items()}
    monkeypatch.setattr(parts, "WORTH_PROCESSES", 0)
    monkeypatch.setattr(parts, "SIZE", 3_000)
    assert {what: str(refused(b"".join(made), tmp_path)) for what, made in altered.items()} == alone


def test_a_copy_whose_trailer_is_altered_announces_nothing(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    *lines, _ = sound.splitlines(keepends=True)
    path.write_bytes(b"".join(lines))
    with pytest.raises(CopyRefused, match=f"line {len(lines) + 1}: the copy is cut short"):
        announced(path)


def fitted(lines: list[bytes]) -> bytes:
    """These lines with a trailer made anew to fit them, as somebody would who covers his tracks."""
    root, openings, documents = Root(), 0, 0
    for text in lines:
        said = json.loads(text)
        if "entry" in said:
            root.add(bytes.fromhex(said["entry"]["leaf"]))
            openings += len(said["entry"].get("openings", ()))
        documents += "document" in said
    whole = b"".join(lines)
    trailer = {"entries": root.size, "openings": openings, "documents": documents, "root": root.value.hex()}
    return whole + line("trailer", trailer | {"sha256": hashlib.sha256(whole).hexdigest()})


Edit = Callable[[dict[str, Any]], None]


def entry_edits() -> dict[str, tuple[Edit, str]]:
    def words(entry: dict[str, Any]) -> None:
        entry["openings"][0]["disclosure"] += "A"

    def of_other_words(entry: dict[str, Any]) -> None:
        entry["openings"] = [*entry["openings"], {"disclosure": "WyJhIiwiYiJd"}]
        entry["openings"].sort(key=lambda opening: hashlib.sha256(opening["disclosure"].encode()).digest())

    return {
        "a word of the bytes": (
            lambda e: e.update(state=e["state"].replace("service-failure", "service_failure")),
            "leaf hash",
        ),
        "its kind": (lambda e: e.update(kind="note-made/1"), "its bytes say something else"),
        "when it was recorded": (lambda e: e.update(recorded_at="2026-03-03T09:00:00.000000Z"), "leaf hash"),
        "when it was sealed": (lambda e: e.update(sealed_at="2026-03-03T09:00:00.000000Z"), "leaf hash"),
        "its position": (lambda e: e.update(position=9), "does not follow"),
        "its place in the log": (lambda e: e.update(index=9), "out of order"),
        "its file": (lambda e: e.update(file="00000000-0000-0000-0000-000000000001", position=1), "leaf hash"),
        "its leaf": (lambda e: e.update(leaf="0" * 64), "leaf hash"),
        "its words": (words, "belongs to none of its words"),
        "words that are not its own": (of_other_words, "belongs to none of its words"),
        "words withheld": (lambda e: e.pop("openings"), "is missing"),
        "its append": (lambda e: e.update(arrival=1), "append|number or its command"),
        "how many came with it": (lambda e: e.update(size=9), "append"),
        "a member too many": (lambda e: e.update(more=1), "no line of a copy"),
        "a number as a fraction": (lambda e: e.update(position=2.0), "no line of a copy"),
    }


@pytest.mark.parametrize("what", entry_edits())
def test_an_entry_altered_with_a_trailer_to_fit_is_found(sound: bytes, tmp_path: Path, what: str) -> None:
    edit, why = entry_edits()[what]
    lines = sound.splitlines(keepends=True)
    number = next(n for n, text in enumerate(lines) if b"Visits" not in text and b'"kind":"issue-raised/1"' in text)
    said = json.loads(lines[number])
    edit(said["entry"])
    lines[number] = line("entry", said["entry"])

    error = refused(fitted(lines[:-1]), tmp_path)

    assert any(word in str(error) for word in why.split("|")), str(error)
    # Where an append is said to be longer than it is, a later line shows it.
    assert int(error.where.removeprefix("line ")) > number


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("origin", "ledger.example/other", "another origin or clock"),
        ("clock", "real", "another origin or clock"),
        ("file_key_secret", "AAAAAAAAAAAAAAAAAAAAAA==", "the ledger's secret"),
        ("format", "cleartrail-copy/2", "not of the format"),
    ],
)
def test_a_header_of_another_ledger_is_found(sound: bytes, tmp_path: Path, name: str, value: str, why: str) -> None:
    header, *rest, _ = sound.splitlines(keepends=True)

    error = refused(fitted([line("header", json.loads(header)["header"] | {name: value}), *rest]), tmp_path)

    assert why in str(error)


def test_a_document_altered_or_left_out_with_a_trailer_to_fit_is_found(sound: bytes, tmp_path: Path) -> None:
    lines = sound.splitlines(keepends=True)
    number = next(n for n, text in enumerate(lines) if text.startswith(b'{"bytes":"AAEC'))
    altered = [*lines[:number], lines[number].replace(b"AAEC", b"AAED", 1), *lines[number + 1 :]]
    assert "it was altered" in str(refused(fitted(altered[:-1]), tmp_path))

    pieces = next(n for n in range(number, len(lines)) if not lines[n].startswith(b'{"bytes"')) - number
    without = [*lines[: number - 1], *lines[number + pieces :]]
    assert "missing" in str(refused(fitted(without[:-1]), tmp_path))


def test_a_smaller_ledger_is_told_by_its_root_hash(sound: bytes, tmp_path: Path) -> None:
    """Nothing in a copy can show that its end was cut off with every hash made anew: the source's root hash does."""
    lines = sound.splitlines(keepends=True)
    last = max(n for n, text in enumerate(lines) if text.startswith(b'{"entry"'))
    path = tmp_path / "smaller"
    path.write_bytes(fitted([*lines[:last], *lines[last + 1 : -1]]))

    tally = verify(path)

    assert tally.root != json.loads(lines[-1])["trailer"]["root"]


def test_a_copy_that_changes_after_it_was_checked_is_not_taken(
    sound: bytes, tmp_path: Path, elsewhere: Database
) -> None:
    path = tmp_path / "copy"
    path.write_bytes(sound)
    tally = verify(path)
    lines = sound.splitlines(keepends=True)
    last = max(n for n, text in enumerate(lines) if text.startswith(b'{"entry"'))
    path.write_bytes(fitted([*lines[:last], *lines[last + 1 : -1]]))

    with pytest.raises(CopyRefused, match="after it had been checked"):
        take_in(elsewhere, path, tally)

    with pytest.raises(LedgerNotOpen):
        _ = LedgerStore(elsewhere).settings
    assert LedgerStore(elsewhere).files() == []
