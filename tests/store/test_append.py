import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.documents import Documents
from ledger.errors import (
    AppendTooLarge,
    ClockRefused,
    CommandReused,
    Conflict,
    DatabaseAway,
    EntryTooLarge,
    LedgerAlreadyOpen,
    LedgerNotOpen,
    MalformedEntry,
    UnknownDocument,
)
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Appended, Command, FileWrite, NewEntry, Opening
from tests.store.conftest import Within
from tests.store.raw import RAW_APPEND, RAW_APPEND_ONE, raw, raw_one, someone_waits, until
from tests.store.relay import Relay

MORNING = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)


def entries(*states: bytes, kind: str = "note-made/1") -> list[NewEntry]:
    return [NewEntry(kind, state) for state in states]


def opening(words: bytes, person: str | None = None) -> Opening:
    return Opening(hashlib.sha256(words).digest(), words, person)


def a_command(request: bytes = b"a request") -> Command:
    return Command(uuid4(), request)


# ---------------------------------------------------------------- what is recorded, and where it lies


def test_an_append_says_where_its_entries_lie(store: LedgerStore) -> None:
    contract, provider = uuid4(), uuid4()

    first = store.append([FileWrite(contract, 0, entries(b"1", b"2"))])
    second = store.append([FileWrite(contract, 2, entries(b"3")), FileWrite(provider, 0, entries(b"4", b"5"))])

    assert first.positions == {contract: range(1, 3)}
    assert second.positions == {contract: range(3, 4), provider: range(1, 3)}
    assert not first.repeated
    assert [row.state for row in store.entries(contract)] == [b"1", b"2", b"3"]
    assert [row.state for row in store.entries(provider)] == [b"4", b"5"]
    assert {row.recorded_at for row in store.entries(provider)} == {second.recorded_at}
    assert first.recorded_at < second.recorded_at


def test_a_stale_writer_is_told_where_each_file_stands(store: LedgerStore) -> None:
    file_id, other = uuid4(), uuid4()
    store.append([FileWrite(file_id, 0, entries(b"1", b"2")), FileWrite(other, 0, entries(b"1"))])

    for expected in (0, 1, 3, 77):
        with pytest.raises(Conflict) as conflict:
            store.append([FileWrite(other, 1, entries(b"x")), FileWrite(file_id, expected, entries(b"x"))])
        assert (conflict.value.file_id, conflict.value.position) == (file_id, 2)
        assert conflict.value.positions == {file_id: 2}
    with pytest.raises(Conflict) as conflict:
        store.append([FileWrite(uuid4(), 3, entries(b"x"))])
    assert conflict.value.position == 0


def test_entries_on_several_files_are_recorded_all_or_none(store: LedgerStore) -> None:
    file_id, new = uuid4(), uuid4()
    store.append([FileWrite(file_id, 0, entries(b"1"))])
    before = store.files()

    with pytest.raises(Conflict):
        store.append([FileWrite(new, 0, entries(b"x")), FileWrite(file_id, 0, entries(b"x"))])
    with pytest.raises(MalformedEntry):
        store.append([FileWrite(new, 0, entries(b"x")), FileWrite(file_id, 1, entries(b"\xff"))])

    assert store.files() == before
    assert store.entries(new) == []
    assert len(store.entries(file_id)) == 1


def test_of_two_writers_at_once_one_wins_and_the_other_is_told(store: LedgerStore) -> None:
    for expected in range(20):
        file_id = uuid4()
        store.append([FileWrite(file_id, 0, entries(*[b"x"] * (expected + 1)))])
        start = threading.Barrier(2)

        def write(file_id: UUID = file_id, expected: int = expected + 1, start: threading.Barrier = start) -> object:
            start.wait()
            try:
                return store.append([FileWrite(file_id, expected, entries(b"y"))])
            except Conflict as conflict:
                return conflict.position

        with ThreadPoolExecutor(2) as writers:
            outcomes = [outcome.result() for outcome in [writers.submit(write), writers.submit(write)]]

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Appended", "int"]
        assert expected + 2 in outcomes
        assert store.head(file_id) == expected + 2


