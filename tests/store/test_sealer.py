import os
import random
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from ledger.errors import SealingStopped
from ledger.log import sealer as the_sealer
from ledger.log import sealing
from ledger.log.audit import audit
from ledger.log.sealer import BUSY, IDLE, SPARE, Sealer, after_nothing, channel
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import FileWrite, NewEntry
from tests.store.conftest import Within
from tests.store.raw import RAW_APPEND, raw, until
from tests.store.redefining import unguarded

# CLEARTRAIL_TEST_SEALER_SECONDS=120 pytest tests/store/test_sealer.py: the same crowd for as long as you like
CROWD_SECONDS = float(os.environ.get("CLEARTRAIL_TEST_SEALER_SECONDS", "2"))


def note(number: int = 0) -> NewEntry:
    return NewEntry("note-made/1", b"%d" % number)


def rows(database: Database, statement: str) -> list[tuple[object, ...]]:
    with database.connect("app") as connection:
        return connection.execute(statement.encode()).fetchall()


def floor(database: Database) -> int:
    [(reached,)] = rows(database, "SELECT floor FROM sealing")
    assert isinstance(reached, int)
    return reached


def sealed_up_to(sealer: Sealer, database: Database) -> int:
    """The floor after one more pass. It waits for every transaction of the server, other tests' too."""
    sealer.seal_once()
    return floor(database)


@pytest.fixture
def meddler(database: Database) -> Iterator[Connection]:
    """The owner of the tables with the triggers switched off: what no role of the ledger can do."""
    with unguarded(database), database.connect("owner", autocommit=True) as connection:
        for table in ("entries", "log", "files", "sealing"):
            connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        yield connection


# ---------------------------------------------------------------- the order


def test_entries_get_the_next_places_in_the_log_and_keep_them(store: LedgerStore, sealer: Sealer) -> None:
    contract, provider = uuid4(), uuid4()
    store.append([FileWrite(provider, 0, [note()]), FileWrite(contract, 0, [note(), note()])])
    store.append([FileWrite(provider, 1, [note()])])

    assert sealer.seal_once() == 4
    first = store.log_page(0, 10)
    store.append([FileWrite(contract, 2, [note()])])
    assert [sealer.seal_once(), sealer.seal_once(), sealer.seal_once()] == [1, 0, 0]

    places = [(row.index, row.file_id, row.position) for row in store.log_page(0, 10)]
    assert places == [(0, provider, 1), (1, contract, 1), (2, contract, 2), (3, provider, 2), (4, contract, 3)]
    assert store.log_page(0, 4) == first
    times = [row.sealed_at for row in store.log_page(0, 10) if row.sealed_at]
    assert times[0] == times[3] < times[4]
    assert all(row.sealed_at and row.sealed_at >= row.recorded_at for row in store.log_page(0, 10))


def test_an_append_that_becomes_visible_late_is_sealed_all_the_same(
    store: LedgerStore, sealer: Sealer, database: Database
) -> None:
    slow, quick = uuid4(), uuid4()
    with database.connect("app") as connection:
        connection.execute(RAW_APPEND, raw(slow, 0, None))  # has its arrival number, and is not committed
        for position in range(20):
            store.append([FileWrite(quick, position, [note()])])
            assert sealer.seal_once() == 1
        while_open = floor(database)
        connection.commit()

    assert sealer.seal_once() == 1
    assert while_open < 1
    assert [row.index for row in store.entries(slow)] == [20]
    until(lambda: sealed_up_to(sealer, database) == 21)


def test_an_append_that_is_rolled_back_leaves_no_gap_in_the_log(
    store: LedgerStore, sealer: Sealer, database: Database
) -> None:
    with database.connect("app") as connection:
        connection.execute(RAW_APPEND, raw(uuid4(), 0, None))
        store.append([FileWrite(uuid4(), 0, [note()])])
        sealer.seal_once()
        connection.rollback()
    store.append([FileWrite(uuid4(), 0, [note()])])
    until(lambda: sealed_up_to(sealer, database) == 3)

    assert [row.index for row in store.log_page(0, 10)] == [0, 1]


def test_a_stranger_s_open_transaction_delays_nobody_s_sealing(
    store: LedgerStore, sealer: Sealer, database: Database
) -> None:
    file_id = uuid4()
    with database.administer() as stranger:
        stranger.execute("SELECT pg_current_xact_id()")
        for position in range(30):
            store.append([FileWrite(file_id, position, [note()])])
            assert sealer.seal_once() == 1
        held = floor(database)
        stranger.rollback()

    assert held == 0
    until(lambda: sealed_up_to(sealer, database) == 30)


