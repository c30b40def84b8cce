"""The tracker of an improvement programme: its workstreams, each action with its dates and what stands in its way.

A pure function of the programme's file and a day. What contracts' files add, how many were reviewed of those an action
is to review, is in projections/programme/review_counts.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from ledger.brought import bringing, brought_by, left_unsaid, not_reached, not_told
from ledger.dates.months import in_words, last_day
from ledger.entry import Frozen
from ledger.names import name_key
from ledger.subjects.knowledge import StaffCountsReported, StaffObjectivesAgreed
from ledger.subjects.knowledge.shared import TERMS_ON
from ledger.subjects.programme import Action, Policy, Programme, Report, Workstream
from ledger.themes import Brought
from projections.duties.programme import looked_at_again, missing_reports, warned_from, whose
from projections.failings.trail import spoken
from projections.programme.policy_rows import PolicyRow, all_in_doubt, carried_in_doubt, policy_rows
from projections.view import FileView

ActionState = Literal["completed", "overdue", "due", "coming", "goes-on", "no-date"]


class Clash(Frozen):
    """An action that is to be done, or was, before one it depends on."""

    action: str
    """Number of the action."""
    needs: str
    """Number of the one it depends on."""
    sentence: str


class ToBring(Frozen):
    """Something an action is to bring about to work by."""

    what: str
    """In words."""
    brought_at: int | None
    """The entry by which it first came on file; None where it is not there."""
    period: str | None = None
    """The year that entry says it is of, where it counts staff or agrees their objectives (IMP-W1-13)."""
    without_text: int | None = None
    """The entry by which it came on file without its text, where it stands there in no other way."""
    unsaid: tuple[int, str] | None = None
    """(entry, what it leaves unsaid) of a course that was updated, where none says what makes it what is to be
    brought."""
    in_doubt: tuple[str, ...] = ()
    """What stands against the approval of a policy, where it stands against that of every one on file (IMP-14-b)."""
    units_left: tuple[str, ...] = ()
    """The business units it did not reach, where it is on file and is to be brought to each of them (IMP-20-a)."""


class ActionRow(Frozen):
    """One action, as it stands on a day."""

    id: str
    number: str
    recommendation: str
    """The recommendation, as printed; else its workstream's title."""
    action: str
    owners: tuple[str, ...]
    """As the plan prints them."""
    offices: tuple[str, ...]
    """The same, as the procedure calls them."""
    lead: str | None
    wave: int | None
    months: tuple[str, ...]
    """Its review months as they stand."""
    planned_months: tuple[str, ...]
    """Its review months as first planned, where they were rescheduled since."""
    open_months: tuple[str, ...]
    ongoing: bool
    depends_on: tuple[str, ...]
    theme: str | None
    brings: tuple[ToBring, ...]
    """What it is to bring about to work by."""
    units_left: tuple[str, ...] = ()
    """Of what it brings to each unit, such as briefing sessions: the units that had none (IMP-17-d)."""
    state: ActionState
    next_due: date | None
    last_reviewed: date | None
    last_outcome: str | None
    completed_on: date | None
    policy: str | None
    """The approved versions said to carry it, of whatever document, but for those refused."""
    in_a_policy: bool
    """Whether one of them is called a policy, as what an action changed is to be in one (docs/adr/0267)."""
    policy_in_doubt: tuple[str, ...]
    """What stands against the approval of the last of them, where something stands against that of each (IMP-14-b)."""
    position: int


class IssueLeft(Frozen):
    """What an earlier report wanted resolved, that no later one repeats or says to be resolved (IMP-13-d)."""

    issue: str
    month: str
    """The month of the newest report that has it."""
    position: int


class StreamRow(Frozen):
    """One workstream, as it stands on a day."""

    id: str
    title: str
    lead: str | None
    wave: int | None
    actions: tuple[ActionRow, ...]
    completed: int
    last_report: str | None
    """The newest month reported."""
    last_state: str | None
    last_presented_to: str | None
    """The body the newest report was presented to, as written; None where that is not said, or there is none."""
    last_reached_body: bool | None
    """Whether a report of that month went to the body the programme is reported to, where it names one; None where
    there is none."""
    issues: tuple[str, ...]
    """What its newest report wants resolved."""
    reports_missing: tuple[str, ...]
    """Months up to that of which no report went to the body the programme is reported to, or none at all."""
    position: int
    issues_left: tuple[IssueLeft, ...] = ()
    """What earlier reports want resolved, of which nothing was said since."""


