"""What a provider is called, and what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from ledger.entry import Recorded
from ledger.organisations import Identifier, Organisation, same_body
from ledger.registers import Register
from ledger.subjects.provider.entries import ProviderDetailsChanged, ProviderEntry, ProviderOpened
from ledger.words import Text


@dataclass(slots=True)
class Provider(Register[ProviderEntry]):
    """One provider."""

    opened: ProviderOpened | None = None
    name: str = ""
    """Its name now."""
    names: list[str] = field(default_factory=list)
    """Every name it goes or went by."""
    identifiers: list[Identifier] = field(default_factory=list)
    """Every number it goes by."""
    group: str | None = None
    sector: str | None = None
    business: Text | None = None
    ethos: Text | None = None

    def enter(self, entry: ProviderEntry, recorded: Recorded) -> None:
        match entry:
            case ProviderOpened() | ProviderDetailsChanged():
                if isinstance(entry, ProviderOpened):
                    self.opened = entry
                self.name = entry.name or self.name
                self.names = list(
                    dict.fromkeys((*self.names, *((entry.name,) if entry.name else ()), *entry.also_called))
                )
                self.identifiers = list(dict.fromkeys((*self.identifiers, *entry.identifiers)))
                self.group, self.sector = entry.group or self.group, entry.sector or self.sector
                self.business, self.ethos = entry.business or self.business, entry.ethos or self.ethos
            case _:
                assert_never(entry)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The provider under each of its names, its numbers with the one it has now."""
        numbers = tuple(self.identifiers)
        return tuple(Organisation(name=name, identifiers=numbers if name == self.name else ()) for name in self.names)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number it goes by, in words: GB-COH 01234567."""
        return tuple(map(str, self.identifiers))

    def is_it(self, organisation: Organisation) -> bool:
        """Return whether a party of a contract is this provider: by a number, else by a name it goes or went by."""
        return same_body(self.names, self.numbers, organisation)
