"""Has the log's checkpoints stamped by timestamping authorities, and keeps each token as an entry of the log itself.

So later tokens cover earlier ones, and what lies in the log between two tokens entered it between their times: nobody
can foresee a token. The entry stands on the authority's own file, recorded by the ledger's own account. An authority
that is away, or answers with something that does not hold, stops nothing: it is said, and asked again.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ledger.book import AUTHORITY, Book
from ledger.dates.clock import LONDON
from ledger.encodings import base64
from ledger.entry import Account, Actor, Recorded, Source
from ledger.errors import LedgerError, SigningRefused
from ledger.log.folder import Folder
from ledger.log.outside import Authority, Outside
from ledger.log.stamping import NoTimestamp, ask
from ledger.refusals import NotRecorded, Quarantined
from ledger.store.database import Database
from ledger.store.home import LockBusy, holding
from ledger.subjects.checkpoints import CheckpointTimestamped
from ledger.verify import moment_of

OWN_ACCOUNT = Account(account="ledger:cleartrail", name="Cleartrail")
"""Who records what the ledger does by itself."""
EVERY = 5.0  # seconds between two looks at what is due
AGAIN, AT_MOST = 60.0, 900.0  # seconds until a failed request is made again; doubled each time up to this
_KIND = "checkpoint-timestamped/1"
_logger = logging.getLogger("cleartrail.timestamps")


class Timestamper:
    """Stamps one ledger's checkpoints, on request or when they are due. `tell` is told what is wrong, or None."""

    def __init__(
        self, book: Book, database: Database, folder: Path, outside: Outside,
        tell: Callable[[str | None], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._book, self._database, self._folder, self._outside = book, database, Folder(folder), outside
        self._tell = tell
        self._failed: dict[str, tuple[float, float, str]] = {}
        """By authority: when it is asked again, after how long a wait, and what went wrong."""

    def stamp(self, authority: Authority) -> Recorded:
        """Have the last checkpoint stamped and return the entry that holds the token.

        Raises NoTimestamp (nothing was recorded), SigningRefused, and what recording raises.
        """
        if self._book.clock == "simulated":
            raise NoTimestamp("a simulated ledger is not stamped: its times are told, and are nobody's evidence")
        last = self._folder.last()
        if last.size == 0:
            raise NoTimestamp("nothing has been signed yet")
        note = self._folder.last_note()
        stamp = ask(authority, note, self._book.now())
        day = min(moment_of(stamp.at).astimezone(LONDON).date(), self._book.today())
        entry = CheckpointTimestamped(
            happened_on=day, authority=authority.name, size=last.size, checkpoint=note.decode(),
            token=base64(stamp.token), stamped_at=stamp.at,
            by=Actor(person=authority.name, party="third-party"), source=Source(how="system", whom=authority.url),
        )  # fmt: skip
        named = f"timestamp {hashlib.sha256(stamp.token).hexdigest()}"
        return self._book.record(AUTHORITY, entry, OWN_ACCOUNT, key=named, acknowledge_all=True)

    def is_due(self, authority: Authority, now: datetime) -> bool:
        """Return whether it is time to ask an authority, by its last token and by what was recorded since."""
        if self._folder.last().size == 0:
            return False  # nothing has been signed yet
        last = self._book.file(AUTHORITY).checkpoints.stamps.get(authority.name)
        if last is None:
            return True
        since = (now - moment_of(last.at)).total_seconds()
        if since >= self._outside.timestamps.at_least:
            return True
        return since >= self._outside.timestamps.when_grown and self._grown(last.size)

    def _grown(self, size: int) -> bool:
        """Whether the log has anything new but timestamps."""
        with self._database.transaction("app") as connection:
            [(grown,)] = connection.execute(
                "SELECT EXISTS (SELECT FROM log l JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
                " WHERE l.index >= %s AND e.kind <> %s)", (size, _KIND),
            ).fetchall()  # fmt: skip
        return bool(grown)

    def stamp_what_is_due(self) -> list[Recorded]:
        """Ask each authority that is due and was not asked in vain just now; return what was recorded."""
        made = []
        for authority in self._outside.authorities:
            again, wait, _ = self._failed.get(authority.name, (0.0, AGAIN / 2, ""))
            if time.monotonic() < again:
                continue
            try:
                if not self.is_due(authority, self._book.now()):
                    continue
                made.append(self.stamp(authority))
                self._failed.pop(authority.name, None)
                _logger.info("checkpoint timestamped by %s", authority.name)
            except (NoTimestamp, SigningRefused, NotRecorded, Quarantined, OSError) as error:
                wait = min(2 * wait, AT_MOST)
                self._failed[authority.name] = time.monotonic() + wait, wait, f"{authority.name}: {error}"
                _logger.warning("no timestamp by %s: %s; asked again in %d s", authority.name, error, wait)
        self._tell("; ".join(why for _, _, why in self._failed.values()) or None)
        return made

    def run(self, stop: threading.Event) -> None:
        """Stamp what is due until told to stop. Survives a database that goes away."""
        while not stop.wait(EVERY):
            try:
                if self._book.clock == "simulated":
                    return
                with holding(self._folder.path / "stamping", fcntl.LOCK_EX, 0, "another process asks"):
                    self.stamp_what_is_due()  # what another one was given just now is not due any more
            except LockBusy:
                continue
            except LedgerError as error:
                _logger.warning("no timestamps now: %s", error)
