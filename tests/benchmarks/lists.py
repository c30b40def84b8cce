"""How fast lists across files are: word search over every line, and a portfolio of 20,000 contracts.

    python -m tests.benchmarks.lists [--entries 100000] [--rounds 5] [--postgres URL]

Over HTTP as JSON, fifty to a page; by somebody who reads everything, and by an officer from whom all that is marked is
withheld, whose first list is timed apart. Words: one that a third of all lines have, ones that few have, two together,
a phrase, none at all. The portfolio: filtered and sorted in every way the interface has, in a ledger of 20,000
contracts of three entries. PostgreSQL counts how many rows of the tables it has read one after another; where the
plan is by index those are none, or as few as the page has.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence

from psycopg import sql

from ledger.store.database import Database
from projections.read_models.generation import current
from tests.benchmarks.figures import Point, Section, percentile
from tests.benchmarks.rebuild import built
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.served import Client, served
from tests.benchmarks.turns import seconds_of

CONTRACTS = 20_000
TIMES = 60
TOLD_AFTER = 11
"""Seconds: a process of the server's that has nothing more to do tells what it read ten seconds later, no sooner."""
WORDS = (
    "scheduler", "hoist", "hoist missed", '"hoist missed at Ashdown"', "C-0000007", "transfer disputed Juniper",
    "Larkhill -late", "kitchen cold unsafe", "nothing-of-the-kind", "invoice", "rota changed", "praised or mislaid",
)  # fmt: skip
PORTFOLIO = (
    *(f"sort={order}" for order in ("reference", "title", "end-date", "last-recorded", "open-issues")),
    "words=home+care&sort=end-date", "words=C-0012345", "provider=crest&sort=title", "unit=Housing&sort=open-issues",
    "unit=Housing&sort=last-recorded", "stage=live&sort=end-date", "with_open_issues=true&sort=title",
    "unit=Transport&stage=live&sort=last-recorded", "words=nothing-of-the-kind",
)  # fmt: skip
SUMMED = "", "unit=Housing"
DUE = "", "office=lead-officer", "office=county-manager", "overdue=true", "office=representative&overdue=true"


def measure(run: Bench) -> Sequence[Section]:
    """Search the ledger that was made, and list another one's contracts."""
    built(run.database)
    return [search(run), portfolio(run)]


def search(run: Bench) -> Section:
    """Look for words in every line; the read models are there."""
    run.say(f"word search over {run.entries:,} lines")
    section = Section("search", f"Word search over {run.entries:,} lines")
    with served(run) as ours:
        searches = [f"/api/v1/entries/search?limit=50#{words}" for words in WORDS]
        p95 = _asked(run.database, "timeline", ours.client(), searches, section)
        section.most(f"word search over {run.entries:,} lines: 95th percentile", p95, 150, "ms")
        apart = _asked_by_officer(run, ours.client_of_officer(), searches, section)
        section.most("the same for an officer from whom what is marked is withheld", apart, 150, "ms")
    run.points.append(Point("HTTP word search, 95th percentile", run.entries, p95))
    return section


def portfolio(run: Bench) -> Section:
    """List the contracts of a ledger that has many."""
    contracts = min(CONTRACTS, max(run.entries // 3, 500))
    run.say(f"a portfolio of {contracts:,} contracts")
    section = Section("portfolio", f"A portfolio of {contracts:,} contracts, filtered and sorted")
    with run.another(contracts * 3 + 1, "many-small") as (database, _):
        built(database)
        with served(run, database) as ours:
            wanted = [f"/api/v1/contracts?{asked}&limit=50" for asked in PORTFOLIO]
            p95 = _asked(database, "status", ours.client(), wanted, section)
            _summed(ours.client(), section)
            due = _asked(
                database, "duties", ours.client(), [f"/api/v1/duties?{asked}&limit=50" for asked in DUE], section
            )
    with served(run) as ours:  # where much is marked
        listed = [f"/api/v1/contracts?{asked}&limit=50" for asked in PORTFOLIO]
        apart = _asked_by_officer(run, ours.client_of_officer(), listed, section)
        section.most("contracts of the made-up ledger, for an officer: 95th percentile", apart, 100, "ms")
    section.most(f"portfolio of {contracts:,} contracts: 95th percentile", p95, 100, "ms")
    section.most(f"what is due on {contracts:,} contracts: 95th percentile", due, 100, "ms")
    return section


def _summed(client: Client, section: Section) -> None:
    """Ask what all contracts come to, with the first hundred of them: no list, since it counts every contract."""
    for asked in SUMMED:
        path = f"/api/v1/portfolio?{asked}"
        taken = [seconds_of(lambda path=path: client.get(path)) * 1000 for _ in range(TIMES // 4)]  # type: ignore[misc]
        section.add(f"what they come to: portfolio?{asked}", taken, "ms")


def _asked_by_officer(run: Bench, client: Client, paths: Sequence[str], section: Section) -> float:
    """Ask each some times over; returns the 95th percentile of all but the very first in milliseconds."""
    with run.database.administer(autocommit=True) as connection:
        schema = run.database.projection_schema(current(connection).number)
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, "left_status"))
        ).fetchone()  # fmt: skip
    began = time.perf_counter()
    client.get(paths[0])
    section.add("an officer's first list", [(time.perf_counter() - began) * 1000], "ms")
    section.notes.append(
        f"On {row[0] if row else 0} of its {len(run.loaded.contracts):,} contracts something is marked."
    )
    return percentile([seconds_of(lambda path=path: client.get(path)) * 1000 for path in [*paths] * (TIMES // 4)], 0.95)  # type: ignore[misc]  # bound now


def _asked(database: Database, table: str, client: Client, paths: Sequence[str], section: Section) -> float:
    """Ask each many times over; returns the 95th percentile of all in milliseconds."""
    taken: dict[str, list[float]] = {path: [] for path in paths}
    for path in paths:
        client.get(path)
    read = _read_one_after_another(database, table)
    for path in itertools.chain.from_iterable([paths] * (TIMES // 4)):
        began = time.perf_counter()
        client.get(path)
        taken[path].append((time.perf_counter() - began) * 1000)
    scans, rows = (now - before for now, before in zip(_read_one_after_another(database, table), read, strict=True))
    for path, milliseconds in taken.items():
        section.add(path.removeprefix("/api/v1/").replace("limit=50", ""), milliseconds, "ms")
    asked = sum(map(len, taken.values()))
    section.notes.append(f"Of {asked} answers, {scans} read the table {table} from end to end ({rows:,} rows in all).")
    section.most(f"{section.name}: answers whose plan reads the whole table {table}", scans, 0, "x")
    return percentile(list(itertools.chain(*taken.values())), 0.95)


def _read_one_after_another(database: Database, table: str) -> tuple[int, int]:
    """How often a table of the read models has been read from end to end so far, and how many rows that were."""
    time.sleep(TOLD_AFTER)
    with database.administer(autocommit=True) as connection:
        generation = current(connection)
        row = connection.execute(
            "SELECT coalesce(sum(seq_scan), 0)::bigint, coalesce(sum(seq_tup_read), 0)::bigint FROM pg_stat_user_tables"
            " WHERE schemaname = %s AND relname = %s",
            (database.projection_schema(generation.number), table),
        ).fetchone()
    assert row is not None
    return row[0], row[1]


if __name__ == "__main__":
    alone(measure, __doc__, entries=20_000)
