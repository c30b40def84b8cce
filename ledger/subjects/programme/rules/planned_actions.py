"""What is asked of the actions of a programme, and of their reviews."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from ledger.brought import brought_by, left_unsaid, not_reached, not_told
from ledger.dates.months import in_words, month_later, month_of
from ledger.dates.working_days import dated
from ledger.names import few, in_a_row
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.programme.entries import ProgrammeActionPlanned, ProgrammeActionReviewed
from ledger.themes import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.themes import Brought


GOVERNANCE: Brought = "model-terms-on-governance"
_AN_ID = re.compile(r"PAC-[0-9]{3,}", re.IGNORECASE)


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


def _no_date(file: ContractFile, entry: ProgrammeActionPlanned, procedure: Procedure) -> str | None:
    return None if entry.review_months or entry.ongoing else "it has no review date and does not go on without one"


def _stands_nowhere(file: ContractFile, entry: ProgrammeActionPlanned, procedure: Procedure) -> str | None:
    if entry.note:
        return NOT_IN_POINT  # it says why the tables have no line for it
    stream = file.programme.workstreams.get(entry.workstream or "")
    lacking = [] if entry.workstream or entry.recommendation else ["which recommendation it carries out"]
    if entry.wave is None and (stream is None or stream.wave is None):
        lacking.append("in which wave it stands")
    return f"it is not said {', nor '.join(lacking)}" if lacking else None


def _in_no_wave_of_it(file: ContractFile, entry: ProgrammeActionPlanned, procedure: Procedure) -> str | None:
    """What waves a programme has its workstreams say; of one whose workstreams stand in none nothing is known."""
    waves = sorted({stream.wave for stream in file.programme.workstreams.values() if stream.wave is not None})
    if entry.wave is None or not waves:
        return NOT_IN_POINT
    if entry.wave in waves:
        return None
    there = in_a_row([str(wave) for wave in waves])
    return f"it stands in wave {entry.wave}, and the workstreams of the programme in wave {there}"


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
    brings = [sort for sort in action.brings if sort != GOVERNANCE] if action else []
    return _not_brought(file, entry, brings, procedure)


def _no_governance_terms(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    return _not_brought(file, entry, [GOVERNANCE] if action and GOVERNANCE in action.brings else [], procedure)


def _not_brought(
    file: ContractFile, entry: ProgrammeActionReviewed, brings: Sequence[Brought], procedure: Procedure
) -> str | None:
    if entry.outcome != "completed" or not brings:
        return NOT_IN_POINT
    lacking = [sort for sort in brings if brought_by(file, sort, procedure) is None]
    how = " with its text" if any(sort.startswith(get_args(Form)) for sort in lacking) else ""
    listed = " and ".join(sort.replace("-", " ") for sort in lacking)
    if lacking:
        unsaid = dict.fromkeys(said for sort in lacking if (said := left_unsaid(file, sort)))
        there = "".join(f"; entry {position} does not say {what}" for position, what in unsaid)
        return f"it was to bring {listed}, and none is on file{how}{there}"
    left = {sort: not_reached(file, sort) for sort in brings}
    found = [
        f"of {sort.replace('-', ' ')} nothing is on file for {few(those)}" for sort, those in left.items() if those
    ]
    found += [
        f"it is not on file that the {sort.replace('-', ' ')} were told to {whom}"
        for sort in brings if (whom := not_told(file, sort))
    ]  # fmt: skip
    return "; ".join(found) or None


def _goes_on(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    if action is None or not action.ongoing:
        return NOT_IN_POINT
    correct = f"correct entry {action.position} if it is not to go on"
    if entry.outcome == "rescheduled" and not action.open_months:
        return f"{action.number} goes on without a date: none is put off, and it is still looked at again; {correct}"
    if entry.outcome != "completed":
        return None
    return (
        f"{action.number} goes on: said to be completed, it is still looked at again and counts as none completed; "
        f"{correct}"
    )


def _dates_to_come(file: ContractFile, entry: ProgrammeActionReviewed, procedure: Procedure) -> str | None:
    action = file.programme.actions.get(entry.action)
    if entry.outcome != "completed" or action is None or len(action.months) < 2:
        return NOT_IN_POINT
    to_come = [in_words(month) for month in action.months_ahead(entry.happened_on)]
    return f"{action.number} is to be reviewed in {few(to_come)} too, and nobody is asked to then" if to_come else None


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
        id="programme-action.has-owner", citation="IMP-T-a", level="advise", of=ProgrammeActionPlanned, field="owners",
        sentence="Every action of a programme has an owner.", found=lacks("owners", found="no owner is named"),
    ),
    Rule(
        id="programme-action.of-a-recommendation-and-a-wave", citation="IMP-T-a", level="advise",
        of=ProgrammeActionPlanned, field="recommendation", found=_stands_nowhere,
        sentence="Every action carries out a recommendation, and stands in a wave; else it is noted that it does not.",
    ),
    Rule(
        id="programme-action.in-a-wave-of-the-programme", citation="IMP-T-a", level="advise",
        of=ProgrammeActionPlanned, field="wave", found=_in_no_wave_of_it,
        sentence="An action stands in a wave that the programme has.",
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
        id="programme-action.brings-governance-terms", citation="IMP-18-a", level="explain",
        of=ProgrammeActionReviewed, field="outcome", found=_no_governance_terms,
        sentence="An action that is to bring model terms of governance is completed once teams have them.",
    ),
    Rule(
        id="programme-action.goes-on", citation="IMP-W2-07", level="advise", of=ProgrammeActionReviewed,
        field="outcome", found=_goes_on,
        sentence="An action that goes on is looked at again and again, and neither completed nor put off.",
    ),
    Rule(
        id="programme-action.reviewed-on-every-date", citation="IMP-W1-13", level="explain",
        of=ProgrammeActionReviewed, field="outcome", found=_dates_to_come,
        sentence="An action with several review dates is completed once none of them is still to come.",
    ),
    Rule(
        id="programme-action.says-what-was-reviewed", citation="IMP-W1-06", level="explain",
        of=ProgrammeActionReviewed, field="note", found=_says_nothing_of_its_contracts,
        sentence="Who completes a review of contracts says which were reviewed, and which are left.",
    ),
)  # fmt: skip
