"""Why the ledger did not do what it was asked, one class for each reason a caller may act on.

    LedgerError
    ├── Conflict           somebody else wrote to the file first: read it again and decide again
    ├── CommandReused      the same command was recorded before with another request
    │   └── CommandErased      or, since words of it were erased, nobody can tell with which
    ├── TooLarge           over a stated limit
    │   ├── EntryTooLarge      one entry, or one opening
    │   └── AppendTooLarge     all entries of one append together
    ├── MalformedEntry     bytes that are no entry: not UTF-8, or a kind not written `name/1`
    ├── ClockRefused       a time given to a real clock, missing from a simulated one, or falling
    ├── UnknownDocument    an entry cites a document that is not in the store
    ├── LedgerNotOpen      nothing can be recorded before the ledger has been opened
    ├── LedgerAlreadyOpen  a ledger is opened once
    ├── SealingStopped     what the sealer found is not an untouched ledger; a person must look
    ├── SigningRefused     the log is not the continuation of what was signed before; a person must look
    ├── NotSigned          no checkpoint covers it yet
    ├── LogAltered         the log does not lead to the checkpoint that was signed over it
    ├── KeyDestroyed       what lay under the key was erased, and nobody can read it again
    ├── NoKeys             words and documents can be neither read nor recorded
    │   ├── KeysMissing        the keys are not where they should be: bring their folder back
    │   └── KeysRefused        what lies there is not this ledger's keys, or cannot be opened
    └── DatabaseAway       no answer from the database; what was asked may or may not have happened

A refusal to record (`Refused`) is not here: it is what the rules say about an entry, not about the store.
No message carries the words of an entry.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID


class LedgerError(Exception):
    """The ledger did not do what it was asked."""


class Conflict(LedgerError):
    """A file is not at the position the caller expected; nothing was recorded.

    `file_id` and `position` are the first file in conflict and where it stands now; `positions` has all of them.
    """

    def __init__(self, positions: Mapping[UUID, int]) -> None:
        self.positions = dict(positions)
        self.file_id, self.position = next(iter(self.positions.items()))
        super().__init__(f"file {self.file_id} now stands at position {self.position}; read it again and decide again")


class CommandReused(LedgerError):
    """This command id was recorded before with another request; nothing was recorded now."""

    def __init__(self, command_id: UUID) -> None:
        self.command_id = command_id
        super().__init__(f"command {command_id} was recorded before with another request; a new request needs a new id")


class CommandErased(CommandReused):
    """This command id was recorded before, and words of what it recorded were erased; nothing was recorded now.

    Whether the same was asked again cannot be told any more: what was kept of the request went with the words.
    """

    def __init__(self, command_id: UUID) -> None:
        LedgerError.__init__(self, f"command {command_id} was recorded before; words it recorded have been erased")
        self.command_id = command_id


class TooLarge(LedgerError):
    """More than the ledger takes. `size` and `limit` count what `what` says; both are in the message."""

    def __init__(self, what: str, size: int, limit: int) -> None:
        self.what, self.size, self.limit = what, size, limit
        super().__init__(f"{what}: {size:,}; at most {limit:,} can be recorded")


class EntryTooLarge(TooLarge):
    """One entry, or one opening of its words, is over the limit. Put what is long into an exhibit."""


class AppendTooLarge(TooLarge):
    """The entries recorded together are too many or too large together. Record them in several appends."""


class MalformedEntry(LedgerError):
    """What should be recorded is not an entry: its bytes are not UTF-8 text, or its kind is not written `name/1`."""


class ClockRefused(LedgerError):
    """The time given cannot be the time of recording.

    A real ledger sets the time itself. A simulated one must be told, and its time never falls: `clock` is where it
    stands (None in a real ledger).
    """

    def __init__(self, clock: datetime | None, reason: str) -> None:
        self.clock = clock
        super().__init__(reason)


class UnknownDocument(LedgerError):
    """An entry cites a document that is not in the store: put the document first. `sha256` names it."""

    def __init__(self, sha256: bytes) -> None:
        self.sha256 = sha256
        super().__init__(f"no document with SHA-256 {sha256.hex()} is in the store; put it there first")


class LedgerNotOpen(LedgerError):
    """The ledger has not been opened yet."""


class LedgerAlreadyOpen(LedgerError):
    """The ledger is open; its name, clock and secrets are decided once."""


class SealingStopped(LedgerError):
    """What lies in the ledger could not have been written by it: an entry is missing, or lies where none can be."""


class SigningRefused(LedgerError):
    """The log is not the continuation of what was signed before, or the signer's own folder is not whole."""


class NotSigned(LedgerError):
    """No checkpoint covers what a proof was asked of, or the log has no signer."""

    retry_after = 1  # seconds between two checkpoints, where there is a signer


class LogAltered(LedgerError):
    """The log does not lead to the checkpoint that was signed over it: no proof is given, and a person must look."""


class KeyDestroyed(LedgerError):
    """The key was destroyed: what was recorded under it is erased, and nothing more is recorded under it."""

    def __init__(self) -> None:
        super().__init__(
            "the key was destroyed when this file, person or text was erased: what lay under it cannot be read, and "
            "nothing more can be put under it"
        )


class NoKeys(LedgerError):
    """The keys that words and documents are encrypted under cannot be had."""

    retry_after = 60  # seconds; somebody has to bring them


class KeysMissing(NoKeys):
    """The folder of the keys of the vault, or the key they are wrapped by, is not there, or cannot be had now."""


class KeysRefused(NoKeys):
    """What lies where the keys should be is not this ledger's, was altered, or is open to others."""


class DatabaseAway(LedgerError):
    """No answer came from the database.

    What was asked may or may not have happened. Whoever was recording sends the same command again: it is recorded
    once, and the answer is the first one. Asking whether it was recorded settles nothing.
    """

    retry_after = 2  # seconds after which trying again is worth while
