"""What is asked of outcomes before and after they are specified: wanted, weighed, settled, recommended and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.assessing import against_its_outcome, against_its_progress
from ledger.dates.span import backwards, not_over
from ledger.dates.working_days import dated
from ledger.entry import Entry, own
from ledger.names import few
from ledger.outcomes_weighed import not_weighed
from ledger.planning import unknown_risk_kinds
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.stakeholders import in_no_form_they_can_use, it_is_for
from ledger.subjects.outcomes.activity import reached_on_activity, rests_on_no_result
from ledger.subjects.outcomes.entries import (
    HEADS,
    TOPICS,
    OutcomeAchievementAssessed,
    OutcomeIdentified,
    OutcomeImplicationsAssessed,
    OutcomesRecommended,
    OutcomesReviewedWithUsers,
    OutcomeViewsObtained,
    PriorityConflictDealtWith,
    PriorityConflictIdentified,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

SURVEY = "satisfaction-survey-received"
"""The kind that holds what those who use the service answered, whoever it names."""
HEARD = {"outcome-views-obtained": "asked", "outcomes-reviewed-with-users": "groups", "feedback-received": "group"}
"""Kinds that hold what somebody said of a service -> the field that says who."""


def _nobody_asked(file: ContractFile, entry: OutcomeIdentified, procedure: Procedure) -> str | None:
    if entry.sort == "objective":
        return NOT_IN_POINT
    cited = [recorded for position in entry.rests_on if (recorded := file.at(position)) is not None]
    if any(_is_their_own(recorded.entry) for recorded in cited):
        return None
    others = [(r.position, r.entry) for r in cited if isinstance(r.entry, OutcomeViewsObtained)]
    if others:
        whose = [f"{few([str(group) for group in o.asked]) or 'nobody named'} (entry {at})" for at, o in others]
        return f"it rests on views of {few(whose)}, and on none of individuals, families or communities"
    if any(it_is_for(views.asked) for views in file.outcomes.views):
        return None
    return "no entry says that individuals, families or communities were asked which outcomes they want"


def _is_their_own(entry: Entry) -> bool:
    """Whether an entry holds what those a service is for said of it: views, answers, a review with them, a survey."""
    kind = entry.kind.partition("/")[0]
    heard = own(entry, HEARD[kind]) if kind in HEARD else None
    return kind == SURVEY or it_is_for(heard if isinstance(heard, tuple) else (heard,) if heard else ())


def _sort_and_objective(file: ContractFile, entry: OutcomeIdentified, procedure: Procedure) -> str | None:
    if entry.sort == "objective":
        return (
            None if entry.objective else "it is an objective, and it is not said what it is about: quality, price ..."
        )
    if entry.objective is None:
        return NOT_IN_POINT
    return f"it is said to be an outcome, and to be an objective about {entry.objective.replace('-', ' ')}"


def _reviewed_without_users(file: ContractFile, entry: OutcomesReviewedWithUsers, procedure: Procedure) -> str | None:
    if not entry.groups:
        return "it does not say with whom"
    if it_is_for(entry.groups):
        return None
    return f"it was with {few([str(group) for group in entry.groups])}, and no individuals, families or communities"


def _reviewed_in_part(file: ContractFile, entry: OutcomesReviewedWithUsers, procedure: Procedure) -> str | None:
    bare = [words for topic, words in TOPICS.items() if topic not in entry.covered]
    return f"nothing is said of {', '.join(bare)}" if bare else None


def _settled_already(file: ContractFile, entry: PriorityConflictDealtWith, procedure: Procedure) -> str | None:
    conflict = file.outcomes.conflicts.get(entry.conflict)
    if conflict is None or conflict.resolved is None:
        return None
    if entry.how == "resolved" and entry.remedy is not None and not conflict.remedied:
        return None  # how it was settled can still be said
    day, position = conflict.resolved
    return f"{conflict.id} was settled on {dated(day)} (entry {position}); record another clash as a new one"


def _dealt_with_how(file: ContractFile, entry: PriorityConflictDealtWith, procedure: Procedure) -> str | None:
    if entry.how == "resolved":
        return None if entry.remedy else "it does not say how the clash was settled"
    return None if entry.reported_to else "it does not say to whom the clash was reported"


def _without_a_party(file: ContractFile, entry: PriorityConflictDealtWith, procedure: Procedure) -> str | None:
    held = file.outcomes.conflicts.get(entry.conflict)
    if entry.how != "resolved" or held is None or not held.parties:
        return NOT_IN_POINT
    others = [str(party) for party in held.not_agreed(entry)]
    return f"of those it is between these are not among those who agreed: {'; '.join(others)}" if others else None


def _not_weighed(file: ContractFile, entry: OutcomesRecommended, procedure: Procedure) -> str | None:
    lacking = []
    for named in entry.outcomes:
        held = file.outcomes.by_id.get(named)
        if held is None or not held.assessed:
            lacking.append(f"no entry weighs what {named} would mean")
        elif unweighed := not_weighed(file, held):
            lacking.append(f"nothing is said of what {named} means for {', '.join(unweighed)}")
    return "; ".join(lacking) or None


def _heads_left_out(file: ContractFile, entry: OutcomeImplicationsAssessed, procedure: Procedure) -> str | None:
    """Under which heads nothing is said of an outcome it names: neither here nor in what weighed that before."""
    before = [not_weighed(file, file.outcomes.by_id.known(named)) for named in entry.outcomes]
    left = [words for head, words in HEADS.items() if head not in entry.under and any(words in one for one in before)]
    return f"nothing is said of {', '.join(left)}" if left else None


def _not_decided_for(file: ContractFile, entry: OutcomesRecommended, procedure: Procedure) -> str | None:
    held = [(one, file.outcomes.by_id[one]) for one in entry.outcomes if one in file.outcomes.by_id]
    if not any(outcome.reviewed for _, outcome in held):
        return NOT_IN_POINT
    dropped = [(one, at) for one, outcome in held if (at := outcome.dropped_at) is not None]
    said = [f"those concerned dropped {one} on {dated(day)} (entry {position})" for one, (day, position) in dropped]
    open_ = [(one, outcome.left_open) for one, outcome in held if outcome.left_open and not outcome.dropped]
    said += [f"those concerned left {one} undecided on {dated(day)} (entry {at})" for one, (day, at) in open_]
    return "; ".join(said) or None


def _shared_in_no_form(file: ContractFile, entry: OutcomesRecommended, procedure: Procedure) -> str | None:
    return in_no_form_they_can_use(file, entry, procedure) if entry.shared_with else NOT_IN_POINT


def _not_specified(file: ContractFile, entry: OutcomeAchievementAssessed, procedure: Procedure) -> str | None:
    held = file.outcomes.by_id.get(entry.outcome)
    if held is not None and held.specification is not None:
        return None
    return f"{entry.outcome} was not specified for the contract by then; record outcome-specified"


def _activity_alone(file: ContractFile, entry: OutcomeAchievementAssessed, procedure: Procedure) -> str | None:
    if entry.reached.achieved not in ("yes", "partly") or not entry.evidence:
        return NOT_IN_POINT
    found = "it rests on activity alone, and an activity done is not an outcome reached"
    return found if reached_on_activity(file, entry) else None


def _no_result(file: ContractFile, entry: OutcomeAchievementAssessed, procedure: Procedure) -> str | None:
    if entry.reached.achieved not in ("yes", "partly", "no") or not entry.evidence:
        return NOT_IN_POINT
    found = "nothing of what it rests on shows any result of it: that is what was wanted, agreed or arranged"
    return found if rests_on_no_result(file, entry) else None


def _against_its_figures(file: ContractFile, entry: OutcomeAchievementAssessed, procedure: Procedure) -> str | None:
    if entry.actual is None and not entry.evidence:
        return NOT_IN_POINT
    return against_its_outcome(file, entry)


def _unknown_risks(file: ContractFile, entry: OutcomeImplicationsAssessed, procedure: Procedure) -> str | None:
    return unknown_risk_kinds(entry.risk_categories, procedure) if entry.risk_categories else NOT_IN_POINT


def _asked_of_nobody(file: ContractFile, entry: OutcomeViewsObtained, procedure: Procedure) -> str | None:
    if not entry.asked:
        return "it does not say who was asked"
    if any(group.how_many != 0 for group in entry.asked):
        return None
    return f"of {few(list(map(str, entry.asked)))} nobody took part, so that nobody was asked"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="outcome.people-were-asked", citation="CPC307-A0", level="advise", of=OutcomeIdentified, field="rests_on",
        sentence="Individuals, families and communities are asked which outcomes they want.", found=_nobody_asked,
    ),
    Rule(
        id="outcome.views-of-whom", citation="CPC307-A0", level="advise", of=OutcomeViewsObtained, field="asked",
        sentence="It is on record who was asked which outcomes they want.",
        asks=True, found=_asked_of_nobody,
    ),
    Rule(
        id="outcome.wanted-by-somebody", citation="CPC307-A1", level="advise", of=OutcomeIdentified, field="wanted_by",
        sentence="It is on record who wants an outcome.",
        found=lacks("wanted_by", found="it does not say who wants it"),
    ),
    Rule(
        id="outcome.serves-an-aim", citation="CPC307-KP", level="advise", of=OutcomeIdentified, field="aim",
        sentence="An outcome serves a strategic aim of the organisation.",
        found=lacks("aim", found="it names no strategic aim it serves"),
    ),
    Rule(
        id="outcome.support-to-say-and-decide", citation="CPC307-K2", level="advise",
        of=(OutcomeViewsObtained, OutcomesReviewedWithUsers), field="support_given",
        sentence="People are given the information and support they need to say what they want, and to decide.",
        found=lacks("support_given", found="it does not say what support they were given"),
    ),
    Rule(
        id="outcome.weighed-under-four-heads", citation="CPC307-A2", level="advise", of=OutcomeImplicationsAssessed,
        sentence="An outcome is weighed for resources, risk, sustainability and managing the contract.",
        asks=tuple(HEADS), found=_heads_left_out,
    ),
    Rule(
        id="outcome.risks-of-the-procedures-kinds", citation="CPC307-S3", level="advise",
        of=OutcomeImplicationsAssessed, field="risk_categories", found=_unknown_risks,
        sentence="The risks that outcomes bring are of the kinds the procedure knows.",
    ),
    Rule(
        id="outcome.equality-weighed", citation="CPC307-K1", level="advise", of=OutcomeImplicationsAssessed,
        field="equality", sentence="Equality and people's rights are weighed with the outcomes.",
        found=lacks("equality", found="nothing is said of equality"),
    ),
    Rule(
        id="outcome.reviewed-with-whom", citation="CPC307-A3", level="advise", of=OutcomesReviewedWithUsers,
        field="groups", sentence="Outcomes are gone over with those who use the service, and those around them.",
        asks=True, found=_reviewed_without_users,
    ),
    Rule(
        id="outcome.reviewed-under-four-heads", citation="CPC307-A3", level="advise", of=OutcomesReviewedWithUsers,
        field="covered", asks=True, found=_reviewed_in_part,
        sentence="Risks, sustainability, affordability and implications are gone over with the people concerned.",
    ),
    Rule(
        id="conflict.cause-on-record", citation="CPC307-K14", level="advise", of=PriorityConflictIdentified,
        field="cause", sentence="It is on record what makes demands clash.",
        found=lacks("cause", found="it does not say what makes them clash"),
    ),
    Rule(
        id="conflict.settled-once", citation="CPC307-A4", level="contradiction", of=PriorityConflictDealtWith,
        field="conflict", sentence="A clash that is settled is not settled again.", found=_settled_already,
    ),
    Rule(
        id="conflict.settled-or-reported", citation="CPC307-A4", level="advise", of=PriorityConflictDealtWith,
        sentence="A clash is settled, saying how, or reported to whoever can settle it.", found=_dealt_with_how,
    ),
    Rule(
        id="conflict.settled-with-its-parties", citation="CPC307-K4", level="advise", of=PriorityConflictDealtWith,
        field="agreed_with", sentence="A clash is settled with each of those it is between.", found=_without_a_party,
    ),
    Rule(
        id="outcome.weighed-before-recommended", citation="CPC307-K12", level="advise", of=OutcomesRecommended,
        field="outcomes", sentence="An outcome is weighed before it is recommended.", found=_not_weighed,
    ),
    Rule(
        id="outcome.recommended-as-decided", citation="CPC307-A3", level="advise", of=OutcomesRecommended,
        field="outcomes", found=_not_decided_for,
        sentence="What is recommended is what those it concerns decided for, not what they dropped or left undecided.",
    ),
    Rule(
        id="outcome.recommendation-shared", citation="CPC307-A5", level="advise", of=OutcomesRecommended,
        field="recipients", sentence="A recommendation is given to those it concerns.",
        found=lacks("recipients", "shared_with", found="it does not say to whom it was given"),
    ),
    Rule(
        id="outcome.recommendation-accessible", citation="CPC308-D3", level="advise", of=OutcomesRecommended,
        field="formats", sentence="What is recommended is shared in a form people can use.", found=_shared_in_no_form,
    ),
    Rule(
        id="outcome.recommendation-supported", citation="CPC307-A6", level="advise", of=OutcomesRecommended,
        field="how_reached", sentence="A recommendation says how carrying out the contract reaches the outcomes.",
        found=lacks("how_reached", "exhibits", found="neither words nor a document say how they are reached"),
    ),
    Rule(
        id="outcome.sort-as-it-is", citation="CPC307-S5", level="advise", of=OutcomeIdentified, field="objective",
        sentence="An objective says what it is about; an outcome is no objective.", found=_sort_and_objective,
    ),
    Rule(
        id="outcome.judged-as-specified", citation="CPC307-D3", level="advise", of=OutcomeAchievementAssessed,
        field="outcome", sentence="What is judged is what the contract specifies.", found=_not_specified,
    ),
    Rule(
        id="outcome.judged-on-evidence", citation="CPC308-C4", level="advise", of=OutcomeAchievementAssessed,
        field="evidence", sentence="How far an outcome is reached is judged by what watching the contract has shown.",
        found=lacks("evidence", found="it cites no entry"),
    ),
    Rule(
        id="outcome.activity-is-not-the-outcome", citation="CPC307-D0", level="explain", of=OutcomeAchievementAssessed,
        field="evidence", sentence="An activity done is not counted as an outcome reached.", found=_activity_alone,
    ),
    Rule(
        id="outcome.judged-on-results", citation="CPC307-D0", level="advise", of=OutcomeAchievementAssessed,
        field="evidence", sentence="An outcome is judged by what came of it, and not by what was agreed or arranged.",
        found=_no_result,
    ),
    Rule(
        id="outcome.judged-as-its-figures-show", citation="HCC-3.1-b", level="explain", of=OutcomeAchievementAssessed,
        field="reached", sentence="An outcome is judged as its figures, and what the judgement rests on, show.",
        found=_against_its_figures,
    ),
    Rule(
        id="outcome.judged-as-far-as-it-has-come", citation="CPC308-D2", level="advise",
        of=OutcomeAchievementAssessed, field="reached",
        sentence="What was achieved has come the whole way, and what was not has not.",
        found=lambda file, entry, procedure: against_its_progress(entry.reached.achieved, entry.reached.progress),
    ),
    Rule(
        id="outcome.period-over", citation="HCC-3.1-b", level="advise", of=OutcomeAchievementAssessed, field="period",
        sentence="A period is judged when it is over.", found=not_over,
    ),
    Rule(
        id="outcome.period-not-backwards", citation="HCC-2.1-g", level="contradiction", of=OutcomeAchievementAssessed,
        field="period", sentence="A period does not end before it begins.", found=backwards,
    ),
)  # fmt: skip
