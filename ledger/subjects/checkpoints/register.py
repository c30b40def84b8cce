"""The timestamps of the log, the changes of its key, and the losses explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from ledger.entry import Frozen, Recorded
from ledger.registers import Register
from ledger.subjects.checkpoints.entries import (
    CheckpointsEntry,
    CheckpointTimestamped,
    LogLossExplained,
    SigningKeyRotated,
)


class Stamp(Frozen):
    """The last timestamp of an authority."""

    position: int
    size: int
    """How many entries its checkpoint covers."""
    at: str
    """The moment it says."""


class Loss(Frozen):
    """A loss explained: which checkpoint no longer leads to the log, and from where it goes on."""

    position: int
    lost: str
    size: int
    root: str


@dataclass(slots=True)
class Checkpoints(Register[CheckpointsEntry]):
    """What is known of the log's own signatures; on the authority's file alone."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    """By authority: the last."""
    losses: list[Loss] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    """Each change of the key: (old, new)."""

    def enter(self, entry: CheckpointsEntry, recorded: Recorded) -> None:
        match entry:
            case CheckpointTimestamped():
                last = self.stamps.get(entry.authority)
                if last is None or last.at <= entry.stamped_at:
                    self.stamps[entry.authority] = Stamp(
                        position=recorded.position, size=entry.size, at=entry.stamped_at
                    )
            case SigningKeyRotated():
                self.keys.append((entry.old_key, entry.new_key))
            case LogLossExplained():
                self.losses.append(
                    Loss(position=recorded.position, lost=entry.lost_checkpoint, size=entry.size, root=entry.root)
                )
            case _:
                assert_never(entry)
