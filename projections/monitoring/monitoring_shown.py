"""How a contract is watched: meetings and returns against what is asked for, audits, and silences.

What is asked for is the specification's, else the procedure's (ledger/monitoring.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import meetings_due, monitoring, returns_owed
from ledger.assessing import plans_at, tried
from ledger.details import ACTS_ON_WHAT_IS_SHORT
from ledger.entry import Frozen, Recorded, own
from ledger.names import counted
from ledger.plans import planned_on
from ledger.said_since import said_in
from ledger.subjects.actions import CorrectiveActionTaken
from ledger.subjects.tiers import ThemeReviewed
from projections.duties.decided_changes import put_off, rejected
from projections.duties.owed import first_telling
from projections.failings.trail import spoken
from projections.monitoring.audits_watched import AuditShown, RecommendedShown, audits_of, recommended_of
from projections.monitoring.meetings_watched import MeetingShown, YearOfMeetings, meetings_of, years_of
from projections.monitoring.returns_watched import ReturnShown, returns_of
from projections.monitoring.silences import silences
from projections.planning.agreed_steps import agreed_steps
from projections.status.tier_facts import heads_said_in, left_out
from projections.view import FileView


class IssueShown(Frozen):
    """One issue: how soon the provider was told, a plan was made, and it was settled (HCC-9.3-c)."""

    id: str
    position: int
    noticed_on: date | None
    days_to_tell: int | None
    """From noticing to telling the provider in recorded form; None where that was not done."""
    days_to_plan: int | None
    """From noticing to the first plan proposed or agreed that says what is to be done, or by when."""
    days_to_settle: int | None
    """From noticing to its being settled well; None while it is open."""
    attempts: int
    """How many entries show that it was to be resolved early: what its condition before an end goes by (TC-06)."""
    open: bool


class CorrectiveShown(Frozen):
    """Corrective action that was taken (HCC-7.3-a, HCC-7.3-b)."""

    on: date
    position: int
    sentence: str
    """What was done, on which action, for which meeting, and what it concerned; by how much it was late, and that the
    meeting was not held by then."""
    figures: tuple[int, ...]
    """Entries of the figures it answers to."""


class ContinuityShown(Frozen):
    """A business continuity plan of the provider."""

    on: date
    position: int
    valid_until: date | None
    tested_on: date | None
    run_out: bool


class FurtherAction(Frozen):
    """What a review by theme agreed to do further (IMP-17-c)."""

    review: int
    """Position of the review."""
    what: str
    owner: str | None
    due_on: date | None
    done_on: date | None
    late: bool


class ThemeReviewShown(Frozen):
    """A review by theme: what was found in place, what more there could be, and what was decided (IMP-16-b)."""

    theme: str
    clause: str | None
    """The clause of the contract it is about (IMP-25-a)."""
    on: date
    position: int
    in_place: str | None
    found: str | None
    """What was found in place already."""
    monitored: str | None
    level: str | None
    """To what extent, with what result."""
    potential: str | None
    market_intelligence: str | None
    """What is known of the supply market, and how it is used (IMP-16-a)."""
    decision: str | None
    participants: tuple[str, ...]
    """Who took part (IMP-18-c)."""
    left_out: tuple[str, ...]
    """Of what its theme asks for, what it does not say and nothing added since does, in words."""
    said_at: int | None = None
    """The supplement that says what it left out under its heads."""
    market_said_at: int | None = None
    """The supplement that says what is known of the supply market, where it does not itself."""
    further_said_at: int | None = None
    """The supplement that says what more was agreed to do, where it does not itself."""
    rejected: str | None = None
    """Which variation that was to carry the decision out was rejected, by whom and when; None where none was, or
    another was proposed since (IMP-22-b)."""
    put_off: str | None = None
    """Which variation of it was put off to the next contract, and when; None where none was."""


class MonitoringShown(Frozen):
    """How one contract is watched."""

    meetings_asked: int
    """A year, on the day."""
    years: tuple[YearOfMeetings, ...]
    meetings: tuple[MeetingShown, ...]
    corrective: tuple[CorrectiveShown, ...]
    """Corrective action taken, in order."""
    longest_gap: int | None
    """Days without a monitoring meeting, at the most, up to the day."""
    returns: tuple[ReturnShown, ...]
    rests: str
    """What rests on each return, in words; "" where nothing is said to (HCC-6.2-c)."""
    audits: tuple[AuditShown, ...]
    recommended: tuple[RecommendedShown, ...]
    """The audits that were recommended and not commissioned."""
    issues: tuple[IssueShown, ...]
    scores: tuple[tuple[str, date, int, str | None], ...]
    """(field, day, percent, change since the score before) of the newest self-assessment of each field."""
    continuity_plan: ContinuityShown | None
    """The provider's newest business continuity plan."""
    theme_reviews: tuple[ThemeReviewShown, ...]
    """Reviews by theme, in their order."""
    further_actions: tuple[FurtherAction, ...]
    """What reviews by theme agreed to do further, in the order of the reviews."""
    silences: tuple[str, ...]
    """What one would expect and does not find."""


