"""The table of demands that work does not lie: it is what code and tests cite now, and nothing unknown is cited."""

from pathlib import Path

import pytest

from tests.citing import ROOT, Citation, citations
from tests.requirements_table import (
    TABLE,
    Demand,
    by_demand,
    current,
    demands,
    known_ids,
    product,
    stories,
    table,
    unknown_citations,
)

A, B, C = (Demand(known, f"{known} is asked.") for known in known_ids()[:3])


def test_the_table_is_what_the_code_cites_now() -> None:
    assert TABLE.read_text(encoding="utf-8") == current(), "make it anew: python -m tests.requirements_table"


def test_only_demands_there_are_are_cited() -> None:
    known = frozenset(known_ids())

    assert len(known) == len(demands()) == 482
    assert unknown_citations([*product(), *stories()], known) == []


def test_each_demand_says_in_a_sentence_what_it_asks() -> None:
    assert [demand.id for demand in demands() if not demand.asks.endswith(".") or "|" in demand.asks] == []


def test_a_demand_that_something_serves_is_not_said_to_be_unserved() -> None:
    served = by_demand(product())

    assert [demand.id for demand in demands() if demand.not_served and demand.id in served] == []


def test_a_claim_without_a_story_is_not_counted_as_working() -> None:
    claimed = {demand.id: [Citation(demand.id, "rule", "a.rule")] for demand in (A, B)}
    shown = {A.id: [Citation(A.id, "test", "tests/test_x.py::test_it")]}

    made = table((A, B, C, Demand("IMP-29", "It is asked.", not_served="Nobody can.")), claimed, shown)

    assert "**1 of 4 work.**" in made
    assert f"| {A.id} | {A.asks} | works | rules: `a.rule` | `test_x.py::test_it` |" in made
    assert f"| {B.id} | {B.asks} | claimed |" in made
    assert f"| {C.id} | {C.asks} | not yet |  |  |" in made
    assert "| not served | Nobody can. |  |" in made


@pytest.mark.parametrize(
    ("path", "text", "sort", "name"),
    [
        ("ledger/subjects/x/entries.py", 'class A(E):\n    """{}"""\n    kind: L = "a-made/2"\n', "kind", "a-made"),
        ("ledger/subjects/x/rules.py", 'R = (Rule(\n  id="a.b", citation="{}"),)\n', "rule", "a.b"),
        ("ledger/procedures/x.toml", '[[setting]]\nid = "a.b"\ncitation = "{}"\n', "procedure", "setting a.b (x)"),
        ("ledger/procedures/x.toml", "# {}\n", "procedure", "x"),
        ("projections/duties_x.py", 'def f():\n    duty(v, f"a/{{b}}",\n      citation="{}")\n', "duty", "a"),
        ("projections/x.py", 'def of(v):\n    """{}"""\n', "projection", "x.of"),
        ("tests/test_x.py", '@p("x")\ndef test_it():\n    assert 1  # {}\n', "test", "tests/test_x.py::test_it"),
        ("tests/test_x.py", '"""{}"""\n', "test", "tests/test_x.py"),
        ("api/plans.py", 'def outcomes():\n    """{}"""\n', "page", "api/plans.py"),
        ("api/pages/x.html", "<!-- {} -->", "page", "x.html"),
    ],
)  # fmt: skip
def test_a_citation_is_of_what_it_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, text: str, sort: str, name: str
) -> None:
    monkeypatch.setattr("tests.citing.ROOT", tmp_path)
    written = tmp_path / path
    written.parent.mkdir(parents=True)
    written.write_text(text.format(A.id), encoding="utf-8")

    assert list(citations(written)) == [Citation(A.id, sort, name)]


def test_every_test_the_table_names_is_there() -> None:
    for citation in (citation for of in by_demand(stories()).values() for citation in of):
        path, _, test = citation.name.partition("::")
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
