"""What is asked of a review and of the decisions that follow it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger import procurement_act, reserving
from ledger.dates.span import before_the_contract
from ledger.dates.working_days import dated, months_before
from ledger.division_of_work import by_another_office
from ledger.extending import furthest, option_ends, option_meant
from ledger.extension_options import decided_too_late
from ledger.names import counted
from ledger.offices import MANAGERS, in_office
from ledger.reviews_answered import completed_on, reviewed
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.reviews.entries import (
    Answer,
    ContractReviewCompleted,
    ExtensionDecided,
    PurchasingIntentionCommunicated,
    RenewalDecided,
    RenewalWarningGiven,
)
from ledger.subjects.reviews.needs import rests_on_nothing
from ledger.subjects.reviews.register import CONSIDERS_SURVEYS, QUESTIONS, answers
from ledger.subjects.reviews.renewing import decided_otherwise_before, no_review, not_as_the_review_says
from ledger.subjects.reviews.surveys import newest_left_out, no_survey, no_survey_there

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

ASKED = {
    "needs_met": "HCC-10.1-b", "specification_change": "HCC-10.1-c", "value_for_money": "HCC-10.1-d",
    "renew": "HCC-10.1-e",
}  # fmt: skip
"""What asks for each answer, by field; the fifth, the tender route, hangs on the fourth."""


class ReviewAsked(NamedTuple):
    """The full review of a contract, as it is asked for by the end it has on a day."""

    end: date
    since: date
    """The day from which the contract ends then."""
    position: int
    """The entry that made it so."""
    by: date
    """The last day on which it is in time: so many months before the end; where that was past when the end was set, the
    day of the end itself."""
    possible: bool
    """Whether so many months before the end was still to come when the end was set."""


def review_asked(file: ContractFile, day: date, procedure: Procedure) -> ReviewAsked | None:
    """Return by when the review is to be complete, by what is on file on a day (HCC-10.1-a).

    None where the procedure asks for no such review, as of a spot purchase that is reviewed under another manual
    (HCC-S-b), or no end is on file.
    """
    held, months = file.value_of("end-date", day), procedure.setting("review.before-end")
    if held is None or not isinstance(held.value, date) or held.value.year < 1900 or not months:
        return None
    if file.spot_apart(procedure):
        return None
    by = months_before(held.value, months)
    possible = by >= held.since
    return ReviewAsked(held.value, held.since, held.position, by if possible else max(held.value, held.since), possible)


def review_done(file: ContractFile, asked: ReviewAsked, day: date) -> tuple[date, int] | None:
    """Return (day, entry) of the review completed by a day of the contract that ends so; None where there is none.

    One of before the end was moved was of another end.
    """
    done = completed_on(file, day)
    moved = asked.position != file.agreement.position
    return None if done is None or (moved and done < (asked.since, asked.position)) else done


def warning_due(end: date, procedure: Procedure) -> date | None:
    """Return the day from which whoever manages a contract that ends on `end` is to be warned of it (HCC-A2-c).

    None where the procedure asks for no such warning.
    """
    months = procedure.setting("renewal.warn-before")
    return months_before(end, months) if months else None


def not_whoever_manages(file: ContractFile, warning: RenewalWarningGiven, procedure: Procedure) -> str | None:
    """Return in words why a warning did not reach whoever manages the contract; None where it did."""
    if warning.told is None:
        return "it is not said who was told"
    if in_office(file, warning.told, MANAGERS, warning.happened_on, procedure):
        return None
    return f"{procedure.person_in_office(warning.told)} is not on file as managing the contract"


def not_of_its_end(file: ContractFile, warning: RenewalWarningGiven, procedure: Procedure) -> str | None:
    """Return in words why a warning does not tell when the contract ends, by what was on file; None where it does.

    It names the last day, or the day by which the review ahead of it is due.
    """
    end, asked = file.end_date(warning.happened_on), review_asked(file, warning.happened_on, procedure)
    if end is None:
        return "no end of the contract was on file"
    if warning.ends_on is not None:
        named = f"it names {dated(warning.ends_on)}, and {dated(end)} was on file as the end of the contract"
        return None if warning.ends_on == end else named
    if warning.review_by is None or asked is None:
        return "it does not name the day the contract ends"
    return None if warning.review_by == asked.by else _another_review(warning.review_by, asked)


def _another_review(named: date, asked: ReviewAsked) -> str:
    return f"it names {dated(named)} for the review, which is due by {dated(asked.by)}"


def _warned_of_another_day(file: ContractFile, warning: RenewalWarningGiven, procedure: Procedure) -> str | None:
    if file.end_date(warning.happened_on) is None:
        return NOT_IN_POINT
    if (found := not_of_its_end(file, warning, procedure)) is not None:
        return found
    asked = review_asked(file, warning.happened_on, procedure)
    if warning.review_by is None or asked is None or warning.review_by == asked.by:
        return None
    return _another_review(warning.review_by, asked)


def _review_late(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    asked = review_asked(file, review.happened_on, procedure)
    if asked is None:
        return NOT_IN_POINT
    if review.happened_on <= asked.by:
        earlier = reviewed(file, review.review or "")
        surveys_asked = procedure.ruling(_CONSIDERS)[0] is not None and no_survey(file, review, procedure) is not None
        answered = {
            *answers(review, surveys_asked=surveys_asked),
            *(question for _, question in (earlier.answered if earlier else ())),
        }
        lacking = [words for question, words in QUESTIONS.items() if question not in answered]
        return f"it is not complete: it does not say {', nor '.join(lacking)}" if lacking else None
    months = f"{counted(procedure.setting('review.before-end'), 'month')} before"
    why = (
        f"{months} the end on {dated(asked.end)}"
        if asked.possible
        else f"the end itself: {months} it was never possible, since that end was set on {dated(asked.since)}"
    )
    late = counted((review.happened_on - asked.by).days, "day")
    return f"it was completed on {dated(review.happened_on)}, {late} after it was due on {dated(asked.by)}, {why}"


def _rights_not_reserved(
    file: ContractFile, decided: RenewalDecided | ExtensionDecided, procedure: Procedure
) -> str | None:
    goes_on = decided.taken if isinstance(decided, ExtensionDecided) else decided.renew
    return reserving.unreserved(file, decided, procedure) if goes_on else NOT_IN_POINT


def _no_tender_route(
    file: ContractFile, entry: ContractReviewCompleted | RenewalDecided, procedure: Procedure
) -> str | None:
    if isinstance(entry, RenewalDecided):
        renewing = entry.renew
    else:
        renewing = entry.renew is not None and entry.renew.conclusion != "no"
    if not renewing:
        return NOT_IN_POINT
    if entry.tender_route == "other" and isinstance(entry, ContractReviewCompleted) and entry.tender_words is None:
        return "it names another route, and does not say which"
    return "it renews the contract and names no tender route" if entry.tender_route is None else None


def _not_tested(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    answer = review.value_for_money
    if answer is None:
        return "the question is not answered"
    return None if _tests_cited(file, answer) else "the answer cites no test of value for money"


def _tests_cited(file: ContractFile, answer: Answer) -> dict[int, str]:
    """Return what each test of value for money that an answer cites found, by its entry."""
    return {test.position: test.says.result for test in file.money.tests if test.position in answer.evidence}


_FOUND = {"no": "not-shown", "partly": "partly-shown", "yes": "shown"}
"""What a test finds where its finding is that of an answer, the least first."""


def _against_the_test(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    """What the tests found that an answer cites, where all of it is less than the answer, or all of it more, and the
    answer does not say why."""
    answer = review.value_for_money
    cited = _tests_cited(file, answer) if answer else {}
    if answer is None or not cited:
        return NOT_IN_POINT  # asked about by itself
    order = list(_FOUND.values())
    found, answered = sorted(set(cited.values()), key=order.index), _FOUND[answer.conclusion]
    if answer.words is not None or order.index(found[0]) <= order.index(answered) <= order.index(found[-1]):
        return None
    nearest, bound = (found[0], "less") if order.index(answered) < order.index(found[0]) else (found[-1], "more")
    tests = f"test it rests on (entry {next(iter(cited))})" if len(cited) == 1 else "tests it rests on"
    said = f"{f'no {bound} than ' if found[1:] else ''}that it was {nearest.replace('-', ' ')}"
    return f"the answer is {answer.conclusion}, in no words, and the {tests} found {said}"


def _ends_no_later(file: ContractFile, decided: ExtensionDecided, procedure: Procedure) -> str | None:
    new = decided.new_end_date if decided.taken else None
    end, start = file.end_date(decided.happened_on), file.started_on()
    if new is not None and end is not None and new <= end:
        return f"the new end date, {dated(new)}, is not later than the end on file, {dated(end)}"
    if new is not None and start is not None and new < start:
        return f"the new end date, {dated(new)}, is before the contract began on {dated(start)}"
    return None


def _not_as_the_contract_gives_it(file: ContractFile, decided: ExtensionDecided, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    options = contract.extensions if contract else ()
    if not decided.taken:
        return NOT_IN_POINT
    if not options:
        return "the contract on file gives no option; what it does not give, both parties agree, as a variation"
    named = option_meant(options, decided.option) if decided.option else None
    if named is None:
        there = ", ".join(option.id for option in options)
        which = f"has no option {decided.option}" if decided.option else "has several, and none is named"
        return f"the contract {which}; its options: {there}" if decided.option or len(options) > 1 else None
    last = furthest(named, file.end_date(decided.happened_on))
    if last is None or decided.new_end_date is None or decided.new_end_date <= last:
        return None
    return f"{named.id} extends it to {dated(last)} at most, and the new end date is {dated(decided.new_end_date)}"


def _no_end(file: ContractFile, decided: ExtensionDecided, procedure: Procedure) -> str | None:
    if not decided.taken:
        return NOT_IN_POINT
    if decided.new_end_date or option_ends(file, decided.option, decided.happened_on):
        return None
    return "the extension is taken, no new end date is given, and none can be worked out from an option on file"


def _on_no_ground(file: ContractFile, decided: ExtensionDecided, procedure: Procedure) -> str | None:
    if procurement_act.is_special(file, "light-touch"):
        return NOT_IN_POINT  # modified freely (section 74(1))
    return _not_as_the_contract_gives_it(file, decided, procedure)


_CONSIDERS = Rule(
    id=CONSIDERS_SURVEYS,
    citation="HCC-10.2-a",
    level="advise",
    of=ContractReviewCompleted,
    field="survey_evidence",
    sentence="Users' views, as surveyed, weigh in the review.",
    found=no_survey,
)
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="review.of-a-contract-there-is", citation="HCC-10.1-e", level="contradiction",
        of=(ContractReviewCompleted, RenewalDecided, ExtensionDecided), field="happened_on",
        found=before_the_contract, sentence="What is reviewed, renewed or extended is a contract that has been made.",
    ),
    Rule(
        id="review.in-time", citation="HCC-10.1-a", level="explain", of=ContractReviewCompleted, field="happened_on",
        sentence="The contract is reviewed in full, each question answered, a year before its end.", found=_review_late,
    ),
    Rule(
        id="review.done-by-whom-it-falls-to", citation="HCC-A2-a", level="advise", of=ContractReviewCompleted,
        field="by", sentence="Contracts are reviewed by whoever manages the service.", found=by_another_office,
    ),
    Rule(
        id="renewal.warned-of-its-own-end", citation="HCC-A2-c", level="advise", of=RenewalWarningGiven,
        field="ends_on", found=_warned_of_another_day,
        sentence="A warning of renewal names the day the contract ends, and that by which its review is due.",
    ),
    Rule(
        id="renewal.warned-who-manages", citation="HCC-A2-c", level="advise", of=RenewalWarningGiven, field="told",
        asks=True,
        sentence="Of its end whoever manages the contract is warned.", found=not_whoever_manages,
    ),
    Rule(
        id="renewal.warned-by-whom-it-falls-to", citation="HCC-A2-c", level="advise", of=RenewalWarningGiven,
        field="by", sentence="Of dates of renewal the contracts support staff warn.", found=by_another_office,
    ),
    _CONSIDERS,
    Rule(
        id="review.surveys-are-surveys", citation="HCC-10.2-a", level="advise", of=ContractReviewCompleted,
        field="survey_evidence", sentence="What a review names as surveys of users records what users said.",
        found=no_survey_there,
    ),
    Rule(
        id="review.newest-survey-weighs", citation="HCC-10.2-a", level="advise", of=ContractReviewCompleted,
        field="survey_evidence", sentence="The newest survey of users on file is among those that weigh in the review.",
        found=newest_left_out,
    ),
    *(
        Rule(
            id=f"review.answers-{name.replace('_', '-')}", citation=citation, level="advise",
            of=ContractReviewCompleted, field=name, sentence=f"The review says {QUESTIONS[name]}.",
            found=lacks(name, found=f"it does not say {QUESTIONS[name]}"),
        )
        for name, citation in ASKED.items()
    ),
    Rule(
        id="review.value-for-money-as-tested", citation="HCC-10.1-d", level="advise", of=ContractReviewCompleted,
        field="value_for_money", sentence="That the contract was value for money rests on a test of it.",
        found=_not_tested,
    ),
    Rule(
        id="review.value-for-money-as-found", citation="HCC-10.1-d", level="explain", of=ContractReviewCompleted,
        field="value_for_money", found=_against_the_test,
        sentence="Whether the contract was value for money is answered as the test found it, or it is said why not.",
    ),
    Rule(
        id="review.needs-met-with-evidence", citation="HCC-10.1-b", level="advise", of=ContractReviewCompleted,
        field="needs_met", found=rests_on_nothing,
        sentence="Whether the contract met service needs is answered from what is on file.",
    ),
    Rule(
        id="extension.as-the-contract-gives-it", citation="TVP-3.0-3", level="explain", of=ExtensionDecided,
        field="option", sentence="Unless it is varied, a contract is extended by an option it gives, and no further.",
        found=_not_as_the_contract_gives_it,
    ),
    Rule(
        id="extension.to-a-later-end", citation="TVP-3.0-3", level="contradiction", of=ExtensionDecided,
        field="new_end_date", sentence="An extension ends later than what it extends.", found=_ends_no_later,
    ),
    Rule(
        id="act.extended-as-it-provides", citation="Procurement Act 2023, s 74(1)", level="explain",
        of=ExtensionDecided, field="option", found=_on_no_ground,
        sentence="A public contract is extended as it provides itself, or modified on another ground the Act gives.",
    ),
    Rule(
        id="review.names-tender-route", citation="HCC-10.1-f", level="advise",
        of=(ContractReviewCompleted, RenewalDecided), field="tender_route", found=_no_tender_route,
        sentence="Where the contract is to be renewed, it is said how it will be tendered.",
    ),
    Rule(
        id="renewal.follows-review", citation="HCC-10.1-e", level="advise", of=RenewalDecided, field="review",
        sentence="Renewal is decided on a review of the contract.", found=no_review,
    ),
    Rule(
        id="renewal.as-the-review-says", citation="HCC-10.1-f", level="explain", of=RenewalDecided,
        field="tender_route", found=not_as_the_review_says,
        sentence="A decision on renewal that is otherwise than the review it rests on says why.",
    ),
    Rule(
        id="renewal.decided-once", citation="HCC-10.1-e", level="explain", of=RenewalDecided, field="renew",
        sentence="A decision on renewal that turns an earlier one round says why.", found=decided_otherwise_before,
    ),
    Rule(
        id="purchasing-intention.says-what", citation="HCC-10.2-c", level="advise", of=PurchasingIntentionCommunicated,
        field="content", sentence="It is on record what they were told the authority means to buy.",
        found=lacks("content", "exhibits", found="it does not say what they were told"),
    ),
    Rule(
        id="extension.moves-the-end", citation="TVP-3.0-10", level="advise", of=ExtensionDecided, field="new_end_date",
        sentence="An extension that is taken says the new, later end date, or is by an option that does.",
        found=_no_end,
    ),
    Rule(
        id="extension.while-it-can-be-taken-up", citation="TVP-3.0-10", level="advise", of=ExtensionDecided,
        field="happened_on", found=decided_too_late,
        sentence="Whether an option to extend is used is decided while it can be taken up.",
    ),
    Rule(
        id="extension.rights-reserved", citation="HCC-9.4-b", level="explain", of=(ExtensionDecided, RenewalDecided),
        field="reservation_of_rights", found=_rights_not_reserved,
        sentence="Who extends or renews a contract that it could end reserves its rights, or gives them up knowingly.",
    ),
    Rule(
        id="decision.names-who-extends", citation="TVP-2.0-7", level="advise", of=(ExtensionDecided, RenewalDecided),
        field="by", sentence="Each decision to extend or renew a contract is made by somebody named.",
        found=lacks("by", found="nobody is named who decided it"),
    ),
)  # fmt: skip
