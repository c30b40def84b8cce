"""What is asked of every entry: its days, whom it names, and in which office they acted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.dates.span import out_of_order
from ledger.entry import Actor, Entry
from ledger.offices import in_another_office, only_advises, several_meant
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, not_by
from ledger.sides import (
    TAKEN_BACK,
    decided_by,
    decides,
    has_no_effect,
    is_authoritys,
    of_the_other_party,
    takes_back_the_providers,
)
from ledger.subjects.records.entries import EntryReclassified

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

HAVING_THEIR_OWN = ("notice-served", "formal-escalation-recommended")
"""Kinds of which a rule of their subject asks that they are of the party of whoever did them."""


def _the_authoritys_alone(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.by is None or not is_authoritys(file, entry):
        return NOT_IN_POINT
    if not has_no_effect(file, entry):
        return None
    return f"it is entered as done by {entry.by}, of the provider, whose it is not: it does nothing for the authority"


def _for_the_other(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    # notices and recommendations of the formal route have a rule of their own
    name = entry.kind.partition("/")[0]
    if name in TAKEN_BACK:
        return takes_back_the_providers(file, entry, procedure)
    return NOT_IN_POINT if name in HAVING_THEIR_OWN else of_the_other_party(entry, entry.by, procedure)


def _decided_by_who_only_advises(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if not decides(entry):
        return NOT_IN_POINT
    return only_advises([Actor(person=one) if isinstance(one, str) else one for one in decided_by(entry)], procedure)


def _nobody_named(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    if entry.audience == "named" and not entry.named:
        return "the audience is named people and nobody is named: name the accounts that may read it"
    if isinstance(entry, EntryReclassified) and entry.new_audience == "named" and not entry.new_named:
        return "the new audience is named people and new_named names nobody: name the accounts that may read it"
    to_no_effect = "and the audience is another: make that named people, or leave the names out"
    if entry.named and entry.audience != "named":
        return f"people are named (named), {to_no_effect}"
    if isinstance(entry, EntryReclassified) and entry.new_named and entry.new_audience != "named":
        return f"people are named (new_named), {to_no_effect}"
    return None


def _in_another_office(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    day, acting = entry.happened_on, [actor for actor in entry.in_offices if actor.office is not None]
    found = "; ".join(dict.fromkeys(filter(None, (in_another_office(file, a, day, procedure) for a in acting))))
    if found or any(file.people.may_hold(actor.office, actor.person, day) for actor in acting if actor.office):
        return found or None
    return NOT_IN_POINT  # the file has nobody of them in an office


def _several_meant(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    found = [several_meant(file, actor, entry.happened_on, procedure) for actor in entry.actors]
    open_ = "; ".join(filter(None, found))
    return open_ or (None if None in found else NOT_IN_POINT)


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="entry.span",
        citation="HCC-2.1-a",
        level="contradiction",
        of=Entry,
        field="until",
        sentence="The last day something may have happened on is not before the first.",
        found=out_of_order(
            "until", "happened_on", found="it may have happened until {later}, which is before {earlier}",
        ),
    ),
    Rule(
        id="marks.named-people-are-named",
        citation="CPC307-K1",
        level="contradiction",
        of=Entry,
        field="named",
        sentence="An entry for named people names them.",
        found=_nobody_named,
    ),
    Rule(
        id="actor.in-the-office-on-file",
        citation="HCC-9.4-f",
        level="advise",
        of=Entry,
        field="by",
        sentence="Who acts, comes or is turned to in an office holds it, by what is on file.",
        found=_in_another_office,
    ),
    Rule(
        id="actor.is-one-person",
        citation="HCC-9.4-f",
        level="advise",
        of=Entry,
        field="by",
        sentence="Whoever acts is named so that it is known who of those in post it was.",
        found=_several_meant,
    ),
    Rule(
        id="actor.of-the-side-whose-act-it-is",
        citation="HCC-4.1-a",
        level="explain",
        of=Entry,
        field="by",
        sentence="What only the authority can do is done by it, and not by the provider.",
        found=_the_authoritys_alone,
    ),
    Rule(
        id="act.of-the-party-that-did-it",
        citation="TVP-3.1-9",
        level="contradiction",
        of=Entry,
        field="by",
        sentence="An act of either party is that of the party of whoever did it.",
        found=_for_the_other,
    ),
    Rule(
        id="decision.by-who-decides",
        citation="IMP-28-c",
        level="explain",
        of=Entry,
        field="by",
        sentence="A forum that advises decides nothing.",
        found=_decided_by_who_only_advises,
    ),
    Rule(
        id="marks.changed-by-legal-services",
        citation="CPC307-K1",
        level="absolute",
        of=EntryReclassified,
        field="by",
        sentence="Only Legal Services change who may read an entry or the privilege it is under.",
        found=not_by("legal-services", "it was not done by Legal Services"),
    ),
)  # fmt: skip
