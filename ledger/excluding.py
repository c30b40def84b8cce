"""Exclusions from tenders that run on: of one provider and from the tenders of one body, with no day between them.

Pure functions of a file and the procedure (TVP-5.2-9a).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import OutsideCalendar, shifted
from ledger.names import company_key, same_company
from ledger.offices import is_the_provider

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.termination.steps import Exclusion

ALL = ""
"""What an exclusion covers that names no body, under a procedure that knows none: the tenders of all."""


def bodies(held: Exclusion, procedure: Procedure) -> tuple[str, ...]:
    """Return whose tenders an exclusion keeps its provider out of: those it names, else all the procedure knows."""
    named = dict.fromkeys(map(procedure.buying_body, held.bodies))
    return tuple(named) or tuple(row.title for row in procedure.buying_bodies) or (ALL,)


def run_of(
    file: ContractFile, held: Exclusion, body: str, procedure: Procedure, others: Iterable[Exclusion]
) -> list[Exclusion]:
    """Return the exclusions that keep the provider of one out of the tenders of a body without a day between: that one,
    and those of the others which run on before it, beside it or after it; by the day they begin."""
    whom = _of_whom(file, held)
    left = [
        one for one in others
        if one.position != held.position and _covers(one, body, procedure) and whom <= _of_whom(file, one)
    ]  # fmt: skip
    run, since, until = [held], held.since, held.until
    while joined := [one for one in left if one.since <= _after(until) and since <= _after(one.until)]:
        run += joined
        left = [one for one in left if one not in joined]
        since = min(since, *(one.since for one in joined))
        until = None if until is None or any(one.until is None for one in joined) else max(until, *_ends(joined))
    return sorted(run, key=lambda one: (one.since, one.position))


def ends(run: Iterable[Exclusion]) -> date | None:
    """Return the last day of exclusions that run on; None where one of them names no end."""
    run = list(run)
    return None if any(one.until is None for one in run) else max(_ends(run))


def _ends(run: Iterable[Exclusion]) -> list[date]:
    return [one.until for one in run if one.until is not None]


def _after(day: date | None) -> date:
    """The day after one: what begins then leaves no day between."""
    try:
        return shifted(day, 1) if day is not None else date.max
    except OutsideCalendar:
        return date.max


def _covers(one: Exclusion, body: str, procedure: Procedure) -> bool:
    return not one.bodies or body in map(procedure.buying_body, one.bodies)


def _of_whom(file: ContractFile, held: Exclusion) -> frozenset[str]:
    """Whom an exclusion keeps out: of a contract of several the one it names, else every provider of the file."""
    contract, named = file.agreement.contract, held.provider
    parties = contract.providers if contract else ()
    own = frozenset(company_key(party.name) for party in parties) or frozenset([ALL])
    if named is None or (contract is None and any(same_company(named, name) for name in file.provider.names)):
        return own
    key = company_key(named)
    return own if key not in own and is_the_provider(file, named) else frozenset([key])
