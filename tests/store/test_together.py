"""Appends that come while another is under way: they go in one transaction, and each is answered what is its own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest

from ledger.errors import CommandReused, Conflict, DatabaseAway, MalformedEntry
from ledger.log.sealer import Sealer
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.store.together import JOURNEYS, Asked
from ledger.store.writes import Appended, Command, FileWrite, NewEntry
from tests.store.conftest import Within
from tests.store.relay import Relay
from tests.store.test_append import a_command, entries, opening


def begun(store: LedgerStore, count: int) -> list[UUID]:
    """Files with one entry each, in the order of their ids."""
    files = sorted(uuid4() for _ in range(count))
    store.append([FileWrite(file_id, 0, entries(b"1")) for file_id in files])
    return files


def _until(so: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if so():
            return
        threading.Event().wait(0.001)
    raise AssertionError("it did not come to that")


def transactions(database: Database, files: Sequence[UUID]) -> int:
    """In how many transactions the second entries of these files were recorded."""
    with database.connect("owner") as connection:
        [(count,)] = connection.execute(
            "SELECT count(DISTINCT xmin::text) FROM entries WHERE position = 2 AND file_id = ANY(%s)", (list(files),)
        ).fetchall()
    return int(count)


@contextmanager
def patient(store: LedgerStore) -> Iterator[None]:
    """Within the block nothing goes by until it is let: the ways are taken, as by appends that are under way."""
    together = store._together
    with together._lock:
        ways, together._free = together._free, []
        assert len(ways) == JOURNEYS
    yield
    for way in ways:  # by the first goes who waits, and takes all others along
        together._hand_over(Asked(uuid4(), "", (), again=False, way=way))
        _until(lambda: not together._waiting)


def sent_together(store: LedgerStore, writes: Sequence[tuple[FileWrite, Command | None]]) -> list[Future[Appended]]:
    """What became of appends that all came while another was under way."""
    with ThreadPoolExecutor(len(writes)) as senders, patient(store):
        sent = [senders.submit(store.append, [write], command) for write, command in writes]
        _until(lambda: len(store._together._waiting) == len(writes))
    return sent


def test_appends_that_wait_go_in_one_transaction(store: LedgerStore, database: Database, sealer: Sealer) -> None:
    files = begun(store, 5)
    writes = [(FileWrite(f, 1, [NewEntry("note-made/1", b"2", [opening(f.bytes)])]), None) for f in reversed(files)]

    answers = [sent.result() for sent in sent_together(store, writes)]

    assert [answer.positions for answer in answers] == [{f: range(2, 3)} for f in reversed(files)]
    assert transactions(database, files) == 1
    for answer, file_id in zip(answers, reversed(files), strict=True):
        assert store.entries(file_id)[-1].recorded_at == answer.recorded_at
    assert sealer.seal_once() == 10
    assert store.openings([opening(f.bytes).digest for f in files]) == {opening(f.bytes).digest: f.bytes for f in files}


def test_one_that_is_refused_takes_nobody_with_it(store: LedgerStore, database: Database) -> None:
    bad, behind, fine = begun(store, 3)
    store.append([FileWrite(behind, 1, entries(b"2"))])

    writes = [(FileWrite(bad, 1, entries(b"\xff")), None), (FileWrite(behind, 1, entries(b"x")), None)]
    refused, conflict, recorded = sent_together(store, [*writes, (FileWrite(fine, 1, entries(b"2")), None)])

    assert isinstance(refused.exception(), MalformedEntry)
    assert isinstance(conflict.exception(), Conflict)
    assert recorded.result().positions == {fine: range(2, 3)}
    assert [store.head(file_id) for file_id in (bad, behind, fine)] == [1, 2, 2]


def test_of_the_same_command_twice_on_one_journey_one_is_recorded(store: LedgerStore) -> None:
    file_id, other, command = *begun(store, 2), a_command()
    again = Command(command.command_id, b"another request")

    first, second, reused = sent_together(
        store,
        [
            (FileWrite(file_id, 1, entries(b"a salt")), command),
            (FileWrite(file_id, 1, entries(b"another")), command),
            (FileWrite(other, 1, entries(b"x")), again),
        ],
    )

    assert sorted(answer.result().repeated for answer in (first, second)) == [False, True]
    assert first.result().recorded_at == second.result().recorded_at
    assert isinstance(reused.exception(), CommandReused)
    assert (store.head(file_id), store.head(other)) == (2, 1)


def test_a_file_that_somebody_holds_keeps_nobody_waiting_who_writes_on_another(
    store: LedgerStore, database: Database, within: Within
) -> None:
    held, *others = begun(store, 4)

    with within(30), ThreadPoolExecutor(1) as thread, database.connect("owner") as holder:
        holder.execute("SELECT FROM files WHERE file_id = %s FOR UPDATE", (held,))
        waiting = thread.submit(store.append, [FileWrite(held, 1, entries(b"2"))])
        for file_id in others:
            store.append([FileWrite(file_id, 1, entries(b"2"))])
        assert not waiting.done()
        holder.rollback()

    assert waiting.result().positions == {held: range(2, 3)}


def test_a_lost_answer_is_asked_for_again_by_those_alone_who_may(
    store: LedgerStore, database: Database, within: Within
) -> None:
    with_command, without = begun(store, 2)

    with Relay(database) as relay, within(30):
        behind = LedgerStore(relay.database)
        behind.append([FileWrite(uuid4(), 0, entries(b"to begin with"))])
        relay.lose_the_answer_that_holds(b"append_one")
        writes = [
            (FileWrite(with_command, 1, entries(b"2")), a_command()),
            (FileWrite(without, 1, entries(b"2")), None),
        ]
        answered, open_ = sent_together(behind, writes)

    assert relay.lost == 1
    assert answered.result().positions == {with_command: range(2, 3)}
    with pytest.raises(DatabaseAway):
        open_.result()
    assert [store.head(with_command), store.head(without)] in ([2, 2], [2, 1])


def test_many_writers_leave_no_hole(store: LedgerStore, within: Within) -> None:
    files = begun(store, 8)

    def write(file_id: UUID) -> None:
        for expected in range(1, 40):
            store.append([FileWrite(file_id, expected, entries(b"x"))])

    with within(60), ThreadPoolExecutor(8) as writers:
        list(writers.map(write, files))

    for rows in store.several(files).values():
        assert [row.position for row in rows] == list(range(1, 41))
        assert rows == sorted(rows, key=lambda row: row.recorded_at)
    assert len(store._together._free) == JOURNEYS


def test_while_one_journey_is_under_way_another_goes(store: LedgerStore, within: Within) -> None:
    [file_id] = begun(store, 1)
    under_way = [store._together._free.pop() for _ in range(JOURNEYS - 1)]

    with within(30):
        assert store.append([FileWrite(file_id, 1, entries(b"2"))]).positions == {file_id: range(2, 3)}

    store._together._free += under_way


def test_a_connection_that_the_server_closed_is_replaced_before_anything_is_sent(
    store: LedgerStore, database: Database
) -> None:
    [file_id] = begun(store, 1)
    store.append([FileWrite(file_id, 1, entries(b"2"))])
    for way in store._together._free:
        if way._connection is not None:
            with database.administer(autocommit=True) as administrator:
                administrator.execute("SELECT pg_terminate_backend(%s, 5000)", (way._connection.info.backend_pid,))

    answered = store.append([FileWrite(file_id, 2, entries(b"3"))])  # without a command it may be sent once only

    assert answered.positions == {file_id: range(3, 4)}
