"""What is asked of the indicators of a service level agreement, and of one agreed by itself (TVP-3.0-6).

Each measures a requirement of the specification, each requirement has one, and both parties agreed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.division_of_work import by_another_office, falls_to
from ledger.names import among, few, same_name, same_person
from ledger.offices import in_office
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, twice
from ledger.specification import Indicator
from ledger.subjects.terms.entries import (
    PerformanceIndicatorAgreed,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
)
from ledger.subjects.terms.standards import APART

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Agreement = ServiceLevelAgreementAgreed | ServiceLevelAgreementAmended
WithIndicators = Agreement | PerformanceIndicatorAgreed


def _indicators(entry: WithIndicators) -> tuple[Indicator, ...]:
    """The indicators an entry agrees; none of an amendment in words alone."""
    match entry:
        case PerformanceIndicatorAgreed():
            return (entry.indicator,)
        case ServiceLevelAgreementAmended():
            return entry.becomes.indicators if entry.becomes else ()
        case _:
            return entry.indicators


def _requirements(file: ContractFile, entry: WithIndicators) -> list[str]:
    """The ids of what the service must do, by the specification in force from the day the entry is."""
    issued = file.terms.specification(entry.effective_on)
    return [point.id for point in issued.says.requirements] if issued else []


def _of_no_requirement_there(file: ContractFile, entry: WithIndicators, procedure: Procedure) -> str | None:
    issued = file.terms.specification(entry.effective_on)
    there = [point.id for point in issued.says.points] if issued else []
    if not there or not any(measure.requirement for measure in _indicators(entry)):
        return NOT_IN_POINT  # there is nothing to compare, or nothing to compare it with
    unknown = [
        f"{m.id} of {m.requirement}" for m in _indicators(entry) if m.requirement and not among(m.requirement, there)
    ]
    return f"{', '.join(unknown)}: the specification has {few(there)}" if unknown else None


def _of_no_requirement(file: ContractFile, entry: WithIndicators, procedure: Procedure) -> str | None:
    if not _requirements(file, entry) or not _indicators(entry):
        return NOT_IN_POINT
    bare = [measure.id for measure in _indicators(entry) if measure.requirement is None]
    return f"it does not say of which requirement {few(bare)} {'is' if bare[1:] == [] else 'are'}" if bare else None


def _requirement_unmeasured(file: ContractFile, entry: Agreement, procedure: Procedure) -> str | None:
    if not _indicators(entry) or not _requirements(file, entry):
        return NOT_IN_POINT  # that it holds none is asked about by itself
    apart = [
        measure.requirement for measure, source, *_ in file.terms.indicators(entry.effective_on) if source == APART
    ]
    measured = [*(measure.requirement for measure in _indicators(entry)), *apart]
    bare = [named for named in _requirements(file, entry) if not among(named, measured)]
    return f"{few(bare)} {'has' if bare[1:] == [] else 'have'} no indicator" if bare else None


def _agreed_by_one_side(file: ContractFile, entry: WithIndicators, procedure: Procedure) -> str | None:
    sides = {entry.by.side} if entry.by else set()
    if isinstance(entry, PerformanceIndicatorAgreed):
        sides |= {actor.side for actor in entry.agreed_by}
    else:
        named = (("authority", entry.agreed_by_authority), ("provider", entry.agreed_by_provider))
        sides |= {side for side, person in named if person}
        ours, theirs = entry.agreed_by_authority, entry.agreed_by_provider
        if ours and theirs and same_person(ours, theirs):
            return f"it says that {ours} agreed for both"
    missing = [side for side in ("authority", "provider") if side not in sides]
    return f"it does not say that the {' and the '.join(missing)} agreed" if missing else None


def _changes_nothing(file: ContractFile, entry: ServiceLevelAgreementAmended, procedure: Procedure) -> str | None:
    if entry.changes or entry.becomes or entry.exhibits:
        return None
    return "it says neither what changes nor what the agreement becomes"


def _with_another_target(file: ContractFile, entry: Agreement, procedure: Procedure) -> str | None:
    amends, mine = getattr(entry, "sla", None), _indicators(entry)
    there = [
        (measure, sla.position)
        for sla in file.terms.agreements_on(entry.effective_on) if sla.id != amends for measure in sla.says.indicators
    ]  # fmt: skip
    there += [(m, at) for m, source, _, at in file.terms.indicators(entry.effective_on) if source == APART]
    other = [
        f"{measure.id}, {measure.target} by entry {position} and {one.target} here"
        for measure, position in there for one in mine
        if same_name(measure.id, one.id) and measure.target != one.target
    ]  # fmt: skip
    if other:
        return f"two agreements measure by different targets: {few(other)}"
    return None if there and mine else NOT_IN_POINT


def _unclassed(file: ContractFile, entry: WithIndicators, procedure: Procedure) -> str | None:
    mine = _indicators(entry)
    lacking = [(one.id, _not_said_of(one, procedure)) for one in mine]
    found = [f"{measure}: it is not said: {', '.join(parts)}" for measure, parts in lacking if parts]
    return "; ".join(found) if found else None if mine else NOT_IN_POINT


def _not_said_of(measure: Indicator, procedure: Procedure) -> list[str]:
    return [
        name for name, said in (
            ("whether it measures effectiveness, efficiency or economy", procedure.sort_of(measure)),
            ("a target", measure.target), ("how often it is measured", measure.every_months),
        ) if not said
    ]  # fmt: skip


def _never_looked_at_again(file: ContractFile, agreed: PerformanceIndicatorAgreed, procedure: Procedure) -> str | None:
    again = agreed.indicator.review_on
    if again is None:
        return f"{agreed.indicator.id}: no day is given on which it is looked at again"
    if again > agreed.effective_on:
        return None
    counts = f"and counts from {dated(agreed.effective_on)}"
    return f"{agreed.indicator.id} is to be looked at again on {dated(again)}, {counts}"


def _developed_by_another(file: ContractFile, entry: PerformanceIndicatorAgreed, procedure: Procedure) -> str | None:
    """Whoever put it down, an indicator that one of those whom it falls to agreed for the authority is theirs."""
    offices, day = falls_to(entry.kind, procedure), entry.happened_on
    if any(in_office(file, one, offices, day, procedure) for one in entry.agreed_by):
        return None
    return by_another_office(file, entry, procedure)


INDICATORS: tuple[AnyRule, ...] = (
    Rule(
        id="sla.indicators-once", citation="TVP-3.0-6", level="contradiction",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended), field="indicators",
        sentence="Each indicator of a service level agreement has an id of its own.",
        found=twice(
            lambda entry: [measure.id for measure in _indicators(entry)],
            found="indicator {twice} stands in it more than once; each needs an id of its own",
        ),
    ),
    Rule(
        id="indicator.requirement-in-the-specification", citation="TVP-3.0-6", level="explain",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended, PerformanceIndicatorAgreed),
        field="indicators", found=_of_no_requirement_there,
        sentence="The requirement an indicator measures is one of the specification.",
    ),
    Rule(
        id="indicator.of-a-requirement", citation="TVP-3.0-6", level="advise",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended, PerformanceIndicatorAgreed),
        field="indicators", sentence="An indicator says which requirement of the service it measures.",
        found=_of_no_requirement,
    ),
    Rule(
        id="sla.every-requirement-measured", citation="TVP-3.0-6", level="advise",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended), field="indicators",
        sentence="There is an indicator for each requirement of the service.", found=_requirement_unmeasured,
    ),
    Rule(
        id="sla.indicator-with-one-target", citation="TVP-3.0-6", level="advise",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended), field="indicators",
        found=_with_another_target,
        sentence="An indicator that two agreements in force both have is measured by one target.",
    ),
    Rule(
        id="indicator.classed", citation="TVP-1.0-6", level="advise",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended, PerformanceIndicatorAgreed), field="indicators",
        sentence="An indicator says what it measures, its target, and how often.", found=_unclassed,
    ),
    Rule(
        id="indicator.done-by-whom-it-falls-to", citation="HCC-A12-a", level="advise", of=PerformanceIndicatorAgreed,
        field="by", sentence="Tools of management, such as indicators, are developed by whoever manages the service.",
        found=_developed_by_another,
    ),
    Rule(
        id="indicator.looked-at-again", citation="CPC308-K17", level="advise", of=PerformanceIndicatorAgreed,
        field="indicator", sentence="It is agreed when a measure of performance is looked at again.",
        found=_never_looked_at_again,
    ),
    Rule(
        id="sla.amendment-says-what", citation="TVP-3.0-4", level="advise", of=ServiceLevelAgreementAmended,
        field="changes", found=_changes_nothing, sentence="An amendment of an agreement says what changes.",
    ),
    Rule(
        id="sla.agreed-by-both", citation="TVP-3.0-4", level="advise",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended, PerformanceIndicatorAgreed), field="agreed_by",
        sentence="Service level agreements and indicators are agreed by both parties.", found=_agreed_by_one_side,
    ),
)  # fmt: skip