class Tracker(Frozen):
    """Where a programme stands on a day."""

    title: str
    lead: str | None
    advised_by: str | None
    on: date
    workstreams: tuple[StreamRow, ...]
    apart: tuple[ActionRow, ...]
    """Actions of no workstream."""
    clashes: tuple[Clash, ...]
    undated: tuple[str, ...]
    """Numbers of the actions that have no owner, or no date and do not go on without one."""
    policies: tuple[PolicyRow, ...]
    notes: tuple[str, ...]
    """What is odd about the plan and no mistake: waves and dates that run across one another."""
    silences: tuple[str, ...]
    """What one would expect to find on the file and does not."""

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        """Every action, workstream by workstream."""
        return (*(row for stream in self.workstreams for row in stream.actions), *self.apart)


class _Whole(NamedTuple):
    """What is asked for row by row and is of the whole programme: worked out once."""

    policies: tuple[PolicyRow, ...]
    named: Mapping[str, tuple[Policy, ...]]
    """By the id of each action: the versions said to carry it, of whatever document."""
    carrying: Mapping[str, tuple[Policy, ...]]
    """The same, but for those refused."""
    brings: Mapping[Brought, ToBring]

    @classmethod
    def of(cls, view: FileView) -> _Whole:
        actions = view.file.programme.actions.values()
        named = {action.id: view.file.programme.named_for(action) for action in actions}
        policies = tuple(policy_rows(view, named))
        refused = {row.id for row in policies if row.refused is not None}
        carrying = {of: tuple(held for held in those if held.id not in refused) for of, those in named.items()}
        sorts = dict.fromkeys(sort for action in actions for sort in action.brings)
        return cls(policies, named, carrying, {sort: _to_bring(view, sort, policies) for sort in sorts})


def tracker(view: FileView, on: date) -> Tracker:
    """Return where a programme stands on a day. Pure."""
    programme, opened, whole = view.file.programme, view.file.programme.opened, _Whole.of(view)
    placed = {stream.id: programme.of_workstream(stream.id) for stream in programme.workstreams.values()}
    streams = tuple(_stream(view, whole, programme.workstreams[its], own, on) for its, own in placed.items())
    apart = [action for action in programme.actions.values() if action.workstream not in placed]
    return Tracker(
        title=opened.title if opened else "", lead=", ".join(view.file.led_by(on)) or None,
        advised_by=opened.advised_by if opened else None, on=on, workstreams=streams,
        apart=tuple(_row(view, whole, action, on) for action in apart), clashes=tuple(clashes(programme)),
        undated=tuple(
            action.number for action in programme.actions.values()
            if not whose(view, action) or not (action.months or action.ongoing)
        ),
        policies=whole.policies, notes=tuple(_across_waves(programme.actions.values())),
        silences=(*_led_by_nobody(view, on), *_silences(view, whole)),
    )  # fmt: skip


def clashes(programme: Programme) -> Iterator[Clash]:
    """Yield each action that is due before one it depends on, by the dates as they stand (IMP-W1-08), and each that
    depends on one nobody planned."""
    for action in programme.actions.values():
        for number in action.depends_on:
            needed = programme.numbered(number)
            if needed is None:
                sentence = f"{action.number} depends on {number}, and no action of that number is planned"
            elif action.completed:
                if number not in programme.still_needed(action, action.completed.on):
                    continue
                when = f"was completed on {spoken(needed.completed.on)}" if needed.completed else "is not completed"
                sentence = (
                    f"{action.number} ({action.action}) was completed on {spoken(action.completed.on)} and depends on "
                    f"{number} ({needed.action}), which {when}"
                )
            elif needed.completed or not action.months or not needed.months:
                continue
            elif action.months[-1] < needed.months[-1]:
                sentence = (
                    f"{action.number} ({action.action}) is due by the end of {in_words(action.months[-1])} and depends "
                    f"on {number} ({needed.action}), due by the end of {in_words(needed.months[-1])}"
                )
            else:
                continue
            yield Clash(action=action.number, needs=number, sentence=sentence)


