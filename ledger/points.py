"""Which service failure points count on a day, and why each of the others does not.

A pure function of a file and a day. Points count only by a measure: a clause on file with a tariff for the standard
that was not met. What has no measure, or two that differ, is shown and not counted; so is what was withdrawn, what has
lapsed, and what lies outside the time asked about. The end of the time is worked out forwards from the day the points
count from, by the contract's own way of counting (ledger/dates/calendar.py), so that each row can be checked by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from ledger.contract_terms import InForce, PointsClause
from ledger.dates.calendar import CalendarError, Period, period_end
from ledger.dates.working_days import dated
from ledger.entry import Frozen
from ledger.names import among, counted
from ledger.serving.remedy_time import working_day

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.remedies import Award

DAY = timedelta(days=1)

Why = Literal["counts", "disputed", "withdrawn", "expired", "before-window", "not-yet", "no-measure", "contradiction"]
"""Whether an award counts, and if not why not. One that is disputed counts, unless the contract says otherwise."""


class AwardCounted(Frozen):
    """One award of points as it stands on a day."""

    award: str
    position: int
    standard: str | None
    clause: str | None
    """The clause that gives its measure."""
    awarded: int
    standing: int
    """How many of them stand: have a measure, were not withdrawn, and are not kept out by a dispute."""
    counted: int
    """How many count on the day: those that stand, where the day lies within their time; else 0."""
    since: date | None
    """The day they count from; None where that cannot be told yet."""
    until: date | None
    """The last day they count; None where there is none."""
    why: Why
    sentence: str


class PointsCount(Frozen):
    """How many points count on a day, with a row for each award made by then."""

    on: date
    window: Period | None
    """The time over which they were added up, where one was asked for; None for each clause's own."""
    total: int
    awards: tuple[AwardCounted, ...]
    sentence: str


class ThresholdStanding(Frozen):
    """A number of points at which a clause lets something follow, and how many count towards it on a day."""

    clause: str
    position: int
    """The entry that holds the clause."""
    points: int
    leads_to: str
    total: int
    reached: bool
    sentence: str


def points(file: ContractFile, day: date, window: Period | None = None, clause: str | None = None) -> PointsCount:
    """Return how many service failure points count on a day, and a row for each award made by then.

    With a window, those whose time of that length has not run out by the day; without, each by its own clause. With a
    clause, only awards whose measure that clause gives. Awards are in the order of the days they count from.
    """
    made = (award for award in file.remedies.awards.values() if award.on is not None and award.on <= day)
    rows = [_counted(file, award, day, window) for award in made]
    rows = [row for row in rows if clause is None or row.clause == clause]
    rows.sort(key=lambda row: (row.since or date.max, row.position))
    total = sum(row.counted for row in rows)
    counting = [row.award for row in rows if row.counted]
    which = f": {', '.join(counting)}" if counting else ""
    over = f" within {window}" if window else ""
    verb = "counts" if total == 1 else "count"
    sentence = f"{counted(total, 'point')} {verb} on {dated(day)}{over}{which}."
    return PointsCount(on=day, window=window, total=total, awards=tuple(rows), sentence=sentence)


def thresholds(file: ContractFile, day: date) -> tuple[ThresholdStanding, ...]:
    """Return every number of points at which something follows by a clause in force on a day, and whether it is met."""
    found = []
    for held in file.terms.points_clauses(day):
        for row in held.says.thresholds:
            total = points(file, day, row.window, held.says.clause).total
            over = row.window or held.says.window
            within = f" within {over}" if over else ""
            said = (
                f"{counted(total, 'point')} of the {row.points}{within} at which clause {held.says.clause} lets follow:"
            )
            found.append(
                ThresholdStanding(
                    clause=held.says.clause, position=held.position, points=row.points, leads_to=row.leads_to,
                    total=total, reached=total >= row.points, sentence=f"{said} {row.leads_to.replace('-', ' ')}.",
                )
            )  # fmt: skip
    return tuple(found)