def test_writers_on_many_files_leave_no_hole_and_no_disorder(store: LedgerStore, within: Within) -> None:
    files = [uuid4() for _ in range(5)]

    def write(number: int) -> int:
        recorded = 0
        for turn in range(25):
            chosen = [files[(number + turn) % 5], files[(number * turn + 1) % 5]]
            while True:
                writes = [FileWrite(f, store.head(f), entries(b"x", b"y")) for f in dict.fromkeys(chosen)]
                try:
                    recorded += sum(len(positions) for positions in store.append(writes).positions.values())
                    break
                except Conflict:
                    continue
        return recorded

    with within(60), ThreadPoolExecutor(6) as writers:
        recorded = sum(writers.map(write, range(6)))

    rows = [row for of_file in store.several(files).values() for row in of_file]
    assert len(rows) == recorded
    for of_file in store.several(files).values():
        assert [row.position for row in of_file] == list(range(1, len(of_file) + 1))
        assert [row.recorded_at for row in of_file] == sorted(row.recorded_at for row in of_file)


# ---------------------------------------------------------------- the same command again


def test_the_same_command_is_recorded_once_and_answered_the_same(store: LedgerStore) -> None:
    contract, provider, command = uuid4(), uuid4(), a_command()
    first = store.append(
        [FileWrite(contract, 0, entries(b"salt 1")), FileWrite(provider, 0, entries(b"1", b"2"))], command
    )
    store.append([FileWrite(contract, 1, entries(b"something else, later"))])

    again = store.append(
        [FileWrite(contract, 0, entries(b"salt 2")), FileWrite(provider, 0, entries(b"1", b"2"))], command
    )

    assert again == Appended(first.recorded_at, first.positions, repeated=True)
    assert list(again.positions) == [contract, provider]
    assert store.find_command(command) == again
    assert [row.state for row in store.entries(contract)] == [b"salt 1", b"something else, later"]


def test_a_command_with_another_request_is_refused(store: LedgerStore) -> None:
    file_id, command = uuid4(), a_command()
    store.append([FileWrite(file_id, 0, entries(b"1"))], command)
    other = Command(command.command_id, b"another request")

    with pytest.raises(CommandReused):
        store.append([FileWrite(file_id, 1, entries(b"2"))], other)
    with pytest.raises(CommandReused):
        store.append([FileWrite(uuid4(), 0, entries(b"2"))], other)
    with pytest.raises(CommandReused):
        store.find_command(other)

    assert len(store.files()) == 1
    assert store.head(file_id) == 1
    assert store.find_command(a_command()) is None


def test_the_same_command_sent_many_times_at_once_is_recorded_once(store: LedgerStore, within: Within) -> None:
    for _ in range(10):
        file_id, command, start = uuid4(), a_command(), threading.Barrier(4)

        def send(
            number: int, file_id: UUID = file_id, command: Command = command, start: threading.Barrier = start
        ) -> Appended:
            start.wait()
            return store.append([FileWrite(file_id, 0, entries(b"salt %d" % number, b"second"))], command)

        with within(30), ThreadPoolExecutor(4) as senders:
            answers = list(senders.map(send, range(4)))

        assert sum(not answer.repeated for answer in answers) == 1
        assert {answer.recorded_at for answer in answers} == {answers[0].recorded_at}
        assert all(answer.positions == {file_id: range(1, 3)} for answer in answers)
        assert store.head(file_id) == 2


