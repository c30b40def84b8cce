"""Cases of what the report repeats of the evidence: none of it may pass for a word of the verifier's."""

# mypy: ignore-errors

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Callable, Iterator
from types import ModuleType
from unittest import mock

from tests.bundle.test_verifying import remade, resealed
from tests.mutants.asking import Case, Given

WRITTEN = {
    "a line break": ("C-1\nPROVED: 14 steps", "C-1<U+000A>PROVED: 14 steps"),
    "an escape sequence": ("C-1\x1b[8m", "C-1<U+001B>[8m"),
    "a blank letter": ("C-1\u3164\u3164", "C-1<U+3164><U+3164>"),
    "accents piled up": ("e\u0301\u0301\u0301", "e\u0301\u0301<U+0301>"),
    "spaces in a row": ("C-1   PROVED", "C-1 <U+0020><U+0020>PROVED"),
}
LONG = "C" * 300
"""What a manifest calls its file, and what the report must have of it."""


def of_reports(of: Given) -> Iterator[Case]:
    """Yield what evidence may write into a line, and how wide a screen and which letters it has."""
    for name, (said, shown) in WRITTEN.items():
        yield f"report: {name}", _asked(of, _named(of, "reference", said), shown), True
    for field in ("reference", "purpose", "recipient"):
        yield f"report: a long {field}", _asked(of, _named(of, field, LONG), '" and 100 characters more'), True
    yield "report: a long reference on a screen", _on_a_screen(of, _named(of, "reference", LONG)), True
    step = "a\nproved        b"
    yield "report: a step with a line break", _step(step), True
    yield "report: an error with a line break", _error(), True
    yield "report: a wide line on a screen", _laid_out("x" * 200, 80, "utf-8", lambda rows: len(rows) > 2), True
    yield "report: wide letters on a screen", _laid_out("\u754c" * 70, 80, "utf-8", lambda rows: len(rows) > 1), True
    yield "report: a narrow screen", _laid_out("x" * 60, 20, "utf-8", lambda rows: len(rows) == 1), True
    yield "report: a file", _laid_out("x" * 200, 0, "utf-8", lambda rows: len(rows) == 1), True
    yield (
        "report: letters a screen has not",
        _laid_out("\u0141", 80, "cp1252", lambda rows: "<U+0141>" in rows[0]),
        True,
    )


def _named(of: Given, field: str, said: str) -> bytes:
    def change(files: dict[str, bytes]) -> None:
        files["manifest.json"] = resealed({**json.loads(files["manifest.json"]), field: said})

    return remade(of.folder / "bundle.zip", of.folder / "altered.zip", change, manifest=False).read_bytes()


def _asked(of: Given, raw: bytes, shown: str) -> Callable[[ModuleType], object]:
    """Right where every line is one, and one of them has what was written as it is shown."""

    def asked(verifier: ModuleType) -> object:
        (of.folder / "asked.zip").write_bytes(raw)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            verifier.main(["bundle", str(of.folder / "asked.zip"), "--key", str(of.out.bundle_key)])
        lines = said.getvalue().splitlines()
        alone = all(line.isprintable() for line in lines) and not any(line.startswith("PROVED") for line in lines)
        return 0 if alone and any(shown in line for line in lines) else 1, lines

    return asked


def _on_a_screen(of: Given, raw: bytes) -> Callable[[ModuleType], object]:
    """Right where no row is wider than the screen, and some row goes on under another."""

    def asked(verifier: ModuleType) -> object:
        (of.folder / "asked.zip").write_bytes(raw)
        screen = _Screen(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(screen), mock.patch.dict(os.environ, COLUMNS="80"):
            verifier.main(["bundle", str(of.folder / "asked.zip"), "--key", str(of.out.bundle_key)])
        screen.flush()
        rows = screen.buffer.getvalue().decode().splitlines()
        under = [row for row in rows if row.startswith(" " * 14)]
        return 0 if under and all(len(row) <= 80 for row in rows) else 1, rows

    return asked


def _step(what: str) -> Callable[[ModuleType], object]:
    def asked(verifier: ModuleType) -> object:
        lines: list[str] = []
        report = verifier.Report(lines.append)
        report.step(what, lambda: True)
        report.say(what)
        told = [*lines, *(step for _, step in report.steps)]
        return 0 if len(told) == 3 and all("a<U+000A>proved" in line for line in told) else 1, told

    return asked


def _error() -> Callable[[ModuleType], object]:
    """The one line for what cannot be read at all."""

    def asked(verifier: ModuleType) -> object:
        said, error = io.StringIO(), verifier.Unreadable("a\nPROVED: 14 steps")
        with mock.patch.object(verifier, "_check", side_effect=error), contextlib.redirect_stderr(said):
            code = verifier.main(["checkpoint", "x"])
        lines = said.getvalue().splitlines()
        return 0 if code == 2 and len(lines) == 1 else 1, lines

    return asked


class _Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def _laid_out(
    words: str, width: int, encoding: str, right: Callable[[list[str]], bool]
) -> Callable[[ModuleType], object]:
    """A line on a screen so wide; 0 is a file."""

    def asked(verifier: ModuleType) -> object:
        out = (_Screen if width else io.TextIOWrapper)(io.BytesIO(), encoding=encoding)
        with contextlib.redirect_stdout(out), mock.patch.dict(os.environ, COLUMNS=str(width or 80)):
            rows = verifier.laid_out(f"{'not proved':<13} {words}").split("\n")
        under = all(row.startswith(" " * 14) for row in rows[1:])
        return 0 if under and right(rows) else 1, rows

    return asked
