"""What the served ledger does under load: many readers and writers at once, for minutes, with or without a rebuild.

    python -m tests.benchmarks.load [--minutes 5] [--readers 200] [--writers 20] [--pause 0] [--rebuild]
                                    [--entries 20000] [--postgres URL]

The real `cleartrail serve` in a process of its own, on the embedded PostgreSQL or on the one that is named. Readers
ask for status, timelines, duties, failings, readiness, lists and words, each the next question as soon as it has the
answer to the last, or after a pause. Writers record notes, each with an Idempotency-Key and words that nobody else
says. Told are errors; entries that were acknowledged and are not there afterwards, word for word, each looked up; the
server's memory, second by second; and how long answers took, in windows of five seconds, drawn in
tests/benchmarks/results.
"""

from __future__ import annotations

import itertools
import json
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException

from tests.benchmarks.memory import held
from tests.benchmarks.rebuild import build, built
from tests.benchmarks.report import RESULTS, ROOT, keep, put
from tests.benchmarks.running import Bench, bench, conditions, parser, say
from tests.benchmarks.seen import Seen, plots, told
from tests.benchmarks.served import Served, served
from tests.benchmarks.servers import address, apart

API = "/api/v1"


def questions(references: list[str], chance: random.Random) -> Iterator[str]:
    """Yield what readers ask, without end."""
    ways: list[Callable[[str], str]] = [
        lambda ref: f"{API}/contracts/{ref}",
        lambda ref: f"{API}/contracts/{ref}/timeline?limit=50",
        lambda ref: f"{API}/contracts/{ref}/timeline?limit=50&newest_first=true",
        lambda ref: f"{API}/contracts/{ref}/duties",
        lambda ref: f"{API}/contracts/{ref}/failings",
        lambda ref: f"{API}/contracts/{ref}/readiness",
        lambda ref: f"{API}/contracts/{ref}/entries/{chance.randint(1, 30)}",
        lambda _: f"{API}/contracts?sort=last-recorded&limit=50",
        lambda _: f"{API}/entries/search?limit=50#{chance.choice(('hoist missed', 'Juniper', 'rota changed'))}",
    ]
    while True:
        yield chance.choice(ways)(chance.choice(references))


def reader(ours: Served, seen: Seen, references: list[str], seed: int, pause: float) -> None:
    """Ask one question after another."""
    client, asked = ours.client(), questions(references, random.Random(seed))
    while seen.going:
        path, began = next(asked), time.monotonic()
        try:
            status, body = client.read(path)
        except (OSError, HTTPException) as error:
            seen.errors[f"read: {type(error).__name__}"] += 1
            client.close()
            continue
        seen.answers.append((began - seen.began, "read", (time.monotonic() - began) * 1000))
        if status != 200:
            seen.errors[f"read: {status} {body[:120]!r}"] += 1
        if pause:
            time.sleep(pause)


def writer(ours: Served, seen: Seen, references: list[str], pause: float) -> None:
    """Record one note after another, on one contract after another."""
    client, files = ours.client(), itertools.cycle(references)
    while seen.going:
        reference, words, began = next(files), f"Noted under load: {secrets.token_hex(12)}", time.monotonic()
        body = json.dumps({"happened_on": "2026-06-30", "words": words}).encode()
        path = f"{API}/contracts/{reference}/entries/note-made?acknowledge=all"
        try:
            status, answer = client.ask(
                "POST", path, body, Content_Type="application/json", Idempotency_Key=secrets.token_hex(8)
            )
        except (OSError, HTTPException) as error:
            seen.errors[f"write: {type(error).__name__}"] += 1
            client.close()
            continue
        seen.answers.append((began - seen.began, "write", (time.monotonic() - began) * 1000))
        if status != 201:
            seen.errors[f"write: {status} {answer[:120]!r}"] += 1
        else:
            seen.acknowledged.append((reference, _position(answer), words))
        if pause:
            time.sleep(pause)


