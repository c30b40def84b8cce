"""Policies and protocols of partner organisations, as a plan is made with sight of them (CPC307-K9, CPC308-K10)."""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.partners import partners_among
from ledger.subjects.people import DELEGATED
from projections.documents_filed import documents_filed
from projections.view import FileView


class ProtocolShown(Frozen):
    """One policy or protocol of partners, in its newest version on file."""

    title: str
    position: int
    on: date
    """The date it bears, else the day it was filed."""


class PartnersShown(Frozen):
    """What is on file of the policies and protocols of partners."""

    protocols: tuple[ProtocolShown, ...] = ()
    partners: tuple[str, ...] = ()
    """Who shares in managing the contract on the day, or agreed to one of its plans; for the authority's own side."""


def partners_shown(view: FileView, on: date, *, our_side: bool = True) -> PartnersShown:
    """Return the partners of a contract and their protocols, as they stand on a day. Pure."""
    newest = {
        one.position: ProtocolShown(title=one.title, position=one.position, on=one.dated or one.on)
        for one in documents_filed(view)
        if one.kind == "protocol" and one.on <= on and one.same_as is None and one.replaced_by is None
    }
    return PartnersShown(protocols=tuple(newest.values()), partners=_partners(view, on) if our_side else ())


def _partners(view: FileView, on: date) -> tuple[str, ...]:
    file, named = view.file, list[str]()
    for term in file.people.in_office(DELEGATED, on):
        named += [view.procedure.buying_body(body) for body in (term.body, *term.shared_with) if body]
    for plan in file.resources.plans.values():
        named += partners_among(plan.says.agreed_with if plan.says else ())
    for carried_out in file.implementation.plans.values():
        for version in carried_out.versions:
            named += partners_among(version.agreed_with)
    return tuple(dict.fromkeys(named))


__all__ = ["PartnersShown", "ProtocolShown", "partners_shown"]
