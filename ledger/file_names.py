"""What a file is called, and by that what sort of file it is: a contract's, the authority's own, or a programme's.

A contract's file goes by the contract's reference, the authority's is "authority", and a programme's is its reference
after "programme/". No reference holds a stroke, so no two files can be of one name. The id of a file is made from its
name (Book.file_id): the three forms are part of the stored format.
"""

from __future__ import annotations

from typing import Literal

from ledger.entry import Entry, own

Sort = Literal["contract", "authority", "programme"]
AUTHORITY = "authority"
"""Name of the authority's own file, where the ledger's first entry and the procedures adopted lie."""
PROGRAMME = "programme/"
"""What the name of a programme's file begins with."""
IN_WORDS: dict[Sort, str] = {
    "contract": "a contract's file", "authority": "the authority's file", "programme": "a programme's file",
}  # fmt: skip
OPENED_BY: dict[Sort, str] = {
    "contract": "contract-registered", "authority": "ledger-opened", "programme": "programme-opened",
}  # fmt: skip


def sort_of(name: str) -> Sort:
    """Return what sort of file is called so."""
    if name == AUTHORITY:
        return "authority"
    return "programme" if name.startswith(PROGRAMME) else "contract"


def reference_in(name: str) -> str:
    """Return the reference a file's name holds: without what says its sort."""
    return name.removeprefix(PROGRAMME)


def name_opened(opening: Entry) -> str:
    """Return the name of the file that an entry opens."""
    reference = own(opening, "reference")
    if not isinstance(reference, str):
        return AUTHORITY
    return PROGRAMME + reference if "programme" in opening.files else reference


__all__ = ["AUTHORITY", "IN_WORDS", "OPENED_BY", "PROGRAMME", "Sort", "name_opened", "reference_in", "sort_of"]
