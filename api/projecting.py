"""The projector in a process of its own: as a thread it would share one core with the sealer and with every request.

It imports little, since it is started with the server; where it is killed it is started again, and goes on from where
the read models stand. Beside another server's it waits, as a thread does. docs/adr/0130.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from functools import partial

from api.log_lines import log_to_stderr
from ledger.processes import kept, look_for_garbage_when_told
from ledger.store.binaries import NoServerPrograms
from ledger.store.database import open_database
from ledger.store.database_settings import DatabaseSettings
from ledger.store.embedded import EmbeddedServerFailed
from projections.read_models.engine import Projector

AGAIN = 1.0  # seconds until a process that was killed is started again
_LOOK = 0.2  # seconds between two looks whether it is there
_logger = logging.getLogger("cleartrail.lifespan")


class ProcessFailed(Exception):
    """A process that works beside this one ended by an error; its own lines say which."""


def projecting(
    settings: DatabaseSettings, default_procedure: str = "hampshire"
) -> Callable[[threading.Event], None]:  # fmt: skip
    """Return the projector in a process of its own, started again where it is killed. Raises ProcessFailed."""
    return partial(_projecting, (settings, default_procedure))


def _projecting(task: tuple[DatabaseSettings, str], stop: threading.Event) -> None:
    while not stop.is_set():
        with kept(projected, task) as process:
            while process.poll() is None and not stop.wait(_LOOK):
                pass
            ended = process.poll()
        if ended is None or stop.wait(AGAIN):
            return
        if ended > 0 and ended != os.EX_TEMPFAIL:
            raise ProcessFailed(f"the projector ended with {ended}")
        _logger.warning("the projector's process ended with %d; it is started again", ended)


def projected(task: tuple[DatabaseSettings, str], stop: threading.Event) -> None:
    """Keep the read models in step until told to stop, in a process of its own."""
    settings, default_procedure = task
    log_to_stderr()
    try:
        with open_database(settings) as database:
            look_for_garbage_when_told()
            Projector(database, default_procedure=default_procedure).run(stop)
    except (EmbeddedServerFailed, NoServerPrograms) as error:
        _logger.warning("%s", error)
        sys.exit(os.EX_TEMPFAIL)
