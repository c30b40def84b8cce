"""What is asked of a specification, a service level agreement and a clause as entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ledger.calendar import Period
from ledger.contract_terms import InForce
from ledger.division_of_work import falls_to, not_shared, partners_of
from ledger.entry import Entry
from ledger.names import counted, few, name_key, title_key
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out, twice
from ledger.subjects.terms.clashes import CLASHES, CLAUSES
from ledger.subjects.terms.entries import (
    ClauseEntry,
    NoticeClauseEntered,
    PerformanceIndicatorAgreed,
    PointsClauseEntered,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
    ServiceSpecificationIssued,
    TerminationClauseEntered,
)
from ledger.subjects.terms.indicators import INDICATORS
from ledger.subjects.terms.register import latest
from ledger.telling import began
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _lead_not_attending(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if not issued.attendees:
        return "it does not say who attends monitoring meetings"
    if {"lead-officer", "representative"} & set(issued.attendees):
        return None
    return f"those who attend are {', '.join(procedure.office_title(office) for office in issued.attendees)}"


def _strategy_not_confirmed(
    file: ContractFile, agreed: ServiceLevelAgreementAgreed, procedure: Procedure
) -> str | None:
    if agreed.strategy_confirmed is None:
        return NOT_IN_POINT  # it is checked on the document (the checklist asks for it)
    return None if agreed.strategy_confirmed else "it does not confirm how the authority manages its contracts"


def _no_survey(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    every = issued.survey_interval_months
    if every is not None and every <= 12:
        return None
    return "it asks for no survey of user satisfaction" if every is None else f"it asks for one every {every} months"


def _no_activity(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if issued.activity_information_required:
        return None
    contract = file.agreement.contract
    linked = contract is not None and (contract.indicator_linked or contract.activity_paid)
    why = ", and national indicators or payment rest on it" if linked else ""
    return f"it does not ask for activity information{why}"


def _too_few_meetings(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    regular = procedure.meeting("regular")
    if issued.meetings_per_year is None or regular is None or not regular.per_year:
        return NOT_IN_POINT
    if issued.meetings_per_year >= regular.per_year:
        return None
    asked = counted(issued.meetings_per_year, "monitoring meeting") if issued.meetings_per_year else "none"
    return f"it asks for {asked} a year, and the procedure for no fewer than {regular.per_year}"


def _not_prepared_together(file: ContractFile, issued: ServiceSpecificationIssued, procedure: Procedure) -> str | None:
    if file.procurement.need is None and not file.procurement.routes:
        return NOT_IN_POINT  # it is not bought here: who prepared it is history
    if not falls_to(issued.kind, procedure) and not partners_of(issued.kind, procedure):
        return NOT_IN_POINT
    missing = not_shared(file, issued, issued.prepared_by, procedure)
    return f"it does not say that the {missing} prepared it" if missing else None


OF_THE_CONTRACT = frozenset(("end date", "start date", "total value", "annual value", "price", "prices"))
"""Terms of the contract itself, as an amendment of a service level agreement may name them."""


def _not_said_immaterial(file: ContractFile, amended: ServiceLevelAgreementAmended, procedure: Procedure) -> str | None:
    terms = [change.what for change in amended.changes if title_key(change.what) in OF_THE_CONTRACT]
    if terms:
        return f"{few(terms)} is a term of the contract, and a change of it a variation"
    if amended.not_material_statement:
        return None
    return "it is not stated that no term of the contract is materially changed; a material change is a variation"


def _measure_unclassed(file: ContractFile, agreed: PerformanceIndicatorAgreed, procedure: Procedure) -> str | None:
    measure = agreed.indicator
    missing = [
        name for name, said in (
            ("whether it measures effectiveness, efficiency or economy", measure.measures),
            ("a target", measure.target), ("how often it is measured", measure.every_months),
        ) if not said
    ]  # fmt: skip
    return f"{measure.id}: it is not said: {', '.join(missing)}" if missing else None


def _core_otherwise(file: ContractFile, agreed: PerformanceIndicatorAgreed, procedure: Procedure) -> str | None:
    on_menu = procedure.measure_called(agreed.indicator.id)
    if on_menu is None or not agreed.indicator.core:
        return NOT_IN_POINT
    if on_menu.core:
        return None
    return f"{on_menu.id} is on the menu of {procedure.ref}, and not in its core set"


def _earlier(file: ContractFile, entry: ServiceSpecificationIssued | ClauseEntry) -> date | None:
    """Since when an earlier version of the same words has been in force; None where there is none."""
    if isinstance(entry, ServiceSpecificationIssued):
        versions: Sequence[InForce[Entry]] = file.terms.specifications
    else:
        versions = file.terms.versions(entry)
    before = latest(versions, entry.effective_on)
    return before.since if before else None


def _changed_without_variation(
    file: ContractFile, entry: ServiceSpecificationIssued | ClauseEntry, procedure: Procedure
) -> str | None:
    earlier = _earlier(file, entry)
    if earlier is None:
        return NOT_IN_POINT
    unless = file.not_agreed(entry.variation, max(entry.latest_on, entry.effective_on)) if entry.variation else ""
    if unless is None:
        return None
    what = "the specification" if isinstance(entry, ServiceSpecificationIssued) else f"clause {entry.clause}"
    return f"{what} in force since {dated(earlier)} is replaced from {dated(entry.effective_on)}, and " + (
        unless or "no variation is named; if the earlier entry was wrong, correct that entry instead"
    )


def _binds_late(file: ContractFile, entry: ClauseEntry, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    if contract is None or entry.variation or _earlier(file, entry):
        return NOT_IN_POINT
    started = contract.start_date or contract.effective_on
    first = began(file)
    if first is not None and entry.effective_on < first:
        return (
            f"clause {entry.clause} is entered as binding from {dated(entry.effective_on)}, before {dated(first)}, "
            "when the contract began"
        )
    if entry.effective_on <= started:
        return None
    return (
        f"clause {entry.clause} is entered as binding from {dated(entry.effective_on)}, and the contract began on "
        f"{dated(started)}; give effective_from if it always stood in the contract, else the variation"
    )


def _working_day_unsaid(file: ContractFile, entry: NoticeClauseEntered, procedure: Procedure) -> str | None:
    periods = [period for rule in entry.methods for period in (rule.after, rule.hard_copy and rule.hard_copy.within)]
    in_days = any(p.unit == "working-days" or p.roll == "next-working-day" for p in periods if p)
    if not in_days and not any(rule.hours for rule in entry.methods):
        return NOT_IN_POINT
    if file.terms.working_day(entry.effective_on):
        return None
    return f"clause {entry.clause} counts in Working Days, and what the contract means by that is not on file"


_TAKES: dict[str, tuple[tuple[str, str], ...]] = {
    "unremedied-default": (("first_notice", "which notice must have been served first"),),
    "repeated-notices": (("first_notice", "of which kind the notices are"), ("count", "how many notices it takes")),
    "points": (("points", "how many points it takes"),),
    "convenience": (("notice_length", "how long before the end notice is given"),),
}
"""What a clause of each sort must say for it to be told from the file whether the right has arisen."""


def _right_half_said(file: ContractFile, entry: TerminationClauseEntered, procedure: Procedure) -> str | None:
    if entry.trigger not in _TAKES:
        return NOT_IN_POINT
    missing = [what for name, what in _TAKES[entry.trigger] if getattr(entry, name) is None]
    return f"it does not say {' or '.join(missing)}" if missing else None


def _standard_twice(file: ContractFile, entry: PointsClauseEntered, procedure: Procedure) -> str | None:
    given: dict[str, set[int]] = {}
    for row in entry.tariff:
        given.setdefault(name_key(row.standard), set()).add(row.points)
    names = {name_key(row.standard): row.standard for row in reversed(entry.tariff)}
    twice = [f"{names[key]}: {', '.join(map(str, sorted(held)))}" for key, held in given.items() if len(held) > 1]
    return f"it gives more than one number of points for one standard ({'; '.join(twice)})" if twice else None


def _clauses_differ(file: ContractFile, entry: PointsClauseEntered, procedure: Procedure) -> str | None:
    mine = {name_key(row.standard): row.points for row in entry.tariff}
    others = [
        (other, row) for other in file.terms.points_clauses(entry.effective_on) if other.says.clause != entry.clause
        for row in other.says.tariff if name_key(row.standard) in mine
    ]  # fmt: skip
    for other, row in others:
        same_time = (other.says.window, other.says.lapse_after) == (entry.window, entry.lapse_after)
        if mine[name_key(row.standard)] != row.points or not same_time:
            return (
                f"clause {other.says.clause} (entry {other.position}) gives {row.points} points for {row.standard}"
                f"{'' if same_time else ', counted over another time'}; points for it count by neither"
            )
    return None if others else NOT_IN_POINT


def _termination_differs(
    file: ContractFile, entry: PointsClauseEntered | TerminationClauseEntered, procedure: Procedure
) -> str | None:
    day = entry.effective_on
    if isinstance(entry, TerminationClauseEntered):
        if entry.trigger != "points" or entry.points is None:
            return NOT_IN_POINT
        mine = [(entry.points, entry.window)]
        others = [
            (c.says.clause, c.position, row.points, row.window or c.says.window)
            for c in file.terms.points_clauses(day) for row in c.says.thresholds if row.leads_to == "termination"
        ]  # fmt: skip
    else:
        mine = [(t.points, t.window or entry.window) for t in entry.thresholds if t.leads_to == "termination"]
        others = [
            (c.says.clause, c.position, c.says.points, c.says.window)
            for c in file.terms.termination_clauses(day) if c.says.trigger == "points" and c.says.points
        ]  # fmt: skip
    if not mine or not others:
        return NOT_IN_POINT
    differing = [
        f"clause {clause} (entry {position}) says {_so_many(points, window)}"
        for clause, position, points, window in others
        if not any(points == number and (window == over or not (window and over)) for number, over in mine)
    ]
    if not differing:
        return None
    said = " or ".join(_so_many(number, over) for number, over in mine)
    return f"it lets the contract be ended at {said}; {', '.join(differing)}"


def _so_many(points: int | None, window: Period | None) -> str:
    return f"{points} points" + (f" within {window}" if window else "")


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="specification.ids-once", citation="HCC-6.1-b", level="contradiction", of=ServiceSpecificationIssued,
        field="standards", sentence="Each standard and requirement of a specification has an id of its own.",
        found=twice(
            lambda entry: [point.id for point in entry.points],
            found="{twice} stands in it more than once; each needs an id of its own",
        ),
    ),
    Rule(
        id="specification.describes-the-service", citation="HCC-6.1-a", level="advise", of=ServiceSpecificationIssued,
        field="scope", sentence="The specification describes the scope and the service.",
        found=lacks("scope", found="it does not describe the scope"),
    ),
    Rule(
        id="specification.sets-standards", citation="HCC-6.1-b", level="advise", of=ServiceSpecificationIssued,
        field="standards", sentence="The specification sets the standard to which the service is provided.",
        found=lacks("standards", found="it sets no standard, so failures cannot be measured by it"),
    ),
    Rule(
        id="specification.sets-meetings", citation="HCC-6.1-c", level="advise", of=ServiceSpecificationIssued,
        field="meetings_per_year", sentence="The specification sets how often monitoring meetings are held.",
        found=lacks("meetings_per_year", found="it does not say how often monitoring meetings are held"),
    ),
    Rule(
        id="specification.meetings-often-enough", citation="HCC-12.4-a", level="explain", of=ServiceSpecificationIssued,
        field="meetings_per_year", sentence="Monitoring meetings are held at least twice a year.",
        found=_too_few_meetings,
    ),
    Rule(
        id="specification.says-what-is-brought", citation="HCC-6.1-d", level="advise", of=ServiceSpecificationIssued,
        field="meeting_information", sentence="The specification says what the provider brings to monitoring meetings.",
        found=lacks("meeting_information", found="it does not say what the provider brings to monitoring meetings"),
    ),
    Rule(
        id="specification.sets-returns", citation="HCC-6.1-e", level="advise", of=ServiceSpecificationIssued,
        field="return_schedule", sentence="The specification sets the kind of data returns and how often they come.",
        found=lacks("return_schedule", found="it asks for no data returns"),
    ),
    Rule(
        id="specification.lead-officer-attends", citation="HCC-6.1-f", level="advise", of=ServiceSpecificationIssued,
        field="attendees", found=_lead_not_attending,
        sentence="The specification names who attends monitoring meetings, the lead officer or a nominee among them.",
    ),
    Rule(
        id="specification.yearly-survey", citation="HCC-6.2-a", level="explain", of=ServiceSpecificationIssued,
        field="survey_interval_months", found=_no_survey,
        sentence="Every specification obliges the provider to survey user satisfaction once a year.",
    ),
    Rule(
        id="specification.activity-information", citation="HCC-6.2-b", level="explain", of=ServiceSpecificationIssued,
        field="activity_information_required", found=_no_activity,
        sentence="Every specification obliges the provider to send activity information.",
    ),
    Rule(
        id="specification.prepared-together", citation="HCC-A6-a", level="advise", of=ServiceSpecificationIssued,
        field="prepared_by", found=_not_prepared_together,
        sentence="The specification is prepared by whoever manages the service together with the support officer.",
    ),
    Rule(
        id="sla.holds-what-it-should", citation="TVP-3.0-5", level="advise", of=ServiceLevelAgreementAgreed,
        sentence="A service level agreement holds points of contact, indicators, reporting and improvement targets.",
        found=leaves_out(
            {
                "contacts": "points of contact (TVP-3.0-5)", "indicators": "performance indicators (TVP-3.0-6)",
                "reporting_schedule": "reporting (TVP-3.0-7)",
                "improvement_targets": "improvement targets (TVP-3.0-8)",
            },
            "it holds no {missing}", " and no ",
        ),
    ),
    Rule(
        id="sla.confirms-strategy", citation="TVP-4.0-4", level="explain", of=ServiceLevelAgreementAgreed,
        field="strategy_confirmed", found=_strategy_not_confirmed,
        sentence="A service level agreement confirms how the authority manages its contracts.",
    ),
    Rule(
        id="sla.not-a-material-change", citation="TVP-3.0-9", level="explain", of=ServiceLevelAgreementAmended,
        field="not_material_statement", found=_not_said_immaterial,
        sentence="A service level agreement is amended only where no term of the contract is materially changed.",
    ),
    Rule(
        id="term.fixed-unless-varied", citation="TVP-3.0-3", level="explain", of=(ServiceSpecificationIssued, *CLAUSES),
        field="variation", sentence="Terms stay as they are for the life of the contract unless a variation is agreed.",
        found=_changed_without_variation,
    ),
    Rule(
        id="clause.binds-from-the-start", citation="TVP-3.0-3", level="advise", of=CLAUSES, field="effective_from",
        sentence="A clause binds from the start of the contract unless a variation brought it in.", found=_binds_late,
    ),
    Rule(
        id="notice-clause.working-day-defined", citation="HCC-9.1-b", level="advise", of=NoticeClauseEntered,
        field="methods", sentence="Where Working Days are counted, the contract's definition of them is on file.",
        found=_working_day_unsaid,
    ),
    Rule(
        id="points-clause.one-number-for-a-standard", citation="HCC-6.1-b", level="contradiction",
        of=PointsClauseEntered, field="tariff", sentence="A clause gives one number of points for a standard.",
        found=_standard_twice,
    ),
    Rule(
        id="points-clause.agrees-with-the-others", citation="HCC-6.1-b", level="explain", of=PointsClauseEntered,
        field="tariff", sentence="Clauses on points do not contradict each other.", found=_clauses_differ,
    ),
    Rule(
        id="points-clause.agrees-with-termination", citation="HCC-A11-a", level="explain",
        of=(PointsClauseEntered, TerminationClauseEntered), found=_termination_differs,
        sentence="The clauses on points and on termination ask for the same number within the same time.",
    ),
    Rule(
        id="termination-clause.complete", citation="HCC-A11-a", level="advise", of=TerminationClauseEntered,
        field="trigger", sentence="A right to end the contract is entered with all that it takes.",
        found=_right_half_said,
    ),
    *CLASHES,
    *INDICATORS,
    Rule(
        id="indicator.classed", citation="TVP-1.0-6", level="advise", of=PerformanceIndicatorAgreed, field="indicator",
        sentence="An indicator says what it measures, its target, and how often.", found=_measure_unclassed,
    ),
    Rule(
        id="indicator.core-as-on-the-menu", citation="TVP-4.0-24", level="advise", of=PerformanceIndicatorAgreed,
        field="indicator", sentence="A core measure is one of the procedure's core set.", found=_core_otherwise,
    ),
)  # fmt: skip
