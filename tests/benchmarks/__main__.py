"""Every measurement in one run: appending, recording, rebuilding. `make bench` is this; about two minutes.

    python -m tests.benchmarks [--rounds 7] [--seconds 1.0] [--postgres URL] [--picture docs/images/recording.svg]

What is measured is said at the top of append.py, record.py and rebuild.py; figures are in docs/benchmarks.md.
"""

import argparse
import os
import platform
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import append, rebuild, record
from tests.benchmarks.bars import picture
from tests.benchmarks.turns import table


def main() -> None:
    """Print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="for appending and recording")
    parser.add_argument("--seconds", type=float, default=1.0, help="for each way, number of writers and round")
    parser.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    parser.add_argument("--picture", type=Path, help="where to draw what was found of appending and recording")
    chosen = parser.parse_args()
    names = "eventsourcing", "psycopg", "pydantic"
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; ", end="")
    print(f"{platform.python_implementation()} {platform.python_version()}, {packages}.")
    with append.prepared(chosen.postgres) as (database, stock):
        print(database.describe())
        print(f"{chosen.rounds} rounds of {chosen.seconds} s, medians.\n\nAppending")
        appending = append.measure(database, stock, chosen.rounds, chosen.seconds)
        print(table(appending))
        print("\nRecording through every rule")
        recording = record.measure(database, stock, chosen.rounds, chosen.seconds)
        print(table(recording))
    if chosen.picture:
        groups = [(f"Appending, writers: {writers}", rates) for writers, rates in appending]
        groups += [(f"Recording through every rule, writers: {writers}", rates) for writers, rates in recording]
        chosen.picture.write_text(picture("Entries a second, as a share of a bare INSERT", groups), encoding="utf-8")
    print("\nRebuilding")
    rebuild.main(["--postgres", chosen.postgres] if chosen.postgres else [])


if __name__ == "__main__":
    main()