# --- the measure ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """What the contract gives for failing a standard, by one clause."""

    held: InForce[PointsClause]
    each: int
    """Points for each failing."""


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Why there is no measure."""

    why: Literal["no-measure", "contradiction"]
    found: str


def measure(file: ContractFile, standard: str | None, clause: str | None, day: date) -> Measured | Unmeasured:
    """Return what the contract gave on a day for failing a standard, by the clause named or by any; or why nothing."""
    began = file.started_on()
    if began is not None and day < began:
        return Unmeasured("no-measure", f"{dated(day)} is before the contract began on {dated(began)}")
    in_force = [c for c in file.terms.points_clauses(day) if clause is None or c.says.clause == clause]
    if not in_force:
        which = f"clause {clause}" if clause else "a clause on service failure points"
        return Unmeasured("no-measure", f"{which} is not on file as in force on {dated(day)}")
    if standard is None:
        return Unmeasured("no-measure", "no standard is named that was not met")
    given = [Measured(c, row.points) for c in in_force for row in c.says.tariff if among(standard, (row.standard,))]
    if not given:
        named = ", ".join(f"clause {c.says.clause} (entry {c.position})" for c in in_force)
        return Unmeasured("no-measure", f"{named} gives no points for {standard}")
    if len({(m.each, m.held.says.window, m.held.says.lapse_after, m.held.says.counts_from) for m in given}) > 1:
        each = " and ".join(
            f"clause {its.held.says.clause} (entry {its.held.position}) gives {counted(its.each, 'point')}"
            f"{_time(its.held.says)}"
            for its in given
        )
        return Unmeasured("contradiction", f"for {standard} {each}")
    return given[0]


def measure_of(file: ContractFile, award: Award) -> Measured | Unmeasured:
    """Return the measure of an award, as the contract stood on the day of the failing, else of the award."""
    return measure(file, award.standard, award.clause, award.failed_on or award.on or date.max)


def _time(clause: PointsClause) -> str:
    over = f" added up over {clause.window}" if clause.window else ""
    lapse = f" that lapse after {clause.lapse_after}" if clause.lapse_after else ""
    since = f" counted from the {clause.counts_from}" if clause.counts_from else ""
    return f"{over}{lapse}{since}"


# --- one award --------------------------------------------------------------------------------------------------------


def _counted(file: ContractFile, award: Award, day: date, window: Period | None) -> AwardCounted:
    measured = measure_of(file, award)
    if isinstance(measured, Unmeasured):
        found = f"{award.id}: {counted(award.points, 'point')}, not counted: {measured.found}."
        return _row(award, None, measured.why, found)
    clause, left = measured.held.says, min(award.remaining(day), measured.each * award.failings)
    since, from_what = _since(file, award, clause, day)
    if since is None:
        return _row(award, clause, "not-yet", f"{award.id}: {counted(left, 'point')}, not counted: {from_what}.")
    try:
        window_ends = _ends(file, window or clause.window, since)
        lapses = _ends(file, clause.lapse_after, since)
    except CalendarError as error:
        return _row(
            award, clause, "no-measure", f"{award.id}: not counted, its time cannot be counted: {error}.", since
        )
    until = min(filter(None, (window_ends, lapses)), default=None)
    return _in_time(award, measured, day, left, since, until, lapsed=lapses is not None and lapses == until)


def _in_time(
    award: Award, measured: Measured, day: date, left: int, since: date, until: date | None, *, lapsed: bool
) -> AwardCounted:
    """The row of an award whose measure and time are known."""
    clause, dispute = measured.held.says, award.dispute(day)
    what = f"{award.id}: {counted(left, 'point')} for {award.standard} (clause {clause.clause})"
    gone = [(on, position) for on, _, position in award.withdrawn if on <= day]
    if left == 0 and gone:
        on, position = gone[-1]
        said = f"{award.id}: not counted: withdrawn on {dated(on)} (entry {position})."
        return _row(award, clause, "withdrawn", said, since, until)
    if award.expired and award.expired[0] <= day:
        on, position = award.expired
        return _row(
            award, clause, "expired", f"{what}, not counted: declared expired on {dated(on)} (entry {position}).",
            since, until,
        )  # fmt: skip
    disputed = f"; disputed on {dated(dispute[0])} (entry {dispute[1]}) and not answered" if dispute else ""
    if dispute and clause.disputed_count is False:
        said = f"{what}, not counted{disputed}: by the clause they do not count meanwhile."
        return _row(award, clause, "disputed", said, since, until)
    if day < since:
        return _row(award, clause, "not-yet", f"{what}, not counted: from {dated(since)}.", since, until, left)
    if until is not None and until < day:
        why: Why = "expired" if lapsed else "before-window"
        over = "lapsed" if lapsed else "the time over which they are added up ran"
        said = f"{what}, not counted: from {dated(since)}; {over} {'after' if lapsed else 'to'} {dated(until)}."
        return _row(award, clause, why, said, since, until, left)
    end = f" to {dated(until)}" if until else ""
    partly = f"; {award.points} were awarded" if left < award.points else ""
    said = f"{what} count from {dated(since)}{end}{partly}{disputed}{' and standing' if dispute else ''}."
    return _row(award, clause, "disputed" if dispute else "counts", said, since, until, left, left)


def _row(
    award: Award, clause: PointsClause | None, why: Why, sentence: str, since: date | None = None,
    until: date | None = None, standing: int = 0, counted: int = 0,
) -> AwardCounted:  # fmt: skip
    return AwardCounted(
        award=award.id, position=award.position, standard=award.standard, clause=clause.clause if clause else None,
        awarded=award.points, standing=standing, counted=counted, since=since, until=until, why=why, sentence=sentence,
    )  # fmt: skip


def counts_from(file: ContractFile, award: Award, clause: PointsClause) -> date | None:
    """Return the day an award counts from by its clause and what is on file; None where that cannot be told yet."""
    return _since(file, award, clause, date.max)[0]


def _since(file: ContractFile, award: Award, clause: PointsClause, day: date) -> tuple[date | None, str]:
    if clause.counts_from == "award":
        return award.on, ""
    if clause.counts_from == "failing":
        return award.failed_on, f"clause {clause.clause} counts from the day of the failing, which is not on file"
    if clause.counts_from is None:
        return award.counts_from or award.on, ""
    if award.notice is None:
        return None, f"clause {clause.clause} counts from the notice of it, and no notice is named"
    notice = file.notices.by_id.get(award.notice)
    if notice is None or notice.counts_on is None or not notice.stands(max(day, notice.counts_on)):
        return None, f"clause {clause.clause} counts from the notice of it, and {award.notice} has no effect"
    return notice.counts_on, ""


def _ends(file: ContractFile, period: Period | None, start: date) -> date | None:
    """The last day within a time that runs from a day; clear days end the day before the one worked out."""
    if period is None:
        return None
    end = period_end(period, start, working_day(file, start)).end
    return end - DAY if period.unit == "clear-days" else end
