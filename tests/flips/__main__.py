"""Turn the bits, and print a line for each thing."""

# mypy: ignore-errors

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time

import tests.flips
from ledger.verify import Report
from tests.flips.turning import Found, checks, turned, works
from tests.given_out import given_out


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def _tell(what: str, found: Found, seconds: float) -> None:
    seen = found.turns - len(found.missed)
    print(
        f"{what:<12} {found.turns:>9,} turned, {seen:>9,} found, {seen - len(found.unnamed):>9,} named; the whole "
        f"verifier asked {found.whole:,} times; {seconds:.0f} s",
        flush=True,
    )
    for (how, member), count in found.otherwise.most_common():
        print(f"  by {how}: {count:,} in {member}")
    for wrong, places in (("not found", found.missed), ("found and not named", found.unnamed)):
        for file, at, bit in places[:50]:
            print(f"  {wrong}: {file}, byte {at}, bit {bit}", flush=True)


def main() -> None:
    """Print a line for each thing."""
    parser = argparse.ArgumentParser(
        description=tests.flips.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
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
            began, found = time.monotonic(), Found()
            todo = list(works(out, what, chosen.every, chosen.bits))
            for number, more in enumerate(pool.imap(turned, todo), 1):
                found.add(more)
                if number % 20 == 0:
                    _say(f"  {what}: {number} of {len(todo)} parts, {len(found.missed)} not found")
            _tell(what, found, time.monotonic() - began)
            failed |= bool(found.missed or found.unnamed)
    sys.exit(failed)


if __name__ == "__main__":
    main()
