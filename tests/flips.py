"""Turns bits in every byte of what a small ledger gives out, one after another, and shows that each is found.

    python -m tests.flips [WHAT ...] [--every 1] [--bits 1] [--processes 2]

WHAT: copy, bundle, log, checkpoint, proof, consistency, file, nowhere, answer (a timestamp); all of them if none is
named. `--every 7` takes each seventh byte, `--bits 8` turns each bit of a byte, else one: another one from byte to
byte. In a bundle the SHA-256 of a file that was not touched is worked out once and remembered; all else is done anew.
What was turned and is proved all the same is printed, and the exit code is 1.
"""

# mypy: ignore-errors

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ledger.log.files import file_key
from ledger.verify import (
    Bundle,
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
from tests.given_out import NOWHERE, GivenOut, given_out
from tests.log.conftest import ORIGIN


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


def missed(work: Flip) -> tuple[int, list[tuple[int, int]]]:
    """Turn the bits; return how many, and byte and bit of those that were not found."""
    with tempfile.TemporaryDirectory(prefix="flips", dir=_memory()) as name:
        folder = Path(name) / "given"
        shutil.copytree(work.folder, folder)
        check = checks(folder, Key.read(work.key), Key.read(work.bundle_key))[work.what][1]
        path = folder / work.file
        raw = bytearray(path.read_bytes())
        touched = _remembering(path, raw) if work.what == "bundle" else lambda _: None
        count, found = 0, []
        with path.open("r+b", buffering=0) as file:
            for at in work.places:
                touched(at)
                for bit in range(8) if work.bits == 8 else (at * 5 % 8,):
                    file.seek(at)
                    file.write(bytes([raw[at] ^ 1 << bit]))
                    report = Report(lambda _: None)
                    try:
                        check(report)
                        proved = report.exit_code == 0
                    except ValueError:
                        proved = False  # Unreadable: the command says so, and its exit code is 2
                    count += 1
                    if proved:
                        found.append((at, bit))
                file.seek(at)
                file.write(raw[at : at + 1])
        return count, found


def _remembering(path: Path, raw: bytearray) -> Callable[[int], None]:
    """Have the hash of a file of a bundle that no byte was turned in worked out once."""
    whole = Bundle.open(path)
    before = {name: (*place, whole.measured(name)) for name, place in whole.places.items()}
    measure, here = Bundle.measured, [-1]

    def measured(bundle: Bundle, name: str) -> tuple[int, str, bool]:
        at, size = bundle.places[name]
        known = before.get(name)
        if known is not None and known[:2] == (at, size) and not at <= here[0] < at + size:
            length, digest, _ = known[2]
            return length, digest, bundle._crcs.get(name) == whole._crcs[name]
        return measure(bundle, name)

    Bundle.measured = measured
    return partial(here.__setitem__, 0)


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # faster than a disk, and private


def works(out: GivenOut, what: str, every: int, bits: int) -> Iterator[Flip]:
    """Yield the parts of the work on one thing."""
    for file in checks(out.folder, out.key, out.bundle_key)[what][0]:
        size = (out.folder / file).stat().st_size
        for first in range(0, size, 2_000):
            places = range(-(-first // every) * every, min(first + 2_000, size), every)
            yield Flip(out.folder, what, file, places, bits, str(out.key), str(out.bundle_key))


def main() -> None:
    """Print a line for each thing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--bits", type=int, choices=(1, 8), default=1)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    failed = False
    with given_out() as out, multiprocessing.get_context("spawn").Pool(chosen.processes) as pool:
        known = checks(out.folder, out.key, out.bundle_key)
        for what in chosen.what or known:
            report = Report(lambda _: None)
            known[what][1](report)
            assert report.exit_code == 0, (what, report.steps)
            began, count, lost = time.monotonic(), 0, []
            todo = list(works(out, what, chosen.every, chosen.bits))
            for number, (work, (flips, not_found)) in enumerate(zip(todo, pool.imap(missed, todo), strict=True), 1):
                count += flips
                lost += [(work.file, at, bit) for at, bit in not_found]
                if number % 20 == 0:
                    print(
                        f"  {what}: {number} of {len(todo)} parts, {len(lost)} not found", file=sys.stderr, flush=True
                    )
            print(
                f"{what:<12} {count:>9,} flips, {count - len(lost):>9,} found, {time.monotonic() - began:6.0f} s",
                flush=True,
            )
            for file, at, bit in lost[:50]:
                print(f"  not found: {file}, byte {at}, bit {bit}", flush=True)
            failed |= bool(lost)
    sys.exit(failed)


if __name__ == "__main__":
    main()