@pytest.mark.parametrize("ending", ["commits", "rolls back"])
@pytest.mark.parametrize("same_request", [True, False])
def test_two_first_writers_with_one_command_on_different_files_get_an_answer(
    store: LedgerStore, database: Database, within: Within, ending: str, same_request: bool
) -> None:
    mine, theirs, command = uuid4(), uuid4(), a_command()
    ours = command if same_request else Command(command.command_id, b"another request")

    with within(30), ThreadPoolExecutor(1) as rival, database.connect("app") as first:
        first.execute(RAW_APPEND, raw(theirs, 0, command))
        waiting = rival.submit(store.append, [FileWrite(mine, 0, entries(b"mine"))], ours)
        until(lambda: someone_waits(database))
        first.commit() if ending == "commits" else first.rollback()
        outcome = waiting.exception() or waiting.result()

    if ending == "rolls back":
        assert isinstance(outcome, Appended)
        assert outcome.positions == {mine: range(1, 2)}
        assert not outcome.repeated
    elif same_request:
        assert isinstance(outcome, Appended)
        assert outcome.positions == {theirs: range(1, 2)}
        assert outcome.repeated
    else:
        assert isinstance(outcome, CommandReused)
    assert store.head(mine) == (1 if ending == "rolls back" else 0)


def test_an_append_whose_answer_was_lost_is_sent_again_and_answered_the_first_time_s_answer(
    store: LedgerStore, database: Database, within: Within
) -> None:
    file_id, command = uuid4(), a_command()

    with Relay(database) as relay, within(30):
        behind = LedgerStore(relay.database)
        behind.append([FileWrite(uuid4(), 0, entries(b"to begin with"))])
        relay.lose_the_answer_that_holds(b"recorded")
        appended = behind.append([FileWrite(file_id, 0, entries(b"1", b"2"))], command)
        lost = relay.lost

    assert lost == 1
    assert appended.repeated
    assert appended.positions == {file_id: range(1, 3)}
    assert store.head(file_id) == 2


def test_without_a_command_a_lost_answer_leaves_it_open_and_nothing_is_sent_twice(
    store: LedgerStore, database: Database, within: Within
) -> None:
    file_id = uuid4()

    with Relay(database) as relay, within(30):
        behind = LedgerStore(relay.database)
        behind.append([FileWrite(uuid4(), 0, entries(b"to begin with"))])
        relay.lose_the_answer_that_holds(b"recorded")
        with pytest.raises(DatabaseAway):
            behind.append([FileWrite(file_id, 0, entries(b"1"))])

    assert store.head(file_id) == 1


def test_a_writer_whose_connection_is_ended_before_it_writes_tries_again(
    store: LedgerStore, database: Database, within: Within
) -> None:
    store.append([FileWrite(uuid4(), 0, entries(b"1"))])
    with database.pool("app").connection() as pooled:
        backend = pooled.info.backend_pid
    with database.administer(autocommit=True) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))

    with within(30):
        appended = store.append([FileWrite(uuid4(), 0, entries(b"2"))], a_command())

    assert not appended.repeated


# ---------------------------------------------------------------- opening, and the clock


def test_nothing_is_recorded_before_the_ledger_is_open(database: Database) -> None:
    store = LedgerStore(database)

    with pytest.raises(LedgerNotOpen):
        store.append([FileWrite(uuid4(), 0, entries(b"1"))])
    with pytest.raises(LedgerNotOpen):
        _ = store.settings

    assert store.files() == []


def test_a_ledger_is_opened_once_together_with_its_first_entry(database: Database) -> None:
    store, authority = LedgerStore(database), uuid4()
    genesis = FileWrite(authority, 0, entries(b"genesis", kind="genesis/1"))
    with pytest.raises(MalformedEntry):
        store.open("ledger.example", "real", b"f" * 32, b"r" * 32, [FileWrite(authority, 0, entries(b"\xff"))])

    appended = store.open("ledger.example", "real", b"f" * 32, b"r" * 32, [genesis])
    with pytest.raises(LedgerAlreadyOpen):
        store.open(
            "other.example", "simulated", b"g" * 32, b"s" * 32, [FileWrite(authority, 1, entries(b"2"))], MORNING
        )

    assert appended is not None
    assert appended.positions == {authority: range(1, 2)}
    assert (store.settings.origin, store.settings.clock) == ("ledger.example", "real")
    assert (store.settings.file_key_secret, store.settings.request_key) == (b"f" * 32, b"r" * 32)
    assert b"f" * 32 not in repr(store.settings).encode()
    assert store.head(authority) == 1


