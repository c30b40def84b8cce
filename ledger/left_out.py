"""Clients and things to be handed over that a revised transfer plan leaves out without a word.

Whose support has to go on is not forgotten because a later list has not got them (TVP-6.0-12, docs/adr/0338). Questions
of several subjects: pure functions of a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.expected_end import without_their_notice
from ledger.names import few

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.exits import LeftOut

RULE = "transfer-plan.leaves-nobody-out"


def left_out(file: ContractFile, day: date) -> list[LeftOut]:
    """Return what revised transfer plans left out by a day and nothing says what becomes of: no list has it again, it
    was not arranged or handed over, and there is no reason with the version that leaves it out, nor a supplement but
    one that is about something else."""
    gone, plans = without_their_notice(file, day), file.exits.transfer_plans.values()
    found = [one for plan in plans if plan.id not in gone for one in plan.left_out if one.on <= day]
    return [one for one in unseen(file, found, day) if not _is_explained(file, one.position)]


def unseen(file: ContractFile, found: Iterable[LeftOut], day: date, *, but: str | None = None) -> list[LeftOut]:
    """Return those of some things left out that no list has by a day, and that were not arranged or handed over.

    `but`: the plan that is left out of account, since a version of it takes the place of its lists.
    """
    left = {*without_their_notice(file, day), but}
    plans = [plan for plan in file.exits.transfer_plans.values() if plan.id not in left]
    clients = {client for plan in plans for client in plan.clients}
    clients |= {client for client, held in file.exits.arranged.items() if held.on <= day}
    items = {item.id.casefold() for plan in plans for item in plan.items}
    items |= {handed.item.casefold() for handed in file.exits.handed_over if handed.on <= day}
    return [one for one in found if not one.is_among(clients, items)]


def _is_explained(file: ContractFile, position: int) -> bool:
    recorded = file.at(position)
    with_reason = recorded is not None and any(d.rule == RULE and d.reason for d in recorded.departures)
    return with_reason or bool(file.records.explaining(position, RULE))


def without_arrangement(file: ContractFile, day: date) -> tuple[str, ...]:
    """Return the clients of whom it was not arranged by a day who supports them, those left out among them; none of a
    plan whose notice was withdrawn."""
    gone = (one.client for one in left_out(file, day) if one.client)
    return tuple(dict.fromkeys((*file.exits.without_arrangement(day, without_their_notice(file, day)), *gone)))


def not_handed_over(file: ContractFile, day: date) -> tuple[str, ...]:
    """Return the items that were not handed over by a day, by their ids, those left out among them (TVP-6.0-11); none
    of a plan whose notice was withdrawn."""
    gone = (one.item.id for one in left_out(file, day) if one.item)
    return tuple(dict.fromkeys((*file.exits.not_handed_over(day, without_their_notice(file, day)), *gone)))


def in_words(those: Iterable[LeftOut]) -> list[str]:
    """Return in a sentence for each version what it left out."""
    by_version: dict[tuple[str, date, int], list[str]] = {}
    for one in those:
        by_version.setdefault((one.plan, one.on, one.position), []).append(one.called)
    return [
        f"{plan} leaves out {few(called)} since {dated(on)} (entry {position}), and it is not said why"
        for (plan, on, position), called in by_version.items()
    ]


__all__ = ["RULE", "in_words", "left_out", "not_handed_over", "unseen", "without_arrangement"]
