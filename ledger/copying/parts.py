"""A copy read in parts, several at once by a process for each core: what its lines say, checked line by line.

A part is the lines that begin within so many bytes. The processes read the file for themselves, and so does whoever
goes on with what they found: that it is the very same bytes, their SHA-256 tells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ledger.copying import lines
from ledger.copying.format import CopyRefused, Tally
from ledger.privacy.encryption import UNTELLABLE, encrypt_as_is, encrypt_request, scope_of
from ledger.privacy.key_tree import KeyTree
from ledger.privacy.keys import Keys
from ledger.processes import cores, garbage_seldom, started
from ledger.store.keyring import KeysPlace

SIZE = 1024 * 1024  # bytes of a part
WORTH_PROCESSES = 8 * SIZE
"""Bytes of a copy: a process takes a second to begin."""
_LONGEST_LINE = 64 * 1024 * 1024  # bytes; an entry and all its openings lie far below


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a copy: what each says, up to the first that is refused, and why that one is."""

    text: bytes
    said: Sequence[lines.Line]
    refused: str | None = None
    trailer_at: int | None = None
    """Where the trailer begins, in bytes, if it is among them: what it says is of all that comes before."""

    @classmethod
    def of(cls, text: bytes, keys: Keys | None = None) -> Part:
        """Return what some lines say; with keys, words and requests are encrypted under them."""
        found, at, trailer_at = list[lines.Line](), 0, None
        tree = keys.now() if keys is not None else None
        for line in text.splitlines(keepends=True):
            try:
                one = lines.said(line)
            except lines.LineRefused as error:
                return cls(text, found, str(error), trailer_at)
            if isinstance(one, Tally):
                trailer_at = at
            at += len(line)
            found.append(_enciphered(one, tree) if tree is not None and isinstance(one, lines.EntryLine) else one)
        return cls(text, found, None, trailer_at)


def _enciphered(entry: lines.EntryLine, tree: KeyTree) -> lines.EntryLine:
    if not entry.openings and entry.command_id is None:
        return entry
    openings = tuple(
        (digest, encrypt_as_is(tree, scope_of(entry.file, person), digest, disclosure), person)
        for digest, disclosure, person in entry.openings
    )
    request = None
    if entry.command_id is not None:
        told = entry.request
        request = UNTELLABLE if told is None else encrypt_request(tree, entry.file, entry.command_id, told)
    return entry._replace(openings=openings, request=request)


def parts(path: Path, keys_place: KeysPlace | None = None) -> Generator[Part]:
    """Yield a copy's parts in their order; with the place of keys, words and requests encrypted under those.

    Raises CopyRefused where it changes meanwhile, OSError, NoKeys, KeyDestroyed.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        count = -(-size // SIZE)
        if size < WORTH_PROCESSES:
            keys = _keys(keys_place)
            yield from (Part.of(_text(file, number, SIZE), keys) for number in range(count))
            return
        tasks = [_Task(path.resolve(), range(first, count, cores()), SIZE, keys_place) for first in range(cores())]
        with started(read_parts, tasks, large=True) as answers:
            for number in range(count):
                text, found = _text(file, number, SIZE), next(answers[number % len(answers)])
                if hashlib.sha256(text).digest() != found.digest:
                    raise CopyRefused("the copy", "it was altered while it was read")
                yield Part(text, found.said, found.refused, found.trailer_at)


class _Task(NamedTuple):
    """Some parts of a copy, by their numbers, for one process."""

    path: Path
    numbers: range
    size: int
    keys_place: KeysPlace | None


class _Found(NamedTuple):
    """What a part says, and the SHA-256 of its bytes."""

    digest: bytes
    said: Sequence[lines.Line]
    refused: str | None
    trailer_at: int | None


def read_parts(task: _Task) -> Iterator[_Found]:
    """Read some parts of a copy, in a process of its own."""
    keys = _keys(task.keys_place)
    with garbage_seldom(), task.path.open("rb") as file:
        for number in task.numbers:
            part = Part.of(_text(file, number, task.size), keys)
            yield _Found(hashlib.sha256(part.text).digest(), part.said, part.refused, part.trailer_at)


def _keys(place: KeysPlace | None) -> Keys | None:
    return Keys.read(place.folder, place.wrapping_key) if place is not None else None


def _text(file: BinaryIO, number: int, size: int) -> bytes:
    """The lines that begin within a part of that size."""
    begin, end = number * size, (number + 1) * size
    if begin:
        file.seek(begin - 1)
        file.readline(_LONGEST_LINE)  # of a line that began before
    else:
        file.seek(0)
    if (at := file.tell()) >= end:
        return b""
    text = file.read(end - at)
    return text if text.endswith(b"\n") else text + file.readline(_LONGEST_LINE)


__all__ = ["SIZE", "WORTH_PROCESSES", "Part", "parts", "read_parts"]
