"""Which surveys of users weigh in a review, and which of those on file it leaves out (HCC-10.2-a)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.examining import SURVEYS, can_record
from ledger.rules import NOT_IN_POINT
from ledger.subjects.reviews.entries import ContractReviewCompleted
from ledger.surveys_received import surveys_received

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def no_survey(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    """Return what a rule finds against a review that refers to no survey of users: to nothing, or to nothing that can
    be one."""
    if any(can_record(file, SURVEYS, position) for position in review.survey_evidence):
        return None
    return f"no survey of users is referred to{surveys_to_name(file, review.happened_on)}"


def no_survey_there(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    """Return what a rule finds against a review that names as surveys entries which record none."""
    if not review.survey_evidence:
        return NOT_IN_POINT  # that none is referred to is said by itself
    none = [position for position in review.survey_evidence if not can_record(file, SURVEYS, position)]
    if not none:
        return None
    if none[1:]:
        return f"entries {', '.join(map(str, none))}, named as surveys, record none"
    return f"entry {none[0]}, named as a survey, records none"


def newest_left_out(file: ContractFile, review: ContractReviewCompleted, procedure: Procedure) -> str | None:
    """Return what a rule finds against a review that names surveys, and none as new as the newest on file."""
    surveys = [position for position in review.survey_evidence if can_record(file, SURVEYS, position)]
    if not surveys:
        return NOT_IN_POINT
    named = (file.at(position) for position in surveys)
    newest_named = max((one.entry.happened_on for one in named if one), default=date.min)
    left_out = [(one, file.at(one)) for one in surveys_left_out(file, review, review.review)]
    newer = [(held.entry.happened_on, one) for one, held in left_out if held and held.entry.happened_on > newest_named]
    if not newer:
        return None
    on, position = max(newer)
    return f"the survey of {dated(on)} (entry {position}) is newer than any it names, and does not weigh in it"


def surveys_left_out(file: ContractFile, review: ContractReviewCompleted, named: str | None) -> tuple[int, ...]:
    """Return the entries of the surveys of users on file by then that a review, of that id, names in no part of it."""
    held = file.reviews.by_id.get(named or "")
    parts = [file.at(position) for on, position in held.completed if on <= review.happened_on] if held else []
    weighed = {*review.survey_evidence}
    for part in parts:
        if part is not None and isinstance(part.entry, ContractReviewCompleted):
            weighed |= {*part.entry.survey_evidence}
    return tuple(position for position in surveys_on_file(file, review.happened_on) if position not in weighed)


def surveys_on_file(file: ContractFile, day: date) -> tuple[int, ...]:
    """Return the entries of the surveys of users that had come in by a day, and say what came of them."""
    return tuple(survey.position for survey in surveys_received(file, day))


def surveys_to_name(file: ContractFile, day: date) -> str:
    """Return in words which surveys of users were on file by a day, to follow on what says that none is named."""
    there = surveys_on_file(file, day)
    if not there:
        return ", and none is on file"
    return f"; on file {'is entry' if len(there) == 1 else 'are entries'} {' and '.join(map(str, there))}"
