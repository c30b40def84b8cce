"""What is asked of a notice by which the authority begins the formal stage of a dispute."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ledger import dispute_addressed, disputing
from ledger.dates.calendar import CalendarError
from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.formal_route import AGREED_FIRST, INFORMAL_FIRST, flaw
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.notices.entries import NoticeServed

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.disputes import Escalation

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
    day, issues = notice.happened_on, _issues(file, notice)
    if disputing.allowing(file, day, procedure, notice.dispute, issues):
        return None
    given = disputing.escalations(file, day, notice.dispute, issues)
    if given:
        return _do_not_stand(file, given, notice, procedure)
    return f"nothing agreed or authorised for the formal procedure is on file for {dated(day)} or before"


def _do_not_stand(file: ContractFile, given: Iterable[Escalation], notice: NoticeServed, procedure: Procedure) -> str:
    """Why what was agreed or authorised lets no notice be given."""
    flaws = ((e, flaw(file, e, notice.happened_on, procedure)) for e in given)
    return "; ".join(
        f"the {'by-pass' if e.immediate else 'agreement'} of {dated(e.on)} (entry {e.position}) "
        f"does not stand: {why}"
        for e, why in flaws if why is not None
    )  # fmt: skip


@_of_dispute
def _not_tried(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    day, issues = notice.happened_on, _issues(file, notice)
    if disputing.left_out(disputing.by_passed(file, day, procedure, notice.dispute, issues), "informal"):
        return None
    known = file.issues.on_file(issues)
    untried = [issue.id for issue in known if not disputing.attempts(file, issue)]
    if known and not untried:
        return None
    none = f"nothing is on file to resolve {', '.join(untried) or 'any issue it names'} informally"
    passed = [e for e in disputing.escalations(file, day, notice.dispute, issues) if e.immediate]
    return "; ".join(filter(None, (none, _do_not_stand(file, passed, notice, procedure))))


@_of_dispute
def _not_to_both(file: ContractFile, notice: NoticeServed, procedure: Procedure) -> str | None:
    return dispute_addressed.not_addressed(file, notice)


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
        id=AGREED_FIRST, citation="TVP-5.2-1b", level="authorise", of=NoticeServed,
        sentence="The formal procedure is agreed in writing by senior management, or authorised at once, beforehand.",
        found=_not_agreed,
    ),
    Rule(
        id=INFORMAL_FIRST, citation="TVP-5.0-8", level="authorise", of=NoticeServed, field="issues",
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
