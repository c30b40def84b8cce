"""What is asked of an evaluation: criteria set first, people asked, what watching has shown, and a prompt report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.assessing import against_its_progress
from ledger.dates.span import backwards, not_over, out_of_order
from ledger.dates.working_days import dated
from ledger.details import REPORTED_TO_WHOM, added_since
from ledger.names import among, counted, few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, twice
from ledger.stakeholders import breaks_confidence, in_no_form_they_can_use, reached_others
from ledger.subjects.evaluation import development, looked_at, users_heard
from ledger.subjects.evaluation.best_value import tests_of_its_time
from ledger.subjects.evaluation.entries import (
    EvaluationCriteriaSet,
    EvaluationReported,
    FeedbackReceived,
    FeedbackSought,
    ResourceManagementEvaluated,
)
from ledger.subjects.evaluation.outcomes_judged import outcomes_not_judged

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _before_asked(file: ContractFile, entry: FeedbackReceived, procedure: Procedure) -> str | None:
    held = file.evaluation.sought.get(entry.sought or "")
    if held is None or held.on is None or entry.latest_on >= held.on:
        return None
    return f"{held.id} was asked for on {dated(held.on)} (entry {held.position}), after {dated(entry.happened_on)}"


def _after_the_last_day(file: ContractFile, entry: FeedbackReceived, procedure: Procedure) -> str | None:
    held = file.evaluation.sought.get(entry.sought or "")
    if held is None or held.says is None or held.says.closes_on is None:
        return NOT_IN_POINT
    last = held.says.closes_on
    return f"the last day for it was {dated(last)}" if entry.happened_on > last else None


def _more_than_asked(file: ContractFile, entry: FeedbackReceived, procedure: Procedure) -> str | None:
    held = file.evaluation.sought.get(entry.sought or "")
    if held is None or held.says is None or held.says.asked is None or entry.answers is None:
        return NOT_IN_POINT
    if not held.went_to(entry.group):
        return NOT_IN_POINT  # that is told by itself, and counted apart
    answers = entry.answers + (held.answers or 0)
    return f"{answers} answered of {held.says.asked} who were asked" if answers > held.says.asked else None


def _group_not_asked(file: ContractFile, entry: FeedbackReceived, procedure: Procedure) -> str | None:
    held = file.evaluation.sought.get(entry.sought or "")
    asked = held.says.groups if held is not None and held.says is not None else ()
    if held is None or not asked or entry.group is None:
        return NOT_IN_POINT
    if held.went_to(entry.group):
        return None
    return f"{entry.group} answered, and {entry.sought} went to {few([str(group) for group in asked])}"


def _not_said_from_whom_or_how(file: ContractFile, entry: FeedbackReceived, procedure: Procedure) -> str | None:
    held = file.evaluation.sought.get(entry.sought or "")
    group, channel = file.evaluation.from_whom_and_how(entry)
    several = held is not None and held.says is not None and held.says.groups
    whom = "from which of those who were asked" if several else "from whom"
    missing = [*(() if group else (whom,)), *(() if channel else ("by what means",))]
    return f"it does not say {', '.join(missing)}" if missing else None


def _more_asked_than_there_are(file: ContractFile, entry: FeedbackSought, procedure: Procedure) -> str | None:
    many = [group.how_many for group in entry.groups if group.how_many is not None]
    if entry.asked is None or not many or len(many) < len(entry.groups):
        return NOT_IN_POINT
    return f"{entry.asked} were asked of groups of {sum(many)}" if entry.asked > sum(many) else None


def _asked_of_nobody_else(file: ContractFile, entry: FeedbackSought, procedure: Procedure) -> str | None:
    if not entry.groups:
        return "it does not say from whom"
    return None if reached_others((), entry.groups, entry.by) else "the provider asked nobody but itself"


def _no_such_criterion(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    held = file.evaluation.by_id.get(entry.evaluation)
    if held is None or held.says is None:
        return None
    there = [criterion.id for criterion in held.says.criteria]
    unknown = [one.criterion for one in entry.findings if held.criterion(one.criterion) is None]
    return f"{held.id} has no criterion {unknown[0]}; it has {', '.join(there)}" if unknown else None


def _criteria_unjudged(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    held = file.evaluation.by_id.get(entry.evaluation)
    if held is None or held.says is None:
        return NOT_IN_POINT
    found = [one.criterion for one in entry.findings]
    bare = [one.id for one in held.says.criteria if not among(one.id, found)]
    return f"it says nothing of {few(bare)}" if bare else None


def _nothing_of_best_value(
    file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure
) -> str | None:  # fmt: skip
    """A test of value for money that it rests on says it as well as its own words (CPC308-K4)."""
    rests_on = [recorded.entry.kind.partition("/")[0] for p in entry.evidence if (recorded := file.at(p))]
    if entry.best_value is not None or "value-for-money-tested" in rests_on:
        return None
    return "nothing is said of best value"


def _value_tests_left_out(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    tests = tests_of_its_time(file, entry)
    if not tests:
        return NOT_IN_POINT
    if any(test.position in entry.evidence for test in tests):
        return None
    newest = tests[-1]
    return (
        f"value for money was tested on {dated(newest.on)} and {newest.says.result.replace('-', ' ')} "
        f"(entry {newest.position}), and it does not rest on that"
    )


def _against_its_progress(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    looked = [(one.criterion, against_its_progress(one.achieved, one.progress)) for one in entry.findings]
    if all(found == NOT_IN_POINT for _, found in looked):
        return NOT_IN_POINT
    return "; ".join(f"of {criterion} {found}" for criterion, found in looked if found) or None


def _measure_left_out(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    """How far, or how well, is left out of a finding where the criterion says by what it is told."""
    held, asked, left_out = file.evaluation.by_id.get(entry.evaluation), False, list[str]()
    for one in entry.findings:
        criterion = held.criterion(one.criterion) if held is not None else None
        if criterion is None or one.achieved == "not-known":
            continue
        by = (("how far", criterion.progress, one.progress), ("how well", criterion.quality, one.quality))
        measured = [(what, found) for what, told_by, found in by if told_by is not None]
        bare = [what for what, found in measured if found is None]
        asked = asked or bool(measured)
        left_out += [f"{' and '.join(bare)} of {one.criterion}"] if bare else []
    if not asked:
        return NOT_IN_POINT
    return f"it is not said {few(left_out)}" if left_out else None


def _reported_to_nobody_else(file: ContractFile, entry: EvaluationReported, procedure: Procedure) -> str | None:
    if not (entry.recipients or entry.groups):
        return "it does not say to whom"
    held = file.evaluation.by_id.get(entry.evaluation)
    made = held.made_by(entry.happened_on) if held is not None else None
    if reached_others(entry.recipients, entry.groups, entry.by, made):
        return None
    return "it went to nobody but whoever made it or reports it"


def _nothing_to_report(file: ContractFile, entry: EvaluationReported, procedure: Procedure) -> str | None:
    held = file.evaluation.by_id.get(entry.evaluation)
    if held is not None and any(on <= entry.latest_on for on, _, _ in held.evaluated):
        return None
    return f"{entry.evaluation} was not evaluated by then; record its evaluation first"


def _not_on_three_measures(file: ContractFile, entry: EvaluationCriteriaSet, procedure: Procedure) -> str | None:
    bare = [c.id for c in entry.criteria if not (c.achieved or c.progress or c.quality)]
    return f"it is not said how {few(bare)} is measured" if bare else None


def _never_looked_at_again(file: ContractFile, entry: EvaluationCriteriaSet, procedure: Procedure) -> str | None:
    if entry.review_on is None:
        return "it is not said when they are looked at again"
    if entry.review_on > entry.happened_on:
        return None
    return f"they are looked at again on {dated(entry.review_on)}, no later than they were set"


def _confidence_broken(file: ContractFile, entry: EvaluationReported, procedure: Procedure) -> str | None:
    held = file.evaluation.by_id.get(entry.evaluation)
    evaluated = [position for on, position, _ in held.evaluated if on <= entry.latest_on] if held else []
    return breaks_confidence(file, entry, procedure, *evaluated[-1:])


def _reported_late(file: ContractFile, entry: EvaluationReported, procedure: Procedure) -> str | None:
    held = file.evaluation.by_id.get(entry.evaluation)
    allowed = procedure.setting("evaluation.report-within")
    if held is None or not held.evaluated or held.report(added_since(file, REPORTED_TO_WHOM)):
        return NOT_IN_POINT
    days = (entry.happened_on - held.evaluated[-1][0]).days
    return (
        f"it was evaluated {counted(days, 'day')} before; {procedure.given('evaluation.report-within')}"
        if days > allowed
        else None
    )


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="feedback.closes-after-it-is-sought", citation="CPC308-A8", level="contradiction", of=FeedbackSought,
        field="closes_on", sentence="Feedback is sought before the last day for it.", found=out_of_order(
            "closes_on", "happened_on", found="it closes on {later}, before it was asked for on {earlier}",
        ),
    ),
    Rule(
        id="feedback.received-after-it-was-sought", citation="CPC308-A8", level="contradiction", of=FeedbackReceived,
        field="happened_on", sentence="An answer comes after the question.", found=_before_asked,
    ),
    Rule(
        id="evaluation.by-a-criterion-set", citation="CPC308-C1", level="contradiction",
        of=ResourceManagementEvaluated, field="findings", sentence="It is evaluated by the criteria that were set.",
        found=_no_such_criterion,
    ),
    Rule(
        id="evaluation.criteria-apart", citation="CPC308-C1", level="contradiction",
        of=(EvaluationCriteriaSet, ResourceManagementEvaluated), field="criteria",
        sentence="Each criterion has an id of its own, and is judged once in an evaluation.", found=twice(
            lambda entry: [c.id for c in entry.criteria] if isinstance(entry, EvaluationCriteriaSet)
            else [one.criterion for one in entry.findings],
            found="criterion {twice} stands twice; give each an id of its own, and one finding",
        ),
    ),
    Rule(
        id="evaluation.by-every-criterion", citation="CPC308-C5", level="advise", of=ResourceManagementEvaluated,
        field="findings", sentence="An evaluation judges by each criterion that was set.", found=_criteria_unjudged,
    ),
    Rule(
        id="evaluation.done-before-it-is-reported", citation="CPC308-C6", level="contradiction",
        of=EvaluationReported, field="evaluation", sentence="What is reported was evaluated.",
        found=_nothing_to_report,
    ),
    Rule(
        id="evaluation.period-not-backwards", citation="HCC-2.1-g", level="contradiction",
        of=ResourceManagementEvaluated, field="period", sentence="A period does not end before it begins.",
        found=backwards,
    ),
    Rule(
        id="evaluation.period-over", citation="CPC308-C5", level="advise", of=ResourceManagementEvaluated,
        field="period", sentence="A period is evaluated when it is over.", found=not_over,
    ),
    Rule(
        id="feedback.sought-from-whom", citation="CPC308-S5", level="advise", of=FeedbackSought, field="groups",
        sentence="Feedback is sought from the right people, in a way they can answer.",
        asks=True, found=_asked_of_nobody_else,
    ),
    Rule(
        id="feedback.sought-by-some-means", citation="CPC308-S5", level="advise", of=FeedbackSought, field="channel",
        sentence="It is on record how feedback was sought.",
        found=lacks("channel", found="it does not say by what means"),
    ),
    Rule(
        id="feedback.from-whom-and-how", citation="CPC308-S5", level="advise", of=FeedbackReceived, field="group",
        asks=("group", "channel"), sentence="It is on record from whom feedback came, and how.",
        found=_not_said_from_whom_or_how,
    ),
    Rule(
        id="feedback.received-while-it-was-open", citation="CPC308-A8", level="advise", of=FeedbackReceived,
        field="happened_on", sentence="An answer comes by the last day for it.", found=_after_the_last_day,
    ),
    Rule(
        id="feedback.no-more-answers-than-asked", citation="CPC308-A8", level="advise", of=FeedbackReceived,
        field="answers", sentence="No more answer than were asked.", found=_more_than_asked,
    ),
    Rule(
        id="feedback.from-whom-it-was-sought", citation="CPC308-A8", level="advise", of=FeedbackReceived,
        field="group", sentence="Those who were asked answer.", found=_group_not_asked,
    ),
    Rule(
        id="feedback.no-more-asked-than-there-are", citation="CPC308-A8", level="advise", of=FeedbackSought,
        field="asked", sentence="No more are asked than there are in the groups.", found=_more_asked_than_there_are,
    ),
    *users_heard.RULES,
    *development.RULES,
    *looked_at.RULES,
    Rule(
        id="evaluation.three-measures", citation="CPC308-D2", level="advise", of=EvaluationCriteriaSet,
        field="criteria", sentence="Criteria measure whether, how far and how well something was done.",
        found=_not_on_three_measures,
    ),
    Rule(
        id="evaluation.criteria-looked-at-again", citation="CPC308-K17", level="advise", of=EvaluationCriteriaSet,
        field="review_on", asks=True, sentence="It is settled when the criteria of an evaluation are looked at again.",
        found=_never_looked_at_again,
    ),
    Rule(
        id="evaluation.found-by-each-measure", citation="CPC308-D2", level="advise", of=ResourceManagementEvaluated,
        field="findings", sentence="What a criterion measures, how far and how well, is found by it.",
        found=_measure_left_out,
    ),
    Rule(
        id="evaluation.found-as-far-as-it-has-come", citation="CPC308-D2", level="advise",
        of=ResourceManagementEvaluated, field="findings", found=_against_its_progress,
        sentence="What is found achieved has come the whole way, and what is not has not.",
    ),
    Rule(
        id="evaluation.monitoring-heard", citation="CPC308-C4", level="advise", of=ResourceManagementEvaluated,
        sentence="An evaluation takes in how far the outcomes of its plan were reached.", found=outcomes_not_judged,
    ),
    Rule(
        id="evaluation.best-value", citation="CPC308-K4", level="advise", of=ResourceManagementEvaluated,
        field="best_value", sentence="Resources are evaluated for best value.",
        found=_nothing_of_best_value,
    ),
    Rule(
        id="evaluation.with-tests-of-value", citation="CPC308-K4", level="advise", of=ResourceManagementEvaluated,
        field="evidence", sentence="An evaluation of resources rests on the test of value for money of its time.",
        found=_value_tests_left_out,
    ),
    Rule(
        id="evaluation.reported-to-whom", citation="CPC308-C6", level="advise", of=EvaluationReported,
        field="recipients", asks=True, sentence="An evaluation is reported to the right people.",
        found=_reported_to_nobody_else,
    ),
    Rule(
        id="evaluation.reported-accessibly", citation="CPC308-D3", level="advise", of=EvaluationReported,
        field="formats", asks=True, sentence="An evaluation is reported in a form people can use.",
        found=in_no_form_they_can_use,
    ),
    Rule(
        id="evaluation.reported-in-confidence", citation="CPC308-K1", level="explain", of=EvaluationReported,
        field="protection", found=_confidence_broken,
        sentence="What is confidential in an evaluation is not given to the public, nor to the other side.",
    ),
    Rule(
        id="evaluation.reported-promptly", citation="CPC308-C6", level="advise", of=EvaluationReported,
        field="happened_on", sentence="An evaluation is reported promptly.", found=_reported_late,
    ),
)
# fmt: on
