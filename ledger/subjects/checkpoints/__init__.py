"""Checkpoints: what became of the log's own signatures: stamped by others, the key changed, a loss explained."""

from ledger.subjects.checkpoints.entries import CheckpointTimestamped, LogLossExplained, SigningKeyRotated
from ledger.subjects.checkpoints.register import Checkpoints, Stamp
from ledger.subjects.checkpoints.rules import RULES

__all__ = ["RULES", "CheckpointTimestamped", "Checkpoints", "LogLossExplained", "SigningKeyRotated", "Stamp"]
