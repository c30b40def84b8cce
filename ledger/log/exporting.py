"""The log as static files, in the layout of C2SP tlog-tiles: to be put on a web server, or handed over on a disk.

    checkpoint               the newest, as it was signed (tlog-checkpoint)
    tile/LEVEL/NUMBER        the hashes of the tree, 256 in a full tile; NUMBER.p/WIDTH holds fewer
    tile/entries/NUMBER      the leaf headers (ledger/log/leaf.py) of the entries behind a tile of level 0, each after
                             its length in two bytes; NUMBER.p/WIDTH likewise

A header tells of an entry which file it is of, by a key, the how-manieth there, and when: nothing of what it says.

Exporting again adds what is new. A full tile never changes, so one that is there is left alone; each file is written
beside its place and moved there whole, and the checkpoint comes last: whoever reads the folder while an export runs, or
after one was killed, has the log of the checkpoint that is there. `verify.py log` checks a folder to the last byte.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ledger.errors import LogAltered
from ledger.log import proofs
from ledger.log.audit import one_moment
from ledger.log.leaf import file_key, leaf_hash, leaf_header
from ledger.log.tiles import read_tile, tree
from ledger.log.tree import HASH, TOP, WIDTH, width
from ledger.store.database import Connection, Database
from ledger.store.home import sync
from ledger.verify import Checkpoint, Unreadable, tile_path

Progress = Callable[[str, int, int], None]
_NEW = ".new"


class NotThisLog(Exception):
    """The folder holds another log, or one this is no continuation of; nothing in it was touched."""


def export_log(database: Database, folder: Path, progress: Progress = lambda *_: None) -> Checkpoint:
    """Bring a folder up to the newest checkpoint, and return that.

    Raises NotThisLog, NotSigned, LogAltered where the log does not lead to its checkpoint, DatabaseAway, OSError.
    """
    with one_moment(database, "app") as connection:
        raw = proofs.checkpoint(connection)
        newest = Checkpoint.read(raw)
        before = _before(connection, folder, newest)
        if tree(connection, newest.size).root != newest.root:
            raise LogAltered(f"the log does not lead to its checkpoint of {newest.size} entries")
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.rglob(f"*{_NEW}"):
            left.unlink()  # of an export that was killed
        for path, content in _files(connection, newest, before, folder, progress):
            _put(folder / "tile" / path, content)
        _put(folder / "checkpoint", raw)
    _remove_partial(folder, newest.size)
    return newest


def bundle(connection: Connection, number: int, wide: int) -> bytes:
    """Return the headers behind the first `wide` leaves of a tile, fewer where the log has not grown so far.

    They are worked out from the stored bytes. Raises LogAltered for an entry that is not what was sealed.
    """
    found = b""
    for index, file_id, position, leaf, sealed_at, recorded_at, state, previous, origin in connection.execute(
        "SELECT l.index, l.file_id, l.position, l.leaf_hash, l.sealed_at, e.recorded_at, sha256(e.state), p.leaf_hash,"
        " s.origin FROM log l CROSS JOIN settings s"
        " JOIN entries e ON e.file_id = l.file_id AND e.position = l.position"
        " LEFT JOIN log p ON p.file_id = l.file_id AND p.position = l.position - 1"
        " WHERE l.index >= %b AND l.index < %b ORDER BY l.index",
        (WIDTH * number, WIDTH * number + wide), binary=True,
    ):  # fmt: skip
        try:
            header = leaf_header(file_key(origin, file_id), position, recorded_at, sealed_at, state, previous)
        except ValueError:
            header = b""
        if leaf_hash(header) != leaf:
            raise LogAltered(f"entry {position} of file {file_id}, place {index} in the log, is not what was sealed")
        found += len(header).to_bytes(2, "big") + header
    return found


def _before(connection: Connection, folder: Path, newest: Checkpoint) -> int:
    """The size of the log that the folder holds already; its beginning must be ours."""
    try:
        there = Checkpoint.read((folder / "checkpoint").read_bytes())
    except FileNotFoundError:
        if folder.exists() and any(one.name != "tile" for one in folder.iterdir() if not one.name.endswith(_NEW)):
            raise NotThisLog(f"{folder} holds something else; name an empty folder, or a new one") from None
        return 0
    except Unreadable as error:
        raise NotThisLog(f"what is {folder / 'checkpoint'} is no checkpoint: {error}") from None
    if there.origin != newest.origin:
        raise NotThisLog(f"{folder} holds the log {there.origin}, and this ledger's is {newest.origin}")
    if there.size > newest.size or tree(connection, there.size).root != there.root:
        raise NotThisLog(
            f"{folder} holds a log of {there.size} entries, and this one does not begin with them: "
            "one of the two was set back or rewritten. Keep the folder, it shows that"
        )
    return there.size


def _files(
    connection: Connection, newest: Checkpoint, before: int, folder: Path, progress: Progress
) -> Iterator[tuple[str, bytes]]:
    """The files that a log of the newest size has beside those of the size before: path under `tile`, content."""
    size = newest.size
    for level in range(TOP + 1):
        for number in range(before >> 8 * (level + 1), -(-(size >> 8 * level) // WIDTH)):
            wide = width(size, level, number)
            path = tile_path(level, number, wide)
            if not (folder / "tile" / path).exists():
                hashes = read_tile(connection, level, number, wide)
                if len(hashes) != wide * HASH:
                    raise LogAltered(f"the tile {path} is not there whole")
                yield path, hashes
            entries = tile_path("entries", number, wide)
            if level == 0 and not (folder / "tile" / entries).exists():
                yield entries, bundle(connection, number, wide)
                progress("exporting entries", WIDTH * number + wide, size)


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + _NEW)
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync(path.parent)


def _remove_partial(folder: Path, size: int) -> None:
    """Remove the partial tiles that others, full or wider, have taken the place of."""
    heights = [("entries", 0), *((level, level) for level in range(TOP + 1))]
    ends = [(level, (size >> 8 * height) // WIDTH, (size >> 8 * height) % WIDTH) for level, height in heights]
    kept = {folder / "tile" / tile_path(level, number, wide) for level, number, wide in ends if wide}
    for partial in (folder / "tile").rglob("*.p"):
        for one in partial.iterdir():
            if one not in kept:
                one.unlink()
        if not any(partial.iterdir()):
            partial.rmdir()
