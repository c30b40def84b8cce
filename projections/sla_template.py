"""The template of a service level agreement, to be filled in, agreed and signed by both parties (TVP-4.0-18).

Its headings are the elements that the strategy says an agreement holds, and its columns the fields of the entry that
records it: what is filled in here is recorded there column by column. What the file knows already stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel

from ledger.described import descriptions
from ledger.entry import Actor, Frozen
from ledger.names import same_person
from ledger.specification import ImprovementTarget, Indicator, Point, ReturnSchedule, ServiceLevels
from projections.view import FileView

BLANK_ROWS = 3
"""Rows left to be filled in under each heading."""


class Column(Frozen):
    """One column: the field's name in words, and what is to stand in it."""

    name: str
    asks: str


class Section(Frozen):
    """One element of the agreement."""

    number: int
    heading: str
    citation: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """What the file has of it already, then rows to be filled in."""


class SlaTemplate(Frozen):
    """A service level agreement ready to be filled in."""

    title: str
    reference: str
    provider: str | None
    on: date
    strategy: str
    """The procedure that it confirms to the provider (TVP-4.0-4)."""
    sections: tuple[Section, ...]


def sla_template(view: FileView, on: date) -> SlaTemplate:
    """Return the template for a contract, by what is in force on a day. Pure."""
    contract, elements = view.file.agreement.contract, descriptions(ServiceLevels)
    sections = [
        Section(
            number=number, heading=elements[name].rstrip("."), citation=citation,
            columns=tuple(_columns(model, left_out)),
            rows=(*_rows(view, model, left_out, said), *_blank(model, left_out)),
        )
        for number, (name, citation, model, left_out, said) in enumerate(_elements(view, on), 1)
    ]  # fmt: skip
    return SlaTemplate(
        title=view.file.title, reference=view.reference,
        provider=", ".join(map(str, contract.providers)) or None if contract else None, on=on,
        strategy=view.procedure_on(on).title, sections=tuple(sections),
    )  # fmt: skip


_Element = tuple[str, str, type[BaseModel], tuple[str, ...], Sequence[BaseModel]]
"""(field of the agreement, citation, what stands in it, fields of that left out, what the file has of it already)."""


def _elements(view: FileView, on: date) -> Iterator[_Element]:
    terms = view.file.terms
    agreed, issued = [stood.says for stood in terms.agreements_on(on)], terms.specification(on)
    yield "contacts", "TVP-3.0-5", Actor, (), _contacts(view, on, [one for says in agreed for one in says.contacts])
    measures = [measure for measure, *_ in terms.indicators(on)]
    yield (
        "indicators",
        "TVP-3.0-6",
        Indicator,
        ("core", "side", "review_on"),
        [*measures, *_unmeasured(view, on, measures)],
    )
    returns = [one for says in agreed for one in says.reporting_schedule]
    schedule = returns or list(issued.says.return_schedule if issued else ())
    yield "reporting_schedule", "TVP-3.0-7", ReturnSchedule, (), schedule
    targets = [one for says in agreed for one in says.improvement_targets]
    yield "improvement_targets", "TVP-3.0-8", ImprovementTarget, (), targets
    principles = [Point(id=str(number), text=one) for says in agreed for number, one in enumerate(says.principles, 1)]
    yield "principles", "TVP-3.0-9", Point, ("id",), principles


def _contacts(view: FileView, on: date, agreed: Sequence[Actor]) -> list[Actor]:
    """Who is in office on a day, then whom the agreements in force name besides, each once on their side; not whoever
    left the office they are named in."""
    people, offices = view.file.people, ("lead-officer", "deputy-lead-officer", "provider-contract-manager")
    found = [
        Actor(person=term.person, office=office, party="provider" if office.startswith("provider-") else "authority")
        for office in offices for term in people.in_office(office, on)
    ]  # fmt: skip
    for contact in agreed:
        named = any(one.side == contact.side and same_person(one.person, contact.person) for one in found)
        held = [t for t in people.holders(contact.office or "") if same_person(t.person, contact.person)]
        left = bool(held) and all(term.until is not None and term.until < on for term in held)
        if not named and not left:
            found.append(contact)
    return found


class _Unmeasured(Frozen):
    """A requirement of the specification that nothing measures yet: what is measured is left open."""

    requirement: str


def _unmeasured(view: FileView, on: date, measures: Sequence[Indicator]) -> list[_Unmeasured]:
    issued, measured = view.file.terms.specification(on), {one.requirement for one in measures}
    points = issued.says.requirements if issued else ()
    return [_Unmeasured(requirement=point.id) for point in points if point.id not in measured]


def _columns(model: type[BaseModel], left_out: Sequence[str]) -> Iterator[Column]:
    asks = descriptions(model)
    for name in _fields(model, left_out):
        words = name.replace("_", " ")
        asked = asks.get(name, "").partition("; null")[0]  # how a program says it
        yield Column(name=words[:1].upper() + words[1:], asks=asked.rstrip("."))


def _fields(model: type[BaseModel], left_out: Sequence[str]) -> list[str]:
    """The fields of what an entry holds, those that must be said before the others."""
    named = [name for name in model.model_fields if name not in left_out]
    return sorted(named, key=lambda name: not model.model_fields[name].is_required())


def _rows(
    view: FileView, model: type[BaseModel], left_out: Sequence[str], said: Sequence[BaseModel]
) -> Iterator[tuple[str, ...]]:
    for one in said:
        yield tuple(view.say_field(one, name) if hasattr(one, name) else "" for name in _fields(model, left_out))


def _blank(model: type[BaseModel], left_out: Sequence[str]) -> list[tuple[str, ...]]:
    return [("",) * len(_fields(model, left_out))] * BLANK_ROWS
