"""Whether somebody held the office they are said to have acted in: by what the file has of its own appointments.

An office is typed with each act. Those that each contract's file appoints to are known from it; whoever the file has
in one of these is not taken, without a word, to have acted in another that the authority fills (HCC-9.4-f: that Legal
Services carried a termination out is not so because somebody typed it beside the lead officer's name).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.calendar import spoken
from ledger.entry import Actor

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

POSTS = ("service-manager", "team-manager")
"""Posts that lead officers usually have besides (HCC-4.1-b): who is in one may well be the other."""


def office_differs(file: ContractFile, person: str, office: str | None, day: date) -> str | None:
    """Return in words who held the office on that day instead, where the file shows that this person did not."""
    if office is None or file.people.holds(office, person, day):
        return None
    if not file.people.holders(office):
        return None
    held = file.people.holder(office, day)
    by = held.person if held else "nobody"
    return f"on {spoken(day)} the office of {file.office_in_words(office, day)} was held by {by}, by what is on file"


def in_another_office(file: ContractFile, actor: Actor, day: date, procedure: Procedure) -> str | None:
    """Return in words what office the file has somebody in on a day who is said to have acted in another.

    None where it has them in that one, or knows nothing of them; somebody of the provider it does not ask about.
    """
    if actor.office is None or actor.is_of_the_provider:
        return None
    office = procedure.office(actor.office)
    name = office.id if office else actor.office
    if differs := office_differs(file, actor.person, name, day):
        return differs
    held = [term for terms in file.people.terms.values() for term in terms if term.in_office(day)]
    held = [term for term in held if file.people.holds(term.office, actor.person, day) is term]
    if office is None or office.appointed_on != "authority" or name in POSTS or not held:
        return None  # an office nobody was appointed to: somebody stands in
    there = " and ".join(procedure.office_in_words(term.office) for term in held)
    return f"{actor.person} is {there} on file, and not {procedure.office_in_words(name)}"


def acted_as(file: ContractFile, actor: Actor | None, office: str, day: date, procedure: Procedure) -> bool:
    """Return whether somebody acted in an office, as is said and as far as the file does not say otherwise."""
    said = actor is not None and procedure.is_office(actor.office, (office,))
    return said and actor is not None and in_another_office(file, actor, day, procedure) is None
