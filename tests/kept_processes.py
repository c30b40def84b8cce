"""The processes that a server keeps beside it, as the system shows them."""

from __future__ import annotations

from pathlib import Path


def kept_by(process: int) -> list[int]:
    """Return the processes that a process keeps at a work without end."""
    children = [int(p) for held in Path(f"/proc/{process}/task").glob("*/children") for p in held.read_text().split()]
    return [child for child in children if b"until-told" in _command(child)]


def is_there(process: int) -> bool:
    """Return whether a process is at work: one that has ended and is only still counted is not."""
    return bool(_command(process))


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
