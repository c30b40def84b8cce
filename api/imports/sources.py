"""Where the records lie in a file of published contracting data, so that each is taken as found, byte for byte.

Read are JSON lines (one record a line), and documents: a release package, a record package, a record, a release, or
an array of any of these. Lines are read one at a time, however many; a document is read whole. What is broken in one
record says nothing about the next: elements are told apart by their brackets alone, before anything in them is read.
"""

from __future__ import annotations

import errno
import gzip
import re
import shutil
import tempfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from ledger.documents import LARGEST_DOCUMENT

LONGEST_RECORD = LARGEST_DOCUMENT
"""Bytes of one record: it goes on file as an exhibit, and has an exhibit's limit."""
LARGEST_DOCUMENT_FILE = 1_000_000_000
"""Bytes of a file that is one document and so is read whole; JSON lines may be of any size."""
_LINES = (".jsonl", ".ndjson", ".jsonlines")
_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"  # RFC 1952, 2.3.1
_SPACE = b" \t\r\n"
_HOLD_RECORDS = (b'"releases"', b'"records"', b'"compiledRelease"')
# A string is taken whole, also one that never ends: then all the rest is its own, and is gone through once.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]', re.DOTALL)
_NAME = re.compile(rb'[\s,]*"([^"\\]*(?:\\.[^"\\]*)*)"\s*:\s*', re.DOTALL)
_NO_OBJECT = "it is no JSON object: a release, a record or a package is expected, in UTF-8"
_STRANGE = 100  # elements in a row
_SPACES = re.compile(rb"\s*")
_NEXT = re.compile(rb"[\s,]*")
_PLAIN = re.compile(rb"[^,\]}\s]+")


@dataclass(frozen=True, slots=True)
class Found:
    """One record: where it lies in the file (for people, and in bytes)."""

    where: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A place in the file where no record can be made out, and why."""

    where: str
    why: str


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, ready to be read anywhere; what is packed (gzip) or no ordinary file (a pipe) is copied first.

    Raises OSError, for a packed file that is damaged too.
    """
    with path.open("rb") as file:
        packed = file.peek(2)[:2] == _GZIP
        if path.is_file() and not packed:
            yield file
            return
        with tempfile.TemporaryFile() as copied:
            try:
                shutil.copyfileobj(gzip.GzipFile(fileobj=file) if packed else file, copied)
            except (gzip.BadGzipFile, EOFError, zlib.error):
                raise OSError(errno.EIO, "it is packed (gzip), and damaged or cut short", str(path)) from None
            copied.seek(0)
            yield copied


def records_of(file: BinaryIO, name: str) -> Iterator[Found | Broken]:
    """Yield each record of a file, in the order in which they lie there, and each place where there is none."""
    file.seek(0)
    if name.lower().removesuffix(".gz").endswith(_LINES) or _has_lines(file):
        yield from _by_line(file)
        return
    text = file.read(LARGEST_DOCUMENT_FILE + 1)
    if len(text) > LARGEST_DOCUMENT_FILE:
        limit = f"{LARGEST_DOCUMENT_FILE:,} bytes"
        yield Broken("the file", f"it is one document of more than {limit}; give it as JSON lines, one record a line")
    else:
        yield from _Document(text).records()


def _has_lines(file: BinaryIO) -> bool:
    """Whether a record begins on each of the first two lines: a document has its brackets open there."""
    first = file.readline(LONGEST_RECORD).removeprefix(_BOM).strip()
    second = b""
    while not second and (line := file.readline(64)):
        second = line.strip()
    file.seek(0)
    return first.startswith(b"{") and second.startswith(b"{")


def _by_line(file: BinaryIO) -> Iterator[Found | Broken]:
    start, number, empty = 0, 0, True
    while line := file.readline(LONGEST_RECORD + 1):
        number += 1
        where, length = f"line {number}", len(line)
        empty = empty and not line.removeprefix(_BOM).strip(_SPACE)
        if length > LONGEST_RECORD:
            while line and not line.endswith(b"\n"):
                line = file.readline(1_000_000)
                length += len(line)
            yield Broken(where, f"it has {length:,} bytes; a record has at most {LONGEST_RECORD:,}")
        elif record := line.removeprefix(_BOM).strip(_SPACE):
            at = start + line.index(record[:1])
            if any(name in record for name in _HOLD_RECORDS):
                for part in _Document(record).records(where):
                    yield replace(part, start=at + part.start) if isinstance(part, Found) else part
            else:
                yield Found(where, at, len(record))
        start += length
    if empty:
        yield Broken("the file", "it is empty")


