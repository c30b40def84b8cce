"""What is asked of what is told of resources: information, recommendations, and who answers for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.offices import one_and_the_same
from ledger.planning import not_said_how_sustainable
from ledger.privacy.pseudonyms import not_pseudonyms
from ledger.recommendations_decided import DECIDED_BY, decided, not_by_whom_it_is_put_to
from ledger.responsibility import belongs_to_another, named_in
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.stakeholders import breaks_confidence, in_no_form_they_can_use, reached_others
from ledger.subjects.resources.entries import (
    ResourceControlChecked,
    ResourceInformationGiven,
    ResourceRecommendationDecided,
    ResourceRecommendationMade,
    ResourceResponsibilityNotified,
    ResourceTrendIdentified,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _decided_already(file: ContractFile, entry: ResourceRecommendationDecided, procedure: Procedure) -> str | None:
    held = file.resources.recommendations.get(entry.recommendation)
    made = decided(file, held, procedure) if held is not None else None
    if held is None or made is None:
        return None
    what = made.says.decision.replace("-", " ")
    return f"{held.id} was {what} on {dated(made.on)} (entry {made.position}); correct that entry"


def _nobody_named(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    if entry.holder == "service-user":
        if entry.person is not None:
            return "somebody who directs their own service is named; give the case's pseudonym, such as C-0147"
        return not_pseudonyms([entry.case])
    return None


def _put_to_nobody_else(
    file: ContractFile, entry: ResourceTrendIdentified | ResourceRecommendationMade, procedure: Procedure
) -> str | None:
    if isinstance(entry, ResourceTrendIdentified):
        if entry.suggestion is None:
            return NOT_IN_POINT
        to, unsaid = entry.suggested_to, "it is not said to whom it is suggested"
    else:
        to, unsaid = entry.addressed_to, "it does not say to whom"
    if not to:
        return unsaid
    if reached_others(to, (), entry.by):
        return None
    theirs = entry.by is not None and entry.by.is_of_the_provider
    return f"it is put to nobody but {'the provider' if theirs else entry.by}, whose it is"


def _told_to_nobody_else(file: ContractFile, entry: ResourceInformationGiven, procedure: Procedure) -> str | None:
    if not (entry.recipients or entry.groups):
        return "it does not say to whom"
    if reached_others(entry.recipients, entry.groups, entry.by):
        return None
    theirs = entry.by is not None and entry.by.is_of_the_provider
    return f"it went to nobody but {'the provider, which' if theirs else f'{entry.by}, who'} gave it"


def _confidence_broken(file: ContractFile, entry: ResourceInformationGiven, procedure: Procedure) -> str | None:
    """It tells of its plan, and of the use of it in the time that it names."""
    plan, time = file.resources.plans.get(entry.plan or ""), entry.period
    uses = plan.uses if plan is not None and time is not None else ()
    within = [u.position for u in uses if time and time.first <= u.period.first and u.period.last <= time.last]
    return breaks_confidence(file, entry, procedure, *([plan.position] if plan else ()), *within, itself=True)


def _before_any_use(file: ContractFile, entry: ResourceInformationGiven, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    if plan is None or plan.time is None or entry.interpretation is None or entry.latest_on < plan.time.first:
        return NOT_IN_POINT
    if plan.used_by(entry.latest_on):
        return None
    return f"no use of {plan.id} is on record by then, of which it could say what it means"


def _held_to_nothing(file: ContractFile, entry: ResourceControlChecked, procedure: Procedure) -> str | None:
    before = file.resources.control(entry.control)
    known = entry.requirement is not None or (before is not None and before.requirement is not None)
    return None if known else "it is not said what is asked of it"


def _says_not_whose(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    missing = [] if named_in(entry) else ["who is responsible"]
    if entry.plan is None and not entry.plan_lines:
        missing.append("for which resources of which plan")
    return f"it does not say {', nor '.join(missing)}" if missing else None


def _anothers_line(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    named = [line for one in entry.plan_lines if plan and (line := plan.line(one)) and line.responsible]
    if plan is None or named_in(entry) is None or not named:
        return NOT_IN_POINT
    found = [f"{plan.id} names {person} for {line.id}" for line, person in belongs_to_another(file, entry)]
    return f"{', '.join(found)}, and not {entry.who}" if found else None


def _never_told(file: ContractFile, entry: ResourceResponsibilityNotified, procedure: Procedure) -> str | None:
    who = named_in(entry)
    if entry.step == "told" or who is None:
        return NOT_IN_POINT
    for held in file.resources.responsibilities.values():
        told = [step for step in held.steps if step.says.step == "told" and step.on <= entry.latest_on]
        if told and one_and_the_same(file, held.who, who, entry.happened_on):
            return None
    return f"no entry says that {who} was told by {dated(entry.latest_on)}"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="recommendation.decided-once", citation="CPC308-B3", level="contradiction",
        of=ResourceRecommendationDecided, field="recommendation", sentence="A recommendation is decided once.",
        found=_decided_already,
    ),
    Rule(
        id="resource.user-by-pseudonym", citation="CPC308-K1", level="contradiction", field="case",
        of=ResourceResponsibilityNotified, found=_nobody_named,
        sentence="Somebody who directs their own service is named by a pseudonym.",
    ),
    Rule(
        id="resource.information-addressed", citation="CPC308-A1", level="advise", of=ResourceInformationGiven,
        field="recipients", asks=True, sentence="Information on resources is given to the right people.",
        found=_told_to_nobody_else,
    ),
    Rule(
        id="resource.information-said", citation="CPC308-A1", level="advise", of=ResourceInformationGiven,
        field="content", sentence="It is on record what information on resources was given.",
        found=lacks("content", "exhibits", found="it does not say what they were told"),
    ),
    Rule(
        id="resource.information-by-some-means", citation="CPC308-A1", level="advise", of=ResourceInformationGiven,
        field="channel", sentence="It is on record how information on resources was given.",
        found=lacks("channel", found="it does not say by what means"),
    ),
    Rule(
        id="resource.information-on-use-on-record", citation="CPC308-B2", level="advise", field="interpretation",
        of=ResourceInformationGiven, found=_before_any_use,
        sentence="What use means is said of use that is on record.",
    ),
    Rule(
        id="resource.information-in-confidence", citation="CPC308-K1", level="explain", of=ResourceInformationGiven,
        field="protection", found=_confidence_broken,
        sentence="What is confidential or privileged about resources is given to nobody from whom it is kept.",
    ),
    Rule(
        id="resource.information-accessible", citation="CPC308-D3", level="advise", of=ResourceInformationGiven,
        field="formats", asks=True, sentence="Information on resources is given in a form people can use.",
        found=in_no_form_they_can_use,
    ),
    Rule(
        id="resource.information-interpreted", citation="CPC308-B2", level="advise", of=ResourceInformationGiven,
        field="interpretation", sentence="Information on use is interpreted, not only passed on.",
        found=lacks("interpretation", found="it does not say what it means"),
    ),
    Rule(
        id="resource.trend-suggested-to-whom", citation="CPC308-A2", level="advise", of=ResourceTrendIdentified,
        field="suggested_to", sentence="What is suggested on a trend is suggested to the right people.",
        found=_put_to_nobody_else,
    ),
    Rule(
        id="recommendation.addressed", citation="CPC308-B3", level="advise", of=ResourceRecommendationMade,
        field="addressed_to", asks=True, sentence="A recommendation is made to those who can act on it.",
        found=_put_to_nobody_else,
    ),
    Rule(
        id="recommendation.for-an-outcome", citation="CPC308-A4", level="explain", of=ResourceRecommendationMade,
        field="outcomes", sentence="A recommendation says which outcomes should come of the resources used.",
        found=lacks("outcomes", found="it is not said which outcome should come of it"),
    ),
    Rule(
        id="recommendation.sustainable-and-inclusive", citation="CPC308-A5", level="explain",
        of=ResourceRecommendationMade, field="sustainability", asks=("sustainability", "inclusion"),
        found=not_said_how_sustainable,
        sentence="A recommendation is sustainable and inclusive, and says how.",
    ),
    Rule(
        id="recommendation.within-policy-and-means", citation="CPC308-A3", level="explain",
        of=ResourceRecommendationMade, field="policy_check",
        sentence="A recommendation takes account of policies, financial constraints and who can have the service.",
        found=leaves_out({
            "policy_check": "policies", "financial_check": "financial constraints",
            "eligibility": "who can have the service",
        }, found="nothing is said of {missing}"),
    ),
    Rule(
        id=DECIDED_BY, citation="CPC308-B3", level="explain",
        of=ResourceRecommendationDecided, field="by", found=not_by_whom_it_is_put_to,
        sentence="A recommendation is decided by those it is made to, and by nobody for them.",
    ),
    Rule(
        id="recommendation.rejected-with-a-reason", citation="CPC308-B3", level="explain",
        of=ResourceRecommendationDecided, field="reason",
        found=lacks("reason", where=lambda entry: entry.decision == "rejected", found="it does not say why"),
        sentence="A recommendation that is rejected is rejected for a reason.",
    ),
    Rule(
        id="resource.responsibility-said", citation="CPC308-B6", level="advise", of=ResourceResponsibilityNotified,
        field="person", sentence="People know which resources are their responsibility.", found=_says_not_whose,
    ),
    Rule(
        id="resource.support-for-their-own-service", citation="CPC308-K14", level="advise",
        of=ResourceResponsibilityNotified, field="support",
        found=lacks(
            "support", where=lambda entry: entry.holder == "service-user" and entry.step == "told",
            found="it is not said what support they have in watching and managing what they use",
        ),
        sentence="Those who direct their own service have support in watching and managing resources.",
    ),
    Rule(
        id="resource.told-who-answers", citation="CPC308-B6", level="explain", of=ResourceResponsibilityNotified,
        field="person", sentence="Whoever is told to answer for a resource is who the plan names for it.",
        found=_anothers_line,
    ),
    Rule(
        id="resource.told-before-acknowledged", citation="CPC308-B6", level="advise",
        of=ResourceResponsibilityNotified, field="step", found=_never_told,
        sentence="People are told what is their responsibility before they acknowledge it.",
    ),
    Rule(
        id="resource.control-held-to-something", citation="CPC308-B7", level="advise", of=ResourceControlChecked,
        field="requirement", found=_held_to_nothing,
        sentence="It is on record what is asked of the systems and procedures for watching resources.",
    ),
    Rule(
        id="resource.control-checked-again-later", citation="CPC308-B7", level="contradiction",
        of=ResourceControlChecked, field="repeat_by",
        sentence="A control is to be checked again no earlier than it was.",
        found=out_of_order(
            "repeat_by", "happened_on", found="it is to be checked again by {later}, before it was on {earlier}"
        ),
    ),
    Rule(
        id="resource.control-followed-up", citation="CPC308-B7", level="advise", of=ResourceControlChecked,
        field="follow_up",
        found=lacks(
            "follow_up", where=lambda entry: entry.result != "meets",
            found="it does not meet what is asked, and it is not said what is done about it",
        ),
        sentence="Systems and procedures for watching resources meet what is asked of them.",
    ),
)
# fmt: on
