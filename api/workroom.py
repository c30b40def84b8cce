"""Where bundles are made: a folder nobody else can enter, in which nothing decrypted outlives whoever put it there.

A bundle's exhibits lie there as long as it is being made. A process that is killed cannot clear up after itself; so the
next server to start empties the folder of all that no living process is at work in, which a lock (flock) shows.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger.store.home import take

_logger = logging.getLogger("cleartrail.workroom")


@contextmanager
def place_to_work(workroom: Path) -> Iterator[Path]:
    """Make a folder for one piece of work, and remove it with all that is in it at the end. Raises OSError."""
    workroom.mkdir(mode=0o700, parents=True, exist_ok=True)
    workroom.chmod(0o700)
    with TemporaryDirectory(dir=workroom) as name:
        descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(descriptor)


def clear(workroom: Path) -> None:
    """Remove what was left by processes that are gone; what cannot be removed is said, and stays."""
    left = [place for place in workroom.iterdir() if place.is_dir()] if workroom.is_dir() else []
    for place in left:
        try:
            _remove_unless_at_work(place)
        except FileNotFoundError:
            continue  # whoever worked there has just cleared up
        except OSError as error:
            _logger.error("%s, where exhibits may lie decrypted, cannot be removed: %s", place, error.strerror)


def _remove_unless_at_work(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        if take(descriptor, fcntl.LOCK_EX, 0):
            shutil.rmtree(place)
    finally:
        os.close(descriptor)
