"""Words that were erased are in no read model, by no search, and at no time that is asked about."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg import sql

from ledger.book import Book
from ledger.entry import Actor
from ledger.store.database import Database
from ledger.subjects.records import NoteMade
from ledger.subjects.retention import Chosen, WordsErased
from ledger.words import Said
from projections.answering.reader import Reader
from projections.read_models.engine import Projector
from projections.read_models.generation import built
from projections.read_models.rebuild import rebuild
from projections.timeline.line import Filters
from tests.histories import Told
from tests.projections.conftest import Seal, current_rows, rows_folded_afresh
from tests.sampling import examples
from tests.story import CLERK
from tests.test_erasure import found_in_database

LENA = Actor(person="Lena Lawson", office="legal-services")
DAY = date(2026, 1, 5)
SECRET = "Pomfret tumbled"
_numbers = count(1)


def note(told: Told, file: str, words: str) -> int:
    told.at += timedelta(minutes=1)
    entry = NoteMade(happened_on=DAY, words=Said(words))
    return told.book.record(file, entry, CLERK, recorded_at=told.at, acknowledge_all=True).position


def erase(told: Told, file: str, position: int) -> int:
    told.at += timedelta(minutes=1)
    entry = WordsErased(
        happened_on=DAY, words=(Chosen(position=position),), ground="objection", asked_by="the-person", by=LENA,
        exceptions_weighed=("legal-claims",),
    )  # fmt: skip
    return told.book.record(file, entry, CLERK, recorded_at=told.at, acknowledge_all=True).position


def sampled(database: Database, said: str) -> list[str]:
    """Where the planner's samples hold a word."""
    with database.administer() as connection:
        rows = connection.execute(
            "SELECT tablename, attname FROM pg_stats WHERE starts_with(schemaname, %s) AND"
            " position(lower(%s) in lower(concat(most_common_vals::text, histogram_bounds::text,"
            " most_common_elems::text))) > 0",
            (database.schema, said),
        ).fetchall()
    return [f"{table}.{column}" for table, column in rows]


def dead(database: Database) -> int:
    """How many dead rows VACUUM would find in the read models."""
    with database.administer() as connection:
        rows = connection.execute(
            r"SELECT nspname, relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            r" WHERE nspname ~ ('^' || %s || '_projection_\d+$') AND relkind = 'r'",
            (database.schema,),
        ).fetchall()
        connection.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple SCHEMA public")
        found = sum(
            connection.execute(
                "SELECT dead_tuple_count FROM public.pgstattuple(%s::regclass)",
                (sql.Identifier(*row).as_string(connection),),
            ).fetchall()[0][0]
            for row in rows
        )
        connection.rollback()
        return int(found)


@pytest.fixture
def projector(database: Database) -> Projector:
    return Projector(database)


def test_no_read_model_and_no_sample_holds_words_that_were_erased(
    told: Told, database: Database, seal: Seal, projector: Projector
) -> None:
    """CPC307-K1: of the read models before, kept for readers that began with them, neither."""
    told.open("C-1")
    position = note(told, "C-1", SECRET)
    note(told, "C-1", "The scheduler rang")
    seal()
    projector.catch_up()
    rebuild(database)  # the one before stays for an hour
    projector.catch_up()
    assert found_in_database(database, "Pomfret")

    erase(told, "C-1", position)
    seal()
    projector.catch_up()

    with database.connect("projector") as connection:
        assert len(built(connection, database)) == 2
    assert found_in_database(database, "Pomfret") == []
    assert sampled(database, "pomfret") == []
    assert current_rows(database) == rows_folded_afresh(database)


def test_a_rebuild_that_replaces_read_models_which_lag_behind_leaves_no_erased_word_in_them(
    told: Told, database: Database, seal: Seal, projector: Projector
) -> None:
    told.open("C-1")
    position = note(told, "C-1", SECRET)
    seal()
    projector.catch_up()
    erase(told, "C-1", position)
    seal()

    rebuild(database)

    assert found_in_database(database, "Pomfret") == []


def test_dead_rows_are_cleared_away(told: Told, database: Database, seal: Seal, projector: Projector) -> None:
    told.open("C-1")

    def left() -> int:
        position = note(told, "C-1", SECRET)
        seal()
        projector.catch_up()
        erase(told, "C-1", position)
        seal()
        projector.catch_up()
        return dead(database)

    try:
        # VACUUM leaves what an older transaction of the same server might still read: other tests may, for a while.
        until = time.monotonic() + 90
        while left() != 0:
            assert time.monotonic() < until
            time.sleep(0.5)
    except (psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported):
        pytest.skip("this server comes without pgstattuple")


@pytest.mark.parametrize("caught_up", [True, False])
def test_what_was_known_before_is_told_without_words_erased_since(
    told: Told, database: Database, seal: Seal, projector: Projector, reader: Reader, caught_up: bool
) -> None:
    told.open("C-1")
    position = note(told, "C-1", SECRET)
    seal()
    projector.catch_up()
    before = told.book.store.log_size()
    by = erase(told, "C-1", position)
    seal()
    if caught_up:
        projector.catch_up()

    def said() -> Iterator[str]:
        yield reader.timeline("C-1").items[position - 1].sentence
        yield reader.timeline("C-1", known=before).items[position - 1].sentence
        yield reader.timeline("C-1", as_at=DAY).items[position - 1].sentence

    assert set(said()) == {f"Note made: [erased on 5 January 2026, by entry {by}, objection]"}
    assert not reader.timeline("C-1", Filters(words="pomfret")).items
    assert not reader.timeline("C-1", Filters(words="pomfret"), known=before).items


@settings(
    max_examples=examples(3), deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(acts=st.lists(st.sampled_from(["note", "note", "erase", "caught-up", "taken-over", "rebuilt"]), max_size=16))
def test_whatever_is_noted_and_erased_when_only_what_was_not_is_anywhere(
    book: Book, told: Told, database: Database, seal: Seal, acts: list[str]
) -> None:
    file = f"C-{next(_numbers)}"
    projector = Projector(database, page=2)
    told.open(file)
    there: dict[int, str] = {}
    gone: list[str] = []
    for act in acts:
        match act:
            case "note":
                words = f"tok{next(_numbers)}en"
                there[note(told, file, words)] = words
            case "erase" if there:
                position = min(there)
                erase(told, file, position)
                gone.append(there.pop(position))
            case "caught-up":
                seal()
                projector.catch_up()
            case "taken-over":
                projector = Projector(database, page=3)
            case "rebuilt":
                seal()
                rebuild(database)
            case _:
                pass
    seal()
    projector.catch_up()

    live = current_rows(database)
    assert live == rows_folded_afresh(database)
    assert [words for words in gone if found_in_database(database, words)] == []
    assert all(words in str(live["timeline"]) for words in there.values())
    rebuild(database)
    assert current_rows(database) == live
