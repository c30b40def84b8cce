"""The first links of a failing: standard, fact and answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ledger.assessing import actions_about
from ledger.disputing import by_whose_authority, plans_about, without
from ledger.entry import Recorded
from ledger.names import counted
from ledger.plans import answers, ends_on
from ledger.subjects.issues import Issue, ProviderRepresentationsReceived, RepresentationsAnswered
from ledger.subjects.notices import Notice, NoticeServed
from ledger.telling import given_notice_of
from projections.failings.trail import Gap, Link, State, days_late, link, recorded_on, spoken
from projections.timeline.line import LATE_AFTER_DAYS
from projections.view import FileView


def standard(view: FileView, issue: Issue) -> Link:
    """Link 1: each standard cited, in the version in force when the failing was noticed."""
    day = issue.noticed_on or issue.raised_on or date.max
    said, entries, gaps, dates = [], [issue.raised], [], {}
    for named in issue.standards:
        cited = view.file.terms.standard(named, day)
        if cited is None:
            gaps.append(
                Gap(requirement="HCC-6.1-b", sentence=f"{named} is in no specification in force on {spoken(day)}")
            )
            continue
        dates[f"{named} in force since"] = cited.since
        entries.append(cited.position)
        what = named if cited.sort == "method statement" else f"{cited.sort} {named}"
        said.append(f"{what} of {cited.source}, in force since {spoken(cited.since)}: {view.say(cited.text)}")
    if not issue.standards:
        later = view.file.records.supplements.get(issue.raised, ())
        entries += later
        added = f"; entry {later[0]} supplements it" if later else ""
        gaps.append(Gap(requirement="HCC-6.1-b", sentence=f"no standard is cited by {issue.id}{added}"))
    state: State = "missing" if gaps else "present"
    return link(
        "standard", state, *said, *(gap.sentence for gap in gaps), dates=dates, entries=tuple(entries), gaps=tuple(gaps)
    )


def fact(view: FileView, issue: Issue, raised: Recorded) -> Link:
    """Link 2: what happened, by the entry that notes it and every entry cited as showing it."""
    own = raised.entry
    said = [
        f"noted on {spoken(own.happened_on)} and recorded on {spoken(recorded_on(raised))}: {view.sentence(raised)}"
    ]
    dates: dict[str, date | None] = {
        "noticed": issue.noticed_on,
        "noted": own.happened_on,
        "recorded": recorded_on(raised),
    }
    gaps, shown, found = [], bool(own.exhibits), [raised]
    for position in (*issue.evidence, *_of_reopening(view, issue)):
        evidence = view.file.at(position)
        if evidence is None:
            gaps.append(Gap(requirement="HCC-9.4-b", sentence=f"entry {position}, cited as evidence, is not in force"))
            continue
        shown, day = True, evidence.entry.happened_on
        found.append(evidence)
        dates[f"entry {position}"] = day
        said.append(
            f"entry {position} of {spoken(day)}, recorded on {spoken(recorded_on(evidence))}: {view.sentence(evidence)}"
        )
    if not shown:
        gaps.append(
            Gap(requirement="HCC-9.4-b", sentence=f"nothing is cited that shows {issue.id} besides the note of it")
        )
    late = [r for r in found if days_late(r) > LATE_AFTER_DAYS]
    told = [f"entry {r.position} was recorded {counted(days_late(r), 'day')} after the fact" for r in late]
    state: State = "missing" if gaps else "late" if late else "present"
    entries = tuple(r.position for r in found)
    return link(
        "fact", state, *said, *told, *(g.sentence for g in gaps), dates=dates, entries=entries, gaps=tuple(gaps)
    )


def _of_reopening(view: FileView, issue: Issue) -> tuple[int, ...]:
    reopenings = (view.file.at(position) for _, position in issue.reopened)
    return tuple(shown for r in reopenings if r for shown in getattr(r.entry, "evidence", ()))


Representation = tuple[Recorded, ProviderRepresentationsReceived]


class Representations:
    """All that the provider said about anything on the file, in order, and what the authority answered.

    Looked through once for all failings of the file: a file may have thousands of both.
    """

    def __init__(self, view: FileView) -> None:
        self._said: dict[int, Representation] = {}
        self._about: dict[str | int, list[int]] = {}
        self._answers: dict[int, list[Recorded]] = {}
        for r in view.file.of(ProviderRepresentationsReceived, RepresentationsAnswered):
            if isinstance(r.entry, ProviderRepresentationsReceived):
                self._said[r.position] = r, r.entry
                for what in (r.entry.notice, r.entry.answers):
                    if what is not None:
                        self._about.setdefault(what, []).append(r.position)
            elif isinstance(r.entry, RepresentationsAnswered):
                self._answers.setdefault(r.entry.representations, []).append(r)
        self._order = {position: number for number, position in enumerate(self._said)}

    def of(self, issue: Issue) -> list[Representation]:
        """Return what was said of an issue."""
        return self._at(position for _, position in issue.answers)

    def about(self, notices: Iterable[Notice]) -> list[Representation]:
        """Return what was said of notices, named by their ids or answered by their entries."""
        return self._at(at for n in notices for what in (n.id, n.position) for at in self._about.get(what, ()))

    def answers_to(self, position: int) -> Sequence[Recorded]:
        """Return what the authority answered: the trail shows whether it owned that it was so."""
        return self._answers.get(position, ())

    def _at(self, positions: Iterable[int]) -> list[Representation]:
        found = {position for position in positions if position in self._said}
        return [self._said[position] for position in sorted(found, key=self._order.__getitem__)]


def is_disputed(said: Sequence[Representation]) -> bool:
    """Return whether the provider disputes what this is about and has not accepted it since."""
    taken = [entry.stance for _, entry in said]
    disputes = [number for number, stance in enumerate(taken) if stance == "disputes"]
    return bool(disputes) and "accepts" not in taken[disputes[-1] :]


def answer(
    view: FileView, issue: Issue, given: Sequence[tuple[Notice, NoticeServed]], spoken_of: Representations
) -> Link:  # fmt: skip
    """Link 4: the plans and their time, also of a dispute or on a notice about it, the actions given and done, a
    dispute of the facts, or silence.

    Not asked for where the informal stage was lawfully left out (TVP-5.0-6).
    """
    dates: dict[str, date | None] = {}
    plans, spoke = _plans(view, issue, given), spoken_of.of(issue)
    theirs, by = planned(view, issue, given)
    for plan in plans:
        dates[f"plan, entry {plan.position}"] = plan.entry.happened_on
    for r, _ in spoke:
        dates[f"answer, entry {r.position}"] = r.entry.happened_on
    answered = (ours for r, _ in spoke for ours in spoken_of.answers_to(r.position))
    acts = _in_order([*plans, *_of_actions(view, issue), *(r for r, _ in spoke), *answered])
    said, entries = [f"on {spoken(r.entry.happened_on)}: {view.sentence(r)}" for r in acts], [r.position for r in acts]
    gaps = []
    dates["plan complete by"] = by
    passed = without(view.file, date.max, view.procedure, issue.id, "informal") if not theirs else None
    if passed is not None:
        entries.append(passed.position)
        said.append(f"no plan is asked for: the informal stage was {by_whose_authority(passed, view.procedure)}")
    elif not theirs:
        silent = "and no answer " if not spoke else ""
        gaps.append(Gap(requirement="HCC-7.6-c", sentence=f"no plan {silent}of the provider on {issue.id} is on file"))
    elif by is None:
        gaps.append(
            Gap(requirement="HCC-7.6-c", sentence=f"the plan for {issue.id} gives no time for putting it right")
        )
    back = back_without_a_plan(view, issue)
    if theirs and back is not None:
        timeless = any(plan.entry.happened_on >= back for plan in theirs)
        came = f"since {issue.id} came back on {spoken(back)}"
        since = f"the plan {came} gives no time" if timeless else f"no plan of the provider {came} is on file"
        gaps.append(Gap(requirement="HCC-7.6-c", sentence=since))
    state: State = "missing" if gaps else "not-applicable" if passed and not spoke else "present"
    told = [gap.sentence for gap in gaps]
    return link(
        "answer", "disputed" if is_disputed(spoke) else state, *said, *told, dates=dates, entries=tuple(entries),
        gaps=tuple(gaps),
    )  # fmt: skip


def _in_order(acts: Iterable[Recorded]) -> list[Recorded]:
    return sorted({r.position: r for r in acts}.values(), key=lambda r: (r.entry.happened_on, r.position))


def _of_actions(view: FileView, issue: Issue) -> list[Recorded]:
    """What was to be done about an issue and what was done of it (TVP-5.1-3b)."""
    positions = [
        at for action in actions_about(view.file, issue)
        for at in (action.position, *(action.completed[1:] if action.completed else ()), *action.corrective)
    ]  # fmt: skip
    return [r for at in dict.fromkeys(positions) if (r := view.file.at(at))]


def _plans(view: FileView, issue: Issue, given: Sequence[tuple[Notice, NoticeServed]]) -> list[Recorded]:
    """The plans to put an issue right, in the order they were made: its own, of its disputes, on notices about it."""
    named = {notice.id for notice, _ in given}
    on_notices = (p.position for p in view.file.default_process.plans.values() if p.notice in named)
    positions = (*issue.plans, *(p.position for p in plans_about(view.file, issue.id)), *on_notices)
    found = [plan for position in dict.fromkeys(positions) if (plan := view.file.at(position))]
    return sorted(found, key=lambda plan: (plan.entry.happened_on, plan.position))


def planned(
    view: FileView, issue: Issue, given: Sequence[tuple[Notice, NoticeServed]]
) -> tuple[list[Recorded], date | None]:
    """Return the plans that are the provider's answer to an issue, and the time that the last of them with one gives
    for putting it right; None where none gives any (HCC-7.6-c)."""
    theirs = [plan for plan in _plans(view, issue, given) if answers(plan.entry)]
    times = [by for plan in theirs if (by := ends_on(view.file, plan.entry))]
    return theirs, times[-1] if times else None


def back_without_a_plan(view: FileView, issue: Issue) -> date | None:
    """Return the day an open issue last came back, where since then there is neither a notice nor a plan of the
    provider's whose time is still to come, or came after."""
    if not issue.is_open or not issue.reopened:
        return None
    back = issue.reopened[-1][0]
    if given_notice_of(view.file, issue.id, back):
        return None  # from a notice on it is its time to remedy that runs
    plans = [r.entry for position in issue.plans if (r := view.file.at(position)) and answers(r.entry)]
    good_until = [max(plan.happened_on, by) for plan in plans if (by := ends_on(view.file, plan))]
    good_until += [max(plan.agreed_on, plan.ends_on or date.min) for plan in plans_about(view.file, issue.id)]
    return None if any(day >= back for day in good_until) else back
