"""What is asked of clauses: that they say enough, agree with one another, and change by variation only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger.contract_terms import InForce
from ledger.dates.calendar import Period
from ledger.dates.working_days import dated
from ledger.entry import Entry
from ledger.names import name_key
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.subjects.terms.clashes import CLASHES, CLAUSES
from ledger.subjects.terms.entries import (
    ClauseEntry,
    NoticeClauseEntered,
    PointsClauseEntered,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
)
from ledger.subjects.terms.standards import latest
from ledger.telling import began
from ledger.varied import is_a_draft, not_varied

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _earlier(file: ContractFile, entry: ServiceSpecificationIssued | ClauseEntry) -> date | None:
    """Since when an earlier version of the same words has been in force; None where there is none."""
    if isinstance(entry, ServiceSpecificationIssued):
        versions: Sequence[InForce[Entry]] = file.terms.specifications
    else:
        versions = file.terms.versions(entry)
    before = latest(versions, entry.effective_on)
    return before.since if before else None


def _changed_without_variation(
    file: ContractFile, entry: ServiceSpecificationIssued | ClauseEntry, procedure: Procedure
) -> str | None:
    earlier = _earlier(file, entry)
    if earlier is None or is_a_draft(file, entry):
        return NOT_IN_POINT
    clause = None if isinstance(entry, ServiceSpecificationIssued) else entry.clause
    unless = not_varied(file, entry, entry.variation, clause)
    if unless is None:
        return None
    what = f"clause {clause}" if clause else "the specification"
    return f"{what} in force since {dated(earlier)} is replaced from {dated(entry.effective_on)}, and " + (
        unless or "no variation is named; if the earlier entry was wrong, correct that entry instead"
    )


def _binds_late(file: ContractFile, entry: ClauseEntry, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or entry.variation or _earlier(file, entry):
        return NOT_IN_POINT
    started = contract.start_date or contract.effective_on
    first = began(file)
    if first is not None and entry.effective_on < first:
        return (
            f"clause {entry.clause} is entered as binding from {dated(entry.effective_on)}, before {dated(first)}, "
            "when the contract began"
        )
    if entry.effective_on <= started:
        return None
    return (
        f"clause {entry.clause} is entered as binding from {dated(entry.effective_on)}, and the contract began on "
        f"{dated(started)}; give effective_from if it always stood in the contract, else the variation"
    )


def _working_day_unsaid(file: ContractFile, entry: NoticeClauseEntered, procedure: Procedure) -> str | None:
    periods = [period for rule in entry.methods for period in (rule.after, rule.hard_copy and rule.hard_copy.within)]
    in_days = any(p.unit == "working-days" or p.roll == "next-working-day" for p in periods if p)
    if not in_days and not any(rule.hours for rule in entry.methods):
        return NOT_IN_POINT
    if file.terms.working_day(entry.effective_on):
        return None
    return f"clause {entry.clause} counts in Working Days, and what the contract means by that is not on file"


_TAKES: dict[str, tuple[tuple[str, str], ...]] = {
    "unremedied-default": (("first_notice", "which notice must have been served first"),),
    "repeated-notices": (("first_notice", "of which kind the notices are"), ("count", "how many notices it takes")),
    "points": (("points", "how many points it takes"),),
    "convenience": (("notice_length", "how long before the end notice is given"),),
}
"""What a clause of each sort must say for it to be told from the file whether the right has arisen."""


def _right_half_said(file: ContractFile, entry: TerminationClauseEntered, procedure: Procedure) -> str | None:
    if entry.trigger not in _TAKES:
        return NOT_IN_POINT
    missing = [what for name, what in _TAKES[entry.trigger] if getattr(entry, name) is None]
    return f"it does not say {' or '.join(missing)}" if missing else None


def _standard_twice(file: ContractFile, entry: PointsClauseEntered, procedure: Procedure) -> str | None:
    given: dict[str, set[int]] = {}
    for row in entry.tariff:
        given.setdefault(name_key(row.standard), set()).add(row.points)
    names = {name_key(row.standard): row.standard for row in reversed(entry.tariff)}
    twice = [f"{names[key]}: {', '.join(map(str, sorted(held)))}" for key, held in given.items() if len(held) > 1]
    return f"it gives more than one number of points for one standard ({'; '.join(twice)})" if twice else None


def _clauses_differ(file: ContractFile, entry: PointsClauseEntered, procedure: Procedure) -> str | None:
    mine = {name_key(row.standard): row.points for row in entry.tariff}
    others = [
        (other, row) for other in file.terms.points_clauses(entry.effective_on) if other.says.clause != entry.clause
        for row in other.says.tariff if name_key(row.standard) in mine
    ]  # fmt: skip
    for other, row in others:
        same_time = (other.says.window, other.says.lapse_after) == (entry.window, entry.lapse_after)
        if mine[name_key(row.standard)] != row.points or not same_time:
            return (
                f"clause {other.says.clause} (entry {other.position}) gives {row.points} points for {row.standard}"
                f"{'' if same_time else ', counted over another time'}; points for it count by neither"
            )
    return None if others else NOT_IN_POINT


def _termination_differs(
    file: ContractFile, entry: PointsClauseEntered | TerminationClauseEntered, procedure: Procedure
) -> str | None:
    day = entry.effective_on
    if isinstance(entry, TerminationClauseEntered):
        if entry.trigger != "points" or entry.points is None:
            return NOT_IN_POINT
        mine = [(entry.points, entry.window)]
        others = [
            (c.says.clause, c.position, row.points, row.window or c.says.window)
            for c in file.terms.points_clauses(day) for row in c.says.thresholds if row.leads_to == "termination"
        ]  # fmt: skip
    else:
        mine = [(t.points, t.window or entry.window) for t in entry.thresholds if t.leads_to == "termination"]
        others = [
            (c.says.clause, c.position, c.says.points, c.says.window)
            for c in file.terms.termination_clauses(day) if c.says.trigger == "points" and c.says.points
        ]  # fmt: skip
    if not mine or not others:
        return NOT_IN_POINT
    differing = [
        f"clause {clause} (entry {position}) says {_so_many(points, window)}"
        for clause, position, points, window in others
        if not any(points == number and (window == over or not (window and over)) for number, over in mine)
    ]
    if not differing:
        return None
    said = " or ".join(_so_many(number, over) for number, over in mine)
    return f"it lets the contract be ended at {said}; {', '.join(differing)}"


def _so_many(points: int | None, window: Period | None) -> str:
    return f"{points} points" + (f" within {window}" if window else "")


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="term.fixed-unless-varied", citation="TVP-3.0-3", level="explain", of=(ServiceSpecificationIssued, *CLAUSES),
        field="variation", sentence="Terms stay as they are for the life of the contract unless a variation is agreed.",
        found=_changed_without_variation,
    ),
    Rule(
        id="clause.binds-from-the-start", citation="TVP-3.0-3", level="advise", of=CLAUSES, field="effective_from",
        sentence="A clause binds from the start of the contract unless a variation brought it in.", found=_binds_late,
    ),
    Rule(
        id="notice-clause.working-day-defined", citation="HCC-9.1-b", level="advise", of=NoticeClauseEntered,
        field="methods", sentence="Where Working Days are counted, the contract's definition of them is on file.",
        found=_working_day_unsaid,
    ),
    Rule(
        id="points-clause.one-number-for-a-standard", citation="HCC-6.1-b", level="contradiction",
        of=PointsClauseEntered, field="tariff", sentence="A clause gives one number of points for a standard.",
        found=_standard_twice,
    ),
    Rule(
        id="points-clause.agrees-with-the-others", citation="HCC-6.1-b", level="explain", of=PointsClauseEntered,
        field="tariff", sentence="Clauses on points do not contradict each other.", found=_clauses_differ,
    ),
    Rule(
        id="points-clause.agrees-with-termination", citation="HCC-A11-a", level="explain",
        of=(PointsClauseEntered, TerminationClauseEntered), found=_termination_differs,
        sentence="The clauses on points and on termination ask for the same number within the same time.",
    ),
    Rule(
        id="termination-clause.complete", citation="HCC-A11-a", level="advise", of=TerminationClauseEntered,
        field="trigger", sentence="A right to end the contract is entered with all that it takes.",
        found=_right_half_said,
    ),
    *CLASHES,
)  # fmt: skip
