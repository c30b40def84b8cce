"""What every agreement has in common: it names who agreed to it, and the document that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ledger.entry import Actor, Entry, Recorded, own
from ledger.names import same_person
from ledger.offices import is_the_authoritys, is_the_providers, shown_as_the_authoritys
from ledger.rules import NOT_IN_POINT
from ledger.said_since import said_in
from ledger.titles import parts_of

if TYPE_CHECKING:
    from datetime import date

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


FOR_AUTHORITY = ("agreed_by_authority", "agreed_for_authority", "authorised_by")
FOR_PROVIDER = ("agreed_by_provider", "agreed_for_provider", "agreed_with")
"""The fields that name who agreed for a side, where they name one; of plans `agreed_with` are people and groups."""


IN_FULL = "agreement.recorded-in-full"
"""The rule that asks who agreed, for each party."""


def agreed_for_another(file: ContractFile, agreed: Entry) -> str | None:
    """Return in words who is named as having agreed for one side and is of the other, as is said or by what is on file;
    NOT_IN_POINT where nobody is named, None where each may have (TVP-5.1-3a, TVP-6.0-3)."""
    ours, theirs, day = _named(agreed, FOR_AUTHORITY), _named(agreed, FOR_PROVIDER), agreed.happened_on
    found = [
        f"{who} is named as who agreed for the provider, and is of the authority"
        for who in theirs if _is_the_authoritys(file, who, day) or _acts_for_the_authority(agreed, who)
    ]  # fmt: skip
    found += [
        f"{who} is named as who agreed for the authority, and is of the provider"
        for who in ours if _is_the_providers(file, who, day)
    ]  # fmt: skip
    return "; ".join(found) or (None if ours or theirs else NOT_IN_POINT)


def not_with_the_provider(file: ContractFile, recorded: Recorded) -> bool:
    """Return whether an agreement names who agreed to it for the authority, and nobody who did for the provider, or as
    that somebody of the authority's; and nothing says since who did (TVP-5.1-3a, docs/adr/0495).

    One that names nobody is between both, as its kind says.
    """
    agreed, day = recorded.entry, recorded.entry.happened_on
    if said_in(file, recorded.position, IN_FULL) is not None:
        return False
    if theirs := _named(agreed, FOR_PROVIDER):
        return all(_is_the_authoritys(file, who, day) or _acts_for_the_authority(agreed, who) for who in theirs)
    by_the_provider = agreed.by is not None and agreed.by.is_of_the_provider
    return bool(_named(agreed, FOR_AUTHORITY)) and not by_the_provider


def _named(agreed: Entry, fields: tuple[str, ...]) -> list[Actor | str]:
    return [who for name in fields if isinstance(who := own(agreed, name), Actor | str)]


def _is_the_authoritys(file: ContractFile, who: Actor | str, day: date) -> bool:
    if isinstance(who, Actor):
        return shown_as_the_authoritys(file, who, day)
    return is_the_authoritys(file, parts_of(who)[0], day)


def _is_the_providers(file: ContractFile, who: Actor | str, day: date) -> bool:
    if isinstance(who, Actor):
        return who.is_of_the_provider or is_the_providers(file, who.person, day)
    return is_the_providers(file, parts_of(who)[0], day)


def _acts_for_the_authority(agreed: Entry, who: Actor | str) -> bool:
    """Whether who is named for the provider stands in the same agreement in an office of the authority's."""
    if isinstance(who, Actor):
        return False  # whose side is said
    there: tuple[Actor | None, ...] = (
        agreed.by, own(agreed, "authorised_by"), *(own(agreed, "signatories") or ())
    )  # fmt: skip
    return any(
        one.side == "authority" and one.office is not None and same_person(one.person, parts_of(who)[0])
        for one in there if one is not None
    )  # fmt: skip
