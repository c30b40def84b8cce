"""Whether a meeting confirmed, of each issue raised before it, that it was settled well and in time (HCC-7.6-a)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.agenda_items import item_called
from ledger.dates.working_days import dated
from ledger.entry import own
from ledger.plans import planned_with

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.issues import Issue
    from ledger.subjects.meetings import Item, Meeting

ISSUES_RAISED_BEFORE = "issues-raised-before"
"""The item of an agenda under which issues are confirmed as settled."""
OF_ISSUES = (ISSUES_RAISED_BEFORE, "service-issues")
"""The items under which a meeting speaks of issues (HCC-7.6-a, HCC-7.6-c)."""


class Finding(NamedTuple):
    """What is on file of whether an issue is settled: what a meeting found, its result, or that it came back."""

    on: date
    position: int
    well: bool
    meeting: str | None = None
    """The meeting that found it; None of a result, and where it came back."""

    @property
    def in_words(self) -> str:
        found = "settled well" if self.well else "not settled well"
        return f"{self.meeting or 'its result'} on {dated(self.on)} found it {found} (entry {self.position})"


def is_of_issues(
    file: ContractFile, item: str, day: date, among: Collection[str] = (ISSUES_RAISED_BEFORE,)
) -> bool:  # fmt: skip
    """Return whether a name means the item under which issues are confirmed, by the file's procedure on a day; or one
    of those given."""
    procedure = file.bound_to(day)
    return (item_called(item, procedure) if procedure else item) in among


def naming_no_issue(file: ContractFile, meeting: Meeting) -> list[Item]:
    """Return the items under which a meeting that was held spoke of issues and that say of nothing that it was looked
    at: which issues these were nobody can tell."""
    day, confirmed = meeting.held_on, {at for _, at in meeting.confirmations}
    return [
        item for item in meeting.items
        if day is not None and item.covered and not item.concerns and item.position not in confirmed
        and is_of_issues(file, item.item, day, OF_ISSUES)
    ]  # fmt: skip


def not_confirmed(file: ContractFile, held_on: date, looked_at: Collection[str]) -> list[str]:
    """Return the issues noticed before a meeting that were open after the one before it, and not looked at: those
    settled since, and those still open."""
    before = max((m.held_on for m in file.meetings.held() if m.held_on and m.held_on < held_on), default=date.min)
    return [
        issue.id for issue in file.issues.by_id.values()
        if issue.noticed_on is not None and issue.noticed_on < held_on and issue.id not in looked_at
        if _open_on(issue, held_on) or any(well and before < day <= held_on for day, well, _ in issue.resolved)
    ]  # fmt: skip


def unconfirmed_at(file: ContractFile, meeting: str) -> list[str]:
    """Return the issues of which a meeting confirmed nothing, though it covered the item; none where it did not."""
    held = file.meetings.by_id.get(meeting)
    if held is None or held.held_on is None:
        return []
    if not any(is_of_issues(file, item.item, held.held_on) and item.covered for item in held.items):
        return []
    return not_confirmed(file, held.held_on, {one.issue for one, _ in held.confirmations})


def closed_on(file: ContractFile, named: str, day: date) -> str | None:
    """Return in words when an issue was found settled that is not open on a day; None where it is open then."""
    issue = file.issues.by_id.get(named)
    if issue is None or _open_on(issue, day):
        return None
    on, position = max((on, position) for on, well, position in issue.resolved if well and on <= day)
    return f"{named} was found settled on {dated(on)} (entry {position}), and has not come back by {dated(day)}"


def findings(file: ContractFile, issue: Issue) -> list[Finding]:
    """Return what is on file of whether an issue is settled, in the order in which it was so (HCC-7.6-a). Of one day
    what a meeting found comes first: a result recorded of it, and that it came back, tell more."""
    met = [
        Finding(m.held_on, at, one.satisfactory, m.id) for m, one, at in file.meetings.confirmations(issue.id)
        if m.held_on is not None
    ]  # fmt: skip
    since = [Finding(on, at, well) for on, well, at in issue.resolved]
    since += [Finding(on, at, well=False) for on, at in issue.reopened]
    return sorted([*met, *since], key=lambda one: (one.on, one.meeting is None, one.position))


def settled_by_a_meeting_alone(file: ContractFile, issue: Issue) -> Finding | None:
    """Return what a meeting found last of an issue, where that is that it is settled well and no result says so: then
    the issue is still open on file, and its result is to be recorded (HCC-7.6-a); None where not."""
    found = findings(file, issue)
    return found[-1] if issue.is_open and found and found[-1].well and found[-1].meeting else None


def found_otherwise(file: ContractFile, issue: Issue, day: date, *, well: bool, meeting: str | None) -> str | None:
    """Return in a sentence that what is found of an issue on a day, at a meeting or as its result, is not what a
    meeting found before: settled well, and nothing on file says that it came back. `meeting`: the one that finds it."""
    before = [one for one in findings(file, issue) if one.on <= day and (one.meeting is None or one.meeting != meeting)]
    if well or not before or not before[-1].well or before[-1].meeting is None:
        return None
    return f"{issue.id}: {before[-1].in_words}, and it is not on file that it came back"


def never_told(file: ContractFile, issue: Issue, day: date) -> bool:
    """Return whether nothing on file says by a day that the provider knew of an issue: told, planned, or by notice."""
    knew = [*(on for on, *_ in issue.notified), *(on for on, _ in planned_with(file, issue))]
    knew += [served.happened_on for _, served in file.notices.by_issue().get(issue.id, ())]
    return not issue.answers and not any(on <= day for on in knew)


def settled_unconfirmed(file: ContractFile, on: date) -> list[tuple[Issue, date, int]]:
    """Return (issue, day, entry) of each issue found settled by a day that no meeting since has looked at: the next one
    still has to confirm it, however many have passed it over."""
    found = []
    for issue in file.issues.by_id.values():
        settled = [(day, position) for day, well, position in issue.resolved if well and day <= on]
        if not settled or _open_on(issue, on):
            continue
        day, position = settled[-1]
        finding = file.at(position)
        met = finding is not None and own(finding.entry, "meeting") is not None
        looked_at = (m.held_on for m, _, _ in file.meetings.confirmations(issue.id))
        if not met and not any(held is not None and day <= held <= on for held in looked_at):
            found.append((issue, day, position))
    return found


def _open_on(issue: Issue, day: date) -> bool:
    steps = [(on, position, not well) for on, well, position in issue.resolved if well and on <= day]
    steps += [(on, position, True) for on, position in issue.reopened if on <= day]
    return max(steps)[2] if steps else True
