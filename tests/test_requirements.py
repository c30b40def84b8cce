"""The table of demands that work does not lie: it is what code and tests cite now, and nothing unknown is cited."""

from tests.requirements_table import TABLE, current, known_ids, product, stories, table, unknown_citations


def test_the_table_is_what_the_code_cites_now() -> None:
    assert TABLE.read_text(encoding="utf-8") == current(), "make it anew: python -m tests.requirements_table"


def test_only_demands_there_are_are_cited() -> None:
    known = frozenset(known_ids())

    assert len(known) == 482
    assert unknown_citations([*product(), *stories()], known) == []


def test_a_claim_without_a_story_is_not_counted_as_working() -> None:
    ids = ("HCC-H-a", "HCC-H-b", "HCC-H-c")
    made = table(ids, {"HCC-H-a": ["ledger/x.py"], "HCC-H-b": ["ledger/x.py"]}, {"HCC-H-a": ["tests/test_x.py"]})

    assert "**1 of 3 work.**" in made
    assert "| HCC-H-b | claimed |" in made
    assert "| HCC-H-c | not yet |" in made
