"""Whether somebody who receives services is named by a pseudonym, as they always are, or by what may be their name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

Pseudonym = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$")]
"""A pseudonym for one person who receives services, or for their case, such as C-0147: no spaces, never a name."""


def not_pseudonyms(references: Iterable[str | None]) -> str | None:
    """Return what is wrong where one of these is written with letters alone; None where each has a digit.

    A word without a single digit is far more likely a name than a reference. It is not repeated here.
    """
    if all(reference is None or any(sign.isdigit() for sign in reference) for reference in references):
        return None
    return "a case is named by letters alone; give its reference, such as C-0147, never a name"
