"""What is asked of an outcome as the contract specifies it: exact, agreed, ranked, and to be reached in its time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.assessing import aimed_at
from ledger.citing import indicator_not_in_force
from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.stakeholders import it_is_for
from ledger.subjects.outcomes.entries import (
    OutcomeSpecified,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _not_as_its_indicator(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    bare = entry.model_copy(update={"target": None, "direction": None})
    measure, target, direction = aimed_at(file, bare, entry.happened_on)
    if measure is None:
        return NOT_IN_POINT
    pairs = [("target", entry.target, target), ("direction", entry.direction, direction if target else None),
             ("unit", entry.unit, measure.unit)]  # fmt: skip
    said = [(what, mine, its) for what, mine, its in pairs if mine is not None and its is not None]
    if not said:
        return NOT_IN_POINT
    differ = [
        f"{what} {mine.replace('-', ' ')}, not {its.replace('-', ' ')}"
        for what, mine, its in said
        if not _same(what, mine, its)
    ]
    return f"{measure.id}, which measures it, is otherwise on file: {few(differ)}" if differ else None


def _same(what: str, mine: str, its: str) -> bool:
    return Decimal(mine) == Decimal(its) if what == "target" else mine.casefold() == its.casefold()


def _not_exact(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    if entry.indicator is not None:
        return None  # what it measures and asks for stands where it was agreed
    if entry.target is None:
        said = "it is said by what it is measured, and not what is to be reached"
        return said if entry.measure is not None else "no measure, indicator or target is given"
    if entry.measure is None and entry.unit is None:
        return f"its target is {entry.target}, and neither by what it is measured nor what the target counts is said"
    return None


def _reached_out_of_time(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    day, last, contract = entry.reach_by, file.end_date(entry.happened_on), file.agreement.contract
    if day is None:
        return NOT_IN_POINT
    first = file.agreement.commenced_on or (contract.start_date if contract else None)
    when = f"it is to be reached by {dated(day)}"
    if first is not None and day < first:
        return f"{when}, before the contract's first day, {dated(first)}"
    if last is not None and day > last:
        return f"{when}, after the contract's last day, {dated(last)}"
    if day < entry.happened_on:
        return f"{when}, before {dated(entry.happened_on)}, the day it is specified"
    return None


def _agreed_out_of_time(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    agreed, until, last = entry.agreed_with_provider_on, entry.agree_with_provider_by, file.end_date(entry.happened_on)
    if agreed is None and until is None:
        return NOT_IN_POINT
    held = file.outcomes.by_id.get(entry.outcome)
    wanted = held.on if held is not None else None
    said = [("it was agreed with the provider on", agreed), ("it can be agreed with the provider until", until)]
    found = [
        f"{when} {dated(day)}, before it was identified on {dated(wanted)} (entry {held.position})"
        for when, day in said if held is not None and wanted is not None and day is not None and day < wanted
    ]  # fmt: skip
    if until is not None and last is not None and until > last:
        found.append(f"{said[1][0]} {dated(until)}, after the contract's last day, {dated(last)}")
    return "; ".join(found) or None


def _in_conflict(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    if not any(entry.outcome in conflict.outcomes for conflict in file.outcomes.conflicts.values()):
        return NOT_IN_POINT
    open_ = file.outcomes.open_conflicts(entry.outcome)
    if not open_:
        return None
    named = ", ".join(f"{c.id} (entry {c.position})" for c in open_)
    return f"a clash of priorities about it is not settled: {named}"


def _agreed_by_no_user(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    held = file.outcomes.by_id.get(entry.outcome)
    if held is not None and held.identified is not None and held.identified.sort == "objective":
        return NOT_IN_POINT
    if it_is_for(entry.agreed_by):
        return None
    if held is None or held.decided is None:
        return "it is not on file that those who use the service agreed to it, or decided to keep or change it"
    day, decision, position = held.decided
    return f"those who use the service dropped it on {dated(day)} (entry {position})" if decision == "dropped" else None


def _recommended_by_nobody(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    held = file.outcomes.by_id.get(entry.outcome)
    if held is not None and held.specified:
        return NOT_IN_POINT  # it is in the contract already
    recommended = held is not None and held.recommended
    return None if recommended else "no recommendation of what the contract should specify names it"


def _indicator_not_there(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    days = (entry.happened_on, date.max)
    return indicator_not_in_force(file, entry.indicator, *days)


def _rank_of_another(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    if entry.priority is None:
        return NOT_IN_POINT
    ranked = {
        other.id: other.specification.priority for other in file.outcomes.ranked()
        if other.id != entry.outcome and not other.dropped and other.specification and other.specification.priority
    }  # fmt: skip
    if not ranked:
        return NOT_IN_POINT
    others = [named for named, rank in ranked.items() if rank == entry.priority]
    return f"{few(others)} {'has' if others[1:] == [] else 'have'} rank {entry.priority} as well" if others else None


def _not_ranked(file: ContractFile, entry: OutcomeSpecified, procedure: Procedure) -> str | None:
    if entry.priority is not None:
        return None
    others = [
        other.id for other in file.outcomes.ranked()
        if other.id != entry.outcome and not other.dropped and other.specification and other.specification.priority
    ]  # fmt: skip
    if others:
        return f"it has no rank, and {few(others)} {'has' if others[1:] == [] else 'have'} one"
    return (
        "it is said what counted in ranking it, and not which rank it has" if entry.priority_factors else NOT_IN_POINT
    )


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="outcome.specified-without-conflict", citation="CPC307-A4", level="explain", of=OutcomeSpecified,
        field="outcome", sentence="Clashing priorities are settled before an outcome is specified.",
        found=_in_conflict,
    ),
    Rule(
        id="outcome.specified-as-recommended", citation="CPC307-A5", level="advise", of=OutcomeSpecified,
        field="outcome", sentence="It is recommended which outcomes the contract should specify.",
        found=_recommended_by_nobody,
    ),
    Rule(
        id="outcome.specified-exactly", citation="CPC307-D3", level="advise", of=OutcomeSpecified, field="measure",
        sentence="What the contract asks for is stated exactly: by what it is measured, and what is to be reached.",
        asks=True, found=_not_exact,
    ),
    Rule(
        id="outcome.ranked-by-factors", citation="CPC307-K13", level="advise", of=OutcomeSpecified,
        field="priority_factors", sentence="It is on record what counted in ranking an outcome.",
        found=lacks("priority_factors", where=lambda entry: entry.priority, found="it is ranked, and nothing says why"),
    ),
    Rule(
        id="outcome.rank-of-its-own", citation="CPC307-K15", level="advise", of=OutcomeSpecified, field="priority",
        sentence="Outcomes and objectives are ranked one after another.", found=_rank_of_another,
    ),
    Rule(
        id="outcome.ranked-with-the-others", citation="CPC307-K15", level="advise", of=OutcomeSpecified,
        field="priority", sentence="Where outcomes and objectives are ranked, each has a rank.", found=_not_ranked,
    ),
    Rule(
        id="outcome.indicator-on-file", citation="HCC-3.1-b", level="explain", of=OutcomeSpecified, field="indicator",
        sentence="An indicator that measures an outcome is one that was agreed, on file.", found=_indicator_not_there,
    ),
    Rule(
        id="outcome.agreed-by-users", citation="CPC307-K11", level="advise", of=OutcomeSpecified, field="agreed_by",
        asks=True, sentence="Those who use the service decide on the outcomes.", found=_agreed_by_no_user,
    ),
    Rule(
        id="outcome.agreement-point", citation="CPC307-B5", level="advise", of=OutcomeSpecified,
        field="agree_with_provider_by", sentence="It is fixed when an outcome can be agreed with the provider.",
        found=lacks(
            "agree_with_provider_by", "agree_with_provider_at", "agreed_with_provider_on", found="no point is given"
        ),
    ),
    Rule(
        id="outcome.agreed-in-its-time", citation="CPC307-B5", level="advise", of=OutcomeSpecified,
        field="agree_with_provider_by", found=_agreed_out_of_time,
        sentence="An outcome is agreed with the provider once it is identified, and while there is a contract.",
    ),
    Rule(
        id="outcome.agreed-by-its-day", citation="CPC307-B5", level="contradiction", of=OutcomeSpecified,
        field="agreed_with_provider_on", sentence="That an outcome was agreed is recorded once it is.",
        found=out_of_order(
            "latest_on", "agreed_with_provider_on",
            found="it was agreed with the provider on {earlier}, after {later}, the day of this entry: give the day by "
            "which it can be agreed, and specify it anew once it is",
        ),
    ),
    Rule(
        id="outcome.as-its-indicator", citation="CPC307-D3", level="advise", of=OutcomeSpecified, field="target",
        sentence="An outcome asks for what the indicator that measures it asks for.", found=_not_as_its_indicator,
    ),
    Rule(
        id="outcome.reached-under-the-contract", citation="CPC307-D3", level="advise", of=OutcomeSpecified,
        field="reach_by", sentence="An outcome is to be reached on a day to come, while there is a contract.",
        found=_reached_out_of_time,
    ),
)  # fmt: skip
