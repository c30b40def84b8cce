"""What is asked of a programme's plan, its reviews and reports, and of who approves a policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from ledger.months import first_day, in_words, month_later, month_of
from ledger.names import few, same_name
from ledger.offices import in_office, only_advises
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.programme.entries import (
    PolicyUpdateApproved,
    ProgrammeActionPlanned,
    ProgrammeActionReviewed,
    ProgrammeOpened,
    ProgrammeProgressReported,
    UnitArrangementAgreed,
    WorkstreamEstablished,
)
from ledger.themes import Form
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

_AN_ID = re.compile(r"PAC-[0-9]{3,}", re.IGNORECASE)
CABINET_MEMBER = "cabinet-member-for-resources"
_BY_CABINET_MEMBER = "policy.approved-by-the-cabinet-member"
_ALL_SIDES = ("cost", "performance", "risk", "users")


# --- contradictions -------------------------------------------------------------------------------------------------


def _number_taken(file: ContractFile, entry: ProgrammeActionPlanned, procedure: Procedure) -> str | None:
    if _AN_ID.fullmatch(entry.number.strip()):
        return f"{entry.number} looks like an id that the ledger gives; give the number the programme has for it: W1-08"
    taken = file.programme.numbered(entry.number)
    if taken is None:
        return None
    return f"action {entry.number} is planned already, as {taken.id} (entry {taken.position}); give it another number"


def _circle(file: ContractFile, entry: ProgrammeActionPlanned, procedure: Procedure) -> str | None:
    circle = file.programme.circle_through(entry.number, entry.depends_on)
    if not circle:
        return None
    return f"its dependencies go round in a circle, {' needs '.join(circle)}; leave one of them out"


def _before_planned(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    if action is None or entry.happened_on >= action.on:
        return None
    done = "completed" if entry.outcome == "completed" else "reviewed"
    return f"it was {done} on {dated(entry.happened_on)}, before it was planned on {dated(action.on)}"


def _completed_already(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    done = action.completed if action else None
    if done is None or entry.happened_on < done.on:
        return None
    return f"it was completed on {dated(done.on)} (entry {done.position}); strike that entry out if it was not"


def _no_such_month(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    if action is None or entry.review_month is None or entry.review_month in action.months:
        return None
    there = ", ".join(in_words(month) for month in action.months) or "none"
    return f"{in_words(entry.review_month)} is not one of its review dates; there are: {there}"


def _nowhere_to(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    if entry.outcome == "rescheduled":
        return None if entry.to_month else "it is rescheduled, and the month it is put off to is not given"
    return (
        f"it is {entry.outcome.replace('-', ' ')} and not rescheduled; leave to_month out" if entry.to_month else None
    )


def _put_back(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    if entry.outcome != "rescheduled" or not entry.to_month or entry.to_month >= month_of(entry.happened_on):
        return None
    return f"it is put off to {in_words(entry.to_month)}, which was past on {dated(entry.happened_on)}"


def _month_to_come(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    begins = first_day(entry.month)
    if entry.happened_on >= begins:
        return None
    return f"progress in {in_words(entry.month)} cannot have been reported on {dated(entry.happened_on)}"


# --- procedure ------------------------------------------------------------------------------------------------------


def _to_another_body(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    if entry.presented_to is None or file.programme.opened is None or file.programme.opened.advised_by is None:
        return NOT_IN_POINT
    elsewhere = file.programme.presented_elsewhere(entry.presented_to)
    return f"{elsewhere}; the report is still due there" if elsewhere else None


def _why_not_said(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    if entry.state == "on-track":
        return NOT_IN_POINT
    if entry.progress or entry.issues_to_resolve:
        return None
    return f"it is {entry.state.replace('-', ' ')}, and neither what was done is said nor what is to be resolved"


def _reported_before(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    stream = file.programme.workstreams.get(entry.workstream)
    own = [held for held in stream.reports if held.month == entry.month] if stream else []
    before = [held for held in own if file.programme.presented_elsewhere(held.presented_to) is None]
    if not before:
        return NOT_IN_POINT
    last = before[-1]
    return (
        f"progress in {in_words(entry.month)} was reported on {dated(last.on)} (entry {last.position}): "
        f"{last.state.replace('-', ' ')}; correct that entry if it was wrong"
    )


def _before_it_ran(file: ContractFile, entry: ProgrammeProgressReported, procedure: Procedure) -> str | None:
    opened = file.programme.opened
    if opened is None:
        return NOT_IN_POINT
    if entry.month >= month_of(opened.happened_on):
        return None
    return f"it is about {in_words(entry.month)}; the programme was opened on {dated(opened.happened_on)}"


def _no_date(file: ContractFile, entry: ProgrammeActionPlanned, procedure: Procedure) -> str | None:
    return None if entry.review_months or entry.ongoing else "it has no review date and does not go on without one"


def _for_no_date(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    if action is None or entry.outcome not in ("on-track", "at-risk") or entry.review_month or not action.open_months:
        return NOT_IN_POINT
    near, first = month_later(month_of(entry.happened_on), 1), action.open_months[0]
    if near is None or first <= near:
        return None
    return f"it is for none of its review dates, of which {in_words(first)} is the next; name that if it is meant"


def _before_what_it_needs(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    if entry.outcome != "completed" or action is None or not action.depends_on:
        return NOT_IN_POINT
    open_ = file.programme.still_needed(action, entry.happened_on)
    there = "was" if len(open_) == 1 else "were"
    return f"{action.number} depends on {', '.join(open_)}, which {there} not completed by then" if open_ else None


def _brought_nothing(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    if entry.outcome != "completed" or action is None or not action.brings:
        return NOT_IN_POINT
    lacking = [sort for sort in action.brings if not file.knowledge.holds(sort)]
    how = " with its text" if any(sort in get_args(Form) for sort in lacking) else ""
    listed = " and ".join(sort.replace("-", " ") for sort in lacking)
    return f"it was to bring {listed}, and none is on file{how}" if lacking else None


def _says_nothing_of_its_contracts(
    file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure
) -> str | None:
    action = file.programme.actions.get(entry.action)
    if entry.outcome != "completed" or action is None or action.theme is None:
        return NOT_IN_POINT
    if entry.note:
        return None
    return (
        f"it reviews contracts for {action.theme.replace('-', ' ')}, and it is not said which were, and which are left"
    )


def _established_before(file: ContractFile, entry: WorkstreamEstablished, procedure: Procedure) -> str | None:
    if not file.programme.workstreams:
        return NOT_IN_POINT
    for held in file.programme.workstreams.values():
        if same_name(held.title, entry.title):
            since = f"{held.id}, since {dated(held.since)} (entry {held.position})"
            return f"{held.title} is a workstream already: {since}; report on that, or give this one a title of its own"
    return None


def _of_another_unit(file: ContractFile, entry: UnitArrangementAgreed, procedure: Procedure) -> str | None:
    if not file.programme.can_tell_units([entry.unit]):
        return NOT_IN_POINT
    return file.programme.strangers([entry.unit])


def _not_by_the_cabinet_member(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    entitled = procedure.entitled(_BY_CABINET_MEMBER) or (CABINET_MEMBER,)
    if not entry.cabinet_approval_needed:
        return NOT_IN_POINT
    if in_office(file, entry.by, entitled, entry.happened_on, procedure):
        return None
    return f"it needs the Cabinet Member's approval and was approved by {procedure.person_in_office(entry.by)}"


def _approved_twice(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    for held in file.programme.policies.values():
        if same_name(held.document, entry.document) and same_name(held.version, entry.version):
            return (
                f"version {held.version} of {held.document} was approved on {dated(held.on)} (entry {held.position}); "
                "give the version approved now, or correct that entry"
            )
    return None


def _by_who_only_advises(file: ContractFile, entry: PolicyUpdateApproved, procedure: Procedure) -> str | None:
    return only_advises((entry.by,), procedure)


def _sides_left_out(file: ContractFile, entry: UnitArrangementAgreed, procedure: Procedure) -> str | None:
    if entry.subject != "board-reporting":
        return NOT_IN_POINT
    left_out = [side for side in _ALL_SIDES if side not in entry.dimensions]
    return f"it leaves out {', '.join(left_out)}" if left_out else None


def _names_no_point(file: ContractFile, entry: UnitArrangementAgreed, procedure: Procedure) -> str | None:
    if entry.subject != "handover-points":
        return NOT_IN_POINT
    return None if entry.items else "it names no point at which a contract is handed over"


def _past_already(file: ContractFile, entry: ProgrammeActionPlanned, procedure: Procedure) -> str | None:
    if not entry.review_months:
        return NOT_IN_POINT
    past = [in_words(month) for month in entry.review_months if month < month_of(entry.happened_on)]
    return f"it was planned on {dated(entry.happened_on)}, when {few(past)} was over" if past else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="programme-action.reviewed-in-months-to-come", citation="IMP-T-b", level="advise",
        of=ProgrammeActionPlanned, field="review_months", found=_past_already,
        sentence="An action is planned to be reviewed in months to come.",
    ),
    Rule(
        id="unit.handover-points-named", citation="IMP-24-b", level="advise", of=UnitArrangementAgreed, field="items",
        sentence="Where it is agreed at which points teams hand over, these are named.", found=_names_no_point,
    ),
    Rule(
        id="programme-action.number-once", citation="IMP-T-a", level="contradiction", of=ProgrammeActionPlanned,
        field="number", sentence="An action of a programme has a number of its own.", found=_number_taken,
    ),
    Rule(
        id="programme-action.no-circle", citation="IMP-W1-08", level="contradiction", of=ProgrammeActionPlanned,
        field="depends_on", sentence="No action depends on itself, by however many others.", found=_circle,
    ),
    Rule(
        id="programme-action.after-it-was-planned", citation="IMP-T-a", level="contradiction",
        of=ProgrammeActionReviewed, field="happened_on", found=_before_planned,
        sentence="An action is reviewed and completed after it was planned.",
    ),
    Rule(
        id="programme-action.completed-once", citation="IMP-T-a", level="contradiction", of=ProgrammeActionReviewed,
        field="action", sentence="A completed action is not reviewed again.", found=_completed_already,
    ),
    Rule(
        id="programme-action.review-month-planned", citation="IMP-T-b", level="contradiction",
        of=ProgrammeActionReviewed, field="review_month", found=_no_such_month,
        sentence="A review is for one of the action's review dates.",
    ),
    Rule(
        id="programme-action.rescheduled-to-a-month", citation="IMP-T-a", level="contradiction",
        of=ProgrammeActionReviewed, field="to_month", found=_nowhere_to,
        sentence="What is rescheduled, and nothing else, is put off to another month.",
    ),
    Rule(
        id="programme-action.put-off-to-a-month-to-come", citation="IMP-T-a", level="contradiction",
        of=ProgrammeActionReviewed, field="to_month", found=_put_back,
        sentence="What is put off is put off to a month that is not past.",
    ),
    Rule(
        id="programme-report.month-begun", citation="IMP-13-d", level="contradiction", of=ProgrammeProgressReported,
        field="month", sentence="Progress is reported of a month that has begun.", found=_month_to_come,
    ),
    Rule(
        id="programme-action.has-owner", citation="IMP-T-a", level="advise", of=ProgrammeActionPlanned, field="owners",
        sentence="Every action of a programme has an owner.", found=lacks("owners", found="no owner is named"),
    ),
    Rule(
        id="programme-action.has-review-date", citation="IMP-T-b", level="advise", of=ProgrammeActionPlanned,
        field="review_months", sentence="Every action of a programme has a review date, or goes on without one.",
        found=_no_date,
    ),
    Rule(
        id="programme-action.rescheduled-with-reason", citation="IMP-T-a", level="advise", of=ProgrammeActionReviewed,
        field="note", sentence="Who puts an action off says why, and by whose agreement.",
        found=leaves_out(
            {"note": "why", "agreed_by": "by whose agreement"}, where=lambda entry: entry.outcome == "rescheduled",
            found="it is rescheduled, and it is not said {missing}", between=" nor ",
        ),
    ),
    Rule(
        id="programme-action.reviewed-for-a-date", citation="IMP-T-b", level="advise", of=ProgrammeActionReviewed,
        field="review_month", sentence="A review is for one of the action's review dates.", found=_for_no_date,
    ),
    Rule(
        id="programme-action.after-what-it-needs", citation="IMP-W1-08", level="explain", of=ProgrammeActionReviewed,
        field="outcome", sentence="An action is completed after those it depends on.", found=_before_what_it_needs,
    ),
    Rule(
        id="programme-action.brings-what-it-should", citation="IMP-26-a", level="explain", of=ProgrammeActionReviewed,
        field="outcome", sentence="An action that is to bring something about is completed once that is on file.",
        found=_brought_nothing,
    ),
    Rule(
        id="programme-action.says-what-was-reviewed", citation="IMP-W1-06", level="explain",
        of=ProgrammeActionReviewed, field="note", found=_says_nothing_of_its_contracts,
        sentence="Who completes a review of contracts says which were reviewed, and which are left.",
    ),
    Rule(
        id="workstream.established-once", citation="IMP-12-a", level="explain", of=WorkstreamEstablished, field="title",
        sentence="An area of improvement is one workstream of the programme.", found=_established_before,
    ),
    Rule(
        id="programme.led-and-carried-out", citation="IMP-13-a", level="advise", of=ProgrammeOpened,
        sentence="A programme has somebody who leads it, and business units it is carried out in.",
        found=leaves_out(
            {"lead": "who leads it", "business_units": "in which business units it is carried out"},
            found="it is not said {missing}", between=", nor ",
        ),
    ),
    Rule(
        id="programme-report.presented", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="presented_to", sentence="A month's report is presented to the body that resolves issues.",
        found=lacks("presented_to", found="it is not said to whom it was presented"),
    ),
    Rule(
        id="programme-report.to-its-body", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="presented_to", sentence="A month's report is presented to the body the programme is reported to.",
        found=_to_another_body,
    ),
    Rule(
        id="programme-report.says-what-is-in-the-way", citation="IMP-13-d", level="advise",
        of=ProgrammeProgressReported, field="issues_to_resolve", found=_why_not_said,
        sentence="A report that all is not on track says what was done, or what is to be resolved.",
    ),
    Rule(
        id="programme-report.once-for-a-month", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="month", sentence="A workstream is reported on once a month, and what was wrong is corrected.",
        found=_reported_before,
    ),
    Rule(
        id="programme-report.of-its-own-time", citation="IMP-13-d", level="advise", of=ProgrammeProgressReported,
        field="month", sentence="Progress is reported of months of the programme.", found=_before_it_ran,
    ),
    Rule(
        id="policy.version-approved-once", citation="IMP-14-a", level="contradiction", of=PolicyUpdateApproved,
        field="version", sentence="A version of a policy is approved once.", found=_approved_twice,
    ),
    Rule(
        id="policy.says-who-approved", citation="IMP-14-b", level="advise", of=PolicyUpdateApproved, field="by",
        sentence="It is on record who approved a policy.", found=lacks("by", found="nobody is named"),
    ),
    Rule(
        id=_BY_CABINET_MEMBER, citation="IMP-14-b", level="authorise", of=PolicyUpdateApproved, field="by",
        sentence="Where it is required, the Cabinet Member for resources approves the policy.",
        found=_not_by_the_cabinet_member, authorised_by=(CABINET_MEMBER,),
    ),
    Rule(
        id="policy.approved-by-who-decides", citation="IMP-28-c", level="explain", of=PolicyUpdateApproved, field="by",
        sentence="A forum that advises approves nothing.", found=_by_who_only_advises,
    ),
    Rule(
        id="board-report.has-all-sides", citation="IMP-23-b", level="explain", of=UnitArrangementAgreed,
        field="dimensions", found=_sides_left_out,
        sentence="Reports on key contracts have at least cost, performance, risk and users.",
    ),
    Rule(
        id="unit.of-the-programme", citation="IMP-13-a", level="explain", of=UnitArrangementAgreed, field="unit",
        sentence="The business unit named is one the programme is carried out in.", found=_of_another_unit,
    ),
    Rule(
        id="unit.departs-by-authority", citation="IMP-28-b", level="explain", of=UnitArrangementAgreed,
        field="authority_for_it",
        found=lacks(
            "authority_for_it", where=lambda entry: entry.subject == "local-interpretation",
            found="it is not said by what authority the unit departs from the common way",
        ),
        sentence="A business unit departs from the common way by somebody's authority.",
    ),
)  # fmt: skip
