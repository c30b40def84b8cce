"""What is asked of the matters considered at a meeting: what came of each, and what it confirms of issues."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.agenda_items import AN_ID, CASES, is_on_agenda, item_called, near_items, parts_meant
from ledger.confirming import ISSUES_RAISED_BEFORE, closed_on, found_otherwise, never_told, not_confirmed
from ledger.dates.working_days import dated, shifted
from ledger.examining import ACTIVITY, looked_at, nothing_of_it_named, shortfalls, unexamined
from ledger.in_time import against_its_settlement, term_of, time_not_shown
from ledger.names import few, same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.meetings.entries import AgendaItemConsidered, Confirmation

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _on_no_agenda(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """A meeting covers "at least" what is listed, so another matter may be said in words; what is written as ids are
    and is none, or in some of the words of one, was meant for one and covers nothing."""
    if not procedure.agenda:
        return NOT_IN_POINT
    if is_on_agenda(item.item, file.meetings.by_id.get(item.meeting), procedure):
        return None
    near = near_items(item.item, procedure)
    if not near and not AN_ID.fullmatch(item.item):
        return NOT_IN_POINT
    like = f"; it may be {' or '.join(near)}" if near else ""
    return f"{item.item} is no item of {procedure.ref}, nor was it put on the agenda of {item.meeting}{like}"


def _covered_and_not(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Said in one entry, or by another of the same meeting; a case considered at it covers particular cases."""
    if item.covered and item.not_covered_reason is not None:
        return "it is given why it was not covered, and not that it was not (covered): it counts as not covered"
    meeting, called = file.meetings.by_id.get(item.meeting), item_called(item.item, procedure)
    parts = set(parts_meant(item.item, procedure))
    before = [
        one for one in (meeting.items if meeting else ()) if item_called(one.item, procedure) == called
        and (not parts or parts & {*parts_meant(one.item, procedure)})
    ]  # fmt: skip
    cases = file.feedback.cases if called == CASES and not item.covered else ()
    there = [case for case in cases if case.meeting and same_name(case.meeting, item.meeting)]
    if there:
        named = few([f"{case.id} (entry {case.position})" for case in there])
        return f"on file as considered at {item.meeting}: {named}; correct what is wrong"
    if not before:
        return NOT_IN_POINT
    otherwise = [one for one in before if one.covered is not item.covered and (one.covered or one.explained)]
    if not otherwise:
        return None
    other = "considered" if otherwise[-1].covered else "passed over"
    return f"by entry {otherwise[-1].position} it was {other} at {item.meeting}; correct the one that is wrong"


