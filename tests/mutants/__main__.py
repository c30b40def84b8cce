"""Judge every mutant, and print those that nobody notices. `--function NAME ...` takes those whose name begins so."""

# mypy: ignore-errors

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from types import ModuleType

from ledger.log.files import file_key
from tests.given_out import given_out
from tests.log import test_files
from tests.log.conftest import ORIGIN
from tests.mutants.asking import Case, Given
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.making import Mutant, loaded, mutants
from tests.mutants.of_bundles import of_bundles
from tests.mutants.of_bytes import of_bytes
from tests.mutants.of_copies import of_copies, of_files, of_logs
from tests.mutants.of_forms import of_forms
from tests.mutants.of_made_up import of_made_up
from tests.mutants.of_made_up_copies import of_made_up_copies
from tests.mutants.of_notes import of_keys, of_notes, of_vectors
from tests.mutants.of_older import of_older
from tests.mutants.of_reports import of_reports
from tests.mutants.of_stamps import of_rotations, of_stamps
from tests.mutants.touching import Known, known

VERIFIER = Path(__file__).parents[2] / "ledger" / "verify.py"
LONGEST = 600  # seconds that a mutant may take: it may never end
MORE = 30  # cases that are tried for a verdict, where a word has shown a mutant already


class TooLong(Exception):
    """A mutant that does not come to an end."""


def cases(of: Given) -> Iterator[Case]:
    """Yield everything that is asked of the verifier."""
    asks = {
        "checkpoint": of.ask("checkpoint", "newer"),
        "proof": of.ask("proof", "proof", "--stored", "stored"),
        "consistency": of.ask("consistency", "older", "consistency"),
        "file": of.ask("file", "file", "--known-at", "2099-01-01T00:00:00.000000Z"),
        "nowhere": of.ask("file", "nowhere", "--file", file_key(ORIGIN, test_files.NOWHERE).hex()),
        "copy": of.ask("copy", "copy", "--checkpoint", "older", "--checkpoint", "newer"),
        "log": of.ask("log", "log", "--checkpoint", "older"),
    }
    yield from ((name, ask, True) for name, ask in asks.items())
    yield from chain(
        of_forms(of), of_keys(of), of_notes(of, asks), of_copies(of, asks["copy"]),
        of_files(of, asks["file"], asks["nowhere"]),
        of_logs(of, asks["log"]), of_bytes(of, asks), of_stamps(of), of_rotations(of), of_bundles(of), of_made_up(of),
        of_older(of), of_reports(of), of_made_up_copies(of), of_vectors(),
    )  # fmt: skip


def judged(verifier: ModuleType, mutant: Mutant, asked: Sequence[Known]) -> str:
    """Return by what a mutant is found out: a verdict, a word, or nothing."""
    touched = [one for one in asked if not one.lines.isdisjoint(mutant.lines)]
    if not touched:
        return "unmet: no case runs this line"
    with mutant.put_into(verifier):
        return _asked(verifier, touched)


def _asked(verifier: ModuleType, touched: Sequence[Known]) -> str:
    word, left = "", MORE
    signal.alarm(LONGEST)
    try:
        for one in touched:
            try:
                answer = one.ask(verifier)
            except TooLong:
                return "verdict: it never ends"
            except Exception as error:  # noqa: BLE001  # it falls over: that is seen
                return f"verdict: {one.name}: {type(error).__name__}"
            if answer[0] != one.right[0]:
                return f"verdict: {one.name}: {answer[0]} instead of {one.right[0]}"
            if answer != one.right:
                word = word or f"word: {one.name}"
            if word and (left := left - 1) == 0:
                break
    finally:
        signal.alarm(0)
    return word


def _ring(*_: object) -> None:
    raise TooLong


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--function", nargs="+", default=[""], help="only those of functions whose name begins so")
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("WHICH", "OF"), help="each so-manyth")
    chosen = parser.parse_args()
    signal.signal(signal.SIGALRM, _ring)
    text, began = VERIFIER.read_text(encoding="utf-8"), time.monotonic()
    with given_out() as out:
        verifier = loaded(text)
        asked = known(verifier, list(cases(Given(out))))
        print(f"{len(asked)} cases; the verifier is right about each ({time.monotonic() - began:.0f} s)", flush=True)
        found, survivors = Counter[str](), []
        for number, mutant in enumerate(mutants(text), 1):
            if not mutant.name.startswith(tuple(chosen.function)) or number % chosen.part[1] != chosen.part[0]:
                continue
            by = judged(verifier, mutant, asked)
            kind = by.partition(":")[0] or ("equivalent" if mutant.name in EQUIVALENT else "survives")
            if kind == "unmet" and mutant.name in EQUIVALENT:
                kind = "equivalent"
            found[kind] += 1
            if kind in ("survives", "unmet"):
                survivors.append(mutant)
                print(f"{kind}: line {mutant.lines.start}: {mutant.name}", flush=True)
            if found.total() % 20 == 0:
                print(f"  {number} mutants, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{found.total()} mutants: " + ", ".join(f"{count} {kind}" for kind, count in found.most_common()))
    sys.exit(bool(survivors))


if __name__ == "__main__":
    main()
