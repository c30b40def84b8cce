"""One stretch of the log, from the beginning of an append to that of another, checked by itself.

Several stretches can be checked at once, by a process each (ledger/log/side_by_side.py). What only the one before can
tell is left open and checked where two are joined: the first entry of each file, and the order at the seam.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ledger.log.chain import Chain
from ledger.log.pages import Row, pages, place_of
from ledger.log.tree import WIDTH
from ledger.store.database import Connection
from ledger.verify import full_root


@dataclass(frozen=True)
class Finding:
    """One place where the ledger is not as it was recorded and sealed.

    `index` is None where it is about entries not sealed yet; `file_id` and `position` where it is about no one entry.
    """

    index: int | None
    file_id: UUID | None
    position: int | None
    what: str
    checked: bool = True
    """Whether this is a difference; else it is something that could not be looked at, and `what` says why."""

    def __str__(self) -> str:
        """What was found, and where."""
        where = "" if self.file_id is None else f"entry {self.position} of file {self.file_id}"
        sealed = "" if self.index is None else f"place {self.index} in the log"
        places = ", ".join(place for place in (where, sealed) if place)
        return f"{places}: {self.what}" if places else self.what


Behind = Callable[[Sequence[Row]], Iterable[Finding]]
"""Looks further at the entries on a page: at what no hash of the log is over (ledger/behind.py)."""


def nowhere(_: Connection) -> Behind:
    """Look no further."""
    return lambda _: ()


Leaves = bytes | list[bytes]
"""The root hash over a whole tile of 256, or leaf hashes one by one: where a tile is not whole, or a root is wanted."""


@dataclass
class Page:
    """What some places of the log came to."""

    findings: list[Finding]
    leaves: list[Leaves] | None
    """None once a place was missing: then there is no tree."""
    read: int
    told: bytes
    """File and position of the last one read."""


@dataclass
class End:
    """What a whole stretch came to."""

    chain: Chain
    order: Order
    matched: int  # places whose entry is there


@dataclass(slots=True)
class Order:
    """Follows the order of the log: time never falls, and the entries of an append lie together, each in its place."""

    first: tuple[int, int, int] | None = None  # sealed_at, arrival and ordinal
    sealed_at: int = -(2**63)
    place: tuple[int, int] = (0, 0)  # arrival and ordinal of the last entry that was there
    left: int = 0  # entries of its append still to come

    def take(self, rows: Iterable[Row]) -> Iterator[tuple[int, str]]:
        """Go on with these places; say what is wrong, by index."""
        sealed, place, left = self.sealed_at, self.place, self.left
        for index, _, arrival, sealed_at, _, entry in rows:
            if sealed_at < sealed:
                yield index, "sealed before the entry it follows in the log"
            if entry is None:
                left = max(left - 1, 0)
            else:
                _, stored, ordinal, size, *_ = entry
                if size and not left and ordinal == 1 and stored == arrival:
                    if sealed_at == sealed and stored < place[0]:
                        yield index, "out of order: it came before the entry it follows in the log"
                    left = size
                elif size or not left or place != (arrival, ordinal - 1) or stored != arrival:
                    yield index, "does not lie where the append it came with lies"
                    left = size or left
                place, left = (stored, ordinal), left - 1
                self.first = self.first or (sealed_at, stored, ordinal)
            sealed = sealed_at
        self.sealed_at, self.place, self.left = sealed, place, left

    def join(self, after: Order) -> Iterator[str]:
        """Go on with a stretch that was followed by itself; say what is wrong where the two meet."""
        if after.first is not None and after.first[0] < self.sealed_at:
            yield "sealed before the entry it follows in the log"
        elif after.first is not None and (self.sealed_at, self.place) > (after.first[0], after.first[1:]):
            yield "out of order: it came before the entry it follows in the log"
        if self.left > 0:
            yield "does not lie where the append it came with lies"
        self.sealed_at, self.place, self.left = after.sealed_at, after.place, after.left


@dataclass
class _Tiles:
    """Cuts leaves into whole tiles, hashed, and single ones where a root hash within the tile is wanted."""

    size: int
    wanted: deque[int]
    held: list[bytes] = field(default_factory=list)

    def take(self, leaves: Sequence[bytes]) -> Iterator[Leaves]:
        self.held += leaves
        at = 0
        while at < len(self.held):
            here = self.size + at
            wide = min(WIDTH - here % WIDTH, len(self.held) - at)
            if here % WIDTH + wide < WIDTH:
                break  # goes on on the next page
            while self.wanted and self.wanted[0] <= here:
                self.wanted.popleft()
            tile = self.held[at : at + wide]
            asked = self.wanted and self.wanted[0] < here + wide
            yield tile if asked or wide < WIDTH else full_root(tile)
            at += wide
        self.size, self.held = self.size + at, self.held[at:]


def stretch(
    connection: Connection, origin: str, first: int, end: int, wanted: Sequence[int], behind: Behind
) -> Iterator[Page | End]:  # fmt: skip
    """Check the log from one index to before another; yield what each page came to, then what all of it came to."""
    chain, order, tiles = Chain(origin, begins=first == 0), Order(), _Tiles(first, deque(wanted))
    matched, expected, whole = 0, first, True
    for rows in pages(connection, first, end):
        findings = [
            Finding(missing, *place_of(row[1]), f"log rows {missing} to {row[0] - 1} are missing")
            for missing, row in _gaps(rows, expected)
        ]
        whole = whole and not findings
        wrong = [*chain.take(rows), *order.take(rows)]
        if wrong:
            places = {row[0]: row[1] for row in rows}
            findings += (Finding(index, *place_of(places[index]), what) for index, what in wrong)
        findings += behind(rows)
        matched += sum(row[5] is not None for row in rows)
        if rows:
            expected = rows[-1][0] + 1
            leaves = list(tiles.take([row[4] for row in rows])) if whole else None
            yield Page(findings, leaves, len(rows), rows[-1][1])
    missing = [Finding(expected, None, None, f"log rows {expected} to {end - 1} are missing")] if expected < end else []
    yield Page(missing, [tiles.held] if whole and not missing else None, 0, b"")
    yield End(chain, order, matched)


def _gaps(rows: Sequence[Row], expected: int) -> Iterator[tuple[int, Row]]:
    """Where places are missing: the first of them, and the row that is there instead."""
    if rows and rows[-1][0] - expected + 1 == len(rows):
        return
    for row in rows:
        if row[0] != expected:
            yield expected, row
        expected = row[0] + 1
