"""What works beside the requests: the log's sealer and signer, the projector, and what finishes erasures cut short."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from api.projecting import projecting
from ledger.book import Book
from ledger.errors import SealingStopped, SigningRefused
from ledger.log.outside import Outside
from ledger.log.sealer import Sealer
from ledger.log.signer import Signer, has_key
from ledger.log.witnessing import Witnessing
from ledger.privacy.erasure import Eraser
from ledger.store.database import Database
from ledger.store.database_settings import DatabaseSettings
from ledger.timestamping import Timestamper
from projections.read_models.engine import Projector

_logger = logging.getLogger("cleartrail.lifespan")
PATIENCE = 10.0  # seconds each may take to come to an end

Work = Callable[[threading.Event], None]


@dataclass(frozen=True)
class TellingWork:
    """A work that goes on when somebody outside does not answer, and tells what is wrong, or None when nothing is."""

    run: Callable[[threading.Event, Callable[[str | None], None]], None]


class Beside:
    """Threads that run as long as the application does. What ended before its time is said at /healthz."""

    def __init__(self, works: dict[str, Work | TellingWork]) -> None:
        self._works = works
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self.stopped: dict[str, str] = {}
        """Name of a work that ended before its time -> why."""
        self.troubles: dict[str, str] = {}
        """Name of a work that goes on, and does not get what it asks for -> why."""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run them within the block; at its end they are told to stop and waited for."""
        self._threads = [
            threading.Thread(target=self._run, args=(name,), name=name, daemon=True) for name in self._works
        ]
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join(PATIENCE)

    def _run(self, name: str) -> None:
        try:
            work = self._works[name]
            if isinstance(work, TellingWork):
                work.run(self._stop, partial(self._tell, name))
            else:
                work(self._stop)
        except (SealingStopped, SigningRefused) as error:
            # Nothing is sealed or signed any more, and a person must look; what is recorded stays recorded.
            _logger.critical("%s stopped: %s", name, error)
            self.stopped[name] = str(error)
        except Exception as error:  # whatever it was, it is said where it is looked for
            _logger.critical("%s stopped", name, exc_info=error)
            self.stopped[name] = f"{type(error).__name__}; see the log"

    def _tell(self, name: str, why: str | None) -> None:
        if why is None:
            self.troubles.pop(name, None)
        else:
            self.troubles[name] = why


def works(
    book: Book, database: Database, signer: Path, outside: Outside, apart: DatabaseSettings | None = None
) -> dict[str, Work | TellingWork]:  # fmt: skip
    """Return what runs beside the requests, by name; what signs, stamps and asks where this machine has the key.

    `apart`: how a process of its own finds the same database, where the projector is to have one.
    """
    own = book.default_procedure
    projector = Projector(database, default_procedure=own).run if apart is None else projecting(apart, own)
    beside: dict[str, Work | TellingWork] = {"sealer": Sealer(database).run, "projector": projector}
    beside["eraser"] = Eraser(book).run
    if not has_key(signer):
        return beside
    beside["signer"] = Signer(database, signer).run
    if outside.authorities:
        beside["timestamps"] = TellingWork(
            lambda stop, tell: Timestamper(book, database, signer, outside, tell).run(stop)
        )
    if outside.witnesses.witness:
        beside["witnesses"] = TellingWork(lambda stop, tell: Witnessing(database, signer, outside, tell).run(stop))
    return beside
