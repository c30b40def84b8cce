"""What was judged not met time after time, and nothing is done about: on the agenda of the next meeting, and on the
status (HCC-3.1-d)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.assessing import against_its_figures
from ledger.entry import Frozen
from ledger.names import among, name_key
from ledger.subjects.performance import Assessment
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


def missed_running(view: FileView, on: date = date.max) -> Iterator[MissedRunning]:
    """Yield each standard and indicator that its judgements by a day found not met three times running or more, and of
    which since the first of these neither an issue was raised nor an action given. Pure."""
    judged: dict[str, dict[object, Assessment]] = {}
    names: dict[str, str] = {}
    held = [one for one in view.file.performance.assessments.values() if one.says and one.on and one.on <= on]
    for one in sorted(held, key=lambda of: (of.on or on, of.position)):
        for what in (one.indicator,) if one.indicator else one.standards:
            names.setdefault(name_key(what), what)
            judged.setdefault(name_key(what), {})[one.period or one.position] = one  # of one time the newest counts
    for key, by_time in judged.items():
        run = _run(view, sorted(by_time.values(), key=lambda of: of.period.last if of.period else of.on or on))
        if len(run) >= TIMES and not _acted_on(view, names[key], run, on):
            newest = run[-1]
            yield MissedRunning(what=names[key], times=len(run), on=newest.on or on, position=newest.position)


def _run(view: FileView, judged: list[Assessment]) -> list[Assessment]:
    """The newest judgements, as far back as each found it not met and its own figures do not show otherwise."""
    run: list[Assessment] = []
    for one in reversed(judged):
        if one.judgement != "not-met" or (one.says and against_its_figures(view.file, one.says)):
            break
        run.insert(0, one)
    return run


def _acted_on(view: FileView, what: str, run: list[Assessment], on: date) -> bool:
    """Whether an issue that rests on one of them or cites the standard was raised, or an action given for one."""
    file, since, those = view.file, run[0].on, {one.position for one in run}
    resting = {issue for cited, issue in file.issues.rested if cited in those}
    for issue in file.issues.by_id.values():
        if issue.raised_on is None or issue.raised_on > on:
            continue
        of_it = among(what, issue.standards) and (issue.is_open or (since is not None and issue.raised_on >= since))
        if issue.id in resting or of_it:
            return True
    given = (one for one in file.actions.by_id.values() if one.arises_from in those)
    return any(one.assigned_on is not None and one.assigned_on <= on for one in given)
