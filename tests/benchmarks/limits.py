"""What recording one entry could cost at the least: the same rows by a bare function, and what is done here, by itself.

    python -m tests.benchmarks.limits [--rounds 5] [--seconds 0.7] [--postgres URL]

`Book.record` writes three rows for an entry with words: its file's head, the entry, the words. The bare function writes
the same three into tables with the same columns and indexes, and asks nothing: no guard, no check, no command.
`LedgerStore.append` writes them as the ledger does. The parts are what `Book.record` does here before and after, each
timed without a database, over as many files in turn: judged by every rule, made into bytes, words encrypted, taken into
the file at hand. Bare function and parts together are the limit of rules that run here, with nothing to spare.

Eight writers are threads of one process and take turns at Python's one lock, on the cores that the database is on too.
What that comes to is tried by the raw INSERT with nothing added but time: each of its writers spends as much of the
processor's as recording was found to spend here. Above that no rules that run here can come, whatever the database
does.
"""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Sequence
from contextlib import ExitStack
from hashlib import sha256
from uuid import uuid4

from psycopg import sql

from ledger import mapper
from ledger.book import Book
from ledger.judgement import Act
from ledger.store.database import Connection, Database
from ledger.store.postgres import LedgerStore
from ledger.store.writes import Appended, FileWrite, NewEntry, Opening
from tests.benchmarks.append import RAW, prepared, raw_writer
from tests.benchmarks.figures import Section
from tests.benchmarks.files import STORY, fill
from tests.benchmarks.lives import Life
from tests.benchmarks.record import ENTRIES, FILES, RAISED, RECORD, book_writer, files_of, stored
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.stock import CLERK
from tests.benchmarks.turns import Turn, compared, medians, per_second

BURNT = "raw INSERT, and the processor's time that Book.record takes here"
BARE, APPEND = "one bare function, the same three rows", "LedgerStore.append of one entry with words"
WRITERS = 8
WORDS = 140  # bytes of the words, as they are disclosed
_FUNCTION = """
    CREATE TABLE {raw}.files (LIKE {ledger}.files INCLUDING INDEXES);
    CREATE TABLE {raw}.openings (LIKE {ledger}.openings INCLUDING INDEXES);
    CREATE FUNCTION {raw}.record(p_file uuid, p_expected bigint, p_state bytea, p_digest bytea, p_words bytea)
    RETURNS timestamptz LANGUAGE plpgsql AS $$
    DECLARE v_at timestamptz;
    BEGIN
        UPDATE {raw}.files SET head = head + 1, last_at = clock_timestamp()
         WHERE file_id = p_file AND head = p_expected RETURNING last_at INTO v_at;
        INSERT INTO {raw}.raw VALUES (p_file, p_expected + 1, 'note-made/1', p_state, v_at,
                                      nextval({arrival}), 1, 1, NULL, NULL);
        INSERT INTO {raw}.openings VALUES (p_digest, p_words, NULL, p_file, p_expected + 1);
        RETURN v_at;
    END $$;
    GRANT ALL ON ALL TABLES IN SCHEMA {raw} TO PUBLIC"""


def bare_writer(database: Database, connection: Connection, state: bytes) -> Turn:
    """Writes the rows of one entry by the bare function."""
    raw, files = f"{database.schema}_raw", {uuid4(): 0 for _ in range(FILES)}
    names = {"raw": sql.Identifier(raw), "ledger": sql.Identifier(database.schema)}
    with database.administer(autocommit=True) as administrator:
        administrator.execute(sql.SQL(_FUNCTION).format(**names, arrival=sql.Literal(f"{raw}.raw_arrival")))
        for file_id in files:
            insert = sql.SQL("INSERT INTO {raw}.files VALUES (%s, 0, now())").format(**names)
            administrator.execute(insert, (file_id,))
    call = sql.SQL("SELECT {raw}.record(%b, %b, %b, %b, %b)").format(**names).as_bytes(connection)
    turns = itertools.cycle(files)

    def turn() -> None:
        file_id, words = next(turns), secrets.token_bytes(WORDS + 16)
        with connection.cursor(binary=True) as cursor:
            cursor.execute(call, (file_id, files[file_id], state, secrets.token_bytes(32), words), prepare=True)
        files[file_id] += 1

    return turn


def append_writer(store: LedgerStore, state: bytes) -> Turn:
    """Appends such an entry, through the store."""
    files = {uuid4(): 1 for _ in range(FILES)}
    store.append([FileWrite(file_id, 0, [NewEntry("note-made/1", state)]) for file_id in files])
    turns = itertools.cycle(files)

    def turn() -> None:
        file_id, words = next(turns), secrets.token_bytes(WORDS)
        opening = Opening(sha256(words).digest(), words)
        store.append([FileWrite(file_id, files[file_id], [NewEntry("note-made/1", state, (opening,))])])
        files[file_id] += 1

    return turn


