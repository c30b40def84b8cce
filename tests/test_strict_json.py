"""JSON that two readers might read differently."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.strict_json import strict_json


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": 0.1}', "fraction"),
        ('{"a":{"b":1,"b":1}}', "twice"),
        ('{"a":0.1}', "fraction"),
        ('{"a":[1,-2.50]}', "fraction"),
        ("0.5", "fraction"),
        ("[1e2]", "fraction"),
        ('{"a": NaN}', "no number"),
        ('{"a": 1e999}', "fraction"),
        ('{"a": -Infinity}', "no number"),
        ("[" * 100_000, "nested"),
        ("{", "property name"),
    ],
)
def test_json_that_two_readers_might_read_differently_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        strict_json(text)


SAID = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(SAID, st.sampled_from([(",", ":"), (", ", ": ")]), st.booleans())
def test_whatever_is_written_without_fractions_is_read_as_it_was_meant(
    said: Any, apart: tuple[str, str], escaped: bool
) -> None:
    assert strict_json(json.dumps(said, separators=apart, ensure_ascii=escaped)) == said