def monitoring_shown(view: FileView, on: date) -> MonitoringShown:
    """Return how a contract is watched, up to a day. Pure."""
    file, procedure, since = view.file, view.procedure_on(on), monitoring.watched_since(view.file)
    asked = meetings_due.meetings_a_year(file, on, procedure)
    ended = file.termination.ended_on(on)
    until = min(on, ended.on) if ended else on
    longest = file.meetings.longest_gap(since, until) if since is not None and since < until else None
    return MonitoringShown(
        meetings_asked=asked,
        years=tuple(years_of(view, since, on)) if since is not None else (),
        meetings=tuple(meetings_of(view, on)), corrective=tuple(_corrective(view, on)),
        longest_gap=longest.days if longest else None,
        returns=tuple(returns_of(view, on)),
        rests=returns_owed.what_rests_on_returns(file), audits=tuple(audits_of(view)),
        recommended=tuple(recommended_of(view)), issues=tuple(_issues(view)),
        scores=tuple(_scores(view)), continuity_plan=_continuity(view, on),
        theme_reviews=tuple(_theme_reviews(view, on)), further_actions=tuple(_further_actions(view, on)),
        silences=tuple(silences(view, on)),
    )  # fmt: skip


def _issues(view: FileView) -> Iterator[IssueShown]:
    for issue in view.file.issues.by_id.values():
        noticed, told = issue.noticed_on or issue.raised_on, first_telling(view, issue)
        planned = [on for position in plans_at(view.file, issue) if (on := planned_on(view.file, position))]
        settled = [day for day, well, _ in issue.resolved if well]
        yield IssueShown(
            id=issue.id, position=issue.raised, noticed_on=noticed, open=issue.is_open,
            days_to_tell=_days(noticed, told[0] if told else None),
            days_to_plan=_days(noticed, min(planned, default=None)),
            days_to_settle=None if issue.is_open else _days(noticed, settled[-1] if settled else None),
            attempts=len(tried(view.file, issue, view.procedure)),
        )  # fmt: skip


def _corrective(view: FileView, on: date) -> Iterator[CorrectiveShown]:
    for recorded in view.file.of(CorrectiveActionTaken):
        entry = recorded.entry
        if isinstance(entry, CorrectiveActionTaken) and entry.happened_on <= on:
            yield CorrectiveShown(
                on=entry.happened_on, position=recorded.position, figures=entry.activity,
                sentence=f"{view.sentence(recorded).removesuffix('.')}{_late(view, recorded)}{_not_held(view, entry)}",
            )  # fmt: skip


