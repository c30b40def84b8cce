"""The audits of one contract, from recommendation to report, and what was checked on its checklist."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, assert_never

from ledger.dates.working_days import months_before
from ledger.entry import Frozen, Recorded
from ledger.names import title_key
from ledger.registers import Register
from ledger.subjects.assurance.entries import (
    AssuranceEntry,
    AuditCommissioned,
    AuditDeclined,
    AuditRecommended,
    AuditReported,
    ChecklistItemVerified,
)

if TYPE_CHECKING:
    from ledger.procedures.rows import ChecklistItem


class Audit(Frozen):
    """One audit that reported."""

    position: int
    on: date
    says: AuditReported


class Commission(Frozen):
    """One audit that was commissioned."""

    position: int
    on: date
    says: AuditCommissioned


class Recommended(Frozen):
    """One audit that was recommended."""

    position: int
    on: date
    says: AuditRecommended


class Declined(Frozen):
    """One decision not to have an audit that was recommended."""

    position: int
    on: date
    says: AuditDeclined


class Checked(Frozen):
    """One check of an item of the checklist."""

    position: int
    on: date
    says: ChecklistItemVerified
    shown: bool
    """Whether a document shows it."""


@dataclass(slots=True)
class Assurance(Register[AssuranceEntry]):
    """What was checked about one contract."""

    recommended: list[Recommended] = field(default_factory=list)
    declined: dict[int, Declined] = field(default_factory=dict)
    """By the position of the recommendation: the newest decision against it."""
    commissioned: dict[int, Commission] = field(default_factory=dict)
    """By position."""
    audits: list[Audit] = field(default_factory=list)
    checks: dict[str, tuple[Checked, ...]] = field(default_factory=dict)
    """Item -> each time it was checked, in order."""

    def enter(self, entry: AssuranceEntry, recorded: Recorded) -> None:
        position, on = recorded.position, entry.happened_on
        match entry:
            case AuditRecommended():
                self.recommended.append(Recommended(position=position, on=on, says=entry))
            case AuditDeclined():
                self.declined[entry.recommended_in] = Declined(position=position, on=on, says=entry)
            case AuditCommissioned():
                self.commissioned[position] = Commission(position=position, on=on, says=entry)
            case AuditReported():
                self.audits.append(Audit(position=position, on=on, says=entry))
            case ChecklistItemVerified():
                made = Checked(position=position, on=on, says=entry, shown=bool(entry.exhibits))
                self.checks[entry.item] = (*self.checks.get(entry.item, ()), made)
            case _:
                assert_never(entry)

    def audits_in_year(self, day: date) -> list[Audit]:
        """Return the audits reported in the twelve months that end with a day (TVP-3.1-8)."""
        return [audit for audit in self.audits if months_before(day, 12) < audit.on <= day]

    def of_the_year(self, day: date) -> list[tuple[date, int]]:
        """Return (day, position) of each audit of the twelve months that end with a day: commissioned, or reported.

        One that was commissioned and reported counts once, on the day it was commissioned.
        """
        begun = [(c.on, c.position) for c in self.commissioned.values()]
        begun += [(a.on, a.position) for a in self.audits if a.says.commission not in self.commissioned]
        return sorted((on, position) for on, position in begun if months_before(day, 12) < on <= day)

    def not_commissioned(self) -> list[Recommended]:
        """Return the audits that were recommended and have not been commissioned since, in order of recording."""
        answered = {commission.says.recommended_in for commission in self.commissioned.values()}
        return [one for one in self.recommended if one.position not in answered]

    def undecided(self) -> list[Recommended]:
        """Return those of them that were not decided against either (TVP-3.1-9)."""
        return [one for one in self.not_commissioned() if one.position not in self.declined]

    def checked(self, item: ChecklistItem, day: date) -> Checked | None:
        """Return how an item, by its id or title, was last checked by a day, None where it was not."""
        names = {title_key(item.id), title_key(item.title)}
        found = [one for name, held in self.checks.items() if title_key(name) in names for one in held if one.on <= day]
        return max(found, key=lambda one: (one.on, one.position), default=None)
