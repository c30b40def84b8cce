"""What every measurement has at hand: a ledger that was made, the servers, and how long it may take.

A module measures by a function from this to sections (figures.py); `alone` runs one by itself, and `__main__` all of
them over one ledger.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from ledger.store.database import Database
from ledger.store.embedded import EmbeddedServer
from tests.benchmarks.figures import Point, Section
from tests.benchmarks.growth import SHAPES, Shape
from tests.benchmarks.ledgers import Loaded, load
from tests.benchmarks.servers import CHEAP, SLOW, NoSlowServer, flush_microseconds, ledger_on, server

Server = EmbeddedServer | str


@dataclass
class Bench:
    """One run. `database` is the ledger that was made, `loaded` what is in it."""

    database: Database
    loaded: Loaded
    server: Server
    folder: Path
    options: argparse.Namespace
    flush: float
    """Microseconds that the disk's own flush takes."""
    slow: Server | None = None
    """A server whose flush takes two milliseconds more; None where the disk's own takes long enough, or none is had."""
    why_not_slow: str = ""
    points: list[Point] = field(default_factory=list)

    @property
    def rounds(self) -> int:
        """How often each way is measured."""
        return int(self.options.rounds)

    @property
    def seconds(self) -> float:
        """How long each way is measured in a round, where it is counted how often it goes."""
        return float(self.options.seconds)

    @property
    def entries(self) -> int:
        """How many entries the ledger was made with."""
        return self.loaded.plan.entries

    def say(self, words: str) -> None:
        """Say what is being done now."""
        say(words)

    @contextmanager
    def another(
        self, entries: int = 0, shape: Shape = "mixed", on: Server | None = None
    ) -> Iterator[tuple[Database, Loaded]]:
        """Another ledger on the same server, or on another, with so many entries (at least the first)."""
        with ledger_on(on or self.server, self.folder / "keys") as database:
            yield database, load(database, max(entries, 1), seed=self.loaded.plan.seed, shape=shape)


Measure = Callable[[Bench], Sequence[Section]]
_began = time.monotonic()


def say(words: str) -> None:
    """Say something to whoever waits, on standard error, with the minutes that have gone by."""
    minutes, seconds = divmod(int(time.monotonic() - _began), 60)
    sys.stderr.write(f"[{minutes:3}:{seconds:02}] {words}\n")
    sys.stderr.flush()


def progress(what: str, every: float = 5.0) -> Callable[[int, int], None]:
    """Return what says now and then how far some work has got."""
    said = [time.monotonic()]

    def tell(done: int, there: int) -> None:
        if time.monotonic() - said[0] >= every:
            said[0] = time.monotonic()
            say(f"{what}: {done:,} of {there:,}")

    return tell


def parser(about: str | None, entries: int = 100_000, rounds: int = 5, seconds: float = 0.7) -> argparse.ArgumentParser:
    """Return what reads the options that every measurement takes."""
    options = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=entries, help=f"in the ledger; {entries:,} unless said")
    options.add_argument("--shape", choices=SHAPES, default="mixed", help="of the ledger: see growth.py")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rounds", type=int, default=rounds, help="medians are over so many")
    options.add_argument("--seconds", type=float, default=seconds, help="for each way and round, where it is counted")
    options.add_argument("--postgres", help="an administrator's URL; without it a server of our own")
    options.add_argument("--no-slow", action="store_true", help="leave the slowed flush out")
    return options


@contextmanager
def bench(options: argparse.Namespace) -> Iterator[Bench]:
    """Everything a run needs, with the ledger made; all of it is removed at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench")))
        flush = flush_microseconds(folder)
        on: Server = options.postgres or stack.enter_context(server(folder / "server"))
        slow: Server | None = None
        why = ""
        if options.no_slow:
            why = "the slowed flush was left out (--no-slow)"
        elif flush >= CHEAP:
            why = f"the disk's own flush takes {flush:,.0f} µs: it is slow as it is"
        else:
            try:
                slow = stack.enter_context(server(folder / "slow", SLOW))
            except NoSlowServer as error:
                why = f"not measured with a slowed flush: {error}"
        database = stack.enter_context(ledger_on(on, folder / "keys"))
        say(f"making a ledger of {options.entries:,} entries ({options.shape})")
        loaded = load(database, options.entries, seed=options.seed, shape=options.shape, progress=progress("made"))
        largest = max(loaded.contracts)
        say(f"made in {loaded.seconds:.0f} s: {len(loaded.contracts):,} contracts, the largest {largest:,}")
        yield Bench(database, loaded, on, folder, options, flush, slow, why)


def conditions(run: Bench) -> str:
    """Return one paragraph: on what it was measured."""
    names = "eventsourcing", "psycopg", "pydantic", "fastapi", "uvicorn"
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    with Path("/proc/meminfo").open(encoding="ascii") as said:
        memory = int(said.readline().split()[1]) / 1024 / 1024
    cpu = next(
        (said.partition(":")[2].strip() for said in _lines("/proc/cpuinfo") if said.startswith("model name")), ""
    )
    return (
        f"{time.strftime('%Y-%m-%d')}{_commit()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores ({cpu}), "
        f"{memory:.0f} GB, load {os.getloadavg()[0]:.1f} at the end; a flush of the disk takes {run.flush:,.0f} µs. "
        f"{run.database.describe().partition(' Schema')[0].partition(', in ')[0]}; "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}. "
        f"{run.entries:,} entries ({run.loaded.plan.shape}, seed {run.loaded.plan.seed}) on "
        f"{len(run.loaded.contracts):,} contracts, made in {run.loaded.seconds:.0f} s; medians of {run.rounds} rounds."
    )


def _commit() -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    asked = [git, "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    return f", commit {said.stdout.strip()}" if said.returncode == 0 else ""


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()


def alone(measure: Measure, about: str | None, arguments: list[str] | None = None, **defaults: int) -> None:
    """Make a ledger, measure one thing over it, and print what was found."""
    from tests.benchmarks.report import text

    options = parser(about, **defaults).parse_args(arguments)
    with bench(options) as run:
        sections = measure(run)
        print(conditions(run))
    for section in sections:
        print(text(section))
