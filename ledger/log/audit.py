"""Recomputes the log from the stored bytes and says where the two differ: what triggers cannot prevent, this finds.

Whoever owns the database server can switch the triggers off and change a row. The change shows here, because the
leaf hash no longer comes out. Someone who also rewrites every later leaf of the file, or who puts two entries that
were sealed at the same moment into another order with new arrival numbers, is found out by checkpoints that have left
the building, not by this. What is behind an entry's digests is read by ledger/auditing.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from ledger.errors import LedgerNotOpen
from ledger.log.chain import Chain
from ledger.log.pages import place_of, unsealed
from ledger.log.side_by_side import BY_INDEX, Stretch, seams, side_by_side
from ledger.log.stretch import Behind, Finding, Order, Page, nowhere
from ledger.log.tree_audit import TreeAudit
from ledger.store.database import Connection, Database, away_is_said, reading_one_moment
from ledger.store.database_settings import Role

Progress = Callable[[str, int, int], None]


@dataclass
class Roots:
    """The log's root hash at these sizes, found while the log is read; and how large it and the ledger are."""

    wanted: Iterable[int] = ()
    found: dict[int, bytes] = field(default_factory=dict)
    size: int = 0
    recorded: int = 0
    matched: int = 0
    """How many places of the log have their entry."""


def audit(database: Database, progress: Progress = lambda *_: None, most: int | None = None) -> Iterator[Finding]:
    """Every difference between the entries as stored and the log they were sealed in; none for an untouched ledger.

    Reads everything, in the order of the log, with a process for each core or, if told so, with fewer; `progress` is
    told where it is, how many entries it has read and how many there are. Raises LedgerNotOpen, DatabaseAway.
    """
    with one_moment(database, "app") as connection:
        yield from log_differences(connection, database, progress, most=most)


@contextmanager
def one_moment(database: Database, role: Role) -> Iterator[Connection]:
    """A connection on which everything is read as it was at one moment, while others record. Raises DatabaseAway."""
    with away_is_said(), database.connect(role) as connection:
        reading_one_moment(connection)
        connection.execute(BY_INDEX)
        yield connection


def log_differences(
    connection: Connection, database: Database, progress: Progress, roots: Roots | None = None,
    most: int | None = None, look: Callable[[Connection], Behind] = nowhere,
) -> Iterator[Finding]:  # fmt: skip
    """As `audit`, on a connection that sees one moment; fills in the root hashes that are wanted.

    `look`: what looks behind the entries, too, page by page; it is sent to other processes as it is.
    """
    row = connection.execute("SELECT origin FROM settings").fetchone()
    if row is None:
        raise LedgerNotOpen("the ledger has not been opened")
    origin: str = row[0]
    [(size, end)] = connection.execute("SELECT count(*), coalesce(max(index) + 1, 0) FROM log").fetchall()
    tree = TreeAudit(connection, origin, () if roots is None else roots.wanted)
    chain, order, matched, read = Chain(origin), Order(), 0, 0
    ends = seams(connection, end, most)
    works = [Stretch(origin, first, last, tree.wanted, look) for first, last in pairwise(ends)]
    with side_by_side(connection, database.conninfo("app"), works) as parts:
        for first, found in zip(ends, parts, strict=False):
            for part in found:
                if isinstance(part, Page):
                    yield from part.findings
                    yield from (Finding(*one) for one in tree.take(part.leaves))
                    read += part.read
                    if part.read:
                        file_id, position = place_of(part.told)
                        progress(f"read to entry {position} of file {file_id}", read, size)
                    continue
                matched += part.matched
                yield from (Finding(index, *place_of(place), what) for index, place, what in chain.join(part.chain))
                yield from (Finding(first, None, None, what) for what in order.join(part.order))
    yield from (Finding(*one) for one in tree.end(chain.heads()))
    [(recorded,)] = connection.execute("SELECT count(*) FROM entries").fetchall()
    if roots is not None:
        roots.found, roots.size, roots.recorded, roots.matched = tree.roots, size, recorded, matched
    odd: set[UUID] = set()
    if recorded != matched:
        yield from _unsealed(connection, odd)
    yield from _entries_against_heads(connection, chain, odd)
    yield from _sealing_against_log(connection)


def _unsealed(connection: Connection, files: set[UUID]) -> Iterator[Finding]:
    """What is recorded and has no place in the log: of that, nothing lies where sealing no longer looks."""
    [(floor,)] = connection.execute("SELECT floor FROM sealing").fetchall()
    for page in unsealed(connection):
        for place, arrival, *_ in page:
            files.add(place_of(place)[0])
            if arrival <= floor:
                yield Finding(None, *place_of(place), "slipped in where everything had been sealed already")


def _entries_against_heads(connection: Connection, chain: Chain, files: set[UUID]) -> Iterator[Finding]:
    """A file has as many entries as its head says, and at least what is sealed of it; `files`: those with others."""
    heads: dict[UUID, int] = dict(connection.execute("SELECT file_id, head FROM files", binary=True).fetchall())
    sealed = {UUID(bytes=file): chain.last(file) for file in chain.files()}
    files |= {file for file in heads.keys() | sealed.keys() if heads.get(file, 0) != sealed.get(file, 0)}
    counted: dict[UUID, int] = dict(
        connection.execute(
            "SELECT file_id, count(*) FROM entries WHERE file_id = ANY(%s) GROUP BY file_id", (list(files),)
        ).fetchall()
    )
    for file_id in files:
        head, count, known = heads.get(file_id, 0), counted.get(file_id, 0), sealed.get(file_id, 0)
        if not head == count >= known:
            yield Finding(None, file_id, head, f"says {head} entries; {count} are stored, {known} are sealed")


def _sealing_against_log(connection: Connection) -> Iterator[Finding]:
    """The log ends where sealing has got to."""
    for stated, there in connection.execute(
        "SELECT size, (SELECT coalesce(max(index) + 1, 0) FROM log) FROM sealing"
    ).fetchall():
        if stated != there:
            yield Finding(min(stated, there), None, None, f"{stated} entries were sealed, and the log ends at {there}")
