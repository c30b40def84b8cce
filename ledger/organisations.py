"""Organisations as entries name them: the parties of a contract, and the provider a file is about.

Stored inside entries, and so a recorded format.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ledger.entry import Frozen
from ledger.fields import Limit, Name
from ledger.names import same_company
from ledger.words import text_of

Title = Annotated[str, AfterValidator(text_of), Limit(longest=500, shortest=1)]
"""A title as long as published notices give them."""
FileReference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$")]
"""The reference of a contract, of what is to become one, or of a programme, by which its file is found."""
ServiceCategory = Literal["social-care", "health", "housing", "other-services", "goods", "works"]
"""What sort of thing is bought: a procedure covers some of them."""


class Identifier(Frozen):
    """A number an organisation goes by in a register of organisations."""

    scheme: Name
    """The register: GB-COH, GB-PPON, GB-CHC ..."""
    id: Name
    """The number in it."""

    def __str__(self) -> str:
        return f"{self.scheme} {self.id}"


class Organisation(Frozen):
    """A body that is party to the contract."""

    name: Title
    """Its name."""
    identifiers: Annotated[tuple[Identifier, ...], Limit(longest=20)] = ()
    """Numbers it goes by."""
    small: bool | None = None
    """Whether it is a small or medium-sized enterprise; left out where not held."""
    voluntary: bool | None = None
    """Whether it is a voluntary, community or social enterprise; left out where not held."""
    individual: bool | None = None
    """Whether it is one person who buys with direct payments or their own money, and not a body (CPC307-D4, CPC308-D5):
    then named by a pseudonym. Left out where not said."""

    def __str__(self) -> str:
        return self.name


def same_body(names: Iterable[str], numbers: Iterable[str], other: Organisation) -> bool:
    """Return whether an organisation is the one that goes by these names and numbers: by a number, else by a name."""
    theirs = {str(identifier) for identifier in other.identifiers}
    return bool(theirs & {*numbers}) or any(same_company(name, other.name) for name in names)


def same_organisation(one: Organisation, other: Organisation) -> bool:
    """Return whether two are the same body: by a number, else by name; not where a register has them under two."""
    shared = {number.scheme for number in one.identifiers} & {number.scheme for number in other.identifiers}
    numbers = [str(number) for number in one.identifiers]
    if shared and not {*numbers} & {str(number) for number in other.identifiers}:
        return False
    return same_body([one.name], numbers, other)


__all__ = [
    "FileReference", "Identifier", "Organisation", "ServiceCategory", "Title", "same_body",
    "same_organisation",
]  # fmt: skip
