"""What a contract's clause on the service of notices says, as data: by which methods, for what, and when it counts.

The models are stored inside entries and so are a recorded format: days are YYYY-MM-DD and hours HH:MM:SS by the clock
in London, everything else as described field by field. What follows from a clause for one notice is worked out in
serving/service_of_notices.py. `MODEL_SERVICES_EXAMPLE` shows what a clause looks like; it is never applied by itself.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal, Self, assert_never

from pydantic import Field, model_validator

from ledger.dates.calendar import Hour, Period, WorkingDay, monday_to_friday, spoken
from ledger.entry import Frozen

ServiceMethod = Literal["hand", "first-class-post", "signed-for-post", "e-mail", "portal", "fax", "courier", "dx"]

BY: dict[ServiceMethod, str] = {
    "hand": "by hand",
    "first-class-post": "by first class post",
    "signed-for-post": "by signed-for post",
    "e-mail": "by e-mail",
    "portal": "through the portal",
    "fax": "by fax",
    "courier": "by courier",
    "dx": "by document exchange (DX)",
}
"""Each method as it reads in a sentence."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class DayAndHour(Frozen):
    """A day in London, and the hour where it is known."""

    day: date
    hour: Hour | None = None

    def __str__(self) -> str:
        return spoken(self.day) + (f" at {self.hour:%H:%M}" if self.hour is not None else "")


