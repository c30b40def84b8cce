"""The least a rebuild could take: everything it does but to tell what its rows say.

    python -m tests.benchmarks.rebuild [--entries 100000]

As many processes as there are cores read every file, decode its entries, decipher its words and fold it, as a rebuild
does; and copy into new tables the very rows that a rebuild wrote before, taken out in PostgreSQL's own binary form
ahead of the clock, so that nothing has to be written in another form. Then keys and indexes are made. What a rebuild
takes beyond this is the telling: each line, duty, failing and status worked out and put into words.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from psycopg import sql

from ledger.processes import cores, garbage_seldom, started
from ledger.store.database import Connection, Database
from projections.read_models.catalogue import CATALOGUE
from projections.read_models.generation import Generation, current, drop
from projections.read_models.rebuild import Part, Place, folded, one_moment
from projections.read_models.whole_files import Stretch
from tests.benchmarks.servers import Address

_BLOCK = 1 << 18  # bytes


class Bare(NamedTuple):
    """What one process goes through and copies."""

    place: Place
    part: Part
    folder: str
    """Where the rows of its files lie, a file for each table."""


def gone_through(task: Bare) -> Iterator[int]:
    """Read, decode, decipher and fold the files of a part, and copy the rows that were told of them before."""
    place, part, folder = task
    with Database(place.schema, place.app, logins={"projector": place.projector}, keys=place.keys) as database:
        generation = Generation(database, part.generation)
        with garbage_seldom(), database.connect("projector", autocommit=True) as connection:
            for taken, views in folded(database, part):
                for _ in views:
                    pass
                yield taken.entries
            for projection in CATALOGUE:
                statement = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(generation.table(projection))
                told = Path(folder, projection.name)
                with told.open("rb") as rows, connection.cursor() as cursor, cursor.copy(statement) as copy:
                    while block := rows.read(_BLOCK):
                        copy.write(block)


def bare(at: Address) -> float:
    """Return the seconds of such a rebuild; what it wrote is removed again. The read models have to be there."""
    with ExitStack() as stack:
        database = stack.enter_context(at.open())
        connection = stack.enter_context(database.connect("projector", autocommit=True))
        snapshot, parts, size = stack.enter_context(one_moment(database, cores()))
        now = current(connection).number
        generation = Generation(database, now + 1)
        place = Place(
            database.schema, database.conninfo("app"), database.conninfo("projector"), database.keys_place
        )  # fmt: skip
        tasks = []
        for stretch in parts:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="told"))
            _take_out(connection, Generation(database, now), stretch, Path(folder))
            tasks.append(Bare(place, Part(snapshot, size, stretch, generation.number, "hampshire"), folder))
        began = time.perf_counter()
        with connection.transaction():
            generation.create(connection)
        own, *others = tasks
        with started(gone_through, others) as answers:
            for taken in (gone_through(own), *answers):
                for _ in taken:
                    pass
        with connection.transaction():
            generation.index(connection)
        seconds = time.perf_counter() - began
        drop(connection, database, generation.number)
    return seconds


def _take_out(connection: Connection, told: Generation, stretch: Stretch, folder: Path) -> None:
    """Write the rows of a stretch of files into the folder, a file for each table."""
    for projection in CATALOGUE:
        asked = sql.SQL(
            "COPY (SELECT * FROM {} WHERE file_id > {} AND file_id <= {} ORDER BY file_id, number)"
            " TO STDOUT (FORMAT BINARY)"
        ).format(told.table(projection), stretch.after, stretch.upto)
        with (folder / projection.name).open("wb") as rows, connection.cursor() as cursor, cursor.copy(asked) as copy:
            for block in copy:
                rows.write(block)


__all__ = ["bare"]