def _across_waves(actions: Iterable[Action]) -> Iterator[str]:
    """A wave is a label and the dates rule (N-19): what of a later wave is due before an earlier one is over."""
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    for action in actions:
        if action.wave is not None and action.months:
            first[action.wave] = min(first.get(action.wave, action.months[0]), action.months[0])
            last[action.wave] = max(last.get(action.wave, action.months[-1]), action.months[-1])
    for wave in sorted(first):
        earlier = [other for other in sorted(last) if other < wave and last[other] > first[wave]]
        for other in earlier[-1:]:
            yield (
                f"wave {wave} begins in {in_words(first[wave])}, before wave {other} ends in {in_words(last[other])}: "
                "waves are labels, and the dates rule"
            )


def _stream(view: FileView, whole: _Whole, stream: Workstream, own: Iterable[Action], on: date) -> StreamRow:
    rows = tuple(_row(view, whole, action, on) for action in own)
    reports = sorted(stream.reports, key=lambda report: (report.month, report.on, report.position))
    last = reports[-1] if reports else None
    every = view.procedure.setting("programme.report-every")
    of_that_month = (report for report in reports if last is not None and report.month == last.month)
    reached = any(view.file.is_its_body(report.presented_to, report.on) for report in of_that_month)
    return StreamRow(
        id=stream.id, title=stream.title, lead=stream.lead, wave=stream.wave, actions=rows,
        completed=sum(row.state == "completed" for row in rows), last_report=last.month if last else None,
        last_state=last.state if last else None, last_presented_to=last.presented_to if last else None,
        last_reached_body=reached if last else None,
        issues=tuple(view.say(issue) for issue in last.issues) if last else (),
        reports_missing=missing_reports(view, stream, every) if every else (), position=stream.position,
        issues_left=tuple(_left(view, reports)),
    )  # fmt: skip


def _left(view: FileView, reports: Sequence[Report]) -> Iterator[IssueLeft]:
    """What reports before the last wanted resolved and none after them repeats, in its words, or says is resolved."""
    resolved = {position for report in reports for position in report.resolved}
    for number, report in enumerate(reports[:-1], 1):
        repeated = {name_key(view.say(issue)) for later in reports[number:] for issue in later.issues}
        for issue in map(view.say, report.issues if report.position not in resolved else ()):
            if name_key(issue) not in repeated:
                yield IssueLeft(issue=issue, month=report.month, position=report.position)


def _row(view: FileView, whole: _Whole, action: Action, on: date) -> ActionRow:
    programme, done = view.file.programme, action.completed
    stream = programme.workstreams.get(action.workstream or "")
    due_on = last_day(action.open_months[0]) if action.open_months else looked_at_again(view, action)
    last, carried = action.reviews[-1] if action.reviews else None, whole.carrying[action.id]
    return ActionRow(
        id=action.id, number=action.number, recommendation=action.recommendation or (stream.title if stream else ""),
        action=action.action, owners=action.owners, offices=tuple(title for _, title in whose(view, action)),
        lead=action.lead, wave=action.wave, months=action.months,
        planned_months=action.planned if action.planned != action.months else (), open_months=action.open_months,
        ongoing=action.ongoing, depends_on=action.depends_on, theme=action.theme,
        brings=tuple(whole.brings[sort] for sort in action.brings),
        units_left=_units_left(view, action),
        state=_state(view, action, due_on, on), next_due=due_on, last_reviewed=last.on if last else None,
        last_outcome=last.outcome if last else None, completed_on=done.on if done else None,
        policy="; ".join(f"{held.document}, version {held.version}" for held in carried) or None,
        in_a_policy=any(held.is_a_policy for held in carried),
        policy_in_doubt=carried_in_doubt(whole.policies, carried), position=action.position,
    )  # fmt: skip