class _Document:
    """One JSON text, gone through by its brackets."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def records(self, where: str = "") -> Iterator[Found | Broken]:
        """Yield each record in the text, as a JSON pointer into it says (RFC 6901)."""
        start = self._skip(_SPACES, 3 if self._text.startswith(_BOM) else 0)
        if start >= len(self._text):
            yield Broken(where or "the file", "it is empty")
            return
        if self._opens(start, b"["):
            end = yield from self._elements(start, where)
        elif not self._opens(start, b"{"):
            yield Broken(where or "the file", _NO_OBJECT)
            return
        else:
            end = yield from self._object(start, where)
        if end is not None and self._skip(_SPACES, end) < len(self._text):
            yield Broken(where or "the file", f"something follows after its end, at byte {end + 1}")

    def _object(self, start: int, where: str) -> Generator[Found | Broken, None, int | None]:
        """Yield a release as it is; of a record its releases, else its compiled release; of a package all there is.

        Returns where the object ends, None where it never does.
        """
        if not self._opens(start, b"{"):
            yield Broken(where or "the file", _NO_OBJECT)
            return self._end(start)
        at, end, twice = self._members(start)
        if twice:
            yield Broken(
                where or "the file", f"the name {twice!r} stands twice in it, so that it can be read in two ways"
            )
            return end
        lists = [name for name in ("records", "releases") if self._opens(at.get(name), b"[")]
        if "releases" in lists and "ocid" in at and not self._embedded(at["releases"]):
            lists.remove("releases")  # a record that only says where its releases are to be had
        if lists:
            for name in lists:
                yield from self._elements(at[name], f"{where}/{name}")
        elif self._opens(at.get("compiledRelease"), b"{"):
            compiled = at["compiledRelease"]
            yield self._one(compiled, self._end(compiled), f"{where}/compiledRelease")
        else:
            yield self._one(start, end, where or "the file")
        return end

    def _one(self, start: int, end: int | None, where: str) -> Found | Broken:
        if end is None:
            return Broken(where, "it is cut short: its last bracket is missing")
        if end - start > LONGEST_RECORD:
            return Broken(where, f"it has {end - start:,} bytes; a record has at most {LONGEST_RECORD:,}")
        return Found(where, start, end - start)

    def _elements(self, start: int, where: str) -> Generator[Found | Broken, None, int | None]:
        """Yield the records in an array. Returns where it ends, None where it never does."""
        at, number, strange = start + 1, 0, 0
        while (at := self._skip(_NEXT, at)) < len(self._text):
            if self._opens(at, b"]"):
                return at + 1
            strange = 0 if self._opens(at, b"{") else strange + 1
            if strange > _STRANGE:
                yield Broken(f"{where}/{number}", f"after {_STRANGE} things that are no objects the rest is left alone")
                return None
            end = yield from self._object(at, f"{where}/{number}")
            if end is None:
                return None
            at, number = max(end, at + 1), number + 1
        yield Broken(f"{where}/{number}", "the file is cut short here; what followed is missing")
        return None

    def _members(self, start: int) -> tuple[dict[str, int], int | None, str | None]:
        """Where the value of each member of an object begins, where it ends (None: never), and what stands twice."""
        found: dict[str, int] = {}
        twice: str | None = None
        at: int | None = start + 1
        while at is not None and (name := _NAME.match(self._text, at)):
            called = name[1].decode("utf-8", "replace")
            twice = called[:60] if called in found and twice is None else twice
            found[called] = name.end()
            at = self._end(name.end())
        if at is None:
            return found, None, twice
        at = self._skip(_SPACES, at)
        # What is not written as an object should be is found by its brackets alone; why is said where it is read.
        return found, at + 1 if self._opens(at, b"}") else self._end(start), twice

    def _embedded(self, releases: int) -> bool:
        """Whether the releases of a record are there themselves, and not only their addresses."""
        first = self._skip(_NEXT, releases + 1)
        return self._opens(first, b"{") and "ocid" in self._members(first)[0]

    def _opens(self, at: int | None, bracket: bytes) -> bool:
        return at is not None and self._text[at : at + 1] == bracket

    def _end(self, start: int) -> int | None:
        """Where the value that begins here ends; None where its last bracket is missing."""
        if self._text[start : start + 1] not in (b"{", b"[", b'"'):
            plain = _PLAIN.match(self._text, start)
            return plain.end() if plain else None
        depth = 0
        for token in _TOKEN.finditer(self._text, start):
            what = token[0][:1]
            if what in b"{[":
                depth += 1
            elif what in b"]}":
                depth -= 1
            if depth <= 0:
                return token.end()
        return None

    def _skip(self, pattern: re.Pattern[bytes], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found else at
