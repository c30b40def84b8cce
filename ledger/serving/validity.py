"""Whether a notice was validly served; then when it counts; then how long there is to put things right.

Three questions, always in this order, since each turns on the one before:

1. *Valid?* By the contract's own clauses as they stood on the day: signed by somebody entitled who held the office that
   day (where no clause says who: the lead officer, a representative, Legal Services), addressed to whom and where the
   contract says, by a method it allows for that kind of notice, stating what it asks for. The answer is yes, no, or
   that it cannot be told: no clause is on file, or what would decide it is not on record. A notice that is not valid
   has no date at all.
2. *When does it count?* By the contract's clause; without one on file, on proved receipt. The rules of court are for
   documents of court proceedings only (ledger/serving/court_documents.py).
3. *How long to remedy?* The contract's period, counted as the contract counts; or what the notice itself gave, where
   that is longer. No time runs before the notice counts.

`NoticeWorking` is stored inside entries and so is a recorded format; it is never worked out again.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.clauses_cited import rights_cited
from ledger.contract_terms import NoticeTerms
from ledger.dates.bank_holidays import COUNTRY_NAMES
from ledger.dates.calendar import CalendarError, Country, DateWorking, Hour, period_end
from ledger.entry import Frozen
from ledger.serving.court_documents import claim_form_served, court_document_served
from ledger.serving.notice_form import (
    judge_address,
    judge_content,
    judge_method,
    judge_paper_copy,
    judge_termination_clause,
)
from ledger.serving.notice_people import Findings, judge_addressee, judge_giver, judge_signer, signed_by_its_own_clause
from ledger.serving.remedy_time import RemedyWorking, time_to_remedy, working_day
from ledger.serving.service_clauses import DayAndHour
from ledger.serving.service_of_notices import ServiceWorking, when_counted

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.notices import NoticeServed


NO_METHOD = "How it was served is not on record"
NO_DEFINITION = (
    "No clause on file says what a Working Day is; Monday to Friday was taken, bank holidays left out of the count."
)


class NoticeWorking(Frozen):
    """Whether a notice was validly served, when it counts and how long there is to remedy, each with its reasons."""

    valid: bool | None = None
    """Whether it was validly served; null where that cannot be told from the file."""
    defects: tuple[str, ...] = ()
    """Why it was not."""
    not_told: tuple[str, ...] = ()
    """What would decide it and is not on file."""
    clauses: tuple[str, ...] = ()
    """The clauses of the contract it was judged by."""
    service: ServiceWorking | None = None
    """When it counts, and why; none where it is not valid."""
    counts_on: date | None = None
    """The day it counts as given; none where it does not, or not yet."""
    counts_at: Hour | None = None
    """The hour from which it counts, where that is known."""
    remedy: RemedyWorking | None = None
    """The time to put right what it complains of."""
    ends_no_earlier_than: DateWorking | None = None
    """For a notice of termination: the length of notice the contract asks for, from the day it counts."""
    sentence: str
    """All of this in words."""


def reckoned(file: ContractFile, notice: NoticeServed) -> NoticeWorking:
    """Return the working of a notice by the file and by what is known of its receipt. Never raises."""
    if notice.notice_kind == "court-document":
        return _court_document(notice, file.country)
    terms = file.terms.notice_clause(notice.notice_kind, notice.served_by_party, notice.happened_on, file.country)
    found = Findings()
    if not terms.clauses:
        found.not_told.append("no clause of the contract on notices is on file")
    if terms.signed_by:
        judge_signer(file, notice, terms.signed_by, found)
    elif terms.clauses and not signed_by_its_own_clause(file, notice):
        judge_giver(file, notice, found)
    judge_addressee(file, notice, terms, found)
    judge_content(notice, terms, found)
    judge_method(notice, terms, found)
    judge_termination_clause(file, notice, found)
    judge_address(file, notice, found)
    service, problem = _service(notice, terms)
    if service is not None:
        judge_paper_copy(notice, service, found)
    if found.defects:
        return NoticeWorking(
            valid=False, defects=tuple(found.defects), not_told=tuple(found.not_told), clauses=terms.clauses,
            sentence=f"Not validly served: {'; '.join(found.defects)}.",
        )  # fmt: skip
    return _dated(file, notice, terms, found, service, problem)


def _dated(
    file: ContractFile, notice: NoticeServed, terms: NoticeTerms, found: Findings, service: ServiceWorking | None,
    problem: str | None,
) -> NoticeWorking:  # fmt: skip
    """The working of a notice against which nothing stands: when it counts, and what follows from that day."""
    counts_on, counts_at = _counted(notice, terms, service)
    remedy, no_remedy = time_to_remedy(file, notice, counts_on) if counts_on else (None, None)
    length = notice_length(file, notice, counts_on) if counts_on else None
    by_working_days = bool(service and service.table) or bool(remedy and remedy.reads_working_days)
    said = [
        f"Whether it was validly served cannot be told: {'; '.join(found.not_told)}."
        if found.not_told
        else f"Validly served by {_clauses(terms.clauses)} of the contract.",
        service.sentence if service else problem,
        remedy.sentence if remedy else no_remedy,
        f"Notice of {length.period} before the end: {length.sentence}" if length else None,
        NO_DEFINITION if by_working_days and file.terms.working_day(notice.happened_on) is None else None,
    ]
    return NoticeWorking(
        valid=None if found.not_told else True, not_told=tuple(found.not_told), clauses=terms.clauses, service=service,
        counts_on=counts_on, counts_at=counts_at, remedy=remedy, ends_no_earlier_than=length,
        sentence=" ".join(part for part in said if part),
    )  # fmt: skip


def _sent(notice: NoticeServed) -> DayAndHour:
    return DayAndHour(day=notice.happened_on, hour=notice.happened_at)


def _received(notice: NoticeServed) -> DayAndHour | None:
    return DayAndHour(day=notice.received_on, hour=notice.received_at) if notice.received_on else None


def _service(notice: NoticeServed, terms: NoticeTerms) -> tuple[ServiceWorking | None, str | None]:
    """When it counts with its working, or why that cannot be said."""
    if notice.method is None and terms.service is not None:
        return None, f"{NO_METHOD}, so it cannot be told when it counts."
    if notice.method is None:
        counts = f"it counts on {received}" if (received := _received(notice)) else "no receipt is proved"
        return None, f"{NO_METHOD}, and without a clause on service a notice counts on proved receipt: {counts}."
    try:
        return when_counted(notice.method, _sent(notice), _received(notice), terms.service, notice.notice_kind), None
    except CalendarError as error:
        return None, f"When it counts cannot be reckoned: {error}."


def _counted(
    notice: NoticeServed, terms: NoticeTerms, service: ServiceWorking | None
) -> tuple[date | None, Hour | None]:
    if service is not None:
        return service.counts_on, service.counts_at
    if notice.method is None and terms.service is None:
        return notice.received_on, notice.received_at
    return None, None


def _court_document(notice: NoticeServed, country: Country) -> NoticeWorking:
    not_told = "the rules of court on who may be served and where are judged by the court"
    service, problem = None, None
    if country != "england-and-wales":
        problem = f"The rules of court of {COUNTRY_NAMES[country]} are not held here."
    elif notice.method is None:
        problem = f"{NO_METHOD}, so it cannot be told when it counts."
    else:
        served = claim_form_served if notice.court_document == "claim-form" else court_document_served
        try:
            service = served(notice.method, _sent(notice))
        except CalendarError as error:
            problem = f"When it counts cannot be reckoned: {error}."
    return NoticeWorking(
        valid=None, not_told=(not_told,), service=service, counts_on=service.counts_on if service else None,
        counts_at=service.counts_at if service else None,
        sentence=f"{service.sentence if service else problem} Validity is not judged here: {not_told}.",
    )  # fmt: skip


def notice_length(file: ContractFile, notice: NoticeServed, start: date) -> DateWorking | None:
    """Return the earliest day a termination notice may end the contract on, by the clause it cites, if that says."""
    for right in rights_cited(file, notice):
        if right.says.notice_length is not None:
            try:
                return period_end(right.says.notice_length, start, working_day(file, notice.happened_on))
            except CalendarError:
                return None
    return None


def _clauses(numbers: tuple[str, ...]) -> str:
    *most, last = dict.fromkeys(numbers)
    return f"clauses {', '.join(most)} and {last}" if most else f"clause {last}"
