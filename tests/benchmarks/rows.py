"""The rows of a made-up ledger, in the order of its log, each with its place there, its leaf and its words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapreplace
from typing import NamedTuple
from uuid import UUID, uuid5

from ledger.log.leaf import file_key, leaf_hash, leaf_header
from tests.benchmarks import growth
from tests.benchmarks.lives import LIVES, Life, Own, Template, base64url

ORIGIN = "bench.example"
SPAN = timedelta(days=140)  # from the first entry recorded to the last
SMALL = 200  # entries
ODD = 5_000  # entries of a ledger from which on it has every odd kind too
SEALED_AFTER = timedelta(milliseconds=5)
_TITLES = (
    "Home care", "Meals at home", "Day centre", "Supported living", "Respite care", "Community equipment", "Advocacy",
    "Support for carers", "Sheltered housing", "School transport", "Cleaning", "Catering", "Grounds maintenance",
)  # fmt: skip
_AREAS = ("northern district", "southern district", "Marlchester", "the coast", "the valley", "the whole county")
_PROVIDERS = tuple(f"{name} {what}" for name in ("Alder", "Beacon", "Crest", "Dove", "Ember", "Fern", "Grove", "Haven")
                   for what in ("Care Ltd", "Support CIC", "Services plc", "Trust", "Partnership"))  # fmt: skip
_UNITS = ("Adult Services", "Children's Services", "Housing", "Property", "Transport", "Public Health")


@dataclass(frozen=True)
class Plan:
    """A ledger that is to be made: how many entries, of what shape, by which seed, recorded from when on."""

    entries: int
    shape: growth.Shape
    seed: int
    began: datetime
    secret: bytes
    """16 bytes that file ids come from."""

    def contracts(self) -> list[int]:
        """How many entries each contract has; the authority's own file has one more, the ledger's first."""
        return growth.widths(self.entries - 1, self.seed, self.shape)

    def file_id(self, reference: str) -> UUID:
        """The id of the file of that reference, as the ledger gives it."""
        return uuid5(UUID(bytes=self.secret), reference)


class Row(NamedTuple):
    """One entry with its place in the log, its words and the documents it cites."""

    file_id: UUID
    position: int
    kind: str
    state: bytes
    recorded_at: datetime
    arrival: int
    ordinal: int
    size: int | None
    place: int
    leaf_hash: bytes
    sealed_at: datetime
    openings: list[tuple[bytes, bytes, str | None]]
    documents: tuple[bytes, ...]


def reference(number: int) -> str:
    """Return the reference of a contract by its place in the plan."""
    return f"C-{number:07}"


def own(number: int) -> Own:
    """Return what the file of a contract has of its own."""
    title = f"{_TITLES[number % 13]}, {_AREAS[number // 13 % 6]}, {number}"
    provider, unit = _PROVIDERS[number * 7 % len(_PROVIDERS)], _UNITS[number % len(_UNITS)]
    return Own(reference(number).encode(), title.encode(), provider.encode(), unit.encode())


def _shared_out(contracts: Sequence[int], workers: int) -> list[set[int]]:
    """Which contracts each worker makes: so that all have about as many entries."""
    shares = [(0, worker, set[int]()) for worker in range(workers)]
    for number, wide in enumerate(contracts):
        entries, worker, numbers = shares[0]
        numbers.add(number)
        heapreplace(shares, (entries + wide, worker, numbers))
    return [numbers for _, _, numbers in sorted(shares, key=lambda share: share[1])]


@dataclass(slots=True)
class _Growing:
    """A file while it grows."""

    id: UUID
    key: bytes
    own: Own
    life: list[Template]
    position: int = 0
    leaf: bytes | None = None


class Rows:
    """The rows of some of a plan's files: of `worker` of so many `workers`, each of which has its own files."""

    def __init__(self, plan: Plan, worker: int = 0, workers: int = 1) -> None:
        self._plan = plan
        self._contracts = plan.contracts()
        self._mine = _shared_out(self._contracts, workers)[worker]
        self._lives: dict[int, Life] = {}
        self._files: dict[int, _Growing] = {}

    def __iter__(self) -> Iterator[Row]:
        plan, index, arrival = self._plan, 1, 1
        step = SPAN / plan.entries
        for number, size in growth.appends(self._contracts, plan.seed):
            arrival += 1
            if number in self._mine:
                at = plan.began + step * index
                yield from self._append(number, size, index, arrival, at)
            index += size

    def _append(self, number: int, size: int, index: int, arrival: int, at: datetime) -> Iterator[Row]:
        file = self._files.get(number) or self._begun(number)
        sealed_at = at + SEALED_AFTER
        for ordinal in range(1, size + 1):
            made = file.life[file.position]
            file.position += 1
            salts = self._salts(number, file.position, len(made.words) + 1)
            state, openings = made.made(file.own, salts)
            hashed = hashlib.sha256(state).digest()
            file.leaf = leaf_hash(leaf_header(file.key, file.position, at, sealed_at, hashed, file.leaf))
            whole = size if ordinal == 1 else None
            yield Row(
                file.id, file.position, made.kind, state, at, arrival, ordinal, whole, index + ordinal - 1,
                file.leaf, sealed_at, openings, made.documents,
            )  # fmt: skip
        if file.position == self._contracts[number]:
            del self._files[number]

    def _begun(self, number: int) -> _Growing:
        wide = self._contracts[number]
        which = number % LIVES if wide <= SMALL else 0  # making a long life takes seconds: one is enough
        if which not in self._lives:
            self._lives[which] = Life(which, max(self._contracts), odd=self._plan.entries >= ODD)
        file_id = self._plan.file_id(reference(number))
        life = self._lives[which].upto(wide)
        self._files[number] = _Growing(file_id, file_key(ORIGIN, file_id), own(number), life)
        return self._files[number]

    def _salts(self, number: int, position: int, many: int) -> list[bytes]:
        """So many salts of 22 characters, the same for the same seed, file and position."""
        drawn = base64url(hashlib.shake_128(b"%d %d %d" % (self._plan.seed, number, position)).digest(16 * many))
        return [drawn[at : at + 21] + b"A" for at in range(0, 21 * many, 21)]  # the last says two bits, here 00