def test_of_two_that_open_the_ledger_at_once_one_does(database: Database, within: Within) -> None:
    start = threading.Barrier(2)

    def open_it(name: str) -> bool:
        start.wait()
        try:
            LedgerStore(database).open(name, "real", b"f" * 32, b"r" * 32, [FileWrite(uuid4(), 0, entries(b"1"))])
        except LedgerAlreadyOpen:
            return False
        return True

    with within(30), ThreadPoolExecutor(2) as openers:
        opened = list(openers.map(open_it, ("a.example", "b.example")))

    assert sorted(opened) == [False, True]
    assert len(LedgerStore(database).files()) == 1


def test_a_real_ledger_takes_no_time_from_anybody(store: LedgerStore) -> None:
    with pytest.raises(ClockRefused):
        store.append([FileWrite(uuid4(), 0, entries(b"1"))], recorded_at=store.now())

    assert store.files() == []


def test_a_simulated_ledger_is_told_the_time_and_it_never_falls(database: Database) -> None:
    store, contract, provider = LedgerStore(database), uuid4(), uuid4()
    store.open("story.example", "simulated", b"f" * 32, b"r" * 32)

    with pytest.raises(ClockRefused):
        store.append([FileWrite(contract, 0, entries(b"x"))])
    store.append([FileWrite(contract, 0, entries(b"1"))], recorded_at=MORNING)
    with database.connect("app", autocommit=True) as connection:
        assert connection.execute(RAW_APPEND_ONE, raw_one(contract, 1)).fetchone() == (None,), "it is not told the time"
    store.append([FileWrite(provider, 0, entries(b"1"))], recorded_at=MORNING)
    with pytest.raises(ClockRefused) as refused:
        store.append([FileWrite(provider, 1, entries(b"x"))], recorded_at=MORNING - timedelta(microseconds=1))
    noon = store.append([FileWrite(provider, 1, entries(b"2"))], recorded_at=MORNING + timedelta(hours=3))

    assert refused.value.clock == MORNING
    assert noon.recorded_at == store.now() == MORNING + timedelta(hours=3)
    assert [row.recorded_at for row in store.entries(provider)] == [MORNING, MORNING + timedelta(hours=3)]
    assert store.head(contract) == 1


def test_a_command_of_a_simulated_ledger_may_be_repeated_when_its_time_has_passed(database: Database) -> None:
    store, file_id, command = LedgerStore(database), uuid4(), a_command()
    store.open("story.example", "simulated", b"f" * 32, b"r" * 32)
    store.append([FileWrite(file_id, 0, entries(b"1"))], command, MORNING)
    store.append([FileWrite(file_id, 1, entries(b"2"))], a_command(), MORNING + timedelta(days=1))

    again = store.append([FileWrite(file_id, 0, entries(b"1"))], command, MORNING)

    assert again == Appended(MORNING, {file_id: range(1, 2)}, repeated=True)


def test_a_moment_without_a_time_zone_is_an_error_of_the_caller(store: LedgerStore) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.size_at(datetime(2025, 3, 3))  # noqa: DTZ001


# ---------------------------------------------------------------- size and form


