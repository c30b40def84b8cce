"""Every measurement in one run, over one ledger. `make bench` is this; some twenty minutes on two cores.

    python -m tests.benchmarks [--entries 100000] [--shape mixed] [--only record,rebuild] [--publish] [--postgres URL]

What is measured is said at the top of each module; what was found is printed, and kept in tests/benchmarks/results
with its plots. `--publish` writes it into docs/benchmarks.md too. Whatever is found, and whether it meets what was
asked for or not, the exit code is 0: a busy machine is no fault of the program. A million entries: --entries 1000000.
"""

from __future__ import annotations

import json
import time
import traceback

from tests.benchmarks import (
    append,
    catch_up,
    growing,
    importing,
    limits,
    lists,
    long_files,
    past,
    reading,
    rebuild,
    record,
    sealing,
    servers_beside,
    starting,
    verifying,
)
from tests.benchmarks.figures import Section
from tests.benchmarks.report import publish, text, write
from tests.benchmarks.running import Bench, Measure, bench, conditions, parser, say

MEASURES: dict[str, Measure] = {
    "record": record.measure,
    "servers-beside": servers_beside.measure,
    "limits": limits.measure,
    "long-files": long_files.measure,
    "past": past.measure,
    "importing": importing.measure,
    "sealing": sealing.measure,
    "verifying": verifying.measure,
    "append": append.measure,
    "rebuild": rebuild.measure,
    "catch-up": catch_up.measure,
    "reading": reading.measure,
    "lists": lists.measure,
    "starting": starting.measure,
    "growing": growing.measure,
}
"""In the order in which they are run; what is left when the time is over is not measured, and the report says so."""
WITHIN = 20.0  # minutes for a hundred thousand entries, and in proportion


def measured(run: Bench, names: list[str], minutes: float) -> list[Section]:
    """Run these, and print each as it is found; one that fails is said, and stops no other."""
    found, until = list[Section](), time.monotonic() + minutes * 60
    for name in names:
        if time.monotonic() > until:
            why = (
                f"The {minutes:.0f} minutes were over; it runs alone by `--only {name}`, or in more time by `--within`."
            )
            found.append(Section(name, f"{name}: not measured", notes=[why]))
            print(text(found[-1]), flush=True)
            continue
        try:
            sections = MEASURES[name](run)
        except Exception as error:  # noqa: BLE001  # whatever it is, the others are measured all the same
            traceback.print_exc()
            sections = [Section(name, f"{name}: not measured", notes=[f"It failed: {type(error).__name__}: {error}"])]
        for section in sections:
            print(text(section), flush=True)
        found += sections
    return found


def main() -> None:
    """Measure, print, keep."""
    options = parser(__doc__)
    options.add_argument("--only", help=f"names with commas between them: {', '.join(MEASURES)}")
    options.add_argument(
        "--within", type=float, help=f"minutes; unless said {WITHIN:.0f} for each hundred thousand entries"
    )
    options.add_argument("--publish", action="store_true", help="write what is found into docs/ too")
    chosen = options.parse_args()
    names = chosen.only.split(",") if chosen.only else list(MEASURES)
    if unknown := [name for name in names if name not in MEASURES]:
        options.error(f"there is no measurement {unknown[0]!r}; there are {', '.join(MEASURES)}")
    with bench(chosen) as run:
        sections = measured(run, names, chosen.within or WITHIN * max(run.entries / 100_000, 1))
        on = conditions(run)
        folder = write(on, sections, run.points)
    print(f"\n{on}")
    floors = [floor for section in sections for floor in section.floors]
    print(f"\n{sum(floor.met for floor in floors)} of {len(floors)} floors are met.")
    say(f"kept in {folder}: latest.md, latest.json, plots")
    if chosen.publish:
        publish(json.loads((folder / "latest.json").read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
