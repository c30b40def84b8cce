"""A test that is tried with each of many cases fails where any of them does, and tells which."""

from __future__ import annotations

import inspect

import pytest

from tests.each import each


def test_every_case_is_tried_and_each_that_fails_is_told_with_what_it_was() -> None:
    tried: list[tuple[str, int]] = []

    @each("number", [1, 2, 3, 4])
    def odd(number: int, fixture: str) -> None:
        tried.append((fixture, number))
        assert number % 2, "not odd"

    assert list(inspect.signature(odd).parameters) == ["fixture"]
    with pytest.raises(ExceptionGroup, match="2 of 4 cases of odd") as raised:
        odd(fixture="given")

    assert tried == [("given", number) for number in (1, 2, 3, 4)]
    assert [error.__notes__ for error in raised.value.exceptions] == [["number: 2"], ["number: 4"]]


def test_where_every_case_is_right_nothing_is_raised() -> None:
    @each("number", range(1, 9, 2))
    def odd(number: int) -> None:
        assert number % 2

    odd()
