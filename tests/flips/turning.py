"""One part of the work: the bits of some bytes turned, and what is said of each. Done in a process of its own."""

# mypy: ignore-errors

from __future__ import annotations

import re
import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ledger.log.files import file_key
from ledger.verify import (
    NOT_PROVED,
    Key,
    Report,
    certificates,
    verify_bundle,
    verify_checkpoint,
    verify_consistency,
    verify_copy,
    verify_file,
    verify_log,
    verify_proof,
    verify_timestamp,
)
from tests.flips.naming import Named, in_bundle, in_copy, in_file
from tests.flips.parts import BundleInParts, in_memory
from tests.given_out import NOWHERE, GivenOut
from tests.log.conftest import ORIGIN

WHOLE = 200  # of so many turns that were named where they lie, the whole verifier is asked of one


@dataclass(frozen=True)
class Flip:
    """Some of the flips of one file: a part of the work that one process does."""

    folder: Path
    what: str
    file: str
    places: range
    bits: int
    key: str
    bundle_key: str


def checks(folder: Path, key: Key, bundle_key: Key) -> dict[str, tuple[list[str], Callable[[Report], object]]]:
    """Of each thing given out: its files, and how it is verified."""

    def raw(name: str) -> bytes:
        return (folder / name).read_bytes()

    roots = certificates(raw("root.pem"))
    log = sorted(str(path.relative_to(folder)) for path in (folder / "log").rglob("*") if path.is_file())
    kept = [raw("older"), raw("newer")]
    return {
        "checkpoint": (["newer"], lambda r: verify_checkpoint(r, raw("newer"), key, [], 0)),
        "proof": (["proof", "stored"], lambda r: verify_proof(r, raw("proof"), key, raw("stored"))),
        "consistency": (
            ["older", "consistency"], lambda r: verify_consistency(r, raw("older"), raw("consistency"), key)
        ),
        "file": (["file"], lambda r: verify_file(r, raw("file"), key)),
        "nowhere": (["nowhere"], lambda r: verify_file(r, raw("nowhere"), key, file_key(ORIGIN, NOWHERE).hex())),
        "answer": (["answer"], lambda r: verify_timestamp(r, raw("answer"), kept[1], roots, key=key)),
        "log": (log, lambda r: verify_log(r, folder / "log", key, [kept[0]])),
        "copy": (["copy"], lambda r: verify_copy(r, folder / "copy", key, kept)),
        "bundle": (["bundle.zip"], lambda r: verify_bundle(r, folder / "bundle.zip", bundle_key, roots=roots)),
    }  # fmt: skip


@dataclass
class Found:
    """What came of some turns."""

    turns: int = 0
    whole: int = 0
    """How often the whole verifier was asked."""
    missed: list[tuple[str, int, int]] = field(default_factory=list)
    """File, byte and bit of those that were not found."""
    unnamed: list[tuple[str, int, int]] = field(default_factory=list)
    otherwise: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By what else they were named, and in which member of a line."""

    def add(self, other: Found) -> None:
        """Count those of another part too."""
        self.turns += other.turns
        self.whole += other.whole
        self.missed += other.missed
        self.unnamed += other.unnamed
        self.otherwise += other.otherwise


def turned(work: Flip) -> Found:
    """Turn the bits, and return what came of it."""
    with tempfile.TemporaryDirectory(prefix="flips", dir=in_memory()) as name:
        folder = Path(name) / "given"
        shutil.copytree(work.folder, folder)
        check = checks(folder, Key.read(work.key), Key.read(work.bundle_key))[work.what][1]
        path = folder / work.file
        raw = path.read_bytes()
        named = {"copy": in_copy, "bundle": in_bundle}.get(work.what, lambda _: in_file(work.file))(path)
        part: Callable[[int, int], bool] = lambda *_: False  # noqa: E731
        if work.what == "bundle":
            of_bundle = BundleInParts(path)
            part = lambda at, _: of_bundle.is_named(at)  # noqa: E731
        found = Found()
        with path.open("r+b", buffering=0) as file:
            for at in work.places:
                for bit in range(8) if work.bits == 8 else (at * 5 % 8,):
                    file.seek(at)
                    file.write(bytes([raw[at] ^ 1 << bit]))
                    found.turns += 1
                    there = part(at, bit)
                    if there and found.turns % WHOLE:
                        continue
                    found.whole += 1
                    how = _asked(check, named, at)
                    assert how == "place" or not there, (work.what, at, bit, how)
                    if how == "":
                        found.unnamed.append((work.file, at, bit))
                    elif how == "missed":
                        found.missed.append((work.file, at, bit))
                    elif how != "place":
                        found.otherwise[how, _member(raw, at)] += 1
                file.seek(at)
                file.write(raw[at : at + 1])
        return found


def _asked(check: Callable[[Report], object], named: Named, at: int) -> str:
    """By what the whole verifier names a byte that is turned; "missed" where all is proved."""
    report = Report(lambda _: None)
    try:
        check(report)
    except ValueError:  # Unreadable: the command says so, and its exit code is 2
        report.tell(NOT_PROVED, traceback.format_exc())
    return "missed" if report.exit_code == 0 else named(report, at)


def _member(raw: bytes, at: int) -> str:
    """The member of a line of a copy that a byte is in."""
    begins, ends = raw.rfind(b"\n", 0, at) + 1, raw.find(b'"', at) + 1
    names = re.findall(rb'"(\w+)":', raw[begins : max(ends + 1, at)])
    return b".".join([names[0], names[-1]]).decode() if names else ""


def works(out: GivenOut, what: str, every: int, bits: int) -> Iterator[Flip]:
    """Yield the parts of the work on one thing."""
    for file in checks(out.folder, out.key, out.bundle_key)[what][0]:
        size = (out.folder / file).stat().st_size
        length = 5_000 if what == "bundle" else 500
        for first in range(0, size, length):
            places = range(-(-first // every) * every, min(first + length, size), every)
            yield Flip(out.folder, what, file, places, bits, str(out.key), str(out.bundle_key))
