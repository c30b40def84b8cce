"""Sends new checkpoints to the witnesses the settings name, and keeps the lines they sign them with.

The client's side of C2SP tlog-witness: a witness is sent its last size, the proof that the log only grew since, and the
checkpoint. Where it remembers another size (409) it is asked once more from that one. Its line is checked before it is
kept; a key of the log itself is no witness. Who is away or refuses holds up nothing, and is asked again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ledger.errors import DatabaseAway, LedgerError, LogAltered, NotSigned
from ledger.log import proofs
from ledger.log.folder import Folder
from ledger.log.outside import Outside, WitnessAt
from ledger.log.posting import Answer, NoAnswer, post
from ledger.store.database import Database
from ledger.verify import Checkpoint, Contradicted, Key, Note, Unreadable, number

EVERY = 1.0  # seconds between two looks for a new checkpoint
AGAIN, AT_MOST = 5.0, 600.0  # seconds until a witness that gave nothing is asked again; doubled each time up to this
_MOST = 10_000  # bytes of an answer
_logger = logging.getLogger("cleartrail.witnessing")


class NotWitnessed(Exception):
    """A witness gave no signature that holds; says why."""


class _Newest(NamedTuple):
    after_loss: int
    size: int
    note: bytes


class Witnessing:
    """Has one ledger's checkpoints signed by its witnesses. `tell` is told what is wrong, or None."""

    def __init__(
        self, database: Database, folder: Path, outside: Outside, tell: Callable[[str | None], None] = lambda _: None
    ) -> None:
        self._database, self._folder, self._outside, self._tell = database, Folder(folder), outside, tell
        self._failed: dict[str, tuple[float, float, str]] = {}

    def ask_once(self) -> int:
        """Ask each witness that has not signed the newest checkpoint; return how many signed it now."""
        newest = self._newest()
        if newest is None or newest.size == 0:
            return 0
        with self._database.transaction("app") as connection:
            have = proofs.cosignatures(connection, newest.after_loss, newest.size)
        signed = 0
        for witness in self._outside.witnesses.witness:
            again, wait, _ = self._failed.get(witness.line, (0.0, AGAIN / 2, ""))
            if str(witness.key) in have or time.monotonic() < again:
                continue
            try:
                self._keep(newest, witness.key, self._ask(witness, newest))
                self._failed.pop(witness.line, None)
                signed += 1
            except (NotWitnessed, LogAltered, NotSigned) as error:
                wait = min(2 * wait, AT_MOST)
                self._failed[witness.line] = time.monotonic() + wait, wait, f"{witness.key.name}: {error}"
                _logger.warning("%s has not signed: %s; asked again in %d s", witness.key.name, error, wait)
        self._tell("; ".join(why for _, _, why in self._failed.values()) or None)
        return signed

    def run(self, stop: threading.Event) -> None:
        """Ask until told to stop. Survives a database that goes away."""
        while not stop.wait(EVERY):
            try:
                self.ask_once()
            except DatabaseAway:
                continue  # said by everybody else
            except LedgerError as error:
                _logger.warning("no witness is asked now: %s", error)

    def _ask(self, witness: WitnessAt, newest: _Newest) -> bytes:
        """The line the witness signs the newest checkpoint with."""
        key = witness.key
        if key.public_key in [own.public.public_key for own in self._folder.signing_keys()]:
            raise NotWitnessed("its key is the log's own, and nobody is his own witness")
        answer = self._post(witness, newest, self._last_signed(newest, key))
        if answer.status == 409 and answer.media_type == "text/x.tlog.size":
            try:
                size = number(answer.body.decode("ascii", "replace").removesuffix("\n"), "its size")
            except Unreadable as error:
                raise NotWitnessed(str(error)) from None
            if size > newest.size:
                raise NotWitnessed(f"it remembers {size} entries, and the log has {newest.size}")
            answer = self._post(witness, newest, size)
        if answer.status != 200:
            raise NotWitnessed(f"it answered with the status {answer.status}")
        return _line_of(key, newest, answer.body)

    def _post(self, witness: WitnessAt, newest: _Newest, old: int) -> Answer:
        with self._database.transaction("app") as connection:
            body = proofs.consistency(connection, old, newest.size)
        try:
            return post(
                f"{witness.url.rstrip('/')}/add-checkpoint", body, "text/plain; charset=utf-8",
                seconds=witness.seconds, most=_MOST,
            )  # fmt: skip
        except NoAnswer as error:
            raise NotWitnessed(str(error)) from None

    def _newest(self) -> _Newest | None:
        with self._database.transaction("app") as connection:
            row = connection.execute(
                "SELECT after_loss, size, note FROM checkpoints ORDER BY after_loss DESC, size DESC LIMIT 1"
            ).fetchone()
        return _Newest(row[0], row[1], bytes(row[2])) if row is not None else None

    def _last_signed(self, newest: _Newest, key: Key) -> int:
        with self._database.transaction("app") as connection:
            [(size,)] = connection.execute(
                "SELECT coalesce(max(size), 0) FROM cosignatures WHERE witness = %s AND after_loss = %s",
                (str(key), newest.after_loss),
            ).fetchall()
        return int(size)

    def _keep(self, newest: _Newest, key: Key, line: bytes) -> None:
        with self._database.transaction("sealer") as connection:
            connection.execute(
                "INSERT INTO cosignatures (after_loss, size, witness, line) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING", (newest.after_loss, newest.size, str(key), line.decode()),
            )  # fmt: skip


def _line_of(key: Key, newest: _Newest, body: bytes) -> bytes:
    """The line of an answer that is this key's signature of the checkpoint. Raises NotWitnessed."""
    text = Checkpoint.read(newest.note).note.text
    for line in body.splitlines(keepends=True):
        try:
            if Note.read(text + b"\n" + line).signed_by([key]):
                return line
        except (Unreadable, Contradicted) as error:
            raise NotWitnessed(f"what it answered is no signature of the checkpoint: {error}") from None
    raise NotWitnessed("what it answered is not signed with its key")
