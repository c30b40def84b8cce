"""How one condition before an early termination stands: met, late, lifted or not, from several looks at the file.

What was on file when the act was done decides. What was recorded later, though it happened in time, makes it *late*;
what was done later changes nothing and is told beside it. A departure on record stands as `ledger/departures.py` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ledger import disputing
from ledger.contract_file import ContractFile
from ledger.departures import standing
from ledger.disputing import left_out
from ledger.entry import Entry
from ledger.names import counted
from ledger.procedures.rows import Condition
from ledger.subjects.issues import ProviderRepresentationsReceived
from projections.ending import conditions_formal
from projections.ending.conditions import CONDITIONS, OF_FAILURE
from projections.ending.findings import Finding, Question
from projections.ending.next_steps import SAY_WHY
from projections.failings.trail import CaseToRecord, LinkMissing, days_late, recorded_on, sentences, spoken
from projections.timeline.line import LATE_AFTER_DAYS
from projections.view import FileView, rule_in_words

State = Literal[
    "met", "late", "authorised", "ratified", "unauthorised", "excepted", "disputed", "not-met", "not-applicable",
    "before-this-ledger",
]  # fmt: skip
REMARKED = 3
"""How many entries recorded late are named in one sentence."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Three looks at the file: as it was when the act was done, that day as now known, and by the day asked about."""

    then: Question
    known: Question
    later: Question


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered of a condition."""

    state: State
    sentence: str
    entries: tuple[int, ...] = ()
    then: str | None = None
    """Where something came later: what was on file when the act was done."""
    since: str | None = None
    """What was recorded or done later."""
    awaits: tuple[str, ...] = ()
    """Offices that have to ratify or refuse a departure."""
    by_when: tuple[date, str] | None = None
    """The day the procedure gives for what is still to be done, and how it was reckoned."""
    done: bool = False
    """Whether what is asked for was done and came out otherwise, or why it was late is on record: there is no next
    step."""
    next_step: str | None = None
    """What there is still to be done, where part of what is asked for has come about; None for the condition's own."""
    not_admitted: tuple[LinkMissing, ...] = ()
    """What is missing from the trails a case rests on, and is not admitted."""
    to_record: CaseToRecord | None = None
    """The case that would admit it."""


def answered(view: FileView, row: Condition, case: Looks) -> Answer:
    """Return how a condition stands under the procedure that has this row of it."""
    if not row.applies:
        return Answer("not-applicable", sentences(row.note or "this procedure does not ask for it"))
    if row.id in OF_FAILURE and not case.then.for_failure:
        grounds = ", ".join(view.say(ground) for ground in case.then.proposal.grounds) if case.then.proposal else ""
        return Answer("not-applicable", f"No failure of the provider is alleged: the ground is {grounds}.")
    look, day = CONDITIONS[row.id], spoken(case.then.day)
    then = look(case.then)
    known = look(case.known) if case.known is not case.then else then
    entries = tuple(dict.fromkeys((*then.entries, *known.entries)))
    if not then.applies and not known.applies:
        return Answer("not-applicable", sentences(then.sentence))
    if then.shown and known.shown:
        state: State = "late" if then.late else "disputed" if then.disputed or known.disputed else "met"
        found = known if known.disputed else then
        said = sentences(found.sentence, *_remarks(case.then.file, view, then))
        answer = Answer(state, said, entries, done=then.late and found.done)
        if state == "disputed" or case.later is case.known:
            return answer
        return _disputed_since(answer, then, look(case.later), case)
    if then.shown:  # corrected or struck out since: what the record says now goes before what it said then
        said, now = sentences(then.sentence), sentences(known.sentence)
        answer = _not_shown(view, row, case, known)
        together = (
            f"When the act of {day} was done the file showed this: {said} By the record as it is now: {answer.sentence}"
        )
        return replace(answer, sentence=together, entries=entries, then=said, since=now)
    if known.shown:
        said, more = sentences(then.sentence), sentences(known.sentence, *_recorded(case.known.file, known, then))
        together = f"When the act of {day} was done the file showed only this: {said} Recorded since: {more}"
        return Answer("late", together, entries, then=said, since=more)
    return _with_the_record_now(row, _not_shown(view, row, case, then), case, then, known)


