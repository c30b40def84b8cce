"""What is recorded of the log's own checkpoints, all of it on the authority's own file."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field

from ledger.entry import Entry
from ledger.fields import Limit, Name
from ledger.words import Text, text_of

Signed = Annotated[str, AfterValidator(text_of), Limit(longest=20_000, shortest=1)]
"""A signed note as it is written (C2SP signed-note), line ends and all: not held by digest, for others check it."""
PublicKey = Annotated[str, AfterValidator(text_of), Limit(longest=300, shortest=1)]
"""A public key as one line: name+key id+base64 (C2SP signed-note)."""
Moment = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$",
                              json_schema_extra={"example": "2026-03-31T14:30:00.000000Z"})]  # fmt: skip
"""A moment in UTC, written in the one way."""
Hash = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$",
                            json_schema_extra={"example": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="})]  # fmt: skip
"""A SHA-256 hash in base64, as checkpoints have it."""
Size = Annotated[int, Limit(least=0, most=2**53 - 1)]
"""A number of entries in the log."""


class CheckpointTimestamped(Entry):
    """A timestamping authority said that a checkpoint of the log was there at a moment (RFC 3161)."""

    kind: Literal["checkpoint-timestamped/1"] = "checkpoint-timestamped/1"
    authority: Name
    """The timestamping authority, as the settings name it."""
    size: Size
    """How many entries the checkpoint covers."""
    checkpoint: Signed
    """The checkpoint as it was signed: what was stamped is the SHA-256 of these bytes."""
    token: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$", json_schema_extra={"example": "MIIF"}),
                     Limit(longest=134_000)]  # fmt: skip
    """The timestamp token (RFC 3161, in DER) in base64."""
    stamped_at: Moment
    """The moment the token says."""

    files = ("authority",)
    line = "Checkpoint of {size} entries timestamped by {authority} at {stamped_at}"


class SigningKeyRotated(Entry):
    """The key that signs the log was changed for another; both keys have signed that the one follows the other."""

    kind: Literal["signing-key-rotated/1"] = "signing-key-rotated/1"
    old_key: PublicKey
    """The key that signed until now."""
    new_key: PublicKey
    """The key that signs from now on."""
    statement: Signed
    """That the new key follows the old, signed by both (ledger/log/rotation.py)."""
    compromised_since: Moment | None = None
    """Where somebody else may have the old key: from which moment it is not to be trusted."""
    reason: Text
    """Why it was changed."""

    files = ("authority",)
    line = "Signing key changed to {new_key}[; the old one is not trusted since {compromised_since}]: {reason}"


class LogLossExplained(Entry):
    """Entries that were signed for are lost or were altered; what is known of it, and from where the log goes on."""

    kind: Literal["log-loss-explained/1"] = "log-loss-explained/1"
    lost_checkpoint: Signed
    """The last checkpoint that was signed and no longer leads to the log, in full."""
    size: Size
    """With how many entries the log goes on, this one not counted."""
    root: Hash
    """The root hash of the log at that size."""
    known_of_loss: Text
    """What is known of what was lost or altered: which files, which days, from which backup the ledger was restored."""
    reason: Text
    """How it came about, and why the log goes on from here."""

    files = ("authority",)
    line = "Loss explained; the log goes on from {size} entries: {known_of_loss}"


CheckpointsEntry: TypeAlias = CheckpointTimestamped | SigningKeyRotated | LogLossExplained
