"""What was judged not met time after time, and nothing is done about: on the agenda of the next meeting, on the status,
and due to be said something of (HCC-3.1-d, docs/adr/0485)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.assessing import against_its_figures
from ledger.dates.by_time import ByTime, Timed
from ledger.dates.span import Span
from ledger.entry import Frozen
from ledger.names import name_key
from ledger.subjects.performance import Assessment
from projections.failings.trail import spoken
from projections.view import FileView

TIMES = 3
"""So many times running: one bad month may be chance, and two; no text gives a number."""


class MissedRunning(Frozen):
    """A standard or an indicator that was last judged not met, several times running."""

    what: str
    """The standard, or the indicator, by its id."""
    times: int
    on: date
    """The day of the newest judgement,"""
    position: int
    """and its entry."""
    since: date
    """The day of the judgement by which it was so many times running as are looked for,"""
    run: tuple[int, ...]
    """and the entries of the judgements, in their order."""

    @property
    def in_words(self) -> str:
        """What was missed, how often, and when last."""
        return f"{self.what}, judged not met {self.times} times running, last on {spoken(self.on)}"


def missed_running(view: FileView, on: date = date.max) -> Iterator[MissedRunning]:
    """Yield each standard and indicator that its judgements by a day found not met three times running or more, and
    about which nothing is done that is open, nor was done since the first of these: no issue, notice, action or
    improvement. Where something was, and is over, the times since then are counted. Pure."""
    judged: dict[str, list[Timed[Assessment]]] = {}
    names: dict[str, str] = {}
    held = [one for one in view.file.performance.assessments.values() if one.says and one.on and one.on <= on]
    for one in sorted(held, key=lambda of: (of.on or on, of.position)):
        timed = Timed(one.period or Span(first=one.on or on, last=one.on or on), one)
        for what in (one.indicator,) if one.indicator else one.standards:
            names.setdefault(name_key(what), what)
            judged.setdefault(name_key(what), []).append(timed)
    for key, its in judged.items():
        run = _run(view, its)
        if _times_apart(run) >= TIMES:
            run = _since_acted_on(view, key, its, run, on)
        times = _times_apart(run)
        if times >= TIMES:
            newest, those = run[-1].what, [one.what for one in run]
            reached = next(nth for nth in range(len(run) + 1) if _times_apart(run[:nth]) >= TIMES)
            yield MissedRunning(
                what=names[key], times=times, on=newest.on or on, position=newest.position,
                since=max(one.on or on for one in those[:reached]), run=tuple(one.position for one in those),
            )  # fmt: skip


def _run(view: FileView, its: list[Timed[Assessment]]) -> list[Timed[Assessment]]:
    """The newest judgements, as far back as each found it not met and its own figures do not show otherwise."""
    run: list[Timed[Assessment]] = []
    for time, one in sorted(_counting(its), key=lambda of: of.time.last, reverse=True):
        if one.judgement != "not-met" or (one.says and against_its_figures(view.file, one.says)):
            break
        run.append(Timed(time, one))
    return run[::-1]


def _counting(its: list[Timed[Assessment]]) -> list[Timed[Assessment]]:
    """The judgements that count, the newest first: of those whose times share a day, and which find it differently, the
    newest."""
    counting: ByTime[Assessment] = ByTime()
    kept: list[Timed[Assessment]] = []
    newest = dict[tuple[date, date], Timed[Assessment]]()
    for held in reversed(its):
        newest.setdefault((held.time.first, held.time.last), held)
    for time, one in newest.values():
        if all(other.judgement == one.judgement for other in counting.sharing_a_day(time)):
            counting.put(time, one)
            kept.append(Timed(time, one))
    return kept


def _times_apart(run: list[Timed[Assessment]]) -> int:
    """How many times a run is of: those that share a day are one, so that a quarter adds none to its months."""
    times, reached = 0, date.min
    for time, _ in run:
        if time.first > reached:
            times, reached = times + 1, time.last
    return times


def _since_acted_on(
    view: FileView, key: str, its: list[Timed[Assessment]], run: list[Timed[Assessment]], on: date
) -> list[Timed[Assessment]]:  # fmt: skip
    """Those of a run of times about which nothing was done by a day: none where something done is open, nor those up to
    the end of what was begun since the first of them and is over."""
    since = min(one.on or on for time, one in its if time.last >= run[0].time.first)
    done = [one for one in _done_about(view, key, [one for _, one in its], on) if one.begun <= on]
    if any(one.over is None or one.over > on for one in done):
        return []
    ended = max((one.over for one in done if one.begun >= since and one.over), default=date.min)
    return [timed for timed in run if timed.time.last > ended]


class _Done(NamedTuple):
    """Something done about what was missed: when it was begun, and when it was over; None while it is open."""

    begun: date
    over: date | None


def _done_about(view: FileView, key: str, its: list[Assessment], on: date) -> Iterator[_Done]:
    """Each issue and action that rests on any judgement of it, also on one whose time was judged anew; each issue that
    cites it, or a standard that the judgements of an indicator name; and each improvement agreed for it, and notice of
    the authority's that names one of these as not met, which is over with the time it leaves."""
    file, cited = view.file, {key, *(name_key(named) for one in its if one.indicator for named in one.standards)}
    issues = {issue for one in its for issue in file.issues.resting_on().get(one.position, ())}
    for issue in issues.union(*(file.issues.citing().get(name, ()) for name in cited)):
        known = file.issues.by_id.known(issue)
        settled = None if known.is_open else max((day for day, well, _ in known.resolved if well), default=None)
        begun = (known.raised_on, *(day for day, _ in known.reopened))
        yield from (_Done(day, settled) for day in begun if day is not None)
    for one in its:
        for action in file.actions.arising_from().get(one.position, ()):
            if action.assigned_on is not None:
                yield _Done(action.assigned_on, action.completed[0] if action.completed else None)
    for aim in file.performance.improvements.values():
        if aim.on is not None and aim.says and aim.says.indicator and name_key(aim.says.indicator) == key:
            judged = (file.performance.assessments.known(result).on for result in aim.results)
            yield _Done(aim.on, max(filter(None, judged), default=None))
    for notice in file.notices.by_id.values():
        withdrawn = notice.withdrawn is not None and notice.withdrawn[0] <= on
        served = None if withdrawn or notice.is_purported else notice.served
        breached = served.standards_breached if served is not None and served.served_by_party == "authority" else ()
        if served is not None and cited.intersection(map(name_key, breached)):
            yield _Done(served.happened_on, max(served.happened_on, notice.remedy_ends(on) or date.min))
