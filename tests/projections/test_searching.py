"""Words are found as PostgreSQL finds them, whichever way its index is asked."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from ledger.store.database import Database
from projections.stored.searching import HAS_WORDS

pytestmark = pytest.mark.read_models
texts = st.lists(st.sampled_from(["visit", "missed", "well-known", "the", "12:30", "C-1/4", "it's", "<->", "!", "&"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # nothing is written
@given(texts.map(" ".join), st.lists(st.tuples(st.sampled_from(["", "-", '"', '-"', "or "]), texts), max_size=3))
def test_a_line_has_the_words_asked_for_whichever_way_the_index_is_asked(
    database: Database, said: str, asked: list[tuple[str, list[str]]]
) -> None:
    """Phrases, words that go together by a hyphen, those that are to be absent: as PostgreSQL itself would say."""
    words = " ".join(f"{before}{' '.join(some)}{chr(34) * (chr(34) in before)}" for before, some in asked)
    line = "(SELECT %(file)s AS file_id, 'note-made'::text AS kind, 7::bigint AS index, %(said)s::text AS said) line"
    plainly = "to_tsvector('words', said) @@ websearch_to_tsquery('words', %(words)s)"
    statement = sql.SQL(f"SELECT {HAS_WORDS}, {plainly} FROM {line}")
    given_with = {"file": UUID(int=1), "said": said, "words": words}
    with database.connect("app") as connection:
        [(ours, theirs)] = connection.execute(statement, given_with).fetchall()
    assert ours == theirs, (said, words)
