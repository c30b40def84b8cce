"""Where the files of procedures lie: those that come with the program, and an authority's own in a folder of its own.

The folder is named by CLEARTRAIL_PROCEDURES in the environment, which every process of this program has; each `.toml`
file in it is one version of one procedure. A version that contracts are bound to is not changed: a new version is a
new file beside it. What a file held is read once in a process, so that no rule changes while it runs.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

FOLDER = "CLEARTRAIL_PROCEDURES"
"""Name of the setting."""
WHERE_SILENT = "where-silent"
LAWS = ("procurement-act-2023",)
LAYERS = frozenset({WHERE_SILENT, *LAWS})
"""Files that are no procedures themselves, but lie under them, or over them (laws.py)."""


@dataclass(frozen=True, slots=True)
class ProcedureFile:
    """One file: its name, its text, and whether it came with the program."""

    name: str
    text: str
    packaged: bool

    @property
    def sha256(self) -> str:
        """SHA-256 of its text in UTF-8, in hex."""
        return sha256(self.text.encode()).hexdigest()


def own_folder() -> str:
    """Return the authority's own folder; nothing where none is set."""
    return os.environ.get(FOLDER, "")


@cache
def packaged() -> dict[str, ProcedureFile]:
    """Return the packaged files, layers among them, by their names without the ending."""
    there = [file for file in files("ledger.procedures").iterdir() if file.name.endswith(".toml")]
    return {
        file.name.removesuffix(".toml"): ProcedureFile(file.name, file.read_text(encoding="utf-8"), packaged=True)
        for file in sorted(there, key=lambda file: file.name)
    }


@cache
def office_titles() -> Mapping[str, str]:
    """Return id or alias -> title of every office of the packaged procedures: one may be named on a contract that is
    managed by another procedure."""
    rows = [
        row for name, file in packaged().items() if name not in LAYERS
        for row in tomllib.loads(file.text).get("office", ())
    ]  # fmt: skip
    return {name: row["title"] for row in reversed(rows) for name in (row["id"], *row.get("also_called", ()))}


@cache
def own(folder: str) -> tuple[ProcedureFile, ...]:
    """Return the files of a folder, by name. Raises OSError, UnicodeDecodeError where one cannot be read."""
    there = sorted(Path(folder).iterdir()) if folder else []
    return tuple(
        ProcedureFile(path.name, path.read_bytes().decode(), packaged=False) for path in there if path.suffix == ".toml"
    )


def fingerprint() -> str:
    """Return what identifies all files there are, packaged and the authority's own: another where one was changed."""
    files = (*packaged().values(), *own(own_folder()))
    return sha256(" ".join(f"{file.name} {file.sha256}" for file in files).encode()).hexdigest()
