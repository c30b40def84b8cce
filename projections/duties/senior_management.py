"""Duties towards senior management: who hears of an issue, tells them of it, and keeps them informed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger import alerting, disputing, formal_route
from ledger.dates.working_days import months_later
from ledger.dispute_results import issue_over_since, over_since
from ledger.procedures import Procedure
from ledger.subjects.issues import Issue
from projections.duties.duty import LEAD, Duty, days_after, duty, falls_to
from projections.view import FileView


def senior_management(view: FileView) -> Iterator[Duty]:
    """Yield, of each open issue, that the office the procedure names hears of it, and briefs senior management, the
    first time and as it goes on (TVP-5.1-1a, -1b, -4a)."""
    for issue in view.file.issues.open():
        noticed = issue.noticed_on or issue.raised_on
        if noticed is None or issue_over_since(view.file, issue.id) is not None:
            continue
        procedure = view.procedure_on(noticed)
        row = procedure.condition("TC-07")
        if not row.applies:
            continue
        titles = procedure.one_of(row.offices)
        told = [on for on, _ in alerting.alerts(view.file, issue, procedure)]
        if not told and not alerting.briefed_itself(view.file, issue, procedure):
            yield duty(
                view, f"escalate/{issue.id}", f"Tell the {titles} of {issue.id}", office=LEAD, since=noticed,
                due_on=days_after(noticed, procedure.setting("issue.escalate-within")), citation="TVP-5.1-1a",
                opened_by=(issue.raised,), limit="issue.escalate-within",
            )  # fmt: skip
        elif told and not alerting.briefings_in_turn(view.file, issue, procedure):
            yield duty(
                view, f"brief/{issue.id}", f"Brief senior management on {issue.id}",
                office=falls_to(procedure, "TC-07"), since=told[0],
                due_on=days_after(told[0], procedure.setting("senior-management.brief-within")),
                citation="TVP-5.1-1b", opened_by=(issue.raised, *(p for *_, p in issue.escalated)),
                limit="senior-management.brief-within",
            )  # fmt: skip
        if alerting.briefings(issue, procedure):  # whoever was told, and whether that is on file
            yield from _kept_informed(view, issue, procedure)


def _kept_informed(view: FileView, issue: Issue, procedure: Procedure) -> Iterator[Duty]:
    """Senior management is kept informed of an issue until it goes formal, and anew once it came back after that was
    over (TVP-5.1-4a, docs/adr/0261)."""
    found = _next_word(view, issue, procedure, date.max)
    back = max(issue.reopened, default=(date.min, 0))
    formal = (
        e.on >= back[0] or over_since(view.file, e.dispute, e.issues, e.on) is None
        for e in disputing.escalations(view.file, date.max, None, (issue.id,))
        if formal_route.refusal(view.file, e, date.max, procedure) is None
    )  # fmt: skip
    if found is not None and not any(formal):
        yield found


def _next_word(view: FileView, issue: Issue, procedure: Procedure, day: date) -> Duty | None:
    """When senior management is next to hear how an issue is going, by what it had heard by a day; None where it had
    heard nothing, or is told nothing in between."""
    told = [one for one in alerting.briefings(issue, procedure) if one[0] <= day]
    every = procedure.setting("senior-management.inform-every")
    if not told or not every:
        return None
    last, _, position = max(told, key=lambda one: (one[0], one[2]))
    back = max((one for one in issue.reopened if one[0] <= day), default=(date.min, 0))
    since = max(last, back[0])
    return duty(
        view, f"kept-informed/{issue.id}", f"Tell senior management how {issue.id} is going",
        office=falls_to(procedure, "TC-07"), since=since, due_on=months_later(since, every), citation="TVP-5.1-4a",
        opened_by=(position, back[1]) if back[0] > last else (position,),
        every_months=every, last_on=last, limit="senior-management.inform-every",
    )  # fmt: skip


def _left_uninformed(view: FileView, issue: Issue) -> Iterator[Duty]:
    """What senior management was to hear of an issue before it was first settled, and did not: no settlement makes that
    good or takes it away, and no coming back since does (TVP-5.1-4a, docs/adr/0457)."""
    noticed = issue.noticed_on or issue.raised_on
    on, position = next(((on, position) for on, well, position in issue.resolved if well), (None, 0))
    if noticed is None or on is None:
        return
    procedure = view.procedure_on(noticed)
    went_formal = disputing.escalations(view.file, on, None, (issue.id,))
    if not procedure.condition("TC-07").applies or went_formal:
        return
    found = _next_word(view, issue, procedure, on)
    if found is not None and found.due_on is not None and found.due_on < on:
        ceased = {"id": f"{found.id}/{position}", "ceases_on": on, "ceases_with": "settled"}
        yield found.model_copy(update=ceased)


def settled_issues(view: FileView) -> Iterator[Duty]:
    """Yield that senior management is told when an issue is settled, also one it had never heard of (TVP-5.1-4b), and
    what it was to hear of it before."""
    for issue in view.file.issues.by_id.values():
        yield from _left_uninformed(view, issue)
        settled = [(on, position) for on, well, position in issue.resolved if well]
        if not settled or issue.is_open:
            continue
        on, position = settled[-1]
        procedure = view.procedure_on(on)
        briefed = alerting.briefings(issue, procedure)
        if _told_of_it(issue, on, procedure):
            continue
        if procedure.condition("TC-07").applies:
            yield duty(
                view, f"brief-settled/{issue.id}",
                f"Tell senior management that {issue.id} was settled"
                f"{'' if briefed else ', of which it had not been told'}",
                office=falls_to(procedure, "TC-07"), since=on, citation="TVP-5.1-4b", opened_by=(position,),
                due_on=days_after(on, procedure.setting("senior-management.brief-within")),
                limit="senior-management.brief-within",
            )  # fmt: skip


def _told_of_it(issue: Issue, settled_on: date, procedure: Procedure) -> bool:
    return any(on >= settled_on for on, *_ in alerting.briefings(issue, procedure)[-1:])


def settled_since(view: FileView, issue: Issue, since: date) -> bool:
    """Return whether an issue was settled on a day or later and senior management told of it, where it is to be."""
    on = max((on for on, well, _ in issue.resolved if well), default=None)
    if issue.is_open or on is None or on < since:
        return False
    procedure = view.procedure_on(on)
    return not procedure.condition("TC-07").applies or _told_of_it(issue, on, procedure)
