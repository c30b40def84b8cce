"""An open issue as dated facts: when it was noticed and told, when it is to be right, what makes it significant."""

from __future__ import annotations

from collections.abc import Iterator

from ledger import alerting, significance
from ledger.dates.working_days import dated
from ledger.entry import own
from ledger.plans import right_by
from ledger.subjects.issues import Issue, IssueSignificanceAssessed
from projections.duties.owed import first_telling, tell_by
from projections.status.status_facts import OpenIssue
from projections.view import FileView, in_dispute, last_briefed


def issue_facts(view: FileView, issue: Issue) -> Iterator[OpenIssue]:
    """Yield the one fact of an open issue."""
    raised, told, briefed_on = view.file.at(issue.raised), first_telling(view, issue), last_briefed(view, issue)
    nature, procedure = own(raised.entry, "nature") if raised else None, view.procedure
    until = right_by(view.file, issue)
    yield OpenIssue(
        id=issue.id, position=issue.raised, nature=view.say(nature),
        noticed_on=issue.noticed_on, first_told=told[0] if told else None, significant=issue.significant,
        tell_by=tell_by(view, issue), plan_due=until[0] if until else None, reopened=len(issue.reopened),
        disputes=in_dispute(view, issue.id), briefed_on=briefed_on,
        never_briefed=briefed_on is None and procedure.by_dispute and procedure.condition(alerting.KNEW).applies,
        significant_by=tuple(_tests_met(view, issue)), assessed_at=issue.assessed[-1] if issue.assessed else None,
    )  # fmt: skip


def _tests_met(view: FileView, issue: Issue) -> Iterator[str]:
    recorded = view.file.at(issue.assessed[-1]) if issue.assessed else None
    assessed = recorded.entry if recorded else None
    if not isinstance(assessed, IssueSignificanceAssessed):
        return
    procedure = view.judging(assessed)
    yield from significance.met(view.file, assessed, procedure)
    yield from _facts(view, assessed, ("harm", "reputation"))
    standing = significance.left_standing(view.file, assessed, issue.beside, procedure)
    for one in standing:
        yield "; ".join((f"by entry {one.position}, {one.words}", *_facts(view, one.says, (one.test,))))
    for test, position in issue.stated:
        if position not in (issue.assessed[-1], *(one.position for one in standing if one.test == test)):
            yield from _stated_before(view, test, position)


def _stated_before(view: FileView, test: str, position: int) -> Iterator[str]:
    """Facts that an earlier assessment stated, and none since of the same test (TVP-5.0-5, docs/adr/0381)."""
    recorded = view.file.at(position)
    if recorded is not None and isinstance(before := recorded.entry, IssueSignificanceAssessed):
        by = f"by entry {position}, of {dated(before.happened_on)}"
        yield from (f"{by}, {facts}" for facts in _facts(view, before, (test,)))


def _facts(view: FileView, assessed: IssueSignificanceAssessed, tests: tuple[str, ...]) -> Iterator[str]:
    for what, facts in significance.facts_of(assessed).items():
        if what in tests:
            yield f"the facts on {what}: {view.say(facts).rstrip('.')}"
