"""Looks at what was turned in a bundle where it lies: most of its files are named by their bytes alone."""

# mypy: ignore-errors

from __future__ import annotations

import functools
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import ledger.verify
from ledger.verify import Bundle, Note, Timestamp, _files


class BundleInParts:
    """A bundle whose files are looked at by their bytes alone where nothing else of them is read."""

    def __init__(self, path: Path):
        self._bundle = Bundle.open(path)
        self._rows = {row["name"]: row for row in json.loads(self._bundle.read("manifest.json"))["files"]}
        self._before = {name: (*place, self._bundle.measured(name)) for name, place in self._bundle.places.items()}
        self._at = -1
        self._remember()

    def is_named(self, at: int) -> bool:
        """Whether the verifier names the file; False where the whole has to be asked. Its byte is turned by now."""
        self._at = at
        for name, (begins, size) in self._bundle.places.items():
            if begins <= at < begins + size:
                if ("/" in name and not name.startswith("exhibits/")) or name in ("manifest.json", "issued.json"):
                    return False  # it is read, and more can be said of it
                alone = replace(self._bundle, places={name: (begins, size)})
                found = _files(alone, {"files": [self._rows[name]]})
                return bool(found) and found[0].startswith(f"{name} is not the file")
        return False

    def _remember(self) -> None:
        """Have the hash of a file that no byte was turned in worked out once, and what depends on bytes alone."""
        crcs = self._bundle._crcs

        def measured(bundle: Bundle, name: str) -> tuple[int, str, bool]:
            at, size = bundle.places[name]
            known = self._before.get(name)
            if known is not None and known[:2] == (at, size) and not at <= self._at < at + size:
                length, digest, _ = known[2]
                return length, digest, bundle._crcs.get(name) == crcs[name]
            return _MEASURED(bundle, name)

        Bundle.measured = measured
        Note.read, Timestamp.read = map(staticmethod, (_NOTE, _TIMESTAMP))
        ledger.verify.is_signed = _IS_SIGNED


_MEASURED = Bundle.measured
_NOTE, _TIMESTAMP, _IS_SIGNED = map(functools.lru_cache(1_000), (Note.read, Timestamp.read, ledger.verify.is_signed))


def in_memory() -> str | None:
    """A folder that is faster than a disk, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()
