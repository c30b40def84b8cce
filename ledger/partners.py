"""The partner organisations of a contract, and their policies and protocols on file, which apply to it too.

Partners share its management or agreed to one of its plans (CPC307-K9, CPC308-K10). Pure functions of a file and a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ledger.entry import own
from ledger.names import few
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.stakeholders import ConcernedGroup

ON_FILE = ("delegation.protocol-on-file", "plan.protocol-on-file", "resource.protocol-on-file")
"""The rules by which it is remarked on that none is on file; whatever entry files one mends that."""


def protocols(file: ContractFile, day: date) -> Iterator[int]:
    """Yield the entries that file a policy or protocol of partner organisations by a day."""
    for position in file.records.documents:
        filed = file.at(position)
        if filed and own(filed.entry, "document_kind") == "protocol" and filed.entry.happened_on <= day:
            yield position


def partners_among(groups: Iterable[ConcernedGroup]) -> tuple[str, ...]:
    """Return the partner organisations among those who agreed to something, each by its name where it has one."""
    return tuple(group.name or "partners" for group in groups if group.who == "partners")


def no_protocol(file: ContractFile, partners: Iterable[str], day: date) -> str | None:
    """Return what a rule finds where none is on file by a day; it is not in point where there are no partners."""
    named = tuple(dict.fromkeys(partners))
    if not named:
        return NOT_IN_POINT
    if next(protocols(file, day), None) is not None:
        return None
    return f"it is shared with {few(named)}, and no policy or protocol of partners is on file"


__all__ = ["ON_FILE", "no_protocol", "partners_among", "protocols"]
