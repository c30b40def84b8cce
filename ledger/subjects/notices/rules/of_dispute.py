"""What is asked of a notice by which the authority begins the formal stage of a dispute."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ledger import disputing
from ledger.dates.calendar import CalendarError
from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.notices.entries import NoticeServed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Found = Callable[["ContractFile", NoticeServed, "Procedure"], str | None]


def _of_dispute(found: Found) -> Found:
    def of_the_authoritys(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
        in_point = notice.notice_kind == "dispute" and notice.served_by_party == "authority"
        return found(file, notice, procedure) if in_point else NOT_IN_POINT

    return of_the_authoritys


def _issues(file: ContractFile, notice: NoticeServed) -> tuple[str, ...]:
    return disputing.issues_of(file, notice.dispute, notice.issues)


@_of_dispute
def _not_agreed(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    # Whether what was agreed or authorised came from the office entitled is asked of that entry itself.
    if disputing.escalations(file, notice.happened_on, notice.dispute, _issues(file, notice)):
        return None
    return f"nothing agreed or authorised for the formal procedure is on file for {dated(notice.happened_on)} or before"


@_of_dispute
def _not_tried(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    issues = _issues(file, notice)
    allowed = disputing.escalations(file, notice.happened_on, notice.dispute, issues)
    if any(escalation.immediate for escalation in allowed):
        return None
    known = file.issues.on_file(issues)
    untried = [issue.id for issue in known if not disputing.attempts(file, issue)]
    if known and not untried:
        return None
    what = ", ".join(untried) or "any issue it names"
    return f"nothing is on file to resolve {what} informally, and no authority to leave that stage out"


@_of_dispute
def _not_to_both(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    return disputing.not_addressed(file, notice)


@_of_dispute
def _receipt_not_asked(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if notice.method != "e-mail":
        return NOT_IN_POINT
    if notice.receipt_requested or notice.received_on:
        return None
    return "it went by e-mail and does not ask that receipt be confirmed"


@_of_dispute
def _no_meeting_asked(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    if notice.meeting_requested_by is None:
        return "it asks for no meeting by a day"
    try:
        last, asking = disputing.meet_by(file, notice, procedure), disputing.ask_by(file, notice, procedure)
    except CalendarError as error:
        return f"by when to meet cannot be counted: {error}"
    if last and notice.meeting_requested_by > last.end:
        return f"it asks to meet by {dated(notice.meeting_requested_by)}. {last.sentence.rstrip('.')}"
    if asking and notice.happened_on > asking.end:
        return f"it asks on {dated(notice.happened_on)}. {asking.sentence.rstrip('.')}"
    return None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="dispute.agreed-before-notice", citation="TVP-5.2-1b", level="authorise", of=NoticeServed,
        sentence="The formal procedure is agreed in writing by senior management, or authorised at once, beforehand.",
        found=_not_agreed,
    ),
    Rule(
        id="dispute.informal-stage-first", citation="TVP-5.0-8", level="authorise", of=NoticeServed, field="issues",
        sentence="Short of the most serious disputes, informal settlement is tried first.", found=_not_tried,
    ),
    Rule(
        id="dispute.to-manager-and-escalation-contact", citation="TVP-5.2-2b", level="explain", of=NoticeServed,
        field="recipients", found=_not_to_both,
        sentence="The letter goes to the provider's contract manager and its escalation contact or line manager.",
    ),
    Rule(
        id="dispute.receipt-asked-for", citation="TVP-5.2-2d", level="advise", of=NoticeServed,
        field="receipt_requested", sentence="A notice of dispute by e-mail asks that receipt be confirmed.",
        found=_receipt_not_asked,
    ),
    Rule(
        id="dispute.concern-stated", citation="TVP-5.2-2a", level="advise", of=NoticeServed, field="concern",
        sentence="The nature of the concern is put in writing.",
        found=_of_dispute(
            lacks("concern", "document", "exhibits", found="neither its words nor the letter is with it"),
        ),
    ),
    Rule(
        id="dispute.meeting-asked-for", citation="TVP-5.2-2c", level="advise", of=NoticeServed,
        field="meeting_requested_by", sentence="The notice asks to meet within ten normal business days.",
        found=_no_meeting_asked,
    ),
    Rule(
        id="dispute.met-after-notice", citation="TVP-5.2-2c", level="contradiction", of=NoticeServed,
        field="meeting_requested_by", sentence="A notice of dispute asks to meet no earlier than it is given.",
        found=_of_dispute(
            out_of_order(
                "meeting_requested_by", "latest_on", found="it asks to meet by {later}, before it was given: {earlier}"
            )
        ),
    ),
)  # fmt: skip
