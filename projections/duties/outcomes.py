"""Duties of outcomes and the provisions that secure them: what is to be weighed, gone over, judged and followed up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from ledger import monitoring
from ledger.arranged import bound_then
from ledger.dates.working_days import months_later
from ledger.details import SETTLED_HOW
from ledger.expected_end import concludes, expected
from ledger.names import few, in_a_row
from ledger.outcomes_weighed import not_weighed
from ledger.provisions import protecting, reached, times
from ledger.provisions_agreed import FIXED, may_cover
from ledger.subjects.design import Provision
from ledger.subjects.issues import Issue
from ledger.subjects.outcomes import Outcome, OutcomeAchievementAssessed, OutcomeSpecified, counts_for_nothing
from ledger.subjects.reviews import review_asked, review_done
from projections.duties.ceasing import watched_to, while_bound
from projections.duties.duty import DAY, LEAD, PROVIDER, Duty, duty
from projections.failings.trail import spoken
from projections.view import FileView, rule_in_words

Judged: TypeAlias = tuple[date, int, OutcomeAchievementAssessed]
"""A judgement of an outcome, with its day and entry."""


def of_outcomes(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about outcomes, conflicts between them, and milestones. Pure; whatever the day.

    They cease when the contract ends.
    """
    return while_bound(view, (*_none_specified(view), *_outcomes(view), *_conflicts(view), *_milestones(view)))


def _none_specified(view: FileView) -> Iterator[Duty]:
    """Whether the aims of the service are met nobody can see where none is on file: it is asked by the day on which one
    without a day would first be judged (CPC307-A1, HCC-3.1-b; docs/adr/0251)."""
    outcomes, upto = view.file.outcomes.by_id.values(), watched_to(view)
    if any(one.specified and one.specified[0][0] <= upto and not one.dropped for one in outcomes):
        return
    every = _judged_every(view, date.max)
    since, known = (
        monitoring.asked_since(view.file, lambda day: _judged_every(view, day)),
        concludes(view.file, date.max),
    )
    by = months_later(since, every) if every and since is not None else None
    if since is not None and by is not None and (known is None or by <= known.end):
        yield duty(
            view, "outcome-wanted", "Specify what the service is to achieve: no outcome or objective of it is",
            office=LEAD, since=since, due_on=by, citation="HCC-3.1-b", limit="outcome.judge-every",
            opened_by=(view.file.agreement.position,),
        )  # fmt: skip


def _judged_every(view: FileView, day: date) -> int:
    return bound_then(view.file, day, view.procedure).setting("outcome.judge-every")


def _outcomes(view: FileView) -> Iterator[Duty]:
    for outcome in view.file.outcomes.by_id.values():
        if outcome.on is None or outcome.dropped:
            continue
        unweighed = not_weighed(view.file, outcome)
        if unweighed:  # an assessment that says nothing under a head has not weighed it (CPC307-K12)
            under = in_a_row(unweighed)
            yet = ", of which nothing is said yet" if outcome.assessed else ""
            yield duty(
                view, f"outcome-weighed/{outcome.id}", f"Weigh what {outcome.id} means for {under}{yet}",
                office=LEAD, since=outcome.on, citation="CPC307-A2",
                opened_by=(outcome.position, *outcome.assessed),
            )  # fmt: skip
        objective = outcome.identified is not None and outcome.identified.sort == "objective"
        if (outcome.not_gone_over or outcome.left_open) and not objective:
            undecided = "they have still to decide on it" if outcome.left_open else ""
            left = "; ".join(said for said in (in_a_row(outcome.not_gone_over), undecided) if said)
            yield duty(
                view, f"outcome-reviewed/{outcome.id}",
                f"Go over {outcome.id} with those who use the service: {left}", office=LEAD, since=outcome.on,
                citation="CPC307-A3",
                opened_by=(outcome.position, *(position for _, _, position in outcome.reviewed)),
            )  # fmt: skip
        yield from _specified(view, outcome)


def _specified(view: FileView, outcome: Outcome) -> Iterator[Duty]:
    said = outcome.specification
    if said is None:
        return
    since, position, _ = outcome.specified[-1]
    if not protecting(view.file, outcome.id, date.max) and said.needs_no_provision is None:
        yield duty(
            view, f"outcome-protected/{outcome.id}",
            f"Name the provision of the contract that secures {outcome.id}, or specify it anew, saying why it needs "
            "none", office=LEAD, since=since, citation="CPC307-B6", opened_by=(position,),
        )  # fmt: skip
    yield from _agreed(view, outcome)
    judged = [one for one in outcome.achieved if not counts_for_nothing(view.file, one[1], one[2])]
    if said.reach_by is not None and not any(on > said.reach_by for on, _, _ in judged):
        yield duty(
            view, f"outcome-judged/{outcome.id}",
            f"Judge whether {outcome.id} was reached: it was to be by {spoken(said.reach_by)}", office=LEAD,
            since=since, due_on=said.reach_by + DAY if said.reach_by < date.max else said.reach_by,
            citation="CPC308-C4", opened_by=(position,),
        )  # fmt: skip
    if said.reach_by is None:
        yield from _judged_from_time_to_time(view, outcome, judged)
    if outcome.missed is not None and not _followed(view, outcome, outcome.missed[:2]):
        on, judgement, missed = outcome.missed
        how = {"no": "not reached", "partly": "reached in part only"}[missed.achieved]
        yield duty(
            view, f"outcome-not-reached/{outcome.id}",
            f"Raise an issue that rests on entry {judgement}, or assign an action that arises from it, or specify "
            f"{outcome.id} anew: it was judged {how} on {spoken(on)}",
            office=LEAD, since=on, citation="HCC-3.1-b", opened_by=(judgement,),
        )  # fmt: skip


