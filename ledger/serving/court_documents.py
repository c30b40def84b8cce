"""When a court document counts as served in England and Wales, by CPR 6.14 and 6.26.

Only for documents of court proceedings, and only where somebody asks for it: a notice under a contract is judged by
the contract's clause or by proved receipt (ledger/serving/service_of_notices.py), never by these rules.

- CPR 6.14: a claim form is deemed served on the second business day after the step in rule 7.5(1) was completed
  (posting, leaving at the place, sending the e-mail ...), by whatever method.
- CPR 6.26: any other document. Post and DX: the second day after posting if that is a business day, else the next
  business day after it. Delivered to or left at an address, handed over in person, faxed, e-mailed or sent by other
  electronic means: the same day if a business day and before 4.30 pm, else the next business day.
- A business day (CPR 6.2(b)) is not a Saturday, Sunday, bank holiday, Good Friday or Christmas Day.

A step completed on a Friday: both business days are counted after it, so a claim form counts on the Tuesday. One
published table for court users has Monday instead; practitioners' commentary on PD 6A argues for Tuesday, and the
wording of the rule bears it out. Tuesday is used here, being also the later and so the safer for whoever must show
service. For e-mail and fax PD 6A para 4.1 asks for the other side's consent in writing beforehand: the working says
so, and does not judge whether it was given.
"""

from __future__ import annotations

from datetime import date, time

from ledger.dates.calendar import (
    NEWEST_TABLE,
    CalendarError,
    Period,
    SkippedDay,
    WorkingDay,
    days_from,
    monday_to_friday,
    not_counted,
    period_end,
    shifted,
    spoken,
    working_day_from,
)
from ledger.serving.service_of_notices import BY, DayAndHour, ServiceMethod, ServiceWorking

HALF_PAST_FOUR = time(16, 30)
TWO_BUSINESS_DAYS = Period(count=2, unit="working-days")
POSTED: frozenset[ServiceMethod] = frozenset({"first-class-post", "dx"})
ELECTRONIC: frozenset[ServiceMethod] = frozenset({"e-mail", "portal", "fax"})

CLAIM_FORM_RULE = "a claim form counts on the second business day after the step was completed"
POST_RULE = (
    "a document posted or left with a DX counts on the second day after, or on the next business day if that is none"
)
SAME_DAY_RULE = (
    "a document delivered or sent before 16:30 on a business day counts that day, otherwise on the next business day"
)


class NotInTheCourtTable(CalendarError):
    """The rule of court has no row for this method as it is named."""


def claim_form_served(method: ServiceMethod, step: DayAndHour, table: str = NEWEST_TABLE) -> ServiceWorking:
    """Return when a claim form is deemed served under CPR 6.14, where the step in rule 7.5(1) was completed at `step`.

    Raises NotInTheCourtTable, OutsideTable or UnknownTable.
    """
    _require_row(method)
    business_day = monday_to_friday("england-and-wales", table)
    worked = period_end(TWO_BUSINESS_DAYS, step.day, business_day)
    return _deemed("CPR 6.14", CLAIM_FORM_RULE, method, step, business_day, worked.end, worked.skipped)


def court_document_served(method: ServiceMethod, step: DayAndHour, table: str = NEWEST_TABLE) -> ServiceWorking:
    """Return when a document other than a claim form is deemed served under CPR 6.26.

    `step` is when it was posted, delivered, handed over or sent; without an hour it is not shown to be before
    4.30 pm. Raises NotInTheCourtTable, OutsideTable or UnknownTable.
    """
    _require_row(method)
    business_day = monday_to_friday("england-and-wales", table)
    if method in POSTED:
        second = shifted(step.day, 2)
        day = working_day_from(second, business_day)
        skipped = [
            SkippedDay(day=step.day, why="counted from the day after posting"),
            *(_skipped(over, business_day) for over in days_from(second, shifted(day, -1))),
        ]
        return _deemed("CPR 6.26", POST_RULE, method, step, business_day, day, tuple(skipped))
    why = business_day.closed_because(step.day)
    if why is None and step.hour is None:
        why = "no hour is on file to show that it was before 16:30"
    elif why is None and step.hour is not None and step.hour >= HALF_PAST_FOUR:
        why = "not before 16:30"
    if why is None:
        return _deemed("CPR 6.26", SAME_DAY_RULE, method, step, business_day, step.day, ())
    day = working_day_from(shifted(step.day, 1), business_day)
    over = days_from(shifted(step.day, 1), shifted(day, -1))
    skipped = [SkippedDay(day=step.day, why=why), *(_skipped(closed, business_day) for closed in over)]
    return _deemed("CPR 6.26", SAME_DAY_RULE, method, step, business_day, day, tuple(skipped))


def _require_row(method: ServiceMethod) -> None:
    if method == "signed-for-post":
        raise NotInTheCourtTable(
            "CPR 6.14 and 6.26 know first class post or next-day services; if the signed-for post was one of these, "
            "it should be given as first-class-post"
        )


def _skipped(day: date, business_day: WorkingDay) -> SkippedDay:
    return SkippedDay(day=day, why=business_day.closed_because(day) or "")


def _deemed(
    clause: str,
    rule: str,
    method: ServiceMethod,
    step: DayAndHour,
    business_day: WorkingDay,
    day: date,
    skipped: tuple[SkippedDay, ...],
) -> ServiceWorking:
    consent = "; PD 6A para 4.1 asks for prior consent in writing" if method in ELECTRONIC else ""
    return ServiceWorking(
        outcome="counts",
        basis="court-rule",
        rule=rule,
        clause=clause,
        method=method,
        sent=step,
        working_day=business_day,
        table=business_day.table,
        counts_on=day,
        skipped=skipped,
        sentence=(
            f"By {clause} {rule}: the step {BY[method]} was completed on {step}, so it counts on {spoken(day)}"
            f"{not_counted(skipped)}{consent}."
        ),
    )