def test_a_page_never_cuts_an_append(store: LedgerStore, database: Database) -> None:
    small = Sealer(database, page=2)
    for _ in range(5):
        store.append([FileWrite(uuid4(), 0, [note()] * 4)])

    sealed = [small.seal_once() for _ in range(4)]

    assert sealed == [8, 8, 4, 0]
    small.close()


def test_appends_too_many_for_one_look_are_all_sealed(
    store: LedgerStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "unsealed", partial(sealing.unsealed, stretch=3))
    patient = Sealer(database, page=4)
    with database.connect("app") as connection:
        connection.execute(RAW_APPEND, raw(uuid4(), 0, None))
        for _ in range(25):
            store.append([FileWrite(uuid4(), 0, [note()])])
        sealed = [patient.seal_once() for _ in range(8)]
        connection.commit()

    assert sealed == [4, 4, 4, 4, 4, 4, 1, 0]
    assert patient.seal_once() == 1
    patient.close()
    check_log(store, database)


def test_large_appends_do_not_make_a_page_too_large(
    store: LedgerStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.log.sealing.APPEND_ENTRIES", 10)
    sealer = Sealer(database, page=5)
    for _ in range(4):
        store.append([FileWrite(uuid4(), 0, [note()] * 10)])

    sealed = [sealer.seal_once() for _ in range(5)]

    assert sealed == [10, 10, 10, 10, 0]  # never more than 5 + 10 entries read, never part of an append
    sealer.close()
    check_log(store, database)


def test_a_simulated_ledger_is_sealed_by_the_clock_it_was_told(database: Database, sealer: Sealer) -> None:
    store, file_id, day = LedgerStore(database), uuid4(), datetime(2023, 4, 3, 9, tzinfo=UTC)
    store.open("story.example", "simulated", b"f" * 32, b"r" * 32)
    for position, days in enumerate((0, 0, 30, 400)):
        store.append([FileWrite(file_id, position, [note()])], recorded_at=day + timedelta(days=days))
    assert sealer.seal_once() == 4
    store.append([FileWrite(file_id, 4, [note()])], recorded_at=day + timedelta(days=400))
    sealer.seal_once()

    assert all(row.sealed_at == row.recorded_at for row in store.log_page(0, 10))
    sizes = [store.size_at(day + timedelta(days=days)) for days in (-1, 0, 29, 30, 399, 400)]
    assert sizes == [0, 2, 2, 3, 3, 5]
    check_log(store, database)


# ---------------------------------------------------------------- a crowd


def test_whatever_writers_do_every_entry_is_sealed_once_and_in_order(
    store: LedgerStore, database: Database, within: Within
) -> None:
    """Writers dawdle, roll back and are killed; a stranger holds a transaction open; two sealers take random pages."""
    stop, acknowledged = threading.Event(), []
    files = [uuid4() for _ in range(12)]
    connections: dict[int, Connection] = {}

    def write(number: int) -> None:
        chance = random.Random(number)
        while not stop.is_set():
            try:
                with database.connect("app") as connection:
                    connections[number] = connection
                    while not stop.is_set():
                        acknowledged.extend(one_append(connection, chance, files))
            except psycopg.OperationalError:
                continue  # killed

    def kill() -> None:
        chance = random.Random("killer")
        while not stop.wait(0.05 + chance.random() * 0.2):
            number = chance.choice(list(connections) or [0])
            try:
                with socket.socket(fileno=os.dup(connections[number].fileno())) as wire:
                    wire.shutdown(socket.SHUT_RDWR)  # all the server ever sees of kill -9
            except (KeyError, OSError, psycopg.OperationalError):
                continue

    def hold() -> None:
        while not stop.is_set():
            with database.administer() as stranger:
                stranger.execute("SELECT pg_current_xact_id()")
                stop.wait(CROWD_SECONDS / 3)

    def seal(number: int) -> None:
        chance = random.Random(-number)
        sealer = Sealer(database)
        while not stop.is_set():
            sealer._page = chance.choice((1, 3, 30, 5000))
            sealer.seal_once()
            time.sleep(chance.random() * 0.004)
        sealer.close()

    crew = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    crew += [threading.Thread(target=seal, args=(number,)) for number in (1, 2)]
    crew += [threading.Thread(target=kill), threading.Thread(target=hold)]
    with within(CROWD_SECONDS + 60):
        for one in crew:
            one.start()
        time.sleep(CROWD_SECONDS)
        while len(acknowledged) <= 50:
            time.sleep(0.05)
        stop.set()
        for one in crew:
            one.join()
        sealer = Sealer(database)
        while sealer.seal_once():
            pass

    sealed = check_log(store, database)
    assert set(acknowledged) <= sealed
    assert rows(database, "SELECT count(*) FROM entries") == [(len(sealed),)]
    assert sealer.full_comparison().overlooked == ()
    sealer.close()


def one_append(connection: Connection, chance: random.Random, files: list[UUID]) -> list[tuple[UUID, int]]:
    """One append, perhaps dawdling, perhaps rolled back; returns what was acknowledged."""
    chosen = chance.sample(files, chance.choice((1, 1, 1, 2, 3)))
    sizes = [chance.randint(1, 4) for _ in chosen]
    heads: dict[UUID, int] = dict(connection.execute("SELECT file_id, head FROM files").fetchall())
    connection.rollback()
    arguments = raw(chosen[0], 0, None) | {
        "p_files": chosen,
        "p_expected": [heads.get(file_id, 0) for file_id in chosen],
        "p_sizes": sizes,
        "p_kinds": ["note-made/1"] * sum(sizes),
        "p_states": [b"%f" % chance.random()] * sum(sizes),
    }
    answer = connection.execute(RAW_APPEND, arguments).fetchall()
    if chance.random() < 0.1:
        time.sleep(chance.random() * 0.06)
    if chance.random() < 0.05:
        connection.rollback()
        return []
    connection.commit()
    return [
        (file_id, position)
        for outcome, _, file_id, first, last in answer
        if outcome == "recorded"
        for position in range(first, last + 1)
    ]


def check_log(store: LedgerStore, database: Database) -> set[tuple[UUID, int]]:
    """Reads everything afresh and checks all that a log promises; returns what is in it."""
    log = store.log_page(0, 1_000_000)
    assert [row.index for row in log] == list(range(len(log)))
    assert len({(row.file_id, row.position) for row in log}) == len(log)
    positions: dict[UUID, list[int]] = defaultdict(list)
    for row in log:
        positions[row.file_id].append(row.position)
    assert all(of_file == list(range(1, len(of_file) + 1)) for of_file in positions.values())
    times = [row.sealed_at for row in log if row.sealed_at]
    assert len(times) == len(log)
    assert all(before <= after for before, after in pairwise(times))
    together = rows(
        database,
        "SELECT e.arrival FROM entries e JOIN log l USING (file_id, position) GROUP BY e.arrival"
        " HAVING count(*) <> max(size) OR max(index) - min(index) + 1 <> max(size)"
        " OR array_agg(ordinal ORDER BY index) <> array_agg(ordinal ORDER BY ordinal)",
    )
    assert together == [], "an append was cut or mixed with another"
    assert list(audit(database)) == []
    return {(row.file_id, row.position) for row in log}


# ---------------------------------------------------------------- two sealers, and one that runs


def test_two_sealers_at_once_seal_nothing_twice(store: LedgerStore, database: Database, within: Within) -> None:
    for _ in range(200):
        store.append([FileWrite(uuid4(), 0, [note()])])
    sealers = [Sealer(database, page=7) for _ in range(3)]
    counts: list[int] = []

    def seal(sealer: Sealer) -> None:
        counts.extend(sealer.seal_once() for _ in range(60))

    crew = [threading.Thread(target=seal, args=(sealer,)) for sealer in sealers]
    with within(60):
        for one in crew:
            one.start()
        for one in crew:
            one.join()
        while sealed := sealers[0].seal_once():
            counts.append(sealed)
        for sealer in sealers:
            sealer.close()

    assert sum(counts) == 200
    check_log(store, database)


def test_a_pass_that_looked_before_another_one_sealed_does_nothing(
    store: LedgerStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append([FileWrite(uuid4(), 0, [note()])])
    late, read = Sealer(database), sealing.whole_appends

    def read_slowly(connection: Connection, arrivals: list[int]) -> object:
        with database.connect("sealer") as other:  # what a second sealer does that was given the lock by mistake
            other.execute("UPDATE sealing SET mark = mark + 1")
        return read(connection, arrivals)

    monkeypatch.setattr(sealing, "whole_appends", read_slowly)

    assert late.seal_once() == 0
    assert rows(database, "SELECT count(*) FROM log") == [(0,)]
    late.close()


def test_a_sealer_runs_until_it_is_told_to_stop_and_a_second_one_takes_over(
    store: LedgerStore, database: Database, within: Within
) -> None:
    stops = [threading.Event(), threading.Event()]
    threads = [threading.Thread(target=Sealer(database).run, args=(stop,)) for stop in stops]
    file_id = uuid4()

    def append_and_see_it_sealed() -> None:
        position = store.head(file_id)
        store.append([FileWrite(file_id, position, [note()])])
        until(lambda: store.log_size() == position + 1)

    with within(30):
        threads[0].start()
        append_and_see_it_sealed()
        threads[1].start()
        append_and_see_it_sealed()
        stops[0].set()
        threads[0].join()
        append_and_see_it_sealed()
        stops[1].set()
        threads[1].join()

    check_log(store, database)


def test_a_running_sealer_survives_the_loss_of_its_connection(
    store: LedgerStore, database: Database, within: Within
) -> None:
    stop, file_id = threading.Event(), uuid4()
    thread = threading.Thread(target=Sealer(database).run, args=(stop,))

    with within(30):
        thread.start()
        store.append([FileWrite(file_id, 0, [note()])])
        until(lambda: store.log_size() == 1)
        with database.administer(autocommit=True) as administrator:
            administrator.execute(
                "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l USING (pid)"
                " WHERE l.locktype = 'advisory' AND l.classid = to_regclass(%s)::oid",
                (f"{database.schema}.log",),
            )
        store.append([FileWrite(file_id, 1, [note()])])
        until(lambda: store.log_size() == 2)
        stop.set()
        thread.join()


def test_a_running_sealer_survives_a_server_that_is_read_only_for_a_while(
    store: LedgerStore, database: Database, within: Within
) -> None:
    """A standby that is being promoted: it answers, and takes no writes yet."""
    stop, sealer = threading.Event(), Sealer(database)
    with sealer._connected() as connection:
        connection.execute("SET default_transaction_read_only = on")
    store.append([FileWrite(uuid4(), 0, [note()])])
    running = threading.Thread(target=sealer.run, args=(stop,))

    with within(30):
        running.start()
        until(lambda: store.log_size() == 1)
        stop.set()
        running.join()


def test_the_sealer_says_once_per_pass_that_the_log_has_grown(
    store: LedgerStore, sealer: Sealer, database: Database
) -> None:
    with database.connect("app", autocommit=True) as listener:
        listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel(database.schema))))
        store.append([FileWrite(uuid4(), 0, [note()] * 3)])
        store.append([FileWrite(uuid4(), 0, [note()])])
        sealer.seal_once()
        sealer.seal_once()
        heard = [notify.payload for notify in listener.notifies(timeout=0.5)]

    assert heard == ["4"]


