"""How long the server takes to start: from `cleartrail serve` to its first answer, in a small and in a large ledger.

    python -m tests.benchmarks.starting [--entries 100000] [--rounds 5] [--postgres URL]

The database runs already and the read models are built. Each round starts both, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.figures import Point, Section
from tests.benchmarks.rebuild import built
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.sealing import SMALL
from tests.benchmarks.served import served

ROUNDS = 3


def measure(run: Bench) -> Sequence[Section]:
    """Start a few times over."""
    run.say("starting the server")
    small, large = list[float](), list[float]()
    with run.another(min(SMALL, run.entries)) as (database, _):
        for each in (database, run.database):
            built(each)
        for _ in range(ROUNDS):
            for each, found in ((database, small), (run.database, large)):
                with served(run, each) as ours:
                    found.append(ours.seconds)
    section = Section("starting", "From `cleartrail serve` to the first answer")
    of_small = section.add(f"{min(SMALL, run.entries):,} entries", small, "s")
    of_large = section.add(f"{run.entries:,} entries", large, "s")
    section.most("server start: times the same with 10,000 entries", of_large / of_small, 1.25)
    run.points += [
        Point("server start", min(SMALL, run.entries), of_small * 1000),
        Point("server start", run.entries, of_large * 1000),
    ]
    return [section]


if __name__ == "__main__":
    alone(measure, __doc__, entries=20_000)
