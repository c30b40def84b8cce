"""What is asked of a trend that is seen in resources: that it is of its line, its time and the figures on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.clauses_cited import in_plain_words
from ledger.dates.span import Span, not_over
from ledger.names import name_key
from ledger.resource_figures import is_at_a_time, trend_from_the_first, trend_of
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.resources.entries import ResourceTrendIdentified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.resource_figures import Trend
    from ledger.subjects.resources.use import Use


def _otherwise_than_the_figures(file: ContractFile, entry: ResourceTrendIdentified, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    line = plan.line(entry.plan_line) if plan and entry.plan_line else None
    if plan is None or line is None:
        return NOT_IN_POINT
    by_then = [use for use in plan.used(line.id) if entry.period is None or use.period.last <= entry.period.last]
    within = [use for use in by_then if entry.period is None or use.period.lies_in(entry.period)]
    tolerance, held = procedure.setting("resource.tolerance"), is_at_a_time(line, procedure)
    # Where its time holds one record alone, that is seen against those before it.
    for uses in (within, by_then):
        before = trend_of(uses, tolerance, at_a_time=held)
        first = trend_from_the_first(uses, tolerance, at_a_time=held)
        if before is not None and first is not None:
            there = "on record" if uses == plan.used(line.id) else f"on record for {_time_of(uses)}"
            return _against(entry, f"the use of {line.id} {there}", before, first, uses[-1].position)
    if not by_then:  # of what there is of it, and nobody used yet, a trend can be seen all the same
        return NOT_IN_POINT
    return f"the use of {line.id} on record is of {by_then[-1].period} alone, which shows no trend"


def _time_of(uses: Sequence[Use]) -> Span:
    return Span(first=min(use.period.first for use in uses), last=max(use.period.last for use in uses))


def _against(
    entry: ResourceTrendIdentified, use: str, before: Trend, first: Trend, position: int
) -> str | None:  # fmt: skip
    """What is said against a trend: that its last time goes another way, against those before it or the first of them,
    and neither goes the way that is said. Steady figures alone say nothing against one that rises or falls."""
    if entry.trend == "changed":
        return NOT_IN_POINT
    if entry.trend == "steady":
        against = before if before == first != "steady" else None
    else:
        other: Trend = "falling" if entry.trend == "rising" else "rising"
        against = other if other in (before, first) and entry.trend not in (before, first) else None
    return f"it is said to be {entry.trend}, and {use} is {against} (entry {position})" if against else None


def _seen_otherwise(file: ContractFile, entry: ResourceTrendIdentified, procedure: Procedure) -> str | None:
    """Of one line, or else kind of resource, over one time, or where none is said on one day."""
    if entry.trend == "changed":
        return NOT_IN_POINT
    others = [
        one for one in file.resources.trends
        if one.says.period == entry.period and (entry.period is not None or one.on == entry.happened_on)
        and (one.says.plan, name_key(one.says.plan_line or "")) == (entry.plan, name_key(entry.plan_line or ""))
        and one.says.resource == entry.resource and one.says.trend != "changed"
    ]  # fmt: skip
    against = [one for one in others if one.says.trend != entry.trend]
    if not against:
        return None if others else NOT_IN_POINT
    one, when = against[-1], "over the same time" if entry.period else "on the same day"
    return f"entry {one.position} has it {one.says.trend} {when}; correct the one that is wrong"


def _of_another_kind(file: ContractFile, entry: ResourceTrendIdentified, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    line = plan.line(entry.plan_line) if plan and entry.plan_line else None
    if plan is None or line is None:
        return NOT_IN_POINT
    if line.kind == entry.resource:
        return None
    return f"{line.id} of {plan.id} is {in_plain_words(line.kind)}, and the trend is said to be of {entry.resource}"


def _by_no_factor(file: ContractFile, entry: ResourceTrendIdentified, procedure: Procedure) -> str | None:
    if set(entry.factors) - {"other"}:
        return None
    if not entry.factors:
        return "it does not say what is behind it"
    return "another factor is behind it, and no words say which" if entry.implications is None else None


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="resource.trend-with-a-suggestion", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified,
        field="suggestion", sentence="Who sees a trend suggests what to do.",
        found=lacks("suggestion", found="nothing is suggested"),
    ),
    Rule(
        id="resource.trend-of-a-time-over", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified,
        field="period", sentence="A trend is seen over a time that is over.", found=not_over,
    ),
    Rule(
        id="resource.trend-of-its-line", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified,
        field="resource", sentence="A trend in a line of a plan is of the kind of resource that line is.",
        found=_of_another_kind,
    ),
    Rule(
        id="resource.trend-weighed", citation="CPC308-K18", level="advise", of=ResourceTrendIdentified,
        field="implications", sentence="It is weighed what a trend means.",
        found=lacks("implications", found="it does not say what it means"),
    ),
    Rule(
        id="resource.trend-by-the-figures", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified,
        field="trend", sentence="A trend that is seen is that of the figures on record of its time.",
        found=_otherwise_than_the_figures,
    ),
    Rule(
        id="resource.trend-one-way", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified, field="trend",
        sentence="Over one time, one thing is not said both to rise and to fall, or to stay.", found=_seen_otherwise,
    ),
    Rule(
        id="resource.trend-by-factors", citation="CPC308-K19", level="advise", of=ResourceTrendIdentified,
        field="factors", sentence="It is on record what is behind a trend; one that is none of those listed, in words.",
        found=_by_no_factor,
    ),
)
# fmt: on
