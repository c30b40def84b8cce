"""When a notice under a contract counts as given, by what that contract's own clause says about service.

The clause is entered as data and governs. Where no clause is on file a notice counts on proved receipt and not before;
the rules of court (serving/court_documents.py) are for court documents and are never borrowed for a contract notice.
Whether a notice is valid at all (who gave it, to whom, at which address, by a method allowed) is judged elsewhere, in
ledger/subjects/notices/: here it is only said when it counts.

The models are stored inside entries and so are a recorded format: days are YYYY-MM-DD and hours HH:MM:SS by the clock
in London, everything else as described field by field. A `ServiceWorking` carries all it was worked out from and is
never worked out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from ledger.dates.calendar import (
    CalendarError,
    DateWorking,
    Hour,
    SkippedDay,
    WorkingDay,
    days_from,
    not_counted,
    period_end,
    shifted,
    spoken,
    working_day_from,
)
from ledger.entry import Frozen
from ledger.serving.service_clauses import (
    BY,
    DayAndHour,
    HardCopy,
    MethodRule,
    ServiceClause,
    ServiceHours,
    ServiceMethod,
)

__all__ = [
    "BY",
    "DayAndHour",
    "HardCopy",
    "MethodRule",
    "ReceivedBeforeSent",
    "ServiceClause",
    "ServiceHours",
    "ServiceMethod",
    "ServiceWorking",
    "when_counted",
]


class ReceivedBeforeSent(CalendarError):
    """The receipt relied on is earlier than the sending, so one of the two must be wrong."""


class ServiceWorking(Frozen):
    """When a notice or document counts as served, and why: the rule, what was known, and each day skipped."""

    outcome: Literal["counts", "no-receipt-proved", "method-not-provided-for"]
    """It counts on the day given; or not yet, since receipt is not proved; or the clause does not provide for it."""
    basis: Literal["clause", "proved-receipt", "court-rule"]
    """The contract's clause; proved receipt, no clause being on file; or the rules of court, for a court document."""
    rule: str
    """The rule applied, in words."""
    clause: str | None = None
    """The clause or rule of court, by number."""
    method: ServiceMethod
    """How it was served."""
    kind: str | None = None
    """The kind of notice, where it was told."""
    sent: DayAndHour
    """When it was sent, posted or handed over."""
    received: DayAndHour | None = None
    """When its receipt is proved to have been, if it is."""
    method_rule: MethodRule | None = None
    """The clause's rule as it stood."""
    working_day: WorkingDay | None = None
    """The definition of Working Day used."""
    table: str | None = None
    """The bank-holiday table used."""
    counts_on: date | None = None
    """The day on which it counts as served."""
    counts_at: Hour | None = None
    """The hour from which it counts, where that is known."""
    skipped: tuple[SkippedDay, ...] = ()
    """Each day on which it might have counted and did not, and why."""
    hard_copy_by: DateWorking | None = None
    """The last day for a paper copy without which it is not good."""
    sentence: str
    """All of this as one sentence."""


def when_counted(
    method: ServiceMethod,
    sent: DayAndHour,
    received: DayAndHour | None = None,
    clause: ServiceClause | None = None,
    kind: str | None = None,
) -> ServiceWorking:
    """Return when a contract notice counts as served, with its working.

    `received` is the receipt that can be proved, None where none can. `kind` is the kind of notice as the clause's
    rules name kinds. Raises ReceivedBeforeSent, and OutsideTable or UnknownTable from the bank-holiday table.
    """
    _require_order(sent, received)
    if clause is None:
        return _on_proved_receipt(method, sent, received, kind)
    rule = clause.rule_for(method, kind)
    if rule is None:
        served = f"a {kind.replace('-', ' ') + ' ' if kind else ''}notice {BY[method]}"
        return ServiceWorking(
            outcome="method-not-provided-for",
            basis="clause",
            rule=f"the clause does not provide for {served}",
            clause=clause.clause,
            method=method,
            kind=kind,
            sent=sent,
            received=received,
            sentence=f"Clause {clause.clause} does not provide for {served}, so no day is given on which it counts.",
        )
    return _by_clause(rule, clause, sent, received, kind)


def _require_order(sent: DayAndHour, received: DayAndHour | None) -> None:
    if received is None:
        return
    same_day_earlier = (
        received.day == sent.day and received.hour is not None and sent.hour is not None and received.hour < sent.hour
    )
    if received.day < sent.day or same_day_earlier:
        raise ReceivedBeforeSent(f"received {received}, sent {sent}: receipt should not be earlier than sending")