# ---------------------------------------------------------------- what must not be


def test_the_sealer_stops_where_an_entry_is_missing(store: LedgerStore, sealer: Sealer, meddler: Connection) -> None:
    file_id = uuid4()
    store.append([FileWrite(file_id, 0, [note()])])
    store.append([FileWrite(file_id, 1, [note()])])
    meddler.execute("DELETE FROM entries WHERE position = 1")

    with pytest.raises(SealingStopped, match=r"position 0.*position 2"):
        sealer.seal_once()

    assert store.log_size() == 0


def test_the_sealer_stops_where_part_of_an_append_is_missing(
    store: LedgerStore, sealer: Sealer, meddler: Connection
) -> None:
    store.append([FileWrite(uuid4(), 0, [note(), note(), note()])])
    meddler.execute("DELETE FROM entries WHERE position = 3")

    with pytest.raises(SealingStopped, match="not as large as it says"):
        sealer.seal_once()

    assert store.log_size() == 0


def test_the_full_comparison_seals_what_was_hidden_and_names_it(
    store: LedgerStore, database: Database, meddler: Connection
) -> None:
    hidden, other, sealer = uuid4(), uuid4(), Sealer(database, page=1)
    store.append([FileWrite(hidden, 0, [note(), note()])])
    store.append([FileWrite(hidden, 2, [note()])])
    meddler.execute("UPDATE sealing SET floor = 2, mark = 2")
    store.append([FileWrite(other, 0, [note()])])

    assert sealer.seal_once() == 1
    comparison = sealer.full_comparison()

    assert comparison.sealed == 3
    assert comparison.overlooked == ((hidden, 1), (hidden, 2), (hidden, 3))
    assert comparison.vanished == ()
    assert [row.index for row in store.entries(hidden)] == [1, 2, 3]
    assert sealer.full_comparison().sealed == 0
    sealer.close()