def _disputed_since(answer: Answer, then: Finding, later: Finding, case: Looks) -> Answer:
    """What was shown and, where the provider has come to dispute since the act what shows it, that it does."""
    file = case.later.file
    made = [r for position in later.entries if (r := file.at(position)) and _disputes(file, r.entry, then)]
    if not (later.disputed and made):
        return answer
    said = " and ".join(f"on {spoken(r.entry.happened_on)} (entry {r.position})" for r in made)
    since = sentences(f"since the act of {spoken(case.then.day)} the provider has disputed this: {said}")
    entries = (*answer.entries, *(r.position for r in made))
    together = f"{answer.sentence} {since}"
    return replace(answer, state="disputed", sentence=together, then=answer.sentence, since=since, entries=entries)


def _disputes(file: ContractFile, entry: Entry, then: Finding) -> bool:
    if not isinstance(entry, ProviderRepresentationsReceived) or entry.stance != "disputes":
        return False
    return not {entry.answers, file.begun_by(entry.notice or "")}.isdisjoint(then.entries)


def _with_the_record_now(row: Condition, answer: Answer, case: Looks, then: Finding, known: Finding) -> Answer:
    """What is answered of a condition not met, and beside it what the record now says that it did not say then."""
    breach = _breach_since(row, case)
    if known.sentence == then.sentence and breach is None:
        return answer
    day, now = spoken(case.then.day), sentences(known.sentence if known.sentence != then.sentence else None, breach)
    together = (
        f"When the act of {day} was done the file showed this: {answer.sentence} By the record as it is now: {now}"
    )
    since = " ".join(part for part in (now, answer.since) if part)
    entries = tuple(dict.fromkeys((*answer.entries, *known.entries)))
    return replace(answer, sentence=together, entries=entries, then=sentences(then.sentence), since=since)


def _breach_since(row: Condition, case: Looks) -> str | None:
    """A fundamental breach that would except the condition and was not on file when the act was done."""
    issues = [issue.id for issue in case.then.relied_on()]
    before, after = case.then.file.default_process, case.later.file.default_process
    if "fundamental-breach" not in row.bypass or before.fundamental_breach(case.then.day, issues):
        return None
    breach = after.fundamental_breach(case.later.day, issues)
    if breach is None or (determined := case.later.file.at(breach.position)) is None:
        return None
    recorded = f"recorded on {spoken(recorded_on(determined))} (entry {breach.position})"
    return f"{breach.id}, a fundamental breach, was determined on {spoken(breach.on)} and {recorded}"


def _not_shown(view: FileView, row: Condition, case: Looks, then: Finding) -> Answer:
    """What is answered of a condition that is not shown to have been met: excepted, older, lifted, or not met."""
    look, day, said = CONDITIONS[row.id], spoken(case.then.day), sentences(then.sentence)
    if not then.applies:
        return Answer("not-applicable", said)
    excepted = _by_breach(row, case.then) or _excepted(row, case)
    if excepted is not None:
        return Answer("excepted", sentences(then.sentence, excepted[0]), (*then.entries, excepted[1]))
    issues = [issue.id for issue in case.then.relied_on()]
    unclear = case.then.file.default_process.unclear_breach(case.then.day, issues)
    if unclear is not None and "fundamental-breach" in row.bypass and unclear.id not in then.sentence:
        said = sentences(then.sentence, f"{unclear.id} excepts nothing: it {unclear.lacks}")
    if _is_older(view, row, case):
        since_day = view.file.agreement.contemporaneous_since
        taken_on = f"the file was kept as things happened only since {spoken(since_day)}" if since_day else None
        return Answer("before-this-ledger", sentences(then.sentence, taken_on), then.entries)
    later = look(case.later) if case.later is not case.then else then
    # That a time has run out since is nothing new on file.
    since = sentences(later.sentence) if later.shown and set(later.entries) - set(then.entries) else None
    after = f"Since then: {since} That does not change what was shown on {day}." if since else None
    lifted = _lifted(view, then)
    state: State = lifted.state if lifted else "not-met"
    told = " ".join(part for part in (said, lifted.sentence if lifted else None, after) if part)
    entries = (*then.entries, *(lifted.entries if lifted else ()), *(later.entries if since else ()))
    return Answer(
        state, told, tuple(dict.fromkeys(entries)), then=said if since else None, since=since,
        awaits=lifted.awaits if lifted else (), by_when=None if since else then.by_when, done=then.done,
        next_step=SAY_WHY if since else then.next_step, not_admitted=later.not_admitted,
        to_record=later.to_record,
    )  # fmt: skip


