"""JSON that two readers might read differently."""

import pytest

from ledger.strict_json import strict_json


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": 0.1}', "fraction"),
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
