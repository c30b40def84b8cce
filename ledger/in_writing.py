"""Whether what was agreed or told is in writing: in an e-mail or a letter, the minutes of a meeting, a paper filed.

Questions of several subjects: pure functions of a file (TVP-5.1-3b).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.entry import own

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile

_WRITTEN = ("e-mail", "letter", "message", "portal")
"""The means of being in touch that leave an action in writing."""


def is_written(file: ContractFile, position: int) -> bool:
    """Return whether an entry that an action arises from is, or has, something in writing: a notice, an e-mail, a paper
    filed or named; or is one of a meeting, whose minutes record the action as where the meeting is named."""
    origin, records = file.at(position), file.records
    if origin is None or position in records.documents or records.is_filed(position):
        return origin is not None
    entry, begun = origin.entry, origin.given_id
    if begun in file.notices.by_id or (own(entry, "meeting") or begun) in file.meetings.by_id:
        return True
    named = entry.source is not None and entry.source.how == "document" and entry.source.whom
    return bool(named or own(entry, "document") or entry.exhibits) or own(entry, "means") in _WRITTEN


def plan_is_written(file: ContractFile, plan: str) -> bool:
    """Return whether a plan for an issue is, as proposed or as agreed, in writing."""
    agreed = {at for issue in file.issues.by_id.values() for at in issue.plans}
    ours = (held for at in agreed if (held := file.at(at)) is not None)
    return any(plan in (held.given_id, own(held.entry, "plan")) and is_written(file, held.position) for held in ours)


def issues_behind(file: ContractFile, plan: str | None, position: int | None) -> tuple[str, ...]:
    """Return the issues that a plan is for, or that an entry raised or names; none of a plan for something else."""
    of_the_plan = {at for at in (file.begun_by(plan),) if at} if plan else set()
    found: dict[str, None] = {}
    for at in (*of_the_plan, *((position,) if position else ())):
        held = file.at(at)
        if held is not None:
            named = (held.given_id, own(held.entry, "issue"), *(own(held.entry, "issues") or ()))
            found |= dict.fromkeys(one for one in named if one in file.issues.by_id)
    return tuple(found)


__all__ = ["is_written", "issues_behind", "plan_is_written"]
