"""Exclusions from tenders that run on: of one provider and from the tenders of one body, with no day between them.

Pure functions of a file and the procedure (TVP-5.2-9a).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
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
"""What an exclusion covers that names no body, under a procedure that knows none: the tenders of all. And whom it keeps
out on a file that names no provider."""


def bodies(held: Exclusion, procedure: Procedure) -> tuple[str, ...]:
    """Return whose tenders an exclusion keeps its provider out of: those it names, else all the procedure knows."""
    named = dict.fromkeys(map(procedure.buying_body, held.bodies))
    return tuple(named) or tuple(row.title for row in procedure.buying_bodies) or (ALL,)


def whom(file: ContractFile, held: Exclusion) -> dict[str, str]:
    """Return whom an exclusion keeps out, by the key of its name and by name: of a contract of several the one it
    names, else every provider of the file."""
    contract, named = file.agreement.contract, held.provider
    parties = contract.providers if contract else ()
    own = {company_key(party.name): party.name for party in parties} or {ALL: "the provider"}
    if named is None or (contract is None and any(same_company(named, name) for name in file.provider.names)):
        return own
    key = company_key(named)
    return own if key not in own and is_the_provider(file, named) else {key: named}


def runs(
    file: ContractFile, exclusions: Collection[Exclusion], procedure: Procedure
) -> dict[tuple[int, str, str], list[Exclusion]]:
    """Return by the position of an exclusion, whom it keeps out and whose tenders: the exclusions, that one among them,
    that keep it out of those without a day between; by the day they begin."""
    every_body = dict.fromkeys(body for one in exclusions for body in bodies(one, procedure))
    out: defaultdict[tuple[str, str], list[Exclusion]] = defaultdict(list)
    for one in sorted(exclusions, key=lambda one: (one.since, one.position)):
        for body in bodies(one, procedure) if one.bodies else every_body:
            for key in whom(file, one):
                out[key, body].append(one)
    found: dict[tuple[int, str, str], list[Exclusion]] = {}
    for (key, body), those in out.items():
        run: list[Exclusion] = []
        until: date | None = None
        for one in those:
            if run and one.since <= _after(until):
                until = None if until is None or one.until is None else max(until, one.until)
            else:
                run, until = [], one.until
            run.append(one)
            found[one.position, key, body] = run
    return found


def ends(run: Iterable[Exclusion]) -> date | None:
    """Return the last day of exclusions that run on; None where one of them names no end."""
    run = list(run)
    last = [one.until for one in run if one.until is not None]
    return max(last) if len(last) == len(run) else None


def _after(day: date | None) -> date:
    """The day after one: what begins then leaves no day between."""
    try:
        return shifted(day, 1) if day is not None else date.max
    except OutsideCalendar:
        return date.max
