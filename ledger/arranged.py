"""What was agreed otherwise for one contract than its procedure has it, by whom that has effect, and on which days.

Rules not asked and other numbers are put into the procedure itself (ledger/governing.py). How often is met and which
offices are filled is counted over the whole life of a contract, by what applied on each day of it: that is asked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.dates.working_days import shifted
from ledger.leave_used import used_before
from ledger.names import same_person
from ledger.procedures import read

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Actor
    from ledger.procedures import Procedure
    from ledger.subjects.records import Arrangement, Authorisation

ARRANGED_BY = "arrangement.by-the-office-entitled"
"""The rule that the owner of the procedure agrees to another arrangement."""


class OwnersWord(NamedTuple):
    """What was said of an arrangement that another agreed to."""

    on: date
    by: Actor | None
    approved: bool = True


def agreed(file: ContractFile, procedure: Procedure) -> list[Arrangement]:
    """Return what was agreed otherwise for a contract, in order of its beginning: what the procedure's owner did not
    agree to has no effect, and what it let be has one from then on, as its own (TVP-4.0-1, docs/adr/0435)."""
    found = (_as_the_owners(file, held, procedure) for held in file.records.arrangements)
    return [held for held in found if held is not None]


def _as_the_owners(file: ContractFile, held: Arrangement, procedure: Procedure) -> Arrangement | None:
    """An arrangement as agreed by the procedure's owner: itself, or by whom and since when it was ratified, or leave
    for it was given; None where the owner never agreed, or said no last. What another said counts for nothing."""
    if _is_owner(held.by, procedure):
        return held
    words = [word for word in words_on(file, held) if _is_owner(word.by, procedure) and not _is_one(word.by, held.by)]
    first = next((word for word in words if word.approved), None)
    if first is None:
        return None
    since = max(held.since, first.on)
    until = held.until if words[-1].approved else min(held.until or date.max, shifted(words[-1].on, -1))
    return held.model_copy(update={"by": first.by, "since": since, "until": until})


def words_on(file: ContractFile, held: Arrangement) -> list[OwnersWord]:
    """Return what was said of an arrangement that another agreed to: the leave it relies on, and what was said since by
    whoever was entitled when that was recorded."""
    leave = file.records.authorisations.get(held.relies_on) if held.relies_on else None
    words = [OwnersWord(leave.on, leave.by)] if leave and leave.entitled and _counts(file, leave, held) else []
    verdicts = file.records.verdicts.get((held.position, ARRANGED_BY), ())
    return [*words, *(OwnersWord(word.on, word.by, word.approved) for word in verdicts if word.entitled)]


def _counts(file: ContractFile, leave: Authorisation, held: Arrangement) -> bool:
    """Whether leave is for an arrangement, and not given once and used for one before."""
    act = file.at(held.position)
    return leave.rule == ARRANGED_BY and (act is None or used_before(leave, act, file) is None)


def _is_owner(by: Actor | None, procedure: Procedure) -> bool:
    return procedure.is_office(by.office if by else None, (procedure.owner,))


def _is_one(word: Actor | None, agreed: Actor | None) -> bool:
    return word is not None and agreed is not None and same_person(word.person, agreed.person)


def in_force(file: ContractFile, day: date, procedure: Procedure) -> list[Arrangement]:
    """Return those of them that apply on a day."""
    return [held for held in agreed(file, procedure) if held.applies(day)]


def bound_then(file: ContractFile, day: date, procedure: Procedure) -> Procedure:
    """Return the procedure that says how often something is asked for on a day: the one the contract was bound to then,
    where it has come to be bound to another since (IMP-30-b); else the given one, with what was agreed otherwise."""
    if not file.records.procedures:
        return procedure
    contract = file.agreement.contract
    then = file.bound_to(max(day, contract.effective_on) if contract else day)
    if then is None and procedure.until_bound:
        then = read(procedure.until_bound)
    return procedure if then is None or then.ref == procedure.ref else then


def bound_on(file: ContractFile) -> list[date]:
    """Return the days on which the contract, once registered, came to be bound to another procedure, in order; also by
    the refusal of one, to the one before it."""
    contract = file.agreement.contract
    if contract is None or not file.records.procedures:
        return []
    days = [day for day in file.records.binding_days() if day > contract.effective_on]
    return [day for day in days if _ref(file, day) != _ref(file, shifted(day, -1))]


def before(file: ContractFile, day: date) -> date:
    """Return the last day of what a procedure bound on a day took the place of: the day before, and where that binding
    came about by the refusal of another, the day before the one refused (docs/adr/0386)."""
    words = ((bound.since, file.records.refused(bound)) for bound in file.records.procedures)
    return shifted(min((since for since, word in words if word is not None and word.on == day), default=day), -1)


def _ref(file: ContractFile, day: date) -> str | None:
    bound = file.bound_to(day)
    return bound.ref if bound else None


def of_meetings(file: ContractFile, kind: str, day: date, procedure: Procedure) -> Arrangement | None:
    """Return the arrangement that says on a day how many meetings of a kind are asked for in a year; None where the
    procedure does: the latest of several."""
    found = (held for held in reversed(in_force(file, day, procedure)) if kind in dict(held.meetings))
    return next(found, None)


def a_year(file: ContractFile, kind: str, day: date, procedure: Procedure) -> int:
    """Return how many meetings of a kind a year are asked for on a day: as agreed, else as the procedure has it."""
    asked, held = bound_then(file, day, procedure).meeting(kind), of_meetings(file, kind, day, procedure)
    if asked is None:
        return 0
    return dict(held.meetings)[kind] if held else asked.per_year


def every_years(file: ContractFile, kind: str, day: date, procedure: Procedure) -> int:
    """Return in how many years those of `a_year` are asked for once: 1, but where the procedure itself has one in
    several years (N-10)."""
    asked = bound_then(file, day, procedure).meeting(kind)
    return 1 if asked is None or of_meetings(file, kind, day, procedure) else asked.every_years


def of_office(file: ContractFile, office: str, procedure: Procedure) -> list[Arrangement]:
    """Return the arrangements by which nobody is asked to be in an office, in order of their beginning; without those
    that were over before they were agreed (docs/adr/0320)."""
    found = (held for held in agreed(file, procedure) if office in held.offices)
    return sorted((held for held in found if held.until is None or held.since <= held.until), key=lambda one: one.since)


def why(held: Arrangement) -> str:
    """Return why something is not asked for, in words: by which arrangement."""
    return f"Agreed for this contract: {held.id}"


def changes(file: ContractFile) -> Iterator[date]:
    """Yield the days from which what was agreed otherwise is otherwise than before."""
    for held in file.records.arrangements:
        yield held.since
        yield from (word.on for word in words_on(file, held))
        if held.until is not None and held.until < date.max:
            yield shifted(held.until, 1)