def _on_proved_receipt(
    method: ServiceMethod, sent: DayAndHour, received: DayAndHour | None, kind: str | None
) -> ServiceWorking:
    opening = f"No clause on service is on file, so a notice {BY[method]} counts on proved receipt"
    if received is None:
        sentence = f"{opening}; it was sent on {sent} and no receipt is proved, so it does not count yet."
    else:
        sentence = f"{opening}: it counts on {received}."
    return ServiceWorking(
        outcome="counts" if received else "no-receipt-proved",
        basis="proved-receipt",
        rule="no clause on service is on file: a notice counts on proved receipt",
        method=method,
        kind=kind,
        sent=sent,
        received=received,
        counts_on=received.day if received else None,
        counts_at=received.hour if received else None,
        sentence=sentence,
    )


def _by_clause(
    rule: MethodRule, clause: ServiceClause, sent: DayAndHour, received: DayAndHour | None, kind: str | None
) -> ServiceWorking:
    counted, skipped = _counted_by(rule, clause.working_day, sent, received)
    copy = _hard_copy_by(rule, clause.working_day, sent, kind)
    periods = [period for period in (rule.after, copy.period if copy else None) if period is not None]
    hours_applied = rule.hours is not None and counted is not None
    used = clause.working_day if hours_applied or any(period.turns_on_working_days for period in periods) else None
    if counted is None:
        found = f"it was sent on {sent} and no delivery is proved, so it does not count yet"
    else:
        found = f"sent on {sent}" + (f" and received on {received}" if received else "") + f", it counts on {counted}"
    found += not_counted(skipped)
    if copy is not None and rule.hard_copy is not None:
        ways = " or ".join(BY[way] for way in rule.hard_copy.methods)
        found += f"; it is good only if a paper copy goes {ways} by {spoken(copy.end)}"
    return ServiceWorking(
        outcome="counts" if counted else "no-receipt-proved",
        basis="clause",
        rule=str(rule),
        clause=clause.clause,
        method=rule.method,
        kind=kind,
        sent=sent,
        received=received,
        method_rule=rule,
        working_day=used,
        table=used.table if used else None,
        counts_on=counted.day if counted else None,
        counts_at=counted.hour if counted else None,
        skipped=tuple(skipped),
        hard_copy_by=copy,
        sentence=f"By clause {clause.clause} {rule}: {found}.",
    )


def _counted_by(
    rule: MethodRule, working_day: WorkingDay, sent: DayAndHour, received: DayAndHour | None
) -> tuple[DayAndHour | None, Sequence[SkippedDay]]:
    if rule.after is not None:
        worked = period_end(rule.after, sent.day, working_day)
        return DayAndHour(day=worked.end, hour=worked.end_hour), worked.skipped
    came = sent if rule.counts == "on-sending" else received
    if came is None or rule.hours is None:
        return came, ()
    return _within_hours(came, rule.hours, working_day)


def _within_hours(
    came: DayAndHour, hours: ServiceHours, working_day: WorkingDay
) -> tuple[DayAndHour, Sequence[SkippedDay]]:
    """When a notice that came at that time counts. An hour not on file is not shown to be within the hours."""
    why = working_day.closed_because(came.day)
    if why is None and came.hour is not None and hours.opens <= came.hour <= hours.closes:
        return came, ()
    if why is None and came.hour is not None and came.hour < hours.opens and hours.before_opening == "same-day":
        return DayAndHour(day=came.day, hour=hours.otherwise_at), ()
    if why is None and came.hour is None:
        why = f"no hour is on file to show that it came {hours}"
    elif why is None and came.hour is not None:
        early = came.hour < hours.opens
        why = f"came before {hours.opens:%H:%M}" if early else f"came after {hours.closes:%H:%M}"
    next_day = working_day_from(shifted(came.day, 1), working_day)
    between = days_from(shifted(came.day, 1), shifted(next_day, -1))
    skipped = [SkippedDay(day=came.day, why=why or "")]
    skipped += [SkippedDay(day=day, why=working_day.closed_because(day) or "") for day in between]
    return DayAndHour(day=next_day, hour=hours.otherwise_at), skipped


def _hard_copy_by(rule: MethodRule, working_day: WorkingDay, sent: DayAndHour, kind: str | None) -> DateWorking | None:
    copy = rule.hard_copy
    if copy is None or (copy.for_kinds is not None and kind not in copy.for_kinds):
        return None
    return period_end(copy.within, sent.day, working_day)
