"""What is asked of an entry about the log's own checkpoints: that what it carries is what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules import AnyRule, Rule, lacks
from ledger.subjects.checkpoints.entries import CheckpointTimestamped, LogLossExplained, SigningKeyRotated
from ledger.verify import (
    Checkpoint,
    Contradicted,
    Key,
    NotProved,
    Rotation,
    Timestamp,
    Unreadable,
    unbase64,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _of_another_log(file: ContractFile, origin: str) -> str | None:
    """The ledger's first entry, on this file, says what its log is called."""
    own = getattr(file.known[0].entry, "origin", origin) if file.known else origin
    return None if own == origin else f"it is of the log {origin}, and this ledger's is {own}"


def _stamps_something_else(file: ContractFile, stamped: CheckpointTimestamped, procedure: Procedure) -> str | None:
    try:
        checkpoint = Checkpoint.read(stamped.checkpoint.encode())
        token = Timestamp.read(unbase64(stamped.token, "the token"))
        token.check_over(stamped.checkpoint.encode())
    except (Unreadable, Contradicted) as error:
        return str(error)
    if (checkpoint.size, token.at) != (stamped.size, stamped.stamped_at):
        return f"it is of a checkpoint of {checkpoint.size} entries, stamped at {token.at}"
    return _of_another_log(file, checkpoint.origin)


def _not_by_both(file: ContractFile, rotated: SigningKeyRotated, procedure: Procedure) -> str | None:
    try:
        said = Rotation.read(rotated.statement.encode())
        said.check_signed()
        named = Key.read(rotated.old_key), Key.read(rotated.new_key)
    except (Unreadable, Contradicted, NotProved) as error:
        return str(error)
    if (*named, rotated.compromised_since or "") != (said.old, said.new, said.compromised_since):
        return "what was signed names other keys, or another moment, than the entry does"
    return _of_another_log(file, said.new.name)


def _no_checkpoint(file: ContractFile, loss: LogLossExplained, procedure: Procedure) -> str | None:
    try:
        lost = Checkpoint.read(loss.lost_checkpoint.encode())
    except Unreadable as error:
        return str(error)
    return _of_another_log(file, lost.origin)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="timestamp.of-its-checkpoint", citation="HCC-2.1-g", level="contradiction", of=CheckpointTimestamped,
        field="token", found=_stamps_something_else,
        sentence="A timestamp is of the checkpoint it is recorded with, and of the moment that is named.",
    ),
    Rule(
        id="signing-key.both-have-signed", citation="HCC-2.1-g", level="contradiction", of=SigningKeyRotated,
        field="statement", found=_not_by_both, sentence="Both keys have signed that the one follows the other.",
    ),
    Rule(
        id="log-loss.names-its-checkpoint", citation="HCC-2.1-g", level="contradiction", of=LogLossExplained,
        field="lost_checkpoint", found=_no_checkpoint,
        sentence="A loss is explained with the checkpoint that was signed, in full.",
    ),
    Rule(
        id="log-loss.somebody-decided", citation="HCC-POL-f", level="explain", of=LogLossExplained, field="by",
        sentence="Somebody named decides that a log goes on after a loss.",
        found=lacks("by", found="nobody is named who decided it"),
    ),
)  # fmt: skip
