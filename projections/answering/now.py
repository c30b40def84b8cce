"""Now, for whoever reads stored rows: one transaction in which rows, heads of files and pointer agree, and which files
are to be folded instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from ledger.store.database import Connection, Database
from projections.answering.answers import NotReady
from projections.answering.eyes import Eyes
from projections.read_models.generation import Generation, current
from projections.stored import rows as stored

MANY = 200
"""Up to so many files that have grown since their rows were written, a list across files folds on demand."""


@dataclass(frozen=True, slots=True)
class Now:
    """One transaction in which stored rows, heads of files and pointer agree."""

    connection: Connection
    generation: Generation | None
    """None while there are no read models that this program has made."""
    log_size: int

    def ready(self) -> Generation:
        """Return the generation to read. Raises NotReady."""
        if self.generation is None:
            raise NotReady("the read models are being built; ask again shortly")
        return self.generation

    def grown(self) -> list[UUID]:
        """Return the files to be folded on demand since they have grown; none where too many have for that.

        Raises NotReady where nothing has been taken in yet: after a crash of the server the tables are empty.
        """
        found = stored.behind(self.connection, self.ready(), MANY + 1)
        if len(found) > MANY and not self.ready().tracked(self.connection):
            raise NotReady("the read models are being worked out again; ask again shortly")
        return found if len(found) <= MANY else []

    def apart(self, eyes: Eyes | None, grown: Sequence[UUID] | None = None) -> dict[UUID, int]:
        """Return file -> entries on it, of those whose stored rows are not asked: grown since, or with some withheld.

        `grown`: those that have grown, for whoever has asked. Raises NotReady.
        """
        found = stored.heads(self.connection, self.grown() if grown is None else grown)
        if eyes is None or eyes.reads_all:
            return found
        if eyes.privileged:
            return found | stored.may_withhold(self.connection, self.ready(), eyes)
        return found | stored.told_apart(self.connection, self.ready(), eyes.told)

    def rows(self, eyes: Eyes | None) -> tuple[stored.Rows, ...]:
        """Return which stored rows are read for somebody, of files that are not set apart."""
        return ("whole",) if eyes is None or eyes.privileged else ("unmarked", "left")


@contextmanager
def reading_now(database: Database, programs: str) -> Iterator[Now]:
    """Yield the moment now: one transaction, read only. `programs`: what made the rows that this program can read."""
    with database.transaction("app") as connection:
        # By index, whatever the statistics say: tables that are read whole grow with the ledger. And at once: what
        # takes a millisecond took 25 where the server started processes for it, and more where it compiled it.
        connection.execute(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off;"
            "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;"
            "SET LOCAL work_mem = '32MB'"  # with less, of what very many lines have only pages are remembered
        )
        held = current(connection)
        generation = Generation(database, held.number) if held.made_by == programs else None
        row = connection.execute("SELECT size FROM sealing").fetchone()
        yield Now(connection, generation, row[0] if row else 0)
