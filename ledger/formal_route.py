"""Whether what let a dispute go to the formal procedure stands, and what signed it off: given by whoever may, and not
refused; to go formal, in writing.

An agreement by another office, or one by word of mouth, is on record and waits for whoever may give it in writing; what
the office entitled refused counts for nothing, and what it ratified is its own from then on (TVP-5.0-7, TVP-5.2-1b,
docs/adr/0312). So it is with a sign-off (`ledger.sign_offs`). Pure functions of a file and a day, asked by the
rules, the duties and the ladder of each dispute.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ledger.dates.working_days import dated
from ledger.offices import given_by, in_office

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.departures import DepartureStanding, State
    from ledger.entry import Actor
    from ledger.procedures import Procedure
    from ledger.subjects.disputes import Escalation, SignOff
    from ledger.subjects.notices import Notice, NoticeServed

AGREED_BY = "dispute.formal-route-agreed-by-the-office-entitled"
BY_PASSED_BY = "dispute.by-passed-by-the-office-entitled"
SIGNED_OFF_BY = "dispute.signed-off-by-the-office-entitled"
AGREED_FIRST = "dispute.agreed-before-notice"
INFORMAL_FIRST = "dispute.informal-stage-first"
LIFTED: tuple[State, ...] = ("authorised", "ratified")
"""How a departure stands that whoever may let be."""
Given = TypeVar("Given", "Escalation", "SignOff")
"""What one office alone may give."""


class Word(NamedTuple):
    """What whoever may said of an act that departs from a rule: by whom, when, and by which entry."""

    by: Actor | None
    on: date
    position: int


def flaw(file: ContractFile, given: Escalation, day: date, procedure: Procedure) -> str | None:
    """Return in words why what was agreed or authorised does not stand by a day; None where it does.

    To agree to the formal route takes writing, an e-mail or minutes (TVP-5.2-1b); to leave stages out does not.
    """
    if (another := by_another(file, given, day, procedure)) is not None:
        return another
    if given.immediate or is_written(file, given):
        return None
    return "nothing tells of an e-mail or of minutes it was given in"


def by_another(file: ContractFile, given: Given, day: date, procedure: Procedure) -> str | None:
    """Return in words that what one office may give was by a day only another's, or refused; None where it was not."""
    if as_given(file, given, day, procedure) is not None:
        return None
    if (word := refusal(file, given, day, procedure)) is not None:
        return f"it was refused by {procedure.person_in_office(word.by)} on {dated(word.on)} (entry {word.position})"
    by, offices = given_by(given.by, given.body, procedure), procedure.entitled(given.rule)
    return f"it was given by {by}; the procedure gives it to {procedure.one_of(offices)}"


def is_written(file: ContractFile, given: Escalation) -> bool:
    """Return whether the writing an agreement was given in is named, or on file (TVP-5.2-1b)."""
    return given.form is not None or file.records.is_filed(given.position)


def refusal(file: ContractFile, given: Given, day: date, procedure: Procedure) -> Word | None:
    """Return the word by which the office entitled had refused by a day what another gave; None where it had not."""
    word = _word_on(file, given, day, procedure, "refused")
    return word if word is not None and as_given(file, given, day, procedure) is None else None


def as_given(file: ContractFile, given: Given, day: date, procedure: Procedure) -> Given | None:
    """Return what was agreed, authorised or signed off as whoever may gave it: itself, also where the procedure gives
    it to no office, or by whom and when it was ratified; None where nobody who may had by a day."""
    offices = procedure.entitled(given.rule)
    if not offices or in_office(file, given.by, offices, given.on, procedure, body=given.body):
        return given
    word = _word_on(file, given, day, procedure, *LIFTED)
    if word is None:
        return None
    return given.model_copy(update={"by": word.by, "on": max(given.on, word.on), "position": word.position})


def let_be(
    file: ContractFile, notices: Iterable[tuple[Notice, NoticeServed]], rule: str, procedure: Procedure
) -> Word | None:  # fmt: skip
    """Return by whose word the first of some notices of dispute that has one may do without what a rule asks for before
    it: authorised, or ratified since (TVP-5.0-7)."""
    found = (_said(file.standing(notice.position, rule, procedure), *LIFTED) for notice, _ in notices)
    return next((word for word in found if word is not None), None)


def _word_on(
    file: ContractFile, given: Given, day: date, procedure: Procedure, *states: State
) -> Word | None:  # fmt: skip
    """What the office entitled had said by a day of what another gave, where that is one of these."""
    word = _said(file.standing(given.position, given.rule, procedure, day), *states)
    return word if word is not None and word.on <= day else None


def _said(held: DepartureStanding | None, *states: State) -> Word | None:
    if held is None or held.state not in states or held.on is None or held.position is None:
        return None
    return Word(held.by, held.on, held.position)


__all__ = [
    "AGREED_BY", "AGREED_FIRST", "BY_PASSED_BY", "INFORMAL_FIRST", "LIFTED", "SIGNED_OFF_BY", "Word", "as_given",
    "by_another", "flaw", "is_written", "let_be", "refusal",
]  # fmt: skip
