"""What a file is called, and by that of what sort it is: a contract's, the authority's, a programme's, a provider's.

A contract's file goes by the contract's reference, the authority's is "authority"; a programme's is its reference after
"programme/", a provider's after "provider/". No reference holds a stroke, so no two files can be of one name. The id of
a file is made from its name (Book.file_id): the forms are part of the stored format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ledger.entry import Entry, own

Sort = Literal["contract", "authority", "programme", "provider"]
AUTHORITY = "authority"
"""Name of the authority's own file, where the ledger's first entry and the procedures adopted lie."""
PROGRAMME = "programme/"
"""What the name of a programme's file begins with."""
PROVIDER = "provider/"
"""What the name of a provider's file begins with."""
BEFORE: Mapping[Sort, str] = {"programme": PROGRAMME, "provider": PROVIDER}
"""What the names of files begin with that are not a contract's: sort -> that."""
IN_WORDS: dict[Sort, str] = {
    "contract": "a contract's file", "authority": "the authority's file", "programme": "a programme's file",
    "provider": "a provider's file",
}  # fmt: skip
OPENED_BY: dict[Sort, str] = {
    "contract": "contract-registered", "authority": "ledger-opened", "programme": "programme-opened",
    "provider": "provider-opened",
}  # fmt: skip


def sort_of(name: str) -> Sort:
    """Return what sort of file is called so."""
    if name == AUTHORITY:
        return "authority"
    return next((sort for sort, before in BEFORE.items() if name.startswith(before)), "contract")


def reference_in(name: str) -> str:
    """Return the reference a file's name holds: without what says its sort."""
    return name.removeprefix(BEFORE.get(sort_of(name), ""))


def listed_as(name: str) -> str:
    """Return what files of this one's sort are called together, as addresses have it: contracts, programmes."""
    sort = sort_of(name)
    return f"{sort}s" if sort in BEFORE else "contracts"


def name_in(path: str, reference: str) -> str:
    """Return the name of the file that an address is about: /programmes/SMP-2017 is about "programme/SMP-2017"."""
    listed = path.lstrip("/").partition("/")[0]
    return next((before for sort, before in BEFORE.items() if listed == f"{sort}s"), "") + reference


def name_opened(opening: Entry) -> str:
    """Return the name of the file that an entry opens."""
    reference = own(opening, "reference")
    if not isinstance(reference, str):
        return AUTHORITY
    return next((before for sort, before in BEFORE.items() if sort in opening.files), "") + reference


__all__ = [
    "AUTHORITY", "BEFORE", "IN_WORDS", "OPENED_BY", "PROGRAMME", "PROVIDER", "Sort", "listed_as", "name_in",
    "name_opened", "reference_in", "sort_of",
]  # fmt: skip
