"""What a plan to put something right is made of: the steps of a plan for an issue, on a notice, or of a dispute.

Stored inside entries, and so a recorded format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from ledger.agreements import not_with_the_provider
from ledger.dates.working_days import dated
from ledger.entry import Entry, Frozen, Recorded, own
from ledger.fields import Name
from ledger.rules import NOT_IN_POINT, Predicate
from ledger.said_since import filed_with, said_since
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.issues import Issue

SAYS_WHAT_OR_WHEN = ("resolution-plan.says-what-or-when", "improvement-plan.says-what-or-when")
"""The rules that a plan says what is to be done, and by when: one for an issue, and one on a notice."""
SAYS_SOMETHING = ("steps", "actions", "complete_by", "document", "exhibits")
"""The fields of a plan by which it says what is to be done, or by when; its own document may."""


class Step(Frozen):
    """One step of a plan: what, by whom, by when, with what outcome."""

    what: Text
    """What is to be done."""
    owner: Name | None = None
    """Who does it."""
    due_on: date | None = None
    """By when."""
    outcome: Text | None = None
    """What it is to achieve."""


def complete_by(plan: Entry, proposed: Entry | None = None) -> date | None:
    """Return the day by which all of a plan is to be right: as stated, in it or as it was `proposed`; else that of its
    last step that has one."""
    told = (plan, proposed) if proposed else (plan,)
    stated: date | None = next((day for one in told if (day := own(one, "complete_by"))), None)
    steps: tuple[Step, ...] = next((its for one in told if (its := own(one, "steps") or own(one, "actions"))), ())
    return stated or max((step.due_on for step in steps if step.due_on), default=None)


def planned_on(file: ContractFile, position: int) -> date | None:
    """Return the day from which a plan on file says what is to be done, or by when: its own, by its entry, its document
    or the proposal it agrees to; else that of what was filed with it or says so since. None of one that says neither,
    which is no plan (HCC-7.6-c)."""
    recorded = file.at(position)
    if recorded is None:
        return None
    begun = file.begun_by(own(recorded.entry, "plan") or "")
    told = [held for held in (recorded, file.at(begun) if begun else None) if held is not None]
    if any(says_something(one.entry) for one in told):
        return recorded.entry.happened_on
    added = [on for one in told if (on := _added_on(file, one.position)) is not None]
    return max(recorded.entry.happened_on, min(added)) if added else None


def says_something(plan: Entry) -> bool:
    """Return whether a plan says in itself what is to be done, or by when."""
    return any(own(plan, name) for name in SAYS_SOMETHING)


def _added_on(file: ContractFile, position: int) -> date | None:
    said = [since[0] for rule in SAYS_WHAT_OR_WHEN if (since := said_since(file, position, rule)) is not None]
    filed = [held.entry.happened_on for at in filed_with(file, position) if (held := file.at(at)) is not None]
    return min([*filed, *said], default=None)


def what_or_when_unsaid(told: Iterable[Entry], until: date | None) -> str | None:
    """Return in words that a plan, or that with its proposal, does not say what is to be done or by when; None where it
    says both. Its own document may say what; by when, here `until`, is asked for in the entry: days are counted from it
    (HCC-7.6-c)."""
    lacking = {
        "what is to be done": not any(own(one, name) for one in told for name in ("steps", "exhibits")),
        "by when all is to be right": until is None,
    }
    missing = [what for what, is_lacking in lacking.items() if is_lacking]
    return f"it does not say {' nor '.join(missing)}" if missing else None


def answers(plan: Entry) -> bool:
    """Return whether a plan can be the provider's answer to an issue: it was agreed, or is not the authority's own
    proposal, which is the provider's once it is agreed (HCC-7.6-c)."""
    return proposed_by(plan) != "authority"


def is_agreed(plan: Entry) -> bool:
    """Return whether a plan for an issue is on file as agreed, and not as proposed alone."""
    return "proposed_by_party" not in type(plan).model_fields


def proposed_by(plan: Entry) -> str | None:
    """Return which side proposed a plan: the party it says, else that of whoever did it; None where neither is said, or
    it was agreed."""
    if is_agreed(plan):
        return None
    party: str | None = own(plan, "proposed_by_party")
    return party or (plan.by.side if plan.by is not None else None)


def is_ours_alone(file: ContractFile, agreed: Recorded) -> bool:
    """Return whether a plan is on file as agreed for the authority and not for the provider, which did not propose it
    (TVP-5.1-3a, docs/adr/0495)."""
    proposed = as_proposed(file, agreed.entry)
    theirs = proposed is not None and proposed_by(proposed.entry) == "provider"
    return is_agreed(agreed.entry) and not theirs and not_with_the_provider(file, agreed)


def planned_with(file: ContractFile, issue: Issue) -> list[tuple[date, int]]:
    """Return (day, position) of each plan for an issue that the provider agreed to or proposed: it knew of it then."""
    plans = ((day, file.at(position)) for day, position in issue.planned_with)
    return [(day, plan.position) for day, plan in plans if plan is not None and not is_ours_alone(file, plan)]