def test_an_entry_of_one_megabyte_is_recorded_and_one_byte_more_is_refused(store: LedgerStore, within: Within) -> None:
    file_id, limit = uuid4(), 1_048_576

    with within(30):
        store.append([FileWrite(file_id, 0, entries(b"x" * limit))])
        with pytest.raises(EntryTooLarge) as refused:
            store.append([FileWrite(file_id, 1, entries(b"x" * (limit + 1)))])
        with pytest.raises(EntryTooLarge):
            store.append([FileWrite(file_id, 1, [NewEntry("a/1", b"x", [opening(b"x" * (limit + 1))])])])

    assert (refused.value.size, refused.value.limit) == (limit + 1, limit)
    assert [len(row.state) for row in store.entries(file_id)] == [limit]


@pytest.mark.parametrize(("count", "size"), [(1, 500_000), (300, 2_000), (20, 1_000_000), (10_000, 100)])
def test_a_large_append_does_not_hang(store: LedgerStore, within: Within, count: int, size: int) -> None:
    file_id = uuid4()

    with within(30):
        appended = store.append([FileWrite(file_id, 0, entries(*[b"x" * size] * count))], a_command())

    assert appended.positions == {file_id: range(1, count + 1)}
    assert sum(len(row.state) for row in store.entries(file_id)) == count * size


def test_a_large_append_that_has_to_wait_for_another_writer_does_not_hang(
    store: LedgerStore, database: Database, within: Within
) -> None:
    file_id = uuid4()
    store.append([FileWrite(file_id, 0, entries(b"1"))])

    with within(30), ThreadPoolExecutor(1) as second, database.connect("app") as first:
        first.execute(RAW_APPEND, raw(file_id, 1, None))
        waiting = second.submit(store.append, [FileWrite(file_id, 1, entries(*[b"x" * 500_000] * 20))])
        until(lambda: someone_waits(database))
        first.commit()
        with pytest.raises(Conflict) as conflict:
            waiting.result()

    assert conflict.value.position == 2


def test_more_than_an_append_may_hold_is_refused(store: LedgerStore) -> None:
    file_id = uuid4()

    with pytest.raises(AppendTooLarge):
        store.append([FileWrite(file_id, 0, entries(*[b"x"] * 10_001))])
    with pytest.raises(AppendTooLarge):
        store.append([FileWrite(file_id, 0, entries(*[b"x" * 1_048_576] * 65))])

    assert store.files() == []


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("note-made/1", b"\xff\xfe"),
        ("note-made/1", b"\xed\xa0\x80"),  # a lone surrogate
        ("note-made/1", b"a\x00b"),
        ("NoteMade/1", b"{}"),
        ("note made/1", b"{}"),
        ("note-made/0", b"{}"),
        ("ledger.subjects.records:NoteMade", b"{}"),
        ("", b"{}"),
        ("n" * 101, b"{}"),
    ],
)
def test_what_is_no_entry_is_refused_without_repeating_it(store: LedgerStore, kind: str, state: bytes) -> None:
    with pytest.raises(MalformedEntry) as refused:
        store.append([FileWrite(uuid4(), 0, [NewEntry(kind, state + b" secret" if state == b"{}" else state)])])

    assert refused.value.__cause__ is None
    assert "secret" not in str(refused.value)
    assert store.files() == []


@pytest.mark.parametrize(
    "writes", [[], [FileWrite(UUID(int=1), 0, [])], [FileWrite(UUID(int=1), 0, entries(b"1"))] * 2]
)
def test_an_append_without_entries_or_with_a_file_twice_is_an_error_of_the_caller(
    store: LedgerStore, writes: list[FileWrite]
) -> None:
    with pytest.raises(ValueError, match="append"):
        store.append(writes)


