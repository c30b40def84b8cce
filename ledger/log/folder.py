"""The signer's folder: the private key, the last checkpoint signed, and what was signed before a loss.

It lies outside the database, and only its owner can enter it:

    key          the private key (ledger/log/signing.py)
    key.old      while one key follows another: the old one, which signs as well until it is taken away
    key.next     the key to be taken up; made, and not in use yet
    rotation     the statement that key.next follows key (ledger/log/rotation.py): the word to take it up
    checkpoint   the last checkpoint signed, as it was signed (C2SP tlog-checkpoint); replaced whole
    latest       the latest moment at which anything signed was recorded, as in a leaf header; an hour behind at most
    lost/        checkpoints that were signed and no longer led to the log, when it was decided to go on: kept for ever
    lock         held by the signer at work; another one on the same folder waits
    stamping     held while timestamping authorities are asked, so that two programs do not each ask

One log has one signer and one folder; it goes into the backup of the machine, never into that of the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledger.errors import SigningRefused
from ledger.log.signing import SigningKey, sign
from ledger.store.home import replace_file, sync
from ledger.verify import (
    Checkpoint,
    Contradicted,
    Key,
    NotProved,
    Root,
    Rotation,
    Unreadable,
    checkpoint_text,
    moment_of,
)

_BEHIND = timedelta(hours=1)


def make_folder(folder: Path, origin: str) -> Key:
    """Make a signer's folder with a new key, and the checkpoint of the empty log; return the public key.

    Raises FileExistsError where there is a key already, OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = SigningKey.made(origin)
    key.write(folder / "key")
    replace_file(folder / "checkpoint", sign(checkpoint_text(origin, 0, Root().value), key))
    return key.public


def has_key(folder: Path) -> bool:
    """Return whether a signer's folder with a key is there."""
    return (folder / "key").exists()


