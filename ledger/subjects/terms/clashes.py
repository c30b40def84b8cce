"""Clauses as entered that contradict themselves or one another: refused, naming the entries, and never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from pydantic import ValidationError

from ledger.clauses_cited import same_clause
from ledger.dates.calendar import monday_to_friday
from ledger.dates.working_days import dated
from ledger.entry import Entry
from ledger.rules import AnyRule, Rule
from ledger.serving.service_clauses import BY, ServiceClause
from ledger.subjects.terms.entries import (
    ClauseEntry,
    NoticeAddressGiven,
    NoticeClauseEntered,
    OrderOfPrecedenceEntered,
    TerminationClauseEntered,
    WorkingDayDefined,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

CLAUSES = get_args(ClauseEntry)


def _methods_clash(file: ContractFile, entry: NoticeClauseEntered, procedure: Procedure) -> str | None:
    if not entry.methods:
        return None
    usual = monday_to_friday("england-and-wales")
    try:
        ServiceClause(clause=entry.clause, methods=entry.methods, working_day=usual)
    except ValidationError as error:
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    return None


def _ways_clash_with_another(file: ContractFile, entry: NoticeClauseEntered, procedure: Procedure) -> str | None:
    for held in file.terms.of_its_kind(entry):
        other = held.says
        if not isinstance(other, NoticeClauseEntered) or held.since != entry.effective_on or entry.variation:
            continue
        alike = (other.notices, other.given_by) == (entry.notices, entry.given_by)
        clash = [rule for rule in entry.methods for met in other.methods if rule.meets(met) and rule != met]
        if alike and clash and not same_clause(other.clause, entry.clause):
            return (
                f"clause {other.clause} (entry {held.position}) says otherwise from the same day of notices "
                f"{BY[clash[0].method]}; correct whichever is wrong, or say of which notices or party each speaks"
            )
    return None


ONE_FOR_THE_CONTRACT = (WorkingDayDefined, OrderOfPrecedenceEntered)
"""Clauses of which one is followed, so that two from one day contradict each other whatever their numbers."""
_BESIDE_WHAT_IT_SAYS = {*Entry.model_fields, "kind", "words", "variation", "effective_from"}


def _two_wordings_from_one_day(file: ContractFile, entry: ClauseEntry, procedure: Procedure) -> str | None:
    if entry.variation:
        return None
    alone = isinstance(entry, ONE_FOR_THE_CONTRACT)
    for held in file.terms.of_its_kind(entry) if alone else file.terms.versions(entry):
        if held.since == entry.effective_on and _says(held.says) != _says(entry):
            return (
                f"clause {held.says.clause} (entry {held.position}) says otherwise from the same day, "
                f"{dated(held.since)}; correct that entry if it is wrong"
                + ("" if alone else f", or give each its part of the number, such as {entry.clause}(a)")
            )
    return None


def _says(entry: ClauseEntry) -> dict[str, object]:
    named = {"clause"} | _BESIDE_WHAT_IT_SAYS
    return {name: getattr(entry, name) for name in type(entry).model_fields if name not in named}


def _against_itself(file: ContractFile, entry: TerminationClauseEntered, procedure: Procedure) -> str | None:
    """What it says that cannot go together: nothing is guessed of which was meant."""
    trigger = entry.trigger.replace("-", " ")
    found = [
        f"it counts {what}, and its trigger is {trigger}"
        for what, given, counted in (
            ("notices", entry.count, "repeated-notices"), ("points", entry.points, "points"),
        )
        if given is not None and entry.trigger != counted
    ]  # fmt: skip
    if entry.window is not None and entry.trigger not in ("repeated-notices", "points"):
        found.append(f"it has a window of {entry.window}, and its trigger is {trigger}, which counts nothing within it")
    if entry.immediate and entry.notice_length is not None:
        found.append(f"it ends the contract at once, and on notice of {entry.notice_length}")
    return f"{'; '.join(found)}; leave out what the clause does not say" if found else None


def _addresses_clash(file: ContractFile, entry: NoticeAddressGiven, procedure: Procedure) -> str | None:
    """Two places for one way of serving, in one entry or in two from one day."""
    ways = [given.method for given in entry.addresses]
    both = [way for way in dict.fromkeys(ways) if way in entry.withdrawn or ways.count(way) > 1]
    if both:
        return f"it gives more than one answer on where notices go {' and '.join(BY[way] for way in both)}"
    mine = {given.method: given for given in entry.addresses}
    for held in file.terms.addresses_given:
        if held.says.party != entry.party or held.since != entry.effective_on:
            continue
        for other in held.says.addresses:
            if other != mine.get(other.method, other) or other.method in entry.withdrawn:
                where = f"for service {BY[other.method]} entry {held.position} gives {other.address} from the same day"
                return f"{where}; correct that entry if it is wrong"
    return None


CLASHES: tuple[AnyRule, ...] = (
    Rule(
        id="notice-address.one-for-each-way", citation="HCC-9.1-b", level="contradiction", of=NoticeAddressGiven,
        field="addresses", sentence="From any one day a party has one address for each way of serving.",
        found=_addresses_clash,
    ),
    Rule(
        id="clause.one-wording-from-a-day", citation="TVP-3.0-3", level="contradiction", of=CLAUSES, field="clause",
        sentence="A clause has one wording from any one day.", found=_two_wordings_from_one_day,
    ),
    Rule(
        id="notice-clause.of-one-mind", citation="HCC-9.1-b", level="contradiction", of=NoticeClauseEntered,
        field="methods", found=_ways_clash_with_another,
        sentence="Two clauses do not say different things of one way of serving the same notices.",
    ),
    Rule(
        id="termination-clause.not-against-itself", citation="HCC-A11-a", level="contradiction",
        of=TerminationClauseEntered, field="trigger", found=_against_itself,
        sentence="What a right to end the contract takes goes together.",
    ),
    Rule(
        id="notice-clause.one-rule-for-each-way", citation="HCC-9.1-b", level="contradiction", of=NoticeClauseEntered,
        field="methods", sentence="A clause gives one rule for each way of serving each kind of notice.",
        found=_methods_clash,
    ),
)  # fmt: skip