def _position(answer: bytes) -> int:
    position: int = json.loads(answer)["position"]
    return position


def lost(ours: Served, seen: Seen) -> list[tuple[str, int, str]]:
    """Return the entries that were acknowledged and are not there, word for word."""
    client = ours.client()
    missing = []
    for reference, position, words in seen.acknowledged:
        status, body = client.ask("GET", f"{API}/contracts/{reference}/entries/{position}")
        if status != 200 or words.encode() not in body:
            missing.append((reference, position, words))
    return missing


def _look_at_health(ours: Served, seen: Seen) -> None:
    """Note as an error where something that works beside the requests has stopped: a sealer, a projector."""
    status, body = ours.client().read("/healthz")
    if status != 200 or json.loads(body).get("troubles"):
        seen.errors[f"health: {status} {body[:120]!r}"] += 1


def under_load(
    run: Bench, ours: Served, minutes: float, readers: int, writers: int, pause: float, *, again: bool
) -> Seen:
    """Let them all work at once; returns what came back."""
    seen = Seen()
    seen.until = seen.began + minutes * 60
    references = run.loaded.of_about(100, 400)
    threads = [
        threading.Thread(target=reader, args=(ours, seen, references, number, pause)) for number in range(readers)
    ]
    own = max(len(references) // max(writers, 1), 1)
    threads += [
        threading.Thread(target=writer, args=(ours, seen, references[n * own : (n + 1) * own] or references, pause))
        for n in range(writers)
    ]
    threads.append(threading.Thread(target=_watch, args=(ours, seen)))
    if again:
        threads.append(threading.Thread(target=_rebuild, args=(run, seen)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _watch(ours: Served, seen: Seen) -> None:
    told = time.monotonic()
    while seen.going:
        seen.memory.append((time.monotonic() - seen.began, held(ours.process.pid) / 1024))
        if time.monotonic() - told > 30:
            told = time.monotonic()
            say(f"{len(seen.answers):,} answers, {sum(seen.errors.values())} errors, {seen.memory[-1][1]:.0f} MB")
        time.sleep(1)


def _rebuild(run: Bench, seen: Seen) -> None:
    """Build the read models anew, again and again."""
    time.sleep(min(10.0, (seen.until - seen.began) / 10))
    while seen.going:
        apart(build, address(run.database, run.server))
        seen.rebuilt += 1


def main() -> None:
    """Serve a ledger under load, and say what came of it."""
    options = parser(__doc__, entries=20_000)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--readers", type=int, default=200)
    options.add_argument("--writers", type=int, default=20)
    options.add_argument("--pause", type=float, default=0.0, help="seconds between an answer and the next question")
    options.add_argument("--publish", action="store_true", help="write it into docs/ too")
    options.add_argument("--rebuild", action="store_true", help="build the read models anew meanwhile")
    options.set_defaults(no_slow=True)
    chosen = options.parse_args()
    with bench(chosen) as run:
        built(run.database)
        with served(run) as ours:
            say(f"{chosen.readers} readers and {chosen.writers} writers for {chosen.minutes} minutes")
            seen = under_load(
                run, ours, chosen.minutes, chosen.readers, chosen.writers, chosen.pause, again=chosen.rebuild
            )
            _look_at_health(ours, seen)
            say(f"looking up {len(seen.acknowledged):,} acknowledged entries")
            missing = lost(ours, seen)
        on = conditions(run)
    name = "load-rebuild" if chosen.rebuild else "load"
    lines, drawn = told(seen, missing), plots(seen, name)
    keep(drawn, RESULTS)
    print("\n".join([on, *lines, f"drawn in {RESULTS}: {', '.join(drawn)}"]))
    if chosen.publish:
        keep(drawn, ROOT / "docs" / "images")
        pictures = [f"![{plot}](images/{plot}.svg)" for plot in drawn]
        put(name, "\n".join([on, "", *(f"- {line}" for line in lines), "", *pictures]))


if __name__ == "__main__":
    main()
