"""To when an option that the contract gives extends it, where it is not said (HCC-10.1-a, TVP-3.0-10).

Questions of several subjects, asked by the rules and of the terms as they stand: pure functions of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.dates.working_days import last_of, shifted
from ledger.names import same_name

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.agreement import Extension as Option
    from ledger.subjects.reviews.register import Extension
    from ledger.subjects.variations import TermValue


class ExtendedEnd(NamedTuple):
    """The last day of the contract as an extension has it, since when, and which entry says so."""

    value: date
    since: date
    position: int
    by_option: str | None
    """The option it was worked out by; None where the entry says it."""


def option_meant(options: Sequence[Option], name: str | None) -> Option | None:
    """Return the option of a contract that is meant by a name; without one its only one. None where none is, or several
    may be."""
    if name is None:
        return options[0] if len(options) == 1 else None
    return next((option for option in options if option.id.casefold() == name.casefold()), None)


def furthest(option: Option, end: date | None) -> date | None:
    """Return the last day an option extends a contract to that ends on a day: of so many months that begin the day
    after it. None where that cannot be told."""
    if option.until is not None:
        return option.until
    return last_of(shifted(end, 1), option.months) if end and end < date.max and option.months else None


def option_ends(file: ContractFile, name: str | None, day: date) -> date | None:
    """Return the end that an option gives the contract if it is taken on a day and no new end date is said."""
    contract = file.agreement.contract
    options = contract.extensions if contract else ()
    taken = [option_meant(options, one.option) for one in file.reviews.extensions if one.taken and one.on <= day]
    option = option_meant(options, name)
    return _gives(option, file.end_date(day)) if option and option not in taken else None


def ends_by_extension(file: ContractFile) -> tuple[ExtendedEnd, ...]:
    """Return the end that each extension taken gives the contract, in their order: the one it says, else, where its
    option is taken for the first time, the one that gives. One taken when nothing was left to extend gives none."""
    return tuple(_decided(file)[1])


def decisions_that_count(file: ContractFile) -> list[Extension]:
    """Return the decisions on options to extend, in their order, without those to use one when nothing was left to
    extend: once the contract had ended, or once its last day was past and it had been decided not to use that option
    (TVP-6.0-6; docs/adr/0454)."""
    return _decided(file)[0]


def _decided(file: ContractFile) -> tuple[list[Extension], list[ExtendedEnd]]:
    contract = file.agreement.contract
    options = contract.extensions if contract else ()
    count: list[Extension] = []
    made: list[ExtendedEnd] = []
    used: list[Option | None] = []
    for held in file.reviews.extensions:
        before = _end_before(file, held, made[-1:])
        if held.taken and nothing_left(file, held.option, held.on, before, count):
            continue
        count.append(held)
        if not held.taken:
            continue
        end, by_option, option = held.new_end_date, None, option_meant(options, held.option)
        if end is None and option is not None and option not in used:
            end, by_option = _gives(option, before), option.id
        used.append(option)
        if end is not None:
            made.append(ExtendedEnd(end, held.on, held.position, by_option))
    return count, made


def nothing_left(
    file: ContractFile, option: str | None, day: date, end: date | None, before: Iterable[Extension]
) -> bool:
    """Return whether on a day an option can extend nothing any more. `end`: the last day as it stood then; `before`:
    the decisions made before."""
    ended = file.termination.ended_on(day)
    if ended is not None and ended.on < day:
        return True
    contract = file.agreement.contract
    options, made = contract.extensions if contract else (), list(before)
    its = zip(made, options_decided(options, made), strict=True)
    last = [one for one, meant in its if meant is None or option is None or same_name(meant, option)][-1:]
    return end is not None and end < day and any(not one.taken for one in last)


def options_decided(options: Sequence[Option], decisions: Sequence[Extension]) -> list[str | None]:
    """Return the option that each decision is about, by its name: as said, else the first on which nothing was decided
    before it, else the only one. None where it may be any. What is decided later changes none (docs/adr/0500)."""
    left, found = [option.id for option in options], list[str | None]()
    only = options[0].id if len(options) == 1 else None
    for one in decisions:
        meant = one.option if one.option is not None else left[0] if left else only
        left = [name for name in left if meant is None or not same_name(name, meant)]
        found.append(meant)
    return found


def _gives(option: Option, end: date | None) -> date | None:
    new = furthest(option, end)
    return new if new and (end is None or new > end) else None


def _end_before(file: ContractFile, held: Extension, extended: Sequence[ExtendedEnd]) -> date | None:
    """The last day of the contract as it stood when it was extended."""
    made: list[TermValue | ExtendedEnd] = [*file.varied_to("end-date", held.on), *extended]
    before = [one for one in made if (one.since, one.position) < (held.on, held.position)]
    last = max(before, key=lambda one: (one.since, one.position), default=file.registered("end-date", held.on))
    return last.value if last and isinstance(last.value, date) else None
