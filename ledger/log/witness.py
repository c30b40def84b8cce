"""A witness of other logs: it signs a log's checkpoint if that log only grew since the last one it signed.

Somebody else runs it, on another machine: a provider, an auditor, a notary. With its signature a checkpoint shows that
the log said the same thing to the witness; a log that was rewritten, or tells two stories, gets none. It needs no
network: a request is one file, its answer another (C2SP tlog-witness, add-checkpoint; tlog-cosignature, type 0x04).

Its folder, which only its owner can enter:

    key       the witness's private key (ledger/log/signing.py)
    logs      public keys of the logs it watches, one a line; several for a log if it has them; # begins a remark
    seen/     the last checkpoint signed of each log, under the SHA-256 of the log's origin in hex; replaced whole
    lock      held while one request is looked at, so that two never pass each other
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable
from pathlib import Path

from ledger.log.signing import SigningKey
from ledger.store.home import holding, replace_file
from ledger.verify import Checkpoint, Consistency, Contradicted, Key, Unreadable, check_consistency

PATIENCE = 10.0  # seconds a request waits for another


class WitnessRefused(Exception):
    """Why a checkpoint gets no signature; `status` is the one that tlog-witness gives the reason over HTTP."""

    def __init__(self, status: int, why: str, size: int | None = None) -> None:
        self.status, self.size = status, size
        super().__init__(why)


def make_witness(folder: Path, name: str) -> Key:
    """Make a witness's folder with a new key, watching no log yet; return the public key. Raises FileExistsError."""
    (folder / "seen").mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    key = SigningKey.made(name, cosigns=True)
    key.write(folder / "key")
    (folder / "logs").touch(mode=0o600)
    return key.public


class Witness:
    """Signs for the logs its folder names; `now` gives the seconds since 1970, by this machine's clock."""

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._folder = folder
        self._now = now

    def add_checkpoint(self, request: bytes) -> bytes:
        """Return the line that signs the checkpoint of a request, after remembering that it was signed.

        Raises WitnessRefused, Unreadable where the folder itself cannot be read, OSError, LockBusy.
        """
        try:
            asked = Consistency.read(request)
        except Unreadable as error:
            raise WitnessRefused(400, str(error)) from None
        self._check_signed(asked.checkpoint)
        key = SigningKey.read(self._folder / "key")
        seen = self._folder / "seen" / hashlib.sha256(asked.checkpoint.origin.encode()).hexdigest()
        with holding(self._folder / "lock", fcntl.LOCK_EX, PATIENCE, "the witness is busy with another request"):
            self._check_grown(asked, Checkpoint.read(seen.read_bytes()) if seen.exists() else None)
            replace_file(seen, request.partition(b"\n\n")[2])
        return key.line(asked.checkpoint.note.text, int(self._now()))

    def _check_signed(self, checkpoint: Checkpoint) -> None:
        lines = (self._folder / "logs").read_text(encoding="utf-8").splitlines()
        keys = [Key.read(line) for line in lines if line.strip() and not line.startswith("#")]
        of_this = [key for key in keys if key.name == checkpoint.origin]
        if not of_this:
            raise WitnessRefused(404, f"{checkpoint.origin} is no log that is watched here")
        try:
            signed = checkpoint.note.signed_by(of_this)
        except Contradicted as error:
            raise WitnessRefused(403, str(error)) from None
        if not signed:
            raise WitnessRefused(403, "it is signed by none of the keys known of that log")

    @staticmethod
    def _check_grown(asked: Consistency, last: Checkpoint | None) -> None:
        new, size = asked.checkpoint, last.size if last else 0
        if asked.old > new.size:
            raise WitnessRefused(400, f"a log of {new.size} entries is no later state of one of {asked.old}")
        if asked.old != size:
            raise WitnessRefused(409, f"the last checkpoint signed here is of {size} entries", size)
        if last is None or size == 0:
            if asked.proof:
                raise WitnessRefused(422, "from a log of no entries on the proof is empty")
            return
        if new.size == size and new.root != last.root:
            raise WitnessRefused(409, f"another log of {size} entries was signed here", size)
        try:
            check_consistency(size, new.size, last.root, new.root, asked.proof)
        except Contradicted as error:
            raise WitnessRefused(422, str(error)) from None