# What a program that goes round LedgerStore may try: the database itself refuses.
BAD_ARGUMENTS: dict[str, Callable[[dict[str, object]], object]] = {
    "no files": lambda a: a.update(p_files=[]),
    "null for files": lambda a: a.update(p_files=None),
    "a null file": lambda a: a.update(p_files=[None]),
    "a file twice": lambda a: a.update(p_files=[UUID(int=1)] * 2, p_expected=[0, 1], p_sizes=[1, 1]),
    "fewer entries than said": lambda a: a.update(p_sizes=[2]),
    "more entries than said": lambda a: a.update(p_kinds=["a/1", "b/1"], p_states=[b"1", b"2"]),
    "no entries": lambda a: a.update(p_kinds=[], p_states=[], p_sizes=[0]),
    "a negative position": lambda a: a.update(p_expected=[-1]),
    "a state missing": lambda a: a.update(p_states=[]),
    "a null state": lambda a: a.update(p_states=[None]),
    "a null kind": lambda a: a.update(p_kinds=[None]),
    "an entry too large": lambda a: a.update(p_states=[b"x" * 1_048_577]),
    "a command without a request": lambda a: a.update(p_command=uuid4()),
    "a request without a command": lambda a: a.update(p_request=b"r"),
    "an opening of no entry": lambda a: a.update(
        p_opened=[2], p_digests=[hashlib.sha256(b"w").digest()], p_ciphertexts=[b"c" * 17], p_persons=[None]
    ),
    "an opening too short to be ciphertext": lambda a: a.update(
        p_opened=[1], p_digests=[b"d" * 32], p_ciphertexts=[b"c" * 16], p_persons=[None]
    ),
    "an opening too large": lambda a: a.update(
        p_opened=[1], p_digests=[b"d" * 32], p_ciphertexts=[b"c" * 1_048_593], p_persons=[None]
    ),
    "an opening without its words": lambda a: a.update(
        p_opened=[1], p_digests=[b"d" * 32], p_ciphertexts=[], p_persons=[None]
    ),
    "a citation by no entry": lambda a: a.update(p_citing=[0], p_documents=[b"d" * 32]),
}


@pytest.mark.parametrize("spoil", BAD_ARGUMENTS.values(), ids=BAD_ARGUMENTS.keys())
def test_the_database_refuses_what_is_not_an_append(
    store: LedgerStore, database: Database, spoil: Callable[[dict[str, object]], object]
) -> None:
    arguments = raw(uuid4(), 0, None)
    spoil(arguments)

    with database.connect("app") as connection, pytest.raises(psycopg.DatabaseError):
        connection.execute(RAW_APPEND, arguments)

    assert store.files() == []
    assert store.openings([b"d" * 32]) == {}


# ---------------------------------------------------------------- openings and documents


def test_openings_are_written_with_the_entry_that_holds_their_digests(store: LedgerStore) -> None:
    file_id, first, second = uuid4(), opening(b"the carer did not come"), opening(b"Mrs Example", "person-1")

    store.append([FileWrite(file_id, 0, [NewEntry("note-made/1", b"1", [first, second]), NewEntry("a/1", b"2")])])
    with pytest.raises(Conflict):
        store.append([FileWrite(file_id, 0, [NewEntry("note-made/1", b"1", [opening(b"never written")])])])

    wanted = [first.digest, second.digest, opening(b"never written").digest]
    assert store.openings(wanted) == {first.digest: first.disclosure, second.digest: second.disclosure}


def test_an_opening_that_opens_nothing_is_refused_before_it_is_encrypted(store: LedgerStore) -> None:
    """What does not have its digest would be words lost for ever; the database cannot see it any more."""
    nothing = Opening(b"d" * 32, b"words")

    with pytest.raises(ValueError, match="not that of the disclosure"):
        store.append([FileWrite(uuid4(), 0, [NewEntry("a/1", b"1", [nothing])])])

    assert store.files() == []


