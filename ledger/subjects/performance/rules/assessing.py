"""What is asked of an assessment, its sharing, a figure, a survey and an improvement target."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger.assessing import against_its_agreement, against_its_figures, shown_by_its_figures
from ledger.citing import indicator_not_in_force, not_in_force
from ledger.dates.span import before_the_contract, came_later, not_begun, not_over, out_of_order
from ledger.division_of_work import by_another_office
from ledger.names import among, few, name_key
from ledger.offices import the_provider_came
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.performance.entries import (
    ActivityRecorded,
    DataReturnReceived,
    FinancialReportReceived,
    ImprovementTargetAgreed,
    PerformanceAssessed,
    PerformanceReportReceived,
    PerformanceResultsShared,
    SatisfactionSurveyReceived,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

OfPeriod: TypeAlias = (
    PerformanceAssessed | ActivityRecorded | SatisfactionSurveyReceived | DataReturnReceived | PerformanceReportReceived
    | FinancialReportReceived
)  # fmt: skip


def _shared_before_assessed(file: ContractFile, shared: PerformanceResultsShared, procedure: Procedure) -> str | None:
    for named in shared.assessments:
        assessment = file.performance.assessments.get(named)
        if assessment and (later := came_later(f"{named} was made on", assessment.on, shared.latest_on)):
            return later
    return None


def _judged_otherwise(file: ContractFile, entry: PerformanceAssessed, procedure: Procedure) -> str | None:
    """Another says the opposite of the same standard or indicator and the same time: both are counted (HCC-A14)."""
    held = file.performance
    others = [held.assessments[one] for one in held.judged_for.get(entry.period, ())] if entry.period else []
    mine = {*map(name_key, entry.standards), *([name_key(entry.indicator)] if entry.indicator else [])}
    alike = [one for one in others if any(name_key(named) in mine for named in (*one.standards, one.indicator or ""))]
    if not alike:
        return NOT_IN_POINT
    against = [one for one in alike if {one.judgement, entry.judgement} == {"met", "not-met"}]
    if not against:
        return None
    last = against[-1]
    judged = "met" if last.judgement == "met" else "not met"
    return f"of the same time {last.id} (entry {last.position}) judges it {judged}; correct the one that is wrong"


def _more_answers_than_asked(
    file: ContractFile, survey: SatisfactionSurveyReceived, procedure: Procedure
) -> str | None:
    if survey.respondents is not None and survey.population is not None and survey.respondents > survey.population:
        return f"{survey.respondents} answered, of {survey.population} asked"
    return None


def _no_actual(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    if assessed.target is None or assessed.judgement == "not-measurable":
        return NOT_IN_POINT
    if assessed.actual is None:
        return f"a target of {assessed.target} is given and not what was reached"
    return None


def _against_its_figures(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    if assessed.judgement == "not-measurable" or shown_by_its_figures(file, assessed) is None:
        return NOT_IN_POINT
    return against_its_figures(file, assessed)


def _another_target(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    return against_its_agreement(file, assessed)


def _standard_not_there(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    days = {assessed.happened_on, *((assessed.period.first, assessed.period.last) if assessed.period else ())}
    return not_in_force(file, assessed, assessed.standards, *sorted(days))


def _indicator_not_there(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    days = {assessed.happened_on, *((assessed.period.first, assessed.period.last) if assessed.period else ())}
    return indicator_not_in_force(file, assessed.indicator, *sorted(days))


def _aims_at_nothing(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    if assessed.sla_target is None:
        return NOT_IN_POINT
    there = [one for one, *_ in file.terms.improvement_targets(assessed.happened_on)]
    if among(assessed.sla_target, there):
        return None
    agreed = f"there are {few(there)}" if there else "none is agreed in one"
    return f"no service level agreement in force on the day has {assessed.sla_target}; {agreed}"


def _indicator_of_nothing(file: ContractFile, agreed: ImprovementTargetAgreed, procedure: Procedure) -> str | None:
    found = indicator_not_in_force(file, agreed.indicator, agreed.happened_on)
    if agreed.indicator is None or found != NOT_IN_POINT:
        return found
    if file.terms.cites(agreed.indicator, agreed.happened_on):  # a requirement may be judged as one
        return None
    return f"no indicator is agreed on file, and {agreed.indicator} is no standard or requirement either"


def _goes_backwards(file: ContractFile, agreed: ImprovementTargetAgreed, procedure: Procedure) -> str | None:
    """Better is more where at least so much is asked for, and less where at most is."""
    there = file.terms.indicators(agreed.happened_on)
    measure = next((m for m, *_ in there if among(m.id, (agreed.indicator,))), None)
    if measure is None or agreed.baseline is None or agreed.target is None:
        return NOT_IN_POINT
    was, aimed = Decimal(agreed.baseline), Decimal(agreed.target)
    if was != aimed and (aimed > was) == (measure.direction == "at-least"):
        return None
    more = "more" if measure.direction == "at-least" else "less"
    way = "no change" if was == aimed else "a change for the worse"
    return f"from {agreed.baseline} to {agreed.target} is {way}: of {measure.id} {more} is better"


def _beyond_a_hundred(file: ContractFile, entry: SatisfactionSurveyReceived, procedure: Procedure) -> str | None:
    shares = [one for one in entry.results if _SHARE.match(one.unit) and not _OF_CHANGE.search(one.unit)]
    if not shares:
        return NOT_IN_POINT
    beyond = [f"{one.result} {one.unit} by {one.question}" for one in shares if not 0 <= Decimal(one.result) <= 100]
    return f"{few(beyond)}: a share is between 0 and 100" if beyond else None


_SHARE = re.compile(r"percent|per cent|%", re.IGNORECASE)
_OF_CHANGE = re.compile(r"\b(points?|pp|change|difference|increase|decrease|rise|fall|growth)\b", re.IGNORECASE)
"""In what is counted so, that it compares two figures: less than nothing, or more than a hundred, is no mistake."""


def _against_nothing(file: ContractFile, assessed: PerformanceAssessed, procedure: Procedure) -> str | None:
    days = {assessed.happened_on, *((assessed.period.first, assessed.period.last) if assessed.period else ())}
    cited = [*assessed.standards, *([assessed.indicator] if assessed.indicator else [])]
    if not cited:
        return NOT_IN_POINT
    if not any(file.terms.standards(day) or file.terms.cites(one, day) for day in days for one in cited):
        return f"neither a specification nor an agreement is on file in which {few(cited)} could stand"
    measure = assessed.indicator
    if measure is None or any(file.terms.cites(measure, day) or any(file.terms.indicators(day)) for day in days):
        return None  # where others are agreed, that it is none of them another rule says
    return f"no indicator is agreed on file, and {measure} is no standard or requirement either"


def _shared_with_nobody(file: ContractFile, shared: PerformanceResultsShared, procedure: Procedure) -> str | None:
    if any(person.is_of_the_provider for person in shared.shared_with):
        return None
    met = file.meetings.by_id.get(shared.meeting or "")
    if (
        met is not None
        and met.present
        and not shared.shared_with
        and the_provider_came(file, met.present, shared.happened_on)
    ):
        return None  # those who were there were given them
    return "nobody of the provider is named as having been given them"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="performance.period-can-be", citation="HCC-8.2-a", level="contradiction", field="period",
        of=get_args(OfPeriod),
        sentence="A period ends no earlier than it begins, and has begun by the day it is spoken of.",
        found=not_begun,
    ),
    Rule(
        id="performance.shared-after-assessed", citation="HCC-2.1-f", level="contradiction",
        of=PerformanceResultsShared, field="happened_on", sentence="A result is shared once there is one.",
        found=_shared_before_assessed,
    ),
    Rule(
        id="survey.answers-within-asked", citation="HCC-6.2-a", level="contradiction", of=SatisfactionSurveyReceived,
        field="respondents", sentence="No more people answer a survey than were asked.", found=_more_answers_than_asked,
    ),
    Rule(
        id="survey.share-of-a-hundred", citation="HCC-6.2-a", level="advise", of=SatisfactionSurveyReceived,
        field="results", sentence="A result in percent is a share of those who answered.", found=_beyond_a_hundred,
    ),
    Rule(
        id="survey.says-what-came-of-it", citation="HCC-6.2-a", level="advise", of=SatisfactionSurveyReceived,
        field="results", sentence="A survey says what those who use the service think of it.",
        found=lacks("results", "words", "document", "exhibits", found="neither its results nor the survey is given"),
    ),
    Rule(
        id="performance.period-over", citation="HCC-2.1-e", level="advise", field="period",
        of=get_args(OfPeriod),
        sentence="A period is judged and reported on when it is over.", found=not_over,
    ),
    Rule(
        id="assessment.cites-standard", citation="HCC-3.1-d", level="advise", of=PerformanceAssessed, field="standards",
        sentence="Performance is judged against a standard, an agreed indicator, or an improvement agreed.",
        found=lacks(
            "standards", "indicator", "improvement", "sla_target", found="neither a standard nor an indicator is cited"
        ),
    ),
    Rule(
        id="assessment.standard-on-file", citation="HCC-3.1-d", level="contradiction", of=PerformanceAssessed,
        field="standards", found=_standard_not_there,
        sentence="Performance is judged against a standard of the specification or agreement on file.",
    ),
    Rule(
        id="assessment.indicator-on-file", citation="HCC-3.1-d", level="explain", of=PerformanceAssessed,
        field="indicator", sentence="An indicator performance is judged by is one that was agreed, on file.",
        found=_indicator_not_there,
    ),
    Rule(
        id="assessment.standard-in-a-document", citation="HCC-3.1-d", level="advise", of=PerformanceAssessed,
        field="standards", found=_against_nothing,
        sentence="The specification or agreement is on file against which performance is judged.",
    ),
    Rule(
        id="assessment.of-a-target-there-is", citation="TVP-3.0-8", level="contradiction", of=PerformanceAssessed,
        field="sla_target", sentence="An improvement that is judged is one a service level agreement aims at.",
        found=_aims_at_nothing,
    ),
    Rule(
        id="assessment.follows-its-figures", citation="HCC-3.1-d", level="explain", of=PerformanceAssessed,
        field="judgement", sentence="A standard is judged met where its figures reach it, and not where they do not.",
        found=_against_its_figures,
    ),
    Rule(
        id="assessment.by-the-target-agreed", citation="HCC-3.1-e", level="advise", of=PerformanceAssessed,
        field="target", sentence="An indicator is judged against the target that was agreed for it.",
        found=_another_target,
    ),
    Rule(
        id="assessment.at-one-with-others", citation="HCC-A14", level="advise", of=PerformanceAssessed,
        field="judgement", sentence="Of one standard and one time there is one judgement.", found=_judged_otherwise,
    ),
    Rule(
        id="assessment.cites-evidence", citation="HCC-9.4-b", level="advise", of=PerformanceAssessed, field="evidence",
        sentence="A judgement of performance cites what shows it.",
        found=lacks("evidence", "exhibits", found="no entry and no document is cited that shows it"),
    ),
    Rule(
        id="assessment.done-by-whom-it-falls-to", citation="HCC-A14", level="advise", of=PerformanceAssessed,
        field="by", sentence="The performance of providers is reviewed by whoever manages the service.",
        found=by_another_office,
    ),
    Rule(
        id="assessment.states-actual", citation="HCC-3.1-e", level="advise", of=PerformanceAssessed, field="actual",
        sentence="What was reached is stated beside the target.", found=_no_actual,
    ),
    Rule(
        id="performance.shared-with-provider", citation="HCC-2.1-f", level="advise", of=PerformanceResultsShared,
        field="shared_with", asks=True,
        sentence="Results of monitoring are given to the provider.", found=_shared_with_nobody,
    ),
    Rule(
        id="performance.of-a-contract-there-is", citation="HCC-2.1-g", level="contradiction", of=get_args(OfPeriod),
        field="period", sentence="What is reported and judged is service under the contract, not of before it.",
        found=before_the_contract,
    ),
    Rule(
        id="improvement.reached-later", citation="TVP-1.0-5", level="contradiction", of=ImprovementTargetAgreed,
        field="due_on", sentence="An improvement is reached after it was agreed.", found=out_of_order(
            "due_on", "happened_on", same_day=False,
            found="it is to be reached by {later}, which is not after {earlier}",
        ),
    ),
    Rule(
        id="improvement.indicator-on-file", citation="TVP-1.0-5", level="advise", of=ImprovementTargetAgreed,
        field="indicator", found=_indicator_of_nothing,
        sentence="The indicator that shows an improvement is one that was agreed, on file.",
    ),
    Rule(
        id="improvement.is-for-the-better", citation="TVP-1.0-5", level="explain", of=ImprovementTargetAgreed,
        field="target", sentence="An improvement is a change for the better, by its indicator.", found=_goes_backwards,
    ),
    Rule(
        id="improvement.can-be-measured", citation="TVP-1.0-5", level="advise", of=ImprovementTargetAgreed,
        field="target", sentence="An improvement says from where, to where, and by when.", found=leaves_out(
            {"baseline": "where it stands", "target": "where it is to stand", "due_on": "by when"},
            found="it does not say: {missing}",
        ),
    ),
)  # fmt: skip
