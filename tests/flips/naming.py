"""Whether a report names the place that a byte was turned in."""

# mypy: ignore-errors

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from ledger.verify import PROVED, Report

Named = Callable[[Report, int], str]
"""By what a report names a byte: "place", another word where that is no place, "" where it does not name it."""


def against(report: Report) -> str:
    """What was contradicted or not proved, in one text."""
    return "\n".join(what for state, what in report.steps if state != PROVED)


def in_copy(path: Path) -> Named:
    """By the range of bytes of the line, or of the document, that holds it; or by a hash over the whole alone."""
    raw = path.read_bytes()
    last = raw.rstrip(b"\n").rfind(b"\n")

    def named(report: Report, at: int) -> str:
        said = against(report)
        line = raw[raw.rfind(b"\n", 0, at) + 1 :].partition(b"\n")[0]
        if line.startswith(b'{"entry"'):
            entry = json.loads(line)["entry"]
            if f"entry {entry['position']} of file {entry['file']}" in said:
                return "place"
        ranges = {(int(one), int(end)) for one, end in re.findall(r"bytes? (\d+) to (\d+)", said)}
        if any(one <= at <= end for one, end in ranges if (one, end) != (0, last)):
            return "place"
        if "it is cut short: it has no trailer" in said or "something follows after the last line" in said:
            return "place" if at >= last else ""
        if (0, last) in ranges:
            return "the copy's SHA-256 alone"
        return ""

    return named


def in_bundle(path: Path) -> Named:
    """By the file; where its header was altered, by that or the file before; or as the directory of the ZIP."""
    with zipfile.ZipFile(path) as opened:
        begins, directory = [(one.header_offset, one.filename) for one in opened.infolist()], opened.start_dir

    def named(report: Report, at: int) -> str:
        said = against(report)
        if at >= directory:
            return "place" if "directory of the ZIP" in said else ""
        before = [name for start, name in begins if start <= at]
        start = max(start for start, _ in begins if start <= at)
        names = [before[-1], before[-1].rpartition(".")[0] or before[-1]]
        if at < start + 30 + len(before[-1]):
            names.append(f"the ZIP at byte {start}")
        return "place" if any(name in said for name in names) else ""

    return named


def in_file(name: str) -> Named:
    """By the name of a tile; of the rest, a step is about each file."""
    tile = name.removeprefix("log/") if "/tile/" in name else ""
    return lambda report, _: "place" if tile in against(report) else ""
