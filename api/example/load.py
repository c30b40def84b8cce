"""Records the example stories in a simulated ledger, each batch at the moment its story says, side by side as they ran.

The ledger is opened where the database is empty. A batch recorded already is found again by its key and not recorded
twice, so a load that was interrupted goes on where it stopped; one that was finished returns at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from api.example import (
    authority,
    ended_well,
    nobody_noticed,
    not_yet,
    programme,
    providers,
    saved,
    two_small_changes,
    whole_life,
)
from api.example.cast import AUTHORITY_NAME, RUTHS
from api.example.telling import LONDON, Batch, Desk, Story
from ledger.book import AUTHORITY, Act, Book
from ledger.documents import Documents
from ledger.errors import LedgerNotOpen
from ledger.store.database import Database
from ledger.store.postgres import LedgerStore
from ledger.subjects.records import LedgerOpened, NoteMade

ORIGIN = "ledger.example/marlshire"
OPENED_AT = datetime(2024, 12, 2, 9, tzinfo=LONDON)
ENTRIES = 935
"""How many entries there are in the end, on all files together."""

STORIES = (
    *(
        (told.FILE, told.story)
        for told in (authority, ended_well, nobody_noticed, not_yet, saved, whole_life, two_small_changes, programme)
    ),
    *providers.STORIES,
)
"""Each file, and what is told of it."""

Progress = Callable[[int, int], None]


class NotTheExample(Exception):
    """The ledger in this database is not the example's: name another database or schema for the demonstration."""


def load(database: Database, progress: Progress | None = None) -> Book:
    """Return the book of the example ledger, with whatever was not yet in it recorded. Raises NotTheExample.

    `progress` is told after each batch how many entries are on file and how many there will be.
    """
    book = _opened(database)
    if _is_whole(book):
        return book
    keep = partial(Documents(database).file, media_type="application/pdf")
    stories = []
    for file, tell in STORIES:
        desk = Desk(file, keep)
        stories.append((desk, tell(desk)))
    done = 1  # the ledger's first entry
    for desk, number, batch in _side_by_side(stories):
        acts = [Act(desk.file, fact.entry, fact.departures) for fact in batch.facts]
        key = f"example:{desk.file}:{number}"
        recorded = book.record_together(acts, batch.account, key=key, recorded_at=batch.recorded_at)
        desk.positions |= {f.called: r.position for f, r in zip(batch.facts, recorded, strict=True) if f.called}
        done += len(recorded)
        if progress:
            progress(done, ENTRIES)
    return book


def _opened(database: Database) -> Book:
    """The book of this database's ledger, opened now where there is none."""
    book = Book(LedgerStore(database))
    try:
        genesis = book.genesis
    except LedgerNotOpen:
        genesis = LedgerOpened(happened_on=OPENED_AT.date(), authority=AUTHORITY_NAME, origin=ORIGIN, clock="simulated")
        return Book.open_ledger(book.store, genesis, RUTHS, OPENED_AT)
    if genesis.origin != ORIGIN or genesis.clock != "simulated":
        raise NotTheExample(
            f"this database holds the ledger {genesis.origin} of {genesis.authority}; the examples go into an empty one"
        )
    return book


def _is_whole(book: Book) -> bool:
    """Whether the last batch of all is on file."""
    notes = book.file(AUTHORITY).of(NoteMade)
    return any(note.entry.happened_on == authority.CLOSED_ON for note in notes)


def _side_by_side(stories: list[tuple[Desk, Story]]) -> Iterator[tuple[Desk, int, Batch]]:
    """Yield the batches of all stories in the order of their moments, each with its number in its own story.

    The next batch of a story is asked for only after the one before was recorded: it may cite what that one began.
    """
    waiting = {n: first for n, (_, story) in enumerate(stories) if (first := next(story, None))}
    numbers = [0] * len(stories)
    while waiting:
        now = min(waiting, key=lambda n: waiting[n].recorded_at)
        desk, story = stories[now]
        numbers[now] += 1
        yield desk, numbers[now], waiting.pop(now)
        if following := next(story, None):
            waiting[now] = following