def parts(book: Book, references: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of the processor that each part of recording takes without a database, in every round."""
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        spent = dict.fromkeys(
            ("judged by every rule", "made into bytes", "words encrypted", "taken into its file"), 0.0
        )
        for reference in references:
            acts, clock = [Act(reference, RAISED)], [time.thread_time()]
            _, [made], at = book._judge(acts, CLERK, None, True, fresh=False)
            clock.append(time.thread_time())
            write = FileWrite(made.file_id, made.position - 1, [mapper.stored(made)])
            clock.append(time.thread_time())
            book.store._flat([write])
            clock.append(time.thread_time())
            appended = Appended(at, {made.file_id: range(made.position, made.position + 1)}, repeated=False)
            book._written(appended, [write], [made], None, acts)
            clock.append(time.thread_time())
            for part, (began, ended) in zip(spent, itertools.pairwise(clock), strict=True):
                spent[part] += ended - began
        for part, seconds in spent.items():
            taken.setdefault(part, []).append(seconds * 1000 / len(references))
    return taken


def processors_time(turns: Sequence[Turn], seconds: float) -> float:
    """Return the seconds of the processor's that one turn takes in this process, all writers at work."""
    began = time.process_time()
    rate = per_second(turns, seconds)
    return (time.process_time() - began) / (rate * seconds)


def spending(seconds: float, turn: Turn) -> Turn:
    """Spends so much of the processor's time, with Python's lock in hand, before each turn."""

    def both() -> None:
        until = time.thread_time() + seconds
        while time.thread_time() < until:
            pass
        turn()

    return both


def measure(run: Bench) -> Sequence[Section]:
    """Measure with one writer, on the disk as it is, and with eight, where it can be had on a slowed one."""
    return [_one(run), _eight(run)]


def _eight(run: Bench) -> Section:
    run.say(f"the limits of recording, {WRITERS} writers")
    with ExitStack() as stack:
        database, _ = stack.enter_context(prepared(run, slow=run.slow is not None))
        book = Book(LedgerStore(database))
        record = [book_writer(book, files) for files in files_of(book, WRITERS)]
        connections = [stack.enter_context(database.connect("app", autocommit=True)) for _ in range(WRITERS)]
        raw = [raw_writer(connection, stored()) for connection in connections]
        for turns in (raw, record):
            per_second(turns, run.seconds / 4)  # warm up
        ours, theirs = processors_time(record, 2 * run.seconds), processors_time(raw, 2 * run.seconds)
        burnt = [spending(ours - theirs, turn) for turn in raw]
        rates = compared({RAW: raw, BURNT: burnt, RECORD: record}, run.rounds, run.seconds)
    disk = "flush + 2 ms" if run.slow is not None else f"flush {run.flush:,.0f} µs"
    section = Section("limits", f"The limits of recording one entry, {WRITERS} writers, {disk}")
    for way, values in rates.items():
        section.add(way, values)
    found = medians(rates)
    section.notes.append(
        f"Recording takes {ours * 1000:.2f} ms of the processor's here, the raw INSERT {theirs * 1000:.2f}: one "
        f"process comes to {1 / ours:,.0f}/s at most. With that time spent beside it the raw INSERT comes to "
        f"{found[BURNT]:,.0f}/s, {found[BURNT] / found[RAW]:.2f} of itself. Book.record comes to "
        f"{found[RECORD] / found[BURNT]:.2f} of that."
    )
    return section


def _one(run: Bench) -> Section:
    run.say("the limits of recording")
    with ExitStack() as stack:
        database, _ = stack.enter_context(prepared(run))
        book, life = Book(LedgerStore(database)), Life(STORY)
        mine = [f"limit-{number}" for number in range(2 * FILES)]
        for reference in mine:
            fill(book, reference, ENTRIES, life)
        state = stored()
        connections = [stack.enter_context(database.connect("app", autocommit=True)) for _ in range(2)]
        ways = {
            RAW: [raw_writer(connections[0], state)],
            BARE: [bare_writer(database, connections[1], state)],
            APPEND: [append_writer(book.store, state)],
            RECORD: [book_writer(book, mine[:FILES])],
        }
        rates = compared(ways, run.rounds, run.seconds)
        here = parts(book, mine[FILES:], run.rounds)  # files that are at hand only: nothing is written on them
    section = Section("limits", f"The limits of recording one entry, one writer, flush {run.flush:,.0f} µs")
    for way, values in rates.items():
        section.add(way, values)
    for part, values in here.items():
        section.add(f"here, without a database: {part}", values, "ms")
    found, ours = medians(rates), sum(medians(here).values())
    limit = 1000 / (1000 / found[BARE] + ours)
    section.notes.append(
        f"The bare function and what is done here ({ours:.2f} ms) together: {limit:,.0f}/s, "
        f"{limit / found[RAW]:.2f} of raw INSERT. Book.record comes to {found[RECORD] / limit:.2f} of that."
    )
    return section


if __name__ == "__main__":
    alone(measure, __doc__, entries=1_000)