def test_a_running_sealer_begins_with_what_is_new_and_compares_everything_later(
    store: LedgerStore, database: Database, meddler: Connection, within: Within, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(the_sealer, "COMPARE_AFTER", 0.5)
    hidden, other, stop = uuid4(), uuid4(), threading.Event()
    store.append([FileWrite(hidden, 0, [note()])])
    meddler.execute("UPDATE sealing SET floor = 1, mark = 1")
    store.append([FileWrite(other, 0, [note()])])
    running = threading.Thread(target=Sealer(database).run, args=(stop,))

    with within(30):
        running.start()
        until(lambda: store.log_size() == 2)
        stop.set()
        running.join()

    assert [[row.index for row in store.entries(file_id)] for file_id in (other, hidden)] == [[0], [1]]


def test_the_full_comparison_names_what_was_sealed_and_is_gone(
    store: LedgerStore, sealer: Sealer, meddler: Connection, database: Database
) -> None:
    file_id = uuid4()
    store.append([FileWrite(file_id, 0, [note(), note()])])
    sealer.seal_once()
    meddler.execute("DELETE FROM entries WHERE position = 2")

    assert sealer.full_comparison().vanished == ((1, file_id, 2),)
    assert [(found.index, found.position) for found in audit(database)] == [(1, 2)]


def test_a_mark_from_another_server_is_set_anew(
    store: LedgerStore, sealer: Sealer, database: Database, meddler: Connection
) -> None:
    """A restored copy: transaction ids begin again, and the old one would not be reached for years."""
    meddler.execute("UPDATE sealing SET mark_xid = '4611686018427387904'")
    store.append([FileWrite(uuid4(), 0, [note()])])

    until(lambda: sealed_up_to(sealer, database) == 1)


TAMPERINGS: dict[str, Callable[[Connection], object]] = {
    "bytes changed": lambda c: c.execute("UPDATE entries SET state = '\\x78' WHERE position = 2"),
    "dated back": lambda c: c.execute("UPDATE entries SET recorded_at = recorded_at - interval '1 day'"),
    "sealing dated back": lambda c: c.execute("UPDATE log SET sealed_at = sealed_at - interval '1 day'"),
    "leaf hash changed": lambda c: c.execute("UPDATE log SET leaf_hash = sha256('') WHERE index = 1"),
    "order changed": lambda c: c.execute(
        "UPDATE log SET position = 9 WHERE index = 1; UPDATE log SET position = 2 WHERE index = 2;"
        "UPDATE log SET position = 3 WHERE index = 1"
    ),
    "entry removed": lambda c: c.execute("DELETE FROM entries WHERE position = 3"),
    "log row removed": lambda c: c.execute("DELETE FROM log WHERE index = 1"),
    "all of it removed": lambda c: c.execute("DELETE FROM entries; DELETE FROM log WHERE index > 0"),
    "an entry of one's own": lambda c: c.execute(
        "INSERT INTO entries SELECT file_id, 77, kind, state, recorded_at, 77, 1, 1 FROM entries WHERE position = 1"
    ),
    "head changed": lambda c: c.execute("UPDATE files SET head = 9"),
}


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_the_audit_finds_what_the_owner_did_with_the_triggers_off(
    store: LedgerStore,
    sealer: Sealer,
    database: Database,
    meddler: Connection,
    tamper: Callable[[Connection], object],
) -> None:
    file_id = uuid4()
    for position in range(4):
        store.append([FileWrite(file_id, position, [note(position)])])
    sealer.seal_once()
    assert list(audit(database)) == []

    tamper(meddler)

    assert list(audit(database)) != []


def test_without_news_the_waits_grow_and_one_look_that_was_held_up_does_not_put_off_the_next_for_as_long() -> None:
    assert BUSY < after_nothing(BUSY, 0.001) < after_nothing(IDLE, 0.001) == IDLE
    assert after_nothing(IDLE, 0.3) == 0.3
    assert after_nothing(IDLE, 540.0) == SPARE


def test_how_long_the_oldest_entry_has_waited_for_its_place_in_the_log_can_be_asked(
    store: LedgerStore, sealer: Sealer
) -> None:
    assert not store.longest_unsealed()
    store.append([FileWrite(uuid4(), 0, [note(), note()])])
    assert store.longest_unsealed() > timedelta()
    sealer.seal_once()
    assert not store.longest_unsealed()
