"""What the file holds of the contract as agreed at first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Recorded
from ledger.registers import Register
from ledger.subjects.agreement.entries import (
    AgreementEntry,
    ContractCommenced,
    ContractRegistered,
    FileOpened,
    LifecycleStageEntered,
)


@dataclass(slots=True)
class Agreement(Register[AgreementEntry]):
    """The contract as agreed at first; what variations and extensions made of it: ContractFile.value_of."""

    contract: ContractRegistered | FileOpened | None = None
    """The contract as registered."""
    position: int = 0
    """The entry that registered it."""
    commencements: list[tuple[date, int]] = field(default_factory=list)
    """(day, position) of its commencement."""
    stages: list[tuple[date, str, int]] = field(default_factory=list)
    """(day, stage, position) of each stage entered: since the first day where it is entered again without another."""

    def enter(self, entry: AgreementEntry, recorded: Recorded) -> None:
        match entry:
            case ContractRegistered() | FileOpened():
                self.contract, self.position = entry, recorded.position
            case ContractCommenced():
                self.commencements.append((entry.happened_on, recorded.position))
            case LifecycleStageEntered() if self.stages and self.stages[-1][1] == entry.stage:
                pass  # it is in that stage since it was first on file
            case LifecycleStageEntered():
                self.stages.append((entry.happened_on, entry.stage, recorded.position))
            case _:
                assert_never(entry)

    @property
    def commenced_on(self) -> date | None:
        """The day the service began, None where that is not on file."""
        return self.commencements[0][0] if self.commencements else None

    @property
    def there_by(self) -> date | None:
        """The first day on which the contract is known to have been there; None where no day tells.

        The day of a file that was taken on, or of a published notice it was registered from, which may be a later one,
        does not tell.
        """
        if self.contract is None:
            return None
        told_later = isinstance(self.contract, FileOpened) or self.contract.published is not None
        told = None if told_later else self.contract.happened_on
        days = (told, self.contract.agreed_on, self.contract.start_date, self.commenced_on)
        return min((day for day in days if day), default=None)

    @property
    def contemporaneous_since(self) -> date | None:
        """The day from which a file taken on from elsewhere was kept as things happened; None for a file of our own."""
        return self.contract.contemporaneous_since if isinstance(self.contract, FileOpened) else None

    def stage(self, day: date) -> str | None:
        """Return the stage of its life the contract was in on a day, None where none is on file."""
        entered = [stage for since, stage, _ in self.stages if since <= day]
        return entered[-1] if entered else None
