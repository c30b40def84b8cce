"""How the functions that record are called: their arguments are flat arrays, short ones put together by the server."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, LiteralString

_ARRAYS: tuple[LiteralString, ...] = (
    "uuid[]", "bigint[]", "int[]", "text[]", "bytea[]", "int[]", "bytea[]", "bytea[]", "text[]", "int[]", "bytea[]",
)  # fmt: skip
"""What `append` takes first, in order: see `LedgerStore._flat`."""
_OF_OPENINGS: tuple[LiteralString, ...] = ("bytea[]", "bytea[]", "text[]")
_WRITTEN_OUT = 4
_APPEND: LiteralString = "SELECT * FROM append({arrays}, %s, %s, %s)"
_APPEND_ONE: LiteralString = "SELECT append_one(%b, %b, %b, %b, {arrays}, %b, %b)"


@lru_cache(100)
def append_one_of(openings: int) -> LiteralString:
    """The call of `append_one` with so many openings, as that of `append`."""
    arrays: LiteralString = ", ".join([_array(openings, kind) for kind in _OF_OPENINGS])
    return _APPEND_ONE.replace("{arrays}", arrays)


@lru_cache(1_000)
def append_of(lengths: tuple[int, ...]) -> LiteralString:
    """The call of `append` with arrays of these lengths; short ones are put together by the server.

    To write arrays takes psycopg three quarters of what it does for a whole append of one entry (docs/adr/0110).
    """
    together: LiteralString = ", ".join([_array(*of) for of in zip(lengths, _ARRAYS, strict=True)])
    return _APPEND.replace("{arrays}", together)


def _array(length: int, kind: LiteralString) -> LiteralString:
    elements: LiteralString = ", ".join(["%b"] * length)
    return f"ARRAY[{elements}]::{kind}" if length <= _WRITTEN_OUT else f"%b::{kind}"


def given_out(arrays: Sequence[list[Any]]) -> Iterator[Any]:
    """The arguments of that call: the elements of short arrays, and long ones whole."""
    for array in arrays:
        if len(array) <= _WRITTEN_OUT:
            yield from array
        else:
            yield array
