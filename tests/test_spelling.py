"""What has to follow a pattern is told in words, and nobody is shown the pattern itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.envelope import act_of
from api.kind_schemas import components
from api.people import Person
from ledger.refusals import Invalid
from ledger.spelling import how_written

UNTOLD = how_written("of which nobody said anything")


def patterns(schema: Any) -> Iterator[str]:
    """Every pattern in a schema, of whatever is in it."""
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for part in schema.values():
            yield from patterns(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from patterns(part)


def test_every_pattern_of_a_field_has_its_words() -> None:
    told = {pattern: how_written(pattern) for pattern in patterns(components())}

    assert len(told) > 50
    assert [pattern for pattern, words in told.items() if words == UNTOLD or re.search(r"[\^\\\[{$]", words)] == []


def test_a_number_with_its_unit_is_told_how_a_number_is_written() -> None:
    """CPC308-D2: how far a criterion was reached is a number."""
    finding = {"criterion": "c1", "achieved": "partly", "progress": "80 percent"}
    evaluated = {"happened_on": "2025-03-03", "evaluation": "EVA-001", "findings": [finding]}

    with pytest.raises(Invalid) as refused:
        act_of(
            {"file": "C-1", "kind": "resource-management-evaluated", **evaluated},
            Person(account="ann", name="Ann Ashe", roles=frozenset()),
        )

    [fault] = refused.value.faults
    assert fault.field == "findings.0.progress"
    assert fault.why.startswith("should be written as a number in digits, like 12.5: ")


def test_the_examples_are_written_as_they_say() -> None:
    for pattern, example in (
        (r"^-?\d{1,9}(\.\d{1,6})?$", "12.5"), (r"^TC-\d\d$", "TC-04"), ("^[a-z]+(-[a-z]+)*$", "not-met"),
        (r"^[0-9]+(\.[0-9]+)+$", "1.2.3"), (r"^[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*$", "by.person"),
    ):  # fmt: skip
        assert f"like {example}" in how_written(pattern)
        assert re.fullmatch(pattern, example)
