"""Draws the pages of a bundle with typst, in a process of its own that may use so much memory and no more.

    python -m projections.bundle.compiling FOLDER TARGET SECONDS MEGABYTES [STANDARD ...]

reads FOLDER/bundle.typ and what it names in that folder, and writes TARGET. SECONDS since 1970 is the date it bears.
What a bundle needs grows with the file; that one file's bundle is too large should stop that bundle and nothing else.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from projections.bundle.errors import BundleTooLarge, NotDrawn

MOST_MEMORY = 800  # megabytes of data one process may hold
LONGEST = 600.0  # seconds one volume may take
ARCHIVE = ("a-3a", "ua-1")


def draw(folder: Path, target: Path, moment: datetime, standards: Sequence[str], megabytes: int = MOST_MEMORY) -> None:
    """Draw the pages a folder holds. Raises BundleTooLarge, NotDrawn; then there is no target."""
    seconds = str(int(moment.timestamp()))
    command = [sys.executable, "-m", "projections.bundle.compiling", str(folder), str(target), seconds, str(megabytes)]
    root = Path(__file__).parent.parent.parent
    try:
        done = subprocess.run(
            [*command, *standards], cwd=root, env={}, capture_output=True, text=True, timeout=LONGEST, check=False
        )  # nothing of our own environment: it needs no address of a database, and no key
    except subprocess.TimeoutExpired:
        target.unlink(missing_ok=True)
        raise BundleTooLarge(f"its pages were not drawn within {LONGEST:.0f} seconds; ask for less of it") from None
    if done.returncode == 0:
        return
    target.unlink(missing_ok=True)
    if done.returncode < 0 or "memory allocation" in done.stderr or "MemoryError" in done.stderr:
        raise BundleTooLarge(f"drawing its pages takes more than {megabytes} MB of memory; ask for less of it")
    raise NotDrawn(" ".join(done.stderr.split())[-500:] or f"typst ended with {done.returncode}")


def _drawn(folder: Path, target: Path, seconds: int, megabytes: int, standards: Sequence[str]) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024 * 1024, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import typst

    chosen: list[Any] = list(standards)
    pdf = typst.compile(
        str(folder / "bundle.typ"), root=str(folder), ignore_system_fonts=True, format="pdf", pdf_standards=chosen,
        timestamp=seconds,
    )  # fmt: skip
    target.write_bytes(_unsuspected(pdf))


_SUSPECTS = b"/Suspects false"


def _unsuspected(pdf: bytes) -> bytes:
    """Leave out of the catalogue what is taken where nothing is said (ISO 32000-1, table 321), with no byte moved.

    Poppler takes it for an error. Only the catalogue is looked at: an exhibit attached may hold the same words.
    """
    table = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    root = re.search(rb"/Root (\d+) 0 R", pdf[table:])
    rows = re.match(rb"xref\s+0 \d+\s+", pdf[table:])
    if root is None or rows is None:
        return pdf  # it has another form of table; what it says is right all the same
    at = int(pdf[table + rows.end() + 20 * int(root[1]) :][:10])
    catalogue = pdf[at : pdf.index(b"endobj", at)]
    return pdf[:at] + catalogue.replace(_SUSPECTS, b" " * len(_SUSPECTS), 1) + pdf[at + len(catalogue) :]


if __name__ == "__main__":
    _drawn(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
