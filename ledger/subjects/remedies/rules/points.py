"""What is asked of service failure points."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger import points
from ledger.dates.working_days import dated
from ledger.entry import Entry
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.remedies.entries import (
    PointsAwarded,
    PointsDisputed,
    PointsExpired,
    PointsUpheld,
    PointsWithdrawn,
)
from ledger.subjects.remedies.register import Award

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _no_measure(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    found = points.measure(file, entry.standard, entry.clause, entry.failed_on or entry.happened_on)
    return f"{found.found}; they do not count" if isinstance(found, points.Unmeasured) else None


def _off_the_tariff(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    found = points.measure(file, entry.standard, entry.clause, entry.failed_on or entry.happened_on)
    if isinstance(found, points.Unmeasured):
        return NOT_IN_POINT
    if entry.points == found.each * entry.failings:
        return None
    gives = f"clause {found.held.says.clause} gives {found.each} for each failing to meet {entry.standard}"
    return f"{entry.points} points for {entry.failings} {'failing' if entry.failings == 1 else 'failings'}; {gives}"


def _day_differs(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    found = points.measure(file, entry.standard, entry.clause, entry.failed_on or entry.happened_on)
    if isinstance(found, points.Unmeasured) or entry.counts_from is None:
        return NOT_IN_POINT
    clause = found.held.says
    award = Award(id="", on=entry.happened_on, failed_on=entry.failed_on, notice=entry.notice)
    governs = points.counts_from(file, award, clause) if clause.counts_from else None
    if governs is None:
        return NOT_IN_POINT
    if governs == entry.counts_from:
        return None
    return f"it says they count from {dated(entry.counts_from)}; by clause {clause.clause} it is {dated(governs)}"


def _not_told(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    if entry.notice is None:
        return "no notice is named that told the provider"
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or notice.served is None:
        return NOT_IN_POINT  # it comes later in the world; the file says so by itself
    if notice.served.served_by_party == "provider":
        return f"{entry.notice} is the provider's own notice (entry {notice.position})"
    return f"{entry.notice} was not validly served (entry {notice.position})" if notice.valid is False else None


def _awarded_twice(file: ContractFile, entry: PointsAwarded, procedure: Procedure) -> str | None:
    if not file.remedies.awards or (entry.issue is None and entry.failed_on is None):
        return NOT_IN_POINT  # there is none it could be the same as, or it cannot be told
    key = (entry.issue, entry.standard, entry.failed_on)
    same = [
        a for a in file.remedies.awards.values()
        if (a.issue, a.standard, a.failed_on) == key and a.remaining(entry.happened_on)
    ]  # fmt: skip
    return f"{same[0].id} (entry {same[0].position}) is for the same failing" if same else None


def _more_than_awarded(file: ContractFile, entry: PointsWithdrawn, procedure: Procedure) -> str | None:
    award = file.remedies.awards.get(entry.award)
    if award is None or award.on is None:
        return None
    left = award.remaining(date.max)
    if (entry.points or 1) <= left:
        return None
    gone = ", ".join(f"entry {position}" for _, _, position in award.withdrawn)
    return f"{left} of the {award.points} points of {award.id} are left{f' ({gone})' if gone else ''}"


def _still_counts(file: ContractFile, entry: PointsExpired, procedure: Procedure) -> str | None:
    row = next((r for r in points.points(file, entry.happened_on).awards if r.award == entry.award), None)
    if row is None or row.clause is None:
        return NOT_IN_POINT
    if not row.counted:
        return None
    until = f"until {dated(row.until)}" if row.until else "without end"
    return f"by clause {row.clause} the points of {entry.award} count {until}"


def _disputed_by_authority(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.by is None:
        return NOT_IN_POINT
    if entry.by.party == "authority":
        return f"it is disputed by {procedure.person_in_office(entry.by)}, who acts for the authority"
    return None


# fmt: off
def _never_disputed(file: ContractFile, upheld: PointsUpheld, procedure: Procedure) -> str | None:
    award = file.remedies.awards.get(upheld.award)
    if award is None or any(on <= upheld.latest_on for on, _ in award.disputed):
        return None
    if award.disputed:
        return f"{award.id} was disputed on {dated(award.disputed[0][0])}, after {dated(upheld.latest_on)}"
    return f"{award.id} was disputed by nobody; record the dispute first: to uphold is to answer that"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="points.upheld-once-disputed", citation="HCC-2.1-b", level="contradiction", of=PointsUpheld, field="award",
        sentence="Points are upheld where they were disputed.", found=_never_disputed,
    ),
    Rule(
        id="points.under-a-measure", citation="HCC-6.1-b", level="advise", of=PointsAwarded, field="standard",
        sentence="Points are awarded by a measure: a clause on file and the standard not met.", found=_no_measure,
    ),
    Rule(
        id="points.by-the-tariff", citation="HCC-2.1-b", level="explain", of=PointsAwarded, field="points",
        sentence="As many points are awarded as the contract gives for the failing.", found=_off_the_tariff,
    ),
    Rule(
        id="points.from-the-day-of-the-clause", citation="HCC-2.1-b", level="advise", of=PointsAwarded,
        field="counts_from", sentence="Points count from the day the contract says.", found=_day_differs,
    ),
    Rule(
        id="points.provider-told", citation="HCC-7.6-d", level="advise", of=PointsAwarded, field="notice", asks=True,
        sentence="The provider is told of points by a notice that was validly served.", found=_not_told,
    ),
    Rule(
        id="points.once-for-a-failing", citation="HCC-2.1-b", level="explain", of=PointsAwarded, field="issue",
        sentence="A failing is counted once.", found=_awarded_twice,
    ),
    Rule(
        id="points.states-why-disputed", citation="HCC-2.1-b", level="advise", of=PointsDisputed,
        field="grounds", sentence="A dispute of points says why.",
        found=lacks("grounds", found="it does not say why"),
    ),
    Rule(
        id="points.disputed-by-the-provider", citation="HCC-2.1-b", level="explain", of=PointsDisputed,
        field="by", sentence="Points are disputed by the provider; the authority withdraws them.",
        found=_disputed_by_authority,
    ),
    Rule(
        id="points.withdrawn-once", citation="HCC-2.1-g", level="contradiction", of=PointsWithdrawn, field="points",
        sentence="No more points are withdrawn than are left.", found=_more_than_awarded,
    ),
    Rule(
        id="points.expire-by-the-clause", citation="HCC-2.1-b", level="explain", of=PointsExpired, field="happened_on",
        sentence="Points count as long as the contract says.", found=_still_counts,
    ),
)
# fmt: on
