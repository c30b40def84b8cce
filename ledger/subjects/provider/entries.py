"""What is recorded of a provider itself: that its file was opened, and what became different about it.

Its contracts are not listed here: they name their provider, and are found by that. What is known of it, its exclusion,
and lessons are kinds of other subjects that may lie on its file.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ledger.entry import Entry
from ledger.fields import Limit, Name
from ledger.organisations import Identifier, Title
from ledger.words import Text

Names = Annotated[tuple[Title, ...], Limit(longest=50)]
Identifiers = Annotated[tuple[Identifier, ...], Limit(longest=20)]


class ProviderOpened(Entry):
    """A provider was entered in the ledger, and its file opened."""

    kind: Literal["provider-opened/1"] = "provider-opened/1"
    reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$")]
    """The authority's own reference for it, by which its file is found."""
    name: Title
    """Its name."""
    also_called: Names = ()
    """Other names it goes by in contracts: trading names, an earlier name, its name written otherwise."""
    identifiers: Identifiers = ()
    """Numbers it goes by in registers of organisations."""
    group: Name | None = None
    """The group it belongs to."""
    sector: Name | None = None
    """The market it is in."""
    business: Text | None = None
    """Its business: what it does, for whom else, how large it is."""
    ethos: Text | None = None
    """What it stands for, and how it works."""

    opens = True
    files = ("provider",)
    line = "Provider {reference} entered: {name}[, {identifiers}][, of {group}][, in {sector}]"


class ProviderDetailsChanged(Entry):
    """Something about a provider became different: its name, its numbers, the group it belongs to, its business."""

    kind: Literal["provider-details-changed/1"] = "provider-details-changed/1"
    name: Title | None = None
    """Its name from then on; contracts under the earlier one stay its own."""
    also_called: Names = ()
    """Further names it goes by."""
    identifiers: Identifiers = ()
    """Further numbers it goes by."""
    group: Name | None = None
    """The group it belongs to from then on."""
    sector: Name | None = None
    """The market it is in from then on."""
    business: Text | None = None
    """What became of its business."""
    ethos: Text | None = None
    """What it stands for, and how it works, from then on."""

    files = ("provider",)
    line = "Provider changed[: now {name}][; also {also_called}][; {identifiers}][; of {group}][; in {sector}]"


ProviderEntry: TypeAlias = ProviderOpened | ProviderDetailsChanged
