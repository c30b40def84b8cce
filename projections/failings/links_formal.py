"""The last links of a failing: the result, and whether it had happened before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger import dispute_results, disputing
from ledger.in_time import settled_late
from ledger.names import name_key
from ledger.subjects.issues import Issue
from projections.failings.links_notice import Given, in_effect
from projections.failings.trail import Gap, Link, State, link, spoken
from projections.view import FileView

NAMED = 5
"""How many earlier failings of the same standard are named one by one, the latest of them."""


def result(view: FileView, issue: Issue, given: Sequence[Given]) -> Link:
    """Link 8: what was found when the time was over, on what evidence, what became of its dispute, whether it was
    settled; in the order it came, so that the last word stands last."""
    came = [*_of_its_disputes(view, issue), *_settled(view, issue)]
    gaps = [*_unknown_of_plans(view, issue)]
    for found, served in given:
        for on, outcome, position in found.assessed:
            said = f"on {spoken(on)} {found.id} was found {outcome.replace('-', ' ')}"
            if not _evidence(view, position) and position == found.assessed[-1][-1]:  # the last is what it rests on
                gaps.append(Gap(requirement="HCC-9.4-b", sentence=f"the assessment of {found.id} cites no evidence"))
            early = found.still_ran(on) if outcome != "remedied" else None
            if early is not None:
                soon = f"{found.id} was assessed on {spoken(on)}; the time to remedy it ran to {spoken(early)}"
                if all(found.still_ran(again) for again, *_ in found.assessed):
                    gaps.append(Gap(requirement="HCC-9.4-d", sentence=soon))
                else:  # it was assessed again when the time was over
                    said = f"{said}. {soon}"
            came.append(_Came(f"{found.id} assessed", on, position, said, _evidence(view, position)))
        concluded = view.file.default_process.conclusion(found.id, date.max)
        if concluded is not None:
            outcome = concluded.result.replace("-", " ")
            said = f"the process on {found.id} was concluded on {spoken(concluded.on)}: {outcome}"
            came.append(_Came(f"process on {found.id} concluded", concluded.on, concluded.position, said))
        if in_effect(found) and not found.assessed and served.notice_kind != "dispute":
            gaps.append(
                Gap(requirement="HCC-9.1-c", sentence=f"whether {found.id} was remedied has not been assessed on file")
            )
    came.sort(key=lambda one: (one.on, one.position))
    if not came and not gaps:
        gaps.append(Gap(requirement="HCC-9.4-b", sentence=f"no result of {issue.id} is on file"))
    state: State = "missing" if not came or (issue.is_open and gaps) else "late" if _is_late(view, issue) else "present"
    return link(
        "result", state, *(one.said for one in came), *(gap.sentence for gap in gaps),
        dates={one.what: one.on for one in came if one.what},
        entries=tuple(position for one in came for position in (one.position, *one.evidence)), gaps=tuple(gaps),
    )  # fmt: skip


class _Came(NamedTuple):
    """One thing that came of a failing."""

    what: str
    """What its day is of; "" where that stands in no list of days."""
    on: date
    position: int
    said: str
    evidence: tuple[int, ...] = ()


def _of_its_disputes(view: FileView, issue: Issue) -> Iterator[_Came]:
    for came in dispute_results.about_issue(view.file, issue.id):
        yield _Came(came.what, came.on, came.position, f"on {spoken(came.on)} {came.words}", came.evidence)


def _is_late(view: FileView, issue: Issue) -> bool:
    """Whether it is settled, and was so only after its time."""
    settled = [(on, position) for on, well, position in issue.resolved if well]
    return not issue.is_open and bool(settled) and settled_late(view.file, issue, *settled[-1]) is not None


def _settled(view: FileView, issue: Issue) -> Iterator[_Came]:
    back = {position for _, position in issue.reopened}
    for on, well, position in issue.resolved:
        found = "settled" if well else "after all not settled well" if position in back else "settled, but not well"
        late = settled_late(view.file, issue, on, position) if well else None
        yield _Came("settled", on, position, f"on {spoken(on)} it was found {found}{f', {late}' if late else ''}")
    for on, position in issue.reopened:
        if position not in {at for _, _, at in issue.resolved}:
            yield _Came("", on, position, f"it came back on {spoken(on)}")


def _unknown_of_plans(view: FileView, issue: Issue) -> Iterator[Gap]:
    """How an action plan ended is asked for until its dispute is over or another takes its place; on what it was found
    to have failed, always."""
    over = dispute_results.issue_over_since(view.file, issue.id)
    for plan in disputing.plans_about(view.file, issue.id):
        end = view.file.disputes.plan_end(plan, date.max)
        if end is None and over is None and not view.file.disputes.taken_place_by(plan):
            yield Gap(requirement="TVP-5.2-5", sentence=f"how {plan.id} ended is not on file")
        elif end is not None and end.result == "outcomes-missed" and not end.evidence:
            yield Gap(requirement="TVP-5.2-5", sentence=f"what was found of {plan.id} cites no evidence")


def _evidence(view: FileView, position: int) -> tuple[int, ...]:
    recorded = view.file.at(position)
    return tuple(getattr(recorded.entry, "evidence", ())) if recorded else ()


def by_standard(view: FileView) -> dict[str, list[Issue]]:
    """Return the failings of each standard, by its id as `name_key` has it, in the order they were noticed in."""
    found: dict[str, list[Issue]] = {}
    for issue in sorted((i for i in view.file.issues.by_id.values() if i.raised), key=noticed):
        for named in issue.standards:
            found.setdefault(name_key(named), []).append(issue)
    return found


def noticed(issue: Issue) -> tuple[date, int]:
    """Sorts failings: by the day they were noticed, then in order of recording."""
    return (issue.noticed_on or date.max, issue.raised)


def recurrence(issue: Issue, of_standard: Mapping[str, Sequence[Issue]]) -> Link:
    """Link 9: earlier failings of the same standard, the latest of them by name, and how often this one came back."""
    lists = [of_standard.get(name_key(named), ()) for named in issue.standards]
    before = [bisect_left(found, noticed(issue), key=noticed) for found in lists]
    earlier = list(zip(lists, before, strict=True))
    count = before[0] if len(before) == 1 else len({i.id for found, number in earlier for i in found[:number]})
    named = {i.id: i for found, number in earlier for i in found[max(number - NAMED, 0) : number]}
    latest = sorted(named.values(), key=noticed)[-NAMED:]
    said = [f"{i.id}, noticed on {spoken(i.noticed_on)}" for i in latest if i.noticed_on]
    said += [f"and {count - len(latest)} before these"] if count > len(latest) else []
    came_back = [f"{issue.id} came back on {spoken(on)}" for on, _ in issue.reopened]
    if not said and not came_back:
        if not issue.standards:
            return link("recurrence", "not-applicable", f"{issue.id} cites no standard by which it could be compared")
        return link("recurrence", "not-applicable", "no earlier failing of a standard it cites is on file")
    failed = f"failed before: {'; '.join(said)}" if said else None
    dates: dict[str, date | None] = {i.id: i.noticed_on for i in latest}
    entries = (*(i.raised for i in latest), *(position for _, position in issue.reopened))
    return link("recurrence", "present", failed, *came_back, dates=dates, entries=entries)


def gaps(found: Sequence[Link]) -> Link:
    """Link 10: every gap of the other links, each with the requirement that asks for it."""
    missing = [gap for part in found for gap in part.gaps]
    if not missing:
        return link("gaps", "not-applicable", "nothing is missing from this trail")
    return link("gaps", "missing", *(f"{gap.sentence} ({gap.requirement})" for gap in missing))
