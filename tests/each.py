"""One test for very many cases of which each takes next to nothing: every case is tried, and each that fails is told.

    @each("kind", BY_NAME)
    def test_every_kind_is_so(kind: str) -> None:

What pytest and its workers do for a test of its own is ten times as much as such a case takes.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable


def each(name: str, cases: Iterable[object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have a test tried with each of the cases, given under that name. All that failed are raised, with their cases."""
    every = tuple(cases)

    def of_each(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def tried(**fixtures: object) -> None:
            failed: list[Exception] = []
            for case in every:
                try:
                    test(**fixtures, **{name: case})
                except Exception as error:  # noqa: BLE001  # whatever it was, it is told, and the others are tried
                    error.add_note(f"{name}: {case}")
                    failed.append(error)
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(every)} cases of {test.__name__}", failed)

        signature = inspect.signature(test)
        asked = [parameter for parameter in signature.parameters.values() if parameter.name != name]
        tried.__signature__ = signature.replace(parameters=asked)  # type: ignore[attr-defined]
        del tried.__wrapped__  # pytest would ask it for its fixtures
        assert every, "nothing would be tried"
        return tried

    return of_each
