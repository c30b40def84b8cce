"""Records of the use of a resource: by whom, for what time, and whether two of them are of the same use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.names import name_key
from ledger.subjects.resources.entries import ResourceUseRecorded
from ledger.words import Text

UserGroup: TypeAlias = tuple[str, str]
"""A group of users by its kind and its name, empty where it has none: however many of them there were."""


class Use(Frozen):
    """How much of a line was used over a time."""

    on: date
    latest_on: date
    """The last day it may have been recorded on, where the day is not known for certain."""
    position: int
    line: str
    period: Span
    used: str
    targeted: str | None = None
    complete: bool | None = None
    accessed_by: tuple[str, ...] = ()
    """By whom, in words."""
    users: tuple[UserGroup, ...] = ()
    """The same, as they are compared."""
    how_accessed: Text | None = None


def use_of(entry: ResourceUseRecorded, position: int) -> Use:
    """Return what an entry puts on record as used."""
    return Use(
        on=entry.happened_on, latest_on=entry.latest_on, position=position, line=entry.plan_line,
        period=entry.period, used=entry.used, targeted=entry.targeted, complete=entry.complete,
        accessed_by=tuple(map(str, entry.accessed_by)),
        users=tuple(sorted({(group.who, name_key(group.name or "")) for group in entry.accessed_by})),
        how_accessed=entry.how_accessed,
    )  # fmt: skip


def is_of(use: Use) -> list[tuple[str, ...] | None]:
    """Of which users a record is: each group, by its kind alone too, else of nobody named; and under None of any."""
    groups: list[tuple[str, ...]] = [key for who, name in use.users for key in ((who, name), (who,))]
    return [*(groups or [()]), None]


def can_be_of(use: Use) -> list[tuple[str, ...] | None]:
    """Of which users another record has to be to have some in common with it: of a group without a name, any of the
    kind, and of none named, any."""
    groups = [key for who, name in use.users for key in (((who, name), (who, "")) if name else ((who,),))]
    return [*groups, ()] if groups else [None]


def is_whole(use: Use, part: Use) -> bool:
    """Return whether a record is the whole of what an earlier one was not: of the same time, by the same users, or by
    any where that named none. So is one that says by whom as much was used in it as that which does not (CPC308-C2).
    """
    if use.period != part.period or use.position < part.position or (part.users and use.users != part.users):
        return False
    by_whom = bool(use.users) and not part.users and Decimal(use.used) == Decimal(part.used)
    return (bool(use.complete) and part.complete is False) or by_whom


def said_of(use: Use) -> object:
    """Return what a record of use says, that one sent again says too."""
    return use.period, use.accessed_by, Decimal(use.used), use.targeted and Decimal(use.targeted)


def may_be_one(use: Use, other: Use) -> bool:
    """Return whether two records of use may be of the same users: a group is in both, however many they were, or one of
    them names none (CPC308-C2)."""
    return not use.users or not other.users or not set(can_be_of(use)).isdisjoint(is_of(other))