def test_an_entry_cites_documents_that_are_in_the_store(store: LedgerStore, database: Database) -> None:
    filed = bytes.fromhex(Documents(database).file(b"%PDF-1.7 minutes", "application/pdf"))
    missing, file_id = hashlib.sha256(b"never sent").digest(), uuid4()

    store.append([FileWrite(file_id, 0, [NewEntry("a/1", b"1", documents=[filed, filed])])])
    with pytest.raises(UnknownDocument) as refused:
        store.append([FileWrite(file_id, 1, [NewEntry("a/1", b"2", [opening(b"w")], [filed, missing])])])

    assert refused.value.sha256 == missing
    assert store.head(file_id) == 1
    assert store.openings([opening(b"w").digest]) == {}
    with database.connect("app") as connection:
        cited = connection.execute("SELECT file_id, position, sha256 FROM citations").fetchall()
    assert cited == [(file_id, 1, filed)]


# ---------------------------------------------------------------- reading


def test_a_file_is_read_from_a_position_to_a_position_and_as_it_was_known(store: LedgerStore, sealer: Sealer) -> None:
    file_id, other = uuid4(), uuid4()
    store.append([FileWrite(file_id, 0, entries(b"1", b"2"))])
    store.append([FileWrite(other, 0, entries(b"x"))])
    sealer.seal_once()
    then = store.now()
    store.append([FileWrite(file_id, 2, entries(b"3"))])
    sealer.seal_once()
    store.append([FileWrite(file_id, 3, entries(b"4"))])

    assert [row.state for row in store.entries(file_id)] == [b"1", b"2", b"3", b"4"]
    assert [row.state for row in store.entries(file_id, after=1, upto=3)] == [b"2", b"3"]
    assert [row.index for row in store.entries(file_id)] == [0, 1, 3, None]
    assert [row.state for row in store.entries(file_id, known=store.log_size())] == [b"1", b"2", b"3"]
    assert [row.state for row in store.entries(file_id, known=store.size_at(then))] == [b"1", b"2"]
    assert [row.state for row in store.entries(file_id, known=1)] == [b"1"]
    assert store.entries(uuid4()) == []
    assert {f: len(rows) for f, rows in store.several([other, file_id, UUID(int=0)], known=3).items()} == {
        other: 1,
        file_id: 2,
        UUID(int=0): 0,
    }
    assert [(head.file_id, head.head) for head in store.files()] == sorted([(file_id, 4), (other, 1)])


def test_the_log_is_read_in_pages_and_by_kind(store: LedgerStore, sealer: Sealer) -> None:
    file_id = uuid4()
    store.append([FileWrite(file_id, 0, [NewEntry(f"kind-{number % 2}/1", b"%d" % number) for number in range(7)])])
    assert (store.log_size(), store.log_page(0, 10)) == (0, [])
    sealer.seal_once()
    store.append([FileWrite(file_id, 7, entries(b"not sealed"))])

    assert [row.state for row in store.log_page(0, 3)] == [b"0", b"1", b"2"]
    assert [row.index for row in store.log_page(3, 10)] == [3, 4, 5, 6]
    assert [row.index for row in store.log_page(0, 10, upto=2)] == [0, 1]
    assert [row.index for row in store.log_page(1, 2, kinds=["kind-1/1"])] == [1, 3]
    assert store.log_page(7, 10) == []
    assert store.log_size() == 7


def test_moments_come_back_in_utc(store: LedgerStore) -> None:
    file_id = uuid4()
    store.append([FileWrite(file_id, 0, entries(b"1"))])

    [row] = store.entries(file_id)

    assert row.recorded_at.utcoffset() == timedelta(0)
    assert store.now().utcoffset() == timedelta(0)
    assert store.settings.opened_at.utcoffset() == timedelta(0)


def test_which_files_were_begun_is_found_among_first_entries_alone(store: LedgerStore, database: Database) -> None:
    store.append([FileWrite(uuid4(), 0, entries(b"1", b"2"))])
    with database.connect("app") as connection:
        connection.execute("SET enable_seqscan = off")
        plan = connection.execute("EXPLAIN SELECT kind FROM entries WHERE arrival > 100 AND position = 1").fetchall()
    assert "entries_begun" in str(plan)
