"""How fast one file is read over HTTP: status, duties, failings, readiness, pages of a long timeline.

    python -m tests.benchmarks.reading [--entries 100000] [--rounds 5] [--postgres URL]

The ledger is served by `cleartrail serve`; one client asks for JSON over one connection, of a contract of about a
hundred entries that is asked for again and again, of two hundred such in turn, and of the longest. Beside each stands
a bare FastAPI route that fetches the same bytes from a table by raw SQL, asked in turns with it. Since answers are kept
(docs/adr/0108), what each takes that is asked for the first time is measured too, and pages that nobody has asked for,
by an account that had been given none of their entries: beside the bare route, and one that writes a row and commits.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from tests.benchmarks.figures import Point, Section, percentile
from tests.benchmarks.rebuild import built
from tests.benchmarks.running import Bench, alone
from tests.benchmarks.served import Client, bare, served

QUESTIONS = ("status", "duties", "failings", "readiness")
API = "/api/v1/contracts"
EACH, LONGEST = 20, 1.0  # questions of a kind in a round; no more than for so many seconds
WALK = 20.0  # seconds that are spent on the way to a page in the middle
PAGE = 50


def path_of(reference: str, question: str) -> str:
    """Return where a contract's answer to a question is."""
    return f"{API}/{reference}" if question == "status" else f"{API}/{reference}/{question}"


def timeline_pages(reference: str) -> dict[str, str]:
    """Return the pages of a timeline that are asked for, by what each is."""
    pages = f"{API}/{reference}/timeline?limit={PAGE}"
    return {
        "first page": pages, "newest first": f"{pages}&newest_first=true", "by recording": f"{pages}&order=recorded",
        "one kind": f"{pages}&kind=issue-raised", "the provider's": f"{pages}&party=provider",
        "words": pages.replace("?", "/search?") + "#hoist",
    }  # fmt: skip


def measure(run: Bench) -> Sequence[Section]:
    """Ask; the read models are built first where they are not."""
    run.say("building the read models, and serving")
    built(run.database)
    with served(run) as ours:
        client = ours.client()
        small, many = run.loaded.of_about(100, 1)[0], run.loaded.of_about(100, 200)
        paths = {f"{question}, one file of about 100": [path_of(small, question)] for question in QUESTIONS}
        paths |= {
            f"{question}, two hundred such files in turn": [path_of(each, question) for each in many]
            for question in QUESTIONS
        }
        paths |= {
            f"{question}, the longest file ({max(run.loaded.contracts):,})": [path_of(run.loaded.largest, question)]
            for question in QUESTIONS
        }
        run.say("asking each question once")
        first: dict[str, float] = {}
        answers = {path: _once(client, path, first) for path in dict.fromkeys(itertools.chain(*paths.values()))}
        pages = _walked(client, timeline_pages(run.loaded.largest), first, answers)
        paths |= {f"timeline page of the longest, {what}": [path] for what, path in pages.items()}
        answers |= {path: _once(client, path, first) for path in pages.values() if path not in answers}
        run.say(f"asking {len(paths)} questions, {run.rounds} rounds")
        with bare(run, answers) as theirs:
            one, timeline = _compared(run, client, theirs.client(), paths, answers)
            _first_time(theirs.client(), ours.client_of_second(), one, timeline, paths, first)
            return [one, timeline]


def _once(client: Client, path: str, first: dict[str, float]) -> bytes:
    """An answer; into `first` go the milliseconds it took."""
    began = time.perf_counter()
    answer = client.get(path)
    first[path] = (time.perf_counter() - began) * 1000
    return answer


def _first_time(
    bare_client: Client, second: Client, one: Section, timeline: Section, paths: dict[str, list[str]],
    first: dict[str, float],
) -> None:  # fmt: skip
    """What was asked for the first time: of a file that nobody had asked about since it grew, and pages of the longest.

    The pages are those of the walk with one line less, which nobody had asked for, by another account, in turns with
    the bare routes.
    """
    for what, wanted in paths.items():
        if "longest file" in what or "in turn" in what:
            one.add(f"{what}, for the first time", [first[path] for path in wanted if path in first], "ms")
    taken: dict[str, list[float]] = {"bare": [], "noted": [], "ours": []}
    for path in [path for path in first if "cursor=" in path]:
        taken["bare"] += _asked(bare_client, [f"/answer?path={quote(path)}"])
        taken["ours"] += _asked(second, [path.replace(f"limit={PAGE}", f"limit={PAGE - 1}")])
        taken["noted"] += _asked(bare_client, [f"/noted?path={quote(path)}"])
    if taken["ours"]:
        bare_ms = timeline.add("bare route with pages that follow one another", taken["bare"], "ms")
        noted = timeline.add("the same, with one row written and committed", taken["noted"], "ms")
        ours = timeline.add("pages that follow one another, each for the first time", taken["ours"], "ms")
        timeline.most("pages that nobody had asked for: times raw SQL and a bare route", ours / bare_ms, 2)
        timeline.notes.append(f"Times one that writes a row and commits before it sends them: {ours / noted:.2f}.")


def _walked(
    client: Client, pages: dict[str, str], first: dict[str, float], answers: dict[str, bytes]
) -> dict[str, str]:
    """The same pages, and some in the middle of the file, to which the cursors lead."""
    path, found, until = pages["first page"], dict(pages), time.monotonic() + WALK
    for number in range(1, 200):
        answers[path] = _once(client, path, first)
        following = json.loads(answers[path])["next"]
        if following is None or time.monotonic() > until:
            break
        path = f"{pages['first page']}&cursor={quote(following)}"
        if number in (20, 100, 199):
            found[f"page {number + 1}"] = path
    return found


def _compared(
    run: Bench, client: Client, bare_client: Client, paths: dict[str, list[str]], answers: dict[str, bytes]
) -> tuple[Section, Section]:  # fmt: skip
    one = Section("reading", f"Reading one file over HTTP, {run.entries:,} entries in the ledger")
    pages = Section("timeline", f"Timeline of the longest file over HTTP, {PAGE} lines a page")
    for what, wanted in paths.items():
        section = pages if what.startswith("timeline") else one
        ours, theirs = list[float](), list[float]()
        turns, bare_turns = itertools.cycle(wanted), itertools.cycle(wanted)
        for _ in range(run.rounds):
            ours += _asked(client, itertools.islice(turns, EACH))
            theirs += _asked(bare_client, (f"/answer?path={quote(p)}" for p in itertools.islice(bare_turns, EACH)))
        size = sum(len(answers[path]) for path in wanted) // len(wanted)
        bare_ms = section.add(f"bare route with the {size:,} bytes of: {what}", theirs, "ms")
        ours_ms = section.add(what, ours, "ms")
        section.most(f"{what}: times raw SQL and a bare route", ours_ms / bare_ms, 2)
        section.notes.append(f"{what}: 95th percentile {percentile(ours, 0.95):.1f} ms.")
        if "one file" in what or "in turn" in what:
            run.points.append(Point(f"HTTP {what}", run.entries, ours_ms))
    return one, pages


def _asked(client: Client, paths: Iterable[str]) -> Iterator[float]:
    """The milliseconds each takes; for a second or two, where they are slow."""
    until = time.perf_counter() + LONGEST
    for path in paths:
        began = time.perf_counter()
        client.get(path)
        yield (time.perf_counter() - began) * 1000
        if time.perf_counter() > until:
            return


if __name__ == "__main__":
    alone(measure, __doc__, entries=20_000)