def _to_bring(view: FileView, sort: Brought, policies: Sequence[PolicyRow]) -> ToBring:
    brought_at = brought_by(view.file, sort, view.procedure)
    found = view.file.at(brought_at) if brought_at is not None else None
    said = found.entry if found is not None else None
    return ToBring(
        what=view.say(sort), brought_at=brought_at, without_text=bringing(view.file).without_text(sort),
        unsaid=left_unsaid(view.file, sort),
        in_doubt=all_in_doubt(view, policies) if sort == "approved-policy" and brought_at is not None else (),
        period=said.period if isinstance(said, StaffCountsReported | StaffObjectivesAgreed) else None,
        units_left=not_reached(view.file, sort) if brought_at is not None else (),
    )  # fmt: skip


def _units_left(view: FileView, action: Action) -> tuple[str, ...]:
    left = [unit for sort in action.brings for unit in not_reached(view.file, sort)]
    return tuple(dict.fromkeys(left))


def _state(view: FileView, action: Action, due_on: date | None, on: date) -> ActionState:
    if action.completed:
        return "completed"
    if due_on is None:
        return "goes-on" if action.ongoing else "no-date"
    if due_on < on:
        return "due" if due_on < action.on else "overdue"  # past before it was planned here: never possible in time
    return "due" if on >= warned_from(view, due_on) else "coming"


def _led_by_nobody(view: FileView, on: date) -> Iterator[str]:
    """Who led it gave it up, and nobody took it on (IMP-13-a)."""
    ended = [part.until for part in view.file.knowledge.in_part_before("programme-lead", on) if part.until]
    if ended and not view.file.led_by(on):
        yield f"nobody leads the programme since {spoken(max(ended))}"


def _silences(view: FileView, whole: _Whole) -> Iterator[str]:
    programme = view.file.programme
    for stream in programme.workstreams.values():
        if not stream.reports:
            yield f"{stream.title} has not been reported on since it was established on {spoken(stream.since)}"
        elif not programme.reported_months(stream, view.file.is_its_body):
            body = f" to {programme.opened.advised_by}" if programme.opened and programme.opened.advised_by else ""
            since = spoken(stream.since)
            yield f"{stream.title} has not been reported on{body} since it was established on {since}"
        if not programme.of_workstream(stream.id):
            yield f"{stream.title} has no actions"
    for action in programme.actions.values():
        done = action.completed
        carrying_it = whole.carrying[action.id]
        if done and not any(held.is_a_policy for held in carrying_it):  # IMP-14-a
            refused = [held for held in whole.named[action.id] if held not in carrying_it]
            but = "".join(f"; {held.document}, version {held.version}, was refused" for held in refused)
            yield f"{action.number} is completed, and no version of the policy is named that carries it{but}"
        elif not done and not action.ongoing:
            for held in carrying_it:
                named = f"{held.document}, version {held.version}"
                yield f"{named}, is said to carry {action.number}, which is not completed"
        terms = [view.say(sort) for sort in action.brings if sort in TERMS_ON]
        if done and terms and not carrying_it:  # IMP-18-a, IMP-26-a
            yield f"{action.number} is completed, and no document is named that the {' and '.join(terms)} were added to"
        lacking = [whole.brings[form].what for form in action.brings if whole.brings[form].brought_at is None]
        if done and lacking:  # IMP-26-a
            yield f"{action.number} is completed, and of what it was to bring none is on file: {', '.join(lacking)}"
        elif done and _units_left(view, action):  # IMP-17-d, IMP-20-a, IMP-24-c
            left = {view.say(sort): not_reached(view.file, sort) for sort in action.brings}
            found = "; ".join(
                f"of {what} nothing is on file for {', '.join(units)}" for what, units in left.items() if units
            )
            yield f"{action.number} is completed, and {found}"
        elif done:  # IMP-18-a, IMP-26-a
            told = [(view.say(sort), not_told(view.file, sort)) for sort in action.brings]
            if untold := [f"{what}, to {whom}" for what, whom in told if whom]:
                yield f"{action.number} is completed, and not on file as told: {'; '.join(untold)}"


def by_number(found: Tracker) -> Mapping[str, ActionRow]:
    """Return each action by its number."""
    return {row.number: row for row in found.actions}


__all__ = ["ActionRow", "Clash", "StreamRow", "ToBring", "Tracker", "by_number", "clashes", "tracker"]