def _judged_from_time_to_time(view: FileView, outcome: Outcome, judged: Sequence[Judged]) -> Iterator[Duty]:
    """One without a day is judged while the service runs: nobody would ever ask whether it is met (HCC-3.1-b).

    `judged`: each judgement that counts, with its day and entry.
    """
    contract = view.file.agreement.contract
    began = view.file.agreement.commenced_on or (contract.start_date if contract else None)
    if began is None:
        return
    since, position, _ = outcome.specified[-1]
    last = judged[-1] if judged and judged[-1][0] >= since else None
    counted_from = last[0] if last else max(since, began)
    every = view.procedure_on(counted_from).setting("outcome.judge-every")
    due_on = months_later(counted_from, every) if every else None
    if due_on is not None:
        yield duty(
            view, f"outcome-judged/{outcome.id}", f"Judge whether {outcome.id} is being reached: it has no day",
            office=LEAD, since=counted_from, due_on=due_on, citation="HCC-3.1-b",
            opened_by=(last[1] if last else position,), every_months=every, last_on=last[0] if last else None,
            limit="outcome.judge-every",
        )  # fmt: skip


def _followed(view: FileView, outcome: Outcome, missed: tuple[date, int]) -> bool:
    """Whether an issue rests on a judgement, or an action arises from it, or one was open then that follows an earlier
    judgement by the same specification: what is being put right is not to be raised again each year (docs/adr/0236)."""
    since = outcome.specified[-1][:2]
    earlier = {
        position for on, position, judged in outcome.achieved
        if since < (on, position) < missed and judged.achieved in ("no", "partly")
    }  # fmt: skip
    issues, actions = view.file.issues.by_id.values(), view.file.actions.by_id.values()
    return any(
        missed[1] in issue.evidence or (not earlier.isdisjoint(issue.evidence) and _open_at(issue, missed))
        for issue in issues
    ) or any(
        action.arises_from == missed[1]
        or (action.arises_from in earlier and (action.completed is None or action.completed > missed))
        for action in actions
    )


def _open_at(issue: Issue, when: tuple[date, int]) -> bool:
    """Whether an issue is open, or was at an entry, by its day and position."""
    well = [(on, position) for on, satisfactory, position in issue.resolved if satisfactory]
    settled = max((step for step in well if step < when), default=None)
    return issue.is_open or settled is None or any(settled < back < when for back in issue.reopened)


def _agreed(view: FileView, outcome: Outcome) -> Iterator[Duty]:
    """That it is agreed with the provider at the point fixed for it: done on the day it was, whenever that was put on
    file (CPC307-B5)."""
    since, position, said = outcome.specified[-1]
    done = None
    if said.agreed_with_provider_on is not None:
        for asked, (_, answered, answer) in pairwise(outcome.specified):
            if asked[2].agreed_with_provider_on is None and answer.agreed_with_provider_on is not None:
                (since, position, said), done = asked, (answer.agreed_with_provider_on, answered)
        if done is None:
            return
    if said.agree_with_provider_by is None and said.agree_with_provider_at is None:
        return
    point = _point_of(view, said, since)
    yield duty(
        view, f"outcome-agreed/{outcome.id}", f"Agree {outcome.id} with the provider {point.words}", office=LEAD,
        since=min(point.came or since, done[0] if done else since), due_on=point.by, warned_from=point.came,
        citation="CPC307-B5", opened_by=(position,), done=done,
    )  # fmt: skip


class _Point(NamedTuple):
    """When an outcome is to be agreed with the provider."""

    words: str
    by: date | None
    came: date | None = None
    """The day the contract came to the stage that is meant, or its review was begun; None where it did not, or a day
    is fixed."""


def _point_of(view: FileView, said: OutcomeSpecified, since: date) -> _Point:
    if said.agree_with_provider_by is not None:
        return _Point(f"by {spoken(said.agree_with_provider_by)}", said.agree_with_provider_by)
    stage = said.agree_with_provider_at
    entered = next((day for day, name, _ in view.file.agreement.stages if name == stage), None)
    if entered is not None:
        return _Point(f"by {spoken(entered)}", entered, entered)
    coming = f"when the contract comes to {view.say(stage)}"
    if stage != "review":
        contract = view.file.agreement.contract
        runs = contract is not None and stage in ("award", "mobilisation", "operation")
        return _Point(coming, contract.start_date if contract and runs else None)  # the service runs from its first day
    return _at_the_review(view, since, coming)


