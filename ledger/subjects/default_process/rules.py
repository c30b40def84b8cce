"""What is asked of the end of the default process, of a fundamental breach and of a reservation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import reserving
from ledger.dates.working_days import dated
from ledger.plans import complete_by, what_or_when_unsaid
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.default_process.entries import (
    DefaultProcessConcluded,
    FundamentalBreachDetermined,
    ImprovementPlanAgreed,
    IndulgenceGiven,
    RightsReserved,
    RightsWaived,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _against_the_assessment(file: ContractFile, entry: DefaultProcessConcluded, procedure: Procedure) -> str | None:
    for named in entry.notices:
        notice = file.notices.by_id.get(named)
        found = notice.result(entry.happened_on) if notice else None
        if found is None:
            return f"whether {named} was remedied had not been assessed by {dated(entry.happened_on)}"
        if (found == "remedied") != (entry.result == "remedied"):
            return f"it is concluded as {_words(entry.result)}; {named} had been found {_words(found)}"
    return None


def _time_not_over(file: ContractFile, entry: DefaultProcessConcluded, procedure: Procedure) -> str | None:
    if entry.result == "remedied":
        return NOT_IN_POINT
    for notice in file.notices.running(entry.happened_on):
        ends = notice.remedy_ends(entry.happened_on)
        if notice.id in entry.notices and ends is not None:
            return f"the time to remedy {notice.id} runs to {dated(ends)}"
    return None


def _before_service(
    file: ContractFile, entry: ImprovementPlanAgreed | DefaultProcessConcluded, procedure: Procedure
) -> str | None:
    named = (entry.notice,) if isinstance(entry, ImprovementPlanAgreed) else entry.notices
    notices = (file.notices.by_id[one] for one in named if one in file.notices.by_id)
    return next((late for notice in notices if (late := notice.served_after(entry.happened_on))), None)


def _withdrawn_before(file: ContractFile, entry: ImprovementPlanAgreed, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    return notice.withdrawn_before(entry.happened_on) if notice is not None else NOT_IN_POINT


def _plan_of_nothing(file: ContractFile, plan: ImprovementPlanAgreed, procedure: Procedure) -> str | None:
    """By when may be the time that the notice gives."""
    notice = file.notices.by_id.get(plan.notice)
    given = notice.remedy_ends(plan.happened_on) if notice is not None else None
    return what_or_when_unsaid((plan,), complete_by(plan) or given)


def _indulgence_unreserved(file: ContractFile, entry: IndulgenceGiven, procedure: Procedure) -> str | None:
    if entry.given_by != "authority":
        return NOT_IN_POINT
    if reserving.reserves(entry, "authority"):
        return None
    return "no rights are reserved in giving it; it may be taken to give up what was not insisted on"


def _found_by_the_provider(file: ContractFile, found: FundamentalBreachDetermined, procedure: Procedure) -> str | None:
    if found.by is None:
        return NOT_IN_POINT
    return f"it is entered as determined by {found.by}, of the provider" if found.by.is_of_the_provider else None


def _advice_is_none(file: ContractFile, found: FundamentalBreachDetermined, procedure: Procedure) -> str | None:
    recorded = file.at(found.advice) if found.advice is not None else None
    if recorded is None:
        return NOT_IN_POINT
    named = recorded.entry.kind.partition("/")[0]
    if named in ADVICE or recorded.entry.protection == "legal-advice" or recorded.entry.exhibits:
        return None
    return f"entry {found.advice}, named as the advice relied on, records no advice"


def _rests_on_what_is_settled(
    file: ContractFile, found: FundamentalBreachDetermined, procedure: Procedure
) -> str | None:
    held = file.issues.on_file(found.issues)
    if any(issue.is_open for issue in held):
        return None  # one that is open is enough to rest it on
    return "; ".join(file.issues.settled(found.issues)) or NOT_IN_POINT


def _words(slug: str) -> str:
    return slug.replace("-", " ")


BREACH: tuple[tuple[str, str, str, str], ...] = (
    ("clause", "clause", "A determination of fundamental breach names the term that was broken.", "no clause is named"),
    ("facts", "facts", "A determination of fundamental breach states the facts it rests on.", "no facts are stated"),
    ("author", "by", "It is on record who determined a fundamental breach.", "nobody is named"),
    ("advice", "advice", "A determination of fundamental breach cites the advice relied on.", "no advice is cited"),
)
"""What a determination of fundamental breach must show (HCC-9.3-d): name, field, sentence, what was found."""
ADVICE = frozenset({
    "legal-advice-received", "legal-services-consulted", "consultation-recorded", "document-filed", "note-made",
    "contact-logged", "meeting-held", "meeting-minutes-recorded",
})  # fmt: skip
"""Kinds of entry that can hold advice; an entry under the privilege of legal advice, or with a document, can too."""


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="default-process.notice-served-first", citation="HCC-9.1-c", level="contradiction",
        of=(ImprovementPlanAgreed, DefaultProcessConcluded), field="happened_on",
        sentence="What follows on a notice does not come before it was served.", found=_before_service,
    ),
    Rule(
        id="default-process.notice-not-withdrawn", citation="HCC-9.1-c", level="explain",
        of=ImprovementPlanAgreed, field="notice",
        sentence="No plan is agreed on a notice that was withdrawn.", found=_withdrawn_before,
    ),
    Rule(
        id="improvement-plan.says-what-or-when", citation="HCC-7.6-c", level="advise", of=ImprovementPlanAgreed,
        field="steps", sentence="A plan agreed on a notice says what is to be done, and by when.",
        found=_plan_of_nothing,
    ),
    Rule(
        id="default-process.concluded-as-assessed", citation="HCC-9.1-c", level="explain", of=DefaultProcessConcluded,
        field="result", sentence="The process is concluded by what was found on each notice.",
        found=_against_the_assessment,
    ),
    Rule(
        id="default-process.worked-through", citation="HCC-9.4-d", level="explain", of=DefaultProcessConcluded,
        field="happened_on", found=_time_not_over,
        sentence="The process is worked through: the time to remedy is over before it is concluded.",
    ),
    *(
        Rule(
            id=f"fundamental-breach.states-{name}", citation="HCC-9.3-d", level="advise",
            of=FundamentalBreachDetermined, field=field_, sentence=sentence, found=lacks(field_, found=found),
        )
        for name, field_, sentence, found in BREACH
    ),
    Rule(
        id="fundamental-breach.found-by-the-authority", citation="HCC-9.3-d", level="explain",
        of=FundamentalBreachDetermined, field="by", found=_found_by_the_provider,
        sentence="That the provider is clearly in fundamental breach is found by the authority.",
    ),
    Rule(
        id="fundamental-breach.advice-is-advice", citation="HCC-9.3-d", level="advise",
        of=FundamentalBreachDetermined, field="advice", found=_advice_is_none,
        sentence="The entry a determination of fundamental breach relies on as advice records advice.",
    ),
    Rule(
        id="fundamental-breach.rests-on-what-is-open", citation="HCC-9.3-d", level="explain",
        of=FundamentalBreachDetermined, field="issues", found=_rests_on_what_is_settled,
        sentence="A fundamental breach rests on an issue that is open, or it is said why on those that were settled.",
    ),
    Rule(
        id="rights.reserved-about-something", citation="HCC-9.4-b", level="advise", of=RightsReserved, field="notice",
        sentence="A reservation of rights says which notice, breach, issue or act it is about.",
        found=lacks("notice", "breach", "issues", "act", found="it names no notice, breach, issue or act"),
    ),
    Rule(
        id="indulgence.rights-reserved", citation="HCC-9.4-b", level="advise", of=IndulgenceGiven,
        field="reservation_of_rights", found=_indulgence_unreserved,
        sentence="Who does not insist on what the contract gives says that its rights are reserved.",
    ),
    Rule(
        id="rights.waived-in-words", citation="HCC-9.4-b", level="advise", of=RightsWaived, field="words",
        sentence="That a right was given up is on file with the words or the document that did it.",
        found=lacks("words", "exhibits", found="neither the words used nor a document is with it"),
    ),
)  # fmt: skip
