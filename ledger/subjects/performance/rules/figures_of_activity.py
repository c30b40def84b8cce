"""What is asked of figures of activity: what they are compared with, and how they stand to others on file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.excess import excess
from ledger.names import same_name
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.performance.entries import ActivityRecorded

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

FIGURES = ("target", "actual", "commissioned", "delivered")


def _less_than_nothing(file: ContractFile, entry: ActivityRecorded, procedure: Procedure) -> str | None:
    counted = {"delivered": entry.delivered, "commissioned": entry.commissioned}
    below = [f"{figure} {name}" for name, figure in counted.items() if figure is not None and Decimal(figure) < 0]
    return (
        f"{' and '.join(below)} is less than nothing; where an earlier figure was wrong, correct it" if below else None
    )


def _paid_in_excess(file: ContractFile, entry: ActivityRecorded, procedure: Procedure) -> str | None:
    shown = excess(file, entry)
    return shown.found if shown else NOT_IN_POINT


def _came_already(file: ContractFile, entry: ActivityRecorded, procedure: Procedure) -> str | None:
    """What gives a figure that those on file of the same time left open completes them."""
    before = [
        (at, one) for at, one in file.performance.activity
        if one.period == entry.period and same_name(one.measure, entry.measure)
    ]  # fmt: skip
    if not before:
        return NOT_IN_POINT
    given = {name for name in FIGURES if getattr(entry, name) is not None}
    for at, one in reversed(before):
        both = [name for name in FIGURES if name in given and getattr(one, name) is not None]
        other = [name for name in both if Decimal(getattr(one, name)) != Decimal(getattr(entry, name))]
        if other or (both and given == {*both}):
            came = (
                f"{' and '.join(other or both)} of {entry.measure} for {entry.period} came on {dated(one.happened_on)}"
            )
            return f"{came} (entry {at}); if it was wrong, correct it"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="activity.no-less-than-nothing", citation="HCC-8.2-a", level="contradiction", of=ActivityRecorded,
        field="delivered", sentence="No less than nothing is contracted for or delivered.", found=_less_than_nothing,
    ),
    Rule(
        id="activity.one-for-each-time", citation="HCC-7.6-g", level="advise", of=ActivityRecorded, field="period",
        sentence="There is one figure of a measure for one time.", found=_came_already,
    ),
    Rule(
        id="activity.shows-no-excess", citation="HCC-6.3-a", level="advise", of=ActivityRecorded, field="delivered",
        sentence="Where figures that come after payment show that less was delivered, it is said what is done about the"
        " excess.", found=_paid_in_excess,
    ),
    Rule(
        id="activity.compared-with-target", citation="HCC-7.6-g", level="advise", of=ActivityRecorded, field="target",
        sentence="Activity is compared with its target.",
        found=lacks(
            "target", "commissioned", found="neither a target nor what was commissioned is given to compare it with",
        ),
    ),
)  # fmt: skip
