"""What was taken away, as stored: by which entries, which keys are still to be destroyed, what is left beside it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple
from uuid import UUID

from ledger.store.asking import Asking, StoredRow
from ledger.store.database import NO_FILING
from ledger.store.words import StoredOpening


class Erased(NamedTuple):
    """Which entry erased the words behind a digest."""

    file_id: UUID
    position: int
    of_entry: int


class KeyToDestroy(NamedTuple):
    """A key of words or of a document that were erased, which is still to be destroyed."""

    number: int
    scope: Literal["file", "person", "document"]
    file_id: UUID
    """The file whose key it is; of a person's or a document's, the file of the entry that erased it."""
    position: int
    """Of the entry that erased it, on its own file."""
    person: str | None
    digest: bytes | None
    erased_on: UUID
    """The file of the entry that erased it."""


class Erasure(NamedTuple):
    """An entry of which the database says that it took words away, `whole`: all of its file before it."""

    row: StoredRow
    whole: bool
    leaf_hash: bytes | None
    """None while it is not sealed."""
    previous: bytes
    """The leaf hash of its file's entry before it; empty where there is none."""
    copied: bool
    """Whether it came with a copy: the words it took away never lay under the keys of this ledger."""
    waiting: bool
    """Whether nobody has said yet that all of its keys are destroyed."""


class Taken(NamedTuple):
    """Digests of which the database says that an erasing entry took their words, and the bytes they were in."""

    file_id: UUID
    position: int
    """Of the erasing entry; the other lies on the same file, before it."""
    digests: Sequence[bytes]
    state: bytes
    """Of the entry whose words they were."""
    command_file: UUID
    """The file under whose key it is kept what was asked when that entry was recorded."""
    command_id: UUID | None


class StoredErasures(Asking):
    """What is asked of words that were taken away, and said of their keys."""

    def erased(self, digests: Collection[bytes]) -> dict[bytes, Erased]:
        """By which entry the words behind these digests were erased; those that were not are left out."""
        if not digests:
            return {}
        asked = "SELECT digest, file_id, position, of_entry FROM erased WHERE digest = ANY(%b)"
        return {bytes(digest): Erased(*place) for digest, *place in self._rows(asked, (list(digests),))}

    def keys_to_destroy(self, after: int = 0) -> list[KeyToDestroy]:
        """The keys of what was erased that nobody has said to be destroyed yet: the next after a number."""
        asked = (
            "SELECT number, scope, coalesce(other_file, file_id), position, person, digest, file_id"
            " FROM keys_to_destroy WHERE number > %b ORDER BY number LIMIT 10000"
        )
        return [KeyToDestroy(*row) for row in self._rows(asked, (after,))]

    def places_of(self, digests: Collection[bytes]) -> dict[bytes, UUID]:
        """The file of each of these digests whose opening is there."""
        if not digests:
            return {}
        asked = "SELECT digest, file_id FROM openings WHERE digest = ANY(%b)"
        return {bytes(digest): file_id for digest, file_id in self._rows(asked, (list(digests),))}

    @contextmanager
    def none_filed(self, digests: Collection[bytes]) -> Iterator[set[bytes]]:
        """Which of these documents are not in the store; as long as the block lasts, nobody files one."""
        with self._database.transaction("app") as connection:
            if digests:
                connection.execute(NO_FILING)
            asked = "SELECT sha256 FROM documents WHERE sha256 = ANY(%s)"
            filed = connection.execute(asked, (list(digests),)).fetchall()
            yield set(digests) - {bytes(sha256) for (sha256,) in filed}

    def keys_are_destroyed(self, numbers: Collection[int], notes: Collection[str] = ()) -> None:
        """Says that these keys have been destroyed, and notes them, so that they are known again."""
        self._rows("SELECT keys_are_destroyed(%b::bigint[], %s::text[])", (list(numbers), sorted(notes)))

    def destroyed(self) -> set[str]:
        """The notes of all keys that are said to be destroyed (ledger/privacy/key_tree.py)."""
        return {note for (note,) in self._rows("SELECT note FROM destroyed")}

    def erasures(self, places: Collection[tuple[UUID, int]] | None = None) -> list[Erasure]:
        """The entries of which the database says that they erased words: those at these places, else all."""
        rows = self._rows(
            "SELECT e.file_id, e.position, kind, state, recorded_at, command_id, l.index, l.sealed_at,"
            " whole, l.leaf_hash, coalesce(b.leaf_hash, ''), coalesce(l.index < (SELECT size FROM copied), false),"
            " EXISTS (SELECT FROM keys_to_destroy k WHERE k.file_id = a.file_id AND k.position = a.position)"
            " FROM erasures a JOIN entries e USING (file_id, position) LEFT JOIN log l USING (file_id, position)"
            " LEFT JOIN log b ON b.file_id = a.file_id AND b.position = a.position - 1"
            " WHERE (%b OR (a.file_id, a.position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[])))",
            _given(places),
        )
        return [Erasure(StoredRow(*row[:8]), *row[8:]) for row in rows]

    def taken(self, places: Collection[tuple[UUID, int]] | None = None) -> list[Taken]:
        """Which digests `erasures` are said to have taken away, with the bytes of the entries that held them."""
        rows = self._rows(
            "SELECT g.file_id, g.position, g.digests, x.state, f.file_id, f.command_id FROM"
            " (SELECT a.file_id, a.position, a.of_entry, array_agg(a.digest) FROM erased a"
            " WHERE a.of_entry < a.position"
            " AND (%b OR (a.file_id, a.position) IN (SELECT * FROM unnest(%b::uuid[], %b::bigint[])))"
            " GROUP BY a.file_id, a.position, a.of_entry) g (file_id, position, of_entry, digests)"
            " JOIN entries x ON x.file_id = g.file_id AND x.position = g.of_entry"
            " JOIN entries f ON f.arrival = x.arrival AND f.ordinal = 1",
            _given(places),
        )
        return [Taken(*row) for row in rows]

    def left_beside_erased(self) -> list[StoredOpening]:
        """The openings that are there of entries of which others were erased."""
        rows = self._rows(
            "SELECT digest, ciphertext, file_id, person FROM openings o WHERE EXISTS"
            " (SELECT FROM erased e WHERE e.file_id = o.file_id AND e.of_entry = o.position)"
        )
        return [StoredOpening(*row) for row in rows]

    @contextmanager
    def filed(self) -> Iterator[list[bytes]]:
        """The SHA-256 of every document in the store; as long as the block lasts, nobody files one."""
        with self._database.transaction("app") as connection:
            connection.execute(NO_FILING)
            yield [bytes(sha256) for (sha256,) in connection.execute("SELECT sha256 FROM documents").fetchall()]

    def erase_again(self) -> int:
        """Takes away what was erased and has been brought back since; returns how many openings. Safe to repeat."""
        openings: int = self._value("SELECT erase_again()")
        return openings


def _given(places: Collection[tuple[UUID, int]] | None) -> tuple[bool, list[UUID], list[int]]:
    """The arguments by which `erasures` and `taken` are those at these places."""
    asked = list(places or ())
    return places is None, [file_id for file_id, _ in asked], [position for _, position in asked]
