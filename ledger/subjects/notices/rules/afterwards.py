"""What is asked of receipts, of the time to remedy, and of how a notice was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.notices.entries import (
    NoticeReceiptConfirmed,
    NoticeServed,
    NoticeWithdrawn,
    RemedyAssessed,
    RemedyPeriodExtended,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _received_before_sent(
    file: ContractFile, entry: NoticeServed | NoticeReceiptConfirmed, procedure: Procedure
) -> str | None:
    if isinstance(entry, NoticeServed):
        served, day = entry, entry.received_on
    else:
        notice = file.notices.by_id.get(entry.notice)
        if notice is None or notice.served is None or not entry.shows_receipt:
            return None
        served, day = notice.served, entry.received_on or entry.happened_on
    sent, sent_at, at = served.happened_on, served.happened_at, entry.received_at
    if day is None or day > sent or (day == sent and (at is None or sent_at is None or at >= sent_at)):
        return None
    return f"it was sent on {dated(sent, sent_at)} and is said to have been received on {dated(day, at)}"


def _received_after_it_was_shown(file: ContractFile, entry: NoticeReceiptConfirmed, procedure: Procedure) -> str | None:
    days = [day for day in (entry.received_on, entry.paper_copy_on) if day is not None]
    if not days:
        return NOT_IN_POINT
    if max(days) <= entry.latest_on:
        return None
    return f"what it shows is of {dated(max(days))}, after {dated(entry.latest_on)}, when it was shown"


def _received_on_another_day(file: ContractFile, entry: NoticeReceiptConfirmed, procedure: Procedure) -> str | None:
    """Several addressees may have it on several days: then it counts from the first."""
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or not notice.receipts or not entry.shows_receipt:
        return NOT_IN_POINT
    day = entry.received_on or entry.happened_on
    others = [f"{dated(on)} (entry {at})" for on, _, at in notice.receipts if on != day]
    if not others:
        return None
    first = dated(min(day, *(on for on, *_ in notice.receipts)))
    already = f"{entry.notice} is on file as received on {few(others)}, and by this on {dated(day)}"
    return f"{already}; {first} counts; where a day is wrong, correct it"


Later: TypeAlias = NoticeReceiptConfirmed | RemedyPeriodExtended | RemedyAssessed | NoticeWithdrawn


def _before_service(file: ContractFile, entry: Later, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    return notice.served_after(entry.happened_on) if notice is not None else None


def _withdrawn_before(
    file: ContractFile, entry: RemedyAssessed | RemedyPeriodExtended, procedure: Procedure
) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    return notice.withdrawn_before(entry.happened_on) if notice is not None else NOT_IN_POINT


def _withdrawn_twice(file: ContractFile, entry: NoticeWithdrawn, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    if notice is None or notice.withdrawn is None:
        return None
    return f"{entry.notice} was withdrawn on {dated(notice.withdrawn[0])} already (entry {notice.withdrawn[1]})"


def _assessed_early(file: ContractFile, entry: RemedyAssessed, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    ends = notice.remedy_ends(entry.happened_on) if notice else None
    if entry.result == "remedied" or ends is None:
        return NOT_IN_POINT
    if entry.happened_on > ends:
        return None
    return f"it was assessed on {dated(entry.happened_on)}; the time to remedy {entry.notice} ran to {dated(ends)}"


def _not_extended(file: ContractFile, entry: RemedyPeriodExtended, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    ends = notice.remedy_ends(entry.happened_on) if notice else None
    if ends is None:
        return NOT_IN_POINT
    if entry.to_date > ends:
        return None
    return f"the time to remedy {entry.notice} ran to {dated(ends)} already"


def _extended_afterwards(file: ContractFile, entry: RemedyPeriodExtended, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    ends = notice.remedy_ends(entry.happened_on) if notice else None
    if ends is None:
        return NOT_IN_POINT
    if entry.happened_on <= ends:
        return None
    extended = f"it was extended on {dated(entry.happened_on)}"
    return f"{extended}, and the time to remedy {entry.notice} was over on {dated(ends)}"


def _extended_from_another_day(file: ContractFile, entry: RemedyPeriodExtended, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(entry.notice)
    ends = notice.remedy_ends(entry.happened_on) if notice else None
    if ends is None or entry.from_date is None:
        return NOT_IN_POINT
    if entry.from_date == ends:
        return None
    said = f"it says that the time to remedy {entry.notice} was to end on {dated(entry.from_date)}"
    return f"{said}; it ran to {dated(ends)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="notice.received-after-sent", citation="HCC-9.1-b", level="contradiction",
        of=(NoticeServed, NoticeReceiptConfirmed), field="received_on",
        sentence="A notice is received no earlier than it is sent.", found=_received_before_sent,
    ),
    Rule(
        id="notice.received-before-it-is-shown", citation="HCC-9.1-b", level="contradiction", of=NoticeReceiptConfirmed,
        field="received_on", sentence="A notice was received no later than its receipt was confirmed.",
        found=_received_after_it_was_shown,
    ),
    Rule(
        id="notice.received-on-one-day", citation="TVP-5.2-2d", level="advise", of=NoticeReceiptConfirmed,
        field="received_on", sentence="What confirms the receipt of a notice agrees on the day.",
        found=_received_on_another_day,
    ),
    Rule(
        id="notice.served-first", citation="HCC-9.1-b", level="contradiction",
        of=(NoticeReceiptConfirmed, RemedyPeriodExtended, RemedyAssessed, NoticeWithdrawn), field="happened_on",
        sentence="What follows on a notice does not come before it was served.", found=_before_service,
    ),
    Rule(
        id="notice.not-withdrawn", citation="HCC-9.1-c", level="explain",
        of=(RemedyAssessed, RemedyPeriodExtended), field="notice", found=_withdrawn_before,
        sentence="A notice that was withdrawn is neither assessed nor extended.",
    ),
    Rule(
        id="notice.withdrawn-once", citation="HCC-9.1-c", level="contradiction", of=NoticeWithdrawn, field="notice",
        sentence="A notice is withdrawn once.", found=_withdrawn_twice,
    ),
    Rule(
        id="remedy.assessed-when-time-is-over", citation="HCC-9.4-d", level="explain", of=RemedyAssessed,
        field="happened_on", found=_assessed_early,
        sentence="A failing is found not remedied only when the time to remedy it is over.",
    ),
    Rule(
        id="remedy.result-shared", citation="HCC-9.1-c", level="advise", of=RemedyAssessed,
        field="shared_with_provider_on",
        found=lacks("shared_with_provider_on", found="it is not on record that the provider was told the result"),
        sentence="The provider is told whether a failing was found remedied.",
    ),
    Rule(
        id="remedy.result-told-once-found", citation="HCC-2.1-f", level="advise", of=RemedyAssessed,
        field="shared_with_provider_on", sentence="The provider is told a result no earlier than it is found.",
        found=out_of_order(
            "shared_with_provider_on", "happened_on",
            found="the provider was told on {later}, before it was found on {earlier}; it is still to be told",
        ),
    ),
    Rule(
        id="remedy.extended-to-later", citation="HCC-9.4-d", level="explain", of=RemedyPeriodExtended, field="to_date",
        sentence="An extension gives more time than there was.", found=_not_extended,
    ),
    Rule(
        id="remedy.extended-while-it-ran", citation="HCC-9.4-d", level="advise", of=RemedyPeriodExtended,
        field="happened_on", sentence="The time to remedy is extended before it is over.", found=_extended_afterwards,
    ),
    Rule(
        id="remedy.extended-from-its-end", citation="HCC-9.4-d", level="advise", of=RemedyPeriodExtended,
        field="from_date", sentence="The time to remedy is extended from the day it had been to end.",
        found=_extended_from_another_day,
    ),
    Rule(
        id="remedy.extended-for-a-reason", citation="HCC-9.4-d", level="advise", of=RemedyPeriodExtended,
        field="reason", asks=True, sentence="It is said why the time to remedy is extended.",
        found=lacks("reason", found="it is not said why"),
    ),
)  # fmt: skip