class Folder:
    """What lies in a signer's folder. Changed only by who holds its lock, `key.next` and `rotation` apart."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def signing_keys(self) -> tuple[SigningKey, ...]:
        """Return the keys that sign now: the log's key, and the one before it while both do. Raises SigningRefused."""
        try:
            keys = [SigningKey.read(self.path / "key")]
            with suppress(FileNotFoundError):
                keys.append(SigningKey.read(self.path / "key.old"))
        except (Unreadable, OSError) as error:
            raise SigningRefused(f"what lies in {self.path} is not this signer's: {error}") from None
        return tuple(key for number, key in enumerate(keys) if key.public not in [one.public for one in keys[:number]])

    def last(self) -> Checkpoint:
        """Return the last checkpoint signed; raises SigningRefused where it is not there, or is not this signer's."""
        path = self.path / "checkpoint"
        try:
            last = Checkpoint.read(path.read_bytes())
        except FileNotFoundError:
            raise SigningRefused(
                f"{path} is gone: what was signed last is not known, so nothing more is signed"
            ) from None
        except Unreadable as error:
            raise SigningRefused(f"{path} is no checkpoint ({error}), so nothing more is signed") from None
        try:
            last.check_signed(self.signing_keys()[0].public)
        except (Contradicted, NotProved) as error:
            raise SigningRefused(f"what lies in {self.path} is not this signer's: {error}") from None
        return last

    def last_note(self) -> bytes:
        """Return the last checkpoint as it was signed. Raises OSError."""
        return (self.path / "checkpoint").read_bytes()

    def keep(self, text: bytes) -> bytes:
        """Sign a checkpoint's text with the keys of now, and keep it as the last; return it as it was signed."""
        first, *others = self.signing_keys()
        note = sign(text, first) + b"".join(other.line(text) for other in others)
        replace_file(self.path / "checkpoint", note)
        return note

    def latest(self) -> datetime | None:
        """Return the latest moment at which anything signed was recorded; None for a folder that does not say it yet.

        Raises SigningRefused where what says it was altered.
        """
        path = self.path / "latest"
        try:
            return moment_of(path.read_text("ascii").removesuffix("\n"))
        except FileNotFoundError:
            return None
        except (Unreadable, UnicodeDecodeError) as error:
            raise SigningRefused(f"{path} is not one moment, so nothing more is signed: {error}") from None

    def keep_latest(self, recorded_at: datetime) -> None:
        """Keep that moment, where it is more than an hour later than the one kept. It never goes back."""
        kept = self.latest()
        if kept is None or recorded_at - kept > _BEHIND:
            said = recorded_at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
            replace_file(self.path / "latest", f"{said}Z\n".encode())

    # ------------------------------------------------------------------------------------------------ losses

    def lost(self) -> Iterator[bytes]:
        """Yield each checkpoint that was signed before a loss that was explained."""
        for path in sorted((self.path / "lost").glob("*")):
            yield path.read_bytes()

    @property
    def losses(self) -> int:
        """How many losses the log has gone on after."""
        last = self.last_note()
        return sum(note != last for note in self.lost())

    def keep_lost(self, note: bytes) -> None:
        """Keep a checkpoint for ever that no longer leads to the log. Doing it twice is doing it once."""
        folder = self.path / "lost"
        folder.mkdir(mode=0o700, exist_ok=True)
        if note not in self.lost():
            replace_file(folder / f"{len(list(folder.glob('*'))) + 1:04}", note)

    # ------------------------------------------------------------------------------------------------ change of keys

    def next_key(self) -> SigningKey:
        """Return the key to be taken up, made where there is none yet. Raises SigningRefused, OSError."""
        path = self.path / "key.next"
        if not path.exists():
            made = self.path / "key.made"
            made.unlink(missing_ok=True)  # of a command that was killed half way
            SigningKey.made(self.signing_keys()[0].name).write(made)
            made.rename(path)
            sync(self.path)
        try:
            return SigningKey.read(path)
        except Unreadable as error:
            raise SigningRefused(f"the key to be taken up cannot be read: {error}") from None

    def announce(self, statement: bytes) -> None:
        """Give the word to take up the next key; the signer does it before it signs again."""
        replace_file(self.path / "rotation", statement)

    @property
    def announced(self) -> bool:
        """Whether there is a key to be taken up."""
        return (self.path / "rotation").exists()

    def take_up(self) -> None:
        """Take up the next key, where the word was given. May be broken off anywhere, and begun again.

        First the last checkpoint is signed by both, so that it holds under either; then the old key is put beside,
        unless it is compromised; then the new one takes its place. Raises SigningRefused, OSError.
        """
        word = self.path / "rotation"
        if not word.exists():
            return
        try:
            said = Rotation.read(word.read_bytes())
            said.check_signed()
        except (Unreadable, Contradicted, NotProved) as error:
            raise SigningRefused(f"{word} does not say which key follows which: {error}") from None
        key = self.signing_keys()[0]
        if key.public != said.new:
            follower = self.next_key()
            if (key.public, follower.public) != (said.old, said.new):
                raise SigningRefused(f"{word} names other keys than lie beside it")
            note = self.last_note()
            if not Checkpoint.read(note).note.signed_by([follower.public]):
                replace_file(self.path / "checkpoint", note + follower.line(Checkpoint.read(note).note.text))
            if said.compromised_since:
                (self.path / "key.old").unlink(missing_ok=True)
            else:
                replace_file(self.path / "key.old", (self.path / "key").read_bytes())
            (self.path / "key.next").replace(self.path / "key")
            sync(self.path)
        word.unlink()
        sync(self.path)

    def end_overlap(self) -> bool:
        """Destroy the old key, so that the new one signs alone; False where there is none."""
        path = self.path / "key.old"
        there = path.exists()
        if there:
            path.unlink()
            sync(self.path)
        return there

    def state(self) -> tuple[tuple[int, int] | None, ...]:
        """Something that is another when a key was taken up or taken away."""
        found: list[tuple[int, int] | None] = []
        for name in ("key", "key.old"):
            try:
                stat = (self.path / name).stat()
                found.append((stat.st_ino, stat.st_mtime_ns))
            except FileNotFoundError:
                found.append(None)
        return tuple(found)
