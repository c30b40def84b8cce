"""How a verifier is asked: by its command, over files that are altered for as long as it looks."""

# mypy: ignore-errors

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from ledger.log.signing import SigningKey
from tests.given_out import GivenOut

Case = tuple[str, Callable[[ModuleType], object], bool]
"""What it is called, what is asked of the verifier, and whether all of it is to be proved."""


@dataclass
class Given:
    """A folder with what a stranger was given, untouched."""

    out: GivenOut

    @property
    def folder(self) -> Path:
        return self.out.folder

    @property
    def key(self) -> str:
        return str(self.out.key)

    @property
    def private(self) -> SigningKey:
        return self.out.private

    def ask(self, *words: str, key: str | None = None) -> Callable[[ModuleType], object]:
        """What the verifier answers: its exit code, and what it says."""
        paths = [str(self.folder / word) if (self.folder / word).exists() else word for word in words[1:]]

        def asked(verifier: ModuleType) -> object:
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = verifier.main([words[0], *paths, *(["--key", key or self.key] if key != "" else [])])
            return code, said.getvalue().replace(str(self.folder), "")

        return asked

    def altered(self, name: str, content: bytes | Callable[[], None], ask: Any) -> Callable[[ModuleType], object]:
        """The same, of a file that was changed and is put back afterwards."""
        path = self.folder / name

        def asked(verifier: ModuleType) -> object:
            before = path.read_bytes()
            try:
                if callable(content):
                    content()
                else:
                    path.write_bytes(content)
                return ask(verifier)
            finally:
                path.write_bytes(before)

        return asked


def answer(ask: Callable[[], object]) -> object:
    try:
        return 0, repr(ask())[:200]
    except Exception as error:  # noqa: BLE001  # whatever a mutant does
        return 1, f"{type(error).__name__}: {error}"
