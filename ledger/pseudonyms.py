"""Whether somebody who receives services is named by a pseudonym, as they always are, or by what may be their name."""

from __future__ import annotations

from collections.abc import Iterable


def not_pseudonyms(references: Iterable[str | None]) -> str | None:
    """Return what is wrong where one of these is written with letters alone; None where each has a digit.

    A word without a single digit is far more likely a name than a reference. It is not repeated here.
    """
    if all(reference is None or any(sign.isdigit() for sign in reference) for reference in references):
        return None
    return "a case is named by letters alone; give its reference, such as C-0147, never a name"


__all__ = ["not_pseudonyms"]