def _late(view: FileView, taken: Recorded) -> str:
    """By how much it came after the day by which its action was to be done, to end a sentence with; "" where it did
    not, or another entry had done that (HCC-7.3-a)."""
    action = view.file.actions.by_id.get(own(taken.entry, "action") or "")
    if action is None or action.completed is None or action.completed[1] != taken.position or not action.days_late:
        return ""
    return f"; {counted(action.days_late, 'day')} late"


def _not_held(view: FileView, taken: CorrectiveActionTaken) -> str:
    """That the meeting it is said to come from is not on file as held by then, to end a sentence with; "" where it
    was (HCC-7.3-a)."""
    meeting = view.file.meetings.by_id.get(taken.meeting) if taken.meeting else None
    if meeting is None or (meeting.held_on is not None and meeting.held_on <= taken.latest_on):
        return ""
    return f"; {meeting.id} is not on file as held by then"


def _days(first: date | None, last: date | None) -> int | None:
    return (last - first).days if first is not None and last is not None else None


def _scores(view: FileView) -> Iterator[tuple[str, date, int, str | None]]:
    for field, scored in view.file.tiers.scores.items():
        day, percent, _ = scored[-1]
        yield field, day, percent, f"{percent - scored[-2][1]:+d}" if len(scored) > 1 else None


def _continuity(view: FileView, on: date) -> ContinuityShown | None:
    plans = view.file.tiers.continuity_plans
    if not plans:
        return None
    until = plans[-1].valid_until
    return ContinuityShown(
        on=plans[-1].on, position=plans[-1].position, valid_until=until, tested_on=plans[-1].tested_on,
        run_out=until is not None and until < on,
    )  # fmt: skip


WITH_MARKET = "thematic-review.with-market-intelligence"


def _theme_reviews(view: FileView, on: date) -> Iterator[ThemeReviewShown]:
    for held in view.file.tiers.reviews:
        if held.on > on:
            continue
        yield ThemeReviewShown(
            theme=held.theme, clause=held.clause, on=held.on, position=held.position, in_place=held.in_place,
            found=view.say(held.found) or None, monitored=held.monitored, level=view.say(held.level) or None,
            potential=view.say(held.potential) or None,
            market_intelligence=view.say(held.market_intelligence) or None, decision=held.decision,
            participants=held.participants, left_out=left_out(view, held), rejected=_rejected(view, held, on),
            put_off=_put_off(view, held, on),
            said_at=heads_said_in(view, held),
            market_said_at=None if held.market_intelligence else said_in(view.file, held.position, WITH_MARKET),
            further_said_at=None if held.actions else said_in(view.file, held.position, ACTS_ON_WHAT_IS_SHORT),
        )  # fmt: skip


def _rejected(view: FileView, review: ThemeReviewed, on: date) -> str | None:
    gone = rejected(view, review) if review.decision == "change-now" else None
    if gone is None or gone.rejected[-1][0] > on:
        return None
    day, party, position = gone.rejected[-1]
    return f"{gone.id} rejected by the {party} on {spoken(day)} (entry {position})"


def _put_off(view: FileView, review: ThemeReviewed, on: date) -> str | None:
    there = put_off(view, review) if review.decision == "change-now" else []
    by_then = ((one, one.proposed_on) for one in there if one.proposed_on is not None and one.proposed_on <= on)
    told = (f"{one.id} put off to the next contract on {spoken(day)} (entry {one.proposed})" for one, day in by_then)
    return "; ".join(told) or None


def _further_actions(view: FileView, on: date) -> Iterator[FurtherAction]:
    for step in agreed_steps(view):
        if step.review is None or step.agreed_on > on:
            continue
        done_on = step.done[0] if step.done and step.done[0] <= on else None
        yield FurtherAction(
            review=step.review, what=view.say(step.says.what), owner=step.says.owner, due_on=step.due_on,
            done_on=done_on, late=step.due_on is not None and (done_on or on) > step.due_on,
        )  # fmt: skip