def _by_breach(row: Condition, asked: Question) -> tuple[str, int] | None:
    """The fundamental breach that excepts a condition, and by which entry (HCC-9.3-d); None where none does.

    Where it is not about all the failings relied on, the others have to show it still.
    """
    if "fundamental-breach" not in row.bypass:
        return None
    process, issues = asked.file.default_process, [issue.id for issue in asked.relied_on()]
    breach = process.fundamental_breach(asked.day, issues)
    others = tuple(issue for issue in issues if process.fundamental_breach(asked.day, (issue,)) is None)
    if breach is None or (others and not CONDITIONS[row.id](replace(asked, only=others)).shown):
        return None
    return f"{breach.id}, a fundamental breach, was determined on {spoken(breach.on)}", breach.position


def _excepted(row: Condition, case: Looks) -> tuple[str, int] | None:
    """Why a condition of a dispute need not be met, and by which entry: left out by authority, or decided without.

    Where only some of the failings were let begin later, the others have to show it still.
    """
    asked, issues = case.then, [issue.id for issue in case.then.failings()]
    given = [served.happened_on for _, served in asked.dispute_notices()]
    day = min([asked.day, *given]) if row.stage == "informal" else asked.day
    passes = {i: disputing.by_passed(asked.file, day, asked.procedure, issues=(i,)) for i in issues}
    covered = {i: p for i, p in passes.items() if p is not None and row.stage and left_out(p, row.stage)}
    if covered and "immediate-escalation" in row.bypass:
        others = tuple(i for i in issues if i not in covered)
        if not others or CONDITIONS[row.id](replace(asked, only=others)).shown:
            passed = next(iter(covered.values()))
            by = asked.procedure.person_in_office(passed.by)
            begun = f"{by} authorised on {spoken(passed.on)} to begin with {disputing.WORDS[passed.stage]}"
            return (f"{begun} for {', '.join(covered)}" if others else begun), passed.position
    return conditions_formal.at_discretion(asked) if "decision" in row.bypass else None


def _lifted(view: FileView, then: Finding) -> Answer | None:
    """How the departures on record for it stand: the weakest of them, None where there is none."""
    states: dict[str, State] = {"authorised": "authorised", "ratified": "ratified"}
    weakest: Answer | None = None
    for act, rule in then.departures:
        departure = next(d for d in act.departures if d.rule == rule)
        held = standing(departure, act, view.file, view.judging(act.entry))
        asked = departure.level == "authorise"
        state: State = states.get(held.state, "unauthorised") if asked else "not-met"
        reason = f"reason on record: {view.say(departure.reason)}" if departure.reason else None
        said = sentences(f"departure in entry {act.position} from {rule_in_words(rule)}: {held.why}", reason)
        entries = (act.position, *((held.position,) if held.position else ()))
        order: list[State] = ["authorised", "ratified", "unauthorised", "not-met"]
        if weakest is None or order.index(state) > order.index(weakest.state):
            weakest = Answer(state, said, entries, awaits=held.awaits)
    return weakest


def _is_older(view: FileView, row: Condition, case: Looks) -> bool:
    """Whether what is missing lies before the day from which a file taken on was kept as things happened."""
    since = view.file.agreement.contemporaneous_since
    if since is None:
        return False
    if case.then.day < since:
        return True
    newer = replace(case.then, since=since)
    if row.id not in OF_FAILURE or not case.then.failings():
        return False
    return not newer.failings() or CONDITIONS[row.id](newer).shown


def _remarks(file: ContractFile, view: FileView, found: Finding) -> Iterator[str]:
    """Say which of the entries that show it were recorded long after the fact."""
    since = view.file.agreement.contemporaneous_since or date.min
    entries = [r for p in found.entries if (r := file.at(p)) and r.entry.happened_on >= since]
    late = [r for r in entries if days_late(r) > LATE_AFTER_DAYS]
    for recorded in late[:REMARKED]:
        yield f"entry {recorded.position} was recorded {counted(days_late(recorded), 'day')} after the fact"
    if len(late) > REMARKED:
        yield f"so were {len(late) - REMARKED} more of the entries that show it"


def _recorded(file: ContractFile, known: Finding, then: Finding) -> Iterator[str]:
    for position in [p for p in known.entries if p not in then.entries][:REMARKED]:
        recorded = file.at(position)
        if recorded is not None:
            late = counted(days_late(recorded), "day")
            yield f"entry {position} was recorded on {spoken(recorded_on(recorded))}, {late} after the fact"


__all__ = ["Answer", "Looks", "State", "answered"]
