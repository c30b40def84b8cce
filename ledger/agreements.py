"""What every agreement has in common: it names who agreed to it, and the document that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ledger.entry import Entry, own
from ledger.offices import is_the_authoritys, is_the_providers
from ledger.rules import NOT_IN_POINT
from ledger.titles import parts_of

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


class Agreed(Entry):
    """An act by which the parties agree to something (CPC307-K17)."""

    parties: ClassVar[tuple[tuple[tuple[str, ...], str], ...]] = (
        (("agreed_by_authority", "by"), "who agreed for the authority"),
        (("agreed_by_provider",), "who agreed for the provider"),
    )
    """Fields, of which one is enough, and whom they name in words."""
    papers: ClassVar[tuple[str, ...]] = ("exhibits",)
    """Where its document may stand."""


def agreed_for_another(file: ContractFile, agreed: Entry) -> str | None:
    """Return in words who is named as having agreed for one side and is of the other by what is on file;
    NOT_IN_POINT where nobody is named, None where each may have (TVP-5.1-3a)."""
    ours: str | None = own(agreed, "agreed_by_authority")
    theirs: str | None = own(agreed, "agreed_by_provider")
    day = agreed.happened_on
    found = []
    if theirs and is_the_authoritys(file, parts_of(theirs)[0], day):
        found.append(f"{theirs} is named as who agreed for the provider, and is of the authority")
    if ours and is_the_providers(file, parts_of(ours)[0], day):
        found.append(f"{ours} is named as who agreed for the authority, and is of the provider")
    return "; ".join(found) or (None if ours or theirs else NOT_IN_POINT)