def as_proposed(file: ContractFile, agreed: Entry) -> Recorded | None:
    """Return the proposal that a plan agreed names; None where it names none, or it is not on file."""
    position = file.begun_by(own(agreed, "plan") or "")
    return file.at(position) if position else None


def ends_on(file: ContractFile, plan: Entry) -> date | None:
    """Return the day by which all of a plan on file is to be right, with what it says as it was proposed."""
    proposed = as_proposed(file, plan)
    return complete_by(plan, proposed.entry if proposed else None)


def right_by(file: ContractFile, issue: Issue) -> tuple[date, str | None] | None:
    """Return the day by which an issue is to be right: by the plan agreed last, else by what the provider last proposed
    itself, with the id of that proposal (HCC-7.6-c). None where neither gives one, or it was over when the issue last
    came back."""
    back = max((day for day, _ in issue.reopened), default=date.min)
    plans = [(recorded, recorded.entry) for at in reversed(issue.plans) if (recorded := file.at(at)) is not None]
    timed = ((plan.happened_on, by) for _, plan in plans if is_agreed(plan) and (by := ends_on(file, plan)) is not None)
    agreed_on, until = next(timed, (date.min, None))
    if until is not None and max(agreed_on, until) >= back:
        return until, None
    for recorded, plan in plans:
        by = ends_on(file, plan) if answers(plan) and plan.happened_on >= agreed_on else None
        if by is not None and max(plan.happened_on, by) >= back:
            return by, recorded.given_id or own(recorded.entry, "plan")
    return None


def steps_of(file: ContractFile, plan: str) -> tuple[Step, ...]:
    """Return the steps of a plan: as they were agreed last, else as proposed. None of what is no such plan on file."""
    found: tuple[Step, ...] = ()
    position = file.begun_by(plan)
    agreed = sorted({at for issue in file.issues.by_id.values() for at in issue.plans})
    for at in dict.fromkeys((*((position,) if position else ()), *agreed)):
        recorded = file.at(at)
        if recorded is not None and (at == position or own(recorded.entry, "plan") == plan):
            found = own(recorded.entry, "steps") or own(recorded.entry, "actions") or found
    return found


def no_such_step(file: ContractFile, plan: str, numbers: Iterable[int]) -> str | None:
    """Return in words which of these numbers, counted from 1, is of no step of a plan; None where each is of one.

    Of a plan that lists none nothing can be told: they stand in its document.
    """
    return beyond_the_last(steps_of(file, plan), plan, numbers)


def beyond_the_last(steps: tuple[Step, ...], plan: str, numbers: Iterable[int]) -> str | None:
    """Return in words which of these numbers is of none of the steps of what is called `plan`; None where none is."""
    beyond = next((number for number in numbers if number > len(steps)), None)
    if beyond is None or not steps:
        return None
    there = f"its steps are 1 to {len(steps)}" if len(steps) > 1 else "it has one"
    return f"{plan} has no step {beyond}; {there}"


def due_before_the_plan(
    field: str, made: str, before: Callable[[ContractFile, Entry], Iterable[Entry]]
) -> Predicate:  # fmt: skip
    """Return the predicate of a rule that no step of a plan is due before the day of the plan itself; as it was
    proposed, where it agrees to a proposal. What is due on a day by which a plan before it had a step is that step.

    `field`: where its steps stand; `made`: in words that the plan was made, or agreed, on a day; `before`: the plans
    before it for the same matter.
    """

    def found(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        days = _days(entry, field)
        if not days:
            return NOT_IN_POINT
        position = file.begun_by(own(entry, "plan") or "")
        proposed = file.at(position) if position is not None else None
        made_on = min(entry.happened_on, proposed.entry.happened_on) if proposed else entry.happened_on
        if min(days) >= made_on:
            return None
        had = {day for plan in before(file, entry) for day in _days(plan, field)}
        early = [day for day in days if day < made_on and day not in had]
        return f"a step is due on {dated(min(early))}, before {made} on {dated(made_on)}" if early else None

    return found


def _days(plan: Entry, field: str) -> list[date]:
    steps: tuple[Step, ...] = own(plan, field) or ()
    return [step.due_on for step in steps if step.due_on is not None]


def due_after_the_end(
    field: str, proposed: Callable[[ContractFile, Entry], Entry | None] = lambda file, entry: None
) -> Predicate:  # fmt: skip
    """Return the predicate of a rule that no step of a plan is due after the plan is to be complete.

    `field`: where its steps stand. The end is the plan's `complete_by`; it finds nothing where that is left out. Of the
    two what the plan leaves out stands as it was `proposed`.
    """

    def found(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
        was = proposed(file, entry)
        told = (entry, was) if was is not None and (own(entry, "complete_by") or _days(entry, field)) else (entry,)
        end: date | None = next((day for one in told if (day := own(one, "complete_by"))), None)
        days = next((days for one in told if (days := _days(one, field))), [])
        if end is None or not days:
            return NOT_IN_POINT
        late = [day for day in days if day > end]
        if not late:
            return None
        return f"a step is due on {dated(max(late))}, after all is to be right by {dated(end)}"

    return found
