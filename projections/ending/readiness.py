"""What the file shows of the conditions before an early termination, judged on the day of the act (ADR 0022).

Three parts. A, *the right*: each clause of the contract that gives one, and whether the file shows that it arose
(ledger/rights.py). B, *the procedure*: the 21 conditions of requirements.md, section I. C, *what weakens the case*
(ending/weaknesses.py). It never says that a contract may be ended: it says what is shown and what is not. Each is
judged by what was on file when the act was done; what was entered or done later is told beside it and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from ledger.contract_file import ContractFile
from ledger.entry import Frozen, Recorded
from ledger.procedures import Procedure
from ledger.procedures.rows import Condition
from ledger.rights import Right, rights
from ledger.subjects.termination import Proposal
from projections.ending.acts import courses, known_then, proposal_named
from projections.ending.condition_states import Answer, Looks, State, answered
from projections.ending.conditions import CONDITIONS
from projections.ending.findings import Question
from projections.ending.folds import each_once, in_effect_on
from projections.ending.impacts import ImpactShown, impacts_shown
from projections.ending.next_steps import ANSWER_IT, NEXT_STEPS, SAY_WHY
from projections.ending.weaknesses import Weakness, weaknesses
from projections.failings.trail import CaseToRecord, LinkMissing, sentences, spoken
from projections.view import FileView, rules_in_words

LATER_ACTS = ("TC-17", "TC-20", "TC-21")
"""Conditions of the notice and the end rather than of the decision: judged on the last act done."""
NOT_SHOWN: tuple[State, ...] = ("not-met", "unauthorised", "late", "disputed")
CLOSING = "This says what the file shows; whether it is enough is for Legal Services to say"
NO_CLAUSE = (
    "No clause of the contract that gives the authority a right to end it is on file, so part A cannot be answered"
)


class ConditionShown(Frozen):
    """One condition, and what the file shows of it on the day of the act."""

    part: Literal["A", "B", "C"] = "B"
    id: str
    title: str
    force: Literal["must", "should", "may"]
    absolute: bool
    """Nothing lifts it."""
    state: State
    judged_on: date
    sentence: str
    then: str | None = None
    """Where something came later: what was on file when the act was done."""
    since: str | None = None
    """What was recorded or done later. It changes nothing for that act."""
    requirements: tuple[str, ...]
    entries: tuple[int, ...] = ()
    """Positions of the entries that show it, or show that it was not so."""
    next_step: str | None = None
    due_on: date | None = None
    """The day by which, where the procedure gives a number for it."""
    due_because: str | None = None
    """How that day was reckoned."""
    falls_to: str | None = None
    """The office that has to see to the next step."""
    office: str | None = None
    """That office in words."""
    person: str | None = None
    """Who held it on the day asked about, where the file says."""
    not_admitted: tuple[LinkMissing, ...] = ()
    """TC-18: what is missing from the trails a case rests on, or would, and no case admits by the day asked about."""
    to_record: CaseToRecord | None = None
    """TC-18: the case that, recorded now, would admit it."""
    note: str = ""


class RightShown(Frozen):
    """One clause that gives a right to end the contract, and what the file shows of it on the day of the act."""

    part: Literal["A"] = "A"
    right: Right
    """By what was on file when the act was done; with no act, by all that is on file."""
    now: Right | None = None
    """By all that is on file now about that day, where that comes out otherwise."""


class ActJudged(Frozen):
    """An act towards ending the contract early."""

    position: int
    heading: str
    on: date
    by: str | None
    purported: tuple[str, ...] = ()
    """The rules nothing lifts that it did not keep: while there are any it has not the effect of such an act."""


class Judgement(Frozen):
    """All conditions, judged for one course of action; or, with no acts, as things stand on the day asked about."""

    judged_on: date
    acts: tuple[ActJudged, ...] = ()
    proposal: str | None = None
    grounds: tuple[str, ...] = ()
    sentence: str
    rights: tuple[RightShown, ...] = ()
    """Part A, of both parties, in the order in which the clauses came to bind."""
    conditions: tuple[ConditionShown, ...]
    """Part B."""
    weaknesses: tuple[Weakness, ...] = ()
    """Part C, up to the day it is judged on."""


class Readiness(Frozen):
    """The conditions before an early termination, for every course of action taken and for what is still open."""

    reference: str
    on: date
    """The day asked about."""
    procedure: str
    sentence: str
    rights: tuple[Right, ...] = ()
    """Part A on the day asked about, by all that is on file: what has become of each right since the acts were done."""
    weaknesses: tuple[Weakness, ...] = ()
    """Part C on the day asked about: what has come since the last act was done, or on file since."""
    judgements: tuple[Judgement, ...]
    """In order; the last is the one in point."""
    impacts: tuple[ImpactShown, ...] = ()
    """What ending it was found to mean, the newest first."""

    @property
    def in_point(self) -> Judgement:
        """The judgement of the latest course of action, or of things as they stand where none has been taken."""
        return next((j for j in reversed(self.judgements) if j.acts), self.judgements[-1])

    @property
    def conditions(self) -> tuple[ConditionShown, ...]:
        """The conditions of the judgement in point."""
        return self.in_point.conditions


def readiness(view: FileView, day: date) -> Readiness:
    """Return what the file shows of the conditions on a day. Pure: the day is given, or that of the view if earlier."""
    on = min(day, view.as_at) if view.as_at else day
    with each_once():
        judged = judgements(view, on)
        in_point = next((j for j in reversed(judged) if j.acts), judged[-1])
        said, told = in_point.sentence, set(in_point.weaknesses)
        since = tuple(w for w in weaknesses(view, on) if w not in told and w.sort != "delay") if in_point.acts else ()
        return Readiness(
            reference=view.reference, on=on, procedure=view.procedure_on(on).ref, sentence=said,
            rights=rights(in_effect_on(view.file, on), on), weaknesses=since, judgements=tuple(judged),
            impacts=impacts_shown(view, on),
        )  # fmt: skip


def judgements(view: FileView, on: date) -> list[Judgement]:
    """Return a judgement of each course of action begun by a day, and of what is still open on it, in order."""
    with each_once():
        return [_judged(case) for case in cases(view, on)]


@dataclass(frozen=True)
class Case:
    """One course of action begun by a day, or, with no acts, the file as it stands on that day.

    Looked at within `each_once`, condition by condition: a look is worked out when it is first asked for.
    """

    view: FileView
    on: date
    """The day asked about."""
    day: date
    """The day it is judged on."""
    proposal: Proposal | None
    acts: tuple[Recorded, ...] = ()
    _answers: dict[str, Answer] = field(default_factory=dict, init=False, repr=False, compare=False)

    def looks(self, condition: str) -> Looks:
        """Return the looks at the file by which a condition is judged: on the first act done, or on the last."""
        return self._last if condition in LATER_ACTS else self._first

    def row(self, condition: str) -> Condition:
        """Return what the procedure of the act says of a condition."""
        procedure = self.looks(condition).then.procedure
        row = next((row for row in procedure.conditions if row.id == condition), None)
        if row is None:
            raise LookupError(f"procedure {procedure.ref} has no row for condition {condition}")
        return row

    def answer(self, condition: str) -> Answer:
        """Return how a condition stands, worked out once."""
        if condition not in self._answers:
            self._answers[condition] = answered(self.view, self.row(condition), self.looks(condition))
        return self._answers[condition]

    def rights(self) -> tuple[RightShown, ...]:
        """Return part A: each right as on file when the first act was done, and as on file now about that day."""
        return _rights(self._first.then.file, self._first.known.file, self.day)

    @cached_property
    def _first(self) -> Looks:
        if self.acts:
            return self._of(self.acts[0])
        view, on = self.view, self.on
        asked = Question(view, in_effect_on(view.file, on), on, view.procedure_on(on), self.proposal)
        return Looks(asked, asked, asked)

    @cached_property
    def _last(self) -> Looks:
        return self._of(self.acts[-1]) if len(self.acts) > 1 else self._first

    def _of(self, act: Recorded) -> Looks:
        file, day = self.view.file, act.entry.happened_on
        then = Question(self.view, known_then(file, act), day, self.view.procedure_on(day), self.proposal, self.acts)
        on_its_day = replace(then, file=in_effect_on(file, day))
        return Looks(then, on_its_day, replace(then, file=in_effect_on(file, self.on), day=self.on))


def cases(view: FileView, on: date) -> list[Case]:
    """Return each course of action begun by a day, and what is still open on it, in order. Within `each_once`."""
    file, taken = view.file, courses(view.file, on)
    found = []
    for course in taken:
        day = course.first.entry.happened_on
        proposal = file.termination.proposed(day, proposal_named(course.first))
        found.append(Case(view, on, day, proposal, course.acts))
    if not found or (file.termination.ended_on(on) is None and taken[-1].purported):
        found.append(Case(view, on, on, in_effect_on(file, on).termination.proposed(on)))
    return found


def _judged(case: Case) -> Judgement:
    shown = tuple(_shown(case, name) for name in CONDITIONS)
    return _judgement(
        case.view, case.day, tuple(_act(case.view, act) for act in case.acts), case.proposal, case.rights(), shown
    )


def _rights(then: ContractFile, known: ContractFile, day: date) -> tuple[RightShown, ...]:
    """Each right as on file when the act was done, and as on file now about that day where that comes out otherwise."""
    before = {(right.clause, right.position, right.held_by): right for right in rights(then, day)}
    now = {(right.clause, right.position, right.held_by): right for right in rights(known, day)}
    found = []
    for clause in dict.fromkeys((*before, *now)):
        was, right = before.get(clause), now.get(clause)
        shown = was or right
        assert shown is not None
        found.append(RightShown(right=shown, now=right if was is not None and right != was else None))
    return tuple(found)


def _act(view: FileView, act: Recorded) -> ActJudged:
    rules = tuple(d.rule for d in act.departures if d.level == "absolute")
    return ActJudged(
        position=act.position, heading=type(act.entry).heading(), on=act.entry.happened_on,
        by=view.say(act.entry.by, act.entry) or None, purported=rules,
    )  # fmt: skip


def _judgement(
    view: FileView,
    day: date,
    acts: tuple[ActJudged, ...],
    proposal: Proposal | None,
    held: tuple[RightShown, ...],
    shown: tuple[ConditionShown, ...],
) -> Judgement:
    tally = Counter(condition.state for condition in shown)
    in_point = sum(tally.values()) - tally["not-applicable"]
    open_ones = [condition.id for condition in shown if condition.state in NOT_SHOWN]
    what = f"judged on {spoken(day)}, the day of entry {acts[0].position} ({acts[0].heading.lower()})" if acts else None
    purported = [
        f"entry {a.position} is purported only: it did not keep {rules_in_words(a.purported)}"
        for a in acts
        if a.purported
    ]
    said = sentences(
        what or f"as things stand on {spoken(day)}",
        None if acts or proposal else "no early termination has been proposed",
        _right_in_a_sentence(held), _met(tally["met"], in_point),
        f"not so shown: {', '.join(open_ones)}" if open_ones else None, *purported, CLOSING,
    )  # fmt: skip
    return Judgement(
        judged_on=day, acts=acts, proposal=proposal.id if proposal else None,
        grounds=proposal.grounds if proposal else (), sentence=said, rights=held, conditions=shown,
        weaknesses=weaknesses(view, day),
    )  # fmt: skip


def _right_in_a_sentence(held: tuple[RightShown, ...]) -> str:
    """Part A in one sentence: the rights shown to have arisen, else that none is."""
    ours = [shown.right for shown in held if shown.right.held_by != "provider"]
    if not ours:
        return NO_CLAUSE
    there = [right for right in ours if right.state in ("arisen", "exercised")]
    if not there:
        said = [f"clause {right.clause} {right.state.replace('-', ' ')}" for right in ours]
        return f"no right to end the contract is shown: {', '.join(said)}"
    said = [f"clause {r.clause}: {r.state}{', in doubt' if r.doubts else ''}" for r in there]
    return f"the right to end the contract, {'; '.join(said)}"


def _met(met: int, of: int) -> str:
    """How many conditions are shown to have been met, of those that apply."""
    if of == 0:
        return "none of the conditions applies"
    if of == 1:
        return f"the one condition that applies is{'' if met else ' not'} shown to have been met in time"
    if met == of:
        return f"all {of} conditions that apply are shown to have been met in time"
    number, verb = ("none" if met == 0 else str(met)), ("is" if met == 1 else "are")
    return f"{number} of the {of} conditions that apply {verb} shown to have been met in time"


def _shown(case: Case, name: str) -> ConditionShown:
    view, on, looks = case.view, case.on, case.looks(name)
    procedure = looks.then.procedure
    row, answer = case.row(name), case.answer(name)
    office = answer.awaits[0] if answer.awaits else row.falls_to
    step = _next_step(row, answer, procedure)
    held = view.file.people.holder(office, on) if step and office else None
    due = answer.by_when if step and not answer.awaits else None
    return ConditionShown(
        id=name, title=row.title, force=row.force, absolute=row.absolute, state=answer.state,
        judged_on=looks.then.day, sentence=answer.sentence, then=answer.then, since=answer.since,
        requirements=_bound_by(row, procedure), entries=answer.entries,
        next_step=step, falls_to=office if step else None,
        office=procedure.office_title(office) if step and office else None, person=held.person if held else None,
        due_on=due[0] if due else None, due_because=due[1] if due else None, not_admitted=answer.not_admitted,
        to_record=answer.to_record, note=row.note,
    )  # fmt: skip


def _bound_by(row: Condition, procedure: Procedure) -> tuple[str, ...]:
    """What binds of that which a condition rests on; where nothing does, that it is taken over, and from where."""
    said = tuple(dict.fromkeys(map(procedure.binding, row.requirements)))
    own = tuple(clause for clause in said if "silent" not in clause)
    return own or said[:1]


def _next_step(row: Condition, answer: Answer, procedure: Procedure) -> str | None:
    if answer.state == "unauthorised" and answer.awaits:
        offices = procedure.one_of(answer.awaits)
        return f"{offices} has to ratify the departure or refuse it."
    if answer.state not in NOT_SHOWN or answer.done:
        return None
    if answer.state in ("late", "disputed"):
        return SAY_WHY if answer.state == "late" else ANSWER_IT
    return answer.next_step or row.next_step or NEXT_STEPS.get(row.id)


__all__ = ["ActJudged", "ConditionShown", "Judgement", "Readiness", "RightShown", "State", "Weakness", "readiness"]