class ServiceHours(Frozen):
    """The hours of a Working Day within which a notice counts at once."""

    opens: Hour
    """From this hour on."""
    closes: Hour
    """Up to this hour, which is still within them."""
    otherwise_at: Hour
    """The hour at which a notice outside them counts, on the day `before_opening` or the next Working Day gives."""
    before_opening: Literal["same-day", "next-working-day"] = "next-working-day"
    """What the clause does with a notice that comes on a Working Day before the hours begin."""

    @model_validator(mode="after")
    def _open_before_they_close(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("the hours should open before they close")
        return self

    def __str__(self) -> str:
        return f"between {self.opens:%H:%M} and {self.closes:%H:%M} on a Working Day"


class HardCopy(Frozen):
    """A paper copy that must follow for the notice to be good."""

    methods: Annotated[tuple[ServiceMethod, ...], Field(min_length=1)]
    """How the copy may go."""
    within: Period
    """How soon after sending it must go."""
    for_kinds: tuple[str, ...] | None = None
    """The kinds of notice that need one; none means every kind."""


class MethodRule(Frozen):
    """What the clause says about one way of serving a notice."""

    method: ServiceMethod
    """The way it is served."""
    allowed_for: tuple[str, ...] | None = None
    """The kinds of notice that may be served so; none means every kind."""
    not_for: tuple[str, ...] = ()
    """The kinds the clause keeps out, such as termination by e-mail."""
    counts: Literal["on-sending", "on-delivery", "on-recorded-delivery", "after-sending"]
    """When sent, when proved delivered, when the carrier recorded delivery, or a period after sending."""
    after: Period | None = None
    """The period after sending, and the hour on its last day at which the notice counts. Only with after-sending."""
    hours: ServiceHours | None = None
    """The hours within which it counts at once. Only with the other three; none means at any hour of any day."""
    hard_copy: HardCopy | None = None
    """A paper copy that must follow."""

    @model_validator(mode="after")
    def _period_or_hours(self) -> Self:
        if (self.counts == "after-sending") != (self.after is not None):
            raise ValueError("a period should be given with after-sending, and only then")
        if self.after is not None and self.after.begins == "with":
            raise ValueError("a period after sending should begin with the day after")
        if self.after is not None and self.hours is not None:
            raise ValueError("hours should not be given with after-sending; the period names the hour it ends")
        return self

    def allows(self, kind: str | None) -> bool:
        """Return whether a notice of that kind may be served so; a kind not told is taken for an ordinary notice."""
        return kind not in self.not_for and (self.allowed_for is None or kind in self.allowed_for)

    def meets(self, other: MethodRule) -> bool:
        """Return whether it and another rule speak of one case: the same method for the same kind, or both for all."""
        mine, theirs = (set(rule.allowed_for) if rule.allowed_for is not None else {None} for rule in (self, other))
        return self.method == other.method and bool(mine & theirs)

    def __str__(self) -> str:
        match self.counts:
            case "on-sending":
                when = "when it is sent"
            case "on-delivery":
                when = "when it is proved to have been delivered"
            case "on-recorded-delivery":
                when = "at the time of delivery the carrier recorded"
            case "after-sending":
                when = _after_sending(self.after) if self.after else ""
            case _:
                assert_never(self.counts)
        if self.hours is None:
            return f"a notice {BY[self.method]} counts {when}"
        early = ", or the same day if it comes earlier" if self.hours.before_opening == "same-day" else ""
        return (
            f"a notice {BY[self.method]} counts {when}, if that is {self.hours}; "
            f"otherwise at {self.hours.otherwise_at:%H:%M} on the next Working Day{early}"
        )


def _after_sending(period: Period) -> str:
    at = f"at {period.end_hour:%H:%M} " if period.end_hour is not None else ""
    if period.unit == "working-days" and period.count <= len(ORDINALS):
        return f"{at}on the {ORDINALS[period.count - 1]} Working Day after it is sent"
    roll = ", or on the next Working Day if that is none" if period.roll == "next-working-day" else ""
    return f"{at}on the last of {period} after it is sent{roll}"


class ServiceClause(Frozen):
    """A contract's own clause on the service of notices, entered as data."""

    clause: str
    """Its number in the contract, such as 43.3."""
    methods: Annotated[tuple[MethodRule, ...], Field(min_length=1)]
    """Every way of serving it provides for. A method not listed is not provided for."""
    working_day: WorkingDay
    """The contract's own Working Day."""

    @model_validator(mode="after")
    def _one_rule_for_each_case(self) -> Self:
        seen: set[tuple[str, str | None]] = set()
        for rule in self.methods:
            for kind in rule.allowed_for if rule.allowed_for is not None else (None,):
                if (rule.method, kind) in seen:
                    raise ValueError(f"there should be one rule for {rule.method} and {kind or 'every kind'}, not two")
                seen.add((rule.method, kind))
        return self

    def rule_for(self, method: ServiceMethod, kind: str | None = None) -> MethodRule | None:
        """Return the rule for serving a notice of that kind so, None where the clause does not provide for it.

        A rule that names the kind goes before the one for every kind.
        """
        fitting = [rule for rule in self.methods if rule.method == method and rule.allows(kind)]
        return min(fitting, key=lambda rule: rule.allowed_for is None, default=None)


ONE_WORKING_DAY = Period(count=1, unit="working-days")
NINE_TO_FIVE = ServiceHours(opens=time(9), closes=time(17), otherwise_at=time(9))
HARD_COPY_FOR_GRAVE_NOTICES = HardCopy(
    methods=("hand", "signed-for-post"),
    within=ONE_WORKING_DAY,
    for_kinds=("termination", "dispute", "force-majeure"),
)

MODEL_SERVICES_EXAMPLE = ServiceClause(
    clause="43.3 (example)",
    methods=(
        MethodRule(
            method="e-mail",
            counts="after-sending",
            after=Period(count=1, unit="working-days", end_hour=time(9)),
            hard_copy=HARD_COPY_FOR_GRAVE_NOTICES,
        ),
        MethodRule(method="hand", counts="on-delivery", hours=NINE_TO_FIVE),
        MethodRule(method="signed-for-post", counts="on-recorded-delivery", hours=NINE_TO_FIVE),
    ),
    working_day=monday_to_friday("england-and-wales"),
)
"""A clause after the pattern of the government's Model Services Contract, for examples and tests. It was set down from
general knowledge of that form, not copied from a contract: enter a contract's own clause from its own words."""
