"""Which law a contract was procured under, its key performance indicators, and the notices published of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from ledger.entry import Frozen, Recorded
from ledger.registers import Register
from ledger.subjects.regulation.entries import (
    KeyIndicatorsSet,
    ModificationAssessed,
    NoticeOfTheAct,
    ProcurementRegimeRecorded,
    RegulationEntry,
    StatutoryNoticePublished,
)


class Regime(Frozen):
    """When the procurement began, and what sort of contract it is."""

    position: int
    says: ProcurementRegimeRecorded

    def is_special(self, *ways: str) -> bool:
        """Return whether the contract is of one of these sorts."""
        return any(way in self.says.special for way in ways)


class Published(Frozen):
    """One notice published."""

    id: str
    position: int
    on: date
    says: StatutoryNoticePublished


@dataclass(slots=True)
class Regulation(Register[RegulationEntry]):
    """What procurement law asks to be kept on one file."""

    regimes: list[Regime] = field(default_factory=list)
    indicators: list[tuple[date, int, tuple[str, ...]]] = field(default_factory=list)
    """(day, position, ids) of each time key performance indicators were set."""
    notices: list[Published] = field(default_factory=list)
    assessed: dict[str, tuple[date, int, ModificationAssessed]] = field(default_factory=dict)
    """Variation -> (day, position, assessment) of the last assessment of its ground."""

    def enter(self, entry: RegulationEntry, recorded: Recorded) -> None:
        on, position = entry.happened_on, recorded.position
        match entry:
            case ProcurementRegimeRecorded():
                self.regimes.append(Regime(position=position, says=entry))
            case KeyIndicatorsSet():
                self.indicators.append((on, position, tuple(one.id for one in entry.indicators)))
            case StatutoryNoticePublished():
                self.notices.append(Published(id=recorded.given_id or "", position=position, on=on, says=entry))
            case ModificationAssessed():
                self.assessed[entry.variation] = (on, position, entry)
            case _:
                assert_never(entry)

    @property
    def regime(self) -> Regime | None:
        """What was last recorded of the procurement: the later record mends the earlier; None where none was."""
        return max(self.regimes, key=lambda regime: regime.position, default=None)

    def published(self, notice: NoticeOfTheAct, variation: str | None = None) -> list[Published]:
        """Return the notices of a sort in order of the day, of one variation where it is named."""
        return [
            one for one in self.notices
            if one.says.notice == notice and (variation is None or one.says.variation == variation)
        ]  # fmt: skip