def _no_outcome(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting, called = file.meetings.by_id.get(item.meeting), item_called(item.item, procedure)
    left = meeting.parts_left(called, procedure) if meeting else parts_meant(called, procedure)
    meant = [part for part in parts_meant(item.item, procedure) if part in left]
    if not meant or not item.covered or item.not_covered_reason is not None:
        return NOT_IN_POINT
    if item.outcome is not None:
        return None
    each = f", of all of it or of each under its own name ({meant[0]})" if len(meant) > 1 else ""
    return f"it is not on record what came of {', '.join(meant)}: until it is{each}, that counts as not covered"


def _considered_afterwards(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(item.meeting)
    if meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    if item.happened_on <= meeting.held_on:
        return None
    held = f"{meeting.id} was held on {dated(meeting.held_on)}"
    return f"{held} and it is dated {dated(item.happened_on)}; what was considered later is of another meeting"


def _nothing_confirmed(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Of issues noticed before the meeting that were open after the one before it: settled since, or still open."""
    meeting = file.meetings.by_id.get(item.meeting)
    if item_called(item.item, procedure) != ISSUES_RAISED_BEFORE or not item.covered:
        return NOT_IN_POINT
    if meeting is None or meeting.held_on is None:
        return NOT_IN_POINT
    looked_at = {one.issue for one in item.confirmations} | {one.issue for one, _ in meeting.confirmations}
    missed = not_confirmed(file, meeting.held_on, looked_at)
    return f"it is covered, and nothing is confirmed of {', '.join(missed)}" if missed else None


def _has_a_day(file: ContractFile, named: str, day: date) -> bool:
    """Whether an issue was found settled by a day, or something gives one it is to be right by."""
    issue = file.issues.by_id.get(named)
    if issue is None:
        return False
    return term_of(file, issue, day) is not None or any(well and on <= day for on, well, _ in issue.resolved)


def _confirmed_both_ways(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """What one meeting confirms of an issue, in this and in its other items, is one thing."""
    meeting = file.meetings.by_id.get(item.meeting)
    before = [(one, f"entry {at}") for one, at in (meeting.confirmations if meeting else ())]
    told, found = dict[str, tuple[Confirmation, str]](), []
    for one, where in (*before, *((one, "this entry") for one in item.confirmations)):
        earlier, named = told.setdefault(one.issue, (one, where))
        times = {earlier.in_time, one.in_time} - {None}
        if earlier.satisfactory != one.satisfactory or len(times) > 1:
            found.append(f"{one.issue}: {_confirmed(earlier)} ({named}), and {_confirmed(one)} ({where})")
    if not item.confirmations:
        return NOT_IN_POINT
    return f"{item.meeting} confirms it both ways of {'; '.join(found)}" if found else None


def _confirmed(one: Confirmation) -> str:
    time = {True: ", in time", False: ", not in time", None: ""}[one.in_time]
    return f"{'settled well' if one.satisfactory else 'not settled well'}{time}"


def _confirmed_otherwise(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(item.meeting)
    day = meeting.held_on if meeting and meeting.held_on else item.happened_on
    closed = [said for one in item.confirmations if not one.satisfactory and (said := closed_on(file, one.issue, day))]
    if closed:
        return f"{'; '.join(closed)}; where it is open again, record first that it came back"
    of_the_time = [
        one for one in item.confirmations
        if one.satisfactory and one.in_time is not None and _has_a_day(file, one.issue, day)
    ]  # fmt: skip
    if not of_the_time:
        return NOT_IN_POINT
    found = (against_its_settlement(file, one.issue, day, one.in_time) for one in of_the_time)
    return "; ".join(said for said in found if said) or None


def _not_as_on_file(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    meeting = file.meetings.by_id.get(item.meeting)
    day = meeting.held_on if meeting and meeting.held_on else item.happened_on
    held = [(one, issue) for one in item.confirmations if (issue := file.issues.by_id.get(one.issue)) is not None]
    if not held:
        return NOT_IN_POINT
    found = [
        f"{issue.id} is confirmed as settled well, and the provider is not on file as told of it" for one, issue in held
        if one.satisfactory and never_told(file, issue, day)
    ]  # fmt: skip
    others = (found_otherwise(file, i, day, well=one.satisfactory, meeting=item.meeting) for one, i in held)
    return "; ".join([*found, *(said for said in others if said)]) or None


def _time_not_shown(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Where the item's own words say nothing of it either."""
    in_time = [one.issue for one in item.confirmations if one.satisfactory and one.in_time]
    if not in_time or item.discussion or item.outcome:
        return NOT_IN_POINT
    meeting = file.meetings.by_id.get(item.meeting)
    day = meeting.held_on if meeting and meeting.held_on else item.happened_on
    return "; ".join(said for issue in in_time if (said := time_not_shown(file, issue, day))) or None


def shortfall_left(file: ContractFile, item: AgendaItemConsidered, procedure: Procedure) -> str | None:
    """Find that nothing is said of activity that came to less than was aimed at, and that no meeting before examined
    or this one cites: neither what was done, nor why nothing, here or where it looked at it elsewhere (HCC-7.6-g)."""
    meeting = file.meetings.by_id.get(item.meeting)
    if item_called(item.item, procedure) != ACTIVITY or not item.covered or meeting is None or not meeting.held_on:
        return NOT_IN_POINT
    seen = looked_at(file, item.concerns)
    found, before = shortfalls(file, meeting.held_on, seen), shifted(meeting.held_on, -1)
    left_open = unexamined(
        file, ACTIVITY, [(at, one.happened_on) for at, one in found.items()], before, lambda _: procedure
    )
    short = {
        at: f"{one.measure} for {one.period} ({one.difference}; entry {at})" for at, one in found.items()
        if at in seen or at in left_open or one.happened_on == meeting.held_on
    }  # fmt: skip
    if not short:
        return NOT_IN_POINT
    items = (r.entry for r in file.of(AgendaItemConsidered) if isinstance(r.entry, AgendaItemConsidered))
    told = [
        looked_at(file, one.concerns) for one in items
        if one.meeting == item.meeting and one.covered and (one.discussion or one.outcome)
        and item_called(one.item, procedure) == ACTIVITY
    ]  # fmt: skip
    left = [
        said for at, said in short.items() if not file.actions.answers_to(at, item.meeting)
        and not any(at in those or not those for those in told)
    ]  # fmt: skip
    if item.discussion or item.outcome or not left:
        return None
    return f"it is not said what is done, or why nothing, about activity below what was aimed at: {few(left)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="agenda.reason-where-passed-over", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered,
        field="not_covered_reason", sentence="Where a matter is not covered the record says why.",
        found=lacks("not_covered_reason", where=lambda entry: not entry.covered, found="it is not said why"),
    ),
    Rule(
        id="agenda.item-known", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered, field="item",
        sentence="What is considered stands on the agenda, by its id or title.", found=_on_no_agenda,
    ),
    Rule(
        id="agenda.covered-or-passed-over", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered,
        field="covered", sentence="A matter is either considered at a meeting or passed over.", found=_covered_and_not,
    ),
    Rule(
        id="agenda.outcome-of-each-part", citation="HCC-7.6-j", level="advise", of=AgendaItemConsidered,
        field="outcome", found=_no_outcome,
        sentence="Of a matter that has several parts it is on record what came of each, or of them together.",
    ),
    Rule(
        id="agenda.considered-at-its-meeting", citation="HCC-7.6-l", level="advise", of=AgendaItemConsidered,
        field="happened_on", sentence="What is considered at a meeting is considered on its day.",
        found=_considered_afterwards,
    ),
    Rule(
        id="agenda.issues-confirmed", citation="HCC-7.6-a", level="advise", of=AgendaItemConsidered,
        field="confirmations", found=_nothing_confirmed,
        sentence="A meeting confirms of each issue raised before whether it was settled well and in time.",
    ),
    Rule(
        id="agenda.looked-at-what-it-is", citation="HCC-7.6-h", level="advise", of=AgendaItemConsidered,
        field="concerns", found=nothing_of_it_named,
        sentence="What is looked at under a matter is of its sort: a survey, figures of activity, statistics.",
    ),
    Rule(
        id="agenda.says-what-is-done-about-a-shortfall", citation="HCC-7.6-g", level="advise", of=AgendaItemConsidered,
        field="outcome", found=shortfall_left,
        sentence="Where activity is below its target the meeting says what is done about it, or why nothing is.",
    ),
    Rule(
        id="agenda.says-when-it-was-settled", citation="HCC-7.6-a", level="advise", of=AgendaItemConsidered,
        field="discussion", found=_time_not_shown,
        sentence="Of an issue confirmed as settled in time it is on record when it was.",
    ),
    Rule(
        id="agenda.one-finding-of-an-issue", citation="HCC-7.6-a", level="explain", of=AgendaItemConsidered,
        field="confirmations", found=_confirmed_both_ways,
        sentence="One meeting finds one thing of an issue: settled well or not, in time or not.",
    ),
    Rule(
        id="agenda.confirmed-as-settled", citation="HCC-7.6-a", level="explain", of=AgendaItemConsidered,
        field="confirmations", found=_confirmed_otherwise,
        sentence="What a meeting confirms of an issue is what it was found settled as, and what its dates say.",
    ),
    Rule(
        id="agenda.confirmed-as-on-file", citation="HCC-7.6-a", level="advise", of=AgendaItemConsidered,
        field="confirmations", found=_not_as_on_file,
        sentence="An issue that a meeting confirms as settled was put to the provider, and one found settled is not "
        "found otherwise later unless it came back.",
    ),
)  # fmt: skip