def _at_the_review(view: FileView, since: date, coming: str) -> _Point:
    """By the review of the contract: once it is completed, by that day; else by the day it is to be complete. Where the
    procedure asks for none but the look back, by that: before the contract concludes (TVP-3.0-10)."""
    asked = review_asked(view.file, date.max, view.procedure)
    by = asked.by if asked is not None and review_done(view.file, asked, date.max) is None else None
    reviews = view.file.reviews.by_id.values()
    completed = ((review.completed[0][0], review.id) for review in reviews if review.completed)
    if first := min((one for one in completed if one[0] >= since), default=None):
        return _Point(f"in {first[1]}, completed on {spoken(first[0])}", first[0], first[0])
    begun = ((review.started_on, review) for review in reviews if review.started_on and not review.completed)
    if last := max(begun, key=lambda one: one[0], default=None):
        began, review = last
        return _Point(f"in {review.id}, begun on {spoken(began)}", review.due_by or by or began, began)
    ahead_of = expected(view.file, date.max) if view.procedure.setting("post-review.held") else None
    if asked is not None or ahead_of is None:
        return _Point(coming, by)
    end = f"{spoken(ahead_of.prepared_for)}{ahead_of.if_it_stands}"
    return _Point(f"{coming}, at the latest in the look back before it concludes on {end}", ahead_of.prepared_for)


CONFLICTS = {"priority": "conflict of priorities", "demand": "conflict of demands", "ethical": "ethical conflict"}
"""Each sort of conflict as it reads in a sentence."""


def _conflicts(view: FileView) -> Iterator[Duty]:
    for conflict in view.file.outcomes.conflicts.values():
        settled = conflict.resolved[1] if conflict.resolved else None
        if conflict.on is None or conflict.remedied or (settled and view.file.records.completing(settled, SETTLED_HOW)):
            continue
        step = "Settle" if conflict.reported else "Settle or report"
        sentence = f"{step} the {CONFLICTS[conflict.kind]} {conflict.id}"
        to = conflict.report.reported_to if conflict.report and not settled else None
        # To report it is one of the two things asked for: then it is with whom it was reported to.
        theirs = to.office if to and to.party == "authority" else None
        yield duty(
            view, f"conflict/{conflict.id}", f"Say how {conflict.id} was settled" if settled else sentence,
            office=theirs or LEAD, since=conflict.on, citation="CPC307-K14" if settled else "CPC307-A4",
            opened_by=(conflict.position, *(position for _, position in conflict.reported), settled),
        )  # fmt: skip


def _milestones(view: FileView) -> Iterator[Duty]:
    brought = {one.says.variation for one in view.file.design.provisions.values() if one.says is not None}
    for held in view.file.design.provisions.values():
        said = held.says
        if said is None or held.on is None or not held.is_done_once:
            continue
        clause = f" (clause {said.clause})" if said.clause else ""
        party, obliges = held.owed_by, said.provision == "obligation"
        what = f"Do what {held.id} asks for{clause}" if obliges else f"Reach milestone {held.id}{clause}"
        says = f": {view.say(said.words).rstrip('.')}" if said.words else ""
        whose = "" if party else "; whose it is was not said"
        stood, done = times(view.file, held), reached(view.file, held)
        on, _ = done.reached if done and done.reached else (date.max, 0)
        begun = [since for since, _ in stood if since <= on and held.reached is not None]
        for since, until in stood:
            if since in begun[-1:]:
                continue  # it is done in the last of its times that had begun, whether that still ran or not
            again = f"/{since.isoformat()}" if since > stood[0][0] else ""
            found = duty(
                view, f"milestone/{held.id}{again}", f"{what}{says}{whose}{_may_move(view, held, brought)}",
                party=party or "authority", office=PROVIDER if party == "provider" else LEAD, since=since,
                due_on=said.due_on, citation="CPC307-S11", opened_by=(held.position,),
                not_asked=f"{done.id} was reached on {spoken(on)}" if done is not None and on < since else None,
            )  # fmt: skip
            yield found.model_copy(update={"ceases_on": until + DAY}) if until else found


def _may_move(view: FileView, held: Provision, brought: Collection[str | None]) -> str:
    """That a variation changes its clause, by which nothing was put on file: in words it moves no day (TVP-3.0-3), and
    that it does not a supplement says (docs/adr/0446)."""
    made = {one.variation: one for one in may_cover(view.file, held) if one.variation not in brought}
    if not made:
        return ""
    which = few([f"{one.variation}, agreed on {spoken(one.on)}" for one in made.values()])
    one = len(made) == 1
    them, none = ("is", "it does not") if one else ("are", "none does")
    new = f"the new day is to be entered as a provision that replaces {held.id}"
    return (
        f"; {which}, {them} of its clause: if {'that' if one else 'one of them'} moves it, {new}; if {none}, say so in"
        f" a supplement to entry {held.position} that names {rule_in_words(FIXED)}"
    )
