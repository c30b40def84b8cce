"""What is counted across contracts, of each: its unit, its procedure, its tier, what it is worth and whether that is at
risk.

An improvement programme's tracker and boards count every contract that has not ended, and the portfolio every one. A
row of the statuses holds what they need of one, so that one statement reads those of all (docs/adr/0134, 0232).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pydantic import TypeAdapter

from ledger.entry import Frozen
from ledger.subjects.people import DEPUTY, LEAD
from projections.duties.how_late import NOTHING_DUE, DutyCount
from projections.programme.variations_counted import VariationCount, counted_of
from projections.status.status_facts import Value, WholeStatus
from projections.status.tier_facts import TierFacts

OWN_STAFF_MANAGING = (LEAD, DEPUTY)
"""Offices in which the authority's own staff manage one contract: who is to know its procedure (TVP-4.0-2). An officer
of another body, to whom that was delegated, is none of its staff."""


class Managing(Frozen):
    """Somebody's term in an office that manages one contract."""

    person: str
    office: str
    since: date
    until: date | None = None


class Counted(Frozen):
    """One contract, as it is counted."""

    reference: str
    title: str
    unit: str | None = None
    open_issues: int = 0
    open_risks: int = 0
    risks_beyond: int = 0
    """Those of them that are more than the organisation takes."""
    procedure: str = ""
    outside: str | None = None
    """Why the procedure it is bound to does not cover it; null where it does."""
    scope_unknown: str | None = None
    """Why it cannot be told whether that procedure covers it; null where it can."""
    tiers: TierFacts = TierFacts()
    care_group: str | None = None
    is_contract: bool = True
    """Whether there is a contract yet, and not only the need for one."""
    starts_on: date | None = None
    """First day of the service, else that agreed."""
    ended_on: date | None = None
    handing_over: bool = False
    """Whether its service goes on with others after its end, and its provider stays bound until then (TVP-6.0-6)."""
    handed_over_on: date | None = None
    annual_values: tuple[Value, ...] = ()
    at_risk: bool = False
    disputes: int = 0
    """Those that are not over."""
    variations: VariationCount = VariationCount()
    managing: tuple[Managing, ...] = ()
    """Its lead officers and their deputies, each for their time."""

    @classmethod
    def of(cls, facts: WholeStatus) -> Counted:
        """Return what is counted of a contract."""
        return cls(
            reference=facts.reference, title=facts.title, unit=facts.unit, open_issues=len(facts.issues),
            open_risks=len(facts.kept.risks), risks_beyond=sum(risk.beyond for risk in facts.kept.risks),
            procedure=facts.procedure, outside=facts.outside, scope_unknown=facts.scope_unknown, tiers=facts.tiers,
            care_group=facts.care_group, is_contract=facts.need_on is None,
            starts_on=facts.commenced_on or facts.start_date,
            ended_on=min((ended.on for ended in facts.ended), default=None), annual_values=facts.annual_values,
            handing_over=facts.transition is not None,
            handed_over_on=facts.transition.completed_on if facts.transition else None,
            at_risk=bool(why_at_risk(facts)), disputes=len(facts.kept.disputes),
            variations=counted_of(facts.variations, date.max),
            managing=tuple(
                Managing(person=term.person, office=term.office, since=term.since, until=term.until)
                for term in facts.people if term.office in OWN_STAFF_MANAGING
            ),
        )  # fmt: skip

    def is_of(self, unit: str) -> bool:
        """Return whether it is a unit's: the same as the condition of `stored_contracts`."""
        return (self.unit or "").casefold() == unit.casefold()

    def is_live(self, on: date) -> bool:
        """Return whether it is in force on a day: the same as the stage that `standing` finds."""
        return self.starts_on is not None and self.starts_on <= on and (self.ended_on is None or on < self.ended_on)

    def in_transition(self, on: date) -> bool:
        """Return whether it has ended by a day and its service is still being handed over: as `standing` finds."""
        ended = self.ended_on is not None and self.ended_on <= on
        return ended and self.handing_over and (self.handed_over_on is None or on < self.handed_over_on)


class CountedNow(NamedTuple):
    """What is counted of one contract, and how much is to be done on it today."""

    counted: Counted
    duties: DutyCount = NOTHING_DUE


def why_at_risk(facts: WholeStatus) -> tuple[str, ...]:
    """Return why what a contract is worth counts as at risk, by the ids of what is open; () where it does not
    (TVP-1.0-8)."""
    significant = (issue.id for issue in facts.issues if issue.significant)
    beyond = (risk.id for risk in facts.kept.risks if risk.beyond)
    return (*facts.kept.disputes, *(proposal.id for proposal in facts.proposals), *beyond, *significant)


_ROWS = TypeAdapter(list[Counted])


def counted(statuses: Iterable[WholeStatus], on: date | None) -> list[Counted]:
    """Return what is counted of contracts that are not set aside: those that have not ended by a day; None: all."""
    return [
        Counted.of(facts) for facts in statuses
        if not facts.quarantined and (on is None or not any(end.on <= on for end in facts.ended))
    ]  # fmt: skip


def read_counted(rows: Iterable[str]) -> list[Counted]:
    """Return what rows hold, all at once."""
    return _ROWS.validate_json(f"[{','.join(rows)}]")


__all__ = ["Counted", "CountedNow", "counted", "read_counted", "why_at_risk"]
